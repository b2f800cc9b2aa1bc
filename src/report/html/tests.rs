//! What holds for all pages.

use super::{
    columns::Side,
    sample::{self, HOSTILE},
    *,
};
use crate::{
    align::{Edit, Link, LinkKind},
    article::Article,
    clean::{Block, Furniture},
    cluster::ClusterKind,
    collate::Collation,
    compare::Comparison,
    diverge::{Agreement, Divergence, Kind, Reading},
    document::{DocumentId, Place},
    equivalences::Equivalent,
    relate::Relation,
    span::Span,
    verify::{Overlap, Passage},
};
use proptest::prelude::*;
use std::collections::BTreeSet;

/// A piece of a page, as a browser reads it.
#[derive(Debug)]
enum Part<'p> {
    /// The name of a tag, with "/" before it when it closes, and the attributes as they stand.
    Tag(&'p str, Vec<(&'p str, &'p str)>),
    Words(&'p str),
}

/// Reads a page of ours: attributes are in double quotes, `<` stands for nothing but a tag, but in the script, which ends
/// the page.
fn parts(page: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut rest = page.rsplit_once("<script>").map_or(page, |(before, _)| before);
    while let Some(open) = rest.find('<') {
        parts.push(Part::Words(&rest[..open]));
        rest = &rest[open + 1..];
        let name = rest.find([' ', '>']).unwrap();
        let mut attributes = Vec::new();
        let tag = &rest[..name];
        rest = &rest[name..];
        while let Some(attribute) = rest.strip_prefix(' ') {
            let end = attribute.find(['=', ' ', '>']).unwrap();
            let name = &attribute[..end];
            rest = &attribute[end..];
            let mut value = "";
            if let Some(quoted) = rest.strip_prefix("=\"") {
                let end = quoted.find('"').unwrap();
                value = &quoted[..end];
                rest = &quoted[end + 1..];
            }
            attributes.push((name, value));
        }
        rest = rest.strip_prefix('>').unwrap();
        parts.push(Part::Tag(tag, attributes));
    }
    parts.push(Part::Words(rest));
    parts
}

/// The values of an attribute on a page, in order.
fn values<'p>(page: &'p str, attribute: &str) -> Vec<&'p str> {
    let tags = parts(page).into_iter().filter_map(|part| match part {
        Part::Tag(_, attributes) => Some(attributes),
        Part::Words(_) => None,
    });
    tags.flatten().filter(|(name, _)| *name == attribute).map(|(_, value)| value).collect()
}

fn unescaped(words: &str) -> String {
    words.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

/// The text of one column of a pair page, without the words that are ours.
fn column(page: &str, side: Side) -> String {
    let texts = page.split_once("<tbody lang=\"\">").unwrap().1.split_once("</tbody>").unwrap().0;
    let mut text = String::new();
    let (mut inside, mut ours) = (false, false);
    for part in parts(texts) {
        match part {
            Part::Tag("td", attributes) => inside = attributes[0].1.split(' ').next() == Some(side.letter()),
            Part::Tag("/td", _) => inside = false,
            Part::Tag("summary" | "a" | "span", attributes) if attributes.contains(&("class", "ui")) => ours = true,
            Part::Tag("/summary" | "/a" | "/span", _) => ours = false,
            Part::Words(words) if inside && !ours => text.push_str(&unescaped(words)),
            _ => {}
        }
    }
    text
}

fn sample_page() -> String {
    let [a, b] = sample::articles();
    pair_page(&PairReport { a: &a, b: &b, comparison: &sample::comparison(), cluster_page: Some("cluster.html") })
}

/// An article with hostile words in every field.
fn hostile_article() -> Article {
    let mut article = sample::article(HOSTILE, HOSTILE, &format!("{HOSTILE}\n\n{HOSTILE}"), &[]);
    article.document.id = DocumentId(HOSTILE.to_owned());
    article.document.title = Some(HOSTILE.to_owned());
    article.document.url = Some(format!("https://ruda.example/{HOSTILE}"));
    article.document.place = Place::of_file(HOSTILE.to_owned());
    article
}

fn hostile_comparison() -> Comparison {
    let said = || Reading { span: Span::new(3, 40), text: HOSTILE.to_owned(), value: Some(format!("={HOSTILE}")) };
    let divergence = |kind| Divergence {
        kind,
        severity: 3,
        subject: HOSTILE.to_owned(),
        a: (kind != Kind::Addition).then(said),
        b: (kind != Kind::Omission).then(said),
        note: HOSTILE.to_owned(),
    };
    Comparison {
        relation: None,
        overlap: Overlap::default(),
        alignment: Vec::new(),
        divergences: Kind::ALL.map(divergence).to_vec(),
        agreements: vec![Agreement { kind: Kind::Name, subject: HOSTILE.to_owned(), a: said(), b: said() }],
        equivalents: vec![Equivalent { divergence: divergence(Kind::Quote), note: HOSTILE.to_owned() }],
        not_checked: vec![HOSTILE.to_owned()],
    }
}

/// One page of each sort, all made of hostile words.
fn hostile_pages() -> Vec<String> {
    let article = hostile_article();
    let comparison = hostile_comparison();
    let pair = PairReport { a: &article, b: &article, comparison: &comparison, cluster_page: Some(HOSTILE) };
    let mut collation = sample::collation();
    for row in &mut collation.rows {
        row.subject = HOSTILE.to_owned();
        row.apparatus = HOSTILE.to_owned();
        for reading in &mut row.readings {
            reading.text = HOSTILE.to_owned();
            reading.value = format!("{}{HOSTILE}", reading.value);
        }
    }
    let mut pairs = sample::pairs();
    pairs[0].page = HOSTILE.to_owned();
    let cluster = ClusterReport {
        id: HOSTILE,
        kind: ClusterKind::Story,
        articles: &[&article, &article, &article],
        base: 1,
        copies: &[Some(0), Some(0), None],
        collation: &collation,
        pairs: &pairs,
    };
    let mut index = sample::index(1);
    index.input = HOSTILE.to_owned();
    index.sources[0].0 = HOSTILE.to_owned();
    let line = &mut index.clusters[0];
    for field in [&mut line.page, &mut line.title, &mut line.worst, &mut line.published.0, &mut line.published.1] {
        *field = HOSTILE.to_owned();
    }
    line.sources = vec![HOSTILE.to_owned()];
    line.lines = vec![HOSTILE.to_owned()];
    vec![pair_page(&pair), cluster_page(&cluster), index_pages(&index).remove(0).1]
}

#[test]
fn hostile_words_in_any_field_stay_words() {
    let attributes: BTreeSet<&str> = [
        "aria-current",
        "aria-hidden",
        "aria-label",
        "aria-labelledby",
        "aria-pressed",
        "autocomplete",
        "charset",
        "checked",
        "class",
        "colspan",
        "content",
        "cx",
        "cy",
        "d",
        "data-do",
        "data-kind",
        "data-needs",
        "data-row",
        "data-script",
        "data-severity",
        "datetime",
        "dir",
        "height",
        "hidden",
        "href",
        "http-equiv",
        "id",
        "lang",
        "name",
        "open",
        "preserveAspectRatio",
        "r",
        "readonly",
        "rel",
        "role",
        "rows",
        "scope",
        "spellcheck",
        "stroke-width",
        "style",
        "tabindex",
        "title",
        "type",
        "value",
        "viewBox",
        "width",
        "x",
        "y",
    ]
    .into();
    for page in hostile_pages() {
        assert!(page.contains("&lt;script&gt;alert(1)"), "the words are shown");
        assert_eq!(page.matches("</style").count(), 1);
        assert_eq!(page.matches("</title").count(), 1);
        let scripts = if page.contains("id=\"data\"") { 2 } else { 1 };
        assert_eq!(page.matches("<script").count(), scripts, "ours, and the data");
        assert_eq!(page.matches("</script").count(), scripts);
        for part in parts(&page) {
            let Part::Tag(name, found) = part else { continue };
            if name == "!DOCTYPE" {
                continue;
            }
            assert!(!matches!(name, "img" | "iframe" | "link" | "object" | "base"), "{name}");
            for (attribute, value) in found {
                assert!(attributes.contains(attribute), "{attribute} on {name}");
                let local = ["#", "./", "http://", "https://"].iter().any(|start| value.starts_with(start));
                assert!(attribute != "href" || local, "{value}");
                assert!(attribute != "style" || value.starts_with("width:"), "{value}");
            }
        }
    }
}

#[test]
fn every_divergence_has_an_entry_and_a_letter_on_each_side_that_speaks() {
    let page = sample_page();
    let ids = values(&page, "id");
    for divergence in sample::comparison().divergences {
        let id = divergence.id();
        // Words of style are marked in both texts, with a letter in one.
        let sides = [divergence.a.is_some(), divergence.b.is_some() && !list::is_bare(&divergence)];
        assert!(ids.contains(&id.as_str()), "{divergence:?} has no entry");
        let back = values(&page, "href").into_iter().filter(|link| link[1..] == id).count();
        assert_eq!(back, sides.into_iter().filter(|speaks| *speaks).count(), "{divergence:?}");
    }
}

#[test]
fn every_link_inside_a_page_leads_to_one_place() {
    for page in hostile_pages().into_iter().chain([sample_page()]) {
        let ids = values(&page, "id");
        let different: BTreeSet<&str> = ids.iter().copied().collect();
        assert_eq!(different.len(), ids.len(), "an id stands twice");
        for link in values(&page, "href").into_iter().filter_map(|link| link.strip_prefix('#')) {
            assert!(different.contains(link), "#{link} leads nowhere");
        }
    }
}

#[test]
fn a_sentence_that_moved_leads_to_its_other_place_and_back() {
    let page = sample_page();
    for (gap, place, words) in [("a", "v6-a", "further down"), ("b", "v6-b", "further up")] {
        assert!(values(&page, "id").contains(&place), "{place}");
        let link = format!(
            "<td class=\"{gap} gap\"><a class=\"ui\" href=\"#{place}\">In {} this stands {words}",
            gap.to_uppercase()
        );
        assert!(page.contains(&link), "{link}");
    }
}

#[test]
fn furniture_is_folded_with_its_reason_and_nothing_is_lost() {
    let page = sample_page();
    assert!(page.contains("<summary class=\"ui\">not part of the article: advertisement</summary>"));
    assert!(
        page.contains("<summary class=\"ui\">2 blocks, not part of the article: cookie notice, video player</summary>")
    );
    let [a, b] = sample::articles();
    assert_eq!(column(&page, Side::A), a.document.text);
    assert_eq!(column(&page, Side::B), b.document.text);
}

#[test]
fn equal_reports_give_equal_bytes() {
    assert_eq!(hostile_pages(), hostile_pages());
    assert_eq!(sample_page(), sample_page());
}

#[test]
fn a_page_stays_under_five_times_its_texts_and_60_kilobytes() {
    let [a, b] = sample::articles();
    let texts = a.document.text.len() + b.document.text.len();
    let page = sample_page().len();
    assert!(page < 5 * texts + 60_000, "{page} bytes for {texts}");
    let index = index_pages(&sample::index(5_000));
    assert!(index.len() == 10 && index.iter().all(|(_, page)| page.len() < 2_000_000));
}

#[test]
fn no_majority_where_two_values_tie() {
    let [a, b] = sample::articles();
    let mut rows = sample::collation().rows;
    rows.truncate(2);
    let page = cluster_page(&ClusterReport {
        id: "0123456789ab",
        kind: ClusterKind::Copy,
        articles: &[&a, &b, &a],
        base: 0,
        copies: &[None, None, None],
        collation: &Collation { rows },
        pairs: &[],
    });
    // One of three against 12 and 12, and both of Friday and Saturday.
    assert_eq!(page.matches("<p class=\"differs\">").count(), 3);
    assert_eq!(page.matches("title=\"silent\"").count(), 1);
    assert_eq!(page.matches("no majority").count(), 1);
    assert!(page.contains("At least 12</bdi> <span class=\"small\">2 of 3"));
}

/// Any text with what is hard: tags, entities, right-to-left, zero width, several bytes a character.
fn text() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        Just("flood"),
        Just("12,400"),
        Just(" "),
        Just("\n\n"),
        Just("."),
        Just("<b>"),
        Just("&amp;"),
        Just("\""),
        Just("\u{202e}"),
        Just("\u{200b}"),
        Just("رودا"),
        Just("洪水"),
        Just("é"),
        Just("</script>"),
    ];
    prop::collection::vec(word, 0..40).prop_map(|words| words.concat())
}

/// A place near the text, on character boundaries or not, inside or not.
fn span() -> impl Strategy<Value = Span> {
    (0_usize..90, 0_usize..30).prop_map(|(start, length)| Span::new(start, start + length))
}

fn link() -> impl Strategy<Value = Link> {
    let kind = prop_oneof![Just(LinkKind::Edited), Just(LinkKind::Moved), Just(LinkKind::Equal)];
    (kind, prop::option::of(span()), prop::option::of(span()), span()).prop_map(|(kind, a, b, edit)| Link {
        kind,
        a,
        b,
        edits: vec![Edit { a: edit, b: edit }],
    })
}

fn divergence() -> impl Strategy<Value = Divergence> {
    let side = || prop::option::of(span().prop_map(|span| Reading { span, text: "x".to_owned(), value: None }));
    (0..Kind::ALL.len(), 1_u8..4, side(), side()).prop_map(|(kind, severity, a, b)| Divergence {
        kind: Kind::ALL[kind],
        severity,
        subject: "dead".to_owned(),
        a,
        b,
        note: String::new(),
    })
}

fn any_article() -> impl Strategy<Value = Article> {
    let furniture = prop::option::of(Just(Furniture::Cookie));
    (text(), prop::collection::vec(furniture, 40)).prop_map(|(text, furniture)| {
        let mut article = sample::article("000", "ruda-post", &text, &[]);
        let blocks = article.clean.blocks.iter().zip(furniture);
        article.clean.blocks = blocks.map(|(&block, furniture)| Block { furniture, ..block }).collect();
        article
    })
}

proptest! {
    /// Whatever an alignment claims, right or wrong: both texts are there to the last character, each mark once.
    #[test]
    fn every_character_and_every_mark_is_on_the_page(
        a in any_article(),
        b in any_article(),
        alignment in prop::collection::vec(link(), 0..6),
        divergences in prop::collection::vec(divergence(), 0..8),
    ) {
        let comparison = Comparison {
            relation: Some(Relation::Version),
            overlap: Overlap { passages: vec![Passage { a: Span::new(1, 80), b: Span::new(2, 3) }], ..Overlap::default() },
            alignment,
            divergences,
            agreements: Vec::new(),
            equivalents: Vec::new(),
            not_checked: Vec::new(),
        };
        let page = pair_page(&PairReport { a: &a, b: &b, comparison: &comparison, cluster_page: None });
        prop_assert_eq!(column(&page, Side::A), a.document.text);
        prop_assert_eq!(column(&page, Side::B), b.document.text);
        let ids = values(&page, "id");
        prop_assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len());
        let is_mark = |id: &&str| id.starts_with(['a', 'b']) && id[1..].bytes().all(|byte| byte.is_ascii_digit());
        let said: usize = comparison.divergences.iter().map(|d| usize::from(d.a.is_some()) + usize::from(d.b.is_some())).sum();
        prop_assert_eq!(ids.iter().filter(|id| is_mark(id)).filter(|id| id.len() < 5).count(), said);
    }

    /// Whatever a text holds: what a page embeds ends nowhere but at its end, and is the same when it is read.
    #[test]
    fn embedded_data_is_read_as_it_was(words in prop_oneof![text(), any::<String>(), Just(HOSTILE.to_owned())]) {
        let page = page::embedded(&[&words]).into_string();
        let json = page.strip_prefix("<script type=\"application/json\" id=\"data\">").unwrap();
        let json = json.strip_suffix("</script>").unwrap();
        prop_assert!(!json.contains('<'));
        prop_assert_eq!(serde_json::from_str::<[String; 1]>(json).unwrap(), [words]);
    }

    /// Any text in any field is words on the page, never a tag of its own.
    #[test]
    fn no_text_adds_a_tag(words in prop_oneof![text(), any::<String>()]) {
        let shown = |words: &str| {
            let divergence = Divergence { subject: words.to_owned(), note: words.to_owned(), ..sample::comparison().divergences[0].clone() };
            let mut article = sample::article("000", "ruda-post", "Flood kills 12 in Ruda.", &[]);
            article.document.title = Some(words.to_owned());
            article.document.source = Some(words.to_owned());
            article.document.id = DocumentId(words.to_owned());
            let comparison = Comparison { divergences: vec![divergence], not_checked: vec![words.to_owned()], ..hostile_comparison() };
            pair_page(&PairReport { a: &article, b: &article, comparison: &comparison, cluster_page: None })
        };
        let tags = |page: &str| parts(page).into_iter().filter(|part| matches!(part, Part::Tag(..))).count();
        prop_assert_eq!(tags(&shown(&format!("x{words}"))), tags(&shown("x")));
    }
}
