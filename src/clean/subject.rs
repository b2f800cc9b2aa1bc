//! What a paragraph is about: its names and its words.

use super::page::Page;
use crate::{
    hash::hash,
    lexicon::{FUNCTION_WORDS, NEWS_WORDS},
};
use hashbrown::{HashMap, HashSet};

/// Fewest bytes of a word that carries a subject.
const SHORTEST_WORD: usize = 4;
/// Fewest bytes of a name.
const SHORTEST_NAME: usize = 2;
/// Letters of a word that are compared, so that "flood" and "flooded" agree.
const STEM: usize = 6;

/// A name or word of the document, by its place in the order of first use.
pub(super) type Term = u32;

/// What one paragraph is about.
#[derive(Debug, Default)]
pub(super) struct Subject {
    /// The block.
    pub(super) block: usize,
    /// Its length.
    pub(super) characters: u32,
    /// Whether it ends in dots.
    pub(super) cut_off: bool,
    /// Names and words, sorted; the flag tells names.
    pub(super) terms: Vec<(Term, bool)>,
    /// Two names side by side.
    pub(super) full_names: Vec<(Term, Term)>,
}

/// Whether `text` ends in dots.
pub(super) fn is_cut_off(text: &str) -> bool {
    text.ends_with("...") || text.ends_with('…')
}

/// The terms of a document.
#[derive(Default)]
struct Terms {
    /// The term of each word met so far, `None` for one that stands in stories of every kind.
    words: HashMap<u64, Option<Term>>,
    stems: HashMap<u64, Term>,
}

impl Terms {
    fn of(&mut self, lower: &str) -> Option<Term> {
        *self.words.entry(hash(lower.as_bytes())).or_insert_with(|| {
            let common = FUNCTION_WORDS.contains(lower) || NEWS_WORDS.contains(lower);
            let next = self.stems.len() as Term;
            (!common).then(|| *self.stems.entry(hash(stem(lower).as_bytes())).or_insert(next))
        })
    }
}

/// A word as it stands in a paragraph.
#[expect(clippy::struct_excessive_bools, reason = "each tells another thing of the same word")]
struct Word {
    term: Term,
    /// Whether it starts with a capital letter.
    capital: bool,
    /// Whether it opens a sentence, where a capital proves nothing.
    opens: bool,
    /// Whether nothing but a blank stands between it and the word before.
    follows: bool,
    /// Whether it carries a subject; `term` has no meaning otherwise.
    content: bool,
}

/// What the paragraphs of a page and its title are about.
pub(super) struct Subjects {
    /// One a paragraph, in order.
    pub(super) paragraphs: Vec<Subject>,
    /// That of the title; empty where there is none.
    pub(super) title: Subject,
    /// Number of different terms: all are smaller.
    pub(super) terms: usize,
}

/// Reads the blocks `paragraphs` of `page`. Cost: linear in the text.
///
/// A word with a capital is a name when it has one inside a sentence somewhere on the page.
pub(super) fn read(page: &Page<'_>, paragraphs: &[usize], title: Option<&str>) -> Subjects {
    let mut terms = Terms::default();
    let texts = paragraphs.iter().map(|&index| page.text(index));
    let words: Vec<Vec<Word>> = texts.map(|text| words_of(text, &mut terms)).collect();
    let title = words_of(title.unwrap_or(""), &mut terms);
    let inside = words.iter().flatten().filter(|word| word.capital && !word.opens && word.content);
    let names: HashSet<Term> = inside.map(|word| word.term).collect();
    let paragraphs = words
        .iter()
        .zip(paragraphs)
        .map(|(words, &block)| Subject {
            block,
            characters: page.form(block).characters,
            cut_off: is_cut_off(page.text(block)),
            ..subject(words, &names)
        })
        .collect();
    Subjects { paragraphs, title: subject(&title, &names), terms: terms.stems.len() }
}

/// What `words` are about; place and length are left empty.
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
    out.terms.sort_unstable_by_key(|&(term, is_name)| (term, !is_name)); // a name once is a name
    out.terms.dedup_by_key(|(term, _)| *term);
    out
}

/// The words of `text`.
fn words_of(text: &str, terms: &mut Terms) -> Vec<Word> {
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
        let term = if long { terms.of(lower) } else { None };
        let follows = between == " ";
        out.push(Word { term: term.unwrap_or(0), capital, opens, follows, content: term.is_some() });
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
