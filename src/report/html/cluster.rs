//! The page of a cluster.

use super::{assets::Sort, members, page, picture, tools, words};
use crate::{
    cluster::ClusterKind,
    collate::{DocumentReading, Row},
    diverge::Kind,
    report::{ClusterReport, PairLine, row_ids},
};
use hashbrown::HashMap;
use maud::{Markup, html};

/// Characters of a reading in the table: a short clause. The whole stands on the page of a pair.
const READING: usize = 120;

/// The page of a cluster.
pub(super) fn page_of(report: &ClusterReport<'_>) -> String {
    let title = report.articles.get(report.base).map_or_else(|| report.id.to_owned(), |base| page::headline(base));
    let rows = &report.collation.rows;
    let kinds = Kind::ALL.map(|kind| (kind, rows.iter().filter(|row| row.kind == kind).count()));
    let content = html! {
        header class="top" {
            nav { a href="./index.html" { "← All stories" } }
            h1 dir="auto" { (title) }
            p class="lead" { (size(report)) }
            p class="small" { "id " code { (report.id) } }
        }
        main {
            (tools::controls(Sort::Cluster, &kinds))
            (table(report))
            (apparatus(report))
            (picture::timeline(report))
            (picture::family(report))
            (members::alone(report))
            (members::documents(report))
            (pairs(report))
            (tools::walk(Sort::Cluster))
        }
        (tools::dialogs(Sort::Cluster))
    };
    page::page(Sort::Cluster, &title, &content)
}

/// "5 reports of one event: 2 copy groups and 1 that stands alone".
fn size(report: &ClusterReport<'_>) -> String {
    let all = report.articles.len();
    if report.kind == ClusterKind::Copy {
        return page::count(all, "version of one report", "versions of one report");
    }
    let groups = report.copies.iter().flatten().max().map_or(0, |last| last + 1);
    let alone = report.copies.iter().filter(|copy| copy.is_none()).count();
    let all = page::count(all, "report of one event", "reports of one event");
    match (groups, alone) {
        (0, _) => all,
        (_, 0) => format!("{all}, in {}", page::count(groups, "copy group", "copy groups")),
        _ => format!("{all}: {} and {alone} written separately", page::count(groups, "copy group", "copy groups")),
    }
}

/// A row with its id.
type Line<'a> = (String, &'a Row);

/// The collation: one row a subject, one column a version.
fn table(report: &ClusterReport<'_>) -> Markup {
    let rows = row_ids(&report.collation.rows).into_iter().zip(&report.collation.rows);
    let (split, agreed): (Vec<Line<'_>>, Vec<Line<'_>>) = rows.partition(|(_, row)| row.severity > 0);
    html! {
        section id="table" {
            h2 { "Where the versions disagree" }
            @if split.is_empty() {
                p { "No subject that two or more versions speak of was found to differ." }
            } @else {
                p class="hint" {
                    span class="differs" { span class="not" { "≠" } "framed" } ": differs from what most versions say, or no reading has the most. — : silent."
                }
                (matrix(report, &split, "Where the versions disagree"))
            }
            @if !agreed.is_empty() {
                details {
                    summary { h3 { "All agree " span class="number" { (page::thousands(agreed.len())) } } }
                    (matrix(report, &agreed, "Where all agree"))
                }
            }
        }
    }
}

fn matrix(report: &ClusterReport<'_>, rows: &[Line<'_>], name: &str) -> Markup {
    html! {
        div class="scroll" tabindex="0" role="region" aria-label=(name) { table class="matrix entries" {
            thead { tr {
                th scope="col" { "Subject" }
                th scope="col" { "Most versions" }
                @for (column, article) in report.articles.iter().enumerate() {
                    th scope="col" {
                        a href={ "#document" (column) } { (page::isolated(&article.document.id.0)) }
                        p class="small" {
                            @if article.document.source.is_some() { (page::source(article)) br; }
                            @if let Some(published) = article.document.published {
                                (published.local.strftime(if published.has_time { "%-d %b, %H:%M" } else { "%-d %b %Y" })) br;
                            }
                            @if column == report.base { span class="tag" { "base" } " " }
                            @if let Some(group) = members::group(report, column) { span class="tag" { (group) } }
                        }
                    }
                }
            } }
            tbody { @for (id, row) in rows { (matrix_row(report, id, row)) } }
        } }
    }
}

fn matrix_row(report: &ClusterReport<'_>, id: &str, row: &Row) -> Markup {
    let majority = majority(row);
    let mut readings = row.readings.iter().peekable();
    html! {
        tr id=(id) data-kind=(words::class(row.kind)) data-severity=(row.severity) {
            th scope="row" {
                (page::badge(row.kind)) " " (page::excerpt(&row.subject, READING))
                @if row.severity > 0 { p class="small" { (page::severity(row.severity)) } }
            }
            td {
                @match most(row, majority) {
                    Some((reading, number)) => {
                        (page::excerpt(&reading.text, READING)) " "
                        span class="small" { (number) " of " (row.readings.len()) }
                    }
                    None => span class="none" { "no majority" },
                }
            }
            @for column in 0..report.articles.len() {
                @let said: Vec<_> = std::iter::from_fn(|| readings.next_if(|reading| reading.document <= column)).collect();
                @if said.is_empty() {
                    td class="none" title="silent" { "—" }
                } @else {
                    td { @for reading in said { (cell(report, row, reading, majority)) } }
                }
            }
        }
    }
}

fn cell(report: &ClusterReport<'_>, row: &Row, reading: &DocumentReading, majority: Majority<'_>) -> Markup {
    let place = place(report, row, reading);
    let words = html! {
        @match place {
            Some(place) => a href=(place) { (page::excerpt(&reading.text, READING)) },
            None => (page::excerpt(&reading.text, READING)),
        }
        // The value of quoted words is those words without case: nothing to show.
        @if !reading.value.is_empty() && reading.value.to_lowercase() != reading.text.trim().to_lowercase() && row.kind != Kind::Quote {
            span class="value" { " = " (page::excerpt(&reading.value, READING)) }
        }
    };
    let agrees = match majority {
        Majority::All => true,
        Majority::None => false,
        Majority::Value(value) => value == said(reading),
    };
    html! { @if agrees { p { (words) } } @else { p class="differs" { span class="not" role="img" aria-label="differs:" { "≠" } (words) } } }
}

/// The place of a reading: its paragraph on the page of a pair, the best of them one whose other side says something else.
fn place(report: &ClusterReport<'_>, row: &Row, reading: &DocumentReading) -> Option<String> {
    let here = report.pairs.iter().filter(|pair| [pair.a, pair.b].contains(&reading.document));
    let differs = |pair: &&PairLine| {
        let other = if pair.a == reading.document { pair.b } else { pair.a };
        let other = row.readings.iter().find(|reading| reading.document == other);
        // Silence is less to see than another value, and the same value is least.
        other.map_or(1, |other| if said(other) == said(reading) { 0 } else { 2 })
    };
    // Of equally good ones the first; "max_by_key" would give the last.
    let pair = here.min_by_key(|pair| std::cmp::Reverse(differs(pair)))?;
    let side = if pair.a == reading.document { "a" } else { "b" };
    let blocks = &report.articles.get(reading.document)?.clean.blocks;
    let block = blocks.iter().rposition(|block| block.span.start <= reading.span.start);
    Some(format!("{}#{}", page::file(&pair.page), block.map_or("texts".to_owned(), |block| format!("p{side}{block}"))))
}

/// What most say, in the words of the first of them, and how many they are.
fn most<'r>(row: &'r Row, majority: Majority<'_>) -> Option<(&'r DocumentReading, usize)> {
    let value = match majority {
        Majority::All => said(row.readings.first()?),
        Majority::Value(value) => value,
        Majority::None => return None,
    };
    let mut same = row.readings.iter().filter(|reading| matches!(majority, Majority::All) || said(reading) == value);
    let first = same.next()?;
    Some((first, 1 + same.count()))
}

/// What most versions say.
#[derive(Clone, Copy)]
enum Majority<'a> {
    All,
    Value(&'a str),
    /// No value is said more often than every other.
    None,
}

fn said(reading: &DocumentReading) -> &str {
    if reading.value.is_empty() { &reading.text } else { &reading.value }
}

fn majority(row: &Row) -> Majority<'_> {
    if row.severity == 0 {
        return Majority::All;
    }
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for reading in &row.readings {
        *counts.entry(said(reading)).or_insert(0) += 1;
    }
    let most = counts.values().copied().max().unwrap_or(0);
    let mut first = row.readings.iter().map(said).filter(|value| counts.get(value) == Some(&most));
    match first.next() {
        Some(value) if first.all(|other| other == value) => Majority::Value(value),
        _ => Majority::None,
    }
}

/// The rows that disagree as lines to copy.
fn apparatus(report: &ClusterReport<'_>) -> Markup {
    let rows = row_ids(&report.collation.rows).into_iter().zip(&report.collation.rows);
    let lines: Vec<Line<'_>> = rows.filter(|(_, row)| row.severity > 0 && !row.apparatus.is_empty()).collect();
    html! {
        @if !lines.is_empty() {
            section id="apparatus" {
                h2 { "As an apparatus" }
                p class="hint" { "Subject ] the reading of most versions, who has it; the other readings. A click selects a line." }
                ul class="apparatus" { @for (id, row) in lines { li { code dir="auto" data-row=(id) { (row.apparatus) } } } }
            }
        }
    }
}

/// The compared pairs, each with a link to its page.
fn pairs(report: &ClusterReport<'_>) -> Markup {
    html! {
        @if !report.pairs.is_empty() {
            section id="pairs" {
                h2 { "Compared pairs" }
                div class="scroll" tabindex="0" role="region" aria-label="Compared pairs" { table class="list" {
                    thead { tr {
                        th scope="col" { "A and B" } th scope="col" { "What they are" }
                        th scope="col" { "Of A in B" } th scope="col" { "Of B in A" }
                        th scope="col" { "Differences" } th scope="col" { "Severity" }
                    } }
                    tbody { @for pair in report.pairs { (pair_row(report, pair)) } }
                } }
            }
        }
    }
}

fn pair_row(report: &ClusterReport<'_>, pair: &PairLine) -> Markup {
    let id = |column: usize| report.articles.get(column).map_or("?", |article| article.document.id.0.as_str());
    let relation = match pair.relation {
        Some(_) => words::relation(pair.relation),
        None => "In the same story by way of others",
    };
    html! {
        tr {
            th scope="row" {
                a href=(page::file(&pair.page)) { (page::isolated(id(pair.a))) " and " (page::isolated(id(pair.b))) }
            }
            td { (relation) }
            td { (page::percent(pair.containment[0])) }
            td { (page::percent(pair.containment[1])) }
            td class="kinds" { @for &(kind, number) in &pair.counts { (kind_count(kind, number)) } }
            td { (page::severities(pair.severities)) }
        }
    }
}

fn kind_count(kind: Kind, number: usize) -> Markup {
    let label = format!("{}: {number}", words::heading(kind));
    html! { span class="pair" title=(label) aria-label=(label) role="img" { (page::badge(kind)) " " (page::thousands(number)) } " " }
}
