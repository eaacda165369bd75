//! Measures the compressed data of a PDF before it is read.
//!
//! hayro decompresses whole streams without a limit, also while it opens a file. A stream of 1 MB can have a content of 1 GB,
//! and one that is compressed twice can have 1 TB. So everything here that looks like a compressed stream is decompressed
//! first, a piece at a time, and only counted.
//!
//! Encrypted files can't be measured, so they are refused. So are the two rare compressions that aren't counted here.
//!
//! Images may have [`MAX_STREAM`] each, because hayro doesn't decode them for their text. A file that lies about its images can
//! still take that much memory for each font that it hides in one.

use std::io::Read;

use flate2::read::ZlibDecoder;
use memchr::memmem::{Finder, rfind};

use crate::error::DocumentError;

/// Largest stream, decompressed, in bytes: an image of an A3 page with 600 dpi.
const MAX_STREAM: u64 = 256 * 1024 * 1024;

/// Largest sum of all streams but images, which aren't decoded for their text, decompressed, in bytes.
const MAX_ALL: u64 = 512 * 1024 * 1024;

/// Maximum number of times that data may be compressed.
const MAX_TIMES: usize = 3;

/// Largest dictionary before a stream that is looked at, in bytes.
const DICTIONARY: usize = 4096;

/// Number of bytes before a short name in which `Filter` is searched for.
const FILTER_WITHIN: usize = 64;

/// Names of compressions that aren't counted.
const REFUSED: [&[u8]; 2] = [b"LZWDecode", b"RunLengthDecode"];

/// Short names of the same. They may have other meanings, so they count only after `Filter`.
const REFUSED_FILTERS: [&[u8]; 2] = [b"LZW", b"RL"];

/// Checks that a PDF isn't encrypted, and that its streams don't take too much memory.
pub(super) fn check(bytes: &[u8]) -> Result<(), DocumentError> {
    let mut is_refused = false;
    for at in memchr::memchr_iter(b'/', bytes) {
        let name = name(&bytes[at + 1..]);
        if name == b"Encrypt" {
            return Err(DocumentError::Encrypted);
        }
        is_refused |= REFUSED.contains(&name.as_slice())
            || REFUSED_FILTERS.contains(&name.as_slice())
                && rfind(&bytes[at.saturating_sub(FILTER_WITHIN)..at], b"Filter").is_some();
    }
    if is_refused {
        return Err(DocumentError::OldCompression);
    }
    let mut all = 0;
    let mut dictionary = 0;
    for at in Finder::new(b"stream").find_iter(bytes) {
        if bytes[..at].ends_with(b"end") {
            dictionary = at;
            continue;
        }
        let length = measure(data_after(bytes, at + b"stream".len()))?;
        if !is_image(&bytes[dictionary.max(at.saturating_sub(DICTIONARY))..at]) {
            all += length;
        }
        if all > MAX_ALL {
            return Err(DocumentError::TooComplex);
        }
    }
    Ok(())
}

/// Returns the name that begins after a slash, at most as long as those that matter, with its escapes decoded.
fn name(bytes: &[u8]) -> Vec<u8> {
    let mut name = Vec::new();
    let mut rest = bytes;
    while let [first, after @ ..] = rest
        && name.len() < 16
        && !first.is_ascii_whitespace()
        && !b"\0()<>[]{}/%".contains(first)
    {
        rest = after;
        let digit = |byte: u8| char::from(byte).to_digit(16);
        match after {
            [high, low, after @ ..] if *first == b'#' => {
                let (Some(high), Some(low)) = (digit(*high), digit(*low)) else {
                    break;
                };
                name.push((high * 16 + low) as u8);
                rest = after;
            }
            _ => name.push(*first),
        }
    }
    name
}

/// Returns the data of a stream: everything after the end of the keyword's line.
fn data_after(bytes: &[u8], at: usize) -> &[u8] {
    let rest = &bytes[at..];
    let rest = rest.strip_prefix(b"\r").unwrap_or(rest);
    rest.strip_prefix(b"\n").unwrap_or(rest)
}

/// Reports whether a dictionary is that of an image, and of nothing else.
fn is_image(dictionary: &[u8]) -> bool {
    let dictionary = rfind(dictionary, b" obj").map_or(dictionary, |at| &dictionary[at..]);
    let has = |word: &[u8]| memchr::memmem::find(dictionary, word).is_some();
    has(b"/Image") && !has(b"/ObjStm") && !has(b"/XRef")
}

/// Returns the size of data when it is decompressed, as often as it is compressed. Returns 0 for other data.
fn measure(data: &[u8]) -> Result<u64, DocumentError> {
    let decoded = from_ascii(data);
    let data = decoded.as_deref().unwrap_or(data);
    let mut sum = 0;
    for times in 0.. {
        let mut head = [0; 2];
        let is_zlib = decompressed(data, times).read_exact(&mut head).is_ok()
            && head[0] & 0x0f == 8
            && u16::from_be_bytes(head).is_multiple_of(31);
        if !is_zlib {
            break;
        }
        if times == MAX_TIMES {
            return Err(DocumentError::TooComplex);
        }
        sum += count(decompressed(data, times + 1))?;
    }
    Ok(sum)
}

/// Returns a reader of data that is decompressed so many times.
fn decompressed(data: &[u8], times: usize) -> Box<dyn Read + '_> {
    (0..times).fold(Box::new(data), |reader, _| {
        Box::new(ZlibDecoder::new(reader))
    })
}

/// Returns the number of bytes that can be read. Damaged data ends at the damage.
fn count(mut reader: impl Read) -> Result<u64, DocumentError> {
    let mut count = 0;
    let mut piece = vec![0; 64 * 1024];
    while let Ok(length @ 1..) = reader.read(&mut piece) {
        count += length as u64;
        if count > MAX_STREAM {
            return Err(DocumentError::TooComplex);
        }
    }
    Ok(count)
}

/// Decodes data that is written in ASCII: ASCII85 or hexadecimal digits. Returns `None` for other data.
fn from_ascii(data: &[u8]) -> Option<Vec<u8>> {
    let end = memchr::memchr(b'>', data)?;
    let text = || {
        data[..end]
            .iter()
            .filter(|byte| !byte.is_ascii_whitespace() && **byte != 0)
    };
    if data[..end].ends_with(b"~") {
        return from_ascii85(text());
    }
    let digits: Option<Vec<u8>> = text()
        .map(|byte| Some(char::from(*byte).to_digit(16)? as u8))
        .collect();
    Some(
        digits?
            .chunks(2)
            .map(|pair| pair[0] << 4 | pair.get(1).unwrap_or(&0))
            .collect(),
    )
}

fn from_ascii85<'a>(text: impl Iterator<Item = &'a u8>) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    let mut group = Vec::new();
    for byte in text {
        match byte {
            b'z' if group.is_empty() => out.extend([0; 4]),
            b'!'..=b'u' => group.push(u32::from(byte - b'!')),
            b'~' => break,
            _ => return None,
        }
        if group.len() == 5 {
            out.extend(group_of(&group));
            group.clear();
        }
    }
    if group.len() > 1 {
        let length = group.len() - 1;
        group.resize(5, 84);
        out.extend(&group_of(&group)[..length]);
    }
    Some(out)
}

/// Returns the bytes of five digits.
fn group_of(digits: &[u32]) -> [u8; 4] {
    let number = digits.iter().fold(0u32, |number, digit| {
        number.wrapping_mul(85).wrapping_add(*digit)
    });
    number.to_be_bytes()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::ZlibEncoder;

    use super::*;

    fn zlib(data: &[u8]) -> Vec<u8> {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(data).unwrap();
        encoder.finish().unwrap()
    }

    fn file(data: &[u8]) -> Vec<u8> {
        let begin = b"%PDF-1.7\n1 0 obj <</Filter/FlateDecode>> stream\r\n";
        [begin, data, b"\nendstream"].concat()
    }

    #[test]
    fn streams_are_measured() {
        let thousand = zlib(&[b' '; 1000]);
        let hex: String = thousand.iter().map(|byte| format!("{byte:02x}")).collect();
        for (data, expected) in [
            (thousand.clone(), 1000),
            (zlib(&thousand), 1000 + thousand.len() as u64),
            (thousand[..thousand.len() - 6].to_vec(), 0),
            (format!("{hex}>").into_bytes(), 1000),
            (b"0 g BT ET".to_vec(), 0),
            (Vec::new(), 0),
        ] {
            let found = measure(&data).unwrap();
            assert!(
                found == expected || expected == 0 && found < 1000,
                "{data:?}: {found}"
            );
        }
        assert_eq!(from_ascii(b"87cURD]i,\"Ebo80~>").unwrap(), b"Hello World!");
    }

    #[test]
    fn too_much_is_refused() {
        assert_eq!(check(&file(&zlib(b"BT ET"))), Ok(()));
        let mut bomb = zlib(&vec![b' '; MAX_STREAM as usize + 1]);
        assert_eq!(check(&file(&bomb)), Err(DocumentError::TooComplex));
        bomb = zlib(&bomb);
        assert_eq!(check(&file(&bomb)), Err(DocumentError::TooComplex));
        let nested = (0..5).fold(b"BT ET".to_vec(), |data, _| zlib(&data));
        assert_eq!(check(&file(&nested)), Err(DocumentError::TooComplex));
        for name in ["/Encrypt 1 0 R", "/#45ncrypt 1 0 R"] {
            assert_eq!(
                check(name.as_bytes()),
                Err(DocumentError::Encrypted),
                "{name}"
            );
        }
        for name in [
            "/Filter/LZWDecode",
            "/Filter [ /LZW ]",
            "/Run#4cengthDecode",
        ] {
            assert_eq!(
                check(name.as_bytes()),
                Err(DocumentError::OldCompression),
                "{name}"
            );
        }
        assert_eq!(check(b"/RL 5 0 R /Encryption"), Ok(()));
    }
}
