//! Pictures of the released site to be looked at: every engine, three widths, light and dark, the page's beginning, each of
//! its tools and each of its boxes, open.

use std::process::ExitCode;

use anyhow::Result;

use crate::harness::{Bench, Engine, Mode, Page, dist};

/// Phone, tablet and desktop: width and height of the page's area in CSS pixels.
const SIZES: [(u32, u32); 3] = [(360, 780), (768, 1024), (1280, 900)];

/// Takes all pictures, in the engines that are named; says where they are.
pub(crate) fn run() -> ExitCode {
    match take_all() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:?}");
            ExitCode::FAILURE
        }
    }
}

fn take_all() -> Result<()> {
    let mut bench = Bench::new()?;
    for engine in Engine::chosen()? {
        for dark in [false, true] {
            let mode = Mode {
                dark,
                ..Mode::default()
            };
            let page = bench.page(engine, mode, &dist()?)?;
            bench.wait_for(take(&page, if dark { "dark" } else { "light" }))?;
        }
    }
    Ok(())
}

async fn take(page: &Page, colours: &str) -> Result<()> {
    for (width, height) in SIZES {
        let name = |what: &str| format!("{}-{width}-{colours}-{what}", page.engine());
        page.resize(width, height).await?;
        page.open("/").await?;
        page.wait_until("document.querySelector('#boxes-chrome button')")
            .await?;
        println!("{}", page.screenshot(&name("top")).await?.display());
        let tools: Vec<String> = page
            .get("[...document.querySelectorAll('.tool')].map(element => element.id)")
            .await?;
        for id in tools {
            page.run(&format!("document.getElementById('{id}').click()"))
                .await?;
            page.wait_until("document.querySelector('.tool-panel')")
                .await?;
            page.screenshot(&name(&id)).await?;
            page.run(&format!("document.getElementById('{id}').click()"))
                .await?;
            page.wait_until("!document.querySelector('.tool-panel')")
                .await?;
        }
        let boxes: Vec<String> = page
            .get("[...document.querySelectorAll('[data-box]')].map(element => element.id)")
            .await?;
        for id in boxes {
            // Two frames: what was skipped off screen is laid out in the first and painted in the second.
            page.run(&format!(
                "window.painted = false; const box = document.getElementById('{id}'); \
                 box.querySelector('.box-body').open = true; \
                 requestAnimationFrame(() => {{ box.scrollIntoView(); \
                 requestAnimationFrame(() => requestAnimationFrame(() => window.painted = true)) }})"
            ))
            .await?;
            page.wait_until("window.painted").await?;
            page.screenshot(&name(&id)).await?;
        }
    }
    if page.engine() == Engine::Chromium {
        println!(
            "{}",
            page.print(&format!("chromium-{colours}")).await?.display()
        );
    }
    Ok(())
}
