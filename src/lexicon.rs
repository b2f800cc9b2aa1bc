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

/// Number words below a hundred, with their values.
pub static NUMBERS: Values = LazyLock::new(|| values(include_str!("lexicon/numbers.txt")));
/// Words that multiply the number before them; `~` before the factor where the product is round by custom.
pub static SCALES: Values = LazyLock::new(|| values(include_str!("lexicon/scales.txt")));
/// Letters that multiply the digits they are glued to.
pub static SCALE_LETTERS: Values = LazyLock::new(|| values(include_str!("lexicon/scale_letters.txt")));
/// Ordinal words, with their ranks.
pub static ORDINALS: Values = LazyLock::new(|| values(include_str!("lexicon/ordinals.txt")));
/// Words for an open number, with the least it can mean.
pub static VAGUE_NUMBERS: Values = LazyLock::new(|| values(include_str!("lexicon/vague_numbers.txt")));
/// Phrases before a figure that say how exact it is.
pub static MODIFIERS: Values = LazyLock::new(|| values(include_str!("lexicon/modifiers.txt")));
/// Phrases behind a figure that say how exact it is.
pub static MODIFIERS_AFTER: Values = LazyLock::new(|| values(include_str!("lexicon/modifiers_after.txt")));
/// Names of units, with their symbols.
pub static UNITS: Values = LazyLock::new(|| values(include_str!("lexicon/units.txt")));
/// Letters that are a unit when glued to digits, as written.
pub static UNIT_LETTERS: Values = LazyLock::new(|| values(include_str!("lexicon/unit_letters.txt")));
/// What a unit measures, and its size in the base of that dimension.
pub static UNIT_SIZES: Values = LazyLock::new(|| values(include_str!("lexicon/unit_sizes.txt")));
/// Names of currencies, with code and, for a part, its share.
pub static CURRENCIES: Values = LazyLock::new(|| values(include_str!("lexicon/currencies.txt")));
/// Symbols of currencies, with their codes.
pub static CURRENCY_SYMBOLS: Values = LazyLock::new(|| values(include_str!("lexicon/currency_symbols.txt")));
/// ISO 4217 codes, in capitals.
pub static CURRENCY_CODES: Words = LazyLock::new(|| words(include_str!("lexicon/currency_codes.txt")));
/// Words before a number that make it a label.
pub static NUMBER_LABELS: Words = LazyLock::new(|| words(include_str!("lexicon/number_labels.txt")));
/// Number or rank with a word behind it, as part of a name or an idiom.
pub static NUMBER_NAMES: Words = LazyLock::new(|| words(include_str!("lexicon/number_names.txt")));
/// Names of months, long and short.
pub static DATE_WORDS: Words = LazyLock::new(|| words(include_str!("lexicon/date_words.txt")));
/// Words behind a number that make it a time of day.
pub static CLOCK_WORDS: Words = LazyLock::new(|| words(include_str!("lexicon/clock_words.txt")));
/// Verbs whose "from X to Y" names two values.
pub static CHANGE_VERBS: Words = LazyLock::new(|| words(include_str!("lexicon/change_verbs.txt")));
/// Words near two numbers that make them a result.
pub static SCORE_WORDS: Words = LazyLock::new(|| words(include_str!("lexicon/score_words.txt")));
/// Words behind "100m" that make it metres.
pub static METRE_WORDS: Words = LazyLock::new(|| words(include_str!("lexicon/metre_words.txt")));
/// Plurals behind a year that it belongs to.
pub static YEAR_NOUNS: Words = LazyLock::new(|| words(include_str!("lexicon/year_nouns.txt")));
/// Words before a telephone number.
pub static TELEPHONE_WORDS: Words = LazyLock::new(|| words(include_str!("lexicon/telephone_words.txt")));
/// Words for a person whose age may follow.
pub static PERSON_WORDS: Words = LazyLock::new(|| words(include_str!("lexicon/person_words.txt")));
/// Words at which the noun phrase behind a figure ends, besides the function words.
pub static NOUN_STOPS: Words = LazyLock::new(|| words(include_str!("lexicon/noun_stops.txt")));
/// Words that do not end the singular noun phrase behind a figure: "second largest party".
pub static NOUN_LEADS: Words = LazyLock::new(|| words(include_str!("lexicon/noun_leads.txt")));
/// Words and signs before a number of four digits that make it a year.
pub static YEAR_LEADS: Words = LazyLock::new(|| words(include_str!("lexicon/year_leads.txt")));
/// Words before "one" that make it a pronoun.
pub static PRONOUN_LEADS: Words = LazyLock::new(|| words(include_str!("lexicon/pronoun_leads.txt")));
/// Words before "first" and "second" that make them a rank and no adverb.
pub static RANK_LEADS: Words = LazyLock::new(|| words(include_str!("lexicon/rank_leads.txt")));

/// The entries of a list without values.
fn words(list: &'static str) -> HashSet<&'static str> {
    lines(list).collect()
}

/// The entries of a list with values.
fn values(list: &'static str) -> HashMap<&'static str, &'static str> {
    lines(list).filter_map(|line| line.split_once('\t')).map(|(entry, value)| (entry.trim(), value.trim())).collect()
}

fn lines(list: &'static str) -> impl Iterator<Item = &'static str> {
    list.lines().map(|line| line.split('#').next().unwrap_or("").trim()).filter(|line| !line.is_empty())
}
