//! Reading a corpus: each document to what finding its relatives needs; its text is left where it is.

use super::{
    Clock, Memory, Watch, done,
    look::{Look, Looking},
    pool::Pool,
};
use crate::{
    article::{Article, Reader},
    body::Body,
    candidates::{Samples, Teller},
    clean::{Block, Clean, Paragraphs, Repeated},
    document::{Document, DocumentId, Item, Place, Published, Skipped},
    error::{Error, Result},
    fingerprint::story::{Rarity, Weighed},
    read::{self, Fields, Names, Original, Parsed, Part, Stand, Store},
    settings::Settings,
    span::Span,
    tokenize::tokenize,
};
use hashbrown::HashSet;
use rayon::prelude::*;
use std::{
    collections::BTreeMap,
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
    story: Box<[Weighed]>,
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
    /// How many terms were too common to pair by.
    pub(super) common_terms: usize,
    store: Store,
    fields: Fields,
    /// Documents that were to be compared and are not in their files any more, with why.
    lost: Mutex<BTreeMap<usize, Skipped>>,
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
    let store = Store::default();
    let desk = Desk { workers: Pool::default(), store: &store, fields, settings, watch };
    let mut gathered = Gathered::new(memory, &desk);
    std::thread::scope(|scope| -> Result<()> {
        let (send, receive) = mpsc::sync_channel::<Vec<Part>>(1);
        let store = &store;
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
    gathered.close_block()?;
    let Gathered { entries, skipped, mut warnings, names, samples, rarity, .. } = gathered;
    warnings.extend(memory.warning(entries.len()));
    names.finish(inputs)?;
    let (samples, fields, common_terms) = (Some(samples), fields.clone(), rarity.common());
    Ok(Corpus {
        entries,
        skipped,
        warnings,
        seconds: clock.end(),
        samples,
        common_terms,
        store,
        fields,
        lost: Mutex::default(),
    })
}

/// Reads `inputs` and sends their parts on in batches, until nobody listens; returns what is to be told.
fn read_batches(
    inputs: &[PathBuf],
    settings: &Settings,
    store: &Store,
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
    look: Look,
}

/// What was read so far, in the order of the input.
struct Gathered<'a> {
    entries: Vec<Entry>,
    skipped: Vec<Skipped>,
    warnings: Vec<String>,
    names: Names,
    samples: Samples,
    sources: HashSet<Arc<str>>,
    desk: &'a Desk<'a>,
    /// The documents of the block under way.
    block: Vec<Analysed>,
    paragraphs: Paragraphs,
    rarity: Rarity,
    /// Hashes of the texts whose stems were counted.
    counted: HashSet<u64>,
}

impl<'a> Gathered<'a> {
    fn new(memory: Memory, desk: &'a Desk<'a>) -> Self {
        Self {
            entries: Vec::new(),
            skipped: Vec::new(),
            warnings: Vec::new(),
            names: Names::default(),
            samples: Samples::new(memory.postings()),
            sources: HashSet::new(),
            desk,
            block: Vec::new(),
            paragraphs: Paragraphs::default(),
            rarity: Rarity::new(&desk.settings.matching),
            counted: HashSet::new(),
        }
    }

    /// Adds what was made of the parts of a batch, in their order.
    fn merge(&mut self, batch: Vec<Vec<Result<Analysed, Skipped>>>) -> Result<()> {
        for found in batch.into_iter().flatten() {
            match found {
                Ok(mut analysed) => {
                    let entry = &mut analysed.entry;
                    let place = entry.place();
                    self.warnings.extend(self.names.name(&mut entry.id, &place));
                    entry.file = one(&mut self.sources, &entry.file);
                    entry.source = entry.source.as_ref().map(|source| one(&mut self.sources, source));
                    self.paragraphs.add(&analysed.look.printed, &self.desk.settings.cleaning);
                    self.block.push(analysed);
                    if self.block.len() >= self.desk.settings.matching.block_documents {
                        self.close_block()?;
                    }
                }
                Err(skipped) => {
                    self.names.skip(&skipped);
                    self.skipped.push(skipped);
                }
            }
        }
        Ok(())
    }

    /// All documents of a block are there: now it is known what their sources repeat and how rare their terms are.
    fn close_block(&mut self) -> Result<()> {
        let Self { desk, paragraphs, rarity, counted, samples, .. } = self;
        let mut block = std::mem::take(&mut self.block);
        block.par_iter_mut().with_max_len(64).for_each(|analysed| {
            let repeated = paragraphs.repeated(&analysed.look.printed, &desk.settings.cleaning);
            if !repeated.is_empty() {
                desk.look_again(analysed, &repeated);
            }
        });
        for Analysed { look, .. } in &block {
            let is_new = counted.insert(look.counted_as());
            rarity.add(if is_new { &look.stems[..] } else { &[] }.iter().copied());
            samples.add(&look.sample)?;
        }
        let weighed = |Analysed { entry, look }| Entry {
            words: look.words,
            text_hash: look.text_hash,
            lead: look.lead,
            story: rarity.vector(&look.terms).into(),
            furniture: look.furniture,
            ..entry
        };
        self.entries.par_extend(block.into_par_iter().map(weighed));
        Ok(())
    }
}

/// The one copy of a name that many documents have.
fn one(names: &mut HashSet<Arc<str>>, name: &Arc<str>) -> Arc<str> {
    names.get_or_insert_with(name.as_ref(), |_| name.clone()).clone()
}

/// Where documents are read: what the threads share, and what each keeps from one part to the next.
struct Desk<'a> {
    workers: Pool<Looking>,
    store: &'a Store,
    fields: &'a Fields,
    settings: &'a Settings,
    watch: Watch<'a>,
}

impl Desk<'_> {
    /// What is made of each document of a batch.
    fn analyse(&self, batch: &[Part]) -> Vec<Vec<Result<Analysed, Skipped>>> {
        batch
            .par_iter()
            .with_max_len(1)
            .map(|part| {
                self.workers.with(|looking| {
                    let mut all = Vec::new();
                    let _ = part.parse(self.fields, &mut |parsed| {
                        all.push(parsed.map(|parsed| done(self.watch, self.first_look(looking, parsed))));
                        ControlFlow::Continue(())
                    });
                    all
                })
            })
            .collect()
    }

    fn first_look(&self, looking: &mut Looking, parsed: Parsed) -> Analysed {
        let Parsed { document, stand } = parsed;
        let look = looking.first(&document, self.settings);
        let entry = Entry {
            id: document.id,
            title: document.title.map(String::into_boxed_str),
            source: document.source.map(Arc::from),
            published: document.published,
            words: 0,
            text_hash: 0,
            lead: None,
            furniture: Box::default(),
            story: Box::default(),
            file: Arc::from(document.place.file),
            line: document.place.line,
            record: document.place.record,
            stand,
        };
        Analysed { entry, look }
    }

    /// A document again, now that it is known what of it is repeated. One that its file does not hold any more stays as it was
    /// seen first; it is named when it is to be compared.
    fn look_again(&self, analysed: &mut Analysed, repeated: &Repeated) {
        let entry = &analysed.entry;
        if let Ok(document) = read::read_again(self.store, entry.stand, &entry.place(), self.fields) {
            analysed.look = self.workers.with(|looking| looking.again(&document, repeated, self.settings));
        }
    }
}

impl Entry {
    fn place(&self) -> Place {
        Place { file: self.file.to_string(), line: self.line, record: self.record }
    }
}

impl Corpus {
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
    pub fn article(&self, index: usize) -> Result<Article> {
        let document = self.document(index)?;
        let clean = Clean::again(&document.text, &self.entries[index].furniture);
        let tokens = tokenize(&document.text, &clean);
        Ok(Article { document, clean, tokens })
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

    /// Where the document at `index` stands.
    #[must_use]
    pub fn place(&self, index: usize) -> Place {
        self.entries[index].place()
    }

    /// What the document at `index` is found by as a report of an event; whoever takes it gives its memory back.
    pub(super) fn take_teller(&mut self, index: u32) -> Teller {
        let entry = &mut self.entries[index as usize];
        let (terms, time) = (std::mem::take(&mut entry.story), entry.published.map(Published::seconds));
        Teller { terms, time, words: entry.words }
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
                        let (document, clean) = self.opened(index, reader)?;
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

    /// The document at `index`, to be compared, with its furniture as it was marked: what [`Corpus::article`] gives, without asking
    /// again. One that its file does not hold any more is like no other: it has no text, and is kept in mind for
    /// [`Corpus::tell_lost`].
    pub(super) fn opened(&self, index: usize, reader: &mut Reader) -> Result<(Document, Clean)> {
        let document = match self.document(index) {
            Err(Error::Changed { why, .. }) => {
                let entry = &self.entries[index];
                let why = format!(
                    "changed during the run: {why}; it is compared with no other; run again when nothing writes to it"
                );
                let skipped = Skipped { place: entry.place(), why };
                self.lost.lock().unwrap_or_else(PoisonError::into_inner).insert(index, skipped);
                Document {
                    id: entry.id.clone(),
                    text: String::new(),
                    title: None,
                    published: entry.published,
                    source: None,
                    url: None,
                    item: Item::default(),
                    place: entry.place(),
                }
            }
            found => found?,
        };
        reader.read_classes(&document);
        let furniture: &[Block] = if document.text.is_empty() { &[] } else { &self.entries[index].furniture };
        let clean = Clean::again(&document.text, furniture);
        Ok((document, clean))
    }

    /// Adds to what could not be read the documents that could not be read again.
    pub(super) fn tell_lost(&mut self) {
        let lost = std::mem::take(self.lost.get_mut().unwrap_or_else(PoisonError::into_inner));
        self.skipped.extend(lost.into_values());
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
        let weights = |first: &str, other: &str| {
            for (name, text) in [("a.txt", first), ("b.txt", other), ("c.txt", small)] {
                std::fs::write(folder.path().join(name), text).unwrap();
            }
            let inputs = [folder.path().to_owned()];
            let read = read_corpus(&inputs, &Fields::default(), &Settings::default(), Memory::default(), &|_| ());
            let terms = read.unwrap().take_teller(2).terms;
            ["march", "ruda"]
                .map(|stem| terms.iter().find(|one| one.term == hash(stem.as_bytes()) as u32).unwrap().weight)
        };
        let [march, ruda] = weights(small, large);
        assert!(march < ruda);
        assert_eq!(weights(large, small), [march, ruda]);
    }
}
