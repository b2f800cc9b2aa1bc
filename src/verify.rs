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
use std::{cmp::Reverse, ops::Range};

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
        let mut starts: Vec<(u64, u32)> = shingles(&terms, settings.small_shingle_words).into_iter().zip(0..).collect();
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
/// Every word of either side stands in one run at most; the words of `a` and `b` in a run have equal terms, and no furniture
/// lies between them. Where a run could stand at several places, the longest is taken, then the one nearest to where the run
/// before ended. The runs of `(b, a)` are those of `(a, b)` with the sides changed.
///
/// Cost: near-linear, as for each shingle only [`Matching::passage_places`] places are tried.
#[must_use]
pub fn shared_runs(a: &Body, b: &Body, settings: &Matching) -> Vec<Run> {
    if (a.terms.len(), &a.terms) <= (b.terms.len(), &b.terms) {
        return Search::new(a, b, settings).runs();
    }
    // The smaller text is looked up in the larger one, whichever is `a`, so that both orders give the same.
    let mut runs = Search::new(b, a, settings).runs();
    for run in &mut runs {
        std::mem::swap(&mut run.a, &mut run.b);
    }
    runs.sort_unstable_by_key(|run| run.a.start);
    runs
}

/// A search for the runs that `a`, read from its start, has in common with `b`.
struct Search<'a> {
    a: &'a Body,
    b: &'a Body,
    settings: &'a Matching,
    /// The shingle at every place of `a`.
    firsts: Vec<u64>,
    /// Which words of `b` stand in a run already.
    used: Vec<bool>,
}

impl<'a> Search<'a> {
    fn new(a: &'a Body, b: &'a Body, settings: &'a Matching) -> Self {
        let shortest = settings.small_shingle_words;
        let firsts = if a.terms.len() < shortest { Vec::new() } else { shingles(&a.terms, shortest) };
        Self { a, b, settings, firsts, used: vec![false; b.terms.len()] }
    }

    fn runs(mut self) -> Vec<Run> {
        let mut runs: Vec<Run> = Vec::new();
        let (mut at, mut expected) = (0, 0);
        while at < self.firsts.len() {
            let Some(found) = self.longest(at, expected) else {
                (at, expected) = (at + 1, expected + 1);
                continue;
            };
            // A short run by chance ("one of the") must not eat the first words of a longer one that begins inside it.
            let inside = at + 1..self.firsts.len().min(at + found.a.len().min(self.settings.passage_words));
            let later = inside
                .filter_map(|later| self.longest(later, expected + later - at))
                .find(|run| run.a.len() > found.a.len());
            let run = later.unwrap_or(found);
            (at, expected) = (run.a.end, run.b.end);
            self.used[run.b.clone()].fill(true);
            runs.push(run);
        }
        runs
    }

    /// The longest run that begins at word `at` of `a`.
    fn longest(&self, at: usize, expected: usize) -> Option<Run> {
        let first = self.firsts[at];
        let starts = &self.b.starts;
        let from = starts.partition_point(|&(shingle, _)| shingle < first);
        let near = starts.partition_point(|&(shingle, place)| (shingle, place as usize) < (first, expected));
        let half = (self.settings.passage_places / 2).max(1);
        starts[from.max(near.saturating_sub(half))..starts.len().min(near + half)]
            .iter()
            .filter(|&&(shingle, _)| shingle == first)
            .map(|&(_, place)| place as usize)
            .map(|place| (self.length(at, place), place))
            .filter(|&(length, _)| length >= self.settings.small_shingle_words)
            .max_by_key(|&(length, place)| (length, Reverse((place.abs_diff(expected), place))))
            .map(|(length, place)| Run { a: at..at + length, b: place..place + length })
    }

    /// How many words are equal from `in_a` and `in_b` on, up to the next furniture or used word.
    fn length(&self, in_a: usize, in_b: usize) -> usize {
        let most = (self.a.terms.len() - in_a).min(self.b.terms.len() - in_b);
        (0..most)
            .take_while(|&step| {
                let (in_a, in_b) = (in_a + step, in_b + step);
                self.a.terms[in_a] == self.b.terms[in_b]
                    && !self.used[in_b]
                    && (step == 0 || (self.a.follows(in_a) && self.b.follows(in_b)))
            })
            .count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        clean::{Block, Clean, Furniture},
        tokenize::{fold, tokenize},
    };
    use proptest::prelude::*;

    fn body(text: &str) -> Body {
        let block = |(start, line): (usize, &str)| Block {
            span: Span::new(start, start + line.len()),
            furniture: line.starts_with('#').then_some(Furniture::Navigation),
        };
        let lines = text.split_inclusive('\n').scan(0, |at, line| {
            let start = *at;
            *at += line.len();
            Some((start, line.trim_end()))
        });
        let blocks = lines.filter(|(_, line)| !line.is_empty()).map(block).collect();
        Body::new(text, &tokenize(text, &Clean { blocks }), &Matching::default())
    }

    fn compared(a: &str, b: &str) -> Overlap {
        let (a, b) = (body(a), body(b));
        overlap(&a, &b, &shared_runs(&a, &b, &Matching::default()), &Matching::default())
    }

    const FLOOD: &str = "The flood in Ruda killed 12 people and left 12,400 homeless, the mayor said on Friday.";

    #[test]
    fn passages_stand_where_the_shared_words_stand() {
        let b =
            "Rain fell for days. THE FLOOD in Ruda killed 12 people and left 9,000 homeless, the mayor said on Friday.";
        let found = compared(FLOOD, b);
        let shown: Vec<&str> = found.passages.iter().map(|passage| passage.b.of(b)).collect();
        assert_eq!(shown, ["THE FLOOD in Ruda killed 12 people and left", "homeless, the mayor said on Friday"]);
        assert!(found.containment_3[0] > found.containment_3[1]);
    }

    #[test]
    fn no_passage_runs_across_furniture() {
        let torn =
            "The flood in Ruda killed 12 people and\n# Read more\nleft 12,400 homeless, the mayor said on Friday.";
        let found = compared(FLOOD, torn);
        assert_eq!(found.passages.len(), 2);
        assert!(found.passages.iter().all(|passage| !passage.b.of(torn).contains("Read")));
        assert!((found.jaccard - 1.0).abs() < 1e-9, "the words are the same without the furniture");
    }

    #[test]
    fn empty_texts_share_nothing() {
        assert_eq!(compared("", ""), Overlap::default());
        assert_eq!(compared("", FLOOD), Overlap::default());
    }

    #[test]
    fn a_sentence_repeated_without_end_costs_no_square() {
        let long = FLOOD.repeat(10_000);
        let other =
            "Nobody was hurt when the mayor said on Friday that the flood in Ruda killed no one. ".repeat(10_000);
        let found = compared(&long, &other);
        assert!(found.passages.len() <= 160_000);
    }

    /// Texts of few phrases, so that runs, repetitions, furniture and chance meet often.
    fn texts() -> impl Strategy<Value = String> {
        let phrase = prop::sample::select(vec![
            "the dam above Ruda broke",
            "said the Mayor on Friday",
            "12,400 people left the valley",
            "l'\u{e9}t\u{e9} fut humide",
            "the dam",
            "Ruda.\n",
            "\n# Read more\n",
        ]);
        prop::collection::vec(phrase, 0..30).prop_map(|phrases| phrases.join(" "))
    }

    proptest! {
        #[test]
        fn passages_rise_and_hold_the_same_words(a in texts(), b in texts()) {
            let found = compared(&a, &b);
            let words = |text: &str| -> Vec<String> {
                use unicode_segmentation::UnicodeSegmentation;
                text.unicode_words().filter(|word| *word != "#").map(|word| fold(word).into_owned()).collect()
            };
            for passage in &found.passages {
                prop_assert_eq!(words(passage.a.of(&a)), words(passage.b.of(&b)));
            }
            for pair in found.passages.windows(2) {
                prop_assert!(pair[0].a.end <= pair[1].a.start);
            }
            let mut in_b: Vec<Span> = found.passages.iter().map(|passage| passage.b).collect();
            in_b.sort_unstable();
            prop_assert!(in_b.windows(2).all(|pair| pair[0].end <= pair[1].start));
        }

        #[test]
        fn the_overlap_of_b_and_a_is_that_of_a_and_b(a in texts(), b in texts()) {
            let (forth, back) = (compared(&a, &b), compared(&b, &a));
            prop_assert!((forth.containment[0] - back.containment[1]).abs() < 1e-12);
            prop_assert!((forth.containment_3[1] - back.containment_3[0]).abs() < 1e-12);
            let mut mirrored: Vec<Passage> =
                back.passages.iter().map(|passage| Passage { a: passage.b, b: passage.a }).collect();
            mirrored.sort_unstable();
            prop_assert_eq!(forth.passages, mirrored);
        }
    }
}
