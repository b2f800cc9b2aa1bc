//! Rows of documents, many packed into one: a tree of rows that are each as large as a page of the file, or some of them, wastes
//! little of it, and texts that are packed together take a fifth less than each alone.
//!
//! A block holds the rows of documents in a row and is found by the number of the last: redb looks for the next key with one read
//! of a page, for the one before with two. It is the lengths of the rows and then the rows, all of it packed or not, and sealed.

use super::{
    View,
    bytes::{NO_VALUE, Reader, SHORT, Torn, Writer, seal, unseal},
    fault::torn,
    format,
    guard::first_row,
    known::Document,
};
use crate::{document::DocumentId, error::Result, fingerprint::story::Weighed};
use rayon::prelude::*;
use redb::{ReadOnlyTable, ReadableTable, Table};
use std::{cell::RefCell, ops::Range, path::Path};
use zstd::zstd_safe::{CCtx, DCtx, compress_bound, get_frame_content_size};

/// How blocks of one table are written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Manner {
    /// Bytes of a full block: a power of two that the file gives out as a whole, but for what redb notes of a row.
    full: usize,
    /// How hard zstd works on a block; `None` where rows do not get smaller, hashes most of all.
    compression: Option<i32>,
}

/// Bytes that redb needs beside a row that has a page of its own, and some more.
pub(super) const BESIDE: usize = 32;
/// 8 KB, some 8 articles, packed as fast as zstd can: a block is opened for every pair that is judged. Half of it would be opened
/// in half the time, and the index would take an eighth more of the disk.
pub(super) const TEXTS: Manner = Manner { full: (8 << 10) - BESIDE, compression: Some(1) };
/// 8 KB, some 20 documents: one of them is read a thousand times more often than a text.
pub(super) const PRINTS: Manner = Manner { full: (8 << 10) - BESIDE, compression: None };

/// Bytes of a block after unpacking at most: what a damaged one can make the program hold.
const LONGEST: usize = 1 << 30;

/// A block, with the number of its last row.
pub(super) type Block = (u32, Vec<u8>);

/// Rows that one thread packs: the last block of them is not full.
const ROWS: usize = 1_024;

/// The rows from `first` on in blocks.
fn pack(first: u32, rows: &[Vec<u8>], manner: Manner) -> Vec<Block> {
    let parts: Vec<Vec<Block>> = rows
        .par_chunks(ROWS)
        .enumerate()
        .map(|(part, rows)| pack_part(first + (part * ROWS) as u32, rows, manner))
        .collect();
    parts.into_iter().flatten().collect()
}

fn pack_part(mut first: u32, mut rows: &[Vec<u8>], manner: Manner) -> Vec<Block> {
    let mut blocks = Vec::new();
    // How many bytes of rows make a byte of a block.
    let mut ratio = if manner.compression.is_some() { 2.0 } else { 1.0 };
    while !rows.is_empty() {
        let mut room = manner.full as f64 * ratio;
        let fits = |row: &&Vec<u8>| {
            room -= row.len() as f64 + 2.0;
            room > 0.0
        };
        let mut count = rows.iter().take_while(fits).count().max(1);
        let mut block = write(&rows[..count], manner);
        // The guess is made of the block before; one that is too large gives some rows to the next, and one that has room takes some.
        while block.len() > manner.full && count > 1 {
            count = (count * manner.full / block.len()).clamp(1, count - 1);
            block = write(&rows[..count], manner);
        }
        while count < rows.len() && block.len() + block.len() / count <= manner.full {
            let larger = write(&rows[..=count], manner);
            if larger.len() > manner.full {
                break;
            }
            (count, block) = (count + 1, larger);
        }
        let bytes: usize = rows[..count].iter().map(Vec::len).sum();
        ratio = (bytes as f64 / block.len() as f64).max(1.0);
        first += count as u32;
        blocks.push((first - 1, block));
        rows = &rows[count..];
    }
    blocks
}

/// Rows as one block.
fn write(rows: &[Vec<u8>], manner: Manner) -> Vec<u8> {
    let mut out = Writer::default();
    out.list(rows, |out, row| out.number(row.len() as u64));
    for row in rows {
        out.bytes.extend_from_slice(row);
    }
    let packed = manner.compression.and_then(|level| {
        let mut packed = Vec::with_capacity(compress_bound(out.bytes.len()));
        let done = PACKING.with_borrow_mut(|packing| packing.compress(&mut packed, &out.bytes, level));
        done.is_ok().then_some(packed)
    });
    let mut block = vec![u8::from(packed.is_some())];
    block.extend_from_slice(&packed.unwrap_or(out.bytes));
    seal(block)
}

thread_local! {
    /// What zstd packs with.
    static PACKING: RefCell<CCtx<'static>> = RefCell::new(CCtx::create());
    /// What zstd unpacks with: to make one takes half as long as to unpack a block.
    static UNPACKING: RefCell<DCtx<'static>> = RefCell::new(DCtx::create());
}

/// The rows of a block, as they lie in it.
pub(super) fn unpack(block: &[u8]) -> Result<Opened<'_>, Torn> {
    let mut from = unseal(block)?;
    let bytes = match from.byte()? {
        0 => Bytes::Plain(from.bytes),
        1 => {
            let length = get_frame_content_size(from.bytes).ok().flatten().unwrap_or(0) as usize;
            let mut unpacked = Vec::with_capacity(length.min(LONGEST));
            let done = UNPACKING.with_borrow_mut(|unpacking| unpacking.decompress(&mut unpacked, from.bytes));
            done.map_err(|_| "a block cannot be unpacked")?;
            Bytes::Packed(unpacked)
        }
        _ => return Err(NO_VALUE),
    };
    Ok(Opened { bytes })
}

/// A block that was opened.
pub(super) struct Opened<'a> {
    bytes: Bytes<'a>,
}

enum Bytes<'a> {
    Plain(&'a [u8]),
    Packed(Vec<u8>),
}

impl Opened<'_> {
    fn reader(&self) -> Reader<'_> {
        match &self.bytes {
            Bytes::Plain(bytes) => Reader { bytes },
            Bytes::Packed(bytes) => Reader { bytes },
        }
    }

    /// The row that has so many behind it; `None` where there are fewer.
    pub(super) fn row(&self, behind: usize) -> Result<Option<&[u8]>, Torn> {
        let mut from = self.reader();
        let count = from.number()? as usize;
        let Some(place) = count.checked_sub(behind + 1) else { return Ok(None) };
        let (mut start, mut length) = (0_usize, 0);
        for row in 0..count {
            let bytes = from.number()? as usize;
            if row < place {
                start = start.checked_add(bytes).ok_or(NO_VALUE)?;
            } else if row == place {
                length = bytes;
            }
        }
        let end = start.checked_add(length).ok_or(NO_VALUE)?;
        from.bytes.get(start..end).map(Some).ok_or(SHORT)
    }

    /// All rows, in their order.
    pub(super) fn rows(&self) -> Result<Vec<&[u8]>, Torn> {
        let mut from = self.reader();
        let lengths = from.list(Reader::number)?;
        lengths.into_iter().map(|length| from.take(length as usize)).collect()
    }
}

/// What `read` makes of the row of the document `number`; `None` where it has none.
pub(super) fn find<T>(
    table: &ReadOnlyTable<u32, &'static [u8]>,
    folder: &Path,
    number: u32,
    read: impl FnOnce(&[u8]) -> Result<T, Torn>,
) -> Result<Option<T>> {
    let read =
        |last: u32, block: &[u8]| read_row(&unpack(block)?, last.checked_sub(number).ok_or(NO_VALUE)? as usize, read);
    first_row(folder, table, number.., read).map(Option::flatten)
}

fn read_row<T>(
    opened: &Opened<'_>,
    behind: usize,
    read: impl FnOnce(&[u8]) -> Result<T, Torn>,
) -> Result<Option<T>, Torn> {
    opened.row(behind)?.filter(|row| !row.is_empty()).map(read).transpose()
}

/// Numbers that a thread looks up at a time.
const NUMBERS: usize = 64;

impl View {
    /// The documents of `numbers`, which rise.
    ///
    /// Cost: that of [`View::document`] once for all that stand in one block; the same goes for what follows.
    ///
    /// # Errors
    ///
    /// As [`View::document`].
    pub fn documents_of(&self, numbers: &[u32]) -> Result<Vec<Document>> {
        self.rows(&self.documents, numbers, format::read_document)
    }

    /// The story terms of each of `numbers`, which rise.
    ///
    /// # Errors
    ///
    /// As [`View::document`].
    pub fn terms_of(&self, numbers: &[u32]) -> Result<Vec<Vec<Weighed>>> {
        self.rows(&self.prints, numbers, format::read_terms)
    }

    /// The sampled shingles of each of `numbers`, which rise.
    ///
    /// # Errors
    ///
    /// As [`View::document`].
    pub fn keys_of(&self, numbers: &[u32]) -> Result<Vec<Vec<u32>>> {
        self.rows(&self.prints, numbers, |row| Ok(format::read_print(row)?.keys))
    }

    /// The id of each of `numbers`, which rise.
    ///
    /// # Errors
    ///
    /// As [`View::document`].
    pub fn ids_of(&self, numbers: &[u32]) -> Result<Vec<DocumentId>> {
        self.rows(&self.prints, numbers, |row| format::read_id(row).map(DocumentId))
    }

    /// What `read` makes of the row of each of `numbers`, which rise.
    fn rows<T: Send>(
        &self,
        table: &ReadOnlyTable<u32, &'static [u8]>,
        numbers: &[u32],
        read: impl Fn(&[u8]) -> Result<T, Torn> + Sync,
    ) -> Result<Vec<T>> {
        let parts: Vec<Result<Vec<T>>> = numbers
            .par_chunks(NUMBERS)
            .map(|numbers| {
                let (mut numbers, mut found) = (numbers, Vec::with_capacity(numbers.len()));
                while let Some(&number) = numbers.first() {
                    let before = found.len();
                    let read = |last: u32, block: &[u8]| {
                        let opened = unpack(block)?;
                        let rows = opened.rows()?;
                        let first = first_of(last, rows.len())?;
                        let of = |number: u32| rows.get(number.checked_sub(first)? as usize);
                        for row in numbers.iter().map_while(|&number| of(number)) {
                            found.push(if row.is_empty() { Err(MISSING) } else { read(row) }?);
                        }
                        Ok(found.len() - before)
                    };
                    match first_row(&self.folder, table, number.., read)? {
                        None | Some(0) => return Err(torn(&self.folder, MISSING)),
                        Some(count) => numbers = &numbers[count..],
                    }
                }
                Ok(found)
            })
            .collect();
        let mut all = Vec::with_capacity(numbers.len());
        for part in parts {
            all.extend(part?);
        }
        Ok(all)
    }
}

/// Of a number that no block has.
pub(super) const MISSING: Torn = "a document is missing";

/// The number of the first of the rows of a block.
pub(super) fn first_of(last: u32, rows: usize) -> Result<u32, Torn> {
    last.checked_add(1).and_then(|end| end.checked_sub(rows as u32)).ok_or(NO_VALUE)
}

/// Hands the row of each of `numbers` that has one to `take`; of a damaged block its last number and what is wrong.
pub(super) fn each(
    table: &impl ReadableTable<u32, &'static [u8]>,
    numbers: Range<u32>,
    mut take: impl FnMut(u32, Result<&[u8], Torn>) -> Result<(), Torn>,
) -> Result<(), redb::Error> {
    for entry in table.range(numbers.start..)? {
        let (last, block) = entry?;
        let last = last.value();
        let opened = unpack(block.value());
        let rows = opened.as_ref().map_err(|why| *why).and_then(|opened| {
            let rows = opened.rows()?;
            Ok((first_of(last, rows.len())?, rows))
        });
        let taken = match rows {
            Ok((first, _)) if first >= numbers.end => break,
            Ok((first, rows)) => (first..)
                .zip(rows)
                .filter(|(number, row)| numbers.contains(number) && !row.is_empty())
                .try_for_each(|(number, row)| take(number, Ok(row))),
            Err(why) => take(last, Err(why)),
        };
        taken.map_err(corrupted)?;
    }
    Ok(())
}

/// The rows of a block.
fn copied(block: &[u8]) -> Result<Vec<Vec<u8>>, redb::Error> {
    let opened = unpack(block).map_err(corrupted)?;
    Ok(opened.rows().map_err(corrupted)?.into_iter().map(<[u8]>::to_vec).collect())
}

/// What is wrong with a row, as an error of the file.
pub(super) fn corrupted(why: Torn) -> redb::Error {
    redb::Error::Corrupted(why.to_owned())
}

/// Adds the rows of the documents from `first` on, behind all that are there. The last block is filled up: what comes one by one
/// takes no more room than what comes together.
pub(super) fn append(
    table: &mut Table<'_, u32, &'static [u8]>,
    first: u32,
    mut rows: Vec<Vec<u8>>,
    manner: Manner,
) -> Result<(), redb::Error> {
    let mut start = first;
    let before = match table.last()? {
        Some((last, block))
            if Some(first) == last.value().checked_add(1) && block.value().len() < manner.full / 8 * 7 =>
        {
            // A damaged block is left as it is, and told when it is asked for.
            let rows = copied(block.value()).ok();
            rows.and_then(|rows| Some((last.value(), first_of(last.value(), rows.len()).ok()?, rows)))
        }
        _ => None,
    };
    if let Some((last, first, mut before)) = before {
        table.remove(last)?;
        before.append(&mut rows);
        (start, rows) = (first, before);
    }
    for (last, block) in pack(start, &rows, manner) {
        table.insert(last, block.as_slice())?;
    }
    Ok(())
}

/// Empties the rows of documents that are gone, which rise.
pub(super) fn empty(
    table: &mut Table<'_, u32, &'static [u8]>,
    gone: &[u32],
    manner: Manner,
) -> Result<(), redb::Error> {
    let mut gone = gone;
    while let Some(&number) = gone.first() {
        let (last, mut rows) = {
            let Some((last, block)) = table.range(number..)?.next().transpose()? else { break };
            (last.value(), copied(block.value())?)
        };
        let first = first_of(last, rows.len()).map_err(corrupted)?;
        let in_block = gone.partition_point(|&one| one <= last);
        for &one in &gone[..in_block] {
            if let Some(row) = one.checked_sub(first).and_then(|place| rows.get_mut(place as usize)) {
                row.clear();
            }
        }
        gone = &gone[in_block..];
        if rows.iter().all(Vec::is_empty) {
            table.remove(last)?;
        } else {
            table.insert(last, write(&rows, manner).as_slice())?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_found_in_blocks_that_are_nearly_full() {
        let rows: Vec<Vec<u8>> = (0..3_000_u32)
            .map(|row| crate::hash::hash(&row.to_le_bytes()).to_string().repeat(1 + row as usize % 90).into_bytes())
            .collect();
        for manner in [TEXTS, PRINTS] {
            let blocks = pack(7, &rows, manner);
            let mut number = 7;
            for (last, block) in &blocks {
                assert!(block.len() <= manner.full);
                let opened = unpack(block).unwrap();
                let inside = opened.rows().unwrap();
                for (behind, row) in (0..inside.len()).rev().zip(&inside) {
                    assert_eq!(*row, rows[number as usize - 7]);
                    assert_eq!(opened.row(behind).unwrap(), Some(*row));
                    number += 1;
                }
                assert_eq!(opened.row(inside.len()).unwrap(), None);
                assert_eq!(*last, number - 1);
            }
            assert_eq!(number as usize, rows.len() + 7);
            let full = blocks.iter().filter(|(_, block)| block.len() * 10 > manner.full * 7).count();
            // These rows pack far better than the texts that the first guess is made for.
            let is_guessed = manner.compression.is_some();
            assert!(is_guessed || full * 10 > blocks.len() * 8, "{full} of {} blocks", blocks.len());
        }
    }

    #[test]
    fn a_row_is_found_by_the_last_of_its_block() {
        let rows: Vec<Vec<u8>> = (0..2_000_u32).map(|row| row.to_le_bytes().repeat(9)).collect();
        let database = redb::Database::builder().create_with_backend(redb::backends::InMemoryBackend::new()).unwrap();
        let by_last = redb::TableDefinition::new("by last");
        let folder = Path::new("");
        let batch = database.begin_write().unwrap();
        {
            let mut table = batch.open_table(by_last).unwrap();
            for (part, some) in rows.chunks(300).enumerate() {
                append(&mut table, part as u32 * 300, some.to_vec(), PRINTS).unwrap();
            }
        }
        batch.commit().unwrap();
        let read = redb::ReadableDatabase::begin_read(&database).unwrap();
        let table = read.open_table(by_last).unwrap();
        for number in 0..2_010_u32 {
            let wanted = (number < 2_000).then(|| number.to_le_bytes().repeat(9));
            let copy = |row: &[u8]| Ok(row.to_vec());
            assert_eq!(find(&table, folder, number, copy).unwrap(), wanted, "{number}");
        }
        for numbers in [0..2_000, 299..301, 0..9, 1_990..3_000] {
            let mut found = Vec::new();
            each(&table, numbers.clone(), |number, row| {
                assert_eq!(row?, number.to_le_bytes().repeat(9));
                found.push(number);
                Ok(())
            })
            .unwrap();
            assert!(found.into_iter().eq(numbers.start..numbers.end.min(2_000)));
        }
    }

    #[test]
    fn a_damaged_block_is_told() {
        let (_, block) = pack(0, &[b"A flood.".to_vec(), b"A dam.".to_vec()], TEXTS).remove(0);
        for place in 0..block.len() {
            let mut torn = block.clone();
            torn[place] ^= 4;
            assert!(unpack(&torn).is_err(), "byte {place}");
        }
        assert!(unpack(&[]).is_err());
    }
}
