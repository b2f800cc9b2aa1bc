//! What a paragraph is about: its names and its words.

use super::{dateline_end, layout::Reading, page::Page};
use crate::{
    hash::ByItself,
    words::{Known, Token},
};
use hashbrown::HashMap;

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
    /// Whether it opens as a report of an agency does, see [`opens_report`].
    pub(super) opens_report: bool,
    /// Whether it goes on with what was told, see [`goes_on`].
    pub(super) goes_on: bool,
    /// Names and words, each once; the flag tells names.
    pub(super) terms: Vec<(Term, bool)>,
    /// Two names side by side.
    pub(super) full_names: Vec<(Term, Term)>,
}

/// Whether `text` ends in dots.
pub(super) fn is_cut_off(text: &str) -> bool {
    text.ends_with("...") || text.ends_with('…')
}

/// Whether `text` opens with the place of writing in capitals and an agency in brackets: "RUDA, Karvia, May 14 (Meridian) - ".
///
/// A place alone ("TOKYO - ") also opens the parts of one market report.
pub(super) fn opens_report(text: &str) -> bool {
    dateline_end(text).is_some_and(|end| {
        let place = text[..end].trim_end_matches([' ', '-', '–', '—']);
        place.ends_with(')') && place.contains(" (")
    })
}

/// Words that open a paragraph of a story under way.
const LINKS: [&str; 20] = [
    "also",
    "and",
    "but",
    "he",
    "her",
    "his",
    "however",
    "it",
    "its",
    "meanwhile",
    "separately",
    "she",
    "still",
    "that",
    "their",
    "these",
    "they",
    "this",
    "those",
    "yet",
];

/// Whether `text` goes on with a story: no report opens with a quotation, or with "separately".
fn goes_on(text: &str) -> bool {
    let first = text.split(|sign: char| !sign.is_alphanumeric()).next().unwrap_or("");
    text.starts_with(['"', '“', '„', '«', '‘', '\'']) || LINKS.contains(&first.to_lowercase().as_str())
}

/// Terms of an ordinary document: room for so many is made at once.
const USUAL_TERMS: usize = 400;

/// The terms of a document, by what is known of their words, see [`Known::subject`].
struct Terms {
    of: HashMap<u32, Term, ByItself>,
}

impl Terms {
    fn of(&mut self, subject: u32) -> Term {
        let next = self.of.len() as Term;
        *self.of.entry(subject).or_insert(next)
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
pub(super) fn read(page: &Page<'_>, paragraphs: &[usize], title: &Reading<'_>) -> Subjects {
    let mut terms = Terms { of: HashMap::with_capacity_and_hasher(USUAL_TERMS, ByItself::default()) };
    let read = page.reading();
    let (mut words, mut ends) = (Vec::with_capacity(read.words.len()), Vec::with_capacity(paragraphs.len()));
    for &index in paragraphs {
        let range = page.words(index);
        add_words(read.text, &read.words[range.clone()], &read.known[range], &mut terms, &mut words);
        ends.push(words.len());
    }
    let mut title_words = Vec::new();
    add_words(title.text, title.words, title.known, &mut terms, &mut title_words);
    let mut names = Names { inside: vec![false; terms.of.len()], places: vec![0; terms.of.len()] };
    for word in words.iter().filter(|word| word.capital && !word.opens && word.content) {
        names.inside[word.term as usize] = true;
    }
    let mut start = 0;
    let paragraphs = paragraphs
        .iter()
        .zip(ends)
        .map(|(&block, end)| {
            let words = &words[std::mem::replace(&mut start, end)..end];
            Subject {
                block,
                characters: page.form(block).characters,
                cut_off: is_cut_off(page.text(block)),
                opens_report: opens_report(page.text(block)),
                goes_on: goes_on(page.text(block)),
                ..names.subject(words)
            }
        })
        .collect();
    Subjects { paragraphs, title: names.subject(&title_words), terms: terms.of.len() }
}

/// What tells which words of a page are names.
struct Names {
    /// For each term whether it stands inside a sentence with a capital.
    inside: Vec<bool>,
    /// For each term one more than its place in the subject that it was found in last; 0 where it was in none.
    places: Vec<u32>,
}

impl Names {
    fn is_name(&self, word: &Word) -> bool {
        word.capital && word.content && self.inside[word.term as usize]
    }

    /// What `words` are about; place and length are left empty. Cost: one step a word.
    fn subject(&mut self, words: &[Word]) -> Subject {
        let mut out = Subject { terms: Vec::with_capacity(words.len() / 2), ..Subject::default() };
        let mut before: Option<Term> = None; // the word before, where it is a name
        for word in words {
            let is_name = self.is_name(word);
            if word.content {
                let place = &mut self.places[word.term as usize];
                match out.terms.get_mut((*place as usize).wrapping_sub(1)) {
                    Some((term, named)) if *term == word.term => *named |= is_name, // a name once is a name
                    _ => {
                        out.terms.push((word.term, is_name));
                        *place = out.terms.len() as u32;
                    }
                }
            }
            if let Some(first) = before.filter(|_| word.follows && is_name) {
                out.full_names.push((first, word.term));
            }
            before = is_name.then_some(word.term);
        }
        out
    }
}

/// Appends the words of `tokens`, which stand in `text`.
fn add_words(text: &str, tokens: &[Token], known: &[Known], terms: &mut Terms, out: &mut Vec<Word>) {
    let bytes = text.as_bytes();
    let (mut opens, mut end) = (true, tokens.first().map_or(0, |token| token.span.start as usize));
    for (token, known) in tokens.iter().zip(known) {
        let start = token.span.start as usize;
        let follows = bytes[end..start] == *b" ";
        opens |= !follows && text[end..start].contains(opens_sentence);
        let capital = token.has_capital(text);
        let subject = known.subject().filter(|_| known.is_long() || capital);
        let term = subject.map_or(0, |subject| terms.of(subject));
        out.push(Word { term, capital, opens, follows, content: subject.is_some() });
        opens = false;
        end = token.span.end as usize;
    }
}

/// Whether a sentence may open after `sign`, so that the capital of the next word proves nothing.
fn opens_sentence(sign: char) -> bool {
    matches!(sign, '.' | '!' | '?' | '"' | '“' | '‘' | '«' | '„' | ':' | '…')
}
