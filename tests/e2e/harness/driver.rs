//! A WebDriver process.
//!
//! *Invariant:* the driver leads its own process group. The group, browsers included, is killed when the driver is
//! dropped and when this program is interrupted.

use std::io::{BufRead, BufReader, Read};
use std::net::{Ipv4Addr, TcpListener};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use rustix::process::{Pid, Signal, kill_process_group, test_kill_process_group};
use tokio::signal::unix::{SignalKind, signal};

use super::engine::Engine;

/// Time limit for a driver to start listening.
const START: Duration = Duration::from_secs(20);
/// Number of attempts, each on a new port. Another program may take a free port before the driver binds it.
const PORTS: usize = 3;
/// Time limit for a driver to exit after `SIGTERM`.
const GRACE: Duration = Duration::from_secs(3);
const POLL: Duration = Duration::from_millis(20);

/// Process group of the running driver, or 0.
static CURRENT: AtomicU32 = AtomicU32::new(0);

/// A running WebDriver process.
pub(crate) struct Driver {
    child: Child,
    address: String,
    said: Arc<Mutex<Vec<String>>>,
}

impl Driver {
    /// Starts a driver on a free port and waits until it listens. Returns an error after [`PORTS`] failed attempts.
    pub(crate) fn start(engine: Engine) -> Result<Self> {
        let mut started = Self::start_once(engine);
        for _ in 1..PORTS {
            if started.is_err() {
                started = Self::start_once(engine);
            }
        }
        started
    }

    fn start_once(engine: Engine) -> Result<Self> {
        let program = engine.driver()?;
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?
            .local_addr()?
            .port();
        let mut command = Command::new(&program);
        command
            .arg(format!("--port={port}"))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        if engine == Engine::Webkit {
            let display = std::env::var("SIDELIGHT_DISPLAY")
                .context("SIDELIGHT_DISPLAY isn't set; `cargo xtask test` sets it")?;
            command
                .env("DISPLAY", display)
                .env_remove("WAYLAND_DISPLAY")
                .env("GDK_BACKEND", "x11");
        }
        let mut child = command
            .process_group(0)
            .spawn()
            .with_context(|| format!("can't start {}", program.display()))?;
        let said = Arc::default();
        listen(child.stdout.take(), &said);
        listen(child.stderr.take(), &said);
        CURRENT.store(child.id(), Ordering::SeqCst);
        let mut driver = Self {
            child,
            address: format!("http://127.0.0.1:{port}"),
            said,
        };
        driver.wait_until_it_listens(port)?;
        Ok(driver)
    }

    fn wait_until_it_listens(&mut self, port: u16) -> Result<()> {
        let started = Instant::now();
        while std::net::TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err() {
            if let Some(status) = self.child.try_wait()? {
                bail!("the driver ended ({status}): {}", self.said().join("\n"));
            }
            if started.elapsed() > START {
                bail!("the driver doesn't listen: {}", self.said().join("\n"));
            }
            std::thread::sleep(POLL);
        }
        Ok(())
    }

    /// Returns the URL that the driver listens on.
    pub(crate) fn address(&self) -> &str {
        &self.address
    }

    /// Returns the lines that the driver and its browsers have printed since the list was last cleared.
    pub(crate) fn said(&self) -> MutexGuard<'_, Vec<String>> {
        self.said.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        let Some(group) = group(self.child.id()) else {
            return;
        };
        // These calls fail if the group has already exited.
        let _ = kill_process_group(group, Signal::TERM);
        let asked = Instant::now();
        while asked.elapsed() < GRACE
            && (matches!(self.child.try_wait(), Ok(None)) || test_kill_process_group(group).is_ok())
        {
            std::thread::sleep(POLL);
        }
        let _ = kill_process_group(group, Signal::KILL);
        let _ = self.child.wait();
        CURRENT.store(0, Ordering::SeqCst);
    }
}

fn group(id: u32) -> Option<Pid> {
    i32::try_from(id).ok().and_then(Pid::from_raw)
}

fn listen(stream: Option<impl Read + Send + 'static>, said: &Arc<Mutex<Vec<String>>>) {
    let Some(stream) = stream else { return };
    let said = Arc::clone(said);
    std::thread::spawn(move || {
        for line in BufReader::new(stream).split(b'\n').map_while(Result::ok) {
            said.lock()
                .unwrap_or_else(PoisonError::into_inner)
                .push(String::from_utf8_lossy(&line).into_owned());
        }
    });
}

/// Waits for the signal, kills the driver's process group and exits with status 130.
pub(crate) async fn end_when_interrupted(kind: SignalKind) {
    let Ok(mut signals) = signal(kind) else {
        return;
    };
    signals.recv().await;
    if let Some(group) = group(CURRENT.load(Ordering::SeqCst)) {
        let _ = kill_process_group(group, Signal::KILL);
    }
    std::process::exit(130);
}
