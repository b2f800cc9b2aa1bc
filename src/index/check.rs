//! Whether all of an index is as it was written.

use super::{
    DOCUMENTS, Index, LISTS, PRINTS, VERDICTS, blocks,
    bytes::Torn,
    format, guarded,
    known::{Known, Print, State},
    rows,
};
use crate::{
    error::Result,
    hash::{combine, hash},
    scan::{Step, Watch},
};
use rayon::prelude::*;
use redb::{ReadOnlyTable, ReadableDatabase, ReadableTable};
use serde::Serialize;
use std::{
    collections::BTreeSet,
    ops::Range,
    sync::atomic::{AtomicU64, Ordering},
};

/// What a check found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Checked {
    /// Documents that were read.
    pub documents: usize,
    /// Rows of lists that were read.
    pub lists: usize,
    /// What is wrong, in words; empty for a whole index.
    pub faults: Vec<String>,
}

impl Index {
    /// Whether every page and row is as it was written, and the lists are those of the documents; `watch` hears of every document
    /// and row of lists.
    ///
    /// Cost: everything is read, on all threads; memory for a number a row of lists.
    ///
    /// # Errors
    ///
    /// [`crate::error::Error::Io`] when the file cannot be read at all.
    pub fn check(&mut self, state: &State, watch: Watch<'_>) -> Result<Checked> {
        let mut checked = Checked::default();
        watch(Step::Begins { name: "pages", total: None });
        let database = &mut self.database;
        match guarded(&self.folder, || Ok(database.check_integrity()?)) {
            Ok(true) => {}
            Ok(false) => checked.faults.push("the file was not closed well; it was put in order".to_owned()),
            Err(error) => {
                checked.faults.push(error.to_string());
                return Ok(checked);
            }
        }
        if let Err(error) = guarded(&self.folder, || self.check_rows(state, watch, &mut checked)) {
            checked.faults.push(error.to_string());
        }
        Ok(checked)
    }

    fn check_rows(&self, state: &State, watch: Watch<'_>, checked: &mut Checked) -> Result<(), redb::Error> {
        let read = self.database.begin_read()?;
        let [texts, prints, verdicts] = [DOCUMENTS, PRINTS, VERDICTS].map(|table| read.open_table(table));
        let (tables, lists) = ([texts?, prints?, verdicts?], read.open_table(LISTS)?);
        let ends: Result<Vec<u64>, redb::Error> = lists.iter()?.map(|row| Ok(row?.0.value())).collect();
        let check = Check { state, tables, lists, sums: Sums::new(ends?) };

        watch(Step::Begins { name: "documents", total: Some(state.known.len()) });
        let parts = parts(state.known.len() as u32);
        let heard = |part: &Range<u32>| watch(Step::Done(part.len().min(PART as usize)));
        let found = parts.par_iter().map(|part| check.documents(part.clone()).inspect(|_| heard(part)));
        for part in found.collect::<Vec<_>>() {
            let part = part?;
            checked.documents += part.documents;
            checked.faults.extend(part.faults);
        }

        checked.lists = check.sums.ends.len();
        watch(Step::Begins { name: "lists", total: Some(checked.lists) });
        let rows = check.sums.ends.par_chunks(ROWS);
        let found = rows.map(|ends| check.rows(ends).inspect(|_| watch(Step::Done(ends.len()))));
        for faults in found.collect::<Vec<_>>() {
            checked.faults.extend(faults?);
        }
        checked.faults.extend(check.closely()?);
        Ok(())
    }
}

/// Documents, and rows of lists, that a thread checks at a time.
const PART: u32 = 16_384;
const ROWS: usize = 1_024;
/// Rows with other postings than their documents that are looked at one posting after another.
const CLOSELY: usize = 64;

/// The numbers of `count` documents in parts; the last has all that no document has, too.
fn parts(count: u32) -> Vec<Range<u32>> {
    let starts: Vec<u32> = (0..count.max(1)).step_by(PART as usize).collect();
    let ends = starts.iter().skip(1).copied().chain([u32::MAX]);
    starts.iter().copied().zip(ends).map(|(start, end)| start..end).collect()
}

/// A posting with its kind and key, both as [`rows::row`] has them: `(row, document, weight)`.
type Whole = (u64, u32, u16);

/// A number for the postings of each row of lists: what its documents should have in it less what it has. It is 0 where these are
/// the same, and else but by a chance of one in 2^64 is not.
struct Sums {
    /// The last key of each row.
    ends: Vec<u64>,
    /// The last is for what should stand behind all rows.
    sums: Vec<AtomicU64>,
}

impl Sums {
    fn new(ends: Vec<u64>) -> Self {
        let sums = (0..=ends.len()).map(|_| AtomicU64::new(0)).collect();
        Self { ends, sums }
    }

    /// The row where a posting should stand.
    fn row_of(&self, posting: Whole) -> usize {
        self.ends.partition_point(|&end| end < posting.0)
    }

    fn number((row, document, weight): Whole) -> u64 {
        combine(combine(row, document.into()), weight.into())
    }

    fn expect(&self, posting: Whole) {
        self.sums[self.row_of(posting)].fetch_add(Self::number(posting), Ordering::Relaxed);
    }

    fn find(&self, row: usize, posting: Whole) {
        self.sums[row].fetch_sub(Self::number(posting), Ordering::Relaxed);
    }

    /// The rows that do not have what they should.
    fn wrong(&self) -> Vec<usize> {
        let is_wrong = |row: &usize| self.sums[*row].load(Ordering::Relaxed) != 0;
        (0..self.sums.len()).filter(is_wrong).collect()
    }
}

/// A check under way.
struct Check<'a> {
    state: &'a State,
    /// Texts, prints, verdicts.
    tables: [ReadOnlyTable<u32, &'static [u8]>; 3],
    lists: ReadOnlyTable<u64, &'static [u8]>,
    sums: Sums,
}

/// What was found of some documents.
#[derive(Default)]
struct Part {
    documents: usize,
    faults: Vec<String>,
}

impl Check<'_> {
    /// Reads the rows of the documents of `part`, and expects their postings in the lists.
    fn documents(&self, part: Range<u32>) -> Result<Part, redb::Error> {
        let state = self.state;
        let leaving = &state.leaving[state.sweep.emptied as usize..];
        let mut found = Part::default();
        let mut there = vec![[false; 3]; state.known.len().min(part.end as usize).saturating_sub(part.start as usize)];
        for (of, table) in self.tables.iter().enumerate() {
            let what = ["its text", "what it is found by", "its verdict"][of];
            blocks::each(table, part.clone(), |number, row| {
                // A damaged block that begins in a part is told in that where it ends.
                if !part.contains(&number) {
                    return Ok(());
                }
                let known = state.known.get(number as usize).filter(|known| !known.gone);
                let mut fault = |why: &str| found.faults.push(format!("document {number}: {what}: {why}"));
                let Some(known) = known else {
                    let stays = of == 2 && (number as usize) < state.known.len();
                    if !stays && leaving.binary_search(&number).is_err() {
                        fault("is no document's");
                    }
                    return Ok(());
                };
                there[(number - part.start) as usize][of] = true;
                match (of, row) {
                    (_, Err(why)) => fault(why),
                    (0, Ok(row)) => match format::read_document(row) {
                        Ok(document) if hash(document.article.id.0.as_bytes()) == known.name => {}
                        Ok(_) => fault("is that of another one"),
                        Err(why) => fault(why),
                    },
                    (1, Ok(row)) => match format::read_print(row) {
                        Ok(print) if hash(print.id.as_bytes()) == known.name => {
                            self.listed(number, known, &print).for_each(|posting| self.sums.expect(posting));
                        }
                        Ok(_) => fault("is that of another one"),
                        Err(why) => fault(why),
                    },
                    (_, Ok(_)) => {}
                }
                Ok(())
            })?;
        }
        for ((number, known), there) in (part.start..).zip(&state.known[part.start as usize..]).zip(there) {
            if !known.gone {
                found.documents += 1;
                if there.contains(&false) {
                    found.faults.push(format!("document {number}: a part of it is missing"));
                }
            }
        }
        Ok(found)
    }

    /// The postings of a document that are in the lists on disk.
    fn listed<'b>(&'b self, number: u32, known: &'b Known, print: &'b Print) -> impl Iterator<Item = Whole> + 'b {
        let all =
            print.postings(number, known).filter(move |posting| self.state.sweep.holds(posting.0, posting.1, number));
        let mut all: Vec<Whole> = all.map(|(kind, key, weight)| (rows::row(kind, key), number, weight)).collect();
        // A document may have a key twice.
        all.sort_unstable();
        all.dedup_by_key(|posting| posting.0);
        all.into_iter()
    }

    /// Reads the rows of lists with these ends, and notes what they have.
    fn rows(&self, ends: &[u64]) -> Result<Vec<String>, redb::Error> {
        let mut faults = Vec::new();
        let mut all = Vec::new();
        let (Some(&first), Some(&last)) = (ends.first(), ends.last()) else { return Ok(faults) };
        for row in self.lists.range(first..=last)? {
            let (end, bytes) = row?;
            let end = end.value();
            all.clear();
            match self.read(end, bytes.value(), &mut all) {
                Ok(()) => {
                    let row = self.sums.ends.partition_point(|&other| other < end);
                    for &posting in &all {
                        self.sums.find(row, posting);
                    }
                }
                Err(why) => faults.push(format!("list {end}: {why}")),
            }
        }
        Ok(faults)
    }

    /// What stands in a row of lists, but for documents that are still to be taken out of it.
    fn read(&self, end: u64, bytes: &[u8], all: &mut Vec<Whole>) -> Result<(), Torn> {
        let kind = rows::kind_of(end).ok_or("is of no kind")?;
        let mut keyed = Vec::new();
        rows::read_all(bytes, kind, &mut keyed)?;
        let is_leaving = |key: u32, document: u32| {
            let known = self.state.known.get(document as usize);
            known.is_some_and(|known| known.gone) && !self.state.sweep.is_behind(kind, key)
        };
        let stays = keyed.into_iter().filter(|&(key, (document, _))| !is_leaving(key, document));
        all.extend(stays.map(|(key, (document, weight))| (rows::row(kind, key), document, weight)));
        Ok(())
    }

    /// What is wrong with the rows that do not have what they should.
    fn closely(&self) -> Result<Vec<String>, redb::Error> {
        let mut faults = Vec::new();
        let mut wrong = self.sums.wrong();
        if wrong.is_empty() {
            return Ok(faults);
        }
        let others = wrong.split_off(wrong.len().min(CLOSELY));
        let mut wanted: BTreeSet<(usize, Whole)> = BTreeSet::new();
        blocks::each(&self.tables[1], 0..u32::MAX, |number, row| {
            let known = self.state.known.get(number as usize).filter(|known| !known.gone);
            if let (Some(known), Ok(print)) = (known, row.and_then(format::read_print))
                && hash(print.id.as_bytes()) == known.name
            {
                let placed = self.listed(number, known, &print).map(|posting| (self.sums.row_of(posting), posting));
                wanted.extend(placed.filter(|(row, _)| wrong.binary_search(row).is_ok()));
            }
            Ok(())
        })?;
        for (row, end) in wrong.iter().filter_map(|&row| Some((row, *self.sums.ends.get(row)?))) {
            let mut all = Vec::new();
            let Some(bytes) = self.lists.get(end)? else { continue };
            if self.read(end, bytes.value(), &mut all).is_err() {
                continue; // told already
            }
            for posting in all {
                if !wanted.remove(&(row, posting)) {
                    faults.push(format!("list {end}: has document {}, which does not have the key", posting.1));
                }
            }
        }
        if let Some((_, (_, document, _))) = wanted.first() {
            faults.push(format!("{} postings are in no list, the first of document {document}", wanted.len()));
        }
        if !others.is_empty() {
            faults.push(format!("{} more lists are not those of the documents", others.len()));
        }
        Ok(faults)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        index::{Row, Step as Batch, known::Kind, tests::document},
        settings::Settings,
    };

    #[test]
    fn lists_that_are_not_those_of_the_documents_are_told() {
        let folder = tempfile::tempdir().unwrap();
        let (mut index, mut state) = Index::open(folder.path(), &Settings::default()).unwrap();
        for number in 0..9_u32 {
            let document = document(&number.to_string());
            let known = Known { name: hash(document.item.as_bytes()), words: 3, first: number, ..Known::default() };
            let print = Print { id: document.item.clone(), keys: vec![7, 7, 100 + number], ..Print::default() };
            let step = Batch { first: number, known: vec![known.clone()], ..Batch::default() };
            index.add(&state, &[Row { document: &document, print: &print, verdict: b"{}" }], &step).unwrap();
            state.add_postings(crate::index::Postings::new([(number, &known, &print)].into_iter()));
            state.add(vec![known]);
        }
        index.settle(&mut state, None).unwrap();
        let faults = |index: &mut Index| index.check(&state, &|_| ()).unwrap().faults;
        assert_eq!(faults(&mut index), [""; 0]);
        let end = rows::row(Kind::Shingles, 108);
        let change = |index: &Index, row: u64, bytes: Option<Vec<u8>>| {
            let mut before = None;
            index
                .write(|write| {
                    let mut lists = write.open_table(LISTS)?;
                    before = lists.remove(row)?.map(|bytes| bytes.value().to_vec());
                    bytes.map(|bytes| lists.insert(row, bytes.as_slice()).map(drop)).transpose()?;
                    Ok(())
                })
                .unwrap();
            before
        };
        let row = change(&index, end, None).unwrap();
        assert_eq!(faults(&mut index), ["18 postings are in no list, the first of document 0"]);
        change(&index, rows::row(Kind::Shingles, 3), Some(row.clone()));
        let told = faults(&mut index);
        assert!(told.len() == 19 && told[0] == "list 3: has document 0, which does not have the key", "{told:?}");
        change(&index, rows::row(Kind::Shingles, 3), None);
        let mut torn = row.clone();
        torn[1] ^= 1;
        change(&index, end, Some(torn));
        assert!(faults(&mut index)[0].starts_with("list 108: "));
        change(&index, end, Some(row));
        assert_eq!(faults(&mut index), [""; 0]);
    }
}
