//! `variorum filter --index DIR [INPUT]`; `watch` is `--watch DIR`.

mod watch;

use super::{
    Ended,
    input::{FieldNames, Judging},
    output,
};
use anyhow::{Context, Result};
use clap::Args;
use serde_json::{Value, json};
use std::{
    collections::BTreeSet,
    fs::{self, File},
    io::{self, BufWriter, Read, Seek, Write},
    ops::ControlFlow,
    os::fd::AsFd,
    path::{Path, PathBuf},
    sync::mpsc::{self, RecvTimeoutError},
    time::{Duration, Instant},
};
use variorum::{
    document::{Document, Skipped},
    filter::{Filter, Looked, Looker, Verdict, kill},
    index::Fate,
    read::{self, Fields, Part},
    settings::Settings,
};

/// Let through what is new in a stream of JSON lines, and tell what the rest is a copy of.
///
/// Each line is compared with all that the index remembers, and remembered there. A line that passes goes to standard output
/// as it came; a verdict is on disk before it is told, so that after a crash the same input gives the same verdicts. A line
/// with an id and version that is known (a wire item by uri and version, one without a version by its content) gets the
/// verdict that it got first.
#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// Folder of the index; made when there is none
    #[arg(long, value_name = "DIR")]
    index: PathBuf,
    /// A file of JSON lines, or - for standard input
    #[arg(default_value = "-", value_name = "INPUT")]
    input: PathBuf,
    /// Write every line, with its verdict in a field "variorum"
    #[arg(long)]
    annotate: bool,
    /// Which verdicts pass [default: all but identical, near, contained]
    #[arg(long, value_name = "VERDICT,...", value_delimiter = ',', value_parser = fate)]
    pass: Option<Vec<Fate>>,
    /// Add the lines that do not pass to this file, each with its verdict in a field "variorum", and lines that cannot be
    /// read with the reason
    #[arg(long, value_name = "FILE")]
    rejects: Option<PathBuf>,
    /// Items more than this apart are not compared, and are forgotten in time, such as 14d or 36h (default: no bound)
    #[arg(long, value_name = "TIME", value_parser = seconds)]
    window: Option<i64>,
    /// Milliseconds without a new line after which those that came are answered; a feed that never pauses so long is answered
    /// after ten times that. A file is always read in full blocks of 4,096
    #[arg(long, value_name = "MS", default_value_t = 200)]
    wait: u64,
    /// Instead of reading an input, watch this folder, in which each file is an item, and move each with its verdict beside it
    /// (NAME.verdict.json) to accepted/, to duplicates/, or, where it cannot be read, to held/ in there; until the program is
    /// ended, which it may be at any moment
    #[arg(long, value_name = "DIR", conflicts_with_all = ["input", "annotate", "rejects", "wait"])]
    watch: Option<PathBuf>,
    /// Milliseconds that a file of a watched folder must not have changed before it is taken
    #[arg(long, value_name = "MS", default_value_t = 2_000, requires = "watch")]
    still: u64,
    #[command(flatten)]
    judging: Judging,
    #[command(flatten)]
    fields: FieldNames,
}

/// The verdict of this name.
fn fate(name: &str) -> Result<Fate, String> {
    let names = || Fate::ALL.map(Fate::name).join(", ");
    Fate::ALL.into_iter().find(|fate| fate.name() == name).ok_or_else(|| format!("wanted some of {}", names()))
}

/// A span of time as people write it, in seconds.
pub(super) fn seconds(words: &str) -> Result<i64, String> {
    let wanted = || "wanted a number with s, m, h or d, such as 14d".to_owned();
    let number = words.trim_end_matches(|character: char| character.is_ascii_alphabetic());
    let factor = match &words[number.len()..] {
        "s" => 1,
        "m" => 60,
        "h" => 3_600,
        "d" => 86_400,
        _ => return Err(wanted()),
    };
    let number: u32 = number.parse().map_err(|_| wanted())?;
    if number == 0 { Err(wanted()) } else { Ok(i64::from(number) * factor) }
}

/// What passes by default.
pub(super) fn passes(fate: Fate) -> bool {
    !matches!(fate, Fate::Identical | Fate::Near | Fate::Contained)
}

/// Seconds since 1970.
pub(super) fn now() -> i64 {
    jiff::Timestamp::now().as_second()
}

pub(crate) fn run(arguments: &Arguments) -> Result<Ended> {
    let settings = arguments.judging.settings()?;
    let filter = Filter::open(&arguments.index, settings, arguments.window)?;
    let pass: Option<BTreeSet<Fate>> = arguments.pass.as_ref().map(|fates| fates.iter().copied().collect());
    if let Some(folder) = &arguments.watch {
        let passes = &|fate| pass.as_ref().map_or(passes(fate), |pass| pass.contains(&fate));
        let still = Duration::from_millis(arguments.still);
        return watch::Watch { filter, folder, fields: arguments.fields.fields(), passes, still }.run();
    }
    let rejects = arguments.rejects.as_deref().map(open_rejects).transpose()?;
    let mut run = Run {
        filter,
        annotate: arguments.annotate,
        pass,
        out: output::raw_stdout(),
        rejects,
        batch: Vec::new(),
        new: 0,
        bytes: 0,
        skipped: false,
    };
    let wait = (!is_file(&arguments.input)).then(|| Duration::from_millis(arguments.wait));
    let fields = arguments.fields.fields();
    std::thread::scope(|scope| {
        let (send, receive) = mpsc::sync_channel::<Vec<Line>>(256);
        let settings = run.filter.settings().clone();
        let mut looker = run.filter.looker();
        let reading =
            scope.spawn(move || read_lines(&arguments.input, &fields, &settings, &mut looker, wait.is_some(), &send));
        run.all(&receive, wait)?;
        drop(receive);
        reading.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })?;
    Ok(if run.skipped { Ended::Skipped } else { Ended::Done })
}

/// One line of the input.
struct Line {
    bytes: Vec<u8>,
    read: Result<Looked, Skipped>,
}

/// Bytes of lines that are handed on at a time from a file; a feed is handed on line by line.
const PART: usize = 64 << 10;

/// Bytes of lines that are held at most: of longer articles than any newspaper's, fewer than a block are judged together.
const MOST_BYTES: usize = 256 << 20;

/// Reads the input, looks at its items while others are judged, and hands on its lines, until nobody listens.
fn read_lines(
    input: &Path,
    fields: &Fields,
    settings: &Settings,
    looker: &mut Looker,
    is_feed: bool,
    send: &mpsc::SyncSender<Vec<Line>>,
) -> Result<()> {
    let part_bytes = if is_feed { 1 } else { PART };
    read::parts(&[input.to_owned()], &settings.reading, part_bytes, None, &mut |part| {
        if send.send(lines(&part, fields, looker)).is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    })?;
    Ok(())
}

/// The lines of a part; of one of another format, which has none, the reason why it is none.
fn lines(part: &Part, fields: &Fields, looker: &mut Looker) -> Vec<Line> {
    if let Some(lines) = part.lines(fields) {
        let mut read = |bytes: &[u8], read: Result<Document, Skipped>| {
            let read = read.or_else(|skipped| kill(bytes, skipped.place.clone()).ok_or(skipped));
            read.map(|item| looker.look(item))
        };
        return lines.map(|(bytes, found)| Line { bytes: bytes.to_vec(), read: read(bytes, found) }).collect();
    }
    let why = "of another format; wanted JSON lines, one item a line: {\"id\": ..., \"text\": ...}; \"variorum read\" makes them";
    let is_skipped = matches!(part, Part::Skipped(_));
    let skipped = part.parse_all(fields).into_iter().map(|parsed| match parsed {
        Err(skipped) if is_skipped => skipped,
        Err(Skipped { place, .. }) => Skipped { place, why: why.to_owned() },
        Ok(parsed) => Skipped { place: parsed.document.place, why: why.to_owned() },
    });
    skipped.map(|skipped| Line { bytes: Vec::new(), read: Err(skipped) }).collect()
}

/// Whether an input is a file, which has no pauses.
fn is_file(input: &Path) -> bool {
    let of_stdin = || io::stdin().as_fd().try_clone_to_owned().and_then(|handle| File::from(handle).metadata());
    let found = if input == Path::new("-") { of_stdin() } else { fs::metadata(input) };
    found.is_ok_and(|found| found.is_file())
}

/// Opens the file of rejects to add to it. A line that was broken off by a crash is taken out: it comes again.
fn open_rejects(path: &Path) -> Result<BufWriter<File>> {
    let open = || -> io::Result<File> {
        let mut file = File::options().create(true).append(true).read(true).open(path)?;
        if file.metadata()?.is_file() {
            let mut end = file.metadata()?.len();
            let mut byte = [0];
            while end > 0 {
                file.seek(io::SeekFrom::Start(end - 1))?;
                file.read_exact(&mut byte)?;
                if byte == [b'\n'] {
                    break;
                }
                end -= 1;
            }
            file.set_len(end)?;
        }
        Ok(file)
    };
    let file = open().with_context(|| format!("{}: cannot write", path.display()))?;
    Ok(BufWriter::with_capacity(1 << 16, file))
}

struct Run {
    filter: Filter,
    annotate: bool,
    pass: Option<BTreeSet<Fate>>,
    out: BufWriter<io::StdoutLock<'static>>,
    rejects: Option<BufWriter<File>>,
    /// The lines that wait for an answer.
    batch: Vec<Line>,
    /// How many of these are not known yet.
    new: usize,
    /// How many bytes they have.
    bytes: usize,
    skipped: bool,
}

impl Run {
    /// Answers all lines. With `wait` those that came are answered when no more come so long.
    fn all(&mut self, receive: &mpsc::Receiver<Vec<Line>>, wait: Option<Duration>) -> Result<()> {
        let mut began = Instant::now();
        loop {
            let next = match wait {
                Some(wait) if !self.batch.is_empty() => {
                    let left = (wait * 10).saturating_sub(began.elapsed());
                    match receive.recv_timeout(wait.min(left)) {
                        Err(RecvTimeoutError::Timeout) => {
                            self.answer()?;
                            continue;
                        }
                        next => next.ok(),
                    }
                }
                _ => receive.recv().ok(),
            };
            let Some(lines) = next else { break };
            for line in lines {
                if self.batch.is_empty() {
                    began = Instant::now();
                }
                self.new += usize::from(line.read.as_ref().is_ok_and(|item| !self.filter.knows(&item.item)));
                self.bytes += line.bytes.len();
                self.batch.push(line);
                let most = self.filter.settings().matching.block_documents;
                // What is known already fills no block: after a crash the blocks are those of a run that had none. It waits only
                // behind what is new.
                if self.new >= most || self.new == 0 && self.batch.len() >= most || self.bytes >= MOST_BYTES {
                    self.answer()?;
                }
            }
        }
        self.answer()
    }

    /// Answers the lines that wait.
    fn answer(&mut self) -> Result<()> {
        let (mut items, mut lines) = (Vec::new(), Vec::new());
        for Line { bytes, read } in std::mem::take(&mut self.batch) {
            lines.push((bytes, read.map(|item| items.push(item))));
        }
        (self.new, self.bytes) = (0, 0);
        let mut verdicts = self.filter.admit_looked(items, now())?.into_iter();
        for (bytes, read) in lines {
            match read {
                Ok(()) => {
                    if let Some(verdict) = verdicts.next() {
                        self.write(&bytes, &verdict)?;
                    }
                }
                Err(skipped) => self.reject(&bytes, &skipped)?,
            }
        }
        self.out.flush()?;
        if let Some(rejects) = &mut self.rejects {
            rejects.flush()?;
        }
        Ok(())
    }

    fn write(&mut self, line: &[u8], verdict: &Verdict) -> Result<()> {
        if self.annotate {
            self.out.write_all(&annotated(line, &verdict.json))?;
            return Ok(());
        }
        if self.pass.as_ref().map_or(passes(verdict.fate), |pass| pass.contains(&verdict.fate)) {
            self.out.write_all(line)?;
            if !line.ends_with(b"\n") {
                self.out.write_all(b"\n")?;
            }
        } else if let Some(rejects) = &mut self.rejects {
            rejects.write_all(&annotated(line, &verdict.json))?;
        }
        Ok(())
    }

    /// Tells why a line cannot be read, and keeps it among the rejects.
    fn reject(&mut self, line: &[u8], skipped: &Skipped) -> Result<()> {
        self.skipped = true;
        output::tell(&skipped.to_string());
        if let Some(rejects) = &mut self.rejects {
            let raw = String::from_utf8_lossy(line);
            output::json_line(
                rejects,
                &json!({ "raw": raw.trim_end_matches(['\n', '\r']), "variorum": { "error": skipped } }),
            )?;
        }
        Ok(())
    }
}

/// `line`, an object, with its verdict as the last field; all else stays as it was.
fn annotated(line: &[u8], verdict: &[u8]) -> Vec<u8> {
    let body = line.trim_ascii();
    if memchr::memmem::find(body, b"\"variorum\"").is_some()
        && let Ok(Value::Object(mut object)) = serde_json::from_slice(body)
        && object.contains_key("variorum")
    {
        // A line that was annotated before: there may be one verdict only.
        object.remove("variorum");
        return annotated(Value::Object(object).to_string().as_bytes(), verdict);
    }
    let inner = body.strip_suffix(b"}").unwrap_or(body);
    let is_empty = inner.trim_ascii() == b"{";
    [inner, if is_empty { b"" } else { b"," }, b"\"variorum\":", verdict, b"}\n"].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_verdict_is_added_and_nothing_else_is_changed() {
        let add = |line: &str| String::from_utf8(annotated(line.as_bytes(), b"{}")).unwrap();
        assert_eq!(add("{\"b\" : 1.0e1,\"a\":\"}\"}\r\n"), "{\"b\" : 1.0e1,\"a\":\"}\",\"variorum\":{}}\n");
        assert_eq!(add("{ }"), "{ \"variorum\":{}}\n");
        assert_eq!(add("{\"a\":1,\"variorum\":{\"verdict\":\"new\"}}"), "{\"a\":1,\"variorum\":{}}\n");
    }

    #[test]
    fn a_line_that_a_crash_broke_off_is_taken_out_of_the_rejects() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("rejects.jsonl");
        fs::write(&path, "{}\n{\"text\"").unwrap();
        let mut file = open_rejects(&path).unwrap();
        file.write_all(b"{\"next\":1}\n").unwrap();
        drop(file);
        assert_eq!(fs::read_to_string(&path).unwrap(), "{}\n{\"next\":1}\n");
    }

    #[test]
    fn spans_of_time_are_read() {
        assert_eq!(seconds("14d"), Ok(1_209_600));
        assert_eq!(seconds("90m"), Ok(5_400));
        assert!(seconds("14").is_err() && seconds("d").is_err() && seconds("0d").is_err());
    }
}
