//! Where two versions disagree, with kind and severity.

pub(crate) mod attribution;
pub(crate) mod date;
pub(crate) mod edit;
pub(crate) mod figure;
pub(crate) mod name;
pub(crate) mod omission;
pub(crate) mod quote;
mod reports;
mod spelling;
mod versions;

pub use reports::reports;
pub use versions::versions;

use crate::{hash::content_id, span::Span};
use serde::Serialize;

/// What a divergence is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// The same quantity with another value.
    Figure,
    /// Quoted words, or who said them.
    Quote,
    /// The same happening on another day.
    Date,
    /// Another person, place or organisation in the same role, or another spelling.
    Name,
    /// Who says it, and how strongly.
    Attribution,
    /// The sense turned.
    Negation,
    /// Other words for the same statement.
    Wording,
    /// A statement that only `a` has.
    Omission,
    /// A statement that only `b` has.
    Addition,
    /// A paragraph that stands elsewhere.
    Move,
}

impl Kind {
    /// All kinds in the order of a report: what to check first comes first.
    pub const ALL: [Self; 10] = [
        Self::Figure,
        Self::Quote,
        Self::Date,
        Self::Name,
        Self::Attribution,
        Self::Negation,
        Self::Wording,
        Self::Omission,
        Self::Addition,
        Self::Move,
    ];

    /// The word in the output.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Figure => "figure",
            Self::Quote => "quote",
            Self::Date => "date",
            Self::Name => "name",
            Self::Attribution => "attribution",
            Self::Negation => "negation",
            Self::Wording => "wording",
            Self::Omission => "omission",
            Self::Addition => "addition",
            Self::Move => "move",
        }
    }
}

/// What one version says, and where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Reading {
    /// Its place.
    pub span: Span,
    /// Its words as they stand there.
    pub text: String,
    /// What they amount to, where that can be told: "98", "2024-02-09".
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
}

impl Reading {
    /// The words at `span` of `text`, without a value.
    #[must_use]
    pub fn new(text: &str, span: Span) -> Self {
        Self { span, text: span.of(text).to_owned(), value: None }
    }
}

/// One place where two versions disagree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Divergence {
    /// What it is about.
    pub kind: Kind,
    /// 3: an agency would issue a correction; 2: the editor decides; 1: style.
    pub severity: u8,
    /// What the two speak of, in a few words: "seats (Reds)".
    pub subject: String,
    /// What `a` says; `None` where it is silent.
    pub a: Option<Reading>,
    /// What `b` says; `None` where it is silent.
    pub b: Option<Reading>,
    /// Why it counts, in an editor's words; may be empty.
    pub note: String,
}

impl Divergence {
    /// A hash of what it says, so that a link to it stays good.
    #[must_use]
    pub fn id(&self) -> String {
        let words = |side: &Option<Reading>| side.as_ref().map_or(String::new(), |reading| reading.text.clone());
        content_id([self.kind.name(), &self.subject, &words(&self.a), &words(&self.b)])
    }
}

/// One place where two versions say the same in other characters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Agreement {
    /// What it is about.
    pub kind: Kind,
    /// What the two speak of.
    pub subject: String,
    /// What `a` says.
    pub a: Reading,
    /// What `b` says.
    pub b: Reading,
}

/// What a comparison finds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Findings {
    /// Where the two disagree.
    pub divergences: Vec<Divergence>,
    /// Where they say the same in other characters.
    pub agreements: Vec<Agreement>,
}

impl Findings {
    /// Puts them in the order of a report: by kind, then by place; drops what was found twice.
    #[must_use]
    pub fn in_order(mut self) -> Self {
        let place = |reading: Option<&Reading>| reading.map(|reading| reading.span);
        self.divergences
            .sort_by_key(|one| (one.kind, place(one.a.as_ref()).or(place(one.b.as_ref())), place(one.b.as_ref())));
        self.divergences.dedup();
        self.agreements.sort_by_key(|one| (one.kind, one.a.span, one.b.span));
        self.agreements.dedup();
        self
    }
}
