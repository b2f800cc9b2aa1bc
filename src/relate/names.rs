//! Full names that two reports share.

use super::Side;
use crate::{
    body::Kind,
    fingerprint::shingle::{distinct, shared},
    lexicon::{COMMON_WORDS, NEWS_WORDS, OFFICES, ORGANISATION_WORDS, TITLES},
};

/// How many full names stand in both: two names in a row, of a longer row the last two ("Mayor Jana Kral"). Names of offices
/// and of most public bodies ("Central Bank", "New York") are left out: many reports of a day have them.
///
/// Cost: linear in the words of both.
#[must_use]
pub(super) fn shared_full_names(a: Side<'_>, b: Side<'_>) -> usize {
    shared(&full_names(a), &full_names(b))
}

/// The different full names of one side, each as one number, in rising order.
fn full_names(side: Side<'_>) -> Vec<u64> {
    let (body, terms) = (&side.body.body, &side.body.terms);
    let is_name = |place: usize| body.words.get(place).is_some_and(|word| word.kind == Kind::Name);
    let goes_on = |place: usize| is_name(place) && !body.words[place].apart;
    let is_own = |place: usize| {
        let word = body.tokens[place].span.of(&side.document.text).to_lowercase();
        let general = [&COMMON_WORDS, &NEWS_WORDS, &OFFICES, &ORGANISATION_WORDS, &TITLES];
        !general.iter().any(|words| words.contains(word.as_str()))
    };
    let ends = (1..terms.len()).filter(|&at| is_name(at - 1) && goes_on(at) && !goes_on(at + 1));
    let full = ends.filter(|&at| is_own(at - 1) && is_own(at));
    distinct(full.map(|at| terms[at - 1].rotate_left(1) ^ terms[at]).collect())
}
