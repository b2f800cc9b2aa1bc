use super::sample;
use super::*;
use crate::cluster::ClusterKind;

#[test]
fn see() {
    let [a, b] = sample::articles();
    let comparison = sample::comparison();
    let report = PairReport { a: &a, b: &b, comparison: &comparison, cluster_page: Some("cluster.html") };
    std::fs::create_dir_all("/tmp/see").unwrap();
    std::fs::write("/tmp/see/pair.html", pair_page(&report)).unwrap();
    let mut apart = comparison.clone();
    apart.alignment.clear();
    apart.relation = Some(crate::relate::Relation::Story);
    let report = PairReport { comparison: &apart, ..report };
    std::fs::write("/tmp/see/apart.html", pair_page(&report)).unwrap();
    let c = sample::article("002", "third", "A dozen dead as river floods Ruda, the mayor says\nMore to come.", &[]);
    let collation = sample::collation();
    let pairs = sample::pairs();
    let cluster = ClusterReport {
        id: "0123456789ab",
        kind: ClusterKind::Story,
        articles: &[&a, &b, &c],
        base: 0,
        copies: &[Some(0), Some(0), None],
        collation: &collation,
        pairs: &pairs,
    };
    std::fs::write("/tmp/see/cluster.html", cluster_page(&cluster)).unwrap();
    std::fs::write("/tmp/see/index.html", index_page(&sample::index(24))).unwrap();
    std::fs::write("/tmp/see/index5000.html", index_page(&sample::index(5000))).unwrap();
}
