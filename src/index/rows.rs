//! The lists of many keys in one row.
//!
//! A row holds the lists of keys in a row, as many as fill a page, and is found by the last key ([`super::blocks`] says why). It
//! is cut into segments, and begins with a signpost to each: its first key, and where it starts. In a segment there is for each
//! key how far it is from the one before, then its only document, or how many it has, how many bytes they take, and these. Four
//! of five keys have one document.

use super::{
    blocks::BESIDE,
    bytes::{NO_VALUE, Reader, Torn, Writer, seal, unseal},
    known::Kind,
    recent::Keyed,
};

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

/// A list that was not read yet.
#[derive(Clone, Copy)]
struct Packed<'a> {
    bytes: &'a [u8],
}

impl Packed<'_> {
    /// Reads the list behind `out`.
    fn read(self, kind: Kind, out: &mut Vec<Posting>) -> Result<(), Torn> {
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
pub(super) struct Segments<'a> {
    signposts: &'a [[u8; SIGNPOST]],
    lists: &'a [u8],
}

impl<'a> Segments<'a> {
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, Torn> {
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
    pub(super) fn fill(&self, kind: Kind, list: &mut Listed, most: usize) -> Result<(), Torn> {
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
pub(super) struct Rows {
    kind: Kind,
    /// The last key of the row under way.
    last: u32,
    signposts: Vec<u8>,
    lists: Writer,
    /// Where the segment under way starts.
    start: usize,
    /// The list under way.
    list: Writer,
    pub(super) done: Vec<Row>,
}

/// A row, by what it is found.
pub(super) type Row = (u64, Vec<u8>);

impl Rows {
    pub(super) fn new(kind: Kind) -> Self {
        let (signposts, lists, list) = (Vec::new(), Writer::default(), Writer::default());
        Self { kind, last: 0, signposts, lists, start: 0, list, done: Vec::new() }
    }

    /// Adds the list of the next key.
    pub(super) fn add(&mut self, key: u32, postings: &[Keyed]) {
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
    pub(super) fn end(&mut self) {
        if !self.lists.bytes.is_empty() {
            let mut out = Writer::default();
            out.number((self.signposts.len() / SIGNPOST) as u64);
            out.bytes.append(&mut self.signposts);
            out.bytes.append(&mut self.lists.bytes);
            self.done.push((row(self.kind, self.last), seal(out.bytes)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
