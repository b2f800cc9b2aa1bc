//! Ages: "63 years old", "Kerr, 63,", "Anna Kerr (63) said", "who was 63".

use super::{pieces::Pieces, range::Values, unit};
use crate::lexicon;
use rust_decimal::Decimal;

/// The most years that a plain number may be as somebody's age.
const OLDEST: Decimal = Decimal::from_parts(119, 0, 0, false, 0);

/// The index behind "old" of an age: "63-year-old", "63 years old".
pub(super) fn old(pieces: &Pieces, unit: &str, end: usize) -> Option<usize> {
    let at = pieces.past_hyphen(end);
    (unit::is_time(unit) && matches!(pieces.word(at), "old" | "olds")).then_some(at + 1)
}

/// Whether a plain number at `start` is somebody's age by what stands around it.
pub(super) fn is_age(pieces: &Pieces, values: &Values, start: usize) -> bool {
    let low = &values.low;
    let plain = values.high.is_none() && low.is_bare() && low.value <= OLDEST && low.end == start + 1;
    plain
        && (in_commas(pieces, values.end, start)
            || in_brackets(pieces, values.end, start)
            || told(pieces, values.end, start))
}

/// "a boy, 8, died", "Ann Lee, 63, said".
fn in_commas(pieces: &Pieces, end: usize, start: usize) -> bool {
    let before = start.wrapping_sub(2);
    let person = pieces.is_capitalised(before) || lexicon::PERSON_WORDS.contains(pieces.word(before));
    person && pieces.word(start.wrapping_sub(1)) == "," && matches!(pieces.word(end), "," | ";" | "." | ")")
}

/// "Ann Lee (63) was hurt", "R. Lee (63), a teacher": behind a name of two parts, where the sentence goes on. Seats and goals
/// stand in brackets in lists: "Free Voters (63), Reform (20)"; and behind what has an article: "the Free Voters (63) won".
fn in_brackets(pieces: &Pieces, end: usize, start: usize) -> bool {
    let before = start.wrapping_sub(2);
    let in_brackets = pieces.word(start.wrapping_sub(1)) == "(" && pieces.word(end) == ")";
    if !in_brackets || !pieces.is_capitalised(before) {
        return false;
    }
    let is_part = |at: usize| pieces.is_capitalised(at) || pieces.word(at) == ".";
    let parts = (0..=before).rev().take_while(|&at| is_part(at)).count();
    let article = pieces.word(before.wrapping_sub(parts)) == "the";
    let next = end + 1 + usize::from(pieces.word(end + 1) == ",");
    let goes_on = pieces.is_word(next) && !pieces.is_capitalised(next) && !matches!(pieces.word(next), "and" | "or");
    parts > 1 && !article && goes_on
}

/// "Marta, who was 14", "she is 63", "Anna Kerr turned 63", "gives his age as 63".
fn told(pieces: &Pieces, end: usize, start: usize) -> bool {
    let [first, second] = [2, 1].map(|back| pieces.word(start.wrapping_sub(back)));
    // A single word with a capital that opens the sentence may be any: "Turnout was 63."
    let name = start.wrapping_sub(2);
    let is_name = || pieces.is_capitalised(name) && pieces.is_capitalised(name.wrapping_sub(1));
    let somebody = || matches!(first, "who" | "he" | "she") || is_name();
    let ends =
        !pieces.is_word(end) && pieces.number(end).is_none() || matches!(pieces.word(end), "and" | "when" | "at");
    let is = matches!(second, "is" | "was" | "turned") && somebody() || (first, second) == ("age", "as");
    is && ends && pieces.word(end) != "-"
}
