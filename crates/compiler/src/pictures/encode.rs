//! Encodes pixels as files of the site.
//!
//! A drawing has few colours until it is scaled down, which adds mixed colours along all its edges. If all of them were
//! kept, the smaller picture would have the larger file. So only as many are kept as a palette holds.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::imageops;
use image::{ImageEncoder, ImageError, ImageResult, RgbaImage};

use super::decode::{Decoded, OutFormat};

/// Quality of JPEGs, 1 to 100.
const QUALITY: u8 = 80;

/// Number of colours in a palette.
const MOST_COLOURS: usize = 256;
/// Steps to which the channels of mixed colours are rounded, the finest first.
const STEPS: [u8; 4] = [8, 16, 32, 64];

type Colour = [u8; 4];

/// Encodes the picture in each of these sizes. The sizes must be in order, the narrowest first; the files have the same
/// order.
pub(super) fn variants(decoded: Decoded, sizes: &[(u32, u32)]) -> ImageResult<Vec<Vec<u8>>> {
    let own = match decoded.format {
        OutFormat::Png if decoded.pixels.color().has_color() => few_colours(&decoded),
        _ => None,
    };
    // The sharper filter adds faint lines beside those of a drawing.
    let filter = match own {
        Some(_) => imageops::FilterType::Triangle,
        None => imageops::FilterType::Lanczos3,
    };
    let mut of = decoded;
    let mut out: Vec<Vec<u8>> = Vec::new();
    // Scale each size from the next wider one: that is much less work, without a visible difference.
    for &(width, height) in sizes.iter().rev() {
        if of.size() != (width, height) {
            of.pixels = of.pixels.resize_exact(width, height, filter);
        }
        out.push(match &own {
            Some(own) => {
                let wider = out.last().map_or(usize::MAX, Vec::len);
                drawing(&of, own, wider)?
            }
            None => encode(&of)?,
        });
    }
    out.reverse();
    Ok(out)
}

/// Returns the colours of a drawing, or `None` if the picture has more colours than a palette holds.
fn few_colours(decoded: &Decoded) -> Option<HashSet<Colour>> {
    let mut colours = HashSet::new();
    for pixel in decoded.pixels.to_rgba8().pixels() {
        if colours.insert(pixel.0) && colours.len() > MOST_COLOURS {
            return None;
        }
    }
    Some(colours)
}

/// Encodes a drawing with its own colours, and with mixtures of them where it was scaled down. Rounds the mixtures in
/// coarser and coarser steps until the file is smaller than `wider`, the size in bytes of the next wider one. Returns
/// the smallest file.
fn drawing(decoded: &Decoded, own: &HashSet<Colour>, wider: usize) -> ImageResult<Vec<u8>> {
    let pixels = decoded.pixels.to_rgba8();
    let mut best: Option<Vec<u8>> = None;
    for step in STEPS {
        let Some(file) = indexed(&pixels, own, step, decoded.profile.as_deref())? else {
            continue;
        };
        if best.as_ref().is_none_or(|best| file.len() < best.len()) {
            best = Some(file);
        }
        if best.as_ref().is_some_and(|best| best.len() < wider) {
            break;
        }
    }
    best.map_or_else(|| encode(decoded), Ok)
}

/// Encodes a PNG with a palette. Keeps the colours in `own` and rounds all others to multiples of `step`. Returns `None`
/// if there are too many colours.
fn indexed(
    pixels: &RgbaImage,
    own: &HashSet<Colour>,
    step: u8,
    profile: Option<&[u8]>,
) -> ImageResult<Option<Vec<u8>>> {
    let kept = |colour: Colour| {
        if own.contains(&colour) {
            return colour;
        }
        colour.map(|channel| (channel.saturating_add(step / 2) / step).saturating_mul(step))
    };
    let mut numbers: HashMap<Colour, u8> = HashMap::new();
    let mut palette: Vec<Colour> = Vec::new();
    let mut met: HashMap<Colour, u8> = HashMap::new();
    let mut data = Vec::with_capacity(pixels.len() / 4);
    for pixel in pixels.pixels() {
        if let Some(number) = met.get(&pixel.0) {
            data.push(*number);
            continue;
        }
        let colour = kept(pixel.0);
        let number = match numbers.get(&colour) {
            Some(number) => *number,
            None => {
                let Ok(number) = u8::try_from(palette.len()) else {
                    return Ok(None);
                };
                palette.push(colour);
                numbers.insert(colour, number);
                number
            }
        };
        met.insert(pixel.0, number);
        data.push(number);
    }
    let mut info = png::Info::with_size(pixels.width(), pixels.height());
    info.color_type = png::ColorType::Indexed;
    info.bit_depth = png::BitDepth::Eight;
    let colours = palette.iter().flat_map(|colour| &colour[..3]);
    info.palette = Some(Cow::Owned(colours.copied().collect()));
    if palette.iter().any(|colour| colour[3] < u8::MAX) {
        let alphas = palette.iter().map(|colour| colour[3]);
        info.trns = Some(Cow::Owned(alphas.collect()));
    }
    info.icc_profile = profile.map(Cow::Borrowed);
    let mut out = Vec::new();
    let write = || -> Result<(), png::EncodingError> {
        let mut encoder = png::Encoder::with_info(&mut out, info)?;
        encoder.set_filter(png::Filter::NoFilter);
        encoder.set_compression(png::Compression::High);
        let mut writer = encoder.write_header()?;
        writer.write_image_data(&data)?;
        writer.finish()
    };
    write().map_err(|error| ImageError::IoError(error.into()))?;
    Ok(Some(out))
}

fn encode(decoded: &Decoded) -> ImageResult<Vec<u8>> {
    let mut out = Vec::new();
    match decoded.format {
        OutFormat::Jpeg => write(JpegEncoder::new_with_quality(&mut out, QUALITY), decoded),
        OutFormat::Png => write(
            PngEncoder::new_with_quality(&mut out, CompressionType::Best, FilterType::Adaptive),
            decoded,
        ),
    }?;
    Ok(out)
}

fn write(mut encoder: impl ImageEncoder, decoded: &Decoded) -> ImageResult<()> {
    if let Some(profile) = &decoded.profile {
        // Both formats support colour profiles.
        encoder.set_icc_profile(profile.clone()).ok();
    }
    decoded.pixels.write_with_encoder(encoder)
}
