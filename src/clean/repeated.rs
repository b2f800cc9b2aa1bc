//! Finds the paragraphs that a source prints under many of its stories: promotions, notes, legal lines.

use crate::{hash::hash, settings::Cleaning};
use hashbrown::HashSet;
use std::collections::BTreeMap;

/// Paragraphs that stand in many documents of one source, by the keys of [`super::Layout::keys`].
pub type Repeated = HashSet<u64>;

/// Counts the paragraphs of a corpus, in any order and in any number of parts.
///
/// A story that comes in several versions must not make its own paragraphs look like furniture: documents whose longest
/// paragraph is the same count as one. Of each source only a sample is kept, [`Cleaning::repeated_sample`] stories with
/// the smallest hashes of their longest paragraphs, so that memory is bounded by the number of sources and two parts
/// merge to the same counts as the whole.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Paragraphs {
    /// By source: the stories of its sample, each with the keys of its paragraphs, sorted.
    sources: BTreeMap<u64, BTreeMap<u64, Vec<u64>>>,
}

impl Paragraphs {
    /// Adds one document of `source`: the key of its longest paragraph, and the `keys` of those that may be furniture.
    pub fn add(&mut self, source: Option<&str>, longest: Option<u64>, keys: &[u64], settings: &Cleaning) {
        let Some(story) = longest else { return };
        let stories = self.sources.entry(hash(source.unwrap_or("").as_bytes())).or_default();
        insert(stories, story, keys.iter().copied(), settings);
    }

    /// Adds all that `other` counted.
    pub fn merge(&mut self, other: Self, settings: &Cleaning) {
        for (source, stories) in other.sources {
            let mine = self.sources.entry(source).or_default();
            for (story, keys) in stories {
                insert(mine, story, keys, settings);
            }
        }
    }

    /// The paragraphs that stand in at least [`Cleaning::repeated_documents`] stories of their source, and in at least
    /// [`Cleaning::repeated_share`] of those in the sample.
    #[must_use]
    pub fn repeated(&self, settings: &Cleaning) -> Repeated {
        let mut out = Repeated::new();
        for stories in self.sources.values() {
            let share = (stories.len() as f64 * settings.repeated_share).ceil() as usize;
            let wanted = share.max(settings.repeated_documents);
            let mut keys: Vec<u64> = stories.values().flatten().copied().collect();
            keys.sort_unstable();
            out.extend(keys.chunk_by(|a, b| a == b).filter(|run| run.len() >= wanted).map(|run| run[0]));
        }
        out
    }
}

fn is_outside_sample(stories: &BTreeMap<u64, Vec<u64>>, story: u64, settings: &Cleaning) -> bool {
    stories.len() >= settings.repeated_sample && stories.last_key_value().is_some_and(|(&largest, _)| story > largest)
}

fn insert(stories: &mut BTreeMap<u64, Vec<u64>>, story: u64, keys: impl IntoIterator<Item = u64>, settings: &Cleaning) {
    if is_outside_sample(stories, story, settings) {
        return;
    }
    let kept = stories.entry(story).or_default();
    kept.extend(keys);
    kept.sort_unstable();
    kept.dedup();
    if stories.len() > settings.repeated_sample {
        stories.pop_last();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    use crate::{
        clean::layout::{Layout, Reading},
        words::{Vocabulary, read_words},
    };

    const NOTE: &str = "Ruda Herald readers can write to the desk at any hour.";

    fn story(number: usize) -> String {
        format!("Flood number {number} hit the lower town of Ruda on Monday and closed the bridge.\n{NOTE}")
    }

    fn add(paragraphs: &mut Paragraphs, text: &str, settings: &Cleaning) -> Vec<u64> {
        let mut vocabulary = Vocabulary::default();
        let (mut words, mut known) = (Vec::new(), Vec::new());
        read_words(text, &mut vocabulary, &mut words, &mut known);
        let layout = Layout::new(Reading { text, words: &words, known: &known });
        let keys: Vec<u64> = layout.keys(Some("Herald")).collect();
        paragraphs.add(Some("Herald"), layout.longest(), &keys, settings);
        keys
    }

    fn repeated(texts: impl Iterator<Item = String>) -> Repeated {
        let mut paragraphs = Paragraphs::default();
        texts.for_each(|text| drop(add(&mut paragraphs, &text, &Cleaning::default())));
        paragraphs.repeated(&Cleaning::default())
    }

    #[test]
    fn a_note_under_every_story_is_repeated_and_the_stories_are_not() {
        let found = repeated((0..20).map(story));
        let note = add(&mut Paragraphs::default(), &NOTE.to_uppercase(), &Cleaning::default());
        assert_eq!(found, note.into_iter().collect());
    }

    #[test]
    fn copies_of_one_story_repeat_nothing() {
        assert!(repeated((0..20).map(|_| story(1))).is_empty());
    }

    #[test]
    fn parts_merge_to_the_whole_in_any_order() {
        let settings = Cleaning { repeated_sample: 7, ..Cleaning::default() };
        let mut whole = Paragraphs::default();
        let mut parts = [Paragraphs::default(), Paragraphs::default()];
        for number in 0..40 {
            add(&mut whole, &story(number), &settings);
            add(&mut parts[number % 2], &story(39 - number), &settings);
        }
        let [mut first, second] = parts;
        first.merge(second, &settings);
        assert_eq!(first, whole);
    }
}
