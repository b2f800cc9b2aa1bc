//! Words with their punctuation, as the grammars of names, quotes and claims read them.

use crate::{
    hash::SHORT_WORD,
    lexicon::{FUNCTION_WORDS, HAPPENINGS, Meanings, ORGANISATION_WORDS, REPORTING_VERBS, TITLE_MODIFIERS, TITLES},
    register::{Register, letters_and_digits},
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
pub struct Lists(u16);

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

    /// Whether `list` holds the word.
    #[inline]
    #[must_use]
    pub fn holds(self, list: Self) -> bool {
        self.0 & list.0 != 0
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
    Meanings::new(all)
});

/// The lists that hold the word at `start..end` of `text`, whatever its case and its accents.
fn lists(text: &str, start: usize, end: usize) -> Lists {
    let (bytes, length) = (&text.as_bytes()[start..], end - start);
    let is_ascii =
        if length <= SHORT_WORD { Register::read(bytes).is_ascii(length) } else { bytes[..length].is_ascii() };
    let found = if is_ascii { LISTS.get_at(bytes, length) } else { LISTS.get(&fold(&text[start..end])) };
    found.copied().unwrap_or_default()
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
    let inside = sentence.of(text);
    let bytes = inside.as_bytes();
    let base = sentence.start as usize;
    let mut out: Vec<Unit> = Vec::with_capacity(inside.len() / BYTES_A_WORD + 1);
    let mut start = None;
    let mut opens = true;
    let mut at = 0;
    while at <= bytes.len() {
        // Letters and digits of English and the spaces between them, most of all characters, are told by their bytes.
        let plain = letters_and_digits(&bytes[at..]);
        if plain > 0 {
            if start.is_none() && bytes.get(at + plain) == Some(&b' ') {
                out.push(plain_unit(bytes, base, at, plain, opens));
                opens = false;
                at += plain + 1;
                continue;
            }
            start.get_or_insert(at);
            at += plain;
        }
        if bytes.get(at) == Some(&b' ') {
            if let Some(first) = start.take() {
                out.push(unit(inside, base, first, at, opens));
                opens = false;
            }
            at += 1;
            continue;
        }
        let character = inside[at..].chars().next().unwrap_or(' ');
        let part = character.is_alphanumeric() || start.is_some() && is_inner(character, &inside[at..]);
        if part {
            start.get_or_insert(at);
            at += character.len_utf8();
            continue;
        }
        if let Some(first) = start.take() {
            out.push(unit(inside, base, first, at, opens));
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

/// The word of `length` letters and digits of English at `at`, with a space behind it.
#[inline]
fn plain_unit(bytes: &[u8], base: usize, at: usize, length: usize, opens: bool) -> Unit {
    Unit {
        lists: LISTS.get_at(&bytes[at..], length).copied().unwrap_or_default(),
        span: Span::new(base + at, base + at + length),
        capital: bytes[at].is_ascii_uppercase(),
        possessive: false,
        stop: false,
        opens,
    }
}

fn unit(inside: &str, base: usize, first: usize, end: usize, opens: bool) -> Unit {
    let (word, behind) = inside.as_bytes()[first..].split_at(end - first);
    let cut = match word {
        [_, .., b'\'', b's' | b'S'] => "'s".len(),
        [_, .., 0xE2, 0x80, 0x99, b's' | b'S'] => "’s".len(),
        _ => 0,
    };
    // The possessive of a plural leaves its apostrophe outside the word.
    let plural = word.ends_with(b"s") && (behind.starts_with(b"'") || behind.starts_with("’".as_bytes()));
    let capital = match word[0] {
        letter if letter.is_ascii() => letter.is_ascii_uppercase(),
        _ => inside[first..].starts_with(char::is_uppercase),
    };
    Unit {
        lists: lists(inside, first, end - cut),
        span: Span::new(base + first, base + end - cut),
        capital,
        possessive: cut > 0 || plural,
        stop: false,
        opens,
    }
}
