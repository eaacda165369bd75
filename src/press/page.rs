//! Pages: the shell with something in it.
//!
//! *Invariant:* a page has neither inline script nor style attributes of ours, and all its addresses are relative
//! to it, so a site can be served from any folder.

use std::cell::RefCell;

use lol_html::errors::RewritingError;
use lol_html::html_content::{ContentType, Element};
use lol_html::{RewriteStrSettings, element, rewrite_str};

use super::shell::Shell;
use super::styles::is_sheet;
use super::{Diagnostic, Kind};

/// What a page is about and what it shows.
pub(super) struct Page<'a> {
    /// How many folders below the site's root it lies.
    pub(super) depth: usize,
    /// The language of its content, as a BCP 47 tag.
    pub(super) language: &'a str,
    /// The title, plain text.
    pub(super) title: &'a str,
    /// What it is about, plain text.
    pub(super) description: &'a str,
    /// What it shows.
    pub(super) content: Content<'a>,
}

/// What a page shows.
pub(super) enum Content<'a> {
    /// A pressed article, as HTML.
    Article(&'a str),
    /// A package that is still to come; the HTML is there until then.
    Package(&'a str),
    /// Something that needs no program, as HTML.
    Plain(&'a str),
}

/// The parts that a shell must have, each with what an author would look for.
const PARTS: [(&str, &str); 7] = [
    ("html", "<html>"),
    ("head", "<head>"),
    ("title", "<title>"),
    ("meta[name=\"description\"]", "<meta name=\"description\">"),
    ("#sidelight", "<div id=\"sidelight\">"),
    ("#sidelight-chrome", "<div id=\"sidelight-chrome\">"),
    ("script#boot", "<script id=\"boot\" defer src=\"boot.js\">"),
];

/// Puts a page together.
///
/// # Errors
/// When the shell lacks a part, or has one twice.
pub(super) fn assemble(
    shell: &Shell,
    styles: &str,
    page: &Page<'_>,
) -> Result<String, Box<Diagnostic>> {
    let found = RefCell::new([0; PARTS.len()]);
    let root = "../".repeat(page.depth);
    let mut settings = RewriteStrSettings::new().append_element_content_handler(element!(
        "[href], [src]",
        |element| {
            for name in ["href", "src"] {
                if let Some(target) = element.get_attribute(name).as_deref().and_then(relative) {
                    element.set_attribute(name, &format!("{root}{target}"))?;
                }
            }
            Ok(())
        }
    ));
    settings =
        settings.append_element_content_handler(element!("link[rel~=\"stylesheet\"]", |link| {
            // Copied for Trunk's sake; the page has them inside.
            let target = link.get_attribute("href").unwrap_or_default();
            if is_sheet(target.rsplit('/').next().unwrap_or_default()) {
                link.remove();
            }
            Ok(())
        }));
    for (number, (selector, _)) in PARTS.iter().enumerate() {
        let found = &found;
        let root = &root;
        settings = settings.append_element_content_handler(element!(selector, move |element| {
            found.borrow_mut()[number] += 1;
            fill(number, element, shell, styles, page, root)?;
            Ok(())
        }));
    }
    let html = rewrite_str(&shell.html, settings).map_err(|error: RewritingError| {
        fault(shell, format!("the shell can't be read as HTML: {error}"))
    })?;
    for (count, (_, part)) in found.into_inner().iter().zip(PARTS) {
        match count {
            0 => return Err(fault(shell, format!("the shell has no `{part}`"))),
            1 => {}
            _ => {
                return Err(fault(
                    shell,
                    format!("the shell has more than one `{part}`"),
                ));
            }
        }
    }
    Ok(html)
}

fn fault(shell: &Shell, message: String) -> Box<Diagnostic> {
    Box::new(
        Diagnostic::new(Kind::Shell, &shell.shown, 0..0, message)
            .hint("the shell comes from `index.html` at the top of the project; see there"),
    )
}

fn fill(
    part: usize,
    element: &mut Element<'_, '_>,
    shell: &Shell,
    styles: &str,
    page: &Page<'_>,
    root: &str,
) -> Result<(), lol_html::errors::AttributeNameError> {
    let plain = matches!(page.content, Content::Plain(_));
    match part {
        0 => element.set_attribute("lang", &attribute(page.language))?,
        1 => element.append(&format!("<style>{styles}</style>"), ContentType::Html),
        2 => element.set_inner_content(page.title, ContentType::Text),
        3 => element.set_attribute("content", &attribute(page.description))?,
        4 => {
            let (html, state) = match page.content {
                Content::Article(html) => (html, Some("pressed")),
                Content::Package(html) => (html, Some("package")),
                Content::Plain(html) => (html, None),
            };
            if let Some(state) = state {
                element.set_attribute("data-sidelight", state)?;
            }
            element.set_inner_content(html, ContentType::Html);
        }
        _ if plain => element.remove(),
        6 => {
            element.set_attribute("data-glue", &format!("{root}{}", shell.glue))?;
            element.set_attribute("data-wasm", &format!("{root}{}", shell.wasm))?;
        }
        _ => {}
    }
    Ok(())
}

/// A target that is relative to the page, without a `./` before it.
fn relative(target: &str) -> Option<&str> {
    let has_scheme = target
        .split(['/', '?', '#'])
        .next()
        .is_some_and(|head| head.contains(':'));
    if target.is_empty() || target.starts_with(['/', '#', '?']) || has_scheme {
        return None;
    }
    Some(target.strip_prefix("./").unwrap_or(target))
}

/// A text as it is written in an attribute; the quotes are seen to elsewhere.
fn attribute(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

/// A text as it is written in an element.
pub(super) fn escaped(text: &str) -> String {
    attribute(text).replace('>', "&gt;").replace('"', "&quot;")
}
