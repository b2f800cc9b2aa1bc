//! What becomes of an article on its way to another page.

use super::{
    pieces::{Class, count_words, pieces, push_in_capitals_of, push_other_figure, run_of_words},
    random::Random,
    source::Article,
};
use serde::Serialize;
use std::fmt;

/// The lines that stand around articles: cookie notices, buttons, captions, links to other stories.
const FURNITURE: &str = include_str!("furniture.txt");

/// How a copy differs from its base.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Kind {
    /// Not at all.
    Exact,
    /// 1 to 3 figures are others.
    Figures,
    /// 1 % of the words are others, one at least.
    Words1,
    /// 3 % of the words are others.
    Words3,
    /// 8 % of the words are others.
    Words8,
    /// The first 50 to 80 % of the words are left.
    Truncated,
    /// 5 to 15 lines of furniture stand before, inside and after.
    Furniture,
    /// The article stands inside a page three times as long.
    Contained,
    /// One third of the article, in one piece, stands inside a page three times as long as the piece.
    Third,
    /// The paragraphs stand in another order; the sentences, where there are fewer than 4 paragraphs.
    Shuffled,
}

impl fmt::Display for Kind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.serialize(formatter)
    }
}

impl Kind {
    /// Every kind; a corpus has as many copies of one as of the other.
    pub(crate) const ALL: [Self; 10] = [
        Self::Exact,
        Self::Figures,
        Self::Words1,
        Self::Words3,
        Self::Words8,
        Self::Truncated,
        Self::Furniture,
        Self::Contained,
        Self::Third,
        Self::Shuffled,
    ];

    /// Whether such a copy can be made of `article`.
    pub(crate) fn suits(self, article: &Article) -> bool {
        match self {
            Self::Figures => article.has_figure,
            Self::Shuffled => article.has_parts,
            _ => true,
        }
    }

    /// How many words of other articles a copy of an article of `words` words needs around it.
    pub(crate) fn fresh_words(self, words: usize) -> usize {
        match self {
            Self::Contained => 2 * words,
            Self::Third => 2 * (words / 3),
            _ => 0,
        }
    }

    /// The copy of `base`. `fresh` is text of other articles, as long as [`Kind::fresh_words`] says or longer.
    pub(crate) fn apply(self, base: &str, fresh: &str, vocabulary: &[String], random: &mut Random) -> String {
        match self {
            Self::Exact => base.to_owned(),
            Self::Figures => other_figures(base, random),
            Self::Words1 => other_words(base, 0.01, vocabulary, random),
            Self::Words3 => other_words(base, 0.03, vocabulary, random),
            Self::Words8 => other_words(base, 0.08, vocabulary, random),
            Self::Truncated => {
                let share = 0.5 + 0.3 * random.share();
                run_of_words(base, 0, (count_words(base) as f64 * share) as usize).to_owned()
            }
            Self::Furniture => furnished(base, random),
            Self::Contained => inside(base, fresh, self.fresh_words(count_words(base)), random),
            Self::Third => {
                let words = count_words(base);
                let piece = run_of_words(base, random.below(words - words / 3 + 1), words / 3);
                inside(piece, fresh, self.fresh_words(words), random)
            }
            Self::Shuffled => shuffled(base, random),
        }
    }
}

/// Replaces the pieces of one class that `chosen` names by their number among those of the class.
fn replace(text: &str, class: Class, chosen: &[usize], mut other: impl FnMut(&str, &mut String)) -> String {
    let mut out = String::with_capacity(text.len() + 64);
    let (mut number, mut chosen) = (0, chosen.iter().copied().peekable());
    for (piece, its_class) in pieces(text) {
        if its_class == class && chosen.next_if_eq(&number).is_some() {
            other(piece, &mut out);
        } else {
            out.push_str(piece);
        }
        number += usize::from(its_class == class);
    }
    out
}

fn count(text: &str, class: Class) -> usize {
    pieces(text).filter(|(_, its_class)| *its_class == class).count()
}

fn other_figures(text: &str, random: &mut Random) -> String {
    let wanted = 1 + random.below(3);
    let chosen = random.sample(count(text, Class::Figure), wanted);
    replace(text, Class::Figure, &chosen, |figure, out| push_other_figure(figure, random, out))
}

fn other_words(text: &str, share: f64, vocabulary: &[String], random: &mut Random) -> String {
    let words = count(text, Class::Word);
    let wanted = ((words as f64 * share).round() as usize).max(1);
    let chosen = random.sample(words, wanted);
    replace(text, Class::Word, &chosen, |word, out| {
        let mut other = random.below(vocabulary.len());
        if vocabulary[other] == word.to_lowercase() {
            other = (other + 1) % vocabulary.len();
        }
        push_in_capitals_of(word, &vocabulary[other], out);
    })
}

fn furnished(text: &str, random: &mut Random) -> String {
    let pool: Vec<&str> = FURNITURE.lines().collect();
    let wanted = 5 + random.below(11);
    let mut lines = random.sample(pool.len(), wanted);
    random.shuffle(&mut lines);
    let (mut before, mut within, mut after) = (Vec::new(), Vec::new(), Vec::new());
    for line in lines {
        match random.below(3) {
            0 => before.push(pool[line]),
            1 => within.push(pool[line]),
            _ => after.push(pool[line]),
        }
    }
    let paragraphs: Vec<&str> = text.split("\n\n").collect();
    let (head, tail) = paragraphs.split_at(1 + random.below(paragraphs.len()));
    let blocks = [before.join("\n"), head.join("\n\n"), within.join("\n"), tail.join("\n\n"), after.join("\n")];
    blocks.into_iter().filter(|block| !block.is_empty()).collect::<Vec<_>>().join("\n\n")
}

/// `text` with `words` words of `fresh` around it, a fifth of them at least on each side.
fn inside(text: &str, fresh: &str, words: usize, random: &mut Random) -> String {
    let before = (words as f64 * (0.2 + 0.6 * random.share())) as usize;
    let (head, tail) = (run_of_words(fresh, 0, before), run_of_words(fresh, before, words - before));
    format!("{head}\n\n{text}\n\n{tail}")
}

/// The paragraphs of a text, or its sentences where it has fewer than 4 paragraphs; and what stands between them.
pub(crate) fn parts(text: &str) -> (Vec<&str>, &'static str) {
    let paragraphs: Vec<&str> = text.split("\n\n").collect();
    if paragraphs.len() >= 4 {
        return (paragraphs, "\n\n");
    }
    let sentences = paragraphs.into_iter().flat_map(|paragraph| paragraph.split_inclusive(". ")).map(str::trim);
    (sentences.collect(), " ")
}

fn shuffled(text: &str, random: &mut Random) -> String {
    let (mut parts, between) = parts(text);
    random.rearrange(&mut parts);
    parts.join(between)
}
