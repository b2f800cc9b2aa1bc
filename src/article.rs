//! A document with all that is known of it alone.

use crate::{
    clean::{Clean, Repeated, clean},
    document::Document,
    settings::Settings,
    tokenize::{Tokens, tokenize},
};

/// A document, cleaned, split into sentences and words.
#[derive(Clone, Debug)]
pub struct Article {
    /// As it was read.
    pub document: Document,
    /// Its blocks, furniture marked.
    pub clean: Clean,
    /// Its words and sentences.
    pub tokens: Tokens,
}

impl Article {
    /// Cleans and tokenizes `document`; `repeated` holds what many documents of its source share.
    #[must_use]
    pub fn new(document: Document, repeated: &Repeated, settings: &Settings) -> Self {
        let clean = clean(&document, repeated, &settings.cleaning);
        let tokens = tokenize(&document.text, &clean);
        Self { document, clean, tokens }
    }
}
