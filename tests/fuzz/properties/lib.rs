//! Properties of the parsers of foreign data, one function for each fuzz target.
//!
//! Both the fuzz targets (`tests/fuzz/targets`) and the native tests (`tests/native/seeds.rs`) call them. An input that
//! once failed is kept in `tests/fuzz/seeds/<target>/`, where both find it.
//!
//! *Invariant:* a property is a function of its input alone and ends quickly, so a failure can be repeated.

mod article;
mod document;
mod import;
mod markup;
mod message;
mod options;
mod output;
mod package;
mod picture;
mod report;
mod saved;
mod site;
mod text;

/// A property. It panics if it doesn't hold for the input.
pub type Property = fn(&[u8]);

/// All fuzz targets with their properties.
pub const TARGETS: [(&str, Property); 15] = [
    ("article", article::article),
    ("document_html", document::html),
    ("document_pdf", document::pdf),
    ("document_transcript", document::transcript),
    ("import_html", import::html),
    ("import_markdown", import::markdown),
    ("import_text", import::text),
    ("message", message::message),
    ("options", options::options),
    ("output", output::output),
    ("package", package::package),
    ("picture", picture::picture),
    ("saved", saved::saved),
    ("site", site::site),
    ("text", text::text),
];

/// Checks an input of a target.
///
/// # Panics
/// If the target's property doesn't hold, or if there is no target of this name.
pub fn check(target: &str, input: &[u8]) {
    match TARGETS.iter().find(|(name, _)| *name == target) {
        Some((_, property)) => property(input),
        None => panic!("there is no fuzz target `{target}`"),
    }
}
