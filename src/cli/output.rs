//! Standard output, standard error and files, each written so that nothing half-done is left.

use anyhow::{Context, Result};
use serde::Serialize;
use std::{
    fs,
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
};

/// Tells a person something, on standard error.
pub(crate) fn tell(words: &str) {
    // Standard error may be closed, too: then there is nobody to tell.
    let _ = writeln!(anstream::stderr(), "variorum: {words}");
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
        let opened = part.as_ref().map_or_else(|| fs::File::options().write(true).open(&path), fs::File::create);
        let file = opened.with_context(|| format!("{shown}: cannot write"))?;
        Ok(Self { shown, path, part, out: BufWriter::with_capacity(1 << 16, file) })
    }

    /// Puts the finished file in its place.
    pub(crate) fn finish(mut self) -> Result<()> {
        self.flush()?;
        if let Some(part) = &self.part {
            fs::rename(part, &self.path).with_context(|| format!("{}: cannot write", self.shown))?;
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
