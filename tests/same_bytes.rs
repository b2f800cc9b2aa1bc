//! Same input, same bytes: whatever the number of threads and the memory, and the same findings whatever the order of the input.

use crate::program::{DONE, project, read_lines, run, run_with_threads, scan, to_lines, without_seconds};
use serde_json::Value;
use std::{
    collections::{BTreeMap, BTreeSet},
    ffi::OsStr,
    fs,
    path::{Path, PathBuf},
};
use variorum::{
    read::Fields,
    scan::{Memory, read_corpus},
    settings::Settings,
};

/// Every file of `folder` with its bytes.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(folder).unwrap().map(Result::unwrap);
    entries.map(|entry| (entry.file_name().into_string().unwrap(), fs::read(entry.path()).unwrap())).collect()
}

/// What `command` over the corpus writes with `threads` threads: its files, and standard output as `-`.
fn written(command: &str, options: &[&str], threads: usize) -> BTreeMap<String, Vec<u8>> {
    let folder = tempfile::tempdir().unwrap();
    let output: [&OsStr; 2] = match command {
        "collate" => ["--format".as_ref(), "json".as_ref()],
        _ => ["-o".as_ref(), folder.path().as_os_str()],
    };
    let mut arguments = vec![OsStr::new(command), "data/wire".as_ref(), "data/pages".as_ref(), output[0], output[1]];
    arguments.extend(options.iter().map(OsStr::new));
    let run = run_with_threads(&arguments, threads).ends_with(DONE);
    let mut written = files(folder.path());
    written.insert("-".to_owned(), run.out.into_bytes());
    written
}

/// Asserts that two runs wrote the same, at least so many files.
#[track_caller]
fn same(least: usize, one: &BTreeMap<String, Vec<u8>>, other: &BTreeMap<String, Vec<u8>>) {
    assert!(one.len() >= least, "{} files", one.len());
    assert!(one.values().map(Vec::len).sum::<usize>() > 1_000, "next to nothing was written");
    assert_eq!(one.keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>());
    for (name, bytes) in one {
        if name == "summary.json" {
            assert_eq!(without_seconds(bytes), without_seconds(&other[name]));
        } else {
            assert!(other[name] == *bytes, "{name} differs");
        }
    }
}

#[test]
fn the_number_of_threads_changes_no_byte() {
    for (command, least) in [("scan", 5), ("report", 50), ("collate", 1)] {
        same(least, &written(command, &[], 1), &written(command, &[], 2));
    }
}

#[test]
fn a_bound_on_the_memory_changes_no_byte() {
    for (command, least) in [("scan", 5), ("report", 50)] {
        same(least, &written(command, &[], 2), &written(command, &["--memory", "64M"], 2));
    }
}

/// The corpus would fit into the least memory that the program takes; here nothing may be held.
#[test]
fn what_holds_nothing_finds_the_same() {
    let settings = Settings::default();
    let found = [Memory::default(), Memory::of(0)].map(|memory| {
        let inputs = [project("data/wire"), project("data/pages")];
        let mut corpus = read_corpus(&inputs, &Fields::default(), &settings, memory, &|_| ()).unwrap();
        let found = variorum::scan::scan(&mut corpus, &settings, memory, &|_| ()).unwrap();
        assert!(found.matches.len() > 100, "{} pairs", found.matches.len());
        format!("{:?}{:?}{:?}{:?}", found.matches, found.clusters, found.reasons, found.counts)
    });
    assert_eq!(found[0], found[1]);
}

/// The lines of `data/wire` with an id that begins with `start`.
fn wire(start: &str) -> Vec<String> {
    let files = files(&project("data/wire")).into_values().map(|bytes| String::from_utf8(bytes).unwrap());
    let lines: Vec<String> = files.flat_map(|text| text.lines().map(str::to_owned).collect::<Vec<_>>()).collect();
    let begins = |line: &String| to_lines(line)[0]["id"].as_str().unwrap().starts_with(start);
    lines.into_iter().filter(begins).collect()
}

/// The lines as one file, as they are and backwards.
fn both_ways(folder: &Path, mut lines: Vec<String>) -> [PathBuf; 2] {
    ["forwards.jsonl", "backwards.jsonl"].map(|name| {
        let path = folder.join(name);
        fs::write(&path, lines.join("\n")).unwrap();
        lines.reverse();
        path
    })
}

#[test]
fn the_order_of_the_input_changes_no_cluster() {
    let folder = tempfile::tempdir().unwrap();
    let clusters = both_ways(folder.path(), wire("")).map(|input| {
        let out = folder.path().join("out");
        scan(&[&input], &out).ends_with(DONE);
        read_lines(&out.join("clusters.jsonl")).iter().map(Value::to_string).collect::<BTreeSet<_>>()
    });
    assert!(clusters[0].len() > 10, "{} clusters", clusters[0].len());
    let differ: Vec<_> = clusters[0].symmetric_difference(&clusters[1]).collect();
    assert!(differ.is_empty(), "{differ:#?}");
}

#[test]
fn the_order_of_the_versions_changes_no_row() {
    for story in ["flood-", "election-", "quake-"] {
        let folder = tempfile::tempdir().unwrap();
        let [forwards, backwards] = both_ways(folder.path(), wire(story))
            .map(|input| run(&["collate", input.to_str().unwrap(), "--format", "json"]).ends_with(DONE).json());
        assert!(forwards["rows"].as_array().unwrap().len() > 5, "{story}");
        assert_eq!(forwards, backwards, "{story}");
    }
}
