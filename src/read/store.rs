//! Where every document stands, so that it can be read again instead of being held.

use super::{Form, stream::BUFFER};
use crate::{
    document::{Document, DocumentId, Item, Place, Published},
    error::{Error, Result},
    hash::hash,
};
use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};
use std::{
    borrow::Cow,
    fs::File,
    io::{self, BufRead, BufReader, Read, Seek, Write},
    os::unix::fs::FileExt,
    path::{Path, PathBuf},
    sync::{
        Arc, OnceLock, PoisonError, RwLock,
        atomic::{AtomicU64, Ordering},
    },
};

/// Where a document can be read again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
    /// Where nothing stands: that of a document which is not to be read again.
    pub(super) const NONE: Self = Self { source: KEPT, length: 0, offset: 0, hash: 0 };

    /// Where `bytes` stand.
    pub(super) fn of(bytes: &[u8], source: u32, offset: u64) -> Self {
        Self { source, length: bytes.len() as u32, offset, hash: hash(bytes) }
    }
}

/// Files that are kept open at once; more are opened for each look. Systems allow some 1,000.
const MOST_OPEN: usize = 200;

/// The number that stands for the documents kept as they were read.
const KEPT: u32 = u32::MAX;

/// The files of a run, to read documents again.
///
/// A plain file is read where it is. What can be read only once, or only from its start (standard input, a compressed file,
/// UTF-16, a member of an archive), is copied, unpacked. What is dear to read (a web page) is kept as the document that was made
/// of it. Both go into files without a name in the system's folder for temporary files (`TMPDIR`), which go with the program.
///
/// What was read can be read again while more is read.
#[derive(Debug, Default)]
pub struct Store {
    sources: RwLock<Vec<(Kept, Form)>>,
    /// All copies, one behind the other.
    copy: OnceLock<File>,
    extracts: Arc<Extracts>,
}

/// Where the bytes of a source are.
#[derive(Debug)]
enum Kept {
    /// A plain file.
    Path(PathBuf),
    /// The same, held open.
    Open(File),
    /// In the copy of all that can be read only once.
    Copy,
    /// Nowhere: its documents are kept, and it can be read only once.
    Nowhere,
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
        if stand.source == KEPT {
            self.extracts.file()?.read_exact_at(&mut bytes, stand.offset)?;
        } else {
            match &self.sources.read().unwrap_or_else(PoisonError::into_inner)[stand.source as usize].0 {
                Kept::Open(file) => file.read_exact_at(&mut bytes, stand.offset)?,
                Kept::Path(path) => File::open(path)?.read_exact_at(&mut bytes, stand.offset)?,
                Kept::Copy => match self.copy.get() {
                    Some(copy) => copy.read_exact_at(&mut bytes, stand.offset)?,
                    None => return Err(gone()),
                },
                Kept::Nowhere => return Err(gone()),
            }
        }
        if hash(&bytes) == stand.hash { Ok(bytes) } else { Err(io::Error::other("it holds something else there now")) }
    }

    /// How the bytes at `stand` are read; `None` for a document that was kept as it was read.
    pub(super) fn form(&self, stand: Stand) -> Option<Form> {
        let sources = self.sources.read().unwrap_or_else(PoisonError::into_inner);
        sources.get(stand.source as usize).map(|(_, form)| form.clone())
    }

    /// Where what the document at `stand` was made of stands, with its form, for one that was kept as it was read.
    pub(super) fn origin(&self, stand: Stand, place: &Place) -> Result<Option<Stand>> {
        let bytes = self.read(stand, place)?;
        let changed = |why| Error::Changed { path: place.to_string(), why };
        Extracts::open(&bytes, place.clone()).map(|(_, origin)| origin).map_err(changed)
    }

    /// Where the documents are kept that are dear to read.
    pub(super) fn extracts(&self) -> Arc<Extracts> {
        self.extracts.clone()
    }

    /// Keeps a file that can be read again where it is; gives its number. `file` is the one that is read: where another takes its
    /// name meanwhile, it is still there.
    pub(super) fn keep_path(&self, path: &Path, file: Option<File>, form: Form) -> u32 {
        let mut sources = self.sources.write().unwrap_or_else(PoisonError::into_inner);
        let file = file.filter(|_| sources.len() < MOST_OPEN);
        sources.push((file.map_or_else(|| Kept::Path(path.to_owned()), Kept::Open), form));
        sources.len() as u32 - 1
    }

    /// Keeps what is read from `bytes` from now on; gives its number, what to read instead, and where its first byte will stand.
    ///
    /// # Errors
    ///
    /// When there is no room for temporary files.
    pub(super) fn keep_copy<'a>(
        &self,
        bytes: Box<dyn BufRead + 'a>,
        form: Form,
    ) -> io::Result<(u32, Box<dyn BufRead + 'a>, u64)> {
        if self.copy.get().is_none() {
            let _ = self.copy.set(tempfile::tempfile()?); // one thread reads: nobody else has set it
        }
        let mut copy = self.copy.get().ok_or_else(gone)?.try_clone()?;
        let start = copy.stream_position()?;
        let number = self.number(Kept::Copy, form);
        Ok((number, Box::new(BufReader::with_capacity(BUFFER, Copying { from: bytes, to: copy })), start))
    }

    /// Gives a number to a source whose bytes are nowhere.
    pub(super) fn keep_nothing(&self, form: Form) -> u32 {
        self.number(Kept::Nowhere, form)
    }

    fn number(&self, kept: Kept, form: Form) -> u32 {
        let mut sources = self.sources.write().unwrap_or_else(PoisonError::into_inner);
        sources.push((kept, form));
        sources.len() as u32 - 1
    }
}

fn gone() -> io::Error {
    io::Error::other("its bytes were not kept")
}

/// All of `bytes` in a file without a name, for what must be read in any order.
///
/// # Errors
///
/// When `bytes` cannot be read or there is no room.
pub(super) fn spread(mut bytes: impl Read) -> io::Result<File> {
    let mut file = tempfile::tempfile()?;
    io::copy(&mut bytes, &mut file)?;
    file.rewind()?;
    Ok(file)
}

/// Documents as they were read, one behind the other in a file that any thread may write to.
#[derive(Debug, Default)]
pub(super) struct Extracts {
    file: OnceLock<io::Result<File>>,
    end: AtomicU64,
}

/// A document in [`Extracts`]; its place is known to whoever asks for it.
#[derive(Serialize, Deserialize)]
struct Extract<'a> {
    id: Cow<'a, str>,
    text: Cow<'a, str>,
    title: Option<Cow<'a, str>>,
    published: Option<(DateTime, bool, i16)>,
    source: Option<Cow<'a, str>>,
    url: Option<Cow<'a, str>>,
    item: Cow<'a, Item>,
    origin: Option<Stand>,
}

impl Extracts {
    fn file(&self) -> io::Result<&File> {
        let file = self.file.get_or_init(tempfile::tempfile).as_ref();
        file.map_err(|error| io::Error::new(error.kind(), error.to_string()))
    }

    /// Keeps `document`, which was made of what stands at `origin`.
    ///
    /// # Errors
    ///
    /// When there is no room.
    pub(super) fn keep(&self, document: &Document, origin: Option<Stand>) -> io::Result<Stand> {
        let moment = |published: Published| (published.local, published.has_time, published.offset_minutes);
        let bytes = serde_json::to_vec(&Extract {
            id: Cow::Borrowed(&document.id.0),
            text: Cow::Borrowed(&document.text),
            title: document.title.as_deref().map(Cow::Borrowed),
            published: document.published.map(moment),
            source: document.source.as_deref().map(Cow::Borrowed),
            url: document.url.as_deref().map(Cow::Borrowed),
            item: Cow::Borrowed(&document.item),
            origin,
        })?;
        let offset = self.end.fetch_add(bytes.len() as u64, Ordering::Relaxed);
        self.file()?.write_all_at(&bytes, offset)?;
        Ok(Stand::of(&bytes, KEPT, offset))
    }

    /// The document that [`Extracts::keep`] kept as `bytes`, and where what it was made of stands.
    pub(super) fn open(bytes: &[u8], place: Place) -> Result<(Document, Option<Stand>), String> {
        let kept: Extract = serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
        let document = Document {
            id: DocumentId(kept.id.into_owned()),
            text: kept.text.into_owned(),
            title: kept.title.map(Cow::into_owned),
            published: kept.published.map(|(local, has_time, offset_minutes)| Published {
                local,
                has_time,
                offset_minutes,
            }),
            source: kept.source.map(Cow::into_owned),
            url: kept.url.map(Cow::into_owned),
            item: kept.item.into_owned(),
            place,
        };
        Ok((document, kept.origin))
    }
}

/// A reader that writes all that is taken from it to a file.
struct Copying<'a> {
    from: Box<dyn BufRead + 'a>,
    to: File,
}

impl Read for Copying<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.from.read(buffer)?;
        self.to.write_all(&buffer[..length])?;
        Ok(length)
    }
}
