//! Versions that share few shingles: every sentence reworded, or translated there and back.

use super::{Day, Evidence, Relation, Side, edited::may_go_on, is_next_day, max, min};
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
/// a changed figure: two reports of one market have the same sentences. In a long report of an event that goes on, figures
/// and days change from one take to the next; one whose facts all stay may have its words from another writer.
///
/// Cost: a look-up a word of the shorter one.
#[must_use]
pub fn may_be_reworded(a: Side<'_>, b: Side<'_>, evidence: &Evidence, settings: &Matching) -> bool {
    let short = evidence.smaller() < settings.short_words && evidence.changes.figures > 0;
    let kept = keeps_facts(evidence, settings);
    let others = max(evidence.figures) < settings.aligned_figures || evidence.day == Day::Other;
    if short || others && !kept && !may_go_on(evidence, settings) {
        return false;
    }
    let (short, long) = if a.body.terms.len() <= b.body.terms.len() { (a.body, b.body) } else { (b.body, a.body) };
    let words = short.terms.iter().zip(&short.body.words).filter(|(_, word)| word.kind != Kind::Function);
    let (shared, all) =
        words.fold((0, 0), |(shared, all), (&term, _)| (shared + usize::from(long.has(term, settings)), all + 1));
    share(shared, all) >= if kept || is_take(evidence, settings) { settings.kept_words } else { settings.aligned_words }
}

/// Whether two long texts share no passage, but each has most names and figures of the other: what other stories of one affair
/// have in common they have word for word.
fn keeps_facts(evidence: &Evidence, settings: &Matching) -> bool {
    let few = evidence.figure_count.into_iter().any(|count| count < settings.few_figures);
    let kept = min(evidence.names).min(min(evidence.figures)) >= settings.kept_facts;
    evidence.smaller() >= settings.short_words && evidence.longest < settings.overlap_words && !few && kept
}

/// Whether two texts may be takes of one report: prose of known times within two days that shares a passage, each with most
/// names of the other; or of one day, each with nearly all of them.
fn is_take(evidence: &Evidence, settings: &Matching) -> bool {
    let names = min(evidence.names);
    let goes_on = evidence.longest >= settings.overlap_words && names >= settings.same_names;
    let same_day = !is_next_day(evidence, settings) && names >= settings.take_names;
    may_go_on(evidence, settings) && (goes_on || same_day)
}

/// Share of the sentences of the shorter of two texts that must correspond to make them versions of one report.
fn needed(evidence: &Evidence, settings: &Matching) -> f64 {
    let throughout = evidence.longest >= settings.overlap_words && max(evidence.outside) < settings.inside_apart;
    if is_take(evidence, settings) {
        settings.aligned_take
    } else if keeps_facts(evidence, settings) {
        settings.aligned_kept
    } else if throughout || may_go_on(evidence, settings) {
        settings.aligned_throughout
    } else {
        settings.aligned_share
    }
}

/// What two documents are that share a story or passages: versions of one report after all, where their sentences
/// correspond one to one, in order, however few words of them are left; else what the evidence said, `relation`. The next
/// issue of a monthly survey has its sentences, but not its figures, which [`may_be_reworded`] asks.
///
/// Cost: an alignment, about linear in the sentences.
#[must_use]
pub fn reworded(relation: Relation, evidence: &Evidence, a: Lines<'_>, b: Lines<'_>, settings: &Settings) -> Relation {
    let matching = &settings.matching;
    let aligned = aligned_sentences(a, b, &Weights::new(a.stems, b.stems), &settings.comparing);
    let corresponds =
        aligned.len() >= matching.aligned_sentences && aligned_share(a, b, &aligned) >= needed(evidence, matching);
    if corresponds { Relation::Version } else { relation }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fewer_sentences_are_enough_within_two_days_throughout_or_where_the_facts_are_kept() {
        let settings = Matching::default();
        let far = Evidence { words: [300; 2], figure_count: [12; 2], figures: [0.4; 2], ..Evidence::default() };
        let is = |evidence: Evidence, share: f64| assert_eq!(needed(&evidence, &settings).to_bits(), share.to_bits());
        is(far.clone(), settings.aligned_share);
        is(Evidence { hours: Some(21.0), ..far.clone() }, settings.aligned_throughout);
        is(Evidence { hours: Some(168.0), ..far.clone() }, settings.aligned_share);
        is(Evidence { hours: Some(4.0), names: [0.85; 2], ..far.clone() }, settings.aligned_take);
        is(Evidence { hours: Some(25.0), names: [0.85; 2], ..far.clone() }, settings.aligned_throughout);
        is(Evidence { hours: Some(4.0), names: [0.85, 0.7], ..far.clone() }, settings.aligned_throughout);
        is(Evidence { hours: Some(40.0), names: [0.85, 0.7], longest: 20, ..far.clone() }, settings.aligned_take);
        is(Evidence { hours: Some(40.0), names: [0.85, 0.6], longest: 20, ..far.clone() }, settings.aligned_throughout);
        is(Evidence { longest: 20, outside: [0.1; 2], ..far.clone() }, settings.aligned_throughout);
        is(Evidence { longest: 20, outside: [0.1, 0.5], ..far.clone() }, settings.aligned_share);
        is(Evidence { names: [0.8; 2], figures: [0.8; 2], ..far.clone() }, settings.aligned_kept);
        is(Evidence { names: [0.8, 0.5], figures: [0.8; 2], ..far }, settings.aligned_share);
    }
}
