//! Rendering articles natively.

use std::io;
use std::rc::Rc;

use tokio::runtime::{Builder, Runtime};
use tokio::task::LocalSet;
use yew::LocalServerRenderer;

use crate::model::Article;
use crate::reader::{Reader, ReaderProps};

thread_local! {
    /// Yew renders in a runtime; one for each thread does for all its articles.
    static RUNTIME: io::Result<Runtime> = Builder::new_current_thread().build();
}

/// Renders an article as it stands in its page, without the marks that hydration would need.
///
/// # Errors
/// When the system denies what rendering needs.
pub fn render(article: &Rc<Article>) -> io::Result<String> {
    let renderer = LocalServerRenderer::<Reader>::with_props(ReaderProps {
        article: Rc::clone(article),
    })
    .hydratable(false);
    RUNTIME.with(|runtime| match runtime {
        Ok(runtime) => Ok(LocalSet::new().block_on(runtime, renderer.render())),
        Err(error) => Err(io::Error::new(error.kind(), error.to_string())),
    })
}
