//! Cases that fail, to test the report of a failure: the reason, the state of the window and the screenshot.

use std::time::Duration;

use anyhow::ensure;

use crate::harness::{Answer, Case, Engine, case};
use crate::jumping::adopted;

/// Returns the cases of this module.
pub(crate) fn cases() -> Vec<Case> {
    vec![
        case("failing: an element that isn't there", async |page| {
            adopted(page, "/").await?;
            page.click("#nowhere").await
        })
        .fails_with(&[
            "no `#nowhere`",
            "page: complete http://127.0.0.1:",
            "“After Janaozen",
            "px, scrolled to 0, focus on <body",
            "sidelight:adopt",
            "loaded: boot",
            "content: <div id=sidelight> with",
            "errors: none",
        ]),
        case("failing: an element that can't be clicked", async |page| {
            page.open("/").await?;
            page.run("document.querySelector('h1').style.display = 'none'")
                .await?;
            page.click("h1").await
        })
        .fails_with(&["can't click `h1`: ", "page: complete "])
        .once(),
        case("failing: an assertion in a frame", async |page| {
            page.site().answer(
                "/host.html",
                html("<title>Host</title><iframe src='/404.html'></iframe>"),
            );
            page.open("/host.html").await?;
            page.client().enter_frame(0).await?;
            assert_eq!(
                page.get::<String>("document.title").await?,
                "Sidelight",
                "a title"
            );
            Ok(())
        })
        .fails_with(&[
            "tests/e2e/failing.rs:",
            "right: \"Sidelight\"",
            "/404.html “",
            ", in a frame",
            "/host.html “Host”\n",
        ])
        .once(),
        case("failing: a page with an error", async |page| {
            page.site().answer(
                "/broken.html",
                html("<title>Broken</title><script>throw new Error('on purpose')</script>"),
            );
            page.open("/broken.html").await
        })
        .fails_with(&[
            "the page has errors:",
            "on purpose",
            "/broken.html “Broken”",
        ])
        .not_in(Engine::Webkit, "it tells nobody of a page's errors")
        .once(),
        case(
            "failing: a driver that doesn't answer in time",
            async |page| {
                page.open("/404.html").await?;
                // A script that runs for longer than the case's limit.
                page.run("const began = Date.now(); while (Date.now() - began < 3000);")
                    .await?;
                ensure!(false, "the limit was passed");
                Ok(())
            },
        )
        .limit(Duration::from_secs(1))
        .fails_with(&["not done within 1 s", "page: complete ", "/404.html"])
        .once(),
    ]
}

fn html(body: &str) -> Answer {
    Answer {
        status: 200,
        media_type: "text/html; charset=utf-8",
        body: format!("<!doctype html><meta charset=\"utf-8\">{body}").into_bytes(),
    }
}
