//! What stands in the rows on disk. A change here, in `bytes`, `blocks` or `lists` needs a new [`FORMAT`] and a line in
//! CHANGELOG.md.

use super::{
    bytes::{NO_VALUE, Reader, Torn, Writer, seal, unseal},
    known::{Document, Fate, Known, Print, Step},
    sweep::Sweep,
};
use crate::{
    candidates::Sampled,
    clean::{Block, Furniture, Printed},
    document::{Document as Article, DocumentId, Item, Place, PubStatus, Published},
    fingerprint::story::Weighed,
    span::Span,
};
use jiff::civil::DateTime;

/// The version of all that stands here.
pub(super) const FORMAT: u32 = 4;
/// The oldest version whose documents can be read: an index is made anew from them.
pub(super) const OLDEST: u32 = 2;
/// The first version whose blocks are found by their last row; by their first before.
pub(super) const BY_LAST: u32 = 4;

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
    out.number(
        pubstatus
            .and_then(|status| PUBSTATUS.iter().position(|&one| one == status))
            .map_or(0, |place| place as u64 + 1),
    );
    for words in [version, language, slugline, ednote, genre] {
        out.option(words.as_deref(), Writer::text);
    }
    out.signed(document.came);
    out.bytes
}

/// What [`write_document`] wrote.
pub(super) fn read_document(bytes: &[u8]) -> Result<Document, Torn> {
    let mut from = Reader { bytes };
    let mut article = Article {
        id: DocumentId(from.text()?.to_owned()),
        text: from.text()?.to_owned(),
        title: from.option(Reader::owned)?,
        source: from.option(Reader::owned)?,
        url: from.option(Reader::owned)?,
        published: from.option(read_published)?,
        place: Place { file: from.text()?.to_owned(), line: from.option(Reader::number)?, record: None },
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
    let item = from.text()?.to_owned();
    let pubstatus = match from.number()? as usize {
        0 => None,
        place => Some(*PUBSTATUS.get(place - 1).ok_or(NO_VALUE)?),
    };
    let mut words = || from.option(Reader::owned);
    article.item = Item {
        pubstatus,
        version: words()?,
        language: words()?,
        slugline: words()?,
        ednote: words()?,
        genre: words()?,
    };
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

/// What a document is found by.
pub(super) fn write_print(print: &Print) -> Vec<u8> {
    let mut out = Writer::default();
    out.text(&print.id);
    let mut last = 0;
    out.list(&print.terms, |out, term| {
        out.number(u64::from(term.term - last));
        out.number(u64::from(term.weight) << 1 | u64::from(term.rare));
        last = term.term;
    });
    out.list(&print.partners, |out, (other, cosine)| {
        out.number((*other).into());
        out.bytes.extend_from_slice(&cosine.to_le_bytes());
    });
    out.list(&print.keys, |out, key| out.bytes.extend_from_slice(&key.to_le_bytes()));
    out.bytes
}

/// What [`write_print`] wrote.
pub(super) fn read_print(bytes: &[u8]) -> Result<Print, Torn> {
    let mut from = Reader { bytes };
    let id = from.text()?.to_owned();
    let terms = terms(&mut from)?;
    let partners = from.list(|from| Ok((from.small()?, f32::from_bits(from.four()?))))?;
    Ok(Print { id, terms, partners, keys: from.list(Reader::four)? })
}

/// The id alone of what [`write_print`] wrote.
pub(super) fn read_id(bytes: &[u8]) -> Result<String, Torn> {
    Reader { bytes }.text().map(str::to_owned)
}

/// The terms alone of what [`write_print`] wrote.
pub(super) fn read_terms(bytes: &[u8]) -> Result<Vec<Weighed>, Torn> {
    let mut from = Reader { bytes };
    from.text()?;
    terms(&mut from)
}

fn terms(from: &mut Reader<'_>) -> Result<Vec<Weighed>, Torn> {
    let mut last = 0_u32;
    from.list(|from| {
        last = last.checked_add(from.small()?).ok_or(NO_VALUE)?;
        let weight = from.small()?;
        Ok(Weighed { term: last, weight: (weight >> 1) as u16, rare: weight & 1 == 1 })
    })
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
    for number in [known.words, known.stems, size, thinned, marks[0], marks[1], known.first, known.parent] {
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
    out.list(&step.known, known);
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
    let (first, known) = (from.small()?, from.list(read_known)?);
    let stems = read_counts(&mut from)?;
    Ok(Step {
        first,
        known,
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

/// How far the lists are.
pub(super) fn write_sweep(sweep: Sweep) -> Vec<u8> {
    let mut out = Writer::default();
    for number in [sweep.settled, sweep.until, sweep.emptied] {
        out.number(number.into());
    }
    out.option(sweep.at, Writer::number);
    seal(out.bytes)
}

/// What [`write_sweep`] wrote.
pub(super) fn read_sweep(bytes: &[u8]) -> Result<Sweep, Torn> {
    let mut from = unseal(bytes)?;
    let (settled, until, emptied) = (from.small()?, from.small()?, from.small()?);
    Ok(Sweep { settled, until, emptied, at: from.option(Reader::number)? })
}

/// Numbers of documents, which rise.
pub(super) fn write_numbers(numbers: &[u32]) -> Vec<u8> {
    let mut out = Writer::default();
    let mut last = 0;
    out.list(numbers, |out, number| {
        out.number(u64::from(number - last));
        last = *number;
    });
    seal(out.bytes)
}

/// What [`write_numbers`] wrote.
pub(super) fn read_numbers(bytes: &[u8]) -> Result<Vec<u32>, Torn> {
    let mut last = 0_u32;
    unseal(bytes)?.list(|from| {
        last = last.checked_add(from.small()?).ok_or(NO_VALUE)?;
        Ok(last)
    })
}

/// What came to the samples of all sources.
pub(super) fn write_paragraphs(sample: &[Printed]) -> Vec<u8> {
    let mut out = Writer::default();
    out.list(sample, printed);
    seal(out.bytes)
}

/// What [`write_paragraphs`] wrote.
pub(super) fn read_paragraphs(bytes: &[u8]) -> Result<Vec<Printed>, Torn> {
    unseal(bytes)?.list(read_printed)
}
