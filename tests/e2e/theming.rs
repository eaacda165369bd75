//! A site with the look of a newsroom: its colours, font, logo and footer in browsers, and embedded pages on a host's
//! background.

use std::fs;

use anyhow::{Context, Result, ensure};
use serde_json::Value;
use tempfile::TempDir;

use crate::accessibility::{ENOUGH, faultless, set_theme};
use crate::guides::typed;
use crate::harness::{Case, Engine, Page, Site, case};
use crate::jumping::adopted_at;
use crate::tiny_font::TinyFont;

const SETTINGS: &str = "title = \"The Valley Courier\"
theme.logo = \"logo.svg\"
theme.light = { accent = \"#8a1c1c\", background = \"#fff4e8\" }
theme.dark = { accent = \"#f7a6a6\", background = \"#14181c\" }
theme.text-font = { family = \"Tiny\", licence = \"CC0 1.0\", regular = \"tiny.woff2\" }
footer.imprint = \"Published by *the Courier*.\"
footer.link = [{ text = \"Privacy\", url = \"https://example.org/privacy\" }]
";

const LOGO: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 240 48\"><path d=\"M0 0h240v48H0z\"/></svg>";

/// JavaScript for the background of the page.
const BACKGROUND: &str = "getComputedStyle(document.body).backgroundColor";

/// Returns the cases of this module.
pub(crate) fn cases() -> Vec<Case> {
    vec![
        case("a themed site has its colours, font, logo and footer, and nothing moves", async |page| {
            let (_folder, site) = site().await?;
            site.let_keep();
            page.resize(768, 900).await?;
            for path in ["/budget/", "/"] {
                let url = format!("{}{path}", site.origin());
                match path {
                    // The list of articles needs no program.
                    "/" => page.client().goto(&url).await?,
                    _ => adopted_at(page, &url).await?,
                }
                for (theme, background, accent) in [
                    ("light", "rgb(255, 244, 232)", "rgb(138, 28, 28)"),
                    ("dark", "rgb(20, 24, 28)", "rgb(247, 166, 166)"),
                ] {
                    set_theme(page, theme).await?;
                    shows(page, BACKGROUND, background).await?;
                    shows(page, "getComputedStyle(document.querySelector('.site-foot a')).color", accent).await?;
                }
                ensure!(page.text(".site-foot p").await? == "Published by the Courier.");
                page.wait_until("document.querySelector('.masthead .logo').naturalWidth > 0").await?;
                if page.engine() == Engine::Chromium {
                    let shifts = page.layout_shifts().await?;
                    ensure!(shifts.is_empty(), "{shifts:?}");
                }
                // The page's policy allows the font, and the browser takes it. Firefox gives up the page's own font if that
                // doesn't arrive at once (`font-display: optional`), so the file is loaded as another font.
                page.run(
                    "window.loaded = null; \
                     const faces = [...document.styleSheets].flatMap(sheet => [...sheet.cssRules]).filter(rule => rule instanceof CSSFontFaceRule); \
                     const own = faces.find(face => /site-text/.test(face.style.getPropertyValue('font-family')) && /woff2/.test(face.cssText)); \
                     const path = own.cssText.match(/url\\(\"?([^\")]+)/)[1]; \
                     new FontFace('probe', `url(${path})`).load().then(face => window.loaded = face.status, error => window.loaded = String(error))",
                )
                .await?;
                page.wait_until("window.loaded !== null").await?;
                let loaded: Value = page.get("window.loaded").await?;
                ensure!(loaded == "loaded", "{loaded}");
                if page.engine() != Engine::Firefox {
                    page.wait_until("[...document.fonts].some(face => face.family.includes('site-text') && face.status === 'loaded')")
                        .await?;
                }
            }
            // The reader's choice of a font wins.
            page.run("document.documentElement.dataset.face = 'sans'").await?;
            let font: String = page.get("getComputedStyle(document.body).fontFamily").await?;
            ensure!(!font.contains("site-text"), "{font}");
            Ok(())
        }),
        case("axe-core finds nothing on a themed site, light and dark", async |page| {
            let (_folder, site) = site().await?;
            for width in [360, 1280] {
                page.resize(width, 800).await?;
                adopted_at(page, &format!("{}/budget/", site.origin())).await?;
                page.run("document.querySelectorAll('details').forEach(details => details.open = true)").await?;
                for theme in ["light", "dark"] {
                    set_theme(page, theme).await?;
                    faultless(page, "html", &format!("{theme}, {width} px")).await?;
                }
            }
            Ok(())
        })
        .not_in(Engine::Webkit, ENOUGH),
        case("a box in a frame has the site's colours, and shows the host's background if the host fixes the theme", async |page| {
            let (_folder, site) = site().await?;
            for (query, background, accent) in [
                ("theme=light", "rgba(0, 0, 0, 0)", "rgb(138, 28, 28)"),
                ("theme=dark", "rgba(0, 0, 0, 0)", "rgb(247, 166, 166)"),
                ("theme=dark&background=paper", "rgb(20, 24, 28)", "rgb(247, 166, 166)"),
                ("theme=light&background=none", "rgba(0, 0, 0, 0)", "rgb(138, 28, 28)"),
            ] {
                let url = format!("{}/budget/money/?embed&{query}", site.origin());
                page.client().goto("about:blank").await?;
                page.client().goto(&url).await.context(url)?;
                page.wait_until("document.querySelector('.whole')").await?;
                shows(page, BACKGROUND, background).await?;
                shows(page, "getComputedStyle(document.querySelector('.whole')).color", accent).await?;
            }
            Ok(())
        }),
    ]
}

async fn shows(page: &Page, expression: &str, expected: &str) -> Result<()> {
    let found: String = page.get(expression).await?;
    ensure!(found == expected, "{expression} is {found}, not {expected}");
    Ok(())
}

/// Builds and serves a themed site with an article and its front page.
async fn site() -> Result<(TempDir, Site)> {
    let folder = tempfile::tempdir()?;
    let articles = folder.path().join("articles");
    for slug in ["budget", "roads"] {
        let article = articles.join(slug);
        fs::create_dir_all(&article)?;
        fs::write(
            article.join("article.md"),
            "+++\nheadline = \"A budget\"\nstandfirst = \"It was adopted.\"\npublished = 2026-11-23\n\
             as-of = 2026-11-23\nbyline = [{ name = \"C\" }]\nsource = [{ id = \"d\", title = \"E\" }]\n+++\n\n\
             The council has adopted a budget. The libraries get 1.6 million euros.\n\n::box{#money}\n\n\
             ## What comes next\n\nThe budget is valid from January.\n",
        )?;
        fs::write(
            article.join("facts.toml"),
            "[[box]]\nid = \"money\"\nkind = \"demands\"\ntitle = \"Money\"\ngist = \"One fact.\"\n\n\
             [[box.fact]]\nid = \"libraries\"\naspect = \"context\"\n\
             statement = \"The libraries get 1.6 million euros.\"\n\
             evidence = [\"The libraries get 1.6 million euros\"]\n",
        )?;
    }
    fs::write(articles.join("site.toml"), SETTINGS)?;
    fs::write(articles.join("logo.svg"), LOGO)?;
    fs::write(articles.join("tiny.woff2"), TinyFont::default().woff2())?;
    let output = typed(
        "sidelight build articles --out public --compress none",
        folder.path(),
    )?
    .output()?;
    let said = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success(), "{said}");
    let site = Site::start(&folder.path().join("public")).await?;
    Ok((folder, site))
}
