//! `variorum index info|verify|compact|rebuild DIR`.

use super::{Ended, filter::now, input::Judging, output, progress::Bar};
use anyhow::{Context, Result, bail, ensure};
use clap::{Args, Subcommand};
use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
};
use variorum::{
    document::{Document, DocumentId},
    filter::Filter,
    index::{Index, Salvage},
    scan::Step,
    settings::Settings,
};

/// Look after the index of filter and serve: how large it is, whether it is whole, make it smaller or anew.
#[derive(Args, Debug)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// How many documents it holds, and how large it is, as JSON
    Info(Folder),
    /// Read all of it and tell what is damaged, as JSON; exit code 2 when something is
    Verify(Folder),
    /// Take out what is older than a window, and give the room back to the disk
    Compact(Compact),
    /// Make it anew from the documents that it holds, in the order in which they came; --join and --set are those that filter and
    /// serve will be given
    Rebuild(Rebuild),
}

#[derive(Args, Debug)]
struct Folder {
    /// Folder of the index
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

#[derive(Args, Debug)]
struct Rebuild {
    #[command(flatten)]
    folder: Folder,
    #[command(flatten)]
    judging: Judging,
}

#[derive(Args, Debug)]
struct Compact {
    #[command(flatten)]
    folder: Folder,
    /// Take out what is older than this, counted from the newest document, such as 14d (default: nothing)
    #[arg(long, value_name = "TIME", value_parser = super::filter::seconds)]
    window: Option<i64>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Ended> {
    match &arguments.what {
        What::Info(Folder { folder }) => {
            let (index, state, _) = Index::open_existing(folder)?;
            print(&index.size(&state)?)?;
            Ok(Ended::Done)
        }
        What::Verify(Folder { folder }) => verify(folder),
        What::Compact(Compact { folder: Folder { folder }, window }) => {
            let (mut index, mut state, _) = Index::open_existing(folder)?;
            let newest = state.known.iter().map(variorum::index::Known::moment).filter(|&moment| moment <= now()).max();
            let bar = Bar::new();
            bar.hear(Step::Begins { name: "lists", total: None });
            index.settle(&mut state, window.zip(newest).map(|(window, newest)| newest - window))?;
            bar.hear(Step::Begins { name: "compacting", total: None });
            index.compact()?;
            drop(bar);
            print(&index.size(&state)?)?;
            Ok(Ended::Done)
        }
        What::Rebuild(Rebuild { folder: Folder { folder }, judging }) => rebuild(folder, judging.settings()?),
    }
}

fn print(what: &impl serde::Serialize) -> Result<()> {
    let mut out = output::raw_stdout();
    output::json_line(&mut out, what)?;
    out.flush()?;
    Ok(())
}

fn verify(folder: &Path) -> Result<Ended> {
    let (mut index, state, _) = Index::open_existing(folder)?;
    let bar = Bar::new();
    let checked = index.check(&state, &|step| bar.hear(step))?;
    drop(bar);
    print(&checked)?;
    for fault in &checked.faults {
        output::tell(&format!("{}: {fault}", folder.display()));
    }
    ensure!(
        checked.faults.is_empty(),
        "{}: the index is damaged in {} places; \"variorum index rebuild {}\" makes it anew from the documents that can be read",
        folder.display(),
        checked.faults.len(),
        folder.display()
    );
    Ok(Ended::Done)
}

/// Makes the index anew beside the old one, and then takes its place. The old one stays until the new one is whole.
fn rebuild(folder: &Path, settings: Settings) -> Result<Ended> {
    let old_index = Salvage::open(folder)?;
    let beside = |ending: &str| {
        let mut name = folder.file_name().unwrap_or_default().to_owned();
        name.push(ending);
        folder.with_file_name(name)
    };
    let (new, old) = (beside(".new"), beside(".old"));
    for path in [&new, &old] {
        if path.exists() {
            bail!("{}: is there already, from a rebuild that was broken off; move it away", path.display());
        }
    }
    let block = settings.matching.block_documents;
    let mut filter = Filter::open(&new, settings, None)?;
    let (mut items, mut lost, mut last_came) = (Vec::new(), 0_u64, 0);
    let bar = Bar::new();
    bar.hear(Step::Begins { name: "documents", total: Some(old_index.count()) });
    for (number, read) in old_index.all() {
        match read {
            Ok(document) => {
                last_came = document.came;
                items.push(Document { id: DocumentId(document.item), ..document.article }); // as it came
            }
            Err(why) => {
                lost += 1;
                output::tell(&format!("document {number} is lost: {why}"));
            }
        }
        if items.len() >= block {
            bar.hear(Step::Done(items.len()));
            filter.admit(std::mem::take(&mut items), last_came)?;
        }
    }
    filter.admit(items, last_came)?;
    drop(bar);
    drop((filter, old_index)); // nobody has them open when they are moved
    fs::rename(folder, &old).with_context(|| format!("{}: cannot move the old index away", folder.display()))?;
    fs::rename(&new, folder).with_context(|| format!("{}: cannot put the new index in its place", folder.display()))?;
    fs::remove_dir_all(&old).with_context(|| format!("{}: cannot remove the old index", old.display()))?;
    Ok(if lost == 0 { Ended::Done } else { Ended::Skipped })
}
