//! The structure of the workspace: the packages that each package may use, and modules that don't import each other in a
//! cycle.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod docs;
mod imports;
mod modules;
mod packages;

use std::path::Path;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
