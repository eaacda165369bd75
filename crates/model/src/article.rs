//! The article and its body.

use std::ops::RangeInclusive;

use serde::Serialize;

use super::anchor;
use super::json::{from_object, from_variant};
use super::{
    Aspect, AuthorKind, BoxId, Document, Fact, FactBox, FactId, Figure, FigureGroup, Href, Inline,
    Media, Moment, PartialDate, PullQuote, Recording, Schema, Slug, SourceId, Table, TextBlock,
    Variant,
};

/// One article with its fact boxes. This is the root object of a package.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields)
)]
pub struct Article {
    /// The version of the package format.
    pub schema: Schema,
    /// The name of the article, unique in its site.
    pub slug: Slug,
    /// The language of the article, as a BCP 47 tag.
    #[cfg_attr(feature = "schema", schemars(extend("pattern" = super::check::LANGUAGE_TAG)))]
    pub language: String,
    /// The headline, in plain text.
    #[cfg_attr(feature = "schema", schemars(extend("pattern" = r"\S")))]
    pub headline: String,
    /// The standfirst: the sentence or two under the headline, in plain text.
    #[cfg_attr(feature = "schema", schemars(extend("pattern" = r"\S")))]
    pub standfirst: String,
    /// The authors, at least one.
    #[cfg_attr(feature = "schema", schemars(length(min = 1)))]
    pub byline: Vec<Byline>,
    /// The date of publication, with the time if it is known.
    pub published: Moment,
    /// The date of the last change, not before `published`. Absent if the article wasn't changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated: Option<Moment>,
    /// The date up to which the article reports events. The default `asOf` of its facts.
    pub as_of: PartialDate,
    /// The topics that the article is listed under, in plain text, each once.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(inner(regex(pattern = r"\S"))))]
    pub topics: Vec<String>,
    /// A note about the origin of the article, shown above the text. It has no evidence in it. Absent if empty.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub note: Vec<Inline>,
    /// The blocks of the article, in reading order, including the positions of the fact boxes.
    pub body: Vec<Block>,
    /// The fact boxes, in the order in which they are listed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub boxes: Vec<FactBox>,
    /// The key facts, shown at the top of the page, in order. Absent if there are none, else 2 to 6.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub key_facts: Vec<KeyFact>,
    /// The documents that the article rests on.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<Source>,
    /// The id of the source on which a fact rests unless it names another one. Absent if the article has one source or none,
    /// or no default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default_source: Option<SourceId>,
    /// Other stories on the subject, on this site or elsewhere.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub related: Vec<RelatedStory>,
    /// The corrections, newest first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub corrections: Vec<Correction>,
    /// Other spellings of names in the text.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<Alias>,
}

from_object!(Article { schema, slug, language, headline, standfirst, byline, published, updated, as_of = "asOf", topics, note, body, boxes, key_facts = "keyFacts", sources, default_source = "defaultSource", related, corrections, aliases });

/// An author of the article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields)
)]
pub struct Byline {
    /// The author's name.
    pub name: String,
    /// The author's post, or their part in the article. Absent if not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// The kind of author. Absent for a person.
    #[serde(skip_serializing_if = "AuthorKind::is_person")]
    pub kind: AuthorKind,
    /// The author's biography, one paragraph without evidence. Absent if empty.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub biography: Vec<Inline>,
    /// The address at which readers reach the author: `mailto:` or `https:`. Absent if not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact: Option<Href>,
}

from_object!(Byline {
    name,
    role,
    kind,
    biography,
    contact
});

/// A block of the body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Block {
    /// A paragraph.
    Paragraph(TextBlock),
    /// A crosshead: a heading inside the text.
    Crosshead(TextBlock),
    /// A longer quotation, set apart, of at least one text block.
    Quote(Vec<TextBlock>),
    /// A bulleted list of at least one item.
    List(Vec<TextBlock>),
    /// A numbered list of at least one item.
    NumberedList(Vec<TextBlock>),
    /// The position of a fact box, given by its id. A box has at most one position.
    Box(BoxId),
    /// A picture.
    Figure(Figure),
    /// A table.
    Table(Table),
    /// Words of the text that are repeated in large type.
    PullQuote(PullQuote),
    /// Several pictures with one caption.
    FigureGroup(FigureGroup),
    /// An audio or a video file with its captions.
    Media(Media),
}

from_variant!(Block {
    "paragraph" => Paragraph(_),
    "crosshead" => Crosshead(_),
    "quote" => Quote(_),
    "list" => List(_),
    "numbered-list" => NumberedList(_),
    "box" => Box(_),
    "figure" => Figure(_),
    "figure-group" => FigureGroup(_),
    "media" => Media(_),
    "table" => Table(_),
    "pull-quote" => PullQuote(_),
});

impl Block {
    /// Returns the text blocks in this block, in order. Boxes, pictures, recordings and pull quotes have none.
    pub fn texts(&self) -> Vec<&TextBlock> {
        match self {
            Self::Paragraph(text) | Self::Crosshead(text) => vec![text],
            Self::Quote(texts) | Self::List(texts) | Self::NumberedList(texts) => {
                texts.iter().collect()
            }
            Self::Table(table) => table.texts(),
            Self::Box(_)
            | Self::Figure(_)
            | Self::FigureGroup(_)
            | Self::Media(_)
            | Self::PullQuote(_) => Vec::new(),
        }
    }

    /// Returns the pictures in this block, in order. The slice is empty for all blocks but figures.
    pub fn figures(&self) -> &[Figure] {
        match self {
            Self::Figure(figure) => std::slice::from_ref(figure),
            Self::FigureGroup(group) => &group.figures,
            _ => &[],
        }
    }

    /// Returns the versions of each picture in this block for editing, also of the pictures of videos.
    pub fn pictures_mut(&mut self) -> Vec<&mut Vec<Variant>> {
        match self {
            Self::Figure(figure) => vec![&mut figure.variants],
            Self::FigureGroup(group) => group.figures.iter_mut().map(|f| &mut f.variants).collect(),
            Self::Media(media) => media.frame.iter_mut().map(|f| &mut f.poster).collect(),
            _ => Vec::new(),
        }
    }

    /// Returns the text blocks in this block for editing, in order. Boxes, pictures, recordings and pull quotes have none.
    pub fn texts_mut(&mut self) -> Vec<&mut TextBlock> {
        match self {
            Self::Paragraph(text) | Self::Crosshead(text) => vec![text],
            Self::Quote(texts) | Self::List(texts) | Self::NumberedList(texts) => {
                texts.iter_mut().collect()
            }
            Self::Table(table) => table.texts_mut(),
            Self::Box(_)
            | Self::Figure(_)
            | Self::FigureGroup(_)
            | Self::Media(_)
            | Self::PullQuote(_) => Vec::new(),
        }
    }
}

/// A key fact: a number at the top of the page that links to its fact or its box.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields)
)]
pub struct KeyFact {
    /// The fact or the box that the number comes from.
    pub of: KeyFactOf,
    /// What is counted, in the article's language: `killed`, `demands`. Absent if the fact's own label or unit says it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
}

from_object!(KeyFact { of, label });

/// The fact or the box of a key fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum KeyFactOf {
    /// The fact with this id. It has a quantity or a figure.
    Fact(FactId),
    /// The box with this id. The number is the count of its facts that [`FactBox::count`] returns.
    Box(BoxId),
}

from_variant!(KeyFactOf {
    "fact" => Fact(_),
    "box" => Box(_),
});

impl KeyFact {
    /// The numbers of key facts that an article can have, apart from none.
    pub const COUNTS: RangeInclusive<usize> = 2..=6;
    /// The maximum length of a label, in code points.
    pub const LABEL: usize = 40;
}

/// A document that the article rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields)
)]
#[serde(rename_all = "camelCase")]
pub struct Source {
    /// The id of the source, unique in the article.
    pub id: SourceId,
    /// A short name for readers, which facts show: `IWPR`. Absent if not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub short_name: Option<String>,
    /// The title of the source.
    pub title: String,
    /// The author of the source. Absent if not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub author: Option<String>,
    /// The publisher of the source. Absent if not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub publisher: Option<String>,
    /// The date of publication. Absent if not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<PartialDate>,
    /// The address of the source. Absent if not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<Href>,
    /// The address of an archived copy. Absent if not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub archive: Option<Href>,
    /// The date on which the newsroom retrieved the source. Absent if not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retrieved: Option<PartialDate>,
    /// The licence of the source, in words. Absent if not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub licence: Option<String>,
    /// A note about the parts of the source that the article uses and leaves out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The document that facts quote from. Absent if the newsroom has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document: Option<Document>,
}

from_object!(Source {
    id,
    short_name = "shortName",
    title,
    author,
    publisher,
    date,
    url,
    archive,
    retrieved,
    licence,
    note,
    document
});

/// Another story on the subject of the article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields)
)]
pub struct RelatedStory {
    /// The title of the story.
    pub title: String,
    /// The publisher of the story. Absent if not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub publisher: Option<String>,
    /// The date of publication. Absent if not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<PartialDate>,
    /// The address of the story's page.
    pub url: Href,
}

from_object!(RelatedStory {
    title,
    publisher,
    date,
    url
});

/// A mistake that was corrected after publication.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields)
)]
pub struct Correction {
    /// The date of the correction.
    pub date: PartialDate,
    /// The id of the corrected fact. Absent if the correction isn't about one fact.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fact: Option<FactId>,
    /// The text before the correction.
    pub was: String,
    /// The text after the correction.
    pub now: String,
}

from_object!(Correction {
    date,
    fact,
    was,
    now
});

/// A name with its other spellings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields)
)]
pub struct Alias {
    /// The name as the article writes it.
    pub name: String,
    /// Other spellings, in any script, at least one.
    pub spellings: Vec<String>,
}

from_object!(Alias { name, spellings });

impl Source {
    /// Returns the name that facts show: the short name, else the publisher, the author or the title.
    pub fn name(&self) -> &str {
        [&self.short_name, &self.publisher, &self.author]
            .into_iter()
            .find_map(|name| name.as_deref())
            .unwrap_or(&self.title)
    }

    /// Returns `true` if the list of sources can't show all that is known: the source has a document, an archived copy, a
    /// date of retrieval or a licence.
    pub fn has_record(&self) -> bool {
        self.document.is_some()
            || self.archive.is_some()
            || self.retrieved.is_some()
            || self.licence.is_some()
    }
}

impl Article {
    /// Returns the source on which facts rest unless they name another one: the default source, or the only one.
    pub fn default_source(&self) -> Option<&Source> {
        match (&self.default_source, self.sources.as_slice()) {
            (None, [only]) => Some(only),
            (None, _) => None,
            (Some(id), sources) => sources.iter().find(|source| source.id == *id),
        }
    }

    /// Returns all facts, box by box.
    pub fn facts(&self) -> impl Iterator<Item = &Fact> {
        self.boxes.iter().flat_map(|fact_box| &fact_box.facts)
    }

    /// Returns the source of a fact.
    pub fn source_of(&self, fact: &Fact) -> Option<&Source> {
        self.sources
            .iter()
            .find(|source| source.id == fact.attribution.source)
    }

    /// Returns the pictures in the body, in order.
    pub fn figures(&self) -> impl Iterator<Item = &Figure> {
        self.body.iter().flat_map(Block::figures)
    }

    /// Returns the audio and video in the body, in order.
    pub fn media(&self) -> impl Iterator<Item = &Media> {
        self.body.iter().filter_map(|block| match block {
            Block::Media(media) => Some(media),
            _ => None,
        })
    }

    /// Returns the tables in the body, in order.
    pub fn tables(&self) -> impl Iterator<Item = &Table> {
        self.body.iter().filter_map(|block| match block {
            Block::Table(table) => Some(table),
            _ => None,
        })
    }

    /// Returns `true` if the article has a page of sources: one of its sources has a document, an archived copy, a date of
    /// retrieval or a licence.
    pub fn has_sources_page(&self) -> bool {
        self.sources.iter().any(Source::has_record)
    }

    /// Prefixes all relative addresses, such as those of pictures, links, documents and related stories, with the folder of the
    /// package. This makes them work on a page in another folder. Links to parts of the page and from the root of the site stay unchanged.
    /// `package` is the address of the package, absolute or relative to that page.
    pub fn place_files(&mut self, package: &str) {
        let path = package.split(['?', '#']).next().unwrap_or_default();
        let folder = path.rfind('/').map_or("", |end| &path[..=end]);
        let place = |href: &mut Href| {
            if !anchor::is_relative(href.as_str()) {
                return;
            }
            // If the folder doesn't make a valid address, the address stays unchanged.
            if let Ok(placed) = Href::new(format!("{folder}{}", href.as_str())) {
                *href = placed;
            }
        };
        for block in &mut self.body {
            for variant in block.pictures_mut().into_iter().flatten() {
                place(&mut variant.src);
            }
            if let Block::Media(media) = block {
                place(&mut media.src);
                for track in &mut media.tracks {
                    place(&mut track.src);
                }
            }
            match block {
                Block::Figure(Figure { caption, .. })
                | Block::FigureGroup(FigureGroup { caption, .. })
                | Block::Media(Media { caption, .. })
                | Block::Table(Table { caption, .. }) => for_links(caption, &place),
                _ => {}
            }
            for text in block.texts_mut() {
                for_links(&mut text.inlines, &place);
            }
        }
        for_links(&mut self.note, &place);
        for byline in &mut self.byline {
            for_links(&mut byline.biography, &place);
        }
        for story in &mut self.related {
            place(&mut story.url);
        }
        for fact in self.boxes.iter_mut().flat_map(|of| &mut of.facts) {
            if let Aspect::Person(entity) | Aspect::Organisation(entity) = &mut fact.aspect {
                entity.url.iter_mut().for_each(place);
            }
        }
        for source in &mut self.sources {
            source.url.iter_mut().for_each(place);
            source.archive.iter_mut().for_each(place);
            if let Some(document) = &mut source.document {
                document.file.iter_mut().for_each(place);
                if let Some(Recording::Audio(src) | Recording::Video(src)) = &mut document.recording
                {
                    place(src);
                }
            }
        }
    }
}

/// Calls a function with the target of each link, outermost first.
fn for_links(inlines: &mut [Inline], change: &impl Fn(&mut Href)) {
    for inline in inlines {
        match inline {
            Inline::Text(_) => {}
            Inline::Emphasis(inner) | Inline::Strong(inner) => for_links(inner, change),
            Inline::Link(link) => {
                change(&mut link.href);
                for_links(&mut link.inlines, change);
            }
            Inline::Evidence(span) => for_links(&mut span.inlines, change),
        }
    }
}
