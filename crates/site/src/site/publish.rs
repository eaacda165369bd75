//! Publishes a build: makes the site's own pages and files from the records of all articles, and puts all files in
//! place.

use std::borrow::Cow;
use std::fs;
use std::rc::Rc;

use rayon::prelude::*;
use sha2::{Digest, Sha256};

use super::compress::Use;
use super::diagnostics::io_error;
use super::folder::INDEX_PATH;
use super::index::{FileRecord, Index};
use super::output::Changes;
use super::run::{Outcome, Run};
use super::{Built, EMBED_SCRIPT, Published, hosting};
use crate::Entry;
use crate::look::masthead;
use crate::metadata;
use crate::page::{Content, Page};
use crate::scripts::EMBED;
use crate::shared::{Shared, WORKER};
use sidelight_compiler::hex;
use sidelight_compiler::{BaseUrl, OutFile};
use sidelight_compiler::{Diagnostic, Report, check_topics};
use sidelight_model::{Article, Slug};

impl<'a> Run<'a> {
    /// Makes the site's own pages and puts all files in place. Returns `None` if errors forbid publishing.
    pub(super) fn publish(
        &self,
        built: &mut Built,
        shared: &Shared<'_>,
        names: Vec<String>,
        outcomes: Vec<Outcome<'a>>,
    ) -> Result<Option<Published>, Box<Diagnostic>> {
        let previous = self.output.previous();
        let mut published = Published {
            full_rebuild: self.full_rebuild(),
            ..Published::default()
        };
        let mut index = Index::new(self.identity.clone());
        let mut changes = Changes::default();
        for (name, outcome) in names.into_iter().zip(outcomes) {
            let slug = || {
                Slug::new(name.as_str())
                    .map_err(|error| self.internal(format!("`{name}`: {error}")))
            };
            let record = match outcome {
                Outcome::Unchanged(record, report) => {
                    built.report.append(report);
                    published.unchanged += 1;
                    record
                }
                Outcome::Built(record, report, written) => {
                    built.report.append(report);
                    published.built += 1;
                    published.files += written;
                    changes.folders.push(slug()?);
                    record
                }
                Outcome::Faulty(report) => {
                    built.report.append(report);
                    let last = previous.and_then(|index| index.articles.get(name.as_str()));
                    published.left_out.push((name.clone(), last.is_some()));
                    match last {
                        Some(record) => Cow::Borrowed(record.as_ref()),
                        None => continue,
                    }
                }
                Outcome::Stopped => continue,
            };
            index.articles.insert(slug()?, record);
        }
        let of_topics = self.check_topics(&index)?;
        let has_errors = of_topics.errors() > 0;
        built.report.append(of_topics);
        if has_errors && !self.site.keep_going {
            return Ok(None);
        }
        if !published.left_out.is_empty() && (!self.site.keep_going || index.articles.is_empty()) {
            return Ok(None);
        }
        self.stage_site(shared, &mut index, &mut changes, &mut published)?;
        // An article folder is replaced as a whole, so its old files need no removal.
        changes.remove =
            previous.map_or_else(Vec::new, |previous| previous.gone(&index, &changes.folders));
        published.removed = previous.map_or(0, |previous| {
            previous
                .articles
                .keys()
                .filter(|slug| !index.articles.contains_key(*slug))
                .count()
        });
        self.output.commit(&index, changes)?;
        self.remove_consumed(&index)?;
        Ok(Some(published))
    }

    /// Returns the reason why all articles are built although a site exists. Returns `None` if there is no site yet, or
    /// if unchanged articles can be kept.
    fn full_rebuild(&self) -> Option<String> {
        if let Some(reason) = self.output.unknown() {
            return Some(format!(
                "the index of the last build, `{INDEX_PATH}`, can't be used ({reason}), so files of removed \
                 articles may remain"
            ));
        }
        self.output
            .previous()
            .filter(|index| index.program != self.identity)
            .map(|_| "the program or a site-wide setting changed".to_owned())
    }

    fn entries(&self, index: &Index<'_>) -> Result<Vec<Entry>, Box<Diagnostic>> {
        index
            .articles
            .iter()
            .map(|(slug, record)| {
                record
                    .entry(slug)
                    .ok_or_else(|| self.internal(format!("the index has no entry for `{slug}`")))
            })
            .collect()
    }

    /// Reports topics of different articles that would have the same page.
    fn check_topics(&self, index: &Index<'_>) -> Result<Report, Box<Diagnostic>> {
        let entries = self.entries(index)?;
        let topics = entries
            .iter()
            .map(|entry| (entry.slug.as_str(), entry.topics.as_slice()));
        Ok(check_topics(self.site.sources, topics))
    }

    /// Stages the files that don't belong to an article, if they have changed.
    fn stage_site(
        &self,
        shared: &Shared<'_>,
        index: &mut Index<'_>,
        changes: &mut Changes,
        published: &mut Published,
    ) -> Result<(), Box<Diagnostic>> {
        let entries = self.entries(index)?;
        let mut files = self.own_files(&entries)?;
        files.extend(hosting::rules().map(|(path, content)| OutFile {
            path: path.to_owned(),
            content: content.into_bytes(),
        }));
        files.push(OutFile {
            path: WORKER.to_owned(),
            content: shared.worker().into_bytes(),
        });
        let files = files.into_iter().map(|file| (file, Use::Page));
        let shared = shared.files.iter().map(|file| {
            let (path, content) = (file.path.clone(), file.content.to_vec());
            (OutFile { path, content }, Use::Shared)
        });
        let files: Vec<_> = files.chain(shared).collect();
        let known = self.output.previous().map(|index| &index.files);
        let records: Vec<_> = files
            .par_iter()
            .map(|(file, used)| {
                let path = self.path(&file.path)?;
                let content = self.digest(file, *used);
                let same = known
                    .and_then(|known| known.get(&path))
                    .filter(|record| record.content == content)
                    .filter(|record| record.paths(&path).all(|path| self.output.has(&path)));
                if let Some(record) = same {
                    return Ok((path, record.clone(), false));
                }
                let forms = self.stage(file, *used)?;
                Ok((path, FileRecord { content, forms }, true))
            })
            .collect::<Result<_, Box<Diagnostic>>>()?;
        for (path, record, is_new) in records {
            if is_new {
                changes.files.extend(record.paths(&path));
                published.files += 1 + record.forms.len();
            }
            index.files.insert(path, record);
        }
        Ok(())
    }

    fn digest(&self, file: &OutFile, used: Use) -> String {
        let mut hash = Sha256::new();
        hash.update(format!("{:?} {used:?} ", self.compression()));
        hash.update(&file.content);
        hex(&hash.finalize())
    }

    /// Returns the site's own pages and files.
    fn own_files(&self, entries: &[Entry]) -> Result<Vec<OutFile>, Box<Diagnostic>> {
        let info = self.site.info;
        let page = |path: &str, page: Page<'_>| OutFile {
            path: path.to_owned(),
            content: self.pages.assemble(&page).into_bytes(),
        };
        let mut files = metadata::site_documents(entries, info);
        // The name is fixed, since pages of other sites request it.
        files.push(OutFile {
            path: EMBED_SCRIPT.to_owned(),
            content: EMBED.clone().into_bytes(),
        });
        files.extend(self.look.documents());
        let mut own_pages = metadata::site_pages(entries, info);
        if self.has_lists {
            own_pages.extend(metadata::topic_pages(entries, info));
        }
        files.extend(own_pages.into_iter().map(|own| {
            let depth = own.path.matches('/').count();
            // The page for missing addresses is served at any address.
            let is_anywhere = own.path == metadata::NOT_FOUND;
            let base = info
                .base_url
                .as_ref()
                .filter(|_| is_anywhere)
                .map(BaseUrl::as_str);
            let root = match (is_anywhere, base) {
                (true, base) => base.map(str::to_owned),
                (false, _) => Some("../".repeat(depth)),
            };
            let masthead = root
                .and_then(|root| Some(masthead(&info.language, &root, &self.look.logo(&root)?)));
            let content = masthead.unwrap_or_default() + &own.body + &self.look.footer;
            page(
                &own.path,
                Page {
                    depth,
                    base,
                    language: &own.language,
                    title: &own.title,
                    description: &own.description,
                    head: &own.head,
                    content: Content::Plain(&content),
                },
            )
        }));
        files.push(page(
            "reader/index.html",
            Page {
                depth: 1,
                base: None,
                language: "en",
                title: "Sidelight",
                description: "Shows an article package.",
                head: "",
                content: Content::Package(
                    "<main class=\"page\"><p>This page loads the article named in its address. That requires \
                     JavaScript and WebAssembly. Articles with a page of their own can be read without \
                     them.</p></main>",
                ),
            },
        ));
        if let [only] = entries {
            files.push(self.front_page(only)?);
        }
        Ok(files)
    }

    /// Returns the article's page for the root of a site with one article. It is made from the package, which exists
    /// even if this build didn't change the article.
    fn front_page(&self, only: &Entry) -> Result<OutFile, Box<Diagnostic>> {
        let path = format!("{}/article.json", only.slug);
        let json = self.output.read(&self.path(&path)?)?;
        let mut article = std::str::from_utf8(&json)
            .map_err(|error| error.to_string())
            .and_then(|json| Article::from_json(json).map_err(|error| error.to_string()))
            .map_err(|error| self.internal(format!("`{path}` can't be read back: {error}")))?;
        let place = only.place();
        let head = metadata::head(&article, self.site.info, &place);
        article.place_files(&path);
        let article = Rc::new(article);
        let rendered = self.rendered(&article, &article.topics, &place, 0)?;
        Ok(OutFile {
            path: "index.html".to_owned(),
            content: self
                .page(&article, &rendered, &head, &place, 0)
                .into_bytes(),
        })
    }

    /// Removes the shell's files if they are in the site's folder and aren't part of the site.
    fn remove_consumed(&self, index: &Index<'_>) -> Result<(), Box<Diagnostic>> {
        if !self.site.is_handed_over() {
            return Ok(());
        }
        for file in self.site.shell.files() {
            let name = file.file_name().unwrap_or_default().to_string_lossy();
            if !index.lists(&name) {
                fs::remove_file(file).map_err(|error| io_error(file, &error))?;
            }
        }
        Ok(())
    }
}
