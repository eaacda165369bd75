//! Sidelight: a reader for long news articles, with fact boxes whose every fact names its source and links to its evidence.
//!
//! This crate is the widget that runs in the browser. [`view`] holds the Yew components of the article and the toolbar;
//! the site generator renders the same components natively. `browser` (feature `browser`) adopts a built page: it
//! mounts the toolbar beside the article and handles boxes, evidence, search and speech. [`embed`] is the frame's side
//! of embedding.
//!
//! | crate | what |
//! | --- | --- |
//! | [`sidelight_model`] | the article package: types, validation, JSON |
//! | [`sidelight_text`] | text algorithms: folding, quotation matching, search, citations |
//! | [`sidelight_i18n`] | interface messages in English, Russian and Kazakh |
//! | `sidelight_compiler` | source files → package, or diagnostics |
//! | `sidelight_import` | other formats → source files; suggestions for facts |
//! | `sidelight_site` | rendering, metadata, output, dev server |
//! | `sidelight_cli` | the `sidelight` program |
//!
//! *Invariant:* `view` uses neither `browser` nor `embed`; `browser` doesn't use `embed`. `tests/workspace` checks it, and which
//! crate may use which.

#[cfg(feature = "browser")]
pub mod browser;
pub mod embed;
pub mod view;
