//! Markup to plain text: a paragraph for each block, and nothing cut.

use dom_query::{Document, NodeRef};

/// Elements that stand in a line; all others begin a paragraph of their own.
const IN_LINE: [&str; 40] = [
    "a",
    "abbr",
    "acronym",
    "b",
    "bdi",
    "bdo",
    "big",
    "chron",
    "cite",
    "code",
    "data",
    "del",
    "dfn",
    "em",
    "font",
    "i",
    "ins",
    "kbd",
    "label",
    "location",
    "mark",
    "money",
    "num",
    "org",
    "person",
    "q",
    "s",
    "samp",
    "small",
    "span",
    "strike",
    "strong",
    "sub",
    "sup",
    "time",
    "tt",
    "u",
    "var",
    "wbr",
    "person.title",
];

/// Elements that hold nothing to read.
const UNREAD: [&str; 11] =
    ["script", "style", "noscript", "template", "iframe", "object", "svg", "head", "title", "video", "audio"];

/// Whether an element of this name stands in a line.
pub(super) fn is_in_line(name: &str) -> bool {
    IN_LINE.contains(&name)
}

/// Whether `text` begins with an element that stands for a block: it is markup, no plain text that speaks of it.
pub(super) fn is_markup(text: &str) -> bool {
    let Some(rest) = text.trim_start().strip_prefix('<') else { return false };
    let length = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
    let name = rest[..length].to_ascii_lowercase();
    let is_closed = || rest.contains("</") || rest.contains("/>");
    matches!(
        name.as_str(),
        "p" | "div"
            | "article"
            | "section"
            | "main"
            | "html"
            | "body"
            | "h1"
            | "h2"
            | "h3"
            | "ul"
            | "ol"
            | "blockquote"
            | "figure"
            | "span"
            | "table"
    ) && is_closed()
        || rest.get(..8).is_some_and(|start| start.eq_ignore_ascii_case("!doctype"))
}

/// The text of `markup`, of a page only its article.
///
/// # Errors
///
/// In words, when its elements are nested too deep, or a page has no article.
pub(super) fn to_text(markup: &str) -> Result<String, String> {
    let start: String = markup.trim_start().chars().take(9).collect::<String>().to_ascii_lowercase();
    if start.starts_with("<html") || start == "<!doctype" {
        return super::page::read(markup).map(|page| page.text);
    }
    Ok(text_of(&super::page::parse(markup)?))
}

/// All the text of a document.
pub(super) fn text_of(document: &Document) -> String {
    let mut text = Paragraphs::default();
    let root = document.root();
    let mut next = Some((root, true));
    // A walk without a call for each level: the markup may be nested deep.
    while let Some((node, enters)) = next {
        let name = node.node_name();
        let name = name.as_deref().unwrap_or("");
        if enters {
            if node.is_text() {
                text.push(&node.text());
            } else if node.is_element() && name == "br" {
                text.line();
            } else if node.is_element() && !is_in_line(name) {
                text.paragraph();
            }
            let child = if UNREAD.contains(&name) { None } else { node.first_child() };
            next = child.map_or(Some((node, false)), |child| Some((child, true)));
        } else {
            if node.is_element() && name != "br" && !is_in_line(name) {
                text.paragraph();
            }
            next = if node.id == root.id { None } else { after(&node) };
        }
    }
    text.finish()
}

/// Where a walk goes on behind `node`: its next sibling, or out of its parent.
fn after<'a>(node: &NodeRef<'a>) -> Option<(NodeRef<'a>, bool)> {
    node.next_sibling().map(|next| (next, true)).or_else(|| node.parent().map(|parent| (parent, false)))
}

/// Text gathered paragraph by paragraph, white space made one.
#[derive(Default)]
pub(super) struct Paragraphs {
    text: String,
    /// What has to come before the next word.
    gap: &'static str,
}

impl Paragraphs {
    /// Adds words of the current paragraph.
    pub(super) fn push(&mut self, words: &str) {
        if words.starts_with(char::is_whitespace) {
            self.space();
        }
        for (number, word) in words.split_whitespace().enumerate() {
            if number > 0 {
                self.space();
            }
            if !self.text.is_empty() {
                self.text.push_str(self.gap);
            }
            self.text.push_str(word);
            self.gap = "";
        }
        if words.ends_with(char::is_whitespace) {
            self.space();
        }
    }

    fn space(&mut self) {
        if self.gap.is_empty() {
            self.gap = " ";
        }
    }

    /// Ends the line.
    pub(super) fn line(&mut self) {
        if self.gap != "\n\n" {
            self.gap = "\n";
        }
    }

    /// Ends the paragraph.
    pub(super) fn paragraph(&mut self) {
        self.gap = "\n\n";
    }

    /// All that was gathered.
    pub(super) fn finish(self) -> String {
        self.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_become_paragraphs_and_words_in_a_line_stay_together() {
        let text =
            to_text("<p>A <b>flo</b>od\n killed&nbsp;12 .</p><ul><li>One<li>Two<br>lines</ul><script>x</script> end");
        assert_eq!(text.unwrap(), "A flood killed 12 .\n\nOne\n\nTwo\nlines\n\nend");
        assert!(is_markup(" <p class=a>Flood</p>") && !is_markup("<3 Ruda </3") && !is_markup("A <p>flood</p>"));
    }
}
