//! Where every document stands, so that it can be read again instead of being held.

use super::stream::BUFFER;
use crate::{
    document::Place,
    error::{Error, Result},
    hash::hash,
};
use std::{
    fs::File,
    io::{self, BufRead, BufReader, Read, Write},
    os::unix::fs::FileExt,
    path::{Path, PathBuf},
};

/// Where a document can be read again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stand {
    /// Number of its file among the sources of the run.
    pub source: u32,
    /// Number of its bytes.
    pub length: u32,
    /// Its first byte: in the file itself, or in the copy of what cannot be read twice.
    pub offset: u64,
    /// Hash of its bytes, which tells whether they are still there.
    pub hash: u64,
}

impl Stand {
    /// Where `bytes` stand.
    pub(super) fn of(bytes: &[u8], source: u32, offset: u64) -> Self {
        Self { source, length: bytes.len() as u32, offset, hash: hash(bytes) }
    }
}

/// Files that are kept open at once; more are opened for each look. Systems allow some 1,000.
const MOST_OPEN: usize = 200;

/// The files of a run, to read documents again.
///
/// A plain file is read where it is. What can be read only once, or only from its start (standard input, a compressed file,
/// UTF-16), is copied, unpacked, into a file without a name in the system's folder for temporary files (`TMPDIR`), which goes
/// with the program.
#[derive(Debug, Default)]
pub struct Store {
    files: Vec<Kept>,
    open: usize,
}

#[derive(Debug)]
enum Kept {
    /// A plain file.
    Path(PathBuf),
    /// The same, held open.
    Open(File),
    /// An unpacked copy.
    Copy(File),
}

impl Store {
    /// Bytes of a document as they were read; `place` is where people find it.
    ///
    /// Cost: one system call and a hash of the bytes; three calls for a file that is not held open.
    ///
    /// # Errors
    ///
    /// [`Error::Changed`] when the file is gone, shorter than it was, or holds something else there.
    pub fn read(&self, stand: Stand, place: &Place) -> Result<Vec<u8>> {
        self.bytes(stand).map_err(|error| Error::Changed { path: place.to_string(), why: error.to_string() })
    }

    fn bytes(&self, stand: Stand) -> io::Result<Vec<u8>> {
        let mut bytes = vec![0; stand.length as usize];
        match &self.files[stand.source as usize] {
            Kept::Open(file) | Kept::Copy(file) => file.read_exact_at(&mut bytes, stand.offset)?,
            Kept::Path(path) => File::open(path)?.read_exact_at(&mut bytes, stand.offset)?,
        }
        if hash(&bytes) == stand.hash { Ok(bytes) } else { Err(io::Error::other("it holds something else there now")) }
    }

    /// Keeps a file that can be read again where it is.
    pub(super) fn keep_path(&mut self, path: &Path) {
        let kept = if self.open < MOST_OPEN { File::open(path).ok() } else { None };
        self.open += usize::from(kept.is_some());
        self.files.push(kept.map_or_else(|| Kept::Path(path.to_owned()), Kept::Open));
    }

    /// Keeps what is read from `bytes` from now on.
    ///
    /// # Errors
    ///
    /// When there is no room for temporary files.
    pub(super) fn keep_copy(&mut self, bytes: Box<dyn BufRead>) -> io::Result<Box<dyn BufRead>> {
        let copy = tempfile::tempfile()?;
        self.files.push(Kept::Copy(copy.try_clone()?));
        Ok(Box::new(BufReader::with_capacity(BUFFER, Copying { from: bytes, to: copy })))
    }

    /// The number that the next file gets.
    pub(super) fn next(&self) -> u32 {
        self.files.len() as u32
    }
}

/// A reader that writes all that is taken from it to a file.
struct Copying {
    from: Box<dyn BufRead>,
    to: File,
}

impl Read for Copying {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.from.read(buffer)?;
        self.to.write_all(&buffer[..length])?;
        Ok(length)
    }
}
