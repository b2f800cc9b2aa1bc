//! What a document states: figures, quotes, names, dates and claims, each with its place.

pub mod figure;
pub mod date;
pub mod name;
pub mod quote;
pub mod claim;
pub mod measure;
pub mod words;
pub mod cues;

use crate::{document::Document, lexicon::FUNCTION_WORDS, span::Span, tokenize::Tokens, words::fold};
use claim::Claim;
use cues::Cues;
use date::DateMention;
use measure::Measure;
use name::Names;
use quote::Speech;
use words::{Line, Unit};

/// All that the article of a document states, furniture left out.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Facts {
    /// Figures with their subjects, in order of place.
    pub measures: Vec<Measure>,
    /// Dates and times, in order of place.
    pub dates: Vec<DateFact>,
    /// Names, and whom they mean.
    pub names: Names,
    /// Quotes and labels.
    pub speech: Speech,
    /// Attributions and hedges, in order of place.
    pub claims: Vec<Claim>,
}

/// A date with its sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateFact {
    /// The mention.
    pub mention: DateMention,
    /// Index of its sentence in [`Tokens::sentences`].
    pub sentence: usize,
}

impl DateFact {
    /// Whether it names one day: a weekday, a day of a month, "yesterday"; not "October" or "last year".
    #[must_use]
    pub fn names_a_day(&self) -> bool {
        let mention = &self.mention;
        mention.weekday.is_some() || mention.day.is_some() || mention.from.is_some() && mention.from == mention.to
    }
}

/// Reads the facts of a document's article.
///
/// Cost: a few passes over the text; most of it is the search for figures and dates.
#[must_use]
pub fn facts(document: &Document, tokens: &Tokens) -> Facts {
    let text = document.text.as_str();
    let units = words::sentence_units(text, tokens);
    let lower = text.to_ascii_lowercase();
    let stories = stories(text, &lower, tokens, &units);
    let dates: Vec<DateFact> = stories
        .iter()
        .filter(|story| story.cues.may_hold_date())
        .flat_map(|&Story { index, line, .. }| {
            date::dates(line, document.published).into_iter().map(move |mention| DateFact { mention, sentence: index })
        })
        .collect();
    let mentions: Vec<DateMention> = dates.iter().map(|fact| fact.mention.clone()).collect();
    let names = name::names(text, &lower, tokens, &units, &mentions);
    let measures = stories
        .iter()
        .filter(|story| story.cues.may_hold_figure())
        .flat_map(|&Story { index, line, .. }| {
            let mut figures = figure::figures(line);
            figures.retain(|figure| !overlaps_any(&mentions, figure.span));
            measure::measures(text, &tokens.sentences[index], index, &units[index], figures, &names)
        })
        .collect();
    let speech = quote::speech(text, tokens, &units, &names);
    let claims = claim::claims(text, &units);
    Facts { measures, dates, names, speech, claims }
}

/// A sentence of the article.
struct Story<'t> {
    /// Its index in [`Tokens::sentences`].
    index: usize,
    /// Its words, without the dateline.
    line: Line<'t>,
    /// What it may hold.
    cues: Cues,
}

/// The sentences of a document's article; `lower` is its text in lower case, and `units` are the words of all sentences.
fn stories<'t>(text: &'t str, lower: &'t str, tokens: &Tokens, units: &'t [Vec<Unit>]) -> Vec<Story<'t>> {
    let body = tokens.sentences.iter().enumerate().filter(|(_, sentence)| sentence.furniture.is_none());
    body.map(|(index, sentence)| {
        let span = name::behind_dateline(text, sentence.span);
        let words = &units[index][units[index].partition_point(|unit| unit.span.start < span.start)..];
        Story { index, line: Line { text, lower, span, words }, cues: Cues::of(text, words) }
    })
    .collect()
}

fn overlaps_any(dates: &[DateMention], span: Span) -> bool {
    let first = dates.partition_point(|date| date.span.end <= span.start);
    dates.get(first).is_some_and(|date| date.span.overlaps(span))
}

/// Share of words that are English function words in running English text: .4 to .5; in German or Spanish under .1.
const ENGLISH_SHARE: f64 = 0.2;

/// Whether the grammars of names, quotes and spelled-out figures fit the text: it looks English.
#[must_use]
pub fn looks_english(text: &str, tokens: &Tokens) -> bool {
    let (mut known, mut all) = (0usize, 0usize);
    for token in tokens.body().take(2000) {
        all += 1;
        known += usize::from(FUNCTION_WORDS.contains(fold(token.span.of(text)).as_ref()));
    }
    // A headline of three words cannot be told: it is taken for English.
    all < 8 || known as f64 >= ENGLISH_SHARE * all as f64
}
