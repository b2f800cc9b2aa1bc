//! A JSON object on its way past: its members one by one, in one pass.
//!
//! `serde_json` reads all values but strings. Those are nearly all that an article is, and its buffer for escapes grows anew in
//! each record. Read here, 64 bytes are looked at together, and most strings end in the first of them.

use serde::{Deserialize, de::IgnoredAny};
use std::borrow::Cow;
use wide::u8x64;

/// The members of an object, in the order of its text. What cannot be read as JSON ends the walk with `None`, never with a wrong
/// value; why is for a parser to tell that sees the whole.
pub(super) struct Members<'a> {
    /// What is still to be read.
    rest: &'a str,
    /// Whether no member was read yet.
    is_first: bool,
}

/// What comes next in an object.
pub(super) enum Next<'a> {
    /// A member of this name.
    Member(Cow<'a, str>),
    /// The end of the object, and of the text.
    End,
}

impl<'a> Members<'a> {
    /// Before the first member of the object that `text` is; `None` where it is no object.
    pub(super) fn of(text: &'a str) -> Option<Self> {
        let rest = blank(text).strip_prefix('{')?;
        Some(Self { rest, is_first: true })
    }

    /// The next member, whose value must be read or passed over then.
    #[inline]
    pub(super) fn next(&mut self) -> Option<Next<'a>> {
        self.rest = blank(self.rest);
        if let Some(end) = self.rest.strip_prefix('}') {
            return blank(end).is_empty().then_some(Next::End);
        }
        if !std::mem::replace(&mut self.is_first, false) {
            self.rest = blank(self.rest.strip_prefix(',')?);
        }
        let key = self.string()?;
        self.rest = blank(blank(self.rest).strip_prefix(':')?);
        Some(Next::Member(key))
    }

    /// The value that comes next, if it is a string.
    #[inline]
    pub(super) fn string(&mut self) -> Option<Cow<'a, str>> {
        let inside = self.rest.strip_prefix('"')?;
        let Some(end) = end_of_short(inside.as_bytes()) else { return self.long_string() };
        self.rest = &inside[end + 1..];
        Some(Cow::Borrowed(&inside[..end]))
    }

    /// As [`Members::string`], of any length and with escapes.
    #[inline(never)] // It would take registers from the short ones, which are most.
    fn long_string(&mut self) -> Option<Cow<'a, str>> {
        let inside = self.rest.strip_prefix('"')?;
        let bytes = inside.as_bytes();
        let mut text = String::new();
        // The first byte that was not taken over.
        let mut from = 0;
        for start in (0..bytes.len()).step_by(BLOCK) {
            let mut stops = stops(&bytes[start..]);
            while stops != 0 {
                let at = start + stops.trailing_zeros() as usize;
                stops &= stops - 1;
                if at < from {
                    continue; // inside an escape
                }
                if bytes[at] == b'"' {
                    self.rest = &inside[at + 1..];
                    return Some(if from == 0 {
                        Cow::Borrowed(&inside[..at])
                    } else {
                        text.push_str(&inside[from..at]);
                        text.shrink_to(2 * text.len());
                        Cow::Owned(text)
                    });
                }
                if from == 0 {
                    text.reserve(inside.len().min(USUAL_TEXT));
                }
                take_over(&mut text, &inside[from..], at - from);
                let (character, length) = escape(&bytes[at..])?;
                text.push(character);
                from = at + length;
            }
        }
        None
    }

    /// The value that comes next, whatever it is.
    pub(super) fn value<T: Deserialize<'a>>(&mut self) -> Option<T> {
        let mut values = serde_json::Deserializer::from_str(self.rest).into_iter();
        let value = values.next()?.ok()?;
        self.rest = &self.rest[values.byte_offset()..];
        Some(value)
    }

    /// Passes over the value that comes next; it may be nested as deep as it likes.
    pub(super) fn pass(&mut self) -> Option<()> {
        self.value::<IgnoredAny>().map(|_| ())
    }
}

/// `text` without the white space of JSON before it.
fn blank(text: &str) -> &str {
    let blanks = text.bytes().take_while(|byte| matches!(byte, b' ' | b'\n' | b'\r' | b'\t')).count();
    &text[blanks..]
}

/// Where the quotation mark stands that ends the string which `bytes` begin with, if that is in the first block and no escape is
/// before it: so with names of fields, ids, times and most headlines.
fn end_of_short(bytes: &[u8]) -> Option<usize> {
    let first = stops(bytes).trailing_zeros() as usize;
    (bytes.get(first) == Some(&b'"')).then_some(first)
}

/// Appends the first `length` bytes of `from`. A whole block is copied where it can be, and cut: most lines of a text are shorter,
/// and to call for a copy of each took a quarter of the time of a record.
#[inline]
fn take_over(text: &mut String, from: &str, length: usize) {
    match from.get(..BLOCK) {
        Some(block) if length <= BLOCK => {
            let end = text.len() + length;
            text.push_str(block);
            text.truncate(end);
        }
        _ => text.push_str(&from[..length]),
    }
}

/// Bytes that are looked at together.
const BLOCK: usize = 64;
/// Bytes that room is made for where a text has its first escape and its length is not known yet; most articles are shorter.
const USUAL_TEXT: usize = 16 << 10;

/// Where a quotation mark, a `\` or a control character stands among the first bytes: bit `i` tells of byte `i`.
#[inline]
fn stops(bytes: &[u8]) -> u64 {
    let block = u8x64::new(if let Some(block) = bytes.first_chunk() {
        *block
    } else {
        let mut block = [b' '; BLOCK];
        block[..bytes.len()].copy_from_slice(bytes);
        block
    });
    let controls = block.min(u8x64::splat(b' ' - 1)).simd_eq(block);
    (block.simd_eq(u8x64::splat(b'"')) | block.simd_eq(u8x64::splat(b'\\')) | controls).to_bitmask()
}

/// The character that the escape stands for with which `bytes` begin, and how many bytes it has; half a character is none.
#[inline]
fn escape(bytes: &[u8]) -> Option<(char, usize)> {
    let [b'\\', sign, ..] = *bytes else { return None };
    let character = SHORT_ESCAPES[usize::from(sign)];
    if character != 0 {
        return Some((character.into(), 2));
    }
    let first = unit(bytes)?;
    match char::from_u32(first.into()) {
        Some(character) => Some((character, 6)),
        None => Some((char::decode_utf16([first, unit(&bytes[6..])?]).next()?.ok()?, 12)),
    }
}

/// The character that `\` stands for with a sign behind it, 0 where that is none: a table, since it cannot be foretold which sign
/// comes next.
static SHORT_ESCAPES: [u8; 256] = {
    let mut table = [0; 256];
    let mut at = 0;
    while at < 8 {
        table[b"\"\\/ntrbf"[at] as usize] = b"\"\\/\n\t\r\x08\x0c"[at];
        at += 1;
    }
    table
};

/// The unit of UTF-16 that `bytes` begin with: `\u` and four digits.
fn unit(bytes: &[u8]) -> Option<u16> {
    let digits: &[u8; 4] = bytes.strip_prefix(b"\\u")?.first_chunk()?;
    digits.iter().try_fold(0, |unit, digit| Some(unit << 4 | char::from(*digit).to_digit(16)? as u16))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::{Map, Value};

    /// All members, with those of `serde_json`'s own where one is no string.
    fn members(text: &str) -> Option<Map<String, Value>> {
        let mut members = Members::of(text)?;
        let mut all = Map::new();
        while let Next::Member(key) = members.next()? {
            let value = if members.rest.starts_with('"') {
                Value::String(members.string()?.into_owned())
            } else {
                members.value()?
            };
            all.insert(key.into_owned(), value);
        }
        Some(all)
    }

    proptest! {
        /// Objects, and what becomes of them when a byte is missing, comes twice, or is another.
        #[test]
        fn an_object_is_read_as_serde_json_reads_it(
            texts in prop::collection::vec(("\\PC{0,4}|[\\\\\"\n\t/\u{1}é🌊]{0,6}", "[a-z \\\\\"\n\u{0}é🌊]{0,150}"), 0..4),
            others in prop::collection::vec((0..3_usize, -9..9_i64), 0..3),
            ascii in any::<bool>(),
            harm in 0..4,
            at in any::<prop::sample::Index>(),
            by in "[\\\\\"{}:,u0 \n\u{1}é]",
        ) {
            let mut object = Map::new();
            object.extend(texts.into_iter().map(|(key, text)| (key, Value::from(text))));
            object.extend(others.into_iter().map(|(kind, number)| {
                let value = [Value::from(number), Value::from(vec![number]), Value::Null][kind].clone();
                (number.to_string(), value)
            }));
            let mut text = Value::from(object).to_string();
            if ascii {
                let escape = |character: char| {
                    let mut units = [0; 2];
                    let escape = |unit: &mut u16| format!("\\u{unit:04x}");
                    if character.is_ascii() { character.into() }
                    else { character.encode_utf16(&mut units).iter_mut().map(escape).collect::<String>() }
                };
                text = text.chars().map(escape).collect();
            }
            let mut characters: Vec<char> = text.chars().collect();
            let at = at.index(characters.len());
            match harm {
                1 => { characters.remove(at); }
                2 => characters.insert(at, characters[at]),
                3 => characters[at] = by.chars().next().unwrap(),
                _ => {}
            }
            let text: String = characters.into_iter().collect();
            prop_assert_eq!(members(&text), serde_json::from_str(&text).ok(), "{}", text);
        }
    }

    #[test]
    fn half_a_character_is_no_string() {
        let string = |text| Members { rest: text, is_first: true }.string();
        assert_eq!(string(r#""\ud83c\udf0a\u00e9\/""#).as_deref(), Some("🌊é/"));
        let none = [
            r#""\ud83c""#,
            r#""\udf0a\ud83c""#,
            r#""\ud83c\n""#,
            r#""\u+123""#,
            r#""\u12""#,
            r#""\x""#,
            r#""a\""#,
            "\"\u{1}\"",
        ];
        assert!(none.into_iter().all(|text| string(text).is_none()));
    }
}
