//! Web archives (WARC 1.0 and 1.1, ISO 28500): a response that is a web page, or a text that was made of one (WET), is an article.
//!
//! A reader of our own, as the records are few lines of header and a length; a crate for it would neither tell where a record
//! stands nor go on behind one whose length lies.

use super::{
    Part, Source, decode, page, published,
    store::Extracts,
    stream::Stream,
    whole::{self, Kind, Whole},
};
use crate::{
    document::{Document, DocumentId, Item, Place, Skipped},
    settings::Reading,
};
use std::{
    borrow::Cow,
    collections::BTreeMap,
    io::{self, BufRead, Cursor, Read},
    ops::ControlFlow,
    sync::Arc,
};

/// Hands on the records of `stream` that may be articles; says at the end how many were none.
pub(super) fn read(
    source: &Arc<Source>,
    stream: Stream<'_>,
    extracts: Option<&Arc<Extracts>>,
    settings: &Reading,
    each: &mut dyn FnMut(Part) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let mut records = Records { back: Vec::new(), at: 0, bytes: stream.bytes, offset: stream.start };
    let mut others: BTreeMap<String, u64> = BTreeMap::new();
    let longest = settings.longest_page as u64 + Reading::HTTP_HEADER;
    for record in 1.. {
        let place = Place { record: Some(record), ..Place::of_file(source.shown.clone()) };
        let skipped = |why: String| Part::Skipped(Skipped { place: place.clone(), why });
        let origin = match records.find() {
            Ok(Some(origin)) => origin,
            Ok(None) => break,
            Err(error) => return each(skipped(format!("breaks off: {error}; the records before were read"))),
        };
        match records.next(longest) {
            Ok(Found::Record { bytes, lies }) => {
                match kind(&bytes) {
                    Ok(()) => each(Part::Whole(Whole {
                        source: source.clone(),
                        kind: Kind::Record,
                        name: String::new(),
                        bytes,
                        place: place.clone(),
                        origin: Some(origin),
                        extracts: extracts.cloned(),
                    }))?,
                    Err(other) => *others.entry(other).or_default() += 1,
                }
                if let Some(lies) = lies {
                    each(skipped(lies))?;
                }
            }
            Ok(Found::Bad(why)) => each(skipped(why))?,
            Err(error) => return each(skipped(format!("breaks off: {error}; the records before were read"))),
        }
    }
    if others.is_empty() {
        return ControlFlow::Continue(());
    }
    let counts = others.iter().map(|(kind, count)| format!("{count} {kind}")).collect::<Vec<_>>().join(", ");
    each(Part::Warning(format!("{}: records that hold no article: {counts}", source.shown)))
}

/// What stands in a file where a record should.
enum Found {
    /// The bytes of one record, header and block; what is wrong with its length.
    Record { bytes: Vec<u8>, lies: Option<String> },
    /// None, and why.
    Bad(String),
}

/// The bytes of a web archive, of which some can be given back.
struct Records<'a> {
    back: Vec<u8>,
    at: usize,
    bytes: Box<dyn BufRead + 'a>,
    /// Place of the next byte.
    offset: u64,
}

impl Read for Records<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.fill_buf()?.read(buffer)?;
        self.consume(length);
        Ok(length)
    }
}

impl BufRead for Records<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.at < self.back.len() { Ok(&self.back[self.at..]) } else { self.bytes.fill_buf() }
    }

    fn consume(&mut self, length: usize) {
        self.offset += length as u64;
        if self.at < self.back.len() { self.at += length } else { self.bytes.consume(length) }
    }
}

impl Records<'_> {
    /// Gives `bytes` back, which were read last.
    fn give_back(&mut self, bytes: &[u8]) {
        self.offset -= bytes.len() as u64;
        let rest = self.back.split_off(self.at.min(self.back.len()));
        self.back = [bytes, &rest].concat();
        self.at = 0;
    }

    /// Goes to the next line that begins a record; says where that is, `None` at the end.
    fn find(&mut self) -> io::Result<Option<u64>> {
        let mut line = Vec::new();
        loop {
            line.clear();
            let length = self.take(Reading::WARC_HEADER as u64).read_until(b'\n', &mut line)?;
            if length == 0 {
                return Ok(None);
            }
            if line.starts_with(b"WARC/") {
                let start = self.offset - length as u64;
                self.give_back(&line);
                return Ok(Some(start));
            }
        }
    }

    /// The record that begins here. One whose block is longer than `longest` is passed over.
    fn next(&mut self, longest: u64) -> io::Result<Found> {
        let mut bytes = Vec::new();
        loop {
            let length = (&mut *self).take(Reading::WARC_HEADER as u64).read_until(b'\n', &mut bytes)?;
            if length == 0 {
                return Ok(Found::Bad("the file ends in the header of this record".to_owned()));
            }
            if bytes.len() > Reading::WARC_HEADER {
                return Ok(Found::Bad(format!("a header longer than {} bytes", Reading::WARC_HEADER)));
            }
            if bytes.ends_with(b"\r\n\r\n") || bytes.ends_with(b"\n\n") {
                break;
            }
        }
        let header = bytes.len();
        let Some(length) = field(&bytes, "content-length").and_then(|length| length.parse::<u64>().ok()) else {
            return Ok(Found::Bad("no Content-Length that is a number".to_owned()));
        };
        if length > longest {
            let passed = io::copy(&mut (&mut *self).take(length), &mut io::sink())?;
            let why = if passed < length { "; its length lies: the file has no more" } else { "" };
            return Ok(match kind(&bytes) {
                // A film or a picture is none of the articles, however long it is.
                Err(_) if why.is_empty() => Found::Record { bytes, lies: None },
                _ => Found::Bad(format!("longer than {longest} bytes, the most a page may have{why}")),
            });
        }
        let read = (&mut *self).take(length).read_to_end(&mut bytes)? as u64;
        let mut end = Vec::new();
        (&mut *self).take(4).read_to_end(&mut end)?;
        if read == length && (end == b"\r\n\r\n" || end.is_empty() || end.starts_with(b"\n\n")) {
            return Ok(Found::Record { bytes, lies: None });
        }
        // The length lies. What follows is looked for in the block first: a record that is told too long holds the next ones.
        bytes.extend_from_slice(&end);
        let next = memchr::memmem::find(&bytes[header..], b"\r\n\r\nWARC/1.").map(|at| header + at);
        let why = if read < length {
            format!("the file has {read}")
        } else {
            "the next record does not follow it".to_owned()
        };
        let why = format!("its length lies: it tells of {length} bytes, {why}");
        Ok(match next {
            Some(at) => {
                self.give_back(&bytes[at + 4..]);
                Found::Bad(format!("{why}; the records behind it were read"))
            }
            None if read < length => Found::Bad(why),
            None => {
                // Shorter than it is: the rest is passed over up to the next record.
                self.give_back(&end);
                Found::Bad(why)
            }
        })
    }
}

/// Whether a record may be an article; if not, what it is.
fn kind(record: &[u8]) -> Result<(), String> {
    let header = &record[..head_length(record)];
    let kind = field(header, "warc-type").unwrap_or_default();
    let block = &record[header.len()..];
    let mime = field(header, "content-type").unwrap_or_default();
    match kind.as_str() {
        "response" if mime.starts_with("application/http") => {
            let http = &block[..head_length(block)];
            let is_good = http.split(|byte| *byte == b' ').nth(1).is_some_and(|status| status.starts_with(b"2"));
            let mime = field(http, "content-type").unwrap_or_default();
            let is_page = mime.contains("html") || mime.is_empty() && memchr::memmem::find(block, b"<html").is_some();
            match (is_good, is_page) {
                (true, true) => Ok(()),
                (true, false) => Err(format!("response ({})", mime.split(';').next().unwrap_or("").trim())),
                (false, _) => Err("response (not 200)".to_owned()),
            }
        }
        "resource" | "response" if mime.contains("html") => Ok(()),
        "conversion" if mime.starts_with("text/plain") => Ok(()),
        "" => Err("without type".to_owned()),
        other => Err(other.chars().take(40).collect()),
    }
}

/// The article of a record, and what is to be told of it.
///
/// # Errors
///
/// In words, when its page has none.
pub(super) fn document(record: &[u8], place: &Place) -> Result<(Document, Option<String>), String> {
    let (header, block) = record.split_at(head_length(record));
    let url = field(header, "warc-target-uri").map(|url| url.trim_matches(['<', '>']).to_owned());
    let named = field(header, "warc-record-id").map(|id| id.trim_matches(['<', '>']).replace("urn:uuid:", ""));
    let id = DocumentId(named.unwrap_or_else(|| place.to_string()));
    let crawled = field(header, "warc-date").and_then(|date| published::parse(&date));
    let mime = field(header, "content-type").unwrap_or_default();
    if mime.starts_with("text/plain") {
        let text = decode::to_text(block.to_vec());
        if text.trim().is_empty() {
            return Err(super::EMPTY_FILE.to_owned());
        }
        let published = super::text::date_line(&text).or(crawled);
        let source = url.as_deref().and_then(super::fields::host);
        let language = field(header, "warc-identified-content-language");
        let item = Item { language, ..Item::default() };
        return Ok((Document { id, text, title: None, published, source, url, item, place: place.clone() }, None));
    }
    let (http, body) =
        if mime.starts_with("application/http") { block.split_at(head_length(block)) } else { (&b""[..], block) };
    let body = unpacked(http, body)?;
    let mime = field(http, "content-type").unwrap_or(mime);
    let charset = mime.split("charset=").nth(1).map(|label| label.trim_matches(['"', '\'', ' ', ';']));
    let (document, note) = whole::document(page::read(&decode::declared(&body, charset))?, id, place.clone());
    let source = url.as_deref().and_then(super::fields::host).filter(|_| document.source.is_none());
    let document = Document {
        published: document.published.or(crawled),
        source: document.source.or(source),
        url: url.or(document.url),
        ..document
    };
    Ok((document, note))
}

/// The body of a response without what HTTP packed it in.
fn unpacked<'a>(http: &[u8], body: &'a [u8]) -> Result<Cow<'a, [u8]>, String> {
    let has = |name, word| field(http, name).is_some_and(|value| value.to_ascii_lowercase().contains(word));
    let mut body = Cow::Borrowed(body);
    if has("transfer-encoding", "chunked") {
        // Some crawlers keep the field and store the body in one piece.
        if let Some(whole) = unchunked(&body) {
            body = Cow::Owned(whole);
        }
    }
    if body.starts_with(&[0x1f, 0x8b]) || has("content-encoding", "deflate") && body.starts_with(&[0x78]) {
        let mut out = Vec::new();
        let unpack: Box<dyn Read> = if body.starts_with(&[0x1f, 0x8b]) {
            Box::new(flate2::read::MultiGzDecoder::new(Cursor::new(&*body)))
        } else {
            Box::new(flate2::read::ZlibDecoder::new(Cursor::new(&*body)))
        };
        unpack
            .take(Reading::UNPACKED_BODY + 1)
            .read_to_end(&mut out)
            .map_err(|error| format!("the body cannot be unpacked: {error}"))?;
        if out.len() as u64 > Reading::UNPACKED_BODY {
            return Err(format!("the body unpacks to more than {} bytes", Reading::UNPACKED_BODY));
        }
        body = Cow::Owned(out);
    } else if has("content-encoding", "br") && std::str::from_utf8(&body).is_err() {
        return Err("the body is packed with Brotli, which is not read".to_owned());
    }
    Ok(body)
}

/// The bytes of chunks; `None` where the first is none.
fn unchunked(mut body: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    loop {
        let end = memchr::memchr(b'\n', body)?;
        let size = std::str::from_utf8(&body[..end]).ok()?.split(';').next()?.trim();
        let size = usize::from_str_radix(size, 16).ok()?;
        body = &body[end + 1..];
        if size == 0 {
            return Some(out);
        }
        // A body that breaks off is read as far as it goes.
        let Some(chunk) = body.get(..size) else {
            out.extend_from_slice(body);
            return Some(out);
        };
        out.extend_from_slice(chunk);
        body = body[size..].trim_ascii_start();
        if body.is_empty() {
            return Some(out);
        }
    }
}

/// Bytes of the lines up to the first blank one, with it.
fn head_length(bytes: &[u8]) -> usize {
    let crlf = memchr::memmem::find(bytes, b"\r\n\r\n").map(|at| at + 4);
    let lf = memchr::memmem::find(bytes, b"\n\n").map(|at| at + 2);
    crlf.into_iter().chain(lf).min().unwrap_or(bytes.len())
}

/// The value of the field `name`, which is in lower case, of a header.
fn field(header: &[u8], name: &str) -> Option<String> {
    header.split(|byte| *byte == b'\n').find_map(|line| {
        let (key, value) = line.split_at(memchr::memchr(b':', line)?);
        let value = String::from_utf8_lossy(&value[1..]);
        (key.trim_ascii().eq_ignore_ascii_case(name.as_bytes())).then(|| value.trim().to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunks_are_put_together_and_what_is_none_stays() {
        assert_eq!(unchunked(b"4\r\nfloo\r\n1;x=y\r\nd\r\n0\r\n\r\n").unwrap(), b"flood");
        assert_eq!(unchunked(b"ff\r\nbreaks").unwrap(), b"breaks");
        assert!(unchunked(b"<html>\n").is_none());
    }
}
