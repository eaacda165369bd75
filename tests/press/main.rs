//! The press, from authored files to a written site.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod anything;
mod authoring;
mod boxes;
mod building;
mod command;
mod files;
mod importing;
mod large;
mod machine;
mod packages;
mod pictures;
mod quoting;
mod site;
mod suggesting;
