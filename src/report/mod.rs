//! What people and programs see: JSON, HTML, terminal.

pub mod csv;
pub mod html;
pub mod json;
#[cfg(feature = "cli")]
mod side_by_side;
#[cfg(feature = "cli")]
pub mod terminal;
pub mod verdict;

use crate::{
    article::Article,
    cluster::ClusterKind,
    collate::{Collation, Row},
    compare::Comparison,
    diverge::Kind,
    hash::content_id,
    span::Span,
};
use hashbrown::HashMap;

/// A page on two documents.
#[derive(Clone, Copy, Debug)]
pub struct PairReport<'a> {
    /// The earlier document, or the first given.
    pub a: &'a Article,
    /// The other document.
    pub b: &'a Article,
    /// How they compare.
    pub comparison: &'a Comparison,
    /// File name of the page of their cluster, for the way back.
    pub cluster_page: Option<&'a str>,
}

/// One comparison inside a cluster, as its page lists it.
#[derive(Clone, Debug)]
pub struct PairLine {
    /// Column of the earlier document.
    pub a: usize,
    /// Column of the other document.
    pub b: usize,
    /// What they are to each other, in the output's word; `None` where only the story joins them.
    pub relation: Option<crate::relate::Relation>,
    /// Share of `a`'s shingles that `b` has, and of `b`'s that `a` has.
    pub containment: [f64; 2],
    /// Divergences by kind, in the order of [`Kind::ALL`]; kinds without any are left out.
    pub counts: Vec<(Kind, usize)>,
    /// How many are of severity 3, 2 and 1.
    pub severities: [usize; 3],
    /// File name of the pair's page.
    pub page: String,
    /// What only the earlier document says, and what only the other says.
    pub only: [Vec<Only>; 2],
}

/// A statement that the other document of a pair has not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Only {
    /// Its place.
    pub span: Span,
    /// How much it matters: 3, 2 or 1.
    pub severity: u8,
}

/// The ids of the rows of a table on the page of its cluster: each a hash of what the row says, so that a link to it stays
/// good; one that says the same as one before has ".2", ".3" behind its own.
#[must_use]
pub fn row_ids(rows: &[Row]) -> Vec<String> {
    let mut seen: HashMap<String, usize> = HashMap::new();
    let id = |row: &Row| {
        let id = content_id([row.kind.name(), &row.apparatus]);
        let times = seen.entry(id.clone()).or_insert(0);
        *times += 1;
        if *times > 1 { format!("{id}.{times}") } else { id }
    };
    rows.iter().map(id).collect()
}

/// A page on a cluster.
#[derive(Clone, Copy, Debug)]
pub struct ClusterReport<'a> {
    /// Its id.
    pub id: &'a str,
    /// What joins its members.
    pub kind: ClusterKind,
    /// Its documents, the columns of the collation, in order of time.
    pub articles: &'a [&'a Article],
    /// Column of the base.
    pub base: usize,
    /// Copy cluster of each column, by number from 0 in order of first member; `None` for a report that stands alone.
    pub copies: &'a [Option<usize>],
    /// Its table.
    pub collation: &'a Collation,
    /// Its compared pairs.
    pub pairs: &'a [PairLine],
}

/// A line of the index.
#[derive(Clone, Debug)]
pub struct ClusterLine {
    /// File name of its page.
    pub page: String,
    /// What joins its members.
    pub kind: ClusterKind,
    /// Headline of the base, or the start of its text.
    pub title: String,
    /// Sources of its members, each once, in order.
    pub sources: Vec<String>,
    /// First and last publication, as ISO dates; empty where unknown.
    pub published: (String, String),
    /// Number of documents.
    pub documents: usize,
    /// How many rows of its collation and divergences are of severity 3, 2 and 1.
    pub severities: [usize; 3],
    /// Its subjects as apparatus lines, those that disagree first, the worst on top.
    pub lines: Vec<String>,
    /// The id of the row of the worst disagreement on its page; empty where all agree.
    pub worst: String,
}

/// The index page.
#[derive(Clone, Debug)]
pub struct IndexReport {
    /// What was read, as it was given.
    pub input: String,
    /// Documents read.
    pub documents: usize,
    /// Documents skipped.
    pub skipped: usize,
    /// Documents that a de-duplicated corpus would drop.
    pub duplicates: usize,
    /// Clusters, those with the most severe disagreements first.
    pub clusters: Vec<ClusterLine>,
    /// Documents by source, most first.
    pub sources: Vec<(String, usize)>,
}
