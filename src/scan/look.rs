//! A look at one document: what its relatives are found by.

use crate::{
    article::Reader,
    clean::{Block, Clean, Printed, Repeated},
    document::Document,
    fingerprint::{
        Fingerprint,
        sample::Sample,
        story::{StoryScratch, StoryTerm},
    },
    hash::combine,
    settings::Settings,
    span::Span,
};

/// What a look at a document finds.
#[derive(Clone, Debug)]
pub struct Look {
    /// Words without furniture.
    pub words: u32,
    /// Hash of those words.
    pub text_hash: u64,
    /// Where its first words stand.
    pub lead: Option<Span>,
    /// Its blocks of furniture.
    pub furniture: Box<[Block]>,
    /// Its sampled shingles.
    pub sample: Sample,
    /// Its story terms, before it is known how rare they are.
    pub terms: Vec<StoryTerm>,
    /// Hashes of the different stems of its body.
    pub stems: Box<[u32]>,
    /// What of it may turn out to be printed under many stories of its source.
    pub printed: Printed,
}

impl Look {
    /// By what it is told whether the stems of this text were counted. The same words with other capitals may hold another stem
    /// ("march", "March"); whichever comes first, both count.
    #[must_use]
    pub fn counted_as(&self) -> u64 {
        combine(self.text_hash, self.stems.len() as u64)
    }
}

/// Looks at documents one after another; what it allocated and what it knows of words serves the next one.
#[derive(Default)]
pub struct Looking {
    reader: Reader,
    scratch: StoryScratch,
}

impl Looking {
    /// A document before it is known what its source prints under every story.
    #[must_use]
    pub fn first(&mut self, document: &Document, settings: &Settings) -> Look {
        self.read(document);
        let layout = self.reader.layout(document);
        let printed = Printed::new(document.source.as_deref(), &layout);
        let clean = self.reader.clean_layout(layout, document, &Repeated::new(), settings);
        self.look(document, clean, printed, settings)
    }

    /// The same document again, now that it is known what of it is repeated.
    #[must_use]
    pub fn again(&mut self, document: &Document, repeated: &Repeated, settings: &Settings) -> Look {
        self.read(document);
        let clean = self.reader.clean(document, repeated, settings);
        self.look(document, clean, Printed::default(), settings)
    }

    fn read(&mut self, document: &Document) {
        if self.reader.vocabulary.is_full() {
            *self = Self::default();
        }
        self.reader.read(document);
    }

    fn look(&mut self, document: &Document, clean: Clean, printed: Printed, settings: &Settings) -> Look {
        let body = self.reader.body(document, &clean);
        let whole = self.reader.whole(document, &clean);
        let vocabulary = &mut self.reader.vocabulary;
        let print =
            Fingerprint::new(document, &body, whole.as_ref(), vocabulary, &mut self.scratch, &settings.matching);
        Look {
            words: print.words as u32,
            text_hash: print.text_hash,
            lead: print.lead,
            furniture: clean.blocks.into_iter().filter(|block| block.furniture.is_some()).collect(),
            sample: print.sample,
            terms: print.story,
            stems: self.scratch.body_stems().collect(),
            printed,
        }
    }
}
