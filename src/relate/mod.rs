//! What two documents are to each other.

mod changes;
mod edited;
mod evidence;
mod explain;
mod form;
mod names;
mod relation;
mod reworded;
mod slug;
mod template;

pub use changes::Changes;
pub use evidence::{Day, Evidence, Side};
pub use explain::explain;
pub use relation::{Link, Match, Relation};
pub use reworded::{may_be_reworded, reworded};
pub use slug::is_later_take;

use crate::settings::Matching;
use template::{has_one_form, is_correction, is_one_passage, other_facts};

/// What the evidence says that `a` is to `b`; `None` when they are unrelated.
///
/// The rules are asked in this order; the first that holds decides:
/// the same words; the form of one text with the facts of another; one inside the other; one report; shared passages; one
/// event. A template is asked before the report, as a weekly table or a dividend notice has most words of the last one.
#[must_use]
pub fn relate(evidence: &Evidence, settings: &Matching) -> Option<Relation> {
    if evidence.identical {
        return Some(Relation::Identical);
    }
    let other_facts = other_facts(evidence, settings) && !is_correction(evidence, settings);
    let containment = max(evidence.containment_3);
    if other_facts && has_one_form(evidence, settings) && !is_one_passage(evidence, settings) {
        return Some(Relation::Template);
    }
    if !other_facts && let Some(relation) = inside(evidence, settings) {
        return Some(relation);
    }
    if !other_facts && is_same_report(evidence, settings) {
        // Where each has a figure that the other lacks, one was changed, wherever it stands; a cut that takes one away leaves
        // the rest of the words as they were.
        let figures = max(evidence.figures) < 1.0 && containment < settings.same_wording;
        let near = containment >= settings.near_share && !evidence.changes.any() && !figures && !evidence.later_take;
        return Some(if near { Relation::Near } else { Relation::Version });
    }
    if evidence.longest >= settings.overlap_words {
        return Some(Relation::Overlap);
    }
    (story_score(evidence, settings) >= needed_story(evidence, settings)).then_some(Relation::Story)
}

/// The cosine of the story terms from which a pair is called a story: less for reports of one day that name the same people.
fn needed_story(evidence: &Evidence, settings: &Matching) -> f64 {
    let same_people = evidence.full_names.is_some_and(|names| names >= settings.story_full_names);
    if same_people { settings.story_score } else { settings.story_pair }
}

/// Whether the full names in both can decide if two reports of one day tell one event.
fn full_names_decide(evidence: &Evidence, settings: &Matching) -> bool {
    evidence.hours.is_some_and(|hours| hours.abs() <= settings.story_same_hours)
        && (settings.story_score..settings.story_pair).contains(&story_score(evidence, settings))
}

/// What two documents are whose articles are near or versions, when what stands around these is looked at, too: a page that
/// holds much more than the other contains it.
///
/// A version with many other facts, or in other words throughout, does not stand in the page as it is: it stays a version.
#[must_use]
pub fn on_page(relation: Relation, evidence: &Evidence, settings: &Matching) -> Relation {
    if !matches!(relation, Relation::Near | Relation::Version) {
        return relation;
    }
    let stands = |inner: usize| {
        evidence.containment_3[inner] >= settings.page_inside && has_its_facts(evidence, inner, settings)
    };
    match page(evidence, settings) {
        Some(0) if stands(1) => Relation::Contains,
        Some(1) if stands(0) => Relation::Contained,
        _ => relation,
    }
}

/// Whether the facts of the `inner` side stand in the other as they are, but for one here and there.
fn has_its_facts(evidence: &Evidence, inner: usize, settings: &Matching) -> bool {
    evidence.changes.count() as f64 <= settings.page_changes * evidence.words[inner] as f64
}

/// The side that is a page around the other: it has so many more words, and furniture is part of what makes them more. An
/// update has more words, too, but no menus.
fn page(evidence: &Evidence, settings: &Matching) -> Option<usize> {
    let (raw, around) = (evidence.raw_words().map(|words| words as f64), evidence.around.map(|words| words as f64));
    [0, 1].into_iter().find(|&outer| {
        let inner = 1 - outer;
        raw[outer] >= settings.page_more * raw[inner]
            && around[outer] - around[inner] >= settings.page_furniture * raw[inner]
    })
}

/// How much speaks for one event: the cosine of the story terms; 0 for reports that are days apart, and for texts of one form
/// with other facts, which share their terms week after week.
///
/// Without times the form is no objection: two short reports of one event may well agree in words and not in figures.
#[must_use]
pub fn story_score(evidence: &Evidence, settings: &Matching) -> f64 {
    // The cosine of two dozen words rests on two or three of them.
    let weight = (evidence.smaller() as f64 / settings.story_least_words as f64).min(1.0);
    let excluded = evidence.hours.is_some_and(|hours| {
        let apart = hours.abs() > settings.story_days as f64 * 24.0;
        apart || (max(evidence.containment_3) >= settings.story_form && other_facts(evidence, settings))
    });
    if excluded { 0.0 } else { evidence.story * weight }
}

/// The sum that tells versions of one report from stories that share passages: how much of the smaller one stands in the
/// other, and parts of: the same the other way, the lead of each found in the other, and the likeness of the headlines.
///
/// A report keeps its lead and headline when it is reworded; background shared by two stories stands further down, and the
/// lead of one is often background of the other. What a page begins with is seldom the lead of its story: there the lead of
/// the other side counts for both.
#[must_use]
pub fn sameness(evidence: &Evidence, settings: &Matching) -> f64 {
    let leads = match page(evidence, settings) {
        Some(outer) => 2.0 * evidence.lead[1 - outer],
        None => evidence.lead[0] + evidence.lead[1],
    };
    max(evidence.containment_3)
        + settings.larger_part * min(evidence.containment_3)
        + settings.lead_part * leads
        + settings.headline_part * evidence.headline.unwrap_or(0.0)
}

/// Whether the likeness of the headlines can decide if two texts are one report: where the rest neither does nor cannot.
fn headline_decides(evidence: &Evidence, settings: &Matching) -> bool {
    let (sum, needed) = (sameness(evidence, settings), needed_sameness(evidence, settings));
    sum < needed && sum + settings.headline_part >= needed
}

fn is_same_report(evidence: &Evidence, settings: &Matching) -> bool {
    // A few words that stand in a long text are no version of it, however completely they stand there.
    let containment = evidence.containment_3;
    let tiny = evidence.smaller() < settings.tiny_words && min(containment) < settings.near_share;
    // A short text shares its one sentence of background with many: it must stand in the longer one as a whole.
    let item = evidence.smaller() < settings.short_words
        && is_much_more(evidence, settings)
        && max(containment) < settings.inside_short;
    !tiny && !item && sameness(evidence, settings) >= needed_sameness(evidence, settings)
}

/// The sum of [`sameness`] that two texts need: more when they are days apart or their leads tell of other days, less when
/// these tell of the same or one says that it takes the place of an earlier text.
fn needed_sameness(evidence: &Evidence, settings: &Matching) -> f64 {
    match evidence.day {
        _ if is_late(evidence, settings) => settings.same_report_late,
        Day::Other => settings.same_report_late,
        Day::Unknown if evidence.later_take => settings.same_report_day,
        Day::Same => settings.same_report_day,
        Day::Unknown => settings.same_report,
    }
}

fn is_late(evidence: &Evidence, settings: &Matching) -> bool {
    evidence.hours.is_some_and(|hours| hours.abs() > settings.late_hours)
}

/// Whether one side holds so much more words that the other may stand inside it.
fn is_much_more(evidence: &Evidence, settings: &Matching) -> bool {
    evidence.larger() as f64 >= settings.much_more * evidence.smaller() as f64
}

/// `Contains` or `Contained`, when one stands inside the other, which holds much more. A report that was shortened throughout
/// and has some facts changed is a version.
fn inside(evidence: &Evidence, settings: &Matching) -> Option<Relation> {
    let inner = usize::from(evidence.words[1] < evidence.words[0]);
    let containment = evidence.containment_3[inner];
    let enough = if evidence.smaller() < settings.short_words {
        let enough_words = evidence.smaller() >= settings.tiny_words || stands_whole(evidence, settings);
        enough_words && containment >= settings.inside_short
    } else {
        containment + settings.lead_part * evidence.lead[inner] >= settings.inside
    };
    // An update adds throughout; a page or a round-up stands around what it holds.
    let apart = containment >= settings.inside_whole && has_its_facts(evidence, inner, settings)
        || evidence.outside[1 - inner] >= settings.inside_apart && evidence.day != Day::Other;
    let relation = if inner == 1 { Relation::Contains } else { Relation::Contained };
    (enough && is_much_more(evidence, settings) && apart).then_some(relation)
}

/// Whether the smaller one stands in the other from its first word to its last, with enough words to be no phrase. The next
/// day the words of a daily notice may be the same.
fn stands_whole(evidence: &Evidence, settings: &Matching) -> bool {
    evidence.longest >= evidence.smaller().max(settings.overlap_words) && !is_next_day(evidence, settings)
}

fn is_next_day(evidence: &Evidence, settings: &Matching) -> bool {
    evidence.hours.is_some_and(|hours| hours.abs() > settings.next_day_hours)
}

fn max(pair: [f64; 2]) -> f64 {
    pair[0].max(pair[1])
}

fn min(pair: [f64; 2]) -> f64 {
    pair[0].min(pair[1])
}

#[cfg(test)]
mod tests;
