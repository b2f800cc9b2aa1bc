//! What a figure counts ("seats" in "98 seats") and what one of its unit is for ("barrel" in "$80 a barrel").

use super::{Figure, Form, pieces::Pieces, reading::Draft, trap, unit};
use crate::lexicon;
use rust_decimal::Decimal;

/// The most words of a counted noun phrase: "98 newly elected independent candidates".
const LONGEST_PHRASE: usize = 5;

/// The figure with what stands behind it: `per`, then what is counted.
pub(super) fn complete(pieces: &Pieces, mut draft: Draft) -> Draft {
    let mut at = draft.end;
    if pieces.word(at.wrapping_sub(1)) == "old" && !lexicon::PERSON_WORDS.contains(pieces.word(at)) {
        return draft;
    }
    if let Some((noun, behind)) = per(pieces, &draft) {
        draft.figure.per = Some(pieces.span(noun, noun + 1));
        at = behind;
    }
    let noun = pieces.past_hyphen(at);
    let part = draft.figure.low.or(draft.figure.high).is_some_and(|value| value < Decimal::ONE);
    let of_whole = part && matches!(pieces.word(noun), "the" | "its" | "their");
    let singular =
        noun > at || !draft.figure.unit.is_empty() || draft.figure.form == Form::Ordinal || counts_one(&draft.figure);
    let phrase = if draft.figure.of.is_some() && draft.next > draft.end {
        // "224 constituencies out of 265"
        Some((draft.end, noun_end(pieces, draft.end, singular)))
    } else if pieces.word(noun) == "of" {
        (draft.figure.form == Form::Cardinal).then(|| of_phrase(pieces, noun + 1))
    } else if of_whole {
        Some(of_phrase(pieces, noun))
    } else {
        Some((noun, noun_end(pieces, noun, singular)))
    };
    if let Some((from, to)) = phrase
        && from < to
    {
        draft.figure.counted = Some(pieces.span(from, to));
    }
    draft
}

/// Whether a figure counts one thing, or a part of one: its noun is no plural.
fn counts_one(figure: &Figure) -> bool {
    figure.low.or(figure.high).is_some_and(|value| value <= Decimal::ONE)
}

/// Gives "69" in "69 and 51 seats" the noun of the figure behind it.
pub(super) fn shared(pieces: &Pieces, drafts: &mut [Draft]) {
    for index in (1..drafts.len()).rev() {
        let (before, behind) = drafts.split_at_mut(index);
        let (Some(one), Some(two)) = (before.last_mut(), behind.first()) else { continue };
        let joined = two.start == one.next + 1 && matches!(pieces.word(one.next), "and" | "or" | ",");
        if joined
            && one.figure.counted.is_none()
            && one.figure.unit == two.figure.unit
            && one.figure.form == two.figure.form
        {
            one.figure.counted = two.figure.counted;
        }
    }
}

/// The noun of "a barrel", "per share", "an hour", "/litre", "-a-day" behind a figure with a unit, and the index behind it.
fn per(pieces: &Pieces, draft: &Draft) -> Option<(usize, usize)> {
    let at = pieces.past_hyphen(draft.end);
    let link = pieces.word(at);
    let noun = pieces.past_hyphen(at + 1);
    let rate = match link {
        "per" | "/" => true,
        "a" | "an" | "each" | "every" => {
            unit::is_money(&draft.figure.unit)
                || unit::is_time(pieces.word(noun))
                || matches!(pieces.word(noun), "minute" | "hour")
        }
        _ => false,
    };
    // "91 million a year earlier" is no rate.
    let moment = matches!(pieces.word(noun + 1), "earlier" | "ago" | "later" | "before" | "after");
    let named = !moment && pieces.is_word(noun) && !lexicon::FUNCTION_WORDS.contains(pieces.word(noun));
    (rate && named).then_some((noun, noun + 1))
}

/// The noun phrase behind "of": "of the results", "of the country's voters".
fn of_phrase(pieces: &Pieces, at: usize) -> (usize, usize) {
    let article = matches!(
        pieces.word(at),
        "the" | "its" | "their" | "his" | "her" | "all" | "those" | "our" | "this" | "these" | "a"
    );
    let from = if article { at + 1 } else { at };
    let end = phrase_end(pieces, from);
    (from, first_plural(pieces, from, end).unwrap_or(end))
}

/// Index behind the first plural of the words `from..to`. A name in front of a name is none: "Texas" in "Texas Rangers".
fn first_plural(pieces: &Pieces, from: usize, to: usize) -> Option<usize> {
    let named = |at: usize| pieces.is_capitalised(at) && pieces.is_capitalised(at + 1) && pieces.mixed_case;
    (from..to).find(|at| is_plural(pieces.word(*at)) && !named(*at)).map(|plural| plural + 1)
}

/// Index behind the noun phrase at `at`: through its first plural, else its first word where a singular can be counted;
/// `at` where none stands.
fn noun_end(pieces: &Pieces, at: usize, singular: bool) -> usize {
    let end = phrase_end(pieces, at);
    if let Some(plural) = first_plural(pieces, at, end) {
        return plural;
    }
    let first = pieces.word(at);
    // "28 Ann Lee" is a list, "6 injured" a state.
    let named = pieces.is_capitalised(at) && pieces.mixed_case;
    let invariant = matches!(first, "dead" | "missing" | "homeless" | "head" | "bpd" | "staff" | "crew" | "personnel");
    if end == at
        || named
        || !(singular || invariant)
        || first == "more"
        || first.ends_with("ed")
        || first.ends_with("ly")
        || first.ends_with("ing") && first.len() > 5
    {
        return at;
    }
    let rank = lexicon::NOUN_LEADS.contains(first) || pieces.inner_hyphen(at + 1);
    if rank { end.min(at + 3) } else { at + 1 }
}

/// Index behind the run of content words at `at`, at most [`LONGEST_PHRASE`] of them; hyphens join.
fn phrase_end(pieces: &Pieces, at: usize) -> usize {
    let mut end = at;
    let mut words = 0;
    while words < LONGEST_PHRASE && pieces.is_word(end) && !ends_phrase(pieces, end) {
        words += 1;
        end = initials_end(pieces, end).unwrap_or(end + 1);
        if pieces.inner_hyphen(end) && pieces.is_word(end + 1) {
            end += 1;
        }
        // "the country's voters"
        if matches!(pieces.word(end), "'" | "’")
            && pieces.word(end + 1) == "s"
            && pieces.glued(end + 1)
            && pieces.is_word(end + 2)
        {
            end += 2;
        }
    }
    if pieces.hyphen(end.wrapping_sub(1)) && end > at { end - 1 } else { end }
}

/// The index behind initials with dots: "U.S." in "2,000 U.S. workers".
fn initials_end(pieces: &Pieces, at: usize) -> Option<usize> {
    let letter = |at: usize| pieces.is_capitalised(at) && pieces.word(at).len() == 1;
    let dot = |at: usize| pieces.word(at) == "." && pieces.glued(at);
    (letter(at) && dot(at + 1) && letter(at + 2) && dot(at + 3)).then_some(at + 4)
}

/// Whether no noun phrase goes on with this word.
fn ends_phrase(pieces: &Pieces, at: usize) -> bool {
    let word = pieces.word(at);
    let kept = matches!(word, "more" | "other" | "others" | "such" | "own");
    let verb = lexicon::NOUN_STOPS.contains(word);
    (lexicon::FUNCTION_WORDS.contains(word) && !kept) || verb || pieces.set_apart(at)
}

/// Whether a word looks like a plural.
pub(in crate::facts) fn is_plural(word: &str) -> bool {
    trap::is_irregular_plural(word)
        || (word.len() > 3 && word.ends_with('s') && !word.ends_with("ss") && !word.ends_with("us"))
}
