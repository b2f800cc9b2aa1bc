//! The large shingles of an article, told by the small ones that begin them.
//!
//! Most small shingles stand once in an article; a large one that begins with such a shingle stands once, too, and where it
//! could stand in another article is known. Only the others have to be kept.

use super::places::{Keys, Places};
use crate::{hash::combine, settings::Matching};
use std::slice::Windows;

/// The different large shingles of an article.
#[derive(Clone, Debug, Default)]
pub(super) struct Large {
    /// How many begin with a small shingle that stands once.
    lone: usize,
    /// All others.
    pub(super) others: Keys,
}

impl Large {
    /// Those of an article with these `terms`, whose small shingles stand at `small`. Cost: a look-up for each small one that
    /// stands at several places.
    pub(super) fn new(terms: &[u64], small: &Places, settings: &Matching) -> Self {
        let mut all = windows(terms, settings);
        let (count, length) = (all.len(), all.next().map_or(0, <[u64]>::len));
        let begin = small.repeated().flatten().map(|&place| place as usize).filter(|&place| place < count);
        let others: Vec<u64> = begin.map(|place| shingle(&terms[place..place + length])).collect();
        Self { lone: count - others.len(), others: Keys::new(&others) }
    }

    /// How many there are.
    pub(super) fn distinct(&self) -> usize {
        self.lone + self.others.distinct()
    }
}

/// The words of the large shingle at every place: all words of a text that is shorter.
pub(super) fn windows<'a>(terms: &'a [u64], settings: &Matching) -> Windows<'a, u64> {
    let words = settings.shingle_words.max(settings.small_shingle_words);
    terms.windows(words.clamp(1, terms.len().max(1)))
}

/// The shingle of `words`.
pub(super) fn shingle(words: &[u64]) -> u64 {
    words.iter().copied().fold(0, combine)
}
