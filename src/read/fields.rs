//! Which fields of a scraper's record are the text, the title, the time, the source, the address and the id.

use super::{
    markup,
    object::{Members, Next},
    published,
};
use crate::{
    document::{Document, DocumentId, Item, Place, PubStatus, Published},
    lexicon::Meanings,
};
use serde_json::{Map, Value};
use std::{borrow::Cow, sync::LazyLock};

/// The names of the fields where the usual names do not fit: what `--text-field NAME` and its like say.
///
/// A name with dots that no field has leads into objects: `article.body`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fields {
    /// Where the text stands.
    pub text: Option<String>,
    /// Where the headline stands.
    pub title: Option<String>,
    /// Where the time of publication stands.
    pub published: Option<String>,
    /// Where the outlet, agency or site stands.
    pub source: Option<String>,
    /// Where the address stands.
    pub url: Option<String>,
    /// Where the id stands.
    pub id: Option<String>,
}

impl Fields {
    /// What has a name of its own: nothing, mostly.
    fn named(&self) -> Vec<(Role, &str)> {
        let all = [
            (Role::Text, &self.text),
            (Role::Title, &self.title),
            (Role::Published, &self.published),
            (Role::Source, &self.source),
            (Role::Url, &self.url),
            (Role::Id, &self.id),
        ];
        all.into_iter().filter_map(|(role, name)| Some((role, name.as_deref()?))).collect()
    }
}

/// What a field can be.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Text,
    Title,
    Published,
    Source,
    Url,
    Id,
    /// The article as HTML, where it is not given as text.
    Markup,
    Version,
    PubStatus,
    Language,
    Slugline,
    EdNote,
    Genre,
}

/// The usual names, the better first. Case and everything that is no letter or digit is left out, so that `articleBody`,
/// `article_body` and `ArticleBody` are one name.
const USUAL: [(Role, &str); 13] = [
    (
        Role::Text,
        "text body content maintext bodytext articletext fulltext articlebody storytext plaintext cleantext \
         textcontent rawcontent pagecontent bodies rawtext article story",
    ),
    (Role::Title, "title headline head heading articletitle newstitle headlines"),
    (
        Role::Published,
        "published datepublished datepublish publishdate publisheddate publishedat publishedon publishedtime \
         publicationdate webpublicationdate pubdate firstpublished date datetime timestamp time versioncreated \
         firstcreated createdat created datecreated contentcreated",
    ),
    (
        Role::Source,
        "source sourcename outlet publisher publication newspaper agency sitename site sourcedomain domain website \
         hostname provider sourcehostname metasitename infosource infosources",
    ),
    (Role::Url, "url link canonicalurl canonicallink articleurl weburl sourceurl permalink uri href"),
    (Role::Id, "id guid uuid docid documentid articleid storyid newsid"),
    (Role::Markup, "bodyhtml bodyxhtml contenthtml htmlcontent articlehtml texthtml htmlbody html rawhtml pagehtml"),
    (Role::Version, "version"),
    (Role::PubStatus, "pubstatus"),
    (Role::Language, "language lang inlanguage metalang languagecode"),
    (Role::Slugline, "slugline"),
    (Role::EdNote, "ednote editornote editorsnote"),
    (Role::Genre, "genre genres"),
];

/// What a usual name stands for, and its place among the names of its role.
static ROLES: LazyLock<Meanings<(Role, usize)>> = LazyLock::new(|| {
    let ranked = |(role, names): (Role, &'static str)| {
        names.split_whitespace().enumerate().map(move |(rank, name)| (name, (role, rank)))
    };
    Meanings::new(USUAL.into_iter().flat_map(ranked))
});

/// Where an object in the place of a name has the name: `{"source": {"name": "Ruda Post"}}`, `{"_id": {"$oid": "..."}}`.
const NAMES_INSIDE: [&str; 6] = ["name", "title", "value", "$oid", "$date", "id"];
/// Fields that there is room for at once; most records have fewer that count.
const MOST_HAVE: usize = 8;
/// Names of fields that are shown when none of them is the text.
const SHOWN: usize = 8;

/// A field that may be what its role asks for.
pub(super) struct Field<'a> {
    role: Role,
    /// Place among the names of its role; 0 is the best.
    rank: usize,
    key: Cow<'a, str>,
    value: Held<'a>,
}

/// The value of a field: most are strings, which stay where they were read.
enum Held<'a> {
    Text(Cow<'a, str>),
    Other(Value),
}

impl From<Value> for Held<'_> {
    fn from(value: Value) -> Self {
        match value {
            Value::String(text) => Self::Text(Cow::Owned(text)),
            other => Self::Other(other),
        }
    }
}

/// The document that `object` describes; `name` names it by its place where it has no id.
///
/// `Err` says what is wrong with the text; every other field is `None` where it is missing or cannot be read.
pub(super) fn to_document(
    mut object: Map<String, Value>,
    fields: &Fields,
    place: Place,
    name: impl FnOnce(&Place) -> String,
) -> Result<Document, String> {
    let keys: Vec<String> = object.keys().take(SHOWN).cloned().collect();
    let named = fields.named();
    let mut values = Vec::new();
    for &(role, name) in &named {
        if let Some(value) = take(&mut object, name) {
            values.push(Field { role, rank: 0, key: Cow::Borrowed(name), value: value.into() });
        }
    }
    for (key, value) in object {
        if let Some((role, rank)) = usual_role(&key, &named) {
            values.push(Field { role, rank, key: Cow::Owned(key), value: value.into() });
        }
    }
    document(values, fields, &keys, place, name)
}

/// The document that `values` of [`select`] describe.
pub(super) fn from_values(
    values: Vec<Field<'_>>,
    fields: &Fields,
    place: Place,
    name: impl FnOnce(&Place) -> String,
) -> Result<Document, String> {
    document(values, fields, &[], place, name)
}

/// Whether `name` is a usual name of a field.
pub(super) fn is_usual(name: &str) -> bool {
    ROLES.get(&plain(name)).is_some()
}

/// Whether `name` is a usual name of a text.
pub(super) fn names_text(name: &str) -> bool {
    ROLES.get(&plain(name)).is_some_and(|(role, _)| *role == Role::Text)
}

/// What a key stands for by its name, unless that was named otherwise.
fn usual_role(key: &str, named: &[(Role, &str)]) -> Option<(Role, usize)> {
    // Most keys are written plainly.
    let &(role, rank) = ROLES.get(key).or_else(|| ROLES.get(&plain(key)))?;
    named.iter().all(|(other, _)| *other != role).then_some((role, rank))
}

/// The document that `values` describe; `keys` are names that the record has.
fn document(
    mut values: Vec<Field<'_>>,
    fields: &Fields,
    keys: &[String],
    place: Place,
    name: impl FnOnce(&Place) -> String,
) -> Result<Document, String> {
    values.sort_by_key(|field| field.rank);
    let named = |role| first(&values, role, name_of);
    let item = Item {
        version: named(Role::Version),
        pubstatus: named(Role::PubStatus).as_deref().and_then(PubStatus::from_word),
        language: named(Role::Language),
        slugline: named(Role::Slugline),
        ednote: named(Role::EdNote),
        genre: named(Role::Genre),
    };
    let (mut url, given) = (named(Role::Url), named(Role::Source));
    let mut id = named(Role::Id);
    if id.is_none()
        && (item.pubstatus.is_some()
            || item.version.is_some()
            || values.iter().any(|field| field.key.eq_ignore_ascii_case("versioncreated")))
    {
        // The item of a newsroom: ninjs names it by its `uri`.
        let uri = values.iter().find(|field| field.role == Role::Url && field.key == "uri");
        id = uri.and_then(|field| name_of(&field.value));
        url = url.filter(|url| host(url).is_some());
    }
    // Some scrapers call the address "source".
    let source = given.as_deref().map(|source| host(source).unwrap_or_else(|| source.to_owned()));
    let url = url.or_else(|| given.filter(|source| host(source).is_some()));
    let title = named(Role::Title);
    let published = first(&values, Role::Published, moment);
    let text = text_of(values, fields, keys).or_else(|why| {
        // A kill brings no story; what it says to editors is what there is to read.
        let is_kill = item.pubstatus == Some(PubStatus::Canceled);
        item.ednote.clone().or_else(|| title.clone()).filter(|_| is_kill).ok_or(why)
    })?;
    Ok(Document {
        title,
        published,
        source: source.or_else(|| url.as_deref().and_then(host)),
        id: DocumentId(id.unwrap_or_else(|| name(&place))),
        text,
        url,
        item,
        place,
    })
}

/// The values of `line`, a JSON object, that may be parts of an article; all others are passed over without being held.
/// `None` where it is no such object, or where a name with dots must lead into one: [`to_document`] deals with these.
///
/// Cost: one pass; nothing is copied but strings with escapes.
pub(super) fn select<'a>(line: &'a str, fields: &Fields) -> Option<Vec<Field<'a>>> {
    let named = fields.named();
    if named.iter().any(|(_, name)| name.contains('.')) {
        return None;
    }
    let mut members = Members::of(line)?;
    let mut values: Vec<Field<'a>> = Vec::with_capacity(MOST_HAVE);
    while let Next::Member(key) = members.next()? {
        let by_name = named.iter().find(|(_, name)| *name == key);
        let role = by_name.map(|(role, _)| (*role, 0)).or_else(|| usual_role(&key, &named));
        let Some((role, rank)) = role else {
            members.pass()?;
            continue;
        };
        let value = match members.string() {
            Some(text) => Held::Text(text),
            None => Held::from(members.value::<Value>()?),
        };
        values.retain(|field| field.key != key); // of a key that comes again the last value counts
        values.push(Field { role, rank, key, value });
    }
    Some(values)
}

impl Held<'_> {
    fn as_str(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Other(_) => None,
        }
    }
}

/// What `read` makes of the best value for `role` that it can make something of.
fn first<T>(values: &[Field<'_>], role: Role, read: impl Fn(&Held<'_>) -> Option<T>) -> Option<T> {
    values.iter().filter(|field| field.role == role).find_map(|field| read(&field.value))
}

/// The text, moved out of `values`, or why there is none; `keys` are names that the record has.
fn text_of(mut values: Vec<Field<'_>>, fields: &Fields, keys: &[String]) -> Result<String, String> {
    let mut why = None;
    for Field { key, value, .. } in values.iter_mut().filter(|field| field.role == Role::Text) {
        let found = match value {
            Held::Text(text) if text.trim().is_empty() => "is empty",
            Held::Text(text) => return Ok(std::mem::take(text).into_owned()),
            Held::Other(Value::Bool(_)) => "is true or false, wanted a string",
            Held::Other(Value::Number(_)) => "is a number, wanted a string",
            Held::Other(Value::Array(parts)) => match joined(parts) {
                Some(text) => return Ok(text),
                None => "is a list without text, wanted a string or a list of paragraphs",
            },
            Held::Other(Value::Object(_)) => "is an object, wanted a string; --text-field NAME.NAME leads into it",
            Held::Other(Value::Null | Value::String(_)) => continue,
        };
        why.get_or_insert_with(|| format!("field \"{key}\" {found}"));
    }
    for Field { key, value, .. } in values.iter().filter(|field| field.role == Role::Markup) {
        match value.as_str().map(markup::to_text) {
            Some(Ok(text)) if !text.is_empty() => return Ok(text),
            Some(Err(error)) => why = why.or_else(|| Some(format!("field \"{key}\": {error}"))),
            _ => {}
        }
    }
    Err(why.unwrap_or_else(|| {
        let found = if keys.is_empty() { "no field".to_owned() } else { keys.join(", ") };
        match &fields.text {
            Some(name) => format!("field \"{name}\" is missing (--text-field asked for it; found {found})"),
            None => format!(
                "field \"text\" is missing (looked for text, body, content, maintext, articleBody and other usual \
                 names; found {found}; say --text-field NAME)"
            ),
        }
    }))
}

/// The text that is given as a list: of paragraphs, or, in ninjs 2 and 3, of the same body in several forms, of which plain
/// text is the best.
fn joined(parts: &[Value]) -> Option<String> {
    if parts.iter().all(Value::is_string) {
        let paragraphs: Vec<&str> = parts.iter().filter_map(Value::as_str).map(str::trim).collect();
        return Some(paragraphs.join("\n\n")).filter(|text| !text.trim().is_empty());
    }
    let bodies = parts.iter().filter_map(|part| {
        let text = ["value", "text"].iter().find_map(|name| part.get(*name)?.as_str())?;
        let is_html = ["contenttype", "contentType"]
            .iter()
            .any(|name| part.get(*name).and_then(Value::as_str).is_some_and(|kind| kind.contains("html")));
        (!text.trim().is_empty()).then_some((is_html || markup::is_markup(text), text))
    });
    let (is_html, text) = bodies.min_by_key(|&(is_html, _)| is_html)?;
    if is_html { markup::to_text(text).ok().filter(|text| !text.is_empty()) } else { Some(text.to_owned()) }
}

/// A string or number, or the name inside an object, or the first of a list that has one.
fn name_of(value: &Held<'_>) -> Option<String> {
    match value {
        Held::Text(text) => filled(text),
        Held::Other(value) => name_inside(value),
    }
}

fn name_inside(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => filled(text),
        Value::Number(number) => Some(number.to_string()),
        Value::Object(object) => NAMES_INSIDE.iter().find_map(|name| object.get(*name).and_then(name_inside)),
        Value::Array(values) => values.iter().find_map(name_inside),
        Value::Null | Value::Bool(_) => None,
    }
}

fn filled(text: &str) -> Option<String> {
    Some(text.trim()).filter(|text| !text.is_empty()).map(str::to_owned)
}

fn moment(value: &Held<'_>) -> Option<Published> {
    match value {
        Held::Text(text) => published::parse(text.trim()),
        Held::Other(value) => published::parse(&name_inside(value)?),
    }
}

/// The value of the field `name`, or where its dots lead.
fn take(object: &mut Map<String, Value>, name: &str) -> Option<Value> {
    if let Some(value) = object.remove(name) {
        return Some(value);
    }
    name.match_indices('.').find_map(|(dot, _)| {
        let inner = object.get_mut(&name[..dot])?.as_object_mut()?;
        take(inner, &name[dot + 1..])
    })
}

/// `key` in lower case, letters and digits only.
fn plain(key: &str) -> Cow<'_, str> {
    if key.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return Cow::Borrowed(key);
    }
    key.chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|character| character.to_ascii_lowercase())
        .collect::<String>()
        .into()
}

/// The host of an address, without `www.`; `None` for what is no address.
pub(super) fn host(url: &str) -> Option<String> {
    let rest = url[url.find(':')?..].strip_prefix("://")?;
    let authority = rest.split(['/', '?', '#']).next()?;
    let host = authority.rsplit('@').next()?.split(':').next()?.to_ascii_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    (!host.is_empty()).then(|| host.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str, fields: &Fields) -> Result<Document, String> {
        let place = Place { file: "ruda.jsonl".into(), line: Some(7), record: None };
        to_document(serde_json::from_str(json).unwrap(), fields, place, |_| "ruda.jsonl:7".into())
    }

    #[test]
    fn the_usual_names_are_found_the_better_first() {
        let document = read(
            r#"{"_id": {"$oid": "f1"}, "Headline": "Flood", "title": " Flood kills 12 ", "articleBody": "A flood killed 12.", "text": "",
                "source": {"id": null, "name": "Ruda Post"}, "date_publish": "2024-02-09 18:30:00", "published": true,
                "link": "https://www.ruda.example:443/a?b"}"#,
            &Fields::default(),
        )
        .unwrap();
        assert_eq!(document.id.0, "f1");
        assert_eq!(document.text, "A flood killed 12.");
        assert_eq!(document.title.as_deref(), Some("Flood kills 12"));
        assert_eq!(document.source.as_deref(), Some("Ruda Post"));
        assert_eq!(document.published.unwrap().to_string(), "2024-02-09T18:30:00");
        assert_eq!(document.url.as_deref(), Some("https://www.ruda.example:443/a?b"));
    }

    /// A line of which only the usual fields are read is right where the whole of it is, but for what is passed over.
    #[test]
    fn what_is_no_json_is_not_selected() {
        let deep =
            |depth: usize| format!(r#"{{"text": "A flood.", "x": {}1{}}}"#, "[".repeat(depth), "]".repeat(depth));
        let lines = [
            r#"{"text": "A flood.", "x": [1, -2.5e3, true, null, {"y": "\u00e9\n"}]}"#,
            r#"{"text": "A \ud83c\udf0a flood."}"#,
            r#"{"text": "A \ud83c flood."}"#,
            r#"{"text": "A \x flood."}"#,
            r#"{"text": "A flood.", "x": "\x"}"#,
            r#"{"text": "A flood.", "x": "\ud83c"}"#,
            "{\"text\": \"A\tflood.\"}",
            "{\"text\": \"A flood.\", \"x\": \"a\0\"}",
            "{\"text\": \"A flood.\", \"x\": \"a\tb\"}",
            r#"{"text": "A flood.", "x": 01}"#,
            r#"{"text": "A flood.", "x": 1.}"#,
            r#"{"text": "A flood.", "x": [1 2]}"#,
            r#"{"text": "A flood.", "x": {"a" 1}}"#,
            r#"{"text": "A flood.", "x": [1,]}"#,
            r#"{"text": "A flood.", "x": tru}"#,
            r#"{"text": "A flood.",}"#,
            r#"{"text": "A flood."} {}"#,
            r#"{"text": "A flood.", "x": nan}"#,
            r#"{"text": "A flood"#,
            r#"["text"]"#,
            &deep(100),
            &deep(10_000),
            &deep(1_000_000),
        ];
        let other = |line: &&&str| {
            let is_right = serde_json::from_str::<Map<String, Value>>(line).is_ok();
            select(line, &Fields::default()).is_some() != is_right
        };
        let others: Vec<&&str> = lines.iter().filter(other).collect();
        // What is passed over may hold half a surrogate pair, and be nested as deep as it likes.
        let lax = [r#"{"text": "A flood.", "x": "\ud83c"}"#, &deep(10_000), &deep(1_000_000)];
        assert!(others.iter().copied().eq(lax.iter()), "{}", others.len());
    }

    #[test]
    fn without_an_id_the_place_and_without_a_source_the_host_stand_in() {
        let json = r#"{"body": "A flood.", "url": "https://me@www.Ruda.example:443/a", "timestamp": 1707503400000}"#;
        let document = read(json, &Fields::default()).unwrap();
        assert_eq!((document.id.0.as_str(), document.source.as_deref()), ("ruda.jsonl:7", Some("ruda.example")));
        assert_eq!(document.published.unwrap().to_string(), "2024-02-09T18:30:00");
        assert_eq!(read(r#"{"id": 12, "body": "A flood."}"#, &Fields::default()).unwrap().id.0, "12");
    }

    #[test]
    fn a_named_field_counts_alone_and_dots_lead_into_objects() {
        let fields = Fields { text: Some("page.main.words".into()), ..Fields::default() };
        let json = r#"{"text": "Menu", "page": {"main": {"words": "A flood."}}}"#;
        assert_eq!(read(json, &fields).unwrap().text, "A flood.");
        let why = read(r#"{"text": "Menu"}"#, &fields).unwrap_err();
        assert_eq!(why, "field \"page.main.words\" is missing (--text-field asked for it; found text)");
    }

    #[test]
    fn a_record_without_text_is_told_what_it_has_instead() {
        let why = |json| read(json, &Fields::default()).unwrap_err();
        assert_eq!(why(r#"{"text": " \n"}"#), "field \"text\" is empty");
        assert_eq!(why(r#"{"body": 12}"#), "field \"body\" is a number, wanted a string");
        assert!(why(r#"{"lede": "A flood."}"#).contains("found lede; say --text-field NAME"));
        assert!(why("{}").starts_with("field \"text\" is missing"));
    }
}
