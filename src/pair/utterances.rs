//! What is said in both of two reports: sentences of direct speech that render the same words.

use super::{Match, Pair, one_to_one};
use crate::{
    article::Witness,
    facts::{name::SameName, quote::Speaker},
    lexicon::TITLES,
    span::Span,
    terms::Stems,
    words::fold,
};

/// Whether two utterances are given to one speaker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Speakers {
    /// To the same one.
    Same,
    /// At least one is not named.
    Open,
    /// To two.
    Other,
}

/// A sentence, or part of one, that is given as somebody's own words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Utterance {
    /// Its words.
    pub span: Span,
    /// Who said it.
    pub speaker: Option<Speaker>,
}

/// An utterance is known by at least this many content words in common.
const UTTERANCE_WORDS: usize = 3;
/// With fewer, this share of the words of the shorter one must be common.
const MOST_WORDS: f64 = 0.6;
/// From this share of common words an utterance is the same even where another speaker is named; and one of at least so many
/// words, all the same.
const SAME_WORDS: f64 = 0.8;
const VERBATIM: usize = 6;
/// Of one speaker two content words and this share are enough: what is translated twice keeps little more.
const TRANSLATED_WORDS: usize = 2;
const TRANSLATED: f64 = 0.3;
/// A sentence of more words says more than a fragment of a few that it shares one with.
const LONG_SENTENCE: usize = 8;
/// Beside what is the same already, next in the speech of one speaker, one word and this share.
const NEXT: f64 = 0.2;

impl<'a> Pair<'a> {
    /// The utterances of a document: its direct quotes, cut at sentences.
    #[must_use]
    pub fn utterances(&self, witness: &Witness<'_>) -> Vec<Utterance> {
        let sentences = &witness.article.tokens.sentences;
        let mut out = Vec::new();
        for quote in witness.facts.speech.quotes.iter().filter(|quote| quote.direct) {
            let first = sentences.partition_point(|sentence| sentence.span.end <= quote.span.start);
            for sentence in sentences[first..].iter().take_while(|sentence| sentence.span.start < quote.span.end) {
                let span = Span {
                    start: quote.span.start.max(sentence.span.start),
                    end: quote.span.end.min(sentence.span.end),
                };
                let parts = cut(witness.text(), span).into_iter();
                out.extend(parts.map(|span| Utterance { span, speaker: quote.speaker }));
            }
        }
        out
    }

    /// Utterances of two lists that render the same words, one to one, by content and speaker.
    #[must_use]
    pub fn same_utterances(&self, a: &[Utterance], b: &[Utterance]) -> Vec<Match> {
        let stems = |witness: &Witness<'_>, all: &[Utterance]| -> Vec<Stems> {
            all.iter().map(|one| self.content(witness, one.span)).collect()
        };
        let (stems_a, stems_b) = (stems(self.a, a), stems(self.b, b));
        let length = |witness: &Witness<'_>, one: &Utterance| witness.article.tokens.within(one.span).len();
        let is_verbatim = |x: &Utterance, y: &Utterance| {
            let words = |witness: &'a Witness<'a>, one: &Utterance| {
                witness.article.tokens.within(one.span).iter().map(|token| fold(token.span.of(witness.text())))
            };
            let (x, y) = (words(self.a, x), words(self.b, y));
            x.len() >= VERBATIM && x.len() == y.len() && x.eq(y)
        };
        let (mut found, mut weak) = (Vec::new(), Vec::new());
        for (i, j) in self.every(a.len(), b.len()) {
            let shared = stems_a[i].iter().filter(|stem| stems_b[j].binary_search(stem).is_ok()).count();
            if shared == 0 {
                continue;
            }
            let lengths = [length(self.a, &a[i]), length(self.b, &b[j])];
            // Two words of a name that somebody says are shared by many sentences, and "for years" by many of one speaker.
            let is_name = lengths[0].min(lengths[1]) <= UTTERANCE_WORDS;
            let is_fragment = is_name && lengths[0].max(lengths[1]) > LONG_SENTENCE;
            let smaller = self.weights.sum(&stems_a[i]).min(self.weights.sum(&stems_b[j]));
            let score = self.weights.shared(&stems_a[i], &stems_b[j]) / smaller;
            let speakers = self.speakers(a[i].speaker, b[j].speaker);
            let least = match speakers {
                Speakers::Same if shared >= TRANSLATED_WORDS => TRANSLATED,
                Speakers::Same if is_fragment => continue,
                Speakers::Same => self.settings.same_utterance,
                Speakers::Open if shared >= UTTERANCE_WORDS => self.settings.same_utterance,
                Speakers::Open if shared + 1 >= UTTERANCE_WORDS && !is_name => MOST_WORDS,
                Speakers::Other if shared >= UTTERANCE_WORDS || is_verbatim(&a[i], &b[j]) => SAME_WORDS,
                _ => continue,
            };
            if score >= least {
                found.push(Match { a: i, b: j, score });
            } else if speakers == Speakers::Same && score >= NEXT {
                weak.push(Match { a: i, b: j, score });
            }
        }
        let sure = one_to_one(found);
        let next = |one: &Match| {
            sure.iter().any(|other| {
                (other.a + 1, other.b + 1) == (one.a, one.b) || (other.a, other.b) == (one.a + 1, one.b + 1)
            })
        };
        let taken = |one: &Match| sure.iter().any(|other| other.a == one.a || other.b == one.b);
        let beside: Vec<Match> = weak.into_iter().filter(|one| !taken(one) && next(one)).collect();
        if beside.is_empty() { sure } else { one_to_one([sure, beside].concat()) }
    }

    /// Whether two speakers are the same.
    #[must_use]
    pub fn speakers(&self, x: Option<Speaker>, y: Option<Speaker>) -> Speakers {
        let known = |speaker: Option<Speaker>| speaker.and_then(|speaker| speaker.entity);
        match known(x).zip(known(y)) {
            None => Speakers::Open,
            Some((x, y)) if self.entities(x, y) == SameName::Different => Speakers::Other,
            Some(_) => Speakers::Same,
        }
    }
}

/// Speech cut at the ends of its sentences: what stands inside quotation marks is one sentence to who splits the text.
fn cut(text: &str, span: Span) -> Vec<Span> {
    let words = span.of(text);
    let mut out = Vec::new();
    let mut start = 0;
    for (at, mark) in words.match_indices(['.', '!', '?']) {
        let behind = &words[at + mark.len()..];
        let goes_on = behind.starts_with(char::is_whitespace) && behind.trim_start().starts_with(char::is_uppercase);
        let last = words[start..at].rsplit(|one: char| !one.is_alphanumeric()).next().unwrap_or("");
        // "Mr. Kerr", "J. Kerr"
        let is_short = last.chars().nth(1).is_none() || TITLES.contains(fold(last).as_ref());
        if goes_on && !is_short {
            let end = at + mark.len();
            out.push(Span::new(start, end));
            start = end + (behind.len() - behind.trim_start().len());
        }
    }
    out.push(Span::new(start, words.len()));
    let place = |part: Span| Span { start: span.start + part.start, end: span.start + part.end };
    out.into_iter().map(place).collect()
}
