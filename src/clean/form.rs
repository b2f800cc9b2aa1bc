//! The form of a block: what can be told of it without knowing a word.

use crate::span::Span;

/// What a block looks like. Counts stop at `u32::MAX`, which no document reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is an observation of its own")]
pub(super) struct Form {
    /// Number of characters.
    pub(super) characters: u32,
    /// Number of pieces between white space.
    pub(super) words: u32,
    /// Number of pieces that hold a digit.
    pub(super) figures: u32,
    /// Whether it ends as a sentence does, closing quotes and brackets left aside.
    pub(super) ends: bool,
    /// Whether its last sign is a full stop (also in other scripts), closing quotes and brackets left aside.
    pub(super) stops: bool,
    /// Whether its first letter is lower-case.
    pub(super) starts_lower: bool,
    /// Whether it opens with a quotation mark.
    pub(super) quoted: bool,
    /// Whether a run of blanks or a tab inside sets columns.
    pub(super) columns: bool,
}

/// Fewest characters of a paragraph of an article; shorter blocks may be headings, captions or entries of a list.
const PARAGRAPH: u32 = 80;
/// Most characters of a line that can be an entry of a menu, a heading or a link.
const LIGHT: u32 = 160;

impl Form {
    /// The form of `text`, which has no white space around it. Cost: one pass over the bytes.
    pub(super) fn of(text: &str) -> Self {
        let (mut words, mut figures, mut blanks) = (0, 0, 1);
        let (mut digit, mut columns) = (false, false);
        for &byte in text.as_bytes() {
            let blank = matches!(byte, b' ' | b'\t' | b'\n' | b'\r');
            let figure = byte.is_ascii_digit();
            words += u32::from(blanks > 0 && !blank);
            figures += u32::from(figure && !digit);
            digit = !blank && (digit || figure);
            blanks = if blank { blanks + 1 } else { 0 };
            columns |= byte == b'\t' || (blanks == 3 && byte == b' ');
        }
        let characters = if text.is_ascii() { text.len() } else { text.chars().count() } as u32;
        let last = text.trim_end_matches(closes).chars().next_back();
        let first = text.chars().next();
        Self {
            characters,
            words,
            figures,
            ends: last.is_some_and(ends_sentence),
            stops: last.is_some_and(|last| ends_sentence(last) && !matches!(last, '?' | '!' | '؟' | '？' | '！')),
            starts_lower: first.is_some_and(char::is_lowercase),
            quoted: first.is_some_and(opens_quote),
            columns,
        }
    }

    /// Whether it reads as a paragraph: long enough, and ended as a sentence.
    pub(super) fn is_paragraph(self) -> bool {
        self.characters >= PARAGRAPH && self.ends && self.figures * 2 <= self.words
    }

    /// Whether it may be an entry of a menu, a heading or a link: short, and not ended as a statement.
    pub(super) fn is_light(self) -> bool {
        self.characters <= LIGHT && !self.stops
    }

    /// Whether it may be a row of a table.
    pub(super) fn is_row(self) -> bool {
        self.columns || self.figures >= 2 || (self.figures == 1 && self.words <= 4)
    }
}

/// The forms of all `spans` of `text`.
pub(super) fn forms(text: &str, spans: impl Iterator<Item = Span>) -> Vec<Form> {
    spans.map(|span| Form::of(span.of(text))).collect()
}

/// Whether a sentence may end with `character`.
pub(super) fn ends_sentence(character: char) -> bool {
    matches!(character, '.' | '!' | '?' | '…' | '。' | '！' | '？' | '؟' | '۔' | '।' | '։')
}

/// Whether `character` may follow the end of a sentence and still belong to it.
pub(super) fn closes(character: char) -> bool {
    matches!(character, '"' | '\'' | '”' | '’' | '»' | '«' | ')' | ']' | '」' | '』' | '“' | '‘')
}

/// Whether `character` opens a quotation.
pub(super) fn opens_quote(character: char) -> bool {
    matches!(character, '"' | '\'' | '“' | '‘' | '«' | '„' | '‚' | '»' | '「' | '『')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_closing_quote_does_not_hide_the_end_of_a_sentence() {
        assert!(Form::of("\"The river rose in an hour.\"").ends);
        assert!(!Form::of("‘The river rose’").ends);
    }

    #[test]
    fn columns_are_told_from_words() {
        assert!(Form::of("Ruda   12   40").columns);
        assert!(!Form::of("Ruda lost 12 houses. The rest stands").columns);
        assert_eq!(Form::of("Ruda lost 12 houses, 1,200 homeless").figures, 2);
    }
}
