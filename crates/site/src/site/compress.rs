//! Compressed forms of files: brotli and gzip for text and wasm, made once at build time instead of at each request.

use std::io::{self, Write};

use brotli::enc::BrotliEncoderParams;
use flate2::Compression as GzipLevel;
use flate2::write::GzEncoder;

/// The compression effort for pages. Shared files are few and written once, so they always get the best compression,
/// except with `None`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Compression {
    /// No compression, for hosts that compress by themselves.
    None,
    /// Good compression at little cost.
    #[default]
    Fast,
    /// The best compression, at some hundred times the time.
    Best,
}

/// The use of a file, which determines its compression effort.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Use {
    /// Written once and kept.
    Shared,
    /// Written again after each change.
    Page,
}

/// The endings of compressed files. They follow the ending of the file itself.
pub(super) const ENDINGS: [&str; 2] = [".br", ".gz"];

/// Smaller files, in bytes, aren't compressed: with its headers an answer takes one packet either way.
const SMALLEST: usize = 1000;

/// The endings of files that are compressed. Pictures are compressed already.
const COMPRESSED: [&str; 9] = [
    "css", "html", "js", "json", "jsonld", "svg", "txt", "wasm", "xml",
];

/// Returns a file's compressed forms, each with its ending. Returns an empty list if the file is too small, is of
/// another kind or if compression is off. Leaves out forms that aren't smaller than the file.
///
/// # Errors
/// Returns the error of the compression libraries. No case is known, since everything is in memory.
pub(super) fn compressed(
    path: &str,
    content: &[u8],
    compression: Compression,
    used: Use,
) -> io::Result<Vec<(&'static str, Vec<u8>)>> {
    let is_one = path
        .rsplit_once('.')
        .is_some_and(|(_, ending)| COMPRESSED.contains(&ending));
    let (quality, level) = match (compression, used) {
        (Compression::None, _) => return Ok(Vec::new()),
        (Compression::Best, _) | (_, Use::Shared) => (11, GzipLevel::best()),
        // From brotli's level 4 to 5 a page shrinks by 8 % in the same time; level 6 gains hardly anything. gzip's
        // level 9 takes two and a half times as long as its level 5, for 1 %.
        (Compression::Fast, Use::Page) => (5, GzipLevel::new(5)),
    };
    if !is_one || content.len() < SMALLEST {
        return Ok(Vec::new());
    }
    let [br, gz] = ENDINGS;
    let forms = [(br, brotli(content, quality)?), (gz, gzip(content, level)?)];
    Ok(forms
        .into_iter()
        .filter(|(_, form)| form.len() < content.len())
        .collect())
}

fn brotli(content: &[u8], quality: i32) -> io::Result<Vec<u8>> {
    // The window holds the whole content. A larger one only costs memory, here and in the browser.
    let window = usize::BITS - content.len().leading_zeros();
    let parameters = BrotliEncoderParams {
        quality,
        lgwin: window.clamp(16, 22) as i32,
        size_hint: content.len(),
        ..BrotliEncoderParams::default()
    };
    let mut form = Vec::new();
    brotli::BrotliCompress(&mut &*content, &mut form, &parameters)?;
    Ok(form)
}

fn gzip(content: &[u8], level: GzipLevel) -> io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), level);
    encoder.write_all(content)?;
    encoder.finish()
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    #[test]
    fn compressed_forms_are_the_same_content_and_smaller() {
        let text = "Fourteen people died in Janaozen. ".repeat(100);
        for compression in [Compression::Fast, Compression::Best] {
            for used in [Use::Shared, Use::Page] {
                let forms = compressed("a/index.html", text.as_bytes(), compression, used).unwrap();
                let endings: Vec<&str> = forms.iter().map(|(ending, _)| *ending).collect();
                assert_eq!(endings, ENDINGS);
                let mut back = Vec::new();
                brotli::Decompressor::new(&*forms[0].1, 4096)
                    .read_to_end(&mut back)
                    .unwrap();
                assert_eq!(back, text.as_bytes());
                back.clear();
                flate2::read::GzDecoder::new(&*forms[1].1)
                    .read_to_end(&mut back)
                    .unwrap();
                assert_eq!(back, text.as_bytes());
                assert!(forms.iter().all(|(_, form)| form.len() < 200));
            }
        }
    }

    #[test]
    fn what_does_not_gain_is_left_alone() {
        let text = "x".repeat(5000);
        let noise: Vec<u8> = (0..5000u32)
            .map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8)
            .collect();
        for (path, content, compression) in [
            ("a.png", text.as_bytes(), Compression::Best),
            ("none", text.as_bytes(), Compression::Best),
            ("a.html", &text.as_bytes()[..999], Compression::Best),
            ("a.html", text.as_bytes(), Compression::None),
        ] {
            let forms = compressed(path, content, compression, Use::Shared).unwrap();
            assert!(forms.is_empty(), "{path}");
        }
        for (ending, form) in compressed("a.txt", &noise, Compression::Fast, Use::Page).unwrap() {
            assert!(form.len() < noise.len(), "{ending}");
        }
    }
}
