//! A static file server on its own loopback port. A case can change its answers and read the requests that it received.

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
    ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, COOKIE, HeaderName,
    HeaderValue, LOCATION,
};
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// A running server. It stops when this is dropped.
pub(crate) struct Site {
    origin: String,
    state: Arc<State>,
    server: JoinHandle<()>,
}

/// An answer to a request.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    /// The HTTP status.
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
    /// The requests that carried cookies.
    with_cookies: Mutex<Vec<String>>,
    /// The paths whose requests wait for [`Site::release`].
    held: watch::Sender<BTreeSet<String>>,
    /// All connections are reset.
    down: AtomicBool,
    /// Browsers may cache shared files.
    keeps: AtomicBool,
    /// The folder's brotli files are sent instead of the plain ones.
    compresses: AtomicBool,
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Site {
    /// Starts a server for a folder.
    pub(crate) async fn start(folder: &Path) -> Result<Self> {
        let state = Arc::new(State {
            folder: folder.to_owned(),
            answers: Mutex::default(),
            headers: Mutex::default(),
            requests: Mutex::default(),
            with_cookies: Mutex::default(),
            held: watch::Sender::default(),
            down: AtomicBool::new(false),
            keeps: AtomicBool::new(false),
            compresses: AtomicBool::new(false),
        });
        let (listener, origin) = listen_anew().await?;
        let server = tokio::spawn(serve(listener, Arc::clone(&state)));
        Ok(Self {
            origin,
            state,
            server,
        })
    }

    /// Returns the origin, without a trailing slash.
    pub(crate) fn origin(&self) -> &str {
        &self.origin
    }

    /// Answers this path (`/bad.json`) with `answer` from now on, instead of a file.
    pub(crate) fn answer(&self, path: &str, answer: Answer) {
        locked(&self.state.answers).insert(path.to_owned(), answer);
    }

    /// Makes requests for this path wait until [`Site::release`].
    pub(crate) fn hold(&self, path: &str) {
        self.state.held.send_modify(|held| {
            held.insert(path.to_owned());
        });
    }

    /// Answers this path again, waiting requests included.
    pub(crate) fn release(&self, path: &str) {
        self.state.held.send_modify(|held| {
            held.remove(path);
        });
    }

    /// Resets all connections from now on, as if the network were down.
    pub(crate) fn go_down(&self) {
        self.state.down.store(true, Ordering::SeqCst);
    }

    /// Lets browsers cache shared files from now on, as the generated server rules do.
    pub(crate) fn let_keep(&self) {
        self.state.keeps.store(true, Ordering::SeqCst);
    }

    /// Sends the folder's brotli files instead of the plain ones from now on.
    pub(crate) fn compress(&self) {
        self.state.compresses.store(true, Ordering::SeqCst);
    }

    /// Accepts connections again.
    pub(crate) fn come_up(&self) {
        self.state.down.store(false, Ordering::SeqCst);
    }

    /// Returns the text of a file in the folder, regardless of [`Site::answer`].
    pub(crate) fn file(&self, path: &str) -> Result<String> {
        let path = self.state.folder.join(path.trim_start_matches('/'));
        std::fs::read_to_string(&path).with_context(|| format!("no {}", path.display()))
    }

    /// Adds this header to every answer from now on.
    pub(crate) fn send_header(&self, name: &'static str, value: &str) -> Result<()> {
        let header = (HeaderName::from_static(name), HeaderValue::from_str(value)?);
        locked(&self.state.headers).push(header);
        Ok(())
    }

    /// Returns the paths requested so far, with their queries, in order.
    pub(crate) fn requests(&self) -> Vec<String> {
        locked(&self.state.requests).clone()
    }

    /// Returns the requested paths whose requests carried cookies.
    pub(crate) fn requests_with_cookies(&self) -> Vec<String> {
        locked(&self.state.with_cookies).clone()
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        self.server.abort();
    }
}

/// Listens on a port that no earlier site has used. Each site is a new origin, so data stored by an earlier case, such as
/// its service worker, doesn't affect it.
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

/// Rewrites a page as it is built when the site's address is known: its policy names the script folder and the origin.
pub(crate) fn with_address(html: &str, origin: &str) -> String {
    html.replace("script-src 'self'", &format!("script-src {origin}/shared/"))
        .replace("'self'", &format!("'self' {origin}"))
}

async fn serve(listener: TcpListener, state: Arc<State>) {
    while let Ok((stream, _)) = listener.accept().await {
        let state = Arc::clone(&state);
        tokio::spawn(async move {
            let service = service_fn(|request| respond(request, &state));
            // A browser may close a connection at any time.
            let _ = hyper::server::conn::http1::Builder::new()
                .serve_connection(TokioIo::new(stream), service)
                .await;
        });
    }
}

async fn respond(request: Request<Incoming>, state: &State) -> io::Result<Response<Full<Bytes>>> {
    if state.down.load(Ordering::SeqCst) {
        // Resets the connection.
        return Err(io::ErrorKind::ConnectionReset.into());
    }
    let path = request.uri().path();
    locked(&state.requests).push(request.uri().to_string());
    if request.headers().contains_key(COOKIE) {
        locked(&state.with_cookies).push(request.uri().to_string());
    }
    // The sender lives as long as the state, so waiting can't fail.
    let _ = (state.held.subscribe())
        .wait_for(|held| !held.contains(path))
        .await;
    let prepared = locked(&state.answers).get(path).cloned();
    let mut response = match prepared {
        Some(answer) => response(answer),
        None => {
            let compresses = state.compresses.load(Ordering::SeqCst);
            from_folder(&state.folder, path, compresses).await
        }
    };
    let headers = response.headers_mut();
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    // Shared files are cached as in the generated server rules if the case allows it. Nothing else is cached between
    // cases.
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

async fn from_folder(folder: &Path, path: &str, compresses: bool) -> Response<Full<Bytes>> {
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
    if compresses {
        let mut compressed = file.clone().into_os_string();
        compressed.push(".br");
        if let Ok(body) = tokio::fs::read(&compressed).await {
            let mut response = response(Answer {
                status: 200,
                media_type,
                body,
            });
            let brotli = HeaderValue::from_static("br");
            response.headers_mut().insert(CONTENT_ENCODING, brotli);
            return response;
        }
    }
    match tokio::fs::read(&file).await {
        Ok(body) => response(Answer {
            status: 200,
            media_type,
            body,
        }),
        // Browsers always request the icon, and would report its absence as an error.
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
        Some("jpg") => "image/jpeg",
        Some("mp4") => "video/mp4",
        Some("mp3") => "audio/mpeg",
        Some("vtt") => "text/vtt; charset=utf-8",
        Some("ico") => "image/x-icon",
        _ => "text/plain; charset=utf-8",
    }
}
