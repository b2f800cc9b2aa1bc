//! The postings that came since the lists on disk were written.

use super::lists::Posting;

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
    /// Adds postings of documents that came later than all before; any order.
    pub(super) fn add(&mut self, mut run: Vec<Keyed>) {
        run.sort_unstable();
        run.dedup_by_key(|(key, (document, _))| (*key, *document)); // a document may have a key twice
        while let Some(before) = self.runs.pop_if(|before| before.len() < 2 * run.len()) {
            run = merged(&before, &run);
        }
        self.runs.push(run);
    }

    /// The postings of `key`, in rising order of document.
    pub(super) fn of(&self, key: u32) -> impl Iterator<Item = Posting> + '_ {
        self.runs.iter().flat_map(move |run| {
            let start = run.partition_point(|one| one.0 < key);
            run[start..].iter().take_while(move |one| one.0 == key).map(|&(_, posting)| posting)
        })
    }

    /// All, in rising order of key and document.
    pub(super) fn all(&self) -> Vec<Keyed> {
        let mut all: Vec<Keyed> = self.runs.concat();
        all.sort_unstable();
        all
    }
}

/// Two sorted runs as one.
fn merged(a: &[Keyed], b: &[Keyed]) -> Vec<Keyed> {
    let mut all = Vec::with_capacity(a.len() + b.len());
    let (mut a, mut b) = (a.iter().copied().peekable(), b.iter().copied().peekable());
    while let Some(one) = match (a.peek(), b.peek()) {
        (Some(one), Some(other)) if one <= other => a.next(),
        (_, Some(_)) => b.next(),
        (_, None) => a.next(),
    } {
        all.push(one);
    }
    all
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
            recent.add(keys.iter().map(|&key| (key, (document, 1))).collect());
            all.extend(keys.map(|key| (key, (document, 1))));
        }
        all.sort_unstable();
        all.dedup();
        assert_eq!(recent.all(), all);
        assert!(recent.runs.len() < 9, "{}", recent.runs.len());
        for key in [0, 3, 6, 10, 60, 300] {
            let wanted: Vec<Posting> = all.iter().filter(|one| one.0 == key).map(|one| one.1).collect();
            assert_eq!(recent.of(key).collect::<Vec<_>>(), wanted);
        }
    }
}
