//! The site's own pages: the list of its articles, and the page for addresses that don't exist.

use std::cmp::Reverse;

use super::head::Elements;
use crate::Entry;
use crate::page::escaped;
use sidelight::view::shown_date;
use sidelight_compiler::{BaseUrl, SiteInfo};
use sidelight_i18n::Messages;

/// The maximum number of articles on a page of the list.
pub const PER_PAGE: usize = 50;

/// One of the site's own pages, without the shell. It needs no program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SitePage {
    /// The path below the site's root, with `/` between folders.
    pub path: String,
    /// The title, as plain text.
    pub title: String,
    /// The description, as plain text.
    pub description: String,
    /// The page's language, as a BCP 47 tag.
    pub language: String,
    /// Elements for the `<head>`, as HTML.
    pub head: String,
    /// The content of the page, as HTML.
    pub body: String,
}

/// Returns the site's own pages: the list of its articles and `404.html`. The list has the newest articles first,
/// [`PER_PAGE`] on `index.html` and on each of `page/2/index.html` and so on. A site with one article has no list,
/// since its front page is the article.
pub fn site_pages(index: &[Entry], info: &SiteInfo) -> Vec<SitePage> {
    let mut pages = Vec::new();
    if index.len() != 1 {
        let mut newest: Vec<&Entry> = index.iter().collect();
        newest.sort_by_key(|entry| (Reverse(entry.published), &entry.slug));
        let count = newest.len().div_ceil(PER_PAGE).max(1);
        for number in 1..=count {
            let listed = newest.iter().skip((number - 1) * PER_PAGE).take(PER_PAGE);
            pages.push(list_page(number, count, listed.copied(), info));
        }
    }
    pages.push(not_found(info));
    pages
}

/// Returns the folder of a page of the list, relative to the site's root and with a final `/`. Returns an empty text
/// for the first page.
fn folder(number: usize) -> String {
    match number {
        1 => String::new(),
        number => format!("page/{number}/"),
    }
}

fn list_page<'a>(
    number: usize,
    count: usize,
    listed: impl Iterator<Item = &'a Entry>,
    info: &SiteInfo,
) -> SitePage {
    let root = if number == 1 { "" } else { "../../" };
    let messages = Messages::for_text(&info.language);
    let title = match number {
        1 => info.title.clone(),
        number => messages.page_of_title(&info.title, &number.to_string()),
    };
    let mut head = Elements::default();
    if let Some(base) = &info.base_url {
        head.link("canonical", None, &base.join(&folder(number)));
        feed_link(&mut head, base);
    }
    let description = match info.description.as_str() {
        "" => messages.all_articles(),
        description => description,
    };
    let mut body = format!(
        "<main class=\"page\"><div class=\"listing\"><header><h1>{}</h1>",
        escaped(&info.title)
    );
    if !info.description.is_empty() && number == 1 {
        body.push_str(&format!(
            "<p class=\"standfirst\">{}</p>",
            escaped(&info.description)
        ));
    }
    body.push_str("</header><ul class=\"entries\">");
    for entry in listed {
        body.push_str(&entry_item(entry, root));
    }
    body.push_str("</ul>");
    if count > 1 {
        body.push_str(&turning(number, count, root, messages));
    }
    body.push_str("</div></main>");
    SitePage {
        path: format!("{}index.html", folder(number)),
        title,
        description: description.to_owned(),
        language: info.language.clone(),
        head: head.0,
        body,
    }
}

fn entry_item(entry: &Entry, root: &str) -> String {
    format!(
        "<li lang=\"{}\"><h2><a href=\"{root}{}/\">{}</a></h2><p>{}</p>\
         <p class=\"entry-date\"><time datetime=\"{}\">{}</time></p></li>",
        escaped(&entry.language),
        entry.slug,
        escaped(&entry.headline),
        escaped(&entry.standfirst),
        entry.published,
        shown_date(entry.published, Messages::for_text(&entry.language)),
    )
}

/// Returns links to the previous and the next page of the list.
fn turning(number: usize, count: usize, root: &str, messages: Messages) -> String {
    let link = |to: usize, rel: &str, name: &str| {
        // The first page's folder is empty, and an empty `href` would mean the page itself.
        let target = match format!("{root}{}", folder(to)) {
            empty if empty.is_empty() => "./".to_owned(),
            target => target,
        };
        format!("<a rel=\"{rel}\" href=\"{target}\">{name}</a>")
    };
    let mut out = format!(
        "<nav class=\"turning\" aria-label=\"{}\" lang=\"{}\">",
        messages.pages(),
        messages.tag()
    );
    if number > 1 {
        out.push_str(&link(number - 1, "prev", messages.newer()));
    }
    out.push_str(&format!(
        "<span>{}</span>",
        messages.page_of(&number.to_string(), &count.to_string())
    ));
    if number < count {
        out.push_str(&link(number + 1, "next", messages.older()));
    }
    out.push_str("</nav>");
    out
}

/// Returns the page for addresses that don't exist. It is served at any address, so it has no relative links.
fn not_found(info: &SiteInfo) -> SitePage {
    let mut head = Elements::default();
    head.name("robots", "noindex");
    let messages = Messages::for_text(&info.language);
    let mut body = format!(
        "<main class=\"page\"><div class=\"listing\"><h1>{}</h1><p>{}</p>",
        messages.no_page(),
        messages.no_page_why()
    );
    if let Some(base) = &info.base_url {
        body.push_str(&format!(
            "<p><a href=\"{}\">{}</a></p>",
            escaped(base.as_str()),
            escaped(&messages.articles_of(&info.title))
        ));
    }
    body.push_str("</div></main>");
    SitePage {
        path: "404.html".into(),
        title: messages.no_page().into(),
        description: messages.no_page_description().into(),
        language: messages.tag().into(),
        head: head.0,
        body,
    }
}

fn feed_link(head: &mut Elements, base: &BaseUrl) {
    head.link(
        "alternate",
        Some("application/atom+xml"),
        &base.join("feed.xml"),
    );
}
