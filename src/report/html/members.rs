//! The documents of a cluster: a table of them, and what each alone says.

use super::page;
use crate::{
    cluster::ClusterKind,
    report::{ClusterReport, Only, PairLine},
};
use maud::{Markup, html};

/// Characters of a statement: about two lines.
const STATEMENT: usize = 220;

/// All documents of the cluster, in order of time.
pub(super) fn documents(report: &ClusterReport<'_>) -> Markup {
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

/// The copy group of a column, where the cluster holds more than one report.
pub(super) fn group(report: &ClusterReport<'_>, column: usize) -> Option<String> {
    let copy = report.copies.get(column).copied().flatten()?;
    (report.kind == ClusterKind::Story).then(|| format!("copy group {}", copy + 1))
}

/// What each version alone says: what every pair that it stands in lists as missing from the other.
pub(super) fn alone(report: &ClusterReport<'_>) -> Markup {
    let columns = 0..report.articles.len();
    let of: Vec<(usize, Vec<Statement<'_>>)> =
        columns.map(|column| (column, only(report, column))).filter(|(_, only)| !only.is_empty()).collect();
    let all_pairs = report.pairs.len() >= report.articles.len() * report.articles.len().saturating_sub(1) / 2;
    html! {
        @if !of.is_empty() {
            section id="alone" {
                h2 { "What each version alone has" }
                @if !all_pairs {
                    p class="hint" { "Not every two versions were compared: these statements are missing from those that were." }
                }
                @for (column, only) in of {
                    @let article = report.articles[column];
                    details open[report.articles.len() <= 4] {
                        summary { h3 { "Only in " (page::isolated(&article.document.id.0)) " "
                            span class="number" { (page::thousands(only.len())) } } }
                        ul class="alone" { @for (one, pair, side) in only {
                            @let block = article.clean.blocks.iter().rposition(|block| block.span.start <= one.span.start);
                            li {
                                (page::severity(one.severity)) " "
                                a href={ (page::file(&pair.page)) "#p" (side) (block.unwrap_or(0)) } {
                                    (page::excerpt(page::slice(&article.document.text, one.span), STATEMENT))
                                }
                            }
                        } }
                    }
                }
            }
        }
    }
}

/// What only one has, with a pair that lists it and the side that it has there.
type Statement<'a> = (&'a Only, &'a PairLine, &'static str);

/// The statements of a column that all its pairs list, with a pair and the side that it has there.
fn only<'a>(report: &'a ClusterReport<'_>, column: usize) -> Vec<Statement<'a>> {
    let lists: Vec<(&PairLine, &Vec<Only>, &str)> = report
        .pairs
        .iter()
        .filter_map(|pair| match column {
            column if column == pair.a => Some((pair, &pair.only[0], "a")),
            column if column == pair.b => Some((pair, &pair.only[1], "b")),
            _ => None,
        })
        .collect();
    let Some(((pair, first, side), others)) = lists.split_first() else { return Vec::new() };
    let meets = |one: &Only, list: &Vec<Only>| {
        list.iter().any(|other| other.span.start < one.span.end && one.span.start < other.span.end)
    };
    let mut only: Vec<_> = first
        .iter()
        .filter(|one| others.iter().all(|(_, list, _)| meets(one, list)))
        .map(|one| (one, *pair, *side))
        .collect();
    only.sort_by_key(|(one, ..)| (std::cmp::Reverse(one.severity), one.span.start));
    only
}
