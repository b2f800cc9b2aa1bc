//! Laws of comparing, on all stories that were written for this project.

use variorum::{
    article::{Article, Witness},
    clean::Repeated,
    compare::{Comparison, compare},
    diverge::{Kind, Reading},
    document::Document,
    read::{Fields, read_all},
    scan::matched,
    settings::Settings,
    span::Span,
};

/// The stories that were written for this project.
fn articles() -> Vec<Article> {
    let settings = Settings::default();
    let read = read_all(&["data/wire".into()], &Fields::default(), &settings.reading).unwrap();
    read.documents.into_iter().map(|document| Article::new(document, &Repeated::default(), &settings)).collect()
}

fn compared(a: &Article, b: &Article) -> Comparison {
    let settings = Settings::default();
    let (relation, overlap, _) = matched(a, b, &settings);
    compare(&Witness::new(a), &Witness::new(b), relation, overlap, &settings.comparing)
}

#[test]
fn a_text_compared_with_itself_differs_nowhere() {
    for article in articles() {
        let found = compared(&article, &article);
        assert!(found.divergences.is_empty(), "{}: {:?}", article.document.id, found.divergences);
        assert!(found.agreements.is_empty(), "{}: {:?}", article.document.id, found.agreements);
    }
}

/// Other marks, dashes, spaces and spellings of percent, as another newsroom's system writes them.
fn retyped(text: &str) -> String {
    let straight = text.replace(['“', '”'], "\"").replace(['‘', '’'], "'");
    straight.replace('–', "-").replace(" percent", "%").replace(" per cent", "%").replace("\n\n", "\n\n  ")
}

#[test]
fn typography_alone_is_never_a_divergence() {
    let settings = Settings::default();
    let mut changed = 0;
    for article in articles() {
        let text = retyped(&article.document.text);
        changed += usize::from(text != article.document.text);
        let copy = Article::new(Document { text, ..article.document.clone() }, &Repeated::default(), &settings);
        let found = compared(&article, &copy);
        assert!(found.divergences.is_empty(), "{}: {:?}", article.document.id, found.divergences);
    }
    assert!(changed > 30, "only {changed} texts were typed otherwise");
}

/// A divergence without its words for people: what the two sides say, in which kind.
type Bare = (Kind, u8, Option<Span>, Option<Span>);

fn bare(found: &Comparison, mirrored: bool) -> Vec<Bare> {
    let span = |reading: &Option<Reading>| reading.as_ref().map(|reading| reading.span);
    let mut all: Vec<Bare> = found
        .divergences
        .iter()
        .map(|one| {
            let kind = match one.kind {
                Kind::Omission if mirrored => Kind::Addition,
                Kind::Addition if mirrored => Kind::Omission,
                kind => kind,
            };
            let (a, b) = (span(&one.a), span(&one.b));
            if mirrored { (kind, one.severity, b, a) } else { (kind, one.severity, a, b) }
        })
        .collect();
    all.sort();
    all
}

#[test]
fn the_other_order_finds_the_mirror() {
    let articles = articles();
    let find = |id: &str| articles.iter().find(|article| article.document.id.0 == id).unwrap();
    for (a, b) in [
        ("flood-meridian", "flood-meridian-2"),
        ("flood-meridian", "flood-courier"),
        ("election-harbour", "election-meridian"),
        ("merger-meridian", "merger-meridian-2"),
        ("court-meridian", "court-courier"),
        ("budget-meridian", "budget-harbour"),
    ] {
        let (a, b) = (find(a), find(b));
        let (there, back) = (compared(a, b), compared(b, a));
        assert_eq!(bare(&there, false), bare(&back, true), "{} and {}", a.document.id, b.document.id);
    }
}
