//! The theme and the footer of a site: colours, fonts and logo, from `site.toml` to the pages.

use std::fs;
use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use image::{ImageFormat, RgbImage};
use scraper::{Html, Selector};
use sha2::{Digest, Sha256};
use sidelight_compiler::theme::{Palette, Scheme};
use sidelight_compiler::{Folder, Memory, Report, SiteInfo, Sources};

use crate::files::ARTICLE;
use crate::site::{self, all_files, build_with};
use crate::tiny_font::TinyFont;

/// A logo with an empty shape.
const LOGO: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 240 48\"><path d=\"M0 0h240v48H0z\"/></svg>";

/// A theme with everything that it can have.
const EVERYTHING: &str = "title = \"The Valley Courier\"
base-url = \"https://example.org/news\"

[theme]
logo = \"theme/logo.svg\"
logo-dark = \"theme/logo-dark.svg\"

[theme.light]
accent = \"#8a1c1c\"
background = \"#fff\"

[theme.dark]
accent = \"#f7a6a6\"

[theme.sepia]
accent = \"#7a3d0c\"

[theme.text-font]
family = \"Tiny Serif\"
licence = \"CC0 1.0\"
regular = \"theme/text.woff2\"
bold = \"theme/bold.woff2\"

[theme.ui-font]
family = \"Tiny Sans\"
licence = \"CC0 1.0\"
regular = \"theme/text.woff2\"

[footer]
imprint = \"Published by *the Courier*. [Write to us](mailto:desk@example.org).\"

[[footer.link]]
text = \"Privacy\"
url = \"https://example.org/privacy\"
";

fn font() -> Vec<u8> {
    TinyFont::default().woff2()
}

/// Returns sources with a theme's files and this `site.toml`.
fn sources(toml: &str) -> Memory {
    let bold = TinyFont {
        width: 560,
        ..TinyFont::default()
    };
    let dark = LOGO.replace("<path ", "<path fill=\"#fff\" ");
    Memory::default()
        .with("", "site.toml", toml)
        .with("", "theme/text.woff2", font())
        .with("", "theme/bold.woff2", bold.woff2())
        .with("", "theme/logo.svg", LOGO)
        .with("", "theme/logo-dark.svg", dark)
}

fn report(sources: &dyn Sources) -> String {
    SiteInfo::read(sources)
        .1
        .render(false)
        .trim_end()
        .to_owned()
}

/// Returns the report about a font that consists of these bytes.
fn font_report(bytes: impl Into<Vec<u8>>) -> Report {
    let toml = "[theme.text-font]\nfamily = \"A\"\nlicence = \"B\"\nregular = \"a.woff2\"\n";
    SiteInfo::read(
        &Memory::default()
            .with("", "site.toml", toml)
            .with("", "a.woff2", bytes),
    )
    .1
}

fn logo_report(name: &str, bytes: impl Into<Vec<u8>>) -> Report {
    let toml = format!("title = \"A\"\ntheme = {{ logo = \"{name}\" }}\n");
    SiteInfo::read(
        &Memory::default()
            .with("", "site.toml", toml)
            .with("", name, bytes),
    )
    .1
}

/// Returns reports with every kind of diagnostic about a theme.
pub(crate) fn reports() -> Vec<Report> {
    let site = |toml: &str| SiteInfo::read(&Memory::default().with("", "site.toml", toml)).1;
    vec![
        site("[theme.light]\naccent = \"teal\"\n"),
        site("[theme.light]\naccent = \"#f90\"\n"),
        site("[theme]\nlogo = \"../logo.svg\"\n"),
        font_report("<html>"),
        letters_report("abc"),
        logo_report(
            "logo.svg",
            "<svg xmlns=\"http://www.w3.org/2000/svg\"><script/></svg>",
        ),
    ]
}

#[test]
fn mistakes_in_a_theme_are_reported_at_once_with_a_fix() {
    let toml = "theme = { light = { accent = \"teal\", background = \"rgb(1, 2, 3)\" }, dark = { accent = \"#007188\" }, text = 1 }
footer = { imprint = \"See [here](about.html).\", link = [{ text = \"A\", url = \"/a\" }] }
";
    let found = report(&Memory::default().with("", "site.toml", toml));
    for message in [
        "error[SL085]: `teal` isn't a colour of three or six hexadecimal digits
 --> site.toml:1:30
",
        "  = help: write a colour such as `#0b5a63`; names, `rgb()` and other forms can't be checked for contrast",
        "error[SL085]: `rgb(1, 2, 3)` isn't a colour",
        "error[SL086]: in the dark scheme, the accent colour on marked passages has a contrast of",
        "error[SL013]: the theme has no key `text`",
        "error[SL022]: `about.html` isn't the address of a page",
        "error[SL022]: `/a` isn't the address of a page",
    ] {
        assert!(found.contains(message), "{message}\n{found}");
    }
}

#[test]
fn a_colour_that_cannot_be_read_is_reported_with_the_nearest_that_can() {
    let toml = "[theme.light]\naccent = \"#22bbdd\"\nbackground = \"#888888\"\n";
    let found = report(&Memory::default().with("", "site.toml", toml));
    for line in [
        "error[SL086]: in the light scheme, the accent colour on",
        "error[SL086]: in the light scheme, secondary text on the background of boxes has a contrast of 1.7 to 1 (at least 4.5)",
        "  = help: the nearest colour that can be read is `#",
    ] {
        assert!(found.contains(line), "{line}\n{found}");
    }
    // The suggested colours are accepted.
    let suggested: Vec<&str> = found
        .split("can be read is `")
        .skip(1)
        .filter_map(|rest| rest.split('`').next())
        .collect();
    let [accent, background] = suggested.as_slice() else {
        panic!("{found}")
    };
    let toml = format!("[theme.light]\naccent = \"{accent}\"\nbackground = \"{background}\"\n");
    assert_eq!(report(&Memory::default().with("", "site.toml", toml)), "");
}

#[test]
fn a_background_that_the_default_accent_colour_cannot_be_read_on_is_reported() {
    let toml = "[theme.sepia]\nbackground = \"#e0c0a0\"\n";
    let found = report(&Memory::default().with("", "site.toml", toml));
    assert!(found.contains("error[SL086]"), "{found}");
}

#[test]
fn a_font_that_cannot_be_used_is_reported() {
    let good = font();
    let mut flipped = good.clone();
    for byte in flipped.iter_mut().skip(100) {
        *byte ^= 0x55;
    }
    let latin = TinyFont {
        characters: "xyz",
        ..TinyFont::default()
    };
    let flat = TinyFont {
        ascent: 0,
        ..TinyFont::default()
    };
    for (bytes, expected) in [
        (Vec::new(), "`a.woff2` is not a WOFF2 font"),
        (b"<html>".to_vec(), "`a.woff2` is not a WOFF2 font"),
        (
            b"wOFF\0\x01\0\0".to_vec(),
            "`a.woff2` is a WOFF of version 1",
        ),
        (
            b"OTTO\0\x01\0\0".to_vec(),
            "`a.woff2` is an OpenType font that isn't packed as WOFF2",
        ),
        (
            good[..good.len() - 9].to_vec(),
            "`a.woff2` is incomplete: it has",
        ),
        (
            b"wOF2".to_vec(),
            "`a.woff2` is incomplete: it has 4 of 0 bytes",
        ),
        (flipped, "`a.woff2` is broken: its tables can't be read"),
        (
            latin.woff2(),
            "`a.woff2` has no height of lines or lacks most Latin and Cyrillic letters",
        ),
        (
            flat.woff2(),
            "`a.woff2` has no height of lines or lacks most Latin and Cyrillic letters",
        ),
    ] {
        let found = font_report(bytes).render(false);
        assert!(
            found.contains(&format!("error[SL088]: {expected}")),
            "{expected}\n{found}"
        );
        assert!(found.contains("site.toml:4:11"), "{found}");
    }
    let found = font_report(vec![0; 300_001]).render(false);
    assert!(
        found.contains("error[SL005]: `a.woff2` is too large: 301 KB (limit: 300 KB)"),
        "{found}"
    );
    assert_eq!(font_report(good).render(false), "");
}

#[test]
fn no_damaged_font_stops_the_program() {
    let good = font();
    for at in (0..good.len()).step_by(3) {
        for change in [0x01, 0x80, 0xff] {
            let mut bytes = good.clone();
            bytes[at] ^= change;
            font_report(bytes);
        }
        let mut short = good[..at].to_vec();
        if at >= 12 {
            short[8..12].copy_from_slice(&(at as u32).to_be_bytes());
        }
        assert!(
            font_report(short).errors() > 0 || at + 4 > good.len(),
            "{at}"
        );
    }
}

/// Returns the report of an article whose site has a font with only these characters.
fn letters_report(characters: &str) -> Report {
    let font = TinyFont {
        characters,
        ..TinyFont::default()
    };
    let toml = "[theme.text-font]\nfamily = \"A\"\nlicence = \"B\"\nregular = \"a.woff2\"\n";
    let latin = "abcdefghijklmnopqrstuvwxyz";
    let font = TinyFont {
        characters: &format!("{characters}{latin}"),
        ..font
    };
    let sources = site::memory("one", ARTICLE)
        .with("", "site.toml", toml)
        .with("", "a.woff2", font.woff2());
    let (info, of_site) = SiteInfo::read(&sources);
    assert_eq!(of_site.render(false), "");
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let first = build_with(&sources, &out, &info, false);
    assert_eq!(first.published.unwrap().built, 1);
    // The warning comes again, although nothing is built.
    let second = build_with(&sources, &out, &info, false);
    assert_eq!(second.published.unwrap().built, 0);
    assert_eq!(first.report.render(false), second.report.render(false));
    second.report
}

#[test]
fn letters_that_a_font_lacks_are_named_with_the_article() {
    let found = letters_report("ABCDEFGHIJKLMNOPQRSTUVWXYZанзеаЖө").render(false);
    assert_eq!(
        found.trim_end(),
        "warning[SL089]: the text-font of site.toml, `a.woff2`, lacks letters of this article: `ң`
  --> one/article.md:10:42
   |
10 | Fourteen demonstrators were killed in «Жаңаөзен».
   |                                          ^
   |
   = help: use a font file with these letters; without them, browsers show these letters in another font"
    );
}

#[test]
fn a_logo_that_cannot_be_shown_is_reported() {
    let pixels = RgbImage::from_pixel(400, 10, image::Rgb([1, 2, 3]));
    let mut wide = std::io::Cursor::new(Vec::new());
    pixels.write_to(&mut wide, ImageFormat::Png).unwrap();
    let wide = wide.into_inner();
    for (name, bytes, expected) in [
        (
            "logo.svg",
            LOGO.replace("<path", "<script>canary()</script><path")
                .into_bytes(),
            "error[SL090]: the SVG has an element `script`, which logos can't have
 --> logo.svg:1:",
        ),
        (
            "logo.svg",
            b"\xff<svg/>".to_vec(),
            "error[SL090]: `logo.svg` isn't UTF-8",
        ),
        (
            "logo.png",
            LOGO.replace("<path", "<image").into_bytes(),
            "error[SL090]: the SVG has an element `image`",
        ),
        (
            "logo.png",
            b"GIF89a".to_vec(),
            "error[SL057]: `logo.png` isn't a JPEG, PNG or WebP image",
        ),
        (
            "logo.png",
            wide[..60].to_vec(),
            "error[SL059]: `logo.png` is broken",
        ),
        (
            "logo.png",
            wide,
            "error[SL090]: `logo.png` is 40 times as wide as high",
        ),
    ] {
        let found = logo_report(name, bytes).render(false);
        assert!(found.contains(expected), "{expected}\n{found}");
    }
    for (toml, expected) in [
        (
            "[theme]\nlogo = \"a.svg\"\n",
            "error[SL003]: there is no `a.svg` beside site.toml",
        ),
        (
            "[theme]\nlogo = \"../a.svg\"\n",
            "error[SL087]: `../a.svg` isn't the path of a file beside site.toml",
        ),
        (
            "[theme]\nlogo = \"https://example.org/a.svg\"\n",
            "error[SL087]",
        ),
        (
            "[theme]\nlogo-dark = \"a.svg\"\n",
            "error[SL012]: the theme has a `logo-dark` and no `logo`",
        ),
        (
            "[theme]\nlogo = \"a.svg\"\nlogo-height = 400\n",
            "error[SL016]: this isn't a height for a logo",
        ),
    ] {
        let found = report(&Memory::default().with("", "site.toml", toml));
        assert!(found.contains(expected), "{expected}\n{found}");
    }
    let untitled = Memory::default()
        .with("", "site.toml", "theme = { logo = \"a.svg\" }")
        .with("", "a.svg", LOGO);
    assert!(report(&untitled).contains("error[SL055]: this logo has no text"));
}

#[test]
fn a_large_logo_is_refused_before_it_is_read() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(
        folder.path().join("site.toml"),
        "title = \"A\"\ntheme = { logo = \"a.svg\" }\n",
    )
    .unwrap();
    let logo = fs::File::create(folder.path().join("a.svg")).unwrap();
    logo.set_len(50_000_000).unwrap();
    let found = report(&Folder::new(folder.path()));
    assert!(
        found.contains("error[SL005]: `a.svg` is too large: 50000 KB (limit: 500 KB)"),
        "{found}"
    );
}

#[test]
fn every_page_of_a_themed_site_has_its_look() {
    let sources = site::with(
        site::with(sources(EVERYTHING), "one", ARTICLE),
        "two",
        ARTICLE,
    );
    let (info, of_site) = SiteInfo::read(&sources);
    assert_eq!(of_site.render(false), "");
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let built = build_with(&sources, &out, &info, false);
    assert_eq!(built.report.render(false), "");
    let text = |path: &str| fs::read_to_string(out.join(path)).unwrap();
    let files = all_files(&out);
    let pages: Vec<&String> = files
        .iter()
        .filter(|path| path.ends_with(".html"))
        .collect();
    assert!(pages.len() >= 6, "{pages:?}");
    for path in pages {
        let html = text(path);
        let page = Html::parse_document(&html);
        let all = |selector: &str| -> Vec<String> {
            page.select(&Selector::parse(selector).unwrap())
                .map(|element| element.inner_html())
                .collect()
        };
        let selector = Selector::parse("style").unwrap();
        let styles: Vec<String> = page
            .select(&selector)
            .map(|style| style.text().collect())
            .collect();
        let [style] = &*styles else { panic!("{path}") };
        assert!(
            style.contains("--accent:light-dark(#8a1c1c,#f7a6a6)"),
            "{path}"
        );
        assert!(
            style.contains(":root[data-theme=\"sepia\"]{--paper:"),
            "{path}"
        );
        assert!(
            html.contains("<meta name=\"theme-color\" content=\"#ffffff\""),
            "{path}"
        );
        // The policy allows the style as it is on this page, with the address of the fonts.
        let hash = STANDARD.encode(Sha256::digest(style));
        assert!(
            html.contains(&format!("style-src 'sha256-{hash}'")),
            "{path}"
        );
        assert!(
            html.contains("font-src 'self' https://example.org;"),
            "{path}"
        );
        let root = "../".repeat(path.matches('/').count());
        let root = if *path == "404.html" {
            "https://example.org/news/"
        } else {
            &root
        };
        for (number, found) in style.split("src:url(").skip(1).enumerate() {
            let url = found.split(')').next().unwrap();
            let file = url
                .strip_prefix(root)
                .unwrap_or_else(|| panic!("{path}: {url}"));
            assert!(files.iter().any(|path| path == file), "{path}: {url}");
            assert!(number < 3, "{path}");
        }
        let is_bare = path.contains("casualties") || path.starts_with("reader/");
        let selector = Selector::parse(".masthead img").unwrap();
        let logos: Vec<_> = page
            .select(&selector)
            .map(|logo| logo.attr("alt").unwrap())
            .collect();
        let expected: &[&str] = if is_bare {
            &[]
        } else {
            &["The Valley Courier"; 2]
        };
        assert_eq!(logos, expected, "{path}");
        let footers = all(".site-foot");
        let expected: &[&str] = if is_bare {
            &[]
        } else {
            &[
                "<p>Published by <em>the Courier</em>. <a href=\"mailto:desk@example.org\">Write to us</a>.</p>\
               <ul><li><a href=\"https://example.org/privacy\">Privacy</a></li></ul>",
            ]
        };
        assert_eq!(footers, expected, "{path}");
    }
    assert_eq!(
        text("fonts.txt")
            .lines()
            .filter(|line| line.contains("Tiny"))
            .collect::<Vec<_>>(),
        ["Tiny Serif", "Tiny Sans"]
    );
    // Two families share a file. No compressed form is made of fonts.
    let fonts: Vec<&String> = files
        .iter()
        .filter(|path| path.contains("shared/font-"))
        .collect();
    assert_eq!(fonts.len(), 2, "{fonts:?}");
    assert!(text("sw.js").contains("sidelight"));
}

#[test]
fn a_changed_file_of_a_theme_changes_the_pages_and_a_removed_one_disappears() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let build = |sources: &Memory| {
        let sources = site::with(sources.clone(), "one", ARTICLE);
        let (info, report) = SiteInfo::read(&sources);
        assert_eq!(report.render(false), "");
        build_with(&sources, &out, &info, false).published.unwrap()
    };
    let first = sources(EVERYTHING);
    assert_eq!(build(&first).built, 1);
    assert_eq!(build(&first).built, 0);
    let before = all_files(&out);
    let other = TinyFont {
        width: 520,
        ..TinyFont::default()
    };
    assert_eq!(
        build(&first.clone().with("", "theme/text.woff2", other.woff2())).built,
        1
    );
    assert_eq!(build(&first).built, 1);
    assert_eq!(all_files(&out), before);
    assert_eq!(build(&Memory::default()).built, 1);
    let left = all_files(&out);
    let is_look = |path: &&String| path.contains("font") || path.contains("logo");
    assert_eq!(left.iter().filter(is_look).collect::<Vec<_>>(), [""; 0]);
}

#[test]
fn hostile_words_of_a_theme_stay_words() {
    let hostile = "</style><script>canary()</script>\\\";}*{x:url(//canary.example)";
    let toml = EVERYTHING
        .replace(
            "Tiny Serif",
            &hostile.replace('\\', "\\\\").replace('"', "\\\""),
        )
        .replace(
            "CC0 1.0",
            &hostile.replace('\\', "\\\\").replace('"', "\\\""),
        )
        .replace(
            "The Valley Courier",
            &hostile.replace('\\', "\\\\").replace('"', "\\\""),
        )
        .replace("\"Privacy\"", &format!("'{}'", hostile.replace('\'', "")));
    let sources = site::with(sources(&toml), "one", ARTICLE);
    let (info, report) = SiteInfo::read(&sources);
    assert_eq!(report.render(false), "");
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    build_with(&sources, &out, &info, false);
    for path in all_files(&out)
        .iter()
        .filter(|path| path.ends_with(".html"))
    {
        let html = fs::read_to_string(out.join(path)).unwrap();
        let page = Html::parse_document(&html);
        let count = |selector: &str| page.select(&Selector::parse(selector).unwrap()).count();
        assert_eq!(count("style"), 1, "{path}");
        assert!(!html.contains("<script>canary()"), "{path}");
        let style = page
            .select(&Selector::parse("style").unwrap())
            .next()
            .unwrap();
        assert!(!style.text().any(|text| text.contains("canary")), "{path}");
    }
}

#[test]
fn example_themes_are_accepted_and_readable() {
    let themes = Path::new(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../tests/fixtures/themes"
    ));
    let mut seen = 0;
    for entry in fs::read_dir(themes).unwrap() {
        let theme = entry.unwrap().path();
        let mut sources = Memory::default();
        for file in all_files(&theme) {
            sources = sources.with("", &file, fs::read(theme.join(&file)).unwrap());
        }
        for name in ["text", "text-bold", "heading"] {
            sources = sources.with("", &format!("fonts/{name}.woff2"), font());
        }
        assert_eq!(report(&sources), "", "{}", theme.display());
        let (info, _) = SiteInfo::read(&sources);
        assert!(
            info.theme.palettes.len() >= 2 && info.theme.logo.is_some() && !info.footer.is_empty()
        );
        seen += 1;
    }
    assert_eq!(seen, 2);
}

#[test]
fn only_changed_colours_are_different() {
    for scheme in Scheme::ALL {
        let palette = Palette::new(scheme, None, None);
        for (name, colour) in palette.properties() {
            assert_eq!(scheme.defaults().get(name), Some(&colour), "{name}");
        }
    }
}
