//! How far a run is, on standard error, and only on a terminal.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::{io::IsTerminal, time::Duration};
use variorum::scan::Step;

/// Shows each step with its count, rate and time left.
pub(crate) struct Bar {
    bar: ProgressBar,
}

impl Bar {
    pub(crate) fn new() -> Self {
        let bar = ProgressBar::new_spinner();
        let target = if std::io::stderr().is_terminal() {
            ProgressDrawTarget::stderr_with_hz(5)
        } else {
            ProgressDrawTarget::hidden()
        };
        bar.set_draw_target(target);
        bar.enable_steady_tick(Duration::from_millis(200));
        Self { bar }
    }
}

impl Bar {
    /// Shows a step of the library.
    pub(crate) fn hear(&self, step: Step) {
        match step {
            Step::Begins { name, total } => {
                let template = if total.is_some() {
                    "{msg:<12} {pos}/{len} {per_sec} {eta} left"
                } else {
                    "{msg:<12} {pos} {per_sec}"
                };
                if let Ok(style) = ProgressStyle::with_template(template) {
                    self.bar.set_style(style);
                }
                self.bar.set_message(name);
                self.bar.set_length(total.unwrap_or(0) as u64);
                self.bar.reset();
            }
            Step::Done(more) => self.bar.inc(more as u64),
        }
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
