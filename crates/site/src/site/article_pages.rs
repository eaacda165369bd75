//! Makes the pages of an article: its own, those of its fact boxes, and that of its sources.

use std::rc::Rc;

use super::EMBED_SCRIPT;
use super::render::{Rendered, render_sources};
use super::run::Run;
use crate::look::masthead;
use crate::metadata::{self, article_url, topic_path};
use crate::page::{Content, Page, escaped};
use crate::styles::Needs;
use sidelight::view::toolbar::Addresses;
use sidelight_compiler::{Diagnostic, OutFile};
use sidelight_i18n::Messages;
use sidelight_model::{Article, Block, FactBox, anchor};

impl Run<'_> {
    /// Renders an article to HTML, for a page `depth` folders below the site's root.
    pub(super) fn rendered(
        &self,
        article: &Rc<Article>,
        depth: usize,
    ) -> Result<Rendered, Box<Diagnostic>> {
        let topics = article.topics.iter().filter(|_| self.has_lists);
        let links = topics
            .map(|topic| format!("{}{}", "../".repeat(depth), topic_path(topic)))
            .collect();
        let files = match depth {
            0 => format!("{}/", article.slug),
            _ => String::new(),
        };
        let addresses = self.site.info.base_url.as_ref().map(|base| {
            Rc::new(Addresses {
                article: article_url(base, &article.slug),
                script: base.join(EMBED_SCRIPT),
            })
        });
        Rendered::new(article, links, Some(files.into()), addresses).map_err(|error| {
            self.internal(format!(
                "the article `{}` can't be rendered: {error}",
                article.slug
            ))
        })
    }

    /// Assembles an article's page, `depth` folders below the site's root.
    pub(super) fn page(&self, article: &Article, rendered: &Rendered, depth: usize) -> String {
        let content = self.masthead(depth) + &rendered.html + &self.look.footer;
        let is_apart = |block: &Block| {
            matches!(
                block,
                Block::Table(_) | Block::PullQuote(_) | Block::Media(_)
            )
        };
        self.pages.assemble(&Page {
            depth,
            base: None,
            language: &article.language,
            title: &article.headline,
            description: &article.standfirst,
            head: &metadata::head(article, self.site.info),
            content: Content::Article {
                toolbar: &rendered.toolbar,
                article: &content,
                needs: Needs {
                    is_rich: article.body.iter().any(is_apart),
                    has_source_passages: article.boxes.iter().any(has_source_passages),
                },
            },
        })
    }

    /// Returns the site's logo or title above an article, as a link to the front page. Returns an empty text if the site
    /// has neither.
    fn masthead(&self, depth: usize) -> String {
        let info = self.site.info;
        let root = "../".repeat(depth);
        let name = match self.look.logo(&root) {
            Some(logo) => logo,
            None if info.has_title() => escaped(&info.title),
            None => return String::new(),
        };
        masthead(&info.language, &root, &name)
    }

    /// Makes the page of one of the article's fact boxes. The id of a box contains no dot, so its folder can't have the
    /// name of a file.
    pub(super) fn box_page(
        &self,
        article: &Article,
        fact_box: &FactBox,
        rendered: &Rendered,
    ) -> Result<OutFile, Box<Diagnostic>> {
        let html = rendered.fact_box(&fact_box.id).map_err(|error| {
            self.internal(format!(
                "the box `{}` of `{}` can't be rendered: {error}",
                fact_box.id, article.slug
            ))
        })?;
        let page = self.pages.assemble(&Page {
            depth: 2,
            base: None,
            language: &article.language,
            title: &format!("{} · {}", fact_box.title, article.headline),
            description: &fact_box.gist,
            head: &metadata::box_head(article, fact_box, self.site.info),
            content: Content::Box {
                html: &html,
                needs: Needs {
                    has_source_passages: has_source_passages(fact_box),
                    ..Needs::default()
                },
            },
        });
        Ok(OutFile {
            path: format!("{}/{}/index.html", article.slug, fact_box.id),
            content: page.into_bytes(),
        })
    }

    /// Makes the article's page of sources. No box has the same folder ([`Article::check`]).
    pub(super) fn sources_page(&self, article: &Article) -> Result<OutFile, Box<Diagnostic>> {
        let html = render_sources(article).map_err(|error| {
            self.internal(format!(
                "the page of sources of `{}` can't be rendered: {error}",
                article.slug
            ))
        })?;
        let title = Messages::for_text(&article.language).sources_of(&article.headline);
        let page = self.pages.assemble(&Page {
            depth: 2,
            base: None,
            language: &article.language,
            title: &title,
            description: &title,
            head: &metadata::sources_head(article, self.site.info),
            content: Content::Sources(&(self.masthead(2) + &html + &self.look.footer)),
        });
        Ok(OutFile {
            path: format!("{}/{}/index.html", article.slug, anchor::SOURCES_PAGE),
            content: page.into_bytes(),
        })
    }
}

/// Returns `true` if a box has a fact with passages in documents of sources.
fn has_source_passages(fact_box: &FactBox) -> bool {
    fact_box.facts.iter().any(|fact| !fact.from.is_empty())
}
