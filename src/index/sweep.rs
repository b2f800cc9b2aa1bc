//! How what came since gets into the lists on disk: a little with each batch, so that no item waits until all lists are written.
//!
//! A sweep takes the postings of the documents that came since the last one through the rows of the lists, from the first to the
//! last. How far it is stands in the index, and is told with each batch. When it begins, all that is known of the documents until
//! then is written, so that the steps before are not needed any more; documents that are too old are taken out on the way.

use super::{
    ABOUT, DOCUMENTS, Index, LISTS, PAGE, PAGES, PARAGRAPHS, PRINTS, STEPS, State, blocks, format,
    known::{Kind, Known},
    lists,
    rows::{self, END},
};
use crate::error::Result;
use redb::{ReadableTableMetadata, WriteTransaction};

/// How far the lists on disk are behind the documents.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sweep {
    /// The documents before this one stand in the lists.
    pub settled: u32,
    /// Those before this one are being put into them, or are there, too.
    pub until: u32,
    /// The kind and the key where the sweep goes on, in the upper and the lower 32 bits; `None` when none is under way.
    pub at: Option<u64>,
    /// Of how many documents that are too old the rows were emptied.
    pub emptied: u32,
}

impl Sweep {
    /// Whether a posting of `document` stands in the lists.
    pub(super) fn holds(self, kind: Kind, key: u32, document: u32) -> bool {
        document < self.settled || document < self.until && self.is_behind(kind, key)
    }

    /// Whether it has gone over a key.
    pub(super) fn is_behind(self, kind: Kind, key: u32) -> bool {
        self.at.is_none_or(|at| rows::row(kind, key) < at)
    }
}

/// How often what the samples of paragraphs hold may be written before all of it is written anew: who opens the index reads all.
const MOST_SAMPLED: usize = 2;

/// What is known of all documents when a sweep begins.
#[derive(Debug)]
pub(super) struct Checkpoint {
    /// The pages whose documents changed; they are made when they are written, one by one, as until then nothing changes in them.
    pages: Vec<u32>,
    stems: Vec<u8>,
    /// The number of documents that have come, and what came to the samples of paragraphs; `None` where nothing did.
    paragraphs: Option<(u32, Vec<u8>)>,
    /// Whether it is all that they hold, in place of all that came to them before.
    is_whole: bool,
    leaving: Vec<u8>,
}

impl Checkpoint {
    fn write(&self, write: &WriteTransaction, state: &State) -> Result<(), redb::Error> {
        let mut pages = write.open_table(PAGES)?;
        let known = &state.known[..state.sweep.until as usize];
        for page in &self.pages {
            let from = *page as usize * PAGE;
            pages.insert(page, format::write_page(&known[from..known.len().min(from + PAGE)]).as_slice())?;
        }
        let mut about = write.open_table(ABOUT)?;
        about.insert("stems", self.stems.as_slice())?;
        about.insert("leaving", self.leaving.as_slice())?;
        if let Some((count, bytes)) = &self.paragraphs {
            let mut paragraphs = write.open_table(PARAGRAPHS)?;
            if self.is_whole {
                paragraphs.retain(|_, _| false)?;
            }
            paragraphs.insert(count, bytes.as_slice())?;
        }
        write.open_table(STEPS)?.retain(|_, _| false)?;
        Ok(())
    }
}

impl Index {
    /// Begins a sweep where none is under way and enough came since the last one; documents older than `oldest` are gone from
    /// now on. It is on disk with the next batch.
    pub fn begin(&mut self, state: &mut State, oldest: Option<i64>) {
        let recent = state.known.len() - state.sweep.until as usize;
        if state.sweep.at.is_none() && recent >= self.enough(state) {
            self.begin_now(state, oldest);
        }
    }

    /// Documents that are held in memory until they are put into lists: four batches, then an eighth of all, at most sixteen
    /// batches; some 2 KB each. With those that come while a sweep is under way there are half as many again.
    fn enough(&self, state: &State) -> usize {
        (state.known.len() / 8).clamp(4 * self.batch, 16 * self.batch)
    }

    fn begin_now(&mut self, state: &mut State, oldest: Option<i64>) {
        // The first document with its words stays as long as one of them does: the others are found by it.
        let is_old = |known: &Known| oldest.is_some_and(|oldest| known.moment() < oldest);
        let leaves = |number: u32, known: &Known| {
            !known.gone && is_old(known) && !state.any_with_words_of(number, |copy| !is_old(copy))
        };
        let old = (0..).zip(&state.known).filter(|(number, known)| leaves(*number, known));
        let leaving: Vec<u32> = old.map(|(number, _)| number).collect();
        for &number in &leaving {
            state.known[number as usize].gone = true;
            self.changed.push(number / PAGE as u32);
        }
        state.forget(&leaving);
        let count = state.known.len() as u32;
        self.changed.extend(state.sweep.until / PAGE as u32..count.div_ceil(PAGE as u32));
        self.changed.sort_unstable();
        self.changed.dedup();
        // What is not in a sample any more, as others took its place, comes to none again.
        let mut printed: Vec<_> = self.printed.drain(..).filter(|printed| state.paragraphs.holds(printed)).collect();
        self.sampled += printed.len();
        let is_whole = self.sampled > MOST_SAMPLED * state.paragraphs.stories();
        if is_whole {
            printed = state.paragraphs.samples();
            self.sampled = printed.len();
        }
        self.checkpoint = Some(Checkpoint {
            pages: std::mem::take(&mut self.changed),
            stems: format::write_counts(&state.rarity.counts()),
            paragraphs: (!printed.is_empty()).then(|| (count, format::write_paragraphs(&printed))),
            is_whole,
            leaving: format::write_numbers(&leaving),
        });
        state.sweep = Sweep { settled: state.sweep.until, until: count, at: Some(0), emptied: 0 };
        state.settling = std::mem::take(&mut state.recent);
        if !leaving.is_empty() {
            for settling in &mut state.settling {
                settling.retain(|document| !state.known[document as usize].gone);
            }
        }
        state.leaving = leaving;
    }

    /// What belongs to the sweep in the transaction of a batch whose first document is `first`, and where it is then. It ends
    /// when half as many came as make it begin.
    pub(super) fn sweep_on(
        &self,
        write: &WriteTransaction,
        state: &State,
        first: u32,
        count: usize,
    ) -> Result<Sweep, redb::Error> {
        // Not with each document: a row that is written is to be nearly full.
        let stride = (self.batch / 512).max(1);
        let strides = (first as usize + count) / stride - first as usize / stride;
        let span = self.enough(state) / 2;
        self.advance(write, state, |all| if strides == 0 { 0 } else { all * strides * stride / span + 2 * strides })
    }

    /// Goes on with the sweep that is under way, by the `share` of all rows; none is a share of 0.
    fn advance(
        &self,
        write: &WriteTransaction,
        state: &State,
        share: impl Fn(usize) -> usize,
    ) -> Result<Sweep, redb::Error> {
        if let Some(checkpoint) = &self.checkpoint {
            checkpoint.write(write, state)?;
        }
        let mut sweep = state.sweep;
        let Some(at) = sweep.at else { return Ok(sweep) };
        let mut lists = write.open_table(LISTS)?;
        let rows = share(lists.len()? as usize);
        let at = if rows == 0 { at } else { lists::sweep(&mut lists, state, at, rows)? };
        let leaving = &state.leaving[sweep.emptied as usize..];
        let some = &leaving[..share(state.leaving.len()).min(leaving.len())];
        // Verdicts stay: an item that comes again gets the one that it got.
        for (table, manner) in [(DOCUMENTS, blocks::TEXTS), (PRINTS, blocks::PRINTS)] {
            blocks::empty(&mut write.open_table(table)?, some, manner)?;
        }
        (sweep.at, sweep.emptied) = (Some(at), sweep.emptied + some.len() as u32);
        if at >= END && some.len() == leaving.len() {
            sweep = Sweep { settled: sweep.until, until: sweep.until, at: None, emptied: 0 };
        }
        if sweep != state.sweep || self.checkpoint.is_some() {
            write.open_table(ABOUT)?.insert("sweep", format::write_sweep(sweep).as_slice())?;
        }
        Ok(sweep)
    }

    /// Puts all that came into the lists, now, and takes out of the index what is older than `oldest`.
    ///
    /// Cost: all lists are written again, twice where a sweep was under way.
    ///
    /// # Errors
    ///
    /// [`crate::error::Error::Index`] when it cannot be written: then it has to be opened again.
    pub fn settle(&mut self, state: &mut State, oldest: Option<i64>) -> Result<()> {
        self.finish(state)?;
        self.begin_now(state, oldest);
        self.finish(state)
    }

    /// Takes the sweep that is under way to its end.
    fn finish(&mut self, state: &mut State) -> Result<()> {
        while state.sweep.at.is_some() {
            let mut sweep = state.sweep;
            self.write(|write| {
                sweep = self.advance(write, state, |all| all / 4 + 1_024)?;
                Ok(())
            })?;
            self.checkpoint = None;
            state.swept(sweep);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        clean::Printed,
        index::{Print, Row, Step, tests::document},
        settings::Settings,
    };

    /// Adds a document that prints a paragraph, whose story is `story`.
    fn add(index: &mut Index, state: &mut State, story: u64, settings: &Settings) {
        let printed = Printed { source: 1, story: Some(story), keys: vec![3] };
        let document = document(&story.to_string());
        let known = Known { name: story, ..Known::default() };
        state.paragraphs.add(&printed, &settings.cleaning);
        let first = state.known.len() as u32;
        let step = Step { first, known: vec![known.clone()], printed: vec![printed], ..Step::default() };
        let print = Print { id: story.to_string(), ..Print::default() };
        let sweep = index.add(state, &[Row { document: &document, print: &print, verdict: b"{}" }], &step).unwrap();
        state.swept(sweep);
        state.add(vec![known]);
    }

    #[test]
    fn what_the_sources_print_is_known_after_lists_were_written_twice() {
        let folder = tempfile::tempdir().unwrap();
        let settings = Settings::default();
        let (mut index, mut state) = Index::open(folder.path(), &settings).unwrap();
        add(&mut index, &mut state, 2, &settings);
        for _ in 0..2 {
            index.settle(&mut state, None).unwrap();
        }
        drop(index);
        let (_, again) = Index::open(folder.path(), &settings).unwrap();
        assert_eq!((again.known.len(), again.paragraphs.stories()), (1, 1));
        assert_eq!(again.paragraphs, state.paragraphs);
    }

    #[test]
    fn samples_are_written_anew_before_others_took_the_place_of_most_of_them() {
        let folder = tempfile::tempdir().unwrap();
        let mut settings = Settings::default();
        settings.cleaning.repeated_sample = 2;
        let (mut index, mut state) = Index::open(folder.path(), &settings).unwrap();
        let mut most = 0;
        for story in (0..20).rev() {
            add(&mut index, &mut state, story, &settings);
            index.settle(&mut state, None).unwrap();
            most = most.max(index.sampled);
        }
        assert_eq!(most, 4, "two stories, written twice");
        drop(index);
        let (index, again) = Index::open(folder.path(), &settings).unwrap();
        assert_eq!(again.paragraphs, state.paragraphs);
        assert!((2..=4).contains(&index.sampled), "{}", index.sampled);
    }
}
