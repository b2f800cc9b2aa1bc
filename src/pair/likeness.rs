//! What speaks for two facts' being about the same subject, and how much.

use crate::{
    article::Witness,
    facts::{
        DateFact,
        figure::{Form, Modifier, Same},
        measure::Measure,
    },
    span::Span,
};
use hashbrown::HashMap;
use rust_decimal::Decimal;

/// So many words on each side of a date tell what happened then.
pub(super) const NEAR_WORDS: usize = 8;

/// Dates are compared with dates of their own grain: days with days, months with months, years with years.
pub(super) fn grain(date: &DateFact) -> Option<u8> {
    if date.mention.time.is_some() {
        return Some(0);
    }
    if date.names_a_day() {
        return Some(1);
    }
    let (from, to) = date.mention.from.zip(date.mention.to)?;
    match (to - from).get_days() {
        0..=31 => Some(2),
        32..=366 => Some(3),
        _ => None,
    }
}

/// What speaks for two dates' being those of one happening; shares are `0.0..=1.0`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Happening {
    /// Cosine of the words around them.
    pub(super) near: f64,
    /// Cosine of their sentences.
    pub(super) sentence: f64,
    /// Cosine of their sentences, each with the one before it: a report's second sentence goes on with its first.
    pub(super) context: f64,
    /// They name the same day.
    pub(super) same_day: f64,
    /// They are times of day within an hour and a half: a report seldom tells of two things that near to each other.
    pub(super) near_time: f64,
    /// How alike their places in the two articles are.
    pub(super) place: f64,
}

impl Happening {
    /// The sum of what speaks for it, in points; [`Comparing::same_happening`] is what it must reach.
    /// Weights as for [`Likeness::score`], from the dates in `data/answers.json`; that of near times was set by hand.
    pub(super) fn score(&self) -> f64 {
        const NEAR: f64 = 4.0;
        const SENTENCE: f64 = 4.0;
        const CONTEXT: f64 = 2.0;
        const SAME_DAY: f64 = 1.0;
        const NEAR_TIME: f64 = 1.25;
        const SAME_PLACE: f64 = 2.0;
        NEAR * self.near
            + SENTENCE * self.sentence
            + CONTEXT * self.context
            + SAME_DAY * self.same_day
            + NEAR_TIME * self.near_time
            + SAME_PLACE * self.place
    }
}

/// What speaks for two figures' measuring the same thing; shares are `0.0..=1.0`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Likeness {
    /// Cosine of the clauses.
    pub(super) clause: f64,
    /// Cosine of the sentences.
    pub(super) sentence: f64,
    /// Of the same one, 1; of two others, -1.
    pub(super) entity: f64,
    /// The same noun is counted, 1; people under two names ("workers", "employees"), 0.5; other things, -1.
    pub(super) counted: f64,
    /// The same thing happened to what is counted.
    pub(super) happening: f64,
    /// Neither report counts another to which it happened, and the values are near: the smaller as a share of the larger.
    pub(super) only_happening: f64,
    /// It happened to about as many, see [`same_toll`].
    pub(super) toll: f64,
    /// Both reports lead with it.
    pub(super) lead_toll: f64,
    /// Both have a unit, and it is of one kind; 0 for stretches of time, which every report is full of.
    pub(super) unit: f64,
    /// The values are equal: the more digits, the less by chance.
    pub(super) value: f64,
    /// The same digits, two of them swapped: a slip of who types.
    pub(super) swapped: f64,
    /// At least one is the whole of a part ("98 of 245"), and the other one, too, or near it in value.
    pub(super) whole: f64,
    /// The smaller value as a share of the larger: two reports seldom give one quantity far apart.
    pub(super) nearness: f64,
    /// The values are within a tenth of each other, and more than a few.
    pub(super) close: f64,
    /// The values are far apart, and it is no toll that rose.
    pub(super) far: f64,
    /// How few figures of their kind the two documents have: 1 where each has one, see [`Kinds::lone`].
    pub(super) lone: f64,
    /// Both are ages of the same one.
    pub(super) age: f64,
    /// How alike their places in the two articles are.
    pub(super) place: f64,
}

impl Likeness {
    /// The sum of what speaks for it, in points; [`Comparing::same_subject`] is what it must reach.
    ///
    /// The weights are those of a logistic regression on the pairs of figures in `data/answers.json`, rounded; the weight
    /// of the place was halved, as other newsrooms order their reports otherwise, and those of near and far values, tolls, leads, ages,
    /// slips, of people and of what each report gives once were set by hand.
    pub(super) fn score(&self) -> f64 {
        const CLAUSE: f64 = 4.5;
        const SENTENCE: f64 = 1.0;
        const SAME_ENTITY: f64 = 0.8;
        const OTHER_ENTITY: f64 = 1.0;
        const SAME_COUNTED: f64 = 1.0;
        const OTHER_COUNTED: f64 = 0.5;
        // The same noun counted of the same one: more than both apart.
        const SAME_SUBJECT: f64 = 1.5;
        const SAME_HAPPENING: f64 = 1.0;
        const ONLY_HAPPENING: f64 = 1.0;
        const SAME_TOLL: f64 = 1.5;
        const LEAD_TOLL: f64 = 2.0;
        const SAME_UNIT: f64 = 1.0;
        const SAME_VALUE: f64 = 2.5;
        const SWAPPED: f64 = 1.5;
        const SAME_WHOLE: f64 = 1.0;
        const NEAR_VALUE: f64 = 0.8;
        const CLOSE_VALUE: f64 = 0.75;
        const FAR_VALUE: f64 = 1.0;
        const LONE: f64 = 1.0;
        const SAME_AGE: f64 = 1.5;
        const SAME_PLACE: f64 = 2.0;
        let signed = |share: f64, for_it: f64, against: f64| if share < 0.0 { share * against } else { share * for_it };
        CLAUSE * self.clause
            + SENTENCE * self.sentence
            + signed(self.entity, SAME_ENTITY, OTHER_ENTITY)
            + signed(self.counted, SAME_COUNTED, OTHER_COUNTED)
            + if self.entity >= 1.0 && self.counted >= 1.0 { SAME_SUBJECT } else { 0.0 }
            + SAME_HAPPENING * self.happening
            + ONLY_HAPPENING * self.only_happening
            + SAME_TOLL * self.toll
            + LEAD_TOLL * self.lead_toll
            + SAME_UNIT * self.unit
            + SAME_VALUE * self.value
            + SWAPPED * self.swapped
            + SAME_WHOLE * self.whole
            + NEAR_VALUE * self.nearness
            + CLOSE_VALUE * self.close
            - FAR_VALUE * self.far
            + LONE * self.lone
            + SAME_AGE * self.age
            + SAME_PLACE * self.place
    }
}

/// Whether two figures can measure the same thing at all: one form, one kind of unit, the same happening; and, unless they are
/// equal, the same part in a change, and no amount a day against one in all.
#[must_use]
pub fn may_measure_the_same(x: &Measure, y: &Measure) -> bool {
    let plain = x.figure.unit.is_empty() && y.figure.unit.is_empty();
    // People who died are not people who were hurt; what money is called varies from report to report.
    let other_happening = x.happening.zip(y.happening).is_some_and(|(x, y)| x != y);
    // "3.26" may be a time or a price: it is no count of people.
    let fraction = |measure: &Measure| measure.figure.low.is_some_and(|value| !value.fract().is_zero());
    let of_people = x.happening.is_some() || y.happening.is_some();
    let other_people = other_happening || of_people && fraction(x) != fraction(y);
    !(plain && other_people)
        && x.figure.form == y.figure.form
        && x.figure.same_quantity_kind(&y.figure)
        && proportion(x) == proportion(y)
        && x.age == y.age
        && (same_number(x, y) || x.part == y.part && x.rate == y.rate && !far_apart(x, y))
}

/// Whether two figures give one number, hedged alike or not.
#[must_use]
pub fn same_number(x: &Measure, y: &Measure) -> bool {
    matches!(x.figure.compare(&y.figure), Same::Equal | Same::ModifierOnly)
}

/// One quantity is never told so many times larger in another report; a slip of a scale word ("million", "billion") is
/// a thousandfold.
const FARTHEST: f64 = 1.0 / 1000.0;

/// Whether two values are too far apart to be one quantity that somebody got wrong.
fn far_apart(x: &Measure, y: &Measure) -> bool {
    let zero = |measure: &Measure| measure.figure.low.or(measure.figure.high).is_none_or(|value| value.is_zero());
    !zero(x) && !zero(y) && nearness(x, y) < FARTHEST
}

/// Whether a figure speaks of a share: "90 percent", "nine out of ten"; "98 out of 245" is a count.
fn proportion(measure: &Measure) -> bool {
    let figure = &measure.figure;
    figure.unit == "percent" || figure.of.is_some_and(|of| of.value <= Decimal::TEN || of.value == Decimal::ONE_HUNDRED)
}

/// The figures of two documents, each among those of its kind.
#[derive(Debug)]
pub(super) struct Kinds<'a> {
    a: HashMap<Kind<'a>, usize>,
    b: HashMap<Kind<'a>, usize>,
}

/// What a figure can be taken for: its form, what its unit measures, whether it is a share, whether it is an age.
type Kind<'a> = (Form, &'a str, bool, bool);

fn kind(measure: &Measure) -> Kind<'_> {
    (measure.figure.form, measure.figure.dimension(), proportion(measure), measure.age)
}

impl<'a> Kinds<'a> {
    /// Cost: one look-up a figure.
    pub(super) fn new(a: &'a [Measure], b: &'a [Measure]) -> Self {
        let [a, b] = [a, b].map(|all| {
            let mut counts = HashMap::new();
            for measure in all {
                *counts.entry(kind(measure)).or_default() += 1;
            }
            counts
        });
        Self { a, b }
    }

    /// How few figures of their kind the documents have: 1 where each has this one only, 0.5 where each has two, 0 where there are
    /// many. The only lengths, ages or sums of money of two reports of one event are mostly those of one thing; every report has
    /// a few counts and ordinals.
    pub(super) fn lone(&self, x: &Measure, y: &Measure) -> f64 {
        if x.figure.form != Form::Cardinal || x.figure.unit.is_empty() {
            return 0.0;
        }
        let count = |counts: &HashMap<Kind<'_>, usize>, measure| counts.get(&kind(measure)).copied().unwrap_or(1);
        let choices = count(&self.a, x) * count(&self.b, y);
        if choices <= FEW_CHOICES { 1.0 / (choices as f64).sqrt() } else { 0.0 }
    }
}

/// With more ways to pair the figures of one kind it says nothing that they are few.
const FEW_CHOICES: usize = 11;

/// Whether two values are within a tenth of each other, and shares, or so many that it is no chance.
pub(super) fn is_close(x: &Measure, y: &Measure) -> bool {
    let many = |measure: &Measure| {
        let value = measure.figure.low.or(measure.figure.high);
        measure.figure.of.is_some() || value.is_some_and(|value| value.abs() >= LEAST_TOLL)
    };
    near_value(x, y) && many(x) && many(y)
}

/// From this share of the larger on two values are near.
const NEAR: f64 = 0.9;

/// Whether two values are within a tenth of each other.
pub(super) fn near_value(x: &Measure, y: &Measure) -> bool {
    nearness(x, y) >= NEAR
}

/// Whether two numbers of three digits and more differ by two digits that changed places: "51,300", "53,100".
pub(super) fn are_swapped(x: &Measure, y: &Measure) -> bool {
    let digits = |measure: &Measure| {
        let exact = measure.figure.low.filter(|low| measure.figure.high.is_none_or(|high| high == *low));
        exact.map(|value| value.normalize().mantissa().unsigned_abs().to_string().trim_end_matches('0').to_owned())
    };
    let (Some(x), Some(y)) = (digits(x), digits(y)) else { return false };
    let other: Vec<usize> =
        (0..x.len()).filter(|&at| x.as_bytes()[at] != *y.as_bytes().get(at).unwrap_or(&0)).collect();
    let [first, second] = other.as_slice() else { return false };
    let turned = |from: &str, to: &str| from.as_bytes()[*first] == to.as_bytes()[*second];
    x.len() > 2 && x.len() == y.len() && first + 1 == *second && turned(&x, &y) && turned(&y, &x)
}

/// The smaller of two values as a share of the larger, in one unit: `0.0..=1.0`.
pub(super) fn nearness(x: &Measure, y: &Measure) -> f64 {
    x.figure.nearness(&y.figure)
}

/// Minutes up to which two times of day are near.
const NEAR_MINUTES: i64 = 90;

/// Whether two dates are times of day, as the clocks of one place show them, and near each other.
pub(super) fn near_time(x: &DateFact, y: &DateFact) -> bool {
    x.mention.minutes_apart(&y.mention).is_some_and(|minutes| minutes <= NEAR_MINUTES)
}

/// From this share of the larger on two counts may be of the same, as an event goes on.
pub(super) const NEAR_COUNT: f64 = 0.4;

/// Whether a figure is a count of its own, no part and no amount of anything, and more than a few.
pub(super) fn is_count(measure: &Measure) -> bool {
    let figure = &measure.figure;
    let plain = figure.unit.is_empty() && figure.form == Form::Cardinal && figure.of.is_none() && !measure.whole;
    plain && figure.modifier != Modifier::Vague && figure.low.or(figure.high).is_some_and(|value| value > Decimal::TWO)
}

/// From this share of the larger on the smaller of two tolls may be one of the same event.
const NEAR_TOLL: f64 = 0.8;
/// Of fewer many are near by chance: seven shots, six policemen.
const LEAST_TOLL: Decimal = Decimal::TEN;

/// Whether the same thing happened to about as many: two reports of one event give its tolls nearly alike, in other words and
/// clauses ("31 people were killed", "the number of dead at 29"), and those of two events seldom.
pub(super) fn same_toll(x: &Measure, y: &Measure) -> bool {
    let tells = |measure: &Measure| {
        let figure = &measure.figure;
        let many = figure.low.or(figure.high).is_some_and(|value| value >= LEAST_TOLL);
        many && figure.unit.is_empty() && figure.form == Form::Cardinal && figure.modifier != Modifier::Vague
    };
    x.shares_happening(y) && tells(x) && tells(y) && nearness(x, y) >= NEAR_TOLL
}

/// Where in its article a fact stands: 0 at the start, 1 at the end.
pub(super) fn place(witness: &Witness<'_>, fact: Span) -> f64 {
    f64::from(fact.start) / witness.text().len().max(1) as f64
}

/// Units of stretches of time.
pub(super) const TIME_UNITS: [&str; 8] = ["year", "month", "week", "day", "h", "min", "s", "time"];
