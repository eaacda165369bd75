//! Pages that the browser has translated. Everything works as on other pages, and search says that the page was
//! translated.
//!
//! The tests imitate Chrome's translation: each sentence becomes an element of its own, and the document gets the new
//! language and the class `translated-ltr`.

use anyhow::{Context, Result, ensure};
use lol_html::html_content::ContentType;

use crate::harness::{Answer, Case, Page, case, dist};
use crate::jumping::{adopted, has_focus};
use crate::reading::in_view;
use crate::searching::{count, enter, hit_is_free, open_search};

/// Translates the open page.
const TRANSLATE: &str = "
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const texts = [];
    while (walker.nextNode()) {
      const text = walker.currentNode;
      if (text.data.trim() && text.parentElement.closest('[translate]')?.getAttribute('translate') !== 'no') texts.push(text);
    }
    for (const text of texts) {
      const outer = document.createElement('font');
      for (const sentence of text.data.split(/(?<=[.!?] )/)) {
        const inner = document.createElement('font');
        inner.textContent = sentence.toUpperCase().replaceAll('JANAOZEN', 'ЖАНАОЗЕН');
        outer.append(inner);
      }
      text.replaceWith(outer);
    }
    document.documentElement.lang = 'ru';
    document.documentElement.classList.add('translated-ltr');";

/// Returns the cases of this module.
pub(crate) fn cases() -> Vec<Case> {
    vec![
        case(
            "a page that is translated after the program has come works as before",
            async |page| {
                adopted(page, "/").await?;
                page.run(TRANSLATE).await?;
                everything_works(page).await
            },
        ),
        case(
            "a page that was translated before the program came works as others",
            async |page| {
                let html = std::fs::read_to_string(dist()?.join("index.html"))
                    .context("no page to translate")?;
                page.site().answer(
                    "/translated.html",
                    Answer {
                        status: 200,
                        media_type: "text/html; charset=utf-8",
                        body: translated(&html)?.into_bytes(),
                    },
                );
                adopted(page, "/translated.html?ui=en").await?;
                everything_works(page).await
            },
        ),
        case(
            "a search that is open goes on in the translation",
            async |page| {
                adopted(page, "/").await?;
                open_search(page).await?;
                enter(page, "Janaozen").await?;
                let all = count(page).await?;
                page.run(TRANSLATE).await?;
                page.wait_until("document.getElementById('search-note').textContent.includes('Also searching for Жаңаөзен')")
                    .await?;
                page.wait_until("document.getElementById('search-note').textContent.includes('has translated this page')")
                    .await?;
                let now = count(page).await?;
                ensure!(now > 5, "{all} were found before, {now} after");
                Ok(())
            },
        ),
    ]
}

/// Returns the page as a translator leaves it, before any script has run.
fn translated(html: &str) -> Result<String> {
    let settings = lol_html::RewriteStrSettings::new()
        .append_element_content_handler(lol_html::element!("html", |html| {
            html.set_attribute("lang", "ru")?;
            html.set_attribute("class", "translated-ltr")?;
            Ok(())
        }))
        .append_element_content_handler(lol_html::text!(
            "#headline, .standfirst, #text p:not([translate]), #text h2, #text li, #text blockquote, #panel-contents a[translate]",
            |text| {
                if !text.as_str().trim().is_empty() {
                    text.before("<font><font>", ContentType::Html);
                    text.after("</font></font>", ContentType::Html);
                    let translated = text.as_str().to_uppercase().replace("JANAOZEN", "ЖАНАОЗЕН");
                    text.replace(&translated, ContentType::Html);
                }
                Ok(())
            }
        ));
    Ok(lol_html::rewrite_str(html, settings)?)
}

async fn everything_works(page: &Page) -> Result<()> {
    // Boxes, and jumps in both directions.
    page.click("#box-casualties .box-body > summary").await?;
    page.wait_until("document.querySelector('#box-casualties .box-body').open")
        .await?;
    page.click("#fact-janaozen-killed .passage > summary")
        .await?;
    page.click("#from-janaozen-killed-1").await?;
    has_focus(page, "evidence-janaozen-killed-1").await?;
    page.wait_until(
        "[...CSS.highlights.get('sidelight-passage')].join('').startsWith('ON 16 DECEMBER 2011')",
    )
    .await?;
    in_view(page, "evidence-janaozen-killed-1").await?;
    page.back().await?;
    has_focus(page, "from-janaozen-killed-1").await?;
    // The contents, with the translated headings.
    page.click("#tool-contents").await?;
    page.wait_until(
        "[...document.querySelectorAll('#panel-contents .contents-text a')].some(a => a.textContent === 'ONE SHOOTING, TWO VERSIONS')",
    )
    .await?;
    page.click("#panel-contents a[href='#box-demands']").await?;
    page.wait_until(
        "location.hash === '#box-demands' && !document.querySelector('#panel-contents:popover-open')",
    )
    .await?;
    // The search for a name as spelled before translation, and the note about hits that the translation hides.
    open_search(page).await?;
    enter(page, "Janaozen").await?;
    page.wait_until(
        "document.getElementById('search-note').textContent.includes('Also searching for Жаңаөзен')",
    )
    .await?;
    page.wait_until(
        "document.getElementById('search-note').textContent.includes('has translated this page')",
    )
    .await?;
    ensure!(count(page).await? > 5, "the translated name is not found");
    let statement = page
        .get::<String>("document.querySelector('#box-timeline .statement').textContent")
        .await?;
    enter(page, &statement).await?;
    page.press("\u{e007}").await?;
    page.wait_until("document.querySelector('#box-timeline .box-body').open")
        .await?;
    hit_is_free(page).await
}
