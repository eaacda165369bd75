//! Results of fuzzing, read from libFuzzer's output.

use std::fmt::Write;

/// Number of lines of a failure that are shown.
const SHOWN: usize = 12;

/// Result of running one target.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Outcome {
    target: String,
    runs: u64,
    per_second: u64,
    /// Number of inputs that libFuzzer keeps because each adds coverage (`corp:`).
    corpus: u64,
    /// Number of covered code blocks or edges (`cov:`).
    coverage: u64,
    /// Number of inputs that failed, took too long or used too much memory.
    pub(super) crashes: u64,
    /// Time of the slowest input, in whole seconds.
    slowest: u64,
    /// First lines of the first failure. `None` if there were no crashes.
    pub(super) failure: Option<String>,
}

impl Outcome {
    /// Reads the output of a target's run. Numbers that are missing in it become 0.
    pub(super) fn read(target: &str, log: &str) -> Self {
        let mut outcome = Self {
            target: target.to_owned(),
            ..Self::default()
        };
        let is_failure =
            |line: &&str| line.contains(" panicked at ") || line.contains("ERROR: libFuzzer:");
        for line in log.lines() {
            if let Some(value) = number_after(line, "stat::number_of_executed_units:") {
                outcome.runs = value;
            }
            if let Some(value) = number_after(line, "stat::average_exec_per_sec:") {
                outcome.per_second = value;
            }
            if let Some(value) = number_after(line, "stat::slowest_unit_time_sec:") {
                outcome.slowest = value;
            }
            if line.starts_with('#') {
                outcome.coverage = number_after(line, " cov:").unwrap_or(outcome.coverage);
                outcome.corpus = number_after(line, " corp:").unwrap_or(outcome.corpus);
            }
            outcome.crashes += u64::from(line.starts_with("SUMMARY: libFuzzer:"));
        }
        let failure: Vec<&str> = log
            .lines()
            .skip_while(|line| !is_failure(line))
            .take(SHOWN)
            .collect();
        outcome.failure = (outcome.crashes > 0 && !failure.is_empty()).then(|| failure.join("\n"));
        outcome
    }
}

/// Returns the whole number after `name` in a line. Returns `None` if the line has no such name or number.
fn number_after(line: &str, name: &str) -> Option<u64> {
    let (_, rest) = line.split_once(name)?;
    let rest = rest.trim_start();
    let end = rest
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(rest.len());
    rest[..end].parse().ok()
}

/// Returns a table of runs, in Markdown.
pub(super) fn table(outcomes: &[Outcome]) -> String {
    let mut out = String::from(
        "| target | runs | per second | corpus | coverage | crashes | slowest unit |\n\
         | --- | ---: | ---: | ---: | ---: | ---: | ---: |\n",
    );
    for outcome in outcomes {
        // Writing to a string can't fail.
        let _ = writeln!(
            out,
            "| {} | {} | {} | {} | {} | {} | {} s |",
            outcome.target,
            outcome.runs,
            outcome.per_second,
            outcome.corpus,
            outcome.coverage,
            outcome.crashes,
            outcome.slowest
        );
    }
    out
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    const STATS: &str = "stat::number_of_executed_units: 8193
stat::average_exec_per_sec:     4096
stat::new_units_added:          12
stat::slowest_unit_time_sec:    1
stat::peak_rss_mb:              99
";

    #[test]
    fn a_run_is_read_from_its_end() {
        let log = format!(
            "#2\tINITED cov: 24 ft: 25 corp: 1/1b exec/s: 0 rss: 30Mb
#8192\tpulse  cov: 2841 ft: 9532 corp: 463/82Kb lim: 4096 exec/s: 4096 rss: 99Mb
#8193\tDONE   cov: 2842 ft: 9533 corp: 464/82Kb lim: 4096 exec/s: 4096 rss: 99Mb
Done 8193 runs in 2 second(s)
{STATS}"
        );
        let outcome = Outcome::read("site", &log);
        assert_eq!(
            outcome,
            Outcome {
                target: "site".into(),
                runs: 8193,
                per_second: 4096,
                corpus: 464,
                coverage: 2842,
                crashes: 0,
                slowest: 1,
                failure: None,
            }
        );
        let table = table(&[outcome]);
        let last = table.lines().last().unwrap();
        assert_eq!(last, "| site | 8193 | 4096 | 464 | 2842 | 0 | 1 s |");
    }

    #[test]
    fn a_run_that_failed_shows_how() {
        let log = format!(
            "#8193\tNEW    cov: 2842 ft: 9533 corp: 464/82Kb lim: 4096 exec/s: 4096 rss: 99Mb

thread '<unnamed>' (7) panicked at properties/site.rs:3:5:
no directive
==7== ERROR: libFuzzer: deadly signal
{STATS}SUMMARY: libFuzzer: deadly signal
artifact_prefix='artifacts/site/'; Test unit written to artifacts/site/crash-1
"
        );
        let outcome = Outcome::read("site", &log);
        assert_eq!((outcome.crashes, outcome.corpus), (1, 464));
        let failure = outcome.failure.unwrap();
        assert!(failure.starts_with("thread '<unnamed>'"), "{failure}");
        assert!(failure.contains("no directive") && failure.contains("crash-1"));
    }
}
