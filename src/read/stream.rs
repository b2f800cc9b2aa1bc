//! A file to a stream of UTF-8 bytes, and what its first bytes say about its format.

use super::{decode, files, table};
use crate::settings::Reading;
use encoding_rs::Encoding;
use flate2::bufread::MultiGzDecoder;
use std::{
    cell::Cell,
    fs::File,
    io::{self, BufRead, BufReader, Cursor, Read},
    path::Path,
    rc::Rc,
};

/// Bytes read at a time: what Zstandard unpacks at once; more leaves the processor's cache before it is parsed.
pub(super) const BUFFER: usize = 128 << 10;

/// How the articles stand in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    /// One article.
    Text,
    /// One article a line.
    JsonLines,
    /// JSON values of any layout: a list of articles, an object that holds one, objects one behind the other.
    Json,
    /// One article a row, the fields set apart by this byte.
    Table(u8),
    /// A web page.
    Page,
    /// XML: a newsroom's item, a feed.
    Xml,
    /// Records of a web archive.
    Warc,
    /// Files in a tar archive.
    Tar,
    /// Files in a zip archive.
    Zip,
    /// A table in columns.
    #[cfg(feature = "parquet")]
    Parquet,
    /// No text; what it is instead.
    Binary(&'static str),
}

/// A file that was opened.
pub(super) struct Stream<'a> {
    /// Its bytes, decompressed, without byte order mark; UTF-16 as UTF-8.
    pub(super) bytes: Box<dyn BufRead + 'a>,
    /// How its articles stand in it.
    pub(super) format: Format,
    /// Its name without the ending of the compression that was read through.
    pub(super) name: String,
    /// Whether the bytes stand in the file as they are, and can be read there again.
    pub(super) is_plain: bool,
    /// The first of them in the file.
    pub(super) start: u64,
    /// The file itself, where that is one on disk.
    pub(super) file: Option<File>,
}

/// Opens the file at `path`, or standard input. `name` is the file's.
pub(super) fn open(path: Option<&Path>, name: &str, settings: &Reading) -> io::Result<Stream<'static>> {
    match path {
        Some(path) => {
            let file = File::open(path)?;
            let can_seek = file.metadata()?.is_file();
            let again = file.try_clone().ok().filter(|_| can_seek);
            let stream = read_through(file, name, settings)?;
            Ok(Stream { is_plain: stream.is_plain && can_seek, file: again, ..stream })
        }
        None => Ok(Stream { is_plain: false, ..read_through(io::stdin().lock(), name, settings)? }),
    }
}

/// Opens what `file` gives, unpacked and without a byte order mark; `name` is its name.
pub(super) fn read_through<'a>(file: impl Read + 'a, name: &str, settings: &Reading) -> io::Result<Stream<'a>> {
    let packed_bytes = Rc::new(Cell::new(0));
    let counted = Counted { from: file, count: packed_bytes.clone() };
    let (bytes, name, packed) = decompress(Box::new(BufReader::with_capacity(BUFFER, counted)), name)?;
    let bytes = if packed { bounded(bytes, packed_bytes, settings) } else { bytes };
    let (mut is_plain, mut start) = (!packed, 0);
    let (mut head, mut bytes) = peek(bytes, Reading::HEAD, is_json_lines);
    if let Some((encoding, mark)) = Encoding::for_bom(&head) {
        if encoding == encoding_rs::UTF_8 {
            bytes.consume(mark);
            head.drain(..mark);
            start = if packed { 0 } else { mark as u64 };
        } else {
            is_plain = false;
            let text = from_utf16(bytes, settings.longest_text)?;
            (head, bytes) = peek(Box::new(Cursor::new(text)), Reading::HEAD, is_json_lines);
        }
    }
    if head.is_empty() {
        bytes.fill_buf()?; // a file that is cut before its first byte is no empty file
    }
    Ok(Stream { format: format_of(&head, name), bytes, name: name.to_owned(), is_plain, start, file: None })
}

/// Reads through gzip (several members too) and Zstandard, told by their first bytes; says whether it was needed.
fn decompress<'a, 'n>(
    file: Box<dyn BufRead + 'a>,
    name: &'n str,
) -> io::Result<(Box<dyn BufRead + 'a>, &'n str, bool)> {
    let (magic, file) = peek(file, 4, |_| false);
    Ok(if magic.starts_with(&[0x1f, 0x8b]) {
        let decoder = BufReader::with_capacity(BUFFER, MultiGzDecoder::new(file));
        let tar = name.strip_suffix(".tgz");
        (Box::new(decoder), tar.or_else(|| name.strip_suffix(".gz")).unwrap_or(name), true)
    } else if magic == [0x28, 0xb5, 0x2f, 0xfd] {
        let decoder = BufReader::with_capacity(BUFFER, zstd::Decoder::with_buffer(file)?);
        (Box::new(decoder), name.strip_suffix(".zst").unwrap_or(name), true)
    } else {
        (file, name, false)
    })
}

/// Counts the bytes that are taken from it.
struct Counted<R> {
    from: R,
    count: Rc<Cell<u64>>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.from.read(buffer)?;
        self.count.set(self.count.get() + length as u64);
        Ok(length)
    }
}

/// `bytes`, which fail when they become more than so many packed bytes may unpack to.
fn bounded<'a>(bytes: Box<dyn BufRead + 'a>, packed: Rc<Cell<u64>>, settings: &Reading) -> Box<dyn BufRead + 'a> {
    let bound = Bound { packed, taken: 0, least: settings.unpacked_bytes, times: settings.unpacked_times };
    Box::new(Bounded { from: bytes, bound })
}

struct Bounded<'a> {
    from: Box<dyn BufRead + 'a>,
    bound: Bound,
}

struct Bound {
    packed: Rc<Cell<u64>>,
    /// Bytes that were taken.
    taken: u64,
    least: u64,
    times: u64,
}

impl Bound {
    /// Fails where `more` bytes behind those that were taken are too many.
    fn check(&self, more: usize) -> io::Result<()> {
        let (packed, least, times) = (self.packed.get(), self.least, self.times);
        let most = least.saturating_add(times.saturating_mul(packed));
        if self.taken + more as u64 <= most {
            return Ok(());
        }
        Err(io::Error::other(format!(
            "{packed} packed bytes hold more than {most}, as only a bomb does; at most {least} and {times} for each packed byte \
             are unpacked"
        )))
    }
}

impl Read for Bounded<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.from.read(buffer)?;
        self.bound.check(length)?;
        self.bound.taken += length as u64;
        Ok(length)
    }
}

impl BufRead for Bounded<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        let bytes = self.from.fill_buf()?;
        self.bound.check(bytes.len())?;
        Ok(bytes)
    }

    fn consume(&mut self, length: usize) {
        self.bound.taken += length as u64;
        self.from.consume(length);
    }
}

fn from_utf16(bytes: Box<dyn BufRead + '_>, longest: usize) -> io::Result<Vec<u8>> {
    let mut all = Vec::new();
    bytes.take(longest as u64 + 1).read_to_end(&mut all)?;
    if all.len() > longest {
        return Err(io::Error::other(format!("UTF-16 is read up to {longest} bytes; convert the file to UTF-8")));
    }
    Ok(decode::to_text(all).into_bytes())
}

/// The first `wanted` bytes, fewer where there are no more or fewer are `enough`, and a reader of all bytes with them.
///
/// A failure among the first bytes is kept and met again behind them, so that what could be read is read.
fn peek<'a>(
    mut reader: Box<dyn BufRead + 'a>,
    wanted: usize,
    enough: fn(&[u8]) -> bool,
) -> (Vec<u8>, Box<dyn BufRead + 'a>) {
    let mut head = Vec::new();
    while head.len() < wanted && !enough(&head) {
        match reader.fill_buf() {
            Ok([]) => break,
            Ok(bytes) => {
                let taken = bytes.len().min(wanted - head.len());
                head.extend_from_slice(&bytes[..taken]);
                reader.consume(taken);
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => {
                reader = Box::new(BufReader::new(Failing(Some(error))));
                break;
            }
        }
    }
    (head.clone(), Box::new(Cursor::new(head).chain(reader)))
}

/// A reader whose next read fails, and which is at its end then.
struct Failing(Option<io::Error>);

impl Read for Failing {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}

fn format_of(head: &[u8], name: &str) -> Format {
    if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
        return Format::Zip;
    }
    if head.get(257..262) == Some(b"ustar") {
        return Format::Tar;
    }
    #[cfg(feature = "parquet")]
    if head.starts_with(b"PAR1") {
        return Format::Parquet;
    }
    if head.starts_with(b"WARC/") {
        return Format::Warc;
    }
    if let Some(what) = binary(head) {
        return Format::Binary(what);
    }
    let start = head.trim_ascii_start();
    let ending = files::ending(name).unwrap_or("").to_ascii_lowercase();
    if let Some(format) = json_start(start).or_else(|| markup_start(start, &ending)) {
        return format;
    }
    match ending.as_str() {
        "jsonl" | "ndjson" => Format::JsonLines,
        "json" if !start.is_empty() => Format::Json,
        "csv" if !start.is_empty() => Format::Table(table::delimiter(start)),
        "tsv" if !start.is_empty() => Format::Table(b'\t'),
        _ => table::told_by_header(start).map_or(Format::Text, Format::Table),
    }
}

/// A web page or XML, by the first element.
fn markup_start(start: &[u8], ending: &str) -> Option<Format> {
    if !start.starts_with(b"<") {
        return None;
    }
    let lower = start.to_ascii_lowercase();
    let mut rest = lower.as_slice();
    // Past the declaration, instructions and comments.
    loop {
        rest = rest.trim_ascii_start();
        let end: &[u8] = match rest {
            [b'<', b'?', ..] => b"?>",
            [b'<', b'!', b'-', b'-', ..] => b"-->",
            _ => break,
        };
        rest = &rest[memchr::memmem::find(rest, end)? + end.len()..];
    }
    let is = |names: &[&str]| names.iter().any(|name| rest.starts_with(name.as_bytes()));
    if is(&["<!doctype html", "<html", "<head", "<body"]) {
        return Some(Format::Page);
    }
    // A document type other than HTML's, or any other element behind a declaration, is XML.
    if start.starts_with(b"<?xml")
        || is(&["<rss", "<feed", "<rdf:rdf", "<nitf", "<newsitem", "<newsmessage", "<!doctype"])
    {
        return Some(Format::Xml);
    }
    match ending {
        "html" | "htm" | "xhtml" | "shtml" => Some(Format::Page),
        "xml" | "rss" | "atom" | "nitf" => Some(Format::Xml),
        _ if memchr::memmem::find(&lower, b"<html").is_some() || memchr::memmem::find(&lower, b"<body").is_some() => {
            Some(Format::Page)
        }
        _ => None,
    }
}

/// Whether the format is clear already: a feed that sends one article and then waits must not be waited for.
fn is_json_lines(head: &[u8]) -> bool {
    json_start(head.trim_ascii_start()) == Some(Format::JsonLines)
}

/// A file that begins with `{"` holds JSON lines, broken ones too; where the line ends behind the brace, it holds JSON of another
/// layout, as it does when it begins with `[{`. No article begins so.
fn json_start(start: &[u8]) -> Option<Format> {
    if let Some(inside) = start.strip_prefix(b"[") {
        let first = inside.trim_ascii_start().first();
        return (first == Some(&b'{')).then_some(Format::Json);
    }
    let inside = start.strip_prefix(b"{")?;
    let first = inside.trim_ascii_start();
    if !first.starts_with(b"\"") && !first.starts_with(b"}") {
        return None;
    }
    let blank = &inside[..inside.len() - first.len()];
    Some(if blank.contains(&b'\n') { Format::Json } else { Format::JsonLines })
}

/// What a file is that holds no text, by its first bytes.
fn binary(head: &[u8]) -> Option<&'static str> {
    const SIGNATURES: [(&[u8], &str); 12] = [
        (b"%PDF-", "a PDF document"),
        (b"\x89PNG", "a PNG image"),
        (b"\xff\xd8\xff", "a JPEG image"),
        (b"GIF8", "a GIF image"),
        (b"SQLite format 3", "an SQLite database"),
        (b"PAR1", "a Parquet table; this program was built without the feature \"parquet\""),
        (b"ARROW1", "an Arrow table"),
        (b"BZh", "bzip2 data; unpack it first"),
        (b"\xfd7zXZ", "xz data; unpack it first"),
        (b"7z\xbc\xaf", "a 7z archive"),
        (b"\x1f\x8b", "gzip data inside compressed data; unpack it first"),
        (b"\x28\xb5\x2f\xfd", "Zstandard data inside compressed data; unpack it first"),
    ];
    if let Some((_, what)) = SIGNATURES.iter().find(|(signature, _)| head.starts_with(signature)) {
        return Some(what);
    }
    if memchr::memchr(0, head).is_some() {
        return Some("zero bytes");
    }
    let is_control = |byte: &&u8| byte.is_ascii_control() && !byte.is_ascii_whitespace() && **byte != 0x1b;
    let controls = head.iter().filter(is_control).count();
    (controls * 1_000 > head.len() * Reading::CONTROLS_PER_THOUSAND).then_some("control characters")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_format_is_told_by_content_before_name() {
        for (head, name, wanted) in [
            ("Flood kills 12 in Ruda", "a.txt", Format::Text),
            ("Flood kills 12 in Ruda", "a.jsonl", Format::JsonLines),
            ("\n {\"text\": \"Flood\"}", "a.txt", Format::JsonLines),
            ("{\"text\": \"Flo", "-", Format::JsonLines),
            ("{\n  \"text\": \"Flood\"\n}", "a.jsonl", Format::Json),
            ("[{\"text\": \"Flood\"}]", "a.json", Format::Json),
            ("[Ruda] A flood killed 12", "a.txt", Format::Text),
            ("{ruda} A flood killed 12", "a.txt", Format::Text),
            (" \n\t", "a.txt", Format::Text),
            ("%PDF-1.7 ...", "a.txt", Format::Binary("a PDF document")),
            ("Flood\0", "a.txt", Format::Binary("zero bytes")),
            ("\u{1}\u{2}\u{3} Flood", "a.txt", Format::Binary("control characters")),
            ("فيضان يقتل 12 في رودا", "a.txt", Format::Text),
        ] {
            assert_eq!(format_of(head.as_bytes(), name), wanted, "{head:?} in {name}");
        }
    }

    /// A feed that has sent its first article and will not send another.
    struct Feed(&'static [u8]);

    impl Read for Feed {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let sent = std::mem::take(&mut self.0);
            assert!(!sent.is_empty(), "the second article is waited for before the first is handed on");
            buffer[..sent.len()].copy_from_slice(sent);
            Ok(sent.len())
        }
    }

    #[test]
    fn the_first_article_of_a_feed_is_read_before_the_second_is_sent() {
        let mut line = Vec::new();
        let mut stream = read_through(Feed(b"{\"text\": \"A flood.\"}\n"), "-", &Reading::default()).unwrap();
        stream.bytes.read_until(b'\n', &mut line).unwrap();
        assert_eq!((stream.format, line.len()), (Format::JsonLines, 21));
    }
}
