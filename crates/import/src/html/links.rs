//! The targets of a page's links, completed with the address that the page states for itself.

use dom_query::Document;

use sidelight_model::Href;

/// Longest link target that is kept, in bytes. Not all browsers and servers accept longer ones.
const MAX_TARGET: usize = 2_000;

/// Longest address of a page, in bytes. Every relative link is completed with it.
const MAX_BASE: usize = 500;

/// Base of a page's relative links. It is empty if the page states no address.
#[derive(Debug, Clone, Default)]
pub(super) struct Base {
    /// The page's address up to its last `/`.
    folder: Option<String>,
    /// Scheme and host of the page's address.
    origin: Option<String>,
}

impl Base {
    /// Reads the address that the page states for itself. Addresses longer than [`MAX_BASE`] are ignored.
    pub(super) fn of(page: &Document) -> Self {
        let address = [
            ("link[rel='canonical']", "href"),
            ("meta[property='og:url']", "content"),
            ("base[href]", "href"),
        ]
        .into_iter()
        .find_map(|(selector, attribute)| {
            let found = page.try_select(selector)?.attr(attribute)?.to_string();
            (found.starts_with("http") && found.len() <= MAX_BASE).then_some(found)
        });
        let Some(address) = address else {
            return Self::default();
        };
        let address = address.split(['?', '#']).next().unwrap_or_default();
        let after = address.find("://").map_or(0, |at| at + 3);
        let host = address[after..]
            .find('/')
            .map_or(address.len(), |at| after + at);
        let folder = match address[host..].rfind('/') {
            Some(at) => address[..=host + at].to_owned(),
            None => format!("{address}/"),
        };
        Self {
            folder: Some(folder),
            origin: Some(address[..host].to_owned()),
        }
    }
}

/// Returns a link's target in a form that an article may contain. Returns `None` if the target is empty, too long, or
/// leads to the same page. Also returns `None` for an unsupported scheme, and for a relative target without a base.
pub(super) fn safe_target(target: &str, base: Option<&Base>) -> Option<Href> {
    if target.len() > MAX_TARGET {
        return None;
    }
    let target = target.trim().replace(' ', "%20");
    let is_whole = ["http://", "https://", "mailto:"].iter().any(|scheme| {
        target
            .get(..scheme.len())
            .is_some_and(|begin| begin.eq_ignore_ascii_case(scheme))
    });
    let whole = if is_whole {
        target
    } else if target.is_empty()
        || target.starts_with('#')
        || target.split('/').next()?.contains(':')
    {
        return None;
    } else if let Some(rest) = target.strip_prefix("//") {
        format!("https://{rest}")
    } else if target.starts_with('/') {
        format!("{}{target}", base?.origin.as_ref()?)
    } else {
        format!("{}{target}", base?.folder.as_ref()?)
    };
    Href::new(whole).ok()
}
