//! A table in an article: jumps between a cell and its fact, and a table that is wider than a phone.

use std::fs;

use anyhow::{Result, ensure};
use tempfile::TempDir;

use crate::guides::typed;
use crate::harness::{Case, Page, Site, case};
use crate::jumping::{adopted_at, has_focus};
use crate::reading::in_view;

/// JavaScript for the region of the table.
const REGION: &str = "document.querySelector('.table-region')";

/// JavaScript condition: the passage in the last column is between the headers of the rows and the edge of the window.
const IS_SHOWN: &str = "(cell => cell.left >= document.querySelector('.table tbody th').getBoundingClientRect().right \
    && cell.right <= innerWidth)(document.getElementById('evidence-libraries-1').getBoundingClientRect())";

/// Returns the cases of this module.
pub(crate) fn cases() -> Vec<Case> {
    vec![
        case(
            "a jump leads to a cell of a table that scrolls, and back",
            async |page| {
                let (_folder, site) = site().await?;
                page.resize(360, 740).await?;
                open(page, &site).await?;
                page.click("#box-money .box-body > summary").await?;
                assert_eq!(
                    page.get::<String>(
                        "document.querySelector('#fact-libraries blockquote').textContent"
                    )
                    .await?,
                    "Libraries, In the year 2031: 1.6"
                );
                page.click("#fact-libraries .passage > summary").await?;
                page.click("#from-libraries-1").await?;
                has_focus(page, "evidence-libraries-1").await?;
                in_view(page, "evidence-libraries-1").await?;
                page.wait_until(IS_SHOWN).await?;
                page.click("#marker-libraries-1").await?;
                has_focus(page, "from-libraries-1").await?;
                in_view(page, "from-libraries-1").await
            },
        ),
        case(
            "the keyboard scrolls a table that is wider than a phone, and only such a table takes the focus",
            async |page| {
                let (_folder, site) = site().await?;
                page.resize(360, 740).await?;
                open(page, &site).await?;
                let wide = format!("{REGION}.scrollWidth > {REGION}.clientWidth");
                ensure!(page.get::<bool>(&wide).await?, "the table fits");
                ensure!(
                    page.get::<bool>("document.documentElement.scrollWidth <= innerWidth")
                        .await?,
                    "the page scrolls sideways"
                );
                page.run(&format!(
                    "{REGION}.scrollIntoView({{ block: 'center', behavior: 'instant' }}); {REGION}.focus()"
                ))
                .await?;
                page.press("\u{e014}").await?;
                page.wait_until(&format!("{REGION}.scrollLeft > 0")).await?;
                page.resize(1280, 800).await?;
                page.press("\u{e008}").await?;
                page.wait_until(&format!("!{REGION}.hasAttribute('tabindex')"))
                    .await
            },
        ),
    ]
}

/// Builds and serves an article with a table of seven columns.
async fn site() -> Result<(TempDir, Site)> {
    let folder = tempfile::tempdir()?;
    let article = folder.path().join("articles").join("budget");
    fs::create_dir_all(&article)?;
    fs::write(
        article.join("article.md"),
        "+++\nheadline = \"A budget\"\nstandfirst = \"B\"\npublished = 2026-11-23\nas-of = 2026-11-23\n\
         byline = [{ name = \"C\" }]\nsource = [{ id = \"d\", title = \"E\" }]\n+++\n\n\
         The council has a budget.\n\n::box{#money}\n\n\
         ::table[The budget by department, million euros]{#budget}\n\n\
         | Department | In the year 2026 | In the year 2027 | In the year 2028 | In the year 2029 | In the year 2030 | \
         In the year 2031 |\n|---|---|---|---|---|---|---|\n\
         | Libraries | 1.1 | 1.2 | 1.3 | 1.4 | 1.5 | 1.6 |\n| Roads | 4.1 | 4.2 | 4.3 | 4.4 | 4.5 | 4.6 |\n",
    )?;
    fs::write(
        article.join("facts.toml"),
        "[[box]]\nid = \"money\"\nkind = \"demands\"\ntitle = \"Money\"\ngist = \"One fact.\"\n\n\
         [[box.fact]]\nid = \"libraries\"\naspect = \"context\"\n\
         statement = \"The libraries get 1.6 million euros in 2031.\"\n\
         evidence = [{ table = \"budget\", row = \"Libraries\", column = \"In the year 2031\" }]\n",
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

async fn open(page: &Page, site: &Site) -> Result<()> {
    adopted_at(page, &format!("{}/budget/", site.origin())).await
}
