//! From the matches of an item to what is said of it.

use super::{Newcomer, kills};
use crate::{
    article::{Article, Reader, Witness},
    compare::compare,
    diverge::Divergence,
    document::DocumentId,
    error::Result,
    index::{Document, Fate, Known, State, View},
    relate::{Match, Relation},
    report::{json, verdict as wire},
    scan::{Pool, Question, in_time_order, judge as judge_pairs},
    settings::{Join, Settings},
    tokenize::tokenize,
};
use hashbrown::HashMap;
use rayon::prelude::*;

/// What is said of an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// The number that it is remembered by.
    pub number: u32,
    /// What it was found to be.
    pub fate: Fate,
    /// The whole verdict, see [`wire::VerdictLine`].
    pub json: Vec<u8>,
    /// Whether it was known already, by its name and version: then this is what was said when it came first.
    pub known: bool,
}

/// Documents whose cluster was joined with an earlier one, and the first document of that.
pub(super) type Parents = Vec<(u32, u32)>;

/// Documents that a thread keeps open while it judges pairs; some 40 KB each.
const OPEN: usize = 400;

/// Judges the pairs of a batch. Gives the verdict on every newcomer, and the clusters that were joined: the first document of
/// one and that of the earlier one.
pub(super) fn judge(
    state: &State,
    view: &View,
    settings: &Settings,
    readers: &Pool<Reader>,
    new: &mut [Newcomer],
    questions: &[Question],
) -> Result<(Vec<Verdict>, Parents)> {
    let desk = Desk { state, view, settings, readers, first: state.known.len() as u32 };
    let matches = desk.matches(new, questions)?;
    let parents = desk.join(new, &matches);
    let desk = &desk;
    let told: &[Newcomer] = new;
    let verdicts: Vec<Result<Verdict>> = (0..told.len())
        .into_par_iter()
        .with_max_len(16)
        .map(|place| desk.verdict(told, place, &matches[place], &parents))
        .collect();
    let verdicts: Vec<Verdict> = verdicts.into_iter().collect::<Result<_>>()?;
    for (newcomer, verdict) in new.iter_mut().zip(&verdicts) {
        newcomer.known.fate = verdict.fate;
    }
    let joined = parents.into_iter().filter(|(document, _)| *document < desk.first);
    let mut joined: Vec<(u32, u32)> = joined.collect();
    joined.sort_unstable();
    Ok((verdicts, joined))
}

struct Desk<'a> {
    state: &'a State,
    view: &'a View,
    settings: &'a Settings,
    readers: &'a Pool<Reader>,
    /// Number of the first newcomer.
    first: u32,
}

/// What an item is to one that came before it.
struct Found {
    /// The number of the other.
    other: u32,
    /// What the item is to it.
    relation: Relation,
    /// The match, with numbers of documents, `a` the earlier published.
    matched: Match,
}

impl Desk<'_> {
    fn document(&self, new: &[Newcomer], number: u32) -> Result<Document> {
        match number.checked_sub(self.first) {
            Some(place) => Ok(new[place as usize].document.clone()),
            None => self.view.document(number),
        }
    }

    fn id(&self, new: &[Newcomer], number: u32) -> Result<DocumentId> {
        match number.checked_sub(self.first) {
            Some(place) => Ok(new[place as usize].document.article.id.clone()),
            None => self.view.id(number),
        }
    }

    /// The matches of each newcomer with documents before it, in their order.
    fn matches(&self, new: &[Newcomer], questions: &[Question]) -> Result<Vec<Vec<Found>>> {
        let mut numbers: Vec<u32> = questions.iter().flat_map(|question| [question.a, question.b]).collect();
        numbers.sort_unstable();
        numbers.dedup();
        let places: HashMap<u32, u32> = numbers.iter().copied().zip(0..).collect();
        let local = |question: &Question| Question { a: places[&question.a], b: places[&question.b], ..*question };
        let local: Vec<Question> = questions.iter().map(local).collect();
        let read = |place: u32, reader: &mut Reader| {
            let document = self.document(new, numbers[place as usize])?;
            reader.read_classes(&document.article);
            let clean = document.clean();
            Ok((document.article, clean))
        };
        let answers = judge_pairs(numbers.len(), &read, &local, self.settings, self.readers, OPEN, &|_| ())?;
        let mut found: Vec<Vec<Found>> = new.iter().map(|_| Vec::new()).collect();
        for matched in answers.matches {
            let [a, b] = [matched.a, matched.b].map(|place| numbers[place]);
            let relation = if a > b { matched.relation } else { matched.relation.mirrored() };
            let matched = Match { a: a as usize, b: b as usize, ..matched };
            found[(a.max(b) - self.first) as usize].push(Found { other: a.min(b), relation, matched });
        }
        for found in &mut found {
            found.sort_by_key(|one| one.other);
        }
        Ok(found)
    }

    /// Joins each newcomer with the clusters of its copies; gives the documents whose cluster has an earlier first document now.
    fn join(&self, new: &mut [Newcomer], matches: &[Vec<Found>]) -> HashMap<u32, u32> {
        let mut parents: HashMap<u32, u32> = HashMap::new();
        for (number, found) in (self.first..).zip(matches) {
            for one in found.iter().filter(|one| self.joins(one, found)) {
                let (one, other) = (self.root(&parents, one.other), self.root(&parents, number));
                if one != other {
                    parents.insert(one.max(other), one.min(other));
                }
            }
        }
        for (number, newcomer) in (self.first..).zip(new) {
            newcomer.known.parent = self.root(&parents, number);
        }
        parents
    }

    /// Whether a match joins copies: as in a scan, but that a page which holds several stories joins none of them, as those that
    /// it will hold are not known.
    fn joins(&self, one: &Found, all: &[Found]) -> bool {
        let join = self.settings.matching.join;
        match one.matched.articles {
            Some(Relation::Version) => join >= Join::Version,
            Some(relation) if relation.is_one_report() => true,
            _ => {
                let holds = all.iter().filter(|one| matches!(one.relation, Relation::Contains | Relation::Contained));
                join >= Join::Contains && one.matched.host().is_some() && holds.count() == 1
            }
        }
    }

    /// The first document of a cluster.
    fn root(&self, parents: &HashMap<u32, u32>, mut document: u32) -> u32 {
        loop {
            let known = || self.state.known.get(document as usize).map_or(document, |known| known.parent);
            let parent = parents.get(&document).copied().unwrap_or_else(known);
            if parent == document {
                return document;
            }
            document = parent;
        }
    }

    fn verdict(&self, new: &[Newcomer], place: usize, found: &[Found], parents: &HashMap<u32, u32>) -> Result<Verdict> {
        let number = self.first + place as u32;
        let newcomer = &new[place];
        let kills = kills(&newcomer.document.article);
        let mut ids: HashMap<u32, DocumentId> = HashMap::new();
        let mut killed: Vec<u32> =
            found.iter().map(|one| one.other).filter(|&other| self.is_killed(new, other)).collect();
        if kills {
            let item = newcomer.known.item;
            let is_take = |known: &Known| known.item == item && !known.gone;
            let known = (0..).zip(&self.state.known).filter(|(_, known)| is_take(known)).map(|(other, _)| other);
            let in_batch = (self.first..number).zip(new).filter(|(_, new)| new.known.item == item);
            killed = known.chain(in_batch.map(|(other, _)| other)).collect();
        }
        for other in found.iter().map(|one| one.other).chain([number]).chain(killed.iter().copied()) {
            if !ids.contains_key(&other) {
                ids.insert(other, self.id(new, other)?);
            }
        }
        let id = |number: u32| -> &DocumentId { &ids[&number] };
        let (mut fate, mut of) = strongest(found);
        if kills && !killed.is_empty() {
            (fate, of) = (Fate::Version, killed.last().copied());
        }
        let changes = if fate == Fate::Version && !kills {
            let versions = || found.iter().filter(|one| one.relation == Relation::Version).map(|one| one.other);
            let (first, latest) = (versions().next(), versions().next_back());
            let first = first.filter(|_| first != latest);
            let own = Article::from(&newcomer.document);
            let against = |other: Option<u32>| -> Result<Option<(u32, Vec<Divergence>)>> {
                let Some(one) = found.iter().find(|one| Some(one.other) == other) else { return Ok(None) };
                let known = Article::from(&self.document(new, one.other)?);
                Ok(Some((one.other, self.divergences(&own, &known, &one.matched))))
            };
            [against(latest)?, against(first)?]
        } else {
            [None, None]
        };
        let root = self.root(parents, number);
        let cluster = match root.checked_sub(self.first) {
            Some(place) => new[place as usize].known.cluster(),
            None => self.state.known[root as usize].cluster(),
        };
        let pairs = found.iter().map(|Found { matched: Match { a, b, relation, overlap, .. }, .. }| {
            json::pair(id(*a as u32), id(*b as u32), Some(*relation), overlap)
        });
        let [latest, first] = &changes;
        let line = wire::VerdictLine {
            id: id(number),
            verdict: fate.name(),
            of: of.map(id),
            cluster: &cluster,
            pairs: pairs.collect(),
            divergences: latest.as_ref().map_or_else(Vec::new, |(_, found)| wire::divergences(found)),
            first: first
                .as_ref()
                .map(|(other, found)| wire::FirstLine { of: id(*other), divergences: wire::divergences(found) }),
            killed: killed.iter().map(|&number| id(number)).collect(),
            summary: summary(
                fate,
                of.map(id),
                latest.as_ref().map(|(_, found)| found.as_slice()),
                kills,
                !killed.is_empty(),
            ),
        };
        let json = serde_json::to_vec(&line).unwrap_or_default();
        Ok(Verdict { number, fate, json, known: false })
    }

    fn is_killed(&self, new: &[Newcomer], number: u32) -> bool {
        match number.checked_sub(self.first) {
            Some(place) => new[place as usize].known.killed,
            None => self.state.known[number as usize].killed,
        }
    }

    /// What changed between two versions.
    fn divergences(&self, own: &Article, other: &Article, matched: &Match) -> Vec<Divergence> {
        let [a, b] = in_time_order(other.clone(), own.clone());
        let (a, b) = (Witness::new(&a), Witness::new(&b));
        let overlap = matched.overlap.clone();
        compare(&a, &b, Some(matched.relation), overlap, &self.settings.comparing).divergences
    }
}

impl From<&Document> for Article {
    fn from(document: &Document) -> Self {
        let clean = document.clean();
        let tokens = tokenize(&document.article.text, &clean);
        Self { document: document.article.clone(), clean, tokens }
    }
}

/// What an item is, by the strongest relation that it has, and the document that it has it to: of versions the latest, else the
/// first.
fn strongest(found: &[Found]) -> (Fate, Option<u32>) {
    let Some(fate) = found.iter().map(|one| Fate::of(one.relation)).min() else { return (Fate::New, None) };
    let mut with_it = found.iter().filter(|one| Fate::of(one.relation) == fate).map(|one| one.other);
    (fate, if fate == Fate::Version { with_it.next_back() } else { with_it.next() })
}

/// The verdict in one line.
fn summary(fate: Fate, of: Option<&DocumentId>, changes: Option<&[Divergence]>, kills: bool, killed: bool) -> String {
    let of = of.map_or_else(String::new, ToString::to_string);
    if kills {
        return if killed { format!("kills {of}") } else { "kills an item that is not known".to_owned() };
    }
    let words = match fate {
        Fate::New => "nothing like it is known".to_owned(),
        Fate::Identical => format!("the same words as {of}"),
        Fate::Near => format!("near copy of {of}"),
        Fate::Contained => format!("stands in {of}"),
        Fate::Version => changes.map_or_else(String::new, wire::summary),
        Fate::Contains => format!("contains {of}"),
        Fate::Story => format!("another report of the event of {of}"),
        Fate::Overlap => format!("shares a passage with {of}"),
        Fate::Template => format!("the form of {of} with other facts"),
    };
    if killed { format!("{words}; related to a killed item") } else { words }
}
