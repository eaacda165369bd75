//! Rendering articles natively.

use std::io;
use std::rc::Rc;

use tokio::runtime::{Builder, Runtime};
use tokio::task::LocalSet;
use yew::LocalServerRenderer;
use yew::html::BaseComponent;

use crate::model::{Article, BoxId};
use crate::reader::{BoxPage, BoxPageProps, Reader, ReaderProps};

thread_local! {
    /// Yew renders in a runtime; one for each thread does for all its articles.
    static RUNTIME: io::Result<Runtime> = Builder::new_current_thread().build();
}

/// Renders an article as it stands in its page, without the marks that hydration would need.
///
/// # Errors
/// When the system denies what rendering needs.
pub fn render(article: &Rc<Article>) -> io::Result<String> {
    rendered::<Reader>(ReaderProps {
        article: Rc::clone(article),
    })
}

/// Renders one box of an article as it stands in its own page.
///
/// # Errors
/// When the system denies what rendering needs.
pub fn render_box(article: &Rc<Article>, fact_box: &BoxId) -> io::Result<String> {
    rendered::<BoxPage>(BoxPageProps {
        article: Rc::clone(article),
        fact_box: fact_box.clone(),
    })
}

fn rendered<C: BaseComponent>(props: C::Properties) -> io::Result<String> {
    let renderer = LocalServerRenderer::<C>::with_props(props).hydratable(false);
    RUNTIME.with(|runtime| match runtime {
        Ok(runtime) => Ok(LocalSet::new().block_on(runtime, renderer.render())),
        Err(error) => Err(io::Error::new(error.kind(), error.to_string())),
    })
}
