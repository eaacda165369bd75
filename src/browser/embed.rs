//! The addresses that are needed for embedding the page.

use web_sys::Url;

use super::dom::Dom;
use super::metadata;
use crate::view::chrome::{EmbedHost, EmbedInfo};
use sidelight_model::anchor;

/// File name of the site's script for hosts.
const SCRIPT: &str = "embed.js";

/// Reads the addresses from the page.
pub(super) struct EmbedPage(pub(super) Dom);

impl EmbedHost for EmbedPage {
    fn embed_info(&self) -> EmbedInfo {
        let Self(dom) = self;
        let document = &dom.document;
        let attribute = |selector: &str, name: &str| {
            let element = document.query_selector(selector).ok().flatten()?;
            element.get_attribute(name)
        };
        let resolve = |path: &str, base: &str| {
            Url::new_with_base(path, base).map_or_else(|_| String::new(), |url| url.href())
        };
        let mut here = dom.window.location().href().unwrap_or_default();
        here.truncate(here.find(['?', '#']).unwrap_or(here.len()));
        // The loader is one folder below the site's root.
        let loader = attribute("#boot", "src").unwrap_or_default();
        let root = resolve("..", &resolve(&loader, &here));
        let article = metadata::work(dom).url;
        // A site with one article also has it at its root. That address doesn't show where the boxes are.
        let is_front = article == root;
        EmbedInfo {
            script: resolve(if is_front { SCRIPT } else { "../embed.js" }, &article),
            here: if is_front || here != root {
                here
            } else {
                // The last part of the article's own path, on this copy of the site.
                let own = article.trim_end_matches('/').rsplit('/').next();
                resolve(&[own.unwrap_or_default(), "/"].concat(), &root)
            },
            has_boxes: !is_front && is_built(dom),
            standfirst: attribute("meta[name='description']", "content").unwrap_or_default(),
            article,
        }
    }
}

/// Returns `true` if the page was built, so that its boxes have pages too.
fn is_built(dom: &Dom) -> bool {
    dom.root.get_attribute(anchor::KIND).as_deref() == Some(anchor::BUILT)
}
