//! Numbers that are no figures: years, days, clock times, labels, names and the pronoun "one".

use super::{
    Modifier,
    amount::Amount,
    modifier,
    number::{self, Nature},
    pieces::{Kind, Pieces},
};
use crate::lexicon;
use hashbrown::HashSet;
use rust_decimal::Decimal;
use std::sync::LazyLock;

/// The first and last number that may be a year of the news. Earlier ones are years only behind "in" and its like.
const YEARS: (u32, u32) = (1600, 2100);

/// The least of two digits behind an apostrophe that are a year.
const FIRST_SHORT_YEAR: Decimal = Decimal::from_parts(45, 0, 0, false, 0);

/// Pairs of words that are a name or an idiom.
static NAMES: LazyLock<HashSet<(&'static str, &'static str)>> =
    LazyLock::new(|| lexicon::NUMBER_NAMES.iter().filter_map(|name| name.split_once(' ')).collect());

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

/// "2024-02-09", "10/02/2024", "555-123-4567", "0800 123 4567", "1.2.3", "24/7": numbers joined by equal signs.
fn chain_end(pieces: &Pieces, at: usize) -> Option<usize> {
    if pieces.number(at + 1).is_some() && pieces.glued(at + 1) {
        return Some(run_end(pieces, at, |next| pieces.glued(next)));
    }
    let leading_zero =
        pieces.written(at).len() > 1 && pieces.written(at).starts_with('0') && !pieces.written(at).contains('.');
    let mut end = at + 1;
    while pieces.number(end).is_some() || (pieces.hyphen(end) && pieces.number(end + 1).is_some()) {
        end += 1;
    }
    let introduced = pieces.word(at.wrapping_sub(1)) == "+"
        || (1..=2).any(|back| lexicon::TELEPHONE_WORDS.contains(pieces.word(at.wrapping_sub(back))));
    if leading_zero || (introduced && end >= at + 3) {
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
    let stroke = separator == "/" && end == at + 3 && number::slash_fraction(pieces, at).is_none();
    (end > at + 3 || stroke).then_some(end)
}

/// Whether words around two numbers, from `start` to `end`, say that they are a result: "won", "voted".
pub(super) fn tells_score(pieces: &Pieces, start: usize, end: usize) -> bool {
    let told = |at: usize| lexicon::SCORE_WORDS.contains(pieces.word(at));
    (1..=4).any(|back| told(start.wrapping_sub(back))) || (0..=2).any(|ahead| told(end + ahead))
}

/// The index behind the numbers that follow one another from `at` on.
fn run_end(pieces: &Pieces, at: usize, goes_on: impl Fn(usize) -> bool) -> usize {
    let mut end = at + 1;
    while pieces.number(end).is_some() && goes_on(end) {
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

fn is_month(pieces: &Pieces, at: usize) -> bool {
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
fn year_shaped(pieces: &Pieces, at: usize) -> bool {
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
    let dated = matches!(
        before,
        "the"
            | "in"
            | "since"
            | "of"
            | "from"
            | "by"
            | "until"
            | "till"
            | "during"
            | "its"
            | "their"
            | "his"
            | "her"
            | "s"
            | "'"
            | "’"
            | "early"
            | "late"
            | "mid"
            | "fiscal"
            | "for"
            | "a"
            | "between"
            | "before"
            | "after"
            | "and"
            | "to"
            | "this"
            | "our"
            | ","
            | "full"
            | "through"
            | "on"
    ) || is_month(pieces, first.wrapping_sub(1));
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

/// Whether an amount is part of a name or an idiom: "Chapter 11", "Air Force One", "first lady", "the one who".
pub(super) fn is_name(pieces: &Pieces, amount: &Amount) -> bool {
    let at = amount.start;
    let next = pieces.kind(amount.end);
    let cut = pieces.glued(amount.end) && matches!(next, Kind::Word | Kind::Number(_) | Kind::Junk);
    if cut || for_ratio(pieces, amount) {
        return true;
    }
    if amount.is_bare() {
        return is_label(pieces, at);
    }
    // "the 1993 year"
    if year_shaped(pieces, at) && pieces.word(amount.end - 1) == "year" {
        return true;
    }
    match amount.number.nature {
        Nature::Words => {
            let one = amount.value == Decimal::ONE && pieces.word(at) == "one";
            let day = is_month(pieces, at.wrapping_sub(1)) && amount.value <= Decimal::from(31);
            day || is_label(pieces, at)
                || is_idiom(pieces, at)
                || in_capitals(pieces, amount)
                || (one && is_pronoun(pieces, amount))
        }
        Nature::Ordinal => {
            is_idiom(pieces, at)
                || (pieces.is_capitalised(amount.end) && in_capitals(pieces, amount))
                || is_adverb(pieces, amount)
                || is_month(pieces, at.wrapping_sub(1))
        }
        _ => false,
    }
}

/// "two-for-one", "3-for-2".
fn for_ratio(pieces: &Pieces, amount: &Amount) -> bool {
    let ahead = pieces.inner_hyphen(amount.end) && matches!(pieces.word(amount.end + 1), "for" | "on");
    let behind = pieces.inner_hyphen(amount.start.wrapping_sub(1))
        && matches!(pieces.word(amount.start.wrapping_sub(2)), "for" | "on");
    ahead || behind
}

/// "Flight 12", "No. 2", "S&P 500", "Chapters 11 and 13", "the Group of 7".
fn is_label(pieces: &Pieces, at: usize) -> bool {
    let word = |back: usize| pieces.word(at.wrapping_sub(back));
    let label = |word: &str| lexicon::NUMBER_LABELS.contains(word);
    let behind_number =
        matches!(word(1), "and" | "," | "to" | "-" | "or" | "/") && pieces.number(at.wrapping_sub(2)).is_some();
    label(word(1))
        || (word(1) == "." && matches!(word(2), "no" | "nos"))
        || (word(1) == "p" && word(2) == "&")
        || (word(1) == "s" && label(word(3)))
        || (behind_number && label(word(3)))
        || (word(1) == "of" && word(2) == "group" && pieces.is_capitalised(at.wrapping_sub(2)))
}

/// Whether the word at `at` and the one behind it are a name or an idiom.
fn is_idiom(pieces: &Pieces, at: usize) -> bool {
    NAMES.contains(&(pieces.word(at), pieces.word(pieces.past_hyphen(at + 1))))
}

/// "Air Force One", "Big Four", "the Seven Network": a number word with capitals beside it.
fn in_capitals(pieces: &Pieces, amount: &Amount) -> bool {
    let before = amount.start.wrapping_sub(1);
    let among = pieces.is_capitalised(before) || (pieces.is_word(before) && pieces.is_capitalised(amount.end));
    let joined = pieces.inner_hyphen(before) && pieces.is_word(before.wrapping_sub(1));
    (pieces.mixed_case && pieces.is_capitalised(amount.start) && among)
        || (joined
            && amount.number.nature == Nature::Words
            && !matches!(pieces.word(before.wrapping_sub(1)), "to" | "and" | "a" | "minus" | "or"))
}

/// Whether "one" stands for somebody or something: "the one who", "one of its rivals", "no one".
fn is_pronoun(pieces: &Pieces, amount: &Amount) -> bool {
    let before = pieces.word(amount.start.wrapping_sub(1));
    if matches!(
        before,
        "no" | "the"
            | "this"
            | "that"
            | "which"
            | "each"
            | "every"
            | "any"
            | "some"
            | "another"
            | "old"
            | "new"
            | "first"
            | "last"
            | "big"
            | "good"
            | "day"
            | "loved"
            | "only"
            | "such"
            | "next"
            | "an"
            | "these"
            | "those"
            | "'"
    ) && amount.unit.is_empty()
    {
        return true;
    }
    let behind = pieces.word(amount.end);
    if !amount.unit.is_empty() || behind == "-" {
        return false;
    }
    let numbered = |at: usize| pieces.number(at).is_some() || number::is_small_number(pieces.word(at));
    match behind {
        "in" | "or" | "to" | "and" => !numbered(amount.end + 1),
        "out" => pieces.word(amount.end + 1) != "of",
        "of" => !numbered(if pieces.word(amount.end + 1) == "the" { amount.end + 2 } else { amount.end + 1 }),
        "more" | "other" => false,
        "said" | "says" => true,
        _ if behind.ends_with("ed") => true,
        _ => !pieces.is_word(amount.end) || lexicon::FUNCTION_WORDS.contains(behind),
    }
}

/// Whether "first" or "second" is an adverb or a time and no rank: "at first", "he first said", "a second later".
fn is_adverb(pieces: &Pieces, amount: &Amount) -> bool {
    let at = amount.start;
    if amount.end > at + 1 || !matches!(pieces.word(at), "first" | "second") {
        return false;
    }
    let before = pieces.word(at.wrapping_sub(1));
    let behind = pieces.word(amount.end);
    let hyphenated = pieces.inner_hyphen(amount.end);
    if pieces.word(at) == "second"
        && (matches!(before, "a" | "per" | "one" | "split") && !pieces.is_word(amount.end) || behind == "later")
    {
        return true;
    }
    let ranked = matches!(
        before,
        "the"
            | "a"
            | "an"
            | "his"
            | "her"
            | "their"
            | "its"
            | "our"
            | "my"
            | "your"
            | "this"
            | "that"
            | "s"
            | "in"
            | "for"
            | "fiscal"
            | "finished"
            | "came"
            | "placed"
            | "ranked"
            | "ranking"
            | "finishing"
            | "finish"
            | "is"
            | "was"
            | "coming"
            | "and"
            | "or"
            | "won"
            | "only"
            | "very"
            | "world"
            | "stood"
            | "be"
            | "of"
            | "to"
    );
    !hyphenated && !ranked
}
