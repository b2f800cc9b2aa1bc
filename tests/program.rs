//! The program as a user runs it: the real binary, its output, its messages, its exit code.

use serde_json::Value;
use std::{
    ffi::OsStr,
    fs,
    io::{Read, Write},
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Stdio},
    thread,
    time::{Duration, Instant},
};
use tempfile::TempDir;

/// A program that still runs then has hung.
const HANGS: Duration = Duration::from_mins(2);

pub(crate) const DONE: i32 = 0;
pub(crate) const NOTHING_DONE: i32 = 2;
pub(crate) const SOME_SKIPPED: i32 = 3;

/// What a run of the program left behind.
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Run {
    /// Asserts the exit code, and that the program did not panic.
    #[track_caller]
    pub(crate) fn ends_with(self, code: i32) -> Self {
        assert!(!self.err.contains("panicked"), "{}", self.err);
        assert_eq!(self.code, code, "stdout: {:.2000}\nstderr: {:.2000}", self.out, self.err);
        self
    }

    /// Asserts that the message to the user holds all `words`.
    #[track_caller]
    pub(crate) fn says(self, words: &[&str]) -> Self {
        for word in words {
            assert!(self.err.contains(word), "{word:?} is not said: {:.2000}", self.err);
        }
        self
    }

    /// The output as JSON lines.
    pub(crate) fn lines(&self) -> Vec<Value> {
        to_lines(&self.out)
    }

    /// The output as one JSON value.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap()
    }
}

/// The program with `arguments`, in the project's folder.
pub(crate) fn variorum<A: AsRef<OsStr>>(arguments: &[A]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_variorum"));
    command.args(arguments);
    command
}

/// Starts `command` with pipes to and from it.
pub(crate) fn start(command: &mut Command) -> Child {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

/// Waits for the end; a program that hangs is ended and fails the test.
pub(crate) fn wait(child: &mut Child) -> ExitStatus {
    let started = Instant::now();
    loop {
        if let Some(status) = child.try_wait().unwrap() {
            return status;
        }
        if started.elapsed() > HANGS {
            child.kill().unwrap();
            panic!("still running after {} seconds", HANGS.as_secs());
        }
        thread::sleep(Duration::from_millis(5));
    }
}

pub(crate) fn read_in_background(mut pipe: impl Read + Send + 'static) -> thread::JoinHandle<String> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        pipe.read_to_end(&mut bytes).unwrap();
        String::from_utf8(bytes).unwrap()
    })
}

/// Runs `command` to its end with `input` on standard input.
pub(crate) fn finished(command: &mut Command, input: &[u8]) -> Run {
    let mut child = start(command);
    let out = read_in_background(child.stdout.take().unwrap());
    let err = read_in_background(child.stderr.take().unwrap());
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    let writer = thread::spawn(move || stdin.write_all(&input));
    let status = wait(&mut child);
    let _ = writer.join().unwrap(); // a program that reads no input closes it
    let code = status.code().unwrap_or_else(|| panic!("ended by a signal: {status}"));
    Run { code, out: out.join().unwrap(), err: err.join().unwrap() }
}

pub(crate) fn run<A: AsRef<OsStr>>(arguments: &[A]) -> Run {
    finished(&mut variorum(arguments), b"")
}

pub(crate) fn run_with_input<A: AsRef<OsStr>>(arguments: &[A], input: &[u8]) -> Run {
    finished(&mut variorum(arguments), input)
}

pub(crate) fn run_with_threads<A: AsRef<OsStr>>(arguments: &[A], threads: usize) -> Run {
    finished(variorum(arguments).env("RAYON_NUM_THREADS", threads.to_string()), b"")
}

/// Runs `scan INPUTS -o OUT`.
pub(crate) fn scan(inputs: &[&Path], out: &Path) -> Run {
    let mut arguments = vec![OsStr::new("scan")];
    arguments.extend(inputs.iter().map(|input| input.as_os_str()));
    arguments.extend([OsStr::new("-o"), out.as_os_str()]);
    run(&arguments)
}

pub(crate) fn to_lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

pub(crate) fn read_lines(path: &Path) -> Vec<Value> {
    to_lines(&fs::read_to_string(path).unwrap())
}

/// The ids in `documents.jsonl` of `out`, in its order.
pub(crate) fn ids(out: &Path) -> Vec<String> {
    read_lines(&out.join("documents.jsonl")).iter().map(|line| line["id"].as_str().unwrap().to_owned()).collect()
}

/// `summary.json` without the seconds, the only thing that may differ from run to run.
pub(crate) fn without_seconds(summary: &[u8]) -> Value {
    let mut summary: Value = serde_json::from_slice(summary).unwrap();
    let seconds = summary.as_object_mut().unwrap().remove("seconds").unwrap();
    assert!(seconds["reading"].is_f64(), "{seconds}");
    summary
}

/// A folder with `files`, and a name in it for the output.
pub(crate) fn corpus(files: &[(&str, &[u8])]) -> (TempDir, PathBuf, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let input = folder.path().join("in");
    fs::create_dir(&input).unwrap();
    for (name, bytes) in files {
        fs::write(input.join(name), bytes).unwrap();
    }
    let out = folder.path().join("out");
    (folder, input, out)
}

/// Tells whoever runs the tests a figure that was measured, or what was not tested.
#[expect(clippy::print_stderr, reason = "the figures are for people; the test runner keeps them with the test")]
pub(crate) fn tell(words: &str) {
    eprintln!("{words}");
}

/// A path in the project.
pub(crate) fn project(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// A path among the articles and labels beside the project; tells that the test was skipped where they are not.
pub(crate) fn shared(path: &str) -> Option<PathBuf> {
    let path = project("../shared").join(path);
    if !path.exists() {
        tell("skipped: no ../shared");
        return None;
    }
    Some(path)
}
