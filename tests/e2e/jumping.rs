//! Jumps from a fact to the text and back, with the program: position and focus are kept, and exactly the passage is
//! highlighted.

use anyhow::{Context, Result, anyhow, ensure};
use proptest::collection::vec;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;

use crate::harness::{Case, Page, case};
use crate::reading::in_view;

/// The passage of the first fact, as in the article.
const PASSAGE: &str = "On 16 December 2011 police in Janaozen fired on a protest by oil workers, killing 14 demonstrators";

/// Pattern for fragments (after `#`): parts of the page's ids in any order, or arbitrary text.
const FRAGMENT: &str = "(fact-|evidence-|from-|marker-|box-|panel-|tool-|text-|janaozen-killed|casualties|share|article|\
                        __proto__|:~:text=|%|%D0|%00|%23|[-/,&=1\"'<>\\\\ж]){0,5}|\\PC{0,40}";

/// Pattern for queries (between `?` and `#`).
const QUERY: &str =
    "((ui|theme|size|box|package|toString|)(=|=ru|=kk|=dark|=%|=%FF|[=&+;\"ж])){0,4}|\\PC{0,40}";

/// JavaScript condition: the program has adopted the page's article.
pub(crate) const IS_ADOPTED: &str =
    "performance.getEntriesByName('sidelight:adopt', 'measure').length > 0";

/// JavaScript that lists the paragraphs of the article.
const PROSE: &str = "[...document.querySelectorAll('.prose > p')].map(p => p.textContent)";

/// Returns the cases of this module.
pub(crate) fn cases() -> Vec<Case> {
    vec![
        case(
            "a jump focuses the passage and highlights just that",
            async |page| {
                jump_to_passage(page).await?;
                assert_eq!(highlighted(page).await?, PASSAGE);
                in_view(page, "evidence-janaozen-killed-1").await
            },
        ),
        case(
            "going back in history restores place and focus",
            async |page| {
                let top = jump_to_passage(page).await?;
                page.back().await?;
                is_back_at(page, top).await?;
                assert_eq!(highlighted(page).await?, "");
                Ok(())
            },
        ),
        case(
            "the marker of the same fact restores place and focus",
            async |page| {
                let top = jump_to_passage(page).await?;
                page.click("#marker-janaozen-killed-1").await?;
                is_back_at(page, top).await
            },
        ),
        case(
            "the button restores place and focus and goes away",
            async |page| {
                let top = jump_to_passage(page).await?;
                assert_eq!(page.text(".chrome-return").await?, "Back to fact 1");
                page.click(".chrome-return").await?;
                is_back_at(page, top).await?;
                page.wait_until("!document.querySelector('.chrome-return')?.checkVisibility()")
                    .await
            },
        ),
        case("the keyboard alone jumps and returns", async |page| {
            adopted(page, "/").await?;
            page.run("document.querySelector('#box-casualties summary').focus()")
                .await?;
            page.press("\u{e007}").await?;
            page.wait_until("document.querySelector('#box-casualties .box-body').open")
                .await?;
            page.run("document.querySelector('#fact-janaozen-killed .passage > summary').focus()")
                .await?;
            page.press("\u{e007}").await?;
            page.wait_until("document.querySelector('#fact-janaozen-killed .passage').open")
                .await?;
            page.run("document.getElementById('from-janaozen-killed-1').focus()")
                .await?;
            page.press("\u{e007}").await?;
            has_focus(page, "evidence-janaozen-killed-1").await?;
            page.back().await?;
            has_focus(page, "from-janaozen-killed-1").await
        }),
        case(
            "a link to a fact opens its box and focuses the fact",
            async |page| {
                adopted(page, "/#fact-janaozen-imprisoned").await?;
                page.wait_until("document.querySelector('#box-sentences .box-body').open")
                    .await?;
                has_focus(page, "fact-janaozen-imprisoned").await?;
                in_view(page, "fact-janaozen-imprisoned").await
            },
        ),
        case("a link to a passage highlights it", async |page| {
            adopted(page, "/#evidence-janaozen-killed-1").await?;
            page.wait_until("CSS.highlights.get('sidelight-passage')?.size > 0")
                .await?;
            assert_eq!(highlighted(page).await?, PASSAGE);
            in_view(page, "evidence-janaozen-killed-1").await
        }),
        case("addresses that lead nowhere are let be", async |page| {
            for hash in [
                "#",
                "#%",
                "#%E0%A4%A",
                "#fact-",
                "#evidence-nobody-1",
                "#\"><b>",
                "#constructor",
            ] {
                adopted(page, &format!("/{hash}")).await?;
                assert_eq!(
                    page.get::<u32>("document.querySelectorAll('.box-body[open]').length")
                        .await?,
                    0,
                    "{hash}"
                );
            }
            Ok(())
        }),
        case(
            "an address of any shape leaves the article as it is",
            async |page| {
                adopted(page, "/").await?;
                let prose: Vec<String> = page.get(PROSE).await?;
                // Browsers limit how often a page may change its address: Firefox to 200 times in 10 s, WebKit to 100 in
                // 30 s.
                let addresses = (QUERY, FRAGMENT, vec(FRAGMENT, 4));
                let mut runner = TestRunner::deterministic();
                for _ in 0..8 {
                    let (query, first, next) = addresses
                        .new_tree(&mut runner)
                        .map_err(|reason| anyhow!("{reason}"))?
                        .current();
                    let address = format!("/?{query}#{first}");
                    let said = format!("{address:?}, then {next:?}");
                    adopted(page, &address)
                        .await
                        .with_context(|| said.clone())?;
                    // WebKit itself searches for the text of a text directive, which takes seconds on a busy machine.
                    page.run(&format!(
                        "const frame = () => new Promise(requestAnimationFrame); \
                         return (async () => {{ \
                             for (const fragment of {}) {{ \
                                 location.hash = fragment; \
                                 await frame(); \
                                 await frame(); \
                             }} \
                         }})()",
                        serde_json::to_string(&next)?
                    ))
                    .await
                    .with_context(|| said.clone())?;
                    assert_eq!(page.get::<Vec<String>>(PROSE).await?, prose, "{said}");
                    // The program still runs: after a panic nothing would respond.
                    page.run("location.hash = 'fact-janaozen-imprisoned'")
                        .await?;
                    page.wait_until(
                    "document.querySelector('#box-sentences .box-body').open && document.getElementById('tool-type')",
                )
                .await
                .with_context(|| said.clone())?;
                    has_focus(page, "fact-janaozen-imprisoned")
                        .await
                        .with_context(|| said.clone())?;
                }
                Ok(())
            },
        ),
    ]
}

/// Opens a path and waits until the program has adopted its article.
pub(crate) async fn adopted(page: &Page, path: &str) -> Result<()> {
    adopted_at(page, &format!("{}{path}", page.site().origin())).await
}

/// Opens a URL and waits until the program has adopted its article.
pub(crate) async fn adopted_at(page: &Page, url: &str) -> Result<()> {
    // A URL that differs only in its fragment would not be loaded again.
    page.client().goto("about:blank").await?;
    page.client()
        .goto(url)
        .await
        .with_context(|| format!("can't open {url}"))?;
    page.wait_until(IS_ADOPTED).await
}

pub(crate) async fn has_focus(page: &Page, id: &str) -> Result<()> {
    page.wait_until(&format!("document.activeElement?.id === '{id}'"))
        .await
}

/// Opens the first box and follows its first fact to the text. Returns the link's distance from the top of the window
/// before the jump, in px.
async fn jump_to_passage(page: &Page) -> Result<f64> {
    adopted(page, "/").await?;
    page.click("#box-casualties .box-body > summary").await?;
    page.click("#fact-janaozen-killed .passage > summary")
        .await?;
    page.run("document.getElementById('from-janaozen-killed-1').scrollIntoView({ block: 'center', behavior: 'instant' })").await?;
    let top = link_top(page).await?;
    page.click("#from-janaozen-killed-1").await?;
    has_focus(page, "evidence-janaozen-killed-1").await?;
    page.wait_until("CSS.highlights.get('sidelight-passage')?.size > 0")
        .await?;
    Ok(top)
}

async fn link_top(page: &Page) -> Result<f64> {
    page.get("document.getElementById('from-janaozen-killed-1').getBoundingClientRect().top")
        .await
}

async fn is_back_at(page: &Page, top: f64) -> Result<()> {
    has_focus(page, "from-janaozen-killed-1").await?;
    page.wait_until(&format!(
        "Math.abs(document.getElementById('from-janaozen-killed-1').getBoundingClientRect().top - {top}) <= 2"
    ))
    .await?;
    let now = link_top(page).await?;
    ensure!(
        (now - top).abs() <= 2.0,
        "it stood at {top} px and stands at {now} px"
    );
    Ok(())
}

/// Returns the text highlighted as the passage.
async fn highlighted(page: &Page) -> Result<String> {
    page.get("[...(CSS.highlights.get('sidelight-passage') ?? [])].map(range => range.toString()).join('')").await
}
