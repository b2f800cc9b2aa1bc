//! The marks in a text: any spans, however they overlap, become a flat row of pieces.
//!
//! The text is cut at every start and end of a mark. A piece carries the classes of all marks that cover it, and the
//! badges of the marks that begin with it stand before it. Nested elements were the other way: marks that overlap in
//! steps would have to be closed and opened again at every step, which grows with the square of their number.

use super::{
    page::{slice, within},
    words,
};
use crate::{diverge::Kind, span::Span};
use maud::{Markup, html};

/// Something to mark in a text.
pub(super) struct Mark {
    /// Its place.
    pub(super) span: Span,
    /// What it says; `None` for words that merely look different.
    pub(super) badge: Option<Badge>,
    /// The `id` of its place; empty for none.
    pub(super) id: String,
}

/// The link at the start of a mark, back to the list.
pub(super) struct Badge {
    /// What the divergence is about.
    pub(super) kind: Kind,
    /// How severe it is.
    pub(super) severity: u8,
    /// The `id` of its entry in the list; `None` for a mark without a letter, beside one that has it.
    pub(super) entry: Option<String>,
    /// The divergence in a few words: "figure: 98 against 95".
    pub(super) label: String,
}

/// A stretch of text that the same marks cover.
struct Piece {
    start: usize,
    classes: String,
    /// The marks that begin here, as a range of [`Marked::marks`].
    opening: std::ops::Range<usize>,
}

/// A text with its marks.
pub(super) struct Marked<'a> {
    text: &'a str,
    /// In order of place.
    marks: Vec<Mark>,
    /// They rise and cover the text; the last may be empty, for marks at the very end.
    pieces: Vec<Piece>,
}

impl<'a> Marked<'a> {
    /// Cuts `text` at all boundaries of `marks`; what lies outside of the text is drawn in.
    ///
    /// Cost: a sort of the marks, then one pass.
    pub(super) fn new(text: &'a str, mut marks: Vec<Mark>) -> Self {
        for mark in &mut marks {
            mark.span = within(text, mark.span);
        }
        // The longer first, so that the badge of a sentence stands before the badge of its first word. The sort is
        // stable: what is left is in the order of the report.
        marks.sort_by_key(|mark| (mark.span.start, std::cmp::Reverse(mark.span.end)));
        let pieces = cut(&marks);
        Self { text, marks, pieces }
    }

    /// The part of the text that `span` covers, with its marks. Spans that cover the text once give each badge once.
    pub(super) fn show(&self, span: Span) -> Markup {
        let (from, to) = (span.start as usize, span.end as usize);
        let first = self.pieces.partition_point(|piece| piece.start <= from).saturating_sub(1);
        // A mark that begins where the part ends belongs to the next part, but after the last there is none.
        let last = to >= self.text.len();
        let inside = |piece: &&Piece| piece.start < to || piece.start == from || last;
        html! {
            @for (at, piece) in self.pieces.iter().enumerate().skip(first).take_while(|(_, piece)| inside(piece)) {
                @if piece.start >= from {
                    @for mark in &self.marks[piece.opening.clone()] { (anchor(mark)) }
                }
                @let end = self.pieces.get(at + 1).map_or(self.text.len(), |next| next.start);
                @let words = slice(self.text, Span::new(piece.start.max(from).min(to), end.min(to).max(from)));
                @if piece.classes.is_empty() || words.is_empty() {
                    (words)
                } @else {
                    mark class=(piece.classes) { (words) }
                }
            }
        }
    }
}

fn anchor(mark: &Mark) -> Markup {
    html! {
        @if let Some(Badge { kind, entry: Some(entry), label, .. }) = &mark.badge {
            a class={ "k " (words::class(*kind)) } id=(mark.id) href={ "#" (entry) } aria-label=(label) {}
        } @else if !mark.id.is_empty() {
            span id=(mark.id) {}
        }
    }
}

/// The pieces of a text whose `marks` are in order of their starts.
fn cut(marks: &[Mark]) -> Vec<Piece> {
    let mut ends: Vec<usize> = (0..marks.len()).collect();
    ends.sort_by_key(|&mark| marks[mark].span.end);
    let mut cuts: Vec<u32> = marks.iter().flat_map(|mark| [mark.span.start, mark.span.end]).collect();
    cuts.push(0);
    cuts.sort_unstable();
    cuts.dedup();

    let mut ends = ends.into_iter().peekable();
    let mut covering = Covering::default();
    let mut opened = 0;
    let mut pieces = Vec::with_capacity(cuts.len());
    for start in cuts {
        let opening = opened..opened + marks[opened..].iter().take_while(|mark| mark.span.start == start).count();
        opened = opening.end;
        for mark in &marks[opening.clone()] {
            covering.add(mark);
        }
        while let Some(mark) = ends.next_if(|&mark| marks[mark].span.end <= start) {
            covering.remove(&marks[mark]);
        }
        let classes = covering.classes();
        // Where nothing changes and nothing begins, the piece before goes on.
        if opening.is_empty() && pieces.last().is_some_and(|before: &Piece| before.classes == classes) {
            continue;
        }
        pieces.push(Piece { start: start as usize, classes, opening });
    }
    pieces
}

/// How many marks of each class cover a place.
#[derive(Default)]
struct Covering {
    kinds: [u32; Kind::ALL.len()],
    severities: [u32; 4],
    quiet: u32,
}

impl Covering {
    fn add(&mut self, mark: &Mark) {
        *self.kind(mark) += 1;
        *self.severity(mark) += 1;
    }

    fn remove(&mut self, mark: &Mark) {
        *self.kind(mark) -= 1;
        *self.severity(mark) -= 1;
    }

    fn kind(&mut self, mark: &Mark) -> &mut u32 {
        match &mark.badge {
            Some(badge) => &mut self.kinds[badge.kind as usize],
            None => &mut self.quiet,
        }
    }

    fn severity(&mut self, mark: &Mark) -> &mut u32 {
        &mut self.severities[mark.badge.as_ref().map_or(0, |badge| usize::from(badge.severity.min(3)))]
    }

    fn classes(&self) -> String {
        let mut classes: Vec<&str> =
            Kind::ALL.into_iter().filter(|&kind| self.kinds[kind as usize] > 0).map(words::class).collect();
        classes.dedup();
        match self.severities {
            [_, _, _, worst] if worst > 0 => classes.push("s3"),
            [_, _, worst, _] if worst > 0 => classes.push("s2"),
            _ if classes.is_empty() && self.quiet > 0 => classes.push("e"),
            _ => {}
        }
        classes.join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(span: std::ops::Range<usize>, kind: Kind, severity: u8, id: &str) -> Mark {
        let badge = Badge { kind, severity, entry: Some(id.to_owned()), label: id.to_owned() };
        Mark { span: span.into(), badge: Some(badge), id: format!("{id}-a") }
    }

    fn shown(marked: &Marked<'_>, span: std::ops::Range<usize>) -> String {
        let page = marked.show(span.into()).into_string();
        let mut words = String::new();
        for part in page.split_inclusive('>') {
            words.push_str(part.split('<').next().unwrap_or(""));
        }
        words
    }

    #[test]
    fn marks_that_overlap_are_cut_at_every_boundary() {
        let marks = vec![mark(0..8, Kind::Wording, 1, "x"), mark(5..12, Kind::Figure, 3, "y")];
        let page = Marked::new("flood kills 12", marks).show(Span::new(0, 14)).into_string();
        assert_eq!(
            page,
            r##"<a class="k w" id="x-a" href="#x" aria-label="x"></a><mark class="w">flood</mark>"##.to_owned()
                + r##"<a class="k f" id="y-a" href="#y" aria-label="y"></a><mark class="f w s3"> ki</mark>"##
                + r#"<mark class="f s3">lls </mark>12"#
        );
    }

    #[test]
    fn parts_of_a_text_give_every_word_and_every_badge_once() {
        let text = "Überflutung in Ruda";
        let marks = vec![
            mark(1..40, Kind::Name, 2, "outside"),
            mark(4..4, Kind::Move, 1, "empty"),
            mark(20..20, Kind::Date, 3, "end"),
        ];
        let marked = Marked::new(text, marks);
        let parts = [0..4, 4..13, 13..20];
        assert_eq!(parts.clone().map(|part| shown(&marked, part)).concat(), text);
        let page = parts.map(|part| marked.show(part.into()).into_string()).concat();
        for id in ["outside-a", "empty-a", "end-a"] {
            assert_eq!(page.matches(&format!("id=\"{id}\"")).count(), 1, "{id} in {page}");
        }
    }
}
