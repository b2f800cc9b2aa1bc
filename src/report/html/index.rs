//! The first page of a report.

use super::page;
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

/// The first page.
pub(super) fn page_of(report: &IndexReport) -> String {
    let content = html! {
        header class="top" {
            h1 { "Where versions of the news disagree" }
            p class="lead" { "A report on " (page::isolated(&report.input)) }
            (totals(report))
        }
        main {
            (groups(&report.clusters))
            (sources(&report.sources))
        }
    };
    page::page(super::assets::Sort::Index, &report.input, &content)
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
    html! { ul class="stories" { @for cluster in clusters { (line(cluster)) } } }
}

fn line(cluster: &ClusterLine) -> Markup {
    let size = match cluster.kind {
        ClusterKind::Copy => page::count(cluster.documents, "version of one report", "versions of one report"),
        ClusterKind::Story => page::count(cluster.documents, "report of one event", "reports of one event"),
    };
    html! {
        li {
            h3 dir="auto" { a href=(page::file(&cluster.page)) { (page::excerpt(&cluster.title, WORST)) } }
            p class="small" {
                @if cluster.severities != [0; 3] { (page::severities(cluster.severities)) }
                (size)
                (days(&cluster.published))
                @for (at, source) in cluster.sources.iter().take(SOURCES_NAMED).enumerate() {
                    @if at == 0 { " · " } @else { ", " }
                    (page::isolated(source))
                }
                @if cluster.sources.len() > SOURCES_NAMED {
                    " and " (page::thousands(cluster.sources.len() - SOURCES_NAMED)) " more"
                }
            }
            @if !cluster.worst.is_empty() { p class="worst" dir="auto" { (page::excerpt(&cluster.worst, WORST)) } }
        }
    }
}

fn days((first, last): &(String, String)) -> Markup {
    html! {
        @if !first.is_empty() { " · " time { (first) } }
        @if !last.is_empty() && first != last { @if first.is_empty() { " · " } @else { " to " } time { (last) } }
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
