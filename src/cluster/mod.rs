//! Verified pairs to clusters.

mod copies;
mod reason;
mod stories;

pub use reason::{Reason, reasons};

use crate::{
    document::DocumentId,
    hash::content_id,
    relate::{Link, Match},
    settings::{Join, Matching},
    span::Span,
};
use hashbrown::HashSet;
use serde::Serialize;

/// What joins the members of a cluster.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ClusterKind {
    /// Versions of one report.
    Copy,
    /// Reports of one event.
    Story,
}

/// Documents that belong together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cluster {
    /// From the content of its members, the same in every run.
    pub id: String,
    /// What joins the members.
    pub kind: ClusterKind,
    /// Index of the document that the others are compared with.
    pub base: usize,
    /// Indices of its documents, in order of time, then id.
    pub members: Vec<usize>,
}

/// What clustering needs of a document.
#[derive(Clone, Copy, Debug)]
pub struct Node<'a> {
    /// Its name.
    pub id: &'a DocumentId,
    /// When it was published, in seconds since 1970 UTC.
    pub time: Option<i64>,
    /// Words without furniture.
    pub words: usize,
    /// Hash of those words.
    pub text_hash: u64,
    /// Where its first words stand.
    pub lead: Option<Span>,
}

/// The copy clusters of two and more documents, then the story clusters of two and more copies; each kind in order of its
/// first member in the input.
///
/// A copy cluster is joined by matches whose relation joins copies; a document that holds several unrelated ones joins at
/// most the one that covers its lead. A story cluster joins copies (a copy cluster, or a document without one) while their
/// links average at least [`Matching::story_score`], so that no chain of half-related reports grows. [`Matching::join`] says
/// what joins a copy cluster; with [`Join::Story`] the stories are the copy clusters.
///
/// Promises the same clusters for any order of `matches` and `links`. Cost: near-linear in both.
#[must_use]
pub fn cluster(nodes: &[Node<'_>], matches: &[Match], links: &[Link], settings: &Matching) -> Vec<Cluster> {
    let copies = copies::groups(nodes, matches, settings);
    let stories = stories::groups(&copies, links, settings);
    if settings.join == Join::Story {
        let told: HashSet<usize> = stories.iter().flatten().copied().collect();
        let others = copies.into_iter().filter(|group| group.len() > 1 && !told.contains(&group[0]));
        let mut groups: Vec<Vec<usize>> = stories.into_iter().chain(others).collect();
        groups.sort_unstable_by_key(|group| group.iter().min().copied());
        return groups.into_iter().map(|members| finished(nodes, ClusterKind::Copy, members)).collect();
    }
    let copies = copies.into_iter().filter(|group| group.len() > 1).map(|group| (ClusterKind::Copy, group));
    let stories = stories.into_iter().map(|group| (ClusterKind::Story, group));
    copies.chain(stories).map(|(kind, members)| finished(nodes, kind, members)).collect()
}

/// A cluster in order, with its base and id.
fn finished(nodes: &[Node<'_>], kind: ClusterKind, mut members: Vec<usize>) -> Cluster {
    let late = |index: usize| (nodes[index].time.is_none(), nodes[index].time);
    members.sort_by(|&a, &b| late(a).cmp(&late(b)).then_with(|| nodes[a].id.cmp(nodes[b].id)).then(a.cmp(&b)));
    let longest_first = |index: usize| std::cmp::Reverse(nodes[index].words);
    let base = members.iter().copied().min_by(|&a, &b| {
        let keys = (late(a), longest_first(a)).cmp(&(late(b), longest_first(b)));
        keys.then_with(|| nodes[a].id.cmp(nodes[b].id)).then(a.cmp(&b))
    });
    let kind_name = if kind == ClusterKind::Copy { "copy" } else { "story" };
    let mut parts: Vec<String> =
        members.iter().map(|&index| format!("{:016x} {}", nodes[index].text_hash, nodes[index].id)).collect();
    parts.sort_unstable();
    let id = content_id(std::iter::once(kind_name).chain(parts.iter().map(String::as_str)));
    Cluster { id, kind, base: base.unwrap_or(0), members }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::relate::Relation;
    use crate::verify::{Overlap, Passage};

    /// Documents of 100 words whose lead is the first 200 bytes; a time for the first.
    fn ids(count: usize) -> Vec<DocumentId> {
        (0..count).map(|index| DocumentId(format!("d{index}"))).collect()
    }

    fn nodes(ids: &[DocumentId]) -> Vec<Node<'_>> {
        ids.iter()
            .enumerate()
            .map(|(index, id)| Node {
                id,
                time: None,
                words: 100 + index,
                text_hash: index as u64,
                lead: Some(Span::new(0, 200)),
            })
            .collect()
    }

    fn matched(a: usize, b: usize, relation: Relation, in_a: std::ops::Range<usize>) -> Match {
        let passage = Passage { a: in_a.clone().into(), b: Span::new(0, in_a.len()) };
        Match {
            a,
            b,
            relation,
            articles: Some(relation),
            overlap: Overlap { passages: vec![passage], ..Overlap::default() },
        }
    }

    fn members(clusters: &[Cluster], kind: ClusterKind) -> Vec<Vec<usize>> {
        clusters
            .iter()
            .filter(|cluster| cluster.kind == kind)
            .map(|cluster| {
                let mut members = cluster.members.clone();
                members.sort_unstable();
                members
            })
            .collect()
    }

    #[test]
    fn a_page_of_two_stories_joins_only_the_one_of_its_lead() {
        let ids = ids(4);
        let matches = [
            matched(0, 1, Relation::Near, 0..600),
            matched(3, 0, Relation::Contains, 0..600),
            matched(3, 2, Relation::Contains, 700..1200),
        ];
        let found = cluster(&nodes(&ids), &matches, &[], &Matching::default());
        assert_eq!(members(&found, ClusterKind::Copy), [vec![0, 1, 3]]);
    }

    #[test]
    fn a_setting_says_what_joins_a_copy_cluster() {
        let ids = ids(5);
        let matches = [
            matched(0, 1, Relation::Near, 0..600),
            matched(1, 2, Relation::Version, 0..600),
            matched(3, 2, Relation::Contains, 0..600),
        ];
        let links = [Link { a: 0, b: 4, score: 0.6 }, Link { a: 1, b: 4, score: 0.6 }];
        for (join, wanted) in [
            (Join::Near, vec![0, 1]),
            (Join::Version, vec![0, 1, 2]),
            (Join::Contains, vec![0, 1, 2, 3]),
            (Join::Story, vec![0, 1, 2, 3, 4]),
        ] {
            let settings = Matching { join, ..Matching::default() };
            let found = cluster(&nodes(&ids), &matches, &links, &settings);
            assert_eq!(members(&found, ClusterKind::Copy), [wanted], "{join:?}");
        }
    }

    #[test]
    fn templates_and_overlaps_join_nothing() {
        let ids = ids(3);
        let matches = [matched(0, 1, Relation::Template, 0..600), matched(1, 2, Relation::Overlap, 0..300)];
        assert_eq!(cluster(&nodes(&ids), &matches, &[], &Matching::default()), []);
    }

    #[test]
    fn a_story_does_not_grow_along_a_chain() {
        let ids = ids(4);
        let link = |a, b, score| Link { a, b, score };
        let links = [link(0, 1, 0.6), link(1, 2, 0.4), link(2, 3, 0.6)];
        let found = cluster(&nodes(&ids), &[], &links, &Matching::default());
        assert_eq!(members(&found, ClusterKind::Story), [vec![0, 1], vec![2, 3]]);
    }

    #[test]
    fn two_events_of_one_kind_stay_apart_though_their_reports_are_alike() {
        let ids = ids(6);
        let within = [(0, 1), (0, 2), (1, 2), (3, 4), (3, 5), (4, 5)].map(|(a, b)| Link { a, b, score: 0.7 });
        let across = (0..3).flat_map(|a| (3..6).map(move |b| Link { a, b, score: 0.4 }));
        let links: Vec<Link> = within.into_iter().chain(across).collect();
        let found = cluster(&nodes(&ids), &[], &links, &Matching::default());
        assert_eq!(members(&found, ClusterKind::Story), [vec![0, 1, 2], vec![3, 4, 5]]);
    }

    #[test]
    fn what_else_stands_on_a_page_does_not_join_the_version_of_its_own_story() {
        let ids = ids(3);
        let mut own = matched(0, 1, Relation::Contains, 0..600);
        own.articles = Some(Relation::Version);
        let mut other = matched(0, 2, Relation::Contains, 700..1200);
        other.articles = None;
        let joined = cluster(&nodes(&ids), &[own, other.clone()], &[], &Matching::default());
        assert_eq!(members(&joined, ClusterKind::Copy), [vec![0, 1]]);
        let alone = cluster(&nodes(&ids), &[other], &[], &Matching::default());
        assert_eq!(members(&alone, ClusterKind::Copy), [vec![0, 2]], "all that is known of the page");
    }

    #[test]
    fn two_versions_that_only_a_page_joins_stay_together() {
        let ids = ids(3);
        let matches = [1, 2].map(|inner| Match {
            articles: Some(Relation::Version),
            ..matched(0, inner, Relation::Contains, 900..1200)
        });
        let found = cluster(&nodes(&ids), &matches, &[], &Matching::default());
        assert_eq!(members(&found, ClusterKind::Copy), [vec![0, 1, 2]]);
    }

    #[test]
    fn a_story_holds_the_copies_of_its_reports() {
        let ids = ids(3);
        let matches = [matched(0, 1, Relation::Version, 0..600)];
        let links = [Link { a: 1, b: 2, score: 0.5 }, Link { a: 0, b: 1, score: 0.9 }];
        let found = cluster(&nodes(&ids), &matches, &links, &Matching::default());
        assert_eq!(members(&found, ClusterKind::Copy), [vec![0, 1]]);
        assert_eq!(members(&found, ClusterKind::Story), [vec![0, 1, 2]]);
    }

    #[test]
    fn an_id_comes_from_content_and_the_base_is_the_earliest_then_the_longest() {
        let ids = ids(3);
        let matches = [matched(0, 1, Relation::Near, 0..600), matched(1, 2, Relation::Near, 0..600)];
        let mut reversed = matches.to_vec();
        reversed.reverse();
        let mut nodes = nodes(&ids);
        let one = cluster(&nodes, &matches, &[], &Matching::default());
        assert_eq!(one, cluster(&nodes, &reversed, &[], &Matching::default()));
        assert_eq!(one[0].base, 2, "no times: the longest");
        nodes[1].time = Some(5);
        let timed = cluster(&nodes, &matches, &[], &Matching::default());
        assert_eq!(timed[0].base, 1);
        assert_eq!(timed[0].members, [1, 0, 2]);
        assert_eq!(timed[0].id, one[0].id);
    }
}
