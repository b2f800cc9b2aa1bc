//! What a sentence may hold, told from its words at one look: four sentences of ten hold no figure, three no date, and the
//! grammars of these need not read them.

use super::{date, figure};
use crate::{lexicon::Meanings, register::letters};
use hashbrown::HashMap;
use std::sync::LazyLock;

/// The kinds of words and signs that a sentence has, as far as they tell what it may hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cues(u8);

impl Cues {
    /// A word without which no date or time is told: a month, a unit of the calendar.
    const TIME: Self = Self(1);
    /// A word that a number cannot do without: "two", "half", "dozens".
    const NUMBER: Self = Self(1 << 1);
    /// "day", "hour": one of it may be a figure, "a day later".
    const STRETCH: Self = Self(1 << 2);
    /// "later", "ago": makes a figure of "a day".
    const MOMENT: Self = Self(1 << 3);
    /// Digits may be anything.
    const ALL: Self = Self(0b1111);

    /// The cues in a sentence. Cost: one pass, up to its first digit.
    #[must_use]
    pub fn of(sentence: &str) -> Self {
        let bytes = sentence.as_bytes();
        let mut found = Self::default();
        let mut at = 0;
        while let Some(&byte) = bytes.get(at) {
            if byte.is_ascii_alphabetic() {
                let length = letters(&bytes[at..]);
                found.0 |= CUES.get_at(&bytes[at..], length).map_or(0, |cues| cues.0);
                at += length;
                continue;
            }
            match byte {
                b'0'..=b'9' => return Self::ALL,
                // The first bytes of "½" and its like, and of a few other characters.
                0xC2 if matches!(bytes.get(at + 1), Some(0xBC..=0xBE)) => found.0 |= Self::NUMBER.0,
                0xE2 if bytes.get(at + 1) == Some(&0x85) => found.0 |= Self::NUMBER.0,
                _ => {}
            }
            at += 1;
        }
        found
    }

    /// Whether the grammar of dates can find one.
    #[must_use]
    pub fn may_hold_date(self) -> bool {
        self.has(Self::TIME)
    }

    /// Whether the grammar of figures can find one.
    #[must_use]
    pub fn may_hold_figure(self) -> bool {
        self.has(Self::NUMBER) || self.has(Self::STRETCH) && self.has(Self::MOMENT)
    }

    fn has(self, cue: Self) -> bool {
        self.0 & cue.0 != 0
    }
}

/// The words that are a cue.
static CUES: LazyLock<Meanings<Cues>> = LazyLock::new(|| {
    let mut all: HashMap<&'static str, Cues> = HashMap::new();
    let mut add = |cue: Cues, words: &mut dyn Iterator<Item = &'static str>| {
        words.for_each(|word| all.entry(word).or_default().0 |= cue.0);
    };
    add(Cues::TIME, &mut date::telling_words());
    add(Cues::NUMBER, &mut figure::number_words());
    add(Cues::STRETCH, &mut figure::time_words());
    add(Cues::MOMENT, &mut figure::MOMENT_WORDS.iter().copied());
    Meanings::new(all)
});

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{document::Published, span::Span};
    use jiff::civil::Date;
    use proptest::prelude::*;

    #[test]
    fn a_sentence_of_plain_words_holds_neither_figure_nor_date() {
        let cues = Cues::of("The mayor of Ruda, a friend of the dockers, said that the dam held.");
        assert!(!cues.may_hold_date() && !cues.may_hold_figure());
        let cues = Cues::of("He left a day later.");
        assert!(cues.may_hold_date() && cues.may_hold_figure());
    }

    #[test]
    fn a_year_in_words_is_a_date() {
        for sentence in ["Show sales in two thousand and twenty", "They left in nineteen ninety six"] {
            assert!(Cues::of(sentence).may_hold_date(), "{sentence}");
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
            let (cues, all) = (Cues::of(&text), Span::new(0, text.len()));
            let today = Some(Published::on(Date::constant(2024, 2, 9)));
            prop_assert!(cues.may_hold_date() || date::dates(&text, all, today).is_empty());
            prop_assert!(cues.may_hold_figure() || figure::figures(&text, all).is_empty());
        }
    }
}
