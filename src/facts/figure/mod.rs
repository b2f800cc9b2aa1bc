//! Figures: a number in the text with what it measures.

mod amount;
mod counted;
mod modifier;
mod number;
mod pieces;
mod reading;
mod same;
mod show;
mod trap;
mod unit;

pub use same::Same;

use crate::span::Span;
use pieces::Pieces;
use rust_decimal::Decimal;
use serde::Serialize;

/// How exact a figure says it is, and to which side it is open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Modifier {
    /// A plain number.
    #[default]
    Exact,
    /// "about", "some", "around", "-odd".
    About,
    /// "nearly", "almost", "fewer than", "under".
    Below,
    /// "more than", "over".
    Above,
    /// "at most", "up to".
    AtMost,
    /// "at least", "no fewer than".
    AtLeast,
    /// "dozens of", "thousands of", "several".
    Vague,
}

/// What kind of number it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Form {
    /// A count, amount or share.
    #[default]
    Cardinal,
    /// "third", "4th": a rank; the value is the rank.
    Ordinal,
    /// "3-1", "52-48": a result; `low` and `high` are the two sides as written.
    Score,
}

/// A figure as its own words give it; whose it is, is told by its sentence.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// All words of the figure: modifier, number, scale and unit: "nearly 90 percent", "about $1.2bn", "98".
    /// A counted noun is not part of it ("98" in "98 seats").
    pub span: Span,
    /// Lower bound after scale; `None` where the text leaves it open.
    pub low: Option<Decimal>,
    /// Upper bound after scale; `None` where the text leaves it open.
    pub high: Option<Decimal>,
    /// `""` for a plain count, `percent`, `percentage point`, an ISO 4217 code, or a unit's symbol (`km`, `year`).
    pub unit: String,
    /// How exact it says it is.
    pub modifier: Modifier,
    /// What kind of number it is.
    pub form: Form,
    /// The whole that it is a part of: 245 in "98 out of 245".
    pub of: Option<Of>,
    /// The noun phrase that is counted, as written: "seats" in "98 seats".
    pub counted: Option<Span>,
    /// What one of the unit is for: "barrel" in "$80 a barrel".
    pub per: Option<Span>,
    /// The same quantity in another unit, given as a gloss: "(19 miles)" after "30 kilometres".
    pub gloss: Option<Span>,
}

/// The whole that a figure is a part of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Of {
    /// Its value.
    pub value: Decimal,
    /// Where its number stands.
    pub span: Span,
}

/// The figures of one sentence of `text`, in order of place; they never overlap.
///
/// Years, clock times, phone numbers, model and flight names are no figures; nor is a number that [`Decimal`] cannot
/// hold. Cost: linear in the sentence, 40 MB/s a core on newswire.
#[must_use]
pub fn figures(text: &str, sentence: Span) -> Vec<Figure> {
    reading::read(&Pieces::new(text, sentence))
}
