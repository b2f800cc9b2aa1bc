//! What `compare` and `collate` print for a person: what to check first, then the texts.
//!
//! Colours are ANSI; the command line takes them out where the output is no terminal. No sign is by colour alone.

use super::PairReport;
use crate::{
    align::LinkKind,
    article::Article,
    collate::Collation,
    diverge::{Divergence, Kind, Reading},
    document::DocumentId,
    relate::Relation,
};
use anstyle::{AnsiColor, Style};
use std::fmt::Write;

const HEADING: Style = Style::new().bold();
const SEVERE: Style = AnsiColor::Red.on_default().bold();
/// Columns of the narrowest terminal in which two texts can be read side by side.
const NARROWEST: usize = 80;
const QUIET: Style = Style::new().dimmed();

/// The comparison of two documents, `width` columns wide: the list first, then the texts, with `side_by_side` in two columns
/// where they fit.
#[must_use]
pub fn comparison(report: &PairReport<'_>, width: usize, side_by_side: bool) -> String {
    let mut out = String::new();
    let comparison = report.comparison;
    side(&mut out, "a", report.a);
    side(&mut out, "b", report.b);
    let [in_b, in_a] = comparison.overlap.containment.map(|share| (share * 100.0).round());
    let words = comparison.relation.map_or("no relation found", relation);
    line(&mut out, &format!("{words}; {in_b}% of the five-word runs of a stand in b, {in_a}% of those of b in a"));
    line(&mut out, "");
    if comparison.divergences.is_empty() {
        line(&mut out, "No divergence.");
    }
    for kind in Kind::ALL {
        let here: Vec<&Divergence> = comparison.divergences.iter().filter(|one| one.kind == kind).collect();
        if !here.is_empty() {
            line(&mut out, &format!("{HEADING}{} ({}){HEADING:#}", heading(kind), here.len()));
            for one in here {
                divergence(&mut out, one, width);
            }
        }
    }
    let equal = comparison.agreements.len() + comparison.equivalents.len();
    if equal > 0 {
        line(&mut out, &format!("{HEADING}Equal though written differently ({equal}){HEADING:#}"));
        for one in &comparison.agreements {
            line(&mut out, &format!("    {}: {} / {}", shown(&one.subject), shown(&one.a.text), shown(&one.b.text)));
        }
    }
    for one in &comparison.equivalents {
        let words = |reading: &Option<Reading>| reading.as_ref().map_or(String::new(), |reading| shown(&reading.text));
        let Divergence { subject, a, b, .. } = &one.divergence;
        line(&mut out, &format!("    {}: {} / {}", shown(subject), words(a), words(b)));
        line(&mut out, &format!("    {QUIET}{}{QUIET:#}", shown(&one.note)));
    }
    if !comparison.not_checked.is_empty() {
        line(&mut out, &format!("Not checked: {}", comparison.not_checked.join("; ")));
    }
    if side_by_side && width >= NARROWEST && !comparison.alignment.is_empty() {
        super::side_by_side::texts(&mut out, report, width);
    } else {
        texts(&mut out, report, width);
    }
    out
}

fn side(out: &mut String, letter: &str, article: &Article) {
    let document = &article.document;
    let mut words = format!("{HEADING}{letter}  {}{HEADING:#}", shown(&document.id.0));
    for part in
        [document.title.clone(), document.source.clone(), document.published.map(|published| published.to_string())]
            .into_iter()
            .flatten()
    {
        let _ = write!(words, "  {}", shown(&part));
    }
    line(out, &words);
}

fn relation(relation: Relation) -> &'static str {
    match relation {
        Relation::Identical => "identical: the same words",
        Relation::Near => "near: the same report, small edits",
        Relation::Version => "version: the same report, reworded or updated",
        Relation::Contains => "contains: b stands inside a",
        Relation::Contained => "contained: a stands inside b",
        Relation::Overlap => "overlap: other stories that share passages",
        Relation::Story => "story: independent reports of one event",
        Relation::Template => "template: the same form, other facts",
    }
}

fn heading(kind: Kind) -> &'static str {
    match kind {
        Kind::Figure => "Figures",
        Kind::Quote => "Quotes",
        Kind::Date => "Dates",
        Kind::Name => "Names",
        Kind::Attribution => "Attribution",
        Kind::Negation => "Negation",
        Kind::Wording => "Wording",
        Kind::Omission => "Only in a",
        Kind::Addition => "Only in b",
        Kind::Move => "Stands elsewhere",
    }
}

fn divergence(out: &mut String, one: &Divergence, width: usize) {
    let style = if one.severity == 3 { SEVERE } else { Style::new() };
    let words = |reading: &Option<Reading>| reading.as_ref().map(|reading| shown(&reading.text));
    let badge = format!("{style}[{}]{style:#}", one.severity);
    match (words(&one.a), words(&one.b)) {
        (Some(a), Some(b)) => {
            line(out, &format!("{badge} {}", shown(&one.subject)));
            line(out, &format!("    a: {}", cut(&a, width.saturating_sub(7))));
            line(out, &format!("    b: {}", cut(&b, width.saturating_sub(7))));
        }
        (Some(only), None) | (None, Some(only)) => {
            line(out, &format!("{badge} {}", cut(&only, width.saturating_sub(4))));
        }
        (None, None) => {}
    }
    if !one.note.is_empty() {
        line(out, &format!("    {QUIET}{}{QUIET:#}", one.note));
    }
}

/// Both texts, row by row.
fn texts(out: &mut String, report: &PairReport<'_>, width: usize) {
    if report.comparison.alignment.is_empty() {
        return;
    }
    line(out, "");
    line(out, &format!("{HEADING}Texts{HEADING:#}   = the same   ~ differs   a only in a   b only in b   > moved"));
    for link in &report.comparison.alignment {
        let words =
            |span: Option<crate::span::Span>, text: &str| span.map(|span| shown(span.of(text))).unwrap_or_default();
        let (a, b) = (words(link.a, &report.a.document.text), words(link.b, &report.b.document.text));
        match link.kind {
            LinkKind::Equal => wrapped(out, "=  ", &a, width),
            LinkKind::OnlyA => wrapped(out, "a  ", &a, width),
            LinkKind::OnlyB => wrapped(out, "b  ", &b, width),
            LinkKind::Edited | LinkKind::Moved => {
                let mark = if link.kind == LinkKind::Moved { '>' } else { '~' };
                wrapped(out, &format!("{mark}a "), &a, width);
                wrapped(out, &format!("{mark}b "), &b, width);
            }
        }
    }
}

/// The apparatus of a collation, a line a row.
#[must_use]
pub fn collation(ids: &[&DocumentId], collation: &Collation, width: usize) -> String {
    let mut out = String::new();
    line(&mut out, &format!("{HEADING}{} versions, {} subjects{HEADING:#}", ids.len(), collation.rows.len()));
    for row in &collation.rows {
        let style = if row.severity == 3 { SEVERE } else { Style::new() };
        let silent: Vec<&str> = row.missing.iter().map(|document| ids[*document].0.as_str()).collect();
        let badge = if row.severity == 0 { "[=]".to_owned() } else { format!("[{}]", row.severity) };
        line(&mut out, &format!("{style}{badge}{style:#} {}", cut(&shown(&row.apparatus), width.saturating_mul(2))));
        if !silent.is_empty() {
            line(&mut out, &format!("    {QUIET}silent: {}{QUIET:#}", shown(&silent.join(" "))));
        }
    }
    out
}

fn wrapped(out: &mut String, first: &str, text: &str, width: usize) {
    let room = width.saturating_sub(4).max(20);
    let mut lead = first.to_owned();
    let mut at = 0;
    for word in text.split(' ') {
        let letters = word.chars().count();
        if at > 0 && at + 1 + letters > room {
            line(out, &lead);
            "   ".clone_into(&mut lead);
            at = 0;
        }
        if at > 0 {
            lead.push(' ');
            at += 1;
        }
        lead.push_str(word);
        at += letters;
    }
    line(out, &lead);
}

/// Text from an article, harmless for a terminal: one line, no control or direction characters.
#[must_use]
pub fn shown(text: &str) -> String {
    let harmless = |character: char| match character {
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' => None,
        character if character.is_whitespace() => Some(' '),
        character if character.is_control() => Some('\u{fffd}'),
        character => Some(character),
    };
    text.chars()
        .filter_map(harmless)
        .collect::<String>()
        .split(' ')
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

fn cut(text: &str, width: usize) -> String {
    if text.chars().count() <= width.max(20) {
        return text.to_owned();
    }
    let kept: String = text.chars().take(width.max(20) - 1).collect();
    format!("{kept}…")
}

fn line(out: &mut String, words: &str) {
    out.push_str(words);
    out.push('\n');
}
