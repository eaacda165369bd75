//! Data that the parts of a page share: the number of each fact, and the ends of passages.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::iter;

use super::format;
use sidelight_i18n::Messages;
use sidelight_model::anchor;
use sidelight_model::{
    Article, Aspect, Correction, Entity, Evidence, EvidenceId, Fact, FactBox, Inline, Link,
    PartialDate, Source, SourceId, TextBlock,
};

/// The kind of page that is rendered. Links depend on it.
#[derive(Clone, Copy)]
enum Page<'a> {
    /// The article's page, with the text and all boxes.
    Article,
    /// The page of this box. The text and the other boxes are on the article's page.
    Box(&'a FactBox),
    /// The page of sources. The text and all boxes are on the article's page.
    Sources,
}

/// The facts of an article by number and by evidence. Facts are numbered from 1 through all boxes, in the order in which
/// they are shown. A number in the text and the same number in a box mean the same fact.
pub(super) struct Index<'a> {
    article: &'a Article,
    page: Page<'a>,
    /// The interface messages in the article's language.
    pub(super) messages: Messages,
    numbers: HashMap<&'a str, (usize, &'a Fact)>,
    facts: HashMap<&'a str, &'a Fact>,
    /// The findings about each claim, by its id.
    findings: HashMap<&'a str, Vec<&'a Fact>>,
    corrections: &'a [Correction],
    /// The number of spans of each passage, and how many of them were rendered.
    spans: RefCell<HashMap<&'a str, Spans>>,
    /// The facts of each place that was rendered: where passages end in the text.
    places: RefCell<Vec<Vec<&'a Fact>>>,
    /// The ids of the people, organisations and places that the text links to.
    mentioned: HashSet<&'a str>,
    /// The ids among `mentioned` whose first link wasn't rendered yet.
    unshown: RefCell<HashSet<&'a str>>,
}

#[derive(Default)]
struct Spans {
    all: usize,
    shown: usize,
}

/// The position of a span among the spans of its passage.
pub(super) struct SpanPlace {
    pub(super) first: bool,
    pub(super) last: bool,
}

impl<'a> Index<'a> {
    /// Makes the index for the article's page.
    pub(super) fn of(article: &'a Article) -> Self {
        Self::on(Page::Article, article)
    }

    /// Makes the index for the page of one box.
    pub(super) fn of_box(article: &'a Article, fact_box: &'a FactBox) -> Self {
        Self::on(Page::Box(fact_box), article)
    }

    /// Makes the index for the page of sources.
    pub(super) fn of_sources(article: &'a Article) -> Self {
        Self::on(Page::Sources, article)
    }

    fn on(page: Page<'a>, article: &'a Article) -> Self {
        let mut numbers = HashMap::new();
        let mut facts = HashMap::new();
        let mut findings: HashMap<&str, Vec<&Fact>> = HashMap::new();
        for fact in article.boxes.iter().flat_map(|fact_box| &fact_box.facts) {
            if let Aspect::Finding(claim) = &fact.aspect {
                findings.entry(claim.as_str()).or_default().push(fact);
            }
        }
        let with_findings =
            |fact| iter::once(fact).chain(of_claim(&findings, fact).iter().copied());
        for fact in article
            .boxes
            .iter()
            .flat_map(in_order)
            .flat_map(with_findings)
        {
            numbers.insert(fact.id.as_str(), (numbers.len() + 1, fact));
            facts.extend(
                fact.evidence
                    .iter()
                    .map(|evidence| (evidence.id.as_str(), fact)),
            );
        }
        let mut spans = HashMap::new();
        let mut mentioned = HashSet::new();
        let named: HashSet<&str> = article
            .boxes
            .iter()
            .flat_map(|fact_box| &fact_box.facts)
            .filter(|fact| fact.name().is_some())
            .map(|fact| fact.id.as_str())
            .collect();
        for text in article.body.iter().flat_map(|block| block.texts()) {
            count(&text.inlines, &named, &mut spans, &mut mentioned);
        }
        Self {
            article,
            page,
            messages: Messages::for_text(&article.language),
            numbers,
            facts,
            findings,
            corrections: &article.corrections,
            spans: RefCell::new(spans),
            places: RefCell::default(),
            unshown: RefCell::new(mentioned.clone()),
            mentioned,
        }
    }

    /// Returns the headers of the row and of the column of a passage. Returns `None` if it isn't in a cell of a table.
    pub(super) fn headers_of(&self, evidence: &Evidence) -> Option<(&'a TextBlock, &'a TextBlock)> {
        let mut tables = self.article.tables();
        tables.find_map(|table| table.headers_of(&evidence.block))
    }

    /// Returns the fact that a link mentions for the first time. Returns `None` if the link is no mention or a later one.
    /// Must be called once for each link, in reading order.
    pub(super) fn next_mention(&self, link: &Link) -> Option<&'a Fact> {
        let id = fact_at(link)?;
        if !self.unshown.borrow_mut().remove(id) {
            return None;
        }
        self.numbers.get(id).map(|(_, fact)| *fact)
    }

    /// Returns the boxes with facts that name this person, organisation, place or term. Each has its first such fact
    /// and the number of these facts.
    pub(super) fn named_in(&self, fact: &Fact) -> Vec<(&'a FactBox, &'a Fact, usize)> {
        if fact.named_in.is_empty() {
            return Vec::new();
        }
        let named_in = fact.named_in.iter();
        let mut facts: Vec<_> = named_in
            .filter_map(|id| self.numbers.get(id.as_str()).copied())
            .collect();
        facts.sort_by_key(|(number, _)| *number);
        facts.dedup_by_key(|(number, _)| *number);
        // The numbers of one box follow those of the box before.
        let (mut rest, mut last) = (facts.as_slice(), 0);
        let mut boxes = Vec::new();
        for fact_box in &self.article.boxes {
            last += fact_box.facts.len();
            let here = rest.partition_point(|(number, _)| *number <= last);
            if let Some((_, first)) = rest[..here].first() {
                boxes.push((fact_box, *first, here));
            }
            rest = &rest[here..];
        }
        boxes
    }

    /// Returns `true` if the text links to this fact of a person, an organisation, a place or a term.
    pub(super) fn is_mentioned(&self, fact: &Fact) -> bool {
        self.mentioned.contains(fact.id.as_str())
    }

    fn all_facts(&self) -> impl Iterator<Item = &'a Fact> {
        self.article
            .boxes
            .iter()
            .flat_map(|fact_box| &fact_box.facts)
    }

    /// Returns the other spellings of a name.
    pub(super) fn spellings(&self, name: &str) -> &'a [String] {
        self.article
            .aliases
            .iter()
            .find(|alias| alias.name == name)
            .map_or(&[], |alias| &alias.spellings)
    }

    /// Returns the fact of the organisation with this name or spelling.
    pub(super) fn organisation(&self, name: &str) -> Option<&'a Fact> {
        self.all_facts().find(|fact| match &fact.aspect {
            Aspect::Organisation(entity) => {
                entity.name == name || self.spellings(&entity.name).iter().any(|s| s == name)
            }
            _ => false,
        })
    }

    /// Returns the other boxes that have a fact whose evidence overlaps this fact's, each with the first such fact.
    pub(super) fn more_on(&self, fact: &'a Fact) -> impl Iterator<Item = (&'a FactBox, &'a Fact)> {
        self.article.boxes.iter().filter_map(move |fact_box| {
            let mut facts = fact_box.facts.iter();
            if facts.clone().any(|other| other.id == fact.id) {
                return None;
            }
            Some((fact_box, facts.find(|other| share_words(fact, other))?))
        })
    }

    /// Returns a link to the element with this id in the text.
    pub(super) fn link_to_text(&self, id: &str) -> String {
        match self.page {
            Page::Article => anchor::link(id),
            Page::Box(_) | Page::Sources => anchor::link_from_box(id),
        }
    }

    /// Returns a link to a fact.
    pub(super) fn link_to_fact(&self, fact: &Fact) -> String {
        let id = anchor::fact(&fact.id);
        match self.page {
            Page::Box(shown) if shown.facts.iter().any(|here| here.id == fact.id) => {
                anchor::link(&id)
            }
            Page::Box(_) | Page::Sources => anchor::link_from_box(&id),
            Page::Article => anchor::link(&id),
        }
    }

    /// Returns a link to a file or page whose address is relative to the package, or absolute.
    pub(super) fn link_to_file(&self, address: &str) -> String {
        match self.page {
            Page::Box(_) | Page::Sources if anchor::is_relative(address) => {
                [anchor::FROM_BOX, address].concat()
            }
            _ => address.to_owned(),
        }
    }

    /// Returns the number of a fact, from 1, or 0 for an unknown fact.
    pub(super) fn number(&self, fact: &Fact) -> usize {
        self.numbers
            .get(fact.id.as_str())
            .map_or(0, |(number, _)| *number)
    }

    /// Notes a place in the text where the passages of these facts end. Returns the number of the place, from 1. Must be
    /// called once for each place, in reading order.
    pub(super) fn add_place(&self, facts: Vec<&'a Fact>) -> usize {
        let mut places = self.places.borrow_mut();
        places.push(facts);
        places.len()
    }

    /// Returns the facts of each place that was rendered so far, in reading order.
    pub(super) fn take_places(&self) -> Vec<Vec<&'a Fact>> {
        self.places.take()
    }

    /// Returns the box of a fact.
    pub(super) fn box_of(&self, fact: &Fact) -> Option<&'a FactBox> {
        let mut boxes = self.article.boxes.iter();
        boxes.find(|fact_box| fact_box.facts.iter().any(|other| other.id == fact.id))
    }

    /// Returns the fact that a passage supports.
    pub(super) fn fact_of(&self, evidence: &EvidenceId) -> Option<&'a Fact> {
        self.facts.get(evidence.as_str()).copied()
    }

    /// Returns the findings about a claim, in order. Returns none for other facts.
    pub(super) fn findings(&self, claim: &Fact) -> &[&'a Fact] {
        of_claim(&self.findings, claim)
    }

    /// Returns the source of a fact.
    pub(super) fn source_of(&self, fact: &Fact) -> Option<&'a Source> {
        self.article.source_of(fact)
    }

    /// Returns the source with this id.
    pub(super) fn source_by_id(&self, id: &SourceId) -> Option<&'a Source> {
        self.article.sources.iter().find(|source| source.id == *id)
    }

    /// Returns the facts that a source states, and those with passages in its document, in the order of their numbers.
    pub(super) fn facts_from(&self, source: &Source) -> impl Iterator<Item = &'a Fact> {
        let rests_on_it = |fact: &&Fact| {
            fact.attribution.source == source.id
                || fact.from.iter().any(|passage| passage.source == source.id)
        };
        let mut facts: Vec<&Fact> = self.all_facts().filter(rests_on_it).collect();
        facts.sort_by_key(|fact| self.number(fact));
        facts.into_iter()
    }

    /// Returns the source that a fact shows, if it isn't the one that its box shows once for all facts.
    pub(super) fn source_at(&self, fact: &Fact) -> Option<&'a Source> {
        let default = self.default_source();
        self.source_of(fact)
            .filter(|source| default.is_none_or(|default| default.id != source.id))
    }

    /// Returns the source that each box shows for facts without another one.
    pub(super) fn default_source(&self) -> Option<&'a Source> {
        self.article.default_source()
    }

    /// Returns the date up to which a fact holds, if it isn't the article's.
    pub(super) fn as_of_at(&self, fact: &Fact) -> Option<PartialDate> {
        (fact.as_of != self.article.as_of).then_some(fact.as_of)
    }

    /// Returns the date up to which the article reports events.
    pub(super) fn as_of(&self) -> PartialDate {
        self.article.as_of
    }

    /// Returns `true` if the title of a fact's group contains this date.
    pub(super) fn has_in_title(&self, fact: &Fact, date: PartialDate) -> bool {
        let date = format::date(date, self.messages);
        self.article
            .boxes
            .iter()
            .filter(|fact_box| fact_box.facts.iter().any(|other| other.id == fact.id))
            .flat_map(|fact_box| &fact_box.groups)
            .any(|group| fact.group.as_ref() == Some(&group.id) && group.title.contains(&date))
    }

    /// Returns `true` if a fact is in a version of a dispute whose heading, the holder, says all of its attribution.
    pub(super) fn is_held(&self, fact: &Fact) -> bool {
        let by = &fact.attribution.by;
        let says_more = fact.attribution.role.is_some()
            || self.source_at(fact).is_some()
            || self.as_of_at(fact).is_some();
        let mut versions = self
            .article
            .boxes
            .iter()
            .flat_map(|fact_box| &fact_box.disputes)
            .flat_map(|dispute| &dispute.versions);
        !says_more
            && versions.any(|version| {
                version.facts.contains(&fact.id) && Some(&version.holder) == by.as_ref()
            })
    }

    /// Returns the corrections of a fact, newest first.
    pub(super) fn corrections(&self, fact: &Fact) -> impl Iterator<Item = &'a Correction> {
        self.corrections
            .iter()
            .filter(move |correction| correction.fact.as_ref() == Some(&fact.id))
    }

    /// Counts the next span of a passage as rendered and returns its position.
    /// Must be called once for each span, in reading order.
    pub(super) fn next_span(&self, evidence: &EvidenceId) -> SpanPlace {
        match self.spans.borrow_mut().get_mut(evidence.as_str()) {
            Some(spans) => {
                spans.shown += 1;
                SpanPlace {
                    first: spans.shown == 1,
                    last: spans.shown == spans.all,
                }
            }
            None => SpanPlace {
                first: true,
                last: true,
            },
        }
    }
}

fn count<'a>(
    inlines: &'a [Inline],
    named: &HashSet<&str>,
    spans: &mut HashMap<&'a str, Spans>,
    mentioned: &mut HashSet<&'a str>,
) {
    for inline in inlines {
        match inline {
            Inline::Evidence(span) => spans.entry(span.evidence.as_str()).or_default().all += 1,
            Inline::Link(link) => {
                if let Some(fact) = fact_at(link).filter(|fact| named.contains(fact)) {
                    mentioned.insert(fact);
                }
            }
            _ => {}
        }
        count(inline.children(), named, spans, mentioned);
    }
}

/// Returns the person or organisation of a fact. Returns `None` for other aspects.
pub(super) fn entity(fact: &Fact) -> Option<&Entity> {
    match &fact.aspect {
        Aspect::Person(entity) | Aspect::Organisation(entity) => Some(entity),
        _ => None,
    }
}

/// Returns the id of the fact that a link leads to.
fn fact_at(link: &Link) -> Option<&str> {
    link.href.as_str().strip_prefix(anchor::TO_FACT)
}

fn of_claim<'m, 'a>(findings: &'m HashMap<&str, Vec<&'a Fact>>, claim: &Fact) -> &'m [&'a Fact] {
    findings.get(claim.id.as_str()).map_or(&[], Vec::as_slice)
}

fn share_words(this: &Fact, that: &Fact) -> bool {
    this.evidence.iter().any(|a| {
        that.evidence.iter().any(|b| {
            a.block == b.block && a.range.start < b.range.end && b.range.start < a.range.end
        })
    })
}

/// Returns a box's facts in the order in which they are shown: first those without a group, then those of each group,
/// then the disputed ones by version. Leaves out findings, which are shown beside their claims.
fn in_order(fact_box: &FactBox) -> impl Iterator<Item = &Fact> {
    let ungrouped = facts_in(fact_box, None);
    let grouped = fact_box
        .groups
        .iter()
        .flat_map(|group| facts_in(fact_box, Some(group.id.as_str())));
    let disputed = fact_box
        .disputes
        .iter()
        .flat_map(|dispute| &dispute.versions)
        .flat_map(|version| &version.facts)
        .filter_map(|id| fact_box.facts.iter().find(|fact| fact.id == *id));
    ungrouped.chain(grouped).chain(disputed)
}

/// Returns the facts of one group, or those without a group for `None`. Disputed facts and findings are left
/// out.
pub(super) fn facts_in<'a>(
    fact_box: &'a FactBox,
    group: Option<&'a str>,
) -> impl Iterator<Item = &'a Fact> {
    fact_box.facts.iter().filter(move |fact| {
        fact.group.as_ref().map(|id| id.as_str()) == group
            && !matches!(fact.aspect, Aspect::Finding(_))
            && !is_disputed(fact_box, fact)
    })
}

fn is_disputed(fact_box: &FactBox, fact: &Fact) -> bool {
    fact_box
        .disputes
        .iter()
        .flat_map(|dispute| &dispute.versions)
        .any(|version| version.facts.contains(&fact.id))
}
