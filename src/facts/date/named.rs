//! Days with a name: "Christmas Day", "Thanksgiving 2023", "New Year's Eve".

use super::{
    Said,
    calendar::{Stretch, Unit, When},
    number,
    word::{Reader, Role},
};
use crate::lexicon::NAMED_DAYS;
use jiff::civil::{Date, Weekday};

/// The longest name: "new", "year", "'", "s", "day".
const MOST_WORDS: usize = 5;

/// A day with a name at `at`, with the year behind it.
pub(super) fn named(reader: &Reader<'_>, at: usize) -> Option<Said> {
    if !matches!(reader.role(at)?, Role::Plain | Role::Month(..)) {
        return None;
    }
    let (rule, named) = name(reader, at)?;
    // "May Day", and no "may day"; "Thanksgiving dinner" is a kind of dinner.
    if !reader.capital(at) && reader.role(at) != Some(Role::Plain) || reader.content(named) {
        return None;
    }
    let (year, next) = number::year(reader, named).map_or((None, named), |(year, next)| (Some(year), next));
    let when = match *rule.as_slice() {
        [month, day] => When::Day { year, month, day, which: None },
        [month, which, weekday, after] => {
            let in_year = |year: i16| nth_weekday(year, month, which, weekday, after);
            let today = reader.today;
            let last = |today: Date| {
                let years = [today.year(), today.year().saturating_sub(1)];
                years.into_iter().filter_map(in_year).find(|one| reader.future(at) || one.from <= today)
            };
            year.map_or_else(|| today.and_then(last), in_year).map_or(When::Unknown, When::Days)
        }
        _ => return None,
    };
    Some(Said::when(when, next))
}

/// The longest name at `at` with the numbers of its rule, and the place behind it.
fn name(reader: &Reader<'_>, at: usize) -> Option<(Vec<i8>, usize)> {
    if !reader.names_day(at) {
        return None;
    }
    let mut name = String::new();
    let mut found = None;
    for (place, word) in reader.words.iter().enumerate().skip(at).take(MOST_WORDS) {
        if !word.tight && !name.is_empty() {
            name.push(' ');
        }
        name.push_str(if reader.apostrophe(place) { "'" } else { word.text });
        name.make_ascii_lowercase();
        if let Some(rule) = NAMED_DAYS.get(name.as_str()) {
            found = Some((rule.split(' ').filter_map(|number| number.parse().ok()).collect(), place + 1));
        }
    }
    found
}

/// `after` days behind a weekday (from Monday, 1) of a month.
fn nth_weekday(year: i16, month: i8, which: i8, weekday: i8, after: i8) -> Option<Stretch> {
    let first = Date::new(year, month, 1).ok()?;
    let date = first.nth_weekday_of_month(which, Weekday::from_monday_one_offset(weekday).ok()?).ok()?;
    Unit::Day.around(Unit::Day.shift(date, i64::from(after))?)
}
