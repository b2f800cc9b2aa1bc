//! Words: where they stand, what makes two of them equal, and what is known of each by itself.

mod block;
mod classes;
mod fold;
mod known;
mod scan;

pub use classes::read_classes;
pub use fold::{fold, term};
pub use known::{Class, Known, Vocabulary, read_words};
pub use scan::scan_words;

pub(crate) use fold::term_at;

use crate::span::Span;

/// A word, `%` or currency sign, folded to a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Hash of the folded word: equal words have equal terms, whatever their case, quotes and accents.
    pub term: u64,
    /// Where it stands.
    pub span: Span,
}

impl Token {
    /// Whether it starts with a capital letter in `text`, where it stands.
    #[inline]
    #[must_use]
    pub fn has_capital(self, text: &str) -> bool {
        let start = self.span.start as usize;
        match text.as_bytes()[start] {
            first if first.is_ascii() => first.is_ascii_uppercase(),
            _ => text[start..].chars().next().is_some_and(char::is_uppercase),
        }
    }
}
