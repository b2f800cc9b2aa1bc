//! The documents of an index, read one by one: what can still be read, whatever else is damaged.

use super::{
    DOCUMENTS, Document, FILE, Index, blocks,
    bytes::Torn,
    fault::torn,
    format,
    guard::{first_row, guarded},
};
use crate::error::Result;
use redb::{ReadOnlyTable, ReadableDatabase, ReadableTable};
use std::{collections::VecDeque, path::Path};

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
    /// [`crate::error::Error::Index`] when not even its format and its last document can be found.
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
    /// those that were removed are left out. Of a damaged file the numbers may be wrong, too: what seems to be lost by the
    /// thousand is told once.
    pub fn all(&self) -> impl Iterator<Item = Told> + '_ {
        let (mut next, mut in_vain) = (Some(0_u32), 0_u32);
        let mut waiting = VecDeque::new();
        std::iter::from_fn(move || {
            while waiting.is_empty() {
                let from = next?;
                let read = |key: u32, block: &[u8]| Ok((key.max(from), self.read(from, key.max(from), block)));
                match first_row(&self.index.folder, &self.documents, from.., read) {
                    Ok(None) => next = None,
                    Ok(Some((key, told))) => {
                        in_vain = 0;
                        next = key.checked_add(1);
                        waiting.extend(told);
                    }
                    Err(error) => {
                        // A page that cannot be read: somewhere behind it is one that can.
                        in_vain += 1;
                        next = from.checked_add(1 << in_vain.saturating_sub(PATIENCE).min(30));
                        waiting.push_back((from, Err(error)));
                    }
                }
            }
            waiting.pop_front()
        })
    }

    /// What is told of the block that was found at `key`, when documents from `from` on were asked for.
    fn read(&self, from: u32, key: u32, block: &[u8]) -> Vec<Told> {
        let lost = |why: Torn| Err(torn(&self.index.folder, why));
        let read = || -> Result<Vec<Told>, Torn> {
            let opened = blocks::unpack(block)?;
            let rows = opened.rows()?;
            let first = if self.by_first { key } else { blocks::first_of(key, rows.len())? };
            let there = (first..).zip(rows).filter(|(number, row)| *number >= from && !row.is_empty());
            Ok(there.map(|(number, row)| (number, format::read_document(row).or_else(lost))).collect())
        };
        read().unwrap_or_else(|why| {
            let (start, end) = if self.by_first { (key, self.before_next(key)) } else { (from, key) };
            let numbers = if end - start < LOST { start..=end } else { key..=key };
            numbers.map(|number| (number, lost(why))).collect()
        })
    }

    /// The last number before the block behind `key`; `key` where there is none that can be found.
    fn before_next(&self, key: u32) -> u32 {
        let next = first_row(&self.index.folder, &self.documents, key.saturating_add(1).., |next, _| Ok(next));
        next.ok().flatten().map_or(key, |next| key.max(next - 1))
    }
}

/// A number that a document may have, with that or why it cannot be read.
type Told = (u32, Result<Document>);

/// Pages that cannot be read one after another before numbers are left out.
const PATIENCE: u32 = 4_096;
/// More documents than one block ever holds.
const LOST: u32 = 4_096;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        index::{ABOUT, Print, Row, Step, tests::document},
        settings::Settings,
    };

    #[test]
    fn a_block_at_a_number_that_no_document_has_is_told_once() {
        let folder = tempfile::tempdir().unwrap();
        let (mut index, state) = Index::open(folder.path(), &Settings::default()).unwrap();
        let documents = ["a", "b"].map(document);
        let print = Print::default();
        let rows = documents.each_ref().map(|document| Row { document, print: &print, verdict: b"{}" });
        index.add(&state, &rows, &Step::default()).unwrap();
        let far = 3_000_000_000;
        index.write(|write| Ok(write.open_table(DOCUMENTS)?.insert(far, b"torn".as_slice()).map(drop)?)).unwrap();
        drop(index);
        let salvage = Salvage::open(folder.path()).unwrap();
        let found = salvage.all().map(|(number, document)| (number, document.ok().map(|document| document.item)));
        assert_eq!(found.collect::<Vec<_>>(), [(0, Some("a".to_owned())), (1, Some("b".to_owned())), (far, None)]);
    }

    #[test]
    fn of_a_damaged_block_of_an_older_format_all_numbers_are_told() {
        let folder = tempfile::tempdir().unwrap();
        let (index, _) = Index::open(folder.path(), &Settings::default()).unwrap();
        let older = format::BY_LAST - 1;
        let write = |write: &redb::WriteTransaction| {
            write.open_table(ABOUT)?.insert("format", older.to_le_bytes().as_slice())?;
            let mut documents = write.open_table(DOCUMENTS)?;
            for first in [0, 3] {
                documents.insert(first, b"torn".as_slice())?;
            }
            Ok(())
        };
        index.write(write).unwrap();
        drop(index);
        let salvage = Salvage::open(folder.path()).unwrap();
        let lost: Vec<u32> =
            salvage.all().map(|(number, document)| document.map(drop).map_or(number, |()| 9)).collect();
        assert_eq!(lost, [0, 1, 2, 3]);
    }
}
