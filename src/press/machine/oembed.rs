//! What sites ask for that show an article by its address alone, as [oEmbed] has it.
//!
//! The response is a file: it can't heed `maxwidth`, so the frame is as wide as what it stands in.
//!
//! [oEmbed]: https://oembed.com/

use serde_json::{Value, json};

use super::article_url;
use super::share::{HEIGHT, WIDTH, has_share_image};
use crate::model::Article;
use crate::press::info::{BaseUrl, SiteInfo};
use crate::press::page::escaped;

/// The size of the frame, in px; its width is only what is told of it.
const FRAME: (u32, u32) = (640, 800);

/// For how long others may keep it, in seconds: a day.
const CACHE_AGE: u32 = 86_400;

/// The response, of type `rich`. Its HTML says what it is and where, for those who take frames out, and then frames
/// the page.
pub(super) fn oembed(article: &Article, info: &SiteInfo, base: &BaseUrl) -> Value {
    let url = article_url(base, &article.slug);
    let (width, height) = FRAME;
    let headline = escaped(&article.headline);
    let html = format!(
        "<blockquote cite=\"{url}\" lang=\"{language}\"><p><a href=\"{url}\">{headline}</a></p><p>{standfirst}</p></blockquote>\
         <iframe src=\"{url}\" title=\"{headline}\" width=\"100%\" height=\"{height}\" loading=\"lazy\"></iframe>",
        url = escaped(&url),
        language = escaped(&article.language),
        standfirst = escaped(&article.standfirst),
    );
    let authors: Vec<&str> = article
        .byline
        .iter()
        .map(|byline| byline.name.as_str())
        .collect();
    let mut response = json!({
        "version": "1.0",
        "type": "rich",
        "title": article.headline,
        "author_name": authors.join(", "),
        "provider_name": info.publisher.as_ref().map_or(&info.title, |publisher| &publisher.name),
        "provider_url": base.as_str(),
        "cache_age": CACHE_AGE,
        "html": html,
        "width": width,
        "height": height,
    });
    if has_share_image(article, info) {
        response["thumbnail_url"] = json!(format!("{url}share.png"));
        response["thumbnail_width"] = json!(WIDTH);
        response["thumbnail_height"] = json!(HEIGHT);
    }
    response
}
