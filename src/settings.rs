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
