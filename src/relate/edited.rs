//! One text that was edited, told from two fillings of one form.

use super::{Evidence, is_late, max};
use crate::settings::Matching;

/// Whether the differences of two texts are those of an edit, though some of them are facts: a figure or a few were corrected,
/// words of all kinds were changed, or the event of a long report went on. A form keeps its words and fills all its blanks anew.
///
/// Short notices are left out: the next one may differ from the last in one figure. So are texts that are days apart, or, where
/// their event does not go on, whose weekdays or months differ: weeks later the same words with one other figure are the next
/// notice.
pub(super) fn is_edited(evidence: &Evidence, settings: &Matching) -> bool {
    let may_be = evidence.smaller() >= settings.edited_words && !is_late(evidence, settings);
    let same_days = evidence.changes.dates == 0;
    let edited = same_days && (is_corrected(evidence, settings) || is_reworded(evidence, settings));
    may_be && (edited || goes_on(evidence, settings))
}

/// Whether two texts are long prose of known times within two days: what an agency sends again as its event goes on. Daily
/// notices are short or full of figures, others come a week or a month later.
pub(super) fn may_go_on(evidence: &Evidence, settings: &Matching) -> bool {
    evidence.hours.is_some() && !is_late(evidence, settings) && is_long_prose(evidence, settings)
}

/// Whether one of two texts whose event may go on has most names of the other: figures change with the event, its people and
/// places stay.
fn goes_on(evidence: &Evidence, settings: &Matching) -> bool {
    may_go_on(evidence, settings) && max(evidence.names) >= settings.same_names
}

/// Whether nearly all the words stay, and of the facts either all names and all but a few figures, or all figures and most names.
fn is_corrected(evidence: &Evidence, settings: &Matching) -> bool {
    let changes = evidence.changes;
    let figures = other_figures(evidence, 0).max(other_figures(evidence, 1)).max(changes.figures);
    let names_stay = changes.names == 0 && figures <= settings.corrected_figures;
    let figures_stay = figures == 0 && max(evidence.names) >= settings.corrected_names;
    max(evidence.containment_3) >= settings.corrected_wording && (names_stay || figures_stay)
}

/// Whether most gaps hold other words and no other fact: the blanks of a form are facts. Where either text has most names of the
/// other, a name here and there is spelled in another way and is no blank.
///
/// A short text has too few gaps to tell by these alone, and of a table whole rows differ, which are no short gaps: both must
/// keep most of their words, too.
fn is_reworded(evidence: &Evidence, settings: &Matching) -> bool {
    let changes = evidence.changes;
    let names = if max(evidence.names) < settings.same_names_all { changes.names } else { 0 };
    let facts = names + changes.figures;
    let needed = if is_long_prose(evidence, settings) { settings.form_long } else { settings.edited_wording };
    max(evidence.containment_3) >= needed && (facts as f64) < settings.changed_gaps_share * changes.gaps as f64
}

fn is_long_prose(evidence: &Evidence, settings: &Matching) -> bool {
    let few = |side: usize| evidence.figure_count[side] as f64 <= settings.prose_figures * evidence.words[side] as f64;
    evidence.smaller() >= settings.short_words && few(0) && few(1)
}

/// How many different figures of one side the other has nowhere.
fn other_figures(evidence: &Evidence, side: usize) -> usize {
    ((1.0 - evidence.figures[side]) * evidence.figure_count[side] as f64).round() as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::relate::Changes;

    /// Two texts of `words` words with `figures` different figures each, most of them others; of ten gaps three hold another
    /// figure.
    fn apart(words: usize, figures: usize) -> Evidence {
        Evidence {
            words: [words; 2],
            containment_3: [0.5; 2],
            figures: [0.3; 2],
            figure_count: [figures; 2],
            changes: Changes { gaps: 10, figures: 3, ..Changes::default() },
            ..Evidence::default()
        }
    }

    #[test]
    fn in_long_prose_other_words_in_most_gaps_are_an_edit_and_in_a_table_they_tell_nothing() {
        let settings = Matching::default();
        assert!(is_edited(&apart(400, 12), &settings));
        assert!(!is_edited(&apart(400, 90), &settings), "a table, whose rows differ");
        assert!(!is_edited(&apart(100, 5), &settings), "short, and half of its words are others");
        assert!(!is_edited(&Evidence { hours: Some(168.0), ..apart(400, 12) }, &settings), "a week later");
    }

    #[test]
    fn most_names_make_long_prose_of_two_days_takes_of_one_report_whatever_its_figures() {
        let changes = Changes { gaps: 9, figures: 8, dates: 1, ..Changes::default() };
        let take = Evidence { hours: Some(21.0), names: [0.7; 2], changes, ..apart(300, 16) };
        let settings = Matching::default();
        assert!(is_edited(&take, &settings));
        assert!(!is_edited(&Evidence { hours: Some(168.0), ..take.clone() }, &settings), "the next issue");
        assert!(!is_edited(&Evidence { hours: None, ..take.clone() }, &settings), "nobody knows when");
        assert!(!is_edited(&Evidence { names: [0.6; 2], ..take.clone() }, &settings), "of other people");
        assert!(!is_edited(&Evidence { figure_count: [40; 2], ..take }, &settings), "full of figures");
    }

    #[test]
    fn names_in_most_gaps_are_blanks_unless_the_texts_have_their_names_in_common() {
        let changes = Changes { gaps: 4, names: 3, ..Changes::default() };
        let named = |share| Evidence { containment_3: [0.8; 2], changes, names: [share; 2], ..apart(90, 4) };
        assert!(!is_edited(&named(0.6), &Matching::default()));
        assert!(is_edited(&named(0.9), &Matching::default()));
    }

    #[test]
    fn a_text_that_keeps_all_its_figures_and_most_of_its_names_was_edited() {
        let changes = Changes { gaps: 4, names: 3, ..Changes::default() };
        let kept = Evidence {
            words: [120; 2],
            containment_3: [0.88; 2],
            figures: [1.0; 2],
            figure_count: [4; 2],
            names: [0.7; 2],
            changes,
            ..Evidence::default()
        };
        let settings = Matching::default();
        assert!(is_edited(&kept, &settings));
        assert!(!is_edited(&Evidence { names: [0.5; 2], ..kept.clone() }, &settings), "half of the names are others");
        assert!(!is_edited(&Evidence { figures: [0.75; 2], ..kept.clone() }, &settings), "and a figure is");
        assert!(!is_edited(&Evidence { containment_3: [0.8; 2], ..kept }, &settings), "and more words are");
    }
}
