//! What is printed of a case that failed: why, what the window shows, and where a picture of it is.
//!
//! *Invariant:* every failure is reported with the state of the window, whether the driver refused a command, an assertion
//! panicked or the case took too long. Nothing here fails in turn: what can't be found out is reported as such.

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

/// How long each look at the window may take: a browser that hangs never answers.
const PATIENCE: Duration = Duration::from_secs(15);
/// How many frames deep a failed case may have gone.
const DEPTH: usize = 4;

/// What describes most of a document, in JavaScript: a list of lines.
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
    /// The last panic of this thread, with its place in the code.
    static PANICKED: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Keeps where panics of this thread happen, which isn't part of what unwinding carries. They are reported with their cases.
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

/// Why a case failed.
pub(super) struct Reason {
    message: String,
    backtrace: Option<String>,
}

impl Reason {
    /// Of a case that returned an error: the whole chain in one line.
    pub(super) fn of_error(error: &Error) -> Self {
        let backtrace = error.backtrace();
        let is_captured = backtrace.status() == BacktraceStatus::Captured;
        Self {
            message: format!("{error:#}"),
            backtrace: is_captured.then(|| backtrace.to_string()),
        }
    }

    /// Of a case that panicked.
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

    /// The report: the reason, what the window shows, and where the error came from if that is recorded.
    pub(super) fn with(self, window: &str) -> String {
        let mut report = format!("{}\n{window}", self.message);
        if let Some(backtrace) = self.backtrace {
            let _ = write!(report, "\n\nstack backtrace:\n{backtrace}");
        }
        report
    }
}

/// Describes the window and keeps a picture of it under this name.
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

/// Turns the outcome of a case that must fail round: its report must have these parts and a picture, which is removed.
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

/// The state of the document that the case was in and of those around it.
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
