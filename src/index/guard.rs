//! The file of an index, which may be damaged: what redb makes of that is an error like any other, and never a panic.

use super::{
    bytes::Torn,
    fault::{damaged, torn},
};
use crate::error::Result;
use redb::{Database, ReadOnlyTable, WriteTransaction};
use std::{
    borrow::Borrow,
    ops::{Deref, DerefMut, RangeBounds},
    panic::{self, AssertUnwindSafe},
    path::Path,
    sync::atomic::{AtomicBool, Ordering},
};

/// Asks redb for something. It panics when some of what it holds for true of its own pages is not: in a damaged file that is an
/// error like any other.
pub(super) fn guarded<T>(folder: &Path, ask: impl FnOnce() -> Result<T, redb::Error>) -> Result<T> {
    match panic::catch_unwind(AssertUnwindSafe(ask)) {
        Ok(answer) => answer.map_err(|error| damaged(folder, &error)),
        Err(_) => Err(torn(folder, "a page holds what cannot stand there")),
    }
}

/// What `read` makes of the first row of `keys` and its key; `None` where there is none.
///
/// Not even the bytes of a row are looked at outside: redb finds out where they stand when it is asked for them.
pub(super) fn first_row<K, T>(
    folder: &Path,
    table: &ReadOnlyTable<K, &'static [u8]>,
    keys: impl RangeBounds<K>,
    read: impl FnOnce(K, &[u8]) -> Result<T, Torn>,
) -> Result<Option<T>>
where
    K: for<'a> redb::Key<SelfType<'a> = K> + Borrow<K> + 'static,
{
    let read = guarded(folder, || {
        Ok(table.range(keys)?.next().transpose()?.map(|(key, bytes)| read(key.value(), bytes.value())))
    })?;
    read.transpose().map_err(|why| torn(folder, why))
}

/// A file that is closed without a panic, too: redb writes into it when it is closed.
#[derive(Debug)]
pub(super) struct Held {
    database: Option<Database>,
    /// Whether something was written.
    written: AtomicBool,
}

impl Held {
    pub(super) fn new(database: Database) -> Self {
        Self { database: Some(database), written: AtomicBool::new(false) }
    }

    /// Begins to write. What was only read is closed as after a kill: where it is damaged, redb can panic twice when it writes,
    /// which nothing can catch.
    pub(super) fn begin_write(&self) -> Result<WriteTransaction, redb::TransactionError> {
        self.written.store(true, Ordering::Relaxed);
        Database::begin_write(self)
    }

    /// Gives room back to the disk, see [`Held::begin_write`].
    pub(super) fn compact(&mut self) -> Result<bool, redb::CompactionError> {
        *self.written.get_mut() = true;
        Database::compact(self)
    }
}

impl Deref for Held {
    type Target = Database;

    fn deref(&self) -> &Database {
        self.database.as_ref().expect("it is there until it is dropped")
    }
}

impl DerefMut for Held {
    fn deref_mut(&mut self) -> &mut Database {
        self.database.as_mut().expect("it is there until it is dropped")
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        let (database, written) = (self.database.take(), *self.written.get_mut());
        let close = || {
            let _closed_at_the_end = database;
            if !written {
                // redb writes nothing when it is closed while a panic unwinds.
                panic::resume_unwind(Box::new(()));
            }
        };
        drop(panic::catch_unwind(AssertUnwindSafe(close)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::FILE;
    use redb::{ReadableDatabase, TableDefinition};
    use std::fs;

    /// Bytes of a page of redb, and what the first byte of one with rows is; four bytes in, it tells where its first row ends.
    const PAGE: usize = 4_096;
    const ROWS: u8 = 1;

    #[test]
    fn a_row_that_ends_outside_its_page_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let table: TableDefinition<'static, u32, &'static [u8]> = TableDefinition::new("rows");
        let file = folder.path().join(FILE);
        let database = Database::create(&file).unwrap();
        let write = database.begin_write().unwrap();
        write.open_table(table).unwrap().insert(7, b"A dam.".as_slice()).unwrap();
        write.commit().unwrap();
        drop(database);
        let whole = fs::read(&file).unwrap();
        let mut told = 0;
        for page in (0..whole.len()).step_by(PAGE).filter(|&page| whole[page] == ROWS) {
            let mut torn = whole.clone();
            torn[page + 6] = 0xff;
            fs::write(&file, torn).unwrap();
            let open = || Ok(Held::new(Database::create(&file)?));
            let Ok(database) = guarded(folder.path(), open) else { continue };
            let Ok(rows) = guarded(folder.path(), || Ok(database.begin_read()?.open_table(table)?)) else { continue };
            let read = first_row(folder.path(), &rows, 0.., |key, row| Ok((key, row.to_vec())));
            match read {
                Ok(row) => assert_eq!(row, Some((7, b"A dam.".to_vec()))),
                Err(error) => {
                    assert!(error.to_string().contains("cannot stand there"), "{error}");
                    told += 1;
                }
            }
        }
        assert_eq!(told, 1);
    }
}
