//! What all fuzz targets do: read a file as a corpus is read, and each document again.

use std::{fs, ops::ControlFlow, panic, sync::Once};
use variorum::{
    read::{Fields, Store, parts, read_again},
    settings::Reading,
};

/// Reads `bytes` as a file of this name; whatever is read must be there when it is read again.
pub fn read(name: &str, bytes: &[u8]) {
    static CAUGHT: Once = Once::new();
    // A table on which the library asserts is told by the reader, which catches that; any other panic ends the run.
    CAUGHT.call_once(|| {
        let end = panic::take_hook();
        panic::set_hook(Box::new(move |panic| {
            if !panic.location().is_some_and(|place| place.file().contains("/parquet-")) {
                end(panic);
            }
        }));
    });
    let folder = tempfile::tempdir().expect("a folder for one file");
    let path = folder.path().join(name);
    fs::write(&path, bytes).expect("room for one file");
    let settings = Reading { unpacked_bytes: 1 << 20, ..Reading::default() };
    let (store, mut found, fields) = (Store::default(), Vec::new(), Fields::default());
    parts(&[path], &settings, 1 << 10, Some(&store), &mut |part| {
        found.extend(part.parse_all(&fields).into_iter().flatten().map(|parsed| (parsed.document, parsed.stand)));
        ControlFlow::Continue(())
    })
    .expect("room for temporary files");
    for (document, stand) in found {
        let again = read_again(&store, stand, &document.place, &fields).expect("the file did not change");
        assert_eq!(again.text, document.text);
    }
}
