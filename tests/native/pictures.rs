//! Pictures in articles: the generated files, and the diagnostics for pictures that can't be used.

use std::collections::BTreeSet;
use std::fs;
use std::io::Cursor;
use std::rc::Rc;

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{DynamicImage, ImageEncoder, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};
use scraper::{Html, Selector};
use serde_json::{Value, json};
use sidelight_compiler::{
    BaseUrl, Folder, Kind, Memory, OutFile, Report, SiteInfo, read, read_with_pictures,
};
use sidelight_model::{Article, Figure};
use sidelight_site::{Place, metadata, render};

use crate::files::{ARTICLE, FACTS};
use crate::site;

/// Returns a picture with many colours: red increases to the right, green downwards.
pub(crate) fn photograph(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| {
        Rgb([(x * 255 / width) as u8, (y * 255 / height) as u8, 40])
    })
}

pub(crate) fn jpeg(pixels: &RgbImage, exif: Option<&[u8]>) -> Vec<u8> {
    let mut out = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut out, 90);
    if let Some(exif) = exif {
        encoder.set_exif_metadata(exif.to_vec()).unwrap();
    }
    pixels.write_with_encoder(encoder).unwrap();
    out
}

pub(crate) fn png(pixels: &DynamicImage) -> Vec<u8> {
    let mut out = Vec::new();
    pixels
        .write_with_encoder(PngEncoder::new(&mut out))
        .unwrap();
    out
}

/// Returns metadata that rotates a picture by 90° clockwise, and private data.
fn exif() -> Vec<u8> {
    let mut exif = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0".to_vec();
    exif.extend(b"GPS 43.34 52.86");
    exif
}

/// Returns an article with this text, and these files in its folder.
fn sources(text: &str, files: &[(&str, Vec<u8>)]) -> Memory {
    files.iter().fold(
        Memory::default()
            .with("one", "article.md", format!("{ARTICLE}\n{text}\n"))
            .with("one", "facts.toml", FACTS),
        |sources, (name, bytes)| sources.with("one", name, bytes.clone()),
    )
}

pub(crate) fn compiled(text: &str, files: &[(&str, Vec<u8>)]) -> (Article, Vec<OutFile>) {
    let sources = sources(text, files);
    let (read, report) = read_with_pictures(&sources, "one");
    let read = read.unwrap_or_else(|| panic!("{}", report.render(false)));
    let made = read.make(&sources).unwrap();
    (made.article, made.files)
}

fn figures(article: &Article) -> Vec<&Figure> {
    article.figures().collect()
}

/// Checks that the files are those that the figures name, in the stated sizes.
fn check_files(article: &Article, files: &[OutFile], format: ImageFormat) {
    let named: Vec<_> = figures(article)
        .into_iter()
        .flat_map(|figure| &figure.variants)
        .collect();
    assert_eq!(named.len(), files.len());
    for variant in named {
        let path = format!("one/{}", variant.src.as_str());
        let file = files.iter().find(|file| file.path == path).unwrap();
        assert_eq!(image::guess_format(&file.content).unwrap(), format);
        let pixels = image::load_from_memory(&file.content).unwrap();
        assert_eq!(
            (u64::from(pixels.width()), u64::from(pixels.height())),
            (variant.width, variant.height)
        );
    }
}

fn widths(article: &Article) -> Vec<u64> {
    figures(article)[0]
        .variants
        .iter()
        .map(|variant| variant.width)
        .collect()
}

#[test]
fn a_photograph_is_made_in_several_sizes() {
    let bytes = jpeg(&photograph(1800, 360), None);
    let text = "![A crowd in a square](crowd.jpg \"Photo: A. Bee\")\nPeople *gather*, [it says](https://example.org).";
    let (article, files) = compiled(text, &[("crowd.jpg", bytes)]);
    assert_eq!(widths(&article), [480, 960, 1600]);
    check_files(&article, &files, ImageFormat::Jpeg);
    let figure = figures(&article)[0];
    assert_eq!(figure.alt, "A crowd in a square");
    assert_eq!(figure.credit.as_deref(), Some("Photo: A. Bee"));
    assert_eq!(
        sidelight_model::plain_text(&figure.caption),
        "People gather, it says."
    );
    // Scaling keeps the content of the picture.
    let small = image::load_from_memory(&files[0].content)
        .unwrap()
        .to_rgb8();
    assert!(small.get_pixel(470, 50).0[0] > 200 && small.get_pixel(10, 50).0[0] < 50);
    let json = article.to_json().unwrap();
    assert_eq!(Article::from_json(&json), Ok(article));
}

#[test]
fn no_picture_is_made_wider_than_it_is() {
    for (width, expected) in [
        (300, &[300][..]),
        (480, &[480]),
        (961, &[480, 960, 961]),
        (1600, &[480, 960, 1600]),
    ] {
        let (article, files) = compiled(
            "![A crowd](a.jpg)",
            &[("a.jpg", jpeg(&photograph(width, 100), None))],
        );
        assert_eq!(widths(&article), expected);
        check_files(&article, &files, ImageFormat::Jpeg);
    }
}

#[test]
fn what_a_camera_wrote_is_heeded_and_left_out() {
    let bytes = jpeg(&photograph(600, 300), Some(&exif()));
    assert!(bytes.windows(3).any(|part| part == b"GPS"));
    let (article, files) = compiled("![A crowd](a.jpg)", &[("a.jpg", bytes)]);
    check_files(&article, &files, ImageFormat::Jpeg);
    let figure = &figures(&article)[0].variants[0];
    assert_eq!((figure.width, figure.height), (300, 600), "upright");
    let pixels = image::load_from_memory(&files[0].content)
        .unwrap()
        .to_rgb8();
    // The bottom left corner has become the top left corner.
    assert!(
        pixels.get_pixel(10, 10).0[1] > 200,
        "{:?}",
        pixels.get_pixel(10, 10)
    );
    for file in files {
        for left_out in [&b"GPS"[..], b"Exif", b"43.34"] {
            assert!(
                !file
                    .content
                    .windows(left_out.len())
                    .any(|part| part == left_out)
            );
        }
    }
}

#[test]
fn drawings_stay_png_and_photographs_become_jpeg() {
    let drawing = DynamicImage::from(RgbImage::from_fn(1000, 50, |x, _| {
        Rgb(if x % 100 < 50 { [255; 3] } else { [200, 0, 0] })
    }));
    let with_alpha = DynamicImage::from(RgbaImage::from_fn(500, 50, |x, y| {
        Rgba([x as u8, y as u8, (x / 2) as u8, (x % 256) as u8])
    }));
    let mut webp = Vec::new();
    let photograph = DynamicImage::from(photograph(500, 300));
    photograph
        .write_to(&mut Cursor::new(&mut webp), ImageFormat::WebP)
        .unwrap();
    for (bytes, format) in [
        (png(&drawing), ImageFormat::Png),
        (png(&with_alpha), ImageFormat::Png),
        (png(&photograph), ImageFormat::Jpeg),
        (webp, ImageFormat::Jpeg),
    ] {
        // The file's name doesn't matter.
        let (article, files) = compiled("![A chart](chart.bin)", &[("chart.bin", bytes)]);
        check_files(&article, &files, format);
    }
}

#[test]
fn a_drawing_made_smaller_stays_small() {
    let colours = [[250, 248, 240], [20, 20, 24], [180, 30, 30], [30, 90, 160]];
    let drawing = RgbImage::from_fn(1200, 800, |x, y| {
        // Rings around several centres, on ruled paper.
        let ring = [(300, 300, 1), (800, 500, 2), (950, 200, 3)]
            .into_iter()
            .find(|&(left, top, _)| {
                let far = f64::from(x) - f64::from(left);
                let down = f64::from(y) - f64::from(top);
                (far.hypot(down) as u32) % 40 < 3 && far.hypot(down) < 260.0
            });
        Rgb(match ring {
            Some((.., colour)) => colours[colour],
            None if y % 50 == 0 => colours[1],
            None => colours[0],
        })
    });
    let file = |compression| {
        let mut out = Vec::new();
        let encoder = PngEncoder::new_with_quality(&mut out, compression, FilterType::Adaptive);
        drawing.write_with_encoder(encoder).unwrap();
        out
    };
    // Some programs write uncompressed files like the larger one.
    let (small, large) = (
        file(CompressionType::Best),
        file(CompressionType::Uncompressed),
    );
    assert!(small.len() < 64 * 1024, "{}", small.len());
    for bytes in [small, large] {
        let (article, files) = compiled("![A chart](chart.png)", &[("chart.png", bytes)]);
        check_files(&article, &files, ImageFormat::Png);
        // Because of its lines, narrower versions would be larger files.
        assert_eq!(widths(&article), [1200]);
        for file in &files {
            assert!(file.content.len() < 64 * 1024, "{}", file.path);
            let pixels = image::load_from_memory(&file.content).unwrap().to_rgb8();
            let ground = pixels.pixels().filter(|pixel| pixel.0 == colours[0]);
            assert!(ground.count() > pixels.pixels().len() / 2);
            let found: BTreeSet<_> = pixels.pixels().map(|pixel| pixel.0).collect();
            assert!(found.len() <= 256 && found.contains(&colours[0]));
        }
    }
}

/// A narrower picture can be a larger file: here scaling gives every line another mixture of colours.
#[test]
fn what_is_no_smaller_for_being_narrower_is_not_made() {
    let drawing = RgbImage::from_fn(1600, 1200, |x, y| {
        let shade = ((x + 3 * y) % 7 * 36) as u8;
        Rgb([shade, shade, 200])
    });
    let mut bytes = Vec::new();
    PngEncoder::new_with_quality(
        &mut bytes,
        CompressionType::Uncompressed,
        FilterType::NoFilter,
    )
    .write_image(&drawing, 1600, 1200, image::ExtendedColorType::Rgb8)
    .unwrap();
    let (article, files) = compiled("![A pattern](a.png)", &[("a.png", bytes)]);
    check_files(&article, &files, ImageFormat::Png);
    assert!(widths(&article).len() < 4, "{:?}", widths(&article));
    assert_eq!(widths(&article).last(), Some(&1600));
    let sizes: Vec<usize> = files.iter().map(|file| file.content.len()).collect();
    assert!(sizes.windows(2).all(|pair| pair[0] < pair[1]), "{sizes:?}");
}

#[test]
fn another_picture_has_another_name() {
    let src = |colour: u8| {
        let pixels = RgbImage::from_pixel(20, 20, Rgb([colour, 0, 0]));
        let (article, _) = compiled(
            "![A crowd](Große Menge.jpg)"
                .replace("Große Menge.jpg", "<Große Menge.jpg>")
                .as_str(),
            &[("Große Menge.jpg", jpeg(&pixels, None))],
        );
        figures(&article)[0].variants[0].src.as_str().to_owned()
    };
    assert_eq!(src(0), src(0));
    assert_ne!(src(0), src(255));
    assert!(
        src(0).starts_with("gro-e-menge-") && src(0).ends_with("-20.jpg"),
        "{}",
        src(0)
    );
}

#[test]
fn a_picture_used_twice_is_published_once() {
    let bytes = jpeg(&photograph(100, 100), None);
    let (article, files) = compiled(
        "![A](a.jpg)\n\n![B](a.jpg)\n\nText.\n\n![C](b.jpg)",
        &[("a.jpg", bytes.clone()), ("b.jpg", bytes)],
    );
    assert_eq!(files.len(), 2);
    let alts: Vec<&str> = figures(&article)
        .iter()
        .map(|figure| figure.alt.as_str())
        .collect();
    assert_eq!(alts, ["A", "B", "C"]);
}

#[test]
fn a_page_shows_pictures_with_their_sizes() {
    let (article, _) = compiled(
        "![“A” \\<crowd> & more](a.jpg \"© A. Bee\")\nWhat *happened*.\n\n![Another](b.jpg)",
        &[
            ("a.jpg", jpeg(&photograph(1700, 170), None)),
            ("b.jpg", jpeg(&photograph(100, 50), None)),
        ],
    );
    let mut article = article;
    article.place_files("one/article.json");
    let html = render(&Rc::new(article)).unwrap();
    let page = Html::parse_document(&html);
    let found: Vec<_> = page
        .select(&Selector::parse(".prose > .figure > img").unwrap())
        .collect();
    let [first, second] = found.as_slice() else {
        panic!("{html}");
    };
    assert_eq!(first.attr("alt"), Some("“A” <crowd> & more"));
    assert_eq!(
        (first.attr("width"), first.attr("height")),
        (Some("960"), Some("96"))
    );
    assert_eq!(
        (first.attr("loading"), second.attr("loading")),
        (None, Some("lazy"))
    );
    assert_eq!(second.attr("decoding"), Some("async"));
    assert!(first.attr("sizes").is_some());
    let srcset: Vec<_> = first.attr("srcset").unwrap().split(", ").collect();
    assert_eq!(srcset.len(), 3);
    assert!(
        srcset[2].starts_with("one/a-") && srcset[2].ends_with("-1600.jpg 1600w"),
        "{srcset:?}"
    );
    assert!(first.attr("src").unwrap().ends_with("-960.jpg"));
    let captions: Vec<String> = page
        .select(&Selector::parse("figcaption").unwrap())
        .map(|caption| caption.text().collect())
        .collect();
    assert_eq!(captions, ["What happened. © A. Bee"]);
}

#[test]
fn pictures_lie_beside_their_package() {
    let (article, _) = compiled("![A](a.jpg)", &[("a.jpg", jpeg(&photograph(20, 20), None))]);
    let name = figures(&article)[0].variants[0].src.as_str();
    for (package, folder) in [
        ("article.json", ""),
        ("one/article.json", "one/"),
        ("../one/article.json?a=b/c", "../one/"),
        (
            "https://example.org/news/one/article.json#x/y",
            "https://example.org/news/one/",
        ),
        ("blob:https://example.org/0-1-2", ""),
    ] {
        let mut article = article.clone();
        article.place_files(package);
        assert_eq!(
            figures(&article)[0].variants[0].src.as_str(),
            format!("{folder}{name}"),
            "{package}"
        );
    }
}

#[test]
fn machines_are_told_of_pictures() {
    let (article, _) = compiled(
        "![A](a.jpg)",
        &[("a.jpg", jpeg(&photograph(500, 20), None))],
    );
    let info = SiteInfo {
        base_url: Some(BaseUrl::new("https://example.org").unwrap()),
        ..SiteInfo::default()
    };
    let head = metadata::head(&article, &info, &Place::of(&article));
    let widest = figures(&article)[0].variants[1].src.as_str();
    assert!(
        head.contains(&format!(
            "\"image\":[\"https://example.org/one/{widest}\",\"https://example.org/one/share.png\"]"
        )),
        "{head}"
    );
    assert!(
        !metadata::head(&article, &SiteInfo::default(), &Place::of(&article)).contains("\"image\"")
    );
}

#[test]
fn a_package_with_a_faulty_figure_is_refused() {
    let (article, _) = compiled(
        "![A](a.jpg)",
        &[("a.jpg", jpeg(&photograph(500, 20), None))],
    );
    let package: Value = serde_json::from_str(&article.to_json().unwrap()).unwrap();
    let body = package["body"].as_array().unwrap();
    let at = body
        .iter()
        .position(|block| block.get("figure").is_some())
        .unwrap();
    for (pointer, value, path, reason) in [
        ("/alt", json!(" "), "alt", "empty"),
        ("/credit", json!(""), "credit", "empty"),
        ("/variants", json!([]), "variants", "at least one size"),
        (
            "/variants/0/src",
            json!("https://example.org/a.jpg"),
            "variants[0].src",
            "in the package's folder",
        ),
        (
            "/variants/0/src",
            json!("/a.jpg"),
            "variants[0].src",
            "in the package's folder",
        ),
        (
            "/variants/0/src",
            json!("javascript:x"),
            "variants[0].src",
            "http, https",
        ),
        (
            "/variants/0/src",
            json!("a.jpg,b.jpg"),
            "variants[0].src",
            "can't contain a comma",
        ),
        (
            "/variants/0/width",
            json!(900),
            "variants[1].width",
            "narrowest",
        ),
        (
            "/variants/0/height",
            json!(0),
            "variants[0].height",
            "height",
        ),
        (
            "/caption",
            json!([{ "evidence": { "evidence": "killed-1", "inlines": [{ "text": "x" }] } }]),
            "caption",
            "evidence",
        ),
    ] {
        let mut package = package.clone();
        let (parent, key) = pointer.rsplit_once('/').unwrap();
        let parent = package
            .pointer_mut(&format!("/body/{at}/figure{parent}"))
            .unwrap();
        parent[key] = value;
        let error = Article::from_json(&package.to_string()).unwrap_err();
        assert_eq!(error.path, format!("body[{at}].figure.{path}"), "{pointer}");
        assert!(error.reason.contains(reason), "{pointer}: {}", error.reason);
    }
}

#[test]
fn a_picture_that_changes_meanwhile_is_noticed() {
    let bytes = jpeg(&photograph(20, 20), None);
    let before = sources("![A](a.jpg)", &[("a.jpg", bytes.clone())]);
    let made = |sources: &Memory| {
        let read = read_with_pictures(&before, "one").0.unwrap();
        read.make(sources)
    };
    let after = before
        .clone()
        .with("one", "a.jpg", jpeg(&photograph(21, 20), None));
    assert_eq!(made(&after).unwrap_err().kind, Kind::ImageBroken);
    let gone = sources("", &[]);
    assert_eq!(made(&gone).unwrap_err().kind, Kind::FileMissing);
    assert!(made(&before).is_ok());
}

/// Returns a JPEG whose header claims 50 million pixels.
fn huge() -> Vec<u8> {
    let mut bytes = jpeg(&photograph(16, 16), None);
    let frame = bytes
        .windows(2)
        .position(|pair| pair == [0xff, 0xc0])
        .unwrap();
    bytes[frame + 5..frame + 9].copy_from_slice(&[0x13, 0x88, 0x27, 0x10]);
    bytes
}

/// Returns files that can't be used, with the kind and a part of the diagnostic.
fn broken() -> Vec<(Vec<u8>, Kind, &'static str)> {
    let whole = jpeg(&photograph(400, 300), Some(&exif()));
    let drawing = png(&photograph(64, 64).into());
    vec![
        (
            huge(),
            Kind::ImageTooLarge,
            "`a.jpg` is too large: 10000 × 5000 pixels, 50.0 million (limit: 40 million)",
        ),
        (
            whole[..whole.len() / 2].to_vec(),
            Kind::ImageBroken,
            "`a.jpg` is broken: the file is incomplete",
        ),
        (
            drawing[..drawing.len() / 2].to_vec(),
            Kind::ImageBroken,
            "`a.jpg` is broken: ",
        ),
        (
            drawing[..20].to_vec(),
            Kind::ImageBroken,
            "`a.jpg` is broken: ",
        ),
        (
            Vec::new(),
            Kind::ImageFormat,
            "`a.jpg` isn't a JPEG, PNG or WebP image, despite its name",
        ),
        (
            b"GIF89a\x01\0\x01\0".to_vec(),
            Kind::ImageFormat,
            "`a.jpg` isn't a JPEG, PNG or WebP image",
        ),
        (
            b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>".to_vec(),
            Kind::ImageFormat,
            "`a.jpg` is an SVG, which can contain scripts and load from other sites",
        ),
        (
            vec![0; 33 << 20],
            Kind::FileTooLarge,
            "`a.jpg` is too large: 34.6 MB (limit: 33.6 MB)",
        ),
    ]
}

pub(crate) fn report(bytes: Vec<u8>) -> Report {
    read(&sources("![A crowd](a.jpg)", &[("a.jpg", bytes)]), "one").1
}

/// Returns the kinds of diagnostics that only picture files cause.
pub(crate) fn kinds() -> BTreeSet<Kind> {
    broken()
        .into_iter()
        .flat_map(|(bytes, ..)| report(bytes).diagnostics)
        .map(|diagnostic| diagnostic.kind)
        .collect()
}

#[test]
fn a_file_that_is_no_picture_is_refused() {
    for (bytes, kind, expected) in broken() {
        let report = report(bytes);
        let [diagnostic] = report.diagnostics.as_slice() else {
            panic!("{expected}: {}", report.render(false));
        };
        assert_eq!(diagnostic.kind, kind, "{}", diagnostic.message);
        assert!(
            diagnostic.message.starts_with(expected),
            "{}",
            diagnostic.message
        );
        assert!(!diagnostic.hint.is_empty());
        let text = report.text(&diagnostic.file).unwrap();
        assert_eq!(&text[diagnostic.range.clone()], "![A crowd](a.jpg)");
    }
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_folder_is_refused() {
    use std::os::unix::fs::symlink;
    let root = tempfile::tempdir().unwrap();
    let folder = root.path().join("articles/one");
    fs::create_dir_all(&folder).unwrap();
    let text = format!("{ARTICLE}\n![A crowd](a.jpg)\n");
    fs::write(folder.join("article.md"), &text).unwrap();
    fs::write(folder.join("facts.toml"), FACTS).unwrap();
    fs::write(
        root.path().join("secret.jpg"),
        jpeg(&photograph(20, 20), None),
    )
    .unwrap();
    symlink(root.path().join("secret.jpg"), folder.join("a.jpg")).unwrap();
    let sources = Folder::new(root.path().join("articles"));
    let (article, report) = read(&sources, "one");
    assert!(article.is_none());
    assert_eq!(report.diagnostics[0].kind, Kind::LeadsOut);
    assert!(
        report
            .render(false)
            .contains("the symbolic link `a.jpg` leads out"),
        "{}",
        report.render(false)
    );
}

/// A site contains its pictures: the URLs in every page lead to files of the site, whatever folder the page is in.
#[test]
fn pictures_are_published_with_their_article() {
    let out = tempfile::tempdir().unwrap();
    let out = out.path().join("site");
    let photo = jpeg(&photograph(1000, 200), None);
    let one = sources("![A crowd](a.jpg)", &[("a.jpg", photo.clone())]);
    let check = |pages: &[&str], sources: &Memory| {
        let built = site::build(sources, &out);
        assert!(built.published.is_some(), "{}", built.report.render(false));
        for path in pages {
            let page = Html::parse_document(&fs::read_to_string(out.join(path)).unwrap());
            let images: Vec<_> = page
                .select(&Selector::parse(".figure img").unwrap())
                .collect();
            assert_eq!(images.len(), 1, "{path}");
            let srcset = images[0].attr("srcset").unwrap();
            let addresses: Vec<&str> = srcset
                .split(", ")
                .map(|one| one.split(' ').next().unwrap())
                .collect();
            assert_eq!(addresses.len(), 3);
            for address in addresses.into_iter().chain(images[0].attr("src")) {
                let file = out.join(path).parent().unwrap().join(address);
                image::load_from_memory(&fs::read(&file).unwrap()).unwrap();
            }
        }
    };
    check(&["index.html", "one/index.html"], &one);
    let pictures = || {
        site::names(&out.join("one"))
            .into_iter()
            .filter(|name| name.ends_with(".jpg"))
            .collect::<Vec<_>>()
    };
    let before = pictures();
    assert_eq!(before.len(), 3);
    // A second article takes the front page. The first isn't built again, and keeps its pictures.
    let two = site::with(one, "two", ARTICLE);
    check(&["one/index.html"], &two);
    assert_eq!(pictures(), before);
    // Another picture replaces the old one.
    let changed = two.with("one", "a.jpg", jpeg(&photograph(999, 200), None));
    check(&["one/index.html"], &changed);
    assert_eq!(pictures().len(), 3);
    assert_ne!(pictures(), before);
}
