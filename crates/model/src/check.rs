//! Validation beyond the types: ids are unique, references resolve, totals equal their parts, and the evidence is in the
//! body at the given position.
//!
//! The compiler reports errors in authored files with their position in the file. This module has the final say on every
//! package, no matter which program made it. It stops at the first error, because programs make packages, not people.

use std::collections::{HashMap, HashSet};

use super::{
    Article, Aspect, Block, BlockId, BoxKind, Fact, FactBox, Figure, Inline, Map, PackageError,
    TextBlock, anchor, plain_text, unseen,
};

type Checked = Result<(), PackageError>;

fn invalid<T>(path: impl Into<String>, reason: impl Into<String>) -> Result<T, PackageError> {
    Err(PackageError {
        path: path.into(),
        reason: reason.into(),
    })
}

/// Checks that a text is not blank and can be displayed.
fn not_blank(text: &str, path: impl FnOnce() -> String) -> Checked {
    if text.trim().is_empty() {
        invalid(path(), "it is empty")
    } else {
        showable(text, path)
    }
}

/// Checks that a text has no character that prevents it from being displayed.
fn showable(text: &str, path: impl FnOnce() -> String) -> Checked {
    match unseen(text) {
        Some((_, error)) => invalid(path(), format!("it {error}")),
        None => Ok(()),
    }
}

/// Checks an optional text like [`showable`]. A missing or empty text is valid.
fn optional(text: Option<&String>, path: impl FnOnce() -> String) -> Checked {
    text.map_or(Ok(()), |text| showable(text, path))
}

/// The pattern for JSON Schemas that matches the tags [`is_language_tag`] accepts.
#[cfg(feature = "schema")]
pub const LANGUAGE_TAG: &str = "^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$";

/// Returns `true` if a tag has the form of BCP 47: a language of 2 or 3 letters, then parts of 1 to 8 letters and digits,
/// with hyphens between them.
pub fn is_language_tag(tag: &str) -> bool {
    let mut parts = tag.split('-');
    parts
        .next()
        .is_some_and(|p| (2..=3).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_alphabetic()))
        && parts.all(|p| (1..=8).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_alphanumeric()))
}

impl Article {
    /// Checks the rules that the types don't enforce: unique ids, valid references, correct totals, evidence in place.
    ///
    /// # Errors
    /// The first error, with its path in the package.
    pub fn check(&self) -> Result<(), PackageError> {
        self.check_head()?;
        let body = Body::read(self)?;
        let mut seen = Seen {
            sources: self.sources.iter().map(|s| s.id.as_str()).collect(),
            ..Seen::default()
        };
        for (i, fact_box) in self.boxes.iter().enumerate() {
            check_box(fact_box, &format!("boxes[{i}]"), &body, &mut seen)?;
        }
        self.check_page_ids()?;
        self.check_references(&body, &seen)
    }

    /// Checks that no two elements of the page would have the same id.
    fn check_page_ids(&self) -> Checked {
        let mut owners = HashMap::new();
        let mut claim = |ids: Vec<String>, path: String, owner: String| -> Checked {
            for id in ids {
                if let Some(other) = owners.insert(id.clone(), owner.clone()) {
                    let reason =
                        format!("{other} and {owner} would have the same id `{id}` on the page");
                    return invalid(path, reason);
                }
            }
            Ok(())
        };
        for (i, fact_box) in self.boxes.iter().enumerate() {
            let path = format!("boxes[{i}]");
            claim(
                anchor::of_box(&fact_box.id),
                format!("{path}.id"),
                format!("the box `{}`", fact_box.id),
            )?;
            for (j, fact) in fact_box.facts.iter().enumerate() {
                let path = format!("{path}.facts[{j}]");
                claim(
                    anchor::of_fact(&fact.id, fact.name().is_some()),
                    format!("{path}.id"),
                    format!("the fact `{}`", fact.id),
                )?;
                for (k, evidence) in fact.evidence.iter().enumerate() {
                    claim(
                        anchor::of_evidence(&evidence.id),
                        format!("{path}.evidence[{k}].id"),
                        format!("the passage `{}`", evidence.id),
                    )?;
                }
            }
        }
        Ok(())
    }

    fn check_head(&self) -> Checked {
        if !is_language_tag(&self.language) {
            return invalid(
                "language",
                "it is not a BCP 47 tag such as `en` or `kk-Cyrl`",
            );
        }
        not_blank(&self.headline, || "headline".into())?;
        not_blank(&self.standfirst, || "standfirst".into())?;
        if self.byline.is_empty() {
            return invalid("byline", "an article needs at least one author");
        }
        for (i, byline) in self.byline.iter().enumerate() {
            not_blank(&byline.name, || format!("byline[{i}].name"))?;
            optional(byline.role.as_ref(), || format!("byline[{i}].role"))?;
        }
        if self.updated.is_some_and(|updated| updated < self.published) {
            return invalid("updated", "it is before `published`");
        }
        let mut sources = HashSet::new();
        for (i, source) in self.sources.iter().enumerate() {
            unique(&mut sources, source.id.as_str(), || {
                format!("sources[{i}].id")
            })?;
            not_blank(&source.title, || format!("sources[{i}].title"))?;
            for (name, text) in [
                ("author", &source.author),
                ("publisher", &source.publisher),
                ("note", &source.note),
            ] {
                optional(text.as_ref(), || format!("sources[{i}].{name}"))?;
            }
        }
        for (i, alias) in self.aliases.iter().enumerate() {
            not_blank(&alias.name, || format!("aliases[{i}].name"))?;
            if alias.spellings.is_empty() {
                return invalid(
                    format!("aliases[{i}].spellings"),
                    "an alias needs at least one spelling",
                );
            }
            for (j, spelling) in alias.spellings.iter().enumerate() {
                not_blank(spelling, || format!("aliases[{i}].spellings[{j}]"))?;
            }
        }
        for (i, correction) in self.corrections.iter().enumerate() {
            showable(&correction.was, || format!("corrections[{i}].was"))?;
            showable(&correction.now, || format!("corrections[{i}].now"))?;
        }
        showable(&plain_text(&self.note), || "note".into())?;
        if no_evidence(&self.note) {
            Ok(())
        } else {
            invalid("note", "only the body can contain evidence")
        }
    }

    fn check_references(&self, body: &Body<'_>, seen: &Seen<'_>) -> Checked {
        for (i, block) in self.body.iter().enumerate() {
            if let Block::Box(id) = block
                && !seen.boxes.contains(id.as_str())
            {
                return invalid(format!("body[{i}].box"), format!("there is no box `{id}`"));
            }
        }
        for (id, mark) in &body.marks {
            if !seen.evidence.contains(id) {
                return invalid(&mark.path, format!("no fact has the evidence `{id}`"));
            }
        }
        for (i, fact_box) in self.boxes.iter().enumerate() {
            for (j, fact) in fact_box.facts.iter().enumerate() {
                check_named_in(fact, &format!("boxes[{i}].facts[{j}].namedIn"), seen)?;
            }
        }
        for (i, correction) in self.corrections.iter().enumerate() {
            if let Some(fact) = &correction.fact
                && !seen.facts.contains(fact.as_str())
            {
                return invalid(
                    format!("corrections[{i}].fact"),
                    format!("there is no fact `{fact}`"),
                );
            }
        }
        Ok(())
    }
}

fn check_named_in(fact: &Fact, path: &str, seen: &Seen<'_>) -> Checked {
    if fact.name().is_none() && !fact.named_in.is_empty() {
        return invalid(
            path,
            "only a person, an organisation or a place can have this",
        );
    }
    for (i, other) in fact.named_in.iter().enumerate() {
        if !seen.facts.contains(other.as_str()) {
            return invalid(
                format!("{path}[{i}]"),
                format!("there is no fact `{other}`"),
            );
        }
    }
    Ok(())
}

/// The ids found so far. `sources` is complete from the start.
#[derive(Default)]
struct Seen<'a> {
    sources: HashSet<&'a str>,
    boxes: HashSet<&'a str>,
    facts: HashSet<&'a str>,
    evidence: HashSet<&'a str>,
}

fn unique<'a>(seen: &mut HashSet<&'a str>, id: &'a str, path: impl FnOnce() -> String) -> Checked {
    if seen.insert(id) {
        Ok(())
    } else {
        invalid(path(), format!("`{id}` is used twice"))
    }
}

fn no_evidence(inlines: &[Inline]) -> bool {
    inlines
        .iter()
        .all(|i| !matches!(i, Inline::Evidence(_)) && no_evidence(i.children()))
}

/// The plain text of the body's text blocks, and the evidence marked in them. The keys are the ids.
struct Body<'a> {
    texts: HashMap<&'a str, String>,
    marks: HashMap<&'a str, Mark<'a>>,
}

/// The position of a marked passage: the range, in code points, that all its spans cover together.
struct Mark<'a> {
    path: String,
    block: &'a BlockId,
    start: usize,
    end: usize,
}

impl<'a> Body<'a> {
    fn read(article: &'a Article) -> Result<Self, PackageError> {
        let mut body = Self {
            texts: HashMap::new(),
            marks: HashMap::new(),
        };
        let mut placed = HashSet::new();
        for (i, block) in article.body.iter().enumerate() {
            if let Block::Box(id) = block {
                unique(&mut placed, id.as_str(), || format!("body[{i}].box"))?;
            }
            if matches!(block, Block::Quote(t) | Block::List(t) | Block::NumberedList(t) if t.is_empty())
            {
                return invalid(format!("body[{i}]"), "it is empty");
            }
            if let Block::Figure(figure) = block {
                check_figure(figure, &format!("body[{i}].figure"))?;
            }
            for text in block.texts() {
                body.read_text(text, &format!("body[{i}]"))?;
            }
        }
        if body.texts.is_empty() {
            return invalid("body", "an article needs text");
        }
        Ok(body)
    }

    fn read_text(&mut self, text: &'a TextBlock, path: &str) -> Checked {
        let plain = text.plain_text();
        not_blank(&plain, || format!("{path} ({})", text.id))?;
        if self.texts.insert(text.id.as_str(), plain).is_some() {
            return invalid(format!("{path}.id"), format!("`{}` is used twice", text.id));
        }
        let mut offset = 0;
        self.read_marks(&text.inlines, &text.id, &mut offset, path)
    }

    fn read_marks(
        &mut self,
        inlines: &'a [Inline],
        block: &'a BlockId,
        offset: &mut usize,
        path: &str,
    ) -> Checked {
        for inline in inlines {
            match inline {
                Inline::Text(text) => *offset += text.chars().count(),
                Inline::Evidence(span) => {
                    let start = *offset;
                    self.read_marks(&span.inlines, block, offset, path)?;
                    let mark = self
                        .marks
                        .entry(span.evidence.as_str())
                        .or_insert_with(|| Mark {
                            path: format!("{path} ({block})"),
                            block,
                            start,
                            end: start,
                        });
                    if mark.block != block || mark.end != start || *offset == start {
                        return invalid(
                            &mark.path,
                            format!(
                                "the spans of the evidence `{}` don't form one passage",
                                span.evidence
                            ),
                        );
                    }
                    mark.end = *offset;
                }
                Inline::Link(link) => {
                    not_blank(&plain_text(&link.inlines), || {
                        format!("{path} ({block}), a link")
                    })?;
                    self.read_marks(&link.inlines, block, offset, path)?;
                }
                other => self.read_marks(other.children(), block, offset, path)?,
            }
        }
        Ok(())
    }
}

/// Returns `true` if a relative address has a path segment that leads to the parent folder. Browsers read `%2e` as a dot
/// (URL standard, double-dot URL path segment).
fn leads_up(address: &str) -> bool {
    address
        .split(['/', '?', '#'])
        .any(|part| part.to_ascii_lowercase().replace("%2e", ".") == "..")
}

fn check_figure(figure: &Figure, path: &str) -> Checked {
    not_blank(&figure.alt, || format!("{path}.alt"))?;
    if let Some(credit) = &figure.credit {
        not_blank(credit, || format!("{path}.credit"))?;
    }
    showable(&plain_text(&figure.caption), || format!("{path}.caption"))?;
    if !no_evidence(&figure.caption) {
        return invalid(format!("{path}.caption"), "evidence must be in the text");
    }
    if figure.variants.is_empty() {
        return invalid(
            format!("{path}.variants"),
            "a picture needs at least one size",
        );
    }
    let mut wider_than = 0;
    for (i, variant) in figure.variants.iter().enumerate() {
        let path = format!("{path}.variants[{i}]");
        if variant.src.is_external()
            || variant.src.as_str().starts_with(['/', '#', '?'])
            || leads_up(variant.src.as_str())
        {
            return invalid(
                format!("{path}.src"),
                "a picture must be in the package's folder",
            );
        }
        // White space and commas separate the addresses in a `srcset`.
        if variant.src.as_str().contains(',') {
            return invalid(
                format!("{path}.src"),
                "a picture's address can't contain a comma",
            );
        }
        if variant.height == 0 {
            return invalid(format!("{path}.height"), "a picture needs a height");
        }
        if variant.width <= wider_than {
            return invalid(
                format!("{path}.width"),
                "the sizes must go from the narrowest to the widest",
            );
        }
        wider_than = variant.width;
    }
    Ok(())
}

fn check_box<'a>(
    fact_box: &'a FactBox,
    path: &str,
    body: &Body<'_>,
    seen: &mut Seen<'a>,
) -> Checked {
    unique(&mut seen.boxes, fact_box.id.as_str(), || {
        format!("{path}.id")
    })?;
    not_blank(&fact_box.title, || format!("{path}.title"))?;
    not_blank(&fact_box.gist, || format!("{path}.gist"))?;
    if fact_box.facts.is_empty() {
        return invalid(format!("{path}.facts"), "a box needs at least one fact");
    }
    let mut groups = HashSet::new();
    for (i, group) in fact_box.groups.iter().enumerate() {
        unique(&mut groups, group.id.as_str(), || {
            format!("{path}.groups[{i}].id")
        })?;
        not_blank(&group.title, || format!("{path}.groups[{i}].title"))?;
        optional(group.party.as_ref(), || format!("{path}.groups[{i}].party"))?;
    }
    let facts: HashMap<&str, &Fact> = fact_box
        .facts
        .iter()
        .map(|fact| (fact.id.as_str(), fact))
        .collect();
    for (i, fact) in fact_box.facts.iter().enumerate() {
        let path = format!("{path}.facts[{i}]");
        unique(&mut seen.facts, fact.id.as_str(), || format!("{path}.id"))?;
        if fact.aspect.kind().is_some_and(|kind| kind != fact_box.kind) {
            return invalid(
                format!("{path}.aspect"),
                "a box of this kind can't contain it",
            );
        }
        if let Some(group) = &fact.group
            && !groups.contains(group.as_str())
        {
            return invalid(
                format!("{path}.group"),
                format!("the box has no group `{group}`"),
            );
        }
        check_fact(fact, &path, seen)?;
        if matches!(fact.aspect, Aspect::Place(_)) {
            not_blank(fact.label.as_deref().unwrap_or_default(), || {
                format!("{path}.label")
            })?;
        }
        check_total(fact, &path, &facts)?;
        for (j, evidence) in fact.evidence.iter().enumerate() {
            let path = format!("{path}.evidence[{j}]");
            unique(&mut seen.evidence, evidence.id.as_str(), || {
                format!("{path}.id")
            })?;
            check_evidence(evidence, &path, body)?;
        }
    }
    let mut disputed = HashSet::new();
    for (i, dispute) in fact_box.disputes.iter().enumerate() {
        let path = format!("{path}.disputes[{i}]");
        not_blank(&dispute.about, || format!("{path}.about"))?;
        if dispute.versions.len() < 2 {
            return invalid(
                format!("{path}.versions"),
                "a dispute needs at least two versions",
            );
        }
        for (j, version) in dispute.versions.iter().enumerate() {
            let path = format!("{path}.versions[{j}]");
            not_blank(&version.holder, || format!("{path}.holder"))?;
            if version.facts.is_empty() {
                return invalid(format!("{path}.facts"), "a version needs at least one fact");
            }
            for (k, fact) in version.facts.iter().enumerate() {
                if !facts.contains_key(fact.as_str()) {
                    return invalid(
                        format!("{path}.facts[{k}]"),
                        format!("the box has no fact `{fact}`"),
                    );
                }
                // A fact is shown once, under the id that links lead to.
                unique(&mut disputed, fact.as_str(), || {
                    format!("{path}.facts[{k}]")
                })?;
            }
        }
    }
    match &fact_box.map {
        Some(_) if fact_box.kind != BoxKind::Places => {
            invalid(format!("{path}.map"), "only a box of places can have a map")
        }
        Some(map) => check_map(map, &format!("{path}.map"), &facts),
        None => Ok(()),
    }
}

fn check_map(map: &Map, path: &str, facts: &HashMap<&str, &Fact>) -> Checked {
    for (name, side) in [("width", map.width), ("height", map.height)] {
        if !(1.0..=Map::MAX_SIDE).contains(&side) {
            return invalid(
                format!("{path}.{name}"),
                "it must be between 1 and 2,000 units",
            );
        }
    }
    if !(map.scale > 0.0 && map.scale.is_finite()) {
        return invalid(format!("{path}.scale"), "it must be greater than 0");
    }
    // The outline is put into the page unescaped.
    let is_path_data = |b: u8| b"MLZ.- ".contains(&b) || b.is_ascii_digit();
    if map.outline.len() > Map::MAX_OUTLINE || !map.outline.bytes().all(is_path_data) {
        return invalid(
            format!("{path}.outline"),
            "an outline must be path data of at most 32,768 characters: `M`, `L`, `Z`, numbers and spaces",
        );
    }
    for (i, point) in map.points.iter().enumerate() {
        let path = format!("{path}.points[{i}]");
        if !facts
            .get(point.fact.as_str())
            .is_some_and(|fact| matches!(fact.aspect, Aspect::Place(_)))
        {
            return invalid(
                format!("{path}.fact"),
                format!("the box has no place `{}`", point.fact),
            );
        }
        if !(0.0..=map.width).contains(&point.x) || !(0.0..=map.height).contains(&point.y) {
            return invalid(path, "it is outside the map");
        }
    }
    Ok(())
}

fn check_fact(fact: &Fact, path: &str, seen: &Seen<'_>) -> Checked {
    not_blank(&fact.statement, || format!("{path}.statement"))?;
    not_blank(&fact.attribution.by, || format!("{path}.attribution.by"))?;
    for (name, text) in [
        ("label", &fact.label),
        ("derived", &fact.derived),
        ("attribution.role", &fact.attribution.role),
    ] {
        optional(text.as_ref(), || format!("{path}.{name}"))?;
    }
    let source = &fact.attribution.source;
    if !seen.sources.contains(source.as_str()) {
        return invalid(
            format!("{path}.attribution.source"),
            format!("there is no source `{source}`"),
        );
    }
    if fact.evidence.is_empty() {
        return invalid(format!("{path}.evidence"), "a fact needs evidence");
    }
    match &fact.quantity {
        None if fact.aspect.needs_quantity() => return invalid(path, "this fact needs a quantity"),
        Some(quantity) if !quantity.amount.is_ordered() => {
            return invalid(
                format!("{path}.quantity.amount"),
                "the first number of a range must be smaller than the second",
            );
        }
        Some(quantity) => not_blank(&quantity.unit, || format!("{path}.quantity.unit"))?,
        None => {}
    }
    check_aspect(&fact.aspect, path)
}

fn check_aspect(aspect: &Aspect, path: &str) -> Checked {
    match aspect {
        Aspect::Place(at) if !(-90.0..=90.0).contains(&at.latitude) => invalid(
            format!("{path}.aspect.place.latitude"),
            "a latitude must be between −90 and 90",
        ),
        Aspect::Place(at) if !(-180.0..=180.0).contains(&at.longitude) => invalid(
            format!("{path}.aspect.place.longitude"),
            "a longitude must be between −180 and 180",
        ),
        Aspect::Person(entity) | Aspect::Organisation(entity) => {
            not_blank(&entity.name, || format!("{path}.aspect.name"))?;
            optional(entity.role.as_ref(), || format!("{path}.aspect.role"))?;
            let affiliation = entity.affiliation.as_ref();
            optional(affiliation, || format!("{path}.aspect.affiliation"))
        }
        _ => Ok(()),
    }
}

fn check_total(fact: &Fact, path: &str, facts: &HashMap<&str, &Fact>) -> Checked {
    if fact.total_of.is_empty() {
        return Ok(());
    }
    let exact = |fact: &Fact| fact.quantity.as_ref().and_then(|q| q.amount.exact());
    let mut sum = 0u64;
    for (i, id) in fact.total_of.iter().enumerate() {
        let path = || format!("{path}.totalOf[{i}]");
        let Some(part) = facts.get(id.as_str()).filter(|_| *id != fact.id) else {
            return invalid(path(), format!("the box has no other fact `{id}`"));
        };
        let Some(n) = exact(part) else {
            return invalid(
                path(),
                format!("`{id}` has no exact number, so the total can't be checked"),
            );
        };
        sum = sum.saturating_add(n);
    }
    match exact(fact) {
        Some(total) if total == sum => Ok(()),
        Some(total) => invalid(
            format!("{path}.totalOf"),
            format!("the parts add up to {sum}, not to {total}"),
        ),
        None => invalid(format!("{path}.totalOf"), "a total needs an exact number"),
    }
}

fn check_evidence(evidence: &super::Evidence, path: &str, body: &Body<'_>) -> Checked {
    let Some(text) = body.texts.get(evidence.block.as_str()) else {
        return invalid(
            format!("{path}.block"),
            format!("the body has no block `{}`", evidence.block),
        );
    };
    let range = evidence.range;
    let Some((before, passage, after)) = split(text, range.start, range.end) else {
        return invalid(
            format!("{path}.range"),
            format!(
                "it is outside the block `{}`, which has {} characters",
                evidence.block,
                text.chars().count()
            ),
        );
    };
    showable(&evidence.exact, || format!("{path}.exact"))?;
    if passage != evidence.exact {
        return invalid(
            path,
            format!(
                "the quotation isn't at this position in block `{}`",
                evidence.block
            ),
        );
    }
    if !before.ends_with(&evidence.prefix) {
        return invalid(
            format!("{path}.prefix"),
            "the text before the passage differs",
        );
    }
    if !after.starts_with(&evidence.suffix) {
        return invalid(
            format!("{path}.suffix"),
            "the text after the passage differs",
        );
    }
    match body.marks.get(evidence.id.as_str()) {
        Some(mark)
            if *mark.block == evidence.block
                && (mark.start, mark.end) == (range.start, range.end) =>
        {
            Ok(())
        }
        Some(_) => invalid(path, "the body marks a different passage with this id"),
        None => invalid(path, "the body does not mark this passage"),
    }
}

/// Splits a text into the parts before, in and after a range of its code points. Returns `None` if the range is empty or
/// reaches beyond the text.
fn split(text: &str, start: usize, end: usize) -> Option<(&str, &str, &str)> {
    fn at(text: &str, place: usize) -> Option<usize> {
        let ends = text.char_indices().map(|(byte, _)| byte);
        ends.chain([text.len()]).nth(place)
    }
    let length = end.checked_sub(start).filter(|length| *length > 0)?;
    let (before, rest) = text.split_at(at(text, start)?);
    let (passage, after) = rest.split_at(at(rest, length)?);
    Some((before, passage, after))
}
