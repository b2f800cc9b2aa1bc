//! What to read, as arguments say it.

use super::output;
use anyhow::{Context, Result};
use clap::Args;
use std::{
    ffi::OsStr,
    io::Read,
    os::unix::ffi::OsStrExt,
    path::{Path, PathBuf},
};
use variorum::{
    article::Article,
    clean::Repeated,
    document::{Document, Skipped},
    equivalences::Rules,
    read::{self, Fields},
    scan::{Memory, in_time_order},
    settings::{Join, Settings},
};

/// What to read.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct Inputs {
    /// Files, folders, patterns, or - for standard input
    #[arg(value_name = "INPUT", required_unless_present = "files_from")]
    inputs: Vec<PathBuf>,
    /// Read the files that this list names, one a line, after the inputs; - is standard input (default: no list)
    #[arg(long, value_name = "LIST")]
    files_from: Option<PathBuf>,
}

impl Inputs {
    /// All that is to be read, in order.
    pub(crate) fn paths(&self) -> Result<Vec<PathBuf>> {
        let mut paths = self.inputs.clone();
        if let Some(list) = &self.files_from {
            let bytes = if list == Path::new("-") {
                let mut bytes = Vec::new();
                std::io::stdin().lock().read_to_end(&mut bytes).context("-: cannot read the list of files")?;
                bytes
            } else {
                std::fs::read(list).with_context(|| format!("{}: cannot read this list of files", list.display()))?
            };
            let lines = bytes.split(|byte| *byte == b'\n').map(|line| line.strip_suffix(b"\r").unwrap_or(line));
            paths.extend(lines.filter(|line| !line.is_empty()).map(|line| PathBuf::from(OsStr::from_bytes(line))));
        }
        Ok(paths)
    }
}

/// Where the parts of an article stand in JSON and tables.
#[derive(Args, Clone, Debug, Default)]
#[expect(clippy::struct_field_names, reason = "clap makes the flags --text-field and so on of them")]
#[command(next_help_heading = "Fields of JSON and tables (default: the usual names in scrapers' output)")]
pub(crate) struct FieldNames {
    /// Field of the text, such as body or article.body
    #[arg(long, value_name = "NAME")]
    text_field: Option<String>,
    /// Field of the headline
    #[arg(long, value_name = "NAME")]
    title_field: Option<String>,
    /// Field of the time of publication
    #[arg(long, value_name = "NAME")]
    published_field: Option<String>,
    /// Field of the outlet, agency or site
    #[arg(long, value_name = "NAME")]
    source_field: Option<String>,
    /// Field of the address
    #[arg(long, value_name = "NAME")]
    url_field: Option<String>,
    /// Field of the id
    #[arg(long, value_name = "NAME")]
    id_field: Option<String>,
}

impl FieldNames {
    pub(crate) fn fields(&self) -> Fields {
        Fields {
            text: self.text_field.clone(),
            title: self.title_field.clone(),
            published: self.published_field.clone(),
            source: self.source_field.clone(),
            url: self.url_field.clone(),
            id: self.id_field.clone(),
        }
    }
}

/// How loose or strict documents are judged.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct Judging {
    /// What counts as a duplicate, from strict to loose, each with all before it: near (identical and near copies), version
    /// (reworded, updated and corrected ones), contains (pages and round-ups that hold them), story (all reports of one event)
    /// (default: contains)
    #[arg(long, value_name = "RELATION", value_enum)]
    join: Option<JoinName>,
    #[arg(long, value_name = "NAME=NUMBER", value_parser = threshold, help = SET_HELP)]
    set: Vec<(String, serde_json::Number)>,
}

const SET_HELP: &str =
    "Change a threshold by its name in summary.json, such as matching.same_report=1.5; may be given again";

/// [`Join`] as an argument.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum JoinName {
    Near,
    Version,
    Contains,
    Story,
}

impl Judging {
    pub(crate) fn settings(&self) -> Result<Settings> {
        let mut settings = Settings::default();
        for (name, number) in &self.set {
            settings = settings.with(name, number).map_err(anyhow::Error::msg)?;
        }
        settings.matching.join = match self.join {
            Some(JoinName::Near) => Join::Near,
            Some(JoinName::Version) => Join::Version,
            Some(JoinName::Story) => Join::Story,
            Some(JoinName::Contains) | None => Join::Contains,
        };
        Ok(settings)
    }
}

/// A setting and its value.
fn threshold(words: &str) -> std::result::Result<(String, serde_json::Number), String> {
    let wanted = || "wanted NAME=NUMBER, such as matching.same_report=1.5".to_owned();
    let (name, number) = words.split_once('=').ok_or_else(wanted)?;
    Ok((name.to_owned(), number.parse().map_err(|_| wanted())?))
}

/// The rules of a file; none without one.
pub(crate) fn rules(file: Option<&Path>) -> Result<Rules> {
    Ok(file.map(Rules::read).transpose()?.unwrap_or_default())
}

/// How much memory a run may take.
#[derive(Args, Clone, Debug)]
pub(crate) struct MemoryLimit {
    /// Memory to stay within, such as 512M or 2G; what does not fit goes to temporary files in TMPDIR, and the result is the
    /// same (default: no bound; some 1.3 KB a document and 140 MB are held in any case)
    #[arg(long, value_name = "SIZE", value_parser = size)]
    memory: Option<usize>,
}

impl MemoryLimit {
    pub(crate) fn limit(&self) -> Memory {
        self.memory.map_or_else(Memory::default, Memory::of)
    }
}

/// A number of bytes as people write it: "512M", "2G", "1.5G".
fn size(words: &str) -> std::result::Result<usize, String> {
    let number = words.trim_end_matches(|character: char| character.is_ascii_alphabetic());
    let factor = match words[number.len()..].to_ascii_uppercase().trim_end_matches('B').trim_end_matches('I') {
        "" => 1.0,
        "K" => f64::from(1 << 10),
        "M" => f64::from(1 << 20),
        "G" => f64::from(1 << 30),
        "T" => f64::from(1 << 20) * f64::from(1 << 20),
        _ => return Err("wanted a number with K, M, G or T, such as 512M".to_owned()),
    };
    let bytes =
        number.trim().parse::<f64>().map_err(|_| "wanted a number with K, M, G or T, such as 512M".to_owned())?;
    let least = 64.0 * f64::from(1 << 20);
    if bytes * factor < least { Err("wanted at least 64M".to_owned()) } else { Ok((bytes * factor) as usize) }
}

/// Tells warnings, and why something was skipped, as they come.
///
/// The first reason waits for what comes next: when nothing does, it stands in the error that ends the run.
#[derive(Default)]
pub(crate) struct Reasons {
    held: Option<Skipped>,
    skipped: bool,
}

impl Reasons {
    pub(crate) fn skip(&mut self, skipped: Skipped) {
        if self.skipped {
            self.go_on();
            output::tell(&skipped.to_string());
        } else {
            self.held = Some(skipped);
        }
        self.skipped = true;
    }

    /// Something was read: no reason need wait.
    pub(crate) fn go_on(&mut self) {
        if let Some(first) = self.held.take() {
            output::tell(&first.to_string());
        }
    }

    pub(crate) fn warn(&mut self, words: &str) {
        self.go_on();
        output::tell(words);
    }

    /// All was read; whether something had to be skipped.
    pub(crate) fn finish(mut self) -> bool {
        self.go_on();
        self.skipped
    }
}

/// Articles that were read into memory.
pub(crate) struct Articles {
    pub(crate) articles: Vec<Article>,
    /// Whether something had to be skipped; it was told.
    pub(crate) skipped: bool,
}

/// Reads all articles of `inputs`, in their order; tells warnings and what was skipped.
pub(crate) fn articles(inputs: &[PathBuf], fields: &FieldNames, settings: &Settings) -> Result<Articles> {
    let mut reasons = Reasons::default();
    let mut articles = Vec::new();
    read::read(inputs, &fields.fields(), &settings.reading, &mut |found| {
        match found {
            read::Found::Document(document) => {
                reasons.go_on();
                articles.push(Article::new(document, &Repeated::default(), settings));
            }
            read::Found::Skipped(skipped) => reasons.skip(skipped),
            read::Found::Warning(words) => reasons.warn(&words),
        }
        std::ops::ControlFlow::Continue(())
    })?;
    Ok(Articles { articles, skipped: reasons.finish() })
}

/// Two documents: files, or ids of a corpus.
#[derive(Args, Debug)]
pub(crate) struct TwoDocuments {
    /// The first document: a file, or an id with --in
    a: String,
    /// The second document: a file, or an id with --in
    b: String,
    /// The corpus that holds both, a file or folder (default: A and B are files)
    #[arg(long = "in", value_name = "INPUT")]
    corpus: Vec<PathBuf>,
    #[command(flatten)]
    fields: FieldNames,
}

impl TwoDocuments {
    /// The two articles, the earlier first, and whether something beside them had to be skipped; it was told.
    pub(crate) fn read(&self, settings: &Settings) -> Result<([Article; 2], bool)> {
        if !self.corpus.is_empty() {
            let [a, b] = two_of(&self.corpus, [&self.a, &self.b], &self.fields, settings)?;
            return Ok((in_time_order(a, b), false));
        }
        let (a, skipped_a) = one_file(Path::new(&self.a), &self.fields, settings)?;
        let (b, skipped_b) = one_file(Path::new(&self.b), &self.fields, settings)?;
        Ok((in_time_order(a, b), skipped_a || skipped_b))
    }
}

/// The two articles of `corpus` that have these ids; reading ends when both are found.
fn two_of(corpus: &[PathBuf], ids: [&str; 2], fields: &FieldNames, settings: &Settings) -> Result<[Article; 2]> {
    let mut found: [Option<Article>; 2] = [None, None];
    let mut near = Vec::new();
    read::read(corpus, &fields.fields(), &settings.reading, &mut |read| {
        if let read::Found::Document(document) = read {
            let id = document.id.0.clone();
            if near.len() < 3 {
                near.push(id.clone());
            }
            for (place, wanted) in ids.into_iter().enumerate() {
                if id == wanted {
                    found[place] = Some(Article::new(document.clone(), &Repeated::default(), settings));
                }
            }
        }
        if found.iter().all(Option::is_some) {
            std::ops::ControlFlow::Break(())
        } else {
            std::ops::ControlFlow::Continue(())
        }
    })?;
    let missing = |id: &str| variorum::error::Error::NoSuchDocument {
        id: id.to_owned(),
        hint: format!("the corpus begins with {}; \"variorum scan\" lists all in documents.jsonl", near.join(", ")),
    };
    let [one, other] = found;
    Ok([one.ok_or_else(|| missing(ids[0]))?, other.ok_or_else(|| missing(ids[1]))?])
}

fn one_file(path: &Path, fields: &FieldNames, settings: &Settings) -> Result<(Article, bool)> {
    let mut everything = read::read_all(&[path.to_owned()], &fields.fields(), &settings.reading)?;
    everything.warnings.iter().for_each(|words| output::tell(words));
    everything.skipped.iter().for_each(|skipped| output::tell(&skipped.to_string()));
    let mut documents: Vec<Document> = everything.documents.drain(..).collect();
    anyhow::ensure!(
        documents.len() == 1,
        "{}: holds {} articles; say \"--in {}\" and give the ids of two of them",
        path.display(),
        documents.len(),
        path.display()
    );
    let article = Article::new(documents.remove(0), &Repeated::default(), settings);
    Ok((article, !everything.skipped.is_empty()))
}
