//! Folding: to make equal what only typography separates.

use crate::hash::hash;
use std::borrow::Cow;

/// The term of a word: the hash of its folded form.
#[must_use]
pub fn term(word: &str) -> u64 {
    hash(fold(word).as_bytes())
}

/// `word` without what never makes a difference: case, shape of the apostrophe, accents, invisible characters.
/// `%` becomes "percent".
#[must_use]
pub fn fold(word: &str) -> Cow<'_, str> {
    if word == "%" {
        return Cow::Borrowed("percent");
    }
    if word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'\'') {
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
