//! Parts of longer stretches: "first quarter of 2024", "last week of July", "summer of 2019", "mid-May", "21st century".

use super::{
    Said, basic,
    calendar::{Stretch, Unit, When, Which},
    number,
    word::{Reader, Role, Side},
};
use jiff::civil::Weekday;

/// A part of a longer stretch at `at`.
pub(super) fn period(reader: &Reader<'_>, at: usize) -> Option<Said> {
    match reader.role(at)? {
        Role::Side(side) => sided(reader, at, side),
        Role::Season(first) => season(reader, at, first),
        Role::Ordinal(_) | Role::Digits | Role::Number(_) => nth(reader, at),
        Role::Which(Which::Last) => part_of(reader, at + 1, Part::Last),
        Role::Unit(Unit::Week, false) if reader.is(at + 1, WEEK_WORDS) => week_from(reader, at, at + 2),
        Role::Unit(Unit::Year, false) if reader.is(at + 1, &["to"]) && reader.is(at + 2, &["date"]) => {
            let days = reader.today.and_then(|today| Stretch::new(today.first_of_year(), today));
            Some(Said::when(days.map_or(When::Unknown, When::Days), at + 3))
        }
        Role::Plain if reader.is(at, &["q"]) => short_quarter(reader, at),
        // "w/c February 5": the week commencing
        Role::Plain if reader.is(at, &["w"]) && reader.mark(at + 1, '/') && reader.is(at + 2, &["c"]) => {
            week_from(reader, at, at + 3)
        }
        Role::Plain if reader.is(at, &["earlier", "later"]) => cut(reader, at),
        _ => None,
    }
}

/// The stretch that `said` means, where it is known.
fn known(reader: &Reader<'_>, said: &Said, at: usize) -> Option<Stretch> {
    reader.resolve(said.when, at)
}

/// What another stretch is a part of: "2021", "last year", "the year".
fn whole(reader: &Reader<'_>, at: usize) -> Option<Said> {
    let at = reader.skip(at, &["the"]);
    if let (Some(Role::Unit(unit, false)), true) = (reader.role(at), reader.follows(at, &["the"])) {
        if let Some((year, next)) = number::year(reader, at + 1).filter(|_| unit == Unit::Year) {
            return Some(Said::when(When::Days(Stretch::years(year, 1)?), next));
        }
        // "At the end of the day" is an idiom.
        if unit == Unit::Day {
            return None;
        }
        let days = reader.today.and_then(|today| unit.which(Which::This, today, true));
        return Some(Said::when(days.map_or(When::Unknown, When::Days), at + 1));
    }
    if let Some(year) = number::four_digits(reader, at) {
        return match basic(reader, at) {
            Some(said) if said.next > at + 1 => Some(said),
            _ => Some(Said::when(When::Days(Stretch::years(year, 1)?), at + 1)),
        };
    }
    basic(reader, at)
}

/// Which of its kind: the third, the first two, the last four.
#[derive(Clone, Copy)]
enum Part {
    Nth(i16),
    Last,
}

/// "first quarter", "third week of January", "first 2 weeks of 2021", "21st century".
fn nth(reader: &Reader<'_>, at: usize) -> Option<Said> {
    let (number, next) = number::ordinal(reader, at)?;
    let next = if reader.dash(next) { next + 1 } else { next };
    match reader.role(next)? {
        // "Twentieth Century Fox" is a name.
        Role::Unit(Unit::Century, false) if !reader.capital(next) && (1..=30).contains(&number) => {
            Some(Said::when(When::Days(Stretch::years((number - 1) * 100, 100)?), next + 1))
        }
        Role::Unit(Unit::Quarter, false) if (1..=4).contains(&number) => {
            Some(months_of(reader, number as i8 * 3 - 2, 3, next + 1).unwrap_or_else(|| {
                Said::when(When::Months { year: None, first: number as i8 * 3 - 2, count: 3, which: None }, next + 1)
            }))
        }
        Role::Plain if reader.is(next, &["half"]) && number <= 2 => {
            months_of(reader, number as i8 * 6 - 5, 6, next + 1)
        }
        _ => part_of(reader, next, Part::Nth(number)),
    }
}

/// Months of a year that is named behind them: "(first half) of last year", "(Q1) 2024".
fn months_of(reader: &Reader<'_>, first: i8, count: i64, at: usize) -> Option<Said> {
    let place = if reader.mark(at, ',') { at + 1 } else { at };
    let certain = number::modern_year(reader, at).is_some();
    if let Some((year, next)) = number::year(reader, place).filter(|(_, next)| certain || !reader.content(*next)) {
        return Some(Said::when(When::Months { year: Some(year), first, count, which: None }, next));
    }
    let said = whole(reader, if reader.is(at, &["of", "in"]) { at + 1 } else { return None })?;
    let Some(stretch) = known(reader, &said, at) else {
        return (said.when == When::Unknown).then(|| Said::when(When::Unknown, said.next));
    };
    let year = stretch.from.year();
    let whole_year = Stretch::years(year, 1) == Some(stretch);
    whole_year.then(|| Said::when(When::Months { year: Some(year), first, count, which: None }, said.next))
}

/// "Q1 2024", "Q3 of 2018", "Q2".
fn short_quarter(reader: &Reader<'_>, at: usize) -> Option<Said> {
    let quarter = number::value(reader, at + 1).filter(|quarter| (1..=4).contains(quarter) && reader.tight(at + 1))?;
    if reader.tight(at) || !number::ends_free(reader, at + 2) {
        return None;
    }
    let first = quarter as i8 * 3 - 2;
    Some(
        months_of(reader, first, 3, at + 2)
            .unwrap_or_else(|| Said::when(When::Months { year: None, first, count: 3, which: None }, at + 2)),
    )
}

/// "2017-Q1", "2017 Q1".
pub(super) fn year_quarter(reader: &Reader<'_>, at: usize) -> Option<Said> {
    let year = number::four_digits(reader, at)?;
    let q = if reader.dash(at + 1) && reader.tight(at + 1) { at + 2 } else { at + 1 };
    let quarter = number::value(reader, q + 1).filter(|quarter| (1..=4).contains(quarter) && reader.tight(q + 1))?;
    let first = quarter as i8 * 3 - 2;
    reader.is(q, &["q"]).then(|| Said::when(When::Months { year: Some(year), first, count: 3, which: None }, q + 2))
}

/// "(last) four months of 2021", "(last) quarter 1986", "(first) week of Jan 2015", "(23rd) day of September".
fn part_of(reader: &Reader<'_>, at: usize, part: Part) -> Option<Said> {
    let (count, next) = number::count(reader, at).filter(|_| !matches!(part, Part::Nth(2..))).unwrap_or((1, at));
    let Role::Unit(unit, _) = reader.role(next)? else { return None };
    let of_year = unit == Unit::Quarter && number::modern_year(reader, next + 1).is_some();
    if !of_year && !reader.is(next + 1, &["of"]) {
        return None;
    }
    let said = whole(reader, if of_year { next + 1 } else { next + 2 })?;
    let Some(base) = known(reader, &said, at) else { return Some(Said::when(When::Unknown, said.next)) };
    let stretch = slice(base, unit, part, count)?;
    Some(Said::when(When::Days(stretch), said.next))
}

/// `count` units of `base` from its start, or to its end; `None` where it is not that long.
fn slice(base: Stretch, unit: Unit, part: Part, count: i64) -> Option<Stretch> {
    let base = if unit == Unit::Week { base.weeks()? } else { base };
    let inside = |stretch: Stretch| (base.from <= stretch.from && stretch.to <= base.to).then_some(stretch);
    match part {
        Part::Nth(1) if count > 1 => {
            let to = unit.around(unit.shift(base.from, count - 1)?)?.to;
            inside(Stretch::new(base.from, to)?)
        }
        Part::Nth(number) => inside(unit.around(unit.shift(base.from, i64::from(number) - 1)?)?),
        Part::Last => {
            let last = unit.around(base.to)?;
            inside(Stretch::new(unit.shift(last.from, 1 - count)?, base.to)?)
        }
    }
}

/// "summer 2024", "winter of 2019".
fn season(reader: &Reader<'_>, at: usize, first: i8) -> Option<Said> {
    let next = reader.skip(at + 1, &["of"]);
    let (year, next) = number::year(reader, next).filter(|(_, next)| !reader.content(*next))?;
    Some(Said::when(When::Months { year: Some(year), first, count: 3, which: None }, next))
}

/// "early May", "late 2019", "the end of March", "mid-1990s", "early Saturday", "late on Friday".
fn sided(reader: &Reader<'_>, at: usize, side: Side) -> Option<Said> {
    let noun = reader.is(at, &["beginning", "start", "end", "middle"]);
    let next = if noun && !reader.is(at + 1, &["of"]) {
        return None;
    } else if reader.dash(at + 1) {
        at + 2
    } else {
        reader.skip(at + 1, &["of", "on", "in"])
    };
    let said = whole(reader, next)?;
    let day = matches!(said.when, When::Weekday { .. } | When::WeekdayDay { .. } | When::Day { .. })
        || known(reader, &said, at).is_some_and(Stretch::is_day)
        || (said.when == When::Unknown && matches!(reader.role(next), Some(Role::Day(_))));
    if day {
        let part = match side {
            Side::Early => Some(super::DayPart::Morning),
            Side::Middle => None,
            Side::Late => Some(super::DayPart::Night),
        };
        return Some(Said { part: said.part.or(part), ..said });
    }
    let Some(base) = known(reader, &said, at) else {
        return Some(Said { when: said.when.unresolved(), ..said });
    };
    Some(Said::when(When::Days(half(base, side)?), said.next))
}

/// "the end of March" where it ends a range: its first, middle or last day.
pub(super) fn point(reader: &Reader<'_>, at: usize) -> Option<When> {
    let Role::Side(side) = reader.role(at)? else { return None };
    if !reader.is(at + 1, &["of"]) {
        return None;
    }
    let base = known(reader, &whole(reader, at + 2)?, at)?;
    let day = match side {
        Side::Early => base.from,
        Side::Middle => Unit::Day.shift(base.from, base.days() / 2)?,
        Side::Late => base.to,
    };
    Unit::Day.around(day).map(When::Days)
}

/// The first, middle or last half of a stretch, by months where it is long.
fn half(base: Stretch, side: Side) -> Option<Stretch> {
    let (unit, length) =
        if base.days() > 300 { (Unit::Month, (base.days() + 5) * 12 / 365) } else { (Unit::Day, base.days()) };
    let half = length / 2;
    let cut = |units| Unit::Day.shift(unit.shift(base.from, units)?, -1);
    match side {
        Side::Early => Stretch::new(base.from, cut(half)?),
        Side::Middle => Stretch::new(unit.shift(base.from, half / 2)?, cut(half / 2 + half)?),
        Side::Late => Stretch::new(unit.shift(base.from, half)?, base.to),
    }
}

/// "earlier this week", "later in the year", "later on Friday": up to yesterday, or from today.
fn cut(reader: &Reader<'_>, at: usize) -> Option<Said> {
    let said = whole(reader, reader.skip(at + 1, &["in", "on"]))?;
    let (Some(base), Some(today)) = (known(reader, &said, at), reader.today) else { return Some(said) };
    if base.is_day() || today < base.from || base.to < today {
        return Some(said);
    }
    let stretch = if reader.is(at, &["later"]) {
        Stretch::new(today, base.to)
    } else {
        Stretch::new(base.from, Unit::Day.shift(today, -1)?).or(Some(base))
    };
    Some(Said::when(When::Days(stretch?), said.next))
}

/// Words between "week" and the day that it begins with, ends with or holds.
const WEEK_WORDS: &[&str] = &["of", "beginning", "starting", "commencing", "ended", "ending"];

/// "(the) week of April 10th", "week beginning February 4"; the day stands at `next`.
fn week_from(reader: &Reader<'_>, at: usize, next: usize) -> Option<Said> {
    let said = basic(reader, reader.skip(reader.skip(next, &["on"]), &["the"]))?;
    let Some(base) = known(reader, &said, at) else { return Some(Said::when(When::Unknown, said.next)) };
    let week = if reader.is(at + 1, &["ended", "ending"]) {
        Stretch::new(Unit::Day.shift(base.from, -6)?, base.from)
    } else if base.from.weekday() == Weekday::Sunday && !reader.is(at + 1, &["of"]) {
        Stretch::new(base.from, Unit::Day.shift(base.from, 6)?)
    } else {
        Unit::Week.around(base.from)
    };
    base.is_day().then_some(Said::when(When::Days(week?), said.next))
}
