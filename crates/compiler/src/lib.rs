//! The compiler: turns an article's source files into a package, or reports diagnostics.
//!
//! Compilation continues after an error where it can, so that authors see as many errors as possible in one run.
//!
//! *Invariant:* an article with an error never becomes a package.

mod annotate;
mod article;
mod authored;
mod checks;
pub mod diagnostic;
mod diagnostic_sink;
mod did_you_mean;
mod document_keys;
pub mod draft;
mod edition_name;
pub mod editions;
mod evidence;
mod explain;
mod facts;
mod figures;
mod first_difference;
mod head;
mod hex;
mod info;
mod kebab;
pub mod language;
mod lengths;
mod link_hint;
mod linked_files;
mod links;
mod lookalikes;
mod map;
pub mod markdown;
mod media;
mod mentions;
mod new;
mod origin;
mod out_file;
mod overlap;
mod package;
pub mod particulars;
mod pictures;
mod report;
pub mod schema;
pub mod sentences;
mod site_topics;
mod source_documents;
pub mod source_file;
pub mod sources;
pub mod theme;
pub mod toml;
mod topics;
mod unique;
mod unit;

pub use article::{
    Compiled, Made, WithPictures, names, read, read_all, read_base, read_with_pictures,
};
pub use authored::{AuthoredEvidence, AuthoredFact};
pub use diagnostic::{Blame, Code, Diagnostic, Kind, Related, Severity};
pub use diagnostic_sink::DiagnosticSink;
pub use explain::{Meaning, explain, meanings};
pub use head::Head;
pub use hex::hex;
pub use info::{BaseUrl, BaseUrlError, Publisher, SiteInfo};
pub use kebab::kebab;
pub use lengths::{MAX_COLUMNS, MAX_LINE, MAX_ROWS};
pub use linked_files::{LinkedFile, MAX_LINKED};
pub use media::MediaFile;
pub use new::{StartError, slug, start};
pub use origin::Origin;
pub use out_file::OutFile;
pub use pictures::{MAX_PICTURE, MAX_PIXELS, Picture};
pub use report::{Line, Report};
pub use site_topics::check_topics;
pub use source_file::MAX_FILE;
pub use sources::{Folder, MARKER, Memory, ReadError, Sources};
pub use theme::{Footer, Theme, check_letters};
pub use topics::topic_folder;
