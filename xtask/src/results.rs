//! Adds up the results that test runs report.
//!
//! *Invariant:* a run that fails without a failed test (a compilation error or a crash) counts as one failed test.

use std::fmt;
use std::ops::AddAssign;

/// Numbers of tests by result.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Results {
    /// Tests that passed.
    pub(crate) passed: u32,
    /// Tests that failed.
    pub(crate) failed: u32,
    /// Tests that were ignored, and runs that weren't possible on this machine.
    pub(crate) skipped: u32,
}

impl Results {
    /// Adds the numbers in one of libtest's `test result:` lines. Ignores other lines.
    pub(crate) fn read(&mut self, line: &str) {
        let line = without_colours(line);
        let Some((_, numbers)) = line.split_once("test result: ") else {
            return;
        };
        let number = |what: &str| {
            let before = numbers
                .split(&['.', ';'][..])
                .find_map(|part| part.trim().strip_suffix(what))?;
            before.trim().parse::<u32>().ok()
        };
        self.passed += number("passed").unwrap_or(0);
        self.failed += number("failed").unwrap_or(0);
        self.skipped += number("ignored").unwrap_or(0);
    }

    /// Returns the results of a finished run. Adds a failed test if the run failed without one.
    pub(crate) fn of_run(mut self, succeeded: bool) -> Self {
        if !succeeded && self.failed == 0 {
            self.failed = 1;
        }
        self
    }
}

impl AddAssign for Results {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

impl fmt::Display for Results {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} passed, {} failed, {} skipped",
            self.passed, self.failed, self.skipped
        )
    }
}

/// Returns a line without the terminal's escape sequences.
pub(crate) fn without_colours(line: &str) -> String {
    let mut parts = line.split("\u{1b}[");
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let end = part
            .find(|c: char| c.is_ascii_alphabetic())
            .map_or(part.len(), |at| at + 1);
        plain.push_str(&part[end..]);
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(lines: &[&str], succeeded: bool, expected: &str) {
        let mut results = Results::default();
        lines.iter().for_each(|line| results.read(line));
        assert_eq!(results.of_run(succeeded).to_string(), expected);
    }

    #[test]
    fn numbers_are_read_from_every_kind_of_runner() {
        check(
            &[
                "running 3 tests",
                "test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 2 filtered out; finished in 0.00s",
                "test result: \u{1b}[31mFAILED\u{1b}[0m. 2 passed; 1 failed; 0 ignored; 0 filtered out; finished in 0.12s",
            ],
            false,
            "5 passed, 1 failed, 1 skipped",
        );
    }

    #[test]
    fn a_run_that_says_nothing_and_fails_is_a_failure() {
        check(
            &["error: could not compile `sidelight`"],
            false,
            "0 passed, 1 failed, 0 skipped",
        );
        check(&["no tests to run!"], true, "0 passed, 0 failed, 0 skipped");
    }

    #[test]
    fn a_test_of_that_name_is_no_result() {
        check(
            &["test tally::test_result ... ok", "test result is read"],
            true,
            "0 passed, 0 failed, 0 skipped",
        );
    }
}
