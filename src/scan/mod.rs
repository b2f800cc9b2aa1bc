//! The batch: a corpus to verified pairs and clusters.

mod corpus;
mod judge;
mod look;
mod memory;
mod pool;

pub use corpus::{Corpus, Entry, read_corpus};
pub use judge::matched;
pub(crate) use judge::{Answers, Question, judge};
pub use look::{Look, Looking};
pub use memory::Memory;
pub(crate) use pool::Pool;

use crate::{
    article::{Article, Reader},
    body::Body,
    candidates::{Candidates, Commonness, Folded, Prefixes, StoryPair, story_candidates},
    cluster::{Cluster, ClusterKind, Node, Reason, cluster, reasons},
    document::{Document, Published},
    error::Result,
    fingerprint::shingle::distinct_shingles,
    relate::{Link, Match},
    settings::Settings,
};
use hashbrown::HashSet;
use serde::Serialize;
use std::time::Instant;

/// How far a run is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// A step begins.
    Begins {
        /// What is done.
        name: &'static str,
        /// How many there are to do, where that is known.
        total: Option<usize>,
    },
    /// So many more are done.
    Done(usize),
}

/// Hears of every step, from any thread.
pub type Watch<'a> = &'a (dyn Fn(Step) + Sync);

/// What a scan found.
#[derive(Debug)]
pub struct Scan {
    /// Verified pairs, `a` the earlier document, in order of the documents.
    pub matches: Vec<Match>,
    /// Copy clusters, then story clusters.
    pub clusters: Vec<Cluster>,
    /// For each document whether to keep it, and why.
    pub reasons: Vec<Reason>,
    /// What was counted.
    pub counts: Counts,
    /// Seconds of each step; no part of any output that must be the same in every run.
    pub seconds: Vec<(&'static str, f64)>,
}

/// What a scan counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Documents read.
    pub documents: usize,
    /// Documents with the same words as an earlier one.
    pub identical: usize,
    /// Documents that a corpus without duplicates leaves out.
    pub duplicates: usize,
    /// Pairs that were verified.
    pub candidates: usize,
    /// Pairs with a relation.
    pub pairs: usize,
    /// Shingles in too many documents to pair all of these: the documents were paired by their other shingles.
    pub common_shingles: usize,
    /// Story terms in too many documents to pair by.
    pub common_terms: usize,
    /// Clusters of versions of one report.
    pub copy_clusters: usize,
    /// Clusters of reports of one event.
    pub story_clusters: usize,
}

/// Finds the pairs and clusters of a corpus. The same for any number of threads and any memory.
///
/// It takes the samples of the corpus: a second scan of the same corpus finds nothing.
///
/// # Errors
///
/// [`crate::error::Error::NoRoom`] when the disk is full.
pub fn scan(corpus: &mut Corpus, settings: &Settings, memory: Memory, watch: Watch<'_>) -> Result<Scan> {
    let matching = &settings.matching;
    let mut clock = Clock::new(watch);
    clock.begin("candidates", None);
    let folded = Folded::new(corpus.entries.iter().map(|entry| (entry.text_hash, entry.words as usize)));
    let copies = match corpus.samples.take() {
        Some(samples) => samples.candidates(&folded, matching)?,
        None => Candidates::default(),
    };
    let mut pairs = copies.pairs;
    if let Some(least) = matching.exact {
        clock.begin("exact", Some(corpus.entries.len() * 2));
        pairs.extend(exact_pairs(corpus, &folded, least, settings, memory, watch)?);
        pairs.sort_unstable();
        pairs.dedup();
    }
    clock.begin("stories", None);
    let stories = story_candidates(&folded, |index| corpus.take_teller(index), matching);
    let stories = folded.unfolded_stories(stories, matching);
    // A weak link joins nothing by itself: it only keeps the average of a story from being too low.
    let is_strong = |pair: &StoryPair| f64::from(pair.cosine) >= matching.story_score;
    let (stories, weak): (Vec<StoryPair>, Vec<StoryPair>) = stories.into_iter().partition(is_strong);
    let questions = questions(folded.unfolded(pairs, matching), &stories);
    drop(stories);
    clock.begin("verifying", Some(questions.len()));
    let read = |index: u32, reader: &mut Reader| corpus.opened(index as usize, reader);
    let documents = corpus.entries.len();
    let (readers, room) = (Pool::default(), memory.documents());
    let Answers { mut matches, mut links } = judge(documents, &read, &questions, settings, &readers, room, watch)?;
    corpus.tell_lost();
    let weak = weak.into_iter().map(|pair| (pair.a as usize, pair.b as usize, f64::from(pair.cosine)));
    links.extend(weak.map(|(a, b, score)| Link { a, b, score }));
    clock.begin("clusters", None);
    let hosts = hosts(&matches);
    links.retain(|link| !hosts.contains(&link.a) && !hosts.contains(&link.b));
    links.sort_unstable_by_key(|link| (link.a, link.b));
    matches.sort_unstable_by_key(|found| (found.a, found.b));
    let nodes: Vec<Node<'_>> = corpus.entries.iter().map(node).collect();
    let clusters = cluster(&nodes, &matches, &links, matching);
    let reasons = reasons(&nodes, &matches, &clusters);
    let kind = |kind| clusters.iter().filter(|cluster| cluster.kind == kind).count();
    let counts = Counts {
        documents: corpus.entries.len(),
        identical: folded.repeats(),
        duplicates: reasons.iter().filter(|reason| !reason.keep).count(),
        candidates: questions.len(),
        pairs: matches.len(),
        common_shingles: copies.cut,
        common_terms: corpus.common_terms,
        copy_clusters: kind(ClusterKind::Copy),
        story_clusters: kind(ClusterKind::Story),
    };
    Ok(Scan { matches, clusters, reasons, counts, seconds: clock.end() })
}

/// Pairs among which are all with a Jaccard of at least `least`: every document is read twice more.
fn exact_pairs(
    corpus: &Corpus,
    folded: &Folded,
    least: f64,
    settings: &Settings,
    memory: Memory,
    watch: Watch<'_>,
) -> Result<Vec<(u32, u32)>> {
    let commonness = Commonness::default();
    let words = settings.matching.shingle_words;
    corpus.each_body(watch, &|body| commonness.count(&body_shingles(body, words)), &mut |()| Ok(()))?;
    let mut prefixes = Prefixes::new(memory.postings());
    let prefix = |body: &Body| {
        let shingles = body_shingles(body, words);
        (shingles.len(), commonness.prefix(shingles, least))
    };
    corpus.each_body(watch, &prefix, &mut |(size, prefix)| prefixes.add(&prefix, size))?;
    prefixes.candidates(folded, least)
}

/// The different shingles of `length` words of an article.
fn body_shingles(body: &Body, length: usize) -> Vec<u64> {
    distinct_shingles(&body.terms(), length)
}

/// The pairs of documents to be judged, in rising order: those that may be copies and those that may tell one event.
fn questions(copies: Vec<(u32, u32)>, stories: &[StoryPair]) -> Vec<Question> {
    let stories = stories.iter().map(|pair| Question { a: pair.a, b: pair.b, story: pair.cosine });
    let copies = copies.into_iter().map(|(a, b)| Question { a, b, story: 0.0 });
    let mut all: Vec<Question> = stories.chain(copies).collect();
    all.sort_by_key(|question| (question.a, question.b)); // stable: of two for one pair that with the cosine comes first
    all.dedup_by_key(|question| (question.a, question.b));
    all
}

/// Documents that hold another one, and so may hold two stories: which of them a third document tells, their terms cannot
/// say. Their copies speak for them.
fn hosts(matches: &[Match]) -> HashSet<usize> {
    matches.iter().filter_map(Match::host).map(|(host, _)| host).collect()
}

fn node(entry: &Entry) -> Node<'_> {
    Node {
        id: &entry.id,
        time: entry.published.map(Published::seconds),
        words: entry.words as usize,
        text_hash: entry.text_hash,
        lead: entry.lead,
    }
}

/// One more is done.
fn done<T>(watch: Watch<'_>, made: T) -> T {
    watch(Step::Done(1));
    made
}

/// Measures the steps and announces them.
struct Clock<'a> {
    watch: Watch<'a>,
    began: Option<(&'static str, Instant)>,
    seconds: Vec<(&'static str, f64)>,
}

impl<'a> Clock<'a> {
    fn new(watch: Watch<'a>) -> Self {
        Self { watch, began: None, seconds: Vec::new() }
    }

    fn begin(&mut self, name: &'static str, total: Option<usize>) {
        self.stop();
        (self.watch)(Step::Begins { name, total });
        self.began = Some((name, Instant::now()));
    }

    fn stop(&mut self) {
        if let Some((name, began)) = self.began.take() {
            self.seconds.push((name, began.elapsed().as_secs_f64()));
        }
    }

    fn end(mut self) -> Vec<(&'static str, f64)> {
        self.stop();
        self.seconds
    }
}

/// Whether `a` was published after `b`, where both times are known.
pub(crate) fn is_later(a: &Document, b: &Document) -> bool {
    a.published.zip(b.published).is_some_and(|(a, b)| a.seconds() > b.seconds())
}

/// The two in order: the earlier first where both times are known, else as given.
#[must_use]
pub fn in_time_order(a: Article, b: Article) -> [Article; 2] {
    if is_later(&a.document, &b.document) { [b, a] } else { [a, b] }
}

/// Sorts articles by time, then id; those without a time come last.
pub fn sort_by_time(articles: &mut [Article]) {
    articles.sort_by(|x, y| {
        let key = |article: &Article| {
            (article.document.published.is_none(), article.document.published.map(crate::document::Published::seconds))
        };
        key(x).cmp(&key(y)).then_with(|| x.document.id.cmp(&y.document.id))
    });
}
