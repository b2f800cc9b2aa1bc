//! Names of people, places and organisations, and which of them mean the same one.
//!
//! Names are told by their form: runs of capitalised words, seen together over the whole document. No list of names.

use super::{
    date::DateMention,
    words::{Unit, units},
};
use crate::{
    lexicon::{COMMON_WORDS, FUNCTION_WORDS, ORGANISATION_WORDS, REPORTING_VERBS, TITLE_MODIFIERS, TITLES},
    span::Span,
    tokenize::{Tokens, fold},
};
use hashbrown::{HashMap, HashSet};
use serde::Serialize;

/// What a name names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum NameKind {
    /// Somebody.
    Person,
    /// A party, company, office, team.
    Organisation,
    /// Somewhere.
    Place,
    /// Not told by the text.
    Other,
}

/// One mention of a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// Its words, without a title before them and a possessive ending behind them.
    pub span: Span,
    /// Which one is meant: index in [`Names::entities`].
    pub entity: usize,
}

/// Somebody or something that a document names, by all its forms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entity {
    /// What it is.
    pub kind: NameKind,
    /// The longest form, as written first.
    pub canonical: String,
    /// Folded words of each form, long forms first.
    pub forms: Vec<Vec<String>>,
    /// Its acronym without a qualifier, folded: "pml" for "PML (N)".
    pub acronym: Option<String>,
    /// A branch that the acronym names: "n" for "PML (N)" and "PML-N".
    pub qualifier: Option<String>,
}

/// The names of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    /// All mentions, in order of place; they never overlap.
    pub mentions: Vec<Name>,
    /// Who is mentioned, in order of first mention.
    pub entities: Vec<Entity>,
}

impl Names {
    /// The mentions inside `span`.
    #[must_use]
    pub fn within(&self, span: Span) -> impl DoubleEndedIterator<Item = &Name> {
        let first = self.mentions.partition_point(|name| name.span.start < span.start);
        let last = self.mentions.partition_point(|name| name.span.start < span.end).max(first);
        self.mentions[first..last].iter()
    }
}

/// How two entities of two documents are related by their names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SameName {
    /// The same name, or a short form, acronym or other typography of it.
    Same,
    /// The same but for spelling: "Shehbaz", "Shahbaz".
    Spelling,
    /// The same last name with another first name of the same initial: "Sofia Arendt", "Sonja Arendt".
    FirstName,
    /// The same acronym, but one names a branch that the other leaves out.
    Qualifier,
    /// Other names.
    Different,
}

/// Jaro-Winkler similarity of two spellings of one name; "Shehbaz Sharif" / "Shahbaz Sharif" has .97.
const SAME_SPELLING: f64 = 0.93;
/// A word must be this long, in letters, to be compared by spelling: short names differ by one letter.
const SPELLING_LETTERS: usize = 5;

impl Entity {
    /// Whether the two can mean the same one.
    #[must_use]
    pub fn compare(&self, other: &Self) -> SameName {
        let mut best = SameName::Different;
        for (a, branch_a) in self.letters() {
            for (b, branch_b) in other.letters() {
                let (whole_a, whole_b) = (format!("{a}{branch_a}"), format!("{b}{branch_b}"));
                if whole_a == whole_b {
                    return SameName::Same;
                }
                if a == b || a == whole_b || whole_a == b {
                    best = SameName::Qualifier;
                }
            }
        }
        if best == SameName::Qualifier {
            return best;
        }
        for a in self.full_forms() {
            for b in other.full_forms() {
                if same_form(a, b) {
                    return SameName::Same;
                }
                if same_spelling(a, b) {
                    best = SameName::Spelling;
                } else if best == SameName::Different && other_first_name(a, b) {
                    best = SameName::FirstName;
                }
            }
        }
        best
    }
}

impl Entity {
    /// Its forms of several words; of an entity that has none, all. Two people may share a last name, which the text then
    /// gives alone: only their full names tell them apart.
    fn full_forms(&self) -> impl Iterator<Item = &Vec<String>> {
        let has_long = self.forms.iter().any(|form| form.len() > 1);
        self.forms.iter().filter(move |form| !has_long || form.len() > 1)
    }

    /// The letters it can be known by, each with the letters of its branch: its acronym, or, of an entity that has none,
    /// the initials of its long forms (three letters at least: two are shared too easily).
    fn letters(&self) -> Vec<(String, String)> {
        if let Some(acronym) = &self.acronym {
            return vec![(acronym.clone(), self.qualifier.clone().unwrap_or_default())];
        }
        let long = self.forms.iter().filter(|form| form.len() >= 3);
        let initials = long.map(|form| form.iter().flat_map(|word| initials(word)).collect::<String>());
        initials.map(|letters| (letters, String::new())).collect()
    }
}

/// Equal words, or the words of one at the end or start of the other ("Khan", "Imran Khan").
fn same_form(a: &[String], b: &[String]) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if short.is_empty() {
        return false;
    }
    let equal = |x: &str, y: &str| x == y || derived(x, y) || x.replace(['\'', '-'], "") == y.replace(['\'', '-'], "");
    let tail = long[long.len() - short.len()..].iter().zip(short).all(|(x, y)| equal(x, y));
    // A first word alone ("Pakistan") is not the longer name ("Pakistan Muslim League").
    tail || short.len() > 1 && long.iter().zip(short).all(|(x, y)| equal(x, y))
}

/// Endings that make the word for a people from the name of its country.
const PEOPLE_ENDINGS: [&str; 8] = ["i", "n", "an", "ian", "ese", "ish", "s", "er"];

/// Whether one word is the other with an ending for its people: "Karvia", "Karvian".
fn derived(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    short.chars().count() > 3 && long.strip_prefix(short).is_some_and(|ending| PEOPLE_ENDINGS.contains(&ending))
}

fn other_first_name(a: &[String], b: &[String]) -> bool {
    let initial = |name: &[String]| name[0].chars().next();
    a.len() == 2 && b.len() == 2 && a[1] == b[1] && a[0] != b[0] && initial(a) == initial(b)
}

/// All words equal but one, and that one nearly: "Anton Brezik", "Anton Bresik".
fn same_spelling(a: &[String], b: &[String]) -> bool {
    let mut other = a.iter().zip(b).filter(|(x, y)| x != y);
    let (Some((x, y)), None) = (other.next(), other.next()) else { return false };
    a.len() == b.len() && alike(x, y, a.len() > 1)
}

/// Whether two words are one name in two spellings. `supported` tells that the rest of the name is the same: then one
/// letter may differ in a short word, too; a word alone must be long, as short names differ by one letter.
fn alike(a: &str, b: &str, supported: bool) -> bool {
    let letters = a.chars().count().min(b.chars().count());
    let digits = |word: &str| word.chars().any(|character| character.is_ascii_digit());
    let one_letter = supported && letters >= 3 && strsim::levenshtein(a, b) <= 1;
    let close = letters >= SPELLING_LETTERS && strsim::jaro_winkler(a, b) >= SAME_SPELLING;
    a.chars().next() == b.chars().next() && !digits(a) && !digits(b) && (one_letter || close)
}

/// A capitalised run before it is known whom it means.
#[expect(clippy::struct_excessive_bools, reason = "each is a sign of its own; no two exclude one another")]
struct Run {
    span: Span,
    words: Vec<(Span, String)>,
    person: bool,
    opens_sentence: bool,
    place_before: bool,
    /// Written in capitals throughout.
    acronym: bool,
    qualifier: Option<String>,
}

/// The names of a document's article, furniture left out.
#[must_use]
pub fn names(text: &str, tokens: &Tokens, dates: &[DateMention]) -> Names {
    let mut runs = Vec::new();
    let mut lower = HashSet::new();
    for sentence in tokens.body_sentences() {
        let story = behind_dateline(text, sentence.span);
        if mostly_capitals(story.of(text)) {
            continue;
        }
        let units = units(text, story);
        lower.extend(units.iter().filter(|unit| !unit.capital).map(|unit| fold(unit.span.of(text)).into_owned()));
        sentence_runs(text, &units, dates, &mut runs);
    }
    let attested: HashSet<Vec<String>> =
        runs.iter().filter(|run| !run.opens_sentence).map(|run| folded(&run.words)).collect();
    let runs: Vec<Run> = runs
        .into_iter()
        .filter_map(|run| drop_sentence_capital(run, &lower, &attested))
        .flat_map(|run| split_attested(run, &attested))
        .collect();
    assemble(text, &runs)
}

/// A wire dateline ("RUDA, Karvia, May 14 (Meridian) - ") ends within so many bytes.
const LONGEST_DATELINE: usize = 80;

/// A sentence without the wire dateline before it: the place of writing and the agency are no names of the story.
pub(super) fn behind_dateline(text: &str, sentence: Span) -> Span {
    let words = sentence.of(text);
    let capitals = words.chars().take_while(|character| character.is_uppercase()).count();
    let dash = [" - ", " -- ", " – ", " — "].iter().filter_map(|dash| words.find(dash).map(|at| at + dash.len())).min();
    match dash {
        Some(end) if capitals >= 3 && end <= LONGEST_DATELINE => {
            Span::new(sentence.start as usize + end, sentence.end as usize)
        }
        _ => sentence,
    }
}

fn folded(words: &[(Span, String)]) -> Vec<String> {
    words.iter().map(|(_, word)| word.clone()).collect()
}

/// Headlines in capitals tell nothing by their capitals.
fn mostly_capitals(text: &str) -> bool {
    let (mut upper, mut all) = (0usize, 0usize);
    for character in text.chars().filter(|character| character.is_alphabetic()) {
        all += 1;
        upper += usize::from(character.is_uppercase());
    }
    all > 0 && upper * 10 > all * 6
}

/// Lower-case words that may stand inside a name.
const CONNECTORS: [&str; 18] = [
    "of", "de", "del", "della", "da", "di", "do", "la", "le", "van", "von", "der", "den", "bin", "ibn", "al", "el",
    "ul",
];

fn sentence_runs(text: &str, units: &[Unit], dates: &[DateMention], runs: &mut Vec<Run>) {
    let is_date = |unit: &Unit| {
        let first = dates.partition_point(|date| date.span.end <= unit.span.start);
        dates.get(first).is_some_and(|date| date.span.overlaps(unit.span))
    };
    let mut at = 0;
    while at < units.len() {
        if !units[at].capital || is_date(&units[at]) {
            at += 1;
            continue;
        }
        let first = at;
        while let Some(step) = step(text, units, at).filter(|&step| !is_date(&units[at + step])) {
            at += step;
        }
        split_titles(text, units, first, at, runs);
        at += 1;
    }
}

/// How many units further the run goes on from `at`: past connectors to the next capitalised word.
fn step(text: &str, units: &[Unit], at: usize) -> Option<usize> {
    if units[at].stop {
        return None;
    }
    if units[at].possessive {
        // "People's Party" is one name; "Kerr's Workers Party" is two.
        let next = units.get(at + 1).filter(|next| next.capital)?;
        return ORGANISATION_WORDS.contains(fold(next.span.of(text)).as_ref()).then_some(1);
    }
    let mut next = at + 1;
    while next < units.len()
        && next <= at + 2
        && !units[next].capital
        && !units[next].stop
        && CONNECTORS.contains(&units[next].span.of(text))
    {
        next += 1;
    }
    (next < units.len() && units[next].capital).then(|| next - at)
}

/// Splits the run `first..=last` at titles ("State Department Spokesperson Matthew Miller") and drops them.
fn split_titles(text: &str, units: &[Unit], first: usize, last: usize, runs: &mut Vec<Run>) {
    let before = first.checked_sub(1).filter(|&before| !units[before].stop);
    let mut person = before.is_some_and(|before| is_title(text, units, before));
    let mut start = first;
    for at in first..=last {
        if is_title(text, units, at) {
            push_run(text, units, start, at, person, runs);
            person = true;
            start = at + 1;
        }
    }
    push_run(text, units, start, last + 1, person, runs);
}

/// "Minister" is a title; "Foreign" is part of one only before another: "Foreign Minister", not "Foreign Ministry".
fn is_title(text: &str, units: &[Unit], at: usize) -> bool {
    let word = fold(units[at].span.of(text).trim_end_matches('.')).into_owned();
    TITLES.contains(word.as_str())
        || TITLE_MODIFIERS.contains(word.as_str()) && at + 1 < units.len() && is_title(text, units, at + 1)
}

fn push_run(text: &str, units: &[Unit], mut start: usize, mut end: usize, person: bool, runs: &mut Vec<Run>) {
    // "US" is a name though "us" is a function word.
    let leading = |unit: &Unit| {
        !unit.capital || FUNCTION_WORDS.contains(fold(unit.span.of(text)).as_ref()) && !is_acronym(unit.span.of(text))
    };
    while start < end && leading(&units[start]) {
        start += 1;
    }
    while start < end && !units[end - 1].capital {
        end -= 1;
    }
    if start >= end {
        return;
    }
    let words: Vec<(Span, String)> = units[start..end]
        .iter()
        .map(|unit| (unit.span, fold(unit.span.of(text).trim_end_matches('.')).replace('.', "")))
        .collect();
    let place_before = start > 0
        && !units[start - 1].stop
        && matches!(
            fold(units[start - 1].span.of(text)).as_ref(),
            "in" | "near" | "from" | "at" | "outside" | "across"
        );
    let span = units[start].span.join(units[end - 1].span);
    let qualifier =
        units.get(end).filter(|unit| is_qualifier(text, span, unit)).map(|unit| fold(unit.span.of(text)).into_owned());
    let span = if qualifier.is_some() { Span { end: units[end].span.end + 1, ..span } } else { span };
    if runs.last().is_some_and(|last: &Run| last.span.overlaps(span)) {
        return; // the branch in brackets behind an acronym
    }
    let acronym = words.len() == 1 && is_acronym(words[0].0.of(text));
    runs.push(Run { span, words, person, opens_sentence: units[start].opens, place_before, acronym, qualifier });
}

/// Whether `unit` is a branch in brackets behind an acronym: the "(N)" of "PML (N)".
fn is_qualifier(text: &str, before: Span, unit: &Unit) -> bool {
    let between = text.get(before.end as usize..unit.span.start as usize).unwrap_or("");
    let letters = unit.span.of(text);
    between.trim_start() == "("
        && text[unit.span.end as usize..].starts_with(')')
        && letters.chars().count() <= 2
        && letters.chars().all(char::is_uppercase)
        && is_acronym(before.of(text))
}

/// Two or more capitals, and nothing but capitals, digits, dots and hyphens.
fn is_acronym(word: &str) -> bool {
    word.chars().filter(|character| character.is_uppercase()).count() >= 2
        && word.chars().all(|character| {
            character.is_uppercase() || matches!(character, '.' | '-' | '&') || character.is_ascii_digit()
        })
}

/// Drops a capital that is due to its place: a single word at the start of a sentence is a name only where the document
/// says so elsewhere, and a word before a name may just open the sentence ("Dismissing Anna Kerr").
fn drop_sentence_capital(mut run: Run, lower: &HashSet<String>, attested: &HashSet<Vec<String>>) -> Option<Run> {
    let first = run.words[0].1.clone();
    if run.words.len() == 1 {
        if !run.opens_sentence {
            // A capital in mid-sentence of a word that the document also writes small: a lost full stop, a heading.
            return (!lower.contains(&first) || run.acronym).then_some(run);
        }
        let known = attested.iter().any(|form| form.contains(&first));
        return (known && !lower.contains(&first)).then_some(run);
    }
    let tail_known = attested.contains(&folded(&run.words[1..]));
    let plain = lower.contains(&first)
        || COMMON_WORDS.contains(first.as_str())
        || tail_known && (first.ends_with("ing") || first.ends_with("ed"));
    if run.opens_sentence && plain && (tail_known || !attested.contains(&folded(&run.words))) {
        run.words.remove(0);
        run.span.start = run.words[0].0.start;
    }
    Some(run)
}

/// Two names that stand side by side ("the former president of Ruda Anna Kerr") are two where the document names each apart.
fn split_attested(run: Run, attested: &HashSet<Vec<String>>) -> Vec<Run> {
    if run.words.len() >= 3 {
        for cut in 1..run.words.len() {
            let (head, tail) = run.words.split_at(cut);
            let tail_known = attested.contains(&folded(tail)) || attested.contains(&folded(&tail[tail.len() - 1..]));
            if tail.len() >= 2 && attested.contains(&folded(head)) && tail_known {
                let part = |words: &[(Span, String)], place: bool| Run {
                    span: words[0].0.join(words[words.len() - 1].0),
                    words: words.to_vec(),
                    person: !place,
                    opens_sentence: false,
                    place_before: place,
                    acronym: false,
                    qualifier: None,
                };
                return vec![part(head, true), part(tail, false)];
            }
        }
    }
    vec![run]
}

/// Gives each run its entity: equal forms, last names of known full names, acronyms of known long forms.
fn assemble(text: &str, runs: &[Run]) -> Names {
    let mut out = Names::default();
    let mut by_form: HashMap<Vec<String>, usize> = HashMap::new();
    let mut by_last: HashMap<String, usize> = HashMap::new();
    let mut by_initials: HashMap<String, usize> = HashMap::new();
    let mut by_first: HashMap<String, usize> = HashMap::new();
    let mut by_acronym: HashMap<(String, Option<String>), usize> = HashMap::new();
    let mut order: Vec<usize> = (0..runs.len()).collect();
    // Long forms first, so that a short form finds its long one even where it stands before it (a headline).
    order.sort_by_key(|&index| (std::cmp::Reverse(runs[index].words.len().min(2)), index));
    let mut entity_of = vec![0; runs.len()];
    for index in order {
        let run = &runs[index];
        let form = folded(&run.words);
        let (acronym, qualifier) = acronym_of(text, run);
        let after_long = acronym.is_some().then(|| bracketed_long_form(text, runs, index)).flatten();
        let known =
            by_form.get(&form).copied().or_else(|| after_long.map(|long| entity_of[long])).or_else(|| match &acronym {
                Some(acronym) => {
                    by_acronym.get(&(acronym.clone(), qualifier.clone())).or_else(|| by_initials.get(acronym)).copied()
                }
                None if form.len() == 1 => by_last
                    .get(&form[0])
                    .or_else(|| by_first.get(&form[0]))
                    .or_else(|| glued(&form[0], &by_last))
                    .copied(),
                None => None,
            });
        let entity = known.unwrap_or_else(|| {
            out.entities.push(Entity {
                kind: NameKind::Other,
                canonical: run.span.of(text).to_owned(),
                forms: Vec::new(),
                acronym: None,
                qualifier: None,
            });
            out.entities.len() - 1
        });
        entity_of[index] = entity;
        let found = &mut out.entities[entity];
        found.kind = found.kind.min(kind_of(run, acronym.is_some()));
        if let Some(acronym) = acronym {
            found.acronym.get_or_insert_with(|| acronym.clone());
            if found.qualifier.is_none() {
                found.qualifier.clone_from(&qualifier);
            }
            by_acronym.entry((acronym, qualifier)).or_insert(entity);
        } else if form.len() > 1 {
            by_last.entry(form[form.len() - 1].clone()).or_insert(entity);
            if form.len() >= 3 {
                by_initials.entry(form.iter().flat_map(|word| initials(word)).collect()).or_insert(entity);
            }
            if run.person {
                by_first.entry(form[0].clone()).or_insert(entity);
            }
        }
        if !found.forms.contains(&form) {
            found.forms.push(form.clone());
        }
        by_form.entry(form).or_insert(entity);
    }
    out.mentions = runs.iter().zip(entity_of).map(|(run, entity)| Name { span: run.span, entity }).collect();
    out.mentions.sort_by_key(|name| name.span);
    out
}

/// The entity of a last name that a lost space glued to the verb behind it: "Kerrsaid".
fn glued<'a>(word: &str, by_last: &'a HashMap<String, usize>) -> Option<&'a usize> {
    let cuts = word.char_indices().map(|(cut, _)| cut).filter(|cut| *cut > 3);
    cuts.filter(|cut| REPORTING_VERBS.contains_key(&word[*cut..])).find_map(|cut| by_last.get(&word[..cut]))
}

/// The acronym of a run that is one, and its qualifier: ("pml", "n") for "PML-N" and "PML (N)".
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

fn initials(word: &str) -> impl Iterator<Item = char> + '_ {
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
