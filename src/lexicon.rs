//! What the program knows of the language: small word lists of our own, one file each, easy to extend.
//!
//! A list holds one entry a line; `#` starts a comment; where an entry has a value, a tab stands between them.
//! The lists know the language of news, never a story.

use hashbrown::{HashMap, HashSet};
use std::sync::LazyLock;

/// A set of lower-case words or phrases.
pub type Words = LazyLock<HashSet<&'static str>>;
/// Lower-case words or phrases with a value each.
pub type Values = LazyLock<HashMap<&'static str, &'static str>>;

/// Words that carry no subject: articles, prepositions, pronouns, auxiliaries, conjunctions.
pub static FUNCTION_WORDS: Words = LazyLock::new(|| words(include_str!("lexicon/function_words.txt")));

/// What a word can mean in a date: a month, a weekday, a part of the day, a unit of the calendar.
pub static CALENDAR_WORDS: Values = LazyLock::new(|| values(include_str!("lexicon/calendar_words.txt")));
/// Names of time zones, in the case they are written in, each with its rule in the form of POSIX.
pub static TIME_ZONES: Values = LazyLock::new(|| values(include_str!("lexicon/time_zones.txt")));
/// Words that tell whether a sentence speaks of the future or of the past.
pub static TENSE_WORDS: Values = LazyLock::new(|| values(include_str!("lexicon/tense_words.txt")));
/// Words that make a weekday beside them a name: "Black Friday", "Sunday Times".
pub static WEEKDAY_NAMES: Values = LazyLock::new(|| values(include_str!("lexicon/weekday_names.txt")));
/// Days with a name, each with its rule: "Christmas Day", "Thanksgiving".
pub static NAMED_DAYS: Values = LazyLock::new(|| values(include_str!("lexicon/named_days.txt")));

/// The entries of a list without values.
fn words(list: &'static str) -> HashSet<&'static str> {
    lines(list).collect()
}

/// The entries of a list with values.
fn values(list: &'static str) -> HashMap<&'static str, &'static str> {
    lines(list).filter_map(|line| line.split_once('\t')).map(|(entry, value)| (entry.trim(), value.trim())).collect()
}

fn lines(list: &'static str) -> impl Iterator<Item = &'static str> {
    list.lines().map(|line| line.split('#').next().unwrap_or("").trim()).filter(|line| !line.is_empty())
}
