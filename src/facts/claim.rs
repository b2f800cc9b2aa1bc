//! Claims: who a statement is laid to, and how strongly it is made.

use super::words::{Lists, Unit};
use crate::{lexicon::REPORTING_VERBS, span::Span, words::fold};

/// How strongly a statement is made, from fact down to denial.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Strength {
    /// Stated as a fact.
    Fact,
    /// "confirmed", "admitted".
    Confirmed,
    /// "said", "told".
    Said,
    /// "reported", "according to".
    Reported,
    /// "claimed", "what he called".
    Claimed,
    /// "alleged", "accused".
    Alleged,
    /// "denied", "rejected".
    Denied,
}

impl Strength {
    /// The strength of a reporting verb.
    #[must_use]
    pub fn of_verb(verb: &str) -> Option<Self> {
        Some(match *REPORTING_VERBS.get(verb)? {
            "confirmed" => Self::Confirmed,
            "said" => Self::Said,
            "reported" => Self::Reported,
            "claimed" => Self::Claimed,
            "alleged" => Self::Alleged,
            _ => Self::Denied,
        })
    }

    /// The word for it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Fact => "fact",
            Self::Confirmed => "confirmed",
            Self::Said => "said",
            Self::Reported => "reported",
            Self::Claimed => "claimed",
            Self::Alleged => "alleged",
            Self::Denied => "denied",
        }
    }
}

/// What a claim is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// The whole sentence: "according to the police, ...".
    Sentence,
    /// One noun: "an alleged crackdown", "what he called a crackdown"; the place of the noun.
    Noun(Span),
}

/// Words that lay a statement to somebody or weaken it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Claim {
    /// The words: "According to reports", "an alleged crackdown", "what he called a “crackdown".
    pub span: Span,
    /// How strongly the statement is made.
    pub strength: Strength,
    /// What is claimed.
    pub reach: Reach,
}

/// A source phrase ("according to the country's interior ministry") has at most this many words.
const LONGEST_SOURCE: usize = 9;

/// The claims of a document's article, in order of place; `units` are the words of its sentences.
#[must_use]
pub fn claims(text: &str, units: &[Vec<Unit>]) -> Vec<Claim> {
    let mut out = Vec::new();
    for all in units {
        for at in (0..all.len()).filter(|&at| all[at].lists.holds(Lists::CUE)) {
            let word = fold(all[at].span.of(text));
            let next = || all.get(at + 1).map(|unit| fold(unit.span.of(text)));
            match word.as_ref() {
                "according" if next().as_deref() == Some("to") => out.extend(source(all, at)),
                "what" if at + 1 < all.len() => out.extend(called(text, all, at)),
                "alleged" | "suspected" | "so-called" | "reported" | "purported" if at > 0 && at + 1 < all.len() => {
                    out.extend(hedged_noun(text, all, at, &word));
                }
                _ => {}
            }
        }
    }
    out
}

/// "according to ..." up to the next stop.
fn source(all: &[Unit], at: usize) -> Option<Claim> {
    let end = (at + 1..all.len().min(at + 2 + LONGEST_SOURCE)).find(|&end| all[end].stop || end + 1 == all.len())?;
    Some(Claim { span: all[at].span.join(all[end].span), strength: Strength::Reported, reach: Reach::Sentence })
}

/// "what he called a “crackdown”", "what it describes as an attack".
fn called(text: &str, all: &[Unit], at: usize) -> Option<Claim> {
    let verb = (at + 1..all.len().min(at + 5)).find(|&verb| {
        matches!(
            fold(all[verb].span.of(text)).as_ref(),
            "called" | "calls" | "call" | "described" | "describes" | "termed" | "dubbed"
        )
    })?;
    let head = (verb + 1..all.len().min(verb + 5)).find(|&head| {
        all[head].span.len() > 3
            && !matches!(fold(all[head].span.of(text)).as_ref(), "as" | "the" | "a" | "an" | "their" | "his" | "her")
    })?;
    Some(Claim {
        span: all[at].span.join(all[head].span),
        strength: Strength::Claimed,
        reach: Reach::Noun(all[head].span),
    })
}

/// "an alleged crackdown": an adjective of doubt between an article and its noun.
fn hedged_noun(text: &str, all: &[Unit], at: usize, word: &str) -> Option<Claim> {
    let before = fold(all[at - 1].span.of(text)).into_owned();
    let article = matches!(
        before.as_str(),
        "a" | "an" | "the" | "his" | "her" | "their" | "its" | "this" | "that" | "of" | "over" | "into" | "all"
    );
    let noun = all.get(at + 1).filter(|_| article && !all[at].stop)?;
    let first = if matches!(before.as_str(), "a" | "an" | "the") { all[at - 1].span } else { all[at].span };
    let strength = Strength::of_verb(word)?;
    Some(Claim { span: first.join(noun.span), strength, reach: Reach::Noun(noun.span) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        clean::{Block, Clean},
        facts::words::sentence_units,
        tokenize::tokenize,
    };

    fn read(text: &str) -> Vec<(String, Strength, bool)> {
        let clean = Clean { blocks: vec![Block { span: Span::new(0, text.len()), furniture: None }] };
        let all = claims(text, &sentence_units(text, &tokenize(text, &clean)));
        all.iter()
            .map(|claim| (claim.span.of(text).to_owned(), claim.strength, claim.reach == Reach::Sentence))
            .collect()
    }

    #[test]
    fn a_noun_is_hedged_by_an_adjective_or_by_who_calls_it_so() {
        let hedged = |words: &str, strength| (words.to_owned(), strength, false);
        assert_eq!(read("He fled after an alleged attack."), [hedged("an alleged attack", Strength::Alleged)]);
        assert_eq!(
            read("She left despite what she called a “siege”."),
            [hedged("what she called a “siege", Strength::Claimed)]
        );
        assert_eq!(read("Police alleged that he fled."), []);
    }

    #[test]
    fn a_source_is_named_up_to_the_next_pause() {
        let found = read("According to the harbour police, 12 boats sank.");
        assert_eq!(found, [("According to the harbour police".to_owned(), Strength::Reported, true)]);
    }
}
