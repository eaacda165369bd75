//! Pictures as anybody might put them beside an article. They give an error at the figure, or variants that contain only
//! pixels and a colour profile.

use std::io::Cursor;

use image::{ImageDecoder, ImageFormat, ImageReader};
use sidelight_compiler::{Kind, Made, Memory, OutFile, read_with_pictures};

use super::report::check_report;

const ARTICLE: &str = "+++
headline = \"A harbour\"
standfirst = \"It is open.\"
language = \"en\"
published = 2012-06-13
as-of = 2012-06-13
byline = [{ name = \"A. Bee\" }]
+++
The harbour is open.

![Ships in a harbour](ships.png)
";

/// Larger pictures take longer than an input may. Another test checks that the largest are refused.
const MAX_PIXELS: u64 = 1 << 20;

/// The largest colour profile that is published, in bytes.
const MAX_PROFILE: usize = 1 << 20;

pub fn picture(input: &[u8]) {
    let size = ImageReader::new(Cursor::new(input))
        .with_guessed_format()
        .ok()
        .and_then(|reader| reader.into_dimensions().ok());
    if size.is_some_and(|(width, height)| u64::from(width) * u64::from(height) > MAX_PIXELS) {
        return;
    }
    let memory = Memory::default()
        .with("one", "article.md", ARTICLE)
        .with("one", "facts.toml", "")
        .with("one", "ships.png", input);
    let (read, report) = read_with_pictures(&memory, "one");
    check_report(&report);
    assert_eq!(read.is_some(), report.errors() == 0);
    let Some(read) = read else {
        for diagnostic in &report.diagnostics {
            assert!(
                matches!(
                    diagnostic.kind,
                    Kind::ImageFormat | Kind::ImageBroken | Kind::ImageTooLarge
                ),
                "{diagnostic:?}"
            );
            assert!(!diagnostic.range.is_empty(), "{diagnostic:?}");
        }
        return;
    };
    let Made { article, files, .. } = match read.make(&memory) {
        Ok(made) => made,
        Err(error) => panic!("{error:?}"),
    };
    article.check().unwrap();
    let variants = article.figures().flat_map(|figure| &figure.variants);
    let named: Vec<_> = variants
        .map(|variant| {
            (
                format!("one/{}", variant.src.as_str()),
                variant.width,
                variant.height,
            )
        })
        .collect();
    let written: Vec<_> = files.iter().map(check_file).collect();
    assert!(!named.is_empty());
    assert_eq!(named, written);
}

/// Checks a variant. Returns its path, width and height.
fn check_file(file: &OutFile) -> (String, u64, u64) {
    let path = file.path.clone();
    let reader = ImageReader::new(Cursor::new(&file.content))
        .with_guessed_format()
        .unwrap();
    let parts = match reader.format() {
        Some(ImageFormat::Jpeg) => segments(&file.content),
        Some(ImageFormat::Png) => chunks(&file.content),
        other => panic!("{path} is {other:?}"),
    };
    for part in parts {
        assert!(
            matches!(
                &*part,
                "IHDR" | "PLTE" | "tRNS" | "iCCP" | "IDAT" | "IEND" // PNG
                | "c0" | "c2" | "c4" | "da" | "db" | "dd" | "e0" | "e2" // JPEG
            ),
            "{path} has a part {part}"
        );
    }
    let mut decoder = reader.into_decoder().unwrap();
    let profile = decoder.icc_profile().unwrap().unwrap_or_default();
    assert!(profile.len() <= MAX_PROFILE, "{path}");
    assert_eq!(decoder.exif_metadata().unwrap(), None);
    let (width, height) = decoder.dimensions();
    let mut pixels = vec![0; usize::try_from(decoder.total_bytes()).unwrap()];
    decoder.read_image(&mut pixels).unwrap();
    (path, u64::from(width), u64::from(height))
}

/// Returns the types of a PNG's chunks (PNG specification, section 5.3).
fn chunks(png: &[u8]) -> Vec<String> {
    let mut types = Vec::new();
    let mut rest = &png[8..];
    while let Some((head, after)) = rest.split_at_checked(8) {
        let (length, kind) = head.split_at(4);
        let length = u32::from_be_bytes(length.try_into().unwrap()) as usize;
        types.push(String::from_utf8_lossy(kind).into_owned());
        rest = after.get(length + 4..).unwrap_or_default();
    }
    types
}

/// Returns the markers of a JPEG's segments up to its first scan, in hexadecimal (ITU T.81, section B.1.1).
fn segments(jpeg: &[u8]) -> Vec<String> {
    let mut markers = Vec::new();
    let mut rest = &jpeg[2..];
    while let [0xff, marker, high, low, ..] = rest {
        markers.push(format!("{marker:02x}"));
        if *marker == 0xda {
            break;
        }
        let length = usize::from(u16::from_be_bytes([*high, *low]));
        rest = rest.get(2 + length..).unwrap_or_default();
    }
    markers
}
