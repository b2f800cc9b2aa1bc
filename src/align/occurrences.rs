//! Where the stems of a text stand: a sentence is compared with all sentences that share a stem at once.

use crate::{
    hash::ByItself,
    terms::{Stems, Weights, cosine},
};
use hashbrown::HashMap;

/// A stem in more sentences of a document than this tells no pair: it bounds the work on repeated text.
const MOST_SENTENCES: usize = 200;

/// In which sentences of a text each of its stems stands.
pub(super) struct Occurrences<'a> {
    stems: &'a [Stems],
    weights: &'a Weights,
    by_stem: HashMap<u64, Stem, ByItself>,
    /// The sentences of one stem after those of another.
    sentences: Vec<u32>,
    /// By sentence the sum of its squared weights.
    squares: Vec<f64>,
}

/// What is known of a stem.
#[derive(Clone, Copy)]
struct Stem {
    /// Its weight, squared.
    square: f64,
    /// Where its sentences begin, once there is room for them.
    start: Option<usize>,
    count: usize,
}

/// What one sentence has in common with those of a text; what it allocated serves the next one.
#[derive(Default)]
pub(super) struct Common {
    /// The sentences that share a stem, in their order, each with the cosine.
    pub(super) cosines: Vec<(usize, f64)>,
    /// By sentence the sum of the squared weights of what is shared, while these are summed up; else 0.
    dots: Vec<f64>,
}

impl<'a> Occurrences<'a> {
    /// Reads where the stems of the `free` sentences stand. Cost: two look-ups a stem.
    pub(super) fn new(stems: &'a [Stems], free: &[bool], weights: &'a Weights) -> Self {
        let mut by_stem: HashMap<u64, Stem, ByItself> = HashMap::default();
        let mut squares = vec![0.0; stems.len()];
        let all = || stems.iter().enumerate().filter(|(index, _)| free[*index]);
        let mut count = 0;
        for (index, sentence) in all() {
            for &stem in sentence {
                let new = || Stem { square: weights.of(stem).powi(2), start: None, count: 0 };
                let known = by_stem.entry(stem).or_insert_with(new);
                known.count += 1;
                squares[index] += known.square;
            }
            count += sentence.len();
        }
        let (mut sentences, mut next) = (vec![0; count], 0);
        for (index, sentence) in all() {
            for stem in sentence {
                let Some(known) = by_stem.get_mut(stem) else { continue };
                // The room is given out when the first sentence asks; then the start goes on to where the next one stands.
                let start = known.start.unwrap_or_else(|| {
                    next += known.count;
                    next - known.count
                });
                sentences[start] = index as u32;
                known.start = Some(start + 1);
            }
        }
        Self { stems, weights, by_stem, sentences, squares }
    }

    /// The cosine of `sentence` with each that shares a stem with it, but for those that so many have that it tells nothing.
    ///
    /// Cost: one look-up a stem, and one sum for each place where one stands.
    pub(super) fn common(&self, sentence: &[u64], common: &mut Common) {
        let Common { cosines, dots } = common;
        cosines.clear();
        dots.resize(self.stems.len(), 0.0);
        let (mut square, mut all_counted) = (0.0, true);
        for stem in sentence {
            let Some(known) = self.by_stem.get(stem) else {
                square += self.weights.of(*stem).powi(2);
                continue;
            };
            square += known.square;
            if known.count > MOST_SENTENCES {
                all_counted = false;
                continue;
            }
            let end = known.start.unwrap_or(0);
            for &index in &self.sentences[end - known.count..end] {
                let dot = &mut dots[index as usize];
                if *dot == 0.0 {
                    cosines.push((index as usize, 0.0));
                }
                *dot += known.square;
            }
        }
        cosines.sort_unstable_by_key(|(index, _)| *index);
        for (index, cosine_of_both) in cosines {
            let dot = std::mem::take(&mut dots[*index]);
            let squares = [square, self.squares[*index]];
            *cosine_of_both = if all_counted {
                cosine(dot, squares)
            } else {
                self.weights.cosine_of([sentence, &self.stems[*index]], squares)
            };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_cosines_are_those_of_two_sentences(
            a in prop::collection::vec(prop::collection::btree_set(0..30_u64, 0..9), 1..9),
            b in prop::collection::vec(prop::collection::btree_set(0..30_u64, 0..9), 1..9),
            // A stem that stands in so many sentences tells no pair, but counts in those that others tell.
            repeated in prop::sample::select(vec![0, 300]),
        ) {
            let stems = |sides: Vec<std::collections::BTreeSet<u64>>| -> Vec<Stems> {
                sides.into_iter().map(|stems| stems.into_iter().map(|stem| stem << 40).collect()).collect()
            };
            let (a, mut b) = (stems(a), stems(b));
            b.extend(vec![vec![7 << 40]; repeated]);
            let weights = Weights::new(&a, &b);
            let free: Vec<bool> = (0..b.len()).map(|index| index % 4 != 3).collect();
            let (occurrences, mut common) = (Occurrences::new(&b, &free, &weights), Common::default());
            for sentence in &a {
                occurrences.common(sentence, &mut common);
                let tells = |stem: &u64| repeated == 0 || *stem != 7 << 40;
                let shares = |index: &usize| sentence.iter().any(|stem| tells(stem) && b[*index].contains(stem));
                let near = (0..b.len()).filter(|&index| free[index]).filter(shares);
                let wanted: Vec<(usize, u64)> = near.map(|index| (index, weights.cosine(sentence, &b[index]).to_bits())).collect();
                let found: Vec<(usize, u64)> = common.cosines.iter().map(|(index, cosine)| (*index, cosine.to_bits())).collect();
                prop_assert_eq!(found, wanted);
            }
        }
    }
}
