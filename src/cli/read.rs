//! `variorum read INPUT...`.

use super::{
    Ended,
    input::{FieldNames, Inputs, Reasons},
    output,
};
use anyhow::Result;
use clap::Args;
use std::{io::Write, ops::ControlFlow};
use variorum::{read, settings::Settings};

/// Print what is read, before anything is made of it: one JSON line a document.
#[derive(Args, Debug)]
pub(crate) struct Arguments {
    #[command(flatten)]
    inputs: Inputs,
    /// Print what could not be read instead, and why: one JSON line each, as in skipped.jsonl
    #[arg(long)]
    skipped: bool,
    #[command(flatten)]
    fields: FieldNames,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Ended> {
    let settings = Settings::default();
    let mut out = output::raw_stdout();
    let mut reasons = Reasons::default();
    let mut failed = None;
    let read = read::read(&arguments.inputs.paths()?, &arguments.fields.fields(), &settings.reading, &mut |found| {
        let written = match found {
            read::Found::Document(ref document) => {
                reasons.go_on();
                if arguments.skipped { Ok(()) } else { output::json_line(&mut out, document) }
            }
            read::Found::Skipped(skipped) => {
                let written = if arguments.skipped { output::json_line(&mut out, &skipped) } else { Ok(()) };
                reasons.skip(skipped);
                written
            }
            read::Found::Warning(words) => {
                reasons.warn(&words);
                Ok(())
            }
        };
        failed = written.err();
        if failed.is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    failed.map_or(Ok(()), Err)?;
    out.flush()?;
    read?;
    Ok(if reasons.finish() { Ended::Skipped } else { Ended::Done })
}
