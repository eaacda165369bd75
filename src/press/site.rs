//! A site: all pages and packages of some articles.

use std::io;
use std::rc::Rc;

use yew::LocalServerRenderer;

use super::page::{Content, Page, assemble, escaped};
use super::shell::Shell;
use super::styles::styles;
use super::{Diagnostic, Kind};
use crate::model::{Article, PartialDate, Slug};
use crate::reader::{Reader, ReaderProps};

/// A file of a site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutFile {
    /// Its path below the site's root, with `/` between folders.
    pub path: String,
    /// What is in it.
    pub content: Vec<u8>,
}

/// What a site's own pages and files tell of an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its name in the site.
    pub slug: Slug,
    /// Its headline, plain text.
    pub headline: String,
    /// The sentence or two under the headline, plain text.
    pub standfirst: String,
    /// Its language, as a BCP 47 tag.
    pub language: String,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// When it was published.
    pub published: PartialDate,
    /// When it was last changed, if it was.
    pub updated: Option<PartialDate>,
}

impl From<&Article> for Entry {
    fn from(article: &Article) -> Self {
        Self {
            slug: article.slug.clone(),
            headline: article.headline.clone(),
            standfirst: article.standfirst.clone(),
            language: article.language.clone(),
            authors: article
                .byline
                .iter()
                .map(|byline| byline.name.clone())
                .collect(),
            published: article.published,
            updated: article.updated,
        }
    }
}

/// Makes the files of a site: for every article `<slug>/index.html` and `<slug>/article.json`; `index.html`, which
/// is the article itself while there is only one, and a list of them otherwise; and `reader/index.html`, the page
/// that renders packages at run time.
///
/// # Errors
/// When the shell isn't fit for it, or rendering fails.
pub fn pages(articles: Vec<Article>, shell: &Shell) -> Result<Vec<OutFile>, Box<Diagnostic>> {
    let styles = styles();
    let mut files = Vec::new();
    let mut list = String::new();
    let only_one = articles.len() == 1;
    for article in articles {
        let article = Rc::new(article);
        let slug = &article.slug;
        let html = render(&article).map_err(|error| {
            internal(
                shell,
                format!("the article `{slug}` can't be rendered: {error}"),
            )
        })?;
        let page = |depth| {
            assemble(
                shell,
                &styles,
                &Page {
                    depth,
                    language: &article.language,
                    title: &article.headline,
                    description: &article.standfirst,
                    content: Content::Article(&html),
                },
            )
        };
        let json = article.to_json().map_err(|error| {
            internal(
                shell,
                format!("the package of `{slug}` can't be written: {error}"),
            )
        })?;
        files.push(file(&format!("{slug}/article.json"), json));
        files.push(file(&format!("{slug}/index.html"), page(1)?));
        if only_one {
            files.push(file("index.html", page(0)?));
        }
        list.push_str(&entry(&article));
    }
    files.push(file("reader/index.html", package_page(shell, &styles)?));
    if !only_one {
        files.push(file("index.html", list_page(shell, &styles, &list)?));
    }
    Ok(files)
}

fn file(path: &str, content: String) -> OutFile {
    OutFile {
        path: path.to_owned(),
        content: content.into_bytes(),
    }
}

fn internal(shell: &Shell, message: String) -> Box<Diagnostic> {
    Box::new(Diagnostic::new(Kind::Internal, &shell.shown, 0..0, message))
}

/// Renders an article as it stands in its page, without the marks that hydration would need.
///
/// # Errors
/// When the system denies what rendering needs.
pub fn render(article: &Rc<Article>) -> io::Result<String> {
    let renderer = LocalServerRenderer::<Reader>::with_props(ReaderProps {
        article: Rc::clone(article),
    })
    .hydratable(false);
    let tasks = tokio::task::LocalSet::new();
    let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    Ok(tasks.block_on(&runtime, renderer.render()))
}

fn package_page(shell: &Shell, styles: &str) -> Result<String, Box<Diagnostic>> {
    assemble(
        shell,
        styles,
        &Page {
            depth: 1,
            language: "en",
            title: "Sidelight",
            description: "Shows an article that another page has named.",
            content: Content::Package(
                "<main class=\"page\"><p>This page shows an article that its address names. It needs JavaScript and \
                 WebAssembly for that; articles on pages of their own can be read without.</p></main>",
            ),
        },
    )
}

fn list_page(shell: &Shell, styles: &str, list: &str) -> Result<String, Box<Diagnostic>> {
    assemble(
        shell,
        styles,
        &Page {
            depth: 0,
            language: "en",
            title: "Articles",
            description: "All articles of this site.",
            content: Content::Plain(&format!(
                "<main class=\"page\"><h1>Articles</h1><ul>{list}</ul></main>"
            )),
        },
    )
}

fn entry(article: &Article) -> String {
    format!(
        "<li lang=\"{}\"><a href=\"{}/\">{}</a><p>{}</p></li>",
        escaped(&article.language),
        article.slug,
        escaped(&article.headline),
        escaped(&article.standfirst)
    )
}
