//! The report of a failed case: the reason, the state of the window and the path of a screenshot.
//!
//! *Invariant:* every failure is reported with the state of the window, whether the driver refused a command, an
//! assertion panicked or the case timed out. Nothing in this module fails itself: if something can't be read, the report
//! says so.

use std::any::Any;
use std::backtrace::BacktraceStatus;
use std::cell::RefCell;
use std::fmt::Write;
use std::fs;
use std::panic;
use std::thread;
use std::time::Duration;

use anyhow::{Context, Error, Result};
use serde_json::Value;
use tokio::time::timeout;

use super::driver::Driver;
use super::page::Page;

/// Time limit for each question to the window. A browser that hangs never answers.
const PATIENCE: Duration = Duration::from_secs(15);
/// Maximum number of nested frames that are described.
const DEPTH: usize = 4;

/// JavaScript that describes a document. Returns a list of lines.
const STATE: &str = "(() => {
    const safely = look => { try { return look() } catch (error) { return String(error) } };
    const short = (text, most) => text.replace(/\\s+/g, ' ').trim().slice(0, most);
    const named = root => `<${root.localName}${root.id && ` id=${root.id}`}>`;
    const root = document.getElementById('sidelight') ?? document.body ?? document.documentElement;
    const focus = document.activeElement;
    const loaded = performance.getEntriesByType('resource')
        .map(file => `${file.name.split('/').pop()} ${file.responseStatus ?? ''} ${Math.round(file.duration)} ms`);
    return [
        `page: ${document.readyState} ${location.href} “${document.title}”${window === top ? '' : ', in a frame'}`,
        `window: ${innerWidth} by ${innerHeight} px, scrolled to ${Math.round(scrollY)}, focus on ${focus ? named(focus) : 'nothing'}`,
        `worker: ${safely(() => navigator.serviceWorker?.controller?.state ?? 'none')}, marks: ${
            performance.getEntriesByType('mark').map(mark => mark.name).join(', ') || 'none'}`,
        `loaded: ${short(loaded.slice(-12).join(', '), 500) || 'nothing'}`,
        `content: ${named(root)} with ${root.querySelectorAll('*').length} elements: ${short(root.innerText ?? '', 200)}`,
    ];
})()";

thread_local! {
    /// The last panic of this thread, with its position in the code.
    static PANICKED: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Records the message and position of each panic in this thread, for the report of its case. Unwinding doesn't carry the
/// position.
pub(super) fn note_panics() {
    let own = thread::current().id();
    let report = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        if thread::current().id() == own {
            PANICKED.set(Some(info.to_string()));
        } else {
            report(info);
        }
    }));
}

/// The reason that a case failed.
pub(super) struct Reason {
    message: String,
    backtrace: Option<String>,
}

impl Reason {
    /// Describes an error that a case returned. The message is the whole chain in one line.
    pub(super) fn of_error(error: &Error) -> Self {
        let backtrace = error.backtrace();
        let is_captured = backtrace.status() == BacktraceStatus::Captured;
        Self {
            message: format!("{error:#}"),
            backtrace: is_captured.then(|| backtrace.to_string()),
        }
    }

    /// Describes a panic of a case.
    pub(super) fn of_panic(panic: &(dyn Any + Send)) -> Self {
        let text = panic
            .downcast_ref::<String>()
            .map(String::as_str)
            .or_else(|| panic.downcast_ref::<&str>().copied());
        Self {
            message: PANICKED
                .take()
                .unwrap_or_else(|| text.unwrap_or("panicked").to_owned()),
            backtrace: None,
        }
    }

    /// Returns the report: the reason, the state of the window and, if it was captured, the backtrace.
    pub(super) fn with(self, window: &str) -> String {
        let mut report = format!("{}\n{window}", self.message);
        if let Some(backtrace) = self.backtrace {
            let _ = write!(report, "\n\nstack backtrace:\n{backtrace}");
        }
        report
    }
}

/// Describes the window and saves a screenshot under this name.
pub(super) async fn describe(page: &Page, driver: &Driver, name: &str) -> String {
    let mut lines = Vec::new();
    match within(states(page)).await {
        Ok(states) => lines.extend(states),
        Err(error) => lines.push(format!("page: its state can't be read: {error:#}")),
    }
    match within(page.errors(driver)).await {
        Ok(errors) if errors.is_empty() => lines.push("errors: none".to_owned()),
        Ok(errors) => lines.extend(errors.iter().map(|error| format!("errors: {error}"))),
        Err(error) => lines.push(format!("errors: they can't be read: {error:#}")),
    }
    lines.push(match within(page.screenshot(name)).await {
        Ok(path) => format!("picture: {}", path.display()),
        Err(error) => format!("picture: none: {error:#}"),
    });
    lines.join("\n")
}

/// Inverts the outcome of a case that must fail. Its report must contain these parts and name a screenshot, which is
/// removed.
pub(super) fn is_reported(outcome: Result<(), String>, parts: &[&str]) -> Result<(), String> {
    let report = outcome.err().ok_or("it didn't fail")?;
    if let Some(part) = parts.iter().find(|part| !report.contains(**part)) {
        return Err(format!("`{part}` isn't reported: {report}"));
    }
    let picture = report
        .lines()
        .find_map(|line| line.strip_prefix("picture: "))
        .unwrap_or_default();
    let is_png = fs::read(picture).is_ok_and(|bytes| bytes.starts_with(b"\x89PNG"));
    if !is_png {
        return Err(format!("there is no picture: {report}"));
    }
    fs::remove_file(picture).map_err(|error| format!("can't remove {picture}: {error}"))
}

/// Returns the state of the document that the case was in, and of the documents around it.
async fn states(page: &Page) -> Result<Vec<String>> {
    let mut lines = Vec::new();
    for _ in 0..DEPTH {
        lines.extend(page.get::<Vec<String>>(STATE).await?);
        if page.get::<Value>("window === top").await? == Value::Bool(true) {
            break;
        }
        page.client().enter_parent_frame().await?;
    }
    Ok(lines)
}

async fn within<T>(look: impl Future<Output = Result<T>>) -> Result<T> {
    timeout(PATIENCE, look)
        .await
        .with_context(|| format!("no answer within {} s", PATIENCE.as_secs()))?
}
