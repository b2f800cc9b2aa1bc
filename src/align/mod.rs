//! Two versions of one report, sentence by sentence and word by word.

mod links;
mod occurrences;
mod sentences;
mod words;

pub use links::links;

use crate::{
    article::Lines,
    clean::Furniture,
    settings::Comparing,
    span::Span,
    terms::{Stemming, Weights},
    tokenize::Sentence,
    words::Token,
};
use serde::Serialize;

/// How two places correspond.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkKind {
    /// The same words.
    Equal,
    /// The same statement in other words.
    Edited,
    /// The same or an edited statement that stands elsewhere.
    Moved,
    /// Only `a` has it.
    OnlyA,
    /// Only `b` has it.
    OnlyB,
}

/// Words that one side has where the other has other words or none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The words in `a`; an empty span where `b` adds.
    pub a: Span,
    /// The words in `b`; an empty span where `a` alone has words.
    pub b: Span,
}

/// One row of an alignment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// How the two correspond.
    pub kind: LinkKind,
    /// The place in `a`.
    pub a: Option<Span>,
    /// The place in `b`.
    pub b: Option<Span>,
    /// What differs inside, in order; empty for `Equal`, `OnlyA`, `OnlyB`.
    pub edits: Vec<Edit>,
}

/// The rows of an alignment, and the words that stay.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Alignment {
    /// Its rows, in order of `a`; what only `b` has stands after what it follows in `b`.
    pub links: Vec<Link>,
    /// Aligned sentences: indices of [`crate::tokenize::Tokens::sentences`] in `a` and `b`, in order of `a`.
    pub sentences: Vec<(usize, usize)>,
    /// All edits of all rows, in order of `a`.
    pub edits: Vec<Edit>,
    /// Words that stand in both aligned sentences: their places in `a` and `b`, in order of `a`.
    pub kept: Vec<(Span, Span)>,
    /// Words of edited sentences that correspond, changed ones too ([`links`]): their places in `a` and `b`, in order of `a`.
    pub linked: Vec<(Span, Span)>,
}

impl Alignment {
    /// Where the words of `span` in `a` that stayed stand in `b`.
    #[must_use]
    pub fn carried(&self, span: Span) -> Option<Span> {
        let first = self.kept.partition_point(|(a, _)| a.start < span.start);
        let inside = self.kept[first..].iter().take_while(|(a, _)| a.end <= span.end).map(|(_, b)| *b);
        inside.reduce(Span::join)
    }

    /// The places in `b` of the words that correspond to those of `span` in `a`, one by one.
    pub fn corresponding(&self, span: Span) -> impl Iterator<Item = Span> + '_ {
        let first = self.linked.partition_point(|(a, _)| a.start < span.start);
        self.linked[first..].iter().take_while(move |(a, _)| a.end <= span.end).map(|(_, b)| *b)
    }
}

/// Aligns two versions of one report: sentences first, then the words inside.
///
/// Every sentence of both sides stands in exactly one row, unless it is furniture that belongs to no article (a cookie
/// notice, an unrelated story).
///
/// Cost: about linear in the sentences; sentences that share only common words are never compared.
#[must_use]
pub fn align(a: Lines<'_>, b: Lines<'_>, weights: &Weights, settings: &Comparing) -> Alignment {
    let partners = sentences::partners(a, b, weights, settings);
    let (sentences_a, sentences_b) = (&a.article.tokens.sentences, &b.article.tokens.sentences);
    let texts = [a, b].map(|lines| lines.article.document.text.as_str());
    let stemming = Stemming::default();
    let mut out = Alignment::default();
    let mut partner_of_b = vec![None; sentences_b.len()];
    let mut partner_of_a = vec![None; sentences_a.len()];
    for partner in &partners {
        partner_of_b[partner.b] = Some(partner);
        partner_of_a[partner.a] = Some(partner);
        out.sentences.push((partner.a, partner.b));
    }
    let mut next_b = 0;
    for (i, partner) in partner_of_a.iter().enumerate() {
        let Some(partner) = partner else {
            only(&mut out.links, LinkKind::OnlyA, &sentences_a[i]);
            continue;
        };
        if !partner.moved {
            for j in next_b..partner.b {
                if partner_of_b[j].is_none() {
                    only(&mut out.links, LinkKind::OnlyB, &sentences_b[j]);
                }
            }
            next_b = partner.b + 1;
        }
        let (x, y) = (&sentences_a[partner.a], &sentences_b[partner.b]);
        let (words_a, words_b) = (a.article.tokens.of(x), b.article.tokens.of(y));
        let places = |(i, j): (usize, usize)| (words_a[i].span, words_b[j].span);
        let mut edits = Vec::new();
        if differs(words_a, words_b) {
            let found = links(texts, words_a, words_b, &stemming);
            let kept;
            (edits, kept) = words::edits(texts[0], words_a, words_b, &found);
            out.linked.extend(found.into_iter().map(places));
            out.kept.extend(kept.into_iter().map(places));
            out.edits.extend(&edits);
        } else {
            out.kept.extend((0..words_a.len()).map(|word| places((word, word))));
        }
        let kind = match (partner.moved, edits.is_empty()) {
            (true, _) => LinkKind::Moved,
            (false, true) => LinkKind::Equal,
            (false, false) => LinkKind::Edited,
        };
        out.links.push(Link { kind, a: Some(x.span), b: Some(y.span), edits });
    }
    for j in next_b..partner_of_b.len() {
        if partner_of_b[j].is_none() {
            only(&mut out.links, LinkKind::OnlyB, &sentences_b[j]);
        }
    }
    out
}

fn differs(a: &[Token], b: &[Token]) -> bool {
    !a.iter().map(|word| word.term).eq(b.iter().map(|word| word.term))
}

/// The sentences that [`align`] aligns, as [`Alignment::sentences`], without a look at the words inside.
///
/// Cost: as that of [`align`] without the edits, which take a third of its time.
#[must_use]
pub fn aligned_sentences(a: Lines<'_>, b: Lines<'_>, weights: &Weights, settings: &Comparing) -> Vec<(usize, usize)> {
    sentences::partners(a, b, weights, settings).iter().map(|partner| (partner.a, partner.b)).collect()
}

/// Share of the sentences of the shorter of two articles that are aligned, furniture left out: `0.0..=1.0`; `aligned` is
/// [`Alignment::sentences`].
///
/// Versions of one report reach .7 and more, .3 to .6 where another writer put every sentence in other words; independent
/// reports of one event stay below .4 (on `data/`).
#[must_use]
pub fn aligned_share(a: Lines<'_>, b: Lines<'_>, aligned: &[(usize, usize)]) -> f64 {
    let body = |lines: Lines<'_>| lines.article.tokens.body_sentences().count();
    let shorter = body(a).min(body(b));
    let in_article = |(at, _): &&(usize, usize)| a.article.tokens.sentences[*at].furniture.is_none();
    let aligned = aligned.iter().filter(in_article).count();
    if shorter == 0 { 0.0 } else { aligned as f64 / shorter as f64 }
}

/// A row for a sentence without a partner; furniture that belongs to no article has none.
fn only(links: &mut Vec<Link>, kind: LinkKind, sentence: &Sentence) {
    let span = Some(sentence.span);
    if sentence
        .furniture
        .is_none_or(|furniture| matches!(furniture, Furniture::Crosshead | Furniture::Caption | Furniture::Credit))
    {
        let (a, b) = if kind == LinkKind::OnlyA { (span, None) } else { (None, span) };
        links.push(Link { kind, a, b, edits: Vec::new() });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        article::Article,
        clean::Repeated,
        document::{Document, DocumentId, Place},
        settings::Settings,
        words::fold,
    };
    use proptest::prelude::*;

    fn article(text: &str) -> Article {
        let document = Document {
            id: DocumentId("flood".to_owned()),
            text: text.to_owned(),
            title: None,
            published: None,
            source: None,
            url: None,
            item: crate::document::Item::default(),
            place: Place { file: "flood.txt".to_owned(), line: None, record: None },
        };
        Article::new(document, &Repeated::default(), &Settings::default())
    }

    fn aligned(a: &Article, b: &Article) -> Alignment {
        let (stems_a, stems_b) = (a.stems(), b.stems());
        let weights = Weights::new(&stems_a, &stems_b);
        let (lines_a, lines_b) = (Lines { article: a, stems: &stems_a }, Lines { article: b, stems: &stems_b });
        align(lines_a, lines_b, &weights, &Settings::default().comparing)
    }

    /// The folded words of a place.
    fn words(article: &Article, span: Span) -> Vec<String> {
        let inside = article.tokens.tokens.iter().filter(|token| span.contains(token.span));
        inside.map(|token| fold(token.span.of(&article.document.text)).into_owned()).collect()
    }

    /// The words of row `link` in `a`, with its edits carried out.
    fn edited(a: &Article, b: &Article, link: &Link) -> Vec<String> {
        let (Some(whole), mut out) = (link.a, Vec::new()) else { return Vec::new() };
        let mut at = whole.start;
        for edit in &link.edits {
            out.extend(words(a, Span { start: at, end: edit.a.start.max(at) }));
            out.extend(words(b, edit.b));
            at = edit.a.end;
        }
        out.extend(words(a, Span { start: at, end: whole.end }));
        out
    }

    #[test]
    fn a_changed_figure_is_one_edit_of_one_sentence() {
        let a = article("The river rose all night.\n\nFlood waters killed 12 people in Ruda.\n\nSchools stay closed.");
        let b = article("The river rose all night.\n\nFlood waters killed 17 people in Ruda.\n\nSchools stay closed.");
        let kinds: Vec<LinkKind> = aligned(&a, &b).links.iter().map(|link| link.kind).collect();
        assert_eq!(kinds, [LinkKind::Equal, LinkKind::Edited, LinkKind::Equal]);
        let edits = &aligned(&a, &b).links[1].edits;
        assert_eq!(edits.len(), 1);
        assert_eq!((edits[0].a.of(&a.document.text), edits[0].b.of(&b.document.text)), ("12", "17"));
    }

    #[test]
    fn a_paragraph_that_stands_elsewhere_has_moved() {
        let parts = [
            "The mayor of Ruda opened the town hall to families who had lost their homes.",
            "Rescuers in rubber boats pulled children from the roof of the primary school.",
            "Engineers blamed a broken sluice at the old brewery for the sudden wave.",
            "The weather service expects more rain over the valley before the weekend.",
        ];
        let a = article(&parts.join("\n\n"));
        let b = article(&[parts[3], parts[0], parts[1], parts[2]].join("\n\n"));
        let moved: Vec<Link> = aligned(&a, &b).links.into_iter().filter(|link| link.kind == LinkKind::Moved).collect();
        assert_eq!(moved.len(), 1);
        assert_eq!(moved[0].a.map(|span| span.of(&a.document.text)), Some(parts[3]));
    }

    /// News-like sentences from a small stock of words, so that many of them are alike.
    fn text() -> impl Strategy<Value = String> {
        let word =
            prop::sample::select(vec!["flood", "Ruda", "12", "killed", "the", "river", "rose", "mayor", "said", "and"]);
        let sentence = prop::collection::vec(word, 1..9).prop_map(|words| format!("{}.", words.join(" ")));
        prop::collection::vec(sentence, 0..12).prop_map(|sentences| sentences.join("\n\n"))
    }

    proptest! {
        #[test]
        fn the_edits_turn_a_into_b_and_every_sentence_stands_in_one_row(a in text(), b in text()) {
            let (a, b) = (article(&a), article(&b));
            let alignment = aligned(&a, &b);
            for link in &alignment.links {
                if let (Some(_), Some(there)) = (link.a, link.b) {
                    prop_assert_eq!(edited(&a, &b, link), words(&b, there));
                }
            }
            for (article, spans) in [
                (&a, alignment.links.iter().filter_map(|link| link.a).collect::<Vec<_>>()),
                (&b, alignment.links.iter().filter_map(|link| link.b).collect()),
            ] {
                let mut spans = spans;
                spans.sort();
                let body: Vec<Span> = article.tokens.body_sentences().map(|sentence| sentence.span).collect();
                let rows: Vec<Span> = spans.into_iter().filter(|span| body.contains(span)).collect();
                prop_assert_eq!(rows, body);
            }
        }

        #[test]
        fn a_text_aligned_with_itself_is_equal(text in text()) {
            let article = article(&text);
            prop_assert!(aligned(&article, &article).links.iter().all(|link| link.kind == LinkKind::Equal));
        }
    }
}
