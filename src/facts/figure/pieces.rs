//! A sentence as words, numbers and signs, each with its place: what the grammar of figures walks over.

use super::{
    super::words::{Line, Lists, lists_at},
    start::Start,
};
use crate::{lexicon::Meanings, register, span::Span};
use hashbrown::HashMap;
use rust_decimal::Decimal;

/// What a piece is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Kind {
    /// A run of letters.
    Word,
    /// Digits with their grouping and decimals: "12,400", "3.75", ".5".
    Number(Decimal),
    /// A fraction in one character: "½".
    Fraction(Decimal),
    /// Any other character. Every hyphen and short dash counts as `-`.
    Sign,
    /// What holds no figure: an address, a tag, digits too long for a number.
    Junk,
}

/// A word, number or sign.
#[derive(Clone, Copy, Debug)]
struct Piece<'t> {
    kind: Kind,
    /// See [`Pieces::word`].
    word: &'t str,
    start: u32,
    end: u32,
    /// White space before it, in characters; at the start of the sentence as if a space stood there.
    gap: u32,
    /// What its word can be.
    can: Start,
}

/// The pieces of one sentence. An index past either end names an empty piece, so that the grammar may look around freely.
pub(super) struct Pieces<'t> {
    text: &'t str,
    offset: usize,
    list: Vec<Piece<'t>>,
    /// Index behind the last piece that tells a number.
    numbers_end: usize,
    /// Whether the sentence has lower-case letters: if not, capitals mean nothing.
    pub mixed_case: bool,
    /// Whether the sentence has a dollar sign, which a name of a currency may stand before: "US$", "A $".
    pub has_dollar: bool,
}

/// Pieces that may stand between the start of an amount and a word that tells its number: a sign, "U.S. $", another sign,
/// an article and a hyphen.
const LONGEST_LEAD: usize = 9;

impl<'t> Pieces<'t> {
    /// Cuts a sentence into pieces. Cost: one pass.
    pub(super) fn new(line: Line<'t>) -> Self {
        let (sentence, offset) = (line.span.of(line.text), line.span.start as usize);
        let mixed_case = sentence.bytes().any(|byte| byte.is_ascii_lowercase());
        let has_dollar = memchr::memchr(b'$', sentence.as_bytes()).is_some();
        let list = cut(line);
        let numbers_end = list.iter().rposition(|piece| piece.can.number).map_or(0, |last| last + 1);
        Self { text: sentence, offset, list, numbers_end, mixed_case, has_dollar }
    }

    /// Index behind the last piece that tells a number: no figure starts there or later.
    pub(super) fn numbers_end(&self) -> usize {
        self.numbers_end
    }

    /// Whether an amount that starts at `at` can have a number.
    #[inline]
    pub(super) fn number_near(&self, at: usize) -> bool {
        self.list.iter().skip(at).take(LONGEST_LEAD + 1).any(|piece| piece.can.number)
    }

    /// Whether a figure can start with the word or sign.
    #[inline]
    pub(super) fn can_start(&self, at: usize) -> bool {
        self.list.get(at).is_some_and(|piece| piece.can.figure)
    }

    /// Number of pieces.
    pub(super) fn len(&self) -> usize {
        self.list.len()
    }

    /// The word in lower case, or the sign; every hyphen and short dash as "-"; "" for numbers and past the end.
    #[inline]
    pub(super) fn word(&self, at: usize) -> &'t str {
        self.list.get(at).map_or("", |piece| piece.word)
    }

    /// The characters of the piece as written; "" past the end.
    #[inline]
    pub(super) fn written(&self, at: usize) -> &'t str {
        self.list.get(at).map_or("", |piece| &self.text[piece.start as usize..piece.end as usize])
    }

    /// What the piece is; [`Kind::Junk`] past the end.
    #[inline]
    pub(super) fn kind(&self, at: usize) -> Kind {
        self.list.get(at).map_or(Kind::Junk, |piece| piece.kind)
    }

    /// The value of a piece of digits.
    #[inline]
    pub(super) fn number(&self, at: usize) -> Option<Decimal> {
        match self.kind(at) {
            Kind::Number(value) => Some(value),
            _ => None,
        }
    }

    /// Whether the piece is a run of letters.
    #[inline]
    pub(super) fn is_word(&self, at: usize) -> bool {
        self.kind(at) == Kind::Word
    }

    /// Whether the piece is a word that starts with a capital.
    pub(super) fn is_capitalised(&self, at: usize) -> bool {
        self.is_word(at) && self.written(at).starts_with(char::is_uppercase)
    }

    /// Whether no white space stands between the piece and the one before it.
    #[inline]
    pub(super) fn glued(&self, at: usize) -> bool {
        self.list.get(at).is_some_and(|piece| piece.gap == 0)
    }

    /// Whether two or more white-space characters stand before the piece: a new paragraph or the next column of a table.
    pub(super) fn set_apart(&self, at: usize) -> bool {
        self.list.get(at).is_some_and(|piece| piece.gap > 1)
    }

    /// Whether a hyphen or short dash stands here.
    #[inline]
    pub(super) fn hyphen(&self, at: usize) -> bool {
        self.word(at) == "-"
    }

    /// Whether a hyphen stands here without white space on either side, as inside a compound.
    #[inline]
    pub(super) fn inner_hyphen(&self, at: usize) -> bool {
        self.hyphen(at) && self.glued(at) && self.glued(at + 1)
    }

    /// `at` plus one where a hyphen joins the pieces around it.
    #[inline]
    pub(super) fn past_hyphen(&self, at: usize) -> usize {
        if self.inner_hyphen(at) { at + 1 } else { at }
    }

    /// The place of the pieces `from..to` in the text. `from < to <= len` is the caller's part; outside it is empty.
    pub(super) fn span(&self, from: usize, to: usize) -> Span {
        let start = self.list.get(from).map_or(0, |piece| piece.start);
        let end = self.list.get(to.wrapping_sub(1)).map_or(start, |piece| piece.end);
        Span::new(self.offset + start as usize, self.offset + end.max(start) as usize)
    }
}

/// Phrases of one or more pieces, each with a meaning, found by their first word.
pub(super) struct Phrases<T: 'static> {
    by_first: Meanings<Vec<Phrase<T>>>,
    first_words: Vec<&'static str>,
}

struct Phrase<T> {
    rest: Vec<&'static str>,
    meaning: T,
}

impl<T: Copy> Phrases<T> {
    /// The phrases of a list, each read as words and signs parted by spaces.
    pub(super) fn new(list: impl Iterator<Item = (&'static str, T)>) -> Self {
        let mut by_first: HashMap<&'static str, Vec<Phrase<T>>> = HashMap::new();
        for (phrase, meaning) in list {
            let mut words = phrase.split(' ');
            let first = words.next().unwrap_or("");
            by_first.entry(first).or_default().push(Phrase { rest: words.collect(), meaning });
        }
        for phrases in by_first.values_mut() {
            phrases.sort_by_key(|phrase| std::cmp::Reverse(phrase.rest.len()));
        }
        let first_words = by_first.keys().copied().collect();
        Self { by_first: Meanings::new(by_first), first_words }
    }

    /// The meaning of the longest phrase that starts at `at`, and the index behind it.
    pub(super) fn longest(&self, pieces: &Pieces, at: usize) -> Option<(T, usize)> {
        let phrases = self.by_first.get(pieces.word(at))?;
        let found = phrases.iter().find(|phrase| {
            phrase.rest.iter().enumerate().all(|(offset, word)| pieces.word(at + 1 + offset) == *word)
        })?;
        Some((found.meaning, at + 1 + found.rest.len()))
    }

    /// The first words of the phrases.
    pub(super) fn first_words(&self) -> impl Iterator<Item = &'static str> + '_ {
        self.first_words.iter().copied()
    }
}

/// Cuts a sentence into its pieces.
fn cut(line: Line<'_>) -> Vec<Piece<'_>> {
    let text = line.span.of(line.text);
    let mut cutter = Cutter {
        text,
        lower: line.span.of(line.lower),
        addresses: may_hold_address(text),
        at: 0,
        gap: 1,
        out: Vec::with_capacity(text.len() / BYTES_A_PIECE + 1),
    };
    // Only addresses and tags cut through words.
    if !cutter.addresses && memchr::memchr2(b'<', b'&', text.as_bytes()).is_none() {
        for word in line.plain_words() {
            let start = word.span.start.saturating_sub(line.span.start) as usize;
            cutter.cut_to(start);
            if cutter.at == start {
                cutter.push(Kind::Word, word.span.len(), word.lists);
            }
        }
    }
    cutter.cut_to(text.len());
    cutter.out
}

/// A sentence while it is cut.
struct Cutter<'t> {
    text: &'t str,
    lower: &'t str,
    addresses: bool,
    /// What stands before it has been cut.
    at: usize,
    /// White space before `at`.
    gap: u32,
    out: Vec<Piece<'t>>,
}

impl Cutter<'_> {
    /// Cuts up to the place `end`, or past it, where a piece goes on.
    #[inline]
    fn cut_to(&mut self, end: usize) {
        while self.at < end {
            // A space between two words is what stands here most of all.
            if self.text.as_bytes()[self.at] == b' ' {
                self.gap += 1;
                self.at += 1;
            } else {
                self.step();
            }
        }
    }

    /// Cuts one piece, or goes past one character that belongs to none.
    fn step(&mut self) {
        let rest = &self.text[self.at..];
        let first = rest.chars().next().unwrap_or(' ');
        if first.is_whitespace() || is_invisible(first) {
            self.gap += u32::from(first.is_whitespace());
            self.at += first.len_utf8();
            return;
        }
        let junk = markup(rest).or_else(|| if self.addresses && self.gap > 0 { address(rest) } else { None });
        let (kind, length) = junk.map_or_else(|| piece(rest, first), |length| (Kind::Junk, length));
        let lists = match kind {
            Kind::Word | Kind::Sign => lists_at(&self.lower.as_bytes()[self.at..], length),
            _ => Lists::default(),
        };
        self.push(kind, length, lists);
    }

    /// Adds the piece of `length` bytes, a word or sign that these lists hold.
    #[inline]
    fn push(&mut self, kind: Kind, length: usize, lists: Lists) {
        let (start, end) = (self.at, self.at + length);
        let word = match kind {
            Kind::Sign if matches!(&self.text[start..end], "‐" | "‑" | "‒" | "–" | "−") => "-",
            Kind::Word | Kind::Sign => &self.lower[start..end],
            _ => "",
        };
        let can = match kind {
            Kind::Number(_) | Kind::Fraction(_) => Start { figure: true, number: true },
            Kind::Junk => Start::default(),
            Kind::Sign if word == "-" => Start { figure: true, number: false },
            Kind::Word | Kind::Sign => {
                Start { figure: lists.holds(Lists::FIGURE), number: lists.holds(Lists::NUMBER.with(Lists::STRETCH)) }
            }
        };
        self.out.push(Piece { kind, word, start: start as u32, end: end as u32, gap: self.gap, can });
        self.gap = 0;
        self.at = end;
    }
}

/// Memory for pieces is asked for once: English has about one in five bytes.
const BYTES_A_PIECE: usize = 5;

/// The piece at the start of `rest`, and its length in bytes.
fn piece(rest: &str, first: char) -> (Kind, usize) {
    if first.is_ascii_digit() || (first == '.' && rest[1..].starts_with(|next: char| next.is_ascii_digit())) {
        number(rest)
    } else if let Some(value) = vulgar_fraction(first) {
        (Kind::Fraction(value), first.len_utf8())
    } else if first.is_alphabetic() {
        (Kind::Word, letters(rest))
    } else {
        (Kind::Sign, first.len_utf8())
    }
}

/// Bytes looked at for the end of a tag: more is text with a `<` in it.
const LONGEST_TAG: usize = 300;

/// Bytes looked at for the end of a character reference such as "&#8217;".
const LONGEST_REFERENCE: usize = 10;

/// The length of a tag or character reference at the start of `rest`, in bytes.
fn markup(rest: &str) -> Option<usize> {
    let bytes = rest.as_bytes();
    if bytes[0] == b'<' && bytes.get(1).is_some_and(|next| next.is_ascii_alphanumeric() || matches!(next, b'/' | b'!'))
    {
        let window = &bytes[..bytes.len().min(LONGEST_TAG)];
        let end = memchr::memchr(b'>', window)?;
        // "<30 and >20" is no tag.
        let is_tag = !bytes[1].is_ascii_digit() || !window[..end].contains(&b' ');
        return is_tag.then_some(end + 1);
    }
    if bytes.starts_with(b"&#") {
        return memchr::memchr(b';', &bytes[..bytes.len().min(LONGEST_REFERENCE)]).map(|end| end + 1);
    }
    None
}

/// Whether [`address`] can find one in a text.
fn may_hold_address(text: &str) -> bool {
    memchr::memchr(b'@', text.as_bytes()).is_some() || text.contains("://") || text.contains("www.")
}

/// The length of a web or mail address that is the run of characters at the start of `rest`, in bytes.
fn address(rest: &str) -> Option<usize> {
    let run = &rest[..rest.find(char::is_whitespace).unwrap_or(rest.len())];
    let is_address = run.starts_with("www.")
        || run.contains("://")
        || memchr::memchr(b'@', run.as_bytes()).is_some_and(|at| at + 1 < run.len());
    is_address.then_some(run.len())
}

/// How many bytes of letters stand at the start.
fn letters(rest: &str) -> usize {
    register::letters_of(rest, is_letter)
}

/// The digits at the start of `rest` with their grouping ("12,400", "12,34,567", "12 400" with a no-break space) and
/// decimals, and their length in bytes. Digits past what a [`Decimal`] holds are [`Kind::Junk`].
fn number(rest: &str) -> (Kind, usize) {
    let bytes = rest.as_bytes();
    let mut end = digits(bytes);
    if end <= 3 {
        while let Some(group) = group(rest, end) {
            end += group;
        }
    }
    if bytes.get(end) == Some(&b'.') {
        let decimals = digits(&bytes[end + 1..]);
        if decimals > 0 {
            end += 1 + decimals;
        }
    }
    if let Some(value) = short_number(&bytes[..end]) {
        return (Kind::Number(value), end);
    }
    let plain: String = rest[..end].chars().filter(|digit| digit.is_ascii_digit() || *digit == '.').collect();
    let value = Decimal::from_str_exact(&plain).or_else(|_| Decimal::from_str_exact(&format!("0{plain}")));
    (value.map_or(Kind::Junk, Kind::Number), end)
}

/// Most digits of a number that is read as one integer: every such integer fits.
const SHORT_NUMBER: u32 = 18;

/// The number that these bytes write with at most [`SHORT_NUMBER`] digits, the separators of its groups left out.
fn short_number(written: &[u8]) -> Option<Decimal> {
    let (mut mantissa, mut digits, mut scale, mut behind_point) = (0i64, 0, 0, false);
    for byte in written {
        if byte.is_ascii_digit() {
            if digits == SHORT_NUMBER {
                return None;
            }
            mantissa = mantissa * 10 + i64::from(byte - b'0');
            digits += 1;
            scale += u32::from(behind_point);
        }
        behind_point |= *byte == b'.';
    }
    Some(Decimal::new(mantissa, scale))
}

/// Length of the group of digits with its separator at `at`: three digits, or two in the Indian way.
fn group(rest: &str, at: usize) -> Option<usize> {
    let separator =
        rest[at..].chars().next().filter(|mark| matches!(mark, ',' | '\u{a0}' | '\u{2009}' | '\u{202f}'))?;
    let inside = &rest.as_bytes()[at + separator.len_utf8()..];
    let length = match digits(inside) {
        3 => 3,
        // "12,34,567": pairs are a group only before another group.
        2 if separator == ',' && inside.get(2) == Some(&b',') && digits(&inside[3..]) >= 2 => 2,
        _ => return None,
    };
    Some(separator.len_utf8() + length)
}

/// How many ASCII digits stand at the start.
fn digits(bytes: &[u8]) -> usize {
    bytes.iter().take_while(|byte| byte.is_ascii_digit()).count()
}

/// Whether a character goes on a word: letters, digits of other scripts, combining marks.
fn is_letter(character: char) -> bool {
    (character.is_alphanumeric() && !character.is_ascii_digit() && vulgar_fraction(character).is_none())
        || ('\u{300}'..='\u{36f}').contains(&character)
}

/// Soft hyphen, zero-width and direction marks, variation selectors.
fn is_invisible(character: char) -> bool {
    matches!(character, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{fe00}'..='\u{fe0f}')
}

/// The value of a fraction in one character.
fn vulgar_fraction(character: char) -> Option<Decimal> {
    let (part, whole) = match character {
        '½' => (1, 2),
        '⅓' => (1, 3),
        '⅔' => (2, 3),
        '¼' => (1, 4),
        '¾' => (3, 4),
        '⅕' => (1, 5),
        '⅖' => (2, 5),
        '⅗' => (3, 5),
        '⅘' => (4, 5),
        '⅙' => (1, 6),
        '⅚' => (5, 6),
        '⅛' => (1, 8),
        '⅜' => (3, 8),
        '⅝' => (5, 8),
        '⅞' => (7, 8),
        '⅒' => (1, 10),
        _ => return None,
    };
    Decimal::from(part).checked_div(Decimal::from(whole))
}
