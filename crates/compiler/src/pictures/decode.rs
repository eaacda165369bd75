//! Decodes a picture file to pixels.

use std::borrow::Cow;
use std::collections::HashSet;
use std::io::Cursor;

use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};

use super::MAX_PIXELS;
use super::container::{BadWebp, MAX_PROFILE, check_webp, png_pixels, png_profile, png_size};
use sidelight_documents::catch_panic;

/// Limit of the colours in a drawing. A picture with more is a photograph.
const FEW_COLOURS: usize = 256;

/// Memory that a decoder may use besides the pixels, in bytes. This is one row with all [`MAX_PIXELS`], of four channels
/// with 16 bits each.
const MAX_ALLOC: u64 = MAX_PIXELS * 8;

/// The pixels of a picture, turned upright.
pub(super) struct Decoded {
    /// Pixels with eight bits a channel: grey, RGB, or RGB with alpha.
    pub(super) pixels: DynamicImage,
    /// Format of the variants.
    pub(super) format: OutFormat,
    /// Colour profile of the pixels, if the file has one that fits them.
    pub(super) profile: Option<Vec<u8>>,
}

/// Formats in which pictures are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum OutFormat {
    Jpeg,
    Png,
}

/// Reasons why a file can't be decoded.
#[derive(Debug)]
pub(super) enum DecodeError {
    /// The file is an SVG.
    Svg,
    /// The file isn't a JPEG, PNG or WebP.
    Format,
    /// The picture has too many pixels. Holds its width and height.
    Pixels(u32, u32),
    /// The data ends too early or is invalid, for this reason.
    Broken(String),
}

impl Decoded {
    /// Returns width and height in px.
    pub(super) fn size(&self) -> (u32, u32) {
        (self.pixels.width(), self.pixels.height())
    }

    /// Returns the file extension of the variants, without a dot.
    pub(super) fn extension(&self) -> &'static str {
        match self.format {
            OutFormat::Jpeg => "jpg",
            OutFormat::Png => "png",
        }
    }
}

/// Decodes a picture file. The first bytes decide its format, not the name. The size is checked before pixels are
/// decoded.
pub(super) fn decode(bytes: &[u8]) -> Result<Decoded, DecodeError> {
    catch_panic(|| decode_or_panic(bytes))
        .unwrap_or_else(|| Err(DecodeError::Broken("its data is inconsistent".to_owned())))
}

fn decode_or_panic(bytes: &[u8]) -> Result<Decoded, DecodeError> {
    let broken = |error: image::ImageError| DecodeError::Broken(error.to_string());
    let format = match image::guess_format(bytes) {
        Ok(format @ (ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::WebP)) => format,
        _ if is_svg(bytes) => return Err(DecodeError::Svg),
        _ => return Err(DecodeError::Format),
    };
    if format == ImageFormat::Png
        && let Some((width, height)) = png_size(bytes)
    {
        check_size(width, height)?;
    }
    let needed = match format {
        ImageFormat::Png => Cow::Owned(png_pixels(bytes)),
        _ => Cow::Borrowed(bytes),
    };
    let mut reader = ImageReader::with_format(Cursor::new(&*needed), format);
    let mut limits = Limits::no_limits();
    limits.max_alloc = Some(MAX_ALLOC);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(broken)?;
    let (width, height) = decoder.dimensions();
    check_size(width, height)?;
    if format == ImageFormat::Jpeg && !jpeg_is_whole(bytes) {
        return Err(cut_short());
    }
    if format == ImageFormat::WebP {
        check_webp(bytes, (width, height)).map_err(|wrong| match wrong {
            BadWebp::CutShort => cut_short(),
            BadWebp::Frame => DecodeError::Broken("a frame is larger than the image".to_owned()),
        })?;
    }
    let orientation = decoder.orientation().map_err(broken)?;
    let profile = match format {
        ImageFormat::Png => png_profile(bytes),
        _ => decoder.icc_profile().map_err(broken)?,
    };
    let profile = profile.filter(|profile| profile.len() <= MAX_PROFILE);
    let mut pixels = in_eight_bits(DynamicImage::from_decoder(decoder).map_err(broken)?);
    pixels.apply_orientation(orientation);
    Ok(Decoded {
        format: if format == ImageFormat::Jpeg || is_photograph(&pixels) {
            OutFormat::Jpeg
        } else {
            OutFormat::Png
        },
        profile: profile.filter(|profile| fits(profile, &pixels)),
        pixels,
    })
}

fn check_size(width: u32, height: u32) -> Result<(), DecodeError> {
    if u64::from(width) * u64::from(height) > MAX_PIXELS {
        return Err(DecodeError::Pixels(width, height));
    }
    Ok(())
}

fn cut_short() -> DecodeError {
    DecodeError::Broken("the file is incomplete".to_owned())
}

fn is_svg(bytes: &[u8]) -> bool {
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]).to_lowercase();
    let start = start.trim_start_matches('\u{feff}').trim_start();
    start.starts_with('<') && start.contains("<svg")
}

/// Returns true if a JPEG has an end marker after its last scan. Decoders fill in missing pixels without an error.
/// Neither marker can occur in the data of a scan (ITU T.81, section B.1.1.5). Data before the last scan, such as the
/// thumbnail that a camera adds, has an end marker of its own.
fn jpeg_is_whole(bytes: &[u8]) -> bool {
    let last = |marker: u8| bytes.windows(2).rposition(|pair| pair == [0xff, marker]);
    matches!((last(0xda), last(0xd9)), (Some(scan), Some(end)) if scan < end)
}

/// Converts pixels to eight bits a channel. Drops the alpha channel if every pixel is opaque.
fn in_eight_bits(pixels: DynamicImage) -> DynamicImage {
    if pixels.color().has_alpha() {
        let pixels = pixels.into_rgba8();
        if pixels.pixels().any(|pixel| pixel.0[3] < u8::MAX) {
            return pixels.into();
        }
        return DynamicImage::from(pixels).into_rgb8().into();
    }
    if pixels.color().has_color() {
        pixels.into_rgb8().into()
    } else {
        pixels.into_luma8().into()
    }
}

/// Returns true for a colour picture without alpha that has more than [`FEW_COLOURS`] colours.
fn is_photograph(pixels: &DynamicImage) -> bool {
    let DynamicImage::ImageRgb8(pixels) = pixels else {
        return false;
    };
    let mut colours = HashSet::new();
    pixels.pixels().any(|pixel| {
        colours.insert(pixel.0);
        colours.len() > FEW_COLOURS
    })
}

/// Returns true if a profile is for the colour space of the pixels, RGB or grey (ICC.1, section 7.2.6). A profile for
/// CMYK would be wrong, because the pixels were converted to RGB.
fn fits(profile: &[u8], pixels: &DynamicImage) -> bool {
    let kind: &[u8] = if pixels.color().has_color() {
        b"RGB "
    } else {
        b"GRAY"
    };
    profile.get(16..20) == Some(kind)
}
