//! Which words of two statements correspond, also where they are other words or stand in another order.

use crate::{
    lexicon::{FUNCTION_WORDS, NUMBERS},
    terms::Stemming,
    words::{Token, fold},
};
use std::{borrow::Cow, ops::RangeInclusive};

/// Of two statements with more pairs of words than this (500 words each), only equal words in order correspond: it bounds
/// the work on text without stops.
const MOST_PAIRS: usize = 250_000;

/// Two words are one, spelled or inflected otherwise, from this Jaro-Winkler likeness on: at .85 none of the unlike words
/// of reworded news passed.
const ALIKE: f64 = 0.85;
/// Shorter words are alike by chance.
const ALIKE_LETTERS: usize = 4;
/// Words that are alike start with so many equal letters: "decide" / "decision", not "inside" / "beside".
const ALIKE_START: usize = 3;

/// What speaks for two words: the same word 1; the same stem; alike in letters, a share of the likeness.
const SAME_STEM: f64 = 0.9;
const SAME_LETTERS: f64 = 0.8;
/// What words of the same diagonal add, each by its own likeness over its distance; small words half.
const NEIGHBOURS: f64 = 0.2;
const SMALL_NEIGHBOUR: f64 = 0.5;
/// What the same place in both statements adds.
const PLACE: f64 = 0.3;

/// Neighbours stand so many words away at most.
const REACH: usize = 3;
/// Small words correspond where neighbours do: first those with most support (a neighbour adds one over its distance),
/// then beside what was just found, down to one neighbour three words away.
const SUPPORT: [f64; 3] = [1.0, 0.5, 1.0 / REACH as f64];

/// Unlike words between corresponding neighbours are one phrase up to this many pairs: "won" / "was elected".
const PHRASE_PAIRS: usize = 2;

/// A word of a statement, looked up once.
struct Word<'a> {
    folded: Cow<'a, str>,
    term: u64,
    stem: u64,
    /// Whether it carries no subject: a function word, a sign.
    small: bool,
    /// Whether it is written in digits.
    digits: bool,
    /// Its first letters; `None` of a word that is too short to be alike.
    start: Option<[char; ALIKE_START]>,
}

fn words<'a>(text: &'a str, tokens: &[Token], stemming: &Stemming) -> Vec<Word<'a>> {
    let word = |token: &Token| {
        let folded = fold(token.span.of(text));
        let small = FUNCTION_WORDS.contains(folded.as_ref()) || !folded.chars().any(char::is_alphanumeric);
        let stem = if small { token.term } else { stemming.stem(&folded) };
        let digits = folded.starts_with(|first: char| first.is_ascii_digit());
        let mut letters = folded.chars();
        let mut start = ['\0'; ALIKE_START];
        start.iter_mut().zip(&mut letters).for_each(|(place, letter)| *place = letter);
        let start = (letters.count() + ALIKE_START >= ALIKE_LETTERS).then_some(start);
        Word { folded, term: token.term, stem, small, digits, start }
    };
    tokens.iter().map(word).collect()
}

/// How alike two words are: `0.0..=1.0`; small words are equal or not.
fn alike(x: &Word<'_>, y: &Word<'_>) -> f64 {
    if x.term == y.term {
        return 1.0;
    }
    if x.small || y.small {
        return 0.0;
    }
    if x.stem == y.stem {
        return SAME_STEM;
    }
    if x.digits || y.digits {
        return if number(x).eq(number(y)) { 1.0 } else { 0.0 };
    }
    if x.start.is_none() || x.start != y.start {
        return 0.0;
    }
    let likeness = strsim::jaro_winkler(&x.folded, &y.folded);
    if likeness >= ALIKE { SAME_LETTERS * likeness } else { 0.0 }
}

/// The digits of a number, the commas left out, or of a number in words; of another word its bytes.
fn number<'a>(word: &'a Word<'_>) -> impl Iterator<Item = u8> + 'a {
    let value = NUMBERS.get(word.folded.as_ref()).copied();
    value.unwrap_or(&word.folded).bytes().filter(move |&byte| value.is_some() || byte != b',')
}

/// Two statements while their words are linked.
struct Linking<'a> {
    a: Vec<Word<'a>>,
    b: Vec<Word<'a>>,
    /// How alike each word of `a` is with each of `b`, row by row.
    alike: Vec<f64>,
    to_b: Vec<Option<usize>>,
    to_a: Vec<Option<usize>>,
}

/// The words of two statements that correspond: indices into `a` and `b`, in rising order.
///
/// Content words first, best likeness first: equal, of one stem, of one value ("eleven", "11"), alike in letters; neighbours
/// and place decide between several. Small words follow their neighbours. What is left between corresponding neighbours
/// corresponds, if it is as many words or one phrase. The links of `(b, a)` are those of `(a, b)`, turned round.
///
/// Cost: about the product of the two lengths; nothing is found in statements of more than 250,000 pairs.
#[must_use]
pub fn links(texts: [&str; 2], a: &[Token], b: &[Token], stemming: &Stemming) -> Vec<(usize, usize)> {
    if a.len().saturating_mul(b.len()) > MOST_PAIRS {
        return Vec::new();
    }
    let (a, b) = (words(texts[0], a, stemming), words(texts[1], b, stemming));
    let alike = a.iter().flat_map(|x| b.iter().map(move |y| alike(x, y))).collect();
    let (to_b, to_a) = (vec![None; a.len()], vec![None; b.len()]);
    let mut linking = Linking { a, b, alike, to_b, to_a };
    linking.link_best(false, 0.0);
    for least in SUPPORT {
        linking.link_best(true, least);
    }
    linking.link_lone_small();
    linking.with_gaps()
}

impl Linking<'_> {
    fn alike(&self, i: usize, j: usize) -> f64 {
        self.alike[i * self.b.len() + j]
    }

    /// Links free words, best first, each once: small ones with at least `support` from their neighbours, or the others.
    fn link_best(&mut self, small: bool, support: f64) {
        let mut found = Vec::new();
        for i in (0..self.a.len()).filter(|&i| self.a[i].small == small && self.to_b[i].is_none()) {
            for j in (0..self.b.len()).filter(|&j| self.alike(i, j) > 0.0 && self.to_a[j].is_none()) {
                let beside = if small { self.support(i, j) } else { self.alike(i, j) };
                if beside >= support {
                    found.push((beside + NEIGHBOURS * self.diagonal(i, j) + PLACE * self.same_place(i, j), i, j));
                }
            }
        }
        // Of equal scores the earlier; where two compete for a word their sums differ, either way round.
        found.sort_unstable_by(|x, y| y.0.total_cmp(&x.0).then((x.1 + x.2).cmp(&(y.1 + y.2))).then(x.1.cmp(&y.1)));
        for (_, i, j) in found {
            if self.to_b[i].is_none() && self.to_a[j].is_none() {
                self.link(i, j);
            }
        }
    }

    fn link(&mut self, i: usize, j: usize) {
        self.to_b[i] = Some(j);
        self.to_a[j] = Some(i);
    }

    /// What the words on both sides of a pair add, step by step in the same direction.
    fn diagonal(&self, i: usize, j: usize) -> f64 {
        let mut sum = 0.0;
        for step in 1..=REACH {
            let before = i.checked_sub(step).zip(j.checked_sub(step));
            let after = Some((i + step, j + step)).filter(|&(x, y)| x < self.a.len() && y < self.b.len());
            for (x, y) in before.into_iter().chain(after) {
                let share = if self.a[x].small { SMALL_NEIGHBOUR } else { 1.0 };
                sum += share * self.alike(x, y) / step as f64;
            }
        }
        sum
    }

    /// What the links near a pair of words add; the ends of two statements correspond.
    fn support(&self, i: usize, j: usize) -> f64 {
        let mut sum = 0.0;
        let mut add = |of_a: usize, of_b: usize| {
            let far = of_a.max(of_b);
            if of_b > 0 && far <= REACH {
                sum += 1.0 / far as f64;
            }
        };
        for x in i.saturating_sub(REACH)..i {
            if let Some(y) = self.to_b[x].filter(|&y| y < j) {
                add(i - x, j - y);
            }
        }
        for x in i + 1..(i + 1 + REACH).min(self.a.len()) {
            if let Some(y) = self.to_b[x].filter(|&y| y > j) {
                add(x - i, y - j);
            }
        }
        add(i + 1, j + 1);
        add(self.a.len() - i, self.b.len() - j);
        sum
    }

    /// How much two words stand in the same place of their statements: `0.0..=1.0`.
    fn same_place(&self, i: usize, j: usize) -> f64 {
        let share = |at: usize, all: usize| at as f64 / all.saturating_sub(1).max(1) as f64;
        1.0 - (share(i, self.a.len()) - share(j, self.b.len())).abs()
    }

    /// A small word that stands once in both statements corresponds wherever it stands.
    fn link_lone_small(&mut self) {
        let lone = |all: &[Word<'_>], term: u64| {
            let mut places = all.iter().enumerate().filter(|(_, word)| word.term == term).map(|(at, _)| at);
            places.next().filter(|_| places.next().is_none())
        };
        for i in (0..self.a.len()).filter(|&i| self.a[i].small && self.to_b[i].is_none()).collect::<Vec<_>>() {
            let term = self.a[i].term;
            if let (Some(_), Some(j)) = (lone(&self.a, term), lone(&self.b, term))
                && self.to_a[j].is_none()
            {
                self.link(i, j);
            }
        }
    }

    /// All links, with those of the words that are left between corresponding neighbours.
    fn with_gaps(&self) -> Vec<(usize, usize)> {
        let mut out: Vec<(usize, usize)> = self.to_b.iter().enumerate().filter_map(|(i, j)| Some((i, (*j)?))).collect();
        // Places behind the words, so that the start is a place as well.
        let ends = |(i, j): (usize, usize)| (i + 1, j + 1);
        let starts = std::iter::once((0, 0)).chain(out.iter().copied().map(ends));
        let nexts = out.iter().copied().chain([(self.a.len(), self.b.len())]);
        let gaps: Vec<_> = starts.zip(nexts).filter(|(from, to)| from.0 < to.0 && from.1 < to.1).collect();
        for (from, to) in gaps {
            if self.to_a[from.1..to.1].iter().all(Option::is_none) {
                out.extend(self.fill(from.0..=to.0 - 1, from.1..=to.1 - 1));
            }
        }
        out.sort_unstable();
        out
    }

    /// Which words of two gaps correspond: one with one; content words in order, or as one phrase; small words in order.
    fn fill(&self, gap_a: RangeInclusive<usize>, gap_b: RangeInclusive<usize>) -> Vec<(usize, usize)> {
        let content = |words: &[Word<'_>], gap: &RangeInclusive<usize>| -> Vec<usize> {
            gap.clone().filter(|&at| !words[at].small).collect()
        };
        let (mut x, mut y) = (content(&self.a, &gap_a), content(&self.b, &gap_b));
        let lone = gap_a.start() == gap_a.end() && gap_b.start() == gap_b.end();
        if lone || x.is_empty() && y.is_empty() {
            (x, y) = (gap_a.collect(), gap_b.collect());
        } else if x.len() != y.len() && x.len() * y.len() <= PHRASE_PAIRS {
            return x.iter().flat_map(|&i| y.iter().map(move |&j| (i, j))).collect();
        }
        if x.len() == y.len() { x.into_iter().zip(y).collect() } else { Vec::new() }
    }
}
