//! The two spellings of English: "liberalise" and "liberalize", "colour" and "color".

/// Shorter words are not compared: "four" is no "for".
const LEAST_LETTERS: usize = 5;

/// Letters of British spelling, and those that American spelling has in their place, wherever they stand in a word.
const ENGLISH: [(&str, &str); 16] = [
    ("scep", "skep"),
    ("plough", "plow"),
    ("mould", "mold"),
    ("aluminium", "aluminum"),
    ("is", "iz"),
    ("ys", "yz"),
    ("our", "or"),
    ("ogue", "og"),
    ("dgem", "dgm"),
    ("amme", "am"),
    ("ence", "ense"),
    ("ll", "l"),
    ("pp", "p"),
    ("ae", "e"),
    ("oe", "e"),
    ("tre", "ter"),
];

/// Whether two words, folded, are one word in the two spellings of English.
pub(super) fn same_word(a: &str, b: &str) -> bool {
    let american = |word: &str| ENGLISH.iter().fold(word.to_owned(), |word, (from, to)| word.replace(from, to));
    a == b || a.len().min(b.len()) >= LEAST_LETTERS && american(a) == american(b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_word_is_spelled_in_two_ways() {
        for (british, american) in [
            ("liberalisation", "liberalization"),
            ("labour", "labor"),
            ("programme", "program"),
            ("judgement", "judgment"),
            ("travelled", "traveled"),
            ("theatre", "theater"),
            ("defence", "defense"),
            ("sceptical", "skeptical"),
        ] {
            assert!(same_word(british, american), "{british}");
        }
        assert!(!same_word("four", "for"));
        assert!(!same_word("allied", "alleged"));
    }
}
