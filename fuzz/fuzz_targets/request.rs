#![no_main]
//! The body of a request to `serve`: whatever it is, it is items or a refusal in words.

#[path = "../../src/cli/serve/items.rs"]
#[allow(dead_code, reason = "the pushes of Superdesk are read as one item")]
mod items;

use variorum::{
    filter::{identity, kills},
    read::Fields,
};

libfuzzer_sys::fuzz_target!(|body: &[u8]| {
    let fields = Fields::default();
    for is_lines in [false, true] {
        if let Ok(found) = items::items(body, is_lines, 100, &fields) {
            assert!(found.all.len() <= 100);
            for item in found.all.into_iter().flatten() {
                assert!(!item.text.is_empty() || kills(&item), "an item without a text");
                assert_eq!(identity(&item), identity(&item.clone()));
            }
        }
    }
    let _ = items::ninjs(body, &fields); // an item or a refusal
});
