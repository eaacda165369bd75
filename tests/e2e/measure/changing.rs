//! What a change of the page costs: a box opened, another theme, another size; and which tasks held the main thread for
//! over 50 ms after the program began ([Long Tasks]).
//!
//! [Long Tasks]: https://w3c.github.io/longtasks/

use anyhow::Result;

use super::AWAITING;
use crate::harness::Page;

/// What is pressed, again and again; and how a page is asked where it has got to.
const CHANGES: [(&str, &str); 3] = [
    (
        "document.querySelector('#box-casualties summary').click()",
        "document.querySelector('#box-casualties .box-body').open",
    ),
    (
        "document.querySelector(`#panel-type input[name='data-theme']:not(:checked)`).click()",
        "document.documentElement.dataset.theme",
    ),
    (
        "document.getElementById('type-larger').matches('[aria-disabled=true]') \
         ? document.getElementById('type-reset').click() : document.getElementById('type-larger').click()",
        "document.documentElement.dataset.size",
    ),
];

/// From a press to the painted change, in ms; the middle of many.
pub(super) struct Changing {
    pub(super) toggle: f64,
    pub(super) theme: f64,
    pub(super) size: f64,
}

/// Changes the article on the page again and again.
pub(super) async fn changing(page: &Page) -> Result<Changing> {
    page.open("/").await?;
    page.wait_until("document.getElementById('tool-type')")
        .await?;
    page.run("document.getElementById('tool-type').click()")
        .await?;
    page.wait_until("document.getElementById('panel-type')")
        .await?;
    let mut middles = Vec::new();
    for (press, state) in CHANGES {
        page.run(&format!(
            "{AWAITING} const press = () => {press}, state = () => {state}; {CHANGE}"
        ))
        .await?;
        page.wait_until("window.changed").await?;
        let times: Vec<Option<f64>> = page.get("window.changed").await?;
        let times: Option<Vec<f64>> = times.into_iter().collect();
        let times = times.ok_or_else(|| {
            anyhow::anyhow!("`{press}` isn't to be seen in the frame that comes after it")
        })?;
        middles.push(super::middle(times));
    }
    Ok(Changing {
        toggle: middles[0],
        theme: middles[1],
        size: middles[2],
    })
}

/// The long tasks since the program began, in ms; none where the engine doesn't tell.
pub(super) async fn long_tasks(page: &Page) -> Result<Option<Vec<f64>>> {
    page.open("/").await?;
    page.wait_until(super::ADOPTED).await?;
    page.run(TASKS).await?;
    page.wait_until("window.tasks !== undefined").await?;
    page.get("window.tasks").await
}

/// Makes a change twelve times, each at the beginning of a frame, as browsers hand on presses, and measures until the message after the
/// frame has been painted; nothing for a change that isn't there by then.
const CHANGE: &str = "
    window.changed = null;
    (async () => {
      const times = [];
      for (let time = 0; time < 12; time++) {
        await frame(); await message(); await frame();
        const before = state(), began = performance.now();
        press();
        const ended = await message();
        times.push(state() === before ? null : ended - began);
      }
      window.changed = times;
    })();";

/// Asks for the long tasks that began after the program did, once two more frames have been painted.
const TASKS: &str = "
    window.tasks = undefined;
    if (!PerformanceObserver.supportedEntryTypes.includes('longtask')) window.tasks = null;
    else {
      const began = performance.getEntriesByName('sidelight:adopt', 'mark')[0].startTime, tasks = [];
      const add = entries => tasks.push(...entries.filter(entry => entry.startTime + entry.duration > began).map(entry => entry.duration));
      const observer = new PerformanceObserver(list => add(list.getEntries()));
      observer.observe({ type: 'longtask', buffered: true });
      requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => {
        add(observer.takeRecords());
        window.tasks = tasks;
      })));
    }";
