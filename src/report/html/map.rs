//! The map beside the texts: a tick for each difference, at the height of its row.

use super::{
    columns::{Columns, Side, is_furniture},
    list::{Entry, reading},
    words,
};
use crate::diverge::Kind;
use maud::{Markup, html};
use std::fmt::Write;

/// Height of the drawing; it is stretched to that of the window.
const HEIGHT: usize = 1000;
/// What a row takes beside its characters, in characters: half a line for the space between rows.
const ROW: usize = 40;

/// The map: left the marks in A, right those in B. The script makes it a way there; to read, the list says the same.
pub(super) fn map(columns: &Columns, entries: &[Entry<'_>]) -> Markup {
    let heights = [heights(columns, Side::A), heights(columns, Side::B)];
    let mut paths: Vec<(&str, String)> = Vec::new();
    for kind in Kind::ALL.into_iter().rev() {
        let class = words::class(kind);
        if paths.last().is_none_or(|(known, _)| *known != class) {
            paths.push((class, String::new()));
        }
        let Some((_, path)) = paths.last_mut() else { continue };
        for entry in entries.iter().filter(|entry| entry.divergence.kind == kind) {
            for (side, heights, x) in [(Side::A, &heights[0], 0), (Side::B, &heights[1], 11)] {
                if let Some(reading) = reading(entry.divergence, side) {
                    let _ = write!(path, "M{x} {}h9", height(heights, reading.span.start as usize));
                }
            }
        }
    }
    html! {
        svg class="map" viewBox={ "0 0 20 " (HEIGHT) } preserveAspectRatio="none" role="img"
            aria-label="Where in the texts the differences stand: left in A, right in B" {
            @for (class, path) in paths.iter().filter(|(_, path)| !path.is_empty()) { path class=(class) d=(path) {} }
        }
    }
}

/// For each segment of a side where it starts in its text, and how far down the drawing its row begins and ends.
fn heights(columns: &Columns, side: Side) -> Vec<(usize, [usize; 2])> {
    let length = |side: Side, range: &std::ops::Range<usize>| {
        let segments = columns.segments(side)[range.clone()].iter();
        segments.filter(|segment| !is_furniture(segment)).map(|segment| segment.span.len() + ROW).sum::<usize>()
    };
    let row_heights = || columns.rows.iter().map(|row| length(Side::A, &row.a).max(length(Side::B, &row.b)));
    let whole = row_heights().sum::<usize>().max(1);
    let mut out = Vec::new();
    let mut from = 0;
    for (row, height) in columns.rows.iter().zip(row_heights()) {
        let range = if side == Side::A { row.a.clone() } else { row.b.clone() };
        let segments = &columns.segments(side)[range];
        let all = segments.iter().map(|segment| segment.span.len()).sum::<usize>().max(1);
        let mut before = 0;
        for segment in segments {
            let at = |share: usize| (from + height * share / all) * HEIGHT / whole;
            out.push((segment.span.start as usize, [at(before), at(before + segment.span.len())]));
            before += segment.span.len();
        }
        from += height;
    }
    out
}

/// How far down `place` stands, from the starts of the segments.
fn height(heights: &[(usize, [usize; 2])], place: usize) -> usize {
    let at = heights.partition_point(|(start, _)| *start <= place).saturating_sub(1);
    let Some(&(start, [top, bottom])) = heights.get(at) else { return 0 };
    let end = heights.get(at + 1).map_or(place.max(start + 1), |next| next.0);
    top + (bottom - top) * place.saturating_sub(start).min(end - start) / (end - start).max(1)
}
