//! Stories: copies joined while all their reports are near one another on average.

use crate::{relate::Link, settings::Matching};
use std::{
    cmp::Ordering,
    collections::{BTreeMap, BinaryHeap},
};

/// Two groups that may be joined, and how near they are.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Step {
    average: f64,
    a: usize,
    b: usize,
}

impl Eq for Step {}

impl Ord for Step {
    /// The nearest pair is the greatest; of equals that with the smallest indices.
    fn cmp(&self, other: &Self) -> Ordering {
        self.average.total_cmp(&other.average).then_with(|| (other.a, other.b).cmp(&(self.a, self.b)))
    }
}

impl PartialOrd for Step {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Groups under way: their copies, the sum of links to each neighbour, and the sum of links inside.
struct Growing {
    copies: Vec<Vec<usize>>,
    links: Vec<BTreeMap<usize, f64>>,
    inside: Vec<f64>,
}

/// Joins groups of copies to stories by average linkage (Sokal and Michener, 1958); gives the documents of every story of two
/// and more copies, in order of their first.
///
/// The nearest two groups are joined first. How near they are is the mean over all pairs of a copy of one and a copy of the
/// other of their best link; a pair without a link counts 0. Two groups of some size stay apart where they are much farther
/// from each other than each is in itself: two events of one kind, each told alike by all.
///
/// Cost: `links * log(links)` steps but for very large stories.
pub(super) fn groups(copies: &[Vec<usize>], links: &[Link], settings: &Matching) -> Vec<Vec<usize>> {
    let mut growing = Growing {
        copies: (0..copies.len()).map(|copy| vec![copy]).collect(),
        links: best_links(copies, links),
        inside: vec![0.0; copies.len()],
    };
    let mut steps = BinaryHeap::new();
    for a in 0..copies.len() {
        steps.extend(growing.steps(a, settings).filter(|step| step.b > a));
    }
    while let Some(step) = steps.pop() {
        // A step that was open when the groups were small may have the same average and be shut now.
        let stands = growing.average(step.a, step.b).total_cmp(&step.average).is_eq();
        if stands && growing.may_join(step.a, step.b, step.average, settings) {
            growing.join(step.a, step.b);
            steps.extend(growing.steps(step.a, settings));
        }
    }
    let stories = growing.copies.into_iter().filter(|story| story.len() > 1);
    stories.map(|story| story.into_iter().flat_map(|copy| copies[copy].iter().copied()).collect()).collect()
}

/// For each group of copies the best link to each other group.
fn best_links(copies: &[Vec<usize>], links: &[Link]) -> Vec<BTreeMap<usize, f64>> {
    let documents = copies.iter().flatten().map(|&document| document + 1).max().unwrap_or(0);
    let mut copy_of = vec![usize::MAX; documents];
    for (copy, members) in copies.iter().enumerate() {
        for &document in members {
            copy_of[document] = copy;
        }
    }
    let mut best = vec![BTreeMap::new(); copies.len()];
    for link in links {
        let (a, b) = (copy_of[link.a], copy_of[link.b]);
        if a != b {
            for (from, to) in [(a, b), (b, a)] {
                let score: &mut f64 = best[from].entry(to).or_insert(0.0);
                *score = score.max(link.score);
            }
        }
    }
    best
}

impl Growing {
    /// Mean link between two groups; less than any threshold when they have none or one was joined to another.
    fn average(&self, a: usize, b: usize) -> f64 {
        let pairs = self.copies[a].len() * self.copies[b].len();
        self.links[a].get(&b).map_or(-1.0, |sum| sum / pairs as f64)
    }

    /// Mean link inside a group of at least [`Matching::story_group`] copies; a smaller one does not show how near its
    /// reports are.
    fn nearness(&self, group: usize, settings: &Matching) -> Option<f64> {
        let copies = self.copies[group].len();
        (copies >= settings.story_group).then(|| self.inside[group] / (copies * (copies - 1) / 2) as f64)
    }

    /// Whether two groups at this average tell one event.
    fn may_join(&self, a: usize, b: usize, average: f64, settings: &Matching) -> bool {
        let apart = match (self.nearness(a, settings), self.nearness(b, settings)) {
            (Some(a), Some(b)) => average < settings.story_gap * a.min(b),
            _ => false,
        };
        average >= settings.story_score && !apart
    }

    /// The joins that are open to group `a`, each with the smaller index first.
    fn steps<'a>(&'a self, a: usize, settings: &'a Matching) -> impl Iterator<Item = Step> + 'a {
        self.links[a]
            .keys()
            .map(move |&b| Step { average: self.average(a, b), a: a.min(b), b: a.max(b) })
            .filter(|step| self.may_join(step.a, step.b, step.average, settings))
    }

    /// Joins group `b` to group `a`.
    fn join(&mut self, a: usize, b: usize) {
        self.inside[a] += self.inside[b] + self.links[a].get(&b).copied().unwrap_or(0.0);
        let joined = std::mem::take(&mut self.copies[b]);
        self.copies[a].extend(joined);
        for (other, sum) in std::mem::take(&mut self.links[b]) {
            self.links[other].remove(&b);
            if other != a {
                *self.links[a].entry(other).or_insert(0.0) += sum;
                *self.links[other].entry(a).or_insert(0.0) += sum;
            }
        }
    }
}
