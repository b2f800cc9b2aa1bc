//! Candidate pairs to matches: exact overlap and the shared passages.

use crate::span::Span;
use serde::Serialize;

/// A run of text that stands in both documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct Passage {
    /// Its place in `a`.
    pub a: Span,
    /// Its place in `b`.
    pub b: Span,
}

/// The exact overlap of two documents' cleaned texts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Overlap {
    /// Shared shingles of five words over all of both: `0.0..=1.0`.
    pub jaccard: f64,
    /// Share of `a`'s shingles of five words that `b` has, and of `b`'s that `a` has.
    pub containment: [f64; 2],
    /// The same with shingles of three words, which survive rewording better.
    pub containment_3: [f64; 2],
    /// Shared runs, in order of their place in `a`.
    pub passages: Vec<Passage>,
}
