//! The words of a sentence as the grammar of dates sees them: what each can mean, and how closely it follows the one
//! before.

use super::{
    super::{
        figure::is_plural,
        words::{Line, Lists},
    },
    DayPart,
    calendar::{Stretch, Unit, When, Which},
    number,
};
use crate::{
    lexicon::{CALENDAR_WORDS, FUNCTION_WORDS, Meanings, NAMED_DAYS, TENSE_WORDS},
    register::letters_of,
    span::Span,
};
use hashbrown::HashMap;
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
    /// The number that its digits are, where they stand on their own: see [`number::digits`].
    pub(super) number: Option<i16>,
    /// Whether a date or time may begin with it.
    pub(super) opens: Opens,
    /// Whether it is the first word of a day with a name.
    pub(super) names_day: bool,
    /// Whether it follows the word before it without white space.
    pub(super) tight: bool,
}

/// Whether a date or time may begin with a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Opens {
    No,
    /// Only in a sentence that has other words of time: "a" in "a week ago", "later" in "later that day".
    Aside,
    Yes,
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
    pub(super) fn new(line: Line<'t>, today: Option<Date>) -> Self {
        let mut reader = Self { words: split(line), future: OnceCell::new(), today, named: None };
        for at in 0..reader.words.len() {
            if reader.words[at].role == Role::Digits {
                reader.words[at].number = number::alone(&reader, at);
            }
        }
        reader
    }

    #[inline]
    pub(super) fn role(&self, at: usize) -> Option<Role> {
        self.words.get(at).map(|word| word.role)
    }

    /// Whether the word at `at` is one of `among`, whatever its case.
    #[inline]
    pub(super) fn is(&self, at: usize, among: &[&str]) -> bool {
        self.words.get(at).is_some_and(|word| among.iter().any(|one| word.text.eq_ignore_ascii_case(one)))
    }

    /// Whether the word before `at` is one of `among`.
    #[inline]
    pub(super) fn follows(&self, at: usize, among: &[&str]) -> bool {
        at > 0 && self.is(at - 1, among)
    }

    #[inline]
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
    #[inline]
    pub(super) fn tight(&self, at: usize) -> bool {
        self.words.get(at).is_some_and(|word| word.tight)
    }

    /// `at`, or the place behind it where one of `among` stands there.
    #[inline]
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

    /// Whether such a word stands at `at` that is, or leads to, many: "people", "angry people".
    pub(super) fn plural(&self, at: usize) -> bool {
        let is_many = |at: usize| self.words.get(at).is_some_and(|word| is_plural(word.text));
        self.content(at) && (is_many(at) || self.content(at + 1) && is_many(at + 1))
    }

    /// Whether a word stands in the sentence that can make a date with others: a number, a month, a unit of the calendar.
    pub(super) fn tells_time(&self) -> bool {
        self.words.iter().any(|word| word.opens == Opens::Yes)
    }

    /// Whether a date or time may begin at `at`.
    #[inline]
    pub(super) fn opens(&self, at: usize) -> bool {
        self.words.get(at).is_some_and(|word| word.opens != Opens::No) && !self.counts_nothing(at)
    }

    /// Whether an article stands at `at` that begins no count, as in "a week ago" and "a couple of days".
    fn counts_nothing(&self, at: usize) -> bool {
        matches!(self.words[at].text, "a" | "an")
            && matches!(self.role(at + 1), None | Some(Role::Plain | Role::Mark(_)))
            && !self.is(at + 1, &["couple"])
    }

    /// Whether a day with a name may begin at `at`.
    #[inline]
    pub(super) fn names_day(&self, at: usize) -> bool {
        self.words.get(at).is_some_and(|word| word.names_day)
    }

    /// Whether a word or figure stands at `at`, as opposed to a mark or the end.
    pub(super) fn wordy(&self, at: usize) -> bool {
        !matches!(self.role(at), None | Some(Role::Mark(_)))
    }

    /// Whether the sentence speaks of the future where `at` stands.
    pub(super) fn future(&self, at: usize) -> bool {
        self.future.get_or_init(|| future(&self.words)).get(at).copied().unwrap_or(false)
    }

    /// The days that `when`, told at `at`, means, where they are known.
    pub(super) fn resolve(&self, when: When, at: usize) -> Option<Stretch> {
        when.resolve(self.today, when.leans() && self.today.is_some() && self.future(at))
    }

    /// The place in the document of the words from `first` up to `next`.
    pub(super) fn span(&self, first: usize, next: usize) -> Span {
        let start = self.words[first].start;
        let last = self.words[next - 1];
        Span::new(start, last.start + last.text.len())
    }
}

/// Words that tell a time and are in no list of the calendar.
const TIMES: &[&str] = &["noon", "midday", "midnight", "tonight"];
/// Words without a role that a mention may begin with where other words tell a time: "a week ago", "now until Friday",
/// "later this week", "Q3", "w/c".
const ASIDES: &[&str] = &["a", "an", "couple", "now", "earlier", "later", "q", "w"];

/// What a word tells by itself.
#[derive(Clone, Copy)]
struct Meaning {
    role: Role,
    opens: Opens,
    names_day: bool,
}

impl Meaning {
    /// Of a word that tells nothing.
    const NONE: Self = Self { role: Role::Plain, opens: Opens::No, names_day: false };
}

/// The meanings of the words that have one.
static MEANINGS: LazyLock<Meanings<Meaning>> = LazyLock::new(|| Meanings::new(meanings()));

/// The words of which a sentence has one that tells a time without figures: "two", "next" and "early" do so only beside them,
/// "nineteen" begins a year.
pub(in crate::facts) fn telling_words() -> impl Iterator<Item = &'static str> {
    let tells = |meaning: &Meaning| {
        let leans = match meaning.role {
            Role::Number(number) => number < 10,
            Role::Ordinal(_) | Role::Which(_) | Role::Side(_) => true,
            _ => false,
        };
        meaning.names_day || meaning.opens == Opens::Yes && !leans
    };
    meanings().into_iter().filter(move |(_, meaning)| tells(meaning)).map(|(word, _)| word).chain(["thousand"])
}

fn meanings() -> HashMap<&'static str, Meaning> {
    let asides = ASIDES.iter().map(|word| (*word, Meaning { opens: Opens::Aside, ..Meaning::NONE }));
    let times = TIMES.iter().map(|word| (*word, Meaning { opens: Opens::Yes, ..Meaning::NONE }));
    let roles = CALENDAR_WORDS.iter().filter_map(|(word, value)| {
        Some((*word, Meaning { role: role(value.split_once(' ')?)?, opens: Opens::Yes, names_day: false }))
    });
    let mut all: HashMap<&'static str, Meaning> = asides.chain(times).chain(roles).collect();
    for name in NAMED_DAYS.keys() {
        let first = name.split(|character: char| !character.is_alphabetic()).next().unwrap_or(name);
        let meaning = all.entry(first).or_insert(Meaning::NONE);
        (meaning.opens, meaning.names_day) = (Opens::Yes, true);
    }
    all
}

/// The tenses of [`TENSE_WORDS`].
static TENSES: LazyLock<Meanings<&'static str>> =
    LazyLock::new(|| Meanings::new(TENSE_WORDS.iter().map(|(word, tense)| (*word, *tense))));

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

/// The words that mean something in a date.
pub(in crate::facts) fn words() -> impl Iterator<Item = &'static str> {
    meanings().into_keys()
}

/// The runs of letters, runs of digits and marks of a sentence.
fn split(line: Line<'_>) -> Vec<Word<'_>> {
    let text = &line.text[..line.span.end as usize];
    let out = Vec::with_capacity(line.span.len() / BYTES_A_WORD + 1);
    let mut splitter = Splitter { text, at: line.span.start as usize, end: None, out };
    for word in line.plain_words() {
        let start = word.span.start as usize;
        splitter.split_to(start);
        if splitter.at == start {
            let length = word.span.len();
            let is_known = word.lists.holds(Lists::DATE);
            splitter.push(length, if is_known { of_letters(&text.as_bytes()[start..], length) } else { Meaning::NONE });
        }
    }
    splitter.split_to(text.len());
    splitter.out
}

/// A sentence while it is split.
struct Splitter<'t> {
    /// The document up to the end of the sentence.
    text: &'t str,
    /// What stands before it has been split.
    at: usize,
    /// Where the last word ends.
    end: Option<usize>,
    out: Vec<Word<'t>>,
}

impl Splitter<'_> {
    /// Splits up to the place `end`, or past it, where a word goes on.
    #[inline]
    fn split_to(&mut self, end: usize) {
        while self.at < end {
            // A space between two words is what stands here most of all.
            if self.text.as_bytes()[self.at] == b' ' {
                self.at += 1;
            } else {
                self.step();
            }
        }
    }

    /// Splits one word, or goes past one character that belongs to none.
    fn step(&mut self) {
        let rest = &self.text[self.at..];
        let first = rest.chars().next().unwrap_or(' ');
        if first.is_whitespace() || is_invisible(first) {
            self.at += first.len_utf8();
            return;
        }
        let length = if first.is_ascii_digit() {
            rest.bytes().take_while(u8::is_ascii_digit).count()
        } else if is_letter(first) {
            letters_of(rest, is_letter)
        } else {
            first.len_utf8()
        };
        self.push(length, meaning(rest.as_bytes(), length, first));
    }

    /// Adds the word of `length` bytes.
    #[inline]
    fn push(&mut self, length: usize, meaning: Meaning) {
        let (start, end) = (self.at, self.at + length);
        let Meaning { role, opens, names_day } = meaning;
        let (text, tight) = (&self.text[start..end], self.end == Some(start));
        self.out.push(Word { text, start, role, number: None, opens, names_day, tight });
        (self.at, self.end) = (end, Some(end));
    }
}

/// Memory for words is asked for once: English has about one word or mark in five bytes.
const BYTES_A_WORD: usize = 5;

fn is_letter(character: char) -> bool {
    character.is_alphanumeric() && !character.is_ascii_digit()
}

/// Zero-width and direction marks: they part nothing that is seen, but no date is written across one.
fn is_invisible(character: char) -> bool {
    matches!(character, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{ad}')
}

/// What the word of `length` bytes at the start of `text` tells by itself.
fn meaning(text: &[u8], length: usize, first: char) -> Meaning {
    if first.is_ascii_digit() {
        return Meaning { role: Role::Digits, opens: Opens::Yes, names_day: false };
    }
    if !is_letter(first) {
        // "the '50s"
        let opens = if matches!(first, '\'' | '\u{2018}' | '\u{2019}') { Opens::Aside } else { Opens::No };
        return Meaning { role: Role::Mark(first), opens, ..Meaning::NONE };
    }
    of_letters(text, length)
}

/// What the letters that are the first `length` bytes of `text` tell.
#[inline]
fn of_letters(text: &[u8], length: usize) -> Meaning {
    MEANINGS.get_at(text, length).copied().unwrap_or(Meaning::NONE)
}

/// For every word, whether those before it speak of the future: "will" turns there, "said", "which" and most words in
/// "-ed" turn back, as does a semicolon. Behind what "which" or "who" tells between two commas it is as before it.
fn future(words: &[Word<'_>]) -> Vec<bool> {
    let mut now = false;
    // How it was before what stands between commas.
    let mut outside: Option<bool> = None;
    let mut out = Vec::with_capacity(words.len());
    for (at, word) in words.iter().enumerate() {
        out.push(now);
        let before = at.checked_sub(1).map_or("", |before| words[before].text);
        if before == "," && matches!(word.text, "which" | "who" | "whose") {
            outside = Some(now);
        } else if word.role == Role::Mark(',') {
            now = outside.take().unwrap_or(now);
        }
        let in_state = STATES.iter().any(|verb| before.eq_ignore_ascii_case(verb));
        match TENSES.get(word.text).copied() {
            Some("future") => now = true,
            Some("to") => now |= words.get(at + 1).is_some_and(|next| next.text == "to"),
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
    use crate::facts::words::with_line;

    #[test]
    fn every_entry_of_the_list_has_a_role() {
        let with_role = |word: &&&str| MEANINGS.get(word).is_some_and(|meaning| meaning.role != Role::Plain);
        assert_eq!(CALENDAR_WORDS.keys().filter(with_role).count(), CALENDAR_WORDS.len());
        assert_eq!(TENSES.len(), TENSE_WORDS.len());
    }

    #[test]
    fn the_future_ends_where_the_past_begins() {
        let future = |text: &str, word: &str| {
            with_line(text, Span::new(0, text.len()), |line| {
                let reader = Reader::new(line, None);
                reader.future(reader.words.iter().position(|one| one.text == word).unwrap())
            })
        };
        let died = "Ruda will replace the mayor, who died on Friday";
        assert!(future(died, "mayor") && !future(died, "Friday"));
        assert!(future("She is to be presented in Ruda, which held 900, on Friday", "Friday"));
        assert!(future("Rain forecast for Friday may flood it", "Friday"));
    }
}
