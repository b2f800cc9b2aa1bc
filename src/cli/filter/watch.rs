//! `variorum filter --watch DIR`: a folder that others drop items into, one a file.
//!
//! ```text
//! DIR/NAME              came; it is taken when nobody has changed it for a while
//! DIR/taken/NAME        is being judged
//! DIR/accepted/NAME     passes
//! DIR/duplicates/NAME   does not pass, or came before
//! DIR/held/NAME         cannot be read: a person has to look
//! ```
//!
//! Beside each that was judged stands `NAME.verdict.json`, and it stands there first. The program may be killed at any moment: what
//! stands in `taken` when it is started again was taken once, and gets the verdict that is remembered, where there is one. A file
//! in DIR whose item is remembered came twice.

use super::{Ended, MOST_BYTES, output};
use anyhow::{Context, Result};
use serde_json::json;
use std::{
    collections::{BTreeMap, BTreeSet},
    ffi::{OsStr, OsString},
    fs::{self, File, Metadata},
    io::{self, Write},
    ops::ControlFlow,
    path::Path,
    thread,
    time::{Duration, Instant, SystemTime},
};
use variorum::{
    document::{Document, Place, Skipped},
    filter::{Filter, identity, kill},
    index::Fate,
    read::{self, Fields},
};

const TAKEN: &str = "taken";
const ACCEPTED: &str = "accepted";
const DUPLICATES: &str = "duplicates";
const HELD: &str = "held";

/// What stands behind the name of an item in the name of its verdict.
const VERDICT: &str = ".verdict.json";

/// How the names of files end that their writers have not finished.
const UNFINISHED: [&str; 5] = [".part", ".tmp", ".temp", ".filepart", ".partial"];

/// How many times as long as any other a file is left alone that cannot be read: it may be half of one that is still written.
const UNREADABLE_TIMES: u32 = 10;

/// Bytes of a file that may be an item without a text, which kills another.
const LONGEST_KILL: u64 = 1 << 20;

/// A watched folder.
pub(super) struct Watch<'a> {
    pub(super) filter: Filter,
    pub(super) folder: &'a Path,
    pub(super) fields: Fields,
    /// Which verdicts pass.
    pub(super) passes: &'a dyn Fn(Fate) -> bool,
    /// How long a file must not have changed before it is taken.
    pub(super) still: Duration,
}

/// A file of the folder as it was seen last.
struct Seen {
    length: u64,
    changed: Option<SystemTime>,
    /// Since when it looks like that.
    since: Instant,
    /// Whether it was read in vain.
    is_unreadable: bool,
}

/// A file and the item in it.
type Taken = (OsString, Document);

impl Watch<'_> {
    /// Judges what comes until the program is ended.
    ///
    /// # Errors
    ///
    /// When the index or one of the folders cannot be used; then nothing is lost, and the next start goes on from there.
    pub(super) fn run(mut self) -> Result<Ended> {
        for name in [TAKEN, ACCEPTED, DUPLICATES, HELD] {
            let folder = self.folder.join(name);
            fs::create_dir_all(&folder).with_context(|| format!("{}: cannot make this folder", folder.display()))?;
        }
        self.resume()?;
        let mut seen = BTreeMap::new();
        loop {
            if self.round(&mut seen)? == 0 {
                thread::sleep((self.still / 4).clamp(Duration::from_millis(10), Duration::from_secs(1)));
            }
        }
    }

    /// Ends what a run that was broken off had begun.
    fn resume(&mut self) -> Result<()> {
        let folder = self.folder.join(TAKEN);
        let mut taken = Vec::new();
        for (name, _) in files(&folder)? {
            match self.read(&folder.join(&name)) {
                Ok(item) => taken.push((name, item)),
                Err(why) => self.hold(&folder.join(&name), &why)?,
            }
        }
        self.judge(taken)
    }

    /// Takes what is ready; says how many files it moved.
    fn round(&mut self, seen: &mut BTreeMap<OsString, Seen>) -> Result<usize> {
        let all = files(self.folder)?;
        let names: BTreeSet<&OsString> = all.iter().map(|(name, _)| name).collect();
        seen.retain(|name, _| names.contains(name));
        let most = self.filter.settings().matching.block_documents;
        let (mut taken, mut identities, mut bytes, mut moved) = (Vec::new(), BTreeSet::new(), 0, 0);
        for (name, found) in all {
            let path = self.folder.join(&name);
            if !found.is_file() {
                let why = "is a link, pipe or device, wanted a file".to_owned();
                self.hold(&path, &Skipped { place: place(&path), why })?;
                moved += 1;
                continue;
            }
            if !self.is_ready(seen, &name, &found) {
                continue;
            }
            if taken.len() >= most || bytes + found.len() > MOST_BYTES as u64 && !taken.is_empty() {
                break;
            }
            let read = self.read(&path);
            if fs::symlink_metadata(&path).map_or(true, |now| stamp(&now) != stamp(&found)) {
                continue; // it is written just now
            }
            match read {
                // A copy is told of one that is remembered; it comes in the next round.
                Ok(item) if !identities.insert(identity(&item)) => {}
                Ok(item) if self.filter.knows(&item) => {
                    self.put_again(&path, item)?;
                    moved += 1;
                }
                Ok(item) => {
                    bytes += found.len();
                    taken.push((name, item));
                }
                Err(why) => {
                    let Some(seen) = seen.get_mut(&name) else { continue };
                    if seen.is_unreadable {
                        self.hold(&path, &why)?;
                        moved += 1;
                    }
                    seen.is_unreadable = true;
                }
            }
        }
        let into = self.folder.join(TAKEN);
        taken.retain(|(name, _)| fs::symlink_metadata(into.join(name)).is_err()); // what others put there is not overwritten
        for (name, _) in &taken {
            move_to(&self.folder.join(name), &into.join(name))?;
        }
        moved += taken.len();
        if !taken.is_empty() {
            sync(&into)?;
            self.judge(taken)?;
        }
        Ok(moved)
    }

    /// Whether a file has not changed for long enough.
    fn is_ready(&self, seen: &mut BTreeMap<OsString, Seen>, name: &OsStr, found: &Metadata) -> bool {
        let (length, changed) = stamp(found);
        if let Some(seen) = seen.get(name).filter(|seen| (seen.length, seen.changed) == (length, changed)) {
            let times = if seen.is_unreadable { UNREADABLE_TIMES } else { 1 };
            return seen.since.elapsed() >= self.still * times;
        }
        seen.insert(name.to_owned(), Seen { length, changed, since: Instant::now(), is_unreadable: false });
        false
    }

    /// The item of a file, or why there is none.
    fn read(&self, path: &Path) -> Result<Document, Skipped> {
        let mut found = Vec::new();
        let each = &mut |part: read::Part| {
            part.parse(&self.fields, &mut |parsed| {
                found.push(parsed.map(|parsed| parsed.document));
                if found.len() > 1 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            })
        };
        let read = read::parts(&[path.to_owned()], &self.filter.settings().reading, 1, None, each);
        let skipped = |why: String| Skipped { place: place(path), why };
        read.map_err(|error| skipped(error.to_string()))?;
        let several = found.len() > 1;
        match found.pop() {
            _ if several => Err(skipped("holds several articles; wanted one item a file".to_owned())),
            Some(Err(why)) => {
                let is_short = fs::metadata(path).is_ok_and(|found| found.len() <= LONGEST_KILL);
                let bytes = is_short.then(|| fs::read(path).ok()).flatten();
                bytes.and_then(|bytes| kill(&bytes, place(path))).ok_or(why)
            }
            Some(read) => read,
            None => Err(skipped("holds no article".to_owned())),
        }
    }

    /// Judges the items of files in `taken`, and moves these to where their verdicts send them.
    fn judge(&mut self, taken: Vec<Taken>) -> Result<()> {
        let (names, items): (Vec<_>, Vec<_>) = taken.into_iter().unzip();
        let verdicts = self.filter.admit(items, super::now())?;
        for (name, verdict) in names.iter().zip(verdicts) {
            let into = if (self.passes)(verdict.fate) { ACCEPTED } else { DUPLICATES };
            self.put(&self.folder.join(TAKEN).join(name), into, &verdict.json)?;
        }
        [ACCEPTED, DUPLICATES, TAKEN].iter().try_for_each(|name| sync(&self.folder.join(name)))
    }

    /// Moves a file whose item came before.
    fn put_again(&mut self, path: &Path, item: Document) -> Result<()> {
        for verdict in self.filter.admit(vec![item], super::now())? {
            let rest = verdict.json.strip_prefix(b"{").unwrap_or(&verdict.json);
            self.put(path, DUPLICATES, &[b"{\"again\":true,".as_slice(), rest].concat())?;
        }
        Ok(())
    }

    /// Moves a file that holds no item to those that a person has to look at.
    fn hold(&self, path: &Path, why: &Skipped) -> Result<()> {
        output::tell(&format!("{why}; moved to {HELD}"));
        let file = path.file_name().unwrap_or_default().to_string_lossy(); // it stands elsewhere now
        let why = Skipped { place: Place { file: file.into_owned(), ..why.place.clone() }, why: why.why.clone() };
        self.put(path, HELD, json!({ "error": why }).to_string().as_bytes())
    }

    /// Moves a file into a folder, its verdict first. Where one of its name stands, it gets `~2`, `~3` behind the name.
    fn put(&self, path: &Path, into: &str, verdict: &[u8]) -> Result<()> {
        let name = path.file_name().unwrap_or_default();
        let folder = self.folder.join(into);
        for times in 1_u64.. {
            let mut verdict_name = numbered(name, times);
            let to = folder.join(&verdict_name);
            verdict_name.push(VERDICT);
            let beside = folder.join(&verdict_name);
            // A verdict without its item is of one that was fetched, or ours, where the last run was broken off just here.
            let is_ours = fs::read(&beside).map_or_else(|error| is_missing(&error), |written| written == verdict);
            if is_ours && fs::symlink_metadata(&to).is_err() {
                write(&folder, &beside, verdict)
                    .with_context(|| format!("{}: cannot write this verdict", beside.display()))?;
                return move_to(path, &to);
            }
        }
        Ok(())
    }
}

/// Writes a verdict so that it is there whole or not at all.
fn write(folder: &Path, path: &Path, verdict: &[u8]) -> io::Result<()> {
    let part = folder.join(".verdict.json.part"); // one program writes here
    let mut file = File::create(&part)?;
    file.write_all(verdict)?;
    file.sync_all()?;
    fs::rename(&part, path)
}

fn is_missing(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::NotFound
}

/// `name`, with `~2` before its ending where it is the second.
fn numbered(name: &OsStr, times: u64) -> OsString {
    if times == 1 {
        return name.to_owned();
    }
    let path = Path::new(name);
    let mut numbered = path.file_stem().unwrap_or_default().to_owned();
    numbered.push(format!("~{times}"));
    if let Some(ending) = path.extension() {
        numbered.push(".");
        numbered.push(ending);
    }
    numbered
}

fn place(path: &Path) -> Place {
    Place::of_file(path.display().to_string())
}

/// By what a change of a file is seen.
fn stamp(found: &Metadata) -> (u64, Option<SystemTime>) {
    (found.len(), found.modified().ok())
}

/// The files of a folder that may be items, the oldest first.
fn files(folder: &Path) -> Result<Vec<(OsString, Metadata)>> {
    let cannot = || format!("{}: cannot read this folder", folder.display());
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).with_context(cannot)? {
        let entry = entry.with_context(cannot)?;
        let name = entry.file_name();
        let shown = name.to_string_lossy();
        if shown.starts_with('.') || UNFINISHED.iter().any(|ending| shown.ends_with(ending)) {
            continue;
        }
        // What was moved away meanwhile is no file of the folder.
        if let Ok(found) = entry.metadata()
            && !found.is_dir()
        {
            all.push((name, found));
        }
    }
    all.sort_by(|(one, a), (other, b)| (stamp(a).1, one).cmp(&(stamp(b).1, other)));
    Ok(all)
}

fn move_to(from: &Path, to: &Path) -> Result<()> {
    fs::rename(from, to).with_context(|| format!("{}: cannot move it to {}", from.display(), to.display()))
}

/// Makes sure that what was moved into a folder is there after a loss of power.
fn sync(folder: &Path) -> Result<()> {
    File::open(folder)
        .and_then(|folder| folder.sync_all())
        .with_context(|| format!("{}: cannot write to this folder", folder.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_file_of_a_name_keeps_its_ending() {
        let name = |name: &str, times| numbered(OsStr::new(name), times).into_string().unwrap();
        assert_eq!((name("a.b.json", 1), name("a.b.json", 2)), ("a.b.json".to_owned(), "a.b~2.json".to_owned()));
        assert_eq!(name("flood", 3), "flood~3");
    }
}
