//! The watched folder: every file goes to one place, with its verdict beside it, whatever happens meanwhile.

use crate::program::{NOTHING_DONE, run, start, tell, variorum};
use serde_json::{Value, json};
use std::{
    collections::BTreeMap,
    fs,
    io::Write,
    os::unix::fs::symlink,
    path::{Path, PathBuf},
    process::Child,
    thread,
    time::{Duration, Instant},
};
use tempfile::TempDir;

const FLOOD: &str = "A flood killed 12 people in the town of Ruda on Friday and left 12,400 homeless, officials said. The water \
    rose after the Olsa dam gave way in the night, and the mayor, Jana Kral, asked the army for boats. Rescuers reached most \
    streets by noon, but two villages upstream were still cut off.";
const RALLY: &str = "Thousands marched through Lomna on Tuesday against plans to close the glass works, which employs 900 \
    people. The owner, Torsten Holm, said the furnaces had made losses for six years. Union leader Petr Sikora told the crowd \
    that a buyer had been found abroad.";

/// A watched folder, the index beside it, and who watches.
struct Watched {
    desk: PathBuf,
    index: PathBuf,
    child: Option<Child>,
    _folder: TempDir,
}

impl Watched {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (desk, index) = (folder.path().join("desk"), folder.path().join("index"));
        fs::create_dir(&desk).unwrap();
        Self { desk, index, child: None, _folder: folder }
    }

    fn drop_in(&self, name: &str, content: impl AsRef<[u8]>) {
        fs::write(self.desk.join(name), content).unwrap();
    }

    fn start(&mut self, still: &str) {
        let [desk, index] = [&self.desk, &self.index].map(|path| path.to_str().unwrap());
        let block = "matching.block_documents=7";
        let arguments = ["filter", "--watch", desk, "--index", index, "--still", still, "--set", block];
        self.child = Some(start(&mut variorum(&arguments)));
    }

    fn kill(&mut self) {
        let mut child = self.child.take().unwrap();
        child.kill().unwrap(); // SIGKILL: the program hears nothing of it
        child.wait().unwrap();
    }

    /// Waits until all files are where they belong but those that stay.
    fn settle(&self, stay: usize) {
        let began = Instant::now();
        while count(&self.desk) > stay || count(&self.desk.join("taken")) > 0 {
            assert!(began.elapsed() < Duration::from_mins(1), "still there: {:?}", names(&self.desk));
            thread::sleep(Duration::from_millis(10));
        }
    }

    /// By place the items that are there, each with its verdict; asserts that each has one.
    fn found(&self) -> BTreeMap<String, Value> {
        let mut found = BTreeMap::new();
        for place in ["accepted", "duplicates", "held"] {
            for name in names(&self.desk.join(place)) {
                if let Some(item) = name.strip_suffix(".verdict.json") {
                    assert!(fs::symlink_metadata(self.desk.join(place).join(item)).is_ok(), "{name} is of no item");
                    let verdict = fs::read_to_string(self.desk.join(place).join(&name)).unwrap();
                    found.insert(format!("{place}/{item}"), serde_json::from_str(&verdict).unwrap());
                } else {
                    let verdict = self.desk.join(place).join(format!("{name}.verdict.json"));
                    assert!(verdict.exists(), "{place}/{name} has no verdict");
                }
            }
        }
        found
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        if let Some(child) = &mut self.child {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

fn names(folder: &Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// Files of a folder, links too, no folders.
fn count(folder: &Path) -> usize {
    let is_file = |name: &String| fs::symlink_metadata(folder.join(name)).is_ok_and(|found| !found.is_dir());
    names(folder).into_iter().filter(is_file).count()
}

fn ninjs(uri: &str, version: &str, text: &str) -> String {
    json!({ "uri": uri, "version": version, "pubstatus": "usable", "headline": "Flood", "body_html": text }).to_string()
}

#[test]
fn each_item_of_a_watched_folder_goes_where_its_verdict_sends_it() {
    let mut watched = Watched::new();
    watched.start("40");
    watched.drop_in("flood.json", ninjs("urn:flood", "1", &format!("<p>{FLOOD}</p><p>More &amp; more.</p>")));
    watched.settle(0);
    watched.drop_in("copy.json", json!({ "id": "copy", "text": format!("{FLOOD}\n\nMore & more.") }).to_string());
    watched.drop_in("flood.json", ninjs("urn:flood", "2", &FLOOD.replace("killed 12", "killed 17")));
    watched.drop_in("rally.txt", RALLY);
    watched.drop_in("late.json", ninjs("urn:flood", "1", "This take is known."));
    watched.drop_in("broken.json", "{\"text\": \"A flo");
    watched.drop_in("two.jsonl", format!("{0}\n{0}\n", json!({ "text": FLOOD })));
    watched.drop_in("picture.jpg", [0xff, 0xd8, 0, 1, 2, 3]);
    watched.drop_in("empty.json", "");
    symlink("/etc/hostname", watched.desk.join("link.txt")).unwrap();
    watched.drop_in(".hidden.json", ninjs("urn:hidden", "1", RALLY));
    watched.drop_in("wire.json.part", ninjs("urn:part", "1", RALLY));
    watched.settle(2);
    watched.drop_in("kill.json", json!({ "uri": "urn:flood", "version": "3", "pubstatus": "canceled" }).to_string());
    watched.settle(2);
    let found = watched.found();
    let verdict = |place: &str| &found.get(place).unwrap_or_else(|| panic!("{place}: {found:#?}"))["verdict"];
    assert_eq!(verdict("accepted/flood.json"), "new");
    assert_eq!(verdict("accepted/flood~2.json"), "version", "it is an update, and the first was not fetched yet");
    assert_eq!(verdict("accepted/rally.txt"), "new");
    assert_eq!(verdict("duplicates/copy.json"), "identical", "markup is no text");
    assert_eq!(found["duplicates/late.json"]["again"], true);
    assert_eq!(found["accepted/kill.json"]["killed"], json!(["urn:flood", "urn:flood~2"]));
    for (name, why) in [
        ("broken.json", "broken JSON"),
        ("two.jsonl", "several articles"),
        ("picture.jpg", ""),
        ("empty.json", "empty"),
        ("link.txt", "a link, pipe or device"),
    ] {
        let told = found[&format!("held/{name}")]["error"]["why"].as_str().unwrap();
        assert!(told.contains(why), "{name}: {told}");
    }
    assert_eq!(found.len(), 11, "{:?}", found.keys());
    let again = run(&["filter", "--watch", watched.desk.to_str().unwrap(), "--index", watched.index.to_str().unwrap()]);
    again.ends_with(NOTHING_DONE).says(&["another program has this index open"]);
}

#[test]
fn a_file_that_is_still_written_is_not_taken() {
    let mut watched = Watched::new();
    watched.start("400");
    let mut file = fs::File::create(watched.desk.join("slow.txt")).unwrap();
    for sentence in FLOOD.split_inclusive(". ") {
        for half in [&sentence[..sentence.len() / 2], &sentence[sentence.len() / 2..]] {
            file.write_all(half.as_bytes()).unwrap();
            thread::sleep(Duration::from_millis(150));
            assert!(watched.found().is_empty(), "half of it was taken");
        }
    }
    drop(file);
    // A writer that stops in the middle for longer than others.
    watched.drop_in("stopped.json", "{\"text\": \"A flood");
    thread::sleep(Duration::from_millis(1_500));
    assert!(watched.found().keys().eq(["accepted/slow.txt"]), "{:?}", watched.found());
    watched.drop_in("stopped.json", json!({ "text": RALLY }).to_string());
    watched.settle(0);
    assert!(watched.found().keys().eq(["accepted/slow.txt", "accepted/stopped.json"]), "{:?}", watched.found());
}

/// `VARIORUM_KILLS` says how often; 8 times by default.
#[test]
fn after_kills_at_any_moment_no_file_is_lost_and_none_is_there_twice() {
    let fill = |watched: &Watched| {
        for number in 0..60 {
            // Every tenth comes again under another name.
            let id = if number % 10 == 9 { number - 2 } else { number };
            let text = format!("{FLOOD} {id} boats came from street {id}. {RALLY}");
            let text = if id % 3 == 0 { FLOOD } else { &text };
            let text = text.replace("killed 12", &format!("killed {}", 20 + id / 7));
            watched
                .drop_in(&format!("item-{number:02}.json"), json!({ "id": format!("{id}"), "text": text }).to_string());
        }
        watched.drop_in("broken.json", "{");
    };
    let mut undisturbed = Watched::new();
    fill(&undisturbed);
    let began = Instant::now();
    undisturbed.start("10");
    undisturbed.settle(0);
    let whole = began.elapsed().as_millis() as u64;
    let wanted = undisturbed.found();
    assert_eq!(wanted.len(), 61);
    let rounds: u64 = std::env::var("VARIORUM_KILLS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(8);
    let (mut seed, mut kills, mut folders) = (20_240_209_u64, 0, 0);
    while kills < rounds {
        let mut watched = Watched::new();
        fill(&watched);
        folders += 1;
        while count(&watched.desk) > 0 || count(&watched.desk.join("taken")) > 0 {
            watched.start("10");
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            thread::sleep(Duration::from_millis((seed >> 33) % (whole / 2 + 20)));
            watched.kill();
            kills += 1;
        }
        assert!(watched.found() == wanted, "after kills the items are elsewhere: {:#?}", watched.found().keys());
        run(&["index", "verify", watched.index.to_str().unwrap()]).ends_with(0);
    }
    tell(&format!("kill -9 of a watched folder: {kills} in {folders} folders of 61 files"));
}
