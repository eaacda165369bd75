//! Sidelight: a reader for long news articles, with fact boxes whose every fact shows its evidence in the text.
//!
//! One library, three programs. `sidelight` (feature `press`) checks a newsroom's files and presses them into pages.
//! In the browser (feature `browser`) `sidelight-reader` adopts such a page, and `sidelight-package` renders a package
//! and adopts that.
//!
//! *Invariant:* rooms use each other in one direction, `{press, view} ← browser ← embed ← main`.
//! `tests/architecture.rs` holds it.

#[cfg(feature = "browser")]
pub mod browser;
pub mod embed;
pub mod view;
