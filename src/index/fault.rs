//! What is wrong with an index, in words, with the way out.

use super::{FILE, PART, bytes::Torn};
use crate::error::Error;
use std::{fs, path::Path};

/// The way out of a damaged index.
pub(super) const REBUILD: &str = "\"variorum index verify DIR\" tells how much is damaged, \"variorum index rebuild DIR\" makes it anew \
    from the documents that can be read";

pub(super) fn torn(folder: &Path, why: Torn) -> Error {
    Error::Index { path: folder.to_owned(), why: format!("the index is damaged: {why}; {REBUILD}") }
}

/// An error of the file in words, with the way out.
pub(super) fn damaged(folder: &Path, error: &redb::Error) -> Error {
    let path = folder.to_owned();
    let why = match error {
        redb::Error::Io(error) if error.kind() == std::io::ErrorKind::StorageFull => {
            "the disk is full: make room and run again; what was answered is kept".to_owned()
        }
        redb::Error::Io(error) => format!("cannot read or write the index: {error}"),
        redb::Error::PreviousIo => {
            "the index cannot be written any more after an earlier fault; start again".to_owned()
        }
        error => format!("the index is damaged: {error}; {REBUILD}"),
    };
    Error::Index { path, why }
}

pub(super) fn cannot_open(folder: &Path, error: redb::DatabaseError) -> Error {
    let path = folder.to_owned();
    let why = match error {
        redb::DatabaseError::DatabaseAlreadyOpen => {
            "another program has this index open; one at a time may (\"variorum serve\" answers many)".to_owned()
        }
        redb::DatabaseError::UpgradeRequired(_) => {
            format!("the index was written by an older program; {REBUILD}")
        }
        redb::DatabaseError::Storage(redb::StorageError::Io(error))
            if matches!(
                error.kind(),
                std::io::ErrorKind::PermissionDenied | std::io::ErrorKind::ReadOnlyFilesystem
            ) =>
        {
            format!("cannot write here: {error}; an index needs a folder that this user may write to")
        }
        redb::DatabaseError::Storage(redb::StorageError::Io(error))
            if error.kind() == std::io::ErrorKind::InvalidData =>
        {
            format!("{FILE} is no index of this program; move it away or give another folder")
        }
        error => return damaged(folder, &redb::Error::from(error)),
    };
    Error::Index { path, why }
}

/// A file in a folder that is to become an index.
pub(super) fn other_file(folder: &Path) -> Option<String> {
    let mut names: Vec<_> = fs::read_dir(folder).ok()?.filter_map(|entry| Some(entry.ok()?.file_name())).collect();
    names.sort();
    let other = names.into_iter().find(|name| name != "lost+found" && name != PART)?;
    Some(other.to_string_lossy().into_owned())
}
