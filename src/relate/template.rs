//! One form filled twice, with other facts each time: a weekly table, a dividend notice. What tells it from two versions of one
//! report is which facts differ, and how many.

use super::{Evidence, edited::is_edited, is_late, is_next_day, is_same_report, max, min, stands_whole};
use crate::settings::Matching;

/// Whether the two have other facts: in tiny texts any, else those that carry the story, unless an editor changed them.
pub(super) fn other_facts(evidence: &Evidence, settings: &Matching) -> bool {
    is_tiny_and_differs(evidence, settings) || facts_differ(evidence, settings) && !is_edited(evidence, settings)
}

/// Whether two texts with other facts have the same form: enough of their words, or, of short texts, enough of what stays when
/// the facts are left blank.
pub(super) fn has_one_form(evidence: &Evidence, settings: &Matching) -> bool {
    let short = evidence.smaller() < settings.short_words;
    let needed = if short { settings.form } else { settings.form_long };
    max(evidence.containment_3) >= needed || evidence.form.is_some_and(|form| form >= settings.form_blank)
}

/// Whether the form of two texts can decide what they are: they are short, have other facts, and share too few of their words
/// to tell a form and more than two texts of other kinds.
pub(super) fn form_decides(evidence: &Evidence, settings: &Matching) -> bool {
    evidence.smaller() < settings.short_words
        && (settings.form_least..settings.form).contains(&max(evidence.containment_3))
        && other_facts(evidence, settings)
}

/// Whether what the two share is a passage in one place, most words of both standing outside: a form runs through its texts.
pub(super) fn is_one_passage(evidence: &Evidence, settings: &Matching) -> bool {
    evidence.longest >= settings.overlap_words && min(evidence.outside) >= settings.form_outside
}

/// Whether the facts that carry the story differ.
///
/// In short texts that is any figure on another day, as in a daily notice, and in tiny ones any date there. Others that are
/// nearly the same in their words are corrections, whatever changed; else it is the names of the lead, or most figures, or what
/// changed in most gaps, and in a short text, which is all facts, also a name together with a figure or on another day.
pub(super) fn facts_differ(evidence: &Evidence, settings: &Matching) -> bool {
    let changes = evidence.changes;
    let next_day = is_next_day(evidence, settings);
    let names = has_other_names(evidence, settings);
    // Of one or two figures all may change in an update; the next day they are those of the next notice.
    let many = evidence.figure_count[0].min(evidence.figure_count[1]) >= settings.few_figures;
    let many_gaps = |count: usize| {
        count >= settings.changed_gaps && count as f64 >= settings.changed_gaps_share * changes.gaps as f64
    };
    let short = evidence.smaller() < settings.short_words;
    // A later take of a long report has figures of its own; those of a form stand in the gaps of its words.
    let in_gaps = changes.figures as f64 >= settings.form_gaps_share * changes.gaps as f64;
    let figures = max(evidence.figures) <= settings.same_figures && (many || next_day) && (short || in_gaps);
    // The figures of a long report are corrected, or change as its event goes on: a toll in every paragraph that has it. Weeks
    // later they are those of the next survey.
    let gaps = many_gaps(changes.figures) && (short || is_late(evidence, settings)) || many_gaps(changes.names);
    let in_short = changes.names > 0 && (changes.figures > 0 || next_day);
    let next_notice =
        short && next_day && (changes.figures > 0 || both_are_tiny(evidence, settings) && changes.dates > 0);
    let loose = max(evidence.containment_3) < settings.same_wording;
    next_notice || loose && (names || figures || gaps || short && in_short)
}

/// Whether one text says that it corrects or updates an earlier one, and the other is that one by its words and names: then its
/// figures differ by nature.
pub(super) fn is_correction(evidence: &Evidence, settings: &Matching) -> bool {
    let loose = max(evidence.containment_3) < settings.same_wording;
    evidence.later_take && !(loose && has_other_names(evidence, settings)) && is_same_report(evidence, settings)
}

/// Whether the names of both leads are others, and neither text has most names of the other anywhere: a page may begin with
/// its newest paragraphs.
fn has_other_names(evidence: &Evidence, settings: &Matching) -> bool {
    max(evidence.lead_names) < settings.same_names && max(evidence.names) < settings.same_names_all
}

fn both_are_tiny(evidence: &Evidence, settings: &Matching) -> bool {
    evidence.larger() < settings.tiny_words
}

/// Whether two tiny texts differ in any fact; of one that stands whole in the other none does.
fn is_tiny_and_differs(evidence: &Evidence, settings: &Matching) -> bool {
    let facts = min(evidence.names).min(min(evidence.figures));
    both_are_tiny(evidence, settings) && facts < 1.0 && !stands_whole(evidence, settings)
}
