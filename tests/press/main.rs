//! The press, from authored files to a written site.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod anything;
mod authoring;
mod boxes;
mod command;
mod corrections;
mod diagnostics;
mod files;
mod large;
mod machine;
mod packages;
mod schemas;
mod serve;
mod site;
