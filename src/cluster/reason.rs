//! Why a document is kept or dropped, in words.

use super::{Cluster, ClusterKind, Node};
use crate::relate::{Match, Relation};
use hashbrown::HashMap;

/// What became of a document, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// Whether it stays when duplicates are dropped.
    pub keep: bool,
    /// `kept: first of 3 versions`, `near copy of 003`, `no other version found`.
    pub because: String,
}

/// The reason of every document, in the order of `nodes`.
///
/// A dropped document names the base of its copy cluster where it was matched with it, else the member that it is nearest to
/// by relation, then by place.
#[must_use]
pub fn reasons(nodes: &[Node<'_>], matches: &[Match], clusters: &[Cluster]) -> Vec<Reason> {
    let mut reasons: Vec<Reason> =
        nodes.iter().map(|_| Reason { keep: true, because: "no other version found".to_owned() }).collect();
    let nearest = nearest(nodes.len(), matches, clusters);
    for cluster in clusters.iter().filter(|cluster| cluster.kind == ClusterKind::Copy) {
        for &member in &cluster.members {
            reasons[member] = if member == cluster.base {
                Reason { keep: true, because: format!("kept: first of {} versions", cluster.members.len()) }
            } else {
                let kin = nearest[member].unwrap_or(Kin {
                    relation: Relation::Version,
                    other: cluster.base,
                    reworded: false,
                });
                let reworded = if kin.reworded { ", reworded" } else { "" };
                Reason { keep: false, because: format!("{} {}{reworded}", phrase(kin.relation), nodes[kin.other].id) }
            };
        }
    }
    reasons
}

/// What a document is to another of its cluster.
#[derive(Clone, Copy, Debug)]
struct Kin {
    relation: Relation,
    other: usize,
    /// Whether the one inside the other is a version of its article.
    reworded: bool,
}

/// For each member of a copy cluster its nearest match inside the cluster: with the base first.
fn nearest(count: usize, matches: &[Match], clusters: &[Cluster]) -> Vec<Option<Kin>> {
    let mut cluster_of: HashMap<usize, &Cluster> = HashMap::new();
    for cluster in clusters.iter().filter(|cluster| cluster.kind == ClusterKind::Copy) {
        cluster_of.extend(cluster.members.iter().map(|&member| (member, cluster)));
    }
    let mut nearest: Vec<Option<Kin>> = vec![None; count];
    for found in matches.iter().filter(|found| found.relation.joins_copies() || found.relation == Relation::Story) {
        let (Some(of_a), Some(of_b)) = (cluster_of.get(&found.a), cluster_of.get(&found.b)) else { continue };
        if of_a.base != of_b.base {
            continue;
        }
        let sides = [(found.a, found.b, found.relation), (found.b, found.a, found.relation.mirrored())];
        let version = found.articles == Some(Relation::Version) && found.relation != Relation::Version;
        for (from, other, relation) in sides {
            let kin = Kin { relation, other, reworded: version };
            let rank = |kin: Kin| (kin.relation == Relation::Story, kin.other != of_a.base, kin.relation, kin.other);
            if nearest[from].is_none_or(|known| rank(kin) < rank(known)) {
                nearest[from] = Some(kin);
            }
        }
    }
    nearest
}

/// What a document is to the other, before the other's name.
fn phrase(relation: Relation) -> &'static str {
    match relation {
        Relation::Identical => "identical to",
        Relation::Near => "near copy of",
        Relation::Contains => "contains",
        Relation::Contained => "contained in",
        Relation::Story => "another report of the event in",
        Relation::Version | Relation::Overlap | Relation::Template => "version of",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{document::DocumentId, verify::Overlap};

    #[test]
    fn a_dropped_document_names_the_base() {
        let ids: Vec<DocumentId> = ["a", "b", "c", "d", "e"].map(|id| DocumentId(id.to_owned())).into();
        let nodes: Vec<Node<'_>> =
            ids.iter().map(|id| Node { id, time: None, words: 9, text_hash: 1, lead: None }).collect();
        let found = |a, b, relation| Match { a, b, relation, articles: Some(relation), overlap: Overlap::default() };
        let reworded = Match { articles: Some(Relation::Version), ..found(0, 4, Relation::Contains) };
        let matches = [found(1, 2, Relation::Identical), found(0, 2, Relation::Contains), reworded];
        let cluster = Cluster { id: "x".to_owned(), kind: ClusterKind::Copy, base: 0, members: vec![0, 1, 2, 4] };
        let because: Vec<String> =
            reasons(&nodes, &matches, &[cluster]).into_iter().map(|reason| reason.because).collect();
        assert_eq!(
            because,
            [
                "kept: first of 4 versions",
                "identical to c",
                "contained in a",
                "no other version found",
                "contained in a, reworded"
            ]
        );
    }
}
