//! Collects failed tests and their reasons from the output of test runs, to repeat them at the end of half an hour's
//! output.
//!
//! *Invariant:* every test that has its own section (`---- name ----`) in a runner's output is reported, with the first
//! lines of that section. Nothing else is reported.

use std::fmt;
use std::ops::AddAssign;

use crate::results::without_colours;

/// Limits for a reported reason: lines, and characters per line.
const LINES: usize = 12;
const WIDTH: usize = 300;

/// Tests that failed, with their reasons.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Failures {
    failed: Vec<Failure>,
    /// True while the next line may belong to the reason of the last test.
    is_reading: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Failure {
    name: String,
    reason: Vec<String>,
}

impl Failures {
    /// Prefixes the tests' names with the engine, unless they begin with it. Only some runners name the engine.
    pub(crate) fn in_engine(mut self, engine: &str) -> Self {
        for Failure { name, .. } in &mut self.failed {
            if !name.starts_with(engine) {
                *name = format!("{engine}: {name}");
            }
        }
        self
    }

    /// Reads the next line of output.
    pub(crate) fn read(&mut self, line: &str) {
        let line = without_colours(line);
        if let Some(name) = heading(&line) {
            self.failed.push(Failure {
                name: name.to_owned(),
                reason: Vec::new(),
            });
            self.is_reading = true;
        } else if self.is_reading
            && let Some(Failure { reason, .. }) = self.failed.last_mut()
        {
            let ends = line.trim().is_empty() && !reason.is_empty()
                || line.eq_ignore_ascii_case("stack backtrace:");
            if ends || reason.len() == LINES {
                self.is_reading = false;
            } else if !line.trim().is_empty() {
                reason.push(line.chars().take(WIDTH).collect());
            }
        }
    }
}

impl AddAssign for Failures {
    fn add_assign(&mut self, other: Self) {
        self.failed.extend(other.failed);
        self.is_reading = false;
    }
}

/// Returns the name of a test from the heading of its section, such as libtest's `---- name stdout ----`. Other runners
/// have another last word or none. Returns `None` if the line is no heading.
fn heading(line: &str) -> Option<&str> {
    let name = line.strip_prefix("---- ")?.strip_suffix(" ----")?;
    let bare = ["stdout", "stderr", "output"]
        .iter()
        .find_map(|stream| name.strip_suffix(stream))
        .unwrap_or(name);
    Some(bare.trim())
}

impl fmt::Display for Failures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for Failure { name, reason } in &self.failed {
            writeln!(f, "failed: {name}")?;
            for line in reason {
                writeln!(f, "    {line}")?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(output: &str, expected: &str) {
        let mut failures = Failures::default();
        output.lines().for_each(|line| failures.read(line));
        assert_eq!(failures.to_string(), expected);
    }

    #[test]
    fn reasons_are_told_from_every_kind_of_runner() {
        check(
            "test one ... FAILED\n\nfailures:\n\n---- one stdout ----\n\nthread 'one' (7) panicked at src/one.rs:1:2:\n\
             assertion failed\nstack backtrace:\n   0: std::panicking\n\n---- chromium: two ----\nnot true within 10 s: `x`\n\n\
             Stack backtrace:\n   0: anyhow\n\nfailures:\n    one\n    chromium: two\n\ntest result: FAILED.\n",
            "failed: one\n    thread 'one' (7) panicked at src/one.rs:1:2:\n    assertion failed\n\
             failed: chromium: two\n    not true within 10 s: `x`\n",
        );
    }

    #[test]
    fn of_a_long_reason_the_beginning_is_told() {
        let long = "a".repeat(WIDTH + 9);
        let short = "a".repeat(WIDTH);
        check(
            &format!(
                "---- one ----\n{long}\n1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n13\n---- two output ----\n"
            ),
            &format!(
                "failed: one\n    {short}\n    1\n    2\n    3\n    4\n    5\n    6\n    7\n    8\n    9\n    10\n    11\nfailed: two\n"
            ),
        );
    }

    #[test]
    fn the_engine_is_named_once() {
        let mut failures = Failures::default();
        for line in [
            "---- boxes::open output ----",
            "why",
            "",
            "---- webkit: two ----",
        ] {
            failures.read(line);
        }
        let mut all = Failures::default();
        all += failures.in_engine("webkit");
        assert_eq!(
            all.to_string(),
            "failed: webkit: boxes::open\n    why\nfailed: webkit: two\n"
        );
    }

    #[test]
    fn where_nothing_failed_nothing_is_told() {
        check("running 1 test\n---- \ntest one ... ok\n", "");
    }
}
