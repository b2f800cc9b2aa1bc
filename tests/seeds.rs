//! The five seed articles beside the project: the versions that are found, and where they disagree.
//!
//! Places are read from the labels at run time; nothing of the articles stands here but places and a few words.

use crate::program::{DONE, read_lines, run, shared, tell};
use serde_json::Value;
use std::{
    collections::{BTreeMap, BTreeSet},
    ffi::OsStr,
    path::Path,
};

/// A place in a document, in bytes.
type Place = (u64, u64);

/// Where the page 003 ends and other stories begin.
const OTHER_STORIES: u64 = 5784;

/// A subject and the document and place where each version has it.
type Subject = (&'static str, [(&'static str, Place); 3]);

/// What `collate` has to set side by side, with the places of the labels.
const SUBJECTS: [Subject; 4] = [
    ("seats of the independents", [("000", (1695, 1697)), ("001", (848, 850)), ("003", (1017, 1019))]),
    ("seats of the second party", [("000", (1923, 1925)), ("001", (910, 912)), ("003", (1085, 1087))]),
    ("seats of the third party", [("000", (1930, 1932)), ("001", (2948, 2950)), ("003", (4451, 4453))]),
    ("day of the video", [("000", (64, 72)), ("001", (275, 281)), ("003", (257, 263))]),
];

fn labels(name: &str) -> Vec<Value> {
    read_lines(&shared("data/seeds").unwrap().join(name))
}

/// The labels of one pair.
fn labels_of(name: &str, a: &str, b: &str) -> Vec<Value> {
    labels(name).into_iter().filter(|label| label["pair"][0] == a && label["pair"][1] == b).collect()
}

fn compared(seeds: &Path, a: &str, b: &str) -> Value {
    let [a_file, b_file] = [a, b].map(|id| seeds.join(format!("{id}.txt")));
    let arguments =
        [OsStr::new("compare"), a_file.as_os_str(), b_file.as_os_str(), "--format".as_ref(), "json".as_ref()];
    run(&arguments).ends_with(DONE).json()
}

/// The side of a comparison on which the document `id` stands: the earlier one is `a`, whatever the order it was given in.
fn side(comparison: &Value, id: &str) -> &'static str {
    if comparison["a"]["id"] == id { "a" } else { "b" }
}

fn place(span: &Value) -> Place {
    (span[0].as_u64().unwrap(), span[1].as_u64().unwrap())
}

fn shares_a_byte(one: Place, other: Place) -> bool {
    one.0.max(other.0) < one.1.min(other.1)
}

fn covers(outer: Place, inner: Place) -> bool {
    outer.0 <= inner.0 && inner.1 <= outer.1
}

/// The places of both sides of a divergence, an agreement or an alignment entry, in the order of `ids`; of those that
/// have both.
fn places(comparison: &Value, ids: [&str; 2], entry: &Value) -> Option<[Place; 2]> {
    let [one, other] = ids.map(|id| {
        let reading = &entry[side(comparison, id)];
        let span = if reading.is_array() { reading } else { &reading["span"] };
        (!span.is_null()).then(|| place(span))
    });
    Some([one?, other?])
}

/// The places of all `list` entries of a kind that have both sides.
fn of_kind(comparison: &Value, ids: [&str; 2], list: &str, kind: &str) -> Vec<[Place; 2]> {
    let entries = comparison[list].as_array().unwrap().iter().filter(|entry| entry["kind"] == kind);
    entries.filter_map(|entry| places(comparison, ids, entry)).collect()
}

#[test]
fn the_two_versions_are_one_copy_cluster_and_all_five_are_one_story() {
    let Some(seeds) = shared("seeds") else { return };
    let clusters = run(&[OsStr::new("scan"), seeds.as_os_str()]).ends_with(DONE).lines();
    let members: Vec<_> = clusters
        .iter()
        .map(|cluster| {
            let members = cluster["members"].as_array().unwrap().iter().map(|member| member.as_str().unwrap());
            (cluster["kind"].as_str().unwrap(), members.collect::<BTreeSet<_>>())
        })
        .collect();
    let story = BTreeSet::from(["000", "001", "002", "003", "004"]);
    assert_eq!(members, [("copy", BTreeSet::from(["001", "003"])), ("story", story)]);
}

/// Sentences are linked where an alignment entry with both sides holds at least half of each.
#[test]
fn the_sentences_of_the_two_versions_are_linked_as_labelled() {
    let Some(seeds) = shared("seeds") else { return };
    let comparison = compared(&seeds, "001", "003");
    let mut sentences: BTreeMap<String, Vec<Place>> = BTreeMap::new();
    for sentence in labels("sentences.jsonl") {
        let document = sentence["document"].as_str().unwrap().to_owned();
        sentences.entry(document).or_default().push(place(&sentence["span"]));
    }
    let inside = |id: &str, span: Place| -> Vec<Place> {
        let half = |sentence: &&Place| {
            2 * span.1.min(sentence.1).saturating_sub(span.0.max(sentence.0)) >= sentence.1 - sentence.0
        };
        sentences[id].iter().filter(half).copied().collect()
    };
    let linked = |a: &[Place], b: &[Place]| -> BTreeSet<[Place; 2]> {
        let inside_all =
            |id: &str, spans: &[Place]| spans.iter().flat_map(|span| inside(id, *span)).collect::<Vec<_>>();
        let (a, b) = (inside_all("001", a), inside_all("003", b));
        a.iter().flat_map(|one| b.iter().map(|other| [*one, *other])).collect()
    };
    let spans = |side: &Value| side.as_array().unwrap().iter().map(place).collect::<Vec<_>>();
    let wanted: BTreeSet<_> = labels_of("sentence_links.jsonl", "001", "003")
        .iter()
        .flat_map(|link| linked(&spans(&link["a"]), &spans(&link["b"])))
        .collect();
    let found: BTreeSet<_> = comparison["alignment"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|entry| places(&comparison, ["001", "003"], entry))
        .flat_map(|[a, b]| linked(&[a], &[b]))
        .collect();
    assert!(wanted.len() > 20);
    tell(&format!("sentence links: {} of {}", wanted.intersection(&found).count(), wanted.len()));
    let missing: Vec<_> = wanted.difference(&found).collect();
    let wrong: Vec<_> = found.difference(&wanted).collect();
    assert!(missing.is_empty() && wrong.is_empty(), "missing {missing:?}, wrong {wrong:?}");
}

#[test]
fn a_share_with_a_sign_agrees_with_a_share_in_words_and_no_figure_diverges() {
    let Some(seeds) = shared("seeds") else { return };
    let ids = ["001", "003"];
    let comparison = compared(&seeds, ids[0], ids[1]);
    let share =
        labels_of("agree.jsonl", ids[0], ids[1]).into_iter().find(|label| label["a"]["text"] == "nearly 90 percent");
    let share = share.unwrap();
    let wanted = ["a", "b"].map(|side| place(&share[side]["span"]));
    let agreements = of_kind(&comparison, ids, "agreements", "figure");
    let at_both = |found: &&[Place; 2]| covers(found[0], wanted[0]) && covers(found[1], wanted[1]);
    assert!(agreements.iter().any(|found| at_both(&found)), "{agreements:?}");
    let divergences = of_kind(&comparison, ids, "divergences", "figure");
    assert!(divergences.is_empty(), "{divergences:?}");
}

#[test]
fn the_other_stories_of_the_page_are_furniture_and_no_addition() {
    let Some(seeds) = shared("seeds") else { return };
    let comparison = compared(&seeds, "001", "003");
    let page = side(&comparison, "003");
    let text = comparison[page]["text"].as_str().unwrap();
    assert!(text.len() as u64 > OTHER_STORIES * 2);
    for divergence in comparison["divergences"].as_array().unwrap() {
        let span = &divergence[page]["span"];
        assert!(span.is_null() || place(span).1 <= OTHER_STORIES, "{divergence}");
    }
    let furniture: Vec<Place> =
        comparison[page]["furniture"].as_array().unwrap().iter().map(|piece| place(&piece["span"])).collect();
    let uncovered = text.char_indices().find(|(at, character)| {
        let at = *at as u64;
        at >= OTHER_STORIES && !character.is_whitespace() && !furniture.iter().any(|piece| covers(*piece, (at, at + 1)))
    });
    assert_eq!(uncovered, None, "the first character that is no furniture");
}

/// The figures of a pair that the labels give as divergences, found where they stand.
fn figures_are_found(a: &str, b: &str) {
    let Some(seeds) = shared("seeds") else { return };
    let comparison = compared(&seeds, a, b);
    let found = of_kind(&comparison, [a, b], "divergences", "figure");
    let labels = labels_of("divergences.jsonl", a, b).into_iter().filter(|label| label["kind"] == "figure");
    let wanted: Vec<_> = labels.map(|label| ["a", "b"].map(|side| place(&label[side]["span"]))).collect();
    assert_eq!(wanted.len(), 2);
    for [one, other] in wanted {
        let is_found = found.iter().any(|found| covers(found[0], one) && covers(found[1], other));
        assert!(is_found, "no figure divergence at {one:?} of {a} and {other:?} of {b}: {found:?}");
    }
}

#[test]
fn the_seats_of_both_parties_diverge_between_the_first_report_and_the_agency() {
    figures_are_found("000", "001");
}

#[test]
fn the_seats_of_both_parties_diverge_between_the_first_report_and_the_page() {
    figures_are_found("000", "003");
}

#[test]
fn no_figures_of_different_subjects_are_set_against_each_other() {
    let Some(seeds) = shared("seeds") else { return };
    for [a, b] in [["000", "001"], ["000", "003"], ["001", "003"]] {
        let found = of_kind(&compared(&seeds, a, b), [a, b], "divergences", "figure");
        let apart = labels_of("not_comparable.jsonl", a, b);
        assert!(!apart.is_empty());
        for label in apart {
            let [one, other] = ["a", "b"].map(|side| place(&label[side]["span"]));
            let paired = found.iter().find(|found| shares_a_byte(found[0], one) && shares_a_byte(found[1], other));
            assert_eq!(paired, None, "{label}");
        }
    }
}

#[test]
fn another_quoted_insult_is_a_divergence_of_quotes() {
    let Some(seeds) = shared("seeds") else { return };
    let ids = ["000", "003"];
    let comparison = compared(&seeds, ids[0], ids[1]);
    let labels = labels_of("divergences.jsonl", ids[0], ids[1]);
    let label =
        labels.iter().find(|label| label["kind"] == "quote" && label["b"]["text"] == "dishonourable man").unwrap();
    let [one, other] = ["a", "b"].map(|side| place(&label[side]["span"]));
    let found = of_kind(&comparison, ids, "divergences", "quote");
    assert!(found.iter().any(|found| shares_a_byte(found[0], one) && shares_a_byte(found[1], other)), "{found:?}");
}

#[test]
fn the_table_has_a_row_for_the_seats_of_each_party_and_the_day_of_the_video() {
    let Some(seeds) = shared("seeds") else { return };
    let arguments = [OsStr::new("collate"), seeds.as_os_str(), "--format".as_ref(), "json".as_ref()];
    let table = run(&arguments).ends_with(DONE).json();
    let rows = table["rows"].as_array().unwrap();
    let has = |row: &Value, (document, wanted): (&str, Place)| {
        let mut readings = row["readings"].as_array().unwrap().iter();
        readings.any(|reading| reading["document"] == document && covers(place(&reading["span"]), wanted))
    };
    let missing: Vec<_> = SUBJECTS
        .iter()
        .filter(|(_, readings)| !rows.iter().any(|row| readings.iter().all(|reading| has(row, *reading))))
        .map(|(subject, _)| *subject)
        .collect();
    assert!(missing.is_empty(), "no row has all readings of: {missing:?}");
}
