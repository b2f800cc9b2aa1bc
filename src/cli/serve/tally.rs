//! What is counted, in the words of Prometheus.

use std::{
    fmt::Write,
    sync::atomic::{AtomicU64, Ordering::Relaxed},
    time::Duration,
};
use variorum::index::Fate;

/// Upper bounds of the times that are counted, in milliseconds.
const BOUNDS: [u64; 10] = [1, 2, 5, 10, 20, 50, 100, 200, 500, 2_000];

/// Routes whose requests are counted.
pub(super) const ROUTES: [&str; 6] = ["check", "admit", "ninjs", "documents", "clusters", "compare"];

/// Statuses by their first digit.
const CLASSES: [&str; 3] = ["2xx", "4xx", "5xx"];

#[derive(Default)]
struct Route {
    answers: [AtomicU64; CLASSES.len()],
    times: [AtomicU64; BOUNDS.len()],
    microseconds: AtomicU64,
    count: AtomicU64,
}

/// All counters.
#[derive(Default)]
pub(super) struct Tally {
    routes: [Route; ROUTES.len()],
    verdicts: [AtomicU64; Fate::ALL.len()],
    documents: AtomicU64,
}

impl Tally {
    /// Counts an answer of the route of this number.
    pub(super) fn answer(&self, route: usize, status: u16, took: Duration) {
        let route = &self.routes[route];
        let class = match status {
            200..400 => 0,
            400..500 => 1,
            _ => 2,
        };
        route.answers[class].fetch_add(1, Relaxed);
        let milliseconds = took.as_millis() as u64;
        if let Some(place) = BOUNDS.iter().position(|&bound| milliseconds < bound) {
            route.times[place].fetch_add(1, Relaxed);
        }
        route.microseconds.fetch_add(took.as_micros() as u64, Relaxed);
        route.count.fetch_add(1, Relaxed);
    }

    /// Counts a verdict on a new item.
    pub(super) fn verdict(&self, fate: Fate) {
        self.verdicts[fate as usize].fetch_add(1, Relaxed);
    }

    /// How many documents the index has had.
    pub(super) fn documents(&self, count: usize) {
        self.documents.store(count as u64, Relaxed);
    }

    /// See [`Tally::documents`].
    pub(super) fn count(&self) -> usize {
        self.documents.load(Relaxed) as usize
    }

    /// The text that Prometheus reads; `waiting` requests wait for the index.
    pub(super) fn text(&self, waiting: usize) -> String {
        let mut out = String::new();
        let head = |out: &mut String, name: &str, kind: &str, help: &str| {
            let _ = writeln!(out, "# HELP variorum_{name} {help}\n# TYPE variorum_{name} {kind}");
        };
        head(&mut out, "answers_total", "counter", "Requests that were answered.");
        for (name, route) in ROUTES.iter().zip(&self.routes) {
            for (class, count) in CLASSES.iter().zip(&route.answers) {
                let count = count.load(Relaxed);
                let _ = writeln!(out, "variorum_answers_total{{route=\"{name}\",status=\"{class}\"}} {count}");
            }
        }
        head(&mut out, "answer_seconds", "histogram", "Time from the head of a request to its answer.");
        for (name, route) in ROUTES.iter().zip(&self.routes) {
            let mut sum = 0;
            for (bound, count) in BOUNDS.iter().zip(&route.times) {
                sum += count.load(Relaxed);
                let seconds = *bound as f64 / 1_000.0;
                let _ = writeln!(out, "variorum_answer_seconds_bucket{{route=\"{name}\",le=\"{seconds}\"}} {sum}");
            }
            let count = route.count.load(Relaxed);
            let seconds = route.microseconds.load(Relaxed) as f64 / 1_000_000.0;
            let _ = writeln!(out, "variorum_answer_seconds_bucket{{route=\"{name}\",le=\"+Inf\"}} {count}");
            let _ = writeln!(out, "variorum_answer_seconds_sum{{route=\"{name}\"}} {seconds}");
            let _ = writeln!(out, "variorum_answer_seconds_count{{route=\"{name}\"}} {count}");
        }
        head(&mut out, "verdicts_total", "counter", "Verdicts on items that were new.");
        for (fate, count) in Fate::ALL.iter().zip(&self.verdicts) {
            let _ = writeln!(out, "variorum_verdicts_total{{verdict=\"{}\"}} {}", fate.name(), count.load(Relaxed));
        }
        head(&mut out, "index_documents", "gauge", "Documents that the index has had.");
        let _ = writeln!(out, "variorum_index_documents {}", self.documents.load(Relaxed));
        head(&mut out, "waiting", "gauge", "Requests that wait for the index.");
        let _ = writeln!(out, "variorum_waiting {waiting}");
        out
    }
}
