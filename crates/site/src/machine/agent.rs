//! Whether somebody who writes or says something is a person or an organisation, where a format wants to know.

use sidelight_compiler::SiteInfo;
use sidelight_model::{Article, Aspect};

/// A class of agents; schema.org and the Web Annotation vocabulary give both the same names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Agent {
    Person,
    Organization,
}

impl Agent {
    /// Its name as a type.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Person => "Person",
            Self::Organization => "Organization",
        }
    }

    /// Of an author: a person, unless it is the publisher.
    pub(super) fn of_author(name: &str, info: &SiteInfo) -> Self {
        match &info.publisher {
            Some(publisher) if publisher.name == name => Self::Organization,
            _ => Self::Person,
        }
    }

    /// Of one who says so. A box of people knows; otherwise one whose post is told is a person, and those named
    /// without (`Witnesses`, `Police`) are a group.
    pub(super) fn of_holder(name: &str, has_role: bool, article: &Article) -> Self {
        let known = article
            .boxes
            .iter()
            .flat_map(|fact_box| &fact_box.facts)
            .find_map(|fact| match &fact.aspect {
                Aspect::Person(entity) if entity.name == name => Some(Self::Person),
                Aspect::Organisation(entity) if entity.name == name => Some(Self::Organization),
                _ => None,
            });
        known.unwrap_or(if has_role {
            Self::Person
        } else {
            Self::Organization
        })
    }
}
