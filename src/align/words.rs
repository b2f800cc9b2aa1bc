//! What differs inside two aligned sentences, word by word; never inside a word.

use super::Edit;
use crate::{
    lexicon::FUNCTION_WORDS,
    span::Span,
    words::{Token, fold},
};
use imara_diff::{Algorithm, Diff, InternedInput};
use std::ops::Range;

/// Words of `a` that stand where words of `b` do: ranges of indices.
type Hunk = (Range<usize>, Range<usize>);

/// Words that change places have at most so many others between them.
const MOST_BETWEEN_SWAPPED: usize = 3;

/// The edits that turn the words of `a` into those of `b`, and the words that stay: pairs of indices into `a` and `b`.
///
/// `links` tells which words correspond ([`super::links`]): hunks that hold words of one another are one edit. So are hunks
/// that only small words keep apart: a reader sees one change in "sort out all the issues" /
/// "settle all matters".
///
/// Cost: O(N D) for N words and D differences. Source: E. Myers, "An O(ND) difference algorithm", 1986.
pub(super) fn edits(
    text: &str,
    a: &[Token],
    b: &[Token],
    links: &[(usize, usize)],
) -> (Vec<Edit>, Vec<(usize, usize)>) {
    let mut input = InternedInput::default();
    input.update_before(a.iter().map(|token| token.term));
    input.update_after(b.iter().map(|token| token.term));
    let diff = Diff::compute(Algorithm::MyersMinimal, &input);
    let mut hunks: Vec<Hunk> = Vec::new();
    let mut kept = Vec::new();
    let (mut i, mut j) = (0, 0);
    for hunk in diff.hunks() {
        let (before, after) = (range(&hunk.before), range(&hunk.after));
        kept.extend((i..before.start).zip(j..after.start));
        (i, j) = (before.end, after.end);
        match hunks.last_mut() {
            Some(last)
                if joins(text, &a[last.0.end..before.start])
                    || swaps(links, last, &(before.clone(), after.clone())) =>
            {
                last.0.end = before.end;
                last.1.end = after.end;
            }
            _ => hunks.push((before, after)),
        }
    }
    kept.extend((i..a.len()).zip(j..b.len()));
    let edits = hunks.into_iter().map(|(before, after)| Edit { a: place(a, &before), b: place(b, &after) }).collect();
    (edits, kept)
}

fn range(hunk: &Range<u32>) -> Range<usize> {
    hunk.start as usize..hunk.end as usize
}

/// Whether the words between two hunks are so small that a reader takes both for one change.
fn joins(text: &str, between: &[Token]) -> bool {
    between.len() <= 2 && between.iter().all(|token| FUNCTION_WORDS.contains(fold(token.span.of(text)).as_ref()))
}

/// Words that change places ("full and timely", "timely and full") are one change: what one hunk takes out, the other puts
/// back a few words later.
fn swaps(links: &[(usize, usize)], first: &Hunk, second: &Hunk) -> bool {
    let crosses = |&(i, j): &(usize, usize)| {
        first.0.contains(&i) && second.1.contains(&j) || second.0.contains(&i) && first.1.contains(&j)
    };
    second.0.start - first.0.end <= MOST_BETWEEN_SWAPPED && links.iter().any(crosses)
}

/// The bytes from the first to the last word of a range; for no words the empty place before the next word.
fn place(tokens: &[Token], range: &Range<usize>) -> Span {
    if range.is_empty() {
        let at = tokens
            .get(range.start)
            .map(|token| token.span.start)
            .or_else(|| tokens.last().map(|token| token.span.end))
            .unwrap_or(0);
        return Span { start: at, end: at };
    }
    tokens[range.start].span.join(tokens[range.end - 1].span)
}
