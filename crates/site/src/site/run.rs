//! Builds articles: reads each article that may have changed and, if it has, stages its files.

use std::borrow::Cow;
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use rayon::prelude::*;

use super::compress::{Use, compressed};
use super::index::Record;
use super::output::Output;
use super::path::{Paths, SitePath};
use super::{Compression, Site, inputs};
use crate::compare::{Uncorrected, compare_with};
use crate::look::Look;
use crate::metadata;
use crate::page::Pages;
use crate::place::Place;
use crate::shell::BuildMode;
use crate::{EditionEntry, Entry};
use sidelight_compiler::OutFile;
use sidelight_compiler::{Diagnostic, Kind, Report, check_letters};
use sidelight_compiler::{Made, WithPictures, read_with_pictures};
use sidelight_model::Article;

/// A build in progress.
pub(super) struct Run<'a> {
    pub(super) site: &'a Site<'a>,
    pub(super) pages: &'a Pages,
    pub(super) look: &'a Look,
    pub(super) output: &'a Output,
    pub(super) identity: String,
    /// True if the site has more than one article, so that it has lists of articles.
    pub(super) has_lists: bool,
    /// True once building an article has failed, so that the remaining ones are skipped.
    pub(super) failed: AtomicBool,
}

/// The result for one article.
pub(super) enum Outcome<'a> {
    /// The article hasn't changed.
    Unchanged(Cow<'a, Record>, Report),
    /// The article was built. The number is that of the written files.
    Built(Cow<'a, Record>, Report, usize),
    /// The article has errors.
    Faulty(Report),
    /// The article was skipped because another one failed.
    Stopped,
}

impl<'a> Run<'a> {
    /// Builds all articles, in parallel. Returns the result for each, in the order of `names`.
    ///
    /// # Errors
    /// Returns a diagnostic if a file can't be written or an article can't be rendered.
    pub(super) fn build_all(
        &self,
        names: &[String],
        progress: &(dyn Fn(usize, usize) + Sync),
    ) -> Result<Vec<Outcome<'a>>, Box<Diagnostic>> {
        let through = AtomicUsize::new(0);
        names
            .par_iter()
            .map(|name| {
                let outcome = self.build(name);
                if outcome.is_err() {
                    self.failed.store(true, Ordering::Relaxed);
                }
                progress(through.fetch_add(1, Ordering::Relaxed) + 1, names.len());
                outcome
            })
            .collect()
    }

    fn build(&self, name: &str) -> Result<Outcome<'a>, Box<Diagnostic>> {
        if self.failed.load(Ordering::Relaxed) {
            return Ok(Outcome::Stopped);
        }
        let last = self
            .output
            .previous()
            .filter(|index| index.program == self.identity)
            .and_then(|index| index.articles.get(name));
        // The stamp is taken before the files are read, so a change during reading leads to another stamp.
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
                let (read, mut report) = read_with_pictures(self.site.sources, name);
                if let Some(read) = read {
                    self.compare(name, &read.article, &mut report)?;
                    self.check_letters(&read, &mut report);
                }
                return Ok(Outcome::Unchanged(Cow::Owned(record), report.if_any()));
            }
            None => read_with_pictures(self.site.sources, name),
        };
        let Some(read) = read else {
            return Ok(Outcome::Faulty(report));
        };
        let uncorrected = self.compare(name, &read.article, &mut report)?;
        self.check_letters(&read, &mut report);
        let report = report.if_any();
        let entry = Entry {
            editions: read.editions.iter().map(EditionEntry::from).collect(),
            ..Entry::from(&read.article)
        };
        let (files, written) = self.write(read)?;
        let warned = !report.diagnostics.is_empty();
        let record = Record::new(inputs, stamp, warned, uncorrected, &entry, files);
        Ok(Outcome::Built(Cow::Owned(record), report, written))
    }

    /// Compares an article with its published version, and reports values that changed without a correction. Returns
    /// them. Does nothing for a site that isn't published.
    fn compare(
        &self,
        name: &str,
        article: &Article,
        report: &mut Report,
    ) -> Result<Vec<Uncorrected>, Box<Diagnostic>> {
        if !self.site.published {
            return Ok(Vec::new());
        }
        let package = self.path(&format!("{}/article.json", article.slug))?;
        // Another program or other settings don't make the record of the values invalid.
        let last = self
            .output
            .previous()
            .and_then(|index| index.articles.get(name));
        Ok(compare_with(
            self.output.read_published(&package),
            &self.output.shown(&package),
            last.map_or(&[], |record| &record.uncorrected),
            article,
            report,
        ))
    }

    /// Reports letters of an article and its editions that the newsroom's fonts lack.
    fn check_letters(&self, read: &WithPictures, report: &mut Report) {
        for article in std::iter::once(&read.article).chain(&read.editions) {
            check_letters(&self.site.info.theme, self.site.sources, article, report);
        }
    }

    /// Stages an article's files. Returns their paths, relative to the article's folder, and their number.
    fn write(&self, read: WithPictures) -> Result<(Paths, usize), Box<Diagnostic>> {
        let Made {
            article,
            editions,
            mut files,
        } = read.make(self.site.sources)?;
        let slug = article.slug.as_str().to_owned();
        let topics = article.topics.clone();
        let languages = editions.iter().map(|edition| edition.language.as_str());
        let place = Place::base(&article.slug, &article.language, languages);
        files.extend(self.edition_files(article, &topics, &place)?);
        for (edition, place) in editions.into_iter().zip(place.editions()) {
            files.extend(self.edition_files(edition, &topics, &place)?);
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

    /// Makes the pages and documents of an article, or of one of its editions. `topics` are those of the article, which decide
    /// the addresses of their pages.
    fn edition_files(
        &self,
        mut article: Article,
        topics: &[String],
        place: &Place,
    ) -> Result<Vec<OutFile>, Box<Diagnostic>> {
        let mut files = metadata::documents(&article, self.site.info, place);
        // The addresses in the head are made absolute, from those in the package.
        let head = metadata::head(&article, self.site.info, place);
        if !place.is_base() {
            // Its page is one folder below that of the base, where its pictures and files are.
            article.place_files("../article.json");
        }
        let article = Rc::new(article);
        let depth = place.depth();
        let rendered = self.rendered(&article, topics, place, depth)?;
        files.push(OutFile {
            path: format!("{}index.html", place.folder()),
            content: self
                .page(&article, &rendered, &head, place, depth)
                .into_bytes(),
        });
        for fact_box in &article.boxes {
            files.push(self.box_page(&article, fact_box, &rendered, place)?);
        }
        if article.has_sources_page() {
            files.push(self.sources_page(&article, place)?);
        }
        Ok(files)
    }

    /// Stages a file and its compressed forms. Returns the endings of these forms.
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

    /// Returns the compression effort. Development uses no compression, which would take longer than everything else.
    pub(super) fn compression(&self) -> Compression {
        match self.site.shell.mode {
            BuildMode::Development => Compression::None,
            BuildMode::Publication => self.site.compression,
        }
    }

    /// Checks the path of a generated file.
    pub(super) fn path(&self, path: &str) -> Result<SitePath, Box<Diagnostic>> {
        SitePath::new(path).map_err(|error| self.internal(error.to_string()))
    }

    /// Creates the diagnostic for a bug in this program.
    pub(super) fn internal(&self, message: String) -> Box<Diagnostic> {
        Box::new(Diagnostic::new(
            Kind::Internal,
            &self.site.shell.shown,
            0..0,
            message,
        ))
    }
}
