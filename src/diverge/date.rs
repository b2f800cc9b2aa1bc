//! Days and times of one happening.

use super::{Agreement, Divergence, Findings, Kind, Reading};
use crate::{
    article::Witness,
    document::Published,
    facts::{
        DateFact,
        date::{DateMention, SameDate},
    },
    lexicon::FUNCTION_WORDS,
    pair::Pair,
    words::{Token, fold},
};

/// Compares the days on which the same thing is said to have happened.
pub(crate) fn judge(a: &Witness<'_>, b: &Witness<'_>, x: &DateFact, y: &DateFact, out: &mut Findings) {
    judge_as(a, b, x, y, (3, ""), out);
}

/// The same of two takes of one report: where each gives the day on which it was published, the later one tells what is news
/// then, and not that something happened on another day.
pub(super) fn judge_takes(a: &Witness<'_>, b: &Witness<'_>, x: &DateFact, y: &DateFact, out: &mut Findings) {
    let own_days = is_own_day(a, x) && is_own_day(b, y);
    judge_as(a, b, x, y, if own_days { (1, "each the day of its own publication") } else { (3, "") }, out);
}

/// Compares two days; `other_day` is how grave another day is, and why.
fn judge_as(a: &Witness<'_>, b: &Witness<'_>, x: &DateFact, y: &DateFact, other_day: (u8, &str), out: &mut Findings) {
    let subject = subject(a, x);
    let (reading_a, reading_b) = (reading(a, &x.mention), reading(b, &y.mention));
    let words = [reading_a.text.as_str(), reading_b.text.as_str()];
    let (severity, note) = match x.mention.compare(&y.mention) {
        // The same words of one happening mean the same day, whichever way each was resolved.
        SameDate::Different if reading_a.text == reading_b.text => return,
        SameDate::Different
            if may_be_last(&x.mention, &y.mention, words) || may_be_midday(&x.mention, &y.mention, words) =>
        {
            return;
        }
        SameDate::Equal | SameDate::Compatible => {
            if fold(&reading_a.text) != fold(&reading_b.text) {
                out.agreements.push(Agreement { kind: Kind::Date, subject, a: reading_a, b: reading_b });
            }
            return;
        }
        SameDate::DayPartOnly => (1, "same day, another part of it"),
        SameDate::Different => other_day,
    };
    let note = note.to_owned();
    out.divergences.push(Divergence {
        kind: Kind::Date,
        severity,
        subject,
        a: Some(reading_a),
        b: Some(reading_b),
        note,
    });
}

/// Whether a date is the day on which its document was published.
fn is_own_day(witness: &Witness<'_>, date: &DateFact) -> bool {
    let published = witness.article.document.published.map(Published::day);
    published.is_some() && date.mention.from == published && date.mention.to == published
}

/// Content words on each side of a date that tell what happened then.
const WORDS_OF_A_DATE: usize = 3;

/// Whether two dates in one place of two versions can be those of one happening: they do not differ, or a word stands beside
/// both. "The talks that started on Tuesday" were not on "the Monday" on which somebody spoke of them.
pub(super) fn tells_the_same(pair: &Pair<'_>, x: &DateFact, y: &DateFact) -> bool {
    let beside = |witness: &Witness<'_>, date: &DateFact| -> Vec<u64> {
        let tokens = &witness.article.tokens;
        let place = date.mention.span;
        let words = tokens.of(&tokens.sentences[date.sentence]);
        let told = |token: &&Token| {
            let word = fold(token.span.of(witness.text()));
            !place.overlaps(token.span) && !FUNCTION_WORDS.contains(word.as_ref())
        };
        let (before, behind) = words.split_at(words.partition_point(|token| token.span.start < place.start));
        let near = before.iter().rev().filter(told).take(WORDS_OF_A_DATE);
        let near = near.chain(behind.iter().filter(told).take(WORDS_OF_A_DATE));
        near.map(|token| pair.stem(&fold(token.span.of(witness.text())))).collect()
    };
    if x.mention.compare(&y.mention) != SameDate::Different {
        return true;
    }
    let there = beside(pair.b, y);
    beside(pair.a, x).iter().any(|stem| there.contains(stem))
}

/// Whether one says "Monday" and the other "last Monday", or "March" and "next March": some write so of this week's, and some of
/// that of the week before.
fn may_be_last(x: &DateMention, y: &DateMention, words: [&str; 2]) -> bool {
    let told = words.map(|words| ["last ", "next ", "this "].into_iter().find(|told| fold(words).starts_with(told)));
    let is_bare = |mention: &DateMention| mention.day.is_none() && mention.time.is_none();
    let named = x.weekday.is_some() || x.month.is_some();
    let same = named && (x.weekday, x.month) == (y.weekday, y.month);
    same && is_bare(x) && is_bare(y) && told[0].is_some() != told[1].is_some()
}

/// Whether one says "midday" and the other gives a time around it.
fn may_be_midday(x: &DateMention, y: &DateMention, words: [&str; 2]) -> bool {
    const MIDDAY_MINUTES: i64 = 60;
    let near = x.minutes_apart(y).is_some_and(|minutes| minutes <= MIDDAY_MINUTES);
    near && words.into_iter().any(|words| fold(words).contains("midday"))
}

pub(crate) fn reading(witness: &Witness<'_>, mention: &DateMention) -> Reading {
    Reading { span: mention.span, text: mention.span.of(witness.text()).to_owned(), value: Some(mention.value()) }
}

/// What happened, by the words around the date: its sentence from a few words before it.
pub(crate) fn subject(witness: &Witness<'_>, fact: &DateFact) -> String {
    let sentence = witness.article.tokens.sentences[fact.sentence].span;
    let text = witness.text();
    let before = text.get(sentence.start as usize..fact.mention.span.start as usize).unwrap_or("");
    let after = text.get(fact.mention.span.end as usize..sentence.end as usize).unwrap_or("");
    let head: Vec<&str> = before.split_whitespace().collect();
    let tail: Vec<&str> = after.split_whitespace().take(3).collect();
    let words = [&head[head.len().saturating_sub(5)..], &["…"], &tail[..]].concat();
    format!("day: {}", words.join(" ").trim_matches(|c: char| !c.is_alphanumeric() && c != '…'))
}
