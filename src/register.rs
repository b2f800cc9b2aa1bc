//! The start of a text in a register: how far its first word goes, and which word it is, without a branch on its length.

use crate::hash::{SHORT_WORD, short_word_hash};
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
        let mut start = [0; SHORT_WORD];
        start[..text.len()].copy_from_slice(text);
        Self(u8x16::new(start))
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
    run_of(text, Register::letters)
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

/// How many letters and digits of ASCII stand at the start of `text`.
#[inline]
pub(crate) fn letters_and_digits(text: &[u8]) -> usize {
    run_of(text, Register::letters_and_digits)
}

#[inline]
fn run_of(text: &[u8], run: impl Fn(Register) -> usize) -> usize {
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
            let mut lower = [0; SHORT_WORD];
            lower[..length].copy_from_slice(&bytes[..length].to_ascii_lowercase());
            prop_assert_eq!(start.lower(length), u128::from_le_bytes(lower));
            prop_assert_eq!(Register::read(bytes).lower(length), start.lower(length));
            prop_assert_eq!(Register::read(bytes).is_ascii(length), bytes[..length].is_ascii());
        }
    }
}
