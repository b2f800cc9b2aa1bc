//! Parts of a whole in digits and words: "two-thirds", "half", "1/8", "three and a half".

use super::{
    number::{Nature, Number, Word, below_hundred, rank_of, word},
    pieces::{Kind, Pieces},
};
use crate::lexicon;
use rust_decimal::Decimal;

/// Places after the point of a fraction that has no end: two thirds are 0.66666667.
const PLACES: u32 = 8;

/// The number with the fraction behind it: "three and a half", "two-and-a-half", "2 1/2", "8-3/4", "2½".
/// After a bare scale the fraction is one of it: "two million and a half".
pub(super) fn with_fraction(pieces: &Pieces, whole: Number, and_joins: bool) -> Number {
    let at = whole.end;
    let hyphen = pieces.past_hyphen(at);
    if whole.nature == Nature::Digits {
        let part = match pieces.kind(hyphen) {
            Kind::Fraction(value) if !pieces.set_apart(hyphen) => Some((value, hyphen + 1)),
            _ => slash_fraction(pieces, hyphen).map(|part| (part.value, part.end)),
        };
        // "2.85-1/4 dollars": a quarter of a cent.
        let place = Decimal::new(1, whole.value.scale());
        let part = part.and_then(|(value, end)| Some((value.checked_mul(place)?, end)));
        if let Some((value, end)) = part {
            return whole.plus(value, Nature::Words, end).unwrap_or(whole);
        }
    }
    if pieces.word(hyphen) != "and" || !and_joins {
        return whole;
    }
    let Some(part) = fraction(pieces, pieces.past_hyphen(hyphen + 1)) else { return whole };
    let halves = matches!(pieces.word(part.end.wrapping_sub(1)), "half" | "quarter" | "quarters");
    // "killed two and a third was hurt"
    if pieces.word(hyphen + 1) == "half" || (!halves && pieces.is_word(part.end)) {
        return whole;
    }
    let ends_in_scale = matches!(word(pieces, at.wrapping_sub(1)), Some(Word::Scale(..)));
    let more = if ends_in_scale && halves { part.value.checked_mul(whole.scale) } else { Some(part.value) };
    more.and_then(|more| whole.plus(more, Nature::Scaled, part.end)).unwrap_or(whole)
}

/// "half", "a quarter", "two-thirds", "one fourth", "1/8", "¾"; the scale behind it is not read.
pub(super) fn fraction(pieces: &Pieces, at: usize) -> Option<Number> {
    if let Kind::Fraction(value) = pieces.kind(at) {
        return Some(Number::plain(value, Nature::Fraction, at + 1));
    }
    if let Some(part) = slash_fraction(pieces, at) {
        return Some(part);
    }
    match pieces.word(at) {
        "half" => return is_share(pieces, at).then(|| Number::plain(Decimal::new(5, 1), Nature::Fraction, at + 1)),
        "quarter" if matches!(word(pieces, pieces.past_hyphen(at + 1)), Some(Word::Scale(..))) => {
            return Some(Number::plain(Decimal::new(25, 2), Nature::Fraction, at + 1));
        }
        _ => {}
    }
    let (count, next) = match (pieces.word(at), pieces.number(at)) {
        ("a" | "an", _) => (Decimal::ONE, pieces.past_hyphen(at + 1)),
        (_, Some(digits)) => (digits, pieces.past_hyphen(at + 1)),
        _ => {
            let small = below_hundred(pieces, at)?;
            (small.value, pieces.past_hyphen(small.end))
        }
    };
    let (parts, plural) = part_name(pieces.word(next))?;
    if !count.is_integer() || plural == (count == Decimal::ONE) || count >= parts && parts > Decimal::TWO {
        return None;
    }
    if !plural && !names_a_part(pieces, at, next) {
        return None;
    }
    Some(Number::plain(count.checked_div(parts)?.round_dp(PLACES), Nature::Fraction, next + 1))
}

/// Whether "a third", from `at` to `name`, is a part of a whole and no rank: not in "a third term", "in a quarter".
fn names_a_part(pieces: &Pieces, at: usize, name: usize) -> bool {
    let behind = pieces.word(name + 1);
    if pieces.word(name) == "half" {
        return behind != "-" || pieces.hyphen(name.wrapping_sub(1));
    }
    if pieces.hyphen(name.wrapping_sub(1)) {
        return true;
    }
    if behind == "of" || matches!(word(pieces, name + 1), Some(Word::Scale(..))) {
        return true;
    }
    let period = pieces.word(name) == "quarter"
        && matches!(pieces.word(at.wrapping_sub(1)), "in" | "for" | "each" | "every" | "per");
    let article = matches!(pieces.word(at), "a" | "an");
    let named_whole = matches!(behind, "percentage" | "percent" | "per" | "pct" | "point" | "mile" | "the");
    !period && (named_whole || !pieces.is_word(name + 1) || lexicon::FUNCTION_WORDS.contains(behind) || !article)
}

/// Whether "half" is a share: not in "the first half", "half-time", "half past".
fn is_share(pieces: &Pieces, at: usize) -> bool {
    let before = pieces.word(at.wrapping_sub(1));
    let behind = pieces.word(at + 1);
    let period = matches!(word(pieces, at.wrapping_sub(1)), Some(Word::Ordinal(_)))
        || matches!(
            before,
            "last"
                | "latter"
                | "this"
                | "other"
                | "better"
                | "in"
                | "opening"
                | "each"
                | "next"
                | "-"
                | "st"
                | "nd"
                | "current"
                | "the"
                | "fiscal"
        );
    let compound = behind == "-" && pieces.glued(at + 1);
    let measured = compound
        && (matches!(word(pieces, at + 2), Some(Word::Scale(..)))
            || matches!(pieces.word(at + 2), "hour" | "mile" | "percent" | "point" | "percentage" | "pint"));
    // "In half a dozen towns"
    let of_a_scale = matches!(behind, "a" | "an") && matches!(word(pieces, at + 2), Some(Word::Scale(..)));
    of_a_scale || !period && (!compound || measured) && !matches!(behind, "past" | "year" | "time" | "way")
}

/// The number of parts that a word names, and whether it is a plural: "quarters", "fifth".
fn part_name(name: &str) -> Option<(Decimal, bool)> {
    match name {
        "half" => return Some((Decimal::TWO, false)),
        "quarter" => return Some((Decimal::from(4), false)),
        "quarters" => return Some((Decimal::from(4), true)),
        _ => {}
    }
    let (rank, plural) = match (rank_of(name), name.strip_suffix('s').and_then(rank_of)) {
        (Some(rank), _) => (rank, false),
        (_, Some(rank)) => (rank, true),
        _ => return None,
    };
    (rank > Decimal::TWO).then_some((rank, plural))
}

/// "1/8", also with spaces around the stroke. Only the parts that prices and shares are counted in: "24/7" is none.
pub(super) fn slash_fraction(pieces: &Pieces, at: usize) -> Option<Number> {
    if pieces.word(at + 1) != "/" || pieces.word(at + 3) == "/" {
        return None;
    }
    let (part, whole) = (pieces.number(at)?, pieces.number(at + 2)?);
    let usual = [2, 3, 4, 5, 6, 8, 10, 16, 32, 64, 100, 128, 256].map(Decimal::from).contains(&whole);
    if !usual || part >= whole || part.is_zero() || !part.is_integer() {
        return None;
    }
    Some(Number::plain(part.checked_div(whole)?.round_dp(PLACES), Nature::Fraction, at + 3))
}
