//! Finds other stories that were scraped with the page.
//!
//! The main story is that of the title and the first paragraphs. Walking down, a paragraph is tied to it when it shares
//! enough of its names and repeated words; tied paragraphs add theirs. Another story is a run of paragraphs without ties
//! that brings its own full names and holds together by itself. A background or a quote is short, or its names come from
//! the main story, or the story comes back to them.

use super::{Furniture, page::Page};
use crate::{
    hash::hash,
    lexicon::{FUNCTION_WORDS, NEWS_WORDS},
    settings::Cleaning,
};
use hashbrown::{HashMap, HashSet};

/// Fewest characters of the first paragraphs that are the main story by definition.
const LEAD: u32 = 600;
/// Fewest paragraphs that are the main story by definition.
const LEAD_PARAGRAPHS: usize = 3;
/// Fewest bytes of a word that carries a subject.
const SHORTEST_WORD: usize = 4;
/// Fewest bytes of a name.
const SHORTEST_NAME: usize = 2;
/// Letters of a word that are compared, so that "flood" and "flooded" agree.
const STEM: usize = 6;
/// A paragraph with at least this weight of shared words is tied.
const TIED: f64 = 1.0;
/// Weight of a shared name that the main story repeats, or has in its lead or title.
const CENTRAL_NAME: f64 = 1.0;
/// Weight of a shared name that the main story has once.
const OTHER_NAME: f64 = 0.6;
/// Weight of a shared word that the main story repeats, or has in its lead or title.
const CENTRAL_WORD: f64 = 0.5;
/// Weight of a shared word that the main story has once.
const OTHER_WORD: f64 = 0.25;

/// A run whose paragraphs are tied by no more than this on average is far from the main story.
const FAR: f64 = 0.4;
/// Fewest new names of a run that is far from the main story and brings no full name.
const FAR_NAMES: usize = 5;

/// A name or word of the document, by its place in the order of first use.
type Term = u32;

/// What one paragraph is about.
#[derive(Debug, Default)]
struct Subject {
    /// The block.
    block: usize,
    characters: u32,
    /// Whether it ends in dots.
    cut_off: bool,
    /// Names and words, sorted; the flag tells names.
    terms: Vec<(Term, bool)>,
    /// Two names side by side.
    full_names: Vec<(Term, Term)>,
}

/// Marks the other stories of `page`; returns whether anything was marked. Cost: linear in the text.
pub(super) fn mark(page: &mut Page<'_>, title: Option<&str>, settings: &Cleaning) -> bool {
    let paragraphs = paragraphs(page);
    if paragraphs.len() < LEAD_PARAGRAPHS + settings.story_paragraphs {
        return false;
    }
    let (subjects, main) = read(page, &paragraphs, title);
    let runs = other_stories(&subjects, main, settings);
    let mut marked = false;
    for (first, last) in runs {
        let lead = subjects[first].block;
        let headlines = (0..lead).rev().take_while(|&index| page.is_kept(index) && page.is_headline(index)).count();
        let end = if last + 1 == subjects.len() { page.len() } else { subjects[last].block + 1 };
        for index in lead - headlines..end {
            if page.is_kept(index) {
                page.mark(index, Furniture::Unrelated);
                marked = true;
            }
        }
    }
    marked
}

/// The paragraphs of the article and what follows it: those from the first one that others follow closely.
///
/// A page may show a note or a promotion before the article; these stand between short lines.
fn paragraphs(page: &Page<'_>) -> Vec<usize> {
    let kept: Vec<usize> = (0..page.len()).filter(|&index| page.is_kept(index)).collect();
    let places: Vec<usize> = (0..kept.len()).filter(|&place| page.form(kept[place]).is_paragraph()).collect();
    let dense = places.windows(LEAD_PARAGRAPHS).position(|run| run[LEAD_PARAGRAPHS - 1] - run[0] <= LEAD_PARAGRAPHS);
    places[dense.unwrap_or(places.len())..].iter().map(|&place| kept[place]).collect()
}

/// What the main story is about: in how many of its paragraphs each term stands.
struct Main {
    paragraphs: Vec<u32>,
}

impl Main {
    fn add(&mut self, subject: &Subject, weight: u32) {
        for &(term, _) in &subject.terms {
            self.paragraphs[term as usize] += weight;
        }
    }

    fn has(&self, term: Term) -> bool {
        self.paragraphs[term as usize] > 0
    }

    /// How much of `subject` the main story has.
    fn tie(&self, subject: &Subject) -> f64 {
        subject
            .terms
            .iter()
            .map(|&(term, is_name)| match (self.paragraphs[term as usize], is_name) {
                (0, _) => 0.0,
                (1, true) => OTHER_NAME,
                (1, false) => OTHER_WORD,
                (_, true) => CENTRAL_NAME,
                (_, false) => CENTRAL_WORD,
            })
            .sum()
    }

    fn is_tied(&self, subject: &Subject) -> bool {
        self.tie(subject) >= TIED
    }
}

/// The first and last paragraph of each run of other stories.
fn other_stories(subjects: &[Subject], mut main: Main, settings: &Cleaning) -> Vec<(usize, usize)> {
    let mut at = 0;
    let mut characters = 0;
    while at < subjects.len() && (at < LEAD_PARAGRAPHS || characters < LEAD) {
        main.add(&subjects[at], 2);
        characters += subjects[at].characters;
        at += 1;
    }
    let mut out = Vec::new();
    while at < subjects.len() {
        if starts(subjects, at, &main, settings) {
            let end = returns(subjects, at, &main, settings);
            out.push((at, end - 1));
            at = end;
        } else if is_teaser(&subjects[at], &main) {
            out.push((at, at));
            at += 1;
        } else {
            main.add(&subjects[at], 1);
            at += 1;
        }
    }
    out
}

/// Whether another story starts at paragraph `at`.
fn starts(subjects: &[Subject], at: usize, main: &Main, settings: &Cleaning) -> bool {
    if main.is_tied(&subjects[at]) {
        return false;
    }
    let window = &subjects[at..subjects.len().min(at + settings.story_window)];
    let tied = window.iter().filter(|subject| main.is_tied(subject)).count();
    let characters: u32 = window.iter().map(|subject| subject.characters).sum();
    let mean = window.iter().map(|subject| main.tie(subject)).sum::<f64>() / window.len() as f64;
    let named = new_full_names(window, main) >= 2 && new_full_names(&window[..window.len().min(2)], main) >= 1;
    let apart = window.len() == settings.story_window && mean <= FAR && new_names(window, main) >= FAR_NAMES;
    tied * settings.story_window <= window.len()
        && window.len() >= settings.story_paragraphs
        && characters >= settings.story_characters
        && (named || apart)
        && holds_together(window, main)
}

/// Whether `subject` is the first lines of another story, cut off.
fn is_teaser(subject: &Subject, main: &Main) -> bool {
    subject.cut_off && !main.is_tied(subject) && new_full_names(std::slice::from_ref(subject), main) > 0
}

/// How many full names of `window` the main story does not know in any part.
fn new_full_names(window: &[Subject], main: &Main) -> usize {
    let mut names: Vec<(Term, Term)> = window
        .iter()
        .flat_map(|subject| subject.full_names.iter().copied())
        .filter(|&(first, last)| !main.has(first) && !main.has(last))
        .collect();
    names.sort_unstable();
    names.dedup();
    names.len()
}

/// How many names of `window` the main story does not know.
fn new_names(window: &[Subject], main: &Main) -> usize {
    let mut names: Vec<Term> = window
        .iter()
        .flat_map(|subject| subject.terms.iter())
        .filter(|&&(term, is_name)| is_name && !main.has(term))
        .map(|&(term, _)| term)
        .collect();
    names.sort_unstable();
    names.dedup();
    names.len()
}

/// Whether the first and at least half of the paragraphs of `window` share a name that the main story has not.
fn holds_together(window: &[Subject], main: &Main) -> bool {
    let is_own = |&&(term, is_name): &&(Term, bool)| is_name && !main.has(term);
    let mut names: Vec<Term> =
        window.iter().flat_map(|subject| subject.terms.iter().filter(is_own).map(|&(term, _)| term)).collect();
    names.sort_unstable();
    let shared: Vec<Term> = names.chunk_by(|a, b| a == b).filter(|run| run.len() >= 2).map(|run| run[0]).collect();
    let is_joined =
        |subject: &&Subject| subject.terms.iter().any(|(term, _)| shared.binary_search(term).is_ok());
    window.first().is_some_and(|first| is_joined(&first)) && window.iter().filter(is_joined).count() * 2 >= window.len()
}

/// The paragraph at which the main story comes back after the run that starts at `at`; the end where it does not.
fn returns(subjects: &[Subject], at: usize, main: &Main, settings: &Cleaning) -> usize {
    (at + 1..subjects.len())
        .find(|&index| {
            let next = &subjects[index..subjects.len().min(index + settings.story_paragraphs)];
            next.iter().all(|subject| main.is_tied(subject))
        })
        .unwrap_or(subjects.len())
}

/// A word as it stands in a paragraph.
struct Word {
    term: Term,
    capital: bool,
    /// Whether it opens a sentence, where a capital proves nothing.
    opens: bool,
    /// Whether nothing but a blank stands between it and the word before.
    follows: bool,
    content: bool,
}

/// What the paragraphs are about, and the main story as far as the title tells it.
fn read(page: &Page<'_>, paragraphs: &[usize], title: Option<&str>) -> (Vec<Subject>, Main) {
    let mut terms = HashMap::new();
    let texts = paragraphs.iter().map(|&index| page.text(index));
    let words: Vec<Vec<Word>> = texts.map(|text| words(text, &mut terms)).collect();
    let title = words_of_title(title, &mut terms);
    let names: HashSet<Term> =
        words.iter().flatten().filter(|word| word.capital && !word.opens && word.content).map(|word| word.term).collect();
    let subjects = words
        .iter()
        .zip(paragraphs)
        .map(|(words, &block)| {
            let cut_off = page.text(block).ends_with("...") || page.text(block).ends_with('…');
            Subject { block, characters: page.form(block).characters, cut_off, ..subject(words, &names) }
        })
        .collect();
    let mut main = Main { paragraphs: vec![0; terms.len()] };
    main.add(&subject(&title, &names), 2);
    (subjects, main)
}

fn words_of_title(title: Option<&str>, terms: &mut HashMap<u64, Term>) -> Vec<Word> {
    words(title.unwrap_or(""), terms)
}

fn subject(words: &[Word], names: &HashSet<Term>) -> Subject {
    let is_name = |word: &Word| word.capital && word.content && names.contains(&word.term);
    let mut out = Subject::default();
    for (index, word) in words.iter().enumerate() {
        if !word.content {
            continue;
        }
        out.terms.push((word.term, is_name(word)));
        if let Some(before) = index.checked_sub(1).map(|before| &words[before])
            && word.follows
            && is_name(word)
            && is_name(before)
        {
            out.full_names.push((before.term, word.term));
        }
    }
    out.terms.sort_unstable();
    out.terms.dedup_by_key(|(term, _)| *term);
    out
}

/// The words of `text`.
fn words(text: &str, terms: &mut HashMap<u64, Term>) -> Vec<Word> {
    let mut out = Vec::with_capacity(text.len() / 6);
    let (mut opens, mut end, mut folded) = (true, 0, String::new());
    for (start, word) in alphabetic(text) {
        let between = &text[end..start];
        opens |= between != " " && between.contains(opens_sentence);
        let capital = word.chars().next().is_some_and(char::is_uppercase);
        let lower = if word.bytes().all(|byte| byte.is_ascii_lowercase()) {
            word
        } else {
            folded.clear();
            folded.extend(word.chars().flat_map(char::to_lowercase));
            &folded
        };
        let long = lower.len() >= SHORTEST_WORD || (capital && lower.len() >= SHORTEST_NAME);
        let content = long && !FUNCTION_WORDS.contains(lower) && !NEWS_WORDS.contains(lower);
        let mut term = 0;
        if content {
            let next = terms.len() as Term;
            term = *terms.entry(hash(stem(lower).as_bytes())).or_insert(next);
        }
        out.push(Word { term, capital, opens, follows: between == " ", content });
        opens = false;
        end = start + word.len();
    }
    out
}

/// Whether a sentence may open after `sign`, so that the capital of the next word proves nothing.
fn opens_sentence(sign: char) -> bool {
    matches!(sign, '.' | '!' | '?' | '"' | '“' | '‘' | '«' | '„' | ':' | '…')
}

/// The first letters of a word.
fn stem(word: &str) -> &str {
    word.char_indices().nth(STEM).map_or(word, |(end, _)| &word[..end])
}

/// The runs of letters of `text` with their places.
fn alphabetic(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let is_letter = |byte: u8| byte.is_ascii_alphabetic() || byte >= 0x80;
    let mut at = 0;
    // Runs of ASCII letters and bytes of other characters first; what is no letter among these is cut out then.
    std::iter::from_fn(move || {
        let bytes = text.as_bytes();
        while at < bytes.len() && !is_letter(bytes[at]) {
            at += 1;
        }
        let start = at;
        while at < bytes.len() && is_letter(bytes[at]) {
            at += 1;
        }
        (start < at).then(|| (start, &text[start..at]))
    })
    .flat_map(|(start, run)| {
        let whole = run.is_ascii();
        let mut rest = 0;
        std::iter::from_fn(move || {
            if whole {
                let first = rest == 0;
                rest = 1;
                return first.then_some((start, run));
            }
            let from = rest + run[rest..].find(char::is_alphabetic)?;
            let length = run[from..].find(|letter: char| !letter.is_alphabetic()).unwrap_or(run.len() - from);
            rest = from + length;
            Some((start + from, &run[from..rest]))
        })
    })
}
