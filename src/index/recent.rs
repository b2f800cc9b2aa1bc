//! The postings that came since the lists on disk were written.

use super::rows::{Listed, Posting};
use rayon::prelude::*;
use std::ops::Range;

/// A posting with its key in front: sorted, the documents of a key stand together in their order.
pub(super) type Keyed = (u32, Posting);

/// Documents from the first to the last of a run at most: how far one is from the first is held in two bytes.
const SPAN: u32 = 1 << 16;

/// Postings in 8 bytes each: from the upper bits the key, how far the document is from the first, the weight.
#[derive(Debug)]
pub(super) struct Run {
    /// The first document.
    first: u32,
    /// The last that has a posting here.
    last: u32,
    postings: Vec<u64>,
}

impl Run {
    /// Begins a run with documents from `first` on.
    pub(super) fn new(first: u32) -> Self {
        Self { first, last: first, postings: Vec::new() }
    }

    /// Whether it can hold postings of `document`, which is not before the first.
    pub(super) fn reaches(&self, document: u32) -> bool {
        document - self.first < SPAN
    }

    /// Adds a posting of a document that it reaches, none before those that it has.
    pub(super) fn push(&mut self, key: u32, (document, weight): Posting) {
        self.postings.push(u64::from(key) << 32 | u64::from(document - self.first) << 16 | u64::from(weight));
        self.last = document;
    }

    /// Puts the postings in order; of those of a document with one key one is left.
    pub(super) fn sort(&mut self) {
        self.postings.par_sort_unstable();
        self.postings.dedup_by_key(|posting| *posting >> 16);
    }

    /// These and those of a later run, both sorted, whose last document this one reaches.
    #[expect(clippy::stable_sort_primitive, reason = "it merges what is sorted")]
    fn with(mut self, later: &Self) -> Self {
        let further = u64::from(later.first - self.first) << 16;
        self.postings.extend(later.postings.iter().map(|posting| posting + further));
        self.postings.sort();
        self.last = later.last;
        self
    }

    /// The postings of `range`, each with its key.
    fn keyed(&self, range: Range<usize>) -> impl Iterator<Item = Keyed> {
        self.postings[range].iter().map(|&posting| (key(posting), self.read(posting)))
    }

    /// The document of a posting and its weight.
    fn read(&self, posting: u64) -> Posting {
        (self.first + u32::from((posting >> 16) as u16), posting as u16)
    }
}

/// The key of a posting.
fn key(posting: u64) -> u32 {
    (posting >> 32) as u32
}

/// Postings in sorted runs, the older first; each run holds later documents than those before it.
///
/// A run is merged with the one before it when that is not twice as long and reaches as far: there are few, and each posting is
/// moved a few times.
#[derive(Debug, Default)]
pub struct Recent {
    runs: Vec<Run>,
}

impl Recent {
    /// Adds a sorted run of postings of documents that came later than all before.
    pub(super) fn add(&mut self, mut run: Run) {
        let joins =
            |before: &mut Run, run: &Run| before.postings.len() < 2 * run.postings.len() && before.reaches(run.last);
        while let Some(before) = self.runs.pop_if(|before| joins(before, &run)) {
            run = before.with(&run);
        }
        self.runs.push(run);
    }

    /// Keeps the postings of the documents that `keep` names.
    pub(super) fn retain(&mut self, keep: impl Fn(u32) -> bool) {
        for run in &mut self.runs {
            let mut postings = std::mem::take(&mut run.postings);
            postings.retain(|&posting| keep(run.read(posting).0));
            run.postings = postings;
        }
    }

    /// Adds the postings of each of `lists`, which rise by key, behind those that it has, in rising order of document.
    pub(super) fn add_to(&self, lists: &mut [Listed]) {
        for run in &self.runs {
            let gap = run.postings.len() / (lists.len() + 1);
            let mut rest = run.postings.as_slice();
            for list in &mut *lists {
                rest = from(rest, list.key, gap);
                while let Some((&posting, further)) = rest.split_first().filter(|(one, _)| key(**one) == list.key) {
                    list.documents.push(run.read(posting));
                    list.count += 1;
                    rest = further;
                }
            }
        }
    }

    /// Adds the postings with `keys` to `all`, as a few sorted runs.
    pub(super) fn add_within(&self, keys: Range<u64>, all: &mut Vec<Keyed>) {
        for run in &self.runs {
            let place = |end: u64| run.postings.partition_point(|&one| u64::from(key(one)) < end);
            all.extend(run.keyed(place(keys.start)..place(keys.end)));
        }
    }
}

/// The part of a sorted run that begins with `wanted`, or what comes next, which is expected some `gap` postings on. Cost: the
/// logarithm of what is left out.
fn from(run: &[u64], wanted: u32, gap: usize) -> &[u64] {
    let (mut start, mut end) = (0, gap.max(1));
    while run.get(end).is_some_and(|&one| key(one) < wanted) {
        (start, end) = (end, 2 * end);
    }
    let end = run.len().min(end + 1);
    &run[start + run[start..end].partition_point(|&one| key(one) < wanted)..]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A run of postings in any order.
    fn run(postings: &[Keyed]) -> Run {
        let first = postings.iter().map(|posting| posting.1.0).min().unwrap_or_default();
        let mut run = Run::new(first);
        for &(key, posting) in postings {
            run.push(key, posting);
        }
        run.sort();
        run
    }

    #[test]
    fn what_came_in_many_runs_is_found_as_in_one() {
        let mut recent = Recent::default();
        let mut all = Vec::new();
        for document in 0..200_u32 {
            // Far apart, so that no run holds them all.
            let (document, weight) = (document * 1_000, document as u16);
            let keys = [document % 7, document % 11, 50_000_000 + document, u32::MAX - document % 2];
            let mut some = keys.map(|key| (key, (document, weight))).to_vec();
            recent.add(run(&some));
            some.sort_unstable();
            some.dedup();
            all.append(&mut some);
        }
        all.sort_unstable();
        assert!((4..20).contains(&recent.runs.len()), "{}", recent.runs.len());
        let of = |key: u32| all.iter().filter(move |one| one.0 == key).map(|one| one.1).collect::<Vec<Posting>>();
        let keys = [0, 3, 6, 10, 11, 50_000_000, 50_001_000, 50_001_001, u32::MAX];
        let mut lists = keys.map(|key| Listed { key, ..Listed::default() });
        recent.add_to(&mut lists);
        for list in lists {
            assert_eq!((list.documents.len() as u32, &list.documents), (list.count, &of(list.key)));
        }
        let within = |recent: &Recent| {
            let mut some = Vec::new();
            recent.add_within(3..50_060_000, &mut some);
            some.sort_unstable();
            some
        };
        let wanted = || all.iter().copied().filter(|one| (3..50_060_000).contains(&one.0));
        assert_eq!(within(&recent), wanted().collect::<Vec<_>>());
        recent.retain(|document| document % 3 == 0);
        assert_eq!(within(&recent), wanted().filter(|(_, (document, _))| document % 3 == 0).collect::<Vec<_>>());
    }
}
