//! Made-up reports for the tests of the pages.

use crate::{
    align::{Edit, Link, LinkKind},
    article::Article,
    clean::{Block, Clean, Furniture},
    cluster::ClusterKind,
    collate::{Collation, DocumentReading, Row},
    compare::Comparison,
    diverge::{Agreement, Divergence, Kind, Reading},
    document::{Document, DocumentId, Place, Published},
    relate::Relation,
    report::{ClusterLine, IndexReport, Only, PairLine},
    span::Span,
    tokenize::tokenize,
    verify::{Overlap, Passage},
};
use jiff::civil::date;

/// What every field of hostile articles holds.
pub(super) const HOSTILE: &str =
    "</style></title><script>alert(1)</script>\" onclick='x' &lt; \u{202e}<img src=x onerror=y> javascript:z";

const A: &str = "Advertisement

Flood kills 12 in Ruda, 12,400 homeless

At least 12 people died and 12,400 lost their homes when the river Ola burst its banks near Ruda on Friday evening, officials said. The mayor, Ana Beker, called it \"the worst night this town has seen\".

Rescue teams from three districts reached the old quarter by boat on Saturday. They may find more victims, the fire service said. Two bridges were closed.

Schools will stay shut until Wednesday. Nearly 90 percent of households are without power.

The government has allegedly ignored warnings about the dam, an opposition deputy claimed. The ministry did not answer questions.

قال مدير الإنقاذ إن 12 شخصا لقوا حتفهم في رودا.

Read more: Ten recipes for autumn
Sign up for our newsletter";

const B: &str = "We use cookies and other technologies. Accept all
Player: 1:51

Flood kills 15 in Ruda, 12,400 homeless

Schools will stay shut until Wednesday. Some 90% of households are without power.

At least 15 people died and 12,400 lost their homes when the river Ola burst its banks near Ruda on Saturday night, rescuers said. The mayor, Anna Beker, called it \"a bad night for this town\".

Rescue teams from three districts reached the old town by boat on Saturday. They will find more victims, the fire service said.

The government ignored warnings about the dam, an opposition deputy said. The river had risen four metres in six hours. A second wave is expected on Monday.

قال مدير الإنقاذ إن 15 شخصا لقوا حتفهم في رودا.

<script>alert('scraped')</script> &amp; \"quoted\" <b>tags</b> \u{202e}reversed\u{202c} end";

/// Where `words` stands in `text`, the first time.
pub(super) fn place(text: &str, words: &str) -> Span {
    let start = text.find(words).unwrap_or_else(|| panic!("{words:?} is not in the sample"));
    Span::new(start, start + words.len())
}

/// An article of these lines; lines that begin with one of `furniture` are that.
pub(super) fn article(id: &str, source: &str, text: &str, furniture: &[(&str, Furniture)]) -> Article {
    let document = Document {
        id: DocumentId(id.to_owned()),
        text: text.to_owned(),
        title: None,
        published: Some(Published::on(date(2024, 2, 9))),
        source: Some(source.to_owned()),
        url: Some(format!("https://{source}.example/{id}?a=1&b=2")),
        item: crate::document::Item::default(),
        place: Place { file: "corpus.jsonl".to_owned(), line: Some(812), record: None },
    };
    let mut blocks = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let words = line.trim();
        if !words.is_empty() {
            let furniture = furniture.iter().find(|(start, _)| words.starts_with(start)).map(|&(_, kind)| kind);
            let start = at + line.len() - line.trim_start().len();
            blocks.push(Block { span: Span::new(start, start + words.len()), furniture });
        }
        at += line.len();
    }
    let clean = Clean { blocks };
    let tokens = tokenize(&document.text, &clean);
    Article { document, clean, tokens }
}

/// The two reports of the flood.
pub(super) fn articles() -> [Article; 2] {
    let mut a = article(
        "000",
        "ruda-post",
        A,
        &[
            ("Advertisement", Furniture::Advertisement),
            ("Read more", Furniture::Navigation),
            ("Sign up", Furniture::Navigation),
        ],
    );
    a.document.title = Some("Flood kills 12 in Ruda, 12,400 homeless".to_owned());
    let mut b = article(
        "scrapes/2024-02/001",
        "Valley Wire",
        B,
        &[("We use", Furniture::Cookie), ("Player", Furniture::Player)],
    );
    b.document.published =
        Some(Published { local: date(2024, 2, 10).at(6, 30, 0, 0), has_time: true, offset_minutes: 300 });
    b.document.url = Some("javascript:alert(1)".to_owned());
    [a, b]
}

/// What the two reports of the flood say against one another.
pub(super) fn comparison() -> Comparison {
    Comparison {
        relation: Some(Relation::Version),
        overlap: Overlap {
            jaccard: 0.31,
            containment: [0.43, 0.38],
            containment_3: [0.583, 0.521],
            passages: vec![Passage {
                a: place(A, "lost their homes when the river Ola burst its banks near Ruda on"),
                b: place(B, "lost their homes when the river Ola burst its banks near Ruda on"),
            }],
        },
        alignment: links(),
        divergences: divergences(),
        agreements: vec![Agreement {
            kind: Kind::Figure,
            subject: "homeless".to_owned(),
            a: reading(A, "12,400", Some("12400")),
            b: reading(B, "12,400", Some("12400")),
        }],
        equivalents: Vec::new(),
        not_checked: vec!["names in the Arabic paragraph: no list of names for that language".to_owned()],
    }
}

fn link(kind: LinkKind, a: &str, b: &str) -> Link {
    let span = |text, words: &str| (!words.is_empty()).then(|| place(text, words));
    Link { kind, a: span(A, a), b: span(B, b), edits: Vec::new() }
}

fn links() -> Vec<Link> {
    use LinkKind::{Edited, Moved, OnlyA, OnlyB};
    let mut links = vec![
        link(Edited, "Flood kills 12 in Ruda, 12,400 homeless", "Flood kills 15 in Ruda, 12,400 homeless"),
        link(
            Edited,
            "At least 12 people died and 12,400 lost their homes when the river Ola burst its banks near Ruda on Friday evening, officials said.",
            "At least 15 people died and 12,400 lost their homes when the river Ola burst its banks near Ruda on Saturday night, rescuers said.",
        ),
        link(
            Edited,
            "The mayor, Ana Beker, called it \"the worst night this town has seen\".",
            "The mayor, Anna Beker, called it \"a bad night for this town\".",
        ),
        link(
            Edited,
            "Rescue teams from three districts reached the old quarter by boat on Saturday.",
            "Rescue teams from three districts reached the old town by boat on Saturday.",
        ),
        link(
            Edited,
            "They may find more victims, the fire service said.",
            "They will find more victims, the fire service said.",
        ),
        link(OnlyA, "Two bridges were closed.", ""),
        link(Moved, "Schools will stay shut until Wednesday.", "Schools will stay shut until Wednesday."),
        link(Moved, "Nearly 90 percent of households are without power.", "Some 90% of households are without power."),
        link(
            Edited,
            "The government has allegedly ignored warnings about the dam, an opposition deputy claimed.",
            "The government ignored warnings about the dam, an opposition deputy said.",
        ),
        link(OnlyA, "The ministry did not answer questions.", ""),
        link(OnlyB, "", "The river had risen four metres in six hours."),
        link(OnlyB, "", "A second wave is expected on Monday."),
        link(
            Edited,
            "قال مدير الإنقاذ إن 12 شخصا لقوا حتفهم في رودا.",
            "قال مدير الإنقاذ إن 15 شخصا لقوا حتفهم في رودا.",
        ),
    ];
    links[3].edits.push(Edit { a: place(A, "quarter"), b: place(B, "town by") });
    links
}

fn reading(text: &str, words: &str, value: Option<&str>) -> Reading {
    Reading { span: place(text, words), text: words.to_owned(), value: value.map(str::to_owned) }
}

fn divergence(kind: Kind, severity: u8, subject: &str, a: &str, b: &str, note: &str) -> Divergence {
    let side = |text, words: &str| (!words.is_empty()).then(|| reading(text, words, None));
    Divergence { kind, severity, subject: subject.to_owned(), a: side(A, a), b: side(B, b), note: note.to_owned() }
}

fn divergences() -> Vec<Divergence> {
    use Kind::{Addition, Attribution, Date, Figure, Move, Name, Negation, Omission, Quote, Wording};
    let mut figure = divergence(Figure, 3, "people killed (Ruda)", "At least 12", "At least 15", "");
    figure.a = Some(reading(A, "At least 12", Some("12 or more")));
    figure.b = Some(reading(B, "At least 15", Some("15 or more")));
    let power = divergence(
        Figure,
        1,
        "households without power",
        "Nearly 90 percent",
        "Some 90%",
        "the same number, nearer or less exact",
    );
    vec![
        divergence(Figure, 3, "people killed, headline", "12 in Ruda", "15 in Ruda", ""),
        figure,
        power,
        divergence(Figure, 3, "شخصا لقوا حتفهم", "12 شخصا", "15 شخصا", "the same figure in the Arabic paragraph"),
        divergence(
            Quote,
            3,
            "the mayor on the night",
            "\"the worst night this town has seen\"",
            "\"a bad night for this town\"",
            "quoted words are never altered",
        ),
        divergence(Date, 3, "the river burst its banks", "Friday evening", "Saturday night", ""),
        divergence(Name, 1, "the mayor", "Ana Beker", "Anna Beker", "spelling"),
        divergence(Attribution, 2, "toll", "officials said", "rescuers said", "another source"),
        divergence(
            Attribution,
            3,
            "warnings ignored",
            "allegedly ignored warnings about the dam, an opposition deputy claimed",
            "ignored warnings about the dam, an opposition deputy said",
            "an allegation turned fact",
        ),
        divergence(Negation, 3, "more victims", "may find", "will find", "possible in A, certain in B"),
        divergence(Wording, 1, "", "old quarter", "old town", ""),
        divergence(
            Wording,
            2,
            "warnings about the dam",
            "has allegedly ignored warnings about the dam, an opposition deputy claimed.",
            "The government ignored warnings",
            "overlaps the source above",
        ),
        divergence(Omission, 2, "bridges", "Two bridges were closed.", "", ""),
        divergence(Omission, 3, "ministry", "The ministry did not answer questions.", "", "an official's silence"),
        divergence(Addition, 2, "river", "", "The river had risen four metres in six hours.", ""),
        divergence(Addition, 3, "second wave", "", "A second wave is expected on Monday.", "a warning to the public"),
        divergence(
            Move,
            1,
            "schools and power",
            "Schools will stay shut until Wednesday. Nearly 90 percent of households are without power.",
            "Schools will stay shut until Wednesday. Some 90% of households are without power.",
            "",
        ),
    ]
}

/// The table of three versions of the flood.
pub(super) fn collation() -> Collation {
    let reading = |document, text: &str, value: &str| DocumentReading {
        document,
        span: Span::new(0, 2),
        text: text.to_owned(),
        value: value.to_owned(),
    };
    Collation {
        rows: vec![
            Row {
                subject: "people killed (Ruda)".to_owned(),
                kind: Kind::Figure,
                severity: 3,
                readings: vec![reading(0, "At least 12", "12"), reading(1, "15", "15"), reading(2, "a dozen", "12")],
                missing: vec![],
                apparatus: "people killed (Ruda)] 12 000 002; 15 scrapes/2024-02/001".to_owned(),
            },
            Row {
                subject: "the river burst its banks".to_owned(),
                kind: Kind::Date,
                severity: 3,
                readings: vec![reading(0, "Friday evening", "2024-02-09"), reading(1, "Saturday night", "2024-02-10")],
                missing: vec![2],
                apparatus: "the river burst its banks] 2024-02-09 000; 2024-02-10 scrapes/2024-02/001".to_owned(),
            },
            Row {
                subject: "homeless".to_owned(),
                kind: Kind::Figure,
                severity: 0,
                readings: vec![reading(0, "12,400", "12400"), reading(1, "12,400", "12400")],
                missing: vec![2],
                apparatus: "homeless] 12,400 000 scrapes/2024-02/001".to_owned(),
            },
        ],
    }
}

/// The pairs of the three versions.
pub(super) fn pairs() -> Vec<PairLine> {
    let line = |a, b, relation, page: &str| PairLine {
        a,
        b,
        relation,
        containment: [0.58, 0.004],
        counts: vec![(Kind::Figure, 3), (Kind::Quote, 1), (Kind::Wording, 2)],
        severities: [4, 1, 2],
        page: page.to_owned(),
        only: [vec![Only { span: Span::new(0, 13), severity: 2 }], Vec::new()],
    };
    vec![line(0, 1, Some(Relation::Version), "pair.html"), line(0, 2, None, "000~002.html")]
}

/// An index with `clusters` stories.
pub(super) fn index(clusters: usize) -> IndexReport {
    let line = |number: usize| ClusterLine {
        page: format!("cluster-{number}.html"),
        kind: if number.is_multiple_of(3) { ClusterKind::Story } else { ClusterKind::Copy },
        title: "Flood kills 12 in Ruda, 12,400 homeless".to_owned(),
        sources: (0..=number % 9).map(|source| format!("Source {source}")).collect(),
        published: (
            "2024-02-09".to_owned(),
            if number.is_multiple_of(2) { "2024-02-10" } else { "2024-02-09" }.to_owned(),
        ),
        documents: 2 + number % 5,
        severities: [usize::from(number < clusters / 3) * 2, usize::from(number < clusters / 2), number % 4],
        lines: vec!["people killed (Ruda)] 12 000 002; 15 001".to_owned()],
        worst: "0123456789ab".to_owned(),
    };
    IndexReport {
        input: "corpus.jsonl".to_owned(),
        documents: 12_400,
        skipped: 3,
        duplicates: 1_812,
        clusters: (0..clusters).map(line).collect(),
        sources: (0..40).map(|number| (format!("Source {number}"), 4000 / (number + 1))).collect(),
    }
}
