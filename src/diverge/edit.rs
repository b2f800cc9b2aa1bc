//! One change inside an aligned sentence: what it touches gives its kind.

use super::{
    Agreement, Divergence, Findings, Kind, Reading, attribution, omission, quote,
    versions::{Places, Settled},
};
use crate::{
    align::{Edit, Link},
    article::Witness,
    facts::claim::Strength,
    lexicon::{DIRECTIONS, FUNCTION_WORDS, NEGATIONS, OPPOSITES, RESULT_WORDS, SCOPE_WORDS, STANDARDS},
    pair::Pair,
    span::{Span, touching},
    words::{Token, fold},
};
use hashbrown::HashSet;

/// From so many content words on, words that only one version has are a statement of their own.
const STATEMENT_WORDS: usize = 4;

/// Types what an edit leaves after the facts that are already spoken of.
pub(super) fn judge(pair: &Pair<'_>, link: &Link, edit: Edit, settled: &Settled, out: &mut Findings) {
    let (left_a, left_b) = (left(pair.a, edit.a, &settled.a), left(pair.b, edit.b, &settled.b));
    let small = |words: &[String]| words.iter().all(|word| FUNCTION_WORDS.contains(word.as_str()));
    let spoken_of = settled.a.touch(edit.a) || settled.b.touch(edit.b);
    if left_a.is_empty() && left_b.is_empty() || spoken_of && small(&left_a) && small(&left_b) {
        return;
    }
    let anchored = anchored(pair, link, edit);
    if same_letters(pair, anchored) {
        let (a, b) = readings(pair, anchored);
        out.agreements.push(Agreement { kind: Kind::Wording, subject: "typography".to_owned(), a, b });
        return;
    }
    if let (Some(_), Some(_)) = (quoted(pair.a, anchored.a), quoted(pair.b, anchored.b)) {
        in_quote(pair, anchored, &left_a, &left_b, out);
        return;
    }
    let is_turned = |words: &[String]| quote::negations(words) % 2;
    let own = own_words(pair, &left_a, &left_b).max(own_words(pair, &left_b, &left_a));
    let one_sided = left_a.is_empty() || left_b.is_empty();
    let slight = own <= OWN_WORDS;
    let told = own <= if one_sided { 0 } else { OWN_WORDS } || denies(pair, &left_a, &left_b);
    // "Declined to comment" against "denied" turns nothing: it is a claim of another strength.
    let denying = |words: &[String]| words.iter().any(|word| Strength::of_verb(word) == Some(Strength::Denied));
    let turns = told && denying(&left_a) == denying(&left_b);
    if left_b.is_empty() && content(&left_a) >= STATEMENT_WORDS {
        omission::push(pair.a, edit.a, Kind::Omission, out);
    } else if left_a.is_empty() && content(&left_b) >= STATEMENT_WORDS {
        omission::push(pair.b, edit.b, Kind::Addition, out);
    } else if turns && is_turned(&left_a) != is_turned(&left_b) {
        push(pair, anchored, Kind::Negation, 3, "sense of the statement", "a negation stands in one only", out);
    } else if slight && opposed(&left_a, &left_b) {
        push(pair, anchored, Kind::Negation, 3, "sense of the statement", "up in one, down in the other", out);
    } else if slight && opposite(&left_a, &left_b) {
        push(pair, anchored, Kind::Negation, 3, "sense of the statement", "the opposite word", out);
    } else if let Some((severity, note)) =
        claim_changed(&claims(pair.a, edit.a, &settled.a), &claims(pair.b, edit.b, &settled.b))
            .filter(|_| slight)
            .or_else(|| source_named(pair, link, &left_a, &left_b))
    {
        let (a, b) = (Some(anchored.a), Some(anchored.b));
        attribution::push(pair, a, b, severity, "strength of the claim".to_owned(), note, out);
    } else {
        let turned = is_turned(&left_a) != is_turned(&left_b);
        let severity = if turned || scope_changed(pair, &left_a, &left_b) { 2 } else { 1 };
        push(pair, anchored, Kind::Wording, severity, "wording", "", out);
    }
}

/// The folded words of a place that no settled fact covers.
fn left(witness: &Witness<'_>, place: Span, settled: &Places) -> Vec<String> {
    unsettled(witness, place, settled).map(|(_, word)| word).collect()
}

/// As [`left`], each word with its index in the text.
fn unsettled(witness: &Witness<'_>, place: Span, settled: &Places) -> impl Iterator<Item = (usize, String)> {
    let tokens = &witness.article.tokens;
    let first = tokens.tokens.partition_point(|token| token.span.start < place.start);
    let words = (first..).zip(tokens.within(place)).filter(|(_, token)| !settled.touch(token.span));
    words.map(|(at, token)| (at, folded(witness, token)))
}

fn folded(witness: &Witness<'_>, token: &Token) -> String {
    let word = fold(token.span.of(witness.text()));
    // A ticker is in no list: "<NOR>" is no "nor".
    let is_ticker = witness.text()[..token.span.start as usize].ends_with('<');
    if is_ticker { format!("<{word}") } else { word.into_owned() }
}

/// As [`left`], without verbs that report a result or make a demand: "reported a loss" is no hearsay, nor is "claiming $1
/// billion in damages".
fn claims(witness: &Witness<'_>, place: Span, settled: &Places) -> Vec<String> {
    let opens_a_result = |at: usize| {
        witness.article.tokens.tokens.get(at).is_some_and(|token| {
            let word = folded(witness, token);
            RESULT_WORDS.contains(word.as_str())
                || word.starts_with(|first: char| first.is_ascii_digit() || first == '$')
        })
    };
    let opens_a_sum = |at: usize| {
        let measures = &witness.facts.measures;
        witness.article.tokens.tokens.get(at).is_some_and(|token| {
            let first = measures.partition_point(|one| one.figure.span.end <= token.span.start);
            measures.get(first).is_some_and(|one| one.figure.is_money() && one.figure.span.overlaps(token.span))
        })
    };
    let words = unsettled(witness, place, settled).filter(|(at, word)| {
        !(REPORTS.contains(&word.as_str()) && opens_a_result(at + 1)
            || Strength::of_verb(word) == Some(Strength::Claimed) && opens_a_sum(at + 1))
    });
    words.map(|(_, word)| word).collect()
}

/// Nouns that hedge as "accused" does.
const CHARGES: [&str; 6] = ["charge", "charges", "accusation", "accusations", "allegation", "allegations"];

/// Verbs of hearsay that are also those of results.
const REPORTS: [&str; 4] = ["report", "reports", "reported", "reporting"];

fn content(words: &[String]) -> usize {
    words.iter().filter(|word| !FUNCTION_WORDS.contains(word.as_str())).count()
}

/// The most content words that one side of an edit has of its own (none where the other side is empty), for what it does to the sense to be told: of a rewritten
/// clause with a "not" in it nothing follows ("lost steam", "no upturn is in sight").
const OWN_WORDS: usize = 1;

/// How many content words of `from` have no word of the same stem in `to`; words that turn or report are not counted.
fn own_words(pair: &Pair<'_>, from: &[String], to: &[String]) -> usize {
    let told =
        |word: &str| NEGATIONS.contains(word) || FUNCTION_WORDS.contains(word) || Strength::of_verb(word).is_some();
    let stems: Vec<u64> = to.iter().map(|word| pair.stem(word)).collect();
    from.iter().filter(|word| !told(word) && !stems.contains(&pair.stem(word))).count()
}

/// Whether a negation of one side is of a word that the other side has, too: "would not resign", "offered his resignation".
fn denies(pair: &Pair<'_>, a: &[String], b: &[String]) -> bool {
    let denied = |from: &[String], to: &[String]| {
        let stems: Vec<u64> = to.iter().map(|word| pair.stem(word)).collect();
        from.iter().enumerate().filter(|(_, word)| NEGATIONS.contains(word.as_str())).any(|(at, _)| {
            let mut behind = from[at + 1..].iter().filter(|word| !FUNCTION_WORDS.contains(word.as_str()));
            behind.next().is_some_and(|word| stems.contains(&pair.stem(word)))
        })
    };
    denied(a, b) || denied(b, a)
}

/// "Raised" in one, "is cutting" in the other.
fn opposed(a: &[String], b: &[String]) -> bool {
    turned(DIRECTIONS.each_ref().map(|way| &***way), a, b)
}

/// "A profit" in one, "a loss" in the other.
fn opposite(a: &[String], b: &[String]) -> bool {
    OPPOSITES.iter().any(|ways| turned(ways.each_ref(), a, b))
}

/// Whether each side has words of one of the `ways` only, and not of the same.
fn turned(ways: [&HashSet<&str>; 2], a: &[String], b: &[String]) -> bool {
    let goes = |words: &[String]| ways.map(|way| words.iter().any(|word| way.contains(word.as_str())));
    matches!((goes(a), goes(b)), ([true, false], [false, true]) | ([false, true], [true, false]))
}

/// An edit with words on both sides: where one side has none, the next word (or the one before) is taken with it.
fn anchored(pair: &Pair<'_>, link: &Link, edit: Edit) -> Edit {
    if !edit.a.is_empty() && !edit.b.is_empty() {
        return edit;
    }
    let (Some(line_a), Some(line_b)) = (link.a, link.b) else { return edit };
    let next = |witness: &Witness<'_>, place: Span, line: Span| {
        let tokens = &witness.article.tokens.tokens;
        let at = tokens.partition_point(|token| token.span.start < place.end.max(place.start));
        tokens.get(at).filter(|token| line.contains(token.span)).map(|token| token.span)
    };
    let before = |witness: &Witness<'_>, place: Span, line: Span| {
        let tokens = &witness.article.tokens.tokens;
        let at = tokens.partition_point(|token| token.span.end <= place.start);
        at.checked_sub(1).map(|at| tokens[at].span).filter(|span| line.contains(*span))
    };
    let with = |place: Span, word: Span| if place.is_empty() { word } else { place.join(word) };
    for find in [next, before] as [fn(&Witness<'_>, Span, Span) -> Option<Span>; 2] {
        if let (Some(x), Some(y)) = (find(pair.a, edit.a, line_a), find(pair.b, edit.b, line_b)) {
            return Edit { a: with(edit.a, x), b: with(edit.b, y) };
        }
    }
    edit
}

/// "Peoples" / "People's", "per cent" / "percent": the same letters in the same order.
fn same_letters(pair: &Pair<'_>, edit: Edit) -> bool {
    let letters = |witness: &Witness<'_>, span: Span| -> String {
        let words = quote::words(witness, span).concat();
        words.chars().filter(|character| character.is_alphanumeric()).collect()
    };
    letters(pair.a, edit.a) == letters(pair.b, edit.b)
}

/// The quotation that holds all of a place.
fn quoted(witness: &Witness<'_>, place: Span) -> Option<Span> {
    let quotes = &witness.facts.speech.quotes;
    let near = touching(quotes, place, |quote| quote.span).iter();
    near.filter(|quote| quote.marked).map(|quote| quote.span).find(|span| span.contains(place))
}

fn in_quote(pair: &Pair<'_>, edit: Edit, left_a: &[String], left_b: &[String], out: &mut Findings) {
    let speaker =
        touching(&pair.a.facts.speech.quotes, edit.a, |quote| quote.span).first().and_then(|quote| quote.speaker);
    let subject = quote::said_by(pair.a, speaker);
    let moved = {
        let (mut a, mut b) = (quote::words(pair.a, edit.a), quote::words(pair.b, edit.b));
        a.sort();
        b.sort();
        a == b
    };
    let severity = if moved { 1 } else { quote::severity(left_a, left_b) };
    let (a, b) = readings(pair, edit);
    let note = "inside quotation marks".to_owned();
    out.divergences.push(Divergence { kind: Kind::Quote, severity, subject, a: Some(a), b: Some(b), note });
}

/// Whether one side makes the claim more strongly: by another reporting verb, or by a hedge that the other lacks.
fn claim_changed(a: &[String], b: &[String]) -> Option<(u8, &'static str)> {
    // "A claim", "the report" are nouns, and so is a report alone: many report.
    let noun = |words: &[String], at: usize| match at.checked_sub(1) {
        Some(before) => matches!(words[before].as_str(), "a" | "an" | "the"),
        None => words[at] == "report",
    };
    let strength = |words: &[String]| {
        let mut verbs = words.iter().enumerate().filter(|(at, _)| !noun(words, *at));
        verbs.find_map(|(_, word)| Strength::of_verb(word))
    };
    let hedge = |strength: Strength| matches!(strength, Strength::Alleged | Strength::Claimed);
    let charged = |words: &[String]| words.iter().any(|word| CHARGES.contains(&word.as_str()));
    match (strength(a), strength(b)) {
        // "Who was accused of plotting", "on charges of plotting"
        (Some(x), None) | (None, Some(x)) if hedge(x) && (charged(a) || charged(b)) => None,
        (Some(x), Some(y)) if x != y => Some((attribution::step(x, y), "the claim is made more or less strongly")),
        (Some(x), None) | (None, Some(x)) if hedge(x) => Some((3, "one states as a fact what the other hedges")),
        (Some(Strength::Reported), None) | (None, Some(Strength::Reported)) => {
            Some((2, "laid to a report in one only"))
        }
        _ => None,
    }
}

/// Words from "according" up to the rule by which something is done: "according to international accounting standards".
const LONGEST_RULE: usize = 6;

/// Whether one side says "according to" somebody, and the other lays its sentence to fewer: not where it has "said" for it.
fn source_named(pair: &Pair<'_>, link: &Link, a: &[String], b: &[String]) -> Option<(u8, &'static str)> {
    let sources = |witness: &Witness<'_>, line: Option<Span>| {
        let words = quote::words(witness, line.unwrap_or_default());
        let by_a_rule = |at: usize| words[at..].iter().take(LONGEST_RULE).any(|word| STANDARDS.contains(word));
        let is_source = |at: &usize| match words[*at].as_str() {
            "according" => !by_a_rule(*at),
            word => Strength::of_verb(word) == Some(Strength::Said),
        };
        (0..words.len()).filter(is_source).count()
    };
    let according = |words: &[String]| words.iter().any(|word| word == "according");
    let one_sided = according(a) != according(b);
    (one_sided && sources(pair.a, link.a) != sources(pair.b, link.b))
        .then_some((2, "one names a source, the other none"))
}

/// Whether a word of scope or judgement stands on one side only.
fn scope_changed(pair: &Pair<'_>, a: &[String], b: &[String]) -> bool {
    let only = |from: &[String], to: &[String]| {
        from.iter().any(|word| {
            SCOPE_WORDS.contains(word.as_str()) && !to.iter().any(|other| pair.stem(other) == pair.stem(word))
        })
    };
    only(a, b) || only(b, a)
}

fn readings(pair: &Pair<'_>, edit: Edit) -> (Reading, Reading) {
    (Reading::new(pair.a.text(), edit.a), Reading::new(pair.b.text(), edit.b))
}

fn push(pair: &Pair<'_>, edit: Edit, kind: Kind, severity: u8, subject: &str, note: &str, out: &mut Findings) {
    let (a, b) = readings(pair, edit);
    out.divergences.push(Divergence {
        kind,
        severity,
        subject: subject.to_owned(),
        a: Some(a),
        b: Some(b),
        note: note.to_owned(),
    });
}
