//! Content that a text file can't contain, or only in many lines. `{{…}}` is replaced by generated content.

use std::io::{Cursor, Write};
use std::path::Path;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};

/// Returns a section's content, with all recipes replaced.
///
/// If a section ends in a recipe, its content ends there. Otherwise it ends with a line end.
pub(super) fn cook(written: &str, path: &Path) -> Vec<u8> {
    let mut content = Vec::new();
    let mut rest = written;
    while let Some((before, from)) = rest.split_once("{{") {
        let (recipe, after) = from
            .split_once("}}")
            .unwrap_or_else(|| panic!("{}: a recipe has no end", path.display()));
        content.extend(before.as_bytes());
        content.extend(made(recipe).unwrap_or_else(|| {
            panic!(
                "{}: nothing can be made of `{recipe}`; see README.md",
                path.display()
            )
        }));
        rest = if after == "\n" { "" } else { after };
    }
    content.extend(rest.as_bytes());
    content
}

fn made(recipe: &str) -> Option<Vec<u8>> {
    let (what, of) = recipe.split_once([' ', '+'])?;
    match what {
        "U" => {
            let character = char::from_u32(u32::from_str_radix(of, 16).ok()?)?;
            Some(character.to_string().into_bytes())
        }
        "bytes" => of
            .split(' ')
            .map(|byte| u8::from_str_radix(byte, 16).ok())
            .collect(),
        "repeat" => {
            let (count, text) = of.split_once(' ')?;
            Some(text.repeat(count.parse().ok()?).into_bytes())
        }
        // Only the test that writes the files to disk knows these values, so it replaces them.
        "inode" | "path" => Some(format!("{{{{{recipe}}}}}").into_bytes()),
        "png" => picture(of, ImageFormat::Png),
        "jpeg" => picture(of, ImageFormat::Jpeg),
        "webp" => picture(of, ImageFormat::WebP),
        _ => None,
    }
}

/// Generates a picture of a size, `300x200`. Options: `profile N` (a colour profile of N bytes that compresses well),
/// `claims 300x200` (a wrong size in the header) and `cut N` (without the last N bytes).
fn picture(recipe: &str, format: ImageFormat) -> Option<Vec<u8>> {
    let mut words = recipe.split(' ');
    let (width, height) = size(words.next()?)?;
    let pixels = RgbImage::from_fn(width, height, |x, y| {
        Rgb([(x % 7 * 36) as u8, (y % 5 * 50) as u8, 120])
    });
    let mut bytes = Vec::new();
    DynamicImage::from(pixels)
        .write_to(&mut Cursor::new(&mut bytes), format)
        .ok()?;
    while let (Some(change), Some(value)) = (words.next(), words.next()) {
        match change {
            "profile" => {
                let mut data = b"profile\0\0".to_vec();
                data.extend(squeezed_profile(value.parse().ok()?)?);
                bytes.splice(END_OF_HEADER..END_OF_HEADER, chunk(*b"iCCP", &data));
            }
            "claims" => {
                let (width, height) = size(value)?;
                let mut data = bytes.get(16..29)?.to_vec();
                data[..4].copy_from_slice(&width.to_be_bytes());
                data[4..8].copy_from_slice(&height.to_be_bytes());
                bytes.splice(8..END_OF_HEADER, chunk(*b"IHDR", &data));
            }
            "cut" => bytes.truncate(bytes.len().checked_sub(value.parse().ok()?)?),
            _ => return None,
        }
    }
    Some(bytes)
}

/// The end of a PNG's first chunk (PNG specification, section 11.2.1).
const END_OF_HEADER: usize = 33;

fn size(text: &str) -> Option<(u32, u32)> {
    let (width, height) = text.split_once('x')?;
    Some((width.parse().ok()?, height.parse().ok()?))
}

/// Returns a compressed profile for colour pictures, filled with zeros.
fn squeezed_profile(length: usize) -> Option<Vec<u8>> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
    let mut head = [0; 128];
    head[16..20].copy_from_slice(b"RGB ");
    encoder.write_all(&head).ok()?;
    let zeros = [0; 65_536];
    let mut left = length.checked_sub(head.len())?;
    while left > 0 {
        let piece = left.min(zeros.len());
        encoder.write_all(&zeros[..piece]).ok()?;
        left -= piece;
    }
    encoder.finish().ok()
}

/// Returns a chunk of a PNG, with its checksum.
fn chunk(kind: [u8; 4], data: &[u8]) -> Vec<u8> {
    let mut out = u32::try_from(data.len()).unwrap().to_be_bytes().to_vec();
    out.extend(kind);
    out.extend(data);
    let mut checksum = flate2::Crc::new();
    checksum.update(&kind);
    checksum.update(data);
    out.extend(checksum.sum().to_be_bytes());
    out
}
