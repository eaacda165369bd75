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
mod entry;
mod evidence;
mod explain;
mod facts;
mod faults;
mod file;
mod head;
mod hex;
mod import;
mod info;
mod kebab;
mod language;
mod lengths;
mod link_hint;
mod links;
pub mod machine;
mod map;
mod markdown;
mod marks;
mod mentions;
mod nearest;
mod new;
mod origin;
mod out_file;
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
mod unique;

pub use article::{Pressed, WithPictures, read, read_all, read_with_pictures};
pub use compare::{against, compare};
pub use diagnostic::{Blame, Code, Diagnostic, Kind, Related, Severity};
pub use entry::Entry;
pub use explain::{Meaning, explain, meanings};
use faults::Faults;
pub use file::MAX_FILE;
pub use import::{Field, Imported, MAX_IMPORT, Taken, import, is_slug};
pub use info::{BaseUrl, BaseUrlError, Publisher, SiteInfo};
pub use new::{StartError, slug, start};
pub use origin::Origin;
pub use out_file::OutFile;
pub use pictures::{MAX_PICTURE, MAX_PIXELS, Picture};
pub use report::{Line, Report};
pub use shell::Shell;
pub use sidelight_model::Slug;
pub use site::{Built, Compression, Published, Site, render, render_box};
pub use sources::{Folder, MARKER, Memory, ReadError, Sources};
pub use styles::styles;
pub use suggest::{
    Coverage, CutShort, Paragraph, Sentence, Shared, Suggestions, Uncovered, suggest,
};
