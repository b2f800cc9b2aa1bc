//! Makes a corpus of any size for measuring, with the truth beside it: which document is a copy of which, and how it
//! was changed.
//!
//! ```text
//! cargo run --release --example corpus -- --documents 200000 -o corpus.jsonl --truth truth.jsonl
//! ```
//!
//! Half of the documents are bases, which have nothing to do with one another: real articles, and when these run out
//! further editions of them in other words (`source`). The other half are copies, of ten kinds in equal parts
//! (`copies`). Equal seed and source files give equal bytes.

#[path = "corpus/copies.rs"]
mod copies;
#[path = "corpus/pieces.rs"]
mod pieces;
#[path = "corpus/plan.rs"]
mod plan;
#[path = "corpus/random.rs"]
mod random;
#[path = "corpus/source.rs"]
mod source;

use anyhow::{Context, Result};
use clap::Parser;
use copies::Kind;
use jiff::Timestamp;
use plan::{Plan, Print};
use random::Random;
use rayon::prelude::*;
use serde::Serialize;
use source::{Edition, Source};
use std::{
    fs::File,
    io::{BufWriter, Write},
    path::{Path, PathBuf},
};

/// Documents that are made at once; 4,096: about 10 MB of text, enough for every core.
const CHUNK: usize = 4096;
/// 1 May 2031, 00:00 UTC: the first base is published then.
const FIRST_SECOND: usize = 1_935_360_000;
const DAY: usize = 24 * 60 * 60;
/// Days over which the bases are spread.
const DAYS: usize = 30;
/// What the random numbers of a document are for; the plan uses the small numbers.
const FOR_DOCUMENTS: u64 = 100;
/// Sources to use where they are; the second is in the repository.
const NEWS: [&str; 3] =
    ["../shared/data/reuters21578.jsonl.gz", "../shared/data/c50.jsonl.gz", "../shared/data/bbc.jsonl.gz"];
const WIRE: &str = "data/wire";

/// Half of the name of an outlet each: 40 outlets.
const TOWNS: [&str; 8] = ["Ruda", "Pellin", "Estmark", "Lindmar", "Brevna", "Altenfurt", "Marenz", "Valdemira"];
const PAPERS: [&str; 5] = ["Courier", "Post", "Ledger", "Daily", "Observer"];

/// Makes a corpus of JSON lines for measuring, with the truth beside it.
#[derive(Parser)]
struct Arguments {
    /// How many documents; half of them are copies.
    #[arg(long, default_value_t = 200_000)]
    documents: u32,
    /// The corpus: one JSON object a line with id, title, published, source, text.
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    /// One JSON object a copy: its id, the id of its base ("of"), the kind of change.
    #[arg(long, value_name = "FILE")]
    truth: PathBuf,
    /// Another seed makes another corpus from the same articles.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Files or folders of real articles, in any format that `variorum scan` reads.
    #[arg(long, value_name = "FILE", num_args = 1..)]
    from: Vec<PathBuf>,
}

#[derive(Serialize)]
struct Line {
    id: String,
    title: String,
    published: String,
    source: String,
    text: String,
}

#[derive(Serialize)]
struct Truth {
    id: String,
    of: String,
    kind: Kind,
}

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let from = if arguments.from.is_empty() { default_source() } else { arguments.from };
    let source = Source::read(&from, arguments.seed)?;
    let plan = Plan::new(arguments.documents as usize, &source, arguments.seed)?;
    let editions = (0..plan.editions() as u64).into_par_iter().map(|number| source.edition(number)).collect();
    let press = Press { source, plan, editions, seed: arguments.seed };

    let mut corpus = create(&arguments.output)?;
    let mut truth = create(&arguments.truth)?;
    for documents in press.plan.order.chunks(CHUNK) {
        let lines = documents.par_iter().map(|document| press.line(*document)).collect::<Result<Vec<_>>>()?;
        for (line, document) in lines.iter().zip(documents) {
            writeln!(corpus, "{line}")?;
            if let Some(copy) = press.truth(*document) {
                writeln!(truth, "{}", serde_json::to_string(&copy)?)?;
            }
        }
    }
    corpus.flush()?;
    truth.flush()?;
    Ok(())
}

fn default_source() -> Vec<PathBuf> {
    let news = NEWS.map(PathBuf::from);
    if news.iter().all(|file| file.exists()) { news.into() } else { vec![WIRE.into()] }
}

fn create(path: &Path) -> Result<BufWriter<File>> {
    let file = File::create(path).with_context(|| format!("{}: cannot be written", path.display()))?;
    Ok(BufWriter::with_capacity(1 << 20, file))
}

/// Makes any document of a corpus from its number.
struct Press {
    source: Source,
    plan: Plan,
    editions: Vec<Edition>,
    seed: u64,
}

impl Press {
    /// The line of a document in the corpus.
    fn line(&self, document: u32) -> Result<String> {
        let mut random = self.random(document);
        let (outlet, second) = (random.below(TOWNS.len() * PAPERS.len()), self.second(document));
        let (title, text) = match self.copy(document) {
            None => self.article(&self.plan.base(document)),
            Some(copy) => {
                let (base_title, base) = self.article(&self.plan.base(copy.of));
                let fresh: Vec<_> = copy.fresh.clone().map(|number| self.article(&self.plan.fresh(number))).collect();
                let title = fresh.first().map_or(base_title, |(title, _)| title.clone());
                let fresh = fresh.into_iter().map(|(_, text)| text).collect::<Vec<_>>().join("\n\n");
                (title, copy.kind.apply(&base, &fresh, &self.source.vocabulary, &mut random))
            }
        };
        let line = Line {
            id: self.id(document),
            title,
            published: Timestamp::from_second(i64::try_from(second)?)?.to_string(),
            source: format!("{} {}", TOWNS[outlet / PAPERS.len()], PAPERS[outlet % PAPERS.len()]),
            text,
        };
        Ok(serde_json::to_string(&line)?)
    }

    /// What is true of a document that is a copy.
    fn truth(&self, document: u32) -> Option<Truth> {
        let copy = self.copy(document)?;
        Some(Truth { id: self.id(document), of: self.id(copy.of), kind: copy.kind })
    }

    fn copy(&self, document: u32) -> Option<&plan::Copy> {
        self.plan.copies.get((document as usize).checked_sub(self.plan.bases)?)
    }

    /// The id tells the place in the corpus, so it gives nothing away.
    fn id(&self, document: u32) -> String {
        format!("d{:07}", self.plan.places[document as usize])
    }

    /// When a document is published, in seconds since 1970: a copy less than 24 hours after its base.
    fn second(&self, document: u32) -> usize {
        let mut random = Random::of(&[self.seed, FOR_DOCUMENTS + 1, u64::from(document)]);
        match self.copy(document) {
            None => FIRST_SECOND + random.below(DAYS * DAY),
            Some(copy) => self.second(copy.of) + 1 + random.below(DAY - 1),
        }
    }

    fn random(&self, document: u32) -> Random {
        Random::of(&[self.seed, FOR_DOCUMENTS, u64::from(document)])
    }

    /// Title and text.
    fn article(&self, print: &Print) -> (String, String) {
        let (article, edition) = (&self.source.articles[print.article], &self.editions[print.edition]);
        (self.source.title(article, edition), self.source.text(article, edition))
    }
}
