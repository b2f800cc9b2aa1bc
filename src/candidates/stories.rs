//! Pairs that may tell one event: documents near in time that share rare terms.

use super::{
    Candidates, Folded,
    index::{Common, Row, join},
};
use crate::{
    fingerprint::{Fingerprint, story::Rarity},
    settings::Matching,
};

/// Pairs of representatives of `folded` whose rare terms make them worth a look, near in time where both have one.
///
/// A term that stands in more than [`Matching::common_term`] documents pairs nothing: it is no rare term.
#[must_use]
pub fn story_candidates(prints: &[Fingerprint], folded: &Folded, rarity: &Rarity, settings: &Matching) -> Candidates {
    let order: Vec<usize> = folded.representatives().collect();
    let rows: Vec<Row> = order.iter().map(|&index| rarity.vector(&prints[index].story)).collect();
    let common = Common { most: settings.common_term, neighbours: 0, weight: 0.0 };
    let mut found = join(&rows, common, |a, b, cosine| {
        cosine >= settings.story_candidate && near_in_time(prints[order[a]].time, prints[order[b]].time, settings)
    });
    for pair in &mut found.pairs {
        *pair = (order[pair.0], order[pair.1]);
    }
    found
}

/// Whether two documents may tell one event by their time; one without a time may tell any.
#[must_use]
pub fn near_in_time(a: Option<i64>, b: Option<i64>, settings: &Matching) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => a.abs_diff(b) <= settings.story_days * SECONDS_OF_A_DAY,
        _ => true,
    }
}

const SECONDS_OF_A_DAY: u64 = 86_400;
