//! All versions of one story in a table: one row a subject, one column a version.

use crate::{
    article::Witness,
    diverge::{self, Findings, Kind},
    facts::figure::Same,
    pair::{Match, Pair, Utterance, may_measure_the_same},
    settings::Comparing,
    span::Span,
    words::fold,
};
use hashbrown::HashMap;
use jiff::civil::Date;

/// What one document says of a subject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentReading {
    /// Column: index of the document in the collation.
    pub document: usize,
    /// Its place there.
    pub span: Span,
    /// Its words as they stand there.
    pub text: String,
    /// What they amount to: "98", "2024-02-09".
    pub value: String,
}

/// One subject across all versions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// What the versions speak of: "seats (Reds)".
    pub subject: String,
    /// What kind of fact it is.
    pub kind: Kind,
    /// The worst divergence in the row; 0 where all agree.
    pub severity: u8,
    /// What each document says, in order of the columns; at least two.
    pub readings: Vec<DocumentReading>,
    /// Columns of the documents that are silent.
    pub missing: Vec<usize>,
    /// `seats (Reds)] 41 ruda-1 ruda-3; 43 ruda-2`: majority reading first.
    pub apparatus: String,
}

/// The table of a cluster.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Collation {
    /// Rows that disagree first, by severity, then spread.
    pub rows: Vec<Row>,
}

/// One fact of one document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Node {
    list: List,
    document: usize,
    fact: usize,
}

/// Which list of facts a node is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum List {
    Measures,
    Dates,
    Labels,
    Utterances,
}

/// Two facts on the same subject.
struct Edge {
    score: f64,
    a: Node,
    b: Node,
    severity: u8,
}

/// The table of `witnesses`, which stand in order of time, then id: the order of the columns.
///
/// Facts are paired document by document, each with the first [`Comparing::collated_with`] ones, and joined best first
/// into rows; no row takes two facts of one document.
#[must_use]
pub fn collate(witnesses: &[Witness<'_>], settings: &Comparing) -> Collation {
    let mut edges = Vec::new();
    let mut said: HashMap<usize, Vec<Utterance>> = HashMap::new();
    for b in 1..witnesses.len() {
        for a in 0..b.min(settings.collated_with) {
            let pair = Pair::new(&witnesses[a], &witnesses[b], settings);
            for document in [a, b] {
                said.entry(document).or_insert_with(|| pair.utterances(&witnesses[document]));
            }
            paired(&pair, (a, b), &said, &mut edges);
        }
    }
    edges.sort_by(|x, y| y.score.total_cmp(&x.score).then((x.a, x.b).cmp(&(y.a, y.b))));
    let mut rows: Vec<Row> = join(&edges, &may_stand_together(witnesses))
        .into_iter()
        .map(|(nodes, severity)| row(witnesses, &said, &nodes, severity))
        .collect();
    let spread = |row: &Row| {
        let mut values: Vec<&str> = row.readings.iter().map(|reading| reading.value.as_str()).collect();
        values.sort_unstable();
        values.dedup();
        values.len()
    };
    rows.sort_by(|x, y| {
        let first = |row: &Row| row.readings.first().map(|reading| (reading.document, reading.span));
        (y.severity, spread(y), y.readings.len())
            .cmp(&(x.severity, spread(x), x.readings.len()))
            .then(x.kind.cmp(&y.kind))
            .then(first(x).cmp(&first(y)))
    });
    Collation { rows }
}

/// Adds the pairs of facts of two documents.
fn paired(pair: &Pair<'_>, (a, b): (usize, usize), said: &HashMap<usize, Vec<Utterance>>, edges: &mut Vec<Edge>) {
    let mut add = |list: List, found: Vec<Match>, judge: &dyn Fn(&Match, &mut Findings)| {
        for one in found {
            let mut findings = Findings::default();
            judge(&one, &mut findings);
            let severity = findings.divergences.iter().map(|divergence| divergence.severity).max().unwrap_or(0);
            let node = |document, fact| Node { list, document, fact };
            edges.push(Edge { score: one.score, a: node(a, one.a), b: node(b, one.b), severity });
        }
    };
    let (facts_a, facts_b) = (&pair.a.facts, &pair.b.facts);
    add(
        List::Measures,
        pair.measures(pair.settings.same_subject, pair.every(facts_a.measures.len(), facts_b.measures.len())),
        &|one, out| {
            diverge::figure::judge(pair.a, pair.b, &facts_a.measures[one.a], &facts_b.measures[one.b], out);
        },
    );
    add(List::Dates, pair.dates(pair.settings.same_happening), &|one, out| {
        diverge::date::judge(pair.a, pair.b, &facts_a.dates[one.a], &facts_b.dates[one.b], out);
    });
    add(List::Labels, pair.labels(), &|one, out| {
        diverge::quote::label(pair, &facts_a.speech.labels[one.a], &facts_b.speech.labels[one.b], out);
    });
    let (said_a, said_b) = (&said[&a], &said[&b]);
    add(List::Utterances, pair.same_utterances(said_a, said_b), &|one, out| {
        diverge::quote::utterance(pair, said_a[one.a], said_b[one.b], *one, out);
    });
}

/// Tells whether two facts can stand in one row: not two of one document, and no figures of two things.
fn may_stand_together(witnesses: &[Witness<'_>]) -> impl Fn(&Node, &Node) -> bool {
    let measure = |node: &Node| &witnesses[node.document].facts.measures[node.fact];
    move |one, other| {
        one.document != other.document
            && (one.list != List::Measures || may_measure_the_same(measure(one), measure(other)))
    }
}

/// Joins facts into rows, best edges first; a row never takes two facts of one document. Gives each row's facts in
/// order of the columns, and its worst severity.
fn join(edges: &[Edge], together: &dyn Fn(&Node, &Node) -> bool) -> Vec<(Vec<Node>, u8)> {
    let mut group_of: HashMap<Node, usize> = HashMap::new();
    let mut groups: Vec<Vec<Node>> = Vec::new();
    for edge in edges {
        let mut group = |node: Node| {
            *group_of.entry(node).or_insert_with(|| {
                groups.push(vec![node]);
                groups.len() - 1
            })
        };
        let (x, y) = (group(edge.a), group(edge.b));
        let clash = x != y && groups[x].iter().any(|one| groups[y].iter().any(|other| !together(one, other)));
        if x != y && !clash {
            let moved = std::mem::take(&mut groups[y]);
            for node in &moved {
                group_of.insert(*node, x);
            }
            groups[x].extend(moved);
        }
    }
    let mut severity = vec![0; groups.len()];
    for edge in edges.iter().filter(|edge| group_of[&edge.a] == group_of[&edge.b]) {
        let worst = &mut severity[group_of[&edge.a]];
        *worst = edge.severity.max(*worst);
    }
    for group in &mut groups {
        group.sort_unstable_by_key(|node| (node.document, node.fact));
    }
    groups.into_iter().zip(severity).filter(|(group, _)| group.len() > 1).collect()
}

fn row(witnesses: &[Witness<'_>], said: &HashMap<usize, Vec<Utterance>>, nodes: &[Node], severity: u8) -> Row {
    let mut readings: Vec<DocumentReading> = nodes.iter().map(|node| reading(witnesses, said, node)).collect();
    match nodes[0].list {
        List::Dates => resolve_days(witnesses, nodes, &mut readings),
        List::Measures => convert_units(witnesses, nodes, &mut readings),
        List::Labels | List::Utterances => {}
    }
    let missing = (0..witnesses.len()).filter(|document| nodes.iter().all(|node| node.document != *document)).collect();
    let subject = subject(witnesses, said, nodes);
    let apparatus = apparatus(witnesses, &subject, &readings);
    let kind = match nodes[0].list {
        List::Measures => Kind::Figure,
        List::Dates => Kind::Date,
        List::Labels | List::Utterances => Kind::Quote,
    };
    Row { subject, kind, severity, readings, missing, apparatus }
}

/// A bare "Friday" or "July 12" of an undated document means the day that the other documents of the row give for it,
/// where they give but one.
fn resolve_days(witnesses: &[Witness<'_>], nodes: &[Node], readings: &mut [DocumentReading]) {
    let mention = |node: &Node| &witnesses[node.document].facts.dates[node.fact].mention;
    let known: Vec<(Date, String)> = nodes
        .iter()
        .zip(readings.iter())
        .filter_map(|(node, reading)| Some((mention(node).from?, reading.value.clone())))
        .collect();
    for (node, reading) in nodes.iter().zip(readings) {
        let open = mention(node);
        if open.from.is_some() || open.part.is_some() {
            continue;
        }
        let fits = |day: &Date| {
            open.weekday == Some(day.weekday()) || open.day == Some(day.day()) && open.month == Some(day.month())
        };
        let mut days: Vec<&String> = known.iter().filter(|(day, _)| fits(day)).map(|(_, value)| value).collect();
        days.dedup();
        if let [only] = days.as_slice() {
            reading.value.clone_from(only);
        }
    }
}

/// Equal figures in two units ("15 minutes", "a quarter of an hour"), or one of them in dozens, count as one reading: that of the
/// first column.
fn convert_units(witnesses: &[Witness<'_>], nodes: &[Node], readings: &mut [DocumentReading]) {
    let side = |at: usize| {
        let witness = &witnesses[nodes[at].document];
        (witness, &witness.facts.measures[nodes[at].fact])
    };
    let is_same = |x: usize, y: usize| {
        let (x, y) = (side(x), side(y));
        x.1.figure.compare(&y.1.figure) == Same::Equal || diverge::figure::same_dozens(x, y)
    };
    for at in 1..nodes.len() {
        if let Some(before) = (0..at).find(|&before| is_same(at, before)) {
            let value = readings[before].value.clone();
            readings[at].value = value;
        }
    }
}

fn reading(witnesses: &[Witness<'_>], said: &HashMap<usize, Vec<Utterance>>, node: &Node) -> DocumentReading {
    let witness = &witnesses[node.document];
    let reading = match node.list {
        List::Measures => diverge::figure::reading(witness, &witness.facts.measures[node.fact]),
        List::Dates => diverge::date::reading(witness, &witness.facts.dates[node.fact].mention),
        List::Labels => diverge::Reading::new(witness.text(), witness.facts.speech.labels[node.fact].span),
        List::Utterances => diverge::Reading::new(witness.text(), said[&node.document][node.fact].span),
    };
    let value = reading.value.unwrap_or_else(|| fold(&reading.text).split_whitespace().collect::<Vec<_>>().join(" "));
    DocumentReading { document: node.document, span: reading.span, text: reading.text, value }
}

/// The label that most of the facts have; of equally common ones the shortest, then the first in the alphabet.
fn subject(witnesses: &[Witness<'_>], said: &HashMap<usize, Vec<Utterance>>, nodes: &[Node]) -> String {
    let label = |node: &Node| {
        let witness = &witnesses[node.document];
        let facts = &witness.facts;
        match node.list {
            List::Measures => diverge::figure::label(witness, &facts.measures[node.fact]),
            List::Dates => diverge::date::subject(witness, &facts.dates[node.fact]),
            List::Labels => {
                format!("what {} is called", facts.names.entities[facts.speech.labels[node.fact].target].canonical)
            }
            List::Utterances => diverge::quote::said_by(witness, said[&node.document][node.fact].speaker),
        }
    };
    let labels: Vec<String> = nodes.iter().map(label).collect();
    let count = |one: &String| labels.iter().filter(|other| *other == one).count();
    let best = labels
        .iter()
        .min_by_key(|one| (std::cmp::Reverse(count(one)), !one.contains('('), one.chars().count(), (*one).clone()));
    best.cloned().unwrap_or_default()
}

/// `seats (Reds)] 95 001 003; 98 000`: the reading of most documents first, then in order of the columns.
fn apparatus(witnesses: &[Witness<'_>], subject: &str, readings: &[DocumentReading]) -> String {
    let mut groups: Vec<(&str, Vec<usize>)> = Vec::new();
    for reading in readings {
        match groups.iter_mut().find(|(value, _)| *value == reading.value) {
            Some((_, documents)) => documents.push(reading.document),
            None => groups.push((&reading.value, vec![reading.document])),
        }
    }
    groups.sort_by_key(|(_, documents)| std::cmp::Reverse(documents.len())); // stable: columns keep their order
    let words = groups.iter().map(|(value, documents)| {
        let ids: Vec<&str> =
            documents.iter().map(|document| witnesses[*document].article.document.id.0.as_str()).collect();
        format!("{value} {}", ids.join(" "))
    });
    format!("{subject}] {}", words.collect::<Vec<_>>().join("; "))
}
