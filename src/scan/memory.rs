//! How much memory a run may take.

/// A bound on the memory of a run, shared out over what can be put on disk or read again. It changes no result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Memory {
    bytes: usize,
}

impl Default for Memory {
    /// No bound: what is found by is held, texts are read again all the same.
    fn default() -> Self {
        Self { bytes: usize::MAX }
    }
}

impl Memory {
    /// A bound of `bytes`.
    #[must_use]
    pub fn of(bytes: usize) -> Self {
        Self { bytes }
    }

    /// Bytes of postings that are held; the rest goes to disk.
    pub(super) fn postings(self) -> usize {
        self.bytes / 8
    }

    /// Documents that one thread keeps open from one group of pairs to the next; some 40 KB each.
    pub(super) fn documents(self) -> usize {
        (self.bytes / 32 / 40_000).clamp(64, 400)
    }
}
