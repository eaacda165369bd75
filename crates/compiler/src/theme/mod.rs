//! The look that a newsroom gives its site: `[theme]` and `[footer]` in `site.toml`.
//!
//! *Invariant:* a theme without a reported error is readable in every scheme, and its files are what their names say.

mod asset;
mod colour;
mod font;
mod footer;
mod letters;
mod logo;
mod scheme;
mod svg;

use crate::source_file::SourceFile;
use crate::sources::Sources;
use crate::toml::{Table, Value};
use crate::{DiagnosticSink, Kind};
pub use asset::Asset;
pub use colour::Colour;
pub use font::{Fallback, FontFamily, FontFile, FontStyle, LEAST_BOLD, MAX_FONT, Metrics};
pub use footer::{Footer, FooterLink};
pub use letters::check_letters;
use logo::read_logo;
pub use logo::{Logo, LogoFile, MAX_LOGO};
pub use scheme::{Palette, Scheme};

/// The look of a site. The default is Sidelight's own.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Theme {
    /// The schemes with colours of the newsroom, each at most once.
    pub palettes: Vec<Palette>,
    /// The font of running text and, unless there is another one, of headings.
    pub text_font: Option<FontFamily>,
    /// The font of headings.
    pub heading_font: Option<FontFamily>,
    /// The font of boxes, labels and controls.
    pub ui_font: Option<FontFamily>,
    /// The logo, shown instead of the site's title.
    pub logo: Option<Logo>,
}

impl Theme {
    /// Returns all families of fonts.
    pub fn families(&self) -> impl Iterator<Item = &FontFamily> {
        [&self.text_font, &self.heading_font, &self.ui_font]
            .into_iter()
            .flatten()
    }

    /// Returns the files that pages need besides those that every site has. A file may be there twice.
    pub fn assets(&self) -> impl Iterator<Item = &Asset> {
        let logos = self.logo.iter().flat_map(|logo| {
            std::iter::once(&logo.light.asset).chain(logo.dark.as_ref().map(|dark| &dark.asset))
        });
        let fonts = self.families().flat_map(|family| &family.files);
        fonts.map(|file| &file.asset).chain(logos)
    }

    /// Reads `[theme]`. `title` is the site's title, if it has one. Adds files with mistakes to `files`.
    pub(crate) fn read(
        mut table: Table<'_>,
        title: Option<&str>,
        sources: &dyn Sources,
        files: &mut Vec<SourceFile>,
        diagnostics: &DiagnosticSink,
    ) -> Self {
        let palettes = Scheme::ALL
            .into_iter()
            .filter_map(|scheme| {
                read_palette(scheme, table.optional(scheme.name())?.table("this scheme")?)
            })
            .collect();
        let mut font = |key, fallback| {
            let table = table.optional(key)?.table("this font")?;
            FontFamily::read(table, fallback, sources)
        };
        let theme = Self {
            palettes,
            text_font: font("text-font", Fallback::Serif),
            heading_font: font("heading-font", Fallback::Serif),
            ui_font: font("ui-font", Fallback::SansSerif),
            logo: read_logo(&mut table, title, sources, files, diagnostics),
        };
        table.finish();
        theme
    }
}

/// Reads a table such as `[theme.light]`. Reports colours that aren't valid, and those that readers couldn't read.
fn read_palette(scheme: Scheme, mut table: Table<'_>) -> Option<Palette> {
    let accent = table.optional("accent");
    let background = table.optional("background");
    table.finish();
    let (given_accent, given_background) = (
        accent.as_ref().map(read_colour),
        background.as_ref().map(read_colour),
    );
    if matches!(given_accent, Some(None)) || matches!(given_background, Some(None)) {
        return None;
    }
    let palette = Palette::new(scheme, given_accent.flatten(), given_background.flatten());
    let readable = palette.with_nearest_background();
    if let (Some(fault), Some(value)) = (palette.background_fault(), &background) {
        report_contrast(value, scheme, &fault, readable.paper);
    }
    // The accent colour is tried on the background that the first diagnostic suggests.
    if let Some(fault) = readable.accent_fault() {
        let whole = readable.with_nearest_accent();
        match (&accent, &background) {
            (Some(value), _) => report_contrast(value, scheme, &fault, whole.accent),
            (None, Some(value)) => value.report(
                Kind::LowContrast,
                format!(
                    "the default accent colour of the {} scheme has a contrast of {:.1} to 1 here (at least {:.1})",
                    scheme.name(),
                    fault.contrast,
                    fault.least
                ),
                format!("add `accent = \"{}\"`, or choose another background", whole.accent),
            ),
            (None, None) => {}
        }
    }
    (accent.is_some() || background.is_some()).then_some(palette)
}

/// Reports a colour with too little contrast. `nearest` is the colour of the same hue that has enough.
fn report_contrast(value: &Value<'_>, scheme: Scheme, fault: &scheme::Fault, nearest: Colour) {
    let (front, ground) = (fault.front, fault.ground);
    value.report(
        Kind::LowContrast,
        format!(
            "in the {} scheme, {front} on {ground} has a contrast of {:.1} to 1 (at least {:.1})",
            scheme.name(),
            // Rounded down, so that it is never equal to the limit.
            (fault.contrast * 10.0).floor() / 10.0,
            fault.least
        ),
        format!("the nearest colour that can be read is `{nearest}`"),
    );
}

/// Reads a colour. Reports anything that isn't hexadecimal.
fn read_colour(value: &Value<'_>) -> Option<Colour> {
    let text = value.text()?.value;
    let colour = Colour::parse(&text);
    if colour.is_none() {
        value.report(
            Kind::BadColour,
            format!("`{text}` isn't a colour of three or six hexadecimal digits"),
            "write a colour such as `#0b5a63`; names, `rgb()` and other forms can't be checked for contrast",
        );
    }
    colour
}
