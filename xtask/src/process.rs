//! Programs that xtask starts, and their end.
//!
//! *Invariant:* every program that is started with [`Running`] leads a process group of its own, which is recorded in
//! `LEDGER`. Such a program ends with its children and grandchildren when its [`Running`] is dropped, and when xtask
//! receives Ctrl-C or TERM.

use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

/// Time for a program to end by itself before it is killed.
const GRACE: Duration = Duration::from_secs(3);
const POLL: Duration = Duration::from_millis(20);

static STOPPING: AtomicBool = AtomicBool::new(false);
static LEDGER: Mutex<Ledger> = Mutex::new(Ledger {
    groups: Vec::new(),
    folders: Vec::new(),
});

/// Process groups to end and folders to remove when xtask is stopped.
struct Ledger {
    groups: Vec<u32>,
    folders: Vec<PathBuf>,
}

fn ledger() -> MutexGuard<'static, Ledger> {
    LEDGER.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A running program with all its child processes.
pub(crate) struct Running {
    child: Child,
    name: String,
}

impl Running {
    /// Starts a program as the leader of a new process group. Returns an error if it can't be started.
    pub(crate) fn start(command: &mut Command) -> Result<Self> {
        let name = command.get_program().to_string_lossy().into_owned();
        lead_a_group(command);
        let mut ledger = ledger();
        let child = command
            .spawn()
            .with_context(|| format!("can't start {name}"))?;
        ledger.groups.push(child.id());
        Ok(Self { child, name })
    }

    /// Waits until the program ends by itself, and returns its exit status.
    pub(crate) fn wait(&mut self) -> Result<ExitStatus> {
        let status = self
            .child
            .wait()
            .with_context(|| format!("can't wait for {}", self.name))?;
        hold_if_stopping();
        Ok(status)
    }

    /// Returns the exit status, or `None` while the program runs.
    pub(crate) fn ended(&mut self) -> Result<Option<ExitStatus>> {
        let status = self
            .child
            .try_wait()
            .with_context(|| format!("can't wait for {}", self.name))?;
        hold_if_stopping();
        Ok(status)
    }

    /// Returns the program's peak resident memory so far, in bytes. Returns `None` if the program has ended or the system
    /// has no `/proc`.
    pub(crate) fn peak_memory(&self) -> Option<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).ok()?;
        let peak = status
            .lines()
            .find_map(|line| line.strip_prefix("VmHWM:"))?;
        let kilobytes: u64 = peak.trim().strip_suffix("kB")?.trim().parse().ok()?;
        Some(kilobytes * 1024)
    }

    /// Returns the processor time that the program has used so far, in user and in system mode. Returns `None` if the
    /// program is gone or the system has no `/proc`.
    pub(crate) fn processor_time(&self) -> Option<Duration> {
        /// Clock ticks per second. On Linux they are the same everywhere (proc(5), `/proc/pid/stat`).
        const TICKS: u64 = 100;
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id())).ok()?;
        // The program's name, in brackets, may contain spaces. After it come the state and then numbers.
        let (_, fields) = stat.rsplit_once(')')?;
        let ticks =
            |field: usize| -> Option<u64> { fields.split_whitespace().nth(field)?.parse().ok() };
        // Fields 14 and 15 in the numbering of proc(5), which counts from 1. The field after the name is number 3.
        Some(Duration::from_millis(
            (ticks(11)? + ticks(12)?) * 1000 / TICKS,
        ))
    }

    /// Takes the program's output, to read it. Returns an error if the program wasn't started with [`Stdio::piped`], or if
    /// the output was taken before.
    pub(crate) fn stdout(&mut self) -> Result<ChildStdout> {
        self.child
            .stdout
            .take()
            .with_context(|| format!("{} has no output to read", self.name))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let id = self.child.id();
        signal(id, Signal::End);
        let asked = Instant::now();
        while matches!(self.child.try_wait(), Ok(None)) && asked.elapsed() < GRACE {
            std::thread::sleep(POLL);
        }
        signal(id, Signal::Kill);
        // The whole group has been killed, so an error doesn't matter.
        let _ = self.child.wait();
        ledger().groups.retain(|group| *group != id);
    }
}

/// Runs a program until it ends. Returns an error with the command if it fails.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let status = Running::start(command)?.wait()?;
    if !status.success() {
        bail!("`{}` failed ({status})", shown(command));
    }
    Ok(())
}

/// Runs a program until it ends. Returns an error with the command if it fails or takes longer than `limit`.
pub(crate) fn run_at_most(command: &mut Command, limit: Duration) -> Result<()> {
    let mut running = Running::start(command)?;
    let started = Instant::now();
    let status = loop {
        if let Some(status) = running.ended()? {
            break status;
        }
        if started.elapsed() >= limit {
            bail!("`{}` hasn't finished after {limit:?}", shown(command));
        }
        std::thread::sleep(POLL);
    };
    if !status.success() {
        bail!("`{}` failed ({status})", shown(command));
    }
    Ok(())
}

/// Runs a program until it ends, and prints its output line by line. Returns its exit status.
pub(crate) fn run_passing_on(command: &mut Command) -> Result<ExitStatus> {
    run_reading(command, |line| {
        writeln!(std::io::stdout(), "{line}").context("nobody reads the output any more")
    })
}

/// Runs a program until it ends, and passes each line of its output to `read`. Returns its exit status. An error of `read`
/// ends the program and is returned.
pub(crate) fn run_reading(
    command: &mut Command,
    mut read: impl FnMut(&str) -> Result<()>,
) -> Result<ExitStatus> {
    let mut running = Running::start(command.stdout(Stdio::piped()))?;
    for line in BufReader::new(running.stdout()?).split(b'\n') {
        let line = line.with_context(|| format!("can't read what `{}` says", shown(command)))?;
        read(&String::from_utf8_lossy(&line))?;
    }
    running.wait()
}

/// Returns the output of a short command. Returns `None` if it can't be started or fails. Such a command isn't recorded in
/// `LEDGER`.
pub(crate) fn output(command: &mut Command) -> Option<String> {
    let output = command
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .ok()?;
    output
        .status
        .success()
        .then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Returns a command as it would be typed.
pub(crate) fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words
        .map(|word| word.to_string_lossy())
        .collect::<Vec<_>>()
        .join(" ")
}

/// A temporary folder. It is removed when this value is dropped, and when xtask is stopped.
pub(crate) struct Scratch(PathBuf);

impl Scratch {
    /// Makes an empty folder. An existing folder at `path` is removed first.
    pub(crate) fn new(path: PathBuf) -> Result<Self> {
        ledger().folders.push(path.clone());
        let scratch = Self(path);
        remove(&scratch.0);
        std::fs::create_dir_all(&scratch.0)
            .with_context(|| format!("can't make {}", scratch.0.display()))?;
        Ok(scratch)
    }

    /// Returns the folder's path.
    pub(crate) fn path(&self) -> &std::path::Path {
        &self.0
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        remove(&self.0);
        ledger().folders.retain(|folder| *folder != self.0);
    }
}

fn remove(folder: &std::path::Path) {
    // Errors are ignored: a missing folder is as good as a removed one.
    let _ = std::fs::remove_dir_all(folder);
}

/// Installs a handler for Ctrl-C and TERM. It ends all programs that xtask has started, removes temporary folders, and
/// exits.
pub(crate) fn stop_cleanly() -> Result<()> {
    ctrlc::set_handler(|| {
        STOPPING.store(true, Ordering::SeqCst);
        let ledger = ledger();
        let asked = Instant::now();
        for group in &ledger.groups {
            signal(*group, Signal::End);
        }
        while ledger.groups.iter().any(|group| is_alive(*group)) && asked.elapsed() < GRACE {
            std::thread::sleep(POLL);
        }
        for group in &ledger.groups {
            signal(*group, Signal::Kill);
        }
        ledger.folders.iter().for_each(|folder| remove(folder));
        // The reader of stderr may be gone already.
        let _ = writeln!(std::io::stderr(), "\nstopped");
        std::process::exit(130);
    })
    .context("can't listen for Ctrl-C")
}

/// Blocks while the handler above cleans up. Otherwise xtask would report that its programs have ended.
fn hold_if_stopping() {
    while STOPPING.load(Ordering::SeqCst) {
        std::thread::sleep(POLL);
    }
}

enum Signal {
    End,
    Kill,
}

#[cfg(unix)]
fn lead_a_group(command: &mut Command) {
    std::os::unix::process::CommandExt::process_group(command, 0);
}

#[cfg(unix)]
fn group_of(id: u32) -> Option<rustix::process::Pid> {
    i32::try_from(id)
        .ok()
        .and_then(rustix::process::Pid::from_raw)
}

#[cfg(unix)]
fn signal(id: u32, signal: Signal) {
    let signal = match signal {
        Signal::End => rustix::process::Signal::TERM,
        Signal::Kill => rustix::process::Signal::KILL,
    };
    if let Some(group) = group_of(id) {
        // The only expected error is that the group has ended already, which is the goal.
        let _ = rustix::process::kill_process_group(group, signal);
    }
}

#[cfg(unix)]
fn is_alive(id: u32) -> bool {
    group_of(id).is_some_and(|group| rustix::process::test_kill_process_group(group).is_ok())
}

#[cfg(not(unix))]
fn lead_a_group(_: &mut Command) {}

#[cfg(not(unix))]
fn signal(id: u32, _: Signal) {
    let _ = Command::new("taskkill")
        .args(["/T", "/F", "/PID", &id.to_string()])
        .stdout(Stdio::null())
        .status();
}

#[cfg(not(unix))]
fn is_alive(_: u32) -> bool {
    false
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_program_that_does_not_end_is_ended() {
        let mut endless = Command::new("tail");
        endless.args(["-f", "/dev/null"]);
        let error = run_at_most(&mut endless, Duration::ZERO).unwrap_err();
        assert_eq!(
            error.to_string(),
            "`tail -f /dev/null` hasn't finished after 0ns"
        );
        run_at_most(&mut Command::new("true"), GRACE).unwrap();
        run_at_most(&mut Command::new("false"), GRACE).unwrap_err();
    }
}
