//! `variorum scan INPUT...`.

use super::{
    Ended,
    input::{FieldNames, Inputs, Judging, MemoryLimit},
    kept, output, progress,
};
use anyhow::Result;
use clap::Args;
use serde::Serialize;
use std::{
    io::Write,
    path::{Path, PathBuf},
};
use variorum::{
    cluster::ClusterKind,
    report::json,
    scan::{Corpus, Counts, Scan, read_corpus, scan},
    settings::Settings,
};

/// Find the versions in a corpus: verified pairs, clusters, and what to keep.
#[derive(Args, Debug)]
pub(crate) struct Arguments {
    #[command(flatten)]
    inputs: Inputs,
    /// Write pairs.jsonl, clusters.jsonl, documents.jsonl, skipped.jsonl and summary.json to this folder (default:
    /// clusters as JSON lines on standard output)
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
    /// Write the corpus without its duplicates to this file in the form that it has: JSON lines and table rows as they were
    /// read, records of a web archive, all else, and what has several forms, as JSON lines. A FILE that ends in .list gets the
    /// paths of the kept files instead, for --files-from; one that ends in .parquet gets the rows of Parquet tables as one
    #[arg(long, value_name = "FILE")]
    kept: Option<PathBuf>,
    /// Miss no pair with this Jaccard of five-word shingles or more; every document is read twice more (default without the flag: pairs are
    /// found by a sample; with the flag alone: 0.7)
    #[arg(long, value_name = "JACCARD", num_args = 0..=1, require_equals = true, default_missing_value = "0.7", value_parser = share)]
    exact: Option<f64>,
    #[command(flatten)]
    judging: Judging,
    #[command(flatten)]
    memory: MemoryLimit,
    #[command(flatten)]
    fields: FieldNames,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Ended> {
    let mut settings = arguments.judging.settings()?;
    if let Some(folder) = &arguments.output {
        output::folder(folder)?; // before the work, not after it
    }
    settings.matching.exact = arguments.exact;
    let bar = progress::Bar::new();
    let memory = arguments.memory.limit();
    let mut corpus =
        read_corpus(&arguments.inputs.paths()?, &arguments.fields.fields(), &settings, memory, &|step| bar.hear(step))?;
    tell_faults(&corpus);
    let told = corpus.skipped.len();
    let found = scan(&mut corpus, &settings, memory, &|step| bar.hear(step))?;
    drop(bar);
    corpus.skipped[told..].iter().for_each(|skipped| output::tell(&skipped.to_string()));
    match &arguments.output {
        Some(folder) => write_folder(folder, &corpus, &found, &settings)?,
        None => write_clusters(output::raw_stdout(), &corpus, &found)?,
    }
    if let Some(path) = &arguments.kept {
        kept::write(path, &corpus, &found)?;
    }
    Ok(if corpus.skipped.is_empty() { Ended::Done } else { Ended::Skipped })
}

/// A share above 0, as people write it.
fn share(words: &str) -> std::result::Result<f64, String> {
    let share = words.parse().ok().filter(|share| (0.1..=1.0).contains(share));
    share.ok_or_else(|| "wanted a number from 0.1 to 1, such as 0.7".to_owned())
}

/// Tells warnings and what was skipped.
pub(super) fn tell_faults(corpus: &Corpus) {
    corpus.warnings.iter().for_each(|warning| output::tell(warning));
    corpus.skipped.iter().for_each(|skipped| output::tell(&skipped.to_string()));
}

fn write_clusters(mut out: impl Write, corpus: &Corpus, found: &Scan) -> Result<()> {
    for cluster in &found.clusters {
        output::json_line(&mut out, &json::cluster(cluster, |index| &corpus.entries[index].id))?;
    }
    out.flush()?;
    Ok(())
}

/// What `summary.json` holds.
#[derive(Serialize)]
struct Summary<'a> {
    #[serde(flatten)]
    counts: Counts,
    skipped: usize,
    /// Seconds of each step: the only thing of all output that differs from run to run.
    seconds: serde_json::Map<String, serde_json::Value>,
    settings: &'a Settings,
}

pub(super) fn write_folder(folder: &Path, corpus: &Corpus, found: &Scan, settings: &Settings) -> Result<()> {
    let entries = &corpus.entries;
    let mut out = output::NewFile::create(&folder.join("pairs.jsonl"))?;
    for pair in &found.matches {
        output::json_line(
            &mut out,
            &json::pair(&entries[pair.a].id, &entries[pair.b].id, Some(pair.relation), &pair.overlap),
        )?;
    }
    out.finish()?;
    let mut out = output::NewFile::create(&folder.join("clusters.jsonl"))?;
    write_clusters(&mut out, corpus, found)?;
    out.finish()?;
    let mut out = output::NewFile::create(&folder.join("documents.jsonl"))?;
    let (copy, story) =
        (clusters_of(found, ClusterKind::Copy, entries.len()), clusters_of(found, ClusterKind::Story, entries.len()));
    for (index, entry) in entries.iter().enumerate() {
        let line = json::DocumentLine {
            id: &entry.id,
            source: entry.source.as_deref(),
            title: entry.title.as_deref(),
            published: entry.published,
            copy: copy[index],
            story: story[index],
            keep: found.reasons[index].keep,
            because: &found.reasons[index].because,
        };
        output::json_line(&mut out, &line)?;
    }
    out.finish()?;
    let mut out = output::NewFile::create(&folder.join("skipped.jsonl"))?;
    corpus.skipped.iter().try_for_each(|skipped| output::json_line(&mut out, skipped))?;
    out.finish()?;
    let seconds = corpus.seconds.iter().chain(&found.seconds);
    let milli = |seconds: f64| (seconds * 1_000.0).round() / 1_000.0;
    let seconds = seconds.map(|(step, seconds)| ((*step).to_owned(), milli(*seconds).into())).collect();
    let summary = Summary { counts: found.counts, skipped: corpus.skipped.len(), seconds, settings };
    let mut bytes = serde_json::to_vec_pretty(&summary)?;
    bytes.push(b'\n');
    output::write_file(&folder.join("summary.json"), &bytes)
}

/// The id of each document's cluster of one kind.
fn clusters_of(found: &Scan, kind: ClusterKind, documents: usize) -> Vec<Option<&str>> {
    let mut out = vec![None; documents];
    for cluster in found.clusters.iter().filter(|cluster| cluster.kind == kind) {
        cluster.members.iter().for_each(|member| out[*member] = Some(cluster.id.as_str()));
    }
    out
}
