//! The start of a text in a register: how far its first word goes, and which word it is, without a branch on its length.

use crate::hash::{SHORT_WORD, in_register, short_word_hash};
use std::hash::{BuildHasherDefault, Hasher};
use wide::u8x16;

/// Up to [`SHORT_WORD`] bytes of a text, the first the lowest; zeros behind its end.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Register(u8x16);

/// A mask for the first bytes of a register, by their number. A power of two long, so that no index has to be checked.
const FIRST_BYTES: [u128; 2 * SHORT_WORD] = {
    let mut out = [u128::MAX; 2 * SHORT_WORD];
    let mut length = 0;
    while length < SHORT_WORD {
        out[length] = (1 << (8 * length)) - 1;
        length += 1;
    }
    out
};

/// The first `length` bytes of a register.
#[inline]
pub(crate) fn first_bytes(register: u128, length: usize) -> u128 {
    register & FIRST_BYTES[length & (FIRST_BYTES.len() - 1)]
}

impl Register {
    /// The first bytes of `text`.
    #[inline]
    pub(crate) fn read(text: &[u8]) -> Self {
        if let Some(start) = text.first_chunk() {
            return Self(u8x16::new(*start));
        }
        Self(u8x16::new(in_register(text).to_le_bytes()))
    }

    /// How many letters of ASCII it begins with, up to [`SHORT_WORD`].
    #[inline]
    pub(crate) fn letters(self) -> usize {
        self.is_letter().to_bitmask().trailing_ones() as usize
    }

    /// How many letters and digits of ASCII it begins with, up to [`SHORT_WORD`].
    #[inline]
    pub(crate) fn letters_and_digits(self) -> usize {
        (self.is_letter() | between(self.0, b'0', b'9')).to_bitmask().trailing_ones() as usize
    }

    /// Its first `length` bytes, letters of ASCII in lower case.
    #[inline]
    pub(crate) fn lower(self, length: usize) -> u128 {
        let lower = self.0 | (self.is_letter() & u8x16::splat(b'a' - b'A'));
        first_bytes(u128::from_le_bytes(lower.to_array()), length)
    }

    /// Whether its first `length` bytes are of ASCII.
    #[inline]
    pub(crate) fn is_ascii(self, length: usize) -> bool {
        self.0.to_bitmask().trailing_zeros() as usize >= length
    }

    /// Whether its first `length` bytes are of ASCII, and none a capital.
    #[inline]
    pub(crate) fn is_small(self, length: usize) -> bool {
        (self.0 | between(self.0, b'A', b'Z')).to_bitmask().trailing_zeros() as usize >= length
    }

    /// All bits of each byte that is a letter of ASCII.
    #[inline]
    fn is_letter(self) -> u8x16 {
        between(self.0 | u8x16::splat(b'a' - b'A'), b'a', b'z')
    }
}

/// All bits of each byte that is one of `first..=last`.
#[inline]
fn between(bytes: u8x16, first: u8, last: u8) -> u8x16 {
    let above = bytes - u8x16::splat(first);
    above.simd_eq(above.min(u8x16::splat(last - first)))
}

/// Hashes what [`Register::lower`] gives.
#[derive(Default)]
pub(crate) struct OfRegister(u64);

/// See [`OfRegister`].
pub(crate) type ByRegister = BuildHasherDefault<OfRegister>;

impl Hasher for OfRegister {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = crate::hash::hash(bytes);
    }

    #[inline]
    fn write_u128(&mut self, word: u128) {
        self.0 = short_word_hash(word, 0);
    }
}

/// How many letters of ASCII stand at the start of `text`.
#[inline]
pub(crate) fn letters(text: &[u8]) -> usize {
    let mut length = Register::read(text).letters();
    let mut at = length;
    while length == SHORT_WORD {
        length = Register::read(&text[at..]).letters();
        at += length;
    }
    at
}

/// How many bytes of letters stand at the start of `text`; what is not of ASCII is a letter where `is_letter` says so.
#[inline]
pub(crate) fn letters_of(text: &str, is_letter: impl Fn(char) -> bool) -> usize {
    let bytes = text.as_bytes();
    let mut end = 0;
    loop {
        end += letters(&bytes[end..]);
        if bytes.get(end).is_none_or(u8::is_ascii) {
            return end;
        }
        match text[end..].chars().next() {
            Some(other) if is_letter(other) => end += other.len_utf8(),
            _ => return end,
        }
    }
}

/// How many letters of ASCII stand in `text`, and how many of them are capitals.
pub(crate) fn count_letters(text: &[u8]) -> [usize; 2] {
    let sum = |counts: u8x16| counts.to_array().iter().map(|&count| usize::from(count)).sum::<usize>();
    let mut counts = [0; 2];
    // So few at once that a byte counts them: a mask is 255, or one less than nothing.
    for some in text.chunks(SHORT_WORD * usize::from(u8::MAX)) {
        let (mut letters, mut capitals) = (u8x16::ZERO, u8x16::ZERO);
        for part in some.chunks(SHORT_WORD) {
            let register = Register::read(part);
            letters -= register.is_letter();
            capitals -= between(register.0, b'A', b'Z');
        }
        counts = [counts[0] + sum(letters), counts[1] + sum(capitals)];
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_register_tells_what_its_bytes_tell(text in "[a-cx-zA-CX-Z0-9@\\[`{/:é’ .-]{0,40}", length in 0usize..=16) {
            let bytes = text.as_bytes();
            let count = |is: fn(&u8) -> bool| bytes.iter().take_while(|byte| is(byte)).count();
            prop_assert_eq!(letters(bytes), count(u8::is_ascii_alphabetic));
            let run = count(u8::is_ascii_alphanumeric).min(SHORT_WORD);
            prop_assert_eq!(Register::read(bytes).letters_and_digits(), run);
            let all = |is: fn(&&u8) -> bool| bytes.iter().filter(is).count();
            let expected = [all(|byte| byte.is_ascii_alphabetic()), all(|byte| byte.is_ascii_uppercase())];
            prop_assert_eq!(count_letters(bytes), expected);
            let length = length.min(bytes.len());
            let start = Register::read(&bytes[..length]);
            let mut lower = [0; SHORT_WORD];
            lower[..length].copy_from_slice(&bytes[..length].to_ascii_lowercase());
            prop_assert_eq!(start.lower(length), u128::from_le_bytes(lower));
            prop_assert_eq!(Register::read(bytes).lower(length), start.lower(length));
            prop_assert_eq!(Register::read(bytes).is_ascii(length), bytes[..length].is_ascii());
            let is_small = bytes[..length].iter().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase());
            prop_assert_eq!(Register::read(bytes).is_small(length), is_small);
        }
    }
}
