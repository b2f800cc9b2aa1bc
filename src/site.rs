//! A scan to its pages: which pages there are, and what each shows.

use crate::{
    article::{Article, Witness},
    cluster::{Cluster, ClusterKind},
    collate::{Collation, Row, collate},
    compare::{Comparison, compare},
    diverge::Kind,
    equivalences::{Difference, Rules},
    error::{Error, Result},
    hash::content_id,
    relate::{Match, Relation},
    report::{ClusterLine, ClusterReport, IndexReport, Only, PairLine, PairReport, html, row_ids},
    scan::{Corpus, Scan, Step, Watch, matched},
    settings::Settings,
};
use hashbrown::HashMap;
use rayon::prelude::*;
use std::collections::BTreeMap;

/// A file of the report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// Its name, without a folder.
    pub name: String,
    /// Its bytes.
    pub html: String,
}

/// A cluster of up to so many documents has a page for every pair of them; a larger one for each document with the base.
const ALL_PAIRS: usize = 8;
/// A collation of more columns cannot be read; the first so many documents that are not identical are set side by side.
const MOST_COLUMNS: usize = 40;
/// Members of a cluster that are read to find those: of a text that was copied a hundred thousand times the rest is the same.
const MOST_READ: usize = 2_000;

/// Makes the pages of a scan and hands each to `write`, the index last; `input` is what was read, as it was given.
///
/// Every cluster has a page, and every compared pair of it. Identical documents have no page of their own: there is
/// nothing to compare.
///
/// # Errors
///
/// What `write` returns; nothing further is written then. [`crate::error::Error::Changed`] when a file does not hold a document
/// any more.
pub fn site<E: From<Error>>(
    corpus: &Corpus,
    scan: &Scan,
    (input, skipped): (&str, usize),
    (settings, rules): (&Settings, &Rules),
    watch: Watch<'_>,
    write: &mut dyn FnMut(Page) -> Result<(), E>,
) -> Result<(), E> {
    watch(Step::Begins { name: "pages", total: Some(scan.clusters.len()) });
    let known: HashMap<(usize, usize), &Match> = scan.matches.iter().map(|found| ((found.a, found.b), found)).collect();
    let copy_of = copies(corpus.entries.len(), &scan.clusters);
    let mut lines = Vec::new();
    // A few clusters at a time: in parallel, and yet never all pages in memory.
    for part in scan.clusters.chunks(64) {
        let made: Vec<Result<(ClusterLine, Vec<Page>)>> = part
            .par_iter()
            .map(|cluster| {
                let made = cluster_pages(corpus, cluster, &known, &copy_of, (settings, rules));
                watch(Step::Done(1));
                made
            })
            .collect();
        for made in made {
            let (line, pages) = made?;
            lines.push(line);
            pages.into_iter().try_for_each(&mut *write)?;
        }
    }
    lines.sort_by(|x, y| {
        (y.severities, y.documents).cmp(&(x.severities, x.documents)).then_with(|| x.page.cmp(&y.page))
    });
    let index = IndexReport {
        input: input.to_owned(),
        documents: corpus.entries.len(),
        skipped,
        duplicates: scan.counts.duplicates,
        clusters: lines,
        sources: sources(corpus),
    };
    html::index_pages(&index).into_iter().try_for_each(|(name, html)| write(Page { name, html }))
}

/// The copy cluster of each document, by its index among the clusters.
fn copies(documents: usize, clusters: &[Cluster]) -> Vec<Option<usize>> {
    let mut out = vec![None; documents];
    for (index, cluster) in clusters.iter().enumerate().filter(|(_, cluster)| cluster.kind == ClusterKind::Copy) {
        cluster.members.iter().for_each(|member| out[*member] = Some(index));
    }
    out
}

/// Documents by source, most first; those without one are left out.
fn sources(corpus: &Corpus) -> Vec<(String, usize)> {
    let mut count: BTreeMap<&str, usize> = BTreeMap::new();
    for source in corpus.entries.iter().filter_map(|entry| entry.source.as_deref()) {
        *count.entry(source).or_default() += 1;
    }
    let mut out: Vec<(String, usize)> = count.into_iter().map(|(source, count)| (source.to_owned(), count)).collect();
    out.sort_by_key(|(_, count)| std::cmp::Reverse(*count)); // stable: equal ones stay in alphabetical order
    out
}

fn cluster_pages(
    corpus: &Corpus,
    cluster: &Cluster,
    known: &HashMap<(usize, usize), &Match>,
    copy_of: &[Option<usize>],
    (settings, rules): (&Settings, &Rules),
) -> Result<(ClusterLine, Vec<Page>)> {
    let (columns, articles): (Vec<usize>, Vec<Article>) = columns(corpus, cluster)?.into_iter().unzip();
    let members: Vec<&Article> = articles.iter().collect();
    let witnesses: Vec<Witness<'_>> = members.iter().map(|article| Witness::new(article)).collect();
    let base = columns.iter().position(|column| *column == cluster.base).unwrap_or(0);
    let mut collation = collate(&witnesses, &settings.comparing);
    settle_rows(&mut collation, &members, rules);
    let page = cluster_page_name(cluster);
    let mut pages = Vec::new();
    let mut pairs = Vec::new();
    for (a, b) in pairs_of(columns.len(), base) {
        let found = known.get(&(columns[a], columns[b])).or_else(|| known.get(&(columns[b], columns[a])));
        // A pair that the scan verified keeps its order; in any other the earlier column is a.
        let (a, b) = if found.is_some_and(|found| found.a == columns[b]) { (b, a) } else { (a, b) };
        let mut comparison = compared(&witnesses[a], &witnesses[b], found.copied(), cluster.kind, settings);
        comparison.settle(&members[a].document.id.0, &members[b].document.id.0, rules);
        if comparison.relation == Some(Relation::Identical) {
            continue;
        }
        let name = pair_page_name(members[a], members[b], cluster.kind);
        pairs.push(pair_line(a, b, &comparison, name.clone()));
        let report = PairReport { a: members[a], b: members[b], comparison: &comparison, cluster_page: Some(&page) };
        pages.push(Page { name, html: html::pair_page(&report) });
    }
    let copies = copy_numbers(&columns, copy_of);
    let report = ClusterReport {
        id: &cluster.id,
        kind: cluster.kind,
        articles: &members,
        base,
        copies: &copies,
        collation: &collation,
        pairs: &pairs,
    };
    pages.push(Page { name: page.clone(), html: html::cluster_page(&report) });
    Ok((cluster_line(corpus, cluster, page, members[base], &collation), pages))
}

/// The members that are set side by side, with their articles: of documents with the same text only the first, the base
/// always.
fn columns(corpus: &Corpus, cluster: &Cluster) -> Result<Vec<(usize, Article)>> {
    let mut out: Vec<(usize, Article)> = Vec::new();
    let base = corpus.article(cluster.base)?;
    for &member in cluster.members.iter().take(MOST_READ) {
        if member == cluster.base {
            out.push((member, base.clone()));
        } else {
            let article = corpus.article(member)?;
            let known = out.iter().map(|(_, known)| known).chain([&base]);
            if known.into_iter().all(|known| known.document.text != article.document.text) {
                out.push((member, article));
            }
        }
        if out.len() == MOST_COLUMNS {
            break;
        }
    }
    if out.iter().all(|(member, _)| *member != cluster.base) {
        out.insert(0, (cluster.base, base));
    }
    Ok(out)
}

/// The pairs that have a page, as columns.
fn pairs_of(columns: usize, base: usize) -> Vec<(usize, usize)> {
    if columns <= ALL_PAIRS {
        return (0..columns).flat_map(|a| (a + 1..columns).map(move |b| (a, b))).collect();
    }
    (0..columns).filter(|column| *column != base).map(|column| (column.min(base), column.max(base))).collect()
}

/// Compares two members of a cluster; where the scan found nothing between the two, the cluster says what they are.
fn compared(
    a: &Witness<'_>,
    b: &Witness<'_>,
    found: Option<&Match>,
    kind: ClusterKind,
    settings: &Settings,
) -> Comparison {
    let (relation, overlap) = if let Some(found) = found {
        (Some(found.relation), found.overlap.clone())
    } else {
        let (_, overlap, _) = matched(a.article, b.article, settings);
        (Some(if kind == ClusterKind::Copy { Relation::Version } else { Relation::Story }), overlap)
    };
    compare(a, b, relation, overlap, &settings.comparing)
}

/// A row in which every disagreement is settled by a rule agrees from now on.
fn settle_rows(collation: &mut Collation, members: &[&Article], rules: &Rules) {
    let settled = |row: &Row| {
        let said = |at: usize| &row.readings[at];
        let id = |at: usize| members[said(at).document].document.id.0.as_str();
        (0..row.readings.len()).all(|b| {
            (0..b).all(|a| {
                let (documents, readings) = ([id(a), id(b)], [said(a).text.as_str(), said(b).text.as_str()]);
                said(a).value == said(b).value
                    || rules.cover(&Difference { kind: row.kind, subject: &row.subject, documents, readings })
            })
        })
    };
    for row in collation.rows.iter_mut().filter(|row| row.severity > 0) {
        if settled(row) {
            row.severity = 0;
        }
    }
    collation.rows.sort_by_key(|row| row.severity == 0); // stable: what disagrees stays in its order
}

fn cluster_page_name(cluster: &Cluster) -> String {
    let kind = if cluster.kind == ClusterKind::Copy { "copy" } else { "story" };
    format!("{kind}-{}.html", cluster.id)
}

/// A pair may stand in a copy cluster and in a story cluster: each has its own way back.
fn pair_page_name(a: &Article, b: &Article, kind: ClusterKind) -> String {
    let kind = if kind == ClusterKind::Copy { "copy" } else { "story" };
    format!("pair-{}.html", content_id([kind, &a.document.id.0, &b.document.id.0, &a.document.text, &b.document.text]))
}

/// The copy cluster of each column, numbered in order of first member.
fn copy_numbers(columns: &[usize], copy_of: &[Option<usize>]) -> Vec<Option<usize>> {
    let mut order = Vec::new();
    let number = |copy: usize, order: &mut Vec<usize>| {
        order.iter().position(|known| *known == copy).unwrap_or_else(|| {
            order.push(copy);
            order.len() - 1
        })
    };
    columns.iter().map(|column| copy_of[*column].map(|copy| number(copy, &mut order))).collect()
}

fn pair_line(a: usize, b: usize, comparison: &Comparison, page: String) -> PairLine {
    let count = |kind: Kind| comparison.divergences.iter().filter(|one| one.kind == kind).count();
    let counts = Kind::ALL.iter().map(|kind| (*kind, count(*kind))).filter(|(_, count)| *count > 0).collect();
    let graded = |severity: u8| comparison.divergences.iter().filter(|one| one.severity == severity).count();
    let only = |kind: Kind| {
        let lines = comparison.divergences.iter().filter(|one| one.kind == kind);
        lines
            .filter_map(|one| Some(Only { span: one.a.as_ref().or(one.b.as_ref())?.span, severity: one.severity }))
            .collect()
    };
    PairLine {
        a,
        b,
        relation: comparison.relation,
        containment: comparison.overlap.containment,
        counts,
        severities: [graded(3), graded(2), graded(1)],
        page,
        only: [only(Kind::Omission), only(Kind::Addition)],
    }
}

fn cluster_line(
    corpus: &Corpus,
    cluster: &Cluster,
    page: String,
    base: &Article,
    collation: &Collation,
) -> ClusterLine {
    let documents = || cluster.members.iter().map(|member| &corpus.entries[*member]);
    let mut sources: Vec<String> =
        documents().filter_map(|document| document.source.as_deref().map(str::to_owned)).collect();
    sources.sort();
    sources.dedup();
    let mut times: Vec<_> = documents().filter_map(|document| document.published).collect();
    times.sort_by_key(|time| time.seconds());
    let day = |time: Option<&crate::document::Published>| time.map_or(String::new(), ToString::to_string);
    // Subjects, not pairs: one figure that ten reports give differently is one thing to check.
    let graded = |severity: u8| collation.rows.iter().filter(|row| row.severity == severity).count();
    let severities = [graded(3), graded(2), graded(1)];
    let disagree = collation.rows.first().is_some_and(|row| row.severity > 0);
    let worst = if disagree { row_ids(&collation.rows[..1]).remove(0) } else { String::new() };
    let lines = collation.rows.iter().map(|row| row.apparatus.clone()).filter(|line| !line.is_empty()).collect();
    ClusterLine {
        page,
        kind: cluster.kind,
        title: title(base),
        sources,
        published: (day(times.first()), day(times.last())),
        documents: cluster.members.len(),
        severities,
        lines,
        worst,
    }
}

/// The headline, or the first words of the article.
fn title(article: &Article) -> String {
    const WORDS: usize = 14;
    if let Some(title) = &article.document.title {
        return title.clone();
    }
    let first = article.tokens.body_sentences().next().map_or("", |sentence| sentence.span.of(&article.document.text));
    let words: Vec<&str> = first.split_whitespace().collect();
    let more = if words.len() > WORDS { " …" } else { "" };
    format!("{}{more}", words[..words.len().min(WORDS)].join(" "))
}
