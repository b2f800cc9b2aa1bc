//! A Parquet table: one article a row.

mod copy;

pub use copy::{Rows, copy_rows};

use super::{
    Form, Part, Source,
    reader::Reader,
    store,
    stream::Stream,
    whole::{Kind, Whole},
};
use crate::document::{Place, Skipped};
use parquet::file::reader::{FileReader, SerializedFileReader};
use std::{
    fs::File,
    io,
    ops::ControlFlow,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

/// Hands on the rows of a table, each as a JSON object with the names of the columns.
///
/// Cost: holds the pages of one row group.
pub(super) fn read(reader: &mut Reader<'_>, mut source: Source, stream: Stream<'_>) -> ControlFlow<()> {
    // The directory stands at the end, so that the whole table must be there.
    let file = match &source.path {
        Some(path) if stream.is_plain => File::open(path),
        _ => store::spread(stream.bytes),
    };
    let table = match file.and_then(open) {
        Ok(table) => table,
        Err(error) => return reader.skip(&source, format!("no Parquet table that can be read: {error}")),
    };
    let extracts = reader.store.map(|store| {
        source.number = store.keep_nothing(Form::Once);
        store.extracts()
    });
    let source = Arc::new(source);
    let mut rows = match table.get_row_iter(None) {
        Ok(rows) => rows,
        Err(error) => return reader.skip(&source, format!("no Parquet table that can be read: {error}")),
    };
    for record in 1.. {
        let place = Place { record: Some(record), ..Place::of_file(source.shown.clone()) };
        let part = match guarded(|| rows.next().transpose()) {
            Ok(None) => break,
            Ok(Some(row)) => Part::Whole(Whole {
                source: source.clone(),
                kind: Kind::Row,
                name: String::new(),
                bytes: row.to_json_value().to_string().into_bytes(),
                place,
                origin: None,
                extracts: extracts.clone(),
            }),
            // Rows are packed together: what follows a broken one is lost with it.
            Err(error) => {
                let why = format!("breaks off: {error}; the rows before were read");
                return (reader.each)(Part::Skipped(Skipped { place, why }));
            }
        };
        if (reader.each)(part).is_break() {
            return ControlFlow::Break(());
        }
    }
    ControlFlow::Continue(())
}

fn open(table: File) -> io::Result<SerializedFileReader<File>> {
    guarded(|| SerializedFileReader::new(table))
}

/// What `read` gives. The library asserts of a table what a damaged one need not hold: that is an error, too.
fn guarded<T>(read: impl FnOnce() -> parquet::errors::Result<T>) -> io::Result<T> {
    let read = catch_unwind(AssertUnwindSafe(read));
    read.map_or_else(|_| Err(io::Error::other(DAMAGED)), |read| read.map_err(io::Error::other))
}

/// What is said of a table on which the library that reads it fails.
const DAMAGED: &str = "what it says of its columns cannot be true";
