//! Pressing articles: each is looked into if it may have changed, and if it has, its files are staged.

use std::borrow::Cow;
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use rayon::prelude::*;

use super::compress::{Use, compressed};
use super::index::Record;
use super::output::Output;
use super::path::{Paths, SitePath};
use super::render::Rendered;
use super::{Compression, Site, inputs};
use crate::Entry;
use crate::compare::compare_with;
use crate::machine;
use crate::page::{Content, Page, Pages};
use sidelight_compiler::OutFile;
use sidelight_compiler::article::{WithPictures, read_with_pictures};
use sidelight_compiler::{Diagnostic, Kind, Report};
use sidelight_model::{Article, FactBox};

/// A build that is under way.
pub(super) struct Run<'a> {
    pub(super) site: &'a Site<'a>,
    pub(super) pages: &'a Pages,
    pub(super) output: &'a Output,
    pub(super) identity: String,
    /// Whether writing has failed, so that nothing more need be tried.
    pub(super) failed: AtomicBool,
}

/// What came of one article.
pub(super) enum Outcome<'a> {
    /// It is as it was.
    Unchanged(Cow<'a, Record>, Report),
    /// It was pressed; so many files were written.
    Pressed(Cow<'a, Record>, Report, usize),
    /// It has errors.
    Faulty(Report),
    /// Another one has failed for reasons that have nothing to do with it.
    Stopped,
}

impl<'a> Run<'a> {
    /// Presses all articles; what came of each, in their order.
    ///
    /// # Errors
    /// When something can't be written.
    pub(super) fn press_all(
        &self,
        names: &[String],
        progress: &(dyn Fn(usize, usize) + Sync),
    ) -> Result<Vec<Outcome<'a>>, Box<Diagnostic>> {
        let through = AtomicUsize::new(0);
        names
            .par_iter()
            .map(|name| {
                let outcome = self.press(name);
                if outcome.is_err() {
                    self.failed.store(true, Ordering::Relaxed);
                }
                progress(through.fetch_add(1, Ordering::Relaxed) + 1, names.len());
                outcome
            })
            .collect()
    }

    fn press(&self, name: &str) -> Result<Outcome<'a>, Box<Diagnostic>> {
        if self.failed.load(Ordering::Relaxed) {
            return Ok(Outcome::Stopped);
        }
        let last = self
            .output
            .previous()
            .filter(|index| index.press == self.identity)
            .and_then(|index| index.articles.get(name));
        // Before the files are read, so that a change while they are is another stamp.
        let stamp = self.site.sources.stamp(name);
        if let Some(record) =
            last.filter(|last| !last.warned && stamp.is_some() && last.stamp == stamp)
        {
            return Ok(Outcome::Unchanged(Cow::Borrowed(record), Report::default()));
        }
        let inputs = inputs::inputs(self.site.sources, name);
        let known = last
            .filter(|record| inputs.is_some() && record.inputs == inputs)
            .map(|record| record.stamped(stamp.clone()));
        let (read, mut report) = match known {
            Some(record) if !record.warned => {
                return Ok(Outcome::Unchanged(Cow::Owned(record), Report::default()));
            }
            Some(record) => {
                let (_, report) = read_with_pictures(self.site.sources, name);
                return Ok(Outcome::Unchanged(Cow::Owned(record), report.if_any()));
            }
            None => read_with_pictures(self.site.sources, name),
        };
        let Some(read) = read else {
            return Ok(Outcome::Faulty(report));
        };
        if self.site.published {
            let package = self.path(&format!("{}/article.json", read.article.slug))?;
            let earlier = self.output.read_published(&package);
            compare_with(
                earlier,
                &self.output.shown(&package),
                &read.article,
                &mut report,
            );
        }
        let report = report.if_any();
        let entry = Entry::from(&read.article);
        let (files, written) = self.write(read)?;
        let warned = !report.diagnostics.is_empty();
        let record = Record::new(inputs, stamp, warned, &entry, files);
        Ok(Outcome::Pressed(Cow::Owned(record), report, written))
    }

    /// Stages an article's files; their names, and how many were written.
    fn write(&self, read: WithPictures) -> Result<(Paths, usize), Box<Diagnostic>> {
        let (article, mut files) = read.make(self.site.sources)?;
        let article = Rc::new(article);
        let slug = article.slug.as_str().to_owned();
        files.extend(machine::documents(&article, self.site.info));
        let rendered = self.rendered(&article)?;
        files.push(OutFile {
            path: format!("{slug}/index.html"),
            content: self.page(&article, &rendered, 1).into_bytes(),
        });
        for fact_box in &article.boxes {
            files.push(self.box_page(&article, fact_box, &rendered)?);
        }
        let mut names = Vec::new();
        for file in &files {
            let Some(name) = file
                .path
                .strip_prefix(&slug)
                .and_then(|name| name.strip_prefix('/'))
            else {
                return Err(
                    self.internal(format!("`{}` isn't in the folder of `{slug}`", file.path))
                );
            };
            let name = self.path(name)?;
            let forms = self.stage(file, Use::Page)?;
            names.push(name.clone());
            names.extend(forms.into_iter().map(|ending| name.with_ending(ending)));
        }
        let written = names.len();
        Ok((names.into_iter().collect(), written))
    }

    /// Stages a file and its compressed forms; their endings.
    pub(super) fn stage(
        &self,
        file: &OutFile,
        used: Use,
    ) -> Result<Vec<&'static str>, Box<Diagnostic>> {
        self.output.stage(&file.path, &file.content)?;
        let compression = self.compression();
        let forms = compressed(&file.path, &file.content, compression, used)
            .map_err(|error| self.internal(format!("`{}`: {error}", file.path)))?;
        forms
            .into_iter()
            .map(|(ending, form)| {
                self.output
                    .stage(&format!("{}{ending}", file.path), &form)?;
                Ok(ending)
            })
            .collect()
    }

    /// In development nothing is compressed: it would take longer than everything else.
    pub(super) fn compression(&self) -> Compression {
        if self.site.shell.has_inline_scripts {
            Compression::None
        } else {
            self.site.compression
        }
    }

    /// An article as HTML.
    pub(super) fn rendered(&self, article: &Rc<Article>) -> Result<Rendered, Box<Diagnostic>> {
        Rendered::new(article).map_err(|error| {
            self.internal(format!(
                "the article `{}` can't be rendered: {error}",
                article.slug
            ))
        })
    }

    /// An article's page, so many folders below the site's root.
    pub(super) fn page(&self, article: &Article, rendered: &Rendered, depth: usize) -> String {
        self.pages.assemble(&Page {
            depth,
            language: &article.language,
            title: &article.headline,
            description: &article.standfirst,
            head: &machine::head(article, self.site.info),
            content: Content::Article(&rendered.html),
        })
    }

    /// The page of one of an article's boxes. A box's id has no dot, so its folder is never called like a file.
    fn box_page(
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
            language: &article.language,
            title: &format!("{} · {}", fact_box.title, article.headline),
            description: &fact_box.gist,
            head: &machine::box_head(article, fact_box, self.site.info),
            content: Content::Box(&html),
        });
        Ok(OutFile {
            path: format!("{}/{}/index.html", article.slug, fact_box.id),
            content: page.into_bytes(),
        })
    }

    /// Checks the path of a file that was made.
    pub(super) fn path(&self, path: &str) -> Result<SitePath, Box<Diagnostic>> {
        SitePath::new(path).map_err(|error| self.internal(error.to_string()))
    }

    /// A fault of the press itself.
    pub(super) fn internal(&self, message: String) -> Box<Diagnostic> {
        Box::new(Diagnostic::new(
            Kind::Internal,
            &self.site.shell.shown,
            0..0,
            message,
        ))
    }
}
