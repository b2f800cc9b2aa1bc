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
pub struct Cleaning {}

impl Default for Cleaning {
    fn default() -> Self {
        Self {}
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
