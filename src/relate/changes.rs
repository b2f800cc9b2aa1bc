//! Which facts changed in the short gaps between two shared runs.

use crate::{
    body::Kind,
    fingerprint::shingle::distinct,
    settings::Matching,
    verify::{Prepared, Run},
};
use serde::Serialize;
use std::ops::Range;

/// What changed in the short gaps between shared runs, in numbers of gaps.
///
/// A gap says "change" only when each side has something that the other lacks: what one side leaves out is no change.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Changes {
    /// Short gaps with words on either side.
    pub gaps: usize,
    /// Gaps with other figures.
    pub figures: usize,
    /// Gaps with another name on each side that the other document has nowhere.
    pub names: usize,
    /// Gaps with another weekday or month.
    pub dates: usize,
    /// Gaps with other words inside quotation marks.
    pub quotes: usize,
}

impl Changes {
    /// Whether any fact changed.
    #[must_use]
    pub fn any(self) -> bool {
        self.count() > 0
    }

    /// Number of changed facts.
    #[must_use]
    pub fn count(self) -> usize {
        self.figures + self.names + self.dates + self.quotes
    }

    /// Reads the gaps of at most [`Matching::gap_words`] words before, between and after `runs`.
    ///
    /// Cost: linear in the words of the gaps.
    #[must_use]
    pub fn new(a: &Prepared, b: &Prepared, runs: &[Run], settings: &Matching) -> Self {
        let mut changes = Self::default();
        for gap in gaps(a, b, runs, settings) {
            changes.gaps += 1;
            if gap.a.is_empty() || gap.b.is_empty() {
                continue; // what one side leaves out is no change
            }
            let differ = |kind| differ(&words(a, &gap.a, kind), &words(b, &gap.b, kind));
            let names = [words(a, &gap.a, Kind::Name), words(b, &gap.b, Kind::Name)];
            changes.figures += usize::from(differ(Kind::Figure));
            changes.dates += usize::from(differ(Kind::Date));
            changes.names += usize::from(
                names[0].iter().any(|&name| !b.has(name, settings))
                    && names[1].iter().any(|&name| !a.has(name, settings)),
            );
            changes.quotes += usize::from(differ_quotes(a, b, &gap));
        }
        changes
    }
}

/// The gaps between neighbouring runs, and those at the ends of both texts.
fn gaps(a: &Prepared, b: &Prepared, runs: &[Run], settings: &Matching) -> Vec<Run> {
    let start = Run { a: 0..0, b: 0..0 };
    let end = Run { a: a.terms.len()..a.terms.len(), b: b.terms.len()..b.terms.len() };
    let before = std::iter::once(&start).chain(runs);
    let after = runs.iter().chain(std::iter::once(&end));
    before
        .zip(after)
        .filter(|(before, after)| before.b.end <= after.b.start)
        .map(|(before, after)| Run { a: before.a.end..after.a.start, b: before.b.end..after.b.start })
        .filter(|gap| gap.a.len() + gap.b.len() > 0 && gap.a.len().max(gap.b.len()) <= settings.gap_words)
        .collect()
}

/// The different words of one kind in `range`, in rising order.
fn words(body: &Prepared, range: &Range<usize>, kind: Kind) -> Vec<u64> {
    distinct(range.clone().filter(|&word| body.body.words[word].kind == kind).map(|word| body.terms[word]).collect())
}

/// Whether each side has a word that the other lacks.
fn differ(a: &[u64], b: &[u64]) -> bool {
    has_other(a, b) && has_other(b, a)
}

/// Whether `words` has one that `known`, in rising order, lacks.
fn has_other(words: &[u64], known: &[u64]) -> bool {
    words.iter().any(|word| known.binary_search(word).is_err())
}

/// Whether the words inside quotation marks differ, those aside that carry no subject.
fn differ_quotes(a: &Prepared, b: &Prepared, gap: &Run) -> bool {
    let quoted = |body: &Prepared, range: &Range<usize>| {
        distinct(
            range
                .clone()
                .filter(|&word| body.body.words[word].quoted && body.body.words[word].kind != Kind::Function)
                .map(|word| body.terms[word])
                .collect(),
        )
    };
    differ(&quoted(a, &gap.a), &quoted(b, &gap.b))
}
