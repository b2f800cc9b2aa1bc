//! Copies: documents joined by verified matches.

use super::Node;
use crate::{
    relate::{Match, Relation},
    settings::{Join, Matching},
};
use hashbrown::HashSet;
use std::collections::BTreeMap;

/// Disjoint sets of documents, each known by its smallest index (R. Tarjan, 1975; without ranks, with path halving).
#[derive(Clone, Debug)]
struct Sets {
    parent: Vec<usize>,
}

impl Sets {
    fn new(count: usize) -> Self {
        Self { parent: (0..count).collect() }
    }

    fn find(&mut self, mut index: usize) -> usize {
        while self.parent[index] != index {
            self.parent[index] = self.parent[self.parent[index]];
            index = self.parent[index];
        }
        index
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.find(a), self.find(b));
        self.parent[a.max(b)] = a.min(b);
    }
}

/// Every document in one group, alone or with its copies; groups in order of their first, members rising.
pub(super) fn groups(nodes: &[Node<'_>], matches: &[Match], settings: &Matching) -> Vec<Vec<usize>> {
    let mut sets = Sets::new(nodes.len());
    let joins = |relation: Relation| match relation {
        Relation::Version => settings.join >= Join::Version,
        relation => relation.is_one_report(),
    };
    for found in matches.iter().filter(|found| found.articles.is_some_and(joins)) {
        sets.join(found.a, found.b);
    }
    let mut hosts = if settings.join >= Join::Contains { hosts(matches) } else { Vec::new() };
    // Small hosts first: what they hold is then one group when a larger host holds both.
    hosts.sort_by_key(|(host, _)| (nodes[*host].words, *host));
    for (host, inner) in hosts {
        if let Some(of_lead) = story_of_lead(nodes, &inner, host, &mut sets, settings) {
            sets.join(host, of_lead);
        }
    }
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for index in 0..nodes.len() {
        groups.entry(sets.find(index)).or_default().push(index);
    }
    groups.into_values().collect()
}

/// What stands inside a host: the document, and how the host's side of the match looks.
struct Inner<'a> {
    index: usize,
    found: &'a Match,
}

impl Inner<'_> {
    /// Share of the host's lead that the inner document's passages cover.
    fn covered(&self, nodes: &[Node<'_>]) -> f64 {
        let host = if self.found.a == self.index { self.found.b } else { self.found.a };
        let Some(lead) = nodes[host].lead.filter(|lead| !lead.is_empty()) else { return 0.0 };
        let passages = self.found.overlap.passages.iter();
        let sides = passages.map(|passage| if self.found.a == host { passage.a } else { passage.b });
        sides.map(|side| side.shared(lead)).sum::<usize>() as f64 / lead.len() as f64
    }
}

/// Every document that contains others, with those. A page whose own article has a match is known by that: what else was
/// scraped with it is another report, which it must not join to its own.
fn hosts(matches: &[Match]) -> Vec<(usize, Vec<Inner<'_>>)> {
    let by_article = |found: &Match| found.articles.is_some_and(Relation::joins_copies);
    let known: HashSet<usize> =
        matches.iter().filter(|found| by_article(found)).flat_map(|found| [found.a, found.b]).collect();
    let mut hosts: BTreeMap<usize, Vec<Inner<'_>>> = BTreeMap::new();
    for (found, (host, index)) in matches.iter().filter_map(|found| Some((found, found.host()?))) {
        if by_article(found) || !known.contains(&host) {
            hosts.entry(host).or_default().push(Inner { index, found });
        }
    }
    hosts.into_iter().collect()
}

/// The document that a host is joined with: that of its one story, or of several the one that covers most of its lead.
fn story_of_lead(
    nodes: &[Node<'_>],
    inner: &[Inner<'_>],
    host: usize,
    sets: &mut Sets,
    settings: &Matching,
) -> Option<usize> {
    let mut stories: BTreeMap<usize, f64> = BTreeMap::new();
    for one in inner {
        let story = stories.entry(sets.find(one.index)).or_insert(0.0);
        *story = story.max(one.covered(nodes));
    }
    if stories.len() == 1 || stories.contains_key(&sets.find(host)) {
        return stories.into_keys().find(|&story| story == sets.find(host)).or(inner.first().map(|one| one.index));
    }
    let best = stories.into_iter().reduce(|best, next| if next.1 > best.1 { next } else { best })?;
    (best.1 >= settings.lead_covered).then_some(best.0)
}
