//! Pictures of the released site, for review: in every engine, at three widths, light and dark. They show the beginning
//! of the page, each tool and each open box, and some tools in every theme and language. Each example article is shown at
//! one width and in one colour scheme in each engine; together the engines show it at every width.

use std::process::ExitCode;

use anyhow::Result;

use crate::examples::{self, EXAMPLES};
use crate::harness::{Bench, Engine, Mode, Page, dist};

/// Phone, tablet and desktop: width and height of the viewport in CSS px.
const SIZES: [(u32, u32); 3] = [(360, 780), (768, 1024), (1280, 900)];

/// Themes, each with an interface language.
const CHOSEN: [(&str, &str); 4] = [
    ("light", "en"),
    ("sepia", "ru"),
    ("dark", "kk"),
    ("contrast", "ru"),
];

/// Takes all pictures, in the engines named in `SIDELIGHT_ENGINES`, and prints their paths.
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
            let page = bench.page(engine, mode, &examples::build(engine)?)?;
            bench.wait_for(take_examples(&page, dark))?;
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
            page.wait_until("document.querySelector('.tool-panel:popover-open')")
                .await?;
            page.screenshot(&name(&id)).await?;
            page.run(&format!("document.getElementById('{id}').click()"))
                .await?;
            page.wait_until("!document.querySelector('.tool-panel:popover-open')")
                .await?;
        }
        take_boxes(page, name).await?;
    }
    if colours == "light" {
        for (width, height) in SIZES {
            page.resize(width, height).await?;
            for (theme, language) in CHOSEN {
                take_chosen(page, width, theme, language).await?;
            }
        }
        page.run("localStorage.clear()").await?;
    }
    if page.engine() == Engine::Chromium {
        println!(
            "{}",
            page.print(&format!("chromium-{colours}")).await?.display()
        );
    }
    Ok(())
}

/// Opens each box and takes a picture of it.
async fn take_boxes(page: &Page, name: impl Fn(&str) -> String) -> Result<()> {
    let boxes: Vec<String> = page
        .get("[...document.querySelectorAll('[data-box]')].map(element => element.id)")
        .await?;
    for id in boxes {
        // Two frames: off-screen content is laid out in the first and painted in the second.
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
    Ok(())
}

/// Takes pictures of the example articles that this engine shows in this colour scheme.
async fn take_examples(page: &Page, dark: bool) -> Result<()> {
    let turn = match page.engine() {
        Engine::Chromium => 0,
        Engine::Firefox => 1,
        Engine::Webkit => 2,
    };
    for (number, (slug, _)) in EXAMPLES.iter().enumerate() {
        if dark != (number == turn) {
            continue;
        }
        let (width, height) = SIZES[(number + turn) % SIZES.len()];
        let name = |what: &str| format!("{}-{width}-{slug}-{what}", page.engine());
        page.resize(width, height).await?;
        page.open(&format!("/{slug}/")).await?;
        page.wait_until("document.querySelector('#boxes-chrome button')")
            .await?;
        println!("{}", page.screenshot(&name("top")).await?.display());
        take_boxes(page, name).await?;
    }
    Ok(())
}

/// Takes pictures of the settings panel and a card.
async fn take_chosen(page: &Page, width: u32, theme: &str, language: &str) -> Result<()> {
    let name = |what: &str| format!("{}-{width}-{theme}-{language}-{what}", page.engine());
    page.run(&format!(
        "localStorage.setItem('sidelight.type/1', 'theme={theme}')"
    ))
    .await?;
    page.open(&format!("/?ui={language}")).await?;
    page.wait_until("document.getElementById('tool-type')")
        .await?;
    page.run("document.getElementById('tool-type').click()")
        .await?;
    page.wait_until("document.querySelector('.tool-panel:popover-open')")
        .await?;
    page.screenshot(&name("type")).await?;
    page.run("document.getElementById('tool-type').click()")
        .await?;
    let marker = "document.querySelector('#text .marker')";
    page.run(&format!(
        "{marker}.scrollIntoView({{ block: 'center' }}); {marker}.click()"
    ))
    .await?;
    page.wait_until("document.getElementById('sidelight-card')")
        .await?;
    page.screenshot(&name("card")).await?;
    Ok(())
}
