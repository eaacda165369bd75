//! The features that adopting adds to an article, in a real browser.

#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod adopting;
mod boxes;
mod card;
#[path = "../fixture_page/mod.rs"]
mod fixture_page;
mod jumping;
mod passage;
mod resume;
mod returning;
mod searching;
mod sharing;
mod typography;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
