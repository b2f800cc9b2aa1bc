//! Hashes that never change: what is written to a file today is found again tomorrow.
//!
//! xxh3 (Y. Collet, 2019) with a fixed seed; the values are pinned by a test.

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

/// A hash of two hashes in order: `combine(a, b) != combine(b, a)`.
#[must_use]
pub fn combine(a: u64, b: u64) -> u64 {
    let mixed = (a.rotate_left(23) ^ b).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed ^ (mixed >> 29)
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
    }

    const PINNED: [u64; 3] = [0x734e_a74e_29a2_10e4, 0xce06_4fa6_db4e_bd9b, 0x192e_98b1_c060_3da2];
    const PINNED_ID: &str = "e2bcd51819b7";

    #[test]
    fn an_id_tells_where_its_parts_end() {
        assert_ne!(content_id(["ab", "c"]), content_id(["a", "bc"]));
    }
}
