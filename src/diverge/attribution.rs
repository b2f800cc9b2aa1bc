//! Who a statement is laid to, and how strongly it is made.

use super::{Divergence, Findings, Kind, Reading};
use crate::{
    article::Witness,
    facts::claim::{Claim, Reach, Strength},
    pair::{Match, Pair},
    span::{Span, touching},
};

/// Hedges of the same noun, and sources of figures that both have.
pub(crate) fn judge(pair: &Pair<'_>, figures: &[Match], out: &mut Findings) {
    for one in pair.hedged_nouns() {
        let (x, y) = (&pair.a.facts.claims[one.a], &pair.b.facts.claims[one.b]);
        let words = |witness: &Witness<'_>, span: Span| super::quote::words(witness, span);
        if words(pair.a, x.span) != words(pair.b, y.span) {
            let severity = if x.strength == y.strength { 1 } else { step(x.strength, y.strength) };
            push(
                pair,
                Some(x.span),
                Some(y.span),
                severity,
                noun(pair, x),
                "laid to another source, or hedged in another way",
                out,
            );
        }
    }
    sources(pair, figures, out);
}

/// How grave it is that one claim is made more strongly: hedges among themselves 1, a fact against a hedge 3.
pub(crate) fn step(x: Strength, y: Strength) -> u8 {
    let hedge = |strength: Strength| matches!(strength, Strength::Claimed | Strength::Alleged);
    if hedge(x) && hedge(y)
        || !hedge(x)
            && !hedge(y)
            && x != Strength::Denied
            && y != Strength::Denied
            && x != Strength::Fact
            && y != Strength::Fact
    {
        1
    } else if x == Strength::Fact || y == Strength::Fact {
        3
    } else {
        2
    }
}

fn noun(pair: &Pair<'_>, claim: &Claim) -> String {
    match claim.reach {
        Reach::Noun(span) => format!("claim: {}", span.of(pair.a.text())),
        Reach::Sentence => "source".to_owned(),
    }
}

/// A figure that one report lays to a source ("according to ...") and the other states of its own.
fn sources(pair: &Pair<'_>, figures: &[Match], out: &mut Findings) {
    let mut seen = Vec::new();
    for one in figures {
        let (x, y) = (&pair.a.facts.measures[one.a], &pair.b.facts.measures[one.b]);
        let (from_a, from_b) = (source(pair.a, x.sentence), source(pair.b, y.sentence));
        let (a, b) = match (from_a, from_b) {
            (Some(a), None) if !attributed(pair.b, y.sentence) => (Some(a), None),
            (None, Some(b)) if !attributed(pair.a, x.sentence) => (None, Some(b)),
            _ => continue,
        };
        if !seen.contains(&(a, b)) {
            seen.push((a, b));
            push(pair, a, b, 2, "source of the figures".to_owned(), "one names a source, the other none", out);
        }
    }
}

/// The source that a sentence names, or that opens the sentence before it in the same paragraph: it still speaks.
fn source(witness: &Witness<'_>, sentence: usize) -> Option<Span> {
    let sentences = &witness.article.tokens.sentences;
    let named = |at: usize| {
        let claims = touching(&witness.facts.claims, sentences[at].span, |claim| claim.span);
        claims.iter().find(|claim| claim.reach == Reach::Sentence).map(|claim| claim.span)
    };
    let before = || {
        let before = sentence.checked_sub(1).filter(|&at| sentences[at].block == sentences[sentence].block)?;
        named(before).filter(|source| source.start == sentences[before].span.start)
    };
    named(sentence).or_else(before)
}

/// Whether a sentence lays what it says to somebody by a reporting verb.
fn attributed(witness: &Witness<'_>, sentence: usize) -> bool {
    let place = witness.article.tokens.sentences[sentence].span;
    super::quote::words(witness, place).iter().any(|word| Strength::of_verb(word).is_some())
}

/// Records an attribution that differs.
pub(crate) fn push(
    pair: &Pair<'_>,
    a: Option<Span>,
    b: Option<Span>,
    severity: u8,
    subject: String,
    note: &str,
    out: &mut Findings,
) {
    let a = a.map(|span| Reading::new(pair.a.text(), span));
    let b = b.map(|span| Reading::new(pair.b.text(), span));
    out.divergences.push(Divergence { kind: Kind::Attribution, severity, subject, a, b, note: note.to_owned() });
}
