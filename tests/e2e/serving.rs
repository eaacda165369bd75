//! `sidelight serve`: an open page follows its article while that is being written.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result};
use tempfile::TempDir;

use crate::harness::{Case, case};

/// These cases.
pub(crate) fn cases() -> Vec<Case> {
    vec![case(
        "a page follows its article as it is saved, and shows what is wrong with it",
        async |page| {
            // The program of this shell is empty; pages are whole without it.
            page.expect_error("");
            let server = Server::start()?;
            let url = format!("{}one/", server.served.address);
            page.client().goto(&url).await?;
            let headline = |text: &str| {
                format!(
                    "document.querySelector('h1')?.textContent.includes('{text}') && document.readyState == 'complete'"
                )
            };
            page.wait_until(&headline("A first headline")).await?;
            assert!(
                page.get::<bool>("innerHeight < document.documentElement.scrollHeight - 600")
                    .await?
            );
            page.run("scrollTo(0, 500)").await?;
            page.wait_until("scrollY == 500").await?;

            server.write("A second headline", "2012-06-13")?;
            page.wait_until(&headline("A second headline")).await?;
            page.wait_until("scrollY == 500").await?;

            server.write("A third headline", "2012-06-31")?;
            page.wait_until("document.getElementById('sidelight-faults')")
                .await?;
            let shown = page.text("#sidelight-faults pre").await?;
            assert!(shown.contains("error[SL020]"), "{shown}");
            assert!(shown.contains("one/article.md:5:9"), "{shown}");
            assert!(
                page.get::<bool>(&headline("A second headline")).await?,
                "the last good page"
            );
            assert!(page.get::<bool>("scrollY == 500").await?);
            let at_bottom = "Math.abs(document.getElementById('sidelight-faults').getBoundingClientRect().bottom - innerHeight) < 1";
            assert!(
                page.get::<bool>(at_bottom).await?,
                "styles are let through by the page's policy"
            );

            server.write("A fourth headline", "2012-06-13")?;
            page.wait_until(&headline("A fourth headline")).await?;
            assert!(
                page.get::<bool>("!document.getElementById('sidelight-faults')")
                    .await?
            );
            Ok(())
        },
    )]
}

/// A server with one long article.
struct Server {
    articles: TempDir,
    served: Served,
}

impl Server {
    fn start() -> Result<Self> {
        let articles = tempfile::tempdir()?;
        write(articles.path(), "A first headline", "2012-06-13")?;
        let shell = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/tests/fixtures/shell/index.html"
        );
        let served = Served::start(
            Command::new(env!("CARGO_BIN_EXE_sidelight"))
                .args(["serve", "--port", "0", "--shell", shell])
                .arg(articles.path()),
        )?;
        Ok(Self { articles, served })
    }

    fn write(&self, headline: &str, as_of: &str) -> Result<()> {
        write(self.articles.path(), headline, as_of)
    }
}

/// A running `sidelight serve`, ended when it is dropped.
pub(crate) struct Served {
    process: Child,
    /// What it serves at, with a slash at its end.
    pub(crate) address: String,
    /// Where it keeps the site, which it can't remove when it is killed.
    _temp: TempDir,
}

impl Served {
    /// Starts it and waits until it says where it serves.
    pub(crate) fn start(serve: &mut Command) -> Result<Self> {
        let temp = tempfile::tempdir()?;
        let mut process = serve
            .env("TMPDIR", temp.path())
            .stderr(Stdio::piped())
            .spawn()?;
        let said = process.stderr.take().context("it says nothing")?;
        let mut lines = BufReader::new(said).lines();
        let address = loop {
            let line = lines.next().context("it has ended")??;
            if let Some(at) = line.find("http://") {
                let address = line[at..].split(' ').next().unwrap_or_default();
                break address.to_owned();
            }
        };
        // What it says later must not stop it.
        std::thread::spawn(move || lines.for_each(drop));
        Ok(Self {
            process,
            address,
            _temp: temp,
        })
    }
}

fn write(articles: &Path, headline: &str, as_of: &str) -> Result<()> {
    let folder = articles.join("one");
    fs::create_dir_all(&folder)?;
    if !folder.join("facts.toml").exists() {
        fs::write(folder.join("facts.toml"), "")?;
    }
    let paragraphs = "A paragraph that is there to be scrolled past.\n\n".repeat(60);
    let article = format!(
        "+++\nheadline = \"{headline}\"\nstandfirst = \"B\"\npublished = 2026-11-23\nas-of = {as_of}\n\
         byline = [{{ name = \"C\" }}]\nsource = [{{ id = \"d\", title = \"E\" }}]\n+++\n\n{paragraphs}"
    );
    fs::write(folder.join("article.md"), article)?;
    Ok(())
}

impl Drop for Served {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
