//! `variorum compare A B`.

use super::{
    Ended,
    input::{TwoDocuments, rules},
    output,
};
use anyhow::Result;
use clap::{Args, ValueEnum};
use std::{io::Write, path::PathBuf};
use variorum::{
    article::Witness,
    compare::compare,
    report::{PairReport, html, json, terminal},
    scan::matched,
    settings::Settings,
};

/// Compare two documents: where they disagree, what to check first.
#[derive(Args, Debug)]
pub(crate) struct Arguments {
    #[command(flatten)]
    documents: TwoDocuments,
    /// Form of the answer
    #[arg(long, value_enum, default_value_t = Format::Terminal)]
    format: Format,
    /// Colours, and both texts side by side: auto (on a terminal only), always, never
    #[arg(long, value_enum, default_value_t = Color::Auto)]
    color: Color,
    /// Write to this file (default: standard output)
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Rules file, as a page exports it: differences that count as equal, or were checked (default: none)
    #[arg(long, value_name = "FILE")]
    equivalences: Option<PathBuf>,
    /// End with exit code 1 when the two differ
    #[arg(long)]
    exit_code: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Color {
    /// On a terminal
    Auto,
    /// Also in a pipe
    Always,
    /// Nowhere
    Never,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// For reading here
    Terminal,
    /// For programs
    Json,
    /// One self-contained page
    Html,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Ended> {
    let settings = Settings::default();
    let rules = rules(arguments.equivalences.as_deref())?;
    let ([a, b], skipped) = arguments.documents.read(&settings)?;
    let (relation, overlap, _) = matched(&a, &b, &settings);
    let (witness_a, witness_b) = (Witness::new(&a), Witness::new(&b));
    let mut comparison = compare(&witness_a, &witness_b, relation, overlap, &settings.comparing);
    comparison.settle(&a.document.id.0, &b.document.id.0, &rules);
    rules.unused().iter().for_each(|words| output::tell(words));
    let report = PairReport { a: &a, b: &b, comparison: &comparison, cluster_page: None };
    let mut bytes = Vec::new();
    match arguments.format {
        Format::Terminal => {
            let columns =
                arguments.output.is_none() && (output::is_terminal() || matches!(arguments.color, Color::Always));
            bytes.extend(terminal::comparison(&report, output::width(), columns).into_bytes());
        }
        Format::Json => output::json_line(&mut bytes, &json::comparison(&a, &b, &comparison))?,
        Format::Html => bytes.extend(html::pair_page(&report).into_bytes()),
    }
    match (&arguments.output, arguments.format) {
        (Some(path), Format::Terminal) => output::write_file(path, &anstream::adapter::strip_bytes(&bytes).into_vec())?,
        (Some(path), _) => output::write_file(path, &bytes)?,
        (None, Format::Terminal) => match arguments.color {
            Color::Auto => flushed(output::stdout(), &bytes)?,
            Color::Always => flushed(output::raw_stdout(), &bytes)?,
            Color::Never => flushed(output::raw_stdout(), &anstream::adapter::strip_bytes(&bytes).into_vec())?,
        },
        (None, _) => flushed(output::raw_stdout(), &bytes)?,
    }
    let differ = arguments.exit_code && !comparison.divergences.is_empty();
    Ok(match (differ, skipped) {
        (true, _) => Ended::Differ,
        (false, true) => Ended::Skipped,
        (false, false) => Ended::Done,
    })
}

fn flushed(mut out: impl Write, bytes: &[u8]) -> Result<()> {
    out.write_all(bytes)?;
    out.flush()?;
    Ok(())
}
