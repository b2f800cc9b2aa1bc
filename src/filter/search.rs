//! The pairs of a batch that may be something to each other: with all that is known, and among themselves.

use super::{Newcomer, is_near};
use crate::{
    candidates::{
        Known as KnownSample, Lists, StoryPair, add_neighbours, are_paired, candidates_of_block, copies_paired,
        may_tell_one_event, story_suspects_of_block,
    },
    error::Result,
    fingerprint::story::cosine,
    index::{Kind, Known, State, View},
    scan::Question,
    settings::{Matching, Settings},
};
use hashbrown::{HashMap, HashSet};
use rayon::prelude::*;

/// Numbers of documents, the smaller first.
type Pairs = Vec<(u32, u32)>;

/// A search for the pairs of a batch.
pub(super) struct Search<'a> {
    state: &'a State,
    view: &'a View,
    settings: &'a Matching,
    window: Option<i64>,
    new: &'a [Newcomer],
    /// Number of the first newcomer.
    first: u32,
    /// By the first document with the same words all of them that came, in their order.
    groups: HashMap<u32, Vec<u32>>,
}

/// What a search found for each newcomer.
pub(super) struct Found {
    /// What its sample counts.
    pub(super) totals: Vec<u64>,
    /// Documents before it, with other words, that it may be related to, and the cosine of their story terms where that is much;
    /// none for one whose words came before.
    pub(super) partners: Vec<Vec<(u32, f32)>>,
}

impl<'a> Search<'a> {
    pub(super) fn new(
        state: &'a State,
        view: &'a View,
        settings: &'a Settings,
        window: Option<i64>,
        new: &'a [Newcomer],
    ) -> Self {
        let first = state.known.len() as u32;
        let mut groups: HashMap<u32, Vec<u32>> = HashMap::new();
        for (number, newcomer) in (first..).zip(new) {
            let known = &newcomer.known;
            if known.first != number {
                let group = groups.entry(known.first);
                let before = || state.with_words_of(&known.first).to_vec();
                group.or_insert_with(before).push(number);
            }
        }
        Self { state, view, settings: &settings.matching, window, new, first, groups }
    }

    fn known(&self, number: u32) -> &Known {
        match number.checked_sub(self.first) {
            Some(place) => &self.new[place as usize].known,
            None => &self.state.known[number as usize],
        }
    }

    /// All documents with the words of `first`, in the order in which they came.
    fn group<'b>(&'b self, first: &'b u32) -> &'b [u32] {
        self.groups.get(first).map_or_else(|| self.state.with_words_of(first), Vec::as_slice)
    }

    /// The newcomers whose words are new, with their numbers.
    fn searched(&self) -> impl Iterator<Item = (u32, &'a Newcomer)> + '_ {
        (self.first..).zip(self.new).filter(|(number, new)| new.known.first == *number && new.known.words > 0)
    }

    /// The keys of one kind that newcomers have, each with these, in rising order.
    fn by_key(&self, kind: Kind) -> Vec<(u32, u32, u16)> {
        let of_kind = |(number, new): (u32, &'a Newcomer)| {
            new.print
                .postings(number, &new.known)
                .filter(move |posting| posting.0 == kind)
                .map(move |(_, key, weight)| (key, number, weight))
        };
        let mut all: Vec<(u32, u32, u16)> = self.searched().flat_map(of_kind).collect();
        all.sort_unstable();
        all.dedup_by_key(|posting| (posting.0, posting.1));
        all
    }

    /// The pairs of documents with other words: each with one before it.
    pub(super) fn partners(&self) -> Result<Found> {
        let (copies, stories) = rayon::join(|| self.copies(), || self.stories());
        let ((copies, totals), stories) = (copies?, stories?);
        let mut partners: Vec<Vec<(u32, f32)>> = vec![Vec::new(); self.new.len()];
        // Those that are far apart in time are kept, too: one of their copies that is still to come may be near.
        let mut add = |a: u32, b: u32, cosine: f32| partners[(b - self.first) as usize].push((a, cosine));
        for (a, b) in copies {
            add(a, b, 0.0);
        }
        let is_strong = |pair: &StoryPair| f64::from(pair.cosine) >= self.settings.story_score;
        stories.into_iter().filter(is_strong).for_each(|pair| add(pair.a, pair.b, pair.cosine));
        for of_one in &mut partners {
            of_one.sort_by(|x, y| x.0.cmp(&y.0).then(y.1.total_cmp(&x.1)));
            of_one.dedup_by_key(|(other, _)| *other); // of two for one pair that with the cosine comes first
        }
        Ok(Found { totals, partners })
    }

    /// Pairs that share sampled shingles, and what the sample of each newcomer counts.
    fn copies(&self) -> Result<(Pairs, Vec<u64>)> {
        let most = self.settings.common_shingle;
        let new = self.by_key(Kind::Shingles);
        let keys = keys_of(&new);
        let old = self.view.lists(self.state, Kind::Shingles, &keys, most)?;
        let marks = self.marks()?;
        let neighbours = |row: usize, out: &mut Vec<u32>| {
            let number = row as u32;
            for mark in self.known(number).sampled.marks.into_iter().filter(|&mark| mark != u32::MAX) {
                let all = marks.get(&mark).map_or(&[][..], Vec::as_slice);
                let before = all.partition_point(|&other| other < number);
                add_neighbours(before, self.settings, |place| out.push(all[place]));
            }
            out.sort_unstable();
            out.dedup();
        };
        let mut old = old.into_iter().peekable();
        let mut listed = Vec::new(); // by key: how many have it, the old ones, the new ones
        for of_key in new.chunk_by(|one, next| one.0 == next.0) {
            let key = of_key[0].0;
            while old.next_if(|list| list.key < key).is_some() {}
            let list = old.next_if(|list| list.key == key).unwrap_or_default();
            listed.push((key, list.count + of_key.len() as u32, list.documents, of_key));
        }
        let is_common = |count: u32| count as usize > most;
        let common: HashSet<u32> = listed.iter().filter(|list| is_common(list.1)).map(|list| list.0).collect();
        let held = self.held(&common, &neighbours)?;
        let mut lists = Lists::default();
        for (key, count, old, new) in listed {
            let new = new.iter().map(|&(_, number, _)| number);
            if is_common(count) {
                let some = held.get(&key).map_or(&[][..], Vec::as_slice);
                lists.add_part(count, some.iter().copied().chain(new));
            } else {
                lists.add_part(count, old.iter().map(|&(number, _)| number).chain(new));
            }
        }
        let sampled: Vec<_> = self.new.iter().map(|new| new.known.sampled).collect();
        let rows = self.first as usize..self.first as usize + self.new.len();
        let known = |row: usize| -> KnownSample {
            let known = &self.state.known[row];
            (known.sampled, known.total)
        };
        Ok(candidates_of_block(lists, rows, &sampled, neighbours, known, self.settings))
    }

    /// By mark the documents that have it, in rising order.
    fn marks(&self) -> Result<HashMap<u32, Vec<u32>>> {
        let new = self.by_key(Kind::Marks);
        let old = self.view.lists(self.state, Kind::Marks, &keys_of(&new), usize::MAX)?;
        let documents = |list: Vec<(u32, u16)>| list.into_iter().map(|(number, _)| number).collect();
        let mut marks: HashMap<u32, Vec<u32>> =
            old.into_iter().map(|list| (list.key, documents(list.documents))).collect();
        for (mark, number, _) in new {
            marks.entry(mark).or_default().push(number);
        }
        Ok(marks)
    }

    /// By common key the old neighbours of newcomers that have it, in rising order.
    fn held(
        &self,
        common: &HashSet<u32>,
        neighbours: &(impl Fn(usize, &mut Vec<u32>) + Sync),
    ) -> Result<HashMap<u32, Vec<u32>>> {
        let (mut wanted, mut some) = (Vec::new(), Vec::new());
        for (number, new) in self.searched() {
            if new.print.keys.iter().any(|key| common.contains(key)) {
                some.clear();
                neighbours(number as usize, &mut some);
                wanted.extend(some.iter().copied().filter(|&number| number < self.first));
            }
        }
        wanted.sort_unstable();
        wanted.dedup();
        let mut held: HashMap<u32, Vec<u32>> = HashMap::new();
        for (&number, keys) in wanted.iter().zip(self.view.keys_of(&wanted)?) {
            for key in keys.into_iter().filter(|key| common.contains(key)) {
                let list = held.entry(key).or_default();
                if list.last() != Some(&number) {
                    list.push(number);
                }
            }
        }
        Ok(held)
    }

    /// Pairs that may tell one event.
    fn stories(&self) -> Result<Vec<StoryPair>> {
        let new = self.by_key(Kind::Terms);
        let old = self.view.lists(self.state, Kind::Terms, &keys_of(&new), usize::MAX)?;
        let mut old = old.into_iter().peekable();
        let mut lists = Lists::default();
        for of_key in new.chunk_by(|one, next| one.0 == next.0) {
            while old.next_if(|list| list.key < of_key[0].0).is_some() {}
            let list = old.next_if(|list| list.key == of_key[0].0).unwrap_or_default();
            let new = of_key.iter().map(|&(_, number, weight)| (number, weight));
            lists.add(list.documents.into_iter().chain(new).map(|(number, weight)| (number, Some(weight))));
        }
        let about = |row: usize| {
            let known = self.known(row as u32);
            (known.time, known.words)
        };
        let rows = self.first as usize..self.first as usize + self.new.len();
        let suspects = story_suspects_of_block(lists, rows, about, self.settings);
        let mut old: Vec<u32> = suspects.iter().map(|&(a, _)| a).filter(|&a| a < self.first).collect();
        old.dedup();
        let terms = self.view.terms_of(&old)?;
        let terms = |number: u32| match number.checked_sub(self.first) {
            Some(place) => self.new[place as usize].print.terms.as_slice(),
            None => old.binary_search(&number).map_or(&[][..], |place| &terms[place]),
        };
        let pair = |&(a, b): &(u32, u32)| {
            let cosine = cosine(terms(a), terms(b));
            let words = self.known(a).words.min(self.known(b).words);
            let pair = StoryPair { a, b, cosine: cosine as f32 };
            may_tell_one_event(words, cosine, self.settings).then_some(pair)
        };
        Ok(suspects.par_iter().filter_map(pair).collect())
    }

    /// The pairs to be judged, in rising order: for the pairs of documents with other words also those of their copies that came,
    /// and copies with each other, as [`crate::candidates::Folded`] tells them.
    pub(super) fn questions(&self, found: &Found) -> Result<Vec<Question>> {
        let most = self.settings.unfolded_pairs;
        let among_new = self.among_new(found);
        let of_new: Vec<Result<Vec<Question>>> = (self.first..)
            .zip(self.new)
            .collect::<Vec<_>>()
            .into_par_iter()
            .map(|(number, new)| {
                let known = &new.known;
                let mut questions = Vec::new();
                if known.words == 0 {
                    return Ok(questions);
                }
                // The first of those with the words of `first` that came before and are near in time; no rank beyond these is
                // paired with more than the first.
                let copies = |first: &u32| -> Vec<u32> {
                    let before = self.group(first).iter().copied().take_while(|&other| other < number);
                    let near = before.filter(|&other| is_near(self.window, self.known(other), known));
                    near.take(most.max(1) + 1).collect()
                };
                let mut ask = |a: u32, story: f32| questions.push(Question { a, b: number, story });
                let own = copies(&known.first);
                let rank = own.len();
                own.into_iter().take(copies_paired(rank, most)).for_each(|other| ask(other, 0.0));
                for (partner, cosine) in self.partners_of(known.first, &among_new)? {
                    let copies = copies(&partner).into_iter().enumerate();
                    copies
                        .filter(|&(place, _)| are_paired(rank, place, most))
                        .for_each(|(_, other)| ask(other, cosine));
                }
                Ok(questions)
            })
            .collect();
        let mut all = Vec::new();
        for questions in of_new {
            all.extend(questions?);
        }
        all.sort_by(|x, y| (x.a, x.b).cmp(&(y.a, y.b)).then(y.story.total_cmp(&x.story)));
        all.dedup_by_key(|question| (question.a, question.b));
        Ok(all)
    }

    /// The pairs that were found, from both sides.
    fn among_new(&self, found: &Found) -> HashMap<u32, Vec<(u32, f32)>> {
        let mut both: HashMap<u32, Vec<(u32, f32)>> = HashMap::new();
        for (number, partners) in (self.first..).zip(&found.partners) {
            for &(other, cosine) in partners {
                both.entry(number).or_default().push((other, cosine));
                both.entry(other).or_default().push((number, cosine));
            }
        }
        both
    }

    /// All documents with other words that `first` may be related to, before and after it.
    fn partners_of(&self, first: u32, among_new: &HashMap<u32, Vec<(u32, f32)>>) -> Result<Vec<(u32, f32)>> {
        let mut partners = among_new.get(&first).cloned().unwrap_or_default();
        if first < self.first {
            partners.extend(self.view.print(first)?.partners);
            for list in self.view.lists(self.state, Kind::Partners, &[first], usize::MAX)? {
                for (later, _) in list.documents {
                    let found = self.view.print(later)?.partners.into_iter().find(|&(other, _)| other == first);
                    partners.extend(found.map(|(_, cosine)| (later, cosine)));
                }
            }
        }
        Ok(partners)
    }
}

/// The different keys of postings in rising order.
fn keys_of(postings: &[(u32, u32, u16)]) -> Vec<u32> {
    postings.chunk_by(|one, next| one.0 == next.0).map(|of_key| of_key[0].0).collect()
}
