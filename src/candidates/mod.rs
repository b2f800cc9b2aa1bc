//! Which pairs may be related: suspicion only, found through an inverted index.

mod copies;
mod index;
mod stories;

pub use copies::{Folded, copy_candidates};
pub use stories::{near_in_time, story_candidates};

/// Pairs that may be related.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Candidates {
    /// Indices of two documents, the smaller first; in rising order without repeats.
    pub pairs: Vec<(usize, usize)>,
    /// How many shingles or terms stood in too many documents to pair them all.
    pub cut: usize,
}
