//! The words of up to 64 bytes as bit masks: bit `i` tells of byte `i`.
//!
//! For the characters of English news the rules of UAX #29 need no state. Letters, digits and `_` hold together; `'`, `.`
//! and `:` hold letters together, `'`, `.`, `,` and `;` digits; everything else parts. So a word is a run of bits.
//!
//! A block ends where no rule looks across: behind an ASCII character that always parts, before another ASCII character.
//! One that is not ASCII might be a combining mark, which holds to whatever stands before it.

use crate::hash::SHORT_WORD;
use wide::u8x64;

/// Most bytes of a block.
const BLOCK: usize = 64;

/// Bytes that are looked at: so many that a short word can be loaded from every byte of the block.
pub(super) const VIEW: usize = BLOCK + SHORT_WORD;

/// The words of a block, `%` and currency signs among them.
pub(super) struct Block {
    /// Their first bytes.
    pub(super) starts: u64,
    /// One past their last bytes: as many as `starts`, in the same order.
    pub(super) ends: u64,
    /// The bytes that are folded by more than the bit of lower case: `_`, `%` and whatever is not ASCII.
    pub(super) special: u64,
    /// Whether no byte is special and no word is longer than [`SHORT_WORD`].
    pub(super) is_plain: bool,
    /// Bytes of the block, under [`BLOCK`].
    pub(super) length: usize,
}

/// Why there is no block: the tables of Unicode have to be asked, at least from byte `0` of the view to this one.
pub(super) struct Unread(pub(super) usize);

impl Block {
    /// The block at the start of `view`. Only the first `rest` bytes are text that is to be read, and more than none are.
    #[inline]
    pub(super) fn read(view: &[u8; VIEW], rest: usize) -> Result<Self, Unread> {
        let bytes = Bytes::of(view, low(rest.min(BLOCK)));
        let length = if rest < BLOCK && bytes.known == BLOCK {
            rest
        } else {
            let parting = !(bytes.words | bytes.marks | bytes.wide);
            let cuts = parting << 1 & !bytes.wide & low(rest.min(bytes.known));
            cuts.checked_ilog2().ok_or(Unread(bytes.known))? as usize
        };
        let inside = low(length);
        let runs = without_underscored(bytes.joined(view, bytes.words & inside), bytes.underscores);
        let special = bytes.special & inside;
        Ok(Self {
            starts: runs & !(runs << 1) | bytes.signs & inside,
            ends: !runs & runs << 1 | bytes.sign_ends & inside << 1,
            special,
            is_plain: special == 0 && longer_than_short(runs) == 0,
            length,
        })
    }
}

/// The lowest `count` bits.
#[inline]
fn low(count: usize) -> u64 {
    if count < BLOCK { (1 << count) - 1 } else { u64::MAX }
}

/// `runs` without those that begin with `_`: they are no words.
#[inline]
fn without_underscored(runs: u64, underscores: u64) -> u64 {
    // The first bit of a run, added to it, is carried to the bit behind it.
    runs & runs.wrapping_add(underscores & runs & !(runs << 1))
}

/// Not zero when a run has more than [`SHORT_WORD`] bits.
#[inline]
fn longer_than_short(runs: u64) -> u64 {
    let two = runs & runs >> 1;
    let four = two & two >> 2;
    let eight = four & four >> 4;
    let sixteen = eight & eight >> 8;
    sixteen & runs >> SHORT_WORD
}

/// What the bytes of a view are.
#[derive(Default)]
struct Bytes {
    /// Letters, digits and `_`.
    words: u64,
    /// `_`
    underscores: u64,
    /// `'`, `.`, `:`, `,` and `;`
    marks: u64,
    /// First bytes of curly single quotes.
    quotes: u64,
    /// First bytes of `%` and currency signs.
    signs: u64,
    /// One past their last bytes.
    sign_ends: u64,
    /// Characters that are not ASCII.
    wide: u64,
    /// See [`Block::special`].
    special: u64,
    /// Where the first character stands that is not known here; [`BLOCK`] when there is none.
    known: usize,
}

impl Bytes {
    #[inline]
    fn of(view: &[u8; VIEW], inside: u64) -> Self {
        let bytes = u8x64::new(std::array::from_fn(|at| view[at]));
        let is = |byte: u8| bytes.simd_eq(u8x64::splat(byte));
        let is_or_next = |even: u8| (bytes & u8x64::splat(0xfe)).simd_eq(u8x64::splat(even));
        let letters = between(bytes | u8x64::splat(0x20), b'a', b'z');
        let signs = is_or_next(b'$').to_bitmask() & inside;
        let mut out = Self {
            words: (letters | between(bytes, b'0', b'9')).to_bitmask() & inside,
            marks: (is(b'\'') | is(b',') | is(b'.') | is_or_next(b':')).to_bitmask() & inside,
            signs,
            sign_ends: signs << 1,
            // The upper bit of a byte, which a mask is made of, tells what is not ASCII.
            special: (is(b'_') | is(b'%') | bytes).to_bitmask() & inside,
            known: BLOCK,
            ..Self::default()
        };
        if out.special != 0 {
            out.underscores = is(b'_').to_bitmask() & inside;
            out.words |= out.underscores;
            out.wide = bytes.to_bitmask() & inside;
            out.read_wide(view);
        }
        out
    }

    /// Tells apart the characters that are not ASCII, up to the first that is not one of the commonest of English news.
    fn read_wide(&mut self, view: &[u8; VIEW]) {
        let mut left = self.wide;
        while left != 0 {
            let at = left.trailing_zeros() as usize;
            let length = match view[at..] {
                // Letters with accents; between them stand the signs of multiplication and division.
                [0xc3, second, ..] if second != 0x97 && second != 0xb7 => {
                    self.words |= 0b11 << at;
                    2
                }
                // ‘ and ’
                [0xe2, 0x80, 0x98 | 0x99, ..] => {
                    self.quotes |= 1 << at;
                    3
                }
                // – — “ ” …
                [0xe2, 0x80, 0x93 | 0x94 | 0x9c | 0x9d | 0xa6, ..] => 3,
                // The space that does not break.
                [0xc2, 0xa0, ..] => 2,
                // £
                [0xc2, 0xa3, ..] => {
                    self.signs |= 1 << at;
                    self.sign_ends |= 0b100 << at;
                    2
                }
                // €
                [0xe2, 0x82, 0xac, ..] => {
                    self.signs |= 1 << at;
                    self.sign_ends |= 0b1000 << at;
                    3
                }
                _ => {
                    self.known = at;
                    return;
                }
            };
            left &= !(low(length) << at);
        }
    }

    /// `runs` with the marks between two letters or two digits that hold them together.
    #[inline]
    fn joined(&self, view: &[u8; VIEW], mut runs: u64) -> u64 {
        let mut marks = self.marks & runs << 1 & runs >> 1;
        let mut quotes = self.quotes & runs << 1 & runs >> 3;
        while marks != 0 {
            let at = marks.trailing_zeros() as usize;
            runs |= u64::from(holds(view[at], view[at - 1], view[at + 1])) << at;
            marks &= marks - 1;
        }
        while quotes != 0 {
            let at = quotes.trailing_zeros() as usize;
            runs |= if holds(b'\'', view[at - 1], view[at + 3]) { 0b111 << at } else { 0 };
            quotes &= quotes - 1;
        }
        runs
    }
}

/// Whether `mark` holds two bytes of words together.
#[inline]
fn holds(mark: u8, before: u8, behind: u8) -> bool {
    let digits = before.is_ascii_digit() && behind.is_ascii_digit();
    let is_letter = |byte: u8| byte.is_ascii_alphabetic() || !byte.is_ascii();
    let letters = is_letter(before) && is_letter(behind);
    match mark {
        b'\'' | b'.' => letters || digits,
        b':' => letters,
        _ => digits,
    }
}

/// Whether a block may end between two bytes, see above.
pub(super) fn always_parts(before: u8, behind: u8) -> bool {
    let parts = before.is_ascii() && !before.is_ascii_alphanumeric() && !b"_'.:,;".contains(&before);
    parts && behind.is_ascii()
}

/// The bytes from `first` to `last`.
#[inline]
fn between(bytes: u8x64, first: u8, last: u8) -> u8x64 {
    let above = bytes - u8x64::splat(first);
    above.simd_eq(above.min(u8x64::splat(last - first)))
}
