//! XML that newsrooms send: NewsML-G2, NITF, RSS 0.9 to 2.0 and Atom, each item an article.
//!
//! An entity that a file declares itself is never resolved, inside or outside: such a file is turned away.

use super::{fields, lines, markup, markup::Paragraphs, published};
use crate::{
    document::{Document, DocumentId, Item, Place, PubStatus, Skipped},
    settings::Reading,
};
use quick_xml::{Reader, events::BytesStart, events::Event};

/// An element with all that stands in it.
#[derive(Debug, Default)]
struct Element {
    /// Its name without its prefix, but for `content:encoded` and `dc:`, which RSS needs.
    name: String,
    attributes: Vec<(String, String)>,
    children: Vec<Node>,
}

#[derive(Debug)]
enum Node {
    Element(Element),
    Text(String),
}

/// The articles of `xml`, and what is none of them; `under` is what a file is called that holds one without an id.
///
/// # Errors
///
/// In words, when it is no XML, or none of the formats.
pub(super) fn read(xml: &str, place: &Place, under: &str) -> Result<Vec<Result<Document, Skipped>>, String> {
    let root = parse(xml)?;
    let (items, read): (Vec<&Element>, Drafting) = match root.name.as_str() {
        "rss" | "RDF" => {
            let channel = root.child("channel").unwrap_or(&root);
            let mut items = channel.children_named("item");
            items.extend(root.children_named("item"));
            (items, rss)
        }
        "feed" => (root.children_named("entry"), atom),
        "entry" => (vec![&root], atom),
        "nitf" => (vec![&root], nitf),
        "newsItem" => (vec![&root], news_item),
        "newsMessage" => {
            let sets = root.children_named("itemSet");
            (sets.into_iter().flat_map(|set| set.children_named("newsItem")).collect(), news_item)
        }
        other => {
            let other: String = other.chars().take(40).collect();
            return Err(format!("XML that is no news: wanted NewsML-G2, NITF, RSS or Atom, found <{other}>"));
        }
    };
    if items.is_empty() {
        return Err(format!("<{}> holds no article", root.name));
    }
    let is_one = items.len() == 1 && matches!(root.name.as_str(), "nitf" | "newsItem" | "entry");
    let all = (1..).zip(items).map(|(number, item)| {
        let place = Place { record: (!is_one).then_some(number), ..place.clone() };
        let name = if is_one { under.to_owned() } else { lines::name(under, &place) };
        read(item, &root).document(&name, place)
    });
    Ok(all.collect())
}

/// How an item is read; the second element is the root, which may say what holds for all.
type Drafting = fn(&Element, &Element) -> Draft;

/// An article as its item gives it.
#[derive(Default)]
struct Draft {
    id: Option<String>,
    text: String,
    title: Option<String>,
    published: Option<String>,
    source: Option<String>,
    url: Option<String>,
    item: Item,
}

impl Draft {
    fn document(self, name: &str, place: Place) -> Result<Document, Skipped> {
        let mut text = self.text;
        if text.is_empty() && self.item.pubstatus == Some(PubStatus::Canceled) {
            // A kill brings no story; what it says to editors is what there is to read.
            text = [&self.item.ednote, &self.title].into_iter().flatten().next().cloned().unwrap_or_default();
        }
        if text.is_empty() {
            return Err(Skipped { place, why: "the item has no text".to_owned() });
        }
        let url = self.url.filter(|url| fields::host(url).is_some());
        Ok(Document {
            id: DocumentId(self.id.unwrap_or_else(|| name.to_owned())),
            text,
            title: self.title,
            published: self.published.and_then(|moment| published::parse(&moment)),
            source: self.source.or_else(|| url.as_deref().and_then(fields::host)),
            url,
            item: self.item,
            place,
        })
    }
}

fn rss(item: &Element, root: &Element) -> Draft {
    let channel = root.child("channel");
    let body = ["content:encoded", "encoded", "description"].iter().find_map(|name| item.text_of(name));
    let guid = item.text_of("guid");
    Draft {
        url: item.text_of("link").or_else(|| guid.clone()),
        id: guid.or_else(|| item.attribute("about").map(str::to_owned)).or_else(|| item.text_of("link")),
        text: body.map(|body| plain(&body)).unwrap_or_default(),
        title: item.text_of("title").map(|title| plain(&title)),
        published: item.text_of("pubDate").or_else(|| item.text_of("dc:date")),
        source: item.text_of("source").or_else(|| channel?.text_of("title")),
        item: Item {
            language: item.text_of("dc:language").or_else(|| channel?.text_of("language")),
            ..Item::default()
        },
    }
}

fn atom(entry: &Element, root: &Element) -> Draft {
    let body = entry.child("content").filter(|content| !content.is_empty()).or_else(|| entry.child("summary"));
    let link = |element: &Element| {
        let links = element.children_named("link");
        let is_page = |link: &&&Element| link.attribute("rel").is_none_or(|rel| rel == "alternate");
        links.iter().find(is_page).and_then(|link| link.attribute("href").map(str::to_owned))
    };
    let title = |element: &Element| element.child("title").map(Element::body).filter(|title| !title.is_empty());
    Draft {
        id: entry.text_of("id"),
        text: body.map(Element::body).unwrap_or_default(),
        title: title(entry),
        published: entry.text_of("published").or_else(|| entry.text_of("updated")),
        source: entry.child("source").and_then(title).or_else(|| title(root)),
        url: link(entry),
        item: Item {
            language: entry.attribute("lang").or_else(|| root.attribute("lang")).map(str::to_owned),
            ..Item::default()
        },
    }
}

fn nitf(nitf: &Element, _: &Element) -> Draft {
    let head = nitf.child("head");
    let data = head.and_then(|head| head.child("docdata"));
    let body = nitf.child("body");
    let body_head = body.and_then(|body| body.child("body.head"));
    let in_data = |name: &str, attribute: &str| data?.child(name)?.attribute(attribute).map(str::to_owned);
    let in_head = |name: &str, attribute: &str| head?.child(name)?.attribute(attribute).map(str::to_owned);
    let headline = body_head.and_then(|head| head.child("hedline")).and_then(|hedline| hedline.child("hl1"));
    let content = body.and_then(|body| body.child("body.content"));
    Draft {
        id: in_data("doc-id", "id-string"),
        text: content.map(Element::paragraphs).unwrap_or_default(),
        title: headline.map(Element::paragraphs).or_else(|| head?.text_of("title")).filter(|title| !title.is_empty()),
        published: in_data("date.issue", "norm")
            .or_else(|| in_data("date.release", "norm"))
            .or_else(|| in_head("pubdata", "date.publication")),
        source: in_head("pubdata", "name").or_else(|| body_head?.child("distributor").map(Element::paragraphs)),
        url: in_head("pubdata", "ex-ref"),
        item: Item {
            version: in_data("du-key", "version"),
            pubstatus: data.and_then(|data| data.attribute("management-status")).and_then(PubStatus::from_word),
            language: [content, body, Some(nitf)]
                .into_iter()
                .flatten()
                .find_map(|part| part.attribute("lang"))
                .map(str::to_owned),
            slugline: in_data("du-key", "key").or_else(|| in_data("fixture", "fix-id")),
            ednote: in_data("ed-msg", "info"),
            genre: head
                .and_then(|head| head.child("tobject"))
                .and_then(|subject| subject.child("tobject.property"))
                .and_then(|property| property.attribute("tobject.property.type"))
                .map(str::to_owned),
        },
    }
}

fn news_item(item: &Element, _: &Element) -> Draft {
    let meta = item.child("itemMeta");
    let content = item.child("contentMeta");
    let named = |element: &Element| {
        element
            .text_of("name")
            .or_else(|| element.attribute("literal").map(str::to_owned))
            .or_else(|| element.attribute("qcode").map(|code| code.rsplit(':').next().unwrap_or(code).to_owned()))
    };
    let of = |parent: Option<&Element>, name: &str| parent.and_then(|parent| parent.text_of(name));
    let set = item.child("contentSet");
    let xml = set.and_then(|set| set.child("inlineXML"));
    let inside = xml.and_then(|xml| xml.child("nitf")).map(|inside| nitf(inside, inside));
    let text = match (&inside, xml, set.and_then(|set| set.child("inlineData"))) {
        (Some(inside), ..) => inside.text.clone(),
        (None, Some(xml), _) => xml.paragraphs(),
        (None, None, Some(plain)) => plain.body(),
        (None, None, None) => String::new(),
    };
    let status = meta.and_then(|meta| meta.child("pubStatus"));
    let status = status.and_then(|status| status.attribute("qcode").or_else(|| status.attribute("uri")));
    let language = content.and_then(|content| content.child("language")).and_then(|language| language.attribute("tag"));
    let provider = || meta?.child("provider").and_then(named);
    Draft {
        id: item.attribute("guid").map(str::to_owned),
        text,
        title: of(content, "headline").or_else(|| of(meta, "title")).or_else(|| inside.as_ref()?.title.clone()),
        published: of(meta, "versionCreated")
            .or_else(|| of(content, "contentCreated"))
            .or_else(|| of(meta, "firstCreated")),
        source: content
            .and_then(|content| content.child("infoSource"))
            .and_then(named)
            .or_else(provider)
            .or_else(|| of(content, "creditline")),
        url: meta
            .and_then(|meta| meta.children_named("link").into_iter().find_map(|link| link.attribute("href")))
            .map(str::to_owned),
        item: Item {
            version: item.attribute("version").map(str::to_owned),
            pubstatus: status.and_then(PubStatus::from_word),
            language: language.or_else(|| item.attribute("lang")).map(str::to_owned),
            slugline: of(content, "slugline"),
            ednote: of(meta, "edNote"),
            genre: content.and_then(|content| content.child("genre")).and_then(named),
        },
    }
}

/// Text that may be HTML, as feeds have it, as plain text.
fn plain(text: &str) -> String {
    let text = text.trim();
    if text.contains("</") || text.contains("/>") || text.contains("<br>") || text.contains('&') {
        markup::to_text(text).unwrap_or_default()
    } else {
        text.to_owned()
    }
}

impl Element {
    fn child(&self, name: &str) -> Option<&Self> {
        self.children_named(name).into_iter().next()
    }

    fn children_named(&self, name: &str) -> Vec<&Self> {
        let elements = self.children.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        });
        elements.filter(|element| element.name == name).collect()
    }

    fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
    }

    fn is_empty(&self) -> bool {
        self.children.is_empty()
    }

    /// What is written in a child of this name, on one line unless it is markup.
    fn text_of(&self, name: &str) -> Option<String> {
        let mut text = String::new();
        self.child(name)?.gather(&mut text);
        Some(text.trim().to_owned()).filter(|text| !text.is_empty())
    }

    /// The body of an article: of an element that holds escaped HTML, plain text or XHTML.
    fn body(&self) -> String {
        let has_elements = self.children.iter().any(|node| matches!(node, Node::Element(_)));
        if has_elements {
            return self.paragraphs();
        }
        let mut text = String::new();
        self.gather(&mut text);
        let kind = self.attribute("type").or_else(|| self.attribute("contenttype")).unwrap_or("");
        if kind.contains("html") { markup::to_text(&text).unwrap_or_default() } else { plain(&text) }
    }

    fn gather(&self, text: &mut String) {
        for node in &self.children {
            match node {
                Node::Text(words) => text.push_str(words),
                Node::Element(element) => element.gather(text),
            }
        }
    }

    /// All text, a paragraph for each element that stands for a block. What is told of pictures is left out.
    fn paragraphs(&self) -> String {
        let mut text = Paragraphs::default();
        self.write(&mut text);
        text.finish()
    }

    fn write(&self, text: &mut Paragraphs) {
        for node in &self.children {
            match node {
                Node::Text(words) => text.push(words),
                Node::Element(element) if element.name == "br" => text.line(),
                Node::Element(element)
                    if matches!(element.name.as_str(), "media" | "script" | "style" | "head" | "figure") => {}
                Node::Element(element) if markup::is_in_line(&element.name) => element.write(text),
                Node::Element(element) => {
                    text.paragraph();
                    element.write(text);
                    text.paragraph();
                }
            }
        }
    }
}

/// The tree of `xml`.
fn parse(xml: &str) -> Result<Element, String> {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().check_end_names = true;
    let broken = |place: u64, what: String| format!("broken XML at byte {place}: {what}");
    let mut open = vec![Element::default()];
    loop {
        let event = reader.read_event().map_err(|error| broken(reader.error_position(), error.to_string()))?;
        let place = reader.buffer_position();
        let top = open.len() - 1;
        match event {
            Event::Eof => break,
            Event::DocType(declares) if declares.contains("<!ENTITY") => {
                return Err("XML that declares entities: these are never resolved, so the file is not read".to_owned());
            }
            Event::Start(start) => {
                if open.len() > Reading::DEEPEST_XML {
                    return Err(format!("elements nested deeper than {}", Reading::DEEPEST_XML));
                }
                open.push(element(&start).map_err(|what| broken(place, what))?);
            }
            Event::Empty(start) => {
                let empty = element(&start).map_err(|what| broken(place, what))?;
                open[top].children.push(Node::Element(empty));
            }
            Event::End(_) => {
                let ended = open.pop().unwrap_or_default();
                match open.last_mut() {
                    Some(parent) => parent.children.push(Node::Element(ended)),
                    None => return Err(broken(place, "an element ends that was not begun".to_owned())),
                }
            }
            Event::Text(text) => {
                open[top].children.push(Node::Text(text.to_string()));
            }
            Event::CData(text) => {
                open[top].children.push(Node::Text(text.to_string()));
            }
            Event::GeneralRef(reference) => {
                let character = reference.resolve_char_ref().ok().flatten();
                let text = character.map_or_else(|| named_entity(&reference), String::from);
                open[top].children.push(Node::Text(text));
            }
            Event::DocType(_) | Event::Comment(_) | Event::PI(_) | Event::Decl(_) => {}
        }
    }
    if open.len() > 1 {
        return Err(broken(xml.len() as u64, format!("the file ends inside <{}>", open[open.len() - 1].name)));
    }
    let document = open.pop().unwrap_or_default();
    let root = document.children.into_iter().find_map(|node| match node {
        Node::Element(element) => Some(element),
        Node::Text(_) => None,
    });
    root.ok_or_else(|| "no element in this XML".to_owned())
}

fn element(start: &BytesStart<'_>) -> Result<Element, String> {
    let full = start.name().as_ref().to_owned();
    let name = match full.split_once(':') {
        Some(("content" | "dc", _)) | None => full,
        Some((_, local)) => local.to_owned(),
    };
    let mut attributes = Vec::new();
    for attribute in start.attributes().with_checks(false) {
        let attribute = attribute.map_err(|error| error.to_string())?;
        let key = attribute.key.local_name().as_ref().to_owned();
        let value = attribute.value.into_owned();
        let value = quick_xml::escape::unescape_with(&value, |name| {
            Some(quick_xml::escape::resolve_predefined_entity(name).unwrap_or(""))
        })
        .map_or(value.clone(), std::borrow::Cow::into_owned);
        attributes.push((key, value));
    }
    Ok(Element { name, attributes, children: Vec::new() })
}

/// What a named entity stands for: XML's own, and HTML's, which feeds use without saying so; any other stays as it is written.
fn named_entity(name: &str) -> String {
    if let Some(text) = quick_xml::escape::resolve_predefined_entity(name) {
        return text.to_owned();
    }
    let known = match name {
        "nbsp" => "\u{a0}",
        "mdash" => "—",
        "ndash" => "–",
        "lsquo" => "‘",
        "rsquo" => "’",
        "ldquo" => "“",
        "rdquo" => "”",
        "hellip" => "…",
        "euro" => "€",
        "pound" => "£",
        "eacute" => "é",
        _ => return format!("&{name};"),
    };
    known.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(xml: &str) -> Result<Document, String> {
        let found = read(xml, &Place::of_file("f.xml".to_owned()), "f")?;
        found.into_iter().next().unwrap().map_err(|skipped| skipped.why)
    }

    #[test]
    fn an_entity_is_never_resolved() {
        let bomb = "<!DOCTYPE rss [<!ENTITY a \"xx\"><!ENTITY b \"&a;&a;\">]><rss><channel><item><title>&b;</title></item></channel></rss>";
        assert!(one(bomb).unwrap_err().contains("declares entities"));
        let outside = "<!DOCTYPE rss [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><rss><channel/></rss>";
        assert!(one(outside).unwrap_err().contains("declares entities"));
        let none =
            "<rss><channel><item><description>A &flood; &amp;amp; more &#8212;</description></item></channel></rss>";
        assert_eq!(one(none).unwrap().text, "A &flood; & more —");
    }

    #[test]
    fn xml_that_is_broken_or_nested_to_no_end_is_told() {
        assert!(one("<rss><channel></rss>").unwrap_err().starts_with("broken XML at byte"));
        assert!(one("<rss><channel>").unwrap_err().contains("the file ends inside <channel>"));
        assert!(one(&"<rss>".repeat(100_000)).unwrap_err().contains("nested deeper"));
        assert!(one("<svg/>").unwrap_err().contains("found <svg>"));
    }
}
