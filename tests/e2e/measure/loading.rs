//! What is left of packages when their pages are left: 200 of them, one after another in one window.

use anyhow::Result;

use crate::harness::{Engine, Page};
use crate::memory::{Inside, inside};

/// By how many bytes the heap may grow while a hundred packages are loaded.
pub(super) const GROWTH: f64 = 100_000.0;

const HALF: usize = 100;
const PACKAGE: &str = "/reader/?package=../kazakstan-dissenters/article.json";

/// What was measured.
pub(super) struct Loading {
    /// By how many bytes the heap has grown over the second hundred, all garbage collected.
    pub(super) heap: f64,
    /// By how many nodes, counting those of pages that were left.
    pub(super) nodes: f64,
    /// By how many documents.
    pub(super) documents: f64,
}

impl Loading {
    /// Whether nothing has grown.
    pub(super) fn keeps(&self) -> bool {
        self.heap <= GROWTH && self.nodes <= 0.0 && self.documents <= 0.0
    }
}

/// Loads packages; nothing where the engine doesn't tell what it holds.
pub(super) async fn loading(page: &Page) -> Result<Option<Loading>> {
    if page.engine() != Engine::Chromium {
        return Ok(None);
    }
    let (Some(first), Some(second)) = (after_half(page).await?, after_half(page).await?) else {
        return Ok(None);
    };
    Ok(Some(Loading {
        heap: second.heap - first.heap,
        nodes: second.nodes - first.nodes,
        documents: second.documents - first.documents,
    }))
}

async fn after_half(page: &Page) -> Result<Option<Inside>> {
    for _ in 0..HALF {
        page.client().goto("about:blank").await?;
        page.open(PACKAGE).await?;
        page.wait_until(super::ADOPTED).await?;
    }
    inside(page).await
}
