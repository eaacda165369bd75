//! Serves a site on this machine while its articles are being written. The site is built again when a file changes, and
//! open pages reload.
//!
//! *Invariant:* only requests from this machine are answered, and only those of people and of the site's own pages
//! (`access`). The server serves the last site that could be built. Diagnostics are shown on top of its pages and never
//! replace them.

mod access;
mod connections;
mod pages;
mod routes;
mod watcher;

use std::future::{Future, poll_fn};
use std::io;
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::pin::pin;
use std::sync::mpsc;
use std::task::Poll;
use std::thread;
use std::time::{SystemTime, UNIX_EPOCH};

use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;

use self::connections::{Limits, accept};
use self::pages::router;
use sidelight_compiler::Report;

/// The number of further ports that are tried if the requested one is taken.
const PORTS: u16 = 20;

/// The number of threads that read files. Each uses some memory of its own.
const READERS: usize = 4;

/// The result of one build while serving.
#[derive(Debug)]
pub struct Turn {
    /// The diagnostics of the build.
    pub report: Report,
    /// True if any file of the site changed.
    pub changed: bool,
}

/// The state that is sent to open pages.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
struct State {
    /// Identifies the build that is being served; empty before the first one. The value differs from all earlier ones,
    /// including those of previous runs of the server.
    site: String,
    /// The report for authors if it contains errors, otherwise empty.
    diagnostics: String,
}

/// Binds a port on the loopback interface: the requested one, or the next free one if it is taken. Port 0 requests any
/// free port.
///
/// # Errors
/// Returns an error if the requested port and the 20 after it are taken, or if the system refuses.
pub fn bind(port: u16) -> io::Result<TcpListener> {
    let mut tried = TcpListener::bind((Ipv4Addr::LOCALHOST, port));
    for port in (port..=port.saturating_add(PORTS)).skip(1) {
        match &tried {
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => {
                tried = TcpListener::bind((Ipv4Addr::LOCALHOST, port));
            }
            _ => break,
        }
    }
    tried
}

/// Serves a site until the process receives SIGTERM or SIGINT. `build` builds the site in the folder `site` and returns
/// its diagnostics. It is called immediately, and again whenever something changes in the folder of articles.
///
/// # Errors
/// Returns an error if the articles can't be watched, or if the system refuses to serve.
pub fn serve(
    listener: TcpListener,
    articles: &Path,
    site: PathBuf,
    mut build: impl FnMut() -> Turn + Send + 'static,
) -> io::Result<()> {
    let (changed, changes) = mpsc::channel();
    let watched = watcher::watch(articles, changed).map_err(io::Error::other)?;
    let (tell, state) = watch::channel(State::default());
    thread::spawn(move || {
        let _watched = watched;
        let run = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .map_or(0, |since| since.as_millis());
        for number in 1_u64.. {
            let turn = build();
            tell.send_if_modified(|state| {
                let next = State {
                    site: match (turn.changed, state.site.as_str()) {
                        (false, before) => before.to_owned(),
                        (true, _) => format!("{run}-{number}"),
                    },
                    diagnostics: diagnostics(&turn.report),
                };
                let is_other = *state != next;
                *state = next;
                is_other
            });
            if changes.recv().is_err() {
                return;
            }
            // One build covers all changes that have arrived so far.
            while changes.try_recv().is_ok() {}
        }
    });
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .max_blocking_threads(READERS)
        .build()?
        .block_on(async {
            listener.set_nonblocking(true)?;
            let port = listener.local_addr()?.port();
            let listener = tokio::net::TcpListener::from_std(listener)?;
            let server = accept(listener, router(site, state, port), Limits::default());
            let mut stop = signal(SignalKind::terminate())?;
            let mut interrupt = signal(SignalKind::interrupt())?;
            let mut server = pin!(server);
            poll_fn(|context| {
                if stop.poll_recv(context).is_ready() || interrupt.poll_recv(context).is_ready() {
                    return Poll::Ready(Ok(()));
                }
                server.as_mut().poll(context).map(Ok)
            })
            .await
        })
}

/// Returns the text of a report for pages: the whole report if it has errors, otherwise an empty text. Pages have no
/// other way to show an error.
fn diagnostics(report: &Report) -> String {
    match report.errors() {
        0 => String::new(),
        _ => format!("{report}\n\n{}", report.render(false).trim_end()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_taken_port_leads_to_the_next_one() {
        let first = bind(0).unwrap();
        let port = first.local_addr().unwrap().port();
        let second = bind(port).unwrap();
        let next = second.local_addr().unwrap();
        assert!(next.port() > port && next.port() <= port + PORTS, "{next}");
        assert!(next.ip().is_loopback());
    }
}
