//! Numbers that are part of a name or an idiom: "Chapter 11", "Air Force One", "first lady", the pronoun "one".

use super::{
    amount::Amount,
    number::{self, Nature},
    pieces::{Kind, Pieces},
    trap::{is_month, year_shaped},
};
use crate::lexicon;
use hashbrown::HashSet;
use rust_decimal::Decimal;
use std::sync::LazyLock;

/// Pairs of words that are a name or an idiom.
static NAMES: LazyLock<HashSet<(&'static str, &'static str)>> =
    LazyLock::new(|| lexicon::NUMBER_NAMES.iter().filter_map(|name| name.split_once(' ')).collect());

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
    if lexicon::PRONOUN_LEADS.contains(before) && amount.unit.is_empty() {
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
    let ranked = lexicon::RANK_LEADS.contains(before);
    !hyphenated && !ranked
}
