//! Serving a site on this machine while its articles are being written: it is pressed again when a file changes, and
//! pages that are open reload.
//!
//! *Invariant:* only this machine is answered, and on it only people and the site's own pages (`access`). What is served is
//! the last site that could be pressed; faults are shown over its pages, never in their stead.

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

/// How many ports are tried, from the one asked for on.
const PORTS: u16 = 20;

/// How many threads read files; each keeps some memory to itself.
const READERS: usize = 4;

/// What came of pressing the site once more.
#[derive(Debug)]
pub struct Turn {
    /// What was found.
    pub report: Report,
    /// Whether pages are other than before.
    pub changed: bool,
}

/// What open pages are told.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
struct State {
    /// Which pressing of the site is being served; other than any before it, also than those of an earlier run.
    /// Empty while there is none.
    site: String,
    /// What is wrong with the articles, for people; empty when nothing is.
    faults: String,
}

/// Takes a port on the loopback interface: the one asked for, or the next that is free; any, for port 0.
///
/// # Errors
/// When none of the next 20 is free, or the system refuses.
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

/// Serves a site until the program is told to stop. `press` makes it in the folder `site`, or says why it can't; it is
/// called at once, and again whenever something changes in the folder of articles.
///
/// # Errors
/// When the articles can't be watched, or the system refuses to serve.
pub fn serve(
    listener: TcpListener,
    articles: &Path,
    site: PathBuf,
    mut press: impl FnMut() -> Turn + Send + 'static,
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
            let turn = press();
            tell.send_if_modified(|state| {
                let next = State {
                    site: match (turn.changed, state.site.as_str()) {
                        (false, before) => before.to_owned(),
                        (true, _) => format!("{run}-{number}"),
                    },
                    faults: faults(&turn.report),
                };
                let is_other = *state != next;
                *state = next;
                is_other
            });
            if changes.recv().is_err() {
                return;
            }
            // All that has changed since is pressed at once.
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

/// What is shown of a report in pages: all of it when it has errors, since no page tells of them otherwise.
fn faults(report: &Report) -> String {
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
