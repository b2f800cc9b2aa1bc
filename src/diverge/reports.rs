//! Two independent reports of one event: facts about the same subject, one to one.

use super::{Findings, attribution, date, figure, name, omission, quote};
use crate::pair::Pair;
use hashbrown::HashSet;

/// Where two independent reports disagree; no sentence is aligned.
#[must_use]
pub fn reports(pair: &Pair<'_>) -> Findings {
    let mut out = Findings::default();
    let all = pair.every(pair.a.facts.measures.len(), pair.b.facts.measures.len());
    let figures = pair.measures(pair.settings.same_subject, all);
    for one in &figures {
        figure::judge(pair.a, pair.b, &pair.a.facts.measures[one.a], &pair.b.facts.measures[one.b], &mut out);
    }
    let dates = pair.dates(pair.settings.same_happening);
    for one in &dates {
        date::judge(pair.a, pair.b, &pair.a.facts.dates[one.a], &pair.b.facts.dates[one.b], &mut out);
    }
    quote::judge(pair, &mut out);
    name::judge(pair, &mut out);
    attribution::judge(pair, &figures, &mut out);
    let told_a = told(pair.a, out.divergences.iter().filter_map(|one| one.a.as_ref().map(|reading| reading.span)));
    let told_b = told(pair.b, out.divergences.iter().filter_map(|one| one.b.as_ref().map(|reading| reading.span)));
    omission::judge(pair, &|index| told_a.contains(&index), &|index| told_b.contains(&index), &mut out);
    out.in_order()
}

/// Sentences that hold one of the places.
fn told(witness: &crate::article::Witness<'_>, places: impl Iterator<Item = crate::span::Span>) -> HashSet<usize> {
    let sentences = &witness.article.tokens.sentences;
    places.map(|place| sentences.partition_point(|sentence| sentence.span.end <= place.start)).collect()
}
