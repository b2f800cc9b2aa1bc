//! The inverted index: from a key to the documents that have it, and back to pairs of documents.

use rayon::prelude::*;
use std::{cell::Cell, ops::Range};

/// How the index deals with a key that stands in too many documents.
#[derive(Clone, Copy, Debug)]
pub(super) struct Common {
    /// In how many documents a key may stand to pair all of them.
    pub(super) most: usize,
    /// A key counts 1 in up to so many documents, in more in proportion: what many have says little of any two.
    pub(super) rare: f32,
    /// What a key counts at least.
    pub(super) least: f32,
}

impl Common {
    /// Every key pairs all its documents and counts 1.
    pub(super) const ALL: Self = Self { most: usize::MAX, rare: f32::INFINITY, least: 0.0 };

    /// How much a key counts that stands in `documents`, in [`ONE`]ths.
    fn weight(self, documents: u32) -> u32 {
        let share = (self.rare / documents as f32).max(self.least).min(1.0);
        (share * ONE as f32).round() as u32
    }

    fn is_common(self, documents: u32) -> bool {
        documents as usize > self.most
    }
}

/// A weight of 1: sums of whole numbers are the same in any order.
pub(super) const ONE: u32 = 1 << 16;

/// For each key that stands in two rows and more these rows, in rising order; the lists one behind the other.
#[derive(Clone, Debug, Default)]
pub struct Lists {
    rows: Vec<u32>,
    /// The weight of each of `rows`; empty where all weigh 1.
    weights: Vec<u16>,
    /// Where each list ends.
    ends: Vec<u32>,
    /// In how many rows each key stands, where the lists do not hold them all; else empty.
    counts: Vec<u32>,
}

impl Lists {
    /// Adds the list of one key, in rising order of row; of fewer than two rows none.
    pub(crate) fn add(&mut self, list: impl IntoIterator<Item = (u32, Option<u16>)>) {
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

    /// Adds the list of one key that stands in `count` rows, of which `some` are those that matter.
    pub(crate) fn add_part(&mut self, count: u32, some: impl IntoIterator<Item = u32>) {
        if count > 1 {
            self.rows.extend(some);
            self.ends.push(self.rows.len() as u32);
            self.counts.push(count);
        }
    }

    /// All lists of all `parts`, which are given back one by one.
    pub(super) fn joined(parts: Vec<Self>) -> Self {
        let sum = |count: fn(&Self) -> usize| parts.iter().map(count).sum();
        let mut all = Self {
            rows: Vec::with_capacity(sum(|part| part.rows.len())),
            weights: Vec::with_capacity(sum(|part| part.weights.len())),
            ends: Vec::with_capacity(sum(|part| part.ends.len())),
            counts: Vec::new(),
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

    fn weight(&self, place: u32) -> u32 {
        self.weights.get(place as usize).map_or(1, |&weight| u32::from(weight))
    }
}

/// The partners that a key gives to one row: the stretch of a list before it.
#[derive(Clone, Copy, Debug, Default)]
struct Stretch {
    start: u32,
    end: u32,
    /// In how many rows the key stood at the end of the row's block.
    count: u32,
}

/// Lists of the rows of each key, and what they count.
pub(super) struct Index {
    lists: Lists,
    common: Common,
    /// Rows of a block: a key counts for a row what it counted when all rows of its block had come.
    block: usize,
}

impl Index {
    pub(super) fn new(lists: Lists, common: Common, block: usize) -> Self {
        Self { lists, common, block: block.max(1) }
    }

    /// Hands each place of the lists whose row is one of `rows` to `take`, list by list: the row, and the stretch that holds
    /// its partners, those before it.
    fn each_stretch(&self, rows: &Range<usize>, mut take: impl FnMut(usize, Stretch)) {
        let all = &self.lists.rows;
        let mut start = 0;
        for (list, &end) in self.lists.ends.iter().enumerate() {
            let mut place = start;
            while place < end {
                let next_block = (all[place as usize] as usize / self.block + 1).saturating_mul(self.block);
                let first = place;
                while place < end && (all[place as usize] as usize) < next_block {
                    place += 1;
                }
                let count = self.lists.counts.get(list).copied().unwrap_or(place - start);
                for end in first..place {
                    let row = all[end as usize] as usize;
                    if rows.contains(&row) {
                        take(row, Stretch { start, end, count });
                    }
                }
            }
            start = end;
        }
    }

    /// How many keys are too common.
    pub(super) fn cut(&self) -> usize {
        let starts = std::iter::once(0).chain(self.lists.ends.iter().copied());
        starts.zip(&self.lists.ends).filter(|&(start, &end)| self.common.is_common(end - start)).count()
    }

    /// For each of `rows` in how many lists it stands, and how much these count together.
    pub(super) fn totals(&self, rows: Range<usize>) -> Vec<(u32, u64)> {
        let mut totals = vec![(0, 0); rows.len()];
        self.each_stretch(&rows, |row, stretch| {
            let total = &mut totals[row - rows.start];
            *total = (total.0 + 1, total.1 + u64::from(self.common.weight(stretch.count)));
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
    /// Sum of the products of their weights, in [`ONE`]ths where the lists have no weights; more than `u32` holds is as good as
    /// what it holds.
    pub(super) weight: u32,
}

/// Which pairs are asked for.
pub(super) struct Wanted<Since, Neighbours, Accept> {
    /// The later row of each pair is one of these.
    pub(super) rows: Range<usize>,
    /// The earlier row of a pair is at least this, for the later one.
    pub(super) since: Since,
    /// The rows before a row that a common key pairs it with: in rising order, each once.
    pub(super) neighbours: Neighbours,
    /// Whether two rows, the earlier first, share enough.
    pub(super) accept: Accept,
}

/// Pairs of rows `(i, j)`, `since(j) <= i < j`, whose shared keys satisfy `accept`.
///
/// A key pairs all its rows; or, when it stands in more than [`Common::most`], each with its neighbours only: what is that
/// common is furniture, and pairing all would cost the square.
///
/// Promises the same pairs for any number of threads. Cost: [`Common::most`] steps a posting at worst; of the rows in
/// [`BLOCKS`] parts 12 bytes a posting at a time.
pub(super) fn join<S, N, A>(index: &Index, wanted: &Wanted<S, N, A>) -> Vec<(u32, u32)>
where
    S: Fn(usize) -> usize + Sync,
    N: Fn(usize, &mut Vec<u32>) + Sync,
    A: Fn(usize, usize, Shared) -> bool + Sync,
{
    let blocks = ranges(wanted.rows.clone(), BLOCKS).into_iter();
    blocks.flat_map(|rows| join_block(index, &Block::new(index, rows.clone()), rows, wanted)).collect()
}

/// The pairs `(i, j)` with `j` among the rows of a block.
fn join_block<S, N, A>(index: &Index, block: &Block, rows: Range<usize>, wanted: &Wanted<S, N, A>) -> Vec<(u32, u32)>
where
    S: Fn(usize) -> usize + Sync,
    N: Fn(usize, &mut Vec<u32>) + Sync,
    A: Fn(usize, usize, Shared) -> bool + Sync,
{
    let end = rows.end;
    let parts: Vec<Vec<(u32, u32)>> = ranges(rows, PARTS)
        .into_par_iter()
        .map_init(
            || (Sums::of(end), Vec::new()),
            |(sums, neighbours), range| {
                let mut found = Vec::new();
                for row in range {
                    sums.add_rare(index, block.of(row), (wanted.since)(row) as u32);
                    if block.of(row).iter().any(|stretch| index.common.is_common(stretch.count)) {
                        neighbours.clear();
                        (wanted.neighbours)(row, neighbours);
                        sums.add_common(index, block.of(row), neighbours);
                    }
                    let first = found.len();
                    sums.drain(|other, shared| {
                        if (wanted.accept)(other as usize, row, shared) {
                            found.push((other, row as u32));
                        }
                    });
                    found[first..].sort_unstable();
                }
                found
            },
        )
        .collect();
    parts.concat()
}

/// What one row shares with those before it.
struct Sums {
    /// By row; nothing is shared with a row that has no key here.
    shared: Vec<Shared>,
    touched: Vec<u32>,
}

thread_local! {
    /// Sums that a thread is done with, all of them nothing: to make a list of them takes longer than to search for one row.
    static DONE: Cell<Vec<Shared>> = const { Cell::new(Vec::new()) };
}

impl Drop for Sums {
    fn drop(&mut self) {
        if self.touched.is_empty() {
            DONE.set(std::mem::take(&mut self.shared));
        }
    }
}

impl Sums {
    /// For as many rows.
    fn of(rows: usize) -> Self {
        let mut shared = DONE.take();
        shared.resize(shared.len().max(rows), Shared::default());
        Self { shared, touched: Vec::new() }
    }

    fn add(&mut self, other: u32, weight: u32) {
        let shared = &mut self.shared[other as usize];
        if shared.keys == 0 {
            self.touched.push(other);
        }
        shared.keys += 1;
        shared.weight = shared.weight.saturating_add(weight);
    }

    /// Adds the keys that pair all their rows.
    fn add_rare(&mut self, index: &Index, stretches: &[Stretch], since: u32) {
        let lists = &index.lists;
        for stretch in stretches.iter().filter(|stretch| !index.common.is_common(stretch.count)) {
            let weight = weight(index, stretch);
            for place in (stretch.start..stretch.end).rev() {
                let other = lists.rows[place as usize];
                if other < since {
                    break;
                }
                self.add(other, weight * lists.weight(place));
            }
        }
    }

    /// Adds the common keys that the row has with its `neighbours`.
    fn add_common(&mut self, index: &Index, stretches: &[Stretch], neighbours: &[u32]) {
        for stretch in stretches.iter().filter(|stretch| index.common.is_common(stretch.count)) {
            let before = &index.lists.rows[stretch.start as usize..stretch.end as usize];
            for &other in neighbours {
                if before.binary_search(&other).is_ok() {
                    self.add(other, weight(index, stretch));
                }
            }
        }
    }

    /// Hands all sums to `take` and forgets them.
    fn drain(&mut self, mut take: impl FnMut(u32, Shared)) {
        for other in self.touched.drain(..) {
            take(other, std::mem::take(&mut self.shared[other as usize]));
        }
    }
}

/// What a key counts for a row: in lists with weights what it weighs there, else what it counts by its documents.
fn weight(index: &Index, stretch: &Stretch) -> u32 {
    if index.lists.weights.is_empty() { index.common.weight(stretch.count) } else { index.lists.weight(stretch.end) }
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
