//! The page that shows a package: a message while it loads, then the article or the reason for a failure.

use std::rc::Rc;

use yew::prelude::*;

use super::Reader;
use sidelight_i18n::Words;
use sidelight_model::{Article, PackageError};

/// The reason why a package can't be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LoadFault {
    /// The page's address names no package.
    NoAddress,
    /// The page's address names something that isn't an address.
    NotAnAddress,
    /// The address is neither http nor https.
    OtherScheme,
    /// The address is outside this site's folder, and not on an origin that the site allows.
    OtherOrigin,
    /// There was no answer, for example without a network, or after a redirect.
    Unreachable,
    /// The server answered with this HTTP status.
    Status(u16),
    /// The package is larger than this many bytes.
    TooLarge(usize),
    /// The package isn't text in UTF-8.
    NotUtf8,
    /// The package isn't valid.
    Package(PackageError),
}

impl LoadFault {
    /// Returns the failure for this address, or for the text that was given as one.
    pub fn at(self, url: impl Into<String>) -> LoadFailure {
        LoadFailure {
            url: url.into(),
            fault: self,
        }
    }
}

/// A package that can't be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoadFailure {
    /// The address, or the text that was given as one. Empty if there was neither.
    pub url: String,
    /// The reason.
    pub fault: LoadFault,
}

/// The progress of loading a package.
#[derive(Debug, Clone)]
pub enum PackageState {
    /// The package is loading.
    Loading,
    /// The package is loaded and valid.
    Article(Rc<Article>),
    /// The package can't be shown.
    Failed(LoadFailure),
}

impl PartialEq for PackageState {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Loading, Self::Loading) => true,
            (Self::Article(this), Self::Article(that)) => Rc::ptr_eq(this, that),
            (Self::Failed(this), Self::Failed(that)) => this == that,
            _ => false,
        }
    }
}

/// The properties of [`PackagePage`].
#[derive(Properties, PartialEq)]
pub struct PackagePageProps {
    /// The progress of loading.
    pub state: PackageState,
    /// The interface messages.
    pub words: Words,
    /// Called once the article is rendered in the page.
    pub on_article: Callback<()>,
}

/// A package at any stage of loading: a message, the article, or the reason for a failure.
#[function_component]
pub fn PackagePage(props: &PackagePageProps) -> Html {
    let words = props.words;
    let has_article = matches!(props.state, PackageState::Article(_));
    let on_article = props.on_article.clone();
    use_effect_with(has_article, move |has_article| {
        if *has_article {
            on_article.emit(());
        }
    });
    match &props.state {
        PackageState::Loading => html! {
            <main key="message" class="page" translate="no"><p role="status">{ words.loading() }</p></main>
        },
        PackageState::Article(article) => {
            html! { <Reader key="article" article={Rc::clone(article)} /> }
        }
        PackageState::Failed(failure) => html! {
            <main key="message" class="page" translate="no" lang={words.tag()}>{ failed(failure, words) }</main>
        },
    }
}

fn failed(LoadFailure { url, fault }: &LoadFailure, words: Words) -> Html {
    let path = match fault {
        LoadFault::Package(error) => &*error.path,
        _ => "",
    };
    html! {
        <div class="failure" role="alert">
            <h1>{ words.not_shown() }</h1>
            <p>{ why(fault, words) }</p>
            <dl>
                { for [(words.address(), &**url), (words.path(), path)]
                    .into_iter()
                    .filter(|(_, value)| !value.is_empty())
                    .map(|(name, value)| html! {
                        <div key={name}><dt>{ name }</dt><dd><code>{ value.to_owned() }</code></dd></div>
                    }) }
            </dl>
        </div>
    }
}

/// Returns the message that explains a failure and says what to do about it.
fn why(fault: &LoadFault, words: Words) -> String {
    match fault {
        LoadFault::NoAddress => words.no_address().into(),
        LoadFault::NotAnAddress => words.not_an_address().into(),
        LoadFault::OtherScheme => words.other_scheme().into(),
        LoadFault::OtherOrigin => words.other_origin().into(),
        LoadFault::Unreachable => words.unreachable().into(),
        LoadFault::Status(404 | 410) => words.not_found().into(),
        LoadFault::Status(status) => words.status(&status.to_string()),
        LoadFault::TooLarge(bytes) => words.too_large(&(bytes >> 20).to_string()),
        LoadFault::NotUtf8 => words.not_utf8().into(),
        LoadFault::Package(error) => words.not_valid(&error.reason),
    }
}
