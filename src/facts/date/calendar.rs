//! Stretches of the calendar, and how words without a year are resolved against the day of publication.

use jiff::civil::{Date, Weekday};

/// Days by which a day without a year ("February 8") must lie nearer in the future than in the past to be read as a
/// coming one: news tells mostly what was.
const PAST_BIAS: i64 = 60;

/// The same for a month without a year: it is a coming one only when it begins within about three months.
const PAST_BIAS_OF_MONTHS: i64 = 150;

/// Years on each side of today in which a day without a year is looked for.
const YEARS_AROUND: i16 = 2;
/// The same of a February 29.
const LEAP_YEARS_AROUND: i16 = 4;

/// Months on each side of today in which "Monday the 21st" is looked for: every weekday falls on every day up to the 28th
/// within 12 months, and on the 31st within 14.
const MONTHS_AROUND: i64 = 14;

/// A unit of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    Day,
    /// From Monday.
    Week,
    /// Monday to Friday.
    Workweek,
    /// Saturday and Sunday.
    Weekend,
    Fortnight,
    Month,
    Quarter,
    Year,
    Decade,
    Century,
}

impl Unit {
    /// The unit that the word list names so.
    pub(super) fn named(name: &str) -> Option<Self> {
        Some(match name {
            "day" => Self::Day,
            "week" => Self::Week,
            "workweek" => Self::Workweek,
            "weekend" => Self::Weekend,
            "fortnight" => Self::Fortnight,
            "month" => Self::Month,
            "quarter" => Self::Quarter,
            "year" => Self::Year,
            "decade" => Self::Decade,
            "century" => Self::Century,
            _ => return None,
        })
    }

    /// Its length as (days, months).
    fn length(self) -> (i64, i64) {
        match self {
            Self::Day => (1, 0),
            Self::Week | Self::Workweek | Self::Weekend => (7, 0),
            Self::Fortnight => (14, 0),
            Self::Month => (0, 1),
            Self::Quarter => (0, 3),
            Self::Year => (0, 12),
            Self::Decade => (0, 120),
            Self::Century => (0, 1200),
        }
    }

    /// `date` moved by `count` units; `None` outside the years that jiff knows.
    pub(super) fn shift(self, date: Date, count: i64) -> Option<Date> {
        let (days, months) = self.length();
        let (days, months) = (days.checked_mul(count)?, months.checked_mul(count)?);
        let span = jiff::Span::new().try_days(days).and_then(|span| span.try_months(months)).ok()?;
        date.checked_add(span).ok()
    }

    /// The unit that holds `date`.
    pub(super) fn around(self, date: Date) -> Option<Stretch> {
        let (year, month) = (date.year(), date.month());
        let monday = Self::Day.shift(date, -i64::from(date.weekday().to_monday_zero_offset()));
        let days = |first, last| Stretch::new(Self::Day.shift(monday?, first)?, Self::Day.shift(monday?, last)?);
        match self {
            Self::Day => Stretch::new(date, date),
            Self::Week => days(0, 6),
            Self::Workweek => days(0, 4),
            Self::Weekend => days(5, 6),
            Self::Fortnight => None,
            Self::Month => Stretch::months(year, month, 1),
            Self::Quarter => Stretch::months(year, (month - 1) / 3 * 3 + 1, 3),
            Self::Year => Stretch::years(year, 1),
            Self::Decade => Stretch::years(year - year.rem_euclid(10), 10),
            Self::Century => Stretch::years(year - year.rem_euclid(100), 100),
        }
    }

    /// The one of these units that `which` names, seen from `today`.
    pub(super) fn which(self, which: Which, today: Date, future: bool) -> Option<Stretch> {
        let now = self.around(today).or(Stretch::new(today, today))?;
        // Early in the week "this weekend" is still the one before, unless the sentence looks ahead.
        let early = self == Self::Weekend && !future && today.weekday().to_monday_one_offset() <= 3;
        match which {
            Which::This if early => self.around(self.shift(today, -1)?),
            Which::This => Some(now),
            Which::Last | Which::Past if self == Self::Decade => Self::Year.rolling(-10, today),
            Which::Past if matches!(self, Self::Week | Self::Month | Self::Year) => self.rolling(-1, today),
            _ if self == Self::Fortnight => self.rolling(if which.is_before() { -1 } else { 1 }, today),
            Which::Last | Which::Past => self.around(self.shift(now.from, -1)?),
            Which::Next | Which::Coming => self.around(self.shift(now.from, 1)?),
        }
    }

    /// The `count` units after today, or before it where `count` is negative; quarters and decades are whole ones.
    pub(super) fn rolling(self, count: i64, today: Date) -> Option<Stretch> {
        if matches!(self, Self::Quarter | Self::Decade | Self::Century) {
            let now = self.around(today)?;
            let near = self.around(self.shift(now.from, count.signum())?)?;
            return Some(near.join(self.around(self.shift(now.from, count)?)?));
        }
        let (yesterday, tomorrow) = (Self::Day.shift(today, -1)?, Self::Day.shift(today, 1)?);
        if count < 0 {
            Stretch::new(self.shift(today, count)?, yesterday)
        } else {
            Stretch::new(tomorrow, self.shift(today, count)?)
        }
    }
}

/// Which one of those that share a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Which {
    /// In this week, month, year.
    This,
    /// In the one before.
    Last,
    /// The nearest that is over.
    Past,
    /// In the one after.
    Next,
    /// The nearest that is to come.
    Coming,
}

impl Which {
    /// The one that the word list names so.
    pub(super) fn named(name: &str) -> Option<Self> {
        Some(match name {
            "this" => Self::This,
            "last" => Self::Last,
            "past" => Self::Past,
            "next" => Self::Next,
            "coming" => Self::Coming,
            _ => return None,
        })
    }

    /// Whether it lies before today.
    pub(super) fn is_before(self) -> bool {
        matches!(self, Self::Last | Self::Past)
    }

    /// Whether it lies after today.
    pub(super) fn is_after(self) -> bool {
        matches!(self, Self::Next | Self::Coming)
    }
}

/// Days in a row, both ends inclusive; never backward.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stretch {
    pub(super) from: Date,
    pub(super) to: Date,
}

impl Stretch {
    /// `None` where it would run backward.
    pub(super) fn new(from: Date, to: Date) -> Option<Self> {
        (from <= to).then_some(Self { from, to })
    }

    /// One day; `None` where the calendar has no such day.
    pub(super) fn day(year: i16, month: i8, day: i8) -> Option<Self> {
        let date = Date::new(year, month, day).ok()?;
        Self::new(date, date)
    }

    /// `count` months from the first of `month`.
    pub(super) fn months(year: i16, month: i8, count: i64) -> Option<Self> {
        let from = Date::new(year, month, 1).ok()?;
        Self::new(from, Unit::Month.shift(from, count - 1)?.last_of_month())
    }

    /// `count` years from the first of January of `year`.
    pub(super) fn years(year: i16, count: i64) -> Option<Self> {
        Self::months(year, 1, count * 12)
    }

    /// The smallest stretch that holds both.
    pub(super) fn join(self, other: Self) -> Self {
        Self { from: self.from.min(other.from), to: self.to.max(other.to) }
    }

    /// The first day of it that is this weekday.
    pub(super) fn weekday(self, weekday: Weekday) -> Option<Self> {
        let ahead = i64::from(self.from.weekday().until(weekday));
        let day = Unit::Day.shift(self.from, ahead)?;
        (day <= self.to).then(|| Self::new(day, day)).flatten()
    }

    pub(super) fn is_day(self) -> bool {
        self.from == self.to
    }

    /// Number of days.
    pub(super) fn days(self) -> i64 {
        days_between(self.from, self.to) + 1
    }

    /// The whole weeks of it by the rule of ISO 8601: a week belongs where its Thursday lies.
    pub(super) fn weeks(self) -> Option<Self> {
        let first = Unit::Week.around(Unit::Day.shift(self.from, 3)?)?;
        let last = Unit::Week.around(Unit::Day.shift(self.to, -3)?)?;
        Self::new(first.from, last.to)
    }
}

/// Days from `from` to `to`; negative when `to` is the earlier.
pub(super) fn days_between(from: Date, to: Date) -> i64 {
    to.duration_since(from).as_hours() / 24
}

/// What the words of a date say, before it is known which year or week is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum When {
    /// Known days.
    Days(Stretch),
    /// Relative to a day of publication that is not known.
    Unknown,
    /// "February 8", "Feb. 8, 2024", "next 6th of April".
    Day { year: Option<i16>, month: i8, day: i8, which: Option<Which> },
    /// A month, quarter, season or half year by its first month.
    Months { year: Option<i16>, first: i8, count: i64, which: Option<Which> },
    /// "Friday", "next Tuesday".
    Weekday { weekday: Weekday, which: Option<Which> },
    /// "Monday the 21st".
    WeekdayDay { weekday: Weekday, day: i8 },
}

impl When {
    /// The year that the words name, for the parts of a range that name none.
    pub(super) fn year(self) -> Option<i16> {
        match self {
            Self::Day { year, .. } | Self::Months { year, .. } => year,
            Self::Days(_) | Self::Unknown | Self::Weekday { .. } | Self::WeekdayDay { .. } => None,
        }
    }

    /// The same in `year`, where it can take one and has none.
    pub(super) fn in_year(self, new: i16) -> Self {
        match self {
            Self::Day { year: None, month, day, which: None } => Self::Day { year: Some(new), month, day, which: None },
            Self::Months { year: None, first, count, which: None } => {
                Self::Months { year: Some(new), first, count, which: None }
            }
            other => other,
        }
    }

    /// What is left of it where it cannot be resolved.
    pub(super) fn unresolved(self) -> Self {
        match self {
            Self::Months { .. } => self,
            _ => Self::Unknown,
        }
    }

    /// Whether it depends on where its sentence looks.
    pub(super) fn leans(self) -> bool {
        match self {
            Self::Unknown | Self::Days(_) => false,
            Self::Day { year, .. } | Self::Months { year, .. } => year.is_none(),
            Self::Weekday { .. } | Self::WeekdayDay { .. } => true,
        }
    }

    /// Its days, where the words and `today` tell; `future` says that the sentence looks ahead.
    pub(super) fn resolve(self, today: Option<Date>, future: bool) -> Option<Stretch> {
        match self {
            Self::Days(stretch) => Some(stretch),
            Self::Unknown => None,
            Self::Day { year: Some(year), month, day, .. } => Stretch::day(year, month, day),
            Self::Months { year: Some(year), first, count, .. } => Stretch::months(year, first, count),
            Self::Day { which, .. } => pick(&self.candidates(today?), which, today?, future, PAST_BIAS),
            Self::Months { which, count, .. } => {
                // "The third quarter" is the last one that has begun.
                let bias = if count == 1 { PAST_BIAS_OF_MONTHS } else { i64::from(i16::MAX) };
                pick(&self.candidates(today?), which, today?, future, bias)
            }
            Self::Weekday { weekday, which } => on_weekday(weekday, which, today?, future),
            Self::WeekdayDay { weekday, day } => on_weekday_and_day(weekday, day, today?, future),
        }
    }

    /// Its days as the beginning of a range: months are the last that have begun, near as the next ones may be
    /// ("the January-August figure" in November).
    pub(super) fn resolve_first(self, today: Option<Date>) -> Option<Stretch> {
        match self {
            Self::Months { year: None, which: None, .. } => {
                self.candidates(today?).into_iter().rev().find(|one| Some(one.from) <= today)
            }
            other => other.resolve(today, false),
        }
    }

    /// The first of it that ends on or after `start`.
    pub(super) fn first_from(self, start: Date, today: Option<Date>) -> Option<Stretch> {
        match self {
            Self::Day { year: None, which: None, .. } | Self::Months { year: None, which: None, .. } => {
                self.candidates(start).into_iter().find(|stretch| stretch.to >= start)
            }
            Self::Weekday { weekday, which: None } => on_weekday(weekday, None, start, true),
            other => other.resolve(today, true),
        }
    }

    /// Its place in the years around `today`, in order.
    pub(super) fn candidates(self, today: Date) -> Vec<Stretch> {
        let (year, is_leap_day) = (today.year(), matches!(self, Self::Day { month: 2, day: 29, .. }));
        let around = if is_leap_day { LEAP_YEARS_AROUND } else { YEARS_AROUND };
        (year.saturating_sub(around)..=year.saturating_add(around))
            .filter_map(|year| self.in_year_whatever_which(year))
            .collect()
    }

    fn in_year_whatever_which(self, year: i16) -> Option<Stretch> {
        match self {
            Self::Day { month, day, .. } => Stretch::day(year, month, day),
            Self::Months { first, count, .. } => Stretch::months(year, first, count),
            _ => None,
        }
    }
}

/// The one of `candidates`, which are in order, that is meant.
fn pick(candidates: &[Stretch], which: Option<Which>, today: Date, future: bool, bias: i64) -> Option<Stretch> {
    let mut rising = candidates.iter().copied();
    let mut falling = candidates.iter().rev().copied();
    let running = candidates.iter().copied().find(|one| one.to >= today);
    match which {
        Some(Which::This) => running
            .filter(|one| one.from <= today)
            .or_else(|| candidates.iter().copied().find(|one| one.from.year() == today.year())),
        Some(Which::Last | Which::Past) => falling.find(|one| one.to < today),
        Some(Which::Next | Which::Coming) => rising.find(|one| one.from > today),
        None if future => running,
        None => {
            let past = falling.find(|one| one.from <= today)?;
            let near = running.filter(|one| days_between(today, one.from) + bias < days_between(past.from, today));
            Some(near.unwrap_or(past))
        }
    }
}

fn on_weekday(weekday: Weekday, which: Option<Which>, today: Date, future: bool) -> Option<Stretch> {
    let ahead = i64::from(today.weekday().until(weekday));
    let back = i64::from(weekday.until(today.weekday()));
    let in_week = i64::from(weekday.to_monday_zero_offset()) - i64::from(today.weekday().to_monday_zero_offset());
    let days = match which {
        None if future => ahead,
        None => -back,
        Some(Which::This) => in_week,
        Some(Which::Last) => in_week - 7,
        Some(Which::Next) => in_week + 7,
        Some(Which::Past) => -if back == 0 { 7 } else { back },
        Some(Which::Coming) => {
            if ahead == 0 {
                7
            } else {
                ahead
            }
        }
    };
    Unit::Day.around(Unit::Day.shift(today, days)?)
}

/// The nearest day that is both: the past one where both are as near, the coming one where the sentence looks ahead.
fn on_weekday_and_day(weekday: Weekday, day: i8, today: Date, future: bool) -> Option<Stretch> {
    let first = today.first_of_month();
    let fits = |months: i64| {
        let month = Unit::Month.shift(first, months)?;
        Stretch::day(month.year(), month.month(), day).filter(|one| one.from.weekday() == weekday)
    };
    let back = (-MONTHS_AROUND..=0).rev().filter_map(fits).find(|one| one.from <= today);
    let ahead = (0..=MONTHS_AROUND).filter_map(fits).find(|one| one.from >= today);
    match (back, ahead) {
        (_, Some(ahead)) if future => Some(ahead),
        (Some(back), Some(ahead)) if days_between(today, ahead.from) < days_between(back.from, today) => Some(ahead),
        (back, ahead) => back.or(ahead),
    }
}
