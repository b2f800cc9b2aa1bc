//! Numbers that look random and are the same on every machine and in every version.
//!
//! `SplitMix64` (Steele, Lea, Flood, OOPSLA 2014), written out here because a corpus made from one seed must not change
//! with the version of a dependency.

/// A source of numbers that depends on its seed only.
pub(crate) struct Random(u64);

impl Random {
    /// The source for `parts`, in this order: every document has its own, so that threads cannot change the corpus.
    pub(crate) fn of(parts: &[u64]) -> Self {
        Self(parts.iter().fold(0, |seed, part| Self(seed ^ part).next()))
    }

    /// The next 64 bits.
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number in `0..end`; 0 when `end` is 0.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        ((u128::from(self.next()) * end as u128) >> 64) as usize
    }

    /// A share in `0.0..1.0`.
    pub(crate) fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Puts `list` into any order, each as likely as the other.
    pub(crate) fn shuffle<T>(&mut self, list: &mut [T]) {
        for last in (1..list.len()).rev() {
            list.swap(last, self.below(last + 1));
        }
    }

    /// Puts `list` into an order in which nothing keeps its place (Sattolo 1986).
    pub(crate) fn rearrange<T>(&mut self, list: &mut [T]) {
        for last in (1..list.len()).rev() {
            list.swap(last, self.below(last));
        }
    }

    /// `wanted` of the numbers `0..end` in rising order, all of them when there are not as many.
    pub(crate) fn sample(&mut self, end: usize, wanted: usize) -> Vec<usize> {
        let mut numbers: Vec<usize> = (0..end).collect();
        for place in 0..wanted.min(end) {
            numbers.swap(place, place + self.below(end - place));
        }
        numbers.truncate(wanted);
        numbers.sort_unstable();
        numbers
    }
}
