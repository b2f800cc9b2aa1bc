//! The names of a run: every document has an id of its own.

use super::{Found, Parsed};
use crate::{
    document::{DocumentId, Place, Skipped},
    error::{Error, Result},
    hash::hash,
};
use hashbrown::{HashMap, HashSet};
use std::{ops::ControlFlow, path::PathBuf};

/// The names of a run: gives every document an id that no other has, and keeps count of what was skipped.
#[derive(Debug, Default)]
pub struct Names {
    /// The hash of every id that was given out. A clash of two hashes of 64 bits would give one of a billion documents a
    /// needless `~2`, once in forty runs.
    given: HashSet<u64>,
    /// How often an id was asked for, by its hash; of those alone that came again.
    times_seen: HashMap<u64, u32>,
    skipped: u64,
    first_skipped: Option<Skipped>,
}

impl Names {
    /// Hands on what was parsed to `each`, a document under an id that no other has.
    pub fn admit(
        &mut self,
        parsed: Result<Parsed, Skipped>,
        each: &mut dyn FnMut(Found) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        match parsed {
            Ok(Parsed { mut document, .. }) => {
                if let Some(warning) = self.name(&mut document.id, &document.place) {
                    each(Found::Warning(warning))?;
                }
                each(Found::Document(document))
            }
            Err(skipped) => {
                self.skip(&skipped);
                each(Found::Skipped(skipped))
            }
        }
    }

    /// Makes `id` one that no document before has; returns a warning if it had to be changed.
    pub fn name(&mut self, id: &mut DocumentId, place: &Place) -> Option<String> {
        let key = |id: &str| hash(id.as_bytes());
        let wanted = key(&id.0);
        if self.given.insert(wanted) {
            return None;
        }
        let mut times = self.times_seen.get(&wanted).unwrap_or(&1) + 1;
        let first = id.0.clone();
        // `x~2` may itself stand in the input, so a name that was made is looked up too.
        while self.given.contains(&key(&id.0)) {
            id.0 = format!("{first}~{times}");
            times += 1;
        }
        self.given.insert(key(&id.0));
        self.times_seen.insert(wanted, times - 1);
        Some(format!("{place}: the id \"{first}\" comes again; this document is called \"{id}\""))
    }

    /// Counts what was skipped.
    pub fn skip(&mut self, skipped: &Skipped) {
        self.skipped += 1;
        if self.first_skipped.is_none() {
            self.first_skipped = Some(skipped.clone());
        }
    }

    /// All was read.
    ///
    /// # Errors
    ///
    /// [`Error::NothingRead`] when that was no article at all.
    pub fn finish(self, inputs: &[PathBuf]) -> Result<()> {
        if !self.given.is_empty() {
            return Ok(());
        }
        let input = inputs.iter().map(|input| input.display().to_string()).collect::<Vec<_>>().join(", ");
        let why = match (self.first_skipped, self.skipped) {
            (None, _) => "no input was given; wanted a file, a folder or - for standard input".to_owned(),
            (Some(skipped), 1) if skipped.place.file == input => skipped.why,
            (Some(skipped), 1) => skipped.to_string(),
            (Some(skipped), more) => format!("{more} places were skipped, the first is {skipped}"),
        };
        Err(Error::NothingRead { input, why })
    }
}
