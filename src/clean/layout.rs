//! How a text is laid out: its paragraphs, the form of each, and its words.

use super::{
    blocks::paragraphs,
    form::{Form, forms},
    page::date_line,
};
use crate::{
    hash::{combine, hash},
    span::Span,
    words::{Known, Token},
};
use std::ops::Range;

/// A text with its words.
#[derive(Clone, Copy)]
pub struct Reading<'a> {
    /// The text.
    pub text: &'a str,
    /// All its words.
    pub words: &'a [Token],
    /// What is known of them.
    pub known: &'a [Known],
}

/// The paragraphs of a text, each with its form and words.
pub struct Layout<'a> {
    pub(super) reading: Reading<'a>,
    pub(super) spans: Vec<Span>,
    pub(super) forms: Vec<Form>,
    /// For each paragraph the number of words before it, and at the end of all.
    starts: Vec<u32>,
}

impl<'a> Layout<'a> {
    /// Splits a text into paragraphs; a date line is parted from what follows on the same line.
    ///
    /// Cost: linear in the text.
    #[must_use]
    pub fn new(reading: Reading<'a>) -> Self {
        let spans = spans(reading.text);
        let forms = forms(reading.text, spans.iter().copied());
        let mut starts = Vec::with_capacity(spans.len() + 1);
        let mut word = 0;
        for span in &spans {
            word += reading.words[word..].partition_point(|token| token.span.start < span.start);
            starts.push(word as u32);
        }
        starts.push(reading.words.len() as u32);
        Self { reading, spans, forms, starts }
    }

    /// The words of a paragraph, as a range of those of the text.
    pub(super) fn words(&self, index: usize) -> Range<usize> {
        self.starts[index] as usize..self.starts[index + 1] as usize
    }

    /// The key of a paragraph among those of its source: a hash of the source and its words.
    pub(super) fn key(&self, index: usize, source: u64) -> u64 {
        self.reading.words[self.words(index)].iter().fold(source, |all, word| combine(all, word.term))
    }

    /// Whether a paragraph may be furniture because it comes again: rows of tables come again with every table.
    pub(super) fn can_repeat(&self, index: usize) -> bool {
        let form = self.forms[index];
        form.words >= 2 && !form.is_row()
    }

    /// The keys of the paragraphs that may be furniture because they come again.
    pub fn keys(&self, source: Option<&str>) -> impl Iterator<Item = u64> {
        let source = source_key(source);
        (0..self.spans.len()).filter(|&index| self.can_repeat(index)).map(move |index| self.key(index, source))
    }

    /// The key of the longest paragraph: what tells the stories of a source apart.
    #[must_use]
    pub fn longest(&self) -> Option<u64> {
        let longest = (0..self.spans.len()).max_by_key(|&index| (self.spans[index].len(), index))?;
        Some(self.key(longest, source_key(None)))
    }
}

/// The key of a source among those of the run.
pub(super) fn source_key(source: Option<&str>) -> u64 {
    hash(source.unwrap_or("").as_bytes())
}

/// The paragraphs of `text`; a date line is one of its own.
pub(super) fn spans(text: &str) -> Vec<Span> {
    split_date_lines(text, paragraphs(text))
}

/// Parts date lines from the text that follows them on the same line.
fn split_date_lines(text: &str, spans: Vec<Span>) -> Vec<Span> {
    let mut out = Vec::with_capacity(spans.len());
    for span in spans {
        let mut start = span.start as usize;
        let end = span.end as usize;
        while let Some(length) = date_line(&text[start..end]).filter(|&length| start + length < end) {
            out.push(Span::new(start, start + length));
            let rest = &text[start + length..end];
            start = end - rest.trim_start().len();
        }
        out.push(Span::new(start, end));
    }
    out
}
