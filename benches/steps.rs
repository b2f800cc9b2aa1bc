//! How fast the steps are, each alone on one core: `cargo bench --bench steps`.
//!
//! The texts are the newswire of `../shared/data`, 36 MB of 1987 to 2005, or `data/wire` where that is missing. Reading and
//! unpacking them is outside the clock. Pin it: `taskset -c 1 cargo bench --bench steps`.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use std::{hint::black_box, path::Path};
use variorum::{
    document::Document,
    read::{Fields, read_all},
    settings::Reading,
    span::Span,
    words::scan_words,
};

fn documents() -> Vec<Document> {
    let shared =
        ["reuters21578", "c50", "bbc"].map(|name| Path::new("../shared/data").join(name).with_extension("jsonl.gz"));
    let inputs = if shared.iter().all(|file| file.exists()) { shared.to_vec() } else { vec!["data/wire".into()] };
    read_all(&inputs, &Fields::default(), &Reading::default()).expect("the texts can be read").documents
}

fn tokenize(criterion: &mut Criterion) {
    let documents = documents();
    let bytes = documents.iter().map(|document| document.text.len() as u64).sum();
    let mut words = Vec::new();
    let mut group = criterion.benchmark_group("tokenize");
    group.throughput(Throughput::Bytes(bytes)).sample_size(20);
    group.bench_function("scan_words", |bencher| {
        bencher.iter(|| {
            for document in &documents {
                words.clear();
                scan_words(&document.text, Span::new(0, document.text.len()), &mut words);
                black_box(&words);
            }
        });
    });
}

criterion_group!(steps, tokenize);
criterion_main!(steps);
