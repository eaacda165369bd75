//! Measures changes of the page: opening a box, another theme, another size. Also lists the tasks that held the main
//! thread for over 50 ms after the program began ([Long Tasks]).
//!
//! [Long Tasks]: https://w3c.github.io/longtasks/

use anyhow::Result;

use super::AWAITING;
use crate::harness::Page;

/// The changes: JavaScript that performs one, and JavaScript for the state that it changes.
const CHANGES: [(&str, &str); 3] = [
    (
        "document.querySelector('#box-casualties summary').click()",
        "document.querySelector('#box-casualties .box-body').open",
    ),
    (
        "document.querySelector(`#panel-type input[name='theme']:not(:checked)`).click()",
        "document.documentElement.dataset.theme",
    ),
    (
        "(document.querySelector('.sizes .choice:has(:checked) + .choice input') ?? document.getElementById('size-1')).click()",
        "document.documentElement.dataset.size",
    ),
];

/// Times from a press to the painted change, in ms. Each is the middle of many.
pub(super) struct Changing {
    pub(super) toggle: f64,
    pub(super) theme: f64,
    pub(super) size: f64,
}

/// Changes the article on the page repeatedly.
pub(super) async fn changing(page: &Page) -> Result<Changing> {
    page.open("/").await?;
    page.wait_until("document.getElementById('tool-type')")
        .await?;
    page.run("document.getElementById('tool-type').click()")
        .await?;
    page.wait_until("document.querySelector('#panel-type:popover-open')")
        .await?;
    let mut middles = Vec::new();
    for (press, state) in CHANGES {
        middles.push(change(page, press, state).await?);
    }
    Ok(Changing {
        toggle: middles[0],
        theme: middles[1],
        size: middles[2],
    })
}

/// Measures the time from a press to the painted change, in ms. `press` is JavaScript that changes the page, and `state` is
/// JavaScript for the state that it changes.
pub(super) async fn change(page: &Page, press: &str, state: &str) -> Result<f64> {
    page.run(&format!(
        "{AWAITING} const press = () => {press}, state = () => {state}; {CHANGE}"
    ))
    .await?;
    page.wait_until("window.changed").await?;
    let times: Vec<Option<f64>> = page.get("window.changed").await?;
    let times: Option<Vec<f64>> = times.into_iter().collect();
    let times =
        times.ok_or_else(|| anyhow::anyhow!("`{press}` has no effect in the frame after it"))?;
    Ok(super::middle(times))
}

/// Returns the long tasks since the program began, in ms. Returns `None` if the engine doesn't report them.
pub(super) async fn long_tasks(page: &Page) -> Result<Option<Vec<f64>>> {
    page.open("/").await?;
    page.wait_until(super::ADOPTED).await?;
    page.run(TASKS).await?;
    page.wait_until("window.tasks !== undefined").await?;
    page.get("window.tasks").await
}

/// Makes a change twelve times. Each comes at the beginning of a frame, as browsers deliver presses. Measures until the
/// message after the frame has been painted. A change that has no effect by then gives `null`.
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

/// Lists the long tasks that ended after the program began, once two more frames have been painted.
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
