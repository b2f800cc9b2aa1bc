//! What can stop a run. A fault of one document is no error: it is [`crate::document::Skipped`].

use std::{io, path::PathBuf};

/// Why the program, or a call of the library, could not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A path could not be read or written.
    #[error("{}: cannot {action}: {source}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What was tried, as a verb: "read", "write".
        action: &'static str,
        /// What the system said.
        source: io::Error,
    },
    /// The input holds no document at all.
    #[error("no document found in {input}: {why}")]
    NothingRead {
        /// The paths as they were given.
        input: String,
        /// What was found instead, and the way out.
        why: String,
    },
    /// There is no room for what has to be kept on disk during the run.
    #[error("cannot write a temporary file: {source}; TMPDIR names the folder for these")]
    NoRoom {
        /// What the system said.
        source: io::Error,
    },
    /// A file was changed while it was read.
    #[error("{path}: changed during the run: {why}; run again when nothing writes to it")]
    Changed {
        /// The file, with the line where it has lines.
        path: String,
        /// What was found.
        why: String,
    },
    /// An index cannot be used as it is.
    #[error("{}: {why}", path.display())]
    Index {
        /// Its folder.
        path: PathBuf,
        /// What was found, and the way out.
        why: String,
    },
    /// No document has the id that was asked for.
    #[error("no document has the id \"{id}\"; {hint}")]
    NoSuchDocument {
        /// The id that was asked for.
        id: String,
        /// Ids that come near, or how to list them.
        hint: String,
    },
    /// A line of a rules file is no rule.
    #[error(
        "{}:{line}: no rule: wanted a JSON object with \"scope\" (here, pair, everywhere), \"kind\" and \"readings\", as a page \
         exports it; found {found}; mend or remove the line",
        path.display()
    )]
    Rule {
        /// The rules file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What was found instead.
        found: String,
    },
}

impl Error {
    /// An [`Error::Io`] for `path`.
    pub fn io(path: impl Into<PathBuf>, action: &'static str) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| Self::Io { path, action, source }
    }
}

/// A result with this library's [`enum@Error`].
pub type Result<T, E = Error> = std::result::Result<T, E>;
