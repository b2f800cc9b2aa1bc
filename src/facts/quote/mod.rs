//! Quotes: words that a document gives as somebody's own, with or without marks, and labels that a speaker gives.

mod marks;
mod speaker;

use super::{
    name::Names,
    words::{Lists, Unit, units},
};
use crate::{
    lexicon::REPORTING_VERBS,
    span::{Span, touching},
    tokenize::{LONGEST_PART, LONGEST_SENTENCE, Sentence, Tokens},
    words::fold,
};
use marks::marked_runs;
use speaker::Speakers;
use std::borrow::Cow;

/// Who speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Speaker {
    /// The words that name the speaker where the speech is attributed: "He", "the coach", "Anna Kerr".
    pub span: Span,
    /// Whom they mean, where that can be told: index in [`Names::entities`].
    pub entity: Option<usize>,
}

/// Words given as somebody's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quote {
    /// The words, without marks.
    pub span: Span,
    /// Who said them.
    pub speaker: Option<Speaker>,
    /// Given as the speaker's own words, not retold.
    pub direct: bool,
    /// Whether quotation marks stand around them.
    pub marked: bool,
}

/// A label that a speaker gives to somebody: "a coward".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The words of the label, without an article.
    pub span: Span,
    /// Who is labelled: index in [`Names::entities`].
    pub target: usize,
}

/// A sentence that lays what it says to somebody by a reporting verb: "Police said".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attribution {
    /// The whole sentence.
    pub sentence: Span,
    /// To whom.
    pub speaker: Speaker,
}

/// What is said in a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Speech {
    /// Quotes, in order of place; they never overlap.
    pub quotes: Vec<Quote>,
    /// Labels, in order of place.
    pub labels: Vec<Label>,
    /// Attributions by a reporting verb, in order of place.
    pub attributions: Vec<Attribution>,
}

/// Speech without marks has at least this many words.
const SHORTEST_SPEECH: usize = 5;
/// An attribution after speech without marks ("..., the coach can be heard saying in the clip") has at most this many words.
const LONGEST_ATTRIBUTION: usize = 14;
/// A label starts at most this many words behind its verb.
const LABEL_DISTANCE: usize = 5;
/// A label has at most this many words.
const LONGEST_LABEL: usize = 5;

/// The speech in a document's article, furniture left out.
///
/// Reads straight and curly marks, quotations that go on over paragraphs, lost closing or opening marks, and paragraphs
/// in the first person that end in an attribution but have no marks at all.
#[must_use]
pub fn speech(text: &str, tokens: &Tokens, units: &[Vec<Unit>], names: &Names) -> Speech {
    let speakers = Speakers::new(text, names, units);
    let mut reader = Reader { text, names, out: Speech::default(), speakers, open: false, open_speaker: None };
    let all = tokens.sentences.iter().zip(units.iter().map(Vec::as_slice));
    let sentences: Vec<Line<'_>> = all.filter(|(sentence, _)| sentence.furniture.is_none()).collect();
    for block in sentences.chunk_by(|a, b| a.0.block == b.0.block) {
        reader.block(block);
    }
    reader.out
}

/// A sentence with its words.
type Line<'a> = (&'a Sentence, &'a [Unit]);

struct Reader<'a> {
    text: &'a str,
    names: &'a Names,
    out: Speech,
    speakers: Speakers<'a>,
    /// Whether the paragraph before left a quotation open.
    open: bool,
    /// Whose it is.
    open_speaker: Option<Speaker>,
}

impl Reader<'_> {
    fn block(&mut self, sentences: &[Line<'_>]) {
        let block = sentences[0].0.span.join(sentences[sentences.len() - 1].0.span);
        let (marked, left_open) = marked_runs(self.text, block, self.open);
        let continued = self.open_speaker.take();
        self.open = left_open;
        let mut speaker = None;
        for &(sentence, all) in sentences {
            let here = touching(&marked, sentence.span, |run| *run);
            let outside = if here.is_empty() {
                Cow::Borrowed(all)
            } else {
                all.iter().copied().filter(|unit| !here.iter().any(|run| run.overlaps(unit.span))).collect()
            };
            let said_by = self.speakers.attribution(&outside, here, sentence.span);
            if let Some(found) = said_by {
                speaker = Some(found);
                self.out.attributions.push(Attribution { sentence: sentence.span, speaker: found });
            }
            for &run in here {
                if self.out.quotes.last().is_none_or(|last| last.span != run) {
                    let by = speaker.or(continued);
                    self.out.quotes.push(Quote { span: run, speaker: by, direct: true, marked: true });
                } else if let (Some(last), Some(found)) = (self.out.quotes.last_mut(), said_by) {
                    last.speaker = Some(found); // attributed behind the quotation
                }
            }
            self.labels(all, here);
            self.speakers.remember(&outside, said_by);
        }
        self.attribute_fragments(block);
        if marked.is_empty()
            && let Some(speaker) = self.unmarked(sentences, block)
        {
            self.speakers.spoke(speaker);
        }
        if left_open {
            self.open_speaker = self.out.quotes.last().and_then(|quote| quote.speaker);
        }
    }

    /// A quotation before its attribution in the same paragraph (`"We won." he said. "All of it."`) has its speaker too.
    fn attribute_fragments(&mut self, block: Span) {
        let first = self.out.quotes.partition_point(|quote| quote.span.end <= block.start);
        let known = self.out.quotes[first..].iter().find_map(|quote| quote.speaker);
        for quote in &mut self.out.quotes[first..] {
            quote.speaker = quote.speaker.or(known);
        }
    }

    fn is_said(&self, unit: &Unit) -> bool {
        unit.lists.holds(Lists::REPORTING)
            && REPORTING_VERBS.get(fold(unit.span.of(self.text)).as_ref()) == Some(&"said")
    }

    /// A paragraph in the first or second person that ends in an attribution: speech whose marks were lost.
    fn unmarked(&mut self, sentences: &[Line<'_>], block: Span) -> Option<Speaker> {
        let mut backwards = sentences.iter().rev().flat_map(|(_, words)| words.iter().rev());
        if !backwards.by_ref().take(LONGEST_ATTRIBUTION).any(|unit| self.is_said(unit)) {
            return None;
        }
        let personal = |unit: &Unit| unit.lists.holds(Lists::PERSONAL);
        // What was cut for its length may have been cut in a word.
        let is_cut = |line: &Line<'_>| line.0.span.len() >= LONGEST_SENTENCE / 2;
        let may_be_personal = |line: &Line<'_>| line.1.iter().any(personal) || is_cut(line);
        if block.len() <= LONGEST_PART && !sentences.iter().any(may_be_personal) {
            return None;
        }
        let all = units(self.text, block);
        let tail = all.len().saturating_sub(LONGEST_ATTRIBUTION);
        let verb = (tail..all.len()).rev().find(|&at| self.is_said(&all[at]))?;
        let comma = (tail..verb).rev().find(|&at| self.text[all[at].span.end as usize..].starts_with(','))?;
        let speech = &all[..=comma];
        if speech.len() < SHORTEST_SPEECH || !speech.iter().any(personal) || comma + 1 >= verb {
            return None;
        }
        let clause = &all[comma + 1..verb];
        let speaker = Some(self.speakers.subject(clause)?);
        let end = all[comma].span.end;
        for (sentence, words) in sentences.iter().filter(|(sentence, _)| sentence.span.start < end) {
            let span = Span { start: sentence.span.start, end: sentence.span.end.min(end) };
            self.labels_in_speech(within(words, span));
            self.out.quotes.push(Quote { span, speaker, direct: true, marked: false });
        }
        speaker
    }

    /// Labels outside speech: "Kerr is referred to as a “coward”", "called Kerr a coward".
    fn labels(&mut self, all: &[Unit], marked: &[Span]) {
        for at in (0..all.len()).filter(|&at| all[at].lists.holds(Lists::CUE)) {
            let word = fold(all[at].span.of(self.text));
            let labelling = match word.as_ref() {
                "called" | "branded" | "labelled" | "labeled" | "dubbed" => at + 1,
                "as" if at > 0 && is_labelling(&all[..at], self.text) => at + 1,
                _ => continue,
            };
            // Between the verb and the label stand at most a name and an article: not "called on the army to ensure".
            let near = all.get(labelling..).unwrap_or_default().iter().take(LABEL_DISTANCE);
            let linked = |unit: &&Unit| {
                unit.capital
                    || matches!(
                        fold(unit.span.of(self.text)).as_ref(),
                        "a" | "an" | "the" | "him" | "her" | "them" | "it"
                    )
            };
            let gap = near.clone().take_while(|unit| !marked.iter().any(|run| run.contains(unit.span)));
            let Some(quoted) = near.clone().find_map(|unit| marked.iter().copied().find(|run| run.contains(unit.span)))
            else {
                continue;
            };
            if !gap.clone().all(|unit| linked(&unit)) {
                continue;
            }
            let span = Span { start: all[0].span.start, end: quoted.start };
            let Some(target) = self.names.within(span).next_back().map(|name| name.entity) else { continue };
            let inside: Vec<Unit> = all.iter().copied().filter(|unit| quoted.contains(unit.span)).collect();
            self.push_label(&inside, target);
        }
        for run in marked {
            self.labels_in_speech(within(all, *run));
        }
    }

    /// Labels inside somebody's own words: "Kerr is a coward who ran".
    fn labels_in_speech(&mut self, all: &[Unit]) {
        for at in 1..all.len().saturating_sub(1) {
            let is = all[at].lists.holds(Lists::BE);
            let article = all[at + 1].lists.holds(Lists::ARTICLE);
            if !is || !article || all[at].stop {
                continue;
            }
            let Some(target) = self.mention_ending_at(all[at - 1].span) else { continue };
            let label: Vec<Unit> = phrase(&all[at + 2..]);
            self.push_label(&label, target);
        }
    }

    fn mention_ending_at(&self, unit: Span) -> Option<usize> {
        let at = self.names.mentions.partition_point(|name| name.span.end < unit.end);
        self.names.mentions.get(at).filter(|name| name.span.overlaps(unit)).map(|name| name.entity)
    }

    fn push_label(&mut self, words: &[Unit], target: usize) {
        let article =
            words.first().is_some_and(|unit| matches!(fold(unit.span.of(self.text)).as_ref(), "a" | "an" | "the"));
        let words = &words[usize::from(article)..];
        if (1..=LONGEST_LABEL).contains(&words.len()) {
            let span = words[0].span.join(words[words.len() - 1].span);
            if self.out.labels.last().is_none_or(|label| label.span.start < span.start) {
                self.out.labels.push(Label { span, target });
            }
        }
    }
}

/// The words of a sentence that stand inside `span`.
fn within(words: &[Unit], span: Span) -> &[Unit] {
    let first = words.partition_point(|unit| unit.span.start < span.start);
    let last = words.partition_point(|unit| unit.span.end <= span.end).max(first);
    &words[first..last]
}

/// "referred to as", "described X as", "denounced X as": a labelling verb shortly before "as".
fn is_labelling(before: &[Unit], text: &str) -> bool {
    before.iter().rev().take(4).any(|unit| {
        matches!(
            fold(unit.span.of(text)).as_ref(),
            "referred" | "described" | "describing" | "denounced" | "portrayed" | "characterised" | "characterized"
        )
    })
}

/// The words of a noun phrase: up to a stop or a function word.
fn phrase(units: &[Unit]) -> Vec<Unit> {
    let mut out = Vec::new();
    for unit in units.iter().take(LONGEST_LABEL) {
        if unit.lists.holds(Lists::FUNCTION) {
            break;
        }
        out.push(*unit);
        if unit.stop {
            break;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        clean::{Block, Clean},
        facts::{name::names, words::sentence_units},
        tokenize::tokenize,
    };

    /// The quotes of a text whose paragraphs are lines, each with its speaker's words.
    fn read(text: &str) -> (Names, Speech) {
        let mut blocks = Vec::new();
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            blocks.push(Block { span: Span::new(at, at + line.trim_end().len()), furniture: None });
            at += line.len();
        }
        let tokens = tokenize(text, &Clean { blocks });
        let units = sentence_units(text, &tokens);
        let names = names(text, &text.to_ascii_lowercase(), &tokens, &units, &[]);
        let speech = speech(text, &tokens, &units, &names);
        (names, speech)
    }

    fn quotes(text: &str) -> Vec<(String, String)> {
        let (names, speech) = read(text);
        let speaker = |speaker: Option<Speaker>| match speaker {
            None => String::new(),
            Some(Speaker { entity: Some(entity), .. }) => names.entities[entity].canonical.clone(),
            Some(Speaker { span, .. }) => span.of(text).to_owned(),
        };
        speech.quotes.iter().map(|quote| (quote.span.of(text).to_owned(), speaker(quote.speaker))).collect()
    }

    fn one(text: &str) -> (String, String) {
        let mut all = quotes(text);
        assert_eq!(all.len(), 1, "{all:?}");
        all.remove(0)
    }

    fn said(words: &str, by: &str) -> (String, String) {
        (words.to_owned(), by.to_owned())
    }

    #[test]
    fn the_speaker_stands_before_or_behind_the_quote() {
        assert_eq!(one("In Ruda, Anna Kerr said: “We were late.”"), said("We were late.", "Anna Kerr"));
        assert_eq!(one("\"We were late,\" the mayor said."), said("We were late,", "the mayor"));
        assert_eq!(one("The mayor met Anna Kerr. “We were late,” she said."), said("We were late,", "Anna Kerr"));
        assert_eq!(one("\"We were late,\" said Anna Kerr."), said("We were late,", "Anna Kerr"));
    }

    /// Who says "We lost" in a text.
    fn speaker(text: &str) -> String {
        one(text).1
    }

    #[test]
    fn who_speaks_is_the_person_and_not_what_is_said_of_him() {
        assert_eq!(speaker("Reds coach Anna Kerr said: “We lost.”"), "Anna Kerr");
        assert_eq!(speaker("“We lost,” said Karvia Mills co-founder Anna Kerr."), "Anna Kerr");
        assert_eq!(speaker("The Mills' deputy engineer, Anna Kerr, said: “We lost.”"), "Anna Kerr");
        assert_eq!(speaker("“We lost,” the Karvian priest said."), "the Karvian priest");
        assert_eq!(speaker("“We lost,” Kerr's brother said."), "", "nobody knows his name");
        assert_eq!(speaker("“We lost,” said Anna Kerr of Olsa's Karvian office."), "Anna Kerr");
        assert_eq!(speaker("In Ruda the Bank of Olsa's governor said: “We lost.”"), "the Bank of Olsa's governor");
        assert_eq!(speaker("Paul Stenn left. Then Mayor Anna Kerr was against it: “We lost.”"), "Anna Kerr");
        assert_eq!(speaker("“We lost,” said Rear Admiral Anna Kerr."), "Anna Kerr");
    }

    #[test]
    fn a_pronoun_means_who_acted_and_not_a_fair_a_place_or_an_office() {
        assert_eq!(
            speaker("Anna Kerr sat on the floor. They came from the Olmo fair. “We lost,” she said."),
            "Anna Kerr"
        );
        assert_eq!(speaker("The captain of Olmo, Paul Stenn, has left. “We lost,” he said."), "Paul Stenn");
        assert_eq!(
            speaker("The Harbour Office counts ships, and its engineer, Anna Kerr, is tired. “We lost,” she said."),
            "Anna Kerr"
        );
        assert_eq!(speaker("The applause was for Anna Kerr, the captain. “We lost,” she said."), "Anna Kerr");
        assert_eq!(speaker("Anna Kerr was hurled down the aisle. “We lost,” she sobbed."), "Anna Kerr");
    }

    #[test]
    fn a_role_means_the_one_of_whom_it_is_told() {
        let text = |told: &str| format!("{told} “We lost,” the coach said.");
        assert_eq!(speaker(&text("Then coach Anna Kerr left for Ruda with Paul Stenn.")), "Anna Kerr");
        assert_eq!(speaker(&text("Then Anna Kerr, the coach, left for Ruda with Paul Stenn.")), "Anna Kerr");
        assert_eq!(speaker(&text("Then coach Anna Kerr met coach Paul Stenn.")), "the coach", "there are two");
        let former = "Then Prime Minister Helka Dorn left. “We lost,” the former minister said.";
        assert_eq!(speaker(former), "the former minister", "nothing tells that she is former");
    }

    #[test]
    fn a_quotation_goes_on_over_paragraphs_with_its_speaker() {
        let text = "In Ruda, Anna Kerr said: “We were late.\n“We know it now.”";
        assert_eq!(quotes(text), [said("We were late.", "Anna Kerr"), said("We know it now.", "Anna Kerr")]);
    }

    #[test]
    fn a_lost_mark_does_not_lose_the_quote() {
        assert_eq!(
            one("We were late and we know it,” Anna Kerr told reporters."),
            said("We were late and we know it,", "Anna Kerr")
        );
        assert_eq!(
            one("Then Anna Kerr said: “We were late and we know it"),
            said("We were late and we know it", "Anna Kerr")
        );
    }

    #[test]
    fn speech_in_the_first_person_needs_no_marks() {
        let text =
            "We were late and we know it. You will get your homes back, the mayor can be heard saying in the clip.";
        let all = quotes(text);
        assert_eq!(all.len(), 2, "{all:?}");
        assert!(all.iter().all(|(_, speaker)| speaker == "the mayor"), "{all:?}");
        assert_eq!(quotes("The river rose, the mayor said."), []);
    }

    #[test]
    fn an_apostrophe_opens_no_quotation() {
        assert_eq!(quotes("The dockers' union won't go back to '98, Kerr's office says."), []);
    }

    #[test]
    fn a_label_is_known_with_whom_it_is_given_to() {
        let labels = |text: &str| -> Vec<(String, String)> {
            let (names, speech) = read(text);
            let one = |label: &Label| (label.span.of(text).to_owned(), names.entities[label.target].canonical.clone());
            speech.labels.iter().map(one).collect()
        };
        assert_eq!(
            labels("On tape Anna Kerr is referred to as a “reckless woman”."),
            [said("reckless woman", "Anna Kerr")]
        );
        assert_eq!(labels("He told Ruda: “Anna Kerr is a coward who ran.”"), [said("coward", "Anna Kerr")]);
        assert_eq!(labels("Then Anna Kerr called on all to ensure “a full inquiry”."), []);
    }
}
