//! Furniture that a block shows by itself: by its form and by phrases that pages use everywhere.

use super::{Furniture, form::Form};
use crate::{
    lexicon::{
        CONSENT_PHRASES, FURNITURE_LINES, FURNITURE_STARTS, MENU_WORDS, Meanings, PICTURE_AGENCIES, READER_WORDS,
    },
    span::first_characters,
};
use memchr::memmem;
use regex::Regex;
use std::sync::LazyLock;

/// Most characters of a line that is furniture by a phrase: captions are the longest. Longer blocks are paragraphs.
const LONGEST_SIGN: u32 = 320;
/// Most characters of a paragraph of a consent notice.
const LONGEST_NOTICE: u32 = 1_500;
/// Most characters of a line that only invites: "Sign up for our newsletter ...".
const LONGEST_INVITATION: u32 = 200;
/// Most characters of a line that ends with a full stop and is looked at as a whole; longer ones are paragraphs.
const LONGEST_LINE: u32 = 120;
/// Longest entry of the list of starts, in bytes.
const LONGEST_START: usize = 40;
/// Most characters of the name of an agency, or of a photographer and an agency.
const LONGEST_MAKER: usize = 70;

/// What a block is by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sign {
    /// Furniture.
    Is(Furniture),
    /// A heading over links to other stories.
    Links,
    /// An entry of a menu, if it stands in one.
    Menu,
    /// A running time, if it stands alone.
    RunningTime,
    /// A day or time alone, furniture before the article.
    Day,
}

/// What `text` is by itself; `None` for a paragraph, or what only its neighbours can tell.
///
/// Cost: constant for long blocks but for one search for the word "cookie"; linear for short ones.
pub(super) fn sign(text: &str, form: Form) -> Option<Sign> {
    if form.characters > LONGEST_NOTICE {
        return None;
    }
    if is_long(form) {
        return paragraph_sign(text, form);
    }
    let lower = plain(text);
    let line = lower.trim_matches(is_mark);
    if line.len() <= LONGEST_START * 2
        && let Some(kind) = FURNITURE_LINES.get(line)
    {
        return kind_of(kind);
    }
    if let Some(sign) = by_start(&lower, form) {
        return Some(sign);
    }
    if is_notice(&lower) {
        return Some(Sign::Is(Furniture::Cookie));
    }
    by_pattern(&lower, line, form)
}

/// Whether a block is a paragraph and no line of a page.
fn is_long(form: Form) -> bool {
    form.characters > LONGEST_SIGN || (form.stops && form.characters > LONGEST_LINE)
}

/// The signs that a whole paragraph may have; most have none, so only the start of the text is folded.
fn paragraph_sign(text: &str, form: Form) -> Option<Sign> {
    if form.characters <= LONGEST_SIGN && may_start(text) {
        let sign = by_start(&plain(first_characters(text, LONGEST_START)), form);
        if sign.is_some() {
            return sign;
        }
    }
    if is_notice(text) {
        return Some(Sign::Is(Furniture::Cookie));
    }
    if RIGHTS.find(text.as_bytes()).is_some() && is_copyright(&plain(text)) {
        return Some(Sign::Is(Furniture::Navigation));
    }
    None
}

/// The sign of a line that starts as furniture does.
fn by_start(lower: &str, form: Form) -> Option<Sign> {
    let kind = start(lower)?;
    if kind == "credit" && form.figures > 0 && !lower.starts_with('(') {
        return None; // "Credit: 12 mln vs 10 mln" is a row of a table
    }
    (form.characters <= LONGEST_INVITATION || matches!(kind, "caption" | "credit")).then(|| kind_of(kind)).flatten()
}

/// The signs that are no fixed words.
fn by_pattern(lower: &str, line: &str, form: Form) -> Option<Sign> {
    if is_copyright(lower) || (form.figures > 0 && form.words <= 4 && COUNT.is_match(line)) {
        return Some(Sign::Is(Furniture::Navigation));
    }
    if form.figures > 0 && form.words == 1 && RUNNING_TIME.is_match(lower) {
        return Some(Sign::RunningTime);
    }
    if is_pictured(lower, form) {
        return Some(Sign::Is(Furniture::Caption));
    }
    if is_sign_off(lower, form) || is_picture_credit(lower) {
        return Some(Sign::Is(Furniture::Credit));
    }
    if form.words <= 12 && form.figures > 0 && DAY.is_match(lower) {
        return Some(Sign::Day);
    }
    (form.words <= 4 && MENU_WORDS.contains(line)).then_some(Sign::Menu)
}

/// Whether `text`, which has no sign, is a line with a phrase of a consent notice: furniture, if such a notice stands near.
pub(super) fn may_be_notice(text: &str, form: Form) -> bool {
    !is_long(form) && has_consent_phrase(&plain(text))
}

fn kind_of(kind: &str) -> Option<Sign> {
    Some(match kind {
        "advertisement" => Sign::Is(Furniture::Advertisement),
        "player" => Sign::Is(Furniture::Player),
        "caption" => Sign::Is(Furniture::Caption),
        "credit" => Sign::Is(Furniture::Credit),
        "cookie" => Sign::Is(Furniture::Cookie),
        "navigation" => Sign::Is(Furniture::Navigation),
        "links" => Sign::Links,
        _ => return None,
    })
}

/// `text` in small letters, with plain apostrophes and blanks only.
fn plain(text: &str) -> String {
    if text.is_ascii() && !text.bytes().any(|byte| matches!(byte, b'\t' | b'\n' | b'\r')) {
        return text.to_ascii_lowercase();
    }
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '’' | '‘' | 'ʼ' => out.push('\''),
            _ if character.is_whitespace() => out.push(' '),
            _ => out.extend(character.to_lowercase()),
        }
    }
    out
}

/// Whether `character` may stand around a line of a page without changing what it is: bullets, arrows, stops.
fn is_mark(character: char) -> bool {
    !character.is_alphanumeric() && !matches!(character, '(' | ')' | '%' | '$' | '£' | '€')
}

/// The kind of the longest start in the lexicon that `lower` has, if any.
fn start(lower: &str) -> Option<&'static str> {
    if !may_start(lower) {
        return None;
    }
    let mut found = None;
    let limit = lower.len().min(LONGEST_START);
    for (at, byte) in lower.bytes().enumerate().take(limit + 1) {
        if ends_start(byte) {
            let end = at + usize::from(byte != b' ');
            if let Some(kind) = FURNITURE_STARTS.get(&lower[..end]) {
                found = Some(*kind);
            }
        }
    }
    found.or_else(|| FURNITURE_STARTS.get(lower).copied())
}

/// Whether `text`, in any case, may have a start of the lexicon: nine of ten lines are known by their first word not to.
fn may_start(text: &str) -> bool {
    let bytes = text.as_bytes();
    let first = bytes.iter().position(|&byte| ends_start(byte) || byte.is_ascii_whitespace() || !byte.is_ascii());
    let first = first.unwrap_or(bytes.len());
    bytes.get(first).is_some_and(|byte| !byte.is_ascii()) || FIRST_WORDS.get_at(bytes, first).is_some()
}

/// Whether the start of a line may end at this byte.
fn ends_start(byte: u8) -> bool {
    matches!(byte, b' ' | b':' | b'(' | b'@' | b')')
}

/// The first words of the starts of the lexicon.
static FIRST_WORDS: LazyLock<Meanings<()>> = LazyLock::new(|| {
    let first = |start: &&'static str| &start[..start.bytes().position(ends_start).unwrap_or(start.len())];
    Meanings::new(FURNITURE_STARTS.keys().map(first).map(|word| (word, ())))
});
static COOKIE: LazyLock<memmem::Finder<'_>> = LazyLock::new(|| memmem::Finder::new("ookie"));
static RIGHTS: LazyLock<memmem::Finder<'_>> = LazyLock::new(|| memmem::Finder::new("ights reserved"));

/// Whether `text` is a paragraph of a consent notice: it names cookies in one of the phrases of such notices and speaks
/// to the reader. A report on cookies tells what others say of them.
fn is_notice(text: &str) -> bool {
    if COOKIE.find(text.as_bytes()).is_none() {
        return false;
    }
    let lower = plain(text);
    let mut words = lower.split(|character: char| !character.is_alphanumeric() && character != '\'');
    has_consent_phrase(&lower)
        && !SPEECH.is_match(&lower)
        && !lower.starts_with(super::form::opens_quote)
        && words.any(|word| READER_WORDS.contains(word))
}

fn has_consent_phrase(lower: &str) -> bool {
    CONSENT.is_match(lower) || ALLOWED.is_match(lower)
}

/// Whether the line claims rights in the page.
fn is_copyright(lower: &str) -> bool {
    lower.starts_with('©')
        || lower.starts_with("copyright ©")
        || lower.starts_with("copyright (c)")
        || RIGHTS.find_iter(lower.as_bytes()).any(|at| lower[..at].ends_with("all r"))
        || (lower.starts_with("copyright") && lower.bytes().any(|byte| byte.is_ascii_digit()) && lower.len() < 120)
}

/// Whether the line is the desk of the agency with its telephone or mail address: "-- Ruda newsroom 12 345 6789".
fn is_sign_off(lower: &str, form: Form) -> bool {
    form.words <= 14
        && (lower.starts_with('-') || lower.starts_with("((") || lower.starts_with("(("))
        && SIGN_OFF.is_match(lower)
}

/// Whether the line ends with who made a picture: "The bridge at Ruda. Photo: Anna Kos/Agency".
fn is_picture_credit(lower: &str) -> bool {
    let is_maker =
        |maker: &str| maker.chars().count() <= LONGEST_MAKER && !maker.bytes().any(|byte| byte.is_ascii_digit());
    lower.contains(':') && CREDIT_END.end_in(lower).is_some_and(|end| is_maker(&lower[end..]))
}

/// Whether the line is a caption that ends with an agency in brackets: "Mayor Anna Kos (Agency)".
fn is_pictured(lower: &str, form: Form) -> bool {
    if form.figures > 1 || !lower.ends_with(')') {
        return false;
    }
    let Some(open) = lower.rfind('(') else { return false };
    let inside = lower[open + 1..lower.len() - 1].trim();
    inside.len() <= LONGEST_MAKER
        && (inside.split(['/', ',', '|']).any(|maker| PICTURE_AGENCIES.contains(maker.trim()))
            || CREDIT_INSIDE.is_match(inside))
}

/// The pattern of any of `phrases`, whole words only at the start.
fn any_of<'a>(phrases: impl Iterator<Item = &'a str>) -> Pattern {
    let mut escaped: Vec<String> = phrases.map(regex::escape).collect();
    escaped.sort_unstable();
    Pattern::new(&format!("(?:^|[^a-z])(?:{})", escaped.join("|")))
}

/// A pattern of this file. One that does not compile matches nothing, and a test finds it.
struct Pattern(Option<Regex>);

impl Pattern {
    fn new(source: &str) -> Self {
        Self(Regex::new(source).ok())
    }

    fn is_match(&self, text: &str) -> bool {
        self.0.as_ref().is_some_and(|regex| regex.is_match(text))
    }

    /// The end of the first match.
    fn end_in(&self, text: &str) -> Option<usize> {
        self.0.as_ref()?.find(text).map(|found| found.end())
    }
}

static CONSENT: LazyLock<Pattern> = LazyLock::new(|| any_of(CONSENT_PHRASES.iter().copied()));
static ALLOWED: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"\b(?:accept|allow|consent(?:ed)? to|disable|enable|reject|set|store|use|using)(?: \S+){1,2} cookies?\b",
    )
});
static SPEECH: LazyLock<Pattern> = LazyLock::new(|| Pattern::new(r"\b(?:said|says|told|according to)\b"));
static RUNNING_TIME: LazyLock<Pattern> = LazyLock::new(|| Pattern::new(r"^(?:\d{1,2}:)?\d{1,2}:\d{2}$"));
static COUNT: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"^[\d.,]+ ?[km]?\+? (?:comments?|shares?|views?|likes?|replies|reactions?|retweets?|min(?:ute)?s? read)$",
    )
});
static SIGN_OFF: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"^(?:--+|\(\()[^.!?]{0,60}?(?:\+? ?\(?\d[\d ()-]{6,}|[\w.]+@[\w.]+)[\d .,()@\w-]*$|^--+ ?[^.!?,\d]{0,30}(?:newsroom|newsdesk|bureau)\W*$",
    )
});
static CREDIT_END: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(
        r"(?:photo(?:graph)?|pic(?:ture)?|image|video) ?(?:credit|by|courtesy|source)? ?: ?|(?:[a-z.)]|\b)credit: ?",
    )
});
static CREDIT_INSIDE: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(r"^(?:photo(?:graph)?|image|pic(?:ture)?)s?(?: credit| source)?(?::| by | courtesy )|^credit: ")
});
static DAY: LazyLock<Pattern> = LazyLock::new(|| {
    Pattern::new(concat!(
        r"^(?:(?:first |last )?(?:published|updated|posted|modified|created|date)(?: on| at)?:? ?)*",
        r"(?:(?:mon|tues?|wednes|wed|thurs?|thu|fri|satur|sat|sun)(?:day)?\.?,? )?",
        r"(?:\d{4}-\d{2}-\d{2}|\d{1,2}[/.]\d{1,2}[/.]\d{2,4}|\d{1,2}(?:st|nd|rd|th)?,? (?:of )?(?:MONTH)\.?,? \d{4}|(?:MONTH)\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4})",
        r"(?:[ t,|/-]*(?:at )?\d{1,2}[:.]\d{2}(?::\d{2})?(?:\.\d+)?z? ?(?:[ap]\.?m\.?)?(?: ?[a-z]{2,4})?(?: ?[+-]\d{2}:?\d{2})?)?$"
    ).replace("MONTH", "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?").as_str())
});

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(text: &str) -> Option<Sign> {
        sign(text, Form::of(text))
    }

    #[test]
    fn every_pattern_compiles() {
        let all = [&CONSENT, &ALLOWED, &SPEECH, &RUNNING_TIME, &COUNT, &SIGN_OFF, &CREDIT_END, &CREDIT_INSIDE, &DAY];
        assert!(all.iter().all(|pattern| pattern.0.is_some()));
    }

    #[test]
    fn every_start_is_known_by_its_first_word() {
        assert!(FURNITURE_STARTS.keys().all(|start| may_start(start) && may_start(&start.to_uppercase())));
        assert!(!may_start("Ruda: a flood"));
    }

    #[test]
    fn furniture_is_told_by_its_phrase() {
        use Furniture::{Advertisement, Caption, Cookie, Credit, Navigation, Player};
        for (text, wanted) in [
            ("ADVERTISEMENT", Advertisement),
            ("Image: Boats on the Ola. Pic: AP", Caption),
            ("Mayor Anna Kos (REUTERS)", Caption),
            ("The bridge at Ruda (Image: Jan Wolny)", Caption),
            ("Pic: Reuters", Credit),
            ("(With inputs from agencies)", Credit),
            ("(Additional reporting by Jan Wolny; Editing by Ewa Lis)", Credit),
            ("-- Ruda newsroom +12 34 567 8901", Credit),
            ("Please use another browser? Your browser does not support video.", Navigation),
            ("Your browser does not support this video", Player),
            ("» Read more", Navigation),
            ("214 comments", Navigation),
            ("© 2024 Ruda Herald. All rights reserved.", Navigation),
            ("We use cookies to improve your experience on this site.", Cookie),
            ("Diese Website verwendet Cookies.", Cookie),
        ] {
            let found = kind(text);
            if text.contains('?') {
                assert_eq!(found, None, "{text}");
            } else {
                assert_eq!(found, Some(Sign::Is(wanted)), "{text}");
            }
        }
    }

    #[test]
    fn the_article_is_not_furniture() {
        for text in [
            "The ministry said sites must ask readers before they use cookies, under a new privacy law.",
            "Share prices fell 12 percent in Ruda on Monday.",
            "The photo: a symbol of the flood that killed 12 people in 2014.",
            "Read more than once, the order still did not say who would pay.",
            "Pakets (12) 3,400 4,100",
            "1:51.34 Anna Kos (Ruda)",
            "Credit: 12 mln vs 10 mln",
        ] {
            assert!(!matches!(kind(text), Some(Sign::Is(_) | Sign::Links)), "{text}: {:?}", kind(text));
        }
    }

    #[test]
    fn a_day_alone_is_known_in_its_usual_forms() {
        for text in
            ["9 February 2024", "Published: Feb 9, 2024, 6:30 pm", "2024-02-09T18:30:00Z", "Mon, 9 Feb 2024 18:30 GMT"]
        {
            assert_eq!(kind(text), Some(Sign::Day), "{text}");
        }
    }
}
