//! Compiling, importing, building and serving: from authored files to a written site.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod anything;
mod authoring;
mod boxes;
mod building;
mod colours;
mod command;
mod corrections;
mod diagnostics;
mod documents;
mod editions;
mod embedding;
mod examples;
mod files;
mod hostile;
#[path = "../hostile_cases/mod.rs"]
mod hostile_cases;
mod hostile_imports;
mod hostile_output;
mod hostile_pictures;
mod importing;
mod killed;
mod large;
mod linked_files;
mod media;
mod metadata;
mod offline;
mod packages;
mod pictures;
mod quoting;
mod schemas;
mod seeds;
mod serve;
mod site;
mod sources;
mod suggesting;
mod theming;
#[path = "../tiny_font/mod.rs"]
mod tiny_font;
mod unseen;
mod written;
