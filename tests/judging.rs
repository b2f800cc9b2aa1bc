//! Looser and stricter: what joins a cluster, and thresholds by their names.

use crate::program::{DONE, NOTHING_DONE, corpus, read_lines, run};
use serde_json::Value;
use std::{ffi::OsStr, fs, path::Path};

const FLOOD: &str = "A flood killed 12 people in the town of Ruda on Friday and left 12,400 homeless, officials said. The water \
    rose after the Olsa dam gave way in the night, and the mayor, Jana Kral, asked the army for boats. Rescuers reached most \
    streets by noon, but two villages upstream were still cut off. Insurers put the damage at 40 million crowns.";

/// Scans `input` with `options`: the copy clusters and `summary.json`.
fn scanned(input: &Path, out: &Path, options: &[&str]) -> (usize, Value) {
    let mut arguments = vec![OsStr::new("scan"), input.as_os_str(), OsStr::new("-o"), out.as_os_str()];
    arguments.extend(options.iter().map(OsStr::new));
    run(&arguments).ends_with(DONE);
    let clusters = read_lines(&out.join("clusters.jsonl"));
    let copies = clusters.iter().filter(|cluster| cluster["kind"] == "copy").count();
    (copies, serde_json::from_slice(&fs::read(out.join("summary.json")).unwrap()).unwrap())
}

#[test]
fn an_option_says_what_joins_and_the_summary_tells_it() {
    let update = FLOOD.replace("12,400", "14,000");
    let (_folder, input, out) = corpus(&[("first.txt", FLOOD.as_bytes()), ("update.txt", update.as_bytes())]);
    let (copies, summary) = scanned(&input, &out, &[]);
    assert_eq!((copies, &summary["settings"]["matching"]["join"]), (1, &Value::from("contains")));
    let (copies, summary) = scanned(&input, &out, &["--join", "near"]);
    assert_eq!((copies, &summary["settings"]["matching"]["join"]), (0, &Value::from("near")));
}

#[test]
fn a_threshold_is_changed_by_its_name_and_an_unknown_one_is_told() {
    let update = FLOOD.replace("12,400", "14,000");
    let (_folder, input, out) = corpus(&[("first.txt", FLOOD.as_bytes()), ("update.txt", update.as_bytes())]);
    let strict = ["--set", "matching.same_report_day=9", "--set", "matching.aligned_share=2"];
    let (copies, summary) = scanned(&input, &out, &strict);
    assert_eq!((copies, &summary["settings"]["matching"]["same_report_day"]), (0, &Value::from(9.0)));
    for wrong in ["matching.sameness=1", "matching.same_report", "matching.join=1"] {
        let arguments = ["scan".as_ref(), input.as_os_str(), OsStr::new("--set"), OsStr::new(wrong)];
        run(&arguments).ends_with(NOTHING_DONE).says(&["same_report"]);
    }
}
