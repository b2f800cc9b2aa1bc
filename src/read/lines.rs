//! Records that stand one behind the other in a file and are read again cheaply: lines of JSON, JSON values, rows of a table.

use super::{
    Form, Parsed, Part, Source, decode, fields, fields::Fields, json, store::Extracts, store::Stand, stream::BUFFER,
    stream::Stream,
};
use crate::document::{Document, Place, Skipped};
use serde_json::{Map, Value};
use std::{
    io::{self, BufRead},
    ops::{ControlFlow, Range},
    sync::Arc,
};

/// Characters of a line that is no JSON that are shown, so that its reader sees what stands there.
const SHOWN: usize = 40;

/// Records of one file in a row, as they were read: they can be parsed apart from all others, on any thread.
#[derive(Debug)]
pub struct Lines {
    source: Arc<Source>,
    form: Form,
    /// Where articles are kept that stand inside a record.
    extracts: Option<Arc<Extracts>>,
    bytes: Vec<u8>,
    all: Vec<Line>,
}

/// One record of [`Lines`].
#[derive(Clone, Debug)]
struct Line {
    place: At,
    /// Its bytes in [`Lines::bytes`], with its line feed where it has one.
    range: Range<usize>,
    /// Its first byte in what can be read again.
    offset: u64,
}

/// Where a record begins.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct At {
    /// Its line, from 1.
    pub(super) line: u64,
    /// Its number, from 1, where several records may share a line.
    pub(super) record: Option<u64>,
}

impl Lines {
    /// No records of `source` yet.
    pub(super) fn new(source: &Arc<Source>, form: Form, extracts: Option<Arc<Extracts>>) -> Self {
        Self { source: source.clone(), form, extracts, bytes: Vec::new(), all: Vec::new() }
    }

    /// How many bytes they have.
    #[must_use]
    pub fn len(&self) -> usize {
        self.bytes.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Whether each record is an object of JSON on a line of its own.
    pub(super) fn is_json_lines(&self) -> bool {
        matches!(self.form, Form::Json) && self.all.iter().all(|line| line.place.record.is_none())
    }

    /// The bytes of each record, with its document, or why it holds none.
    pub(super) fn lines<'a>(
        &'a self,
        fields: &'a Fields,
    ) -> impl Iterator<Item = (&'a [u8], Result<Document, Skipped>)> {
        self.all.iter().map(move |line| {
            let bytes = &self.bytes[line.range.clone()];
            (bytes, self.document(line, bytes, fields).map_err(|why| self.skipped(line, why)))
        })
    }

    /// Parses each record and hands on its document with where it can be read again, or why there is none.
    pub(super) fn parse(
        &self,
        fields: &Fields,
        each: &mut dyn FnMut(Result<Parsed, Skipped>) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        self.all.iter().try_for_each(|line| {
            let bytes = &self.bytes[line.range.clone()];
            match self.document(line, bytes, fields) {
                Ok(document) => each(Ok(Parsed { document, stand: self.stand(line, bytes) })),
                Err(why) => {
                    let inside = self.inside(line, bytes, fields);
                    if inside.is_empty() {
                        return each(Err(self.skipped(line, why)));
                    }
                    inside.into_iter().try_for_each(&mut *each)
                }
            }
        })
    }

    fn document(&self, line: &Line, bytes: &[u8], fields: &Fields) -> Result<Document, String> {
        one(&self.form, || line.place.in_file(&self.source), &self.source.under, bytes, fields)
    }

    fn skipped(&self, line: &Line, why: String) -> Skipped {
        Skipped { place: line.place.in_file(&self.source), why }
    }

    /// Where a record can be read again; nowhere, and not hashed, when nobody will.
    fn stand(&self, line: &Line, bytes: &[u8]) -> Stand {
        if self.extracts.is_none() { Stand::NONE } else { Stand::of(bytes, self.source.number, line.offset) }
    }

    /// The articles in a list inside a record.
    fn inside(&self, line: &Line, bytes: &[u8], fields: &Fields) -> Vec<Result<Parsed, Skipped>> {
        if !matches!(self.form, Form::Json) {
            return Vec::new();
        }
        let origin = self.stand(line, bytes);
        json::inside(bytes, &line.place.in_file(&self.source), &self.source.under, fields)
            .into_iter()
            .map(|found| {
                found.and_then(|document| super::whole::kept(document, Some(origin), self.extracts.as_deref()))
            })
            .collect()
    }

    /// Hands on the records gathered so far, if any, and starts anew with what there is of the next one.
    fn hand_on(&mut self, each: &mut dyn FnMut(Part) -> ControlFlow<()>) -> ControlFlow<()> {
        let Some(last) = self.all.last() else { return ControlFlow::Continue(()) };
        let mut next = Vec::with_capacity(self.bytes.capacity());
        next.extend_from_slice(&self.bytes[last.range.end..]);
        self.bytes.truncate(last.range.end);
        let (bytes, all) = (std::mem::replace(&mut self.bytes, next), std::mem::take(&mut self.all));
        let (source, form, extracts) = (self.source.clone(), self.form.clone(), self.extracts.clone());
        each(Part::Lines(Self { source, form, extracts, bytes, all }))
    }
}

impl At {
    /// As a place in `source`.
    pub(super) fn in_file(self, source: &Source) -> Place {
        Place { file: source.shown.clone(), line: Some(self.line), record: self.record }
    }
}

/// What stands next in a file.
pub(super) struct Next {
    pub(super) what: What,
    /// Bytes that were passed over before it.
    pub(super) lead: u64,
    /// Bytes that it has.
    pub(super) length: u64,
    pub(super) at: At,
}

/// What a [`Next`] is.
pub(super) enum What {
    /// A record, which was appended.
    Record,
    /// Nothing: a blank line.
    Blank,
    /// A record that is longer than any may be, and was not appended.
    TooLong,
    /// The end.
    End,
}

/// Appends what stands next in a file to a list of bytes.
pub(super) type Step<'a> = dyn FnMut(&mut dyn BufRead, &mut Vec<u8>) -> io::Result<Next> + 'a;

/// Hands on the records that `next` finds in `bytes` in parts of at least `part_bytes`; `part` is empty, `offset` the place of
/// the first byte.
pub(super) fn gather(
    mut part: Lines,
    mut bytes: Box<dyn BufRead + '_>,
    mut offset: u64,
    [longest, part_bytes]: [usize; 2],
    next: &mut Step<'_>,
    each: &mut dyn FnMut(Part) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let (mut is_empty, mut last) = (true, At::default());
    let source = part.source.clone();
    loop {
        let start = part.bytes.len();
        let found = match next(&mut *bytes, &mut part.bytes) {
            Ok(found) => found,
            Err(error) => {
                part.hand_on(each)?;
                let at = At { line: last.line + 1, record: last.record.map(|record| record + 1) };
                let why = format!("breaks off in this line: {error}; the lines before were read");
                return each(Part::Skipped(Skipped { place: at.in_file(&source), why }));
            }
        };
        offset += found.lead;
        match found.what {
            What::End => break,
            What::Blank => {}
            What::TooLong => {
                part.hand_on(each)?;
                let why = format!("longer than {longest} bytes, the most a line may have");
                each(Part::Skipped(Skipped { place: found.at.in_file(&source), why }))?;
                is_empty = false;
            }
            What::Record => {
                part.all.push(Line { place: found.at, range: start..part.bytes.len(), offset });
                if part.bytes.len() >= part_bytes {
                    part.hand_on(each)?;
                }
                is_empty = false;
            }
        }
        last = found.at;
        offset += found.length;
    }
    part.hand_on(each)?;
    if is_empty { each(Part::Skipped(source.skipped(None, super::EMPTY_FILE))) } else { ControlFlow::Continue(()) }
}

/// Appends `bytes` to the record that starts at `start` of `out` and with them has `length` bytes; of one that is longer than
/// `longest` nothing is kept.
pub(super) fn append(out: &mut Vec<u8>, start: usize, bytes: &[u8], length: u64, longest: usize) {
    if length <= longest as u64 {
        out.extend_from_slice(bytes);
    } else {
        out.truncate(start);
    }
}

/// Hands on the lines of `stream`, in parts of at least `part_bytes`; of what comes at once no complete line is held back for
/// more to come where that is 1. Blank lines are passed over and counted, lines longer than `longest` are not held.
pub(super) fn read(
    mut part: Lines,
    stream: Stream<'_>,
    [longest, part_bytes]: [usize; 2],
    each: &mut dyn FnMut(Part) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let source = part.source.clone();
    let (mut bytes, mut offset, mut is_empty) = (stream.bytes, stream.start, true);
    // The line under way: its number, its first byte in `part`, and how many bytes of it were too many to be held.
    let (mut line, mut start, mut dropped) = (1, 0, 0_u64);
    loop {
        // What comes is read to its place behind the line under way: it is copied no more than once.
        let before = part.bytes.len();
        part.bytes.resize(before + BUFFER, 0);
        let came = bytes.read(&mut part.bytes[before..]);
        part.bytes.truncate(before + came.as_ref().map_or(0, |came| *came));
        let is_end = match came {
            Ok(came) => came == 0,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => {
                part.hand_on(each)?;
                let why = format!("breaks off in this line: {error}; the lines before were read");
                return each(Part::Skipped(source.skipped(Some(line), why)));
            }
        };
        let mut from = before;
        while from < part.bytes.len() || is_end && (start < from || dropped > 0) {
            let feed = memchr::memchr(b'\n', &part.bytes[from..]);
            if feed.is_none() && !is_end {
                break;
            }
            let end = feed.map_or(part.bytes.len(), |at| from + at + 1);
            let length = dropped + (end - start) as u64;
            if length > (longest + usize::from(feed.is_some())) as u64 {
                let rest = part.bytes.len() - end;
                part.hand_on(each)?;
                from = part.bytes.len() - rest;
                let why = format!("longer than {longest} bytes, the most a line may have");
                each(Part::Skipped(source.skipped(Some(line), why)))?;
                is_empty = false;
            } else {
                if !part.bytes[start..end].trim_ascii().is_empty() {
                    part.all.push(Line { place: At { line, record: None }, range: start..end, offset });
                    is_empty = false;
                }
                from = end;
            }
            (line, offset, start, dropped) = (line + 1, offset + length, from, 0);
        }
        let held = part.bytes.len() - start;
        if is_end || start >= part_bytes {
            part.hand_on(each)?;
            part.bytes.drain(..part.bytes.len() - held); // blank and long lines
            start = 0;
        }
        if is_end {
            break;
        }
        if held > longest {
            dropped += held as u64;
            part.bytes.truncate(start);
        }
    }
    if is_empty { each(Part::Skipped(source.skipped(None, super::EMPTY_FILE))) } else { ControlFlow::Continue(()) }
}

/// The article of one record at `place`, or what is wrong with it; `under` is the path of its file under the input.
pub(super) fn one(
    form: &Form,
    place: impl Fn() -> Place,
    under: &str,
    bytes: &[u8],
    fields: &Fields,
) -> Result<Document, String> {
    let foreign;
    let text = if let Ok(text) = std::str::from_utf8(bytes) {
        text
    } else {
        foreign = decode::to_text(bytes.to_vec());
        &foreign
    };
    let name = |place: &Place| name(under, place);
    if let Form::Row(columns) = form {
        return columns.object(text).and_then(|object| fields::to_document(object, fields, place(), name));
    }
    if let Some(values) = fields::select(text.trim(), fields)
        && let Ok(document) = fields::from_values(values, fields, place(), name)
    {
        return Ok(document);
    }
    // What is wrong is told from the whole object.
    to_object(text).and_then(|object| fields::to_document(object, fields, place(), name))
}

/// What a record is called that has no id: `FILE:LINE`, or `FILE#RECORD` where several may share a line.
pub(super) fn name(under: &str, place: &Place) -> String {
    match (place.record, place.line) {
        (Some(record), _) => format!("{under}#{record}"),
        (None, line) => format!("{under}:{}", line.unwrap_or(1)),
    }
}

/// The object that `line` is, or what is wrong with it. The parser's own limit keeps deep nesting off the stack.
fn to_object(line: &str) -> Result<Map<String, Value>, String> {
    let start = line.trim_start();
    if !start.starts_with('{') {
        let shown: String = start.trim_end().chars().take(SHOWN).collect();
        return Err(format!("no JSON object: wanted {{\"text\": ...}}, found {shown:?}"));
    }
    serde_json::from_str(line.trim_end()).map_err(|error| {
        let message = error.to_string();
        let message = message.split(" at line ").next().unwrap_or(&message);
        format!("broken JSON at byte {}: {message}; wanted one object a line", error.column())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Bytes that come so many at a time.
    struct Drops<'a>(&'a [u8], usize);

    impl io::Read for Drops<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let most = self.1.min(buffer.len());
            self.0.read(&mut buffer[..most])
        }
    }

    /// The lines of `text` as they are handed on where `at_once` bytes come at a time; "-" for one that is too long.
    fn lines(text: &str, longest: usize, at_once: usize, part_bytes: usize) -> Vec<String> {
        let bytes = Box::new(io::BufReader::with_capacity(at_once, Drops(text.as_bytes(), at_once)));
        let stream = Stream {
            bytes,
            format: super::super::stream::Format::JsonLines,
            name: String::new(),
            is_plain: true,
            start: 0,
            file: None,
        };
        let source = Arc::new(Source { number: 0, path: None, shown: "-".into(), under: "-".into(), is_input: true });
        let mut all = Vec::new();
        let flow = read(Lines::new(&source, Form::Json, None), stream, [longest, part_bytes], &mut |part| {
            match part {
                Part::Lines(lines) => all.extend(lines.all.iter().map(|line| {
                    let bytes = &lines.bytes[line.range.clone()];
                    assert_eq!(&text.as_bytes()[line.offset as usize..][..bytes.len()], bytes);
                    format!("{}:{}", line.place.line, String::from_utf8_lossy(bytes).trim_end())
                })),
                _ => all.push("-".to_owned()),
            }
            ControlFlow::Continue(())
        });
        assert!(flow.is_continue());
        all
    }

    #[test]
    fn a_line_that_is_too_long_is_passed_over_and_the_next_is_read() {
        let text = "12345\n123456\n12\n \n\n1234567\n9";
        for at_once in [1, 2, 3, 7, 100] {
            for part_bytes in [1, 4, 100] {
                let found = lines(text, 5, at_once, part_bytes);
                assert_eq!(found, ["1:12345", "-", "3:12", "-", "7:9"], "{at_once} {part_bytes}");
            }
        }
        assert_eq!(lines("12345\n123456", 5, 4, 1), ["1:12345", "-"]);
        assert_eq!(lines("\n \n", 5, 4, 1), ["-"]);
        assert_eq!(lines("1\n123456", 5, 4, 1), ["1:1", "-"]);
    }

    #[test]
    fn what_is_no_json_object_is_told_with_what_was_found() {
        assert_eq!(
            to_object("{\"text\": \"Flood\n").unwrap_err(),
            "broken JSON at byte 15: EOF while parsing a string; wanted one object a line"
        );
        assert_eq!(to_object("[1]\n").unwrap_err(), "no JSON object: wanted {\"text\": ...}, found \"[1]\"");
        let deep = format!("{{\"text\": {}1", "[".repeat(1_000_000));
        assert!(to_object(&deep).unwrap_err().contains("recursion limit"));
    }
}
