//! What the guides tell a newsroom to type, typed: with the program that has the reader in it, in an empty folder.

use std::env;
use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};
use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd};

use crate::harness::{Case, Page, Site, case};
use crate::serving::Served;

/// Where the guides and what they speak of are.
const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
/// What is brought in, by the name that the guide gives it, and what stands for it.
const BROUGHT_IN: [(&str, &str); 2] = [
    ("report.txt", "wire.txt"),
    ("saved-page.html", "newspaper.html"),
];

/// These cases.
pub(crate) fn cases() -> Vec<Case> {
    vec![
        case("a newsroom writes an article by the guide", async |page| {
            let folder = tempfile::tempdir()?;
            for (name, fixture) in BROUGHT_IN {
                let fixture = Path::new(ROOT).join("tests/fixtures/import").join(fixture);
                fs::copy(fixture, folder.path().join(name))?;
            }
            let typed = follow(page, "authoring.md", folder.path()).await?;
            for command in ["new", "check", "serve", "build", "import", "suggest"] {
                let command = format!("sidelight {command} ");
                assert!(
                    typed
                        .iter()
                        .any(|typed| format!("{typed} ").starts_with(&command)),
                    "the guide doesn't tell of `{command}`"
                );
            }
            is_a_site(page, &folder.path().join("public")).await
        })
        .once(),
        case("a newsroom publishes a site by the guide", async |page| {
            let folder = tempfile::tempdir()?;
            follow(page, "publishing.md", folder.path()).await?;
            let public = folder.path().join("public");
            for file in ["feed.xml", "sitemap.xml", "404.html", "_headers"] {
                assert!(public.join(file).is_file(), "{file}");
            }
            // Pages of a site that knows its address run their program there alone.
            let site = Site::start(&public).await?;
            let build = format!(
                "sidelight build articles --out public --base-url {}",
                site.origin()
            );
            let output = typed(&build, folder.path())?.output()?;
            ensure!(output.status.success(), "`{build}`: {}", output.status);
            shows_an_article(page, &site).await
        })
        .once(),
    ]
}

/// Types all commands of a guide, one after another; which they were.
async fn follow(page: &Page, guide: &str, folder: &Path) -> Result<Vec<String>> {
    let guide = fs::read_to_string(Path::new(ROOT).join("docs").join(guide))?;
    let commands = commands(&guide);
    ensure!(!commands.is_empty(), "the guide has no commands");
    // While the site is being pressed for the first time there is no page yet.
    page.expect_error("status of 404");
    for command in &commands {
        if command.starts_with("sidelight serve") {
            let served = Served::start(&mut typed(command, folder)?)?;
            page.client().goto(&served.address).await?;
            is_adopted(page).await?;
            // Its events would break off otherwise.
            page.client().goto("about:blank").await?;
        } else {
            let output = typed(command, folder)?.output()?;
            ensure!(
                output.status.success(),
                "`{command}` ended with {}: {}",
                output.status,
                String::from_utf8_lossy(&output.stderr)
            );
        }
    }
    Ok(commands)
}

/// A command as a shell runs it that has the program on its path.
pub(crate) fn typed(command: &str, folder: &Path) -> Result<Command> {
    let program = Path::new(env!("CARGO_BIN_EXE_sidelight"));
    let beside = program.parent().context("the program is in no folder")?;
    let rest = env::var_os("PATH").unwrap_or_default();
    let path = [beside.to_owned()]
        .into_iter()
        .chain(env::split_paths(&rest));
    let mut shell = Command::new("sh");
    // In the shell's stead, so that whoever ends it ends the program.
    shell
        .args(["-c", &format!("exec {command}")])
        .env("PATH", env::join_paths(path)?)
        .current_dir(folder);
    Ok(shell)
}

/// The lines of a guide's blocks of shell commands, without the remarks beside them.
fn commands(guide: &str) -> Vec<String> {
    let mut commands = Vec::new();
    let mut is_shell = false;
    for event in Parser::new(guide) {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(language))) => {
                is_shell = &*language == "sh";
            }
            Event::End(TagEnd::CodeBlock) => is_shell = false,
            Event::Text(text) if is_shell => {
                let lines = text
                    .lines()
                    .map(|line| line.split('#').next().unwrap_or_default());
                commands.extend(
                    lines
                        .map(str::trim)
                        .filter(|line| !line.is_empty())
                        .map(str::to_owned),
                );
            }
            _ => {}
        }
    }
    commands
}

/// Whether a folder, put on a server, is a site with an article in it.
async fn is_a_site(page: &Page, folder: &Path) -> Result<()> {
    shows_an_article(page, &Site::start(folder).await?).await
}

/// Waits until the program runs in a site's article.
async fn shows_an_article(page: &Page, site: &Site) -> Result<()> {
    page.client()
        .goto(&format!("{}/flood-in-the-valley/", site.origin()))
        .await?;
    is_adopted(page).await?;
    // The page would ask for its worker when the server has gone.
    Ok(page.client().goto("about:blank").await?)
}

/// Waits until the program in the page has come to life: that which the newsroom's program carries.
async fn is_adopted(page: &Page) -> Result<()> {
    page.wait_until(
        "document.querySelector('h1') && document.querySelector('#boxes-chrome button')",
    )
    .await
}
