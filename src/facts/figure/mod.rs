//! Figures: a number in the text with what it measures.

mod age;
mod amount;
mod counted;
mod fraction;
mod modifier;
mod naming;
mod number;
mod pieces;
mod range;
mod reading;
mod same;
mod share;
mod show;
mod start;
mod trap;
mod unit;

pub(super) use amount::MOMENT_WORDS;
pub(super) use counted::is_plural;
pub(super) use number::telling_words as number_words;
pub use same::Same;
pub(super) use start::starting_words;
pub(super) use unit::time_words;

use super::words::Line;
use crate::span::Span;
use pieces::Pieces;
use rust_decimal::Decimal;
use serde::Serialize;

/// How exact a figure says it is, and to which side it is open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Modifier {
    /// A plain number.
    #[default]
    Exact,
    /// "about", "some", "around", "-odd".
    About,
    /// "nearly", "almost", "fewer than", "under".
    Below,
    /// "more than", "over".
    Above,
    /// "at most", "up to".
    AtMost,
    /// "at least", "no fewer than".
    AtLeast,
    /// "dozens of", "thousands of", "several".
    Vague,
}

/// What kind of number it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Form {
    /// A count, amount or share.
    #[default]
    Cardinal,
    /// "third", "4th": a rank; the value is the rank.
    Ordinal,
    /// "3-1", "52-48": a result; `low` and `high` are the two sides as written.
    Score,
}

/// A figure as its own words give it; whose it is, is told by its sentence.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// All words of the figure: modifier, number, scale and unit: "nearly 90 percent", "about $1.2bn", "98".
    /// A counted noun is not part of it ("98" in "98 seats").
    pub span: Span,
    /// Lower bound after scale; `None` where the text leaves it open.
    pub low: Option<Decimal>,
    /// Upper bound after scale; `None` where the text leaves it open.
    pub high: Option<Decimal>,
    /// `""` for a plain count, `percent`, `percentage point`, an ISO 4217 code, or a unit's symbol (`km`, `year`).
    pub unit: String,
    /// How exact it says it is.
    pub modifier: Modifier,
    /// What kind of number it is.
    pub form: Form,
    /// The whole that it is a part of: 245 in "98 out of 245".
    pub of: Option<Of>,
    /// The noun phrase that is counted, as written: "seats" in "98 seats".
    pub counted: Option<Span>,
    /// What one of the unit is for: "barrel" in "$80 a barrel".
    pub per: Option<Span>,
    /// The same quantity in another unit, given as a gloss: "(19 miles)" after "30 kilometres".
    pub gloss: Option<Span>,
}

impl Figure {
    /// Whether it is a sum of money.
    #[must_use]
    pub fn is_money(&self) -> bool {
        unit::is_money(&self.unit)
    }

    /// Where its words and those of what it counts end, in bytes.
    #[must_use]
    pub fn end(&self) -> u32 {
        self.counted.map_or(self.span.end, |counted| counted.end.max(self.span.end))
    }
}

/// The whole that a figure is a part of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Of {
    /// Its value.
    pub value: Decimal,
    /// Where its number stands.
    pub span: Span,
}

/// The figures of a sentence, in order of place; they never overlap.
///
/// Years, clock times, phone numbers, model and flight names are no figures; nor is a number that [`Decimal`] cannot
/// hold. Cost: linear in the sentence, a quarter of that of all facts (`benches/steps.rs`).
#[must_use]
pub fn figures(line: Line<'_>) -> Vec<Figure> {
    reading::read(&Pieces::new(line))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::words::with_line;
    use proptest::prelude::*;

    fn figures(text: &str, sentence: Span) -> Vec<Figure> {
        with_line(text, sentence, super::figures)
    }

    /// The figures of a text, each as "words => value".
    fn read(text: &str) -> Vec<String> {
        let found = figures(text, Span::new(0, text.len()));
        found.iter().map(|figure| format!("{} => {}", figure.span.of(text), figure.value())).collect()
    }

    /// What the figures of a text count, or "-".
    fn counted(text: &str) -> Vec<&str> {
        let found = figures(text, Span::new(0, text.len()));
        found.iter().map(|figure| figure.counted.map_or("-", |noun| noun.of(text))).collect()
    }

    #[test]
    fn a_number_is_read_in_digits_words_and_scales() {
        assert_eq!(read("The flood left 12,400 homeless"), ["12,400 => 12400"]);
        assert_eq!(read("Twenty-three boats sank"), ["Twenty-three => 23"]);
        assert_eq!(read("one hundred and five soldiers"), ["one hundred and five => 105"]);
        assert_eq!(
            read("a $1.2bn dam and a Rs 5 crore bridge"),
            ["$1.2bn => USD 1200000000", "Rs 5 crore => INR 50000000"]
        );
        assert_eq!(
            read("two and a half years, 2.3 million bricks"),
            ["two and a half years => 2.5 year", "2.3 million => 2300000"]
        );
        assert_eq!(read("a 5ft 10in man"), ["5ft 10in => 70 in"]);
        assert_eq!(read("2 ½ loaves, 3½ eggs"), ["2 ½ => 2.5", "3½ => 3.5"]);
        assert_eq!(read("up 9-1/2p, at 2.85-1/4 dlrs"), ["9-1/2p => GBP 0.095", "2.85-1/4 dlrs => USD 2.8525"]);
    }

    #[test]
    fn a_modifier_opens_the_figure_to_its_side() {
        assert_eq!(read("nearly 90 percent of Ruda"), ["nearly 90 percent => <90 percent"]);
        assert_eq!(read("more than 200 boats or at least 12 barges"), ["more than 200 => >200", "at least 12 => ≥12"]);
        assert_eq!(read("some 265 homes and 200-odd sheds"), ["some 265 => ~265", "200-odd => ~200"]);
        assert_eq!(read("more than 10 and fewer than 15 boats"), ["more than 10 and fewer than 15 => 10..15"]);
        assert_eq!(read("thousands of sandbags, a dozen pumps"), ["thousands => 2000+", "a dozen => ~12"]);
        assert_eq!(read("in half a dozen towns"), ["half a dozen => ~6"]);
    }

    #[test]
    fn two_values_are_a_range_a_score_or_a_change() {
        assert_eq!(read("between 20 and 30 boats"), ["between 20 and 30 => 20..30"]);
        assert_eq!(read("a 10-15 percent rise"), ["10-15 percent => 10..15 percent"]);
        assert_eq!(read("costs of $2 to $3 million"), ["$2 to $3 million => USD 2000000..3000000"]);
        assert_eq!(read("Ruda won 3-1 and the council voted 52-48"), ["3-1 => 3-1", "52-48 => 52-48"]);
        assert_eq!(read("the level rose from 10 to 15 percent"), ["10 => 10 percent", "15 percent => 15 percent"]);
        assert_eq!(read("lifted by C$1.40 to C$20.10"), ["C$1.40 => CAD 1.4", "C$20.10 => CAD 20.1"]);
    }

    #[test]
    fn a_share_has_its_whole_or_is_a_fraction() {
        assert_eq!(read("95 out of 264 seats"), ["95 out of 264 => 95 of 264"]);
        assert_eq!(read("one in five homes"), ["one in five => 1 of 5"]);
        assert_eq!(read("results of 12 districts out of 26 were in"), ["12 => 12 of 26"]);
        assert_eq!(read("half of the town, a quarter of the fields"), ["half => 0.5", "a quarter => 0.25"]);
        assert_eq!(
            read("in third place, a fourth term, a third of voters"),
            ["third => 3rd", "fourth => 4th", "a third => 0.33333333"]
        );
    }

    #[test]
    fn a_conversion_in_brackets_is_a_gloss_and_no_figure_of_its_own() {
        let text = "30 kilometres (19 miles) from Ruda";
        let found = figures(text, Span::new(0, text.len()));
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].gloss.map(|gloss| gloss.of(text)), Some("19 miles"));
    }

    #[test]
    fn years_dates_times_names_and_pronouns_are_no_figures() {
        for text in [
            "in 1987 and the 1990s, during 2003-04",
            "on February 8 and 9 March, 2024-02-09",
            "at 8:30 pm, 7.30 p.m. or 1530 GMT",
            "1:51",
            "call 0800 123 4567 or +1 555 123 4567",
            "COVID-19 at the G20 with an F-16 and a Boeing 737-800",
            "Flight MH370, Chapter 11, No. 5, Air Force One",
            "one of its rivals, no one, the one who swam",
            "at first a zero-sum game, second-hand, first class",
            "mail 12@example.com, see https://example.com/12/34 or www.example.com/5",
            "<b class=\"12\">x</b> &#8217;",
        ] {
            assert_eq!(read(text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn the_noun_is_what_is_counted() {
        assert_eq!(counted("98 independent candidates won"), ["independent candidates"]);
        assert_eq!(counted("69 and 51 seats respectively"), ["seats", "seats"]);
        assert_eq!(counted("two people were killed and six others injured"), ["people", "others"]);
        assert_eq!(counted("90 percent of the results, the 336-seat hall"), ["results", "seat"]);
        let text = "$80 a barrel";
        assert_eq!(figures(text, Span::new(0, text.len()))[0].per.map(|noun| noun.of(text)), Some("barrel"));
    }

    #[test]
    fn an_age_is_in_years() {
        let expected = ["63-year-old => 63 year", "8 => 8 year", "aged 40 => 40 year"];
        assert_eq!(read("the 63-year-old, a boy, 8, and a man aged 40"), expected);
        assert_eq!(read("Anna Kerr (63) was hurt, and R. Stenn (8), a pupil"), ["63 => 63 year", "8 => 8 year"]);
        assert_eq!(read("her niece, who was 14, gave her age as 15."), ["14 => 14 year", "15 => 15 year"]);
        assert_eq!(read("Then Anna Kerr turned 63. She is 63."), ["63 => 63 year", "63 => 63 year"]);
        assert_eq!(read("the builder, 63, had left"), ["63 => 63 year"]);
        assert_eq!(read("Turnout was 63."), ["63 => 63"]);
        let seats = "Free Voters (63), Ruda Reform (20) and the Free Mills (8) lost, which was 9 more";
        assert!(read(seats).iter().all(|figure| !figure.ends_with("year")), "{:?}", read(seats));
    }

    #[test]
    fn a_number_too_large_is_no_figure() {
        assert_eq!(read(&"9".repeat(40)), Vec::<String>::new());
        assert_eq!(read("79000000000000000000000000000 trillion grains"), Vec::<String>::new());
    }

    #[test]
    fn a_long_sentence_takes_time_in_proportion() {
        // A quadratic step would take minutes here.
        for part in [
            "one million and ",
            "1-2-3/4 to ",
            "<a ",
            "about over nearly ",
            "9,999,",
            "((1) ",
            "a half of ",
            "1 2 ",
            "tel 01 ",
            "one point one ",
            "tens of thousands of ",
        ] {
            let text = part.repeat(400_000 / part.len());
            let _ = figures(&text, Span::new(0, text.len()));
        }
    }

    /// Words and signs of which the grammar is made, some text that is hostile to it, and any other text.
    fn hostile() -> impl Strategy<Value = String> {
        let word = prop_oneof![
            "[0-9]{1,4}",
            "[0-9]{1,3}(,[0-9]{3}){0,3}(\\.[0-9]{1,30})?",
            prop::sample::select(vec![
                "one",
                "two",
                "twenty",
                "hundred",
                "million",
                "dozen",
                "half",
                "a",
                "third",
                "of",
                "and",
                "to",
                "-",
                "–",
                "$",
                "£",
                "Rs",
                "%",
                "percent",
                "km",
                "ft",
                "in",
                "out",
                "between",
                "from",
                "more than",
                "about",
                "or more",
                "/",
                ".",
                ",",
                "(",
                ")",
                "½",
                "٣",
                "\u{200b}",
                "\u{202e}",
                "百",
                "year-old",
                "m",
                "bn",
                "c",
                "point",
                "<",
                "=",
            ])
            .prop_map(str::to_string),
            "\\PC{0,4}",
        ];
        prop::collection::vec((word, prop::sample::select(vec!["", " ", "\n"])), 0..24)
            .prop_map(|words| words.into_iter().map(|(word, gap)| word + gap).collect())
    }

    proptest! {
        #[test]
        fn spans_rise_and_lie_in_the_sentence_on_character_boundaries(text in hostile()) {
            let mut end = 0;
            for figure in figures(&text, Span::new(0, text.len())) {
                prop_assert!(figure.span.start >= end && !figure.span.is_empty());
                end = figure.span.end;
                let of = figure.of.map(|of| of.span);
                for span in [Some(figure.span), figure.counted, figure.per, figure.gloss, of].into_iter().flatten() {
                    prop_assert!(text.get(span.range()).is_some());
                }
            }
        }

        #[test]
        fn a_shown_value_reads_back_as_the_same_figure(text in hostile()) {
            for figure in figures(&text, Span::new(0, text.len())) {
                let bare = Figure {
                    span: Span::default(),
                    of: figure.of.map(|of| Of { span: Span::default(), ..of }),
                    counted: None,
                    per: None,
                    gloss: None,
                    ..figure.clone()
                };
                prop_assert_eq!(Figure::read(&figure.value()), Some(bare));
            }
        }

        #[test]
        fn comparing_is_symmetric_and_a_figure_equals_itself(one in hostile(), two in hostile()) {
            let one = figures(&one, Span::new(0, one.len()));
            let two = figures(&two, Span::new(0, two.len()));
            for a in &one {
                prop_assert_eq!(a.compare(a), Same::Equal);
                for b in &two {
                    prop_assert_eq!(a.compare(b), b.compare(a));
                }
            }
        }
    }
}
