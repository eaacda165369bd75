//! A test page that embeds our site. It is served on its own port, which makes it another origin.

use std::io::{BufRead, BufReader, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::time::Duration;

use anyhow::{Context, Result};

use crate::workspace;

/// The article that the page embeds.
const ARTICLE: &str = "kazakstan-dissenters";
/// Longest time to wait for the request of a browser.
const PATIENCE: Duration = Duration::from_secs(5);

/// Serves the page in a thread until xtask ends, and returns its address. The page's file is read again for each request.
/// Returns an error if no port is free.
pub(crate) fn serve(site: SocketAddr) -> Result<SocketAddr> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
        .context("no port is free for the page that embeds")?;
    let address = listener.local_addr()?;
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            // A browser may close a connection at any time, so errors are ignored.
            let _ = answer(stream, site);
        }
    });
    Ok(address)
}

fn answer(mut stream: TcpStream, site: SocketAddr) -> Result<()> {
    stream.set_read_timeout(Some(PATIENCE))?;
    let mut request = BufReader::new(stream.try_clone()?);
    let mut line = String::new();
    while request.read_line(&mut line)? > 2 {
        line.clear();
    }
    let page = std::fs::read_to_string(workspace::root().join("assets/host/index.html"))?;
    let page = filled(&page, site);
    write!(
        stream,
        "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nCache-Control: no-store\r\n\
         Content-Length: {}\r\nConnection: close\r\n\r\n{page}",
        page.len()
    )?;
    Ok(())
}

/// Returns the page with the site's address and the article's name filled in.
fn filled(page: &str, site: SocketAddr) -> String {
    page.replace("{site}", &format!("http://{site}"))
        .replace("{article}", ARTICLE)
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    #[test]
    fn the_page_embeds_the_site_that_is_served() {
        let site = SocketAddr::from((Ipv4Addr::LOCALHOST, 8080));
        let host = serve(site).unwrap();
        let mut stream = TcpStream::connect(host).unwrap();
        write!(stream, "GET / HTTP/1.1\r\nHost: {host}\r\n\r\n").unwrap();
        let mut said = String::new();
        stream.read_to_string(&mut said).unwrap();
        assert!(said.starts_with("HTTP/1.1 200 OK"), "{said}");
        assert!(
            said.contains("src=\"http://127.0.0.1:8080/embed.js\""),
            "{said}"
        );
        assert!(
            !said.contains("{site}") && !said.contains("{article}"),
            "{said}"
        );
        assert!(
            workspace::root()
                .join("assets/articles")
                .join(ARTICLE)
                .is_dir()
        );
    }
}
