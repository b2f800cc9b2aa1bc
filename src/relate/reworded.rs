//! Versions that share few shingles: every sentence reworded, or translated there and back.

use super::{Evidence, Relation};
use crate::{
    align::{align, aligned_share},
    article::Lines,
    settings::Settings,
    terms::Weights,
};

/// What two documents are that share a story or passages: versions of one report after all, where their sentences
/// correspond one to one, in order, however few words of them are left, and one has enough of the figures of the other;
/// else what `evidence` said, `relation`. The next issue of a monthly survey has its sentences, but not its figures.
///
/// Cost: an alignment, about linear in the sentences.
#[must_use]
pub fn reworded(relation: Relation, evidence: &Evidence, a: Lines<'_>, b: Lines<'_>, settings: &Settings) -> Relation {
    let matching = &settings.matching;
    if evidence.figures[0].max(evidence.figures[1]) < matching.aligned_figures {
        return relation;
    }
    let alignment = align(a, b, &Weights::new(a.stems, b.stems), &settings.comparing);
    let corresponds = alignment.sentences.len() >= matching.aligned_sentences
        && aligned_share(a, b, &alignment) >= matching.aligned_share;
    if corresponds { Relation::Version } else { relation }
}
