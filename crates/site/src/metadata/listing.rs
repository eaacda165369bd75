//! The site's own pages: the lists of its articles, and the page for addresses that don't exist.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::head::Elements;
use crate::Entry;
use crate::page::escaped;
use sidelight::view::shown_date;
use sidelight_compiler::{BaseUrl, SiteInfo, topic_folder};
use sidelight_i18n::Messages;

/// The path of the page for addresses that don't exist.
pub(crate) const NOT_FOUND: &str = "404.html";

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
        let listed: Vec<&Entry> = index.iter().collect();
        pages.extend(list_pages(&List::Site, listed, info));
    }
    pages.push(not_found(info));
    pages
}

/// Returns the pages of all topics, by the names of their folders. Each lists the articles about its topic like
/// [`site_pages`] lists all articles. A topic that is spelt in several ways has the first spelling.
pub fn topic_pages(index: &[Entry], info: &SiteInfo) -> Vec<SitePage> {
    let mut topics: BTreeMap<String, (Topic<'_>, Vec<&Entry>)> = BTreeMap::new();
    for entry in index {
        for name in &entry.topics {
            let topic = Topic {
                name,
                language: &entry.language,
            };
            let (_, listed) = topics
                .entry(topic_folder(name))
                .or_insert((topic, Vec::new()));
            listed.push(entry);
        }
    }
    topics
        .into_values()
        .flat_map(|(topic, listed)| list_pages(&List::Topic(topic), listed, info))
        .collect()
}

/// Returns the address of a topic's page, relative to the site's root.
pub(crate) fn topic_path(topic: &str) -> String {
    format!("topics/{}/", topic_folder(topic))
}

/// A topic, and the language that it is written in.
struct Topic<'a> {
    name: &'a str,
    language: &'a str,
}

/// The subject of a list.
enum List<'a> {
    /// All articles of the site.
    Site,
    /// The articles about a topic.
    Topic(Topic<'a>),
}

impl List<'_> {
    /// Returns the folder of a page of the list, relative to the site's root and with a final `/`. Returns an empty
    /// text for the site's root.
    fn folder(&self, number: usize) -> String {
        let mut folder = match self {
            Self::Site => String::new(),
            Self::Topic(topic) => topic_path(topic.name),
        };
        if number > 1 {
            folder.push_str(&format!("page/{number}/"));
        }
        folder
    }

    /// Returns the beginning of a page's content, down to the entries. `root` is the site's root, relative to the page.
    fn header(&self, is_first: bool, root: &str, info: &SiteInfo) -> String {
        let title = escaped(&info.title);
        // The logo above the list has the site's name and links to the front page.
        let has_logo = info.theme.logo.is_some();
        let mut header = match self {
            Self::Site if has_logo => format!("<h1 class=\"unseen\">{title}</h1>"),
            Self::Site => format!("<h1>{title}</h1>"),
            Self::Topic(topic) => format!(
                "{}<h1 lang=\"{}\">{}</h1>",
                match has_logo {
                    true => String::new(),
                    false => format!("<p class=\"kicker\"><a href=\"{root}\">{title}</a></p>"),
                },
                escaped(topic.language),
                escaped(topic.name)
            ),
        };
        if matches!(self, Self::Site) && is_first && !info.description.is_empty() {
            header.push_str(&format!(
                "<p class=\"standfirst\">{}</p>",
                escaped(&info.description)
            ));
        }
        header
    }
}

/// Returns the pages of a list, with the newest articles first.
fn list_pages(list: &List<'_>, mut listed: Vec<&Entry>, info: &SiteInfo) -> Vec<SitePage> {
    listed.sort_by_key(|entry| (Reverse(entry.published), &entry.slug));
    let count = listed.len().div_ceil(PER_PAGE).max(1);
    (1..=count)
        .map(|number| {
            let listed = listed.iter().skip((number - 1) * PER_PAGE).take(PER_PAGE);
            list_page(list, number, count, listed.copied(), info)
        })
        .collect()
}

fn list_page<'a>(
    list: &List<'_>,
    number: usize,
    count: usize,
    listed: impl Iterator<Item = &'a Entry>,
    info: &SiteInfo,
) -> SitePage {
    let folder = list.folder(number);
    let root = "../".repeat(folder.matches('/').count());
    let messages = Messages::for_text(&info.language);
    let (title, description) = match (list, info.description.as_str()) {
        (List::Topic(topic), _) => (topic.name, messages.articles_about(topic.name)),
        (List::Site, "") => (info.title.as_str(), messages.all_articles().to_owned()),
        (List::Site, description) => (info.title.as_str(), description.to_owned()),
    };
    let mut head = Elements::default();
    if let Some(base) = &info.base_url {
        head.link("canonical", None, &base.join(&folder));
        feed_link(&mut head, base);
    }
    let mut body = format!(
        "<main class=\"page\"><div class=\"listing\"><header>{}</header><ul class=\"entries\">",
        list.header(number == 1, &root, info)
    );
    for entry in listed {
        body.push_str(&entry_item(entry, &root));
    }
    body.push_str("</ul>");
    if count > 1 {
        body.push_str(&turning(list, number, count, &root, messages));
    }
    body.push_str("</div></main>");
    SitePage {
        path: format!("{folder}index.html"),
        title: match number {
            1 => title.to_owned(),
            number => messages.page_of_title(title, &number.to_string()),
        },
        description,
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
        shown_date(entry.published.date(), Messages::for_text(&entry.language)),
    )
}

/// Returns links to the previous and the next page of the list.
fn turning(list: &List<'_>, number: usize, count: usize, root: &str, messages: Messages) -> String {
    let link = |to: usize, rel: &str, name: &str| {
        // The first page's folder is empty, and an empty `href` would mean the page itself.
        let target = match format!("{root}{}", list.folder(to)) {
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
        path: NOT_FOUND.into(),
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
