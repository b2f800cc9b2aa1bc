//! Words and sentences, each with its place.

use crate::{
    clean::{Clean, Furniture},
    lexicon::{CALENDAR_WORDS, TIME_ZONES},
    span::Span,
    words::{Token, scan_words},
};
use std::ops::Range;

/// A sentence, or a block of furniture's sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Its place, without the white space around it.
    pub span: Span,
    /// Its words, as a range of [`Tokens::tokens`].
    pub tokens: Range<usize>,
    /// Index of its block in [`Clean::blocks`].
    pub block: usize,
    /// What its block is; `None` for the article itself.
    pub furniture: Option<Furniture>,
}

/// The words and sentences of a document, furniture included, in order of place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tokens {
    /// All words.
    pub tokens: Vec<Token>,
    /// All sentences; their token ranges follow one another and cover every token.
    pub sentences: Vec<Sentence>,
}

impl Tokens {
    /// The words of the article itself, furniture left out.
    pub fn body(&self) -> impl Iterator<Item = Token> + '_ {
        self.body_sentences().flat_map(|sentence| self.tokens[sentence.tokens.clone()].iter().copied())
    }

    /// The sentences of the article itself, furniture left out.
    pub fn body_sentences(&self) -> impl Iterator<Item = &Sentence> + '_ {
        self.sentences.iter().filter(|sentence| sentence.furniture.is_none())
    }

    /// The words that lie whole in `place`. Cost: two binary searches.
    #[must_use]
    pub fn within(&self, place: Span) -> &[Token] {
        let first = self.tokens.partition_point(|token| token.span.start < place.start);
        let last = self.tokens.partition_point(|token| token.span.end <= place.end).max(first);
        &self.tokens[first..last]
    }

    /// The words of one sentence.
    #[must_use]
    pub fn of(&self, sentence: &Sentence) -> &[Token] {
        &self.tokens[sentence.tokens.clone()]
    }
}

/// Splits the blocks of `clean` into sentences and words.
///
/// Words are those of UAX #29, plus `%` (folded to "percent") and currency signs; sentences never cross a block.
#[must_use]
pub fn tokenize(text: &str, clean: &Clean) -> Tokens {
    let mut out = Tokens::default();
    for (index, block) in clean.blocks.iter().enumerate() {
        for span in sentences(text, block.span) {
            let first = out.tokens.len();
            scan_words(text, span, &mut out.tokens);
            out.sentences.push(Sentence {
                span,
                tokens: first..out.tokens.len(),
                block: index,
                furniture: block.furniture,
            });
        }
    }
    out
}

/// The sentences of one block.
fn sentences(text: &str, block: Span) -> Vec<Span> {
    let mut out: Vec<Span> = Vec::new();
    let mut at = block.start as usize;
    for part in parts(block.of(text)) {
        for piece in sentencex::segment("en", part) {
            let trimmed = piece.trim();
            let start = at + (piece.len() - piece.trim_start().len());
            at += piece.len();
            match out.last_mut() {
                // ".NET", ".SPX": a stop that only the next word touches opens it and ends nothing.
                Some(last)
                    if !trimmed.is_empty()
                        && (last.end as usize == start && opens_word(last.of(text))
                            || tells_hour(last.of(text)) && opens_with_day(trimmed)) =>
                {
                    last.end = (start + trimmed.len()) as u32;
                }
                _ => cut(trimmed, start, &mut out),
            }
        }
    }
    debug_assert_eq!(at, block.end as usize, "the segmenter keeps every byte");
    out
}

/// Whether a sentence ends in a stop behind a space, and is not too long to go on.
fn opens_word(sentence: &str) -> bool {
    let before = sentence.strip_suffix('.').unwrap_or("");
    before.ends_with(char::is_whitespace) && sentence.len() < LONGEST_SENTENCE / 2
}

/// Whether a sentence ends in "a.m." or "p.m.", and is not too long to go on.
fn tells_hour(sentence: &str) -> bool {
    let hour = sentence.strip_suffix(".m.").unwrap_or("");
    hour.ends_with(['a', 'p']) && sentence.len() < LONGEST_SENTENCE / 2
}

/// Whether a text begins with a day, a month or a time zone: "10 a.m. EDT", "3 p.m. Friday".
fn opens_with_day(text: &str) -> bool {
    let word = text.split(|character: char| !character.is_alphabetic()).next().unwrap_or("");
    let is_date = |value: &&str| value.starts_with("weekday") || value.starts_with("month");
    TIME_ZONES.contains_key(word) || CALENDAR_WORDS.get(&word.to_lowercase()).is_some_and(is_date)
}

/// Most bytes that are given to the sentence segmenter at once: on text without spaces it takes quadratic time.
pub(crate) const LONGEST_PART: usize = 16_000;

/// A block in parts of bounded length, each but the last up to the end of a sentence where there is one.
fn parts(block: &str) -> Vec<&str> {
    let (mut rest, mut out) = (block, Vec::new());
    while rest.len() > LONGEST_PART {
        let limit = boundary_before(rest, LONGEST_PART);
        let ends = |pattern: &str| rest[..limit].rfind(pattern).map(|at| at + pattern.len());
        let end = [". ", "! ", "? ", "。", "！", "？", "\n", " "].iter().find_map(|end| ends(end)).unwrap_or(limit);
        let (part, behind) = rest.split_at(end);
        out.push(part);
        rest = behind;
    }
    out.push(rest);
    out
}

/// The last character boundary at or before byte `limit`; past the first character, so that a step is always made.
fn boundary_before(text: &str, limit: usize) -> usize {
    (1..=limit).rev().find(|&end| text.is_char_boundary(end)).unwrap_or(text.len())
}

/// A sentence of more bytes is no sentence, but a text without full stops; it is cut between two words, so that the work on
/// one sentence stays bounded.
pub(crate) const LONGEST_SENTENCE: usize = 2_000;

/// Appends a sentence that starts at `start`, in parts if it is too long.
fn cut(sentence: &str, start: usize, out: &mut Vec<Span>) {
    let (mut rest, mut at) = (sentence, start);
    while rest.len() > LONGEST_SENTENCE {
        let limit = boundary_before(rest, LONGEST_SENTENCE);
        let end = rest[..limit].rfind(char::is_whitespace).filter(|&end| end > 0).unwrap_or(limit);
        out.push(Span::new(at, at + rest[..end].trim_end().len()));
        let next = rest[end..].trim_start();
        at += rest.len() - next.len();
        rest = next;
    }
    if !rest.is_empty() {
        out.push(Span::new(at, at + rest.len()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clean::Block;
    use proptest::prelude::*;

    fn read(text: &str) -> Tokens {
        let clean = Clean { blocks: vec![Block { span: Span::new(0, text.len()), furniture: None }] };
        tokenize(text, &clean)
    }

    #[test]
    fn an_abbreviation_ends_no_sentence() {
        let text = "Gov. Lena Marsk spoke first. Mr. Osgar of Osgar Inc. followed.";
        let sentences: Vec<&str> = read(text).sentences.iter().map(|sentence| sentence.span.of(text)).collect();
        assert_eq!(sentences, ["Gov. Lena Marsk spoke first.", "Mr. Osgar of Osgar Inc. followed."]);
    }

    #[test]
    fn a_stop_that_opens_a_word_ends_no_sentence() {
        let text = "The Ruda Index .RUX fell. It closed lower .";
        let sentences: Vec<&str> = read(text).sentences.iter().map(|sentence| sentence.span.of(text)).collect();
        assert_eq!(sentences, ["The Ruda Index .RUX fell.", "It closed lower ."]);
    }

    #[test]
    fn an_hour_goes_on_with_its_day_and_zone() {
        let text = "They met at 10 a.m. EDT on Friday. Talks end at 3 p.m. Monday, he said at 4 p.m. Ruda waits.";
        let sentences: Vec<&str> = read(text).sentences.iter().map(|sentence| sentence.span.of(text)).collect();
        let expected =
            ["They met at 10 a.m. EDT on Friday.", "Talks end at 3 p.m. Monday, he said at 4 p.m.", "Ruda waits."];
        assert_eq!(sentences, expected);
    }

    #[test]
    fn a_text_without_spaces_is_read_in_bounded_parts() {
        let text = "洪水造成十二人死亡。".repeat(20_000);
        let read = read(&text);
        assert!(read.sentences.iter().all(|sentence| sentence.span.len() <= LONGEST_SENTENCE));
        assert_eq!(read.sentences.iter().map(|sentence| sentence.span.len()).sum::<usize>(), text.len());
    }

    proptest! {
        #[test]
        fn words_rise_and_every_one_stands_in_one_sentence(text in "[a-zA-Z .,’\"%$\u{5d0}-\u{5d4}\u{4e00}-\u{4e05}\u{301}\u{200b}\n]{0,300}") {
            let read = read(&text);
            prop_assert!(read.tokens.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start));
            let mut next = 0;
            for sentence in &read.sentences {
                prop_assert_eq!(sentence.tokens.start, next);
                next = sentence.tokens.end;
                prop_assert!(read.of(sentence).iter().all(|token| sentence.span.contains(token.span)));
            }
            prop_assert_eq!(next, read.tokens.len());
        }
    }
}
