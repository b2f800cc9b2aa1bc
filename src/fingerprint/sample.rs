//! A sample of a document's shingles that is the same choice in every document.

use super::shingle::{distinct, shingles};
use crate::settings::Matching;

/// The shingles that stand for a document in the search for candidates, in rising order without repeats.
///
/// One shingle in [`Matching::sample_one_in`] is kept, by its hash: a shingle that two documents share is kept in both or
/// in none (FracMinHash), so that the shared part of the samples is a fair sample of what is shared. Of a document with
/// fewer than [`Matching::sample_all_below`] shingles, or so repetitive that the sample holds fewer than
/// [`Matching::sample_least`], all are kept: a fair sample of so few would often be empty.
///
/// Cost: one pass over the words; a sort of what is kept.
///
/// Source: L. Irber et al., "Lightweight compositional analysis of metagenomes with FracMinHash", 2022.
#[must_use]
pub fn sample(terms: &[u64], settings: &Matching) -> Vec<u64> {
    let all = shingles(terms, settings.small_shingle_words);
    if all.len() < settings.sample_all_below {
        return distinct(all);
    }
    let kept = distinct(all.iter().copied().filter(|&shingle| kept(shingle, settings.sample_one_in)).collect());
    if kept.len() < settings.sample_least { distinct(all) } else { kept }
}

/// Whether the sample of a long document has this shingle: its hash falls below one `one_in`th of the range.
#[must_use]
pub fn kept(shingle: u64, one_in: u64) -> bool {
    shingle <= u64::MAX / one_in.max(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hash::hash;

    fn words(count: u64) -> Vec<u64> {
        (0..count).map(|word| hash(&word.to_le_bytes())).collect()
    }

    #[test]
    fn a_short_document_is_kept_whole_and_a_long_one_sampled_fairly() {
        let settings = Matching::default();
        assert_eq!(sample(&words(60), &settings).len(), 58);
        let kept = sample(&words(80_000), &settings).len() as f64;
        let expected = 80_000.0 / settings.sample_one_in as f64;
        assert!((kept / expected - 1.0).abs() < 0.05, "kept {kept} of about {expected}");
    }

    #[test]
    fn a_sentence_repeated_is_never_without_a_sample() {
        assert!(!sample(&words(9).repeat(1_000), &Matching::default()).is_empty());
    }
}
