//! The contents: the article's headings and fact boxes, each a link to its place.

use yew::prelude::*;

use super::ChromeProps;
use crate::reader::anchor;

/// A part of the article that the contents lead to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// The id of its element.
    pub id: String,
    /// What its heading says on the page now, in whatever language the page has been translated into.
    pub title: String,
    /// What it is.
    pub kind: SectionKind,
}

/// What a part of an article is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SectionKind {
    /// Text under a heading.
    Text,
    /// A fact box.
    Box,
}

/// What the contents ask of the page.
pub trait ContentsHost {
    /// The parts of the article, in the order in which they stand.
    fn sections(&self) -> Vec<Section>;
}

/// The contents' panel.
#[function_component]
pub(super) fn ContentsPanel(props: &ChromeProps) -> Html {
    let sections = use_memo((), |()| props.host.sections());
    html! {
        <nav aria-label={props.words.contents()}>
            <ol class="contents">
                <li><a href={anchor::link(anchor::HEADLINE)}>{ props.words.beginning() }</a></li>
                { for sections.iter().map(|section| html! {
                    <li key={section.id.clone()} class={class(section.kind)}>
                        <a href={anchor::link(&section.id)}>{ &section.title }</a>
                        if section.kind == SectionKind::Box {
                            <span class="contents-kind">{ props.words.fact_box() }</span>
                        }
                    </li>
                }) }
            </ol>
        </nav>
    }
}

fn class(kind: SectionKind) -> &'static str {
    match kind {
        SectionKind::Text => "contents-text",
        SectionKind::Box => "contents-box",
    }
}
