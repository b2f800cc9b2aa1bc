//! The keys of all documents, in shards by key; on disk when they would fill more than they may.

use super::index::Lists;
use crate::error::{Error, Result};
use rayon::prelude::*;
use rdst::RadixSort;
use std::{
    fs::File,
    io::{Read, Seek, Write},
};

/// Shards by the first bits of a key: one is sorted at a time on each thread, so more shards need less memory.
const SHARDS: usize = 64;
/// Bytes of a posting: key and document, as one number that sorts by key, then document.
const BYTES: usize = 8;

/// The keys of all documents.
#[derive(Debug)]
pub(super) struct Postings {
    shards: Vec<Shard>,
    /// Postings that may be held in memory.
    most: usize,
    held: usize,
}

#[derive(Debug, Default)]
struct Shard {
    held: Vec<u64>,
    spilled: Option<File>,
    /// Postings on disk.
    count: usize,
}

impl Postings {
    /// No postings yet; of more than `bytes` the rest goes to files without a name in the system's folder for temporary
    /// files.
    #[must_use]
    pub(super) fn new(bytes: usize) -> Self {
        let shards = (0..SHARDS).map(|_| Shard::default()).collect();
        Self { shards, most: bytes / BYTES, held: 0 }
    }

    /// Adds the keys of a document.
    ///
    /// # Errors
    ///
    /// [`Error::NoRoom`] when they do not fit on disk.
    pub(super) fn add(&mut self, document: u32, keys: impl Iterator<Item = u32>) -> Result<()> {
        for key in keys {
            self.shards[key as usize / (u32::MAX as usize / SHARDS + 1)]
                .held
                .push(u64::from(key) << 32 | u64::from(document));
            self.held += 1;
        }
        if self.held > self.most {
            self.shards.iter_mut().try_for_each(Shard::spill).map_err(|source| Error::NoRoom { source })?;
            self.held = 0;
        }
        Ok(())
    }

    /// For each key the rows of the documents that have it; `row` says which row a document is, `None` for one that is left
    /// out.
    pub(super) fn into_lists(self, row: impl Fn(u32) -> Option<u32> + Sync) -> Result<Lists> {
        let parts = self.shards.into_par_iter().map(|shard| shard.into_lists(&row));
        Ok(Lists::joined(parts.collect::<Result<_>>()?))
    }
}

impl Shard {
    fn spill(&mut self) -> std::io::Result<()> {
        let bytes: Vec<u8> = self.held.iter().flat_map(|posting| posting.to_le_bytes()).collect();
        let file = match &mut self.spilled {
            Some(file) => file,
            none => none.insert(tempfile::tempfile()?),
        };
        file.write_all(&bytes)?;
        self.count += self.held.len();
        self.held = Vec::new();
        Ok(())
    }

    fn into_lists(self, row: &(impl Fn(u32) -> Option<u32> + Sync)) -> Result<Lists> {
        let mut all = self.unspilled().map_err(|source| Error::NoRoom { source })?;
        all.radix_sort_builder().with_single_threaded_tuner().with_parallel(false).sort();
        let mut lists = Lists::default();
        let mut rows = Vec::new();
        for list in all.chunk_by(|one, next| one >> 32 == next >> 32).filter(|list| list.len() > 1) {
            rows.clear();
            rows.extend(list.iter().filter_map(|posting| row(*posting as u32)));
            rows.sort_unstable();
            rows.dedup(); // of two keys of a document that share 32 bits
            lists.add(rows.iter().map(|&row| (row, None)));
        }
        Ok(lists)
    }

    /// All postings in memory.
    fn unspilled(self) -> std::io::Result<Vec<u64>> {
        let Some(mut file) = self.spilled else { return Ok(self.held) };
        let mut bytes = Vec::with_capacity(self.count * BYTES);
        file.rewind()?;
        file.read_to_end(&mut bytes)?;
        let mut all: Vec<u64> = bytes.as_chunks::<BYTES>().0.iter().map(|bytes| u64::from_le_bytes(*bytes)).collect();
        all.extend(self.held);
        Ok(all)
    }
}
