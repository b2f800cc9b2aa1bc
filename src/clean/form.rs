//! The form of a block: what can be told of it without knowing a word.

use crate::span::Span;
use wide::u8x64;

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
        let Survey { words, figures, columns, .. } = Survey::of(text);
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

/// What the bytes of a text tell, counted 64 at a time.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Survey {
    /// Number of pieces between white space.
    words: u32,
    /// Number of pieces that hold a digit.
    figures: u32,
    /// Whether a run of three blanks or a tab inside sets columns.
    pub(super) columns: bool,
    /// The blanks of the bytes before; at first all are.
    blanks: u64,
    /// Whether the piece that runs on from the bytes before holds a digit.
    counted: bool,
}

/// Bytes that are looked at together.
const CHUNK: usize = 64;

impl Survey {
    /// Looks at all bytes of `text`. Cost: some 20 steps for 64 bytes, and three a piece with a digit.
    pub(super) fn of(text: &str) -> Self {
        let mut survey = Self { blanks: 1 << (CHUNK - 1), ..Self::default() };
        let (chunks, rest) = text.as_bytes().as_chunks::<CHUNK>();
        for chunk in chunks {
            survey.add(chunk);
        }
        if !rest.is_empty() {
            let mut chunk = [b'\n'; CHUNK];
            chunk[..rest.len()].copy_from_slice(rest);
            survey.add(&chunk);
        }
        survey
    }

    fn add(&mut self, chunk: &[u8; CHUNK]) {
        let bytes = u8x64::new(*chunk);
        let is = |byte: u8| bytes.simd_eq(u8x64::splat(byte));
        let spaces = is(b' ').to_bitmask();
        let above = bytes - u8x64::splat(b'0');
        let digits = above.simd_eq(above.min(u8x64::splat(9))).to_bitmask();
        let (mut blanks, mut tabs) = (spaces, 0);
        // Tabs and ends of lines are smaller than a space; most chunks hold none.
        if bytes.simd_eq(bytes.min(u8x64::splat(b' '))).to_bitmask() != spaces {
            tabs = is(b'\t').to_bitmask();
            blanks |= tabs | (is(b'\n') | is(b'\r')).to_bitmask();
        }
        let one_before = blanks << 1 | self.blanks >> 63;
        let two_before = blanks << 2 | self.blanks >> 62;
        self.words += (!blanks & one_before).count_ones();
        self.columns |= tabs | spaces & one_before & two_before != 0;
        let behind = |bit: u32| u64::MAX.checked_shl(bit).unwrap_or(0);
        let mut left = if self.counted { digits & behind(blanks.trailing_zeros()) } else { digits };
        while left != 0 {
            self.figures += 1;
            let at = left.trailing_zeros();
            left &= behind(at + (blanks >> at).trailing_zeros());
        }
        let last_piece = u64::BITS - blanks.leading_zeros();
        self.counted = digits & behind(last_piece) != 0 || last_piece == 0 && self.counted;
        self.blanks = blanks;
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
    use proptest::prelude::*;

    #[test]
    fn a_closing_quote_does_not_hide_the_end_of_a_sentence() {
        assert!(Form::of("\"The river rose in an hour.\"").ends);
        assert!(!Form::of("‘The river rose’").ends);
    }

    /// What a look at one byte after the other counts.
    fn by_bytes(text: &str) -> (u32, u32, bool) {
        let is_blank = |byte: u8| b" \t\n\r".contains(&byte);
        let bytes = text.as_bytes();
        let pieces: Vec<&[u8]> = bytes.split(|&byte| is_blank(byte)).filter(|piece| !piece.is_empty()).collect();
        let figures = pieces.iter().filter(|piece| piece.iter().any(u8::is_ascii_digit)).count();
        let runs = bytes.windows(3).any(|three| three[2] == b' ' && is_blank(three[0]) && is_blank(three[1]));
        (pieces.len() as u32, figures as u32, runs || bytes.contains(&b'\t'))
    }

    proptest! {
        #[test]
        fn chunks_tell_what_bytes_tell(pieces in prop::collection::vec("[a-z]{0,9}[ ]{1,3}|[0-9]{1,70}|\n|[a-z0-9é]{1,80}|\t", 0..40)) {
            let text = format!("a{}b", pieces.concat());
            let Survey { words, figures, columns, .. } = Survey::of(&text);
            prop_assert_eq!((words, figures, columns), by_bytes(&text));
        }
    }

    #[test]
    fn columns_are_told_from_words() {
        assert!(Form::of("Ruda   12   40").columns);
        assert!(!Form::of("Ruda lost 12 houses. The rest stands").columns);
        assert_eq!(Form::of("Ruda lost 12 houses, 1,200 homeless").figures, 2);
    }
}
