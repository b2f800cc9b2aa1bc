//! The words that an agency puts before a headline to say that the text takes the place of an earlier one.

use crate::{document::Document, span::first_characters};
use regex::Regex;
use std::sync::LazyLock;

/// `CORRECTED -`, `(CORRECTED)`, `REFILE-`, `UPDATE 2-`, `WRITETHRU:`, `1ST LEAD`, `RECASTS:`, in capitals at the start; the
/// `1st Ld-Writethru` of another agency stands anywhere in the line.
static SLUG: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let marked = r"(?:CORRECTED|CORRECTION|REFILED?|RECASTS?|CLARIFIES|WRITETHRU)\s*[-:)\]*\u{2013}\u{2014}]";
    let counted = r"UPDATE\s?\d{1,2}\s*[-:)\]*\u{2013}\u{2014}]|\d(?:ST|ND|RD|TH)[ -](?:LEAD|LD)\b";
    Regex::new(&format!(r"^[\s(\[*]*(?:{marked}|{counted})|\b\d{{1,2}}(?:st|nd|rd|th) [Ll]d(?:-[Ww]ritethru)?\b")).ok()
});

/// Whether the headline or the first line says that the text is an update or a correction of an earlier one.
///
/// Never required: most updates do not say so. Cost: one look at two lines, at most 200 characters of each.
#[must_use]
pub fn is_later_take(document: &Document) -> bool {
    let first = document.text.trim_start().lines().next().unwrap_or("");
    [document.title.as_deref().unwrap_or(""), first].into_iter().any(says_so)
}

fn says_so(line: &str) -> bool {
    let line = first_characters(line, LINE_LETTERS);
    may_say_so(line) && SLUG.as_ref().is_some_and(|slug| slug.is_match(line))
}

/// Whether the expression can match: it needs one of four capitals where the line begins, or a digit with the first letter of
/// "st", "nd", "rd" or "th" behind it. Most lines are spared its cost.
fn may_say_so(line: &str) -> bool {
    let begins = line.trim_start_matches(|first: char| first.is_whitespace() || matches!(first, '(' | '[' | '*'));
    let is_digit = |byte: u8| byte.is_ascii_digit() || !byte.is_ascii();
    let mut neighbours = line.as_bytes().iter().zip(line.as_bytes().iter().skip(1));
    begins.starts_with(['C', 'R', 'U', 'W'])
        || neighbours
            .any(|(&one, next)| is_digit(one) && matches!(next.to_ascii_lowercase(), b's' | b'n' | b'r' | b't'))
}

/// Longer than any headline: a text of one line costs no more.
const LINE_LETTERS: usize = 200;

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_slug_is_read_where_an_agency_puts_it() {
        for line in [
            "CORRECTED - RUDA GLASS SELLS UNIT",
            "(CORRECTED) - RUDA GLASS YEAR NET",
            "REFILE-Ruda dam held, mayor says",
            "UPDATE 2-Flood kills 12 in Ruda",
            "WRITETHRU: Flood kills 12 in Ruda",
            "2ND LEAD Flood kills 12 in Ruda",
            "BC-Ruda-Flood,1st Ld-Writethru,400",
        ] {
            assert!(says_so(line), "{line}");
        }
        for line in [
            "Corrected figures show growth in Ruda",
            "RUDA CORRECTS SIZE OF LOAN",
            "UPDATE ON THE RUDA DAM",
            "LEAD PRICES RISE",
            "U.S. LEAD INVENTORIES RISE",
            "Their 1st lead of the season",
        ] {
            assert!(!says_so(line), "{line}");
        }
    }

    proptest! {
        #[test]
        fn a_line_that_is_spared_the_expression_has_no_slug(
            line in "[ (*]{0,2}(CORRECTED|REFILE|WRITETHRU|UPDATE 2|UPDATE ٢|2ND LEAD|٢TH LD|Ruda,1st Ld|Ruda ٢th ld|Ruda)[ \\-:)–٣a-z]{0,3}"
        ) {
            prop_assert!(may_say_so(&line) || !SLUG.as_ref().unwrap().is_match(&line));
        }
    }
}
