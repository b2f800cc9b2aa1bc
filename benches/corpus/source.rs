//! Real articles, and as many further editions of them as are wanted.
//!
//! An edition replaces every word that is not among the most frequent by another word of about the same frequency,
//! and every figure by another. So it reads like an article that has nothing to do with the first, with the same
//! lengths, the same punctuation and the same number of rare words.

use super::{
    pieces::{Class, count_words, pieces, push_in_capitals_of, push_other_figure},
    random::Random,
};
use anyhow::{Result, ensure};
use hashbrown::{HashMap, HashSet};
use std::{ops::ControlFlow, path::PathBuf};
use variorum::{
    document::Document,
    hash::{combine, hash},
    read::{Fields, Found, read},
    settings::Reading,
};

/// Fewest words of an article that is used; 90: the Reuters wire is half made of shorter ones, and with 90 the average
/// document of the corpus has 2.3 KB.
const SHORTEST: usize = 90;
/// Words that every edition keeps, the most frequent ones; 200: "the", "said", "million", "company", "percent".
const KEPT_WORDS: usize = 200;
/// Words of one run, to find articles that the source holds twice.
const RUN: usize = 5;
/// Fewest words that may replace one another.
const BAND: usize = 50;
/// A band is as wide as the rank of its first word divided by this; 4: the first word of a band is about a quarter more
/// frequent than the last.
const BAND_SHARE: usize = 4;

/// The articles of the source files that can stand alone, and their words.
pub(crate) struct Source {
    /// In the order of the files.
    pub(crate) articles: Vec<Article>,
    /// Every word in lower case but the [`KEPT_WORDS`], the most frequent first.
    pub(crate) vocabulary: Vec<String>,
    seed: u64,
}

/// A real article.
pub(crate) struct Article {
    title: Template,
    text: Template,
    /// Words between white space in the text.
    pub(crate) words: usize,
    /// The text has a digit.
    pub(crate) has_figure: bool,
    /// The text has paragraphs or sentences to be put into another order, see `copies::parts`.
    pub(crate) has_parts: bool,
}

/// A text in which the places of words and figures are known.
struct Template {
    text: String,
    slots: Vec<Slot>,
}

/// From the end of the slot before to `end`.
struct Slot {
    end: u32,
    kind: SlotKind,
}

enum SlotKind {
    Kept,
    /// The place of the word in the vocabulary.
    Word(u32),
    Figure,
}

/// What an edition puts for each word of the vocabulary. Edition 0 is the articles as they were read.
pub(crate) struct Edition {
    number: u64,
    replacements: Vec<u32>,
}

impl Source {
    /// Reads `files`, leaves out the short articles and those that stood in the files before, and counts the words.
    ///
    /// Cost: 280 MB at most for 33 MB of articles, the whole of what the program holds.
    pub(crate) fn read(files: &[PathBuf], seed: u64) -> Result<Self> {
        let mut interner = Interner::default();
        let mut runs = HashSet::new();
        let mut articles = Vec::new();
        read(files, &Fields::default(), &Reading::default(), &mut |found| {
            if let Found::Document(document) = found
                && let Some(article) = article(&document, &mut interner)
                && is_fresh(&article, &mut runs)
            {
                articles.push(article);
            }
            ControlFlow::Continue(())
        })?;
        ensure!(!articles.is_empty(), "no article of {SHORTEST} words or more; name files of longer ones with --from");
        let vocabulary = rank(&mut articles, interner);
        Ok(Self { articles, vocabulary, seed })
    }

    /// The edition with this number: the same for the same seed and source files.
    pub(crate) fn edition(&self, number: u64) -> Edition {
        let mut replacements: Vec<u32> = (0..self.vocabulary.len() as u32).collect();
        let mut random = Random::of(&[self.seed, number]);
        let mut start = 0;
        while number > 0 && start < replacements.len() {
            let end = (start + BAND.max(start / BAND_SHARE)).min(replacements.len());
            random.rearrange(&mut replacements[start..end]);
            start = end;
        }
        Edition { number, replacements }
    }

    /// The title of an article in an edition.
    pub(crate) fn title(&self, article: &Article, edition: &Edition) -> String {
        self.fill(&article.title, edition)
    }

    /// The text of an article in an edition.
    pub(crate) fn text(&self, article: &Article, edition: &Edition) -> String {
        self.fill(&article.text, edition)
    }

    fn fill(&self, template: &Template, edition: &Edition) -> String {
        if edition.number == 0 {
            return template.text.clone();
        }
        let mut filled = String::with_capacity(template.text.len() * 9 / 8);
        let mut start = 0;
        for slot in &template.slots {
            let original = &template.text[start..slot.end as usize];
            start = slot.end as usize;
            match slot.kind {
                SlotKind::Kept => filled.push_str(original),
                SlotKind::Word(word) => {
                    let other = edition.replacements[word as usize];
                    push_in_capitals_of(original, &self.vocabulary[other as usize], &mut filled);
                }
                SlotKind::Figure => {
                    // Equal figures stay equal in one edition, as equal words do.
                    let mut random = Random::of(&[self.seed, edition.number, hash(original.as_bytes())]);
                    push_other_figure(original, &mut random, &mut filled);
                }
            }
        }
        filled
    }
}

/// Gives every word a number, in the order of their coming.
#[derive(Default)]
struct Interner {
    numbers: HashMap<String, u32>,
}

impl Interner {
    fn number(&mut self, word: &str) -> u32 {
        let next = self.numbers.len() as u32;
        *self.numbers.entry(word.to_lowercase()).or_insert(next)
    }

    fn template(&mut self, text: String) -> Template {
        let mut end = 0;
        let slots = pieces(&text)
            .map(|(piece, class)| {
                end += piece.len() as u32;
                let kind = match class {
                    Class::Word => SlotKind::Word(self.number(piece)),
                    Class::Figure => SlotKind::Figure,
                    Class::Between => SlotKind::Kept,
                };
                Slot { end, kind }
            })
            .collect();
        Template { text, slots }
    }
}

fn article(document: &Document, interner: &mut Interner) -> Option<Article> {
    let text = paragraphs(&document.text);
    let words = count_words(&text);
    if words < SHORTEST {
        return None;
    }
    let title = document.title.clone().unwrap_or_else(|| super::pieces::run_of_words(&text, 0, 9).to_owned());
    Some(Article {
        words,
        has_figure: text.contains(|character: char| character.is_ascii_digit()),
        has_parts: super::copies::parts(&text).0.len() > 2,
        title: interner.template(title),
        text: interner.template(text),
    })
}

/// The text with an empty line between paragraphs. A wire of 1987 breaks its lines at 65 characters and sets paragraphs
/// in by four spaces; in the other sources a line is a paragraph.
fn paragraphs(text: &str) -> String {
    let separator = if text.contains("\n    ") { "\n    " } else { "\n" };
    let paragraphs: Vec<String> = text
        .split(separator)
        .map(|paragraph| paragraph.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|paragraph| !paragraph.is_empty())
        .collect();
    paragraphs.join("\n\n")
}

/// Whether at most half of the article's runs of words stood in the articles before it. A second take of the same report
/// would be a copy that the truth does not know.
fn is_fresh(article: &Article, runs: &mut HashSet<u64>) -> bool {
    let words: Vec<u64> = article.text.slots.iter().filter_map(Slot::word).map(u64::from).collect();
    let own: Vec<u64> = words.windows(RUN).map(|run| run.iter().fold(0, |all, word| combine(all, *word))).collect();
    let known = own.iter().filter(|run| runs.contains(*run)).count();
    let fresh = known * 2 <= own.len();
    if fresh {
        runs.extend(own);
    }
    fresh
}

impl Slot {
    fn word(&self) -> Option<u32> {
        match self.kind {
            SlotKind::Word(word) => Some(word),
            SlotKind::Kept | SlotKind::Figure => None,
        }
    }
}

/// Numbers the words anew by frequency and marks the most frequent as kept; returns the others.
fn rank(articles: &mut [Article], interner: Interner) -> Vec<String> {
    let mut counts = vec![0_u32; interner.numbers.len()];
    for slot in articles.iter().flat_map(|article| &article.text.slots) {
        if let Some(word) = slot.word() {
            counts[word as usize] += 1;
        }
    }
    let mut words: Vec<(String, u32)> = interner.numbers.into_iter().collect();
    words.sort_unstable_by(|(a, a_number), (b, b_number)| {
        counts[*b_number as usize].cmp(&counts[*a_number as usize]).then_with(|| a.cmp(b))
    });
    // A word that stood in dropped articles only is left in: it is a word like the others, and titles may hold it.
    let kept = KEPT_WORDS.min(words.len() / 2);
    let mut ranks = vec![None; words.len()];
    for (rank, (_, number)) in words.iter().skip(kept).enumerate() {
        ranks[*number as usize] = Some(rank as u32);
    }
    for article in articles {
        for slot in article.title.slots.iter_mut().chain(&mut article.text.slots) {
            if let Some(word) = slot.word() {
                slot.kind = ranks[word as usize].map_or(SlotKind::Kept, SlotKind::Word);
            }
        }
    }
    words.into_iter().skip(kept).map(|(word, _)| word).collect()
}
