//! Pages with a script that notices the effects of hostile text, and the requests that such text causes.

use anyhow::{Context, Result};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use crate::harness::{Answer, Site};

const SCRIPT: &str = include_str!("watch.js");

/// Returns a page with the watching script before all others, and a policy that allows it. The page's own inline script
/// gets the id `early`. The policy names the origin, because without that WebKit runs nothing in a frame with an opaque
/// origin.
pub(crate) fn watched(html: &str, origin: &str) -> Result<String> {
    let hash = STANDARD.encode(Sha256::digest(SCRIPT));
    let (before, rest) = html
        .split_once("Content-Security-Policy\"")
        .context("a page has a policy")?;
    let (policy, rest) = rest.split_once("\">").context("a policy has an end")?;
    let policy = policy
        .replace(
            "'wasm-unsafe-eval'",
            &format!("'wasm-unsafe-eval' 'sha256-{hash}'"),
        )
        .replace("'self'", &format!("'self' {origin}"));
    // The inline script is the page's only script without attributes.
    let rest = rest.replacen("<script>", "<script id=\"early\">", 1);
    Ok(format!(
        "{before}Content-Security-Policy\"{policy}\"><script id=\"watch\">{SCRIPT}</script>{rest}"
    ))
}

/// Returns a successful answer with this page.
pub(crate) fn page(html: String) -> Answer {
    Answer {
        status: 200,
        media_type: "text/html; charset=utf-8",
        body: html.into_bytes(),
    }
}

/// Serves the page at a path with the watching script.
pub(crate) fn watch(site: &Site, path: &str) -> Result<()> {
    let html = site.file(&format!("{path}index.html"))?;
    site.answer(path, page(watched(&html, site.origin())?));
    Ok(())
}

/// Returns the requests that only hostile text causes.
pub(crate) fn unwanted(site: &Site) -> Vec<String> {
    let mut requests = site.requests();
    requests.retain(|request| {
        let path = request.split('?').next().unwrap_or_default();
        path.split('/')
            .any(|part| ["canary", "alarm"].contains(&part))
    });
    requests
}
