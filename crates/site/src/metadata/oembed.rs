//! [oEmbed] responses for an article and for each of its fact boxes. Sites request them to embed a page of which they
//! know only the address.
//!
//! A response is a static file, so it can't respect `maxwidth`. Instead the frame is as wide as the element around it.
//!
//! *Invariant:* the `html` works alone. It begins with a quotation that names the page and links to it. The quotation
//! remains if a site removes frames and scripts.
//!
//! [oEmbed]: https://oembed.com/

use serde_json::{Value, json};

use super::share::{HEIGHT, WIDTH, has_share_image};
use crate::page::escaped;
use crate::place::Place;
use sidelight_compiler::{BaseUrl, SiteInfo};
use sidelight_model::{Article, FactBox};

/// The `width` of a response, in px.
const FRAME_WIDTH: u32 = 640;
/// The heights of the frames of an article and of a fact box, in px. They apply if no script fits the frame to its
/// content.
const ARTICLE_HEIGHT: u32 = 800;
const BOX_HEIGHT: u32 = 600;

/// The time for which others may cache a response, in seconds: one day.
const CACHE_AGE: u32 = 86_400;

/// Returns the response for an article: a quotation of its headline and standfirst, then a frame with its page.
pub(super) fn oembed(article: &Article, info: &SiteInfo, base: &BaseUrl, place: &Place) -> Value {
    let url = place.url(base);
    let quoted = Quoted {
        title: &article.headline,
        text: &article.standfirst,
        height: ARTICLE_HEIGHT,
    };
    response(&quoted, &url, article, info, (base, place))
}

/// Returns the response for a fact box: a quotation of its title and gist, then a frame with its page.
pub(super) fn of_box(
    article: &Article,
    fact_box: &FactBox,
    info: &SiteInfo,
    base: &BaseUrl,
    place: &Place,
) -> Value {
    let url = place.box_url(base, &fact_box.id);
    let quoted = Quoted {
        title: &fact_box.title,
        text: &fact_box.gist,
        height: BOX_HEIGHT,
    };
    response(&quoted, &url, article, info, (base, place))
}

/// The quotation of a response, and the height of its frame in px.
struct Quoted<'a> {
    title: &'a str,
    text: &'a str,
    height: u32,
}

/// Returns a response of type `rich`.
fn response(
    Quoted {
        title,
        text,
        height,
    }: &Quoted<'_>,
    url: &str,
    article: &Article,
    info: &SiteInfo,
    (base, place): (&BaseUrl, &Place),
) -> Value {
    let html = format!(
        "<blockquote cite=\"{url}\" lang=\"{language}\"><p><a href=\"{url}\">{title}</a></p><p>{text}</p></blockquote>\
         <iframe src=\"{url}\" title=\"{title}\" width=\"100%\" height=\"{height}\" loading=\"lazy\" \
         style=\"border:0\"></iframe>",
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
        let image = format!("{}share.png", place.url(base));
        response["thumbnail_url"] = json!(image);
        response["thumbnail_width"] = json!(WIDTH);
        response["thumbnail_height"] = json!(HEIGHT);
    }
    response
}
