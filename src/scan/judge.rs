//! Reading candidates again, two by two: what each pair is.

use super::{Watch, done, pool::Pool};
use crate::{
    article::{Article, Lines, Reader},
    clean::Clean,
    document::Document,
    error::Result,
    fingerprint::story::{Rarity, StoryScratch, cosine, story_terms},
    relate::{
        Evidence, Link, Match, Relation, Side, is_later_take, may_be_reworded, on_page, relate, reworded, story_score,
    },
    settings::Settings,
    terms::Stems,
    tokenize::tokenize,
    verify::{Overlap, Prepared, same_words},
};
use hashbrown::HashMap;
use rayon::prelude::*;
use std::{
    collections::VecDeque,
    sync::{Arc, OnceLock},
};

/// A pair to be judged: two documents, and the cosine of their story terms.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Question {
    pub(crate) a: u32,
    pub(crate) b: u32,
    pub(crate) story: f32,
}

/// What was found of some pairs, in any order.
#[derive(Default)]
pub(crate) struct Answers {
    /// The pairs that are something to each other.
    pub(crate) matches: Vec<Match>,
    /// How much speaks for one event, where anything does.
    pub(crate) links: Vec<Link>,
}

/// Pairs that a thread judges at a time.
const QUESTIONS: usize = 512;

/// Gives a document with its furniture marked, by its number; the reader has read the classes of its words then.
pub(crate) type Reading<'a> = &'a (dyn Fn(u32, &mut Reader) -> Result<(Document, Clean)> + Sync);

/// Judges every pair of `documents`, each of these being read once for many of its pairs; the answers come in any order.
/// A thread keeps up to `room` documents open, and takes one of `readers`.
///
/// # Errors
///
/// Those of `read`.
pub(crate) fn judge(
    documents: usize,
    read: Reading<'_>,
    questions: &[Question],
    settings: &Settings,
    readers: &Pool<Reader>,
    room: usize,
    watch: Watch<'_>,
) -> Result<Answers> {
    let tables: Pool<Table> = Pool::default();
    let parts: Vec<Result<Answers>> = in_order(documents, questions)
        .par_chunks(QUESTIONS.min(questions.len() / rayon::current_num_threads() + 1))
        .map(|some| {
            let judge_some = |table: &mut Table, reader: &mut Reader| {
                table.room = room;
                let mut answers = Answers::default();
                for turn in some {
                    table.judge(read, reader, turn.question, settings, &mut answers)?;
                    turn.last.into_iter().flatten().for_each(|done| table.put_away(done));
                    done(watch, ());
                }
                Ok(answers)
            };
            tables.with(|table| readers.with(|reader| judge_some(table, reader)))
        })
        .collect();
    let mut all = Answers::default();
    for part in parts {
        let part = part?;
        all.matches.extend(part.matches);
        all.links.extend(part.links);
    }
    Ok(all)
}

/// A pair whose turn it is.
#[derive(Clone, Copy, Debug)]
struct Turn {
    question: Question,
    /// Its documents that stand in no later pair.
    last: [Option<u32>; 2],
}

/// The pairs in such an order that most are judged while both documents are open: the documents are walked depth first, from
/// each to its next partner, and a pair comes with the later of its two.
fn in_order(documents: usize, questions: &[Question]) -> Vec<Turn> {
    let mut starts = vec![0_u32; documents + 1];
    for side in questions.iter().flat_map(|question| [question.a, question.b]) {
        starts[side as usize + 1] += 1;
    }
    for document in 0..documents {
        starts[document + 1] += starts[document];
    }
    let mut next = starts.clone();
    let mut partners = vec![0_u32; questions.len() * 2];
    for (side, other) in questions.iter().flat_map(|question| [(question.a, question.b), (question.b, question.a)]) {
        partners[next[side as usize] as usize] = other;
        next[side as usize] += 1;
    }
    let mut slots = vec![u32::MAX; documents];
    let (mut count, mut waiting) = (0, Vec::new());
    for document in 0..documents as u32 {
        waiting.push(document);
        while let Some(one) = waiting.pop() {
            let range = starts[one as usize] as usize..starts[one as usize + 1] as usize;
            if slots[one as usize] == u32::MAX && !range.is_empty() {
                slots[one as usize] = count;
                count += 1;
                let next = partners[range].iter().rev().filter(|&&partner| slots[partner as usize] == u32::MAX);
                waiting.extend(next);
            }
        }
    }
    let mut ordered = questions.to_vec();
    ordered.sort_by_cached_key(|question| {
        let (a, b) = (slots[question.a as usize], slots[question.b as usize]);
        (a.max(b), a.min(b))
    });
    let mut met = vec![false; documents];
    let mut turns: Vec<Turn> = Vec::with_capacity(ordered.len());
    turns.extend(ordered.into_iter().rev().map(|question| {
        let last = [question.a, question.b];
        let last = last.map(|side| (!std::mem::replace(&mut met[side as usize], true)).then_some(side));
        Turn { question, last }
    }));
    turns.reverse();
    turns
}

/// A thread's table: the documents that lie open on it.
#[derive(Default)]
struct Table {
    open: HashMap<u32, Arc<Open>>,
    /// The open documents in the order in which they were opened: the first is put away first.
    opened: VecDeque<u32>,
    /// How many documents may be open.
    room: usize,
}

/// A document that was read again.
struct Open {
    document: Document,
    clean: Clean,
    body: Prepared,
    /// Its words with the other stories of its page, where it has any.
    whole: Option<Prepared>,
    /// Whether it says that it takes the place of an earlier text.
    later_take: bool,
    /// Its sentences and their stems, where these were asked for.
    lines: OnceLock<(Article, Vec<Stems>)>,
}

impl Open {
    fn lines(&self) -> Lines<'_> {
        let (article, stems) = self.lines.get_or_init(|| {
            let (document, clean) = (self.document.clone(), self.clean.clone());
            let tokens = tokenize(&document.text, &clean);
            let article = Article { document, clean, tokens };
            let stems = article.stems();
            (article, stems)
        });
        Lines { article, stems }
    }

    fn side(&self) -> Side<'_> {
        Side { document: &self.document, body: &self.body, later_take: self.later_take }
    }

    fn whole_side(&self) -> Side<'_> {
        Side { body: self.whole.as_ref().unwrap_or(&self.body), ..self.side() }
    }

    fn new(document: Document, clean: Clean, reader: &Reader) -> Self {
        let body = Prepared::new(reader.body(&document, &clean));
        let whole = reader.whole(&document, &clean).map(Prepared::new);
        let later_take = is_later_take(&document);
        Self { document, clean, body, whole, later_take, lines: OnceLock::new() }
    }
}

impl Table {
    fn open(&mut self, read: Reading<'_>, reader: &mut Reader, index: u32) -> Result<Arc<Open>> {
        if let Some(open) = self.open.get(&index) {
            return Ok(open.clone());
        }
        let (document, clean) = read(index, reader)?;
        let open = Arc::new(Open::new(document, clean, reader));
        self.opened.push_back(index);
        if self.opened.len() > self.room
            && let Some(first) = self.opened.pop_front()
        {
            self.open.remove(&first);
        }
        self.open.insert(index, open.clone());
        Ok(open)
    }

    /// Closes a document that is needed no more: what lies open is found sooner where less does.
    fn put_away(&mut self, index: u32) {
        self.open.remove(&index);
        self.opened.retain(|&open| open != index);
    }

    fn judge(
        &mut self,
        read: Reading<'_>,
        reader: &mut Reader,
        question: Question,
        settings: &Settings,
        out: &mut Answers,
    ) -> Result<()> {
        let (a, b) = (self.open(read, reader, question.a)?, self.open(read, reader, question.b)?);
        let later = super::is_later(&a.document, &b.document);
        let (a, b, first, second) = if later { (b, a, question.b, question.a) } else { (a, b, question.a, question.b) };
        let found = related(&a, &b, f64::from(question.story), settings);
        let (a, b, articles) = (first as usize, second as usize, found.articles);
        let relation = found.relation;
        out.matches.extend(relation.map(|relation| Match { a, b, relation, articles, overlap: found.overlap }));
        out.links.extend((found.score > 0.0).then_some(Link { a, b, score: found.score }));
        Ok(())
    }
}

/// What was found of two documents.
struct Found {
    /// What they are to each other, pages and all.
    relation: Option<Relation>,
    /// What their articles are, see [`Match::articles`].
    articles: Option<Relation>,
    overlap: Overlap,
    /// How much speaks for one event.
    score: f64,
}

/// What two documents are to each other, what they share, and how much speaks for one event.
fn related(a: &Open, b: &Open, story: f64, settings: &Settings) -> Found {
    let matching = &settings.matching;
    if let Some(overlap) = same_words(&a.body, &b.body) {
        let relation = Some(Relation::Identical);
        return Found { relation, articles: relation, overlap, score: 0.0 };
    }
    let (evidence, overlap) = Evidence::new(a.side(), b.side(), story, matching);
    let articles = match relate(&evidence, matching) {
        Some(relation @ (Relation::Story | Relation::Overlap))
            if may_be_reworded(a.side(), b.side(), &evidence, matching) =>
        {
            Some(reworded(relation, &evidence, a.lines(), b.lines(), settings))
        }
        relation => relation,
    };
    let joins = articles.is_some_and(Relation::joins_copies);
    if !joins && let Some((inside, overlap)) = inside_page(a, b, story, settings) {
        // What other stories of the pages share says nothing against one event.
        if inside != Relation::Overlap || articles != Some(Relation::Story) {
            return Found { relation: Some(inside), articles, overlap, score: 0.0 };
        }
    }
    let relation = articles.map(|relation| on_page(relation, &evidence, matching));
    Found { relation, articles, overlap, score: story_score(&evidence, matching) }
}

/// What two documents share by the other stories of their pages: one may be a story of the other's page.
fn inside_page(a: &Open, b: &Open, story: f64, settings: &Settings) -> Option<(Relation, Overlap)> {
    if a.whole.is_none() && b.whole.is_none() {
        return None;
    }
    let (evidence, overlap) = Evidence::new(a.whole_side(), b.whole_side(), story, &settings.matching);
    // The lead of a story among others says nothing: a page shows that much of many that it does not hold.
    let evidence = Evidence { lead: [0.0; 2], ..evidence };
    let relation = relate(&evidence, &settings.matching)?;
    matches!(relation, Relation::Contains | Relation::Contained | Relation::Overlap).then_some((relation, overlap))
}

/// What two documents are to each other by themselves, without the rest of a corpus: their relation, overlap and the
/// evidence.
#[must_use]
pub fn matched(a: &Article, b: &Article, settings: &Settings) -> (Option<Relation>, Overlap, Evidence) {
    let matching = &settings.matching;
    let (mut reader, mut scratch) = (Reader::default(), StoryScratch::default());
    let [(a, in_a), (b, in_b)] = [a, b].map(|article| {
        let Article { document, clean, .. } = article.clone();
        reader.read(&document);
        let open = Open::new(document, clean, &reader);
        let terms = story_terms(&open.document, &open.body.body, &mut reader.vocabulary, &mut scratch, matching);
        (open, terms)
    });
    let rarity = Rarity::of([in_a.as_slice(), in_b.as_slice()], matching);
    let story = cosine(&rarity.vector(&in_a), &rarity.vector(&in_b));
    let found = related(&a, &b, story, settings);
    (found.relation, found.overlap, Evidence::new(a.side(), b.side(), story, matching).0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        clean::Repeated,
        document::{DocumentId, Place, Published},
    };
    use proptest::prelude::*;

    /// What two reports are that came `hours` apart.
    fn related_after(a: &str, b: &str, hours: u32) -> Option<Relation> {
        let settings = Settings::default();
        let article = |text: &str, hours: u32| {
            let day = format!("2031-03-{:02}T{:02}:00", 3 + hours / 24, hours % 24);
            let document = Document {
                id: DocumentId(hours.to_string()),
                text: text.to_owned(),
                title: None,
                published: Some(Published { local: day.parse().unwrap(), has_time: true, offset_minutes: 0 }),
                source: None,
                url: None,
                item: crate::document::Item::default(),
                place: Place::of_file("a.txt".to_owned()),
            };
            Article::new(document, &Repeated::new(), &settings)
        };
        matched(&article(a, 8), &article(b, 8 + hours), &settings).0
    }

    const STRIKE: &str = "Nearly 8,000 nurses walked out of 23 hospitals across the north on Tuesday in a dispute over pay, forcing \
        the cancellation of about 12,000 appointments and operations, health officials said.\n\
        The 48-hour stoppage, the third this year, followed the collapse of talks on Sunday night at which ministers offered a \
        rise of 3.6 percent. The Union of Care Workers is demanding 8 percent.\n\
        \"Our members cannot pay their rent with applause,\" general secretary Moira Dunn told a rally of some 2,500 people \
        outside the infirmary of Lomna.\n\
        Health minister Piers Ald called the strike \"reckless\" and said he would not return to the table unless the union \
        dropped its demand.\n\
        Emergency departments stayed open with reduced staff. Average waiting times rose to seven hours in Ruda, the local \
        trust said.\n\
        A poll published by Olsa Research on Monday found 54 percent of voters backed the nurses, down from 61 percent in June.\n\
        The union said it would announce further dates next week.";

    #[test]
    fn the_take_of_the_next_day_is_a_version_though_its_lead_names_that_day_and_most_figures_are_others() {
        let changes = [
            ("Nearly 8,000 nurses walked out of 23 hospitals", "More than 9,500 nurses stayed away from 27 hospitals"),
            ("Tuesday", "Wednesday"),
            ("about 12,000", "about 17,000"),
            ("the third", "the fourth"),
            ("3.6 percent", "3.8 percent"),
            ("some 2,500", "some 4,000"),
            ("seven hours", "nine hours"),
            ("54 percent", "52 percent"),
            ("it would announce further dates next week", "members would walk out again on September 15 and 16"),
        ];
        let later = changes.iter().fold(STRIKE.to_owned(), |text, (old, new)| text.replace(old, new));
        assert_eq!(related_after(STRIKE, &later, 24), Some(Relation::Version));
        assert_ne!(related_after(STRIKE, &later, 24 * 7), Some(Relation::Version), "a week later");
    }

    #[test]
    fn a_report_with_every_sentence_in_other_words_is_a_version() {
        let rewritten = "Hospitals in the north lost about 12,000 operations and appointments on Tuesday as almost 8,000 nurses at \
            23 of them downed tools over their pay, according to health officials.\n\
            Talks had broken down late on Sunday, when the government put 3.6 percent on the table; 8 percent is what the Union \
            of Care Workers wants. The walkout lasts 48 hours and is this year's third.\n\
            Applause does not pay the rent of our members, Moira Dunn, the union's general secretary, told about 2,500 people \
            who rallied at the Lomna infirmary.\n\
            Unless that demand is dropped, health minister Piers Ald will not come back to the table, he said, and he spoke of \
            a reckless strike.\n\
            Casualty wards worked with fewer staff but were not shut; in Ruda patients waited seven hours on average, said the \
            trust there.\n\
            The nurses have the backing of 54 percent of voters, Olsa Research found in a poll that came out on Monday, where it \
            had been 61 percent in June.\n\
            Further dates are to be announced by the union next week.";
        assert_eq!(related_after(STRIKE, rewritten, 2), Some(Relation::Version));
    }

    proptest! {
        #[test]
        fn every_pair_has_its_turn_and_every_document_one_last(pairs in prop::collection::btree_set((0..20_u32, 20..40_u32), 0..60)) {
            let questions: Vec<Question> = pairs.iter().map(|&(a, b)| Question { a, b, story: 0.0 }).collect();
            let turns = in_order(40, &questions);
            let mut asked: Vec<(u32, u32)> = turns.iter().map(|turn| (turn.question.a, turn.question.b)).collect();
            for (place, (a, b)) in asked.iter().enumerate() {
                let is_last = |side: &u32| !asked[place + 1..].iter().any(|(a, b)| side == a || side == b);
                prop_assert_eq!(turns[place].last, [a, b].map(|side| is_last(side).then_some(*side)));
            }
            asked.sort_unstable();
            prop_assert!(asked.iter().eq(&pairs));
        }
    }
}
