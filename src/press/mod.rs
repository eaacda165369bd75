//! The press: a newsroom's files in, packages and pages out. Native only.
//!
//! Reading an article goes on past every fault, so that an author hears of all of them at once: files
//! ([`sources`](Sources), `file`), TOML with places (`toml`, `head`, `facts`), Markdown with places (`markdown`),
//! the evidence and the names in it (`evidence`, `mentions`, `marks`), its images (`pictures`), maps of places (`map`),
//! and what only the whole can tell (`checks`). What comes out is an
//! [`Article`](sidelight_model::Article) that passes its own check, or a [`Report`] that says why not. Articles become a
//! [`Site`] (`site`): the reader's components rendered into the [`Shell`] (`shell`, `page`), with a policy (`policy`) and
//! the files that all pages share (`shared`), and published as a whole.
//!
//! *Invariant:* no article is published while there is an error in it.

mod article;
mod authored;
mod build;
mod checks;
mod closest;
mod compare;
mod diagnostic;
mod difference;
mod evidence;
mod explain;
mod facts;
mod file;
mod head;
mod ids;
mod import;
mod info;
mod json;
mod language;
mod lengths;
mod links;
pub mod machine;
mod map;
mod markdown;
mod marks;
mod mentions;
mod nearest;
mod new;
mod origin;
mod overlap;
mod page;
mod pictures;
mod policy;
mod program;
mod report;
pub mod schema;
mod scripts;
pub mod serve;
mod shared;
mod shell;
mod site;
mod sources;
mod styles;
mod suggest;
mod toml;

use std::cell::RefCell;

pub use article::{Pressed, WithPictures, read, read_all, read_with_pictures};
pub use compare::{against, compare};
pub use diagnostic::{Blame, Code, Diagnostic, Kind, Related, Severity};
pub use explain::{Meaning, explain, meanings};
pub use file::MAX_FILE;
pub use import::{Field, Imported, MAX_IMPORT, Taken, import, is_slug};
pub use info::{BaseUrl, BaseUrlError, Publisher, SiteInfo};
pub use json::Line;
pub use new::{StartError, slug, start};
pub use origin::Origin;
pub use pictures::{MAX_PICTURE, MAX_PIXELS, Picture};
pub use report::Report;
pub use shell::Shell;
pub use sidelight_model::Slug;
pub use site::{Built, Compression, Entry, OutFile, Published, Site, render, render_box};
pub use sources::{Folder, Memory, ReadError, Sources};
pub use styles::styles;
pub use suggest::{
    Coverage, CutShort, Paragraph, Sentence, Shared, Suggestions, Uncovered, suggest,
};

/// Where faults are collected while reading goes on.
#[derive(Debug, Default)]
struct Faults(RefCell<Vec<Diagnostic>>);

impl Faults {
    /// Tells of a fault.
    fn add(&self, fault: Diagnostic) {
        self.0.borrow_mut().push(fault);
    }

    /// How many faults there are so far.
    fn count(&self) -> usize {
        self.0.borrow().len()
    }

    /// Whether any fault so far is an error.
    fn any_error(&self) -> bool {
        self.0
            .borrow()
            .iter()
            .any(|fault| fault.severity() == Severity::Error)
    }

    /// Whether any fault so far is of one of these kinds.
    fn any_of(&self, kinds: &[Kind]) -> bool {
        self.0
            .borrow()
            .iter()
            .any(|fault| kinds.contains(&fault.kind))
    }

    /// All faults told.
    fn into_inner(self) -> Vec<Diagnostic> {
        self.0.into_inner()
    }
}
