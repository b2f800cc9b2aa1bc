//! What is said of an item of a stream, as JSON.

use super::json::{DivergenceLine, PairLine, divergence};
use crate::{
    diverge::{Divergence, Kind, Reading},
    document::DocumentId,
};
use serde::Serialize;

/// The verdict on one item. What is remembered with the item, and given again when it comes again.
#[derive(Debug, Serialize)]
pub struct VerdictLine<'a> {
    /// The name that the item is remembered by.
    pub id: &'a DocumentId,
    /// `new`, or the strongest relation of the item to a known one.
    pub verdict: &'a str,
    /// The known item that has it: of versions the latest, else the first.
    pub of: Option<&'a DocumentId>,
    /// Its copy cluster, named after the first document in it, so that the name stays.
    pub cluster: &'a str,
    /// All known documents that it is related to, in the order in which they came.
    pub pairs: Vec<PairLine<'a>>,
    /// What changed against `of`, where the item is a version of it.
    pub divergences: Vec<DivergenceLine<'a>>,
    /// What changed against the first version, where that is another one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first: Option<FirstLine<'a>>,
    /// Items that this one kills, or killed ones that it is related to.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub killed: Vec<&'a DocumentId>,
    /// The same in one line for an editor.
    pub summary: String,
}

/// What changed against the first version.
#[derive(Debug, Serialize)]
pub struct FirstLine<'a> {
    /// The first version.
    pub of: &'a DocumentId,
    /// What changed since.
    pub divergences: Vec<DivergenceLine<'a>>,
}

/// The divergences of a comparison, for a verdict.
#[must_use]
pub fn divergences(found: &[Divergence]) -> Vec<DivergenceLine<'_>> {
    found.iter().map(divergence).collect()
}

/// Divergences that a summary names; the others are counted.
const NAMED: usize = 3;
/// Characters of what one side says that a summary shows.
const SHOWN: usize = 60;

/// The weightiest divergences in one line: "figure: 95 seats -> 98 seats (independents); 2 more".
#[must_use]
pub fn summary(found: &[Divergence]) -> String {
    let mut order: Vec<&Divergence> = found.iter().collect();
    order.sort_by_key(|one| std::cmp::Reverse(one.severity)); // stable: of one severity in the order of a report
    let mut parts: Vec<String> = order.iter().take(NAMED).map(|one| one_line(one)).collect();
    if order.len() > NAMED {
        parts.push(format!("{} more", order.len() - NAMED));
    }
    if parts.is_empty() { "other words, no fact changed".to_owned() } else { parts.join("; ") }
}

fn one_line(one: &Divergence) -> String {
    // The subject of a figure says what is counted and, behind that, of whom: "seats (independents)".
    let (counted, subject) =
        match (one.kind, one.subject.strip_suffix(')').and_then(|subject| subject.split_once(" ("))) {
            (Kind::Figure, Some((counted, whom))) => (counted, whom),
            (Kind::Figure, None) => (one.subject.as_str(), ""),
            _ => ("", one.subject.as_str()),
        };
    let side = |reading: &Option<Reading>| {
        let text = reading.as_ref().map_or("", |reading| reading.text.as_str());
        let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let shown: String = words.chars().take(SHOWN).collect();
        let shown = if shown.len() < words.len() { format!("{}…", shown.trim_end()) } else { shown };
        if counted.is_empty() || shown.contains(counted) { shown } else { format!("{shown} {counted}") }
    };
    let change = match (&one.a, &one.b) {
        (Some(_), Some(_)) => format!("{} -> {}", side(&one.a), side(&one.b)),
        (Some(_), None) => side(&one.a),
        _ => side(&one.b),
    };
    let subject = if subject.is_empty() { String::new() } else { format!(" ({subject})") };
    format!("{}: {change}{subject}", one.kind.name())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::Span;

    #[test]
    fn a_summary_begins_with_what_weighs_most() {
        let reading = |text: &str| Some(Reading { span: Span::new(0, text.len()), text: text.to_owned(), value: None });
        let one = |kind, severity, a, b, subject: &str| Divergence {
            kind,
            severity,
            subject: subject.to_owned(),
            a,
            b,
            note: String::new(),
        };
        let found = [
            one(Kind::Wording, 1, reading("held"), reading("kept"), ""),
            one(Kind::Figure, 3, reading("95"), reading("98\n seats"), "seats (independents)"),
        ];
        assert_eq!(summary(&found), "figure: 95 seats -> 98 seats (independents); wording: held -> kept");
        assert_eq!(summary(&[]), "other words, no fact changed");
        let long = one(Kind::Addition, 2, None, reading(&"flood ".repeat(40)), "");
        assert!(summary(&vec![long; 5]).ends_with("flood…; 2 more"));
    }
}
