//! Starts the program in a page. An attribute of the root element gives the kind of page.
//!
//! Each kind has a function and a program of its own. Rendering a package takes as much code again as everything that a
//! built page needs. The readers of built pages should not wait for that code.

use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, Window};
use yew::{Callback, Renderer};

use super::adopt::adopt;
use super::package::{load, package_url};
use super::{language, panic};
use crate::view::language_direction;
use crate::view::package::{PackagePage, PackagePageProps, PackageState};
use crate::view::toolbar::{Toolbar, ToolbarProps};
use sidelight_i18n::Messages;
use sidelight_model::anchor;

/// Adopts the article of a built page, then calls `adopted`. Does nothing on any other page.
pub fn start_article(adopted: fn()) {
    if let Some((_, root)) = page(anchor::BUILT) {
        adopt_for_good(&root);
        adopted();
    }
}

/// Renders the package that the page's address names, adopts it, then calls `adopted`. Does nothing on any other page.
pub fn start_package(adopted: fn()) {
    if let Some((window, root)) = page(anchor::PACKAGE) {
        show_package(&window, root, adopted);
    }
}

/// Returns the window and the root element if the page is of this kind, otherwise `None`. Also installs the panic hook.
fn page(kind: &str) -> Option<(Window, Element)> {
    let window = web_sys::window()?;
    let root = window.document()?.get_element_by_id(anchor::ROOT)?;
    if root.get_attribute(anchor::KIND)? != kind {
        return None;
    }
    panic::install();
    Some((window, root))
}

/// Adopts the article for the lifetime of the page.
fn adopt_for_good(root: &Element) {
    std::mem::forget(adopt(root));
}

fn show_package(window: &Window, root: Element, adopted: fn()) {
    let on_article = Callback::from({
        let root = root.clone();
        move |()| {
            adopt_for_good(&root);
            adopted();
        }
    });
    let messages = language::messages(window);
    let origins = root.get_attribute(anchor::ORIGINS).unwrap_or_default();
    let props = move |state| PackagePageProps {
        state,
        messages,
        on_article: on_article.clone(),
    };
    let mut app =
        Renderer::<PackagePage>::with_root_and_props(root, props(PackageState::Loading)).render();
    let window = window.clone();
    spawn_local(async move {
        let state = package_state(&window, &origins).await;
        introduce(&window, &state, messages);
        show_toolbar(&window, &state);
        app.update(props(state));
    });
}

async fn package_state(window: &Window, origins: &str) -> PackageState {
    let article = async { load(window, &package_url(window, origins)?).await };
    match article.await {
        Ok(article) => PackageState::Article(Rc::new(article)),
        Err(failure) => PackageState::Failed(failure),
    }
}

/// Renders the toolbar, which a built page has already. Yew renders it before the article, so it is there when the article is
/// adopted.
fn show_toolbar(window: &Window, state: &PackageState) {
    let root = window
        .document()
        .and_then(|document| document.get_element_by_id(anchor::TOOLBAR));
    if let (Some(root), PackageState::Article(article)) = (root, state) {
        let props = ToolbarProps {
            article: Rc::clone(article),
            addresses: None,
        };
        Renderer::<Toolbar>::with_root_and_props(root, props).render();
    }
}

/// Sets the title, the language and the direction of the document.
fn introduce(window: &Window, state: &PackageState, messages: Messages) {
    let Some(document) = window.document() else {
        return;
    };
    let (title, language) = match state {
        PackageState::Article(article) => (&*article.headline, &*article.language),
        PackageState::Failed(_) | PackageState::Loading => (messages.not_shown(), messages.tag()),
    };
    document.set_title(title);
    if let Some(html) = document.document_element() {
        let _ = html.set_attribute("lang", language);
        let _ = html.set_attribute("dir", language_direction(language));
    }
}
