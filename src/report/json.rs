//! The wire format. Scripts depend on it: names, fields and their meaning change only with a version and a line in
//! CHANGELOG.md. Spans are half-open byte offsets into the text as it was read.

use crate::{
    align::LinkKind,
    article::{Article, Witness},
    clean::Furniture,
    cluster::{Cluster, ClusterKind},
    collate::Collation,
    compare::Comparison,
    diverge::{Divergence, Kind, Reading},
    document::{DocumentId, Published},
    facts::{claim::Reach, date::DateMention, figure::Modifier, measure::Measure, name::NameKind},
    relate::Relation,
    span::{Span, touching},
    verify::{Overlap, Passage},
};
use serde::Serialize;

/// A line of `pairs.jsonl`.
#[derive(Debug, Serialize)]
pub struct PairLine<'a> {
    a: &'a DocumentId,
    b: &'a DocumentId,
    relation: Option<Relation>,
    /// Shared shingles of five words over all of both, to four places.
    jaccard: f64,
    /// Share of `a`'s shingles that `b` has, and of `b`'s that `a` has.
    containment: [f64; 2],
    /// The same with shingles of three words.
    containment_3: [f64; 2],
    passages: &'a [Passage],
}

/// The line of one verified pair.
#[must_use]
pub fn pair<'a>(
    a: &'a DocumentId,
    b: &'a DocumentId,
    relation: Option<Relation>,
    overlap: &'a Overlap,
) -> PairLine<'a> {
    PairLine {
        a,
        b,
        relation,
        jaccard: places(overlap.jaccard),
        containment: overlap.containment.map(places),
        containment_3: overlap.containment_3.map(places),
        passages: &overlap.passages,
    }
}

/// Four decimal places: more than the counts behind a share can tell.
fn places(share: f64) -> f64 {
    (share * 10_000.0).round() / 10_000.0
}

/// A line of `clusters.jsonl`.
#[derive(Debug, Serialize)]
pub struct ClusterLine<'a> {
    cluster: &'a str,
    kind: ClusterKind,
    base: &'a DocumentId,
    members: Vec<&'a DocumentId>,
}

/// The line of one cluster; `id` is that of a document.
#[must_use]
pub fn cluster<'a>(cluster: &'a Cluster, id: impl Fn(usize) -> &'a DocumentId) -> ClusterLine<'a> {
    ClusterLine {
        cluster: &cluster.id,
        kind: cluster.kind,
        base: id(cluster.base),
        members: cluster.members.iter().map(|member| id(*member)).collect(),
    }
}

/// A line of `documents.jsonl`.
#[derive(Debug, Serialize)]
pub struct DocumentLine<'a> {
    /// Its id.
    pub id: &'a DocumentId,
    /// Outlet, agency or site.
    pub source: Option<&'a str>,
    /// Headline.
    pub title: Option<&'a str>,
    /// When it was published.
    pub published: Option<Published>,
    /// Its copy cluster.
    pub copy: Option<&'a str>,
    /// Its story cluster.
    pub story: Option<&'a str>,
    /// Whether a corpus without duplicates keeps it.
    pub keep: bool,
    /// Why.
    pub because: &'a str,
}

#[derive(Debug, Serialize)]
struct FurnitureLine {
    kind: Furniture,
    span: Span,
}

#[derive(Debug, Serialize)]
struct SideLine<'a> {
    id: &'a DocumentId,
    title: Option<&'a str>,
    published: Option<Published>,
    source: Option<&'a str>,
    text: &'a str,
    furniture: Vec<FurnitureLine>,
}

fn side(article: &Article) -> SideLine<'_> {
    let furniture = article
        .clean
        .blocks
        .iter()
        .filter_map(|block| Some(FurnitureLine { kind: block.furniture?, span: block.span }));
    SideLine {
        id: &article.document.id,
        title: article.document.title.as_deref(),
        published: article.document.published,
        source: article.document.source.as_deref(),
        text: &article.document.text,
        furniture: furniture.collect(),
    }
}

#[derive(Debug, Serialize)]
struct LinkLine {
    kind: LinkKind,
    a: Option<Span>,
    b: Option<Span>,
}

/// One divergence.
#[derive(Debug, Serialize)]
pub struct DivergenceLine<'a> {
    id: String,
    kind: Kind,
    severity: u8,
    subject: &'a str,
    a: &'a Option<Reading>,
    b: &'a Option<Reading>,
    note: &'a str,
}

/// What `compare --format json` prints.
#[derive(Debug, Serialize)]
pub struct ComparisonLine<'a> {
    a: SideLine<'a>,
    b: SideLine<'a>,
    relation: Option<Relation>,
    jaccard: f64,
    containment: [f64; 2],
    containment_3: [f64; 2],
    passages: &'a [Passage],
    alignment: Vec<LinkLine>,
    divergences: Vec<DivergenceLine<'a>>,
    agreements: Vec<AgreementLine<'a>>,
    /// Checks that did not run, and why.
    not_checked: &'a [String],
}

/// The whole comparison of two documents.
#[must_use]
pub fn comparison<'a>(a: &'a Article, b: &'a Article, comparison: &'a Comparison) -> ComparisonLine<'a> {
    ComparisonLine {
        a: side(a),
        b: side(b),
        relation: comparison.relation,
        jaccard: places(comparison.overlap.jaccard),
        containment: comparison.overlap.containment.map(places),
        containment_3: comparison.overlap.containment_3.map(places),
        passages: &comparison.overlap.passages,
        alignment: comparison.alignment.iter().map(|link| LinkLine { kind: link.kind, a: link.a, b: link.b }).collect(),
        divergences: comparison.divergences.iter().map(divergence).collect(),
        agreements: agreements(comparison),
        not_checked: &comparison.not_checked,
    }
}

/// The whole comparison, to be put into a page that shows the texts: what stands there is left out. That are the texts
/// (unless a browser would read them otherwise) and the words of divergences.
#[must_use]
pub fn embedded(a: &Article, b: &Article, whole: &Comparison) -> serde_json::Value {
    let mut value = serde_json::to_value(comparison(a, b, whole)).unwrap_or_default();
    for (side, article) in [("a", a), ("b", b)] {
        // HTML turns these into a line feed and into a replacement character: then spans would lead astray.
        if !article.document.text.contains(['\r', '\0']) {
            value[side]["text"] = serde_json::Value::Null;
        }
    }
    // Lists, not objects: the names of fields would be most of a page of small changes.
    let said = |reading: &Option<Reading>| reading.as_ref().map(|one| (one.span, one.value.clone()));
    let line = |one: &Divergence| {
        serde_json::json!([one.id(), one.kind, one.severity, one.subject, said(&one.a), said(&one.b), one.note])
    };
    value["divergences"] = whole.divergences.iter().map(line).collect();
    let agreement = |one: AgreementLine<'_>| {
        let said = |reading: &Reading| (reading.span, reading.value.clone());
        serde_json::json!([one.kind, one.subject, said(one.a), said(one.b), one.note])
    };
    value["agreements"] = agreements(whole).into_iter().map(agreement).collect();
    value["alignment"] = whole.alignment.iter().map(|link| serde_json::json!([link.kind, link.a, link.b])).collect();
    value
}

#[derive(Debug, Serialize)]
struct AgreementLine<'a> {
    kind: Kind,
    subject: &'a str,
    a: &'a Reading,
    b: &'a Reading,
    /// By which rule of the user's it is one; left out where the texts agree by themselves.
    #[serde(skip_serializing_if = "str::is_empty")]
    note: &'a str,
}

/// The agreements, then what a rule of the user's made one.
fn agreements(comparison: &Comparison) -> Vec<AgreementLine<'_>> {
    let settled = comparison.equivalents.iter().filter_map(|one| {
        let Divergence { kind, subject, a, b, .. } = &one.divergence;
        Some(AgreementLine { kind: *kind, subject, a: a.as_ref()?, b: b.as_ref()?, note: &one.note })
    });
    comparison
        .agreements
        .iter()
        .map(|one| AgreementLine { kind: one.kind, subject: &one.subject, a: &one.a, b: &one.b, note: "" })
        .chain(settled)
        .collect()
}

pub(super) fn divergence(divergence: &Divergence) -> DivergenceLine<'_> {
    DivergenceLine {
        id: divergence.id(),
        kind: divergence.kind,
        severity: divergence.severity,
        subject: &divergence.subject,
        a: &divergence.a,
        b: &divergence.b,
        note: &divergence.note,
    }
}

#[derive(Debug, Serialize)]
struct FigureLine<'a> {
    span: Span,
    text: &'a str,
    low: Option<String>,
    high: Option<String>,
    unit: &'a str,
    modifier: Modifier,
    of: Option<String>,
    counted: Option<&'a str>,
    entity: Option<&'a str>,
    attribution: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct QuoteLine<'a> {
    span: Span,
    text: &'a str,
    speaker: Option<&'a str>,
    direct: bool,
}

#[derive(Debug, Serialize)]
struct NameLine<'a> {
    span: Span,
    text: &'a str,
    kind: NameKind,
    canonical: &'a str,
}

#[derive(Debug, Serialize)]
struct DateLine<'a> {
    span: Span,
    text: &'a str,
    from: Option<String>,
    to: Option<String>,
}

/// A line of `facts`.
#[derive(Debug, Serialize)]
pub struct FactsLine<'a> {
    id: &'a DocumentId,
    figures: Vec<FigureLine<'a>>,
    quotes: Vec<QuoteLine<'a>>,
    names: Vec<NameLine<'a>>,
    dates: Vec<DateLine<'a>>,
}

/// What one document states.
#[must_use]
pub fn facts<'a>(witness: &'a Witness<'_>) -> FactsLine<'a> {
    let text = witness.text();
    let names = &witness.facts.names;
    let speaker = |quote: &crate::facts::quote::Quote| {
        let speaker = quote.speaker?;
        Some(speaker.entity.map_or(speaker.span.of(text), |entity| names.entities[entity].canonical.as_str()))
    };
    FactsLine {
        id: &witness.article.document.id,
        figures: witness
            .facts
            .measures
            .iter()
            .filter(|measure| !measure.whole)
            .map(|measure| figure(witness, measure))
            .collect(),
        quotes: witness
            .facts
            .speech
            .quotes
            .iter()
            .map(|quote| QuoteLine {
                span: quote.span,
                text: quote.span.of(text),
                speaker: speaker(quote),
                direct: quote.direct,
            })
            .collect(),
        names: names
            .mentions
            .iter()
            .map(|name| {
                let entity = &names.entities[name.entity];
                NameLine { span: name.span, text: name.span.of(text), kind: entity.kind, canonical: &entity.canonical }
            })
            .collect(),
        dates: witness
            .facts
            .dates
            .iter()
            .map(|date| {
                let (from, to) = bounds(&date.mention);
                DateLine { span: date.mention.span, text: date.mention.span.of(text), from, to }
            })
            .collect(),
    }
}

/// First and last day, or local times where the text has them.
fn bounds(mention: &DateMention) -> (Option<String>, Option<String>) {
    let written = |day: Option<jiff::civil::Date>| {
        day.map(|day| mention.time.map_or_else(|| day.to_string(), |time| day.to_datetime(time).to_string()))
    };
    (written(mention.from), written(mention.to))
}

fn figure<'a>(witness: &'a Witness<'_>, measure: &'a Measure) -> FigureLine<'a> {
    let text = witness.text();
    let figure = &measure.figure;
    let entity = measure.entity.map(|entity| witness.facts.names.entities[entity].canonical.as_str());
    FigureLine {
        span: figure.span,
        text: figure.span.of(text),
        low: figure.low.map(|value| value.normalize().to_string()),
        high: figure.high.map(|value| value.normalize().to_string()),
        unit: &figure.unit,
        modifier: figure.modifier,
        of: figure.of.map(|of| of.value.normalize().to_string()),
        counted: measure.counted.map(|counted| counted.of(text)),
        entity,
        attribution: attribution(witness, measure),
    }
}

/// To whom the sentence of a figure lays what it says: "according to the police", "Kerr".
fn attribution<'a>(witness: &'a Witness<'_>, measure: &Measure) -> Option<&'a str> {
    let place = witness.article.tokens.sentences[measure.sentence].span;
    let claims = touching(&witness.facts.claims, place, |claim| claim.span);
    let source = claims.iter().find(|claim| claim.reach == Reach::Sentence).map(|claim| claim.span);
    let attributions = touching(&witness.facts.speech.attributions, place, |one| one.sentence);
    let said = || attributions.first().map(|one| one.speaker.span);
    source.or_else(said).map(|span| span.of(witness.text()))
}

#[derive(Debug, Serialize)]
struct ReadingLine<'a> {
    document: &'a DocumentId,
    span: Span,
    text: &'a str,
    value: &'a str,
}

#[derive(Debug, Serialize)]
struct RowLine<'a> {
    subject: &'a str,
    kind: Kind,
    severity: u8,
    readings: Vec<ReadingLine<'a>>,
    missing: Vec<&'a DocumentId>,
    apparatus: &'a str,
}

/// What `collate --format json` prints.
#[derive(Debug, Serialize)]
pub struct CollationLine<'a> {
    documents: Vec<&'a DocumentId>,
    rows: Vec<RowLine<'a>>,
}

/// A collation; `ids` are its columns.
#[must_use]
pub fn collation<'a>(ids: &[&'a DocumentId], collation: &'a Collation) -> CollationLine<'a> {
    let rows = collation.rows.iter().map(|row| RowLine {
        subject: &row.subject,
        kind: row.kind,
        severity: row.severity,
        readings: row
            .readings
            .iter()
            .map(|reading| ReadingLine {
                document: ids[reading.document],
                span: reading.span,
                text: &reading.text,
                value: &reading.value,
            })
            .collect(),
        missing: row.missing.iter().map(|document| ids[*document]).collect(),
        apparatus: &row.apparatus,
    });
    CollationLine { documents: ids.to_vec(), rows: rows.collect() }
}
