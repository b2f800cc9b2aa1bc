//! All pairs above a Jaccard, none missed: the slow way, and the measure of the other.
//!
//! Two sets of which each shares at least `t` of what either has must share one of the rarest elements of both: of a set of
//! `n`, ordered from rare to common in one order for all sets, the first `n - ceil(t * n) + 1` are enough to find every partner
//! (prefix filter).
//!
//! Source: R. Bayardo, Y. Ma, R. Srikant, "Scaling up all pairs similarity search", 2007; C. Xiao et al., "Efficient similarity
//! joins for near duplicate detection", 2008.

use super::{
    Folded,
    index::{Common, Index, Shared, Wanted, join},
    postings::Postings,
};
use crate::error::Result;
use std::sync::atomic::{AtomicU32, Ordering};

/// How common shingles are, roughly: by the lowest bits of their hashes. Any order serves the filter, as long as it is the
/// same for all documents; one that is nearly that of rarity makes it fast.
#[derive(Debug)]
pub struct Commonness {
    counts: Vec<AtomicU32>,
}

/// Counters of [`Commonness`]: 16 MB.
const COUNTERS: usize = 1 << 22;

impl Default for Commonness {
    fn default() -> Self {
        Self { counts: (0..COUNTERS).map(|_| AtomicU32::new(0)).collect() }
    }
}

impl Commonness {
    /// Counts the different shingles of one document; from any thread.
    pub fn count(&self, shingles: &[u64]) {
        for &shingle in shingles {
            self.counts[shingle as usize % COUNTERS].fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Of the different `shingles` of a document the rarest, one of which it shares with every document that has a Jaccard of
    /// at least `least` with it.
    #[must_use]
    pub fn prefix(&self, mut shingles: Vec<u64>, least: f64) -> Vec<u64> {
        shingles
            .sort_by_cached_key(|&shingle| (self.counts[shingle as usize % COUNTERS].load(Ordering::Relaxed), shingle));
        let needed = (least * shingles.len() as f64 - ROUNDING).ceil().max(1.0) as usize;
        shingles.truncate((shingles.len() + 1).saturating_sub(needed));
        shingles
    }
}

/// A share that is this near to a whole number of shingles is that number.
const ROUNDING: f64 = 1e-9;

/// The prefixes of all documents.
#[derive(Debug)]
pub struct Prefixes {
    postings: Postings,
    sizes: Vec<u32>,
}

impl Prefixes {
    /// No documents yet; of more than `bytes` of postings the rest goes to disk.
    #[must_use]
    pub fn new(bytes: usize) -> Self {
        Self { postings: Postings::new(bytes), sizes: Vec::new() }
    }

    /// Adds the next document: its [`Commonness::prefix`] and how many different shingles it has.
    ///
    /// # Errors
    ///
    /// [`crate::error::Error::NoRoom`] when the disk is full.
    pub fn add(&mut self, prefix: &[u64], size: usize) -> Result<()> {
        let document = self.sizes.len() as u32;
        self.sizes.push(size as u32);
        self.postings.add(document, prefix.iter().map(|&shingle| shingle as u32))
    }

    /// Pairs of representatives of `folded` among which are all with a Jaccard of at least `least`, in rising order.
    ///
    /// Cost: one step for every two documents that have a shingle of both prefixes in common.
    ///
    /// # Errors
    ///
    /// [`crate::error::Error::NoRoom`] when what was put on disk cannot be read again.
    pub fn candidates(self, folded: &Folded, least: f64) -> Result<Vec<(u32, u32)>> {
        let Self { postings, sizes } = self;
        let mut searched = vec![false; sizes.len()];
        folded.representatives().for_each(|document| searched[document as usize] = true);
        let lists = postings.into_lists(|document| searched[document as usize].then_some(document))?;
        let near_in_size = |a: usize, b: usize, _: Shared| {
            let (few, many) = (sizes[a].min(sizes[b]), sizes[a].max(sizes[b]));
            f64::from(few) + ROUNDING >= least * f64::from(many)
        };
        let wanted = Wanted { rows: 0..sizes.len(), since: |_| 0, neighbours: |_, _: &mut _| (), accept: near_in_size };
        let mut pairs = join(&Index::new(lists, Common::ALL, usize::MAX), &wanted);
        pairs.sort_unstable();
        Ok(pairs)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        fingerprint::shingle::{distinct, shared},
        hash::hash,
    };
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn no_pair_above_the_jaccard_is_missed(
            sets in prop::collection::vec(prop::collection::vec(0..60_u64, 1..30), 2..24),
            least in 0.1..1.0_f64,
        ) {
            let sets: Vec<Vec<u64>> =
                sets.into_iter().map(|set| distinct(set.iter().map(|one| hash(&one.to_le_bytes())).collect())).collect();
            let (commonness, mut prefixes) = (Commonness::default(), Prefixes::new(usize::MAX));
            for set in &sets {
                commonness.count(set);
            }
            for set in &sets {
                prefixes.add(&commonness.prefix(set.clone(), least), set.len()).unwrap();
            }
            let folded = Folded::new((0..sets.len() as u64).map(|number| (number, 1)));
            let found = prefixes.candidates(&folded, least).unwrap();
            for a in 0..sets.len() {
                for b in a + 1..sets.len() {
                    let both = shared(&sets[a], &sets[b]);
                    let jaccard = both as f64 / (sets[a].len() + sets[b].len() - both) as f64;
                    prop_assert!(jaccard < least || found.contains(&(a as u32, b as u32)), "{} {} {}", a, b, jaccard);
                }
            }
        }
    }
}
