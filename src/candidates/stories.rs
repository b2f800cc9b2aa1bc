//! Pairs that may tell one event: documents near in time that share rare terms.

use super::{
    Folded,
    index::{Common, Index, Lists, Shared, join},
};
use crate::{
    fingerprint::story::{Rarity, StoryTerm, cosine},
    settings::Matching,
};
use rayon::prelude::*;

/// Two documents that may tell one event.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StoryPair {
    /// Index of one document, the smaller.
    pub a: u32,
    /// Index of the other.
    pub b: u32,
    /// Cosine of their story terms.
    pub cosine: f32,
}

/// Pairs of representatives of `folded` whose story terms have a cosine of at least [`Matching::story_candidate`], near in
/// time where both have one; and how many terms were too common.
///
/// A pair is found by the terms that stand in at most [`Matching::common_term`] documents, of which it must share a cosine
/// of [`Matching::story_rare`]: commoner ones pair nothing. Of a text of few words the cosine counts in part, as it does when
/// the pair is judged ([`Matching::story_least_words`]). `terms`, `time` and `words` are those of a document; its
/// terms are asked for once, so that they may be given away.
#[must_use]
pub fn story_candidates(
    folded: &Folded,
    rarity: &Rarity,
    mut terms: impl FnMut(u32) -> Box<[StoryTerm]>,
    time: impl Fn(u32) -> Option<i64>,
    words: impl Fn(u32) -> u32,
    settings: &Matching,
) -> (Vec<StoryPair>, usize) {
    let mut order: Vec<u32> = folded.representatives().collect();
    order.sort_by_cached_key(|&index| (time(index), index)); // those without a time first
    let times: Vec<Option<i64>> = order.iter().map(|&index| time(index)).collect();
    let terms: Vec<Box<[StoryTerm]>> = order.iter().map(|&index| terms(index)).collect();
    let vectors: Vec<Vec<(u32, f32)>> = terms.into_par_iter().map(|terms| rarity.vector(&terms)).collect();
    let (lists, cut) = lists(&vectors, rarity, settings);
    let all = Common { most: usize::MAX, neighbours: 0, rare: f32::INFINITY, least: 0.0 };
    let reach =
        |row: usize| times.partition_point(|&other| other < times[row] || near_in_time(times[row], other, settings));
    let weight = |&index: &u32| (f64::from(words(index)) / settings.story_least_words as f64).min(1.0);
    let weights: Vec<f64> = order.iter().map(weight).collect();
    let accept = |a: usize, b: usize, shared: Shared| {
        let weight = weights[a].min(weights[b]);
        f64::from(shared.weight) >= settings.story_rare
            && weight >= settings.story_candidate
            && weight * cosine(&vectors[a], &vectors[b]) >= settings.story_candidate
    };
    let pairs = join(order.len(), &Index::new(lists, all), reach, accept);
    let pair = |&(x, y): &(u32, u32)| {
        let (a, b) = (order[x as usize], order[y as usize]);
        let cosine = cosine(&vectors[x as usize], &vectors[y as usize]) as f32;
        StoryPair { a: a.min(b), b: a.max(b), cosine }
    };
    let mut pairs: Vec<StoryPair> = pairs.par_iter().map(pair).collect();
    pairs.par_sort_unstable_by_key(|pair| (pair.a, pair.b));
    (pairs, cut)
}

/// The rows of every term that is rare enough to pair them, and how many terms were not.
fn lists(vectors: &[Vec<(u32, f32)>], rarity: &Rarity, settings: &Matching) -> (Lists, usize) {
    let is_rare = |term: u32| (2..=settings.common_term).contains(&rarity.count(term));
    // Room for all terms: what is not filled takes no memory.
    let mut postings = Vec::with_capacity(vectors.iter().map(Vec::len).sum());
    for (row, vector) in (0_u64..).zip(vectors) {
        let rare = vector.iter().map(|&(term, _)| term).filter(|&term| is_rare(term));
        postings.extend(rare.map(|term| u64::from(term) << 32 | row));
    }
    postings.par_sort_unstable();
    let weight = |row: u32, term: u32| {
        let vector = &vectors[row as usize];
        vector.binary_search_by_key(&term, |&(term, _)| term).ok().map(|place| vector[place].1)
    };
    let mut lists = Lists::default();
    for list in postings.chunk_by(|one, next| one >> 32 == next >> 32) {
        let term = (list[0] >> 32) as u32;
        lists.add(list.iter().map(|&posting| (posting as u32, weight(posting as u32, term))));
    }
    (lists, rarity.common(settings.common_term))
}

/// Whether two documents may tell one event by their time; one without a time may tell any.
fn near_in_time(a: Option<i64>, b: Option<i64>, settings: &Matching) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => a.abs_diff(b) <= settings.story_days * SECONDS_OF_A_DAY,
        _ => true,
    }
}

const SECONDS_OF_A_DAY: u64 = 86_400;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::body::Kind;

    #[test]
    fn reports_that_share_rare_terms_near_in_time_are_candidates() {
        let settings = Matching::default();
        let term = |&term: &u32| StoryTerm { term, kind: Kind::Name, times: 1 };
        let mut documents: Vec<(Vec<u32>, Option<i64>)> = vec![
            (vec![1, 2, 3, 4], Some(10)),
            (vec![2, 3, 4, 5], Some(30)),
            (vec![1, 2, 3, 9, 10], None),
            (vec![1, 2, 3, 5], Some(12)),
            (vec![7, 8, 9, 10], Some(10)),
        ];
        documents.extend((1..8).map(|day| (vec![day as u32 + 20], Some(day - 9))));
        let terms: Vec<Vec<StoryTerm>> = documents.iter().map(|(terms, _)| terms.iter().map(term).collect()).collect();
        let folded = Folded::new((0..documents.len() as u64).map(|number| (number, 100)));
        let rarity = Rarity::of(terms.iter().map(Vec::as_slice), &settings);
        let time = |index: u32| documents[index as usize].1.map(|day| day * 86_400);
        let (found, _) =
            story_candidates(&folded, &rarity, |index| terms[index as usize].clone().into(), time, |_| 100, &settings);
        let pairs: Vec<(u32, u32)> = found.iter().map(|pair| (pair.a, pair.b)).collect();
        assert_eq!(pairs, [(0, 2), (0, 3), (1, 2), (2, 3), (2, 4)]);
    }
}
