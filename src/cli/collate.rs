//! `variorum collate INPUT...`.

use super::{
    Ended,
    input::{self, FieldNames},
    output,
};
use anyhow::Result;
use clap::{Args, ValueEnum};
use std::{io::Write, path::PathBuf};
use variorum::{
    article::Witness,
    collate::collate,
    document::DocumentId,
    report::{csv, json, terminal},
    scan::sort_by_time,
    settings::Settings,
};

/// Set all inputs side by side as versions of one story: one row a subject, one column a version.
#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// Files, folders, or - for standard input
    #[arg(required = true, value_name = "INPUT")]
    inputs: Vec<PathBuf>,
    /// Form of the answer
    #[arg(long, value_enum, default_value_t = Format::Terminal)]
    format: Format,
    #[command(flatten)]
    fields: FieldNames,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// For reading here
    Terminal,
    /// For programs
    Json,
    /// For a spreadsheet
    Csv,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Ended> {
    let settings = Settings::default();
    let mut read = input::articles(&arguments.inputs, &arguments.fields, &settings)?;
    sort_by_time(&mut read.articles);
    let witnesses: Vec<Witness<'_>> = read.articles.iter().map(Witness::new).collect();
    let table = collate(&witnesses, &settings.comparing);
    let ids: Vec<&DocumentId> = read.articles.iter().map(|article| &article.document.id).collect();
    if matches!(arguments.format, Format::Terminal) {
        let mut out = output::stdout();
        out.write_all(terminal::collation(&ids, &table, output::width()).as_bytes())?;
        out.flush()?;
    } else {
        let mut out = output::raw_stdout();
        match arguments.format {
            Format::Csv => out.write_all(csv::collation(&ids, &table).as_bytes())?,
            _ => output::json_line(&mut out, &json::collation(&ids, &table))?,
        }
        out.flush()?;
    }
    Ok(if read.skipped { Ended::Skipped } else { Ended::Done })
}
