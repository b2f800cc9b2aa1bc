//! What a figure measures: of whom, in which clause, counted as what.

use super::{
    figure::{Figure, Form, MOMENT_WORDS},
    name::{Name, NameKind, Names},
    words::{Lists, Unit},
};
use crate::{
    lexicon::{CHANGE_VERBS, HAPPENINGS, MOVEMENT_VERBS},
    span::Span,
    tokenize::Sentence,
    words::fold,
};
use std::borrow::Cow;

/// A figure with its subject.
#[derive(Clone, Debug, PartialEq)]
pub struct Measure {
    /// The figure as its own words give it.
    pub figure: Figure,
    /// Index of its sentence in [`crate::tokenize::Tokens::sentences`].
    pub sentence: usize,
    /// The words that tell what it measures: from the figure before, "while" or ";" to the next one.
    pub clause: Span,
    /// The noun that is counted, also where ellipsis leaves it out ("the Reds got 63 and the Blues 50").
    pub counted: Option<Span>,
    /// The noun before it that says what it is: "magnitude 6.2", "a depth of 12 km", "put the toll at 40".
    pub called: Option<Span>,
    /// Of whom: index in [`Names::entities`].
    pub entity: Option<usize>,
    /// What happened to what is counted: "dead", "hurt" ([`HAPPENINGS`]).
    pub happening: Option<&'static str>,
    /// Whether it is the whole that another figure is a part of: the 245 of "98 out of 245".
    pub whole: bool,
    /// Whether it is somebody's age: "63-year-old", "Kerr, 63,".
    pub age: bool,
    /// Whether it is a level, a change of one, or the level that a change starts from.
    pub part: Part,
    /// Whether it is so much in each stretch of time: "a day", "per year".
    pub rate: bool,
}

impl Measure {
    /// Whether the same thing happened to what both count.
    #[must_use]
    pub fn shares_happening(&self, other: &Self) -> bool {
        self.happening.is_some() && self.happening == other.happening
    }
}

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

/// The measures of one sentence; `figures` are its figures in order.
#[must_use]
pub fn measures(
    text: &str,
    sentence: &Sentence,
    index: usize,
    all: &[Unit],
    mut figures: Vec<Figure>,
    names: &Names,
) -> Vec<Measure> {
    spread_ages(text, &mut figures);
    if figures.is_empty() {
        return Vec::new();
    }
    let breaks = clause_breaks(text, all);
    let clauses: Vec<Span> =
        (0..figures.len()).map(|at| clause(text, sentence.span, (all, &breaks), &figures, at)).collect();
    let counted = counted(text, &figures);
    let parts = parts(text, all, &figures);
    let mut out: Vec<Measure> = figures
        .into_iter()
        .zip(clauses)
        .zip(counted)
        .zip(parts)
        .map(|(((figure, clause), counted), part)| {
            let whose = of_whom(text, &figure, clause, names);
            Measure {
                sentence: index,
                clause,
                counted,
                called: called(text, all, &figure),
                entity: whose,
                happening: happening(text, all, clause, figure.span).filter(|_| !is_broken(&figure)),
                whole: false,
                age: is_age(text, &figure),
                part,
                rate: is_rate(text, all, &figure),
                figure,
            }
        })
        .collect();
    distribute(text, sentence.span, all, names, &mut out);
    let wholes: Vec<Measure> = out.iter().filter_map(whole).collect();
    out.extend(wholes);
    out
}

/// The whole of a part, as a measure of its own: a whole that two reports give differently is a disagreement, too.
fn whole(part: &Measure) -> Option<Measure> {
    let of = part.figure.of?;
    let figure = Figure {
        span: of.span,
        low: Some(of.value),
        high: Some(of.value),
        unit: String::new(),
        modifier: super::figure::Modifier::Exact,
        of: None,
        gloss: None,
        per: None,
        ..part.figure.clone()
    };
    Some(Measure {
        figure,
        called: None,
        entity: None,
        happening: None,
        part: Part::Level,
        whole: true,
        ..part.clone()
    })
}

/// Whether two figures of a sentence can stand for the same kind of thing, so that one ends the clause of the other.
fn rivals(a: &Figure, b: &Figure) -> bool {
    a.form == b.form && a.unit == b.unit
}

/// The words at which one clause ends and another begins: "while", "but", the one before a semicolon.
fn clause_breaks(text: &str, all: &[Unit]) -> Vec<Span> {
    let bytes = text.as_bytes();
    let parts =
        |unit: &&Unit| unit.lists.holds(Lists::CLAUSE_BREAK) || bytes.get(unit.span.end as usize) == Some(&b';');
    all.iter().filter(parts).map(|unit| unit.span).collect()
}

fn clause(text: &str, sentence: Span, (all, breaks): (&[Unit], &[Span]), figures: &[Figure], at: usize) -> Span {
    let figure = &figures[at];
    let mut span = sentence;
    for word in breaks {
        if word.end <= figure.span.start {
            span.start = word.end;
        }
        if word.start >= figure.span.end {
            span.end = span.end.min(word.end);
        }
    }
    let own_end = figure.end();
    // Only the nearest rivals bound the clause: what stands further off lies beyond them.
    if let Some(other) = figures[..at].iter().rfind(|other| rivals(figure, other)) {
        let other_end = other.end();
        let from = other_end.min(figure.span.start);
        span.start = span.start.max(boundary(text, all, from, figure.span.start));
    }
    if let Some(other) = figures[at + 1..].iter().find(|other| rivals(figure, other))
        && other.span.start < span.end
        && other.span.start >= own_end
    {
        // What stands between two figures belongs to the first while its verb may still follow ("12 people died and 30
        // were hurt"), and to the second from the pause or the "and" on.
        span.end = boundary(text, all, own_end, other.span.start);
    }
    Span { start: span.start.min(figure.span.start), end: span.end.max(own_end) }
}

/// Where the first of two figures' clauses ends and the second's starts: at the first comma or dash between them, else
/// at the last "and" or "or".
fn boundary(text: &str, all: &[Unit], from: u32, to: u32) -> u32 {
    let between = || all.iter().filter(|unit| from <= unit.span.start && unit.span.end <= to);
    let pause = text.get(from as usize..to as usize).and_then(|words| words.find([',', ';', '–', '—']));
    let joined = || between().rev().find(|unit| matches!(fold(unit.span.of(text)).as_ref(), "and" | "or"));
    pause.map(|at| from + at as u32).or_else(|| joined().map(|unit| unit.span.start)).unwrap_or(from)
}

/// What each figure counts; a plain number without a noun takes that of its neighbour.
fn counted(text: &str, figures: &[Figure]) -> Vec<Option<Span>> {
    let mut out: Vec<Option<Span>> = figures.iter().map(|figure| figure.counted).collect();
    let plain = |figure: &Figure| figure.unit.is_empty() && figure.form == Form::Cardinal;
    for at in (0..figures.len().saturating_sub(1)).rev() {
        let between = text.get(figures[at].span.end as usize..figures[at + 1].span.start as usize).unwrap_or("").trim();
        if out[at].is_none()
            && plain(&figures[at])
            && plain(&figures[at + 1])
            && matches!(between, "and" | "or" | "," | "to")
        {
            out[at] = out[at + 1];
        }
    }
    for at in 1..figures.len() {
        if out[at].is_none() && plain(&figures[at]) {
            // "Nine more bodies, which brings the toll to 16" counts no more bodies twice.
            let goes_on = |noun: &Span| !matches!(noun.of(text).split(' ').next(), Some("more" | "other"));
            out[at] =
                (0..at).rev().find(|&before| plain(&figures[before])).and_then(|before| out[before]).filter(goes_on);
        }
    }
    out
}

/// The organisation nearest before the figure in its clause ("the Reds, led by Kerr, with 75 seats"), else the name
/// nearest before it; without one, the first behind it ("12 seats for Kerr's Reds").
fn of_whom(text: &str, figure: &Figure, clause: Span, names: &Names) -> Option<usize> {
    let before = Span { start: clause.start, end: figure.span.start.max(clause.start) };
    let after = Span { start: figure.span.end.min(clause.end), end: clause.end };
    let is_organisation = |name: &&Name| names.entities[name.entity].kind == NameKind::Organisation;
    let between = |start: u32, end: u32| text.get(start as usize..end as usize).unwrap_or("");
    let nearest = || {
        let all: Vec<&Name> = names.within(before).collect();
        let (&last, others) = all.split_last()?;
        // "The Reds, led by Kerr, had 75": what a comma opens and another ends is said of the one before.
        let closed = between(last.span.end, figure.span.start).trim_start().starts_with(',') && !is_age(text, figure);
        let opens = |other: &&&Name| {
            let aside = between(other.span.end, last.span.start).trim_start().strip_prefix(',').map(str::trim_start);
            aside.is_some_and(|aside| aside.starts_with(char::is_lowercase) && !aside.contains(','))
        };
        Some(others.last().filter(|other| closed && opens(other)).map_or(last, |&other| other))
    };
    let behind = || {
        let mut owned = names.within(after).skip_while(|name| {
            let rest = &text[name.span.end as usize..];
            rest.starts_with("'s ") || rest.starts_with("’s ")
        });
        let first = names.within(after).next()?;
        let name = owned.next().filter(|name| between(first.span.end, name.span.start).len() <= 4).unwrap_or(first);
        // "12 seats for the Reds", not "12 seats, Kerr said".
        (!between(figure.span.end, first.span.start).contains([',', ';', '–', '—'])).then_some(name)
    };
    let found = names.within(before).rev().find(is_organisation).or_else(nearest).or_else(behind)?;
    Some(found.entity)
}

fn happening(text: &str, all: &[Unit], clause: Span, figure: Span) -> Option<&'static str> {
    let class = |unit: &Unit| {
        let happens = unit.lists.holds(Lists::HAPPENING);
        happens.then(|| HAPPENINGS.get(fold(unit.span.of(text)).as_ref()).copied()).flatten()
    };
    let distance = |unit: &Unit| {
        if unit.span.start >= figure.end {
            unit.span.start - figure.end
        } else {
            figure.start.saturating_sub(unit.span.end)
        }
    };
    let inside = all.iter().filter(|unit| clause.contains(unit.span));
    let classes = inside.filter_map(|unit| Some((distance(unit), class(unit)?)));
    classes.min_by_key(|(distance, _)| *distance).map(|(_, class)| class)
}

/// "3.26": a number with a fraction counts no people.
fn is_broken(figure: &Figure) -> bool {
    figure.unit.is_empty() && figure.low.is_some_and(|value| !value.fract().is_zero())
}

/// Nouns that stand right before the number that they name.
const SCALES: [&str; 3] = ["magnitude", "category", "grade"];

/// The noun before a figure that says what it is: one of a scale, or any with "of" or "at" between.
fn called(text: &str, all: &[Unit], figure: &Figure) -> Option<Span> {
    let end = all.partition_point(|unit| unit.span.end <= figure.span.start);
    let is_noun = |unit: &Unit| {
        let word = fold(unit.span.of(text));
        !unit.stop && !unit.capital && !unit.lists.holds(Lists::FUNCTION) && word.chars().all(char::is_alphabetic)
    };
    let (last, before) = all[..end].split_last()?;
    let last_word = fold(last.span.of(text));
    if SCALES.contains(&last_word.as_ref()) {
        return Some(last.span);
    }
    let noun = before.last().filter(|noun| matches!(last_word.as_ref(), "of" | "at") && is_noun(noun))?;
    Some(noun.span)
}

/// The part of each figure of a sentence.
fn parts(text: &str, all: &[Unit], figures: &[Figure]) -> Vec<Part> {
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
fn is_rate(text: &str, all: &[Unit], figure: &Figure) -> bool {
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

/// "aged 61 and 66", "61 and 66 years old": both are ages.
fn spread_ages(text: &str, figures: &mut [Figure]) {
    for at in 1..figures.len() {
        let between = text.get(figures[at - 1].span.end as usize..figures[at].span.start as usize).unwrap_or("").trim();
        if !matches!(between, "and" | "or" | ",") {
            continue;
        }
        let plain =
            |figure: &Figure| figure.unit.is_empty() && figure.counted.is_none() && figure.form == Form::Cardinal;
        let (left, right) = (&figures[at - 1], &figures[at]);
        let bare = match (is_age(text, left), is_age(text, right)) {
            (true, false) if plain(right) => at,
            (false, true) if plain(left) => at - 1,
            _ => continue,
        };
        "year".clone_into(&mut figures[bare].unit);
    }
}

/// A number of years that names no years: "Kerr, 63,", "aged 63"; or that says "old".
fn is_age(text: &str, figure: &Figure) -> bool {
    let words = figure.span.of(text);
    figure.unit == "year" && (!words.contains("year") || words.contains("old"))
}

/// "The Reds and the Blues won 69 and 51 seats respectively": gives each figure the name at its place.
fn distribute(text: &str, sentence: Span, all: &[Unit], names: &Names, measures: &mut [Measure]) {
    let Some(mark) = all.iter().find(|unit| unit.lists.holds(Lists::RESPECTIVELY)) else { return };
    let row: Vec<usize> = (0..measures.len())
        .filter(|&at| measures[at].figure.form == Form::Cardinal && measures[at].figure.span.end <= mark.span.start)
        .collect();
    let Some(&first) = row.first() else { return };
    let row: Vec<usize> =
        row.into_iter().filter(|&at| measures[at].figure.unit == measures[first].figure.unit).collect();
    let before = Span { start: sentence.start, end: measures[row[0]].figure.span.start };
    let mut owners: Vec<(usize, Span)> = Vec::new();
    for name in names.within(before) {
        let entity = (name.entity, name.span);
        // "Kerr's Reds (R)": the last name of each group counts; groups end at "and" or a comma.
        let joined = owners.last().is_some_and(|(_, last)| {
            let between = text.get(last.end as usize..name.span.start as usize).unwrap_or("");
            !between.contains(" and ") && !between.contains(',')
        });
        if joined {
            owners.pop();
        }
        owners.push(entity);
    }
    if owners.len() < row.len() || row.len() < 2 {
        return;
    }
    let owners = &owners[owners.len() - row.len()..];
    let lead = Span { start: owners[0].1.start, end: measures[row[row.len() - 1]].figure.span.end };
    for (&at, &(entity, _)) in row.iter().zip(owners) {
        measures[at].entity = Some(entity);
        measures[at].clause = lead;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        clean::{Block, Clean},
        facts::{
            figure::figures,
            name::names,
            words::{sentence_units, units, with_line},
        },
        tokenize::tokenize,
    };

    /// Value, what is counted, of whom, and what happened, of each figure of a sentence.
    fn read(text: &str) -> Vec<(String, String, String, String)> {
        let clean = Clean { blocks: vec![Block { span: Span::new(0, text.len()), furniture: None }] };
        let tokens = tokenize(text, &clean);
        let all = sentence_units(text, &tokens);
        let names = names(text, &text.to_ascii_lowercase(), &tokens, &all, &[]);
        let sentence = &tokens.sentences[0];
        measures(text, sentence, 0, &all[0], with_line(text, sentence.span, figures), &names)
            .iter()
            .map(|one| {
                let words = |span: Option<Span>| span.map_or("", |span| span.of(text)).to_owned();
                let whom =
                    |entity: Option<usize>| entity.map_or("", |entity| &names.entities[entity].canonical).to_owned();
                (one.figure.value(), words(one.counted), whom(one.entity), one.happening.unwrap_or("").to_owned())
            })
            .collect()
    }

    fn row(value: &str, counted: &str, of: &str, happening: &str) -> (String, String, String, String) {
        (value.to_owned(), counted.to_owned(), of.to_owned(), happening.to_owned())
    }

    #[test]
    fn the_dead_are_not_the_homeless() {
        let text = "In the end 12 people were killed and 340 people left homeless.";
        assert_eq!(read(text), [row("12", "people", "", "dead"), row("340", "people", "", "homeless")]);
    }

    #[test]
    fn an_ellipsis_counts_what_its_neighbour_counts() {
        let text = "In all the Reds won 63 seats, while the Blues got 50.";
        assert_eq!(read(text), [row("63", "seats", "Reds", ""), row("50", "seats", "Blues", "")]);
    }

    #[test]
    fn a_figure_is_of_whom_the_clause_is_and_not_of_whom_it_names_aside() {
        let text =
            "On Monday the Free Mills, led by Anna Kerr, had 63 seats, against 50 seats for Paul Stenn's New Ruda.";
        assert_eq!(read(text), [row("63", "seats", "Free Mills", ""), row("50", "seats", "New Ruda", "")]);
    }

    #[test]
    fn respectively_gives_each_figure_its_name() {
        let text = "Now the Reds and the Blues have won 69 and 51 seats respectively.";
        assert_eq!(read(text), [row("69", "seats", "Reds", ""), row("51", "seats", "Blues", "")]);
    }

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

    #[test]
    fn the_whole_of_a_part_is_a_measure_of_its_own() {
        let values: Vec<String> = read("So the Reds won 98 out of 245 seats.").into_iter().map(|one| one.0).collect();
        assert_eq!(values, ["98 of 245", "245"]);
    }
}
