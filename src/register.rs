//! The start of a text in a register: how far its first word goes, and which word it is, without a branch on its length.

use crate::hash::{SHORT_WORD, short_word_hash};
use std::hash::{BuildHasherDefault, Hasher};

/// Up to [`SHORT_WORD`] bytes of a text, the first the lowest; zeros behind its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Register(u128);

/// A byte in every place.
const fn all(byte: u8) -> u128 {
    u128::from_le_bytes([byte; SHORT_WORD])
}

/// The highest bit of every byte: no character of ASCII has it.
const HIGH: u128 = all(0x80);

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
            return Self(u128::from_le_bytes(*start));
        }
        let mut start = [0; SHORT_WORD];
        start[..text.len()].copy_from_slice(text);
        Self(u128::from_le_bytes(start))
    }

    /// How many letters of ASCII it begins with, up to [`SHORT_WORD`].
    #[inline]
    pub(crate) fn letters(self) -> usize {
        run(self.letter_bits())
    }

    /// How many letters and digits of ASCII it begins with, up to [`SHORT_WORD`].
    #[inline]
    pub(crate) fn letters_and_digits(self) -> usize {
        run(self.letter_bits() | self.between(self.0 & !HIGH, b'0', b'9'))
    }

    /// Its first `length` bytes, letters of ASCII in lower case.
    #[inline]
    pub(crate) fn lower(self, length: usize) -> u128 {
        first_bytes(self.0 | self.letter_bits() >> 2, length)
    }

    /// Whether its first `length` bytes are of ASCII.
    #[inline]
    pub(crate) fn is_ascii(self, length: usize) -> bool {
        first_bytes(self.0, length) & HIGH == 0
    }

    /// The highest bit of each byte that is a letter of ASCII.
    #[inline]
    fn letter_bits(self) -> u128 {
        self.between((self.0 | all(0x20)) & !HIGH, b'a', b'z')
    }

    /// The highest bit of each byte of ASCII that is one of `first..=last` in `seven`, which has seven bits of each.
    #[inline]
    fn between(self, seven: u128, first: u8, last: u8) -> u128 {
        // The sums reach the highest bit of their byte, and never the next byte.
        (seven + all(0x80 - first)) & !(seven + all(0x7f - last)) & !self.0 & HIGH
    }
}

/// How many bytes from the first one on have their highest bit.
#[inline]
fn run(bits: u128) -> usize {
    (!bits & HIGH).trailing_zeros() as usize / 8
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
    run_of(text, Register::letters)
}

/// How many letters and digits of ASCII stand at the start of `text`.
#[inline]
pub(crate) fn letters_and_digits(text: &[u8]) -> usize {
    run_of(text, Register::letters_and_digits)
}

#[inline]
fn run_of(text: &[u8], run: fn(Register) -> usize) -> usize {
    let mut length = run(Register::read(text));
    let mut at = length;
    while length == SHORT_WORD {
        length = run(Register::read(&text[at..]));
        at += length;
    }
    at
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
            prop_assert_eq!(letters_and_digits(bytes), count(u8::is_ascii_alphanumeric));
            let length = length.min(bytes.len());
            let start = Register::read(&bytes[..length]);
            prop_assert_eq!(Register::read(&bytes[..length].to_ascii_lowercase()).0, start.lower(length));
            prop_assert_eq!(Register::read(bytes).lower(length), start.lower(length));
            prop_assert_eq!(Register::read(bytes).is_ascii(length), bytes[..length].is_ascii());
        }
    }
}
