//! What two articles share, shingle by shingle.

use super::{
    Overlap, Passage, Prepared, Tables,
    large::{shingle, windows},
    runs::{Run, Search},
    share,
};
use crate::{fingerprint::shingle::distinct, settings::Matching};

/// What two articles share: the shingles of the shorter one, each looked up once in the longer one.
///
/// Most pairs share little: whatever is asked of them goes over what they share, not over their words.
pub struct Shared<'a> {
    a: &'a Prepared,
    b: &'a Prepared,
    /// Whether `b` is the shorter one.
    turned: bool,
    meets: Meets<'a>,
    settings: &'a Matching,
}

/// The small shingles of one article, and where they stand in another.
pub(super) struct Meets<'a> {
    short: &'a Tables,
    long: &'a Tables,
    /// By number of a small shingle of the short one its number in the long one, or [`NOWHERE`].
    found: Vec<u32>,
}

/// The number of a shingle that does not stand in an article.
const NOWHERE: u32 = u32::MAX;

impl<'a> Meets<'a> {
    fn new(short: &'a Tables, long: &'a Tables) -> Self {
        let number = |&key: &u64| long.small.keys.find(key).map_or(NOWHERE, |number| number as u32);
        Self { short, long, found: short.small.keys.all().iter().map(number).collect() }
    }

    /// The places in the long one of the small shingle at `place` of the short one, in rising order; `None` where there are none.
    pub(super) fn places(&self, place: usize) -> Option<&'a [u32]> {
        match self.found[self.short.small.number(place)] {
            NOWHERE => None,
            number => Some(self.long.small.of(number as usize)),
        }
    }

    /// How many different shingles stand in both.
    fn count(&self) -> usize {
        count(&self.found)
    }

    /// How many different shingles of each lead stand anywhere in the other.
    fn leads(&self) -> [usize; 2] {
        let of_long = self.found.iter().filter(|&&number| (number as usize) < self.long.lead).count();
        [count(&self.found[..self.short.lead]), of_long]
    }
}

/// How many of `found` stand somewhere.
fn count(found: &[u32]) -> usize {
    found.iter().filter(|&&number| number != NOWHERE).count()
}

impl<'a> Shared<'a> {
    /// Looks up the small shingles of the shorter one. Cost: a look-up each; the tables of both, where they were not made.
    #[must_use]
    pub fn new(a: &'a Prepared, b: &'a Prepared, settings: &'a Matching) -> Self {
        // The smaller text is looked up in the larger one, whichever is `a`, so that both orders give the same.
        let turned = (a.terms.len(), &a.terms) > (b.terms.len(), &b.terms);
        let (short, long) = if turned { (b, a) } else { (a, b) };
        Self { a, b, turned, meets: Meets::new(short.tables(settings), long.tables(settings)), settings }
    }

    /// The shorter one and the longer one.
    fn by_length(&self) -> (&'a Prepared, &'a Prepared) {
        if self.turned { (self.b, self.a) } else { (self.a, self.b) }
    }

    /// Two values of the shorter and the longer one as those of `a` and `b`.
    fn sides<T>(&self, [short, long]: [T; 2]) -> [T; 2] {
        if self.turned { [long, short] } else { [short, long] }
    }

    /// The runs of at least three words ([`Matching::small_shingle_words`]) that stand in both, in order of place in `a`.
    ///
    /// Every word of either side stands in one run at most; the words of `a` and `b` in a run have equal terms, and no
    /// furniture lies between them. Where a run could stand at several places, the longest is taken, then the one nearest to
    /// where the run before ended. The runs of `(b, a)` are those of `(a, b)` with the sides changed.
    ///
    /// Cost: near-linear in what is shared, as for each shingle only [`Matching::passage_places`] places are tried.
    #[must_use]
    pub fn runs(&self) -> Vec<Run> {
        let (short, long) = self.by_length();
        let mut runs = Search::new(short, long, &self.meets, self.settings).runs();
        if self.turned {
            for run in &mut runs {
                std::mem::swap(&mut run.a, &mut run.b);
            }
            runs.sort_unstable_by_key(|run| run.a.start);
        }
        runs
    }

    /// The exact overlap, with those of the shared `runs` that are long enough for a passage.
    ///
    /// Cost: one pass over the places of the shorter one.
    #[must_use]
    pub fn overlap(&self, runs: &[Run]) -> Overlap {
        let (a, b, settings) = (self.a, self.b, self.settings);
        let small = self.meets.count();
        let smalls = [a, b].map(|side| side.tables(settings).small.keys.distinct());
        let large = self.shared_large();
        let larges = [a, b].map(|side| side.tables(settings).large.distinct());
        Overlap {
            jaccard: share(large, larges[0] + larges[1] - large),
            containment: larges.map(|size| share(large, size)),
            containment_3: smalls.map(|size| share(small, size)),
            passages: runs
                .iter()
                .filter(|run| run.a.len() >= settings.passage_words)
                .map(|run| Passage { a: a.span(&run.a), b: b.span(&run.b) })
                .collect(),
        }
    }

    /// How many different large shingles stand in both.
    fn shared_large(&self) -> usize {
        let (short, long) = self.by_length();
        let length = windows(&long.terms, self.settings).next().map_or(0, <[u64]>::len);
        let in_long = |place: u32| long.terms.get(place as usize..place as usize + length);
        let (mut count, mut others) = (0, Vec::new());
        for (place, words) in windows(&short.terms, self.settings).enumerate() {
            let stands = match self.meets.places(place) {
                None => false,
                Some(&[only]) => in_long(only) == Some(words),
                Some(_) => self.meets.long.large.others.has(shingle(words)),
            };
            if stands && self.meets.short.small.is_lone(place) {
                count += 1;
            } else if stands {
                others.push(shingle(words));
            }
        }
        count + distinct(others).len()
    }

    /// Share of each lead's small shingles that stand anywhere in the other. Cost: one pass over what was looked up.
    #[must_use]
    pub fn leads(&self) -> [f64; 2] {
        let (found, meets) = (self.meets.leads(), &self.meets);
        self.sides([share(found[0], meets.short.lead), share(found[1], meets.long.lead)])
    }
}
