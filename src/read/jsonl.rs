//! JSON lines: one article a line.

use super::{Part, Source, decode, fields, fields::Fields, store::Stand, stream::Stream};
use crate::document::{Document, Place, Skipped};
use serde_json::{Map, Value};
use std::{
    io::{self, BufRead, Read},
    ops::{ControlFlow, Range},
    sync::Arc,
};

/// Characters of a line that is no JSON that are shown, so that its reader sees what stands there.
const SHOWN: usize = 40;

/// Lines of one file in a row, as they were read: they can be parsed apart from all others, on any thread.
#[derive(Debug)]
pub struct Lines {
    source: Arc<Source>,
    bytes: Vec<u8>,
    all: Vec<Line>,
}

/// One line of [`Lines`].
#[derive(Clone, Debug)]
struct Line {
    /// Its number in the file, from 1.
    number: u64,
    /// Its bytes in [`Lines::bytes`], with its line feed where it has one.
    range: Range<usize>,
    /// Its first byte in what can be read again.
    offset: u64,
}

impl Lines {
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

    /// The bytes of each line, in the order of [`Lines::parse`].
    pub(super) fn bytes(&self) -> impl Iterator<Item = &[u8]> {
        self.all.iter().map(|line| &self.bytes[line.range.clone()])
    }

    /// Parses each line: its document with its place in the file and its bytes, or why there is none.
    pub(super) fn parse(&self, fields: &Fields) -> impl Iterator<Item = Result<(Document, Stand, &[u8]), Skipped>> {
        self.all.iter().map(|line| {
            let bytes = &self.bytes[line.range.clone()];
            match one(&self.source, line.number, bytes, fields) {
                Ok(document) => Ok((document, Stand::of(bytes, self.source.number, line.offset), bytes)),
                Err(why) => Err(self.source.skipped(Some(line.number), why)),
            }
        })
    }
}

/// Hands on the lines of `stream` in parts of at least `part_bytes`. Blank lines are passed over and counted.
pub(super) fn read(
    source: &Arc<Source>,
    mut stream: Stream,
    longest: usize,
    part_bytes: usize,
    each: &mut dyn FnMut(Part) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let (mut number, mut offset, mut is_empty) = (0, stream.start, true);
    let mut part = Lines { source: source.clone(), bytes: Vec::new(), all: Vec::new() };
    loop {
        let start = part.bytes.len();
        let found = match next_line(&mut stream.bytes, longest, &mut part.bytes) {
            Ok(Next::End) => break,
            Ok(found) => found,
            Err(error) => {
                part.hand_on(each)?;
                let why = format!("breaks off in this line: {error}; the lines before were read");
                return each(Part::Skipped(source.skipped(Some(number + 1), why)));
            }
        };
        number += 1;
        let length = match found {
            Next::Line => (part.bytes.len() - start) as u64,
            Next::TooLong(length) => length,
            Next::End => break,
        };
        let line = Line { number, range: start..part.bytes.len(), offset };
        offset += length;
        if matches!(found, Next::TooLong(_)) {
            part.hand_on(each)?;
            let why = format!("longer than {longest} bytes, the most a line may have");
            each(Part::Skipped(source.skipped(Some(number), why)))?;
        } else if part.bytes[start..].trim_ascii().is_empty() {
            continue;
        } else {
            part.all.push(line);
            if part.bytes.len() >= part_bytes {
                part.hand_on(each)?;
            }
        }
        is_empty = false;
    }
    part.hand_on(each)?;
    if is_empty { each(Part::Skipped(source.skipped(None, super::EMPTY_FILE))) } else { ControlFlow::Continue(()) }
}

impl Lines {
    /// Hands on the lines gathered so far, if any, and starts anew.
    fn hand_on(&mut self, each: &mut dyn FnMut(Part) -> ControlFlow<()>) -> ControlFlow<()> {
        let capacity = if self.all.is_empty() { 0 } else { self.bytes.capacity() };
        let bytes = std::mem::replace(&mut self.bytes, Vec::with_capacity(capacity));
        let all = std::mem::take(&mut self.all);
        if all.is_empty() {
            return ControlFlow::Continue(());
        }
        each(Part::Lines(Self { source: self.source.clone(), bytes, all }))
    }
}

enum Next {
    /// A line was appended, with its line feed where it has one.
    Line,
    /// A line of so many bytes was passed over.
    TooLong(u64),
    End,
}

/// Appends the next line to `out`. One that is longer than `longest` is passed over without being held.
fn next_line(bytes: &mut dyn BufRead, longest: usize, out: &mut Vec<u8>) -> io::Result<Next> {
    let start = out.len();
    let read = (|| {
        let mut length = (&mut *bytes).take(longest as u64 + 1).read_until(b'\n', out)?;
        if length <= longest || out.ends_with(b"\n") {
            return Ok(if length == 0 { Next::End } else { Next::Line });
        }
        length += bytes.skip_until(b'\n')?;
        Ok(Next::TooLong(length as u64))
    })();
    if !matches!(read, Ok(Next::Line)) {
        out.truncate(start);
    }
    read
}

/// The article of one line, or what is wrong with it.
pub(super) fn one(source: &Source, number: u64, line: &[u8], fields: &Fields) -> Result<Document, String> {
    let foreign;
    let text = if let Ok(text) = std::str::from_utf8(line) {
        text
    } else {
        foreign = decode::to_text(line.to_vec());
        &foreign
    };
    let place = Place { file: source.shown.clone(), line: Some(number) };
    let name = || format!("{}:{number}", source.under);
    if let Some(values) = fields::select(text.trim(), fields)
        && let Ok(document) = fields::from_values(values, fields, place.clone(), name)
    {
        return Ok(document);
    }
    // What is wrong is told from the whole object.
    to_object(text).and_then(|object| fields::to_document(object, fields, place, name))
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
                Next::Line => lengths.push(Some(all.len() - before)),
                Next::TooLong(_) => lengths.push(None),
                Next::End => return lengths,
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
