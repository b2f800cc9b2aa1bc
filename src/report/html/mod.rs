//! The pages: the only place that makes HTML, and maud escapes all that goes in.
//!
//! Each page is one self-contained file: style and script are inside, it asks nothing of a network, and its own policy
//! lets run nothing but that script, so that even a fault in the escaping would stay without effect. Without scripts all
//! lists, texts and links are there. Equal reports give equal bytes.

mod words;
mod assets;
mod page;
mod tools;
mod marks;
mod columns;
mod texts;
mod list;
mod map;
mod pair;
mod members;
mod picture;
mod cluster;
mod index;

#[cfg(test)]
mod sample;
#[cfg(test)]
mod tests;

use super::{ClusterReport, IndexReport, PairReport};

/// The page of two documents: what to check first, then both texts side by side. One self-contained file.
///
/// Every character of both texts is on it, in order. The id of a divergence is the `id` of its entry in the list: a link to
/// it stays good. One that says the same as one before has `.2`, `.3` behind its id. The n-th entry has its marks at `an`
/// and `bn`, the n-th block of a text stands at `pan` or `pbn`.
#[must_use]
pub fn pair_page(report: &PairReport<'_>) -> String {
    pair::page_of(report)
}

/// The page of a cluster: its table, its pairs, its documents. One self-contained file.
#[must_use]
pub fn cluster_page(report: &ClusterReport<'_>) -> String {
    cluster::page_of(report)
}

/// The first page: all clusters, in the order given, which is to put the most severe first. Each page is one self-contained
/// file, by its name; where there are many clusters, "index-2.html" and so on go on.
#[must_use]
pub fn index_pages(report: &IndexReport) -> Vec<(String, String)> {
    index::pages_of(report)
}
