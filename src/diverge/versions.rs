//! Two versions of one report: what the words that changed inside aligned sentences touch.

use super::{
    Findings, Kind, date, edit, figure, name,
    omission::{self, Windows},
    quote,
};
use crate::{
    align::{Alignment, Edit, Link, LinkKind},
    diverge::{Divergence, Reading},
    facts::{
        figure::Same,
        measure::Measure,
        name::{Name, Names, SameName},
    },
    pair::{Pair, may_measure_the_same, same_number},
    span::Span,
    words::fold,
};
use hashbrown::{HashMap, HashSet};
use std::{cell::OnceCell, collections::BTreeMap};

/// Places in both versions that a typed divergence or agreement already speaks of.
#[derive(Default)]
pub(super) struct Settled {
    pub(super) a: Places,
    pub(super) b: Places,
}

/// The sentences of both versions, to look for a statement that one of them has in another sentence; of most pairs none is
/// looked for.
struct Elsewhere<'a> {
    pair: &'a Pair<'a>,
    a: OnceCell<Windows>,
    b: OnceCell<Windows>,
}

impl Elsewhere<'_> {
    fn in_a(&self) -> &Windows {
        self.a.get_or_init(|| Windows::new(self.pair.a))
    }

    fn in_b(&self) -> &Windows {
        self.b.get_or_init(|| Windows::new(self.pair.b))
    }
}

/// Places of a text that do not overlap: start and end.
#[derive(Default)]
pub(super) struct Places(BTreeMap<u32, u32>);

impl Places {
    fn push(&mut self, span: Span) {
        self.0.insert(span.start, span.end);
    }

    /// Whether one of them shares a byte with `place`.
    pub(super) fn touch(&self, place: Span) -> bool {
        self.0.range(..place.end).next_back().is_some_and(|(_, end)| *end > place.start)
    }
}

/// Two figures in aligned sentences need so many points less.
const ALIGNED: f64 = 0.5;

/// Where two versions of one report disagree.
#[must_use]
pub fn versions(pair: &Pair<'_>, alignment: &Alignment) -> Findings {
    let mut out = Findings::default();
    let mut settled = Settled::default();
    let elsewhere = Elsewhere { pair, a: OnceCell::new(), b: OnceCell::new() };
    figures(pair, alignment, &mut settled, &mut out);
    dates(pair, alignment, &mut settled, &mut out);
    for link in &alignment.links {
        for one in &link.edits {
            names(pair, alignment, link, *one, &mut settled, &mut out);
            edit::judge(pair, link, *one, &settled, &mut out);
        }
        whole_sentence(pair, link, &elsewhere, &mut out);
    }
    name::judge(pair, &mut out);
    quote::other_speakers(pair, &mut out);
    out.in_order()
}

/// What only one version has, and what moved.
fn whole_sentence(pair: &Pair<'_>, link: &Link, elsewhere: &Elsewhere<'_>, out: &mut Findings) {
    match (link.kind, link.a, link.b) {
        (LinkKind::OnlyA, Some(a), _) if in_article(pair, a, true) && !elsewhere.in_b().hold(pair, pair.a, a) => {
            omission::push(pair.a, a, Kind::Omission, out);
        }
        (LinkKind::OnlyB, _, Some(b)) if in_article(pair, b, false) && !elsewhere.in_a().hold(pair, pair.b, b) => {
            omission::push(pair.b, b, Kind::Addition, out);
        }
        (LinkKind::Moved, Some(a), Some(b)) => {
            let (a, b) = (Some(Reading::new(pair.a.text(), a)), Some(Reading::new(pair.b.text(), b)));
            let note = "stands elsewhere in the other version".to_owned();
            out.divergences.push(Divergence {
                kind: Kind::Move,
                severity: 1,
                subject: "place in the text".to_owned(),
                a,
                b,
                note,
            });
        }
        _ => {}
    }
}

fn in_article(pair: &Pair<'_>, span: Span, in_a: bool) -> bool {
    let tokens = if in_a { &pair.a.article.tokens } else { &pair.b.article.tokens };
    let at = tokens.sentences.partition_point(|sentence| sentence.span.start < span.start);
    tokens.sentences.get(at).is_some_and(|sentence| sentence.furniture.is_none() && !sentence.tokens.is_empty())
}

/// Facts that an alignment puts in one place: the same words carried over, words that correspond, or words of one edit.
fn same_place(alignment: &Alignment, x: Span, others: &[Span]) -> Option<usize> {
    if let Some(carried) = alignment.carried(x) {
        return overlapping(others, carried);
    }
    if let Some(at) = alignment.corresponding(x).find_map(|place| overlapping(others, place)) {
        return Some(at);
    }
    let at = alignment.edits.partition_point(|edit| edit.a.end <= x.start);
    let one = alignment.edits.get(at).filter(|edit| edit.a.overlaps(x))?;
    overlapping(others, one.b)
}

/// The first of `spans`, which are in order and apart, that shares a byte with `place`.
fn overlapping(spans: &[Span], place: Span) -> Option<usize> {
    let at = spans.partition_point(|span| span.end <= place.start);
    (at < spans.len() && spans[at].overlaps(place)).then_some(at)
}

/// The measures of one sentence; they stand in order of their sentences.
fn of_line(all: &[Measure], line: usize) -> std::ops::Range<usize> {
    all.partition_point(|one| one.sentence < line)..all.partition_point(|one| one.sentence <= line)
}

/// Figures of aligned sentences with one value, where no other of the two sentences has it: whatever the order, they are
/// the same.
fn equal_in_line(pair: &Pair<'_>, alignment: &Alignment) -> Vec<(usize, usize)> {
    let (a, b) = (&pair.a.facts.measures, &pair.b.facts.measures);
    let in_line =
        |all: &[Measure], line: usize| -> Vec<usize> { of_line(all, line).filter(|&at| !all[at].whole).collect() };
    let equal = |x: &Measure, y: &Measure| x.figure.form == y.figure.form && x.figure.compare(&y.figure) == Same::Equal;
    let mut out = Vec::new();
    for &(line_a, line_b) in &alignment.sentences {
        let (here, there) = (in_line(a, line_a), in_line(b, line_b));
        for &i in &here {
            let others: Vec<usize> = there.iter().copied().filter(|&j| equal(&a[i], &b[j])).collect();
            let twins = here.iter().filter(|&&other| equal(&a[other], &a[i])).count();
            if let ([j], 1) = (others.as_slice(), twins) {
                out.push((i, *j));
            }
        }
    }
    out
}

/// Whether two figures in one place of two versions can be compared: they are of one form and kind of unit and, unless they
/// are equal, of the same thing.
fn comparable(pair: &Pair<'_>, x: &Measure, y: &Measure) -> bool {
    x.figure.form == y.figure.form
        && x.figure.same_quantity_kind(&y.figure)
        && (same_number(x, y) || may_measure_the_same(x, y) && !pair.other_thing(x, y))
}

/// Whether `y`, in the place of `x`, is said of another, and the sentence of `y` has a figure of the one of whom `x` is: "the
/// Reds had 38 percent, against 36 for the Blues", later "the Blues had 39, against 36 for the Reds".
fn is_turned(pair: &Pair<'_>, x: &Measure, y: &Measure) -> bool {
    let own = |other: &&Measure| pair.of_one(x, other) == Some(true) && comparable(pair, x, other);
    let line = &pair.b.facts.measures[of_line(&pair.b.facts.measures, y.sentence)];
    pair.of_one(x, y) == Some(false) && line.iter().any(|other| own(&other))
}

fn figures(pair: &Pair<'_>, alignment: &Alignment, settled: &mut Settled, out: &mut Findings) {
    let (a, b) = (&pair.a.facts.measures, &pair.b.facts.measures);
    let places: Vec<Span> = b.iter().map(|measure| measure.figure.span).collect();
    let mut partner_of_a: HashMap<usize, usize> = equal_in_line(pair, alignment).into_iter().collect();
    let mut taken = vec![false; b.len()];
    for &j in partner_of_a.values() {
        taken[j] = true;
    }
    for (i, x) in a.iter().enumerate().filter(|(_, x)| !x.whole) {
        if !partner_of_a.contains_key(&i)
            && let Some(j) = same_place(alignment, x.figure.span, &places)
            && !taken[j]
            && comparable(pair, x, &b[j])
            && !is_turned(pair, x, &b[j])
        {
            partner_of_a.insert(i, j);
            taken[j] = true;
        }
    }
    let free_a = |i: &usize| !partner_of_a.contains_key(i);
    let in_line: Vec<(usize, usize)> = alignment
        .sentences
        .iter()
        .flat_map(|&(x, y)| {
            let there: Vec<usize> = of_line(b, y).filter(|&j| !taken[j]).collect();
            of_line(a, x)
                .filter(free_a)
                .flat_map(move |i| there.clone().into_iter().map(move |j| (i, j)))
                .collect::<Vec<_>>()
        })
        .collect();
    for one in pair.measures(pair.settings.same_subject - ALIGNED, in_line) {
        partner_of_a.insert(one.a, one.b);
        taken[one.b] = true;
    }
    // What is left is compared wherever it stands: the sentence of an update may be that of another sentence by its words.
    let most = pair.settings.most_facts;
    let rest_a: Vec<usize> = (0..a.len()).filter(|i| !partner_of_a.contains_key(i)).take(most).collect();
    let rest_b: Vec<usize> = (0..b.len()).filter(|&j| !taken[j]).take(most).collect();
    let apart = rest_a.iter().flat_map(|&i| rest_b.iter().map(move |&j| (i, j)));
    for one in pair.measures(pair.settings.same_subject, apart) {
        partner_of_a.insert(one.a, one.b);
    }
    for (i, x) in a.iter().enumerate() {
        let Some(y) = partner_of_a.get(&i).map(|&j| &b[j]) else { continue };
        figure::judge(pair.a, pair.b, x, y, out);
        settled.a.push(x.figure.span);
        settled.b.push(y.figure.span);
    }
}

fn dates(pair: &Pair<'_>, alignment: &Alignment, settled: &mut Settled, out: &mut Findings) {
    let (a, b) = (&pair.a.facts.dates, &pair.b.facts.dates);
    let places: Vec<Span> = b.iter().map(|date| date.mention.span).collect();
    // One moment may be told twice, "1000 EDT/1400 GMT": the first tells it.
    let mut taken = HashSet::new();
    for x in a {
        let partner = same_place(alignment, x.mention.span, &places).filter(|&j| date::tells_the_same(pair, x, &b[j]));
        if let Some(j) = partner.filter(|j| taken.insert(*j)) {
            date::judge_takes(pair.a, pair.b, x, &b[j], out);
            settled.a.push(x.mention.span);
            settled.b.push(b[j].mention.span);
        }
    }
}

/// An edit with more names has several of them in one place.
const MOST_NAMES: usize = 8;

/// Names without those of where the one before is from, each with all of its words: "Anna Kerr" of "Anna Kerr of Olmo".
fn with_origins<'n>(text: &str, names: &[&'n Name]) -> Vec<(&'n Name, Span)> {
    let is_origin = |head: &Name, name: &Name| {
        text.get(head.span.end as usize..name.span.start as usize).is_some_and(|between| between == " of ")
    };
    // Of more than these there are two that are compared with none.
    let names = &names[..names.len().min(MOST_NAMES)];
    let heads = names.iter().filter(|name| !names.iter().any(|head| is_origin(head, name)));
    let whole = |head: &&'n Name| {
        let origin = names.iter().find(|name| is_origin(head, name));
        (*head, origin.map_or(head.span, |origin| head.span.join(origin.span)))
    };
    heads.map(whole).collect()
}

/// A name is looked for so many bytes before an edit inside it.
const LONGEST_NAME: u32 = 120;

/// A name in an edit that the other sentence has less often, or not at all, against the one name that it has in its place:
/// their words correspond, or they are all of the edit.
fn names(pair: &Pair<'_>, alignment: &Alignment, link: &Link, edit: Edit, settled: &mut Settled, out: &mut Findings) {
    let (Some(line_a), Some(line_b)) = (link.a, link.b) else { return };
    let (names_a, names_b) = (&pair.a.facts.names, &pair.b.facts.names);
    // "Microsoft Office", later "Office", is what is "Office" throughout in the other.
    let same_words = |x: &Name, y: &Name| fold(x.span.of(pair.a.text())) == fold(y.span.of(pair.b.text()));
    let same = |x: &Name, y: &Name| {
        same_words(x, y) || names_a.entities[x.entity].compare(&names_b.entities[y.entity]) == SameName::Same
    };
    // A name that the edit holds, or that holds the edit (one of its words changed); not one that it only touches.
    let concerned =
        |name: &&Name, place: Span| place.contains(name.span) || name.span.contains(place) && !place.is_empty();
    let around = |place: Span| Span { start: place.start.saturating_sub(LONGEST_NAME), ..place };
    let in_a: Vec<&Name> = names_a.within(around(edit.a)).filter(|name| concerned(name, edit.a)).collect();
    let in_b: Vec<&Name> = names_b.within(around(edit.b)).filter(|name| concerned(name, edit.b)).collect();
    for (x, y) in in_a.iter().flat_map(|x| in_b.iter().map(move |y| (*x, *y))).filter(|(x, y)| same(x, y)) {
        settled.a.push(x.span);
        settled.b.push(y.span);
    }
    let twins = |names: &Names, line: Span, one: &Name| {
        names.within(line).filter(|other| names.same(one.entity, other.entity)).count()
    };
    let only_a: Vec<&Name> = in_a
        .iter()
        .filter(|x| names_b.within(line_b).filter(|y| same(x, y)).count() < twins(names_a, line_a, x))
        .copied()
        .collect();
    let only_b: Vec<&Name> = in_b
        .iter()
        .filter(|y| names_a.within(line_a).filter(|x| same(x, y)).count() < twins(names_b, line_b, y))
        .copied()
        .collect();
    let (only_a, only_b) = (with_origins(pair.a.text(), &only_a), with_origins(pair.b.text(), &only_b));
    if let ([(x, all_of_x)], [(y, all_of_y)]) = (only_a.as_slice(), only_b.as_slice())
        && !(name::goes_on(x.span.of(pair.a.text()), y.span.of(pair.b.text()))
            && names_a.entities[x.entity].compare(&names_b.entities[y.entity]) == SameName::Different)
        && !name::describes(pair, edit, x, y)
        && !name::is_seat(x.span.of(pair.a.text()))
        && !name::is_seat(y.span.of(pair.b.text()))
        && (alignment.corresponding(x.span).any(|word| word.overlaps(y.span))
            || *all_of_x == edit.a && *all_of_y == edit.b)
    {
        name::replaced(pair, x.entity, y.entity, x.span, y.span, out);
        settled.a.push(x.span);
        settled.b.push(y.span);
    }
}
