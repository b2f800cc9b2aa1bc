//! A sample of a document's shingles that is the same choice in every document.

use super::shingle::{distinct, shingles};
use crate::settings::Matching;

/// The shingles that stand for a document in the search for candidates.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sample {
    /// In rising order without repeats.
    pub shingles: Vec<u64>,
    /// How many it would hold if the document were a long one; fewer than it holds where all shingles are kept.
    pub thinned: usize,
}

impl Sample {
    /// Whether these are all shingles of the document, as those of a short one are.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.thinned < self.shingles.len()
    }
}

/// The sample of a document.
///
/// Of every [`Matching::sample_window`] shingles in a row the one with the lowest hash is kept, some two of
/// `sample_window + 1`. So a run of words that two documents share is known by the same shingles in both, however different
/// the rest is: of every `sample_window + small_shingle_words - 1` shared words in a row (17) at least one shingle. Of a
/// document with fewer than [`Matching::sample_all_below`] shingles, or so repetitive that the sample holds fewer than
/// [`Matching::sample_least`], all are kept: a sample of so few would often miss what is shared.
///
/// Cost: one pass over the words; a sort of what is kept.
///
/// Source: S. Schleimer, D. Wilkerson, A. Aiken, "Winnowing: local algorithms for document fingerprinting", 2003.
#[must_use]
pub fn sample(terms: &[u64], settings: &Matching) -> Sample {
    let all = shingles(terms, settings.small_shingle_words);
    let kept = distinct(minima(&all, settings.sample_window.max(1)));
    let thinned = kept.len();
    let is_short = all.len() < settings.sample_all_below || thinned < settings.sample_least;
    Sample { shingles: if is_short { distinct(all) } else { kept }, thinned }
}

/// The lowest of every `window` numbers in a row, each place once; of equal ones the last, so that a repetition is kept once.
fn minima(all: &[u64], window: usize) -> Vec<u64> {
    let mut kept = Vec::with_capacity(all.len() * 3 / (window + 1));
    let mut lowest = usize::MAX;
    for end in window.min(all.len()).max(1)..=all.len() {
        let start = end.saturating_sub(window);
        let newest = end - 1;
        if lowest == usize::MAX || lowest < start {
            lowest = (start..end).rev().min_by_key(|&place| all[place]).unwrap_or(newest);
        } else if all[newest] <= all[lowest] {
            lowest = newest;
        } else {
            continue;
        }
        kept.push(all[lowest]);
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{fingerprint::shingle::shared, hash::hash};
    use proptest::prelude::*;

    fn words(count: u64) -> Vec<u64> {
        (0..count).map(|word| hash(&word.to_le_bytes())).collect()
    }

    #[test]
    fn a_short_document_is_kept_whole_and_a_long_one_thinned() {
        let settings = Matching::default();
        let short = sample(&words(60), &settings);
        assert!(short.shingles.len() == 58 && short.is_whole() && short.thinned < 20);
        let long = sample(&words(80_000), &settings);
        let expected = 80_000.0 * 2.0 / (settings.sample_window + 1) as f64;
        assert!(
            (long.shingles.len() as f64 / expected - 1.0).abs() < 0.05,
            "kept {} of about {expected}",
            long.shingles.len()
        );
        assert!(!long.is_whole());
    }

    #[test]
    fn a_sentence_repeated_is_never_without_a_sample() {
        assert!(!sample(&words(9).repeat(1_000), &Matching::default()).shingles.is_empty());
    }

    proptest! {
        #[test]
        fn every_shared_run_of_17_words_has_a_shared_shingle(before in 0..300_u64, after in 100..300_u64, many in 1..6_usize) {
            let settings = Matching::default();
            let run = &words(20_000)[10_000..10_000 + 17 * many];
            let page = |from: u64, around: u64| {
                let around: Vec<u64> = (from..from + around).map(|word| hash(&word.to_le_bytes())).collect();
                sample(&[&around, run, &around].concat(), &settings).shingles
            };
            let both = shared(&page(1_000_000, before + 120), &page(2_000_000, after));
            prop_assert!(both >= many, "{} of {}", both, many);
        }
    }
}
