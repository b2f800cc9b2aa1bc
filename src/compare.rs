//! Two documents compared, whole.

use crate::{
    align::{Alignment, Link, align, aligned_share},
    article::Witness,
    diverge::{Agreement, Divergence, Findings, reports, versions},
    equivalences::{Equivalent, Rules},
    facts::looks_english,
    pair::Pair,
    relate::Relation,
    settings::Comparing,
    verify::Overlap,
};

/// All that is said of two documents.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// What they are to each other; `None` for unrelated documents.
    pub relation: Option<Relation>,
    /// Their exact overlap.
    pub overlap: Overlap,
    /// Their alignment, in order of `a`; what only `b` has stands after what it follows in `b`.
    pub alignment: Vec<Link>,
    /// Where they disagree: by kind as in [`crate::diverge::Kind::ALL`], then by place.
    pub divergences: Vec<Divergence>,
    /// Where they say the same in other characters.
    pub agreements: Vec<Agreement>,
    /// Divergences that a rule of the user's turned into agreements.
    pub equivalents: Vec<Equivalent>,
    /// Checks that could not run, and why, in words for the reader: "names: the text is not English".
    pub not_checked: Vec<String>,
}

impl Comparison {
    /// Turns the divergences that `rules` settle into agreements; `a` and `b` are the ids of the two documents.
    pub fn settle(&mut self, a: &str, b: &str, rules: &Rules) {
        self.equivalents.extend(rules.settle([a, b], &mut self.divergences));
    }
}

/// Compares `a`, the earlier document, with `b`: sentence by sentence where they are versions of one report, fact by
/// fact where they are independent.
///
/// Cost: about linear in the texts for versions; figures of `a` times figures of `b` for independent reports.
#[must_use]
pub fn compare(
    a: &Witness<'_>,
    b: &Witness<'_>,
    relation: Option<Relation>,
    overlap: Overlap,
    settings: &Comparing,
) -> Comparison {
    let pair = Pair::new(a, b, settings);
    let alignment = align(a.lines(), b.lines(), &pair.weights, settings);
    let findings = findings(&pair, &alignment, relation);
    Comparison {
        relation,
        overlap,
        alignment: alignment.links,
        divergences: findings.divergences,
        agreements: findings.agreements,
        equivalents: Vec::new(),
        not_checked: not_checked(&pair),
    }
}

/// [`Comparison::divergences`] alone.
///
/// Cost: that of [`compare`] without the look at the language of both, a twentieth.
#[must_use]
pub fn divergences(
    a: &Witness<'_>,
    b: &Witness<'_>,
    relation: Option<Relation>,
    settings: &Comparing,
) -> Vec<Divergence> {
    let pair = Pair::new(a, b, settings);
    let alignment = align(a.lines(), b.lines(), &pair.weights, settings);
    findings(&pair, &alignment, relation).divergences
}

fn findings(pair: &Pair<'_>, alignment: &Alignment, relation: Option<Relation>) -> Findings {
    let one_report = relation.is_some_and(Relation::joins_copies)
        || aligned_share(pair.a.lines(), pair.b.lines(), &alignment.sentences) >= pair.settings.versions_aligned;
    if one_report { versions(pair, alignment) } else { reports(pair) }
}

fn not_checked(pair: &Pair<'_>) -> Vec<String> {
    let mut out = Vec::new();
    let english = |witness: &Witness<'_>| looks_english(witness.text(), &witness.article.tokens);
    if !english(pair.a) || !english(pair.b) {
        let checks = ["figures in words", "names", "speakers of quotes", "attribution", "negation"];
        out.push(format!("{}: the text does not look English", checks.join(", ")));
    }
    if pair.too_many_facts() {
        out.push(format!(
            "facts that stand apart, beyond the first {} of a kind: there are too many",
            pair.settings.most_facts
        ));
    }
    out
}

#[cfg(test)]
mod tests;
