//! Hashes that never change: what is written to a file today is found again tomorrow.
//!
//! xxh3 (Y. Collet, 2019) with a fixed seed; the values are pinned by a test.

use std::hash::{BuildHasherDefault, Hasher};
use xxhash_rust::xxh3::xxh3_64_with_seed;

/// Chosen once; changing it changes every stored id.
const SEED: u64 = 0x7661_7269_6f72_756d;

/// The 64-bit hash of `bytes`, the same on every machine and in every version.
///
/// Cost: one pass over the bytes.
#[must_use]
pub fn hash(bytes: &[u8]) -> u64 {
    xxh3_64_with_seed(bytes, SEED)
}

/// Most bytes of a word that is hashed in registers.
pub(crate) const SHORT_WORD: usize = 16;

/// The 64-bit hash of a folded word, the same on every machine and in every version; not the value that [`hash`] gives.
///
/// Cost: two multiplications for a word of up to 16 bytes, without a branch on its length; a longer one goes to [`hash`].
#[inline]
#[must_use]
pub fn word_hash(word: &[u8]) -> u64 {
    if word.len() > SHORT_WORD {
        return hash(word);
    }
    short_word_hash(in_register(word), word.len())
}

/// Up to [`SHORT_WORD`] bytes as a number: the first byte is the lowest, behind the last are zeros.
///
/// Two reads that overlap take the place of a copy, whose length the processor would have to guess.
#[inline]
pub(crate) fn in_register(word: &[u8]) -> u128 {
    let wide = |first: u64, last: u64, bytes: usize| u128::from(first) | u128::from(last) << (8 * (word.len() - bytes));
    if let (Some(first), Some(last)) = (word.first_chunk::<8>(), word.last_chunk::<8>()) {
        wide(u64::from_le_bytes(*first), u64::from_le_bytes(*last), 8)
    } else if let (Some(first), Some(last)) = (word.first_chunk::<4>(), word.last_chunk::<4>()) {
        wide(u32::from_le_bytes(*first).into(), u32::from_le_bytes(*last).into(), 4)
    } else {
        word.iter().rev().fold(0, |register, &byte| register << 8 | u128::from(byte))
    }
}

/// The [`word_hash`] of a word of up to [`SHORT_WORD`] bytes in a register: the first byte is the lowest, behind the last
/// are zeros.
///
/// Source: the last two rounds of wyhash (Wang Yi, 2019).
#[inline]
pub(crate) fn short_word_hash(word: u128, length: usize) -> u64 {
    let (low, high) = multiply(word as u64 ^ KEYS[0], (word >> 64) as u64 ^ KEYS[1]);
    let (low, high) = multiply(low ^ KEYS[2] ^ length as u64, high ^ KEYS[3]);
    low ^ high
}

/// The first 256 bits of the fraction of pi: numbers that nobody chose.
const KEYS: [u64; 4] = [0x243f_6a88_85a3_08d3, 0x1319_8a2e_0370_7344, 0xa409_3822_299f_31d0, 0x082e_fa98_ec4e_6c89];

/// The lower and the upper half of a product.
#[inline]
fn multiply(a: u64, b: u64) -> (u64, u64) {
    let product = u128::from(a) * u128::from(b);
    (product as u64, (product >> 64) as u64)
}

/// A hash of two hashes in order: `combine(a, b) != combine(b, a)`.
#[inline]
#[must_use]
pub fn combine(a: u64, b: u64) -> u64 {
    let mixed = (a.rotate_left(23) ^ b).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed ^ (mixed >> 29)
}

/// Hashes a key that is a hash already: with itself.
#[derive(Default)]
pub(crate) struct Itself(u64);

/// See [`Itself`].
pub(crate) type ByItself = BuildHasherDefault<Itself>;

impl Hasher for Itself {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = hash(bytes);
    }

    /// Twice, as a table takes its place from the lowest bits and its mark from the highest.
    #[inline]
    fn write_u32(&mut self, key: u32) {
        self.0 = u64::from(key) << 32 | u64::from(key);
    }

    #[inline]
    fn write_u64(&mut self, key: u64) {
        self.0 = key;
    }
}

/// An id of 12 hexadecimal digits that stands for `parts`: equal parts give an equal id, on every machine.
#[must_use]
pub fn content_id<'a>(parts: impl IntoIterator<Item = &'a str>) -> String {
    let mut all = Vec::new();
    for part in parts {
        all.extend_from_slice(part.as_bytes());
        all.push(0xff); // no byte of UTF-8: ["ab", "c"] and ["a", "bc"] stay apart
    }
    format!("{:012x}", hash(&all) >> 16)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stored_hashes_keep_their_values() {
        assert_eq!(hash(b""), PINNED[0]);
        assert_eq!(hash("Überschwemmung in Ruda".as_bytes()), PINNED[1]);
        assert_eq!(combine(1, 2), PINNED[2]);
        assert_eq!(content_id(["flood", "12"]), PINNED_ID);
        let words = ["", "flood", "homeless", "neighbourhoods", "responsibilities", "disproportionately"];
        assert_eq!(words.map(|word| word_hash(word.as_bytes())), PINNED_WORDS);
    }

    const PINNED: [u64; 3] = [0x734e_a74e_29a2_10e4, 0xce06_4fa6_db4e_bd9b, 0x192e_98b1_c060_3da2];
    const PINNED_ID: &str = "e2bcd51819b7";
    const PINNED_WORDS: [u64; 6] = [
        0xb836_0d13_316c_ba7e,
        0x09bb_7779_2001_f126,
        0x376e_c24d_bb95_bc87,
        0x38e5_891a_6a5b_2215,
        0x6624_611f_6a82_1141,
        0x340b_7b69_28c2_6276,
    ];

    #[test]
    fn an_id_tells_where_its_parts_end() {
        assert_ne!(content_id(["ab", "c"]), content_id(["a", "bc"]));
    }
}
