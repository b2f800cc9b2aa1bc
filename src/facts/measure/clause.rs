//! The clause of a figure: the words that tell what it measures.

use crate::{
    facts::{
        figure::Figure,
        words::{Lists, Unit},
    },
    span::Span,
    words::fold,
};

/// Whether two figures of a sentence can stand for the same kind of thing, so that one ends the clause of the other.
fn rivals(a: &Figure, b: &Figure) -> bool {
    a.form == b.form && a.unit == b.unit
}

/// The words at which one clause ends and another begins: "while", "but", the one before a semicolon.
pub(super) fn clause_breaks(text: &str, all: &[Unit]) -> Vec<Span> {
    let bytes = text.as_bytes();
    let parts =
        |unit: &&Unit| unit.lists.holds(Lists::CLAUSE_BREAK) || bytes.get(unit.span.end as usize) == Some(&b';');
    all.iter().filter(parts).map(|unit| unit.span).collect()
}

/// The clause of the figure at `at`: its sentence, or what of it lies between its neighbours and the words that part clauses.
pub(super) fn clause(
    text: &str,
    sentence: Span,
    (all, breaks): (&[Unit], &[Span]),
    figures: &[Figure],
    at: usize,
) -> Span {
    let figure = &figures[at];
    let mut span = sentence;
    for word in breaks {
        if word.end <= figure.span.start {
            span.start = word.end;
        }
        if word.start >= figure.span.end {
            span.end = span.end.min(word.end);
        }
    }
    let own_end = figure.end();
    // Only the nearest rivals bound the clause: what stands further off lies beyond them.
    if let Some(other) = figures[..at].iter().rfind(|other| rivals(figure, other)) {
        let other_end = other.end();
        let from = other_end.min(figure.span.start);
        span.start = span.start.max(boundary(text, all, from, figure.span.start));
    }
    if let Some(other) = figures[at + 1..].iter().find(|other| rivals(figure, other))
        && other.span.start < span.end
        && other.span.start >= own_end
    {
        // What stands between two figures belongs to the first while its verb may still follow ("12 people died and 30
        // were hurt"), and to the second from the pause or the "and" on.
        span.end = boundary(text, all, own_end, other.span.start);
    }
    Span { start: span.start.min(figure.span.start), end: span.end.max(own_end) }
}

/// Where the first of two figures' clauses ends and the second's starts: at the first comma or dash between them, else
/// at the last "and" or "or".
fn boundary(text: &str, all: &[Unit], from: u32, to: u32) -> u32 {
    let between = || all.iter().filter(|unit| from <= unit.span.start && unit.span.end <= to);
    let pause = text.get(from as usize..to as usize).and_then(|words| words.find([',', ';', '–', '—']));
    let joined = || between().rev().find(|unit| matches!(fold(unit.span.of(text)).as_ref(), "and" | "or"));
    pause.map(|at| from + at as u32).or_else(|| joined().map(|unit| unit.span.start)).unwrap_or(from)
}
