//! The cost of many requests, slow clients and overlong heads for the server.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::thread;

use super::{Server, articles};
use crate::files::ARTICLE;

/// Number of simultaneous clients.
const CLIENTS: usize = 8;
/// Number of requests per connection.
const KEPT: usize = 25;
/// Limit for memory growth over 9,000 requests, in KiB. It is less than one KiB per request, so nothing is kept for them.
const GROWTH: u64 = 8 * 1024;

/// A connection for several requests.
struct Client(BufReader<TcpStream>);

impl Client {
    fn new(server: &Server) -> Self {
        Self(BufReader::new(TcpStream::connect(&server.address).unwrap()))
    }

    /// Sends a request. Returns the status and the body of the answer.
    fn ask(&mut self, request: &str) -> (u16, Vec<u8>) {
        self.0.get_mut().write_all(request.as_bytes()).unwrap();
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            assert_ne!(self.0.read_line(&mut head).unwrap(), 0, "{head}");
        }
        let head = head.to_lowercase();
        let after = |start: &str| {
            let rest = &head[head.find(start)? + start.len()..];
            rest.split([' ', '\r']).next()
        };
        let length = after("content-length: ").unwrap().parse().unwrap();
        let mut body = vec![0; length];
        self.0.read_exact(&mut body).unwrap();
        (after("http/1.1 ").unwrap().parse().unwrap(), body)
    }
}

/// A request, the expected status, and a part of the expected body.
type Expected = (String, u16, Vec<u8>);

/// Returns a mix of requests: from open pages, from other sites, and mistaken ones.
fn mix(server: &Server) -> Vec<Expected> {
    let at = server.address.as_str();
    let page = server.get("/one/").1;
    let named = |attribute: &str| {
        let rest = page.split(&format!("{attribute}=\"../")).nth(1).unwrap();
        format!("/{}", rest.split('"').next().unwrap())
    };
    let (boot, glue, wasm) = (named("src"), named("data-glue"), named("data-wasm"));
    let request = |path: &str, host: &str, more: &str| {
        format!("GET {path} HTTP/1.1\r\nHost: {host}\r\n{more}\r\n")
    };
    let foreign = "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: cors\r\nSec-Fetch-Dest: empty\r\n";
    [
        ("/one/", at, "", 200, "A movement falters"),
        ("/one/article.json", at, "", 200, "A movement falters"),
        (boot.as_str(), at, "", 200, ""),
        (glue.as_str(), at, "", 200, ""),
        (wasm.as_str(), at, "", 200, "\0asm"),
        ("/embed.js", at, foreign, 200, "sidelight-article"),
        ("/no-such-page/", at, "", 404, "Page not found"),
        ("/.sidelight/index.json", at, "", 404, "Page not found"),
        ("/one/", "attacker.example", "", 421, "answers only at"),
        ("/one/article.json", at, foreign, 403, "another origin"),
    ]
    .map(|(path, host, more, status, text)| {
        (request(path, host, more), status, text.as_bytes().to_vec())
    })
    .into()
}

/// Sends this many requests and checks every answer.
fn ask(server: &Server, mix: &[Expected], count: usize) {
    thread::scope(|scope| {
        for client in 0..CLIENTS {
            scope.spawn(move || {
                let mut left = count / CLIENTS;
                let mut next = mix.iter().cycle().skip(client);
                while left > 0 {
                    let mut connection = Client::new(server);
                    for (request, status, text) in next.by_ref().take(left.min(KEPT)) {
                        let (got, body) = connection.ask(request);
                        assert_eq!(got, *status, "{request}");
                        let is_there =
                            text.is_empty() || body.windows(text.len()).any(|part| part == &**text);
                        assert!(is_there, "{request}");
                    }
                    left -= left.min(KEPT);
                }
            });
        }
    });
}

/// Returns the server's resident memory, in KiB.
fn memory(server: &Server) -> u64 {
    let status = fs::read_to_string(format!("/proc/{}/status", server.process.id())).unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS:"));
    let words = line.unwrap().split_whitespace();
    words.rev().nth(1).unwrap().parse().unwrap()
}

/// Returns the number of file descriptors that the server has open.
fn descriptors(server: &Server) -> usize {
    let open = fs::read_dir(format!("/proc/{}/fd", server.process.id()));
    open.unwrap().count()
}

#[test]
fn ten_thousand_requests_are_answered_and_cost_nothing_lasting() {
    let server = Server::start(articles(), 0);
    let mut events = server.events();
    let (first, _) = events.until(|site, _| !site.is_empty());
    let mix = mix(&server);
    let with_one_client = || {
        let mut client = Client::new(&server);
        client.ask(&mix[1].0);
        descriptors(&server)
    };
    let open = with_one_client();

    ask(&server, &mix, 1_000);
    let before = memory(&server);
    ask(&server, &mix, 9_000);
    let after = memory(&server);
    assert!(
        after < before + GROWTH,
        "{before} KiB after 1,000 requests, {after} KiB after 10,000"
    );
    // The server closes a connection shortly after the client does, between other requests.
    let is_as_before = (0..1_000).any(|_| with_one_client() == open);
    assert!(
        is_as_before,
        "{open} descriptors, then {}",
        descriptors(&server)
    );

    server.put(
        "one",
        &ARTICLE.replace("A movement falters", "A movement grows"),
    );
    events.until(|site, _| site != first);
    assert!(server.get("/one/").1.contains("A movement grows"));
}

#[test]
fn slow_clients_and_long_heads_keep_nobody_waiting() {
    let server = Server::start(articles(), 0);
    server.events().until(|site, _| !site.is_empty());
    let at = &server.address;
    let slow: Vec<TcpStream> = ["", "G", "GET /one/ HTTP/1.1\r\nHo"]
        .iter()
        .cycle()
        .take(120)
        .map(|begun| {
            let mut stream = TcpStream::connect(at).unwrap();
            stream.write_all(begun.as_bytes()).unwrap();
            stream
        })
        .collect();
    let long = "x".repeat(200_000);
    for request in [
        format!("GET /{long} HTTP/1.1\r\nHost: {at}\r\n\r\n"),
        format!("GET /one/?{long} HTTP/1.1\r\nHost: {at}\r\n\r\n"),
        format!("GET /one/ HTTP/1.1\r\nHost: {at}\r\nCookie: {long}\r\n\r\n"),
        format!("GET /one/ HTTP/1.1\r\nHost: {long}\r\n\r\n"),
        format!(
            "GET /one/ HTTP/1.1\r\nHost: {at}\r\n{}\r\n",
            "A: b\r\n".repeat(5_000)
        ),
    ] {
        let mut stream = TcpStream::connect(at).unwrap();
        // The server may refuse the request before it is sent completely.
        let _ = stream.write_all(request.as_bytes());
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        let answer = String::from_utf8_lossy(&answer);
        assert!(
            ["", "HTTP/1.1 414", "HTTP/1.1 431"].contains(&answer.get(..12).unwrap_or_default()),
            "{answer}"
        );
    }
    // Browsers also send the cookies of this machine's other servers.
    let cookies = format!("Cookie: {}\r\n", "x".repeat(16_000));
    assert!(
        server
            .get_with("/one/", &cookies)
            .0
            .starts_with("http/1.1 200")
    );
    drop(slow);
}
