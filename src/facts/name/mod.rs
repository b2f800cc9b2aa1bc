//! Names of people, places and organisations, and which of them mean the same one.
//!
//! Names are told by their form: runs of capitalised words, seen together over the whole document. No list of names.

mod compare;
mod entities;
mod runs;

pub use compare::{Letters, SameName};
pub(super) use runs::behind_dateline;

use super::{
    date::DateMention,
    words::{self, Unit},
};
use crate::{hash::ByItself, span::Span, tokenize::Tokens, words::term_at};
use entities::assemble;
use hashbrown::HashSet;
use runs::{Attested, Run, Runs, drop_sentence_capital, mostly_capitals, sentence_runs, split_attested};
use serde::Serialize;
use std::borrow::Cow;

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
    /// Its acronym without a qualifier, folded: "rwp" for "RWP (N)".
    pub acronym: Option<String>,
    /// A branch that the acronym names: "n" for "RWP (N)" and "RWP-N".
    pub qualifier: Option<String>,
    /// The letters that another text may know it by.
    pub letters: Vec<Letters>,
    /// The country that all its forms are names of, by its usual name: "britain" for "UK"
    /// ([`crate::lexicon::COUNTRY_NAMES`]).
    pub country: Option<&'static str>,
}

/// The names of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    /// All mentions, in order of place; they never overlap.
    pub mentions: Vec<Name>,
    /// Who is mentioned: those with a name of several words first, each in order of first mention.
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

    /// Whether two of the entities are one, or one country ("America", "the United States").
    #[must_use]
    pub fn same(&self, a: usize, b: usize) -> bool {
        a == b || self.entities[a].is_one_country(&self.entities[b])
    }
}

/// The names of a document's article, furniture left out; `lower` is its text in lower case, and `units` are the words of
/// all sentences.
#[must_use]
pub fn names(text: &str, lower: &str, tokens: &Tokens, units: &[Vec<Unit>], dates: &[DateMention]) -> Names {
    let mut runs = Runs::new(text, lower);
    let mut bodies: Vec<Cow<'_, [Unit]>> = Vec::with_capacity(units.len());
    let all = tokens.sentences.iter().zip(units).filter(|(sentence, _)| sentence.furniture.is_none());
    for (sentence, words) in all {
        let story = behind_dateline(text, sentence.span);
        if mostly_capitals(story.of(text)) {
            continue;
        }
        let words = if story == sentence.span { Cow::from(words) } else { Cow::from(words::units(text, story)) };
        sentence_runs(&words, dates, &mut runs);
        bodies.push(words);
    }
    let small = lower_words(text, &bodies, &runs);
    let attested = Attested::new(&runs);
    let kept: Vec<Run> = std::mem::take(&mut runs.list)
        .into_iter()
        .filter_map(|run| drop_sentence_capital(&runs, run, &small, &attested))
        .flat_map(|run| split_attested(&runs, run, &attested))
        .flatten()
        .collect();
    assemble(text, &runs, &kept)
}

/// The first words of runs that some sentences also write small, as terms; of the runs that may owe their capital to their
/// place.
fn lower_words(text: &str, sentences: &[Cow<'_, [Unit]>], runs: &Runs<'_>) -> HashSet<u64, ByItself> {
    // By first letter, the lengths of the words that are asked for.
    let mut asked = [0u32; 1 << u8::BITS];
    let mut terms: HashSet<u64, ByItself> = HashSet::with_capacity_and_hasher(runs.list.len(), ByItself::default());
    let bit = |length: usize| 1 << length.min(31);
    for run in runs.list.iter().filter(|run| run.opens_sentence || run.words.len() == 1) {
        let first = &runs.words_of(run)[0];
        asked[usize::from(first.folded.as_bytes().first().copied().unwrap_or(0))] |= bit(first.folded.len());
        terms.insert(first.term());
    }
    let (bytes, is_ascii) = (text.as_bytes(), text.is_ascii());
    let may_be_asked = |unit: &&Unit| {
        asked[usize::from(bytes[unit.span.start as usize])] & bit(unit.span.len()) != 0
            || !is_ascii && !unit.span.of(text).is_ascii()
    };
    let small = sentences.iter().flat_map(|words| words.iter()).filter(|unit| !unit.capital);
    small.filter(may_be_asked).map(|unit| term_at(text, unit.span)).filter(|term| terms.contains(term)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        clean::{Block, Clean},
        facts::words::sentence_units,
        tokenize::tokenize,
    };

    fn read(text: &str) -> Names {
        let clean = Clean { blocks: vec![Block { span: Span::new(0, text.len()), furniture: None }] };
        let tokens = tokenize(text, &clean);
        names(text, &text.to_ascii_lowercase(), &tokens, &sentence_units(text, &tokens), &[])
    }

    /// Each mention with the longest form of whom it means.
    fn mentions(text: &str) -> Vec<(String, String)> {
        let found = read(text);
        let one = |name: &Name| (name.span.of(text).to_owned(), found.entities[name.entity].canonical.clone());
        found.mentions.iter().map(one).collect()
    }

    fn pairs(all: &[(&str, &str)]) -> Vec<(String, String)> {
        all.iter().map(|(name, whom)| ((*name).to_owned(), (*whom).to_owned())).collect()
    }

    /// How the first names of two texts compare.
    fn compared(a: &str, b: &str) -> SameName {
        read(a).entities[0].compare(&read(b).entities[0])
    }

    #[test]
    fn a_last_name_means_the_full_name_and_titles_are_no_part_of_it() {
        let of_place = mentions("They met President Helka Dorn of Karvia. Karvia is small.");
        assert_eq!(of_place, pairs(&[("Helka Dorn", "Helka Dorn"), ("Karvia", "Karvia"), ("Karvia", "Karvia")]));
        let text = "In Ruda, Prime Minister Helka Dorn met rescuers. Ms Dorn's visit was short.";
        assert_eq!(mentions(text), pairs(&[("Ruda", "Ruda"), ("Helka Dorn", "Helka Dorn"), ("Dorn", "Helka Dorn")]));
    }

    #[test]
    fn a_bracketed_acronym_means_the_name_before_it() {
        let text = "The strike was called by the Ruda Dockers Union (RDU). Later the RDU spoke of 900 jobs.";
        let whom = mentions(text);
        assert_eq!(whom.iter().filter(|(_, whom)| whom == "Ruda Dockers Union").count(), 3, "{whom:?}");
        let whom = mentions("They sold Ruda Multimedia (RMM) and Karvia Mills (RKM). Later RMM was bought.");
        assert_eq!(whom.iter().filter(|(_, whom)| whom == "Ruda Multimedia").count(), 3, "{whom:?}");
    }

    #[test]
    fn a_capital_that_only_opens_a_sentence_makes_no_name() {
        assert_eq!(mentions("Rescuers pulled 12 people out. Many rescuers were hurt."), pairs(&[]));
        assert_eq!(mentions("On Tuesday, they left. Dismissing Anna Kerr, she left with Anna Kerr.")[1].0, "Anna Kerr");
    }

    #[test]
    fn a_possessive_parts_two_names_but_not_one() {
        let text = "He joined Kerr's Ruda Workers Party and the People's Bank.";
        let names: Vec<String> = mentions(text).into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["Kerr", "Ruda Workers Party", "People's Bank"]);
    }

    #[test]
    fn one_who_has_an_age_is_a_person() {
        let found = read("Keeper Paul Stenn was hurt. Stenn, 27, was asleep.");
        assert_eq!(found.entities.iter().map(|one| one.kind).collect::<Vec<_>>(), [NameKind::Person]);
        assert_eq!(found.mentions.len(), 2);
    }

    #[test]
    fn one_who_acts_is_named_at_the_start_of_a_sentence() {
        assert_eq!(
            mentions("Brezik has left. Velmar, who was hurt, said nothing."),
            pairs(&[("Brezik", "Brezik"), ("Velmar", "Velmar")])
        );
        assert_eq!(mentions("Revenue has grown. Rescuers said nothing. Velmar left."), pairs(&[]));
    }

    #[test]
    fn partners_and_the_number_of_an_index_belong_to_one_name() {
        let text = "He watched the Kerr & Stenn's 200 Index. The Ruda Index fell.";
        let names: Vec<String> = mentions(text).into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["Kerr & Stenn's 200 Index", "Ruda Index"]);
        assert_eq!(compared("He watched the K&S.", "He watched the Kerr & Stenn's 200 Index."), SameName::Same);
        assert_eq!(compared("He watched the Ruda Index.", "He watched the Index."), SameName::Different);
    }

    #[test]
    fn a_wire_dateline_names_nobody() {
        assert_eq!(
            mentions("RUDA, Karvia (Meridian) - The mayor met Anna Kerr."),
            pairs(&[("Anna Kerr", "Anna Kerr")])
        );
    }

    #[test]
    fn two_names_compare_by_spelling_branch_and_first_name() {
        assert_eq!(compared("He met Anton Brezik.", "He met Anton Brezik."), SameName::Same);
        assert_eq!(compared("He met Anton Brezik.", "He met Anton Bresik."), SameName::Spelling);
        assert_eq!(compared("He met Haji Anton Brezik.", "He met Haji Anton Bresik."), SameName::Spelling);
        assert_eq!(compared("He met Haji Noor Brezik.", "He met Haji Nur Brezik."), SameName::Spelling);
        assert_eq!(compared("He met Police Anton Brezik.", "He met Anton Bresik."), SameName::Spelling);
        assert_eq!(compared("He met Anton Brezik Olmo.", "He met Anton Bresik."), SameName::Spelling);
        assert_eq!(compared("He met Yohan Kadirova.", "He met Johan Qadyrova."), SameName::Spelling);
        assert_eq!(compared("He met Soulaima Kouranda.", "He met Sulaima Kuranda."), SameName::Spelling);
        assert_eq!(compared("He met Marina Solano.", "He met Moreno Selino."), SameName::Different);
        assert_eq!(compared("He met Paul Dorngaard.", "He met Paul Dorngaert."), SameName::Spelling);
        assert_eq!(compared("He met Paul Richards.", "He met Paul Richardson."), SameName::Different);
        assert_eq!(compared("He met Sam Richards.", "He met Samuel Richards."), SameName::Spelling);
        assert_eq!(compared("He met Anton Brezik.", "He met Anton Bresik of Olmo Mills."), SameName::Spelling);
        assert_eq!(compared("He met President Anton Brezik of Ruda.", "He met Anton Bresik."), SameName::Spelling);
        assert_eq!(compared("He met City Councilman Paul Stenn.", "He left the City Council."), SameName::Different);
        assert_eq!(
            compared("He met Haji Anna Kerr.", "He met Hugo Adam Klein."),
            SameName::Different,
            "the same initials"
        );
        assert_eq!(compared("He met Sofia Arendt.", "He met Sonja Arendt."), SameName::FirstName);
        assert_eq!(compared("He left the RWP (N).", "He left the RWP."), SameName::Qualifier);
        assert_eq!(compared("He left the RWP.", "He left the Ruda Workers Party."), SameName::Same);
        assert_eq!(compared("He met Anna Kerr.", "He met Paul Stenn."), SameName::Different);
        assert_eq!(compared("He left the Ruda Boat Works AG.", "He left the RBW."), SameName::Same);
        assert_eq!(compared("He left the UK.", "He left Britain."), SameName::Same);
        assert_eq!(compared("He left New Ruda Mills.", "He left Newruda Mills."), SameName::Same);
        assert_eq!(compared("He left the United States.", "He left Britain."), SameName::Different);
    }
}
