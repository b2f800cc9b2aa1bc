//! Bytes to documents.
//!
//! ```text
//! files    an input to the files it names
//! stream   a file to UTF-8 bytes and their format: .gz, .zst, UTF-16, binary
//! store    where each document stands, to read it again instead of holding it
//! text     a text file: one article        (decode: other encodings; published: its date line)
//! jsonl    JSON lines: one article a line  (fields: which field is what)
//! ```
//!
//! Documents are handed on one by one, so a corpus may be larger than memory. Nothing in the input stops a run: what
//! cannot be read is handed on as [`Skipped`], with what was wanted and what was found.

mod decode;
mod fields;
mod files;
mod jsonl;
mod published;
mod store;
mod stream;
mod text;

pub use fields::Fields;
pub use jsonl::Lines;
pub use store::{Stand, Store};
pub use text::TextFile;

use crate::{
    document::{Document, DocumentId, Place, Skipped},
    error::{Error, Result},
    hash::hash,
    settings::Reading,
};
use files::Source;
use hashbrown::HashMap;
use std::{ops::ControlFlow, path::PathBuf, sync::Arc};
use stream::Format;

/// What reading comes upon, in the order of the input.
#[derive(Debug)]
pub enum Found {
    /// One article.
    Document(Record),
    /// Something that could not be read; the run goes on.
    Skipped(Skipped),
    /// Something to tell the user; nothing was lost. One sentence with its place in front.
    Warning(String),
}

/// An article with the line it was read from.
#[derive(Debug)]
pub struct Record {
    /// The article.
    pub document: Document,
    /// The bytes of its line as they were read, line feed included where there was one; `None` for a text file.
    pub line: Option<Vec<u8>>,
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
///     if let Found::Document(record) = found {
///         ids.push(record.document.id.0);
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
    // A line at a time: whoever waits for a feed gets each article when it comes.
    parts(inputs, settings, 1, None, &mut |part| {
        let flow = part.parse(fields).try_for_each(|parsed| names.admit(parsed, each));
        broke = flow.is_break();
        flow
    })?;
    if broke { Ok(()) } else { names.finish(inputs) }
}

/// A part of the input that can be parsed apart from the others.
#[derive(Debug)]
pub enum Part {
    /// Lines of JSON.
    Lines(Lines),
    /// A text file.
    Text(TextFile),
    /// Something that could not be read.
    Skipped(Skipped),
}

/// An article as it was parsed, before it has a name of its own in the run.
#[derive(Debug)]
pub struct Parsed<'a> {
    /// The article; another may have its id.
    pub document: Document,
    /// Where it can be read again.
    pub stand: Stand,
    /// The bytes of its line; `None` for a text file.
    pub line: Option<&'a [u8]>,
}

impl Part {
    /// How many bytes it has.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Self::Lines(lines) => lines.len(),
            Self::Text(text) => text.len(),
            Self::Skipped(_) => 0,
        }
    }

    /// Whether it has none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The bytes of its lines, those that hold no article too; in the order of [`Part::parse`]. None of a text file.
    pub fn lines(&self) -> impl Iterator<Item = &[u8]> {
        let lines = if let Self::Lines(lines) = self { Some(lines.bytes()) } else { None };
        lines.into_iter().flatten()
    }

    /// Its articles, in order, each parsed when it is asked for; and what could not be read.
    #[must_use]
    pub fn parse<'a>(&'a self, fields: &'a Fields) -> Box<dyn Iterator<Item = Result<Parsed<'a>, Skipped>> + 'a> {
        match self {
            Self::Lines(lines) => Box::new(lines.parse(fields).map(|found| {
                let (document, stand, line) = found?;
                Ok(Parsed { document, stand, line: Some(line) })
            })),
            Self::Text(text) => Box::new(std::iter::once_with(|| {
                let (document, stand) = text.parse()?;
                Ok(Parsed { document, stand, line: None })
            })),
            Self::Skipped(skipped) => Box::new(std::iter::once(Err(skipped.clone()))),
        }
    }
}

/// Hands on the parts of `inputs` in their order; lines come in parts of at least `part_bytes`. With a `store`, all that is
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
    for source in inputs.iter().flat_map(|input| files::find(input)) {
        let flow = match source {
            Ok(source) => read_file(source, settings, part_bytes, store, each)?,
            Err(skipped) => each(Part::Skipped(skipped)),
        };
        if flow.is_break() {
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
    let source = Source { number: stand.source, path: None, shown: place.file.clone(), under: String::new() };
    match place.line {
        Some(number) => {
            jsonl::one(&source, number, &bytes, fields).map_err(|why| Error::Changed { path: place.to_string(), why })
        }
        None => Ok(text::article(&source, "", bytes)),
    }
}

/// The article of one line of JSON that came by itself, not from a file; `place` is where people find it, and its id where the
/// line has none.
///
/// # Errors
///
/// In words, what is wrong with the line.
pub fn line(bytes: &[u8], place: &str, fields: &Fields) -> Result<Document, String> {
    let source = Source { number: 0, path: None, shown: place.to_owned(), under: place.to_owned() };
    let document = jsonl::one(&source, 1, bytes, fields)?;
    let has_id = document.id.0 != format!("{place}:1");
    Ok(if has_id { document } else { Document { id: DocumentId(place.to_owned()), ..document } })
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
            Found::Document(record) => everything.documents.push(record.document),
            Found::Skipped(skipped) => everything.skipped.push(skipped),
            Found::Warning(warning) => everything.warnings.push(warning),
        }
        ControlFlow::Continue(())
    })?;
    Ok(everything)
}

const EMPTY_FILE: &str = "empty file";

fn binary_file(what: &str) -> String {
    format!("binary file: wanted text or JSON lines, found {what}")
}

fn read_file(
    mut source: Source,
    settings: &Reading,
    part_bytes: usize,
    store: Option<&Store>,
    each: &mut dyn FnMut(Part) -> ControlFlow<()>,
) -> Result<ControlFlow<()>> {
    let mut stream = match stream::open(source.path.as_deref(), &source.under, settings.longest_text) {
        Ok(stream) => stream,
        Err(error) => return Ok(each(Part::Skipped(source.skipped(None, format!("cannot be read: {error}"))))),
    };
    let holds_articles = matches!(stream.format, Format::Text | Format::JsonLines);
    if let Some(store) = store.filter(|_| holds_articles) {
        match &source.path {
            Some(path) if stream.is_plain => source.number = store.keep_path(path),
            _ => {
                (source.number, stream.bytes) =
                    store.keep_copy(stream.bytes).map_err(|source| Error::NoRoom { source })?;
                stream.start = 0;
            }
        }
    }
    let source = Arc::new(source);
    Ok(match stream.format {
        Format::Text => text::read(&source, stream, settings.longest_text, each),
        Format::JsonLines => jsonl::read(&source, stream, settings.longest_line, part_bytes, each),
        Format::Binary(what) => each(Part::Skipped(source.skipped(None, binary_file(what)))),
        Format::OtherJson => {
            let why = "JSON that is not one object a line; wanted JSON lines (\"jq -c .\" writes an object as one line, \
                       \"jq -c '.[]'\" a list as many)";
            each(Part::Skipped(source.skipped(None, why)))
        }
    })
}

/// The names of a run: gives every document an id that no other has, and keeps count of what was skipped.
#[derive(Debug, Default)]
pub struct Names {
    /// Every id that was given out, by its hash, and how often it was asked for. A clash of two hashes of 64 bits would give
    /// one of a billion documents a needless `~2`, once in forty runs.
    times_seen: HashMap<u64, u32>,
    skipped: u64,
    first_skipped: Option<Skipped>,
}

impl Names {
    /// Hands on what was parsed to `each`, a document under an id that no other has.
    pub fn admit(
        &mut self,
        parsed: Result<Parsed<'_>, Skipped>,
        each: &mut dyn FnMut(Found) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        match parsed {
            Ok(Parsed { mut document, line, .. }) => {
                if let Some(warning) = self.name(&mut document.id, &document.place) {
                    each(Found::Warning(warning))?;
                }
                each(Found::Document(Record { document, line: line.map(<[u8]>::to_vec) }))
            }
            Err(skipped) => {
                self.skip(&skipped);
                each(Found::Skipped(skipped))
            }
        }
    }

    /// Makes `id` one that no document before has; returns a warning if it had to be changed.
    pub fn name(&mut self, id: &mut DocumentId, place: &Place) -> Option<String> {
        let key = |id: &str| hash(id.as_bytes());
        let wanted = key(&id.0);
        let mut times = self.times_seen.get(&wanted).map_or(1, |times| times + 1);
        if times == 1 {
            self.times_seen.insert(wanted, 1);
            return None;
        }
        let first = id.0.clone();
        // `x~2` may itself stand in the input, so a name that was made is looked up too.
        while self.times_seen.contains_key(&key(&id.0)) {
            id.0 = format!("{first}~{times}");
            times += 1;
        }
        self.times_seen.insert(key(&id.0), 1);
        self.times_seen.insert(wanted, times - 1);
        Some(format!("{place}: the id \"{first}\" comes again; this document is called \"{id}\""))
    }

    /// Counts what was skipped.
    pub fn skip(&mut self, skipped: &Skipped) {
        self.skipped += 1;
        if self.first_skipped.is_none() {
            self.first_skipped = Some(skipped.clone());
        }
    }

    /// All was read.
    ///
    /// # Errors
    ///
    /// [`Error::NothingRead`] when that was no article at all.
    pub fn finish(self, inputs: &[PathBuf]) -> Result<()> {
        if !self.times_seen.is_empty() {
            return Ok(());
        }
        let input = inputs.iter().map(|input| input.display().to_string()).collect::<Vec<_>>().join(", ");
        let why = match (self.first_skipped, self.skipped) {
            (None, _) => "no input was given; wanted a file, a folder or - for standard input".to_owned(),
            (Some(skipped), 1) if skipped.place.file == input => skipped.why,
            (Some(skipped), 1) => skipped.to_string(),
            (Some(skipped), more) => format!("{more} places were skipped, the first is {skipped}"),
        };
        Err(Error::NothingRead { input, why })
    }
}

#[cfg(test)]
mod tests;
