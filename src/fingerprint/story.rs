//! What a document tells of: its terms with their weights, for reports of one event in other words.

use super::kind::{Kind, kinds};
use crate::{
    document::Document,
    hash::hash,
    settings::Matching,
    span::Span,
    tokenize::{Tokens, fold},
};
use hashbrown::HashMap;
use rust_stemmers::{Algorithm, Stemmer};
use std::sync::LazyLock;
use unicode_segmentation::UnicodeSegmentation;

static STEMMER: LazyLock<Stemmer> = LazyLock::new(|| Stemmer::create(Algorithm::English));

/// A word stem of a document.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StoryTerm {
    /// Hash of the folded stem.
    pub term: u64,
    /// Share of all news stories that would hold a term of its kind: what is known before anything is counted.
    pub prior: f32,
    /// How much the document makes of it: `1 + ln(count)`, more for a name and for a word of the headline or lead.
    pub weight: f32,
}

/// The terms of `document`, in rising order of [`StoryTerm::term`].
///
/// Only the first [`Matching::story_words`] words are read: a news story says first what it tells of, and a text without
/// end costs no more than a long one.
#[must_use]
pub fn story_terms(document: &Document, tokens: &Tokens, settings: &Matching) -> Vec<StoryTerm> {
    let mut found = Counts { all: HashMap::new(), settings };
    for word in document.title.as_deref().unwrap_or("").unicode_words().take(settings.lead_words) {
        found.add(word, super::kind::kind(word, true), settings.lead_factor);
    }
    let kinds = kinds(&document.text, tokens);
    for (place, (token, kind)) in tokens.body().zip(kinds).take(settings.story_words).enumerate() {
        let factor = if place < settings.lead_words { settings.lead_factor } else { 1.0 };
        found.add(token.span.of(&document.text), kind, factor);
    }
    found.into_terms()
}

/// What was counted so far: term to kind and count.
struct Counts<'a> {
    all: HashMap<u64, (Kind, f64)>,
    settings: &'a Matching,
}

impl Counts<'_> {
    fn add(&mut self, word: &str, kind: Kind, factor: f64) {
        if matches!(kind, Kind::Function | Kind::Date) {
            return;
        }
        let entry = self.all.entry(stem(word)).or_insert((kind, 0.0));
        entry.0 = entry.0.min(kind); // a word that also stands as a plain word is no name: Common < Name < Rare
        entry.1 += factor;
    }

    fn into_terms(self) -> Vec<StoryTerm> {
        let settings = self.settings;
        let mut terms: Vec<StoryTerm> = self
            .all
            .into_iter()
            .map(|(term, (kind, count))| StoryTerm {
                term,
                prior: prior(kind, settings) as f32,
                weight: (factor(kind, settings) * (1.0 + count.ln())) as f32,
            })
            .collect();
        terms.sort_unstable_by_key(|term| term.term);
        terms
    }
}

fn prior(kind: Kind, settings: &Matching) -> f64 {
    match kind {
        Kind::Function | Kind::Date | Kind::Common => settings.prior_common,
        Kind::Figure => settings.prior_figure,
        Kind::Name => settings.prior_name,
        Kind::Rare => settings.prior_rare,
    }
}

fn factor(kind: Kind, settings: &Matching) -> f64 {
    match kind {
        Kind::Name => settings.name_factor,
        Kind::Figure => settings.figure_factor,
        _ => 1.0,
    }
}

/// The hash of the folded stem: "quake", "Quakes" and "quake's" are one.
fn stem(word: &str) -> u64 {
    let folded = fold(word);
    let folded = folded.strip_suffix("'s").unwrap_or(&folded);
    if folded.bytes().all(|byte| byte.is_ascii_lowercase()) && folded.len() < LONGEST_WORD {
        hash(STEMMER.stem(folded).as_bytes())
    } else {
        hash(folded.as_bytes())
    }
}

/// No English word is longer; what is, is no word, and costs the stemmer time.
const LONGEST_WORD: usize = 40;

/// How rare each term is in a corpus.
#[derive(Clone, Debug, Default)]
pub struct Rarity {
    documents: f64,
    counts: HashMap<u64, u32>,
    pseudo: f64,
}

impl Rarity {
    /// Counts in how many of `documents` each term stands.
    #[must_use]
    pub fn new<'a>(documents: impl IntoIterator<Item = &'a [StoryTerm]>, settings: &Matching) -> Self {
        let mut rarity = Self { pseudo: settings.prior_documents, ..Self::default() };
        for terms in documents {
            rarity.documents += 1.0;
            for term in terms {
                *rarity.counts.entry(term.term).or_default() += 1;
            }
        }
        rarity
    }

    /// `ln((N + P) / (df + P * prior))`: as if `P` documents of ordinary news had been counted before.
    #[must_use]
    pub fn idf(&self, term: &StoryTerm) -> f64 {
        let count = f64::from(self.counts.get(&term.term).copied().unwrap_or(0));
        ((self.documents + self.pseudo) / (count + self.pseudo * f64::from(term.prior)).max(0.5)).ln().max(0.0)
    }

    /// The terms of a document with their share in it, as a vector of length 1, in rising order of term.
    #[must_use]
    pub fn vector(&self, terms: &[StoryTerm]) -> Vec<(u64, f32)> {
        let weights: Vec<f64> = terms.iter().map(|term| f64::from(term.weight) * self.idf(term)).collect();
        let length = weights.iter().map(|weight| weight * weight).sum::<f64>().sqrt();
        if length <= 0.0 {
            return Vec::new();
        }
        terms.iter().zip(weights).map(|(term, weight)| (term.term, (weight / length) as f32)).collect()
    }
}

/// The cosine of two vectors of [`Rarity::vector`]: `0.0..=1.0`.
///
/// Cost: one merge.
#[must_use]
pub fn cosine(a: &[(u64, f32)], b: &[(u64, f32)]) -> f64 {
    let (mut in_a, mut in_b, mut sum) = (0, 0, 0.0);
    while in_a < a.len() && in_b < b.len() {
        let (left, right) = (a[in_a], b[in_b]);
        if left.0 == right.0 {
            sum += f64::from(left.1) * f64::from(right.1);
        }
        in_a += usize::from(left.0 <= right.0);
        in_b += usize::from(right.0 <= left.0);
    }
    sum.clamp(0.0, 1.0)
}

/// The first words of the article itself, as one place in the text; `None` when it has none.
#[must_use]
pub fn lead(tokens: &Tokens, settings: &Matching) -> Option<Span> {
    let mut words = tokens.body().take(settings.lead_words);
    let first = words.next()?.span;
    Some(words.fold(first, |all, token| all.join(token.span)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        clean::{Block, Clean},
        document::{DocumentId, Place},
        tokenize::tokenize,
    };

    fn terms(text: &str) -> Vec<StoryTerm> {
        let document = Document {
            id: DocumentId(String::new()),
            text: text.to_owned(),
            title: None,
            published: None,
            source: None,
            url: None,
            place: Place { file: "-".to_owned(), line: None },
        };
        let clean = Clean { blocks: vec![Block { span: Span::new(0, text.len()), furniture: None }] };
        story_terms(&document, &tokenize(text, &clean), &Matching::default())
    }

    fn likeness(a: &str, b: &str) -> f64 {
        let (a, b) = (terms(a), terms(b));
        let rarity = Rarity::new([a.as_slice(), b.as_slice()], &Matching::default());
        cosine(&rarity.vector(&a), &rarity.vector(&b))
    }

    #[test]
    fn forms_of_a_word_and_dates_make_no_difference() {
        assert_eq!(terms("dam floods Ruda's"), terms("dams flood Ruda on Friday"));
    }

    #[test]
    fn in_two_documents_names_already_weigh_more_than_common_words() {
        let names = likeness("Kral and Sikora met in Ruda", "Kral left Ruda without Sikora, who stayed away");
        let common = likeness("the minister said the report was late", "a minister said this report would be early");
        assert!(names > 0.5, "{names}");
        assert!(names > likeness("Kral said prices rose", "Sikora said prices rose"));
        assert!(common > 0.0, "common words still say something: {common}");
    }

    #[test]
    fn a_text_without_end_has_no_more_terms_than_a_long_one() {
        let endless: Vec<String> = (0..5_000).map(|word| format!("word{word}x")).collect();
        assert_eq!(terms(&endless.join(" ")).len(), Matching::default().story_words);
        assert_eq!(terms(""), []);
    }
}
