//! What the program knows of the language: small word lists of our own, one file each, easy to extend.
//!
//! A list holds one entry a line; `#` starts a comment; where an entry has a value, a tab stands between them.
//! The lists know the language of news, never a story.

use hashbrown::{HashMap, HashSet};
use std::sync::LazyLock;

/// A set of lower-case words or phrases.
pub type Words = LazyLock<HashSet<&'static str>>;
/// Lower-case words or phrases with a value each.
pub type Values = LazyLock<HashMap<&'static str, &'static str>>;

/// Words that carry no subject: articles, prepositions, pronouns, auxiliaries, conjunctions.
pub static FUNCTION_WORDS: Words = LazyLock::new(|| words(include_str!("lexicon/function_words.txt")));
/// Words so common in English news that they tell little of the story they stand in.
pub static COMMON_WORDS: Words = LazyLock::new(|| words(include_str!("lexicon/common_words.txt")));

/// The entries of a list without values.
fn words(list: &'static str) -> HashSet<&'static str> {
    lines(list).collect()
}

/// The entries of a list with values.
#[expect(dead_code, reason = "the first list with values comes with the facts")]
fn values(list: &'static str) -> HashMap<&'static str, &'static str> {
    lines(list).filter_map(|line| line.split_once('\t')).map(|(entry, value)| (entry.trim(), value.trim())).collect()
}

fn lines(list: &'static str) -> impl Iterator<Item = &'static str> {
    list.lines().map(|line| line.split('#').next().unwrap_or("").trim()).filter(|line| !line.is_empty())
}
