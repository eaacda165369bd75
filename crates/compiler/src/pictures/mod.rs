//! Pictures in articles: from a file in the article's folder to a figure with its variants.
//!
//! Reading an article decodes its pictures completely, so that `check` finds broken ones, but keeps no pixels. It keeps
//! a [`Picture`]: the hash of the file and the planned variants. The variants themselves are made when the article is
//! built ([`WithPictures::make`](crate::WithPictures::make)).
//!
//! *Invariant:* published pictures contain pixels and, if there is one, their colour profile. They contain nothing else
//! that a camera or a program wrote into the file, such as the location.

mod container;
mod decode;
mod encode;

use std::sync::Arc;

use sha2::{Digest, Sha256};

use crate::kebab::kebab;
use crate::out_file::OutFile;
use crate::sources::{ReadError, Sources};
use crate::{Diagnostic, Kind};
use decode::{DecodeError, Decoded, OutFormat, decode};

use sidelight_model::{Href, Variant};

/// Largest picture file that the compiler accepts, in bytes.
pub const MAX_PICTURE: u64 = 32 * 1024 * 1024;

/// Limit of the pixels in a picture. A larger picture is refused because of the size in its header, before memory is
/// allocated for it.
pub const MAX_PIXELS: u64 = 40_000_000;

/// Widths in which a picture is made, in px. A phone needs the first, the width of the text the second, and a screen
/// with two device pixels per CSS pixel the third.
const WIDTHS: [u32; 3] = [480, 960, 1600];

/// Size in bytes up to which a PNG is made in a single width. Scaled down, a drawing gets mixed colours along all its
/// edges, so its file would grow instead of shrink.
const SMALL_DRAWING: usize = 64 * 1024;

/// Version of the encoding. Changing it changes the names of all variants.
const RECIPE: &[u8] = b"2";

/// A picture of an article, with its planned variants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    article: String,
    /// Path of the file in the article's folder.
    file: String,
    /// Path of the file as shown to authors.
    shown: Arc<str>,
    hash: String,
    /// Name, width and height of each variant, in px, the narrowest first.
    variants: Vec<(String, u32, u32)>,
}

/// An error of a picture: kind, message and hint.
pub(crate) type Wrong = (Kind, String, String);

/// Checks that the path of a picture or recording is a file name, alone or in a subfolder of the article's folder.
pub(super) fn check_path(file: &str) -> Result<(), Wrong> {
    let wrong = |message: String, hint: &str| Err((Kind::ImagePath, message, hint.to_owned()));
    if file.is_empty() {
        return wrong(
            "this image has no file name".to_owned(),
            "write the file name between the round brackets: `![…](crowd.jpg)`",
        );
    }
    let has_scheme = file
        .split(['/', '?', '#'])
        .next()
        .is_some_and(|head| head.contains(':'));
    if has_scheme || file.starts_with("//") {
        return wrong(
            format!("`{file}` isn't in the article's folder"),
            "a file on another site would reveal to that site who reads the article; if you have the rights, \
             copy it into the folder",
        );
    }
    let goes_down = file
        .split('/')
        .all(|part| !part.is_empty() && !part.starts_with('.') && !part.contains(['\\', '?', '#']));
    if goes_down {
        Ok(())
    } else {
        wrong(
            format!("`{file}` isn't a file name in the article's folder"),
            "put the file beside article.md and write only its name: `![…](crowd.jpg)`",
        )
    }
}

impl Picture {
    /// Reads and decodes a picture's file, and plans its variants.
    ///
    /// # Errors
    /// Returns kind, message and hint if the file can't be read or decoded.
    pub(super) fn read(sources: &dyn Sources, article: &str, file: &str) -> Result<Self, Wrong> {
        let bytes = sources
            .read(article, file, MAX_PICTURE)
            .map_err(|error| unread(file, error))?;
        let decoded = decode(&bytes).map_err(|error| undecoded(file, error))?;
        let (width, height) = decoded.size();
        let hash = hash(&bytes);
        let stem = published_stem(file, "image");
        let is_small = decoded.format == OutFormat::Png && bytes.len() <= SMALL_DRAWING;
        let widest = width.min(WIDTHS[WIDTHS.len() - 1]);
        let variants = widths(width)
            .filter(|variant| !is_small || *variant == widest)
            .map(|variant| {
                let scaled = u64::from(height) * u64::from(variant) / u64::from(width);
                (
                    format!("{stem}-{hash}-{variant}.{}", decoded.extension()),
                    variant,
                    u32::try_from(scaled).unwrap_or(u32::MAX).max(1),
                )
            })
            .collect();
        Ok(Self {
            article: article.to_owned(),
            file: file.to_owned(),
            shown: sources.shown(article, Some(file)).into(),
            hash,
            variants,
        })
    }

    /// Returns the planned variants for the package, the narrowest first.
    pub(super) fn model_variants(&self) -> Vec<Variant> {
        self.variants
            .iter()
            .filter_map(|(name, width, height)| {
                Some(Variant {
                    src: Href::new(name.as_str()).ok()?,
                    width: u64::from(*width),
                    height: u64::from(*height),
                })
            })
            .collect()
    }

    /// Makes the variants, as files of the site. Leaves out a PNG that isn't smaller than the next wider one, because it
    /// would save nothing.
    ///
    /// # Errors
    /// Returns a diagnostic if the file has changed since the article was read, or if it can't be read or encoded.
    pub(super) fn files(&self, sources: &dyn Sources) -> Result<Vec<OutFile>, Box<Diagnostic>> {
        let diagnostic = |(kind, message, hint): Wrong| {
            Box::new(Diagnostic::new(kind, &self.shown, 0..0, message).hint(hint))
        };
        let bytes = sources
            .read(&self.article, &self.file, MAX_PICTURE)
            .map_err(|error| diagnostic(unread(&self.file, error)))?;
        if hash(&bytes) != self.hash {
            return Err(diagnostic((
                Kind::ImageBroken,
                format!("`{}` changed during the build", self.file),
                "build the site again".to_owned(),
            )));
        }
        let decoded: Decoded =
            decode(&bytes).map_err(|error| diagnostic(undecoded(&self.file, error)))?;
        let may_grow = decoded.format == OutFormat::Png;
        let sizes: Vec<(u32, u32)> = self
            .variants
            .iter()
            .map(|(_, width, height)| (*width, *height))
            .collect();
        let contents = encode::variants(decoded, &sizes).map_err(|error| {
            diagnostic((
                Kind::Internal,
                format!("`{}` can't be resized: {error}", self.file),
                "save it in another format".to_owned(),
            ))
        })?;
        let mut files: Vec<OutFile> = Vec::new();
        for ((name, ..), content) in self.variants.iter().zip(contents).rev() {
            let gains = |wider: &OutFile| content.len() < wider.content.len();
            if !may_grow || files.last().is_none_or(gains) {
                files.push(OutFile {
                    path: format!("{}/{name}", self.article),
                    content,
                });
            }
        }
        files.reverse();
        Ok(files)
    }
}

/// A picture that was decoded and encoded again.
pub(crate) struct Scaled {
    /// The file.
    pub(crate) content: Vec<u8>,
    /// Its file extension, without a dot.
    pub(crate) ending: &'static str,
    /// Width and height, in px.
    pub(crate) size: (u32, u32),
}

/// Decodes a picture and encodes it again, no higher than `height` px.
///
/// # Errors
/// Returns kind, message and hint if the file can't be decoded.
pub(crate) fn scaled(file: &str, bytes: &[u8], height: u32) -> Result<Scaled, Wrong> {
    let decoded = decode(bytes).map_err(|error| undecoded(file, error))?;
    let (own_width, own_height) = decoded.size();
    let height = height.min(own_height);
    let width = u64::from(own_width) * u64::from(height) / u64::from(own_height.max(1));
    let size = (u32::try_from(width).unwrap_or(u32::MAX).max(1), height);
    let ending = decoded.extension();
    let broken = || undecoded(file, DecodeError::Broken("it can't be resized".to_owned()));
    let content = encode::variants(decoded, &[size]).map_err(|_| broken())?;
    Ok(Scaled {
        content: content.into_iter().next().ok_or_else(broken)?,
        ending,
        size,
    })
}

/// Returns the beginning of the name under which a file is published: its own name without folder and ending, in
/// lower-case ASCII letters, digits and hyphens. Returns `default` if none of these is in the name.
pub(super) fn published_stem(file: &str, default: &str) -> String {
    let name = file.rsplit('/').next().unwrap_or_default();
    match kebab(name.rsplit_once('.').map_or(name, |(stem, _)| stem)) {
        stem if stem.is_empty() => default.to_owned(),
        stem => stem,
    }
}

/// Returns the widths in which a picture is made. Each is at most the width of the picture itself.
fn widths(width: u32) -> impl Iterator<Item = u32> {
    let widest = width.min(WIDTHS[WIDTHS.len() - 1]);
    WIDTHS
        .into_iter()
        .filter(move |variant| *variant < widest)
        .chain([widest])
}

/// Returns ten hexadecimal digits of a file's hash. They are enough to distinguish the versions of one article's
/// pictures.
fn hash(bytes: &[u8]) -> String {
    let digest = Sha256::new()
        .chain_update(RECIPE)
        .chain_update(bytes)
        .finalize();
    digest
        .iter()
        .take(5)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

fn unread(file: &str, error: ReadError) -> Wrong {
    match error {
        ReadError::Missing => (
            Kind::FileMissing,
            format!("the article's folder has no `{file}`"),
            "put the file there; upper and lower case must match, and a name with spaces needs `<…>`".to_owned(),
        ),
        ReadError::TooLarge(size) => (
            Kind::FileTooLarge,
            format!(
                "`{file}` is too large: {:.1} MB (limit: {:.1} MB)",
                size as f64 / 1e6,
                MAX_PICTURE as f64 / 1e6
            ),
            "save a smaller version; a width of 3,200 px is enough".to_owned(),
        ),
        ReadError::LeadsOut(place) => (
            Kind::LeadsOut,
            format!("the symbolic link `{file}` leads out of the articles folder, to {place}"),
            "replace the link with a copy; following it could publish any file on this computer".to_owned(),
        ),
        ReadError::NotAFolder => (
            Kind::FileUnreadable,
            format!("`{file}` can't be read: part of its path is a file, not a folder"),
            "put the image beside `article.md`, and write only its name".to_owned(),
        ),
        ReadError::Unreadable(reason) => (
            Kind::FileUnreadable,
            format!("`{file}` can't be read: {reason}"),
            "check that it is a file and that you have permission to read it".to_owned(),
        ),
    }
}

fn undecoded(file: &str, error: DecodeError) -> Wrong {
    match error {
        DecodeError::Svg => (
            Kind::ImageFormat,
            format!("`{file}` is an SVG, which can contain scripts and load from other sites"),
            "export it as PNG, about 1,600 px wide".to_owned(),
        ),
        DecodeError::Format => (
            Kind::ImageFormat,
            format!("`{file}` isn't a JPEG, PNG or WebP image, despite its name"),
            "save a photograph as JPEG, a drawing as PNG".to_owned(),
        ),
        DecodeError::Pixels(width, height) => (
            Kind::ImageTooLarge,
            format!(
                "`{file}` is too large: {width} × {height} pixels, {:.1} million (limit: {} million)",
                f64::from(width) * f64::from(height) / 1e6,
                MAX_PIXELS / 1_000_000
            ),
            "save a smaller version; a width of 3,200 px is enough".to_owned(),
        ),
        DecodeError::Broken(reason) => (
            Kind::ImageBroken,
            format!("`{file}` is broken: {reason}"),
            "get a new copy, and check that it opens in another program".to_owned(),
        ),
    }
}
