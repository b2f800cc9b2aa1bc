//! Every number that decides, with its unit, default and reason. Saved with every result.

use serde::Serialize;

/// All settings of a run, one group a step.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Settings {
    /// What is too long to be an article.
    pub reading: Reading,
    /// How furniture is told from the article.
    pub cleaning: Cleaning,
    /// How related documents are found and judged.
    pub matching: Matching,
    /// How versions are aligned and compared.
    pub comparing: Comparing,
}

/// What is too long to be an article.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Reading {
    /// Longest line of JSON, in bytes. Default 64 MiB: ten times the longest scraped page that was met; a longer line is
    /// left out without being held in memory.
    pub longest_line: usize,
    /// Longest text file, in bytes after decompression. Default 256 MiB: far beyond any article, and a bound on what
    /// a few compressed kilobytes can make the program hold. Whatever the encoding, the UTF-8 text stays below the 4 GiB
    /// that a [`crate::span::Span`] can address.
    pub longest_text: usize,
}

impl Default for Reading {
    fn default() -> Self {
        Self { longest_line: 64 << 20, longest_text: 256 << 20 }
    }
}

/// How furniture is told from the article.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Cleaning {
    /// Most looks at the blocks of one document; 8: real pages are done after two or three, a page made to need more
    /// must not cost more.
    pub passes: usize,
    /// Fewest stories of one source that hold a paragraph before it is furniture; 6: background paragraphs come again in
    /// the few follow-ups of one affair.
    pub repeated_documents: usize,
    /// Smallest share of the stories of one source that hold a paragraph before it is furniture; 0.01: what stands in
    /// fewer pages of a large source may be background of a long affair.
    pub repeated_share: f64,
    /// Most stories of one source that are sampled to find its repeated paragraphs; 2,000: a share of 0.01 is then seen
    /// 20 times, and a source costs under a megabyte.
    pub repeated_sample: usize,
    /// Fewest paragraphs of another story that was scraped with the page; 3: shorter ones may be background.
    pub story_paragraphs: usize,
    /// Fewest characters of another story that was scraped with the page; 500: the shortest wire story with a lead and
    /// its detail.
    pub story_characters: u32,
    /// Paragraphs that are looked at together to tell whether another story starts; 6: one stray tie among them is
    /// chance, and the start of a story is seen before it is told in full.
    pub story_window: usize,
}

impl Default for Cleaning {
    fn default() -> Self {
        Self {
            passes: 8,
            repeated_documents: 6,
            repeated_share: 0.01,
            repeated_sample: 2_000,
            story_paragraphs: 3,
            story_characters: 500,
            story_window: 6,
        }
    }
}

/// How related documents are found and judged.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Matching {}

impl Default for Matching {
    fn default() -> Self {
        Self {}
    }
}

/// How versions are aligned and compared.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Comparing {
    /// Least cosine of two sentences that are each other's best match; `0.0..=1.0`.
    pub same_sentence: f64,
    /// Least cosine of two lone sentences between aligned neighbours: their place speaks for them.
    pub neighbour_sentence: f64,
    /// Least cosine of a sentence that is said to have moved: a false "moved" costs more trust than silence.
    pub moved_sentence: f64,
    /// Least number of different words of a sentence that is said to have moved.
    pub moved_words: usize,
    /// Share of the shorter article's sentences that are aligned, from which two documents are compared as versions.
    pub versions_aligned: f64,
    /// Least score of two figures that are said to measure the same thing.
    pub same_subject: f64,
    /// Least score of two happenings whose days are compared.
    pub same_happening: f64,
    /// Least share of words of the shorter of two quotes that are said to be one utterance.
    pub same_utterance: f64,
    /// Share of a statement's weight that the other document must have, or the statement is missing there.
    pub covered_statement: f64,
    /// A collation compares each document with so many others, the earliest ones: the work stays linear in a cluster.
    pub collated_with: usize,
}

impl Default for Comparing {
    fn default() -> Self {
        Self {
            same_sentence: 0.30,
            neighbour_sentence: 0.15,
            moved_sentence: 0.70,
            moved_words: 6,
            versions_aligned: 0.5,
            same_subject: 0.35,
            same_happening: 0.35,
            same_utterance: 0.40,
            covered_statement: 0.45,
            collated_with: 12,
        }
    }
}
