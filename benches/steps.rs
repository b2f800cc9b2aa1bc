//! How fast the steps are, each alone on one core: `cargo bench --bench steps`.
//!
//! The texts are the newswire of `../shared/data`, 36 MB of 1987 to 2005, or `data/wire` where that is missing. Rates are in
//! bytes of text, of both texts of a pair. Reading and unpacking the files, and what the steps before make, is outside the
//! clock. Pin it: `taskset -c 1 cargo bench --bench steps`.

use criterion::{
    BatchSize, BenchmarkGroup, Criterion, Throughput, criterion_group, criterion_main, measurement::WallTime,
};
use std::{hint::black_box, path::Path};
use variorum::{
    article::{Article, Reader, Witness},
    body::Body,
    candidates::{Folded, Samples},
    clean::{Clean, Repeated},
    compare::compare,
    document::Document,
    fingerprint::{Fingerprint, story::StoryScratch},
    read::{Fields, read_all},
    scan::matched,
    settings::{self, Settings},
    span::Span,
    verify::{Prepared, Shared},
    words::scan_words,
};

/// The allocator of the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn documents() -> Vec<Document> {
    let shared =
        ["reuters21578", "c50", "bbc"].map(|name| Path::new("../shared/data").join(name).with_extension("jsonl.gz"));
    let inputs = if shared.iter().all(|file| file.exists()) { shared.to_vec() } else { vec!["data/wire".into()] };
    read_all(&inputs, &Fields::default(), &settings::Reading::default()).expect("the texts can be read").documents
}

fn bytes<'a>(documents: impl IntoIterator<Item = &'a Document>) -> u64 {
    documents.into_iter().map(|document| document.text.len() as u64).sum()
}

fn group<'a>(criterion: &'a mut Criterion, name: &str, bytes: u64) -> BenchmarkGroup<'a, WallTime> {
    let mut group = criterion.benchmark_group(name);
    group.throughput(Throughput::Bytes(bytes)).sample_size(10);
    group
}

/// A document with what cleaning made of it.
type Cleaned<'a> = (&'a Document, Clean, Body);

fn cleaned<'a>(documents: &'a [Document], reader: &mut Reader, settings: &Settings) -> Vec<Cleaned<'a>> {
    let clean = |document| {
        reader.read(document);
        let clean = reader.clean(document, &Repeated::new(), settings);
        let body = reader.body(document, &clean);
        (document, clean, body)
    };
    documents.iter().map(clean).collect()
}

fn fingerprints(cleaned: &[Cleaned<'_>], reader: &mut Reader, settings: &Settings) -> Vec<Fingerprint> {
    let mut scratch = StoryScratch::default();
    let print = |(document, _, body): &Cleaned<'_>| {
        Fingerprint::new(document, body, None, &mut reader.vocabulary, &mut scratch, &settings.matching)
    };
    cleaned.iter().map(print).collect()
}

fn tokenize(criterion: &mut Criterion) {
    let documents = documents();
    let mut words = Vec::new();
    group(criterion, "tokenize", bytes(&documents)).bench_function("scan_words", |bencher| {
        bencher.iter(|| {
            for document in &documents {
                words.clear();
                scan_words(&document.text, Span::new(0, document.text.len()), &mut words);
                black_box(&words);
            }
        });
    });
}

/// Words, furniture, the words that are left.
fn clean(criterion: &mut Criterion) {
    let (documents, settings, mut reader) = (documents(), Settings::default(), Reader::default());
    group(criterion, "clean", bytes(&documents)).bench_function("read, clean, body", |bencher| {
        bencher.iter(|| {
            for document in &documents {
                reader.read(document);
                let clean = reader.clean(document, &Repeated::new(), &settings);
                black_box(reader.body(document, &clean));
            }
        });
    });
}

fn fingerprint(criterion: &mut Criterion) {
    let (documents, settings, mut reader) = (documents(), Settings::default(), Reader::default());
    let cleaned = cleaned(&documents, &mut reader, &settings);
    group(criterion, "fingerprint", bytes(&documents)).bench_function("sample and story terms", |bencher| {
        bencher.iter(|| black_box(fingerprints(&cleaned, &mut reader, &settings)));
    });
}

/// From the samples of all documents to pairs.
fn candidates(criterion: &mut Criterion) {
    let (documents, settings, mut reader) = (documents(), Settings::default(), Reader::default());
    let prints = fingerprints(&cleaned(&documents, &mut reader, &settings), &mut reader, &settings);
    let samples = || {
        let mut samples = Samples::new(usize::MAX);
        for print in &prints {
            samples.add(&print.sample).expect("nothing goes to disk");
        }
        samples
    };
    let pairs = |samples: Samples| {
        let folded = Folded::new(prints.iter().map(|print| (print.text_hash, print.words)));
        samples.candidates(&folded, &settings.matching).expect("nothing goes to disk")
    };
    group(criterion, "candidates", bytes(&documents)).bench_function("pairs of samples", |bencher| {
        bencher.iter_batched(samples, |samples| black_box(pairs(samples)), BatchSize::PerIteration);
    });
}

/// Two neighbours of the collection, which share little, and a text with itself: the tables of both, all shared runs, the
/// exact overlap.
fn verify(criterion: &mut Criterion) {
    let (documents, settings, mut reader) = (documents(), Settings::default(), Reader::default());
    let cleaned = cleaned(&documents, &mut reader, &settings);
    let pairs = cleaned.chunks_exact(2).flat_map(|pair| [[&pair[0], &pair[1]], [&pair[0]; 2]]);
    let pairs: Vec<[&Cleaned<'_>; 2]> = pairs.take(10_000).collect();
    let text = pairs.iter().flatten().map(|(document, ..)| *document);
    group(criterion, "verify", bytes(text)).bench_function("tables, runs, overlap", |bencher| {
        bencher.iter(|| {
            for pair in &pairs {
                let [a, b] = pair.map(|(_, _, body)| Prepared::new(body.clone()));
                let shared = Shared::new(&a, &b, &settings.matching);
                black_box(shared.overlap(&shared.runs()));
            }
        });
    });
}

/// All that a document states, then the same with its sentences as stems, which a comparison needs too: one document in ten.
fn facts(criterion: &mut Criterion) {
    let (documents, settings) = (documents(), Settings::default());
    let some = documents.into_iter().step_by(10);
    let articles: Vec<Article> = some.map(|document| Article::new(document, &Repeated::new(), &settings)).collect();
    let text = bytes(articles.iter().map(|article| &article.document));
    let mut group = group(criterion, "facts", text);
    let mut bench = |name: &str, read: fn(&Article)| {
        group.bench_function(name, |bencher| bencher.iter(|| articles.iter().for_each(read)));
    };
    bench("figures, dates, names, quotes, claims", |article| {
        black_box(variorum::facts::facts(&article.document, &article.tokens));
    });
    bench("the same and stems", |article| {
        black_box(Witness::new(article));
    });
}

/// A second version of a report: every fifth paragraph is gone, and some words are others.
fn second_version(document: &Document) -> Document {
    let kept = document.text.lines().enumerate().filter(|(at, _)| at % 5 != 4).map(|(_, line)| line);
    let text =
        kept.collect::<Vec<_>>().join("\n").replace(" said", " told reporters").replace(" year", " twelve months");
    Document { text, ..document.clone() }
}

/// Two articles of some 1,000 words, from text to divergences: one with its second version, one with another. One element is
/// one pair; tables that a whole run shares are made before the clock starts, by the first pair.
fn compare_two(criterion: &mut Criterion) {
    const WORDS: std::ops::Range<usize> = 900..1100;
    let (mut documents, settings) = (documents(), Settings::default());
    documents.retain(|document| WORDS.contains(&document.text.split_whitespace().count()));
    documents.truncate(100);
    let versions: Vec<Document> = documents.iter().map(second_version).collect();
    let pairs = documents.iter().zip(&versions);
    let others = documents.iter().zip(documents.iter().skip(1));
    let both = [("with its second version", pairs.collect::<Vec<_>>()), ("with another article", others.collect())];
    let mut group = criterion.benchmark_group("compare");
    for (name, pairs) in both {
        group.throughput(Throughput::Elements(pairs.len() as u64)).sample_size(10).bench_function(name, |bencher| {
            bencher.iter(|| {
                for (a, b) in &pairs {
                    let [a, b] = [a, b].map(|one| Article::new((*one).clone(), &Repeated::new(), &settings));
                    let (relation, overlap, _) = matched(&a, &b, &settings);
                    let (a, b) = (Witness::new(&a), Witness::new(&b));
                    black_box(compare(&a, &b, relation, overlap, &settings.comparing));
                }
            });
        });
    }
}

criterion_group!(steps, tokenize, clean, fingerprint, candidates, verify, facts, compare_two);
criterion_main!(steps);
