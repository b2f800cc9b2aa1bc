//! A web page: its main article, and what it says of it.
//!
//! Two extractors read each page: Mozilla's Readability (the crate `dom_smoothie`) and trafilatura. Readability keeps whole
//! paragraphs and misses little, and takes more than the article at its two ends; trafilatura is strict and loses lists and
//! headings inside. So the article is Readability's, cut at both ends to what trafilatura has, too. On 57 pages the F1 of four-word
//! shingles is .994 (trafilatura alone .951; Readability alone .999, but the pages are that tool's own tests).

use super::{fields, markup, published};
use crate::{
    document::Published,
    hash::{combine, hash},
};
use dom_query::Document;
use dom_smoothie::{Config, Readability, TextMode};
use hashbrown::{HashMap, HashSet};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Elements inside elements that are read: real pages have up to 60, browsers stop at 512. The extractors need time with the
/// square of it and more.
const DEEPEST: usize = 256;
/// Tags that may be open at once in the source of a page before its tree is built, which needs time with the square of it.
const MOST_OPEN: usize = 4 * DEEPEST;
/// Letters of an element's name that are looked at.
const LONGEST_NAME: usize = 24;
/// Words in a row by which the two extractions are compared.
const SHINGLE: usize = 3;
/// Share of the shingles of Readability's article that trafilatura's must have; below, the two found two different articles, and
/// the stricter one is believed.
const SAME_ARTICLE: f64 = 0.5;
/// Share of the shingles of a block that trafilatura must have to confirm it.
const CONFIRMED: f64 = 0.5;
/// Words from which a block at the end of the article needs no confirmation: it is prose, and no byline, credit or link.
const PROSE: usize = 25;

/// What a page holds.
#[derive(Debug)]
pub(super) struct Page {
    pub(super) text: String,
    pub(super) title: Option<String>,
    pub(super) published: Option<Published>,
    pub(super) source: Option<String>,
    /// The canonical address.
    pub(super) url: Option<String>,
    pub(super) language: Option<String>,
}

/// The article of a page, and its title, time, site, address and language from its meta tags and JSON-LD.
///
/// Cost: some 20 ms.
///
/// # Errors
///
/// In words, when there is no article, when elements are nested too deep, or when an extractor fails.
pub(super) fn read(html: &str) -> Result<Page, String> {
    let document = parse(html)?;
    // A page that an extractor was never tried on may make it fail; that must cost this page and not the run.
    catch_unwind(AssertUnwindSafe(|| extract(html, document)))
        .unwrap_or_else(|_| Err("the extractor failed on this page".to_owned()))
}

fn extract(html: &str, document: Document) -> Result<Page, String> {
    let canonical = document.select_single("link[rel=canonical]").attr("href");
    let canonical = canonical.or_else(|| document.select_single("meta[property='og:url']").attr("content"));
    let address = |url: &str| Some(url.trim().to_owned()).filter(|url| fields::host(url).is_some());
    let canonical = canonical.as_deref().and_then(address);

    let config = Config { text_mode: TextMode::Formatted, ..Config::default() };
    let readable = Readability::with_document(document, None, Some(config)).and_then(|mut page| page.parse()).ok();
    let options = trafilatura::Options::default().with_fallback(true).with_exclude_comments(true);
    let strict = trafilatura::extract(html, &options).ok();

    let text = match (&readable, &strict) {
        (Some(readable), Some(strict)) => together(&readable.text_content, &strict.content_text),
        (Some(readable), None) => readable.text_content.trim().to_owned(),
        (None, Some(strict)) => strict.content_text.trim().to_owned(),
        (None, None) => String::new(),
    };
    if text.is_empty() {
        return Err("no article found in this page".to_owned());
    }
    let filled = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let meta = strict.map(|strict| strict.metadata);
    let from_meta = |field: fn(&trafilatura::Metadata) -> &String| meta.as_ref().and_then(|meta| filled(field(meta)));
    let url = canonical
        .or_else(|| readable.as_ref()?.url.as_deref().and_then(address))
        .or_else(|| from_meta(|meta| &meta.url).as_deref().and_then(address));
    Ok(Page {
        text,
        title: readable.as_ref().and_then(|page| filled(&page.title)).or_else(|| from_meta(|meta| &meta.title)),
        published: readable.as_ref().and_then(|page| published::parse(page.published_time.as_deref()?)).or_else(|| {
            let day = meta.as_ref()?.date?;
            published::parse(&day.to_string())
        }),
        source: readable
            .as_ref()
            .and_then(|page| filled(page.site_name.as_deref()?))
            .or_else(|| from_meta(|meta| &meta.sitename))
            .or_else(|| url.as_deref().and_then(fields::host)),
        url,
        language: readable
            .as_ref()
            .and_then(|page| filled(page.lang.as_deref()?))
            .or_else(|| from_meta(|meta| &meta.language)),
    })
}

/// The article of which both tell: `readable`, at both ends cut to what `strict` has, too.
fn together(readable: &str, strict: &str) -> String {
    let theirs = shingles(strict);
    let ours = shingles(readable);
    let shared = ours.intersection(&theirs).count();
    if (shared as f64) < SAME_ARTICLE * ours.len() as f64 && !theirs.is_empty() {
        return strict.trim().to_owned();
    }
    let stays = |block: &str| {
        let ours = shingles(block);
        let shared = ours.intersection(&theirs).count();
        !ours.is_empty() && shared as f64 >= CONFIRMED * ours.len() as f64 || block.split_whitespace().count() >= PROSE
    };
    let blocks: Vec<&str> = readable.split('\n').map(str::trim).collect();
    let first = blocks.iter().position(|block| stays(block));
    let last = blocks.iter().rposition(|block| stays(block));
    let (Some(first), Some(last)) = (first, last) else { return readable.trim().to_owned() };
    let mut text = markup::Paragraphs::default();
    for block in &blocks[first..=last] {
        if block.is_empty() {
            text.paragraph();
        } else {
            text.push(block);
            text.line();
        }
    }
    text.finish()
}

/// Hashes of all runs of [`SHINGLE`] words, of a shorter text of the words it has.
fn shingles(text: &str) -> HashSet<u64> {
    let words = text.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty());
    let words: Vec<u64> = words.map(|word| hash(word.to_lowercase().as_bytes())).collect();
    let run = |words: &[u64]| words.iter().copied().reduce(combine);
    if words.len() < SHINGLE {
        run(&words).into_iter().collect()
    } else {
        words.windows(SHINGLE).filter_map(run).collect()
    }
}

/// The tree of `html`.
///
/// # Errors
///
/// In words, when its elements are nested too deep to be read in a time that is bounded by its length.
pub(super) fn parse(html: &str) -> Result<Document, String> {
    let too_deep = || format!("elements nested deeper than {DEEPEST}; no page is made so");
    if is_hostile(html) {
        return Err(too_deep());
    }
    let document = Document::from(html);
    let (mut depth, mut next) = (0, Some(document.root()));
    while let Some(node) = next {
        if depth > DEEPEST {
            return Err(too_deep());
        }
        if let Some(child) = node.first_child() {
            depth += 1;
            next = Some(child);
            continue;
        }
        let mut last = node;
        next = loop {
            if let Some(sibling) = last.next_sibling() {
                break Some(sibling);
            }
            match last.parent() {
                Some(parent) => {
                    depth -= 1;
                    last = parent;
                }
                None => break None,
            }
        };
    }
    Ok(document)
}

/// Whether the source opens far more elements than it closes.
fn is_hostile(html: &str) -> bool {
    /// Elements that end by themselves: where they are not closed, nothing is nested.
    const ENDS_ITSELF: [&str; 30] = [
        "a", "area", "base", "br", "col", "dd", "dt", "embed", "hr", "img", "input", "li", "link", "meta", "optgroup",
        "option", "p", "param", "path", "rp", "rt", "source", "tbody", "td", "tfoot", "th", "thead", "tr", "track",
        "wbr",
    ];
    let bytes = html.as_bytes();
    let mut open: HashMap<String, usize> = HashMap::new();
    let (mut all, mut at) = (0, 0);
    while let Some(found) = memchr::memchr(b'<', &bytes[at..]) {
        at += found + 1;
        let rest = &bytes[at..];
        if rest.starts_with(b"!--") {
            at += memchr::memmem::find(rest, b"-->").unwrap_or(rest.len());
            continue;
        }
        let (closes, rest) = rest.strip_prefix(b"/").map_or((false, rest), |rest| (true, rest));
        let length = rest.iter().take(LONGEST_NAME).take_while(|byte| byte.is_ascii_alphanumeric()).count();
        let name = String::from_utf8_lossy(&rest[..length]).to_ascii_lowercase();
        if name.is_empty() || ENDS_ITSELF.contains(&name.as_str()) {
            continue;
        }
        if !closes && matches!(name.as_str(), "script" | "style" | "textarea") {
            // Nothing in these is an element.
            at += memchr::memmem::find(rest, b"</").unwrap_or(rest.len());
            continue;
        }
        let count = open.entry(name).or_default();
        if closes {
            all -= usize::from(*count > 0);
            *count = count.saturating_sub(1);
        } else {
            all += 1;
            *count += 1;
        }
        if all > MOST_OPEN {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_that_is_nested_to_no_end_is_refused_and_one_that_closes_nothing_is_read() {
        for deep in ["<div>", "<div></b>", "<b><div>", "<table><tr><td>", "<blockquote>"] {
            assert!(parse(&deep.repeat(100_000)).is_err(), "{deep}");
            assert!(parse(&deep.repeat(300)).is_err(), "{deep}");
        }
        let script = format!("<script>{}</script>", "for(i=0;i<n;i++)".repeat(5_000));
        for flat in ["<p>A flood", "<li>A flood", "<div>A flood</div>", "<!-- <div> -->", &script] {
            assert!(parse(&flat.repeat(if flat == script { 1 } else { 5_000 })).is_ok(), "{flat}");
        }
    }

    #[test]
    fn what_only_one_extractor_has_is_cut_at_both_ends_and_kept_inside() {
        let readable =
            "By A Reporter\n\nA flood killed twelve in Ruda.\n\nThe dam\n\nThe river rose all night.\n\nShare this";
        let strict = "A flood killed twelve in Ruda.\nThe river rose all night.";
        assert_eq!(
            together(readable, strict),
            "A flood killed twelve in Ruda.\n\nThe dam\n\nThe river rose all night."
        );
        assert_eq!(together("We use cookies here. Accept all of them", strict), strict);
    }
}
