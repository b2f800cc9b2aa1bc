//! Where the words of a text stand.
//!
//! ```text
//! block    up to 64 bytes of the characters that English news is made of, in vector registers
//! here     block after block; what a block cannot tell is asked of the tables of Unicode
//! ```

use super::{
    Token,
    block::{Block, Unread, VIEW, always_parts},
    fold::{short_term, term},
};
use crate::{hash::SHORT_WORD, span::Span};
use unicode_segmentation::UnicodeSegmentation;

/// Appends the words of `place` to `out`, in order of place, as if nothing stood around it.
///
/// Words are those of UAX #29 that begin with a letter or a number, `%` and currency signs; their terms are those of
/// [`term`].
///
/// Cost: linear in the text, no allocation but for `out` and for long or accented words. On one core of an EPYC, 900 MB/s
/// of the newswire in `../shared/data`, 700 MB/s when all its quotes are curly; 45 MB/s where the tables of Unicode have to
/// be asked for every word, as in Russian (`cargo bench --bench steps`).
///
/// # Panics
///
/// When `place` does not lie in `text` or cuts a character.
pub fn scan_words(text: &str, place: Span, out: &mut Vec<Token>) {
    let bytes = text.as_bytes();
    let mut at = place.start as usize;
    let end = at + place.of(text).len();
    while at < end {
        let padded;
        let view = if let Some(view) = bytes[at..].first_chunk() {
            view
        } else {
            padded = pad(&bytes[at..]);
            &padded
        };
        match Block::read(view, end - at) {
            Ok(block) => {
                if block.is_plain {
                    push::<true>(text, at, view, &block, out);
                } else {
                    push::<false>(text, at, view, &block, out);
                }
                at += block.length;
            }
            Err(Unread(unread)) => {
                let next =
                    (at + unread + 1..end).find(|&next| always_parts(bytes[next - 1], bytes[next])).unwrap_or(end);
                push_unicode(text, Span::new(at, next), out);
                at = next;
            }
        }
    }
}

/// The last bytes of a text with zeros behind them.
fn pad(rest: &[u8]) -> [u8; VIEW] {
    let mut out = [0; VIEW];
    out[..rest.len()].copy_from_slice(rest);
    out
}

/// Appends the words of a block that begins at byte `at`.
///
/// `PLAIN` is [`Block::is_plain`]: known beforehand, it spares a fifth of the time.
#[inline]
fn push<const PLAIN: bool>(text: &str, at: usize, view: &[u8; VIEW], block: &Block, out: &mut Vec<Token>) {
    let Block { mut starts, mut ends, special, .. } = *block;
    // A range tells its length beforehand, so that room is made once a block; moved, the masks stay in registers.
    out.extend((0..starts.count_ones()).map(move |_| {
        let (start, end) = (starts.trailing_zeros() as usize, ends.trailing_zeros() as usize);
        starts &= starts.wrapping_sub(1);
        ends &= ends.wrapping_sub(1);
        let (span, length) = (Span::new(at + start, at + end), end - start);
        let term = if PLAIN || length <= SHORT_WORD && special >> start << (u64::BITS as usize - length) == 0 {
            short_term(view[start..].first_chunk().map_or(0, |bytes| u128::from_le_bytes(*bytes)), length)
        } else {
            term(span.of(text))
        };
        Token { term, span }
    }));
}

/// Appends the words of `place`, found character by character.
#[inline(never)] // It would take registers from the loop over the blocks.
fn push_unicode(text: &str, place: Span, out: &mut Vec<Token>) {
    for (offset, piece) in place.of(text).split_word_bound_indices() {
        let Some(first) = piece.chars().next() else { continue };
        if first.is_alphanumeric() || first == '%' || is_currency(first) {
            let start = place.start as usize + offset;
            out.push(Token { term: term(piece), span: Span::new(start, start + piece.len()) });
        }
    }
}

fn is_currency(character: char) -> bool {
    matches!(character, '$' | '£' | '€' | '¥' | '₹' | '₽' | '₩' | '₪' | '₦' | '₺' | '₴' | '฿')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        read::{Fields, read_all},
        settings::Reading,
    };
    use proptest::{prelude::*, sample::select};
    use std::{path::PathBuf, time::Instant};

    /// The words as the tables of Unicode alone tell them.
    fn oracle(text: &str, place: Span) -> Vec<Token> {
        let pieces = place.of(text).split_word_bound_indices().filter(|(_, piece)| {
            piece.starts_with(|first: char| first.is_alphanumeric() || "%$£€¥₹₽₩₪₦₺₴฿".contains(first))
        });
        let token = |(offset, piece): (usize, &str)| {
            let start = place.start as usize + offset;
            Token { term: term(piece), span: Span::new(start, start + piece.len()) }
        };
        pieces.map(token).collect()
    }

    fn scanned(text: &str, place: Span) -> Vec<Token> {
        let mut out = Vec::new();
        scan_words(text, place, &mut out);
        out
    }

    fn words(text: &str) -> Vec<&str> {
        scanned(text, Span::new(0, text.len())).iter().map(|token| token.span.of(text)).collect()
    }

    #[test]
    fn marks_hold_letters_or_digits_together() {
        assert_eq!(
            words("U.S. men's 12,400 at 1:51; a:b 3.5.x"),
            ["U.S", "men's", "12,400", "at", "1", "51", "a:b", "3.5", "x"]
        );
        assert_eq!(words("don’t 1’000 ‘Ruda’—“No”… l’été"), ["don’t", "1’000", "Ruda", "No", "l’été"]);
        assert_eq!(words("50% £1.2bn €3 $4 _x x_y"), ["50", "%", "£", "1.2bn", "€", "3", "$", "4", "x_y"]);
    }

    #[test]
    fn a_combining_mark_holds_to_what_stands_before_it() {
        assert_eq!(words("e\u{301}a 5%\u{301} \u{301}a"), ["e\u{301}a", "5", "%\u{301}", "a"]);
    }

    #[test]
    fn hostile_texts_take_no_longer_than_their_length() {
        for piece in ["a", "_", "’", "a’", "é", "\u{301}", "\u{200d}", "🇩", "水", " \u{301}", "a.\u{301}", "ל\"", "š "]
        {
            let text = piece.repeat(1_000_000 / piece.len());
            let start = Instant::now();
            scanned(&text, Span::new(0, text.len()));
            assert!(start.elapsed().as_secs() < 10, "{piece}");
        }
    }

    #[expect(clippy::print_stderr, reason = "whoever runs the tests must know what was not tested")]
    fn skipped() {
        eprintln!("skipped: no ../shared");
    }

    #[test]
    fn real_texts_have_the_words_that_unicode_tells() {
        let data = PathBuf::from("../shared/data");
        if !data.exists() {
            return skipped();
        }
        let read = read_all(&[data], &Fields::default(), &Reading::default()).unwrap();
        assert!(read.documents.len() > 10_000);
        for document in read.documents {
            let place = Span::new(0, document.text.len());
            assert_eq!(scanned(&document.text, place), oracle(&document.text, place), "{}", document.id);
        }
    }

    /// Texts of what news is made of, and of what might break the scanner.
    fn texts() -> impl Strategy<Value = String> {
        let wide = "‘’“”–—…\u{a0}£€¥₹éÉßøÿ×÷Â²½ªµ·šжאב\u{301}\u{308}\u{200b}\u{200d}\u{ad}\u{feff}\u{fe0f}水ア힐ก🇩🇪👩❤©\u{2028}\u{85}\u{202f}\u{2024}\u{2027}ʼ＇．";
        let wide: Vec<char> = wide.chars().collect();
        let pieces = prop_oneof![
            12 => "[a-zA-Z]{1,12}",
            4 => "[0-9]{1,6}",
            12 => select(vec![" ", "\n", "\r\n", "\t", "  "]).prop_map(str::to_owned),
            8 => "[-:.',;_%$\"()/\u{0}\u{7f}]{1,2}",
            6 => select(wide).prop_map(String::from),
            1 => "[a-zA-Z_.'0-9]{10,80}",
            1 => any::<char>().prop_map(String::from),
        ];
        proptest::collection::vec(pieces, 0..80).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn any_place_has_the_words_that_unicode_tells(text in texts(), ends in any::<[prop::sample::Index; 2]>()) {
            let boundaries: Vec<usize> = (0..=text.len()).filter(|&at| text.is_char_boundary(at)).collect();
            let mut ends = ends.map(|end| *end.get(&boundaries));
            ends.sort_unstable();
            for place in [Span::new(0, text.len()), Span::new(ends[0], ends[1])] {
                prop_assert_eq!(scanned(&text, place), oracle(&text, place), "{:?}", place.of(&text));
            }
        }
    }
}
