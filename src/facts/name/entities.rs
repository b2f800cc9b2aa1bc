//! Whom the runs mean: full names, last names, acronyms of long forms.

use super::{
    Entity, Name, NameKind, Names,
    compare::letters,
    runs::{Run, folded, is_acronym},
};
use crate::lexicon::{COUNTRY_NAMES, ORGANISATION_WORDS, REPORTING_VERBS};
use hashbrown::HashMap;

/// Gives each run its entity: equal forms, last names of known full names, acronyms of known long forms.
pub(super) fn assemble(text: &str, runs: &[Run]) -> Names {
    let mut known = Known::default();
    let mut order: Vec<usize> = (0..runs.len()).collect();
    // Long forms first, so that a short form finds its long one even where it stands before it (a headline).
    order.sort_by_key(|&index| (std::cmp::Reverse(runs[index].words.len().min(2)), index));
    let mut entity_of = vec![0; runs.len()];
    for index in order {
        let form = Form::of(text, &runs[index]);
        let bracketed = form.acronym.is_some().then(|| bracketed_long_form(text, runs, index)).flatten();
        let entity = known.find(&form, bracketed.map(|long| entity_of[long])).unwrap_or(known.entities.len());
        entity_of[index] = entity;
        known.learn(text, entity, &runs[index], form);
    }
    let mut mentions: Vec<Name> =
        runs.iter().zip(entity_of).map(|(run, entity)| Name { span: run.span, entity }).collect();
    mentions.sort_by_key(|name| name.span);
    for entity in &mut known.entities {
        entity.letters = letters(entity);
        entity.country = country(&entity.forms);
    }
    Names { mentions, entities: known.entities }
}

/// The country that all of some forms are names of: "U.S. Treasury" and "U.S." are none.
fn country(forms: &[Vec<String>]) -> Option<&'static str> {
    let mut named = forms.iter().map(|form| COUNTRY_NAMES.get(form.join(" ").as_str()).copied());
    let first = named.next()??;
    named.all(|other| other == Some(first)).then_some(first)
}

/// How a run writes a name.
struct Form {
    words: Vec<String>,
    acronym: Option<String>,
    qualifier: Option<String>,
}

impl Form {
    fn of(text: &str, run: &Run) -> Self {
        let (acronym, qualifier) = acronym_of(text, run);
        Self { words: folded(&run.words), acronym, qualifier }
    }
}

/// The entities met so far, and by what they are known.
#[derive(Default)]
struct Known {
    entities: Vec<Entity>,
    by_words: HashMap<Vec<String>, usize>,
    by_last: HashMap<String, usize>,
    by_first: HashMap<String, usize>,
    by_initials: HashMap<String, usize>,
    by_acronym: HashMap<(String, Option<String>), usize>,
}

impl Known {
    /// The entity that a form means; `bracketed` is that of a long form right before it, with the form in brackets.
    fn find(&self, form: &Form, bracketed: Option<usize>) -> Option<usize> {
        let by_words = self.by_words.get(&form.words).copied();
        by_words.or(bracketed).or_else(|| match (&form.acronym, form.words.as_slice()) {
            (Some(acronym), _) => {
                let exact = self.by_acronym.get(&(acronym.clone(), form.qualifier.clone()));
                exact.or_else(|| self.by_initials.get(acronym)).copied()
            }
            (None, [word]) => {
                let whole = self.by_last.get(word).or_else(|| self.by_first.get(word));
                whole.or_else(|| glued(word, &self.by_last)).copied()
            }
            _ => None,
        })
    }

    /// Remembers that `run` writes `entity`, a new one where there is none yet, in this form.
    fn learn(&mut self, text: &str, entity: usize, run: &Run, form: Form) {
        if entity == self.entities.len() {
            let canonical = run.span.of(text).to_owned();
            let (forms, acronym, qualifier, letters) = (Vec::new(), None, None, Vec::new());
            let kind = NameKind::Other;
            self.entities.push(Entity { kind, canonical, forms, acronym, qualifier, letters, country: None });
        }
        let found = &mut self.entities[entity];
        found.kind = found.kind.min(kind_of(run, form.acronym.is_some()));
        if !found.forms.contains(&form.words) {
            found.forms.push(form.words.clone());
        }
        let Form { words, acronym, qualifier } = form;
        if let Some(acronym) = acronym {
            found.acronym.get_or_insert_with(|| acronym.clone());
            found.qualifier = found.qualifier.take().or_else(|| qualifier.clone());
            self.by_acronym.entry((acronym, qualifier)).or_insert(entity);
        } else if let [first, .., last] = words.as_slice() {
            self.by_last.entry(last.clone()).or_insert(entity);
            if words.len() >= 3 {
                self.by_initials.entry(words.iter().flat_map(|word| initials(word)).collect()).or_insert(entity);
            }
            if run.person {
                self.by_first.entry(first.clone()).or_insert(entity);
            }
        }
        self.by_words.entry(words).or_insert(entity);
    }
}

/// The entity of a last name that a lost space glued to the verb behind it: "Kerrsaid".
fn glued<'a>(word: &str, by_last: &'a HashMap<String, usize>) -> Option<&'a usize> {
    let cuts = word.char_indices().map(|(cut, _)| cut).filter(|cut| *cut > 3);
    cuts.filter(|cut| REPORTING_VERBS.contains_key(&word[*cut..])).find_map(|cut| by_last.get(&word[..cut]))
}

/// The acronym of a run that is one, and its qualifier: ("rwp", "n") for "RWP-N" and "RWP (N)".
fn acronym_of(text: &str, run: &Run) -> (Option<String>, Option<String>) {
    let [(span, word)] = run.words.as_slice() else { return (None, None) };
    if !is_acronym(span.of(text)) {
        return (None, None);
    }
    match word.rsplit_once('-') {
        Some((base, branch)) if branch.len() <= 2 && base.len() >= 2 => {
            (Some(base.to_owned()), Some(branch.to_owned()))
        }
        _ => (Some(word.clone()), run.qualifier.clone()),
    }
}

/// The long form right before an acronym in brackets: "Ruda Farmers Union (RFU)".
fn bracketed_long_form(text: &str, runs: &[Run], index: usize) -> Option<usize> {
    let long = index.checked_sub(1)?;
    let between = text.get(runs[long].span.end as usize..runs[index].span.start as usize)?;
    let initials: String = runs[long].words.iter().flat_map(|(span, _)| initials(span.of(text))).collect();
    let letters: String = runs[index].words[0].1.chars().filter(|character| character.is_alphanumeric()).collect();
    (between.trim() == "(" && runs[long].words.len() > 1 && is_subsequence(&letters, &initials)).then_some(long)
}

pub(super) fn initials(word: &str) -> impl Iterator<Item = char> + '_ {
    word.split('-').filter_map(|part| part.chars().next()).flat_map(char::to_lowercase)
}

fn is_subsequence(short: &str, long: &str) -> bool {
    let mut letters = long.chars();
    short.chars().all(|wanted| letters.any(|letter| letter == wanted))
}

fn kind_of(run: &Run, acronym: bool) -> NameKind {
    if run.person {
        NameKind::Person
    } else if acronym || run.words.iter().any(|(_, word)| ORGANISATION_WORDS.contains(word.as_str())) {
        NameKind::Organisation
    } else if run.place_before && run.words.len() <= 2 {
        NameKind::Place
    } else {
        NameKind::Other
    }
}
