//! What readers do again and again leaves nothing behind: the second half of it costs no memory that the first hasn't.

use anyhow::{Context, Result};
use fantoccini::wd::WebDriverCompatibleCommand;
use hyper::Method;
use serde_json::{Value, json};
use url::{ParseError, Url};

use crate::harness::{Case, Engine, Page, case};
use crate::jumping::adopted;
use crate::listening::inject;

/// By how many bytes Chromium's heap may differ between two halves: it isn't measured more exactly.
const HEAP: f64 = 100_000.0;
/// Counts listeners, and gets hold of the program's memory, from before the program starts.
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
/// Waits for the tasks that are due by now.
const TURN: &str = "const { port1, port2 } = new MessageChannel();
    const turn = () => new Promise((resolve) => { port1.onmessage = resolve; port2.postMessage(0); });";
/// Opens and closes each box.
const TOGGLES: &str = "
    const boxes = [...document.querySelectorAll('.box-body > summary')];
    for (const box of [...boxes, ...boxes]) {
      box.click();
      await turn();
    }";
/// Searches ten times, each time for something else than before.
const SEARCHES: &str = "
    const field = document.getElementById('search-field');
    for (let i = 0; i < 10; i++) {
      field.value = ['police', 'the', 'Zhanaozen', 'nowhere at all', 'e'][i % 5];
      field.dispatchEvent(new InputEvent('input', { bubbles: true }));
      await turn();
      await turn();
    }";

/// What a page holds.
#[derive(Debug)]
struct Held {
    elements: u32,
    listeners: i32,
    /// The program's memory, in pages of 64 KB.
    memory: u32,
    /// What Chromium tells of itself.
    inside: Option<Inside>,
}

/// What Chromium holds when all garbage has been collected.
#[derive(Debug)]
pub(crate) struct Inside {
    /// In bytes.
    pub(crate) heap: f64,
    pub(crate) nodes: f64,
    pub(crate) documents: f64,
    pub(crate) listeners: f64,
}

/// These cases.
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

/// How often to do something: less often in WebKit, which lays the page out each time and needs five times as long.
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

/// Does something so often, twice; what the page holds after the second time is what it held after the first.
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

/// What Chromium holds; nothing of the other engines, whose drivers don't tell.
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

/// Asks Chromium for something in its own protocol.
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
