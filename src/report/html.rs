//! The pages: the only place that makes HTML, and maud escapes all that goes in.

use super::{ClusterReport, IndexReport, PairReport};

/// The page of two documents: what to check first, then both texts side by side. One self-contained file.
#[must_use]
pub fn pair_page(report: &PairReport<'_>) -> String {
    let _ = report;
    String::new()
}

/// The page of a cluster: its table, its pairs, its documents.
#[must_use]
pub fn cluster_page(report: &ClusterReport<'_>) -> String {
    let _ = report;
    String::new()
}

/// The first page: all clusters, those with the most severe disagreements first.
#[must_use]
pub fn index_page(report: &IndexReport) -> String {
    let _ = report;
    String::new()
}
