//! End-to-end tests: the released site in real browsers, driven through WebDriver.
//!
//! `cargo xtask test --e2e` sets everything up and runs them; arguments after `--` choose cases by name.

mod harness;
mod smoke;

fn main() -> std::process::ExitCode {
    harness::run(smoke::cases())
}
