//! `scan --kept`: the corpus without its duplicates, in the form that it was read in.

use super::output;
use anyhow::{Result, ensure};
use flate2::{Compression, write::GzEncoder};
use serde::Serialize;
use std::{io::Write, path::Path};
use variorum::{
    document::{DocumentId, Item, Published},
    read::Original,
    scan::{Corpus, Scan},
};

/// What all kept documents have in common, and the file is written in.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Form {
    JsonLines,
    /// A table with this first row.
    Table(Vec<u8>),
    Warc,
}

/// The line of a document that was none.
#[derive(Serialize)]
struct Made<'a> {
    id: &'a DocumentId,
    text: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    published: Option<Published>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
    #[serde(flatten)]
    item: &'a Item,
}

/// Writes the documents of `corpus` that are kept to `path`.
pub(super) fn write(path: &Path, corpus: &Corpus, found: &Scan) -> Result<()> {
    let kept = || found.reasons.iter().enumerate().filter(|(_, reason)| reason.keep).map(|(index, _)| index);
    let mut out = output::NewFile::create(path)?;
    if path.extension().is_some_and(|ending| ending == "list") {
        let mut last = None;
        for file in kept().map(|index| corpus.file(index)) {
            ensure!(Path::new(file).is_file(), "--kept {}: {file} is no file on disk", path.display());
            if last != Some(file) {
                writeln!(out, "{file}")?;
            }
            last = Some(file);
        }
        return out.finish();
    }
    let form = common_form(kept().map(|index| corpus.original(index)))?;
    if let Form::Table(header) = &form {
        write_line(&mut out, header)?;
    }
    let is_packed = path.extension().is_some_and(|ending| ending == "gz");
    for index in kept() {
        match (corpus.original(index)?, &form) {
            (Original::Json(line), Form::JsonLines) if !line.trim_ascii().contains(&b'\n') => {
                write_line(&mut out, &line)?;
            }
            (Original::Row { row, .. }, Form::Table(_)) => write_line(&mut out, &row)?,
            (Original::Warc(record), _) if form == Form::Warc => {
                let record = [&record[..], b"\r\n\r\n"].concat();
                if is_packed {
                    // A member for each record, as web archives have it.
                    let mut member = GzEncoder::new(Vec::new(), Compression::default());
                    member.write_all(&record)?;
                    out.write_all(&member.finish()?)?;
                } else {
                    out.write_all(&record)?;
                }
            }
            // A value of JSON that has several lines goes on one: no line ends inside a string.
            (Original::Json(value), _) => {
                let ends_line = |byte: &u8| matches!(byte, b'\n' | b'\r');
                let line: Vec<u8> = value.iter().map(|byte| if ends_line(byte) { b' ' } else { *byte }).collect();
                write_line(&mut out, line.trim_ascii())?;
            }
            _ => {
                let document = corpus.document(index)?;
                output::json_line(
                    &mut out,
                    &Made {
                        id: &document.id,
                        text: &document.text,
                        title: document.title.as_deref(),
                        published: document.published,
                        source: document.source.as_deref(),
                        url: document.url.as_deref(),
                        item: &document.item,
                    },
                )?;
            }
        }
    }
    out.finish()
}

/// The form of all documents; JSON lines where they have several.
fn common_form(originals: impl Iterator<Item = variorum::error::Result<Original>>) -> Result<Form> {
    let mut common = None;
    for original in originals {
        let form = match original? {
            Original::Row { header, .. } => Form::Table(header),
            Original::Warc(_) => Form::Warc,
            Original::Json(_) | Original::File => Form::JsonLines,
        };
        if common.get_or_insert_with(|| form.clone()) != &form {
            return Ok(Form::JsonLines);
        }
    }
    Ok(common.unwrap_or(Form::JsonLines))
}

fn write_line(out: &mut impl Write, line: &[u8]) -> Result<()> {
    out.write_all(line)?;
    if !line.ends_with(b"\n") {
        out.write_all(b"\n")?;
    }
    Ok(())
}
