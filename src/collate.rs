//! All versions of one story in a table.

use crate::{diverge::Kind, span::Span};

/// What one document says of a subject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentReading {
    /// Column: index of the document in the collation.
    pub document: usize,
    /// Its place there.
    pub span: Span,
    /// Its words as they stand there.
    pub text: String,
    /// What they amount to: "98", "2024-02-09".
    pub value: String,
}

/// One subject across all versions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// What the versions speak of: "seats (independents)".
    pub subject: String,
    /// What kind of fact it is.
    pub kind: Kind,
    /// The worst divergence in the row; 0 where all agree.
    pub severity: u8,
    /// What each document says, in order of the columns; at least two.
    pub readings: Vec<DocumentReading>,
    /// Columns of the documents that are silent.
    pub missing: Vec<usize>,
    /// `independents' seats] 95 001 003 004; 98 000; 92 002`: majority reading first.
    pub apparatus: String,
}

/// The table of a cluster.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Collation {
    /// Rows that disagree first, by severity, then spread.
    pub rows: Vec<Row>,
}
