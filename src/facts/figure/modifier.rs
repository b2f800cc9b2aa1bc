//! Words that say how exact a figure is: "nearly", "at least", "or more", "-odd".

use super::{
    Modifier,
    pieces::{Phrases, Pieces},
};
use crate::lexicon;
use std::sync::LazyLock;

static BEFORE: LazyLock<Phrases<Modifier>> = LazyLock::new(|| listed(&lexicon::MODIFIERS));
static AFTER: LazyLock<Phrases<Modifier>> = LazyLock::new(|| listed(&lexicon::MODIFIERS_AFTER));

fn listed(list: &lexicon::Values) -> Phrases<Modifier> {
    Phrases::new(list.iter().filter_map(|(phrase, name)| Some((*phrase, named(name)?))))
}

/// The modifier with the name that it has in output.
fn named(name: &str) -> Option<Modifier> {
    Some(match name {
        "about" => Modifier::About,
        "below" => Modifier::Below,
        "above" => Modifier::Above,
        "at_most" => Modifier::AtMost,
        "at_least" => Modifier::AtLeast,
        _ => return None,
    })
}

/// The words that a modifier can start with.
pub(super) fn first_words() -> impl Iterator<Item = &'static str> {
    BEFORE.first_words()
}

/// The modifier at `at`, and the index behind its words; [`Modifier::Exact`] where none stands.
///
/// Of two ("at least about 20") the one with a direction counts.
pub(super) fn before(pieces: &Pieces, at: usize) -> (Modifier, usize) {
    let Some((first, end)) = BEFORE.longest(pieces, at) else { return (Modifier::Exact, at) };
    match BEFORE.longest(pieces, end) {
        Some((second, end)) if first == Modifier::About => (second, end),
        Some((_, end)) => (first, end),
        None => (first, end),
    }
}

/// The modifier behind a figure that ends at `at`: "or more", "-odd".
pub(super) fn after(pieces: &Pieces, at: usize) -> Option<(Modifier, usize)> {
    let (modifier, end) = AFTER.longest(pieces, at)?;
    // "five hundred and more", but not "5 and over 20"; "50 plus 3" adds.
    let goes_on = pieces.number(end).is_some() || pieces.word(end) == "than";
    let odd_plus = pieces.word(at) == "plus" && pieces.is_word(end);
    (!goes_on && !odd_plus).then_some((modifier, end))
}

/// `figure`'s modifier where only one of the two can stay: the one with a direction.
pub(super) fn stronger(a: Modifier, b: Modifier) -> Modifier {
    if matches!(a, Modifier::Exact | Modifier::About) && b != Modifier::Exact { b } else { a }
}

/// Whether the modifier opens the figure upwards.
pub(super) fn opens_up(modifier: Modifier) -> bool {
    matches!(modifier, Modifier::Above | Modifier::AtLeast | Modifier::Vague)
}

/// Whether the modifier opens the figure downwards.
pub(super) fn opens_down(modifier: Modifier) -> bool {
    matches!(modifier, Modifier::Below | Modifier::AtMost)
}
