//! Versions that share few shingles: every sentence reworded, or translated there and back.

use super::Relation;
use crate::{
    align::{align, aligned_share},
    article::Lines,
    settings::Settings,
    terms::Weights,
};

/// Whether two documents that share a story are versions of one report after all: their sentences correspond one to one,
/// in order, however few words of them are left.
///
/// `stems` are made only when they are asked for: most pairs are told apart by `relation` alone.
///
/// Cost: an alignment, about linear in the sentences.
#[must_use]
pub fn reworded(relation: Option<Relation>, a: Lines<'_>, b: Lines<'_>, settings: &Settings) -> Option<Relation> {
    let alignment = align(a, b, &Weights::new(a.stems, b.stems), &settings.comparing);
    let in_order = alignment.sentences.len() >= settings.matching.aligned_sentences;
    if in_order && aligned_share(a, b, &alignment) >= settings.matching.aligned_share {
        Some(Relation::Version)
    } else {
        relation
    }
}
