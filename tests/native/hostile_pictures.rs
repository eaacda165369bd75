//! Picture files that ask for excessive memory, or that carry private data. They are made here, chunk by chunk.

use std::fs;
use std::io::Write;

use flate2::write::ZlibEncoder;
use flate2::{Compression, Crc};
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::codecs::webp::WebPEncoder;
use image::{DynamicImage, ImageDecoder, ImageEncoder, ImageReader, Rgb, RgbImage};
use sidelight_compiler::{Kind, OutFile};

use crate::command::{put, sidelight};
use crate::files::{ARTICLE, FACTS};
use crate::pictures::{compiled, jpeg, photograph, png, report};

const MEGABYTE: usize = 1024 * 1024;

/// Returns a colour profile of this size in bytes. Only its colour space (RGB) is filled in.
fn profile(size: usize) -> Vec<u8> {
    let mut profile = vec![0; size];
    profile[16..20].copy_from_slice(b"RGB ");
    profile
}

fn deflated(data: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(data).unwrap();
    encoder.finish().unwrap()
}

fn png_chunk(name: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let mut crc = Crc::new();
    crc.update(name);
    crc.update(data);
    let length = u32::try_from(data.len()).unwrap().to_be_bytes();
    [&length[..], name, data, &crc.sum().to_be_bytes()].concat()
}

/// Returns a PNG with these chunks inserted after its header.
fn png_with(pixels: &DynamicImage, chunks: &[Vec<u8>]) -> Vec<u8> {
    let png = png(pixels);
    // The signature has 8 bytes, the header 25.
    let (header, rest) = png.split_at(33);
    [header, &chunks.concat(), rest].concat()
}

fn iccp(profile: &[u8]) -> Vec<u8> {
    png_chunk(
        b"iCCP",
        &[b"name\0\0", deflated(profile).as_slice()].concat(),
    )
}

/// Returns a JPEG with these segments inserted at its beginning.
fn jpeg_with(marker: u8, segments: &[Vec<u8>]) -> Vec<u8> {
    let jpeg = jpeg(&photograph(600, 300), None);
    let (begin, rest) = jpeg.split_at(2);
    let mut out = begin.to_vec();
    for segment in segments {
        let length = u16::try_from(segment.len() + 2).unwrap();
        out.extend([0xff, marker]);
        out.extend(length.to_be_bytes());
        out.extend(segment);
    }
    out.extend(rest);
    out
}

/// Splits a colour profile into as many segments as it needs.
fn app2(profile: &[u8]) -> Vec<Vec<u8>> {
    let parts: Vec<&[u8]> = profile.chunks(65_000).collect();
    let count = u8::try_from(parts.len()).unwrap();
    parts
        .iter()
        .zip(1u8..)
        .map(|(part, number)| [b"ICC_PROFILE\0", &[number, count][..], part].concat())
        .collect()
}

fn webp_chunk(name: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let length = u32::try_from(data.len()).unwrap().to_le_bytes();
    let padding = &[0][..data.len() % 2];
    [name, &length[..], data, padding].concat()
}

/// Returns a WebP of these chunks. Its header has these flags and claims to be a square of this size.
fn webp(flags: u8, size: u32, chunks: &[Vec<u8>]) -> Vec<u8> {
    let side = &(size - 1).to_le_bytes()[..3];
    let head = webp_chunk(b"VP8X", &[&[flags, 0, 0, 0], side, side].concat());
    let body = [b"WEBP", head.as_slice(), &chunks.concat()].concat();
    webp_chunk(b"RIFF", &body)
}

/// Returns the chunk with the losslessly encoded pixels of a WebP.
fn vp8l(pixels: &RgbImage) -> Vec<u8> {
    let mut file = Vec::new();
    pixels
        .write_with_encoder(WebPEncoder::new_lossless(&mut file))
        .unwrap();
    file.split_off(12)
}

fn profile_of(file: &OutFile) -> Option<Vec<u8>> {
    let reader = ImageReader::new(std::io::Cursor::new(&file.content));
    let mut decoder = reader
        .with_guessed_format()
        .unwrap()
        .into_decoder()
        .unwrap();
    decoder.icc_profile().unwrap()
}

/// Returns pictures with this colour profile, one for each format that is read and written.
fn with_profile(profile: &[u8]) -> Vec<Vec<u8>> {
    let photograph = photograph(600, 300);
    let drawing = RgbImage::from_fn(300, 40, |x, _| {
        Rgb(if x % 10 < 5 { [255; 3] } else { [200, 0, 0] })
    });
    vec![
        png_with(&DynamicImage::from(drawing), &[iccp(profile)]),
        png_with(&DynamicImage::from(photograph.clone()), &[iccp(profile)]),
        jpeg_with(0xe2, &app2(profile)),
        webp(
            0x20,
            600,
            &[webp_chunk(b"ICCP", profile), vp8l(&RgbImage::new(600, 600))],
        ),
    ]
}

#[test]
fn a_profile_is_kept_unless_it_is_too_long() {
    for (size, is_kept) in [
        (3_000, true),
        (MEGABYTE, true),
        (MEGABYTE + 1, false),
        (8 * MEGABYTE, false),
    ] {
        let profile = profile(size);
        for (number, picture) in with_profile(&profile).into_iter().enumerate() {
            let (_, files) = compiled("![A crowd](a.jpg)", &[("a.jpg", picture)]);
            assert!(!files.is_empty());
            for file in files {
                let kept = profile_of(&file);
                assert_eq!(kept.is_some(), is_kept, "{number}, {size}");
                assert!(kept.is_none_or(|kept| kept == profile));
            }
        }
    }
}

#[test]
fn a_broken_profile_is_left_out() {
    let drawing = DynamicImage::new_rgb8(300, 40);
    for data in [
        &b""[..],
        b"name",
        b"name\0",
        b"name\0\x01abc",
        b"name\0\0no zlib stream",
        &[b'n'; 200],
    ] {
        let picture = png_with(&drawing, &[png_chunk(b"iCCP", data)]);
        let (_, files) = compiled("![A crowd](a.jpg)", &[("a.jpg", picture)]);
        assert!(
            files.iter().all(|file| profile_of(file).is_none()),
            "{data:?}"
        );
    }
}

/// Programs and cameras store metadata beside the pixels, which may be private.
#[test]
fn nothing_beside_the_pixels_is_published() {
    let secret = b"GPS 43.34 52.86 secret ".repeat(4_000);
    let exif = [
        b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0",
        secret.as_slice(),
    ]
    .concat();
    let frame = |number: u32| {
        let mut control = number.to_be_bytes().to_vec();
        for value in [300u32, 40, 0, 0] {
            control.extend(value.to_be_bytes());
        }
        control.extend([0, 1, 0, 10, 0, 0]);
        control
    };
    let animation = [&2u32.to_be_bytes()[..], &0u32.to_be_bytes()].concat();
    let chunks = [
        png_chunk(b"eXIf", &exif),
        png_chunk(b"tEXt", &[b"Comment\0", secret.as_slice()].concat()),
        png_chunk(
            b"zTXt",
            &[b"Comment\0\0", deflated(&secret).as_slice()].concat(),
        ),
        png_chunk(
            b"zTXt",
            &[b"Bomb\0\0", deflated(&vec![b'a'; 8 * MEGABYTE]).as_slice()].concat(),
        ),
        png_chunk(
            b"iTXt",
            &[
                b"XML:com.adobe.xmp\0\x01\0\0\0",
                deflated(&secret).as_slice(),
            ]
            .concat(),
        ),
        png_chunk(b"teSt", &secret),
        png_chunk(b"acTL", &animation),
        png_chunk(b"fcTL", &frame(0)),
        png_chunk(b"fcTL", &frame(1)),
    ];
    let still = DynamicImage::from(RgbImage::from_fn(300, 40, |x, _| {
        Rgb([(x / 100) as u8, 0, 0])
    }));
    let xmp = [b"http://ns.adobe.com/xap/1.0/\0", &secret[..60_000]].concat();
    let pictures = [
        png_with(&still, &chunks),
        jpeg_with(0xe1, &[[b"Exif\0\0", &exif[..60_000]].concat(), xmp]),
        jpeg_with(0xed, &[[b"Photoshop 3.0\0", &secret[..60_000]].concat()]),
        jpeg_with(0xfe, &[secret[..60_000].to_vec()]),
        webp(
            0x0c,
            300,
            &[
                vp8l(&RgbImage::new(300, 300)),
                webp_chunk(b"EXIF", &exif),
                webp_chunk(b"XMP ", &secret),
                webp_chunk(b"TEST", &secret),
            ],
        ),
    ];
    for (number, picture) in pictures.into_iter().enumerate() {
        let (_, files) = compiled("![A crowd](a.jpg)", &[("a.jpg", picture)]);
        assert!(!files.is_empty());
        for file in files {
            for left_out in [
                &b"secret"[..],
                b"43.34",
                b"Exif",
                b"eXIf",
                b"zTXt",
                b"iTXt",
                b"tEXt",
                b"acTL",
                b"teSt",
            ] {
                let has = file
                    .content
                    .windows(left_out.len())
                    .any(|part| part == left_out);
                assert!(!has, "{number}: {}", String::from_utf8_lossy(left_out));
            }
            assert!(
                file.content.len() < 50_000,
                "{number}: {}",
                file.content.len()
            );
        }
    }
}

#[test]
fn a_picture_turned_in_its_metadata_is_upright() {
    let exif = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0";
    let pixels = DynamicImage::from(photograph(600, 300));
    let picture = png_with(&pixels, &[png_chunk(b"eXIf", exif)]);
    let (article, _) = compiled("![A crowd](a.jpg)", &[("a.jpg", picture)]);
    let variant = &article.figures().next().unwrap().variants[0];
    assert_eq!((variant.width, variant.height), (300, 600));
}

/// Returns a PNG whose header claims this size.
fn png_of(width: u32, height: u32) -> Vec<u8> {
    let mut picture = png(&DynamicImage::new_rgba8(1, 1));
    let header = [
        &width.to_be_bytes()[..],
        &height.to_be_bytes(),
        &[8, 6, 0, 0, 0],
    ]
    .concat();
    picture.splice(8..33, png_chunk(b"IHDR", &header));
    picture
}

/// Returns a lossy WebP frame whose header claims this size.
fn vp8_of(width: u16, height: u16) -> Vec<u8> {
    let mut frame = vec![0x10, 0, 0, 0x9d, 0x01, 0x2a];
    frame.extend(width.to_le_bytes());
    frame.extend(height.to_le_bytes());
    frame.extend([0; 64]);
    webp_chunk(b"VP8 ", &frame)
}

/// Returns a lossless WebP frame whose header claims this size.
fn vp8l_of(width: u32, height: u32) -> Vec<u8> {
    let bits = (width - 1) | (height - 1) << 14;
    let frame = [&[0x2f], &bits.to_le_bytes()[..], &[0; 64]].concat();
    webp_chunk(b"VP8L", &frame)
}

#[test]
fn what_says_that_it_is_larger_than_it_is_takes_no_memory() {
    let frame = |chunk: Vec<u8>| {
        let side = [9, 0, 0];
        let head = [&[0; 6][..], &side, &side, &[0; 4]].concat();
        webp_chunk(b"ANMF", &[head, chunk].concat())
    };
    let animation = || webp_chunk(b"ANIM", &[0; 6]);
    let claims = |name: &[u8; 4]| [name, &u32::MAX.to_le_bytes()[..], &[0; 100]].concat();
    for (picture, kind) in [
        (png_of(100_000, 100_000), Kind::ImageTooLarge),
        (png_of(i32::MAX as u32, 1), Kind::ImageTooLarge),
        (png_of(1, i32::MAX as u32), Kind::ImageTooLarge),
        (png_of(6_000, 6_000), Kind::ImageBroken),
        (webp(0, 10, &[vp8_of(16_383, 16_383)]), Kind::ImageBroken),
        (webp(0, 10, &[vp8l_of(16_384, 16_384)]), Kind::ImageBroken),
        (
            webp(2, 10, &[animation(), frame(vp8_of(16_383, 16_383))]),
            Kind::ImageBroken,
        ),
        (webp(0, 10_000, &[vp8_of(1, 1)]), Kind::ImageTooLarge),
        (
            webp(0x20, 10, &[vp8_of(10, 10), claims(b"ICCP")]),
            Kind::ImageBroken,
        ),
        (
            webp(0x08, 10, &[vp8_of(10, 10), claims(b"EXIF")]),
            Kind::ImageBroken,
        ),
    ] {
        let size = picture.len();
        let report = report(picture);
        let kinds: Vec<Kind> = report
            .diagnostics
            .iter()
            .map(|diagnostic| diagnostic.kind)
            .collect();
        assert_eq!(kinds, [kind], "{size}: {}", report.render(false));
    }
}

#[test]
fn what_is_cut_short_anywhere_is_refused_or_whole() {
    let mut with_profile = Vec::new();
    let mut encoder = JpegEncoder::new(&mut with_profile);
    encoder.set_icc_profile(profile(3_000)).unwrap();
    photograph(64, 64).write_with_encoder(encoder).unwrap();
    let mut drawing = Vec::new();
    let mut encoder = PngEncoder::new(&mut drawing);
    encoder.set_icc_profile(profile(3_000)).unwrap();
    photograph(64, 64).write_with_encoder(encoder).unwrap();
    let chunks = [
        webp_chunk(b"ICCP", &profile(3_000)),
        vp8l(&photograph(64, 64)),
    ];
    for picture in [with_profile, drawing, webp(0x20, 64, &chunks)] {
        for part in 0..40 {
            let cut = picture[..picture.len() * part / 40].to_vec();
            let report = report(cut);
            let kinds: Vec<Kind> = report
                .diagnostics
                .iter()
                .map(|diagnostic| diagnostic.kind)
                .collect();
            assert!(
                matches!(kinds.as_slice(), [Kind::ImageBroken | Kind::ImageFormat]),
                "{part}: {}",
                report.render(false)
            );
        }
    }
}

#[test]
fn a_jpeg_that_its_decoder_panics_on_is_an_error_of_the_picture() {
    let folder = tempfile::tempdir().unwrap();
    let article = ARTICLE.replace("::box", "![A crowd in a square](crowd.jpg)\n\n::box");
    put(folder.path(), "one", &article, FACTS);
    let jpeg = include_bytes!("../fuzz/seeds/picture/jpeg-with-short-block-row");
    fs::write(folder.path().join("one/crowd.jpg"), jpeg).unwrap();
    let output = sidelight(&["check", folder.path().to_str().unwrap()])
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("its data is inconsistent"), "{said}");
    assert!(!said.contains("panicked"), "{said}");
}
