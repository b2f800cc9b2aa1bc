//! Whether two figures say the same.

use super::{Figure, Form, Modifier, modifier, unit};
use rust_decimal::{Decimal, prelude::ToPrimitive};

/// How two values of one quantity stand to one another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Same {
    /// The same value, also in another unit or spelling: "90 percent" and "9 out of 10".
    Equal,
    /// The same number, hedged in another way: "nearly 90 percent" and "90 percent".
    ModifierOnly,
    /// Both can be true of one value, one being rounded, hedged or converted: "30 km" and "19 miles".
    Compatible,
    /// Another value, or another kind of quantity.
    Different,
}

/// How far a hedged or converted figure reaches at most, as a share of its value: "more than 1,000" says nothing of 1,900.
const WIDEST_HEDGE: Decimal = Decimal::from_parts(25, 0, 0, false, 2);
/// How far "about" and a conversion reach at most, as a share of the value.
const WIDEST_ROUGH: Decimal = Decimal::from_parts(10, 0, 0, false, 2);
/// How far an unhedged round number reaches at most, as a share of its value: "12,000" for 12,400, not "1,000" for 1,400.
const WIDEST_ROUND: Decimal = Decimal::from_parts(5, 0, 0, false, 2);
/// Trailing zeros from which on an unhedged whole number counts as rounded: 12,000 is, 1,200 is not.
const ROUND_ZEROS: u32 = 3;
/// "Thousands" is up to this many times its least value; for small words ("several") [`VAGUE_SMALL`].
const VAGUE_SPAN: Decimal = Decimal::from_parts(10, 0, 0, false, 0);
/// The same for vague numbers below twenty.
const VAGUE_SMALL: Decimal = Decimal::from_parts(4, 0, 0, false, 0);
/// Relative difference below which two decimals are one: thirds cannot be written out.
const PRECISION: Decimal = Decimal::from_parts(1, 0, 0, false, 9);

impl Figure {
    /// Whether the two measure in units that can be turned into one another, so that their values can be compared.
    ///
    /// A share is a share, as percent, as a fraction or as a part of a whole. Money of two currencies is not comparable.
    #[must_use]
    pub fn same_quantity_kind(&self, other: &Self) -> bool {
        if self.form != other.form {
            return false;
        }
        if self.unit == other.unit {
            return true;
        }
        match (unit::size(&self.unit), unit::size(&other.unit)) {
            (Some((a, _)), Some((b, _))) => a == b,
            _ => (self.unit == unit::PERCENT && other.is_share()) || (other.unit == unit::PERCENT && self.is_share()),
        }
    }

    /// What its unit measures: "length" for kilometres and miles; the unit itself where it has no size, "" for plain counts. Two of one
    /// form and one dimension are of one kind.
    #[must_use]
    pub fn dimension(&self) -> &str {
        if self.is_share() {
            unit::PERCENT
        } else {
            unit::size(&self.unit).map_or(&self.unit, |(dimension, _)| dimension)
        }
    }

    /// The smaller of two values as a share of the larger, whatever their signs, in one unit: `0.0..=1.0`; 0 where either is not told.
    #[must_use]
    pub fn nearness(&self, other: &Self) -> f64 {
        let (Some(x), Some(y)) = (Measure::of(self, other), Measure::of(other, self)) else { return 0.0 };
        let (Some(x), Some(y)) = (x.low.abs().to_f64(), y.low.abs().to_f64()) else { return 0.0 };
        if x.max(y) == 0.0 { 0.0 } else { x.min(y) / x.max(y) }
    }

    /// How the values of the two stand to one another; symmetric.
    ///
    /// Whether they measure the same *thing* is not asked.
    #[must_use]
    pub fn compare(&self, other: &Self) -> Same {
        if !self.same_quantity_kind(other) {
            return Same::Different;
        }
        let (Some(a), Some(b)) = (Measure::of(self, other), Measure::of(other, self)) else { return Same::Different };
        if self.form == Form::Score {
            let swapped = close(a.low, b.high) && close(a.high, b.low);
            let equal = (close(a.low, b.low) && close(a.high, b.high)) || swapped;
            return if equal { Same::Equal } else { Same::Different };
        }
        if let (Some(x), Some(y)) = (self.of, other.of)
            && !close(x.value, y.value)
            && self.unit == other.unit
        {
            return if shares_agree(self, other) { Same::Compatible } else { Same::Different };
        }
        if close(a.low, b.low) && close(a.high, b.high) {
            return if self.modifier == other.modifier { Same::Equal } else { Same::ModifierOnly };
        }
        if a.modifier == Modifier::Vague || b.modifier == Modifier::Vague {
            return if vague_covers(&a, &b) || vague_covers(&b, &a) { Same::Compatible } else { Same::Different };
        }
        // Two that are hedged alike are told apart by their digits: "about 60 percent", "about 63 percent".
        let hedged_alike = a.modifier == Modifier::About && b.modifier == Modifier::About;
        let (a, b) = if hedged_alike { (a.unhedged(), b.unhedged()) } else { (a, b) };
        let compatible = a.covers(&b) || b.covers(&a) || a.cuts(&b) || b.cuts(&a);
        if self.form == Form::Cardinal && compatible { Same::Compatible } else { Same::Different }
    }

    /// Whether the figure can be a share without saying percent: "two-thirds", "9 out of 10".
    fn is_share(&self) -> bool {
        let fraction = self.low.or(self.high).is_some_and(|value| value < Decimal::ONE && value > Decimal::ZERO);
        self.unit.is_empty() && (self.of.is_some() || fraction)
    }
}

/// A figure's bounds in the unit that both are compared in; an open bound is the same as the written one.
struct Measure {
    low: Decimal,
    high: Decimal,
    modifier: Modifier,
    /// Size of the last digit that is no trailing zero.
    step: Decimal,
    /// Trailing zeros before the decimal point.
    zeros: u32,
    /// Whether it was converted from another unit than the other's.
    converted: bool,
}

impl Measure {
    /// `figure` in the base of its dimension, or in percent where `other` is.
    fn of(figure: &Figure, other: &Figure) -> Option<Self> {
        let low = figure.low.or(figure.high)?;
        let high = figure.high.or(figure.low)?;
        let zeros = trailing_zeros(low).min(trailing_zeros(high));
        let step = last_digit(low).min(last_digit(high));
        let converted = figure.unit != other.unit;
        let in_base = |value: Decimal| -> Option<Decimal> {
            if !converted {
                return Some(value);
            }
            if other.unit == unit::PERCENT {
                let share = match figure.of {
                    Some(of) => value.checked_div(of.value)?,
                    None => value,
                };
                return share.checked_mul(Decimal::ONE_HUNDRED);
            }
            match figure.unit.as_str() {
                "°F" => fahrenheit_to_celsius(value),
                symbol => value.checked_mul(unit::size(symbol).map_or(Decimal::ONE, |(_, size)| size)),
            }
        };
        let (low, high, base_step) = (in_base(low)?, in_base(high)?, in_base(step)?);
        let base_step = if figure.unit == "°F" && converted { step } else { base_step };
        Some(Self { low, high, modifier: figure.modifier, step: base_step.abs(), zeros, converted })
    }

    /// Whether this figure, as roughly as it is said, holds for every value of `other`.
    fn covers(&self, other: &Self) -> bool {
        let (down, up) = self.reach();
        let low = self.low.checked_sub(down);
        let high = self.high.checked_add(up);
        let (Some(low), Some(high)) = (low, high) else { return false };
        // "More than 200" ends before 300: the next round number would have been said.
        let open_above = modifier::opens_up(self.modifier);
        let open_below = modifier::opens_down(self.modifier);
        let inside_low = if open_below { other.low > low } else { other.low >= low };
        let inside_high = if open_above { other.high < high } else { other.high <= high };
        inside_low && inside_high
    }

    /// The same without its hedge.
    fn unhedged(self) -> Self {
        Self { modifier: Modifier::Exact, ..self }
    }

    /// Whether this figure is `other` with its decimals cut off and not rounded: "75 percent" for 75.88.
    fn cuts(&self, other: &Self) -> bool {
        let whole = |measure: &Self| measure.low.is_integer() && measure.low == measure.high;
        let widest = self.low.abs().checked_mul(WIDEST_ROUND);
        self.modifier == Modifier::Exact
            && other.modifier == Modifier::Exact
            && !self.converted
            && self.zeros == 0
            && whole(self)
            && other.low == other.high
            && other.low.trunc() == self.low
            && widest.is_some_and(|widest| (other.low - self.low).abs() <= widest)
    }

    /// How far below and above its bounds the figure reaches.
    fn reach(&self) -> (Decimal, Decimal) {
        let half = self.step.checked_div(Decimal::TWO).unwrap_or(Decimal::ZERO);
        let capped =
            |reach: Decimal, share: Decimal| reach.min(self.high.abs().checked_mul(share).unwrap_or(Decimal::ZERO));
        if modifier::opens_up(self.modifier) {
            return (Decimal::ZERO, capped(self.step, WIDEST_HEDGE));
        }
        if modifier::opens_down(self.modifier) {
            return (capped(self.step, WIDEST_HEDGE), Decimal::ZERO);
        }
        let rough = self.modifier == Modifier::About || self.converted;
        let reach = if rough {
            capped(half, WIDEST_ROUGH)
        } else if self.zeros == 0 || self.zeros >= ROUND_ZEROS {
            capped(half, WIDEST_ROUND)
        } else {
            Decimal::ZERO
        };
        (reach, reach)
    }
}

/// Whether vague `a` ("thousands") can stand for `b`.
fn vague_covers(a: &Measure, b: &Measure) -> bool {
    if a.modifier != Modifier::Vague || b.modifier == Modifier::Vague {
        return false;
    }
    let span = if a.low < Decimal::from(20) { VAGUE_SMALL } else { VAGUE_SPAN };
    b.low >= a.low && a.low.checked_mul(span).is_some_and(|most| b.high <= most)
}

/// Whether two parts of different wholes are the same share: "9 out of 10" and "90 of 100".
fn shares_agree(a: &Figure, b: &Figure) -> bool {
    let share = |figure: &Figure| figure.low.or(figure.high)?.checked_div(figure.of?.value);
    share(a).zip(share(b)).is_some_and(|(a, b)| close(a, b))
}

/// Whether two values are one but for the last of their digits.
fn close(a: Decimal, b: Decimal) -> bool {
    let allowed = a.abs().max(b.abs()).checked_mul(PRECISION).unwrap_or(Decimal::ZERO);
    a.checked_sub(b).is_some_and(|difference| difference.abs() <= allowed)
}

fn fahrenheit_to_celsius(degrees: Decimal) -> Option<Decimal> {
    degrees.checked_sub(Decimal::from(32))?.checked_mul(Decimal::from(5))?.checked_div(Decimal::from(9))
}

/// Zeros at the end of a whole number; 0 for one with decimals.
fn trailing_zeros(value: Decimal) -> u32 {
    let value = value.normalize();
    if value.scale() > 0 || value.is_zero() {
        return 0;
    }
    let mut rest = value.mantissa();
    let mut zeros = 0;
    while rest % 10 == 0 {
        rest /= 10;
        zeros += 1;
    }
    zeros
}

/// The size of the last digit that is no trailing zero: 100 in 1,200, 0.1 in 2.5.
fn last_digit(value: Decimal) -> Decimal {
    let value = value.normalize();
    match trailing_zeros(value) {
        0 => Decimal::try_new(1, value.scale()).unwrap_or(Decimal::ONE),
        zeros => Decimal::from_i128_with_scale(10_i128.checked_pow(zeros).unwrap_or(1), 0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How two values in the normal form compare.
    fn compare(a: &str, b: &str) -> Same {
        let read = |value: &str| Figure::read(value).unwrap();
        read(a).compare(&read(b))
    }

    #[test]
    fn one_value_in_other_words_is_equal() {
        assert_eq!(compare("90 percent", "9 of 10"), Same::Equal);
        assert_eq!(compare("0.25", "25 percent"), Same::Equal);
        assert_eq!(compare("25 bp", "0.25 percentage point"), Same::Equal);
        assert_eq!(compare("2 year", "24 month"), Same::Equal);
        assert_eq!(compare("2000+", "2000+"), Same::Equal);
    }

    #[test]
    fn a_hedge_alone_is_no_other_value() {
        assert_eq!(compare("<90 percent", "90 percent"), Same::ModifierOnly);
        assert_eq!(compare("~265", ">265"), Same::ModifierOnly);
    }

    #[test]
    fn rounded_hedged_and_converted_values_are_compatible() {
        assert_eq!(compare("30 km", "19 mi"), Same::Compatible);
        assert_eq!(compare("1200000000", "1234000000"), Same::Compatible);
        assert_eq!(compare(">200", "213"), Same::Compatible);
        assert_eq!(compare("~1250", "1247"), Same::Compatible);
        assert_eq!(compare("2000+", "3400"), Same::Compatible);
        assert_eq!(compare("10..15", "12"), Same::Compatible);
        assert_eq!(compare("67 percent", "0.6666666666666666666666666667"), Same::Compatible);
        assert_eq!(compare("40 °C", "104 °F"), Same::Equal);
        assert_eq!(compare("75 percent", "75.88 percent"), Same::Compatible);
    }

    #[test]
    fn another_value_unit_or_whole_is_different() {
        assert_eq!(compare("95", "98"), Same::Different);
        assert_eq!(compare("60 percent", "58 percent"), Same::Different);
        assert_eq!(compare("200", "213"), Same::Different);
        assert_eq!(compare("12", "12.9"), Same::Different);
        assert_eq!(compare("~60 percent", "~63 percent"), Same::Different);
        assert_eq!(compare("≥12", "31"), Same::Different);
        assert_eq!(compare(">200", "300"), Same::Different);
        assert_eq!(compare("95 of 264", "95 of 245"), Same::Different);
        assert_eq!(compare("USD 5", "EUR 5"), Same::Different);
        assert_eq!(compare("2000+", "200+"), Same::Different);
        assert_eq!(compare("3rd", "3"), Same::Different);
        assert_eq!(compare("5 percent", "5 percentage point"), Same::Different);
    }
}
