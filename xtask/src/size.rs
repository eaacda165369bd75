//! `cargo xtask size`: compares the size of a reader's downloads with budgets.

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use flate2::{Compression, write::GzEncoder};

use crate::needs;
use crate::page::Page;
use crate::progress::Progress;
use crate::site;
use crate::workspace;

/// Budget of the program for built pages, wasm and glue together, in bytes of brotli. The goal is 110 KB. 1.4 KB of it
/// are the styles of what the program adds to a page. They made pages larger before. This figure may only be lowered.
const PROGRAM_BUDGET: usize = 155_500;
/// Budget of the program that also renders packages, wasm and glue together, in bytes of brotli. Only `reader/?package=`
/// loads it. It also contains the components and the JSON parser, which a built page doesn't need. 3 KB of it check
/// hostile packages: characters that disguise words, ids that collide, and pictures in a parent folder. 8 KB read and show
/// what packages may have since they name a default source: topics, related stories, details of authors, times of day,
/// dates and terms of facts. 22 KB read, check and draw five kinds of boxes (votes, questions, glossary, claims, figures)
/// and four kinds of blocks (tables, pull quotes, groups of pictures, audio and video). 10 KB render the toolbar, which is a
/// part of built pages, and check and draw key facts, axes of timelines, and neighbours and names on maps.
/// 6 KB read, check and show documents of sources, and 1.4 KB are styles that pages had before.
const PACKAGE_BUDGET: usize = 267_000;
/// Budget of an article's page, HTML and CSS together, in bytes of brotli. The goal is 25 KB. The toolbar with its panels
/// takes 2 KB, its script and styles 1 KB.
const PAGE_BUDGET: usize = 26_300;
/// Budget of the largest box page together with the loader, in bytes of brotli. It is small because other sites embed such
/// pages among much else.
const BOX_BUDGET: usize = 10_200;
/// Budget of `embed.js`, the script for hosts, in bytes of brotli.
const HOST_BUDGET: usize = 1_500;
/// Limit for requests until the page can be read. The one request is the page itself.
const REQUEST_BUDGET: usize = 1;

/// Sizes of one download, in bytes.
#[derive(Clone, Debug)]
struct Weight {
    what: &'static str,
    raw: usize,
    gzip: usize,
    brotli: usize,
}

impl Weight {
    fn of(what: &'static str, bytes: &[u8]) -> Result<Self> {
        Ok(Self {
            what,
            raw: bytes.len(),
            gzip: gzip(bytes)?,
            brotli: brotli(bytes)?,
        })
    }
}

/// A limit and the measured value, in the same unit.
struct Budget {
    what: &'static str,
    spent: usize,
    limit: usize,
}

/// Builds the release and prints the sizes. Returns false if a budget is exceeded.
pub(crate) fn size(json: bool) -> Result<bool> {
    let missing = needs::missing(&site::needs(true))?;
    let mut progress = Progress::new(missing.len() + 2);
    needs::meet_all(&missing, &mut progress)?;
    progress.step("Build the site for release", site::build_release)?;
    let (weights, requests) = progress.step("Compress the files that readers download", || {
        measure(&workspace::dist())
    })?;
    let brotli = |names: &[&str]| {
        weights
            .iter()
            .filter(|weight| names.contains(&weight.what))
            .map(|weight| weight.brotli)
            .sum()
    };
    let budgets = [
        Budget {
            what: "wasm + glue, brotli",
            spent: brotli(&["wasm", "glue"]),
            limit: PROGRAM_BUDGET,
        },
        Budget {
            what: "package wasm + glue, brotli",
            spent: brotli(&["package wasm", "package glue"]),
            limit: PACKAGE_BUDGET,
        },
        Budget {
            what: "page (HTML + CSS), brotli",
            spent: brotli(&["page"]),
            limit: PAGE_BUDGET,
        },
        Budget {
            what: "largest box page + boot.js, brotli",
            spent: brotli(&["box page", "boot.js"]),
            limit: BOX_BUDGET,
        },
        Budget {
            what: "embed.js, brotli",
            spent: brotli(&["embed.js"]),
            limit: HOST_BUDGET,
        },
        Budget {
            what: "requests until readable",
            spent: requests,
            limit: REQUEST_BUDGET,
        },
    ];
    if json {
        println!("{}", as_json(&weights, &budgets));
    } else {
        print_table(&weights, &budgets);
    }
    Ok(budgets.iter().all(|budget| budget.spent <= budget.limit))
}

fn measure(dist: &Path) -> Result<(Vec<Weight>, usize)> {
    let (html, page) = read_page(dist)?;
    let (package_html, package_page) = read_page(&dist.join("reader"))?;
    let reader = page.boot()?;
    let package = package_page.boot()?;
    let weights = vec![
        Weight::of("page", &html)?,
        Weight::of("boot.js", &read(&dist.join(&reader.src))?)?,
        Weight::of("glue", &read(&dist.join(&reader.glue))?)?,
        Weight::of("wasm", &read(&dist.join(&reader.wasm))?)?,
        largest_box(dist)?,
        Weight::of("embed.js", &read(&dist.join("embed.js"))?)?,
        Weight::of("package page", &package_html)?,
        Weight::of(
            "package glue",
            &read(&dist.join("reader").join(&package.glue))?,
        )?,
        Weight::of(
            "package wasm",
            &read(&dist.join("reader").join(&package.wasm))?,
        )?,
    ];
    Ok((weights, 1 + page.blocking.len()))
}

/// Returns the size of the largest box page, by brotli. Returns an error if the site has no box page.
fn largest_box(dist: &Path) -> Result<Weight> {
    let mut weights = Vec::new();
    for article in folders(dist)? {
        for fact_box in folders(&article)? {
            let page = fact_box.join("index.html");
            if article.join("article.json").is_file() && page.is_file() {
                weights.push(Weight::of("box page", &read(&page)?)?);
            }
        }
    }
    weights
        .into_iter()
        .max_by_key(|weight| weight.brotli)
        .context("the site has no box page")
}

fn folders(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut folders = Vec::new();
    for entry in
        std::fs::read_dir(folder).with_context(|| format!("can't read {}", folder.display()))?
    {
        let path = entry?.path();
        if path.is_dir() {
            folders.push(path);
        }
    }
    Ok(folders)
}

fn read_page(folder: &Path) -> Result<(Vec<u8>, Page)> {
    let html = read(&folder.join("index.html"))?;
    let page = Page::read(&html)?;
    Ok((html, page))
}

fn read(path: &Path) -> Result<Vec<u8>> {
    std::fs::read(path).with_context(|| format!("can't read {}", path.display()))
}

fn gzip(bytes: &[u8]) -> Result<usize> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?.len())
}

/// Returns the compressed size at quality 11, with the window that most servers use for precompressed files.
fn brotli(bytes: &[u8]) -> Result<usize> {
    let mut compressed = Vec::new();
    let mut encoder = brotli::CompressorWriter::new(&mut compressed, 4096, 11, 22);
    encoder.write_all(bytes)?;
    encoder.flush()?;
    drop(encoder);
    Ok(compressed.len())
}

/// Formats bytes as KB of 1,000 bytes, with one decimal place, rounded down.
fn kb(bytes: usize) -> String {
    format!("{}.{}", bytes / 1000, bytes % 1000 / 100)
}

fn print_table(weights: &[Weight], budgets: &[Budget]) {
    println!("{:<14}{:>10}{:>10}{:>10}", "KB", "raw", "gzip", "brotli");
    for weight in weights {
        println!(
            "{:<14}{:>10}{:>10}{:>10}",
            weight.what,
            kb(weight.raw),
            kb(weight.gzip),
            kb(weight.brotli)
        );
    }
    println!();
    for Budget { what, spent, limit } in budgets {
        let verdict = if spent <= limit { "ok" } else { "over budget" };
        let number = |value: usize| {
            if what.ends_with("brotli") {
                format!("{} KB", kb(value))
            } else {
                value.to_string()
            }
        };
        println!(
            "{what}: {} of {}: {verdict}",
            number(*spent),
            number(*limit)
        );
    }
}

fn as_json(weights: &[Weight], budgets: &[Budget]) -> serde_json::Value {
    let weights = weights.iter().map(|weight| {
        (
            weight.what.to_owned(),
            serde_json::json!({ "raw": weight.raw, "gzip": weight.gzip, "brotli": weight.brotli }),
        )
    });
    let budgets = budgets.iter().map(|budget| {
        let kept = budget.spent <= budget.limit;
        (
            budget.what.to_owned(),
            serde_json::json!({ "spent": budget.spent, "limit": budget.limit, "kept": kept }),
        )
    });
    serde_json::json!({
        "bytes": weights.collect::<serde_json::Map<_, _>>(),
        "budgets": budgets.collect::<serde_json::Map<_, _>>(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kilobyte_has_a_thousand_bytes() {
        for (bytes, text) in [
            (999, "0.9"),
            (1000, "1.0"),
            (80_000, "80.0"),
            (24_990, "24.9"),
        ] {
            assert_eq!(kb(bytes), text);
        }
    }

    #[test]
    fn compressing_makes_text_small_and_is_complete() {
        let text = "fourteen people ".repeat(500);
        let weight = Weight::of("page", text.as_bytes()).unwrap();
        assert!(
            weight.brotli < weight.gzip && weight.gzip < 200,
            "{weight:?}"
        );
        assert!(weight.brotli > 10);
    }
}
