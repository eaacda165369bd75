//! Watching the articles.
//!
//! *Invariant:* only what changes files is told, since pressing reads them and would bring itself about otherwise.

use std::path::Path;
use std::sync::mpsc::Sender;
use std::time::Duration;

use notify_debouncer_mini::notify::{
    Config, Event, EventHandler, RecommendedWatcher, RecursiveMode, Result, Watcher, WatcherKind,
};
use notify_debouncer_mini::{Debouncer, new_debouncer_opt};

/// How long nothing more may change before it is told: an editor that saves writes several times.
const QUIET: Duration = Duration::from_millis(80);

/// A watcher that passes over files being opened and read.
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

/// Tells of every change in a folder and all below it, until what it returns is dropped.
///
/// # Errors
/// When the folder can't be watched, as when there are more folders than the system grants watches for.
pub(super) fn watch(folder: &Path, changed: Sender<()>) -> Result<Debouncer<Changes>> {
    let config = notify_debouncer_mini::Config::default().with_timeout(QUIET);
    let mut debouncer = new_debouncer_opt::<_, Changes>(config, move |_| {
        // Nobody listens any more when the program is about to end.
        let _ = changed.send(());
    })?;
    debouncer
        .watcher()
        .watch(folder, RecursiveMode::Recursive)?;
    Ok(debouncer)
}
