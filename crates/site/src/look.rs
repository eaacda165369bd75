//! The look that a newsroom gives its pages, as CSS and HTML: colours, fonts, logo and footer.
//!
//! *Invariant:* of a newsroom's words, the CSS contains none. The HTML contains them escaped.

mod fonts;

use std::sync::LazyLock;

use crate::escape::escaped;
use crate::shared::shared_path;
use crate::styles::compact;
use sidelight_compiler::theme::{Colour, Footer, Logo, LogoFile, Palette, Scheme, Theme};
use sidelight_compiler::{OutFile, SiteInfo};
use sidelight_model::Inline;

/// The style sheet of the footer.
static FOOTER: LazyLock<String> =
    LazyLock::new(|| compact(include_str!("../../../assets/styles/footer.css")));
/// The style sheet of logos, and those for a logo with and without a variant for dark backgrounds.
static LOGO: LazyLock<[String; 3]> = LazyLock::new(|| {
    [
        compact(include_str!("../../../assets/styles/logo.css")),
        compact(include_str!("../../../assets/styles/logo-two.css")),
        compact(include_str!("../../../assets/styles/logo-one.css")),
    ]
});

/// The file with the names and licences of the fonts.
const LICENCES: &str = "fonts.txt";

/// The look of a site's pages.
pub(super) struct Look {
    /// The styles of every page, after Sidelight's own. Addresses in it begin with the mark for the site's root.
    pub(super) styles: String,
    /// The styles of pages that aren't made for frames, after [`Look::styles`].
    pub(super) frameless: String,
    /// The footer, as HTML; may be empty.
    pub(super) footer: String,
    /// The colours of the browser's own frame, light and dark, if they aren't the defaults.
    pub(super) frame: Option<[Colour; 2]>,
    /// The text of the file with the fonts' licences, if there are fonts.
    licences: Option<String>,
    /// The logo: the part before, and after, the address of the site's root, for each picture.
    logo: Option<Vec<[String; 2]>>,
}

impl Look {
    /// Makes the look of a site. `root` is the mark for the site's root in the styles.
    pub(super) fn of(info: &SiteInfo, root: char) -> Self {
        let theme = &info.theme;
        let logo = theme.logo.as_ref();
        let mut frameless = String::new();
        if let Some(logo) = logo {
            let [all, two, one] = &*LOGO;
            frameless.push_str(all);
            frameless.push_str(if logo.dark.is_some() { two } else { one });
        }
        let footer = footer(&info.footer, &info.language);
        if !footer.is_empty() {
            frameless.push_str(&FOOTER);
        }
        let paper = |scheme| palette(theme, scheme).paper;
        Self {
            styles: colours(theme) + &fonts::styles(theme, &info.language, root),
            frameless,
            footer,
            frame: (!theme.palettes.is_empty())
                .then(|| [paper(Scheme::Light), paper(Scheme::Dark)]),
            licences: licences(theme),
            logo: logo.map(pictures),
        }
    }

    /// Returns the logo as HTML. `root` is the address of the site's root. Returns `None` if the site has no logo.
    pub(super) fn logo(&self, root: &str) -> Option<String> {
        let pictures = self.logo.as_ref()?;
        Some(
            pictures
                .iter()
                .map(|[before, after]| format!("{before}{}{after}", escaped(root)))
                .collect(),
        )
    }

    /// Returns the site's files that only a look needs and that no page names.
    pub(super) fn documents(&self) -> Option<OutFile> {
        Some(OutFile {
            path: LICENCES.to_owned(),
            content: self.licences.clone()?.into_bytes(),
        })
    }
}

/// Returns the colours of a scheme, which are the defaults if the newsroom gives none.
fn palette(theme: &Theme, scheme: Scheme) -> Palette {
    let given = theme
        .palettes
        .iter()
        .find(|palette| palette.scheme == scheme);
    given
        .copied()
        .unwrap_or_else(|| Palette::new(scheme, None, None))
}

/// Returns the newsroom's colours as CSS. They apply on screens only, since paper has its own. High contrast and forced
/// colours have more specific rules, so they keep their own, too.
fn colours(theme: &Theme) -> String {
    let has = |scheme| {
        theme
            .palettes
            .iter()
            .any(|palette| palette.scheme == scheme)
    };
    let mut css = String::new();
    if has(Scheme::Light) || has(Scheme::Dark) {
        let (light, dark) = (palette(theme, Scheme::Light), palette(theme, Scheme::Dark));
        let declarations = light.properties().into_iter().zip(dark.properties());
        let declarations: Vec<String> = declarations
            .map(|((name, light), (_, dark))| format!("--{name}:light-dark({light},{dark})"))
            .collect();
        css.push_str(&format!(":root{{{}}}", declarations.join(";")));
    }
    if has(Scheme::Sepia) {
        let declarations: Vec<String> = palette(theme, Scheme::Sepia)
            .properties()
            .into_iter()
            .map(|(name, colour)| format!("--{name}:{colour}"))
            .collect();
        css.push_str(&format!(
            ":root[data-theme=\"sepia\"]{{{}}}",
            declarations.join(";")
        ));
    }
    match css.as_str() {
        "" => css,
        css => format!("@media screen{{{css}}}"),
    }
}

/// Returns the pictures of a logo as HTML, each in the parts before and after the address of the site's root. Styles show
/// one of them.
fn pictures(logo: &Logo) -> Vec<[String; 2]> {
    let picture = |file: &LogoFile, class: &str| {
        [
            format!("<img class=\"logo {class}\" src=\""),
            format!(
                "{}\" width=\"{}\" height=\"{}\" alt=\"{}\">",
                shared_path(&file.asset),
                file.width,
                logo.height,
                escaped(&logo.alt)
            ),
        ]
    };
    let dark = logo.dark.as_ref().map(|dark| picture(dark, "logo-dark"));
    std::iter::once(picture(&logo.light, "logo-light"))
        .chain(dark)
        .collect()
}

/// Returns the masthead of a page: the site's name or logo, as a link to the front page. `root` is the address of the
/// site's root.
pub(super) fn masthead(language: &str, root: &str, name: &str) -> String {
    format!(
        "<header class=\"masthead\" lang=\"{}\"><a href=\"{}\" translate=\"no\">{name}</a></header>",
        escaped(language),
        match root {
            "" => "./".to_owned(),
            root => escaped(root),
        },
    )
}

/// Returns the footer as HTML, or an empty text if there is nothing to show. `language` is that of the site.
fn footer(footer: &Footer, language: &str) -> String {
    if footer.is_empty() {
        return String::new();
    }
    let mut html = format!(
        "<footer class=\"site-foot\" lang=\"{}\">",
        escaped(language)
    );
    if !footer.imprint.is_empty() {
        html.push_str("<p>");
        inlines(&footer.imprint, &mut html);
        html.push_str("</p>");
    }
    if !footer.links.is_empty() {
        html.push_str("<ul>");
        for link in &footer.links {
            html.push_str(&format!(
                "<li><a href=\"{}\">{}</a></li>",
                escaped(link.url.as_str()),
                escaped(&link.text)
            ));
        }
        html.push_str("</ul>");
    }
    html.push_str("</footer>");
    html
}

fn inlines(inlines: &[Inline], html: &mut String) {
    for inline in inlines {
        let (start, end) = match inline {
            Inline::Text(text) => (escaped(text), ""),
            Inline::Emphasis(_) => ("<em>".to_owned(), "</em>"),
            Inline::Strong(_) => ("<strong>".to_owned(), "</strong>"),
            Inline::Link(link) => (
                format!("<a href=\"{}\">", escaped(link.href.as_str())),
                "</a>",
            ),
            // Only an article has evidence.
            Inline::Evidence(_) => (String::new(), ""),
        };
        html.push_str(&start);
        self::inlines(inline.children(), html);
        html.push_str(end);
    }
}

/// Returns the names and licences of the fonts, as plain text. Returns `None` if there are no fonts.
fn licences(theme: &Theme) -> Option<String> {
    let families = theme.families().map(|family| {
        let files = family
            .files
            .iter()
            .map(|file| format!("  {}\n", shared_path(&file.asset)));
        format!(
            "{}\n{}  {}\n",
            family.name,
            files.collect::<String>(),
            family.licence
        )
    });
    let text: Vec<String> = families.collect();
    (!text.is_empty()).then(|| format!("Fonts of this site\n\n{}", text.join("\n")))
}
