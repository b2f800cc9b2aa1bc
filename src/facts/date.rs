//! Dates and times of day, resolved against the day of publication.

use crate::{document::Published, span::Span};
use jiff::civil::{Date, Time, Weekday};

/// A part of a day that the words name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DayPart {
    /// "in the morning".
    Morning,
    /// "in the afternoon", "midday".
    Afternoon,
    /// "on Friday evening".
    Evening,
    /// "on Friday night", "overnight".
    Night,
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
    /// The part of the day that the words name.
    pub part: Option<DayPart>,
    /// The clock time that the words name, in local time.
    pub time: Option<Time>,
}

/// The dates and times in one sentence of `text`, in order of place; they never overlap.
///
/// Relative words ("Friday", "yesterday", "last month") are resolved against `published`: a bare weekday is the nearest
/// one on or before it, unless the words say "next".
#[must_use]
pub fn dates(text: &str, sentence: Span, published: Option<Published>) -> Vec<DateMention> {
    let _ = (text, sentence, published);
    Vec::new()
}
