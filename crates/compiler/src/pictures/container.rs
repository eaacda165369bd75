//! Checks and reduces picture files before their pixels are decoded.
//!
//! *Invariant:* of a PNG, the decoder gets only the chunks that its pixels need, and an incomplete chunk at the end. The
//! pixels of a WebP are decoded only if no chunk is longer than the file. Profiles longer than [`MAX_PROFILE`] are never
//! inflated completely.

use std::io::Read;

use flate2::read::ZlibDecoder;

/// Largest colour profile that is kept, in bytes. Profiles of cameras and screens have a few kilobytes.
pub(super) const MAX_PROFILE: usize = 1024 * 1024;

/// Length of a PNG's signature, in bytes. The first chunk follows it.
const PNG_SIGNATURE: usize = 8;

/// Length of a PNG chunk without its data: length, name and checksum. In bytes.
const PNG_FRAME: usize = 12;

/// The chunks that the pixels of a PNG need: the critical ones, transparency and orientation (PNG 3rd edition, sections
/// 5.6, 11.3).
const PNG_KEPT: [&[u8; 4]; 6] = [b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"eXIf"];

/// Returns width and height from the header of a PNG, or `None` if it has no header.
pub(super) fn png_size(bytes: &[u8]) -> Option<(u32, u32)> {
    let (name, data) = png_chunks(bytes).next()?;
    let side = |at: usize| Some(u32::from_be_bytes(data.get(at..at + 4)?.try_into().ok()?));
    (name == b"IHDR").then_some((side(0)?, side(4)?))
}

/// Returns a PNG with only the chunks that its pixels need: without texts, colour profile and animation.
pub(super) fn png_pixels(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let (signature, mut rest) = bytes.split_at(PNG_SIGNATURE.min(bytes.len()));
    out.extend(signature);
    while let Some((name, _, chunk)) = png_chunk(rest) {
        if PNG_KEPT.contains(&name) {
            out.extend(chunk);
        }
        rest = &rest[chunk.len()..];
    }
    // An incomplete chunk is left to the decoder, which reports the error.
    out.extend(rest);
    out
}

/// Returns the colour profile of a PNG. Returns `None` if it has no profile, or if the profile is broken or longer than
/// [`MAX_PROFILE`].
pub(super) fn png_profile(bytes: &[u8]) -> Option<Vec<u8>> {
    let (_, data) = png_chunks(bytes).find(|(name, _)| *name == b"iCCP")?;
    // The data begins with a name of at most 79 bytes, a zero byte, and the compression method, which must be 0.
    let name = data.iter().take(80).position(|byte| *byte == 0)?;
    let compressed = data.get(name + 1..)?.strip_prefix(&[0])?;
    let mut profile = Vec::new();
    ZlibDecoder::new(compressed)
        .take(MAX_PROFILE as u64 + 1)
        .read_to_end(&mut profile)
        .ok()?;
    (profile.len() <= MAX_PROFILE).then_some(profile)
}

fn png_chunks(bytes: &[u8]) -> impl Iterator<Item = (&[u8; 4], &[u8])> {
    let mut rest = bytes.get(PNG_SIGNATURE..).unwrap_or_default();
    std::iter::from_fn(move || {
        let (name, data, chunk) = png_chunk(rest)?;
        rest = &rest[chunk.len()..];
        Some((name, data))
    })
}

/// Returns the first chunk: its name, its data, and the whole chunk. Returns `None` if the chunk is incomplete.
fn png_chunk(bytes: &[u8]) -> Option<(&[u8; 4], &[u8], &[u8])> {
    let length = u32::from_be_bytes(*bytes.first_chunk()?);
    let chunk = bytes.get(..usize::try_from(length).ok()?.checked_add(PNG_FRAME)?)?;
    let name = chunk.get(4..)?.first_chunk()?;
    Some((name, chunk.get(8..chunk.len() - 4)?, chunk))
}

/// Errors of a WebP that are found before it is decoded.
#[derive(Debug, PartialEq)]
pub(super) enum BadWebp {
    /// A chunk claims to be longer than the file.
    CutShort,
    /// A frame is larger than the picture that it is part of.
    Frame,
}

/// Checks that a WebP's chunks are within the file, and that its frames are no larger than `size` (WebP container
/// specification).
pub(super) fn check_webp(bytes: &[u8], size: (u32, u32)) -> Result<(), BadWebp> {
    let mut parts = vec![bytes.get(12..).unwrap_or_default()];
    while let Some(mut rest) = parts.pop() {
        while let Some((head, data)) = rest.split_at_checked(8) {
            let length = u32::from_le_bytes([head[4], head[5], head[6], head[7]]) as usize;
            let Some((chunk, after)) = data.split_at_checked(length) else {
                return Err(BadWebp::CutShort);
            };
            match &head[..4] {
                // The chunks of a frame follow its position, size and duration.
                b"ANMF" => parts.push(chunk.get(16..).unwrap_or_default()),
                b"VP8 " if vp8_size(chunk).is_some_and(|of| of.0 > size.0 || of.1 > size.1) => {
                    return Err(BadWebp::Frame);
                }
                b"VP8L" if vp8l_size(chunk).is_some_and(|of| of.0 > size.0 || of.1 > size.1) => {
                    return Err(BadWebp::Frame);
                }
                _ => {}
            }
            // Chunks begin at even offsets.
            rest = after.get(length % 2..).unwrap_or_default();
        }
    }
    Ok(())
}

/// Returns the size in the header of a lossy frame (RFC 6386, section 9.1).
fn vp8_size(frame: &[u8]) -> Option<(u32, u32)> {
    let side = |at: usize| {
        let side = u16::from_le_bytes(frame.get(at..at + 2)?.try_into().ok()?);
        Some(u32::from(side & 0x3fff))
    };
    Some((side(6)?, side(8)?))
}

/// Returns the size in the header of a lossless frame (WebP lossless bitstream specification, section 3).
fn vp8l_size(frame: &[u8]) -> Option<(u32, u32)> {
    let bits = u32::from_le_bytes(frame.get(1..5)?.try_into().ok()?);
    Some(((bits & 0x3fff) + 1, (bits >> 14 & 0x3fff) + 1))
}
