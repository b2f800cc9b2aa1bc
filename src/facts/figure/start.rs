//! What a figure can start with, and what no number can do without.

use super::{modifier, number};
use crate::lexicon::CURRENCY_SYMBOLS;

/// What a word or sign can be in a figure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Start {
    /// Whether a figure can start with it, be it a word before the number: "about", "$", "two".
    pub figure: bool,
    /// Whether a number is told by it: "two", "half"; also "day", for "a day later".
    pub number: bool,
}

/// The words and signs that a figure can start with, besides the codes of money.
pub(in crate::facts) fn starting_words() -> impl Iterator<Item = &'static str> {
    let leads = ["between", "from", "aged", "age", "ages", "minus", "negative", "-"];
    let firsts = number::first_words().chain(modifier::first_words()).chain(leads);
    firsts.chain(CURRENCY_SYMBOLS.keys().copied())
}
