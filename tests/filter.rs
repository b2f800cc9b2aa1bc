//! The filter as a newsroom runs it: what a scan finds it finds, what it answered is kept, and nothing is lost.

use crate::program::{
    DONE, NOTHING_DONE, SOME_SKIPPED, finished, project, read_lines, run, run_with_input, shared, start, tell,
    to_lines, variorum, wait,
};
use serde_json::{Value, json};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::{BufRead, BufReader, Read, Write},
    path::{Path, PathBuf},
    process::Stdio,
    thread,
    time::Duration,
};
use tempfile::TempDir;

/// Settings that make a few dozen documents many blocks with common shingles and many copies.
const MANY_BLOCKS: [&str; 10] = [
    "--set",
    "matching.block_documents=7",
    "--set",
    "matching.common_shingle=3",
    "--set",
    "matching.common_neighbours=1",
    "--set",
    "matching.unfolded_pairs=3",
    "--set",
    "matching.common_term=12",
];

/// Each pair, the lower id first, with its relation.
type Pairs = BTreeMap<(String, String), String>;

fn add(pairs: &mut Pairs, line: &Value) {
    let [a, b, relation] = ["a", "b", "relation"].map(|field| line[field].as_str().unwrap().to_owned());
    let turned = match relation.as_str() {
        "contains" if a > b => "contained".to_owned(),
        "contained" if a > b => "contains".to_owned(),
        _ => relation,
    };
    let key = if a > b { (b, a) } else { (a, b) };
    assert_eq!(pairs.insert(key.clone(), turned), None, "{key:?} is named twice");
}

/// Feeds `corpus` to a new index and scans it, both with `settings`; asserts that both name the same pairs.
#[track_caller]
fn holds_the_law(corpus: &Path, settings: &[&str]) -> usize {
    let folder = tempfile::tempdir().unwrap();
    let [index, out] = ["index", "out"].map(|name| folder.path().join(name).display().to_string());
    let corpus = corpus.display().to_string();
    run(&[&["scan", &corpus, "-o", &out], settings].concat()).ends_with(DONE);
    let fed = run(&[&["filter", "--annotate", "--index", &index, &corpus], settings].concat()).ends_with(DONE);
    let (mut wanted, mut found) = (Pairs::new(), Pairs::new());
    for pair in read_lines(&Path::new(&out).join("pairs.jsonl")) {
        add(&mut wanted, &pair);
    }
    let mut seen: BTreeSet<String> = BTreeSet::new();
    for line in fed.lines() {
        let verdict = &line["variorum"];
        seen.insert(verdict["id"].as_str().unwrap().to_owned());
        for pair in verdict["pairs"].as_array().unwrap() {
            assert!(["a", "b"].iter().all(|side| seen.contains(pair[side].as_str().unwrap())), "names what came later");
            add(&mut found, pair);
        }
    }
    assert_eq!(found, wanted);
    wanted.len()
}

/// The wire and the pages of `data/`, one line each, each twice, the second time under another name.
fn own_corpus(folder: &TempDir) -> PathBuf {
    let mut lines = String::new();
    let mut files: Vec<PathBuf> = ["data/wire", "data/pages"]
        .iter()
        .flat_map(|from| fs::read_dir(project(from)).unwrap().map(|entry| entry.unwrap().path()))
        .collect();
    files.sort();
    for path in files {
        let text = fs::read_to_string(&path).unwrap();
        if path.extension().is_some_and(|ending| ending == "txt") {
            let id = path.file_stem().unwrap().to_str().unwrap();
            lines += &line(id, &text);
        } else {
            lines += &text;
        }
    }
    let again = to_lines(&lines).into_iter().map(|mut line| {
        line["id"] = format!("{}-again", line["id"].as_str().unwrap()).into();
        format!("{line}\n")
    });
    lines = again.fold(lines.clone(), |all, line| all + &line);
    let path = folder.path().join("corpus.jsonl");
    fs::write(&path, lines).unwrap();
    path
}

#[test]
fn a_corpus_that_is_fed_in_order_names_the_pairs_that_a_scan_names() {
    let folder = tempfile::tempdir().unwrap();
    let own = own_corpus(&folder);
    assert!(holds_the_law(&own, &[]) > 200);
    assert!(holds_the_law(&own, &MANY_BLOCKS) > 200);
    for set in ["newswire-clusters", "ecbplus", "containment-mixed"] {
        if let Some(docs) = shared(&format!("data/{set}/docs.jsonl")) {
            let pairs = holds_the_law(&docs, &[]);
            tell(&format!("filter = scan on {set}: {pairs} pairs"));
        }
    }
    if let Some(docs) = shared("data/reuters21578.jsonl.gz") {
        let pairs = holds_the_law(&docs, &[]);
        tell(&format!("filter = scan on Reuters-21578: {pairs} pairs"));
        assert!(pairs > 10_000);
    }
}

const FLOOD: &str = "A flood killed 12 people in the town of Ruda on Friday and left 12,400 homeless, officials said. The water \
    rose after the Olsa dam gave way in the night, and the mayor, Jana Kral, asked the army for boats. Rescuers reached most \
    streets by noon, but two villages upstream were still cut off. The government sent tents, blankets and drinking water to \
    the valley. Insurers put the damage at 40 million crowns, and rain is forecast until Sunday.";
const RALLY: &str = "Thousands marched through Lomna on Tuesday against plans to close the glass works, which employs 900 \
    people. The owner, Torsten Holm, said the furnaces had made losses for six years. Union leader Petr Sikora told the crowd \
    that a buyer had been found abroad. The ministry of industry offered to lend the works money for a new furnace.";

fn line(id: &str, text: &str) -> String {
    format!("{}\n", json!({ "id": id, "text": text }))
}

/// A folder with a name in it for an index.
fn index() -> (TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let index = folder.path().join("index").display().to_string();
    (folder, index)
}

fn annotated(index: &str, lines: &str) -> Vec<Value> {
    run_with_input(&["filter", "--annotate", "--index", index], lines.as_bytes()).ends_with(DONE).lines()
}

#[test]
fn what_passes_is_written_as_it_came_and_the_rest_goes_to_the_rejects() {
    let (folder, index) = index();
    let rejects = folder.path().join("rejects.jsonl").display().to_string();
    let first = "{ \"text\" : \"".to_owned() + FLOOD + "\",\"id\":15, \"n\":1.50e1, \"x\":null }\r\n";
    let copy = line("copy", &FLOOD.to_uppercase());
    let near = line("near", &FLOOD.replace("sent tents", "delivered tents"));
    let update = line("update", &FLOOD.replace("killed 12", "killed 17"));
    let input =
        [first.as_str(), &copy, "no object\n", "{\"text\": 7}\n", "\n", &near, &update, &line("rally", RALLY)].concat();
    let arguments = ["filter", "--index", &index, "--rejects", &rejects, "-"];
    let done = run_with_input(&arguments, input.as_bytes()).ends_with(SOME_SKIPPED);
    assert_eq!(done.out, [first.as_str(), &update, &line("rally", RALLY)].concat());
    let done = done.says(&["-:3: skipped: no JSON object", "-:4: skipped: field \"text\" is a number"]);
    drop(done);
    let lines = read_lines(Path::new(&rejects));
    let told = |place: usize| (&lines[place]["variorum"]["verdict"], &lines[place]["variorum"]["of"]);
    assert_eq!(lines.len(), 4);
    assert_eq!(told(0), (&json!("identical"), &json!("15")));
    assert_eq!(lines[1]["raw"], "no object");
    assert!(lines[1]["variorum"]["error"]["why"].as_str().unwrap().starts_with("no JSON object"));
    assert_eq!(told(3), (&json!("near"), &json!("15")));
    let only = run_with_input(&["filter", "--index", &index, "--pass", "identical,near"], input.as_bytes());
    assert_eq!(only.ends_with(SOME_SKIPPED).out, [copy, near].concat());
}

#[test]
fn an_update_is_told_with_what_changed_since_the_latest_and_the_first_version() {
    let (_folder, index) = index();
    let second = FLOOD.replace("killed 12", "killed 17");
    let third = second.replace("12,400", "14,000");
    let lines = annotated(&index, &[line("a", FLOOD), line("b", &second), line("c", &third)].concat());
    let verdict = |place: usize| &lines[place]["variorum"];
    assert_eq!(verdict(0)["verdict"], "new");
    assert_eq!((&verdict(1)["verdict"], &verdict(1)["of"]), (&json!("version"), &json!("a")));
    assert!(verdict(1)["summary"].as_str().unwrap().starts_with("figure: 12"), "{}", verdict(1)["summary"]);
    assert_eq!(verdict(1)["first"], Value::Null, "the latest is the first");
    assert_eq!((&verdict(2)["of"], &verdict(2)["first"]["of"]), (&json!("b"), &json!("a")));
    let figures =
        |divergences: &Value| divergences.as_array().unwrap().iter().filter(|one| one["kind"] == "figure").count();
    assert_eq!((figures(&verdict(2)["divergences"]), figures(&verdict(2)["first"]["divergences"])), (1, 2));
    assert_eq!(verdict(0)["cluster"], verdict(2)["cluster"]);
}

#[test]
fn an_item_that_is_known_is_answered_from_memory_in_the_same_bytes() {
    let (_folder, index) = index();
    let lines = [line("a", FLOOD), line("b", &FLOOD.replace("12,400", "14,000")), line("c", RALLY)].concat();
    let feed = || run_with_input(&["filter", "--annotate", "--index", &index], lines.as_bytes()).ends_with(DONE).out;
    let first = feed();
    assert_eq!(feed(), first);
    assert_eq!(annotated(&index, lines.lines().nth(1).unwrap()).len(), 1);
    let info = run(&["index", "info", &index]).ends_with(DONE).json();
    assert_eq!(info["documents"], 3);
    let other = annotated(&index, &line("a", RALLY));
    assert_eq!((&other[0]["variorum"]["id"], &other[0]["variorum"]["of"]), (&json!("a~2"), &json!("c")));
}

#[test]
fn takes_of_a_wire_item_are_told_by_version_and_a_kill_is_remembered() {
    let (_folder, index) = index();
    let take = |version: &str, text: &str| {
        format!("{}\n", json!({ "uri": "urn:flood", "version": version, "body_text": text, "headline": "Flood" }))
    };
    let kill = format!("{}\n", json!({ "uri": "urn:flood", "version": "3", "pubstatus": "canceled" }));
    let input = [
        take("1", FLOOD),
        take("1", "Not looked at: this take is known."),
        take("2", &FLOOD.replace("killed 12", "killed 17")),
        kill,
        line("elsewhere", FLOOD),
    ];
    let lines = annotated(&index, &input.concat());
    let verdict = |place: usize| &lines[place]["variorum"];
    assert_eq!(verdict(0), verdict(1));
    assert_eq!((&verdict(2)["verdict"], &verdict(2)["of"]), (&json!("version"), &json!("urn:flood")));
    assert_eq!(verdict(3)["killed"], json!(["urn:flood", "urn:flood~2"]));
    assert_eq!(verdict(3)["verdict"], "version", "a kill passes");
    assert!(verdict(4)["summary"].as_str().unwrap().ends_with("related to a killed item"), "{}", verdict(4)["summary"]);
}

#[test]
fn items_beyond_the_window_are_not_compared_and_are_taken_out() {
    let (_folder, index) = index();
    let dated = |id: &str, day: &str| format!("{}\n", json!({ "id": id, "text": FLOOD, "published": day }));
    let input = [dated("a", "2024-03-01"), dated("b", "2024-03-20"), dated("c", "2024-03-21")].concat();
    let done = run_with_input(&["filter", "--annotate", "--window", "14d", "--index", &index], input.as_bytes());
    let verdicts: Vec<Value> =
        done.ends_with(DONE).lines().iter().map(|line| line["variorum"]["verdict"].clone()).collect();
    assert_eq!(verdicts, ["new", "new", "identical"]);
    let info = run(&["index", "compact", "--window", "14d", &index]).ends_with(DONE).json();
    assert_eq!((&info["documents"], &info["removed"]), (&json!(2), &json!(1)));
    run(&["index", "verify", &index]).ends_with(DONE);
}

/// A scan names the pairs of all times, and those near in time are what a filter with a window names.
#[test]
fn a_window_hides_no_pair_that_lies_within_it() {
    let folder = tempfile::tempdir().unwrap();
    let [corpus, index, out] =
        ["corpus.jsonl", "index", "out"].map(|name| folder.path().join(name).display().to_string());
    // A story a day, with other facts each time; each comes again, as it was, after 3, 9 and 15 days.
    let story = |number: usize| {
        let again = if number.is_multiple_of(3) { FLOOD } else { RALLY };
        let report = again.replace("12", &format!("{}", 13 + number)).replace("900", &format!("{}", 800 + number));
        report.replace("noon", ["noon", "dawn", "dusk"][number % 2])
    };
    let mut items: Vec<(usize, usize)> =
        (0..30).flat_map(|number| [0, 3, 9, 15].map(|later| (number + later, number))).collect();
    items.sort_unstable();
    let mut days = BTreeMap::new();
    let mut lines = String::new();
    for (at, (day, number)) in items.into_iter().enumerate() {
        days.insert(format!("{at:03}"), day);
        let published = format!("2024-{:02}-{:02}", 1 + day / 28, 1 + day % 28);
        let item = json!({ "id": format!("{at:03}"), "text": story(number), "published": published });
        lines.extend([item.to_string(), "\n".to_owned()]);
    }
    fs::write(&corpus, lines).unwrap();
    let (mut wanted, mut found) = (Pairs::new(), Pairs::new());
    let settings = ["--set", "matching.block_documents=7"];
    run(&[&["scan", &corpus, "-o", &out][..], &settings].concat()).ends_with(DONE);
    let date = |day: usize| if day < 28 { day } else { day + 3 }; // January has 31 days
    let dates = |pair: &Value| ["a", "b"].map(|side| date(days[pair[side].as_str().unwrap()]));
    for pair in read_lines(&Path::new(&out).join("pairs.jsonl")) {
        let [a, b] = dates(&pair);
        if a.abs_diff(b) <= 7 {
            add(&mut wanted, &pair);
        }
    }
    let fed = run(&[&["filter", "--annotate", "--window", "7d", "--index", &index, &corpus][..], &settings].concat());
    for line in fed.ends_with(DONE).lines() {
        line["variorum"]["pairs"].as_array().unwrap().iter().for_each(|pair| add(&mut found, pair));
    }
    assert!(wanted.len() > 100, "{}", wanted.len());
    assert_eq!(found, wanted);
    let info = run(&["index", "info", &index]).ends_with(DONE).json();
    assert!(info["removed"].as_u64() > Some(30), "{info}");
    run(&["index", "verify", &index]).ends_with(DONE);
}

/// What is near to what was asked for may be near to what is gone, too.
#[test]
fn a_late_copy_is_not_compared_with_what_was_taken_out() {
    let (_folder, index) = index();
    let dated = |id: &str, text: &str, day: usize| {
        format!("{}\n", json!({ "id": id, "text": text, "published": format!("2024-03-{day:02}") }))
    };
    let second = FLOOD.replace("12 people", "14 people");
    let other = |number: usize| dated(&format!("x{number}"), &format!("Note {number} of the harbour office."), 18);
    let mut input = dated("a", FLOOD, 3) + &dated("b", &second, 4);
    input.extend((0..40).map(other));
    input += &dated("c", &second, 8);
    let arguments =
        ["filter", "--annotate", "--window", "14d", "--set", "matching.block_documents=7", "--index", &index];
    let lines = run_with_input(&arguments, input.as_bytes()).ends_with(DONE).lines();
    let verdicts =
        [1, 42].map(|at: usize| (lines[at]["variorum"]["verdict"].clone(), lines[at]["variorum"]["of"].clone()));
    assert_eq!(verdicts, [(json!("version"), json!("a")), (json!("identical"), json!("b"))]);
    let info = run(&["index", "info", &index]).ends_with(DONE).json();
    assert_eq!(info["removed"], 1, "{info}");
    // What comes again is answered as it was; a kill of what is not there any more kills nothing.
    let kill = json!({ "uri": "a", "version": "2", "pubstatus": "canceled", "body_text": "Kill it.", "versioncreated": "2024-03-18" });
    let late = format!("{}{kill}\n", dated("a", FLOOD, 3));
    let lines = run_with_input(&arguments, late.as_bytes()).ends_with(DONE).lines();
    assert_eq!(lines[0]["variorum"]["verdict"], "new");
    assert_eq!((&lines[1]["variorum"]["verdict"], &lines[1]["variorum"]["killed"]), (&json!("new"), &Value::Null));
}

#[test]
fn a_live_feed_is_answered_before_it_ends() {
    let (_folder, index) = index();
    let mut child = start(&mut variorum(&["filter", "--annotate", "--index", &index]));
    let mut input = child.stdin.take().unwrap();
    let mut output = BufReader::new(child.stdout.take().unwrap());
    for (id, wanted) in [("a", "new"), ("b", "identical")] {
        input.write_all(line(id, FLOOD).as_bytes()).unwrap();
        let mut answer = String::new();
        output.read_line(&mut answer).unwrap();
        assert_eq!(to_lines(&answer)[0]["variorum"]["verdict"], wanted);
    }
    let second = run_with_input(&["filter", "--index", &index], b"");
    second.ends_with(NOTHING_DONE).says(&["another program has this index open"]);
    drop(input);
    assert!(wait(&mut child).success());
}

/// Numbers that look random and are the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

/// `VARIORUM_KILLS` says how often; 8 times by default, as each costs a second.
#[test]
fn after_a_kill_at_any_moment_every_line_has_the_verdict_of_an_undisturbed_run() {
    let folder = tempfile::tempdir().unwrap();
    let corpus = own_corpus(&folder).display().to_string();
    // Lines that cannot be read fill no block.
    let lines = fs::read_to_string(&corpus).unwrap().replace("\n{\"id\": \"f", "\nno object\n{\"id\": \"f");
    assert!(lines.contains("no object") && lines.contains("2031-"));
    let lines = lines.replace("2031-", "2021-"); // what has no date is of today, and the rest is older than any window
    fs::write(&corpus, lines).unwrap();
    let index = |name: &str| folder.path().join(name).display().to_string();
    // In every second round documents leave meanwhile: they are put into the lists of so few in many small parts.
    let windows = ["10000d", "2d"];
    let arguments = |index: &str, round: usize| {
        let fixed =
            ["filter", "--annotate", "--window", windows[round % 2], "--index", index, &corpus].map(str::to_owned);
        fixed.into_iter().chain(MANY_BLOCKS.map(str::to_owned)).collect::<Vec<_>>()
    };
    let started = std::time::Instant::now();
    let undisturbed = [0, 1].map(|round| run(&arguments(&index(windows[round]), round)).ends_with(SOME_SKIPPED).out);
    let whole = started.elapsed().as_millis() as u64 / 2;
    let left = run(&["index", "info", &index(windows[1])]).ends_with(DONE).json();
    assert!(left["removed"].as_u64() > Some(50), "{left}");
    let rounds = std::env::var("VARIORUM_KILLS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(8);
    let mut dice = Dice(20_240_209);
    let mut inside = 0;
    for round in 0..rounds {
        let undisturbed = &undisturbed[round % 2];
        let disturbed = index(&format!("round-{round}"));
        let mut child =
            variorum(&arguments(&disturbed, round)).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut pipe = child.stdout.take().unwrap();
        let told = thread::spawn(move || {
            let mut bytes = Vec::new();
            pipe.read_to_end(&mut bytes).unwrap();
            String::from_utf8(bytes).unwrap()
        });
        thread::sleep(Duration::from_millis(dice.below(whole + 1)));
        child.kill().unwrap(); // SIGKILL: the program hears nothing of it
        child.wait().unwrap();
        let told = told.join().unwrap();
        inside += u64::from(!told.is_empty() && told.len() < undisturbed.len());
        assert!(undisturbed.starts_with(&told), "round {round}: what was told is not what an undisturbed run tells");
        let known = run(&["index", "info", &disturbed]);
        if known.code == DONE {
            let info = known.json();
            let documents = ["documents", "removed"].map(|field| info[field].as_u64().unwrap() as usize);
            assert!(
                documents[0] + documents[1] >= told.lines().count(),
                "round {round}: a verdict was told before it was kept"
            );
        }
        let again = run(&arguments(&disturbed, round)).ends_with(SOME_SKIPPED);
        assert!(again.out == *undisturbed, "round {round}: the verdicts after a restart are others");
        run(&["index", "verify", &disturbed]).ends_with(DONE);
        fs::remove_dir_all(&disturbed).unwrap();
    }
    tell(&format!("kill -9 of a filter: {inside} of {rounds} between the first verdict and the last"));
}

#[test]
fn a_damaged_index_is_told_and_made_anew_from_what_can_be_read() {
    let (folder, index) = index();
    let corpus = own_corpus(&folder).display().to_string();
    run(&["filter", "--index", &index, &corpus]).ends_with(DONE);
    run(&["index", "compact", &index]).ends_with(DONE);
    let file = Path::new(&index).join("index.redb");
    let whole = fs::read(&file).unwrap();
    let mut dice = Dice(7);
    let (mut told, rounds) = (0, 24);
    for _ in 0..rounds {
        let mut bytes = whole.clone();
        let page = dice.below(bytes.len() as u64 / 4_096) as usize * 4_096;
        bytes[page + 16..page + 4_096].fill(0xa5);
        fs::write(&file, &bytes).unwrap();
        let verify = run(&["index", "verify", &index]);
        assert!(!verify.err.contains("panicked"), "page {page}: {}", verify.err);
        assert!([0, NOTHING_DONE].contains(&verify.code), "page {page}: {}", verify.code);
        if verify.code != 0 {
            told += 1;
            assert!(verify.err.contains("index rebuild") || verify.err.contains("is no index"), "{}", verify.err);
        }
        let again = run(&["filter", "--index", &index, &corpus]);
        assert!(
            !again.err.contains("panicked") && [0, NOTHING_DONE].contains(&again.code),
            "page {page}: {}",
            again.err
        );
    }
    assert!(told * 2 > rounds, "most pages of an index are in use: {told}");
    fs::write(&file, &whole).unwrap();
    let before = annotated_file(&index, &corpus);
    run(&["index", "rebuild", &index]).ends_with(DONE);
    run(&["index", "verify", &index]).ends_with(DONE);
    assert!(annotated_file(&index, &corpus) == before, "what is made anew answers as before");
    fs::write(&file, &whole[..whole.len() / 2]).unwrap();
    run(&["filter", "--index", &index, &corpus]).ends_with(NOTHING_DONE).says(&["damaged"]);
    fs::write(&file, "no index at all").unwrap();
    run(&["filter", "--index", &index, &corpus]).ends_with(NOTHING_DONE).says(&["index.redb is no index"]);
}

fn annotated_file(index: &str, corpus: &str) -> String {
    run(&["filter", "--annotate", "--index", index, corpus]).ends_with(DONE).out
}

#[test]
fn folders_that_are_no_index_and_other_settings_are_told() {
    let (folder, index) = index();
    fs::write(folder.path().join("letter.txt"), "Dear editor").unwrap();
    let of_others = folder.path().display().to_string();
    let input = line("a", FLOOD);
    let feed = |index: &str, more: &[&str]| {
        finished(&mut variorum(&[&["filter", "--index", index], more].concat()), input.as_bytes())
    };
    feed(&of_others, &[]).ends_with(NOTHING_DONE).says(&["is no index: it holds letter.txt"]);
    feed("/proc/variorum", &[]).ends_with(NOTHING_DONE).says(&["/proc/variorum: cannot make the folder"]);
    feed(&index, &[]).ends_with(DONE);
    feed(&index, &["--join", "near"]).ends_with(NOTHING_DONE).says(&["other settings", "index rebuild"]);
    run(&["index", "rebuild", "--join", "near", &index]).ends_with(DONE);
    feed(&index, &["--join", "near"]).ends_with(DONE);
    run(&["index", "info", &of_others]).ends_with(NOTHING_DONE).says(&["holds no index"]);
}
