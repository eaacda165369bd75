//! Builds a site from a folder of articles, in parallel, and only what has changed.
//!
//! Articles are built independently on all cores (`run`), each directly into the staging folder (`output`). Only an
//! article's [`Entry`] and its record in the index (`index`) stay in memory. An article isn't read if it had no
//! warnings and its files still have the stamp in the index ([`Sources::stamp`]). It isn't built if the hash of its
//! files is the same (`inputs`). After all articles, the site's own pages are made from the entries, and changed ones
//! are staged too. Finally everything is put in place (`publish`).
//!
//! *Invariants:* nothing is published if there is an error, unless the caller asked to keep going. Then an article with
//! errors stays as it was last published. The output folder may come from somebody else: nothing outside of it is
//! touched (`folder`), and its index and journal are parsed into checked names (`path`).

mod article_pages;
mod compress;
mod diagnostics;
mod folder;
mod hosting;
mod index;
mod inputs;
mod journal;
mod output;
mod path;
mod publish;
mod render;
mod run;
mod swap;

use std::collections::HashMap;
use std::env;
use std::fs;
use std::io::Read;
use std::path::Path;
use std::sync::OnceLock;
use std::sync::atomic::AtomicBool;

use sha2::{Digest, Sha256};

pub use compress::Compression;
pub use render::{render, render_box, render_sources};

use self::folder::INDEX_PATH;
use self::index::Index;
use self::output::Output;
use self::run::Run;
use crate::compare::Uncorrected;
use crate::look::Look;
use crate::page::{Pages, ROOT_MARK};
use crate::shared::Shared;
use crate::shell::Shell;
use sidelight_compiler::SiteInfo;
use sidelight_compiler::hex;
use sidelight_compiler::names;
use sidelight_compiler::sources::{Sources, open_file};
use sidelight_compiler::{Diagnostic, Kind, Report};

/// Returns the values of each article that changed without a correction, by slug, as the index of a built site lists them.
/// Returns none if the site has no usable index.
pub(crate) fn uncorrected(site: &Path) -> HashMap<String, Vec<Uncorrected>> {
    let mut json = Vec::new();
    let read = open_file(&site.join(INDEX_PATH)).and_then(|mut file| file.read_to_end(&mut json));
    let index = read.ok().and_then(|_| Index::read(&json).ok());
    index.map_or_else(HashMap::new, |index| {
        index
            .articles
            .into_iter()
            .filter(|(_, record)| !record.uncorrected.is_empty())
            .map(|(slug, record)| (slug.to_string(), record.into_owned().uncorrected))
            .collect()
    })
}

/// The path of the script that other sites load to embed pages of this one.
pub(super) const EMBED_SCRIPT: &str = "embed.js";

/// The input of a build.
#[derive(Clone, Copy)]
pub struct Site<'a> {
    /// The folder of articles.
    pub sources: &'a dyn Sources,
    /// The page that articles are put into, and the programs that pages run.
    pub shell: &'a Shell,
    /// The settings of the whole site.
    pub info: &'a SiteInfo,
    /// The output folder. The build creates it if it doesn't exist.
    pub out: &'a Path,
    /// The compression effort for pages.
    pub compression: Compression,
    /// If true, articles without errors are published even if others have errors.
    pub keep_going: bool,
    /// True if the content of the output folder has been published. A changed number or date then needs a correction.
    pub published: bool,
}

/// The result of a build.
#[derive(Debug, Default)]
pub struct Built {
    /// The number of articles, with and without errors.
    pub examined: usize,
    /// The diagnostics of the articles that were read, in the order of their folders, and of the build itself.
    pub report: Report,
    /// The published changes; `None` if nothing was published.
    pub published: Option<Published>,
    /// True if an interrupted build was completed first.
    pub finished_another: bool,
}

/// The changes that a build has published.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Published {
    /// The number of articles that were built.
    pub built: usize,
    /// The number of articles that hadn't changed.
    pub unchanged: usize,
    /// The number of articles that no longer exist.
    pub removed: usize,
    /// The number of written files, including compressed forms.
    pub files: usize,
    /// Articles with errors, by slug, each with `true` if an earlier version of it stays published.
    pub left_out: Vec<(String, bool)>,
    /// The reason for building everything although a site existed; `None` otherwise.
    pub full_rebuild: Option<String>,
}

impl Site<'_> {
    /// Builds the site. Calls `progress` after each article, from any thread, with the number of finished articles and
    /// the total.
    pub fn build(&self, progress: &(dyn Fn(usize, usize) + Sync)) -> Built {
        let mut built = Built::default();
        match self.try_build(&mut built, progress) {
            Ok(published) => built.published = published,
            Err(diagnostic) => built.report.append(Report::from(diagnostic)),
        }
        built
    }

    fn try_build(
        &self,
        built: &mut Built,
        progress: &(dyn Fn(usize, usize) + Sync),
    ) -> Result<Option<Published>, Box<Diagnostic>> {
        let names = names(self.sources)?;
        built.examined = names.len();
        let shared = Shared::of(self.shell, &self.info.theme);
        let look = Look::of(self.info, ROOT_MARK);
        let pages = Pages::of(self.shell, &shared, self.info, &look)?;
        let handed_over = self.is_handed_over();
        self.check_out()?;
        let output = Output::open(self.out, handed_over)?;
        built.finished_another = output.finished_another;
        let run = Run {
            site: self,
            pages: &pages,
            look: &look,
            output: &output,
            identity: self.identity(&shared, names.len() > 1),
            has_lists: names.len() > 1,
            failed: AtomicBool::new(false),
        };
        let outcomes = run.build_all(&names, progress)?;
        run.publish(built, &shared, names, outcomes)
    }

    /// Returns true if the output folder is the folder of the shell, as in Trunk's hook. The build then accepts the
    /// folder with all its content.
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
                "the site can't be written into the articles folder itself",
            )
            .hint("choose another folder with `--out`, for example a subfolder"),
        ))
    }

    /// Returns a hash of everything that affects all pages: the program, the shell, the shared files, the site's
    /// settings, the compression, and whether articles link to lists. Pages of an earlier build can be kept only if its
    /// hash is the same.
    fn identity(&self, shared: &Shared<'_>, has_lists: bool) -> String {
        let mut hash = Sha256::new();
        hash.update(program());
        hash.update(&self.shell.html);
        for file in &shared.files {
            hash.update(&file.path);
        }
        hash.update(format!(
            "{:?} {:?} {has_lists}",
            self.info, self.compression
        ));
        hex(&hash.finalize())
    }
}

/// Returns the hash of this program, computed once.
fn program() -> &'static [u8] {
    static PROGRAM: OnceLock<Vec<u8>> = OnceLock::new();
    PROGRAM.get_or_init(|| {
        // Uses the version instead if the program's file can't be read.
        env::current_exe().and_then(fs::read).map_or_else(
            |_| env!("CARGO_PKG_VERSION").as_bytes().to_vec(),
            |program| Sha256::digest(program).to_vec(),
        )
    })
}
