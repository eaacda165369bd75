//! The footer of a site: who publishes it, and links.

use crate::markdown::read_line;
use crate::source_file::SourceFile;
use crate::toml::Table;
use crate::{DiagnosticSink, Kind};
use sidelight_model::{Href, Inline};

/// Largest number of links in a footer.
const MOST_LINKS: usize = 20;

/// The footer of every page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Footer {
    /// Who publishes the site, as one paragraph. May be empty.
    pub imprint: Vec<Inline>,
    /// The links below it.
    pub links: Vec<FooterLink>,
}

/// A link in the footer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FooterLink {
    /// The text, as plain text.
    pub text: String,
    /// The address, which doesn't depend on the page.
    pub url: Href,
}

impl Footer {
    /// Returns true if there is nothing to show.
    pub fn is_empty(&self) -> bool {
        self.imprint.is_empty() && self.links.is_empty()
    }

    /// Reads `[footer]`.
    pub(crate) fn read(
        mut table: Table<'_>,
        file: &SourceFile,
        diagnostics: &DiagnosticSink,
    ) -> Self {
        let imprint = table.optional("imprint").and_then(|value| {
            let (inlines, links) = read_line(&value.text()?, file, diagnostics);
            if let Some(link) = links.iter().find(|link| !link.value.is_external()) {
                value.report(
                    Kind::BadLink,
                    format!("`{}` isn't the address of a page", link.value.as_str()),
                    "write the whole address, such as `https://example.org/page`",
                );
            }
            Some(inlines)
        });
        let links = table.optional("link");
        if let Some(many) = links
            .as_ref()
            .filter(|links| links.is_list() && links.list().len() > MOST_LINKS)
        {
            many.report(
                Kind::BadNumber,
                format!("the footer has more than {MOST_LINKS} links"),
                "keep those that readers need on every page",
            );
        }
        let links = links.map_or_else(Vec::new, |links| links.list());
        let links = links
            .into_iter()
            .filter_map(|value| {
                let mut table = value.table("this link")?;
                let text = table.text("text");
                let url = table.required("url", "\"https://example.org\"");
                let url = url.and_then(|value| value.web_address());
                table.finish();
                Some(FooterLink { text, url: url? })
            })
            .collect();
        table.finish();
        Self {
            imprint: imprint.unwrap_or_default(),
            links,
        }
    }
}
