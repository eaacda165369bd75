//! The structure of the workspace: which package may use which, and that no modules import each other in a circle.

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
