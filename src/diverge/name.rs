//! Names: another spelling, another branch, another one in the same place.

use super::{Agreement, Divergence, Findings, Kind, Reading};
use crate::{
    align::Edit,
    article::Witness,
    facts::name::{Name, SameName},
    pair::Pair,
    span::Span,
    words::fold,
};

/// Names that the two write in another way, but for those of which `out` tells already: in versions an aligned sentence may
/// have.
pub(crate) fn judge(pair: &Pair<'_>, out: &mut Findings) {
    let names = &pair.a.facts.names;
    let told = out.divergences.iter().filter(|one| one.kind == Kind::Name).filter_map(|one| Some(one.a.as_ref()?.span));
    let told: Vec<Span> = told.collect();
    let is_told = |entity: usize| {
        names.mentions.iter().any(|name| name.entity == entity && told.iter().any(|span| span.overlaps(name.span)))
    };
    for (x, y, same) in pair.other_spellings() {
        let Some((severity, note)) = judged(same).filter(|_| !is_told(x)) else { continue };
        let (one, other) = (&names.entities[x], &pair.b.facts.names.entities[y]);
        if same == SameName::FirstName && one.abbreviates(other) {
            continue; // "EC Commission", "European Commission"
        }
        let (Some(a), Some(b)) = (first_mention(pair.a, x), first_mention(pair.b, y)) else { continue };
        push(pair, a, b, severity, one.canonical.clone(), note, out);
    }
}

/// Where an entity is first named, its long form and a bracketed acronym behind it taken together.
fn first_mention(witness: &Witness<'_>, entity: usize) -> Option<Span> {
    let mut mentions = witness.facts.names.mentions.iter().filter(|name| name.entity == entity);
    let first = mentions.next()?.span;
    let bracketed = mentions.next().filter(|next| {
        witness.text().get(first.end as usize..next.span.start as usize).is_some_and(|between| between.trim() == "(")
    });
    Some(bracketed.map_or(first, |next| {
        let closed = witness.text()[next.span.end as usize..].starts_with(')');
        first.join(Span { end: next.span.end + u32::from(closed), ..next.span })
    }))
}

/// How grave another form of a name is, and why; `None` for the same name and for names that have nothing in common.
fn judged(same: SameName) -> Option<(u8, &'static str)> {
    match same {
        SameName::Spelling => Some((1, "another spelling")),
        SameName::FirstName => Some((2, "another first name")),
        SameName::Qualifier => Some((2, "one of them names a branch or wing that the other leaves out")),
        SameName::Same | SameName::Different => None,
    }
}

/// A name in one place of a sentence where the other version has another one.
pub(crate) fn replaced(pair: &Pair<'_>, x: usize, y: usize, a: Span, b: Span, out: &mut Findings) {
    let (one, other) = (&pair.a.facts.names.entities[x], &pair.b.facts.names.entities[y]);
    let (severity, note) = match one.compare(other) {
        SameName::Same => return,
        _ if one.abbreviates(other) => {
            let (a, b) = (Reading::new(pair.a.text(), a), Reading::new(pair.b.text(), b));
            out.agreements.push(Agreement { kind: Kind::Name, subject: one.canonical.clone(), a, b });
            return;
        }
        SameName::Different if one.one_letter_off(other) => (1, "another spelling"),
        SameName::Different if one.is_other_legal_form(other) => (1, "another legal form"),
        same => judged(same).unwrap_or((2, "another name in the same place")),
    };
    push(pair, a, b, severity, one.canonical.clone(), note, out);
}

/// "R-Olmo": a party and a seat in short, which other reports give in words.
pub(super) fn is_seat(name: &str) -> bool {
    let mut letters = name.chars();
    letters.next().is_some_and(char::is_uppercase) && letters.next() == Some('-')
}

/// Whether one name goes on where the other ends: by a lost space ("Kerrtold"), or as the name of a part ("U.S. Congress").
/// Neither is another name.
pub(super) fn goes_on(a: &str, b: &str) -> bool {
    let longer = |short: &str, long: &str| {
        let rest = long.strip_prefix(short).map(|rest| rest.trim_start_matches('.'));
        rest.is_some_and(|rest| rest.starts_with(|first: char| first == ' ' || first.is_lowercase()))
    };
    longer(a, b) || longer(b, a)
}

/// Whether one of two names of an edit describes a noun, and not as the other does: "the British minister" is no other name
/// than "Kerr", who is him, nor is "the Ruda-based mill" than "the U.S. mill". One word for another is another.
pub(super) fn describes(pair: &Pair<'_>, edit: Edit, x: &Name, y: &Name) -> bool {
    let country = |witness: &Witness<'_>, name: &Name| witness.facts.names.entities[name.entity].country;
    let is_people = |witness: &Witness<'_>, name: &Name, country: &str| {
        let (word, behind) = (name.span.of(witness.text()), &witness.text()[name.span.end as usize..]);
        word.ends_with(char::is_lowercase)
            && fold(word) != country
            && behind.strip_prefix(' ').is_some_and(|behind| behind.starts_with(char::is_lowercase))
    };
    let is_base = |witness: &Witness<'_>, name: &Name| name.span.of(witness.text()).ends_with("-based");
    let swapped = edit.a == x.span && edit.b == y.span;
    match (country(pair.a, x), country(pair.b, y)) {
        (Some(_), None) if is_base(pair.b, y) => true,
        (None, Some(_)) if is_base(pair.a, x) => true,
        (Some(country), None) => !swapped && is_people(pair.a, x, country),
        (None, Some(country)) => !swapped && is_people(pair.b, y, country),
        _ => false,
    }
}

fn push(pair: &Pair<'_>, a: Span, b: Span, severity: u8, subject: String, note: &str, out: &mut Findings) {
    let (a, b) = (Some(Reading::new(pair.a.text(), a)), Some(Reading::new(pair.b.text(), b)));
    out.divergences.push(Divergence { kind: Kind::Name, severity, subject, a, b, note: note.to_owned() });
}
