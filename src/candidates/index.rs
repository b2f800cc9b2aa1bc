//! The inverted index: from a key to the documents that have it, and back to pairs of documents.

use rayon::prelude::*;
use std::ops::Range;

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

    /// All lists of all `parts`, which are given back one by one.
    pub(super) fn joined(parts: Vec<Self>) -> Self {
        let sum = |count: fn(&Self) -> usize| parts.iter().map(count).sum();
        let mut all = Self {
            rows: Vec::with_capacity(sum(|part| part.rows.len())),
            weights: Vec::with_capacity(sum(|part| part.weights.len())),
            ends: Vec::with_capacity(sum(|part| part.ends.len())),
        };
        for part in parts {
            all.append(&part);
        }
        all
    }

    fn append(&mut self, other: &Self) {
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

/// Lists of the rows of each key, and what they count.
pub(super) struct Index {
    lists: Lists,
    common: Common,
}

impl Index {
    pub(super) fn new(lists: Lists, common: Common) -> Self {
        Self { lists, common }
    }

    /// Hands each place of the lists whose row is one of `rows` to `take`, list by list: the row, and the stretch that holds
    /// its partners, those behind it.
    fn each_stretch(&self, rows: &Range<usize>, mut take: impl FnMut(usize, Stretch)) {
        let mut start = 0;
        for &end in &self.lists.ends {
            let most = if self.is_too_common(start, end) { self.common.neighbours as u32 } else { end - start };
            let weight = self.common.weight(end - start);
            for place in start..end {
                let row = self.lists.rows[place as usize] as usize;
                if rows.contains(&row) {
                    let weight = self.lists.weight(place as usize) * weight;
                    let end = (place + 1).saturating_add(most).min(end);
                    take(row, Stretch { start: place + 1, end, weight });
                }
            }
            start = end;
        }
    }

    fn is_too_common(&self, start: u32, end: u32) -> bool {
        (end - start) as usize > self.common.most
    }

    /// How many keys are too common.
    pub(super) fn cut(&self) -> usize {
        let starts = std::iter::once(0).chain(self.lists.ends.iter().copied());
        starts.zip(&self.lists.ends).filter(|&(start, &end)| self.is_too_common(start, end)).count()
    }

    /// For each of `rows` in how many lists it stands, and how much these count together.
    pub(super) fn totals(&self, rows: usize) -> Vec<(u32, f32)> {
        let mut totals = vec![(0, 0.0); rows];
        self.each_stretch(&(0..rows), |row, stretch| {
            let total = &mut totals[row];
            *total = (total.0 + 1, total.1 + stretch.weight);
        });
        totals
    }
}

/// The stretches of some rows in a row.
struct Block {
    first: usize,
    all: Vec<Stretch>,
    /// Where those of each row start, and at the end of all.
    starts: Vec<u32>,
}

impl Block {
    fn new(index: &Index, rows: Range<usize>) -> Self {
        let first = rows.start;
        let mut starts = vec![0_u32; rows.len() + 1];
        for &row in index.lists.rows.iter().filter(|&&row| rows.contains(&(row as usize))) {
            starts[row as usize - first + 1] += 1;
        }
        for row in 0..rows.len() {
            starts[row + 1] += starts[row];
        }
        let mut all = vec![Stretch::default(); starts.last().map_or(0, |&count| count as usize)];
        let mut next = starts.clone();
        index.each_stretch(&rows, |row, stretch| {
            let next = &mut next[row - first];
            all[*next as usize] = stretch;
            *next += 1;
        });
        Self { first, all, starts }
    }

    fn of(&self, row: usize) -> &[Stretch] {
        let row = row - self.first;
        &self.all[self.starts[row] as usize..self.starts[row + 1] as usize]
    }
}

/// What two rows share.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Shared {
    /// Keys.
    pub(super) keys: u32,
    /// Sum of the products of their weights.
    pub(super) weight: f32,
}

/// Pairs of rows `(i, j)`, `i < j < reach(i)`, whose shared keys satisfy `accept`.
///
/// A key pairs all its rows, or, when it stands in more than [`Common::most`], each with the next few only: what is that
/// common is furniture, and pairing all would cost the square; but documents that are copied that often stand next to each
/// other when rows are in order of content, and so stay found.
///
/// Promises the same pairs for any number of threads. Cost: [`Common::most`] steps a posting at worst; of the rows in
/// [`BLOCKS`] parts 12 bytes a posting at a time.
pub(super) fn join(
    rows: usize,
    index: &Index,
    reach: impl Fn(usize) -> usize + Sync,
    accept: impl Fn(usize, usize, Shared) -> bool + Sync,
) -> Vec<(u32, u32)> {
    let blocks = ranges(0..rows, BLOCKS).into_iter();
    blocks
        .flat_map(|rows_of| join_block(rows, index, &Block::new(index, rows_of.clone()), rows_of, &reach, &accept))
        .collect()
}

/// The pairs `(i, j)` with `i` among the rows of a block.
fn join_block(
    rows: usize,
    index: &Index,
    block: &Block,
    rows_of_block: Range<usize>,
    reach: &(impl Fn(usize) -> usize + Sync),
    accept: &(impl Fn(usize, usize, Shared) -> bool + Sync),
) -> Vec<(u32, u32)> {
    let lists = &index.lists;
    let parts: Vec<Vec<(u32, u32)>> = ranges(rows_of_block, PARTS)
        .into_par_iter()
        .map(|range| {
            let (mut sums, mut touched) = (vec![Shared::default(); rows], Vec::new());
            let mut found = Vec::new();
            for row in range {
                let last = reach(row) as u32;
                for stretch in block.of(row) {
                    for place in stretch.start..stretch.end {
                        let other = lists.rows[place as usize];
                        if other >= last {
                            break;
                        }
                        let sum = &mut sums[other as usize];
                        if sum.keys == 0 {
                            touched.push(other);
                        }
                        sum.keys += 1;
                        sum.weight += stretch.weight * lists.weight(place as usize);
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

/// Parts of the rows whose stretches are held at a time: more need less memory, and each costs a pass over the lists.
const BLOCKS: usize = 3;
/// Parts of a block that threads take: each is worth a list of sums.
const PARTS: usize = 32;

/// `rows` in as many parts.
fn ranges(rows: Range<usize>, parts: usize) -> Vec<Range<usize>> {
    let step = rows.len().div_ceil(parts).max(1);
    rows.clone().step_by(step).map(|start| start..rows.end.min(start + step)).collect()
}
