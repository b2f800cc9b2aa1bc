//! Pairs that may tell one event: documents near in time that share rare terms.

use super::{
    Folded,
    index::{Common, Index, Lists, Shared, Wanted, join},
};
use crate::{
    fingerprint::story::{Weighed, cosine, share_of_whole},
    settings::Matching,
};
use rayon::prelude::*;
use std::ops::Range;

/// Two documents that may tell one event.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StoryPair {
    /// Index of one document, the smaller.
    pub a: u32,
    /// Index of the other.
    pub b: u32,
    /// Cosine of their story terms.
    pub cosine: f32,
}

/// What a document is found by as a report of an event.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Teller {
    /// Its story terms, weighed when its block ended, in rising order of term.
    pub terms: Box<[Weighed]>,
    /// When it was published, in seconds since 1970 UTC.
    pub time: Option<i64>,
    /// Words of its article.
    pub words: u32,
}

/// Pairs of representatives of `folded` whose story terms have a cosine of at least [`Matching::story_candidate`], near in
/// time where both have one.
///
/// A pair is found by terms that stand in at most [`Matching::common_term`] documents, of which it must share a cosine
/// of [`Matching::story_rare`]: commoner ones pair nothing. Of a text of few words the cosine counts in part, as it does when
/// the pair is judged ([`Matching::story_least_words`]). A document is asked for once, so that its terms may be given away.
#[must_use]
pub fn story_candidates(folded: &Folded, mut teller: impl FnMut(u32) -> Teller, settings: &Matching) -> Vec<StoryPair> {
    let mut order: Vec<(u32, Teller)> = folded.representatives().map(|index| (index, teller(index))).collect();
    order.sort_by_key(|(index, teller)| (teller.time.is_none(), teller.time, *index)); // those without a time last
    let tellers: Vec<&Teller> = order.iter().map(|(_, teller)| teller).collect();
    let since = |row: usize| match tellers[row].time {
        Some(time) => tellers.partition_point(|other| other.time.is_some_and(|other| time - other > days(settings))),
        None => 0,
    };
    let cosine = |a: usize, b: usize| cosine(&tellers[a].terms, &tellers[b].terms);
    let accept = |a: usize, b: usize, shared| {
        let about = |row: usize| (tellers[row].time, tellers[row].words);
        is_suspected(a, b, shared, about, settings)
            && may_tell_one_event(tellers[a].words.min(tellers[b].words), cosine(a, b), settings)
    };
    let wanted = Wanted { rows: 0..tellers.len(), since, neighbours: |_, _: &mut _| (), accept };
    let found = join(&Index::new(lists(&tellers), Common::ALL, usize::MAX), &wanted);
    let pair = |&(a, b): &(u32, u32)| {
        let cosine = cosine(a as usize, b as usize) as f32;
        let (a, b) = (order[a as usize].0, order[b as usize].0);
        StoryPair { a: a.min(b), b: a.max(b), cosine }
    };
    let mut pairs: Vec<StoryPair> = found.par_iter().map(pair).collect();
    pairs.par_sort_unstable_by_key(|pair| (pair.a, pair.b));
    pairs
}

/// The pairs whose later document is one of `rows`, the last block, and that are pairs of [`story_candidates`] if they
/// [`may_tell_one_event`]; in rising order. `lists` hold the representatives that have one of its rare terms, in rising order,
/// each with the weight of the term in it; `about` gives the time and words of a document.
#[must_use]
pub fn story_suspects_of_block(
    lists: Lists,
    rows: Range<usize>,
    about: impl Fn(usize) -> (Option<i64>, u32) + Sync,
    settings: &Matching,
) -> Vec<(u32, u32)> {
    let accept = |a: usize, b: usize, shared| is_suspected(a, b, shared, &about, settings);
    let wanted = Wanted { rows, since: |_| 0, neighbours: |_, _: &mut _| (), accept };
    let mut pairs = join(&Index::new(lists, Common::ALL, usize::MAX), &wanted);
    pairs.par_sort_unstable();
    pairs
}

/// Whether two texts, the shorter of so many `words`, may tell one event if their story terms have this cosine: of few words it
/// counts in part, as they say less.
#[must_use]
pub fn may_tell_one_event(words: u32, cosine: f64, settings: &Matching) -> bool {
    weight(words, settings) * cosine >= settings.story_candidate
}

/// How much the cosine of a text of so many words counts.
fn weight(words: u32, settings: &Matching) -> f64 {
    (f64::from(words) / settings.story_least_words as f64).min(1.0)
}

/// Whether two rows share enough rare terms, are near in time and have words enough to tell one event.
fn is_suspected(
    a: usize,
    b: usize,
    shared: Shared,
    about: impl Fn(usize) -> (Option<i64>, u32),
    settings: &Matching,
) -> bool {
    // Most rows share too little: what is known of them, far off in memory, is not looked at.
    if share_of_whole(shared.weight.into()) < settings.story_rare {
        return false;
    }
    let ((time_a, words_a), (time_b, words_b)) = (about(a), about(b));
    near_in_time(time_a, time_b, settings) && weight(words_a.min(words_b), settings) >= settings.story_candidate
}

/// The rows of every rare term.
fn lists(tellers: &[&Teller]) -> Lists {
    let rare = |teller: &&Teller| teller.terms.iter().copied().filter(|term| term.rare).collect::<Vec<_>>();
    let mut met = MetTwice::default();
    tellers.iter().flat_map(rare).for_each(|term| met.add(term.term));
    // Room for all terms: what is not filled takes no memory.
    let mut postings = Vec::with_capacity(tellers.iter().map(|teller| teller.terms.len()).sum());
    for (row, teller) in (0_u64..).zip(tellers) {
        let shared = teller.terms.iter().filter(|term| term.rare && met.has(term.term));
        postings.extend(shared.map(|term| u64::from(term.term) << 32 | row));
    }
    postings.par_sort_unstable();
    let weight = |&posting: &u64| {
        let (term, terms) = ((posting >> 32) as u32, &tellers[posting as u32 as usize].terms);
        terms.binary_search_by_key(&term, |one| one.term).map_or(0, |place| terms[place].weight)
    };
    let weights: Vec<u16> = postings.par_iter().map(weight).collect();
    let mut lists = Lists::default();
    let mut weights = weights.into_iter();
    for list in postings.chunk_by(|one, next| one >> 32 == next >> 32) {
        lists.add(list.iter().map(|&posting| (posting as u32, weights.next())));
    }
    lists
}

/// Which terms come twice, nearly: a term that comes once pairs nothing, and half of all do.
struct MetTwice {
    once: Vec<u64>,
    twice: Vec<u64>,
}

/// Bits of [`MetTwice`]: 4 MB. Two terms that share one cost a look more.
const BITS: u32 = 1 << 24;

impl Default for MetTwice {
    fn default() -> Self {
        let bits = || vec![0; BITS as usize / 64];
        Self { once: bits(), twice: bits() }
    }
}

impl MetTwice {
    fn place(term: u32) -> (usize, u64) {
        let bit = term % BITS;
        (bit as usize / 64, 1 << (bit % 64))
    }

    fn add(&mut self, term: u32) {
        let (word, bit) = Self::place(term);
        self.twice[word] |= self.once[word] & bit;
        self.once[word] |= bit;
    }

    fn has(&self, term: u32) -> bool {
        let (word, bit) = Self::place(term);
        self.twice[word] & bit != 0
    }
}

/// Most seconds between two reports of one event.
fn days(settings: &Matching) -> i64 {
    (settings.story_days * SECONDS_OF_A_DAY).cast_signed()
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
    use crate::{
        body::Kind,
        fingerprint::story::{Rarity, StoryTerm},
    };

    #[test]
    fn reports_that_share_rare_terms_near_in_time_are_candidates() {
        let settings = Matching::default();
        let term = |&term: &u32| StoryTerm { term, kind: Kind::Name, times: 1 };
        let mut documents: Vec<(Vec<u32>, Option<i64>)> = vec![
            (vec![1, 2, 3, 4], Some(10)),
            (vec![2, 3, 4, 5], Some(30)),
            (vec![1, 2, 3, 9, 10], None),
            (vec![1, 2, 3, 5], Some(12)),
            (vec![7, 8, 9, 10], Some(10)),
        ];
        documents.extend((1..8).map(|day| (vec![day as u32 + 20], Some(day - 9))));
        let terms: Vec<Vec<StoryTerm>> = documents.iter().map(|(terms, _)| terms.iter().map(term).collect()).collect();
        let folded = Folded::new((0..documents.len() as u64).map(|number| (number, 100)));
        let rarity = Rarity::of(terms.iter().map(Vec::as_slice), &settings);
        let teller = |index: u32| Teller {
            terms: rarity.vector(&terms[index as usize]).into(),
            time: documents[index as usize].1.map(|day| day * 86_400),
            words: 100,
        };
        let found = story_candidates(&folded, teller, &settings);
        let pairs: Vec<(u32, u32)> = found.iter().map(|pair| (pair.a, pair.b)).collect();
        assert_eq!(pairs, [(0, 2), (0, 3), (1, 2), (2, 3), (2, 4)]);
    }
}
