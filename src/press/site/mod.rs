//! Building a site: all pages and files of a folder of articles, in parallel, and only what has changed.
//!
//! Articles are pressed one by one on all cores, each straight into the staging folder (`output`); what stays in memory
//! of one is its [`Entry`] and its record in the index (`index`). An article isn't looked into when its files have the
//! stamp that the index holds ([`Sources::stamp`]), and not pressed when they have the same hash (`inputs`). When all are
//! through, the site's own pages are made from the entries, and those that differ from the last ones are staged too; then
//! everything is put in place.
//!
//! *Invariant:* with an error nothing is published, unless one asked to keep going; then what has errors stays as it was
//! when it last had none.

mod compress;
mod hosting;
mod index;
mod inputs;
mod output;
mod render;
mod swap;

use std::env;
use std::fs;
use std::path::Path;
use std::rc::Rc;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use rayon::prelude::*;
use sha2::{Digest, Sha256};

pub use compress::Compression;
pub(super) use output::MARKER;
pub use render::{render, render_box};

use self::compress::{Use, compressed};
use self::index::{FileRecord, Index, Record};
use self::output::{Changes, Output};
use super::article::{WithPictures, names, read_with_pictures};
use super::compare::compare_with_site;
use super::info::SiteInfo;
use super::machine;
use super::page::{Content, Page, Pages};
use super::shared::{Shared, WORKER, hex};
use super::shell::Shell;
use super::sources::Sources;
use super::{Diagnostic, Kind, Report};
use crate::model::{Article, FactBox, PartialDate, Slug};

/// The script that other sites load to embed pages of this one.
pub(super) const EMBED_SCRIPT: &str = "embed.js";

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

/// A site to be built.
#[derive(Clone, Copy)]
pub struct Site<'a> {
    /// Its articles.
    pub sources: &'a dyn Sources,
    /// What they are put into.
    pub shell: &'a Shell,
    /// What is true of all of it.
    pub info: &'a SiteInfo,
    /// The folder it is written to; made if it isn't there.
    pub out: &'a Path,
    /// How hard pages are compressed.
    pub compression: Compression,
    /// Whether articles without errors are published although others have some.
    pub keep_going: bool,
    /// Whether what is there already was published, so that a number that changes wants a correction.
    pub published: bool,
}

/// What came of building a site.
#[derive(Debug, Default)]
pub struct Built {
    /// How many articles there were, with and without errors.
    pub looked_at: usize,
    /// What was found in those that were looked into, in the order of their folders, and what went wrong besides.
    pub report: Report,
    /// What was published; none when nothing was.
    pub published: Option<Published>,
    /// Whether a build that had been stopped was finished first.
    pub finished_another: bool,
}

/// What a build has published.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Published {
    /// How many articles were pressed.
    pub pressed: usize,
    /// How many were as they had been.
    pub unchanged: usize,
    /// How many were there no longer.
    pub removed: usize,
    /// How many files were written, compressed forms included.
    pub files: usize,
    /// Articles with errors, by slug, and whether each is there as it last was without.
    pub left_out: Vec<(String, bool)>,
    /// Why everything was pressed although there was a site, if it was.
    pub afresh: Option<String>,
}

/// What came of one article.
enum Outcome {
    /// It is as it was.
    Unchanged(Record, Report),
    /// It was pressed; so many files were written.
    Pressed(Record, Report, usize),
    /// It has errors.
    Faulty(Report),
    /// Another one has failed for reasons that have nothing to do with it.
    Stopped,
}

impl Site<'_> {
    /// Builds the site. `progress` is told how many articles are through, and how many there are, from any thread.
    pub fn build(&self, progress: &(dyn Fn(usize, usize) + Sync)) -> Built {
        let mut built = Built::default();
        match self.try_build(&mut built, progress) {
            Ok(published) => built.published = published,
            Err(fault) => built.report.append(Report::from(fault)),
        }
        built
    }

    fn try_build(
        &self,
        built: &mut Built,
        progress: &(dyn Fn(usize, usize) + Sync),
    ) -> Result<Option<Published>, Box<Diagnostic>> {
        let names = names(self.sources)?;
        built.looked_at = names.len();
        let shared = Shared::of(self.shell);
        let pages = Pages::of(self.shell, &shared, self.info)?;
        let handed_over = self.is_handed_over();
        self.check_out()?;
        let output = Output::open(self.out, handed_over)?;
        built.finished_another = output.finished_another;
        let run = Run {
            site: self,
            pages: &pages,
            output: &output,
            identity: self.identity(&shared),
            failed: AtomicBool::new(false),
        };
        let outcomes = run.press_all(&names, progress)?;
        run.publish(built, &shared, names, outcomes)
    }

    /// Whether the shell lies where the site is to be, as in Trunk's hook: then the folder is given to us with all that
    /// is in it.
    fn is_handed_over(&self) -> bool {
        let real = |path: &Path| fs::canonicalize(path).ok();
        let folder = self.shell.folder().and_then(real);
        folder.is_some() && folder == real(self.out)
    }

    fn check_out(&self) -> Result<(), Box<Diagnostic>> {
        let real = |path: &Path| fs::canonicalize(path).ok();
        let (articles, out) = (real(Path::new(&self.sources.root())), real(self.out));
        if self.sources.root().is_empty() || articles.is_none() || articles != out {
            return Ok(());
        }
        Err(Box::new(
            Diagnostic::new(
                Kind::InTheWay,
                &self.out.display().to_string().into(),
                0..0,
                "the pages can't be written into the folder of the articles themselves",
            )
            .hint("name another folder with `--out`; it may lie in this one"),
        ))
    }

    /// What tells presses apart whose pages differ: the program, what it was given, and how it was asked.
    fn identity(&self, shared: &Shared<'_>) -> String {
        let mut hash = Sha256::new();
        hash.update(program());
        hash.update(&self.shell.html);
        for file in &shared.files {
            hash.update(&file.path);
        }
        hash.update(format!("{:?} {:?}", self.info, self.compression));
        hex(&hash.finalize())
    }
}

/// The hash of this program, which is asked for once.
fn program() -> &'static [u8] {
    static PROGRAM: OnceLock<Vec<u8>> = OnceLock::new();
    PROGRAM.get_or_init(|| {
        // Where a program can't read itself, its version has to do.
        env::current_exe().and_then(fs::read).map_or_else(
            |_| env!("CARGO_PKG_VERSION").as_bytes().to_vec(),
            |program| Sha256::digest(program).to_vec(),
        )
    })
}

/// A build that is under way.
struct Run<'a> {
    site: &'a Site<'a>,
    pages: &'a Pages,
    output: &'a Output,
    identity: String,
    /// Whether writing has failed, so that nothing more need be tried.
    failed: AtomicBool,
}

impl Run<'_> {
    fn press_all(
        &self,
        names: &[String],
        progress: &(dyn Fn(usize, usize) + Sync),
    ) -> Result<Vec<Outcome>, Box<Diagnostic>> {
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

    fn press(&self, name: &str) -> Result<Outcome, Box<Diagnostic>> {
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
            return Ok(Outcome::Unchanged(record.clone(), Report::default()));
        }
        let inputs = inputs::inputs(self.site.sources, name);
        let known = last
            .filter(|record| inputs.is_some() && record.inputs == inputs)
            .map(|record| record.stamped(stamp.clone()));
        let (read, mut report) = match known {
            Some(record) if !record.warned => {
                return Ok(Outcome::Unchanged(record, Report::default()));
            }
            Some(record) => {
                let (_, report) = read_with_pictures(self.site.sources, name);
                return Ok(Outcome::Unchanged(record, report.if_any()));
            }
            None => read_with_pictures(self.site.sources, name),
        };
        let Some(read) = read else {
            return Ok(Outcome::Faulty(report));
        };
        if self.site.published {
            compare_with_site(self.site.out, &read.article, &mut report);
        }
        let report = report.if_any();
        let entry = Entry::from(&read.article);
        let (files, written) = self.write(read)?;
        let warned = !report.diagnostics.is_empty();
        let record = Record::new(inputs, stamp, warned, &entry, files);
        Ok(Outcome::Pressed(record, report, written))
    }

    /// Stages an article's files; their names, and how many were written.
    fn write(&self, read: WithPictures) -> Result<(Vec<String>, usize), Box<Diagnostic>> {
        let (article, mut files) = read.make(self.site.sources)?;
        let article = Rc::new(article);
        let slug = article.slug.as_str().to_owned();
        files.extend(machine::documents(&article, self.site.info));
        files.push(OutFile {
            path: format!("{slug}/index.html"),
            content: self.page(&article, 1)?.into_bytes(),
        });
        for fact_box in &article.boxes {
            files.push(self.box_page(&article, fact_box)?);
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
            let forms = self.stage(file, Use::Page)?;
            names.push(name.to_owned());
            names.extend(forms.into_iter().map(|ending| format!("{name}{ending}")));
        }
        let written = names.len();
        Ok((names, written))
    }

    /// Stages a file and its compressed forms; their endings.
    fn stage(&self, file: &OutFile, used: Use) -> Result<Vec<String>, Box<Diagnostic>> {
        self.output.stage(&file.path, &file.content)?;
        let compression = self.compression();
        let forms = compressed(&file.path, &file.content, compression, used)
            .map_err(|error| self.internal(format!("`{}`: {error}", file.path)))?;
        forms
            .into_iter()
            .map(|(ending, form)| {
                self.output
                    .stage(&format!("{}{ending}", file.path), &form)?;
                Ok(ending.to_owned())
            })
            .collect()
    }

    /// In development nothing is compressed: it would take longer than everything else.
    fn compression(&self) -> Compression {
        if self.site.shell.has_inline_scripts {
            Compression::None
        } else {
            self.site.compression
        }
    }

    /// An article's page, so many folders below the site's root.
    fn page(&self, article: &Rc<Article>, depth: usize) -> Result<String, Box<Diagnostic>> {
        let html = render(article).map_err(|error| {
            self.internal(format!(
                "the article `{}` can't be rendered: {error}",
                article.slug
            ))
        })?;
        Ok(self.pages.assemble(&Page {
            depth,
            language: &article.language,
            title: &article.headline,
            description: &article.standfirst,
            head: &machine::head(article, self.site.info),
            content: Content::Article(&html),
        }))
    }

    /// The page of one of an article's boxes. A box's id has no dot, so its folder is never called like a file.
    fn box_page(
        &self,
        article: &Rc<Article>,
        fact_box: &FactBox,
    ) -> Result<OutFile, Box<Diagnostic>> {
        let html = render_box(article, &fact_box.id).map_err(|error| {
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

    fn internal(&self, message: String) -> Box<Diagnostic> {
        Box::new(Diagnostic::new(
            Kind::Internal,
            &self.site.shell.shown,
            0..0,
            message,
        ))
    }

    /// Makes the site's own pages and puts everything in place, unless there are errors that forbid it.
    fn publish(
        &self,
        built: &mut Built,
        shared: &Shared<'_>,
        names: Vec<String>,
        outcomes: Vec<Outcome>,
    ) -> Result<Option<Published>, Box<Diagnostic>> {
        let previous = self.output.previous();
        let mut published = Published {
            afresh: self.afresh(),
            ..Published::default()
        };
        let mut index = Index::new(self.identity.clone());
        let mut changes = Changes::default();
        for (name, outcome) in names.into_iter().zip(outcomes) {
            let record = match outcome {
                Outcome::Unchanged(record, report) => {
                    built.report.append(report);
                    published.unchanged += 1;
                    record
                }
                Outcome::Pressed(record, report, written) => {
                    built.report.append(report);
                    published.pressed += 1;
                    published.files += written;
                    changes.folders.push(name.clone());
                    record
                }
                Outcome::Faulty(report) => {
                    built.report.append(report);
                    let last = previous.and_then(|index| index.articles.get(&name));
                    published.left_out.push((name.clone(), last.is_some()));
                    match last {
                        Some(record) => record.clone(),
                        None => continue,
                    }
                }
                Outcome::Stopped => continue,
            };
            index.articles.insert(name, record);
        }
        if !published.left_out.is_empty() && (!self.site.keep_going || index.articles.is_empty()) {
            return Ok(None);
        }
        self.stage_site(shared, &mut index, &mut changes, &mut published)?;
        // Folders that are put in place as a whole have nothing of the old ones in them.
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

    /// Why everything is pressed, where there was a site.
    fn afresh(&self) -> Option<String> {
        if let Some(reason) = self.output.unknown() {
            return Some(format!(
                "the index of the last build can't be used ({reason}), so files of articles that are gone may be left"
            ));
        }
        self.output
            .previous()
            .filter(|index| index.press != self.identity)
            .map(|_| "the program or what is true of the whole site has changed".to_owned())
    }

    /// Stages what isn't an article's, as far as it has changed.
    fn stage_site(
        &self,
        shared: &Shared<'_>,
        index: &mut Index,
        changes: &mut Changes,
        published: &mut Published,
    ) -> Result<(), Box<Diagnostic>> {
        let entries: Vec<Entry> = index
            .articles
            .iter()
            .map(|(slug, record)| {
                record
                    .entry(slug)
                    .ok_or_else(|| self.internal(format!("the index tells nothing of `{slug}`")))
            })
            .collect::<Result<_, _>>()?;
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
                let content = self.digest(file, *used);
                let same = known
                    .and_then(|known| known.get(&file.path))
                    .filter(|record| record.content == content)
                    .filter(|record| record.paths(&file.path).all(|path| self.output.has(&path)));
                if let Some(record) = same {
                    return Ok((record.clone(), false));
                }
                let forms = self.stage(file, *used)?;
                Ok((FileRecord { content, forms }, true))
            })
            .collect::<Result<_, Box<Diagnostic>>>()?;
        for ((file, _), (record, is_new)) in files.into_iter().zip(records) {
            if is_new {
                changes.files.extend(record.paths(&file.path));
                published.files += 1 + record.forms.len();
            }
            index.files.insert(file.path, record);
        }
        Ok(())
    }

    fn digest(&self, file: &OutFile, used: Use) -> String {
        let mut hash = Sha256::new();
        hash.update(format!("{:?} {used:?} ", self.compression()));
        hash.update(&file.content);
        hex(&hash.finalize())
    }

    /// The site's own pages and files.
    fn own_files(&self, entries: &[Entry]) -> Result<Vec<OutFile>, Box<Diagnostic>> {
        let info = self.site.info;
        let page = |path: &str, page: Page<'_>| OutFile {
            path: path.to_owned(),
            content: self.pages.assemble(&page).into_bytes(),
        };
        let mut files = machine::site_documents(entries, info);
        // Under a name that stays, since other sites' pages ask for it.
        files.push(OutFile {
            path: EMBED_SCRIPT.to_owned(),
            content: include_bytes!("../../../assets/embed.js").to_vec(),
        });
        files.extend(machine::site_pages(entries, info).into_iter().map(|own| {
            page(
                &own.path,
                Page {
                    depth: own.path.matches('/').count(),
                    language: &own.language,
                    title: &own.title,
                    description: &own.description,
                    head: &own.head,
                    content: Content::Plain(&own.body),
                },
            )
        }));
        files.push(page(
            "reader/index.html",
            Page {
                depth: 1,
                language: "en",
                title: "Sidelight",
                description: "Shows an article that another page has named.",
                head: "",
                content: Content::Package(
                    "<main class=\"page\"><p>This page shows an article that its address names. It needs JavaScript and \
                     WebAssembly for that; articles on pages of their own can be read without.</p></main>",
                ),
            },
        ));
        if let [only] = entries {
            files.push(self.front_page(only)?);
        }
        Ok(files)
    }

    /// The page of the only article, at the site's root. It is made from the package, which is there also when the
    /// article wasn't pressed now.
    fn front_page(&self, only: &Entry) -> Result<OutFile, Box<Diagnostic>> {
        let path = format!("{}/article.json", only.slug);
        let json = self.output.read(&path)?;
        let mut article = std::str::from_utf8(&json)
            .map_err(|error| error.to_string())
            .and_then(|json| Article::from_json(json).map_err(|error| error.to_string()))
            .map_err(|error| self.internal(format!("`{path}` can't be read back: {error}")))?;
        article.place_figures(&path);
        Ok(OutFile {
            path: "index.html".to_owned(),
            content: self.page(&Rc::new(article), 0)?.into_bytes(),
        })
    }

    /// Takes away what the shell was read from, where that lies in the site's folder and isn't part of the site.
    fn remove_consumed(&self, index: &Index) -> Result<(), Box<Diagnostic>> {
        if !self.site.is_handed_over() {
            return Ok(());
        }
        for file in self.site.shell.files() {
            let name = file.file_name().unwrap_or_default().to_string_lossy();
            if !index.lists(&name) {
                fs::remove_file(file).map_err(|error| output::fault(file, &error))?;
            }
        }
        Ok(())
    }
}
