//! Reading as a whole: files in, documents out.

use super::*;
use flate2::{Compression, write::GzEncoder};
use std::{
    fs,
    io::{BufRead, Write},
    path::Path,
};

fn read_one(name: &str, bytes: &[u8]) -> Result<Everything> {
    read_with(name, bytes, &Reading::default())
}

fn read_with(name: &str, bytes: &[u8], settings: &Reading) -> Result<Everything> {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join(name), bytes).unwrap();
    read_all(&[folder.path().to_owned()], &Fields::default(), settings)
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn ids(everything: &Everything) -> Vec<&str> {
    everything.documents.iter().map(|document| document.id.0.as_str()).collect()
}

fn reasons(everything: &Everything) -> Vec<&str> {
    everything.skipped.iter().map(|skipped| skipped.why.as_str()).collect()
}

#[test]
fn compression_is_read_through_and_told_by_content() {
    let story = "date 2024-02-09\n\nA flood killed 12 in Ruda.";
    let members = [gzip(&story.as_bytes()[..20]), gzip(&story.as_bytes()[20..])].concat();
    let zstd = zstd::encode_all(story.as_bytes(), 1).unwrap();
    for (name, bytes) in [("f.txt.gz", &members), ("f.txt.zst", &zstd), ("f.txt", &members)] {
        let everything = read_one(name, bytes).unwrap();
        assert_eq!(ids(&everything), ["f"], "{name}");
        assert_eq!(everything.documents[0].text, story);
        assert_eq!(everything.documents[0].published.unwrap().to_string(), "2024-02-09");
    }
}

#[test]
fn what_a_cut_file_still_holds_is_read_and_the_rest_is_reported() {
    let story =
        (0..2_000).map(|number| format!("{{\"text\": \"Überflutung {number}\"}}\n")).collect::<Vec<_>>().concat();
    let packed = gzip(story.as_bytes());
    let everything = read_one("f.jsonl.gz", &packed[..packed.len() / 2]).unwrap();
    assert!(everything.documents.len() > 100, "{}", everything.documents.len());
    assert!(reasons(&everything)[0].starts_with("breaks off in this line"), "{:?}", everything.skipped);
    assert_eq!(everything.skipped[0].place.line, Some(everything.documents.len() as u64 + 1));

    let packed = gzip("Überflutung: zwölf Tote. ".repeat(9_000).as_bytes());
    let everything = read_one("f.txt.gz", &packed[..packed.len() - 9]).unwrap();
    assert!(everything.documents[0].text.starts_with("Überflutung: zwölf") && everything.skipped.len() == 1);
    let error = read_one("f.txt.gz", &packed[..5]).unwrap_err().to_string();
    assert!(error.contains("cannot be read: ") && !error.contains("empty"), "{error}");
}

#[test]
fn what_is_too_long_is_left_out_and_the_run_goes_on() {
    let settings = Reading { longest_line: 40, longest_text: 100, ..Reading::default() };
    let lines = format!("{{\"text\": \"A flood.\"}}\n{{\"text\": \"{}\"}}\n{{\"text\": \"A fire.\"}}", "x".repeat(50));
    let everything = read_with("f.jsonl", lines.as_bytes(), &settings).unwrap();
    assert_eq!(ids(&everything), ["f.jsonl:1", "f.jsonl:3"]);
    assert!(reasons(&everything)[0].starts_with("longer than 40 bytes"));
    let error = read_with("f.txt.gz", &gzip(&[b'x'; 10_000]), &settings).unwrap_err().to_string();
    assert!(error.contains("longer than 100 bytes"), "{error}");
}

#[test]
fn what_unpacks_to_more_than_text_ever_does_is_not_unpacked() {
    let settings = Reading { unpacked_bytes: 10_000, unpacked_times: 20, ..Reading::default() };
    let story = "A flood killed 12 in Ruda. ".repeat(200);
    let blanks = " ".repeat(1 << 20);
    let zip = |texts: &[&str]| {
        let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        for (number, text) in texts.iter().enumerate() {
            zip.start_file(format!("{number}.txt"), zip::write::SimpleFileOptions::default()).unwrap();
            zip.write_all(text.as_bytes()).unwrap();
        }
        zip.finish().unwrap().into_inner()
    };
    for (name, bytes, wanted) in [
        ("f.txt.gz", gzip(story.as_bytes()), 1),
        ("f.txt.gz", gzip(blanks.as_bytes()), 0),
        ("f.jsonl.gz", gzip(blanks.as_bytes()), 0),
        ("f.txt.zst", zstd::encode_all(blanks.as_bytes(), 1).unwrap(), 0),
        ("f.tar.gz", gzip(&gzip(blanks.as_bytes())), 0),
        ("f.zip", zip(&[&story, &blanks, &story]), 1),
    ] {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(name), bytes).unwrap();
        fs::write(folder.path().join("good.txt"), "A fire.").unwrap();
        let everything = read_all(&[folder.path().to_owned()], &Fields::default(), &settings).unwrap();
        let long = everything.documents.iter().filter(|document| document.text.starts_with("A flood")).count();
        assert_eq!(long, wanted, "{name}: {:?}", everything.skipped);
        let is_told = reasons(&everything).iter().any(|why| why.contains("as only a bomb does"));
        assert_eq!(is_told, name == "f.zip" || wanted == 0 && name != "f.tar.gz", "{name}: {:?}", everything.skipped);
    }
}

#[test]
fn a_line_in_another_encoding_and_a_file_in_utf_16_are_read() {
    let mut lines = b"{\"text\": \"A flood killed 12 at the caf\xe9.\"}\n".to_vec();
    lines.extend("{\"text\": \"“Überflutung”\"}\n".as_bytes());
    let everything = read_one("f.jsonl", &lines).unwrap();
    assert_eq!(everything.documents[0].text, "A flood killed 12 at the café.");
    assert_eq!(everything.documents[1].text, "“Überflutung”");
    let wide: Vec<u8> = "\u{feff}{\"text\": \"洪水\"}\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(read_one("f.jsonl", &wide).unwrap().documents[0].text, "洪水");
    assert_eq!(read_one("f.txt", b"\xef\xbb\xbfA flood.").unwrap().documents[0].text, "A flood.");
}

#[test]
fn an_id_that_comes_again_is_made_unique_with_a_warning() {
    let line = |id: &str| format!("{{\"id\": \"{id}\", \"text\": \"A flood.\"}}\n");
    let lines: String = ["x", "x~2", "x", "x", "x~2"].map(line).concat();
    let everything = read_one("f.jsonl", lines.as_bytes()).unwrap();
    assert_eq!(ids(&everything), ["x", "x~2", "x~3", "x~4", "x~2~2"]);
    assert_eq!(everything.warnings.len(), 3);
    assert!(everything.warnings[0].ends_with(":3: the id \"x\" comes again; this document is called \"x~3\""));
}

#[test]
fn a_line_is_handed_on_as_it_was_read() {
    let folder = tempfile::tempdir().unwrap();
    let corpus = folder.path().join("f.jsonl");
    let bytes = b"\xef\xbb\xbf{\"text\": \"caf\xe9\"} \r\n\n{\"text\":\"A flood.\"}";
    fs::write(&corpus, bytes).unwrap();
    let mut lines = Vec::new();
    parts(&[corpus], &Reading::default(), 1, None, &mut |part| {
        lines.extend(part.lines(&Fields::default()).unwrap().map(|(bytes, _)| bytes.to_vec()));
        ControlFlow::Continue(())
    })
    .unwrap();
    assert_eq!(lines, [b"{\"text\": \"caf\xe9\"} \r\n".to_vec(), b"{\"text\":\"A flood.\"}".to_vec()]);
}

#[test]
fn nothing_to_read_is_an_error_that_says_what_was_wanted() {
    let folder = tempfile::tempdir().unwrap();
    let error = |path: &Path| read_all(&[path.to_owned()], &Fields::default(), &Reading::default()).unwrap_err();
    assert!(error(folder.path()).to_string().contains("the folder holds no file; wanted text files"));
    assert!(error(&folder.path().join("gone")).to_string().contains("gone: cannot be read: "));
    assert!(read_one("f.txt", b"").unwrap_err().to_string().contains("empty file"));
    assert!(read_one("f.jsonl", b"\n \n").unwrap_err().to_string().contains("empty file"));
    assert!(read_one("f.bin", b"MZ\0\0").unwrap_err().to_string().contains("binary file: wanted text, JSON"));
}

#[test]
fn a_caller_that_has_enough_ends_the_reading() {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in [("a.txt", ""), ("b.txt", "A flood."), ("c.txt", "A fire.")] {
        fs::write(folder.path().join(name), text).unwrap();
    }
    let mut count = 0;
    let inputs = [folder.path().to_owned()];
    read(&inputs, &Fields::default(), &Reading::default(), &mut |_| {
        count += 1;
        ControlFlow::Break(())
    })
    .unwrap();
    assert_eq!(count, 1);
}

/// Reads `path` as a corpus is read whose texts are not held.
fn read_to_find_again(path: &Path) -> (Store, Vec<(Document, Stand)>) {
    let (store, mut found) = (Store::default(), Vec::new());
    parts(&[path.to_owned()], &Reading::default(), 1 << 20, Some(&store), &mut |part| {
        let fields = Fields::default();
        found.extend(
            part.parse_all(&fields)
                .into_iter()
                .map(|parsed| parsed.map(|parsed| (parsed.document, parsed.stand)).unwrap()),
        );
        ControlFlow::Continue(())
    })
    .unwrap();
    (store, found)
}

/// What stands where `first` stood; its name is the run's to give.
fn again(store: &Store, (first, stand): &(Document, Stand)) -> Result<Document> {
    let document = read_again(store, *stand, &first.place, &Fields::default())?;
    Ok(Document { id: first.id.clone(), ..document })
}

#[test]
fn a_document_read_again_equals_the_first_reading() {
    let lines = "{\"text\": \"A flood killed 12.\", \"title\": \"Überflutung\"}\n\n  {\"text\":\"A fire.\",\"date\":\"2024-02-09\"}\r\n\
        {\"text\": \"The dam held.\"}";
    let marked = format!("\u{feff}{lines}");
    let wide: Vec<u8> = marked.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let old = b"{\"text\": \"The caf\xe9.\"}\n{\"text\": \"A flood.\"}\n";
    let text = "\u{feff}date 2024-02-09\n\nA flood killed 12 in Ruda.";
    let zstd = zstd::encode_all(lines.as_bytes(), 1).unwrap();
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes, documents) in [
        ("plain.jsonl", lines.as_bytes(), 3),
        ("marked.jsonl", marked.as_bytes(), 3),
        ("old.jsonl", old, 2),
        ("wide.jsonl", &wide, 3),
        ("packed.jsonl.gz", &gzip(lines.as_bytes()), 3),
        ("packed.jsonl.zst", &zstd, 3),
        ("marked.txt", text.as_bytes(), 1),
        ("packed.txt.gz", &gzip(text.as_bytes()), 1),
    ] {
        let path = folder.path().join(name);
        fs::write(&path, bytes).unwrap();
        let (store, found) = read_to_find_again(&path);
        assert_eq!(found.len(), documents, "{name}");
        for first in found.iter().rev() {
            assert_eq!(again(&store, first).unwrap(), first.0, "{name}");
        }
    }
}

#[test]
fn more_files_than_are_held_open_are_read_again() {
    let folder = tempfile::tempdir().unwrap();
    for number in 0..250 {
        fs::write(folder.path().join(format!("{number}.txt")), format!("A flood killed {number} in Ruda.")).unwrap();
    }
    let (store, found) = read_to_find_again(folder.path());
    assert_eq!(found.len(), 250);
    for first in &found {
        assert_eq!(again(&store, first).unwrap(), first.0);
    }
}

#[test]
fn a_file_that_was_changed_in_between_is_told_and_one_that_grew_is_read() {
    let (text, line) = ("A flood killed 12.", "{\"text\": \"A flood killed 12.\"}\n");
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes, other) in [
        ("f.txt", text, "A flood killed 21."),
        ("f.jsonl", line, "{\"text\": \"A flood killed 21.\"}\n"),
        ("g.jsonl", line, "{\"text\": \"A flood\"}\n"),
        ("g.txt", text, ""),
    ] {
        let path = folder.path().join(name);
        fs::write(&path, bytes).unwrap();
        let (store, found) = read_to_find_again(&path);
        fs::write(&path, format!("{bytes}{line}")).unwrap();
        assert_eq!(again(&store, &found[0]).unwrap(), found[0].0, "{name}");
        fs::write(&path, other).unwrap();
        let error = again(&store, &found[0]).unwrap_err();
        assert!(matches!(error, Error::Changed { .. }), "{name}: {error:?}");
        let line = if path.extension().unwrap() == "jsonl" { ":1" } else { "" };
        assert!(error.to_string().contains(&format!("{name}{line}: changed during the run")), "{error}");
    }
}

#[test]
fn the_copy_of_a_packed_file_outlives_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("f.jsonl.gz");
    fs::write(&path, gzip(b"{\"text\": \"A flood.\"}\n")).unwrap();
    let (store, found) = read_to_find_again(&path);
    fs::remove_file(&path).unwrap();
    assert_eq!(again(&store, &found[0]).unwrap().text, "A flood.");
}

#[expect(clippy::print_stderr, reason = "whoever runs the tests must know what was not tested")]
fn skipped() {
    eprintln!("skipped: no ../shared");
}

/// The corpora beside the project, where they are.
fn shared(path: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared").join(path);
    if !path.exists() {
        skipped();
        return None;
    }
    Some(path)
}

#[test]
fn a_whole_newswire_corpus_is_read_with_every_date() {
    let Some(path) = shared("data/reuters21578.jsonl.gz") else { return };
    let everything = read_all(std::slice::from_ref(&path), &Fields::default(), &Reading::default()).unwrap();
    assert_eq!((everything.documents.len(), everything.skipped.len(), everything.warnings.len()), (19_043, 0, 0));
    assert!(everything.documents.iter().all(|document| document.published.is_some()));
    assert!(everything.documents.iter().filter(|document| document.title.is_some()).count() > 18_000);
    let lines = std::io::BufReader::new(flate2::bufread::MultiGzDecoder::new(std::io::BufReader::new(
        fs::File::open(path).unwrap(),
    )))
    .lines();
    for (line, document) in lines.zip(&everything.documents) {
        let object: serde_json::Value = serde_json::from_str(&line.unwrap()).unwrap();
        assert_eq!((object["id"].as_str(), object["text"].as_str()), (Some(&*document.id.0), Some(&*document.text)));
    }
}

#[test]
fn text_files_keep_every_byte_and_give_their_date_line() {
    let Some(path) = shared("seeds") else { return };
    let everything = read_all(std::slice::from_ref(&path), &Fields::default(), &Reading::default()).unwrap();
    assert_eq!(ids(&everything), ["000", "001", "002", "003", "004"]);
    for document in &everything.documents {
        assert_eq!(document.text.as_bytes(), fs::read(path.join(format!("{}.txt", document.id))).unwrap());
    }
    let dated = everything.documents.iter().map(|document| document.published.is_some());
    assert_eq!(dated.collect::<Vec<_>>(), [true, true, false, false, true]);
}
