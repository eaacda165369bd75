//! Requests that pages of other sites can make a browser send, and their answers.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use super::{Server, articles};
use crate::site::names;

/// Text of the article, which no other site may get.
const DRAFT: &str = "A movement falters";

fn served() -> Server {
    let server = Server::start(articles(), 0);
    server.events().until(|site, _| !site.is_empty());
    server
}

#[track_caller]
fn is_status(head: &str, status: u16) {
    let is_there = head
        .strip_prefix("http/1.")
        .is_some_and(|rest| rest[1..].starts_with(&format!(" {status} ")));
    assert!(is_there, "{head}");
}

/// Returns the value of a header, in lower case.
fn header<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    head.lines()
        .filter_map(|line| line.split_once(": "))
        .find_map(|(known, value)| (known == name).then_some(value))
}

#[test]
fn only_requests_to_its_own_address_are_answered() {
    let server = served();
    let (at, port) = (server.address.as_str(), server.port());
    let request = |target: &str, version: &str, hosts: &[&str]| {
        let hosts: String = hosts
            .iter()
            .map(|host| format!("Host: {host}\r\n"))
            .collect();
        server.send(&format!(
            "GET {target} HTTP/{version}\r\n{hosts}Connection: close\r\n\r\n"
        ))
    };
    for host in [
        format!("127.0.0.1:{port}"),
        format!("localhost:{port}"),
        format!("LocalHost:{port}"),
        format!("[::1]:{port}"),
    ] {
        let (head, body) = request("/one/", "1.1", &[&host]);
        is_status(&head, 200);
        assert!(body.contains(DRAFT), "{host}");
    }
    for host in [
        "attacker.example".to_owned(),
        format!("attacker.example:{port}"),
        format!("localhost.attacker.example:{port}"),
        format!("news.localhost:{port}"),
        // Browsers resolve this host too, but it is another origin, and the server never prints it.
        format!("localhost.:{port}"),
        format!("127.0.0.1.:{port}"),
        format!("127.0.0.2:{port}"),
        format!("127.1:{port}"),
        format!("0.0.0.0:{port}"),
        format!("[::]:{port}"),
        format!("::1:{port}"),
        "127.0.0.1".into(),
        "localhost".into(),
        "[::1]".into(),
        "127.0.0.1:".into(),
        format!("127.0.0.1:{}", port ^ 1),
        format!("127.0.0.1:0{port}"),
        format!("127.0.0.1:+{port}"),
        format!("127.0.0.1:{port}:{port}"),
        format!("localhost:{port}, attacker.example"),
        format!("reader@localhost:{port}"),
        format!("localhost:{port}@attacker.example"),
        format!("localhost:{port}/attacker.example"),
        format!("localhost:{port}\u{e9}"),
        String::new(),
    ] {
        for path in ["/one/", "/-sidelight/events", "/shared/", "/embed.js"] {
            let (head, body) = request(path, "1.1", &[&host]);
            is_status(&head, 421);
            assert!(
                body.contains(&format!("http://127.0.0.1:{port}/")) && !body.contains(DRAFT),
                "{host}: {body}"
            );
        }
    }
    // RFC 9112, section 3.2: a missing host is an error in HTTP/1.1 but not in HTTP/1.0. Several hosts are an error in
    // both.
    is_status(&request("/one/", "1.1", &[]).0, 400);
    is_status(&request("/one/", "1.0", &[]).0, 421);
    is_status(&request("/one/", "1.0", &[at]).0, 200);
    is_status(&request("/one/", "1.1", &[at, at]).0, 400);
    is_status(&request("/one/", "1.1", &[at, "attacker.example"]).0, 400);
    is_status(&request("/one/", "1.0", &["attacker.example", at]).0, 400);
    // The host of an absolute target is checked, and so is the header beside it.
    let absolute = |host: &str| format!("http://{host}/one/");
    is_status(&request(&absolute(at), "1.1", &[at]).0, 200);
    for (target, host) in [
        (absolute("attacker.example"), at),
        (absolute(at), "attacker.example"),
        (absolute(&format!("reader@{at}")), at),
        (format!("https://{at}/one/"), at),
    ] {
        let (head, body) = request(&target, "1.1", &[host]);
        is_status(&head, 421);
        assert!(!body.contains(DRAFT), "{target} {host}");
    }
}

#[test]
fn requests_that_would_change_something_are_refused() {
    let server = served();
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH"] {
        for path in ["/one/", "/-sidelight/events", "/shared/"] {
            let (head, _) = server.send(&format!(
                "{method} {path} HTTP/1.1\r\nHost: {}\r\nOrigin: https://attacker.example\r\nConnection: close\r\n\r\n",
                server.address
            ));
            is_status(&head, 405);
            assert_eq!(header(&head, "access-control-allow-origin"), None, "{head}");
        }
    }
}

#[test]
fn what_the_build_keeps_for_itself_is_not_there() {
    let server = served();
    for path in [
        "/.sidelight/index.json",
        "/.sidelight/",
        "/.sidelight",
        "//.sidelight/index.json",
        "/./.sidelight/index.json",
        "/one/../.sidelight/index.json",
        "/one/.././.sidelight/index.json",
        "/%2esidelight/index.json",
        "/%2Esidelight/index.json",
        "/%252esidelight/index.json",
        "/%2e%73idelight/index.json",
        "/%2f.sidelight/index.json",
        "/shared/..%2f.sidelight/index.json",
        "/shared/../.sidelight/index.json",
        "/one%2f..%2f.sidelight%2findex.json",
        "/.SIDELIGHT/index.json",
        "/.Sidelight/Index.json",
        "/.sidelight\\index.json",
        "/.sidelight%5cindex.json",
        "/.sidelight/index.json/",
        "/.sidelight/index.json?a",
        "/.sidelight;/index.json",
        "/%e2%80%8c.sidelight/index.json",
        "/.git/config",
        "/%00",
        "//one/",
        "//attacker.example/%2e%2e",
    ] {
        let (head, body) = server.get(path);
        is_status(&head, 404);
        assert!(body.contains("<h1>Page not found</h1>"), "{path}");
        assert_eq!(header(&head, "location"), None, "{path}");
    }
    let (name, path) = ("a".repeat(300), "a/".repeat(5000));
    for path in [format!("/{name}/"), format!("/{path}")] {
        is_status(&server.get(&path).0, 404);
    }
}

/// Requests as browsers send them: path, `Sec-Fetch-Site`, `-Mode` and `-Dest`, and the expected status. `boot` is
/// replaced by the loader's path.
const REQUESTS: &str = "
# A person, and the site's own pages.
/one/                       none        navigate  document  200
/one/article.json           none        navigate  document  200
/one/                       same-origin navigate  document  200
/one/                       same-origin cors      empty     200
/one/article.json           same-origin cors      empty     200
/-sidelight/events/         same-origin cors      empty     404
# A link from elsewhere, and pages that embed; frame-ancestors says which may.
/one/                       cross-site  navigate  document  200
/one/                       same-site   navigate  document  200
/one/                       cross-site  navigate  iframe    200
/one/                       same-site   navigate  iframe    200
# What a frame without an origin runs, and what its host runs.
boot                        cross-site  no-cors   script    200
boot                        cross-site  cors      script    200
boot                        cross-site  cors      empty     200
/-sidelight/reload.js       cross-site  no-cors   script    200
/embed.js                   cross-site  no-cors   script    200
/embed.js                   same-site   no-cors   script    200
# A picture of an article. There is none of that name, but it isn't refused.
/one/a-b-0df150ce8a-480.jpg cross-site  no-cors   image     404
# Pictures whose name can be guessed.
/one/share.png              cross-site  no-cors   image     403
/one/share.png              same-site   no-cors   image     403
/one/crowd-480.jpg          cross-site  no-cors   image     403
/one/0df150ce8a-480.jpg     cross-site  no-cors   image     403
/one/a-0df150ce8x-480.jpg   cross-site  no-cors   image     403
/one/a-0df150ce8a-x.jpg     cross-site  no-cors   image     403
/one/a-0df150ce8a-480.json  cross-site  no-cors   image     403
/one/a-0df150ce8a-480.jpg   cross-site  cors      empty     403
/one/a-0df150ce8a-480.jpg   cross-site  no-cors   script    403
# Audio and video, in the same way.
/one/a-0df150ce8a.mp4       cross-site  no-cors   video     404
/one/a-0df150ce8a.mp3       cross-site  no-cors   audio     404
/one/a.mp4                  cross-site  no-cors   video     403
/one/a-0df150ce8a.mp4       cross-site  no-cors   image     403
/one/a-0df150ce8a-en.vtt    cross-site  cors      track     403
# All else that another origin's page can send.
/one/                       cross-site  cors      empty     403
/one/                       cross-site  no-cors   empty     403
/one/                       same-site   no-cors   empty     403
/one/                       cross-site  no-cors   script    403
/one/                       cross-site  no-cors   style     403
/one/                       cross-site  navigate  object    403
/one/                       cross-site  navigate  embed     403
/one/                       cross-site  navigate  -         403
/one/                       unknown     cors      empty     403
/one/article.json           cross-site  cors      empty     403
/one/article.json           same-site   cors      empty     403
/sw.js                      cross-site  no-cors   script    403
/-sidelight/events          cross-site  cors      empty     403
/-sidelight/events          same-site   cors      empty     403
/-sidelight/events          cross-site  navigate  document  403
/-sidelight/events          cross-site  navigate  iframe    403
";

#[test]
fn other_origins_get_pages_to_look_at_and_nothing_to_read() {
    let server = served();
    let page = server.get("/one/").1;
    let boot = page.split("src=\"../").nth(1).unwrap();
    let boot = format!("/{}", boot.split('"').next().unwrap());
    for request in REQUESTS.lines().filter(|line| line.starts_with(['/', 'b'])) {
        let words: Vec<&str> = request.split_whitespace().collect();
        let [path, site, mode, kind, status] = words[..] else {
            panic!("{request}");
        };
        let metadata = format!(
            "Sec-Fetch-Site: {site}\r\nSec-Fetch-Mode: {mode}\r\nSec-Fetch-Dest: {kind}\r\n"
        );
        let path = if path == "boot" { &boot } else { path };
        let (head, body) = server.get_with(path, &metadata);
        assert!(
            head.starts_with(&format!("http/1.1 {status} ")),
            "{request}: {head}"
        );
        assert!(
            status == "200" || !body.contains(DRAFT),
            "{request}: {body}"
        );
    }
    // A request with two values is refused.
    let twice = "Sec-Fetch-Site: same-origin\r\nSec-Fetch-Site: cross-site\r\n";
    is_status(&server.get_with("/one/", twice).0, 403);
}

/// Answers must also protect browsers without Fetch Metadata from other origins.
#[test]
fn answers_say_who_may_read_show_and_frame_them() {
    let server = served();
    let page = server.get("/one/").1;
    let wasm = page.split("data-wasm=\"../").nth(1).unwrap();
    let wasm = format!("/{}", wasm.split('"').next().unwrap());
    for (path, is_public) in [
        (&*wasm, true),
        ("/embed.js", true),
        ("/-sidelight/reload.js", true),
        ("/", false),
        ("/one/", false),
        ("/one/casualties/", false),
        ("/one/article.json", false),
        ("/reader/", false),
        ("/sw.js", false),
        ("/no-such-page/", false),
        ("/.sidelight/index.json", false),
        ("/shared", false),
        ("/sharedness/", false),
        ("/embed.js/", false),
    ] {
        let (head, _) = server.get_with(path, "Origin: https://attacker.example\r\n");
        assert_eq!(
            header(&head, "access-control-allow-origin"),
            is_public.then_some("*"),
            "{path}"
        );
        assert_eq!(
            header(&head, "cross-origin-resource-policy"),
            Some(if is_public {
                "cross-origin"
            } else {
                "same-origin"
            }),
            "{path}"
        );
        assert_eq!(header(&head, "x-content-type-options"), Some("nosniff"));
        assert_eq!(header(&head, "cache-control"), Some("no-store"));
        assert_eq!(
            header(&head, "content-security-policy"),
            Some("frame-ancestors 'self' http://127.0.0.1:* http://localhost:*"),
            "{path}"
        );
    }
    // A page that knows a picture's name may show it, but not read it.
    let (head, _) = server.get("/one/crowd-0df150ce8a-480.jpg");
    assert_eq!(header(&head, "access-control-allow-origin"), None);
    let policy = header(&head, "cross-origin-resource-policy");
    assert_eq!(policy, Some("cross-origin"));
}

#[test]
fn its_folder_is_for_the_person_who_runs_it_alone() {
    let server = served();
    let folders = names(server.temp.path());
    assert_eq!(folders.len(), 1);
    let mode = fs::metadata(server.temp.path().join(&folders[0]))
        .unwrap()
        .permissions()
        .mode();
    assert_eq!(mode & 0o077, 0, "{mode:o}");
}

#[test]
fn a_page_may_load_its_program_from_here_though_the_site_has_an_address() {
    let articles = articles();
    let site = "base-url = \"https://example.org/news\"\n";
    fs::write(articles.path().join("site.toml"), site).unwrap();
    let server = Server::start(articles, 0);
    server.events().until(|site, _| !site.is_empty());
    let port = server.port();
    let page = server.get("/one/").1;
    let here = format!("'self' http://127.0.0.1:{port} http://localhost:{port}");
    for part in [
        format!("script-src {here} https://example.org/news/shared/ 'wasm-unsafe-eval'"),
        format!("connect-src {here} https://example.org; "),
    ] {
        assert!(page.contains(&part), "{part}\n{page}");
    }
}
