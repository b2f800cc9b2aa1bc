//! Whom the runs mean: full names, last names, acronyms of long forms.

use super::{
    Entity, Name, NameKind, Names,
    compare::letters,
    runs::{Run, Runs, Word, form_hash, is_acronym},
};
use crate::{
    hash::{ByItself, combine, word_hash},
    lexicon::{COUNTRY_NAMES, ORGANISATION_WORDS, REPORTING_VERBS},
};
use hashbrown::HashMap;
use std::borrow::Cow;

/// Gives each of some runs of a document its entity: equal forms, last names of known full names, acronyms of known long
/// forms.
pub(super) fn assemble(text: &str, all: &Runs<'_>, runs: &[Run]) -> Names {
    let mut known =
        Known { by_words: HashMap::with_capacity_and_hasher(runs.len(), ByItself::default()), ..Known::default() };
    let mut entity_of = vec![0; runs.len()];
    // Long forms first, so that a short form finds its long one even where it stands before it (a headline).
    let (long, short): (Vec<usize>, Vec<usize>) = (0..runs.len()).partition(|&index| runs[index].words.len() > 1);
    for index in long.into_iter().chain(short) {
        let form = Form::of(text, all, &runs[index]);
        let bracketed = form.acronym.is_some().then(|| bracketed_long_form(text, all, runs, index)).flatten();
        let entity = known.find(&form, bracketed.map(|long| entity_of[long])).unwrap_or(known.entities.len());
        entity_of[index] = entity;
        known.learn(text, entity, &runs[index], &form);
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

/// The country that all of some forms are names of: "U.S. Treasury" and "U.S." are none; "UK-based" is one of Britain.
fn country<'f>(forms: &'f [Vec<String>]) -> Option<&'static str> {
    let joined = |form: &'f [String]| match form {
        [word] => Cow::Borrowed(word.strip_suffix("-based").unwrap_or(word)),
        _ => Cow::Owned(form.join(" ")),
    };
    let mut named = forms.iter().map(|form| COUNTRY_NAMES.get(joined(form).as_ref()).copied());
    let first = named.next()??;
    named.all(|other| other == Some(first)).then_some(first)
}

/// How a run writes a name.
struct Form<'a> {
    words: &'a [Word<'a>],
    /// The hash of its words.
    hash: u64,
    acronym: Option<&'a str>,
    qualifier: Option<&'a str>,
}

impl<'a> Form<'a> {
    fn of(text: &str, all: &'a Runs<'_>, run: &'a Run) -> Self {
        let words = all.words_of(run);
        let (acronym, qualifier) = acronym_of(text, words, run);
        Self { words, hash: form_hash(words), acronym, qualifier }
    }
}

/// The entities met so far, and by what they are known: each by a hash, so that asking copies no words.
#[derive(Default)]
struct Known {
    entities: Vec<Entity>,
    by_words: HashMap<u64, usize, ByItself>,
    by_last: HashMap<u64, usize, ByItself>,
    by_first: HashMap<u64, usize, ByItself>,
    by_initials: HashMap<u64, usize, ByItself>,
    by_acronym: HashMap<u64, usize, ByItself>,
}

impl Known {
    /// The entity that a form means; `bracketed` is that of a long form right before it, with the form in brackets.
    fn find(&self, form: &Form<'_>, bracketed: Option<usize>) -> Option<usize> {
        let by_words = self.by_words.get(&form.hash).copied();
        by_words.or(bracketed).or_else(|| match (form.acronym, form.words) {
            (Some(acronym), _) => {
                let exact = self.by_acronym.get(&acronym_hash(acronym, form.qualifier));
                exact.or_else(|| self.by_initials.get(&word_hash(acronym.as_bytes()))).copied()
            }
            (None, [word]) => {
                let whole = self.by_last.get(&word.hash).or_else(|| self.by_first.get(&word.hash));
                whole.or_else(|| glued(&word.folded, &self.by_last)).copied()
            }
            _ => None,
        })
    }

    /// Remembers that `run` writes `entity`, a new one where there is none yet, in this form.
    fn learn(&mut self, text: &str, entity: usize, run: &Run, form: &Form<'_>) {
        if entity == self.entities.len() {
            let canonical = run.span.of(text).to_owned();
            let (forms, acronym, qualifier, letters) = (Vec::new(), None, None, Vec::new());
            let kind = NameKind::Other;
            self.entities.push(Entity { kind, canonical, forms, acronym, qualifier, letters, country: None });
        }
        let found = &mut self.entities[entity];
        found.kind = found.kind.min(kind_of(run, form));
        // A form that was met before means the same, and what its words are known by was learnt with them.
        if !self.by_words.contains_key(&form.hash) {
            found.forms.push(form.words.iter().map(|word| word.folded.clone().into_owned()).collect());
            self.by_words.insert(form.hash, entity);
            if let [_, .., last] = form.words {
                self.by_last.entry(last.hash).or_insert(entity);
                if form.words.len() >= 3 {
                    let initials: String = form.words.iter().flat_map(|word| initials(&word.folded)).collect();
                    self.by_initials.entry(word_hash(initials.as_bytes())).or_insert(entity);
                }
            }
        }
        if let Some(acronym) = form.acronym {
            found.acronym.get_or_insert_with(|| acronym.to_owned());
            found.qualifier = found.qualifier.take().or_else(|| form.qualifier.map(str::to_owned));
            self.by_acronym.entry(acronym_hash(acronym, form.qualifier)).or_insert(entity);
        } else if let ([first, _, ..], true) = (form.words, run.person) {
            self.by_first.entry(first.hash).or_insert(entity);
        }
    }
}

/// The hash of an acronym and its branch.
fn acronym_hash(acronym: &str, qualifier: Option<&str>) -> u64 {
    let branch = qualifier.map_or(0, |branch| combine(1, word_hash(branch.as_bytes())));
    combine(word_hash(acronym.as_bytes()), branch)
}

/// The entity of a last name that a lost space glued to the verb behind it: "Kerrsaid".
fn glued<'a>(word: &str, by_last: &'a HashMap<u64, usize, ByItself>) -> Option<&'a usize> {
    let cuts = word.char_indices().map(|(cut, _)| cut).filter(|cut| *cut > 3);
    cuts.filter(|cut| REPORTING_VERBS.contains_key(&word[*cut..]))
        .find_map(|cut| by_last.get(&word_hash(&word.as_bytes()[..cut])))
}

/// The acronym of a run that is one, and its qualifier: ("rwp", "n") for "RWP-N" and "RWP (N)".
fn acronym_of<'a>(text: &str, words: &'a [Word<'_>], run: &'a Run) -> (Option<&'a str>, Option<&'a str>) {
    let [Word { span, folded, .. }] = words else { return (None, None) };
    if !is_acronym(span.of(text)) {
        return (None, None);
    }
    match folded.rsplit_once('-') {
        Some((base, branch)) if branch.len() <= 2 && base.len() >= 2 => (Some(base), Some(branch)),
        _ => (Some(folded), run.qualifier.as_deref()),
    }
}

/// The long form right before an acronym in brackets: "Ruda Farmers Union (RFU)".
fn bracketed_long_form(text: &str, all: &Runs<'_>, runs: &[Run], index: usize) -> Option<usize> {
    let long = index.checked_sub(1)?;
    let between = text.get(runs[long].span.end as usize..runs[index].span.start as usize)?;
    if between.trim() != "(" || runs[long].words.len() < 2 {
        return None;
    }
    let initials: String = all.words_of(&runs[long]).iter().flat_map(|word| initials(word.span.of(text))).collect();
    let acronym = &all.words_of(&runs[index])[0].folded;
    let letters: String = acronym.chars().filter(|character| character.is_alphanumeric()).collect();
    // "Ruda Multimedia (RMM)": each letter stands in the name, the first at its start.
    let all = || runs[long].span.of(text).to_lowercase();
    let inside = || letters.chars().next() == initials.chars().next() && is_subsequence(&letters, &all());
    (is_subsequence(&letters, &initials) || initials.is_ascii() && inside()).then_some(long)
}

pub(super) fn initials(word: &str) -> impl Iterator<Item = char> + '_ {
    word.split('-').filter_map(|part| part.chars().next()).flat_map(char::to_lowercase)
}

fn is_subsequence(short: &str, long: &str) -> bool {
    let mut letters = long.chars();
    short.chars().all(|wanted| letters.any(|letter| letter == wanted))
}

fn kind_of(run: &Run, form: &Form<'_>) -> NameKind {
    let organisation = |word: &Word<'_>| ORGANISATION_WORDS.contains(word.folded.as_ref());
    if run.person {
        NameKind::Person
    } else if form.acronym.is_some() || form.words.iter().any(organisation) {
        NameKind::Organisation
    } else if run.place_before && form.words.len() <= 2 {
        NameKind::Place
    } else {
        NameKind::Other
    }
}
