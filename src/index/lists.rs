//! From a key to the documents that have it: lists on disk, and what came since.
//!
//! A row holds the lists of keys in a row, as many as fill a page, and is found by the last key ([`super::blocks`] says why). It
//! is cut into segments, and begins with a signpost to each: its first key, and where it starts. In a segment there is for each
//! key how far it is from the one before, then its only document, or how many it has, how many bytes they take, and these. Four
//! of five keys have one document.

use super::{
    View,
    blocks::{BESIDE, corrupted},
    bytes::{NO_VALUE, Reader, Torn, Writer, seal, unseal},
    fault::{End, row_of},
    known::{Kind, State},
    recent::Keyed,
};
use crate::error::Result;
use rayon::prelude::*;
use redb::{ReadableTable, Table};
use std::ops::Range;

/// A document that has a key, and the weight of the key in it.
pub type Posting = (u32, u16);

/// Bytes of a row, but for one that holds the list of a single common key: a look at one key reads one row.
const FULL: usize = (4 << 10) - BESIDE;
/// Bytes of a segment, some 25 keys: a look at one key reads half of one. Signposts take a twentieth of a row.
const SEGMENT: usize = 128;
/// Bytes of a signpost: a key, and where its segment starts behind the signposts.
const SIGNPOST: usize = 6;

/// Behind all rows.
pub(super) const END: u64 = (Kind::ALL.len() as u64) << 32;

/// Rows that a thread writes at a time: the last of them is not full.
const ROWS: usize = 64;

/// By what the row is found that ends with a key of a kind.
pub(super) fn row(kind: Kind, key: u32) -> u64 {
    (kind as u64) << 32 | u64::from(key)
}

/// The kind of a row.
pub(super) fn kind_of(row: u64) -> Option<Kind> {
    Kind::ALL.into_iter().find(|&kind| kind as u64 == row >> 32)
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
                self.on_disk(kind, &mut found, most)?;
                let swept = found.partition_point(|list| row(kind, list.key) < state.sweep.at.unwrap_or(END));
                state.settling[kind as usize].add_to(&mut found[swept..]);
                state.recent[kind as usize].add_to(&mut found);
                for list in &mut found {
                    if list.count as usize > most {
                        list.documents = Vec::new();
                    } else if !state.leaving.is_empty() {
                        list.documents.retain(|(document, _)| !state.known[*document as usize].gone);
                        list.count = list.documents.len() as u32;
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
    fn on_disk(&self, kind: Kind, wanted: &mut [Listed], most: usize) -> Result<()> {
        let mut wanted = wanted;
        while let Some(first) = wanted.first() {
            let rows = row(kind, first.key)..=row(kind, u32::MAX);
            let read = |last: u64, bytes: &[u8]| {
                let here = wanted.partition_point(|list| row(kind, list.key) <= last);
                let row = Segments::open(bytes)?;
                wanted[..here].iter_mut().try_for_each(|list| row.fill(kind, list, most))?;
                // Of a row that stands where it should, the last key is not before the one that is asked for.
                if here == 0 { Err(NO_VALUE) } else { Ok(here) }
            };
            let Some(here) = row_of(&self.folder, &self.lists, rows, End::First, read)? else { break };
            wanted = &mut wanted[here..];
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

/// The first key of a segment, and where that starts.
fn signpost([a, b, c, d, start @ ..]: [u8; SIGNPOST]) -> (u32, usize) {
    (u32::from_le_bytes([a, b, c, d]), u16::from_le_bytes(start).into())
}

/// A row that was opened.
struct Segments<'a> {
    signposts: &'a [[u8; SIGNPOST]],
    lists: &'a [u8],
}

impl<'a> Segments<'a> {
    fn open(bytes: &'a [u8]) -> Result<Self, Torn> {
        let mut from = unseal(bytes)?;
        let count = from.number()? as usize;
        let (signposts, _) = from.take(count.saturating_mul(SIGNPOST))?.as_chunks();
        Ok(Self { signposts, lists: from.bytes })
    }

    /// Hands each key of a segment, with the number of its documents and the list itself, packed, to `take`, until that has
    /// enough.
    fn each(
        &self,
        segment: usize,
        kind: Kind,
        mut take: impl FnMut(u32, u32, Packed<'a>) -> Result<bool, Torn>,
    ) -> Result<(), Torn> {
        let (mut key, start) = self.signposts.get(segment).copied().map(signpost).ok_or(NO_VALUE)?;
        let end = self.signposts.get(segment + 1).map_or(self.lists.len(), |&next| signpost(next).1);
        let mut from = Reader { bytes: self.lists.get(start..end).ok_or(NO_VALUE)? };
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

    /// Fills `list`; where its key has more than `most` documents, only how many there are.
    fn fill(&self, kind: Kind, list: &mut Listed, most: usize) -> Result<(), Torn> {
        let next = self.signposts.partition_point(|&post| signpost(post).0 <= list.key);
        let Some(segment) = next.checked_sub(1) else { return Ok(()) };
        self.each(segment, kind, |key, count, packed| {
            if key == list.key {
                list.count = count;
                if count as usize <= most {
                    packed.read(kind, &mut list.documents)?;
                }
            }
            Ok(key < list.key)
        })
    }
}

/// Every key and posting of a row.
pub(super) fn read_all(bytes: &[u8], kind: Kind, out: &mut Vec<Keyed>) -> Result<(), Torn> {
    let row = Segments::open(bytes)?;
    let mut list = Vec::new();
    (0..row.signposts.len()).try_for_each(|segment| {
        row.each(segment, kind, |key, count, packed| {
            list.clear();
            packed.read(kind, &mut list)?;
            if list.len() != count as usize {
                return Err("a list does not have as many documents as it says");
            }
            out.extend(list.iter().map(|&posting| (key, posting)));
            Ok(true)
        })
    })
}

/// Rows that are being written, in rising order of key.
struct Rows {
    kind: Kind,
    /// The last key of the row under way.
    last: u32,
    signposts: Vec<u8>,
    lists: Writer,
    /// Where the segment under way starts.
    start: usize,
    /// The list under way.
    list: Writer,
    done: Vec<Row>,
}

/// A row, by what it is found.
type Row = (u64, Vec<u8>);

impl Rows {
    fn new(kind: Kind) -> Self {
        let (signposts, lists, list) = (Vec::new(), Writer::default(), Writer::default());
        Self { kind, last: 0, signposts, lists, start: 0, list, done: Vec::new() }
    }

    /// Adds the list of the next key.
    fn add(&mut self, key: u32, postings: &[Keyed]) {
        self.list.bytes.clear();
        let mut before = 0;
        for &(_, (document, weight)) in postings {
            self.list.number(u64::from(document - before));
            if self.kind.is_weighed() {
                self.list.bytes.extend_from_slice(&weight.to_le_bytes());
            }
            before = document;
        }
        // The head of a list is 15 bytes at most, the number of the signposts 1, the checksum of a row 4.
        let beside = self.signposts.len() + SIGNPOST + 20;
        if self.lists.bytes.len() + self.list.bytes.len() + beside > FULL {
            self.end();
        }
        let here = self.lists.bytes.len();
        if here == 0 || here - self.start >= SEGMENT {
            self.signposts.extend_from_slice(&key.to_le_bytes());
            self.signposts.extend_from_slice(&(here as u16).to_le_bytes());
            (self.start, self.last) = (here, key);
        }
        self.lists.number(u64::from(key - self.last) << 1 | u64::from(postings.len() == 1));
        if postings.len() > 1 {
            self.lists.number(postings.len() as u64);
            self.lists.number(self.list.bytes.len() as u64);
        }
        self.lists.bytes.extend_from_slice(&self.list.bytes);
        self.last = key;
    }

    /// Ends the row under way.
    fn end(&mut self) {
        if !self.lists.bytes.is_empty() {
            let mut out = Writer::default();
            out.number((self.signposts.len() / SIGNPOST) as u64);
            out.bytes.append(&mut self.signposts);
            out.bytes.append(&mut self.lists.bytes);
            self.done.push((row(self.kind, self.last), seal(out.bytes)));
        }
    }
}

/// Puts the postings that are being settled into the rows of the keys from `at` on, `most` of those that are there, and takes out
/// the documents that are gone. Gives where the rest begins, or [`END`].
///
/// Cost: these rows are written again.
pub(super) fn sweep(
    table: &mut Table<'_, u64, &'static [u8]>,
    state: &State,
    at: u64,
    most: usize,
) -> Result<u64, redb::Error> {
    let mut old: Vec<Row> = Vec::new();
    let mut rows = table.range(at..END)?;
    for entry in rows.by_ref().take(most) {
        let (last, bytes) = entry?;
        old.push((last.value(), bytes.value().to_vec()));
    }
    let behind = |row: &Row| row.0 + 1;
    let end = if rows.next().is_some() { old.last().map_or(END, behind) } else { END };
    let kinds = Kind::ALL.map(|kind| row(kind, 0)).into_iter();
    let cuts = kinds.chain(old.iter().step_by(ROWS).map(behind)).filter(|&cut| at < cut && cut < end);
    let mut cuts: Vec<u64> = cuts.chain([at, end]).collect();
    cuts.sort_unstable();
    cuts.dedup();
    let parts: Result<Vec<Vec<Row>>, Torn> =
        cuts.par_windows(2).map(|cut| merged(&old, state, cut[0]..cut[1])).collect();
    let parts = parts.map_err(corrupted)?;
    drop(rows);
    for (last, _) in &old {
        table.remove(last)?;
    }
    for (last, bytes) in parts.iter().flatten() {
        table.insert(last, bytes.as_slice())?;
    }
    Ok(end)
}

/// The rows of one kind that stand in `range`, from those that are there and what is being settled.
fn merged(old: &[Row], state: &State, range: Range<u64>) -> Result<Vec<Row>, Torn> {
    let kind = kind_of(range.start).ok_or(NO_VALUE)?;
    let place = |cut: u64| old.partition_point(|old| old.0 < cut);
    let mut all: Vec<Keyed> = Vec::new();
    for (_, bytes) in &old[place(range.start)..place(range.end)] {
        read_all(bytes, kind, &mut all)?;
    }
    let keys = range.start - row(kind, 0)..range.end - row(kind, 0);
    state.settling[kind as usize].add_within(keys, &mut all);
    all.retain(|(_, (document, _))| !state.known.get(*document as usize).is_none_or(|known| known.gone));
    #[expect(clippy::stable_sort_primitive, reason = "these are a few sorted runs, which the stable sort merges")]
    all.sort();
    let mut rows = Rows::new(kind);
    for of_key in all.chunk_by(|one, next| one.0 == next.0) {
        rows.add(of_key[0].0, of_key);
    }
    rows.end();
    Ok(rows.done)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::recent::Run;

    #[test]
    fn what_is_settled_part_by_part_stands_in_full_rows_as_what_is_settled_at_once() {
        let database = redb::Database::builder().create_with_backend(redb::backends::InMemoryBackend::new()).unwrap();
        let write = database.begin_write().unwrap();
        let table = |name: &'static str| {
            let name: redb::TableDefinition<'static, u64, &'static [u8]> = redb::TableDefinition::new(name);
            write.open_table(name).unwrap()
        };
        let mut state = State::new(&crate::settings::Settings::default());
        let (mut parts, mut whole) = (table("parts"), table("whole"));
        let mut wanted: Vec<(u64, Keyed)> = Vec::new();
        for round in 0..4_u32 {
            state.settling = Default::default();
            for document in round * 500..round * 500 + 500 {
                state.known.push(crate::index::Known { gone: document % 9 == 0, ..crate::index::Known::default() });
                for kind in Kind::ALL {
                    let weight = if kind.is_weighed() { 7 } else { 0 };
                    let key = |number: u32| crate::hash::hash(&(document * 40 + number).to_le_bytes()) as u32;
                    let mut keys: Vec<u32> = (0..40).map(key).chain([document % 3, u32::MAX]).collect();
                    keys.sort_unstable();
                    let postings: Vec<Keyed> = keys.iter().map(|&key| (key, (document, weight))).collect();
                    if document % 9 > 0 {
                        wanted.extend(postings.iter().map(|&posting| (kind as u64, posting)));
                    }
                    let mut run = Run::new(document);
                    for (key, posting) in postings {
                        run.push(key, posting);
                    }
                    state.settling[kind as usize].add(run);
                }
            }
            let (mut at, mut steps) = (0, 0);
            while at < END {
                at = sweep(&mut parts, &state, at, 5).unwrap();
                steps += 1;
            }
            assert!(round == 0 || steps > 5, "{steps}");
            assert_eq!(sweep(&mut whole, &state, 0, usize::MAX).unwrap(), END);
        }
        wanted.sort_unstable();
        let all = |table: &Table<'_, u64, &'static [u8]>| {
            let (mut all, mut rows) = (Vec::new(), 0);
            for row in table.iter().unwrap() {
                let (last, bytes) = row.unwrap();
                let kind = kind_of(last.value()).unwrap();
                let mut of_row = Vec::new();
                read_all(bytes.value(), kind, &mut of_row).unwrap();
                all.extend(of_row.into_iter().map(|posting| (kind as u64, posting)));
                rows += 1;
            }
            (all, rows)
        };
        let ((parts, rows), (whole, least)) = (all(&parts), all(&whole));
        assert!(parts == wanted && whole == wanted);
        assert!(rows * 4 < least * 5, "{rows} rows, {least} when settled at once");
    }

    #[test]
    fn every_list_is_found_by_its_key_and_no_other_key_has_one() {
        for kind in [Kind::Shingles, Kind::Terms] {
            let weight = if kind.is_weighed() { 9 } else { 0 };
            let lists: Vec<Vec<Keyed>> = (0..3_000_u32)
                .map(|place| {
                    let (key, count) = (place * 7 + 5, if place % 50 == 0 { 40 } else { 1 + place % 3 });
                    (0..count).map(|document| (key, (document * 300, weight))).collect()
                })
                .collect();
            let mut rows = Rows::new(kind);
            for list in &lists {
                rows.add(list[0].0, list);
            }
            rows.end();
            assert!(rows.done.len() > 5);
            let segments: usize =
                rows.done.iter().map(|(_, bytes)| Segments::open(bytes).unwrap().signposts.len()).sum();
            assert!(segments > 20 * rows.done.len());
            for key in 0..lists.len() as u32 * 7 + 20 {
                let place = rows.done.partition_point(|(last, _)| *last < row(kind, key));
                let Some((_, bytes)) = rows.done.get(place) else { continue };
                let mut list = Listed { key, ..Listed::default() };
                Segments::open(bytes).unwrap().fill(kind, &mut list, 30).unwrap();
                let wanted = lists.get(key.wrapping_sub(5) as usize / 7).filter(|list| list[0].0 == key);
                assert_eq!(list.count as usize, wanted.map_or(0, Vec::len), "{key}");
                let documents = wanted
                    .filter(|list| list.len() <= 30)
                    .map_or(Vec::new(), |list| list.iter().map(|&(_, posting)| posting).collect());
                assert_eq!(list.documents, documents, "{key}");
            }
        }
    }
}
