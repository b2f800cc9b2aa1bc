//! What an item says of itself beside its article: which take of which item it is, and whether it kills the others.

use crate::{
    document::{Document, DocumentId, Item, Place, PubStatus},
    hash::{combine, hash},
};
use serde::Deserialize;
use serde_json::Value;

/// By what an item is known again: its name and version, or its name and content where it has no version.
#[must_use]
pub fn identity(item: &Document) -> u64 {
    let take = if let Some(version) = &item.item.version {
        hash(version.as_bytes())
    } else {
        combine(hash(item.text.as_bytes()), hash(item.title.as_deref().unwrap_or("").as_bytes()))
    };
    combine(combine(hash(item.id.0.as_bytes()), take), u64::from(kills(item)))
}

/// Whether an item kills all takes of it that came before.
#[must_use]
pub fn kills(item: &Document) -> bool {
    item.item.pubstatus == Some(PubStatus::Canceled)
}

/// The item of a JSON object that has no text and need not have one, as it kills an item; `None` of any other.
#[must_use]
pub fn kill(object: &[u8], place: Place) -> Option<Document> {
    /// A name may be a number in some feeds.
    #[derive(Deserialize)]
    struct Kill {
        id: Option<Value>,
        guid: Option<Value>,
        uri: Option<Value>,
        version: Option<Value>,
        pubstatus: Option<Value>,
    }
    let Kill { id, guid, uri, version, pubstatus } = serde_json::from_slice(object).ok()?;
    let id = [id, guid, uri].into_iter().find_map(word)?;
    let pubstatus = PubStatus::from_word(&word(pubstatus)?).filter(|status| *status == PubStatus::Canceled)?;
    Some(Document {
        id: DocumentId(id),
        text: String::new(),
        title: None,
        published: None,
        source: None,
        url: None,
        item: Item { version: word(version), pubstatus: Some(pubstatus), ..Item::default() },
        place,
    })
}

/// A text or number as text.
fn word(value: Option<Value>) -> Option<String> {
    match value? {
        Value::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}
