//! Tells the article from the furniture of its page; cuts nothing, so that every place stays a place in the original.

use crate::{document::Document, settings::Cleaning, span::Span};
use hashbrown::HashSet;
use serde::Serialize;

/// What a block of a page is, when it is no part of the article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Furniture {
    /// A date line that stands before the article: `date 2024-02-09`.
    Dateline,
    /// A cookie or consent notice.
    Cookie,
    /// "Advertisement" and its like.
    Advertisement,
    /// A video player: its notice, its running time, its title.
    Player,
    /// A picture's caption.
    Caption,
    /// Who made a picture, or which agency contributed.
    Credit,
    /// A heading inside the article.
    Crosshead,
    /// Menus, share buttons, subscriptions, "Read more", comment counts, copyright lines.
    Navigation,
    /// A paragraph that stands in many documents of the same source.
    Repeated,
    /// Another story that was scraped with the page.
    Unrelated,
}

/// A paragraph of the page, or a line where lines are paragraphs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block {
    /// Its place, without the white space around it.
    pub span: Span,
    /// What it is; `None` for the article itself.
    pub furniture: Option<Furniture>,
}

/// A document with its furniture marked.
///
/// Promises: the blocks rise, never overlap, lie on character boundaries, are not empty, and cover every character of
/// the text that is not white space.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clean {
    /// All blocks, in order of place.
    pub blocks: Vec<Block>,
}

/// Paragraphs that stand in many documents of one source, by [`paragraph_hash`].
pub type Repeated = HashSet<u64>;

/// The key of a paragraph in [`Repeated`]: a hash of its source and its words without case and spacing.
#[must_use]
pub fn paragraph_hash(source: Option<&str>, paragraph: &str) -> u64 {
    let words: Vec<String> = paragraph.split_whitespace().map(str::to_lowercase).collect();
    crate::hash::combine(
        crate::hash::hash(source.unwrap_or("").as_bytes()),
        crate::hash::hash(words.join(" ").as_bytes()),
    )
}

/// Marks the furniture of `document`; `repeated` holds what many documents of its source share.
#[must_use]
pub fn clean(document: &Document, repeated: &Repeated, settings: &Cleaning) -> Clean {
    let _ = (repeated, settings);
    let mut blocks = Vec::new();
    let mut at = 0;
    for line in document.text.split_inclusive('\n') {
        let text = line.trim();
        if !text.is_empty() {
            let start = at + (line.len() - line.trim_start().len());
            blocks.push(Block { span: Span::new(start, start + text.len()), furniture: None });
        }
        at += line.len();
    }
    Clean { blocks }
}
