//! Measures searching in the longest article: opening the search, and each key press.

use anyhow::{Result, ensure};

use super::AWAITING;
use crate::harness::Page;

/// Limit for the median time from a key press to the painted count, in ms.
pub(super) const MEDIAN: f64 = 16.0;
/// Limit for 95 % of those times, in ms.
pub(super) const HIGH: f64 = 33.0;
/// Limit for the time that the page is blocked while the text is read, in ms. It applies to the middle of all openings,
/// because the first one also waits for the browser, which has just started.
pub(super) const WAIT: f64 = 50.0;

/// Number of times that the search is opened.
const OPENINGS: usize = 9;
/// Texts to type, letter by letter: words in every paragraph, names in other spellings, and words that don't occur.
const TYPED: [&str; 6] = [
    "workers",
    "Zhanaozen",
    "Paragraph 4321",
    "e",
    "the people movement",
    "nowhere at all",
];

/// The measurements, in ms.
pub(super) struct Searching {
    pub(super) median: f64,
    pub(super) high: f64,
    pub(super) slowest: f64,
    /// Time from opening the search to the count of a word entered at once.
    pub(super) preparing: f64,
    /// The longest time that the page was blocked during an opening, in the middle of all openings. `worst_wait` is the
    /// worst of them.
    pub(super) wait: f64,
    pub(super) worst_wait: f64,
}

impl Searching {
    /// Returns true if all targets are met.
    pub(super) fn keeps(&self) -> bool {
        self.median <= MEDIAN && self.high <= HIGH && self.wait <= WAIT
    }
}

/// Opens the search repeatedly and then types each text.
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
            .filter(|count| count.ends_with("results"))
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

/// Opens the search, enters a word at once and waits for the count. Meanwhile a message circulates; its longest delay is
/// the time that the page was blocked.
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

/// Types a text letter by letter. Each letter comes at the beginning of a frame, as browsers deliver key presses.
/// Measures until the message after the frame has been painted.
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
