//! Announces the steps of a command on stderr, and records their times.

use std::fs::OpenOptions;
use std::io::Write;
use std::time::{Duration, Instant};

use anyhow::Result;

/// The environment variable with the path of a Markdown table. Each step adds a row: command, step, time, result.
/// `.ci/run` writes the table's head.
pub(crate) const TABLE: &str = "SIDELIGHT_TIMES";

/// Numbered steps of one command, with the time that each took.
pub(crate) struct Progress {
    total: usize,
    done: usize,
    started: Instant,
    timings: Vec<(String, Duration)>,
}

impl Progress {
    /// Starts counting. `total` is the number of steps that will be announced.
    pub(crate) fn new(total: usize) -> Self {
        Self {
            total,
            done: 0,
            started: Instant::now(),
            timings: Vec::new(),
        }
    }

    /// Announces the next step, runs it, and records its time.
    pub(crate) fn step<T>(&mut self, what: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
        self.step_judged(what, work, |_| true)
    }

    /// Does the same for work that can fail without returning an error. `is_well` judges the result.
    pub(crate) fn step_judged<T>(
        &mut self,
        what: &str,
        work: impl FnOnce() -> Result<T>,
        is_well: impl FnOnce(&T) -> bool,
    ) -> Result<T> {
        self.done += 1;
        eprintln!("\n[{}/{}] {what}", self.done, self.total);
        let started = Instant::now();
        let result = work();
        self.note(what, started.elapsed(), result.as_ref().is_ok_and(is_well));
        result
    }

    /// Announces steps that don't depend on each other, runs them at the same time, and records the time of each. The
    /// results are in the order of the steps.
    pub(crate) fn together<T: Send>(
        &mut self,
        steps: Vec<(String, impl FnOnce() -> Result<T> + Send)>,
    ) -> Vec<Result<T>> {
        for (what, _) in &steps {
            self.done += 1;
            eprintln!("\n[{}/{}] {what}", self.done, self.total);
        }
        let done = std::thread::scope(|scope| {
            let running: Vec<_> = steps
                .into_iter()
                .map(|(what, work)| {
                    scope.spawn(move || {
                        let started = Instant::now();
                        let result = work();
                        (what, started.elapsed(), result)
                    })
                })
                .collect();
            running
                .into_iter()
                .map(|step| {
                    step.join()
                        .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
                })
                .collect::<Vec<_>>()
        });
        let mut results = Vec::new();
        for (what, time, result) in done {
            self.note(&what, time, result.is_ok());
            results.push(result);
        }
        results
    }

    /// Records the time of a step or of a part of it. `is_well` is false if it failed.
    pub(crate) fn note(&mut self, what: &str, time: Duration, is_well: bool) {
        if let Some(file) = std::env::var_os(TABLE) {
            let command = std::env::args().nth(1).unwrap_or_default();
            let row = row(&command, what, time, is_well);
            let table = OpenOptions::new().append(true).create(true).open(&file);
            if let Err(error) = table.and_then(|mut table| table.write_all(row.as_bytes())) {
                eprintln!("can't write {}: {error}", file.display());
            }
        }
        self.timings.push((what.to_owned(), time));
    }

    /// Prints the time of each step and the total.
    pub(crate) fn print_timings(&self) {
        eprintln!();
        for (what, time) in &self.timings {
            eprintln!("{:>8}  {what}", seconds(*time));
        }
        eprintln!("{:>8}  in all", seconds(self.started.elapsed()));
    }
}

/// Returns one row of the table at [`TABLE`].
fn row(command: &str, what: &str, time: Duration, is_well: bool) -> String {
    let result = if is_well { "ok" } else { "**failed**" };
    format!("| {command} | {what} | {} | {result} |\n", seconds(time))
}

/// Formats a duration for people: `0.4 s`, `12 s`, `3 min 05 s`.
pub(crate) fn seconds(time: Duration) -> String {
    let whole = time.as_secs();
    match whole {
        0..10 => format!("{:.1} s", time.as_secs_f64()),
        10..60 => format!("{whole} s"),
        _ => format!("{} min {:02} s", whole / 60, whole % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_that_wait_for_each_other_are_done_at_the_same_time() {
        let both_run = std::sync::Barrier::new(2);
        let mut progress = Progress::new(2);
        let step = |result| {
            let both_run = &both_run;
            (format!("step {result}"), move || {
                both_run.wait();
                Ok(result)
            })
        };
        let results: Result<Vec<_>> = progress
            .together(vec![step(1), step(2)])
            .into_iter()
            .collect();
        assert_eq!(results.unwrap(), [1, 2]);
        let titles: Vec<_> = progress
            .timings
            .iter()
            .map(|(what, _)| what.as_str())
            .collect();
        assert_eq!(titles, ["step 1", "step 2"]);
    }

    #[test]
    fn a_row_has_four_cells() {
        let time = Duration::from_secs(61);
        assert_eq!(
            row("lint", "Clippy", time, true),
            "| lint | Clippy | 1 min 01 s | ok |\n"
        );
        assert_eq!(
            row("lint", "Clippy", time, false),
            "| lint | Clippy | 1 min 01 s | **failed** |\n"
        );
    }

    #[test]
    fn times_are_for_people() {
        for (ms, text) in [
            (420, "0.4 s"),
            (9_940, "9.9 s"),
            (12_800, "12 s"),
            (185_000, "3 min 05 s"),
        ] {
            assert_eq!(seconds(Duration::from_millis(ms)), text);
        }
    }
}
