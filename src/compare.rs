//! Two documents compared, whole.

use crate::{
    align::Link,
    diverge::{Agreement, Divergence},
    relate::Relation,
    verify::Overlap,
};

/// All that is said of two documents.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// What they are to each other; `None` for unrelated documents.
    pub relation: Option<Relation>,
    /// Their exact overlap.
    pub overlap: Overlap,
    /// Their alignment, in order of `a`; what only `b` has stands after what it follows in `b`.
    pub alignment: Vec<Link>,
    /// Where they disagree: by kind as in [`crate::diverge::Kind::ALL`], then by place.
    pub divergences: Vec<Divergence>,
    /// Where they say the same in other characters.
    pub agreements: Vec<Agreement>,
    /// Checks that could not run, and why, in words for the reader: "names: the text is not English".
    pub not_checked: Vec<String>,
}
