//! The postings that came since the lists on disk were written.

use super::lists::{Listed, Posting};
use std::ops::Range;

/// A posting with its key in front: sorted, the documents of a key stand together in their order.
pub(super) type Keyed = (u32, Posting);

/// Postings in sorted runs, the older first; each run holds later documents than those before it.
///
/// A run is merged with the one before it when that is not twice as long: there are few, and each posting is moved a few times.
#[derive(Debug, Default)]
pub struct Recent {
    runs: Vec<Vec<Keyed>>,
}

impl Recent {
    /// Adds a sorted run of postings of documents that came later than all before.
    pub(super) fn add(&mut self, mut run: Vec<Keyed>) {
        while let Some(before) = self.runs.pop_if(|before| before.len() < 2 * run.len()) {
            run = merged(before, run);
        }
        self.runs.push(run);
    }

    /// Keeps the postings of the documents that `keep` names.
    pub(super) fn retain(&mut self, keep: impl Fn(u32) -> bool) {
        self.runs.iter_mut().for_each(|run| run.retain(|(_, (document, _))| keep(*document)));
    }

    /// Adds the postings of each of `lists`, which rise by key, behind those that it has, in rising order of document.
    pub(super) fn add_to(&self, lists: &mut [Listed]) {
        for run in &self.runs {
            let gap = run.len() / (lists.len() + 1);
            let mut rest = run.as_slice();
            for list in &mut *lists {
                rest = from(rest, list.key, gap);
                while let Some((&(_, posting), further)) = rest.split_first().filter(|(one, _)| one.0 == list.key) {
                    list.documents.push(posting);
                    list.count += 1;
                    rest = further;
                }
            }
        }
    }

    /// Adds the postings with `keys` to `all`, as a few sorted runs.
    pub(super) fn add_within(&self, keys: Range<u64>, all: &mut Vec<Keyed>) {
        for run in &self.runs {
            let place = |key: u64| run.partition_point(|one| u64::from(one.0) < key);
            all.extend_from_slice(&run[place(keys.start)..place(keys.end)]);
        }
    }
}

/// The part of a sorted run that begins with `key`, or what comes next, which is expected some `gap` postings on. Cost: the
/// logarithm of what is left out.
fn from(run: &[Keyed], key: u32, gap: usize) -> &[Keyed] {
    let (mut start, mut end) = (0, gap.max(1));
    while run.get(end).is_some_and(|one| one.0 < key) {
        (start, end) = (end, 2 * end);
    }
    let end = run.len().min(end + 1);
    &run[start + run[start..end].partition_point(|one| one.0 < key)..]
}

/// Two sorted runs as one.
#[expect(clippy::stable_sort_primitive, reason = "it merges what is sorted")]
pub(super) fn merged(mut a: Vec<Keyed>, mut b: Vec<Keyed>) -> Vec<Keyed> {
    a.append(&mut b);
    a.sort();
    a
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_came_in_many_runs_is_found_as_in_one() {
        let mut recent = Recent::default();
        let mut all = Vec::new();
        for document in 0..200_u32 {
            let keys = [document % 7, document % 11, 50 + document];
            let mut run = keys.map(|key| (key, (document, 1))).to_vec();
            run.sort_unstable();
            run.dedup();
            all.extend_from_slice(&run);
            recent.add(run);
        }
        all.sort_unstable();
        assert!(recent.runs.len() < 9, "{}", recent.runs.len());
        let of = |key: u32| all.iter().filter(move |one| one.0 == key).map(|one| one.1).collect::<Vec<Posting>>();
        let keys = [0, 3, 6, 10, 11, 60, 61, 62, 300];
        let mut lists = keys.map(|key| Listed { key, ..Listed::default() });
        recent.add_to(&mut lists);
        for list in lists {
            assert_eq!((list.documents.len() as u32, &list.documents), (list.count, &of(list.key)));
        }
        let mut some = Vec::new();
        recent.add_within(3..60, &mut some);
        some.sort_unstable();
        assert_eq!(some, all.iter().copied().filter(|one| (3..60).contains(&one.0)).collect::<Vec<_>>());
    }
}
