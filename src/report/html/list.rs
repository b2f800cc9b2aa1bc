//! The list of a pair's differences: what to check first, then the rest, then what is equal.

use super::{columns::Side, page, words};
use crate::{
    article::Article,
    clean::Block,
    compare::Comparison,
    diverge::{Divergence, Kind, Reading},
    equivalences::page_ids,
    report::PairReport,
    span::Span,
};
use maud::{Markup, html};

/// Characters of a reading in the list: a long sentence. The whole stands in the text below.
const READING: usize = 300;
/// A section of lesser differences with more entries than this is folded: about a screen.
const UNFOLDED: usize = 12;
/// The kinds that an editor checks first; the others follow.
const FACTS: usize = 6;

/// A divergence with the `id` of its entry.
pub(super) struct Entry<'a> {
    pub(super) id: String,
    pub(super) divergence: &'a Divergence,
}

/// The divergences in the order of the page, by kind, the most severe first, each with an `id` that no other has.
pub(super) fn entries(divergences: &[Divergence]) -> Vec<Entry<'_>> {
    let ids = page_ids(divergences);
    let mut entries: Vec<Entry<'_>> =
        ids.into_iter().zip(divergences).map(|(id, divergence)| Entry { id, divergence }).collect();
    entries.sort_by_key(|entry| (entry.divergence.kind, std::cmp::Reverse(entry.divergence.severity)));
    entries
}

/// What one side says.
pub(super) fn reading(divergence: &Divergence, side: Side) -> Option<&Reading> {
    if side == Side::A { divergence.a.as_ref() } else { divergence.b.as_ref() }
}

/// The list of a pair.
pub(super) struct List<'a> {
    pub(super) report: &'a PairReport<'a>,
    pub(super) entries: &'a [Entry<'a>],
}

impl List<'_> {
    /// What to check first: one table a kind.
    pub(super) fn facts(&self) -> Markup {
        html! {
            section id="first" {
                h2 { "What to check first" }
                @if !self.entries.iter().any(|entry| Kind::ALL[..FACTS].contains(&entry.divergence.kind)) {
                    p { "No figure, quote, date, name or source was found to differ." }
                }
                @for &kind in &Kind::ALL[..FACTS] {
                    @if self.number(kind) > 0 {
                        div class="group" {
                            h3 id=(kind.name()) { (page::badge(kind)) " " (words::heading(kind)) }
                            (self.table(kind))
                        }
                    }
                }
            }
        }
    }

    /// Wording, what only one has, and moves; long sections are folded.
    pub(super) fn lesser(&self) -> Markup {
        let kinds = &Kind::ALL[FACTS..];
        html! {
            @if kinds.iter().any(|&kind| self.number(kind) > 0) {
                section id="then" {
                    h2 { "Then wording, cuts and moves" }
                    @for &kind in kinds {
                        @let number = self.number(kind);
                        @if number > 0 {
                            details id=(kind.name()) open[number <= UNFOLDED] {
                                summary {
                                    h3 { (page::badge(kind)) " " (words::heading(kind)) " "
                                        span class="number" { (page::thousands(number)) } }
                                }
                                (self.table(kind))
                            }
                        }
                    }
                }
            }
        }
    }

    /// How many divergences of a kind there are.
    pub(super) fn number(&self, kind: Kind) -> usize {
        self.entries.iter().filter(|entry| entry.divergence.kind == kind).count()
    }

    /// The entries of one kind as a table; where only one side can speak, without a column for the other. Words that differ
    /// in style alone need no more than the two readings, and stand in a table of their own.
    fn table(&self, kind: Kind) -> Markup {
        let sides: &[Side] = match kind {
            Kind::Omission => &[Side::A],
            Kind::Addition => &[Side::B],
            _ => &[Side::A, Side::B],
        };
        let of_kind = self.entries.iter().enumerate().filter(|(_, entry)| entry.divergence.kind == kind);
        let (bare, full): (Vec<_>, Vec<_>) = of_kind.partition(|(_, entry)| is_bare(entry.divergence));
        html! {
            @if !full.is_empty() {
                div class="scroll group" tabindex="0" role="region" aria-label=(words::heading(kind)) {
                    table class={ "list entries " (if sides.len() == 2 { "sides" } else { "side-alone" }) } data-kind=(words::class(kind)) {
                        thead { tr {
                            th scope="col" { "Subject" }
                            @for side in sides { th scope="col" { (side.name()) } }
                            th scope="col" { "Where" } th scope="col" { "Severity" }
                        } }
                        tbody { @for (at, entry) in full { (self.line(at, entry, sides)) } }
                    }
                }
            }
            @if !bare.is_empty() {
                div class="scroll group" tabindex="0" role="region" aria-label="Other words, style only" {
                    table class="list entries bare" data-kind=(words::class(kind)) data-severity="1" {
                        thead { tr { th scope="col" { "A" } th scope="col" { "B" } } }
                        tbody { @for (at, entry) in bare {
                            tr id=(entry.id) {
                                td { (said(reading(entry.divergence, Side::A), Side::A, at)) }
                                td { @if let Some(b) = reading(entry.divergence, Side::B) { (cut(b.text.trim())) } }
                            }
                        } }
                    }
                }
            }
        }
    }

    fn line(&self, at: usize, entry: &Entry<'_>, sides: &[Side]) -> Markup {
        let divergence = entry.divergence;
        html! {
            tr id=(entry.id) {
                th scope="row" {
                    @match named(divergence.kind, &divergence.subject) {
                        Some(subject) => (page::excerpt(subject, READING)),
                        None => span class="none" { (words::short(divergence.kind)) },
                    }
                    @if !divergence.note.is_empty() { p class="note" { (page::excerpt(&divergence.note, READING)) } }
                }
                @for &side in sides { td dir="auto" { (said(reading(divergence, side), side, at)) } }
                td class="where" { (self.place(divergence)) }
                td { (page::severity(divergence.severity)) }
            }
        }
    }

    /// The paragraphs in which the sides speak: "¶ 3 · 5".
    fn place(&self, divergence: &Divergence) -> String {
        let places = [Side::A, Side::B].into_iter().filter_map(|side| {
            let article = if side == Side::A { self.report.a } else { self.report.b };
            Some(paragraph(article, reading(divergence, side)?.span).to_string())
        });
        format!("¶ {}", places.collect::<Vec<_>>().join(" · "))
    }
}

/// The number of the paragraph of an article, furniture not counted, that `span` begins in; from 1.
fn paragraph(article: &Article, span: Span) -> usize {
    let before = article.clean.blocks.iter().take_while(|block| block.span.start <= span.start);
    before.filter(|block: &&Block| block.furniture.is_none()).count().max(1)
}

/// Whether all that can be said of a divergence is its two readings, which stand side by side in the texts: other words, of
/// style. Most differences of a reworded report are such; their list is short, and so is their mark in `b`.
pub(super) fn is_bare(divergence: &Divergence) -> bool {
    let Divergence { kind, severity, subject, a, b, note } = divergence;
    let plain = *kind == Kind::Wording && *severity == 1 && note.is_empty() && named(*kind, subject).is_none();
    plain && a.is_some() && b.is_some()
}

/// A subject that says more than the kind does.
fn named(kind: Kind, subject: &str) -> Option<&str> {
    Some(subject).filter(|subject| !subject.is_empty() && *subject != kind.name())
}

/// A reading that leads to its mark in the text.
fn said(reading: Option<&Reading>, side: Side, at: usize) -> Markup {
    let Some(reading) = reading else {
        return html! { span class="none" title={ (side.name()) " is silent" } { "—" } };
    };
    html! { (linked(reading, &format!("#{}{}", side.letter(), at + 1))) }
}

fn linked(reading: &Reading, link: &str) -> Markup {
    let value = reading.value.as_deref().filter(|value| *value != reading.text.trim());
    let words = reading.text.trim();
    html! {
        a href=(link) {
            @if words.is_empty() { "(no words)" } @else { (cut(words)) }
        }
        @if let Some(value) = value { span class="value" { " = " (page::excerpt(value, READING)) } }
    }
}

/// A reading in a cell of its own, which keeps its direction.
fn cut(words: &str) -> Markup {
    html! { @if let Some((end, _)) = words.char_indices().nth(READING) { (words[..end]) "…" } @else { (words) } }
}

/// Where both say the same: in other characters, or by a rule of the reader's. Folded.
pub(super) fn agreements(comparison: &Comparison) -> Markup {
    let number = comparison.agreements.len() + comparison.equivalents.len();
    html! {
        @if number > 0 {
            details id="agreements" {
                summary { h3 { "Equal though written differently " span class="number" { (page::thousands(number)) } } }
                div class="scroll" tabindex="0" role="region" aria-label="Equal though written differently" {
                    table class="list sides" {
                        thead { tr {
                            th scope="col" { "Subject" } th scope="col" { "A" } th scope="col" { "B" } th scope="col" { "Kind" }
                        } }
                        tbody {
                            @for (at, one) in comparison.agreements.iter().enumerate() {
                                (agreement(one.kind, &one.subject, [Some(&one.a), Some(&one.b)], at, ""))
                            }
                            @for (at, one) in comparison.equivalents.iter().enumerate() {
                                @let was = &one.divergence;
                                @let at = comparison.agreements.len() + at;
                                (agreement(was.kind, &was.subject, [was.a.as_ref(), was.b.as_ref()], at, &one.note))
                            }
                        }
                    }
                }
            }
        }
    }
}

fn agreement(kind: Kind, subject: &str, sides: [Option<&Reading>; 2], at: usize, note: &str) -> Markup {
    html! {
        tr {
            th scope="row" {
                (page::excerpt(subject, READING))
                @if !note.is_empty() { p class="note" { (page::excerpt(note, READING)) } }
            }
            @for (reading, letter) in sides.into_iter().zip(["a", "b"]) {
                td dir="auto" { @if let Some(reading) = reading { (linked(reading, &format!("#g{at}-{letter}"))) } }
            }
            td { (page::badge(kind)) " " (words::short(kind)) }
        }
    }
}
