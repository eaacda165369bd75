//! Accepts connections.
//!
//! *Invariant:* clients can't use up the program's memory or file descriptors. The number of connections and the size
//! of a request's head are limited. A connection that doesn't send a complete head in time is closed.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;

/// The size of a connection's buffer in bytes; a longer head is answered with 431. Browsers send a host's cookies to
/// all of its ports, so a head can be several kilobytes long.
const BUFFER: usize = 64 * 1024;
/// The delay before the next attempt after the system refused a connection, for example because file descriptors ran
/// out.
const RETRY: Duration = Duration::from_millis(500);

/// The resources that clients may use.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    /// The maximum number of open connections. Further ones wait until one is closed.
    pub(super) connections: usize,
    /// The time in which the head of a request must arrive, counted from the end of the previous answer.
    pub(super) head: Duration,
}

impl Default for Limits {
    /// Browsers open at most 6 connections to a host, so this is enough for 40 of them.
    fn default() -> Self {
        Self {
            connections: 256,
            head: Duration::from_secs(10),
        }
    }
}

/// Answers requests until it is dropped. Each connection runs in its own task and ends with the runtime.
pub(super) async fn accept(listener: TcpListener, router: Router, limits: Limits) {
    let free = Arc::new(Semaphore::new(limits.connections));
    let mut server = http1::Builder::new();
    server
        .timer(TokioTimer::new())
        .header_read_timeout(limits.head)
        .max_buf_size(BUFFER);
    // The semaphore is never closed, so this loop doesn't end.
    while let Ok(place) = Arc::clone(&free).acquire_owned().await {
        let Ok((stream, _)) = listener.accept().await else {
            tokio::time::sleep(RETRY).await;
            continue;
        };
        let service = TowerToHyperService::new(router.clone());
        let connection = server.serve_connection(TokioIo::new(stream), service);
        tokio::spawn(async move {
            // Clients may close a connection at any time.
            let _ = connection.await;
            drop(place);
        });
    }
}

#[cfg(test)]
mod tests {
    use std::net::{Ipv4Addr, SocketAddr};
    use std::sync::Mutex;

    use axum::routing::get;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpStream;
    use tokio::sync::Notify;

    use super::*;

    /// Runs a test on one thread, together with a server that has these routes and limits.
    fn with_server<F: Future>(router: Router, limits: Limits, test: impl FnOnce(SocketAddr) -> F) {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        runtime.block_on(async {
            let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
            let address = listener.local_addr().unwrap();
            tokio::spawn(accept(listener, router, limits));
            test(address).await
        });
    }

    async fn send(address: SocketAddr, head: &str) -> TcpStream {
        let mut stream = TcpStream::connect(address).await.unwrap();
        // The server may refuse the request before all of it is sent.
        let _ = stream.write_all(head.as_bytes()).await;
        stream
    }

    async fn all(mut stream: TcpStream) -> String {
        let mut answer = String::new();
        // A connection that is closed with unread bytes in it may be reset.
        let _ = stream.read_to_string(&mut answer).await;
        answer
    }

    #[test]
    fn a_client_that_sends_no_whole_head_is_closed_and_makes_room() {
        let limits = Limits {
            connections: 2,
            head: Duration::from_millis(50),
        };
        let router = Router::new().route("/", get(async || "answered"));
        with_server(router, limits, async |address| {
            let silent = send(address, "").await;
            let slow = send(address, "GET / HTTP/1.1\r\nHo").await;
            let whole = "GET / HTTP/1.1\r\nConnection: close\r\n\r\n";
            assert!(all(send(address, whole).await).await.ends_with("answered"));
            for stream in [silent, slow] {
                assert!(!all(stream).await.contains("answered"));
            }
            // A connection that stays open after its answer is closed too.
            let kept = send(address, "GET / HTTP/1.1\r\n\r\n").await;
            assert!(all(kept).await.ends_with("answered"));
        });
    }

    #[test]
    fn further_connections_wait_until_one_is_closed() {
        let limits = Limits {
            connections: 2,
            head: Duration::from_secs(60),
        };
        let (events, entered, release) = (
            Arc::new(Mutex::new(Vec::new())),
            Arc::new(Semaphore::new(0)),
            Arc::new(Notify::new()),
        );
        let slow = {
            let (entered, release) = (Arc::clone(&entered), Arc::clone(&release));
            move || async move {
                entered.add_permits(1);
                release.notified().await;
            }
        };
        let quick = {
            let events = Arc::clone(&events);
            move || async move { events.lock().unwrap().push("answered") }
        };
        let router = Router::new()
            .route("/slow", get(slow))
            .route("/quick", get(quick));
        with_server(router, limits, async |address| {
            let head = |path: &str| format!("GET {path} HTTP/1.1\r\nConnection: close\r\n\r\n");
            let slow = [
                send(address, &head("/slow")).await,
                send(address, &head("/slow")).await,
            ];
            entered.acquire_many(2).await.unwrap().forget();
            let third = send(address, &head("/quick")).await;
            // Gives the server enough turns to answer the waiting request, if it wrongly would.
            for _ in 0..2000 {
                tokio::task::yield_now().await;
            }
            events.lock().unwrap().push("released");
            release.notify_waiters();
            all(third).await;
            drop(slow);
            assert_eq!(*events.lock().unwrap(), ["released", "answered"]);
        });
    }

    #[test]
    fn a_head_that_is_too_long_is_refused() {
        let router = Router::new().route("/", get(async || "answered"));
        with_server(router, Limits::default(), async |address| {
            let long = "x".repeat(2 * BUFFER);
            for head in [
                format!("GET / HTTP/1.1\r\nCookie: {long}\r\n\r\n"),
                format!("GET /{long} HTTP/1.1\r\n\r\n"),
                format!("GET / HTTP/1.1\r\n{}\r\n", "A: b\r\n".repeat(200)),
            ] {
                let answer = all(send(address, &head).await).await;
                // The answer is lost if the connection is reset.
                assert!(
                    answer.is_empty() || answer.starts_with("HTTP/1.1 431"),
                    "{answer}"
                );
            }
            let whole = "GET / HTTP/1.1\r\nConnection: close\r\n\r\n";
            assert!(all(send(address, whole).await).await.ends_with("answered"));
        });
    }
}
