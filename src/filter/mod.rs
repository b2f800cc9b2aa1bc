//! The stream: each item against all that came before it, and what it changes.
//!
//! ```text
//! mod       a batch of items: those known by name are answered from memory, the others are looked at, judged and kept
//! search    the pairs of a batch that may be something to each other
//! verdict   from the matches of an item to what is said of it
//! warm      what is made ready before the first item comes
//! wire      what an item says of itself: which take of which item it is, whether it kills the others
//! ```
//!
//! The steps are those of [`crate::scan`], and so are the answers: a corpus that is fed in order, in batches of
//! [`crate::settings::Matching::block_documents`], names the pairs that a scan of it names. What is known at the end of a batch
//! weighs its documents; an index that has seen fewer documents weighs as the first blocks of a scan do.

mod search;
mod verdict;
mod warm;
mod wire;

pub use verdict::Verdict;
pub use warm::warm_up;
pub use wire::{identity, kill, kills};

use crate::{
    article::Reader,
    document::{Document as Article, DocumentId, Published},
    error::Result,
    hash::hash,
    index::{self, Index, Known, Postings, Print, Row, State, Step, View},
    scan::{Look, Looking, Pool},
    settings::Settings,
};
use hashbrown::{HashMap, HashSet};
use rayon::{ThreadPool, ThreadPoolBuilder, prelude::*};
use search::Search;
use std::{path::Path, sync::Arc};

/// A filter over an index.
#[derive(Debug)]
pub struct Filter {
    index: Index,
    state: State,
    settings: Settings,
    /// Seconds between two items beyond which they are no pair.
    window: Option<i64>,
    /// How often an id was asked for that another document had.
    asked: HashMap<u64, u32>,
    /// The latest moment of a document that is not later than when it came.
    newest: Option<i64>,
    /// What is known of words serves the next batch, too.
    looking: Pool<Looking>,
    readers: Pool<Reader>,
    /// Works on few items.
    alone: Arc<ThreadPool>,
}

/// Items that one thread works on: to wake others takes longer than they save, and who shares waits for a thread that the system
/// may hold back.
const FEW: usize = 16;

/// Looks at items before they are admitted, beside the filter: of what is known a first look needs nothing.
pub struct Looker {
    looking: Looking,
    settings: Settings,
}

impl Looker {
    /// Looks at an item.
    #[must_use]
    pub fn look(&mut self, item: Article) -> Looked {
        let look = self.looking.first(&item, &self.settings);
        Looked { item, look: Some(look) }
    }
}

/// An item that may have been looked at.
#[derive(Debug)]
pub struct Looked {
    /// The item.
    pub item: Article,
    look: Option<Look>,
}

impl From<Article> for Looked {
    fn from(item: Article) -> Self {
        Self { item, look: None }
    }
}

/// A document of the batch under way.
#[derive(Debug)]
struct Newcomer {
    document: index::Document,
    look: Look,
    known: Known,
    print: Print,
}

impl Filter {
    /// Opens the index in `folder`, or makes one. Items more than `window` seconds apart are no pairs, and the older ones are
    /// taken out of the index in time.
    ///
    /// # Errors
    ///
    /// As [`Index::open`].
    pub fn open(folder: &Path, settings: Settings, window: Option<i64>) -> Result<Self> {
        let (index, state) = Index::open(folder, &settings)?;
        let newest = state.known.iter().filter_map(past).max();
        let (looking, readers) = (Pool::default(), Pool::default());
        let alone = ThreadPoolBuilder::new().num_threads(1).thread_name(|_| "filter".to_owned()).build();
        let alone = Arc::new(alone.map_err(|why| index.error(format!("cannot start a thread: {why}")))?);
        Ok(Self { index, state, settings, window, asked: HashMap::new(), newest, looking, readers, alone })
    }

    /// What is held of the index in memory.
    #[must_use]
    pub fn state(&self) -> &State {
        &self.state
    }

    /// The index on disk.
    #[must_use]
    pub fn index(&self) -> &Index {
        &self.index
    }

    /// The settings that it judges by.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Looks at items of this filter.
    #[must_use]
    pub fn looker(&self) -> Looker {
        Looker { looking: Looking::default(), settings: self.settings.clone() }
    }

    /// Whether an item is known by its name and version, or name and content.
    #[must_use]
    pub fn knows(&self, item: &Article) -> bool {
        self.state.identities.has(identity(item), &self.state.known)
    }

    /// The verdicts on `items`, in their order, which came at `came` (seconds since 1970 UTC). When this returns, the items and
    /// their verdicts are on disk. An item that is known by its name and version gets the verdict that it got then.
    ///
    /// # Errors
    ///
    /// [`crate::error::Error::Index`] when the index cannot be read or written: none of `items` is kept then, and the filter
    /// has to be opened again.
    pub fn admit(&mut self, items: Vec<Article>, came: i64) -> Result<Vec<Verdict>> {
        self.admit_looked(items.into_iter().map(Looked::from).collect(), came)
    }

    /// As [`Filter::admit`], of items that were looked at already.
    ///
    /// # Errors
    ///
    /// As [`Filter::admit`].
    pub fn admit_looked(&mut self, items: Vec<Looked>, came: i64) -> Result<Vec<Verdict>> {
        if items.len() > FEW {
            return self.admit_here(items, came);
        }
        let alone = Arc::clone(&self.alone);
        alone.install(|| self.admit_here(items, came))
    }

    /// As [`Filter::admit_looked`], on the threads of whoever calls.
    fn admit_here(&mut self, items: Vec<Looked>, came: i64) -> Result<Vec<Verdict>> {
        let mut places: Vec<Answer> = Vec::with_capacity(items.len());
        let mut new: Vec<Looked> = Vec::new();
        let mut in_batch: HashMap<u64, usize> = HashMap::new();
        for item in items {
            let identity = identity(&item.item);
            if let Some(number) = self.state.identities.find(identity, &self.state.known) {
                places.push(Answer::Known(number));
            } else if let Some(&place) = in_batch.get(&identity) {
                places.push(Answer::Again(place));
            } else {
                in_batch.insert(identity, new.len());
                places.push(Answer::New(new.len()));
                new.push(item);
            }
        }
        let verdicts = if new.is_empty() { Vec::new() } else { self.add(new, came)? };
        let view = self.index.view()?;
        places.into_iter().map(|place| self.answer(place, &verdicts, &view)).collect()
    }

    /// The verdict at a place of the batch.
    fn answer(&self, place: Answer, new: &[Verdict], view: &View) -> Result<Verdict> {
        match place {
            Answer::New(place) => Ok(new[place].clone()),
            Answer::Again(place) => Ok(Verdict { known: true, ..new[place].clone() }),
            Answer::Known(number) => {
                let known = &self.state.known[number as usize];
                Ok(Verdict { number, fate: known.fate, json: view.verdict(number)?, known: true })
            }
        }
    }

    /// The verdicts that `items` would get if each came now, alone; nothing is remembered.
    ///
    /// # Errors
    ///
    /// [`crate::error::Error::Index`] when the index cannot be read.
    pub fn check(&self, items: Vec<Article>, came: i64) -> Result<Vec<Verdict>> {
        let view = self.index.view()?;
        if items.len() > FEW {
            return items.into_par_iter().map(|item| self.check_one(item, came, &view)).collect();
        }
        self.alone.install(|| items.into_iter().map(|item| self.check_one(item, came, &view)).collect())
    }

    fn check_one(&self, item: Article, came: i64, view: &View) -> Result<Verdict> {
        if let Some(number) = self.state.identities.find(identity(&item), &self.state.known) {
            return self.answer(Answer::Known(number), &[], view);
        }
        let key = hash(item.id.0.as_bytes());
        let mut asked = self.asked.get(&key).map(|&times| (key, times)).into_iter().collect();
        let mut new = vec![self.looking.with(|looking| self.newcomer(looking, item.into(), came))];
        self.look_again(&mut new);
        name(&self.state, &mut asked, &mut new);
        self.group(&mut new);
        let (mut verdicts, _) = self.judge(&mut new, view)?;
        Ok(verdicts.swap_remove(0))
    }

    /// Looks at new items, judges and keeps them.
    fn add(&mut self, items: Vec<Looked>, came: i64) -> Result<Vec<Verdict>> {
        let oldest = self.window.zip(self.newest).map(|(window, newest)| newest - window);
        self.index.begin(&mut self.state, oldest);
        let newcomer = |item| self.looking.with(|looking| self.newcomer(looking, item, came));
        let mut new: Vec<Newcomer> = items.into_par_iter().map(newcomer).collect();
        for newcomer in &new {
            self.state.paragraphs.add(&newcomer.look.printed, &self.settings.cleaning);
        }
        self.look_again(&mut new);
        name(&self.state, &mut self.asked, &mut new);
        self.group(&mut new);
        let mut step = self.count(&mut new);
        let (verdicts, parents) = self.judge(&mut new, &self.index.view()?)?;
        step.parents = parents;
        step.known = new.iter().map(|new| new.known.clone()).collect();
        let rows = new.iter().zip(&verdicts).map(|(new, verdict)| Row {
            document: &new.document,
            print: &new.print,
            verdict: &verdict.json,
        });
        let (rows, index, state) = (rows.collect::<Vec<_>>(), &mut self.index, &self.state);
        let postings = || Postings::new((step.first..).zip(&new).map(|(number, new)| (number, &new.known, &new.print)));
        let (swept, postings) = rayon::join(|| index.add(state, &rows, &step), postings);
        self.state.swept(swept?);
        self.state.add_postings(postings);
        self.newest = self.newest.max(step.known.iter().filter_map(past).max());
        self.state.add(std::mem::take(&mut step.known));
        self.state.change(&step).for_each(drop);
        Ok(verdicts)
    }

    /// A first look at an item, where it had none.
    fn newcomer(&self, looking: &mut Looking, Looked { item, look }: Looked, came: i64) -> Newcomer {
        let look = look.unwrap_or_else(|| looking.first(&item, &self.settings));
        let known = Known {
            identity: identity(&item),
            item: hash(item.id.0.as_bytes()),
            time: item.published.map(Published::seconds),
            came,
            ..Known::default()
        };
        let document = index::Document { item: item.id.0.clone(), article: item, furniture: Vec::new(), came };
        Newcomer { document, look, known, print: Print::default() }
    }

    /// Looks again at documents that hold what their source prints under many stories; then all that a look tells is known.
    fn look_again(&self, new: &mut [Newcomer]) {
        new.par_iter_mut().for_each(|new| {
            let repeated = self.state.paragraphs.repeated(&new.look.printed, &self.settings.cleaning);
            if !repeated.is_empty() {
                let printed = std::mem::take(&mut new.look.printed);
                let again =
                    self.looking.with(|looking| looking.again(&new.document.article, &repeated, &self.settings));
                new.look = Look { printed, ..again };
            }
            let Look { words, text_hash, sample, stems, furniture, .. } = &new.look;
            new.document.furniture = furniture.to_vec();
            new.print.keys = crate::candidates::keys(sample).collect();
            let known = &mut new.known;
            known.sampled = crate::candidates::Sampled::new(sample);
            (known.words, known.stems, known.text_hash) = (*words, stems.len() as u32, *text_hash);
        });
    }

    /// Tells which documents have the same words as one before them that is near in time.
    fn group(&self, new: &mut [Newcomer]) {
        let first_number = self.state.known.len() as u32;
        // By the hash of the words the first document of the batch that has them, and the place of the latest.
        let mut latest: HashMap<u64, (u32, usize)> = HashMap::new();
        for place in 0..new.len() {
            let number = first_number + place as u32;
            let known = &new[place].known;
            let hash = known.text_hash;
            let in_batch = latest.get(&hash).filter(|(_, place)| is_near(self.window, &new[*place].known, known));
            let before = in_batch.map(|(first, _)| *first).or_else(|| {
                let first = self.state.firsts.find(hash, &self.state.known)?;
                self.state.any_with_words_of(first, |other| is_near(self.window, other, known)).then_some(first)
            });
            let first = before.filter(|_| known.words > 0).unwrap_or(number);
            latest.insert(hash, (first, place));
            (new[place].known.first, new[place].known.parent) = (first, number);
        }
    }

    /// Counts the words of the batch, and tells what it changes beside its documents.
    fn count(&mut self, new: &mut [Newcomer]) -> Step {
        let mut all: Vec<u32> = Vec::new();
        let mut counted: HashSet<u64> = HashSet::new();
        for Newcomer { look, .. } in new.iter() {
            let text = look.counted_as();
            if !self.state.counted.has(text, &self.state.known) && counted.insert(text) {
                all.extend(&look.stems);
            }
        }
        all.par_sort_unstable();
        let stems = all.chunk_by(|one, next| one == next).map(|same| (same[0], same.len() as u32));
        let stems: Vec<(u32, u32)> = stems.collect();
        self.state.rarity.add_counts(new.len(), stems.iter().copied());
        let first = self.state.known.len() as u32;
        let killed: HashSet<u64> =
            new.iter().filter(|new| kills(&new.document.article)).map(|new| new.known.item).collect();
        let mut step = Step { first, stems, ..Step::default() };
        if !killed.is_empty() {
            let known = (0..).zip(&self.state.known).filter(|(_, known)| killed.contains(&known.item));
            step.killed = known.map(|(number, _)| number).collect();
        }
        for newcomer in new.iter_mut() {
            newcomer.known.killed = killed.contains(&newcomer.known.item);
        }
        step.printed = new.iter().map(|new| new.look.printed.clone()).collect();
        step
    }

    /// Finds and judges the pairs of the batch; gives the verdicts, and the clusters that were joined.
    fn judge(&self, new: &mut [Newcomer], view: &View) -> Result<(Vec<Verdict>, verdict::Parents)> {
        new.par_iter_mut().for_each(|new| new.print.terms = self.state.rarity.vector(&new.look.terms));
        let (questions, found) = {
            let search = Search::new(&self.state, view, &self.settings, self.window, new);
            let found = search.partners()?;
            (search.questions(&found)?, found)
        };
        for (newcomer, (total, partners)) in new.iter_mut().zip(found.totals.into_iter().zip(found.partners)) {
            newcomer.known.total = total;
            newcomer.print.partners = partners;
        }
        verdict::judge(&self.state, view, &self.settings, &self.readers, new, &questions)
    }
}

/// Whether two documents are near enough in time to be a pair, and both still there.
fn is_near(window: Option<i64>, a: &Known, b: &Known) -> bool {
    !a.gone && !b.gone && window.is_none_or(|window| a.moment().abs_diff(b.moment()) <= window.unsigned_abs())
}

/// The moment of a document, unless it says that it is of a time to come.
fn past(known: &Known) -> Option<i64> {
    Some(known.moment()).filter(|&moment| moment <= known.came)
}

/// Where the verdict on an item of a batch comes from.
#[derive(Clone, Copy)]
enum Answer {
    /// It is known since long.
    Known(u32),
    /// It is new.
    New(usize),
    /// It came before in this batch.
    Again(usize),
}

/// Gives every newcomer a name that no other document has, as [`crate::read::Names`] does.
fn name(state: &State, asked: &mut HashMap<u64, u32>, new: &mut [Newcomer]) {
    let mut in_batch: HashSet<u64> = HashSet::new();
    for newcomer in new {
        let wanted = newcomer.document.article.id.0.clone();
        let mut name = wanted.clone();
        let is_taken = |name: &str, in_batch: &HashSet<u64>| {
            let key = hash(name.as_bytes());
            state.names.has(key, &state.known) || in_batch.contains(&key)
        };
        if is_taken(&name, &in_batch) {
            let times = asked.entry(hash(wanted.as_bytes())).or_insert(1);
            while is_taken(&name, &in_batch) {
                *times += 1;
                name = format!("{wanted}~{times}");
            }
        }
        let key = hash(name.as_bytes());
        in_batch.insert(key);
        newcomer.known.name = key;
        newcomer.print.id.clone_from(&name);
        newcomer.document.article.id = DocumentId(name);
    }
}
