//! Building a site: all pages and files of a folder of articles, in parallel, and only what has changed.
//!
//! Articles are pressed one by one on all cores (`run`), each straight into the staging folder (`output`); what stays in memory
//! of one is its [`Entry`] and its record in the index (`index`). An article isn't looked into when its files have the
//! stamp that the index holds ([`Sources::stamp`]), and not pressed when they have the same hash (`inputs`). When all are
//! through, the site's own pages are made from the entries, and those that differ from the last ones are staged too; then
//! everything is put in place (`publish`).
//!
//! *Invariants:* with an error nothing is published, unless one asked to keep going; then what has errors stays as it was
//! when it last had none. The output folder may come from somebody else: whatever it holds, nothing outside of it is
//! touched (`folder`), and its index and journal are read into checked names (`path`).

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

use std::env;
use std::fs;
use std::path::Path;
use std::sync::OnceLock;
use std::sync::atomic::AtomicBool;

use sha2::{Digest, Sha256};

pub use compress::Compression;
pub use render::{render, render_box};

use self::output::Output;
use self::run::Run;
use crate::page::Pages;
use crate::shared::Shared;
use crate::shell::Shell;
use sidelight_compiler::SiteInfo;
use sidelight_compiler::article::names;
use sidelight_compiler::hex::hex;
use sidelight_compiler::sources::Sources;
use sidelight_compiler::{Diagnostic, Kind, Report};

/// The script that other sites load to embed pages of this one.
pub(super) const EMBED_SCRIPT: &str = "embed.js";

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
