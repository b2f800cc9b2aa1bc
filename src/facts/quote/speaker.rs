//! Who speaks: the subject of a reporting verb, whom "she" means, and whom "the coach".

use super::Speaker;
use crate::{
    facts::{
        name::{Name, NameKind, Names},
        words::{Lists, Unit},
    },
    span::Span,
    words::fold,
};
use std::{borrow::Cow, cell::OnceCell};

/// Words behind a reporting verb among which its subject stands: "said the captain of the boat".
const BEHIND_VERB: usize = 6;
/// Bytes of the marks and spaces between a quotation and who said it.
const MARKS: usize = 6;
/// Words before a name among which a phrase that tells its role begins: "the harbour's deputy chief engineer, Anna Kerr".
const ROLE_WORDS: usize = 5;
/// Roles of a document that are read, the first ones: each is looked at for every "the coach" of it.
const MOST_ROLES: usize = 1_000;

/// Verbs of what one who is named did that do not end in "ed".
const PAST: [&str; 28] = [
    "became", "began", "beat", "bought", "brought", "chose", "cut", "fell", "felt", "found", "gave", "got", "held",
    "hit", "kept", "led", "left", "let", "lost", "made", "met", "put", "saw", "sent", "shot", "sold", "took", "won",
];

/// Those who may speak in a document, and who acted last.
pub(super) struct Speakers<'a> {
    text: &'a str,
    names: &'a Names,
    units: &'a [Vec<Unit>],
    /// Who spoke or acted last: whom "they" means.
    last: Option<usize>,
    /// Whom "she" means: the last of these who is no organisation.
    last_person: Option<usize>,
    /// What it says that they are; read when it is first asked, which most documents never do.
    roles: OnceCell<Vec<Role>>,
}

/// What a document says that somebody is.
struct Role {
    /// "chief engineer"
    words: Vec<String>,
    /// Index in [`Names::entities`].
    entity: usize,
}

impl<'a> Speakers<'a> {
    pub(super) fn new(text: &'a str, names: &'a Names, units: &'a [Vec<Unit>]) -> Self {
        Self { text, names, units, last: None, last_person: None, roles: OnceCell::new() }
    }

    /// Who a sentence says is speaking: the subject of its reporting verb outside the quotation marks.
    pub(super) fn attribution(&self, outside: &[Unit], marked: &[Span], sentence: Span) -> Option<Speaker> {
        let Some(verb) = outside.iter().position(|unit| unit.lists.holds(Lists::REPORTING)) else {
            return self.beside(outside, marked).or_else(|| self.introduced(outside, marked));
        };
        let (before, after) = (&outside[..verb], &outside[verb + 1..]);
        let behind =
            || self.subject(up_to_stop(after)).or_else(|| self.subject(&after[..after.len().min(BEHIND_VERB)]));
        let name_behind = || {
            // "said Kerr": only where the verb opens what stands outside the marks, or the name stands right behind it.
            let next = after.first()?;
            self.names.within(next.span).next()?;
            let opens = before.last().is_none_or(|last| {
                last.stop || marked.iter().any(|run| run.end <= next.span.start && run.start >= sentence.start)
            });
            opens.then(behind).flatten()
        };
        if before.is_empty() {
            return behind();
        }
        let clause = before
            .iter()
            .rposition(|unit| unit.stop)
            .map_or(before, |stop| if stop + 1 < before.len() { &before[stop + 1..] } else { before });
        self.subject(clause).or_else(|| self.subject(before)).or_else(name_behind)
    }

    /// Whom a pronoun right behind a quotation means, whatever the verb: `"We lost," she sobbed.`
    fn beside(&self, outside: &[Unit], marked: &[Span]) -> Option<Speaker> {
        let first = outside.first()?;
        let gap = |run: &Span| self.text.get(run.end as usize..first.span.start as usize);
        let behind =
            marked.iter().filter_map(gap).any(|gap| !gap.contains(char::is_alphanumeric) && gap.len() <= MARKS);
        self.pronoun(first).filter(|_| behind)
    }

    /// Of whom a quotation behind a colon is, whatever the verb: `Kerr is against it: "We lost."`
    fn introduced(&self, outside: &[Unit], marked: &[Span]) -> Option<Speaker> {
        let run = marked.first()?;
        let ahead = &outside[..outside.partition_point(|unit| unit.span.end <= run.start)];
        let gap = self.text.get(ahead.last()?.span.end as usize..run.start as usize)?;
        (gap.contains(':') && gap.len() <= MARKS).then(|| self.subject(ahead)).flatten()
    }

    /// The speaker that a clause names: its first name that stands for itself, else its pronoun, else its words. A pronoun that
    /// ends it comes first: "after the talks with Kerr she".
    pub(super) fn subject(&self, clause: &[Unit]) -> Option<Speaker> {
        let last = clause.iter().rfind(|unit| !is_auxiliary(&self.folded(unit)));
        if let Some(speaker) = last.and_then(|unit| self.pronoun(unit)) {
            return Some(speaker);
        }
        let span = clause.first()?.span.join(clause.last()?.span);
        let names = || self.names.within(span).filter(|name| self.kind(name) != NameKind::Place);
        if let Some(name) = names().find(|name| !self.describes(clause, name)) {
            return Some(Speaker { span: name.span, entity: Some(name.entity) });
        }
        if let Some(speaker) = clause.iter().find_map(|unit| self.pronoun(unit)) {
            return Some(speaker);
        }
        // "The Ruda Mills spokeswoman" speaks for the mills; "the Catholic priest" and "Kerr's sister" for themselves.
        let speaks_for =
            names().find(|name| self.kind(name) == NameKind::Organisation || !self.has_article(clause, name));
        if let Some(name) = speaks_for.filter(|name| !is_possessive(clause, name)) {
            return Some(Speaker { span: name.span, entity: Some(name.entity) });
        }
        self.phrase(clause)
    }

    /// The speaker that is named by a role: "the coach".
    fn phrase(&self, clause: &[Unit]) -> Option<Speaker> {
        let article = clause.iter().position(|unit| is_article(&self.folded(unit)))?;
        let words: Vec<&Unit> = clause[article..].iter().take_while(|unit| !is_auxiliary(&self.folded(unit))).collect();
        let (first, last) = (words.first()?, words.last()?);
        let span = first.span.join(last.span);
        (words.len() > 1).then(|| Speaker { span, entity: self.holder(&words[1..]) })
    }

    /// What a pronoun means.
    fn pronoun(&self, unit: &Unit) -> Option<Speaker> {
        let entity = match self.folded(unit).as_ref() {
            "he" | "she" | "i" => self.last_person,
            "they" => self.last,
            _ => return None,
        };
        Some(Speaker { span: unit.span, entity })
    }

    /// Notes who spoke or acted in a sentence, by its words outside quotation marks.
    pub(super) fn remember(&mut self, outside: &[Unit], said_by: Option<Speaker>) {
        let spoke = said_by.and_then(|speaker| speaker.entity);
        let first = |acts: bool| {
            let named = outside.iter().flat_map(|unit| self.names.within(unit.span));
            let mut people = named.filter(|name| self.may_be_person(name.entity) && !self.describes(outside, name));
            people.find(|name| !(acts && self.is_behind_preposition(outside, name))).map(|name| name.entity)
        };
        let spoke_as_person = spoke.filter(|entity| self.may_be_person(*entity));
        let acted = if spoke_as_person.is_some() { None } else { first(true).or_else(|| first(false)) };
        self.last = spoke.or(acted).or(self.last);
        self.last_person = spoke_as_person.or(acted).or(self.last_person);
    }

    /// Notes who gave a whole speech. Whom it names is not who speaks; a speaker without a name leaves "he" open.
    pub(super) fn spoke(&mut self, speaker: Speaker) {
        (self.last, self.last_person) = (speaker.entity, speaker.entity);
    }

    fn may_be_person(&self, entity: usize) -> bool {
        matches!(self.names.entities[entity].kind, NameKind::Person | NameKind::Other)
    }

    fn kind(&self, name: &Name) -> NameKind {
        self.names.entities[name.entity].kind
    }

    fn folded(&self, unit: &Unit) -> Cow<'a, str> {
        fold(unit.span.of(self.text))
    }

    /// Whether a name only says more of the word behind it: "Ruda coach Anna Kerr", "Kerr's sister", "the Catholic priest".
    fn describes(&self, clause: &[Unit], name: &Name) -> bool {
        let behind = clause.partition_point(|unit| unit.span.start < name.span.end);
        let Some(last) = behind.checked_sub(1).map(|at| &clause[at]) else { return false };
        let nouns = clause[behind..].iter().take_while(|unit| self.may_be_noun(unit)).count();
        if last.possessive || last.stop || nouns == 0 {
            return last.possessive && behind < clause.len();
        }
        let role = &clause[behind + nouns - 1];
        let next = clause.get(behind + nouns).filter(|next| next.capital && !role.stop);
        self.has_article(clause, name) || next.is_some() && self.is_role(role)
    }

    /// Whether a word may be part of what somebody is: "deputy coach", not "met the coach".
    fn may_be_noun(&self, unit: &Unit) -> bool {
        let word = self.folded(unit);
        !unit.capital
            && !unit.lists.holds(Lists::FUNCTION)
            && !unit.lists.holds(Lists::REPORTING)
            && !is_auxiliary(&word)
            && !PAST.contains(&word.as_ref())
            && !["ly", "ed"].into_iter().any(|ending| word.ends_with(ending))
    }

    /// Whether a word says what somebody is: a title, or by its ending.
    fn is_role(&self, unit: &Unit) -> bool {
        let word = self.folded(unit);
        let ending =
            ["er", "or", "man", "woman", "ist", "ian", "person"].into_iter().any(|ending| word.ends_with(ending));
        ending || unit.lists.holds(Lists::TITLE) || unit.lists.holds(Lists::TITLE_MODIFIER)
    }

    fn word_before(&self, clause: &[Unit], name: &Name) -> Option<Cow<'a, str>> {
        let first = clause.partition_point(|unit| unit.span.end <= name.span.start);
        clause[..first].last().filter(|unit| !unit.stop).map(|unit| self.folded(unit))
    }

    fn has_article(&self, clause: &[Unit], name: &Name) -> bool {
        self.word_before(clause, name).is_some_and(|word| is_article(&word))
    }

    fn is_behind_preposition(&self, clause: &[Unit], name: &Name) -> bool {
        self.word_before(clause, name).is_some_and(|word| is_preposition(&word))
    }

    /// The roles that the document gives to people: "coach Anna Kerr", "its chief engineer, Anna Kerr,", "Anna Kerr, the
    /// engineer".
    fn read_roles(&self) -> Vec<Role> {
        let mut roles = Vec::new();
        let is_word =
            |unit: &Unit| !unit.possessive && !unit.lists.holds(Lists::FUNCTION) && !unit.lists.holds(Lists::REPORTING);
        let mut give = |words: &[Unit], entity: usize| {
            if !words.is_empty() && roles.len() < MOST_ROLES {
                roles.push(Role { words: words.iter().map(|unit| self.folded(unit).into_owned()).collect(), entity });
            }
        };
        for all in self.units.iter().filter(|all| !all.is_empty()) {
            let sentence = all[0].span.join(all[all.len() - 1].span);
            for name in self.names.within(sentence).filter(|name| self.may_be_person(name.entity)) {
                let first = all.partition_point(|unit| unit.span.end <= name.span.start);
                let behind = all.partition_point(|unit| unit.span.start < name.span.end);
                let before = &all[..first];
                let near = before.iter().rev().take(ROLE_WORDS).enumerate();
                let start = first - near.take_while(|(at, unit)| is_word(unit) && (*at == 0 || !unit.stop)).count();
                let article = start.checked_sub(1).map(|at| &all[at]);
                let opens = article.is_some_and(|unit| unit.possessive || is_article(&self.folded(unit)));
                let joined = |unit: &Unit| !unit.stop || opens && self.is_comma(unit.span.end, name.span.start);
                if before.last().is_some_and(joined) {
                    give(&all[start..first], name.entity);
                }
                let follows =
                    |unit: &&Unit| self.is_comma(name.span.end, unit.span.start) && is_article(&self.folded(unit));
                if all.get(behind).as_ref().is_some_and(follows) {
                    let words = &all[behind + 1..];
                    let end = words.iter().position(|unit| !is_word(unit)).unwrap_or(words.len());
                    let end = words[..end].iter().position(|unit| unit.stop).map_or(end, |stop| stop + 1);
                    give(&words[..end], name.entity);
                }
            }
        }
        roles
    }

    /// Whether nothing but a comma stands between two places.
    fn is_comma(&self, end: u32, start: u32) -> bool {
        self.text.get(end as usize..start as usize).is_some_and(|between| between.trim() == ",")
    }

    /// Whom a role means: the only one of whom all its words are told.
    fn holder(&self, role: &[&Unit]) -> Option<usize> {
        let words: Vec<_> = role.iter().map(|unit| self.folded(unit)).collect();
        let roles = self.roles.get_or_init(|| self.read_roles());
        let is_told = |held: &&Role| {
            held.words.last().map(String::as_str) == words.last().map(AsRef::as_ref)
                && words.iter().all(|word| held.words.iter().any(|held| held == word))
        };
        let mut holders = roles.iter().filter(is_told).map(|role| role.entity);
        let first = holders.next()?;
        holders.all(|other| other == first).then_some(first)
    }
}

/// Whether a name has a possessive ending: "Kerr's".
fn is_possessive(clause: &[Unit], name: &Name) -> bool {
    let behind = clause.partition_point(|unit| unit.span.start < name.span.end);
    behind.checked_sub(1).is_some_and(|at| clause[at].possessive)
}

/// The words up to the first stop, that word included.
fn up_to_stop(words: &[Unit]) -> &[Unit] {
    let end = words.iter().position(|unit| unit.stop).map_or(words.len(), |stop| stop + 1);
    &words[..end.min(BEHIND_VERB)]
}

fn is_article(word: &str) -> bool {
    matches!(word, "the" | "a" | "an" | "his" | "her" | "its" | "their")
}

fn is_auxiliary(word: &str) -> bool {
    matches!(
        word,
        "can" | "could" | "is" | "was" | "are" | "were" | "has" | "had" | "have" | "will" | "would" | "also" | "later"
    )
}

/// Words before a name that make it no subject: "the harbour of Ruda", "after talks with Kerr".
fn is_preposition(word: &str) -> bool {
    matches!(
        word,
        "of" | "from"
            | "in"
            | "at"
            | "for"
            | "with"
            | "by"
            | "to"
            | "near"
            | "on"
            | "against"
            | "under"
            | "like"
            | "between"
            | "into"
            | "than"
            | "after"
            | "before"
            | "about"
            | "over"
            | "behind"
            | "outside"
            | "around"
    )
}
