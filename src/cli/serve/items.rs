//! From the body of a request to items.

use serde_json::value::RawValue;
use variorum::{
    document::{Document, Place},
    filter::kill,
    hash::content_id,
    read::{self, Fields},
};

/// The items of a body, each or what is wrong with it, and whether they came as a list.
pub(super) struct Items {
    pub(super) all: Vec<Result<Document, String>>,
    pub(super) is_list: bool,
}

/// Reads a body: one JSON object, a list of objects, or JSON lines.
///
/// # Errors
///
/// In words, when it is none of these.
pub(super) fn items(body: &[u8], is_lines: bool, most: usize, fields: &Fields) -> Result<Items, Fault> {
    if is_lines {
        let lines: Vec<&[u8]> =
            body.split(|&byte| byte == b'\n').filter(|line| !line.trim_ascii().is_empty()).collect();
        check_count(lines.len(), most)?;
        return Ok(Items { all: lines.into_iter().map(|line| item(line, fields)).collect(), is_list: true });
    }
    match body.trim_ascii_start().first() {
        Some(b'{') => {
            let whole: &RawValue = serde_json::from_slice(body).map_err(|error| Fault::Broken(error.to_string()))?;
            Ok(Items { all: vec![item(whole.get().as_bytes(), fields)], is_list: false })
        }
        Some(b'[') => {
            let list: Vec<&RawValue> =
                serde_json::from_slice(body).map_err(|error| Fault::Broken(error.to_string()))?;
            check_count(list.len(), most)?;
            Ok(Items { all: list.iter().map(|one| item(one.get().as_bytes(), fields)).collect(), is_list: true })
        }
        _ => Err(Fault::Broken("wanted a JSON object {\"id\": ..., \"text\": ...} or a list of them".to_owned())),
    }
}

/// What is wrong with a whole body.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// It cannot be read.
    Broken(String),
    /// It has more items than one request may have.
    TooMany(String),
}

fn check_count(count: usize, most: usize) -> Result<(), Fault> {
    if count <= most { Ok(()) } else { Err(Fault::TooMany(format!("{count} items; one request may have {most}"))) }
}

/// The item that a JSON object is. One without an id is called by its content, so that it is known when it comes again.
fn item(bytes: &[u8], fields: &Fields) -> Result<Document, String> {
    let name = content_id([String::from_utf8_lossy(bytes).as_ref()]);
    read::line(bytes, &name, fields).or_else(|why| kill(bytes, Place::of_file(name)).ok_or(why))
}

/// An item of Superdesk.
///
/// # Errors
///
/// In words, when it is no object with a text.
pub(super) fn ninjs(body: &[u8], fields: &Fields) -> Result<Document, String> {
    item(body, fields)
}

#[cfg(test)]
mod tests {
    use super::*;
    use variorum::filter::kills;

    fn read(body: &str) -> Result<Vec<Result<String, String>>, Fault> {
        let found = items(body.as_bytes(), false, 2, &Fields::default())?;
        Ok(found.all.into_iter().map(|item| item.map(|item| item.id.0)).collect())
    }

    #[test]
    fn a_body_is_one_item_or_a_list() {
        assert_eq!(read(" {\"id\": \"a\", \"text\": \"A flood.\"}").unwrap(), [Ok("a".to_owned())]);
        let found = read("[{\"id\": 7, \"text\": \"A flood.\"}, {\"id\": 8}]").unwrap();
        assert_eq!(found[0], Ok("7".to_owned()));
        assert!(found[1].as_ref().unwrap_err().starts_with("field \"text\" is missing"));
        assert!(matches!(read("[1, 2, 3]"), Err(Fault::TooMany(_))));
        assert!(matches!(read("{\"text\": "), Err(Fault::Broken(_))));
        assert!(matches!(read("7"), Err(Fault::Broken(_))));
    }

    #[test]
    fn an_item_without_an_id_is_called_by_its_content() {
        let [one, again, other] = ["{\"text\":\"A flood.\"}", "{\"text\":\"A flood.\"}", "{\"text\":\"A dam.\"}"]
            .map(|body| read(body).unwrap().remove(0).unwrap());
        assert!(one == again && one != other && one.len() == 12);
    }

    #[test]
    fn items_of_ninjs_are_read_in_all_three_forms() {
        for body in [
            r#"{"uri": "urn:a", "version": "1", "headline": "Flood", "body_text": "A flood."}"#,
            r#"{"uri": "urn:a", "version": "1", "headlines": [{"value": "Flood"}], "bodies": [{"contenttype": "text/html", "value": "<p>A"}, {"contenttype": "text/plain", "value": "A flood."}]}"#,
            r#"{"uri": "urn:a", "version": "1", "headlines": [{"value": "Flood"}], "bodies": [{"contentType": "text/plain", "value": "A flood."}]}"#,
        ] {
            let item = ninjs(body.as_bytes(), &Fields::default()).unwrap();
            assert_eq!((item.id.0.as_str(), item.item.version.as_deref()), ("urn:a", Some("1")));
            assert_eq!((item.text.as_str(), item.title.as_deref()), ("A flood.", Some("Flood")));
        }
        let kill = ninjs(br#"{"uri": "urn:a", "version": "2", "pubstatus": "canceled"}"#, &Fields::default()).unwrap();
        assert!(kills(&kill) && kill.text.is_empty());
    }
}
