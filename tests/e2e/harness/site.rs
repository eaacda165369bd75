//! A static file server on a loopback port of its own, which a case may make answer otherwise, and ask what it was asked.

use std::collections::{BTreeSet, HashMap};
use std::io;
use std::net::Ipv4Addr;
use std::path::{Component, Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use anyhow::{Context, Result};
use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::header::{
    ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_TYPE, COOKIE, HeaderName, HeaderValue,
    LOCATION,
};
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// A running server; it ends when this is dropped.
pub(crate) struct Site {
    origin: String,
    state: Arc<State>,
    server: JoinHandle<()>,
}

/// An answer to a request.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    /// The status.
    pub(crate) status: u16,
    /// The media type.
    pub(crate) media_type: &'static str,
    /// The body.
    pub(crate) body: Vec<u8>,
}

struct State {
    folder: PathBuf,
    answers: Mutex<HashMap<String, Answer>>,
    headers: Mutex<Vec<(HeaderName, HeaderValue)>>,
    requests: Mutex<Vec<String>>,
    /// Those of them that came with cookies.
    with_cookies: Mutex<Vec<String>>,
    /// Whether nobody is answered.
    down: AtomicBool,
    /// Whether browsers may keep shared files.
    keeps: AtomicBool,
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Site {
    /// Serves a folder.
    pub(crate) async fn start(folder: &Path) -> Result<Self> {
        let state = Arc::new(State {
            folder: folder.to_owned(),
            answers: Mutex::default(),
            headers: Mutex::default(),
            requests: Mutex::default(),
            with_cookies: Mutex::default(),
            down: AtomicBool::new(false),
            keeps: AtomicBool::new(false),
        });
        let (listener, origin) = listen_anew().await?;
        let server = tokio::spawn(serve(listener, Arc::clone(&state)));
        Ok(Self {
            origin,
            state,
            server,
        })
    }

    /// Its origin, without a slash at the end.
    pub(crate) fn origin(&self) -> &str {
        &self.origin
    }

    /// Answers this path (`/bad.json`) so from now on, whatever is in the folder.
    pub(crate) fn answer(&self, path: &str, answer: Answer) {
        locked(&self.state.answers).insert(path.to_owned(), answer);
    }

    /// Answers nobody from now on, as if there were no network.
    pub(crate) fn go_down(&self) {
        self.state.down.store(true, Ordering::SeqCst);
    }

    /// Lets browsers keep shared files from now on, as the rules for servers do that are made with a site.
    pub(crate) fn let_keep(&self) {
        self.state.keeps.store(true, Ordering::SeqCst);
    }

    /// Answers again.
    pub(crate) fn come_up(&self) {
        self.state.down.store(false, Ordering::SeqCst);
    }

    /// What a file of the folder holds, whatever is answered for it.
    pub(crate) fn file(&self, path: &str) -> Result<String> {
        let path = self.state.folder.join(path.trim_start_matches('/'));
        std::fs::read_to_string(&path).with_context(|| format!("no {}", path.display()))
    }

    /// Sends this header with every answer from now on.
    pub(crate) fn send_header(&self, name: &'static str, value: &str) -> Result<()> {
        let header = (HeaderName::from_static(name), HeaderValue::from_str(value)?);
        locked(&self.state.headers).push(header);
        Ok(())
    }

    /// The paths asked for so far, with their queries, in order.
    pub(crate) fn requests(&self) -> Vec<String> {
        locked(&self.state.requests).clone()
    }

    /// Those of them that came with cookies.
    pub(crate) fn requests_with_cookies(&self) -> Vec<String> {
        locked(&self.state.with_cookies).clone()
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        self.server.abort();
    }
}

/// Listens where no site has been before: what a browser has stored of an earlier case, its service worker above all, is
/// of another origin then.
async fn listen_anew() -> io::Result<(TcpListener, String)> {
    static KNOWN: Mutex<BTreeSet<u16>> = Mutex::new(BTreeSet::new());
    loop {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        if locked(&KNOWN).insert(address.port()) {
            return Ok((listener, format!("http://{address}")));
        }
    }
}

async fn serve(listener: TcpListener, state: Arc<State>) {
    while let Ok((stream, _)) = listener.accept().await {
        let state = Arc::clone(&state);
        tokio::spawn(async move {
            let service = service_fn(|request| respond(request, &state));
            // A browser may break off a connection at any time.
            let _ = hyper::server::conn::http1::Builder::new()
                .serve_connection(TokioIo::new(stream), service)
                .await;
        });
    }
}

async fn respond(request: Request<Incoming>, state: &State) -> io::Result<Response<Full<Bytes>>> {
    if state.down.load(Ordering::SeqCst) {
        // The connection is broken off.
        return Err(io::ErrorKind::ConnectionReset.into());
    }
    let path = request.uri().path();
    locked(&state.requests).push(request.uri().to_string());
    if request.headers().contains_key(COOKIE) {
        locked(&state.with_cookies).push(request.uri().to_string());
    }
    let prepared = locked(&state.answers).get(path).cloned();
    let mut response = match prepared {
        Some(answer) => response(answer),
        None => from_folder(&state.folder, path).await,
    };
    let headers = response.headers_mut();
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    // As the press has servers do it, but that nothing is kept from one case to the next that isn't to be.
    let is_kept = state.keeps.load(Ordering::SeqCst) && path.starts_with("/shared/");
    headers.insert(
        CACHE_CONTROL,
        HeaderValue::from_static(if is_kept {
            "public, max-age=31536000, immutable"
        } else {
            "no-store"
        }),
    );
    headers.extend(locked(&state.headers).clone());
    Ok(response)
}

async fn from_folder(folder: &Path, path: &str) -> Response<Full<Bytes>> {
    let not_found = |media_type| {
        response(Answer {
            status: 404,
            media_type,
            body: Vec::new(),
        })
    };
    let relative = Path::new(path.trim_start_matches('/'));
    if relative
        .components()
        .any(|part| !matches!(part, Component::Normal(_)))
    {
        return not_found("text/plain");
    }
    let mut file = folder.join(relative);
    if file.is_dir() {
        if !path.ends_with('/') {
            let mut moved = response(Answer {
                status: 301,
                media_type: "text/plain",
                body: Vec::new(),
            });
            if let Ok(place) = HeaderValue::try_from(format!("{path}/")) {
                moved.headers_mut().insert(LOCATION, place);
            }
            return moved;
        }
        file.push("index.html");
    }
    let media_type = media_type(&file);
    match tokio::fs::read(&file).await {
        Ok(body) => response(Answer {
            status: 200,
            media_type,
            body,
        }),
        // Browsers ask for it unasked, and would report its absence as an error.
        Err(_) if path == "/favicon.ico" => response(Answer {
            status: 204,
            media_type,
            body: Vec::new(),
        }),
        Err(_) => not_found(media_type),
    }
}

fn response(answer: Answer) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(Bytes::from(answer.body)));
    *response.status_mut() =
        StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    response
        .headers_mut()
        .insert(CONTENT_TYPE, HeaderValue::from_static(answer.media_type));
    response
}

fn media_type(file: &Path) -> &'static str {
    match file.extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("json") => "application/json",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("ico") => "image/x-icon",
        _ => "text/plain; charset=utf-8",
    }
}
