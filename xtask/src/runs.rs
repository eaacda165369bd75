//! Test runs at the same time, with readable output.
//!
//! *Invariant:* each line is printed whole. Lines that belong together, such as the reasons of failures, are printed in
//! one piece.

use std::io::Write;
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow};

use crate::failures::Failures;
use crate::process::run_reading;
use crate::progress::Progress;
use crate::results::Results;

/// A test run or build that runs beside others.
pub(crate) struct Job<'a> {
    what: String,
    work: Box<dyn FnOnce() -> Result<Outcome> + Send + 'a>,
}

impl<'a> Job<'a> {
    /// Makes a job. `what` is its name in messages.
    pub(crate) fn new(
        what: impl Into<String>,
        work: impl FnOnce() -> Result<Outcome> + Send + 'a,
    ) -> Self {
        Self {
            what: what.into(),
            work: Box::new(work),
        }
    }

    /// Runs the job. Returns its name, its outcome and its time. An error counts as one failed test.
    fn perform(self) -> (String, Outcome, Duration) {
        let started = Instant::now();
        let outcome = (self.work)().unwrap_or_else(|error| {
            eprintln!("{}: {error:#}", self.what);
            Outcome::failed()
        });
        (self.what, outcome, started.elapsed())
    }
}

/// Outcome of a test run.
#[derive(Default)]
pub(crate) struct Outcome {
    /// Numbers of passed, failed and skipped tests.
    pub(crate) results: Results,
    /// The tests that failed, with their reasons.
    pub(crate) failures: Failures,
}

impl Outcome {
    /// Runs tests until they end, and prints their output as `shown` decides.
    pub(crate) fn of(tests: &mut Command, mut shown: Shown) -> Result<Self> {
        let mut outcome = Self::default();
        let status = run_reading(tests, |line| {
            outcome.results.read(line);
            outcome.failures.read(line);
            shown.print(line)
        })?;
        shown.flush()?;
        outcome.results = outcome.results.of_run(status.success());
        Ok(outcome)
    }

    fn failed() -> Self {
        Self {
            results: Results::default().of_run(false),
            failures: Failures::default(),
        }
    }
}

/// Runs all jobs at the same time, as one step, and records the time of each. The outcomes are in the order of the jobs.
/// Returns `None`, without a step, if there are no jobs.
pub(crate) fn together(
    how: &str,
    jobs: Vec<Job<'_>>,
    progress: &mut Progress,
) -> Option<Vec<(String, Outcome, Duration)>> {
    let names: Vec<_> = jobs.iter().map(|job| job.what.clone()).collect();
    let title = format!("{how} {}", names.join(", "));
    if names.is_empty() {
        return None;
    }
    let performed = progress.step_judged(
        &title,
        || {
            thread::scope(|scope| {
                let threads: Vec<_> = jobs
                    .into_iter()
                    .map(|job| scope.spawn(|| job.perform()))
                    .collect();
                threads
                    .into_iter()
                    .map(|thread| thread.join().map_err(|_| anyhow!("a job panicked")))
                    .collect::<Result<Vec<_>>>()
            })
        },
        |outcomes| {
            outcomes
                .iter()
                .all(|(_, outcome, _)| outcome.results.failed == 0)
        },
    );
    let performed = performed.unwrap_or_else(|error| {
        eprintln!("{error:#}");
        vec![(title, Outcome::failed(), Duration::ZERO)]
    });
    if performed.len() > 1 {
        for (what, outcome, time) in &performed {
            progress.note(what, *time, outcome.results.failed == 0);
        }
    }
    Some(performed)
}

/// Rules for printing the output of a run.
pub(crate) struct Shown {
    held: Vec<String>,
    is_holding: bool,
    in_blocks: bool,
}

impl Shown {
    /// Prints each line immediately, except the reasons of failures. Those are held until the result and printed in one
    /// piece.
    pub(crate) fn live() -> Self {
        Self::new(false)
    }

    /// Prints the output of each test program in one piece, when its result is known.
    pub(crate) fn in_blocks() -> Self {
        Self::new(true)
    }

    fn new(in_blocks: bool) -> Self {
        Self {
            held: Vec::new(),
            is_holding: in_blocks,
            in_blocks,
        }
    }

    /// Takes the next line. Returns the lines that can be printed now.
    fn take(&mut self, line: &str) -> Vec<String> {
        self.held.push(line.to_owned());
        if line == "failures:" {
            self.is_holding = true;
        } else if line.contains("test result: ") {
            self.is_holding = self.in_blocks;
            return std::mem::take(&mut self.held);
        }
        if self.is_holding {
            Vec::new()
        } else {
            std::mem::take(&mut self.held)
        }
    }

    fn print(&mut self, line: &str) -> Result<()> {
        let lines = self.take(line);
        write(&lines)
    }

    fn flush(&mut self) -> Result<()> {
        write(&std::mem::take(&mut self.held))
    }
}

fn write(lines: &[String]) -> Result<()> {
    let mut stdout = std::io::stdout().lock();
    lines
        .iter()
        .try_for_each(|line| writeln!(stdout, "{line}"))
        .context("nobody reads the output any more")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the text that is printed after each line. Pieces are separated by `|`; the lines that are still held follow
    /// ` / `.
    fn pieces(mut shown: Shown, lines: &[&str]) -> String {
        let pieces: Vec<_> = lines
            .iter()
            .map(|line| shown.take(line).join(","))
            .filter(|piece| !piece.is_empty())
            .collect();
        format!("{} / {}", pieces.join("|"), shown.held.join(","))
    }

    #[test]
    fn cases_are_shown_as_they_end_and_failures_in_one_piece() {
        let lines = [
            "test a",
            "failures:",
            "why",
            "test result: FAILED",
            "test b",
        ];
        assert_eq!(
            pieces(Shown::live(), &lines),
            "test a|failures:,why,test result: FAILED|test b / "
        );
    }

    #[test]
    fn a_block_ends_with_its_result() {
        let lines = ["test a", "test result: ok", "test b", "killed"];
        assert_eq!(
            pieces(Shown::in_blocks(), &lines),
            "test a,test result: ok / test b,killed"
        );
    }

    #[test]
    fn jobs_are_done_together_and_reported_in_order() {
        let (first, second) = std::sync::mpsc::channel();
        let jobs = vec![
            // Each job waits for the other, so they can't run one after the other.
            Job::new("one", move || {
                second.recv().context("the other job is gone")?;
                Ok(Outcome::default())
            }),
            Job::new("two", move || {
                first.send(()).context("the other job is gone")?;
                anyhow::bail!("no engine")
            }),
        ];
        let outcomes = together("Run", jobs, &mut Progress::new(1)).unwrap();
        let outcomes: Vec<_> = outcomes
            .iter()
            .map(|(what, outcome, _)| (what.as_str(), outcome.results.failed))
            .collect();
        assert_eq!(outcomes, [("one", 0), ("two", 1)]);
        assert!(together("Run", Vec::new(), &mut Progress::new(0)).is_none());
    }
}
