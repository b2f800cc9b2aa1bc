//! From a key to the documents that have it: lists on disk, and what came since.
//!
//! A row holds the lists of keys in a row, as many as fill two pages, and is found by the first key: for each key how far it is
//! from the one before, then its only document, or how many it has, how many bytes they take, and these. Four of five keys have
//! one document.

use super::{
    View,
    blocks::BESIDE,
    bytes::{NO_VALUE, Reader, Torn, Writer, seal, unseal},
    guarded,
    known::{Kind, State},
    recent::Keyed,
    torn,
};
use crate::error::Result;
use rayon::prelude::*;
use redb::{ReadOnlyTable, Table};

/// A document that has a key, and the weight of the key in it.
pub type Posting = (u32, u16);

/// Bytes of a row, but for one that holds the list of a single common key: a look at one key reads one row.
const FULL: usize = (8 << 10) - BESIDE;

/// By what the row is found that begins with a key of a kind.
fn row(kind: Kind, key: u32) -> u64 {
    (kind as u64) << 32 | u64::from(key)
}

/// The kind and the first key of a row.
pub(super) fn kind_of(row: u64) -> Option<(Kind, u32)> {
    Kind::ALL.into_iter().find(|&kind| kind as u64 == row >> 32).map(|kind| (kind, row as u32))
}

/// The documents of one key, in rising order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listed {
    /// The key.
    pub key: u32,
    /// How many there are.
    pub count: u32,
    /// All of them; none where they are more than was asked for.
    pub documents: Vec<Posting>,
}

/// Keys that a thread looks up at a time.
const KEYS: usize = 512;

impl View {
    /// The documents that have each of `keys`, which rise; of a key that more than `most` have only how many. A key that
    /// nobody has is left out.
    ///
    /// Cost: one row for every key, or one for many that stand in the same.
    ///
    /// # Errors
    ///
    /// [`crate::error::Error::Index`] when a row is damaged.
    pub fn lists(&self, state: &State, kind: Kind, keys: &[u32], most: usize) -> Result<Vec<Listed>> {
        let parts: Vec<Result<Vec<Listed>>> = keys
            .par_chunks(KEYS)
            .map(|keys| {
                let mut found: Vec<Listed> = keys.iter().map(|&key| Listed { key, ..Listed::default() }).collect();
                self.settled(kind, &mut found, most)?;
                let recent = &state.recent[kind as usize];
                for list in &mut found {
                    let before = list.documents.len();
                    list.documents.extend(recent.of(list.key));
                    list.count += (list.documents.len() - before) as u32;
                    if list.count as usize > most {
                        list.documents = Vec::new();
                    }
                }
                found.retain(|list| list.count > 0);
                Ok(found)
            })
            .collect();
        let mut all = Vec::new();
        for part in parts {
            all.extend(part?);
        }
        Ok(all)
    }

    /// Fills `wanted`, lists in rising order of key, from the rows on disk.
    fn settled(&self, kind: Kind, wanted: &mut [Listed], most: usize) -> Result<()> {
        let (mut next, mut read) = (0, None);
        while next < wanted.len() {
            let rows = row(kind, 0)..=row(kind, wanted[next].key);
            let found = guarded(&self.folder, || Ok(self.lists.range(rows)?.next_back().transpose()?))?;
            let Some((first, bytes)) = found.filter(|(first, _)| read != Some(first.value())) else {
                next += 1; // before the first row, or between two
                continue;
            };
            read = Some(first.value());
            let lists = &mut *wanted;
            let ended = each_list(bytes.value(), first.value() as u32, kind, |key, count, packed| {
                while next < lists.len() && lists[next].key < key {
                    next += 1;
                }
                let Some(list) = lists.get_mut(next) else { return Ok(false) };
                if list.key == key {
                    list.count = count;
                    if count as usize <= most {
                        packed.read(kind, &mut list.documents)?;
                    }
                    next += 1;
                }
                Ok(true)
            });
            ended.map_err(|why| torn(&self.folder, why))?;
        }
        Ok(())
    }
}

/// A list that was not read yet.
#[derive(Clone, Copy)]
pub(super) struct Packed<'a> {
    bytes: &'a [u8],
}

impl Packed<'_> {
    /// Reads the list behind `out`.
    pub(super) fn read(self, kind: Kind, out: &mut Vec<Posting>) -> Result<(), Torn> {
        let mut from = Reader { bytes: self.bytes };
        let mut document = 0_u32;
        while !from.bytes.is_empty() {
            document = document.checked_add(from.small()?).ok_or(NO_VALUE)?;
            out.push((document, if kind.is_weighed() { from.two()? } else { 0 }));
        }
        Ok(())
    }
}

/// Hands each key of a row, which begins with `first`, with the number of its documents and the list itself, packed, to `take`,
/// until that has enough.
fn each_list<'a>(
    bytes: &'a [u8],
    first: u32,
    kind: Kind,
    mut take: impl FnMut(u32, u32, Packed<'a>) -> Result<bool, Torn>,
) -> Result<(), Torn> {
    let mut from = unseal(bytes)?;
    let mut key = first;
    while !from.bytes.is_empty() {
        let head = from.number()?;
        key = u32::try_from(head >> 1).ok().and_then(|further| key.checked_add(further)).ok_or(NO_VALUE)?;
        let (count, bytes) = if head & 1 == 1 {
            let start = from.bytes;
            from.number()?;
            if kind.is_weighed() {
                from.two()?;
            }
            (1, &start[..start.len() - from.bytes.len()])
        } else {
            let (count, length) = (from.small()?, from.number()? as usize);
            (count, from.take(length)?)
        };
        if !take(key, count, Packed { bytes })? {
            break;
        }
    }
    Ok(())
}

/// Every key and posting of a row that begins with `first`.
pub(super) fn read_all(bytes: &[u8], first: u32, kind: Kind, out: &mut Vec<Keyed>) -> Result<(), Torn> {
    let mut list = Vec::new();
    each_list(bytes, first, kind, |key, count, packed| {
        list.clear();
        packed.read(kind, &mut list)?;
        if list.len() != count as usize {
            return Err("a list does not have as many documents as it says");
        }
        out.extend(list.iter().map(|&posting| (key, posting)));
        Ok(true)
    })
}

/// Rows that are being written, in rising order of key.
struct Rows<'a, 'b> {
    table: &'a mut Table<'b, u64, &'static [u8]>,
    kind: Kind,
    /// The first key of the row under way.
    first: u32,
    /// The last one.
    last: u32,
    row: Writer,
    /// The list under way.
    list: Writer,
}

impl Rows<'_, '_> {
    /// Adds the list of the next key.
    fn add(&mut self, key: u32, postings: &[Keyed]) -> Result<(), redb::Error> {
        self.list.bytes.clear();
        let mut before = 0;
        for &(_, (document, weight)) in postings {
            self.list.number(u64::from(document - before));
            if self.kind.is_weighed() {
                self.list.bytes.extend_from_slice(&weight.to_le_bytes());
            }
            before = document;
        }
        // The head of a list is 15 bytes at most, the checksum of a row 4.
        if self.row.bytes.len() + self.list.bytes.len() + 19 > FULL {
            self.end()?;
        }
        if self.row.bytes.is_empty() {
            (self.first, self.last) = (key, key);
        }
        self.row.number(u64::from(key - self.last) << 1 | u64::from(postings.len() == 1));
        if postings.len() > 1 {
            self.row.number(postings.len() as u64);
            self.row.number(self.list.bytes.len() as u64);
        }
        self.row.bytes.extend_from_slice(&self.list.bytes);
        self.last = key;
        Ok(())
    }

    /// Writes the row under way.
    fn end(&mut self) -> Result<(), redb::Error> {
        let bytes = std::mem::take(&mut self.row.bytes);
        if !bytes.is_empty() {
            self.table.insert(row(self.kind, self.first), seal(bytes).as_slice())?;
        }
        Ok(())
    }
}

/// Writes all lists into `table`, which is empty: those of `old` and what came since, without what is gone.
pub(super) fn merge(
    table: &mut Table<'_, u64, &'static [u8]>,
    old: &ReadOnlyTable<u64, &'static [u8]>,
    state: &State,
) -> Result<(), redb::Error> {
    for kind in Kind::ALL {
        let new = state.recent[kind as usize].all();
        let mut new = new.as_slice();
        let mut rows = Rows { table, kind, first: 0, last: 0, row: Writer::default(), list: Writer::default() };
        let mut old = old.range(row(kind, 0)..=row(kind, u32::MAX))?.peekable();
        while old.peek().is_some() || !new.is_empty() {
            let mut all: Vec<Keyed> = Vec::new();
            if let Some(entry) = old.next() {
                let (first, bytes) = entry?;
                read_all(bytes.value(), first.value() as u32, kind, &mut all)
                    .map_err(|why| redb::Error::Corrupted(why.to_owned()))?;
            }
            // What stands before the next row is merged with this one.
            let until = match old.peek() {
                Some(Ok((next, _))) => new.partition_point(|one| row(kind, one.0) < next.value()),
                _ => new.len(),
            };
            let (of_row, rest) = new.split_at(until);
            new = rest;
            all.extend_from_slice(of_row);
            all.retain(|(_, (document, _))| !state.known[*document as usize].gone);
            all.sort_unstable();
            for of_key in all.chunk_by(|one, next| one.0 == next.0) {
                rows.add(of_key[0].0, of_key)?;
            }
        }
        rows.end()?;
    }
    Ok(())
}
