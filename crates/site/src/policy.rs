//! The Content-Security-Policy of a page.
//!
//! A page carries its policy in a `<meta>`, so the policy holds on any web server. It names the page's single style
//! element and single inline script by hash, and no host but the page's own. No string becomes script (Trusted Types),
//! except the address of the service worker. By specification `frame-ancestors` has no effect in a `<meta>`, so the
//! headers set it (`hosting`). The headers in turn contain no value that changes with the styles.
//!
//! A page in a sandboxed frame without `allow-same-origin` has an opaque origin. There, Chromium and Firefox still take
//! `'self'` for the origin that the page came from. WebKit doesn't, and loads nothing. So the policy also names the
//! site's origin, if the site's address is known.
//!
//! If the site's address is known, scripts may come only from the folder of shared files. A newspaper's origin may have
//! other files that can be made to run as scripts, such as uploads and JSONP. The source `'self'` would allow them all.
//! Such a page therefore runs its program only at the site's address.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use crate::shared::FOLDER;
use sidelight_compiler::BaseUrl;
use sidelight_model::anchor::WORKER_POLICY;

/// The scripts that a page may run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scripts {
    /// No scripts.
    None,
    /// The site's own program.
    Own,
    /// The site's own program and, in development, Trunk's script that reloads the page. A hash can't name that script,
    /// since Trunk's server writes its own address into it. The script also opens a web socket.
    OwnAndTrunks,
}

/// Returns the policy of a page whose style has this hash as a source expression, and that contains the inline script `early`.
/// `base` is the site's address, if known. `others` lists further origins, each preceded by a space, that the page may load
/// articles, their images and their recordings from. Fonts are allowed if `has_fonts` is true. The result never contains `"`
/// but may contain `&`.
pub(super) fn policy(
    style: &str,
    early: &str,
    scripts: Scripts,
    base: Option<&BaseUrl>,
    others: &str,
    has_fonts: bool,
) -> String {
    let own = base.map_or_else(
        || "'self'".to_owned(),
        |base| format!("'self' {}", base.origin()),
    );
    let shared = base.map_or_else(|| own.clone(), |base| base.join(&format!("{FOLDER}/")));
    let early = hash(early);
    let font = match has_fonts {
        true => format!(" font-src {own};"),
        false => String::new(),
    };
    let types =
        |policy: &str| format!("; require-trusted-types-for 'script'; trusted-types {policy}");
    // Only the panel that previews embedding has frames, and they show the site's own pages.
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
        "default-src 'none'; script-src {script}; style-src {style}; img-src {own}{others} data:; media-src {own}{others};{font} connect-src {connect}{others}; frame-src {frame}; \
         worker-src {worker}; \
         base-uri 'none'; form-action 'none'{more}"
    )
}

/// Returns the source expression that allows an inline style or script with this text.
pub(super) fn hash(text: &str) -> String {
    format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text)))
}
