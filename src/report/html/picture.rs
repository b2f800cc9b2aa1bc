//! Pictures of a cluster as inline SVG: when its versions came out, and who is a version of whom.

use super::page;
use crate::report::{ClusterReport, PairLine};
use maud::{Markup, html};

/// Width of a picture; it is scaled to the page.
const WIDTH: f64 = 900.0;
/// Height of a line.
const LINE: usize = 26;
/// Room for the names at the left.
const NAMES: f64 = 250.0;
/// Characters of a name that fit there.
const NAME: usize = 30;
/// Of documents that share less of their wording no line is drawn: any two reports share so much.
const DRAWN: f64 = 0.05;
/// Width of a line for a document that is wholly contained in another.
const WIDEST: f64 = 12.0;

/// The versions on a line of time; nothing where fewer than two have one.
pub(super) fn timeline(report: &ClusterReport<'_>) -> Markup {
    let times: Vec<(usize, i64)> = (report.articles.iter().enumerate())
        .filter_map(|(column, article)| Some((column, article.document.published?.seconds())))
        .collect();
    let (Some(first), Some(last)) = (times.iter().map(|one| one.1).min(), times.iter().map(|one| one.1).max()) else {
        return html! {};
    };
    if times.len() < 2 {
        return html! {};
    }
    let x = |time: i64| NAMES + 20.0 + (WIDTH - NAMES - 150.0) * (time - first) as f64 / (last - first).max(1) as f64;
    let height = times.len() * LINE + 10;
    html! {
        section id="timeline" {
            h2 { "When they came out" }
            div class="scroll picture" tabindex="0" role="region" aria-label="When they came out" {
                svg viewBox={ "0 0 " (WIDTH) " " (height) } role="img" aria-label=(times_in_words(report, &times)) {
                    @for (line, &(column, time)) in times.iter().enumerate() {
                        @let y = line * LINE + 22;
                        path class="axis" d={ "M" (NAMES) " " (y - 4) "H" (WIDTH) } {}
                        text x="8" y=(y) { (name(report, column)) }
                        circle class=[(column == report.base).then_some("base")] cx={ (format!("{:.1}", x(time))) } cy=(y - 4) r="6" {}
                        text class="soft" x={ (format!("{:.1}", x(time) + 12.0)) } y=(y) { (after(time - first)) }
                    }
                }
            }
            p class="hint" { "From the first one on; time runs to the right. The base is in another colour. The table of documents has the times." }
        }
    }
}

fn times_in_words(report: &ClusterReport<'_>, times: &[(usize, i64)]) -> String {
    let first = times.iter().map(|one| one.1).min().unwrap_or(0);
    let words: Vec<String> =
        times.iter().map(|&(column, time)| format!("{} {}", name(report, column), after(time - first))).collect();
    words.join(", ")
}

/// How long after the first one: "first", "4 h 30 min later", "3 days later".
fn after(seconds: i64) -> String {
    let (days, hours, minutes) = (seconds / 86_400, seconds / 3_600, seconds / 60 % 60);
    match (days, hours, minutes) {
        (0, 0, 0) => "first".to_owned(),
        (0, 0, _) => format!("{minutes} min later"),
        (0 | 1, _, 0) => format!("{hours} h later"),
        (0 | 1, ..) => format!("{hours} h {minutes} min later"),
        _ => format!("{days} days later"),
    }
}

fn name(report: &ClusterReport<'_>, column: usize) -> String {
    page::label(&report.articles[column].document.id.0, NAME)
}

/// Who shares wording with whom: a line between two versions, the wider the more one holds of the other.
pub(super) fn family(report: &ClusterReport<'_>) -> Markup {
    let overlap = |pair: &PairLine| pair.containment[0].max(pair.containment[1]);
    let drawn: Vec<&PairLine> = report.pairs.iter().filter(|pair| overlap(pair) >= DRAWN).collect();
    let y = |column: usize| column * LINE + 20;
    let height = report.articles.len() * LINE + 14;
    let reach = |pair: &PairLine| 30 + 40 * pair.a.abs_diff(pair.b).min(12);
    html! {
        @if !drawn.is_empty() {
            section id="family" {
                h2 { "Who is a version of whom" }
                div class="scroll picture" tabindex="0" role="region" aria-label="Who is a version of whom" {
                    svg viewBox={ "0 0 " (WIDTH) " " (height) } role="img" aria-label=(family_in_words(report, &drawn)) {
                        @for pair in &drawn {
                            @let (from, to) = (y(pair.a.min(pair.b)), y(pair.a.max(pair.b)));
                            @let x = NAMES as usize + 14;
                            path class={ "arc" @if !pair.relation.is_some_and(crate::relate::Relation::joins_copies) { " loose" } }
                                d={ "M" (x) " " (from) "C" (x + reach(pair)) " " (from) " " (x + reach(pair)) " " (to) " " (x) " " (to) }
                                stroke-width={ (format!("{:.1}", (WIDEST * overlap(pair)).max(1.0))) } {}
                        }
                        @for column in 0..report.articles.len() {
                            circle class=[(column == report.base).then_some("base")] cx=(NAMES as usize + 14) cy=(y(column)) r="6" {}
                            text x="8" y=(y(column) + 5) { (name(report, column)) }
                        }
                        @for pair in &drawn {
                            text class="soft" x=(NAMES as usize + 20 + reach(pair) * 3 / 4) y=(usize::midpoint(y(pair.a), y(pair.b)) + 5) {
                                (page::percent(overlap(pair)))
                            }
                        }
                    }
                }
                p class="hint" {
                    "The percentage is the share of the five-word runs of one that the other has; the wider the line, the more. Dashed: they share "
                    "wording, but are no versions of one report. No line: under 5%."
                }
            }
        }
    }
}

fn family_in_words(report: &ClusterReport<'_>, drawn: &[&PairLine]) -> String {
    let line = |pair: &&PairLine| {
        let share = page::percent(pair.containment[0].max(pair.containment[1]));
        format!("{} and {} {share}", name(report, pair.a), name(report, pair.b))
    };
    drawn.iter().map(line).collect::<Vec<_>>().join(", ")
}
