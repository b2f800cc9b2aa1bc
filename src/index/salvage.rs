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
    /// How many documents have come.
    count: u32,
    /// Whether a block is found by the number of its first document, see [`format::BY_LAST`].
    by_first: bool,
}

impl Salvage {
    /// Opens the index in `folder`; nothing is written into it.
    ///
    /// # Errors
    ///
    /// [`Error::Index`] when not even its format and its last document can be found.
    pub fn open(folder: &Path) -> Result<Self> {
        let index = Index::open_file(folder, FILE)?;
        let by_first = index.check_format(format::OLDEST)? < format::BY_LAST;
        let open = || -> Result<_, redb::Error> {
            let documents = index.database.begin_read()?.open_table(DOCUMENTS)?;
            let mut count = 0;
            if let Some((number, block)) = documents.last()? {
                let rows = blocks::unpack(block.value()).and_then(|opened| Ok(opened.rows()?.len()));
                count = number.value().saturating_add(if by_first { rows.unwrap_or(1) as u32 } else { 1 });
            }
            Ok((documents, count))
        };
        let (documents, count) = guarded(folder, open)?;
        Ok(Self { index, documents, count, by_first })
    }

    /// How many documents have come, those that were removed or cannot be read, too.
    #[must_use]
    pub fn count(&self) -> usize {
        self.count as usize
    }

    /// Every number that a document may have, in the order in which they came, with the document or why it cannot be read;
    /// those that were removed are left out.
    pub fn all(&self) -> impl Iterator<Item = (u32, Result<Document, Error>)> + '_ {
        let find = if self.by_first { blocks::find_by_first } else { blocks::find };
        (0..self.count).filter_map(move |number| {
            let found = find(&self.documents, &self.index.folder, number, format::read_document).transpose()?;
            Some((number, found))
        })
    }
}
