//! Repeated actions don't leak: the second half of the repetitions uses no more memory than the first.

use anyhow::{Context, Result};
use fantoccini::wd::WebDriverCompatibleCommand;
use hyper::Method;
use serde_json::{Value, json};
use url::{ParseError, Url};

use crate::harness::{Case, Engine, Page, case};
use crate::jumping::adopted;
use crate::listening::inject;

/// Tolerance for Chromium's heap between the two halves, in bytes. It isn't measured more exactly.
const HEAP: f64 = 100_000.0;
/// Counts event listeners and exposes the program's memory. Runs before the program starts.
const WATCH: &str = "
    window.listeners = 0;
    for (const [name, more] of [['addEventListener', 1], ['removeEventListener', -1]]) {
      const before = EventTarget.prototype[name];
      EventTarget.prototype[name] = function (...given) { listeners += more; return before.apply(this, given); };
    }
    for (const name of ['instantiate', 'instantiateStreaming']) {
      const before = WebAssembly[name];
      WebAssembly[name] = async (...given) => {
        const made = await before.apply(WebAssembly, given);
        const { memory } = (made.instance ?? made).exports;
        window.memoryPages = () => memory.buffer.byteLength / 65536;
        return made;
      };
    }";
/// JavaScript that defines `turn()`, which waits for the tasks that are due.
const TURN: &str = "const { port1, port2 } = new MessageChannel();
    const turn = () => new Promise((resolve) => { port1.onmessage = resolve; port2.postMessage(0); });";
/// Opens and closes each box.
const TOGGLES: &str = "
    const boxes = [...document.querySelectorAll('.box-body > summary')];
    for (const box of [...boxes, ...boxes]) {
      box.click();
      await turn();
    }";
/// Searches ten times, each time for another text than before.
const SEARCHES: &str = "
    const field = document.getElementById('search-field');
    for (let i = 0; i < 10; i++) {
      field.value = ['police', 'the', 'Zhanaozen', 'nowhere at all', 'e'][i % 5];
      field.dispatchEvent(new InputEvent('input', { bubbles: true }));
      await turn();
      await turn();
    }";

/// The resources that a page holds.
#[derive(Debug)]
struct Held {
    elements: u32,
    listeners: i32,
    /// The program's memory, in pages of 64 KB.
    memory: u32,
    /// Chromium's own counters.
    inside: Option<Inside>,
}

/// Chromium's memory counters, after garbage collection.
#[derive(Debug)]
pub(crate) struct Inside {
    /// Size in bytes.
    pub(crate) heap: f64,
    pub(crate) nodes: f64,
    pub(crate) documents: f64,
    pub(crate) listeners: f64,
}

/// Returns the cases of this module.
pub(crate) fn cases() -> Vec<Case> {
    vec![
        case(
            "opening and closing boxes a thousand times leaves nothing behind",
            async |page| {
                begin(page).await?;
                leaves_nothing(page, times(page, 42, 9), TOGGLES).await
            },
        ),
        case("five hundred searches leave nothing behind", async |page| {
            begin(page).await?;
            page.wait_until("document.getElementById('tool-search')")
                .await?;
            page.click("#tool-search").await?;
            page.wait_until("document.getElementById('search-field')")
                .await?;
            leaves_nothing(page, times(page, 25, 5), SEARCHES).await
        }),
    ]
}

/// Returns the number of repetitions. WebKit gets fewer: it lays the page out each time and takes five times as long.
fn times(page: &Page, usual: u32, in_webkit: u32) -> u32 {
    if page.engine() == Engine::Webkit {
        in_webkit
    } else {
        usual
    }
}

async fn begin(page: &Page) -> Result<()> {
    inject(page, WATCH)?;
    adopted(page, "/").await?;
    page.wait_until("document.getElementById('tool-contents') && window.memoryPages")
        .await
}

/// Repeats some work this many times, twice. Fails unless the page holds the same resources after both rounds.
async fn leaves_nothing(page: &Page, times: u32, work: &str) -> Result<()> {
    let first = after_times(page, times, work).await?;
    let second = after_times(page, times, work).await?;
    let counted = |held: &Held| (held.elements, held.listeners, held.memory);
    assert_eq!(counted(&second), counted(&first));
    if let (Some(first), Some(second)) = (first.inside, second.inside) {
        assert!(
            second.nodes <= first.nodes
                && second.listeners <= first.listeners
                && second.heap <= first.heap + HEAP,
            "{first:?} has become {second:?}"
        );
    }
    Ok(())
}

async fn after_times(page: &Page, times: u32, work: &str) -> Result<Held> {
    for _ in 0..times {
        page.run(&format!(
            "window.isDone = false; {TURN} (async () => {{ {work} port1.close(); window.isDone = true; }})()"
        ))
        .await?;
        page.wait_until("isDone").await?;
    }
    let (elements, listeners, memory) = page
        .get("[document.getElementsByTagName('*').length, listeners, memoryPages()]")
        .await?;
    Ok(Held {
        elements,
        listeners,
        memory,
        inside: inside(page).await?,
    })
}

/// Returns Chromium's counters after a garbage collection. Returns `None` in other engines, whose drivers have no such
/// command.
pub(crate) async fn inside(page: &Page) -> Result<Option<Inside>> {
    if page.engine() != Engine::Chromium {
        return Ok(None);
    }
    cdp(page, "HeapProfiler.collectGarbage", json!({})).await?;
    let usage = cdp(page, "Runtime.getHeapUsage", json!({})).await?;
    let counters = cdp(page, "Memory.getDOMCounters", json!({})).await?;
    let number = |value: &Value| value.as_f64().context("no number");
    Ok(Some(Inside {
        heap: number(&usage["usedSize"])?,
        nodes: number(&counters["nodes"])?,
        documents: number(&counters["documents"])?,
        listeners: number(&counters["jsEventListeners"])?,
    }))
}

/// Sends a DevTools protocol command to Chromium.
pub(crate) async fn cdp(page: &Page, command: &'static str, parameters: Value) -> Result<Value> {
    let command = DevTools {
        command,
        parameters,
    };
    Ok(page.client().issue_cmd(command).await?)
}

#[derive(Debug)]
struct DevTools {
    command: &'static str,
    parameters: Value,
}

impl WebDriverCompatibleCommand for DevTools {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, ParseError> {
        base.join(&format!(
            "session/{}/goog/cdp/execute",
            session.unwrap_or_default()
        ))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        let body = json!({ "cmd": self.command, "params": self.parameters });
        (Method::POST, Some(body.to_string()))
    }
}
