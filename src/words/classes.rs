//! What sort of word it is, told from its term: for whoever has to know no more of a word.
//!
//! A vocabulary learns every word that it meets, and outgrows the near caches of the processor; the words that stand in a
//! list are few, and all others are told from their form.

use super::{
    Class, Known, Token, fold,
    known::{DATE_WORDS, NUMBER_WORDS, bare, class},
    scan_words, term,
};
use crate::{
    lexicon::{COMMON_WORDS, FUNCTION_WORDS},
    register::Register,
    span::Span,
};
use std::sync::LazyLock;

/// The words of `text` and the class of each, in place of what the two lists held: all that a [`crate::body::Body`] needs
/// whose stems nobody asks for.
///
/// Cost: that of [`scan_words`], and a look-up a word in a table that stays in a near cache.
pub fn read_classes(text: &str, words: &mut Vec<Token>, known: &mut Vec<Known>) {
    words.clear();
    known.clear();
    scan_words(text, Span::new(0, text.len()), words);
    let listed = &*LISTED;
    known.extend(
        words.iter().map(|word| Known::of_class(listed.class(word.term).unwrap_or_else(|| unlisted(text, word.span)))),
    );
}

/// The words that stand in a list.
static LISTED: LazyLock<Listed> = LazyLock::new(|| {
    let lists = [&FUNCTION_WORDS, &COMMON_WORDS].into_iter().flat_map(|list| list.iter().copied());
    Listed::new(lists.chain(DATE_WORDS).chain(NUMBER_WORDS).chain(["march"]))
});

/// The sorts of words by their terms.
///
/// A hash table with open addressing: a slot is a term whose lowest bits, [`CLASS`], make room for a class; 0 is empty. 64 KB
/// for some 3,600 words; as a hash map of terms and classes it took twice the time.
struct Listed(Vec<u64>);

/// The bits of a slot that tell the class: its place in [`Class::ALL`] plus one.
const CLASS: u64 = 0b111;

impl Listed {
    fn new(words: impl Iterator<Item = &'static str>) -> Self {
        let words: Vec<&str> = words.collect();
        let mut slots = vec![0; (words.len() * 2).next_power_of_two()];
        for word in words {
            let (term, class) = (term(word), class(bare(&fold(word))));
            let slot = Self::slot(&slots, term);
            slots[slot] = term & !CLASS | (class as u64 + 1);
        }
        Self(slots)
    }

    /// Where `term` stands, or the empty slot where it would.
    #[inline]
    fn slot(slots: &[u64], term: u64) -> usize {
        let mut slot = (term >> 3) as usize & (slots.len() - 1);
        while slots[slot] != 0 && (slots[slot] ^ term) > CLASS {
            slot = (slot + 1) & (slots.len() - 1);
        }
        slot
    }

    #[inline]
    fn class(&self, term: u64) -> Option<Class> {
        let place = (self.0[Self::slot(&self.0, term)] & CLASS).checked_sub(1)?;
        Class::ALL.get(place as usize).copied()
    }
}

/// What sort of word the one at `place` of `text` is, that stands in no list.
#[inline]
fn unlisted(text: &str, place: Span) -> Class {
    let start = Register::read(&text.as_bytes()[place.start as usize..]);
    if start.letters() >= place.len() && place.len() > 1 { Class::Other } else { class(bare(&fold(place.of(text)))) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::{Vocabulary, read_words};
    use proptest::{prelude::*, sample::select};

    /// Words of the lists and others, as they may stand in a text.
    fn texts() -> impl Strategy<Value = String> {
        let listed: Vec<&str> = FUNCTION_WORDS.iter().chain(COMMON_WORDS.iter()).copied().chain(DATE_WORDS).collect();
        let word = prop_oneof![
            4 => select(listed).prop_map(str::to_owned),
            1 => select(NUMBER_WORDS.to_vec()).prop_map(str::to_owned),
            2 => "[a-z0-9$%é’'½²٣]{1,6}",
            1 => Just("march".to_owned()),
        ];
        let word = (word, 0..3_u8, 0..4_u8).prop_map(|(word, case, behind)| {
            let word = match case {
                0 => word,
                1 => word.to_uppercase(),
                _ => {
                    word[..1.min(word.floor_char_boundary(1))].to_uppercase()
                        + &word[1.min(word.floor_char_boundary(1))..]
                }
            };
            word + ["", "'s", "’S", "'S"][usize::from(behind)]
        });
        prop::collection::vec(word, 0..40).prop_map(|words| words.join(" "))
    }

    proptest! {
        #[test]
        fn a_class_is_that_which_the_vocabulary_gives(text in texts()) {
            let (mut words, mut known) = (Vec::new(), Vec::new());
            read_words(&text, &mut Vocabulary::default(), &mut words, &mut known);
            let (mut same_words, mut classes) = (Vec::new(), Vec::new());
            read_classes(&text, &mut same_words, &mut classes);
            prop_assert_eq!(&words, &same_words);
            for ((word, known), class) in words.iter().zip(known).zip(classes) {
                prop_assert_eq!(known.class(), class.class(), "{}", word.span.of(&text));
            }
        }
    }
}
