//! The files of a .tar or .zip archive. Nothing is unpacked to disk under a name of the archive's.

use super::{Source, files, reader::Reader, store, stream, stream::Stream};
use crate::error::Result;
use std::{
    cell::Cell,
    io::{self, BufReader, Read},
    ops::ControlFlow,
    path::{Component, Path},
    rc::Rc,
};

/// Reads the files of a tar archive, in its order.
///
/// # Errors
///
/// As [`Reader::stream`].
pub(super) fn tar(
    reader: &mut Reader<'_>,
    archive: &Source,
    stream: Stream<'_>,
    depth: u32,
) -> Result<ControlFlow<()>> {
    let mut tar = tar::Archive::new(stream.bytes);
    let mut entries = match tar.entries() {
        Ok(entries) => entries,
        Err(error) => return Ok(reader.skip(archive, format!("no tar archive: {error}"))),
    };
    loop {
        let entry = match entries.next() {
            None => return Ok(ControlFlow::Continue(())),
            Some(Ok(entry)) => entry,
            // What stands behind a broken header cannot be found.
            Some(Err(error)) => {
                return Ok(reader.skip(archive, format!("breaks off: {error}; the files before were read")));
            }
        };
        let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
        let kind = entry.header().entry_type();
        if kind.is_dir() || kind.is_pax_global_extensions() || is_hidden(&name) {
            continue;
        }
        let why = if kind.is_symlink() || kind.is_hard_link() {
            Some("a link in an archive is not followed")
        } else if !kind.is_file() && !kind.is_contiguous() && !kind.is_gnu_sparse() {
            Some("neither a file nor a folder")
        } else {
            None
        };
        let flow = member(reader, archive, &stream.name, &name, why, entry, depth)?;
        if flow.is_break() {
            return Ok(flow);
        }
    }
}

/// Reads the files of a zip archive, in the order of its directory.
///
/// # Errors
///
/// As [`Reader::stream`].
pub(super) fn zip(
    reader: &mut Reader<'_>,
    archive: &Source,
    stream: Stream<'_>,
    depth: u32,
) -> Result<ControlFlow<()>> {
    // The directory stands at the end, so that the whole archive must be there.
    let file = match &archive.path {
        Some(path) if stream.is_plain => std::fs::File::open(path),
        _ => store::spread(stream.bytes),
    };
    let opened = file.and_then(|file| {
        let size = file.metadata()?.len();
        Ok((zip::ZipArchive::new(BufReader::new(file))?, size))
    });
    let (mut zip, size) = match opened {
        Ok(opened) => opened,
        Err(error) => return Ok(reader.skip(archive, format!("no zip archive that can be read: {error}"))),
    };
    // All members share what the archive may unpack to.
    let budget = Rc::new(Cell::new(0));
    for number in 0..zip.len() {
        let entry = match zip.by_index(number) {
            Ok(entry) => entry,
            Err(error) => {
                if reader
                    .skip(archive, format!("file {} of the archive cannot be read: {error}", number + 1))
                    .is_break()
                {
                    return Ok(ControlFlow::Break(()));
                }
                continue;
            }
        };
        let name = entry.name().map_or_else(|_| format!("file {}", number + 1), std::borrow::Cow::into_owned);
        if entry.is_dir() || is_hidden(&name) {
            continue;
        }
        let why = entry.is_symlink().then_some("a link in an archive is not followed");
        let bounded = Shared {
            from: entry,
            count: budget.clone(),
            most: reader.settings.unpacked_bytes.saturating_add(reader.settings.unpacked_times.saturating_mul(size)),
        };
        let flow = member(reader, archive, &stream.name, &name, why, bounded, depth)?;
        if flow.is_break() {
            return Ok(flow);
        }
    }
    Ok(ControlFlow::Continue(()))
}

/// Reads one file of an archive, or tells why not.
fn member(
    reader: &mut Reader<'_>,
    archive: &Source,
    archive_name: &str,
    name: &str,
    why: Option<&'static str>,
    bytes: impl Read,
    depth: u32,
) -> Result<ControlFlow<()>> {
    let is_inside = Path::new(name).components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
    let why = why.or((!is_inside).then_some("a path that leads out of the archive"));
    let name = name.trim_start_matches("./");
    // An archive that is itself the input is like a folder: its files are called by their own paths.
    let under =
        if archive.is_input { name.to_owned() } else { format!("{}/{name}", files::without_ending(archive_name)) };
    let source = Source { number: 0, path: None, shown: format!("{}/{name}", archive.shown), under, is_input: false };
    if let Some(why) = why {
        return Ok(reader.skip(&source, why.to_owned()));
    }
    match stream::read_through(bytes, &source.under, reader.settings) {
        Ok(stream) => reader.stream(source, Stream { is_plain: false, ..stream }, depth + 1),
        Err(error) => Ok(reader.skip(&source, format!("cannot be read: {error}"))),
    }
}

/// Whether a file, or a folder that it is in, is hidden, as in a folder on disk; `__MACOSX` is what one system adds.
fn is_hidden(name: &str) -> bool {
    name.split('/').any(|part| part.starts_with('.') && part != "." && part != ".." || part == "__MACOSX")
}

/// A file of an archive whose files together may only have so many bytes.
struct Shared<R> {
    from: R,
    count: Rc<Cell<u64>>,
    most: u64,
}

impl<R: Read> Read for Shared<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.from.read(buffer)?;
        self.count.set(self.count.get() + length as u64);
        if self.count.get() > self.most {
            let most = self.most;
            return Err(io::Error::other(format!(
                "the archive unpacks to more than {most} bytes, as only a bomb does"
            )));
        }
        Ok(length)
    }
}
