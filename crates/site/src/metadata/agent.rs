//! Decides if an author or a fact's attribution is a person or an organisation, for formats that require it.

use sidelight_model::{Article, Aspect, AuthorKind};

/// A class of agents. Its names are the same in schema.org and in the Web Annotation vocabulary.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Agent {
    Person,
    Organization,
}

impl Agent {
    /// Returns the name of the class in both vocabularies.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Person => "Person",
            Self::Organization => "Organization",
        }
    }

    /// Returns the class of an author.
    pub(super) fn of_author(kind: AuthorKind) -> Self {
        match kind {
            AuthorKind::Person => Self::Person,
            AuthorKind::Organisation => Self::Organization,
        }
    }

    /// Returns the class of a fact's attribution. If a fact of the article describes the same name as a person or an
    /// organisation, that decides. Otherwise a name with a role is a person, and a name without one (`Witnesses`,
    /// `Police`) is a group.
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
