//! Numbers in digits and words, without unit: "12,400", "2.3 million", "twenty-three", "two-thirds", "dozens", "4th".

use super::pieces::{Kind, Phrases, Pieces};
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
    fn plain(value: Decimal, nature: Nature, end: usize) -> Self {
        Self { value, mantissa: value, scale: Decimal::ONE, nature, end }
    }

    /// The number times `factor`, where that can be held.
    pub(super) fn scaled(self, factor: Decimal, nature: Nature, end: usize) -> Option<Self> {
        let value = self.value.checked_mul(factor)?;
        let scale = self.scale.checked_mul(factor)?;
        Some(Self { value, scale, nature, end, ..self })
    }

    /// The number plus `more`; the sum has no scale of its own.
    fn plus(self, more: Decimal, nature: Nature, end: usize) -> Option<Self> {
        Some(Self::plain(self.value.checked_add(more)?, nature, end))
    }
}

/// What a word is in a number.
#[derive(Clone, Copy, Debug)]
enum Word {
    /// Below twenty, and zero.
    Unit(Decimal),
    /// Twenty to ninety.
    Ten(Decimal),
    Hundred,
    /// A factor, and whether the product is round by custom.
    Scale(Decimal, bool),
    Ordinal(Decimal),
}

static WORDS: LazyLock<HashMap<&'static str, Word>> = LazyLock::new(|| {
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
});

static SCALE_LETTERS: LazyLock<HashMap<&'static str, Decimal>> = LazyLock::new(|| {
    lexicon::SCALE_LETTERS.iter().filter_map(|(letter, factor)| Some((*letter, factor.parse().ok()?))).collect()
});

static VAGUE: LazyLock<Phrases<Decimal>> = LazyLock::new(|| {
    Phrases::new(lexicon::VAGUE_NUMBERS.iter().filter_map(|(phrase, least)| Some((*phrase, least.parse().ok()?))))
});

/// Whether a number can start with this word.
pub(super) fn starts_number(word: &str) -> bool {
    WORDS.contains_key(word) || VAGUE.starts(word) || matches!(word, "half" | "quarter" | "a" | "an" | "twice")
}

/// Whether the word is a number below a hundred: "two", "thirty".
pub(super) fn is_small_number(word: &str) -> bool {
    matches!(WORDS.get(word), Some(Word::Unit(_) | Word::Ten(_)))
}

/// The number that starts at `at`.
///
/// `and_joins` tells whether "and" may stand inside it: not in "between one hundred and two hundred".
pub(super) fn number(pieces: &Pieces, at: usize, and_joins: bool) -> Option<Number> {
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

fn word(pieces: &Pieces, at: usize) -> Option<Word> {
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
fn below_hundred(pieces: &Pieces, at: usize) -> Option<Number> {
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

/// The number with the fraction behind it: "three and a half", "two-and-a-half", "2 1/2", "8-3/4", "2½".
/// After a bare scale the fraction is one of it: "two million and a half".
fn with_fraction(pieces: &Pieces, whole: Number, and_joins: bool) -> Number {
    let at = whole.end;
    let hyphen = pieces.past_hyphen(at);
    if whole.nature == Nature::Digits {
        let part = match pieces.kind(hyphen) {
            Kind::Fraction(value) if hyphen > at || pieces.glued(at) => Some((value, hyphen + 1)),
            _ => slash_fraction(pieces, hyphen).map(|part| (part.value, part.end)),
        };
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
fn fraction(pieces: &Pieces, at: usize) -> Option<Number> {
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
    Some(Number::plain(count.checked_div(parts)?, Nature::Fraction, next + 1))
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
    if behind == "of" || matches!(WORDS.get(behind), Some(Word::Scale(..))) {
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
    !period && (!compound || measured) && !matches!(behind, "past" | "year" | "time" | "way")
}

/// The number of parts that a word names, and whether it is a plural: "quarters", "fifth".
fn part_name(name: &str) -> Option<(Decimal, bool)> {
    match name {
        "half" => return Some((Decimal::TWO, false)),
        "quarter" => return Some((Decimal::from(4), false)),
        "quarters" => return Some((Decimal::from(4), true)),
        _ => {}
    }
    let (rank, plural) = match (WORDS.get(name), name.strip_suffix('s').and_then(|name| WORDS.get(name))) {
        (Some(Word::Ordinal(rank)), _) => (*rank, false),
        (_, Some(Word::Ordinal(rank))) => (*rank, true),
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
    Some(Number::plain(part.checked_div(whole)?, Nature::Fraction, at + 3))
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
