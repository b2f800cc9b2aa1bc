//! What the program knows of the language: small word lists of our own, one file each, easy to extend.
//!
//! A list holds one entry a line; `#` starts a comment; where an entry has a value, a tab stands between them.
//! The lists know the language of news, never a story.

use crate::{
    hash::SHORT_WORD,
    register::{ByRegister, Register},
};
use hashbrown::{HashMap, HashSet};
use std::{ops::Deref, sync::LazyLock};

/// A set of lower-case words or phrases.
pub type Words = LazyLock<WordSet>;
/// Lower-case words or phrases with a value each.
pub type Values = LazyLock<WordMap<&'static str>>;

/// Words that carry no subject: articles, prepositions, pronouns, auxiliaries, conjunctions.
pub static FUNCTION_WORDS: Words = LazyLock::new(|| words(include_str!("lexicon/function_words.txt")));
/// Whole lines that are furniture, with what they are.
pub static FURNITURE_LINES: Values = LazyLock::new(|| values(include_str!("lexicon/furniture_lines.txt")));
/// How lines of furniture start, with what they are.
pub static FURNITURE_STARTS: Values = LazyLock::new(|| values(include_str!("lexicon/furniture_starts.txt")));
/// Phrases of consent notices.
pub static CONSENT_PHRASES: Words = LazyLock::new(|| words(include_str!("lexicon/consent_phrases.txt")));
/// Words by which a page speaks to its reader, or of itself.
pub static READER_WORDS: Words = LazyLock::new(|| words(include_str!("lexicon/reader_words.txt")));
/// Names of those who make the pictures of the press.
pub static PICTURE_AGENCIES: Words = LazyLock::new(|| words(include_str!("lexicon/picture_agencies.txt")));
/// Names of sections as they stand in menus.
pub static MENU_WORDS: Words = LazyLock::new(|| words(include_str!("lexicon/menu_words.txt")));
/// Words that stand in stories of every kind: sharing one ties no two stories.
pub static NEWS_WORDS: Words = LazyLock::new(|| words(include_str!("lexicon/news_words.txt")));

/// Words before a person's name that are no part of it: "minister", "mr", "general".
pub static TITLES: Words = LazyLock::new(|| words(include_str!("lexicon/titles.txt")));
/// Words that belong to a title when a title follows: "foreign" in "foreign minister".
pub static TITLE_MODIFIERS: Words = LazyLock::new(|| words(include_str!("lexicon/title_modifiers.txt")));
/// Titles of those who speak for a state, a town, a court or an army: what they state is official.
pub static OFFICES: Words = LazyLock::new(|| words(include_str!("lexicon/offices.txt")));
/// Words that make a name the name of an organisation.
pub static ORGANISATION_WORDS: Words = LazyLock::new(|| words(include_str!("lexicon/organisation_words.txt")));
/// Words behind the name of a company that tell its legal form: "inc", "ag".
pub static LEGAL_FORMS: Words = LazyLock::new(|| words(include_str!("lexicon/legal_forms.txt")));
/// Names of countries and of their people, each with the usual name of the country; states with what agencies shorten them to.
pub static COUNTRY_NAMES: Values = LazyLock::new(|| values(include_str!("lexicon/country_names.txt")));
/// Verbs that report speech, with the strength of the claim: confirmed, said, reported, claimed, alleged, denied.
pub static REPORTING_VERBS: Values = LazyLock::new(|| values(include_str!("lexicon/reporting_verbs.txt")));
/// What something is done "according to" that is no source.
pub static STANDARDS: Words = LazyLock::new(|| words(include_str!("lexicon/standards.txt")));
/// Words that turn the sense of a statement.
pub static NEGATIONS: Words = LazyLock::new(|| words(include_str!("lexicon/negations.txt")));
/// Words of harm to people.
pub static CASUALTY_WORDS: Words = LazyLock::new(|| words(include_str!("lexicon/casualty_words.txt")));

/// Words that tell what happened to what is counted, with their class: "killed" and "death" are "dead".
pub static HAPPENINGS: Values = LazyLock::new(|| values(include_str!("lexicon/happenings.txt")));

/// Words whose change alters how far a statement reaches, or how it judges.
pub static SCOPE_WORDS: Words = LazyLock::new(|| words(include_str!("lexicon/scope_words.txt")));
/// What a word can mean in a date: a month, a weekday, a part of the day, a unit of the calendar.
pub static CALENDAR_WORDS: Values = LazyLock::new(|| values(include_str!("lexicon/calendar_words.txt")));
/// Names of time zones, in the case they are written in, each with its rule in the form of POSIX.
pub static TIME_ZONES: Values = LazyLock::new(|| values(include_str!("lexicon/time_zones.txt")));
/// Words that tell whether a sentence speaks of the future or of the past.
pub static TENSE_WORDS: Values = LazyLock::new(|| values(include_str!("lexicon/tense_words.txt")));
/// Words that make a weekday beside them a name: "Black Friday", "Sunday Times".
pub static WEEKDAY_NAMES: Values = LazyLock::new(|| values(include_str!("lexicon/weekday_names.txt")));
/// Words so common in English news that they tell little of the story they stand in.
pub static COMMON_WORDS: Words = LazyLock::new(|| words(include_str!("lexicon/common_words.txt")));
/// Days with a name, each with its rule: "Christmas Day", "Thanksgiving".
pub static NAMED_DAYS: Values = LazyLock::new(|| values(include_str!("lexicon/named_days.txt")));

/// Number words below a hundred, with their values.
pub static NUMBERS: Values = LazyLock::new(|| values(include_str!("lexicon/numbers.txt")));
/// Words that multiply the number before them; `~` before the factor where the product is round by custom.
pub static SCALES: Values = LazyLock::new(|| values(include_str!("lexicon/scales.txt")));
/// Letters that multiply the digits they are glued to.
pub static SCALE_LETTERS: Values = LazyLock::new(|| values(include_str!("lexicon/scale_letters.txt")));
/// Ordinal words, with their ranks.
pub static ORDINALS: Values = LazyLock::new(|| values(include_str!("lexicon/ordinals.txt")));
/// Words for an open number, with the least it can mean.
pub static VAGUE_NUMBERS: Values = LazyLock::new(|| values(include_str!("lexicon/vague_numbers.txt")));
/// Phrases before a figure that say how exact it is.
pub static MODIFIERS: Values = LazyLock::new(|| values(include_str!("lexicon/modifiers.txt")));
/// Phrases behind a figure that say how exact it is.
pub static MODIFIERS_AFTER: Values = LazyLock::new(|| values(include_str!("lexicon/modifiers_after.txt")));
/// Names of units, with their symbols.
pub static UNITS: Values = LazyLock::new(|| values(include_str!("lexicon/units.txt")));
/// Letters that are a unit when glued to digits, as written.
pub static UNIT_LETTERS: Values = LazyLock::new(|| values(include_str!("lexicon/unit_letters.txt")));
/// What a unit measures, and its size in the base of that dimension.
pub static UNIT_SIZES: Values = LazyLock::new(|| values(include_str!("lexicon/unit_sizes.txt")));
/// Names of currencies, with code and, for a part, its share.
pub static CURRENCIES: Values = LazyLock::new(|| values(include_str!("lexicon/currencies.txt")));
/// Symbols of currencies, with their codes.
pub static CURRENCY_SYMBOLS: Values = LazyLock::new(|| values(include_str!("lexicon/currency_symbols.txt")));
/// ISO 4217 codes, in capitals.
pub static CURRENCY_CODES: Words = LazyLock::new(|| words(include_str!("lexicon/currency_codes.txt")));
/// Words before a number that make it a label.
pub static NUMBER_LABELS: Words = LazyLock::new(|| words(include_str!("lexicon/number_labels.txt")));
/// Number or rank with a word behind it, as part of a name or an idiom.
pub static NUMBER_NAMES: Words = LazyLock::new(|| words(include_str!("lexicon/number_names.txt")));
/// Names of months, long and short.
pub static DATE_WORDS: Words = LazyLock::new(|| words(include_str!("lexicon/date_words.txt")));
/// Words behind a number that make it a time of day.
pub static CLOCK_WORDS: Words = LazyLock::new(|| words(include_str!("lexicon/clock_words.txt")));
/// Verbs of movement: which way it goes, and what a figure behind them tells.
static MOVEMENTS: Values = LazyLock::new(|| values(include_str!("lexicon/movement_verbs.txt")));
/// Verbs whose "from X to Y" names two values.
pub static CHANGE_VERBS: Words = LazyLock::new(|| marked(&MOVEMENTS, "to"));
/// Verbs behind which a figure tells how far something moved: "rose 5 percent".
pub static MOVEMENT_VERBS: Words = LazyLock::new(|| marked(&MOVEMENTS, "far"));
/// Verbs of going up, and those of going down: one for the other turns the sense.
pub static DIRECTIONS: [Words; 2] =
    [LazyLock::new(|| marked(&MOVEMENTS, "up")), LazyLock::new(|| marked(&MOVEMENTS, "down"))];
/// Words with which a result begins: "reported its loss" is no hearsay.
pub static RESULT_WORDS: Words = LazyLock::new(|| words(include_str!("lexicon/result_words.txt")));
/// Words and their opposites: one for the other turns the sense.
pub static OPPOSITES: LazyLock<Vec<[HashSet<&'static str>; 2]>> = LazyLock::new(|| {
    let sides = lines(include_str!("lexicon/opposites.txt")).filter_map(|line| line.split_once('\t'));
    sides.map(|(one, other)| [one, other].map(|side| side.split_whitespace().collect())).collect()
});
/// Verbs of demand: what is sought is not what is given.
pub static DEMAND_VERBS: Words = LazyLock::new(|| words(include_str!("lexicon/demand_verbs.txt")));
/// Words near two numbers that make them a result.
pub static SCORE_WORDS: Words = LazyLock::new(|| words(include_str!("lexicon/score_words.txt")));
/// Words behind "100m" that make it metres.
pub static METRE_WORDS: Words = LazyLock::new(|| words(include_str!("lexicon/metre_words.txt")));
/// Plurals behind a year that it belongs to.
pub static YEAR_NOUNS: Words = LazyLock::new(|| words(include_str!("lexicon/year_nouns.txt")));
/// Words before a telephone number.
pub static TELEPHONE_WORDS: Words = LazyLock::new(|| words(include_str!("lexicon/telephone_words.txt")));
/// Words for a person whose age may follow.
pub static PERSON_WORDS: Words = LazyLock::new(|| words(include_str!("lexicon/person_words.txt")));
/// Words for people who are counted, with their class; those of "people" may be of any.
pub static PEOPLE_WORDS: Values = LazyLock::new(|| values(include_str!("lexicon/people_words.txt")));
/// Words at which the noun phrase behind a figure ends, besides the function words.
pub static NOUN_STOPS: Words = LazyLock::new(|| words(include_str!("lexicon/noun_stops.txt")));
/// Words that do not end the singular noun phrase behind a figure: "second largest party".
pub static NOUN_LEADS: Words = LazyLock::new(|| words(include_str!("lexicon/noun_leads.txt")));
/// Words and signs before a number of four digits that make it a year.
pub static YEAR_LEADS: Words = LazyLock::new(|| words(include_str!("lexicon/year_leads.txt")));
/// Words before "one" that make it a pronoun.
pub static PRONOUN_LEADS: Words = LazyLock::new(|| words(include_str!("lexicon/pronoun_leads.txt")));
/// Words before "first" and "second" that make them a rank and no adverb.
pub static RANK_LEADS: Words = LazyLock::new(|| words(include_str!("lexicon/rank_leads.txt")));

/// The ends and lengths of some words: most words that are none of them are told by their first letter, their last letter and
/// their length.
struct Shapes(Vec<u32>);

/// Letters of a word's ends: those of English, and one for all else.
const END_LETTERS: usize = 27;

impl Shapes {
    fn new<'w>(words: impl IntoIterator<Item = &'w str>) -> Self {
        let mut lengths = vec![0; END_LETTERS * END_LETTERS];
        words.into_iter().for_each(|word| lengths[ends(word.as_bytes())] |= length_bit(word.len()));
        Self(lengths)
    }

    /// Whether one of the words has the shape of `word`. Cost: one read of memory.
    #[inline]
    fn may_hold(&self, word: &[u8]) -> bool {
        self.0[ends(word)] & length_bit(word.len()) != 0
    }
}

/// Which first and last letter a word has, as one number.
#[inline]
fn ends(word: &[u8]) -> usize {
    let letter = |byte: Option<&u8>| {
        let letter = byte.map_or(END_LETTERS - 1, |byte| usize::from((byte | 0x20).wrapping_sub(b'a')));
        letter.min(END_LETTERS - 1)
    };
    letter(word.first()) * END_LETTERS + letter(word.last())
}

/// A bit for a length; the same for all long ones.
#[inline]
fn length_bit(length: usize) -> u32 {
    1 << length.min(u32::BITS as usize - 1)
}

/// A set of words or phrases.
pub struct WordSet {
    shapes: Shapes,
    words: HashSet<&'static str>,
}

impl WordSet {
    /// Whether it holds `word`, in this case. Cost: one read of memory for most words that it does not hold, else a look-up.
    #[inline]
    #[must_use]
    pub fn contains(&self, word: &str) -> bool {
        self.shapes.may_hold(word.as_bytes()) && self.words.contains(word)
    }
}

impl FromIterator<&'static str> for WordSet {
    fn from_iter<I: IntoIterator<Item = &'static str>>(words: I) -> Self {
        let words: HashSet<&'static str> = words.into_iter().collect();
        Self { shapes: Shapes::new(words.iter().copied()), words }
    }
}

impl Deref for WordSet {
    type Target = HashSet<&'static str>;

    fn deref(&self) -> &Self::Target {
        &self.words
    }
}

/// Words or phrases with a value each.
pub struct WordMap<T> {
    shapes: Shapes,
    values: HashMap<&'static str, T>,
}

impl<T> WordMap<T> {
    /// The value of `word`, in this case. Cost: as that of [`WordSet::contains`].
    #[inline]
    #[must_use]
    pub fn get(&self, word: &str) -> Option<&T> {
        if self.shapes.may_hold(word.as_bytes()) { self.values.get(word) } else { None }
    }
}

impl<T> FromIterator<(&'static str, T)> for WordMap<T> {
    fn from_iter<I: IntoIterator<Item = (&'static str, T)>>(values: I) -> Self {
        let values: HashMap<&'static str, T> = values.into_iter().collect();
        Self { shapes: Shapes::new(values.keys().copied()), values }
    }
}

impl<T> Deref for WordMap<T> {
    type Target = HashMap<&'static str, T>;

    fn deref(&self) -> &Self::Target {
        &self.values
    }
}

/// A meaning for each of some lower-case words, asked by words in any case.
pub struct Meanings<T> {
    shapes: Shapes,
    short: HashMap<u128, T, ByRegister>,
    long: HashMap<&'static [u8], T>,
}

/// No word with a meaning is longer, in bytes.
const LONGEST_MEANING: usize = 24;

impl<T> Meanings<T> {
    /// The meanings of these words; a word of more than 24 bytes is left out, and of a word that comes twice the last counts.
    #[must_use]
    pub fn new(words: impl IntoIterator<Item = (&'static str, T)>) -> Self {
        let (mut short, mut long, mut all) = (HashMap::default(), HashMap::new(), Vec::new());
        for (word, meaning) in words.into_iter().filter(|(word, _)| word.len() <= LONGEST_MEANING) {
            let bytes = word.as_bytes();
            all.push(word);
            if bytes.len() <= SHORT_WORD {
                short.insert(Register::read(bytes).lower(bytes.len()), meaning);
            } else {
                long.insert(bytes, meaning);
            }
        }
        Self { shapes: Shapes::new(all), short, long }
    }

    /// The meaning of `word`, whatever the case of its ASCII letters. Cost: one read of memory for most words without one, else a
    /// look-up.
    #[inline]
    #[must_use]
    pub fn get(&self, word: &str) -> Option<&T> {
        self.get_at(word.as_bytes(), word.len())
    }

    /// The meaning of the word that is the first `length` bytes of `text`; quicker where more text stands behind it.
    #[inline]
    #[must_use]
    pub fn get_at(&self, text: &[u8], length: usize) -> Option<&T> {
        self.get_in(Register::read(text), text, length)
    }

    /// The same of a text whose start stands in a register.
    #[inline]
    pub(crate) fn get_in(&self, start: Register, text: &[u8], length: usize) -> Option<&T> {
        let word = &text[..length];
        if !self.shapes.may_hold(word) {
            return None;
        }
        if length <= SHORT_WORD {
            return self.short.get(&start.lower(length));
        }
        self.long.get(word.to_ascii_lowercase().as_slice())
    }

    /// How many words have a meaning.
    #[must_use]
    pub fn len(&self) -> usize {
        self.short.len() + self.long.len()
    }

    /// Whether no word has one.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// The entries of a list without values.
fn words(list: &'static str) -> WordSet {
    lines(list).collect()
}

/// The entries of a list with values.
fn values(list: &'static str) -> WordMap<&'static str> {
    lines(list).filter_map(|line| line.split_once('\t')).map(|(entry, value)| (entry.trim(), value.trim())).collect()
}

/// The entries of a list whose value holds `mark` among its words.
fn marked(list: &Values, mark: &str) -> WordSet {
    list.iter().filter(|(_, marks)| marks.split(' ').any(|one| one == mark)).map(|(word, _)| *word).collect()
}

fn lines(list: &'static str) -> impl Iterator<Item = &'static str> {
    list.lines().map(|line| line.split('#').next().unwrap_or("").trim()).filter(|line| !line.is_empty())
}
