//! What is held of an index in memory, read from its rows.

use super::{
    ABOUT, PAGE, PAGES, PARAGRAPHS, PRINTS, STEPS, Sweep, blocks,
    blocks::{MISSING, corrupted},
    bytes::Torn,
    format,
    known::{Known, Postings, Print, State},
};
use crate::{
    clean::{Paragraphs, Printed},
    settings::Settings,
};
use rayon::prelude::*;
use redb::{ReadOnlyTable, ReadTransaction, ReadableTable, ReadableTableMetadata};
use std::ops::Range;

/// What was read.
pub(super) struct Loaded {
    /// All that is known.
    pub(super) state: State,
    /// The pages whose documents a batch changed after they were written.
    pub(super) changed: Vec<u32>,
    /// What came to the samples of paragraphs after these were written.
    pub(super) printed: Vec<Printed>,
    /// How much is written of these samples.
    pub(super) sampled: usize,
}

/// Pages that are read together, on all threads: what they are read to is moved from there.
const TOGETHER: u32 = 32;
/// Pages that room is made for at once: a damaged file may tell of any number.
const ROOM: u32 = 4_096;
/// Documents whose postings a thread reads at a time.
const PART: u32 = 16_384;

/// Reads all that is known.
///
/// Cost: one read of the pages, and of the documents that are in no list yet.
pub(super) fn load(read: &ReadTransaction, settings: &Settings) -> Result<Loaded, redb::Error> {
    let mut state = State::new(settings);
    let (pages, samples, about) = (read.open_table(PAGES)?, read.open_table(PARAGRAPHS)?, read.open_table(ABOUT)?);
    let (paragraphs, known) =
        rayon::join(|| paragraphs(&samples, settings), || known(&pages).map(|known| state.add(known)));
    known?;
    let written;
    (state.paragraphs, written) = paragraphs?;
    let row = |name: &str| about.get(name);
    if let Some(counts) = row("stems")? {
        let counts = format::read_counts_row(counts.value()).map_err(corrupted)?;
        state.rarity.add_counts(state.known.len(), counts);
    }
    let count = state.known.len() as u32;
    state.sweep = match row("sweep")? {
        Some(sweep) => format::read_sweep(sweep.value()).map_err(corrupted)?,
        None => Sweep { settled: count, until: count, ..Sweep::default() },
    };
    ensure(state.sweep.until == count && state.sweep.settled <= count, NO_PAGE)?;
    if state.sweep.at.is_some() {
        let leaving = row("leaving")?.map(|leaving| format::read_numbers(leaving.value())).transpose();
        state.leaving = leaving.map_err(corrupted)?.unwrap_or_default();
        let are_known = state.leaving.iter().all(|&number| number < count);
        ensure(
            are_known && state.sweep.emptied as usize <= state.leaving.len(),
            "a document that is removed is missing",
        )?;
    }
    let mut loaded = Loaded { state, changed: Vec::new(), printed: Vec::new(), sampled: written };
    take_steps(read, settings, &mut loaded)?;
    let state = &mut loaded.state;
    let (prints, Sweep { settled, until, .. }) = (read.open_table(PRINTS)?, state.sweep);
    let of = |state: &State, numbers| postings(&prints, &state.known, numbers);
    of(state, settled..until)?.into_iter().for_each(|some| state.add_postings(some));
    state.settling = std::mem::take(&mut state.recent);
    of(state, until..state.known.len() as u32)?.into_iter().for_each(|some| state.add_postings(some));
    Ok(loaded)
}

/// The samples of what the sources print, and how much is written of them.
fn paragraphs(
    table: &ReadOnlyTable<u32, &'static [u8]>,
    settings: &Settings,
) -> Result<(Paragraphs, usize), redb::Error> {
    let (mut paragraphs, mut written) = (Paragraphs::default(), 0);
    for sample in table.iter()? {
        let sample = format::read_paragraphs(sample?.1.value()).map_err(corrupted)?;
        written += sample.len();
        for printed in sample {
            paragraphs.add(&printed, &settings.cleaning);
        }
    }
    Ok((paragraphs, written))
}

/// What is known of the documents of all pages.
fn known(table: &ReadOnlyTable<u32, &'static [u8]>) -> Result<Vec<Known>, redb::Error> {
    let count = table.len()? as u32;
    let page = |number: u32| {
        let page = table.get(number)?.ok_or(NO_PAGE).map_err(corrupted)?;
        format::read_page(page.value()).map_err(corrupted)
    };
    let mut all = Vec::with_capacity(count.min(ROOM) as usize * PAGE);
    for first in (0..count).step_by(TOGETHER as usize) {
        let some = first..count.min(first + TOGETHER);
        let pages: Vec<Result<Vec<Known>, redb::Error>> = some.into_par_iter().map(page).collect();
        for page in pages {
            all.append(&mut page?);
        }
    }
    Ok(all)
}

/// The batches that came after the pages were written.
fn take_steps(read: &ReadTransaction, settings: &Settings, loaded: &mut Loaded) -> Result<(), redb::Error> {
    let Loaded { state, changed, printed, .. } = loaded;
    for step in read.open_table(STEPS)?.iter()? {
        let mut step = format::read_step(step?.1.value()).map_err(corrupted)?;
        ensure(step.first as usize == state.known.len(), "a batch is missing")?;
        state.rarity.add_counts(step.known.len(), step.stems.iter().copied());
        step.printed.iter().for_each(|printed| state.paragraphs.add(printed, &settings.cleaning));
        printed.append(&mut step.printed);
        state.add(std::mem::take(&mut step.known));
        changed.extend(state.change(&step).map(|number| number / PAGE as u32));
    }
    Ok(())
}

/// The postings of documents that are in no list yet, but for those that are gone, in parts.
fn postings(
    prints: &ReadOnlyTable<u32, &'static [u8]>,
    known: &[Known],
    numbers: Range<u32>,
) -> Result<Vec<Postings>, redb::Error> {
    let part = |first: u32| {
        let some = first..numbers.end.min(first + PART);
        // A damaged block may stand at any number.
        let is_there = |number: u32| known.get(number as usize).is_none_or(|known| !known.gone);
        let mut read: Vec<(u32, Print)> = Vec::new();
        blocks::each(prints, some.clone(), |number, print| {
            if is_there(number) {
                read.push((number, format::read_print(print?)?));
            }
            Ok(())
        })?;
        ensure(read.len() == some.filter(|&number| is_there(number)).count(), MISSING)?;
        Ok(Postings::new(read.iter().map(|(number, print)| (*number, &known[*number as usize], print))))
    };
    let parts: Vec<u32> = numbers.clone().step_by(PART as usize).collect();
    parts.into_par_iter().map(part).collect()
}

/// Of a page that is not there.
const NO_PAGE: Torn = "a page of documents is missing";

fn ensure(holds: bool, otherwise: Torn) -> Result<(), redb::Error> {
    if holds { Ok(()) } else { Err(corrupted(otherwise)) }
}
