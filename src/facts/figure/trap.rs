//! Digits that are no figures: years, days, clock times, telephone numbers, models, list numbers.

use super::{Modifier, amount::Amount, fraction::slash_fraction, modifier, number, pieces::Pieces};
use crate::lexicon;
use rust_decimal::Decimal;

/// The first and last number that may be a year of the news. Earlier ones are years only behind "in" and its like.
const YEARS: (u32, u32) = (1600, 2100);

/// The least of two digits behind an apostrophe that are a year.
const FIRST_SHORT_YEAR: Decimal = Decimal::from_parts(45, 0, 0, false, 0);

/// Whether digits at `at` belong to something that is no figure. Money keeps only what its own digits say.
pub(super) fn stops(pieces: &Pieces, at: usize, money: bool) -> bool {
    pieces.number(at).is_some() && if money { clock_end(pieces, at).is_some() } else { extent(pieces, at).is_some() }
}

/// Where a piece of digits belongs to a date, time, telephone number, model name or list number: the index behind all of
/// it, so that none of it is read again.
pub(super) fn extent(pieces: &Pieces, at: usize) -> Option<usize> {
    pieces.number(at)?;
    name_end(pieces, at)
        .or_else(|| chain_end(pieces, at))
        .or_else(|| clock_end(pieces, at))
        .or_else(|| day_end(pieces, at))
        .or_else(|| years_end(pieces, at))
        .or_else(|| list_number_end(pieces, at))
}

/// "G20", "COVID-19", "F-16", "#12": digits joined to letters before them.
fn name_end(pieces: &Pieces, at: usize) -> Option<usize> {
    let before = at.wrapping_sub(1);
    let letters = pieces.glued(at) && (pieces.is_word(before) || matches!(pieces.word(before), "#" | "_" | "@"));
    let first = at.wrapping_sub(2);
    let suffixed = pieces.glued(first) && pieces.number(at.wrapping_sub(3)).is_some();
    let compound = pieces.inner_hyphen(before)
        && pieces.is_word(first)
        && !suffixed
        && !matches!(pieces.word(first), "to" | "minus" | "plus" | "foot" | "a" | "and");
    // "'97"
    let apostrophe = matches!(pieces.word(before), "'" | "’" | "‘") && pieces.glued(at);
    let short_year =
        apostrophe && pieces.written(at).len() == 2 && pieces.number(at).is_some_and(|year| year >= FIRST_SHORT_YEAR);
    if !letters && !compound && !short_year {
        return None;
    }
    let mut end = at + 1;
    while pieces.glued(end) && (pieces.is_word(end) || pieces.number(end).is_some() || pieces.inner_hyphen(end)) {
        end += 1;
    }
    Some(end)
}

/// "2024-02-09", "10/02/2024", "555-123-4567", "(555) 123-4567", "0800 123 4567", "1.2.3", "24/7": numbers joined by equal signs.
fn chain_end(pieces: &Pieces, at: usize) -> Option<usize> {
    if pieces.number(at + 1).is_some() && pieces.glued(at + 1) {
        return Some(glued_end(pieces, at));
    }
    // "(555) 123-4567"
    let bracketed = pieces.word(at.wrapping_sub(1)) == "(" && pieces.word(at + 1) == ")";
    if bracketed && pieces.number(at + 2).is_some() && pieces.inner_hyphen(at + 3) && pieces.number(at + 4).is_some() {
        return Some(dialled_end(pieces, at + 2));
    }
    let leading_zero =
        pieces.written(at).len() > 1 && pieces.written(at).starts_with('0') && !pieces.written(at).contains('.');
    let introduced = || {
        pieces.word(at.wrapping_sub(1)) == "+"
            || (1..=2).any(|back| lexicon::TELEPHONE_WORDS.contains(pieces.word(at.wrapping_sub(back))))
    };
    let end = dialled_end(pieces, at);
    if leading_zero || end >= at + 3 && introduced() {
        return Some(end);
    }
    let separator = pieces.word(at + 1);
    if !matches!(separator, "-" | "/") || !pieces.glued(at + 1) {
        return None;
    }
    let mut end = at + 1;
    while pieces.word(end) == separator && pieces.number(end + 1).is_some() && pieces.glued(end + 1) {
        end += 2;
    }
    // "747-400": a range rises, and a vote of hundreds is told as one.
    let long = |at: usize| pieces.written(at).len() == 3;
    let model = separator == "-"
        && end == at + 3
        && long(at)
        && long(at + 2)
        && pieces.number(at) > pieces.number(at + 2)
        && !tells_score(pieces, at, end);
    if model {
        return Some(end);
    }
    let stroke = separator == "/" && end == at + 3 && slash_fraction(pieces, at).is_none();
    (end > at + 3 || stroke).then_some(end)
}

/// The index behind the numbers from `at` on that spaces or hyphens part.
fn dialled_end(pieces: &Pieces, at: usize) -> usize {
    let mut end = at + 1;
    while pieces.number(end).is_some() || (pieces.hyphen(end) && pieces.number(end + 1).is_some()) {
        end += 1;
    }
    end
}

/// Whether words around two numbers, from `start` to `end`, say that they are a result: "won", "voted".
pub(super) fn tells_score(pieces: &Pieces, start: usize, end: usize) -> bool {
    let told = |at: usize| lexicon::SCORE_WORDS.contains(pieces.word(at));
    (1..=4).any(|back| told(start.wrapping_sub(back))) || (0..=2).any(|ahead| told(end + ahead))
}

/// The index behind the numbers that are glued to one another from `at` on.
fn glued_end(pieces: &Pieces, at: usize) -> usize {
    let mut end = at + 1;
    while pieces.number(end).is_some() && pieces.glued(end) {
        end += 1;
    }
    end
}

/// "10:15", "1:51", "7.30 pm", "8-9 p.m.", "1530 GMT".
fn clock_end(pieces: &Pieces, at: usize) -> Option<usize> {
    let mut end = at + 1;
    while pieces.word(end) == ":" && pieces.glued(end) && pieces.number(end + 1).is_some() && pieces.glued(end + 1) {
        end += 2;
    }
    if end > at + 1 {
        return Some(end);
    }
    let last = if pieces.inner_hyphen(end) && pieces.number(end + 1).is_some() { end + 2 } else { end };
    names_clock(pieces, last).then_some(last)
}

/// Whether "pm", "p.m.", "GMT" or "o'clock" stands at `at`.
fn names_clock(pieces: &Pieces, at: usize) -> bool {
    let word = pieces.word(at);
    lexicon::CLOCK_WORDS.contains(word) && (word != "am" || pieces.glued(at) || !pieces.is_capitalised(at))
        || matches!(word, "a" | "p") && pieces.word(at + 1) == "." && pieces.word(at + 2) == "m"
        || word == "o" && pieces.word(at + 2) == "clock"
}

/// "February 8", "8 Feb.", "Sept . 30", "8-10 February", "February 8 and 9", "the 8th of May".
fn day_end(pieces: &Pieces, at: usize) -> Option<usize> {
    if !is_day(pieces, at) {
        return None;
    }
    let suffix = matches!(pieces.word(at + 1), "st" | "nd" | "rd" | "th") && pieces.glued(at + 1);
    let end = if suffix { at + 2 } else { at + 1 };
    let second = matches!(pieces.word(end), "-" | "/" | "and" | "to" | "or" | "through") && is_day(pieces, end + 1);
    let before = at.wrapping_sub(1);
    let dotted = pieces.word(before) == "."
        && is_month(pieces, at.wrapping_sub(2))
        && pieces.written(before.wrapping_sub(1)).len() < 5;
    if is_month(pieces, before) || dotted {
        let measured = number::starts_number(pieces.word(end))
            || matches!(pieces.word(end), "%" | "percent" | "pct" | "mln" | "bln");
        let noun = matches!(pieces.word(end), "and" | "or")
            && pieces.is_word(end + 2)
            && !lexicon::FUNCTION_WORDS.contains(pieces.word(end + 2));
        return (!measured).then_some(if second && !noun { end + 2 } else { end });
    }
    let month_at = |end: usize| is_month(pieces, if pieces.word(end) == "of" { end + 1 } else { end });
    if month_at(pieces.past_hyphen(end)) {
        return Some(end);
    }
    (second && month_at(end + 2)).then_some(end + 2)
}

/// Whether a whole number of 1 to 31 stands at `at`.
fn is_day(pieces: &Pieces, at: usize) -> bool {
    pieces.number(at).is_some_and(|day| day.scale() == 0 && day >= Decimal::ONE && day <= Decimal::from(31))
}

pub(super) fn is_month(pieces: &Pieces, at: usize) -> bool {
    let word = pieces.word(at);
    let verb = matches!(word, "may" | "march" | "mar" | "sat");
    lexicon::DATE_WORDS.contains(word) && (pieces.is_capitalised(at) || !verb)
}

/// "1987-88", "1987-1990".
fn years_end(pieces: &Pieces, at: usize) -> Option<usize> {
    let behind = at + 2;
    if !year_shaped(pieces, at) || !pieces.inner_hyphen(at + 1) || pieces.number(behind).is_none() {
        return None;
    }
    let short = pieces.written(behind).len() == 2;
    ((short || year_shaped(pieces, behind)) && !is_plural(pieces, behind + 1)).then_some(behind + 1)
}

/// "1. The", "2) a": the number of an entry at the start of a sentence.
fn list_number_end(pieces: &Pieces, at: usize) -> Option<usize> {
    let opened = at == 1 && pieces.word(0) == "(";
    let closed = pieces.word(at + 1) == ")" || (pieces.word(at + 1) == "." && pieces.glued(at + 1));
    ((at == 0 || opened) && closed && pieces.len() > at + 3).then_some(at + 1)
}

/// Whether the digits look like a year: four of them, ungrouped, in [`YEARS`].
pub(super) fn year_shaped(pieces: &Pieces, at: usize) -> bool {
    let (first, last) = YEARS;
    pieces.written(at).len() == 4
        && pieces.number(at).is_some_and(|year| year.scale() == 0 && year >= first.into() && year <= last.into())
}

/// Whether a bare number is a year. A modifier with a direction, or a counted plural behind it, makes it a count.
pub(super) fn is_year(pieces: &Pieces, amount: &Amount, modifier: Modifier, first: usize) -> bool {
    if !amount.is_bare() {
        return false;
    }
    let at = amount.number.end - 1;
    let before = pieces.word(first.wrapping_sub(1));
    if !year_shaped(pieces, at) {
        let early = pieces.written(at).len() == 4 && matches!(before, "in" | "since" | "until" | "circa" | "year");
        return early && !pieces.is_word(amount.end);
    }
    if lexicon::YEAR_NOUNS.contains(pieces.word(amount.end)) {
        return true;
    }
    let directed = modifier::opens_up(modifier) || modifier::opens_down(modifier);
    if directed && !matches!(before, "until" | "till" | "by" | "to" | "from" | "since" | "in") {
        return false;
    }
    let dated = lexicon::YEAR_LEADS.contains(before) || is_month(pieces, first.wrapping_sub(1));
    dated || !is_plural(pieces, amount.end)
}

/// Whether a lower-case plural stands at `at`.
fn is_plural(pieces: &Pieces, at: usize) -> bool {
    let word = pieces.word(at);
    is_irregular_plural(word)
        || (word.len() > 3 && word.ends_with('s') && !word.ends_with("ss") && !pieces.is_capitalised(at))
}

/// Whether a word is a plural without an "s".
pub(super) fn is_irregular_plural(word: &str) -> bool {
    matches!(word, "people" | "men" | "women" | "children" | "police" | "cattle" | "feet" | "teeth" | "aircraft")
}
