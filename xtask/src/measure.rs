//! `cargo xtask measure`: measures in browsers on this machine the time that the browser program costs a reader.
//!
//! The measurements are in `tests/e2e/measure.rs`. This module prepares two sites for them: the release site, and a site
//! with the longest article that Sidelight is designed for.

use std::fmt::Write;
use std::path::Path;

use anyhow::{Context, Result};

use crate::engine::Engine;
use crate::install;
use crate::needs;
use crate::process::{Scratch, run, run_passing_on};
use crate::progress::Progress;
use crate::site;
use crate::test_env::TestEnv;
use crate::workspace;

/// Number of paragraphs of the longest article.
const PARAGRAPHS: usize = 4_500;
/// Number of facts of the longest article. Each has its evidence in a paragraph of its own.
const FACTS: usize = 45;
/// A page as Trunk writes it, into which the long article is rendered.
const SHELL: &str = "tests/fixtures/shell/index.html";
/// The loader, which starts the browser program.
const BOOT: &str = "assets/boot.js";

/// Measures in these engines, and prints those that were skipped. Returns false if a measurement misses its target.
pub(crate) fn measure(engines: &[Engine]) -> Result<bool> {
    let missing = needs::missing(&site::needs(true))?;
    let mut progress = Progress::new(missing.len() + engines.len() + 3);
    needs::meet_all(&missing, &mut progress)?;
    let env = TestEnv::set_up(engines, &mut progress);
    progress.step("Build the site for release", site::build_release)?;
    let scratch = Scratch::new(workspace::root().join("target").join("measure"))?;
    let long = scratch.path().join("site");
    progress.step(
        &format!("Build an article of {PARAGRAPHS} paragraphs"),
        || build_long_article(&scratch.path().join("articles"), &long),
    )?;
    let mut tests = env.end_to_end_tests(&env.engines().collect::<Vec<_>>())?;
    tests.arg("--quiet").env("SIDELIGHT_MEASURE", &long);
    let status = progress.step("Measure", || run_passing_on(&mut tests))?;
    for (engine, reason) in env.skipped() {
        println!("skipped: {} ({reason})", engine.name());
    }
    Ok(status.success())
}

/// Builds a site with one long article and the browser programs of the release.
fn build_long_article(articles: &Path, site: &Path) -> Result<()> {
    let article = articles.join("long");
    for folder in [&article, site] {
        std::fs::create_dir_all(folder)
            .with_context(|| format!("can't make {}", folder.display()))?;
    }
    std::fs::write(article.join("article.md"), long_article())
        .context("can't write the article")?;
    std::fs::write(article.join("facts.toml"), long_facts()).context("can't write its facts")?;
    // The shell is in the output folder. `sidelight build` reads the loader and the browser programs from beside it.
    let shell = site.join("index.html");
    for (from, to) in [(SHELL, &shell), (BOOT, &site.join("boot.js"))] {
        std::fs::copy(workspace::root().join(from), to)
            .with_context(|| format!("can't copy {from}"))?;
    }
    install::lay(site, |program, ending| match ending {
        "wasm" => format!("sidelight-{program}_bg.wasm"),
        ending => format!("sidelight-{program}.{ending}"),
    })?;
    run(workspace::command(site::sidelight_program()?)
        .arg("build")
        .arg(articles)
        .arg("--shell")
        .arg(&shell)
        .arg("--out")
        .arg(site))
}

/// Returns 4,500 paragraphs of 60 words, with a crosshead every 50 paragraphs.
fn long_article() -> String {
    let words = [
        "police", "trial", "the", "of", "workers", "a", "Janaozen", "said", "people", "movement",
        "in",
    ];
    let mut text = String::from(
        "+++\nheadline = \"A long article\"\nstandfirst = \"As long as they come.\"\npublished = 2026-11-23\nas-of = 2026-11-23\n\
         [[byline]]\nname = \"Nobody\"\n[[source]]\nid = \"none\"\ntitle = \"None\"\n\
         [[alias]]\nname = \"Janaozen\"\nspellings = [\"Zhanaozen\", \"Жаңаөзен\"]\n+++\n\n",
    );
    for paragraph in 0..PARAGRAPHS {
        if paragraph % 50 == 1 {
            let _ = write!(text, "## Part {paragraph}\n\n");
        }
        let _ = write!(text, "Paragraph {paragraph} says that");
        for word in 0..56 {
            let _ = write!(
                text,
                " {}",
                words[(paragraph * 7 + word * word) % words.len()]
            );
        }
        text.push_str(".\n\n");
    }
    text.push_str("::box{#facts}\n");
    text
}

fn long_facts() -> String {
    let mut facts = String::from(
        "[[box]]\nid = \"facts\"\nkind = \"demands\"\ntitle = \"Facts\"\ngist = \"One from every hundredth paragraph.\"\n\n",
    );
    for fact in 0..FACTS {
        let paragraph = fact * (PARAGRAPHS / FACTS);
        let _ = write!(
            facts,
            "[[box.fact]]\nid = \"fact-{fact}\"\naspect = \"demand\"\nstatement = \"A demand of paragraph {paragraph}.\"\nby = \"Somebody\"\n\
             evidence = [\"Paragraph {paragraph} says\"]\n\n",
        );
    }
    facts
}
