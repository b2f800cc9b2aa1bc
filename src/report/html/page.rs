//! What all pages share: the frame, and the small parts that are made from text of documents.

use super::{
    assets::{Sort, assets},
    words,
};
use crate::{article::Article, diverge::Kind, document::Published, span::Span};
use maud::{DOCTYPE, Markup, PreEscaped, html};
use serde::Serialize;

/// Characters of a title that stands in for a missing headline: about two lines on a card.
const TITLE_CHARACTERS: usize = 110;

/// A whole page: `title` for the window, `content` for the reader.
pub(super) fn page(sort: Sort, title: &str, content: &Markup) -> String {
    let assets = assets(sort);
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(assets.policy);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="referrer" content="no-referrer";
                title { (label(title, TITLE_CHARACTERS)) " · Variorum" }
                style { (PreEscaped(&assets.style)) }
            }
            body {
                (content)
                script { (PreEscaped(&assets.script)) }
            }
        }
    };
    page.into_string()
}

/// `text` on one line and without characters that steer the display, cut to `limit` characters: for attributes and
/// window titles, where no element can isolate right-to-left text.
///
/// Cost: reads `text` only as far as it is shown.
pub(super) fn label(text: &str, limit: usize) -> String {
    let mut line = String::new();
    let mut length = 0;
    for character in text.chars().filter(|&character| character.is_whitespace() || !steers_display(character)) {
        let space = character.is_whitespace();
        if space && (line.is_empty() || line.ends_with(' ')) {
            continue;
        }
        if length == limit {
            line.push('…');
            return line;
        }
        line.push(if space { ' ' } else { character });
        length += 1;
    }
    line.truncate(line.trim_end().len());
    line
}

/// Controls, zero-width space, marks of direction. The joiners U+200C and U+200D stay: Persian and Hindi spell with them.
fn steers_display(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}'
        )
}

/// Data for the script of a page. Escaped for the one place in HTML where entities are not read: no `<` is left, so that no
/// text can end the element, open a comment or begin another script.
pub(super) fn embedded(data: &impl Serialize) -> Markup {
    let json = serde_json::to_string(data).unwrap_or_else(|_| "null".to_owned()).replace('<', "\\u003c");
    html! { script type="application/json" id="data" { (PreEscaped(json)) } }
}

/// Text of a document inside a line of ours: its direction does not leak into what stands around it.
pub(super) fn isolated(text: &str) -> Markup {
    html! { bdi { (text) } }
}

/// The first `limit` characters of a text, isolated; what is cut shows as "…".
pub(super) fn excerpt(text: &str, limit: usize) -> Markup {
    let text = text.trim();
    match text.char_indices().nth(limit) {
        Some((end, _)) => html! { bdi { (text[..end]) "…" } },
        None => isolated(text),
    }
}

/// `span` drawn into `text` and to the characters it touches at their starts: the page of a wrong span is a wrong mark,
/// not a panic.
pub(super) fn within(text: &str, span: Span) -> Span {
    let end = text.floor_char_boundary(span.end as usize);
    Span::new(text.floor_char_boundary((span.start as usize).min(end)), end)
}

/// The part of `text` that `span` covers, as far as there is one.
pub(super) fn slice(text: &str, span: Span) -> &str {
    within(text, span).of(text)
}

/// The headline of an article, or the first words of its body where it has none.
pub(super) fn headline(article: &Article) -> String {
    let title = article.document.title.as_deref().unwrap_or("");
    let title = label(title, 2 * TITLE_CHARACTERS);
    if !title.is_empty() {
        return title;
    }
    let text = &article.document.text;
    let body = article.clean.blocks.iter().find(|block| block.furniture.is_none());
    let words = label(body.map_or(text, |block| slice(text, block.span)), TITLE_CHARACTERS);
    if words.is_empty() { "(no words)".to_owned() } else { words }
}

/// When an article was published, in words: "9 February 2024, 18:30 UTC+05:00".
pub(super) fn time(published: Option<Published>) -> Markup {
    let Some(published) = published else { return html! { span class="none" { "time unknown" } } };
    html! {
        time datetime=(published) {
            (published.local.strftime("%-d %B %Y"))
            @if published.has_time { ", " (published.local.strftime("%H:%M")) }
            @if published.offset_minutes != 0 { (zone(published.offset_minutes)) }
        }
    }
}

/// A time as the index shows it: "2031-05-14T09:10:00" is "2031-05-14 09:10".
pub(super) fn day(time: &str) -> String {
    match time.split_once('T') {
        Some((day, clock)) => format!("{day} {}", clock.get(..5).unwrap_or(clock)),
        None => time.to_owned(),
    }
}

fn zone(minutes: i16) -> String {
    let sign = if minutes < 0 { '−' } else { '+' };
    format!(" UTC{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
}

/// The outlet of an article.
pub(super) fn source(article: &Article) -> Markup {
    html! {
        @if let Some(source) = article.document.source.as_deref() { (isolated(source)) }
        @else { span class="none" { "source unknown" } }
    }
}

/// Where an article was scraped from: a link for http and https, plain text for anything else.
pub(super) fn address(url: &str) -> Markup {
    /// Longer ones break a card; the link keeps the whole.
    const SHOWN: usize = 70;
    let lower = url.get(..8).unwrap_or(url).to_ascii_lowercase();
    let web = lower.starts_with("https://") || lower.starts_with("http://");
    if web && !url.contains(|character: char| character.is_whitespace() || steers_display(character)) {
        html! { a rel="noopener noreferrer nofollow" href=(url) { bdi { (label(url, SHOWN)) } } }
    } else {
        html! { bdi { (label(url, SHOWN)) } }
    }
}

/// A relative link to the file `name` of this report, whatever characters it has.
///
/// "./" and the percent signs keep a name like `javascript:x` or `100%.html` a name.
pub(super) fn file(name: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
    let escape = |byte: u8| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    format!("./{}", name.bytes().map(escape).collect::<String>())
}

/// The badge of a kind where it is not a link: its letter.
pub(super) fn badge(kind: Kind) -> Markup {
    html! { span class={ "k " (words::class(kind)) } aria-hidden="true" { (words::letter(kind)) } }
}

/// A severity: word and number, in a shape that does not depend on colour. The word comes first, so that nobody takes
/// the number for a count.
pub(super) fn severity(severity: u8) -> Markup {
    html! { span class={ "sev s" (severity) } { (words::severity(severity)) " (" (severity) ")" } }
}

/// How many of severity 3, 2 and 1, those that are none left out: "2 to correct, 1 of style".
pub(super) fn severities(counts: [usize; 3]) -> Markup {
    html! {
        @for (count, level) in counts.into_iter().zip([3_u8, 2, 1]) {
            @if count > 0 {
                span class={ "sev s" (level) } { (thousands(count)) " " (words::to_do(level)) } " "
            }
        }
        @if counts == [0; 3] { span class="none" { "no disagreement" } " " }
    }
}

/// `number` as a reader expects it: 12400 is "12,400".
pub(super) fn thousands(number: usize) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (at, digit) in digits.char_indices() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// A share as a whole percentage; "under 1%" where it is not quite nothing.
pub(super) fn percent(share: f64) -> String {
    let percent = (share.clamp(0.0, 1.0) * 100.0).round();
    if percent == 0.0 && share > 0.0 { "under 1%".to_owned() } else { format!("{percent}%") }
}

/// "1 document", "2 documents".
pub(super) fn count(number: usize, one: &str, many: &str) -> String {
    format!("{} {}", thousands(number), if number == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_a_link_on_the_web_only() {
        let linked = |url: &str| address(url).into_string().contains("<a ");
        assert!(linked("https://ruda.example/flood?a=1&b=2") && linked("HTTP://ruda.example"));
        for url in [
            "javascript:alert(1)",
            "data:text/html,x",
            "//ruda.example",
            "https:",
            "",
            "https://ruda.example/\u{202e}x",
        ] {
            assert!(!linked(url), "{url}");
        }
    }

    #[test]
    fn a_label_is_one_short_line_without_marks_that_steer_the_display() {
        assert_eq!(label("  Flood\n\n kills\u{202e}\u{200b} 12 ", 40), "Flood kills 12");
        assert_eq!(label("Überflutung in Ruda", 5), "Überf…");
        assert_eq!(label("خانه\u{200c}ها", 20), "خانه\u{200c}ها");
    }

    #[test]
    fn numbers_read_as_in_a_newspaper() {
        assert_eq!([0, 999, 12_400, 1_000_000].map(thousands), ["0", "999", "12,400", "1,000,000"]);
        assert_eq!([0.0, 0.002, 0.583, 1.0].map(percent), ["0%", "under 1%", "58%", "100%"]);
    }
}
