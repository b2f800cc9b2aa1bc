//! The whole behind a part: "98 out of 245", "69 of the 336", "one in five", "fifty-fifty".

use super::{
    Modifier, Of,
    amount::{Amount, amount},
    number::Nature,
    pieces::Pieces,
    reading::{Draft, plain},
    trap,
};
use rust_decimal::Decimal;

/// "50-50", "fifty-fifty": one half.
pub(super) fn fifty_fifty(pieces: &Pieces, at: usize) -> Option<Draft> {
    let fifty = |at: usize| pieces.word(at) == "fifty" || pieces.written(at) == "50";
    let third = pieces.inner_hyphen(at + 3) || pieces.inner_hyphen(at.wrapping_sub(1));
    if !fifty(at) || !fifty(at + 2) || !(pieces.hyphen(at + 1) || pieces.word(at + 1) == "/") || third {
        return None;
    }
    let mut figure = plain(pieces, at, at + 3);
    figure.low = Some(Decimal::new(5, 1));
    figure.high = figure.low;
    Some(Draft { figure, start: at, end: at + 3, next: at + 3 })
}

/// The whole behind a part: "out of 245", "of the 336 seats", "in five"; with the ends of the span and of what was read.
pub(super) fn whole(pieces: &Pieces, part: &Amount) -> Option<(Of, usize, usize)> {
    let countable = part.unit.is_empty()
        && part.value.scale() == 0
        && matches!(part.number.nature, Nature::Digits | Nature::Words | Nature::Scaled);
    if !countable {
        return None;
    }
    let end = part.end;
    let (at, noun_between) = match (pieces.word(end), pieces.word(end + 1)) {
        ("out", "of") => (end + 2, false),
        ("of", _) => (end + 1, false),
        ("in", _) => return one_in(pieces, part),
        _ => {
            let out = (end + 1..=end + 3).find(|at| pieces.word(*at) == "out" && pieces.word(at + 1) == "of")?;
            if !(end..out).all(|at| pieces.is_word(at)) {
                return None;
            }
            (out + 2, true)
        }
    };
    let article = matches!(
        pieces.word(at),
        "the" | "its" | "their" | "his" | "her" | "every" | "all" | "those" | "some" | "about" | "a" | "our" | "these"
    );
    let at = if article { at + 1 } else { at };
    let at = if pieces.word(at) == "total" && pieces.word(at + 1) == "of" { at + 2 } else { at };
    let all = amount(pieces, at, true)?;
    let fits = all.unit.is_empty() && all.value >= part.value && all.number.nature != Nature::Ordinal;
    if !fits
        || matches!(all.number.nature, Nature::Vague | Nature::Fraction)
        || trap::is_year(pieces, &all, Modifier::Exact, at)
    {
        return None;
    }
    let of = Of { value: all.value.normalize(), span: pieces.span(all.start, all.end) };
    Some((of, if noun_between { end } else { all.end }, all.end))
}

/// "one in five", "three in 10": the whole is small or round, and no stretch of time.
fn one_in(pieces: &Pieces, part: &Amount) -> Option<(Of, usize, usize)> {
    let at = if pieces.word(part.end + 1) == "every" { part.end + 2 } else { part.end + 1 };
    let all = amount(pieces, at, true)?;
    let round = [2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 20, 100].map(Decimal::from).contains(&all.value)
        || (all.value % Decimal::ONE_HUNDRED).is_zero();
    let small = part.value == Decimal::ONE || (part.value < all.value && part.value < Decimal::TEN);
    let tries = matches!(
        pieces.word(all.end),
        "games"
            | "matches"
            | "starts"
            | "attempts"
            | "meetings"
            | "innings"
            | "tests"
            | "attacks"
            | "months"
            | "cities"
            | "places"
    );
    if !all.unit.is_empty() || !round || !small || tries || all.number.nature == Nature::Vague {
        return None;
    }
    let of = Of { value: all.value.normalize(), span: pieces.span(all.start, all.end) };
    Some((of, all.end, all.end))
}
