//! From the matches of an item to what is said of it.

use super::{Newcomer, kills};
use crate::{
    article::{Article, Reader, Witness},
    compare::divergences,
    diverge::Divergence,
    document::DocumentId,
    error::Result,
    index::{Document, Fate, Known, State, View},
    relate::{Match, Relation},
    report::{json, verdict as wire},
    scan::{Pool, Question, is_later, judge as judge_pairs},
    settings::{Join, Settings},
    tokenize::tokenize,
};
use hashbrown::HashMap;
use rayon::prelude::*;
use std::sync::{Mutex, PoisonError};

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
const OPEN: usize = 100;

/// Bytes of texts from which on no more are read ahead in the order in which they lie, so that what is packed together is
/// unpacked once; the others are read when their turn comes.
const MOST_AHEAD: usize = 32 << 20;

/// Texts that are read ahead at a time.
const AHEAD: usize = 512;

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
    let (desk, told): (_, &[Newcomer]) = (&desk, new);
    let killed: Vec<Vec<u32>> = (0..told.len()).map(|place| desk.killed(told, place, &matches[place])).collect();
    let ids = desk.ids(&matches, &killed)?;
    let judged = Judged { new: told, matches, parents, killed, ids };
    let verdicts: Vec<Result<Verdict>> =
        (0..told.len()).into_par_iter().with_max_len(16).map(|place| desk.verdict(&judged, place)).collect();
    let verdicts: Vec<Verdict> = verdicts.into_iter().collect::<Result<_>>()?;
    let parents = judged.parents;
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

/// What is known of a batch when its pairs are judged.
struct Judged<'a> {
    new: &'a [Newcomer],
    /// See [`Desk::matches`].
    matches: Vec<Vec<Found>>,
    /// See [`Desk::join`].
    parents: HashMap<u32, u32>,
    /// See [`Desk::killed`], of each newcomer.
    killed: Vec<Vec<u32>>,
    /// The ids of the documents before the batch that are told of.
    ids: HashMap<u32, DocumentId>,
}

/// What changed against one document, by its number.
type Changes = (u32, Vec<Divergence>);

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

    fn id<'b>(&self, judged: &'b Judged<'_>, number: u32) -> &'b DocumentId {
        match number.checked_sub(self.first) {
            Some(place) => &judged.new[place as usize].document.article.id,
            None => &judged.ids[&number],
        }
    }

    /// The ids of the documents before the batch that the verdicts name.
    fn ids(&self, matches: &[Vec<Found>], killed: &[Vec<u32>]) -> Result<HashMap<u32, DocumentId>> {
        let found = matches.iter().flatten().map(|one| one.other);
        let named = found.chain(killed.iter().flatten().copied());
        let mut old: Vec<u32> = named.filter(|&number| number < self.first).collect();
        old.sort_unstable();
        old.dedup();
        Ok(old.iter().copied().zip(self.view.ids_of(&old)?).collect())
    }

    /// The first of `old`, documents before the batch in rising order, each to be taken once.
    fn ahead(&self, old: &[u32]) -> Result<Vec<Mutex<Option<Document>>>> {
        let (mut ahead, mut bytes) = (Vec::with_capacity(old.len()), 0);
        for some in old.chunks(AHEAD) {
            if bytes > MOST_AHEAD {
                break;
            }
            for document in self.view.documents_of(some)? {
                bytes += document.article.text.len();
                ahead.push(Mutex::new(Some(document)));
            }
        }
        Ok(ahead)
    }

    /// The matches of each newcomer with documents before it, in their order.
    fn matches(&self, new: &[Newcomer], questions: &[Question]) -> Result<Vec<Vec<Found>>> {
        let mut numbers: Vec<u32> = questions.iter().flat_map(|question| [question.a, question.b]).collect();
        numbers.sort_unstable();
        numbers.dedup();
        let places: HashMap<u32, u32> = numbers.iter().copied().zip(0..).collect();
        let local = |question: &Question| Question { a: places[&question.a], b: places[&question.b], ..*question };
        let local: Vec<Question> = questions.iter().map(local).collect();
        let ahead = self.ahead(&numbers[..numbers.partition_point(|&number| number < self.first)])?;
        let read = |place: u32, reader: &mut Reader| {
            let waiting = ahead.get(place as usize);
            let document = match waiting.and_then(|one| one.lock().unwrap_or_else(PoisonError::into_inner).take()) {
                Some(document) => document,
                None => self.document(new, numbers[place as usize])?,
            };
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

    /// The documents that a newcomer kills, or the killed ones that it is related to.
    fn killed(&self, new: &[Newcomer], place: usize, found: &[Found]) -> Vec<u32> {
        let newcomer = &new[place];
        if !kills(&newcomer.document.article) {
            return found.iter().map(|one| one.other).filter(|&other| self.is_killed(new, other)).collect();
        }
        let item = newcomer.known.item;
        let is_take = |known: &Known| known.item == item && !known.gone;
        let known = (0..).zip(&self.state.known).filter(|(_, known)| is_take(known)).map(|(other, _)| other);
        let in_batch = (self.first..).zip(&new[..place]).filter(|(_, new)| new.known.item == item);
        known.chain(in_batch.map(|(other, _)| other)).collect()
    }

    fn verdict(&self, judged: &Judged<'_>, place: usize) -> Result<Verdict> {
        let number = self.first + place as u32;
        let (new, found, killed) = (judged.new, &judged.matches[place], &judged.killed[place]);
        let newcomer = &new[place];
        let kills = kills(&newcomer.document.article);
        let id = |number: u32| self.id(judged, number);
        let (mut fate, mut of) = strongest(found);
        if kills && !killed.is_empty() {
            (fate, of) = (Fate::Version, killed.last().copied());
        }
        let changes = if fate == Fate::Version && !kills { self.changes(new, newcomer, found)? } else { [None, None] };
        let root = self.root(&judged.parents, number);
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

    /// What changed in a newcomer against the latest version, and against the first where that is another one.
    fn changes(&self, new: &[Newcomer], newcomer: &Newcomer, found: &[Found]) -> Result<[Option<Changes>; 2]> {
        let versions = || found.iter().filter(|one| one.relation == Relation::Version);
        let latest = versions().next_back();
        let first = versions().next().filter(|first| latest.is_some_and(|latest| latest.other != first.other));
        let own = Article::from(&newcomer.document);
        let own = Witness::new(&own);
        let against = |one: &Found| -> Result<Changes> {
            let other = Article::from(&self.document(new, one.other)?);
            let other = Witness::new(&other);
            let is_turned = is_later(&other.article.document, &own.article.document);
            let (a, b) = if is_turned { (&own, &other) } else { (&other, &own) };
            Ok((one.other, divergences(a, b, Some(one.matched.relation), &self.settings.comparing)))
        };
        Ok([latest.map(against).transpose()?, first.map(against).transpose()?])
    }

    fn is_killed(&self, new: &[Newcomer], number: u32) -> bool {
        match number.checked_sub(self.first) {
            Some(place) => new[place as usize].known.killed,
            None => self.state.known[number as usize].killed,
        }
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
