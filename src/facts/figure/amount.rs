//! A number with its sign and unit: "minus 5", "$1.2bn", "30 km", "5ft 10in", "25 percent".

use super::{
    naming,
    number::{self, Nature, Number},
    pieces::Pieces,
    trap,
    unit::{self, Unit},
};
use rust_decimal::Decimal;

/// A number with its sign and unit.
#[derive(Clone, Copy, Debug)]
pub(super) struct Amount {
    /// Index of its first piece.
    pub start: usize,
    /// Index behind its last piece.
    pub end: usize,
    /// The value, in `unit`.
    pub value: Decimal,
    /// The number as it is written, before sign and unit.
    pub number: Number,
    /// Symbol of its unit; "" for a plain count.
    pub unit: &'static str,
}

impl Amount {
    /// Whether it is digits alone: no unit, scale, sign or decimals. Only such can be a year, a score or an age.
    pub(super) fn is_bare(&self) -> bool {
        self.unit.is_empty()
            && self.number.nature == Nature::Digits
            && self.value.scale() == 0
            && !self.value.is_sign_negative()
    }

    /// The amount with its number times `scale`: the 2 of "2 to 3 million".
    pub(super) fn with_scale(self, scale: Decimal) -> Option<Self> {
        Some(Self { value: self.value.checked_mul(scale)?, ..self })
    }

    /// The amount in `unit`, of which one of its own is `share`.
    pub(super) fn with_unit(self, unit: Unit) -> Option<Self> {
        Some(Self { value: self.value.checked_mul(unit.share)?, unit: unit.symbol, ..self })
    }
}

/// The amount that starts at `at`.
pub(super) fn amount(pieces: &Pieces, at: usize, and_joins: bool) -> Option<Amount> {
    let first = simple(pieces, at, and_joins)?;
    Some(compound(pieces, first, and_joins))
}

/// One number with its unit.
fn simple(pieces: &Pieces, at: usize, and_joins: bool) -> Option<Amount> {
    if let Some(unit) = article_unit(pieces, at) {
        return Some(unit);
    }
    let (negative, signed) = sign(pieces, at);
    let money = unit::currency_before(pieces, signed);
    let start = money.map_or(signed, |(_, _, end)| end);
    let (inner_negative, start) = if money.is_some() { sign(pieces, start) } else { (false, start) };
    // "a $ 4 billion": an article that is no part of the number.
    if trap::stops(pieces, start, money.is_some()) {
        return None;
    }
    let mut number = number::number(pieces, start, and_joins)?;
    if let Some((_, factor, _)) = money {
        number = number.scaled(factor, number.nature, number.end)?;
    }
    let value = if negative || inner_negative { -number.value } else { number.value };
    let plain = Amount { start: at, end: number.end, value, number, unit: "" };
    let out = match money {
        Some((unit, ..)) => money_before(pieces, plain.with_unit(unit)?),
        None => measured(pieces, plain)?,
    };
    (!naming::is_name(pieces, &out)).then_some(out)
}

/// Words behind a stretch of time that set a moment against another.
pub(in crate::facts) const MOMENT_WORDS: [&str; 5] = ["after", "before", "later", "earlier", "ago"];

/// "a day" before "after", "earlier", "ago": one day.
fn article_unit(pieces: &Pieces, at: usize) -> Option<Amount> {
    if !matches!(pieces.word(at), "a" | "an") {
        return None;
    }
    let one =
        Number { value: Decimal::ONE, mantissa: Decimal::ONE, scale: Decimal::ONE, nature: Nature::Words, end: at + 1 };
    let (found, number) = unit::unit_after(pieces, one)?;
    let relative = MOMENT_WORDS.contains(&pieces.word(number.end));
    (relative && unit::is_time(found.symbol) && found.symbol != "time").then_some(Amount {
        start: at,
        end: number.end,
        value: Decimal::ONE,
        number,
        unit: found.symbol,
    })
}

/// Money whose name may come again behind it: "US$5 dollars", "$5m US".
fn money_before(pieces: &Pieces, amount: Amount) -> Amount {
    match unit::unit_after(pieces, amount.number) {
        Some((unit, number)) if unit.symbol == amount.unit && unit.share == Decimal::ONE => {
            Amount { end: number.end, ..amount }
        }
        _ => amount,
    }
}

/// The amount with the unit behind it: also "half a percentage point", "a quarter of a mile", "millions of dollars".
fn measured(pieces: &Pieces, plain: Amount) -> Option<Amount> {
    let mut number = plain.number;
    if number.nature == Nature::Ordinal {
        return Some(plain);
    }
    if pieces.word(number.end) == "of" && matches!(number.nature, Nature::Vague | Nature::Fraction) {
        number.end += 1;
    }
    if matches!(pieces.word(number.end), "a" | "an") && number.nature == Nature::Fraction {
        number.end += 1;
    }
    let Some((found, mut number)) = unit::unit_after(pieces, number) else { return Some(plain) };
    if unit::is_money(found.symbol) {
        // "75 USD million"
        number = number::scales(pieces, number)?;
    }
    let mut value = number.value.checked_mul(found.share)?;
    // "an hour and a half"
    if ["and", "a", "half"].iter().enumerate().all(|(offset, word)| pieces.word(number.end + offset) == *word) {
        value = value.checked_add(found.share.checked_div(Decimal::TWO)?)?;
        number.end += 3;
    }
    if plain.value.is_sign_negative() {
        value = -value;
    }
    Some(Amount { end: number.end, number, value, unit: found.symbol, ..plain })
}

/// A sign before a number: "minus", "negative", or "-" that joins nothing.
fn sign(pieces: &Pieces, at: usize) -> (bool, usize) {
    match pieces.word(at) {
        "minus" | "negative" => (true, at + 1),
        "-" if pieces.glued(at + 1) && (!pieces.glued(at) || is_operator(pieces.word(at.wrapping_sub(1)))) => {
            (true, at + 1)
        }
        _ => (false, at),
    }
}

/// Whether a sign may stand behind this one without joining it: "<-30", "(-3)".
fn is_operator(word: &str) -> bool {
    matches!(word, "<" | ">" | "=" | "(" | "~" | "≤" | "≥" | "$" | "£" | "€")
}

/// `first` with the smaller parts of the same measure behind it: "5ft 10in", "three years and four months",
/// "3 dollars 50 cents".
fn compound(pieces: &Pieces, first: Amount, and_joins: bool) -> Amount {
    let (mut out, mut last) = (first, first);
    while is_sized(last.unit) {
        let at = match pieces.word(out.end) {
            "and" if and_joins => out.end + 1,
            "-" => pieces.past_hyphen(out.end),
            _ => out.end,
        };
        let next = simple(pieces, at, and_joins);
        let Some(next) = next.filter(|next| !next.unit.is_empty() && pieces.written(at) != "a") else { break };
        let (Some(whole), Some(part)) = (part_size(&last), part_size(&next)) else { break };
        if part.0 != whole.0 || part.1 >= whole.1 {
            break;
        }
        let Some(sum) = sum(out, next, whole.1, part.1) else { break };
        (out, last) = (sum, next);
    }
    out
}

/// Whether amounts in a unit can have smaller parts behind them.
fn is_sized(unit: &str) -> bool {
    unit::is_money(unit) || unit::size(unit).is_some_and(|(dimension, _)| dimension != "temperature")
}

/// What the amount measures, and the size of its unit there: a currency and 1 or 0.01, "length" and 0.3048.
fn part_size(amount: &Amount) -> Option<(&'static str, Decimal)> {
    if unit::is_money(amount.unit) {
        return Some((amount.unit, amount.value.checked_div(amount.number.value)?.abs()));
    }
    unit::size(amount.unit).filter(|(dimension, _)| *dimension != "temperature")
}

/// The two parts as one amount in the smaller unit; money stays in its own.
fn sum(whole: Amount, part: Amount, whole_size: Decimal, part_size: Decimal) -> Option<Amount> {
    let factor = whole_size.checked_div(part_size)?;
    if part.number.value >= factor || part.value.is_sign_negative() || part.number.nature == Nature::Vague {
        return None;
    }
    let money = unit::is_money(whole.unit);
    let head = if money { whole.value } else { whole.value.checked_mul(factor)? };
    Some(Amount {
        start: whole.start,
        end: part.end,
        value: head.checked_add(part.value)?,
        number: whole.number,
        unit: part.unit,
    })
}
