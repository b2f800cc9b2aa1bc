//! Quotation marks: straight, curly, nested, lost.

use crate::span::Span;

/// A quotation longer than this, in bytes, has lost its end: a stray mark must not swallow the page.
const LONGEST_QUOTE: usize = 1500;

/// The quoted runs of one paragraph, without their marks, and whether the last one was left open on purpose (no closing
/// mark by the end of the paragraph). `inside` tells that the paragraph before left one open.
pub(super) fn marked_runs(text: &str, block: Span, inside: bool) -> (Vec<Span>, bool) {
    let body = block.of(text);
    let mut out = Vec::new();
    let mut open: Option<(char, usize)> = None;
    for (offset, character) in marks(body) {
        let before = body[..offset].chars().next_back().unwrap_or(' ');
        let after = body[offset + character.len_utf8()..].chars().next().unwrap_or(' ');
        open = open.filter(|(_, start)| offset - start <= LONGEST_QUOTE);
        match open {
            None => {
                let opens = match character {
                    '“' | '«' | '„' => Some(closing(character)),
                    '"' if !before.is_alphanumeric() => Some('"'),
                    '‘' if !before.is_alphanumeric() => Some('’'),
                    '\'' if !before.is_alphanumeric()
                        && after.is_alphanumeric()
                        && closes_later(&body[offset + 1..]) =>
                    {
                        Some('\'')
                    }
                    _ => None,
                };
                if let Some(close) = opens {
                    open = Some((close, offset + character.len_utf8()));
                } else if matches!(character, '”')
                    || character == '"' && (before.is_alphanumeric() || before.is_ascii_punctuation())
                {
                    // A closing mark without its opening one: the words from the start of the paragraph, or what the
                    // paragraph before left open.
                    let start = out.last().map_or(0, |last: &Span| (last.end - block.start) as usize);
                    if inside || out.is_empty() {
                        push(&mut out, text, block, start, offset);
                    }
                }
            }
            Some((close, start)) => {
                let closes = character == close || close == '”' && character == '"' || close == '"' && character == '”';
                if closes && (!matches!(close, '’' | '\'') || !after.is_alphanumeric()) {
                    push(&mut out, text, block, start, offset);
                    open = None;
                }
            }
        }
    }
    open = open.filter(|(_, start)| body.len() - start <= LONGEST_QUOTE);
    let left_open = open.is_some_and(|(close, _)| matches!(close, '”' | '"'));
    if let Some((close, start)) = open
        && matches!(close, '”' | '"')
    {
        push(&mut out, text, block, start, body.len());
    }
    (out, left_open)
}

/// The quotation marks of a text, each with its place in bytes. Cost: most texts are passed over 16 or 32 bytes at a time.
fn marks(text: &str) -> impl Iterator<Item = (usize, char)> + '_ {
    // The curly marks and „ begin with E2 in UTF-8, « and » with C2.
    let bytes = text.as_bytes();
    let wide = memchr::memchr(0xC2, bytes).unwrap_or(bytes.len());
    let narrow = memchr::memchr3_iter(b'"', b'\'', 0xE2, &bytes[..wide]);
    let rest = (wide..bytes.len()).filter(|&at| matches!(bytes[at], b'"' | b'\'' | 0xE2 | 0xC2));
    narrow.chain(rest).filter_map(|at| {
        let mark = text[at..].chars().next()?;
        matches!(mark, '"' | '\'' | '“' | '”' | '„' | '‘' | '’' | '«' | '»').then_some((at, mark))
    })
}

fn closing(open: char) -> char {
    match open {
        '«' => '»',
        '„' => '“',
        _ => '”',
    }
}

/// Whether a straight single mark is closed in the same line: else it is an apostrophe.
fn closes_later(rest: &str) -> bool {
    rest.char_indices().take(200).any(|(offset, character)| {
        character == '\'' && offset > 1 && !rest[offset + 1..].chars().next().is_some_and(char::is_alphanumeric)
    })
}

fn push(out: &mut Vec<Span>, text: &str, block: Span, start: usize, end: usize) {
    let inside = &block.of(text)[start..end];
    let trimmed = inside.trim();
    if trimmed.chars().any(char::is_alphanumeric) {
        let first = block.start as usize + start + (inside.len() - inside.trim_start().len());
        out.push(Span::new(first, first + trimmed.len()));
    }
}
