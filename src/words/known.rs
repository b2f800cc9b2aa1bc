//! What is known of a word by itself, whatever document it stands in: looked up once a word, computed once a different word.

use super::{Token, fold, scan_words};
use crate::{
    hash::{ByItself, hash},
    lexicon::{COMMON_WORDS, FUNCTION_WORDS, NEWS_WORDS},
    span::{Span, first_characters},
};
use hashbrown::{HashMap, hash_map::Entry};
use rust_stemmers::{Algorithm, Stemmer};

/// What sort of word it is, as far as the word alone tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// "the", "after": no subject.
    Function,
    /// A weekday or month.
    Date,
    /// "march": a month when it has a capital.
    DateIfCapital,
    /// Digits, or a number word.
    Figure,
    /// A word that stands in many news stories.
    Common,
    /// Any other word.
    Other,
}

/// What is known of a word.
#[derive(Clone, Copy, Debug)]
pub struct Known {
    /// What sort of word it is.
    pub class: Class,
    /// Number of its stem, see [`Vocabulary::stem_hash`].
    pub stem: u32,
    /// Number of its first letters where they carry a subject, so that "flood" and "flooded" agree; else [`NO_SUBJECT`].
    pub subject: u32,
    /// Whether it is long enough to carry a subject without a capital.
    pub is_long: bool,
}

/// See [`Known::subject`].
pub const NO_SUBJECT: u32 = u32::MAX;
/// Stands where the stem of a word was not looked up.
const NO_STEM: u32 = u32::MAX;

impl Known {
    /// What is known of a word of which only its sort was asked.
    #[inline]
    pub(super) fn of_class(class: Class) -> Self {
        Self { class, stem: NO_STEM, subject: NO_SUBJECT, is_long: false }
    }
}
/// Fewest bytes of a word that carries a subject.
const SHORTEST_SUBJECT: usize = 4;
/// Fewest bytes of a name.
const SHORTEST_NAME: usize = 2;
/// Letters of a word that are compared as its subject.
const SUBJECT_LETTERS: usize = 6;
/// No English word is longer; what is, is no word, and costs the stemmer time.
const LONGEST_WORD: usize = 40;
/// Different words that are remembered before all are forgotten; 150,000, some 15 MB: the words of some 50,000 articles, whose
/// common ones are soon learned again. A bound on memory, not a setting: it changes no result.
const MOST_WORDS: usize = 150_000;

/// Words that are looked up without the table: 256 KB, which stay in a near cache of the processor.
const RECENT: usize = 1 << 14;

/// The words met so far, each with what is known of it.
///
/// It remembers and decides nothing: two vocabularies say the same of a word, only the numbers they give differ.
pub struct Vocabulary {
    /// The words met last, by the lowest bits of their terms: nine of ten look-ups end here.
    recent: Box<[(u64, Known); RECENT]>,
    known: HashMap<u64, Known, ByItself>,
    stems: Numbers,
    subjects: Numbers,
    stemmer: Stemmer,
}

/// Numbers for hashes, in order of their first use.
#[derive(Default)]
struct Numbers {
    of: HashMap<u64, u32, ByItself>,
    hashes: Vec<u64>,
}

impl Numbers {
    fn number(&mut self, hash: u64) -> u32 {
        match self.of.entry(hash) {
            Entry::Occupied(found) => *found.get(),
            Entry::Vacant(free) => {
                self.hashes.push(hash);
                *free.insert(self.hashes.len() as u32 - 1)
            }
        }
    }
}

impl Default for Vocabulary {
    fn default() -> Self {
        let nothing = Known { stem: u32::MAX, subject: NO_SUBJECT, class: Class::Other, is_long: false };
        let recent = vec![(0, nothing); RECENT].into_boxed_slice();
        Self {
            recent: recent.try_into().unwrap_or_else(|_| unreachable!("it was made of this length")),
            known: HashMap::default(),
            stems: Numbers::default(),
            subjects: Numbers::default(),
            stemmer: Stemmer::create(Algorithm::English),
        }
    }
}

impl Vocabulary {
    /// What is known of the word `token` of `text`. Cost: one look-up; a new word is stemmed.
    #[inline]
    pub fn know(&mut self, text: &str, token: Token) -> Known {
        let recent = token.term as usize % RECENT;
        let (term, known) = self.recent[recent];
        if term == token.term && known.stem != u32::MAX {
            return known;
        }
        let known = self.look_up(text, token);
        self.recent[recent] = (token.term, known);
        known
    }

    fn look_up(&mut self, text: &str, token: Token) -> Known {
        if let Some(known) = self.known.get(&token.term) {
            return *known;
        }
        let known = self.study(token.span.of(text));
        self.known.insert(token.term, known);
        known
    }

    /// The hash of a stem: the same in every vocabulary.
    #[must_use]
    pub fn stem_hash(&self, stem: u32) -> u64 {
        self.stems.hashes[stem as usize]
    }

    /// How many stems were met.
    #[must_use]
    pub fn stems(&self) -> usize {
        self.stems.hashes.len()
    }

    /// Whether it holds so many words that it must be replaced by an empty one, between two documents.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.known.len() >= MOST_WORDS
    }

    fn study(&mut self, word: &str) -> Known {
        let folded = fold(word);
        let bare = bare(&folded);
        let class = class(bare);
        let plain = bare.bytes().all(|byte| byte.is_ascii_lowercase()) && bare.len() < LONGEST_WORD;
        let stem = if plain { hash(self.stemmer.stem(bare).as_bytes()) } else { hash(bare.as_bytes()) };
        let carries = bare.len() >= SHORTEST_NAME
            && class != Class::Function
            && !bare.bytes().any(|byte| byte.is_ascii_digit())
            && bare.chars().any(char::is_alphabetic)
            && !FUNCTION_WORDS.contains(bare)
            && !NEWS_WORDS.contains(bare);
        let letters = first_characters(bare, SUBJECT_LETTERS);
        let subject = if carries { self.subjects.number(hash(letters.as_bytes())) } else { NO_SUBJECT };
        Known { class, stem: self.stems.number(stem), subject, is_long: bare.len() >= SHORTEST_SUBJECT }
    }
}

/// The words of `text` and what is known of each, in place of what the two lists held.
pub fn read_words(text: &str, vocabulary: &mut Vocabulary, words: &mut Vec<Token>, known: &mut Vec<Known>) {
    words.clear();
    known.clear();
    scan_words(text, Span::new(0, text.len()), words);
    known.extend(words.iter().map(|word| vocabulary.know(text, *word)));
}

/// `folded` without the "'s" behind it.
pub(super) fn bare(folded: &str) -> &str {
    folded.strip_suffix("'s").unwrap_or(folded)
}

/// What sort of word `folded` is, which is [`bare`].
pub(super) fn class(folded: &str) -> Class {
    if folded.bytes().any(|byte| byte.is_ascii_digit()) || NUMBER_WORDS.contains(&folded) {
        Class::Figure
    } else if FUNCTION_WORDS.contains(folded) || folded.len() < 2 {
        Class::Function
    } else if folded == "march" {
        Class::DateIfCapital
    } else if DATE_WORDS.contains(&folded) {
        Class::Date
    } else if COMMON_WORDS.contains(folded) {
        Class::Common
    } else {
        Class::Other
    }
}

pub(super) const DATE_WORDS: [&str; 20] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "today",
    "yesterday",
    "tomorrow",
    "january",
    "february",
    "april",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

pub(super) const NUMBER_WORDS: [&str; 34] = [
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
    "thirty",
    "forty",
    "fifty",
    "sixty",
    "seventy",
    "eighty",
    "ninety",
    "hundred",
    "hundreds",
    "thousand",
    "thousands",
    "dozen",
    "dozens",
    "half",
    "twice",
];
