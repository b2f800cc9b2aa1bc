//! The first page of a report.

use super::{assets::Sort, page, tools};
use crate::{
    cluster::ClusterKind,
    report::{ClusterLine, IndexReport},
};
use maud::{Markup, html};

/// Sources named in the line of a cluster: one line on a wide screen. The rest is counted.
const SOURCES_NAMED: usize = 6;
/// Sources shown as bars before the rest is folded: about half a screen.
const BARS: usize = 15;
/// Characters of an apparatus line: three lines on a wide screen.
const WORST: usize = 300;

/// Stories on one page: some 300 KB, which a browser shows at once.
const PART: usize = 500;
/// Bytes of what the versions say that the first page holds of all stories together, for the search.
const SEARCHED: usize = 700_000;
/// Bytes of it for one story at most.
const SEARCHED_EACH: usize = 1_500;

/// The first page and those that go on where there are many stories, by name.
pub(super) fn pages_of(report: &IndexReport) -> Vec<(String, String)> {
    let parts: Vec<&[ClusterLine]> = report.clusters.chunks(PART).collect();
    let number = parts.len().max(1);
    let page = |part: usize| {
        let clusters = parts.get(part).copied().unwrap_or_default();
        (name(part), page::page(Sort::Index, &report.input, &content(report, clusters, part, number)))
    };
    (0..number).map(page).collect()
}

fn name(part: usize) -> String {
    if part == 0 { "index.html".to_owned() } else { format!("index-{}.html", part + 1) }
}

fn content(report: &IndexReport, clusters: &[ClusterLine], part: usize, parts: usize) -> Markup {
    html! {
        header class="top" {
            h1 { "Where versions of the news disagree" }
            p class="lead" { "A report on " (page::isolated(&report.input)) }
            @if part == 0 { (totals(report)) (shares(report)) }
        }
        main {
            // A page that goes on has no list of all: searching is for the first one.
            @if part == 0 { (tools::controls(Sort::Index, &[])) }
            div id="found" {}
            div id="given" {
                (jump(part, parts))
                (groups(clusters))
                (jump(part, parts))
            }
            @if part == 0 { (sources(&report.sources)) }
            (tools::walk(Sort::Index))
        }
        (tools::dialogs(Sort::Index))
        @if part == 0 { (page::embedded(&searched(&report.clusters))) }
    }
}

/// The way from part to part.
fn jump(part: usize, parts: usize) -> Markup {
    html! {
        @if parts > 1 {
            nav class="parts" aria-label="Parts of the list" {
                "Part " (part + 1) " of " (parts) ", the most severe first: "
                @for other in 0..parts {
                    @if other == part { strong aria-current="page" { (other + 1) } " " }
                    @else { a href=(page::file(&name(other))) { (other + 1) } " " }
                }
            }
        }
    }
}

/// All stories as the script sorts and searches them: page, what it is, headline, severities, documents, sources, first and
/// last day, row of the worst, what the versions say.
fn searched(clusters: &[ClusterLine]) -> Vec<serde_json::Value> {
    let each = (SEARCHED / clusters.len().max(1)).min(SEARCHED_EACH);
    let line = |cluster: &ClusterLine| {
        let mut room = each;
        let lines = cluster.lines.iter().map(|line| page::label(line, each)).take_while(|line| {
            let fits = line.len() <= room;
            room = room.saturating_sub(line.len());
            fits
        });
        serde_json::json!([
            page::file(&cluster.page),
            size(cluster.kind),
            page::label(&cluster.title, each.min(WORST)),
            cluster.severities,
            cluster.documents,
            named_sources(cluster),
            page::day(&cluster.published.0),
            page::day(&cluster.published.1),
            cluster.worst,
            lines.collect::<Vec<_>>(),
        ])
    };
    clusters.iter().map(line).collect()
}

/// "Harbour Post, Lanterna and 3 more".
fn named_sources(cluster: &ClusterLine) -> String {
    let named: Vec<&str> = cluster.sources.iter().take(SOURCES_NAMED).map(String::as_str).collect();
    let more = cluster.sources.len().saturating_sub(SOURCES_NAMED);
    let rest = if more > 0 { format!(" and {} more", page::thousands(more)) } else { String::new() };
    page::label(&format!("{}{rest}", named.join(", ")), WORST)
}

fn size(kind: ClusterKind) -> &'static str {
    match kind {
        ClusterKind::Copy => "versions of one report",
        ClusterKind::Story => "reports of one event",
    }
}

fn totals(report: &IndexReport) -> Markup {
    let disagree = report.clusters.iter().filter(|cluster| cluster.severities != [0; 3]).count();
    html! {
        dl class="totals" {
            (total(report.documents, "documents read"))
            (total(report.clusters.len(), "stories with two or more versions"))
            (total(disagree, "of these disagree somewhere"))
            (total(report.duplicates, "duplicates that could be dropped"))
            @if report.skipped > 0 { (total(report.skipped, "documents skipped as unreadable")) }
        }
    }
}

/// What would be kept of the corpus, as one bar.
fn shares(report: &IndexReport) -> Markup {
    let kept = report.documents.saturating_sub(report.duplicates);
    let parts = [
        ("s-kept", kept, "to keep"),
        ("s-dropped", report.duplicates, "duplicates"),
        ("s-skipped", report.skipped, "skipped"),
    ];
    let all = parts.iter().map(|part| part.1).sum::<usize>().max(1);
    let before = |at: usize| parts[..at].iter().map(|part| part.1).sum::<usize>() * 1000 / all;
    let words: Vec<String> = parts
        .iter()
        .filter(|part| part.1 > 0)
        .map(|(_, number, name)| format!("{} {name}", page::thousands(*number)))
        .collect();
    html! {
        @if report.documents > 0 {
            div class="share" {
                p { (words.join(" · ")) }
                svg class="stacked" viewBox="0 0 1000 10" preserveAspectRatio="none" role="img" aria-label=(words.join(", ")) {
                    @for (at, (class, number, _)) in parts.iter().enumerate() {
                        rect class=(class) x=(before(at)) y="0" width=(number * 1000 / all) height="10" {}
                    }
                }
            }
        }
    }
}

fn total(number: usize, of: &str) -> Markup {
    html! { div { dt { (of) } dd { (page::thousands(number)) } } }
}

/// The heading over the clusters whose worst disagreement is of one severity, and the `id` of their section.
const GROUPS: [(&str, &str); 4] = [
    ("check", "To check: something an agency would correct"),
    ("decide", "For the editor to decide"),
    ("style", "Style only"),
    (AGREED, "No disagreement found"),
];

/// The section that is folded: plain copies are most of a scraped corpus, and nobody has to check them.
const AGREED: &str = "agree";

/// The clusters by their worst severity, in the order given.
fn groups(clusters: &[ClusterLine]) -> Markup {
    let worst = |cluster: &ClusterLine| cluster.severities.iter().position(|&count| count > 0).unwrap_or(3);
    let mut groups: [Vec<&ClusterLine>; 4] = Default::default();
    for cluster in clusters {
        groups[worst(cluster)].push(cluster);
    }
    let shown = || GROUPS.into_iter().zip(&groups).filter(|(_, clusters)| !clusters.is_empty());
    html! {
        @if clusters.is_empty() {
            p { "No two documents were found to be versions or reports of one story." }
        } @else {
            nav class="jump" aria-label="Stories by severity" {
                ul { @for ((id, heading), clusters) in shown() {
                    li { a href={ "#" (id) } { (heading) } " " span class="number" { (page::thousands(clusters.len())) } }
                } }
            }
        }
        @for ((id, heading), clusters) in shown() {
            section id=(id) {
                h2 { (heading) " " span class="number" { (page::thousands(clusters.len())) } }
                @if id == AGREED {
                    details {
                        summary { "Show them" }
                        (stories(clusters))
                    }
                } @else {
                    (stories(clusters))
                }
            }
        }
    }
}

fn stories(clusters: &[&ClusterLine]) -> Markup {
    html! { ul class="stories entries" { @for cluster in clusters { (line(cluster)) } } }
}

fn line(cluster: &ClusterLine) -> Markup {
    html! {
        li id={ "s-" (cluster.page.trim_end_matches(".html")) } data-severity=(worst(cluster)) {
            h3 dir="auto" { a href=(page::file(&cluster.page)) { (page::excerpt(&cluster.title, WORST)) } }
            p class="small" {
                @if cluster.severities != [0; 3] { (page::severities(cluster.severities)) }
                (page::thousands(cluster.documents)) " " (size(cluster.kind))
                (days(&cluster.published))
                @if !cluster.sources.is_empty() { " · " (page::isolated(&named_sources(cluster))) }
            }
            @if let (false, Some(worst)) = (cluster.worst.is_empty(), cluster.lines.first()) {
                p class="worst" dir="auto" {
                    a href={ (page::file(&cluster.page)) "#" (cluster.worst) } { (page::excerpt(worst, WORST)) }
                }
            }
        }
    }
}

/// The worst severity of a story.
fn worst(cluster: &ClusterLine) -> usize {
    cluster.severities.iter().position(|&count| count > 0).map_or(0, |at| 3 - at)
}

fn days((first, last): &(String, String)) -> Markup {
    html! {
        @if !first.is_empty() { " · " time { (page::day(first)) } }
        @if !last.is_empty() && first != last { @if first.is_empty() { " · " } @else { " to " } time { (page::day(last)) } }
    }
}

/// The sources with a bar each; the many small ones folded.
fn sources(sources: &[(String, usize)]) -> Markup {
    let most = sources.iter().map(|&(_, documents)| documents).max().unwrap_or(0);
    let (named, rest) = sources.split_at(sources.len().min(BARS));
    html! {
        @if !sources.is_empty() {
            section id="sources" {
                h2 { "Documents by source" }
                (bars(named, most))
                @if !rest.is_empty() {
                    details {
                        summary { (page::count(rest.len(), "more source", "more sources")) }
                        (bars(rest, most))
                    }
                }
            }
        }
    }
}

fn bars(sources: &[(String, usize)], most: usize) -> Markup {
    html! {
        table class="bars" {
            thead { tr { th scope="col" { "Source" } th scope="col" colspan="2" { "Documents" } } }
            tbody { @for (source, documents) in sources {
                tr {
                    th scope="row" { (page::isolated(source)) }
                    td { (page::thousands(*documents)) }
                    td { div class="bar" style={ "width:" (documents * 100 / most.max(1)) "%" } {} }
                }
            } }
        }
    }
}
