//! The form of a text: its words with the facts left blank.

use crate::{
    body::Kind,
    fingerprint::shingle::{distinct_shingles, shared},
    settings::Matching,
    verify::{Prepared, share},
};

/// Share of the form of one text that the other has, whichever is more; 0 where a text has no form.
///
/// The form is what stays of a notice when the next one is written: "following are terms of a bond priced on _ borrower _
/// amount _ million". Names, figures and days are blanks, several in a row are one; shared are runs of
/// [`Matching::small_shingle_words`] words.
///
/// Cost: near-linear in the words of both.
#[must_use]
pub(super) fn shared_form(a: &Prepared, b: &Prepared, settings: &Matching) -> f64 {
    let [a, b] = [a, b].map(|text| distinct_shingles(&form(text), settings.small_shingle_words));
    let both = shared(&a, &b);
    if both == 0 { 0.0 } else { share(both, a.len().min(b.len())) }
}

/// The words of `text`, facts blank.
fn form(text: &Prepared) -> Vec<u64> {
    let words = text.body.words.iter().zip(&text.terms);
    let mut form: Vec<u64> = words
        .map(|(word, &term)| if matches!(word.kind, Kind::Name | Kind::Figure | Kind::Date) { BLANK } else { term })
        .collect();
    form.dedup_by(|next, before| *next == BLANK && *before == BLANK);
    form
}

/// Stands for a fact; no word has this hash but by a chance of one in 2^64.
const BLANK: u64 = 0;
