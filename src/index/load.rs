//! What is held of an index in memory, read from its rows.

use super::{
    ABOUT, PAGE, PAGES, PARAGRAPHS, PRINTS, STEPS, Sweep, blocks,
    blocks::{MISSING, corrupted},
    bytes::Torn,
    format,
    known::{Postings, Print, State},
};
use crate::{clean::Printed, settings::Settings};
use hashbrown::HashMap;
use rayon::prelude::*;
use redb::{ReadTransaction, ReadableTable, ReadableTableMetadata};

/// What was read.
pub(super) struct Loaded {
    /// All that is known.
    pub(super) state: State,
    /// The pages whose documents a batch changed after they were written.
    pub(super) changed: Vec<u32>,
    /// What came to the samples of paragraphs after these were written.
    pub(super) printed: Vec<Printed>,
}

/// Reads all that is known.
///
/// Cost: one read of the pages, and of the documents that are in no list yet.
pub(super) fn load(read: &ReadTransaction, settings: &Settings) -> Result<Loaded, redb::Error> {
    let mut state = State::new(settings);
    let table = read.open_table(PAGES)?;
    let page = |number: u32| {
        let page = table.get(number)?.ok_or("a page of documents is missing").map_err(corrupted)?;
        format::read_page(page.value()).map_err(corrupted)
    };
    let pages: Result<Vec<_>, redb::Error> = (0..table.len()? as u32).into_par_iter().map(page).collect();
    state.add(pages?.concat());
    let about = read.open_table(ABOUT)?;
    let row = |name: &str| about.get(name);
    if let Some(counts) = row("stems")? {
        let counts = format::read_counts_row(counts.value()).map_err(corrupted)?;
        state.rarity.add_counts(state.known.len(), counts);
    }
    for sample in read.open_table(PARAGRAPHS)?.iter()? {
        for printed in format::read_paragraphs(sample?.1.value()).map_err(corrupted)? {
            state.paragraphs.add(&printed, &settings.cleaning);
        }
    }
    let count = state.known.len() as u32;
    state.sweep = match row("sweep")? {
        Some(sweep) => format::read_sweep(sweep.value()).map_err(corrupted)?,
        None => Sweep { settled: count, until: count, ..Sweep::default() },
    };
    ensure(state.sweep.until == count && state.sweep.settled <= count, "a page of documents is missing")?;
    if state.sweep.at.is_some() {
        let leaving = row("leaving")?.map(|leaving| format::read_numbers(leaving.value())).transpose();
        state.leaving = leaving.map_err(corrupted)?.unwrap_or_default();
        let are_known = state.leaving.iter().all(|&number| number < count);
        ensure(
            are_known && state.sweep.emptied as usize <= state.leaving.len(),
            "a document that is removed is missing",
        )?;
    }
    let mut loaded = Loaded { state, changed: Vec::new(), printed: Vec::new() };
    load_recent(read, settings, &mut loaded)?;
    Ok(loaded)
}

/// What is in no list yet, and the documents that came after the pages were written.
fn load_recent(read: &ReadTransaction, settings: &Settings, loaded: &mut Loaded) -> Result<(), redb::Error> {
    let Loaded { state, changed, printed } = loaded;
    let Sweep { settled, until, .. } = state.sweep;
    let mut prints: HashMap<u32, Print> = HashMap::new();
    blocks::each(&read.open_table(PRINTS)?, settled, |number, print| {
        prints.insert(number, format::read_print(print?)?);
        Ok(())
    })?;
    let mut take = |number: u32| prints.remove(&number).ok_or(MISSING).map_err(corrupted);
    let mut settling = Vec::new();
    for number in settled..until {
        if !state.known[number as usize].gone {
            settling.push((number, take(number)?));
        }
    }
    let settling = settling.iter().map(|(number, print)| (*number, &state.known[*number as usize], print));
    state.add_postings(Postings::new(settling));
    state.settling = std::mem::take(&mut state.recent);
    for step in read.open_table(STEPS)?.iter()? {
        let mut step = format::read_step(step?.1.value()).map_err(corrupted)?;
        ensure(step.first as usize == state.known.len(), "a batch is missing")?;
        let numbers = step.first..step.first + step.known.len() as u32;
        let prints: Vec<Print> = numbers.clone().map(&mut take).collect::<Result<_, _>>()?;
        let documents = numbers.zip(&step.known).zip(&prints);
        state.add_postings(Postings::new(documents.map(|((number, known), print)| (number, known, print))));
        state.rarity.add_counts(step.known.len(), step.stems.iter().copied());
        step.printed.iter().for_each(|printed| state.paragraphs.add(printed, &settings.cleaning));
        printed.append(&mut step.printed);
        state.add(std::mem::take(&mut step.known));
        changed.extend(state.change(&step).map(|number| number / PAGE as u32));
    }
    Ok(())
}

fn ensure(holds: bool, otherwise: Torn) -> Result<(), redb::Error> {
    if holds { Ok(()) } else { Err(corrupted(otherwise)) }
}
