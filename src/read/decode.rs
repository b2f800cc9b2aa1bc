//! Bytes of any encoding to UTF-8.

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
