//! Bytes to documents.
//!
//! ```text
//! files    an input to the files it names
//! stream   a file to UTF-8 bytes and their format: .gz, .zst, UTF-16, binary
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
mod stream;
mod text;

pub use fields::Fields;

use crate::{
    document::{Document, Place, Skipped},
    error::{Error, Result},
    settings::Reading,
};
use files::Source;
use hashbrown::HashMap;
use std::{ops::ControlFlow, path::PathBuf};
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
    let mut session = Session { fields, settings, each, times_seen: HashMap::new(), skipped: 0, first_skipped: None };
    let broke = inputs.iter().flat_map(|input| files::find(input)).try_for_each(|source| match source {
        Ok(source) => read_file(&source, &mut session),
        Err(skipped) => session.pass_over(skipped),
    });
    if broke.is_break() || !session.times_seen.is_empty() {
        return Ok(());
    }
    Err(session.nothing_read(inputs))
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

fn read_file(source: &Source, session: &mut Session) -> ControlFlow<()> {
    let name = source.under.as_str();
    let stream = match stream::open(source.path.as_deref(), name, session.settings.longest_text) {
        Ok(stream) => stream,
        Err(error) => return session.skip(&source.shown, None, format!("cannot be read: {error}")),
    };
    match stream.format {
        Format::Text => text::read(source, stream, session),
        Format::JsonLines => jsonl::read(source, stream, session),
        Format::Binary(what) => session.skip(&source.shown, None, binary_file(what)),
        Format::OtherJson => {
            let why = "JSON that is not one object a line; wanted JSON lines (\"jq -c .\" writes an object as one line, \
                       \"jq -c '.[]'\" a list as many)";
            session.skip(&source.shown, None, why.to_owned())
        }
    }
}

/// One call of [`read`].
struct Session<'a> {
    fields: &'a Fields,
    settings: &'a Reading,
    each: &'a mut dyn FnMut(Found) -> ControlFlow<()>,
    /// Every id that was given out, and how often it was asked for.
    times_seen: HashMap<String, u64>,
    skipped: u64,
    first_skipped: Option<Skipped>,
}

impl Session<'_> {
    /// Hands on `document` under an id that no other has.
    fn document(&mut self, mut document: Document, line: Option<Vec<u8>>) -> ControlFlow<()> {
        let wanted = document.id.0.clone();
        let mut times = self.times_seen.get(&wanted).map_or(1, |times| times + 1);
        // `x~2` may itself stand in the input, so a name that was made is looked up too.
        while times > 1 && self.times_seen.contains_key(&document.id.0) {
            document.id.0 = format!("{wanted}~{times}");
            times += 1;
        }
        self.times_seen.insert(document.id.0.clone(), 1);
        if times > 1 {
            let (place, id) = (&document.place, &document.id);
            let warning = format!("{place}: the id \"{wanted}\" comes again; this document is called \"{id}\"");
            self.times_seen.insert(wanted, times - 1);
            (self.each)(Found::Warning(warning))?;
        }
        (self.each)(Found::Document(Record { document, line }))
    }

    fn skip(&mut self, file: &str, line: Option<u64>, why: impl Into<String>) -> ControlFlow<()> {
        self.pass_over(Skipped { place: Place { file: file.to_owned(), line }, why: why.into() })
    }

    fn pass_over(&mut self, skipped: Skipped) -> ControlFlow<()> {
        self.skipped += 1;
        if self.first_skipped.is_none() {
            self.first_skipped = Some(skipped.clone());
        }
        (self.each)(Found::Skipped(skipped))
    }

    fn nothing_read(self, inputs: &[PathBuf]) -> Error {
        let input = inputs.iter().map(|input| input.display().to_string()).collect::<Vec<_>>().join(", ");
        let why = match (self.first_skipped, self.skipped) {
            (None, _) => "no input was given; wanted a file, a folder or - for standard input".to_owned(),
            (Some(skipped), 1) if skipped.place.file == input => skipped.why,
            (Some(skipped), 1) => skipped.to_string(),
            (Some(skipped), more) => format!("{more} places were skipped, the first is {skipped}"),
        };
        Error::NothingRead { input, why }
    }
}

#[cfg(test)]
mod tests;
