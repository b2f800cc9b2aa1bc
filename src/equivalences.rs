//! What editors have settled: rules that say which differences count as equal, and which were checked.
//!
//! A rules file is JSON lines, one rule a line; the pages write it, and `--equivalences FILE` reads it on the next run.

use crate::{
    diverge::{Divergence, Kind, Reading},
    error::{Error, Result},
    words::fold,
};
use serde::Deserialize;
use std::{
    fs,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    sync::atomic::{AtomicBool, Ordering},
};

/// Where a rule holds. Source: the scopes of equivalences in collation editors (this place, this document, everywhere).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Scope {
    /// For the one divergence with this id.
    Here,
    /// For these readings in this pair of documents.
    Pair,
    /// For these readings in any pair.
    Everywhere,
}

/// What an editor said of a divergence.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Mark {
    /// The two readings count as equal.
    #[default]
    Equivalent,
    /// It was looked at, and stays.
    Checked,
}

/// A line of a rules file. A field that is not known is a fault: a misspelt scope would hold everywhere.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    #[serde(default)]
    mark: Mark,
    scope: Scope,
    a: Option<String>,
    b: Option<String>,
    divergence: Option<String>,
    kind: String,
    subject: Option<String>,
    readings: [Option<String>; 2],
    #[serde(default)]
    note: String,
}

/// One rule.
#[derive(Debug)]
struct Rule {
    line: usize,
    mark: Mark,
    scope: Scope,
    /// The two documents, unless it holds everywhere.
    documents: [String; 2],
    /// The id of the divergence, where it holds here.
    divergence: String,
    kind: Kind,
    /// Only for this subject, where one is given; folded.
    subject: Option<String>,
    /// What the two say, folded; a side that is silent has nothing.
    readings: [String; 2],
    note: String,
    /// Whether it held anywhere. Set by many threads; which one is first makes no difference.
    held: AtomicBool,
}

/// The rules of a file.
#[derive(Debug, Default)]
pub struct Rules {
    file: PathBuf,
    rules: Vec<Rule>,
}

/// A divergence that an editor treats as an agreement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Equivalent {
    /// What it was.
    pub divergence: Divergence,
    /// By which rule, and the editor's own note: "treated as equivalent everywhere: house style".
    pub note: String,
}

/// A difference as a rule meets it: what kind, of what, in which documents, and what these say.
#[derive(Clone, Copy, Debug)]
pub struct Difference<'a> {
    /// What it is about.
    pub kind: Kind,
    /// What the two speak of.
    pub subject: &'a str,
    /// Ids of the two documents.
    pub documents: [&'a str; 2],
    /// What they say; "" where one is silent.
    pub readings: [&'a str; 2],
}

impl Rules {
    /// Reads a rules file; empty lines are passed over.
    ///
    /// # Errors
    ///
    /// [`Error::Io`] when it cannot be read, [`Error::Rule`] for the first line that is no rule.
    pub fn read(file: &Path) -> Result<Self> {
        let lines = BufReader::new(fs::File::open(file).map_err(Error::io(file, "read"))?).lines();
        let mut rules = Vec::new();
        for (at, line) in lines.enumerate() {
            let line = line.map_err(Error::io(file, "read"))?;
            let words = line.trim_start_matches('\u{feff}').trim();
            if !words.is_empty() {
                let rule = rule(words, at + 1);
                rules.push(rule.map_err(|found| Error::Rule { path: file.to_owned(), line: at + 1, found })?);
            }
        }
        Ok(Self { file: file.to_owned(), rules })
    }

    /// Takes the divergences that a rule settles out of `divergences` and gives them back; to one that was checked it adds
    /// that to its note.
    pub fn settle(&self, documents: [&str; 2], divergences: &mut Vec<Divergence>) -> Vec<Equivalent> {
        if self.rules.is_empty() {
            return Vec::new();
        }
        let ids = page_ids(divergences);
        let mut settled = Vec::new();
        let mut open = Vec::with_capacity(divergences.len());
        for (id, mut divergence) in ids.iter().zip(divergences.drain(..)) {
            let rules = self.rules.iter().filter(|rule| {
                rule.fits(&Difference::new(&divergence, documents))
                    && (rule.scope != Scope::Here || rule.divergence == *id)
            });
            let mut equivalent = None;
            let mut checked = false;
            for rule in rules {
                rule.held.store(true, Ordering::Relaxed);
                match rule.mark {
                    Mark::Equivalent => equivalent = equivalent.or(Some(rule)),
                    Mark::Checked => checked = true,
                }
            }
            if let Some(rule) = equivalent {
                settled.push(Equivalent { divergence, note: rule.told() });
                continue;
            }
            if checked {
                divergence.note.push_str(if divergence.note.is_empty() { "checked" } else { "; checked" });
            }
            open.push(divergence);
        }
        *divergences = open;
        settled
    }

    /// Whether a rule says that the two readings of a difference count as equal. A rule for one divergence holds for its
    /// readings in its pair: a row of a table has no divergence of its own.
    #[must_use]
    pub fn cover(&self, difference: &Difference<'_>) -> bool {
        self.rules.iter().any(|rule| rule.mark == Mark::Equivalent && rule.fits(difference))
    }

    /// A message for each rule that held nowhere so far.
    #[must_use]
    pub fn unused(&self) -> Vec<String> {
        let unused = self.rules.iter().filter(|rule| !rule.held.load(Ordering::Relaxed));
        let file = self.file.display();
        unused.map(|rule| format!("{file}:{}: this rule matched nothing", rule.line)).collect()
    }
}

impl Rule {
    fn fits(&self, difference: &Difference<'_>) -> bool {
        let crossed = |mine: &[String; 2], theirs: [&str; 2]| {
            [[theirs[0], theirs[1]], [theirs[1], theirs[0]]]
                .iter()
                .position(|pair| mine[0] == pair[0] && mine[1] == pair[1])
        };
        // Kinds first: nearly all rules end there, without folding a word.
        if self.kind != difference.kind {
            return false;
        }
        let here = self.scope == Scope::Everywhere || crossed(&self.documents, difference.documents).is_some();
        let readings = difference.readings.map(folded);
        here && crossed(&self.readings, [&readings[0], &readings[1]]).is_some()
            && self.subject.as_ref().is_none_or(|subject| *subject == folded(difference.subject))
    }

    fn told(&self) -> String {
        let scope = match self.scope {
            Scope::Here => "here",
            Scope::Pair => "in this pair",
            Scope::Everywhere => "everywhere",
        };
        let colon = if self.note.is_empty() { "" } else { ": " };
        format!("treated as equivalent {scope}{colon}{}", self.note)
    }
}

impl<'a> Difference<'a> {
    fn new(divergence: &'a Divergence, documents: [&'a str; 2]) -> Self {
        let said = |reading: &'a Option<Reading>| reading.as_ref().map_or("", |reading| reading.text.as_str());
        let readings = [said(&divergence.a), said(&divergence.b)];
        Self { kind: divergence.kind, subject: &divergence.subject, documents, readings }
    }
}

/// The rule of a line, or what is wrong with it.
fn rule(words: &str, line: usize) -> Result<Rule, String> {
    // What serde adds, "at line 1 column 7", would contradict the line of the file.
    let told = |error: serde_json::Error| error.to_string().split(" at line ").next().unwrap_or_default().to_owned();
    let read: Line = serde_json::from_str(words).map_err(told)?;
    let kind = Kind::ALL.into_iter().find(|kind| kind.name() == read.kind);
    let kind = kind.ok_or_else(|| format!("the kind \"{}\"", read.kind))?;
    let documents = match (read.scope, read.a, read.b) {
        (Scope::Everywhere, ..) => [String::new(), String::new()],
        (_, Some(a), Some(b)) => [a, b],
        _ => return Err("no documents: \"a\" or \"b\" is missing".to_owned()),
    };
    if read.scope == Scope::Here && read.divergence.is_none() {
        return Err("no \"divergence\", the id of the one that the rule is for".to_owned());
    }
    let readings = read.readings.map(|reading| folded(reading.as_deref().unwrap_or_default()));
    if read.mark == Mark::Equivalent && readings.iter().any(String::is_empty) {
        return Err("one reading: what only one version has is equal to nothing".to_owned());
    }
    Ok(Rule {
        line,
        mark: read.mark,
        scope: read.scope,
        documents,
        divergence: read.divergence.unwrap_or_default(),
        kind,
        subject: read.subject.as_deref().map(folded),
        readings,
        note: read.note,
        held: AtomicBool::new(false),
    })
}

/// A text as rules compare it: folded, with single spaces.
fn folded(text: &str) -> String {
    fold(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The ids of divergences on a page: one that says the same as one before has ".2", ".3" behind its own.
#[must_use]
pub fn page_ids(divergences: &[Divergence]) -> Vec<String> {
    let mut seen: hashbrown::HashMap<String, usize> = hashbrown::HashMap::new();
    let id = |divergence: &Divergence| {
        let id = divergence.id();
        let times = seen.entry(id.clone()).or_insert(0);
        *times += 1;
        if *times > 1 { format!("{id}.{times}") } else { id }
    };
    divergences.iter().map(id).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::Span;
    use std::io::Write;

    fn divergence(a: &str, b: &str) -> Divergence {
        let reading = |text: &str| Some(Reading { span: Span::new(0, 1), text: text.to_owned(), value: None });
        let subject = "people hurt".to_owned();
        Divergence { kind: Kind::Figure, severity: 3, subject, a: reading(a), b: reading(b), note: String::new() }
    }

    fn rules(lines: &str) -> Result<Rules> {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(lines.as_bytes()).unwrap();
        Rules::read(file.path())
    }

    #[track_caller]
    fn settles(lines: &str, documents: [&str; 2]) -> Vec<String> {
        let mut divergences = vec![divergence("Twelve", "17"), divergence("Twelve", "17"), divergence("12", "17")];
        let settled = rules(lines).unwrap().settle(documents, &mut divergences);
        assert_eq!(settled.len() + divergences.len(), 3);
        settled.into_iter().map(|one| format!("{} {}", one.divergence.a.unwrap().text, one.note)).collect()
    }

    #[test]
    fn a_rule_holds_as_far_as_its_scope() {
        let id = divergence("Twelve", "17").id();
        let here = format!(
            r#"{{"scope":"here","a":"x","b":"y","divergence":"{id}.2","kind":"figure","readings":["Twelve","17"]}}"#
        );
        assert_eq!(settles(&here, ["x", "y"]), ["Twelve treated as equivalent here"]);
        let pair = r#"{"scope":"pair","a":"y","b":"x","kind":"figure","readings":["17"," twelve"],"note":"both"}"#;
        assert_eq!(settles(pair, ["x", "y"]), ["Twelve treated as equivalent in this pair: both"; 2]);
        assert!(settles(pair, ["x", "z"]).is_empty());
        let all = r#"{"scope":"everywhere","kind":"figure","subject":"People  hurt","readings":["12","17"]}"#;
        assert_eq!(settles(all, ["x", "z"]), ["12 treated as equivalent everywhere"]);
        assert!(settles(&all.replace("hurt", "dead"), ["x", "z"]).is_empty());
        assert!(settles(&all.replace("figure", "date"), ["x", "z"]).is_empty());
    }

    #[test]
    fn a_checked_divergence_stays_and_says_so() {
        let rules =
            rules(r#"{"mark":"checked","scope":"pair","a":"x","b":"y","kind":"figure","readings":["12","17"]}"#)
                .unwrap();
        let mut divergences = vec![divergence("12", "17"), divergence("13", "17")];
        assert!(rules.settle(["x", "y"], &mut divergences).is_empty());
        assert_eq!(divergences.iter().map(|one| one.note.as_str()).collect::<Vec<_>>(), ["checked", ""]);
        assert!(rules.unused().is_empty());
    }

    #[test]
    fn a_broken_rule_and_one_that_matched_nothing_are_told_with_their_line() {
        let good = r#"{"scope":"everywhere","kind":"figure","readings":["12","17"]}"#;
        let unused = rules(&format!("\n{good}\n")).unwrap().unused();
        assert!(unused[0].ends_with(":2: this rule matched nothing"), "{unused:?}");
        for (line, found) in [
            ("{\"scope\":", "EOF"),
            (&good.replace("everywhere", "always"), "unknown variant `always`"),
            (&good.replace("figure", "number"), "the kind \"number\""),
            (&good.replace("everywhere", "pair"), "no documents"),
            (&good.replace("\"17\"", "null"), "one reading"),
            (&good.replace("\"kind\"", "\"sort\""), "unknown field `sort`"),
        ] {
            let error = rules(&format!("{good}\n{line}\n")).unwrap_err().to_string();
            assert!(error.contains(":2: ") && error.contains(found), "{error}");
        }
    }
}
