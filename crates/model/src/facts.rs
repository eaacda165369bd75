//! Fact boxes and their contents.

use serde::Serialize;

use super::json::{from_object, from_variant};
use super::{
    BlockId, BoxId, EvidenceId, FactId, GroupId, Href, Map, Measure, PartialDate, Quantity,
    SourceId, SourcePassage,
};

/// A fact box: facts of one kind that belong together.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields)
)]
pub struct FactBox {
    /// The id of the box, unique in the article.
    pub id: BoxId,
    /// The kind of the box.
    pub kind: BoxKind,
    /// The heading. It is not blank.
    pub title: String,
    /// A one-sentence summary, shown while the box is closed. It is not blank.
    pub gist: String,
    /// The groups that the facts are in, in order. Absent if the box has no groups.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<Group>,
    /// The facts in order, at least one.
    #[cfg_attr(feature = "schema", schemars(length(min = 1)))]
    pub facts: Vec<Fact>,
    /// The disputes about these facts. The versions of a dispute are shown side by side. A fact is in one version at most.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub disputes: Vec<Dispute>,
    /// A map of the places. Only a box of kind `places` has one.
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

impl FactBox {
    /// Returns the number of the facts that the box is about: its demands, events, names, questions, terms or claims. Returns
    /// 0 for a box whose facts have numbers of their own.
    pub fn count(&self) -> u64 {
        let facts = self.facts.iter();
        facts.filter(|fact| fact.aspect.is_counted()).count() as u64
    }
}

/// The subject of a box. It determines the aspects that the facts may have, and the chart of the box.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum BoxKind {
    /// People killed and injured.
    Casualties,
    /// People charged, and the decisions of courts.
    Sentences,
    /// The demands of a movement.
    Demands,
    /// Events with their dates.
    Timeline,
    /// People and organisations.
    People,
    /// Places, shown on a map.
    Places,
    /// The results of votes.
    Votes,
    /// Questions of readers, and the answers.
    Questions,
    /// Terms, and what they mean.
    Glossary,
    /// What somebody claims, and what was found.
    Claims,
    /// Amounts with decimals: money, percentages, changes over time.
    Figures,
}

from_variant!(BoxKind {
    "casualties" => Casualties,
    "sentences" => Sentences,
    "demands" => Demands,
    "timeline" => Timeline,
    "people" => People,
    "places" => Places,
    "votes" => Votes,
    "questions" => Questions,
    "glossary" => Glossary,
    "claims" => Claims,
    "figures" => Figures,
});

/// A group of facts in a box: one trial, one place, one field of demands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields)
)]
pub struct Group {
    /// The id of the group, unique in its box.
    pub id: GroupId,
    /// The heading. It is not blank.
    pub title: String,
    /// The party of the group's people, for groups that are compared: `protesters`, `police`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub party: Option<String>,
}

from_object!(Group { id, title, party });

/// A statement that somebody makes and that the text supports.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields)
)]
pub struct Fact {
    /// The id of the fact, unique in the article.
    pub id: FactId,
    /// The id of the fact's group in the same box. Absent if the fact is in no group.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group: Option<GroupId>,
    /// The subject of the fact. It must suit the kind of the box.
    pub aspect: Aspect,
    /// A label of one or a few words for charts and beside the quantity: `killed`, `imprisoned`. For a place, its name. For an
    /// entry, the term.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// The statement, as one whole sentence. It is not blank.
    #[cfg_attr(feature = "schema", schemars(extend("pattern" = r"\S")))]
    pub statement: String,
    /// The number in the fact. Required for some aspects.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quantity: Option<Quantity>,
    /// The figure in the fact: a number with decimals. Required for the aspect `figure`. A fact has a quantity or a figure.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub figure: Option<Measure>,
    /// The ids of the facts in the same box that this fact is the total of. All have exact numbers, or figures with the
    /// same unit and scale. Their sum equals this fact.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub total_of: Vec<FactId>,
    /// The calculation of a number that the source doesn't give: `11 convicted less 4 imprisoned`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub derived: Option<String>,
    /// The length of the prison sentences of the people counted by `quantity`, in years. Only a fact with the aspect
    /// `imprisoned` has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub term: Option<Quantity>,
    /// The date of what happened. Absent if not given, and for an event, whose date is in its aspect.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<PartialDate>,
    /// The attribution: the person or party that makes the statement, and the source that reports it.
    pub attribution: Attribution,
    /// The date up to which the fact holds.
    pub as_of: PartialDate,
    /// The passages that support the fact, at least one.
    #[cfg_attr(feature = "schema", schemars(length(min = 1)))]
    pub evidence: Vec<Evidence>,
    /// The passages in the documents of sources that support the fact.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub from: Vec<SourcePassage>,
    /// Facts of other boxes that name this person, organisation, place or term in their statements or passages.
    /// Empty for all other aspects.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub named_in: Vec<FactId>,
}

from_object!(Fact { id, group, aspect, label, statement, quantity, figure, total_of = "totalOf", derived, term, date, attribution, as_of = "asOf", evidence, from, named_in = "namedIn" });

impl Fact {
    /// Returns the name of the person, organisation or place, or the term. Returns `None` for other aspects.
    pub fn name(&self) -> Option<&str> {
        match &self.aspect {
            Aspect::Person(entity) | Aspect::Organisation(entity) => Some(&entity.name),
            Aspect::Place(_) | Aspect::Entry => self.label.as_deref(),
            _ => None,
        }
    }

    /// Returns the date of what happened: the date of an event, or `date`.
    pub fn when(&self) -> Option<PartialDate> {
        match self.aspect {
            Aspect::Event(date) => Some(date),
            _ => self.date,
        }
    }

    /// Returns `true` if the fact is an event that is later than the date up to which the fact holds.
    pub fn is_planned(&self) -> bool {
        matches!(&self.aspect, Aspect::Event(date) if self.as_of.is_before(*date))
    }
}

/// The subject of a fact. Each aspect belongs to one kind of box, except the last two, which any box may have.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Aspect {
    /// Casualties: people killed. Needs a quantity.
    Killed,
    /// Casualties: people injured. Needs a quantity.
    Injured,
    /// Sentences: all people before a court. The other numbers are parts of this one. Needs a quantity.
    Charged,
    /// Sentences: people sent to prison. Needs a quantity.
    Imprisoned,
    /// Sentences: people who left the court free. Needs a quantity.
    Released,
    /// Sentences: the length of a prison term. Needs a quantity in years.
    Term,
    /// Sentences: a lesser or a waived punishment.
    Penalty,
    /// Demands: a demand.
    Demand,
    /// Demands: a criticism of the demands.
    Criticism,
    /// Timeline: an event on this date. It is planned if the date is after the fact's `asOf`.
    Event(PartialDate),
    /// People: a person.
    Person(Entity),
    /// People: an organisation.
    Organisation(Entity),
    /// Places: a place. The fact's label is its name.
    Place(Coordinates),
    /// Votes: votes in favour. Needs a quantity.
    For,
    /// Votes: votes against. Needs a quantity.
    Against,
    /// Votes: members who were present and voted for neither side. Needs a quantity.
    Abstained,
    /// Votes: members who didn't vote. Needs a quantity.
    Absent,
    /// Votes: all votes. The other numbers are parts of this one. Needs a quantity.
    Votes,
    /// Questions: this question. The statement is the answer.
    Question(String),
    /// Glossary: a term. The fact's label is the term, and the statement says what it means.
    Entry,
    /// Claims: a claim. Needs `by` in its attribution.
    Claim,
    /// Claims: what was found about the claim with this id in the same box. It is shown beside the claim, and is in no group
    /// and no dispute.
    Finding(FactId),
    /// Figures: an amount. Needs a figure.
    Figure,
    /// Any kind: one party's version of events.
    Account,
    /// Any kind: background to the other facts.
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
    "for" => For,
    "against" => Against,
    "abstained" => Abstained,
    "absent" => Absent,
    "votes" => Votes,
    "question" => Question(_),
    "entry" => Entry,
    "claim" => Claim,
    "finding" => Finding(_),
    "figure" => Figure,
    "account" => Account,
    "context" => Context,
});

impl Aspect {
    /// Returns the kind of box that the aspect belongs to. Returns `None` if any box may have it.
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
            Self::For | Self::Against | Self::Abstained | Self::Absent | Self::Votes => {
                BoxKind::Votes
            }
            Self::Question(_) => BoxKind::Questions,
            Self::Entry => BoxKind::Glossary,
            Self::Claim | Self::Finding(_) => BoxKind::Claims,
            Self::Figure => BoxKind::Figures,
            Self::Account | Self::Context => return None,
        })
    }

    /// Returns `true` if a fact with this aspect must have a quantity.
    pub fn needs_quantity(&self) -> bool {
        self.is_counted_by_label() || matches!(self, Self::Term | Self::Votes)
    }

    /// Returns `true` if the facts with this aspect are what their box is about, so that their count says something.
    pub fn is_counted(&self) -> bool {
        matches!(
            self,
            Self::Demand
                | Self::Event(_)
                | Self::Person(_)
                | Self::Organisation(_)
                | Self::Place(_)
                | Self::Question(_)
                | Self::Entry
                | Self::Claim
        )
    }

    /// Returns `true` if the label of a fact with this aspect says what is counted: “14 killed”.
    pub fn is_counted_by_label(&self) -> bool {
        matches!(
            self,
            Self::Killed
                | Self::Injured
                | Self::Charged
                | Self::Imprisoned
                | Self::Released
                | Self::For
                | Self::Against
                | Self::Abstained
                | Self::Absent
        )
    }

    /// Returns `true` if a fact with this aspect can have a figure. The other facts begin with a quantity, a date or a name.
    pub fn allows_figure(&self) -> bool {
        !self.needs_quantity()
            && !matches!(
                self,
                Self::Event(_)
                    | Self::Person(_)
                    | Self::Organisation(_)
                    | Self::Place(_)
                    | Self::Entry
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
    /// The name as the article writes it. It is not blank.
    pub name: String,
    /// The post, or the part in the events.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// The organisation or group that the person or organisation belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub affiliation: Option<String>,
    /// The address of a page about the person or organisation.
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
    /// The latitude, −90 to 90. North is positive.
    #[cfg_attr(feature = "schema", schemars(range(min = -90.0, max = 90.0)))]
    pub latitude: f64,
    /// The longitude, −180 to 180. East is positive.
    #[cfg_attr(feature = "schema", schemars(range(min = -180.0, max = 180.0)))]
    pub longitude: f64,
}

from_object!(Coordinates {
    latitude,
    longitude
});

/// The attribution of a fact: who says so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields)
)]
pub struct Attribution {
    /// The person or party that makes the statement: `Witnesses`, `Police`, `Ermek Narymbaev`. Absent if the source itself
    /// makes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// A description of that person or party. Absent if readers don't need one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// The id of the source that reports the statement.
    pub source: SourceId,
}

from_object!(Attribution { by, role, source });

/// A passage that supports a fact: a W3C `TextQuoteSelector`, with the resolved position.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields)
)]
pub struct Evidence {
    /// The id of the evidence, unique in the article. The spans in the body refer to it.
    pub id: EvidenceId,
    /// The passage, exactly as in the block's plain text.
    pub exact: String,
    /// The text just before the passage in its block. May be empty.
    pub prefix: String,
    /// The text just after the passage in its block. May be empty.
    pub suffix: String,
    /// The id of the text block with the passage.
    pub block: BlockId,
    /// The range of the passage in the block's plain text.
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

/// A non-empty range of a block's plain text, in Unicode code points counted from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields)
)]
pub struct TextRange {
    /// The index of the first code point in the range.
    pub start: usize,
    /// The index of the first code point after the range.
    pub end: usize,
}

from_object!(TextRange { start, end });

/// A disagreement between parties. All versions are shown side by side, without a judgement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields)
)]
pub struct Dispute {
    /// The subject of the dispute, as a heading. It is not blank.
    pub about: String,
    /// The versions, at least two.
    #[cfg_attr(feature = "schema", schemars(length(min = 2)))]
    pub versions: Vec<Version>,
}

from_object!(Dispute { about, versions });

/// One side's version in a dispute.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(deny_unknown_fields)
)]
pub struct Version {
    /// The person or party with this version. It is not blank.
    pub holder: String,
    /// The ids of the facts in the same box that make up the version, at least one.
    #[cfg_attr(feature = "schema", schemars(length(min = 1)))]
    pub facts: Vec<FactId>,
}

from_object!(Version { holder, facts });
