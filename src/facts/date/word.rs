//! The words of a sentence as the grammar of dates sees them: what each can mean, and how closely it follows the one
//! before.

use super::{
    DayPart,
    calendar::{Unit, Which},
};
use crate::{
    lexicon::{CALENDAR_WORDS, FUNCTION_WORDS, TENSE_WORDS},
    span::Span,
};
use hashbrown::{HashMap, HashSet};
use jiff::civil::{Date, Weekday};
use std::{cell::OnceCell, sync::LazyLock};

/// How far a word that names a month or a weekday can be trusted to be one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// It is little else.
    Sure,
    /// Also a given name: "April".
    Name,
    /// Also a verb: "May".
    Verb,
    /// An abbreviation: "Feb", "Fri".
    Short,
    /// An abbreviation that is also a word: "Sat".
    Word,
}

/// A side of a longer stretch: "early May", "the end of 2019".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Early,
    Middle,
    Late,
}

/// What a word can mean in a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// One character that is no letter and no digit.
    Mark(char),
    /// A run of ASCII digits.
    Digits,
    /// A word that means nothing here.
    Plain,
    Month(i8, Form),
    Weekday(Weekday, Form),
    /// Days after today: -1 for "yesterday".
    Day(i64),
    Part(DayPart),
    /// A unit of the calendar, and whether it stands in the plural.
    Unit(Unit, bool),
    /// The first month of a season.
    Season(i8),
    Which(Which),
    Side(Side),
    /// The first year of a decade.
    Decade(i16),
    Number(i16),
    Ordinal(i16),
}

/// A run of letters, a run of digits, or a single mark.
#[derive(Clone, Copy, Debug)]
pub(super) struct Word<'t> {
    pub(super) text: &'t str,
    /// Its first byte in the document.
    pub(super) start: usize,
    pub(super) role: Role,
    /// Whether it follows the word before it without white space.
    pub(super) tight: bool,
}

/// The words of one sentence, with what a date in it is resolved against.
pub(super) struct Reader<'t> {
    pub(super) words: Vec<Word<'t>>,
    /// For every word, whether the words before it speak of the future; asked for in few sentences.
    future: OnceCell<Vec<bool>>,
    /// The day of publication.
    pub(super) today: Option<Date>,
    /// The day that the sentence named last: what "two days later" counts from.
    pub(super) named: Option<Date>,
}

impl<'t> Reader<'t> {
    /// Reads the words of `sentence`. Cost: one pass.
    pub(super) fn new(text: &'t str, sentence: Span, today: Option<Date>) -> Self {
        Self { words: split(text, sentence), future: OnceCell::new(), today, named: None }
    }

    pub(super) fn role(&self, at: usize) -> Option<Role> {
        self.words.get(at).map(|word| word.role)
    }

    /// Whether the word at `at` is one of `among`, whatever its case.
    pub(super) fn is(&self, at: usize, among: &[&str]) -> bool {
        self.words.get(at).is_some_and(|word| among.iter().any(|one| word.text.eq_ignore_ascii_case(one)))
    }

    /// Whether the word at `at` is in a set of lower-case words.
    pub(super) fn is_in(&self, at: usize, set: &HashSet<&str>) -> bool {
        self.words.get(at).and_then(|word| with_lower_case(word.text, |lower| set.get(lower).map(|_| ()))).is_some()
    }

    /// Whether the word before `at` is one of `among`.
    pub(super) fn follows(&self, at: usize, among: &[&str]) -> bool {
        at > 0 && self.is(at - 1, among)
    }

    pub(super) fn mark(&self, at: usize, mark: char) -> bool {
        self.role(at) == Some(Role::Mark(mark))
    }

    /// Whether a hyphen or dash of any length stands at `at`.
    pub(super) fn dash(&self, at: usize) -> bool {
        matches!(self.role(at), Some(Role::Mark('-' | '\u{2010}'..='\u{2015}' | '\u{2212}')))
    }

    /// Whether an apostrophe of any shape stands at `at`.
    pub(super) fn apostrophe(&self, at: usize) -> bool {
        matches!(self.role(at), Some(Role::Mark('\'' | '\u{2018}' | '\u{2019}')))
    }

    /// Whether the word at `at` follows the one before without white space.
    pub(super) fn tight(&self, at: usize) -> bool {
        self.words.get(at).is_some_and(|word| word.tight)
    }

    /// `at`, or the place behind it where one of `among` stands there.
    pub(super) fn skip(&self, at: usize, among: &[&str]) -> usize {
        if self.is(at, among) { at + 1 } else { at }
    }

    /// Whether the word at `at` begins with a capital letter.
    pub(super) fn capital(&self, at: usize) -> bool {
        self.words.get(at).is_some_and(|word| word.text.starts_with(char::is_uppercase))
    }

    /// Whether the word at `at` is a lower-case word with a meaning of its own: what a number before it may count.
    pub(super) fn content(&self, at: usize) -> bool {
        self.words.get(at).is_some_and(|word| {
            word.text.starts_with(char::is_lowercase)
                && !FUNCTION_WORDS.contains(word.text)
                && !matches!(word.role, Role::Month(..) | Role::Part(_) | Role::Which(_))
        })
    }

    /// Whether a word stands in the sentence that can make a date with others: a number, a month, a unit of the calendar.
    pub(super) fn speaks_of_time(&self) -> bool {
        self.words.iter().any(|word| !matches!(word.role, Role::Plain | Role::Mark(_)))
    }

    /// Whether a word or figure stands at `at`, as opposed to a mark or the end.
    pub(super) fn wordy(&self, at: usize) -> bool {
        !matches!(self.role(at), None | Some(Role::Mark(_)))
    }

    /// Whether the sentence speaks of the future where `at` stands.
    pub(super) fn future(&self, at: usize) -> bool {
        self.future.get_or_init(|| future(&self.words)).get(at).copied().unwrap_or(false)
    }

    /// The place in the document of the words from `first` up to `next`.
    pub(super) fn span(&self, first: usize, next: usize) -> Span {
        let start = self.words[first].start;
        let last = self.words[next - 1];
        Span::new(start, last.start + last.text.len())
    }
}

/// The roles of [`CALENDAR_WORDS`].
static ROLES: LazyLock<HashMap<&'static str, Role>> = LazyLock::new(|| {
    CALENDAR_WORDS.iter().filter_map(|(word, value)| Some((*word, role(value.split_once(' ')?)?))).collect()
});

/// The role that an entry of the list gives; `None` for an entry that is misspelled there (a test reads them all).
fn role((kind, value): (&str, &str)) -> Option<Role> {
    let weekday = |form| Some(Role::Weekday(Weekday::from_monday_one_offset(value.parse().ok()?).ok()?, form));
    let month = |form| Some(Role::Month(value.parse().ok()?, form));
    match kind {
        "month" => month(Form::Sure),
        "month-name" => month(Form::Name),
        "month-verb" => month(Form::Verb),
        "month-short" => month(Form::Short),
        "weekday" => weekday(Form::Sure),
        "weekday-short" => weekday(Form::Short),
        "weekday-word" => weekday(Form::Word),
        "day" => value.parse().ok().map(Role::Day),
        "part" => DayPart::named(value).map(Role::Part),
        "unit" => Unit::named(value).map(|unit| Role::Unit(unit, false)),
        "units" => Unit::named(value).map(|unit| Role::Unit(unit, true)),
        "season" => value.parse().ok().map(Role::Season),
        "which" => Which::named(value).map(Role::Which),
        "side" => match value {
            "early" => Some(Role::Side(Side::Early)),
            "middle" => Some(Role::Side(Side::Middle)),
            "late" => Some(Role::Side(Side::Late)),
            _ => None,
        },
        "decade" => value.parse().ok().map(Role::Decade),
        "number" => value.parse().ok().map(Role::Number),
        "ordinal" => value.parse().ok().map(Role::Ordinal),
        _ => None,
    }
}

/// The runs of letters, runs of digits and marks of `sentence`.
fn split(text: &str, sentence: Span) -> Vec<Word<'_>> {
    let base = sentence.start as usize;
    let inside = sentence.of(text);
    let mut out: Vec<Word<'_>> = Vec::new();
    let mut end = None;
    let mut characters = inside.char_indices().peekable();
    while let Some((start, first)) = characters.next() {
        if first.is_whitespace() || is_invisible(first) {
            continue;
        }
        let mut next = start + first.len_utf8();
        if is_letter(first) || first.is_ascii_digit() {
            while let Some((_, character)) = characters.next_if(|(_, character)| {
                if first.is_ascii_digit() { character.is_ascii_digit() } else { is_letter(*character) }
            }) {
                next += character.len_utf8();
            }
        }
        let word = &inside[start..next];
        out.push(Word { text: word, start: base + start, role: classify(word, first), tight: end == Some(start) });
        end = Some(next);
    }
    out
}

fn is_letter(character: char) -> bool {
    character.is_alphanumeric() && !character.is_ascii_digit()
}

/// Zero-width and direction marks: they part nothing that is seen, but no date is written across one.
fn is_invisible(character: char) -> bool {
    matches!(character, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{ad}')
}

fn classify(word: &str, first: char) -> Role {
    if first.is_ascii_digit() {
        return Role::Digits;
    }
    if !is_letter(first) {
        return Role::Mark(first);
    }
    with_lower_case(word, |lower| ROLES.get(lower).copied()).unwrap_or(Role::Plain)
}

/// Looks up the lower-case form of a word; no entry of a list is longer than the buffer, so that longer words are none.
fn with_lower_case<T>(word: &str, look_up: impl Fn(&str) -> Option<T>) -> Option<T> {
    let mut buffer = [0; 16];
    let lower = buffer.get_mut(..word.len())?;
    lower.copy_from_slice(word.as_bytes());
    lower.make_ascii_lowercase();
    look_up(std::str::from_utf8(lower).ok()?)
}

/// For every word, whether those before it speak of the future: "will" turns there, "said", "which" and most words in
/// "-ed" turn back, as does a semicolon.
fn future(words: &[Word<'_>]) -> Vec<bool> {
    let mut now = false;
    let mut out = Vec::with_capacity(words.len());
    for (at, word) in words.iter().enumerate() {
        out.push(now);
        let before = at.checked_sub(1).map_or("", |before| words[before].text);
        let in_state = STATES.iter().any(|verb| before.eq_ignore_ascii_case(verb));
        match with_lower_case(word.text, |lower| TENSE_WORDS.get(lower).copied()) {
            Some("future") => now = true,
            Some("leading") => now |= words.get(at + 1).is_some_and(|next| LEADS.contains(&next.text)),
            Some(_) => now = false,
            None if word.role == Role::Mark(';') => now = false,
            None if word.role == Role::Plain && !in_state && is_past(word.text) => now = false,
            None => {}
        }
    }
    out
}

/// Verbs that a participle follows without being a past: "will be launched", "expected to stay closed".
const STATES: &[&str] = &["be", "become", "get", "keep", "remain", "stay"];

/// Prepositions that lead on from "due", "set" and their like to what is to come.
const LEADS: &[&str] = &["to", "for", "on", "in", "by", "at"];

/// Whether a word has the form of a regular past: "launched", but not "need" or "bed".
fn is_past(word: &str) -> bool {
    word.len() > 4 && word.ends_with("ed")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_entry_of_the_list_has_a_role() {
        assert_eq!(ROLES.len(), CALENDAR_WORDS.len());
        assert!(CALENDAR_WORDS.keys().all(|word| word.len() <= 16));
        assert!(TENSE_WORDS.keys().all(|word| word.len() <= 16));
    }

    #[test]
    fn the_future_ends_where_the_past_begins() {
        let text = "Ruda will replace the mayor, who died on Friday";
        let reader = Reader::new(text, Span::new(0, text.len()), None);
        let place = |word: &str| reader.words.iter().position(|one| one.text == word).unwrap();
        assert!(reader.future(place("mayor")));
        assert!(!reader.future(place("Friday")));
    }
}
