//! What a document is known by: its shingles, a sample of them, and the terms of its story.

pub mod sample;
pub mod shingle;
pub mod story;

use crate::{body::Body, document::Document, hash::hash, settings::Matching, span::Span, words::Vocabulary};
use sample::Sample;
use story::{StoryScratch, StoryTerm};

/// All that the search for related documents needs of one document; some 600 bytes for an article of 400 words.
#[derive(Clone, Debug, PartialEq)]
pub struct Fingerprint {
    /// Hash of all words of the article in order: equal for the same article, whatever furniture is around it.
    pub text_hash: u64,
    /// Number of words of the article.
    pub words: usize,
    /// Sampled shingles, see [`sample::sample`]; also of the other stories of its page, each of which may be a copy.
    pub sample: Sample,
    /// What it tells of, see [`story::story_terms`].
    pub story: Vec<StoryTerm>,
    /// When it was published, in seconds since 1970 UTC.
    pub time: Option<i64>,
    /// Where its first words stand, see [`Matching::lead_words`]; `None` when it has no words.
    pub lead: Option<Span>,
}

impl Fingerprint {
    /// The fingerprint of a document without its furniture; `whole` is its body with the other stories of its page, if any.
    ///
    /// Cost: linear in the words of the article.
    #[must_use]
    pub fn new(
        document: &Document,
        body: &Body,
        whole: Option<&Body>,
        vocabulary: &mut Vocabulary,
        scratch: &mut StoryScratch,
        settings: &Matching,
    ) -> Self {
        let all = whole.map(Body::terms);
        let terms = body.terms();
        Self {
            text_hash: text_hash(&terms),
            words: terms.len(),
            sample: sample::sample(all.as_ref().unwrap_or(&terms), settings),
            story: story::story_terms(document, body, vocabulary, scratch, settings),
            time: document.published.map(crate::document::Published::seconds),
            lead: story::lead(body, settings),
        }
    }
}

/// The hash of all words of an article in order.
#[must_use]
pub fn text_hash(terms: &[u64]) -> u64 {
    let mut bytes = Vec::with_capacity(terms.len() * 8);
    for term in terms {
        bytes.extend_from_slice(&term.to_le_bytes());
    }
    hash(&bytes)
}
