//! `variorum facts INPUT...`.

use super::{
    Ended,
    input::{FieldNames, Reasons},
    output,
};
use anyhow::Result;
use clap::Args;
use std::{io::Write, ops::ControlFlow, path::PathBuf};
use variorum::{
    article::{Article, Witness},
    clean::Repeated,
    read,
    report::json,
    settings::Settings,
};

/// Print what each document states: figures, quotes, names, dates, one JSON line a document.
#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// Files, folders, or - for standard input
    #[arg(required = true, value_name = "INPUT")]
    inputs: Vec<PathBuf>,
    #[command(flatten)]
    fields: FieldNames,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Ended> {
    let settings = Settings::default();
    let mut out = output::raw_stdout();
    let mut reasons = Reasons::default();
    let mut failed = None;
    read::read(&arguments.inputs, &arguments.fields.fields(), &settings.reading, &mut |found| {
        match found {
            read::Found::Document(document) => {
                reasons.go_on();
                let article = Article::new(document, &Repeated::default(), &settings);
                if let Err(error) = output::json_line(&mut out, &json::facts(&Witness::new(&article))) {
                    failed = Some(error);
                    return ControlFlow::Break(());
                }
            }
            read::Found::Skipped(skipped) => reasons.skip(skipped),
            read::Found::Warning(words) => reasons.warn(&words),
        }
        ControlFlow::Continue(())
    })?;
    failed.map_or(Ok(()), Err)?;
    out.flush()?;
    Ok(if reasons.finish() { Ended::Skipped } else { Ended::Done })
}
