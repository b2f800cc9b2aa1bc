//! What is known of a word by itself, whatever document it stands in: looked up once a word, computed once a different word.

use super::{Token, fold, scan_words};
use crate::{
    hash::{ByItself, hash},
    lexicon::{COMMON_WORDS, FUNCTION_WORDS, NEWS_WORDS},
    span::{Span, first_characters},
};
use hashbrown::HashMap;
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

impl Class {
    /// All sorts, in order.
    pub(crate) const ALL: [Self; 6] =
        [Self::Function, Self::Date, Self::DateIfCapital, Self::Figure, Self::Common, Self::Other];
}

/// What is known of a word; 8 bytes, as it is asked for every word of a corpus.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Known {
    /// Hash of its stem, 32 bits of it: two different stems of a document are hardly ever one. 0 where it was not asked.
    pub stem: u32,
    /// Hash of its subject in the upper bits, and below it what [`Known::class`] and [`Known::is_long`] tell.
    rest: u32,
}

/// Bits of [`Known`] that hold the class.
const CLASS: u32 = 0b0111;
/// The bit of [`Known`] that tells a long word.
const LONG: u32 = 0b1000;

impl Known {
    fn new(class: Class, stem: u64, subject: Option<u64>, is_long: bool) -> Self {
        let flags = class as u32 | if is_long { LONG } else { 0 };
        let subject = subject.map_or(0, |hash| (hash as u32 & !(CLASS | LONG)).max(LONG << 1));
        Self { stem: stem as u32, rest: subject | flags }
    }

    /// What is known of a word of which only its sort was asked.
    #[inline]
    pub(super) fn of_class(class: Class) -> Self {
        Self::new(class, 0, None, false)
    }

    /// What sort of word it is.
    #[inline]
    #[must_use]
    pub fn class(self) -> Class {
        Class::ALL[(self.rest & CLASS) as usize % Class::ALL.len()]
    }

    /// Whether it is long enough to carry a subject without a capital.
    #[inline]
    #[must_use]
    pub fn is_long(self) -> bool {
        self.rest & LONG != 0
    }

    /// Hash of its first letters where they carry a subject, so that "flood" and "flooded" agree.
    #[inline]
    #[must_use]
    pub fn subject(self) -> Option<u32> {
        let subject = self.rest & !(CLASS | LONG);
        (subject != 0).then_some(subject)
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
/// Different words that are remembered before all are forgotten; 150,000, some 5 MB: the words of some 50,000 articles, whose
/// common ones are soon learned again. A bound on memory, not a setting: it changes no result.
const MOST_WORDS: usize = 150_000;

/// Words that are looked up without the table: 512 KB, which stay in a near cache of the processor.
const RECENT: usize = 1 << 15;

/// The words met so far, each with what is known of it.
///
/// It remembers and decides nothing: two vocabularies say the same of a word.
pub struct Vocabulary {
    /// The words met last, by the lowest bits of their terms: most look-ups end here.
    recent: Box<[(u64, Known); RECENT]>,
    known: HashMap<u64, Known, ByItself>,
    stemmer: Stemmer,
    /// Room for the numbers of the words of a text that are not among the recent ones.
    missed: Vec<u32>,
}

impl Default for Vocabulary {
    fn default() -> Self {
        // An empty place holds a term that would stand in another place: no word is asked for with it here.
        let empty = |place: usize| (!(place as u64), Known::new(Class::Other, 0, None, false));
        let recent: Box<[(u64, Known)]> = (0..RECENT).map(empty).collect();
        Self {
            recent: recent.try_into().unwrap_or_else(|_| unreachable!("it was made of this length")),
            known: HashMap::default(),
            stemmer: Stemmer::create(Algorithm::English),
            missed: Vec::new(),
        }
    }
}

impl Vocabulary {
    /// What is known of the word `token` of `text`. Cost: one look-up; a new word is stemmed.
    #[inline]
    pub fn know(&mut self, text: &str, token: Token) -> Known {
        let (term, known) = self.recent[place(token)];
        if term == token.term { known } else { self.look_up(text, token) }
    }

    /// What is known of each of `words`, which stand in `text`, in place of what `out` held.
    ///
    /// All are asked of the recent ones first, none waiting for what is found of another.
    fn know_all(&mut self, text: &str, words: &[Token], out: &mut Vec<Known>) {
        let mut missed = std::mem::take(&mut self.missed);
        missed.resize(words.len(), 0);
        let mut count = 0;
        out.clear();
        out.extend(words.iter().zip(0_u32..).map(|(word, number)| {
            let (term, known) = self.recent[place(*word)];
            missed[count] = number;
            count += usize::from(term != word.term);
            known
        }));
        for &number in &missed[..count] {
            out[number as usize] = self.know(text, words[number as usize]);
        }
        self.missed = missed;
    }

    fn look_up(&mut self, text: &str, token: Token) -> Known {
        let known = if let Some(known) = self.known.get(&token.term) {
            *known
        } else {
            let known = self.study(token.span.of(text));
            self.known.insert(token.term, known);
            known
        };
        self.recent[place(token)] = (token.term, known);
        known
    }

    /// Whether it holds so many words that it must be replaced by an empty one, between two documents.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.known.len() >= MOST_WORDS
    }

    fn study(&self, word: &str) -> Known {
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
        Known::new(class, stem, carries.then(|| hash(letters.as_bytes())), bare.len() >= SHORTEST_SUBJECT)
    }
}

/// Where a word stands among the recent ones, if it does.
#[inline]
fn place(token: Token) -> usize {
    token.term as usize % RECENT
}

/// The words of `text` and what is known of each, in place of what the two lists held.
pub fn read_words(text: &str, vocabulary: &mut Vocabulary, words: &mut Vec<Token>, known: &mut Vec<Known>) {
    words.clear();
    scan_words(text, Span::new(0, text.len()), words);
    vocabulary.know_all(text, words, known);
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
