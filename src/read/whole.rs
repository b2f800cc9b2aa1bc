//! What is dear to read: it is read once, and what was read is kept.

use super::{
    Parsed, Source, decode,
    fields::{self, Fields},
    files, page,
    store::{Extracts, Stand},
    warc, xml,
};
use crate::document::{Document, DocumentId, Item, Place, Skipped};
use std::sync::Arc;

/// Bytes that hold any number of articles: they can be parsed apart from all others, on any thread.
#[derive(Debug)]
pub struct Whole {
    pub(super) source: Arc<Source>,
    pub(super) kind: Kind,
    /// Name of its file without the ending of a compression.
    pub(super) name: String,
    pub(super) bytes: Vec<u8>,
    pub(super) place: Place,
    /// Its first byte in what can be read again, where that is.
    pub(super) origin: Option<u64>,
    pub(super) extracts: Option<Arc<Extracts>>,
}

/// What a [`Whole`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A web page.
    Page,
    /// A newsroom's item or a feed.
    Xml,
    /// A record of a web archive.
    Record,
    /// A row of a Parquet table, as a JSON object.
    #[cfg(feature = "parquet")]
    Row,
}

impl Whole {
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

    /// Its articles, kept, with where they are kept; or why there are none.
    #[cfg_attr(
        not(feature = "parquet"),
        expect(unused_variables, reason = "only the columns of a table have names to choose")
    )]
    pub(super) fn parse(&self, fields: &Fields) -> Vec<Result<Parsed, Skipped>> {
        let origin = self.origin.map(|offset| Stand::of(&self.bytes, self.source.number, offset));
        let skipped = |why| Skipped { place: self.place.clone(), why };
        let found = match self.kind {
            Kind::Page => noted(self.page(), &skipped),
            Kind::Xml => {
                match xml::read(&decode::declared(&self.bytes, None), &self.place, files::without_ending(&self.name)) {
                    Ok(found) => found,
                    Err(why) => vec![Err(skipped(why))],
                }
            }
            Kind::Record => noted(warc::document(&self.bytes, &self.place), &skipped),
            #[cfg(feature = "parquet")]
            Kind::Row => vec![
                serde_json::from_slice(&self.bytes)
                    .map_err(|error| error.to_string())
                    .and_then(|object| {
                        let name = |place: &Place| super::lines::name(&self.source.under, place);
                        fields::to_document(object, fields, self.place.clone(), name)
                    })
                    .map_err(skipped),
            ],
        };
        found
            .into_iter()
            .map(|found| found.and_then(|document| kept(document, origin, self.extracts.as_deref())))
            .collect()
    }

    fn page(&self) -> Result<(Document, Option<String>), String> {
        let id = DocumentId(files::without_ending(&self.name).to_owned());
        Ok(document(page::read(&decode::declared(&self.bytes, None))?, id, self.place.clone()))
    }
}

/// The document of a page, and behind it what is to be told of it.
fn noted(
    read: Result<(Document, Option<String>), String>,
    skipped: &dyn Fn(String) -> Skipped,
) -> Vec<Result<Document, Skipped>> {
    match read {
        Ok((document, note)) => std::iter::once(Ok(document)).chain(note.map(|note| Err(skipped(note)))).collect(),
        Err(why) => vec![Err(skipped(why))],
    }
}

/// The document that a page is, and what is to be told of it.
pub(super) fn document(page: page::Page, id: DocumentId, place: Place) -> (Document, Option<String>) {
    let page::Page { text, title, published, source, url, language, note } = page;
    let source = source.or_else(|| url.as_deref().and_then(fields::host));
    (Document { id, text, title, published, source, url, item: Item { language, ..Item::default() }, place }, note)
}

/// A document that is kept in `extracts` as it was read, where there are such.
pub(super) fn kept(document: Document, origin: Option<Stand>, extracts: Option<&Extracts>) -> Result<Parsed, Skipped> {
    let Some(extracts) = extracts else {
        return Ok(Parsed { document, stand: Stand::NONE });
    };
    match extracts.keep(&document, origin) {
        Ok(stand) => Ok(Parsed { document, stand }),
        Err(error) => {
            let why = format!("cannot be kept in a temporary file: {error}; TMPDIR names the folder for these");
            Err(Skipped { place: document.place, why })
        }
    }
}
