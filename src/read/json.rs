//! JSON that is not one object a line: where each value ends, and articles inside a value.

use super::{
    Part, decode,
    fields::{self, Fields},
    lines::{self, At, Lines, Next, What},
    stream::Stream,
};
use crate::{
    document::{Document, Place, Skipped},
    settings::Reading,
};
use serde_json::Value;
use std::{
    io::{self, BufRead},
    ops::ControlFlow,
};

/// Hands on the values of `stream`: those of a list each by itself, those that stand one behind the other too.
pub(super) fn read(
    part: Lines,
    stream: Stream<'_>,
    limits: [usize; 2],
    each: &mut dyn FnMut(Part) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let mut walk = Walk { line: 1, record: 0 };
    let mut next = |bytes: &mut dyn BufRead, out: &mut Vec<u8>| walk.next(bytes, limits[0], out);
    lines::gather(part, stream.bytes, stream.start, limits, &mut next, each)
}

/// Where a walk through the values of a file is.
struct Walk {
    line: u64,
    record: u64,
}

impl Walk {
    /// Appends the next value to `out`. Nothing of it is parsed: a broken one ends where its brackets do, else with the file.
    fn next(&mut self, bytes: &mut dyn BufRead, longest: usize, out: &mut Vec<u8>) -> io::Result<Next> {
        let lead = self.skip(bytes)?;
        let (start, mut length) = (out.len(), 0_u64);
        let at = At { line: self.line, record: Some(self.record + 1) };
        let (mut depth, mut in_text, mut escaped, mut ended) = (0_u64, false, false, false);
        while !ended {
            let buffer = bytes.fill_buf()?;
            if buffer.is_empty() {
                break;
            }
            let mut taken = 0;
            for &byte in buffer {
                if in_text {
                    match byte {
                        _ if escaped => escaped = false,
                        b'\\' => escaped = true,
                        b'"' => in_text = false,
                        _ => {}
                    }
                } else {
                    match byte {
                        b'"' => in_text = true,
                        b'{' | b'[' => depth += 1,
                        b'}' | b']' if depth > 1 => depth -= 1,
                        b'}' | b']' if depth == 1 => {
                            taken += 1;
                            ended = true;
                            break;
                        }
                        // A number or word ends before what follows it.
                        b',' | b']' | b'}' | b'\n' | b' ' if depth == 0 && length + taken as u64 > 0 => {
                            ended = true;
                            break;
                        }
                        _ => {}
                    }
                }
                self.line += u64::from(byte == b'\n');
                taken += 1;
            }
            length += taken as u64;
            lines::append(out, start, &buffer[..taken], length, longest);
            bytes.consume(taken);
        }
        let what = match length {
            0 => What::End,
            _ if length > longest as u64 => What::TooLong,
            _ => What::Record,
        };
        self.record += 1;
        Ok(Next { what, lead, length, at })
    }

    /// Passes over white space, commas and the brackets of the outer list; says how many bytes that are.
    fn skip(&mut self, bytes: &mut dyn BufRead) -> io::Result<u64> {
        let mut length = 0;
        loop {
            let buffer = bytes.fill_buf()?;
            let is_between = |byte: &&u8| byte.is_ascii_whitespace() || matches!(byte, b',' | b'[' | b']' | b'}');
            let taken = buffer.iter().take_while(is_between).count();
            self.line += memchr::memchr_iter(b'\n', &buffer[..taken]).count() as u64;
            let ends = taken < buffer.len() || buffer.is_empty();
            bytes.consume(taken);
            length += taken as u64;
            if ends {
                return Ok(length);
            }
        }
    }
}

/// The articles that a value without text of its own holds in a list, as the answers of news services do; none where there is no
/// such list. Of the lists the first counts in which there is an article.
pub(super) fn inside(bytes: &[u8], place: &Place, under: &str, fields: &Fields) -> Vec<Result<Document, Skipped>> {
    let Ok(value) = serde_json::from_str(decode::to_text(bytes.to_vec()).trim()) else { return Vec::new() };
    // The first value is most often the only one.
    let number = place.record.or(place.line).filter(|number| *number > 1);
    let base = number.map_or_else(String::new, |number| format!("{number}."));
    list(value, Reading::DEEPEST_LIST, &mut |elements| {
        let read = (1..).zip(elements).map(|(record, element)| {
            let place = Place { record: Some(record), ..place.clone() };
            let name = |_: &Place| format!("{under}#{base}{record}");
            match element {
                Value::Object(object) => fields::to_document(object, fields, place.clone(), name),
                _ => Err("no JSON object in a list of articles".to_owned()),
            }
            .map_err(|why| Skipped { place, why })
        });
        let read: Vec<_> = read.collect();
        if read.iter().any(Result::is_ok) { Some(read) } else { None }
    })
    .unwrap_or_default()
}

/// What `make` makes of the first list in `value` that it takes.
fn list<T>(value: Value, deepest: usize, make: &mut dyn FnMut(Vec<Value>) -> Option<T>) -> Option<T> {
    match value {
        Value::Array(elements) if elements.iter().any(Value::is_object) => make(elements),
        Value::Object(object) if deepest > 0 => {
            object.into_iter().find_map(|(_, value)| list(value, deepest - 1, make))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(mut bytes: &[u8], longest: usize) -> Vec<(String, u64, u64)> {
        let (mut walk, mut out, mut all, mut offset) = (Walk { line: 1, record: 0 }, Vec::new(), Vec::new(), 0);
        loop {
            out.clear();
            let next = walk.next(&mut bytes, longest, &mut out).unwrap();
            offset += next.lead;
            match next.what {
                What::End => return all,
                _ => all.push((String::from_utf8(out.clone()).unwrap(), offset, next.at.line)),
            }
            offset += next.length;
        }
    }

    #[test]
    fn each_value_of_a_list_is_found_and_those_one_behind_the_other_too() {
        let text = "[\n {\"a\": \"]}\\\"\"},\n 12, {\"b\": [{}]}]\n{\n\"c\": 1}{}";
        let found = values(text.as_bytes(), 100);
        let shown: Vec<_> = found.iter().map(|(value, _, line)| (value.as_str(), *line)).collect();
        assert_eq!(
            shown,
            [("{\"a\": \"]}\\\"\"}", 2), ("12", 3), ("{\"b\": [{}]}", 3), ("{\n\"c\": 1}", 4), ("{}", 5)]
        );
        for (value, offset, _) in &found {
            assert!(text[*offset as usize..].starts_with(value.as_str()));
        }
        assert_eq!(values(b"[{\"a\": 1234567}, {}]", 5)[0].0, "");
        assert_eq!(values(b"[{\"a\": [", 50), [("{\"a\": [".to_owned(), 1, 1)]);
    }
}
