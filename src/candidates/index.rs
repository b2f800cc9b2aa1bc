//! The inverted index: from a key to the documents that have it, and back to pairs of documents.

use super::Candidates;
use rayon::prelude::*;

/// The keys of one document with their weights, in rising order of key without repeats.
pub(super) type Row = Vec<(u64, f32)>;

/// How the index deals with a key that stands in too many documents.
#[derive(Clone, Copy, Debug)]
pub(super) struct Common {
    /// In how many documents a key may stand to pair all of them.
    pub(super) most: usize,
    /// With how many of its next neighbours a document is paired by a key that stands in more.
    pub(super) neighbours: usize,
    /// How much such a key counts, against 1: two texts that share nothing else are no candidates.
    pub(super) weight: f32,
}

/// A key of one document.
#[derive(Clone, Copy, Debug)]
struct Posting {
    key: u64,
    row: u32,
    weight: f32,
}

/// The partners that a key gives to one document: a stretch of the postings.
#[derive(Clone, Copy, Debug)]
struct Stretch {
    start: usize,
    end: usize,
    weight: f32,
}

/// Pairs of rows `(i, j)`, `i < j < reach(i)`, whose shared keys satisfy `accept(i, j, sum of the products of their weights)`.
///
/// A key pairs all its rows, or, when it stands in more than `common.most`, each with the next few only: what is that
/// common is furniture, and pairing all would cost the square; but documents that are copied that often stand next to each
/// other when rows are in order of content, and so stay found.
///
/// Promises the same pairs for any number of threads. Cost: `common.most` steps a posting at worst; 16 bytes a posting.
pub(super) fn join(
    rows: &[Row],
    common: Common,
    reach: impl Fn(usize) -> usize,
    accept: impl Fn(usize, usize, f64) -> bool + Sync,
) -> Candidates {
    let postings = postings(rows);
    let (stretches, cut) = stretches(rows, &postings, common, reach);
    let pairs = stretches
        .par_iter()
        .enumerate()
        .map_init(
            || (vec![0.0_f64; rows.len()], Vec::new()),
            |(sums, touched), (row, stretches)| {
                for stretch in stretches {
                    for posting in &postings[stretch.start..stretch.end] {
                        let sum = &mut sums[posting.row as usize];
                        if *sum <= 0.0 {
                            touched.push(posting.row as usize);
                        }
                        *sum += f64::from(stretch.weight) * f64::from(posting.weight);
                    }
                }
                let mut found = Vec::new();
                for &other in touched.iter() {
                    if accept(row, other, sums[other]) {
                        found.push((row, other));
                    }
                    sums[other] = 0.0;
                }
                touched.clear();
                found.sort_unstable();
                found
            },
        )
        .collect::<Vec<_>>()
        .concat();
    Candidates { pairs, cut }
}

/// All keys of all rows, in order of key, then row.
fn postings(rows: &[Row]) -> Vec<Posting> {
    let mut all: Vec<Posting> = rows
        .par_iter()
        .enumerate()
        .flat_map_iter(|(row, keys)| keys.iter().map(move |&(key, weight)| Posting { key, row: row as u32, weight }))
        .collect();
    all.par_sort_unstable_by_key(|posting| (posting.key, posting.row));
    all
}

/// For every row the stretches of postings that hold its partners, and how many keys were too common.
fn stretches(
    rows: &[Row],
    postings: &[Posting],
    common: Common,
    reach: impl Fn(usize) -> usize,
) -> (Vec<Vec<Stretch>>, usize) {
    let mut all: Vec<Vec<Stretch>> = vec![Vec::new(); rows.len()];
    let (mut start, mut cut) = (0, 0);
    for run in postings.chunk_by(|one, next| one.key == next.key) {
        let end = start + run.len();
        let too_common = run.len() > common.most;
        cut += usize::from(too_common);
        for (place, posting) in (start + 1..end).zip(run) {
            let row = posting.row as usize;
            let most = if too_common { common.neighbours } else { end - place };
            let last = reach(row);
            let reached =
                postings[place..place + most.min(end - place)].partition_point(|next| (next.row as usize) < last);
            if reached > 0 {
                let weight = if too_common { common.weight * posting.weight } else { posting.weight };
                all[row].push(Stretch { start: place, end: place + reached, weight });
            }
        }
        start = end;
    }
    (all, cut)
}
