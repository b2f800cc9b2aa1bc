//! Pairs that may be copies: documents that share sampled shingles.

use super::{
    Candidates, Folded,
    index::{Common, Index, Lists, ONE, Shared, Wanted, join},
    postings::Postings,
};
use crate::{error::Result, fingerprint::sample::Sample, settings::Matching};
use std::ops::Range;

/// The sampled shingles of all documents.
#[derive(Debug)]
pub struct Samples {
    postings: Postings,
    documents: Vec<Sampled>,
}

/// What is held of the sample of a document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sampled {
    /// How many shingles it holds.
    pub size: u32,
    /// See [`Sample::thinned`].
    pub thinned: u32,
    /// The keys of its lowest two shingles, `u32::MAX` where it has fewer: near copies share one of these.
    pub marks: [u32; 2],
}

impl Sampled {
    /// What is held of `sample`.
    #[must_use]
    pub fn new(sample: &Sample) -> Self {
        let marks = [0, 1].map(|place| sample.shingles.get(place).map_or(u32::MAX, |&shingle| key(shingle)));
        Self { size: sample.shingles.len() as u32, thinned: sample.thinned as u32, marks }
    }

    /// See [`Sample::is_whole`].
    fn is_whole(self) -> bool {
        self.thinned < self.size
    }
}

/// What the shingles of `sample` are found by.
pub fn keys(sample: &Sample) -> impl Iterator<Item = u32> + '_ {
    sample.shingles.iter().map(|&shingle| key(shingle))
}

/// 32 bits of a shingle: two different shingles of a corpus are rarely one, and a pair is verified anyway.
fn key(shingle: u64) -> u32 {
    shingle as u32
}

impl Samples {
    /// No documents yet; of more than `bytes` of shingles the rest goes to disk.
    #[must_use]
    pub fn new(bytes: usize) -> Self {
        Self { postings: Postings::new(bytes), documents: Vec::new() }
    }

    /// Adds the next document.
    ///
    /// # Errors
    ///
    /// [`crate::error::Error::NoRoom`] when the disk is full.
    pub fn add(&mut self, sample: &Sample) -> Result<()> {
        self.postings.add(self.documents.len() as u32, keys(sample))?;
        self.documents.push(Sampled::new(sample));
        Ok(())
    }

    /// Pairs of representatives of `folded` that share enough sampled shingles to be verified.
    ///
    /// A shingle counts 1 in up to [`Matching::rare_shingle`] documents, and in more in proportion, but
    /// [`Matching::least_shingle`] at least. Enough is [`Matching::candidate_share`] of what the smaller sample counts, or
    /// [`Matching::candidate_shared`], and of a short and a long document [`Matching::candidate_least`]; or, however common
    /// they are, [`Matching::candidate_part`] of the shingles of the smaller sample: two notices of one form.
    ///
    /// The documents count that had come when the block of the later one ended ([`Matching::block_documents`]): what comes
    /// after that changes no pair. Promises the same pairs for any number of threads, and, within a block, for any order.
    ///
    /// # Errors
    ///
    /// [`crate::error::Error::NoRoom`] when what was put on disk cannot be read again.
    pub fn candidates(self, folded: &Folded, settings: &Matching) -> Result<Candidates> {
        let Self { postings, documents } = self;
        let mut searched = vec![false; documents.len()];
        folded.representatives().for_each(|document| searched[document as usize] = true);
        let lists = postings.into_lists(|document| searched[document as usize].then_some(document))?;
        let index = Index::new(lists, common(settings), settings.block_documents);
        let totals = totals(&index, 0..documents.len(), |document| documents[document].size);
        let known: Vec<Known> = documents.iter().copied().zip(totals).collect(); // asked for in no order: together, one read
        let mut marks: Vec<u64> = folded
            .representatives()
            .flat_map(|document| {
                documents[document as usize].marks.map(|mark| u64::from(mark) << 32 | u64::from(document))
            })
            .collect();
        marks.sort_unstable();
        let neighbours = |row: usize, out: &mut Vec<u32>| {
            for mark in documents[row].marks.into_iter().filter(|&mark| mark != u32::MAX) {
                let first = marks.partition_point(|&one| one < u64::from(mark) << 32);
                let last = marks.partition_point(|&one| one < (u64::from(mark) << 32 | row as u64));
                add_neighbours(last - first, settings, |place| out.push(marks[first + place] as u32));
            }
            out.sort_unstable();
            out.dedup();
        };
        let accept = |a: usize, b: usize, shared| is_enough(known[a], known[b], shared, settings);
        let pairs = join(&index, &Wanted { rows: 0..documents.len(), since: |_| 0, neighbours, accept });
        Ok(Candidates { pairs: in_order(pairs), cut: index.cut() })
    }
}

/// What is known of a document that was added before: its sample, and what that counted when its block ended.
pub type Known = (Sampled, u64);

/// The pairs of [`Samples::candidates`] whose later document is one of `rows`, the last block; and what each of `rows` counts.
///
/// `lists` hold the representatives that have one of the keys of this block, in rising order of key: of a key that stands in
/// more than [`Matching::common_shingle`] those of the block and their neighbours. `neighbours` gives those of a row in rising
/// order, `known` what is known of a document before the block.
#[must_use]
pub fn candidates_of_block(
    lists: Lists,
    rows: Range<usize>,
    sampled: &[Sampled],
    neighbours: impl Fn(usize, &mut Vec<u32>) + Sync,
    known: impl Fn(usize) -> Known + Sync,
    settings: &Matching,
) -> (Vec<(u32, u32)>, Vec<u64>) {
    let index = Index::new(lists, common(settings), usize::MAX);
    let first = rows.start;
    let totals = totals(&index, rows.clone(), |row| sampled[row - first].size);
    let of = |row: usize| if row < first { known(row) } else { (sampled[row - first], totals[row - first]) };
    let accept = |a: usize, b: usize, shared| is_enough(of(a), of(b), shared, settings);
    (in_order(join(&index, &Wanted { rows, since: |_| 0, neighbours, accept })), totals)
}

fn common(settings: &Matching) -> Common {
    Common { most: settings.common_shingle, rare: settings.rare_shingle, least: settings.least_shingle }
}

/// What the sample of each of `rows` counts; a shingle that no other document has counts 1.
fn totals(index: &Index, rows: Range<usize>, size: impl Fn(usize) -> u32) -> Vec<u64> {
    let alone = |row, listed| u64::from(size(row).saturating_sub(listed)) * u64::from(ONE);
    let listed = index.totals(rows.clone()).into_iter();
    rows.zip(listed).map(|(row, (listed, weight))| alone(row, listed) + weight).collect()
}

/// Calls `take` with the places, among `count` documents with one mark, of those that a common shingle pairs the next with.
pub fn add_neighbours(count: usize, settings: &Matching, take: impl FnMut(usize)) {
    let some = settings.common_neighbours;
    (0..some.min(count)).chain(count.saturating_sub(some).max(some.min(count))..count).for_each(take);
}

/// Whether two documents share enough to be verified.
fn is_enough(a: Known, b: Known, shared: Shared, settings: &Matching) -> bool {
    // Of a short document a long one can only have what its own sample holds.
    let one_is_whole = a.0.is_whole() != b.0.is_whole();
    let size = |one: Sampled| if one_is_whole { one.thinned } else { one.size };
    let least = if one_is_whole { settings.candidate_least } else { settings.candidate_shared };
    let (size, total) = (size(a.0).min(size(b.0)), a.1.min(b.1) as f32 / ONE as f32);
    shared.weight as f32 / ONE as f32 >= least.min(settings.candidate_share * total)
        || shared.keys >= settings.candidate_keys && shared.keys as f32 >= settings.candidate_part * size as f32
}

/// Pairs in rising order.
fn in_order(mut pairs: Vec<(u32, u32)>) -> Vec<(u32, u32)> {
    pairs.sort_unstable();
    pairs
}
