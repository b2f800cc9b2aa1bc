//! Statements that only one of the two has.

use super::{Divergence, Findings, Kind, Reading};
use crate::{
    article::Witness,
    facts::measure::Measure,
    lexicon::{CASUALTY_WORDS, OFFICES, TITLE_MODIFIERS, TITLES},
    pair::Pair,
    span::{Span, touching},
    terms::{Stems, Weights, union},
    tokenize::Sentence,
    words::fold,
};
use hashbrown::HashMap;

/// A statement of fewer content words is trivia.
const TRIVIA_WORDS: usize = 5;

/// Records a statement that only `a` (omission) or only `b` (addition) has.
pub(crate) fn push(witness: &Witness<'_>, span: Span, kind: Kind, out: &mut Findings) {
    let reading = Some(Reading::new(witness.text(), span));
    let (a, b) = if kind == Kind::Omission { (reading, None) } else { (None, reading) };
    let (severity, note) = severity(witness, span);
    out.divergences.push(Divergence {
        kind,
        severity,
        subject: opening(witness.text(), span),
        a,
        b,
        note: note.to_owned(),
    });
}

/// How much a reader misses: casualties and key quotes 3, trivia 1.
fn severity(witness: &Witness<'_>, span: Span) -> (u8, &'static str) {
    let words = super::quote::words(witness, span);
    let quoted = touching(&witness.facts.speech.quotes, span, |quote| quote.span).first();
    let names = witness.facts.names.within(span).count();
    let line = |measure: &Measure| witness.article.tokens.sentences[measure.sentence].span;
    let measures = touching(&witness.facts.measures, span, line);
    let figures = measures.iter().any(|measure| span.contains(measure.figure.span));
    let casualties = words.iter().any(|word| CASUALTY_WORDS.contains(word.as_str()));
    let lead_speaker = quoted
        .and_then(|quote| quote.speaker)
        .and_then(|speaker| speaker.entity)
        .is_some_and(|entity| entity < LEAD_ENTITIES);
    let official = quoted
        .filter(|quote| quote.direct)
        .and_then(|quote| quote.speaker?.entity)
        .is_some_and(|entity| holds_office(witness, entity));
    if casualties && figures {
        (3, "casualties")
    } else if official && words.len() >= TRIVIA_WORDS {
        (3, "official statement")
    } else if lead_speaker && words.len() >= TRIVIA_WORDS {
        (3, "words of a main figure of the story")
    } else if words.len() < TRIVIA_WORDS || names == 0 && !figures && quoted.is_none() && words.len() < 2 * TRIVIA_WORDS
    {
        (1, "")
    } else {
        (2, "")
    }
}

/// At most so many words of a title stand before a name: "deputy prime minister and army chief general".
const LONGEST_TITLE: usize = 5;

/// Whether an article gives somebody the title of an office, not one of former days.
fn holds_office(witness: &Witness<'_>, entity: usize) -> bool {
    let tokens = &witness.article.tokens.tokens;
    let mentions = witness.facts.names.mentions.iter().filter(|name| name.entity == entity);
    let word = |at: usize| fold(tokens[at].span.of(witness.text())).into_owned();
    mentions.map(|name| tokens.partition_point(|token| token.span.start < name.span.start)).any(|first| {
        let title = |at: &usize| {
            let word = word(*at);
            TITLES.contains(word.as_str()) || TITLE_MODIFIERS.contains(word.as_str())
        };
        let words: Vec<usize> = (first.saturating_sub(LONGEST_TITLE)..first).rev().take_while(title).collect();
        let is_over = |word: &str| matches!(word, "former" | "ex" | "ex-prime" | "late" | "retired" | "ousted");
        let before = words.last().map_or(first, |last| *last).checked_sub(1);
        let over = words.iter().copied().chain(before).any(|at| is_over(&word(at)));
        !over && words.iter().any(|at| OFFICES.contains(word(*at).as_str()))
    })
}

/// The first so many that an article names are its main figures.
const LEAD_ENTITIES: usize = 3;

/// The first words of a statement.
fn opening(text: &str, span: Span) -> String {
    const WORDS: usize = 8;
    let words: Vec<&str> = span.of(text).split_whitespace().collect();
    let more = if words.len() > WORDS { " …" } else { "" };
    format!("{}{more}", words[..words.len().min(WORDS)].join(" "))
}

/// Statements of independent reports that the other does not have in any words; `told` says which sentences are already
/// compared by a fact of theirs.
pub(crate) fn judge(
    pair: &Pair<'_>,
    told_a: &dyn Fn(usize) -> bool,
    told_b: &dyn Fn(usize) -> bool,
    out: &mut Findings,
) {
    missing(pair, pair.a, pair.b, Kind::Omission, told_a, out);
    missing(pair, pair.b, pair.a, Kind::Addition, told_b, out);
}

fn missing(
    pair: &Pair<'_>,
    own: &Witness<'_>,
    other: &Witness<'_>,
    kind: Kind,
    told: &dyn Fn(usize) -> bool,
    out: &mut Findings,
) {
    let windows = Windows::new(other);
    let sentences = own.article.tokens.sentences.iter().enumerate();
    for (index, sentence) in sentences.filter(|(_, sentence)| in_body(sentence)) {
        let covered = windows.best_cover(&own.stems[index], &pair.weights);
        if covered < pair.settings.covered_statement && !told(index) {
            push(own, sentence.span, kind, out);
        }
    }
}

fn in_body(sentence: &Sentence) -> bool {
    sentence.furniture.is_none() && !sentence.tokens.is_empty()
}

/// A stem in more sentences than this finds none of them: it bounds the work on repeated text.
const MOST_SENTENCES: usize = 200;

/// The sentences of a document, each with its neighbour behind it: a statement may be told in two sentences.
pub(super) struct Windows {
    all: Vec<Stems>,
    with: HashMap<u64, Vec<usize>>,
}

impl Windows {
    pub(super) fn new(witness: &Witness<'_>) -> Self {
        let mut all: Vec<Stems> = (0..witness.stems.len())
            .filter(|&at| in_body(&witness.article.tokens.sentences[at]))
            .map(|at| {
                let next = witness.stems.get(at + 1).map_or(&[][..], Vec::as_slice);
                union(&witness.stems[at], next)
            })
            .collect();
        all.sort_unstable();
        all.dedup();
        let mut with: HashMap<u64, Vec<usize>> = HashMap::new();
        for (index, window) in all.iter().enumerate() {
            for stem in window {
                with.entry(*stem).or_default().push(index);
            }
        }
        Self { all, with }
    }

    /// Whether one window holds nearly all words of a statement: it was merged with another sentence, split or moved.
    pub(super) fn hold(&self, pair: &Pair<'_>, witness: &Witness<'_>, statement: Span) -> bool {
        let stems = pair.content(witness, statement);
        stems.len() >= TRIVIA_WORDS && self.best_cover(&stems, &pair.weights) >= pair.settings.merged_statement
    }

    /// The largest share of a statement's weight that one window has.
    fn best_cover(&self, stems: &Stems, weights: &Weights) -> f64 {
        let places = |stem: &u64| self.with.get(stem).map_or(&[][..], Vec::as_slice);
        let (rare, common): (Vec<u64>, Vec<u64>) = stems.iter().partition(|stem| places(stem).len() <= MOST_SENTENCES);
        let mut shared: HashMap<usize, f64> = HashMap::new();
        for stem in &rare {
            for at in places(stem) {
                *shared.entry(*at).or_default() += weights.of(*stem);
            }
        }
        let also = |at: usize| {
            weights.sum(
                &common.iter().copied().filter(|stem| self.all[at].binary_search(stem).is_ok()).collect::<Vec<_>>(),
            )
        };
        let most = shared.into_iter().map(|(at, weight)| if common.is_empty() { weight } else { weight + also(at) });
        let all = weights.sum(stems);
        if all == 0.0 { 0.0 } else { most.fold(0.0, f64::max) / all }
    }
}
