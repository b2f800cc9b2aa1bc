//! Two versions of one report, sentence by sentence and word by word.

use crate::span::Span;
use serde::Serialize;

/// How two places correspond.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkKind {
    /// The same words.
    Equal,
    /// The same statement in other words.
    Edited,
    /// The same or an edited statement that stands elsewhere.
    Moved,
    /// Only `a` has it.
    OnlyA,
    /// Only `b` has it.
    OnlyB,
}

/// Words that one side has where the other has other words or none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The words in `a`; an empty span where `b` adds.
    pub a: Span,
    /// The words in `b`; an empty span where `a` alone has words.
    pub b: Span,
}

/// One row of an alignment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// How the two correspond.
    pub kind: LinkKind,
    /// The place in `a`.
    pub a: Option<Span>,
    /// The place in `b`.
    pub b: Option<Span>,
    /// What differs inside, in order; empty for `Equal`, `OnlyA`, `OnlyB`.
    pub edits: Vec<Edit>,
}
