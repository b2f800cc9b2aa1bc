//! Rows of Parquet tables, copied to a new table of the same columns.

use super::{guarded, open};
use parquet::{
    basic::Compression,
    column::{
        reader::{ColumnReader, ColumnReaderImpl},
        writer::{ColumnWriter, ColumnWriterImpl},
    },
    data_type::DataType,
    errors::{ParquetError, Result},
    file::{
        metadata::ColumnChunkMetaData,
        properties::WriterProperties,
        reader::{FileReader, RowGroupReader, SerializedFileReader},
        writer::SerializedFileWriter,
    },
};
use std::{
    fs::File,
    io::{self, Write},
    path::{Path, PathBuf},
    sync::Arc,
};

/// Rows that are held at a time, of one column.
const ROWS: usize = 1 << 10;

/// Some rows of one table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rows {
    /// The file of the table.
    pub table: PathBuf,
    /// Their numbers, from 1, in rising order.
    pub numbers: Vec<u64>,
}

/// Writes `rows` to `out` as one table, with the columns, the compression and the notes of the first table; every value is as it
/// was, nested ones too.
///
/// Cost: each row group that holds one of the rows is unpacked once, some values of a column at a time.
///
/// # Errors
///
/// When a table cannot be read, when it has other columns than the first one, when there are no rows, or when `out` cannot be
/// written.
pub fn copy_rows(rows: &[Rows], out: impl Write + Send) -> io::Result<()> {
    let named = |table: &Path| {
        let shown = table.display().to_string();
        move |error: io::Error| io::Error::other(format!("{shown}: {error}"))
    };
    let opened = |table: &Path| File::open(table).and_then(open).map_err(named(table));
    let Some(Rows { table: first, .. }) = rows.first() else {
        return Err(io::Error::other("no rows of a Parquet table to write"));
    };
    let mut writer = writer(&opened(first)?, out).map_err(io::Error::other)?;
    for Rows { table, numbers } in rows {
        let from = opened(table)?;
        guarded(|| copy(&from, numbers, &mut writer)).map_err(named(table))?;
    }
    writer.close().map(|_| ()).map_err(io::Error::other)
}

/// A writer of a table that is like `table`.
fn writer<W: Write + Send>(table: &SerializedFileReader<File>, out: W) -> Result<SerializedFileWriter<W>> {
    let about = table.metadata().file_metadata();
    let columns = table.metadata().row_groups().first().map_or(&[][..], |group| group.columns());
    let compression = columns.first().map_or(Compression::UNCOMPRESSED, ColumnChunkMetaData::compression);
    let notes = about.key_value_metadata().cloned();
    let like = WriterProperties::builder().set_compression(compression).set_key_value_metadata(notes).build();
    SerializedFileWriter::new(out, about.schema_descr().root_schema_ptr(), Arc::new(like))
}

fn copy<W: Write + Send>(
    table: &SerializedFileReader<File>,
    numbers: &[u64],
    writer: &mut SerializedFileWriter<W>,
) -> Result<()> {
    if table.metadata().file_metadata().schema_descr() != writer.schema_descr() {
        return Err(ParquetError::General("other columns than the first table; one table has one set".to_owned()));
    }
    let (mut wanted, mut before) = (numbers.iter().peekable(), 0);
    for group in 0..table.num_row_groups() {
        let group = table.get_row_group(group)?;
        let count = u64::try_from(group.metadata().num_rows()).unwrap_or(0);
        let keep: Vec<bool> = (1..=count).map(|row| wanted.next_if_eq(&&(before + row)).is_some()).collect();
        before += count;
        if keep.contains(&true) {
            copy_group(group.as_ref(), &keep, writer)?;
        }
    }
    match wanted.next() {
        None => Ok(()),
        Some(row) => Err(ParquetError::General(format!("row {row} is not there any more"))),
    }
}

fn copy_group<W: Write + Send>(
    group: &dyn RowGroupReader,
    keep: &[bool],
    writer: &mut SerializedFileWriter<W>,
) -> Result<()> {
    let mut out = writer.next_row_group()?;
    for column in 0.. {
        let Some(mut to) = out.next_column()? else { break };
        copy_column(group.get_column_reader(column)?, to.untyped(), keep)?;
        to.close()?;
    }
    out.close().map(|_| ())
}

fn copy_column(from: ColumnReader, to: &mut ColumnWriter<'_>, keep: &[bool]) -> Result<()> {
    use {ColumnReader as From, ColumnWriter as To};
    match (from, to) {
        (From::BoolColumnReader(from), To::BoolColumnWriter(to)) => copy_values(from, to, keep),
        (From::Int32ColumnReader(from), To::Int32ColumnWriter(to)) => copy_values(from, to, keep),
        (From::Int64ColumnReader(from), To::Int64ColumnWriter(to)) => copy_values(from, to, keep),
        (From::Int96ColumnReader(from), To::Int96ColumnWriter(to)) => copy_values(from, to, keep),
        (From::FloatColumnReader(from), To::FloatColumnWriter(to)) => copy_values(from, to, keep),
        (From::DoubleColumnReader(from), To::DoubleColumnWriter(to)) => copy_values(from, to, keep),
        (From::ByteArrayColumnReader(from), To::ByteArrayColumnWriter(to)) => copy_values(from, to, keep),
        (From::FixedLenByteArrayColumnReader(from), To::FixedLenByteArrayColumnWriter(to)) => {
            copy_values(from, to, keep)
        }
        _ => Err(ParquetError::General("a column of another type than it says".to_owned())),
    }
}

/// Copies the values of those rows of a column that `keep` tells.
///
/// A row begins where the repetition level is 0, and only what has the full definition level has a value (Melnik et al.,
/// "Dremel", 2010).
fn copy_values<T: DataType>(
    mut from: ColumnReaderImpl<T>,
    to: &mut ColumnWriterImpl<'_, T>,
    keep: &[bool],
) -> Result<()> {
    let defined = to.get_descriptor().max_def_level();
    for keep in keep.chunks(ROWS) {
        let (mut values, mut definitions, mut repetitions) = (Vec::new(), Vec::new(), Vec::new());
        let mut count = 0;
        while count < keep.len() {
            let left = keep.len() - count;
            let (rows, ..) = from.read_records(left, Some(&mut definitions), Some(&mut repetitions), &mut values)?;
            if rows == 0 {
                return Err(ParquetError::EOF("a column ends before its rows do".to_owned()));
            }
            count += rows;
        }
        let levels = definitions.len().max(repetitions.len()).max(values.len());
        let (mut values, mut kept) = (values.into_iter(), (Vec::new(), Vec::new(), Vec::new()));
        let mut row = 0;
        for level in 0..levels {
            row += usize::from(repetitions.get(level).is_none_or(|repetition| *repetition == 0));
            let value = if definitions.get(level).is_none_or(|level| *level == defined) { values.next() } else { None };
            if row > 0 && keep.get(row - 1) == Some(&true) {
                kept.0.extend(value);
                kept.1.extend(definitions.get(level));
                kept.2.extend(repetitions.get(level));
            }
        }
        let (values, definitions, repetitions) = kept;
        let definitions = (!definitions.is_empty()).then_some(definitions.as_slice());
        let repetitions = (!repetitions.is_empty()).then_some(repetitions.as_slice());
        to.write_batch(&values, definitions, repetitions)?;
    }
    Ok(())
}
