//! Fact boxes and what is in them.

use serde::Serialize;

use super::json::{from_object, from_variant};
use super::{BlockId, BoxId, EvidenceId, FactId, GroupId, Href, PartialDate, Quantity, SourceId};

/// Facts of one kind that belong together, shown as one box.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields)
)]
pub struct FactBox {
    /// Its name.
    pub id: BoxId,
    /// What it is about.
    pub kind: BoxKind,
    /// Its heading.
    pub title: String,
    /// What it comes to, in a sentence that is shown while it is closed.
    pub gist: String,
    /// The groups its facts fall into, in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<Group>,
    /// Its facts, in order.
    #[cfg_attr(feature = "schema", schemars(length(min = 1)))]
    pub facts: Vec<Fact>,
    /// What parties disagree about; the facts named there are shown there, side by side.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub disputes: Vec<Dispute>,
    /// Where its places lie, drawn. Only a box of places has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub map: Option<Map>,
}

from_object!(FactBox {
    id,
    kind,
    title,
    gist,
    groups,
    facts,
    disputes,
    map
});

/// What a box is about. The kind says which aspects its facts may have and how they are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum BoxKind {
    /// People killed and injured.
    Casualties,
    /// People charged, and what courts did.
    Sentences,
    /// What a movement asks for.
    Demands,
    /// What happened when.
    Timeline,
    /// People and organisations.
    People,
    /// Places, on a map.
    Places,
}

from_variant!(BoxKind {
    "casualties" => Casualties,
    "sentences" => Sentences,
    "demands" => Demands,
    "timeline" => Timeline,
    "people" => People,
    "places" => Places,
});

/// A map that is drawn already, so that whoever shows it needs neither geographic data nor a projection.
///
/// All lengths are in units of the drawing, from its upper left corner.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields)
)]
pub struct Map {
    /// How wide it is, up to [`Map::MAX_SIDE`].
    #[cfg_attr(feature = "schema", schemars(range(min = 0, max = 2_000)))]
    pub width: f64,
    /// How high it is, up to [`Map::MAX_SIDE`].
    #[cfg_attr(feature = "schema", schemars(range(min = 0, max = 2_000)))]
    pub height: f64,
    /// How many kilometres on the Earth one unit is, in the middle of the map.
    pub scale: f64,
    /// The borders of the countries that hold the places, as SVG path data: the commands `M`, `L` and `Z`, and
    /// numbers with spaces between them. At most [`Map::MAX_OUTLINE`] bytes.
    #[cfg_attr(feature = "schema", schemars(length(max = 32_768), extend("pattern" = "^[MLZ0-9 .-]*$")))]
    pub outline: String,
    /// The places, each a fact of the box.
    pub points: Vec<MapPoint>,
}

from_object!(Map {
    width,
    height,
    scale,
    outline,
    points
});

impl Map {
    /// The longest side.
    pub const MAX_SIDE: f64 = 2_000.0;
    /// The longest outline, in bytes.
    pub const MAX_OUTLINE: usize = 32_768;
}

/// One place on a map.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields)
)]
pub struct MapPoint {
    /// The fact that tells of it.
    pub fact: FactId,
    /// From the left edge.
    pub x: f64,
    /// From the upper edge.
    pub y: f64,
    /// Where its name stands; nowhere when there is no room for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<LabelSide>,
}

from_object!(MapPoint { fact, x, y, label });

/// On which side of its point a name stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum LabelSide {
    /// To its right.
    Right,
    /// To its left.
    Left,
    /// Above it.
    Above,
    /// Below it.
    Below,
}

from_variant!(LabelSide {
    "right" => Right,
    "left" => Left,
    "above" => Above,
    "below" => Below,
});

/// Facts that belong together in a box: one trial, one place, one field of demands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields)
)]
pub struct Group {
    /// Its name in the box.
    pub id: GroupId,
    /// Its heading.
    pub title: String,
    /// The party its people belong to, for groups that are compared: `protesters`, `police`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub party: Option<String>,
}

from_object!(Group { id, title, party });

/// A statement that somebody makes and the text bears out.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields)
)]
pub struct Fact {
    /// Its name in the article.
    pub id: FactId,
    /// The group it belongs to, if its box has groups.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group: Option<GroupId>,
    /// What it tells of.
    pub aspect: Aspect,
    /// A word or a few for it, in pictures and beside its number: `killed`, `imprisoned`. The name of a place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// What it says: one whole sentence.
    #[cfg_attr(feature = "schema", schemars(extend("pattern" = r"\S")))]
    pub statement: String,
    /// How many, when it is a number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quantity: Option<Quantity>,
    /// The facts in the same box whose numbers add up to its own.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub total_of: Vec<FactId>,
    /// How its number was worked out, when the source doesn't give it: `11 convicted less 4 imprisoned`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub derived: Option<String>,
    /// Who says so.
    pub attribution: Attribution,
    /// The date up to which it holds.
    pub as_of: PartialDate,
    /// The passages that bear it out, at least one.
    #[cfg_attr(feature = "schema", schemars(length(min = 1)))]
    pub evidence: Vec<Evidence>,
    /// For a person, an organisation or a place: the facts of other boxes that name it, in their statements or passages.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub named_in: Vec<FactId>,
}

from_object!(Fact { id, group, aspect, label, statement, quantity, total_of = "totalOf", derived, attribution, as_of = "asOf", evidence, named_in = "namedIn" });

impl Fact {
    /// The name of whom or what it tells of: a person, an organisation or a place.
    pub fn name(&self) -> Option<&str> {
        match &self.aspect {
            Aspect::Person(entity) | Aspect::Organisation(entity) => Some(&entity.name),
            Aspect::Place(_) => self.label.as_deref(),
            _ => None,
        }
    }

    /// Whether it tells of an event that, on the day up to which the fact holds, was still to come.
    pub fn is_planned(&self) -> bool {
        matches!(&self.aspect, Aspect::Event(date) if self.as_of.is_before(*date))
    }
}

/// What a fact tells of. Each belongs to one kind of box, save the last two, which any box may hold.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Aspect {
    /// Casualties: people killed. Needs a quantity.
    Killed,
    /// Casualties: people injured. Needs a quantity.
    Injured,
    /// Sentences: people before a court, the whole of whom the others are parts. Needs a quantity.
    Charged,
    /// Sentences: people sent to prison. Needs a quantity.
    Imprisoned,
    /// Sentences: people who left the court free. Needs a quantity.
    Released,
    /// Sentences: how long a prison term is. Needs a quantity in years.
    Term,
    /// Sentences: a lesser punishment, or one waived.
    Penalty,
    /// Demands: something asked for.
    Demand,
    /// Demands: what somebody holds against the demands.
    Criticism,
    /// Timeline: something that happened or is planned.
    Event(PartialDate),
    /// People: a person.
    Person(Entity),
    /// People: an organisation.
    Organisation(Entity),
    /// Places: a place. The fact's label is its name.
    Place(Coordinates),
    /// One party's version of what happened.
    Account,
    /// Anything else that belongs beside the others.
    Context,
}

from_variant!(Aspect {
    "killed" => Killed,
    "injured" => Injured,
    "charged" => Charged,
    "imprisoned" => Imprisoned,
    "released" => Released,
    "term" => Term,
    "penalty" => Penalty,
    "demand" => Demand,
    "criticism" => Criticism,
    "event" => Event(_),
    "person" => Person(_),
    "organisation" => Organisation(_),
    "place" => Place(_),
    "account" => Account,
    "context" => Context,
});

impl Aspect {
    /// The kind of box it belongs to; none when it may stand in any.
    pub fn kind(&self) -> Option<BoxKind> {
        Some(match self {
            Self::Killed | Self::Injured => BoxKind::Casualties,
            Self::Charged | Self::Imprisoned | Self::Released | Self::Term | Self::Penalty => {
                BoxKind::Sentences
            }
            Self::Demand | Self::Criticism => BoxKind::Demands,
            Self::Event(_) => BoxKind::Timeline,
            Self::Person(_) | Self::Organisation(_) => BoxKind::People,
            Self::Place(_) => BoxKind::Places,
            Self::Account | Self::Context => return None,
        })
    }

    /// Whether it is nothing without a number.
    pub fn needs_quantity(&self) -> bool {
        matches!(
            self,
            Self::Killed
                | Self::Injured
                | Self::Charged
                | Self::Imprisoned
                | Self::Released
                | Self::Term
        )
    }
}

/// A person or an organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields)
)]
pub struct Entity {
    /// The name as the article writes it.
    pub name: String,
    /// Post or part in the events.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// What they belong to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub affiliation: Option<String>,
    /// Where more can be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<Href>,
}

from_object!(Entity {
    name,
    role,
    affiliation,
    url
});

/// A place on the Earth, in degrees (WGS 84).
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields)
)]
pub struct Coordinates {
    /// North of the equator, −90 to 90.
    #[cfg_attr(feature = "schema", schemars(range(min = -90.0, max = 90.0)))]
    pub latitude: f64,
    /// East of Greenwich, −180 to 180.
    #[cfg_attr(feature = "schema", schemars(range(min = -180.0, max = 180.0)))]
    pub longitude: f64,
}

from_object!(Coordinates {
    latitude,
    longitude
});

/// Who says so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields)
)]
pub struct Attribution {
    /// The person or the party: `Witnesses`, `Police`, `Ermek Narymbaev`.
    pub by: String,
    /// Who that is, if it needs saying.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// The source that carries it.
    pub source: SourceId,
}

from_object!(Attribution { by, role, source });

/// A passage that bears out a fact: a W3C `TextQuoteSelector`, resolved to its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields)
)]
pub struct Evidence {
    /// Its name; the spans in the body carry it.
    pub id: EvidenceId,
    /// The passage itself.
    pub exact: String,
    /// The text just before it in its block.
    pub prefix: String,
    /// The text just after it in its block.
    pub suffix: String,
    /// The block it stands in.
    pub block: BlockId,
    /// Where in the block's plain text.
    pub range: TextRange,
}

from_object!(Evidence {
    id,
    exact,
    prefix,
    suffix,
    block,
    range
});

/// A part of a block's plain text, in Unicode code points from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields)
)]
pub struct TextRange {
    /// The first code point inside.
    pub start: usize,
    /// The first code point after.
    pub end: usize,
}

from_object!(TextRange { start, end });

/// Something that parties disagree about. All versions are shown, side by side; none is weighed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields)
)]
pub struct Dispute {
    /// What it is about, as a heading.
    pub about: String,
    /// The versions, at least two.
    #[cfg_attr(feature = "schema", schemars(length(min = 2)))]
    pub versions: Vec<Version>,
}

from_object!(Dispute { about, versions });

/// One side's version of something disputed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields)
)]
pub struct Version {
    /// Whose version it is.
    pub holder: String,
    /// The facts that make it up, at least one, all in the same box.
    #[cfg_attr(feature = "schema", schemars(length(min = 1)))]
    pub facts: Vec<FactId>,
}

from_object!(Version { holder, facts });
