//! Words with their punctuation, as the grammars of names, quotes and claims read them.

use super::{date, figure};
use crate::{
    hash::SHORT_WORD,
    lexicon::{FUNCTION_WORDS, HAPPENINGS, Meanings, ORGANISATION_WORDS, REPORTING_VERBS, TITLE_MODIFIERS, TITLES},
    register::{Register, letters},
    span::Span,
    tokenize::{Sentence, Tokens},
    words::fold,
};
use hashbrown::HashMap;
use std::sync::LazyLock;

/// A word of a sentence, hyphens and apostrophes inside it kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a sign of its own; no two exclude one another")]
pub struct Unit {
    /// Its place, without punctuation around it and without a possessive ending.
    pub span: Span,
    /// Whether it starts with a capital.
    pub capital: bool,
    /// Whether a possessive ending was cut: "Kerr's".
    pub possessive: bool,
    /// Whether punctuation other than an abbreviation's dot follows it.
    pub stop: bool,
    /// Whether it opens a sentence or quotation, where a capital says nothing.
    pub opens: bool,
    /// The lists of the language that hold it.
    pub lists: Lists,
}

/// Lists of the language that hold a word, looked up once for all grammars.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lists(u32);

impl Lists {
    /// [`FUNCTION_WORDS`].
    pub const FUNCTION: Self = Self(1);
    /// [`REPORTING_VERBS`].
    pub const REPORTING: Self = Self(1 << 1);
    /// [`TITLES`].
    pub const TITLE: Self = Self(1 << 2);
    /// [`TITLE_MODIFIERS`].
    pub const TITLE_MODIFIER: Self = Self(1 << 3);
    /// [`ORGANISATION_WORDS`].
    pub const ORGANISATION: Self = Self(1 << 4);
    /// [`HAPPENINGS`].
    pub const HAPPENING: Self = Self(1 << 5);
    /// "while", "whereas", "but": one clause ends there and another begins.
    pub const CLAUSE_BREAK: Self = Self(1 << 6);
    /// Words that a label or a claim is found by: "called", "as", "alleged", "according".
    pub const CUE: Self = Self(1 << 7);

    /// "is", "was", "remains": a label may follow.
    pub const BE: Self = Self(1 << 8);
    /// "a", "an".
    pub const ARTICLE: Self = Self(1 << 9);
    /// "I", "we", "you" and their cases: a speaker's own words have one.
    pub const PERSONAL: Self = Self(1 << 10);
    /// "respectively": gives each figure before it a name.
    pub const RESPECTIVELY: Self = Self(1 << 11);
    /// "in", "near": a place may follow.
    pub const BEFORE_PLACE: Self = Self(1 << 12);
    /// "has", "said": what one who is named does.
    pub const DEED: Self = Self(1 << 13);
    /// "who".
    pub const WHO: Self = Self(1 << 14);
    /// A word without which no date or time is told: a month, a unit of the calendar.
    pub const TIME: Self = Self(1 << 15);
    /// A word that a number cannot do without: "two", "half", "dozens".
    pub const NUMBER: Self = Self(1 << 16);
    /// "day", "hour": one of it may be a figure, "a day later".
    pub const STRETCH: Self = Self(1 << 17);
    /// "later", "ago": makes a figure of "a day".
    pub const MOMENT: Self = Self(1 << 18);
    /// A word that a figure can start with: "about", "two".
    pub const FIGURE: Self = Self(1 << 19);
    /// A word that means something in a date: "may", "noon", "early".
    pub const DATE: Self = Self(1 << 20);
    /// No list, but a word that is more than one run of letters of ASCII, as "two-thirds", or has none, as "1997".
    pub const MIXED: Self = Self(1 << 21);

    /// Whether `list` holds the word.
    #[inline]
    #[must_use]
    pub fn holds(self, list: Self) -> bool {
        self.0 & list.0 != 0
    }

    /// What holds one of two words.
    #[inline]
    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// Words of [`Lists::CLAUSE_BREAK`].
const CLAUSE_BREAKS: &[&str] = &["while", "whereas", "but"];
/// Words of [`Lists::BE`].
const BE: &[&str] = &["is", "was", "remains"];
/// Words of [`Lists::ARTICLE`].
const ARTICLES: &[&str] = &["a", "an"];
/// Words of [`Lists::PERSONAL`].
const PERSONAL: &[&str] = &["i", "we", "my", "our", "us", "you", "your", "me"];
/// Words of [`Lists::BEFORE_PLACE`].
const BEFORE_PLACE: &[&str] = &["in", "near", "from", "at", "outside", "across"];
/// Words of [`Lists::DEED`].
const DEEDS: &[&str] = &["has", "had", "is", "was", "said", "says", "told", "will", "would"];
/// Words of [`Lists::CUE`].
const CUES: &[&str] = &[
    "according",
    "what",
    "alleged",
    "suspected",
    "so-called",
    "reported",
    "purported",
    "called",
    "branded",
    "labelled",
    "labeled",
    "dubbed",
    "as",
];

/// The lists that hold each word.
static LISTS: LazyLock<Meanings<Lists>> = LazyLock::new(|| {
    let mut all: HashMap<&'static str, Lists> = HashMap::new();
    let mut add = |list: Lists, words: &mut dyn Iterator<Item = &'static str>| {
        words.for_each(|word| all.entry(word).or_default().0 |= list.0);
    };
    add(Lists::FUNCTION, &mut FUNCTION_WORDS.iter().copied());
    add(Lists::REPORTING, &mut REPORTING_VERBS.keys().copied());
    add(Lists::TITLE, &mut TITLES.iter().copied());
    add(Lists::TITLE_MODIFIER, &mut TITLE_MODIFIERS.iter().copied());
    add(Lists::ORGANISATION, &mut ORGANISATION_WORDS.iter().copied());
    add(Lists::HAPPENING, &mut HAPPENINGS.keys().copied());
    add(Lists::CLAUSE_BREAK, &mut CLAUSE_BREAKS.iter().copied());
    add(Lists::CUE, &mut CUES.iter().copied());
    add(Lists::BE, &mut BE.iter().copied());
    add(Lists::ARTICLE, &mut ARTICLES.iter().copied());
    add(Lists::PERSONAL, &mut PERSONAL.iter().copied());
    add(Lists::RESPECTIVELY, &mut ["respectively"].into_iter());
    add(Lists::BEFORE_PLACE, &mut BEFORE_PLACE.iter().copied());
    add(Lists::DEED, &mut DEEDS.iter().copied());
    add(Lists::WHO, &mut ["who"].into_iter());
    add(Lists::TIME, &mut date::telling_words());
    add(Lists::NUMBER, &mut figure::number_words());
    add(Lists::STRETCH, &mut figure::time_words());
    add(Lists::MOMENT, &mut figure::MOMENT_WORDS.iter().copied());
    add(Lists::FIGURE, &mut figure::starting_words());
    add(Lists::DATE, &mut date::words());
    Meanings::new(all)
});

/// The lists that hold the word that is the first `length` bytes of `text`, whatever the case of its ASCII letters.
#[inline]
pub(super) fn lists_at(text: &[u8], length: usize) -> Lists {
    LISTS.get_at(text, length).copied().unwrap_or_default()
}

/// The lists that hold a folded word.
fn lists_of(word: &str) -> Lists {
    lists_at(word.as_bytes(), word.len())
}

/// The lists that hold the word at `start..end` of `text`, whatever its case and its accents.
fn lists(text: &str, start: usize, end: usize) -> Lists {
    let (bytes, length) = (&text.as_bytes()[start..], end - start);
    if letters(bytes) == length {
        return lists_at(bytes, length);
    }
    let is_ascii =
        if length <= SHORT_WORD { Register::read(bytes).is_ascii(length) } else { bytes[..length].is_ascii() };
    Lists::MIXED.with(if is_ascii { lists_at(bytes, length) } else { lists_of(&fold(&text[start..end])) })
}

/// A sentence with its words, as the grammars of figures and dates read it.
#[derive(Clone, Copy, Debug)]
pub struct Line<'t> {
    /// The text that it stands in.
    pub text: &'t str,
    /// The same text, its ASCII letters in lower case.
    pub lower: &'t str,
    /// Its place.
    pub span: Span,
    /// Its words, see [`units`].
    pub words: &'t [Unit],
}

impl<'t> Line<'t> {
    /// Its words that are one run of letters of ASCII, and are so wherever one cuts words: most of all.
    pub(super) fn plain_words(&self) -> impl Iterator<Item = &'t Unit> {
        let bytes = self.text.as_bytes();
        // A combining mark behind a letter belongs to it.
        let ends = |unit: &&Unit| bytes.get(unit.span.end as usize).is_none_or(u8::is_ascii);
        self.words.iter().filter(|unit| !unit.lists.holds(Lists::MIXED)).filter(ends)
    }
}

/// What `read` finds in a place of a text.
#[cfg(test)]
pub(super) fn with_line<T>(text: &str, span: Span, read: impl FnOnce(Line<'_>) -> T) -> T {
    read(Line { text, lower: &text.to_ascii_lowercase(), span, words: &units(text, span) })
}

/// The words of every sentence of a document's article, by the index of the sentence; none for furniture.
#[must_use]
pub fn sentence_units(text: &str, tokens: &Tokens) -> Vec<Vec<Unit>> {
    let of = |sentence: &Sentence| if sentence.furniture.is_none() { units(text, sentence.span) } else { Vec::new() };
    tokens.sentences.iter().map(of).collect()
}

/// The words of one sentence, in order. Cost: one pass.
#[must_use]
pub fn units(text: &str, sentence: Span) -> Vec<Unit> {
    let (all, text, mut at) = (text.as_bytes(), &text[..sentence.end as usize], sentence.start as usize);
    let bytes = text.as_bytes();
    let mut out: Vec<Unit> = Vec::with_capacity(sentence.len() / BYTES_A_WORD + 1);
    let mut start = None;
    let mut opens = true;
    while at <= bytes.len() {
        // Letters and digits of English and the spaces between them, most of all characters, are told by their bytes; what
        // stands behind the sentence fills the register.
        let register = Register::read(&all[at..]);
        let plain = register.letters_and_digits().min(bytes.len() - at);
        if plain > 0 {
            if start.is_none() && bytes.get(at + plain) == Some(&b' ') {
                out.push(plain_unit(register, &all[at..], at, plain, opens));
                opens = false;
                at += plain + 1;
                continue;
            }
            start.get_or_insert(at);
            at += plain;
            if plain == SHORT_WORD {
                continue;
            }
        }
        if bytes.get(at) == Some(&b' ') {
            if let Some(first) = start.take() {
                out.push(unit(text, first, at, opens));
                opens = false;
            }
            at += 1;
            continue;
        }
        let character = text[at..].chars().next().unwrap_or(' ');
        let part = character.is_alphanumeric() || start.is_some() && is_inner(character, &text[at..]);
        if part {
            start.get_or_insert(at);
            at += character.len_utf8();
            continue;
        }
        if let Some(first) = start.take() {
            out.push(unit(text, first, at, opens));
            opens = false;
        }
        if is_break(character) {
            if let Some(last) = out.last_mut() {
                last.stop = true;
            }
            opens = opens || matches!(character, '“' | '"' | '«' | '‘' | ':' | '\n');
        } else if character == '.'
            && let Some(last) = out.last_mut()
            && !abbreviated(last.span.of(text))
        {
            last.stop = true;
        }
        at += character.len_utf8();
    }
    out
}

/// Memory for words is asked for once: English has about one in six bytes.
const BYTES_A_WORD: usize = 6;

/// Characters that belong to a word when a letter or digit follows them.
fn is_inner(character: char, rest: &str) -> bool {
    matches!(character, '-' | '\'' | '’' | '.' | '&' | '\u{ad}' | '\u{200d}')
        && rest[character.len_utf8()..].chars().next().is_some_and(char::is_alphanumeric)
}

fn is_break(character: char) -> bool {
    !character.is_whitespace()
        && character != '.'
        && !matches!(character, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

fn abbreviated(word: &str) -> bool {
    word.chars().count() <= 4 && word.chars().next().is_some_and(char::is_uppercase)
}

/// The word of `length` letters and digits of English at `at`, which is the start of `text`, with a space behind it.
#[inline]
fn plain_unit(register: Register, text: &[u8], at: usize, length: usize, opens: bool) -> Unit {
    let has_digit = register.letters() < length;
    let lists = LISTS.get_in(register, text, length).copied().unwrap_or_default();
    Unit {
        lists: if has_digit { lists.with(Lists::MIXED) } else { lists },
        span: Span::new(at, at + length),
        capital: text[0].is_ascii_uppercase(),
        possessive: false,
        stop: false,
        opens,
    }
}

fn unit(text: &str, first: usize, end: usize, opens: bool) -> Unit {
    let (word, behind) = text.as_bytes()[first..].split_at(end - first);
    let cut = match word {
        [_, .., b'\'', b's' | b'S'] => "'s".len(),
        [_, .., 0xE2, 0x80, 0x99, b's' | b'S'] => "’s".len(),
        _ => 0,
    };
    // The possessive of a plural leaves its apostrophe outside the word.
    let plural = word.ends_with(b"s") && (behind.starts_with(b"'") || behind.starts_with("’".as_bytes()));
    let capital = match word[0] {
        letter if letter.is_ascii() => letter.is_ascii_uppercase(),
        _ => text[first..].starts_with(char::is_uppercase),
    };
    Unit {
        lists: lists(text, first, end - cut),
        span: Span::new(first, end - cut),
        capital,
        possessive: cut > 0 || plural,
        stop: false,
        opens,
    }
}
