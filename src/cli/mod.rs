//! Arguments, terminal and exit codes; the work is done by the library.

mod collate;
mod compare;
mod explain;
mod facts;
mod filter;
mod index;
mod input;
mod kept;
mod output;
mod progress;
mod read;
mod report;
mod scan;
#[cfg(feature = "serve")]
mod serve;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// Finds the articles of a news corpus that are versions of one another, and shows where they disagree.
///
/// INPUT is a file, a folder (read recursively), a pattern in quotes ("news/**/*.html") or - for standard input. Read are text
/// files and web pages (one article a file), JSON lines and other JSON, CSV and TSV, web archives (WARC, WET), ninjs, NewsML-G2,
/// NITF, RSS and Atom, all of these also as .gz, .zst and in .tar and .zip; the content tells which. Data goes to standard output or to files, messages to standard error.
///
/// Exit codes: 0 done; 1 differences found (compare --exit-code only); 2 bad usage, or nothing could be done;
/// 3 done, but some documents were skipped.
#[derive(Debug, Parser)]
#[command(version, max_term_width = 110)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Scan(scan::Arguments),
    Compare(compare::Arguments),
    Report(report::Arguments),
    Collate(collate::Arguments),
    Facts(facts::Arguments),
    Explain(explain::Arguments),
    Filter(filter::Arguments),
    Index(index::Arguments),
    #[cfg(feature = "serve")]
    Serve(serve::Arguments),
    Read(read::Arguments),
}

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ended {
    /// All is done.
    Done,
    /// `compare --exit-code`: the two differ.
    Differ,
    /// Done, but some documents were skipped.
    Skipped,
}

/// Runs the command and tells how it ended, by exit code.
pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    #[cfg(feature = "serve")]
    let ends_itself = matches!(arguments.command, Command::Serve(_)); // it answers first who waits
    #[cfg(not(feature = "serve"))]
    let ends_itself = false;
    if !ends_itself {
        output::end_cleanly();
    }
    output::leave_damage_to_its_reader();
    let ended = match &arguments.command {
        Command::Scan(arguments) => scan::run(arguments),
        Command::Compare(arguments) => compare::run(arguments),
        Command::Report(arguments) => report::run(arguments),
        Command::Collate(arguments) => collate::run(arguments),
        Command::Facts(arguments) => facts::run(arguments),
        Command::Explain(arguments) => explain::run(arguments),
        Command::Filter(arguments) => filter::run(arguments),
        Command::Index(arguments) => index::run(arguments),
        #[cfg(feature = "serve")]
        Command::Serve(arguments) => serve::run(arguments),
        Command::Read(arguments) => read::run(arguments),
    };
    match ended {
        Ok(Ended::Done) => ExitCode::SUCCESS,
        Ok(Ended::Differ) => ExitCode::from(1),
        Ok(Ended::Skipped) => ExitCode::from(3),
        // A reader that has seen enough (`| head`) is no fault.
        Err(error) if output::is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            output::tell(&format!("{error:#}"));
            ExitCode::from(2)
        }
    }
}
