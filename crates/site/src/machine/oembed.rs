//! What sites ask for that show an article, or a box of it, by its address alone, as [oEmbed] has it.
//!
//! The response is a file: it can't heed `maxwidth`, so the frame is as wide as what it stands in.
//!
//! *Invariant:* the `html` stands alone. Its first part is a quotation that says what it is and where; that is left for
//! those who take frames and scripts out.
//!
//! [oEmbed]: https://oembed.com/

use serde_json::{Value, json};

use super::share::{HEIGHT, WIDTH, has_share_image};
use super::{article_url, box_url};
use crate::page::escaped;
use sidelight_compiler::{BaseUrl, SiteInfo};
use sidelight_model::{Article, FactBox};

/// How wide a frame is told to be, in px.
const FRAME_WIDTH: u32 = 640;
/// How high the frame of an article is, and of a box, in px, where nothing makes it as high as its content.
const ARTICLE_HEIGHT: u32 = 800;
const BOX_HEIGHT: u32 = 600;

/// For how long others may keep it, in seconds: a day.
const CACHE_AGE: u32 = 86_400;

/// Of an article: its headline and standfirst, then its page.
pub(super) fn oembed(article: &Article, info: &SiteInfo, base: &BaseUrl) -> Value {
    let url = article_url(base, &article.slug);
    let quoted = Quoted {
        title: &article.headline,
        text: &article.standfirst,
        height: ARTICLE_HEIGHT,
    };
    response(&quoted, &url, article, info, base)
}

/// Of one of its boxes: its title and gist, then its page.
pub(super) fn of_box(
    article: &Article,
    fact_box: &FactBox,
    info: &SiteInfo,
    base: &BaseUrl,
) -> Value {
    let url = box_url(base, &article.slug, &fact_box.id);
    let quoted = Quoted {
        title: &fact_box.title,
        text: &fact_box.gist,
        height: BOX_HEIGHT,
    };
    response(&quoted, &url, article, info, base)
}

/// What is quoted, and how high its frame is.
struct Quoted<'a> {
    title: &'a str,
    text: &'a str,
    height: u32,
}

/// A response of type `rich`.
fn response(
    Quoted {
        title,
        text,
        height,
    }: &Quoted<'_>,
    url: &str,
    article: &Article,
    info: &SiteInfo,
    base: &BaseUrl,
) -> Value {
    let html = format!(
        "<blockquote cite=\"{url}\" lang=\"{language}\"><p><a href=\"{url}\">{title}</a></p><p>{text}</p></blockquote>\
         <iframe src=\"{url}\" title=\"{title}\" width=\"100%\" height=\"{height}\" loading=\"lazy\"></iframe>",
        url = escaped(url),
        language = escaped(&article.language),
        title = escaped(title),
        text = escaped(text),
    );
    let authors: Vec<&str> = article
        .byline
        .iter()
        .map(|byline| byline.name.as_str())
        .collect();
    let mut response = json!({
        "version": "1.0",
        "type": "rich",
        "title": title,
        "author_name": authors.join(", "),
        "provider_name": info.publisher.as_ref().map_or(&info.title, |publisher| &publisher.name),
        "provider_url": base.as_str(),
        "cache_age": CACHE_AGE,
        "html": html,
        "width": FRAME_WIDTH,
        "height": height,
    });
    if has_share_image(article, info) {
        let image = format!("{}share.png", article_url(base, &article.slug));
        response["thumbnail_url"] = json!(image);
        response["thumbnail_width"] = json!(WIDTH);
        response["thumbnail_height"] = json!(HEIGHT);
    }
    response
}
