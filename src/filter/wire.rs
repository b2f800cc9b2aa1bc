//! What a line says of itself as an item of a wire: its item, which take of it, whether it kills the others.

use super::Item;
use crate::document::{self, Document, DocumentId, Place};
use serde::Deserialize;
use serde_json::Value;

/// The fields of a line that tell an item of a wire (ninjs 1, 2 and 3).
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq)]
pub struct Wire {
    uri: Option<Value>,
    version: Option<Value>,
    pubstatus: Option<Value>,
}

/// What a killed item is said to be.
const CANCELED: [&str; 2] = ["canceled", "cancelled"];

impl Wire {
    /// What `line` says; nothing where it is no object.
    #[must_use]
    pub fn of(line: &[u8]) -> Self {
        // Most lines are no items of a wire: one that names none of these is not parsed again.
        let names = ["\"uri\"", "\"version\"", "\"pubstatus\""];
        if !names.iter().any(|name| memchr::memmem::find(line, name.as_bytes()).is_some()) {
            return Self::default();
        }
        serde_json::from_slice(line).unwrap_or_default()
    }

    /// The item of a line that was read as `document`. A line that kills an item need not have a text.
    ///
    /// # Errors
    ///
    /// What is wrong with the document.
    pub fn read<E>(&self, document: Result<Document, E>, place: impl FnOnce(&E) -> Place) -> Result<Item, E> {
        match document {
            Err(fault) if !self.kills() || self.uri().is_none() => Err(fault),
            Err(fault) => {
                let place = place(&fault);
                let (id, text) = (DocumentId(place.to_string()), String::new());
                let item = document::Item::default();
                let document =
                    Document { id, text, title: None, published: None, source: None, url: None, item, place };
                Ok(self.item(document))
            }
            Ok(document) => Ok(self.item(document)),
        }
    }

    /// Whether it kills all takes of its item.
    fn kills(&self) -> bool {
        self.pubstatus.as_ref().and_then(Value::as_str).is_some_and(|status| CANCELED.contains(&status))
    }

    /// The name of the item, where it has one.
    fn uri(&self) -> Option<String> {
        text(self.uri.as_ref())
    }

    /// The item that `document` is. One with an `uri` and a `version`, or that kills, is called by its `uri`.
    fn item(&self, document: Document) -> Item {
        let (kills, version) = (self.kills(), text(self.version.as_ref()));
        let uri = self.uri().filter(|_| version.is_some() || kills);
        let id = uri.clone().map_or_else(|| document.id.clone(), DocumentId);
        Item { document: Document { id, ..document }, uri, version, kills }
    }
}

/// A text or number as text.
fn text(value: Option<&Value>) -> Option<String> {
    match value? {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}
