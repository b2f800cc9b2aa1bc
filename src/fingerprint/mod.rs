//! What a document is known by: its shingles, a sample of them, and the terms of its story.

pub mod kind;
pub mod sample;
pub mod shingle;
pub mod story;

use crate::{document::Document, hash::hash, settings::Matching, span::Span, tokenize::Tokens};
use story::StoryTerm;

/// All that the search for related documents needs of one document; some 2 KB for an article of 400 words.
#[derive(Clone, Debug, PartialEq)]
pub struct Fingerprint {
    /// Hash of all words of the article in order: equal for the same article, whatever furniture is around it.
    pub text_hash: u64,
    /// Number of words of the article.
    pub words: usize,
    /// Sampled shingles, see [`sample::sample`].
    pub sample: Vec<u64>,
    /// What it tells of, see [`story::story_terms`].
    pub story: Vec<StoryTerm>,
    /// When it was published, in seconds since 1970 UTC.
    pub time: Option<i64>,
    /// Where its first words stand, see [`Matching::lead_words`]; `None` when it has no words.
    pub lead: Option<Span>,
}

impl Fingerprint {
    /// The fingerprint of a document without its furniture.
    ///
    /// Cost: linear in the words of the article.
    #[must_use]
    pub fn new(document: &Document, tokens: &Tokens, settings: &Matching) -> Self {
        let terms: Vec<u64> = tokens.body().map(|token| token.term).collect();
        let bytes: Vec<u8> = terms.iter().flat_map(|term| term.to_le_bytes()).collect();
        Self {
            text_hash: hash(&bytes),
            words: terms.len(),
            sample: sample::sample(&terms, settings),
            story: story::story_terms(document, tokens, settings),
            time: document.published.map(crate::document::Published::seconds),
            lead: story::lead(tokens, settings),
        }
    }
}
