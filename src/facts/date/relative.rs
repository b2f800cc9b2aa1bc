//! Days and stretches relative to the day of publication: "yesterday", "last week", "two days ago", "next 3 months".

use super::{
    DayPart, Said,
    calendar::{Stretch, Unit, When, Which},
    named, number,
    word::{Form, Reader, Role},
    written,
};
use jiff::civil::{Date, Weekday};

/// Kinds of year and week that the calendar does not know: they are read as plain ones.
const KINDS: &[&str] = &["calendar", "fiscal", "financial", "trading", "academic"];

/// At most so many counts follow one another in "2 years 1 month and 21 days ago".
const MOST_COUNTS: usize = 4;

/// What is relative to the day of publication at `at`, without a count in front.
pub(super) fn relative(reader: &Reader<'_>, at: usize) -> Option<Said> {
    match reader.role(at)? {
        Role::Day(days) => Some(from_today(reader, days, at + 1)),
        Role::Which(which) => chosen(reader, at, which),
        Role::Part(part) => bare_part(reader, at, part),
        Role::Plain if reader.is(at, &["tonight"]) => {
            Some(Said { part: Some(DayPart::Night), ..from_today(reader, 0, at + 1) })
        }
        Role::Unit(Unit::Day, false) if reader.is(at + 1, &["before", "after"]) => day_beside(reader, at),
        Role::Unit(Unit::Weekend, false)
            if at > 1 && reader.follows(at, &["the"]) && reader.is(at - 2, &["over", "at", "during", "on"]) =>
        {
            let which = if reader.future(at) { Which::This } else { Which::Last };
            Some(Said::when(weekend(reader, at, which), at + 1))
        }
        Role::Unit(Unit::Week, false)
            if reader.is(at + 1, &["after"]) && reader.is(at + 2, &["next"]) && !reader.wordy(at + 3) =>
        {
            let after = |today| Unit::Week.which(Which::Next, Unit::Week.shift(today, 1)?, true);
            Some(Said::when(days(reader.today.and_then(after)), at + 3))
        }
        _ => None,
    }
}

fn days(stretch: Option<Stretch>) -> When {
    stretch.map_or(When::Unknown, When::Days)
}

/// The day `days` after publication.
fn from_today(reader: &Reader<'_>, number: i64, next: usize) -> Said {
    let day = reader.today.and_then(|today| Unit::Day.around(Unit::Day.shift(today, number)?));
    Said::when(days(day), next)
}

/// "over the weekend": the last one that has begun, or the next one where the sentence looks ahead.
fn weekend(reader: &Reader<'_>, at: usize, which: Which) -> When {
    let nearest = |today: Date| {
        let this = Unit::Weekend.around(today)?;
        if which == Which::Last && this.from <= today {
            Some(this)
        } else {
            Unit::Weekend.which(which, today, reader.future(at))
        }
    };
    days(reader.today.and_then(nearest))
}

/// "day before yesterday", "day after Friday".
fn day_beside(reader: &Reader<'_>, at: usize) -> Option<Said> {
    let step = if reader.is(at + 1, &["before"]) { -1 } else { 1 };
    let said = anchor(reader, at + 2)?;
    Some(Said::when(moved(reader, said.when, at, &[(step, Unit::Day)]), said.next))
}

/// A day that something is counted from: "today", "now", "Friday", "January 15".
fn anchor(reader: &Reader<'_>, at: usize) -> Option<Said> {
    if reader.is(at, &["now"]) {
        return Some(from_today(reader, 0, at + 1));
    }
    let said = match reader.role(at)? {
        Role::Day(_) => relative(reader, at),
        Role::Which(which) if matches!(reader.role(at + 1), Some(Role::Weekday(..))) => chosen(reader, at, which),
        Role::Weekday(..) => written::weekday(reader, at, None),
        _ => named::named(reader, at).or_else(|| written::exact_day(reader, at)),
    }?;
    Some(said)
}

/// `when` moved by counts of units.
fn moved(reader: &Reader<'_>, when: When, at: usize, counts: &[(i64, Unit)]) -> When {
    let Some(base) = reader.resolve(when, at) else { return When::Unknown };
    let date = counts.iter().try_fold(base.from, |date, (count, unit)| unit.shift(date, *count));
    days(date.and_then(|date| Unit::Day.around(date)))
}

/// "last week", "this Friday", "next 6th of April", "past three quarters", "this morning", "last night".
fn chosen(reader: &Reader<'_>, at: usize, which: Which) -> Option<Said> {
    // "Following Thursday's vote" is after it.
    if reader.is(at, &["following"]) && !reader.follows(at, &["the", "on"]) {
        return None;
    }
    let (which, next) = match (which, reader.role(at + 1)) {
        (Which::This, Some(Role::Which(inner))) if inner != Which::This => (inner, at + 2),
        _ => (which, at + 1),
    };
    let next = reader.skip(next, KINDS);
    match reader.role(next)? {
        Role::Weekday(..) => written::weekday(reader, next, Some(which)),
        Role::Month(month, form) => chosen_month(reader, next, which, month, form),
        Role::Season(first) => {
            let when = When::Months { year: None, first, count: 3, which: Some(which) };
            Some(Said::when(when, next + 1))
        }
        Role::Part(part) => chosen_part(reader, next, which, part),
        Role::Unit(unit, plural) => (!plural).then(|| chosen_unit(reader, at, next, which, unit))?,
        _ if reader.is(next, &["working"]) && reader.is(next + 1, &["week"]) => {
            chosen_unit(reader, at, next + 1, which, Unit::Workweek)
        }
        Role::Digits | Role::Number(_) | Role::Ordinal(_) => {
            chosen_day(reader, next, which).or_else(|| chosen_count(reader, next, which))
        }
        _ => chosen_count(reader, next, which),
    }
}

/// "last October", "this May", "next May 12".
fn chosen_month(reader: &Reader<'_>, at: usize, which: Which, first: i8, form: Form) -> Option<Said> {
    if let Some(said) = chosen_day(reader, at, which) {
        return Some(said);
    }
    let named = matches!(form, Form::Sure | Form::Name) || reader.capital(at);
    let when = When::Months { year: None, first, count: 1, which: Some(which) };
    (named && number::year(reader, at + 1).is_none())
        .then(|| Said::when(when, at + 1))
        .or_else(|| written::written(reader, at))
}

/// "this 5/12", "next 6th of April".
fn chosen_day(reader: &Reader<'_>, at: usize, which: Which) -> Option<Said> {
    let said = written::exact_day(reader, at)?;
    let When::Day { year, month, day, .. } = said.when else { return Some(said) };
    Some(Said { when: When::Day { year, month, day, which: Some(which) }, ..said })
}

/// "this morning", "last night".
fn chosen_part(reader: &Reader<'_>, at: usize, which: Which, part: DayPart) -> Option<Said> {
    let step = match (which, part) {
        (Which::This, DayPart::Morning | DayPart::Afternoon | DayPart::Evening) => 0,
        (Which::Last, DayPart::Evening | DayPart::Night) => -1,
        _ => return None,
    };
    Some(Said { part: Some(part), ..from_today(reader, step, at + 1) })
}

/// "last week", "the following day", "next week Wednesday", "last week's Friday".
fn chosen_unit(reader: &Reader<'_>, first: usize, at: usize, which: Which, unit: Unit) -> Option<Said> {
    // "The following day" counts from the day that the sentence has just named.
    let following = reader.is(first, &["following", "previous", "preceding", "next"]);
    let base =
        reader.named.filter(|_| following && !(reader.is(first, &["next"]) && unit != Unit::Day)).or(reader.today);
    if unit == Unit::Day && !(following && reader.named.is_some()) {
        return None;
    }
    if unit == Unit::Weekend && base == reader.today {
        return Some(Said::when(weekend(reader, at, which), at + 1));
    }
    if unit == Unit::Week && reader.today.is_some() {
        let day = if reader.apostrophe(at + 1) && reader.is(at + 2, &["s"]) {
            at + 3
        } else if reader.dash(at + 1) {
            at + 2
        } else {
            reader.skip(at + 1, &["on"])
        };
        if let Some(Role::Weekday(_, Form::Sure | Form::Short)) = reader.role(day) {
            return written::weekday(reader, day, Some(which));
        }
    }
    let stretch = base.and_then(|base| unit.which(which, base, reader.future(at)));
    Some(Said::when(days(stretch), at + 1))
}

/// Words behind a count that make it a day of its own.
const COUNTED_FROM: &[&str] = &["ago", "later", "earlier", "before", "after", "from"];

/// "next 3 days", "past two quarters", "last couple of weeks", "last 3 months and 2 weeks".
fn chosen_count(reader: &Reader<'_>, at: usize, which: Which) -> Option<Said> {
    let (count, next) =
        number::count(reader, at).or_else(|| reader.is(at, &["couple"]).then(|| (2, reader.skip(at + 1, &["of"]))))?;
    let Role::Unit(unit, true) = reader.role(next)? else { return None };
    let mut said = rolling(reader, which, count, unit, next + 1)?;
    // "Within the next 10 months" begins today.
    if let (When::Days(stretch), Some(today), true) =
        (said.when, reader.today, which.is_after() && within_before(reader, at))
    {
        said.when = When::Days(Stretch { from: stretch.from.min(today), ..stretch });
    }
    // "For the last 3 months, and 2 days ago" tells of two times.
    let rest = || counts(reader, said.next + 1).filter(|(_, next)| !reader.is(*next, COUNTED_FROM));
    let Some((rest, next)) = reader.is(said.next, &["and"]).then(rest).flatten() else {
        return Some(said);
    };
    let When::Days(stretch) = said.when else { return Some(Said { next, ..said }) };
    let moved = |date| {
        let signed = |count: i64| if which.is_before() { -count } else { count };
        rest.iter().try_fold(date, |date, (count, unit)| unit.shift(date, signed(*count)))
    };
    let longer = if which.is_before() {
        Stretch::new(moved(stretch.from)?, stretch.to)
    } else {
        Stretch::new(stretch.from, moved(stretch.to)?)
    };
    Some(Said::when(days(longer), next))
}

fn rolling(reader: &Reader<'_>, which: Which, count: i64, unit: Unit, next: usize) -> Option<Said> {
    let count = if which.is_before() { -count } else { count };
    let known = which.is_before() || which.is_after();
    known.then(|| Said::when(days(reader.today.and_then(|today| unit.rolling(count, today))), next))
}

/// "overnight" where it is no attribute, "evening of February 8".
fn bare_part(reader: &Reader<'_>, at: usize, part: DayPart) -> Option<Said> {
    let of = reader.skip(at + 1, &["of", "on"]);
    // "One Night on Friday" is a title.
    let joined = (of > at + 1 && !reader.capital(at)) || reader.is(at, &["overnight"]);
    if let Some(said) = anchor(reader, reader.skip(of, &["the"])).filter(|_| joined) {
        return Some(Said { part: Some(part), ..said });
    }
    let alone = !reader.wordy(at + 1)
        || reader.is(at + 1, &["in", "on", "after", "as", "by", "from", "at", "and", "into", "to", "when"]);
    if !reader.is(at, &["overnight"]) || !alone || reader.follows(at, &["an", "the"]) {
        return None;
    }
    let night = reader.today.and_then(|today| Stretch::new(Unit::Day.shift(today, -1)?, today));
    Some(Said { part: Some(part), ..Said::when(days(night), at + 1) })
}

/// What begins with a count of units: "two days ago", "3 weeks from tomorrow", "in two weeks", "5 upcoming years".
pub(super) fn counted(reader: &Reader<'_>, at: usize) -> Option<Said> {
    let (count, next) = number::count(reader, at)?;
    if let (Some(Role::Which(which)), Some(Role::Unit(unit, true))) = (reader.role(next), reader.role(next + 1)) {
        return rolling(reader, which, count, unit, next + 2);
    }
    let (counts, next) = counts(reader, at)?;
    if reader.is(next, &["ago"]) {
        return Some(Said::when(ago(reader, &back(&counts)), next + 1));
    }
    let with_weekday = |said: Said| {
        let long = counts.iter().all(|(_, unit)| *unit != Unit::Day);
        long.then(|| weekday_of_its_week(reader, at, &said)).flatten().unwrap_or(said)
    };
    starting(reader, at, next, &counts)
        .or_else(|| beside(reader, at, next, &counts).map(with_weekday))
        .or_else(|| beside_named(reader, at, next, &counts))
        .or_else(|| ahead(reader, at, next, &counts))
        .or_else(|| within(reader, at, next, &counts))
}

/// The weekday of the week that is told before it: "the first week of October on Friday".
pub(super) fn weekday_behind(reader: &Reader<'_>, at: usize, said: &Said) -> Option<Said> {
    const DAYS_OF_A_WEEK: i64 = 7;
    on_weekday(reader, at, said, |told| (told.days() == DAYS_OF_A_WEEK).then_some(told))
}

/// The weekday behind a day that weeks or months are counted to: "3 weeks after Christmas on Friday".
fn weekday_of_its_week(reader: &Reader<'_>, at: usize, said: &Said) -> Option<Said> {
    on_weekday(reader, at, said, |told| Unit::Week.around(told.from))
}

/// The weekday named behind "on" after `said`, in the week that `week` makes of what was said.
fn on_weekday(reader: &Reader<'_>, at: usize, said: &Said, week: impl Fn(Stretch) -> Option<Stretch>) -> Option<Said> {
    let Role::Weekday(weekday, Form::Sure) = reader.role(said.next + 1)? else { return None };
    reader.is(said.next, &["on"]).then_some(())?;
    let day = reader.resolve(said.when, at).and_then(week)?.weekday(weekday)?;
    Some(Said { weekday: Some(weekday), ..Said::when(When::Days(day), said.next + 2) })
}

/// "Monday two weeks from now", "Thursday, a year after February 8": the weekday at hand in the week of a day that weeks,
/// months or years are counted to at `at`.
pub(super) fn weekday_before(reader: &Reader<'_>, weekday: Weekday, at: usize) -> Option<Said> {
    let at = if reader.mark(at, ',') { at + 1 } else { at };
    let (counts, next) = counts(reader, at)?;
    let long = counts.iter().all(|(_, unit)| *unit != Unit::Day);
    let told = long && (reader.is(next, &["from", "after", "before"]));
    let said = told.then(|| beside(reader, at, next, &counts)).flatten()?;
    let day = reader.resolve(said.when, at).and_then(|day| Unit::Week.around(day.from));
    Some(Said { weekday: Some(weekday), ..Said::when(When::Days(day?.weekday(weekday)?), said.next) })
}

/// The counts with their sign turned.
fn back(counts: &[(i64, Unit)]) -> Vec<(i64, Unit)> {
    counts.iter().map(|(count, unit)| (-count, *unit)).collect()
}

/// "(3 weeks) from tomorrow", "(two days) before January 15".
fn beside(reader: &Reader<'_>, at: usize, next: usize, counts: &[(i64, Unit)]) -> Option<Said> {
    let said = if reader.is(next, &["from", "after", "before"]) { anchor(reader, next + 1) } else { None }?;
    let turned = if reader.is(next, &["before"]) { back(counts) } else { counts.to_vec() };
    Some(Said::when(moved(reader, said.when, at, &turned), said.next))
}

/// "(two days) later", counted from the day that the sentence named last; `None` where it has named none, since the day
/// of publication is not meant.
fn beside_named(reader: &Reader<'_>, at: usize, next: usize, counts: &[(i64, Unit)]) -> Option<Said> {
    let before = reader.is(next, &["before"]) && !reader.wordy(next + 1);
    if !before && !reader.is(next, &["later", "earlier"]) {
        return None;
    }
    let named = Unit::Day.around(reader.named?)?;
    let turned = if reader.is(next, &["later"]) { counts.to_vec() } else { back(counts) };
    Some(Said::when(moved(reader, When::Days(named), at, &turned), next + 1))
}

/// "(will meet in) two weeks", "two days' time"; "in two weeks of talks" is a duration.
fn ahead(reader: &Reader<'_>, at: usize, next: usize, counts: &[(i64, Unit)]) -> Option<Said> {
    if !reader.follows(at, &["in"]) || !reader.future(at) || reader.is(next, &["of"]) {
        return None;
    }
    let time = reader.skip(next + 1, &["s"]);
    let end = if reader.apostrophe(next) && reader.is(time, &["time"]) { time + 1 } else { next };
    let today = days(reader.today.and_then(|today| Unit::Day.around(today)));
    Some(Said::when(moved(reader, today, at, counts), end))
}

/// Whether "within" stands before the word before `at`: "within (the) next (10 months)".
fn within_before(reader: &Reader<'_>, at: usize) -> bool {
    let named = at.saturating_sub(1);
    reader.follows(if reader.follows(named, &["the"]) { named - 1 } else { named }, &["within"])
}

/// "(will decide within) two weeks": from today on.
fn within(reader: &Reader<'_>, at: usize, next: usize, counts: &[(i64, Unit)]) -> Option<Said> {
    if !reader.follows(at, &["within"]) || !reader.future(at) || reader.is(next, &["of"]) {
        return None;
    }
    let until = |today| counts.iter().try_fold(today, |date, (count, unit)| unit.shift(date, *count));
    let stretch = reader.today.and_then(|today| Stretch::new(today, until(today)?));
    Some(Said::when(days(stretch), next))
}

/// "(for) two weeks from Friday", "3 days starting on Monday": the stretch that begins on a named day.
fn starting(reader: &Reader<'_>, at: usize, next: usize, counts: &[(i64, Unit)]) -> Option<Said> {
    let [(count, unit)] = *counts else { return None };
    let place = if reader.mark(next, ',') { next + 1 } else { next };
    let begins = reader.is(place, &["starting", "beginning"]);
    if !(begins || (reader.is(place, &["from"]) && reader.follows(at, &["for"]))) {
        return None;
    }
    let said = anchor(reader, reader.skip(place + 1, &["from", "on"]))?;
    let base = reader.resolve(said.when, at);
    let stretch = base.and_then(|base| Stretch::new(base.from, Unit::Day.shift(unit.shift(base.from, count)?, -1)?));
    Some(Said::when(days(stretch), said.next))
}

/// "2 years 1 month and 21 days".
fn counts(reader: &Reader<'_>, at: usize) -> Option<(Vec<(i64, Unit)>, usize)> {
    let mut out = Vec::new();
    let mut next = at;
    while out.len() < MOST_COUNTS {
        let joined = if out.is_empty() { next } else { reader.skip(next, &["and"]) };
        let Some((count, unit_at)) = number::count(reader, joined) else { break };
        let Some(Role::Unit(unit, _)) = reader.role(unit_at) else { break };
        out.push((count, unit));
        next = unit_at + 1;
    }
    (!out.is_empty()).then_some((out, next))
}

/// The day so long ago; with years alone, or months alone, the whole year or month, since nobody counts the days then.
fn ago(reader: &Reader<'_>, counts: &[(i64, Unit)]) -> When {
    let Some(today) = reader.today else { return When::Unknown };
    let date = counts.iter().try_fold(today, |date, (count, unit)| unit.shift(date, *count));
    let vague = match counts {
        [(_, unit @ (Unit::Month | Unit::Quarter | Unit::Year | Unit::Decade | Unit::Century))] => *unit,
        _ => Unit::Day,
    };
    days(date.and_then(|date| vague.around(date)))
}
