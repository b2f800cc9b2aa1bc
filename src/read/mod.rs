//! Bytes to documents.
//!
//! ```text
//! files    an input to the files it names
//! reader   a file to its parts, each by its format; archive: a .tar or .zip to its files
//! stream   a file to UTF-8 bytes and their format: .gz, .zst, UTF-16, binary
//! store    where each document stands, to read it again instead of holding it
//! names    an id of its own for every document
//!
//! text     a text file: one article             (decode: other encodings; published: its date line)
//! lines    JSON lines, JSON values, table rows  (json, table: where one ends; fields: which field is what)
//! whole    what is dear to read, kept as read:  (page: HTML; xml: items and feeds; warc: web archives; parquet: rows;
//!                                               markup: HTML to text)
//! ```
//!
//! Documents are handed on one by one, so a corpus may be larger than memory. Nothing in the input stops a run: what
//! cannot be read is handed on as [`Skipped`], with what was wanted and what was found.

mod archive;
mod decode;
mod fields;
mod files;
mod json;
mod lines;
mod markup;
mod names;
mod object;
mod page;
#[cfg(feature = "parquet")]
mod parquet;
mod published;
mod reader;
mod store;
mod stream;
mod table;
mod text;
mod warc;
mod whole;
mod xml;

pub use fields::Fields;
pub use lines::Lines;
pub use names::Names;
#[cfg(feature = "parquet")]
pub use parquet::{Rows, copy_rows};
pub use store::{Stand, Store};
pub use text::TextFile;
pub use whole::Whole;

use crate::{
    document::{Document, DocumentId, Place, Skipped},
    error::{Error, Result},
    settings::Reading,
};
use files::Source;
use std::{ops::ControlFlow, path::PathBuf, sync::Arc};

/// What reading comes upon, in the order of the input.
#[derive(Debug)]
#[expect(clippy::large_enum_variant, reason = "there is one at a time, and it is most often the large one")]
pub enum Found {
    /// One article.
    Document(Document),
    /// Something that could not be read; the run goes on.
    Skipped(Skipped),
    /// Something to tell the user; nothing was lost. One sentence with its place in front.
    Warning(String),
}

/// All that was read of an input that is small enough to be held.
#[derive(Debug, Default)]
pub struct Everything {
    /// The articles, in the order of the input.
    pub documents: Vec<Document>,
    /// What could not be read.
    pub skipped: Vec<Skipped>,
    /// What to tell the user.
    pub warnings: Vec<String>,
}

/// Reads every article of `inputs` and hands it to `each`, in the order of the inputs; files of a folder come in the
/// order of their names. Reading ends early, without an error, when `each` breaks.
///
/// An input is a file, a folder or `-` for standard input. Ids are unique in the run: one that comes again gets `~2`,
/// `~3` behind it, and a warning.
///
/// Cost: one pass; holds one line or one text file at a time, and the ids.
///
/// # Errors
///
/// [`Error::NothingRead`] when there was no article at all; the reasons went to `each` before.
///
/// # Examples
///
/// ```
/// use std::ops::ControlFlow;
/// use variorum::read::{Fields, Found, read};
///
/// let folder = tempfile::tempdir()?;
/// let corpus = folder.path().join("corpus.jsonl");
/// std::fs::write(&corpus, "{\"text\": \"Flood kills 12 in Ruda.\"}\n")?;
/// let mut ids = Vec::new();
/// read(&[corpus], &Fields::default(), &Default::default(), &mut |found| {
///     if let Found::Document(document) = found {
///         ids.push(document.id.0);
///     }
///     ControlFlow::Continue(())
/// })?;
/// assert_eq!(ids, ["corpus.jsonl:1"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn read(
    inputs: &[PathBuf],
    fields: &Fields,
    settings: &Reading,
    each: &mut dyn FnMut(Found) -> ControlFlow<()>,
) -> Result<()> {
    let mut names = Names::default();
    let mut broke = false;
    // Nothing that came is held back: whoever waits for a feed gets each article when it comes.
    parts(inputs, settings, 1, None, &mut |part| {
        let flow = match part {
            Part::Warning(warning) => each(Found::Warning(warning)),
            part => part.parse(fields, &mut |parsed| names.admit(parsed, each)),
        };
        broke = flow.is_break();
        flow
    })?;
    if broke { Ok(()) } else { names.finish(inputs) }
}

/// A part of the input that can be parsed apart from the others.
#[derive(Debug)]
pub enum Part {
    /// Lines of JSON, JSON values or rows of a table.
    Lines(Lines),
    /// A text file.
    Text(TextFile),
    /// What is dear to read: a web page, XML, a record of a web archive.
    Whole(Whole),
    /// Something that could not be read.
    Skipped(Skipped),
    /// Something to tell the user; nothing was lost.
    Warning(String),
}

/// An article as it was parsed, before it has a name of its own in the run.
#[derive(Debug)]
pub struct Parsed {
    /// The article; another may have its id.
    pub document: Document,
    /// Where it can be read again.
    pub stand: Stand,
}

impl Part {
    /// How many bytes it has.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Self::Lines(lines) => lines.len(),
            Self::Text(text) => text.len(),
            Self::Whole(whole) => whole.len(),
            Self::Skipped(_) | Self::Warning(_) => 0,
        }
    }

    /// Whether it has none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The lines of a part of JSON lines, each with its article, or why it holds none; `None` of any other part.
    #[must_use]
    pub fn lines<'a>(
        &'a self,
        fields: &'a Fields,
    ) -> Option<impl Iterator<Item = (&'a [u8], Result<Document, Skipped>)>> {
        let Self::Lines(lines) = self else { return None };
        lines.is_json_lines().then(|| lines.lines(fields))
    }

    /// Parses it and hands on its articles, in order, and what could not be read; ends early when `each` breaks.
    ///
    /// No iterator: through that an article was moved several times more, for some 0.1 of the 1.2 µs that a brief of 1 KB took.
    pub fn parse(
        &self,
        fields: &Fields,
        each: &mut dyn FnMut(Result<Parsed, Skipped>) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        match self {
            Self::Lines(lines) => lines.parse(fields, each),
            Self::Text(text) => each(text.parse().map(|(document, stand)| Parsed { document, stand })),
            Self::Whole(whole) => whole.parse(fields).into_iter().try_for_each(each),
            Self::Skipped(skipped) => each(Err(skipped.clone())),
            Self::Warning(_) => ControlFlow::Continue(()),
        }
    }

    /// All that [`Part::parse`] hands on.
    #[must_use]
    pub fn parse_all(&self, fields: &Fields) -> Vec<Result<Parsed, Skipped>> {
        let mut all = Vec::new();
        let _ = self.parse(fields, &mut |parsed| {
            all.push(parsed);
            ControlFlow::Continue(())
        });
        all
    }
}

/// How the bytes of one document are read, where that does not cost much.
#[derive(Clone, Debug)]
enum Form {
    /// A text file.
    Text,
    /// An object of JSON.
    Json,
    /// A row of a table.
    Row(Arc<table::Columns>),
    /// What is read once only.
    Once,
}

/// Hands on the parts of `inputs` in their order; lines come in parts of at least `part_bytes`, of JSON
/// lines all that came at once where that is 1. With a `store`, all that is
/// handed on can be read again. Ends early, without an error, when `each` breaks.
///
/// Cost: one pass; holds one part at a time.
///
/// # Errors
///
/// [`Error::NoRoom`] when what can be read only once cannot be copied.
pub fn parts(
    inputs: &[PathBuf],
    settings: &Reading,
    part_bytes: usize,
    store: Option<&Store>,
    each: &mut dyn FnMut(Part) -> ControlFlow<()>,
) -> Result<()> {
    let mut reader = reader::Reader { settings, part_bytes, store, each };
    for source in inputs.iter().flat_map(|input| files::find(input)) {
        if reader.source(source)?.is_break() {
            break;
        }
    }
    Ok(())
}

/// The article that stands at `stand`, as [`parts`] handed it on but for its id; `place` is what it had there.
///
/// # Errors
///
/// [`Error::Changed`] when the file does not hold it any more.
pub fn read_again(store: &Store, stand: Stand, place: &Place, fields: &Fields) -> Result<Document> {
    let bytes = store.read(stand, place)?;
    let changed = |why| Error::Changed { path: place.to_string(), why };
    match store.form(stand) {
        None => store::Extracts::open(&bytes, place.clone()).map(|(document, _)| document).map_err(changed),
        Some(Form::Text | Form::Once) => Ok(text::article(place.clone(), "", bytes)),
        Some(form) => lines::one(&form, || place.clone(), "", &bytes, fields).map_err(changed),
    }
}

/// The article of one line of JSON that came by itself, not from a file; `place` is where people find it, and its id where the
/// line has none.
///
/// # Errors
///
/// In words, what is wrong with the line.
pub fn line(bytes: &[u8], place: &str, fields: &Fields) -> Result<Document, String> {
    let stands = Place { file: place.to_owned(), line: Some(1), record: None };
    let document = lines::one(&Form::Json, || stands.clone(), place, bytes, fields)?;
    let has_id = document.id.0 != lines::name(place, &stands);
    Ok(if has_id { document } else { Document { id: DocumentId(place.to_owned()), ..document } })
}

/// What a document was made of, as it stands in the input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Original {
    /// A line of JSON, or a JSON value.
    Json(Vec<u8>),
    /// A row of a table, and the first row of that table.
    Row {
        /// The row with the names of the fields.
        header: Vec<u8>,
        /// The row.
        row: Vec<u8>,
    },
    /// A record of a web archive, header and block.
    Warc(Vec<u8>),
    /// A whole file, a file of an archive, or an article among others in one: it is named by its place.
    File,
}

/// What the document at `stand`, which [`parts`] handed on, was made of.
///
/// # Errors
///
/// [`Error::Changed`] when the file does not hold it any more.
pub fn original(store: &Store, stand: Stand, place: &Place) -> Result<Original> {
    Ok(match store.form(stand) {
        Some(Form::Text | Form::Once) => Original::File,
        Some(Form::Json) => Original::Json(store.read(stand, place)?),
        Some(Form::Row(columns)) => Original::Row { header: columns.bytes.clone(), row: store.read(stand, place)? },
        // Of several articles in one JSON value none is the value.
        None => match store.origin(stand, place)?.map(|origin| (origin, store.form(origin))) {
            Some((origin, Some(Form::Once))) => Original::Warc(store.read(origin, place)?),
            _ => Original::File,
        },
    })
}

/// Reads all of `inputs` into memory: for a pair or a few versions, not for a corpus.
///
/// # Errors
///
/// As [`read`].
pub fn read_all(inputs: &[PathBuf], fields: &Fields, settings: &Reading) -> Result<Everything> {
    let mut everything = Everything::default();
    read(inputs, fields, settings, &mut |found| {
        match found {
            Found::Document(document) => everything.documents.push(document),
            Found::Skipped(skipped) => everything.skipped.push(skipped),
            Found::Warning(warning) => everything.warnings.push(warning),
        }
        ControlFlow::Continue(())
    })?;
    Ok(everything)
}

const EMPTY_FILE: &str = "empty file";

fn binary_file(what: &str) -> String {
    format!("binary file: wanted text, JSON, CSV, HTML, XML or WARC, found {what}")
}

#[cfg(test)]
mod tests;
