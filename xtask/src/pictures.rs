//! `cargo xtask pictures`: takes screenshots of the release site in each engine, for people to look at.

use anyhow::Result;

use crate::engine::Engine;
use crate::needs;
use crate::process::run_passing_on;
use crate::progress::Progress;
use crate::site;
use crate::test::end_to_end_tests;
use crate::test_env::TestEnv;

/// Takes the screenshots. Returns false if an engine couldn't be set up or some of its screenshots are missing.
pub(crate) fn pictures(engines: &[Engine]) -> Result<bool> {
    let missing = needs::missing(&site::needs(true))?;
    let mut progress = Progress::new(missing.len() + engines.len() + 2);
    needs::meet_all(&missing, &mut progress)?;
    let env = TestEnv::set_up(engines, &mut progress);
    progress.step("Build the site for release", site::build_release)?;
    let mut tests = end_to_end_tests(&env, &env.engines().collect::<Vec<_>>())?;
    tests.arg("--quiet").env("SIDELIGHT_PICTURES", "1");
    let status = progress.step("Take pictures", || run_passing_on(&mut tests))?;
    for (engine, reason) in env.skipped() {
        println!("skipped: {} ({reason})", engine.name());
    }
    Ok(status.success() && env.skipped().is_empty())
}
