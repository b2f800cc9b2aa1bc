//! Two independent reports: facts about the same subject, paired one to one. No sentence is aligned here: two reporters
//! tell one event in sentences that do not correspond (best pooled F1 measured for aligning them: .54).

mod apart;
mod likeness;
mod utterances;

use crate::{
    article::Witness,
    facts::{
        DateFact,
        claim::{Claim, Reach},
        date::SameDate,
        figure::Same,
        measure::Measure,
        name::{Entity, Names, SameName},
    },
    lexicon::PEOPLE_WORDS,
    settings::Comparing,
    span::Span,
    terms::{Stemming, Stems, Weights, union},
    words::fold,
};
use std::cell::OnceCell;

use apart::standing;
use likeness::{
    Happening, Kinds, Likeness, NEAR_COUNT, NEAR_WORDS, TIME_UNITS, are_swapped, grain, is_close, is_count, near_time,
    near_value, nearness, place, same_toll,
};
pub use likeness::{may_measure_the_same, same_number};
pub use utterances::{Speakers, Utterance};

/// Two documents read closely, with what is needed to tell whether two of their facts speak of the same.
pub struct Pair<'a> {
    /// The earlier document, or the first given.
    pub a: &'a Witness<'a>,
    /// The other document.
    pub b: &'a Witness<'a>,
    /// How much each stem tells in these two.
    pub weights: Weights,
    /// The thresholds.
    pub settings: &'a Comparing,
    stemming: Stemming,
}

/// Facts that speak of the same: an index of `a`'s list and one of `b`'s, with the score of their likeness.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Match {
    /// Index in the list of `a`.
    pub a: usize,
    /// Index in the list of `b`.
    pub b: usize,
    /// How sure; comparable inside one list only.
    pub score: f64,
}

/// So many sentences are the lead of a report.
const LEAD_SENTENCES: usize = 2;

/// The words around a date, as stems.
struct Around {
    /// Of the words right before and behind it.
    near: Stems,
    /// Of its sentence, but for its own.
    sentence: Stems,
    /// Of its sentence and the one before.
    context: Stems,
    /// See [`is_of_statement`].
    of_statement: bool,
}

impl<'a> Pair<'a> {
    /// The two documents, ready to be paired.
    #[must_use]
    pub fn new(a: &'a Witness<'a>, b: &'a Witness<'a>, settings: &'a Comparing) -> Self {
        Self { a, b, weights: Weights::new(&a.stems, &b.stems), settings, stemming: Stemming::default() }
    }

    fn entities(&self, a: usize, b: usize) -> SameName {
        self.a.facts.names.entities[a].compare(&self.b.facts.names.entities[b])
    }

    /// The stem of one word.
    #[must_use]
    pub fn stem(&self, word: &str) -> u64 {
        self.stemming.stem(word)
    }

    /// The content stems of a place in `a` or `b`.
    #[must_use]
    pub fn content(&self, witness: &Witness<'_>, span: Span) -> Stems {
        self.stemming.content(witness.text(), &witness.article.tokens, span)
    }

    /// The content stems of a figure's clause, without its own words: that both are "years" says little.
    fn around(&self, witness: &Witness<'_>, measure: &Measure) -> Stems {
        let (clause, own) = (measure.clause, measure.figure.span);
        let before = Span { start: clause.start.min(own.start), end: own.start };
        let after = Span { start: own.end, end: clause.end.max(own.end) };
        union(&self.content(witness, before), &self.content(witness, after))
    }

    /// Figures that measure the same thing, one to one, best first taken, out of `candidates`: pairs of indices into the
    /// measures of `a` and `b`.
    ///
    /// Cost: linear in the candidates.
    #[must_use]
    pub fn measures(&self, least: f64, candidates: impl IntoIterator<Item = (usize, usize)>) -> Vec<Match> {
        let (all_a, all_b) = (&self.a.facts.measures, &self.b.facts.measures);
        let mut stems_a: Vec<Option<Stems>> = vec![None; all_a.len()];
        let mut stems_b: Vec<Option<Stems>> = vec![None; all_b.len()];
        let mut found = Vec::new();
        let kinds = OnceCell::new();
        for (i, j) in candidates {
            let (x, y) = (&all_a[i], &all_b[j]);
            let kinds = kinds.get_or_init(|| Kinds::new(all_a, all_b));
            let clause_x = stems_a[i].get_or_insert_with(|| self.around(self.a, x));
            let clause_y = stems_b[j].get_or_insert_with(|| self.around(self.b, y));
            if let Some(likeness) = self.likeness((x, clause_x), (y, clause_y), kinds)
                && let score = likeness.score()
                && score >= least
            {
                found.push(Match { a: i, b: j, score });
            }
        }
        one_to_one(found)
    }

    /// Every one of `a` facts with every one of `b` facts; of very many only the first [`Comparing::most_facts`] each.
    pub fn every(&self, a: usize, b: usize) -> impl Iterator<Item = (usize, usize)> + use<> {
        let most = self.settings.most_facts;
        (0..a.min(most)).flat_map(move |i| (0..b.min(most)).map(move |j| (i, j)))
    }

    /// Whether one of the two has more facts of a kind than are compared.
    #[must_use]
    pub fn too_many_facts(&self) -> bool {
        let most = |witness: &Witness<'_>| {
            witness.facts.measures.len().max(witness.facts.dates.len()).max(witness.facts.speech.quotes.len())
        };
        most(self.a).max(most(self.b)) > self.settings.most_facts
    }

    /// What speaks for two figures' measuring the same thing; `None` when they cannot.
    fn likeness(
        &self,
        (x, clause_x): (&Measure, &Stems),
        (y, clause_y): (&Measure, &Stems),
        kinds: &Kinds<'_>,
    ) -> Option<Likeness> {
        if !may_measure_the_same(x, y) || x.whole != y.whole && !near_value(x, y) || self.other_thing(x, y) {
            return None;
        }
        let equal = matches!(x.figure.compare(&y.figure), Same::Equal | Same::ModifierOnly);
        let digits = x.figure.low.map_or(0, |value| value.mantissa().unsigned_abs().to_string().len());
        let lead_toll = self.are_lead_tolls(x, y);
        let nearness = nearness(x, y);
        Some(Likeness {
            clause: self.weights.cosine(clause_x, clause_y),
            sentence: self.weights.cosine(&self.a.stems[x.sentence], &self.b.stems[y.sentence]),
            entity: self.entity_likeness(x, y),
            counted: self.same_noun(x, y),
            happening: f64::from(u8::from(x.shares_happening(y))),
            only_happening: if self.only_of_happening(x, y) { nearness } else { 0.0 },
            toll: f64::from(u8::from(same_toll(x, y))),
            lead_toll: f64::from(u8::from(lead_toll)),
            unit: f64::from(u8::from(!x.figure.unit.is_empty() && !TIME_UNITS.contains(&x.figure.unit.as_str()))),
            value: if equal { digits.min(3) as f64 / 3.0 } else { 0.0 },
            swapped: f64::from(u8::from(are_swapped(x, y))),
            whole: f64::from(u8::from(x.whole || y.whole)),
            nearness,
            close: f64::from(u8::from(x.whole == y.whole && is_close(x, y))),
            far: f64::from(u8::from(nearness < NEAR_COUNT && !lead_toll)),
            lone: kinds.lone(x, y),
            age: f64::from(u8::from(x.age && self.entity_likeness(x, y) >= 1.0)),
            place: 1.0 - (place(self.a, x.figure.span) - place(self.b, y.figure.span)).abs(),
        })
    }

    /// 1: they count, or are called, the same; 0.5: they count people under two names; -1: they count two things; else 0.
    fn same_noun(&self, x: &Measure, y: &Measure) -> f64 {
        let counted = [self.counted_stem(self.a, x), self.counted_stem(self.b, y)];
        let called = |witness: &Witness<'_>, measure: &Measure| {
            Some(self.stemming.stem(&fold(measure.called?.of(witness.text()))))
        };
        match counted {
            [Some(x), Some(y)] if x == y => 1.0,
            [Some(_), Some(_)] if may_be_the_same_people(people(self.a, x), people(self.b, y)) => 0.5,
            [Some(_), Some(_)] => -1.0,
            [None, None] if called(self.a, x).is_some_and(|noun| called(self.b, y) == Some(noun)) => 1.0,
            _ => 0.0,
        }
    }

    /// Whether each report counts once what happened to both: its dead, its hurt.
    fn only_of_happening(&self, x: &Measure, y: &Measure) -> bool {
        let once = |witness: &Witness<'_>, one: &Measure| {
            let alike = |other: &&Measure| one.shares_happening(other) && is_count(other);
            witness.facts.measures.iter().filter(alike).nth(1).is_none()
        };
        let near = nearness(x, y) >= NEAR_COUNT;
        near && is_count(x) && is_count(y) && x.shares_happening(y) && once(self.a, x) && once(self.b, y)
    }

    /// Whether both are the first count of what happened in the first sentences of their reports: the toll that each leads with,
    /// however far it rose from one to the other.
    fn are_lead_tolls(&self, x: &Measure, y: &Measure) -> bool {
        let leads = |witness: &Witness<'_>, one: &Measure| {
            // "Nine more bodies were found, which brings the dead to 16"
            let alike =
                |other: &&Measure| one.shares_happening(other) && is_count(other) && !standing(witness, other).is_more;
            let lead = witness.article.tokens.body_sentences().take(LEAD_SENTENCES).last();
            let in_lead = lead.is_some_and(|lead| one.figure.span.start < lead.span.end);
            in_lead
                && witness.facts.measures.iter().find(alike).is_some_and(|first| first.figure.span == one.figure.span)
        };
        x.shares_happening(y) && is_count(x) && is_count(y) && leads(self.a, x) && leads(self.b, y)
    }

    fn counted_stem(&self, witness: &Witness<'_>, measure: &Measure) -> Option<u64> {
        counted_noun(witness, measure).map(|noun| self.stemming.stem(noun))
    }

    /// Whether two figures are said of one; `None` where neither that nor the contrary is told.
    #[must_use]
    pub fn of_one(&self, x: &Measure, y: &Measure) -> Option<bool> {
        let likeness = self.entity_likeness(x, y);
        (likeness.abs() >= 1.0).then_some(likeness > 0.0)
    }

    /// 1: of the same one; 0.5: the one of whom the first speaks is named with the second; -1: of two others; else 0.
    fn entity_likeness(&self, x: &Measure, y: &Measure) -> f64 {
        let (Some(of_x), Some(of_y)) = (x.entity, y.entity) else { return 0.0 };
        if self.entities(of_x, of_y) != SameName::Different {
            return 1.0;
        }
        let named =
            |names: &Names, clause: Span, is: &dyn Fn(usize) -> bool| names.within(clause).any(|name| is(name.entity));
        let in_y = named(&self.b.facts.names, y.clause, &|entity| self.entities(of_x, entity) != SameName::Different);
        let in_x = named(&self.a.facts.names, x.clause, &|entity| self.entities(entity, of_y) != SameName::Different);
        if in_x || in_y { 0.5 } else { -1.0 }
    }

    /// Days on which the same thing happened, one to one.
    #[must_use]
    pub fn dates(&self, least: f64) -> Vec<Match> {
        let (all_a, all_b) = (&self.a.facts.dates, &self.b.facts.dates);
        let around = |witness: &Witness<'_>, all: &[DateFact]| -> Vec<Around> {
            all.iter().take(self.settings.most_facts).map(|date| self.around_date(witness, date)).collect()
        };
        let (around_a, around_b) = (around(self.a, all_a), around(self.b, all_b));
        let mut found = Vec::new();
        for (i, j) in self.every(all_a.len(), all_b.len()) {
            let (x, y, by_x, by_y) = (&all_a[i], &all_b[j], &around_a[i], &around_b[j]);
            if grain(x).is_some() && grain(x) == grain(y) && by_x.of_statement == by_y.of_statement {
                let score = self.same_happening((x, by_x), (y, by_y)).score();
                if score >= least {
                    found.push(Match { a: i, b: j, score });
                }
            }
        }
        one_to_one(found)
    }

    /// What stands around a date.
    fn around_date(&self, witness: &Witness<'_>, date: &DateFact) -> Around {
        let tokens = &witness.article.tokens.tokens;
        let at = tokens.partition_point(|token| token.span.start < date.mention.span.start);
        let sentence = &witness.article.tokens.sentences[date.sentence].tokens;
        let first = at.saturating_sub(NEAR_WORDS).max(sentence.start).min(sentence.end);
        let last = (at + NEAR_WORDS).min(sentence.end).max(first);
        let words = tokens[first..last].iter().filter(|token| !date.mention.span.overlaps(token.span));
        let near: Stems = words.map(|token| self.stemming.of(witness.text(), *token)).collect();
        let before = date.sentence.checked_sub(1).map_or(&[][..], |before| &witness.stems[before]);
        let (whole, own) = (witness.article.tokens.sentences[date.sentence].span, date.mention.span);
        let ahead = Span { start: whole.start.min(own.start), end: own.start };
        let behind = Span { start: own.end, end: whole.end.max(own.end) };
        let sentence = union(&self.content(witness, ahead), &self.content(witness, behind));
        let context = union(&witness.stems[date.sentence], before);
        Around { near: union(&near, &[]), sentence, context, of_statement: is_of_statement(witness, date) }
    }

    /// What speaks for two dates' being those of one happening.
    fn same_happening(&self, (x, by_x): (&DateFact, &Around), (y, by_y): (&DateFact, &Around)) -> Happening {
        let same = matches!(x.mention.compare(&y.mention), SameDate::Equal | SameDate::DayPartOnly);
        let sentence = self.weights.cosine(&by_x.sentence, &by_y.sentence);
        // Two things of one day whose sentences share no word of content are two things.
        let alike = sentence > 0.0;
        Happening {
            near: self.weights.cosine(&by_x.near, &by_y.near),
            sentence,
            context: self.weights.cosine(&by_x.context, &by_y.context),
            same_day: f64::from(u8::from(same && alike)),
            near_time: f64::from(u8::from(near_time(x, y))),
            place: 1.0 - (place(self.a, x.mention.span) - place(self.b, y.mention.span)).abs(),
        }
    }

    /// Labels that are given to the same one, one to one in order.
    #[must_use]
    pub fn labels(&self) -> Vec<Match> {
        let mut found = Vec::new();
        let (a, b) = (&self.a.facts.speech.labels, &self.b.facts.speech.labels);
        for (i, j) in self.every(a.len(), b.len()) {
            let (x, y) = (&a[i], &b[j]);
            if self.entities(x.target, y.target) == SameName::Same {
                let alike = self.weights.cosine(&self.content(self.a, x.span), &self.content(self.b, y.span));
                found.push(Match { a: i, b: j, score: alike });
            }
        }
        one_to_one(found)
    }

    /// Hedged nouns of the same stem: "an alleged attack", "what he called an attack".
    #[must_use]
    pub fn hedged_nouns(&self) -> Vec<Match> {
        let noun = |witness: &Witness<'_>, claim: &Claim| match claim.reach {
            Reach::Noun(span) => Some(self.stemming.stem(span.of(witness.text()))),
            Reach::Sentence => None,
        };
        let mut found = Vec::new();
        let (a, b) = (&self.a.facts.claims, &self.b.facts.claims);
        for (i, j) in self.every(a.len(), b.len()) {
            let (x, y) = (&a[i], &b[j]);
            if noun(self.a, x).is_some_and(|stem| noun(self.b, y) == Some(stem)) {
                found.push(Match { a: i, b: j, score: 1.0 });
            }
        }
        one_to_one(found)
    }

    /// Entities of `a` and `b` that have the same name but for spelling or a branch: indices and how they differ.
    #[must_use]
    pub fn other_spellings(&self) -> Vec<(usize, usize, SameName)> {
        let first = |witness: &'a Witness<'a>| {
            let all = &witness.facts.names.entities;
            &all[..all.len().min(self.settings.most_facts)]
        };
        let (a, b) = (first(self.a), first(self.b));
        let knows = |all: &[Entity], one: &Entity| all.iter().any(|other| one.compare(other) == SameName::Same);
        let only_b: Vec<(usize, &Entity)> = b.iter().enumerate().filter(|(_, y)| !knows(a, y)).collect();
        let mut out = Vec::new();
        for (i, x) in a.iter().enumerate().filter(|(_, x)| !knows(b, x)) {
            for &(j, y) in &only_b {
                let same = x.compare(y);
                if matches!(same, SameName::Spelling | SameName::Qualifier | SameName::FirstName) {
                    out.push((i, j, same));
                    break;
                }
            }
        }
        out
    }
}

/// Verbs behind which stands the day on which somebody spoke.
const SAID: [&str; 8] = ["added", "insisted", "said", "says", "stated", "threatened", "told", "warned"];

/// So many words before a date are looked through for one: "told reporters late on".
const SAID_REACH: usize = 4;

/// Whether a date is the day of a statement and not of what it tells: "the union said on Tuesday", "told reporters on Tuesday".
fn is_of_statement(witness: &Witness<'_>, date: &DateFact) -> bool {
    let tokens = &witness.article.tokens.tokens;
    let end = tokens.partition_point(|token| token.span.start < date.mention.span.start);
    let first = witness.article.tokens.sentences[date.sentence].tokens.start.min(end);
    let before = tokens[first..end].iter().rev().take(SAID_REACH).map(|token| fold(token.span.of(witness.text())));
    let mut before = before.skip_while(|word| matches!(word.as_ref(), "on" | "late" | "early" | "reporters"));
    before.next().is_some_and(|word| SAID.contains(&word.as_ref()))
}

/// The last word of what a figure counts.
fn counted_noun<'t>(witness: &Witness<'t>, measure: &Measure) -> Option<&'t str> {
    let words = measure.counted?.of(&witness.article.document.text);
    words.split_whitespace().next_back().map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()))
}

/// Which people a figure counts, see [`PEOPLE_WORDS`]; `None` where it counts something else.
fn people(witness: &Witness<'_>, measure: &Measure) -> Option<&'static str> {
    PEOPLE_WORDS.get(fold(counted_noun(witness, measure)?).as_ref()).copied()
}

/// Whether two nouns for people can be those of the same ones: "workers" and "staff", "miners" and "people".
fn may_be_the_same_people(x: Option<&str>, y: Option<&str>) -> bool {
    x.zip(y).is_some_and(|(x, y)| x == y || x == "people" || y == "people")
}

/// Takes the best matches first, each fact once; ties go to the earlier places.
fn one_to_one(mut found: Vec<Match>) -> Vec<Match> {
    found.sort_by(|x, y| y.score.total_cmp(&x.score).then(x.a.cmp(&y.a)).then(x.b.cmp(&y.b)));
    let mut out: Vec<Match> = Vec::new();
    let mut taken = (hashbrown::HashSet::new(), hashbrown::HashSet::new());
    for one in found {
        if !taken.0.contains(&one.a) && !taken.1.contains(&one.b) {
            taken.0.insert(one.a);
            taken.1.insert(one.b);
            out.push(one);
        }
    }
    out.sort_by_key(|one| (one.a, one.b));
    out
}
