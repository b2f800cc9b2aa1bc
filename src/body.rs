//! The words of an article without its furniture, each with its kind: what finding and judging related documents reads.

use crate::{
    clean::{Clean, Furniture},
    span::Span,
    words::{Class, Known, Token, Vocabulary, read_words},
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

impl Kind {
    /// All kinds, in order.
    pub const ALL: [Self; 6] = [Self::Function, Self::Common, Self::Date, Self::Figure, Self::Name, Self::Rare];

    /// The kind of a word of `class`; `capitals_say_nothing` at the start of a sentence and in a line of capitals.
    #[inline]
    #[must_use]
    pub fn of(class: Class, capital: bool, capitals_say_nothing: bool) -> Self {
        KINDS[class as usize][usize::from(capital)][usize::from(capitals_say_nothing)]
    }

    const fn told(class: Class, capital: bool, capitals_say_nothing: bool) -> Self {
        match class {
            Class::Figure => Self::Figure,
            Class::Function => Self::Function,
            Class::Date => Self::Date,
            Class::DateIfCapital if capital => Self::Date,
            _ if capital && !capitals_say_nothing => Self::Name,
            Class::Common | Class::DateIfCapital => Self::Common,
            Class::Other if capital => Self::Name,
            Class::Other => Self::Rare,
        }
    }
}

/// The kinds by class, capital and whether capitals say nothing: a look here is never guessed wrong by the processor.
const KINDS: [[[Kind; 2]; 2]; Class::ALL.len()] = {
    let mut kinds = [[[Kind::Function; 2]; 2]; Class::ALL.len()];
    let mut class = 0;
    while class < Class::ALL.len() {
        let one = Class::ALL[class];
        kinds[class] = [
            [Kind::told(one, false, false), Kind::told(one, false, true)],
            [Kind::told(one, true, false), Kind::told(one, true, true)],
        ];
        class += 1;
    }
    kinds
};

/// What a word of an article is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    /// Hash of its stem, see [`Known::stem`], where that was looked up.
    pub stem: u32,
    /// What kind of word it is here.
    pub kind: Kind,
    /// What sort of word it is by itself.
    pub class: Class,
    /// Whether furniture, or the start of the text, stands before it: it is no neighbour of the word before.
    pub apart: bool,
    /// Whether it stands inside quotation marks.
    pub quoted: bool,
}

/// The words of an article without its furniture, in order; the lists are of equal length.
#[derive(Clone, Debug, Default)]
pub struct Body {
    /// Where its words stand.
    pub tokens: Vec<Token>,
    /// What they are.
    pub words: Vec<Word>,
    /// Number of words of the text that are none of the article: what stands around it on its page.
    pub around: usize,
}

impl Body {
    /// The words of `words`, those of the whole text with what is known of them, that are no furniture by `clean`.
    ///
    /// A sentence ends here at a full stop, question or exclamation mark that is followed by white space; a stop behind a
    /// short word with a capital ("Gov.", "U.S.") ends none. Capitals count as a name inside a sentence; at its start, and in a
    /// sentence of capitals, only when the word is no common one. A quotation that is not closed ends with its block.
    ///
    /// Cost: linear, no look-up.
    #[must_use]
    pub fn new(text: &str, words: &[Token], known: &[Known], clean: &Clean) -> Self {
        Self::of_blocks(text, words, known, clean, |furniture| furniture.is_none())
    }

    /// The same with the other stories that were scraped with the page: what a page holds besides its own story.
    #[must_use]
    pub fn whole(text: &str, words: &[Token], known: &[Known], clean: &Clean) -> Self {
        let is_story = |furniture: Option<Furniture>| matches!(furniture, None | Some(Furniture::Unrelated));
        Self::of_blocks(text, words, known, clean, is_story)
    }

    fn of_blocks(
        text: &str,
        words: &[Token],
        known: &[Known],
        clean: &Clean,
        keeps: impl Fn(Option<Furniture>) -> bool,
    ) -> Self {
        let mut body = Self::with_capacity(words.len());
        let (mut next, mut apart) = (0, true);
        for block in &clean.blocks {
            let end = next + words[next..].partition_point(|word| word.span.start < block.span.end);
            let kept = keeps(block.furniture);
            if kept {
                body.add_block(text, &words[next..end], &known[next..end], apart, block.span);
            } else {
                body.around += end - next;
            }
            apart = !kept;
            next = end;
        }
        body
    }

    /// The words of `text` that are no furniture by `clean`.
    #[must_use]
    pub fn of_text(text: &str, clean: &Clean, vocabulary: &mut Vocabulary) -> Self {
        let (mut words, mut known) = (Vec::new(), Vec::new());
        read_words(text, vocabulary, &mut words, &mut known);
        Self::new(text, &words, &known, clean)
    }

    /// The terms of its words, in order.
    #[must_use]
    pub fn terms(&self) -> Vec<u64> {
        self.tokens.iter().map(|token| token.term).collect()
    }

    fn with_capacity(words: usize) -> Self {
        Self { tokens: Vec::with_capacity(words), words: Vec::with_capacity(words), around: 0 }
    }

    fn add_block(&mut self, text: &str, words: &[Token], known: &[Known], mut apart: bool, block: Span) {
        let bytes = text.as_bytes();
        let (mut before, mut inside, mut short) = (block.start as usize, false, false);
        let mut sentence = Sentence { first: self.words.len(), capitals: 0 };
        self.tokens.extend_from_slice(words);
        for (word, known) in words.iter().zip(known) {
            let start = word.span.start as usize;
            let between = &bytes[before..start];
            let opens = if let [b' '] = between {
                before == block.start as usize
            } else {
                inside = marks(&text[before..start], inside);
                before == block.start as usize || ends_sentence(between, short)
            };
            if opens {
                sentence.close(self);
            }
            let capital = word.has_capital(text);
            sentence.capitals += usize::from(capital);
            let kind = Kind::of(known.class(), capital, opens);
            self.words.push(Word {
                stem: known.stem,
                kind,
                class: known.class(),
                apart: std::mem::take(&mut apart),
                quoted: inside,
            });
            before = word.span.end as usize;
            short = capital && word.span.len() <= SHORT_WORD;
        }
        sentence.close(self);
    }
}

/// Most bytes of a word that is shortened by a stop behind it when it has a capital: "Corp.", "U.S.".
const SHORT_WORD: usize = 4;

/// A sentence under way.
struct Sentence {
    first: usize,
    capitals: usize,
}

impl Sentence {
    /// Ends the sentence before the next word; where most of its words have capitals, as in a headline, these say nothing.
    fn close(&mut self, body: &mut Body) {
        let words = &mut body.words[self.first..];
        if words.len() > 3 && self.capitals * 10 > words.len() * 7 {
            for word in words.iter_mut().filter(|word| word.kind == Kind::Name) {
                if word.class == Class::Common {
                    word.kind = Kind::Common;
                }
            }
        }
        *self = Self { first: body.words.len(), capitals: 0 };
    }
}

/// Whether a sentence ends in `between`, the bytes between two words; `short` when the first of these may be shortened.
fn ends_sentence(between: &[u8], short: bool) -> bool {
    let white = between.iter().any(u8::is_ascii_whitespace);
    white
        && between.iter().any(|byte| match byte {
            b'!' | b'?' => true,
            b'.' => !short,
            _ => false,
        })
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
    use crate::clean::Block;

    fn read(text: &str) -> Body {
        let clean = Clean { blocks: vec![Block { span: Span::new(0, text.len()), furniture: None }] };
        Body::of_text(text, &clean, &mut Vocabulary::default())
    }

    #[test]
    fn a_capital_makes_a_name_only_where_it_says_something() {
        let found = read("Water rose in Ruda on Friday. Twelve of 12,400 left with Gov. Police");
        let found: Vec<Kind> = found.words.iter().map(|word| word.kind).collect();
        assert_eq!(found[3], Kind::Name);
        assert_eq!(found[0], Kind::Common);
        assert_eq!(found[5], Kind::Date);
        assert_eq!([found[6], found[8]], [Kind::Figure; 2]);
        assert_eq!(found[12], Kind::Name, "a shortened word ends no sentence");
        assert_eq!(read("POLICE CLOSE BRIDGE IN RUDA").words[0].kind, Kind::Common);
    }

    #[test]
    fn words_inside_quotation_marks_are_known() {
        let found = read("He said \u{201c}the dam held\u{201d} and \"will hold\" again");
        let found: Vec<bool> = found.words.iter().map(|word| word.quoted).collect();
        assert_eq!(found, [false, false, true, true, true, false, true, true, false]);
    }
}
