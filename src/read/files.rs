//! Which files an input names, and what their documents are called.

use crate::document::{Place, Skipped};
use std::{
    ffi::OsStr,
    fs,
    path::{Path, PathBuf},
};
use walkdir::{DirEntry, WalkDir};

/// One file to read.
#[derive(Clone, Debug)]
pub(super) struct Source {
    /// Its number among those of the run.
    pub(super) number: u32,
    /// Where it is; `None` for standard input.
    pub(super) path: Option<PathBuf>,
    /// As messages name it.
    pub(super) shown: String,
    /// Its path under the input, with `/` between folders: what the ids of its documents are made of.
    pub(super) under: String,
    /// Whether it is itself the input, and no file of a folder.
    pub(super) is_input: bool,
}

impl Source {
    fn of(path: PathBuf, under: &Path) -> Self {
        let parts: Vec<_> = under.iter().map(OsStr::to_string_lossy).collect();
        Self { number: 0, shown: path.display().to_string(), under: parts.join("/"), path: Some(path), is_input: false }
    }

    /// Something of it that could not be read.
    pub(super) fn skipped(&self, line: Option<u64>, why: impl Into<String>) -> Skipped {
        Skipped { place: Place { file: self.shown.clone(), line, record: None }, why: why.into() }
    }
}

/// The files of `input` in the order of their names: the file itself, standard input for `-`, or every file of a folder
/// and the folders in it.
///
/// Hidden files and folders of a folder are left out; links to files are followed, links to folders are not, so that a
/// link that leads back cannot hold the run up. What is there but cannot be read comes as [`Skipped`].
pub(super) fn find(input: &Path) -> Box<dyn Iterator<Item = Result<Source, Skipped>>> {
    if input == Path::new("-") {
        return Box::new(std::iter::once(Ok(Source {
            number: 0,
            path: None,
            shown: "-".into(),
            under: "-".into(),
            is_input: true,
        })));
    }
    match fs::metadata(input) {
        Err(_) if is_pattern(input) => find_by_pattern(input),
        Err(error) => Box::new(std::iter::once(Err(skipped(input, format!("cannot be read: {error}"))))),
        Ok(metadata) if metadata.is_dir() => Box::new(find_in_folder(input)),
        Ok(_) => {
            let under = input.file_name().map_or_else(|| input.to_owned(), PathBuf::from);
            let source = Source { is_input: true, ..Source::of(input.to_owned(), &under) };
            Box::new(std::iter::once(Ok(source)))
        }
    }
}

/// Whether a path that names nothing may stand for others.
fn is_pattern(input: &Path) -> bool {
    input.to_str().is_some_and(|input| input.contains(['*', '?', '[']))
}

/// The files that a pattern names, in the order of their names: `*` is any part of a name, `**` any folders. The ids of their
/// documents are made of the path behind the last folder that the pattern names in full.
fn find_by_pattern(input: &Path) -> Box<dyn Iterator<Item = Result<Source, Skipped>>> {
    let pattern = input.to_string_lossy();
    let found = match glob::glob(&pattern) {
        Ok(found) => found,
        Err(error) => {
            return Box::new(std::iter::once(Err(skipped(input, format!("no pattern of file names: {error}")))));
        }
    };
    let folder: PathBuf = input.iter().take_while(|part| !is_pattern(Path::new(part))).collect();
    let mut sources = found
        .filter_map(move |path| match path {
            Ok(path) if path.is_dir() => None,
            Ok(path) => {
                let under = path.strip_prefix(&folder).unwrap_or(&path).to_owned();
                Some(Ok(Source::of(path, &under)))
            }
            Err(error) => Some(Err(skipped(error.path(), format!("cannot be read: {error}")))),
        })
        .peekable();
    let nothing =
        sources.peek().is_none().then(|| Err(skipped(input, "no file has a name of this pattern".to_owned())));
    Box::new(nothing.into_iter().chain(sources))
}

fn find_in_folder(folder: &Path) -> impl Iterator<Item = Result<Source, Skipped>> + use<> {
    let folder = folder.to_owned();
    let mut entries = WalkDir::new(&folder)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(|entry| entry.depth() == 0 || !is_hidden(entry))
        .filter_map({
            let folder = folder.clone();
            move |entry| match entry {
                Ok(entry) => to_source(entry, &folder),
                Err(error) => {
                    let path = error.path().unwrap_or(&folder).to_owned();
                    Some(Err(skipped(&path, format!("cannot be read: {error}"))))
                }
            }
        })
        .peekable();
    let nothing = entries.peek().is_none().then(|| {
        let why = "the folder holds no file; wanted text files or web pages (one article a file), JSON lines (one article a line) or another format";
        Err(skipped(&folder, why.to_owned()))
    });
    nothing.into_iter().chain(entries)
}

fn is_hidden(entry: &DirEntry) -> bool {
    entry.file_name().as_encoded_bytes().starts_with(b".")
}

/// The file that `entry` is or links to; `None` for a folder, whose files come by themselves.
fn to_source(entry: DirEntry, folder: &Path) -> Option<Result<Source, Skipped>> {
    if entry.file_type().is_dir() {
        return None;
    }
    let path = entry.into_path();
    // Opening a pipe would wait for a writer that never comes, so it is asked first what the path is.
    let why = match fs::metadata(&path) {
        Ok(metadata) if metadata.is_file() => {
            let under = path.strip_prefix(folder).unwrap_or(&path).to_owned();
            return Some(Ok(Source::of(path, &under)));
        }
        Ok(metadata) if metadata.is_dir() => {
            "a link to a folder is not followed; give the folder as an input".to_owned()
        }
        Ok(_) => "neither a file nor a folder".to_owned(),
        Err(error) => format!("cannot be read: {error}"),
    };
    Some(Err(skipped(&path, why)))
}

fn skipped(path: &Path, why: String) -> Skipped {
    Skipped { place: Place::of_file(path.display().to_string()), why }
}

/// `name` without what tells the format at its end: `2024/000.txt` is `2024/000`, `Gov. Ruda` stays.
pub(super) fn without_ending(name: &str) -> &str {
    match ending(name) {
        Some(ending) => &name[..name.len() - ending.len() - 1],
        None => name,
    }
}

/// What tells the format at the end of a file's name: one to eight letters and digits behind a dot, with a letter in it.
/// `1.5` or `2024.02.09` end in no format.
pub(super) fn ending(name: &str) -> Option<&str> {
    let (stem, ending) = name.rsplit_once('.')?;
    let is_format = (1..=8).contains(&ending.len())
        && ending.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && ending.bytes().any(|byte| byte.is_ascii_alphabetic());
    (is_format && !stem.is_empty() && !stem.ends_with('/')).then_some(ending)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_loses_its_format_and_nothing_else() {
        for (name, wanted) in [
            ("000.txt", "000"),
            ("2024/flood.v2.jsonl", "2024/flood.v2"),
            ("2024.02.09", "2024.02.09"),
            ("Gov. Ruda resigns", "Gov. Ruda resigns"),
            (".txt", ".txt"),
            ("a/.txt", "a/.txt"),
        ] {
            assert_eq!(without_ending(name), wanted);
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_folder_gives_its_files_in_order_and_a_link_that_leads_back_does_not_hang() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        fs::create_dir(path("b")).unwrap();
        for name in ["c.txt", "b/2.txt", "b/10.txt", "a.txt", ".hidden"] {
            fs::write(path(name), "Flood").unwrap();
        }
        std::os::unix::fs::symlink(folder.path(), path("b/loop")).unwrap();
        std::os::unix::fs::symlink(path("a.txt"), path("d.txt")).unwrap();
        std::os::unix::fs::symlink(path("gone"), path("e.txt")).unwrap();
        let (mut found, mut skipped) = (Vec::new(), Vec::new());
        for source in find(folder.path()) {
            match source {
                Ok(source) => found.push(source.under),
                Err(reason) => skipped.push(reason.why),
            }
        }
        assert_eq!(found, ["a.txt", "b/10.txt", "b/2.txt", "c.txt", "d.txt"]);
        assert_eq!(skipped.len(), 2);
        assert!(
            skipped[0].starts_with("a link to a folder") && skipped[1].starts_with("cannot be read"),
            "{skipped:?}"
        );
    }
}
