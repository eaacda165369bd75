//! The settings of a site, from `site.toml`: title, description, language, address, publisher, package origins, theme and
//! footer.
//!
//! The file is optional. It belongs beside the articles' folders. The feed, the site map and canonical links need absolute
//! addresses, so they are only built if the site's own address is known.

use crate::toml::read_language;
use std::fmt;

use crate::origin::Origin;
use crate::source_file::{SourceFile, load};
use crate::sources::{Memory, ReadError, Sources};
use crate::theme::{Footer, Theme};
use crate::toml::{Document, Table, Value};
use crate::{DiagnosticSink, Kind, Report};
use sidelight_model::Href;

/// The name of the settings file.
const FILE: &str = "site.toml";

/// The settings of a site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteInfo {
    /// The title, as plain text.
    pub title: String,
    /// The description, as plain text; may be empty.
    pub description: String,
    /// The language of the site's own pages, as a BCP 47 tag. Each article sets its own language.
    pub language: String,
    /// The address of the front page, if the author gave it.
    pub base_url: Option<BaseUrl>,
    /// The publisher.
    pub publisher: Option<Publisher>,
    /// The origins of other sites whose packages this site's reader may show.
    pub package_origins: Vec<Origin>,
    /// The colours, the fonts and the logo.
    pub theme: Theme,
    /// The footer of every page.
    pub footer: Footer,
    /// `true` if every fact must have a passage in the document of a source.
    pub requires_source_passages: bool,
}

/// The publisher of a site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Publisher {
    /// The publisher's name.
    pub name: String,
    /// The publisher's own page.
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
            theme: Theme::default(),
            footer: Footer::default(),
            requires_source_passages: false,
        }
    }
}

/// The absolute address of a site's front page.
///
/// *Invariant:* it is an [`Origin`] followed by a path that ends in `/`, without a query or a fragment. Anything appended to
/// it is therefore a path below it. The path contains no character that ends a source or a directive in a Content Security
/// Policy.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct BaseUrl(String);

/// The reason why a text is not a [`BaseUrl`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BaseUrlError {
    /// It is not an absolute http or https address.
    Scheme,
    /// The part after the scheme isn't one host with an optional port.
    Host,
    /// Its path contains a character that must be percent-encoded.
    Character,
    /// It has a query or a fragment.
    Query,
    /// Its path has a segment `.` or `..`, which browsers remove.
    Dots,
}

impl fmt::Display for BaseUrlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Scheme => "it must start with `https://` or `http://`",
            Self::Host => {
                "after `https://`, write one host (letters, digits, `-` and `.`, other scripts as `xn--…`) or \
                 an IP address, and the port if there is one; no user name and no `*`"
            }
            Self::Character => {
                "its path has a character that isn't allowed in addresses, or one of `;`, `,` and `'`, which \
                 the content security policy can't contain; write it %-encoded, such as `%3B`"
            }
            Self::Query => "it must be the address of a folder, without `?` and `#`",
            Self::Dots => "its path can't contain `.` or `..`",
        })
    }
}

impl std::error::Error for BaseUrlError {}

impl BaseUrl {
    /// Parses an address, with or without a `/` at its end.
    ///
    /// # Errors
    /// Returns the first reason why the text can't be a site's address.
    pub fn new(text: &str) -> Result<Self, BaseUrlError> {
        let (scheme, rest) = text.split_once("://").ok_or(BaseUrlError::Scheme)?;
        if !matches!(&*scheme.to_ascii_lowercase(), "http" | "https") {
            return Err(BaseUrlError::Scheme);
        }
        if rest.contains(['?', '#']) {
            return Err(BaseUrlError::Query);
        }
        let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
        let origin = Origin::of(scheme, authority).ok_or(BaseUrlError::Host)?;
        if !is_path(path) {
            return Err(BaseUrlError::Character);
        }
        let is_dots = |part: &str| {
            let part = part.to_ascii_lowercase().replace("%2e", ".");
            matches!(&*part, "." | "..")
        };
        if path.split('/').any(is_dots) {
            return Err(BaseUrlError::Dots);
        }
        let path = path.trim_matches('/');
        let end = if path.is_empty() { "" } else { "/" };
        Ok(Self(format!("{origin}/{path}{end}")))
    }

    /// Returns the address of a file or page of the site. `path` is relative to the front page and has no leading `/`.
    pub fn join(&self, path: &str) -> String {
        format!("{}{path}", self.0)
    }

    /// Returns the scheme, host and port, without a trailing `/`.
    pub fn origin(&self) -> &str {
        let host = self.0.find("://").map_or(0, |at| at + 3);
        let end = self.0[host..]
            .find('/')
            .map_or(self.0.len(), |at| host + at);
        &self.0[..end]
    }

    /// Returns the address, with a trailing `/`.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Returns `true` if a path contains only characters that paths may have (RFC 3986, section 3.3). Rejects `'`, `;` and `,`,
/// which have a meaning in a Content Security Policy (CSP 3, section 2.3.1).
fn is_path(path: &str) -> bool {
    let mut bytes = path.bytes();
    while let Some(byte) = bytes.next() {
        let is_allowed = match byte {
            b'%' => {
                let mut is_digit = || bytes.next().is_some_and(|byte| byte.is_ascii_hexdigit());
                is_digit() && is_digit()
            }
            _ => byte.is_ascii_alphanumeric() || b"-._~!$&()*+=:@/".contains(&byte),
        };
        if !is_allowed {
            return false;
        }
    }
    true
}

impl fmt::Display for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl SiteInfo {
    /// Returns `true` if the title isn't the default, which is no name of a newspaper.
    pub fn has_title(&self) -> bool {
        self.title != Self::default().title
    }

    /// Reads `site.toml`. Returns [`SiteInfo::default`] if the file doesn't exist.
    ///
    /// If the report has errors, the settings contain only the values that could be read. Use such settings to check the
    /// articles too, but not to build.
    pub fn read(sources: &dyn Sources) -> (Self, Report) {
        Self::read_with(sources, sources)
    }

    /// Reads `site.toml` without the files that it names. Returns the publisher's name.
    pub(crate) fn publisher_name(sources: &dyn Sources) -> Option<String> {
        let (info, _) = Self::read_with(sources, &Memory::default());
        info.publisher.map(|publisher| publisher.name)
    }

    /// Reads `site.toml` without the files that it names. Returns `true` if every fact must have a passage in a document.
    pub(crate) fn demands_source_passages(sources: &dyn Sources) -> bool {
        let (info, _) = Self::read_with(sources, &Memory::default());
        info.requires_source_passages
    }

    /// Reads `site.toml` in `sources`, and the files that it names in `files`.
    fn read_with(sources: &dyn Sources, files: &dyn Sources) -> (Self, Report) {
        // The file is optional.
        if matches!(
            sources.read("", FILE, 0),
            Err(ReadError::Missing | ReadError::NotAFolder)
        ) {
            return (Self::default(), Report::default());
        }
        let diagnostics = DiagnosticSink::default();
        let loaded = load(sources, "", FILE, &diagnostics);
        let mut faulty = Vec::new();
        let info = if loaded.usable {
            Self::read_file(&loaded.file, files, &mut faulty, &diagnostics)
        } else {
            Self::default()
        };
        let mut report = Report::default();
        report.add(diagnostics.into_inner());
        for file in faulty.into_iter().chain([loaded.file]) {
            report.add_file(file);
        }
        (info, report)
    }

    /// Reads the settings in a file, and the files in `sources` that they name. Adds those with mistakes to `faulty`.
    fn read_file(
        file: &SourceFile,
        sources: &dyn Sources,
        faulty: &mut Vec<SourceFile>,
        diagnostics: &DiagnosticSink,
    ) -> Self {
        let start = file.start();
        let document = Document::parse(file, start..file.text.len(), diagnostics);
        let mut table = document.root("the site", start..start);
        let default = Self::default();
        let title = table.optional_text("title");
        let mut info = Self {
            title: title.clone().unwrap_or_else(|| default.title.clone()),
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
            requires_source_passages: table
                .optional("require-source-passages")
                .and_then(|value| value.flag())
                .unwrap_or_default(),
            ..default
        };
        let theme = table
            .optional("theme")
            .and_then(|value| value.table("the theme"));
        if let Some(table) = theme {
            info.theme = Theme::read(table, title.as_deref(), sources, faulty, diagnostics);
        }
        let footer = table
            .optional("footer")
            .and_then(|value| value.table("the footer"));
        if let Some(table) = footer {
            info.footer = Footer::read(table, file, diagnostics);
        }
        table.finish();
        info
    }
}

fn read_base_url(value: &Value<'_>) -> Option<BaseUrl> {
    let text = value.text()?.value;
    match BaseUrl::new(&text) {
        Ok(url) => Some(url),
        Err(error) => {
            value.report(
                Kind::BadBaseUrl,
                format!("`{text}` isn't a valid site address: {error}"),
                "write the address of the front page, such as `https://example.org/news`",
            );
            None
        }
    }
}

fn read_origin(value: &Value<'_>) -> Option<Origin> {
    let text = value.text()?.value;
    let origin = Origin::new(&text);
    if origin.is_none() {
        value.report(
            Kind::BadOrigin,
            format!("`{text}` isn't the origin of a site"),
            "write only scheme and host, such as `https://example.org`",
        );
    }
    origin
}

fn read_publisher(mut table: Table<'_>) -> Publisher {
    let publisher = Publisher {
        name: table.text("name"),
        url: table.optional("url").and_then(|value| value.web_address()),
    };
    table.finish();
    publisher
}
