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
    sync::{PoisonError, RwLock},
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
/// with the program. What was read is read again while more is read.
#[derive(Debug, Default)]
pub struct Store {
    files: RwLock<Vec<Kept>>,
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
        match &self.files.read().unwrap_or_else(PoisonError::into_inner)[stand.source as usize] {
            Kept::Open(file) | Kept::Copy(file) => file.read_exact_at(&mut bytes, stand.offset)?,
            Kept::Path(path) => File::open(path)?.read_exact_at(&mut bytes, stand.offset)?,
        }
        if hash(&bytes) == stand.hash { Ok(bytes) } else { Err(io::Error::other("it holds something else there now")) }
    }

    /// Keeps a file that can be read again where it is; gives its number.
    pub(super) fn keep_path(&self, path: &Path) -> u32 {
        let mut files = self.files.write().unwrap_or_else(PoisonError::into_inner);
        let kept = if files.len() < MOST_OPEN { File::open(path).ok() } else { None };
        files.push(kept.map_or_else(|| Kept::Path(path.to_owned()), Kept::Open));
        files.len() as u32 - 1
    }

    /// Keeps what is read from `bytes` from now on; gives its number, and what to read instead.
    ///
    /// # Errors
    ///
    /// When there is no room for temporary files.
    pub(super) fn keep_copy(&self, bytes: Box<dyn BufRead>) -> io::Result<(u32, Box<dyn BufRead>)> {
        let copy = tempfile::tempfile()?;
        let mut files = self.files.write().unwrap_or_else(PoisonError::into_inner);
        files.push(Kept::Copy(copy.try_clone()?));
        let copying = BufReader::with_capacity(BUFFER, Copying { from: bytes, to: copy });
        Ok((files.len() as u32 - 1, Box::new(copying)))
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
