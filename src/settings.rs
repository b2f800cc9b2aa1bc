//! Every number that decides, with its unit, default and reason. Saved with every result.

use serde::Serialize;

/// All settings of a run, one group a step.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Settings {
    /// How furniture is told from the article.
    pub cleaning: Cleaning,
    /// How related documents are found and judged.
    pub matching: Matching,
    /// How versions are aligned and compared.
    pub comparing: Comparing,
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
    /// Most that is cut as another story, as a multiple of the paragraphs of the main story before it; 4: where more
    /// follows, what stands before is a note of the page rather than its story.
    pub story_excess: u32,
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
            story_excess: 4,
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
pub struct Comparing {}

impl Default for Comparing {
    fn default() -> Self {
        Self {}
    }
}
