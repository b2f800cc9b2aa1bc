//! What kind of word a token is, told from its form alone: name, figure, date word, or other.

use crate::{
    lexicon::{COMMON_WORDS, FUNCTION_WORDS},
    span::Span,
    tokenize::{Token, Tokens, fold},
};

/// What kind of word a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// "the", "after": no subject.
    Function,
    /// A word that stands in many news stories.
    Common,
    /// A weekday or month.
    Date,
    /// Digits, or a number word.
    Figure,
    /// A capitalised word that is no common word at the start of a sentence.
    Name,
    /// Any other word.
    Rare,
}

const DATE_WORDS: [&str; 20] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "today",
    "yesterday",
    "tomorrow",
    "january",
    "february",
    "april",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

const NUMBER_WORDS: [&str; 34] = [
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
    "thirty",
    "forty",
    "fifty",
    "sixty",
    "seventy",
    "eighty",
    "ninety",
    "hundred",
    "hundreds",
    "thousand",
    "thousands",
    "dozen",
    "dozens",
    "half",
    "twice",
];

/// The kind of every token of the article itself, in the order of [`Tokens::body`].
///
/// Capitals count as a name inside a sentence; at its start, and in a text of capitals, only when the word is no common
/// one. Cost: linear.
#[must_use]
pub fn kinds(text: &str, tokens: &Tokens) -> Vec<Kind> {
    let mut all = Vec::with_capacity(tokens.tokens.len());
    for sentence in tokens.body_sentences() {
        let words = tokens.of(sentence);
        let shouted = is_shouted(text, words);
        for (index, token) in words.iter().enumerate() {
            all.push(kind(token.span.of(text), index == 0 || shouted));
        }
    }
    all
}

/// The kind of one word; `capitals_say_nothing` at the start of a sentence and in a line of capitals.
#[must_use]
pub fn kind(word: &str, capitals_say_nothing: bool) -> Kind {
    let folded = fold(word);
    let folded = folded.strip_suffix("'s").unwrap_or(&folded);
    let capital = word.chars().next().is_some_and(char::is_uppercase);
    if word.bytes().any(|byte| byte.is_ascii_digit()) || NUMBER_WORDS.contains(&folded) {
        Kind::Figure
    } else if FUNCTION_WORDS.contains(folded) || folded.len() < 2 {
        Kind::Function
    } else if DATE_WORDS.contains(&folded) || (capital && matches!(folded, "march" | "may")) {
        Kind::Date
    } else if capital && !capitals_say_nothing {
        Kind::Name
    } else if COMMON_WORDS.contains(folded) {
        Kind::Common
    } else if capital {
        Kind::Name
    } else {
        Kind::Rare
    }
}

/// Whether most words are capitalised, as in a headline.
fn is_shouted(text: &str, words: &[Token]) -> bool {
    let capitals = words.iter().filter(|token| token.span.of(text).chars().next().is_some_and(char::is_uppercase));
    words.len() > 3 && capitals.count() * 10 > words.len() * 7
}

/// Which tokens of the article itself stand inside quotation marks, in the order of [`Tokens::body`].
///
/// A quotation that is not closed ends with its sentence's block.
#[must_use]
pub fn quoted(text: &str, tokens: &Tokens) -> Vec<bool> {
    let mut all = Vec::with_capacity(tokens.tokens.len());
    let (mut inside, mut block, mut at) = (false, usize::MAX, 0);
    for sentence in tokens.body_sentences() {
        if sentence.block != block {
            (inside, block, at) = (false, sentence.block, sentence.span.start);
        }
        for token in tokens.of(sentence) {
            inside = marks(Span { start: at.min(token.span.start), end: token.span.start }.of(text), inside);
            at = token.span.end;
            all.push(inside);
        }
    }
    all
}

/// Whether a quotation is open after `between`, the characters between two words.
fn marks(between: &str, mut inside: bool) -> bool {
    for character in between.chars() {
        match character {
            '\u{201c}' | '\u{ab}' => inside = true,
            '\u{201d}' | '\u{bb}' => inside = false,
            '"' => inside = !inside,
            _ => {}
        }
    }
    inside
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clean::{Block, Clean};
    use crate::tokenize::tokenize;

    fn article(text: &str) -> Tokens {
        let block = Block { span: Span::new(0, text.len()), furniture: None };
        tokenize(text, &Clean { blocks: vec![block] })
    }

    #[test]
    fn a_capital_makes_a_name_only_where_it_says_something() {
        let text = "Water rose in Ruda on Friday. Twelve of 12,400 left";
        let found: Vec<Kind> = kinds(text, &article(text));
        assert_eq!(found[3], Kind::Name);
        assert_eq!(found[0], Kind::Common);
        assert_eq!(found[5], Kind::Date);
        assert_eq!([found[6], found[8]], [Kind::Figure; 2]);
    }

    #[test]
    fn words_inside_quotation_marks_are_known() {
        let text = "He said \u{201c}the dam held\u{201d} and \"will hold\" again";
        let found = quoted(text, &article(text));
        assert_eq!(found, [false, false, true, true, true, false, true, true, false]);
    }
}
