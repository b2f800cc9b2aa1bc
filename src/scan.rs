//! The batch: a corpus to verified pairs and clusters.

use crate::{
    article::{Article, Lines},
    candidates::{Folded, copy_candidates, story_candidates},
    clean::{Paragraphs, Repeated},
    cluster::{Cluster, Node, Reason, cluster, reasons},
    document::{Document, Skipped},
    error::Result,
    fingerprint::{Fingerprint, story::Rarity},
    read::{self, Fields, Found},
    relate::{Evidence, Link, Match, Relation, Side, relate, reworded, story_score},
    settings::Settings,
    terms::Stems,
    verify::{Body, Overlap},
};
use hashbrown::HashSet;
use rayon::prelude::*;
use serde::Serialize;
use std::{ops::ControlFlow, path::PathBuf, sync::OnceLock, time::Instant};

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

/// A corpus as it was read.
#[derive(Debug, Default)]
pub struct Corpus {
    /// Its articles, in the order of the input.
    pub articles: Vec<Article>,
    /// The bytes of the line that each was read from; `None` for a text file.
    pub lines: Vec<Option<Vec<u8>>>,
    /// What could not be read.
    pub skipped: Vec<Skipped>,
    /// What to tell the user.
    pub warnings: Vec<String>,
}

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

/// Reads a corpus, marks its furniture (also what repeats over the documents of a source) and splits it into words.
///
/// # Errors
///
/// [`crate::error::Error::NothingRead`] when there is no document at all.
pub fn read_corpus(inputs: &[PathBuf], fields: &Fields, settings: &Settings, watch: Watch<'_>) -> Result<Corpus> {
    let mut corpus = Corpus::default();
    let mut documents: Vec<Document> = Vec::new();
    watch(Step::Begins { name: "reading", total: None });
    read::read(inputs, fields, &settings.reading, &mut |found| {
        match found {
            Found::Document(record) => {
                documents.push(record.document);
                corpus.lines.push(record.line);
                watch(Step::Done(1));
            }
            Found::Skipped(skipped) => corpus.skipped.push(skipped),
            Found::Warning(warning) => corpus.warnings.push(warning),
        }
        ControlFlow::Continue(())
    })?;
    watch(Step::Begins { name: "cleaning", total: Some(documents.len()) });
    let repeated = repeated(&documents, settings);
    corpus.articles = documents
        .into_par_iter()
        .map(|document| {
            let article = Article::new(document, &repeated, settings);
            watch(Step::Done(1));
            article
        })
        .collect();
    Ok(corpus)
}

/// The paragraphs that a source prints under many of its stories.
fn repeated(documents: &[Document], settings: &Settings) -> Repeated {
    let count = |part: &[Document]| {
        let mut paragraphs = Paragraphs::default();
        for document in part {
            paragraphs.add(document.source.as_deref(), &document.text, &settings.cleaning);
        }
        paragraphs
    };
    let merge = |mut all: Paragraphs, part: Paragraphs| {
        all.merge(part, &settings.cleaning);
        all
    };
    documents.par_chunks(512).map(count).reduce(Paragraphs::default, merge).repeated(&settings.cleaning)
}

/// Finds the pairs and clusters of a corpus. The same for any number of threads.
#[must_use]
pub fn scan(articles: &[Article], settings: &Settings, watch: Watch<'_>) -> Scan {
    let matching = &settings.matching;
    let mut clock = Clock::new(watch);
    clock.begin("fingerprints", Some(articles.len()));
    let prints: Vec<Fingerprint> = articles
        .par_iter()
        .map(|article| done(watch, Fingerprint::new(&article.document, &article.tokens, matching)))
        .collect();
    let bodies: Vec<Body> =
        articles.par_iter().map(|article| Body::new(&article.document.text, &article.tokens, matching)).collect();
    clock.begin("candidates", None);
    let folded = Folded::new(&prints);
    let rarity = Rarity::new(folded.representatives().map(|index| prints[index].story.as_slice()), matching);
    let vectors: Vec<Vec<(u64, f32)>> = prints.par_iter().map(|print| rarity.vector(&print.story)).collect();
    let copies = copy_candidates(&prints, &folded, matching);
    let stories = story_candidates(&prints, &folded, &rarity, matching);
    let mut pairs = [copies.pairs, stories.pairs].concat();
    pairs.sort_unstable();
    pairs.dedup();
    let pairs = folded.unfolded(&pairs, matching);
    clock.begin("verifying", Some(pairs.len()));
    let stems: Vec<OnceLock<Vec<Stems>>> = articles.iter().map(|_| OnceLock::new()).collect();
    let lines =
        |index: usize| Lines { article: &articles[index], stems: stems[index].get_or_init(|| articles[index].stems()) };
    let side = |index: usize| Side { article: &articles[index], body: &bodies[index], vector: &vectors[index] };
    let judged: Vec<(Option<Match>, Link)> = pairs
        .par_iter()
        .map(|&(a, b)| {
            let (a, b) = if is_later(&articles[a].document, &articles[b].document) { (b, a) } else { (a, b) };
            let (evidence, overlap) = Evidence::new(side(a), side(b), matching);
            let relation = match relate(&evidence, matching) {
                Some(relation @ (Relation::Story | Relation::Overlap)) => {
                    Some(reworded(relation, &evidence, lines(a), lines(b), settings))
                }
                relation => relation,
            };
            let link = Link { a, b, score: story_score(&evidence, matching) };
            done(watch, (relation.map(|relation| Match { a, b, relation, overlap }), link))
        })
        .collect();
    let hosts = hosts(judged.iter().filter_map(|(found, _)| found.as_ref()));
    let tells = |link: &Link| link.score > 0.0 && !hosts.contains(&link.a) && !hosts.contains(&link.b);
    let story_links: Vec<Link> = judged.iter().map(|(_, link)| *link).filter(tells).collect();
    let mut matches: Vec<Match> = judged.into_iter().filter_map(|(found, _)| found).collect();
    matches.sort_by_key(|found| (found.a, found.b));
    clock.begin("clusters", None);
    let nodes: Vec<Node<'_>> = prints.iter().zip(articles).map(|(print, article)| node(print, article)).collect();
    let clusters = cluster(&nodes, &matches, &story_links, matching);
    let reasons = reasons(&nodes, &matches, &clusters);
    let kind = |kind| clusters.iter().filter(|cluster| cluster.kind == kind).count();
    let counts = Counts {
        documents: articles.len(),
        identical: folded.groups.iter().map(|group| group.len() - 1).sum(),
        duplicates: reasons.iter().filter(|reason| !reason.keep).count(),
        candidates: pairs.len(),
        pairs: matches.len(),
        common_shingles: copies.cut,
        common_terms: stories.cut,
        copy_clusters: kind(crate::cluster::ClusterKind::Copy),
        story_clusters: kind(crate::cluster::ClusterKind::Story),
    };
    Scan { matches, clusters, reasons, counts, seconds: clock.end() }
}

/// Documents that hold another one, and so may hold two stories: which of them a third document tells, their terms cannot
/// say. Their copies speak for them.
fn hosts<'a>(matches: impl Iterator<Item = &'a Match>) -> HashSet<usize> {
    matches
        .filter_map(|found| match found.relation {
            Relation::Contains => Some(found.a),
            Relation::Contained => Some(found.b),
            _ => None,
        })
        .collect()
}

fn node<'a>(print: &Fingerprint, article: &'a Article) -> Node<'a> {
    Node {
        id: &article.document.id,
        time: print.time,
        words: print.words,
        text_hash: print.text_hash,
        lead: print.lead,
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

/// What two documents are to each other by themselves, without the rest of a corpus: their relation, overlap and the
/// evidence.
#[must_use]
pub fn matched(a: &Article, b: &Article, settings: &Settings) -> (Option<Relation>, Overlap, Evidence) {
    let matching = &settings.matching;
    let print = |article: &Article| Fingerprint::new(&article.document, &article.tokens, matching);
    let body = |article: &Article| Body::new(&article.document.text, &article.tokens, matching);
    let (print_a, print_b) = (print(a), print(b));
    let rarity = Rarity::new([print_a.story.as_slice(), print_b.story.as_slice()], matching);
    let (vector_a, vector_b) = (rarity.vector(&print_a.story), rarity.vector(&print_b.story));
    let (evidence, overlap) = Evidence::new(
        Side { article: a, body: &body(a), vector: &vector_a },
        Side { article: b, body: &body(b), vector: &vector_b },
        matching,
    );
    let relation = match relate(&evidence, matching) {
        Some(relation @ (Relation::Story | Relation::Overlap)) => {
            let (stems_a, stems_b) = (a.stems(), b.stems());
            let (lines_a, lines_b) = (Lines { article: a, stems: &stems_a }, Lines { article: b, stems: &stems_b });
            Some(reworded(relation, &evidence, lines_a, lines_b, settings))
        }
        relation => relation,
    };
    (relation, overlap, evidence)
}

/// Whether `a` was published after `b`, where both times are known.
fn is_later(a: &Document, b: &Document) -> bool {
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
