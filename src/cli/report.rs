//! `variorum report INPUT... -o DIR`.

use super::{
    Ended,
    input::{FieldNames, Judging, MemoryLimit, rules},
    output, progress,
    scan::{tell_faults, write_folder},
};
use anyhow::Result;
use clap::Args;
use std::path::PathBuf;
use variorum::{
    scan::{read_corpus, scan},
    site::site,
};

/// Scan a corpus and write pages to read: an index, a page a cluster, a page a pair.
///
/// Open DIR/index.html in a browser; no network is needed. The files of scan stand beside the pages.
#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// Files, folders, or - for standard input
    #[arg(required = true, value_name = "INPUT")]
    inputs: Vec<PathBuf>,
    /// Folder for the pages
    #[arg(short, long, value_name = "DIR")]
    output: PathBuf,
    /// Rules file, as a page exports it: differences that count as equal, or were checked (default: none)
    #[arg(long, value_name = "FILE")]
    equivalences: Option<PathBuf>,
    #[command(flatten)]
    judging: Judging,
    #[command(flatten)]
    memory: MemoryLimit,
    #[command(flatten)]
    fields: FieldNames,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Ended> {
    let settings = arguments.judging.settings()?;
    let rules = rules(arguments.equivalences.as_deref())?;
    output::folder(&arguments.output)?;
    let bar = progress::Bar::new();
    let watch = |step| bar.hear(step);
    let memory = arguments.memory.limit();
    let mut corpus = read_corpus(&arguments.inputs, &arguments.fields.fields(), &settings, memory, &watch)?;
    tell_faults(&corpus);
    let found = scan(&mut corpus, &settings, memory, &watch)?;
    write_folder(&arguments.output, &corpus, &found, &settings)?;
    let inputs: Vec<String> = arguments.inputs.iter().map(|input| input.display().to_string()).collect();
    let read = (inputs.join(", "), corpus.skipped.len());
    site(&corpus, &found, (&read.0, read.1), (&settings, &rules), &watch, &mut |page| {
        output::write_file(&arguments.output.join(page.name), page.html.as_bytes())
    })?;
    drop(bar);
    rules.unused().iter().for_each(|words| output::tell(words));
    output::tell(&format!(
        "{} documents, {} clusters: {}",
        corpus.entries.len(),
        found.clusters.len(),
        arguments.output.join("index.html").display()
    ));
    Ok(if corpus.skipped.is_empty() { Ended::Done } else { Ended::Skipped })
}
