//! The evidence in words, for a person who asks why.

use super::{Evidence, edited::is_edited, needed_sameness, needed_story, sameness, template::facts_differ};
use crate::settings::Matching;

/// The evidence line by line, each number with the threshold that it is held against.
#[must_use]
pub fn explain(evidence: &Evidence, settings: &Matching) -> Vec<String> {
    let Evidence { words, containment, containment_3, changes, .. } = evidence;
    let mut lines = vec![
        format!(
            "words without furniture: {} and {}; around them: {} and {} (a page holds {:.2} times the words of the other)",
            words[0], words[1], evidence.around[0], evidence.around[1], settings.page_more
        ),
        format!(
            "shared shingles of {} words: Jaccard {:.2}, containment {}",
            settings.shingle_words,
            evidence.jaccard,
            pair(*containment)
        ),
        format!("shared shingles of {} words: containment {}", settings.small_shingle_words, pair(*containment_3)),
        match evidence.form {
            Some(form) => format!(
                "form shared, names, figures and days left blank: {form:.2} (texts with other facts are a template from {:.2})",
                settings.form_blank
            ),
            None => "form: not compared, as no likeness would change the answer".to_owned(),
        },
        format!("longest shared run: {} words (an overlap needs {})", evidence.longest, settings.overlap_words),
        format!(
            "words before and after the shared part: {} (one inside the other needs {:.2} of the larger)",
            pair(evidence.outside),
            settings.inside_apart
        ),
        format!("lead found in the other: {}", pair(evidence.lead)),
        format!("day that the leads name: {}", evidence.day.name()),
        match evidence.headline {
            Some(likeness) => format!("headlines alike: {likeness:.2}"),
            None => "headlines: not compared, as no likeness would change the answer".to_owned(),
        },
        format!("same report: {:.2} (needs {:.2})", sameness(evidence, settings), needed_sameness(evidence, settings)),
        format!(
            "names of the lead found in the other: {} (one must reach {:.2}, else a template)",
            pair(evidence.lead_names),
            settings.same_names
        ),
        format!(
            "names found in the other: {} (from {:.2} on the leads may name others)",
            pair(evidence.names),
            settings.same_names_all
        ),
        format!(
            "figures found in the other: {} (one must pass {:.2}, else a template)",
            pair(evidence.figures),
            settings.same_figures
        ),
        format!(
            "changed in {} short gaps: figures {}, names {}, dates {}, quotes {} (a near copy has none)",
            changes.gaps, changes.figures, changes.names, changes.dates, changes.quotes
        ),
    ];
    if facts_differ(evidence, settings) && is_edited(evidence, settings) {
        let why = "a few figures are others, or mostly words that are no facts, or its event went on";
        lines.push(format!("edited: {why} (so no template)"));
    }
    if let Some(hours) = evidence.hours {
        lines.push(format!("hours from one to the other: {hours:.1}"));
    }
    if let Some(names) = evidence.full_names {
        lines.push(format!(
            "full names in both: {names} (from {} on a cosine of {:.2} is enough for one event)",
            settings.story_full_names, settings.story_score
        ));
    }
    if evidence.later_take {
        lines.push("one says that it updates or corrects an earlier text".to_owned());
    }
    if evidence.same_source {
        lines.push("same source".to_owned());
    }
    lines.push(format!(
        "terms of the story: cosine {:.2} (one event needs {:.2})",
        evidence.story,
        needed_story(evidence, settings)
    ));
    lines
}

fn pair([a, b]: [f64; 2]) -> String {
    format!("{a:.2} and {b:.2}")
}
