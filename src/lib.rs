//! Variorum reads a scraped news corpus, finds the articles that are versions of one another, and shows where they
//! disagree.
//!
//! The modules stand in the order of the flow; each imports only from modules above it (`tests/layers.rs` holds this):
//!
//! ```text
//! read -> words -> clean -> body -> fingerprint               one document
//!                        -> tokenize -> facts -> article      one document
//!      -> candidates -> verify -> align -> relate             two documents
//!      -> cluster                                             many documents
//!      -> pair -> diverge -> equivalences -> compare -> collate   what differs
//!      -> report                                              what people see
//! scan . site                                                 drivers: a corpus to clusters, a scan to its pages
//! ```

pub mod error;
pub mod hash;
mod register;
pub mod span;
pub mod document;
pub mod settings;
pub mod lexicon;

pub mod read;
pub mod words;
pub mod clean;
pub mod body;
pub mod tokenize;
pub mod fingerprint;
pub mod facts;
pub mod terms;
pub mod article;

pub mod candidates;
pub mod verify;
pub mod align;
pub mod relate;

pub mod cluster;

pub mod pair;
pub mod diverge;
pub mod equivalences;
pub mod compare;
pub mod collate;

pub mod report;

pub mod scan;
pub mod index;
pub mod filter;
pub mod site;

/// The example of the README compiles.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
