//! Access control: decides which requests are answered, and what pages of other origins may do with the answers.
//!
//! Any site that is open in a browser can send requests here, and none may read drafts:
//! - A site can give its own host name the address 127.0.0.1 (DNS rebinding). Browsers then treat our answers as that
//!   site's. So a request must name this server by a loopback name and its port; others get 421.
//! - Browsers report who sent a request (Fetch Metadata). Other origins get what embedded pages need and what people
//!   follow links to; the rest is 403. Frames with an opaque origin count as another origin, so they get no event
//!   stream.
//! - No script of another origin can read an answer (no CORS), and no other page can load it
//!   (`Cross-Origin-Resource-Policy`). This also holds in browsers without Fetch Metadata. Pages in frames with an
//!   opaque origin may load pictures, whose names can't be guessed.
//! - Only pages of this machine may frame ours (`frame-ancestors`). A frame reports its height and the boxes that a
//!   reader opens to its host. It could also be placed under other controls (clickjacking).
//!
//! *Invariant:* an answer that another origin can read contains nothing of an article.

use axum::extract::{Request, State};
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_ORIGIN, ALLOW, CACHE_CONTROL, CONTENT_SECURITY_POLICY, HOST,
    X_CONTENT_TYPE_OPTIONS,
};
use axum::http::uri::Scheme;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Version};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::routes::{EVENTS, SCRIPT};
use crate::shared::FOLDER;
use crate::site::EMBED_SCRIPT;

/// The host names of this machine that a request may use.
const NAMES: [&str; 3] = ["127.0.0.1", "localhost", "[::1]"];
/// The policy of every answer: only pages of this machine may frame ours, on any port. `http:` covers `https:` (CSP 3,
/// section 6.7.2.8).
const ANCESTORS: &str = "frame-ancestors 'self' http://127.0.0.1:* http://localhost:*";
const RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

/// The pages that may use an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Audience {
    /// Any page. The answer contains nothing of an article.
    All,
    /// Any page that knows the file's name. This includes our own pages in a frame with an opaque origin, which
    /// browsers treat as another site.
    Frames,
    /// Our own pages, and the person at the browser.
    Own,
}

/// The reason why a request is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Refusal {
    /// The request names no host, or several (RFC 9112, section 3.2).
    Host,
    /// The request names another server.
    Misdirected,
    /// The request's method is neither GET nor HEAD.
    Method,
    /// A page of another origin sent the request.
    Foreign,
}

/// Answers or refuses a request to the server at this port, and sets the answer's security headers.
pub(super) async fn guard(State(port): State<u16>, request: Request, next: Next) -> Response {
    let (mut response, audience) = match admit(&request, port) {
        Ok(audience) => (next.run(request).await, audience),
        Err(refusal) => (refusal.response(port), Audience::Own),
    };
    audience.mark(response.headers_mut());
    response
}

fn admit(request: &Request, port: u16) -> Result<Audience, Refusal> {
    check_host(request, port)?;
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return Err(Refusal::Method);
    }
    let (path, headers) = (request.uri().path(), request.headers());
    let site = text(headers, "sec-fetch-site");
    let (mode, kind) = (
        text(headers, "sec-fetch-mode").unwrap_or_default(),
        text(headers, "sec-fetch-dest").unwrap_or_default(),
    );
    if is_public(path) {
        Ok(Audience::All)
    } else if is_picture(path) && (kind == "image" || site.is_none())
        || is_hashed_recording(path) && (matches!(kind, "audio" | "video") || site.is_none())
    {
        Ok(Audience::Frames)
    } else if site.is_none_or(|site| matches!(site, "same-origin" | "none")) {
        Ok(Audience::Own)
    } else if mode == "navigate"
        && matches!(kind, "document" | "iframe" | "frame")
        && path != EVENTS
    {
        // A page that opens or frames this one can't read its content.
        Ok(Audience::Own)
    } else {
        Err(Refusal::Foreign)
    }
}

/// Checks that a request is addressed to this server. Checks the host of an absolute target, and also the `Host` header
/// beside it, which a proxy would ignore.
fn check_host(request: &Request, port: u16) -> Result<(), Refusal> {
    let mut hosts = request.headers().get_all(HOST).iter();
    let host = match (hosts.next(), hosts.next()) {
        (Some(host), None) => host,
        (None, _) if request.version() < Version::HTTP_11 => return Err(Refusal::Misdirected),
        _ => return Err(Refusal::Host),
    };
    let target = request.uri();
    let is_ours = host.to_str().is_ok_and(|host| is_own(host, port))
        && target
            .authority()
            .is_none_or(|host| is_own(host.as_str(), port))
        && target.scheme().is_none_or(|scheme| *scheme == Scheme::HTTP);
    if is_ours {
        Ok(())
    } else {
        Err(Refusal::Misdirected)
    }
}

/// Returns true if a host with its port is this server's, as browsers write it. The name may be in any case, but
/// without a dot at its end. The port is left out if it is 80.
fn is_own(host: &str, port: u16) -> bool {
    // In `[::1]` the last colon is part of the address.
    let (name, at) = match host.rsplit_once(':') {
        Some((name, at)) if !at.ends_with(']') => (name, Some(at)),
        _ => (host, None),
    };
    NAMES.iter().any(|own| name.eq_ignore_ascii_case(own))
        && at.map_or(port == 80, |at| at == port.to_string())
}

/// Returns true for the scripts and programs that hosts load, and frames with an opaque origin.
fn is_public(path: &str) -> bool {
    let shared = path
        .strip_prefix('/')
        .and_then(|path| path.strip_prefix(FOLDER))
        .is_some_and(|rest| rest.starts_with('/'));
    shared || path.strip_prefix('/') == Some(EMBED_SCRIPT) || path == SCRIPT
}

/// Returns true if a path has the form of an article's picture, such as `/one/crowd-0df150ce8a-480.jpg`. A request from
/// a frame with an opaque origin doesn't identify the page that sent it. But the name contains a hash of the picture
/// (`pictures`), so only a page that shows the picture can know it.
fn is_picture(path: &str) -> bool {
    let Some((name, "jpg" | "png")) = path.rsplit_once('.') else {
        return false;
    };
    name.rsplit_once('-').is_some_and(|(name, width)| {
        width.bytes().all(|byte| byte.is_ascii_digit()) && ends_with_hash(name)
    })
}

/// Returns true if a path has the form of an article's audio or video, such as `/one/debate-0df150ce8a.mp4`. Frames load it
/// as they load pictures.
fn is_hashed_recording(path: &str) -> bool {
    is_recording(path)
        && path
            .rsplit_once('.')
            .is_some_and(|(name, _)| ends_with_hash(name))
}

/// Returns true if a name ends with a hyphen and ten hexadecimal digits.
fn ends_with_hash(name: &str) -> bool {
    name.rsplit_once('-').is_some_and(|(_, hash)| {
        hash.len() == 10 && hash.bytes().all(|byte| byte.is_ascii_hexdigit())
    })
}

/// Returns true if a path has the ending of audio or video.
pub(super) fn is_recording(path: &str) -> bool {
    matches!(
        path.rsplit_once('.'),
        Some((_, "mp3" | "m4a" | "mp4" | "webm"))
    )
}

/// Returns the text of a header, or `None` if it is missing. Returns `""` if the header is sent several times or isn't
/// ASCII; no rule accepts that value.
fn text<K: axum::http::header::AsHeaderName>(headers: &HeaderMap, name: K) -> Option<&str> {
    let mut values = headers.get_all(name).iter();
    let first = values.next()?;
    match values.next() {
        None => Some(first.to_str().unwrap_or_default()),
        Some(_) => Some(""),
    }
}

impl Audience {
    fn mark(self, headers: &mut HeaderMap) {
        let mut set = |name, value| headers.insert(name, HeaderValue::from_static(value));
        set(CACHE_CONTROL, "no-store");
        set(X_CONTENT_TYPE_OPTIONS, "nosniff");
        set(CONTENT_SECURITY_POLICY, ANCESTORS);
        set(
            RESOURCE_POLICY,
            match self {
                Self::All | Self::Frames => "cross-origin",
                Self::Own => "same-origin",
            },
        );
        if self == Self::All {
            set(ACCESS_CONTROL_ALLOW_ORIGIN, "*");
        }
    }
}

impl Refusal {
    fn response(self, port: u16) -> Response {
        let at = format!("http://127.0.0.1:{port}/");
        let (status, text) = match self {
            Self::Host => (
                StatusCode::BAD_REQUEST,
                "The request needs exactly one Host header.\n".to_owned(),
            ),
            Self::Misdirected => (
                StatusCode::MISDIRECTED_REQUEST,
                format!(
                    "To protect drafts from other sites, `sidelight serve` answers only at {at}, \
                     http://localhost:{port}/ and http://[::1]:{port}/. Open one of these addresses.\n"
                ),
            ),
            Self::Method => (
                StatusCode::METHOD_NOT_ALLOWED,
                "`sidelight serve` answers only GET and HEAD.\n".to_owned(),
            ),
            Self::Foreign => (
                StatusCode::FORBIDDEN,
                format!(
                    "A page of another origin requested this. To protect drafts, `sidelight serve` gives other \
                     origins only its scripts. Open {at} directly.\n"
                ),
            ),
        };
        let mut response = (status, text).into_response();
        if self == Self::Method {
            response
                .headers_mut()
                .insert(ALLOW, HeaderValue::from_static("GET, HEAD"));
        }
        response
    }
}
