//! Says what is being done and how far it is, on stderr.

use std::time::{Duration, Instant};

/// Numbered steps of one command.
pub(crate) struct Progress {
    total: usize,
    done: usize,
    started: Instant,
    timings: Vec<(String, Duration)>,
}

impl Progress {
    /// `total` steps are to be announced by [`Progress::step`].
    pub(crate) fn new(total: usize) -> Self {
        Self {
            total,
            done: 0,
            started: Instant::now(),
            timings: Vec::new(),
        }
    }

    /// Announces the next step, does it, and notes how long it took.
    pub(crate) fn step<T>(&mut self, what: &str, work: impl FnOnce() -> T) -> T {
        self.done += 1;
        eprintln!("\n[{}/{}] {what}", self.done, self.total);
        let started = Instant::now();
        let result = work();
        self.timings.push((what.to_owned(), started.elapsed()));
        result
    }

    /// Announces steps that don't depend on each other, does them at the same time, and notes how long each took.
    pub(crate) fn together<T: Send>(
        &mut self,
        steps: Vec<(String, impl FnOnce() -> T + Send)>,
    ) -> Vec<T> {
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
            self.timings.push((what, time));
            results.push(result);
        }
        results
    }

    /// Prints how long each step took.
    pub(crate) fn print_timings(&self) {
        eprintln!();
        for (what, time) in &self.timings {
            eprintln!("{:>8}  {what}", seconds(*time));
        }
        eprintln!("{:>8}  in all", seconds(self.started.elapsed()));
    }
}

/// A time for people: `0.4 s`, `12 s`, `3 min 05 s`.
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
                result
            })
        };
        assert_eq!(progress.together(vec![step(1), step(2)]), [1, 2]);
        let titles: Vec<_> = progress
            .timings
            .iter()
            .map(|(what, _)| what.as_str())
            .collect();
        assert_eq!(titles, ["step 1", "step 2"]);
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
