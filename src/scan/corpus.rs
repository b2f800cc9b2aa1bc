//! Reading a corpus: each document to what finding its relatives needs; its text is left where it is.

use super::{Clock, Memory, Watch, done, pool::Pool};
use crate::{
    article::{Article, Reader},
    body::Body,
    candidates::Samples,
    clean::{Block, Clean, Paragraphs, Repeated},
    document::{Document, DocumentId, Place, Published, Skipped},
    error::Result,
    fingerprint::{
        Fingerprint,
        sample::Sample,
        story::{Rarity, StoryScratch, StoryTerm},
    },
    hash::combine,
    read::{self, Fields, Names, Original, Parsed, Part, Stand, Store},
    settings::Settings,
    span::Span,
};
use hashbrown::{HashMap, HashSet};
use rayon::prelude::*;
use std::{
    ops::ControlFlow,
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError, mpsc},
};

/// A document of a corpus without its text.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its name in this run.
    pub id: DocumentId,
    /// Its headline.
    pub title: Option<Box<str>>,
    /// Outlet, agency or site.
    pub source: Option<Arc<str>>,
    /// When it was published.
    pub published: Option<Published>,
    /// Words without furniture.
    pub words: u32,
    /// Hash of those words.
    pub text_hash: u64,
    /// Where its first words stand.
    pub lead: Option<Span>,
    /// Its blocks of furniture.
    furniture: Box<[Block]>,
    /// Keys of its paragraphs that may turn out to be furniture, 32 bits of each.
    keys: Box<[u32]>,
    story: Box<[StoryTerm]>,
    file: Arc<str>,
    line: Option<u64>,
    record: Option<u64>,
    stand: Stand,
}

/// A corpus as it was read: everything but the texts, which are read again when they are needed.
#[derive(Debug)]
pub struct Corpus {
    /// Its documents, in the order of the input.
    pub entries: Vec<Entry>,
    /// What could not be read.
    pub skipped: Vec<Skipped>,
    /// What to tell the user.
    pub warnings: Vec<String>,
    /// Seconds of each step; no part of any output that must be the same in every run.
    pub seconds: Vec<(&'static str, f64)>,
    pub(super) samples: Option<Samples>,
    rarity: Rarity,
    store: Store,
    fields: Fields,
    repeated: Repeated,
}

/// Bytes of input that are handed to the threads at a time: more costs memory, fewer leaves threads waiting at the end of each.
const BATCH: usize = 2 << 20;
/// Bytes of lines that one thread parses at a time.
const PART: usize = 64 << 10;
/// Most text files of a batch.
const BATCH_FILES: usize = 4_096;

/// Reads a corpus, marks its furniture (also what repeats over the documents of a source) and takes the fingerprint of each
/// document. The texts are not held.
///
/// # Errors
///
/// [`crate::error::Error::NothingRead`] when there is no document at all, [`crate::error::Error::NoRoom`] when what must be
/// kept on disk does not fit.
pub fn read_corpus(
    inputs: &[PathBuf],
    fields: &Fields,
    settings: &Settings,
    memory: Memory,
    watch: Watch<'_>,
) -> Result<Corpus> {
    let mut clock = Clock::new(watch);
    clock.begin("reading", None);
    let mut store = Store::default();
    let desk = Desk::new(fields, settings, watch);
    let mut gathered = Gathered::new(memory);
    std::thread::scope(|scope| -> Result<()> {
        let (send, receive) = mpsc::sync_channel::<Vec<Part>>(1);
        let store = &mut store;
        let reading = scope.spawn(move || read_batches(inputs, settings, store, &send));
        let mut read: Vec<Vec<Result<Analysed, Skipped>>> = Vec::new();
        for batch in receive {
            let (next, merged) = rayon::join(|| desk.analyse(&batch), || gathered.merge(read));
            merged?;
            read = next;
        }
        gathered.merge(read)?;
        gathered.warnings.extend(reading.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))?);
        Ok(())
    })?;
    let Gathered { entries, skipped, mut warnings, names, samples, .. } = gathered;
    warnings.extend(memory.warning(entries.len()));
    names.finish(inputs)?;
    let (repeated, counts) = desk.finish();
    let rarity = Rarity::new(entries.len(), counts, &settings.matching);
    let mut corpus = Corpus {
        entries,
        skipped,
        warnings,
        seconds: Vec::new(),
        samples: Some(samples),
        rarity,
        store,
        fields: fields.clone(),
        repeated,
    };
    clock.begin("cleaning", None);
    corpus.clean_again(settings, watch)?;
    corpus.seconds = clock.end();
    Ok(corpus)
}

/// Reads `inputs` and sends their parts on in batches, until nobody listens; returns what is to be told.
fn read_batches(
    inputs: &[PathBuf],
    settings: &Settings,
    store: &mut Store,
    send: &mpsc::SyncSender<Vec<Part>>,
) -> Result<Vec<String>> {
    let (mut batch, mut bytes, mut warnings) = (Vec::new(), 0, Vec::new());
    read::parts(inputs, &settings.reading, PART, Some(store), &mut |part| {
        if let Part::Warning(warning) = part {
            warnings.push(warning);
            return ControlFlow::Continue(());
        }
        bytes += part.len();
        batch.push(part);
        if bytes < BATCH && batch.len() < BATCH_FILES {
            return ControlFlow::Continue(());
        }
        bytes = 0;
        if send.send(std::mem::take(&mut batch)).is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    })?;
    let _ = send.send(batch); // nobody listens any more when the run has failed already
    Ok(warnings)
}

/// What was made of one document.
struct Analysed {
    entry: Entry,
    sample: Sample,
}

/// What was read so far, in the order of the input.
struct Gathered {
    entries: Vec<Entry>,
    skipped: Vec<Skipped>,
    warnings: Vec<String>,
    names: Names,
    samples: Samples,
    sources: HashSet<Arc<str>>,
}

impl Gathered {
    fn new(memory: Memory) -> Self {
        Self {
            entries: Vec::new(),
            skipped: Vec::new(),
            warnings: Vec::new(),
            names: Names::default(),
            samples: Samples::new(memory.postings()),
            sources: HashSet::new(),
        }
    }

    /// Adds what was made of the parts of a batch, in their order.
    fn merge(&mut self, batch: Vec<Vec<Result<Analysed, Skipped>>>) -> Result<()> {
        for found in batch.into_iter().flatten() {
            match found {
                Ok(Analysed { mut entry, sample }) => {
                    let place = entry.place();
                    self.warnings.extend(self.names.name(&mut entry.id, &place));
                    entry.file = self.one(entry.file);
                    entry.source = entry.source.map(|source| self.one(source));
                    self.samples.add(&sample)?;
                    self.entries.push(entry);
                }
                Err(skipped) => {
                    self.names.skip(&skipped);
                    self.skipped.push(skipped);
                }
            }
        }
        Ok(())
    }

    /// The one copy of a name that many documents have.
    fn one(&mut self, name: Arc<str>) -> Arc<str> {
        self.sources.get_or_insert(name).clone()
    }
}

/// Hashes of the texts met so far, in parts with a lock each.
struct Seen([Mutex<HashSet<u64>>; 64]);

impl Default for Seen {
    fn default() -> Self {
        Self(std::array::from_fn(|_| Mutex::default()))
    }
}

impl Seen {
    /// Whether a text is met for the first time.
    fn is_new(&self, text_hash: u64) -> bool {
        let part = &self.0[text_hash as usize % self.0.len()];
        part.lock().unwrap_or_else(PoisonError::into_inner).insert(text_hash)
    }
}

/// Where documents are read: what the threads share, and what each keeps from one part to the next.
struct Desk<'a> {
    workers: Pool<Worker>,
    /// By the hash of a stem in how many documents it stands, as far as workers have forgotten their words.
    counted: Mutex<HashMap<u32, u32>>,
    seen: Seen,
    fields: &'a Fields,
    settings: &'a Settings,
    watch: Watch<'a>,
}

/// What one thread keeps from document to document.
#[derive(Default)]
struct Worker {
    reader: Reader,
    scratch: StoryScratch,
    paragraphs: Paragraphs,
    /// By number of the stem: in how many documents it stands.
    counts: Vec<u32>,
}

impl Worker {
    /// Counts the stems of the document that was read last.
    fn count(&mut self) {
        self.counts.resize(self.counts.len().max(self.reader.vocabulary.stems()), 0);
        self.scratch.body_stems().iter().for_each(|&stem| self.counts[stem as usize] += 1);
    }

    /// Forgets the words, and hands on what was counted, by the hash of the stem.
    fn forget(&mut self, counted: &mut HashMap<u32, u32>) {
        for (stem, count) in (0..).zip(std::mem::take(&mut self.counts)).filter(|&(_, count)| count > 0) {
            *counted.entry(self.reader.vocabulary.stem_hash(stem) as u32).or_default() += count;
        }
        self.reader = Reader::default();
        self.scratch = StoryScratch::default();
    }
}

impl<'a> Desk<'a> {
    fn new(fields: &'a Fields, settings: &'a Settings, watch: Watch<'a>) -> Self {
        let (workers, counted, seen) = (Pool::default(), Mutex::default(), Seen::default());
        Self { workers, counted, seen, fields, settings, watch }
    }

    /// What is made of each document of a batch.
    fn analyse(&self, batch: &[Part]) -> Vec<Vec<Result<Analysed, Skipped>>> {
        batch
            .par_iter()
            .with_max_len(1)
            .map(|part| {
                self.workers.with(|worker| {
                    let parsed = part.parse(self.fields);
                    parsed.map(|parsed| Ok(done(self.watch, self.first_look(worker, parsed?)))).collect()
                })
            })
            .collect()
    }

    /// A document before it is known what its source prints under every story.
    fn first_look(&self, worker: &mut Worker, parsed: Parsed<'_>) -> Analysed {
        let Parsed { document, stand, .. } = parsed;
        if worker.reader.vocabulary.is_full() {
            worker.forget(&mut self.counted.lock().unwrap_or_else(PoisonError::into_inner));
        }
        worker.reader.read(&document);
        let layout = worker.reader.layout(&document);
        let keys: Vec<u64> = layout.keys(document.source.as_deref()).collect();
        worker.paragraphs.add(document.source.as_deref(), layout.longest(), &keys, &self.settings.cleaning);
        let keys = keys.into_iter().map(|key| key as u32).collect();
        let clean = worker.reader.clean_layout(layout, &document, &Repeated::new(), self.settings);
        let analysed = analysed(worker, document, clean, stand, keys, self.settings);
        // The same words with other capitals may hold another stem ("march", "March"); whichever is met first, both count.
        let stems = worker.scratch.body_stems().len() as u64;
        if self.seen.is_new(combine(analysed.entry.text_hash, stems)) {
            worker.count();
        }
        analysed
    }

    /// The paragraphs that sources print under many of their stories, and in how many documents each term stands.
    fn finish(self) -> (Repeated, HashMap<u32, u32>) {
        drop(self.seen);
        let mut counts = self.counted.into_inner().unwrap_or_else(PoisonError::into_inner);
        let mut paragraphs = Paragraphs::default();
        for mut worker in self.workers.into_all() {
            worker.forget(&mut counts);
            paragraphs.merge(worker.paragraphs, &self.settings.cleaning);
        }
        (paragraphs.repeated(&self.settings.cleaning), counts)
    }
}

/// What is made of a document that `worker` has read.
fn analysed(
    worker: &mut Worker,
    document: Document,
    clean: Clean,
    stand: Stand,
    keys: Box<[u32]>,
    settings: &Settings,
) -> Analysed {
    let body = worker.reader.body(&document, &clean);
    let whole = worker.reader.whole(&document, &clean);
    let vocabulary = &mut worker.reader.vocabulary;
    let print = Fingerprint::new(&document, &body, whole.as_ref(), vocabulary, &mut worker.scratch, &settings.matching);
    let entry = Entry {
        id: document.id,
        title: document.title.map(String::into_boxed_str),
        source: document.source.map(Arc::from),
        published: document.published,
        words: print.words as u32,
        text_hash: print.text_hash,
        lead: print.lead,
        furniture: clean.blocks.into_iter().filter(|block| block.furniture.is_some()).collect(),
        keys,
        story: print.story.into_boxed_slice(),
        file: Arc::from(document.place.file),
        line: document.place.line,
        record: document.place.record,
        stand,
    };
    Analysed { entry, sample: print.sample }
}

impl Entry {
    fn place(&self) -> Place {
        Place { file: self.file.to_string(), line: self.line, record: self.record }
    }
}

impl Corpus {
    /// Cleans again the documents that hold a paragraph which their source prints under many stories: now it is known.
    fn clean_again(&mut self, settings: &Settings, watch: Watch<'_>) -> Result<()> {
        let known: HashSet<u32> = self.repeated.iter().map(|&key| key as u32).collect();
        let holds = |entry: &Entry| entry.keys.iter().any(|key| known.contains(key));
        let again: Vec<usize> = if known.is_empty() {
            Vec::new()
        } else {
            (0..self.entries.len()).filter(|&index| holds(&self.entries[index])).collect()
        };
        watch(super::Step::Begins { name: "cleaning", total: Some(again.len()) });
        let desk = Desk::new(&self.fields, settings, watch);
        for some in again.chunks(4_096) {
            let analyse = |&index: &usize| {
                let document = self.document(index)?;
                desk.workers.with(|worker| {
                    worker.reader.read(&document);
                    let entry = &self.entries[index];
                    let clean = worker.reader.clean(&document, &self.repeated, settings);
                    Ok(done(watch, analysed(worker, document, clean, entry.stand, Box::default(), settings)))
                })
            };
            let cleaned: Vec<Result<Analysed>> = some.par_iter().with_max_len(64).map(analyse).collect();
            for (&index, cleaned) in some.iter().zip(cleaned) {
                let Analysed { entry, sample } = cleaned?;
                if let Some(samples) = &mut self.samples {
                    samples.replace(index, &sample)?;
                }
                let old = &mut self.entries[index];
                *old = Entry { id: old.id.clone(), file: old.file.clone(), source: old.source.clone(), ..entry };
            }
        }
        self.entries.iter_mut().for_each(|entry| entry.keys = Box::default());
        Ok(())
    }

    /// The document at `index`, read again.
    ///
    /// # Errors
    ///
    /// [`crate::error::Error::Changed`] when its file does not hold it any more.
    pub fn document(&self, index: usize) -> Result<Document> {
        let entry = &self.entries[index];
        let document = read::read_again(&self.store, entry.stand, &entry.place(), &self.fields)?;
        Ok(Document { id: entry.id.clone(), ..document })
    }

    /// The article at `index`, read again, with its furniture marked.
    ///
    /// # Errors
    ///
    /// As [`Corpus::document`].
    pub fn article(&self, index: usize, settings: &Settings) -> Result<Article> {
        Ok(Article::new(self.document(index)?, &self.repeated, settings))
    }

    /// What the document at `index` was made of, as it stands in the input.
    ///
    /// # Errors
    ///
    /// As [`Corpus::document`].
    pub fn original(&self, index: usize) -> Result<Original> {
        let entry = &self.entries[index];
        read::original(&self.store, entry.stand, &entry.place())
    }

    /// The file that holds the document at `index`, as it was given or found.
    #[must_use]
    pub fn file(&self, index: usize) -> &str {
        &self.entries[index].file
    }

    /// The story terms of each document, and how rare they are; whoever takes them gives their memory back.
    pub(super) fn take_stories(&mut self) -> (Vec<Box<[StoryTerm]>>, Rarity) {
        let terms = self.entries.iter_mut().map(|entry| std::mem::take(&mut entry.story)).collect();
        (terms, std::mem::take(&mut self.rarity))
    }

    /// Reads every document again and hands what `make` makes of its words to `take`, in the order of the documents.
    pub(super) fn each_body<T: Send>(
        &self,
        watch: Watch<'_>,
        make: &(dyn Fn(&Body) -> T + Sync),
        take: &mut dyn FnMut(T) -> Result<()>,
    ) -> Result<()> {
        let readers: Pool<Reader> = Pool::default();
        let all: Vec<usize> = (0..self.entries.len()).collect();
        for some in all.chunks(16_384) {
            let read = |part: &[usize]| {
                readers.with(|reader| {
                    let bodies = part.iter().map(|&index| {
                        let document = self.document(index)?;
                        let clean = self.cleaned(index, &document, reader);
                        Ok(done(watch, make(&reader.body(&document, &clean))))
                    });
                    bodies.collect()
                })
            };
            let parts: Vec<Result<Vec<T>>> = some.par_chunks(256).map(read).collect();
            for part in parts {
                part?.into_iter().try_for_each(&mut *take)?;
            }
        }
        Ok(())
    }

    /// The document at `index` with its furniture as it was marked: what [`Corpus::article`] gives, without asking again.
    pub(super) fn cleaned(&self, index: usize, document: &Document, reader: &mut Reader) -> Clean {
        reader.read(document);
        Clean::again(&document.text, &self.entries[index].furniture)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hash::hash;

    #[test]
    fn how_rare_a_word_is_does_not_depend_on_which_of_two_texts_is_met_first() {
        let folder = tempfile::tempdir().unwrap();
        let [small, large] = ["They will march to Ruda.", "They will March to Ruda."];
        let count = |first: &str, other: &str| {
            for (name, text) in [("a.txt", first), ("b.txt", other)] {
                std::fs::write(folder.path().join(name), text).unwrap();
            }
            let inputs = [folder.path().to_owned()];
            let read = read_corpus(&inputs, &Fields::default(), &Settings::default(), Memory::default(), &|_| ());
            let (_, rarity) = read.unwrap().take_stories();
            ["march", "ruda"].map(|stem| rarity.count(hash(stem.as_bytes()) as u32))
        };
        assert_eq!(count(small, large), [1, 2]);
        assert_eq!(count(large, small), [1, 2]);
    }
}
