//! The page that shows a package: a message while it loads, then the article or the reason for a failure.

use std::rc::Rc;

use yew::prelude::*;

use super::Reader;
use sidelight_i18n::Messages;
use sidelight_model::{Article, PackageError};

/// The reason why a package can't be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LoadError {
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

impl LoadError {
    /// Returns the failure for this address, or for the text that was given as one.
    pub fn at(self, url: impl Into<String>) -> LoadFailure {
        LoadFailure {
            url: url.into(),
            error: self,
        }
    }
}

/// A package that can't be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoadFailure {
    /// The address, or the text that was given as one. Empty if there was neither.
    pub url: String,
    /// The reason.
    pub error: LoadError,
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
    pub messages: Messages,
    /// Called once the article is rendered in the page.
    pub on_article: Callback<()>,
}

/// A package at any stage of loading: a message, the article, or the reason for a failure.
#[function_component]
pub fn PackagePage(props: &PackagePageProps) -> Html {
    let messages = props.messages;
    let has_article = matches!(props.state, PackageState::Article(_));
    let on_article = props.on_article.clone();
    use_effect_with(has_article, move |has_article| {
        if *has_article {
            on_article.emit(());
        }
    });
    match &props.state {
        PackageState::Loading => html! {
            <main key="message" class="page" translate="no"><p role="status">{ messages.loading() }</p></main>
        },
        PackageState::Article(article) => {
            html! { <Reader key="article" article={Rc::clone(article)} /> }
        }
        PackageState::Failed(failure) => html! {
            <main key="message" class="page" translate="no" lang={messages.tag()}>{ failed(failure, messages) }</main>
        },
    }
}

fn failed(LoadFailure { url, error }: &LoadFailure, messages: Messages) -> Html {
    let path = match error {
        LoadError::Package(error) => &*error.path,
        _ => "",
    };
    html! {
        <div class="failure" role="alert">
            <h1>{ messages.not_shown() }</h1>
            <p>{ why(error, messages) }</p>
            <dl>
                { for [(messages.address(), &**url), (messages.path(), path)]
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
fn why(error: &LoadError, messages: Messages) -> String {
    match error {
        LoadError::NoAddress => messages.no_address().into(),
        LoadError::NotAnAddress => messages.not_an_address().into(),
        LoadError::OtherScheme => messages.other_scheme().into(),
        LoadError::OtherOrigin => messages.other_origin().into(),
        LoadError::Unreachable => messages.unreachable().into(),
        LoadError::Status(404 | 410) => messages.not_found().into(),
        LoadError::Status(status) => messages.status(&status.to_string()),
        LoadError::TooLarge(bytes) => messages.too_large(&(bytes >> 20).to_string()),
        LoadError::NotUtf8 => messages.not_utf8().into(),
        LoadError::Package(error) => messages.not_valid(&error.reason),
    }
}
