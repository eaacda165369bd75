//! Source documents: their text, and quotations in them.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod fixtures;
mod hostile;
mod pdf;
mod quotations;
