//! Finds the first mention of each person, organisation, place and term that has a fact of its own, and the other facts
//! that name them. Below, “name” includes terms.
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
    spellings: Spellings,
    /// For each spelling, the index of its owner, or [`SEVERAL`] if it has more than one.
    whose: Vec<usize>,
}

/// A name, as its fact has it.
#[derive(Clone, Copy)]
struct Name<'a> {
    written: &'a str,
    /// `true` for a term of a glossary. It may have a capital letter in the text that its entry doesn't have.
    is_term: bool,
}

/// Spellings, numbered from 0.
struct Spellings {
    exact: Phrases,
    /// The spellings that are found in capital letters too. They are in lower case here, and aren't in `exact`.
    any_case: Option<Phrases>,
}

impl Spellings {
    /// Collects spellings. A spelling of a term is found in any case, unless it begins with a capital letter.
    fn new(spellings: &[Name<'_>]) -> Self {
        let is_any_case =
            |name: &Name<'_>| name.is_term && !name.written.trim().starts_with(char::is_uppercase);
        // A phrase that is empty is never found, so both have the same numbers.
        let exact = spellings.iter().map(|name| match is_any_case(name) {
            true => "",
            false => name.written,
        });
        let lower: Vec<String> = spellings
            .iter()
            .map(|name| match is_any_case(name) {
                true => lower_case(name.written),
                false => String::new(),
            })
            .collect();
        let has_any_case = lower.iter().any(|spelling| !spelling.is_empty());
        Self {
            exact: Phrases::new(exact),
            any_case: has_any_case.then(|| Phrases::new(lower.iter().map(String::as_str))),
        }
    }

    /// Returns every occurrence of a spelling in a text: a range in code points, and the spelling's number.
    fn places(&self, text: &str) -> Vec<(Range<usize>, usize)> {
        let mut places = self.exact.places(&Passage::new(text));
        if let Some(any_case) = &self.any_case {
            places.extend(any_case.places(&Passage::new(&lower_case(text))));
        }
        places
    }
}

/// Returns a text in lower case, with the same number of code points. Keeps letters whose lower case is longer.
fn lower_case(text: &str) -> String {
    text.chars()
        .map(|c| {
            let mut lower = c.to_lowercase();
            lower.next().filter(|_| lower.next().is_none()).unwrap_or(c)
        })
        .collect()
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
    let (hrefs, names): (Vec<Href>, Vec<Name<'_>>) =
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

/// Returns the people, organisations, places and terms with a fact of their own that no text names by any spelling, outside
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
            .filter(|alias| fold(&alias.name) == fold(name.written))
            .flat_map(|alias| alias.spellings.iter().map(String::as_str));
        for written in std::iter::once(name.written).chain(others) {
            spellings.push(Name { written, ..*name });
            whose.push(who);
        }
    }
    let spellings = Spellings::new(&spellings);
    let mut is_named = vec![false; all.len()];
    for words in markdown.words.iter().filter(|words| !words.is_crosshead) {
        for (_, spelling) in spellings.places(&words.text) {
            is_named[whose[spelling]] = true;
        }
    }
    all.into_iter()
        .zip(is_named)
        .filter(|((_, href, name), is_named)| {
            !is_named && !name.written.is_empty() && !linked.contains(href.as_str())
        })
        .map(|((fact, _, name), _)| (fact, name.written))
        .collect()
}

/// Returns each person, organisation, place and term that has a fact of its own: the fact, the link to it, and the name.
fn named(boxes: &[AuthoredBox]) -> impl Iterator<Item = (&AuthoredFact, Href, Name<'_>)> {
    boxes
        .iter()
        .flat_map(|fact_box| &fact_box.facts)
        .filter_map(|fact| {
            let aspect = &fact.aspect.as_ref()?.value;
            let name = Name {
                written: match aspect {
                    Aspect::Person(entity) | Aspect::Organisation(entity) => &entity.name,
                    Aspect::Place(_) | Aspect::Entry => &fact.label.as_ref()?.value,
                    _ => return None,
                },
                is_term: *aspect == Aspect::Entry,
            };
            let id = &fact.id.as_ref()?.value;
            let href = Href::new(anchor::link(&anchor::fact(id))).ok()?;
            Some((fact, href, name))
        })
}

impl Names {
    /// Collects names, together with the other spellings that the article gives them.
    fn new(names: &[Name<'_>], aliases: &[Alias]) -> Self {
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
                .get(fold(name.written).as_ref())
                .map_or(&[][..], Vec::as_slice);
            for spelling in std::iter::once(&name.written).chain(others) {
                let folded = fold(spelling.trim()).into_owned();
                let number = *numbers.entry(folded).or_insert(spellings.len());
                if number == spellings.len() {
                    spellings.push(Name {
                        written: spelling,
                        ..*name
                    });
                    whose.push(who);
                } else if whose[number] != who {
                    whose[number] = SEVERAL;
                }
            }
        }
        Self {
            spellings: Spellings::new(&spellings),
            whose,
        }
    }
}

/// Records for each person, organisation, place and term which facts of other boxes name it, by any spelling. A fact names it
/// in the statement or in a quoted passage.
pub(super) fn note_where_named(article: &mut Article) {
    let (mut names, mut own): (Vec<Name<'_>>, Vec<(usize, usize)>) = Default::default();
    for (number, fact_box) in article.boxes.iter().enumerate() {
        for (at, fact) in fact_box.facts.iter().enumerate() {
            if let Some(written) = fact.name() {
                names.push(Name {
                    written,
                    is_term: fact.aspect == Aspect::Entry,
                });
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
        .places(text)
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
        check_kind(false, names, text, expected);
    }

    /// The same for terms of a glossary.
    #[track_caller]
    fn check_terms(names: &[&[&str]], text: &str, expected: &[(usize, &str)]) {
        check_kind(true, names, text, expected);
    }

    #[track_caller]
    fn check_kind(is_term: bool, names: &[&[&str]], text: &str, expected: &[(usize, &str)]) {
        let aliases: Vec<Alias> = names
            .iter()
            .map(|spellings| Alias {
                name: spellings[0].to_owned(),
                spellings: spellings[1..].iter().map(|s| (*s).to_owned()).collect(),
            })
            .collect();
        let names: Vec<Name<'_>> = names
            .iter()
            .map(|spellings| Name {
                written: spellings[0],
                is_term,
            })
            .collect();
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
    fn a_term_is_found_in_capitals_unless_it_begins_with_one() {
        check_terms(
            &[&["quorum"]],
            "Quorum, QUORUM",
            &[(0, "Quorum"), (0, "QUORUM")],
        );
        check_terms(&[&["quorum"]], "quorums", &[]);
        check_terms(&[&["кворум"]], "«Кворум»", &[(0, "Кворум")]);
        check_terms(&[&["Act"]], "to act, an Act", &[(0, "Act")]);
        check_terms(
            &[&["member of parliament", "MP"]],
            "an mp, an MP",
            &[(0, "MP")],
        );
        // The lower case of this letter is two code points long.
        check_terms(&[&["quorum"]], "İ İ Quorum", &[(0, "Quorum")]);
        check(&[&["the party"]], "The party", &[]);
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
