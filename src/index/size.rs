//! How large an index is.

use super::{DOCUMENTS, FILE, Index, LISTS, PRINTS, VERDICTS, format, guarded, known::State};
use crate::error::{Error, Result};
use redb::{ReadableDatabase, ReadableTable};
use serde::Serialize;

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
}
