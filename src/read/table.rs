//! Tables of comma- or tab-separated values (RFC 4180): one article a row, the first row names the fields.

use super::{
    Form, Part, Source, decode, fields,
    lines::{self, At, Lines, Next, What},
    store::Extracts,
    stream::Stream,
};
use serde_json::{Map, Value};
use std::{
    io::{self, BufRead},
    ops::ControlFlow,
    sync::Arc,
};

/// The bytes that may set fields apart, the usual one first.
const DELIMITERS: [u8; 4] = [b',', b'\t', b';', b'|'];

/// What the first row of a table says.
#[derive(Debug)]
pub(super) struct Columns {
    delimiter: u8,
    names: Vec<String>,
    /// The row as it stands in the file.
    pub(super) bytes: Vec<u8>,
}

impl Columns {
    /// The fields of a row with their names.
    ///
    /// # Errors
    ///
    /// In words, when the row has other fields than the table.
    pub(super) fn object(&self, row: &str) -> Result<Map<String, Value>, String> {
        let values = split(row.as_bytes(), self.delimiter)?;
        if values.len() != self.names.len() {
            let (found, wanted) = (values.len(), self.names.len());
            return Err(format!("ragged row: it has {found} fields, wanted {wanted} as in the first row"));
        }
        if memchr::memchr(0, row.as_bytes()).is_some() {
            return Err("zero bytes in a row; wanted text".to_owned());
        }
        Ok(self.names.iter().cloned().zip(values.into_iter().map(Value::String)).collect())
    }
}

/// Hands on the rows of `stream`; the form of the rows is made known to `keep` when the first row is read.
pub(super) fn read<'a>(
    source: &mut Source,
    mut stream: Stream<'a>,
    delimiter: u8,
    limits: [usize; 2],
    keep: impl FnOnce(&mut Source, Stream<'a>, Form) -> crate::error::Result<(Stream<'a>, Option<Arc<Extracts>>)>,
    each: &mut dyn FnMut(Part) -> ControlFlow<()>,
) -> crate::error::Result<ControlFlow<()>> {
    let mut walk = Walk { delimiter, line: 1, record: 0 };
    let mut bytes = Vec::new();
    let length = match walk.next(&mut *stream.bytes, limits[0], &mut bytes) {
        Ok(Next { what: What::Record, lead, length, .. }) => lead + length,
        Ok(_) => return Ok(each(Part::Skipped(source.skipped(None, "no row with the names of the fields")))),
        Err(error) => return Ok(each(Part::Skipped(source.skipped(None, format!("cannot be read: {error}"))))),
    };
    let names = match split(decode::to_text(bytes.clone()).as_bytes(), delimiter) {
        Ok(names) => names.into_iter().map(|name| name.trim().to_owned()).collect(),
        Err(why) => return Ok(each(Part::Skipped(source.skipped(Some(1), why)))),
    };
    stream.start += length;
    walk.record = 0;
    let form = Form::Row(Arc::new(Columns { delimiter, names, bytes }));
    let (stream, extracts) = keep(source, stream, form.clone())?;
    let source = Arc::new(source.clone());
    let mut next = |bytes: &mut dyn BufRead, out: &mut Vec<u8>| walk.next(bytes, limits[0], out);
    Ok(lines::gather(Lines::new(&source, form, extracts), stream.bytes, stream.start, limits, &mut next, each))
}

/// Where a walk through the rows of a file is.
struct Walk {
    delimiter: u8,
    line: u64,
    record: u64,
}

impl Walk {
    /// Appends the next row to `out`: up to the end of a line that stands in no quotes.
    fn next(&mut self, bytes: &mut dyn BufRead, longest: usize, out: &mut Vec<u8>) -> io::Result<Next> {
        let (start, mut length) = (out.len(), 0_u64);
        let line = self.line;
        let (mut in_quotes, mut last, mut ended) = (false, self.delimiter, false);
        while !ended {
            let buffer = bytes.fill_buf()?;
            if buffer.is_empty() {
                break;
            }
            let mut taken = 0;
            for &byte in buffer {
                taken += 1;
                if in_quotes {
                    in_quotes = byte != b'"';
                    self.line += u64::from(byte == b'\n');
                } else if byte == b'"' {
                    // A quotation mark opens a field at its start, and in one that was open says that it goes on.
                    in_quotes = last == self.delimiter || last == b'"';
                } else if byte == b'\n' {
                    self.line += 1;
                    ended = true;
                    break;
                }
                last = byte;
            }
            length += taken as u64;
            lines::append(out, start, &buffer[..taken], length, longest);
            bytes.consume(taken);
        }
        let what = match length {
            0 => What::End,
            _ if length > longest as u64 => What::TooLong,
            _ if out[start..].trim_ascii().is_empty() => {
                out.truncate(start);
                What::Blank
            }
            _ => What::Record,
        };
        self.record += u64::from(!matches!(what, What::Blank));
        Ok(Next { what, lead: 0, length, at: At { line, record: Some(self.record) } })
    }
}

/// The fields of one row.
fn split(row: &[u8], delimiter: u8) -> Result<Vec<String>, String> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(row);
    let mut fields = csv::StringRecord::new();
    reader.read_record(&mut fields).map_err(|error| format!("no row of a table: {error}"))?;
    Ok(fields.iter().map(str::to_owned).collect())
}

/// What sets the fields of a table apart whose name says that it is one: what the first line has most of.
pub(super) fn delimiter(start: &[u8]) -> u8 {
    let line = start.split(|byte| *byte == b'\n').next().unwrap_or(start);
    let count = |delimiter: u8| memchr::memchr_iter(delimiter, line).count();
    DELIMITERS.into_iter().rev().max_by_key(|delimiter| count(*delimiter)).unwrap_or(b',')
}

/// What sets the fields apart where the first line is the first row of a table: names, one of them that of a text.
pub(super) fn told_by_header(start: &[u8]) -> Option<u8> {
    let line = &start[..memchr::memchr(b'\n', start)?];
    let line = std::str::from_utf8(line).ok()?.trim_end();
    DELIMITERS.into_iter().find(|delimiter| {
        let names: Vec<&str> = line.split(char::from(*delimiter)).map(|name| name.trim_matches('"')).collect();
        let is_name = |name: &&str| name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-. ".contains(&byte));
        let known = names.iter().filter(|name| fields::is_usual(name)).count();
        known >= 2 && names.iter().all(is_name) && names.iter().any(|name| fields::names_text(name))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(mut bytes: &[u8]) -> Vec<(String, u64)> {
        let (mut walk, mut out, mut all) = (Walk { delimiter: b',', line: 1, record: 0 }, Vec::new(), Vec::new());
        loop {
            out.clear();
            let next = walk.next(&mut bytes, 100, &mut out).unwrap();
            match next.what {
                What::End => return all,
                What::Blank => {}
                _ => all.push((String::from_utf8(out.clone()).unwrap(), next.at.line)),
            }
        }
    }

    #[test]
    fn a_row_ends_with_a_line_that_stands_in_no_quotes() {
        let found = rows(b"id,text\n1,\"A flood\nkilled \"\"12\"\"\n\"\r\n\n2,5\" of rain\n3,\"open");
        let shown: Vec<_> = found.iter().map(|(row, line)| (row.as_str(), *line)).collect();
        let wanted =
            [("id,text\n", 1), ("1,\"A flood\nkilled \"\"12\"\"\n\"\r\n", 2), ("2,5\" of rain\n", 6), ("3,\"open", 7)];
        assert_eq!(shown, wanted);
        assert_eq!(split(found[1].0.as_bytes(), b',').unwrap(), ["1", "A flood\nkilled \"12\"\n"]);
        assert_eq!(split(found[2].0.as_bytes(), b',').unwrap(), ["2", "5\" of rain"]);
    }

    #[test]
    fn a_table_is_told_by_names_and_prose_with_commas_is_none() {
        assert_eq!(told_by_header(b"url\ttitle\tcontent\nx"), Some(b'\t'));
        assert_eq!(told_by_header(b"\"id\",\"text\"\nx"), Some(b','));
        for prose in ["Body, soul and text\nx", "text\nx", "id,url\nx", "id,text"] {
            assert_eq!(told_by_header(prose.as_bytes()), None, "{prose}");
        }
    }
}
