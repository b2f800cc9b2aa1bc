//! A place in a text.

use serde::{Serialize, Serializer};
use std::ops::Range;

/// A half-open range of bytes in the original text of a document; both ends lie on character boundaries.
///
/// Offsets are `u32`: reading refuses a document of 4 GiB or more. Written to JSON as `[start, end]`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The span from `start` to `end`, in bytes.
    #[inline]
    #[must_use]
    pub fn new(start: usize, end: usize) -> Self {
        debug_assert!(start <= end, "a span runs forward: {start}..{end}");
        Self { start: start as u32, end: end as u32 }
    }

    /// Number of bytes.
    #[inline]
    #[must_use]
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether no byte lies inside.
    #[inline]
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The span as a range of `usize`.
    #[inline]
    #[must_use]
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The words that the span covers in `text`, the text it was made from.
    ///
    /// # Panics
    ///
    /// When the span does not lie in `text` or cuts a character.
    #[inline]
    #[must_use]
    pub fn of(self, text: &str) -> &str {
        &text[self.range()]
    }

    /// Whether the two share at least one byte.
    #[inline]
    #[must_use]
    pub fn overlaps(self, other: Self) -> bool {
        self.start.max(other.start) < self.end.min(other.end)
    }

    /// Whether every byte of `other` lies in this span.
    #[inline]
    #[must_use]
    pub fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The smallest span that covers both.
    #[inline]
    #[must_use]
    pub fn join(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// Number of bytes that the two share.
    #[must_use]
    pub fn shared(self, other: Self) -> usize {
        self.end.min(other.end).saturating_sub(self.start.max(other.start)) as usize
    }
}

/// The part of `all` that shares a byte with `place`. `all` must be in order of place, and no two may overlap.
///
/// Cost: two binary searches.
pub fn touching<T>(all: &[T], place: Span, span: impl Fn(&T) -> Span) -> &[T] {
    let first = all.partition_point(|one| span(one).end <= place.start);
    let last = all.partition_point(|one| span(one).start < place.end).max(first);
    &all[first..last]
}

/// The first `most` characters of a text; all of a shorter one.
#[must_use]
pub fn first_characters(text: &str, most: usize) -> &str {
    text.char_indices().nth(most).map_or(text, |(end, _)| &text[..end])
}

impl From<Range<usize>> for Span {
    fn from(range: Range<usize>) -> Self {
        Self::new(range.start, range.end)
    }
}

impl Serialize for Span {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        [self.start, self.end].serialize(serializer)
    }
}
