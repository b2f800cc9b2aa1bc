//! Standard output, standard error and files, each written so that nothing half-done is left.

use anyhow::{Context, Result};
use serde::Serialize;
use std::{
    collections::BTreeSet,
    fs,
    io::{self, BufWriter, IsTerminal, Write},
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
};

/// Tells a person something, on standard error.
pub(crate) fn tell(words: &str) {
    // Standard error may be closed, too: then there is nobody to tell.
    let _ = writeln!(anstream::stderr(), "variorum: {words}");
}

/// Writes a line of a log, on standard error.
#[cfg(feature = "serve")]
pub(crate) fn log(entry: &serde_json::Value) {
    let _ = writeln!(io::stderr(), "{entry}"); // nobody may be there to read it
}

/// Whether an error is a reader's that has closed its end of the pipe.
pub(crate) fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<io::Error>())
        .any(|cause| cause.kind() == io::ErrorKind::BrokenPipe)
        || error
            .chain()
            .filter_map(|cause| cause.downcast_ref::<serde_json::Error>())
            .any(|cause| cause.io_error_kind() == Some(io::ErrorKind::BrokenPipe))
}

/// Standard output, buffered; colours are dropped where it is no terminal.
pub(crate) fn stdout() -> BufWriter<impl Write> {
    BufWriter::with_capacity(1 << 16, anstream::stdout())
}

/// Whether standard output is a terminal.
pub(crate) fn is_terminal() -> bool {
    io::stdout().is_terminal()
}

/// Standard output as bytes: nothing is taken out.
pub(crate) fn raw_stdout() -> BufWriter<io::StdoutLock<'static>> {
    BufWriter::with_capacity(1 << 16, io::stdout().lock())
}

/// Writes `value` and a line feed.
pub(crate) fn json_line(out: &mut impl Write, value: &impl Serialize) -> Result<()> {
    serde_json::to_writer(&mut *out, value)?;
    out.write_all(b"\n")?;
    Ok(())
}

/// Files under way: what a run that is broken off must not leave behind.
static PARTS: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

fn parts() -> MutexGuard<'static, BTreeSet<PathBuf>> {
    PARTS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Begins a file that is removed when the run is broken off before [`NewFile::finish`].
fn begin(part: &Path) -> io::Result<fs::File> {
    let mut parts = parts(); // held, so that no signal comes between the two
    let file = fs::File::create(part)?;
    parts.insert(part.to_owned());
    Ok(file)
}

/// Removes the files under way.
fn remove_parts() -> MutexGuard<'static, BTreeSet<PathBuf>> {
    let parts = parts();
    for part in parts.iter() {
        let _ = fs::remove_file(part); // nobody is left to tell
    }
    parts
}

/// From now on, Ctrl-C and a request to end remove the files under way before the program ends.
pub(crate) fn end_cleanly() {
    #[expect(clippy::exit, reason = "the signal asks for just that")]
    let end = || {
        let _held = remove_parts(); // until the end: no file may be begun now
        std::process::exit(130) // 128 and the number of the signal, as shells say it
    };
    // Without a handler the program ends all the same, and may leave a file that ends with ".part".
    let _ = ctrlc::set_handler(end);
}

/// From now on, what the libraries say that fail on a damaged index or table is not told: who reads it tells, with the way out.
pub(crate) fn leave_damage_to_its_reader() {
    let tell = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        let is_told =
            |place: &std::panic::Location<'_>| ["/redb-", "/parquet-"].iter().any(|part| place.file().contains(part));
        if !panic.location().is_some_and(is_told) {
            tell(panic);
        }
    }));
}

/// A file that appears under its name only when it is complete; one that fails leaves nothing behind.
pub(crate) struct NewFile {
    /// As the user gave it, for messages.
    shown: String,
    path: PathBuf,
    /// Where it is written first. `None` for a device or pipe, which cannot be replaced, and when it is in its place.
    part: Option<PathBuf>,
    out: BufWriter<fs::File>,
}

impl NewFile {
    pub(crate) fn create(path: &Path) -> Result<Self> {
        let shown = path.display().to_string();
        let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned()); // a link stays a link
        let part = fs::metadata(&path).map_or(true, |found| found.is_file()).then(|| {
            let mut name = path.file_name().unwrap_or_default().to_owned();
            name.push(".part");
            path.with_file_name(name)
        });
        let opened = match &part {
            Some(part) => begin(part),
            None => fs::File::options().write(true).open(&path),
        };
        let file = opened.with_context(|| format!("{shown}: cannot write"))?;
        Ok(Self { shown, path, part, out: BufWriter::with_capacity(1 << 16, file) })
    }

    /// Puts the finished file in its place.
    pub(crate) fn finish(mut self) -> Result<()> {
        self.flush()?;
        if let Some(part) = &self.part {
            let mut parts = parts(); // held, so that the file is not removed under its new name
            fs::rename(part, &self.path).with_context(|| format!("{}: cannot write", self.shown))?;
            parts.remove(part);
            self.part = None;
        }
        Ok(())
    }

    fn named(&self, error: &io::Error) -> io::Error {
        io::Error::new(error.kind(), format!("{}: cannot write: {error}", self.shown))
    }
}

impl Write for NewFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.out.write(bytes).map_err(|error| self.named(&error))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush().map_err(|error| self.named(&error))
    }
}

impl Drop for NewFile {
    fn drop(&mut self) {
        if let Some(part) = &self.part {
            parts().remove(part);
            let _ = fs::remove_file(part); // the run has failed already, and the reason is told
        }
    }
}

/// Writes a whole file at once.
pub(crate) fn write_file(path: &Path, bytes: &[u8]) -> Result<()> {
    let mut file = NewFile::create(path)?;
    file.write_all(bytes)?;
    file.finish()
}

/// Makes a folder for results; what stands in it under other names stays.
pub(crate) fn folder(path: &Path) -> Result<()> {
    fs::create_dir_all(path)
        .with_context(|| format!("{}: cannot make this folder; give another one with -o DIR", path.display()))
}

/// Width of the terminal on standard output in columns; 100 where there is none.
pub(crate) fn width() -> usize {
    terminal_size::terminal_size().map_or(100, |(width, _)| usize::from(width.0)).clamp(40, 160)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_under_way_is_removed_and_what_is_finished_stays() {
        let folder = tempfile::tempdir().unwrap();
        write_file(&folder.path().join("pairs.jsonl"), b"{}\n").unwrap();
        let mut half = NewFile::create(&folder.path().join("clusters.jsonl")).unwrap();
        half.write_all(b"{\"cluster\"").unwrap();
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
        drop(remove_parts());
        let left = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name());
        assert_eq!(left.collect::<Vec<_>>(), ["pairs.jsonl"]);
    }
}
