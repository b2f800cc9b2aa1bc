//! What two documents can be to each other, and pairs of which it is known.

use crate::verify::Overlap;
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

    /// Whether both sides are one report, neither a part of the other.
    #[must_use]
    pub fn is_one_report(self) -> bool {
        matches!(self, Self::Identical | Self::Near | Self::Version)
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

/// A verified pair.
#[derive(Clone, Debug, PartialEq)]
pub struct Match {
    /// Index of one document.
    pub a: usize,
    /// Index of the other.
    pub b: usize,
    /// What `a` is to `b`.
    pub relation: Relation,
    /// What their articles are to each other, whatever stands around them: what clusters go by. A page is the version of a
    /// report that it contains, unless it holds that report among others.
    pub articles: Option<Relation>,
    /// What they share.
    pub overlap: Overlap,
}

impl Match {
    /// The document that holds the other within, and the other; `None` where neither does, or where what it holds is the
    /// whole of its own article.
    #[must_use]
    pub fn host(&self) -> Option<(usize, usize)> {
        match self.relation {
            _ if self.articles.is_some_and(Relation::is_one_report) => None,
            Relation::Contains => Some((self.a, self.b)),
            Relation::Contained => Some((self.b, self.a)),
            _ => None,
        }
    }
}

/// How much speaks for two documents' telling one event.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Link {
    /// Index of one document.
    pub a: usize,
    /// Index of the other.
    pub b: usize,
    /// Cosine of their story terms: `0.0..=1.0`.
    pub score: f64,
}
