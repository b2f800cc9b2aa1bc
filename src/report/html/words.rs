//! The words of the pages: how kinds, severities, relations and furniture are called for a reader.

use crate::{clean::Furniture, diverge::Kind, relate::Relation};

/// The letter on the badge of a kind.
///
/// Not A and B: these name the two sides. So attribution has S for "source", and what only one version has is O for
/// "only" on either side.
pub(super) fn letter(kind: Kind) -> &'static str {
    match kind {
        Kind::Figure => "F",
        Kind::Quote => "Q",
        Kind::Date => "D",
        Kind::Name => "N",
        Kind::Attribution => "S",
        Kind::Negation => "T",
        Kind::Wording => "W",
        Kind::Omission | Kind::Addition => "O",
        Kind::Move => "M",
    }
}

/// The class of a kind in the style sheet.
pub(super) fn class(kind: Kind) -> &'static str {
    match kind {
        Kind::Figure => "f",
        Kind::Quote => "q",
        Kind::Date => "d",
        Kind::Name => "n",
        Kind::Attribution => "s",
        Kind::Negation => "t",
        Kind::Wording => "w",
        Kind::Omission | Kind::Addition => "o",
        Kind::Move => "m",
    }
}

/// The heading over the divergences of a kind.
pub(super) fn heading(kind: Kind) -> &'static str {
    match kind {
        Kind::Figure => "Figures",
        Kind::Quote => "Quotes",
        Kind::Date => "Dates and times",
        Kind::Name => "Names",
        Kind::Attribution => "Who says it, and how surely",
        Kind::Negation => "Sense turned",
        Kind::Wording => "Other words",
        Kind::Omission => "Only in A",
        Kind::Addition => "Only in B",
        Kind::Move => "Moved",
    }
}

/// A divergence of this kind in a line of text, for tooltips and screen readers.
pub(super) fn short(kind: Kind) -> &'static str {
    match kind {
        Kind::Figure => "figure",
        Kind::Quote => "quote",
        Kind::Date => "date",
        Kind::Name => "name",
        Kind::Attribution => "source",
        Kind::Negation => "sense turned",
        Kind::Wording => "other words",
        Kind::Omission => "only in A",
        Kind::Addition => "only in B",
        Kind::Move => "moved",
    }
}

/// What a badge stands for, in the legend.
pub(super) fn legend(kind: Kind) -> &'static str {
    match kind {
        Kind::Figure => "figure differs",
        Kind::Quote => "quoted words differ",
        Kind::Date => "day or time differs",
        Kind::Name => "name differs",
        Kind::Attribution => "source or certainty differs",
        Kind::Negation => "sense turned",
        Kind::Wording => "other words",
        Kind::Omission | Kind::Addition => "only in this version",
        Kind::Move => "stands elsewhere in the other",
    }
}

/// What a severity asks of the reader.
pub(super) fn severity(severity: u8) -> &'static str {
    match severity {
        3 => "correct",
        2 => "decide",
        1 => "style",
        _ => "agree",
    }
}

/// The same behind a count: "2 to correct".
pub(super) fn to_do(severity: u8) -> &'static str {
    match severity {
        3 => "to correct",
        2 => "to decide",
        _ => "of style",
    }
}

/// What two documents are to each other, as a heading.
pub(super) fn relation(relation: Option<Relation>) -> &'static str {
    match relation {
        Some(Relation::Identical) => "The same text",
        Some(Relation::Near) => "The same report with small edits",
        Some(Relation::Version) => "Two versions of one report",
        Some(Relation::Contains) => "B stands inside A",
        Some(Relation::Contained) => "A stands inside B",
        Some(Relation::Overlap) => "Different stories with shared passages",
        Some(Relation::Story) => "Independent reports of one event",
        Some(Relation::Template) => "The same form, other facts",
        None => "No relation found",
    }
}

/// The same in a sentence.
pub(super) fn relation_explained(relation: Option<Relation>) -> &'static str {
    match relation {
        Some(Relation::Identical) => "Word for word the same, apart from typography and what surrounds the article.",
        Some(Relation::Near) => "Small edits, cuts or added paragraphs; no figure, quote, name or date changed.",
        Some(Relation::Version) => "One report, reworded, updated or corrected.",
        Some(Relation::Contains) => "A is a page or round-up that holds all or most of B, and much more.",
        Some(Relation::Contained) => "B is a page or round-up that holds all or most of A, and much more.",
        Some(Relation::Overlap) => "Not the same story: they share background, a quote or an item of a round-up.",
        Some(Relation::Story) => {
            "Written separately. Their sentences do not correspond, so facts on the same subject are compared."
        }
        Some(Relation::Template) => "Notices of one pattern on different facts, not versions of one report.",
        None => "The two share too little to be versions or reports of one event.",
    }
}

/// What a piece of furniture is.
pub(super) fn furniture(furniture: Furniture) -> &'static str {
    match furniture {
        Furniture::Dateline => "date line",
        Furniture::Cookie => "cookie notice",
        Furniture::Advertisement => "advertisement",
        Furniture::Player => "video player",
        Furniture::Caption => "picture caption",
        Furniture::Credit => "credit",
        Furniture::Crosshead => "heading",
        Furniture::Navigation => "navigation",
        Furniture::Repeated => "repeated on other pages of this source",
        Furniture::Unrelated => "another story on the page",
    }
}
