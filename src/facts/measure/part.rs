//! Which part a figure plays in what its sentence tells: how much, how far, or what it was before; and whether it is so much a day.

use crate::{
    facts::{
        figure::{Figure, MOMENT_WORDS},
        words::Unit,
    },
    lexicon::{CHANGE_VERBS, MOVEMENT_VERBS},
    words::fold,
};
use std::borrow::Cow;

/// The part that a figure plays in what its sentence tells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Part {
    /// A count, an amount, a level: also the one that a change ends at.
    #[default]
    Level,
    /// How far, not how much: "rose by 5", "up 5 percent", "fell 10 cents", "trailing by 30".
    Change,
    /// What is left behind, or compared with: "to $9 from $12", "compared with 25 cents".
    Before,
}

/// The part of each figure of a sentence.
pub(super) fn parts(text: &str, all: &[Unit], figures: &[Figure]) -> Vec<Part> {
    let mut out: Vec<Part> = Vec::with_capacity(figures.len());
    for (at, figure) in figures.iter().enumerate() {
        let behind_another = |other: &Figure| text.get(other.span.end as usize..figure.span.start as usize);
        let last = at.checked_sub(1).map(|last| (&figures[last], out[last]));
        // "11 points, or 1.25 percent": the same in another measure.
        let again = last.filter(|(other, _)| {
            behind_another(other).is_some_and(|between| matches!(between.trim_matches([' ', ',', '(']), "or" | ""))
        });
        out.push(match again {
            Some((other, Part::Change)) if other.unit != figure.unit => Part::Change,
            _ if is_before(text, all, figures, at) => Part::Before,
            _ if is_change(text, all, figure) || leads_to_level(text, all, figures, at) => Part::Change,
            _ => Part::Level,
        });
    }
    out
}

/// The words of a sentence before a place, the nearest first, folded.
fn words_before<'t>(text: &'t str, all: &'t [Unit], place: u32) -> impl Iterator<Item = Cow<'t, str>> + 't {
    let end = all.partition_point(|unit| unit.span.end <= place);
    all[..end].iter().rev().map(|unit| fold(unit.span.of(text)))
}

/// "by 30", "up 5 percent", "rose 12 points", "0.46 points lower": how far, not how much. Behind a verb a counted noun says
/// that it is how much: "gained 12 seats".
fn is_change(text: &str, all: &[Unit], figure: &Figure) -> bool {
    let before = words_before(text, all, figure.span.start).next();
    // "Fell as low as $9" is a level.
    let level = figure.span.of(text).get(..3).is_some_and(|start| start.eq_ignore_ascii_case("as "));
    if before.is_some_and(|word| {
        matches!(word.as_ref(), "by" | "up" | "down" | "off")
            || !counts(text, figure) && !level && MOVEMENT_VERBS.contains(word.as_ref())
    }) {
        return true;
    }
    let end = figure.end();
    let next = all.iter().find(|unit| unit.span.start >= end).filter(|unit| {
        text.get(end as usize..unit.span.start as usize).is_some_and(|between| between.trim().is_empty())
    });
    let word = |unit: &Unit| fold(unit.span.of(text));
    // "Nine fewer than needed"
    let compared = |unit: &&Unit| {
        let behind = all.iter().find(|behind| behind.span.start >= unit.span.end);
        matches!(word(unit).as_ref(), "fewer" | "more" | "less") && behind.is_some_and(|behind| word(behind) == "than")
    };
    next.is_some_and(|unit| matches!(word(unit).as_ref(), "lower" | "higher") || compared(&unit))
}

/// "Shed 15 pence to 453 pence": behind a verb that also takes an amount, the level that follows tells that it is a change.
fn leads_to_level(text: &str, all: &[Unit], figures: &[Figure], at: usize) -> bool {
    let figure = &figures[at];
    let level = figures.get(at + 1).filter(|next| next.unit == figure.unit && next.form == figure.form);
    let to = level.and_then(|level| text.get(figure.end() as usize..level.span.start as usize));
    let verb = words_before(text, all, figure.span.start).next();
    to.is_some_and(|to| to.trim() == "to")
        && !counts(text, figure)
        && verb.is_some_and(|verb| CHANGE_VERBS.contains(verb.as_ref()))
}

/// Whether a figure counts something; points are what an index is measured in.
fn counts(text: &str, figure: &Figure) -> bool {
    figure.counted.is_some_and(|counted| !matches!(counted.of(text), "point" | "points"))
}

/// So many words before "from" are looked through for what changes.
const CHANGE_REACH: usize = 6;

/// Whether a figure is where a change starts, or what another figure is compared with.
fn is_before(text: &str, all: &[Unit], figures: &[Figure], at: usize) -> bool {
    let figure = &figures[at];
    let mut before = words_before(text, all, figure.span.start)
        .skip_while(|word| matches!(word.as_ref(), "a" | "an" | "the" | "just" | "only" | "from"));
    let from = words_before(text, all, figure.span.start).take(3).any(|word| word == "from");
    // "to $9 from $12", "30 cents, against 25 cents": another figure in the same measure.
    let fellow = |other: &&Figure| other.unit == figure.unit && other.form == figure.form;
    if !from {
        let (first, second) = (before.next(), before.next());
        let compared = matches!(first.as_deref(), Some("with" | "to"))
            && matches!(second.as_deref(), Some("compared" | "compares" | "comparing"));
        // "Against 36 percent for the Reds" is what the others have.
        let of_others = is_for_a_name(text, all, figure);
        let against = matches!(first.as_deref(), Some("against" | "versus" | "vs")) && !of_others;
        return (compared || against) && figures[..at].iter().any(|other| fellow(&other));
    }
    let to = |other: &Figure| {
        words_before(text, all, other.span.start).next().is_some_and(|word| matches!(word.as_ref(), "to" | "at"))
    };
    figures[at + 1..].iter().take(1).filter(fellow).any(to)
        || figures[..at].iter().rev().take(1).filter(fellow).any(to)
        // "Cut 900 jobs from 3 mills" changes no mills.
        || !counts(text, figure)
            && before.take(CHANGE_REACH).any(|word| CHANGE_VERBS.contains(word.as_ref()))
}

/// "36 percent for the Reds": a figure of whom "for" names behind it.
fn is_for_a_name(text: &str, all: &[Unit], figure: &Figure) -> bool {
    let behind = &all[all.partition_point(|unit| unit.span.start < figure.end())..];
    let mut words = behind.iter().map(|unit| (fold(unit.span.of(text)), unit.capital));
    words.next().is_some_and(|(word, _)| word == "for")
        && words.find(|(word, _)| word != "the").is_some_and(|(_, capital)| capital)
}

/// "$5 a day", "2 million barrels a day", "12,000 cars per year": so much in each stretch of time.
pub(super) fn is_rate(text: &str, all: &[Unit], figure: &Figure) -> bool {
    if let Some(per) = figure.per {
        return is_stretch(per.of(text));
    }
    let end = figure.end();
    let next = all.partition_point(|unit| unit.span.start < end);
    let word = |at: usize| all.get(at).map(|unit| fold(unit.span.of(text))).unwrap_or_default();
    let moment = || MOMENT_WORDS.contains(&word(next + 2).as_ref());
    matches!(word(next).as_ref(), "a" | "an" | "per" | "each" | "every") && is_stretch(&word(next + 1)) && !moment()
}

/// Whether a word names a stretch of time that an amount is given for.
fn is_stretch(word: &str) -> bool {
    matches!(
        fold(word).as_ref(),
        "second" | "minute" | "hour" | "day" | "night" | "week" | "month" | "quarter" | "season" | "year" | "annum"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        facts::{
            figure::figures,
            words::{units, with_line},
        },
        span::Span,
    };

    /// The part of each figure of a sentence.
    fn parts_of(text: &str) -> Vec<Part> {
        let sentence = Span::new(0, text.len());
        parts(text, &units(text, sentence), &with_line(text, sentence, figures))
    }

    #[test]
    fn a_change_is_no_level_and_where_it_starts_is_not_where_it_ends() {
        use Part::{Before, Change, Level};
        assert_eq!(parts_of("The shares rose 10 cents, or 1.2 percent, to $9."), [Change, Change, Level]);
        assert_eq!(parts_of("Mill shares shed 15 pence to 453 pence."), [Change, Level]);
        assert_eq!(parts_of("They have 52 seats, nine fewer than needed."), [Level, Change]);
        assert_eq!(parts_of("It was 0.46 points lower at 997.02."), [Change, Level]);
        assert_eq!(parts_of("Sales grew to $9 million from $7 million."), [Level, Before]);
        assert_eq!(parts_of("It lost 30 cents a share, compared with 25 cents."), [Level, Before]);
        assert_eq!(parts_of("They bought it against 9 million dollars."), [Level]);
        assert_eq!(parts_of("They had 38 percent, against 36 percent for the Reds."), [Level, Level]);
        assert_eq!(parts_of("They had 38 percent, against 36 percent for 2031."), [Level, Before]);
        assert_eq!(parts_of("They rescued 12 people from 3 boats."), [Level, Level]);
    }
}
