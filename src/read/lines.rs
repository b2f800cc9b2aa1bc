//! Records that stand one behind the other in a file and are read again cheaply: lines of JSON, JSON values, rows of a table.

use super::{
    Form, Parsed, Part, Source, decode, fields, fields::Fields, json, store::Extracts, store::Stand, stream::Stream,
};
use crate::document::{Document, Place, Skipped};
use serde_json::{Map, Value};
use std::{
    io::{self, BufRead, Read},
    iter,
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
            let (bytes, place) = (&self.bytes[line.range.clone()], line.place.in_file(&self.source));
            let document = one(&self.form, &place, &self.source.under, bytes, fields);
            (bytes, document.map_err(|why| Skipped { place, why }))
        })
    }

    /// Parses each record: its document with its place in the file and its bytes, or why there is none.
    pub(super) fn parse<'a>(&'a self, fields: &'a Fields) -> impl Iterator<Item = Result<Parsed<'a>, Skipped>> {
        self.all.iter().flat_map(move |line| -> Box<dyn Iterator<Item = _>> {
            let bytes = &self.bytes[line.range.clone()];
            let place = line.place.in_file(&self.source);
            let why = match one(&self.form, &place, &self.source.under, bytes, fields) {
                Ok(document) => {
                    let stand = Stand::of(bytes, self.source.number, line.offset);
                    return Box::new(iter::once(Ok(Parsed { document, stand, line: Some(bytes) })));
                }
                Err(why) => why,
            };
            let inside = if matches!(self.form, Form::Json) {
                json::inside(bytes, &place, &self.source.under, fields)
            } else {
                Vec::new()
            };
            if inside.is_empty() {
                return Box::new(iter::once(Err(Skipped { place, why })));
            }
            let origin = Stand::of(bytes, self.source.number, line.offset);
            Box::new(inside.into_iter().map(move |found| {
                found.and_then(|document| super::whole::kept(document, Some(origin), self.extracts.as_deref()))
            }))
        })
    }

    /// Hands on the records gathered so far, if any, and starts anew.
    fn hand_on(&mut self, each: &mut dyn FnMut(Part) -> ControlFlow<()>) -> ControlFlow<()> {
        let capacity = if self.all.is_empty() { 0 } else { self.bytes.capacity() };
        let bytes = std::mem::replace(&mut self.bytes, Vec::with_capacity(capacity));
        let all = std::mem::take(&mut self.all);
        if all.is_empty() {
            return ControlFlow::Continue(());
        }
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

/// Hands on the lines of `stream`. Blank lines are passed over and counted.
pub(super) fn read(
    part: Lines,
    stream: Stream<'_>,
    limits: [usize; 2],
    each: &mut dyn FnMut(Part) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let mut at = At::default();
    let mut next = |bytes: &mut dyn BufRead, out: &mut Vec<u8>| {
        let start = out.len();
        let length = next_line(bytes, limits[0], out)?;
        at.line += 1;
        let what = match length {
            0 => What::End,
            _ if out.len() == start => What::TooLong,
            _ if out[start..].trim_ascii().is_empty() => {
                out.truncate(start);
                What::Blank
            }
            _ => What::Record,
        };
        Ok(Next { what, lead: 0, length, at })
    };
    gather(part, stream.bytes, stream.start, limits, &mut next, each)
}

/// Appends the next line to `out` and says how many bytes it has. One that is longer than `longest` is passed over without being
/// held.
fn next_line(bytes: &mut dyn BufRead, longest: usize, out: &mut Vec<u8>) -> io::Result<u64> {
    let start = out.len();
    let read = (|| {
        let mut length = (&mut *bytes).take(longest as u64 + 1).read_until(b'\n', out)?;
        if length > longest && !out.ends_with(b"\n") {
            out.truncate(start);
            length += bytes.skip_until(b'\n')?;
        }
        Ok(length as u64)
    })();
    if read.is_err() {
        out.truncate(start);
    }
    read
}

/// The article of one record, or what is wrong with it; `under` is the path of its file under the input.
pub(super) fn one(form: &Form, place: &Place, under: &str, bytes: &[u8], fields: &Fields) -> Result<Document, String> {
    let foreign;
    let text = if let Ok(text) = std::str::from_utf8(bytes) {
        text
    } else {
        foreign = decode::to_text(bytes.to_vec());
        &foreign
    };
    let name = || name(under, place);
    if let Form::Row(columns) = form {
        return columns.object(text).and_then(|object| fields::to_document(object, fields, place.clone(), name));
    }
    if let Some(values) = fields::select(text.trim(), fields)
        && let Ok(document) = fields::from_values(values, fields, place.clone(), name)
    {
        return Ok(document);
    }
    // What is wrong is told from the whole object.
    to_object(text).and_then(|object| fields::to_document(object, fields, place.clone(), name))
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

    fn lines(mut bytes: &[u8], longest: usize) -> Vec<Option<usize>> {
        let (mut lengths, mut all) = (Vec::new(), Vec::new());
        loop {
            let before = all.len();
            match next_line(&mut bytes, longest, &mut all).unwrap() {
                0 => return lengths,
                _ if all.len() == before => lengths.push(None),
                _ => lengths.push(Some(all.len() - before)),
            }
        }
    }

    #[test]
    fn a_line_that_is_too_long_is_passed_over_and_the_next_is_read() {
        assert_eq!(lines(b"12345\n123456\n12\n\n1234567", 5), [Some(6), None, Some(3), Some(1), None]);
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
