//! The files that a newsroom writes, as types for JSON Schemas. Editors show the doc comments of these types to the
//! writer.
//!
//! *Invariant:* the keys and the aspects are those that the compiler reads, which tests check. The types have no other use:
//! the compiler parses TOML itself, to report every error with its position. They can't be derived from that code, because
//! it has no descriptions for writers and no forms of values.

use schemars::JsonSchema;

use sidelight_model::{
    AuthorKind, BoxId, BoxKind, Currency, FactId, GroupId, Href, LANGUAGE_TAG, MOMENT,
    PARTIAL_DATE, Publish, Scale, SourceId, TableId,
};

/// Text. It must not be blank.
#[derive(Debug, JsonSchema)]
#[schemars(inline, extend("pattern" = r"\S"))]
pub struct Words(pub String);

/// A day, month or year: `2011-12-16`, `"2011-12"` or `"2011"`. A day or a year may also be written without quotes.
#[derive(Debug, JsonSchema)]
#[schemars(
    inline,
    with = "String",
    extend("type" = ["string", "integer"], "pattern" = PARTIAL_DATE, "minimum" = 1000, "maximum" = 9999)
)]
pub struct Date;

/// A date, or a date with its time and its offset from UTC: `2026-11-23T14:30:00+05:00`. A month or a year is written
/// like other dates.
#[derive(Debug, JsonSchema)]
#[schemars(
    inline,
    with = "String",
    extend("type" = ["string", "integer"], "pattern" = MOMENT, "minimum" = 1000, "maximum" = 9999)
)]
pub struct Moment;

/// Language tag (BCP 47), such as `en`, `en-GB` or `kk-Cyrl`.
#[derive(Debug, JsonSchema)]
#[schemars(inline, extend("pattern" = LANGUAGE_TAG))]
pub struct Language(pub String);

/// Front matter
///
/// The part of `article.md` between the two `+++` lines.
#[derive(Debug, JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields)]
pub struct FrontMatter {
    /// Headline. Plain text.
    pub headline: Words,
    /// Standfirst: one or two sentences under the headline. Plain text.
    pub standfirst: Words,
    /// Language of the article, such as `en-GB`. Default: `en`.
    pub language: Option<Language>,
    /// Date of publication, or date, time and offset from UTC.
    pub published: Moment,
    /// Date of the last change, or date, time and offset from UTC. Must not be before `published`.
    pub updated: Option<Moment>,
    /// The article covers events up to this date.
    pub as_of: Date,
    /// Topics that the article is listed under, such as `Protests`.
    #[schemars(length(min = 1))]
    pub topics: Option<Vec<Words>>,
    /// Note to readers about the origin of the article. One paragraph of Markdown, shown above the text.
    pub note: Option<Words>,
    /// Authors of the article, at least one. Start each with `[[byline]]`. May be left out if `site.toml` names a
    /// publisher.
    #[schemars(length(min = 1))]
    pub byline: Option<Vec<Byline>>,
    /// Sources of the article. Start each with `[[source]]`. Facts need at least one source.
    pub source: Option<Vec<Source>>,
    /// Id of the source of all facts that name none. You may leave it out if the article has only one source.
    pub default_source: Option<SourceId>,
    /// Other stories on the subject. Start each with `[[related]]`.
    pub related: Option<Vec<Related>>,
    /// Other spellings of names. Start each name with `[[alias]]`.
    pub alias: Option<Vec<Alias>>,
    /// Numbers at the top of the page, in order. Start each with `[[key-fact]]`.
    #[schemars(length(min = 2, max = 6))]
    pub key_fact: Option<Vec<KeyFact>>,
    /// Corrections of the article. Start each with `[[correction]]`.
    pub correction: Option<Vec<ArticleCorrection>>,
}

/// One author of the article.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Byline {
    /// Name of the author.
    pub name: Words,
    /// Author's job, or their part in the article.
    pub role: Option<Words>,
    /// Kind of author: `person` or `organisation`. Default: `person`.
    pub kind: Option<AuthorKind>,
    /// Biography of the author. One paragraph of Markdown, shown below the article.
    pub biography: Option<Words>,
    /// Address at which readers reach the author: `mailto:desk@example.org` or the `https` address of a page.
    pub contact: Option<Href>,
}

/// A source of the article.
#[derive(Debug, JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Source {
    /// Id of the source in this article. Facts refer to it as `source = "…"`.
    pub id: SourceId,
    /// Short name that readers see at facts, such as `IWPR`. Default: the publisher, the author or the title.
    pub short_name: Option<Words>,
    /// Title of the source.
    pub title: Words,
    /// Author of the source.
    pub author: Option<Words>,
    /// Publisher of the source.
    pub publisher: Option<Words>,
    /// Publication date of the source.
    pub date: Option<Date>,
    /// Link to the source.
    pub url: Option<Href>,
    /// Address of an archived copy.
    pub archive: Option<Href>,
    /// Date on which you retrieved the source.
    pub retrieved: Option<Date>,
    /// Licence of the source, such as `CC BY 4.0`.
    pub licence: Option<Words>,
    /// Note about the parts of the source that the article uses or leaves out.
    pub note: Option<Words>,
    /// Name of the document in the folder `sources`: a PDF, HTML, text, Markdown, WebVTT or SRT file. Facts quote from it with
    /// `from`.
    pub file: Option<Words>,
    /// Part of the document that readers get: the quoted `passages`, the whole `file`, or `nothing`. Default: `passages`.
    pub publish: Option<Publish>,
    /// SHA-256 hash of the document. The build stops if the file has another one.
    #[schemars(extend("pattern" = "^[0-9a-f]{64}$"))]
    pub sha256: Option<String>,
    /// Name of the audio or video file of a transcript, in the folder `sources`. Only with `publish = "file"`.
    pub recording: Option<Words>,
}

/// Another story on the subject, on this site or elsewhere.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Related {
    /// Title of the story.
    pub title: Words,
    /// Publisher of the story.
    pub publisher: Option<Words>,
    /// Publication date of the story.
    pub date: Option<Date>,
    /// Address of the story's page.
    pub url: Href,
}

/// A name and its other spellings.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Alias {
    /// Name as it is written in the article.
    pub name: Words,
    /// Other spellings of the name, in any script.
    #[schemars(length(min = 1))]
    pub spellings: Vec<Words>,
}

/// A number at the top of the page. It names either a fact or a box.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct KeyFact {
    /// Id of a fact with a `quantity` or a `figure`.
    pub fact: Option<FactId>,
    /// Id of a box whose facts are counted: its demands, events, names, questions, terms or claims.
    pub r#box: Option<BoxId>,
    /// What the number counts, in at most 40 characters, such as `demands`. Default for a fact: its own label or unit.
    #[schemars(length(max = 40))]
    pub label: Option<Words>,
}

/// A correction of the article after publication.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct ArticleCorrection {
    /// Date of the correction.
    pub date: Date,
    /// Id of the corrected fact, if the correction is about a fact.
    pub fact: Option<FactId>,
    /// Text before the correction.
    pub was: Words,
    /// Text after the correction.
    pub now: Words,
}

/// facts.toml
///
/// The fact boxes of an article.
#[derive(Debug, JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Facts {
    /// Fact boxes. Start each with `[[box]]`.
    #[schemars(rename = "box")]
    pub boxes: Option<Vec<FactBox>>,
    /// Changes of numbers and dates that need no correction. Start each with `[[no-correction]]`.
    pub no_correction: Option<Vec<NoCorrection>>,
}

/// A number or a date that changed since the site was built, although the earlier one wasn't a mistake.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct NoCorrection {
    /// Id of the fact, which may be removed since.
    pub fact: FactId,
    /// Earlier value, as the warning SL050 shows it, such as `14 people`.
    pub was: Words,
    /// Reason why readers need no correction. They don't see it.
    pub reason: Words,
}

/// A box of facts about one topic. To place it in the text, write `::box{#its-id}` on a line of its own in `article.md`.
#[derive(Debug, JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields)]
pub struct FactBox {
    /// Id of the box in this article: lower-case letters, digits and hyphens.
    pub id: BoxId,
    /// Kind of box. It decides which values of `aspect` the facts may have.
    pub kind: BoxKind,
    /// Heading of the box.
    pub title: Words,
    /// Main point of the box in one sentence. Readers see it even while the box is closed.
    pub gist: Words,
    /// Groups of facts in this box. Start each with `[[box.group]]`.
    pub group: Option<Vec<Group>>,
    /// Facts in this box, at least one. Start each with `[[box.fact]]`.
    #[schemars(length(min = 1))]
    pub fact: Vec<Fact>,
    /// Subjects on which the parties disagree. Start each with `[[box.dispute]]`.
    pub dispute: Option<Vec<Dispute>>,
    /// Names of countries, regions and seas on the map of a box of the kind `places`. Start each with
    /// `[[box.map-label]]`.
    pub map_label: Option<Vec<MapLabel>>,
}

/// The name of a country, a region or a sea on a map. It is left out if it doesn't fit between the places.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct MapLabel {
    /// Name in the article's language.
    pub name: Words,
    /// Position of the middle of the name: `[latitude, longitude]` in degrees.
    pub coordinates: (f64, f64),
}

/// A group of facts in a box, such as one trial, one place or one area of demands.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Group {
    /// Id of the group in this box. Facts refer to it as `group = "…"`.
    pub id: GroupId,
    /// Heading of the group.
    pub title: Words,
    /// Party that the people in this group belong to, such as `Protesters`. Use it when groups are compared.
    pub party: Option<Words>,
}

/// A fact: a statement, the person or body that makes it, and the words of the article that support it.
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
        needs("for", "quantity"),
        needs("against", "quantity"),
        needs("abstained", "quantity"),
        needs("absent", "quantity"),
        needs("votes", "quantity"),
        needs("question", "question"),
        needs("entry", "label"),
        needs("claim", "by"),
        needs("finding", "of"),
        needs("figure", "figure"),
    ])
)]
pub struct Fact {
    /// Id of the fact in this article. Never change it: links and corrections refer to it.
    pub id: FactId,
    /// Id of the group that the fact belongs to.
    pub group: Option<GroupId>,
    /// Subject of the fact. The `kind` of the box decides which values are allowed.
    pub aspect: Aspect,
    /// Short label, shown in charts and beside the number. For a place: the name of the place. For an entry of
    /// a glossary: the term.
    pub label: Option<Words>,
    /// The fact as one whole sentence.
    pub statement: Words,
    /// Number and unit, such as `{ exact = 14, unit = "people" }`.
    pub quantity: Option<Quantity>,
    /// Number with decimals, such as `{ value = 48.2, scale = "million", currency = "EUR" }`. Facts that begin with a
    /// quantity, a date or a name have none.
    pub figure: Option<Figure>,
    /// Ids of the facts in this box whose numbers add up to the number of this fact.
    pub total_of: Option<Vec<FactId>>,
    /// Calculation of the number, if the source doesn't give it: `11 convicted less 4 imprisoned`.
    pub derived: Option<Words>,
    /// Length of the prison sentences of the people counted by `quantity`, such as `{ range = [3, 7], unit = "years" }`. Only
    /// for the aspect `imprisoned`.
    pub term: Option<Quantity>,
    /// Attribution: the person or organisation that says so. Leave it out if the source itself says so.
    pub by: Option<Words>,
    /// Short explanation of the name in `by`, if readers need one.
    pub role: Option<Words>,
    /// Id of the source. You may leave it out if the article has a `default-source` or only one source.
    pub source: Option<SourceId>,
    /// The fact is valid up to this date. Default: `as-of` of the article.
    pub as_of: Option<Date>,
    /// Passages that support the fact. Quote exact words that occur only once in the article.
    #[schemars(length(min = 1))]
    pub evidence: Vec<Evidence>,
    /// Passages in documents of sources that support the fact.
    pub from: Option<Vec<SourcePassage>>,
    /// Words of this fact that its passages needn't contain, each as in the error message. Use it only for expressions that
    /// aren't a number, a date or a name.
    pub unquoted: Option<Vec<Words>>,
    /// Date of what happened. The aspect `event` requires it.
    pub date: Option<Date>,
    /// The person or organisation. Only for the aspects `person` and `organisation`.
    pub entity: Option<Entity>,
    /// Position of the place: `[latitude, longitude]` in degrees. Only for the aspect `place`.
    pub coordinates: Option<(f64, f64)>,
    /// The question that the statement answers. Only for the aspect `question`.
    pub question: Option<Words>,
    /// Id of the claim in this box that the finding is about. Only for the aspect `finding`.
    pub of: Option<FactId>,
    /// Corrections of this fact. Start each with `[[box.fact.correction]]`.
    pub correction: Option<Vec<FactCorrection>>,
}

/// Returns a schema rule: a fact with this aspect must have this key.
fn needs(aspect: &str, key: &str) -> serde_json::Value {
    serde_json::json!({
        "if": { "properties": { "aspect": { "const": aspect } }, "required": ["aspect"] },
        "then": { "required": [key] },
    })
}

/// Subject of a fact.
#[derive(Debug, JsonSchema)]
#[schemars(rename_all = "kebab-case")]
pub enum Aspect {
    /// Casualties: people killed. Needs `quantity`.
    Killed,
    /// Casualties: people injured. Needs `quantity`.
    Injured,
    /// Sentences: all people charged in court. Other numbers are parts of this one. Needs `quantity`.
    Charged,
    /// Sentences: people sent to prison. Needs `quantity`.
    Imprisoned,
    /// Sentences: people who left the court free. Needs `quantity`.
    Released,
    /// Sentences: length of a prison term in years. Needs `quantity`.
    Term,
    /// Sentences: a lesser punishment, or a waived one.
    Penalty,
    /// Demands: something that people ask for.
    Demand,
    /// Demands: criticism of the demands.
    Criticism,
    /// Timeline: a past or planned event. Needs `date`.
    Event,
    /// People: a person. Needs `entity`.
    Person,
    /// People: an organisation. Needs `entity`.
    Organisation,
    /// Places: a place. Needs `label` and `coordinates`.
    Place,
    /// Votes: votes in favour. Needs `quantity`.
    For,
    /// Votes: votes against. Needs `quantity`.
    Against,
    /// Votes: members who were present and voted for neither side. Needs `quantity`.
    Abstained,
    /// Votes: members who didn't vote. Needs `quantity`.
    Absent,
    /// Votes: all votes. Other numbers are parts of this one. Needs `quantity`.
    Votes,
    /// Questions: a question and its answer. Needs `question`.
    Question,
    /// Glossary: a term and what it means. Needs `label`, which is the term.
    Entry,
    /// Claims: something that somebody claims. Needs `by`.
    Claim,
    /// Claims: what was found about a claim. Needs `of`, and a `by` or a `source`.
    Finding,
    /// Figures: an amount with decimals, money or per cent. Needs `figure`.
    Figure,
    /// Any box: one party's version of events.
    Account,
    /// Any box: other information that belongs with the facts.
    Context,
}

/// A number and its unit. Use exactly one of `exact`, `at-least`, `more-than`, `about` and `range`.
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
    /// Unit, as it reads after the number: `people`, `day`, `лет`. A term in `years` may say so in any language.
    pub unit: Words,
    /// Exactly this number.
    pub exact: Option<u64>,
    /// This number or more.
    pub at_least: Option<u64>,
    /// More than this number.
    pub more_than: Option<u64>,
    /// About this number.
    pub about: Option<u64>,
    /// From the first number to the second, both included. The first must be smaller: `[3, 7]`.
    pub range: Option<(u64, u64)>,
}

/// A number with decimals. Use exactly one of `unit`, `currency` and `percent`. Write a `value`, or the `points` of a series.
#[derive(Debug, JsonSchema)]
#[schemars(
    rename_all = "kebab-case",
    deny_unknown_fields,
    extend("oneOf" = [
        { "required": ["unit"] },
        { "required": ["currency"] },
        { "required": ["percent"], "not": { "required": ["scale"] } },
    ]),
    extend("anyOf" = [{ "required": ["value"] }, { "required": ["points"] }])
)]
pub struct Figure {
    /// The number, with as many decimals as readers should see: `48.20`. At most 15 digits. A decrease or a deficit is
    /// negative.
    pub value: Option<f64>,
    /// The number before it changed.
    pub before: Option<f64>,
    /// Numbers over time, each with its date, in order of time: `[[2024, 44.1], [2025, 46.0]]`.
    #[schemars(length(min = 2))]
    pub points: Option<Vec<Point>>,
    /// Scale of all numbers of this figure. Not for per cent.
    pub scale: Option<Scale>,
    /// Unit, as it reads after the number: `litres`, `pupils`.
    pub unit: Option<Words>,
    /// Currency as a code of ISO 4217: `EUR`.
    pub currency: Option<Currency>,
    /// The numbers are per cent. Its only value is `true`.
    #[schemars(extend("const" = true))]
    pub percent: Option<bool>,
}

/// A number of a series.
#[derive(Debug, JsonSchema)]
#[schemars(untagged)]
pub enum Point {
    /// Date and number: `[2024, 44.1]`.
    Pair(Date, f64),
    /// Date and number by their names.
    Named(NamedPoint),
}

/// A number of a series, with its parts by name.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct NamedPoint {
    /// Day, month or year that the number is for.
    pub date: Date,
    /// The number.
    pub value: f64,
}

/// Exact words from the article, or a cell of a table.
#[derive(Debug, JsonSchema)]
#[schemars(untagged)]
pub enum Evidence {
    /// Words that occur only once in the article.
    Words(Words),
    /// Words that occur several times, with the words directly before or after them.
    Quote(Quote),
    /// A cell of a table in the article.
    Cell(Cell),
}

/// A passage in the document of a source. It has a quotation, unless nothing of the document is published.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct SourcePassage {
    /// Id of the source. Default: the source of the fact.
    pub source: Option<SourceId>,
    /// Words that occur once in the document, or once at the given place.
    pub quote: Option<Words>,
    /// Page of a PDF, from 1.
    #[schemars(range(min = 1))]
    pub page: Option<u64>,
    /// Paragraph of a text, from 1. Headings and list items count.
    #[schemars(range(min = 1))]
    pub paragraph: Option<u64>,
    /// Time in a recording, such as `4:05` or `4:05-4:12`.
    pub time: Option<Words>,
}

/// A cell of a table, named by the headers of its row and its column.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Cell {
    /// Id of the table, as in `::table[…]{#budget}`.
    pub table: TableId,
    /// Header of the row: the text of its first cell.
    pub row: Words,
    /// Header of the column.
    pub column: Words,
}

/// Words from the article, with the words directly before or after them.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Quote {
    /// The quoted words.
    pub quote: Words,
    /// Words directly before the quoted words.
    pub prefix: Option<Words>,
    /// Words directly after the quoted words.
    pub suffix: Option<Words>,
}

/// A person or an organisation.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Entity {
    /// Name as it is written in the article.
    pub name: Words,
    /// Position, or part in the events.
    pub role: Option<Words>,
    /// Organisation that they belong to.
    pub affiliation: Option<Words>,
    /// Link to more information.
    pub url: Option<Href>,
}

/// A correction of a fact after publication.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct FactCorrection {
    /// Date of the correction.
    pub date: Date,
    /// Text before the correction.
    pub was: Words,
    /// Text after the correction.
    pub now: Words,
}

/// A subject on which parties disagree.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Dispute {
    /// Subject of the disagreement, as a heading.
    pub about: Words,
    /// Versions of the parties, at least two. Start each with `[[box.dispute.version]]`.
    #[schemars(length(min = 2))]
    pub version: Vec<Version>,
}

/// One party's version of a disputed subject.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Version {
    /// Party whose version this is.
    pub holder: Words,
    /// Ids of the facts in this box that make up the version.
    #[schemars(length(min = 1))]
    pub facts: Vec<FactId>,
}

/// site.toml
///
/// Settings for the whole site. The file is beside the folders of the articles.
#[derive(Debug, JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Site {
    /// Title of the site. Plain text. Default: `Articles`.
    pub title: Option<Words>,
    /// Description of the site. Plain text.
    pub description: Option<Words>,
    /// Language of the site's own pages, such as `en-GB`. Default: `en`.
    pub language: Option<Language>,
    /// Web address of the site, such as `https://example.org/news`. Needed for a feed and other absolute links.
    #[schemars(extend("pattern" = r"^[hH][tT][tT][pP][sS]?://([a-zA-Z0-9-]+(\.[a-zA-Z0-9-]+)*|\[[0-9a-fA-F:.]+\])(:[0-9]{1,5})?(/([a-zA-Z0-9._~!$&()*+=:@/-]|%[0-9a-fA-F]{2})*)?$"))]
    pub base_url: Option<String>,
    /// Publisher of the site.
    pub publisher: Option<Publisher>,
    /// Other sites whose packages readers may open on this site, such as `https://example.org`. Default: no other sites.
    pub package_origins: Option<Vec<Origin>>,
    /// Look of the site: colours, fonts and logo. Default: Sidelight's own look.
    pub theme: Option<Theme>,
    /// Footer of every page. Default: none.
    pub footer: Option<Footer>,
}

/// The look of the site.
#[derive(Debug, JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Theme {
    /// Colours on a light background.
    pub light: Option<SchemeColours>,
    /// Colours on a dark background.
    pub dark: Option<SchemeColours>,
    /// Colours of the reader's choice “Sepia”.
    pub sepia: Option<SchemeColours>,
    /// Font of running text, and of headings without a font of their own.
    pub text_font: Option<Font>,
    /// Font of headings.
    pub heading_font: Option<Font>,
    /// Font of boxes, labels and controls.
    pub ui_font: Option<Font>,
    /// Path of the logo beside site.toml, an SVG, PNG, WebP or JPEG. It is shown instead of the title.
    pub logo: Option<Words>,
    /// Path of the logo for dark backgrounds.
    pub logo_dark: Option<Words>,
    /// Text for readers who don't see the logo. Default: the title of the site.
    pub logo_alt: Option<Words>,
    /// Height of the logo in px. Default: 32.
    #[schemars(range(min = 16, max = 96))]
    pub logo_height: Option<u32>,
}

/// Colours of one scheme.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct SchemeColours {
    /// Colour of links and controls, such as `#0b5a63`.
    pub accent: Option<HexColour>,
    /// Background of the page, such as `#fdfcfa`.
    pub background: Option<HexColour>,
}

/// A colour of three or six hexadecimal digits, such as `#0b5a63`.
#[derive(Debug, JsonSchema)]
#[schemars(inline, extend("pattern" = r"^\s*#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})\s*$"))]
pub struct HexColour(pub String);

/// A font that the site serves itself.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Font {
    /// Name of the font.
    pub family: Words,
    /// Licence under which the font may be published. The site publishes it in `fonts.txt`.
    pub licence: Words,
    /// Kind of font shown until this one has loaded. Default: `serif`, for `ui-font` `sans-serif`.
    pub fallback: Option<FallbackFont>,
    /// Path of the regular font, a WOFF2 file beside site.toml. It may be a variable font.
    pub regular: Words,
    /// Path of the bold font.
    pub bold: Option<Words>,
    /// Path of the italic font.
    pub italic: Option<Words>,
}

/// A kind of font that systems have.
#[derive(Debug, JsonSchema)]
#[schemars(rename_all = "kebab-case")]
pub enum FallbackFont {
    /// With serifs.
    Serif,
    /// Without serifs.
    SansSerif,
}

/// The footer of every page.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Footer {
    /// Who publishes the site. One paragraph of Markdown, with emphasis and links.
    pub imprint: Option<Words>,
    /// Links below the imprint. Start each with `[[footer.link]]`.
    #[schemars(length(max = 20))]
    pub link: Option<Vec<FooterLink>>,
}

/// A link in the footer.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct FooterLink {
    /// Text of the link.
    pub text: Words,
    /// Whole web address, or a mail address with `mailto:`.
    pub url: Href,
}

/// Web address of a site without a path: `https://`, host, and a port if it has one.
#[derive(Debug, JsonSchema)]
#[schemars(
    inline,
    extend("pattern" = r"^[hH][tT][tT][pP][sS]?://([a-zA-Z0-9-]+(\.[a-zA-Z0-9-]+)*|\[[0-9a-fA-F:.]+\])(:[0-9]{1,5})?/?$")
)]
pub struct Origin(pub String);

/// The publisher of the site.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Publisher {
    /// Name of the publisher.
    pub name: Words,
    /// Link to the publisher's own page.
    pub url: Option<Href>,
}
