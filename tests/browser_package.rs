//! The page that renders a package: loading, rendering, and error messages.

#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod fixture_page;

use fixture_page::*;
use js_sys::{Array, Function, Reflect, Uint8Array};
use sidelight::browser::{load, package_url, start_package};
use sidelight::view::package::LoadError;
use sidelight_model::{Article, PackageError};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{Blob, Url};

wasm_bindgen_test_configure!(run_in_browser);

fn go_to(search: &str) {
    let path = window().location().pathname().unwrap();
    window()
        .history()
        .unwrap()
        .replace_state_with_url(&JsValue::NULL, "", Some(&format!("{path}{search}")))
        .unwrap();
}

#[wasm_bindgen_test]
fn only_addresses_on_this_site_are_taken() {
    let origin = window().location().origin().unwrap();
    let here = |path: &str| Ok(format!("{origin}/{path}"));
    let error = |url: &str, error: LoadError| Err(error.at(url));
    for (search, expected) in [
        ("?package=port/article.json", here("port/article.json")),
        ("?package=../../up.json", here("up.json")),
        ("?package=%2Froot.json%3Fv%3D2", here("root.json?v=2")),
        ("?a=b&package=x", here("x")),
        ("", error("", LoadError::NoAddress)),
        ("?package=", error("", LoadError::NoAddress)),
        ("?pack=x", error("", LoadError::NoAddress)),
        (
            "?package=http://",
            error("http://", LoadError::NotAnAddress),
        ),
        (
            "?package=https://example.org/a.json",
            error("https://example.org/a.json", LoadError::OtherOrigin),
        ),
        (
            "?package=//example.org/a.json",
            error("http://example.org/a.json", LoadError::OtherOrigin),
        ),
        (
            "?package=javascript:alert(1)",
            error("javascript:alert(1)", LoadError::OtherScheme),
        ),
        (
            "?package=data:,{}",
            error("data:,{}", LoadError::OtherScheme),
        ),
        (
            "?package=file:///etc/passwd",
            error("file:///etc/passwd", LoadError::OtherScheme),
        ),
    ] {
        go_to(search);
        assert_eq!(package_url(&window(), ""), expected, "{search}");
    }
    go_to("");
}

#[wasm_bindgen_test]
fn packages_of_this_origin_are_taken_from_the_site_s_folder_only() {
    let before = window().location().href().unwrap();
    let origin = window().location().origin().unwrap();
    let history = window().history().unwrap();
    for (package, path) in [
        ("article.json", Some("/news/reader/article.json")),
        ("../one/article.json", Some("/news/one/article.json")),
        ("/news/a_b.c/x.json?v=2", Some("/news/a_b.c/x.json?v=2")),
        ("../../news/./one/x.json", Some("/news/one/x.json")),
        ("/logout?all=1", None),
        ("/news", None),
        ("/newsroom/x.json", None),
        ("../../x.json", None),
        ("../%2e%2E/x.json", None),
        (r"..\..\x.json", None),
        ("../..%2fx.json", None),
        ("../%2e%2e%2Fx.json", None),
        ("../..%5Cx.json", None),
        ("../one/..;/..;/x.json", None),
        ("../%252e%252e/x.json", None),
    ] {
        let query = js_sys::encode_uri_component(package);
        let address = format!("/news/reader/?package={query}");
        history
            .replace_state_with_url(&JsValue::NULL, "", Some(&address))
            .unwrap();
        let taken = package_url(&window(), "");
        match path {
            Some(path) => assert_eq!(taken, Ok(format!("{origin}{path}")), "{package}"),
            None => assert_eq!(
                taken.map_err(|failure| failure.error),
                Err(LoadError::OtherOrigin),
                "{package}"
            ),
        }
    }
    history
        .replace_state_with_url(&JsValue::NULL, "", Some(&before))
        .unwrap();
}

#[wasm_bindgen_test]
fn other_origins_are_taken_that_the_build_has_named() {
    let origins = "https://example.org http://127.0.0.1:8080";
    for (url, allowed) in [
        ("https://example.org/a.json", true),
        ("https://example.org:443/a.json", true),
        ("http://127.0.0.1:8080/a.json", true),
        ("http://example.org/a.json", false),
        ("https://example.org:8443/a.json", false),
        ("https://www.example.org/a.json", false),
        ("https://example.org.test/a.json", false),
        ("https://a@example.net/https://example.org", false),
    ] {
        go_to(&format!("?package={url}"));
        let expected = if allowed {
            Ok(url.replace(":443", ""))
        } else {
            Err(LoadError::OtherOrigin.at(url))
        };
        assert_eq!(package_url(&window(), origins), expected, "{url}");
    }
    go_to("");
}

const FIXTURE: &str = include_str!("fixtures/packages/six-kinds.json");

/// Returns a URL at which the browser serves these bytes.
fn served(bytes: &[u8]) -> String {
    let parts = Array::of1(&Uint8Array::from(bytes));
    Url::create_object_url_with_blob(&Blob::new_with_u8_array_sequence(&parts).unwrap()).unwrap()
}

#[wasm_bindgen_test]
async fn a_package_is_loaded_whole() {
    for json in [FIXTURE.to_owned(), format!("\u{feff}{FIXTURE}")] {
        let article = load(&window(), &served(json.as_bytes())).await.unwrap();
        assert_eq!(article, Article::from_json(FIXTURE).unwrap());
    }
}

#[wasm_bindgen_test]
async fn what_cannot_be_loaded_says_why() {
    let origin = window().location().origin().unwrap();
    let package = |path: &str, reason: &str| {
        LoadError::Package(PackageError {
            path: path.into(),
            reason: reason.into(),
        })
    };
    for (url, error) in [
        (
            format!("{origin}/no/such/package.json"),
            LoadError::Status(404),
        ),
        ("http://127.0.0.1:1/a.json".into(), LoadError::Unreachable),
        (served(b"\xff\xfe{}"), LoadError::NotUtf8),
        (
            served(&vec![b' '; (16 << 20) + 1]),
            LoadError::TooLarge(16 << 20),
        ),
        (
            served(br#"{"schema": "sidelight/2"}"#),
            package(
                "schema",
                "the version `sidelight/2` isn't supported; the supported version is `sidelight/1`",
            ),
        ),
    ] {
        let failure = load(&window(), &url).await.unwrap_err();
        assert_eq!(failure, error.at(url));
    }
    let deep = format!(r#"{{"schema":{}}}"#, "[".repeat(200) + &"]".repeat(200));
    let failure = load(&window(), &served(deep.as_bytes())).await.unwrap_err();
    assert_eq!(failure.error, package("", "it is nested too deeply"));
    let failure = load(&window(), &served(b"<!doctype html>"))
        .await
        .unwrap_err();
    let LoadError::Package(error) = failure.error else {
        panic!("{failure:?}");
    };
    assert!(error.reason.starts_with("this is not JSON"), "{error}");
}

/// Answers every request with this text until it is dropped.
struct Server(JsValue);

impl Server {
    fn answering(status: u16, text: &str) -> Self {
        let original = get(&window(), &["fetch"]);
        let fetch = Function::new_with_args(
            "status, text",
            "return async () => new Response(text, { status })",
        )
        .call2(&JsValue::NULL, &status.into(), &text.into())
        .unwrap();
        Reflect::set(&window(), &"fetch".into(), &fetch).unwrap();
        Self(original)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        Reflect::set(&window(), &"fetch".into(), &self.0).unwrap();
    }
}

#[wasm_bindgen_test]
async fn the_page_shows_the_article_and_adopts_it() {
    let shell = shell("package");
    let server = Server::answering(200, FIXTURE);
    go_to("?package=a.json#fact-jailed");
    start_package(|| {});
    assert!(find("article").is_none());
    until("the article is there", || find("article").is_some()).await;
    until("the chrome is there", || button("Open all boxes").is_some()).await;
    until("the address is followed", || {
        has_focus(&by_id("fact-jailed"))
    })
    .await;
    until("the target is in view", || {
        is_in_view(&by_id("fact-jailed"))
    })
    .await;
    let target = document().query_selector(":target").unwrap();
    assert_eq!(target.unwrap().id(), "fact-jailed");
    assert_eq!(
        document().title(),
        by_id("headline").text_content().unwrap()
    );
    let html = document().document_element().unwrap();
    assert_eq!(html.get_attribute("lang").as_deref(), Some("en"));
    shell.remove();
    drop(server);
    go_to("");
}

#[wasm_bindgen_test]
async fn the_page_says_why_it_shows_no_article() {
    for (search, status, answer, said) in [
        ("", 200, "", &["doesn’t name an article"][..]),
        (
            "?package=https://example.org/x.json",
            200,
            "",
            &["from that address", "https://example.org/x.json"],
        ),
        (
            "?package=a.json",
            404,
            "",
            &["No article package was found at this address", "/a.json"],
        ),
        ("?package=a.json", 500, "", &["HTTP 500", "/a.json"]),
        (
            "?package=a.json",
            200,
            "<p>",
            &["this is not JSON", "/a.json"],
        ),
        (
            "?package=a.json",
            200,
            &FIXTURE.replace("three men died and more than 21\"", "three women\""),
            &[
                "the quotation isn't at this position",
                "boxes[0].facts[0].evidence[0]",
                "/a.json",
            ],
        ),
    ] {
        let shell = shell("package");
        let server = Server::answering(status, answer);
        go_to(search);
        start_package(|| {});
        until("there is a message", || {
            document()
                .query_selector("#sidelight h1")
                .unwrap()
                .is_some()
        })
        .await;
        let text = by_id("sidelight").text_content().unwrap();
        for said in said {
            assert!(text.contains(said), "{search}: {text}");
        }
        assert_eq!(document().title(), "This article can’t be shown");
        shell.remove();
        drop(server);
    }
    go_to("");
}
