//! Finds the words of a text.

use super::{Token, term};
use crate::span::Span;
use unicode_segmentation::UnicodeSegmentation;

/// Appends the words of `span` to `out`.
pub fn scan_words(text: &str, span: Span, out: &mut Vec<Token>) {
    for (offset, piece) in span.of(text).split_word_bound_indices() {
        let Some(first) = piece.chars().next() else { continue };
        if first.is_alphanumeric() || first == '%' || is_currency(first) {
            let start = span.start as usize + offset;
            out.push(Token { term: term(piece), span: Span::new(start, start + piece.len()) });
        }
    }
}

fn is_currency(character: char) -> bool {
    matches!(character, '$' | '£' | '€' | '¥' | '₹' | '₽' | '₩' | '₪' | '₦' | '₺' | '₴' | '฿')
}
