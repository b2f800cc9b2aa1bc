//! Two texts as the rows of two columns: what corresponds stands in one row, what one side alone has leaves a gap.
//!
//! Each text is covered from its first byte to its last, in order, whatever the alignment says: what an alignment
//! forgets is shown as unpaired, what it claims twice is shown once.

use super::page::{slice, within};
use crate::{
    align::{Link, LinkKind},
    article::Article,
    clean::Furniture,
    span::Span,
};
use hashbrown::HashSet;
use std::ops::Range;

/// One of the two documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    A,
    B,
}

impl Side {
    pub(super) fn other(self) -> Self {
        match self {
            Self::A => Self::B,
            Self::B => Self::A,
        }
    }

    /// Its name on the page.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::A => "A",
            Self::B => "B",
        }
    }

    /// Its name in an `id`.
    pub(super) fn letter(self) -> &'static str {
        match self {
            Self::A => "a",
            Self::B => "b",
        }
    }

    /// This side's place of a link.
    pub(super) fn of(self, link: &Link) -> Option<Span> {
        match self {
            Self::A => link.a,
            Self::B => link.b,
        }
    }
}

/// What a segment is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// One side of a link, by its index in the alignment.
    Linked(usize),
    /// Text that no link speaks of.
    Plain,
    /// No part of the article.
    Furniture(Furniture),
}

/// A stretch of one text that stays together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Segment {
    /// Its place, with the white space up to the next.
    pub(super) span: Span,
    /// What it is.
    pub(super) role: Role,
    /// The blocks of the article that begin in it; none inside a paragraph.
    pub(super) blocks: Range<usize>,
}

/// A row: ranges of the segments of each side; an empty range is a gap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) a: Range<usize>,
    pub(super) b: Range<usize>,
}

/// Both texts, laid out.
#[derive(Debug)]
pub(super) struct Columns {
    /// The segments of each text; together they cover it.
    pub(super) a: Vec<Segment>,
    pub(super) b: Vec<Segment>,
    /// The rows; the ranges of each side follow one another and cover its segments.
    pub(super) rows: Vec<Row>,
    /// Whether the rows correspond; if not, there is one row with all of both.
    pub(super) aligned: bool,
    /// For each link whether its two places share a row.
    pub(super) level: Vec<bool>,
}

impl Columns {
    /// Lays out `a` and `b` along `links`.
    ///
    /// Cost: sorting the links, then one pass.
    pub(super) fn new(a: &Article, b: &Article, links: &[Link]) -> Self {
        let aligned = links.iter().any(holds_a_row);
        let links = if aligned { links } else { &[] };
        let (a, b) = (segments(a, links, Side::A), segments(b, links, Side::B));
        let mut level = vec![false; links.len()];
        let rows = if aligned { rows(&a, &b, links, &mut level) } else { vec![Row { a: 0..a.len(), b: 0..b.len() }] };
        Self { a, b, rows, aligned, level }
    }

    /// The segments of one side.
    pub(super) fn segments(&self, side: Side) -> &[Segment] {
        match side {
            Side::A => &self.a,
            Side::B => &self.b,
        }
    }

    /// For each link the row in which `side` has it.
    pub(super) fn rows_of(&self, side: Side) -> Vec<Option<usize>> {
        let mut rows = vec![None; self.level.len()];
        for (at, row) in self.rows.iter().enumerate() {
            let range = if side == Side::A { row.a.clone() } else { row.b.clone() };
            for segment in &self.segments(side)[range] {
                if let Role::Linked(link) = segment.role {
                    rows[link].get_or_insert(at);
                }
            }
        }
        rows
    }
}

/// Whether the two places of a link are to share a row.
fn holds_a_row(link: &Link) -> bool {
    link.kind != LinkKind::Moved && link.a.is_some() && link.b.is_some()
}

/// Cuts the text of `article` at the places of `links` and at its blocks.
///
/// A place is claimed by the first of these that has it: a link of both sides, furniture, a link of one side, a
/// paragraph. So furniture that stands in both texts is compared, and furniture that an alignment lists as "only in A"
/// is still furniture.
fn segments(article: &Article, links: &[Link], side: Side) -> Vec<Segment> {
    let text = &article.document.text;
    let blocks = &article.clean.blocks;
    let linked = |paired: bool| {
        let mut claims: Vec<(Span, Role)> = links
            .iter()
            .enumerate()
            .filter(|(_, link)| (link.a.is_some() && link.b.is_some()) == paired)
            .filter_map(|(index, link)| Some((within(text, side.of(link)?), Role::Linked(index))))
            .filter(|(span, _)| !span.is_empty())
            .collect();
        claims.sort_by_key(|&(span, _)| span.start);
        claims
    };
    // A heading inside the article reads on: it is shown where it stands, not folded.
    let furniture = blocks.iter().filter_map(|block| match block.furniture {
        None | Some(Furniture::Crosshead) => None,
        Some(furniture) => Some((block.span, Role::Furniture(furniture))),
    });
    let mut claims = Vec::new();
    for layer in [
        linked(true),
        furniture.collect(),
        linked(false),
        blocks.iter().map(|block| (block.span, Role::Plain)).collect(),
    ] {
        claims = add_layer(claims, &layer, text);
    }
    covering(&claims, article)
}

/// Adds to `claims` the parts of `layer` that are still free; both are in order of their starts.
fn add_layer(claims: Vec<(Span, Role)>, layer: &[(Span, Role)], text: &str) -> Vec<(Span, Role)> {
    let mut all = Vec::with_capacity(claims.len() + layer.len());
    let mut taken = claims.into_iter().peekable();
    let mut free = 0;
    for &(span, role) in layer {
        free = span.start.max(free);
        loop {
            let next = taken.next_if(|(next, _)| next.start < span.end);
            let end = next.map_or(span.end, |(next, _)| next.start);
            let part = Span { start: free, end: end.max(free) };
            // What is left between two sentences is a space or a stray mark; it stays with what stands before it.
            if !part.is_empty() && (part == span || slice(text, part).contains(char::is_alphanumeric)) {
                all.push((part, role));
            }
            free = free.max(end);
            let Some(next) = next else { break };
            all.push(next);
            free = free.max(next.0.end);
        }
    }
    all.extend(taken);
    all
}

/// Draws `claims` out to cover the whole text: each reaches to the start of the next.
fn covering(claims: &[(Span, Role)], article: &Article) -> Vec<Segment> {
    let text = &article.document.text;
    let mut segments: Vec<Segment> = Vec::with_capacity(claims.len().max(1));
    let blocks = &article.clean.blocks;
    let mut begun = 0;
    let mut placed = HashSet::new();
    for &(span, role) in claims {
        let first = begun;
        begun += blocks[begun..].iter().take_while(|block| block.span.start <= span.start).count();
        // A link that another place cuts in two is placed by its first part.
        let role = match role {
            Role::Linked(link) if !placed.insert(link) => Role::Plain,
            role => role,
        };
        let start = if segments.is_empty() { 0 } else { span.start as usize };
        segments.push(Segment { span: Span::new(start, text.len()), role, blocks: first..begun });
    }
    for at in 1..segments.len() {
        segments[at - 1].span.end = segments[at].span.start;
    }
    if segments.is_empty() {
        segments.push(Segment { span: Span::new(0, text.len()), role: Role::Plain, blocks: 0..blocks.len() });
    }
    segments
}

/// Walks down both sides from one row of a link to the next; what stands between them is alone in its row.
fn rows(a: &[Segment], b: &[Segment], links: &[Link], level: &mut [bool]) -> Vec<Row> {
    let mut place_in_b = vec![None; links.len()];
    for (at, segment) in b.iter().enumerate() {
        if let Role::Linked(link) = segment.role {
            place_in_b[link].get_or_insert(at);
        }
    }
    let mut rows = Vec::with_capacity(a.len().max(b.len()));
    let (mut from_a, mut from_b) = (0, 0);
    for (at, segment) in a.iter().enumerate() {
        let Role::Linked(link) = segment.role else { continue };
        // A link that runs back is not level with its other side, so it is shown as one that moved.
        let Some(other) = place_in_b[link].filter(|&other| other >= from_b) else { continue };
        if level[link] || !holds_a_row(&links[link]) {
            continue;
        }
        level[link] = true;
        between(a, from_a..at, b, from_b..other, &mut rows);
        rows.push(Row { a: at..at + 1, b: other..other + 1 });
        (from_a, from_b) = (at + 1, other + 1);
    }
    between(a, from_a..a.len(), b, from_b..b.len(), &mut rows);
    rows
}

/// The rows of what stands between two rows of links: `a`'s, then `b`'s. The furniture that both begin with shares a
/// row, since it says nothing of the article on either side.
fn between(a: &[Segment], of_a: Range<usize>, b: &[Segment], of_b: Range<usize>, rows: &mut Vec<Row>) {
    let both = [furniture(a, &of_a), furniture(b, &of_b)];
    let [folded_a, folded_b] = if both.contains(&0) { [0, 0] } else { both };
    let (from_a, from_b) = (of_a.start + folded_a, of_b.start + folded_b);
    if folded_a > 0 {
        rows.push(Row { a: of_a.start..from_a, b: of_b.start..from_b });
    }
    alone(a, from_a..of_a.end, |a| rows.push(Row { a, b: from_b..from_b }));
    alone(b, from_b..of_b.end, |b| rows.push(Row { a: of_a.end..of_a.end, b }));
}

/// Splits a range that has no counterpart into rows: one for each segment, and one for furniture in a row.
fn alone(segments: &[Segment], range: Range<usize>, mut row: impl FnMut(Range<usize>)) {
    let mut from = range.start;
    while from < range.end {
        let to = from + furniture(segments, &(from..range.end)).max(1);
        row(from..to);
        from = to;
    }
}

/// How many segments at the start of a range are furniture.
fn furniture(segments: &[Segment], range: &Range<usize>) -> usize {
    segments[range.clone()].iter().take_while(|segment| is_furniture(segment)).count()
}

/// Whether a segment is folded away.
pub(super) fn is_furniture(segment: &Segment) -> bool {
    matches!(segment.role, Role::Furniture(_))
}
