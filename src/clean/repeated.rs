//! Finds the paragraphs that a source prints under many of its stories: promotions, notes, legal lines.

use super::{blocks, form::Form};
use crate::{
    hash::{combine, hash},
    settings::Cleaning,
};
use hashbrown::HashSet;
use std::collections::BTreeMap;

/// Paragraphs that stand in many documents of one source, by [`paragraph_hash`].
pub type Repeated = HashSet<u64>;

/// The key of a paragraph in [`Repeated`]: a hash of its source and its words without case and spacing.
#[must_use]
pub fn paragraph_hash(source: Option<&str>, paragraph: &str) -> u64 {
    let mut words = String::with_capacity(paragraph.len());
    for word in paragraph.split_whitespace() {
        if !words.is_empty() {
            words.push(' ');
        }
        words.extend(word.chars().flat_map(char::to_lowercase));
    }
    combine(source_hash(source), hash(words.as_bytes()))
}

fn source_hash(source: Option<&str>) -> u64 {
    hash(source.unwrap_or("").as_bytes())
}

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
    /// Adds one document. Cost: linear in the text, which is hashed once.
    pub fn add(&mut self, source: Option<&str>, text: &str, settings: &Cleaning) {
        let blocks = blocks::paragraphs(text);
        let Some(longest) = blocks.iter().max_by_key(|span| span.len()) else { return };
        let story = hash(longest.of(text).as_bytes());
        let stories = self.sources.entry(source_hash(source)).or_default();
        if is_outside_sample(stories, story, settings) {
            return;
        }
        let keys = blocks
            .iter()
            .map(|span| span.of(text))
            .filter(|paragraph| can_repeat(paragraph))
            .map(|paragraph| paragraph_hash(source, paragraph));
        insert(stories, story, keys, settings);
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

/// The repeated paragraphs of a corpus that is given as source and text of each document.
#[must_use]
pub fn repeated<'a>(documents: impl IntoIterator<Item = (Option<&'a str>, &'a str)>, settings: &Cleaning) -> Repeated {
    let mut paragraphs = Paragraphs::default();
    for (source, text) in documents {
        paragraphs.add(source, text, settings);
    }
    paragraphs.repeated(settings)
}

/// Whether `paragraph` may be furniture because it comes again: rows of tables come again with every table.
pub(super) fn can_repeat(paragraph: &str) -> bool {
    let form = Form::of(paragraph);
    form.words >= 2 && !form.is_row()
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

    const NOTE: &str = "Ruda Herald readers can write to the desk at any hour.";

    fn story(number: usize) -> String {
        format!("Flood number {number} hit the lower town of Ruda on Monday and closed the bridge.\n{NOTE}")
    }

    #[test]
    fn a_note_under_every_story_is_repeated_and_the_stories_are_not() {
        let texts: Vec<String> = (0..20).map(story).collect();
        let found = repeated(texts.iter().map(|text| (Some("Herald"), text.as_str())), &Cleaning::default());
        assert!(found.contains(&paragraph_hash(Some("Herald"), NOTE)));
        assert_eq!(found.len(), 1);
    }

    #[test]
    fn copies_of_one_story_repeat_nothing() {
        let texts: Vec<String> = (0..20).map(|_| story(1)).collect();
        assert!(repeated(texts.iter().map(|text| (None, text.as_str())), &Cleaning::default()).is_empty());
    }

    #[test]
    fn parts_merge_to_the_whole_in_any_order() {
        let settings = Cleaning { repeated_sample: 7, ..Cleaning::default() };
        let mut whole = Paragraphs::default();
        let mut parts = [Paragraphs::default(), Paragraphs::default()];
        for number in 0..40 {
            whole.add(None, &story(number), &settings);
            parts[number % 2].add(None, &story(39 - number), &settings);
        }
        let [mut first, second] = parts;
        first.merge(second, &settings);
        assert_eq!(first, whole);
    }
}
