//! The command line: `variorum scan`, `compare`, `report`, `collate`, `facts`, `explain`.

mod cli;

use clap::Parser;
use std::process::ExitCode;

/// Many small lists are made and freed by all threads at once: a third of the time went to the system's allocator.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    cli::run(&cli::Arguments::parse())
}
