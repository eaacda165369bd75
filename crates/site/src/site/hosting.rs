//! Rules for the web servers that newsrooms use: caching, embedding and access. They are generated with the site.
//!
//! - The names of shared files change with their content, so browsers keep these files for ever. The script that other
//!   sites load has a fixed name and is kept for an hour. Everything else is revalidated each time, including the
//!   service worker.
//! - Any site may frame any page, since embedding requires it; `frame-ancestors` works only as a header. The rest of a
//!   page's policy is in the page itself (`policy`). It isn't repeated here: people copy these rules into a server's
//!   configuration once, and last year's hash of the styles there would blank every page.
//! - Scripts of other origins may read only the files that they need. In a sandboxed frame with an opaque origin, the
//!   loader and the programs can't run without that permission. Other sites load the embedding script, and their
//!   readers show our packages. Tools read annotations, oEmbed and the feed. Pages are excluded: a preview that only a
//!   newsroom's network can reach mustn't be readable by every site that somebody in that network visits.
//! - The folder `.sidelight/` isn't served. After a build that was killed it contains unpublished pages.

use super::EMBED_SCRIPT;
use crate::shared::{FOLDER, WORKER};

/// Returns the files of rules: paths relative to the site's root, and content. Netlify and Cloudflare read `_headers`
/// at this path. The others are for a server's own configuration, and are in a folder that isn't served.
pub(super) fn rules() -> [(&'static str, String); 3] {
    [
        ("_headers", headers()),
        (".sidelight/nginx.conf", nginx()),
        (".sidelight/Caddyfile", caddy()),
    ]
}

/// The headers of every answer.
const ALWAYS: [(&str, &str); 3] = [
    ("Content-Security-Policy", "frame-ancestors *"),
    ("Referrer-Policy", "strict-origin-when-cross-origin"),
    ("X-Content-Type-Options", "nosniff"),
];
/// The header that allows scripts of other origins to read a file.
const OPEN: (&str, &str) = ("Access-Control-Allow-Origin", "*");
/// The files besides the shared ones that scripts of other origins may read. `:article` and `:box` are placeholders for
/// folder names, in the syntax of Netlify and Cloudflare.
const OPEN_FILES: [&str; 6] = [
    "/embed.js",
    "/feed.xml",
    "/:article/article.json",
    "/:article/annotations.json",
    "/:article/oembed.json",
    "/:article/:box/oembed.json",
];
/// The caching of shared files: one year, the longest that RFC 9111 mentions.
const FOR_EVER: &str = "public, max-age=31536000, immutable";
/// Revalidation before each use.
const ASK: &str = "no-cache";
/// One hour, for the script that other sites load under a fixed name.
const SHORT: &str = "public, max-age=3600";

/// Returns the content of `_headers`. Both hosts join the values if two rules set the same header, so no rule repeats a
/// header of another. Cloudflare applies only one rule for each path pattern.
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
        "# These hosts revalidate pages by default.\n".to_owned(),
        rule("/*", &ALWAYS),
        rule(&format!("/{WORKER}"), &[("Cache-Control", ASK)]),
        "# Files that scripts of other origins may read.\n".to_owned(),
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
         # In nginx, a block with its own headers drops those of the outer block, so each block repeats them all.\n\
         charset utf-8;\n\
         charset_types text/plain text/css text/xml application/javascript text/javascript;\n\
         index index.html;\n\
         error_page 404 /404.html;\n\
         gzip_static on;\n\
         gzip_vary on;\n\
         # If the module ngx_brotli is installed:\n\
         # brotli_static on;\n\n\
         {}\n\
         location /{FOLDER}/ {{\n{}    location ~ \\.wasm$ {{\n        types {{ }}\n        default_type application/wasm;\n{}    }}\n}}\n\n\
         location = /{EMBED_SCRIPT} {{\n{}}}\n\n\
         location = /feed.xml {{\n    types {{ }}\n    default_type application/atom+xml;\n{}}}\n\n\
         # Files for machines, which scripts of other origins may read.\n\
         location ~ ^/[^/]+/(article|annotations|([^/]+/)?oembed)\\.json$ {{\n{}}}\n\n\
         # Files for the next build. `^~` keeps regular expressions from serving them.\n\
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
         # Shared files that don't exist yet must not be cached as missing.\n\
         @shared {{\n\tpath /{FOLDER}/*\n\tfile\n}}\n\
         @others not {{\n\tpath /{FOLDER}/* /{EMBED_SCRIPT}\n\tfile\n}}\n\
         # Files that scripts of other origins may read.\n\
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
