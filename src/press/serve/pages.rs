//! Answers: the site's files as they are, and its pages with the script that reloads them.
//!
//! *Invariant:* nothing is kept by browsers, so that what they show is what was pressed last.

use std::convert::Infallible;
use std::path::PathBuf;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State as Shared};
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, ETAG, IF_MATCH,
    IF_MODIFIED_SINCE, IF_NONE_MATCH, IF_UNMODIFIED_SINCE, LAST_MODIFIED, RANGE,
};
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use lol_html::html_content::ContentType;
use lol_html::{RewriteStrSettings, element, rewrite_str};
use tokio::sync::watch;
use tokio_stream::wrappers::WatchStream;
use tokio_stream::{Stream, StreamExt};
use tower_http::services::ServeDir;
use tower_http::set_header::SetResponseHeaderLayer;

use super::State;
use crate::press::page::escaped;
use crate::reader::anchor;

/// Where what only this server has is found; no article can be called so.
const EVENTS: &str = "/-sidelight/events";
const SCRIPT: &str = "/-sidelight/reload.js";

/// All answers.
pub(super) fn router(site: PathBuf, state: watch::Receiver<State>) -> Router {
    Router::new()
        .fallback_service(ServeDir::new(site))
        .layer(from_fn_with_state(state.clone(), pages))
        .route(EVENTS, get(events))
        .route(SCRIPT, get(script))
        .layer(SetResponseHeaderLayer::overriding(
            CACHE_CONTROL,
            HeaderValue::from_static("no-store"),
        ))
        // A page in a frame without an origin of its own loads its program as a stranger.
        .layer(SetResponseHeaderLayer::overriding(
            ACCESS_CONTROL_ALLOW_ORIGIN,
            HeaderValue::from_static("*"),
        ))
        .with_state(state)
}

async fn script() -> impl IntoResponse {
    (
        [(CONTENT_TYPE, "text/javascript; charset=utf-8")],
        include_str!("../../../assets/serve/reload.js"),
    )
}

/// The state of things now, and whenever it changes.
async fn events(
    Shared(state): Shared<watch::Receiver<State>>,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let events = WatchStream::new(state).map(|state| {
        let state = serde_json::to_string(&state).unwrap_or_default();
        Ok(Event::default().event("state").data(state))
    });
    Sse::new(events).keep_alive(KeepAlive::default())
}

/// Puts the script into every page, and a page where there is none.
async fn pages(
    Shared(state): Shared<watch::Receiver<State>>,
    mut request: Request,
    next: Next,
) -> Response {
    // Pages become longer on their way, so they are sent whole.
    for header in [
        RANGE,
        IF_MATCH,
        IF_NONE_MATCH,
        IF_MODIFIED_SINCE,
        IF_UNMODIFIED_SINCE,
    ] {
        request.headers_mut().remove(header);
    }
    // Taken before the page is read: should it be pressed anew in between, it reloads once too often, not too seldom.
    let state = state.borrow().clone();
    let response = next.run(request).await;
    let is_page = response
        .headers()
        .get(CONTENT_TYPE)
        .is_some_and(|media| media.as_bytes().starts_with(b"text/html"));
    let status = response.status();
    if status == StatusCode::NOT_FOUND && !is_page {
        let page = with_script(&nothing(&state), &state);
        return (StatusCode::NOT_FOUND, Html(page)).into_response();
    }
    if !is_page {
        return response;
    }
    let (mut head, body) = response.into_parts();
    let Ok(body) = to_bytes(body, usize::MAX).await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let page = with_script(&String::from_utf8_lossy(&body), &state);
    // They tell of the file, not of what has been made of it.
    for header in [CONTENT_LENGTH, ETAG, LAST_MODIFIED] {
        head.headers.remove(header);
    }
    head.headers.insert(
        CONTENT_TYPE,
        HeaderValue::from_static("text/html; charset=utf-8"),
    );
    Response::from_parts(head, Body::from(page))
}

/// What is shown where there is no page.
fn nothing(state: &State) -> String {
    let (title, text) = if state.site.is_empty() && state.faults.is_empty() {
        (
            "The site is being pressed",
            "It appears here when it is ready.",
        )
    } else if state.site.is_empty() {
        (
            "There is no page yet",
            "It appears here when the errors are mended.",
        )
    } else {
        (
            "There is no such page",
            "It may be that its article has errors.",
        )
    };
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>{title}</title></head>\
         <body><h1>{title}</h1><p>{text} <a href=\"/\">All articles</a></p><noscript><pre>{}</pre></noscript></body></html>\n",
        escaped(&state.faults)
    )
}

/// A page with the script in it, which its policy must allow.
fn with_script(page: &str, state: &State) -> String {
    let script = format!(
        "<script defer src=\"{SCRIPT}\" data-events=\"{EVENTS}\" data-site=\"{}\"></script>",
        state.site
    );
    let settings = RewriteStrSettings::new()
        .append_element_content_handler(element!(
            "meta[http-equiv=\"Content-Security-Policy\"]",
            |meta| {
                if let Some(policy) = meta.get_attribute("content") {
                    let policy = policy
                        .replace("script-src 'none'", "script-src 'self'")
                        .replace("connect-src 'none'", "connect-src 'self'");
                    meta.set_attribute("content", &policy)?;
                }
                Ok(())
            }
        ))
        // A page that is being written must not be kept.
        .append_element_content_handler(element!("script[data-worker]", |boot| {
            boot.remove_attribute(anchor::WORKER);
            Ok(())
        }))
        .append_element_content_handler(element!("head", |head| {
            head.append(&script, ContentType::Html);
            Ok(())
        }));
    // A page that can't be rewritten is served as it is; it only doesn't reload.
    rewrite_str(page, settings).unwrap_or_else(|_| page.to_owned())
}
