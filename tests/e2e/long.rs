//! A long article. Browsers lay out its distant stretches only when the reader comes near. It looks and behaves as if it
//! were laid out completely.

use std::fmt::Write;
use std::fs;

use anyhow::{Result, ensure};
use tempfile::TempDir;

use crate::guides::typed;
use crate::harness::{Case, Page, Site, case};
use crate::jumping::{adopted_at, has_focus};
use crate::reading::in_view;
use crate::searching::{enter, hit_is_free, open_search};

/// Number of paragraphs of the article.
const PARAGRAPHS: usize = 400;
/// Number of paragraphs under each crosshead.
const PART: usize = 10;

/// JavaScript for the number of stretches that aren't laid out.
const SKIPPED: &str = "[...document.querySelectorAll('.stretch > :first-child')].filter(block => !block.checkVisibility({ contentVisibilityAuto: true })).length";
/// JavaScript that lays out all stretches.
const ALL_LAID_OUT: &str = "for (const stretch of document.querySelectorAll('.stretch')) stretch.style.contentVisibility = 'visible'";
/// JavaScript that lists the gaps between consecutive blocks of text, in px.
const GAPS: &str = "[...document.querySelectorAll('.prose > :is(p, h2), .stretch > *')].flatMap((block, i, blocks) => \
    i === 0 || block.previousElementSibling?.matches('.box') ? [] : block.getBoundingClientRect().top - blocks[i - 1].getBoundingClientRect().bottom)";
/// JavaScript for the number of different left and right edges of the blocks of text.
const EDGES: &str = "new Set([...document.querySelectorAll('.prose > :is(p, h2), .stretch > *')].map(block => block.getBoundingClientRect())\
    .map(({ left, right }) => `${left} ${right}`)).size";

/// Returns the cases of this module.
pub(crate) fn cases() -> Vec<Case> {
    vec![
        case(
            "in a long article every block stands as in a short one",
            async |page| {
                let (_folder, site) = long_site().await?;
                for (width, type_settings) in [(360, ""), (360, "size=8 spacing=wider"), (1280, "")]
                {
                    page.resize(width, 800).await?;
                    open(page, &site, "").await?;
                    page.run(&format!(
                        "localStorage.setItem('sidelight.type/1', '{type_settings}')"
                    ))
                    .await?;
                    open(page, &site, "").await?;
                    ensure!(
                        page.get::<usize>(SKIPPED).await? > 5,
                        "nothing is left for later"
                    );
                    page.run(ALL_LAID_OUT).await?;
                    let gaps: Vec<f64> = page.get(GAPS).await?;
                    assert_eq!(
                        gaps.len(),
                        PARAGRAPHS + PARAGRAPHS / PART - 3,
                        "blocks but for the first, and for the one after the box"
                    );
                    let (first, rest) = gaps.split_at(20);
                    for gap in rest {
                        ensure!(
                            first.iter().any(|usual| (usual - gap).abs() < 0.3),
                            "at {width} px there are {gap} px between two blocks, elsewhere {first:?}"
                        );
                    }
                    assert_eq!(page.get::<usize>(EDGES).await?, 1, "at {width} px");
                    let wide = "document.documentElement.scrollWidth - innerWidth";
                    ensure!(page.get::<f64>(wide).await? <= 0.0, "at {width} px");
                }
                Ok(())
            },
        ),
        case(
            "in a long article jumps, addresses, hits and contents lead to what isn't laid out yet",
            async |page| {
                let (_folder, site) = long_site().await?;
                page.resize(360, 800).await?;
                open(page, &site, "").await?;
                page.click("#box-facts .box-body > summary").await?;
                page.run("document.querySelector('#fact-last .passage').open = true")
                    .await?;
                page.wait_until("document.getElementById('from-last-1')?.checkVisibility()")
                    .await?;
                let link = "Math.round(document.getElementById('from-last-1').getBoundingClientRect().top)";
                page.run(
                    "document.getElementById('from-last-1').scrollIntoView({ block: 'center' })",
                )
                .await?;
                let top: f64 = page.get(link).await?;
                page.click("#from-last-1").await?;
                has_focus(page, "evidence-last-1").await?;
                in_view(page, "evidence-last-1").await?;
                page.back().await?;
                has_focus(page, "from-last-1").await?;
                page.wait_until(&format!("Math.abs({link} - {top}) <= 1"))
                    .await?;

                open(page, &site, "#evidence-middle-1").await?;
                in_view(page, "evidence-middle-1").await?;

                open(page, &site, "").await?;
                open_search(page).await?;
                enter(page, "word of paragraph 333").await?;
                page.press("\u{e007}").await?;
                hit_is_free(page).await?;
                page.press("\u{e00c}").await?;
                page.wait_until(
                    "!document.querySelector('#panel-search:popover-open') && scrollY <= 1",
                )
                .await?;

                page.click("#tool-contents").await?;
                page.wait_until("document.querySelectorAll('#panel-contents li').length > 15")
                    .await?;
                page.run("[...document.querySelectorAll('#panel-contents a')].find(link => link.textContent.includes('Part 300')).click()")
                    .await?;
                let heading = "[...document.querySelectorAll('#text h2')].find(h => h.textContent === 'Part 300').id";
                let heading: String = page.get(heading).await?;
                in_view(page, &heading).await?;
                page.click("#tool-contents").await?;
                page.wait_until("document.querySelector('#panel-contents [aria-current]')?.textContent.includes('Part 300')")
                    .await
            },
        ),
        case(
            "in a long article hits are painted where the reader is, and the next is the next from there",
            async |page| {
                let (_folder, site) = long_site().await?;
                page.resize(360, 800).await?;
                open(page, &site, "").await?;
                page.run("[...document.querySelectorAll('.stretch')][9].children[12].scrollIntoView({ block: 'center', behavior: 'instant' })")
                    .await?;
                page.wait_until("scrollY > 5000").await?;
                open_search(page).await?;
                enter(page, "e").await?;
                page.wait_until(
                    "[...CSS.highlights.get('sidelight-hits') ?? []].some(hit => { \
                     const { top, bottom } = hit.getBoundingClientRect(); return top > innerHeight * 0.8 && bottom < innerHeight })",
                )
                .await?;
                let scrolled: f64 = page.get("scrollY").await?;
                enter(page, "sentence").await?;
                page.press("\u{e007}").await?;
                hit_is_free(page).await?;
                let moved: f64 = page.get(&format!("Math.abs(scrollY - {scrolled})")).await?;
                ensure!(moved < 100.0, "the page has moved by {moved} px");
                Ok(())
            },
        ),
    ]
}

/// Builds a site with a long article, with the `sidelight` command. The folder must outlive the site.
async fn long_site() -> Result<(TempDir, Site)> {
    let folder = tempfile::tempdir()?;
    let article = folder.path().join("articles").join("long");
    fs::create_dir_all(&article)?;
    let mut text = String::from(
        "+++\nheadline = \"A long article\"\nstandfirst = \"B\"\npublished = 2026-11-23\nas-of = 2026-11-23\n\
         byline = [{ name = \"C\" }]\nsource = [{ id = \"d\", title = \"E\" }]\n+++\n\n",
    );
    for i in 0..PARAGRAPHS {
        if i % PART == 0 && i > 0 {
            let _ = write!(text, "## Part {i}\n\n");
        }
        if i == 3 {
            text.push_str("::box{#facts}\n\n");
        }
        let words = "A sentence that says a little more. ".repeat(5 + i * 7 % 9);
        let _ = write!(text, "This is the first word of paragraph {i}. {words}\n\n");
    }
    fs::write(article.join("article.md"), text)?;
    fs::write(
        article.join("facts.toml"),
        "[[box]]\nid = \"facts\"\nkind = \"demands\"\ntitle = \"Facts\"\ngist = \"Two of them.\"\n\n\
         [[box.fact]]\nid = \"middle\"\naspect = \"demand\"\nstatement = \"One.\"\nby = \"Somebody\"\n\
         evidence = [\"word of paragraph 222.\"]\n\n\
         [[box.fact]]\nid = \"last\"\naspect = \"demand\"\nstatement = \"Another.\"\nby = \"Somebody\"\n\
         evidence = [\"word of paragraph 398.\"]\n",
    )?;
    let output = typed(
        "sidelight build articles --out public --compress none",
        folder.path(),
    )?
    .output()?;
    ensure!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let site = Site::start(&folder.path().join("public")).await?;
    Ok((folder, site))
}

/// Opens the article at a fragment and waits until the program has adopted it.
async fn open(page: &Page, site: &Site, hash: &str) -> Result<()> {
    adopted_at(page, &format!("{}/long/{hash}", site.origin())).await
}
