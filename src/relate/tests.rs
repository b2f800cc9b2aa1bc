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

#[test]
fn a_report_cut_to_a_half_stands_in_the_whole_one_and_with_other_facts_it_is_a_version() {
    let whole = format!("{FLOOD} {RALLY}");
    let kept = |(number, _): &(usize, &str)| number % 3 != 1;
    let half: String = whole.split_inclusive(". ").enumerate().filter(kept).map(|(_, sentence)| sentence).collect();
    assert_eq!(related(&whole, &half), Some(Relation::Contains));
    let changed = half.replace("12,400", "14,000").replace("killed 12", "killed 15");
    assert_eq!(related(&whole, &changed), Some(Relation::Version));
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
        format!("Ruda Glass said its board declared {figures} a share, payable to holders of record in a fortnight.")
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
    let other = other.replace("Shops along the route closed early, and trams", "Many shops on the way shut, and buses");
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
fn a_long_report_whose_figures_all_changed_overnight_is_a_version_and_a_week_later_the_next_issue() {
    let report = format!("{FLOOD} {RALLY}");
    let figures = [("killed 12", "killed 19"), ("12,400", "15,100"), ("40 million", "55 million"), ("900", "1,150")];
    let update = figures.iter().fold(report.clone(), |text, (old, new)| text.replace(old, new));
    let update = update
        .replace("until Sunday", "until Monday")
        .replace("Shops along the route closed early, and trams", "Buses");
    assert_eq!(apart(&report, &update, "2031-03-02"), Some(Relation::Version));
    assert_eq!(apart(&report, &update, "2031-03-08"), Some(Relation::Template));
    let others = [("Ruda", "Lhota"), ("Olsa", "Vela"), ("Jana Kral", "Eva Hron"), ("Torsten Holm", "Karl Lind")];
    let filled = others.iter().fold(update, |text, (old, new)| text.replace(old, new));
    assert_eq!(apart(&report, &filled, "2031-03-02"), Some(Relation::Template), "of other people");
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
    let item = "Bystrice Glass lowered the price of a square metre of window glass by 50 hellers to 65 crowns today.";
    let (page, day) = (format!("{FLOOD}\n{item}\n{RALLY}"), Some("2031-03-01"));
    let found = |later| relate(&weighed((item, day), (&page, Some(later))), &Matching::default());
    assert_eq!(found("2031-03-01"), Some(Relation::Contained));
    assert_eq!(found("2031-03-03"), Some(Relation::Overlap), "the price may be lowered again");
}

#[test]
fn the_next_tiny_notice_is_a_template_by_its_days_alone() {
    let notice = |month: &str| format!("Qtly div 12-1/2 cts vs 12-1/2 cts prior. Pay {month} 30. Record {month} 15");
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
