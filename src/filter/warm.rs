//! What is made ready before the first item comes.

use crate::{
    article::{Article, Witness},
    clean::Repeated,
    compare::compare,
    document::{Document, DocumentId, Item, Place},
    relate::Relation,
    scan::Looking,
    settings::Settings,
    verify::Overlap,
};

/// Makes what is made when it is first asked for, word lists most of all, so that the first items do not wait for it. Cost: some
/// 100 ms.
pub fn warm_up(settings: &Settings) {
    let takes =
        ["12 people died in Ruda on Friday", "At least 14 people died in Ruda on Saturday"].map(|news| Document {
            id: DocumentId(String::new()),
            text: format!("{news}, where a dam broke. \"A black day,\" said the mayor, Jana Kral."),
            title: None,
            source: None,
            url: None,
            published: None,
            place: Place::of_file(String::new()),
            item: Item::default(),
        });
    drop(Looking::default().first(&takes[0], settings));
    let versions = takes.map(|take| Article::new(take, &Repeated::default(), settings));
    let [a, b] = [&versions[0], &versions[1]].map(Witness::new);
    drop(compare(&a, &b, Some(Relation::Version), Overlap::default(), &settings.comparing));
}
