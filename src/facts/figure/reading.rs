//! From the pieces of a sentence to its figures: modifiers, ranges, scores, shares, ages and glosses.

use super::{
    Figure, Form, Modifier, age,
    amount::{Amount, amount},
    counted, modifier,
    number::Nature,
    pieces::{Kind, Pieces},
    range::{Link, Values, WIDEST_CHANGE, link, names_jump, values},
    share::{fifty_fifty, whole},
    trap, unit,
};
use rust_decimal::Decimal;

/// A figure while its sentence is read.
pub(super) struct Draft {
    pub figure: Figure,
    /// Index of its first piece.
    pub start: usize,
    /// Index behind the last piece of its span.
    pub end: usize,
    /// Index from which to read on: behind what belongs to it outside its span.
    pub next: usize,
}

/// All figures of a sentence.
pub(super) fn read(pieces: &Pieces) -> Vec<Figure> {
    let mut out: Vec<Draft> = Vec::new();
    let mut at = 0;
    while at < pieces.numbers_end() {
        if let Some(end) = trap::extent(pieces, at) {
            at = end;
        } else if let Some(draft) = draft(pieces, at) {
            at = draft.next;
            push(pieces, &mut out, draft);
        } else {
            at += 1;
        }
    }
    counted::shared(pieces, &mut out);
    out.into_iter().map(|draft| draft.figure).collect()
}

/// Adds a figure, or joins it with the one before it: "more than 10 and fewer than 15", "30 km (19 miles)".
fn push(pieces: &Pieces, out: &mut Vec<Draft>, draft: Draft) {
    if let Some(last) = out.last_mut() {
        if is_gloss(pieces, last, &draft) {
            last.figure.gloss = Some(draft.figure.span);
            return;
        }
        if let Some((low, high)) = opposite_bounds(pieces, last, &draft) {
            last.figure.low = Some(low);
            last.figure.high = Some(high);
            last.figure.modifier = Modifier::Exact;
            last.figure.span = last.figure.span.join(draft.figure.span);
            last.figure.counted = draft.figure.counted;
            (last.end, last.next) = (draft.end, draft.next);
            return;
        }
    }
    out.push(draft);
}

/// Whether `b` stands in brackets behind `a` and gives it in another unit.
fn is_gloss(pieces: &Pieces, a: &Draft, b: &Draft) -> bool {
    let opened = pieces.word(b.start.wrapping_sub(1)) == "("
        && b.start <= a.next + 2
        && matches!(pieces.word(b.end), ")" | ";" | ",");
    let (a, b) = (a.figure.unit.as_str(), b.figure.unit.as_str());
    let same_dimension = match (unit::size(a), unit::size(b)) {
        (Some((a, _)), Some((b, _))) => a == b,
        _ => unit::is_money(a) && unit::is_money(b),
    };
    opened && a != b && same_dimension
}

/// The bounds of "more than 10 and fewer than 15", from its two halves.
fn opposite_bounds(pieces: &Pieces, a: &Draft, b: &Draft) -> Option<(Decimal, Decimal)> {
    let between = (a.end..b.start).all(|at| matches!(pieces.word(at), "and" | "but" | ","));
    let (one, two) = (&a.figure, &b.figure);
    if !between || b.start > a.end + 2 || one.unit != two.unit {
        return None;
    }
    let ((Some(low), None, None, Some(high)) | (None, Some(high), Some(low), None)) =
        (one.low, one.high, two.low, two.high)
    else {
        return None;
    };
    let vague = [one, two].iter().any(|figure| figure.modifier == Modifier::Vague);
    (low < high && !vague).then_some((low, high))
}

/// The figure that starts at `at`.
fn draft(pieces: &Pieces, at: usize) -> Option<Draft> {
    if !can_start(pieces, at) {
        return None;
    }
    let (modifier, start) = modifier::before(pieces, at);
    let lead = matches!(pieces.word(start), "between" | "from");
    let aged = matches!(pieces.word(start), "aged" | "age" | "ages");
    let first = if lead || aged { start + 1 } else { start };
    let (inner, first) = if aged { modifier::before(pieces, first) } else { (Modifier::Exact, first) };
    let modifier = modifier::stronger(modifier, inner);
    if !pieces.number_near(first) {
        return None;
    }
    if let Some(draft) = fifty_fifty(pieces, first) {
        return Some(draft);
    }
    let between = pieces.word(first.wrapping_sub(1)) == "between";
    let one = amount(pieces, first, !between)?;
    if let Some(score) = score(pieces, &one) {
        return Some(score);
    }
    let values = values(pieces, one);
    if values.end == one.end && trap::is_year(pieces, &values.low, modifier, at) {
        return None;
    }
    let joined = values.high.is_some();
    // "between 1997 and 2003"; "profits rose for 1986 to 1.14 billion"
    if joined
        && trap::is_year(pieces, &one, modifier, at)
        && (trap::is_year(pieces, &values.second, modifier, at) || names_jump(&one, &values.second, WIDEST_CHANGE))
    {
        return None;
    }
    let begin = if lead && !joined { first } else { at };
    Some(finish(pieces, begin, modifier, &values, aged && values.low.unit.is_empty()))
}

/// Whether a figure can start here at all.
fn can_start(pieces: &Pieces, at: usize) -> bool {
    match pieces.kind(at) {
        Kind::Number(_) | Kind::Fraction(_) => true,
        Kind::Junk => false,
        Kind::Sign => pieces.can_start(at),
        Kind::Word => {
            pieces.can_start(at)
                || pieces.word(at).len() <= 4
                    && (pieces.has_dollar || pieces.is_capitalised(at))
                    && unit::currency_before(pieces, at).is_some()
        }
    }
}

/// "3-1", "52-48", "a 2-to-1 margin", "won 1-3".
fn score(pieces: &Pieces, one: &Amount) -> Option<Draft> {
    let (link, next) = link(pieces, one.end, false)?;
    let digits = one.is_bare() && one.value < Decimal::ONE_THOUSAND && matches!(link, Link::Joined | Link::To);
    let value = pieces.number(next).filter(|_| digits)?;
    let two = amount(pieces, next, true)?;
    if !two.is_bare() || value >= Decimal::ONE_THOUSAND || (link == Link::Joined && !pieces.glued(next)) {
        return None;
    }
    let told = trap::tells_score(pieces, one.start, two.end);
    let falling = one.value >= value;
    let is_score = match link {
        Link::To => falling && told,
        _ => falling || (told && !pieces.is_word(two.end)),
    };
    if !is_score {
        return None;
    }
    let mut figure = plain(pieces, one.start, two.end);
    figure.form = Form::Score;
    figure.low = Some(one.value.normalize());
    figure.high = Some(value.normalize());
    Some(Draft { figure, start: one.start, end: two.end, next: two.end })
}

/// An exact figure of the pieces `from..to`, without a value yet.
pub(super) fn plain(pieces: &Pieces, from: usize, to: usize) -> Figure {
    Figure {
        span: pieces.span(from, to),
        low: None,
        high: None,
        unit: String::new(),
        modifier: Modifier::Exact,
        form: Form::Cardinal,
        of: None,
        counted: None,
        per: None,
        gloss: None,
    }
}

/// Adds to the values what stands behind them: a modifier, the whole, an age, what one of the unit is for, what is counted.
fn finish(pieces: &Pieces, start: usize, before: Modifier, values: &Values, aged: bool) -> Draft {
    let mut end = values.end;
    let mut unit = values.low.unit;
    let of = values.high.is_none().then(|| whole(pieces, &values.low)).flatten();
    let mut next = end;
    if let Some((_, span_end, whole_end)) = of {
        (end, next) = (span_end, whole_end);
    }
    let mut modifier = own_modifier(pieces, before, values, start);
    let rank = values.low.number.nature == Nature::Ordinal;
    if let Some((after, behind)) = modifier::after(pieces, end).filter(|_| !rank) {
        modifier = modifier::stronger(modifier, after);
        end = behind;
    }
    if let Some(behind) = age::old(pieces, unit, end) {
        end = behind;
    }
    if aged || age::is_age(pieces, values, start) {
        unit = "year";
    }
    let mut figure = plain(pieces, start, end);
    figure.unit = unit.to_string();
    figure.modifier = modifier;
    figure.form = if rank { Form::Ordinal } else { Form::Cardinal };
    figure.of = of.map(|(of, ..)| of);
    let high = values.high.unwrap_or(values.low.value);
    figure.low = (!modifier::opens_down(modifier) || values.high.is_some()).then_some(values.low.value.normalize());
    figure.high = (!modifier::opens_up(modifier) || values.high.is_some()).then_some(high.normalize());
    next = next.max(end);
    let draft = Draft { figure, start, end, next };
    counted::complete(pieces, draft)
}

/// The modifier in front, or the one that the number's own words carry.
fn own_modifier(pieces: &Pieces, before: Modifier, values: &Values, start: usize) -> Modifier {
    let nature = values.low.number.nature;
    // "over three years" is mostly a stretch of time, "is over thirty years old" no.
    let before = if pieces.word(start) == "over"
        && unit::is_time(values.low.unit)
        && !is_amount_of_time(pieces, values, start)
    {
        Modifier::Exact
    } else {
        before
    };
    match nature {
        Nature::Vague => Modifier::Vague,
        Nature::Round if before == Modifier::Exact => Modifier::About,
        Nature::Ordinal => Modifier::Exact,
        _ => before,
    }
}

/// Whether "over" before a time at `start` compares: "for over ten years", "is over thirty years old".
fn is_amount_of_time(pieces: &Pieces, values: &Values, start: usize) -> bool {
    matches!(pieces.word(values.end), "old" | "ago" | "-" | "late" | "long" | "longer" | "later")
        || matches!(
            pieces.word(start.wrapping_sub(1)),
            "for"
                | "is"
                | "was"
                | "are"
                | "were"
                | "be"
                | "lasted"
                | "last"
                | "takes"
                | "took"
                | "taken"
                | "just"
                | "well"
                | "after"
                | "of"
                | "aged"
                | "since"
                | "with"
                | "lasting"
        )
}
