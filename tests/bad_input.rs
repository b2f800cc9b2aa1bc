//! What can be wrong with an input, an output or a reader: each gets a clear message or is handled, the run goes on
//! where it can, the exit code says what happened, and nothing that was written is lost.

use crate::program::{
    DONE, NOTHING_DONE, SOME_SKIPPED, corpus, finished, ids, read_in_background, read_lines, run, run_with_input, scan,
    start, variorum, wait, without_seconds,
};
use serde_json::{Value, json};
use std::{
    collections::{BTreeMap, BTreeSet},
    ffi::OsStr,
    fs,
    io::{BufRead, BufReader, Write},
    path::Path,
    process::Stdio,
};
use variorum::{
    article::Reader,
    clean::Repeated,
    document::Document,
    fingerprint::shingle::{distinct_shingles, shared},
    read::{Fields, read_all},
    settings::{Reading, Settings},
};

const FLOOD: &str = "A flood killed 12 people in Ruda on Friday and left 12,400 homeless, the governor's office said. \
    The river Sel rose four metres in one night after three days of rain. \"We had no warning,\" said Ana Torrel, who \
    lost her shop. Schools stay closed until Monday, and the army has sent 300 soldiers and nine boats.";
const FIRE: &str = "The old theatre of Velm burned down early on Tuesday; nobody was hurt. Firefighters needed six hours \
    to put out the flames, and police are looking for two men who were seen running from the stage door.";

fn record(id: &str, text: &str) -> String {
    format!("{}\n", json!({"id": id, "text": text}))
}

/// Words that follow no order but are the same every time, at least `bytes` of them.
fn rambling(bytes: usize) -> String {
    const WORDS: [&str; 16] = [
        "river", "bridge", "minister", "rain", "12", "school", "night", "said", "road", "the", "of", "boats", "market",
        "governor", "and", "water.",
    ];
    let mut text = String::with_capacity(bytes + 16);
    let mut state: u64 = 7;
    while text.len() < bytes {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        text.push_str(WORDS[(state >> 60) as usize]);
        text.push(' ');
    }
    text
}

#[test]
fn a_file_that_cannot_be_read_is_skipped_with_its_reason_and_the_others_are_scanned() {
    let bad: [(&str, &[u8], &str); 5] = [
        ("empty.txt", b"", "empty"),
        ("blank.txt", b" \n\t\n", "empty"),
        ("picture.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "binary"),
        ("program", b"\x7fELF\x02\x01\x01\0\0\0\0\0", "binary"),
        ("cut.txt.gz", b"\x1f\x8b\x08", "cannot be read"),
    ];
    for (name, bytes, why) in bad {
        let (_folder, input, out) = corpus(&[("flood.txt", FLOOD.as_bytes()), (name, bytes)]);
        scan(&[&input], &out).ends_with(SOME_SKIPPED).says(&[name, why]);
        let skipped = read_lines(&out.join("skipped.jsonl"));
        assert_eq!(skipped.len(), 1, "{name}");
        assert!(skipped[0]["source"].as_str().unwrap().ends_with(name) && skipped[0]["line"].is_null(), "{skipped:?}");
        assert!(skipped[0]["why"].as_str().unwrap().contains(why), "{skipped:?}");
        assert_eq!(ids(&out), ["flood"]);

        let (_folder, input, out) = corpus(&[(name, bytes)]);
        scan(&[&input], &out).ends_with(NOTHING_DONE).says(&[name, why]);
    }
}

#[test]
fn a_line_that_cannot_be_read_is_skipped_with_its_place_and_the_others_are_scanned() {
    let lines = [
        record("flood", FLOOD),
        "{\"id\": \"b\", \"text\": \"cut of\n".into(),
        "\n".into(),
        "{\"id\": \"c\", \"lede\": \"no text\"}\n".into(),
        "{\"id\": \"d\", \"text\": 12}\n".into(),
        "{\"id\": \"e\", \"text\": \" \"}\n".into(),
        "[1, 2]\n".into(),
        format!("{{\"text\": {}\n", "[".repeat(100_000)),
        record("fire", FIRE),
    ];
    let wanted = [(2, "JSON"), (4, "--text-field"), (5, "string"), (6, "empty"), (7, "object"), (8, "JSON")];
    let (_folder, input, out) = corpus(&[("f.jsonl", lines.concat().as_bytes())]);
    scan(&[&input], &out).ends_with(SOME_SKIPPED).says(&["f.jsonl:2", "f.jsonl:4", "--text-field"]);
    let skipped = read_lines(&out.join("skipped.jsonl"));
    let places: Vec<_> = skipped.iter().map(|line| line["line"].as_u64().unwrap()).collect();
    assert_eq!(places, wanted.map(|(line, _)| line));
    for (line, (_, why)) in skipped.iter().zip(wanted) {
        assert!(line["why"].as_str().unwrap().contains(why), "{line}");
    }
    assert_eq!(ids(&out), ["flood", "fire"]);

    let run = run_with_input(&["facts", "-"], lines.concat().as_bytes()).ends_with(SOME_SKIPPED).says(&["-:2"]);
    assert_eq!(run.lines().len(), 2);
}

#[test]
fn bytes_that_are_no_utf8_are_read_in_their_own_encoding() {
    let old = b"The caf\xe9 of Ruda lost \xa312,400 in the flood, its owner said on Friday.";
    let new = "The café of Ruda lost £12,400 in the flood, its owner said on Friday.";
    let wide: Vec<u8> = format!("\u{feff}{new}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    let line = [b"{\"text\": \"".as_slice(), old, b"\"}\n"].concat();
    let (_folder, input, _) = corpus(&[("new", new.as_bytes()), ("old", old), ("wide", &wide), ("line", &line)]);
    for name in ["old", "wide", "line"] {
        let (a, b) = (input.join(name), input.join("new"));
        let arguments = [OsStr::new("compare"), a.as_os_str(), b.as_os_str(), "--format".as_ref(), "json".as_ref()];
        let answer = run(&arguments).ends_with(DONE).json();
        assert_eq!(answer["a"]["text"], *new, "{name}");
        assert_eq!((&answer["relation"], &answer["divergences"]), (&json!("identical"), &json!([])), "{name}");
    }
}

#[test]
fn a_line_of_50_megabytes_is_an_article_like_others() {
    let long = json!({"id": "long", "text": rambling(50_000_000)}).to_string();
    let lines = [record("flood", FLOOD), long, "\n".into(), record("fire", FIRE)].concat();
    let (_folder, input, out) = corpus(&[("f.jsonl", lines.as_bytes())]);
    scan(&[&input], &out).ends_with(DONE);
    assert_eq!(ids(&out), ["flood", "long", "fire"]);
}

#[test]
fn a_line_beyond_the_limit_is_skipped_and_the_next_one_is_read() {
    let mut lines = record("flood", FLOOD).into_bytes();
    lines.resize(lines.len() + (256 << 20) + 1, b'x');
    lines.extend(format!("\n{}", record("fire", FIRE)).bytes());
    let (_folder, input, out) = corpus(&[("f.jsonl", &lines)]);
    scan(&[&input], &out).ends_with(SOME_SKIPPED).says(&["f.jsonl:2", "longer than"]);
    assert_eq!(ids(&out), ["flood", "fire"]);
}

#[test]
fn an_id_that_comes_again_gets_a_number_and_a_warning() {
    let lines = [record("x", FLOOD), record("x", FIRE), record("x", FLOOD)].concat();
    let (_folder, input, out) = corpus(&[("f.jsonl", lines.as_bytes())]);
    scan(&[&input], &out).ends_with(DONE).says(&["\"x\"", "x~2", "x~3"]);
    assert_eq!(ids(&out), ["x", "x~2", "x~3"]);
    let clusters = read_lines(&out.join("clusters.jsonl"));
    assert_eq!(clusters[0]["members"], json!(["x", "x~3"]));
}

#[test]
fn a_path_that_is_missing_stops_nothing_but_itself() {
    let (folder, input, out) = corpus(&[("flood.txt", FLOOD.as_bytes())]);
    let gone = folder.path().join("gone.jsonl");
    scan(&[&gone, &input], &out).ends_with(SOME_SKIPPED).says(&["gone.jsonl"]);
    assert_eq!(ids(&out), ["flood"]);
    assert_eq!(read_lines(&out.join("skipped.jsonl"))[0]["source"], *gone.to_str().unwrap());

    scan(&[&gone], &folder.path().join("other")).ends_with(NOTHING_DONE).says(&["gone.jsonl"]);
    let (gone, flood) = (gone.as_os_str(), input.join("flood.txt"));
    for command in ["compare", "explain"] {
        run(&[OsStr::new(command), flood.as_os_str(), gone]).ends_with(NOTHING_DONE).says(&["gone.jsonl"]);
    }
    for command in ["facts", "collate", "scan"] {
        run(&[OsStr::new(command), gone]).ends_with(NOTHING_DONE).says(&["gone.jsonl"]);
    }
}

/// Links that lead nowhere cannot be opened by anybody, the administrator included.
#[cfg(unix)]
#[test]
fn a_path_that_cannot_be_opened_stops_nothing_but_itself() {
    use std::os::unix::fs::symlink;
    let (folder, input, out) = corpus(&[("flood.txt", FLOOD.as_bytes())]);
    symlink("nowhere", input.join("dangling.txt")).unwrap();
    symlink(&input, input.join("back")).unwrap();
    let circle = folder.path().join("circle");
    symlink(&circle, &circle).unwrap();
    scan(&[&input, &circle], &out).ends_with(SOME_SKIPPED).says(&["dangling.txt", "circle"]);
    assert_eq!(ids(&out), ["flood"]);
    assert_eq!(read_lines(&out.join("skipped.jsonl")).len(), 3);
}

#[test]
fn a_folder_of_nothing_and_an_empty_stream_say_what_was_wanted() {
    let (_folder, input, out) = corpus(&[(".hidden", FLOOD.as_bytes())]);
    scan(&[&input], &out).ends_with(NOTHING_DONE).says(&[input.to_str().unwrap(), "text", "JSON lines"]);
    for command in ["scan", "facts", "collate"] {
        run(&[command, "-"]).ends_with(NOTHING_DONE).says(&["empty"]);
    }
}

#[test]
fn a_corpus_that_breaks_off_gives_what_was_read_of_it() {
    let lines: String = (0..4_000).map(|number| record(&format!("d{number}"), &format!("{FLOOD} {number}"))).collect();
    let packed = packed(&lines);
    let (_folder, input, _) = corpus(&[("f.jsonl.gz", &packed[..packed.len() / 2])]);
    let run =
        run(&[OsStr::new("facts"), input.as_os_str()]).ends_with(SOME_SKIPPED).says(&["f.jsonl.gz", "breaks off"]);
    let documents = run.lines();
    assert!((100..4_000).contains(&documents.len()), "{} documents", documents.len());
    assert_eq!(documents[99]["id"], "d99");
}

/// Articles that are strange but whole, by id.
fn strange() -> BTreeMap<&'static str, String> {
    let marks = "A\u{200b} flood\u{200d} killed\u{ad} 1\u{2060}2 people in \u{202e}Ruda\u{202c} on \u{200f}Friday\u{200e} and left \
        12,\u{feff}400 homeless, \u{2067}the governor's office\u{2069} said. \"We had\u{200b} no warning,\" said Ana Torrel.";
    let arabic = "قتل فيضان ١٢ شخصا في مدينة رودا يوم الجمعة وشرد 12400 آخرين. وقال مكتب المحافظ إن مياه نهر سيل ارتفعت أربعة \
        أمتار في ليلة واحدة بعد ثلاثة أيام من المطر. وقالت آنا توريل التي فقدت متجرها: «لم يحذرنا أحد».";
    let chinese = "星期五，鲁达市发生洪水，造成12人死亡，12400人无家可归。省长办公室说，连续三天降雨之后，塞尔河的水位一夜之间上涨了四米。\
        失去商店的安娜说：“我们没有得到任何警告。”学校将停课到星期一。";
    let tags = format!(
        "<p onclick=\"alert(1)\">{FLOOD}</p><script>alert(\"ruda\")</script><img src=x onerror=alert(2)> &lt;b&gt; ]]> </textarea>"
    );
    BTreeMap::from([
        ("word", "Flood".to_owned()),
        ("repeated", "Flood kills 12 in Ruda, 12,400 homeless. ".repeat(100_000)),
        ("long", rambling(5_000_000)),
        ("arabic", arabic.to_owned()),
        ("chinese", chinese.to_owned()),
        ("marks", marks.to_owned()),
        ("tags", tags),
        ("unbroken", "x".repeat(1_000_000)),
        ("quotes", "\"".repeat(100_000)),
        ("digits", "1,".repeat(100_000)),
        ("zero", format!("{FLOOD}\0\u{1}\u{fffd}")),
    ])
}

/// Every strange article twice, the copies behind all the originals.
fn strange_corpus() -> String {
    let line = |id: &str, text: &str| {
        format!("{}\n", json!({"id": id, "text": text, "title": "<script>alert(\"title\")</script> \u{202e}Ruda"}))
    };
    let articles = strange();
    let originals = articles.iter().map(|(id, text)| line(id, text));
    originals.chain(articles.iter().map(|(id, text)| line(&format!("{id} again"), text))).collect()
}

#[test]
fn a_strange_article_is_found_again_in_its_copy() {
    let (_folder, input, out) = corpus(&[("f.jsonl", strange_corpus().as_bytes())]);
    scan(&[&input], &out).ends_with(DONE);
    let pairs = read_lines(&out.join("pairs.jsonl"));
    for id in strange().keys() {
        // Too little to be an article: whether two of them are related is not promised.
        if ["word", "unbroken", "quotes", "digits"].contains(id) {
            continue;
        }
        let again = format!("{id} again");
        let pair = pairs.iter().find(|pair| [&pair["a"], &pair["b"]] == [&json!(id), &json!(again)]);
        assert_eq!(pair.map(|pair| &pair["relation"]), Some(&json!("identical")), "{id}");
    }
}

#[test]
fn every_span_of_a_strange_article_lies_on_the_words_it_names() {
    let articles = strange();
    let (_folder, input, _) = corpus(&[("f.jsonl", strange_corpus().as_bytes())]);
    let run = run(&[OsStr::new("facts"), input.as_os_str()]).ends_with(DONE);
    let documents = run.lines();
    assert_eq!(documents.len(), articles.len() * 2);
    let mut seen = 0;
    for document in documents {
        let id = document["id"].as_str().unwrap().trim_end_matches(" again");
        for kind in ["figures", "quotes", "names", "dates"] {
            for fact in document[kind].as_array().unwrap() {
                let [start, end] = [0, 1].map(|side| fact["span"][side].as_u64().unwrap() as usize);
                assert_eq!(articles[id].get(start..end), fact["text"].as_str(), "{id}: {fact}");
                seen += 1;
            }
        }
    }
    assert!(seen > 100, "only {seen} facts were found");
}

#[test]
fn the_comparison_of_strange_articles_ends_and_covers_both() {
    let articles = strange();
    let folder = tempfile::tempdir().unwrap();
    for (id, text) in &articles {
        fs::write(folder.path().join(format!("{id}.jsonl")), record(id, text)).unwrap();
    }
    let ids: Vec<_> = articles.keys().collect();
    for (a, b) in ids.iter().zip(ids.iter().cycle().skip(1)) {
        let paths = [a, b].map(|id| folder.path().join(format!("{id}.jsonl")));
        let arguments =
            [OsStr::new("compare"), paths[0].as_os_str(), paths[1].as_os_str(), "--format".as_ref(), "json".as_ref()];
        let answer = run(&arguments).ends_with(DONE).json();
        for (side, id) in [("a", a), ("b", b)] {
            assert_eq!(answer[side]["text"], **articles.get(*id).unwrap(), "{a} and {b}");
        }
    }
}

#[test]
fn no_tag_of_an_article_reaches_a_page_and_no_id_leads_out_of_the_folder() {
    let tags = &strange()["tags"];
    let line = |id: &str, text: &str| {
        let title = "</title><script>alert(\"title\")</script>";
        format!(
            "{}\n",
            json!({"id": id, "text": text, "title": title, "source": "<b>Ruda</b>", "url": "javascript:alert(3)"})
        )
    };
    let changed = tags.replace("12,400", "12,700");
    let lines = [line("../../out<b>", tags), line("/etc/\"><i class=x>", &changed), line("..", &changed)].concat();
    let (folder, input, out) = corpus(&[("f.jsonl", lines.as_bytes())]);
    run(&[OsStr::new("report"), input.as_os_str(), "-o".as_ref(), out.as_os_str()]).ends_with(DONE);
    assert!(out.join("index.html").is_file());
    let mut pages = 0;
    for entry in walkdir::WalkDir::new(&out).into_iter().map(Result::unwrap).filter(|entry| entry.file_type().is_file())
    {
        let page = fs::read_to_string(entry.path()).unwrap();
        let page_name = entry.path().display();
        if entry.path().extension() != Some(OsStr::new("html")) {
            continue;
        }
        pages += 1;
        for live in ["alert(\"", "<img src=x", "onclick=\"alert", "<i class=x", "<b>Ruda", "href=\"javascript:"] {
            assert!(!page.contains(live), "{live} in {page_name}");
        }
        let [opened, closed] = ["<textarea ", "</textarea>"].map(|tag| page.matches(tag).count());
        assert!(opened == closed && closed <= 1, "an article closes the page's own text field in {page_name}");
    }
    assert!(pages >= 2, "{pages} pages");
    let mut beside: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    beside.sort();
    assert_eq!(beside, ["in", "out"]);
}

#[test]
fn an_output_folder_that_exists_keeps_what_is_not_ours_and_a_failed_run_keeps_what_is() {
    let lines = [record("a", FLOOD), record("b", FLOOD)].concat();
    let (folder, input, out) = corpus(&[("f.jsonl", lines.as_bytes())]);
    fs::create_dir(&out).unwrap();
    fs::write(out.join("notes.txt"), "mine").unwrap();
    scan(&[&input], &out).ends_with(DONE);
    let files = ["pairs.jsonl", "clusters.jsonl", "documents.jsonl", "skipped.jsonl", "summary.json"];
    let first = files.map(|name| fs::read(out.join(name)).unwrap());

    scan(&[&folder.path().join("gone")], &out).ends_with(NOTHING_DONE);
    assert_eq!(
        files.map(|name| fs::read(out.join(name)).unwrap()),
        first,
        "a run that read nothing changed the results"
    );

    scan(&[&input], &out).ends_with(DONE);
    for (name, bytes) in files.iter().zip(&first) {
        let again = fs::read(out.join(name)).unwrap();
        if *name == "summary.json" {
            assert_eq!(without_seconds(&again), without_seconds(bytes));
        } else {
            assert!(again == *bytes, "{name} differs");
        }
    }
    run(&[OsStr::new("report"), input.as_os_str(), "-o".as_ref(), out.as_os_str()]).ends_with(DONE);
    assert_eq!(fs::read_to_string(out.join("notes.txt")).unwrap(), "mine");
}

/// No folder can be made under a file, not even by the administrator.
#[test]
fn an_output_that_cannot_be_written_is_named() {
    let lines = [record("a", FLOOD), record("b", FLOOD)].concat();
    let (folder, input, _) = corpus(&[("f.jsonl", lines.as_bytes())]);
    let file = folder.path().join("file");
    fs::write(&file, "mine").unwrap();
    for command in ["scan", "report"] {
        for out in [file.join("out"), file.clone()] {
            let arguments = [OsStr::new(command), input.as_os_str(), "-o".as_ref(), out.as_os_str()];
            run(&arguments).ends_with(NOTHING_DONE).says(&[out.to_str().unwrap()]);
        }
    }
    let (page, flood) = (file.join("page.html"), input.join("f.jsonl"));
    let kept = [OsStr::new("scan"), input.as_os_str(), "--kept".as_ref(), page.as_os_str()];
    run(&kept).ends_with(NOTHING_DONE).says(&["page.html"]);
    let by_id = [OsStr::new("compare"), "a".as_ref(), "b".as_ref(), "--in".as_ref(), flood.as_os_str()];
    let to_page = ["--format".as_ref(), "html".as_ref(), "-o".as_ref(), page.as_os_str()];
    run(&[&by_id[..], &to_page[..]].concat()).ends_with(NOTHING_DONE).says(&["page.html"]);
    assert_eq!(fs::read_to_string(&file).unwrap(), "mine");
}

#[test]
fn a_reader_that_closes_the_pipe_ends_the_run_quietly() {
    let lines: String = (0..3_000).map(|number| record(&format!("d{number}"), &format!("{FLOOD} {number}"))).collect();
    let (_folder, input, _) = corpus(&[("f.jsonl", lines.as_bytes())]);
    let mut child = start(&mut variorum(&[OsStr::new("facts"), input.as_os_str()]));
    let err = read_in_background(child.stderr.take().unwrap());
    let mut out = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    out.read_line(&mut line).unwrap();
    drop(out);
    let status = wait(&mut child);
    let err = err.join().unwrap();
    assert_eq!(serde_json::from_str::<Value>(&line).unwrap()["id"], "d0");
    assert!(status.code().is_none_or(|code| code == DONE), "{status}: {err}");
    assert!(!err.contains("panicked") && !err.to_lowercase().contains("pipe"), "{err}");
}

#[test]
fn the_reason_why_nothing_could_be_read_is_told_once() {
    let (_folder, input, _) = corpus(&[("picture.png", b"\x89PNG\r\n\x1a\n\0")]);
    for command in ["scan", "facts", "collate"] {
        let run = run(&[OsStr::new(command), input.as_os_str()]).ends_with(NOTHING_DONE);
        assert_eq!(run.err.matches("binary file").count(), 1, "{command}: {}", run.err);
    }
}

/// The name under which a file is written first leads to a disk that is full.
#[cfg(target_os = "linux")]
#[test]
fn a_file_that_cannot_be_finished_is_named_and_nothing_of_it_is_left() {
    let (_folder, input, out) = corpus(&[("a.txt", FLOOD.as_bytes()), ("b.txt", FLOOD.as_bytes())]);
    for command in ["scan", "report"] {
        for name in ["pairs.jsonl", "documents.jsonl"] {
            fs::create_dir(&out).unwrap();
            std::os::unix::fs::symlink("/dev/full", out.join(name).with_extension("jsonl.part")).unwrap();
            let arguments = [OsStr::new(command), input.as_os_str(), "-o".as_ref(), out.as_os_str()];
            run(&arguments).ends_with(NOTHING_DONE).says(&[name, "No space left"]);
            let left = fs::read_dir(&out).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
            let left: Vec<_> = left.filter(|left| left.starts_with(name) || left.contains(".part")).collect();
            assert!(left.is_empty(), "{command}: {left:?}");
            fs::remove_dir_all(&out).unwrap();
        }
    }
}

#[cfg(unix)]
#[test]
fn an_output_that_is_a_device_or_a_link_is_written_to_and_not_replaced() {
    use std::os::unix::fs::symlink;
    let (folder, input, _) = corpus(&[("f.jsonl", record("flood", FLOOD).as_bytes())]);
    fs::write(folder.path().join("file"), "old").unwrap();
    for target in ["/dev/null", "file"] {
        let link = folder.path().join("link");
        symlink(target, &link).unwrap();
        run(&[OsStr::new("scan"), input.as_os_str(), "--kept".as_ref(), link.as_os_str()]).ends_with(DONE);
        assert_eq!(fs::read_link(&link).unwrap(), Path::new(target));
        fs::remove_file(&link).unwrap();
    }
    assert_eq!(fs::read_to_string(folder.path().join("file")).unwrap(), record("flood", FLOOD));
}

/// A disk that is full is no reader that went away: the user has to know.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told() {
    let (_folder, input, _) = corpus(&[("a.txt", FLOOD.as_bytes()), ("b.txt", FLOOD.as_bytes())]);
    for command in ["scan", "facts"] {
        let full = fs::File::options().write(true).open("/dev/full").unwrap();
        let mut child = variorum(&[OsStr::new(command), input.as_os_str()])
            .stdin(Stdio::null())
            .stdout(full)
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let err = read_in_background(child.stderr.take().unwrap());
        let status = wait(&mut child);
        let err = err.join().unwrap();
        assert_eq!(status.code(), Some(NOTHING_DONE), "{command}: {err}");
        assert!(!err.contains("panicked") && err.contains("No space left"), "{command}: {err}");
    }
}

#[test]
fn a_size_of_memory_is_read_as_people_write_it_and_another_is_told() {
    let (_folder, input, out) = corpus(&[("a.txt", FLOOD.as_bytes()), ("b.txt", FLOOD.as_bytes())]);
    for size in ["64M", "64m", "64 MB", "64MiB", "0.5G", "1T", "65536k", "67108864"] {
        let memory = [OsStr::new("scan"), input.as_os_str(), "--memory".as_ref(), size.as_ref()];
        assert_eq!(run(&memory).ends_with(DONE).lines().len(), 1, "{size}");
    }
    let no_number = "wanted a number with K, M, G or T, such as 512M";
    for (size, why) in [
        ("much", no_number),
        ("", no_number),
        ("64X", no_number),
        ("6 4M", no_number),
        ("M", no_number),
        ("inf", no_number),
        ("63M", "wanted at least 64M"),
        ("512", "wanted at least 64M"),
        ("0G", "wanted at least 64M"),
    ] {
        for command in ["scan", "report"] {
            let arguments = [OsStr::new(command), input.as_os_str(), "-o".as_ref(), out.as_os_str()];
            let memory = ["--memory".as_ref(), OsStr::new(size)];
            run(&[&arguments[..], &memory[..]].concat()).ends_with(NOTHING_DONE).says(&["--memory", why]);
        }
    }
    assert!(!out.exists());
}

#[test]
fn a_folder_for_temporary_files_that_is_missing_is_named_by_its_variable() {
    let (folder, input, _) = corpus(&[("f.jsonl.gz", &packed(&record("flood", FLOOD)))]);
    let mut command = variorum(&[OsStr::new("scan"), input.as_os_str()]);
    let run = finished(command.env("TMPDIR", folder.path().join("gone")), b"");
    run.ends_with(NOTHING_DONE).says(&["cannot write a temporary file", "TMPDIR"]);
}

fn packed(lines: &str) -> Vec<u8> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(lines.as_bytes()).unwrap();
    packed.finish().unwrap()
}

#[test]
fn what_is_kept_of_a_packed_corpus_and_of_a_stream_are_its_own_lines() {
    let spaced = format!("  {{\"text\":{},   \"id\" : \"fire\", \"desk\": [1, 2.50]}}\r\n", json!(FIRE));
    let last = record("last", "The bridge of Velm is open again after nine days of work on its second arch.");
    let lines =
        [record("flood", FLOOD), spaced.clone(), record("flood-again", FLOOD), last.trim_end().to_owned()].concat();
    let wanted = [record("flood", FLOOD), spaced, last].concat();
    let (folder, input, _) = corpus(&[("f.jsonl.gz", &packed(&lines))]);
    let kept = folder.path().join("kept.jsonl");
    let of = |input: &OsStr, bytes: &[u8]| {
        run_with_input(&[OsStr::new("scan"), input, "--kept".as_ref(), kept.as_os_str()], bytes).ends_with(DONE);
        fs::read_to_string(&kept).unwrap()
    };
    assert_eq!(of(input.as_os_str(), b""), wanted);
    assert_eq!(of("-".as_ref(), lines.as_bytes()), wanted);
    assert_eq!(of("-".as_ref(), &packed(&lines)), wanted);
}

#[test]
fn bad_usage_is_told_with_the_way_out() {
    let wrong: [&[&str]; 6] =
        [&[], &["scna"], &["scan"], &["scan", "--no-such-flag", "x"], &["compare", "a"], &["report", "x"]];
    for arguments in wrong {
        run(arguments).ends_with(NOTHING_DONE).says(&["Usage"]);
    }
    let (_folder, input, _) =
        corpus(&[("f.jsonl", [record("flood", FLOOD), record("fire", FIRE)].concat().as_bytes())]);
    let no_such = [OsStr::new("compare"), "flood".as_ref(), "frie".as_ref(), "--in".as_ref(), input.as_os_str()];
    run(&no_such).ends_with(NOTHING_DONE).says(&["no document has the id \"frie\""]);
}

#[cfg(unix)]
#[test]
fn a_run_that_is_broken_off_leaves_no_file() {
    let (folder, ..) = corpus(&[]);
    let out = folder.path().join("out");
    let mut child = start(&mut variorum(&[OsStr::new("scan"), "-".as_ref(), "-o".as_ref(), out.as_os_str()]));
    let err = read_in_background(child.stderr.take().unwrap());
    // More than the program reads ahead, of a feed that goes on: it runs, and waits for more.
    let mut feed = child.stdin.take().unwrap();
    feed.write_all(record("flood", &rambling(1 << 20)).as_bytes()).unwrap();
    let id = child.id().to_string();
    assert!(std::process::Command::new("kill").args(["-INT", &id]).status().unwrap().success());
    assert_eq!(wait(&mut child).code(), Some(130));
    assert_eq!(err.join().unwrap(), "");
    assert_eq!(fs::read_dir(&out).map_or(0, Iterator::count), 0);
}

/// The exact pairs, each document read by itself and compared with every other.
fn exact_pairs_of(input: &Path, least: f64) -> BTreeSet<[String; 2]> {
    let read = read_all(&[input.to_owned()], &Fields::default(), &Reading::default()).unwrap();
    let mut reader = Reader::default();
    let shingles = |document: Document| {
        reader.read(&document);
        let body = reader.body(&document, &reader.clean(&document, &Repeated::new(), &Settings::default()));
        (document.id.0, distinct_shingles(&body.terms(), 5))
    };
    let documents: Vec<(String, Vec<u64>)> = read.documents.into_iter().map(shingles).collect();
    let mut pairs = BTreeSet::new();
    for (place, (a, in_a)) in documents.iter().enumerate() {
        for (b, in_b) in &documents[place + 1..] {
            let both = shared(in_a, in_b);
            if both > 0 && both as f64 >= least * (in_a.len() + in_b.len() - both) as f64 {
                let mut pair = [a.clone(), b.clone()];
                pair.sort();
                pairs.insert(pair);
            }
        }
    }
    pairs
}

#[test]
fn an_exact_scan_misses_no_pair() {
    let (_folder, _, out) = corpus(&[]);
    let input = Path::new("data/wire");
    run(&["scan".as_ref(), input.as_os_str(), "--exact=0.3".as_ref(), "-o".as_ref(), out.as_os_str()]).ends_with(DONE);
    let found: BTreeSet<[String; 2]> = read_lines(&out.join("pairs.jsonl"))
        .iter()
        .map(|pair| {
            let mut pair = ["a", "b"].map(|side| pair[side].as_str().unwrap().to_owned());
            pair.sort();
            pair
        })
        .collect();
    let wanted = exact_pairs_of(input, 0.3);
    assert!(wanted.len() > 10, "the corpus tests nothing: {wanted:?}");
    assert!(wanted.is_subset(&found), "{:?}", wanted.difference(&found));
}
