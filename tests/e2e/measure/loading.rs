//! Measures the memory left over from packages after their pages are left: 200 packages, one after another in one window.

use anyhow::Result;

use crate::harness::{Engine, Page};
use crate::memory::{Inside, inside};

/// Limit for the growth of the heap while a hundred packages are loaded, in bytes.
pub(super) const GROWTH: f64 = 100_000.0;

const HALF: usize = 100;
const PACKAGE: &str = "/reader/?package=../kazakstan-dissenters/article.json";

/// The growth over the second hundred packages.
pub(super) struct Loading {
    /// Growth of the heap in bytes, after garbage collection.
    pub(super) heap: f64,
    /// Growth in the number of nodes, including those of pages that were left.
    pub(super) nodes: f64,
    /// Growth in the number of documents.
    pub(super) documents: f64,
}

impl Loading {
    /// Returns true if the growth is within the limits.
    pub(super) fn keeps(&self) -> bool {
        self.heap <= GROWTH && self.nodes <= 0.0 && self.documents <= 0.0
    }
}

/// Loads 200 packages. Returns `None` if the engine doesn't report its memory.
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
