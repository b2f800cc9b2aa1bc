//! A document with all that is known of it alone.

use crate::{
    clean::{Clean, Repeated, clean},
    document::Document,
    facts::{Facts, facts},
    settings::Settings,
    terms::{Stemming, Stems},
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
    /// The stems of each of its sentences. Cost: a look-up a word, and the stemming of each different word.
    #[must_use]
    pub fn stems(&self) -> Vec<Stems> {
        Stemming::default().sentences(&self.document.text, &self.tokens)
    }

    /// Cleans and tokenizes `document`; `repeated` holds what many documents of its source share.
    #[must_use]
    pub fn new(document: Document, repeated: &Repeated, settings: &Settings) -> Self {
        let clean = clean(&document, repeated, &settings.cleaning);
        let tokens = tokenize(&document.text, &clean);
        Self { document, clean, tokens }
    }
}

/// An article as its sentences, to be aligned with another.
#[derive(Clone, Copy, Debug)]
pub struct Lines<'a> {
    /// The article.
    pub article: &'a Article,
    /// The stems of each of [`Tokens::sentences`].
    pub stems: &'a [Stems],
}

/// An article read closely, to be compared: its facts and its sentences as stems.
#[derive(Clone, Debug)]
pub struct Witness<'a> {
    /// The article.
    pub article: &'a Article,
    /// What it states.
    pub facts: Facts,
    /// The stems of each of [`Tokens::sentences`].
    pub stems: Vec<Stems>,
}

impl<'a> Witness<'a> {
    /// Reads `article` closely.
    #[must_use]
    pub fn new(article: &'a Article) -> Self {
        Self { article, facts: facts(&article.document, &article.tokens), stems: article.stems() }
    }

    /// Its sentences.
    #[must_use]
    pub fn lines(&self) -> Lines<'_> {
        Lines { article: self.article, stems: &self.stems }
    }

    /// Its text.
    #[must_use]
    pub fn text(&self) -> &'a str {
        &self.article.document.text
    }
}
