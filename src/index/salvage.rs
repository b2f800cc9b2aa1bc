//! The documents of an index, read one by one: what can still be read, whatever else is damaged.

use super::{DOCUMENTS, Document, FILE, Index, format, guarded, torn};
use crate::{
    error::{Error, Result},
    settings::Settings,
};
use redb::{ReadOnlyTable, ReadableDatabase, ReadableTable};
use std::path::Path;

/// An index that is read for its documents only.
#[derive(Debug)]
pub struct Salvage {
    index: Index,
    /// The settings that it was made with.
    pub settings: Settings,
    documents: ReadOnlyTable<u32, &'static [u8]>,
    last: u32,
}

impl Salvage {
    /// Opens the index in `folder`.
    ///
    /// # Errors
    ///
    /// [`Error::Index`] when not even its settings and its last document can be found.
    pub fn open(folder: &Path) -> Result<Self> {
        let index = Index::open_file(folder, FILE)?;
        let settings = index.settings()?;
        let open = || -> Result<_, redb::Error> {
            let documents = index.database.begin_read()?.open_table(DOCUMENTS)?;
            let last = documents.last()?.map(|(number, _)| number.value() + 1);
            Ok((documents, last.unwrap_or(0)))
        };
        let (documents, last) = guarded(folder, open)?;
        Ok(Self { index, settings, documents, last })
    }

    /// Every number that a document may have, in the order in which they came, with the document or why it cannot be read;
    /// those that were removed are left out.
    pub fn all(&self) -> impl Iterator<Item = (u32, Result<Document, Error>)> + '_ {
        (0..self.last).filter_map(|number| {
            let folder = &self.index.folder;
            match guarded(folder, || Ok(self.documents.get(number)?)) {
                Ok(Some(row)) => Some((number, format::read_document(row.value()).map_err(|why| torn(folder, why)))),
                Ok(None) => None,
                Err(error) => Some((number, Err(error))),
            }
        })
    }
}
