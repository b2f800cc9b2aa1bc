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
    settings::Reading,
};
use dom_query::Document;
use dom_smoothie::{Config, Readability, TextMode};
use hashbrown::{HashMap, HashSet};
use std::panic::{AssertUnwindSafe, catch_unwind};

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
    /// What its reader must know: that the text is not the article alone.
    pub(super) note: Option<String>,
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
    let elements = survey(html).elements;
    if elements > Reading::PAGE_ELEMENTS {
        return whole_text(&document, elements);
    }
    // A page that an extractor was never tried on may make it fail; that must cost this page and not the run.
    catch_unwind(AssertUnwindSafe(|| extract(html, document)))
        .unwrap_or_else(|_| Err("the extractor failed on this page".to_owned()))
}

/// All the text of a page that is too large for the extractors, which take some 50 µs an element.
fn whole_text(document: &Document, elements: usize) -> Result<Page, String> {
    let text = markup::text_of(document);
    if text.is_empty() {
        return Err("no article found in this page".to_owned());
    }
    let attribute = |element: &str, name: &str| {
        document
            .select_single(element)
            .attr(name)
            .map(|value| value.trim().to_owned())
            .filter(|value| !value.is_empty())
    };
    let title = Some(document.select_single("title").text().trim().to_owned()).filter(|title| !title.is_empty());
    let url = attribute("link[rel=canonical]", "href").filter(|url| fields::host(url).is_some());
    let note = format!(
        "its article was not told from the rest: {elements} elements, more than the {} for which that takes a second; all the text \
         of the page was read",
        Reading::PAGE_ELEMENTS
    );
    let language = attribute("html", "lang");
    Ok(Page { text, title, published: None, source: None, url, language, note: Some(note) })
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
        note: None,
    })
}

/// The article of which both tell: `readable`, at both ends cut to what `strict` has, too.
fn together(readable: &str, strict: &str) -> String {
    let theirs = shingles(strict);
    let ours = shingles(readable);
    let shared = ours.intersection(&theirs).count();
    if (shared as f64) < Reading::SAME_ARTICLE * ours.len() as f64 && !theirs.is_empty() {
        return strict.trim().to_owned();
    }
    let stays = |block: &str| {
        let ours = shingles(block);
        let shared = ours.intersection(&theirs).count();
        !ours.is_empty() && shared as f64 >= Reading::CONFIRMED_BLOCK * ours.len() as f64
            || block.split_whitespace().count() >= Reading::PROSE_WORDS
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

/// Hashes of all runs of [`Reading::EXTRACT_SHINGLE`] words, of a shorter text of the words it has.
fn shingles(text: &str) -> HashSet<u64> {
    let words = text.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty());
    let words: Vec<u64> = words.map(|word| hash(word.to_lowercase().as_bytes())).collect();
    let run = |words: &[u64]| words.iter().copied().reduce(combine);
    if words.len() < Reading::EXTRACT_SHINGLE {
        run(&words).into_iter().collect()
    } else {
        words.windows(Reading::EXTRACT_SHINGLE).filter_map(run).collect()
    }
}

/// The tree of `html`.
///
/// # Errors
///
/// In words, when its elements are nested too deep, or it has too many of them or of their attributes, to be read in a time that is
/// bounded by its length.
pub(super) fn parse(html: &str) -> Result<Document, String> {
    let too_deep = || format!("elements nested deeper than {}; no page is made so", Reading::DEEPEST_ELEMENT);
    let source = survey(html);
    if source.deepest > Reading::OPEN_ELEMENTS {
        return Err(too_deep());
    }
    for (found, most, what) in [
        (source.elements, Reading::MOST_ELEMENTS, "elements"),
        (source.attributes, Reading::MOST_ATTRIBUTES, "attributes in one element"),
    ] {
        if found > most {
            return Err(format!("{found} {what}, more than {most}; no page is made so"));
        }
    }
    let document = Document::from(html);
    let (mut depth, mut next) = (0, Some(document.root()));
    while let Some(node) = next {
        if depth > Reading::DEEPEST_ELEMENT {
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

/// What the source of a page has, before its tree is built.
#[derive(Debug, Default)]
struct Survey {
    /// Elements that are opened.
    elements: usize,
    /// Most attributes of one of them.
    attributes: usize,
    /// Most that are open at once.
    deepest: usize,
}

/// Counts what the source of a page has, in one pass.
fn survey(html: &str) -> Survey {
    /// Elements that end by themselves: where they are not closed, nothing is nested.
    const ENDS_ITSELF: [&str; 30] = [
        "a", "area", "base", "br", "col", "dd", "dt", "embed", "hr", "img", "input", "li", "link", "meta", "optgroup",
        "option", "p", "param", "path", "rp", "rt", "source", "tbody", "td", "tfoot", "th", "thead", "tr", "track",
        "wbr",
    ];
    /// Letters of an element's name that are looked at.
    const LONGEST_NAME: usize = 24;
    let bytes = html.as_bytes();
    let mut open: HashMap<String, usize> = HashMap::new();
    let mut found = Survey::default();
    let (mut all, mut at) = (0_usize, 0);
    while let Some(next) = memchr::memchr(b'<', &bytes[at..]) {
        at += next + 1;
        let rest = &bytes[at..];
        if rest.starts_with(b"!--") {
            at += memchr::memmem::find(rest, b"-->").unwrap_or(rest.len());
            continue;
        }
        let (closes, rest) = rest.strip_prefix(b"/").map_or((false, rest), |rest| (true, rest));
        let length = rest.iter().take(LONGEST_NAME).take_while(|byte| byte.is_ascii_alphanumeric()).count();
        let name = String::from_utf8_lossy(&rest[..length]).to_ascii_lowercase();
        if name.is_empty() {
            continue;
        }
        let (attributes, end) = tag(rest);
        at = bytes.len() - rest.len() + end;
        if !closes {
            found.elements += 1;
            found.attributes = found.attributes.max(attributes);
        }
        if ENDS_ITSELF.contains(&name.as_str()) {
            continue;
        }
        if !closes && matches!(name.as_str(), "script" | "style" | "textarea") {
            // Nothing in these is an element.
            at += memchr::memmem::find(&bytes[at..], b"</").unwrap_or(bytes.len() - at);
            continue;
        }
        let count = open.entry(name).or_default();
        if closes {
            all -= usize::from(*count > 0);
            *count = count.saturating_sub(1);
        } else {
            all += 1;
            *count += 1;
            found.deepest = found.deepest.max(all);
        }
    }
    found
}

/// The attributes of the tag whose name `rest` begins with, and where it ends.
fn tag(rest: &[u8]) -> (usize, usize) {
    let (mut attributes, mut at) = (0, 0);
    let (mut between, mut is_value) = (false, false);
    while let Some(&byte) = rest.get(at) {
        match byte {
            b'>' => return (attributes, at),
            b'"' | b'\'' if is_value => {
                at += 1 + memchr::memchr(byte, &rest[at + 1..]).unwrap_or(rest.len() - at - 1);
                is_value = false;
            }
            b'=' => is_value = true,
            b'/' | b' ' | b'\t' | b'\n' | b'\r' | b'\x0c' => between = true,
            _ => {
                attributes += usize::from(between && !is_value);
                (between, is_value) = (false, false);
            }
        }
        at += 1;
    }
    (attributes, rest.len().min(at))
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
    fn a_page_with_more_elements_than_can_be_told_apart_in_a_second_is_read_whole_and_says_so() {
        let page = |paragraphs: usize| {
            let paragraph = "<p class=\"a>b\">A flood killed 12 in Ruda on Friday, officials said.</p>";
            format!(
                "<html lang=en><head><title>Flood</title></head><body>{}</body></html>",
                paragraph.repeat(paragraphs)
            )
        };
        assert!(read(&page(100)).unwrap().note.is_none());
        let large = read(&page(Reading::PAGE_ELEMENTS)).unwrap();
        assert_eq!((large.title.as_deref(), large.language.as_deref()), (Some("Flood"), Some("en")));
        assert_eq!(large.text.matches("killed 12").count(), Reading::PAGE_ELEMENTS);
        assert!(large.note.unwrap().contains("all the text of the page was read"));
        assert!(read(&page(Reading::MOST_ELEMENTS)).unwrap_err().contains("elements, more than"));
        let attributes = " a=\">\"".repeat(Reading::MOST_ATTRIBUTES + 1);
        assert!(read(&format!("<p{attributes}>A flood.")).unwrap_err().contains("attributes in one element"));
        assert_eq!(tag(b"p a='x y=1' b=c/d  e>f").0, 4);
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
