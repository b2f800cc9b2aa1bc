//! Whether two mentions mean the same day and time, and how a mention is shown.

use super::{DateMention, DayPart};
use jiff::civil::{Date, Time, Weekday};
use std::fmt::Write;

/// How two mentions stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SameDate {
    /// The same days, and the same time where one is named.
    Equal,
    /// The same day, another part of it: Friday evening, Friday night.
    DayPartOnly,
    /// One says less than the other, or cannot be resolved, and nothing contradicts: "in February", "on February 8".
    Compatible,
    /// Not the same.
    Different,
}

/// Minutes by which time zones differ from one another: two local times that differ by no multiple of it cannot be
/// the same moment.
const ZONE_STEP: i64 = 15;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

impl DateMention {
    /// The mention in a normal form to read: `2024-02-08`, `2024-02-08 evening`, `2023-10`, `2019`,
    /// `2024-02-08 15:49 -05:00`, `2024-02-08/2024-02-10`; `Friday` or `February 8` where no year is known, and
    /// `unresolved` where the words tell nothing without a day of publication ("yesterday").
    #[must_use]
    pub fn value(&self) -> String {
        let mut out = self.days_shown();
        if let Some(time) = self.time {
            let gap = if out.is_empty() { "" } else { " " };
            // Writing to a string cannot fail.
            let _ = write!(out, "{gap}{:02}:{:02}", time.hour(), time.minute());
        } else if let Some(part) = self.part {
            let gap = if out.is_empty() { "" } else { " " };
            let _ = write!(out, "{gap}{}", part.name());
        }
        if let Some(minutes) = self.zone_minutes {
            let sign = if minutes < 0 { '-' } else { '+' };
            let _ = write!(out, " {sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60);
        }
        if out.is_empty() { "unresolved".to_owned() } else { out }
    }

    fn days_shown(&self) -> String {
        let (Some(from), Some(to)) = (self.from, self.to) else {
            return match (self.month, self.day, self.weekday) {
                (Some(month), Some(day), _) => format!("{} {day}", month_name(month)),
                (Some(month), None, _) => month_name(month).to_owned(),
                (None, Some(day), Some(weekday)) => format!("{} {day}", weekday_name(weekday)),
                (None, _, Some(weekday)) => weekday_name(weekday).to_owned(),
                (None, _, None) => String::new(),
            };
        };
        if from == to {
            from.to_string()
        } else if from == from.first_of_year() && to == from.last_of_year() {
            format!("{:04}", from.year())
        } else if from == from.first_of_month() && to == from.last_of_month() {
            format!("{:04}-{:02}", from.year(), from.month())
        } else {
            format!("{from}/{to}")
        }
    }

    /// How this mention stands to `other`; the same the other way round.
    ///
    /// Days are compared where both are known, else whatever both name: month, day, weekday. Times that both name a
    /// zone are compared in UTC; where only one names a zone, times that some zone makes equal are compatible.
    #[must_use]
    pub fn compare(&self, other: &Self) -> SameDate {
        if let (Some(a), Some(b)) = (self.moment(), other.moment()) {
            return if a == b { SameDate::Equal } else { SameDate::Different };
        }
        match self.compare_days(other) {
            SameDate::Equal => self.compare_times(other),
            SameDate::Compatible if self.compare_times(other) == SameDate::Different => SameDate::Different,
            days => days,
        }
    }

    /// Minutes since the year 0 in UTC, where day, time and zone are known.
    fn moment(&self) -> Option<i64> {
        let day = self.single_day()?;
        let days = day.duration_since(Date::ZERO).as_hours() / 24;
        Some(days * 24 * 60 + minutes(self.time?) - i64::from(self.zone_minutes?))
    }

    /// Minutes between two times of day, where both name one, and the same zone or none.
    #[must_use]
    pub fn minutes_apart(&self, other: &Self) -> Option<i64> {
        let (a, b) = self.time.zip(other.time).filter(|_| self.zone_minutes == other.zone_minutes)?;
        Some((minutes(a) - minutes(b)).abs())
    }

    /// The day, where it is one and known.
    fn single_day(&self) -> Option<Date> {
        self.from.filter(|from| self.to == Some(*from))
    }

    /// Whether the words name no day at all: a time on its own.
    fn is_dayless(&self) -> bool {
        self.from.is_none() && self.weekday.is_none() && self.month.is_none() && self.time.is_some()
    }

    fn compare_days(&self, other: &Self) -> SameDate {
        if let (Some(a), Some(b), Some(a_end), Some(b_end)) = (self.from, other.from, self.to, other.to) {
            let inside = (a <= b && b_end <= a_end) || (b <= a && a_end <= b_end);
            return match (a == b && a_end == b_end, inside) {
                (true, _) => SameDate::Equal,
                (false, true) => SameDate::Compatible,
                (false, false) => SameDate::Different,
            };
        }
        if self.is_dayless() && other.is_dayless() {
            return SameDate::Equal;
        }
        let pairs = [
            agree(self.known_month(), other.known_month()),
            agree(self.known_day(), other.known_day()),
            agree(self.known_weekday(), other.known_weekday()),
        ];
        if pairs.contains(&Some(false)) {
            return SameDate::Different;
        }
        // Both name the same day in the same way: "February 8" twice, "Friday" twice.
        let by_date = self.month.is_some() && self.month == other.month && self.day == other.day;
        let by_weekday = self.weekday.is_some() && self.weekday == other.weekday && pairs[1].is_none();
        if by_date || by_weekday { SameDate::Equal } else { SameDate::Compatible }
    }

    fn known_month(&self) -> Option<i8> {
        self.month.or(self.single_day().map(Date::month))
    }

    fn known_day(&self) -> Option<i8> {
        self.day.or(self.single_day().map(Date::day))
    }

    fn known_weekday(&self) -> Option<Weekday> {
        self.single_day().map(Date::weekday).or(self.weekday)
    }

    fn compare_times(&self, other: &Self) -> SameDate {
        match (self.time, other.time) {
            (Some(a), Some(b)) => {
                let zones = (self.zone_minutes, other.zone_minutes);
                let shift = i64::from(zones.0.unwrap_or(0)) - i64::from(zones.1.unwrap_or(0));
                match zones {
                    (Some(_), Some(_)) => equal((minutes(a) - minutes(b) - shift).rem_euclid(24 * 60) == 0),
                    (None, None) => equal(a == b),
                    _ if a == b => SameDate::Equal,
                    _ if (minutes(a) - minutes(b)) % ZONE_STEP == 0 => SameDate::Compatible,
                    _ => SameDate::Different,
                }
            }
            (Some(time), None) => other.part.map_or(SameDate::Compatible, |part| holds(part, time)),
            (None, Some(time)) => self.part.map_or(SameDate::Compatible, |part| holds(part, time)),
            (None, None) => match (self.part, other.part) {
                (a, b) if a == b => SameDate::Equal,
                (Some(_), Some(_)) => SameDate::DayPartOnly,
                _ => SameDate::Compatible,
            },
        }
    }
}

fn equal(same: bool) -> SameDate {
    if same { SameDate::Equal } else { SameDate::Different }
}

/// Whether two values are the same, where both are known.
fn agree<T: PartialEq>(a: Option<T>, b: Option<T>) -> Option<bool> {
    Some(a? == b?)
}

/// Minutes since midnight.
fn minutes(time: Time) -> i64 {
    i64::from(time.hour()) * 60 + i64::from(time.minute())
}

/// Whether `time` lies in `part`; parts overlap, as they do in speech.
fn holds(part: DayPart, time: Time) -> SameDate {
    let hour = time.hour();
    let inside = match part {
        DayPart::Morning => hour <= 12,
        DayPart::Afternoon => (12..=18).contains(&hour),
        DayPart::Evening => hour >= 17,
        DayPart::Night => hour >= 18 || hour <= 6,
    };
    if inside { SameDate::Compatible } else { SameDate::DayPartOnly }
}

/// The English name of a month from 1 to 12; empty for another number.
fn month_name(month: i8) -> &'static str {
    usize::try_from(month - 1).ok().and_then(|index| MONTHS.get(index)).copied().unwrap_or("")
}

fn weekday_name(weekday: Weekday) -> &'static str {
    match weekday {
        Weekday::Monday => "Monday",
        Weekday::Tuesday => "Tuesday",
        Weekday::Wednesday => "Wednesday",
        Weekday::Thursday => "Thursday",
        Weekday::Friday => "Friday",
        Weekday::Saturday => "Saturday",
        Weekday::Sunday => "Sunday",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        document::Published,
        facts::{date::dates, words::with_line},
        span::Span,
    };
    use proptest::prelude::*;

    fn one(text: &str, published: Option<Date>) -> DateMention {
        with_line(text, Span::new(0, text.len()), |line| dates(line, published.map(Published::on))).remove(0)
    }

    fn compared(a: &str, b: &str) -> SameDate {
        let day = Some(Date::constant(2024, 2, 9));
        one(a, day).compare(&one(b, day))
    }

    #[test]
    fn the_same_day_in_other_words_is_equal() {
        assert_eq!(compared("on Thursday", "on February 8"), SameDate::Equal);
        assert_eq!(compared("3:49 p.m. Eastern", "1:49 p.m. Mountain"), SameDate::Equal);
        assert_eq!(compared("11 p.m. Eastern on Thursday", "0400 GMT on Friday"), SameDate::Equal);
    }

    #[test]
    fn another_part_of_the_day_is_no_other_day() {
        assert_eq!(compared("Friday evening", "Friday night"), SameDate::DayPartOnly);
        assert_eq!(compared("Friday evening", "Friday"), SameDate::Compatible);
        assert_eq!(compared("Friday evening", "Thursday evening"), SameDate::Different);
        assert_eq!(compared("Friday morning", "Friday at 9 p.m."), SameDate::DayPartOnly);
    }

    #[test]
    fn a_wider_stretch_contradicts_nothing_inside_it() {
        assert_eq!(compared("in February", "on February 8"), SameDate::Compatible);
        assert_eq!(compared("in January", "on February 8"), SameDate::Different);
        assert_eq!(compared("at 3 p.m.", "at 4 p.m."), SameDate::Different);
        assert_eq!(compared("at 3 p.m.", "at 1000 GMT"), SameDate::Compatible);
    }

    #[test]
    fn undated_texts_are_compared_by_what_they_name() {
        let undated = |a: &str, b: &str| one(a, None).compare(&one(b, None));
        assert_eq!(undated("on Friday", "on Friday"), SameDate::Equal);
        assert_eq!(undated("on Friday", "on Saturday"), SameDate::Different);
        assert_eq!(undated("February 8", "8 Feb"), SameDate::Equal);
        assert_eq!(undated("February 8", "February 9"), SameDate::Different);
        assert_eq!(undated("yesterday", "on Friday"), SameDate::Compatible);
        assert_eq!(undated("February 8", "2024-02-08"), SameDate::Equal);
    }

    proptest! {
        #[test]
        fn comparing_the_other_way_round_says_the_same(a in mention(), b in mention()) {
            prop_assert_eq!(a.compare(&b), b.compare(&a));
            // "Last week" of an undated text may be any week.
            let unknown = a.value() == "unresolved" || (a.from.is_none() && a.month.or(a.day).is_none() && a.weekday.is_none());
            prop_assert!(a.compare(&a) == SameDate::Equal || unknown);
        }
    }

    fn mention() -> impl Strategy<Value = DateMention> {
        let words = prop::sample::select(vec![
            "Friday",
            "Friday evening",
            "Friday night",
            "February 8",
            "2024-02-08",
            "last October",
            "in 2019",
            "3 p.m.",
            "1500 GMT",
            "8 p.m. Eastern on Friday",
            "last week",
            "overnight.",
            "Thursday at 10:15",
            "February 8 to 10",
        ]);
        (words, any::<bool>()).prop_map(|(words, dated)| one(words, dated.then(|| Date::constant(2024, 2, 9))))
    }
}
