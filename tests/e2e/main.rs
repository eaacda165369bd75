//! End-to-end tests: the released site in real browsers, driven through WebDriver.
//!
//! `cargo xtask test --e2e` sets everything up and runs them; arguments after `--` choose cases by name. With
//! `SIDELIGHT_MEASURE` set, as `cargo xtask measure` does, measurements run in their place.

mod blocked;
mod boxes;
mod harness;
mod jumping;
mod layout;
mod measure;
mod package;
mod reading;

fn main() -> std::process::ExitCode {
    if std::env::var_os("SIDELIGHT_MEASURE").is_some() {
        return harness::run(measure::cases());
    }
    let cases = [
        reading::cases(),
        jumping::cases(),
        boxes::cases(),
        package::cases(),
        blocked::cases(),
        layout::cases(),
    ];
    harness::run(cases.into_iter().flatten().collect())
}
