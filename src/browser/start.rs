//! Starting in a page: of what kind it is, is written on the root.
//!
//! There is a function for each kind, and a program for each, since rendering a package takes as much code again as all
//! that a pressed page needs, and the readers of pressed pages should not wait for it.

use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, Window};
use yew::{Callback, Renderer};

use super::adopt::adopt;
use super::package::{load, package_url};
use super::{language, panic};
use crate::view::package::{PackagePage, PackagePageProps, PackageState};
use sidelight_i18n::Words;
use sidelight_model::anchor;

/// Adopts the article of a pressed page, and then calls this. Does nothing on any other.
pub fn start_pressed(adopted: fn()) {
    if let Some((_, root)) = page(anchor::PRESSED) {
        adopt_for_good(&root);
        adopted();
    }
}

/// Renders the package that a package page is asked for, adopts it, and then calls this. Does nothing on any other page.
pub fn start_package(adopted: fn()) {
    if let Some((window, root)) = page(anchor::PACKAGE) {
        show_package(&window, root, adopted);
    }
}

/// The window and the root, when this is a page of that kind; a panic is seen to from then on.
fn page(kind: &str) -> Option<(Window, Element)> {
    let window = web_sys::window()?;
    let root = window.document()?.get_element_by_id(anchor::ROOT)?;
    if root.get_attribute(anchor::KIND)? != kind {
        return None;
    }
    panic::install();
    Some((window, root))
}

/// Adopts the article for as long as the page lives.
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
    let words = language::words(window);
    let origins = root.get_attribute(anchor::ORIGINS).unwrap_or_default();
    let props = move |state| PackagePageProps {
        state,
        words,
        on_article: on_article.clone(),
    };
    let mut app =
        Renderer::<PackagePage>::with_root_and_props(root, props(PackageState::Loading)).render();
    let window = window.clone();
    spawn_local(async move {
        let state = package_state(&window, &origins).await;
        introduce(&window, &state, words);
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

/// Gives the document its title and language.
fn introduce(window: &Window, state: &PackageState, words: Words) {
    let Some(document) = window.document() else {
        return;
    };
    let (title, language) = match state {
        PackageState::Article(article) => (&*article.headline, &*article.language),
        PackageState::Failed(_) | PackageState::Loading => (words.not_shown(), words.tag()),
    };
    document.set_title(title);
    if let Some(html) = document.document_element() {
        let _ = html.set_attribute("lang", language);
    }
}
