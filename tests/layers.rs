//! The shape of the house: a module imports only from modules that `lib.rs` declares above it.

use std::{collections::HashMap, fs, path::Path};

/// What lives in one place only: a word of the code, and the files that may have it.
const ONLY_IN: [(&str, &[&str]); 7] = [
    ("rayon::", &["scan/", "candidates/", "index/", "filter/", "site.rs"]),
    ("rdst::", &["candidates/"]),
    ("redb::", &["index/"]),
    ("tempfile::", &["read/store.rs", "candidates/postings.rs"]),
    ("wide::", &["register.rs", "words/", "clean/form.rs", "read/object.rs"]),
    ("PreEscaped", &["report/html"]),
    ("xxhash_rust", &["hash.rs"]),
];

fn order() -> Vec<String> {
    let lib = fs::read_to_string("src/lib.rs").unwrap();
    let declared = lib.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'));
    declared.map(str::to_owned).collect()
}

fn sources(folder: &Path, out: &mut Vec<(String, String)>) {
    let mut entries: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            sources(&path, out);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let name = path.strip_prefix("src").unwrap().to_string_lossy().into_owned();
            out.push((name, fs::read_to_string(&path).unwrap()));
        }
    }
}

/// The code of a file without comments and tests, which stand at its end.
fn library(code: &str) -> String {
    let code = code.split("#[cfg(test)]").next().unwrap_or(code);
    code.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

/// The modules that a file names after `crate::`, with braces read through: `crate::{a, b::{c}}`. A comment may name any.
fn imports(code: &str) -> Vec<String> {
    let lines: Vec<&str> = code.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
    let code = lines.join("\n");
    let mut out = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        if let Some(list) = rest.strip_prefix('{') {
            let (mut depth, mut word) = (0, String::new());
            for character in list.chars() {
                match character {
                    '{' => depth += 1,
                    '}' if depth == 0 => break,
                    '}' => depth -= 1,
                    ',' if depth == 0 => {
                        out.push(std::mem::take(&mut word));
                        continue;
                    }
                    _ => {}
                }
                word.push(character);
            }
            out.push(word);
        } else {
            out.push(rest.to_owned());
        }
    }
    let first =
        |path: String| path.trim_start().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    out.into_iter().map(first).collect()
}

#[test]
fn a_module_uses_only_what_stands_above_it() {
    let order = order();
    let rank: HashMap<&str, usize> = order.iter().enumerate().map(|(at, name)| (name.as_str(), at)).collect();
    assert!(order.len() > 15, "lib.rs declares {} modules", order.len());
    let mut files = Vec::new();
    sources(Path::new("src"), &mut files);
    let mut faults = Vec::new();
    for (name, code) in &files {
        let module = name.split('/').next().unwrap().trim_end_matches(".rs");
        let Some(own) = rank.get(module) else { continue };
        for used in imports(code) {
            if rank.get(used.as_str()).is_some_and(|other| other > own) {
                faults.push(format!("src/{name} uses {used}"));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn what_has_one_home_lives_there() {
    let mut files = Vec::new();
    sources(Path::new("src"), &mut files);
    let mut faults = Vec::new();
    for (word, homes) in ONLY_IN {
        for (name, code) in &files {
            if !name.ends_with("tests.rs")
                && library(code).contains(word)
                && !homes.iter().any(|home| name.starts_with(home))
            {
                faults.push(format!("src/{name} has {word}, which lives in {homes:?}"));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn imports_in_braces_are_read() {
    assert_eq!(imports("use crate::{span::Span, facts::{a, b}, read};"), ["span", "facts", "read"]);
    assert_eq!(imports("crate::hash::hash(x)"), ["hash"]);
    assert!(imports("    /// See [`crate::pair`].").is_empty());
}
