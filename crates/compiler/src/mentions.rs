//! Finds the first mention of each person, organisation and place that has a fact of its own, and the other facts that
//! name them.
//!
//! *Invariant:* a mention is within one text block, is a whole name or a whole spelling of it, and overlaps no link and
//! no other mention. Words that could name two of them are a mention of neither.

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::ops::Range;

use crate::authored::{AuthoredBox, AuthoredFact};
use crate::markdown::Markdown;
use sidelight_model::anchor;
use sidelight_model::{Alias, Article, Aspect, Block, Fact, FactId, Href, Inline};
use sidelight_text::{Passage, Phrases, fold};

/// Words of the text that become a link to a fact.
pub(super) struct Mention {
    /// Index of the text block among the text blocks of the body.
    pub(super) text: usize,
    /// Range of the words in that text block, in code points.
    pub(super) range: Range<usize>,
    /// Link to the fact on the page.
    pub(super) href: Href,
}

/// The names of everyone and everything with a fact of their own. Each owner of a name has an index, from 0.
struct Names {
    /// All spellings, each once.
    spellings: Phrases,
    /// For each spelling, the index of its owner, or [`SEVERAL`] if it has more than one.
    whose: Vec<usize>,
}

/// Marks a spelling with more than one owner.
const SEVERAL: usize = usize::MAX;

/// Finds the first mention of each name, outside crossheads and links. Skips a name if the author already links to its
/// fact.
pub(super) fn find_mentions(
    boxes: &[AuthoredBox],
    aliases: &[Alias],
    markdown: &Markdown,
) -> Vec<Mention> {
    let (hrefs, names): (Vec<Href>, Vec<&str>) =
        named(boxes).map(|(_, href, name)| (href, name)).unzip();
    if names.is_empty() {
        return Vec::new();
    }
    let named = Names::new(&names, aliases);
    let texts: Vec<_> = markdown.blocks.iter().flat_map(Block::texts).collect();
    let links: Vec<Vec<(Range<usize>, &Href)>> = texts
        .iter()
        .map(|text| {
            let mut links = Vec::new();
            find_links(&text.inlines, &mut 0, &mut links);
            links
        })
        .collect();
    let linked: HashSet<&str> = links
        .iter()
        .flatten()
        .map(|(_, href)| href.as_str())
        .collect();
    let mut found: Vec<bool> = hrefs
        .iter()
        .map(|href| linked.contains(href.as_str()))
        .collect();
    let mut missing = found.iter().filter(|found| !**found).count();
    let mut mentions: Vec<Mention> = Vec::new();
    for (text, words) in markdown.words.iter().enumerate() {
        if missing == 0 {
            break;
        }
        if words.is_crosshead {
            continue;
        }
        let links = links.get(text).map_or(&[][..], Vec::as_slice);
        let mut free_from = 0;
        for (range, who) in candidates(&words.text, &named) {
            if found[who] || range.start < free_from {
                continue;
            }
            // Links are in order and never nested.
            let next = links.partition_point(|(link, _)| link.end <= range.start);
            if links
                .get(next)
                .is_some_and(|(link, _)| link.start < range.end)
            {
                continue;
            }
            found[who] = true;
            missing -= 1;
            free_from = range.end;
            mentions.push(Mention {
                text,
                range,
                href: hrefs[who].clone(),
            });
        }
    }
    mentions
}

/// Returns the people, organisations and places with a fact of their own that no text names by any spelling, outside
/// crossheads. Each is a fact with its name. Leaves out those to whose fact the author links.
pub(super) fn never_named<'a>(
    boxes: &'a [AuthoredBox],
    aliases: &[Alias],
    markdown: &Markdown,
) -> Vec<(&'a AuthoredFact, &'a str)> {
    let all: Vec<_> = named(boxes).collect();
    if all.is_empty() {
        return Vec::new();
    }
    let linked: HashSet<&str> = markdown
        .links
        .iter()
        .map(|link| link.value.as_str())
        .collect();
    let (mut spellings, mut whose) = (Vec::new(), Vec::new());
    for (who, (_, _, name)) in all.iter().enumerate() {
        let others = aliases
            .iter()
            .filter(|alias| fold(&alias.name) == fold(name))
            .flat_map(|alias| alias.spellings.iter().map(String::as_str));
        for spelling in std::iter::once(*name).chain(others) {
            spellings.push(spelling);
            whose.push(who);
        }
    }
    let phrases = Phrases::new(spellings);
    let mut is_named = vec![false; all.len()];
    for words in markdown.words.iter().filter(|words| !words.is_crosshead) {
        for (_, spelling) in phrases.places(&Passage::new(&words.text)) {
            is_named[whose[spelling]] = true;
        }
    }
    all.into_iter()
        .zip(is_named)
        .filter(|((_, href, name), is_named)| {
            !is_named && !name.is_empty() && !linked.contains(href.as_str())
        })
        .map(|((fact, _, name), _)| (fact, name))
        .collect()
}

/// Returns each person, organisation and place that has a fact of its own: the fact, the link to it, and the name.
fn named(boxes: &[AuthoredBox]) -> impl Iterator<Item = (&AuthoredFact, Href, &str)> {
    boxes
        .iter()
        .flat_map(|fact_box| &fact_box.facts)
        .filter_map(|fact| {
            let name = match &fact.aspect.as_ref()?.value {
                Aspect::Person(entity) | Aspect::Organisation(entity) => &entity.name,
                Aspect::Place(_) => &fact.label.as_ref()?.value,
                _ => return None,
            };
            let id = &fact.id.as_ref()?.value;
            let href = Href::new(anchor::link(&anchor::fact(id))).ok()?;
            Some((fact, href, name.as_str()))
        })
}

impl Names {
    /// Collects names, together with the other spellings that the article gives them.
    fn new(names: &[&str], aliases: &[Alias]) -> Self {
        let mut others: HashMap<String, Vec<&str>> = HashMap::new();
        for alias in aliases {
            others
                .entry(fold(&alias.name).into_owned())
                .or_default()
                .extend(alias.spellings.iter().map(String::as_str));
        }
        let mut numbers: HashMap<String, usize> = HashMap::new();
        let (mut spellings, mut whose) = (Vec::new(), Vec::new());
        for (who, name) in names.iter().enumerate() {
            let others = others
                .get(fold(name).as_ref())
                .map_or(&[][..], Vec::as_slice);
            for spelling in std::iter::once(name).chain(others) {
                let folded = fold(spelling.trim()).into_owned();
                let number = *numbers.entry(folded).or_insert(spellings.len());
                if number == spellings.len() {
                    spellings.push(*spelling);
                    whose.push(who);
                } else if whose[number] != who {
                    whose[number] = SEVERAL;
                }
            }
        }
        Self {
            spellings: Phrases::new(spellings),
            whose,
        }
    }
}

/// Records for each person, organisation and place which facts of other boxes name it, by any spelling. A fact names it
/// in the statement or in a quoted passage.
pub(super) fn note_where_named(article: &mut Article) {
    let (mut names, mut own): (Vec<&str>, Vec<(usize, usize)>) = Default::default();
    for (number, fact_box) in article.boxes.iter().enumerate() {
        for (at, fact) in fact_box.facts.iter().enumerate() {
            if let Some(name) = fact.name() {
                names.push(name);
                own.push((number, at));
            }
        }
    }
    let named = Names::new(&names, &article.aliases);
    let mut places: Vec<Vec<FactId>> = vec![Vec::new(); own.len()];
    for (number, fact_box) in article.boxes.iter().enumerate() {
        for fact in &fact_box.facts {
            for who in names_in(fact, &named) {
                if own[who].0 != number {
                    places[who].push(fact.id.clone());
                }
            }
        }
    }
    for ((number, at), named_in) in own.into_iter().zip(places) {
        article.boxes[number].facts[at].named_in = named_in;
    }
}

/// Returns the indices of the owners whose names are in a fact.
fn names_in(fact: &Fact, named: &Names) -> BTreeSet<usize> {
    let passages = fact.evidence.iter().map(|evidence| &evidence.exact);
    std::iter::once(&fact.statement)
        .chain(passages)
        .flat_map(|text| candidates(text, named))
        .map(|(_, who)| who)
        .collect()
}

fn find_links<'a>(
    inlines: &'a [Inline],
    at: &mut usize,
    links: &mut Vec<(Range<usize>, &'a Href)>,
) {
    for inline in inlines {
        let start = *at;
        match inline {
            Inline::Text(text) => *at += text.chars().count(),
            other => find_links(other.children(), at, links),
        }
        if let Inline::Link(link) = inline {
            links.push((start..*at, &link.href));
        }
    }
}

/// Returns the ranges of names in a text, in code points and in order, with the indices of their owners. If several
/// begin at one position, the longest comes first. Leaves out names inside another owner's name, and spellings with
/// several owners.
fn candidates(text: &str, named: &Names) -> Vec<(Range<usize>, usize)> {
    let mut places: Vec<(Range<usize>, usize)> = named
        .spellings
        .places(&Passage::new(text))
        .into_iter()
        .map(|(place, spelling)| (place, named.whose[spelling]))
        .collect();
    if places.is_empty() {
        return places;
    }
    let chars: Vec<char> = text.chars().collect();
    places.retain(|(place, _)| !is_part_of_compound(&chars, place));
    places.sort_by_key(|(place, _)| (place.start, Reverse(place.end)));
    // “Almaty” in “the Almaty Club” isn't a mention of the city if the club has a fact too. Ranges are sorted by their
    // start, so a range that contains this one was visited before it. `last` is the furthest end so far, with its owner.
    // `last_of_another` is the furthest end of all other owners.
    let mut last = (0, SEVERAL);
    let mut last_of_another = 0;
    places.retain(|(place, who)| {
        let (end, whose) = last;
        let holder = if whose == *who { last_of_another } else { end };
        if whose == *who {
            last.0 = end.max(place.end);
        } else if place.end > end {
            last = (place.end, *who);
            last_of_another = end;
        } else {
            last_of_another = last_of_another.max(place.end);
        }
        *who != SEVERAL && holder < place.end
    });
    places
}

/// Returns true if a hyphen joins the words to others: “Alga-linked” doesn't name “Alga”.
fn is_part_of_compound(text: &[char], place: &Range<usize>) -> bool {
    let tied = |hyphen: Option<usize>, letter: Option<usize>| {
        let at = |i: Option<usize>| i.and_then(|i| text.get(i));
        matches!(at(hyphen), Some('-' | '\u{2010}' | '\u{2011}'))
            && at(letter).is_some_and(|c| c.is_alphanumeric())
    };
    tied(place.start.checked_sub(1), place.start.checked_sub(2))
        || tied(Some(place.end), Some(place.end + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Checks which names are found in a text. Each name is a list of its spellings; `expected` has the index of the
    /// name and the words in the text.
    #[track_caller]
    fn check(names: &[&[&str]], text: &str, expected: &[(usize, &str)]) {
        let aliases: Vec<Alias> = names
            .iter()
            .map(|spellings| Alias {
                name: spellings[0].to_owned(),
                spellings: spellings[1..].iter().map(|s| (*s).to_owned()).collect(),
            })
            .collect();
        let names: Vec<&str> = names.iter().map(|spellings| spellings[0]).collect();
        let named = Names::new(&names, &aliases);
        let chars: Vec<char> = text.chars().collect();
        let found: Vec<(usize, String)> = candidates(text, &named)
            .into_iter()
            .map(|(place, who)| (who, chars[place].iter().collect()))
            .collect();
        let found: Vec<(usize, &str)> = found.iter().map(|(who, n)| (*who, n.as_str())).collect();
        assert_eq!(found, expected, "{text:?}");
    }

    #[test]
    fn names_are_found_as_whole_words() {
        check(&[&["Alga"]], "Algae, Alga-linked, non-Alga", &[]);
        check(&[&["Alga"]], "Alga’s leader", &[(0, "Alga")]);
        check(
            &[&["Dissenters’ Movement", "Dissenters"]],
            "The Dissenters' Movement",
            &[(0, "Dissenters' Movement"), (0, "Dissenters")],
        );
        check(&[&["Жаңаөзен"]], "«Жаңаөзен»", &[(0, "Жаңаөзен")]);
    }

    #[test]
    fn a_name_inside_another_is_none() {
        check(
            &[&["Dissenters"], &["Almaty Dissenters’ Club"]],
            "the “Almaty Dissenters’ Club”, Dissenters",
            &[(1, "Almaty Dissenters’ Club"), (0, "Dissenters")],
        );
        check(&[&["Ann Lee", "Lee"], &["Bo Lee", "Lee"]], "Lee said", &[]);
    }
}
