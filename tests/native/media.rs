//! Groups of pictures, audio and video: the package, the published files and the page.

use std::fs;
use std::os::unix::fs::symlink;
use std::rc::Rc;

use scraper::{Html, Selector};
use serde_json::{Value, json};
use sidelight_compiler::{BaseUrl, Folder, Kind, MAX_LINKED, Memory, SiteInfo, read};
use sidelight_model::{Article, Block, FigureGroup, Media};
use sidelight_site::{Place, metadata, render};

use crate::files::{ARTICLE, FACTS};
use crate::pictures::{compiled, jpeg, photograph};
use crate::site;

/// Two seconds of video, made by a browser.
const MP4: &[u8] = include_bytes!("../fixtures/media/debate.mp4");
const WEBM: &[u8] = include_bytes!("../fixtures/media/debate.webm");
const CAPTIONS: &str = "WEBVTT

00:00.000 --> 00:01.000
<v Ann Lee>Good evening. Is it 5 < 6 &amp; 7?
";

/// Returns 40 ms of silence, as MP3: one frame of MPEG-2, layer III, 8 kbit/s, 16 kHz, mono.
fn mp3() -> Vec<u8> {
    let mut frame = vec![0xff, 0xf3, 0x18, 0xc4];
    frame.resize(36, 0);
    frame
}

fn captions(text: &str) -> Vec<u8> {
    format!("WEBVTT\n\n00:00.000 --> 00:01.000\n{text}\n").into_bytes()
}

fn media(article: &Article) -> &Media {
    article.media().next().unwrap()
}

fn group(article: &Article) -> &FigureGroup {
    article
        .body
        .iter()
        .find_map(|block| match block {
            Block::FigureGroup(group) => Some(group),
            _ => None,
        })
        .unwrap()
}

/// Returns the values of an attribute of all elements that match.
fn attributes(html: &str, selector: &str, name: &str) -> Vec<String> {
    Html::parse_document(html)
        .select(&Selector::parse(selector).unwrap())
        .map(|element| element.attr(name).unwrap_or("-").to_owned())
        .collect()
}

fn kinds(text: &str, files: &[(&str, &[u8])]) -> Vec<Kind> {
    let memory = Memory::default()
        .with("one", "article.md", format!("{ARTICLE}\n{text}\n"))
        .with("one", "facts.toml", FACTS);
    let memory = files.iter().fold(memory, |memory, (name, content)| {
        memory.with("one", name, *content)
    });
    let report = read(&memory, "one").1;
    report.diagnostics.iter().map(|found| found.kind).collect()
}

#[test]
fn images_on_lines_of_their_own_are_one_group() {
    let file = |width, height| jpeg(&photograph(width, height), None);
    let (mut article, files) = compiled(
        "![A](a.jpg \"Photo: A. Bee\")\n![B](b.jpg)  \n![C](a.jpg)\nThe pool, *before* and [after](../after/).",
        &[("a.jpg", file(900, 300)), ("b.jpg", file(200, 400))],
    );
    let found = group(&article);
    let alts: Vec<&str> = found.figures.iter().map(|figure| &*figure.alt).collect();
    assert_eq!(alts, ["A", "B", "C"]);
    assert_eq!(found.figures[0].credit.as_deref(), Some("Photo: A. Bee"));
    assert_eq!(
        sidelight_model::plain_text(&found.caption),
        "The pool, before and after."
    );
    assert_eq!(article.figures().count(), 3);
    assert_eq!(files.len(), 3, "each file once, in each of its sizes");
    let json = article.to_json().unwrap();
    assert_eq!(Article::from_json(&json).as_ref(), Ok(&article));

    article.place_files("one/article.json");
    let html = render(&Rc::new(article)).unwrap();
    let images = ".prose > figure.figure-group > .figure-row > * > img";
    assert_eq!(attributes(&html, images, "alt"), ["A", "B", "C"]);
    assert_eq!(attributes(&html, images, "loading"), ["-", "lazy", "lazy"]);
    // All pictures in rows state the same height, and a width that fits their shape.
    assert_eq!(
        attributes(&html, images, "height"),
        ["1000", "1000", "1000"]
    );
    assert_eq!(attributes(&html, images, "width"), ["3000", "500", "3000"]);
    assert!(
        attributes(&html, images, "src")
            .iter()
            .all(|src| src.starts_with("one/"))
    );
    // The first of three is alone, since it is wide. The other two share a row.
    let rows = attributes(&html, ".figure-row", "class");
    assert_eq!(rows, ["figure-row", "figure-row wide"]);
    assert!(html.contains("href=\"../after/\"") || html.contains("href=\"one/../after/\""));
}

#[test]
fn three_upright_pictures_share_a_row_and_two_low_ones_are_wide() {
    let rows = |shapes: &[(u32, u32)]| -> Vec<usize> {
        let names: Vec<String> = (0..shapes.len()).map(|i| format!("{i}.jpg")).collect();
        let files: Vec<(&str, Vec<u8>)> = shapes
            .iter()
            .zip(&names)
            .map(|((width, height), name)| (&**name, jpeg(&photograph(*width, *height), None)))
            .collect();
        let text: String = names.iter().map(|name| format!("![A]({name})\n")).collect();
        let (article, _) = compiled(&text, &files);
        let html = render(&Rc::new(article)).unwrap();
        let page = Html::parse_document(&html);
        page.select(&Selector::parse(".figure-row").unwrap())
            .map(|row| row.child_elements().count())
            .collect()
    };
    assert_eq!(rows(&[(30, 40); 3]), [3]);
    assert_eq!(rows(&[(40, 30); 3]), [1, 2]);
    assert_eq!(rows(&[(30, 40); 5]), [3, 2]);
    assert_eq!(rows(&[(40, 30); 8]), [2, 2, 2, 2]);
}

#[test]
fn a_group_with_an_unusable_picture_is_an_error_of_that_picture() {
    let picture = jpeg(&photograph(20, 20), None);
    let files: [(&str, &[u8]); 2] = [("a.jpg", &picture), ("d.mp3", b"ID3")];
    for (text, expected) in [
        ("![A](a.jpg)\n![B](b.jpg)", &[Kind::FileMissing][..]),
        ("![](a.jpg)\n![B](a.jpg)", &[Kind::ImageAlt]),
        ("![A](a.jpg)\n![D](d.mp3)", &[Kind::Image]),
        ("![A](a.jpg) ![B](a.jpg)", &[Kind::Image]),
        ("![A](a.jpg)\nWords\n![B](a.jpg)", &[Kind::Image]),
    ] {
        assert_eq!(kinds(text, &files), expected, "{text}");
    }
    let group = |count: usize| "![A](a.jpg)\n".repeat(count);
    assert_eq!(kinds(&group(8), &files), []);
    assert_eq!(kinds(&group(9), &files), [Kind::Image]);
}

#[test]
fn a_video_is_published_unchanged_with_its_captions_and_its_picture() {
    let poster = jpeg(&photograph(1280, 720), None);
    let (article, files) = compiled(
        "![The “debate”](debate.mp4 \"Recording: N\")\nThe *mayor* speaks.",
        &[
            ("debate.mp4", MP4.to_vec()),
            ("debate.jpg", poster),
            ("debate.kk.vtt", captions("Қайырлы кеш.")),
            (
                "debate.vtt",
                captions("<v Ann Lee>Good &amp; <i>evening</i>."),
            ),
        ],
    );
    let found = media(&article);
    let frame = found.frame.as_ref().unwrap();
    assert_eq!((frame.width, frame.height), (1280, 720));
    assert_eq!(frame.poster.len(), 3);
    let tracks: Vec<_> = found
        .tracks
        .iter()
        .map(|track| (&*track.language, &*track.label))
        .collect();
    assert_eq!(tracks, [("en", "English"), ("kk", "Қазақша")]);
    let cue = &found.tracks[0].cues[0];
    assert_eq!((cue.start, cue.end), (0, 1000));
    assert_eq!(cue.speaker.as_deref(), Some("Ann Lee"));
    assert_eq!(cue.text, "Good & evening.");
    let content = |src: &str| {
        let path = format!("one/{src}");
        &files.iter().find(|file| file.path == path).unwrap().content
    };
    assert_eq!(content(found.src.as_str()), MP4);
    assert_eq!(
        content(found.tracks[1].src.as_str()),
        &captions("Қайырлы кеш.")
    );
    for variant in &frame.poster {
        content(variant.src.as_str());
    }
    let json = article.to_json().unwrap();
    assert_eq!(Article::from_json(&json).as_ref(), Ok(&article));
}

#[test]
fn the_size_of_a_video_without_a_picture_comes_from_its_file() {
    for (name, bytes, expected) in [("a.mp4", MP4, (320, 180)), ("a.webm", WEBM, (1600, 900))] {
        let (article, _) = compiled(
            &format!("![The debate]({name})"),
            &[(name, bytes.to_vec()), ("a.vtt", captions("Yes."))],
        );
        let frame = media(&article).frame.as_ref().unwrap();
        assert_eq!((frame.width, frame.height), expected, "{name}");
        assert!(frame.poster.is_empty());
    }
}

#[test]
fn a_page_has_players_with_captions_and_transcripts() {
    let (mut article, _) = compiled(
        "![The “debate” <b>](a.mp4)\n\n![The report](b.mp3 \"Recording: N\")\nTwo minutes."
            .replace("<b>", "\\<b>")
            .as_str(),
        &[
            ("a.mp4", MP4.to_vec()),
            (
                "a.en.vtt",
                captions("<v Ann>One.\n<v Ann>Two.\n<v Bo>&lt;b>Three."),
            ),
            ("a.ru.vtt", captions("Раз.")),
            ("b.mp3", mp3()),
            ("b.vtt", captions("Words.")),
        ],
    );
    article.place_files("one/article.json");
    let html = render(&Rc::new(article)).unwrap();
    let of = |selector: &str, name: &str| attributes(&html, selector, name);
    assert_eq!(of("video", "aria-label"), ["The “debate” <b>"]);
    assert_eq!(
        (of("video", "width"), of("video", "height")),
        (vec!["320".to_owned()], vec!["180".to_owned()])
    );
    for player in ["video", "audio"] {
        assert_eq!(of(player, "autoplay"), ["-"]);
        assert_ne!(of(player, "controls"), ["-"]);
        assert!(of(player, "src")[0].starts_with("one/"));
    }
    assert_eq!(of("video > track", "srclang"), ["en", "ru"]);
    assert_eq!(of("video > track", "label"), ["English", "Русский"]);
    assert_eq!(of("video > track[default]", "srclang"), ["en"]);
    assert_eq!(of("audio > track", "kind"), ["captions"]);
    assert!(of("track", "src").iter().all(|src| src.starts_with("one/")));
    let page = Html::parse_document(&html);
    let lines: Vec<String> = page
        .select(&Selector::parse(".transcript li").unwrap())
        .map(|line| line.text().collect())
        .collect();
    assert_eq!(
        lines,
        [
            "0:00 Ann: One.",
            "0:00 Two.",
            "0:00 Bo: <b>Three.",
            "0:00 Раз.",
            "0:00 Words."
        ]
    );
    assert_eq!(of(".transcript > ol", "lang"), ["en", "ru", "en"]);
    // Captions of the page's own origin need no permission.
    assert_eq!(of("video, audio", "crossorigin"), ["-", "-"]);
}

#[test]
fn captions_of_a_package_on_another_origin_ask_for_permission() {
    let (mut article, _) = compiled(
        "![The report](b.mp3)",
        &[("b.mp3", mp3()), ("b.vtt", captions("Words."))],
    );
    article.place_files("https://example.org/one/article.json");
    let html = render(&Rc::new(article)).unwrap();
    assert_eq!(attributes(&html, "audio", "crossorigin"), ["anonymous"]);
    let tracks = attributes(&html, "track", "src");
    assert!(
        tracks[0].starts_with("https://example.org/one/b-"),
        "{tracks:?}"
    );
}

/// Returns an article with a group of pictures, a video with its own picture, and audio.
pub(crate) fn recordings() -> Memory {
    let picture = jpeg(&photograph(40, 30), None);
    let article = format!(
        "{ARTICLE}\n![A](a.jpg)\n![B](a.jpg)\n\n![The debate](debate.mp4)\n\n![The report](b.mp3)\nAt the pool.\n"
    );
    Memory::default()
        .with("one", "article.md", article)
        .with("one", "facts.toml", FACTS)
        .with("one", "a.jpg", picture.clone())
        .with("one", "debate.mp4", MP4)
        .with("one", "debate.png", picture)
        .with("one", "debate.vtt", captions("Yes."))
        .with("one", "b.mp3", mp3())
        .with("one", "b.vtt", captions("No."))
}

#[test]
fn a_built_site_lists_recordings_and_lets_players_load_them() {
    let sources = recordings();
    let built = site::pages(&sources);
    let page = built.text("one/index.html");
    for (selector, name) in [
        ("video", "src"),
        ("video", "poster"),
        ("track", "src"),
        ("audio", "src"),
    ] {
        for path in attributes(&page, selector, name) {
            assert!(built.out().join("one").join(&path).exists(), "{path}");
        }
    }
    let policy = &attributes(&page, "meta[http-equiv=Content-Security-Policy]", "content")[0];
    assert!(policy.contains("; media-src 'self'; "), "{policy}");
    let info = SiteInfo {
        base_url: Some(BaseUrl::new("https://example.org/news").unwrap()),
        ..SiteInfo::default()
    };
    let article = read(&sources, "one").0.unwrap();
    let head = metadata::head(&article, &info, &Place::of(&article));
    let html = Html::parse_fragment(&head);
    let data: String = html
        .select(&Selector::parse("script[type='application/ld+json']").unwrap())
        .flat_map(|script| script.text())
        .collect();
    let data: Value = serde_json::from_str(&data).unwrap();
    let article = &data["@graph"][0];
    assert_eq!(article["image"].as_array().unwrap().len(), 3);
    let video = &article["video"][0];
    let folder = "https://example.org/news/one/";
    let is_below = |value: &Value| value.as_str().unwrap().starts_with(folder);
    assert_eq!(video["@type"], "VideoObject");
    assert_eq!(video["name"], "The debate");
    assert!(is_below(&video["contentUrl"]) && is_below(&video["thumbnailUrl"]));
    assert!(is_below(&video["caption"][0]["contentUrl"]));
    assert_eq!(video["caption"][0]["inLanguage"], "en");
    assert_eq!(article["audio"][0]["description"], "At the pool.");
    assert_eq!(article["audio"][0]["width"], json!(null));
}

#[test]
fn files_that_are_no_recordings_are_refused() {
    let vtt: (&str, &[u8]) = ("a.vtt", CAPTIONS.as_bytes());
    let cut = &MP4[..MP4.len() - 20];
    let mut matroska = WEBM.to_vec();
    let at = matroska
        .windows(4)
        .position(|part| part == b"webm")
        .unwrap();
    matroska[at..at + 4].copy_from_slice(b"mkv!");
    let huge = vec![0xff; MAX_LINKED as usize + 1];
    for (name, bytes, expected) in [
        ("a.mp4", cut, Kind::MediaFormat),
        ("a.mp4", WEBM, Kind::MediaFormat),
        ("a.webm", MP4, Kind::MediaFormat),
        ("a.webm", &matroska, Kind::MediaFormat),
        ("a.mp3", b"", Kind::MediaFormat),
        ("a.mp3", b"<html>", Kind::MediaFormat),
        ("a.mp3", &huge, Kind::FileTooLarge),
        ("a.ogg", b"OggS", Kind::MediaFormat),
    ] {
        let right = ("a.vtt", captions("Yes."));
        let text = format!("![The debate]({name})");
        assert_eq!(
            kinds(&text, &[(name, bytes), (right.0, &right.1)]),
            [expected],
            "{name}"
        );
    }
    assert_eq!(
        kinds("![The debate](a.webm)", &[("a.webm", WEBM), vtt]),
        [Kind::Captions],
        "the character `<` in captions"
    );
    assert_eq!(
        kinds(
            "![The debate](a.webm)",
            &[("a.webm", WEBM), ("a.vtt", b"\xff\xfeW\0E\0B\0")]
        ),
        [Kind::NotUtf8]
    );
    assert_eq!(
        kinds(
            "![The debate](a.webm)",
            &[
                ("a.webm", WEBM),
                ("a.vtt", &captions("Yes.")),
                ("a.jpg", b"GIF89a")
            ]
        ),
        [Kind::ImageFormat]
    );
}

#[test]
fn folders_and_links_out_of_the_folder_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let one = folder.path().join("articles/one");
    fs::create_dir_all(one.join("a.mp4")).unwrap();
    fs::write(folder.path().join("secret"), MP4).unwrap();
    symlink("../../secret", one.join("b.mp4")).unwrap();
    fs::write(one.join("c.mp4"), MP4).unwrap();
    symlink("../../secret", one.join("c.vtt")).unwrap();
    for name in ["a.vtt", "b.vtt"] {
        fs::write(one.join(name), captions("Yes.")).unwrap();
    }
    let text = "![A](a.mp4)\n\n![B](b.mp4)\n\n![C](c.mp4)\n";
    fs::write(one.join("article.md"), format!("{ARTICLE}\n{text}")).unwrap();
    fs::write(one.join("facts.toml"), FACTS).unwrap();
    let report = read(&Folder::new(folder.path().join("articles")), "one").1;
    let kinds: Vec<Kind> = report.diagnostics.iter().map(|found| found.kind).collect();
    assert_eq!(
        kinds,
        [Kind::FileUnreadable, Kind::LeadsOut, Kind::LeadsOut]
    );
}
