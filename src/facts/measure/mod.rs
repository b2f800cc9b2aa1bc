//! What a figure measures: of whom, in which clause, counted as what.

use super::{
    figure::{Figure, Form},
    name::{Name, NameKind, Names},
    words::{Lists, Unit},
};
use crate::{lexicon::HAPPENINGS, span::Span, tokenize::Sentence, words::fold};

mod clause;
mod part;

use clause::{clause, clause_breaks};
pub use part::Part;
use part::{is_rate, parts};

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
        modifier: crate::facts::figure::Modifier::Exact,
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
            words::{sentence_units, with_line},
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

    #[test]
    fn the_whole_of_a_part_is_a_measure_of_its_own() {
        let values: Vec<String> = read("So the Reds won 98 out of 245 seats.").into_iter().map(|one| one.0).collect();
        assert_eq!(values, ["98 of 245", "245"]);
    }
}
