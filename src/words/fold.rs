//! What never makes a difference between two words is taken away; what is left is a number.

use crate::{
    hash::{SHORT_WORD, short_word_hash, word_hash},
    register::{Register, first_bytes},
    span::Span,
};
use std::borrow::Cow;

/// The term of a word: the hash of its folded form.
#[must_use]
pub fn term(word: &str) -> u64 {
    word_hash(fold(word).as_bytes())
}

/// The [`term`] of the word that stands at `place`. Cost: that of two multiplications for a short word of ASCII.
pub(crate) fn term_at(text: &str, place: Span) -> u64 {
    let (word, length) = (place.of(text), place.len());
    let start = Register::read(&text.as_bytes()[place.start as usize..]);
    if length > SHORT_WORD || !start.is_ascii(length) || word == "%" {
        return term(word);
    }
    short_word_hash(start.lower(length), length)
}

/// The [`term`] of an ASCII word of 1 to [`SHORT_WORD`] bytes without `_` and not `%`, from a register: its first byte is
/// the lowest, and what stands behind its last is not looked at.
#[inline]
pub(super) fn short_term(word: u128, length: usize) -> u64 {
    short_word_hash(first_bytes(word | LOWER_CASE, length), length)
}

/// The bit that tells `a` from `A`. Digits have it too, and `'`, `.`, `:`, `,` and `;`.
const LOWER_CASE: u128 = u128::from_le_bytes([0x20; SHORT_WORD]);

/// `word` without what never makes a difference: case, shape of the apostrophe, accents, invisible characters.
/// `%` becomes "percent".
#[must_use]
pub fn fold(word: &str) -> Cow<'_, str> {
    if word == "%" {
        return Cow::Borrowed("percent");
    }
    if word.len() <= SHORT_WORD && Register::read(word.as_bytes()).is_small(word.len()) {
        return Cow::Borrowed(word);
    }
    if word.is_ascii() {
        return Cow::Owned(word.to_ascii_lowercase());
    }
    let mut out = String::with_capacity(word.len());
    for character in word.chars() {
        match character {
            '\u{2018}' | '\u{2019}' | '\u{02bc}' | '\u{ff07}' => out.push('\''),
            // Zero-width and direction marks, soft hyphen, variation selectors, combining accents.
            '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{2069}'
            | '\u{feff}'
            | '\u{ad}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{300}'..='\u{36f}' => {}
            _ => out.extend(character.to_lowercase().map(unaccented)),
        }
    }
    Cow::Owned(out)
}

/// The base letter of a lower-case Latin letter with an accent; any other character as it is.
fn unaccented(character: char) -> char {
    match character {
        'à'..='å' | 'ā' | 'ă' | 'ą' => 'a',
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => 'c',
        'ď' | 'đ' => 'd',
        'è'..='ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' => 'e',
        'ĝ' | 'ğ' | 'ġ' | 'ģ' => 'g',
        'ì'..='ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' => 'i',
        'ķ' => 'k',
        'ĺ' | 'ļ' | 'ľ' | 'ł' => 'l',
        'ñ' | 'ń' | 'ņ' | 'ň' => 'n',
        'ò'..='ö' | 'ø' | 'ō' | 'ŏ' | 'ő' => 'o',
        'ŕ' | 'ŗ' | 'ř' => 'r',
        'ś' | 'ŝ' | 'ş' | 'š' | 'ș' => 's',
        'ţ' | 'ť' | 'ț' => 't',
        'ù'..='ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' => 'u',
        'ý' | 'ÿ' => 'y',
        'ź' | 'ż' | 'ž' => 'z',
        _ => character,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_never_makes_a_difference_is_folded() {
        assert_eq!(fold("Peoples’"), "peoples'");
        assert_eq!(fold("Zoë"), "zoe");
        assert_eq!(fold("fl\u{ad}ood\u{200b}"), "flood");
        assert_eq!(fold("%"), "percent");
        assert_eq!(term("RUDA"), term("Ruda"));
        assert_ne!(term("Ruda"), term("Rude"));
    }

    proptest! {
        #[test]
        fn folding_twice_is_folding_once(word in "\\PC{0,12}") {
            let once = fold(&word).into_owned();
            prop_assert_eq!(fold(&once).into_owned(), once);
        }

        #[test]
        fn a_register_gives_the_term_of_the_word(word in "[a-zA-Z0-9'.:,;$-]{1,16}", behind in proptest::array::uniform16(any::<u8>())) {
            let mut register = behind;
            register[..word.len()].copy_from_slice(word.as_bytes());
            let by_register = short_term(u128::from_le_bytes(register), word.len());
            prop_assert_eq!(by_register, term(&word));
            let text = format!("{word} behind");
            prop_assert_eq!(term_at(&text, Span::new(0, word.len())), term(&word));
        }
    }
}
