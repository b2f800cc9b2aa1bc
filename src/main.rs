//! The command line: `variorum scan`, `compare`, `report`, `collate`, `facts`, `explain`.

mod cli;

use clap::Parser;
use std::process::ExitCode;

/// Many small lists are made and freed by all threads at once: a third of the time went to the system's allocator.
///
/// Version 2, as 3 keeps freed memory for a second: a scan of 200,000 documents took an eighth more with it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    cli::run(&cli::Arguments::parse())
}
