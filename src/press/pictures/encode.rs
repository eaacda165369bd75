//! From pixels to the files of the site.

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::imageops;
use image::{ImageEncoder, ImageResult};

use super::decode::{Decoded, OutFormat};

/// The quality of JPEGs, 1 to 100.
const QUALITY: u8 = 80;

/// The picture in each of these sizes, in the order given, which is from the narrowest on.
pub(super) fn variants(decoded: Decoded, sizes: &[(u32, u32)]) -> ImageResult<Vec<Vec<u8>>> {
    let mut of = decoded;
    let mut out = Vec::new();
    // Each is made of the next wider one: much less work, and no eye tells.
    for &(width, height) in sizes.iter().rev() {
        if of.size() != (width, height) {
            of.pixels = of
                .pixels
                .resize_exact(width, height, imageops::FilterType::Lanczos3);
        }
        out.push(encode(&of)?);
    }
    out.reverse();
    Ok(out)
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
        // Both formats have a place for it.
        encoder.set_icc_profile(profile.clone()).ok();
    }
    decoded.pixels.write_with_encoder(encoder)
}
