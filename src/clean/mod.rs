//! Tells the article from the furniture of its page; cuts nothing, so that every place stays a place in the original.
//!
//! A block is furniture by general signs only: its form and the phrases that pages use everywhere (`signs`), its
//! neighbours (`page`), its coming again under other stories of the source (`repeated`), or the lack of any tie with the
//! story that the page tells (`stories`). In doubt it stays: a lost sentence is worse than a kept menu.

mod blocks;
mod form;
mod page;
mod repeated;
mod signs;
mod stories;

pub use repeated::{Paragraphs, Repeated, paragraph_hash, repeated};

use crate::{document::Document, settings::Cleaning, span::Span};
use form::forms;
use page::Page;
use serde::Serialize;
use signs::{Sign, sign};

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

/// Marks the furniture of `document`; `repeated` holds what many documents of its source share.
///
/// What is kept is kept for good: of a document made of the kept blocks nothing more is marked, since the neighbours of
/// every block are looked at again until nothing changes.
///
/// Cost: linear in the text; at most [`Cleaning::passes`] looks at the blocks.
#[must_use]
pub fn clean(document: &Document, repeated: &Repeated, settings: &Cleaning) -> Clean {
    let spans = split_date_lines(&document.text, blocks::paragraphs(&document.text));
    let forms = forms(&document.text, spans.iter().copied());
    let mut page = Page::new(&document.text, spans, forms);
    mark_repeated(&mut page, document.source.as_deref(), repeated);
    for _ in 0..settings.passes {
        let neighbours = page.mark_by_neighbours();
        let others = stories::mark(&mut page, document.title.as_deref(), settings);
        if !neighbours && !others {
            break;
        }
    }
    page.into_clean()
}

/// Parts date lines from the text that follows them on the same line.
fn split_date_lines(text: &str, spans: Vec<Span>) -> Vec<Span> {
    let mut out = Vec::with_capacity(spans.len());
    for span in spans {
        let mut start = span.start as usize;
        let end = span.end as usize;
        while let Some(length) = page::date_line(&text[start..end]).filter(|&length| start + length < end) {
            out.push(Span::new(start, start + length));
            let rest = &text[start + length..end];
            start = end - rest.trim_start().len();
        }
        out.push(Span::new(start, end));
    }
    out
}

/// Marks what many documents of the source share.
fn mark_repeated(page: &mut Page<'_>, source: Option<&str>, repeated: &Repeated) {
    if repeated.is_empty() {
        return;
    }
    for index in 0..page.len() {
        let paragraph = page.text(index);
        if page.is_kept(index)
            && repeated::can_repeat(paragraph)
            && repeated.contains(&paragraph_hash(source, paragraph))
        {
            page.mark(index, Furniture::Repeated);
        }
    }
}
