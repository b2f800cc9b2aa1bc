//! Every pair of a corpus that shares enough, found by counting all shared shingles: what a scan is to find.
//!
//! ```text
//! cargo run --release --example oracle -- CORPUS... -o oracle/pairs.jsonl
//! variorum scan CORPUS... -o out
//! python3 benches/recall.py --oracle oracle --out out
//! ```
//!
//! Nothing is sampled, cut or guessed: for each document the shingles that it shares with each other one are counted. That
//! takes the square of how often a shingle stands in the corpus, so it is for tens of thousands of documents.

use anyhow::{Context, Result};
use clap::Parser;
use hashbrown::HashMap;
use rayon::prelude::*;
use serde::Serialize;
use std::{
    fs::File,
    io::{BufWriter, Write},
    path::PathBuf,
};
use variorum::{
    article::Reader,
    fingerprint::shingle::distinct_shingles,
    read::Fields,
    scan::{Corpus, Memory, read_corpus},
    settings::Settings,
    verify::share,
};

/// Writes every pair of a corpus that shares enough.
#[derive(Parser)]
struct Arguments {
    /// Files or folders, in any format that `variorum scan` reads.
    #[arg(required = true)]
    input: Vec<PathBuf>,
    /// One JSON object a pair: ids, Jaccard (five words), containment both ways (three words).
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    /// Least Jaccard of the shingles of five words: 0 to 1.
    #[arg(long, default_value_t = 0.5)]
    jaccard: f64,
    /// Least share of one document's shingles of three words that the other has: 0 to 1.
    #[arg(long, default_value_t = 0.6)]
    containment: f64,
}

#[derive(Serialize)]
struct Pair<'a> {
    a: &'a str,
    b: &'a str,
    jaccard: f64,
    containment_3: [f64; 2],
    words: [u32; 2],
}

/// The different shingles of each document, and for each shingle the documents that have it.
struct Shingles {
    of: Vec<Vec<u32>>,
    documents: Vec<Vec<u32>>,
}

impl Shingles {
    fn new(terms: &[Vec<u64>], length: usize) -> Self {
        let mut numbers: HashMap<u64, u32> = HashMap::new();
        let mut documents: Vec<Vec<u32>> = Vec::new();
        let of = (0..).zip(terms).map(|(document, terms)| {
            let number = |shingle| {
                let number = *numbers.entry(shingle).or_insert(documents.len() as u32);
                documents.resize(documents.len().max(number as usize + 1), Vec::new());
                documents[number as usize].push(document);
                number
            };
            distinct_shingles(terms, length).into_iter().map(number).collect()
        });
        Self { of: of.collect(), documents }
    }

    /// How many shingles `document` shares with each later one, where it shares any.
    fn shared_with_later(&self, document: usize, counts: &mut [u32]) -> Vec<(u32, u32)> {
        let mut later = Vec::new();
        for &shingle in &self.of[document] {
            let having = &self.documents[shingle as usize];
            for &other in &having[having.partition_point(|&other| other as usize <= document)..] {
                if counts[other as usize] == 0 {
                    later.push(other);
                }
                counts[other as usize] += 1;
            }
        }
        later.sort_unstable();
        later.into_iter().map(|other| (other, std::mem::take(&mut counts[other as usize]))).collect()
    }
}

/// The words of each document without its furniture.
fn terms(corpus: &Corpus) -> Result<Vec<Vec<u64>>> {
    let mut reader = Reader::default();
    let terms = (0..corpus.entries.len()).map(|index| {
        let article = corpus.article(index)?;
        reader.read(&article.document);
        Ok(reader.body(&article.document, &article.clean).terms())
    });
    terms.collect()
}

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let settings = Settings::default();
    let corpus = read_corpus(&arguments.input, &Fields::default(), &settings, Memory::default(), &|_| ())?;
    let terms = terms(&corpus)?;
    let matching = &settings.matching;
    let [small, large] =
        [matching.small_shingle_words, matching.shingle_words].map(|length| Shingles::new(&terms, length));
    let found = (0..terms.len()).into_par_iter().map_init(
        || vec![0; terms.len()],
        |counts, a| {
            let larges: HashMap<u32, u32> = large.shared_with_later(a, counts).into_iter().collect();
            let of_small = small.shared_with_later(a, counts).into_iter();
            let pair = |(b, shared): (u32, u32)| {
                let b = b as usize;
                let both = larges.get(&(b as u32)).map_or(0, |&both| both as usize);
                let jaccard = share(both, large.of[a].len() + large.of[b].len() - both);
                let containment_3 = [a, b].map(|side| share(shared as usize, small.of[side].len()));
                let enough = jaccard >= arguments.jaccard
                    || containment_3.iter().any(|&containment| containment >= arguments.containment);
                let id = |index: usize| corpus.entries[index].id.0.as_str();
                let words = [a, b].map(|side| terms[side].len() as u32);
                enough.then(|| Pair { a: id(a), b: id(b), jaccard, containment_3, words })
            };
            of_small.filter_map(pair).collect::<Vec<Pair<'_>>>()
        },
    );
    let found: Vec<Vec<Pair<'_>>> = found.collect();
    let shown = arguments.output.display();
    let file = File::create(&arguments.output).with_context(|| format!("{shown}: cannot write"))?;
    let mut out = BufWriter::new(file);
    for pair in found.iter().flatten() {
        serde_json::to_writer(&mut out, pair)?;
        out.write_all(b"\n")?;
    }
    out.flush().with_context(|| format!("{shown}: cannot write"))
}
