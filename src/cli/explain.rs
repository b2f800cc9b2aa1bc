//! `variorum explain A B`.

use super::{Ended, input::TwoDocuments, output};
use anyhow::Result;
use clap::Args;
use std::io::Write;
use variorum::{
    article::{Article, Witness},
    facts::name::SameName,
    relate::explain,
    scan::matched,
    settings::Settings,
    verify::Overlap,
};

/// Tell why two documents are, or are not, related: the evidence line by line, with the thresholds.
#[derive(Args, Debug)]
pub(crate) struct Arguments {
    #[command(flatten)]
    documents: TwoDocuments,
}

/// So many shared runs and names are shown.
const SHOWN: usize = 8;

pub(crate) fn run(arguments: &Arguments) -> Result<Ended> {
    let settings = Settings::default();
    let ([a, b], skipped) = arguments.documents.read(&settings)?;
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
    Ok(if skipped { Ended::Skipped } else { Ended::Done })
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
