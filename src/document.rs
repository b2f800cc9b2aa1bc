//! One article as it was read.

use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize, Serializer};
use std::fmt;

/// The name of a document, unique in one run: from its `id` field, or its place in the input.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct DocumentId(pub String);

impl fmt::Display for DocumentId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// When a document says it was published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Published {
    /// Day and time as written, in the writer's own time zone; midnight where only a day is given.
    pub local: DateTime,
    /// Whether a time of day was given.
    pub has_time: bool,
    /// Minutes that the writer's time zone is ahead of UTC; 0 where none is given.
    pub offset_minutes: i16,
}

impl Published {
    /// A day without a time.
    #[must_use]
    pub fn on(day: Date) -> Self {
        Self { local: day.to_datetime(jiff::civil::Time::midnight()), has_time: false, offset_minutes: 0 }
    }

    /// The day in the writer's time zone: what "today" means in the text.
    #[must_use]
    pub fn day(self) -> Date {
        self.local.date()
    }

    /// Seconds since 1970 in UTC, to put documents in order.
    #[must_use]
    pub fn seconds(self) -> i64 {
        let days = self.local.date().duration_since(Date::constant(1970, 1, 1)).as_secs();
        let time = self.local.time().duration_since(jiff::civil::Time::midnight()).as_secs();
        days + time - i64::from(self.offset_minutes) * 60
    }
}

/// ISO 8601: `2024-02-09`, `2024-02-09T18:30:00` or `2024-02-09T18:30:00+05:00`.
impl fmt::Display for Published {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.has_time {
            return write!(formatter, "{}", self.local.date());
        }
        write!(formatter, "{}", self.local)?;
        if self.offset_minutes != 0 {
            let (sign, minutes) =
                if self.offset_minutes < 0 { ('-', -self.offset_minutes) } else { ('+', self.offset_minutes) };
            write!(formatter, "{sign}{:02}:{:02}", minutes / 60, minutes % 60)?;
        }
        Ok(())
    }
}

impl Serialize for Published {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Where a document stood in the input.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Place {
    /// The file as it was given or found; `-` for standard input.
    pub file: String,
    /// Line in it, from 1, where the document begins; `None` where the file is the document, or has no lines to count.
    pub line: Option<u64>,
    /// Number among the records of the file, from 1, where it holds several that are no lines.
    pub record: Option<u64>,
}

impl Place {
    /// A whole file.
    #[must_use]
    pub fn of_file(file: String) -> Self {
        Self { file, line: None, record: None }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.line, self.record) {
            (Some(line), _) => write!(formatter, "{}:{line}", self.file),
            (None, Some(record)) => write!(formatter, "{}: record {record}", self.file),
            (None, None) => formatter.write_str(&self.file),
        }
    }
}

/// What may be done with an item, as its sender says (IPTC `pubstatus`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PubStatus {
    /// It may be published.
    Usable,
    /// It must wait.
    Withheld,
    /// It is killed, in every version.
    Canceled,
}

impl PubStatus {
    /// The status that `word` names: `usable`, `stat:canceled`, `cancelled`.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        let word = word.trim().rsplit([':', '/']).next()?.to_ascii_lowercase();
        match word.as_str() {
            "usable" => Some(Self::Usable),
            "withheld" | "embargoed" => Some(Self::Withheld),
            "canceled" | "cancelled" | "killed" => Some(Self::Canceled),
            _ => None,
        }
    }
}

/// What a newsroom's item says of itself beside the article (ninjs, NewsML-G2, NITF, feeds); nothing for most of what is scraped.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Item {
    /// Which version of the item this is; the item is what [`Document::id`] names. A word, as ninjs 3 has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// What may be done with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pubstatus: Option<PubStatus>,
    /// Language, as written: `en`, `de-CH`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// The newsroom's short name of the story.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub slugline: Option<String>,
    /// Note to editors: what was corrected, why it was killed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ednote: Option<String>,
    /// Kind of text: feature, analysis.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub genre: Option<String>,
}

/// One article as it was read; never changed afterwards. All spans are byte offsets into `text`.
///
/// As JSON it is an object with these names, those of [`Item`] beside them; what it does not have is left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Document {
    /// Its name in this run.
    pub id: DocumentId,
    /// The whole text as UTF-8, furniture included.
    pub text: String,
    /// The headline, where one was given apart from the text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// When it was published, from its metadata or its date line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published: Option<Published>,
    /// Outlet, agency or site.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Where it was scraped from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// What its newsroom says of it.
    #[serde(flatten)]
    pub item: Item,
    /// Where it stood in the input.
    pub place: Place,
}

/// A document that could not be read; the run goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// Where it stands.
    pub place: Place,
    /// What was wanted and what was found.
    pub why: String,
}

/// `corpus.jsonl:812: skipped: field "text" is missing`
impl fmt::Display for Skipped {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: skipped: {}", self.place, self.why)
    }
}

impl Serialize for Skipped {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeMap;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("source", &self.place.file)?;
        map.serialize_entry("line", &self.place.line)?;
        if let Some(record) = self.place.record {
            map.serialize_entry("record", &record)?;
        }
        map.serialize_entry("why", &self.why)?;
        map.end()
    }
}
