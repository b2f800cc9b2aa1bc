//! Finds other stories that were scraped with the page.
//!
//! The main story is that of the title and the first paragraphs. Walking down, a paragraph is tied to it when it shares
//! enough of its names and repeated words; tied paragraphs add theirs. Another story is a run of paragraphs without ties
//! that brings its own full names, holds together by itself and goes on to the end. A background or a quote is short, or its names
//! come from the main story, or the story comes back to them. Where a paragraph further down opens with the place and the agency of a
//! report, that report begins, whatever it shares with the main story.

use super::{
    Furniture,
    layout::Reading,
    page::Page,
    subject::{Subject, Term, is_cut_off, opens_report, read},
};
use crate::settings::Cleaning;

/// Fewest characters of the first paragraphs that are the main story by definition.
const LEAD: u32 = 600;
/// Fewest paragraphs that are the main story by definition.
const LEAD_PARAGRAPHS: usize = 3;
/// A paragraph with at least this weight of shared words is tied.
const TIED: f64 = 1.0;
/// Weight of a shared name that the main story repeats, or has in its lead or title.
const CENTRAL_NAME: f64 = 1.0;
/// Weight of a shared name that the main story has once.
const OTHER_NAME: f64 = 0.6;
/// Weight of a shared word that the main story repeats, or has in its lead or title.
const CENTRAL_WORD: f64 = 0.5;
/// Weight of a shared word that the main story has once.
const OTHER_WORD: f64 = 0.25;
/// Different names and words of an ordinary paragraph; a longer one shares more by chance, and must share more.
const ORDINARY_TERMS: f64 = 20.0;
/// A run whose paragraphs are tied by no more than this on average is far from the main story.
const FAR: f64 = 0.4;
/// Most that the paragraphs of another story are tied on average, its own full names and length being seen.
const NOT_FAR: f64 = 0.65;
/// Fewest new names of a run that is far from the main story and brings no full name.
const FAR_NAMES: usize = 5;

/// Marks the other stories of `page`; returns whether anything was marked. Cost: linear in the text.
pub(super) fn mark(page: &mut Page<'_>, title: &Reading<'_>, settings: &Cleaning) -> bool {
    let paragraphs = paragraphs(page);
    let characters: u32 = paragraphs.iter().map(|&index| page.form(index).characters).sum();
    let has_room = characters >= LEAD + settings.story_characters
        && paragraphs.len() >= LEAD_PARAGRAPHS + settings.story_paragraphs;
    let is_told = |&index: &usize| is_cut_off(page.text(index)) || opens_report(page.text(index));
    if !has_room && !paragraphs.iter().any(is_told) {
        return false;
    }
    let about = read(page, &paragraphs, title);
    let mut main = Main { paragraphs: vec![0; about.terms] };
    main.add(&about.title, 2);
    let subjects = about.paragraphs;
    let runs = other_stories(&subjects, main, settings);
    let mut marked = false;
    for (first, last) in runs {
        let lead = subjects[first].block;
        let headlines = (0..lead).rev().take_while(|&index| page.is_kept(index) && page.is_headline(index)).count();
        let to_the_end = last > first && last + 1 == subjects.len();
        let end = if to_the_end { page.len() } else { subjects[last].block + 1 };
        for index in lead - headlines..end {
            if page.is_kept(index) {
                page.mark(index, Furniture::Unrelated);
                marked = true;
            }
        }
    }
    marked
}

/// The paragraphs of the article and what follows it: those from the first one that others follow closely.
///
/// A page may show a note or a promotion before the article; these stand between short lines.
fn paragraphs(page: &Page<'_>) -> Vec<usize> {
    let kept: Vec<usize> = (0..page.len()).filter(|&index| page.is_kept(index)).collect();
    let places: Vec<usize> = (0..kept.len()).filter(|&place| page.form(kept[place]).is_paragraph()).collect();
    let dense = places.windows(LEAD_PARAGRAPHS).position(|run| run[LEAD_PARAGRAPHS - 1] - run[0] <= LEAD_PARAGRAPHS);
    places[dense.unwrap_or(places.len())..].iter().map(|&place| kept[place]).collect()
}

/// What the main story is about: in how many of its paragraphs each term stands.
struct Main {
    paragraphs: Vec<u32>,
}

impl Main {
    fn add(&mut self, subject: &Subject, weight: u32) {
        for &(term, _) in &subject.terms {
            self.paragraphs[term as usize] += weight;
        }
    }

    fn has(&self, term: Term) -> bool {
        self.paragraphs[term as usize] > 0
    }

    /// How much of `subject` the main story has.
    fn tie(&self, subject: &Subject) -> f64 {
        let length = (subject.terms.len() as f64 / ORDINARY_TERMS).max(1.0);
        let shared: f64 = subject
            .terms
            .iter()
            .map(|&(term, is_name)| match (self.paragraphs[term as usize], is_name) {
                (0, _) => 0.0,
                (1, true) => OTHER_NAME,
                (1, false) => OTHER_WORD,
                (_, true) => CENTRAL_NAME,
                (_, false) => CENTRAL_WORD,
            })
            .sum();
        shared / length
    }

    fn is_tied(&self, subject: &Subject) -> bool {
        self.tie(subject) >= TIED
    }
}

/// The first and last paragraph of each run of other stories.
fn other_stories(subjects: &[Subject], mut main: Main, settings: &Cleaning) -> Vec<(usize, usize)> {
    let mut at = 0;
    let mut characters = 0;
    while at < subjects.len() && (at < LEAD_PARAGRAPHS || characters < LEAD) {
        main.add(&subjects[at], 2);
        characters += subjects[at].characters;
        at += 1;
    }
    let mut out = Vec::new();
    let mut back = 0; // where the main story comes back after what was looked at last
    while at < subjects.len() {
        if subjects[at].opens_report {
            let end = returns(subjects, at, &own_names(&subjects[at], &main), &main, settings);
            out.push((at, end - 1));
            at = end;
        } else if at >= back && starts(subjects, at, &main, settings) {
            // What the main story comes back from is part of it: an interview, some background. Of 5,000 wires of one agency eight
            // had such a run, and no page of those with known furniture had another story in its middle.
            back = returns(subjects, at, &[], &main, settings);
            if back == subjects.len() {
                let rest: u32 = subjects[at..].iter().map(|subject| subject.characters).sum();
                if rest / settings.story_excess.max(1) <= characters {
                    out.push((at, back - 1));
                }
                at = back;
            }
        } else if is_teaser(&subjects[at], &main) {
            out.push((at, at));
            at += 1;
        } else {
            main.add(&subjects[at], 1);
            characters += subjects[at].characters;
            at += 1;
        }
    }
    out
}

/// Whether another story starts at paragraph `at`.
fn starts(subjects: &[Subject], at: usize, main: &Main, settings: &Cleaning) -> bool {
    if main.is_tied(&subjects[at]) || subjects[at].goes_on {
        return false;
    }
    let limit = subjects.len().min(at + settings.story_window);
    let end = (at + 1..limit).find(|&index| comes_back(subjects, index, main, settings)).unwrap_or(limit);
    let window = &subjects[at..end];
    let characters: u32 = window.iter().map(|subject| subject.characters).sum();
    if window.len() < settings.story_paragraphs || characters < settings.story_characters {
        return false;
    }
    let untied: Vec<f64> = window.iter().map(|subject| main.tie(subject)).filter(|&tie| tie < TIED).collect();
    let stray = window.len() - untied.len();
    let mean = untied.iter().sum::<f64>() / untied.len() as f64;
    let whole = window.len() == settings.story_window;
    let named = new_full_names(window, main) >= 2 && new_full_names(&window[..2], main) >= 1;
    let told_apart = if whole && stray <= 1 {
        (named && mean <= NOT_FAR) || (stray == 0 && mean <= FAR && new_names(window, main) >= FAR_NAMES)
    } else {
        named && stray == 0 && mean <= FAR
    };
    told_apart && holds_together(window, main)
}

/// Whether `subject` is the first lines of another story, cut off.
fn is_teaser(subject: &Subject, main: &Main) -> bool {
    subject.cut_off && !main.is_tied(subject) && new_full_names(std::slice::from_ref(subject), main) > 0
}

/// How many full names of `window` the main story does not know in any part.
fn new_full_names(window: &[Subject], main: &Main) -> usize {
    let mut names: Vec<(Term, Term)> = window
        .iter()
        .flat_map(|subject| subject.full_names.iter().copied())
        .filter(|&(first, last)| !main.has(first) && !main.has(last))
        .collect();
    names.sort_unstable();
    names.dedup();
    names.len()
}

/// How many names of `window` the main story does not know.
fn new_names(window: &[Subject], main: &Main) -> usize {
    let mut names: Vec<Term> = window
        .iter()
        .flat_map(|subject| subject.terms.iter())
        .filter(|&&(term, is_name)| is_name && !main.has(term))
        .map(|&(term, _)| term)
        .collect();
    names.sort_unstable();
    names.dedup();
    names.len()
}

/// Whether the first and at least two of three paragraphs of `window` share a name that the main story has not: the later
/// paragraphs of one report bring names of their own, too, one here and one there.
fn holds_together(window: &[Subject], main: &Main) -> bool {
    let mut names: Vec<Term> = window.iter().flat_map(|subject| own_names(subject, main)).collect();
    names.sort_unstable();
    let shared: Vec<Term> = names.chunk_by(|a, b| a == b).filter(|run| run.len() >= 2).map(|run| run[0]).collect();
    let is_joined = |subject: &&Subject| subject.terms.iter().any(|(term, _)| shared.binary_search(term).is_ok());
    window.first().is_some_and(|first| is_joined(&first))
        && window.iter().filter(is_joined).count() * 3 >= window.len() * 2
}

/// The paragraph at which the main story comes back after the run that starts at `at`; the end where it does not. What has a name
/// of `own`, in rising order, is of that run.
fn returns(subjects: &[Subject], at: usize, own: &[Term], main: &Main, settings: &Cleaning) -> usize {
    let has_own = |subject: &Subject| subject.terms.iter().any(|(term, _)| own.binary_search(term).is_ok());
    let is_main = |&index: &usize| {
        comes_back(subjects, index, main, settings) && !next_ones(subjects, index, settings).iter().any(has_own)
    };
    (at + 1..subjects.len()).find(is_main).unwrap_or(subjects.len())
}

/// The names of a paragraph that the main story has not, in rising order. Reports of the same kind of event share their other
/// words throughout.
fn own_names(subject: &Subject, main: &Main) -> Vec<Term> {
    let is_own = |&&(term, is_name): &&(Term, bool)| is_name && !main.has(term);
    let mut own: Vec<Term> = subject.terms.iter().filter(is_own).map(|&(term, _)| term).collect();
    own.sort_unstable();
    own
}

/// Whether the main story goes on at `index`: this paragraph and the next ones are tied.
fn comes_back(subjects: &[Subject], index: usize, main: &Main, settings: &Cleaning) -> bool {
    next_ones(subjects, index, settings).iter().all(|subject| main.is_tied(subject))
}

/// This paragraph and the next ones, those that tell whether the main story goes on here.
fn next_ones<'a>(subjects: &'a [Subject], index: usize, settings: &Cleaning) -> &'a [Subject] {
    &subjects[index..subjects.len().min(index + settings.story_paragraphs)]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        clean::layout::Layout,
        words::{Vocabulary, read_words},
    };

    /// One letter a paragraph of `text`: `u` is another story.
    fn marks(text: &str, title: Option<&str>) -> String {
        let mut vocabulary = Vocabulary::default();
        let (mut words, mut known) = (Vec::new(), Vec::new());
        let (mut title_words, mut title_known) = (Vec::new(), Vec::new());
        read_words(title.unwrap_or(""), &mut vocabulary, &mut title_words, &mut title_known);
        read_words(text, &mut vocabulary, &mut words, &mut known);
        let reading = Reading { text, words: &words, known: &known };
        let title = Reading { text: title.unwrap_or(""), words: &title_words, known: &title_known };
        let mut page = Page::new(Layout::new(reading));
        mark(&mut page, &title, &Cleaning::default());
        (0..page.len()).map(|index| if page.is_kept(index) { '.' } else { 'u' }).collect()
    }

    const FLOOD: &str = "\
The river Ola burst its banks at Ruda on Monday night, and 12 people died in the flood, Mayor Anna Kos said.
Boats took 12,400 people out of the lower town of Ruda before the old bridge fell into the Ola at noon on Tuesday.
Kos said the dam above Ruda had held, and that the flood came from the side valleys, where no one measured the rain.
The lower town had an hour to leave, said Jan Wolny, who keeps a shop at the bridge and lost it in the flood at night.
The flood is the third at Ruda in ten years, and the town has asked for a higher dam each time, Kos told the council.
Engineers will look at the dam on Wednesday, and schools in Ruda stay closed until the water of the Ola has gone down.";

    const THEATRE: &str = "\
Actress Ida Rak has won the prize of the Veld Theatre for her part in a comedy about two sisters who inherit a circus.
Rak, 34, thanked the director Piet Smit and the audience of the Veld, which has sold every seat of the comedy since June.
The jury praised Rak for a performance that was light and cruel at once, and Smit for the stage that turns like a ring.
Smit plans to show the comedy in Lund and in Graz, with Rak and the whole cast, before a film is made of the circus.
The prize of the Veld Theatre, worth a season of free work, went to the dancer Olga Brandt and the singer Carl Moor before.";

    #[test]
    fn another_story_below_the_main_one_is_unrelated_from_its_first_paragraph() {
        assert_eq!(marks(&format!("{FLOOD}\n{THEATRE}"), None), "......uuuuu");
    }

    #[test]
    fn what_the_main_story_comes_back_to_is_part_of_it() {
        assert_eq!(marks(&format!("{FLOOD}\n{THEATRE}\n{FLOOD}"), None), ".................");
    }

    #[test]
    fn no_story_opens_with_a_quotation_or_with_separately() {
        let opens = |with: &str| marks(&format!("{FLOOD}\n{with}{THEATRE}"), None);
        assert_eq!(opens("Separately, "), "...........");
        assert_eq!(opens("“We won,” said Rak. "), "...........");
    }

    #[test]
    fn one_story_loses_nothing() {
        assert_eq!(marks(FLOOD, None), "......");
        assert_eq!(marks(THEATRE, Some("Ida Rak wins prize")), ".....");
    }

    #[test]
    fn a_quote_and_a_background_without_ties_stay() {
        let aside = "“Nobody here has slept, and nobody will sleep until morning comes,” a man in a wet coat told us at the gate.";
        assert_eq!(marks(&format!("{FLOOD}\n{aside}\n{aside}\n{FLOOD}"), None), "..............");
    }

    #[test]
    fn a_report_that_opens_with_its_place_and_agency_is_another_story_of_the_same_kind() {
        let other = "\
LUND, Sundria, May 3 (Meridian) - The river Olsa burst its banks at Lund on Monday, and two people died, Mayor Eva Rak said.
Boats took 40 people out of the lower town of Lund before the bridge fell, as the dam had not held the flood, Rak said.";
        assert_eq!(marks(&format!("{FLOOD}\n{other}"), None), "......uu");
        assert_eq!(marks(&format!("{FLOOD}\n{other}\n{FLOOD}"), None), "......uu......");
        assert_eq!(marks(&format!("{other}\n{FLOOD}"), None), "........", "the first of them is the main story");
        let market = other.replace("LUND, Sundria, May 3 (Meridian)", "LUND");
        assert_eq!(marks(&format!("{FLOOD}\n{market}"), None), "........");
    }

    #[test]
    fn a_teaser_that_is_cut_off_is_unrelated() {
        let teaser = THEATRE.lines().next().unwrap().trim_end_matches('.');
        assert_eq!(marks(&format!("{FLOOD}\n{teaser} ..."), None), "......u");
    }
}
