//! Numbers inside dates: counts, ordinals, days of a month, years.

use super::word::{Reader, Role};

/// The first and last year that a bare number of four digits can be without a month beside it.
const PLAIN_YEARS: std::ops::RangeInclusive<i16> = 1000..=2100;

/// The years of which news tells by quarters.
const MODERN_YEARS: std::ops::RangeInclusive<i16> = 1900..=2100;

/// Two digits below this are years of this century: "'24", and "'87" of the last.
const CENTURY_TURN: i16 = 50;

/// How a day of a month is written; what is written plainly is more easily something else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    /// "8".
    Digits,
    /// "8th", "eighth".
    Ordinal,
    /// "eight".
    Spelled,
}

/// The digits at `at` as a number, where they stand on their own: no part of "3,000", "1.5", "G20", "$12" or "12%".
pub(super) fn digits(reader: &Reader<'_>, at: usize) -> Option<i16> {
    reader.words.get(at)?.number
}

/// What [`digits`] gives, from the words around: a reader asks for it once.
pub(super) fn alone(reader: &Reader<'_>, at: usize) -> Option<i16> {
    if !starts_free(reader, at) || !ends_free(reader, at + 1) {
        return None;
    }
    value(reader, at)
}

/// The digits at `at` as a number, whatever stands around them; at most four digits.
pub(super) fn value(reader: &Reader<'_>, at: usize) -> Option<i16> {
    let word = reader.words.get(at)?;
    if word.role != Role::Digits || word.text.len() > 4 { None } else { word.text.parse().ok() }
}

/// Whether the digits at `at` have exactly `length` digits.
pub(super) fn has_length(reader: &Reader<'_>, at: usize, length: usize) -> bool {
    reader.role(at) == Some(Role::Digits) && reader.words[at].text.len() == length
}

/// Whether nothing before `at` makes its digits part of something longer.
pub(super) fn starts_free(reader: &Reader<'_>, at: usize) -> bool {
    let Some(before) = at.checked_sub(1) else { return true };
    match reader.role(before) {
        // "$ 12 December" names no day either.
        Some(Role::Mark('$' | '£' | '€' | '¥' | '#' | '№')) => false,
        _ if !reader.tight(at) => true,
        Some(Role::Mark('.' | ',' | ':' | '+')) => {
            before == 0 || reader.role(before - 1) != Some(Role::Digits) || !reader.tight(before)
        }
        // "COVID-19", against "mid-2019" and "Sep-23".
        Some(Role::Mark(_)) if reader.dash(before) && before > 0 && reader.tight(before) => {
            !matches!(reader.role(before - 1), Some(Role::Plain | Role::Unit(..)))
        }
        Some(Role::Mark(_) | Role::Month(..)) => true,
        _ => false,
    }
}

/// Whether nothing from `next` on belongs to the digits before it.
pub(super) fn ends_free(reader: &Reader<'_>, next: usize) -> bool {
    match reader.role(next) {
        Some(Role::Mark('%')) => false,
        Some(Role::Mark('.' | ',' | ':')) if reader.tight(next) => {
            !(reader.role(next + 1) == Some(Role::Digits) && reader.tight(next + 1))
        }
        Some(Role::Mark(_)) | None => true,
        Some(_) => !reader.tight(next),
    }
}

/// An ordinal: "8th", "eighth", "twenty-third".
pub(super) fn ordinal(reader: &Reader<'_>, at: usize) -> Option<(i16, usize)> {
    match reader.role(at)? {
        Role::Ordinal(number) => Some((number, at + 1)),
        Role::Digits
            if starts_free(reader, at) && reader.tight(at + 1) && reader.is(at + 1, &["st", "nd", "rd", "th"]) =>
        {
            Some((value(reader, at)?, at + 2))
        }
        Role::Number(tens @ (20 | 30)) => {
            let next = if reader.dash(at + 1) { at + 2 } else { at + 1 };
            match reader.role(next)? {
                Role::Ordinal(ones @ 1..=9) => Some((tens + ones, next + 1)),
                _ => None,
            }
        }
        _ => None,
    }
}

/// A spelled number up to 99: "two", "twenty-nine".
pub(super) fn spelled(reader: &Reader<'_>, at: usize) -> Option<(i16, usize)> {
    let Role::Number(first) = reader.role(at)? else { return None };
    let next = if reader.dash(at + 1) { at + 2 } else { at + 1 };
    match reader.role(next) {
        Some(Role::Number(ones @ 1..=9)) if first >= 20 && first % 10 == 0 => Some((first + ones, next + 1)),
        _ => Some((first, at + 1)),
    }
}

/// How many units: "3", "two", "a", "a couple of".
pub(super) fn count(reader: &Reader<'_>, at: usize) -> Option<(i64, usize)> {
    if let Some(number) = digits(reader, at) {
        return Some((i64::from(number), at + 1));
    }
    if let Some((number, next)) = spelled(reader, at) {
        return Some((i64::from(number), next));
    }
    let next = reader.skip(at, &["a"]);
    if reader.is(next, &["couple"]) {
        return Some((2, reader.skip(next + 1, &["of"])));
    }
    reader.is(at, &["a", "an"]).then_some((1, at + 1))
}

/// A day of a month: "8", "8th", "eighth", "eight".
pub(super) fn day_number(reader: &Reader<'_>, at: usize) -> Option<(i8, usize, Style)> {
    let (number, next, style) = if let Some((number, next)) = ordinal(reader, at) {
        (number, next, Style::Ordinal)
    } else if let Some(number) = digits(reader, at) {
        (number, at + 1, Style::Digits)
    } else {
        let (number, next) = spelled(reader, at)?;
        (number, next, Style::Spelled)
    };
    let long = style == Style::Digits && reader.words[at].text.len() > 2;
    ((1..=31).contains(&number) && !long).then_some((number as i8, next, style))
}

/// A year of four digits; nothing tells yet that it is no other number.
pub(super) fn four_digits(reader: &Reader<'_>, at: usize) -> Option<i16> {
    digits(reader, at).filter(|number| has_length(reader, at, 4) && PLAIN_YEARS.contains(number))
}

/// A year of the news, in four digits: what stands beside a quarter is no count.
pub(super) fn modern_year(reader: &Reader<'_>, at: usize) -> Option<i16> {
    four_digits(reader, at).filter(|year| MODERN_YEARS.contains(year))
}

/// A year after a month or another cue: "2024", "'87", "nineteen ninety-six".
pub(super) fn year(reader: &Reader<'_>, at: usize) -> Option<(i16, usize)> {
    if let Some(number) = four_digits(reader, at) {
        return Some((number, at + 1));
    }
    if reader.apostrophe(at) && reader.tight(at + 1) && has_length(reader, at + 1, 2) && ends_free(reader, at + 2) {
        return Some((full_year(value(reader, at + 1)?), at + 2));
    }
    spelled_year(reader, at)
}

/// The year that two digits stand for.
pub(super) fn full_year(two_digits: i16) -> i16 {
    if two_digits < CENTURY_TURN { 2000 + two_digits } else { 1900 + two_digits }
}

/// "nineteen ninety-six", "nineteen hundred ninety three", "two thousand and fifteen".
fn spelled_year(reader: &Reader<'_>, at: usize) -> Option<(i16, usize)> {
    let (first, next) = spelled(reader, at)?;
    let rest = |at: usize| {
        let number = reader.skip(at, &["and"]);
        spelled(reader, number).unwrap_or((0, at))
    };
    if first == 2 && reader.is(next, &["thousand"]) {
        let (number, next) = rest(next + 1);
        return Some((2000 + number, next));
    }
    if !(11..=20).contains(&first) {
        return None;
    }
    if reader.is(next, &["hundred"]) {
        let (number, next) = rest(next + 1);
        return Some((first * 100 + number, next));
    }
    spelled(reader, next).filter(|(number, _)| *number >= 10).map(|(number, next)| (first * 100 + number, next))
}
