//! The facts of an edition, as types for a JSON Schema. See module `authored` for the rules of these types.

use schemars::JsonSchema;

use super::authored::{Evidence, Words};
use sidelight_model::{BoxId, FactId, GroupId};

/// `facts.<lang>.toml`
///
/// The words of an article's fact boxes in another language. Everything else comes from `facts.toml`.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct EditionFacts {
    /// Fact boxes of `facts.toml`. Start each with `[[box]]`.
    #[schemars(rename = "box")]
    pub boxes: Option<Vec<EditionBox>>,
}

/// The words of a fact box.
#[derive(Debug, JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields)]
pub struct EditionBox {
    /// Id of the box in `facts.toml`.
    pub id: BoxId,
    /// Title of the box.
    pub title: Words,
    /// One sentence that the closed box shows.
    pub gist: Words,
    /// Groups of the box. Start each with `[[box.group]]`.
    pub group: Option<Vec<EditionGroup>>,
    /// Facts of the box. Start each with `[[box.fact]]`.
    pub fact: Option<Vec<EditionFact>>,
    /// Disputes, in the order of `facts.toml`. Start each with `[[box.dispute]]`.
    pub dispute: Option<Vec<EditionDispute>>,
    /// Names on the map, in the order of `facts.toml`. Start each with `[[box.map-label]]`.
    pub map_label: Option<Vec<EditionMapLabel>>,
}

/// The words of a group.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct EditionGroup {
    /// Id of the group in `facts.toml`.
    pub id: GroupId,
    /// Title of the group.
    pub title: Words,
    /// Person or organisation that makes these demands.
    pub party: Option<Words>,
}

/// The words of a fact.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct EditionFact {
    /// Id of the fact in `facts.toml`.
    pub id: FactId,
    /// The statement, as one whole sentence.
    pub statement: Words,
    /// Label, if the fact has one.
    pub label: Option<Words>,
    /// Question, if the fact has one.
    pub question: Option<Words>,
    /// Calculation behind the number, if the fact has one.
    pub derived: Option<Words>,
    /// Person or party that makes the statement, if the fact has one.
    pub by: Option<Words>,
    /// Role of that person or party, if the fact has one.
    pub role: Option<Words>,
    /// Names of the person or organisation, if the fact has one.
    pub entity: Option<EditionEntity>,
    /// Unit of the quantity, if the fact has one.
    pub quantity: Option<EditionUnit>,
    /// Unit of the figure, if it isn't a currency or per cent.
    pub figure: Option<EditionUnit>,
    /// Unit of the term, if the fact has one. Not needed for `years` in English, Kazakh and Russian.
    pub term: Option<EditionUnit>,
    /// Passages in the text of the edition, in the order of `facts.toml`.
    #[schemars(length(min = 1))]
    pub evidence: Vec<Evidence>,
    /// Words of the fact that its passages needn't have.
    pub unquoted: Option<Vec<Words>>,
    /// Corrections, in the order of `facts.toml`. Start each with `[[box.fact.correction]]`.
    pub correction: Option<Vec<EditionCorrection>>,
}

/// The names of a person or an organisation.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct EditionEntity {
    /// Name, as the text of the edition writes it.
    pub name: Words,
    /// Post, or part in the events.
    pub role: Option<Words>,
    /// Organisation or group that the person or organisation belongs to.
    pub affiliation: Option<Words>,
}

/// A unit.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct EditionUnit {
    /// The unit as it reads after the number.
    pub unit: Words,
}

/// The words of a dispute.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct EditionDispute {
    /// Subject of the dispute.
    pub about: Words,
    /// Versions, in the order of `facts.toml`. Start each with `[[box.dispute.version]]`.
    pub version: Option<Vec<EditionVersion>>,
}

/// The words of a version.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct EditionVersion {
    /// Person or organisation that gives this version.
    pub holder: Words,
}

/// A name on the map.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct EditionMapLabel {
    /// Name of the country, region or sea.
    pub name: Words,
}

/// The words of a correction.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct EditionCorrection {
    /// Text before the correction.
    pub was: Words,
    /// Text after the correction.
    pub now: Words,
}
