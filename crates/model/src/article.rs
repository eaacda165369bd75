//! The article and its body.

use serde::Serialize;

use super::json::{from_object, from_variant};
use super::{
    BlockId, BoxId, FactBox, FactId, Figure, Href, Inline, PartialDate, Schema, Slug, SourceId,
    plain_text,
};

/// One article with its fact boxes: the package.
///
/// Reading one checks it (see [`super`]); [`Article::from_json`] says best what is wrong.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields)
)]
pub struct Article {
    /// The version of this format.
    pub schema: Schema,
    /// Its name in the site.
    pub slug: Slug,
    /// The language it is written in, as a BCP 47 tag.
    #[cfg_attr(feature = "schema", schemars(extend("pattern" = super::check::LANGUAGE_TAG)))]
    pub language: String,
    /// The headline, plain text.
    #[cfg_attr(feature = "schema", schemars(extend("pattern" = r"\S")))]
    pub headline: String,
    /// The sentence or two under the headline, plain text.
    #[cfg_attr(feature = "schema", schemars(extend("pattern" = r"\S")))]
    pub standfirst: String,
    /// Who wrote it.
    #[cfg_attr(feature = "schema", schemars(length(min = 1)))]
    pub byline: Vec<Byline>,
    /// When it was published.
    pub published: PartialDate,
    /// When it was last changed, if it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated: Option<PartialDate>,
    /// The date up to which it tells events; facts inherit it.
    pub as_of: PartialDate,
    /// What a reader must know about where it comes from, shown above the text.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub note: Vec<Inline>,
    /// The text, in order, with the places of the boxes.
    pub body: Vec<Block>,
    /// The fact boxes, in the order in which they are listed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub boxes: Vec<FactBox>,
    /// What the article rests on.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<Source>,
    /// What was wrong and has been put right, newest first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub corrections: Vec<Correction>,
    /// Other spellings of names in the text.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<Alias>,
}

from_object!(Article { schema, slug, language, headline, standfirst, byline, published, updated, as_of = "asOf", note, body, boxes, sources, corrections, aliases });

/// One of those who wrote the article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields)
)]
pub struct Byline {
    /// Their name.
    pub name: String,
    /// Their part in it or their post, if it is told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
}

from_object!(Byline { name, role });

/// A part of the body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Block {
    /// A paragraph.
    Paragraph(TextBlock),
    /// A heading inside the text.
    Crosshead(TextBlock),
    /// A longer quotation, set apart.
    Quote(Vec<TextBlock>),
    /// A list, by points.
    List(Vec<TextBlock>),
    /// A numbered list.
    NumberedList(Vec<TextBlock>),
    /// The place of a fact box.
    Box(BoxId),
    /// A picture.
    Figure(Figure),
}

from_variant!(Block {
    "paragraph" => Paragraph(_),
    "crosshead" => Crosshead(_),
    "quote" => Quote(_),
    "list" => List(_),
    "numbered-list" => NumberedList(_),
    "box" => Box(_),
    "figure" => Figure(_),
});

impl Block {
    /// The blocks of text in it, in order.
    pub fn texts(&self) -> &[TextBlock] {
        match self {
            Self::Paragraph(text) | Self::Crosshead(text) => std::slice::from_ref(text),
            Self::Quote(texts) | Self::List(texts) | Self::NumberedList(texts) => texts,
            Self::Box(_) | Self::Figure(_) => &[],
        }
    }

    /// The same, to be changed.
    pub fn texts_mut(&mut self) -> &mut [TextBlock] {
        match self {
            Self::Paragraph(text) | Self::Crosshead(text) => std::slice::from_mut(text),
            Self::Quote(texts) | Self::List(texts) | Self::NumberedList(texts) => texts,
            Self::Box(_) | Self::Figure(_) => &mut [],
        }
    }
}

/// A run of text that evidence can point into.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields)
)]
pub struct TextBlock {
    /// Its name; evidence and links point at it.
    pub id: BlockId,
    /// Its content.
    pub inlines: Vec<Inline>,
}

from_object!(TextBlock { id, inlines });

impl TextBlock {
    /// Its text without any markup; what evidence ranges count in.
    pub fn plain_text(&self) -> String {
        plain_text(&self.inlines)
    }
}

/// Something the article rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields)
)]
pub struct Source {
    /// Its name in the article.
    pub id: SourceId,
    /// Its title.
    pub title: String,
    /// Who wrote it, if it is told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub author: Option<String>,
    /// Who published it, if it is told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub publisher: Option<String>,
    /// When it was published, if it is told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<PartialDate>,
    /// Where it can be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<Href>,
    /// What was taken from it and what was not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

from_object!(Source {
    id,
    title,
    author,
    publisher,
    date,
    url,
    note
});

/// A fault that was put right after publication.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields)
)]
pub struct Correction {
    /// When it was put right.
    pub date: PartialDate,
    /// The fact it concerns, if it concerns one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fact: Option<FactId>,
    /// What it said.
    pub was: String,
    /// What it says now.
    pub now: String,
}

from_object!(Correction {
    date,
    fact,
    was,
    now
});

/// A name and the other ways in which it is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields)
)]
pub struct Alias {
    /// The name as the article writes it.
    pub name: String,
    /// Other spellings, in any script.
    pub spellings: Vec<String>,
}

from_object!(Alias { name, spellings });

impl Article {
    /// The pictures in the body, in order.
    pub fn figures(&self) -> impl Iterator<Item = &Figure> {
        self.body.iter().filter_map(|block| match block {
            Block::Figure(figure) => Some(figure),
            _ => None,
        })
    }

    /// Makes the addresses of the pictures lead beside the package when that lies at this address, absolute or
    /// relative to the page: for a page that lies elsewhere than the package does.
    pub fn place_figures(&mut self, package: &str) {
        let path = package.split(['?', '#']).next().unwrap_or_default();
        let folder = path.rfind('/').map_or("", |end| &path[..=end]);
        let figures = self.body.iter_mut().filter_map(|block| match block {
            Block::Figure(figure) => Some(figure),
            _ => None,
        });
        for variant in figures.flat_map(|figure| &mut figure.variants) {
            // A folder that makes no address of it leaves it as it was.
            if let Ok(src) = Href::new(format!("{folder}{}", variant.src.as_str())) {
                variant.src = src;
            }
        }
    }
}
