//! Which document is what, decided before any text is made: a few numbers a document, so that a corpus may be larger
//! than memory.

use super::{copies::Kind, random::Random, source::Source};
use anyhow::{Context, Result};
use std::ops::Range;

/// How much more often some bases are copied: base number `bases * share.powf(SKEW)` is drawn. 1.4: of 100,000 bases
/// the first has about 27 copies, 4 of 10 have none, and 9 of 10 have at most two.
const SKEW: f64 = 1.4;

/// What streams of random numbers are for; each document has one of its own.
const FOR_ARTICLES: u64 = 1;
const FOR_FAVOURITES: u64 = 2;
const FOR_COPIES: u64 = 3;
const FOR_ORDER: u64 = 4;

/// Every document of a corpus.
pub(crate) struct Plan {
    /// Numbers of documents in the order of the output: first come the bases, then the copies.
    pub(crate) order: Vec<u32>,
    /// Where a document stands in the output.
    pub(crate) places: Vec<u32>,
    /// How many documents are bases.
    pub(crate) bases: usize,
    /// The others.
    pub(crate) copies: Vec<Copy>,
    /// The numbers of the articles in the order in which they are used.
    articles: Vec<u32>,
}

/// A copy of a base.
pub(crate) struct Copy {
    /// The number of the base.
    pub(crate) of: u32,
    /// What became of it.
    pub(crate) kind: Kind,
    /// The fresh articles around it, numbers for [`Plan::fresh`].
    pub(crate) fresh: Range<u32>,
}

/// An article in an edition, both by number.
pub(crate) struct Print {
    pub(crate) article: usize,
    pub(crate) edition: usize,
}

impl Plan {
    /// Plans a corpus of `documents` documents.
    ///
    /// # Errors
    ///
    /// When no base is fit for a kind of copy, which happens in a corpus of a few documents only.
    pub(crate) fn new(documents: usize, source: &Source, seed: u64) -> Result<Self> {
        let bases = documents.div_ceil(2);
        let mut articles: Vec<u32> = (0..source.articles.len() as u32).collect();
        Random::of(&[seed, FOR_ARTICLES]).shuffle(&mut articles);
        let mut favourites: Vec<u32> = (0..bases as u32).collect();
        Random::of(&[seed, FOR_FAVOURITES]).shuffle(&mut favourites);
        let mut order: Vec<u32> = (0..documents as u32).collect();
        Random::of(&[seed, FOR_ORDER]).shuffle(&mut order);
        let mut places = vec![0; documents];
        for (place, document) in order.iter().enumerate() {
            places[*document as usize] = place as u32;
        }
        let mut plan = Self { order, places, bases, copies: Vec::new(), articles };
        let mut random = Random::of(&[seed, FOR_COPIES]);
        let mut fresh = 0;
        for number in 0..documents - bases {
            let kind = Kind::ALL[number % Kind::ALL.len()];
            let drawn = (bases as f64 * random.share().powf(SKEW)) as usize;
            let of = (drawn..bases)
                .chain(0..drawn)
                .map(|rank| favourites[rank])
                .find(|base| kind.suits(&source.articles[plan.base(*base).article]))
                .with_context(|| {
                    format!("none of {bases} bases is fit for a copy \"{kind}\"; ask for more --documents")
                })?;
            let first = fresh;
            let mut missing = kind.fresh_words(source.articles[plan.base(of).article].words);
            while missing > 0 {
                missing = missing.saturating_sub(source.articles[plan.fresh(fresh).article].words);
                fresh += 1;
            }
            plan.copies.push(Copy { of, kind, fresh: first..fresh });
        }
        Ok(plan)
    }

    /// What a base is.
    pub(crate) fn base(&self, number: u32) -> Print {
        self.print(number as usize)
    }

    /// What a fresh article is: of an edition after those of the bases, and used once.
    pub(crate) fn fresh(&self, number: u32) -> Print {
        self.print(self.base_editions() * self.articles.len() + number as usize)
    }

    /// How many editions the corpus needs.
    pub(crate) fn editions(&self) -> usize {
        let fresh = self.copies.iter().map(|copy| copy.fresh.end as usize).max().unwrap_or(0);
        self.base_editions() + fresh.div_ceil(self.articles.len())
    }

    fn base_editions(&self) -> usize {
        self.bases.div_ceil(self.articles.len())
    }

    fn print(&self, number: usize) -> Print {
        Print { article: self.articles[number % self.articles.len()] as usize, edition: number / self.articles.len() }
    }
}
