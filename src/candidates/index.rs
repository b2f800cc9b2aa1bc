//! The inverted index: from a key to the documents that have it, and back to pairs of documents.

use rayon::prelude::*;

/// How the index deals with a key that stands in too many documents.
#[derive(Clone, Copy, Debug)]
pub(super) struct Common {
    /// In how many documents a key may stand to pair all of them.
    pub(super) most: usize,
    /// With how many of its next neighbours a document is paired by a key that stands in more.
    pub(super) neighbours: usize,
    /// A key counts 1 in up to so many documents, in more in proportion: what many have says little of any two.
    pub(super) rare: f32,
    /// What a key counts at least.
    pub(super) least: f32,
}

impl Common {
    /// How much a key counts that stands in `documents`.
    fn weight(self, documents: u32) -> f32 {
        (self.rare / documents as f32).max(self.least).min(1.0)
    }
}

/// For each key that stands in two rows and more these rows, in rising order; the lists one behind the other.
#[derive(Clone, Debug, Default)]
pub(super) struct Lists {
    rows: Vec<u32>,
    /// The weight of each of `rows`; empty where all weigh 1.
    weights: Vec<f32>,
    /// Where each list ends.
    ends: Vec<u32>,
}

impl Lists {
    /// Adds the list of one key, in rising order of row; of fewer than two rows none.
    pub(super) fn add(&mut self, list: impl IntoIterator<Item = (u32, Option<f32>)>) {
        let start = self.rows.len();
        for (row, weight) in list {
            self.rows.push(row);
            self.weights.extend(weight);
        }
        if self.rows.len() < start + 2 {
            self.weights.truncate(self.weights.len().min(start));
            self.rows.truncate(start);
        } else {
            self.ends.push(self.rows.len() as u32);
        }
    }

    /// Adds all lists of `other`.
    pub(super) fn append(&mut self, other: &Self) {
        let start = self.rows.len() as u32;
        self.rows.extend_from_slice(&other.rows);
        self.weights.extend_from_slice(&other.weights);
        self.ends.extend(other.ends.iter().map(|end| start + end));
    }

    fn weight(&self, place: usize) -> f32 {
        self.weights.get(place).copied().unwrap_or(1.0)
    }
}

/// The partners that a key gives to one row: a stretch of a list.
#[derive(Clone, Copy, Debug, Default)]
struct Stretch {
    start: u32,
    end: u32,
    weight: f32,
}

/// For every row the stretches that hold its partners, those behind it in the lists.
pub(super) struct Stretches {
    all: Vec<Stretch>,
    /// Where those of each row start, and at the end of all.
    starts: Vec<u32>,
    /// How many keys were too common.
    pub(super) cut: usize,
}

impl Stretches {
    /// What `lists` give to each of `rows`.
    pub(super) fn new(lists: &Lists, rows: usize, common: Common) -> Self {
        let mut starts = vec![0_u32; rows + 1];
        lists.rows.iter().for_each(|&row| starts[row as usize + 1] += 1);
        for row in 0..rows {
            starts[row + 1] += starts[row];
        }
        let mut all = vec![Stretch::default(); lists.rows.len()];
        let mut next = starts.clone();
        let (mut start, mut cut) = (0, 0);
        for &end in &lists.ends {
            let too_common = (end - start) as usize > common.most;
            cut += usize::from(too_common);
            for place in start..end {
                let row = lists.rows[place as usize] as usize;
                let most = if too_common { common.neighbours as u32 } else { end - place };
                let weight = lists.weight(place as usize) * common.weight(end - start);
                all[next[row] as usize] =
                    Stretch { start: place + 1, end: (place + 1).saturating_add(most).min(end), weight };
                next[row] += 1;
            }
            start = end;
        }
        Self { all, starts, cut }
    }

    /// In how many lists a row stands, and how much these count together.
    pub(super) fn total(&self, row: usize) -> (usize, f32) {
        let stretches = self.of(row);
        (stretches.len(), stretches.iter().map(|stretch| stretch.weight).sum())
    }

    fn of(&self, row: usize) -> &[Stretch] {
        &self.all[self.starts[row] as usize..self.starts[row + 1] as usize]
    }
}

/// Pairs of rows `(i, j)`, `i < j < reach(i)`, whose shared keys satisfy `accept(i, j, sum of the products of their weights)`.
///
/// A key pairs all its rows, or, when it stands in more than [`Common::most`], each with the next few only: what is that
/// common is furniture, and pairing all would cost the square; but documents that are copied that often stand next to each
/// other when rows are in order of content, and so stay found.
///
/// Promises the same pairs for any number of threads. Cost: [`Common::most`] steps a posting at worst; 16 bytes a posting.
pub(super) fn join(
    rows: usize,
    lists: &Lists,
    stretches: &Stretches,
    reach: impl Fn(usize) -> usize + Sync,
    accept: impl Fn(usize, usize, f32) -> bool + Sync,
) -> Vec<(u32, u32)> {
    let parts: Vec<Vec<(u32, u32)>> = ranges(rows)
        .into_par_iter()
        .map(|range| {
            let (mut sums, mut touched) = (vec![0.0_f32; rows], Vec::new());
            let mut found = Vec::new();
            for row in range {
                let last = reach(row) as u32;
                for stretch in stretches.of(row) {
                    for place in stretch.start..stretch.end {
                        let other = lists.rows[place as usize];
                        if other >= last {
                            break;
                        }
                        let sum = &mut sums[other as usize];
                        if *sum <= 0.0 {
                            touched.push(other);
                        }
                        *sum += stretch.weight * lists.weight(place as usize);
                    }
                }
                let first = found.len();
                for other in touched.drain(..) {
                    let sum = std::mem::take(&mut sums[other as usize]);
                    if accept(row, other as usize, sum) {
                        found.push((row as u32, other));
                    }
                }
                found[first..].sort_unstable();
            }
            found
        })
        .collect();
    parts.concat()
}

/// The rows in parts that are worth a list of sums each.
fn ranges(rows: usize) -> Vec<std::ops::Range<usize>> {
    const PARTS: usize = 64;
    let step = rows.div_ceil(PARTS).max(1);
    (0..rows).step_by(step).map(|start| start..rows.min(start + step)).collect()
}
