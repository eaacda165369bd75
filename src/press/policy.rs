//! What a page allows a browser to do: its Content-Security-Policy.
//!
//! A page brings its policy in a `<meta>`, so that it holds on any host. It names the page's one style and its one script by
//! hash and no host but the page's own; no string becomes script (trusted types). `frame-ancestors` has no effect there by specification and is left to headers
//! (`hosting`), which in turn hold nothing that changes with the styles.
//!
//! In a sandboxed frame without `allow-same-origin` a page's origin is nobody's. Chromium and Firefox still take `'self'`
//! for where the page came from; WebKit doesn't, and loads nothing. So where the site's own origin is known it is named too.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use super::scripts::EARLY;

/// What a page may run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scripts {
    /// Nothing.
    None,
    /// The site's own program.
    Own,
    /// The site's own program, and in development Trunk's script that reloads the page. That script can't be named by
    /// hash, since Trunk's server still writes its address into it; and it opens a web socket.
    OwnAndTrunks,
}

/// The policy of a page with this style in it, on a site of this origin, where that is known. From `others`, each after a
/// space, it may load articles and their images too.
pub(super) fn policy(style: &str, scripts: Scripts, origin: Option<&str>, others: &str) -> String {
    let own = origin.map_or_else(|| "'self'".to_owned(), |origin| format!("'self' {origin}"));
    let (style, early) = (hash(style), hash(&EARLY));
    let strings = "; require-trusted-types-for 'script'";
    // Only the panel that previews what is embedded has frames, of the site's own pages.
    let frame = match scripts {
        Scripts::None => "'none'",
        Scripts::Own | Scripts::OwnAndTrunks => &own,
    };
    let none = || "'none'".to_owned();
    let (script, connect, worker, more) = match scripts {
        Scripts::None => (none(), none(), none(), strings),
        Scripts::Own => (
            format!("{own} 'wasm-unsafe-eval' {early}"),
            own.clone(),
            "'self'".to_owned(),
            strings,
        ),
        Scripts::OwnAndTrunks => (
            format!("{own} 'wasm-unsafe-eval' 'unsafe-inline'"),
            format!("{own} ws: wss:"),
            none(),
            "",
        ),
    };
    format!(
        "default-src 'none'; script-src {script}; style-src {style}; img-src {own}{others} data:; connect-src {connect}{others}; frame-src {frame}; \
         worker-src {worker}; \
         base-uri 'none'; form-action 'none'{more}"
    )
}

/// What stands in a policy for what is in a page itself.
fn hash(text: &str) -> String {
    format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text)))
}
