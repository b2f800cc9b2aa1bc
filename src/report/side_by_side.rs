//! Two texts side by side in a terminal: what corresponds in one row, changed words in brackets and in colour.

use super::{PairReport, terminal::shown};
use crate::{
    align::{Link, LinkKind},
    span::Span,
};
use anstyle::{AnsiColor, Style};
use std::fmt::Write;

const CHANGED: Style = AnsiColor::Yellow.on_default().bold();
const HEADING: Style = Style::new().bold();

/// A word with whether it was changed.
type Word = (String, bool);

/// Both texts, row by row, `width` columns wide.
pub(super) fn texts(out: &mut String, report: &PairReport<'_>, width: usize) {
    let column = (width - 5) / 2;
    let signs = "= the same   ~ differs, [changed words]   < only in a   > only in b   ^ stands elsewhere";
    let _ = writeln!(out, "\n{HEADING}Texts{HEADING:#}   {signs}");
    for link in &report.comparison.alignment {
        let a = lines(
            &words(&report.a.document.text, link.a, link, |link| link.edits.iter().map(|edit| edit.a).collect()),
            column,
        );
        let b = lines(
            &words(&report.b.document.text, link.b, link, |link| link.edits.iter().map(|edit| edit.b).collect()),
            column,
        );
        let sign = match link.kind {
            LinkKind::Equal => '=',
            LinkKind::Edited => '~',
            LinkKind::OnlyA => '<',
            LinkKind::OnlyB => '>',
            LinkKind::Moved => '^',
        };
        for at in 0..a.len().max(b.len()) {
            let sign = if at == 0 { sign } else { ' ' };
            let (a, taken) = a.get(at).map_or((String::new(), 0), |line| styled(line));
            let b = b.get(at).map_or(String::new(), |line| styled(line).0);
            let room = " ".repeat(column.saturating_sub(taken));
            out.push_str(format!("{a}{room} {sign} {b}").trim_end());
            out.push('\n');
        }
    }
}

/// The words at `span` of `text`; those that an edit touches are changed.
fn words(text: &str, span: Option<Span>, link: &Link, edits: impl Fn(&Link) -> Vec<Span>) -> Vec<Word> {
    let Some(span) = span else { return Vec::new() };
    let edits = if link.kind == LinkKind::Edited { edits(link) } else { Vec::new() };
    let base = text.as_ptr() as usize;
    span.of(text)
        .split_whitespace()
        .filter_map(|word| {
            let start = (word.as_ptr() as usize - base) as u32;
            let end = start + word.len() as u32;
            let changed = edits.iter().any(|edit| edit.start < end && start < edit.end);
            Some((shown(word), changed)).filter(|(word, _)| !word.is_empty())
        })
        .collect()
}

/// Breaks words into lines of up to `width` characters, brackets included; a longer word is cut.
fn lines(words: &[Word], width: usize) -> Vec<Vec<Word>> {
    let mut lines: Vec<Vec<Word>> = Vec::new();
    let mut taken = 0;
    for (word, changed) in words {
        let word: String = word.chars().take(width.saturating_sub(2)).collect();
        let long = word.chars().count() + if *changed { 2 } else { 0 };
        if lines.is_empty() || taken + 1 + long > width {
            lines.push(Vec::new());
            taken = 0;
        }
        taken += long + usize::from(taken > 0);
        if let Some(line) = lines.last_mut() {
            line.push((word, *changed));
        }
    }
    lines
}

/// A line with its changed words in brackets, neighbours in one pair of them; and how many characters it shows.
fn styled(line: &[Word]) -> (String, usize) {
    let mut out = String::new();
    let mut taken = 0;
    for (at, run) in line.chunk_by(|one, next| one.1 == next.1).enumerate() {
        let words = run.iter().map(|(word, _)| word.as_str()).collect::<Vec<_>>().join(" ");
        let words = if run[0].1 { format!("[{words}]") } else { words };
        taken += words.chars().count() + usize::from(at > 0);
        if at > 0 {
            out.push(' ');
        }
        if run[0].1 {
            let _ = write!(out, "{CHANGED}{words}{CHANGED:#}");
        } else {
            out.push_str(&words);
        }
    }
    (out, taken)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_fit_and_changed_words_stand_in_brackets() {
        let word = |word: &str, changed| (word.to_owned(), changed);
        let words =
            [word("Flood", false), word("kills", true), word("twelve", true), word("in", false), word("Ruda", false)];
        let shown = lines(&words, 16).iter().map(|line| styled(line)).collect::<Vec<_>>();
        assert!(shown.iter().all(|(_, taken)| *taken <= 16), "{shown:?}");
        let plain = |line: &str| anstream::adapter::strip_str(line).to_string();
        assert_eq!(
            shown.iter().map(|(line, _)| plain(line)).collect::<Vec<_>>(),
            ["Flood [kills]", "[twelve] in Ruda"]
        );
    }
}
