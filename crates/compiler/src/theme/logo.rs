//! The logo of a newsroom, in the masthead.

use std::sync::Arc;

use super::asset::{Asset, read_asset};
use super::svg;
use crate::pictures::{Scaled, scaled};
use crate::source_file::SourceFile;
use crate::sources::Sources;
use crate::toml::{Table, Value};
use crate::{Diagnostic, DiagnosticSink, Kind};

/// Largest file of a logo, in bytes.
pub const MAX_LOGO: u64 = 500_000;

/// The height of a logo in CSS px: the least, the default and the greatest.
const HEIGHTS: [u32; 3] = [16, 32, 96];

/// Greatest width of a logo, as a multiple of its height.
const WIDEST: f64 = 16.0;

/// A logo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Logo {
    /// The picture for light backgrounds.
    pub light: LogoFile,
    /// The picture for dark backgrounds. Without it, the other one is shown on a light ground.
    pub dark: Option<LogoFile>,
    /// The text that readers get who don't see the picture.
    pub alt: String,
    /// The height, in CSS px.
    pub height: u32,
}

/// The picture of a logo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogoFile {
    /// The file.
    pub asset: Asset,
    /// The width at the logo's height, in CSS px.
    pub width: u32,
}

/// Reads `logo` and the keys that belong to it. `title` is the site's title, if it has one. Adds files with mistakes to
/// `files`.
pub(super) fn read_logo(
    table: &mut Table<'_>,
    title: Option<&str>,
    sources: &dyn Sources,
    files: &mut Vec<SourceFile>,
    diagnostics: &DiagnosticSink,
) -> Option<Logo> {
    let alt = table.optional_text("logo-alt");
    let height = table.optional("logo-height").and_then(|value| {
        let [least, _, greatest] = HEIGHTS;
        let height = value.count()?.value;
        let height = u32::try_from(height)
            .ok()
            .filter(|height| (least..=greatest).contains(height));
        if height.is_none() {
            value.report(
                Kind::BadNumber,
                "this isn't a height for a logo",
                format!("use a number from {least} to {greatest}, in px"),
            );
        }
        height
    });
    let height = height.unwrap_or(HEIGHTS[1]);
    let light = table.optional("logo");
    let dark = table.optional("logo-dark");
    let Some(light) = light else {
        if let Some(dark) = dark {
            dark.report(
                Kind::MissingKey,
                "the theme has a `logo-dark` and no `logo`",
                "add `logo`, the picture for light backgrounds",
            );
        }
        return None;
    };
    let alt = alt.or_else(|| title.map(str::to_owned));
    if alt.is_none() {
        light.report(
            Kind::ImageAlt,
            "this logo has no text for readers who don't see it",
            "add `title` to site.toml, or `logo-alt` with the name in the logo",
        );
    }
    let mut read = |value: &Value<'_>| read_file(value, height, sources, files, diagnostics);
    let (light, dark) = (read(&light), dark.map(|dark| read(&dark)));
    Some(Logo {
        light: light?,
        dark: dark.flatten(),
        alt: alt?,
        height,
    })
}

fn read_file(
    value: &Value<'_>,
    height: u32,
    sources: &dyn Sources,
    files: &mut Vec<SourceFile>,
    diagnostics: &DiagnosticSink,
) -> Option<LogoFile> {
    let hint = "export it as SVG with shapes only, or as PNG, about 200 px high";
    let (path, bytes) = read_asset(value, sources, MAX_LOGO, hint)?;
    let asset = |ending, content: Vec<u8>| Asset {
        stem: "logo",
        ending,
        content: content.into(),
    };
    let (asset, (width, of_height)) =
        if bytes.trim_ascii_start().starts_with(b"<") || path.ends_with(".svg") {
            let shown: Arc<str> = sources.shown("", Some(&path)).into();
            let Ok(text) = String::from_utf8(bytes) else {
                value.report(
                    Kind::Logo,
                    format!("`{path}` isn't UTF-8"),
                    "save it as UTF-8, or as PNG",
                );
                return None;
            };
            match svg::check(&text) {
                Ok(size) => (asset("svg", text.into_bytes()), size),
                Err((range, message, hint)) => {
                    diagnostics.add(Diagnostic::new(Kind::Logo, &shown, range, message).hint(hint));
                    files.push(SourceFile { shown, text });
                    return None;
                }
            }
        } else {
            // Screens with two device pixels per CSS pixel show every pixel.
            match scaled(&path, &bytes, 2 * height) {
                Ok(Scaled {
                    content,
                    ending,
                    size: (width, height),
                }) => (
                    asset(ending, content),
                    (f64::from(width), f64::from(height)),
                ),
                Err((kind, message, hint)) => {
                    value.report(kind, message, hint);
                    return None;
                }
            }
        };
    let ratio = width / of_height;
    if ratio > WIDEST {
        value.report(
            Kind::Logo,
            format!("`{path}` is {ratio:.0} times as wide as high"),
            format!("use a picture that is at most {WIDEST} times as wide as high"),
        );
        return None;
    }
    Some(LogoFile {
        asset,
        width: (ratio * f64::from(height)).round().max(1.0) as u32,
    })
}
