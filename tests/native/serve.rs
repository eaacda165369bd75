//! Serving articles while they are written: the real program, a socket, and changing files.

mod access;
#[cfg(target_os = "linux")]
mod load;

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Stdio};
use std::thread;
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;
use tempfile::TempDir;

use crate::command::{put, sidelight};
use crate::files::{ARTICLE, FACTS};
use crate::site::{SHELL, names};

/// A running `sidelight serve`, with its articles.
struct Server {
    process: Child,
    articles: TempDir,
    /// The folder in which it keeps the site.
    temp: TempDir,
    address: String,
    /// Output up to the line with its address.
    said: String,
}

impl Server {
    fn start(articles: TempDir, port: u16) -> Self {
        let temp = tempfile::tempdir().unwrap();
        let mut process = sidelight(&["serve", "--shell", SHELL, "--port", &port.to_string()])
            .arg(articles.path())
            .env("TMPDIR", temp.path())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut out = BufReader::new(process.stderr.take().unwrap());
        let mut said = String::new();
        let address = loop {
            let mut line = String::new();
            assert_ne!(out.read_line(&mut line).unwrap(), 0, "{said}");
            said += &line;
            if let Some((_, rest)) = line.split_once("http://") {
                break rest.split_once('/').unwrap().0.to_owned();
            }
        };
        // Later output is read and dropped, so that the pipe never fills up.
        thread::spawn(move || std::io::copy(&mut out, &mut std::io::sink()));
        Self {
            process,
            articles,
            temp,
            address,
            said,
        }
    }

    fn put(&self, slug: &str, article: &str) {
        put(self.articles.path(), slug, article, FACTS);
    }

    fn request(&self, path: &str, more: &str) -> TcpStream {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream
            .set_read_timeout(Some(Duration::from_secs(60)))
            .unwrap();
        let address = &self.address;
        write!(
            stream,
            "GET {path} HTTP/1.1\r\nHost: {address}\r\n{more}\r\n"
        )
        .unwrap();
        stream
    }

    /// Returns the head, in lower case, and the body of an answer.
    fn get(&self, path: &str) -> (String, String) {
        self.get_with(path, "Range: bytes=0-3\r\n")
    }

    /// Like [`Self::get`], with more lines in the request's head.
    fn get_with(&self, path: &str, more: &str) -> (String, String) {
        read_answer(self.request(path, &format!("Connection: close\r\n{more}")))
    }

    /// Sends a complete request unchanged, and returns the answer.
    fn send(&self, request: &str) -> (String, String) {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        read_answer(stream)
    }

    fn port(&self) -> u16 {
        self.address.rsplit(':').next().unwrap().parse().unwrap()
    }

    fn events(&self) -> Events {
        Events(BufReader::new(self.request("/-sidelight/events", "")))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // The process may have ended already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Returns the head, in lower case, and the body of an answer that ends with the connection.
fn read_answer(mut stream: TcpStream) -> (String, String) {
    stream
        .set_read_timeout(Some(Duration::from_secs(60)))
        .unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    let answer = String::from_utf8(answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    (head.to_lowercase(), body.to_owned())
}

/// The stream of events that pages receive.
struct Events(BufReader<TcpStream>);

impl Events {
    /// Returns the next state that satisfies `wanted`: the site's version and the diagnostics.
    fn until(&mut self, wanted: impl Fn(&str, &str) -> bool) -> (String, String) {
        loop {
            let mut line = String::new();
            assert_ne!(self.0.read_line(&mut line).unwrap(), 0, "the stream ended");
            let Some(data) = line.strip_prefix("data: ") else {
                continue;
            };
            let state: Value = serde_json::from_str(data).unwrap();
            let (site, diagnostics) = (
                state["site"].as_str().unwrap(),
                state["diagnostics"].as_str().unwrap(),
            );
            if wanted(site, diagnostics) {
                return (site.to_owned(), diagnostics.to_owned());
            }
        }
    }
}

fn articles() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    put(folder.path(), "one", ARTICLE, FACTS);
    folder
}

#[test]
fn a_change_is_pressed_and_told_and_a_fault_leaves_the_last_page() {
    let server = Server::start(articles(), 0);
    let mut events = server.events();
    let (first, diagnostics) = events.until(|site, _| !site.is_empty());
    assert_eq!(diagnostics, "");
    let (head, page) = server.get("/one/");
    assert!(head.starts_with("http/1.1 200"), "{head}");
    assert!(page.contains("A movement falters"), "{page}");
    assert!(page.contains(&format!("data-site=\"{first}\"")), "{page}");

    server.put(
        "one",
        &ARTICLE.replace("A movement falters", "A movement grows"),
    );
    let (second, _) = events.until(|site, _| site != first);
    assert!(server.get("/one/").1.contains("A movement grows"));

    server.put("one", &ARTICLE.replace("2012-06-13", "2012-06-31"));
    let (site, diagnostics) = events.until(|_, diagnostics| !diagnostics.is_empty());
    assert_eq!(site, second, "pages stay open at the last good site");
    assert!(
        diagnostics.starts_with("1 error\n\nerror[SL020]: 2012-06-31 isn't a valid date\n"),
        "{diagnostics}"
    );
    assert!(
        diagnostics.contains("one/article.md:5:9")
            && diagnostics.contains("5 | as-of = 2012-06-31"),
        "{diagnostics}"
    );
    assert!(server.get("/one/").1.contains("A movement grows"));

    // Another article is still built meanwhile.
    server.put("two", ARTICLE);
    let (third, diagnostics) = events.until(|site, _| site != second);
    assert!(diagnostics.starts_with("1 error"), "{diagnostics}");
    assert!(server.get("/two/").0.starts_with("http/1.1 200"));

    server.put("one", ARTICLE);
    let (fourth, _) = events.until(|site, diagnostics| site != third && diagnostics.is_empty());
    assert!(server.get("/one/").1.contains("A movement falters"));

    fs::remove_dir_all(server.articles.path().join("two")).unwrap();
    let (fifth, _) = events.until(|site, diagnostics| site != fourth && diagnostics.is_empty());
    let (head, page) = server.get("/two/");
    assert!(head.starts_with("http/1.1 404"), "{head}");
    assert!(page.contains(&format!("data-site=\"{fifth}\"")), "{page}");
}

#[test]
fn without_a_first_page_its_faults_are_told_until_there_is_one() {
    let folder = tempfile::tempdir().unwrap();
    put(folder.path(), "one", "", FACTS);
    let server = Server::start(folder, 0);
    let mut events = server.events();
    events.until(|site, diagnostics| site.is_empty() && diagnostics.contains("SL008"));
    let (head, page) = server.get("/one/");
    assert!(head.starts_with("http/1.1 404"), "{head}");
    assert!(page.contains("/-sidelight/reload.js"), "{page}");
    server.put("one", ARTICLE);
    events.until(|site, diagnostics| !site.is_empty() && diagnostics.is_empty());
    assert!(server.get("/one/").1.contains("A movement falters"));
}

#[test]
fn answers_are_of_the_right_kind_and_kept_by_nobody() {
    let server = Server::start(articles(), 0);
    server.events().until(|site, _| !site.is_empty());
    let page = server.get("/one/").1;
    let wasm = page
        .split("data-wasm=\"../")
        .nth(1)
        .and_then(|rest| rest.split('"').next())
        .unwrap();
    for (path, media) in [
        ("/one/", "text/html; charset=utf-8"),
        ("/one/article.json", "application/json"),
        (&format!("/{wasm}"), "application/wasm"),
        ("/-sidelight/reload.js", "text/javascript; charset=utf-8"),
        ("/no-such-page/", "text/html; charset=utf-8"),
    ] {
        let (head, _) = server.get(path);
        assert!(
            head.contains(&format!("\r\ncontent-type: {media}\r\n")),
            "{path}: {head}"
        );
        assert!(
            head.contains("\r\ncache-control: no-store\r\n"),
            "{path}: {head}"
        );
    }
    for path in [
        "/../../etc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/..%2f..%2fetc/passwd",
    ] {
        assert!(server.get(path).0.starts_with("http/1.1 404"), "{path}");
    }
}

#[test]
fn pages_may_run_the_script_that_reloads_them_and_no_inline_one() {
    let server = Server::start(articles(), 0);
    server.put("two", ARTICLE);
    let mut events = server.events();
    events.until(|site, _| !site.is_empty());
    if !server.get("/two/").0.starts_with("http/1.1 200") {
        events.until(|_, _| server.get("/two/").0.starts_with("http/1.1 200"));
    }
    for path in ["/", "/one/", "/reader/", "/no-such-page/"] {
        let page = server.get(path).1;
        assert_eq!(
            page.matches("src=\"/-sidelight/reload.js\"").count(),
            1,
            "{path}: {page}"
        );
        assert!(
            !page.contains("script-src 'none'") && !page.contains("connect-src 'none'"),
            "{path}: {page}"
        );
        assert!(!page.contains("'unsafe-inline'"), "{path}: {page}");
        assert!(!page.contains("data-worker"), "{path} would be kept");
    }
}

#[test]
fn a_taken_port_leads_to_the_next_and_is_told() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port();
    let server = Server::start(articles(), port);
    assert!(
        server.said.starts_with(&format!("port {port} is in use\n")),
        "{}",
        server.said
    );
    assert!(
        server.address.starts_with("127.0.0.1:"),
        "{}",
        server.address
    );
    server.events().until(|site, _| !site.is_empty());
}

#[test]
fn it_ends_when_it_is_told_to_and_leaves_nothing() {
    let mut server = Server::start(articles(), 0);
    let mut open = server.events();
    open.until(|site, _| !site.is_empty());
    assert_eq!(names(server.temp.path()).len(), 1);
    kill_process(Pid::from_child(&server.process), Signal::INT).unwrap();
    assert!(server.process.wait().unwrap().success());
    assert_eq!(names(server.temp.path()), [""; 0]);
    assert_eq!(names(server.articles.path()), ["one"]);
}

#[test]
fn what_cannot_be_served_is_told() {
    for (arguments, code) in [
        (&["serve", "no-such-folder", "--shell", SHELL][..], 2),
        (&["serve", ".", "--shell", "no-such-shell"], 3),
    ] {
        let output = sidelight(arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(code), "{arguments:?}");
    }
}
