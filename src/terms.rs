//! Sentences as weighted word stems: how alike two statements are, whatever their small words.

use crate::{
    hash::ByItself,
    lexicon::FUNCTION_WORDS,
    span::Span,
    tokenize::{Sentence, Tokens},
    words::{Token, fold, term},
};
use hashbrown::{HashMap, HashTable};
use rust_stemmers::{Algorithm, Stemmer};
use std::{cell::RefCell, sync::LazyLock};

/// The stems of a run of words, each once, in rising order.
pub type Stems = Vec<u64>;

/// A function word weighs this share of a content word of the same rarity: it helps to tell two short sentences apart.
const FUNCTION_SHARE: f64 = 0.15;

/// What is known of a word for a comparison.
#[derive(Clone, Copy, Debug)]
struct Stemmed {
    /// See [`crate::words::term`].
    term: u64,
    stem: u64,
    /// Whether it is a function word.
    is_function: bool,
}

/// Different words that a thread remembers before it forgets all: 50,000, some 2 MB. A bound on memory, not a setting.
const MOST_WORDS: usize = 50_000;

/// The words that were stemmed, by their terms, which are hashes already: a common word is found by two memory reads that
/// stay in a near cache.
type Known = HashTable<Stemmed>;

thread_local! {
    /// What this thread knows. A stem depends on its word alone, so that it changes no result; to stem every different word of
    /// every article anew took a third of the time of reading its facts.
    static KNOWN: RefCell<Known> = const { RefCell::new(Known::new()) };
}

/// Makes stems; holds the stemmer, which is costly to make.
pub struct Stemming {
    stemmer: Stemmer,
}

impl Default for Stemming {
    fn default() -> Self {
        Self { stemmer: Stemmer::create(Algorithm::English) }
    }
}

impl Stemming {
    /// The stem of one word as a number; function words keep their form.
    #[must_use]
    pub fn stem(&self, word: &str) -> u64 {
        KNOWN.with_borrow_mut(|known| self.look_up(known, term(word), word).stem)
    }

    /// The stem of a word of a text. Cost: one look-up for a word that was met before.
    #[must_use]
    pub fn of(&self, text: &str, token: Token) -> u64 {
        KNOWN.with_borrow_mut(|known| self.look_up(known, token.term, token.span.of(text)).stem)
    }

    /// The stems of the words of `tokens` inside `span`, content words only.
    #[must_use]
    pub fn content(&self, text: &str, tokens: &Tokens, span: Span) -> Stems {
        KNOWN.with_borrow_mut(|known| {
            let words = tokens.within(span).iter();
            let known = words.map(|token| self.look_up(known, token.term, token.span.of(text)));
            sorted(known.filter(|word| !word.is_function).map(|word| word.stem).collect())
        })
    }

    /// The stems of every sentence, small words too.
    #[must_use]
    pub fn sentences(&self, text: &str, tokens: &Tokens) -> Vec<Stems> {
        KNOWN.with_borrow_mut(|known| {
            let mut stem = |token: &Token| self.look_up(known, token.term, token.span.of(text)).stem;
            let stems = |sentence: &Sentence| sorted(tokens.of(sentence).iter().map(&mut stem).collect());
            tokens.sentences.iter().map(stems).collect()
        })
    }

    /// What is known of `word`, whose term is `term`.
    #[inline]
    fn look_up(&self, known: &mut Known, term: u64, word: &str) -> Stemmed {
        if let Some(found) = known.find(term, |one| one.term == term) {
            return *found;
        }
        self.learn(known, term, word)
    }

    #[cold]
    fn learn(&self, known: &mut Known, term: u64, word: &str) -> Stemmed {
        if known.len() >= MOST_WORDS {
            known.clear();
        }
        let studied = self.study(term, word);
        known.insert_unique(term, studied, |one| one.term);
        studied
    }

    fn study(&self, of_word: u64, word: &str) -> Stemmed {
        let folded = fold(word);
        let is_function = FUNCTION_WORDS.contains(folded.as_ref());
        let bare = folded.strip_suffix("'s").unwrap_or(&folded);
        let stem = if is_function { of_word } else { term(&self.stemmer.stem(bare)) };
        Stemmed { term: of_word, stem, is_function }
    }
}

/// The stems that one of two sets has.
#[must_use]
pub fn union(a: &[u64], b: &[u64]) -> Stems {
    sorted([a, b].concat())
}

fn sorted(mut stems: Vec<u64>) -> Stems {
    stems.sort_unstable();
    stems.dedup();
    stems
}

/// The terms of all function words.
static FUNCTION_TERMS: LazyLock<Vec<u64>> = LazyLock::new(|| FUNCTION_WORDS.iter().map(|word| term(word)).collect());

/// How much each stem tells, from how many sentences of two documents have it.
pub struct Weights {
    rarity: HashMap<u64, f64, ByItself>,
    unseen: f64,
}

impl Weights {
    /// Weights from the sentences of both documents: `ln(1 + sentences / sentences with the stem)`, function words less.
    #[must_use]
    pub fn new(a: &[Stems], b: &[Stems]) -> Self {
        let stems = || a.iter().chain(b);
        // Of the stems of two versions some half stand in one sentence only.
        let room = stems().map(Vec::len).sum::<usize>() / 2;
        let mut rarity: HashMap<u64, f64, ByItself> = HashMap::with_capacity_and_hasher(room, ByItself::default());
        for stem in stems().flatten() {
            *rarity.entry(*stem).or_default() += 1.0;
        }
        let all = (a.len() + b.len()) as f64;
        rarity.values_mut().for_each(|count| *count = (1.0 + all / *count).ln());
        for term in FUNCTION_TERMS.iter() {
            if let Some(weight) = rarity.get_mut(term) {
                *weight *= FUNCTION_SHARE;
            }
        }
        Self { rarity, unseen: (1.0 + all).ln() }
    }

    /// The weight of one stem.
    #[must_use]
    pub fn of(&self, stem: u64) -> f64 {
        self.rarity.get(&stem).copied().unwrap_or(self.unseen)
    }

    /// The sum of the weights of `stems`.
    #[must_use]
    pub fn sum(&self, stems: &[u64]) -> f64 {
        stems.iter().map(|stem| self.of(*stem)).sum()
    }

    /// The sum of the weights of what both have; both rise.
    #[must_use]
    pub fn shared(&self, a: &[u64], b: &[u64]) -> f64 {
        shared(a, b).map(|stem| self.of(stem)).sum()
    }

    /// How alike two sets of stems are: `0.0..=1.0`, their cosine with squared weights.
    #[must_use]
    pub fn cosine(&self, a: &[u64], b: &[u64]) -> f64 {
        self.cosine_of([a, b], [self.square(a), self.square(b)])
    }

    /// The [`Weights::cosine`] of two sets whose [`Weights::square`] is known.
    #[must_use]
    pub fn cosine_of(&self, [a, b]: [&[u64]; 2], squares: [f64; 2]) -> f64 {
        let dot: f64 = shared(a, b).map(|stem| self.of(stem).powi(2)).sum();
        cosine(dot, squares)
    }

    /// The sum of the squared weights of `stems`.
    #[must_use]
    pub fn square(&self, stems: &[u64]) -> f64 {
        stems.iter().map(|stem| self.of(*stem).powi(2)).sum()
    }

    /// The share of the weight of `a` that `b` has: `0.0..=1.0`.
    #[must_use]
    pub fn covered(&self, a: &[u64], b: &[u64]) -> f64 {
        let all = self.sum(a);
        if all == 0.0 { 0.0 } else { self.shared(a, b) / all }
    }
}

/// The cosine of two sets of stems from the sums of the squared weights of what they share, and of each: `0.0..=1.0`.
#[must_use]
pub fn cosine(shared: f64, squares: [f64; 2]) -> f64 {
    if shared == 0.0 { 0.0 } else { shared / (squares[0] * squares[1]).sqrt() }
}

/// What two rising lists share.
fn shared<'a>(a: &'a [u64], b: &'a [u64]) -> impl Iterator<Item = u64> + 'a {
    let (mut i, mut j) = (0, 0);
    std::iter::from_fn(move || {
        while i < a.len() && j < b.len() {
            match a[i].cmp(&b[j]) {
                std::cmp::Ordering::Less => i += 1,
                std::cmp::Ordering::Greater => j += 1,
                std::cmp::Ordering::Equal => {
                    i += 1;
                    j += 1;
                    return Some(a[i - 1]);
                }
            }
        }
        None
    })
}
