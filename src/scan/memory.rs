//! How much memory a run may take.

/// Bytes that a run takes whatever it reads: the words it knows, what is read ahead. Measured with two threads.
const PROGRAM: usize = 140_000_000;
/// Bytes of a document that neither go to disk nor are read again: measured on 50,000 and 200,000 documents.
const A_DOCUMENT: usize = 1_300;

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

    /// What to tell the user when `documents` need more: names, headlines and results are held whatever the bound.
    pub(super) fn warning(self, documents: usize) -> Option<String> {
        let needed = PROGRAM + documents * A_DOCUMENT;
        let megabytes = |bytes: usize| bytes.div_ceil(1_000_000);
        (self.bytes < needed).then(|| {
            let (bound, needed) = (megabytes(self.bytes), megabytes(needed));
            format!("--memory: {documents} documents need some {needed} MB; more than {bound} MB will be used")
        })
    }

    /// Bytes of postings that are held; the rest goes to disk.
    pub(super) fn postings(self) -> usize {
        self.bytes / 8
    }

    /// Documents that one thread keeps open from one group of pairs to the next; some 40 KB each. Four times as many save 1 in 80
    /// of the readings.
    pub(super) fn documents(self) -> usize {
        (self.bytes / 32 / 40_000).clamp(64, 100)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bound_that_cannot_be_held_is_told() {
        let warning = Memory::of(64_000_000).warning(50_000).unwrap();
        assert_eq!(warning, "--memory: 50000 documents need some 205 MB; more than 64 MB will be used");
        assert_eq!(Memory::of(512 << 20).warning(200_000), None);
        assert_eq!(Memory::default().warning(1 << 40), None);
    }
}
