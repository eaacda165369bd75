//! Reading without scripts: everything can be read and reached.

use anyhow::{Result, ensure};

use crate::harness::{Case, Engine, Page, case};

/// Returns the cases of this module.
pub(crate) fn cases() -> Vec<Case> {
    vec![
        case("without scripts a box opens and closes", async |page| {
            page.open("/").await?;
            assert!(!is_shown(page, "fact-janaozen-killed").await?);
            page.click("#box-casualties .box-body > summary").await?;
            assert!(is_shown(page, "fact-janaozen-killed").await?);
            assert!(
                page.text("#fact-janaozen-killed")
                    .await?
                    .contains("Fourteen demonstrators")
            );
            assert!(
                page.text("#box-casualties .box-body > summary")
                    .await?
                    .starts_with("Hide")
            );
            page.click("#box-casualties .box-body > summary").await?;
            assert!(!is_shown(page, "fact-janaozen-killed").await?);
            Ok(())
        })
        .scripts_off(),
        case(
            "without scripts a fact leads to its passage, which is highlighted and leads back",
            async |page| {
                page.open("/").await?;
                page.click("#box-casualties .box-body > summary").await?;
                page.click("#fact-janaozen-killed .passage > summary")
                    .await?;
                page.click("#from-janaozen-killed-1").await?;
                page.wait_until(
                    "document.querySelector(':target')?.id === 'evidence-janaozen-killed-1'",
                )
                .await?;
                in_view(page, "evidence-janaozen-killed-1").await?;
                let ground = "getComputedStyle(document.querySelector(':target')).backgroundColor";
                ensure!(
                    page.get::<String>(ground).await? != "rgba(0, 0, 0, 0)",
                    "the passage stands out"
                );
                page.click("#marker-janaozen-killed-1").await?;
                page.wait_until("document.querySelector(':target')?.id === 'fact-janaozen-killed'")
                    .await?;
                in_view(page, "fact-janaozen-killed").await
            },
        )
        .scripts_off(),
        case(
            "without scripts a marker opens the box that its first fact is in",
            async |page| {
                page.open("/").await?;
                page.click(".marker:has(#marker-janaozen-imprisoned-1)")
                    .await?;
                page.wait_until("document.querySelector('#box-timeline .box-body').open")
                    .await?;
                in_view(page, "fact-event-sentences").await
            },
        )
        .scripts_off(),
        case(
            "without scripts key facts lead to their facts and boxes",
            async |page| {
                page.open("/").await?;
                page.click(".key-facts a[href='#fact-janaozen-imprisoned']")
                    .await?;
                page.wait_until("document.querySelector('#box-sentences .box-body').open")
                    .await?;
                in_view(page, "fact-janaozen-imprisoned").await?;
                page.run("scrollTo(0, 0)").await?;
                page.click(".key-facts a[href='#box-demands']").await?;
                in_view(page, "box-demands").await
            },
        )
        .scripts_off(),
        case(
            "without scripts a fact shows its passage in place",
            async |page| {
                page.open("/").await?;
                page.click("#box-casualties .box-body > summary").await?;
                page.click("#fact-janaozen-killed .passage > summary")
                    .await?;
                let shown = page
                    .text("#fact-janaozen-killed .passage blockquote")
                    .await?;
                let passage: String = page
                    .get("document.getElementById('evidence-janaozen-killed-1').textContent")
                    .await?;
                assert!(passage.contains("14 demonstrators"));
                assert!(
                    passage.starts_with(&shown) || shown.starts_with(&passage),
                    "{shown:?} / {passage:?}"
                );
                Ok(())
            },
        )
        .scripts_off(),
        case(
            "without scripts no control is shown that would do nothing",
            async |page| {
                page.open("/").await?;
                let shown: String = page
                    .get("[...document.querySelectorAll('button')].filter(button => button.checkVisibility()).map(button => button.id).join()")
                    .await?;
                assert_eq!(shown, "tool-contents,tool-type");
                assert_eq!(
                    page.get::<String>("document.getElementById('boxes-chrome').textContent")
                        .await?,
                    ""
                );
                Ok(())
            },
        )
        .scripts_off(),
        case(
            "without scripts the contents lead through the article, and type and colours can be chosen",
            async |page| {
                page.open("/").await?;
                page.click("#tool-contents").await?;
                page.click("#panel-contents a[href='#box-demands']").await?;
                page.wait_until("document.querySelector('#box-demands:target')")
                    .await?;
                page.click("#panel-contents .tool-close").await?;
                page.wait_until("!document.querySelector('.tool-panel:popover-open')")
                    .await?;
                page.click("#tool-type").await?;
                let style = "getComputedStyle(document.body).backgroundColor + ' ' + getComputedStyle(document.documentElement).fontSize";
                let before: String = page.get(style).await?;
                page.click("#theme-sepia").await?;
                page.click("#size-5").await?;
                page.wait_until(&format!("{style} === 'rgb(246, 236, 217) 20px'"))
                    .await?;
                page.click("#type-reset").await?;
                page.wait_until(&format!("{style} === {before:?}")).await
            },
        )
        .scripts_off(),
        case(
            "on paper every box is open and no control is left",
            async |page| {
                crate::jumping::adopted(page, "/").await?;
                let pdf = page.print(&format!("{}-article", page.engine())).await?;
                let text = without_space(&pdf_extract::extract_text(&pdf)?);
                for fact in [
                    "Fourteen demonstrators were killed",
                    "sent to prison for three to seven years",
                    "Elections should be free",
                ] {
                    ensure!(
                        text.contains(&without_space(fact)),
                        "{fact:?} is printed: {text}"
                    );
                }
                for control in ["Show 7 facts", "Go to passage", "Open all"] {
                    ensure!(
                        !text.contains(&without_space(control)),
                        "{control:?} is not printed"
                    );
                }
                Ok(())
            },
        )
        .not_in(
            Engine::Webkit,
            "WebKitGTK can't print to a file through WebDriver",
        ),
    ]
}

/// Removes white space and splits ligatures into letters. Where fonts are kerned, a PDF positions the parts of a word one
/// by one, and PDF readers take the gaps for spaces.
pub(crate) fn without_space(text: &str) -> String {
    let text: String = text.split_whitespace().collect();
    [
        ("ﬀ", "ff"),
        ("ﬁ", "fi"),
        ("ﬂ", "fl"),
        ("ﬃ", "ffi"),
        ("ﬄ", "ffl"),
    ]
    .into_iter()
    .fold(text, |text, (ligature, letters)| {
        text.replace(ligature, letters)
    })
}

/// Returns the element's `checkVisibility()`. Some drivers report the text of closed boxes as visible.
async fn is_shown(page: &Page, id: &str) -> Result<bool> {
    page.get(&format!(
        "document.getElementById('{id}').checkVisibility()"
    ))
    .await
}

/// Fails unless the element's top is in the window.
pub(crate) async fn in_view(page: &Page, id: &str) -> Result<()> {
    page.wait_until(&format!(
        "(rect => rect.height > 0 && rect.top >= 0 && rect.top < innerHeight)(document.getElementById('{id}').getBoundingClientRect())"
    ))
    .await
}
