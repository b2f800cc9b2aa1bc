//! Days and months by name: "February 8, 2024", "the 8th of February", "Friday, 8 Feb.", "last October".

use super::{
    Said,
    calendar::{Unit, When, Which},
    number::{self, Style},
    numeric, relative,
    word::{Form, Reader, Role},
};
use crate::lexicon::WEEKDAY_NAMES;

/// Words before a month that leave no doubt that it is one.
const STRONG_CUES: &[&str] = &["in", "since", "until", "till", "during", "early", "late", "mid", "throughout"];
/// Words before a month that also stand before names and verbs.
const WEAK_CUES: &[&str] =
    &["by", "from", "to", "of", "before", "after", "for", "between", "on", "through", "last", "next", "this"];
/// Words before a month that is part of a noun phrase: "the May election".
const DETERMINERS: &[&str] = &["the", "a", "its", "their", "his", "her", "our"];
/// Titles before a name that is also a month: "Mrs May".
const TITLES: &[&str] = &["mr", "mrs", "ms", "miss", "dr", "sir", "lady", "lord"];
/// Words after digits that make them an amount: "in May 5 percent".
const AMOUNTS: &[&str] = &["percent", "pct", "per", "million", "billion", "points", "percentage"];

/// A weekday, day or month by name at `at`.
pub(super) fn written(reader: &Reader<'_>, at: usize) -> Option<Said> {
    match reader.role(at)? {
        Role::Weekday(..) => weekday(reader, at, None),
        Role::Month(..) => exact_day(reader, at).or_else(|| month(reader, at)),
        _ => exact_day(reader, at).or_else(|| year_first(reader, at)),
    }
}

/// A day of a month, with or without a year: "February 8", "8 February 2024", "2/8/2024".
pub(super) fn exact_day(reader: &Reader<'_>, at: usize) -> Option<Said> {
    match reader.role(at)? {
        Role::Month(..) => month_day(reader, at),
        Role::Digits => {
            numeric::day(reader, at).or_else(|| numeric::full_length(reader, at)).or_else(|| day_month(reader, at))
        }
        Role::Ordinal(_) | Role::Number(_) => day_month(reader, at),
        _ => None,
    }
}

/// The month at `at` and the place behind it, with the full stop of an abbreviation.
fn month_name(reader: &Reader<'_>, at: usize) -> Option<(i8, Form, usize)> {
    let Role::Month(month, form) = reader.role(at)? else { return None };
    let stop = form == Form::Short && reader.mark(at + 1, '.') && reader.tight(at + 1);
    Some((month, form, if stop { at + 2 } else { at + 1 }))
}

/// `at`, or the place behind a hyphen or slash that stands there without spaces: "22/Jan/2019".
fn skip_joint(reader: &Reader<'_>, at: usize) -> usize {
    let joint = (reader.dash(at) || reader.mark(at, '/')) && reader.tight(at) && reader.tight(at + 1);
    if joint { at + 1 } else { at }
}

/// "February 8", "Feb. 8, 2024", "June the 28th of 2020".
fn month_day(reader: &Reader<'_>, at: usize) -> Option<Said> {
    let (month, _, named) = month_name(reader, at)?;
    let (day, next, style) = number::day_number(reader, reader.skip(skip_joint(reader, named), &["the"]))?;
    let year = year_after(reader, next);
    if year.is_none() {
        // "In May two people died", "in May 20 people died"; but "record April One", "payable April six".
        let counts = reader.is(next, AMOUNTS) || (reader.follows(at, &["in"]) && reader.content(next));
        let day_alone = reader.capital(next - 1) || is_last(reader, next) || (day > 20 && !reader.content(next));
        if (style == Style::Spelled && !day_alone) || (style == Style::Digits && counts) {
            return None;
        }
    }
    let (year, next) = year.map_or((None, next), |(year, next)| (Some(year), next));
    Some(Said::when(When::Day { year, month, day, which: None }, next))
}

/// "8 February 2024", "the 8th of February", "second of Aug.".
fn day_month(reader: &Reader<'_>, at: usize) -> Option<Said> {
    let (day, numbered, style) = number::day_number(reader, at)?;
    let of = if reader.is(numbered, &["day"]) { numbered + 1 } else { numbered };
    let has_of = reader.is(of, &["of"]);
    let (month, form, named) = month_name(reader, skip_joint(reader, reader.skip(of, &["of"])))?;
    let name = named - 1;
    let year = year_after(reader, named);
    let figures = reader.role(at) == Some(Role::Digits);
    // "At least 8 may have died", "two January storms", "the first March test".
    let verb = form == Form::Verb && style == Style::Digits && !has_of && !reader.capital(name);
    let doubtful = verb || style == Style::Spelled || (!figures && !has_of);
    if doubtful && year.is_none() {
        return None;
    }
    let (year, next) = year.map_or((None, named), |(year, next)| (Some(year), next));
    Some(Said::when(When::Day { year, month, day, which: None }, next))
}

/// The year behind a day or month: ", 2024", "of 1987", "in 2016", "/2019", "of 87".
pub(super) fn year_after(reader: &Reader<'_>, at: usize) -> Option<(i16, usize)> {
    if let Some(found) = number::year(reader, skip_joint(reader, at)) {
        return Some(found);
    }
    if let Some(found) = named_year(reader, reader.skip(at, &["of"])) {
        return Some(found);
    }
    if reader.mark(at, ',') {
        // "In October, 2000 people left", "the October, 2000 level".
        return number::year(reader, at + 1).filter(|(_, next)| !reader.plural(*next));
    }
    if !reader.is(at, &["of", "in"]) {
        return None;
    }
    let short = || {
        let number = number::digits(reader, at + 1).filter(|_| number::has_length(reader, at + 1, 2))?;
        (reader.is(at, &["of"]) && !reader.wordy(at + 2)).then(|| (number::full_year(number), at + 2))
    };
    number::year(reader, at + 1).or_else(short)
}

/// "(January 1) next year", "(July) last year", where the day of publication is known.
fn named_year(reader: &Reader<'_>, at: usize) -> Option<(i16, usize)> {
    let Role::Which(which) = reader.role(at)? else { return None };
    let year = reader.is(at + 1, &["year"]).then(|| Unit::Year.which(which, reader.today?, false))??;
    (year.days() > 360 && year.from.month() == 1).then(|| (year.from.year(), at + 2))
}

/// "October", "October 2023", "Dec-2018".
fn month(reader: &Reader<'_>, at: usize) -> Option<Said> {
    let (month, form, named) = month_name(reader, at)?;
    let year = year_after(reader, named);
    if year.is_none() && !stands_alone(reader, at, form) {
        return None;
    }
    let (year, next) = year.map_or((None, named), |(year, next)| (Some(year), next));
    Some(Said::when(When::Months { year, first: month, count: 1, which: None }, next))
}

/// Whether the month at `at` is a month without a day or year beside it, by its form, its case and its neighbours.
fn stands_alone(reader: &Reader<'_>, at: usize, form: Form) -> bool {
    let cue = if reader.follows(at, &["the"]) { at - 1 } else { at };
    let strong = reader.follows(at, STRONG_CUES)
        || (form == Form::Name && reader.follows(cue, STRONG_CUES) && !reader.wordy(at + 1))
        || (at > 1 && reader.dash(at - 1) && reader.is(at - 2, &["mid"]));
    let weak = reader.follows(at, WEAK_CUES) || month_before(reader, at);
    let capital = reader.capital(at);
    let before_name = reader.capital(at + 1) && !reader.words[at + 1].text.chars().all(char::is_uppercase);
    let part_of =
        reader.follows(at, &["of"]) && at > 1 && matches!(reader.role(at - 2), Some(Role::Side(_) | Role::Unit(..)));
    let attribute = reader.follows(at, DETERMINERS) && reader.content(at + 1);
    match form {
        Form::Sure => capital || strong || weak,
        Form::Name if reader.follows(at, TITLES) => false,
        Form::Name => strong || (capital && (weak || !before_name)),
        Form::Verb if !capital => strong,
        Form::Verb => {
            let which = reader.follows(at, &["last", "next", "this"]);
            // Theresa May and Fredric March follow "by", "for" and "of" as well; a march is rarely capitalised.
            strong
                || part_of
                || which
                || attribute
                || month_before(reader, at)
                || (weak && reader.words[at].text.len() > 3)
        }
        Form::Short | Form::Word => {
            (capital || !reader.capital(at + 1)) && (strong || part_of || (capital && weak && reader.mark(at + 1, '.')))
        }
    }
}

/// A month whose neighbours need not vouch for it: "(from May to) March".
pub(super) fn any_month(reader: &Reader<'_>, at: usize) -> Option<Said> {
    let (first, _, named) = month_name(reader, at)?;
    Some(Said::when(When::Months { year: None, first, count: 1, which: None }, named))
}

/// A month without a cue of its own that another month follows: "(from) May to (October)", "Jan-(Feb 2017)".
pub(super) fn month_before_month(reader: &Reader<'_>, at: usize) -> Option<Said> {
    let (first, form, named) = month_name(reader, at)?;
    let joined =
        reader.is(named, &["to", "through", "until", "till", "and"]) || (reader.dash(named) && reader.tight(named));
    let next = named;
    let named =
        if reader.dash(named) && reader.is(named + 1, &["to"]) && reader.dash(named + 2) { named + 2 } else { named };
    let sure = form != Form::Verb || reader.capital(at) == reader.capital(named + 1);
    (joined && sure && month_name(reader, reader.skip(named + 1, &["the"])).is_some())
        .then(|| Said::when(When::Months { year: None, first, count: 1, which: None }, next))
}

/// Whether another month stands before the month at `at`: "April, May and June".
fn month_before(reader: &Reader<'_>, at: usize) -> bool {
    let joined = at > 1
        && (reader.is(at - 1, &["and", "or", "to", "through"]) || reader.mark(at - 1, ',') || reader.dash(at - 1));
    joined && matches!(reader.role(at - 2), Some(Role::Month(_, form)) if form != Form::Verb || reader.capital(at - 2))
}

/// "2017 April", "2019-Aug-01".
fn year_first(reader: &Reader<'_>, at: usize) -> Option<Said> {
    let year = number::four_digits(reader, at)?;
    let joint = skip_joint(reader, at + 1);
    let (month, form, named) = month_name(reader, joint)?;
    let tight = joint > at + 1;
    let day = skip_joint(reader, named);
    if let Some((day, next, _)) = number::day_number(reader, day).filter(|_| tight && day > named) {
        return Some(Said::when(When::Day { year: Some(year), month, day, which: None }, next));
    }
    let plain = tight || matches!(form, Form::Sure | Form::Name);
    plain.then(|| Said::when(When::Months { year: Some(year), first: month, count: 1, which: None }, named))
}

/// A weekday at `at`, with the date or the week that belongs to it: "Friday", "Friday, February 8", "Friday of last week".
pub(super) fn weekday(reader: &Reader<'_>, at: usize, which: Option<Which>) -> Option<Said> {
    let Role::Weekday(weekday, form) = reader.role(at)? else { return None };
    if form != Form::Sure && !reader.capital(at) || is_name(reader, at) {
        return None;
    }
    let stop = form != Form::Sure && reader.mark(at + 1, '.') && reader.tight(at + 1) && reader.wordy(at + 2);
    let named = if stop { at + 2 } else { at + 1 };
    let behind = reader.skip(if reader.mark(named, ',') { named + 1 } else { named }, &["the"]);
    if let Some(said) = exact_day(reader, behind) {
        return Some(Said { weekday: Some(weekday), ..said });
    }
    if let Some((day, next, style)) = number::day_number(reader, reader.skip(named, &["the"])) {
        // "On Monday 21 people died" names no 21st.
        if style == Style::Ordinal || (style == Style::Digits && is_last(reader, next)) {
            return Some(Said { weekday: Some(weekday), ..Said::when(When::WeekdayDay { weekday, day }, next) });
        }
    }
    if let Some(said) =
        relative::weekday_before(reader, weekday, named).filter(|_| form == Form::Sure && which.is_none())
    {
        return Some(said);
    }
    // "The Sun", "Mon Valley".
    let doubtful = form == Form::Word || (form == Form::Short && !stop && reader.capital(named));
    if doubtful && which.is_none() {
        return None;
    }
    let (which, next) = week_of(reader, named, which);
    Some(Said { weekday: Some(weekday), ..Said::when(When::Weekday { weekday, which }, next) })
}

/// Whether a clause ends at `at`.
fn is_last(reader: &Reader<'_>, at: usize) -> bool {
    match reader.role(at) {
        None => true,
        Some(Role::Mark('.' | ',' | '!' | '?' | ';' | ')')) => !(reader.tight(at + 1) && reader.wordy(at + 1)),
        Some(_) => false,
    }
}

/// The week behind a weekday: "of last week", "next week"; else `which` as it was.
fn week_of(reader: &Reader<'_>, named: usize, which: Option<Which>) -> (Option<Which>, usize) {
    let at = reader.skip(reader.skip(named, &["of"]), &["the"]);
    match reader.role(at) {
        Some(Role::Which(week)) if reader.is(at + 1, &["week"]) => (Some(week), at + 2),
        _ => (which, named),
    }
}

/// Whether the weekday at `at` is part of a name: "Black Friday", "Sunday Times".
fn is_name(reader: &Reader<'_>, at: usize) -> bool {
    let beside = |place: usize, side: &str| {
        let word = reader.words.get(place).map(|word| word.text.to_ascii_lowercase());
        reader.capital(place) && word.is_some_and(|word| WEEKDAY_NAMES.get(word.as_str()) == Some(&side))
    };
    beside(at + 1, "after") || (at > 0 && beside(at - 1, "before"))
}
