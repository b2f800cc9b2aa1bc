//! `variorum explain A B`.

use super::{
    Ended,
    input::{self, FieldNames},
    output,
};
use anyhow::Result;
use clap::Args;
use std::{io::Write, path::PathBuf};
use variorum::{
    relate::explain,
    scan::{in_time_order, matched},
    settings::Settings,
};

/// Tell why two documents are, or are not, related: the evidence line by line, with the thresholds.
#[derive(Args, Debug)]
pub(crate) struct Arguments {
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

pub(crate) fn run(arguments: &Arguments) -> Result<Ended> {
    let settings = Settings::default();
    let [a, b] = input::two(&arguments.a, &arguments.b, &arguments.corpus, &arguments.fields, &settings)?;
    let [a, b] = in_time_order(a, b);
    let (relation, _, evidence) = matched(&a, &b, &settings);
    let mut out = output::stdout();
    writeln!(out, "a {}  b {}", a.document.id, b.document.id)?;
    writeln!(out, "relation: {}", relation.map_or("none: unrelated", variorum::relate::Relation::name))?;
    for line in explain(&evidence, &settings.matching) {
        writeln!(out, "  {line}")?;
    }
    out.flush()?;
    Ok(Ended::Done)
}
