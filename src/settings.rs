//! Every number that decides, with its unit, default and reason. Saved with every result.

use serde::{Deserialize, Serialize};

/// All settings of a run, one group a step. One that was saved before a setting was there is read with its default.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// What is too long to be an article.
    pub reading: Reading,
    /// How furniture is told from the article.
    pub cleaning: Cleaning,
    /// How related documents are found and judged.
    pub matching: Matching,
    /// How versions are aligned and compared.
    pub comparing: Comparing,
}

impl Settings {
    /// The same with one number changed, named by its place: `matching.same_report`.
    ///
    /// # Errors
    ///
    /// In words, when there is no such setting, or it is no number of this kind.
    pub fn with(&self, name: &str, number: &serde_json::Number) -> Result<Self, String> {
        let mut all = serde_json::to_value(self).map_err(|error| error.to_string())?;
        let place = all.pointer_mut(&format!("/{}", name.replace('.', "/")));
        let place = place.filter(|place| place.is_number()).ok_or_else(|| {
            format!("there is no number {name} among the settings; summary.json lists them, as in matching.same_report")
        })?;
        *place = serde_json::Value::Number(number.clone());
        serde_json::from_value(all).map_err(|error| format!("{name} cannot be {number}: {error}"))
    }
}

/// What is too long to be an article.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Reading {
    /// Longest line of JSON, in bytes. Default 256 MiB, as for a text file; a longer line is left out without being held in
    /// memory.
    pub longest_line: usize,
    /// Longest text file, in bytes after decompression. Default 256 MiB: far beyond any article, and a bound on what
    /// a few compressed kilobytes can make the program hold. Whatever the encoding, the UTF-8 text stays below the 4 GiB
    /// that a [`crate::span::Span`] can address.
    pub longest_text: usize,
    /// Longest web page, in bytes. Default 16 MiB: the largest live pages, scripts and all, have 5 to 8.
    pub longest_page: usize,
    /// Bytes that a file may unpack to, whatever its size, and for each of its bytes [`Reading::unpacked_times`] more. Default
    /// 1 GiB: more than that out of a small file is a bomb.
    pub unpacked_bytes: u64,
    /// See [`Reading::unpacked_bytes`]; default 250: gzip packs text some 3 to 20 times, pages of one form 100 times, and zero
    /// bytes 1,000 times.
    pub unpacked_times: u64,
    /// Archives inside archives that are read; default 4.
    pub nested_archives: u32,
}

/// Numbers of reading that no run needs to change: bounds against what is made to break a reader, and how two extractors of web
/// pages are brought together.
impl Reading {
    /// Elements inside elements of a web page; 256: real pages have up to 60, browsers stop at 512. The extractors need time with the
    /// square of it and more.
    pub(crate) const DEEPEST_ELEMENT: usize = 256;
    /// Elements of a web page that may be open at once in its source before its tree is built, which needs time with the square
    /// of it; 1,024: pages that forget to close some have a few hundred.
    pub(crate) const OPEN_ELEMENTS: usize = 1_024;
    /// Elements of a web page up to which its article is told from the rest; 10,000: the extractors take 30 to 80 µs each, so that
    /// none takes over a second. Pages of news have up to 8,000; of a larger one all the text is read, and that is told.
    pub(crate) const PAGE_ELEMENTS: usize = 10_000;
    /// Elements from which a web page is not read at all; 200,000: a page for people has no more.
    pub(crate) const MOST_ELEMENTS: usize = 200_000;
    /// Attributes of one element from which a web page is not read; 1,000: the tree needs time with the square of them.
    pub(crate) const MOST_ATTRIBUTES: usize = 1_000;
    /// Words in a row by which two extractions of one page are compared; 3: fewer are shared by chance.
    pub(crate) const EXTRACT_SHINGLE: usize = 3;
    /// Share of the shingles of Readability's article that trafilatura's must have; .5: below, the two found two different
    /// articles, and the stricter one is believed.
    pub(crate) const SAME_ARTICLE: f64 = 0.5;
    /// Share of the shingles of a block that trafilatura must have to confirm it; .5: half of a block is no accident.
    pub(crate) const CONFIRMED_BLOCK: f64 = 0.5;
    /// Words from which a block at the end of an article needs no confirmation; 25: it is prose, and no byline, credit or link.
    pub(crate) const PROSE_WORDS: usize = 25;
    /// Elements inside elements of XML; 200: a feed with pages inside has some 40.
    pub(crate) const DEEPEST_XML: usize = 200;
    /// Objects inside objects in which a list of articles is looked for; 4: `{"response": {"docs": [...]}}` needs 2.
    pub(crate) const DEEPEST_LIST: usize = 4;
    /// Longest header of a record of a web archive, in bytes; 64 KiB: real ones have under 2,000.
    pub(crate) const WARC_HEADER: usize = 64 << 10;
    /// What a response in a web archive may have beside its page, in bytes: the header of HTTP; 256 KiB, more than any server takes.
    pub(crate) const HTTP_HEADER: u64 = 256 << 10;
    /// What the packed body of one response may unpack to, in bytes; 64 MiB: four times the longest page.
    pub(crate) const UNPACKED_BODY: u64 = 64 << 20;
    /// First bytes that are looked at to tell a format; 8 KiB: more than any blank start that was met.
    pub(crate) const HEAD: usize = 8 << 10;
    /// Control characters in a thousand bytes from which a file is no text; 30: a page saved from a terminal has fewer, packed
    /// data has 80 and more.
    pub(crate) const CONTROLS_PER_THOUSAND: usize = 30;
    /// First bytes in which a page or an XML file declares its encoding; 2 KiB: browsers look at 1 KiB.
    pub(crate) const DECLARED_IN: usize = 2 << 10;
}

impl Default for Reading {
    fn default() -> Self {
        Self {
            longest_line: 256 << 20,
            longest_text: 256 << 20,
            longest_page: 16 << 20,
            unpacked_bytes: 1 << 30,
            unpacked_times: 250,
            nested_archives: 4,
        }
    }
}

/// How furniture is told from the article.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Cleaning {
    /// Most looks at the blocks of one document; 8: real pages are done after two or three, a page made to need more
    /// must not cost more.
    pub passes: usize,
    /// Fewest stories of one source that hold a paragraph before it is furniture; 6: background paragraphs come again in
    /// the few follow-ups of one affair.
    pub repeated_documents: usize,
    /// Smallest share of the stories of one source that hold a paragraph before it is furniture; 0.01: what stands in
    /// fewer pages of a large source may be background of a long affair.
    pub repeated_share: f64,
    /// Most stories of one source that are sampled to find its repeated paragraphs; 2,000: a share of 0.01 is then seen
    /// 20 times, and a source costs under a megabyte.
    pub repeated_sample: usize,
    /// Fewest paragraphs of another story that was scraped with the page; 3: shorter ones may be background.
    pub story_paragraphs: usize,
    /// Fewest characters of another story that was scraped with the page; 500: the shortest wire story with a lead and
    /// its detail.
    pub story_characters: u32,
    /// Paragraphs that are looked at together to tell whether another story starts; 6: one stray tie among them is
    /// chance, and the start of a story is seen before it is told in full.
    pub story_window: usize,
    /// Most that is cut as another story, as a multiple of the paragraphs of the main story before it; 4: where more
    /// follows, what stands before is a note of the page rather than its story.
    pub story_excess: u32,
}

impl Default for Cleaning {
    fn default() -> Self {
        Self {
            passes: 8,
            repeated_documents: 6,
            repeated_share: 0.01,
            repeated_sample: 2_000,
            story_paragraphs: 3,
            story_characters: 500,
            story_window: 6,
            story_excess: 4,
        }
    }
}

/// Up to which relation documents are joined to a copy cluster, and so count as duplicates; each joins what those before it do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Join {
    /// `identical` and `near`.
    Near,
    /// `version` as well.
    Version,
    /// `contains` and `contained` as well: all versions of one report.
    #[default]
    Contains,
    /// All reports of one event: a copy cluster is a story cluster.
    Story,
}

/// How related documents are found and judged.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Matching {
    /// What joins a copy cluster; default `contains`, as the contract has it.
    pub join: Join,
    /// Documents in a row that are weighed by what is known at the end of all of them: how common a shingle or term is, what a
    /// source repeats; default 4,096. A stream knows no more of what is to come, and finds what a scan finds. Fewer know
    /// less of the first documents, more are held in memory.
    pub block_documents: usize,
    /// Words of the shingles that `jaccard` and `containment` count; default 5, the field's custom. Fewer than
    /// [`Matching::small_shingle_words`] count as so many.
    pub shingle_words: usize,
    /// Words of the shingles that find candidates and survive rewording; default 3: of two reworded versions they kept .58
    /// where five words kept .43, while unrelated reports stayed under .08. Also the shortest shared run.
    pub small_shingle_words: usize,
    /// Of so many shingles in a row one at least is sampled; default 15, which keeps one in 8 of all.
    pub sample_window: usize,
    /// Documents with fewer shingles than this are sampled whole, in shingles; default 100, where one in 8 would leave 12.
    pub sample_all_below: usize,
    /// Sampled shingles below which a document is kept whole all the same; default 8: a repetitive text has few.
    pub sample_least: usize,
    /// In how many documents a sampled shingle may stand to pair them all; default 100: more is furniture or a phrase. To pair
    /// 200 found 15 of 500,000 made copies more, and of the newswire of 1987 to 2005 366 pairs in 77,064, none of them of one
    /// report or story, for a tenth of the time of a million documents.
    pub common_shingle: usize,
    /// With how many neighbours a more common shingle pairs a document: of those with one of its two lowest shingles so many of
    /// the first and so many of the last before it; default 4.
    pub common_neighbours: usize,
    /// In how many documents a sampled shingle may stand to count in full, in more in proportion; default 8: shared phrases
    /// stand in many, shared passages in few.
    pub rare_shingle: f32,
    /// What a sampled shingle counts at least; default .025, as in 320 documents: a thousand copies of one text, each with a few
    /// words of its own, share nothing but common shingles.
    pub least_shingle: f32,
    /// Sum of shared sampled shingles that makes a candidate; default 3, some 25 shared words of two long documents: 6 finds a
    /// sixth fewer overlaps of the generated corpus, for a tenth fewer candidates.
    pub candidate_shared: f32,
    /// Share of what the smaller sample counts that makes a candidate; default .15.
    pub candidate_share: f32,
    /// What is enough for a candidate of a short document, all of whose shingles are kept, and the sample of a long one;
    /// default 2: one may be chance.
    pub candidate_least: f32,
    /// Share of the smaller sample's shingles, however common, that makes a candidate; default .5: of what shares .6 few
    /// samples are below.
    pub candidate_part: f32,
    /// Shingles that [`Matching::candidate_part`] takes at least; default 3: a smaller sample says too little.
    pub candidate_keys: u32,
    /// Jaccard of five-word shingles from which no pair is missed, at more cost; default none. Without it the sample decides: a
    /// pair is found with a chance that grows with what it shares.
    pub exact: Option<f64>,
    /// Pairs of documents with the same words that are all listed, for two groups of them; default 64; of larger groups those
    /// of the first documents.
    pub unfolded_pairs: usize,
    /// Words from the start that are read for the story terms; default 600.
    pub story_words: usize,
    /// Terms of a document that its story is known by; default 30, those it makes most of: 20 to 80 serve the
    /// labelled set of events alike.
    pub story_terms: usize,
    /// Words of the lead; default 40, a sentence or two.
    pub lead_words: usize,
    /// How much a word of the headline or lead counts for the story, against one further down; default 2.
    pub lead_factor: f64,
    /// How much a name counts for the story; default 1.6: events of one kind differ by their names.
    pub name_factor: f64,
    /// How much a figure counts for the story; default .7: counts of one event differ between reports.
    pub figure_factor: f64,
    /// How many documents of ordinary news are taken as counted before the corpus, for the rarity of a term;
    /// default 2,000, so that five documents say little and 20,000 nearly all.
    pub prior_documents: f64,
    /// Share of ordinary news stories that hold a given common word; default .1.
    pub prior_common: f64,
    /// Share of ordinary news stories that hold a given figure; default .02.
    pub prior_figure: f64,
    /// Share of ordinary news stories that hold a given name; default .004, so that a name weighs most.
    pub prior_name: f64,
    /// Share of ordinary news stories that hold a given word that is not common; default .006.
    pub prior_rare: f64,
    /// In how many documents a story term may stand to pair them; default 1,000.
    pub common_term: usize,
    /// Cosine of story terms, common ones left out, that makes a pair worth a look; default .1.
    pub story_rare: f64,
    /// Cosine of all story terms from which two reports count for a story; default .2: a story needs .3 on average, and only
    /// pairs that reach this by themselves are read again and judged.
    pub story_candidate: f64,
    /// Days between two reports of one event at most, where both have a time; default 3.
    pub story_days: u64,
    /// Words of the shortest passage; default 6.
    pub passage_words: usize,
    /// Places in `b` that are tried for a run; more are repetitions; default 32.
    pub passage_places: usize,
    /// Sum that makes two texts one report, see `relate::sameness`; default 1.3, chosen on two labelled newswire sets: F1 on
    /// the halves of the clusters .973 and .967, of the pairs .960 and 1.
    pub same_report: f64,
    /// The same for two texts whose leads name the same weekday or month; default 1.1: a later take keeps the day and little
    /// else of its lead. Sums from .9 to 1.1 serve the labelled sets alike.
    pub same_report_day: f64,
    /// The same for two texts more than [`Matching::late_hours`] apart, or whose leads tell of other days; default 1.9: a monthly
    /// report repeats the words of the last, a late reprint nearly all.
    pub same_report_late: f64,
    /// Part of each shared lead in that sum; default .5.
    pub lead_part: f64,
    /// Part of the headlines' likeness in that sum; default .5.
    pub headline_part: f64,
    /// Part of the larger side's containment in that sum; default .5.
    pub larger_part: f64,
    /// How many times the words of the inner one the outer one must hold to contain it; default 1.5.
    pub much_more: f64,
    /// How many times the words of the other a page must hold, furniture included, to contain it; default 1.25, as furniture
    /// tells a page where [`Matching::much_more`] has to.
    pub page_more: f64,
    /// Words of furniture that a page must have more than the other, as a share of the other's words; default .04: 20 words at a
    /// story of 500, more than a dateline and a credit, less than a menu.
    pub page_furniture: f64,
    /// Containment of the other from which it stands in a page as it is; default .25: less is a report in other words.
    pub page_inside: f64,
    /// Changed facts for each word of the other up to which a page contains it as it is; default .01: more is a version.
    pub page_changes: f64,
    /// Containment of the inner one and half of its shared lead that make it stand inside the other; default .6.
    pub inside: f64,
    /// Containment that a short text needs to stand inside another; default .7: an item of a news summary shares a sentence.
    pub inside_short: f64,
    /// Containment of the inner one from which it stands inside wherever its words stand; default .8.
    pub inside_whole: f64,
    /// Share of the outer one's words before and after the shared part, below which the two are versions; default .3.
    pub inside_apart: f64,
    /// Share of the shared words at either end that may be phrases met by chance outside the shared part; default .05.
    pub stray_share: f64,
    /// Words of a short text, where one other fact means another story; default 150.
    pub short_words: usize,
    /// Words of a tiny text, where every fact must be the same; default 30.
    pub tiny_words: usize,
    /// Containment from which other names in the lead or other figures in many gaps are corrections; default .9.
    pub same_wording: f64,
    /// Share of one lead's names that the other document must have; default .65. Of all names it is what makes two long reports
    /// within [`Matching::late_hours`] takes of one, whatever their figures.
    pub same_names: f64,
    /// Share of the names of either text that the other has anywhere, from which other names in the leads are no other facts;
    /// default .85.
    pub same_names_all: f64,
    /// Share of one side's figures that the other must have more than; default .5.
    pub same_figures: f64,
    /// Gaps with other figures, or with other names, from which the texts have one form only, when they are also this share of
    /// all gaps; default 2.
    pub changed_gaps: usize,
    /// See [`Matching::changed_gaps`]; default .5.
    pub changed_gaps_share: f64,
    /// Share of the gaps with other figures from which other figures make a form of a long text; default .25: in later takes of
    /// the wires of 1996 it is .05 to .25, in weekly tables nearly all.
    pub form_gaps_share: f64,
    /// Figures on either side, below which other figures on the same day are an update; default 3.
    pub few_figures: usize,
    /// Words from which two texts within [`Matching::late_hours`] may be one that was edited, though facts differ; default 75: the
    /// notices of 1987 that come again within two days with one or two other figures, all else the same, have up to 53 words.
    pub edited_words: usize,
    /// Containment that such a text needs when most of what differs is no fact; default .7: an editor who changes one word in
    /// twelve leaves .78, and notices of 1987 in which most of what differs is no fact stay below .65. Prose of
    /// [`Matching::short_words`] and more has so many gaps that these tell it by themselves.
    pub edited_wording: f64,
    /// Different figures a word up to which a text is prose; default .09: reports have .03 to .08, surveys and tables .12 and more.
    pub prose_figures: f64,
    /// Containment that a text needs when all that differs is figures; default .85: three of a text of 75 words leave .88.
    pub corrected_wording: f64,
    /// Figures of either side that may be others then; default 3: a table has more that are new the next day.
    pub corrected_figures: usize,
    /// Share of the names of either text that the other has, from which a text with all its figures is an edited one; default
    /// 0.65: of a form all names are others.
    pub corrected_names: f64,
    /// Containment from which a short text with other facts is a template; default .3.
    pub form: f64,
    /// Share of the form of one of two short texts with other facts, their words with the facts left blank, that makes them a
    /// template; default .5.
    pub form_blank: f64,
    /// Containment from which the form of two short texts is compared; default .1, what independent reports stay below.
    pub form_least: f64,
    /// Share of the words of both that stand before or after what they share, from which that is a passage and no form;
    /// default .5.
    pub form_outside: f64,
    /// Containment from which two texts with other facts have so much of a form in common that their common terms say nothing
    /// of their story; default .15, while independent reports of one event share less than .1.
    pub story_form: f64,
    /// Containment from which a long text with other facts is a template; default .4.
    pub form_long: f64,
    /// Longest gap between two shared runs whose words are compared, in words; default 12.
    pub gap_words: usize,
    /// Hours after which another fact in a short text makes a template, the next issue of a daily notice; default 20.
    pub next_day_hours: f64,
    /// Hours after which one report needs [`Matching::same_report_late`]; default 48.
    pub late_hours: f64,
    /// Containment of one side that a near copy needs; default .6.
    pub near_share: f64,
    /// Words of the shared run that makes an overlap; default 16: shorter ones are phrases.
    pub overlap_words: usize,
    /// Cosine of story terms of two reports of one event, and the average inside a story cluster; default .3, chosen on a
    /// labelled set of events, whose two halves it serves with F1 .92 and .91.
    pub story_score: f64,
    /// Copies from which a group of reports shows how near its reports are to each other; default 3.
    pub story_group: usize,
    /// Average between two such groups, as a share of the lower average inside one of them, below which they tell two events;
    /// default .75: on a labelled set of events .65 to .85 keep one or two topics of 21 more apart than none, and F1 is highest
    /// at .75 (.932 and .910 on its halves; .928 and .874 without).
    pub story_gap: f64,
    /// Cosine of story terms from which a pair is called a story; default .35, above the average inside a story.
    pub story_pair: f64,
    /// Full names in both from which two reports of one day need no more than [`Matching::story_score`] to be called a
    /// story; default 2: in the wires of 1987 two of three such pairs tell one event, without the names one of four.
    pub story_full_names: usize,
    /// Hours between two reports of one day; default 24.
    pub story_same_hours: f64,
    /// Words from which the cosine of a text counts in full, below in proportion; default 30.
    pub story_least_words: usize,
    /// Share of the sentences of the shorter of two texts that must correspond to make them versions of one report where
    /// they share few shingles; default .7: reworded reports reach it, independent ones stay below .4 (on `data/`).
    pub aligned_share: f64,
    /// The same where what they share runs through both, less than [`Matching::inside_apart`] of either lying before or after
    /// it, or where the event of a long report may have gone on, within [`Matching::late_hours`]; default .6: an update adds
    /// throughout, other stories of its affair share a block of background.
    pub aligned_throughout: f64,
    /// The same for long texts each of which has most facts of the other ([`Matching::kept_facts`]); default .5.
    pub aligned_kept: f64,
    /// The same for takes of one report: within [`Matching::late_hours`], sharing a passage, each with most names of the other
    /// ([`Matching::same_names`]), or of one day ([`Matching::next_day_hours`]) with nearly all of them ([`Matching::take_names`]);
    /// default .35: lead, order and figures of an election night change with every take, its people do not. Of 2,346 pairs of wires
    /// within two days that share a passage or a story one has all that.
    pub aligned_take: f64,
    /// Share of its names that each of two takes of one day must have of the other where they share no passage; default .8.
    pub take_names: f64,
    /// Share of the words of the shorter one, small words aside, that the other must have then; default .6: 97 of 100 reworded
    /// versions of the labelled sets and of the wires of 1987 and 1996 have more, and a third of the other pairs.
    pub aligned_words: f64,
    /// Share of the figures of one side that the other must have then; default .4.
    pub aligned_figures: f64,
    /// Least number of sentences that must correspond then; default 5: two of three sentences are alike by chance.
    pub aligned_sentences: usize,
    /// Share of the names, and of the figures, that each of two long texts must have of the other to be taken for one that was
    /// reworded throughout; default .7: whoever rewrites a report keeps its facts, an independent one has facts of its own.
    pub kept_facts: f64,
    /// Share of the words of the shorter one, small words aside, that the other must have then; default .45: of reports with
    /// every sentence in other words more than half stay, of independent ones a third.
    pub kept_words: f64,
    /// Share of an outer document's lead that an inner one must cover to be its story, where it holds several; default .3.
    pub lead_covered: f64,
}

impl Default for Matching {
    fn default() -> Self {
        Self {
            join: Join::default(),
            block_documents: 4096,
            shingle_words: 5,
            small_shingle_words: 3,
            sample_window: 15,
            sample_all_below: 100,
            sample_least: 8,
            common_shingle: 100,
            common_neighbours: 4,
            rare_shingle: 8.0,
            least_shingle: 0.025,
            candidate_shared: 3.0,
            candidate_share: 0.15,
            candidate_part: 0.5,
            candidate_keys: 3,
            candidate_least: 2.0,
            exact: None,
            unfolded_pairs: 64,
            aligned_share: 0.7,
            aligned_throughout: 0.6,
            aligned_kept: 0.5,
            aligned_take: 0.35,
            take_names: 0.8,
            kept_facts: 0.7,
            kept_words: 0.45,
            aligned_figures: 0.4,
            aligned_words: 0.6,
            aligned_sentences: 5,
            story_words: 600,
            story_terms: 30,
            lead_words: 40,
            lead_factor: 2.0,
            name_factor: 1.6,
            figure_factor: 0.7,
            prior_documents: 2000.0,
            prior_common: 0.1,
            prior_figure: 0.02,
            prior_name: 0.004,
            prior_rare: 0.006,
            common_term: 1000,
            story_rare: 0.1,
            story_candidate: 0.2,
            story_days: 3,
            passage_words: 6,
            passage_places: 32,
            same_report: 1.3,
            same_report_day: 1.1,
            same_report_late: 1.9,
            lead_part: 0.5,
            headline_part: 0.5,
            larger_part: 0.5,
            much_more: 1.5,
            page_more: 1.25,
            page_furniture: 0.04,
            page_inside: 0.25,
            page_changes: 0.01,
            inside: 0.6,
            inside_short: 0.7,
            inside_whole: 0.8,
            inside_apart: 0.3,
            stray_share: 0.05,
            short_words: 150,
            tiny_words: 30,
            same_wording: 0.9,
            same_names: 0.65,
            same_names_all: 0.85,
            same_figures: 0.5,
            changed_gaps: 2,
            changed_gaps_share: 0.5,
            form_gaps_share: 0.25,
            few_figures: 3,
            edited_words: 75,
            edited_wording: 0.7,
            prose_figures: 0.09,
            corrected_wording: 0.85,
            corrected_figures: 3,
            corrected_names: 0.65,
            form: 0.3,
            form_blank: 0.5,
            form_least: 0.1,
            form_outside: 0.5,
            story_form: 0.15,
            form_long: 0.4,
            gap_words: 12,
            next_day_hours: 20.0,
            late_hours: 48.0,
            near_share: 0.6,
            overlap_words: 16,
            story_score: 0.3,
            story_group: 3,
            story_gap: 0.75,
            story_pair: 0.35,
            story_full_names: 2,
            story_same_hours: 24.0,
            story_least_words: 30,
            lead_covered: 0.3,
        }
    }
}

/// How versions are aligned and compared.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Comparing {
    /// Least cosine of two sentences that are each other's best match; `0.0..=1.0`.
    pub same_sentence: f64,
    /// Least cosine of two lone sentences between aligned neighbours: their place speaks for them.
    pub neighbour_sentence: f64,
    /// Least cosine of a sentence that is said to have moved: a false "moved" costs more trust than silence.
    pub moved_sentence: f64,
    /// Least number of different words of a sentence that is said to have moved.
    pub moved_words: usize,
    /// Share of the shorter article's sentences that are aligned, from which two documents are compared as versions.
    pub versions_aligned: f64,
    /// Least points of two figures that are said to measure the same thing, see [`crate::pair`]; default 3.75: it finds 64 of the 86
    /// figures of `data/answers.json` that differ. Of 207 such pairs in articles written apart from the program, half a point more lost
    /// 20, and a quarter less found 10 more with 6 false ones.
    pub same_subject: f64,
    /// Least points of two happenings whose days are compared, see [`crate::pair`].
    pub same_happening: f64,
    /// Least share of words of the shorter of two quotes that are said to be one utterance.
    pub same_utterance: f64,
    /// Share of a statement's weight that the other document must have, or the statement is missing there.
    pub covered_statement: f64,
    /// Share of the weight of a statement that two sentences in a row of the other version must have for it to stand there,
    /// merged with another or split; default .9: nearly all its words.
    pub merged_statement: f64,
    /// Facts of one kind in one document that are compared pair by pair; default 600: more than any article has, and a bound
    /// on the work. Of more the first ones are compared, and the output says so.
    pub most_facts: usize,
    /// A collation compares each document with so many others, the earliest ones: the work stays linear in a cluster.
    pub collated_with: usize,
}

impl Default for Comparing {
    fn default() -> Self {
        Self {
            same_sentence: 0.30,
            neighbour_sentence: 0.15,
            moved_sentence: 0.70,
            moved_words: 6,
            versions_aligned: 0.5,
            same_subject: 3.75,
            same_happening: 2.75,
            same_utterance: 0.40,
            covered_statement: 0.45,
            merged_statement: 0.9,
            most_facts: 600,
            collated_with: 12,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_saved_before_one_was_there_are_read() {
        let mut saved = serde_json::to_value(Settings::default()).unwrap();
        assert!(saved["matching"].as_object_mut().unwrap().remove("edited_words").is_some());
        assert_eq!(serde_json::from_value::<Settings>(saved).unwrap(), Settings::default());
    }
}
