//! Files for reading without a network: the service worker, the pages that name it, and the server rules for it.

use std::fs;

use sidelight_compiler::SiteInfo;
use sidelight_site::{Compression, Shell, Site};

use crate::files::ARTICLE;
use crate::site::{copy_shell, memory, pages, with};

/// Returns the version in a service worker's source.
fn version(worker: &str) -> &str {
    let after = worker.split("const VERSION=`").nth(1).unwrap();
    after.split('`').next().unwrap()
}

#[test]
fn articles_name_the_worker_at_the_sites_root_and_nothing_else_does() {
    let site = pages(&memory("one", ARTICLE));
    for (path, expected) in [
        ("index.html", Some("data-worker=\"sw.js\"")),
        ("one/index.html", Some("data-worker=\"../sw.js\"")),
        ("reader/index.html", None),
        ("404.html", None),
    ] {
        let page = site.text(path);
        match expected {
            Some(expected) => {
                assert!(page.contains(expected), "{path}");
                assert!(page.contains("worker-src 'self'"), "{path}");
            }
            None => assert!(!page.contains("data-worker"), "{path}"),
        }
    }
    assert!(site.text("404.html").contains("worker-src 'none'"));
    let several = pages(&with(memory("one", ARTICLE), "two", ARTICLE));
    assert!(!several.text("index.html").contains("data-worker"));
}

#[test]
fn a_worker_is_another_when_a_shared_file_is() {
    let first = pages(&memory("one", ARTICLE)).text("sw.js");
    let again = pages(&memory("two", ARTICLE)).text("sw.js");
    assert_eq!(first, again);
    assert_eq!(version(&first).len(), 16, "{first}");

    let folder = tempfile::tempdir().unwrap();
    copy_shell(folder.path());
    fs::write(folder.path().join("boot.js"), "another loader").unwrap();
    let shell = Shell::read(&folder.path().join("index.html")).unwrap();
    let out = folder.path().join("out");
    let built = Site {
        sources: &memory("one", ARTICLE),
        shell: &shell,
        info: &SiteInfo::default(),
        out: &out,
        compression: Compression::None,
        keep_going: false,
        published: true,
    }
    .build(&|_, _| {});
    assert!(built.published.is_some());
    let other = fs::read_to_string(out.join("sw.js")).unwrap();
    assert_ne!(version(&other), version(&first));
    assert_eq!(
        other.replace(version(&other), ""),
        first.replace(version(&first), "")
    );
}

#[test]
fn servers_are_told_to_ask_for_the_worker_each_time() {
    let site = pages(&memory("one", ARTICLE));
    assert!(
        site.text("_headers")
            .contains("/sw.js\n  Cache-Control: no-cache\n")
    );
    // With these two servers, browsers revalidate all files that aren't shared.
    let nginx = site.text(".sidelight/nginx.conf");
    let of_server = nginx.split("location").next().unwrap();
    assert!(
        of_server.contains("add_header Cache-Control \"no-cache\""),
        "{nginx}"
    );
    let caddy = site.text(".sidelight/Caddyfile");
    assert!(
        caddy.contains("header @others Cache-Control \"no-cache\""),
        "{caddy}"
    );
}
