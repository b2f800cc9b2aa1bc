//! Candidate pairs to exact overlap and the shared passages.
//!
//! ```text
//! places   the hash table under all of it
//! large    the large shingles, told by the small ones
//! shared   which shingles of one article stand in the other, and the overlap
//! runs     the longest runs of words that these shingles begin
//! ```

use crate::{
    body::{Body, Kind, Word},
    fingerprint::shingle::{distinct, shingles},
    settings::Matching,
    span::Span,
};
use serde::Serialize;
use std::{ops::Range, sync::OnceLock};

mod large;
mod places;
mod runs;
mod shared;

pub use runs::Run;
pub use shared::Shared;

use large::Large;
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

impl Words {
    fn new(terms: &[u64], kinds: &[Word], settings: &Matching) -> Self {
        let mut words = Self::default();
        for (place, (&term, word)) in terms.iter().zip(kinds).enumerate() {
            let in_lead = place < settings.lead_words;
            match word.kind {
                Kind::Name => {
                    words.names.push(term);
                    words.lead_names.extend(in_lead.then_some(term));
                }
                Kind::Figure => words.figures.push(term),
                Kind::Date => words.lead_days.extend(in_lead.then_some(term)),
                Kind::Function | Kind::Common | Kind::Rare => {}
            }
        }
        let Self { names, figures, lead_names, lead_days } = words;
        let [names, figures, lead_names, lead_days] = [names, figures, lead_names, lead_days].map(distinct);
        Self { names, figures, lead_names, lead_days }
    }
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
    /// Every different word but function words.
    content: Keys,
    /// Where every small shingle stands: the possible starts of a shared run.
    small: Places,
    /// Every different large shingle.
    large: Large,
    /// How many different small shingles the lead has: the first of `small`.
    lead: usize,
}

impl Tables {
    fn new(terms: &[u64], kinds: &[Word], settings: &Matching) -> Self {
        let small = Places::new(&shingles(terms, settings.small_shingle_words));
        let after_lead = terms.len().saturating_sub(settings.lead_words);
        let lead = small.distinct_before(small.len().saturating_sub(after_lead));
        let large = Large::new(terms, &small, settings);
        let content = terms.iter().zip(kinds).filter(|(_, word)| word.kind != Kind::Function);
        let content: Vec<u64> = content.map(|(&term, _)| term).collect();
        Self { words: Words::new(terms, kinds, settings), content: Keys::new(&content), small, large, lead }
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

    /// Whether `term`, of a word that is no function word, is one of its words: no word is one in one text and none in another.
    #[must_use]
    pub fn has(&self, term: u64, settings: &Matching) -> bool {
        self.tables(settings).content.has(term)
    }

    /// Whether the words at `place` and before it are neighbours in the text.
    fn follows(&self, place: usize) -> bool {
        !self.body.words[place].apart
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        clean::{Block, Clean, Furniture},
        fingerprint::shingle::{distinct_shingles, shared as common},
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
        let settings = Matching::default();
        let shared = Shared::new(&a, &b, &settings);
        shared.overlap(&shared.runs())
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
        fn the_overlap_is_that_of_the_sets_of_shingles(a in texts(), b in texts()) {
            let (a, b) = (body(&a), body(&b));
            let settings = Matching { lead_words: 9, ..Matching::default() };
            let shared = Shared::new(&a, &b, &settings);
            let found = shared.overlap(&shared.runs());
            let sets = |length| [&a, &b].map(|side| distinct_shingles(&side.terms, length));
            let parts = |[a, b]: [Vec<u64>; 2]| [share(common(&a, &b), a.len()), share(common(&a, &b), b.len())];
            let [in_a, in_b] = sets(settings.shingle_words);
            let both = common(&in_a, &in_b);
            let wanted = Overlap {
                jaccard: share(both, in_a.len() + in_b.len() - both),
                containment: parts(sets(settings.shingle_words)),
                containment_3: parts(sets(settings.small_shingle_words)),
                passages: found.passages.clone(),
            };
            prop_assert_eq!(found, wanted);
            let lead = |side: &Prepared| {
                distinct_shingles(&side.terms[..side.terms.len().min(9)], settings.small_shingle_words)
            };
            let [in_a, in_b] = sets(settings.small_shingle_words);
            let (lead_a, lead_b) = (lead(&a), lead(&b));
            let leads = [share(common(&lead_a, &in_b), lead_a.len()), share(common(&lead_b, &in_a), lead_b.len())];
            prop_assert_eq!(shared.leads().map(f64::to_bits), leads.map(f64::to_bits));
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
