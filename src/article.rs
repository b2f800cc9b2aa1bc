//! A document with all that is known of it alone.

use crate::{
    body::Body,
    clean::{Clean, Layout, Reading, Repeated, clean},
    document::Document,
    facts::{Facts, facts},
    settings::Settings,
    terms::{Stemming, Stems},
    tokenize::{Tokens, tokenize},
    words::{Known, Token, Vocabulary, read_classes, read_words},
};
use std::cell::RefCell;

thread_local! {
    /// What this thread knows of words, for documents that are read one by one: a vocabulary is costly to make, and most words
    /// of an article stood in the one before. It changes no result, and is bounded as that of any reader.
    static READER: RefCell<Reader> = RefCell::default();
}

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
        let clean = READER.with_borrow_mut(|reader| {
            reader.read(&document);
            reader.clean(&document, repeated, settings)
        });
        let tokens = tokenize(&document.text, &clean);
        Self { document, clean, tokens }
    }
}

/// Reads documents one after another; what it allocated and what it knows of words serves the next one.
#[derive(Default)]
pub struct Reader {
    /// What is known of the words met so far.
    pub vocabulary: Vocabulary,
    words: Vec<Token>,
    known: Vec<Known>,
    title_words: Vec<Token>,
    title_known: Vec<Known>,
}

impl Reader {
    /// Finds the words of `document` and looks each up.
    pub fn read(&mut self, document: &Document) {
        if self.vocabulary.is_full() {
            self.vocabulary = Vocabulary::default();
        }
        read_words(&document.text, &mut self.vocabulary, &mut self.words, &mut self.known);
        let title = document.title.as_deref().unwrap_or("");
        read_words(title, &mut self.vocabulary, &mut self.title_words, &mut self.title_known);
    }

    /// Finds the words of `document` and the class of each, no more: its [`Reader::body`] has no stems, and nothing is known of
    /// its title. What judging a pair needs; no vocabulary grows by it.
    pub fn read_classes(&mut self, document: &Document) {
        read_classes(&document.text, &mut self.words, &mut self.known);
        self.title_words.clear();
        self.title_known.clear();
    }

    /// How the document that was read is laid out.
    #[must_use]
    pub fn layout<'a>(&'a self, document: &'a Document) -> Layout<'a> {
        Layout::new(Reading { text: &document.text, words: &self.words, known: &self.known })
    }

    /// The document that was read with its furniture marked; `repeated` holds what many documents of its source share.
    #[must_use]
    pub fn clean(&self, document: &Document, repeated: &Repeated, settings: &Settings) -> Clean {
        self.clean_layout(self.layout(document), document, repeated, settings)
    }

    /// The same of a layout that was made already.
    #[must_use]
    pub fn clean_layout(
        &self,
        layout: Layout<'_>,
        document: &Document,
        repeated: &Repeated,
        settings: &Settings,
    ) -> Clean {
        let title = Reading {
            text: document.title.as_deref().unwrap_or(""),
            words: &self.title_words,
            known: &self.title_known,
        };
        clean(layout, &title, document.source.as_deref(), repeated, &settings.cleaning)
    }

    /// The words of the document that was read without the furniture of `clean`.
    #[must_use]
    pub fn body(&self, document: &Document, clean: &Clean) -> Body {
        Body::new(&document.text, &self.words, &self.known, clean)
    }

    /// The same with the other stories of its page; `None` where there are none.
    #[must_use]
    pub fn whole(&self, document: &Document, clean: &Clean) -> Option<Body> {
        let whole = || Body::whole(&document.text, &self.words, &self.known, clean);
        clean.holds_others().then(whole)
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
