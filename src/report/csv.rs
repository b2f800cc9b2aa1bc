//! A collation for a spreadsheet (RFC 4180), safe to open: no cell is taken for a formula.

use crate::{collate::Collation, document::DocumentId};

/// One line a subject: subject, kind, severity, a column a version with its value, then the apparatus. A version that is
/// silent has an empty cell.
#[must_use]
pub fn collation(ids: &[&DocumentId], collation: &Collation) -> String {
    let mut header = vec!["subject".to_owned(), "kind".to_owned(), "severity".to_owned()];
    header.extend(ids.iter().map(|id| id.0.clone()));
    header.push("apparatus".to_owned());
    let mut out = line(&header);
    for row in &collation.rows {
        let mut cells = vec![row.subject.clone(), row.kind.name().to_owned(), row.severity.to_string()];
        cells.extend((0..ids.len()).map(|document| {
            let reading = row.readings.iter().find(|reading| reading.document == document);
            reading.map_or(String::new(), |reading| reading.value.clone())
        }));
        cells.push(row.apparatus.clone());
        out.push_str(&line(&cells));
    }
    out
}

fn line(cells: &[String]) -> String {
    let cells: Vec<String> = cells.iter().map(|cell| quoted(cell)).collect();
    format!("{}\r\n", cells.join(","))
}

/// A cell in quotation marks where it needs them; one that a spreadsheet would run as a formula gets an apostrophe.
fn quoted(cell: &str) -> String {
    let formula =
        cell.starts_with(['=', '+', '@', '\t', '\r']) || cell.starts_with('-') && cell.parse::<f64>().is_err();
    let cell = if formula { format!("'{cell}") } else { cell.to_owned() };
    if cell.contains([',', '"', '\n', '\r']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell }
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn a_cell_is_never_a_formula_and_never_ends_early() {
        assert_eq!(quoted("=1+1"), "'=1+1");
        assert_eq!(quoted("-12"), "-12");
        assert_eq!(quoted("-cmd"), "'-cmd");
        assert_eq!(quoted("12,400 \"homeless\""), "\"12,400 \"\"homeless\"\"\"");
    }
}
