//! What a sentence may hold, told from its words at one look: four sentences of ten hold no figure, three no date, and the
//! grammars of these need not read them.

use super::words::{Lists, Unit, lists_at};
use crate::register::letters;

/// What kinds of words and signs a sentence has, as far as they tell what it may hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cues(Lists);

impl Cues {
    /// Digits may be anything.
    const ALL: Lists = Lists::TIME.with(Lists::NUMBER).with(Lists::STRETCH).with(Lists::MOMENT);

    /// The cues in a sentence of `text` that has these words. Cost: one pass over the words; those of several parts are read.
    #[must_use]
    pub fn of(text: &str, words: &[Unit]) -> Self {
        let found = words.iter().fold(Lists::default(), |found, unit| found.with(unit.lists));
        if !found.holds(Lists::MIXED) {
            return Self(found);
        }
        let mixed = words.iter().filter(|unit| unit.lists.holds(Lists::MIXED));
        Self(mixed.fold(found, |found, unit| found.with(in_parts(unit.span.of(text).as_bytes()))))
    }

    /// Whether the grammar of dates can find one.
    #[must_use]
    pub fn may_hold_date(self) -> bool {
        self.0.holds(Lists::TIME)
    }

    /// Whether the grammar of figures can find one.
    #[must_use]
    pub fn may_hold_figure(self) -> bool {
        self.0.holds(Lists::NUMBER) || self.0.holds(Lists::STRETCH) && self.0.holds(Lists::MOMENT)
    }
}

/// The cues in the parts of a word: its runs of letters, its digits and its fractions.
fn in_parts(word: &[u8]) -> Lists {
    let mut found = Lists::default();
    let mut at = 0;
    while let Some(&byte) = word.get(at) {
        let length = letters(&word[at..]);
        found = found.with(lists_at(&word[at..], length));
        match byte {
            b'0'..=b'9' => return Cues::ALL,
            // The first bytes of "½" and its like, and of a few other characters.
            0xC2 if matches!(word.get(at + 1), Some(0xBC..=0xBE)) => found = found.with(Lists::NUMBER),
            0xE2 if word.get(at + 1) == Some(&0x85) => found = found.with(Lists::NUMBER),
            _ => {}
        }
        at += length.max(1);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        document::Published,
        facts::{
            date, figure,
            words::{units, with_line},
        },
        span::Span,
    };
    use jiff::civil::Date;
    use proptest::prelude::*;

    fn cues(sentence: &str) -> Cues {
        Cues::of(sentence, &units(sentence, Span::new(0, sentence.len())))
    }

    #[test]
    fn a_sentence_of_plain_words_holds_neither_figure_nor_date() {
        let plain = cues("The mayor of Ruda, a friend of the dockers, said that the dam held.");
        assert!(!plain.may_hold_date() && !plain.may_hold_figure());
        let moment = cues("He left a day later.");
        assert!(moment.may_hold_date() && moment.may_hold_figure());
    }

    #[test]
    fn a_year_in_words_is_a_date() {
        for sentence in ["Show sales in two thousand and twenty", "They left in nineteen ninety six"] {
            assert!(cues(sentence).may_hold_date(), "{sentence}");
        }
    }

    #[test]
    fn every_cue_is_a_run_of_letters() {
        let words = date::telling_words().chain(figure::number_words()).chain(figure::time_words());
        let others: Vec<&str> = words.filter(|word| !word.bytes().all(|byte| byte.is_ascii_alphabetic())).collect();
        assert!(others.is_empty(), "no sentence is asked for {others:?}");
    }

    proptest! {
        #[test]
        fn no_figure_and_no_date_stands_in_a_sentence_without_cues(
            words in prop::collection::vec(
                prop_oneof![
                    6 => prop::sample::select(vec![
                        "a", "an", "few", "couple", "dozen", "half", "quarter", "third", "hundred", "hundreds", "several",
                        "twice", "½", "about", "from", "$", "US", "U.S.", "minus", "-", "fifty", "/", "Rs", ".", "day",
                        "hour", "year", "s", "ago", "later", "before", "Friday", "May", "noon", "Christmas", "New", "now",
                        "q", "the", "of", "tonight", "zero", "percent", "x", "m", "'", "ten", "bn", "of", "this", "last",
                        "next", "two", "twenty", "one", "first", "early", "end", "to", "and", "in", "w", "c", "nineteen",
                    ]).prop_map(str::to_owned),
                    1 => ".{0,3}",
                ],
                0..12,
            ),
            tight in any::<bool>(),
        ) {
            let text = words.join(if tight { "" } else { " " });
            let (cues, all) = (cues(&text), Span::new(0, text.len()));
            let today = Some(Published::on(Date::constant(2024, 2, 9)));
            prop_assert!(cues.may_hold_date() || with_line(&text, all, |line| date::dates(line, today)).is_empty());
            prop_assert!(cues.may_hold_figure() || with_line(&text, all, figure::figures).is_empty());
        }
    }
}
