//! Two values that are a range: "between 10 and 15", "2-3 million", "$2 to $3 million"; not "rose from 10 to 15".

use super::{
    Modifier,
    amount::{Amount, amount},
    modifier,
    number::Nature,
    pieces::Pieces,
    unit::{self, PERCENT, Unit},
};
use crate::lexicon;
use rust_decimal::Decimal;

/// One or two values, and where they end.
pub(super) struct Values {
    /// The lower value, in the unit of both.
    pub low: Amount,
    /// The upper value of a range, in the unit of `low`.
    pub high: Option<Decimal>,
    /// The amount behind it.
    pub second: Amount,
    /// Index behind both.
    pub end: usize,
}

/// The range that starts with `one`, or `one` alone.
pub(super) fn values(pieces: &Pieces, one: Amount) -> Values {
    let alone = Values { low: one, high: None, second: one, end: one.end };
    if matches!(one.number.nature, Nature::Ordinal | Nature::Vague) {
        return alone;
    }
    let lead = pieces.word(one.start.wrapping_sub(1));
    let Some((link, next)) = link(pieces, one.end, lead == "between") else { return alone };
    let (inner, next) = modifier::before(pieces, next);
    let Some(two) = amount(pieces, next, lead != "between") else { return alone };
    if inner != Modifier::Exact && lead != "between" && lead != "from" {
        return alone;
    }
    let Some((low, two)) = in_one_unit(one, two) else { return alone };
    let is_range = match link {
        Link::List => false,
        Link::Or => one.unit.is_empty() && low.value < two.value && !names_jump(&low, &two, WIDEST_CHANGE),
        Link::Joined | Link::And => low.value < two.value,
        Link::To => low.value < two.value && !names_change(pieces, &one, &low, &two, lead == "from"),
    };
    if is_range {
        return Values { low, high: Some(two.value), second: two, end: two.end };
    }
    // "rose from 10 to 15 percent": two figures, both in percent.
    let shares_unit = matches!(link, Link::To | Link::List | Link::Or) && (link != Link::List || two.unit == PERCENT);
    if shares_unit { Values { low, ..alone } } else { alone }
}

/// What stands between the two values of a range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Link {
    /// "10-15", "20..30", "20 through 100".
    Joined,
    /// "10 to 15".
    To,
    /// "two or three".
    Or,
    /// "between 10 and 15".
    And,
    /// "10 and 15 percent": no range, but the unit may be shared.
    List,
}

pub(super) fn link(pieces: &Pieces, at: usize, between: bool) -> Option<(Link, usize)> {
    let word = pieces.word(at);
    match word {
        "-" if pieces.glued(at) == pieces.glued(at + 1) => {
            let inside = pieces.word(at + 1);
            let spelled = matches!(inside, "to" | "or") && pieces.inner_hyphen(at) && pieces.inner_hyphen(at + 2);
            if spelled { Some((Link::To, at + 3)) } else { Some((Link::Joined, at + 1)) }
        }
        "." if pieces.word(at + 1) == "." && pieces.glued(at + 1) => Some((Link::Joined, at + 2)),
        "through" => Some((Link::Joined, at + 1)),
        "to" => Some((Link::To, at + 1)),
        "or" => Some((Link::Or, at + 1)),
        "and" if between => Some((Link::And, at + 1)),
        "and" => Some((Link::List, at + 1)),
        _ => None,
    }
}

/// Both amounts in one unit: the first takes unit and scale of the second where it has none ("$2 to $3 million",
/// "10 to 15 percent"), the second that of a sign before the first ("$2-3"). `None` where they measure different things.
fn in_one_unit(one: Amount, two: Amount) -> Option<(Amount, Amount)> {
    let (mut low, mut high) = (one, two);
    if two.number.scale > Decimal::ONE && one.number.scale == Decimal::ONE && one.number.value < two.number.mantissa {
        low = low.with_scale(two.number.scale)?;
    }
    if one.unit == two.unit {
        return Some((low, high));
    }
    // "down 1-1/4 to $2.61": a sign would stand before both.
    if unit::is_money(two.unit) && two.end == two.number.end && one.unit.is_empty() {
        return None;
    }
    if one.unit.is_empty() {
        let share = two.value.checked_div(two.number.value).map_or(Decimal::ONE, |share| share.abs());
        low = low.with_unit(Unit { symbol: two.unit, share })?;
        return Some((low, high));
    }
    if two.unit.is_empty() && unit::is_money(one.unit) {
        high.unit = one.unit;
        return Some((low, high));
    }
    None
}

/// The largest ratio of the two values of a range behind a verb of change: "rose 10 to 15 percent", not "rose 12 to 1,653".
pub(super) const WIDEST_CHANGE: Decimal = Decimal::from_parts(4, 0, 0, false, 0);

/// The largest ratio of the two values of "X to Y" without "from" or "between".
const WIDEST_RANGE: Decimal = Decimal::from_parts(20, 0, 0, false, 0);

/// Whether "X to Y" tells of a change and not of a range: "rose from 10 to 15", "gained 12 to 1,653", "lifted by 2 to 20".
fn names_change(pieces: &Pieces, one: &Amount, low: &Amount, high: &Amount, from: bool) -> bool {
    let verb = |back: usize| lexicon::CHANGE_VERBS.contains(pieces.word(one.start.wrapping_sub(back)));
    if from {
        return (2..=5).any(verb);
    }
    let lead = pieces.word(one.start.wrapping_sub(1));
    let near = (1..=3).any(verb) && lead != "to";
    let own_unit = !one.unit.is_empty() && unit_behind(pieces, one);
    let other_scale = one.number.scale > Decimal::ONE && high.number.scale > one.number.scale;
    let jump = names_jump(low, high, WIDEST_CHANGE);
    // "lifted by C$1.40 to C$20.10"
    lead == "by" && jump
        || near && (own_unit && one.number.scale == high.number.scale || jump)
        || jump && (own_unit || other_scale)
        || names_jump(low, high, WIDEST_RANGE)
}

/// Whether `high` is too far from `low` for the two to be a range.
pub(super) fn names_jump(low: &Amount, high: &Amount, widest_ratio: Decimal) -> bool {
    low.value.checked_mul(widest_ratio).is_none_or(|widest| high.value > widest)
}

/// Whether the amount's unit stands behind its number and not before it.
fn unit_behind(pieces: &Pieces, amount: &Amount) -> bool {
    amount.end > amount.number.end || pieces.is_word(amount.end.wrapping_sub(1))
}
