//! The page of a cluster.

use super::{page, words};
use crate::{
    cluster::ClusterKind,
    collate::{DocumentReading, Row},
    diverge::Kind,
    report::{ClusterReport, PairLine},
};
use hashbrown::HashMap;
use maud::{Markup, html};

/// Characters of a reading in the table: a short clause. The whole stands on the page of a pair.
const READING: usize = 120;

/// The page of a cluster.
pub(super) fn page_of(report: &ClusterReport<'_>) -> String {
    let title = report.articles.get(report.base).map_or_else(|| report.id.to_owned(), |base| page::headline(base));
    let content = html! {
        header class="top" {
            nav { a href="./index.html" { "← All stories" } }
            h1 dir="auto" { (title) }
            p class="lead" { (size(report)) }
            p class="small" { "id " code { (report.id) } }
        }
        main {
            (table(report))
            (apparatus(report))
            (documents(report))
            (pairs(report))
        }
    };
    page::page(super::assets::Sort::Cluster, &title, &content)
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

/// The collation: one row a subject, one column a version.
fn table(report: &ClusterReport<'_>) -> Markup {
    let (split, agreed): (Vec<&Row>, Vec<&Row>) = report.collation.rows.iter().partition(|row| row.severity > 0);
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

fn matrix(report: &ClusterReport<'_>, rows: &[&Row], name: &str) -> Markup {
    html! {
        div class="scroll" tabindex="0" role="region" aria-label=(name) { table class="matrix" {
            thead { tr {
                th scope="col" { "Subject" }
                @for (column, article) in report.articles.iter().enumerate() {
                    th scope="col" {
                        a href={ "#document" (column) } { (page::isolated(&article.document.id.0)) }
                        p class="small" {
                            @if article.document.source.is_some() { (page::source(article)) br; }
                            @if let Some(published) = article.document.published {
                                (published.local.strftime(if published.has_time { "%-d %b, %H:%M" } else { "%-d %b %Y" })) br;
                            }
                            @if column == report.base { span class="tag" { "base" } " " }
                            @if let Some(group) = group(report, column) { span class="tag" { (group) } }
                        }
                    }
                }
            } }
            tbody { @for row in rows { (matrix_row(row, report.articles.len())) } }
        } }
    }
}

fn matrix_row(row: &Row, columns: usize) -> Markup {
    let majority = majority(row);
    let mut readings = row.readings.iter().peekable();
    html! {
        tr {
            th scope="row" {
                (page::badge(row.kind)) " " (page::excerpt(&row.subject, READING))
                @if row.severity > 0 { p class="small" { (page::severity(row.severity)) } }
            }
            @for column in 0..columns {
                @let said: Vec<_> = std::iter::from_fn(|| readings.next_if(|reading| reading.document <= column)).collect();
                @if said.is_empty() {
                    td class="none" title="silent" { "—" }
                } @else {
                    td { @for reading in said { (cell(reading, majority, row.kind == Kind::Quote)) } }
                }
            }
        }
    }
}

fn cell(reading: &DocumentReading, majority: Majority<'_>, quoted: bool) -> Markup {
    let words = html! {
        (page::excerpt(&reading.text, READING))
        // The value of quoted words is those words without case: nothing to show.
        @if !reading.value.is_empty() && reading.value.to_lowercase() != reading.text.trim().to_lowercase() && !quoted {
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

/// The copy group of a column, where the cluster holds more than one report.
fn group(report: &ClusterReport<'_>, column: usize) -> Option<String> {
    let copy = report.copies.get(column).copied().flatten()?;
    (report.kind == ClusterKind::Story).then(|| format!("copy group {}", copy + 1))
}

/// The rows that disagree as lines to copy.
fn apparatus(report: &ClusterReport<'_>) -> Markup {
    let lines: Vec<&str> = report
        .collation
        .rows
        .iter()
        .filter(|row| row.severity > 0 && !row.apparatus.is_empty())
        .map(|row| row.apparatus.as_str())
        .collect();
    html! {
        @if !lines.is_empty() {
            section id="apparatus" {
                h2 { "As an apparatus" }
                p class="hint" { "Subject ] the reading of most versions, who has it; the other readings. A click selects a line." }
                ul class="apparatus" { @for line in lines { li { code dir="auto" { (line) } } } }
            }
        }
    }
}

/// All documents of the cluster, in order of time.
fn documents(report: &ClusterReport<'_>) -> Markup {
    html! {
        section id="documents" {
            h2 { "Documents" }
            div class="scroll" tabindex="0" role="region" aria-label="Documents" { table class="list" {
                thead { tr {
                    th scope="col" { "Document" } th scope="col" { "Published" } th scope="col" { "Source" }
                    th scope="col" { "Headline or first words" }
                    @if report.kind == ClusterKind::Story { th scope="col" { "Copy group" } }
                } }
                tbody { @for (column, article) in report.articles.iter().enumerate() {
                    tr id={ "document" (column) } {
                        th scope="row" {
                            (page::isolated(&article.document.id.0))
                            @if column == report.base { " " span class="tag" title="the document that the others are compared with" { "base" } }
                        }
                        td { (page::time(article.document.published)) }
                        td { (page::source(article)) }
                        td {
                            (page::isolated(&page::headline(article)))
                            @if let Some(url) = article.document.url.as_deref() { p class="small" { (page::address(url)) } }
                        }
                        @if report.kind == ClusterKind::Story {
                            td { @if let Some(group) = group(report, column) { (group) } @else { span class="none" { "stands alone" } } }
                        }
                    }
                } }
            } }
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
