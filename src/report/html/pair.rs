//! The page of two documents.

use super::{
    columns::Side,
    marks::{Badge, Mark, Marked},
    page, texts, words,
};
use crate::{
    article::Article,
    diverge::{Agreement, Divergence, Kind, Reading},
    report::PairReport,
    span::Span,
};
use hashbrown::HashMap;
use maud::{Markup, html};

/// Characters of a reading in the list: a long sentence. The whole stands in the text below.
const READING: usize = 300;
/// Characters of a reading in a tooltip.
const TOOLTIP: usize = 60;
/// A section of lesser differences with more entries than this is folded: about a screen.
const UNFOLDED: usize = 12;

/// The kinds that an editor checks first; the others follow.
const FACTS: usize = 6;

/// A divergence with the `id` of its entry.
struct Entry<'a> {
    id: String,
    divergence: &'a Divergence,
}

/// The page of two documents.
pub(super) fn page_of(report: &PairReport<'_>) -> String {
    let entries = entries(&report.comparison.divergences);
    let a = Marked::new(&report.a.document.text, marks(report, &entries, Side::A));
    let b = Marked::new(&report.b.document.text, marks(report, &entries, Side::B));
    let title = format!("{} / {}", page::headline(report.a), page::headline(report.b));
    let content = html! {
        header class="top" {
            @if let Some(name) = report.cluster_page {
                nav { a href=(page::file(name)) { "← All versions of this story" } }
            }
            h1 { (words::relation(report.comparison.relation)) }
            p class="lead" { (words::relation_explained(report.comparison.relation)) }
            div class="cards" { (card(Side::A, report.a)) (card(Side::B, report.b)) }
            (overlap(report))
        }
        main {
            (counts(report, &entries))
            (facts(&entries))
            (lesser(&entries))
            (agreements(&report.comparison.agreements))
            (texts::section(report, &a, &b))
        }
    };
    page::page(&title, &content)
}

/// The divergences in order, each with an `id` that no other has.
fn entries(divergences: &[Divergence]) -> Vec<Entry<'_>> {
    let mut seen: HashMap<String, usize> = HashMap::new();
    let entry = |divergence: &'_ Divergence| {
        let mut id = divergence.id();
        let times = seen.entry(id.clone()).or_insert(0);
        *times += 1;
        if *times > 1 {
            id = format!("{id}.{times}");
        }
        id
    };
    let ids: Vec<String> = divergences.iter().map(entry).collect();
    ids.into_iter().zip(divergences).map(|(id, divergence)| Entry { id, divergence }).collect()
}

/// What to mark in the text of one side: divergences, then agreements, then edits that say nothing else.
fn marks(report: &PairReport<'_>, entries: &[Entry<'_>], side: Side) -> Vec<Mark> {
    let comparison = report.comparison;
    let divergent = entries.iter().filter_map(|entry| {
        let divergence = entry.divergence;
        let badge = Badge {
            kind: divergence.kind,
            severity: divergence.severity,
            entry: entry.id.clone(),
            label: tooltip(divergence),
        };
        let reading = reading(divergence, side)?;
        Some(Mark { span: reading.span, badge: Some(badge), id: format!("{}-{}", entry.id, side.letter()) })
    });
    let agreeing = comparison.agreements.iter().enumerate().map(|(number, agreement)| {
        let reading = if side == Side::A { &agreement.a } else { &agreement.b };
        Mark { span: reading.span, badge: None, id: format!("g{number}-{}", side.letter()) }
    });
    let edited = comparison.alignment.iter().flat_map(|link| &link.edits).filter_map(|edit| {
        let span = if side == Side::A { edit.a } else { edit.b };
        (!span.is_empty()).then_some(Mark { span, badge: None, id: String::new() })
    });
    divergent.chain(agreeing).chain(edited).collect()
}

fn reading(divergence: &Divergence, side: Side) -> Option<&Reading> {
    if side == Side::A { divergence.a.as_ref() } else { divergence.b.as_ref() }
}

/// "figure: 98 against 95"; "only in A".
fn tooltip(divergence: &Divergence) -> String {
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
            strong { (a_in_b) } " of the wording of A stands in B, and " strong { (b_in_a) } " of the wording of B in A"
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
    let agreements = report.comparison.agreements.len();
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

/// What to check first: one table a kind.
fn facts(entries: &[Entry<'_>]) -> Markup {
    let kinds = &Kind::ALL[..FACTS];
    html! {
        section id="first" {
            h2 { "What to check first" }
            @if !entries.iter().any(|entry| kinds.contains(&entry.divergence.kind)) {
                p { "No figure, quote, date, name or source was found to differ." }
            }
            @for &kind in kinds {
                @let entries = of_kind(entries, kind);
                @if !entries.is_empty() {
                    h3 id=(kind.name()) { (page::badge(kind)) " " (words::heading(kind)) }
                    (table(kind, &entries))
                }
            }
        }
    }
}

/// Wording, what only one has, and moves; long sections are folded.
fn lesser(entries: &[Entry<'_>]) -> Markup {
    let kinds = &Kind::ALL[FACTS..];
    html! {
        @if entries.iter().any(|entry| kinds.contains(&entry.divergence.kind)) {
            section id="then" {
                h2 { "Then wording, cuts and moves" }
                @for &kind in kinds {
                    @let entries = of_kind(entries, kind);
                    @if !entries.is_empty() {
                        details id=(kind.name()) open[entries.len() <= UNFOLDED] {
                            summary {
                                h3 { (page::badge(kind)) " " (words::heading(kind)) " "
                                    span class="number" { (page::thousands(entries.len())) } }
                            }
                            (table(kind, &entries))
                        }
                    }
                }
            }
        }
    }
}

/// The entries of one kind, the most severe first, then in order of place.
fn of_kind<'e, 'a>(entries: &'e [Entry<'a>], kind: Kind) -> Vec<&'e Entry<'a>> {
    let mut entries: Vec<_> = entries.iter().filter(|entry| entry.divergence.kind == kind).collect();
    entries.sort_by_key(|entry| std::cmp::Reverse(entry.divergence.severity));
    entries
}

/// The entries of one kind as a table; where only one side can speak, without a column for the other.
fn table(kind: Kind, entries: &[&Entry<'_>]) -> Markup {
    let sides: &[Side] = match kind {
        Kind::Omission => &[Side::A],
        Kind::Addition => &[Side::B],
        _ => &[Side::A, Side::B],
    };
    html! {
        div class="scroll" tabindex="0" role="region" aria-label=(words::heading(kind)) {
            table class="list sides" {
                thead { tr {
                    th scope="col" { "Subject" }
                    @for side in sides { th scope="col" { (side.name()) } }
                    th scope="col" { "Severity" }
                } }
                tbody { @for entry in entries { (line(entry, sides)) } }
            }
        }
    }
}

fn line(entry: &Entry<'_>, sides: &[Side]) -> Markup {
    let divergence = entry.divergence;
    html! {
        tr id=(entry.id) {
            th scope="row" {
                @if divergence.subject.is_empty() { span class="none" { (words::short(divergence.kind)) } }
                @else { (page::excerpt(&divergence.subject, READING)) }
                @if !divergence.note.is_empty() { p class="note" { (page::excerpt(&divergence.note, READING)) } }
            }
            @for &side in sides {
                @let link = format!("#{}-{}", entry.id, side.letter());
                td class=(side.letter()) { (said(reading(divergence, side), &link, side.name())) }
            }
            td { (page::severity(divergence.severity)) }
        }
    }
}

/// A reading that leads to its place in the text.
fn said(reading: Option<&Reading>, link: &str, name: &str) -> Markup {
    let Some(reading) = reading else {
        return html! { span class="none" title={ (name) " is silent" } { "—" } };
    };
    let value = reading.value.as_deref().filter(|value| *value != reading.text.trim());
    html! {
        a class="said" href=(link) {
            @if reading.text.trim().is_empty() { "(no words)" } @else { (page::excerpt(&reading.text, READING)) }
        }
        @if let Some(value) = value { span class="value" { " = " (page::excerpt(value, READING)) } }
    }
}

/// Where both say the same in other characters, folded.
fn agreements(agreements: &[Agreement]) -> Markup {
    html! {
        @if !agreements.is_empty() {
            details id="agreements" {
                summary { h3 { "Equal though written differently " span class="number" { (page::thousands(agreements.len())) } } }
                div class="scroll" tabindex="0" role="region" aria-label="Equal though written differently" {
                    table class="list sides" {
                        thead { tr {
                            th scope="col" { "Subject" } th scope="col" { "A" } th scope="col" { "B" } th scope="col" { "Kind" }
                        } }
                        tbody { @for (number, agreement) in agreements.iter().enumerate() {
                            tr {
                                th scope="row" { (page::excerpt(&agreement.subject, READING)) }
                                td class="a" { (said(Some(&agreement.a), &format!("#g{number}-a"), "A")) }
                                td class="b" { (said(Some(&agreement.b), &format!("#g{number}-b"), "B")) }
                                td { (page::badge(agreement.kind)) " " (words::short(agreement.kind)) }
                            }
                        } }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_divergence_twice_gets_two_ids() {
        let divergence = Divergence {
            kind: Kind::Figure,
            severity: 3,
            subject: "dead".to_owned(),
            a: None,
            b: None,
            note: String::new(),
        };
        let twice = [divergence.clone(), divergence];
        let entries = entries(&twice);
        assert_eq!(entries[1].id, format!("{}.2", entries[0].id));
    }
}
