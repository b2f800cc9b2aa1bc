//! What speaks for one relation or another between two documents.

use super::{
    Changes, form::shared_form, full_names_decide, headline_decides, names::shared_full_names, page,
    template::form_decides,
};
use crate::{
    document::Document,
    settings::Matching,
    span::first_characters,
    verify::{Overlap, Prepared, Shared, share},
};
use serde::Serialize;
use std::ops::Range;

/// One document of a pair, with all that a comparison needs of it.
#[derive(Clone, Copy, Debug)]
pub struct Side<'a> {
    /// The document.
    pub document: &'a Document,
    /// Its words without furniture.
    pub body: &'a Prepared,
    /// Whether it says of itself that it takes the place of an earlier text ([`super::is_later_take`]).
    pub later_take: bool,
}

/// What the weekdays and months of two leads say of the day of their news.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Day {
    /// The leads share one.
    Same,
    /// Each lead names some, and neither text has those of the other's lead: two stories of one affair share its background and
    /// differ in the day of their news.
    Other,
    /// Anything else.
    #[default]
    Unknown,
}

impl Day {
    fn new(a: &Prepared, b: &Prepared, settings: &Matching) -> Self {
        let (in_a, in_b) = (&a.words(settings).lead_days, &b.words(settings).lead_days);
        let stands = |days: &[u64], other: &Prepared| days.iter().any(|&day| other.has(day, settings));
        if in_a.iter().any(|day| in_b.binary_search(day).is_ok()) {
            Self::Same
        } else if in_a.is_empty() || in_b.is_empty() || stands(in_a, b) || stands(in_b, a) {
            Self::Unknown
        } else {
            Self::Other
        }
    }

    /// As a person reads it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Same => "the same",
            Self::Other => "another",
            Self::Unknown => "not told",
        }
    }
}

/// What speaks for one relation or another. Shares are `0.0..=1.0`; pairs are `[a, b]`.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Evidence {
    /// Words of the articles without furniture.
    pub words: [usize; 2],
    /// Words of each text that are none of the article: furniture, other stories of the page.
    pub around: [usize; 2],
    /// Whether all words are the same.
    pub identical: bool,
    /// Shared shingles of five words over all of both.
    pub jaccard: f64,
    /// Share of each side's shingles of five words that the other has.
    pub containment: [f64; 2],
    /// The same with three words.
    pub containment_3: [f64; 2],
    /// Words of the longest shared run.
    pub longest: usize,
    /// Share of each side's words that stand before or after its shared part.
    pub outside: [f64; 2],
    /// Share of each side's lead (in shingles of three words) that the other has anywhere.
    pub lead: [f64; 2],
    /// Share of the names in each side's lead that the other has anywhere; 1 without names.
    pub lead_names: [f64; 2],
    /// Whether the leads tell of one day.
    pub day: Day,
    /// Share of each side's names that the other has; 1 without names.
    pub names: [f64; 2],
    /// Share of each side's figures that the other has; 1 without figures.
    pub figures: [f64; 2],
    /// Number of different figures in each.
    pub figure_count: [usize; 2],
    /// Facts that changed between shared runs.
    pub changes: Changes,
    /// Share of the form of one, its words with the facts left blank, that the other has; `None` where it would not change
    /// what the two are.
    pub form: Option<f64>,
    /// Full names in both; `None` where no number would change what the two are.
    pub full_names: Option<usize>,
    /// Likeness of the headlines, or of the first sentences where one has none: Sørensen-Dice of letter pairs. `None` where
    /// no likeness would change what the two are.
    pub headline: Option<f64>,
    /// Whether either says of itself that it updates or corrects an earlier text.
    pub later_take: bool,
    /// Hours from `a` to `b`, where both have a time.
    pub hours: Option<f64>,
    /// Whether both name the same source.
    pub same_source: bool,
    /// Cosine of the story terms.
    pub story: f64,
}

impl Evidence {
    /// Weighs a pair, and gives its overlap with it; `story` is the cosine of its story terms.
    ///
    /// Cost: near-linear in the words of both.
    #[must_use]
    pub fn new(a: Side<'_>, b: Side<'_>, story: f64, settings: &Matching) -> (Self, Overlap) {
        let shared = Shared::new(a.body, b.body, settings);
        let runs = shared.runs();
        let overlap = shared.overlap(&runs);
        let (in_a, in_b) = (a.body.words(settings), b.body.words(settings));
        let part = |words: &[u64], other: &Prepared| part(words, other, settings);
        let mut evidence = Self {
            words: [a.body.terms.len(), b.body.terms.len()],
            around: [a.body.body.around, b.body.body.around],
            identical: !a.body.terms.is_empty() && a.body.terms == b.body.terms,
            jaccard: overlap.jaccard,
            containment: overlap.containment,
            containment_3: overlap.containment_3,
            longest: runs.iter().map(|run| run.a.len()).max().unwrap_or(0),
            outside: [
                outside(runs.iter().map(|run| run.a.clone()).collect(), a.body.terms.len(), settings),
                outside(runs.iter().map(|run| run.b.clone()).collect(), b.body.terms.len(), settings),
            ],
            lead: shared.leads(),
            lead_names: [part(&in_a.lead_names, b.body), part(&in_b.lead_names, a.body)],
            day: Day::new(a.body, b.body, settings),
            names: [part(&in_a.names, b.body), part(&in_b.names, a.body)],
            figures: [part(&in_a.figures, b.body), part(&in_b.figures, a.body)],
            figure_count: [in_a.figures.len(), in_b.figures.len()],
            changes: Changes::new(a.body, b.body, &runs, settings),
            form: None,
            full_names: None,
            headline: None,
            later_take: a.later_take || b.later_take,
            hours: hours(a.document, b.document),
            same_source: a.document.source.is_some() && a.document.source == b.document.source,
            story,
        };
        if form_decides(&evidence, settings) {
            evidence.form = Some(shared_form(a.body, b.body, settings));
        }
        if full_names_decide(&evidence, settings) {
            evidence.full_names = Some(shared_full_names(a, b));
        }
        if headline_decides(&evidence, settings) {
            evidence.headline = Some(match page(&evidence, settings) {
                Some(0) => headline_on_page(a, b),
                Some(_) => headline_on_page(b, a),
                None => headline_likeness(a, b),
            });
        }
        (evidence, overlap)
    }

    /// Words of the smaller document.
    #[must_use]
    pub fn smaller(&self) -> usize {
        self.words[0].min(self.words[1])
    }

    /// Words of each text as it was read.
    #[must_use]
    pub fn raw_words(&self) -> [usize; 2] {
        [self.words[0] + self.around[0], self.words[1] + self.around[1]]
    }

    /// Words of the larger document.
    #[must_use]
    pub fn larger(&self) -> usize {
        self.words[0].max(self.words[1])
    }
}

/// Share of `words` that stand in `other`; 1 of nothing.
fn part(words: &[u64], other: &Prepared, settings: &Matching) -> f64 {
    if words.is_empty() {
        1.0
    } else {
        share(words.iter().filter(|&&word| other.has(word, settings)).count(), words.len())
    }
}

/// Share of a document's `words` before and after its shared part.
///
/// A few of the shared words at either end ([`Matching::stray_share`]) are left out first: a phrase by chance does not stretch
/// the shared part.
fn outside(mut runs: Vec<Range<usize>>, words: usize, settings: &Matching) -> f64 {
    runs.retain(|run| run.len() >= settings.passage_words);
    runs.sort_unstable_by_key(|run| run.start);
    let spare = (settings.stray_share * runs.iter().map(Range::len).sum::<usize>() as f64) as usize;
    let start = edge(runs.iter(), spare).map_or(words, |run| run.start);
    let end = edge(runs.iter().rev(), spare).map_or(words, |run| run.end);
    share(words - end.saturating_sub(start), words)
}

/// The first run that is not among the first `spare` words of all.
fn edge<'a>(runs: impl Iterator<Item = &'a Range<usize>>, spare: usize) -> Option<&'a Range<usize>> {
    let mut seen = 0;
    runs.into_iter().find(|run| {
        seen += run.len();
        seen > spare
    })
}

/// Likeness of the headlines; first sentences stand in where one side has none.
fn headline_likeness(a: Side<'_>, b: Side<'_>) -> f64 {
    let (a, b) = match (title(a.document), title(b.document)) {
        (Some(one), Some(other)) => (prepared(one), prepared(other)),
        _ => (prepared(first_sentence(&a)), prepared(first_sentence(&b))),
    };
    if a.is_empty() || b.is_empty() { 0.0 } else { strsim::sorensen_dice(&a, &b) }
}

/// Likeness of the headlines where `page` holds much around its article: a first sentence is looked for among the first
/// sentences of all its paragraphs, as what a page begins with is seldom its story.
fn headline_on_page(page: Side<'_>, inner: Side<'_>) -> f64 {
    if title(page.document).is_some() && title(inner.document).is_some() {
        return headline_likeness(page, inner);
    }
    let headline = prepared(title(inner.document).unwrap_or_else(|| first_sentence(&inner)));
    let paragraphs = page.document.text.lines().map(str::trim).filter(|paragraph| !paragraph.is_empty());
    let likeness = paragraphs.map(|paragraph| strsim::sorensen_dice(&headline, &prepared(sentence_of(paragraph))));
    if headline.is_empty() { 0.0 } else { likeness.fold(0.0, f64::max) }
}

fn title(document: &Document) -> Option<&str> {
    document.title.as_deref().filter(|title| !title.trim().is_empty())
}

/// The text from the first word on to the end of its sentence.
fn first_sentence<'a>(side: &Side<'a>) -> &'a str {
    let Some(first) = side.body.body.tokens.first() else { return "" };
    sentence_of(&side.document.text[first.span.start as usize..])
}

/// The first sentence of `text`, as far as a headline may reach.
fn sentence_of(text: &str) -> &str {
    sentencex::segment("en", first_characters(text, HEADLINE_LETTERS)).first().map_or("", |sentence| sentence.trim())
}

/// A headline as it is compared: its first letters, in lower case.
fn prepared(headline: &str) -> String {
    headline.chars().take(HEADLINE_LETTERS).flat_map(char::to_lowercase).collect()
}

/// Longer than any headline; a first sentence without end costs no more.
const HEADLINE_LETTERS: usize = 200;

fn hours(a: &Document, b: &Document) -> Option<f64> {
    let (a, b) = (a.published?, b.published?);
    Some((b.seconds() - a.seconds()) as f64 / 3600.0)
}
