//! Documents with the same words, folded to one: ten thousand copies cost one.

use super::StoryPair;
use crate::settings::Matching;
use hashbrown::HashMap;

/// Which documents have the same words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Folded {
    /// For each document the first one with its words; `NONE` for those without words: they are like nothing.
    first: Vec<u32>,
    /// Groups of two and more documents with the same words, in order of their first; in each, in order of the input.
    groups: Vec<Vec<u32>>,
}

const NONE: u32 = u32::MAX;

impl Folded {
    /// Groups documents, each given by the hash of its words and their number. Cost: one look-up a document.
    #[must_use]
    pub fn new(documents: impl Iterator<Item = (u64, usize)>) -> Self {
        let mut known: HashMap<u64, u32> = HashMap::new();
        let mut first = Vec::new();
        for (index, (hash, words)) in (0..).zip(documents) {
            first.push(if words == 0 { NONE } else { *known.entry(hash).or_insert(index) });
        }
        let mut more: Vec<(u32, u32)> = (0..)
            .zip(&first)
            .filter(|&(index, &first)| first != NONE && first != index)
            .map(|(i, &f)| (f, i))
            .collect();
        more.sort_unstable();
        let groups = more.chunk_by(|one, next| one.0 == next.0);
        let groups = groups.map(|group| std::iter::once(group[0].0).chain(group.iter().map(|pair| pair.1)).collect());
        let groups = groups.collect();
        Self { first, groups }
    }

    /// The first document of each group and those that are alone: those that are searched.
    pub fn representatives(&self) -> impl Iterator<Item = u32> + '_ {
        (0..).zip(&self.first).filter(|&(index, &first)| first == index).map(|(index, _)| index)
    }

    /// How many documents have the same words as an earlier one.
    #[must_use]
    pub fn repeats(&self) -> usize {
        self.groups.iter().map(|group| group.len() - 1).sum()
    }

    /// All pairs to be verified: for `pairs` of representatives those of their groups, and the pairs inside each group; in
    /// rising order. Which these are is told by [`are_paired`] from the ranks of the two in their groups.
    #[must_use]
    pub fn unfolded(&self, pairs: Vec<(u32, u32)>, settings: &Matching) -> Vec<(u32, u32)> {
        let most = settings.unfolded_pairs;
        let of = self.by_first();
        let mut more = Vec::new();
        for (a, b) in &pairs {
            each_copy(&of, (a, b), most, |a, b| more.push((a, b)));
        }
        for group in &self.groups {
            for (rank, &other) in group.iter().enumerate() {
                more.extend(group[..rank].iter().take(copies_paired(rank, most)).map(|&one| (one, other)));
            }
        }
        let mut all = pairs;
        all.append(&mut more);
        all.sort_unstable();
        all.dedup();
        all
    }

    /// `stories`, pairs of representatives, and those of their copies, as [`Folded::unfolded`] gives them; in any order.
    #[must_use]
    pub fn unfolded_stories(&self, stories: Vec<StoryPair>, settings: &Matching) -> Vec<StoryPair> {
        let of = self.by_first();
        let mut more = Vec::new();
        for story in &stories {
            each_copy(&of, (&story.a, &story.b), settings.unfolded_pairs, |a, b| {
                if (a, b) != (story.a, story.b) {
                    more.push(StoryPair { a, b, cosine: story.cosine });
                }
            });
        }
        let mut all = stories;
        all.append(&mut more);
        all
    }

    /// Each group under its first document.
    fn by_first(&self) -> HashMap<u32, &[u32]> {
        self.groups.iter().map(|group| (group[0], group.as_slice())).collect()
    }
}

/// Whether the documents of these ranks in two groups that may be related are a pair to be verified; the first of a group has
/// rank 0, and `most` is [`Matching::unfolded_pairs`].
///
/// Of two small groups all are, of large ones the first with the first and so on: what holds for the first holds for its
/// copies. The rank of a document never changes, so that a pair is decided when the later of the two comes.
#[must_use]
pub fn are_paired(a: usize, b: usize, most: usize) -> bool {
    (a + 1) * (b + 1) <= most.max(1)
}

/// With how many of the documents before it in its own group one of this rank is paired: with all of a small group, with
/// the first of a large one.
#[must_use]
pub fn copies_paired(rank: usize, most: usize) -> usize {
    if rank * (rank + 1) / 2 <= most { rank } else { 1 }
}

/// Calls `each` with the pairs between the groups of two documents, the smaller first; not where neither has a group.
fn each_copy(of: &HashMap<u32, &[u32]>, (a, b): (&u32, &u32), most: usize, mut each: impl FnMut(u32, u32)) {
    let (in_a, in_b) = (of.get(a), of.get(b));
    if in_a.is_none() && in_b.is_none() {
        return;
    }
    let in_a = in_a.copied().unwrap_or(std::slice::from_ref(a));
    let in_b = in_b.copied().unwrap_or(std::slice::from_ref(b));
    for (rank_a, &a) in in_a.iter().enumerate().take(most.max(1)) {
        for &b in in_b.iter().enumerate().take_while(|&(rank_b, _)| are_paired(rank_a, rank_b, most)).map(|(_, b)| b) {
            each(a.min(b), a.max(b));
        }
    }
}
