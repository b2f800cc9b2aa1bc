//! Pairs that may be copies: documents that share sampled shingles.

use super::{
    Candidates, Folded,
    index::{Common, Index, Shared, join},
    postings::Postings,
};
use crate::{error::Result, fingerprint::sample::Sample, settings::Matching};

/// The sampled shingles of all documents.
#[derive(Debug)]
pub struct Samples {
    postings: Postings,
    /// For each document under which number its postings stand, how many there are, and its place in the order of content.
    documents: Vec<Sampled>,
    /// For each number its document.
    numbers: Vec<u32>,
}

#[derive(Clone, Copy, Debug)]
struct Sampled {
    number: u32,
    size: u32,
    /// See [`Sample::thinned`].
    thinned: u32,
    /// Its lowest two shingles: near copies share these, and so become neighbours.
    lowest: [u32; 2],
}

impl Sampled {
    /// See [`Sample::is_whole`].
    fn is_whole(self) -> bool {
        self.thinned < self.size
    }
}

impl Samples {
    /// No documents yet; of more than `bytes` of shingles the rest goes to disk.
    #[must_use]
    pub fn new(bytes: usize) -> Self {
        Self { postings: Postings::new(bytes), documents: Vec::new(), numbers: Vec::new() }
    }

    /// Adds the next document.
    ///
    /// # Errors
    ///
    /// [`crate::error::Error::NoRoom`] when the disk is full.
    pub fn add(&mut self, sample: &Sample) -> Result<()> {
        let document = self.documents.len() as u32;
        let sampled = self.insert(document, sample)?;
        self.documents.push(sampled);
        Ok(())
    }

    /// Takes `sample` for that of a document that was added before.
    ///
    /// # Errors
    ///
    /// [`crate::error::Error::NoRoom`] when the disk is full.
    pub fn replace(&mut self, document: usize, sample: &Sample) -> Result<()> {
        self.documents[document] = self.insert(document as u32, sample)?;
        Ok(())
    }

    fn insert(&mut self, document: u32, sample: &Sample) -> Result<Sampled> {
        let number = self.numbers.len() as u32;
        self.numbers.push(document);
        self.postings.add(number, sample.shingles.iter().map(|&shingle| key(shingle)))?;
        let lowest = [0, 1].map(|place| sample.shingles.get(place).map_or(u32::MAX, |&shingle| (shingle >> 16) as u32));
        let (size, thinned) = (sample.shingles.len() as u32, sample.thinned as u32);
        Ok(Sampled { number, size, thinned, lowest })
    }

    /// Pairs of representatives of `folded` that share enough sampled shingles to be verified; `text_hash` tells documents
    /// of equal lowest shingles apart.
    ///
    /// A shingle counts 1 in up to [`Matching::rare_shingle`] documents, and in more in proportion, but
    /// [`Matching::least_shingle`] at least. Enough is [`Matching::candidate_share`] of what the smaller sample counts, or
    /// [`Matching::candidate_shared`], and of a short and a long document [`Matching::candidate_least`]; or, however common
    /// they are, [`Matching::candidate_part`] of the shingles of the smaller sample: two notices of one form.
    ///
    /// Promises the same pairs for any order of the documents and any number of threads.
    ///
    /// # Errors
    ///
    /// [`crate::error::Error::NoRoom`] when what was put on disk cannot be read again.
    pub fn candidates(
        self,
        folded: &Folded,
        text_hash: impl Fn(usize) -> u64,
        settings: &Matching,
    ) -> Result<Candidates> {
        let Self { postings, documents, numbers } = self;
        let mut order: Vec<u32> = folded.representatives().collect();
        order.sort_by_cached_key(|&index| (documents[index as usize].lowest, text_hash(index as usize), index));
        let mut row_of = vec![u32::MAX; documents.len()];
        for (row, &index) in (0..).zip(&order) {
            row_of[index as usize] = row;
        }
        let row = |number: u32| {
            let index = numbers[number as usize] as usize;
            (documents[index].number == number && row_of[index] != u32::MAX).then_some(row_of[index])
        };
        let common = Common {
            most: settings.common_shingle,
            neighbours: settings.common_neighbours,
            rare: settings.rare_shingle,
            least: settings.least_shingle,
        };
        let index = Index::new(postings.into_lists(row)?, common);
        let total = |(&document, (listed, weight)): (&u32, (u32, f32))| {
            documents[document as usize].size.saturating_sub(listed) as f32 + weight
        };
        let totals: Vec<f32> = order.iter().zip(index.totals(order.len())).map(total).collect();
        let sampled = |row: usize| documents[order[row] as usize];
        let enough = |a: usize, b: usize, shared: Shared| {
            // Of a short document a long one can only have what its own sample holds.
            let one_is_whole = sampled(a).is_whole() != sampled(b).is_whole();
            let size = |row| if one_is_whole { sampled(row).thinned } else { sampled(row).size };
            let least = if one_is_whole { settings.candidate_least } else { settings.candidate_shared };
            let (size, total) = (size(a).min(size(b)), totals[a].min(totals[b]));
            shared.weight >= least.min(settings.candidate_share * total)
                || shared.keys >= settings.candidate_keys && shared.keys as f32 >= settings.candidate_part * size as f32
        };
        let mut pairs = join(order.len(), &index, |_| order.len(), enough);
        for pair in &mut pairs {
            let (a, b) = (order[pair.0 as usize], order[pair.1 as usize]);
            *pair = (a.min(b), a.max(b));
        }
        pairs.sort_unstable();
        Ok(Candidates { pairs, cut: index.cut() })
    }
}

/// 32 bits of a shingle: two different shingles of a corpus are rarely one, and a pair is verified anyway.
fn key(shingle: u64) -> u32 {
    shingle as u32
}
