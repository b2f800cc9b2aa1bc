//! The line that opens agency copy: where and when a report was filed.

/// A wire dateline ends within so many bytes.
const LONGEST: usize = 80;

/// A dateline starts with so many capitals.
const CAPITALS: usize = 3;

/// Where the wire dateline that `text` opens with ends, its dash included: behind "RUDA, Karvia, May 14 (Meridian) - "; `None`
/// where it opens with none. Cost: a search for the first dash, in text that opens with capitals.
pub(crate) fn dateline_end(text: &str) -> Option<usize> {
    if text.chars().take_while(|character| character.is_uppercase()).count() < CAPITALS {
        return None;
    }
    let dash = [" - ", " -- ", " – ", " — "].iter().filter_map(|dash| text.find(dash).map(|at| at + dash.len())).min();
    dash.filter(|&end| end <= LONGEST)
}
