//! What a figure can start with, and what no number can do without: most words are told apart by one look-up.

use super::{modifier, number, unit};
use crate::lexicon::{CURRENCY_SYMBOLS, Meanings};
use hashbrown::HashMap;
use std::sync::LazyLock;

/// What a word or sign can be in a figure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Start {
    /// Whether a figure can start with it, be it a word before the number: "about", "$", "two".
    pub figure: bool,
    /// Whether a number is told by it: "two", "half"; also "day", for "a day later".
    pub number: bool,
}

/// What words and signs can be in a figure, besides the codes of money.
static STARTS: LazyLock<Meanings<Start>> = LazyLock::new(|| {
    let mut all: HashMap<&'static str, Start> = HashMap::new();
    let leads = ["between", "from", "aged", "age", "ages", "minus", "negative", "-"];
    let firsts = number::first_words().chain(modifier::first_words()).chain(leads);
    firsts.chain(CURRENCY_SYMBOLS.keys().copied()).for_each(|word| all.entry(word).or_default().figure = true);
    number::telling_words().chain(unit::time_words()).for_each(|word| all.entry(word).or_default().number = true);
    Meanings::new(all)
});

/// What the word or sign that is the first `length` bytes of `text` can be.
pub(super) fn start(text: &str, length: usize) -> Start {
    STARTS.get_at(text.as_bytes(), length).copied().unwrap_or_default()
}
