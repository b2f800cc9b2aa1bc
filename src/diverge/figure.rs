//! Figures of one subject: another value, another modifier, or the same in other characters.

use super::{Agreement, Divergence, Findings, Kind, Reading};
use crate::{
    article::Witness,
    facts::{
        figure::{Form, Modifier, Same},
        measure::Measure,
    },
    words::fold,
};
use rust_decimal::Decimal;

/// Compares two figures that measure the same thing.
pub(crate) fn judge(a: &Witness<'_>, b: &Witness<'_>, x: &Measure, y: &Measure, out: &mut Findings) {
    let subject = subject(a, b, x, y);
    let (reading_a, reading_b) = (reading(a, x), reading(b, y));
    match x.figure.compare(&y.figure) {
        Same::Equal | Same::Compatible => {
            if fold(&reading_a.text) != fold(&reading_b.text) {
                out.agreements.push(Agreement { kind: Kind::Figure, subject, a: reading_a, b: reading_b });
            }
        }
        _ if adds_up(a, x, y) || adds_up(b, y, x) || same_dozens((a, x), (b, y)) => {
            out.agreements.push(Agreement { kind: Kind::Figure, subject, a: reading_a, b: reading_b });
        }
        same => {
            let (severity, note) = match same {
                Same::ModifierOnly => (1, "same number, other modifier"),
                _ if in_tons(x, y) => (1, "same number, in tons and in tonnes"),
                _ => (3, ""),
            };
            let (a, b) = (Some(reading_a), Some(reading_b));
            out.divergences.push(Divergence { kind: Kind::Figure, severity, subject, a, b, note: note.to_owned() });
        }
    }
}

/// Who counts in dozens is off by less than this.
const OFF_A_DOZEN: Decimal = Decimal::from_parts(4, 0, 0, false, 0);

/// Whether one of two figures is counted in dozens and the other is so many, give or take: "two dozen", "26".
pub(crate) fn same_dozens((a, x): (&Witness<'_>, &Measure), (b, y): (&Witness<'_>, &Measure)) -> bool {
    let in_dozens = |witness: &Witness<'_>, measure: &Measure| {
        let mut words = measure.figure.span.of(witness.text()).split_whitespace();
        measure.figure.modifier == Modifier::About && words.any(|word| fold(word) == "dozen")
    };
    let value = |measure: &Measure| measure.figure.low.or(measure.figure.high);
    let off = value(x).zip(value(y)).and_then(|(x, y)| x.checked_sub(y));
    x.figure.same_quantity_kind(&y.figure)
        && off.is_some_and(|off| off.abs() < OFF_A_DOZEN)
        && (in_dozens(a, x) || in_dozens(b, y))
}

/// Whether one number is given in tons and in tonnes: newsrooms that write "tons" mostly mean tonnes.
fn in_tons(x: &Measure, y: &Measure) -> bool {
    let (x, y) = (&x.figure, &y.figure);
    matches!((x.unit.as_str(), y.unit.as_str()), ("t", "ton") | ("ton", "t")) && (x.low, x.high) == (y.low, y.high)
}

/// A sum of parts is off by no more than this share where its parts are rounded.
const ROUNDED_SUM: Decimal = Decimal::from_parts(2, 0, 0, false, 2);

/// Whether a figure and others of its sentence that count the same are the parts of `whole`: "11 offices in Ruda and nine
/// in Karvia", "20 offices".
fn adds_up(witness: &Witness<'_>, part: &Measure, whole: &Measure) -> bool {
    let noun = |measure: &Measure| {
        let words = measure.counted?.of(witness.text());
        words.split_whitespace().next_back().map(|word| fold(word).into_owned())
    };
    let fellow = |other: &&Measure| {
        !other.whole
            && (other.figure.form, &other.figure.unit, other.part) == (part.figure.form, &part.figure.unit, part.part)
            && noun(other) == noun(part)
    };
    let all = &witness.facts.measures;
    let line = all.partition_point(|one| one.sentence < part.sentence)
        ..all.partition_point(|one| one.sentence <= part.sentence);
    let parts: Vec<Decimal> =
        all[line].iter().filter(fellow).filter_map(|one| one.figure.low.or(one.figure.high)).collect();
    let sum = parts.iter().try_fold(Decimal::ZERO, |sum, value| sum.checked_add(*value));
    let (Some(sum), Some(whole_value)) = (sum, whole.figure.low.or(whole.figure.high)) else { return false };
    let hedged = whole.figure.modifier != Modifier::Exact;
    let allowed = if hedged { whole_value.abs().checked_mul(ROUNDED_SUM) } else { Some(Decimal::ZERO) };
    let off = sum.checked_sub(whole_value).map(|off| off.abs());
    part.counted.is_some()
        && part.figure.form == Form::Cardinal
        && parts.len() > 1
        && allowed.zip(off).is_some_and(|(allowed, off)| off <= allowed)
}

pub(crate) fn reading(witness: &Witness<'_>, measure: &Measure) -> Reading {
    let span = measure.figure.span;
    Reading { span, text: span.of(witness.text()).to_owned(), value: Some(measure.figure.value()) }
}

/// What two figures measure, in a few words: "seats (Reds)", "percent of results".
pub(crate) fn subject(a: &Witness<'_>, b: &Witness<'_>, x: &Measure, y: &Measure) -> String {
    let (first, second) = (label(a, x), label(b, y));
    // The shorter label that still names somebody; the order of the two must not matter.
    match (first.contains('('), second.contains('(')) {
        (true, false) => first,
        (false, true) => second,
        _ if (first.chars().count(), &first) <= (second.chars().count(), &second) => first,
        _ => second,
    }
}

/// What one figure measures, in a few words.
pub(crate) fn label(witness: &Witness<'_>, measure: &Measure) -> String {
    let text = witness.text();
    let entity = measure.entity.map(|entity| &witness.facts.names.entities[entity]);
    let happening = measure.happening.filter(|_| measure.figure.unit.is_empty());
    let what = match (measure.counted, happening) {
        (Some(counted), Some(happening)) => format!("{} {happening}", counted.of(text)),
        (Some(counted), None) if measure.figure.unit.is_empty() => counted.of(text).to_owned(),
        (Some(counted), None) => format!("{}, {}", counted.of(text), measure.figure.unit),
        (None, Some(happening)) => happening.to_owned(),
        (None, None) if measure.figure.unit.is_empty() => around(text, measure),
        (None, None) => measure.figure.unit.clone(),
    };
    match entity {
        Some(entity) => format!("{what} ({})", entity.canonical),
        None => what,
    }
}

/// Without a noun: the few words before the figure.
fn around(text: &str, measure: &Measure) -> String {
    let before = text.get(measure.clause.start as usize..measure.figure.span.start as usize).unwrap_or("");
    let words: Vec<&str> = before.split_whitespace().collect();
    let last = &words[words.len().saturating_sub(3)..];
    if last.is_empty() {
        "figure".to_owned()
    } else {
        last.join(" ").trim_matches(|c: char| !c.is_alphanumeric()).to_owned()
    }
}
