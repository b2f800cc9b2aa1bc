#![no_main]
//! An index whose file was damaged: it is opened, checked, asked and salvaged, or refused in words. Bytes that begin with a zero
//! are a file; all others damage one that is whole: three for a place, one for what stands there then.

use std::{fs, sync::OnceLock};
use variorum::{
    document::{Document, DocumentId, Item, Place},
    filter::Filter,
    index::{Index, Salvage},
    settings::Settings,
};

const FILE: &str = "index.redb";

fn item(id: &str, text: &str) -> Document {
    let (id, text) = (DocumentId(id.to_owned()), text.to_owned());
    let place = Place::of_file("feed".to_owned());
    Document { id, text, title: None, published: None, source: None, url: None, item: Item::default(), place }
}

/// The bytes of an index of a few items, some of them in lists.
fn whole() -> &'static [u8] {
    static WHOLE: OnceLock<Vec<u8>> = OnceLock::new();
    WHOLE.get_or_init(|| {
        // What redb finds wrong of its own pages is an error of the index; anything else ends the run.
        std::panic::set_hook(Box::new(|panic| {
            if !panic.location().is_some_and(|place| place.file().contains("/redb-")) {
                eprintln!("{panic}");
                std::process::abort();
            }
        }));
        let folder = tempfile::tempdir().expect("a folder");
        let mut filter = Filter::open(folder.path(), Settings::default(), None).expect("a new index");
        let flood = "A flood killed 12 people in the town of Ruda on Friday and left 12,400 homeless, officials said.";
        for round in 0..4 {
            let items = (0..6).map(|item_number| {
                item(&format!("{round}-{item_number}"), &format!("{flood} Boat {} came {item_number} times.", round * item_number))
            });
            filter.admit(items.collect(), 1_700_000_000).expect("room");
            if round == 1 {
                drop(filter);
                let (mut index, mut state) = Index::open(folder.path(), &Settings::default()).expect("the index");
                index.settle(&mut state, None).expect("room");
                drop(index);
                filter = Filter::open(folder.path(), Settings::default(), None).expect("the index");
            }
        }
        drop(filter);
        fs::read(folder.path().join(FILE)).expect("the index")
    })
}

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let mut file = whole().to_vec();
    if bytes.first() == Some(&0) {
        file = bytes[1..].to_vec();
    } else {
        for damage in bytes.chunks_exact(4) {
            let place = u32::from_le_bytes([damage[0], damage[1], damage[2], 0]) as usize % file.len();
            file[place] = damage[3];
        }
    }
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join(FILE), &file).expect("room");
    if let Ok((mut index, state, _)) = Index::open_existing(folder.path()) {
        let _ = index.size(&state);
        let _ = index.check(&state, &|_| ());
    }
    if let Ok(salvage) = Salvage::open(folder.path()) {
        let _ = salvage.all().take(100).count();
    }
    if let Ok(filter) = Filter::open(folder.path(), Settings::default(), None) {
        let _ = filter.check(vec![item("new", "A flood killed 12 people in the town of Ruda on Friday.")], 1_700_000_000);
    }
});
