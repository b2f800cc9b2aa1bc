//! From a key to the documents that have it: lists on disk, and what came since.

use super::{
    View,
    blocks::corrupted,
    bytes::{NO_VALUE, Torn},
    guard::first_row,
    known::{Kind, State},
    recent::Keyed,
    rows::{END, Listed, Row, Rows, Segments, kind_of, read_all, row},
};
use crate::error::Result;
use rayon::prelude::*;
use redb::{ReadableTable, Table};
use std::ops::Range;

/// Rows that a thread writes at a time: the last of them is not full.
const ROWS: usize = 64;

/// Keys that a thread looks up at a time.
const KEYS: usize = 512;

impl View {
    /// The documents that have each of `keys`, which rise; of a key that more than `most` have only how many. A key that
    /// nobody has is left out.
    ///
    /// Cost: one row for every key, or one for many that stand in the same.
    ///
    /// # Errors
    ///
    /// [`crate::error::Error::Index`] when a row is damaged.
    pub fn lists(&self, state: &State, kind: Kind, keys: &[u32], most: usize) -> Result<Vec<Listed>> {
        let parts: Vec<Result<Vec<Listed>>> = keys
            .par_chunks(KEYS)
            .map(|keys| {
                let mut found: Vec<Listed> = keys.iter().map(|&key| Listed { key, ..Listed::default() }).collect();
                self.on_disk(kind, &mut found, most)?;
                let swept = found.partition_point(|list| row(kind, list.key) < state.sweep.at.unwrap_or(END));
                state.settling[kind as usize].add_to(&mut found[swept..]);
                state.recent[kind as usize].add_to(&mut found);
                for list in &mut found {
                    if list.count as usize > most {
                        list.documents = Vec::new();
                    } else if !state.leaving.is_empty() {
                        list.documents.retain(|(document, _)| !state.known[*document as usize].gone);
                        list.count = list.documents.len() as u32;
                    }
                }
                found.retain(|list| list.count > 0);
                Ok(found)
            })
            .collect();
        let mut all = Vec::new();
        for part in parts {
            all.extend(part?);
        }
        Ok(all)
    }

    /// Fills `wanted`, lists in rising order of key, from the rows on disk.
    fn on_disk(&self, kind: Kind, wanted: &mut [Listed], most: usize) -> Result<()> {
        let mut wanted = wanted;
        while let Some(first) = wanted.first() {
            let rows = row(kind, first.key)..=row(kind, u32::MAX);
            let read = |last: u64, bytes: &[u8]| {
                let here = wanted.partition_point(|list| row(kind, list.key) <= last);
                let row = Segments::open(bytes)?;
                wanted[..here].iter_mut().try_for_each(|list| row.fill(kind, list, most))?;
                // Of a row that stands where it should, the last key is not before the one that is asked for.
                if here == 0 { Err(NO_VALUE) } else { Ok(here) }
            };
            let Some(here) = first_row(&self.folder, &self.lists, rows, read)? else { break };
            wanted = &mut wanted[here..];
        }
        Ok(())
    }
}

/// Puts the postings that are being settled into the rows of the keys from `at` on, `most` of those that are there, and takes out
/// the documents that are gone. Gives where the rest begins, or [`END`].
///
/// Cost: these rows are written again.
pub(super) fn sweep(
    table: &mut Table<'_, u64, &'static [u8]>,
    state: &State,
    at: u64,
    most: usize,
) -> Result<u64, redb::Error> {
    let mut old: Vec<Row> = Vec::new();
    let mut rows = table.range(at..END)?;
    for entry in rows.by_ref().take(most) {
        let (last, bytes) = entry?;
        old.push((last.value(), bytes.value().to_vec()));
    }
    let behind = |row: &Row| row.0 + 1;
    let end = if rows.next().is_some() { old.last().map_or(END, behind) } else { END };
    let kinds = Kind::ALL.map(|kind| row(kind, 0)).into_iter();
    let cuts = kinds.chain(old.iter().step_by(ROWS).map(behind)).filter(|&cut| at < cut && cut < end);
    let mut cuts: Vec<u64> = cuts.chain([at, end]).collect();
    cuts.sort_unstable();
    cuts.dedup();
    let parts: Result<Vec<Vec<Row>>, Torn> =
        cuts.par_windows(2).map(|cut| merged(&old, state, cut[0]..cut[1])).collect();
    let parts = parts.map_err(corrupted)?;
    drop(rows);
    for (last, _) in &old {
        table.remove(last)?;
    }
    for (last, bytes) in parts.iter().flatten() {
        table.insert(last, bytes.as_slice())?;
    }
    Ok(end)
}

/// The rows of one kind that stand in `range`, from those that are there and what is being settled.
fn merged(old: &[Row], state: &State, range: Range<u64>) -> Result<Vec<Row>, Torn> {
    let kind = kind_of(range.start).ok_or(NO_VALUE)?;
    let place = |cut: u64| old.partition_point(|old| old.0 < cut);
    let mut all: Vec<Keyed> = Vec::new();
    for (_, bytes) in &old[place(range.start)..place(range.end)] {
        read_all(bytes, kind, &mut all)?;
    }
    let keys = range.start - row(kind, 0)..range.end - row(kind, 0);
    state.settling[kind as usize].add_within(keys, &mut all);
    all.retain(|(_, (document, _))| !state.known.get(*document as usize).is_none_or(|known| known.gone));
    #[expect(clippy::stable_sort_primitive, reason = "these are a few sorted runs, which the stable sort merges")]
    all.sort();
    let mut rows = Rows::new(kind);
    for of_key in all.chunk_by(|one, next| one.0 == next.0) {
        rows.add(of_key[0].0, of_key);
    }
    rows.end();
    Ok(rows.done)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::recent::Run;

    #[test]
    fn what_is_settled_part_by_part_stands_in_full_rows_as_what_is_settled_at_once() {
        let database = redb::Database::builder().create_with_backend(redb::backends::InMemoryBackend::new()).unwrap();
        let write = database.begin_write().unwrap();
        let table = |name: &'static str| {
            let name: redb::TableDefinition<'static, u64, &'static [u8]> = redb::TableDefinition::new(name);
            write.open_table(name).unwrap()
        };
        let mut state = State::new(&crate::settings::Settings::default());
        let (mut parts, mut whole) = (table("parts"), table("whole"));
        let mut wanted: Vec<(u64, Keyed)> = Vec::new();
        for round in 0..4_u32 {
            state.settling = Default::default();
            for document in round * 500..round * 500 + 500 {
                state.known.push(crate::index::Known { gone: document % 9 == 0, ..crate::index::Known::default() });
                for kind in Kind::ALL {
                    let weight = if kind.is_weighed() { 7 } else { 0 };
                    let key = |number: u32| crate::hash::hash(&(document * 40 + number).to_le_bytes()) as u32;
                    let mut keys: Vec<u32> = (0..40).map(key).chain([document % 3, u32::MAX]).collect();
                    keys.sort_unstable();
                    let postings: Vec<Keyed> = keys.iter().map(|&key| (key, (document, weight))).collect();
                    if document % 9 > 0 {
                        wanted.extend(postings.iter().map(|&posting| (kind as u64, posting)));
                    }
                    let mut run = Run::new(document);
                    for (key, posting) in postings {
                        run.push(key, posting);
                    }
                    state.settling[kind as usize].add(run);
                }
            }
            let (mut at, mut steps) = (0, 0);
            while at < END {
                at = sweep(&mut parts, &state, at, 5).unwrap();
                steps += 1;
            }
            assert!(round == 0 || steps > 5, "{steps}");
            assert_eq!(sweep(&mut whole, &state, 0, usize::MAX).unwrap(), END);
        }
        wanted.sort_unstable();
        let all = |table: &Table<'_, u64, &'static [u8]>| {
            let (mut all, mut rows) = (Vec::new(), 0);
            for row in table.iter().unwrap() {
                let (last, bytes) = row.unwrap();
                let kind = kind_of(last.value()).unwrap();
                let mut of_row = Vec::new();
                read_all(bytes.value(), kind, &mut of_row).unwrap();
                all.extend(of_row.into_iter().map(|posting| (kind as u64, posting)));
                rows += 1;
            }
            (all, rows)
        };
        let ((parts, rows), (whole, least)) = (all(&parts), all(&whole));
        assert!(parts == wanted && whole == wanted);
        assert!(rows * 4 < least * 5, "{rows} rows, {least} when settled at once");
    }
}
