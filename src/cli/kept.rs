//! `scan --kept`: the corpus without its duplicates, in the form that it was read in.

use super::output;
use anyhow::{Context, Result, bail, ensure};
use flate2::{Compression, write::GzEncoder};
use serde::Serialize;
use std::{io::Write, path::Path};
use variorum::{
    document::{DocumentId, Item, Place, Published},
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
    let ends_in = |ending: &str| path.extension().is_some_and(|found| found == ending);
    if ends_in("list") {
        write_list(path, kept().map(|index| corpus.place(index)), &mut out)?;
        return out.finish();
    }
    if ends_in("parquet") {
        write_parquet(path, kept().map(|index| corpus.place(index)), &mut out)?;
        return out.finish();
    }
    let form = common_form(kept().map(|index| corpus.original(index)))?;
    if let Form::Table(header) = &form {
        write_line(&mut out, header)?;
    }
    let is_packed = ends_in("gz");
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

/// Writes the paths of files.
fn write_list(path: &Path, places: impl Iterator<Item = Place>, out: &mut output::NewFile) -> Result<()> {
    let mut last = None;
    for Place { file, .. } in places {
        ensure!(Path::new(&file).is_file(), "--kept {}: {file} is no file on disk", path.display());
        if last.as_ref() != Some(&file) {
            writeln!(out, "{file}")?;
        }
        last = Some(file);
    }
    Ok(())
}

/// Writes rows of Parquet tables as one table.
#[cfg(feature = "parquet")]
fn write_parquet(path: &Path, places: impl Iterator<Item = Place>, out: &mut output::NewFile) -> Result<()> {
    use variorum::read::{Rows, copy_rows};

    let mut rows: Vec<Rows> = Vec::new();
    for Place { file, record, .. } in places {
        let file = Path::new(&file);
        let number = record.filter(|_| file.is_file());
        let Some(number) = number else {
            bail!(
                "--kept {}: {} is no Parquet table on disk, and a table is made of rows of such; name it .jsonl",
                path.display(),
                file.display()
            );
        };
        match rows.last_mut().filter(|rows| rows.table == file) {
            Some(rows) => rows.numbers.push(number),
            None => rows.push(Rows { table: file.to_owned(), numbers: vec![number] }),
        }
    }
    copy_rows(&rows, out).with_context(|| format!("--kept {}, which is made of rows of Parquet tables", path.display()))
}

#[cfg(not(feature = "parquet"))]
fn write_parquet(path: &Path, _: impl Iterator<Item = Place>, _: &mut output::NewFile) -> Result<()> {
    bail!("--kept {}: this program was built without the feature \"parquet\"; name it .jsonl", path.display())
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
