//! How large an index is, and whether all of it is as it was written.

use super::{
    DOCUMENTS, FILE, Index, LISTS, PRINTS, VERDICTS, blocks, format, guarded,
    known::{Kind, State},
    lists,
};
use crate::{
    error::{Error, Result},
    hash::hash,
};
use redb::{ReadableDatabase, ReadableTable};
use serde::Serialize;
use std::collections::BTreeSet;

/// How large an index is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Size {
    /// The version of its bytes.
    pub format: u32,
    /// Documents that are remembered.
    pub documents: usize,
    /// Documents that were removed, being too old.
    pub removed: usize,
    /// Documents whose item was killed.
    pub killed: usize,
    /// Copy clusters, those of one document too.
    pub clusters: usize,
    /// Documents that are in no list on disk yet.
    pub recent: usize,
    /// Bytes of the file.
    pub bytes: u64,
    /// Bytes of the documents, packed.
    pub document_bytes: u64,
    /// Bytes of what each document is found by.
    pub print_bytes: u64,
    /// Bytes of the lists.
    pub list_bytes: u64,
    /// Bytes of the verdicts, packed.
    pub verdict_bytes: u64,
}

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
    /// How large it is. Cost: a look at every row.
    ///
    /// # Errors
    ///
    /// [`Error::Index`] when it is damaged.
    pub fn size(&self, state: &State) -> Result<Size> {
        let measure = || -> Result<[u64; 4], redb::Error> {
            let read = self.database.begin_read()?;
            let mut bytes = [0; 4];
            for (sum, table) in bytes.iter_mut().zip([DOCUMENTS, PRINTS, VERDICTS]) {
                for row in read.open_table(table)?.iter()? {
                    *sum += row?.1.value().len() as u64;
                }
            }
            for row in read.open_table(LISTS)?.iter()? {
                bytes[3] += row?.1.value().len() as u64;
            }
            Ok(bytes)
        };
        let [document_bytes, print_bytes, verdict_bytes, list_bytes] = guarded(&self.folder, measure)?;
        let path = self.folder.join(FILE);
        let bytes = std::fs::metadata(&path).map_err(Error::io(path, "read"))?.len();
        let known = || (0..).zip(&state.known).filter(|(_, known)| !known.gone);
        Ok(Size {
            format: format::FORMAT,
            documents: known().count(),
            removed: state.known.len() - known().count(),
            killed: known().filter(|(_, known)| known.killed).count(),
            clusters: known().filter(|(number, known)| known.parent == *number).count(),
            recent: state.known.len() - state.sweep.settled as usize,
            bytes,
            document_bytes,
            print_bytes,
            list_bytes,
            verdict_bytes,
        })
    }

    /// Whether every page and row is as it was written, and the lists are those of the documents.
    ///
    /// Cost: everything is read.
    ///
    /// # Errors
    ///
    /// [`Error::Io`] when the file cannot be read at all.
    pub fn check(&mut self, state: &State) -> Result<Checked> {
        let mut checked = Checked::default();
        let database = &mut self.database;
        match guarded(&self.folder, || Ok(database.check_integrity()?)) {
            Ok(true) => {}
            Ok(false) => checked.faults.push("the file was not closed well; it was put in order".to_owned()),
            Err(error) => {
                checked.faults.push(error.to_string());
                return Ok(checked);
            }
        }
        if let Err(error) = guarded(&self.folder, || self.check_rows(state, &mut checked)) {
            checked.faults.push(error.to_string());
        }
        Ok(checked)
    }

    fn check_rows(&self, state: &State, checked: &mut Checked) -> Result<(), redb::Error> {
        let read = self.database.begin_read()?;
        let mut wanted: BTreeSet<(u8, u32, u32, u16)> = BTreeSet::new();
        let leaving = &state.leaving[state.sweep.emptied as usize..];
        let mut there = vec![[false; 3]; state.known.len()];
        for (of, table) in [DOCUMENTS, PRINTS, VERDICTS].into_iter().enumerate() {
            let what = ["its text", "what it is found by", "its verdict"][of];
            blocks::each(&read.open_table(table)?, 0..u32::MAX, |number, row| {
                let known = state.known.get(number as usize).filter(|known| !known.gone);
                let mut fault = |why: &str| checked.faults.push(format!("document {number}: {what}: {why}"));
                let Some(known) = known else {
                    let stays = of == 2 && (number as usize) < state.known.len();
                    if !stays && leaving.binary_search(&number).is_err() {
                        fault("is no document's");
                    }
                    return Ok(());
                };
                there[number as usize][of] = true;
                match (of, row) {
                    (_, Err(why)) => fault(why),
                    (0, Ok(row)) => match format::read_document(row) {
                        Ok(document) if hash(document.article.id.0.as_bytes()) == known.name => {}
                        Ok(_) => fault("is that of another one"),
                        Err(why) => fault(why),
                    },
                    (1, Ok(row)) => match format::read_print(row) {
                        Ok(print) if hash(print.id.as_bytes()) == known.name => {
                            let held = |posting: &(Kind, u32, u16)| state.sweep.holds(posting.0, posting.1, number);
                            let postings = print.postings(number, known).filter(held);
                            wanted.extend(postings.map(|(kind, key, weight)| (kind as u8, key, number, weight)));
                        }
                        Ok(_) => fault("is that of another one"),
                        Err(why) => fault(why),
                    },
                    (_, Ok(_)) => {}
                }
                Ok(())
            })?;
        }
        for ((number, known), there) in (0..).zip(&state.known).zip(there) {
            if !known.gone {
                checked.documents += 1;
                if there.contains(&false) {
                    checked.faults.push(format!("document {number}: a part of it is missing"));
                }
            }
        }
        for row in read.open_table(LISTS)?.iter()? {
            let (number, row) = row?;
            checked.lists += 1;
            let number = number.value();
            let mut all = Vec::new();
            let Some(kind) = lists::kind_of(number) else {
                checked.faults.push(format!("list {number}: is of no kind"));
                continue;
            };
            if let Err(why) = lists::read_all(row.value(), kind, &mut all) {
                checked.faults.push(format!("list {number}: {why}"));
                continue;
            }
            for (key, (document, weight)) in all {
                let is_leaving = || {
                    let known = state.known.get(document as usize);
                    known.is_some_and(|known| known.gone) && !state.sweep.is_behind(kind, key)
                };
                if !wanted.remove(&(kind as u8, key, document, weight)) && !is_leaving() {
                    checked.faults.push(format!("list {number}: has document {document}, which does not have the key"));
                }
            }
        }
        if let Some((_, _, document, _)) = wanted.first() {
            checked.faults.push(format!("{} postings are in no list, the first of document {document}", wanted.len()));
        }
        Ok(())
    }
}
