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
    article::{Article, Witness},
    facts::name::SameName,
    relate::explain,
    scan::{in_time_order, matched},
    settings::Settings,
    verify::Overlap,
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

/// So many shared runs and names are shown.
const SHOWN: usize = 8;

pub(crate) fn run(arguments: &Arguments) -> Result<Ended> {
    let settings = Settings::default();
    let [a, b] = input::two(&arguments.a, &arguments.b, &arguments.corpus, &arguments.fields, &settings)?;
    let [a, b] = in_time_order(a, b);
    let (relation, overlap, evidence) = matched(&a, &b, &settings);
    let mut out = output::stdout();
    writeln!(out, "a {}  b {}", a.document.id, b.document.id)?;
    writeln!(out, "relation: {}", relation.map_or("none: unrelated", variorum::relate::Relation::name))?;
    for line in explain(&evidence, &settings.matching) {
        writeln!(out, "  {line}")?;
    }
    writeln!(out, "shared runs of words, longest first:")?;
    for words in shared_runs(&a, &overlap) {
        writeln!(out, "  {words}")?;
    }
    writeln!(out, "names in both: {}", shared_names(&a, &b).join("; "))?;
    out.flush()?;
    Ok(Ended::Done)
}

/// The longest shared runs, as `a` writes them.
fn shared_runs(a: &Article, overlap: &Overlap) -> Vec<String> {
    let mut passages: Vec<_> = overlap.passages.iter().map(|passage| passage.a).collect();
    passages.sort_by_key(|span| (std::cmp::Reverse(span.len()), *span));
    let words = |span: variorum::span::Span| span.of(&a.document.text).split_whitespace().collect::<Vec<_>>().join(" ");
    passages.into_iter().take(SHOWN).map(|span| variorum::report::terminal::shown(&words(span))).collect()
}

/// The names that both documents have, as `a` writes them.
fn shared_names(a: &Article, b: &Article) -> Vec<String> {
    let (a, b) = (Witness::new(a), Witness::new(b));
    let others = &b.facts.names.entities;
    let both =
        a.facts.names.entities.iter().filter(|one| others.iter().any(|other| one.compare(other) == SameName::Same));
    both.take(SHOWN).map(|entity| variorum::report::terminal::shown(&entity.canonical)).collect()
}
