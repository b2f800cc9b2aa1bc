//! The pages in `reports/` are what the program makes today, byte for byte; a person read them before they were accepted.

use crate::program::{DONE, project, run, without_seconds};
use std::{collections::BTreeMap, fs, path::Path};

/// As they stand in the pages: seen from the project's folder, which is where tests run.
const INPUTS: [&str; 2] = ["data/wire", "data/pages"];
const RENEW: &str = "to renew them: rm -r reports/corpus && variorum report data/wire data/pages -o reports/corpus; \
    read what changed before you commit it";

/// Every file under `folder`, by its path in it.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = walkdir::WalkDir::new(folder).into_iter().map(Result::unwrap);
    let named = |path: &Path| path.strip_prefix(folder).unwrap().to_string_lossy().into_owned();
    let files = entries.filter(|entry| entry.file_type().is_file());
    files.map(|entry| (named(entry.path()), fs::read(entry.path()).unwrap())).collect()
}

/// Where two files part, as line and column (in bytes) from 1.
fn first_difference(wanted: &[u8], found: &[u8]) -> String {
    let same = wanted.iter().zip(found).take_while(|(one, other)| one == other).count();
    let before = &wanted[..same];
    let line = before.split(|byte| *byte == b'\n').count();
    let column = same - before.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1) + 1;
    format!("line {line}, byte {column}")
}

#[test]
fn the_golden_pages_are_those_the_program_makes() {
    let golden = project("reports/corpus");
    assert!(golden.join("index.html").is_file(), "there are no pages in reports/corpus; {RENEW}");
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().to_str().unwrap();
    run(&["report", INPUTS[0], INPUTS[1], "-o", out]).ends_with(DONE);
    let (wanted, found) = (files(&golden), files(folder.path()));
    for (name, bytes) in &wanted {
        let Some(made) = found.get(name) else {
            panic!("reports/corpus/{name} is no longer made; {RENEW}");
        };
        let is_same =
            if name == "summary.json" { without_seconds(bytes) == without_seconds(made) } else { bytes == made };
        assert!(
            is_same,
            "reports/corpus/{name} differs from what is made today at {}; {RENEW}",
            first_difference(bytes, made)
        );
    }
    if let Some(new) = found.keys().find(|name| !wanted.contains_key(*name)) {
        panic!("reports/corpus/{new} is missing; {RENEW}");
    }
}

#[test]
fn the_place_of_a_difference_is_told() {
    assert_eq!(first_difference(b"Flood kills 12\nin Ruda", b"Flood kills 12\nin Velm"), "line 2, byte 4");
    assert_eq!(first_difference(b"Flood", b"Flood kills"), "line 1, byte 6");
}
