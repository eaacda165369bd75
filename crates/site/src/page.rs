//! Pages: the shell filled with content.
//!
//! The shell is parsed as HTML once for each kind of page. The result is a template: text with slots. A page is
//! assembled by filling the slots, without parsing HTML again, so 10,000 pages cost 10,000 copies.
//!
//! *Invariant:* a page has at most one inline script and no `style` attributes of ours. Its policy comes before
//! everything that the policy governs. All addresses in it are relative to the page, so a site can be served from any
//! folder.

use std::cell::RefCell;

use lol_html::errors::{AttributeNameError, RewritingError};
use lol_html::html_content::{ContentType, Element};
use lol_html::{RewriteStrSettings, element, rewrite_str};

pub(super) use crate::escape::escaped;
use crate::look::Look;
use crate::policy::{Scripts, hash, policy};
use crate::scripts::{PREPAINT, PREPAINT_WITH_TOOLBAR};
use crate::shared::{Shared, WORKER};
use crate::shell::{BuildMode, Shell};
use crate::styles::{Needs, article_styles, box_styles, own_styles, records_styles, styles};
use sidelight::view::language_direction;
use sidelight_compiler::{BaseUrl, Diagnostic, Kind, SiteInfo};
use sidelight_model::anchor;

/// The content and the metadata of a page.
#[derive(Debug, Clone, Copy)]
pub(super) struct Page<'a> {
    /// The depth of the page's folder below the site's root; 0 for the root itself.
    pub(super) depth: usize,
    /// The site's address, for a page that is served at any address. Addresses in it then don't depend on its own.
    pub(super) base: Option<&'a str>,
    /// The language of the content, as a BCP 47 tag.
    pub(super) language: &'a str,
    /// The title, as plain text.
    pub(super) title: &'a str,
    /// The description, as plain text.
    pub(super) description: &'a str,
    /// Further elements for the `<head>`, as HTML.
    pub(super) head: &'a str,
    /// The main content.
    pub(super) content: Content<'a>,
}

/// The main content of a page, which also selects the template.
#[derive(Debug, Clone, Copy)]
pub(super) enum Content<'a> {
    /// A rendered article with its toolbar, as HTML.
    Article {
        /// The content of the toolbar's element.
        toolbar: &'a str,
        /// The article.
        article: &'a str,
        /// The styles that it needs.
        needs: Needs,
    },
    /// One fact box of an article.
    Box {
        /// The box, as HTML.
        html: &'a str,
        /// The styles that it needs.
        needs: Needs,
    },
    /// The sources of an article, as HTML.
    Sources(&'a str),
    /// A placeholder, as HTML, shown until the program has loaded a package.
    Package(&'a str),
    /// Content that needs no program, as HTML.
    Plain(&'a str),
}

/// The templates of all kinds of pages.
pub(super) struct Pages {
    /// The pages of articles, by [`Needs::position`].
    articles: Vec<Template>,
    /// The pages of fact boxes, with and without passages in documents.
    boxes: [Template; 2],
    sources: Template,
    package: Template,
    plain: Template,
}

/// The kinds of pages, which differ in scripts, styles and policy.
#[derive(Debug, Clone, Copy, PartialEq)]
enum PageKind {
    Article,
    Box,
    Package,
    Plain,
}

impl PageKind {
    /// Returns the inline script of a page of this kind that runs before its first paint.
    fn early_script(self) -> &'static str {
        match self {
            Self::Article | Self::Package => &PREPAINT_WITH_TOOLBAR,
            Self::Box | Self::Plain => &PREPAINT,
        }
    }
}

/// Text pieces with a slot between each two.
struct Template {
    first: String,
    rest: Vec<(Slot, String)>,
    /// The style of the page, with a mark for the site's root.
    style: String,
    /// The hash of the style for pages of each depth, the shallowest first.
    hashes: Vec<String>,
}

/// The greatest depth of a page: that of a further page of a topic.
const DEEPEST: usize = 4;

/// A slot of a template, filled for each page.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Slot {
    Root,
    Language,
    Direction,
    Title,
    Description,
    Head,
    Toolbar,
    Content,
    StyleHash,
}

/// The mark for the address of the site's root in styles.
pub(super) const ROOT_MARK: char = '\u{fdd0}';

impl Slot {
    const ALL: [Self; 9] = [
        Self::Root,
        Self::Language,
        Self::Direction,
        Self::Title,
        Self::Description,
        Self::Head,
        Self::Toolbar,
        Self::Content,
        Self::StyleHash,
    ];

    /// Returns the placeholder that marks the slot while the shell is being parsed. It is a noncharacter: Unicode
    /// reserves these for internal use, so no text contains them.
    fn mark(self) -> char {
        match self {
            Self::Root => ROOT_MARK,
            Self::Language => '\u{fdd1}',
            Self::Title => '\u{fdd2}',
            Self::Description => '\u{fdd3}',
            Self::Head => '\u{fdd4}',
            Self::Content => '\u{fdd5}',
            Self::Toolbar => '\u{fdd6}',
            Self::StyleHash => '\u{fdd7}',
            Self::Direction => '\u{fdd8}',
        }
    }

    fn of(mark: char) -> Option<Self> {
        Self::ALL.into_iter().find(|slot| slot.mark() == mark)
    }
}

impl Pages {
    /// Creates the templates from a shell.
    ///
    /// # Errors
    /// Returns a diagnostic if the shell lacks a part or has one twice. Also returns one if the shell can't be parsed,
    /// contains a character that marks a slot, or is itself a built page.
    pub(super) fn of(
        shell: &Shell,
        shared: &Shared<'_>,
        info: &SiteInfo,
        look: &Look,
    ) -> Result<Self, Box<Diagnostic>> {
        let (own, all) = (&look.styles, format!("{}{}", look.styles, look.frameless));
        let box_styles = |has_source_passages| {
            let needs = Needs {
                has_source_passages,
                ..Needs::default()
            };
            box_styles(needs) + own
        };
        let base = info.base_url.as_ref();
        let package_origins: String = info
            .package_origins
            .iter()
            .map(|origin| format!(" {origin}"))
            .collect();
        let template = |kind, styles: &str| {
            let parts = Parts {
                shell,
                shared,
                styles,
                look,
                has_fonts: info.theme.families().next().is_some(),
                base,
                others: match kind {
                    PageKind::Package => &package_origins,
                    _ => "",
                },
                kind,
            };
            Template::of(&parts)
        };
        Ok(Self {
            articles: Needs::ALL
                .into_iter()
                .map(|needs| template(PageKind::Article, &article_styles(needs, &all)))
                .collect::<Result<_, _>>()?,
            boxes: [
                template(PageKind::Box, &box_styles(false))?,
                template(PageKind::Box, &box_styles(true))?,
            ],
            sources: template(PageKind::Plain, &records_styles(&all))?,
            package: template(PageKind::Package, &styles(&all))?,
            plain: template(PageKind::Plain, &own_styles(&all))?,
        })
    }

    /// Assembles a page from its template.
    pub(super) fn assemble(&self, page: &Page<'_>) -> String {
        let (template, toolbar, content) = match page.content {
            Content::Article {
                toolbar,
                article,
                needs,
            } => (&self.articles[needs.position()], toolbar, article),
            Content::Box { html, needs } => (
                &self.boxes[usize::from(needs.has_source_passages)],
                "",
                html,
            ),
            Content::Sources(html) => (&self.sources, "", html),
            Content::Package(html) => (&self.package, "", html),
            Content::Plain(html) => (&self.plain, "", html),
        };
        let root = match page.base {
            Some(base) => escaped(base),
            None => "../".repeat(page.depth),
        };
        let style_hash = match (page.base, template.hashes.get(page.depth)) {
            (None, Some(hash)) => hash,
            _ => &template.hash(&root),
        };
        let (language, title, description) = (
            escaped(page.language),
            escaped(page.title),
            escaped(page.description),
        );
        let fixed: usize = template.rest.iter().map(|(_, text)| text.len()).sum();
        let mut html = String::with_capacity(
            template.first.len() + fixed + page.head.len() + toolbar.len() + content.len() + 1024,
        );
        html.push_str(&template.first);
        for (slot, text) in &template.rest {
            html.push_str(match slot {
                Slot::Root => &root,
                Slot::Language => &language,
                Slot::Direction => language_direction(page.language),
                Slot::Title => &title,
                Slot::Description => &description,
                Slot::Head => page.head,
                Slot::Toolbar => toolbar,
                Slot::Content => content,
                Slot::StyleHash => style_hash,
            });
            html.push_str(text);
        }
        html
    }
}

/// The elements that a shell must contain, each exactly once.
#[derive(Clone, Copy, PartialEq)]
enum Part {
    Html,
    Head,
    Title,
    Description,
    Toolbar,
    Root,
    Chrome,
    Boot,
}

impl Part {
    const ALL: [Self; 8] = [
        Self::Html,
        Self::Head,
        Self::Title,
        Self::Description,
        Self::Toolbar,
        Self::Root,
        Self::Chrome,
        Self::Boot,
    ];

    /// Returns the CSS selector of the part, and its tag as written in the shell's source, for messages.
    fn selector(self) -> (&'static str, &'static str) {
        match self {
            Self::Html => ("html", "<html>"),
            Self::Head => ("head", "<head>"),
            Self::Title => ("title", "<title>"),
            Self::Description => ("meta[name=\"description\"]", "<meta name=\"description\">"),
            Self::Toolbar => ("#sidelight-toolbar", "<div id=\"sidelight-toolbar\">"),
            Self::Root => ("#sidelight", "<div id=\"sidelight\">"),
            Self::Chrome => ("#sidelight-chrome", "<div id=\"sidelight-chrome\">"),
            Self::Boot => ("script#boot", "<script id=\"boot\" src=\"boot.js\">"),
        }
    }
}

/// The input for a template.
struct Parts<'a> {
    shell: &'a Shell,
    shared: &'a Shared<'a>,
    styles: &'a str,
    look: &'a Look,
    has_fonts: bool,
    /// The site's address, if known.
    base: Option<&'a BaseUrl>,
    /// Further origins that the page may load articles from, each preceded by a space.
    others: &'a str,
    kind: PageKind,
}

impl Template {
    fn of(parts: &Parts<'_>) -> Result<Self, Box<Diagnostic>> {
        let html = with_marks(parts)?;
        let (mut first, mut rest) = (String::new(), Vec::<(Slot, String)>::new());
        for c in html.chars() {
            match Slot::of(c) {
                Some(slot) => rest.push((slot, String::new())),
                None => rest.last_mut().map_or(&mut first, |(_, text)| text).push(c),
            }
        }
        let mut template = Self {
            first,
            rest,
            style: parts.styles.to_owned(),
            hashes: Vec::new(),
        };
        template.hashes = (0..=DEEPEST)
            .map(|depth| template.hash(&"../".repeat(depth)))
            .collect();
        Ok(template)
    }

    /// Returns the hash of the style of a page with this address of the site's root, as a source expression.
    fn hash(&self, root: &str) -> String {
        hash(&self.style.replace(Slot::Root.mark(), root))
    }
}

/// Fills in the parts of the shell for this kind of page. Returns its HTML with a mark in place of each slot.
fn with_marks(parts: &Parts<'_>) -> Result<String, Box<Diagnostic>> {
    let shell = parts.shell;
    if shell.html.contains(|c| Slot::of(c).is_some()) {
        return Err(shell_error(
            shell,
            "the shell contains a character that isn't allowed in text".into(),
        ));
    }
    let found = RefCell::new([0; Part::ALL.len()]);
    let is_built = RefCell::new(false);
    let root = Slot::Root.mark();
    let mut settings = RewriteStrSettings::new()
        .append_element_content_handler(element!("[href], [src]", |element| {
            for name in ["href", "src"] {
                if let Some(target) = element.get_attribute(name).as_deref().and_then(relative) {
                    element.set_attribute(name, &format!("{root}{target}"))?;
                }
            }
            Ok(())
        }))
        .append_element_content_handler(element!("meta[name=\"theme-color\"]", |element| {
            if let Some([light, dark]) = parts.look.frame {
                let is_dark = element
                    .get_attribute("media")
                    .is_some_and(|media| media.contains("dark"));
                element
                    .set_attribute("content", &if is_dark { dark } else { light }.to_string())?;
            }
            Ok(())
        }))
        .append_element_content_handler(element!("[data-sidelight]", |_| {
            is_built.replace(true);
            Ok(())
        }));
    for (number, part) in Part::ALL.into_iter().enumerate() {
        let found = &found;
        let (selector, _) = part.selector();
        settings = settings.append_element_content_handler(element!(selector, move |element| {
            found.borrow_mut()[number] += 1;
            fill(part, element, parts)?;
            Ok(())
        }));
    }
    let html = rewrite_str(&shell.html, settings).map_err(|error: RewritingError| {
        shell_error(shell, format!("the shell can't be read as HTML: {error}"))
    })?;
    if is_built.take() {
        return Err(shell_error(
            shell,
            "this isn't the shell but a page that was already built".into(),
        ));
    }
    for (count, part) in found.into_inner().into_iter().zip(Part::ALL) {
        let (_, source) = part.selector();
        match count {
            0 => return Err(shell_error(shell, format!("the shell has no `{source}`"))),
            1 => {}
            _ => {
                return Err(shell_error(
                    shell,
                    format!("the shell has more than one `{source}`"),
                ));
            }
        }
    }
    Ok(html)
}

fn shell_error(shell: &Shell, message: String) -> Box<Diagnostic> {
    Box::new(Diagnostic::new(Kind::Shell, &shell.shown, 0..0, message).hint(
        "Trunk builds the shell from `index.html` at the project's root; correct that file and build again",
    ))
}

fn fill(
    part: Part,
    element: &mut Element<'_, '_>,
    parts: &Parts<'_>,
) -> Result<(), AttributeNameError> {
    let Parts {
        shell,
        shared,
        styles,
        has_fonts,
        base,
        others,
        kind,
        ..
    } = *parts;
    match part {
        Part::Html => {
            element.set_attribute("lang", &Slot::Language.mark().to_string())?;
            element.set_attribute("dir", &Slot::Direction.mark().to_string())?;
        }
        Part::Head => {
            let scripts = match (shell.mode, kind) {
                (BuildMode::Development, _) => Scripts::OwnAndTrunks,
                (BuildMode::Publication, PageKind::Plain) => Scripts::None,
                (BuildMode::Publication, _) => Scripts::Own,
            };
            element.prepend(
                &format!(
                    "\n    <meta http-equiv=\"Content-Security-Policy\" content=\"{}\">",
                    escaped(&policy(
                        &Slot::StyleHash.mark().to_string(),
                        kind.early_script(),
                        scripts,
                        base,
                        others,
                        has_fonts
                    ))
                ),
                ContentType::Html,
            );
            element.append(
                &format!("{}<style>{styles}</style>", Slot::Head.mark()),
                ContentType::Html,
            );
        }
        Part::Title => {
            element.set_inner_content(&Slot::Title.mark().to_string(), ContentType::Text);
        }
        Part::Description => {
            element.set_attribute("content", &Slot::Description.mark().to_string())?;
        }
        Part::Root => {
            let state = match kind {
                PageKind::Article | PageKind::Box => Some("pressed"),
                PageKind::Package => Some("package"),
                PageKind::Plain => None,
            };
            if let Some(state) = state {
                element.set_attribute("data-sidelight", state)?;
            }
            if !others.is_empty() {
                element.set_attribute(anchor::ORIGINS, others.trim_start())?;
            }
            element.set_inner_content(&Slot::Content.mark().to_string(), ContentType::Html);
        }
        Part::Toolbar | Part::Chrome | Part::Boot if kind == PageKind::Plain => element.remove(),
        // The page of one fact box has nothing to navigate, so it has no toolbar.
        Part::Toolbar if kind == PageKind::Box => element.remove(),
        Part::Toolbar if kind == PageKind::Article => {
            element.set_inner_content(&Slot::Toolbar.mark().to_string(), ContentType::Html);
        }
        Part::Toolbar | Part::Chrome => {}
        Part::Boot => {
            let program = match kind {
                PageKind::Package => &shared.package,
                _ => &shared.reader,
            };
            let root = Slot::Root.mark();
            element.before(
                &format!("<script>{}</script>", kind.early_script()),
                ContentType::Html,
            );
            element.set_attribute("async", "")?;
            element.set_attribute("src", &format!("{root}{}", shared.boot))?;
            element.set_attribute("data-glue", &format!("{root}{}", program.glue))?;
            element.set_attribute("data-wasm", &format!("{root}{}", program.wasm))?;
            element.set_attribute("data-digest", &program.digest)?;
            // Development has no service worker: a page from its cache would hide changes.
            if kind == PageKind::Article && shell.mode == BuildMode::Publication {
                element.set_attribute(anchor::WORKER, &format!("{root}{WORKER}"))?;
            }
        }
    }
    Ok(())
}

/// Returns a target that is relative to the page, without a leading `./`. Returns `None` for any other target:
/// absolute, empty, with a scheme, or only a query or fragment.
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
