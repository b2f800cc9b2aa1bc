//! The bytes on disk: the only file that knows them. A change here needs a new [`FORMAT`] and a line in CHANGELOG.md.
//!
//! Every row ends with 32 bits of the hash of what stands before, so that a page that was damaged on disk is told from one that
//! was written so. Numbers are LEB128, signed ones in zigzag; texts have their length in front.

use super::known::{Document, Fate, Known, Print, Step};
use crate::{
    candidates::Sampled,
    clean::{Block, Furniture, Printed},
    document::{Document as Article, DocumentId, Item, Place, PubStatus, Published},
    fingerprint::story::Weighed,
    hash::hash,
    span::Span,
};
use jiff::civil::DateTime;

/// The version of all that stands here.
pub(super) const FORMAT: u32 = 1;

/// What is wrong with a row, in words.
pub(super) type Torn = &'static str;

const SHORT: Torn = "a row breaks off";
const WRONG_SUM: Torn = "a row does not have the checksum that was written with it";
const NO_TEXT: Torn = "a text is no UTF-8";
const NO_VALUE: Torn = "a number stands for nothing";

/// `bytes` with their checksum.
fn seal(mut bytes: Vec<u8>) -> Vec<u8> {
    let sum = hash(&bytes) as u32;
    bytes.extend_from_slice(&sum.to_le_bytes());
    bytes
}

/// What was sealed.
fn unseal(bytes: &[u8]) -> Result<Reader<'_>, Torn> {
    let (bytes, sum) = bytes.split_last_chunk::<4>().ok_or(SHORT)?;
    if hash(bytes) as u32 == u32::from_le_bytes(*sum) { Ok(Reader { bytes }) } else { Err(WRONG_SUM) }
}

#[derive(Default)]
struct Writer {
    bytes: Vec<u8>,
}

impl Writer {
    fn number(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.bytes.push(number as u8 | 0x80);
            number >>= 7;
        }
        self.bytes.push(number as u8);
    }

    fn signed(&mut self, number: i64) {
        self.number((number << 1 ^ number >> 63) as u64);
    }

    /// A hash: its eight bytes as they are.
    fn whole(&mut self, number: u64) {
        self.bytes.extend_from_slice(&number.to_le_bytes());
    }

    fn text(&mut self, text: &str) {
        self.number(text.len() as u64);
        self.bytes.extend_from_slice(text.as_bytes());
    }

    fn option<T>(&mut self, value: Option<T>, write: impl FnOnce(&mut Self, T)) {
        self.bytes.push(u8::from(value.is_some()));
        if let Some(value) = value {
            write(self, value);
        }
    }

    fn list<T>(&mut self, list: &[T], mut write: impl FnMut(&mut Self, &T)) {
        self.number(list.len() as u64);
        for one in list {
            write(self, one);
        }
    }
}

struct Reader<'a> {
    bytes: &'a [u8],
}

impl<'a> Reader<'a> {
    fn byte(&mut self) -> Result<u8, Torn> {
        let (&first, rest) = self.bytes.split_first().ok_or(SHORT)?;
        self.bytes = rest;
        Ok(first)
    }

    #[inline]
    fn number(&mut self) -> Result<u64, Torn> {
        let (mut number, mut shift) = (0, 0);
        loop {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(number);
            }
            shift += 7;
            if shift > 63 {
                return Err(NO_VALUE);
            }
        }
    }

    fn small(&mut self) -> Result<u32, Torn> {
        u32::try_from(self.number()?).map_err(|_| NO_VALUE)
    }

    fn signed(&mut self) -> Result<i64, Torn> {
        let number = self.number()?;
        Ok((number >> 1).cast_signed() ^ -(number & 1).cast_signed())
    }

    fn whole(&mut self) -> Result<u64, Torn> {
        let (first, rest) = self.bytes.split_first_chunk::<8>().ok_or(SHORT)?;
        self.bytes = rest;
        Ok(u64::from_le_bytes(*first))
    }

    fn take(&mut self, length: usize) -> Result<&'a [u8], Torn> {
        let (first, rest) = self.bytes.split_at_checked(length).ok_or(SHORT)?;
        self.bytes = rest;
        Ok(first)
    }

    fn text(&mut self) -> Result<String, Torn> {
        let length = self.number()? as usize;
        Ok(std::str::from_utf8(self.take(length)?).map_err(|_| NO_TEXT)?.to_owned())
    }

    fn option<T>(&mut self, read: impl FnOnce(&mut Self) -> Result<T, Torn>) -> Result<Option<T>, Torn> {
        match self.byte()? {
            0 => Ok(None),
            1 => read(self).map(Some),
            _ => Err(NO_VALUE),
        }
    }

    fn list<T>(&mut self, mut read: impl FnMut(&mut Self) -> Result<T, Torn>) -> Result<Vec<T>, Torn> {
        let length = self.number()? as usize;
        // Every entry has a byte at least: a length that cannot be is not believed.
        if length > self.bytes.len() {
            return Err(SHORT);
        }
        (0..length).map(|_| read(self)).collect()
    }
}

/// In the order of their numbers on disk.
const FURNITURE: [Furniture; 10] = [
    Furniture::Dateline,
    Furniture::Cookie,
    Furniture::Advertisement,
    Furniture::Player,
    Furniture::Caption,
    Furniture::Credit,
    Furniture::Crosshead,
    Furniture::Navigation,
    Furniture::Repeated,
    Furniture::Unrelated,
];

/// In the order of their numbers on disk, from 1.
const PUBSTATUS: [PubStatus; 3] = [PubStatus::Usable, PubStatus::Withheld, PubStatus::Canceled];

/// How hard zstd works on a text: 3 makes 2.1 KB of news 1.1 KB in 10 microseconds.
const COMPRESSION: i32 = 3;
/// Longest row after unpacking, in bytes: what a damaged one can make the program hold.
const LONGEST: usize = 1 << 30;

/// A document as it is kept.
pub(super) fn write_document(document: &Document) -> Vec<u8> {
    let mut out = Writer::default();
    let article = &document.article;
    out.text(&article.id.0);
    out.text(&article.text);
    out.option(article.title.as_deref(), Writer::text);
    out.option(article.source.as_deref(), Writer::text);
    out.option(article.url.as_deref(), Writer::text);
    out.option(article.published, published);
    out.text(&article.place.file);
    out.option(article.place.line, Writer::number);
    let mut last = 0;
    out.list(&document.furniture, |out, block| {
        let kind = FURNITURE.iter().position(|&kind| Some(kind) == block.furniture);
        out.number(kind.unwrap_or(FURNITURE.len()) as u64);
        out.number(u64::from(block.span.start - last));
        out.number(block.span.len() as u64);
        last = block.span.end;
    });
    out.text(&document.item);
    let Item { version, pubstatus, language, slugline, ednote, genre } = &article.item;
    out.number(pubstatus.and_then(|status| PUBSTATUS.iter().position(|&one| one == status)).map_or(0, |place| place as u64 + 1));
    for words in [version, language, slugline, ednote, genre] {
        out.option(words.as_deref(), Writer::text);
    }
    out.signed(document.came);
    seal(zstd::bulk::compress(&out.bytes, COMPRESSION).unwrap_or_default())
}

/// What [`write_document`] wrote.
pub(super) fn read_document(bytes: &[u8]) -> Result<Document, Torn> {
    let packed = unseal(bytes)?.bytes;
    let length = zstd::zstd_safe::get_frame_content_size(packed).ok().flatten().unwrap_or(0) as usize;
    let unpacked = zstd::bulk::decompress(packed, length.min(LONGEST)).map_err(|_| "a text cannot be unpacked")?;
    let mut from = Reader { bytes: &unpacked };
    let mut article = Article {
        id: DocumentId(from.text()?),
        text: from.text()?,
        title: from.option(Reader::text)?,
        source: from.option(Reader::text)?,
        url: from.option(Reader::text)?,
        published: from.option(read_published)?,
        place: Place { file: from.text()?, line: from.option(Reader::number)?, record: None },
        item: Item::default(),
    };
    let mut last = 0;
    let furniture = from.list(|from| {
        let kind = FURNITURE.get(from.number()? as usize).copied();
        let start = last + from.small()? as usize;
        last = start + from.small()? as usize;
        article.text.get(start..last).ok_or(NO_VALUE)?;
        Ok(Block { span: Span::new(start, last), furniture: kind })
    })?;
    let item = from.text()?;
    let pubstatus = match from.number()? as usize {
        0 => None,
        place => Some(*PUBSTATUS.get(place - 1).ok_or(NO_VALUE)?),
    };
    let mut words = || from.option(Reader::text);
    article.item =
        Item { pubstatus, version: words()?, language: words()?, slugline: words()?, ednote: words()?, genre: words()? };
    Ok(Document { article, furniture, item, came: from.signed()? })
}

fn published(out: &mut Writer, published: Published) {
    let Published { local, has_time, offset_minutes } = published;
    out.signed(local.year().into());
    for part in [local.month(), local.day(), local.hour(), local.minute(), local.second()] {
        out.signed(part.into());
    }
    out.signed(local.subsec_nanosecond().into());
    out.number(has_time.into());
    out.signed(offset_minutes.into());
}

fn read_published(from: &mut Reader<'_>) -> Result<Published, Torn> {
    let year = i16::try_from(from.signed()?).map_err(|_| NO_VALUE)?;
    let mut parts = [0_i8; 5];
    for part in &mut parts {
        *part = i8::try_from(from.signed()?).map_err(|_| NO_VALUE)?;
    }
    let nanosecond = i32::try_from(from.signed()?).map_err(|_| NO_VALUE)?;
    let [month, day, hour, minute, second] = parts;
    let local = DateTime::new(year, month, day, hour, minute, second, nanosecond).map_err(|_| NO_VALUE)?;
    let has_time = from.number()? == 1;
    Ok(Published { local, has_time, offset_minutes: i16::try_from(from.signed()?).map_err(|_| NO_VALUE)? })
}

/// What a document is found by, as a row of its own.
pub(super) fn write_print(print: &Print) -> Vec<u8> {
    let mut out = Writer::default();
    out.text(&print.id);
    known(&mut out, &print.known);
    out.list(&print.keys, |out, key| out.bytes.extend_from_slice(&key.to_le_bytes()));
    let mut last = 0;
    out.list(&print.terms, |out, term| {
        out.number(u64::from(term.term - last));
        out.number(u64::from(term.weight) << 1 | u64::from(term.rare));
        last = term.term;
    });
    out.list(&print.partners, |out, (other, cosine)| {
        out.number((*other).into());
        out.number(cosine.to_bits().into());
    });
    seal(out.bytes)
}

/// What [`write_print`] wrote.
pub(super) fn read_print(bytes: &[u8]) -> Result<Print, Torn> {
    let mut from = unseal(bytes)?;
    let id = from.text()?;
    let known = read_known(&mut from)?;
    let keys = from.list(|from| {
        let bytes = from.take(4)?;
        Ok(u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]))
    })?;
    let mut last = 0_u32;
    let terms = from.list(|from| {
        last = last.checked_add(from.small()?).ok_or(NO_VALUE)?;
        let weight = from.small()?;
        Ok(Weighed { term: last, weight: (weight >> 1) as u16, rare: weight & 1 == 1 })
    })?;
    let partners = from.list(|from| Ok((from.small()?, f32::from_bits(from.small()?))))?;
    Ok(Print { id, known, keys, terms, partners })
}

/// The id alone of what [`write_print`] wrote.
pub(super) fn read_id(bytes: &[u8]) -> Result<String, Torn> {
    unseal(bytes)?.text()
}

/// What is held in memory of some documents in a row.
pub(super) fn write_page(page: &[Known]) -> Vec<u8> {
    let mut out = Writer::default();
    out.list(page, known);
    seal(out.bytes)
}

/// What [`write_page`] wrote.
pub(super) fn read_page(bytes: &[u8]) -> Result<Vec<Known>, Torn> {
    unseal(bytes)?.list(read_known)
}

fn known(out: &mut Writer, known: &Known) {
    for hash in [known.text_hash, known.name, known.identity, known.item] {
        out.whole(hash);
    }
    out.option(known.time, Writer::signed);
    out.signed(known.came);
    let Sampled { size, thinned, marks } = known.sampled;
    for number in [known.words, known.stems, size, thinned, marks[0], marks[1], known.first, known.rank, known.parent] {
        out.number(number.into());
    }
    out.number(known.total);
    out.number(known.fate as u64);
    out.number(u64::from(known.killed) | u64::from(known.gone) << 1);
}

fn read_known(from: &mut Reader<'_>) -> Result<Known, Torn> {
    Ok(Known {
        text_hash: from.whole()?,
        name: from.whole()?,
        identity: from.whole()?,
        item: from.whole()?,
        time: from.option(Reader::signed)?,
        came: from.signed()?,
        words: from.small()?,
        stems: from.small()?,
        sampled: Sampled { size: from.small()?, thinned: from.small()?, marks: [from.small()?, from.small()?] },
        first: from.small()?,
        rank: from.small()?,
        parent: from.small()?,
        total: from.number()?,
        fate: *Fate::ALL.get(from.number()? as usize).ok_or(NO_VALUE)?,
        ..flags(from.number()?)
    })
}

fn flags(bits: u64) -> Known {
    Known { killed: bits & 1 == 1, gone: bits & 2 == 2, ..Known::default() }
}

/// What a batch changed beside its own documents.
pub(super) fn write_step(step: &Step) -> Vec<u8> {
    let mut out = Writer::default();
    out.number(step.first.into());
    out.number(step.documents.into());
    let mut last = 0;
    out.list(&step.stems, |out, (stem, count)| {
        out.number(u64::from(stem - last));
        out.number((*count).into());
        last = *stem;
    });
    out.list(&step.printed, printed);
    out.list(&step.parents, |out, (document, parent)| {
        out.number((*document).into());
        out.number((*parent).into());
    });
    out.list(&step.killed, |out, document| out.number((*document).into()));
    seal(out.bytes)
}

/// What [`write_step`] wrote.
pub(super) fn read_step(bytes: &[u8]) -> Result<Step, Torn> {
    let mut from = unseal(bytes)?;
    let (first, documents) = (from.small()?, from.small()?);
    let stems = read_counts(&mut from)?;
    Ok(Step {
        first,
        documents,
        stems,
        printed: from.list(read_printed)?,
        parents: from.list(|from| Ok((from.small()?, from.small()?)))?,
        killed: from.list(Reader::small)?,
    })
}

fn read_counts(from: &mut Reader<'_>) -> Result<Vec<(u32, u32)>, Torn> {
    let mut last = 0_u32;
    from.list(|from| {
        last = last.checked_add(from.small()?).ok_or(NO_VALUE)?;
        Ok((last, from.small()?))
    })
}

fn printed(out: &mut Writer, printed: &Printed) {
    out.whole(printed.source);
    out.option(printed.story, Writer::whole);
    out.list(&printed.keys, |out, key| out.whole(*key));
}

fn read_printed(from: &mut Reader<'_>) -> Result<Printed, Torn> {
    Ok(Printed { source: from.whole()?, story: from.option(Reader::whole)?, keys: from.list(Reader::whole)? })
}

/// How often each stem was counted, in rising order of stem.
pub(super) fn write_counts(counts: &[(u32, u32)]) -> Vec<u8> {
    let mut out = Writer::default();
    let mut last = 0;
    out.list(counts, |out, (stem, count)| {
        out.number(u64::from(stem - last));
        out.number((*count).into());
        last = *stem;
    });
    seal(out.bytes)
}

/// What [`write_counts`] wrote.
pub(super) fn read_counts_row(bytes: &[u8]) -> Result<Vec<(u32, u32)>, Torn> {
    read_counts(&mut unseal(bytes)?)
}

/// The samples of all sources.
pub(super) fn write_paragraphs(sample: &[Printed]) -> Vec<u8> {
    let mut out = Writer::default();
    out.list(sample, printed);
    seal(out.bytes)
}

/// What [`write_paragraphs`] wrote.
pub(super) fn read_paragraphs(bytes: &[u8]) -> Result<Vec<Printed>, Torn> {
    unseal(bytes)?.list(read_printed)
}

/// An answer as it was given.
pub(super) fn write_verdict(verdict: &[u8]) -> Vec<u8> {
    let packed = zstd::bulk::compress(verdict, 1).ok().filter(|packed| packed.len() < verdict.len());
    let mut out = Writer::default();
    out.number(u64::from(packed.is_some()));
    out.bytes.extend_from_slice(packed.as_deref().unwrap_or(verdict));
    seal(out.bytes)
}

/// What [`write_verdict`] wrote.
pub(super) fn read_verdict(bytes: &[u8]) -> Result<Vec<u8>, Torn> {
    let mut from = unseal(bytes)?;
    if from.number()? == 0 {
        return Ok(from.bytes.to_vec());
    }
    let length = zstd::zstd_safe::get_frame_content_size(from.bytes).ok().flatten().unwrap_or(0) as usize;
    zstd::bulk::decompress(from.bytes, length.min(LONGEST)).map_err(|_| "a verdict cannot be unpacked")
}

/// A document that has a key, and the weight of the key in it.
pub type Posting = (u32, u16);

/// The lists of some keys, in rising order of key, each in rising order of document.
pub(super) fn write_lists<'a>(lists: impl Iterator<Item = (u32, &'a [Posting])>, weighed: bool) -> Vec<u8> {
    let mut out = Writer::default();
    let mut key_before = 0;
    let mut packed = Writer::default();
    for (key, postings) in lists {
        packed.bytes.clear();
        let mut before = 0;
        for &(document, weight) in postings {
            packed.number(u64::from(document - before));
            if weighed {
                packed.bytes.extend_from_slice(&weight.to_le_bytes());
            }
            before = document;
        }
        out.number(u64::from(key - key_before));
        out.number(postings.len() as u64);
        out.number(packed.bytes.len() as u64);
        out.bytes.extend_from_slice(&packed.bytes);
        key_before = key;
    }
    seal(out.bytes)
}

/// Hands each key with the number of its documents and the list itself, packed, to `take`.
pub(super) fn each_list<'a>(
    bytes: &'a [u8],
    mut take: impl FnMut(u32, usize, Packed<'a>) -> Result<(), Torn>,
) -> Result<(), Torn> {
    let mut from = unseal(bytes)?;
    let mut key = 0_u32;
    while !from.bytes.is_empty() {
        key = key.checked_add(from.small()?).ok_or(NO_VALUE)?;
        let (count, length) = (from.number()? as usize, from.number()? as usize);
        take(key, count, Packed { bytes: from.take(length)? })?;
    }
    Ok(())
}

/// A list that was not read yet.
#[derive(Clone, Copy)]
pub(super) struct Packed<'a> {
    bytes: &'a [u8],
}

impl Packed<'_> {
    /// Reads the list behind `out`.
    pub(super) fn read(self, weighed: bool, out: &mut Vec<Posting>) -> Result<(), Torn> {
        let mut from = Reader { bytes: self.bytes };
        let mut document = 0_u32;
        while !from.bytes.is_empty() {
            document = document.checked_add(from.small()?).ok_or(NO_VALUE)?;
            let weight = if weighed { u16::from_le_bytes([from.byte()?, from.byte()?]) } else { 0 };
            out.push((document, weight));
        }
        Ok(())
    }
}
