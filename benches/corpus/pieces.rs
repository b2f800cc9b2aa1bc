//! A text as words, figures and what stands between them.

/// What a piece of text is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Class {
    /// Letters.
    Word,
    /// ASCII digits: "12.5" is two figures and a point.
    Figure,
    /// Anything else.
    Between,
}

impl Class {
    fn of(character: char) -> Self {
        match character {
            _ if character.is_alphabetic() => Self::Word,
            '0'..='9' => Self::Figure,
            _ => Self::Between,
        }
    }
}

/// The pieces of `text` in order; together they are the text.
pub(crate) fn pieces(text: &str) -> impl Iterator<Item = (&str, Class)> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let class = Class::of(rest.chars().next()?);
        let end = rest.find(|character| Class::of(character) != class).unwrap_or(rest.len());
        let (piece, after) = rest.split_at(end);
        rest = after;
        Some((piece, class))
    })
}

/// `word`, which is in lower case, in the capitals of `model`: "Flood" and "FLOOD" are kept apart from "flood".
pub(crate) fn push_in_capitals_of(model: &str, word: &str, out: &mut String) {
    let mut letters = model.chars();
    let (first, second) = (letters.next(), letters.next());
    match (first.is_some_and(char::is_uppercase), second.is_some_and(char::is_uppercase)) {
        (false, _) => out.push_str(word),
        (true, true) => out.extend(word.chars().flat_map(char::to_uppercase)),
        (true, false) => {
            let mut letters = word.chars();
            out.extend(letters.next().into_iter().flat_map(char::to_uppercase));
            out.push_str(letters.as_str());
        }
    }
}

/// `figure` with every digit replaced by another; it keeps its length, and no zero comes to its front.
pub(crate) fn push_other_figure(figure: &str, random: &mut super::random::Random, out: &mut String) {
    for (place, digit) in figure.bytes().map(|digit| usize::from(digit - b'0')).enumerate() {
        let other = match (place, digit) {
            (0, 1..) => 1 + (digit + random.below(8)) % 9,
            _ => (digit + 1 + random.below(9)) % 10,
        };
        out.push(char::from(b'0' + other as u8));
    }
}

/// The place of each word between white space, in bytes.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split_whitespace().map(|word| (word.as_ptr() as usize - text.as_ptr() as usize, word))
}

/// How many words stand between white space.
pub(crate) fn count_words(text: &str) -> usize {
    text.split_whitespace().count()
}

/// `wanted` words of `text` from word `from` on, with the white space between them.
pub(crate) fn run_of_words(text: &str, from: usize, wanted: usize) -> &str {
    let mut places = words(text).skip(from).take(wanted);
    let Some((start, first)) = places.next() else { return "" };
    let end = places.last().map_or(start + first.len(), |(place, word)| place + word.len());
    &text[start..end]
}
