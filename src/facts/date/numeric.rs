//! Days and years in figures alone: "2024-02-08", "8/2/2024", "2014-2018", "in 2019", "the 1990s".

use super::{
    Said,
    calendar::{Stretch, When},
    number,
    word::{Reader, Role},
};
use crate::lexicon::FUNCTION_WORDS;

/// Years that stand without a month beside them, where only their neighbours tell that they are years.
const BARE_YEARS: std::ops::RangeInclusive<i16> = 1500..=2099;
/// Words before a number of four digits that make it a year.
const STRONG_CUES: &[&str] =
    &["in", "since", "until", "till", "during", "year", "circa", "early", "late", "mid", "fiscal", "cy", "throughout"];
/// Words before a number of four digits that make it a year when it counts nothing.
const WEAK_CUES: &[&str] = &["by", "of", "before", "after", "from", "to", "for", "through", "and", "between", "than"];
/// Words before a year that tells which: "the 2018 election".
const DETERMINERS: &[&str] = &["the", "a", "his", "her", "its", "their", "s"];
/// Words before two figures with a slash that make them a day: "on 22/04".
const DAY_CUES: &[&str] = &["on", "this", "next", "last"];
/// Words that do so where the figures are no usual fraction.
const RANGE_CUES: &[&str] = &["from", "between", "since", "until", "till"];
/// Usual denominators: "7/8" is a fraction even behind a word that dates follow.
const DENOMINATORS: &[i16] = &[1, 2, 3, 4, 5, 6, 8, 16, 32, 64];

/// A day in figures: "2024-02-08", "8/2/2024" (month first unless it cannot be), "8.2.2024" (day first), "on 22/04".
pub(super) fn day(reader: &Reader<'_>, at: usize) -> Option<Said> {
    let joint = joint(reader, at + 1)?;
    if joint == self::joint(reader, at + 3).unwrap_or(' ') && reader.role(at + 4) == Some(Role::Digits) {
        return three_groups(reader, at, joint);
    }
    (joint == '/').then(|| two_groups(reader, at))?
}

/// The mark that joins two groups of figures without spaces at `at`; every dash is a hyphen.
fn joint(reader: &Reader<'_>, at: usize) -> Option<char> {
    if !reader.tight(at) || !reader.tight(at + 1) {
        return None;
    }
    match reader.role(at)? {
        Role::Mark(mark @ ('/' | '.')) => Some(mark),
        Role::Mark(_) if reader.dash(at) => Some('-'),
        _ => None,
    }
}

/// "2024-02-08", "8/2/2024", "8/2/24", "8.2.2024".
fn three_groups(reader: &Reader<'_>, at: usize, joint: char) -> Option<Said> {
    let (first, second, third) =
        (number::value(reader, at)?, number::value(reader, at + 2)?, number::value(reader, at + 4)?);
    let year_first = number::has_length(reader, at, 4);
    // The order of ISO 8601 is sure enough to be read inside an address: "archive-2018-09-23".
    if !ends(reader, at + 5) || !(year_first || number::starts_free(reader, at)) {
        return None;
    }
    if year_first {
        return on_day(Some(first), second, third, at + 5);
    }
    let year = match reader.words[at + 4].text.len() {
        4 => third,
        2 if joint == '/' => number::full_year(third),
        _ => return None,
    };
    let (month, day) = if joint == '.' || first > 12 { (second, first) } else { (first, second) };
    on_day(Some(year), month, day, at + 5)
}

/// "(on) 22/04", "(Friday) 5/12".
fn two_groups(reader: &Reader<'_>, at: usize) -> Option<Said> {
    let (first, second) = (number::value(reader, at)?, number::value(reader, at + 2)?);
    let weekday = at > 0 && matches!(reader.role(at - 1), Some(Role::Weekday(..)));
    // "From 4/1 to 5/2" are odds, "on 7/8" may be a fraction.
    let sure = weekday || reader.follows(at, DAY_CUES);
    let in_range = two_days(reader, at) || at >= 4 && two_days(reader, at - 4);
    let sure = sure || in_range;
    let fraction = !in_range && (!sure || first < second) && DENOMINATORS.contains(&second);
    if !(sure || reader.follows(at, RANGE_CUES)) || fraction || !ends(reader, at + 3) || reader.content(at + 3) {
        return None;
    }
    let (month, day) = if first > 12 { (second, first) } else { (first, second) };
    on_day(None, month, day, at + 3)
}

/// "between 10/1-11/7": two days, the first of them at `at`.
fn two_days(reader: &Reader<'_>, at: usize) -> bool {
    reader.follows(at, &["between"])
        && joint(reader, at + 1) == Some('/')
        && joint(reader, at + 3) == Some('-')
        && joint(reader, at + 5) == Some('/')
}

/// A day that the calendar has; without a year, that some year has.
fn on_day(year: Option<i16>, month: i16, day: i16, next: usize) -> Option<Said> {
    let (month, day) = (i8::try_from(month).ok()?, i8::try_from(day).ok()?);
    let exists = Stretch::day(year.unwrap_or(LEAP_YEAR), month, day).is_some();
    exists.then(|| Said::when(When::Day { year, month, day, which: None }, next))
}

/// A year that has every day that any year has.
const LEAP_YEAR: i16 = 2000;

/// "20170302" of a file name, "2016 10 16": year, month and day in figures of full length.
pub(super) fn full_length(reader: &Reader<'_>, at: usize) -> Option<Said> {
    let word = reader.words.get(at).filter(|word| word.role == Role::Digits)?;
    let (year, month, day, next) =
        if word.text.len() == 8 && (number::starts_free(reader, at) || (at > 0 && reader.dash(at - 1))) {
            let part = |range: std::ops::Range<usize>| word.text.get(range)?.parse::<i16>().ok();
            (part(0..4)?, part(4..6)?, part(6..8)?, at + 1)
        } else {
            let two = |place: usize| number::digits(reader, place).filter(|_| number::has_length(reader, place, 2));
            (number::four_digits(reader, at)?, two(at + 1)?, two(at + 2)?, at + 3)
        };
    let free = BARE_YEARS.contains(&year) && ends(reader, next) && !reader.content(next);
    free.then(|| on_day(Some(year), month, day, next))?
}

/// Whether a run of figures and marks ends before `next`: not "1.2.2024.7", not "10/1/20245".
fn ends(reader: &Reader<'_>, next: usize) -> bool {
    let more = matches!(reader.role(next), Some(Role::Mark('.' | '/' | ':' | ',')))
        && reader.role(next + 1) == Some(Role::Digits)
        && reader.tight(next)
        && reader.tight(next + 1);
    // The "T" between day and time of ISO 8601 is the one letter that may follow.
    let letter = reader.wordy(next) && reader.tight(next) && !reader.is(next, &["T"]);
    !more && !letter
}

/// Years in figures: "2014-2018", "2023-24", "in 2019", "the 1990s".
pub(super) fn years(reader: &Reader<'_>, at: usize) -> Option<Said> {
    match reader.role(at)? {
        // "FY18", "CY18"
        Role::Digits if number::has_length(reader, at, 2) && reader.tight(at) && reader.follows(at, &["fy", "cy"]) => {
            let year = number::full_year(number::value(reader, at)?);
            number::ends_free(reader, at + 1)
                .then(|| Stretch::years(year, 1))?
                .map(|year| Said::when(When::Days(year), at + 1))
        }
        Role::Digits => decade(reader, at)
            .or_else(|| two_years(reader, at))
            .or_else(|| month_of(reader, at))
            .or_else(|| one_year(reader, at)),
        Role::Number(_) if reader.follows(at, STRONG_CUES) => {
            let (year, next) = number::year(reader, at)?;
            Some(Said::when(When::Days(Stretch::years(year, 1)?), next))
        }
        // "In her sixties" is an age.
        Role::Decade(year) if reader.follows(at, &["the", "in", "since", "early", "late", "mid"]) => {
            Some(Said::when(When::Days(Stretch::years(year, 10)?), at + 1))
        }
        Role::Mark(_) => decade(reader, at),
        _ => None,
    }
}

/// "1990s", "the '90s", "the late 1990's"; "1990's winner" is that of a year.
fn decade(reader: &Reader<'_>, at: usize) -> Option<Said> {
    let short = reader.apostrophe(at) && reader.tight(at + 1) && number::has_length(reader, at + 1, 2);
    let figures = if short { at + 1 } else { at };
    let year = number::value(reader, figures).filter(|year| year % 10 == 0)?;
    let apart = reader.apostrophe(figures + 1)
        && reader.tight(figures + 1)
        && figures.checked_sub(1).is_some_and(|before| reader.is(before, &["the", "early", "late"]));
    let end = figures + 1 + usize::from(apart);
    if !(reader.is(end, &["s"]) && reader.tight(end))
        || !(short
            || (number::has_length(reader, at, 4) && BARE_YEARS.contains(&year) && number::starts_free(reader, at)))
    {
        return None;
    }
    let year = if short { number::full_year(year) } else { year };
    Some(Said::when(When::Days(Stretch::years(year, 10)?), end + 1))
}

/// "2014-2018", "2023-24", "2023/24".
fn two_years(reader: &Reader<'_>, at: usize) -> Option<Said> {
    let first = number::four_digits(reader, at).filter(|year| BARE_YEARS.contains(year))?;
    let dash = reader.dash(at + 1);
    if !(dash || reader.mark(at + 1, '/')) || !reader.tight(at + 1) || !reader.tight(at + 2) || !ends(reader, at + 3) {
        return None;
    }
    let second = number::value(reader, at + 2)?;
    let last = match reader.words[at + 2].text.len() {
        4 if dash && second > first && BARE_YEARS.contains(&second) => second,
        2 if second == (first + 1) % 100 => first + 1,
        _ => return None,
    };
    // "From 2014-2018" leaves open how far into 2018, as "from 2014 to 2018" does.
    let open = dash && last > first + 1 && reader.follows(at, &["from", "between"]);
    let end = if open { Stretch::day(last, 1, 1)? } else { Stretch::years(last, 1)? };
    let stretch = Stretch::years(first, 1)?.join(end);
    (!reader.dash(at + 3)).then(|| Said::when(When::Days(stretch), at + 3))
}

/// "2015-12", "12/2015".
fn month_of(reader: &Reader<'_>, at: usize) -> Option<Said> {
    let joined = reader.tight(at + 1) && reader.tight(at + 2) && ends(reader, at + 3) && !reader.dash(at + 3);
    let (year, month) =
        if number::has_length(reader, at, 4) && number::has_length(reader, at + 2, 2) && reader.dash(at + 1) {
            (number::digits(reader, at)?, number::value(reader, at + 2)?)
        } else if number::has_length(reader, at + 2, 4) && (reader.mark(at + 1, '/') || reader.dash(at + 1)) {
            (number::value(reader, at + 2)?, number::digits(reader, at)?)
        } else {
            return None;
        };
    let real = joined && BARE_YEARS.contains(&year) && (1..=12).contains(&month);
    real.then(|| Said::when(When::Months { year: Some(year), first: month as i8, count: 1, which: None }, at + 3))
}

/// "in 2019", "the 2018 election", "(2024)".
fn one_year(reader: &Reader<'_>, at: usize) -> Option<Said> {
    let year = number::four_digits(reader, at).filter(|year| BARE_YEARS.contains(year))?;
    let next = at + 1;
    let behind = reader.words.get(next).map_or("", |word| word.text);
    let counts = reader.content(next) || reader.is(next, AMOUNT_WORDS);
    let strong = reader.follows(at, STRONG_CUES) || (at > 1 && reader.dash(at - 1) && reader.follows(at - 1, &["mid"]));
    let round = year % 100 == 0;
    let said = if strong {
        !(round && counts && behind.ends_with('s'))
    } else if reader.follows(at, WEAK_CUES) {
        !counts && (!reader.wordy(next) || FUNCTION_WORDS.contains(behind) || !behind.starts_with(char::is_lowercase))
    } else if reader.follows(at, DETERMINERS) {
        !round && (reader.content(next) || reader.capital(next))
    } else {
        at > 0 && reader.mark(at - 1, '(') && reader.mark(next, ')')
    };
    // A range of figures ("in 1950-1960 points") is read as two years before it comes here.
    let whole = !(reader.dash(next) && reader.tight(next) && reader.role(next + 1) == Some(Role::Digits));
    if !said || !whole {
        return None;
    }
    Some(Said::when(When::Days(Stretch::years(year, 1)?), next))
}

/// Words after a number of four digits that make it an amount.
const AMOUNT_WORDS: &[&str] =
    &["GMT", "UTC", "hours", "hrs", "local", "percent", "pct", "million", "billion", "km", "miles", "points"];
