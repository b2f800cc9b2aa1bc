//! Pairs that may be copies: documents that share sampled shingles.

use super::{
    Candidates,
    index::{Common, Row, join},
};
use crate::{fingerprint::Fingerprint, settings::Matching};
use hashbrown::HashMap;

/// Documents with the same words, folded to one: ten thousand copies cost one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Folded {
    /// Groups of documents with the same words, in order of their first; in each, in order of the input.
    ///
    /// Every document stands in one group, but for documents without words: they are like nothing.
    pub groups: Vec<Vec<usize>>,
}

impl Folded {
    /// Groups `prints` by their words. Cost: one look-up a document.
    #[must_use]
    pub fn new(prints: &[Fingerprint]) -> Self {
        let mut groups: Vec<Vec<usize>> = Vec::new();
        let mut known: HashMap<u64, usize> = HashMap::new();
        for (index, print) in prints.iter().enumerate().filter(|(_, print)| print.words > 0) {
            let group = *known.entry(print.text_hash).or_insert(groups.len());
            if group == groups.len() {
                groups.push(Vec::new());
            }
            groups[group].push(index);
        }
        Self { groups }
    }

    /// The first document of each group: those that are searched.
    pub fn representatives(&self) -> impl Iterator<Item = usize> + '_ {
        self.groups.iter().filter_map(|group| group.first().copied())
    }

    /// All pairs to be verified: for `pairs` of representatives those of their groups, and the pairs inside each group; in
    /// rising order.
    ///
    /// Two groups that would give more than [`Matching::unfolded_pairs`] keep the pair of their representatives, and a group
    /// that would, its first with each other: what holds for the first holds for its copies.
    #[must_use]
    pub fn unfolded(&self, pairs: &[(usize, usize)], settings: &Matching) -> Vec<(usize, usize)> {
        let most = settings.unfolded_pairs;
        let of: HashMap<usize, &[usize]> =
            self.groups.iter().filter_map(|group| Some((*group.first()?, group.as_slice()))).collect();
        let mut all: Vec<(usize, usize)> = pairs.to_vec();
        for (a, b) in pairs {
            let (Some(in_a), Some(in_b)) = (of.get(a), of.get(b)) else { continue };
            if in_a.len() * in_b.len() <= most {
                all.extend(in_a.iter().flat_map(|&a| in_b.iter().map(move |&b| (a.min(b), a.max(b)))));
            }
        }
        for group in &self.groups {
            let firsts = if group.len() * (group.len() - 1) / 2 <= most { group.len() } else { 1 };
            for (place, &first) in group.iter().enumerate().take(firsts) {
                all.extend(group[place + 1..].iter().map(|&other| (first, other)));
            }
        }
        all.sort_unstable();
        all.dedup();
        all
    }
}

/// Pairs of representatives of `folded` that share enough sampled shingles to be verified.
///
/// Enough is [`Matching::candidate_shared`], or [`Matching::candidate_share`] of the smaller sample. Promises the same
/// pairs for any order of the documents and any number of threads.
#[must_use]
pub fn copy_candidates(prints: &[Fingerprint], folded: &Folded, settings: &Matching) -> Candidates {
    let mut order: Vec<usize> = folded.representatives().collect();
    // In order of content: near copies share their lowest shingles and so become neighbours.
    order.sort_by(|&a, &b| (&prints[a].sample, prints[a].text_hash).cmp(&(&prints[b].sample, prints[b].text_hash)));
    let rows: Vec<Row> =
        order.iter().map(|&index| prints[index].sample.iter().map(|&shingle| (shingle, 1.0)).collect()).collect();
    let common = Common {
        most: settings.common_shingle,
        neighbours: settings.common_neighbours,
        weight: settings.common_weight,
    };
    let mut found =
        join(&rows, common, |_| rows.len(), |a, b, shared| enough(shared, rows[a].len().min(rows[b].len()), settings));
    for pair in &mut found.pairs {
        let (a, b) = (order[pair.0], order[pair.1]);
        *pair = (a.min(b), a.max(b));
    }
    found.pairs.sort_unstable();
    found
}

/// Whether `shared` shingles of a smaller sample of `smaller` make a pair worth verifying.
fn enough(shared: f64, smaller: usize, settings: &Matching) -> bool {
    shared >= settings.candidate_shared as f64 || shared >= (settings.candidate_share * smaller as f64)
}
