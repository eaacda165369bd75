//! Runs the commands of the newsroom guides, with a `sidelight` that includes the reader, in an empty folder.

use std::env;
use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};
use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd};

use crate::harness::{Case, Page, Site, case};
use crate::serving::Served;

/// The repository, with the guides and the files that they mention.
pub(crate) const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
/// Files that the guides import: the name in the guide, and the fixture used for it.
const BROUGHT_IN: [(&str, &str); 2] = [
    ("report.txt", "wire.txt"),
    ("saved-page.html", "newspaper.html"),
];

/// Returns the cases of this module.
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
            // Pages built with a base URL run the program only at that address.
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

/// Runs all commands of a guide, in order. Returns the commands.
async fn follow(page: &Page, guide: &str, folder: &Path) -> Result<Vec<String>> {
    let guide = fs::read_to_string(Path::new(ROOT).join("docs").join(guide))?;
    let commands = commands(&guide);
    ensure!(!commands.is_empty(), "the guide has no commands");
    // The page doesn't exist until the first build is complete.
    page.expect_error("status of 404");
    for command in &commands {
        if command.starts_with("sidelight serve") {
            let served = Served::start(&mut typed(command, folder)?)?;
            page.client().goto(&served.address).await?;
            is_adopted(page).await?;
            // Leaves the page before the server stops, because the page would report a broken event stream.
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

/// Returns a shell command line as a [`Command`], with `sidelight` on its `PATH`.
pub(crate) fn typed(command: &str, folder: &Path) -> Result<Command> {
    let program = Path::new(env!("CARGO_BIN_EXE_sidelight"));
    let beside = program.parent().context("the program is in no folder")?;
    let rest = env::var_os("PATH").unwrap_or_default();
    let path = [beside.to_owned()]
        .into_iter()
        .chain(env::split_paths(&rest));
    let mut shell = Command::new("sh");
    // `exec` replaces the shell, so killing the process kills the program.
    shell
        .args(["-c", &format!("exec {command}")])
        .env("PATH", env::join_paths(path)?)
        .current_dir(folder);
    Ok(shell)
}

/// Returns the lines of a guide's shell code blocks, without comments.
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

/// Serves a folder and waits until its article is shown and adopted.
async fn is_a_site(page: &Page, folder: &Path) -> Result<()> {
    shows_an_article(page, &Site::start(folder).await?).await
}

/// Waits until the program has adopted a site's article.
async fn shows_an_article(page: &Page, site: &Site) -> Result<()> {
    page.client()
        .goto(&format!("{}/flood-in-the-valley/", site.origin()))
        .await?;
    is_adopted(page).await?;
    // Leaves the page before the server stops, because the page would still request its service worker.
    Ok(page.client().goto("about:blank").await?)
}

/// Waits until the program in the page runs. It is the one embedded in the `sidelight` command.
async fn is_adopted(page: &Page) -> Result<()> {
    page.wait_until(
        "document.querySelector('h1') && document.querySelector('#boxes-chrome button')",
    )
    .await
}
