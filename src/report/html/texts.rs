//! The two texts in full, side by side.

use super::{
    columns::{Columns, Role, Row, Segment, Side, is_furniture},
    marks::Marked,
    page, words,
};
use crate::{
    align::{Link, LinkKind},
    clean::Furniture,
    diverge::Kind,
    report::PairReport,
};
use maud::{Markup, html};
use std::ops::Range;

/// What the cells need to know of both texts.
struct Texts<'a> {
    columns: &'a Columns,
    a: &'a Marked<'a>,
    b: &'a Marked<'a>,
    /// For each link the row in which each side has it.
    rows_of: [Vec<Option<usize>>; 2],
    links: &'a [Link],
}

/// The section with both texts; `a` and `b` are the texts with their marks.
pub(super) fn section(
    report: &PairReport<'_>,
    columns: &Columns,
    a: &Marked<'_>,
    b: &Marked<'_>,
    map: &Markup,
) -> Markup {
    let links = &report.comparison.alignment;
    let rows_of = [columns.rows_of(Side::A), columns.rows_of(Side::B)];
    let texts = Texts { columns, a, b, rows_of, links };
    html! {
        section id="texts" {
            h2 { "Both texts in full" }
            @if columns.aligned {
                p class="hint" {
                    "What corresponds stands side by side; a gap means that the other version does not have it. "
                    "A letter marks what differs and leads to its place in the list above."
                }
            } @else {
                p class="hint" {
                    "No sentences of the two were matched, so each text runs on its own. "
                    "A letter marks what differs and leads to its place in the list above."
                }
            }
            (legend(report, columns.aligned))
            div class="side-by-side" { div { table class={ "texts" @if !columns.aligned { " apart" } } {
                thead { tr {
                    th scope="col" { (column_head(Side::A, report)) }
                    th scope="col" { (column_head(Side::B, report)) }
                } }
                // The language of the articles is not known; without this, a screen reader would take it for English.
                tbody lang="" {
                    @for (at, row) in columns.rows.iter().enumerate() { (texts.row(at, row)) }
                }
            } } (map) }
        }
    }
}

fn column_head(side: Side, report: &PairReport<'_>) -> Markup {
    let article = if side == Side::A { report.a } else { report.b };
    html! {
        span class="side" { (side.name()) } " "
        @if article.document.source.is_some() { (page::source(article)) }
        @else { (page::isolated(&article.document.id.0)) }
        @if article.document.published.is_some() { " · " (page::time(article.document.published)) }
    }
}

/// What letters, lines and grounds mean, as far as they come on this page.
fn legend(report: &PairReport<'_>, aligned: bool) -> Markup {
    let divergences = &report.comparison.divergences;
    let mut kinds: Vec<Kind> = Kind::ALL.to_vec();
    kinds.retain(|&kind| divergences.iter().any(|divergence| divergence.kind == kind));
    kinds.dedup_by_key(|kind| words::letter(*kind));
    html! {
        ul class="legend" aria-label="Legend" {
            @for kind in kinds {
                li { (page::badge(kind)) " " mark class=(words::class(kind)) { (words::legend(kind)) } }
            }
            @if divergences.iter().any(|divergence| divergence.severity == 3) {
                li { mark class="f s3" { "boxed" } ": to correct (3)" }
            }
            li { mark class="e" { "dotted" } ": written differently, of no weight" }
            @if aligned { li { span class="gap" aria-hidden="true" {} " not in this version" } }
        }
    }
}

impl Texts<'_> {
    fn row(&self, at: usize, row: &Row) -> Markup {
        html! {
            tr class=(self.class(row)) {
                (self.cell(at, Side::A, &row.a, &row.b))
                (self.cell(at, Side::B, &row.b, &row.a))
            }
        }
    }

    /// The classes of a row: what it is, and whether a paragraph begins.
    fn class(&self, row: &Row) -> String {
        let first = |side: Side, range: &Range<usize>| self.columns.segments(side)[range.clone()].first().cloned();
        let firsts = [first(Side::A, &row.a), first(Side::B, &row.b)];
        let opens = firsts.iter().flatten().any(|segment| !segment.blocks.is_empty());
        let class = match firsts {
            _ if !self.columns.aligned => "all",
            [Some(Segment { role: Role::Linked(link), .. }), Some(_)] => match self.links[link].kind {
                LinkKind::Equal => "equal",
                _ => "edited",
            },
            _ if firsts.iter().flatten().all(is_furniture) => "aside",
            _ => "only",
        };
        if opens { format!("{class} p") } else { class.to_owned() }
    }

    fn cell(&self, row: usize, side: Side, range: &Range<usize>, other: &Range<usize>) -> Markup {
        let segments = &self.columns.segments(side)[range.clone()];
        if !segments.is_empty() {
            return html! { td class=(side.letter()) { (self.paragraphs(side, segments)) } };
        }
        let opposite = self.columns.segments(side.other())[other.clone()].first();
        match opposite.map(|segment| segment.role) {
            Some(Role::Furniture(_)) | None => html! { td class={ (side.letter()) " void" } {} },
            Some(Role::Linked(link)) if self.elsewhere(link, side).is_some() => html! {
                td class={ (side.letter()) " gap" } {
                    a class="ui" href={ "#v" (link) "-" (side.letter()) } {
                        "In " (side.name()) " this stands "
                        (if self.elsewhere(link, side) > Some(row) { "further down" } else { "further up" })
                    }
                }
            },
            Some(role) => html! {
                td class={ (side.letter()) " gap" } {
                    // What the alignment is silent on was not looked for; that is less than "not there".
                    span class="ui" { (if role == Role::Plain { "Not matched in " } else { "Not in " }) (side.name()) }
                }
            },
        }
    }

    /// The row in which `side` has a link whose places are not level.
    fn elsewhere(&self, link: usize, side: Side) -> Option<usize> {
        let moved = !self.columns.level[link];
        self.rows_of[side as usize][link].filter(|_| moved)
    }

    /// Segments one after another, furniture folded.
    fn paragraphs(&self, side: Side, segments: &[Segment]) -> Markup {
        html! {
            @for run in segments.chunk_by(|one, next| is_furniture(one) && is_furniture(next)) {
                @if run.iter().all(is_furniture) {
                    details class="fold" {
                        summary class="ui" { (reasons(run)) }
                        @for segment in run { (self.paragraph(side, segment)) }
                    }
                } @else {
                    @for segment in run { (self.paragraph(side, segment)) }
                }
            }
        }
    }

    fn paragraph(&self, side: Side, segment: &Segment) -> Markup {
        let text = match side {
            Side::A => self.a,
            Side::B => self.b,
        };
        let moved = match segment.role {
            Role::Linked(link) => self.elsewhere(link, side).map(|_| link),
            _ => None,
        };
        // The blocks by their numbers: the page of the cluster links to them.
        let blocks = segment.blocks.clone().map(|block| format!("p{}{block}", side.letter()));
        let mut ids = moved.map(|link| format!("v{link}-{}", side.letter())).into_iter().chain(blocks);
        html! {
            p dir="auto" id=[ids.next()] { @for id in ids { span id=(id) {} } (text.show(segment.span)) }
        }
    }
}

/// Why a run of furniture is folded: "advertisement, video player: not part of the article".
fn reasons(run: &[Segment]) -> String {
    let mut reasons: Vec<Furniture> = Vec::new();
    for segment in run {
        if let Role::Furniture(reason) = segment.role
            && !reasons.contains(&reason)
        {
            reasons.push(reason);
        }
    }
    let names: Vec<&str> = reasons.into_iter().map(words::furniture).collect();
    let many = if run.len() == 1 { String::new() } else { format!("{} blocks, ", page::thousands(run.len())) };
    format!("{many}not part of the article: {}", names.join(", "))
}
