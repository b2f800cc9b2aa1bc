//! What tells two figures apart that could measure the same thing: whom and what their sentences speak of.

use super::{Pair, likeness::nearness, same_number};
use crate::{
    article::Witness,
    facts::{measure::Measure, name::SameName},
    lexicon::{DEMAND_VERBS, FUNCTION_WORDS},
    span::Span,
    words::fold,
};

/// Counts under two nouns may be of one thing unless one is so much less than the other.
const SAME_COUNT: f64 = 1.0 / 100.0;

impl Pair<'_> {
    /// Whether two figures are said of two others: each sentence names somebody before its figure whom the other does not
    /// name at all; or of two kinds of one thing: "punitive damages", "compensatory damages".
    ///
    /// Equal numbers are taken for one: two reports that name nobody alike still mean the same 90 million.
    #[must_use]
    pub fn other_thing(&self, x: &Measure, y: &Measure) -> bool {
        !same_number(x, y) && self.told_apart(x, y)
    }

    fn told_apart(&self, x: &Measure, y: &Measure) -> bool {
        self.of_others(x, y)
            || self.of_another_kind(x, y)
            || self.of_another_noun(x, y)
            || standing(self.a, x) != standing(self.b, y)
            || wanted(self.a, x) != wanted(self.b, y)
    }

    fn of_others(&self, x: &Measure, y: &Measure) -> bool {
        let sentence =
            |witness: &Witness<'_>, measure: &Measure| witness.article.tokens.sentences[measure.sentence].span;
        let (whole_x, whole_y) = (sentence(self.a, x), sentence(self.b, y));
        let before = |whole: Span, measure: &Measure| Span { end: measure.figure.span.start.max(whole.start), ..whole };
        let (names_a, names_b) = (&self.a.facts.names, &self.b.facts.names);
        let alike = |x: usize, y: usize| self.entities(x, y) != SameName::Different;
        let of_x: Vec<usize> = names_a.within(before(whole_x, x)).map(|name| name.entity).collect();
        let of_y: Vec<usize> = names_b.within(before(whole_y, y)).map(|name| name.entity).collect();
        !of_x.is_empty()
            && !of_y.is_empty()
            && !of_x.iter().any(|&one| names_b.within(whole_y).any(|name| alike(one, name.entity)))
            && !of_y.iter().any(|&one| names_a.within(whole_x).any(|name| alike(name.entity, one)))
    }

    /// "nine offices", "three counties", where the second sentence speaks of offices, too: they are not what it counts there; or
    /// "3,200 workers", "five locals", which no two words for one thing could be.
    fn of_another_noun(&self, x: &Measure, y: &Measure) -> bool {
        let Some((noun_x, noun_y)) = self.counted_stem(self.a, x).zip(self.counted_stem(self.b, y)) else {
            return false;
        };
        let tells = |witness: &Witness<'_>, measure: &Measure, noun: u64| {
            witness.stems[measure.sentence].binary_search(&noun).is_ok()
        };
        noun_x != noun_y
            && x.figure.unit.is_empty()
            && y.figure.unit.is_empty()
            && !x.shares_happening(y)
            && (tells(self.a, x, noun_y) || tells(self.b, y, noun_x) || nearness(x, y) < SAME_COUNT)
    }

    /// "in punitive damages", "of wire fraud": the same noun, with words before it that the other figure does not have.
    fn of_another_kind(&self, x: &Measure, y: &Measure) -> bool {
        let (Some(kind_x), Some(kind_y)) = (kind(self.a, x), kind(self.b, y)) else { return false };
        let stems = |words: &[&str]| -> Vec<u64> { words.iter().map(|word| self.stemming.stem(word)).collect() };
        let (kind_x, kind_y) = (stems(&kind_x), stems(&kind_y));
        let (Some((noun_x, which_x)), Some((noun_y, which_y))) = (kind_x.split_last(), kind_y.split_last()) else {
            return false;
        };
        noun_x == noun_y
            && !which_x.is_empty()
            && !which_y.is_empty()
            && !which_x.iter().any(|word| which_y.contains(word))
    }
}

/// As what a figure counts what it counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Standing {
    /// Only what came in addition: "22 new cases".
    pub(super) is_more: bool,
    /// What is not sure: "131 suspected cases".
    pub(super) is_suspected: bool,
}

pub(super) fn standing(witness: &Witness<'_>, measure: &Measure) -> Standing {
    let words = || measure.figure.counted.into_iter().flat_map(|counted| counted.of(witness.text()).split(' '));
    let among = |list: &[&str]| words().any(|word| list.contains(&word));
    Standing {
        is_more: among(&["new", "additional", "further", "more", "extra"]),
        is_suspected: among(&["suspected", "possible", "probable"]),
    }
}

/// Verbs of demand before "for".
const ASKING: [&str; 6] = ["ask", "asked", "asking", "call", "called", "calling"];

/// So many words before a figure are looked through for a verb of demand.
const DEMAND_REACH: usize = 8;

/// Whether a figure is what somebody demands: "sought $30 million", "wants 12 seats", "asked for nine years".
fn wanted(witness: &Witness<'_>, measure: &Measure) -> bool {
    let tokens = &witness.article.tokens.tokens;
    let first = witness.article.tokens.sentences[measure.sentence].tokens.start;
    let at = tokens.partition_point(|token| token.span.start < measure.figure.span.start);
    let near = at.saturating_sub(DEMAND_REACH).max(first).min(at);
    let word = |at: usize| fold(tokens[at].span.of(witness.text()));
    let asks = |place: usize| {
        let verb = word(place);
        DEMAND_VERBS.contains(verb.as_ref())
            || ASKING.contains(&verb.as_ref()) && place + 1 < at && word(place + 1) == "for"
    };
    (near..at).any(asks)
}

/// The most words of a phrase that says of which kind something is.
const LONGEST_KIND: usize = 4;

/// The words of the phrase behind a figure, or behind what it counts, that says of which kind it is: "punitive damages" in
/// "$30 million in punitive damages".
fn kind<'t>(witness: &Witness<'t>, measure: &Measure) -> Option<Vec<&'t str>> {
    let text = witness.article.document.text.as_str();
    let figure = &measure.figure;
    let end = figure.end();
    let rest = text.get(end as usize..)?.trim_start();
    let rest = rest.strip_prefix("in ").or_else(|| rest.strip_prefix("of "))?;
    let mut out = Vec::new();
    for word in rest.split(' ').take(LONGEST_KIND) {
        let bare = word.trim_end_matches(|character: char| !character.is_alphanumeric());
        if !bare.starts_with(char::is_lowercase) || FUNCTION_WORDS.contains(bare) {
            break;
        }
        out.push(bare);
        if bare.len() < word.len() {
            break;
        }
    }
    Some(out)
}
