//! Quoted words, who said them, and the labels that speakers give.

use super::{Agreement, Divergence, Findings, Kind, Reading, spelling::same_word};
use crate::{
    article::Witness,
    facts::{
        name::{NameKind, Names},
        quote::{Label, Speaker},
    },
    lexicon::NEGATIONS,
    pair::{Match, Pair, Speakers, Utterance},
    span::{Span, touching},
    words::fold,
};
use hashbrown::HashMap;

/// From this share of common words on, another wording of an utterance is for the editor to decide; below, it says
/// something else.
const SAME_SENSE: f64 = 0.5;
/// A sentence retells a quote when it has this share of the quote's words.
const RETOLD: f64 = 0.6;
/// A quote of fewer content words is not looked for in indirect speech.
const RETOLD_WORDS: usize = 4;

/// Compares the speech of two independent reports: utterances, then labels, then direct speech that the other retells.
pub(crate) fn judge(pair: &Pair<'_>, out: &mut Findings) {
    let (said_a, said_b) = (pair.utterances(pair.a), pair.utterances(pair.b));
    let same = pair.same_utterances(&said_a, &said_b);
    for one in &same {
        utterance(pair, said_a[one.a], said_b[one.b], *one, out);
    }
    for one in pair.labels() {
        let (x, y) = (&pair.a.facts.speech.labels[one.a], &pair.b.facts.speech.labels[one.b]);
        label(pair, x, y, out);
    }
    let free = |all: &[Utterance], taken: &dyn Fn(usize) -> bool| -> Vec<Utterance> {
        all.iter().enumerate().filter(|(index, _)| !taken(*index)).map(|(_, one)| *one).collect()
    };
    let free_a = free(&said_a, &|index| same.iter().any(|one| one.a == index));
    let free_b = free(&said_b, &|index| same.iter().any(|one| one.b == index));
    for one in free_a {
        if let Some(retold) = retold(pair, pair.a, one, pair.b) {
            push(
                out,
                pair,
                one.span,
                retold,
                2,
                said_by(pair.a, one.speaker),
                "direct speech in one, retold in the other",
            );
        }
    }
    for one in free_b {
        if let Some(retold) = retold(pair, pair.b, one, pair.a) {
            push(
                out,
                pair,
                retold,
                one.span,
                2,
                said_by(pair.b, one.speaker),
                "direct speech in one, retold in the other",
            );
        }
    }
}

/// Compares two renderings of one utterance.
pub(crate) fn utterance(pair: &Pair<'_>, x: Utterance, y: Utterance, one: Match, out: &mut Findings) {
    let (words_x, words_y) = (words(pair.a, x.span), words(pair.b, y.span));
    let subject = said_by(pair.a, x.speaker.filter(|speaker| speaker.entity.is_some()).or(x.speaker));
    if pair.speakers(x.speaker, y.speaker) == Speakers::Other {
        push(out, pair, x.span, y.span, 3, subject, OTHER_SPEAKER);
    } else if words_x == words_y {
        agree(out, pair, x.span, y.span, subject);
    } else {
        let severity = severity(&words_x, &words_y).max(if one.score < SAME_SENSE { 3 } else { 1 });
        push(out, pair, x.span, y.span, severity, subject, "the same utterance in other words");
    }
}

/// An utterance of fewer words is anybody's: "We are ready."
const OWN_WORDS: usize = 5;

/// Utterances of two versions with the same words that are given to two speakers, where nothing in `out` tells of the change of
/// either speaker. Of what one says in a row the first is told.
///
/// Cost: linear in what is quoted.
pub(crate) fn other_speakers(pair: &Pair<'_>, out: &mut Findings) {
    let known = |one: &Utterance| one.speaker.is_some_and(|speaker| speaker.entity.is_some());
    let said = |witness: &Witness<'_>| -> Vec<(Vec<String>, Utterance)> {
        let all = pair.utterances(witness).into_iter().filter(known);
        all.map(|one| (words(witness, one.span), one)).filter(|(words, _)| words.len() >= OWN_WORDS).collect()
    };
    let said_a = said(pair.a);
    if said_a.is_empty() {
        return;
    }
    let said_b: HashMap<Vec<String>, Utterance> = said(pair.b).into_iter().collect();
    let mut last = None;
    for (words, x) in said_a {
        let Some(&y) = said_b.get(&words) else { continue };
        let Some((by_x, by_y)) = x.speaker.zip(y.speaker) else { continue };
        let is_other = pair.speakers(x.speaker, y.speaker) == Speakers::Other && are_named_apart(pair, by_x, by_y);
        if is_other && !tells_speaker(out, by_x, by_y) && last != Some((by_x.entity, by_y.entity)) {
            push(out, pair, x.span, y.span, 3, said_by(pair.a, x.speaker), OTHER_SPEAKER);
        }
        last = Some((by_x.entity, by_y.entity));
    }
}

/// Whether two speakers are two people, at least one of whom stands there by name, no word of it with the other: whom two pronouns
/// mean is read from what stands around, which may have changed.
fn are_named_apart(pair: &Pair<'_>, x: Speaker, y: Speaker) -> bool {
    let by_name = |witness: &Witness<'_>, speaker: Speaker| {
        let words = words(witness, speaker.span);
        let is_pronoun = matches!(words.as_slice(), [word] if PRONOUNS.contains(&word.as_str()));
        let kind = speaker.entity.map(|entity| witness.facts.names.entities[entity].kind);
        let may_speak = kind == Some(NameKind::Person) || kind == Some(NameKind::Other) && !is_pronoun;
        may_speak.then_some((words, is_pronoun))
    };
    let Some(((x, x_is_pronoun), (y, y_is_pronoun))) = by_name(pair.a, x).zip(by_name(pair.b, y)) else { return false };
    let share_a_word = x.iter().any(|word| y.contains(word));
    !(share_a_word || x_is_pronoun && y_is_pronoun)
}

/// Pronouns that a speaker may be named by.
const PRONOUNS: [&str; 4] = ["he", "she", "they", "i"];

/// Whether a divergence of names or sources stands at either speaker already.
fn tells_speaker(out: &Findings, x: Speaker, y: Speaker) -> bool {
    let touches = |reading: Option<&Reading>, span: Span| reading.is_some_and(|one| one.span.overlaps(span));
    let tells = |one: &&Divergence| matches!(one.kind, Kind::Name | Kind::Attribution | Kind::Quote);
    out.divergences.iter().filter(tells).any(|one| touches(one.a.as_ref(), x.span) || touches(one.b.as_ref(), y.span))
}

/// What is said of one utterance of two speakers.
const OTHER_SPEAKER: &str = "the same words, given to another speaker";

/// Compares two labels of one person.
pub(crate) fn label(pair: &Pair<'_>, x: &Label, y: &Label, out: &mut Findings) {
    let subject = format!("what {} is called", pair.a.facts.names.entities[x.target].canonical);
    if words(pair.a, x.span) == words(pair.b, y.span) {
        agree(out, pair, x.span, y.span, subject);
    } else {
        push(out, pair, x.span, y.span, 3, subject, "another label for the same person");
    }
}

/// A sentence of `other`, not direct speech, that has most words of the utterance and names its speaker.
fn retold(pair: &Pair<'_>, own: &Witness<'_>, one: Utterance, other: &Witness<'_>) -> Option<Span> {
    let stems = pair.content(own, one.span);
    if stems.len() < RETOLD_WORDS {
        return None;
    }
    let quotes = |span: Span| touching(&other.facts.speech.quotes, span, |quote| quote.span);
    let direct = |span: Span| quotes(span).iter().any(|quote| quote.direct);
    let best = other
        .article
        .tokens
        .sentences
        .iter()
        .enumerate()
        .filter(|(_, sentence)| sentence.furniture.is_none() && !direct(sentence.span))
        .map(|(index, sentence)| (pair.weights.covered(&stems, &other.stems[index]), sentence.span))
        .max_by(|x, y| x.0.total_cmp(&y.0).then(y.1.cmp(&x.1)))?;
    (best.0 >= RETOLD).then_some(best.1)
}

/// Words whose change leaves what somebody said as it was; "our allies" for "allies" does not.
const SMALL_WORDS: [&str; 14] =
    ["a", "an", "the", "that", "which", "and", "so", "then", "is", "are", "was", "were", "has", "have"];

/// How grave a change inside quotation marks is: 1 for small words, order and American spelling, 3 for a turned sense, else 2.
pub(crate) fn severity(a: &[String], b: &[String]) -> u8 {
    let only = |from: &[String], to: &[String]| -> Vec<String> {
        from.iter().filter(|word| !to.contains(word)).cloned().collect()
    };
    let changed: Vec<String> = [only(a, b), only(b, a)].concat();
    let respelled = a.len() == b.len() && a.iter().zip(b).all(|(x, y)| same_word(x, y));
    if negations(a) != negations(b) {
        3
    } else if respelled || changed.iter().all(|word| SMALL_WORDS.contains(&word.as_str())) {
        1
    } else {
        2
    }
}

/// How many of some words turn the sense: "not", "rather than" and "declined to", but neither that of "whether or not" nor that of "not only"; "unlikely", but not
/// that of "an unlikely pair".
pub(crate) fn negations(words: &[String]) -> usize {
    let idle = |at: usize| {
        let next = words.get(at + 1).map_or("", String::as_str);
        let before = at.checked_sub(1).map_or("", |before| words[before].as_str());
        let describes = words[at] == "unlikely" && matches!(before, "a" | "an" | "the");
        // "Who asked not to be named"
        let anonymous = next == "to" && before.starts_with("ask") && words.get(at + 2).is_some_and(|word| word == "be");
        // "Had it not been for"
        let but_for = before == "it" && at > 1 && matches!(words[at - 2].as_str(), "had" | "were");
        before == "or" || describes || anonymous || but_for || matches!(next, "only" | "just" | "merely" | "simply")
    };
    let instead = |at: usize| {
        let next = words.get(at + 1).map_or("", String::as_str);
        matches!(
            (words[at].as_str(), next),
            ("rather", "than") | ("instead", "of") | ("alternative" | "declined" | "declines" | "declining", "to")
        )
    };
    let turns = |(at, word): &(usize, &String)| NEGATIONS.contains(word.as_str()) && !idle(*at) || instead(*at);
    words.iter().enumerate().filter(turns).count()
}

/// The folded words of a place.
pub(crate) fn words(witness: &Witness<'_>, span: Span) -> Vec<String> {
    let inside = witness.article.tokens.within(span).iter();
    inside.map(|token| fold(token.span.of(witness.text())).into_owned()).collect()
}

/// "quoted words of Kerr".
pub(crate) fn said_by(witness: &Witness<'_>, speaker: Option<Speaker>) -> String {
    let Names { entities, .. } = &witness.facts.names;
    match speaker {
        Some(Speaker { entity: Some(entity), .. }) => format!("quoted words of {}", entities[entity].canonical),
        Some(Speaker { span, .. }) => format!("quoted words of {}", span.of(witness.text())),
        None => "quoted words".to_owned(),
    }
}

fn push(out: &mut Findings, pair: &Pair<'_>, a: Span, b: Span, severity: u8, subject: String, note: &str) {
    let (a, b) = (Some(reading(pair.a, a)), Some(reading(pair.b, b)));
    out.divergences.push(Divergence { kind: Kind::Quote, severity, subject, a, b, note: note.to_owned() });
}

fn agree(out: &mut Findings, pair: &Pair<'_>, a: Span, b: Span, subject: String) {
    let (a, b) = (reading(pair.a, a), reading(pair.b, b));
    if a.text != b.text {
        out.agreements.push(Agreement { kind: Kind::Quote, subject, a, b });
    }
}

fn reading(witness: &Witness<'_>, span: Span) -> Reading {
    Reading::new(witness.text(), span)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_article_more_leaves_a_quote_as_it_was_and_a_pronoun_does_not() {
        let words = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(severity(&words("the allies"), &words("allies")), 1);
        assert_eq!(severity(&words("to stabilise"), &words("to stabilize")), 1);
        assert_eq!(severity(&words("our allies"), &words("allies")), 2);
        assert_eq!(severity(&words("not with allies"), &words("with allies")), 3);
    }
}
