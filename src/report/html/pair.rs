//! The page of two documents.

use super::{
    assets::Sort,
    columns::{Columns, Side},
    list::{Entry, List, agreements, entries, is_bare, reading},
    map::map,
    marks::{Badge, Mark, Marked},
    page, texts, tools, words,
};
use crate::{
    article::Article,
    clean::Furniture,
    diverge::{Divergence, Kind},
    report::{PairReport, json},
    span::Span,
};
use maud::{Markup, html};

/// Characters of a reading in a tooltip.
const TOOLTIP: usize = 60;
/// What the shares on top count, in a tooltip; the table under them says more.
const COUNTED: &str =
    "Share of the runs of three words that stand in the other text, too; furniture, case and accents ignored";
/// The page of two documents.
pub(super) fn page_of(report: &PairReport<'_>) -> String {
    let comparison = report.comparison;
    let entries = entries(&comparison.divergences);
    let list = List { report, entries: &entries };
    let columns = Columns::new(report.a, report.b, &comparison.alignment);
    let a = Marked::new(&report.a.document.text, marks(report, &entries, Side::A));
    let b = Marked::new(&report.b.document.text, marks(report, &entries, Side::B));
    let title = format!("{} / {}", page::headline(report.a), page::headline(report.b));
    let kinds = Kind::ALL.map(|kind| (kind, list.number(kind)));
    let content = html! {
        header class="top" {
            @if let Some(name) = report.cluster_page {
                nav { a href="./index.html" { "← All stories" } " " a href=(page::file(name)) { "← All versions of this story" } }
            }
            h1 { (words::relation(comparison.relation)) }
            p class="lead" { (words::relation_explained(comparison.relation)) (others(report)) }
            div class="cards" { (card(Side::A, report.a)) (card(Side::B, report.b)) }
            (overlap(report))
        }
        main {
            (counts(report, &entries))
            (tools::controls(Sort::Pair, &kinds))
            (list.facts())
            (list.lesser())
            (agreements(comparison))
            (texts::section(report, &columns, &a, &b, &map(&columns, &entries)))
            (tools::walk(Sort::Pair))
        }
        (tools::dialogs(Sort::Pair))
        (page::embedded(&json::embedded(report.a, report.b, comparison)))
    };
    page::page(Sort::Pair, &title, &content)
}

/// "The page of B holds other stories, too: 14 paragraphs, folded below."
fn others(report: &PairReport<'_>) -> Markup {
    let number = |article: &Article| {
        article.clean.blocks.iter().filter(|block| block.furniture == Some(Furniture::Unrelated)).count()
    };
    html! {
        @for (name, number) in [("A", number(report.a)), ("B", number(report.b))] {
            @if number > 0 {
                " The page of " (name) " holds other stories, too: " (page::count(number, "paragraph", "paragraphs"))
                ", folded below."
            }
        }
    }
}

/// What to mark in the text of one side: divergences, then agreements, then edits that say nothing else.
fn marks(report: &PairReport<'_>, entries: &[Entry<'_>], side: Side) -> Vec<Mark> {
    let comparison = report.comparison;
    let divergent = entries.iter().enumerate().filter_map(|(at, entry)| {
        let divergence = entry.divergence;
        // Side by side, one letter for both is enough.
        let linked = side == Side::A || !is_bare(divergence);
        let badge = Badge {
            kind: divergence.kind,
            severity: divergence.severity,
            entry: linked.then(|| entry.id.clone()),
            // The script says more of small changes; half of a page of them would be labels.
            label: if is_bare(divergence) {
                words::short(divergence.kind).to_owned()
            } else {
                format!("{} of {}, {}", at + 1, entries.len(), in_words(divergence))
            },
        };
        let reading = reading(divergence, side)?;
        let id = if linked { format!("{}{}", side.letter(), at + 1) } else { String::new() };
        Some(Mark { span: reading.span, badge: Some(badge), id })
    });
    let settled = comparison.equivalents.iter().map(|one| reading(&one.divergence, side));
    let agreeing = comparison.agreements.iter().map(|one| Some(if side == Side::A { &one.a } else { &one.b }));
    let agreeing = agreeing.chain(settled).enumerate().filter_map(|(number, reading)| {
        Some(Mark { span: reading?.span, badge: None, id: format!("g{number}-{}", side.letter()) })
    });
    let edited = comparison.alignment.iter().flat_map(|link| &link.edits).filter_map(|edit| {
        let span = if side == Side::A { edit.a } else { edit.b };
        (!span.is_empty()).then_some(Mark { span, badge: None, id: String::new() })
    });
    divergent.chain(agreeing).chain(edited).collect()
}

/// "figure: 98 against 95"; "only in A".
fn in_words(divergence: &Divergence) -> String {
    let kind = words::short(divergence.kind);
    match (&divergence.a, &divergence.b) {
        _ if divergence.kind == Kind::Move => format!("{kind}: stands elsewhere in the other version"),
        (Some(a), Some(b)) => {
            format!("{kind}: {} against {}", page::label(&a.text, TOOLTIP), page::label(&b.text, TOOLTIP))
        }
        (Some(_), None) if divergence.kind != Kind::Omission => format!("{kind}: B is silent"),
        (None, Some(_)) if divergence.kind != Kind::Addition => format!("{kind}: A is silent"),
        _ => kind.to_owned(),
    }
}

/// What is known of one document.
fn card(side: Side, article: &Article) -> Markup {
    let document = &article.document;
    html! {
        section class="card" {
            h2 dir="auto" { span class="side" { (side.name()) } " " (page::isolated(&page::headline(article))) }
            p { strong { (page::source(article)) } ", " (page::time(document.published)) }
            p class="small" {
                "id " code { (page::isolated(&document.id.0)) } " · read from " (page::isolated(&document.place.to_string()))
            }
            @if let Some(url) = document.url.as_deref() { p class="small" { (page::address(url)) } }
        }
    }
}

/// How much of each stands in the other, in a sentence, with the exact numbers folded.
fn overlap(report: &PairReport<'_>) -> Markup {
    let overlap = &report.comparison.overlap;
    let [a_in_b, b_in_a] = overlap.containment_3.map(page::percent);
    let words = |span: Span| page::slice(&report.a.document.text, span).split_whitespace().count();
    let longest = overlap.passages.iter().map(|passage| words(passage.a)).max();
    html! {
        p {
            strong title=(COUNTED) { (a_in_b) } " of the wording of A stands in B, and "
            strong { (b_in_a) } " of the wording of B in A"
            @match longest {
                Some(longest) => {
                    "; they share " (page::count(overlap.passages.len(), "passage", "passages"))
                    @if overlap.passages.len() > 1 { ", the longest" } " of " (page::count(longest, "word", "words")) "."
                }
                None => { "; they share no longer passage." }
            }
        }
        details {
            summary { "What these numbers count" }
            p class="hint" {
                "A word run is a number of words in a row, furniture left out, case and accents ignored. 100% means that every run of "
                "the one stands in the other too. Rewording breaks the long runs first, so compare both lines. "
                "Reports written separately share next to none."
            }
            div class="scroll" tabindex="0" role="region" aria-label="Overlap in numbers" { table {
                thead { tr {
                    th scope="col" { "Word runs" } th scope="col" { "of A, found in B" } th scope="col" { "of B, found in A" }
                    th scope="col" { "shared, of all in both" }
                } }
                tbody {
                    tr { th scope="row" { "of 3 words" } td { (a_in_b) } td { (b_in_a) } td class="none" { "—" } }
                    tr {
                        th scope="row" { "of 5 words" }
                        td { (page::percent(overlap.containment[0])) } td { (page::percent(overlap.containment[1])) }
                        td { (page::percent(overlap.jaccard)) }
                    }
                }
            } }
        }
    }
}

/// How many divergences there are, by kind and severity, and what could not be checked.
fn counts(report: &PairReport<'_>, entries: &[Entry<'_>]) -> Markup {
    let agreements = report.comparison.agreements.len() + report.comparison.equivalents.len();
    let count = |kind: Kind, severity: u8| {
        entries.iter().filter(|entry| entry.divergence.kind == kind && entry.divergence.severity == severity).count()
    };
    let rows: Vec<(Kind, [usize; 3])> = Kind::ALL
        .into_iter()
        .map(|kind| (kind, [3, 2, 1].map(|severity| count(kind, severity))))
        .filter(|(_, counts)| *counts != [0; 3])
        .collect();
    html! {
        section id="counts" {
            h2 { "At a glance" }
            @if rows.is_empty() {
                p { "No disagreement found." }
            } @else {
                div class="scroll" tabindex="0" role="region" aria-label="Differences by kind and severity" { table class="counts" {
                    thead { tr {
                        th scope="col" { "What differs" }
                        @for level in [3, 2, 1] { th scope="col" { (page::severity(level)) } }
                    } }
                    tbody { @for (kind, counts) in rows {
                        tr {
                            th scope="row" { a href={ "#" (kind.name()) } { (page::badge(kind)) " " (words::heading(kind)) } }
                            @for number in counts { td { @if number > 0 { (page::thousands(number)) } @else { span class="none" { "—" } } } }
                        }
                    } }
                } }
                p class="hint" {
                    "Correct (3): an agency would issue a correction, or call to check. Decide (2): for the editor. Style (1): no fact differs. "
                    @if agreements > 0 {
                        a href="#agreements" { (page::thousands(agreements)) " equal though written differently" } " are not counted."
                    }
                }
            }
            @for why in &report.comparison.not_checked {
                p class="warning" { strong { "Not checked: " } (page::isolated(why)) }
            }
        }
    }
}
