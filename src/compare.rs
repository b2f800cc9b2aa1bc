//! Two documents compared, whole.

use crate::{
    align::{Link, align, aligned_share},
    article::Witness,
    diverge::{Agreement, Divergence, reports, versions},
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
    /// Checks that could not run, and why, in words for the reader: "names: the text is not English".
    pub not_checked: Vec<String>,
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
    let one_report = relation.is_some_and(Relation::joins_copies)
        || aligned_share(a.lines(), b.lines(), &alignment) >= settings.versions_aligned;
    let findings = if one_report { versions(&pair, &alignment) } else { reports(&pair) };
    Comparison {
        relation,
        overlap,
        alignment: alignment.links,
        divergences: findings.divergences,
        agreements: findings.agreements,
        not_checked: not_checked(a, b),
    }
}

fn not_checked(a: &Witness<'_>, b: &Witness<'_>) -> Vec<String> {
    let english = |witness: &Witness<'_>| looks_english(witness.text(), &witness.article.tokens);
    if english(a) && english(b) {
        return Vec::new();
    }
    let checks = ["figures in words", "names", "speakers of quotes", "attribution", "negation"];
    vec![format!("{}: the text does not look English", checks.join(", "))]
}
