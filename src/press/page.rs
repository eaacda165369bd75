//! Pages: the shell with something in it.
//!
//! *Invariant:* a page has neither inline script nor style attributes of ours, and all its addresses are relative
//! to it, so a site can be served from any folder.

use std::cell::RefCell;

use lol_html::errors::{AttributeNameError, RewritingError};
use lol_html::html_content::{ContentType, Element};
use lol_html::{RewriteStrSettings, element, rewrite_str};

use super::shell::Shell;
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

/// The parts that a shell must have.
#[derive(Clone, Copy, PartialEq)]
enum Part {
    Html,
    Head,
    Title,
    Description,
    Root,
    Chrome,
    Boot,
}

impl Part {
    const ALL: [Self; 7] = [
        Self::Html,
        Self::Head,
        Self::Title,
        Self::Description,
        Self::Root,
        Self::Chrome,
        Self::Boot,
    ];

    /// What finds it, and what one would look for in the shell's source.
    fn selector(self) -> (&'static str, &'static str) {
        match self {
            Self::Html => ("html", "<html>"),
            Self::Head => ("head", "<head>"),
            Self::Title => ("title", "<title>"),
            Self::Description => ("meta[name=\"description\"]", "<meta name=\"description\">"),
            Self::Root => ("#sidelight", "<div id=\"sidelight\">"),
            Self::Chrome => ("#sidelight-chrome", "<div id=\"sidelight-chrome\">"),
            Self::Boot => ("script#boot", "<script id=\"boot\" defer src=\"boot.js\">"),
        }
    }
}

/// Puts a page together.
///
/// # Errors
/// When the shell lacks a part or has one twice, or when it is a pressed page itself.
pub(super) fn assemble(
    shell: &Shell,
    styles: &str,
    page: &Page<'_>,
) -> Result<String, Box<Diagnostic>> {
    let found = RefCell::new([0; Part::ALL.len()]);
    let pressed = RefCell::new(false);
    let root = "../".repeat(page.depth);
    let mut settings = RewriteStrSettings::new()
        .append_element_content_handler(element!("[href], [src]", |element| {
            for name in ["href", "src"] {
                if let Some(target) = element.get_attribute(name).as_deref().and_then(relative) {
                    element.set_attribute(name, &format!("{root}{target}"))?;
                }
            }
            Ok(())
        }))
        .append_element_content_handler(element!("[data-sidelight]", |_| {
            pressed.replace(true);
            Ok(())
        }));
    for (number, part) in Part::ALL.into_iter().enumerate() {
        let (found, root) = (&found, &root);
        let (selector, _) = part.selector();
        settings = settings.append_element_content_handler(element!(selector, move |element| {
            found.borrow_mut()[number] += 1;
            fill(part, element, shell, styles, page, root)?;
            Ok(())
        }));
    }
    let html = rewrite_str(&shell.html, settings).map_err(|error: RewritingError| {
        fault(shell, format!("the shell can't be read as HTML: {error}"))
    })?;
    if pressed.take() {
        return Err(fault(
            shell,
            "this isn't the shell but a page that was pressed already".into(),
        ));
    }
    for (count, part) in found.into_inner().into_iter().zip(Part::ALL) {
        let (_, source) = part.selector();
        match count {
            0 => return Err(fault(shell, format!("the shell has no `{source}`"))),
            1 => {}
            _ => {
                return Err(fault(
                    shell,
                    format!("the shell has more than one `{source}`"),
                ));
            }
        }
    }
    Ok(html)
}

fn fault(shell: &Shell, message: String) -> Box<Diagnostic> {
    Box::new(Diagnostic::new(Kind::Shell, &shell.shown, 0..0, message).hint(
        "the shell is what Trunk makes of `index.html` at the top of the project; see there, and build again",
    ))
}

fn fill(
    part: Part,
    element: &mut Element<'_, '_>,
    shell: &Shell,
    styles: &str,
    page: &Page<'_>,
    root: &str,
) -> Result<(), AttributeNameError> {
    let needs_program = !matches!(page.content, Content::Plain(_));
    match part {
        Part::Html => element.set_attribute("lang", &attribute(page.language))?,
        Part::Head => element.append(&format!("<style>{styles}</style>"), ContentType::Html),
        Part::Title => element.set_inner_content(page.title, ContentType::Text),
        Part::Description => element.set_attribute("content", &attribute(page.description))?,
        Part::Root => {
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
        Part::Chrome | Part::Boot if !needs_program => element.remove(),
        Part::Chrome => {}
        Part::Boot => {
            let program = match page.content {
                Content::Package(_) => &shell.package,
                _ => &shell.reader,
            };
            element.set_attribute("data-glue", &format!("{root}{}", program.glue))?;
            element.set_attribute("data-wasm", &format!("{root}{}", program.wasm))?;
        }
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

/// A text as it is written in an element or a quoted attribute.
pub(super) fn escaped(text: &str) -> String {
    attribute(text).replace('>', "&gt;").replace('"', "&quot;")
}
