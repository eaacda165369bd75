//! Groups of pictures, audio and video, in a page and in a package.

use std::fs;
use std::path::Path;

use anyhow::{Result, ensure};
use image::{Rgb, RgbImage};
use tempfile::TempDir;

use crate::guides::typed;
use crate::harness::{Case, Page, Site, case};
use crate::jumping::IS_ADOPTED;

const ARTICLE: &str = "+++
headline = \"The pool stays closed\"
standfirst = \"The council has no money.\"
published = 2026-11-23
as-of = 2026-11-20
byline = [{ name = \"Ann Lee\" }]
source = [{ id = \"minutes\", title = \"Minutes\" }]
+++

The council met on Thursday.

![The pool](wide.png)
![A swimmer](high.png)
Before and after.

![The debate](debate.mp4)
The mayor speaks.

![The report](talk.mp3)
";

const CAPTIONS: &str = "WEBVTT\n\n00:00.000 --> 00:01.500\n<v Ann Lee>Good evening.\n";

/// Returns the cases of this module.
pub(crate) fn cases() -> Vec<Case> {
    vec![case(
        "recordings keep their space, load their captions and have a transcript",
        async |page| {
            let newsroom = Newsroom::start().await?;
            let origin = newsroom.site.origin();
            for path in ["one/", "reader/?package=../one/article.json"] {
                for width in [360, 1280] {
                    page.resize(width, 800).await?;
                    page.client().goto(&format!("{origin}/{path}")).await?;
                    page.wait_until(IS_ADOPTED).await?;
                    has_space(page).await?;
                }
                has_captions(page).await?;
                has_transcript(page).await?;
            }
            // The picture of the video is part of the site, and nothing comes from elsewhere.
            let requests = newsroom.site.requests();
            ensure!(
                requests
                    .iter()
                    .any(|path| path.contains("/debate-") && path.ends_with(".png")),
                "{requests:?}"
            );
            Ok(())
        },
    )]
}

/// A site with one article that has a group of pictures, a video and audio.
struct Newsroom {
    _folder: TempDir,
    site: Site,
}

impl Newsroom {
    async fn start() -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let article = folder.path().join("articles/one");
        fs::create_dir_all(&article)?;
        let recordings =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/media/debate.mp4");
        fs::copy(recordings, article.join("debate.mp4"))?;
        for (name, content) in [
            ("article.md", ARTICLE.as_bytes()),
            ("facts.toml", b""),
            ("debate.vtt", CAPTIONS.as_bytes()),
            ("talk.vtt", CAPTIONS.as_bytes()),
            ("talk.mp3", &silence()),
        ] {
            fs::write(article.join(name), content)?;
        }
        for (name, width, height) in [("debate", 64, 36), ("wide", 60, 40), ("high", 30, 40)] {
            RgbImage::from_pixel(width, height, Rgb([40, 80, 120]))
                .save(article.join(format!("{name}.png")))?;
        }
        let build = "sidelight build articles --out public --compress none";
        let built = typed(build, folder.path())?.output()?;
        ensure!(
            built.status.success(),
            "{}",
            String::from_utf8_lossy(&built.stderr)
        );
        let site = Site::start(&folder.path().join("public")).await?;
        site.let_keep();
        Ok(Self {
            _folder: folder,
            site,
        })
    }
}

/// Returns two seconds of silence, as MP3: frames of MPEG-2, layer III, 8 kbit/s, 16 kHz, mono.
fn silence() -> Vec<u8> {
    let mut frame = vec![0xff, 0xf3, 0x18, 0xc4];
    frame.resize(36, 0);
    frame.repeat(56)
}

/// Checks that the video has the shape of its picture, and that the pictures in a row have the same height.
async fn has_space(page: &Page) -> Result<()> {
    let (width, height): (f64, f64) = page
        .get("(video => [video.clientWidth, video.clientHeight])(document.querySelector('video'))")
        .await?;
    ensure!(
        width > 250.0 && (width * 9.0 / 16.0 - height).abs() <= 1.0,
        "the video is {width} × {height} px"
    );
    let heights: Vec<f64> = page
        .get("[...document.querySelectorAll('.figure-row img')].map(image => image.getBoundingClientRect().height)")
        .await?;
    ensure!(
        heights.len() == 2 && (heights[0] - heights[1]).abs() <= 1.0,
        "the pictures are {heights:?} px high"
    );
    Ok(())
}

/// Checks that both players have controls, can be focused and have their captions. Nothing needs to be played, since an
/// engine may lack the codec.
async fn has_captions(page: &Page) -> Result<()> {
    for player in ["video", "audio"] {
        let element = format!("document.querySelector('{player}')");
        let (controls, autoplay): (bool, bool) = page
            .get(&format!("[{element}.controls, {element}.autoplay]"))
            .await?;
        ensure!(controls && !autoplay, "{player}");
        page.run(&format!("{element}.focus()")).await?;
        ensure!(
            page.get::<bool>(&format!("document.activeElement === {element}"))
                .await?,
            "the {player} takes no focus"
        );
        let track = format!("{element}.textTracks[0]");
        page.run(&format!("{track}.mode = 'showing'")).await?;
        page.wait_until(&format!("{track}.cues?.length === 1"))
            .await?;
        let text: String = page
            .get(&format!("{track}.cues[0].getCueAsHTML().textContent"))
            .await?;
        assert_eq!(text, "Good evening.");
    }
    Ok(())
}

async fn has_transcript(page: &Page) -> Result<()> {
    let line = "document.querySelector('.transcript li')";
    ensure!(
        !page
            .get::<bool>(&format!("{line}.checkVisibility()"))
            .await?
    );
    page.click(".transcript > summary").await?;
    page.wait_until(&format!("{line}.checkVisibility()"))
        .await?;
    let words = page.text(".transcript li").await?;
    let words: Vec<&str> = words.split_whitespace().collect();
    assert_eq!(words.join(" "), "0:00 Ann Lee: Good evening.");
    Ok(())
}
