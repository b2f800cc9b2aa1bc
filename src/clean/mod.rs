//! Tells the article from the furniture of its page; cuts nothing, so that every place stays a place in the original.
//!
//! A block is furniture by general signs only: its form and the phrases that pages use everywhere (`signs`), its
//! neighbours (`page`), its coming again under other stories of the source (`repeated`), or the lack of any tie with the
//! story that the page tells (`stories`). In doubt it stays: a lost sentence is worse than a kept menu.

mod blocks;
mod dateline;
mod form;
mod layout;
mod page;
mod repeated;
mod signs;
mod stories;
mod subject;

pub(crate) use dateline::dateline_end;
pub use layout::{Layout, Reading};
pub use repeated::{Paragraphs, Printed, Repeated};

use crate::{settings::Cleaning, span::Span};
use page::Page;
use serde::Serialize;

/// What a block of a page is, when it is no part of the article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Furniture {
    /// A date line that stands before the article: `date 2024-02-09`.
    Dateline,
    /// A cookie or consent notice.
    Cookie,
    /// "Advertisement" and its like.
    Advertisement,
    /// A video player: its notice, its running time, its title.
    Player,
    /// A picture's caption.
    Caption,
    /// Who made a picture, or which agency contributed.
    Credit,
    /// A heading inside the article.
    Crosshead,
    /// Menus, share buttons, subscriptions, "Read more", comment counts, copyright lines.
    Navigation,
    /// A paragraph that stands in many documents of the same source.
    Repeated,
    /// Another story that was scraped with the page.
    Unrelated,
}

/// A paragraph of the page, or a line where lines are paragraphs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block {
    /// Its place, without the white space around it.
    pub span: Span,
    /// What it is; `None` for the article itself.
    pub furniture: Option<Furniture>,
}

/// A document with its furniture marked.
///
/// Promises: the blocks rise, never overlap, lie on character boundaries, are not empty, and cover every character of
/// the text that is not white space.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clean {
    /// All blocks, in order of place.
    pub blocks: Vec<Block>,
}

impl Clean {
    /// Whether other stories were scraped with the page.
    #[must_use]
    pub fn holds_others(&self) -> bool {
        self.blocks.iter().any(|block| block.furniture == Some(Furniture::Unrelated))
    }

    /// The blocks of `text`, those that stand in `furniture` marked: what [`clean`] gave, made again from what it marked.
    #[must_use]
    pub fn again(text: &str, furniture: &[Block]) -> Self {
        let mut marked = furniture.iter().peekable();
        let block = |span: Span| {
            let found = marked.next_if(|block| block.span == span);
            Block { span, furniture: found.and_then(|block| block.furniture) }
        };
        Self { blocks: layout::spans(text).into_iter().map(block).collect() }
    }
}

/// Marks the furniture of a text; `repeated` holds what many documents of its `source` share.
///
/// What is kept is kept for good: of a document made of the kept blocks nothing more is marked, since the neighbours of
/// every block are looked at again until nothing changes.
///
/// Cost: linear in the text; at most [`Cleaning::passes`] looks at the blocks.
#[must_use]
pub fn clean(
    layout: Layout<'_>,
    title: &Reading<'_>,
    source: Option<&str>,
    repeated: &Repeated,
    settings: &Cleaning,
) -> Clean {
    let mut page = Page::new(layout);
    if !repeated.is_empty() {
        page.mark_repeated(source, repeated);
    }
    for _ in 0..settings.passes {
        let neighbours = page.mark_by_neighbours();
        let others = stories::mark(&mut page, title, settings);
        if !neighbours && !others {
            break;
        }
    }
    page.into_clean()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::{Vocabulary, read_words};
    use proptest::prelude::*;
    use std::{fs, path::Path, time::Instant};

    fn cleaned_with(text: &str, note: Option<&[&str]>) -> Clean {
        let mut vocabulary = Vocabulary::default();
        let (mut words, mut known) = (Vec::new(), Vec::new());
        let mut repeated = Repeated::new();
        for paragraph in note.unwrap_or_default() {
            read_words(paragraph, &mut vocabulary, &mut words, &mut known);
            let reading = Reading { text: paragraph, words: &words, known: &known };
            repeated.extend(Layout::new(reading).keys(None));
        }
        read_words(text, &mut vocabulary, &mut words, &mut known);
        let reading = Reading { text, words: &words, known: &known };
        let title = Reading { text: "", words: &[], known: &[] };
        clean(Layout::new(reading), &title, None, &repeated, &Cleaning::default())
    }

    fn cleaned(text: &str) -> Clean {
        cleaned_with(text, None)
    }

    fn kinds(text: &str) -> Vec<(&str, Furniture)> {
        let blocks = cleaned(text).blocks;
        blocks.iter().filter_map(|block| Some((block.span.of(text), block.furniture?))).collect()
    }

    /// `text` without its furniture.
    fn without_furniture(text: &str) -> String {
        let mut out = text.to_owned();
        for block in cleaned(text).blocks.iter().rev().filter(|block| block.furniture.is_some()) {
            out.replace_range(block.span.range(), "");
        }
        out
    }

    const PAGE: &str = "\
date 2024-03-05 The river Ola burst its banks at Ruda on Monday night, and 12 people died in the flood, Mayor Anna Kos said.
Boats took 12,400 people out of the lower town of Ruda before the old bridge fell into the Ola at noon on Tuesday.
Zeta
This content is provided by Zeta, which may be using cookies and other technologies.
To view this content you can allow Zeta cookies for this session only.
You can change your settings at any time in the privacy options.
Kos said the dam above Ruda had held, and that the flood came from the side valleys, where no one had measured the rain.
Advertisement
Image: The old bridge at Ruda. Pic: AP
Pic: Reuters
‘We had an hour’
The lower town had an hour to leave, said Jan Wolny, who keeps a shop at the bridge and lost it in the flood of Monday night.
Please use another browser for a more accessible video player
1:51
Watch boats on the Ola at Ruda
The flood is the third at Ruda in ten years, and the town has asked for a higher dam each time, Kos told the council.
(With inputs from agencies)
Most read
Bridge in the north to open again
What the rain will do next
Sign up";

    #[test]
    fn the_furniture_of_a_page_is_marked_by_kind() {
        use Furniture::{Advertisement, Caption, Cookie, Credit, Crosshead, Dateline, Navigation, Player};
        let wanted = [
            Dateline,
            Cookie,
            Cookie,
            Cookie,
            Cookie,
            Advertisement,
            Caption,
            Credit,
            Crosshead,
            Player,
            Player,
            Credit,
            Navigation,
            Navigation,
            Navigation,
            Navigation,
        ];
        let page = PAGE.replace("use another browser", "use Chrome browser");
        let found = kinds(&page);
        let kinds: Vec<Furniture> = found.iter().map(|(_, kind)| *kind).filter(|kind| *kind != Player).collect();
        let wanted: Vec<Furniture> = wanted.into_iter().filter(|kind| *kind != Player).collect();
        assert_eq!(kinds, wanted, "{found:#?}");
        assert_eq!(found.iter().filter(|(_, kind)| *kind == Player).count(), 3);
        assert_eq!(found[0].0, "date 2024-03-05");
    }

    #[test]
    fn wire_tables_short_items_and_single_lines_lose_nothing() {
        for text in [
            "Shr loss 40 cts vs loss 10 cts\n    Net loss 2,136,000 vs loss 467,000\n    Revs 21.9 mln vs 12.9 mln\n    12 mths\n    Shr profit 63 cts",
            "Ruda Steel Corp said it will pay a dividend of 12 cts a share on March 5.",
            "RUDA STEEL <RST> SETS QUARTERLY DIVIDEND",
            "The candidates are\n- Anna Kos\n- Jan Wolny\n- Ewa Lis\nPolls close at eight.",
            "洪水在鲁达造成十二人死亡\n市长说大坝没有决口\n一万二千人无家可归",
            "\"We had an hour,\" he said.\n\"Then the bridge fell.\"\n\"No one had warned us.\"",
        ] {
            assert_eq!(kinds(text), [], "{text}");
        }
    }

    #[test]
    fn what_a_source_prints_under_every_story_is_repeated() {
        let note = "The Herald of Ruda is printed on paper from the mills of the upper Ola.";
        let text = format!("The flood closed the bridge.\n{note}\nNine months\nNet 12 vs 14");
        let blocks = cleaned_with(&text, Some(&[note, "Nine months"])).blocks;
        let kinds: Vec<Option<Furniture>> = blocks.iter().map(|block| block.furniture).collect();
        assert_eq!(kinds, [None, Some(Furniture::Repeated), None, None], "the heading of a table stays");
    }

    #[test]
    fn hostile_texts_take_no_longer_than_their_length() {
        let sentence = "The flood rose in Ruda on Monday and the old bridge was closed to all until noon, said Kos. ";
        for text in [
            sentence.repeat(5_000_000 / sentence.len()),
            sentence.to_owned() + &"x".repeat(5_000_000),
            format!("{}\n", sentence.trim()).repeat(5_000_000 / sentence.len()),
            "a\n".repeat(1_000_000),
            "Share\nRelated\nFlood in Ruda\n1:51\n".repeat(100_000),
            "date 2024-03-05 ".repeat(300_000),
        ] {
            let start = Instant::now();
            assert!(!cleaned(&text).blocks.is_empty());
            assert!(start.elapsed().as_secs() < 30, "{}", &text[..40]);
        }
    }

    /// The texts of a set of pages and stories, some hundred of each.
    fn real_texts() -> Vec<String> {
        let shared = Path::new("../shared");
        let mut out = Vec::new();
        for set in ["containment-mixed", "containment-aeb", "newswire-pairs"] {
            let lines = fs::read_to_string(shared.join("data").join(set).join("docs.jsonl")).unwrap_or_default();
            out.extend(lines.lines().map(|line| {
                let value: serde_json::Value = serde_json::from_str(line).unwrap();
                value["text"].as_str().unwrap().to_owned()
            }));
        }
        for seed in fs::read_dir(shared.join("seeds")).into_iter().flatten() {
            out.push(fs::read_to_string(seed.unwrap().path()).unwrap());
        }
        out
    }

    #[expect(clippy::print_stderr, reason = "whoever runs the tests must know what was not tested")]
    fn skipped() {
        eprintln!("skipped: no ../shared");
    }

    #[test]
    fn cleaning_twice_is_cleaning_once_on_real_pages() {
        let texts = real_texts();
        if texts.is_empty() {
            skipped();
        }
        for text in texts {
            let once = without_furniture(&text);
            assert_eq!(kinds(&once), [], "of {text:.60}");
        }
    }

    /// Share of the bytes of labelled furniture that is marked, and share of marked bytes that is labelled.
    ///
    /// Cross-heads and date lines are left out on both sides: the labels do not have all of them.
    #[test]
    fn labelled_pages_are_marked_as_their_labels_say() {
        let shared = Path::new("../shared");
        let labels = fs::read_to_string(shared.join("data/seeds/regions.jsonl")).unwrap_or_default();
        if labels.is_empty() {
            return skipped();
        }
        let labels: Vec<serde_json::Value> = labels.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let (mut marked, mut labelled, mut both) = (0, 0, 0);
        for name in ["000", "001", "003"] {
            let text = fs::read_to_string(shared.join("seeds").join(name).with_extension("txt")).unwrap();
            let mut is_labelled = vec![false; text.len()];
            for label in labels.iter().filter(|label| label["document"] == name) {
                if !["crosshead", "metadata"].contains(&label["kind"].as_str().unwrap()) {
                    let end = |at: usize| usize::try_from(label["span"][at].as_u64().unwrap()).unwrap();
                    is_labelled[end(0)..end(1)].fill(true);
                }
            }
            labelled += is_labelled.iter().filter(|&&here| here).count();
            for block in cleaned(&text).blocks {
                let right = is_labelled[block.span.range()].iter().filter(|&&here| here).count();
                match block.furniture {
                    None => {}
                    Some(Furniture::Crosshead | Furniture::Dateline) if right == 0 => {}
                    Some(_) => {
                        both += right;
                        marked += block.span.len();
                    }
                }
            }
        }
        assert!(both * 100 >= marked * 98, "{both} of {marked} marked bytes are labelled");
        assert!(both * 100 >= labelled * 98, "{both} of {labelled} labelled bytes are marked");
    }

    proptest! {
        #[test]
        fn blocks_rise_and_cover_every_character_that_is_not_white_space(
            text in "([a-zA-Z .,:'\"“”0-9]{0,40}|Share|1:51|date 2024-01-02 |Image: |cookies|[\\n\\r\\t ]{1,3}|.|\u{200b}|\u{85}|ال|漢字。){0,40}"
        ) {
            let mut end = 0;
            for block in cleaned(&text).blocks {
                let span = block.span;
                prop_assert!(text[end..span.start as usize].trim().is_empty());
                prop_assert!(!span.is_empty());
                prop_assert_eq!(span.of(&text).trim(), span.of(&text));
                end = span.end as usize;
            }
            prop_assert!(text[end..].trim().is_empty());
        }

        #[test]
        fn cleaning_twice_is_cleaning_once(lines in proptest::collection::vec(0..20_usize, 0..60)) {
            let pool: Vec<&str> = PAGE.lines().collect();
            let text = lines.iter().map(|&line| pool[line % pool.len()]).collect::<Vec<_>>().join("\n");
            let once = without_furniture(&text);
            prop_assert_eq!(kinds(&once), []);
        }
    }
}
