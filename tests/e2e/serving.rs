//! `sidelight serve`: an open page is updated while its article is being written.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result};
use tempfile::TempDir;

use crate::guides::typed;
use crate::harness::{Answer, Case, case};

/// JavaScript for the frame of the page's only `sidelight-article` element.
const FRAME: &str =
    "document.querySelector('sidelight-article').shadowRoot.querySelector('iframe')";

/// A page of another site that tries to read drafts. It lists the attempts that succeeded in `came`. `SERVED` is replaced
/// by the drafts' base URL.
const ATTACK: &str = "<script>
    const once = (name, attributes) => new Promise((resolve, reject) => {
      const element = Object.assign(document.createElement(name), attributes, { onload: resolve, onerror: reject });
      document.body.append(element);
    });
    const stream = () => new Promise((resolve, reject) => {
      const events = new EventSource('SERVED-sidelight/events');
      Object.assign(events, { onopen: resolve, onerror: () => (events.close(), reject()) });
    });
    const tries = {
      page: () => fetch('SERVEDone/'),
      package: () => fetch('SERVEDone/article.json'),
      index: () => fetch('SERVED.sidelight/index.json'),
      unread: () => fetch('SERVEDone/article.json', { mode: 'no-cors' }),
      script: () => once('script', { src: 'SERVEDone/article.json' }),
      picture: () => once('img', { src: 'SERVEDone/share.png' }),
      stream,
      // What everybody may have, so that the others don't fail for another reason.
      embed: () => fetch('SERVEDembed.js'),
    };
    addEventListener('load', async () => {
      const came = [];
      for (const [name, attempt] of Object.entries(tries)) {
        await attempt().then(() => came.push(name), () => {});
      }
      window.came = came;
    });
  </script>";

/// Returns the cases of this module.
pub(crate) fn cases() -> Vec<Case> {
    vec![
        case(
            "drafts can be embedded by pages of this machine, and read or framed by no other site",
            async |page| {
                page.expect_error("");
                let folder = tempfile::tempdir()?;
                let articles = folder.path().join("articles");
                write(&articles, "A draft", "2012-06-13")?;
                let text = fs::read_to_string(articles.join("one/article.md"))?;
                let picture = "![A page of another site](embedded.png)\n\n";
                fs::write(articles.join("one/article.md"), text + picture)?;
                fs::copy(
                    concat!(
                        env!("CARGO_MANIFEST_DIR"),
                        "/../../docs/pictures/embedded.png"
                    ),
                    articles.join("one/embedded.png"),
                )?;
                // A site with a base URL has share images, and its pages run the program only at that address.
                let site = "base-url = \"https://example.org/news\"\n";
                fs::write(articles.join("site.toml"), site)?;
                let served = Served::start(&mut typed(
                    "sidelight serve articles --port 0",
                    folder.path(),
                )?)?;
                let at = &served.address;
                page.client().goto(&format!("{at}one/")).await?;
                page.wait_until("document.querySelector('h1')?.textContent === 'A draft'")
                    .await?;

                page.run("fetch('share.png').then(answer => { window.shared = answer.ok })")
                    .await?;
                page.wait_until("window.shared").await?;

                // The page's own origin differs from the server's. With another host name it is also another site.
                let host = |name: &str, path: &str| {
                    let origin = page.site().origin().replace("127.0.0.1", name);
                    format!("{origin}{path}")
                };
                let html = |path: &str, body: String| {
                    let answer = Answer {
                        status: 200,
                        media_type: "text/html; charset=utf-8",
                        body: format!("<!doctype html><body>{body}").into_bytes(),
                    };
                    page.site().answer(path, answer);
                };
                html(
                    "/host.html",
                    format!(
                        "<sidelight-article src=\"{at}one/\" scroll height=\"600\"></sidelight-article><script src=\"{at}embed.js\"></script>"
                    ),
                );
                page.client().goto(&host("localhost", "/host.html")).await?;
                page.wait_until("document.querySelector('sidelight-article')?.shadowRoot")
                    .await?;
                page.element(FRAME).await?.enter_frame().await?;
                page.wait_until(
                    "performance.getEntriesByName('sidelight:adopt', 'measure').length > 0",
                )
                .await?;
                page.run("document.querySelector('.prose img').scrollIntoView()")
                    .await?;
                page.wait_until("document.querySelector('.prose img').naturalWidth > 0")
                    .await?;
                page.client().enter_parent_frame().await?;

                html("/attack.html", ATTACK.replace("SERVED", at));
                page.client()
                    .goto(&host("localhost", "/attack.html"))
                    .await?;
                page.wait_until("window.came").await?;
                assert_eq!(page.get::<Vec<String>>("came").await?, ["embed"]);

                let frame = format!("<iframe src=\"{at}one/\" onload=\"loaded = true\"></iframe>");
                html("/frame.html", frame);
                for (name, is_shown) in [("localhost", true), ("attacker.localhost", false)] {
                    page.client().goto(&host(name, "/frame.html")).await?;
                    page.wait_until("window.loaded").await?;
                    page.client().enter_frame(0).await?;
                    let shown = "document.querySelector('h1')?.textContent === 'A draft'";
                    assert_eq!(page.get::<bool>(shown).await?, is_shown, "{name}");
                    page.client().enter_parent_frame().await?;
                }
                // Leaves the page before the server stops, because the page would report a broken event stream.
                Ok(page.client().goto("about:blank").await?)
            },
        ),
        case(
            "a page follows its article as it is saved, and shows what is wrong with it",
            async |page| {
                // This shell's program is empty; pages are complete without it.
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
                page.wait_until("document.getElementById('sidelight-diagnostics')")
                    .await?;
                let shown = page.text("#sidelight-diagnostics pre").await?;
                assert!(shown.contains("error[SL020]"), "{shown}");
                assert!(shown.contains("one/article.md:5:9"), "{shown}");
                assert!(
                    page.get::<bool>(&headline("A second headline")).await?,
                    "the last good page"
                );
                assert!(page.get::<bool>("scrollY == 500").await?);
                let at_bottom = "Math.abs(document.getElementById('sidelight-diagnostics').getBoundingClientRect().bottom - innerHeight) < 1";
                assert!(
                    page.get::<bool>(at_bottom).await?,
                    "styles are let through by the page's policy"
                );

                server.write("A fourth headline", "2012-06-13")?;
                page.wait_until(&headline("A fourth headline")).await?;
                assert!(
                    page.get::<bool>("!document.getElementById('sidelight-diagnostics')")
                        .await?
                );
                Ok(())
            },
        ),
    ]
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
            "/../../tests/fixtures/shell/index.html"
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

/// A running `sidelight serve`, killed when it is dropped.
pub(crate) struct Served {
    process: Child,
    /// The base URL, with a trailing slash.
    pub(crate) address: String,
    /// The folder of its temporary site. The killed server can't remove it.
    _temp: TempDir,
}

impl Served {
    /// Starts the server and waits until it prints its address.
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
        // Its later output is read and dropped, so that the pipe never fills up.
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
        // The process may have ended already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
