//! Content that a text file can't hold, or not in a few lines: `{{…}}` stands for what is made of it.

use std::io::{Cursor, Write};
use std::path::Path;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};

/// Makes a section's content of how it is written.
///
/// A recipe at the end of a section is the end of its content; else that ends with a line end.
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
        // What only the test knows that lays the files on a disk.
        "inode" | "path" => Some(format!("{{{{{recipe}}}}}").into_bytes()),
        "png" => picture(of, ImageFormat::Png),
        "jpeg" => picture(of, ImageFormat::Jpeg),
        "webp" => picture(of, ImageFormat::WebP),
        _ => None,
    }
}

/// A picture of a size, `300x200`, with `profile N` (a colour profile of N bytes that compress well), `claims 300x200`
/// (a size that isn't its own in its header) or `cut N` (without its last N bytes).
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

/// Where a PNG's first chunk ends (PNG specification, section 11.2.1).
const END_OF_HEADER: usize = 33;

fn size(text: &str) -> Option<(u32, u32)> {
    let (width, height) = text.split_once('x')?;
    Some((width.parse().ok()?, height.parse().ok()?))
}

/// A profile of the kind that fits a picture in colours, with zeros up to its end.
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

/// A chunk of a PNG, with its checksum.
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
