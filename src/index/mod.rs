//! The memory of a stream on disk: documents, what they are found by, and what was said of them.
//!
//! ```text
//! known     what is known of a document, in memory and in rows
//! bytes     numbers, texts and checksums
//! format    what stands in a row
//! numbers   documents by a hash of theirs, in memory
//! blocks    many rows in one
//! mod       one redb file in a folder: opened by one writer, changed by whole batches
//! rows      the lists of many keys in one row
//! lists     from a key to its documents on disk; recent: what came since; sweep: how it gets there
//! load      what is held in memory, from the rows
//! check     whether all rows are what they were, and agree; size: how large they are
//! guard     the file, which may be damaged; fault: what is wrong with it, in words
//! salvage   the documents that can still be read, whatever else is damaged
//! ```
//!
//! A batch is one transaction: its documents with their verdicts are there together or not at all, and before the verdicts are
//! told they are on disk. What documents are found by is put into lists a little with each batch ([`Sweep`]); what is in none yet
//! is held in memory, and read again from the rows of its documents when the index is opened.

mod blocks;
mod bytes;
mod check;
mod fault;
mod format;
mod guard;
mod known;
mod lists;
mod load;
mod numbers;
mod recent;
mod rows;
mod salvage;
mod size;
mod sweep;

pub use check::Checked;
pub use known::{Document, Fate, Kind, Known, Postings, Print, State, Step};
pub use numbers::Numbers;
pub use recent::Recent;
pub use rows::{Listed, Posting};
pub use salvage::Salvage;
pub use size::Size;
pub use sweep::Sweep;

use crate::{
    clean::Printed,
    document::DocumentId,
    error::{Error, Result},
    settings::Settings,
};
use bytes::Torn;
use fault::{REBUILD, cannot_open, other_file, torn};
use guard::{Held, guarded};
use rayon::prelude::*;
use redb::{Database, ReadOnlyTable, ReadableDatabase, TableDefinition};
use std::{
    fs,
    path::{Path, PathBuf},
};
use sweep::Checkpoint;

type Table<K> = TableDefinition<'static, K, &'static [u8]>;

/// What the index is: its format, its settings; what was counted when the last sweep began, and how far that is.
const ABOUT: Table<&str> = TableDefinition::new("about");
/// By the number of its last, documents.
const DOCUMENTS: Table<u32> = TableDefinition::new("documents");
/// By the number of its last, what documents are found by.
const PRINTS: Table<u32> = TableDefinition::new("prints");
/// By the number of its last, what was said of documents.
const VERDICTS: Table<u32> = TableDefinition::new("verdicts");
/// By the number of its first document, what a batch changed beside its documents, until that is in the rows below.
const STEPS: Table<u32> = TableDefinition::new("steps");
/// By how many documents had come, what came to the samples of what the sources print; the first is all that they held then.
const PARAGRAPHS: Table<u32> = TableDefinition::new("paragraphs");
/// By number of the page, what is known of [`PAGE`] documents.
const PAGES: Table<u32> = TableDefinition::new("pages");
/// By kind and last key, the lists of many keys.
const LISTS: Table<u64> = TableDefinition::new("lists");

/// Name of the file in the folder of an index.
const FILE: &str = "index.redb";
/// Its name while it is made.
const PART: &str = "index.redb.part";
/// Documents of a page: one is written again when a document of it changes. Some 60 KB, so that it fills what the file gives out.
const PAGE: usize = 840;
/// Bytes of the file that are kept in memory, beside what the system keeps of it: four times as many made no batch and no item
/// faster, with 200,000 documents.
const CACHE: usize = 64 << 20;

/// An index that is open; nobody else has it meanwhile.
#[derive(Debug)]
pub struct Index {
    folder: PathBuf,
    database: Held,
    /// Documents of a batch at most, see [`crate::settings::Matching::block_documents`].
    batch: usize,
    /// Pages whose documents changed since they were written.
    changed: Vec<u32>,
    /// What came to the samples of paragraphs since these were written.
    printed: Vec<Printed>,
    /// How much came to them since all of them were written at once.
    sampled: usize,
    /// What is written when a sweep begins, until it is on disk.
    checkpoint: Option<Checkpoint>,
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
        index.check_format(format::FORMAT)?;
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
            for table in [DOCUMENTS, PRINTS, VERDICTS, STEPS, PARAGRAPHS, PAGES] {
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
        index.check_format(format::FORMAT)?;
        let settings = index.settings()?;
        let state = index.load(&settings)?;
        Ok((index, state, settings))
    }

    fn open_file(folder: &Path, name: &str) -> Result<Self> {
        let path = folder.join(name);
        let mut builder = Database::builder();
        builder.set_cache_size(CACHE);
        let database = guarded(folder, || Ok(builder.create(&path)))?.map_err(|error| cannot_open(folder, error))?;
        Ok(Self {
            folder: folder.to_owned(),
            database: Held::new(database),
            batch: 1,
            changed: Vec::new(),
            printed: Vec::new(),
            sampled: 0,
            checkpoint: None,
        })
    }

    /// The format, when it is ours or one whose documents can be read.
    fn check_format(&self, oldest: u32) -> Result<u32> {
        let held = self.about("format")?.and_then(|bytes| Some(u32::from_le_bytes(bytes.try_into().ok()?)));
        let needed = format::FORMAT;
        Err(self.error(match held {
            Some(held) if (oldest..=needed).contains(&held) => return Ok(held),
            Some(held) if (format::OLDEST..needed).contains(&held) => format!(
                "index has format {held}, this program needs {needed}: \"variorum index rebuild {}\" makes it anew",
                self.folder.display()
            ),
            Some(held) => format!(
                "index has format {held}, this program needs {needed}: give a new folder, and feed it what is to be remembered"
            ),
            None => "is no index of this program; give a new folder".to_owned(),
        }))
    }

    /// The settings are those that the documents were judged by.
    fn check_settings(&self, wanted: &str) -> Result<()> {
        if serde_json::to_string(&self.settings()?).is_ok_and(|held| held == wanted) {
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

    pub(crate) fn error(&self, why: String) -> Error {
        Error::Index { path: self.folder.clone(), why }
    }

    /// What is held in memory.
    fn load(&mut self, settings: &Settings) -> Result<State> {
        self.batch = settings.matching.block_documents;
        let loaded = guarded(&self.folder, || load::load(&self.database.begin_read()?, settings))?;
        (self.changed, self.printed, self.sampled) = (loaded.changed, loaded.printed, loaded.sampled);
        Ok(loaded.state)
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

    /// Writes a batch: its documents, in their order, what it changed beside, and with them a part of what came before into the
    /// lists. When this returns, all of it is on disk. Gives how far the lists are, for [`State::swept`].
    ///
    /// # Errors
    ///
    /// [`Error::Index`] when it cannot be written; then none of it is there, and the index has to be opened again.
    pub fn add(&mut self, state: &State, rows: &[Row<'_>], step: &Step) -> Result<Sweep> {
        let (documents, (prints, verdicts)) = rayon::join(
            || write_all(rows, |row| format::write_document(row.document)),
            || {
                rayon::join(
                    || write_all(rows, |row| format::write_print(row.print)),
                    || write_all(rows, |row| row.verdict.to_vec()),
                )
            },
        );
        let mut sweep = state.sweep;
        self.write(|write| {
            for (table, manner, rows) in [
                (DOCUMENTS, blocks::TEXTS, documents),
                (PRINTS, blocks::PRINTS, prints),
                (VERDICTS, blocks::TEXTS, verdicts),
            ] {
                blocks::append(&mut write.open_table(table)?, step.first, rows, manner)?;
            }
            sweep = self.sweep_on(write, state, step.first, rows.len())?;
            write.open_table(STEPS)?.insert(step.first, format::write_step(step).as_slice())?;
            Ok(())
        })?;
        self.checkpoint = None;
        let changed = step.parents.iter().map(|(document, _)| document).chain(&step.killed);
        self.changed.extend(changed.map(|number| number / PAGE as u32));
        self.printed.extend(step.printed.iter().filter(|printed| state.paragraphs.holds(printed)).cloned());
        Ok(sweep)
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
        found.ok_or_else(|| torn(&self.folder, blocks::MISSING))
    }
}

/// What `write` makes of each of `rows`, on all threads.
fn write_all(rows: &[Row<'_>], write: impl Fn(&Row<'_>) -> Vec<u8> + Sync + Send) -> Vec<Vec<u8>> {
    rows.par_iter().map(write).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Document as Article, Item, Place};

    /// A document of which nothing but the id matters.
    pub(super) fn document(id: &str) -> Document {
        let article = Article {
            id: DocumentId(id.to_owned()),
            text: "A dam broke.".to_owned(),
            title: None,
            source: None,
            url: None,
            published: None,
            place: Place::of_file("a.txt".to_owned()),
            item: Item::default(),
        };
        Document { article, furniture: Vec::new(), item: id.to_owned(), came: 0 }
    }

    /// A block of documents as formats before 4 have it: found by the number of the first.
    fn add_older_block(index: &Index, ids: &[&str]) {
        let rows: Vec<Vec<u8>> = ids.iter().map(|id| format::write_document(&document(id))).collect();
        index
            .write(|write| {
                let mut table = write.open_table(DOCUMENTS)?;
                blocks::append(&mut table, 0, rows, blocks::TEXTS)?;
                let (last, block) =
                    table.pop_last()?.map(|(last, block)| (last.value(), block.value().to_vec())).unwrap();
                table.insert(last + 1 - ids.len() as u32, block.as_slice())?;
                Ok(())
            })
            .unwrap();
    }

    #[test]
    fn an_index_of_the_format_before_can_be_made_anew_and_one_of_a_format_to_come_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let settings = Settings::default();
        let open = || Index::open(folder.path(), &settings).map(|(index, _)| index);
        add_older_block(&open().unwrap(), &["a", "b", "c"]);
        for (held, is_read, says) in
            [(format::OLDEST, true, "index rebuild"), (format::FORMAT + 1, false, "a new folder")]
        {
            let index = open().unwrap();
            let write = |format: u32| {
                index.write(|write| {
                    write.open_table(ABOUT)?.insert("format", format.to_le_bytes().as_slice())?;
                    Ok(())
                })
            };
            write(held).unwrap();
            drop(index);
            let error = open().unwrap_err().to_string();
            assert!(error.contains(&format!("format {held}")) && error.contains(says), "{error}");
            let ids: Option<Vec<String>> = Salvage::open(folder.path())
                .ok()
                .map(|salvage| salvage.all().map(|(_, document)| document.unwrap().article.id.0).collect());
            assert_eq!(ids.is_some(), is_read, "{held}");
            assert!(ids.is_none_or(|ids| ids == ["a", "b", "c"]));
            let index = Index::open_file(folder.path(), FILE).unwrap();
            index
                .write(|write| {
                    write.open_table(ABOUT)?.insert("format", format::FORMAT.to_le_bytes().as_slice())?;
                    Ok(())
                })
                .unwrap();
        }
        open().unwrap();
    }
}
