//! The documents of an index, read one by one: what can still be read, whatever else is damaged.

use super::{DOCUMENTS, Document, FILE, Index, blocks, format, guarded};
use crate::error::{Error, Result};
use redb::{ReadOnlyTable, ReadableDatabase, ReadableTable};
use std::path::Path;

/// An index that is read for its documents only.
#[derive(Debug)]
pub struct Salvage {
    index: Index,
    documents: ReadOnlyTable<u32, &'static [u8]>,
    last: u32,
}

impl Salvage {
    /// Opens the index in `folder`.
    ///
    /// # Errors
    ///
    /// [`Error::Index`] when not even its format and its last document can be found.
    pub fn open(folder: &Path) -> Result<Self> {
        let index = Index::open_file(folder, FILE)?;
        index.check_format(format::OLDEST)?;
        let open = || -> Result<_, redb::Error> {
            let documents = index.database.begin_read()?.open_table(DOCUMENTS)?;
            let mut last = 0;
            if let Some((first, block)) = documents.last()? {
                let rows = blocks::unpack(block.value()).and_then(|opened| Ok(opened.rows()?.len()));
                last = first.value() + rows.unwrap_or(1) as u32;
            }
            Ok((documents, last))
        };
        let (documents, last) = guarded(folder, open)?;
        Ok(Self { index, documents, last })
    }

    /// Every number that a document may have, in the order in which they came, with the document or why it cannot be read;
    /// those that were removed are left out.
    pub fn all(&self) -> impl Iterator<Item = (u32, Result<Document, Error>)> + '_ {
        (0..self.last).filter_map(|number| {
            let found = blocks::find(&self.documents, &self.index.folder, number, format::read_document).transpose()?;
            Some((number, found))
        })
    }
}
