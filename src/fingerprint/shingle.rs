//! Shingles: words in a row, as one number.

use crate::hash::combine;

/// The shingle of `length` words at every place of `terms`, in order of place.
///
/// A text shorter than `length` has one shingle of all its words, so that it can still be found; no words, none.
///
/// Cost: `length` combinations a word. Source: A. Broder, "On the resemblance and containment of documents", 1997.
#[must_use]
pub fn shingles(terms: &[u64], length: usize) -> Vec<u64> {
    if terms.is_empty() {
        return Vec::new();
    }
    terms.windows(length.clamp(1, terms.len())).map(|words| words.iter().copied().fold(0, combine)).collect()
}

/// The different shingles of `terms`, in rising order.
#[must_use]
pub fn distinct_shingles(terms: &[u64], length: usize) -> Vec<u64> {
    distinct(shingles(terms, length))
}

/// The different numbers of `all`, in rising order.
#[must_use]
pub fn distinct(mut all: Vec<u64>) -> Vec<u64> {
    all.sort_unstable();
    all.dedup();
    all
}

/// How many numbers stand in both; each in rising order without repeats.
///
/// Cost: one merge.
#[must_use]
pub fn shared(a: &[u64], b: &[u64]) -> usize {
    let (mut in_a, mut in_b, mut count) = (0, 0, 0);
    while in_a < a.len() && in_b < b.len() {
        count += usize::from(a[in_a] == b[in_b]);
        let (left, right) = (a[in_a], b[in_b]);
        in_a += usize::from(left <= right);
        in_b += usize::from(right <= left);
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_shorter_than_a_shingle_has_one() {
        assert_eq!(shingles(&[], 3).len(), 0);
        assert_eq!(shingles(&[7, 8], 3).len(), 1);
        assert_eq!(shingles(&[7, 8, 9, 7], 3).len(), 2);
        assert_ne!(shingles(&[7, 8], 3), shingles(&[8, 7], 3));
    }

    #[test]
    fn shared_counts_what_stands_in_both() {
        assert_eq!(shared(&[1, 3, 5, 7], &[2, 3, 4, 7, 9]), 2);
        assert_eq!(shared(&[], &[1]), 0);
    }
}
