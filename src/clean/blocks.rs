//! Splits a text into paragraphs.
//!
//! Most scraped texts hold one paragraph a line. Wire copy is often hard-wrapped: a paragraph runs over several lines of
//! nearly equal width, and the next one starts after an empty line or with an indent. Such lines are joined, so that no
//! block ends inside a sentence.

use super::form::{Survey, closes, ends_sentence};
use crate::span::Span;
use memchr::memchr2_iter;
use std::cell::OnceCell;

/// Widest line, in characters, of hard-wrapped text: typewriters, teleprinters and mail stay below.
const WIDEST_WRAPPED: usize = 100;
/// Narrowest line, in characters, that can be the first part of a sentence that goes on in the next line of a text that
/// is not hard-wrapped: shorter ones are entries of a list.
const NARROWEST_BROKEN: usize = 40;
/// Fewest characters of indent that start a paragraph.
const INDENT: usize = 2;

/// A line that is not empty.
struct Line<'a> {
    text: &'a str,
    start: usize,
    indent: usize,
    width: usize,
    /// Whether an empty line, or the start of the text, comes before it.
    apart: bool,
    ends: bool,
    starts_lower: bool,
    /// See [`Line::has_columns`], once it was asked.
    columns: OnceCell<bool>,
}

/// The paragraphs of `text`, without the white space around them, in order of place.
///
/// They cover every character that is not white space. Cost: linear in the text.
pub(super) fn paragraphs(text: &str) -> Vec<Span> {
    let lines = lines(text);
    let wrapped = Wrapping::of(&lines);
    let mut out: Vec<Span> = Vec::with_capacity(lines.len());
    for (index, line) in lines.iter().enumerate() {
        let span = Span::new(line.start, line.start + line.text.len());
        match (index.checked_sub(1).map(|before| &lines[before]), out.last_mut()) {
            (Some(before), Some(last)) if continues(before, line, wrapped.as_ref()) => *last = last.join(span),
            _ => out.push(span),
        }
    }
    out
}

/// The lines of `text` that are not empty. A line ends with `\n`, `\r` or both.
fn lines(text: &str) -> Vec<Line<'_>> {
    let mut out = Vec::new();
    let (mut at, mut apart, mut after_return) = (0, true, false);
    let ends = memchr2_iter(b'\n', b'\r', text.as_bytes()).chain(std::iter::once(text.len()));
    for end in ends {
        let whole = &text[at..end];
        let line = whole.trim();
        if line.is_empty() {
            apart |= !(after_return && at == end); // the empty piece between \r and \n is no empty line
        } else {
            let indent = whole.len() - whole.trim_start().len();
            out.push(Line::new(line, at + indent, indent, apart));
            apart = false;
        }
        after_return = text.as_bytes().get(end) == Some(&b'\r');
        at = end + 1;
    }
    out
}

impl<'a> Line<'a> {
    fn new(text: &'a str, start: usize, indent: usize, apart: bool) -> Self {
        let width = if is_short(text) && !text.is_ascii() { text.chars().count() } else { text.len() };
        let last = text.trim_end_matches(closes).chars().next_back();
        Self {
            text,
            start,
            indent,
            width,
            apart,
            ends: last.is_some_and(|last| ends_sentence(last) || last == ':'),
            starts_lower: text.chars().next().is_some_and(char::is_lowercase),
            columns: OnceCell::new(),
        }
    }

    /// Whether a run of blanks or a tab inside sets columns; nothing is known of a long line. Cost: one pass over the line, once.
    fn has_columns(&self) -> bool {
        *self.columns.get_or_init(|| is_short(self.text) && Survey::of(self.text).columns)
    }

    /// Characters of its first word; nothing is known of a long line.
    fn first_word(&self) -> usize {
        let first = self.text.split_whitespace().next().filter(|_| is_short(self.text));
        first.map_or(0, |word| word.chars().count())
    }
}

/// Whether a line is so short that it may be joined with another: nothing has to be known of a long one.
fn is_short(line: &str) -> bool {
    line.len() <= WIDEST_WRAPPED * 4
}

/// How a text is hard-wrapped.
struct Wrapping {
    /// Characters of the widest line.
    width: usize,
    /// Whether an indent starts a paragraph.
    indented: bool,
}

impl Wrapping {
    /// `None` where lines are paragraphs.
    ///
    /// A text is hard-wrapped when nearly all lines are narrow, and most lines that go before another of the same
    /// paragraph break off inside a sentence.
    fn of(lines: &[Line<'_>]) -> Option<Self> {
        let narrow = lines.iter().filter(|line| line.width <= WIDEST_WRAPPED).count();
        if lines.len() < 2 || narrow * 10 < lines.len() * 9 {
            return None;
        }
        let width = lines.iter().map(|line| line.width).filter(|&width| width <= WIDEST_WRAPPED).max()?;
        let indented = lines.iter().skip(1).any(|line| line.indent >= INDENT && !line.apart);
        let (mut pairs, mut full, mut open, mut broken) = (0, 0, 0, 0);
        for pair in lines.windows(2) {
            let (before, after) = (&pair[0], &pair[1]);
            if after.apart || after.indent >= INDENT || before.has_columns() || after.has_columns() {
                continue;
            }
            pairs += 1;
            if before.width * 2 >= width {
                full += 1;
                open += usize::from(!before.ends);
                broken += usize::from(!before.ends && after.starts_lower);
            }
        }
        // Of the lines of running English text half and more start with a small letter; in a short one by chance fewer.
        let runs_on = broken * 5 >= full * 2 || (indented && broken > 0 && open * 10 >= full * 7);
        (full * 2 > pairs && width >= NARROWEST_BROKEN && runs_on).then_some(Self { width, indented })
    }
}

/// Whether `line` goes on with the paragraph that `before` belongs to.
fn continues(before: &Line<'_>, line: &Line<'_>, wrapped: Option<&Wrapping>) -> bool {
    if line.apart || before.width > WIDEST_WRAPPED * 4 {
        return false;
    }
    let broken = !before.ends && line.starts_lower && before.width >= NARROWEST_BROKEN;
    if wrapped.is_none() && !broken || before.has_columns() || line.has_columns() {
        return false;
    }
    let Some(wrapped) = wrapped else { return broken };
    if line.indent >= INDENT || before.width > WIDEST_WRAPPED {
        return line.indent < INDENT && broken;
    }
    let full = before.width + 1 + line.first_word() > wrapped.width.saturating_sub(wrapped.width / 10);
    full || broken || (wrapped.indented && !before.ends)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<&str> {
        paragraphs(text).iter().map(|span| span.of(text)).collect()
    }

    #[test]
    fn a_line_is_a_paragraph_where_lines_are_long() {
        let text = "The river Ola burst its banks at Ruda on Monday night, and 12 people died in the flood.\nThe mayor said help was near.";
        assert_eq!(split(text).len(), 2);
    }

    #[test]
    fn hard_wrapped_lines_are_one_paragraph_until_the_indent() {
        let text = "The river Ola burst its\nbanks at Ruda on Monday night, killing 12 people and\nleaving 12,400 without a home, said\nMayor Anna Kos.\n    Boats were sent from the coast to the upper town\nand the old market on Tuesday.\n    Ruda    12\n    Ola      3";
        let blocks = split(text);
        assert_eq!(blocks.len(), 4, "{blocks:?}");
        assert!(blocks[0].ends_with("Mayor Anna Kos."));
    }

    #[test]
    fn hard_wrapped_lines_are_one_paragraph_until_the_empty_line() {
        let text = "The river Ola burst its banks at Ruda on Monday night, killing\n12 people and leaving 12,400 without a home, said the mayor of\nthe town.\n\nBoats were sent from the coast to the upper town and to the old\nmarket on Tuesday, the mayor said. Schools in the town will stay\r\nclosed.";
        assert_eq!(split(text).len(), 2);
    }

    #[test]
    fn entries_of_a_menu_are_not_joined() {
        assert_eq!(split("Home\nNews\nsport\nweather in Ruda").len(), 4);
    }
}
