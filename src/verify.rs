//! Candidate pairs to exact overlap and the shared passages.

use crate::{
    fingerprint::{
        kind::{Kind, kinds, quoted},
        shingle::{distinct, distinct_shingles, shared, shingles},
    },
    settings::Matching,
    span::Span,
    tokenize::{Token, Tokens},
};
use serde::Serialize;
use std::ops::Range;

/// A run of text that stands in both documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct Passage {
    /// Its place in `a`.
    pub a: Span,
    /// Its place in `b`.
    pub b: Span,
}

/// The exact overlap of two documents' cleaned texts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Overlap {
    /// Shared shingles of five words over all of both: `0.0..=1.0`.
    pub jaccard: f64,
    /// Share of `a`'s shingles of five words that `b` has, and of `b`'s that `a` has.
    pub containment: [f64; 2],
    /// The same with shingles of three words, which survive rewording better.
    pub containment_3: [f64; 2],
    /// Shared runs, in order of their place in `a`.
    pub passages: Vec<Passage>,
}

/// The different words of an article, each list in rising order.
#[derive(Clone, Debug, Default)]
pub struct Words {
    /// All.
    pub all: Vec<u64>,
    /// Names.
    pub names: Vec<u64>,
    /// Figures.
    pub figures: Vec<u64>,
    /// Names of the lead.
    pub lead_names: Vec<u64>,
    /// Small shingles of the lead.
    pub lead: Vec<u64>,
}

impl Words {
    fn new(terms: &[u64], kinds: &[Kind], settings: &Matching) -> Self {
        let lead = terms.len().min(settings.lead_words);
        Self {
            all: distinct(terms.to_vec()),
            names: of_kind(terms, kinds, Kind::Name),
            figures: of_kind(terms, kinds, Kind::Figure),
            lead_names: of_kind(&terms[..lead], kinds, Kind::Name),
            lead: distinct_shingles(&terms[..lead], settings.small_shingle_words),
        }
    }
}

/// The different terms of one kind, in rising order.
fn of_kind(terms: &[u64], kinds: &[Kind], wanted: Kind) -> Vec<u64> {
    let all: Vec<u64> = terms.iter().zip(kinds).filter(|&(_, &kind)| kind == wanted).map(|(&term, _)| term).collect();
    distinct(all)
}

/// The words of an article without its furniture, made ready to be compared with others.
#[derive(Clone, Debug, Default)]
pub struct Body {
    /// Its words in order.
    pub tokens: Vec<Token>,
    /// Their terms.
    pub terms: Vec<u64>,
    /// What kind of word each is.
    pub kinds: Vec<Kind>,
    /// Which stand inside quotation marks.
    pub quoted: Vec<bool>,
    /// Number of the word in the whole text, furniture included: words on both sides of furniture are not neighbours.
    places: Vec<usize>,
    /// Different shingles, in rising order.
    large: Vec<u64>,
    small: Vec<u64>,
    /// Different words, in rising order: all, and by what they are.
    pub words: Words,
    /// Shingle and place of every run's possible start, in order.
    starts: Vec<(u64, u32)>,
}

impl Body {
    /// Makes the words of an article ready. Cost: one sort of its words.
    #[must_use]
    pub fn new(text: &str, tokens: &Tokens, settings: &Matching) -> Self {
        let places: Vec<usize> = tokens.body_sentences().flat_map(|sentence| sentence.tokens.clone()).collect();
        let words: Vec<Token> = tokens.body().collect();
        let terms: Vec<u64> = words.iter().map(|token| token.term).collect();
        let mut starts: Vec<(u64, u32)> =
            shingles(&terms, settings.small_shingle_words).into_iter().zip(0..).collect();
        starts.sort_unstable();
        let kinds = kinds(text, tokens);
        Self {
            words: Words::new(&terms, &kinds, settings),
            kinds,
            quoted: quoted(text, tokens),
            large: distinct_shingles(&terms, settings.shingle_words),
            small: distinct_shingles(&terms, settings.small_shingle_words),
            tokens: words,
            terms,
            places,
            starts,
        }
    }

    /// Where the words `range` stand in the text; the range is not empty.
    #[must_use]
    pub fn span(&self, range: &Range<usize>) -> Span {
        self.tokens[range.start].span.join(self.tokens[range.end - 1].span)
    }

    /// Share of the lead's small shingles that stand in `other`.
    #[must_use]
    pub fn lead_in(&self, other: &Self) -> f64 {
        share(shared(&self.words.lead, &other.small), self.words.lead.len())
    }

    /// Whether the words at `place` and before it are neighbours in the text.
    fn follows(&self, place: usize) -> bool {
        self.places[place] == self.places[place - 1] + 1
    }
}

/// Words in a row that stand in both articles: numbers of words in the two bodies, of equal length.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// Its words in `a`.
    pub a: Range<usize>,
    /// Its words in `b`.
    pub b: Range<usize>,
}

/// The exact overlap of two articles, with those of their shared `runs` that are long enough for a passage.
///
/// Cost: one merge of sorted lists.
#[must_use]
pub fn overlap(a: &Body, b: &Body, runs: &[Run], settings: &Matching) -> Overlap {
    let large = shared(&a.large, &b.large);
    let small = shared(&a.small, &b.small);
    Overlap {
        jaccard: share(large, a.large.len() + b.large.len() - large),
        containment: [share(large, a.large.len()), share(large, b.large.len())],
        containment_3: [share(small, a.small.len()), share(small, b.small.len())],
        passages: runs
            .iter()
            .filter(|run| run.a.len() >= settings.passage_words)
            .map(|run| Passage { a: a.span(&run.a), b: b.span(&run.b) })
            .collect(),
    }
}

/// `part / whole`, 0 of nothing.
#[must_use]
pub fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// The runs of at least three words ([`Matching::small_shingle_words`]) that stand in both, in order of place in `a`.
///
/// Every word of `a` stands in one run at most; the words of `a` and `b` in a run have equal terms, and no furniture lies
/// between them. Where a run could stand at several places in `b`, the longest is taken, then the one nearest to where the
/// run before ended.
///
/// Cost: linear but for the look-ups, as of each shingle only [`Matching::passage_places`] places in `b` are tried.
#[must_use]
pub fn shared_runs(a: &Body, b: &Body, settings: &Matching) -> Vec<Run> {
    let length = settings.small_shingle_words;
    let mut runs: Vec<Run> = Vec::new();
    let (mut at, mut expected) = (0, 0);
    if b.terms.len() < length {
        return runs;
    }
    let firsts = shingles(&a.terms, length);
    while at + length <= a.terms.len() {
        let Some(found) = longest(a, b, at, expected, &firsts, settings) else {
            at += 1;
            expected += 1;
            continue;
        };
        // A short run by chance ("one of the") must not eat the first words of a long one that begins inside it.
        let later = (at + 1..at + found.a.len().min(settings.passage_words))
            .filter(|&later| later + length <= a.terms.len())
            .filter_map(|later| longest(a, b, later, expected + later - at, &firsts, settings))
            .find(|run| run.a.len() > found.a.len());
        let run = later.unwrap_or(found);
        (at, expected) = (run.a.end, run.b.end);
        runs.push(run);
    }
    runs
}

/// The longest run that begins at word `at` of `a`.
fn longest(
    a: &Body,
    b: &Body,
    at: usize,
    expected: usize,
    firsts: &[u64],
    settings: &Matching,
) -> Option<Run> {
    let from = b.starts.partition_point(|&(shingle, _)| shingle < firsts[at]);
    let to = from + b.starts[from..].partition_point(|&(shingle, _)| shingle == firsts[at]);
    let places = &b.starts[from..to];
    let near = places.partition_point(|&(_, place)| (place as usize) < expected);
    let half = settings.passage_places / 2;
    places[near.saturating_sub(half)..places.len().min(near + half.max(1))]
        .iter()
        .map(|&(_, place)| place as usize)
        .map(|place| (length_of_run(a, b, at, place), place))
        .filter(|&(length, _)| length >= settings.small_shingle_words)
        .max_by_key(|&(length, place)| (length, std::cmp::Reverse((place.abs_diff(expected), place))))
        .map(|(length, place)| Run { a: at..at + length, b: place..place + length })
}

/// How many words are equal from `in_a` and `in_b` on, up to the next furniture.
fn length_of_run(a: &Body, b: &Body, in_a: usize, in_b: usize) -> usize {
    let most = (a.terms.len() - in_a).min(b.terms.len() - in_b);
    (0..most)
        .take_while(|&step| {
            a.terms[in_a + step] == b.terms[in_b + step]
                && (step == 0 || (a.follows(in_a + step) && b.follows(in_b + step)))
        })
        .count()
}
