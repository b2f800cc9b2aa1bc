//! Which pairs may be related: suspicion only, found through an inverted index.

mod copies;
mod exact;
mod folded;
mod index;
mod postings;
mod stories;

pub use copies::{Known, Sampled, Samples, add_neighbours, candidates_of_block, keys};
pub use exact::{Commonness, Prefixes};
pub use folded::{Folded, are_paired, copies_paired};
pub use index::Lists;
pub use stories::{StoryPair, Teller, may_tell_one_event, story_candidates, story_suspects_of_block};

/// Pairs that may be related.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Candidates {
    /// Indices of two documents, the smaller first; in rising order without repeats.
    pub pairs: Vec<(u32, u32)>,
    /// How many shingles stood in too many documents to pair them all.
    pub cut: usize,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        fingerprint::{
            sample::sample,
            shingle::{distinct_shingles, shared},
            text_hash,
        },
        hash::hash,
        settings::Matching,
        words::term,
    };
    use hashbrown::HashSet;

    fn terms(text: &str) -> Vec<u64> {
        text.split_whitespace().map(term).collect()
    }

    fn found(texts: &[String]) -> Candidates {
        found_with(texts, &Matching::default(), usize::MAX)
    }

    /// The candidates when no more than `bytes` of postings may be held.
    fn found_with(texts: &[String], settings: &Matching, bytes: usize) -> Candidates {
        let documents: Vec<Vec<u64>> = texts.iter().map(|text| terms(text)).collect();
        let hashes: Vec<u64> = documents.iter().map(|terms| text_hash(terms)).collect();
        let folded = Folded::new(hashes.iter().zip(&documents).map(|(hash, terms)| (*hash, terms.len())));
        let mut samples = Samples::new(bytes);
        for terms in &documents {
            samples.add(&sample(terms, settings)).unwrap();
        }
        let mut candidates = samples.candidates(&folded, settings).unwrap();
        candidates.pairs = folded.unfolded(candidates.pairs, settings);
        candidates
    }

    /// Numbers that look random and are the same in every run.
    struct Dice(u64);

    impl Dice {
        fn below(&mut self, sides: u64) -> u64 {
            self.0 = hash(&self.0.to_le_bytes());
            self.0 % sides
        }
    }

    /// A made-up text: words of a small and a large vocabulary, as in a language.
    fn text(dice: &mut Dice, words: u64) -> Vec<String> {
        (0..words).map(|_| if dice.below(2) == 0 { dice.below(40) } else { 40 + dice.below(4_000) }).map(word).collect()
    }

    fn word(number: u64) -> String {
        format!("w{number}")
    }

    /// Stories of 20 to 500 words, each with rewritten, cut and enclosed copies.
    fn corpus() -> Vec<Vec<String>> {
        let mut dice = Dice(7);
        let mut all = Vec::new();
        for story in 0..60 {
            let original = text(&mut dice, 20 + story * 8);
            for change in [8, 15, 30] {
                let mut copy = original.clone();
                for place in &mut copy {
                    if dice.below(change) == 0 {
                        *place = word(dice.below(4_000));
                    }
                }
                all.push(copy);
            }
            all.push(original[..original.len() * 2 / 3].to_vec());
            let around = text(&mut dice, original.len() as u64);
            all.push([&around, original.as_slice(), &around].concat());
            all.push(original);
        }
        all
    }

    fn shares(a: &[String], b: &[String], length: usize) -> (f64, f64) {
        let terms = |words: &[String]| -> Vec<u64> {
            distinct_shingles(&words.iter().map(|word| hash(word.as_bytes())).collect::<Vec<_>>(), length)
        };
        let (a, b) = (terms(a), terms(b));
        let both = shared(&a, &b) as f64;
        (
            both / (a.len() + b.len()) as f64 / (1.0 - both / (a.len() + b.len()) as f64),
            both / a.len().min(b.len()) as f64,
        )
    }

    /// A text of fewer than 30 words may stand in a long one and share no more than one shingle with its sample.
    #[test]
    fn every_pair_that_an_exact_search_finds_is_a_candidate() {
        let corpus = corpus();
        let texts: Vec<String> = corpus.iter().map(|words| words.join(" ")).collect();
        let candidates: HashSet<(u32, u32)> = found(&texts).pairs.into_iter().collect();
        let (mut wanted, mut missed) = (0, Vec::new());
        let long: Vec<usize> = (0..corpus.len()).filter(|&index| corpus[index].len() >= 30).collect();
        for (place, &a) in long.iter().enumerate() {
            for &b in &long[place + 1..] {
                if shares(&corpus[a], &corpus[b], 5).0 >= 0.5 || shares(&corpus[a], &corpus[b], 3).1 >= 0.6 {
                    wanted += 1;
                    if !candidates.contains(&(a as u32, b as u32)) {
                        missed.push((a, b));
                    }
                }
            }
        }
        assert!(wanted > 400, "the corpus tests something: {wanted}");
        assert!(missed.is_empty(), "{missed:?}");
    }

    #[test]
    fn the_order_of_the_documents_changes_no_pair() {
        let texts: Vec<String> = corpus().iter().map(|words| words.join(" ")).collect();
        let reversed: Vec<String> = texts.iter().rev().cloned().collect();
        let last = texts.len() as u32 - 1;
        let forth: HashSet<(u32, u32)> = found(&texts).pairs.into_iter().collect();
        let back = found(&reversed).pairs.into_iter().map(|(a, b)| (last - b, last - a));
        assert!(forth == back.collect());
    }

    #[test]
    fn one_thread_finds_what_two_find() {
        let texts: Vec<String> = corpus().iter().map(|words| words.join(" ")).collect();
        let with = |threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| found(&texts))
        };
        assert!(with(1) == with(2));
    }

    #[test]
    fn a_notice_in_every_text_pairs_no_texts() {
        let mut dice = Dice(1);
        let notice = text(&mut dice, 40).join(" ");
        let mut texts: Vec<String> =
            (0..5_000).map(|_| format!("{} {notice}", text(&mut dice, 120).join(" "))).collect();
        texts.extend((0..5_000).map(|number| format!("flood {number} {}", number + 1)));
        texts.extend((0..5_000).map(|_| String::new()));
        let found = found(&texts);
        assert!(found.cut > 0, "the notice is cut, and counted");
        assert!(found.pairs.len() < 100, "{}", found.pairs.len());
    }

    #[test]
    fn copies_beyond_the_cut_stay_together() {
        let mut dice = Dice(3);
        let original = text(&mut dice, 300);
        let texts: Vec<String> = (0..1_500)
            .map(|_| {
                let mut copy = original.clone();
                copy[dice.below(300) as usize] = word(10_000 + dice.below(10_000));
                copy.join(" ")
            })
            .collect();
        let found = found(&texts);
        let mut group: Vec<usize> = (0..texts.len()).collect();
        for _ in 0..texts.len() {
            let before = group.clone();
            for &(a, b) in &found.pairs {
                let (a, b) = (a as usize, b as usize);
                let lowest = group[a].min(group[b]);
                (group[a], group[b]) = (lowest, lowest);
            }
            if before == group {
                break;
            }
        }
        assert!(found.pairs.len() < 20_000, "linear, not square: {}", found.pairs.len());
        assert_eq!(group.iter().filter(|&&lowest| lowest == 0).count(), texts.len());
    }

    #[test]
    fn what_goes_to_disk_is_found_as_what_is_held() {
        let texts: Vec<String> = corpus().iter().map(|words| words.join(" ")).collect();
        assert!(found(&texts) == found_with(&texts, &Matching::default(), 4_000));
    }

    #[test]
    fn texts_with_the_same_words_are_folded_and_empty_ones_forgotten() {
        let texts = ["The dam held", "", "the DAM held", "The dam broke"].map(terms);
        let folded = Folded::new(texts.iter().map(|terms| (text_hash(terms), terms.len())));
        assert_eq!(folded.representatives().collect::<Vec<u32>>(), [0, 3]);
        assert_eq!(folded.repeats(), 1);
        assert_eq!(folded.unfolded(vec![(0, 3)], &Matching::default()), [(0, 2), (0, 3), (2, 3)]);
        let story = |(a, b)| StoryPair { a, b, cosine: 0.5 };
        let stories = folded.unfolded_stories(vec![story((0, 3))], &Matching::default());
        assert_eq!(stories, [(0, 3), (2, 3)].map(story), "a copy tells the event of its original");
    }
}
