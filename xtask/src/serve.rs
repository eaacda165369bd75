//! `cargo xtask serve`: serves the site on this machine, and rebuilds it when a file changes.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::host;
use crate::needs;
use crate::process::{Running, run};
use crate::progress::Progress;
use crate::site;
use crate::workspace;

/// First port to try if the user names none.
const FIRST_PORT: u16 = 8080;
const POLL: Duration = Duration::from_millis(100);

/// Sets up missing tools and serves the site. It returns only when something fails or Trunk ends, and always with an
/// error.
pub(crate) fn serve(port: Option<u16>, release: bool) -> Result<()> {
    let missing = needs::missing(&site::needs(release))?;
    let mut steps = needs::steps(&missing)?;
    if !steps.is_empty() {
        // Trunk needs the `sidelight` program last. Compile it beside the tools, because none of them keeps all cores
        // busy.
        steps.push((
            "Compile the generator".to_owned(),
            Box::new(|| run(&mut site::generator())),
        ));
    }
    let mut progress = Progress::new(steps.len() + 1);
    progress
        .together(steps)
        .into_iter()
        .collect::<Result<()>>()?;
    let port = choose_port(port)?;
    progress.step("Build the article and the site, and serve it", || {
        start(port, release)
    })
}

fn start(port: u16, release: bool) -> Result<()> {
    let mut trunk = site::trunk("serve")?;
    // A separate folder, so that a release build at the same time doesn't interfere.
    trunk
        .arg("--dist")
        .arg(workspace::root().join("target").join("serve"));
    trunk.args([
        "--address",
        "127.0.0.1",
        "--port",
        &port.to_string(),
        "--disable-address-lookup",
        "true",
    ]);
    if release {
        trunk.arg("--release");
    }
    let mut trunk = Running::start(&mut trunk)?;
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let host = host::serve(address)?;
    let status = loop {
        if let Some(status) = trunk.ended()? {
            bail!("trunk stopped before it served anything ({status})");
        }
        if let Some(status) = ask(address) {
            break status;
        }
        std::thread::sleep(POLL);
    };
    if status == 200 {
        println!("\nSidelight is at http://{address}/  (Ctrl+C stops it)");
        println!("A page that embeds it: http://{host}/\n");
    } else {
        println!(
            "\nThe first build failed; see above. After you fix it, Sidelight is at http://{address}/\n"
        );
    }
    let status = trunk.wait()?;
    bail!("trunk stopped ({status})");
}

/// Returns the requested port, or the first free port from 8080 if none was requested. Returns an error if the requested
/// port is taken or no port is free.
fn choose_port(asked: Option<u16>) -> Result<u16> {
    let is_free = |port: &u16| TcpListener::bind((Ipv4Addr::LOCALHOST, *port)).is_ok();
    match asked {
        Some(port) if is_free(&port) => Ok(port),
        Some(port) => {
            bail!("port {port} is in use; choose another with --port, or leave --port out")
        }
        None => (FIRST_PORT..=u16::MAX)
            .find(is_free)
            .context("no port is free"),
    }
}

/// Returns the status of the server's answer for the front page. Returns `None` while the server doesn't answer.
fn ask(address: SocketAddr) -> Option<u16> {
    let mut stream = TcpStream::connect_timeout(&address, POLL).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(5))).ok()?;
    write!(
        stream,
        "GET / HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n"
    )
    .ok()?;
    let mut answer = String::new();
    stream.take(64).read_to_string(&mut answer).ok()?;
    status_of(&answer)
}

fn status_of(answer: &str) -> Option<u16> {
    answer
        .strip_prefix("HTTP/1.1 ")?
        .split(' ')
        .next()?
        .parse()
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_taken_port_is_refused_when_asked_for_and_passed_over_when_not() {
        let taken = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = taken.local_addr().unwrap().port();
        let error = choose_port(Some(port)).unwrap_err().to_string();
        assert_eq!(
            error,
            format!("port {port} is in use; choose another with --port, or leave --port out")
        );
        assert_ne!(choose_port(None).unwrap(), port);
    }

    #[test]
    fn the_status_is_read_from_an_answer() {
        assert_eq!(
            status_of("HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n"),
            Some(200)
        );
        assert_eq!(status_of("HTTP/1.1 404 Not Found\r\n"), Some(404));
        assert_eq!(status_of(""), None);
    }
}
