//! Finds the paragraphs that a source prints under many of its stories: promotions, notes, legal lines.

use super::Layout;
use crate::{hash::hash, settings::Cleaning};
use hashbrown::{HashMap, HashSet};
use std::collections::BTreeMap;

/// Paragraphs that stand in many documents of one source, by the keys of [`super::Layout::keys`].
pub type Repeated = HashSet<u64>;

/// What of a document may turn out to be printed under many stories of its source.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Printed {
    /// Hash of the source.
    pub source: u64,
    /// Key of the longest paragraph: what tells the stories of a source apart. `None` without paragraphs.
    pub story: Option<u64>,
    /// Keys of the paragraphs that may be furniture.
    pub keys: Vec<u64>,
}

impl Printed {
    /// What a document of `source` holds that is laid out so.
    #[must_use]
    pub fn new(source: Option<&str>, layout: &Layout<'_>) -> Self {
        let hash = hash(source.unwrap_or("").as_bytes());
        Self { source: hash, story: layout.longest(), keys: layout.keys(source).collect() }
    }
}

/// Counts the paragraphs of a corpus, in any order.
///
/// A story that comes in several versions must not make its own paragraphs look like furniture: documents whose longest
/// paragraph is the same count as one. Of each source only a sample is kept, [`Cleaning::repeated_sample`] stories with
/// the smallest hashes of their longest paragraphs, so that memory is bounded by the number of sources and the counts are
/// the same in any order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Paragraphs {
    sources: BTreeMap<u64, Source>,
}

/// The sample of one source.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Source {
    /// Its stories, each with the keys of its paragraphs, sorted.
    stories: BTreeMap<u64, Vec<u64>>,
    /// In how many of these each key stands.
    counts: HashMap<u64, u32>,
}

impl Paragraphs {
    /// Adds one document.
    pub fn add(&mut self, printed: &Printed, settings: &Cleaning) {
        if let Some(story) = printed.story {
            self.sources.entry(printed.source).or_default().add(story, &printed.keys, settings);
        }
    }

    /// Of the paragraphs of a document those that stand in at least [`Cleaning::repeated_documents`] stories of their source,
    /// and in at least [`Cleaning::repeated_share`] of those in the sample. Cost: a look-up a paragraph.
    #[must_use]
    pub fn repeated(&self, printed: &Printed, settings: &Cleaning) -> Repeated {
        let Some(source) = self.sources.get(&printed.source) else { return Repeated::new() };
        let share = (source.stories.len() as f64 * settings.repeated_share).ceil() as usize;
        let wanted = share.max(settings.repeated_documents);
        let is_repeated = |key: &u64| source.counts.get(key).is_some_and(|&count| count as usize >= wanted);
        printed.keys.iter().copied().filter(is_repeated).collect()
    }

    /// How many stories the samples of all sources hold.
    #[must_use]
    pub fn stories(&self) -> usize {
        self.sources.values().map(|source| source.stories.len()).sum()
    }

    /// What makes the same samples when it is added to none.
    #[must_use]
    pub fn samples(&self) -> Vec<Printed> {
        let of = |(&source, sample): (&u64, &Source)| {
            let printed =
                |(&story, keys): (&u64, &Vec<u64>)| Printed { source, story: Some(story), keys: keys.clone() };
            sample.stories.iter().map(printed).collect::<Vec<_>>()
        };
        self.sources.iter().flat_map(of).collect()
    }

    /// Whether what a document holds is in the sample of its source. Documents for which that holds make the same samples when
    /// they are added again, in any order.
    #[must_use]
    pub fn holds(&self, printed: &Printed) -> bool {
        let source = self.sources.get(&printed.source);
        source.zip(printed.story).is_some_and(|(source, story)| source.stories.contains_key(&story))
    }
}

impl Source {
    fn add(&mut self, story: u64, keys: &[u64], settings: &Cleaning) {
        let is_full = self.stories.len() >= settings.repeated_sample;
        if is_full && self.stories.last_key_value().is_some_and(|(&largest, _)| story > largest) {
            return;
        }
        let kept = self.stories.entry(story).or_default();
        for &key in keys {
            if let Err(place) = kept.binary_search(&key) {
                kept.insert(place, key);
                *self.counts.entry(key).or_default() += 1;
            }
        }
        if self.stories.len() > settings.repeated_sample
            && let Some((_, keys)) = self.stories.pop_last()
        {
            for key in keys {
                self.forget(key);
            }
        }
    }

    fn forget(&mut self, key: u64) {
        if let Some(count) = self.counts.get_mut(&key) {
            *count -= 1;
            if *count == 0 {
                self.counts.remove(&key);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    use crate::{
        clean::layout::Reading,
        words::{Vocabulary, read_words},
    };

    const NOTE: &str = "Ruda Herald readers can write to the desk at any hour.";

    fn story(number: usize) -> String {
        format!("Flood number {number} hit the lower town of Ruda on Monday and closed the bridge.\n{NOTE}")
    }

    fn printed(text: &str) -> Printed {
        let mut vocabulary = Vocabulary::default();
        let (mut words, mut known) = (Vec::new(), Vec::new());
        read_words(text, &mut vocabulary, &mut words, &mut known);
        Printed::new(Some("Herald"), &Layout::new(Reading { text, words: &words, known: &known }))
    }

    /// What is repeated in any of `texts`.
    fn repeated(texts: impl Iterator<Item = String>) -> Repeated {
        let all: Vec<Printed> = texts.map(|text| printed(&text)).collect();
        let (mut paragraphs, settings) = (Paragraphs::default(), Cleaning::default());
        for printed in &all {
            paragraphs.add(printed, &settings);
        }
        all.iter().flat_map(|printed| paragraphs.repeated(printed, &settings)).collect()
    }

    #[test]
    fn a_note_under_every_story_is_repeated_and_the_stories_are_not() {
        let found = repeated((0..20).map(story));
        assert_eq!(found, printed(&NOTE.to_uppercase()).keys.into_iter().collect());
    }

    #[test]
    fn copies_of_one_story_repeat_nothing() {
        assert!(repeated((0..20).map(|_| story(1))).is_empty());
    }

    #[test]
    fn the_sample_is_the_same_in_any_order_and_makes_itself_again() {
        let settings = Cleaning { repeated_sample: 7, ..Cleaning::default() };
        let (mut forth, mut back, mut again) = (Paragraphs::default(), Paragraphs::default(), Paragraphs::default());
        for number in 0..40 {
            forth.add(&printed(&story(number)), &settings);
            back.add(&printed(&story(39 - number)), &settings);
        }
        let all: Vec<Printed> = (0..40).map(|number| printed(&story(number))).collect();
        let held: Vec<&Printed> = all.iter().filter(|printed| forth.holds(printed)).collect();
        assert_eq!(held.len(), 7);
        for printed in held {
            again.add(printed, &settings);
        }
        let mut once_more = Paragraphs::default();
        let samples = forth.samples();
        assert_eq!((samples.len(), forth.stories()), (7, 7));
        for printed in &samples {
            once_more.add(printed, &settings);
        }
        assert_eq!(forth, back);
        assert_eq!(forth, again);
        assert_eq!(forth, once_more);
        assert_eq!(forth.repeated(&printed(&story(3)), &settings).len(), 1);
    }
}
