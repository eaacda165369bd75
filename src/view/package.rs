//! The page that shows a package: what it says until the article is there, and when it can't be shown.

use std::rc::Rc;

use yew::prelude::*;

use super::Reader;
use sidelight_i18n::Words;
use sidelight_model::{Article, PackageError};

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
    /// The words of the interface.
    pub words: Words,
    /// Told once the article stands in the page.
    pub on_article: Callback<()>,
}

/// A package at whatever stage: a message, the article, or why there is none.
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

/// Why a package can't be shown, and what to do about it.
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
