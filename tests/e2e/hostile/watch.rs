//! Pages with a script in them that notices what a hostile text brings about, and what else tells of it: the requests.

use anyhow::{Context, Result};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use crate::harness::{Answer, Site};

const SCRIPT: &str = include_str!("watch.js");

/// A page of a site of this origin, with the script before all else and a policy that lets it run. Its own script gets an id
/// by which it is known. The policy names the origin, without which WebKit runs nothing in a frame without one.
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
    // Of the page's own scripts only the early one has no attributes.
    let rest = rest.replacen("<script>", "<script id=\"early\">", 1);
    Ok(format!(
        "{before}Content-Security-Policy\"{policy}\"><script id=\"watch\">{SCRIPT}</script>{rest}"
    ))
}

/// An answer that is a page.
pub(crate) fn page(html: String) -> Answer {
    Answer {
        status: 200,
        media_type: "text/html; charset=utf-8",
        body: html.into_bytes(),
    }
}

/// Answers a path with the page that is there, watched.
pub(crate) fn watch(site: &Site, path: &str) -> Result<()> {
    let html = site.file(&format!("{path}index.html"))?;
    site.answer(path, page(watched(&html, site.origin())?));
    Ok(())
}

/// The requests that only hostile texts bring about.
pub(crate) fn unwanted(site: &Site) -> Vec<String> {
    let mut requests = site.requests();
    requests.retain(|request| {
        let path = request.split('?').next().unwrap_or_default();
        path.split('/')
            .any(|part| ["canary", "alarm"].contains(&part))
    });
    requests
}
