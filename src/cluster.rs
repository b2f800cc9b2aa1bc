//! Verified pairs to clusters.

use serde::Serialize;

/// What joins the members of a cluster.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ClusterKind {
    /// Versions of one report.
    Copy,
    /// Reports of one event.
    Story,
}

/// Documents that belong together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cluster {
    /// From the content of its members, the same in every run.
    pub id: String,
    /// What joins the members.
    pub kind: ClusterKind,
    /// Index of the document that the others are compared with.
    pub base: usize,
    /// Indices of its documents, in order of time, then id.
    pub members: Vec<usize>,
}
