//! Dates and times of day, resolved against the day of publication.
//!
//! A grammar of news English over a flat list of words: `word` splits a sentence, `written`, `numeric`, `relative` and
//! `period` read one day or stretch each, `range` joins two of them, `clock` reads times, and `calendar` resolves what
//! was read. Every rule looks at a bounded number of words, so that the whole is linear.

mod calendar;
mod clock;
mod named;
mod number;
mod numeric;
mod period;
mod range;
mod relative;
mod same;
mod word;
mod written;

pub use same::SameDate;

use self::{
    calendar::{Stretch, When},
    clock::Clock,
    word::Reader,
};
use crate::{document::Published, span::Span};
use jiff::civil::{Date, Time, Weekday};

/// A part of a day that the words name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DayPart {
    /// "in the morning", "early on Friday".
    Morning,
    /// "in the afternoon", "midday".
    Afternoon,
    /// "on Friday evening".
    Evening,
    /// "on Friday night", "overnight", "late on Friday".
    Night,
}

impl DayPart {
    /// Its English name in lower case.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Morning => "morning",
            Self::Afternoon => "afternoon",
            Self::Evening => "evening",
            Self::Night => "night",
        }
    }

    /// The part that has this name.
    fn named(name: &str) -> Option<Self> {
        [Self::Morning, Self::Afternoon, Self::Evening, Self::Night].into_iter().find(|part| part.name() == name)
    }
}

/// A mention of a day, a time, or a longer stretch of the calendar.
///
/// A duration ("four years") is a figure, not a date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateMention {
    /// Its words without a preposition: "Friday evening", "February 8", "last October", "3:49 p.m. Eastern time".
    pub span: Span,
    /// First day, inclusive; `None` where the text cannot be resolved ("Friday" in a document without a date).
    pub from: Option<Date>,
    /// Last day, inclusive; the same as `from` for a day.
    pub to: Option<Date>,
    /// The weekday that the words name, also where no date is known.
    pub weekday: Option<Weekday>,
    /// The month that the words name, 1 to 12, also where no year is known; `None` for a range.
    pub month: Option<i8>,
    /// The day of the month that the words name, also where no year is known; `None` for a range.
    pub day: Option<i8>,
    /// The part of the day that the words name.
    pub part: Option<DayPart>,
    /// The clock time that the words name, in local time.
    pub time: Option<Time>,
    /// Minutes that the named time zone is ahead of UTC on that day; `None` where the words name no zone.
    pub zone_minutes: Option<i16>,
}

/// The dates and times in one sentence of `text`, in order of place; they never overlap.
///
/// Relative words ("Friday", "yesterday", "last month") are resolved against `published`: a bare weekday is the nearest
/// one on or before it, unless the words say "next" or the sentence looks ahead ("will meet on Friday"); a day without a
/// year is the nearest, rather a past one; a month without a year is the last that has begun. Where figures leave open
/// which is the month, it comes first ("8/2/2024" is August 2). Seasons are those of the north.
///
/// Cost: linear in the length of the sentence.
#[must_use]
pub fn dates(text: &str, sentence: Span, published: Option<Published>) -> Vec<DateMention> {
    let mut reader = Reader::new(text, sentence, published.map(Published::day));
    let mut out = Vec::new();
    let mut at = 0;
    while at < reader.words.len() {
        let Some((mention, next)) = mention(&reader, at) else {
            at += 1;
            continue;
        };
        if mention.from.is_some() && mention.from == mention.to {
            reader.named = mention.from;
        }
        out.push(mention);
        at = next;
    }
    out
}

/// What some words of a sentence say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Said {
    when: When,
    weekday: Option<Weekday>,
    part: Option<DayPart>,
    /// The place behind its words.
    next: usize,
}

impl Said {
    fn when(when: When, next: usize) -> Self {
        Self { when, weekday: None, part: None, next }
    }
}

/// A day or stretch at `at` that is no part of another.
fn basic(reader: &Reader<'_>, at: usize) -> Option<Said> {
    named::named(reader, at)
        .or_else(|| written::written(reader, at))
        .or_else(|| period::year_quarter(reader, at))
        .or_else(|| numeric::years(reader, at))
        .or_else(|| relative::relative(reader, at))
}

/// A day or stretch at `at`.
fn phrase(reader: &Reader<'_>, at: usize) -> Option<Said> {
    period::period(reader, at).or_else(|| relative::counted(reader, at)).or_else(|| basic(reader, at))
}

/// A date or time at `at` and the place behind it: a stretch, or a day with a time before or behind it.
fn mention(reader: &Reader<'_>, at: usize) -> Option<(DateMention, usize)> {
    if let Some(clock) = clock::clock(reader, at, false) {
        let behind = if reader.mark(clock.next, ',') { clock.next + 1 } else { clock.next };
        let said = phrase(reader, reader.skip(behind, &["on"])).filter(|said| is_day(reader, said, at));
        let next = said.map_or(clock.next, |said| said.next);
        return Some((build(reader, at, next, said, Some(clock)), next));
    }
    let mut said = range::ranged(reader, at)?;
    if !is_day(reader, &said, at) {
        return Some((build(reader, at, said.next, Some(said), None), said.next));
    }
    if let (None, Some((part, next))) = (said.part, clock::part(reader, said.next)) {
        said = Said { part: Some(part), next, ..said };
    }
    let clock = clock_behind(reader, said.next);
    let next = clock.map_or(said.next, |clock| clock.next);
    Some((build(reader, at, next, Some(said), clock), next))
}

/// A time behind a day that ends before `at`: "at 3:49 p.m.", ", 10:15", "T15:49".
fn clock_behind(reader: &Reader<'_>, at: usize) -> Option<Clock> {
    let letter = reader.tight(at) && reader.is(at, &["T"]) && reader.tight(at + 1);
    let behind = if reader.mark(at, ',') || letter { at + 1 } else { at };
    let behind = reader.skip(behind, &["at", "by", "around", "about", "@"]);
    if letter {
        return clock::after_letter(reader, behind);
    }
    clock::clock(reader, reader.skip(behind, &["around", "about"]), true)
}

/// Whether `said` is one day, known or not.
fn is_day(reader: &Reader<'_>, said: &Said, at: usize) -> bool {
    match said.when {
        When::Day { .. } | When::Weekday { .. } | When::WeekdayDay { .. } => true,
        When::Unknown => said.part.is_some() || matches!(reader.role(said.next - 1), Some(word::Role::Day(_))),
        When::Days(_) | When::Months { .. } => {
            said.when.resolve(reader.today, reader.future(at)).is_some_and(Stretch::is_day)
        }
    }
}

fn build(reader: &Reader<'_>, at: usize, next: usize, said: Option<Said>, clock: Option<Clock>) -> DateMention {
    let when = said.map(|said| said.when);
    let stretch = when.and_then(|when| when.resolve(reader.today, reader.future(at)));
    let (month, day) = match when {
        Some(When::Day { month, day, .. }) => (Some(month), Some(day)),
        Some(When::Months { first, count: 1, .. }) => (Some(first), None),
        Some(When::WeekdayDay { day, .. }) => (None, Some(day)),
        _ => (None, None),
    };
    let date = stretch.filter(|stretch| stretch.is_day()).map(|stretch| stretch.from).or(reader.today);
    DateMention {
        span: reader.span(at, next),
        from: stretch.map(|stretch| stretch.from),
        to: stretch.map(|stretch| stretch.to),
        weekday: said.and_then(|said| said.weekday),
        month,
        day,
        part: said.and_then(|said| said.part),
        time: clock.map(|clock| clock.time),
        zone_minutes: clock.and_then(|clock| clock::minutes_ahead(clock.zone?, date, clock.time)),
    }
}
