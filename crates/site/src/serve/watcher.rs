//! Watches the folder of articles.
//!
//! *Invariant:* only events that change files are reported. A build reads the files, so reporting reads would start
//! builds for ever.

use std::path::Path;
use std::sync::mpsc::Sender;
use std::time::Duration;

use notify_debouncer_mini::notify::{
    Config, Event, EventHandler, RecommendedWatcher, RecursiveMode, Result, Watcher, WatcherKind,
};
use notify_debouncer_mini::{Debouncer, new_debouncer_opt};

/// The pause without further changes before a change is reported. An editor writes several times for each save.
const QUIET: Duration = Duration::from_millis(80);

/// A watcher that ignores events for opening and reading files.
#[derive(Debug)]
pub(super) struct Changes(RecommendedWatcher);

impl Watcher for Changes {
    fn new<F: EventHandler>(mut handler: F, config: Config) -> Result<Self> {
        let changes = move |event: Result<Event>| {
            if !event.as_ref().is_ok_and(|event| event.kind.is_access()) {
                handler.handle_event(event);
            }
        };
        RecommendedWatcher::new(changes, config).map(Self)
    }

    fn watch(&mut self, path: &Path, mode: RecursiveMode) -> Result<()> {
        self.0.watch(path, mode)
    }

    fn unwatch(&mut self, path: &Path) -> Result<()> {
        self.0.unwatch(path)
    }

    fn kind() -> WatcherKind {
        RecommendedWatcher::kind()
    }
}

/// Sends a message after every change in a folder or below it, until the returned watcher is dropped.
///
/// # Errors
/// Returns an error if the folder can't be watched, for example if the system has no watches left for its subfolders.
pub(super) fn watch(folder: &Path, changed: Sender<()>) -> Result<Debouncer<Changes>> {
    let config = notify_debouncer_mini::Config::default().with_timeout(QUIET);
    let mut debouncer = new_debouncer_opt::<_, Changes>(config, move |_| {
        // The receiver is gone if the program is about to end.
        let _ = changed.send(());
    })?;
    debouncer
        .watcher()
        .watch(folder, RecursiveMode::Recursive)?;
    Ok(debouncer)
}
