//! Versions that share few shingles: every sentence reworded, or translated there and back.

use super::{Day, Evidence, Relation, Side};
use crate::{
    align::{aligned_sentences, aligned_share},
    article::Lines,
    body::Kind,
    settings::{Matching, Settings},
    terms::Weights,
    verify::share,
};

/// Whether two documents that share a story or passages have enough in common to ask [`reworded`]: enough of the figures of
/// one, and of the words of the shorter one. Leads of other days speak against it, and in a short text, which is all facts,
/// a changed figure: two reports of one market have the same sentences.
///
/// Cost: a look-up a word of the shorter one.
#[must_use]
pub fn may_be_reworded(a: Side<'_>, b: Side<'_>, evidence: &Evidence, settings: &Matching) -> bool {
    let short = evidence.smaller() < settings.short_words && evidence.changes.figures > 0;
    if evidence.figures[0].max(evidence.figures[1]) < settings.aligned_figures || evidence.day == Day::Other || short {
        return false;
    }
    let (short, long) = if a.body.terms.len() <= b.body.terms.len() { (a.body, b.body) } else { (b.body, a.body) };
    let words = short.terms.iter().zip(&short.body.words).filter(|(_, word)| word.kind != Kind::Function);
    let (shared, all) =
        words.fold((0, 0), |(shared, all), (&term, _)| (shared + usize::from(long.has(term, settings)), all + 1));
    share(shared, all) >= settings.aligned_words
}

/// What two documents are that share a story or passages: versions of one report after all, where their sentences
/// correspond one to one, in order, however few words of them are left; else what the evidence said, `relation`. The next
/// issue of a monthly survey has its sentences, but not its figures, which [`may_be_reworded`] asks.
///
/// Cost: an alignment, about linear in the sentences.
#[must_use]
pub fn reworded(relation: Relation, a: Lines<'_>, b: Lines<'_>, settings: &Settings) -> Relation {
    let matching = &settings.matching;
    let aligned = aligned_sentences(a, b, &Weights::new(a.stems, b.stems), &settings.comparing);
    let corresponds =
        aligned.len() >= matching.aligned_sentences && aligned_share(a, b, &aligned) >= matching.aligned_share;
    if corresponds { Relation::Version } else { relation }
}
