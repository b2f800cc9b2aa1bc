//! When an article was published, as news sites, agencies and scrapers write it.
//!
//! A grammar of our own on jiff's calendar: the formats are many, each is short, and a reader for only one of them
//! (RFC 3339, RFC 2822) would turn away the rest. Month and zone names are English; other languages write numbers.

use crate::document::Published;
use jiff::{
    Timestamp,
    civil::{Date, DateTime, Time},
    tz::TimeZone,
};
use std::ops::RangeInclusive;

/// Years that a published article can have; a number outside is something else. The first newspaper is of 1605.
const YEARS: RangeInclusive<u32> = 1600..=2199;

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// Names of time zones with the minutes they are ahead of UTC. Names that mean several zones (`IST`, `AST`) are left
/// out; `ET` and its like are taken as standard time: at most an hour wrong, while no zone at all is five.
const ZONES: [(&str, i16); 32] = [
    ("Z", 0),
    ("UT", 0),
    ("UTC", 0),
    ("GMT", 0),
    ("WET", 0),
    ("BST", 60),
    ("WEST", 60),
    ("CET", 60),
    ("CEST", 120),
    ("EET", 120),
    ("SAST", 120),
    ("EEST", 180),
    ("MSK", 180),
    ("PKT", 300),
    ("SGT", 480),
    ("HKT", 480),
    ("AWST", 480),
    ("JST", 540),
    ("KST", 540),
    ("AEST", 600),
    ("AEDT", 660),
    ("NZST", 720),
    ("EST", -300),
    ("EDT", -240),
    ("ET", -300),
    ("CST", -360),
    ("CDT", -300),
    ("MST", -420),
    ("MDT", -360),
    ("PST", -480),
    ("PDT", -420),
    ("PT", -480),
];

/// The moment that `text` begins with, whatever follows it; `None` where it begins with none that can be read.
///
/// Read are ISO 8601 and its looser forms (`2024-02-09`, `2024/02/09 18:30`, `20240209T183000Z`), RFC 2822
/// (`Fri, 09 Feb 2024 18:30:00 +0500`), written dates (`February 9, 2024`, `9 Feb 2024 6:30 pm`, `18:30 GMT, 9 Feb 2024`),
/// agency stamps (`26-FEB-1987 15:01:01.79`) and seconds, milliseconds or microseconds since 1970 (from 1973 on).
/// A date of numbers alone whose day and month could change places (`02/03/2024`) is not guessed at. A time that
/// cannot be read leaves the day. Fractions of a second are dropped.
///
/// Cost: looks at the first few dozen bytes.
#[must_use]
pub(super) fn parse(text: &str) -> Option<Published> {
    by_machine(text).or_else(|| parse_start(text).map(|(published, _)| published))
}

/// `2024-02-09T18:30:00`, alone or with a `Z`: what most records have, read in a tenth of the time.
fn by_machine(text: &str) -> Option<Published> {
    let &[y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2, b'T', h1, h2, b':', n1, n2, b':', s1, s2, ref zone @ ..] =
        text.as_bytes()
    else {
        return None;
    };
    let two = |[tens, ones]: [u8; 2]| {
        let digit = |byte: u8| byte.is_ascii_digit().then(|| u32::from(byte - b'0'));
        Some(digit(tens)? * 10 + digit(ones)?)
    };
    let date = date_of(two([y1, y2])? * 100 + two([y3, y4])?, two([m1, m2])?, two([d1, d2])?)?;
    let time = time_of(two([h1, h2])?, two([n1, n2])?, two([s1, s2])?)?;
    let published = Published { local: DateTime::from_parts(date, time), has_time: true, offset_minutes: 0 };
    matches!(zone, b"" | b"Z").then_some(published)
}

/// As [`parse`], with the text that follows the moment.
pub(super) fn parse_start(text: &str) -> Option<(Published, &str)> {
    let mut stamp = Stamp(text.trim_start());
    if let Some(published) = stamp.attempt(Stamp::epoch) {
        return Some((published, stamp.0));
    }
    let before = stamp.attempt(Stamp::clock_before);
    stamp.attempt(Stamp::weekday);
    let (date, inside) = stamp.date()?;
    let clock = before.or(inside).or_else(|| stamp.attempt(Stamp::clock_after));
    let published = match clock {
        None => Published::on(date),
        Some(Clock { time, offset_minutes }) => {
            Published { local: DateTime::from_parts(date, time), has_time: true, offset_minutes }
        }
    };
    Some((published, stamp.0))
}

/// A time of day and the minutes that its zone is ahead of UTC.
#[derive(Clone, Copy)]
struct Clock {
    time: Time,
    offset_minutes: i16,
}

/// The part of a written moment that is still to be read.
#[derive(Clone, Copy)]
struct Stamp<'a>(&'a str);

impl<'a> Stamp<'a> {
    /// Reads with `part`; where that fails, nothing has been read.
    fn attempt<T>(&mut self, part: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        let before = *self;
        let read = part(self);
        if read.is_none() {
            *self = before;
        }
        read
    }

    /// A whole run of digits, when it has one of the `lengths`.
    fn digits(&mut self, lengths: RangeInclusive<usize>) -> Option<&'a str> {
        let run = self.0.bytes().take_while(u8::is_ascii_digit).count();
        lengths.contains(&run).then(|| self.take(run))
    }

    /// A whole run of digits as a number.
    fn number(&mut self, lengths: RangeInclusive<usize>) -> Option<u32> {
        self.digits(lengths)?.parse().ok()
    }

    /// A run of ASCII letters.
    fn word(&mut self) -> Option<&'a str> {
        let run = self.0.bytes().take_while(u8::is_ascii_alphabetic).count();
        (run > 0).then(|| self.take(run))
    }

    fn take(&mut self, bytes: usize) -> &'a str {
        let (taken, rest) = self.0.split_at(bytes);
        self.0 = rest;
        taken
    }

    /// One of the characters in `set`.
    fn one_of(&mut self, set: &[char]) -> Option<char> {
        let first = self.0.chars().next().filter(|character| set.contains(character))?;
        self.take(first.len_utf8());
        Some(first)
    }

    /// All white space and all characters of `set` that come next.
    fn skip(&mut self, set: &[char]) {
        self.0 = self.0.trim_start_matches(|character: char| character.is_whitespace() || set.contains(&character));
    }

    /// A number of seconds, milliseconds or microseconds since 1970 that is the whole text.
    fn epoch(&mut self) -> Option<Published> {
        let digits = self.digits(9..=16)?;
        if self.one_of(&['.']).is_some() {
            self.digits(1..=9)?;
        }
        if !self.0.trim().is_empty() {
            return None;
        }
        let number: i64 = digits.parse().ok()?;
        let seconds = match digits.len() {
            9 | 10 => number,
            12 | 13 => number / 1_000,
            15 | 16 => number / 1_000_000,
            _ => return None,
        };
        let local = Timestamp::from_second(seconds).ok()?.to_zoned(TimeZone::UTC).datetime();
        YEARS.contains(&u32::try_from(local.year()).ok()?).then_some(Published {
            local,
            has_time: true,
            offset_minutes: 0,
        })
    }

    /// `Friday`, `Fri,`
    fn weekday(&mut self) -> Option<()> {
        let word = self.word()?;
        position_of(word, &WEEKDAYS)?;
        self.skip(&[',', '.']);
        Some(())
    }

    /// A day; where the time stands between month and year (`Fri Feb 9 18:30:00 2024`), the time too.
    fn date(&mut self) -> Option<(Date, Option<Clock>)> {
        self.attempt(Self::year_first)
            .or_else(|| self.attempt(Self::unbroken))
            .or_else(|| self.attempt(Self::day_and_name))
            .or_else(|| self.attempt(Self::numbers_only))
            .map(|date| (date, None))
            .or_else(|| self.attempt(Self::name_and_day))
    }

    /// `2024-02-09`, `2024/2/9`, `2024.02.09`
    fn year_first(&mut self) -> Option<Date> {
        let year = self.number(4..=4)?;
        let separator = self.one_of(&['-', '/', '.'])?;
        let month = self.number(1..=2)?;
        self.one_of(&[separator])?;
        let day = self.number(1..=2)?;
        date_of(year, month, day)
    }

    /// `20240209`, also as the first eight of the fourteen digits of `20240209183000`
    fn unbroken(&mut self) -> Option<Date> {
        let run = self.0.bytes().take_while(u8::is_ascii_digit).count();
        if run != 8 && run != 14 {
            return None;
        }
        let digits = self.take(8);
        date_of(digits[..4].parse().ok()?, digits[4..6].parse().ok()?, digits[6..].parse().ok()?)
    }

    /// `9 Feb 2024`, `9th of February, 2024`, `26-FEB-1987`
    fn day_and_name(&mut self) -> Option<Date> {
        let day = self.number(1..=2)?;
        self.attempt(Self::ordinal_ending);
        self.skip(&['-', '.', '/', ',']);
        self.attempt(|stamp| (stamp.word()? == "of").then(|| stamp.skip(&[])));
        let month = self.month()?;
        self.skip(&['-', '.', '/', ',']);
        date_of(self.number(4..=4)?, month, day)
    }

    /// `09.02.2024`, and `13/02/2024` or `02/13/2024` where only one order makes a date
    fn numbers_only(&mut self) -> Option<Date> {
        let first = self.number(1..=2)?;
        let separator = self.one_of(&['/', '.', '-'])?;
        let second = self.number(1..=2)?;
        self.one_of(&[separator])?;
        let year = self.number(4..=4)?;
        if separator == '.' || first > 12 || first == second {
            return date_of(year, second, first);
        }
        if second > 12 { date_of(year, first, second) } else { None }
    }

    /// `February 9, 2024`, `Feb. 9th 2024`, `Feb 9 18:30:00 +0000 2024`
    fn name_and_day(&mut self) -> Option<(Date, Option<Clock>)> {
        let month = self.month()?;
        self.skip(&['.', '-']);
        let day = self.number(1..=2)?;
        self.attempt(Self::ordinal_ending);
        self.skip(&[',', '-']);
        let clock = self.attempt(Self::clock);
        self.skip(&[',']);
        Some((date_of(self.number(4..=4)?, month, day)?, clock))
    }

    /// A month's name or the beginning of it, as a number from 1.
    fn month(&mut self) -> Option<u32> {
        position_of(self.word()?, &MONTHS).map(|position| position as u32 + 1)
    }

    fn ordinal_ending(&mut self) -> Option<()> {
        ["st", "nd", "rd", "th"].contains(&self.word()?).then_some(())
    }

    /// A time in front of its day: `18:30 GMT, `
    fn clock_before(&mut self) -> Option<Clock> {
        let clock = self.clock()?;
        self.skip(&[',', '-', '–', '—', '|', '·']);
        self.attempt(|stamp| (stamp.word()? == "on").then(|| stamp.skip(&[])));
        Some(clock)
    }

    /// A time behind its day: `T18:30:00Z`, ` at 6:30 pm`, `183000`
    fn clock_after(&mut self) -> Option<Clock> {
        if let Some(clock) = self.attempt(Self::unbroken_clock) {
            return Some(clock);
        }
        self.skip(&[',', '-', '–', '—', '|', '·', '•', '@', ':', '_']);
        self.attempt(|stamp| ["T", "t", "at"].contains(&stamp.word()?).then(|| stamp.skip(&[])));
        self.clock()
    }

    /// `183000` or `T1830` directly behind the day; ` 1830 GMT`
    fn unbroken_clock(&mut self) -> Option<Clock> {
        let apart = self.one_of(&['T', 't', ' ']) == Some(' ');
        let digits = self.digits(4..=6).filter(|digits| digits.len() != 5)?;
        let second = if digits.len() == 6 { digits[4..].parse().ok()? } else { 0 };
        let time = time_of(digits[..2].parse().ok()?, digits[2..4].parse().ok()?, second)?;
        self.fraction();
        let zone = self.attempt(Self::zone);
        // "1200 people" is no time: standing apart, only a zone says that it is one.
        (!apart || zone.is_some()).then_some(Clock { time, offset_minutes: zone.unwrap_or(0) })
    }

    /// `18:30`, `18:30:00.79 +0500`, `6:30 p.m. EST`, `6pm`, `18.30 GMT`
    fn clock(&mut self) -> Option<Clock> {
        let hour = self.number(1..=2)?;
        let separator = self.one_of(&[':', '.']);
        let minute = if separator.is_some() { self.number(2..=2)? } else { 0 };
        let second = self.attempt(|stamp| {
            stamp.one_of(&[':'])?;
            stamp.number(2..=2)
        });
        self.fraction();
        let afternoon = self.attempt(Self::afternoon);
        let zone = self.attempt(Self::zone);
        // "12 people" and "9.50 dollars" are no times: without a colon, something else must say that it is one.
        if separator != Some(':') && afternoon.is_none() && (separator.is_none() || zone.is_none()) {
            return None;
        }
        let hour = match afternoon {
            None => hour,
            Some(_) if !(1..=12).contains(&hour) => return None,
            Some(afternoon) => hour % 12 + if afternoon { 12 } else { 0 },
        };
        Some(Clock { time: time_of(hour, minute, second.unwrap_or(0))?, offset_minutes: zone.unwrap_or(0) })
    }

    /// The fraction of a second, if there is one.
    fn fraction(&mut self) {
        self.attempt(|stamp| {
            stamp.one_of(&['.', ','])?;
            stamp.digits(1..=9)
        });
    }

    /// Whether `am`, `p.m.` and the like say that it is after noon.
    fn afternoon(&mut self) -> Option<bool> {
        self.skip(&[]);
        let first = self.one_of(&['a', 'A', 'p', 'P'])?;
        self.one_of(&['.']);
        self.one_of(&['m', 'M'])?;
        self.one_of(&['.']);
        let ends = !self.0.starts_with(char::is_alphanumeric);
        ends.then_some(matches!(first, 'p' | 'P'))
    }

    /// `Z`, `+05:00`, `-0500`, `GMT+5`, `EST`, `(PKT)`
    fn zone(&mut self) -> Option<i16> {
        self.skip(&['(']);
        let named = self.attempt(|stamp| {
            let word = stamp.word()?;
            ZONES.iter().find(|(name, _)| *name == word || (word == "z" && *name == "Z")).map(|(_, minutes)| *minutes)
        });
        let minutes = match named {
            Some(0) => self.attempt(Self::offset).or(named),
            Some(_) => named,
            None => self.attempt(Self::offset),
        };
        self.one_of(&[')']);
        minutes
    }

    /// `+05:00`, `-0500`, `+5`
    fn offset(&mut self) -> Option<i16> {
        let sign = if self.one_of(&['+', '-', '−'])? == '+' { 1 } else { -1 };
        let digits = self.digits(1..=4).filter(|digits| digits.len() != 3)?;
        let (hours, minutes): (i16, i16) = match digits.len() {
            4 => (digits[..2].parse().ok()?, digits[2..].parse().ok()?),
            _ => (digits.parse().ok()?, self.attempt(Self::minutes_of_offset).unwrap_or(0)),
        };
        (hours <= 15 && minutes < 60).then_some(sign * (hours * 60 + minutes))
    }

    fn minutes_of_offset(&mut self) -> Option<i16> {
        self.one_of(&[':'])?;
        self.digits(2..=2)?.parse().ok()
    }
}

/// The place among `names` of the one that `word` is, or begins with at least three letters.
fn position_of(word: &str, names: &[&str]) -> Option<usize> {
    let word = word.to_ascii_lowercase();
    names.iter().position(|name| word.len() >= 3 && name.starts_with(&word))
}

fn date_of(year: u32, month: u32, day: u32) -> Option<Date> {
    if !YEARS.contains(&year) {
        return None;
    }
    Date::new(year.try_into().ok()?, month.try_into().ok()?, day.try_into().ok()?).ok()
}

fn time_of(hour: u32, minute: u32, second: u32) -> Option<Time> {
    let second = if second == 60 { 59 } else { second }; // a leap second orders nothing
    Time::new(hour.try_into().ok()?, minute.try_into().ok()?, second.try_into().ok()?, 0).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(text: &str) -> Option<String> {
        parse(text).map(|published| published.to_string())
    }

    #[test]
    fn the_usual_ways_to_write_a_moment_are_read() {
        for (text, wanted) in [
            ("2024-02-09", "2024-02-09"),
            ("2024/02/09", "2024-02-09"),
            ("20240209", "2024-02-09"),
            ("2024-02-09T18:30:00Z", "2024-02-09T18:30:00"),
            ("2024-02-09T18:30:00.123456+00:00", "2024-02-09T18:30:00"),
            ("2024-02-09 18:30:00 UTC", "2024-02-09T18:30:00"),
            ("2024-02-09T18:30:00-05:00", "2024-02-09T18:30:00-05:00"),
            ("2024-02-09T18:30+0530", "2024-02-09T18:30:00+05:30"),
            ("20240209T183000Z", "2024-02-09T18:30:00"),
            ("20240209183000", "2024-02-09T18:30:00"),
            ("Fri, 09 Feb 2024 18:30:00 +0500", "2024-02-09T18:30:00+05:00"),
            ("Fri, 09 Feb 2024 18:30:00 GMT", "2024-02-09T18:30:00"),
            ("Fri, 9 Feb 2024 18:30 EST", "2024-02-09T18:30:00-05:00"),
            ("Fri Feb 09 18:30:00 +0000 2024", "2024-02-09T18:30:00"),
            ("Fri Feb  9 18:30:00 2024", "2024-02-09T18:30:00"),
            ("February 9, 2024", "2024-02-09"),
            ("Feb. 9th, 2024 at 6:30 p.m. ET", "2024-02-09T18:30:00-05:00"),
            ("Friday, 9 February 2024", "2024-02-09"),
            ("9 Feb 2024 6:30 pm", "2024-02-09T18:30:00"),
            ("9 Feb 2024 12.05am", "2024-02-09T00:05:00"),
            ("18:30 GMT, 9 February 2024", "2024-02-09T18:30:00"),
            ("26-FEB-1987 15:01:01.79", "1987-02-26T15:01:01"),
            ("09.02.2024, 18:30", "2024-02-09T18:30:00"),
            ("9 Feb 2024 1830 GMT", "2024-02-09T18:30:00"),
            ("13/02/2024", "2024-02-13"),
            ("1707503400", "2024-02-09T18:30:00"),
            ("1707503400000", "2024-02-09T18:30:00"),
            ("1707503400.25", "2024-02-09T18:30:00"),
        ] {
            assert_eq!(shown(text).as_deref(), Some(wanted), "{text}");
        }
    }

    #[test]
    fn a_time_that_cannot_be_read_leaves_the_day() {
        assert_eq!(shown("1987-03-31T605:12:1").as_deref(), Some("1987-03-31"));
        assert_eq!(shown("2024-02-09 25:00").as_deref(), Some("2024-02-09"));
        assert_eq!(shown("9 February 2024 - 12 people died").as_deref(), Some("2024-02-09"));
        assert_eq!(shown("2024-02-09 1200 people fled").as_deref(), Some("2024-02-09"));
    }

    #[test]
    fn what_is_no_date_or_could_be_two_is_not_guessed_at() {
        for text in ["", "yesterday", "02/03/2024", "2024-02-30", "2024", "12,400", "May 2024", "99999999", "١٢"] {
            assert_eq!(shown(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_panic(text in "[0-9A-Za-z:.,/ +−–T-]{0,24}|\\PC{0,12}") {
            let _ = parse(&text);
        }

        #[test]
        fn what_a_machine_wrote_is_read_as_anything_else(text in "2[01]2[0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-6][0-9]:[0-6][0-9][Z ]?") {
            if let Some(published) = by_machine(&text) {
                prop_assert_eq!(parse_start(&text), Some((published, "")), "{}", text);
            }
        }

        #[test]
        fn what_is_shown_is_read_again(day in 0i32..200_000, minute in 0i8..60, offset in -840i16..840) {
            let date = Date::constant(1601, 1, 1).saturating_add(jiff::Span::new().days(day));
            let local = date.at(13, minute, 5, 0);
            let published = Published { local, has_time: true, offset_minutes: offset };
            prop_assert_eq!(parse(&published.to_string()), Some(published));
        }
    }
}
