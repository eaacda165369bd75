//! What is true of the whole site: its title, its language, who publishes it and where; from `site.toml`.
//!
//! The file is optional and stands beside the articles' folders. What needs absolute addresses (a feed, a site map,
//! canonical links) is only made when the site's own is known.

use std::fmt;

use super::file::{AuthoredFile, load};
use super::head::read_language;
use super::origin::Origin;
use super::sources::{ReadError, Sources};
use super::toml::{Document, Table, Value};
use super::{Faults, Kind, Report};
use crate::model::Href;

/// The name of the file.
const FILE: &str = "site.toml";

/// What is true of the whole site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteInfo {
    /// Its title, plain text.
    pub title: String,
    /// What it is about, plain text; may be empty.
    pub description: String,
    /// The language of its own pages, as a BCP 47 tag. Articles have languages of their own.
    pub language: String,
    /// Where it will be found.
    pub base_url: Option<BaseUrl>,
    /// Who publishes it.
    pub publisher: Option<Publisher>,
    /// Other sites whose packages its reader may show.
    pub package_origins: Vec<Origin>,
}

/// Who publishes a site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Publisher {
    /// Their name.
    pub name: String,
    /// Their own page.
    pub url: Option<Href>,
}

impl Default for SiteInfo {
    fn default() -> Self {
        Self {
            title: "Articles".into(),
            description: String::new(),
            language: "en".into(),
            base_url: None,
            publisher: None,
            package_origins: Vec::new(),
        }
    }
}

/// The absolute address of a site's front page.
///
/// *Invariant:* it is http or https with a host, it ends in `/`, and it has neither query nor fragment nor a user's
/// name; so whatever is put behind it is a path below it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct BaseUrl(String);

/// Why a text is not a [`BaseUrl`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BaseUrlError {
    /// It is not an absolute http or https address.
    Scheme,
    /// It names no host, or a user.
    Host,
    /// It holds a character that addresses don't have.
    Character,
    /// It has a query or a fragment.
    Query,
}

impl fmt::Display for BaseUrlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Scheme => "it must begin with `https://` or `http://`",
            Self::Host => "after `https://` it names a host, and nothing else before the next `/`",
            Self::Character => "it holds a character that addresses don't have; write it %-encoded, and other hosts than ASCII as `xn--…`",
            Self::Query => "it is a folder's address, without `?` and `#`",
        })
    }
}

impl std::error::Error for BaseUrlError {}

impl BaseUrl {
    /// Takes an address, with a `/` at its end or without.
    ///
    /// # Errors
    /// What it is that makes it none.
    pub fn new(text: &str) -> Result<Self, BaseUrlError> {
        let (scheme, rest) = text.split_once("://").ok_or(BaseUrlError::Scheme)?;
        let scheme = scheme.to_ascii_lowercase();
        if !matches!(&*scheme, "http" | "https") {
            return Err(BaseUrlError::Scheme);
        }
        if rest.contains(['?', '#']) {
            return Err(BaseUrlError::Query);
        }
        // RFC 3986, section 2; brackets only in a host.
        let allowed = |c: char| c.is_ascii_alphanumeric() || "-._~%!$&'()*+,;=:@/[]".contains(c);
        if !rest.chars().all(allowed) {
            return Err(BaseUrlError::Character);
        }
        let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
        let name = match host.rsplit_once(':') {
            Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) => name,
            _ => host,
        };
        if name.is_empty() || host.contains('@') || path.contains(['[', ']']) {
            return Err(BaseUrlError::Host);
        }
        let path = path.trim_matches('/');
        let end = if path.is_empty() { "" } else { "/" };
        Ok(Self(format!(
            "{scheme}://{}/{path}{end}",
            host.to_ascii_lowercase()
        )))
    }

    /// The address of something in the site, by its path below the front page, without `/` before it.
    pub fn join(&self, path: &str) -> String {
        format!("{}{path}", self.0)
    }

    /// Its scheme, host and port, without `/` at the end.
    pub fn origin(&self) -> &str {
        let host = self.0.find("://").map_or(0, |at| at + 3);
        let end = self.0[host..]
            .find('/')
            .map_or(self.0.len(), |at| host + at);
        &self.0[..end]
    }

    /// The address itself, with `/` at its end.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl SiteInfo {
    /// Reads `site.toml`, if there is one; without it everything is as in [`SiteInfo::default`]. With errors in the
    /// report, what could be read is there only so that the articles can be checked too.
    pub fn read(sources: &dyn Sources) -> (Self, Report) {
        // Nobody has to have one.
        if matches!(
            sources.read("", FILE, 0),
            Err(ReadError::Missing | ReadError::NotAFolder)
        ) {
            return (Self::default(), Report::default());
        }
        let faults = Faults::default();
        let loaded = load(sources, "", FILE, &faults);
        let info = if loaded.usable {
            Self::read_file(&loaded.file, &faults)
        } else {
            Self::default()
        };
        let mut report = Report::default();
        report.add(faults.into_inner());
        report.add_file(loaded.file);
        (info, report)
    }

    fn read_file(file: &AuthoredFile, faults: &Faults) -> Self {
        let start = file.start();
        let document = Document::parse(file, start..file.text.len(), faults);
        let mut table = document.root("the site", start..start);
        let default = Self::default();
        let info = Self {
            title: table.optional_text("title").unwrap_or(default.title),
            description: table.optional_text("description").unwrap_or_default(),
            language: read_language(&mut table),
            base_url: table
                .optional("base-url")
                .and_then(|value| read_base_url(&value)),
            publisher: table
                .optional("publisher")
                .and_then(|value| value.table("the publisher"))
                .map(read_publisher),
            package_origins: table
                .list("package-origins")
                .iter()
                .filter_map(read_origin)
                .collect(),
        };
        table.finish();
        info
    }
}

fn read_base_url(value: &Value<'_>) -> Option<BaseUrl> {
    let text = value.text()?.value;
    match BaseUrl::new(&text) {
        Ok(url) => Some(url),
        Err(error) => {
            value.tell(
                Kind::BadBaseUrl,
                format!("`{text}` can't be the site's address: {error}"),
                "write where its front page will be, as in `https://example.org/news`",
            );
            None
        }
    }
}

fn read_origin(value: &Value<'_>) -> Option<Origin> {
    let text = value.text()?.value;
    let origin = Origin::new(&text);
    if origin.is_none() {
        value.tell(
            Kind::BadOrigin,
            format!("`{text}` can't be another site's origin"),
            "write its scheme and its host, and nothing behind them, as in `https://example.org`",
        );
    }
    origin
}

fn read_publisher(mut table: Table<'_>) -> Publisher {
    let publisher = Publisher {
        name: table.text("name"),
        url: table
            .optional("url")
            .and_then(|value| value.href())
            .map(|url| url.value),
    };
    table.finish();
    publisher
}
