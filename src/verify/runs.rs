//! The longest runs of words that stand in both articles.

use super::{Prepared, shared::Meets};
use crate::settings::Matching;
use std::{cmp::Reverse, ops::Range};

/// Words in a row that stand in both articles: numbers of words in the two bodies, of equal length.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// Its words in `a`.
    pub a: Range<usize>,
    /// Its words in `b`.
    pub b: Range<usize>,
}

/// A search for the runs that `a`, read from its start, has in common with `b`.
pub(super) struct Search<'a> {
    a: &'a Prepared,
    b: &'a Prepared,
    settings: &'a Matching,
    meets: &'a Meets<'a>,
    /// Which words of `b` stand in a run already.
    used: Vec<bool>,
}

impl<'a> Search<'a> {
    pub(super) fn new(a: &'a Prepared, b: &'a Prepared, meets: &'a Meets<'a>, settings: &'a Matching) -> Self {
        Self { a, b, settings, meets, used: vec![false; b.terms.len()] }
    }

    pub(super) fn runs(mut self) -> Vec<Run> {
        let mut runs: Vec<Run> = Vec::new();
        let (mut at, mut expected) = (0, 0);
        // A text shorter than a shingle has one of all its words: it starts no run.
        let starts = (self.a.terms.len() + 1).saturating_sub(self.settings.small_shingle_words);
        while at < starts {
            let Some(found) = self.longest(at, expected) else {
                (at, expected) = (at + 1, expected + 1);
                continue;
            };
            // A short run by chance ("one of the") must not eat the first words of a longer one that begins inside it.
            let inside = at + 1..starts.min(at + found.a.len().min(self.settings.passage_words));
            let later = inside
                .filter_map(|later| self.longest(later, expected + later - at))
                .find(|run| run.a.len() > found.a.len());
            let run = later.unwrap_or(found);
            (at, expected) = (run.a.end, run.b.end);
            self.used[run.b.clone()].fill(true);
            runs.push(run);
        }
        runs
    }

    /// The longest run that begins at word `at` of `a`.
    fn longest(&self, at: usize, expected: usize) -> Option<Run> {
        let places = self.meets.places(at)?;
        let near = places.partition_point(|&place| (place as usize) < expected);
        let half = (self.settings.passage_places / 2).max(1);
        places[near.saturating_sub(half)..places.len().min(near + half)]
            .iter()
            .map(|&place| place as usize)
            .map(|place| (self.length(at, place), place))
            .filter(|&(length, _)| length >= self.settings.small_shingle_words)
            .max_by_key(|&(length, place)| (length, Reverse((place.abs_diff(expected), place))))
            .map(|(length, place)| Run { a: at..at + length, b: place..place + length })
    }

    /// How many words are equal from `in_a` and `in_b` on, up to the next furniture or used word.
    fn length(&self, in_a: usize, in_b: usize) -> usize {
        let most = (self.a.terms.len() - in_a).min(self.b.terms.len() - in_b);
        (0..most)
            .take_while(|&step| {
                let (in_a, in_b) = (in_a + step, in_b + step);
                self.a.terms[in_a] == self.b.terms[in_b]
                    && !self.used[in_b]
                    && (step == 0 || (self.a.follows(in_a) && self.b.follows(in_b)))
            })
            .count()
    }
}
