//! Bytes of any encoding to UTF-8.

use crate::settings::Reading;
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::Encoding;

/// `bytes` as text: UTF-8 as it is, anything else by its byte order mark or by how its bytes are distributed.
///
/// A byte order mark is removed. What no encoding explains becomes U+FFFD.
///
/// Cost: valid UTF-8 is checked and not copied.
pub(super) fn to_text(bytes: Vec<u8>) -> String {
    if let Some((encoding, mark)) = Encoding::for_bom(&bytes) {
        return encoding.decode_without_bom_handling(&bytes[mark..]).0.into_owned();
    }
    match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => foreign(error.as_bytes()),
    }
}

/// `bytes` as text, of a page or XML: UTF-8 as it is, anything else as `label` says, or the declaration inside, or by how its
/// bytes are distributed.
pub(super) fn declared(bytes: &[u8], label: Option<&str>) -> String {
    if Encoding::for_bom(bytes).is_some() || std::str::from_utf8(bytes).is_ok() {
        return to_text(bytes.to_vec());
    }
    let named = label.and_then(|label| Encoding::for_label(label.as_bytes()));
    match named.or_else(|| declaration(&bytes[..bytes.len().min(Reading::DECLARED_IN)])) {
        // What declares UTF-8 and is none was damaged, or lies.
        Some(encoding) if encoding != encoding_rs::UTF_8 => encoding.decode_without_bom_handling(bytes).0.into_owned(),
        _ => foreign(bytes),
    }
}

/// The encoding in `<meta charset="...">`, `<meta ... content="text/html; charset=...">` or `<?xml encoding="..."?>`.
fn declaration(head: &[u8]) -> Option<&'static Encoding> {
    let lower = head.to_ascii_lowercase();
    ["charset=", "encoding="].iter().find_map(|word| {
        let at = memchr::memmem::find(&lower, word.as_bytes())? + word.len();
        let label = lower[at..].trim_ascii_start();
        let label = label.strip_prefix(b"\"").or_else(|| label.strip_prefix(b"'")).unwrap_or(label);
        let length = label.iter().take_while(|byte| byte.is_ascii_alphanumeric() || b"-_:.".contains(byte)).count();
        Encoding::for_label(&label[..length])
    })
}

/// Text from bytes that are not valid UTF-8.
fn foreign(bytes: &[u8]) -> String {
    if is_damaged_utf8(bytes) {
        return String::from_utf8_lossy(bytes).into_owned();
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Deny).decode_without_bom_handling(bytes).0.into_owned()
}

/// Whether most of what is not ASCII is good UTF-8: then a few bytes were damaged, and another encoding would garble
/// the rest. Text of another encoding has such sequences only by accident.
fn is_damaged_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|character| !character.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good > bad
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_older_encoding_is_recognised() {
        let (bytes, _, _) = encoding_rs::WINDOWS_1252.encode("The café in Ruda – “flooded” – lost £12,400.");
        assert_eq!(to_text(bytes.into_owned()), "The café in Ruda – “flooded” – lost £12,400.");
        let story = "Наводнение в городе унесло жизни двенадцати человек, сообщили власти.";
        let (bytes, _, _) = encoding_rs::WINDOWS_1251.encode(story);
        assert_eq!(to_text(bytes.into_owned()), story);
    }

    #[test]
    fn a_declared_encoding_counts_where_the_bytes_are_no_utf_8() {
        let page = |declares: &str| {
            let mut bytes = declares.as_bytes().to_vec();
            bytes.extend(encoding_rs::WINDOWS_1251.encode("Наводнение").0.iter());
            declared(&bytes, None)
        };
        assert!(page("<meta charset=windows-1251>").ends_with("Наводнение"));
        assert!(page("<?xml version='1.0' encoding='windows-1251'?>").ends_with("Наводнение"));
        assert!(declared("<meta charset=windows-1251>é".as_bytes(), None).ends_with('é'));
    }

    #[test]
    fn a_damaged_byte_does_not_garble_the_rest() {
        let mut bytes = "Überschwemmung in Ruda: zwölf Tote, “sagte” er".as_bytes().to_vec();
        bytes.push(0xff);
        assert_eq!(to_text(bytes), "Überschwemmung in Ruda: zwölf Tote, “sagte” er\u{fffd}");
    }

    #[test]
    fn a_byte_order_mark_is_no_part_of_the_text() {
        assert_eq!(to_text(b"\xef\xbb\xbfFlood".to_vec()), "Flood");
        assert_eq!(to_text(b"\xff\xfeF\0l\0".to_vec()), "Fl");
    }
}
