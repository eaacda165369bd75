//! End-to-end tests: the released site in real browsers, driven through WebDriver.
//!
//! `cargo xtask test --e2e` sets everything up and runs the cases. Arguments after `--` select cases by name.
//! `cargo xtask measure` makes this program measure instead, and `cargo xtask pictures` makes it take pictures.

mod accessibility;
mod boxes;
mod card;
mod editions;
mod embedding;
mod examples;
mod failing;
mod guides;
mod harness;
mod hostile;
#[path = "../hostile_cases/mod.rs"]
mod hostile_cases;
mod jumping;
mod layout;
mod leaving;
mod listening;
mod long;
mod measure;
mod media;
mod memory;
mod no_wasm;
mod offline;
mod package;
mod pictures;
mod print;
mod reading;
mod searching;
mod serving;
mod sharing;
mod storing;
mod tables;
mod theming;
#[path = "../tiny_font/mod.rs"]
mod tiny_font;
mod tools;
mod translated;
mod typography;

fn main() -> std::process::ExitCode {
    if let Some(long) = std::env::var_os("SIDELIGHT_MEASURE") {
        return measure::run(long.as_ref());
    }
    if std::env::var_os("SIDELIGHT_PICTURES").is_some() {
        return pictures::run();
    }
    let cases = [
        reading::cases(),
        jumping::cases(),
        boxes::cases(),
        package::cases(),
        no_wasm::cases(),
        layout::cases(),
        media::cases(),
        leaving::cases(),
        long::cases(),
        serving::cases(),
        guides::cases(),
        examples::cases(),
        editions::cases(),
        embedding::cases(),
        hostile::cases(),
        tools::cases(),
        typography::cases(),
        sharing::cases(),
        print::cases(),
        searching::cases(),
        translated::cases(),
        card::cases(),
        listening::cases(),
        offline::cases(),
        storing::cases(),
        tables::cases(),
        theming::cases(),
        memory::cases(),
        accessibility::cases(),
        failing::cases(),
    ];
    harness::run(&cases.into_iter().flatten().collect::<Vec<_>>())
}
