//! How large an index is, and whether all of it is as it was written.

use super::{DOCUMENTS, FILE, Index, LISTS, PRINTS, VERDICTS, format, guarded, known::State, lists};
use crate::error::{Error, Result};
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
            for (sum, table) in bytes.iter_mut().zip([DOCUMENTS, PRINTS, LISTS, VERDICTS]) {
                for row in read.open_table(table)?.iter()? {
                    *sum += row?.1.value().len() as u64;
                }
            }
            Ok(bytes)
        };
        let [document_bytes, print_bytes, list_bytes, verdict_bytes] = guarded(&self.folder, measure)?;
        let path = self.folder.join(FILE);
        let bytes = std::fs::metadata(&path).map_err(Error::io(path, "read"))?.len();
        let known = || (0..).zip(&state.known).filter(|(_, known)| !known.gone);
        Ok(Size {
            format: format::FORMAT,
            documents: known().count(),
            removed: state.known.len() - known().count(),
            killed: known().filter(|(_, known)| known.killed).count(),
            clusters: known().filter(|(number, known)| known.parent == *number).count(),
            recent: state.known.len() - state.settled as usize,
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
        let (documents, prints, verdicts) =
            (read.open_table(DOCUMENTS)?, read.open_table(PRINTS)?, read.open_table(VERDICTS)?);
        let mut wanted: BTreeSet<(u8, u32, u32, u16)> = BTreeSet::new();
        for (number, known) in (0..).zip(&state.known).filter(|(_, known)| !known.gone) {
            checked.documents += 1;
            let mut fault = |what: &str| checked.faults.push(format!("document {number}: {what}"));
            match documents.get(number)? {
                Some(row) => drop(format::read_document(row.value()).map_err(&mut fault)),
                None => fault("is missing"),
            }
            match verdicts.get(number)? {
                Some(row) => drop(format::read_verdict(row.value()).map_err(&mut fault)),
                None => fault("its verdict is missing"),
            }
            match prints.get(number)?.map(|row| format::read_print(row.value())) {
                Some(Ok(print)) if print.known.text_hash == known.text_hash && print.known.name == known.name => {
                    if number < state.settled {
                        wanted.extend(
                            print.postings(number).map(|(kind, key, weight)| (kind as u8, key, number, weight)),
                        );
                    }
                }
                Some(Ok(_)) => fault("is known as another one"),
                Some(Err(why)) => fault(why),
                None => fault("what it is found by is missing"),
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
                if !wanted.remove(&(kind as u8, key, document, weight)) {
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
