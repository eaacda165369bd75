//! What a page allows a browser to do: its Content-Security-Policy.
//!
//! A page brings its policy in a `<meta>`, so that it holds on any host. It names the page's one style and its one script by
//! hash and no host but the page's own. No string becomes script (Trusted Types), but for the address of the service worker.
//! `frame-ancestors` has no effect there by specification and is left to headers (`hosting`), which in turn hold nothing
//! that changes with the styles.
//!
//! In a sandboxed frame without `allow-same-origin` a page's origin is nobody's. Chromium and Firefox still take `'self'`
//! for where the page came from; WebKit doesn't, and loads nothing. So where the site's own address is known its origin is
//! named too.
//!
//! Scripts come from the folder of shared files alone where the site's address is known: a newspaper's origin may have other
//! files that can be made to run as scripts, such as uploads and JSONP. `'self'` would allow them all, so such a page
//! runs its program only at the site's address.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use crate::scripts::EARLY;
use crate::shared::FOLDER;
use sidelight_compiler::BaseUrl;
use sidelight_model::anchor::WORKER_POLICY;

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

/// Returns the policy of a page with this style in it, on a site at this address, where that is known. From `others`, each
/// after a space, it may load articles and their images too. It has no `"`, but may have `&`.
pub(super) fn policy(
    style: &str,
    scripts: Scripts,
    base: Option<&BaseUrl>,
    others: &str,
) -> String {
    let own = base.map_or_else(
        || "'self'".to_owned(),
        |base| format!("'self' {}", base.origin()),
    );
    let shared = base.map_or_else(|| own.clone(), |base| base.join(&format!("{FOLDER}/")));
    let (style, early) = (hash(style), hash(&EARLY));
    let types =
        |policy: &str| format!("; require-trusted-types-for 'script'; trusted-types {policy}");
    // Only the panel that previews what is embedded has frames, of the site's own pages.
    let frame = match scripts {
        Scripts::None => "'none'",
        Scripts::Own | Scripts::OwnAndTrunks => &own,
    };
    let none = || "'none'".to_owned();
    let (script, connect, worker, more) = match scripts {
        Scripts::None => (none(), none(), none(), types("'none'")),
        Scripts::Own => (
            format!("{shared} 'wasm-unsafe-eval' {early}"),
            own.clone(),
            "'self'".to_owned(),
            types(WORKER_POLICY),
        ),
        Scripts::OwnAndTrunks => (
            format!("{own} 'wasm-unsafe-eval' 'unsafe-inline'"),
            format!("{own} ws: wss:"),
            none(),
            String::new(),
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
