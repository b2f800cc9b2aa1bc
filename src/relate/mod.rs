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

pub use changes::Changes;
pub use evidence::{Day, Evidence, Side};
pub use explain::explain;
pub use relation::{Link, Match, Relation};
pub use reworded::{may_be_reworded, reworded};
pub use slug::is_later_take;

use crate::settings::Matching;
use edited::is_edited;

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
    let as_it_is = |inner: usize| {
        let changes = evidence.changes.count() as f64;
        evidence.containment_3[inner] >= settings.page_inside
            && changes <= settings.page_changes * evidence.words[inner] as f64
    };
    match page(evidence, settings) {
        Some(0) if as_it_is(1) => Relation::Contains,
        Some(1) if as_it_is(0) => Relation::Contained,
        _ => relation,
    }
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

/// Whether two texts with other facts have the same form: enough of their words, or, of short texts, enough of what stays when
/// the facts are left blank.
fn has_one_form(evidence: &Evidence, settings: &Matching) -> bool {
    let short = evidence.smaller() < settings.short_words;
    let needed = if short { settings.form } else { settings.form_long };
    max(evidence.containment_3) >= needed || evidence.form.is_some_and(|form| form >= settings.form_blank)
}

/// Whether the form of two texts can decide what they are: they are short, have other facts, and share too few of their words
/// to tell a form and more than two texts of other kinds.
fn form_decides(evidence: &Evidence, settings: &Matching) -> bool {
    evidence.smaller() < settings.short_words
        && (settings.form_least..settings.form).contains(&max(evidence.containment_3))
        && other_facts(evidence, settings)
}

/// Whether what the two share is a passage in one place, most words of both standing outside: a form runs through its texts.
fn is_one_passage(evidence: &Evidence, settings: &Matching) -> bool {
    evidence.longest >= settings.overlap_words && min(evidence.outside) >= settings.form_outside
}

/// Whether one side holds so much more words that the other may stand inside it.
fn is_much_more(evidence: &Evidence, settings: &Matching) -> bool {
    evidence.larger() as f64 >= settings.much_more * evidence.smaller() as f64
}

/// `Contains` or `Contained`, when one stands inside the other, which holds much more.
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
    let apart = containment >= settings.inside_whole
        || evidence.outside[1 - inner] >= settings.inside_apart && evidence.day != Day::Other;
    let relation = if inner == 1 { Relation::Contains } else { Relation::Contained };
    (enough && is_much_more(evidence, settings) && apart).then_some(relation)
}

/// Whether the two have other facts: in tiny texts any, else those that carry the story, unless an editor changed them.
fn other_facts(evidence: &Evidence, settings: &Matching) -> bool {
    is_tiny_and_differs(evidence, settings) || facts_differ(evidence, settings) && !is_edited(evidence, settings)
}

/// Whether the facts that carry the story differ.
///
/// In short texts that is any figure on another day, as in a daily notice, and in tiny ones any date there. Others that are
/// nearly the same in their words are corrections, whatever changed; else it is the names of the lead, or most figures, or what
/// changed in most gaps, and in a short text, which is all facts, also a name together with a figure or on another day.
fn facts_differ(evidence: &Evidence, settings: &Matching) -> bool {
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
fn is_correction(evidence: &Evidence, settings: &Matching) -> bool {
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
mod tests {
    use super::*;
    use crate::{
        article::Reader,
        clean::Repeated,
        document::{Document, DocumentId, Place, Published},
        fingerprint::{
            Fingerprint,
            story::{Rarity, StoryScratch, cosine},
        },
        settings::Settings,
        verify::Prepared,
    };
    use proptest::prelude::*;

    const FLOOD: &str = "A flood killed 12 people in the town of Ruda on Friday and left 12,400 homeless, officials said. \
        The water rose after the Olsa dam gave way in the night, and the mayor, Jana Kral, asked the army for boats. \
        \"We lost the bridge and the school,\" Kral said. Rescuers reached most streets by noon, but two villages \
        upstream were still cut off. The government sent tents, blankets and drinking water to the valley. \
        Insurers put the damage at 40 million crowns, and rain is forecast until Sunday.";
    const RALLY: &str = "Thousands marched through Lomna on Tuesday against plans to close the Bystrice glass works, which \
        employs 900 people. The owner, Torsten Holm, said the furnaces had made losses for six years. Union leader Petr \
        Sikora told the crowd that a buyer had been found abroad. The ministry of industry offered to lend the works \
        money for a new furnace. The council of Lomna meets next week to discuss the land the works stand on. Shops \
        along the route closed early, and trams were halted for two hours while the marchers passed the town hall.";

    fn document(text: &str, day: Option<&str>) -> Document {
        Document {
            id: DocumentId(String::new()),
            text: text.to_owned(),
            title: None,
            published: day.map(|day| Published::on(day.parse().unwrap())),
            source: None,
            url: None,
            item: crate::document::Item::default(),
            place: Place { file: "-".to_owned(), line: None, record: None },
        }
    }

    fn weighed(a: (&str, Option<&str>), b: (&str, Option<&str>)) -> Evidence {
        weighed_with(a, b, &Settings::default())
    }

    fn weighed_with(a: (&str, Option<&str>), b: (&str, Option<&str>), settings: &Settings) -> Evidence {
        let documents = [document(a.0, a.1), document(b.0, b.1)];
        let (mut reader, mut scratch) = (Reader::default(), StoryScratch::default());
        let read = documents.each_ref().map(|one| {
            reader.read(one);
            let body = reader.body(one, &reader.clean(one, &Repeated::new(), settings));
            let print = Fingerprint::new(one, &body, None, &mut reader.vocabulary, &mut scratch, &settings.matching);
            (Prepared::new(body), print.story)
        });
        let rarity = Rarity::of(read.iter().map(|(_, story)| story.as_slice()), &settings.matching);
        let vectors = read.each_ref().map(|(_, story)| rarity.vector(story));
        let side = |index: usize| {
            let document = &documents[index];
            Side { document, body: &read[index].0, later_take: is_later_take(document) }
        };
        Evidence::new(side(0), side(1), cosine(&vectors[0], &vectors[1]), &settings.matching).0
    }

    fn related(a: &str, b: &str) -> Option<Relation> {
        relate(&weighed((a, None), (b, None)), &Matching::default())
    }

    #[test]
    fn typography_and_case_are_no_difference() {
        let shouted = FLOOD.replace('"', "\u{201d}").to_uppercase();
        assert_eq!(related(FLOOD, &shouted), Some(Relation::Identical));
        assert_eq!(related("", ""), None, "nothing is like nothing");
    }

    #[test]
    fn an_edit_is_near_and_a_changed_fact_is_a_version() {
        let edited = FLOOD.replace("sent tents, blankets", "delivered tents, blankets");
        assert_eq!(related(FLOOD, &edited), Some(Relation::Near));
        for (old, new) in [
            ("12,400", "14,000"),
            ("Friday", "Saturday"),
            ("Olsa dam", "Vela dam"),
            ("lost the bridge", "saved the bridge"),
        ] {
            assert_eq!(related(FLOOD, &FLOOD.replace(old, new)), Some(Relation::Version), "{old} -> {new}");
        }
    }

    #[test]
    fn the_only_figure_of_a_report_may_be_corrected() {
        let one = RALLY.replace("900 people", "most of the town");
        let corrected = one.replace("Thousands", "12,000").replace("six years", "years").replace("two hours", "hours");
        let again = corrected
            .replace("12,000", "9,000")
            .replace("the furnaces had made losses", "the ovens had lost money")
            .replace("to discuss the land", "about the ground");
        assert_eq!(related(&corrected, &again), Some(Relation::Version));
    }

    #[test]
    fn a_report_inside_a_round_up_is_contained_in_it() {
        let page = format!("{RALLY}\n{FLOOD}\n{}", RALLY.replace("Lomna", "Karlin"));
        assert_eq!(related(&page, FLOOD), Some(Relation::Contains));
        assert_eq!(related(FLOOD, &page), Some(Relation::Contained));
    }

    /// What stands around an article, ten words each time.
    fn furniture(times: usize) -> String {
        "Advertisement\nSubscribe to our newsletter\nShare this article\nRead more\n".repeat(times)
    }

    fn on_its_page(a: &str, b: &str) -> Option<Relation> {
        let evidence = weighed((a, None), (b, None));
        relate(&evidence, &Matching::default()).map(|relation| on_page(relation, &evidence, &Matching::default()))
    }

    #[test]
    fn a_page_contains_the_report_that_it_was_scraped_with() {
        let (page, edited) = (format!("{}{FLOOD}", furniture(10)), FLOOD.replace("sent tents", "delivered tents"));
        assert_eq!(weighed((&page, None), (&edited, None)).around, [100, 0]);
        assert_eq!(related(&page, &edited), Some(Relation::Near), "of the articles");
        assert_eq!(on_its_page(&page, &edited), Some(Relation::Contains));
        assert_eq!(on_its_page(&edited, &page), Some(Relation::Contained));
        let other_page = format!("{}{edited}", furniture(8));
        assert_eq!(on_its_page(&page, &other_page), Some(Relation::Near), "both are pages");
    }

    #[test]
    fn added_paragraphs_make_no_page() {
        let longer = format!("{FLOOD} {}", RALLY.split_inclusive(". ").take(2).collect::<String>());
        assert_eq!(on_its_page(&longer, FLOOD), related(&longer, FLOOD));
        assert_eq!(related(&longer, FLOOD), Some(Relation::Near));
    }

    #[test]
    fn a_page_with_many_other_facts_is_a_version() {
        let other = FLOOD.replace("12,400", "14,000").replace("Olsa dam", "Vela dam");
        assert_eq!(on_its_page(&format!("{}{other}", furniture(10)), FLOOD), Some(Relation::Version));
    }

    #[test]
    fn a_figure_on_either_side_that_the_other_lacks_is_a_changed_fact() {
        let one = format!("{RALLY} The works opened in 1871.");
        let edited = RALLY
            .replace("the furnaces had made losses", "the ovens had lost money")
            .replace("told the crowd", "told them")
            .replace("Shops along the route closed", "Shops there closed")
            .replace("to lend the works money", "to lend it money");
        assert_eq!(related(&one, &edited), Some(Relation::Near));
        assert_eq!(related(&one, &format!("The union counts 412 members. {edited}")), Some(Relation::Version));
        let cut = format!("The union counts 412 members. {RALLY}");
        assert_eq!(related(&one, &cut), Some(Relation::Near), "all but these words are the same");
    }

    #[test]
    fn the_news_of_another_day_with_the_background_of_the_last_is_no_version() {
        let background = "The works, which employ 900 people, have made losses for six years. Union leader Petr Sikora told \
            a crowd of thousands last month that a buyer had been found abroad, and the ministry of industry offered to \
            lend the works money for a new furnace.";
        let first = format!(
            "The owner of the Bystrice glass works said on Tuesday he would close the last furnace before the winter. \
             Torsten Holm said the gas for it cost more than the glass was worth. {background}"
        );
        let same_day = format!(
            "The last furnace of the Bystrice glass works will close before the winter, the owner said on Tuesday. \
             Torsten Holm said the ministry's offer came too late. {background}"
        );
        let later = same_day.replace("Tuesday", "Thursday");
        assert_eq!(related(&first, &same_day), Some(Relation::Near));
        assert_eq!(related(&first, &later), Some(Relation::Overlap));
    }

    #[test]
    fn a_text_that_says_it_corrects_is_a_version_even_of_a_notice() {
        let notice = |figures: &str| {
            format!(
                "Ruda Glass said its board declared {figures} a share, payable to holders of record in a fortnight."
            )
        };
        let (first, again) = (notice("a dividend of 12 cents"), notice("a dividend of 21 cents"));
        let corrected = format!("CORRECTED - {again}");
        assert_eq!(related(&first, &again), Some(Relation::Template));
        assert_eq!(related(&first, &corrected), Some(Relation::Version));
        let edited = format!("UPDATE 1- {}", FLOOD.replace("sent tents", "delivered tents"));
        assert_eq!(related(FLOOD, &edited), Some(Relation::Version), "near without the slug");
    }

    #[test]
    fn the_form_of_a_notice_with_another_company_is_a_template() {
        let notice = |company: &str, cents: &str, day: &str| {
            format!(
                "{company} said its board declared a regular quarterly dividend of {cents} a share, payable {day} to \
                 shareholders of record at the close of business a fortnight before that day. The company has paid a \
                 dividend in every quarter since its shares were first listed."
            )
        };
        let a = notice("Ruda Glass", "12 cents", "March 3");
        let b = notice("Lomna Steel", "40 cents", "May 19");
        assert_eq!(related(&a, &b), Some(Relation::Template));
    }

    #[test]
    fn corrected_figures_throughout_a_long_report_are_a_version_and_weeks_later_the_next_survey() {
        let report = format!("{FLOOD} {RALLY}");
        let other = report.replace("12,400", "11,900").replace("40 million", "45 million");
        let other = other.replace("Rescuers reached most streets", "Crews got to many of the streets");
        let other =
            other.replace("Shops along the route closed early, and trams", "Many shops on the way shut, and buses");
        let first = "2031-03-01";
        let apart = |day| relate(&weighed((&report, Some(first)), (&other, Some(day))), &Matching::default());
        assert_eq!(related(&report, &other), Some(Relation::Version), "without times");
        assert_eq!(apart(first), Some(Relation::Version));
        assert_eq!(apart("2031-03-29"), Some(Relation::Template));
    }

    /// What `one`, of the first of March, is to `other`, of `day`.
    fn apart(one: &str, other: &str, day: &str) -> Option<Relation> {
        relate(&weighed((one, Some("2031-03-01")), (other, Some(day))), &Matching::default())
    }

    #[test]
    fn a_figure_corrected_the_next_day_is_a_version_and_the_next_notice_a_template() {
        let corrected = FLOOD.replace("40 million", "45 million").replace("12,400", "12,900");
        assert_eq!(apart(FLOOD, &corrected, "2031-03-02"), Some(Relation::Version));
        assert_eq!(apart(FLOOD, &corrected, "2031-03-29"), Some(Relation::Template), "weeks later");
        assert_eq!(apart(FLOOD, &corrected.replace("Sunday", "Monday"), "2031-03-02"), Some(Relation::Template));
        let filled = corrected.replace("killed 12", "killed 15").replace("two villages", "six villages");
        assert_eq!(apart(FLOOD, &filled, "2031-03-02"), Some(Relation::Template), "every figure is another");
        let notice = |share: &str| {
            format!(
                "The Bank of Ruda lent money to the market to keep rates where they were, a spokesman for the bank said. \
                 Dealers said that money for one night stood at {share} percent when the bank began to lend."
            )
        };
        assert_eq!(apart(&notice("4.25"), &notice("4.5"), "2031-03-02"), Some(Relation::Template));
    }

    #[test]
    fn words_of_all_kinds_changed_overnight_make_no_template_and_names_and_figures_alone_do() {
        let apart = |other| apart(FLOOD, other, "2031-03-02");
        let edited = FLOOD
            .replace("officials said", "police said")
            .replace("asked the army", "begged the army")
            .replace("most streets", "many streets")
            .replace("drinking water", "bottled water")
            .replace("Olsa dam", "Vela dam");
        assert_eq!(apart(&edited), Some(Relation::Version));
        let filled = FLOOD
            .replace("Ruda", "Lomna")
            .replace("killed 12", "killed 15")
            .replace("12,400", "3,100")
            .replace("Olsa dam", "Vela dam")
            .replace("Jana Kral", "Petr Hron");
        assert_eq!(apart(&filled), Some(Relation::Template));
    }

    #[test]
    fn a_tiny_item_that_stands_whole_in_a_round_up_of_the_day_is_contained_in_it() {
        let item =
            "Bystrice Glass lowered the price of a square metre of window glass by 50 hellers to 65 crowns today.";
        let (page, day) = (format!("{FLOOD}\n{item}\n{RALLY}"), Some("2031-03-01"));
        let found = |later| relate(&weighed((item, day), (&page, Some(later))), &Matching::default());
        assert_eq!(found("2031-03-01"), Some(Relation::Contained));
        assert_eq!(found("2031-03-03"), Some(Relation::Overlap), "the price may be lowered again");
    }

    #[test]
    fn the_next_tiny_notice_is_a_template_by_its_days_alone() {
        let notice =
            |month: &str| format!("Qtly div 12-1/2 cts vs 12-1/2 cts prior. Pay {month} 30. Record {month} 15");
        let found = weighed((&notice("April"), Some("2031-03-01")), (&notice("June"), Some("2031-05-20")));
        assert_eq!(relate(&found, &Matching::default()), Some(Relation::Template));
    }

    #[test]
    fn a_new_lead_with_its_own_names_is_no_other_report_where_all_names_below_are_the_same() {
        let late = "in the night that the water had begun to fall at last and that all boats were back at the bridge, so that \
            nobody had to be brought out of a house any more before the morning came and the schools opened again.";
        let early = "before dawn that the worst was still to come, as more rain was on its way over the hills from the east; \
            the gates were open as far as they go, and whoever lived near the river was told to leave at once.";
        let take = |lead: &str| format!("{lead}\n{FLOOD}\n{RALLY}");
        let (a, b) = (take(&format!("Officer Hron said {late}")), take(&format!("Warden Lisova said {early}")));
        assert_eq!(related(&a, &b), Some(Relation::Near), "what stands between the leads and the rest is no change");
    }

    #[test]
    fn a_shared_statement_alone_is_an_overlap() {
        let statement = "The ministry said that it would review every dam in the country before the next spring, \
            and that the owners would pay for the repairs themselves.";
        let found = related(&format!("{FLOOD} {statement}"), &format!("{RALLY} {statement}"));
        assert_eq!(found, Some(Relation::Overlap));
    }

    #[test]
    fn another_report_of_the_event_is_a_story_and_another_event_is_nothing() {
        let other = "Twelve people drowned when the Olsa dam burst above Ruda. Mayor Jana Kral said soldiers were \
            bringing boats, as flood water stood in every cellar of Ruda. Two villages of the Olsa valley could not be \
            reached, and 12,400 inhabitants spent the night in tents. Kral called the flood the worst in the history \
            of Ruda.";
        assert_eq!(related(FLOOD, other), Some(Relation::Story));
        assert_eq!(related(FLOOD, RALLY), None);
        let weeks_apart = weighed((FLOOD, Some("2023-05-02")), (other, Some("2023-05-30")));
        assert_eq!(relate(&weeks_apart, &Matching::default()), None);
    }

    #[test]
    fn notices_that_share_little_but_their_form_are_a_template() {
        let notice = |borrower: &str, amount: &str, coupon: &str, managers: &str, law: &str| {
            format!(
                "Following are terms of a bond. Borrower: {borrower}. Amount: {amount} million crowns. Coupon: {coupon} percent. Yield: {coupon}1 percent. \
                 Lead managers: {managers}. Listing: {law}. Governing law: {law}."
            )
        };
        let one = notice("Ruda Glass", "250", "3.5", "Olsa Bank and Holm", "Lomna");
        let other = notice("Karlin Tramways", "40", "4.125", "Vela Savings and Sikora Sons", "Bystrice");
        let found = weighed((&one, None), (&other, None));
        assert!(max(found.containment_3) < Matching::default().form, "{:?}", found.containment_3);
        assert_eq!(relate(&found, &Matching::default()), Some(Relation::Template));
    }

    #[test]
    fn reports_of_one_day_that_name_the_same_people_are_a_story_at_a_lower_cosine() {
        let mut settings = Settings::default();
        settings.matching.story_pair = 0.99;
        let other = "Petr Hron saw the water take the bridge. Mayor Jana Kral said soldiers were bringing boats, and 12,400 \
            inhabitants of Ruda spent the night in tents. \"We heard nothing but the Olsa,\" said Hron.";
        let one = format!("{FLOOD} It took the bridge before it took the school, said Petr Hron, who lives there.");
        let apart = |text: &str, day| {
            relate(&weighed_with((&one, Some("2031-03-01")), (text, Some(day)), &settings), &settings.matching)
        };
        assert_eq!(apart(other, "2031-03-01"), Some(Relation::Story));
        assert_eq!(apart(&other.replace("Jana", "Eva"), "2031-03-01"), None, "one name in common");
        assert_eq!(apart(other, "2031-03-03"), None);
    }

    #[test]
    fn an_explanation_names_what_decides() {
        let lines = explain(&weighed((FLOOD, None), (RALLY, None)), &Matching::default());
        assert!(lines.iter().any(|line| line.starts_with("same report: ")), "{lines:?}");
    }

    fn texts() -> impl Strategy<Value = String> {
        let words = prop::sample::subsequence(FLOOD.split(' ').collect::<Vec<_>>(), 0..=75);
        (words, 0..3_usize).prop_map(|(words, again)| {
            format!("{} {}", words.join(" "), RALLY.split(' ').take(again * 20).collect::<Vec<_>>().join(" "))
        })
    }

    proptest! {
        #[test]
        fn the_relation_from_b_to_a_mirrors_that_from_a_to_b(a in texts(), b in texts()) {
            prop_assert_eq!(related(&a, &b), related(&b, &a).map(Relation::mirrored));
        }
    }
}
