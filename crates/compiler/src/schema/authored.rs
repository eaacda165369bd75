//! What a newsroom writes, as types for JSON Schemas. Their docs are what an editor shows while somebody types.
//!
//! *Invariant:* the keys are those that the press reads. Nothing else is made of these types: the press reads TOML
//! itself, to tell every fault with its place.

use schemars::JsonSchema;

use sidelight_model::{
    BoxId, BoxKind, FactId, GroupId, Href, LANGUAGE_TAG, PARTIAL_DATE, SourceId,
};

/// Text with at least one letter or sign in it.
#[derive(Debug, JsonSchema)]
#[schemars(inline, extend("pattern" = r"\S"))]
pub struct Words(pub String);

/// A day, a month or a year. A year may stand without quotes; a day may too, and then is a date of TOML.
#[derive(Debug, JsonSchema)]
#[schemars(
    inline,
    with = "String",
    extend("type" = ["string", "integer"], "pattern" = PARTIAL_DATE, "minimum" = 1000, "maximum" = 9999)
)]
pub struct Date;

/// A BCP 47 tag.
#[derive(Debug, JsonSchema)]
#[schemars(inline, extend("pattern" = LANGUAGE_TAG))]
pub struct Language(pub String);

/// Front matter
///
/// What stands between the `+++` lines of `article.md`.
#[derive(Debug, JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields)]
pub struct FrontMatter {
    /// The headline, plain text.
    pub headline: Words,
    /// The sentence or two under the headline, plain text.
    pub standfirst: Words,
    /// The language of the article, such as `en-GB`; `en` if it isn't given.
    pub language: Option<Language>,
    /// When it was published.
    pub published: Date,
    /// When it was last changed; not before it was published.
    pub updated: Option<Date>,
    /// The date up to which the article tells events.
    pub as_of: Date,
    /// What a reader must know about where it comes from: a paragraph of Markdown.
    pub note: Option<Words>,
    /// Who wrote it, at least one: `[[byline]]`.
    #[schemars(length(min = 1))]
    pub byline: Vec<Byline>,
    /// What the article rests on: `[[source]]`.
    pub source: Option<Vec<Source>>,
    /// Other spellings of a name: `[[alias]]`.
    pub alias: Option<Vec<Alias>>,
    /// What was wrong and has been put right: `[[correction]]`.
    pub correction: Option<Vec<ArticleCorrection>>,
}

/// One of those who wrote the article.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Byline {
    /// Their name.
    pub name: Words,
    /// Their part in it or their post.
    pub role: Option<Words>,
}

/// Something the article rests on.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Source {
    /// Its name in this article; facts say `source = "…"` with it.
    pub id: SourceId,
    /// Its title.
    pub title: Words,
    /// Who wrote it.
    pub author: Option<Words>,
    /// Who published it.
    pub publisher: Option<Words>,
    /// When it was published.
    pub date: Option<Date>,
    /// Where it can be read.
    pub url: Option<Href>,
    /// What was taken from it and what was not.
    pub note: Option<Words>,
}

/// A name and the other ways in which it is written.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Alias {
    /// The name as the article writes it.
    pub name: Words,
    /// Other spellings, in any script.
    #[schemars(length(min = 1))]
    pub spellings: Vec<Words>,
}

/// A fault in the article that was put right after publication.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct ArticleCorrection {
    /// When it was put right.
    pub date: Date,
    /// The fact it concerns, if it concerns one.
    pub fact: Option<FactId>,
    /// What it said.
    pub was: Words,
    /// What it says now.
    pub now: Words,
}

/// facts.toml
///
/// The fact boxes of an article.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Facts {
    /// A fact box: `[[box]]`.
    #[schemars(rename = "box")]
    pub boxes: Option<Vec<FactBox>>,
}

/// Facts of one kind that belong together. A line `::box{#its-id}` in `article.md` says where it stands.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct FactBox {
    /// Its name in this article: small letters, digits and hyphens.
    pub id: BoxId,
    /// What it is about; says which aspects its facts may have.
    pub kind: BoxKind,
    /// Its heading.
    pub title: Words,
    /// What it comes to, in a sentence that is shown while the box is closed.
    pub gist: Words,
    /// Groups that its facts fall into: `[[box.group]]`.
    pub group: Option<Vec<Group>>,
    /// Its facts, at least one: `[[box.fact]]`.
    #[schemars(length(min = 1))]
    pub fact: Vec<Fact>,
    /// What parties disagree about: `[[box.dispute]]`.
    pub dispute: Option<Vec<Dispute>>,
}

/// Facts that belong together in a box: one trial, one place, one field of demands.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Group {
    /// Its name in this box; facts say `group = "…"` with it.
    pub id: GroupId,
    /// Its heading.
    pub title: Words,
    /// The party its people belong to, where groups are compared.
    pub party: Option<Words>,
}

/// A statement that somebody makes and the text bears out.
#[derive(Debug, JsonSchema)]
#[schemars(
    rename_all = "kebab-case",
    deny_unknown_fields,
    extend("allOf" = [
        needs("event", "date"),
        needs("person", "entity"),
        needs("organisation", "entity"),
        needs("place", "coordinates"),
        needs("place", "label"),
        needs("killed", "quantity"),
        needs("injured", "quantity"),
        needs("charged", "quantity"),
        needs("imprisoned", "quantity"),
        needs("released", "quantity"),
        needs("term", "quantity"),
    ])
)]
pub struct Fact {
    /// Its name in this article; links and corrections go by it, so it never changes.
    pub id: FactId,
    /// The group of this box that it belongs to.
    pub group: Option<GroupId>,
    /// What it tells of; the box's kind says which words there are.
    pub aspect: Aspect,
    /// A word or a few for it, in pictures and beside its number.
    pub label: Option<Words>,
    /// What it says: one whole sentence.
    pub statement: Words,
    /// How many, and of what: `{ exact = 14, unit = "people" }`.
    pub quantity: Option<Quantity>,
    /// The facts in this box whose numbers add up to this one.
    pub total_of: Option<Vec<FactId>>,
    /// How its number was worked out, when the source doesn't give it.
    pub derived: Option<Words>,
    /// Who says so.
    pub by: Words,
    /// Who that is, if it needs saying.
    pub role: Option<Words>,
    /// The source that carries it; may be left out while the article has one source.
    pub source: Option<SourceId>,
    /// The date up to which it holds; the article's if it isn't given.
    pub as_of: Option<Date>,
    /// The words of the article that bear it out, each standing there just once.
    #[schemars(length(min = 1))]
    pub evidence: Vec<Evidence>,
    /// When it happened or is planned; for the aspect `event`.
    pub date: Option<Date>,
    /// Who it is; for the aspects `person` and `organisation`.
    pub entity: Option<Entity>,
    /// Where it is, `[latitude, longitude]` in degrees; for the aspect `place`.
    pub coordinates: Option<(f64, f64)>,
    /// What it said before it was put right: `[[box.fact.correction]]`.
    pub correction: Option<Vec<FactCorrection>>,
}

/// Facts of an aspect have a key.
fn needs(aspect: &str, key: &str) -> serde_json::Value {
    serde_json::json!({
        "if": { "properties": { "aspect": { "const": aspect } }, "required": ["aspect"] },
        "then": { "required": [key] },
    })
}

/// What a fact tells of.
#[derive(Debug, JsonSchema)]
#[schemars(rename_all = "kebab-case")]
pub enum Aspect {
    /// Casualties: people killed.
    Killed,
    /// Casualties: people injured.
    Injured,
    /// Sentences: people before a court, the whole of whom the others are parts.
    Charged,
    /// Sentences: people sent to prison.
    Imprisoned,
    /// Sentences: people who left the court free.
    Released,
    /// Sentences: how long a prison term is, in years.
    Term,
    /// Sentences: a lesser punishment, or one waived.
    Penalty,
    /// Demands: something asked for.
    Demand,
    /// Demands: what somebody holds against the demands.
    Criticism,
    /// Timeline: something that happened or is planned, with `date`.
    Event,
    /// People: a person, with `entity`.
    Person,
    /// People: an organisation, with `entity`.
    Organisation,
    /// Places: a place, with `coordinates`.
    Place,
    /// Any box: one party's version of what happened.
    Account,
    /// Any box: anything else that belongs beside the others.
    Context,
}

/// How many, and of what: one number and its unit.
#[derive(Debug, JsonSchema)]
#[schemars(
    rename_all = "kebab-case",
    deny_unknown_fields,
    extend("oneOf" = [
        { "required": ["exact"] },
        { "required": ["at-least"] },
        { "required": ["more-than"] },
        { "required": ["about"] },
        { "required": ["range"] },
    ])
)]
pub struct Quantity {
    /// Of what, in the plural: `people`, `years`, `days`.
    pub unit: Words,
    /// Just this many.
    pub exact: Option<u64>,
    /// This many or more.
    pub at_least: Option<u64>,
    /// More than this many.
    pub more_than: Option<u64>,
    /// About this many.
    pub about: Option<u64>,
    /// From the first to the second, the first being the smaller.
    pub range: Option<(u64, u64)>,
}

/// Words of the article, letter for letter.
#[derive(Debug, JsonSchema)]
#[schemars(untagged)]
pub enum Evidence {
    /// Words that stand in the article just once.
    Words(Words),
    /// Words, with those beside them where they stand in several places.
    Quote(Quote),
}

/// Words of the article, and those beside them.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Quote {
    /// The words.
    pub quote: Words,
    /// The words just before them.
    pub prefix: Option<Words>,
    /// The words just after them.
    pub suffix: Option<Words>,
}

/// A person or an organisation.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Entity {
    /// The name as the article writes it.
    pub name: Words,
    /// Post or part in the events.
    pub role: Option<Words>,
    /// What they belong to.
    pub affiliation: Option<Words>,
    /// Where more can be read.
    pub url: Option<Href>,
}

/// A fact that was put right after publication.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct FactCorrection {
    /// When it was put right.
    pub date: Date,
    /// What it said.
    pub was: Words,
    /// What it says now.
    pub now: Words,
}

/// Something that parties disagree about.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Dispute {
    /// What it is about, as a heading.
    pub about: Words,
    /// The versions, at least two: `[[box.dispute.version]]`.
    #[schemars(length(min = 2))]
    pub version: Vec<Version>,
}

/// One side's version of something disputed.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Version {
    /// Whose version it is.
    pub holder: Words,
    /// The facts of this box that make it up.
    #[schemars(length(min = 1))]
    pub facts: Vec<FactId>,
}

/// site.toml
///
/// What is true of the whole site; the file stands beside the articles' folders.
#[derive(Debug, JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Site {
    /// The site's title, plain text; `Articles` if it isn't given.
    pub title: Option<Words>,
    /// What the site is about, plain text.
    pub description: Option<Words>,
    /// The language of the site's own pages, such as `en-GB`; `en` if it isn't given.
    pub language: Option<Language>,
    /// Where the site will be found, such as `https://example.org/news`; needed for a feed and other absolute addresses.
    #[schemars(extend("pattern" = r"^[hH][tT][tT][pP][sS]?://([a-zA-Z0-9-]+(\.[a-zA-Z0-9-]+)*|\[[0-9a-fA-F:.]+\])(:[0-9]{1,5})?(/([a-zA-Z0-9._~!$&()*+=:@/-]|%[0-9a-fA-F]{2})*)?$"))]
    pub base_url: Option<String>,
    /// Who publishes it.
    pub publisher: Option<Publisher>,
    /// Other sites whose packages the site's reader may show, such as `https://example.org`; none if it isn't given.
    pub package_origins: Option<Vec<Origin>>,
}

/// The scheme and the host of a site, and its port.
#[derive(Debug, JsonSchema)]
#[schemars(
    inline,
    extend("pattern" = r"^[hH][tT][tT][pP][sS]?://([a-zA-Z0-9-]+(\.[a-zA-Z0-9-]+)*|\[[0-9a-fA-F:.]+\])(:[0-9]{1,5})?/?$")
)]
pub struct Origin(pub String);

/// Who publishes the site.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Publisher {
    /// Their name.
    pub name: Words,
    /// Their own page.
    pub url: Option<Href>,
}
