//! Answers: the site's files unchanged, and its pages with the script that reloads them.
//!
//! *Invariant:* browsers get the last built site, and only the files of its folder that it publishes.

use std::convert::Infallible;
use std::path::PathBuf;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State as Shared};
use axum::http::header::{
    CONTENT_LENGTH, CONTENT_TYPE, ETAG, IF_MATCH, IF_MODIFIED_SINCE, IF_NONE_MATCH,
    IF_UNMODIFIED_SINCE, LAST_MODIFIED, RANGE,
};
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use lol_html::html_content::ContentType;
use lol_html::{RewriteStrSettings, element, rewrite_str};
use percent_encoding::percent_decode_str;
use tokio::sync::watch;
use tokio_stream::wrappers::WatchStream;
use tokio_stream::{Stream, StreamExt};
use tower_http::services::ServeDir;

use super::State;
use super::access::{guard, is_recording};
use super::routes::{EVENTS, SCRIPT};
use crate::page::escaped;
use sidelight_model::{anchor, unseen};

/// The limits in bytes for a path and for each name in it; anything longer is not found. The site's own are far
/// shorter, and file systems reject longer ones.
const LONGEST_PATH: usize = 1024;
const LONGEST_NAME: usize = 255;

/// Returns the routes of the server at this port.
pub(super) fn router(site: PathBuf, state: watch::Receiver<State>, port: u16) -> Router {
    Router::new()
        .fallback_service(ServeDir::new(site))
        .layer(from_fn_with_state((state.clone(), port), pages))
        .route(EVENTS, get(events))
        .route(SCRIPT, get(script))
        .layer(from_fn_with_state(port, guard))
        .with_state(state)
}

/// Returns true if a path can belong to a published file. Names begin with a letter, a digit or `_`, so none is
/// `.sidelight` or `..`, also not after invisible characters, which some file systems ignore. The names of linked files may
/// have other characters after that, but none that separates folders or stands for a longer name, as in `SIDELI~1`.
fn is_published(path: &str) -> bool {
    let is_name = |name: &str| {
        name.starts_with(|c: char| c.is_alphanumeric() || c == '_')
            && name.len() <= LONGEST_NAME
            && unseen(name).is_none()
            && !name.contains(['/', '\\', ':', '~', '%'])
    };
    let Some((folders, last)) = path.rsplit_once('/') else {
        return false;
    };
    // The path of a folder ends in a slash, so its last name is empty.
    let mut names = folders.split('/');
    path.len() <= LONGEST_PATH
        && names.next() == Some("")
        && names.chain((!last.is_empty()).then_some(last)).all(|name| {
            percent_decode_str(name)
                .decode_utf8()
                .is_ok_and(|name| is_name(&name))
        })
}

async fn script() -> impl IntoResponse {
    (
        [(CONTENT_TYPE, "text/javascript; charset=utf-8")],
        include_str!("../../../../assets/serve/reload.js"),
    )
}

/// Streams the current state, and then each new state.
async fn events(
    Shared(state): Shared<watch::Receiver<State>>,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let events = WatchStream::new(state).map(|state| {
        let state = serde_json::to_string(&state).unwrap_or_default();
        Ok(Event::default().event("state").data(state))
    });
    Sse::new(events).keep_alive(KeepAlive::default())
}

/// Adds the reload script to every page, and answers with a page if there is none at the address.
async fn pages(
    Shared((state, port)): Shared<(watch::Receiver<State>, u16)>,
    mut request: Request,
    next: Next,
) -> Response {
    // The script makes pages longer, so they are always sent complete and unconditionally. Only recordings are sent in
    // parts, because players jump to a time, and WebKit plays nothing else.
    if !is_recording(request.uri().path()) {
        request.headers_mut().remove(RANGE);
    }
    for header in [
        IF_MATCH,
        IF_NONE_MATCH,
        IF_MODIFIED_SINCE,
        IF_UNMODIFIED_SINCE,
    ] {
        request.headers_mut().remove(header);
    }
    // The state is read before the page. If a build finishes in between, the page reloads once too often instead of
    // missing a reload.
    let state = state.borrow().clone();
    let response = if is_published(request.uri().path()) {
        next.run(request).await
    } else {
        StatusCode::NOT_FOUND.into_response()
    };
    let is_page = response
        .headers()
        .get(CONTENT_TYPE)
        .is_some_and(|media| media.as_bytes().starts_with(b"text/html"));
    let status = response.status();
    if status == StatusCode::NOT_FOUND && !is_page {
        let page = with_script(&nothing(&state), &state, port);
        return (StatusCode::NOT_FOUND, Html(page)).into_response();
    }
    if !is_page {
        return response;
    }
    let (mut head, body) = response.into_parts();
    let Ok(body) = to_bytes(body, usize::MAX).await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let page = with_script(&String::from_utf8_lossy(&body), &state, port);
    // These headers describe the file, not the rewritten page.
    for header in [CONTENT_LENGTH, ETAG, LAST_MODIFIED] {
        head.headers.remove(header);
    }
    head.headers.insert(
        CONTENT_TYPE,
        HeaderValue::from_static("text/html; charset=utf-8"),
    );
    Response::from_parts(head, Body::from(page))
}

/// Returns the page for an address that has none: the site isn't built yet, has errors, or has no such page.
fn nothing(state: &State) -> String {
    let (title, text) = if state.site.is_empty() && state.diagnostics.is_empty() {
        (
            "Building the site",
            "This page reloads when the site is ready.",
        )
    } else if state.site.is_empty() {
        (
            "No page yet",
            "This page reloads when the errors are corrected.",
        )
    } else {
        ("Page not found", "Its article may have errors.")
    };
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>{title}</title></head>\
         <body><h1>{title}</h1><p>{text} <a href=\"/\">All articles</a></p><noscript><pre>{}</pre></noscript></body></html>\n",
        escaped(&state.diagnostics)
    )
}

/// Returns the page with the reload script in it and with a policy that allows the script.
fn with_script(page: &str, state: &State, port: u16) -> String {
    let script = format!(
        "<script defer src=\"{SCRIPT}\" data-events=\"{EVENTS}\" data-site=\"{}\"></script>",
        state.site
    );
    let settings = RewriteStrSettings::new()
        .append_element_content_handler(element!(
            "meta[http-equiv=\"Content-Security-Policy\"]",
            |meta| {
                if let Some(policy) = meta.get_attribute("content") {
                    meta.set_attribute("content", &policy_here(&policy, port))?;
                }
                Ok(())
            }
        ))
        // A service worker would keep drafts, so the page gets none.
        .append_element_content_handler(element!("script[data-worker]", |boot| {
            boot.remove_attribute(anchor::WORKER);
            Ok(())
        }))
        .append_element_content_handler(element!("head", |head| {
            head.append(&script, ContentType::Html);
            Ok(())
        }));
    // A page that can't be rewritten is served unchanged. It then doesn't reload.
    rewrite_str(page, settings).unwrap_or_else(|_| page.to_owned())
}

/// Returns the policy for a page served here instead of at the site's own address. Wherever the page may load from its
/// own site, this server is allowed too. Its origins are listed as well, since WebKit doesn't match `'self'` with them
/// in a frame with an opaque origin. Scripts and connections are always allowed from here, so that the page can reload.
fn policy_here(policy: &str, port: u16) -> String {
    let here = format!("'self' http://127.0.0.1:{port} http://localhost:{port}");
    let directives = policy.split(';').map(str::trim).map(|directive| {
        let (name, sources) = directive.split_once(' ').unwrap_or((directive, ""));
        let is_own = sources.split(' ').any(|source| source == "'self'");
        if !is_own && !matches!(name, "script-src" | "connect-src") {
            return directive.to_owned();
        }
        let sources = sources
            .split(' ')
            .filter(|source| !matches!(*source, "" | "'self'" | "'none'"));
        [name, &here]
            .into_iter()
            .chain(sources)
            .collect::<Vec<_>>()
            .join(" ")
    });
    directives.collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_site_publishes_is_looked_up_and_nothing_else() {
        for path in [
            "/",
            "/one/",
            "/one",
            "/one/casualties/index.html",
            "/_headers",
            "/shared/reader-0123456789abcdef.js",
            "/page/2/",
            "/one/meeting%2012%20March.mp3",
            "/one/%D0%B1%D1%8E%D0%B4%D0%B6%D0%B5%D1%82,%20(1)+2.pdf",
            "/one/budget.2027.csv",
        ] {
            assert!(is_published(path), "{path}");
        }
        for path in [
            "",
            "*",
            "one",
            "//",
            "//one/",
            "/one//",
            "/.sidelight/index.json",
            "//.sidelight/index.json",
            "/./.sidelight/index.json",
            "/one/../.sidelight/index.json",
            "/.SIDELIGHT/index.json",
            "/%2esidelight/index.json",
            "/%2Esidelight/index.json",
            "/%252esidelight/index.json",
            "/%2fone/",
            "/one%2f..%2f.sidelight",
            "/one\\..\\.sidelight",
            "/SIDELI~1/index.json",
            "/\u{200c}.sidelight/index.json",
            "/.git/config",
            "/%00",
            "/one/%FF.pdf",
            "/one/%E2%80%8C.sidelight/index.json",
            "/%E2%80%AEone/",
            "/one/..%2f.sidelight/index.json",
            "/one/%2e%2e/.sidelight/index.json",
            "/one/a%5c..%5cb.pdf",
            "/one/a%3ab.pdf",
            "/one/a%7e1.pdf",
            "/one/a%252fb.pdf",
        ] {
            assert!(!is_published(path), "{path}");
        }
    }

    #[test]
    fn a_policy_names_this_server_wherever_it_names_the_site() {
        let here = "'self' http://127.0.0.1:8000 http://localhost:8000";
        for (policy, expected) in [
            (
                "default-src 'none'; script-src 'none'; connect-src 'none'",
                format!("default-src 'none'; script-src {here}; connect-src {here}"),
            ),
            (
                "script-src https://a.example/news/shared/ 'sha256-x'; img-src 'self' https://a.example data:; frame-src 'none'",
                format!(
                    "script-src {here} https://a.example/news/shared/ 'sha256-x'; \
                     img-src {here} https://a.example data:; frame-src 'none'"
                ),
            ),
        ] {
            assert_eq!(policy_here(policy, 8000), expected);
        }
    }
}
