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
    article::Reader,
    body::Body,
    candidates::{Folded, Samples},
    clean::{Clean, Repeated},
    document::Document,
    fingerprint::{Fingerprint, story::StoryScratch},
    read::{Fields, read_all},
    settings::{self, Settings},
    span::Span,
    verify::{Prepared, overlap, shared_runs},
    words::scan_words,
};

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
                black_box(overlap(&a, &b, &shared_runs(&a, &b, &settings.matching), &settings.matching));
            }
        });
    });
}

criterion_group!(steps, tokenize, clean, fingerprint, candidates, verify);
criterion_main!(steps);
