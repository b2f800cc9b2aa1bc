//! The command line: `variorum scan`, `compare`, `report`, `collate`, `facts`, `explain`.

mod cli;

use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    cli::run(&cli::Arguments::parse())
}
