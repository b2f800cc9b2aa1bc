//! Ranges: "February 8 to 10", "between Monday and Wednesday", "8-10 February", "from March to May 2019".

use super::{
    Said,
    calendar::{Stretch, Unit, When},
    number::{self, Style},
    period, phrase,
    word::{Reader, Role},
    written,
};

/// Words that make "from Friday to Monday" two days and no range.
const MOVES: &[&str] =
    &["moved", "move", "postponed", "postpone", "delayed", "rescheduled", "pushed", "brought", "shifted", "changed"];
/// How many words before a range one of [`MOVES`] is looked for.
const MOVE_REACH: usize = 10;

/// A day or stretch at `at`, or two that are joined to a range.
pub(super) fn ranged(reader: &Reader<'_>, at: usize) -> Option<Said> {
    if let Some(said) = days_first(reader, at) {
        return Some(said);
    }
    let now = reader.is(at, &["now"]) && opened(reader, at);
    let left = if now {
        today(reader, at + 1)
    } else {
        phrase(reader, at).or_else(|| written::month_before_month(reader, at))?
    };
    let opened = opened(reader, at);
    let right = joint(reader, &left, at, opened).and_then(|(joint, tight)| {
        let next = reader.skip(joint, &["the"]);
        same_month(reader, &left, next, opened).or_else(|| two_ends(reader, &left, at, next, opened || tight))
    });
    match right {
        Some(said) => Some(said),
        None => (!now).then_some(left),
    }
}

/// Whether "from" or "between" stands before `at`.
fn opened(reader: &Reader<'_>, at: usize) -> bool {
    let first = if reader.follows(at, &["the"]) { at - 1 } else { at };
    reader.follows(first, &["from", "between"])
}

fn today(reader: &Reader<'_>, next: usize) -> Said {
    let day = reader.today.and_then(|today| Unit::Day.around(today));
    Said::when(day.map_or(When::Unknown, When::Days), next)
}

/// The place behind "to" and its like, and whether it is a dash without spaces.
fn joint(reader: &Reader<'_>, left: &Said, at: usize, opened: bool) -> Option<(usize, bool)> {
    let place = left.next;
    // "The October-to-December quarter".
    if reader.dash(place) && reader.is(place + 1, &["to"]) && reader.dash(place + 2) {
        return Some((place + 3, true));
    }
    if reader.dash(place) {
        return Some((place + 1, reader.tight(place) && reader.tight(place + 1)));
    }
    let between = opened && (reader.follows(at, &["between"]) || reader.follows(at, &["the"]));
    if between && reader.is(place, &["and"]) {
        return Some((place + 1, false));
    }
    if reader.is(place, &["and"]) && matches!(left.when, When::Day { year: None, .. }) {
        return Some((place + 1, false));
    }
    let moves = (at.saturating_sub(MOVE_REACH)..at).any(|before| reader.is(before, MOVES));
    (reader.is(place, &["to", "through", "thru", "until", "till"]) && !moves).then_some((place + 1, false))
}

/// A second day of the month that `left` names: "(February 8 to) 10", "(May 3-)5, 2024".
fn same_month(reader: &Reader<'_>, left: &Said, at: usize, opened: bool) -> Option<Said> {
    let When::Day { year, month, day: first, which } = left.when else { return None };
    let (last, next, style) = number::day_number(reader, at)?;
    // "From May 3 to 10 percent"; "May 3 to 10/7".
    let counts = style == Style::Spelled || (style == Style::Digits && reader.content(next)) || reader.mark(next, '%');
    let another = written::exact_day(reader, at).is_some() || !number::ends_free(reader, next);
    // "8 and 9" are two days in a row, "8 and 15" are not.
    let apart = reader.follows(at, &["and"]) && !opened && last > first + 1;
    if counts || another || apart || last <= first {
        return None;
    }
    let behind = written::year_after(reader, next);
    let (year, next) = behind.map_or((year, next), |(year, next)| (Some(year), next));
    Some(Said::when(span_of(reader, When::Day { year, month, day: first, which }, month, last, at), next))
}

/// From `first` to the day `last` of the same month.
fn span_of(reader: &Reader<'_>, first: When, month: i8, last: i8, at: usize) -> When {
    let stretch =
        reader.resolve(first, at).and_then(|start| Some(start.join(Stretch::day(start.from.year(), month, last)?)));
    stretch.map_or(When::Unknown, When::Days)
}

/// "8-10 February 2024", "(between) 3 and 12 of Sept", "ninth till seventeenth of April".
fn days_first(reader: &Reader<'_>, at: usize) -> Option<Said> {
    let (first, next, style) = number::day_number(reader, at)?;
    let between =
        reader.follows(at, &["between"]) || (at > 1 && reader.follows(at, &["the"]) && reader.is(at - 2, &["between"]));
    let joint = reader.dash(next)
        || reader.is(next, &["to", "till", "until", "through"])
        || (between && reader.is(next, &["and"]));
    if !joint || style == Style::Spelled {
        return None;
    }
    let end = reader.skip(next + 1, &["the"]);
    let (last, behind, style) = number::day_number(reader, end)?;
    let inside = (first, last);
    if let Some(said) = of_relative_month(reader, behind, inside, between || opened(reader, at)) {
        return Some(said);
    }
    let said = written::exact_day(reader, end).filter(|_| style != Style::Spelled)?;
    let When::Day { year, month, day: last, which: None } = said.when else { return None };
    let first = When::Day { year, month, day: first, which: None };
    Some(Said::when(span_of(reader, first, month, last, at), said.next))
}

/// "(from the 4th to the 23rd) of next month".
fn of_relative_month(reader: &Reader<'_>, at: usize, (first, last): (i8, i8), opened: bool) -> Option<Said> {
    let named = reader.skip(at + 1, &["the"]);
    let Role::Which(which) = reader.role(named)? else { return None };
    if !opened || !reader.is(at, &["of", "in"]) || !reader.is(named + 1, &["month"]) {
        return None;
    }
    let month = |today| Unit::Month.which(which, today, reader.future(at));
    let stretch = reader.today.and_then(month).and_then(|month| {
        let day = |day| Stretch::day(month.from.year(), month.from.month(), day);
        Stretch::new(day(first)?.from, day(last)?.to)
    });
    Some(Said::when(stretch.map_or(When::Unknown, When::Days), named + 2))
}

/// A range from `left` to what stands at `next`.
///
/// A range up to a month, quarter or year ("from March to May") reaches its first day: the text leaves open how far in it
/// goes. "Through", and a dash alone ("January-March"), take the whole in.
fn two_ends(reader: &Reader<'_>, left: &Said, at: usize, next: usize, joined: bool) -> Option<Said> {
    let right = if reader.is(next, &["now", "date"]) {
        today(reader, next + 1)
    } else {
        let month = || written::any_month(reader, next).filter(|_| matches!(left.when, When::Months { .. }));
        phrase(reader, next).or_else(month)?
    };
    let joint = if reader.is(next - 1, &["the"]) { next - 2 } else { next - 1 };
    let alike = std::mem::discriminant(&left.when) == std::mem::discriminant(&right.when);
    let weekdays = matches!(left.when, When::Weekday { .. });
    // "He resigned on Friday - Monday's vote" is no range, nor is "on Friday and Monday".
    let loose = reader.dash(joint) && weekdays;
    let joined = joined || reader.is(joint, &["through", "thru"]);
    if !joined && (!alike || loose || reader.is(joint, &["and"])) {
        return None;
    }
    let whole = (reader.dash(joint) && !opened(reader, at)) || reader.is(joint, &["through", "thru"]);
    let first = period::point(reader, at).unwrap_or(left.when);
    let last = period::point(reader, next).unwrap_or(right.when);
    let when = match ends(reader, first, last, reader.future(at)) {
        Some((first, last)) => When::Days(Stretch::new(first.from, if whole { last.to } else { last.from })?),
        None if reader.today.is_none() => When::Unknown,
        None => return None,
    };
    Some(Said::when(when, right.next))
}

/// The two ends, each with the year or week that fits the other.
fn ends(reader: &Reader<'_>, left: When, right: When, future: bool) -> Option<(Stretch, Stretch)> {
    let resolve = |when: When| when.resolve(reader.today, future);
    if let Some(year) = right.year().filter(|_| left.year().is_none()) {
        let last = resolve(right)?;
        let first = resolve(left.in_year(year)).filter(|first| first.from <= last.from);
        return Some((first.or_else(|| resolve(left.in_year(year - 1)))?, last));
    }
    let first = left.resolve_first(reader.today)?;
    let last = right.first_from(first.from, reader.today)?;
    // A range that is over is not meant where the sentence looks ahead.
    if future && reader.today.is_some_and(|today| last.to < today) && left.year().is_none() {
        let first = left.resolve(reader.today, true)?;
        return Some((first, right.first_from(first.from, reader.today)?));
    }
    Some((first, last))
}
