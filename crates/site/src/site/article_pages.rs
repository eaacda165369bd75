//! Makes the pages of an article: its own, those of its fact boxes, and that of its sources.

use std::rc::Rc;

use super::EMBED_SCRIPT;
use super::render::{Rendered, render_sources};
use super::run::Run;
use crate::look::masthead;
use crate::metadata::{self, topic_path};
use crate::page::{Content, Page, escaped};
use crate::place::Place;
use crate::styles::Needs;
use crate::switch::{alternates, language_switch};
use sidelight::view::toolbar::Addresses;
use sidelight_compiler::{BaseUrl, Diagnostic, OutFile};
use sidelight_i18n::Messages;
use sidelight_model::{Article, Block, FactBox, anchor};

impl Run<'_> {
    /// Renders an article to HTML, for a page `depth` folders below the site's root. `topics` are those of the base.
    pub(super) fn rendered(
        &self,
        article: &Rc<Article>,
        topics: &[String],
        place: &Place,
        depth: usize,
    ) -> Result<Rendered, Box<Diagnostic>> {
        let topics = topics.iter().filter(|_| self.has_lists);
        let links = topics
            .map(|topic| format!("{}{}", "../".repeat(depth), topic_path(topic)))
            .collect();
        let files = match depth {
            0 => format!("{}/", article.slug),
            _ => String::new(),
        };
        let addresses = self.site.info.base_url.as_ref().map(|base| {
            Rc::new(Addresses {
                article: place.url(base),
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

    /// Assembles an article's page, `depth` folders below the site's root. `head` is its [`metadata::head`].
    pub(super) fn page(
        &self,
        article: &Article,
        rendered: &Rendered,
        head: &str,
        place: &Place,
        depth: usize,
    ) -> String {
        let root = "../".repeat(depth);
        let switch = language_switch(place, &root);
        let content = self.masthead(depth) + &switch + &rendered.html + &self.look.footer;
        let head = head.to_owned() + &self.alternates(place, "", &root);
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
            head: &head,
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

    /// Returns the elements that lead to the same page of other editions.
    fn alternates(&self, place: &Place, page: &str, root: &str) -> String {
        let base = self.site.info.base_url.as_ref().map(BaseUrl::as_str);
        alternates(place, page, root, base)
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
        place: &Place,
    ) -> Result<OutFile, Box<Diagnostic>> {
        let depth = place.depth() + 1;
        let root = "../".repeat(depth);
        let alternates = self.alternates(place, &format!("{}/", fact_box.id), &root);
        let html = rendered.fact_box(&fact_box.id).map_err(|error| {
            self.internal(format!(
                "the box `{}` of `{}` can't be rendered: {error}",
                fact_box.id, article.slug
            ))
        })?;
        let page = self.pages.assemble(&Page {
            depth,
            base: None,
            language: &article.language,
            title: &format!("{} · {}", fact_box.title, article.headline),
            description: &fact_box.gist,
            head: &(metadata::box_head(fact_box, self.site.info, place) + &alternates),
            content: Content::Box {
                html: &html,
                needs: Needs {
                    has_source_passages: has_source_passages(fact_box),
                    ..Needs::default()
                },
            },
        });
        Ok(OutFile {
            path: format!("{}{}/index.html", place.folder(), fact_box.id),
            content: page.into_bytes(),
        })
    }

    /// Makes the article's page of sources. No box has the same folder ([`Article::check`]).
    pub(super) fn sources_page(
        &self,
        article: &Article,
        place: &Place,
    ) -> Result<OutFile, Box<Diagnostic>> {
        let depth = place.depth() + 1;
        let page = format!("{}/", anchor::SOURCES_PAGE);
        let alternates = self.alternates(place, &page, &"../".repeat(depth));
        let html = render_sources(article).map_err(|error| {
            self.internal(format!(
                "the page of sources of `{}` can't be rendered: {error}",
                article.slug
            ))
        })?;
        let title = Messages::for_text(&article.language).sources_of(&article.headline);
        let html = self.pages.assemble(&Page {
            depth,
            base: None,
            language: &article.language,
            title: &title,
            description: &title,
            head: &(metadata::sources_head(self.site.info, place) + &alternates),
            content: Content::Sources(&(self.masthead(depth) + &html + &self.look.footer)),
        });
        Ok(OutFile {
            path: format!("{}{page}index.html", place.folder()),
            content: html.into_bytes(),
        })
    }
}

/// Returns `true` if a box has a fact with passages in documents of sources.
fn has_source_passages(fact_box: &FactBox) -> bool {
    fact_box.facts.iter().any(|fact| !fact.from.is_empty())
}
