//! Candidate pairs to exact overlap and the shared passages.

use crate::{
    body::{Body, Kind, Word},
    fingerprint::shingle::{distinct, distinct_shingles, shingles},
    settings::Matching,
    span::Span,
};
use serde::Serialize;
use std::{cmp::Reverse, ops::Range, sync::OnceLock};

mod places;

use places::{Keys, Places};

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

/// The different words of an article that tell its story apart, each list in rising order.
#[derive(Clone, Debug, Default)]
pub struct Words {
    /// Names.
    pub names: Vec<u64>,
    /// Figures.
    pub figures: Vec<u64>,
    /// Names of the lead.
    pub lead_names: Vec<u64>,
    /// Weekdays and months of the lead.
    pub lead_days: Vec<u64>,
}

/// The different terms of one kind, in rising order.
fn of_kind(terms: &[u64], words: &[Word], wanted: Kind) -> Vec<u64> {
    let all: Vec<u64> =
        terms.iter().zip(words).filter(|(_, word)| word.kind == wanted).map(|(&term, _)| term).collect();
    distinct(all)
}

/// The words of an article without its furniture, made ready to be compared with others.
#[derive(Clone, Debug, Default)]
pub struct Prepared {
    /// Its words.
    pub body: Body,
    /// Their terms.
    pub terms: Vec<u64>,
    /// What only a close comparison needs, made when the first one asks.
    tables: OnceLock<Tables>,
}

/// Where the words and shingles of an article stand.
#[derive(Clone, Debug, Default)]
struct Tables {
    /// Names and figures.
    words: Words,
    /// The small shingle at every place.
    firsts: Vec<u64>,
    /// Every different word.
    all: Keys,
    /// Where every small shingle stands: the possible starts of a shared run.
    small: Places,
    /// Every different large shingle.
    large: Keys,
}

impl Tables {
    fn new(terms: &[u64], kinds: &[Word], settings: &Matching) -> Self {
        let lead = terms.len().min(settings.lead_words);
        let words = Words {
            names: of_kind(terms, kinds, Kind::Name),
            figures: of_kind(terms, kinds, Kind::Figure),
            lead_names: of_kind(&terms[..lead], kinds, Kind::Name),
            lead_days: of_kind(&terms[..lead], kinds, Kind::Date),
        };
        let firsts = shingles(terms, settings.small_shingle_words);
        Self {
            words,
            all: Keys::new(terms),
            small: Places::new(&firsts),
            large: Keys::new(&shingles(terms, settings.shingle_words)),
            firsts,
        }
    }
}

impl Prepared {
    /// The words of an article. Cost: one pass; the first close comparison makes its tables, linear in the words.
    #[must_use]
    pub fn new(body: Body) -> Self {
        let terms = body.terms();
        Self { body, terms, tables: OnceLock::new() }
    }

    fn tables(&self, settings: &Matching) -> &Tables {
        self.tables.get_or_init(|| Tables::new(&self.terms, &self.body.words, settings))
    }

    /// Its names and figures.
    #[must_use]
    pub fn words(&self, settings: &Matching) -> &Words {
        &self.tables(settings).words
    }

    /// Where the words `range` stand in the text; the range is not empty.
    #[must_use]
    pub fn span(&self, range: &Range<usize>) -> Span {
        self.body.tokens[range.start].span.join(self.body.tokens[range.end - 1].span)
    }

    /// Whether `term` is one of its words.
    #[must_use]
    pub fn has(&self, term: u64, settings: &Matching) -> bool {
        self.tables(settings).all.has(term)
    }

    /// Share of the lead's small shingles that stand in `other`.
    #[must_use]
    pub fn lead_in(&self, other: &Self, settings: &Matching) -> f64 {
        let lead = &self.terms[..self.terms.len().min(settings.lead_words)];
        let first = distinct_shingles(lead, settings.small_shingle_words);
        let small = &other.tables(settings).small.keys;
        share(first.iter().filter(|&&shingle| small.has(shingle)).count(), first.len())
    }

    /// Whether the words at `place` and before it are neighbours in the text.
    fn follows(&self, place: usize) -> bool {
        !self.body.words[place].apart
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
/// Cost: a look-up a shingle of the shorter one.
#[must_use]
pub fn overlap(a: &Prepared, b: &Prepared, runs: &[Run], settings: &Matching) -> Overlap {
    let (in_a, in_b) = (a.tables(settings), b.tables(settings));
    let large = in_a.large.shared(&in_b.large);
    let small = in_a.small.keys.shared(&in_b.small.keys);
    let sizes = |size: fn(&Tables) -> usize| [size(in_a), size(in_b)];
    let (larges, smalls) = (sizes(|tables| tables.large.distinct()), sizes(|tables| tables.small.keys.distinct()));
    Overlap {
        jaccard: share(large, larges[0] + larges[1] - large),
        containment: larges.map(|size| share(large, size)),
        containment_3: smalls.map(|size| share(small, size)),
        passages: runs
            .iter()
            .filter(|run| run.a.len() >= settings.passage_words)
            .map(|run| Passage { a: a.span(&run.a), b: b.span(&run.b) })
            .collect(),
    }
}

/// The overlap of two articles with the same words; `None` where these differ, or there are none.
///
/// A passage runs as far as no furniture interrupts it on either side. Cost: one pass.
#[must_use]
pub fn same_words(a: &Prepared, b: &Prepared) -> Option<Overlap> {
    if a.terms.is_empty() || a.terms != b.terms {
        return None;
    }
    let starts = (0..a.terms.len()).filter(|&place| place == 0 || !a.follows(place) || !b.follows(place));
    let starts: Vec<usize> = starts.chain(std::iter::once(a.terms.len())).collect();
    let passages =
        starts.windows(2).map(|ends| Passage { a: a.span(&(ends[0]..ends[1])), b: b.span(&(ends[0]..ends[1])) });
    Some(Overlap { jaccard: 1.0, containment: [1.0; 2], containment_3: [1.0; 2], passages: passages.collect() })
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
pub fn shared_runs(a: &Prepared, b: &Prepared, settings: &Matching) -> Vec<Run> {
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
    a: &'a Prepared,
    b: &'a Prepared,
    settings: &'a Matching,
    in_a: &'a Tables,
    in_b: &'a Tables,
    /// Which words of `b` stand in a run already.
    used: Vec<bool>,
}

impl<'a> Search<'a> {
    fn new(a: &'a Prepared, b: &'a Prepared, settings: &'a Matching) -> Self {
        let (in_a, in_b) = (a.tables(settings), b.tables(settings));
        Self { a, b, settings, in_a, in_b, used: vec![false; b.terms.len()] }
    }

    fn runs(mut self) -> Vec<Run> {
        let mut runs: Vec<Run> = Vec::new();
        let (mut at, mut expected) = (0, 0);
        // A text shorter than a shingle has one of all its words: it starts no run.
        let starts = (self.a.terms.len() + 1).saturating_sub(self.settings.small_shingle_words);
        while at < starts {
            let Some(found) = self.longest(at, expected) else {
                (at, expected) = (at + 1, expected + 1);
                continue;
            };
            // A short run by chance ("one of the") must not eat the first words of a longer one that begins inside it.
            let inside = at + 1..starts.min(at + found.a.len().min(self.settings.passage_words));
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
        let places = self.in_b.small.of(self.in_a.firsts[at]);
        let near = places.partition_point(|&place| (place as usize) < expected);
        let half = (self.settings.passage_places / 2).max(1);
        places[near.saturating_sub(half)..places.len().min(near + half)]
            .iter()
            .map(|&place| place as usize)
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
        words::{Vocabulary, fold},
    };
    use proptest::prelude::*;

    fn body(text: &str) -> Prepared {
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
        Prepared::new(Body::of_text(text, &Clean { blocks }, &mut Vocabulary::default()))
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
