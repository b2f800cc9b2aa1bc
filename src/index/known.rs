//! What an index knows of its documents: in memory, and in rows on disk.

use super::{
    numbers::Numbers,
    recent::{Recent, Run},
    sweep::Sweep,
};
use crate::{
    candidates::Sampled,
    clean::{Block, Clean, Paragraphs, Printed},
    document::Document as Article,
    fingerprint::story::{Rarity, Weighed},
    hash::{combine, content_id},
    relate::Relation,
    settings::Settings,
};
use hashbrown::HashMap;

/// A document as it is kept.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    /// As it was read.
    pub article: Article,
    /// Its blocks of furniture.
    pub furniture: Vec<Block>,
    /// The name that it came with, which other takes of the item have, too.
    pub item: String,
    /// When it came, in seconds since 1970 UTC.
    pub came: i64,
}

impl Document {
    /// Its blocks, the furniture marked.
    #[must_use]
    pub fn clean(&self) -> Clean {
        Clean::again(&self.article.text, &self.furniture)
    }
}

/// What an item was found to be when it came.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum Fate {
    /// Nothing like it was known.
    #[default]
    New,
    /// See [`Relation::Identical`].
    Identical,
    /// See [`Relation::Near`].
    Near,
    /// See [`Relation::Contained`].
    Contained,
    /// See [`Relation::Version`].
    Version,
    /// See [`Relation::Contains`].
    Contains,
    /// See [`Relation::Story`].
    Story,
    /// See [`Relation::Overlap`].
    Overlap,
    /// See [`Relation::Template`].
    Template,
}

impl Fate {
    /// All, in the order of their numbers on disk; behind the first what says most of an item comes first.
    pub const ALL: [Self; 9] = [
        Self::New,
        Self::Identical,
        Self::Near,
        Self::Contained,
        Self::Version,
        Self::Contains,
        Self::Story,
        Self::Overlap,
        Self::Template,
    ];

    /// What an item is that has this relation to a known one.
    #[must_use]
    pub fn of(relation: Relation) -> Self {
        match relation {
            Relation::Identical => Self::Identical,
            Relation::Near => Self::Near,
            Relation::Version => Self::Version,
            Relation::Contains => Self::Contains,
            Relation::Contained => Self::Contained,
            Relation::Overlap => Self::Overlap,
            Relation::Story => Self::Story,
            Relation::Template => Self::Template,
        }
    }

    /// The word in the output.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Identical => Relation::Identical.name(),
            Self::Near => Relation::Near.name(),
            Self::Contained => Relation::Contained.name(),
            Self::Version => Relation::Version.name(),
            Self::Contains => Relation::Contains.name(),
            Self::Story => Relation::Story.name(),
            Self::Overlap => Relation::Overlap.name(),
            Self::Template => Relation::Template.name(),
        }
    }
}

/// What is held in memory of every document.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Known {
    /// Hash of its words.
    pub text_hash: u64,
    /// Hash of its id.
    pub name: u64,
    /// Hash of its item and version, or of its id and content where it has no version: who has these is the same item.
    pub identity: u64,
    /// Hash of its item, whatever the version.
    pub item: u64,
    /// When it was published, in seconds since 1970 UTC.
    pub time: Option<i64>,
    /// When it came, in seconds since 1970 UTC.
    pub came: i64,
    /// Words of its article.
    pub words: u32,
    /// Different stems of its body.
    pub stems: u32,
    /// What is held of its sample.
    pub sampled: Sampled,
    /// What its sample counted when its block ended.
    pub total: u64,
    /// The first document with its words; its own number where there was none.
    pub first: u32,
    /// A document of its copy cluster that came before it; its own number where it is the first.
    pub parent: u32,
    /// What it was found to be.
    pub fate: Fate,
    /// Whether its item was killed.
    pub killed: bool,
    /// Whether it was removed, being too old.
    pub gone: bool,
}

impl Known {
    /// When it was published, or else came.
    #[must_use]
    pub fn moment(&self) -> i64 {
        self.time.unwrap_or(self.came)
    }

    /// The name of the copy cluster whose first document this is.
    #[must_use]
    pub fn cluster(&self) -> String {
        content_id(["copy", &format!("{:016x} {:016x}", self.text_hash, self.name)])
    }

    /// See [`crate::scan::Look::counted_as`].
    fn counted_as(&self) -> u64 {
        combine(self.text_hash, u64::from(self.stems))
    }
}

/// What a document is found by.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Print {
    /// Its id.
    pub id: String,
    /// Its story terms.
    pub terms: Vec<Weighed>,
    /// Documents before it with other words that it may be related to, and the cosine of their story terms where that is
    /// much. Of documents with the same words the first has them all.
    pub partners: Vec<(u32, f32)>,
    /// Its sampled shingles.
    pub keys: Vec<u32>,
}

/// What a batch changes beside adding documents.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Step {
    /// Number of its first document.
    pub first: u32,
    /// What is known of each of its documents.
    pub known: Vec<Known>,
    /// In how many of its documents each stem was counted, in rising order of stem.
    pub stems: Vec<(u32, u32)>,
    /// What of each of its documents may be furniture.
    pub printed: Vec<Printed>,
    /// Documents whose cluster was joined with an earlier one, and the first document of that.
    pub parents: Vec<(u32, u32)>,
    /// Documents whose item was killed.
    pub killed: Vec<u32>,
}

/// The lists of an index: from a key to the documents that have it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Kind {
    /// By sampled shingle.
    Shingles,
    /// By one of the lowest two shingles of a document, see [`Sampled::marks`].
    Marks,
    /// By rare story term, with its weight.
    Terms,
    /// By the number of a partner before it, see [`Print::partners`].
    Partners,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Self; 4] = [Self::Shingles, Self::Marks, Self::Terms, Self::Partners];

    /// Whether its postings have weights.
    #[must_use]
    pub fn is_weighed(self) -> bool {
        self == Self::Terms
    }
}

/// The postings of some documents.
#[derive(Debug, Default)]
pub struct Postings {
    /// By kind, sorted.
    runs: [Vec<Run>; Kind::ALL.len()],
}

impl Postings {
    /// Those of documents, each with its number, which rises. Cost: they are sorted.
    #[must_use]
    pub fn new<'a>(documents: impl Iterator<Item = (u32, &'a Known, &'a Print)>) -> Self {
        let mut all = Self::default();
        for (number, known, print) in documents {
            for (kind, key, weight) in print.postings(number, known) {
                let runs = &mut all.runs[kind as usize];
                if runs.last().is_none_or(|run| !run.reaches(number)) {
                    runs.push(Run::new(number));
                }
                runs.last_mut().into_iter().for_each(|run| run.push(key, (number, weight)));
            }
        }
        all.runs.iter_mut().flatten().for_each(Run::sort);
        all
    }
}

/// All that is held in memory.
#[derive(Debug)]
pub struct State {
    /// By number.
    pub known: Vec<Known>,
    /// By the hash of a text its first document.
    pub firsts: Numbers,
    /// By the first document of several with the same words all of them.
    pub copies: HashMap<u32, Vec<u32>>,
    /// By identity the document.
    pub identities: Numbers,
    /// By the hash of an id the document.
    pub names: Numbers,
    /// How rare each term is.
    pub rarity: Rarity,
    /// By the hash of a text whose stems were counted a document that has it.
    pub counted: Numbers,
    /// What the sources print.
    pub paragraphs: Paragraphs,
    /// How far the lists on disk are.
    pub sweep: Sweep,
    /// By kind the postings that the sweep under way puts into lists.
    pub settling: [Recent; Kind::ALL.len()],
    /// By kind the postings of the documents that came since.
    pub recent: [Recent; Kind::ALL.len()],
    /// The documents that the sweep under way takes out of the index; they rise.
    pub leaving: Vec<u32>,
}

impl State {
    /// No documents yet.
    #[must_use]
    pub fn new(settings: &Settings) -> Self {
        Self {
            known: Vec::new(),
            firsts: Numbers::new(|known| known.text_hash),
            copies: HashMap::new(),
            identities: Numbers::new(|known| known.identity),
            names: Numbers::new(|known| known.name),
            rarity: Rarity::new(&settings.matching),
            counted: Numbers::new(Known::counted_as),
            paragraphs: Paragraphs::default(),
            sweep: Sweep::default(),
            settling: Default::default(),
            recent: Default::default(),
            leaving: Vec::new(),
        }
    }

    /// Adds the next documents as they are known; their postings are added by [`State::add_postings`].
    pub fn add(&mut self, documents: Vec<Known>) {
        let first = self.known.len() as u32;
        if self.known.is_empty() {
            self.known = documents;
        } else {
            self.known.extend(documents);
        }
        let Self { known, firsts, copies, identities, names, counted, .. } = self;
        let new = || (first..).zip(&known[first as usize..]);
        let by_name = || {
            for (number, _) in new() {
                identities.add(number, known);
                names.add(number, known);
            }
        };
        let by_words = || {
            new().for_each(|(number, _)| counted.add(number, known));
            for (number, one) in new().filter(|(_, one)| one.words > 0 && !one.gone) {
                if one.first == number {
                    firsts.add(number, known);
                } else if !known[one.first as usize].gone {
                    copies.entry(one.first).or_insert_with(|| vec![one.first]).push(number);
                }
            }
        };
        rayon::join(by_name, by_words);
    }

    /// Adds the postings of documents that came later than all before.
    pub fn add_postings(&mut self, postings: Postings) {
        for (recent, runs) in self.recent.iter_mut().zip(postings.runs) {
            for run in runs {
                recent.add(run);
            }
        }
    }

    /// The lists on disk are so far now.
    pub fn swept(&mut self, sweep: Sweep) {
        self.sweep = sweep;
        if sweep.at.is_none() {
            (self.settling, self.leaving) = Default::default();
        }
    }

    /// Changes what a batch changed of documents before it; gives these.
    pub fn change<'a>(&mut self, step: &'a Step) -> impl Iterator<Item = u32> + use<'a> {
        for &(document, parent) in &step.parents {
            self.known[document as usize].parent = parent;
        }
        for &document in &step.killed {
            self.known[document as usize].killed = true;
        }
        step.parents.iter().map(|&(document, _)| document).chain(step.killed.iter().copied())
    }

    /// Documents that were removed are found no more.
    pub fn forget(&mut self, gone: &[u32]) {
        let mut firsts: Vec<u32> = Vec::new();
        for &number in gone {
            let known = &self.known[number as usize];
            self.firsts.remove(number, &self.known);
            self.copies.remove(&number);
            firsts.push(known.first);
        }
        firsts.sort_unstable();
        firsts.dedup();
        for first in firsts {
            if let Some(copies) = self.copies.get_mut(&first) {
                copies.retain(|&copy| !self.known[copy as usize].gone);
            }
        }
    }

    /// `first` and the documents with its words, in the order in which they came.
    #[must_use]
    pub fn with_words_of<'a>(&'a self, first: &'a u32) -> &'a [u32] {
        self.copies.get(first).map_or(std::slice::from_ref(first), Vec::as_slice)
    }

    /// Whether `is` holds for `first` or one of the documents with its words; asked of the latest first.
    pub fn any_with_words_of(&self, first: u32, is: impl Fn(&Known) -> bool) -> bool {
        self.with_words_of(&first).iter().rev().any(|&number| is(&self.known[number as usize]))
    }

    /// The first document of the copy cluster of `document`.
    #[must_use]
    pub fn root(&self, mut document: u32) -> u32 {
        while self.known[document as usize].parent != document {
            document = self.known[document as usize].parent;
        }
        document
    }
}

impl Print {
    /// Under which keys it stands in the lists, and with which weight: of documents with the same words only the first.
    pub fn postings<'a>(&'a self, number: u32, known: &'a Known) -> impl Iterator<Item = (Kind, u32, u16)> + 'a {
        let searched = known.first == number && known.words > 0;
        let keys = self.keys.iter().map(|&key| (Kind::Shingles, key, 0));
        let marks = known.sampled.marks.into_iter().filter(|&mark| mark != u32::MAX);
        let marks = marks.map(|mark| (Kind::Marks, mark, 0));
        let terms = self.terms.iter().filter(|term| term.rare).map(|term| (Kind::Terms, term.term, term.weight));
        let partners = self.partners.iter().map(|&(partner, _)| (Kind::Partners, partner, 0));
        keys.chain(marks).chain(terms).chain(partners).filter(move |_| searched)
    }
}
