//! What two documents are to each other.

mod changes;
mod evidence;
mod explain;

pub use changes::Changes;
pub use evidence::{Evidence, Side};
pub use explain::explain;

use crate::{settings::Matching, verify::Overlap};
use serde::Serialize;

/// From `a` to `b`: the strongest that holds. See GLOSSARY.md.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// The same words after folding and without furniture.
    Identical,
    /// The same report with small edits, cuts or added paragraphs; no fact changed.
    Near,
    /// The same report, reworded, updated or corrected.
    Version,
    /// `b` stands inside `a`, which holds much more.
    Contains,
    /// `a` stands inside `b`, which holds much more.
    Contained,
    /// Other stories that share passages.
    Overlap,
    /// Independent reports of the same event.
    Story,
    /// The same form, other facts.
    Template,
}

impl Relation {
    /// The relation from `b` to `a`.
    #[must_use]
    pub fn mirrored(self) -> Self {
        match self {
            Self::Contains => Self::Contained,
            Self::Contained => Self::Contains,
            other => other,
        }
    }

    /// Whether the two belong in one copy cluster.
    #[must_use]
    pub fn joins_copies(self) -> bool {
        matches!(self, Self::Identical | Self::Near | Self::Version | Self::Contains | Self::Contained)
    }

    /// The word in the output.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Identical => "identical",
            Self::Near => "near",
            Self::Version => "version",
            Self::Contains => "contains",
            Self::Contained => "contained",
            Self::Overlap => "overlap",
            Self::Story => "story",
            Self::Template => "template",
        }
    }
}

/// A verified pair.
#[derive(Clone, Debug, PartialEq)]
pub struct Match {
    /// Index of one document.
    pub a: usize,
    /// Index of the other.
    pub b: usize,
    /// What `a` is to `b`.
    pub relation: Relation,
    /// What they share.
    pub overlap: Overlap,
}

/// How much speaks for two documents' telling one event.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Link {
    /// Index of one document.
    pub a: usize,
    /// Index of the other.
    pub b: usize,
    /// Cosine of their story terms: `0.0..=1.0`.
    pub score: f64,
}

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
    let other_facts = other_facts(evidence, settings);
    let containment = evidence.containment_3[0].max(evidence.containment_3[1]);
    let short = evidence.smaller() < settings.short_words;
    let form = if short { settings.form } else { settings.form_long };
    if other_facts && containment >= form {
        return Some(Relation::Template);
    }
    let may_be_one = !(other_facts && short);
    if may_be_one && let Some(relation) = inside(evidence, settings) {
        return Some(relation);
    }
    if may_be_one && is_same_report(evidence, settings) {
        let near = containment >= settings.near_share && !evidence.changes.any();
        return Some(if near { Relation::Near } else { Relation::Version });
    }
    if evidence.longest >= settings.overlap_words {
        return Some(Relation::Overlap);
    }
    (story_score(evidence, settings) >= settings.story_score).then_some(Relation::Story)
}

/// How much speaks for one event: the cosine of the story terms; 0 for texts of one form with other facts, which share
/// their terms week after week, and for reports that are days apart.
#[must_use]
pub fn story_score(evidence: &Evidence, settings: &Matching) -> f64 {
    let apart = evidence.hours.is_some_and(|hours| hours.abs() > settings.story_days as f64 * 24.0);
    let [a, b] = evidence.containment_3;
    let of_one_form = a.max(b) >= settings.story_form && other_facts(evidence, settings);
    if apart || of_one_form { 0.0 } else { evidence.story }
}

/// The sum that tells versions of one report from stories that share passages: how much of the smaller one stands in the
/// other, and parts of: the same the other way, the shared lead, and the likeness of the headlines.
///
/// A report keeps its lead and headline when it is reworded; background shared by two stories stands further down.
#[must_use]
pub fn sameness(evidence: &Evidence, settings: &Matching) -> f64 {
    let [a, b] = evidence.containment_3;
    a.max(b)
        + settings.larger_part * a.min(b)
        + settings.lead_part * evidence.lead[0].max(evidence.lead[1])
        + settings.headline_part * evidence.headline
}

fn is_same_report(evidence: &Evidence, settings: &Matching) -> bool {
    // A few words that stand in a long text are no version of it, however completely they stand there.
    let [a, b] = evidence.containment_3;
    let tiny = evidence.smaller() < settings.tiny_words && a.min(b) < settings.near_share;
    !tiny && sameness(evidence, settings) >= settings.same_report
}

/// `Contains` or `Contained`, when one stands inside the other, which holds much more.
fn inside(evidence: &Evidence, settings: &Matching) -> Option<Relation> {
    let inner = usize::from(evidence.words[1] < evidence.words[0]);
    let containment = evidence.containment_3[inner];
    let enough = if evidence.smaller() < settings.short_words {
        evidence.smaller() >= settings.tiny_words && containment >= settings.inside_short
    } else {
        containment + settings.lead_part * evidence.lead[inner] >= settings.inside
    };
    let much_more = evidence.words[1 - inner] as f64 >= settings.much_more * evidence.words[inner] as f64;
    // An update adds throughout; a page or a round-up stands around what it holds.
    let apart = containment >= settings.inside_whole || evidence.outside[1 - inner] >= settings.inside_apart;
    let relation = if inner == 1 { Relation::Contains } else { Relation::Contained };
    (enough && much_more && apart).then_some(relation)
}

/// Whether the facts that carry the story differ: the names of the lead, or most figures, or in a short text any.
fn other_facts(evidence: &Evidence, settings: &Matching) -> bool {
    let containment = evidence.containment_3[0].max(evidence.containment_3[1]);
    let changes = evidence.changes;
    let loose = containment < settings.same_wording;
    let names = loose && max(evidence.lead_names) < settings.same_names;
    let figures = max(evidence.figures) <= settings.same_figures;
    let gaps = loose && changes.figures >= 2 && changes.figures * 2 >= changes.gaps;
    let tiny = evidence.larger() < settings.tiny_words && (min(evidence.names) < 1.0 || min(evidence.figures) < 1.0);
    let late = evidence.smaller() < settings.short_words
        && evidence.hours.is_some_and(|hours| hours.abs() > settings.template_hours)
        && (changes.figures + changes.names > 0 || max(evidence.figures) < 1.0);
    containment < 1.0 && (names || figures || gaps || tiny || late)
}

fn max(pair: [f64; 2]) -> f64 {
    pair[0].max(pair[1])
}

fn min(pair: [f64; 2]) -> f64 {
    pair[0].min(pair[1])
}
