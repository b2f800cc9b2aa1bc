//! The memory of a stream on disk: documents, what they are found by, and what was said of them.
//!
//! ```text
//! known     what is known of a document, in memory and in rows
//! bytes     numbers, texts and checksums
//! format    what stands in a row
//! blocks    many rows in one
//! mod       one redb file in a folder: opened by one writer, changed by whole batches
//! lists     from a key to its documents on disk; recent: what came since
//! check     whether all rows are what they were, and agree
//! salvage   the documents that can still be read, whatever else is damaged
//! ```
//!
//! A batch is one transaction: its documents with their verdicts are there together or not at all, and before the verdicts are
//! told they are on disk. What documents are found by is packed into lists now and then ([`Index::settle`]); what came since is
//! held in memory, and read again from the rows of its documents when the index is opened.

mod blocks;
mod bytes;
mod check;
mod format;
mod known;
mod lists;
mod recent;
mod salvage;

pub use check::{Checked, Size};
pub use known::{Document, Fate, Kind, Known, Print, State, Step};
pub use lists::{Listed, Posting};
pub use recent::Recent;
pub use salvage::Salvage;

use crate::{
    document::DocumentId,
    error::{Error, Result},
    fingerprint::story::Weighed,
    settings::Settings,
};
use blocks::Manner;
use bytes::Torn;
use rayon::prelude::*;
use redb::{Database, ReadOnlyTable, ReadableDatabase, ReadableTable, TableDefinition};
use std::{
    fs,
    panic::{self, AssertUnwindSafe},
    path::{Path, PathBuf},
};

type Table<K> = TableDefinition<'static, K, &'static [u8]>;

/// What the index is: its format, its settings.
const ABOUT: Table<&str> = TableDefinition::new("about");
/// By the number of its first, documents.
const DOCUMENTS: Table<u32> = TableDefinition::new("documents");
/// By the number of its first, what documents are found by.
const PRINTS: Table<u32> = TableDefinition::new("prints");
/// By the number of its first, what was said of documents.
const VERDICTS: Table<u32> = TableDefinition::new("verdicts");
/// By the number of its first document, what a batch changed beside its documents, until that is in the rows below.
const STEPS: Table<u32> = TableDefinition::new("steps");
/// By number of the page, what is known of [`PAGE`] documents.
const PAGES: Table<u32> = TableDefinition::new("pages");
/// By kind and first key, the lists of many keys.
const LISTS: Table<u64> = TableDefinition::new("lists");

/// Name of the file in the folder of an index.
const FILE: &str = "index.redb";
/// Its name while it is made.
const PART: &str = "index.redb.part";
/// Documents of a page: one is written again when a document of it changes. Some 60 KB, so that it fills what the file gives out.
const PAGE: usize = 840;
/// Documents that are held in memory until they are put into lists, at least; then an eighth of all.
const RECENT: usize = 16_384;
/// The same at most: some 2 KB each.
const MOST_RECENT: usize = 65_536;
/// Bytes of the file that are kept in memory.
const CACHE: usize = 256 << 20;

/// An index that is open; nobody else has it meanwhile.
#[derive(Debug)]
pub struct Index {
    folder: PathBuf,
    database: Database,
    /// Pages whose documents changed since they were written.
    changed: Vec<u32>,
}

/// What there is to be written of one document.
#[derive(Debug)]
pub struct Row<'a> {
    /// The document.
    pub document: &'a Document,
    /// What it is found by.
    pub print: &'a Print,
    /// What is said of it.
    pub verdict: &'a [u8],
}

/// An index as it is at one moment.
#[derive(Debug)]
pub struct View {
    folder: PathBuf,
    documents: ReadOnlyTable<u32, &'static [u8]>,
    prints: ReadOnlyTable<u32, &'static [u8]>,
    verdicts: ReadOnlyTable<u32, &'static [u8]>,
    lists: ReadOnlyTable<u64, &'static [u8]>,
}

impl Index {
    /// Opens the index in `folder`, or makes one there; gives what is held of it in memory.
    ///
    /// Cost: one read of the pages, and of the documents that came since lists were last written.
    ///
    /// # Errors
    ///
    /// [`Error::Index`] with the way out: another program has it, the format or the settings are others, it is damaged;
    /// [`Error::Io`] when the folder cannot be used.
    pub fn open(folder: &Path, settings: &Settings) -> Result<(Self, State)> {
        fs::create_dir_all(folder).map_err(Error::io(folder, "make the folder"))?;
        let is_new = !folder.join(FILE).exists();
        if is_new && let Some(other) = other_file(folder) {
            let why = format!("is no index: it holds {other}; give a new or an empty folder");
            return Err(Error::Index { path: folder.to_owned(), why });
        }
        let written = serde_json::to_string(settings).unwrap_or_default();
        if is_new {
            Self::make(folder, &written)?;
        }
        let mut index = Self::open_file(folder, FILE)?;
        index.check_format()?;
        index.check_settings(&written)?;
        let state = index.load(settings)?;
        Ok((index, state))
    }

    /// Makes an empty index. It gets its name when it is whole, so that a crash leaves none or a whole one.
    fn make(folder: &Path, settings: &str) -> Result<()> {
        let part = folder.join(PART);
        if part.exists() {
            fs::remove_file(&part).map_err(Error::io(&part, "remove"))?;
        }
        let index = Self::open_file(folder, PART)?;
        index.write(|write| {
            write.open_table(ABOUT)?.insert("settings", settings.as_bytes())?;
            write.open_table(ABOUT)?.insert("format", format::FORMAT.to_le_bytes().as_slice())?;
            for table in [DOCUMENTS, PRINTS, VERDICTS, STEPS, PAGES] {
                write.open_table(table)?;
            }
            write.open_table(LISTS)?;
            Ok(())
        })?;
        drop(index);
        fs::rename(&part, folder.join(FILE)).map_err(Error::io(&part, "rename"))?;
        // The name is on disk before the first verdict is told.
        fs::File::open(folder).and_then(|folder| folder.sync_all()).map_err(Error::io(folder, "write"))
    }

    /// Opens an index that is there, with the settings that it was made with.
    ///
    /// # Errors
    ///
    /// As [`Index::open`].
    pub fn open_existing(folder: &Path) -> Result<(Self, State, Settings)> {
        if !folder.join(FILE).exists() {
            let why = format!("holds no index ({FILE}); \"variorum filter --index DIR\" makes one");
            return Err(Error::Index { path: folder.to_owned(), why });
        }
        let mut index = Self::open_file(folder, FILE)?;
        index.check_format()?;
        let settings = index.settings()?;
        let state = index.load(&settings)?;
        Ok((index, state, settings))
    }

    fn open_file(folder: &Path, name: &str) -> Result<Self> {
        let path = folder.join(name);
        let mut builder = Database::builder();
        builder.set_cache_size(CACHE);
        let database = guarded(folder, || Ok(builder.create(&path)))?.map_err(|error| cannot_open(folder, error))?;
        Ok(Self { folder: folder.to_owned(), database, changed: Vec::new() })
    }

    /// The format is ours.
    fn check_format(&self) -> Result<()> {
        let held = self.about("format")?.and_then(|bytes| Some(u32::from_le_bytes(bytes.try_into().ok()?)));
        match held {
            Some(format::FORMAT) => Ok(()),
            Some(other) => Err(self.error(format!(
                "index has format {other}, this program needs {}: give a new folder, and feed it what is to be remembered",
                format::FORMAT
            ))),
            None => Err(self.error("is no index of this program; give a new folder".to_owned())),
        }
    }

    /// The settings are those that the documents were judged by.
    fn check_settings(&self, wanted: &str) -> Result<()> {
        if self.about("settings")?.unwrap_or_default() == wanted.as_bytes() {
            return Ok(());
        }
        Err(self.error(format!(
            "its documents were judged by other settings (--join, --set, or another version of the program); give the same, or \
             run \"variorum index rebuild {}\" with the new ones",
            self.folder.display()
        )))
    }

    /// The settings that it was made with.
    fn settings(&self) -> Result<Settings> {
        let held = self.about("settings")?.unwrap_or_default();
        serde_json::from_slice(&held)
            .map_err(|error| self.error(format!("its settings cannot be read: {error}; {REBUILD}")))
    }

    fn about(&self, name: &str) -> Result<Option<Vec<u8>>> {
        let read = || -> Result<Option<Vec<u8>>, redb::Error> {
            let table = self.database.begin_read()?.open_table(ABOUT)?;
            Ok(table.get(name)?.map(|value| value.value().to_vec()))
        };
        guarded(&self.folder, || match read() {
            Err(redb::Error::TableDoesNotExist(_)) => Ok(None),
            read => read,
        })
    }

    fn error(&self, why: String) -> Error {
        Error::Index { path: self.folder.clone(), why }
    }

    /// What is held in memory.
    fn load(&mut self, settings: &Settings) -> Result<State> {
        let mut state = State::new(settings);
        let folder = self.folder.clone();
        let torn = |why: Torn| torn(&folder, why);
        let read = || -> Result<Result<(), Error>, redb::Error> {
            let read = self.database.begin_read()?;
            for page in read.open_table(PAGES)?.iter()? {
                match format::read_page(page?.1.value()) {
                    Ok(page) => page.into_iter().for_each(|known| state.add(known)),
                    Err(why) => return Ok(Err(torn(why))),
                }
            }
            state.settled = state.known.len() as u32;
            let about = read.open_table(ABOUT)?;
            if let Some(row) = about.get("stems")? {
                match format::read_counts_row(row.value()) {
                    Ok(counts) => state.rarity.add_counts(state.known.len(), counts),
                    Err(why) => return Ok(Err(torn(why))),
                }
            }
            if let Some(row) = about.get("paragraphs")? {
                match format::read_paragraphs(row.value()) {
                    Ok(all) => all.iter().for_each(|printed| state.paragraphs.add(printed, &settings.cleaning)),
                    Err(why) => return Ok(Err(torn(why))),
                }
            }
            let mut prints = Vec::new();
            let table = read.open_table(PRINTS)?;
            blocks::each(&table, state.settled, |_, print| {
                prints.push(format::read_print(print?)?);
                Ok(())
            })?;
            let mut prints = prints.into_iter();
            for step in read.open_table(STEPS)?.iter()? {
                let mut step = match format::read_step(step?.1.value()) {
                    Ok(step) if step.first as usize == state.known.len() => step,
                    Ok(_) => return Ok(Err(torn("a batch is missing"))),
                    Err(why) => return Ok(Err(torn(why))),
                };
                let of_step: Vec<Print> = prints.by_ref().take(step.known.len()).collect();
                if of_step.len() < step.known.len() {
                    return Ok(Err(torn("a document is missing")));
                }
                state.add_postings(step.first, step.known.iter().zip(&of_step));
                state.rarity.add_counts(step.known.len(), step.stems.iter().copied());
                step.printed.iter().for_each(|printed| state.paragraphs.add(printed, &settings.cleaning));
                for known in std::mem::take(&mut step.known) {
                    state.add(known);
                }
                self.changed.extend(state.change(&step).map(|number| number / PAGE as u32));
            }
            Ok(Ok(()))
        };
        guarded(&folder, read)??;
        Ok(state)
    }

    /// The index as it is now.
    ///
    /// # Errors
    ///
    /// [`Error::Index`] when it is damaged.
    pub fn view(&self) -> Result<View> {
        let view = || -> Result<View, redb::Error> {
            let read = self.database.begin_read()?;
            Ok(View {
                folder: self.folder.clone(),
                documents: read.open_table(DOCUMENTS)?,
                prints: read.open_table(PRINTS)?,
                verdicts: read.open_table(VERDICTS)?,
                lists: read.open_table(LISTS)?,
            })
        };
        guarded(&self.folder, view)
    }

    /// Writes a batch: its documents, in their order, and what it changed beside. When this returns, all of it is on disk.
    ///
    /// # Errors
    ///
    /// [`Error::Index`] when it cannot be written; then none of it is there.
    pub fn add(&mut self, rows: &[Row<'_>], step: &Step) -> Result<()> {
        let (documents, (prints, verdicts)) = rayon::join(
            || pack(step.first, rows, |row| format::write_document(row.document), blocks::TEXTS),
            || {
                rayon::join(
                    || pack(step.first, rows, |row| format::write_print(row.print), blocks::PRINTS),
                    || pack(step.first, rows, |row| row.verdict.to_vec(), blocks::TEXTS),
                )
            },
        );
        self.write(|write| {
            for (table, blocks) in [(DOCUMENTS, documents), (PRINTS, prints), (VERDICTS, verdicts)] {
                let mut table = write.open_table(table)?;
                for (first, block) in blocks {
                    table.insert(first, block.as_slice())?;
                }
            }
            write.open_table(STEPS)?.insert(step.first, format::write_step(step).as_slice())?;
            Ok(())
        })?;
        let changed = step.parents.iter().map(|(document, _)| document).chain(&step.killed);
        self.changed.extend(changed.map(|number| number / PAGE as u32));
        Ok(())
    }

    /// Puts what came since into the lists when it has become much, or `now`, and takes out of them what is older than `oldest`.
    ///
    /// Cost: all lists are written again.
    ///
    /// # Errors
    ///
    /// [`Error::Index`] when it cannot be written; then all is as before.
    pub fn settle(&mut self, state: &mut State, oldest: Option<i64>, now: bool) -> Result<()> {
        let recent = state.known.len() - state.settled as usize;
        let enough = recent >= (state.known.len() / 8).clamp(RECENT, MOST_RECENT);
        if !enough && !now {
            return Ok(());
        }
        let old: Vec<u32> = (0..)
            .zip(&state.known)
            .filter(|(_, known)| !known.gone && oldest.is_some_and(|oldest| known.moment() < oldest))
            .map(|(number, _)| number)
            .collect();
        for &number in &old {
            state.known[number as usize].gone = true;
            self.changed.push(number / PAGE as u32);
        }
        let first_page = state.settled / PAGE as u32;
        self.changed.extend(first_page..(state.known.len() as u32).div_ceil(PAGE as u32));
        self.changed.sort_unstable();
        self.changed.dedup();
        let changed = std::mem::take(&mut self.changed);
        self.write(|write| {
            let before = self.database.begin_read()?.open_table(LISTS)?;
            write.delete_table(LISTS)?;
            lists::merge(&mut write.open_table(LISTS)?, &before, state)?;
            let mut pages = write.open_table(PAGES)?;
            for &page in &changed {
                let from = page as usize * PAGE;
                let known = &state.known[from..state.known.len().min(from + PAGE)];
                pages.insert(page, format::write_page(known).as_slice())?;
            }
            for (table, manner) in [(DOCUMENTS, blocks::TEXTS), (PRINTS, blocks::PRINTS), (VERDICTS, blocks::TEXTS)] {
                blocks::settle(&mut write.open_table(table)?, state.settled, &old, manner)?;
            }
            let mut about = write.open_table(ABOUT)?;
            about.insert("stems", format::write_counts(&state.rarity.counts()).as_slice())?;
            let sample: Vec<_> = state.paragraphs.sample().collect();
            about.insert("paragraphs", format::write_paragraphs(&sample).as_slice())?;
            write.open_table(STEPS)?.retain(|_, _| false)?;
            Ok(())
        })?;
        state.settled = state.known.len() as u32;
        state.recent = Default::default();
        state.forget(&old);
        Ok(())
    }

    /// Gives the room of what was removed back to the disk.
    ///
    /// # Errors
    ///
    /// [`Error::Index`] when it cannot be written.
    pub fn compact(&mut self) -> Result<()> {
        let database = &mut self.database;
        guarded(&self.folder, || Ok(database.compact().map(drop)?))
    }

    /// One transaction: when this returns, what `work` wrote is on disk.
    fn write(&self, work: impl FnOnce(&redb::WriteTransaction) -> Result<(), redb::Error>) -> Result<()> {
        let write = || -> Result<(), redb::Error> {
            let mut write = self.database.begin_write()?;
            write.set_quick_repair(true); // after a kill the index opens at once, whatever its size
            work(&write)?;
            Ok(write.commit()?)
        };
        guarded(&self.folder, write)
    }
}

impl View {
    /// The document of this number.
    ///
    /// # Errors
    ///
    /// [`Error::Index`] when its row is damaged or not there.
    pub fn document(&self, number: u32) -> Result<Document> {
        self.row(&self.documents, number, format::read_document)
    }

    /// What the document of this number is found by.
    ///
    /// # Errors
    ///
    /// As [`View::document`].
    pub fn print(&self, number: u32) -> Result<Print> {
        self.row(&self.prints, number, format::read_print)
    }

    /// The story terms of the document of this number.
    ///
    /// # Errors
    ///
    /// As [`View::document`].
    pub fn terms(&self, number: u32) -> Result<Vec<Weighed>> {
        self.row(&self.prints, number, format::read_terms)
    }

    /// The id of the document of this number.
    ///
    /// # Errors
    ///
    /// As [`View::document`].
    pub fn id(&self, number: u32) -> Result<DocumentId> {
        self.row(&self.prints, number, format::read_id).map(DocumentId)
    }

    /// What was said of the document of this number.
    ///
    /// # Errors
    ///
    /// As [`View::document`].
    pub fn verdict(&self, number: u32) -> Result<Vec<u8>> {
        self.row(&self.verdicts, number, |row| Ok(row.to_vec()))
    }

    fn row<T>(
        &self,
        table: &ReadOnlyTable<u32, &'static [u8]>,
        number: u32,
        read: impl FnOnce(&[u8]) -> Result<T, Torn>,
    ) -> Result<T> {
        let found = blocks::find(table, &self.folder, number, read)?;
        found.ok_or_else(|| torn(&self.folder, "a document is missing"))
    }
}

/// What `write` makes of each of `rows`, in blocks, on all threads.
fn pack(
    first: u32,
    rows: &[Row<'_>],
    write: impl Fn(&Row<'_>) -> Vec<u8> + Sync + Send,
    manner: Manner,
) -> Vec<blocks::Block> {
    blocks::pack(first, &rows.par_iter().map(write).collect::<Vec<_>>(), manner)
}

/// The way out of a damaged index.
const REBUILD: &str = "\"variorum index verify DIR\" tells how much is damaged, \"variorum index rebuild DIR\" makes it anew \
    from the documents that can be read";

/// Asks redb for something. It panics when some of what it holds for true of its own pages is not: in a damaged file that is an
/// error like any other.
fn guarded<T>(folder: &Path, ask: impl FnOnce() -> Result<T, redb::Error>) -> Result<T> {
    match panic::catch_unwind(AssertUnwindSafe(ask)) {
        Ok(answer) => answer.map_err(|error| damaged(folder, &error)),
        Err(_) => Err(torn(folder, "a page holds what cannot stand there")),
    }
}

fn torn(folder: &Path, why: Torn) -> Error {
    Error::Index { path: folder.to_owned(), why: format!("the index is damaged: {why}; {REBUILD}") }
}

/// An error of the file in words, with the way out.
fn damaged(folder: &Path, error: &redb::Error) -> Error {
    let path = folder.to_owned();
    let why = match error {
        redb::Error::Io(error) if error.kind() == std::io::ErrorKind::StorageFull => {
            "the disk is full: make room and run again; what was answered is kept".to_owned()
        }
        redb::Error::Io(error) => format!("cannot read or write the index: {error}"),
        redb::Error::PreviousIo => {
            "the index cannot be written any more after an earlier fault; start again".to_owned()
        }
        error => format!("the index is damaged: {error}; {REBUILD}"),
    };
    Error::Index { path, why }
}

fn cannot_open(folder: &Path, error: redb::DatabaseError) -> Error {
    let path = folder.to_owned();
    let why = match error {
        redb::DatabaseError::DatabaseAlreadyOpen => {
            "another program has this index open; one at a time may (\"variorum serve\" answers many)".to_owned()
        }
        redb::DatabaseError::UpgradeRequired(_) => {
            format!("the index was written by an older program; {REBUILD}")
        }
        redb::DatabaseError::Storage(redb::StorageError::Io(error))
            if matches!(
                error.kind(),
                std::io::ErrorKind::PermissionDenied | std::io::ErrorKind::ReadOnlyFilesystem
            ) =>
        {
            format!("cannot write here: {error}; an index needs a folder that this user may write to")
        }
        redb::DatabaseError::Storage(redb::StorageError::Io(error))
            if error.kind() == std::io::ErrorKind::InvalidData =>
        {
            format!("{FILE} is no index of this program; move it away or give another folder")
        }
        error => return damaged(folder, &redb::Error::from(error)),
    };
    Error::Index { path, why }
}

/// A file in a folder that is to become an index.
fn other_file(folder: &Path) -> Option<String> {
    let mut names: Vec<_> = fs::read_dir(folder).ok()?.filter_map(|entry| Some(entry.ok()?.file_name())).collect();
    names.sort();
    let other = names.into_iter().find(|name| name != "lost+found" && name != PART)?;
    Some(other.to_string_lossy().into_owned())
}
