//! The page that shows a package: what it says until the article is there, and when it can't be shown.

use std::rc::Rc;

use yew::prelude::*;

use super::{Reader, words};
use crate::model::{Article, PackageError};

/// Why a package can't be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LoadFault {
    /// The page wasn't told which.
    NoAddress,
    /// What it was told isn't an address.
    NotAnAddress,
    /// The address is neither http nor https.
    OtherScheme,
    /// The address is on another site.
    OtherOrigin,
    /// There was no answer: no network, say, or a redirection to another site.
    Unreachable,
    /// The server answered with this HTTP status.
    Status(u16),
    /// It is larger than this many bytes.
    TooLarge(usize),
    /// It isn't text in UTF-8.
    NotUtf8,
    /// It isn't a valid package.
    Package(PackageError),
}

impl LoadFault {
    /// The failure that this makes at an address, or at what was given for one.
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
    /// Its address, or what was given for one; empty when nothing was.
    pub url: String,
    /// Why it can't be shown.
    pub fault: LoadFault,
}

impl LoadFailure {
    /// What the page says, on its own, when the program has stopped before the article was there.
    pub const STOPPED: &str = words::STOPPED;
    /// The title and heading of a page that shows a failure.
    pub const TITLE: &str = words::NOT_SHOWN;
}

/// How far a package has come.
#[derive(Debug, Clone)]
pub enum PackageState {
    /// On its way.
    Loading,
    /// Here.
    Article(Rc<Article>),
    /// Not to be had.
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

/// What [`PackagePage`] shows.
#[derive(Properties, PartialEq)]
pub struct PackagePageProps {
    /// How far the package has come.
    pub state: PackageState,
    /// Told once the article stands in the page.
    pub on_article: Callback<()>,
}

/// A package at whatever stage: a message, the article, or why there is none.
#[function_component]
pub fn PackagePage(props: &PackagePageProps) -> Html {
    let has_article = matches!(props.state, PackageState::Article(_));
    let on_article = props.on_article.clone();
    use_effect_with(has_article, move |has_article| {
        if *has_article {
            on_article.emit(());
        }
    });
    match &props.state {
        PackageState::Loading => html! {
            <main key="message" class="page" translate="no"><p role="status">{ words::LOADING }</p></main>
        },
        PackageState::Article(article) => {
            html! { <Reader key="article" article={Rc::clone(article)} /> }
        }
        PackageState::Failed(failure) => html! {
            <main key="message" class="page" translate="no" lang="en">{ failed(failure) }</main>
        },
    }
}

fn failed(LoadFailure { url, fault }: &LoadFailure) -> Html {
    let path = match fault {
        LoadFault::Package(error) => &*error.path,
        _ => "",
    };
    html! {
        <div class="failure" role="alert">
            <h1>{ LoadFailure::TITLE }</h1>
            <p>{ words::load_fault(fault) }</p>
            <dl>
                { for [(words::ADDRESS, &**url), (words::PATH, path)]
                    .into_iter()
                    .filter(|(_, value)| !value.is_empty())
                    .map(|(name, value)| html! {
                        <div key={name}><dt>{ name }</dt><dd><code>{ value.to_owned() }</code></dd></div>
                    }) }
            </dl>
        </div>
    }
}
