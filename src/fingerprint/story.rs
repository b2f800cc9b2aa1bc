//! What a document tells of: its terms with their weights, for reports of one event in other words.

use crate::{
    body::{Body, Kind},
    document::Document,
    hash::ByItself,
    settings::Matching,
    span::Span,
    words::{Token, Vocabulary, scan_words},
};
use hashbrown::HashMap;
use std::sync::LazyLock;

/// A word stem of a document; 8 bytes, as a corpus holds some dozens a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StoryTerm {
    /// Hash of the folded stem, 32 bits of it: two different terms of a corpus are rarely one.
    pub term: u32,
    /// What kind of word it is.
    pub kind: Kind,
    /// How often it stands in the document, a place in the headline or lead counting [`Matching::lead_factor`].
    pub times: u16,
}

/// The terms that `document` makes most of, at most [`Matching::story_terms`], in rising order of [`StoryTerm::term`].
///
/// Only the first [`Matching::story_words`] words are read: a news story says first what it tells of, and a text without
/// end costs no more than a long one. Most is what is rare by its kind and comes again, or stands in the headline or lead.
///
/// Cost: one step a word, no look-up; a look-up a word of the headline.
#[must_use]
pub fn story_terms(
    document: &Document,
    body: &Body,
    vocabulary: &mut Vocabulary,
    scratch: &mut StoryScratch,
    settings: &Matching,
) -> Vec<StoryTerm> {
    scratch.begin();
    for (place, word) in body.words.iter().take(settings.story_words).enumerate() {
        let factor = if place < settings.lead_words { settings.lead_factor as f32 } else { 1.0 };
        scratch.add(word.stem, word.kind, factor);
    }
    scratch.body_stems = scratch.met.len();
    let title = document.title.as_deref().unwrap_or("");
    let mut words: Vec<Token> = Vec::new();
    scan_words(title, Span::new(0, title.len()), &mut words);
    for word in words.into_iter().take(settings.lead_words) {
        let known = vocabulary.know(title, word);
        scratch.add(known.stem, Kind::of(known.class(), word.has_capital(title), true), settings.lead_factor as f32);
    }
    scratch.strongest(settings)
}

/// Counts under way, kept from document to document so that nothing is allocated anew.
#[derive(Debug, Default)]
pub struct StoryScratch {
    /// The different stems of the document in order of first use, those of its body before those of its headline.
    met: Vec<Count>,
    /// Where each stands in `met`.
    places: HashMap<u32, u32, ByItself>,
    /// How many stand in the body.
    body_stems: usize,
}

/// A stem, as what it was met, and how often.
#[derive(Clone, Copy, Debug)]
struct Count {
    stem: u32,
    kind: Kind,
    times: f32,
}

impl StoryScratch {
    /// The different stems of the body of the document that was read last.
    #[must_use]
    pub fn body_stems(&self) -> impl ExactSizeIterator<Item = u32> + '_ {
        self.met[..self.body_stems].iter().map(|count| count.stem)
    }

    fn begin(&mut self) {
        self.met.clear();
        self.places.clear();
    }

    fn add(&mut self, stem: u32, kind: Kind, factor: f32) {
        if matches!(kind, Kind::Function | Kind::Date) {
            return;
        }
        let next = self.met.len() as u32;
        let place = *self.places.entry(stem).or_insert(next);
        if let Some(count) = self.met.get_mut(place as usize) {
            count.kind = count.kind.min(kind); // a word that also stands as a plain word is no name: Common < Name < Rare
            count.times += factor;
        } else {
            self.met.push(Count { stem, kind, times: factor });
        }
    }

    fn strongest(&self, settings: &Matching) -> Vec<StoryTerm> {
        let worth = Worth::of_kinds(settings);
        let weighed = |&Count { stem, kind, times }: &Count| {
            let term = StoryTerm { term: stem, kind, times: times as u16 };
            let worth = worth[kind as usize];
            (worth.weight(term.times) * worth.rarity, term)
        };
        let mut terms: Vec<(f32, StoryTerm)> = self.met.iter().map(weighed).collect();
        let most = settings.story_terms;
        if terms.len() > most {
            terms.select_nth_unstable_by(most, |x, y| y.0.total_cmp(&x.0).then(x.1.term.cmp(&y.1.term)));
            terms.truncate(most);
        }
        let mut terms: Vec<StoryTerm> = terms.into_iter().map(|(_, term)| term).collect();
        terms.sort_unstable_by_key(|term| term.term);
        terms
    }
}

/// What a term is worth by its kind.
#[derive(Clone, Copy, Debug, Default)]
struct Worth {
    /// Share of all news stories that would hold a term of its kind: what is known before anything is counted.
    prior: f32,
    /// How rare that makes it.
    rarity: f32,
    /// How much more it says of the story than another word that is as rare.
    factor: f32,
}

impl Worth {
    /// By number of the kind.
    fn of_kinds(settings: &Matching) -> [Self; Kind::ALL.len()] {
        Kind::ALL.map(|kind| {
            let prior = prior(kind, settings);
            Self { prior: prior as f32, rarity: -prior.ln() as f32, factor: factor(kind, settings) as f32 }
        })
    }

    /// How much a document makes of a term of this kind: `1 + ln(times)`, more for a name.
    fn weight(self, times: u16) -> f32 {
        self.factor * (1.0 + LOGARITHMS.get(usize::from(times)).copied().unwrap_or_else(|| f32::from(times).ln()))
    }
}

/// `ln(times)` of few times.
static LOGARITHMS: LazyLock<[f32; 64]> = LazyLock::new(|| std::array::from_fn(|count| (count as f32).max(1.0).ln()));

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

/// How rare each term is in what was read so far.
#[derive(Clone, Debug, Default)]
pub struct Rarity {
    documents: usize,
    counts: HashMap<u32, u32, ByItself>,
    pseudo: f64,
    common: usize,
    worth: [Worth; Kind::ALL.len()],
}

/// A term of a document with its share in it; 8 bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Weighed {
    /// Hash of the folded stem, as in [`StoryTerm::term`].
    pub term: u32,
    /// Its part of a vector of length 1, in [`WHOLE`]ths: sums of whole numbers are the same in any order.
    pub weight: u16,
    /// Whether it stood in few enough documents to find others by, see [`Matching::common_term`].
    pub rare: bool,
}

/// A [`Weighed::weight`] of 1.
pub const WHOLE: u16 = u16::MAX;

impl Rarity {
    /// Nothing is counted yet.
    #[must_use]
    pub fn new(settings: &Matching) -> Self {
        let worth = Worth::of_kinds(settings);
        let (pseudo, common) = (settings.prior_documents, settings.common_term);
        Self { documents: 0, counts: HashMap::default(), pseudo, common, worth }
    }

    /// Counts one more document and its different terms; of a document whose words were counted before, none.
    pub fn add(&mut self, terms: impl IntoIterator<Item = u32>) {
        self.documents += 1;
        terms.into_iter().for_each(|term| *self.counts.entry(term).or_default() += 1);
    }

    /// Counts what was counted before: how many documents, and in how many of them each term.
    pub fn add_counts(&mut self, documents: usize, counts: impl IntoIterator<Item = (u32, u32)>) {
        self.documents += documents;
        counts.into_iter().for_each(|(term, count)| *self.counts.entry(term).or_default() += count);
    }

    /// In how many documents each term stands, in rising order of term.
    #[must_use]
    pub fn counts(&self) -> Vec<(u32, u32)> {
        let mut counts: Vec<(u32, u32)> = self.counts.iter().map(|(&term, &count)| (term, count)).collect();
        counts.sort_unstable();
        counts
    }

    /// The corpus of `documents`, each given by its terms.
    #[must_use]
    pub fn of<'a>(documents: impl IntoIterator<Item = &'a [StoryTerm]>, settings: &Matching) -> Self {
        let mut rarity = Self::new(settings);
        documents.into_iter().for_each(|terms| rarity.add(terms.iter().map(|term| term.term)));
        rarity
    }

    /// In how many documents a term stands.
    #[must_use]
    pub fn count(&self, term: u32) -> usize {
        self.counts.get(&term).map_or(0, |count| *count as usize)
    }

    /// How many terms stand in too many documents to find others by.
    #[must_use]
    pub fn common(&self) -> usize {
        self.counts.values().filter(|&&count| count as usize > self.common).count()
    }

    /// `ln((N + P) / (df + P * prior))`: as if `P` documents of ordinary news had been counted before.
    #[must_use]
    pub fn idf(&self, term: &StoryTerm) -> f64 {
        let prior = f64::from(self.worth[term.kind as usize].prior);
        let count = self.count(term.term) as f64;
        ((self.documents as f64 + self.pseudo) / (count + self.pseudo * prior).max(0.5)).ln().max(0.0)
    }

    fn weight(&self, term: StoryTerm) -> f64 {
        f64::from(self.worth[term.kind as usize].weight(term.times))
    }

    /// The terms of a document with their share in it, as a vector of length 1, in rising order of term.
    #[must_use]
    pub fn vector(&self, terms: &[StoryTerm]) -> Vec<Weighed> {
        let weights: Vec<f64> = terms.iter().map(|term| self.weight(*term) * self.idf(term)).collect();
        let length = weights.iter().map(|weight| weight * weight).sum::<f64>().sqrt();
        if length <= 0.0 {
            return Vec::new();
        }
        let weighed = |(term, weight): (&StoryTerm, f64)| Weighed {
            term: term.term,
            weight: (weight / length * f64::from(WHOLE)).round() as u16,
            rare: self.count(term.term) <= self.common,
        };
        terms.iter().zip(weights).map(weighed).collect()
    }
}

/// The cosine of two vectors of [`Rarity::vector`]: `0.0..=1.0`.
///
/// Cost: one merge.
#[must_use]
pub fn cosine(a: &[Weighed], b: &[Weighed]) -> f64 {
    let (mut in_a, mut in_b, mut sum) = (0, 0, 0);
    while in_a < a.len() && in_b < b.len() {
        let (left, right) = (a[in_a], b[in_b]);
        if left.term == right.term {
            sum += u64::from(left.weight) * u64::from(right.weight);
        }
        in_a += usize::from(left.term <= right.term);
        in_b += usize::from(right.term <= left.term);
    }
    share_of_whole(sum).min(1.0)
}

/// A sum of products of two weights as a share.
#[must_use]
pub fn share_of_whole(sum: u64) -> f64 {
    sum as f64 / f64::from(WHOLE).powi(2)
}

/// The first words of the article itself, as one place in the text; `None` when it has none.
#[must_use]
pub fn lead(body: &Body, settings: &Matching) -> Option<Span> {
    let last = body.tokens.len().min(settings.lead_words).checked_sub(1)?;
    Some(body.tokens[0].span.join(body.tokens[last].span))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        clean::{Block, Clean},
        document::{DocumentId, Place},
    };

    fn terms(text: &str) -> Vec<StoryTerm> {
        let document = Document {
            id: DocumentId(String::new()),
            text: text.to_owned(),
            title: None,
            published: None,
            source: None,
            url: None,
            item: crate::document::Item::default(),
            place: Place { file: "-".to_owned(), line: None, record: None },
        };
        let clean = Clean { blocks: vec![Block { span: Span::new(0, text.len()), furniture: None }] };
        let mut vocabulary = Vocabulary::default();
        let body = Body::of_text(text, &clean, &mut vocabulary);
        story_terms(&document, &body, &mut vocabulary, &mut StoryScratch::default(), &Matching::default())
    }

    fn likeness(a: &str, b: &str) -> f64 {
        let (a, b) = (terms(a), terms(b));
        let rarity = Rarity::of([a.as_slice(), b.as_slice()], &Matching::default());
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
    fn a_text_without_end_has_no_more_terms_than_others() {
        let endless: Vec<String> = (0..5_000).map(|word| format!("word{word}x")).collect();
        assert_eq!(terms(&endless.join(" ")).len(), Matching::default().story_terms);
        assert_eq!(terms(""), []);
    }
}
