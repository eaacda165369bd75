//! The example articles in `tests/fixtures/articles`, on a site of their own. Between them, they have boxes of every kind.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use crate::accessibility::{ENOUGH, faultless};
use crate::embedding::{FRAME, Host, SCRIPT};
use crate::guides::{ROOT, typed};
use crate::harness::{Answer, Case, Engine, Page, Site, case, with_address};
use crate::jumping::{adopted_at, has_focus};
use crate::layout::fits_width;
use crate::print::{NO_PRINT, printed};
use crate::reading::{in_view, without_space};
use crate::searching::{count, enter, open_search};

/// The folders of the examples, each with a word of its text.
pub(crate) const EXAMPLES: [(&str, &str); 4] = [
    ("election-night", "gallery"),
    ("flood", "millimetres"),
    ("harbour-sale", "slipway"),
    ("town-budget", "lanterns"),
];

/// JavaScript that opens everything that can be opened in the text.
const OPEN_ALL: &str =
    "document.querySelectorAll('#sidelight details').forEach(details => details.open = true)";

/// Returns the cases of this module.
pub(crate) fn cases() -> Vec<Case> {
    vec![
        case(
            "examples: every box opens, and its facts lead to their passages and back",
            async |page| {
                let examples = Examples::start(page).await?;
                for (slug, word) in EXAMPLES {
                    examples.open(page, slug).await?;
                    follow_facts(page).await.context(slug)?;
                    open_search(page).await?;
                    enter(page, word).await?;
                    ensure!(count(page).await? > 0, "{slug} has no {word:?}");
                }
                Ok(())
            },
        ),
        case(
            "examples: every fact is a row of the table that readers download",
            async |page| {
                let examples = Examples::start(page).await?;
                for (slug, _) in EXAMPLES {
                    examples.open(page, slug).await?;
                    page.run(
                        "window.table = null; const make = URL.createObjectURL; \
                         URL.createObjectURL = blob => { blob.text().then(text => window.table = text); return make.call(URL, blob) }; \
                         HTMLAnchorElement.prototype.click = () => {}",
                    )
                    .await?;
                    page.wait_until("document.querySelector('#tool-share')").await?;
                    page.click("#tool-share").await?;
                    has_focus(page, "panel-share").await?;
                    page.click("#share-csv").await?;
                    page.wait_until("window.table").await?;
                    let table: String = page.get("window.table").await?;
                    let facts: usize = page
                        .get("document.querySelectorAll('[data-fact-number]').length")
                        .await?;
                    assert_eq!(table.matches("\r\n").count(), facts + 1, "{slug}");
                }
                Ok(())
            },
        ),
        case(
            "examples: nothing is wider than a phone or a desktop, open or closed",
            async |page| {
                let examples = Examples::start(page).await?;
                for width in [360, 1280] {
                    page.resize(width, 800).await?;
                    for (slug, _) in EXAMPLES {
                        examples.open(page, slug).await?;
                        fits_width(page, &format!("{slug} at {width} px")).await?;
                        page.run(OPEN_ALL).await?;
                        fits_width(page, &format!("{slug}, open, at {width} px")).await?;
                    }
                }
                Ok(())
            },
        ),
        case("examples: axe-core finds nothing", async |page| {
            let examples = Examples::start(page).await?;
            for (slug, _) in EXAMPLES {
                examples.open(page, slug).await?;
                faultless(page, "html", slug).await?;
                page.run(OPEN_ALL).await?;
                faultless(page, "html", &format!("{slug}, open")).await?;
            }
            Ok(())
        })
        .not_in(Engine::Webkit, ENOUGH),
        case("examples: the element fits its frame to each", async |page| {
            let examples = Examples::start(page).await?;
            let host = Host::of(page, &examples.site).await?;
            for (slug, _) in EXAMPLES {
                examples.know_origin(slug)?;
                page.resize(1000, 800).await?;
                host.open(&format!(
                    "<sidelight-article src=\"EMBED/{slug}/\">Fallback</sidelight-article>{SCRIPT}"
                ))
                .await?;
                host.frame(FRAME).always_fits().await.context(slug)?;
            }
            Ok(())
        }),
        case(
            "examples: facts lead to their documents, and the page of sources fits and is faultless",
            async |page| {
                let examples = Examples::start(page).await?;
                examples.open(page, "harbour-sale").await?;
                page.run(OPEN_ALL).await?;
                let folder = format!("{}/harbour-sale/", examples.site.origin());
                let links: Vec<String> = page
                    .get("[...document.querySelectorAll('.from .to-text')].map(link => link.href)")
                    .await?;
                let own = links.iter().filter(|link| link.starts_with(&folder));
                // Five in the judgment and two in the recording. The saved page is at its own address.
                ensure!(own.count() == 7, "{links:#?}");
                let answers: Vec<u16> = page
                    .get(&format!(
                        "Promise.all([...new Set({links:?}.filter(link => link.startsWith({folder:?})).map(link => link.split('#')[0]))]\
                         .map(link => fetch(link).then(answer => answer.status)))"
                    ))
                    .await?;
                assert_eq!(answers, [200; 2]);
                // The page of sources has no program.
                page.click("a[href='sources/']").await?;
                page.wait_until("location.pathname.endsWith('/sources/') && document.readyState === 'complete'")
                    .await?;
                for width in [320, 1280] {
                    page.resize(width, 800).await?;
                    fits_width(page, "the page of sources").await?;
                }
                if page.engine() != Engine::Webkit {
                    faultless(page, "html", "the page of sources").await?;
                }
                page.click(".record-facts a[href$='#fact-price-limit']").await?;
                has_focus(page, "fact-price-limit").await
            },
        ),
        case("examples: on paper is every fact", async |page| {
            let examples = Examples::start(page).await?;
            for (slug, _) in EXAMPLES {
                examples.open(page, slug).await?;
                let facts: Vec<String> = page
                    .get("[...document.querySelectorAll('.fact .statement')].map(statement => statement.textContent)")
                    .await?;
                ensure!(facts.len() >= 10, "{slug}: {} facts", facts.len());
                let paper = printed(page, slug).await?;
                let missing: Vec<String> = facts
                    .into_iter()
                    .filter(|fact| !paper.contains(&without_space(fact)))
                    .collect();
                ensure!(missing.is_empty(), "{slug}: {}\n{paper}", missing.join("\n"));
            }
            Ok(())
        })
        .not_in(Engine::Webkit, NO_PRINT),
    ]
}

/// Builds the site of the examples, unless it is up to date, and returns its folder. Each engine has its own folder,
/// because engines run at the same time.
pub(crate) fn build(engine: Engine) -> Result<PathBuf> {
    let out = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("examples-{engine}"));
    let build = "sidelight build tests/fixtures/articles --out \"$OUT\" --compress none";
    let built = typed(build, Path::new(ROOT))?.env("OUT", &out).output()?;
    ensure!(
        built.status.success(),
        "{}",
        String::from_utf8_lossy(&built.stderr)
    );
    Ok(out)
}

/// The served site of the examples.
struct Examples {
    site: Site,
}

impl Examples {
    /// Builds the site and serves it.
    async fn start(page: &Page) -> Result<Self> {
        let site = Site::start(&build(page.engine())?).await?;
        Ok(Self { site })
    }

    /// Opens an example and waits until the program has adopted it.
    async fn open(&self, page: &Page, slug: &str) -> Result<()> {
        adopted_at(page, &format!("{}/{slug}/", self.site.origin())).await
    }

    /// Makes an example's policy name its own origin, as a build with a base URL does. Without that WebKit runs nothing in
    /// a sandboxed frame.
    fn know_origin(&self, slug: &str) -> Result<()> {
        let html = self.site.file(&format!("/{slug}/index.html"))?;
        self.site.answer(
            &format!("/{slug}/"),
            Answer {
                status: 200,
                media_type: "text/html; charset=utf-8",
                body: with_address(&html, self.site.origin()).into_bytes(),
            },
        );
        Ok(())
    }
}

/// Opens each box of the page and follows the first of its links to a passage and back. The other links must lead to a
/// passage, too.
async fn follow_facts(page: &Page) -> Result<()> {
    let boxes: Vec<String> = page
        .get("[...document.querySelectorAll('[data-box]')].map(fact_box => fact_box.id)")
        .await?;
    ensure!(boxes.len() > 3, "{boxes:?}");
    for fact_box in boxes {
        let summary = format!("#{fact_box} .box-body > summary");
        show(page, &summary).await?;
        page.click(&summary).await?;
        page.wait_until(&format!(
            "document.querySelector('#{fact_box} .box-body').open"
        ))
        .await?;
        let passages = format!("#{fact_box} .passage > summary");
        show(page, &passages).await?;
        page.click(&passages).await?;
        let link = format!("#{fact_box} .to-text[data-evidence]");
        let (id, evidence): (String, String) = page
            .get(&format!(
                "(link => [link.id, link.dataset.evidence])(document.querySelector('{link}'))"
            ))
            .await?;
        show(page, &link).await?;
        let top = format!("document.querySelector('{link}').getBoundingClientRect().top");
        let before: f64 = page.get(&top).await?;
        page.click(&link).await?;
        let passage = format!("evidence-{evidence}");
        has_focus(page, &passage).await?;
        in_view(page, &passage).await?;
        page.back().await?;
        has_focus(page, &id).await?;
        page.wait_until(&format!("Math.abs({top} - {before}) <= 2"))
            .await?;
    }
    let lost: Vec<String> = page
        .get(
            "[...document.querySelectorAll('.to-text[data-evidence]')]\
             .filter(link => !document.getElementById(`evidence-${link.dataset.evidence}`)).map(link => link.id)",
        )
        .await?;
    ensure!(lost.is_empty(), "without a passage: {}", lost.join(", "));
    Ok(())
}

/// Scrolls to the first element that matches, as a reader does with a wheel: that ends corrections of the position.
async fn show(page: &Page, selector: &str) -> Result<()> {
    page.run(&format!(
        "document.body.dispatchEvent(new WheelEvent('wheel', {{ bubbles: true }})); \
         document.querySelector('{selector}').scrollIntoView({{ block: 'center', behavior: 'instant' }})"
    ))
    .await
}
