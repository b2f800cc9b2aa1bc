//! A Parquet table: one article a row.

use super::{
    Form, Part, Source,
    reader::Reader,
    store,
    stream::Stream,
    whole::{Kind, Whole},
};
use crate::document::{Place, Skipped};
use parquet::file::reader::{FileReader, SerializedFileReader};
use std::{fs::File, io, ops::ControlFlow, sync::Arc};

/// Hands on the rows of a table, each as a JSON object with the names of the columns.
///
/// Cost: holds the pages of one row group.
pub(super) fn read(reader: &mut Reader<'_>, mut source: Source, stream: Stream<'_>) -> ControlFlow<()> {
    // The directory stands at the end, so that the whole table must be there.
    let file = match &source.path {
        Some(path) if stream.is_plain => File::open(path),
        _ => store::spread(stream.bytes),
    };
    let table = file.and_then(|file| SerializedFileReader::new(file).map_err(io::Error::other));
    let table = match table {
        Ok(table) => table,
        Err(error) => return reader.skip(&source, format!("no Parquet table that can be read: {error}")),
    };
    let extracts = reader.store.map(|store| {
        source.number = store.keep_nothing(Form::Once);
        store.extracts()
    });
    let source = Arc::new(source);
    let rows = match table.get_row_iter(None) {
        Ok(rows) => rows,
        Err(error) => return reader.skip(&source, format!("no Parquet table that can be read: {error}")),
    };
    for (record, row) in (1..).zip(rows) {
        let place = Place { record: Some(record), ..Place::of_file(source.shown.clone()) };
        let part = match row {
            Ok(row) => Part::Whole(Whole {
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
