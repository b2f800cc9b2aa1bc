//! From a key to the documents that have it: lists on disk, and what came since.

use super::{
    View,
    format::{self, Posting, Torn},
    guarded,
    known::{Kind, State},
    torn,
};
use crate::error::Result;
use rayon::prelude::*;
use redb::{ReadableTable, Table};

/// Rows that the lists of one kind are split into: a look at one key reads one row, some 2,500 postings of 200,000 documents.
const SHARDS: u32 = 4_096;

/// The row of a key: the numbers of documents, which are keys too, are spread like hashes.
fn shard(key: u32) -> u32 {
    key.wrapping_mul(0x9e37_79b1) >> 20
}

fn row(kind: Kind, shard: u32) -> u32 {
    kind as u32 * SHARDS + shard
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
        let mut by_shard: Vec<(u32, u32)> = keys.iter().map(|&key| (shard(key), key)).collect();
        by_shard.sort_unstable();
        let shards: Vec<&[(u32, u32)]> = by_shard.chunk_by(|one, next| one.0 == next.0).collect();
        let parts: Vec<Result<Vec<Listed>>> = shards
            .into_par_iter()
            .with_min_len(64)
            .map(|keys| {
                let mut found: Vec<Listed> = keys.iter().map(|&(_, key)| Listed { key, ..Listed::default() }).collect();
                self.settled(kind, keys[0].0, &mut found, most)?;
                let recent = &state.recent[kind as usize];
                for list in &mut found {
                    let new = recent.range((list.key, 0)..=(list.key, u32::MAX));
                    let new: Vec<Posting> = new.map(|(&(_, document), &weight)| (document, weight)).collect();
                    list.count += new.len() as u32;
                    if list.count as usize > most {
                        list.documents = Vec::new();
                    } else {
                        list.documents.extend(new);
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
        all.sort_unstable_by_key(|list| list.key);
        Ok(all)
    }

    /// Fills `wanted`, the lists of one shard in rising order of key, from its row.
    fn settled(&self, kind: Kind, shard: u32, wanted: &mut [Listed], most: usize) -> Result<()> {
        let found = guarded(&self.folder, || Ok(self.lists.get(row(kind, shard))?))?;
        let Some(found) = found else { return Ok(()) };
        let mut next = 0;
        let read = format::each_list(found.value(), |key, count, packed| {
            while next < wanted.len() && wanted[next].key < key {
                next += 1;
            }
            if let Some(list) = wanted.get_mut(next).filter(|list| list.key == key) {
                list.count = count as u32;
                if count <= most {
                    packed.read(kind.is_weighed(), &mut list.documents)?;
                }
            }
            Ok(())
        });
        read.map_err(|why| torn(&self.folder, why))
    }
}

/// Puts what came since into the lists, and leaves out what is gone.
pub(super) fn merge(lists: &mut Table<'_, u32, &'static [u8]>, state: &State) -> Result<(), redb::Error> {
    let some_are_gone = state.known.iter().any(|known| known.gone);
    for kind in Kind::ALL {
        let mut new: Vec<(u32, u32, Posting)> = state.recent[kind as usize]
            .iter()
            .map(|(&(key, document), &weight)| (shard(key), key, (document, weight)))
            .collect();
        new.sort_unstable();
        let mut new = new.as_slice();
        for shard in 0..SHARDS {
            let (of_shard, rest) = new.split_at(new.partition_point(|one| one.0 == shard));
            new = rest;
            if of_shard.is_empty() && !some_are_gone {
                continue;
            }
            let mut all: Vec<(u32, Posting)> = Vec::new();
            if let Some(row) = lists.get(row(kind, shard))? {
                read_all(row.value(), kind, &mut all).map_err(|why| redb::Error::Corrupted(why.to_owned()))?;
            }
            all.extend(of_shard.iter().map(|&(_, key, posting)| (key, posting)));
            all.retain(|(_, (document, _))| !state.known[*document as usize].gone);
            all.sort_unstable();
            let postings: Vec<Posting> = all.iter().map(|(_, posting)| *posting).collect();
            let mut start = 0;
            let of_keys = all.chunk_by(|one, next| one.0 == next.0).map(|list| {
                let range = start..start + list.len();
                start = range.end;
                (list[0].0, &postings[range])
            });
            let bytes = format::write_lists(of_keys, kind.is_weighed());
            lists.insert(row(kind, shard), bytes.as_slice())?;
        }
    }
    Ok(())
}

/// Every key and posting of a row.
pub(super) fn read_all(bytes: &[u8], kind: Kind, out: &mut Vec<(u32, Posting)>) -> Result<(), Torn> {
    let mut list = Vec::new();
    format::each_list(bytes, |key, count, packed| {
        list.clear();
        packed.read(kind.is_weighed(), &mut list)?;
        if list.len() != count {
            return Err("a list does not have as many documents as it says");
        }
        out.extend(list.iter().map(|&posting| (key, posting)));
        Ok(())
    })
}

/// The kind of a row of lists.
pub(super) fn kind_of(row: u32) -> Option<Kind> {
    Kind::ALL.into_iter().find(|&kind| kind as u32 == row / SHARDS)
}
