//! Units of measure, percent and money: their names in text, and their sizes.

use super::{
    number::{Nature, Number},
    pieces::{Kind, Phrases, Pieces},
};
use crate::lexicon;
use rust_decimal::Decimal;
use std::sync::LazyLock;

/// The least plain number before "won" that is money and no count of victories.
const LEAST_WON: Decimal = Decimal::from_parts(10_000, 0, 0, false, 0);

/// The symbol of a percentage.
pub(super) const PERCENT: &str = "percent";

/// What a number is in: the symbol, and how many of it one of the named unit is (0.01 for cents of the dollar).
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Unit {
    pub symbol: &'static str,
    pub share: Decimal,
}

impl Unit {
    fn whole(symbol: &'static str) -> Self {
        Self { symbol, share: Decimal::ONE }
    }

    /// Reads "USD" or "USD 0.01".
    fn listed(entry: &'static str) -> Self {
        match entry.rsplit_once(' ').map(|(symbol, share)| (symbol, share.parse())) {
            Some((symbol, Ok(share))) => Self { symbol, share },
            _ => Self::whole(entry),
        }
    }
}

static UNITS: LazyLock<Phrases<&'static str>> =
    LazyLock::new(|| Phrases::new(lexicon::UNITS.iter().map(|(name, symbol)| (*name, *symbol))));

static CURRENCIES: LazyLock<Phrases<Unit>> =
    LazyLock::new(|| Phrases::new(lexicon::CURRENCIES.iter().map(|(name, entry)| (*name, Unit::listed(entry)))));

static SIZES: LazyLock<lexicon::WordMap<(&'static str, Decimal)>> = LazyLock::new(|| {
    let sizes = lexicon::UNIT_SIZES.iter().filter_map(|(symbol, entry)| {
        let (dimension, size) = entry.split_once(' ')?;
        Some((*symbol, (dimension, size.parse().ok()?)))
    });
    sizes.collect()
});

/// What a unit measures and how many of that dimension's base unit it is; `None` for money, percent and plain counts.
pub(super) fn size(symbol: &str) -> Option<(&'static str, Decimal)> {
    SIZES.get(symbol).copied()
}

/// Whether the unit is money.
pub(super) fn is_money(symbol: &str) -> bool {
    symbol.len() == 3 && symbol.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// Whether the unit is one of time.
pub(super) fn is_time(symbol: &str) -> bool {
    matches!(size(symbol), Some(("time" | "calendar", _)))
}

/// The first words of the names of units of time: every figure like "a day later" has one, beside one of
/// [`MOMENT_WORDS`](super::MOMENT_WORDS).
pub(in crate::facts) fn time_words() -> impl Iterator<Item = &'static str> {
    let names = lexicon::UNITS.iter().filter(|(_, symbol)| is_time(symbol)).map(|(name, _)| *name);
    names.filter_map(|name| name.split(' ').next())
}

/// The currency whose sign or code starts at `at`, before its amount; a factor where the code names millions ("MUSD 60");
/// and the index behind it.
pub(super) fn currency_before(pieces: &Pieces, at: usize) -> Option<(Unit, Decimal, usize)> {
    if let Some((unit, end)) = currency_sign(pieces, at) {
        return Some((unit, Decimal::ONE, end));
    }
    let (unit, factor) = code(pieces.written(at))?;
    Some((unit, factor, at + 1))
}

/// "$", "US$", "c $", "Rs", "Rs.".
fn currency_sign(pieces: &Pieces, at: usize) -> Option<(Unit, usize)> {
    let first = pieces.word(at);
    if pieces.can_start(at)
        && let Some(code) = lexicon::CURRENCY_SYMBOLS.get(first)
    {
        let rupees = pieces.is_word(at);
        let dot = rupees && pieces.word(at + 1) == "." && pieces.glued(at + 1);
        return Some((Unit::whole(code), if dot { at + 2 } else { at + 1 }));
    }
    if !pieces.is_word(at) || first.len() > 3 {
        return None;
    }
    // "US$", "U.S.$" and, in text with a space around every sign, "us $ 10".
    let dollar = (at + 1..=at + 4).find(|next| pieces.word(*next) == "$")?;
    let together = (at + 1..=dollar).all(|next| pieces.glued(next));
    let apart = !pieces.glued(dollar + 1) && !matches!(first, "a" | "s" | "r");
    if !together && !apart {
        return None;
    }
    let mut name: String = (at..dollar).map(|next| pieces.word(next)).collect();
    name.push('$');
    lexicon::CURRENCY_SYMBOLS.get(name.as_str()).map(|code| (Unit::whole(code), dollar + 1))
}

/// The currency of a code in capitals, with a factor for one that names thousands, millions or billions: "MEUR".
fn code(word: &str) -> Option<(Unit, Decimal)> {
    if !word.starts_with(|first: char| first.is_ascii_uppercase()) {
        return None;
    }
    let listed = |code: &str| lexicon::CURRENCY_CODES.get(code).map(|code| Unit::whole(code));
    match word.len() {
        3 => listed(word).map(|unit| (unit, Decimal::ONE)),
        4 => {
            let factor = match word.as_bytes()[0] {
                b'K' => 1_000,
                b'M' => 1_000_000,
                b'B' => 1_000_000_000,
                _ => return None,
            };
            listed(word.get(1..)?).map(|unit| (unit, Decimal::from(factor)))
        }
        _ => None,
    }
}

/// The unit behind `number`, and the number with its own factor ("75 USD million") and the end behind the unit.
pub(super) fn unit_after(pieces: &Pieces, number: Number) -> Option<(Unit, Number)> {
    let at = pieces.past_hyphen(number.end);
    if let Some((unit, factor)) = code(pieces.written(at)) {
        return Some((unit, number.scaled(factor, number.nature, at + 1)?));
    }
    if pieces.word(at) == "-" {
        return None;
    }
    let (unit, end) =
        named(pieces, at, &number).or_else(|| glued_letter(pieces, &number).map(|unit| (unit, number.end + 1)))?;
    Some((unit, Number { end, ..number }))
}

/// A unit by its name: "percent", "dollars", "km".
fn named(pieces: &Pieces, at: usize, number: &Number) -> Option<(Unit, usize)> {
    if matches!(pieces.word(at), "pound" | "pounds") {
        return Some(pound(pieces, at, number));
    }
    let currency = CURRENCIES.longest(pieces, at);
    let unit = UNITS.longest(pieces, at).map(|(symbol, end)| (Unit::whole(symbol), end));
    let (unit, end) = match (currency, unit) {
        (Some(currency), Some(unit)) if unit.1 > currency.1 => unit,
        (Some(currency), _) => currency,
        (None, unit) => unit?,
    };
    fits(pieces, at, number).then_some((unit, end))
}

/// Whether a word that has other uses is a unit here.
fn fits(pieces: &Pieces, at: usize, number: &Number) -> bool {
    let hyphened = at > number.end;
    let one = number.value == Decimal::ONE;
    match pieces.word(at) {
        // "two second thoughts", "a three time winner"
        "second" | "time" => hyphened || one,
        "won" => number.nature == Nature::Scaled || number.value >= LEAST_WON,
        "mark" | "marks" | "rand" | "stone" | "times" => !(pieces.is_capitalised(at) && pieces.mixed_case),
        "fold" => hyphened || pieces.glued(at),
        // "PC" is a computer.
        "pc" => pieces.written(at) == "pc",
        "m" => pieces.glued(at),
        _ => true,
    }
}

/// Sterling or the weight: a weight in "pounds of flour" and "a 200-pound bomb", money in "a 50-pound fine" and elsewhere.
fn pound(pieces: &Pieces, at: usize, number: &Number) -> (Unit, usize) {
    const MONEY: [&str; 18] = [
        "fine",
        "note",
        "bill",
        "cut",
        "deal",
        "contract",
        "loan",
        "bonus",
        "debt",
        "rise",
        "package",
        "investment",
        "budget",
        "reward",
        "prize",
        "bid",
        "fee",
        "coin",
    ];
    let behind = pieces.word(at + 1);
    let sterling = Unit::whole("GBP");
    if behind == "sterling" {
        return (sterling, at + 2);
    }
    let weighed = (1..=6).any(|back| {
        let before = pieces.word(number.end.wrapping_sub(back + 1));
        before.starts_with("weigh") || before == "weight"
    });
    let hyphened = at > number.end && !MONEY.contains(&behind);
    let weight = weighed || hyphened || matches!(behind, "of" | "heavier" | "lighter" | "overweight");
    let unit = if weight && number.nature != Nature::Scaled { Unit::whole("lb") } else { sterling };
    (unit, at + 1)
}

/// A letter that is a unit only when glued to digits: "40C", "10in", "50p".
fn glued_letter(pieces: &Pieces, number: &Number) -> Option<Unit> {
    let at = number.end;
    // "9-1/2p" ends in digits, too.
    let digits = number.nature == Nature::Digits
        || matches!(pieces.kind(at.wrapping_sub(1)), Kind::Number(_) | Kind::Fraction(_));
    let glued = digits && pieces.glued(at);
    let written = pieces.written(at);
    if glued { lexicon::UNIT_LETTERS.get(written).map(|entry| Unit::listed(entry)) } else { None }
}
