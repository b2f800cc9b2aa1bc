//! Numbers in digits and words, without unit: "12,400", "2.3 million", "twenty-three", "two-thirds", "dozens", "4th".

use super::{
    fraction::{fraction, with_fraction},
    pieces::{Phrases, Pieces},
};
use crate::lexicon;
use hashbrown::HashMap;
use rust_decimal::Decimal;
use std::sync::LazyLock;

/// How a number is written, where that changes what it means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Nature {
    /// Digits without scale or fraction: "95". Only these can be years, scores or ages.
    Digits,
    /// "twelve".
    Words,
    /// With a scale: "1.2 million", "two thousand".
    Scaled,
    /// Round by custom: "two dozen".
    Round,
    /// "two-thirds", "half", "1/8".
    Fraction,
    /// "third", "4th".
    Ordinal,
    /// "dozens", "several"; the value is the least it can mean.
    Vague,
}

/// A number and the index behind it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Number {
    /// Its value after scale.
    pub value: Decimal,
    /// The value before the last scale, and that scale: 2 and 1,000,000 in "2 million". The scale is 1 where none is.
    pub mantissa: Decimal,
    /// See `mantissa`.
    pub scale: Decimal,
    /// How it is written.
    pub nature: Nature,
    /// Index of the piece behind it.
    pub end: usize,
}

impl Number {
    pub(super) fn plain(value: Decimal, nature: Nature, end: usize) -> Self {
        Self { value, mantissa: value, scale: Decimal::ONE, nature, end }
    }

    /// The number times `factor`, where that can be held.
    pub(super) fn scaled(self, factor: Decimal, nature: Nature, end: usize) -> Option<Self> {
        let value = self.value.checked_mul(factor)?;
        let scale = self.scale.checked_mul(factor)?;
        Some(Self { value, scale, nature, end, ..self })
    }

    /// The number plus `more`; the sum has no scale of its own.
    pub(super) fn plus(self, more: Decimal, nature: Nature, end: usize) -> Option<Self> {
        Some(Self::plain(self.value.checked_add(more)?, nature, end))
    }
}

/// What a word is in a number.
#[derive(Clone, Copy, Debug)]
pub(super) enum Word {
    /// Below twenty, and zero.
    Unit(Decimal),
    /// Twenty to ninety.
    Ten(Decimal),
    Hundred,
    /// A factor, and whether the product is round by custom.
    Scale(Decimal, bool),
    Ordinal(Decimal),
}

static WORDS: LazyLock<lexicon::Meanings<Word>> = LazyLock::new(|| lexicon::Meanings::new(words()));

/// What the words of the lists are in a number.
fn words() -> HashMap<&'static str, Word> {
    let mut words = HashMap::new();
    for (word, value) in lexicon::NUMBERS.iter() {
        if let Ok(value) = value.parse::<Decimal>() {
            words.insert(*word, if value < Decimal::from(20) { Word::Unit(value) } else { Word::Ten(value) });
        }
    }
    for (word, factor) in lexicon::SCALES.iter() {
        if let Ok(value) = factor.trim_start_matches('~').parse() {
            words.insert(*word, Word::Scale(value, factor.starts_with('~')));
        }
    }
    for (word, rank) in lexicon::ORDINALS.iter() {
        if let Ok(rank) = rank.parse() {
            words.insert(*word, Word::Ordinal(rank));
        }
    }
    words.insert("hundred", Word::Hundred);
    words
}

static SCALE_LETTERS: LazyLock<HashMap<&'static str, Decimal>> = LazyLock::new(|| {
    lexicon::SCALE_LETTERS.iter().filter_map(|(letter, factor)| Some((*letter, factor.parse().ok()?))).collect()
});

static VAGUE: LazyLock<Phrases<Decimal>> = LazyLock::new(|| {
    Phrases::new(lexicon::VAGUE_NUMBERS.iter().filter_map(|(phrase, least)| Some((*phrase, least.parse().ok()?))))
});

/// The words that a number can start with.
static FIRST_WORDS: LazyLock<lexicon::Meanings<()>> =
    LazyLock::new(|| lexicon::Meanings::new(first_words().map(|word| (word, ()))));

/// The words that a number can start with.
pub(super) fn first_words() -> impl Iterator<Item = &'static str> {
    words().into_keys().chain(VAGUE.first_words()).chain(["half", "quarter", "a", "an", "twice"])
}

/// The words of which every number in words has one.
pub(in crate::facts) fn telling_words() -> impl Iterator<Item = &'static str> {
    let vague = lexicon::VAGUE_NUMBERS.keys().filter_map(|phrase| phrase.split(' ').find(|word| *word != "a"));
    words().into_keys().chain(vague).chain(["half", "quarter"])
}

/// Whether a number can start with this word.
pub(super) fn starts_number(word: &str) -> bool {
    FIRST_WORDS.get(word).is_some()
}

/// Whether the word is a number below a hundred: "two", "thirty".
pub(super) fn is_small_number(word: &str) -> bool {
    matches!(WORDS.get(word), Some(Word::Unit(_) | Word::Ten(_)))
}

/// The rank that an ordinal word names.
pub(super) fn rank_of(word: &str) -> Option<Decimal> {
    match WORDS.get(word) {
        Some(Word::Ordinal(rank)) => Some(*rank),
        _ => None,
    }
}

/// The number that starts at `at`.
///
/// `and_joins` tells whether "and" may stand inside it: not in "between one hundred and two hundred".
pub(super) fn number(pieces: &Pieces, at: usize, and_joins: bool) -> Option<Number> {
    if pieces.is_word(at) && !starts_number(pieces.word(at)) && pieces.word(at) != "few" {
        return None;
    }
    if let Some(vague) = vague(pieces, at) {
        return Some(vague);
    }
    if let Some(part) = fraction(pieces, at) {
        return times_scale(pieces, part);
    }
    if let Some(rank) = ordinal(pieces, at) {
        return Some(rank);
    }
    let whole = cardinal(pieces, at, and_joins, None)?;
    let mixed = with_fraction(pieces, whole, and_joins);
    if mixed.end > whole.end && whole.scale == Decimal::ONE {
        return scales(pieces, mixed);
    }
    Some(mixed)
}

/// "dozens", "tens of thousands", "several hundred", "a few million".
fn vague(pieces: &Pieces, at: usize) -> Option<Number> {
    // "few hundred" and "some hundreds" need no article before a scale.
    let bare_few = pieces.word(at) == "few" && matches!(word(pieces, at + 1), Some(Word::Hundred | Word::Scale(..)));
    let (least, mut end) = if bare_few { (Decimal::from(3), at + 1) } else { VAGUE.longest(pieces, at)? };
    let named = pieces.word(at);
    if matches!(named, "tens" | "scores") && pieces.word(end) != "of" {
        return None;
    }
    let mut out = Number::plain(least, Nature::Vague, end);
    loop {
        let behind = if pieces.word(end) == "of" { end + 1 } else { end };
        let factor = match (word(pieces, behind), plural_scale(pieces.word(behind))) {
            (Some(Word::Hundred), _) | (_, Some("hundred")) => Decimal::ONE_HUNDRED,
            (Some(Word::Scale(factor, _)), _) => factor,
            (_, Some(scale)) => match WORDS.get(scale) {
                Some(Word::Scale(factor, _)) => *factor,
                _ => break,
            },
            _ => break,
        };
        end = behind + 1;
        out = out.scaled(factor, Nature::Vague, end)?;
    }
    (named != "tens" || out.scale > Decimal::ONE).then_some(out)
}

/// "hundred" for "hundreds", and so on.
fn plural_scale(plural: &str) -> Option<&str> {
    let scale = plural.strip_suffix('s')?;
    matches!(WORDS.get(scale), Some(Word::Hundred | Word::Scale(..))).then_some(scale)
}

pub(super) fn word(pieces: &Pieces, at: usize) -> Option<Word> {
    WORDS.get(pieces.word(at)).copied()
}

/// Digits or words of one scale and, in words, those of the smaller scales behind it: "two million three hundred and six".
/// `ceiling`: the number must stay below it, being the tail of a larger one.
fn cardinal(pieces: &Pieces, at: usize, and_joins: bool, ceiling: Option<Decimal>) -> Option<Number> {
    let mut out = if let Some(value) = pieces.number(at) {
        hundreds(pieces, Number::plain(value, Nature::Digits, at + 1), and_joins)?
    } else if matches!(pieces.word(at), "a" | "an") {
        if !matches!(word(pieces, at + 1), Some(Word::Hundred | Word::Scale(..))) {
            return None;
        }
        hundreds(pieces, Number::plain(Decimal::ONE, Nature::Words, at + 1), and_joins)?
    } else {
        let small = below_hundred(pieces, at)?;
        spoken_decimals(pieces, hundreds(pieces, small, and_joins)?)
    };
    let in_words = out.nature != Nature::Digits;
    out = scales(pieces, out)?;
    if ceiling.is_some_and(|ceiling| out.value >= ceiling) {
        return None;
    }
    if out.scale > Decimal::ONE_HUNDRED
        && let Some(tail) = tail(pieces, out, in_words, and_joins)
    {
        out = Number { mantissa: out.mantissa, scale: out.scale, ..out.plus(tail.value, Nature::Scaled, tail.end)? };
    }
    Some(out)
}

/// "three hundred" behind "two thousand": what is added to a number with a scale.
fn tail(pieces: &Pieces, head: Number, in_words: bool, and_joins: bool) -> Option<Number> {
    let joined = pieces.word(head.end) == "and";
    if joined && !and_joins {
        return None;
    }
    let at = if joined { head.end + 1 } else { head.end };
    let half = fraction(pieces, at).is_some();
    if half || pieces.number(at).is_some() || matches!(pieces.word(at), "a" | "an") {
        return None;
    }
    let tail = cardinal(pieces, at, and_joins, Some(head.scale))?;
    // "two million two years ago" and "6 million and two injured" are two numbers.
    (tail.value >= Decimal::ONE_HUNDRED || (joined && in_words)).then_some(tail)
}

/// "twelve", "forty two", "twenty-three".
pub(super) fn below_hundred(pieces: &Pieces, at: usize) -> Option<Number> {
    match word(pieces, at)? {
        Word::Unit(value) => Some(Number::plain(value, Nature::Words, at + 1)),
        Word::Ten(tens) => {
            let next = pieces.past_hyphen(at + 1);
            match word(pieces, next) {
                Some(Word::Unit(units)) if !units.is_zero() && units < Decimal::TEN => {
                    Some(Number::plain(tens + units, Nature::Words, next + 1))
                }
                _ => Some(Number::plain(tens, Nature::Words, at + 1)),
            }
        }
        _ => None,
    }
}

/// "five point two five" from the "point"; else the number as it is.
fn spoken_decimals(pieces: &Pieces, whole: Number) -> Number {
    let mut out = whole;
    if pieces.word(whole.end) != "point" {
        return out;
    }
    let mut place = Decimal::ONE;
    let mut at = whole.end + 1;
    while let Some(Word::Unit(digit)) = word(pieces, at)
        && digit < Decimal::TEN
    {
        place /= Decimal::TEN;
        let Some(sum) = digit.checked_mul(place).and_then(|part| out.value.checked_add(part)) else { return whole };
        out = Number::plain(sum, Nature::Words, at + 1);
        at += 1;
    }
    out
}

/// "three hundred and five" from the "three"; without "hundred" behind it the number as it is.
fn hundreds(pieces: &Pieces, count: Number, and_joins: bool) -> Option<Number> {
    let at = pieces.past_hyphen(count.end);
    if !matches!(word(pieces, at), Some(Word::Hundred)) {
        return Some(count);
    }
    let out = Number::plain(count.value.checked_mul(Decimal::ONE_HUNDRED)?, Nature::Words, at + 1);
    let joined = pieces.word(out.end) == "and" && and_joins;
    let rest = if joined { out.end + 1 } else { out.end };
    let small = below_hundred(pieces, rest)
        .or_else(|| Some(Number::plain(pieces.number(rest).filter(|_| joined)?, Nature::Words, rest + 1)));
    match small {
        Some(small)
            if small.value < Decimal::ONE_HUNDRED && !matches!(word(pieces, small.end), Some(Word::Hundred)) =>
        {
            out.plus(small.value, Nature::Words, small.end)
        }
        _ => Some(out),
    }
}

/// The number times the scales behind it: words ("million", "lakh crore"), or letters glued to digits ("1.2bn", "5k").
pub(super) fn scales(pieces: &Pieces, number: Number) -> Option<Number> {
    let mut out = number;
    if matches!(number.nature, Nature::Digits)
        && pieces.glued(number.end)
        && let Some(factor) = SCALE_LETTERS.get(pieces.word(number.end))
        && !(pieces.word(number.end) == "m" && lexicon::METRE_WORDS.contains(pieces.word(number.end + 1)))
    {
        return out.scaled(*factor, Nature::Scaled, number.end + 1);
    }
    loop {
        let at = pieces.past_hyphen(out.end);
        match word(pieces, at) {
            Some(Word::Hundred) if out.scale > Decimal::ONE => return Some(out),
            Some(Word::Scale(factor, round)) => {
                let nature = if round { Nature::Round } else { Nature::Scaled };
                out = out.scaled(factor, nature, at + 1)?;
            }
            _ => return Some(out),
        }
    }
}

/// A fraction times the scale behind it: "half a million", "three quarters billion", "half a dozen".
fn times_scale(pieces: &Pieces, part: Number) -> Option<Number> {
    let mut at = pieces.past_hyphen(part.end);
    if pieces.word(at) == "of" {
        at += 1;
    }
    if matches!(pieces.word(at), "a" | "an") {
        at += 1;
    }
    if !matches!(word(pieces, at), Some(Word::Scale(..))) {
        return Some(part);
    }
    scales(pieces, Number { end: at, ..part })
}

/// "third", "21st", "twenty-first", "one hundred twenty fifth".
fn ordinal(pieces: &Pieces, at: usize) -> Option<Number> {
    if let Some(value) = pieces.number(at) {
        let suffix = pieces.glued(at + 1) && matches!(pieces.word(at + 1), "st" | "nd" | "rd" | "th");
        return (suffix && value.is_integer()).then(|| Number::plain(value, Nature::Ordinal, at + 2));
    }
    if let Some(Word::Ordinal(rank)) = word(pieces, at) {
        return Some(Number::plain(rank, Nature::Ordinal, at + 1));
    }
    let (base, end, room) = match word(pieces, at) {
        Some(Word::Ten(tens)) => match cardinal(pieces, at, true, None) {
            Some(whole) if whole.value > Decimal::ONE_HUNDRED => (whole.value, whole.end, Decimal::ONE_HUNDRED),
            _ => (tens, at + 1, Decimal::TEN),
        },
        Some(Word::Unit(_)) => {
            let whole = cardinal(pieces, at, true, None)?;
            let tens = whole.value % Decimal::ONE_HUNDRED;
            let room = if tens.is_zero() { Decimal::ONE_HUNDRED } else { Decimal::TEN };
            if whole.value < Decimal::ONE_HUNDRED || !(tens % Decimal::TEN).is_zero() {
                return None;
            }
            (whole.value, whole.end, room)
        }
        _ => return None,
    };
    let next = pieces.past_hyphen(end);
    match word(pieces, next) {
        Some(Word::Ordinal(rank)) if rank < room => {
            Some(Number::plain(base.checked_add(rank)?, Nature::Ordinal, next + 1))
        }
        _ => None,
    }
}
