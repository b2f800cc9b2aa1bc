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
    let mut order: Vec<usize> = folded.representatives().collect();
    order.sort_by_key(|&index| (prints[index].time, index)); // those without a time first
    let times: Vec<Option<i64>> = order.iter().map(|&index| prints[index].time).collect();
    let rows: Vec<Row> = order.iter().map(|&index| rarity.vector(&prints[index].story)).collect();
    let common = Common { most: settings.common_term, neighbours: 0, weight: 0.0 };
    let reach =
        |row: usize| times.partition_point(|&other| other < times[row] || near_in_time(times[row], other, settings));
    let mut found = join(&rows, common, reach, |_, _, cosine| cosine >= settings.story_candidate);
    for pair in &mut found.pairs {
        let (a, b) = (order[pair.0], order[pair.1]);
        *pair = (a.min(b), a.max(b));
    }
    found.pairs.sort_unstable();
    found
}

/// Whether two documents may tell one event by their time; one without a time may tell any.
fn near_in_time(a: Option<i64>, b: Option<i64>, settings: &Matching) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => a.abs_diff(b) <= settings.story_days * SECONDS_OF_A_DAY,
        _ => true,
    }
}

const SECONDS_OF_A_DAY: u64 = 86_400;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fingerprint::story::StoryTerm;

    fn print(number: u64, terms: &[u64], day: Option<i64>) -> Fingerprint {
        let term = |&term| StoryTerm { term, prior: 0.004, weight: 1.0 };
        Fingerprint {
            text_hash: number,
            words: 100,
            sample: vec![],
            story: terms.iter().map(term).collect(),
            time: day.map(|day| day * 86_400),
            lead: None,
        }
    }

    #[test]
    fn reports_that_share_rare_terms_near_in_time_are_candidates() {
        let settings = Matching::default();
        let earlier = (1..8).map(|day| print(day as u64 + 10, &[day as u64 + 20], Some(day - 9)));
        let mut prints = vec![
            print(0, &[1, 2, 3, 4], Some(10)),
            print(1, &[2, 3, 4, 5], Some(30)),
            print(2, &[1, 2, 3, 9], None),
            print(3, &[1, 2, 3, 5], Some(12)),
            print(4, &[6, 7, 8, 9], Some(10)),
        ];
        prints.extend(earlier);
        let folded = Folded::new(&prints);
        let rarity = Rarity::new(prints.iter().map(|print| print.story.as_slice()), &settings);
        let found = story_candidates(&prints, &folded, &rarity, &settings);
        assert_eq!(found.pairs, [(0, 2), (0, 3), (1, 2), (2, 3), (2, 4)]);
    }
}
