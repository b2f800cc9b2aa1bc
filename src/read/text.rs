//! A text file: one article, with its date line.

use super::{Part, Source, decode, files, published, store::Stand, stream::Stream};
use crate::document::{Document, DocumentId, Item, Place, Published, Skipped};
use std::{io::Read, ops::ControlFlow, sync::Arc};

/// The bytes of a text file: it can be parsed apart from all others, on any thread.
#[derive(Debug)]
pub struct TextFile {
    source: Arc<Source>,
    /// Its name without the ending of a compression.
    name: String,
    bytes: Vec<u8>,
    /// Its first byte in what can be read again.
    offset: u64,
}

impl TextFile {
    /// How many bytes it has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.bytes.len()
    }

    /// Whether it has none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    /// Parses it: its document with its place, or why there is none.
    pub(super) fn parse(&self) -> Result<(Document, Stand), Skipped> {
        if memchr::memchr(0, &self.bytes).is_some() {
            return Err(self.source.skipped(None, super::binary_file("zero bytes")));
        }
        let document = article(Place::of_file(self.source.shown.clone()), &self.name, self.bytes.clone());
        if document.text.trim().is_empty() {
            return Err(self.source.skipped(None, super::EMPTY_FILE));
        }
        Ok((document, Stand::of(&self.bytes, self.source.number, self.offset)))
    }
}

/// The article that the bytes of a text file are.
pub(super) fn article(place: Place, name: &str, bytes: Vec<u8>) -> Document {
    let text = decode::to_text(bytes);
    Document {
        id: DocumentId(files::without_ending(name).to_owned()),
        published: date_line(&text),
        text,
        title: None,
        source: None,
        url: None,
        item: Item::default(),
        place,
    }
}

/// Hands on the one article of `stream`. Where the stream breaks off, what was read of it is the article, and the rest is
/// reported.
pub(super) fn read(
    source: &Arc<Source>,
    stream: Stream<'_>,
    longest: usize,
    each: &mut dyn FnMut(Part) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let mut bytes = Vec::new();
    let failure = stream.bytes.take(longest as u64 + 1).read_to_end(&mut bytes).err();
    if bytes.len() > longest {
        let why = format!("longer than {longest} bytes; wanted one article, or JSON lines with one article a line");
        return each(Part::Skipped(source.skipped(None, why)));
    }
    each(Part::Text(TextFile { source: source.clone(), name: stream.name, bytes, offset: stream.start }))?;
    match failure {
        Some(error) => {
            let why = format!("breaks off: {error}; what stands before was read");
            each(Part::Skipped(source.skipped(None, why)))
        }
        None => ControlFlow::Continue(()),
    }
}

/// The moment in the first line of `text` that is not blank, when that is a date line.
///
/// It is one when it begins with a word that says so (`date 2024-02-09`, `Published: 9 February 2024`), whatever
/// follows on the line, or when it is a date and nothing else. A sentence that begins with a date is none.
pub(super) fn date_line(text: &str) -> Option<Published> {
    let line = text.trim_start_matches(is_invisible).lines().next()?;
    if let Some(rest) = label(line) {
        return published::parse(rest);
    }
    let (published, rest) = published::parse_start(line)?;
    let ends = |character: char| is_invisible(character) || matches!(character, '.' | ',' | ':' | ';' | '|' | '-');
    rest.chars().all(ends).then_some(published)
}

/// What follows the label of a date line: `Last updated on: ` and the like.
fn label(line: &str) -> Option<&str> {
    const SAYS_SO: [&str; 12] = [
        "date",
        "dated",
        "dateline",
        "published",
        "publish",
        "publication",
        "pubdate",
        "updated",
        "posted",
        "created",
        "issued",
        "modified",
    ];
    const GOES_WITH: [&str; 6] = ["first", "last", "time", "on", "at", "article"];
    let mut rest = line;
    let mut said = false;
    loop {
        let length = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
        let word = rest[..length].to_ascii_lowercase();
        if SAYS_SO.contains(&word.as_str()) {
            said = true;
        } else if !GOES_WITH.contains(&word.as_str()) {
            return said.then_some(rest);
        }
        rest = rest[length..].trim_start_matches(|character: char| {
            is_invisible(character) || matches!(character, ':' | '-' | '_' | '=')
        });
    }
}

/// White space and the marks without width that stand before the first line of scraped text.
fn is_invisible(character: char) -> bool {
    character.is_whitespace()
        || matches!(character, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Option<String> {
        date_line(text).map(|published| published.to_string())
    }

    #[test]
    fn a_date_line_is_read_and_a_sentence_that_begins_with_a_date_is_not() {
        for (text, wanted) in [
            (" date 2024-02-09 \n\nFlood kills 12", Some("2024-02-09")),
            ("DATE 2024-02-09 In Ruda a flood killed 12.", Some("2024-02-09")),
            ("\n\nPublished: 9 February 2024\nFlood kills 12", Some("2024-02-09")),
            ("Last updated on Feb 9, 2024 at 6:30 pm | Ruda", Some("2024-02-09T18:30:00")),
            ("2024-02-09T18:30:00Z\nFlood kills 12", Some("2024-02-09T18:30:00")),
            ("\u{200f}Feb 9, 2024.\r\nFlood kills 12", Some("2024-02-09")),
            ("February 9, 2024 was the day of the flood.", None),
            ("On 9 February 2024 a flood killed 12.", None),
            ("Flood kills 12\ndate 2024-02-09", None),
            ("Dates and figs were lost in the flood.", None),
            ("date", None),
        ] {
            assert_eq!(shown(text).as_deref(), wanted, "{text}");
        }
    }
}
