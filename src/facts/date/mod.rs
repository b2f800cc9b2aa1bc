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
pub(super) use word::{telling_words, words};

use self::{
    calendar::{Stretch, When},
    clock::Clock,
    word::Reader,
};
use super::words::Line;
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

/// The dates and times in a sentence, in order of place; they never overlap.
///
/// Relative words ("Friday", "yesterday", "last month") are resolved against `published`: a bare weekday is the nearest
/// one on or before it, unless the words say "next" or the sentence looks ahead ("will meet on Friday"); a day without a
/// year is the nearest, rather a past one; a month without a year is the last that has begun. Where figures leave open
/// which is the month, it comes first ("8/2/2024" is August 2). Seasons are those of the north.
///
/// Cost: linear in the length of the sentence.
#[must_use]
pub fn dates(line: Line<'_>, published: Option<Published>) -> Vec<DateMention> {
    let mut reader = Reader::new(line, published.map(Published::day));
    let mut out = Vec::new();
    if !reader.tells_time() {
        return out;
    }
    let mut at = 0;
    while at < reader.words.len() {
        let found = if reader.opens(at) { mention(&reader, at) } else { None };
        let Some((mention, next)) = found else {
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

/// A day or stretch at `at`, with the weekday that is named behind its week: "the first week of October on Friday".
fn phrase(reader: &Reader<'_>, at: usize) -> Option<Said> {
    let said = period::period(reader, at).or_else(|| relative::counted(reader, at)).or_else(|| basic(reader, at))?;
    Some(relative::weekday_behind(reader, at, &said).unwrap_or(said))
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
        When::Days(_) | When::Months { .. } => reader.resolve(said.when, at).is_some_and(Stretch::is_day),
    }
}

fn build(reader: &Reader<'_>, at: usize, next: usize, said: Option<Said>, clock: Option<Clock>) -> DateMention {
    let when = said.map(|said| said.when);
    let stretch = when.and_then(|when| reader.resolve(when, at));
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::words::with_line;
    use proptest::prelude::*;

    fn dates(text: &str, sentence: Span, published: Option<Published>) -> Vec<DateMention> {
        with_line(text, sentence, |line| super::dates(line, published))
    }

    /// A Friday.
    const PUBLISHED: Date = Date::constant(2024, 2, 9);

    /// The words and values of the dates in `text`, read on [`PUBLISHED`].
    fn read(text: &str) -> Vec<(String, String)> {
        let found = dates(text, Span::new(0, text.len()), Some(Published::on(PUBLISHED)));
        found.iter().map(|one| (one.span.of(text).to_owned(), one.value())).collect()
    }

    fn values(text: &str) -> Vec<String> {
        read(text).into_iter().map(|(_, value)| value).collect()
    }

    #[test]
    fn a_day_is_read_in_every_usual_spelling() {
        for day in [
            "February 8",
            "Feb. 8, 2024",
            "8 February 2024",
            "the 8th of February",
            "08th Feb 2024",
            "Thursday, February 8",
            "2024-02-08",
            "2/8/2024",
            "8.2.2024",
            "08-Feb-2024",
            "yesterday",
            "Thursday",
        ] {
            assert_eq!(values(&format!("The dam at Ruda broke on {day}.")), ["2024-02-08"], "{day}");
        }
    }

    #[test]
    fn a_weekday_is_the_last_one_unless_the_words_look_ahead() {
        assert_eq!(values("The dam broke on Monday"), ["2024-02-05"]);
        assert_eq!(values("The council will meet on Monday"), ["2024-02-12"]);
        assert_eq!(values("The line was expected to stay closed until Monday"), ["2024-02-12"]);
        assert_eq!(values("Ruda will replace the mayor, who died on Monday"), ["2024-02-05"]);
        assert_eq!(values("The council meets next Monday"), ["2024-02-12"]);
        assert_eq!(values("The dam held last Monday"), ["2024-01-29"]);
        assert_eq!(read("It followed Thursday's vote"), [("Thursday".to_owned(), "2024-02-08".to_owned())]);
    }

    #[test]
    fn a_stretch_has_a_first_and_a_last_day() {
        assert_eq!(
            values("Rain fell in October, as it did in October 2020 and in 2019"),
            ["2023-10", "2020-10", "2019"]
        );
        assert_eq!(values("from February 8 to 10"), ["2024-02-08/2024-02-10"]);
        assert_eq!(values("between Monday and Wednesday"), ["2024-02-05/2024-02-07"]);
        assert_eq!(values("the first quarter of 2023"), ["2023-01-01/2023-03-31"]);
        assert_eq!(values("last week"), ["2024-01-29/2024-02-04"]);
        assert_eq!(values("in last quarter 2022"), values("in the last quarter of 2022"));
        assert_eq!(values("the second quarter 2023 result"), ["2023-04-01/2023-06-30"]);
        assert_eq!(values("the January, 2023 level"), ["2023-01"]);
        assert_eq!(values("In January, 2000 angry people left"), ["2024-01"]);
        assert_eq!(values("the January-August figure"), ["2024-01-01/2024-08-31"]);
        assert_eq!(values("COVID-19 February 2021 figures"), ["2021-02"]);
        assert_eq!(values("the 1990s"), ["1990-01-01/1999-12-31"]);
        assert_eq!(values("the 1990's"), values("the 1990s"));
        assert_eq!(values("in the late 1990\u{2019}s"), values("in the late 1990s"));
        assert_eq!(values("in 1990's first flood"), ["1990"]);
        assert_eq!(values("It rained in June and for two weeks, two days ago"), ["2023-06", "2024-02-07"]);
    }

    #[test]
    fn a_week_and_a_weekday_name_the_day() {
        assert_eq!(values("the first week of March on Friday"), ["2024-03-08"]);
        assert_eq!(values("They meet on Monday two weeks from now"), ["2024-02-19"]);
        assert_eq!(values("He died on Friday, two years after February 8, 2022"), ["2024-02-09"]);
        assert_eq!(values("w/c February 5"), ["2024-02-05/2024-02-11"]);
        assert_eq!(values("from the 4th to the 23rd of next month"), ["2024-03-04/2024-03-23"]);
        assert_eq!(values("sales in FY23 and two weeks after Christmas"), ["2023", "2024-01-08"]);
    }

    #[test]
    fn what_will_be_within_a_time_begins_today() {
        assert_eq!(values("The council will decide within two weeks"), ["2024-02-09/2024-02-23"]);
        assert_eq!(values("They worked for the last 3 months and 2 weeks"), ["2023-10-26/2024-02-08"]);
        assert_eq!(values("Schools will stay shut between 2/12-3/4"), ["2024-02-12/2024-03-04"]);
    }

    #[test]
    fn a_time_belongs_to_the_day_beside_it() {
        assert_eq!(values("at 3:49 p.m. Eastern on February 8"), ["2024-02-08 15:49 -05:00"]);
        assert_eq!(values("on Thursday at 7.30 pm"), ["2024-02-08 19:30"]);
        assert_eq!(values("at 1500 GMT, or noon"), ["15:00 +00:00", "12:00"]);
        assert_eq!(values("on Thursday night and early on Friday"), ["2024-02-08 night", "2024-02-09 morning"]);
    }

    #[test]
    fn what_only_looks_like_a_date_is_none() {
        for text in [
            "They may march in an august body for a second time",
            "April Ruda, Mrs May and the Sunday Times disagreed",
            "1:51",
            "Ruda won 3-1, 24/7, on 555 0100, with version 1.2.3 and odds from 4/1",
            "It lasted four years and cost 2,019 dinars",
            "At least 8 may have died of COVID-19, and of 2000 people 12 were hurt",
        ] {
            assert_eq!(read(text), [], "{text}");
        }
    }

    #[test]
    fn without_a_day_of_publication_the_words_are_kept() {
        let text = "on February 8, on Friday";
        let found = dates(text, Span::new(0, text.len()), None);
        assert_eq!((found[0].month, found[0].day, found[0].from), (Some(2), Some(8), None));
        assert_eq!((found[1].weekday, found[1].from), (Some(Weekday::Friday), None));
    }

    proptest! {
        #[test]
        fn spans_rise_and_lie_inside_the_sentence(
            words in prop::collection::vec(
                prop_oneof![
                    4 => prop::sample::select(vec![
                        "May", "Feb.", "8", "31", "2024", "1500 GMT", "Friday", "the", "of", "-", "/", ":", "'", "to", "from",
                        "between", "and", "last", "two", "days", "ago", "week", "early", "night", "at", "p.m.", "first",
                        "9999", "00", "32", "q", "s", "Eastern", "in", "will", "December", "century",
                    ]).prop_map(str::to_owned),
                    1 => ".{0,4}",
                ],
                0..24,
            ),
            tight in any::<bool>(),
            before in ".{0,3}",
            day in prop::option::of(0i64..4_000_000),
        ) {
            let text = words.join(if tight { "" } else { " " });
            let whole = format!("{before}{text}{before}");
            let sentence = Span::new(before.len(), before.len() + text.len());
            // Every day that jiff knows, up to its ends.
            let today = day.and_then(|days| calendar::Unit::Day.shift(Date::MIN, days).or(Some(Date::MAX)));
            let mut end = sentence.start;
            for one in dates(&whole, sentence, today.map(Published::on)) {
                prop_assert!(end <= one.span.start && one.span.start < one.span.end && one.span.end <= sentence.end);
                prop_assert!(whole.get(one.span.range()).is_some());
                prop_assert!(one.from <= one.to && one.from.is_some() == one.to.is_some());
                prop_assert!(!one.value().is_empty());
                end = one.span.end;
            }
        }
    }
}
