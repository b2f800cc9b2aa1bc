//! Times of day: "3:49 p.m. Eastern", "7.30 pm", "1500 GMT", "noon", and the parts of a day.

use super::{
    DayPart, number,
    word::{Reader, Role},
};
use crate::lexicon::TIME_ZONES;
use jiff::{
    civil::{Date, DateTime, Time},
    tz::TimeZone,
};

/// Words before "10:15" that make it a time of day, and no running time or score.
const CUES: &[&str] =
    &["at", "by", "around", "about", "until", "till", "before", "after", "from", "since", "between", "approximately"];
/// The day that summer time is judged by where no day is known: it is none, so that two zones of one text agree.
const WINTER: Date = Date::constant(2024, 1, 15);

/// A time of day with the zone that is named behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Clock {
    pub(super) time: Time,
    /// The rule of the zone, in the form of POSIX.
    pub(super) zone: Option<&'static str>,
    pub(super) next: usize,
}

/// A time of day at `at`; `beside_day` says that a day stands directly before it, so that "10:15" needs no cue.
pub(super) fn clock(reader: &Reader<'_>, at: usize, beside_day: bool) -> Option<Clock> {
    if let Some(hour) = spelled(reader, at) {
        return with_zone(reader, at + 1, hour, 0);
    }
    let hour = number::value(reader, at).filter(|_| number::starts_free(reader, at))?;
    if number::has_length(reader, at, 4) {
        let clock = with_zone(reader, reader.skip(at + 1, &["hours", "hrs"]), hour / 100, hour % 100)?;
        return (clock.next > at + 1).then_some(clock);
    }
    let colon = reader.mark(at + 1, ':');
    let pointed = (colon || reader.mark(at + 1, '.'))
        && reader.tight(at + 1)
        && reader.tight(at + 2)
        && number::has_length(reader, at + 2, 2);
    let (minute, next) = if pointed { (number::value(reader, at + 2)?, at + 3) } else { (0, at + 1) };
    if let Some((afternoon, next)) = meridiem(reader, next) {
        let hour = (1..=12).contains(&hour).then_some(hour % 12 + if afternoon { 12 } else { 0 })?;
        return with_zone(reader, next, hour, minute);
    }
    if !pointed || !number::ends_free(reader, next) {
        return None;
    }
    if let Some((afternoon, next)) = part_behind(reader, next) {
        let hour = if afternoon && hour < 12 { hour + 12 } else { hour };
        return with_zone(reader, next, hour, minute);
    }
    let cue = beside_day || reader.follows(at, CUES);
    let clock = with_zone(reader, next, hour, minute)?;
    ((colon && cue) || clock.next > next).then_some(clock)
}

/// The hour of "noon" or "midnight", in lower case: "Midnight" and "High Noon" are names.
fn spelled(reader: &Reader<'_>, at: usize) -> Option<i16> {
    match reader.words.get(at)?.text {
        "noon" | "midday" => Some(12),
        "midnight" => Some(0),
        _ => None,
    }
}

/// "a.m.", "pm": whether it is after noon, and the place behind it.
fn meridiem(reader: &Reader<'_>, at: usize) -> Option<(bool, usize)> {
    if reader.is(at, &["am", "pm"]) {
        return Some((reader.is(at, &["pm"]), at + 1));
    }
    let letters =
        reader.is(at, &["a", "p"]) && reader.mark(at + 1, '.') && reader.is(at + 2, &["m"]) && reader.tight(at + 1);
    let stop = reader.mark(at + 3, '.') && reader.tight(at + 3);
    letters.then(|| (reader.is(at, &["p"]), if stop { at + 4 } else { at + 3 }))
}

/// "in the evening" behind a time: whether it is after noon, and the place behind it.
fn part_behind(reader: &Reader<'_>, at: usize) -> Option<(bool, usize)> {
    let part = if reader.is(at, &["in"]) && reader.is(at + 1, &["the"]) { at + 2 } else { return None };
    match reader.role(part)? {
        Role::Part(part_of_day) => Some((part_of_day != DayPart::Morning, part + 1)),
        _ => None,
    }
}

/// The time with its zone, if one stands at `at`; `None` where the clock has no such time.
fn with_zone(reader: &Reader<'_>, at: usize, hour: i16, minute: i16) -> Option<Clock> {
    let time = Time::new(i8::try_from(hour).ok()?, i8::try_from(minute).ok()?, 0, 0).ok()?;
    let (zone, next) = zone(reader, at).unwrap_or((None, at));
    Some(Clock { time, zone, next })
}

/// "Eastern Standard Time", "GMT", "local time", "Ruda time" (zones that are not known).
fn zone(reader: &Reader<'_>, at: usize) -> Option<(Option<&'static str>, usize)> {
    let Some(rule) = TIME_ZONES.get(reader.words.get(at)?.text).copied() else {
        let place = reader.is(at, &["local"]) || (reader.capital(at) && reader.role(at) == Some(Role::Plain));
        return (place && reader.is(at + 1, &["time"])).then_some((None, at + 2));
    };
    let season = reader.is(at + 1, &["standard", "daylight", "summer"]) && reader.is(at + 2, &["time"]);
    let next = if season { at + 3 } else { reader.skip(at + 1, &["time"]) };
    Some((Some(rule), next))
}

/// Minutes that a zone is ahead of UTC at that local time; summer time is as the rule has it today, and is not in force
/// where the day is not known.
pub(super) fn minutes_ahead(rule: &str, day: Option<Date>, time: Time) -> Option<i16> {
    let local = DateTime::from_parts(day.unwrap_or(WINTER), time);
    let zoned = TimeZone::posix(rule).ok()?.to_ambiguous_zoned(local).compatible().ok()?;
    i16::try_from(zoned.offset().seconds() / 60).ok()
}

/// A part of the day behind a day: "Friday evening", "February 8 in the morning", "Friday at night".
pub(super) fn part(reader: &Reader<'_>, at: usize) -> Option<(DayPart, usize)> {
    let place = if reader.is(at, &["in"]) && reader.is(at + 1, &["the"]) { at + 2 } else { reader.skip(at, &["at"]) };
    match reader.role(place)? {
        Role::Part(part) => Some((part, place + 1)),
        _ => None,
    }
}

/// A time behind the "T" of ISO 8601: "15:49:00" of "2024-02-08T15:49:00".
pub(super) fn after_letter(reader: &Reader<'_>, at: usize) -> Option<Clock> {
    let (hour, minute) = (number::value(reader, at)?, number::value(reader, at + 2)?);
    if !reader.mark(at + 1, ':') {
        return None;
    }
    let seconds = reader.mark(at + 3, ':') && number::has_length(reader, at + 4, 2);
    let next = if seconds { at + 5 } else { at + 3 };
    let utc = reader.is(next, &["Z"]) && reader.tight(next);
    let clock = with_zone(reader, next, hour, minute)?;
    Some(if utc { Clock { zone: Some("UTC0"), next: next + 1, ..clock } } else { clock })
}
