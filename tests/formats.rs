//! Ten articles in every format: the same documents, the same clusters. What is broken is named and the rest is read.
//! `tests/formats/make.py` tells how the files were made.

use crate::program::{
    DONE, NOTHING_DONE, SOME_SKIPPED, corpus, finished, project, read_in_background, read_lines, run, run_with_input,
    run_with_threads, start, to_lines, variorum, wait,
};
use flate2::{Compression, write::GzEncoder};
use serde_json::Value;
use std::{
    collections::BTreeMap,
    fs,
    io::{BufRead, BufReader, Write},
    path::Path,
    process::Stdio,
};

/// The files that hold all ten articles.
const ALL: [&str; 19] = [
    "articles.jsonl",
    "list.json",
    "nested.json",
    "articles.csv",
    "articles.tsv",
    "pages",
    "pages/*.html",
    "pages.tar",
    "pages.zip",
    "trafilatura.jsonl",
    "newspaper.jsonl",
    "feed.rss",
    "feed.atom",
    "articles.warc",
    "articles.warc.gz",
    "ninjs-1.6.jsonl",
    "ninjs-2.2.jsonl",
    "ninjs-3.1.jsonl",
    "newsml-g2.xml",
];

fn file(name: &str) -> String {
    project("tests/formats").join(name).display().to_string()
}

/// The words of a text, whatever its white space.
fn words(text: &Value) -> String {
    text.as_str().unwrap_or("").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Headlines and words of all documents that are read of `input`, in order of the headlines.
fn documents(input: &str) -> Vec<(String, String)> {
    let run = run(&["read", &file(input)]).ends_with(DONE);
    let mut all: Vec<_> = run.lines().iter().map(|line| (words(&line["title"]), words(&line["text"]))).collect();
    all.sort();
    all
}

/// The clusters of `input`, each as the headlines of its members.
fn clusters(input: &str) -> Vec<(String, Vec<String>)> {
    // A record of a WET file has no headline: its text tells which of the articles it is.
    let known: BTreeMap<String, String> =
        documents("articles.jsonl").into_iter().map(|(title, text)| (text, title)).collect();
    let title = |line: &Value| {
        let title = words(&line["title"]);
        if title.is_empty() { known[&words(&line["text"])].clone() } else { title }
    };
    let titles: BTreeMap<String, String> =
        run(&["read", &file(input)]).lines().iter().map(|line| (words(&line["id"]), title(line))).collect();
    let scanned = run(&["scan", &file(input)]).ends_with(DONE);
    let mut all: Vec<_> = scanned
        .lines()
        .iter()
        .map(|cluster| {
            let members = cluster["members"].as_array().unwrap();
            let mut members: Vec<_> = members.iter().map(|id| titles[id.as_str().unwrap()].clone()).collect();
            members.sort();
            (words(&cluster["kind"]), members)
        })
        .collect();
    all.sort();
    all
}

#[test]
fn the_same_articles_in_every_format_are_the_same_documents() {
    let wanted = documents("articles.jsonl");
    assert_eq!(wanted.len(), 10);
    for name in ALL.into_iter().chain(["nitf"]) {
        let found = documents(name);
        assert_eq!(found.len(), 10, "{name}");
        for ((title, text), wanted) in found.into_iter().zip(&wanted) {
            // This tool writes the headline into the text, too.
            let text =
                if name == "trafilatura.jsonl" { text.strip_prefix(&title).unwrap().trim().to_owned() } else { text };
            assert_eq!(&(title, text), wanted, "{name}");
        }
    }
    // A text without a headline is all that a WET record has.
    let bare = run(&["read", &file("articles.warc.wet.gz")]).ends_with(DONE);
    let mut texts: Vec<_> = bare.lines().iter().map(|line| words(&line["text"])).collect();
    let mut wanted: Vec<_> = wanted.into_iter().map(|(_, text)| text).collect();
    texts.sort();
    wanted.sort();
    assert_eq!(texts, wanted);
}

#[test]
fn the_same_articles_in_every_format_have_the_same_clusters_and_moments() {
    let wanted = clusters("articles.jsonl");
    assert!(wanted.len() >= 3, "{wanted:?}");
    let moments = |name: &str| {
        let run = run(&["read", &file(name)]);
        let mut all: Vec<_> = run.lines().iter().map(|line| words(&line["published"])).collect();
        all.sort();
        all
    };
    let times = moments("articles.jsonl");
    for name in ALL.into_iter().chain(["nitf", "articles.warc.wet.gz"]) {
        // This tool takes no date after today for one, and the articles are of 2031: without it a story is not told from another.
        let is_undated = name == "trafilatura.jsonl";
        let counts = |clusters: Vec<(String, Vec<String>)>| -> Vec<_> {
            clusters.into_iter().filter(|(kind, _)| !is_undated || kind == "copy").collect()
        };
        assert_eq!(counts(clusters(name)), counts(wanted.clone()), "{name}");
        if !is_undated {
            assert_eq!(moments(name), times, "{name}");
        }
    }
}

#[cfg(feature = "parquet")]
#[test]
fn a_parquet_table_gives_the_same_documents_and_clusters() {
    assert_eq!(documents("articles.parquet"), documents("articles.jsonl"));
    assert_eq!(clusters("articles.parquet"), clusters("articles.jsonl"));
    let table = fs::read(file("articles.parquet")).unwrap();
    for cut in [20, table.len() / 2, table.len() - 2] {
        let (found, read) = skipped("f.parquet", &table[..cut]);
        assert_eq!((found.len(), read), (1, 0));
    }
    // Found by a fuzzer: a column whose length is below zero, on which the library that reads tables panics.
    let (found, _) = skipped("f.parquet", &fs::read(file("damaged.parquet")).unwrap());
    assert!(found[0]["why"].as_str().unwrap().contains("cannot be true"), "{found:?}");
    // Bytes that were changed in the middle: rows before may be read, and what is wrong is told or the text is another.
    let mut damaged = table.clone();
    for at in (2_000..table.len() - 4_000).step_by(97) {
        damaged[at] ^= 0x55;
    }
    let (found, _) = skipped("f.parquet", &damaged);
    assert!(!found.is_empty());
}

#[test]
fn what_a_newsroom_says_of_an_item_is_read() {
    for name in ["ninjs-1.6.jsonl", "ninjs-2.2.jsonl", "ninjs-3.1.jsonl", "newsml-g2.xml", "nitf"] {
        for line in run(&["read", &file(name)]).ends_with(DONE).lines() {
            let slug = words(&line["slugline"]);
            assert_eq!(line["id"], format!("urn:newsml:meridian.example:{slug}"), "{name}");
            let said = ["version", "pubstatus", "ednote", "genre", "language"].map(|field| words(&line[field]));
            assert_eq!(said, ["2", "usable", "Second take", "Current", "en"], "{name}");
            assert!(line["source"] == "Meridian Wire" || line["source"] == "Harbour Post", "{name}: {line}");
        }
    }
    let kill = r#"{"uri":"urn:x:1","version":"3","versioncreated":"2031-05-14T10:00:00Z","pubstatus":"canceled","headline":"KILL - Flood","ednote":"Kill the story: the dam held."}"#;
    let read = run_with_input(&["read", "-"], kill.as_bytes()).ends_with(DONE).lines();
    assert_eq!(read[0]["pubstatus"], "canceled");
    assert_eq!(read[0]["text"], "Kill the story: the dam held.");
}

#[test]
fn the_address_of_a_page_is_read_and_a_list_of_files_too() {
    let list = run(&["read", &file("pages")]).lines().len();
    let entries = fs::read_dir(project("tests/formats/pages")).unwrap();
    let names: Vec<String> = entries.map(|entry| entry.unwrap().path().display().to_string()).collect();
    let names = names.join("\n");
    let read = run_with_input(&["read", "--files-from", "-"], names.as_bytes()).ends_with(DONE).lines();
    assert_eq!(read.len(), list);
    for name in ["pages", "articles.warc.gz", "articles.warc.wet.gz"] {
        for line in run(&["read", &file(name)]).lines() {
            assert!(line["url"].as_str().unwrap().starts_with("https://"), "{name}: {line}");
        }
    }
}

#[test]
fn what_is_kept_has_the_form_that_was_read() {
    let folder = tempfile::tempdir().unwrap();
    for (name, ending) in [
        ("articles.jsonl", "jsonl"),
        ("list.json", "jsonl"),
        ("articles.csv", "csv"),
        ("articles.tsv", "tsv"),
        ("articles.warc", "warc"),
        ("articles.warc.gz", "warc.gz"),
        ("pages", "list"),
        ("pages", "jsonl"),
        ("newsml-g2.xml", "jsonl"),
    ] {
        let path = folder.path().join(format!("kept.{ending}"));
        let kept = path.display().to_string();
        let out = folder.path().join("out").display().to_string();
        run(&["scan", &file(name), "-o", &out, "--kept", &kept]).ends_with(DONE);
        let again = if ending == "list" { run(&["read", "--files-from", &kept]) } else { run(&["read", &kept]) };
        let again = again.ends_with(DONE).lines();
        let documents = read_lines(&Path::new(&out).join("documents.jsonl"));
        let wanted: Vec<_> =
            documents.iter().filter(|line| line["keep"] == true).map(|line| words(&line["title"])).collect();
        assert_eq!(again.iter().map(|line| words(&line["title"])).collect::<Vec<_>>(), wanted, "{name}");
        assert!(wanted.len() < 10);
        let (bytes, original) =
            (fs::read(&path).unwrap(), fs::read(project("tests/formats").join(name)).unwrap_or_default());
        if matches!(ending, "csv" | "tsv" | "jsonl") && name.starts_with("articles") {
            for line in bytes.split(|byte| *byte == b'\n') {
                assert!(memchr::memmem::find(&original, line).is_some(), "{name}: a line is not as it was read");
            }
        }
    }
}

#[test]
fn kept_rows_of_a_parquet_table_are_a_table_of_the_same_columns() {
    let folder = tempfile::tempdir().unwrap();
    let [kept, out] = ["kept.parquet", "out"].map(|name| folder.path().join(name).display().to_string());
    run(&["scan", &file("articles.parquet"), "-o", &out, "--kept", &kept]).ends_with(DONE);
    let documents = read_lines(&Path::new(&out).join("documents.jsonl"));
    let ids = |lines: &[Value]| lines.iter().map(|line| words(&line["id"])).collect::<Vec<_>>();
    let all = run(&["read", &file("articles.parquet")]).ends_with(DONE).lines();
    let dropped: Vec<String> =
        documents.iter().filter(|line| line["keep"] == false).map(|line| words(&line["id"])).collect();
    let wanted: Vec<Value> = all
        .into_iter()
        .filter(|line| !dropped.contains(&words(&line["id"])))
        .enumerate()
        .map(|(row, mut line)| {
            line["place"]["file"] = kept.clone().into();
            line["place"]["record"] = (row + 1).into();
            line
        })
        .collect();
    let again = run(&["read", &kept]).ends_with(DONE).lines();
    assert_eq!(ids(&again), ids(&wanted));
    assert_eq!(again, wanted);
    assert!(!dropped.is_empty());

    run(&["scan", &file("articles.jsonl"), "-o", &out, "--kept", &kept])
        .ends_with(NOTHING_DONE)
        .says(&["articles.jsonl is no Parquet table on disk", "name it .jsonl"]);
}

#[test]
fn every_format_gives_the_same_bytes_for_any_number_of_threads() {
    for name in ["pages.zip", "articles.warc.gz", "articles.csv", "newsml-g2.xml"] {
        let [one, four] = [1, 4].map(|threads| run_with_threads(&["scan", &file(name)], threads).ends_with(DONE).out);
        assert_eq!(one, four, "{name}");
    }
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// What `skipped.jsonl` holds of a run over one file, and how many documents there were beside.
fn skipped(name: &str, bytes: &[u8]) -> (Vec<Value>, usize) {
    let (_folder, input, out) = corpus(&[(name, bytes), ("good.txt", b"A flood killed 12 in Ruda on Friday.")]);
    crate::program::scan(&[&input], &out).ends_with(SOME_SKIPPED);
    (read_lines(&out.join("skipped.jsonl")), crate::program::ids(&out).len() - 1)
}

#[test]
fn a_gzip_that_breaks_off_inside_a_member_names_its_record() {
    let warc = fs::read(file("articles.warc.gz")).unwrap();
    let (found, read) = skipped("cut.warc.gz", &warc[..warc.len() / 2]);
    assert!(read > 2 && read < 8, "{read}");
    assert!(found[0]["why"].as_str().unwrap().contains("breaks off"), "{found:?}");
    assert!(found[0]["record"].as_u64().unwrap() > 5, "{found:?}");
}

#[test]
fn a_web_archive_whose_length_lies_loses_that_record_alone() {
    let warc = String::from_utf8(fs::read(file("articles.warc")).unwrap())
        .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned());
    let at = warc.match_indices("Content-Length: ").nth(2).unwrap().0 + "Content-Length: ".len();
    let length: usize = warc[at..].split("\r\n").next().unwrap().parse().unwrap();
    for lie in [length + 900, length - 100, 99_999_999_999] {
        let lying = format!("{}{lie}{}", &warc[..at], &warc[at + length.to_string().len()..]);
        let (found, read) = skipped("lies.warc", lying.as_bytes());
        assert!(found[0]["why"].as_str().unwrap().contains("length lies"), "{found:?}");
        assert_eq!(found[0]["record"], 3, "{found:?}");
        // A length beyond the end of the file leaves nothing to look through.
        assert!(read == 9 || lie > 1_000_000, "{lie}: {read}");
    }
}

#[test]
fn a_ragged_row_and_zero_bytes_are_told_with_their_place() {
    let table = "id,text,title\n1,\"A flood\nkilled 12.\",Flood\n2,A fire.\n3,A sto\0rm.,Storm\n4,\"A quake, \"\"strong\"\".\",Quake\n";
    let (found, read) = skipped("f.csv", format!("{table}{}", "5,A drought.,Drought\n".repeat(500)).as_bytes());
    // Zero bytes among the first mark a file as no text at all.
    assert_eq!((found.len(), read), (1, 0));
    let clean = table.replace('\0', "");
    let (found, read) = skipped("f.csv", clean.as_bytes());
    assert_eq!((found.len(), read), (1, 3));
    assert_eq!((&found[0]["line"], &found[0]["record"]), (&Value::from(4), &Value::from(2)));
    assert!(found[0]["why"].as_str().unwrap().contains("ragged row: it has 2 fields, wanted 3"), "{found:?}");
    let late = format!("{}{}", clean.replace("2,A fire.\n", ""), "5,A drought in the vale.,Drought\n".repeat(500));
    let (found, _) = skipped("f.csv", format!("{late}6,A sto\0rm.,Storm\n").as_bytes());
    assert!(found[0]["why"].as_str().unwrap().contains("zero bytes in a row"), "{found:?}");
}

#[test]
fn a_path_that_leads_out_of_an_archive_and_a_link_are_not_read() {
    let mut tar = tar::Builder::new(Vec::new());
    let mut add = |name: &str, kind: tar::EntryType, text: &str| {
        let mut header = tar::Header::new_ustar();
        // The library that writes archives refuses such a name, so it is written by hand.
        header.as_mut_bytes()[..name.len()].copy_from_slice(name.as_bytes());
        header.set_size(text.len() as u64);
        header.set_entry_type(kind);
        if kind.is_symlink() {
            header.set_link_name("/etc/passwd").unwrap();
        }
        header.set_cksum();
        tar.append(&header, text.as_bytes()).unwrap();
    };
    add("../../out.txt", tar::EntryType::Regular, "A flood killed 12.");
    add("/abs.txt", tar::EntryType::Regular, "A flood killed 13.");
    add("link.txt", tar::EntryType::Symlink, "");
    add("in/good.txt", tar::EntryType::Regular, "A fire killed nobody in Ruda.");
    let (found, read) = skipped("f.tar", &tar.into_inner().unwrap());
    assert_eq!((found.len(), read), (3, 1));
    assert!(found[0]["source"].as_str().unwrap().ends_with("f.tar/../../out.txt"), "{found:?}");
    let why: Vec<_> = found.iter().map(|line| line["why"].as_str().unwrap()).collect();
    assert_eq!(why[..2], ["a path that leads out of the archive"; 2]);
    assert_eq!(why[2], "a link in an archive is not followed");
}

#[test]
fn hostile_xml_json_and_html_are_told_and_cost_nothing() {
    let bomb = "<?xml version=\"1.0\"?><!DOCTYPE rss [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;\">]><rss><channel><item><description>&b;</description></item></channel></rss>";
    let outside = bomb.replace("\"ha\"", "SYSTEM \"file:///etc/passwd\"");
    let deep = format!("[{{\"text\": {}{}}}, {{\"text\": \"A fire.\"}}]", "[".repeat(10_000), "]".repeat(10_000));
    let nested = format!("<html><body>{}<p>A flood killed 12.", "<div>".repeat(100_000));
    for (name, bytes, why, wanted) in [
        ("f.xml", bomb.to_owned(), "declares entities", 0),
        ("f.xml", outside, "declares entities", 0),
        ("f.json", deep, "recursion limit", 1),
        ("f.html", nested, "nested deeper than", 0),
        ("f.rss", "<rss><channel><item>".to_owned(), "the file ends inside <item>", 0),
    ] {
        let (found, read) = skipped(name, bytes.as_bytes());
        assert!(found[0]["why"].as_str().unwrap().contains(why), "{found:?}");
        assert_eq!((found.len(), read), (1, wanted), "{name}: {found:?}");
    }
}

#[test]
fn an_archive_in_an_archive_and_a_packed_one_are_read() {
    let zip = fs::read(file("pages.zip")).unwrap();
    let mut tar = tar::Builder::new(Vec::new());
    let mut header = tar::Header::new_ustar();
    header.set_path("inner/pages.zip").unwrap();
    header.set_size(zip.len() as u64);
    header.set_cksum();
    tar.append(&header, &zip[..]).unwrap();
    let (_folder, input, _) = corpus(&[("all.tar.gz", &gzip(&tar.into_inner().unwrap()))]);
    let read = run(&["read".as_ref(), input.as_os_str()]).ends_with(DONE).lines();
    assert_eq!(read.len(), 10);
    assert!(read.iter().any(|line| line["id"] == "all/inner/pages/pages/flood-meridian"), "{}", read[0]["id"]);
}

#[test]
fn what_could_not_be_read_is_printed_when_it_is_asked_for() {
    let lines = "{\"text\": \"A flood.\"}\n{\"title\": 1}\n";
    let run = finished(&mut variorum(&["read", "--skipped", "-"]), lines.as_bytes()).ends_with(SOME_SKIPPED);
    assert_eq!(to_lines(&run.out)[0]["line"], 2);
    run_with_input(&["read", "--skipped", "-"], b"{\"title\": 1}\n").ends_with(NOTHING_DONE);
}

/// What is done to a file, and what is then said of it.
type Change<'a> = (&'a dyn Fn(&Path), &'a str);

#[test]
fn a_file_that_changes_while_it_is_read_is_named_and_the_others_are_read() {
    let line =
        |number: usize| format!("{{\"id\": \"{number}\", \"text\": \"{}\"}}\n", "A flood killed 12. ".repeat(50));
    let lines: String = (0..4_000).map(line).collect();
    let changes: [Change; 4] = [
        (
            &|path| fs::File::options().append(true).open(path).unwrap().write_all(line(4_000).as_bytes()).unwrap(),
            "grew",
        ),
        (&|path| fs::File::options().write(true).open(path).unwrap().set_len(2_000_000).unwrap(), "became shorter"),
        (
            &|path| {
                fs::write(path.with_extension("new"), &lines).unwrap();
                fs::rename(path.with_extension("new"), path).unwrap();
            },
            "replaced by another file",
        ),
        (&|path| fs::remove_file(path).unwrap(), "removed"),
    ];
    for (change, said) in changes {
        let (_folder, input, _) = corpus(&[("f.jsonl", lines.as_bytes()), ("g.txt", b"A fire killed nobody.")]);
        let paths = [input.join("f.jsonl"), input.join("g.txt")];
        let mut command = variorum(&["read".as_ref(), paths[0].as_os_str(), paths[1].as_os_str()]);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = start(&mut command);
        // It has begun, and cannot end before its lines are taken: they are more than a pipe holds.
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut first = String::new();
        out.read_line(&mut first).unwrap();
        change(&paths[0]);
        let (rest, told) = (read_in_background(out), read_in_background(child.stderr.take().unwrap()));
        assert_eq!(wait(&mut child).code(), Some(SOME_SKIPPED), "{said}");
        let (rest, told) = (rest.join().unwrap(), told.join().unwrap());
        assert!(told.contains(&format!("f.jsonl: skipped: {said} while it was read")), "{told}");
        assert!(rest.contains("A fire killed nobody."), "{said}");
    }
}

#[test]
fn an_article_that_is_gone_when_it_is_to_be_compared_is_named_and_the_others_are_compared() {
    let story = |number: usize| {
        fs::read_to_string(file("articles.jsonl")).unwrap().lines().nth(number).unwrap().to_owned() + "\n"
    };
    let again = |number: usize| story(number).replacen("\"id\": \"", "\"id\": \"again-", 1);
    let (folder, input, out) = corpus(&[("f.jsonl", [story(0), story(2)].concat().as_bytes())]);
    let (first, feed) = (input.join("f.jsonl"), folder.path().join("feed"));
    assert!(std::process::Command::new("mkfifo").arg(&feed).status().unwrap().success());
    let mut command = variorum(&["scan".as_ref(), first.as_os_str(), feed.as_os_str(), "-o".as_ref(), out.as_os_str()]);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
    let mut child = start(&mut command);
    // The feed is opened when the file before it was read.
    let mut sent = fs::File::options().write(true).open(&feed).unwrap();
    let other = story(0).replace('A', "O").replace('e', "i");
    fs::write(&first, [&other[..story(0).len()], &story(2)].concat()).unwrap();
    let changed = |number: usize| again(number).replace(". ", ". Officials said so. ");
    sent.write_all([changed(0), changed(2)].concat().as_bytes()).unwrap();
    drop(sent);
    let told = read_in_background(child.stderr.take().unwrap());
    assert_eq!(wait(&mut child).code(), Some(SOME_SKIPPED));
    assert!(told.join().unwrap().contains("f.jsonl:1: "), "the record is named");
    let skipped = read_lines(&out.join("skipped.jsonl"));
    assert_eq!(skipped.len(), 1, "{skipped:?}");
    assert!(skipped[0]["why"].as_str().unwrap().contains("changed during the run"), "{skipped:?}");
    let pairs = read_lines(&out.join("pairs.jsonl"));
    assert_eq!(pairs.len(), 1, "{pairs:?}");
}
