//! Rules for the web servers that newsrooms use, made with the site: what may be kept how long, what may be embedded.
//!
//! - Shared files have names that change with their content: they are kept for ever. The script that other sites load keeps
//!   its name and is kept for an hour. All else is asked for anew, the service worker too.
//! - Every page may be framed by anybody, which is what embedding is; `frame-ancestors` counts only as a header. The
//!   rest of a page's policy stands in the page itself (`policy`). It isn't repeated here: rules are copied into a
//!   server's configuration once, and a hash of last year's styles there would blank every page.
//! - Everything may be read by scripts of other origins. It is public, no answer depends on who asks, and in a sandboxed
//!   frame, whose origin is nobody's, a module script doesn't run without.

use super::super::shared::{FOLDER, WORKER};
use super::EMBED_SCRIPT;

/// The rules: paths below the site's root, and content. `_headers` is where Netlify and Cloudflare look for it; the
/// others are for a server's own configuration and lie where they aren't served by it.
pub(super) fn rules() -> [(&'static str, String); 3] {
    [
        ("_headers", headers()),
        (".sidelight/nginx.conf", nginx()),
        (".sidelight/Caddyfile", caddy()),
    ]
}

/// Headers of every answer.
const ALWAYS: [(&str, &str); 4] = [
    ("Access-Control-Allow-Origin", "*"),
    ("Content-Security-Policy", "frame-ancestors *"),
    ("Referrer-Policy", "strict-origin-when-cross-origin"),
    ("X-Content-Type-Options", "nosniff"),
];
/// How long shared files are kept: a year, which is as long as RFC 9111 knows.
const FOR_EVER: &str = "public, max-age=31536000, immutable";
/// Ask each time whether it is still the same.
const ASK: &str = "no-cache";
/// An hour: for the script that other sites load by a name that stays.
const SHORT: &str = "public, max-age=3600";

/// Both hosts join the values of a header that two rules set, so no rule sets what another one does.
fn headers() -> String {
    let always: String = ALWAYS
        .iter()
        .map(|(name, value)| format!("  {name}: {value}\n"))
        .collect();
    format!(
        "# Pages are revalidated by these hosts' own default.\n/*\n{always}/{FOLDER}/*\n  Cache-Control: {FOR_EVER}\n\
         /{EMBED_SCRIPT}\n  Cache-Control: {SHORT}\n\
         /{WORKER}\n  Cache-Control: {ASK}\n"
    )
}

fn nginx() -> String {
    let lines = |indent: &str, cache: &str| -> String {
        ALWAYS
            .iter()
            .chain([&("Cache-Control", cache)])
            .map(|(name, value)| format!("{indent}add_header {name} \"{value}\" always;\n"))
            .collect()
    };
    format!(
        "# Include this in the server block whose root is this site's folder.\n\
         # In nginx a block that adds a header drops those added around it, so each says them all.\n\
         charset utf-8;\n\
         charset_types text/plain text/css text/xml application/javascript text/javascript;\n\
         index index.html;\n\
         error_page 404 /404.html;\n\
         gzip_static on;\n\
         gzip_vary on;\n\
         # Where the module ngx_brotli is there:\n\
         # brotli_static on;\n\n\
         {}\n\
         location /{FOLDER}/ {{\n{}    location ~ \\.wasm$ {{\n        types {{ }}\n        default_type application/wasm;\n{}    }}\n}}\n\n\
         location = /{EMBED_SCRIPT} {{\n{}}}\n\n\
         location = /feed.xml {{\n    types {{ }}\n    default_type application/atom+xml;\n{}}}\n\n\
         # What the press keeps for itself.\n\
         location /.sidelight/ {{\n    return 404;\n}}\n",
        lines("", ASK),
        lines("    ", FOR_EVER),
        lines("        ", FOR_EVER),
        lines("    ", SHORT),
        lines("    ", ASK),
    )
}

fn caddy() -> String {
    let always: String = ALWAYS
        .iter()
        .map(|(name, value)| format!("\t{name} \"{value}\"\n"))
        .collect();
    format!(
        "# Import this in the site block whose root is this site's folder.\n\
         # A shared file that isn't there may come to be.\n\
         @shared {{\n\tpath /{FOLDER}/*\n\tfile\n}}\n\
         @others not {{\n\tpath /{FOLDER}/* /{EMBED_SCRIPT}\n\tfile\n}}\n\
         @ours path /.sidelight/*\n\
         header {{\n{always}}}\n\
         header @shared Cache-Control \"{FOR_EVER}\"\n\
         header @others Cache-Control \"{ASK}\"\n\
         header /{EMBED_SCRIPT} Cache-Control \"{SHORT}\"\n\
         header *.wasm Content-Type application/wasm\n\
         header /feed.xml Content-Type application/atom+xml\n\
         error @ours 404\n\
         file_server {{\n\tprecompressed br gzip\n}}\n\
         handle_errors {{\n\trewrite * /404.html\n\tfile_server\n}}\n"
    )
}
