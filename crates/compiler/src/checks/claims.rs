//! Checks that findings are about claims, and that claims have findings.

use std::collections::{HashMap, HashSet};

use super::references::unknown_fact;
use crate::authored::{AuthoredBox, AuthoredFact};
use crate::source_file::SourceFile;
use crate::toml::Spanned;
use crate::{DiagnosticSink, Kind};
use sidelight_model::{Aspect, FactId};

/// Reports findings without a claim, and claims and findings in disputes. Warns of claims without a finding if `is_whole`,
/// because a file with a syntax error may have more facts.
pub(super) fn check_claims(
    fact_box: &AuthoredBox,
    boxes: &[AuthoredBox],
    is_whole: bool,
    file: &SourceFile,
    diagnostics: &DiagnosticSink,
) {
    let facts: HashMap<&FactId, &AuthoredFact> = fact_box
        .facts
        .iter()
        .filter_map(|fact| Some((&fact.id.as_ref()?.value, fact)))
        .collect();
    let mut checked: HashSet<&FactId> = HashSet::new();
    for fact in &fact_box.facts {
        let Some(Aspect::Finding(claim)) = aspect(fact) else {
            continue;
        };
        let name = Spanned {
            value: claim.clone(),
            span: fact.detail.clone(),
        };
        match facts.get(claim) {
            None => diagnostics.add(unknown_fact(&name, fact_box, boxes, file)),
            // The aspect of a fact with another error may be unknown.
            Some(other) if aspect(other).is_some_and(|aspect| *aspect != Aspect::Claim) => {
                diagnostics.add(
                    file.diagnostic(
                        Kind::UnknownFact,
                        name.span,
                        format!("`{claim}` isn't a claim"),
                    )
                    .hint("give the id of a fact with the aspect `claim`"),
                );
            }
            Some(_) => {
                checked.insert(claim);
            }
        }
    }
    let disputed = fact_box
        .disputes
        .iter()
        .flat_map(|dispute| &dispute.versions)
        .flat_map(|version| &version.facts);
    for name in disputed {
        let fact = facts.get(&name.value).and_then(|fact| aspect(fact));
        if matches!(fact, Some(Aspect::Claim | Aspect::Finding(_))) {
            diagnostics.add(
                file.diagnostic(
                    Kind::UnknownFact,
                    name.span.clone(),
                    format!(
                        "`{}` can't be in a dispute, because claims are shown beside their findings",
                        name.value
                    ),
                )
                .hint("use the aspect `account` for what parties disagree about"),
            );
        }
    }
    if !is_whole {
        return;
    }
    for fact in &fact_box.facts {
        if let (Some(Aspect::Claim), Some(id), Some(word)) = (aspect(fact), &fact.id, &fact.aspect)
            && !checked.contains(&id.value)
        {
            diagnostics.add(
                file.diagnostic(
                    Kind::NoFinding,
                    word.span.clone(),
                    format!("the claim `{}` has no finding", id.value),
                )
                .hint(format!(
                    "add a `[[box.fact]]` with `aspect = \"finding\"` and `of = \"{}\"`",
                    id.value
                )),
            );
        }
    }
}

fn aspect(fact: &AuthoredFact) -> Option<&Aspect> {
    fact.aspect.as_ref().map(|aspect| &aspect.value)
}
