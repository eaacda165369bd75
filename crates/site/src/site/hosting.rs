//! Rules for the web servers that newsrooms use, made with the site: what may be kept how long, what may be embedded.
//!
//! - Shared files have names that change with their content: they are kept for ever. The script that other sites load keeps
//!   its name and is kept for an hour. All else is asked for anew, the service worker too.
//! - Every page may be framed by anybody, which is what embedding is; `frame-ancestors` counts only as a header. The
//!   rest of a page's policy stands in the page itself (`policy`). It isn't repeated here: rules are copied into a
//!   server's configuration once, and a hash of last year's styles there would blank every page.
//! - Scripts of other origins may read only what they need. In a sandboxed frame, whose origin is nobody's, the loader and
//!   the programs don't run without it. Other sites load the embedding script, and their readers show our packages; tools
//!   read annotations, oEmbed and the feed. They may not read pages: a preview that only a newsroom's network can reach
//!   mustn't be open to every site that somebody in it visits.
//! - What builds keep (`.sidelight/`) isn't served. After a build that was killed there are unpublished pages in it.

use super::EMBED_SCRIPT;
use crate::shared::{FOLDER, WORKER};

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
const ALWAYS: [(&str, &str); 3] = [
    ("Content-Security-Policy", "frame-ancestors *"),
    ("Referrer-Policy", "strict-origin-when-cross-origin"),
    ("X-Content-Type-Options", "nosniff"),
];
/// The header of what scripts of other origins may read.
const OPEN: (&str, &str) = ("Access-Control-Allow-Origin", "*");
/// What they may read beside the shared files. `:article` and `:box` stand for names of folders, as Netlify and
/// Cloudflare write it.
const OPEN_FILES: [&str; 6] = [
    "/embed.js",
    "/feed.xml",
    "/:article/article.json",
    "/:article/annotations.json",
    "/:article/oembed.json",
    "/:article/:box/oembed.json",
];
/// How long shared files are kept: a year, which is as long as RFC 9111 knows.
const FOR_EVER: &str = "public, max-age=31536000, immutable";
/// Ask each time whether it is still the same.
const ASK: &str = "no-cache";
/// An hour: for the script that other sites load by a name that stays.
const SHORT: &str = "public, max-age=3600";

/// Both hosts join the values of a header that two rules set, so no rule sets what another one does; and Cloudflare takes
/// one rule for a path.
fn headers() -> String {
    let rule = |path: &str, headers: &[(&str, &str)]| -> String {
        let lines = headers
            .iter()
            .map(|(name, value)| format!("  {name}: {value}\n"));
        std::iter::once(format!("{path}\n")).chain(lines).collect()
    };
    let open = OPEN_FILES.map(|path| match path.strip_prefix('/') {
        Some(EMBED_SCRIPT) => rule(path, &[OPEN, ("Cache-Control", SHORT)]),
        _ => rule(path, &[OPEN]),
    });
    [
        "# Pages are revalidated by these hosts' own default.\n".to_owned(),
        rule("/*", &ALWAYS),
        rule(&format!("/{WORKER}"), &[("Cache-Control", ASK)]),
        "# What scripts of other origins may read.\n".to_owned(),
        rule(
            &format!("/{FOLDER}/*"),
            &[OPEN, ("Cache-Control", FOR_EVER)],
        ),
    ]
    .into_iter()
    .chain(open)
    .collect()
}

fn nginx() -> String {
    let lines = |indent: &str, cache: &str, more: &[(&str, &str)]| -> String {
        ALWAYS
            .iter()
            .chain(more)
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
         # Files for machines, which scripts of other origins may read.\n\
         location ~ ^/[^/]+/(article|annotations|([^/]+/)?oembed)\\.json$ {{\n{}}}\n\n\
         # What builds keep. `^~` lets no regular expression serve it.\n\
         location ^~ /.sidelight/ {{\n    return 404;\n}}\n",
        lines("", ASK, &[]),
        lines("    ", FOR_EVER, &[OPEN]),
        lines("        ", FOR_EVER, &[OPEN]),
        lines("    ", SHORT, &[OPEN]),
        lines("    ", ASK, &[OPEN]),
        lines("    ", ASK, &[OPEN]),
    )
}

fn caddy() -> String {
    let always: String = ALWAYS
        .iter()
        .map(|(name, value)| format!("\t{name} \"{value}\"\n"))
        .collect();
    let open = OPEN_FILES.map(|path| path.replace(":article", "*").replace(":box", "*"));
    format!(
        "# Import this in the site block whose root is this site's folder.\n\
         # A shared file that isn't there may come to be.\n\
         @shared {{\n\tpath /{FOLDER}/*\n\tfile\n}}\n\
         @others not {{\n\tpath /{FOLDER}/* /{EMBED_SCRIPT}\n\tfile\n}}\n\
         # What scripts of other origins may read.\n\
         @open path /{FOLDER}/* {}\n\
         @ours path /.sidelight/*\n\
         header {{\n{always}}}\n\
         header @open {} \"{}\"\n\
         header @shared Cache-Control \"{FOR_EVER}\"\n\
         header @others Cache-Control \"{ASK}\"\n\
         header /{EMBED_SCRIPT} Cache-Control \"{SHORT}\"\n\
         header *.wasm Content-Type application/wasm\n\
         header /feed.xml Content-Type application/atom+xml\n\
         error @ours 404\n\
         file_server {{\n\tprecompressed br gzip\n}}\n\
         handle_errors {{\n\trewrite * /404.html\n\tfile_server\n}}\n",
        open.join(" "),
        OPEN.0,
        OPEN.1,
    )
}
