//! What a search of the longest article costs: getting ready, and each key press.

use anyhow::{Result, ensure};

use super::AWAITING;
use crate::harness::Page;

/// From a key press to the painted count, in ms: half of all presses take no longer.
pub(super) const MEDIAN: f64 = 16.0;
/// Nineteen of twenty take no longer.
pub(super) const HIGH: f64 = 33.0;
/// How long the page may not answer while the text is read, in ms, in the middle of all openings: the first in a browser
/// that has just started waits for that.
pub(super) const WAIT: f64 = 50.0;

/// How often the search is opened.
const OPENINGS: usize = 9;
/// What is typed, letter by letter: words that stand in every paragraph, names by other spellings, words that are
/// nowhere.
const TYPED: [&str; 6] = [
    "workers",
    "Zhanaozen",
    "Paragraph 4321",
    "e",
    "the people movement",
    "nowhere at all",
];

/// What was measured, in ms.
pub(super) struct Searching {
    pub(super) median: f64,
    pub(super) high: f64,
    pub(super) slowest: f64,
    /// From opening the search to the count of what was typed at once.
    pub(super) preparing: f64,
    /// The longest time in which nothing else could happen meanwhile: in the middle of all openings, and in the worst.
    pub(super) wait: f64,
    pub(super) worst_wait: f64,
}

impl Searching {
    /// Whether all targets are kept.
    pub(super) fn keeps(&self) -> bool {
        self.median <= MEDIAN && self.high <= HIGH && self.wait <= WAIT
    }
}

/// Searches the article on the page again and again.
pub(super) async fn searching(page: &Page) -> Result<Searching> {
    let (mut preparing, mut waits) = (Vec::new(), Vec::new());
    for _ in 0..OPENINGS {
        page.open("/").await?;
        page.wait_until("document.getElementById('tool-search')")
            .await?;
        page.run(OPEN).await?;
        page.wait_until("window.opened").await?;
        let (time, wait) = page.get("window.opened").await?;
        preparing.push(time);
        waits.push(wait);
    }
    let (mut times, mut counts) = (Vec::new(), Vec::new());
    for text in TYPED {
        page.run(&format!("{AWAITING} const text = {text:?}; {TYPE}"))
            .await?;
        page.wait_until("window.typed").await?;
        let (more_times, more_counts): (Vec<f64>, Vec<String>) = page.get("window.typed").await?;
        times.extend(more_times);
        counts.extend(more_counts);
    }
    ensure!(
        counts
            .iter()
            .filter(|count| count.ends_with("hits"))
            .count()
            > counts.len() / 2,
        "too little was found: {counts:?}"
    );
    times.sort_by(f64::total_cmp);
    Ok(Searching {
        median: times[times.len() / 2],
        high: times[times.len() * 95 / 100],
        slowest: times[times.len() - 1],
        preparing: super::middle(preparing),
        worst_wait: waits.iter().copied().fold(0.0, f64::max),
        wait: super::middle(waits),
    })
}

/// Opens the search, types at once, and waits for the count, while a message keeps going round: what it waits for is
/// how long nothing else could happen.
const OPEN: &str = "
    window.opened = null;
    const began = performance.now(), channel = new MessageChannel();
    let last = began, longest = 0;
    channel.port1.onmessage = () => {
      const now = performance.now();
      longest = Math.max(longest, now - last);
      last = now;
      const field = document.getElementById('search-field');
      if (field && !field.value) {
        field.value = 'workers';
        field.dispatchEvent(new InputEvent('input', { bubbles: true }));
      }
      if (document.querySelector('.search-count')?.textContent) window.opened = [now - began, longest];
      else channel.port2.postMessage(null);
    };
    document.getElementById('tool-search').click();
    channel.port2.postMessage(null);";

/// Types a text letter by letter, at the beginning of a frame each, as browsers hand on key presses, and measures
/// until the message after the frame has been painted.
const TYPE: &str = "
    window.typed = null;
    const field = document.getElementById('search-field'), times = [], counts = [];
    (async () => {
      for (let length = 1; length <= text.length; length++) {
        await frame(); await message(); await frame();
        const began = performance.now();
        field.value = text.slice(0, length);
        field.dispatchEvent(new InputEvent('input', { bubbles: true }));
        times.push(await message() - began);
        counts.push(document.querySelector('.search-count').textContent);
      }
      window.typed = [times, counts];
    })();";
