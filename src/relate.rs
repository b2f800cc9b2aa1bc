//! What two documents are to each other.

use serde::Serialize;

/// From `a` to `b`: the strongest that holds. See GLOSSARY.md.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// The same words after folding and without furniture.
    Identical,
    /// The same report with small edits, cuts or added paragraphs; no fact changed.
    Near,
    /// The same report, reworded, updated or corrected.
    Version,
    /// `b` stands inside `a`, which holds much more.
    Contains,
    /// `a` stands inside `b`, which holds much more.
    Contained,
    /// Other stories that share passages.
    Overlap,
    /// Independent reports of the same event.
    Story,
    /// The same form, other facts.
    Template,
}

impl Relation {
    /// The relation from `b` to `a`.
    #[must_use]
    pub fn mirrored(self) -> Self {
        match self {
            Self::Contains => Self::Contained,
            Self::Contained => Self::Contains,
            other => other,
        }
    }

    /// Whether the two belong in one copy cluster.
    #[must_use]
    pub fn joins_copies(self) -> bool {
        matches!(self, Self::Identical | Self::Near | Self::Version | Self::Contains | Self::Contained)
    }

    /// The word in the output.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Identical => "identical",
            Self::Near => "near",
            Self::Version => "version",
            Self::Contains => "contains",
            Self::Contained => "contained",
            Self::Overlap => "overlap",
            Self::Story => "story",
            Self::Template => "template",
        }
    }
}
