//! JSON lines: one article a line.

use super::{Session, decode, fields, files::Source, stream::Stream};
use crate::document::Place;
use serde_json::{Map, Value};
use std::{
    io::{self, BufRead, Read},
    ops::ControlFlow,
};

/// Characters of a line that is no JSON that are shown, so that its reader sees what stands there.
const SHOWN: usize = 40;

/// Reads the articles of `stream`, one line held at a time. Blank lines are passed over and counted.
pub(super) fn read(source: &Source, mut stream: Stream, session: &mut Session) -> ControlFlow<()> {
    let longest = session.settings.longest_line;
    let mut number = 0;
    let mut is_empty = true;
    loop {
        let line = match next_line(&mut stream.bytes, longest) {
            Ok(Line::End) => break,
            Ok(line) => line,
            Err(error) => {
                let why = format!("breaks off in this line: {error}; the lines before were read");
                return session.skip(&source.shown, Some(number + 1), why);
            }
        };
        number += 1;
        match line {
            Line::Whole(line) if line.trim_ascii().is_empty() => continue,
            Line::Whole(line) => one(source, number, line, session)?,
            _ => {
                session.skip(
                    &source.shown,
                    Some(number),
                    format!("longer than {longest} bytes, the most a line may have"),
                )?;
            }
        }
        is_empty = false;
    }
    if is_empty { session.skip(&source.shown, None, super::EMPTY_FILE) } else { ControlFlow::Continue(()) }
}

enum Line {
    /// With its line feed, where it has one.
    Whole(Vec<u8>),
    TooLong,
    End,
}

/// The next line. One that is longer than `longest` is passed over without being held.
fn next_line(bytes: &mut dyn BufRead, longest: usize) -> io::Result<Line> {
    let mut line = Vec::new();
    bytes.take(longest as u64 + 1).read_until(b'\n', &mut line)?;
    if line.is_empty() {
        return Ok(Line::End);
    }
    if line.len() <= longest || line.ends_with(b"\n") {
        return Ok(Line::Whole(line));
    }
    drop(line);
    bytes.skip_until(b'\n')?;
    Ok(Line::TooLong)
}

/// Reads the article of one line.
fn one(source: &Source, number: u64, line: Vec<u8>, session: &mut Session) -> ControlFlow<()> {
    let object = match std::str::from_utf8(&line) {
        Ok(text) => to_object(text),
        Err(_) => to_object(&decode::to_text(line.clone())),
    };
    let place = Place { file: source.shown.clone(), line: Some(number) };
    let name = || format!("{}:{number}", source.under);
    match object.and_then(|object| fields::to_document(object, session.fields, place, name)) {
        Ok(document) => session.document(document, Some(line)),
        Err(why) => session.skip(&source.shown, Some(number), why),
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
        let mut lengths = Vec::new();
        loop {
            match next_line(&mut bytes, longest).unwrap() {
                Line::Whole(line) => lengths.push(Some(line.len())),
                Line::TooLong => lengths.push(None),
                Line::End => return lengths,
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
