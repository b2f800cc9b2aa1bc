//! A file to its parts, each read as its format asks.

use super::{
    Form, Part, Source, archive, json, lines, lines::Lines, store::Extracts, store::Store, stream, stream::Format,
    stream::Stream, table, text, warc, whole,
};
use crate::{
    document::{Place, Skipped},
    error::{Error, Result},
    settings::Reading,
};
use std::{fs::Metadata, io::Read, ops::ControlFlow, os::unix::fs::MetadataExt, path::Path, sync::Arc};

/// Who reads files: what all of them need.
pub(super) struct Reader<'r> {
    pub(super) settings: &'r Reading,
    pub(super) part_bytes: usize,
    pub(super) store: Option<&'r Store>,
    pub(super) each: &'r mut dyn FnMut(Part) -> ControlFlow<()>,
}

impl Reader<'_> {
    /// Reads one file of the input.
    ///
    /// # Errors
    ///
    /// [`Error::NoRoom`].
    pub(super) fn source(&mut self, source: Result<Source, Skipped>) -> Result<ControlFlow<()>> {
        let source = match source {
            Ok(source) => source,
            Err(skipped) => return Ok((self.each)(Part::Skipped(skipped))),
        };
        let before = source.path.as_deref().and_then(state);
        let stream = match stream::open(source.path.as_deref(), &source.under, self.settings) {
            Ok(stream) => stream,
            Err(error) => return Ok(self.skip(&source, format!("cannot be read: {error}"))),
        };
        let shown = source.clone();
        if self.stream(source, stream, 0)?.is_break() {
            return Ok(ControlFlow::Break(()));
        }
        Ok(match before.and_then(|before| changed(&before, shown.path.as_deref())) {
            Some(how) => self.skip(&shown, format!("{how}; run again when nothing writes to it")),
            None => ControlFlow::Continue(()),
        })
    }

    /// Reads one file that was opened, `depth` archives deep.
    ///
    /// # Errors
    ///
    /// [`Error::NoRoom`].
    pub(super) fn stream(&mut self, mut source: Source, stream: Stream<'_>, depth: u32) -> Result<ControlFlow<()>> {
        let limits = [self.settings.longest_line, self.part_bytes];
        Ok(match stream.format {
            Format::Text => {
                let (stream, _) = self.keep(&mut source, stream, Form::Text)?;
                text::read(&Arc::new(source), stream, self.settings.longest_text, self.each)
            }
            Format::JsonLines | Format::Json => {
                let is_lines = stream.format == Format::JsonLines;
                let (stream, extracts) = self.keep(&mut source, stream, Form::Json)?;
                let part = Lines::new(&Arc::new(source), Form::Json, extracts);
                let read = if is_lines { lines::read } else { json::read };
                read(part, stream, limits, self.each)
            }
            Format::Table(delimiter) => {
                let store = self.store;
                let keep = |source: &mut Source, stream, form| keep(store, source, stream, form);
                table::read(&mut source, stream, delimiter, limits, keep, self.each)?
            }
            Format::Page => self.whole(source, stream, whole::Kind::Page, self.settings.longest_page),
            Format::Xml => self.whole(source, stream, whole::Kind::Xml, self.settings.longest_text),
            Format::Warc => {
                let (stream, extracts) = self.keep(&mut source, stream, Form::Once)?;
                warc::read(&Arc::new(source), stream, extracts.as_ref(), self.settings, self.each)
            }
            #[cfg(feature = "parquet")]
            Format::Parquet => super::parquet::read(self, source, stream),
            Format::Tar | Format::Zip if depth == self.settings.nested_archives => {
                let why = format!("an archive inside {depth} archives; no more than that are unpacked");
                self.skip(&source, why)
            }
            Format::Tar => archive::tar(self, &source, stream, depth)?,
            Format::Zip => archive::zip(self, &source, stream, depth)?,
            Format::Binary(what) => self.skip(&source, super::binary_file(what)),
        })
    }

    /// Tells that `source` could not be read.
    pub(super) fn skip(&mut self, source: &Source, why: String) -> ControlFlow<()> {
        (self.each)(Part::Skipped(source.skipped(None, why)))
    }

    fn keep<'a>(
        &mut self,
        source: &mut Source,
        stream: Stream<'a>,
        form: Form,
    ) -> Result<(Stream<'a>, Option<Arc<Extracts>>)> {
        keep(self.store, source, stream, form)
    }

    /// Hands on a file that is read as a whole.
    fn whole(&mut self, mut source: Source, stream: Stream<'_>, kind: whole::Kind, longest: usize) -> ControlFlow<()> {
        let extracts = self.store.map(|store| {
            source.number = store.keep_nothing(Form::Once);
            store.extracts()
        });
        let mut bytes = Vec::new();
        if let Err(error) = stream.bytes.take(longest as u64 + 1).read_to_end(&mut bytes) {
            return self.skip(&source, format!("breaks off: {error}; half of it is not read"));
        }
        if bytes.len() > longest {
            return self.skip(&source, format!("longer than {longest} bytes, the most it may have"));
        }
        let place = Place::of_file(source.shown.clone());
        let (source, name) = (Arc::new(source), stream.name);
        (self.each)(Part::Whole(whole::Whole { source, kind, name, bytes, place, origin: None, extracts }))
    }
}

/// Gives `source` a number in `store`, where there is one, so that its records can be read again.
fn keep<'a>(
    store: Option<&Store>,
    source: &mut Source,
    mut stream: Stream<'a>,
    form: Form,
) -> Result<(Stream<'a>, Option<Arc<Extracts>>)> {
    let Some(store) = store else { return Ok((stream, None)) };
    match &source.path {
        Some(path) if stream.is_plain => source.number = store.keep_path(path, stream.file.take(), form),
        _ => {
            (source.number, stream.bytes, stream.start) =
                store.keep_copy(stream.bytes, form).map_err(|source| Error::NoRoom { source })?;
        }
    }
    Ok((stream, Some(store.extracts())))
}

/// What is known of a plain file but its bytes.
fn state(path: &Path) -> Option<Metadata> {
    path.metadata().ok().filter(Metadata::is_file)
}

/// What became of the file at `path` since it was as `before`.
fn changed(before: &Metadata, path: Option<&Path>) -> Option<&'static str> {
    let Some(now) = state(path?) else { return Some("removed while it was read") };
    Some(if (now.dev(), now.ino()) != (before.dev(), before.ino()) {
        "replaced by another file while it was read: the articles are those of the file before"
    } else if now.len() < before.len() {
        "became shorter while it was read: articles may be missing"
    } else if now.len() > before.len() {
        "grew while it was read: what was added may be missing"
    } else if now.modified().ok() != before.modified().ok() {
        "written to while it was read: what was read may be half old, half new"
    } else {
        return None;
    })
}
