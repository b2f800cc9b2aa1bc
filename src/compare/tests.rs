use super::*;
use crate::{
    article::Article,
    clean::Repeated,
    diverge::Kind,
    document::{Document, DocumentId, Place, Published},
    settings::Settings,
};
use jiff::civil::Date;

fn article(text: &str) -> Article {
    article_of(text, Date::constant(2024, 2, 9))
}

fn article_of(text: &str, day: Date) -> Article {
    let document = Document {
        id: DocumentId("flood".to_owned()),
        text: text.to_owned(),
        title: None,
        published: Some(Published::on(day)),
        source: None,
        url: None,
        item: crate::document::Item::default(),
        place: Place { file: "flood.txt".to_owned(), line: None, record: None },
    };
    Article::new(document, &Repeated::default(), &Settings::default())
}

/// The figures in which two texts disagree, as versions of one report and as independent reports.
fn figures(a: &str, b: &str) -> [Vec<(String, String)>; 2] {
    let (a, b) = (article(a), article(b));
    let (a, b) = (Witness::new(&a), Witness::new(&b));
    let comparing = Settings::default().comparing;
    let pair = Pair::new(&a, &b, &comparing);
    let alignment = align(a.lines(), b.lines(), &pair.weights, &comparing);
    [versions(&pair, &alignment), reports(&pair)].map(|found| {
        let figures = found.divergences.into_iter().filter(|one| one.kind == Kind::Figure);
        let words = figures.map(|one| (one.a.map(|one| one.text), one.b.map(|one| one.text)));
        words.map(|(a, b)| (a.unwrap_or_default(), b.unwrap_or_default())).collect()
    })
}

/// The severities of one kind in which two independent reports differ.
fn severities(a: &str, b: &str, kind: Kind) -> Vec<u8> {
    of_reports(&article(a), &article(b), kind).map(|one| one.severity).collect()
}

/// Where two independent reports differ in one kind.
fn of_reports(a: &Article, b: &Article, kind: Kind) -> impl Iterator<Item = Divergence> {
    let (a, b) = (Witness::new(a), Witness::new(b));
    let comparing = Settings::default().comparing;
    reports(&Pair::new(&a, &b, &comparing)).divergences.into_iter().filter(move |one| one.kind == kind)
}

#[test]
fn tolls_of_one_event_are_compared_whatever_the_words_about_them() {
    let a = "The sea was calm off Ruda.\n\nA storm came in the night.\n\nAt least 31 people were killed after a ferry sank \
        on Friday.\n\nDivers searched the wreck until dark, and the mayor, Anna Kerr, asked for boats.";
    let b = |dead: u32| {
        format!(
            "Boats left Ruda.\n\nNobody slept.\n\nOfficials put the number of dead at {dead}.\n\nRescue teams looked \
             for survivors through the night."
        )
    };
    let differ = |dead: u32| figures(a, &b(dead))[1].clone();
    assert_eq!(differ(29), [("At least 31".to_owned(), "29".to_owned())]);
    assert_eq!(differ(12), [], "so much less may be another toll");
}

/// The words of one kind in which two independent reports differ.
fn told_apart(a: &str, b: &str, kind: Kind) -> Vec<(String, String)> {
    apart(&article(a), &article(b), kind)
}

/// The same of two articles.
fn apart(a: &Article, b: &Article, kind: Kind) -> Vec<(String, String)> {
    of_reports(a, b, kind).filter_map(|one| Some((one.a?.text, one.b?.text))).collect()
}

#[test]
fn the_toll_that_each_report_leads_with_is_compared_however_far_it_rose() {
    let a = "At least five people have died in a fire in Ruda.\n\nIn 2021 a fire killed 72 people there.";
    let b = "The toll of the dead in Ruda has risen to 26.\n\nA fire killed 72 people in 2021.";
    assert_eq!(told_apart(a, b, Kind::Figure), [("At least five".to_owned(), "26".to_owned())]);
}

#[test]
fn what_each_report_counts_once_is_compared_where_the_words_about_it_are_others() {
    let a = "A match was held in Ruda.\n\nIt rained.\n\nPolice detained 16 youths after fights behind the station.";
    let b = |arrests: u32| {
        format!("Fans travelled home from Ruda.\n\nIt snowed.\n\nOfficers made {arrests} arrests behind the station.")
    };
    assert_eq!(told_apart(a, &b(21), Kind::Figure), [("16".to_owned(), "21".to_owned())]);
    assert_eq!(told_apart(a, &b(400), Kind::Figure), [], "so many more may be of another day");
}

#[test]
fn the_only_sum_of_two_reports_is_compared_and_one_of_many_is_not() {
    let a = "Thieves broke into the museum of Ruda.\n\nA gold cup is gone. Experts put its worth at 8 million euros.";
    let b = "The alarm was late, says the museum.\n\nOlmo dealers guess that the piece might fetch €9.5 million.";
    assert_eq!(told_apart(a, b, Kind::Figure), [("8 million euros".to_owned(), "€9.5 million".to_owned())]);
    let many = "The hall cost 3 million euros, the roof 5 million euros, the locks 2 million euros and the yard 1 million euros.";
    let [a, b] = [a, b].map(|text| format!("{text}\n\n{many}"));
    assert_eq!(told_apart(&a, &b, Kind::Figure), []);
}

#[test]
fn people_under_two_names_may_be_the_same_and_two_kinds_of_people_are_not() {
    let a = "The mill in Ruda burned at night.\n\nAbout 900 workers were inside.";
    let b = |people: &str| format!("Smoke stood over Ruda until noon.\n\nInside were some 700 {people}.");
    assert_eq!(told_apart(a, &b("people"), Kind::Figure).len(), 1);
    assert_eq!(told_apart(a, &b("employees"), Kind::Figure).len(), 1);
    assert_eq!(told_apart(a, &b("soldiers"), Kind::Figure), []);
}

#[test]
fn values_within_a_tenth_are_more_often_of_one_thing_and_values_far_apart_less() {
    let crowd = "The Reds won in Ruda on a day of rain. A crowd of 41,300 came to the ground of the Reds.";
    let home = |count: &str| format!("The cup went to Ruda. Among {count} Reds was the mayor, who had come by boat.");
    assert_eq!(told_apart(crowd, &home("42,100"), Kind::Figure), [("41,300".to_owned(), "42,100".to_owned())]);
    assert_eq!(told_apart(crowd, &home("52,100"), Kind::Figure), []);
    let wall = "A wall fell in Ruda at night. It was 40 metres long, engineers said.";
    let measured =
        |length: &str| format!("Engineers came to Ruda at night. They measured {length} metres of the wall.");
    assert_eq!(told_apart(wall, &measured("27"), Kind::Figure).len(), 1);
    assert_eq!(told_apart(wall, &measured("3"), Kind::Figure), []);
}

#[test]
fn values_are_near_in_one_unit() {
    let a = "The ferry left Ruda late.\n\nDivers reached the wreck after 90 minutes.";
    let b = |time: &str| format!("A storm hid Ruda from sight.\n\nIt took divers {time} to reach the spot.");
    assert_eq!(told_apart(a, &b("two hours"), Kind::Figure), [("90 minutes".to_owned(), "two hours".to_owned())]);
    assert_eq!(told_apart(a, &b("95 weeks"), Kind::Figure), []);
}

#[test]
fn a_dozen_is_about_twelve_and_a_telephone_number_is_nothing() {
    assert_eq!(told_apart("In Ruda a dozen people were hurt.", "In Ruda 13 people were hurt.", Kind::Figure), []);
    assert_eq!(told_apart("In Ruda a dozen people were hurt.", "In Ruda 19 people were hurt.", Kind::Figure).len(), 1);
    let reach = |number: &str| format!("You can reach Anna Kerr in Ruda at {number} by day.");
    assert_eq!(told_apart(&reach("(555) 123-4567"), &reach("(561) 123-9911"), Kind::Figure), []);
}

#[test]
fn more_bodies_are_not_the_toll_that_a_report_leads_with() {
    let a = "At least seven miners were killed at Ruda and others trapped on Friday.";
    let b = "Rescuers found nine more bodies in the pit at Ruda, which brings the toll to at least 16.\n\nSmoke rose over the \
        hills until noon, and the road to Olmo was closed.";
    assert_eq!(told_apart(a, b, Kind::Figure), [("At least seven".to_owned(), "at least 16".to_owned())]);
}

#[test]
fn the_day_of_a_statement_is_not_the_day_of_what_it_tells() {
    let said = "Dockers in Ruda will walk out over cranes next week, their union said on Tuesday.";
    let walk = |day: &str| format!("Dockers in Ruda are to walk out over cranes {day}.");
    assert_eq!(told_apart(said, &walk("on Monday"), Kind::Date), []);
    assert_eq!(told_apart(&walk("on Friday"), &walk("on Monday"), Kind::Date).len(), 1);
    assert_eq!(told_apart(said, &said.replace("Tuesday", "Wednesday"), Kind::Date).len(), 1);
}

#[test]
fn a_sentence_of_everyday_words_is_the_same_where_every_word_is() {
    let said = |words: &str, who: &str| format!("The dam above Ruda has held.\n\n\u{201c}{words},\u{201d} {who} said.");
    let a = said("She should not be here by any measure", "Anna Kerr");
    let b = |words: &str| said(words, "Paul Stenn");
    assert_eq!(told_apart(&a, &b("She should not be here by any measure"), Kind::Quote).len(), 1);
    assert_eq!(told_apart(&a, &b("They should by any measure have been there"), Kind::Quote), []);
}

#[test]
fn the_same_words_given_to_another_speaker_differ_in_versions_too() {
    let a = "The dam above Ruda has held.\n\nMayor Anna Kerr counted the cracks. \u{201c}No news is good news for once in this town,\u{201d} she said.";
    let to = |who: &str| {
        format!(
            "The dam above Ruda has held.\n\n\u{201c}No news is good news for once in this town,\u{201d} {who}, who came by boat."
        )
    };
    let told = |b: &str| {
        let found = of_versions(&article(a), &article(b)).into_iter();
        found.filter(|one| one.note.ends_with("another speaker")).count()
    };
    assert_eq!(told(&to("said Captain Paul Stenn")), 1);
    assert_eq!(told(&to("said Anna Kerr")), 0);
    assert_eq!(told(&to("said the engineer")), 0, "who that is, the text does not tell");
    let before = "Captain Paul Stenn smiled.";
    assert_eq!(told(&a.replace("Mayor", &format!("{before} Mayor"))), 0);
    assert_eq!(
        told(&a.replace("Mayor Anna Kerr counted", "Captain Paul Stenn counted")),
        0,
        "two pronouns prove little"
    );
}

#[test]
fn the_age_of_one_person_is_compared_however_it_is_written() {
    let a = "The flood came at night, said Sofia Arendt, 51, who had come from Olmo to Ruda.";
    let b = "In a school of Lomna, Sofia Arendt (54) waited for her brother.";
    assert_eq!(told_apart(a, b, Kind::Figure), [("51".to_owned(), "54".to_owned())]);
}

#[test]
fn what_a_figure_is_called_tells_what_it_measures() {
    let a = "The quake in Ruda struck at night, at a depth of 14 kilometres. Waves of 3 metres followed.";
    let b = "The institute put the depth at 11 kilometres after the ground shook.";
    assert_eq!(told_apart(a, b, Kind::Figure), [("14 kilometres".to_owned(), "11 kilometres".to_owned())]);
}

#[test]
fn what_one_speaker_says_is_compared_though_two_translated_it() {
    let a = "Anna Kerr left the hall.\n\n“We counted every boat at dusk while the crews waited. Then we prayed for calm water,” she said.";
    let b = "Anna Kerr smiled.\n\n“Each boat was numbered early, and all stayed awake for those crews,” she said.";
    let pairs = told_apart(a, b, Kind::Quote);
    assert_eq!(pairs.len(), 1, "{pairs:?}");
    assert!(pairs[0].0.ends_with("crews waited."), "cut at its sentences: {pairs:?}");
    let other = b.replace("Anna Kerr", "Paul Stenn");
    assert_eq!(told_apart(a, &other, Kind::Quote), [], "another speaker");
    let beside = format!("{b} “Everybody in the harbour prayed there, children too,” Anna Kerr said.");
    assert_eq!(told_apart(a, &beside, Kind::Quote).len(), 2, "what is next in the speech of both");
}

#[test]
fn next_march_is_march_and_midday_is_about_noon() {
    let told = |a: &str, b: &str| {
        let [a, b] = [a, b].map(|text| article_of(text, Date::constant(2024, 5, 9)));
        apart(&a, &b, Kind::Date)
    };
    let ends = "The term of Anna Kerr as mayor of Ruda ends";
    assert_eq!(told(&format!("{ends} in March."), &format!("{ends} next March.")), []);
    assert_eq!(told(&format!("{ends} in March."), &format!("{ends} next April.")).len(), 1);
    let freed = "rescuers had freed the last girl in Ruda.";
    assert_eq!(told(&format!("By midday {freed}"), &format!("At 11:40 a.m. {freed}")), []);
}

/// The places and severities in which two takes of one report, the second a day later, differ in one kind.
fn between_takes(a: &str, b: &str, kind: Kind) -> Vec<(String, String, u8)> {
    let found = of_versions(&article(a), &article_of(b, Date::constant(2024, 2, 10))).into_iter();
    found.filter(|one| one.kind == kind).filter_map(|one| Some((one.a?.text, one.b?.text, one.severity))).collect()
}

/// Where two versions of one report differ.
fn of_versions(a: &Article, b: &Article) -> Vec<Divergence> {
    let (a, b) = (Witness::new(a), Witness::new(b));
    let comparing = Settings::default().comparing;
    let pair = Pair::new(&a, &b, &comparing);
    let alignment = align(a.lines(), b.lines(), &pair.weights, &comparing);
    versions(&pair, &alignment).divergences
}

#[test]
fn a_name_in_a_sentence_that_was_written_anew_is_compared_by_its_spelling() {
    let a = "A ferry sank off Ruda with 60 people.\n\nThe captain, Anton Brezik, was among those who were saved.";
    let b = "A ferry sank off Ruda with 60 people.\n\nProsecutors are to question Anton Bresik about its cargo.";
    let spelling = ("Anton Brezik".to_owned(), "Anton Bresik".to_owned(), 1);
    assert_eq!(between_takes(a, b, Kind::Name), [spelling]);
}

#[test]
fn a_figure_is_compared_where_an_update_has_it_in_another_sentence() {
    let a = "The ferry Olsa, carrying about 210 passengers, sank in rough seas off Ruda on Friday.\n\nDivers searched the \
        wreck.";
    let b = "The ferry Olsa sank in rough seas off Ruda on Friday because its cargo shifted, police said.\n\nDivers \
        searched the wreck.\n\nThe Olsa was carrying 240 passengers.";
    let carried = ("about 210".to_owned(), "240".to_owned(), 3);
    assert_eq!(between_takes(a, b, Kind::Figure), [carried]);
}

#[test]
fn shares_that_change_their_order_stay_with_whom_they_are_of() {
    let a = "With half of the votes counted, the Free Mills had 38.2 percent, against 36.5 percent for Olmo Reform, the office said.";
    let b = "With most of the votes counted, Olmo Reform had 39.1 percent, against 35.7 percent for the Free Mills, the office said.";
    let of = |a: &str, b: &str| (a.to_owned(), b.to_owned(), 3);
    let shares = [of("38.2 percent", "35.7 percent"), of("36.5 percent", "39.1 percent")];
    assert_eq!(between_takes(a, b, Kind::Figure), shares);
}

#[test]
fn the_day_of_each_take_is_no_other_day_of_one_happening() {
    let a = "Nearly 8,000 nurses walked out of hospitals across the north on Friday in a dispute over pay.";
    let b = "Nearly 8,000 nurses stayed away from hospitals across the north on Saturday in a dispute over pay.";
    assert_eq!(between_takes(a, b, Kind::Date), [("Friday".to_owned(), "Saturday".to_owned(), 1)]);
    let b = b.replace("Saturday", "Thursday");
    assert_eq!(between_takes(a, &b, Kind::Date), [("Friday".to_owned(), "Thursday".to_owned(), 3)]);
}

#[test]
fn times_of_day_near_to_each_other_are_those_of_one_happening() {
    let a = "An earthquake shook Ruda on Friday, killing eight people.\n\nIt struck at 5:14 a.m., while most slept, the \
        survey said.";
    let b = |time: &str| {
        format!("Nine lives were lost in Ruda.\n\nAt {time} the ground began to move, measured at the institute.")
    };
    let differ = |time: &str| severities(a, &b(time), Kind::Date);
    assert_eq!(differ("5:17 a.m."), [3]);
    assert_eq!(differ("11:20 a.m."), [0; 0], "another thing may have happened then");
}

#[test]
fn what_an_office_states_weighs_more_than_what_anybody_says() {
    let a = "Anna Kerr, Paul Stenn and Sofia Arendt were hurt when the river rose in Ruda.";
    let b = |who: &str| {
        format!("{a}\n\n{who} Helka Dorn said: \u{201c}We regret that no dam was repaired in time.\u{201d}")
    };
    assert_eq!(severities(a, &b("Foreign Minister"), Kind::Addition), [3]);
    assert_eq!(severities(a, &b("Former Foreign Minister"), Kind::Addition), [2]);
    assert_eq!(severities(a, &b("Spokeswoman"), Kind::Addition), [2]);
}

#[test]
fn a_source_that_opens_a_paragraph_speaks_in_the_next_sentence_too() {
    let a = "According to the harbour police, a storm broke the dam. The flood killed 12 people in Ruda.";
    let b = "The flood killed 17 people in Ruda.";
    assert_eq!(severities(a, b, Kind::Attribution), [2]);
}

/// Kind, severity and words of what differs between two versions.
fn differences(a: &str, b: &str) -> Vec<(Kind, u8, String)> {
    differing(&article(a), &article(b))
}

/// The same of two articles.
fn differing(a: &Article, b: &Article) -> Vec<(Kind, u8, String)> {
    let found = of_versions(a, b).into_iter();
    found.map(|one| (one.kind, one.severity, one.a.map(|one| one.text).unwrap_or_default())).collect()
}

#[test]
fn a_not_turns_what_it_is_added_to_and_not_a_clause_that_is_written_anew() {
    let turned =
        differences("Engineers in Ruda say the dam will hold.", "Engineers in Ruda say the dam will not hold.");
    assert_eq!(turned.iter().map(|one| (one.0, one.1)).collect::<Vec<_>>(), [(Kind::Negation, 3)]);
    let idle =
        differences("It rests on whether or not the dam in Ruda holds.", "It rests on whether the dam in Ruda holds.");
    assert!(idle.iter().all(|one| one.0 == Kind::Wording), "{idle:?}");
    let more = differences(
        "The dam in Ruda will hold the water of the spring, and that of the summer.",
        "The dam in Ruda will not only hold the water of the spring, but that of the summer.",
    );
    assert!(more.iter().all(|one| one.0 == Kind::Wording), "{more:?}");
    let anew = differences(
        "Engineers said the dam in Ruda had lost strength by the end of winter.",
        "Engineers said the dam in Ruda would see no lasting repair in the near future.",
    );
    assert!(anew.iter().all(|one| one.0 == Kind::Wording), "{anew:?}");
    let denied = differences(
        "In Ruda the mayor of the harbour said she would not resign.",
        "In Ruda the mayor of the harbour offered her resignation in the evening.",
    );
    assert!(denied.iter().any(|one| (one.0, one.1) == (Kind::Negation, 3)), "{denied:?}");
}

#[test]
fn a_result_that_is_reported_is_no_hearsay() {
    let result = differences(
        "For the full year, the mill in Ruda posted a loss of 816 million dollars.",
        "For the full year, the mill in Ruda reported a loss of 816 million dollars.",
    );
    assert!(result.iter().all(|one| one.0 == Kind::Wording), "{result:?}");
    let rise = differences(
        "The Ruda mill on Monday reported a 19 percent rise in 2030 earnings to 625.5 million dollars, but warned of spring.",
        "The Ruda mill said on Monday 2030 earnings rose 19 percent to 625.5 million dollars, but issued a warning of spring.",
    );
    assert!(rise.iter().all(|one| one.0 != Kind::Attribution), "{rise:?}");
    let income = differences(
        "The mill's full-year net income in Ruda came to 816 million dollars.",
        "The mill reported full-year net income in Ruda of 816 million dollars.",
    );
    assert!(income.iter().all(|one| one.0 != Kind::Attribution), "{income:?}");
    let expected = differences(
        "The mill in Ruda had been expected to lose around 30 cents a share.",
        "The mill in Ruda had been expected to report a loss of 30 cents a share.",
    );
    assert!(expected.iter().all(|one| one.0 != Kind::Attribution), "{expected:?}");
    let hearsay = differences("A fire in Ruda killed two people.", "A reported fire in Ruda killed two people.");
    assert!(hearsay.iter().any(|one| one.0 == Kind::Attribution), "{hearsay:?}");
}

#[test]
fn up_for_down_turns_the_sense() {
    let found = differences(
        "The mill in Ruda raised the price of its flour.",
        "The mill in Ruda is cutting the price of its flour.",
    );
    assert_eq!(found, [(Kind::Negation, 3, "raised".to_owned())]);
}

#[test]
fn a_word_for_its_opposite_turns_the_sense() {
    let turned = |a: &str, b: &str| differences(a, b).iter().any(|one| (one.0, one.1) == (Kind::Negation, 3));
    let result = "The mill in Ruda had a loss of six cents a share in the year.";
    assert!(turned(result, "The mill in Ruda had a profit of six cents a share in the year."));
    let both = "The mill in Ruda had a profit and no loss of six cents a share in the year.";
    assert!(!turned(both, "The mill in Ruda had no loss and a profit of six cents a share in the year."));
    let pair = "The fair in Ruda brought an unlikely pair of engineers to the stage.";
    assert!(!turned(pair, "The fair in Ruda brought a pair of engineers to the stage."));
    let rain = "It is unlikely to rain in Ruda on the day of the fair.";
    assert!(turned(rain, "It is likely to rain in Ruda on the day of the fair."));
}

#[test]
fn what_says_the_same_in_other_words_turns_nothing() {
    let kinds = |a: &str, b: &str| differences(a, b).iter().map(|one| one.0).collect::<Vec<_>>();
    let not = "The mill in Ruda looks at the price of flour, not political influences.";
    let rather = "The mill in Ruda looks at the price of flour rather than political influences.";
    assert_eq!(kinds(not, rather), [Kind::Wording]);
    let accused = "The court in Ruda jailed the engineer Helka Dorn, who was accused of plotting a flood.";
    let charges = "The court in Ruda jailed the engineer Helka Dorn on charges of plotting a flood.";
    assert_eq!(kinds(accused, charges), [Kind::Wording]);
    let silent = "Engineers in Ruda would not say if the dam had held.";
    assert_eq!(kinds(silent, "Engineers in Ruda declined to say if the dam had held."), [Kind::Wording]);
    let able = "The mill in Ruda may not be able to hold the water of the spring.";
    assert_eq!(kinds(able, "The mill in Ruda may be unable to hold the water of the spring."), [Kind::Wording]);
    let better = "The harvest in Ruda would be even better had it not been for the floods of the spring.";
    let but = "The harvest in Ruda would have been even better but for the floods of the spring.";
    assert!(!kinds(better, but).contains(&Kind::Negation));
    let instead = "The town of Ruda offers land instead of money for the repair of the dam.";
    assert!(!kinds(instead, &instead.replace("instead of", "as an alternative to")).contains(&Kind::Negation));
    let engineer = "The dam in Ruda will hold, said the engineer.";
    let unnamed = "The dam in Ruda will hold, said the engineer, who asked not to be identified.";
    assert!(!kinds(engineer, unnamed).contains(&Kind::Negation));
    let ticker = "The mill's owner, Norward Inc. <NOR>, said the dam in Ruda had held.";
    assert_eq!(kinds(ticker, "The mill's owner, Norward Inc., said the dam in Ruda had held."), [Kind::Wording]);
}

#[test]
fn a_source_is_one_whether_it_says_or_it_is_according_to_it() {
    let attributions = |a: &str, b: &str| differences(a, b).iter().filter(|one| one.0 == Kind::Attribution).count();
    let said = "Every day 700 tonnes of flour are moved from Ruda, the council said.";
    let according = "Every day 700 tonnes of flour are moved from Ruda, according to the council.";
    assert_eq!(attributions(said, according), 0);
    assert_eq!(attributions("Every day 700 tonnes of flour are moved from Ruda.", according), 1);
    let seeking = "The mill in Ruda is seeking 100 million dollars in damages from the town.";
    assert_eq!(attributions(seeking, &seeking.replace("seeking", "claiming")), 0);
    let rule = "The mill in Ruda reckons its flour by the script of the town.";
    assert_eq!(attributions(rule, &rule.replace("by the", "according to the")), 0);
    let dead = "The harbour police in Ruda said 12 people had died in the flood.";
    assert_eq!(attributions(dead, &dead.replace("said", "claimed")), 1);
    let comment = "Engineers in Ruda declined to comment on the fall of the dam.";
    assert_eq!(attributions(comment, &comment.replace("declined to comment on", "denied")), 1);
}

#[test]
fn days_that_may_be_one_are_no_two_days() {
    let dates = |a: &str, b: &str| differences(a, b).iter().filter(|one| one.0 == Kind::Date).count();
    let monday = "The river broke the dam in Ruda on Monday, engineers said.";
    assert_eq!(dates(monday, "The river broke the dam in Ruda last Monday, engineers said."), 0);
    assert_eq!(dates(monday, "The river broke the dam in Ruda on Tuesday, engineers said."), 1);
    let overnight = "Dealers in Ruda bought 5,000 tonnes of flour overnight, sources said.";
    let later = article_of(overnight, Date::constant(2024, 3, 1));
    assert_eq!(differing(&article(overnight), &later), []);
    let walkout = "The walkout of the dockers that started on Tuesday in Ruda closed the mill.";
    let lawyers = "The walkout of the dockers closed the mill, lawyers of the town warned on Monday in a letter.";
    assert_eq!(dates(walkout, lawyers), 0);
    assert_eq!(dates(walkout, &walkout.replace("Tuesday", "Monday")), 1);
    let zones = "The dockers in Ruda will strike at 1000 EDT/1400 GMT on Thursday unless the mill pays.";
    assert_eq!(dates(zones, "The dockers in Ruda will strike at 10 a.m. EDT on Thursday unless the mill pays."), 0);
    assert_eq!(dates(zones, "The dockers in Ruda will strike at 11 a.m. EDT on Thursday unless the mill pays."), 1);
}

#[test]
fn a_country_is_its_people_and_a_state_is_what_agencies_shorten_it_to() {
    let names = |a: &str, b: &str| differences(a, b).iter().filter(|one| one.0 == Kind::Name).count();
    let china = "On Wednesday in Ruda, China began the trial of a flood engineer.";
    assert_eq!(names(china, "On Wednesday in Ruda, a Chinese court began the trial of a flood engineer."), 0);
    assert_eq!(names(china, "On Wednesday in Ruda, a Danish court began the trial of a flood engineer."), 1);
    let state = "The trial of the engineer goes ahead in West Palm Beach, Fla., on Wednesday.";
    assert_eq!(names(state, "The trial of the engineer goes ahead in West Palm Beach, Florida, on Wednesday."), 0);
    assert_eq!(names(state, "The trial of the engineer goes ahead in West Palm Beach, Va., on Wednesday."), 1);
    let mill = "On Monday the engineer met a British-based owner of the mill in Ruda.";
    assert_eq!(names(mill, &mill.replace("British-based", "UK-based")), 0);
    assert_eq!(names(mill, &mill.replace("British-based", "US-based")), 1);
    assert_eq!(names(&mill.replace("British", "Harbour"), &mill.replace("British", "Ruda")), 1);
    assert_eq!(names(&mill.replace("British", "Ruda"), &mill.replace("British-based", "U.S.")), 0);
    let congress = "On Monday the engineer told of doubts in the U.S. Congress that the dam would hold.";
    assert_eq!(names(congress, &congress.replace("in the U.S. Congress", "in the U.S.")), 0);
    let dorn = "He met Helka Dorn in Ruda. On Monday Dorn said the dam would hold.";
    assert_eq!(names(dorn, &dorn.replace("Monday Dorn", "Monday the British engineer")), 0);
    assert_eq!(names(dorn, &dorn.replace("Monday Dorn", "Monday Stenn")), 1);
}

#[test]
fn a_first_word_in_capitals_stands_for_itself_and_a_legal_form_is_slight() {
    let board = "On Monday the town called on the European Commission to repair the dam.";
    assert_eq!(differences(board, &board.replace("European", "EC")), []);
    let mill = "On Monday the town paid Ruda Mills Inc to repair the dam.";
    let found = differences(mill, &mill.replace("Inc", "Corp"));
    assert_eq!(found.iter().map(|one| (one.0, one.1)).collect::<Vec<_>>(), [(Kind::Name, 1)]);
}

#[test]
fn somebody_of_a_place_is_who_is_named_without_it() {
    let of = "On Monday the mayor met Helka Dorn of Karvia, who said the dam would hold.";
    let names = |b: &str| differences(of, b).iter().filter(|one| one.0 == Kind::Name).count();
    assert_eq!(names("On Monday the mayor met Dorn, K-RUDA, who said the dam would hold."), 0);
    assert_eq!(names("On Monday the mayor met Paul Stenn, who said the dam would hold."), 1);
}

#[test]
fn a_name_is_its_initials_in_the_same_place_and_two_names_in_two_places_are_no_change() {
    let full = "The bridge was closed by Harbour Watch on Monday.";
    assert_eq!(differences(full, "The bridge was closed by H.W. on Monday."), []);
    let other = differences(full, "The bridge was closed by River Guard on Monday.");
    assert_eq!(other.iter().map(|one| one.0).collect::<Vec<_>>(), [Kind::Name]);
}

#[track_caller]
fn diverge(a: &str, b: &str, wanted: &[(&str, &str)]) {
    let wanted: Vec<_> = wanted.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
    assert_eq!(figures(a, b), [wanted.clone(), wanted]);
}

#[test]
fn figures_of_one_thing_diverge() {
    diverge("The flood killed 12 people in Ruda.", "The flood killed 17 people in Ruda.", &[("12", "17")]);
}

#[test]
fn figures_of_two_others_are_not_set_against_each_other() {
    diverge("The Kerr Index fell 4 points to 997.", "The Stenn Index fell 9 points to 1,653.", &[]);
}

#[test]
fn figures_of_two_kinds_of_one_thing_are_not_set_against_each_other() {
    diverge("He won $23 million in punitive damages.", "He won $30 million in compensatory damages.", &[]);
}

#[test]
fn what_is_counted_beside_another_thing_is_not_that_thing() {
    diverge(
        "There were 514 cases and 30 deaths in Ruda.",
        "There were 22 deaths in Ruda, a town of 15 schools.",
        &[("30", "22")],
    );
}

#[test]
fn new_ones_are_not_all_and_what_is_sought_is_not_what_is_given() {
    diverge("Ruda reported 22 new cases.", "Ruda reported 131 cases.", &[]);
    diverge("The mill spoke with 3,200 workers at Ruda.", "The mill spoke with five locals at Ruda.", &[]);
    diverge("Kerr sought $30 million from the mill.", "Kerr won $12 million from the mill.", &[]);
    diverge("Kerr asked for $30 million from the mill.", "Kerr won $12 million from the mill.", &[]);
}

#[test]
fn so_much_a_year_is_not_so_much_in_all() {
    diverge("The dam would cost $170 million a year.", "The dam would cost $5 million.", &[]);
}

#[test]
fn parts_that_add_up_to_the_whole_agree() {
    diverge(
        "The mill has 11 offices in Ruda and nine offices in Velm.",
        "The mill has 20 offices in Ruda and Velm.",
        &[],
    );
}
