//! Furniture that only its neighbours tell: the parts of a notice, entries of menus and link lists, cross-heads.
//!
//! Each rule counts furniture found before as gone, or as evidence that the page has such furniture here; so a block that
//! stays would also stay in the page without its furniture.

use super::{
    Block, Clean, Furniture, Repeated,
    form::Form,
    layout::{Layout, Reading, source_key},
    signs::{Sign, may_be_notice, sign},
};
use crate::lexicon::{FUNCTION_WORDS, NEWS_WORDS};
use std::ops::Range;

/// Most characters of a cross-head.
const LONGEST_CROSSHEAD: u32 = 80;
/// Most words of a cross-head.
const MOST_CROSSHEAD_WORDS: u32 = 12;
/// Fewest characters of the end of a paragraph before a cross-head.
const SHORTEST_BEFORE_CROSSHEAD: u32 = 40;
/// Most characters of the title of a video.
const LONGEST_PLAYER_TITLE: u32 = 120;
/// Most characters of a name that stands alone above its consent notice.
const LONGEST_EMBED_NAME: u32 = 30;
/// Blocks between two lines of one consent notice.
const NOTICE_GAP: usize = 2;
/// Fewest lines of a menu.
const MENU_LINES: usize = 4;
/// Fewest lines of a menu that are furniture or names of sections.
const MENU_SIGNS: usize = 2;
/// One line in so many of a menu is furniture or the name of a section.
const MENU_SIGNS_SHARE: usize = 5;
/// Most characters of an entry of a menu.
const LONGEST_MENU_LINE: u32 = 90;
/// Fewest words of a headline.
const HEADLINE_WORDS: u32 = 4;
/// Fewest words that a headline shares with the first paragraph of its story.
const HEADLINE_SHARED: usize = 2;
/// Fewest characters of a word that carries a subject.
const SUBJECT_WORD: usize = 4;
/// Blocks between a headline and the first paragraph: byline, day, caption, share buttons.
const HEADLINE_GAP: usize = 16;

/// The blocks of a document while their furniture is being marked.
pub(super) struct Page<'a> {
    layout: Layout<'a>,
    signs: Vec<Option<Sign>>,
    furniture: Vec<Option<Furniture>>,
}

/// The end of a date line `date 2024-02-09` that `line` starts with.
pub(super) fn date_line(line: &str) -> Option<usize> {
    let rest = line.strip_prefix("date ")?;
    let day = rest.trim_start();
    let shape = day.as_bytes().get(..10)?;
    let is_day = shape.iter().enumerate().all(|(at, byte)| match at {
        4 | 7 => *byte == b'-',
        _ => byte.is_ascii_digit(),
    });
    let ends = day[10..].chars().next().is_none_or(char::is_whitespace);
    (is_day && ends).then_some(line.len() - day.len() + 10)
}

impl<'a> Page<'a> {
    /// The blocks of `layout` with what each is by itself.
    pub(super) fn new(layout: Layout<'a>) -> Self {
        let text = layout.reading.text;
        let blocks = || layout.spans.iter().zip(&layout.forms);
        let signs: Vec<Option<Sign>> = blocks().map(|(span, form)| sign(span.of(text), *form)).collect();
        let furniture = layout
            .spans
            .iter()
            .zip(&signs)
            .map(|(span, sign)| match sign {
                Some(Sign::Is(kind)) => Some(*kind),
                Some(Sign::Links) => Some(Furniture::Navigation),
                _ => date_line(span.of(text)).map(|_| Furniture::Dateline),
            })
            .collect();
        Self { layout, signs, furniture }
    }

    /// The text with its words.
    pub(super) fn reading(&self) -> Reading<'a> {
        self.layout.reading
    }

    /// The words of a block, as a range of those of the text.
    pub(super) fn words(&self, index: usize) -> Range<usize> {
        self.layout.words(index)
    }

    /// Number of blocks.
    pub(super) fn len(&self) -> usize {
        self.layout.spans.len()
    }

    /// The words of a block.
    pub(super) fn text(&self, index: usize) -> &'a str {
        self.layout.spans[index].of(self.layout.reading.text)
    }

    /// The form of a block.
    pub(super) fn form(&self, index: usize) -> Form {
        self.layout.forms[index]
    }

    /// Whether a block belongs to the article, as far as is known.
    pub(super) fn is_kept(&self, index: usize) -> bool {
        self.furniture[index].is_none()
    }

    /// Whether a block is a short line over a row of a table.
    fn heads_table(&self, index: usize) -> bool {
        self.layout.forms[index].is_light() && self.layout.forms.get(index + 1).is_some_and(|below| below.is_row())
    }

    /// Marks a block that was kept.
    pub(super) fn mark(&mut self, index: usize, kind: Furniture) {
        debug_assert!(self.is_kept(index), "a block is marked once");
        self.furniture[index] = Some(kind);
    }

    /// Marks what many documents of the source share.
    pub(super) fn mark_repeated(&mut self, source: Option<&str>, repeated: &Repeated) {
        let source = source_key(source);
        for index in 0..self.len() {
            if self.is_kept(index)
                && !self.heads_table(index)
                && self.layout.can_repeat(index)
                && repeated.contains(&self.layout.key(index, source))
            {
                self.mark(index, Furniture::Repeated);
            }
        }
    }

    /// The blocks with their furniture.
    pub(super) fn into_clean(self) -> Clean {
        let blocks =
            self.layout.spans.into_iter().zip(self.furniture).map(|(span, furniture)| Block { span, furniture });
        Clean { blocks: blocks.collect() }
    }

    /// Marks what its neighbours tell; returns whether anything was marked.
    pub(super) fn mark_by_neighbours(&mut self) -> bool {
        let before = self.kept().count();
        self.mark_notices();
        self.mark_players();
        if self.kept().any(|index| self.layout.forms[index].is_paragraph()) {
            self.mark_days();
            self.mark_link_lists();
            self.mark_menus();
            self.mark_margins();
            self.mark_crossheads();
        }
        self.kept().count() < before
    }

    /// The blocks that are kept, in order.
    fn kept(&self) -> impl DoubleEndedIterator<Item = usize> + '_ {
        (0..self.len()).filter(|&index| self.is_kept(index))
    }

    /// The lines of a consent notice that do not name cookies, and the name of the embed above it.
    fn mark_notices(&mut self) {
        let mut last = None;
        for index in 0..self.len() {
            self.mark_notice_line(index, &mut last);
        }
        last = None;
        for index in (0..self.len()).rev() {
            self.mark_notice_line(index, &mut last);
        }
        for index in 1..self.len() {
            if self.furniture[index] == Some(Furniture::Cookie) && self.is_name_of(index - 1, index) {
                self.mark(index - 1, Furniture::Cookie);
            }
        }
    }

    fn mark_notice_line(&mut self, index: usize, last: &mut Option<usize>) {
        let near = last.is_some_and(|last| last.abs_diff(index) <= NOTICE_GAP);
        let is_line = |page: &Self| page.signs[index].is_none() && may_be_notice(page.text(index), page.form(index));
        if near && self.is_kept(index) && is_line(self) {
            self.mark(index, Furniture::Cookie);
        }
        if self.furniture[index] == Some(Furniture::Cookie) {
            *last = Some(index);
        }
    }

    /// Whether block `index` is a name alone that the notice below speaks of.
    fn is_name_of(&self, index: usize, notice: usize) -> bool {
        let (form, name) = (self.layout.forms[index], self.text(index));
        self.is_kept(index)
            && form.characters <= LONGEST_EMBED_NAME
            && form.words <= 3
            && !form.ends
            && self.text(notice).match_indices(name).any(|(at, found)| {
                let around = self.text(notice);
                let apart = |character: Option<char>| character.is_none_or(|character| !character.is_alphanumeric());
                apart(around[..at].chars().next_back()) && apart(around[at + found.len()..].chars().next())
            })
    }

    /// Running times and the titles of videos.
    fn mark_players(&mut self) {
        for index in 0..self.len() {
            if !self.is_kept(index) || self.signs[index] != Some(Sign::RunningTime) {
                continue;
            }
            let noticed = index > 0 && self.furniture[index - 1] == Some(Furniture::Player);
            let in_table = self.kept_before(index).is_some_and(|other| self.layout.forms[other].is_row())
                || self.kept_after(index).is_some_and(|other| self.layout.forms[other].is_row());
            if !noticed && in_table {
                continue;
            }
            self.mark(index, Furniture::Player);
            let title = index + 1;
            if title < self.len() && self.is_kept(title) {
                let form = self.layout.forms[title];
                if form.is_light() && form.words >= 2 && form.characters <= LONGEST_PLAYER_TITLE && !form.is_row() {
                    self.mark(title, Furniture::Player);
                }
            }
        }
    }

    fn kept_before(&self, index: usize) -> Option<usize> {
        index.checked_sub(1).filter(|&before| self.is_kept(before))
    }

    fn kept_after(&self, index: usize) -> Option<usize> {
        Some(index + 1).filter(|&after| after < self.len() && self.is_kept(after))
    }

    /// Days alone before the first paragraph of the article or after its last.
    fn mark_days(&mut self) {
        let paragraphs = || self.kept().filter(|&index| self.layout.forms[index].is_paragraph());
        let (Some(first), Some(last)) = (paragraphs().next(), paragraphs().next_back()) else { return };
        for index in (0..first).chain(last + 1..self.len()) {
            if self.is_kept(index) && self.signs[index] == Some(Sign::Day) {
                self.mark(index, Furniture::Dateline);
            }
        }
    }

    /// The lines under a heading like "Most read", up to the next statement.
    fn mark_link_lists(&mut self) {
        let mut listing = false;
        for index in 0..self.len() {
            let form = self.layout.forms[index];
            if self.signs[index] == Some(Sign::Links) {
                listing = true;
            } else if self.is_kept(index) {
                listing &= form.is_light() && !form.is_paragraph() && !form.columns && !self.is_headline(index);
                if listing {
                    self.mark(index, Furniture::Navigation);
                }
            }
        }
    }

    /// Runs of short lines of which several are furniture or names of sections.
    fn mark_menus(&mut self) {
        let mut start = 0;
        while start < self.len() {
            let end = (start..self.len()).find(|&index| !self.is_menu_line(index)).unwrap_or(self.len());
            if self.is_menu(start, end) {
                for index in start..end {
                    if self.is_kept(index) && !self.is_headline(index) {
                        self.mark(index, Furniture::Navigation);
                    }
                }
            }
            start = end + 1;
        }
    }

    fn is_menu_line(&self, index: usize) -> bool {
        let form = self.layout.forms[index];
        self.furniture[index].is_some() && form.characters <= LONGEST_MENU_LINE
            || form.is_light() && form.characters <= LONGEST_MENU_LINE && !form.columns
    }

    fn is_menu(&self, start: usize, end: usize) -> bool {
        let lines = end - start;
        let signs = (start..end).filter(|&index| self.is_menu_sign(index)).count();
        let rows = (start..end).filter(|&index| self.is_kept(index) && self.layout.forms[index].is_row()).count();
        lines >= MENU_LINES && signs >= MENU_SIGNS && signs * MENU_SIGNS_SHARE >= lines && rows * 3 < lines
    }

    /// Short lines above the article that other furniture follows, and below it that other furniture goes before.
    fn mark_margins(&mut self) {
        let paragraphs = || self.kept().filter(|&index| self.layout.forms[index].is_paragraph());
        let (Some(first), Some(last)) = (paragraphs().next(), paragraphs().next_back()) else { return };
        let signs = |range: Range<usize>| range.filter(|&index| self.is_menu_sign(index)).collect::<Vec<_>>();
        let (above, below) = (signs(0..first), signs(last + 1..self.len()));
        if above.len() >= MENU_SIGNS {
            for index in 0..above[above.len() - 1] {
                if self.is_margin(index) && self.layout.forms[index].words < HEADLINE_WORDS {
                    self.mark(index, Furniture::Navigation);
                }
            }
        }
        if below.len() >= MENU_SIGNS {
            for index in below[0]..self.len() {
                if self.is_margin(index) {
                    self.mark(index, Furniture::Navigation);
                }
            }
        }
    }

    fn is_margin(&self, index: usize) -> bool {
        let form = self.layout.forms[index];
        self.is_kept(index) && form.is_light() && !form.is_row()
    }

    /// Whether a line shows that its run is a menu.
    fn is_menu_sign(&self, index: usize) -> bool {
        matches!(self.signs[index], Some(Sign::Menu | Sign::Links | Sign::Is(Furniture::Navigation)))
    }

    /// Whether a line that is kept is the headline of the paragraph that follows.
    pub(super) fn is_headline(&self, index: usize) -> bool {
        if self.layout.forms[index].words < HEADLINE_WORDS || !self.layout.forms[index].is_light() {
            return false;
        }
        let below = (index + 1..self.len()).take(HEADLINE_GAP);
        let Some(lead) =
            below.into_iter().find(|&below| self.is_kept(below) && self.layout.forms[below].is_paragraph())
        else {
            return false;
        };
        let lead = subject_words(self.text(lead));
        let mut shared = subject_words(self.text(index));
        shared.retain(|word| lead.contains(word));
        shared.sort_unstable();
        shared.dedup();
        shared.len() >= HEADLINE_SHARED
    }

    /// Headings between two paragraphs of the article.
    fn mark_crossheads(&mut self) {
        let kept: Vec<usize> = self.kept().collect();
        for three in kept.windows(3) {
            let (before, heading, after) =
                (self.layout.forms[three[0]], self.layout.forms[three[1]], self.layout.forms[three[2]]);
            let between = before.ends && before.characters >= SHORTEST_BEFORE_CROSSHEAD && after.is_paragraph();
            if between && self.is_heading(three[1], heading) {
                self.mark(three[1], Furniture::Crosshead);
            }
        }
    }

    fn is_heading(&self, index: usize, form: Form) -> bool {
        let text = self.text(index);
        form.is_light()
            && form.characters <= LONGEST_CROSSHEAD
            && form.words <= MOST_CROSSHEAD_WORDS
            && !form.starts_lower
            && form.figures == 0
            && !form.columns
            && text.contains(char::is_alphabetic)
            && !text.ends_with([':', ',', ';', '!', '-', '–', '—', '：', '،'])
            && !text.starts_with(['-', '•', '*', '–', '—', '·'])
    }
}

/// The words of `text` that carry a subject, in small letters. Only the first 100 are looked at: it is for headlines and leads.
fn subject_words(text: &str) -> Vec<String> {
    text.split(|character: char| !character.is_alphanumeric())
        .take(100)
        .filter(|word| word.len() >= SUBJECT_WORD)
        .map(str::to_lowercase)
        .filter(|word| !FUNCTION_WORDS.contains(word.as_str()) && !NEWS_WORDS.contains(word.as_str()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::{Vocabulary, read_words};

    /// What the lines of `text` are by their neighbours; `.` is kept.
    fn marks(text: &str) -> String {
        let mut vocabulary = Vocabulary::default();
        let (mut words, mut known) = (Vec::new(), Vec::new());
        read_words(text, &mut vocabulary, &mut words, &mut known);
        let mut page = Page::new(Layout::new(Reading { text, words: &words, known: &known }));
        page.mark_by_neighbours();
        page.furniture.iter().map(|kind| kind.map_or('.', |kind| format!("{kind:?}").remove(0))).collect()
    }

    const PARAGRAPH: &str =
        "The river Ola burst its banks at Ruda on Monday night, and 12 people died in the flood, Mayor Anna Kos said.";

    #[test]
    fn a_menu_goes_and_the_headline_under_it_stays() {
        let text = format!("Home\nNews\nThe Valley\nSport\nContact us\nRiver Ola kills 12 people at Ruda\n{PARAGRAPH}");
        assert_eq!(marks(&text), "NNNNN..");
    }

    #[test]
    fn a_list_inside_the_article_is_no_menu() {
        let text = format!("{PARAGRAPH}\nThe dead\nJan Wolny, 41\nEwa Lis, 7\nAdam Lis, 4\nIda Rak, 88\n{PARAGRAPH}");
        assert_eq!(marks(&text), ".......");
    }

    #[test]
    fn links_end_where_the_article_goes_on() {
        let text =
            format!("{PARAGRAPH}\nRelated articles\nBridge in the north opens\nWhat the rain does next\n{PARAGRAPH}");
        assert_eq!(marks(&text), ".NNN.");
    }

    #[test]
    fn a_cross_head_stands_between_two_paragraphs() {
        assert_eq!(marks(&format!("{PARAGRAPH}\n“We had an hour”\n{PARAGRAPH}")), ".C.");
        assert_eq!(marks(&format!("{PARAGRAPH}\nShe said:\n{PARAGRAPH}")), "...");
        assert_eq!(marks(&format!("{PARAGRAPH}\n“We had an hour”")), "..");
    }

    #[test]
    fn a_running_time_in_a_table_stays() {
        assert_eq!(marks(&format!("{PARAGRAPH}\n1:51\n{PARAGRAPH}")), ".P.");
        assert_eq!(marks("Kos 1:50 12\n1:51\nLis 1:52 10"), "...");
    }
}
