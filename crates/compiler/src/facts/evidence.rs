//! Reads evidence, written as `"the passage"`, as `{ quote = "the passage", prefix = "…", suffix = "…" }`, or as
//! `{ table = "id", row = "its header", column = "its header" }`.

use crate::authored::{AuthoredEvidence, AuthoredQuote};
use crate::markdown::AuthoredCell;
use crate::toml::{Table, Value};
use crate::{Diagnostic, Kind};
use sidelight_model::TableId;
use sidelight_text::Quote;

/// Reads the evidence of a fact or of its edition. Reports a fact without any.
pub(crate) fn read_evidence(table: &mut Table<'_>) -> Vec<AuthoredEvidence> {
    let Some(value) = table.optional("evidence") else {
        no_evidence(
            table,
            table
                .document()
                .file()
                .diagnostic(Kind::NoEvidence, table.span(), ""),
        );
        return Vec::new();
    };
    let quotes = value.list();
    if value.is_list() && quotes.is_empty() {
        no_evidence(table, value.diagnostic(Kind::NoEvidence, ""));
    }
    quotes.iter().filter_map(read_one).collect()
}

fn no_evidence(table: &Table<'_>, diagnostic: Diagnostic) {
    if table.document().is_broken() {
        return;
    }
    let diagnostic = Diagnostic {
        message: "this fact has no evidence".into(),
        ..diagnostic
    };
    table.document().report(diagnostic.hint(
        "quote the words of the article that support it: `evidence = [\"…\"]`; if there are none, delete the \
         fact",
    ));
}

fn read_one(value: &Value<'_>) -> Option<AuthoredEvidence> {
    if !value.is_table() {
        let exact = value.text()?;
        return Some(AuthoredEvidence::Quote(Box::new(AuthoredQuote {
            quote: Quote::new(&exact.value),
            exact,
            has_context: false,
        })));
    }
    let mut table = value.table("this evidence")?;
    if table.has("table") {
        let id = table.required("table", "\"…\"");
        let id = id.and_then(|id| id.id(TableId::new));
        let row = table.required("row", "\"…\"").and_then(|v| v.text());
        let column = table.required("column", "\"…\"").and_then(|v| v.text());
        table.finish();
        return Some(AuthoredEvidence::Cell(AuthoredCell {
            table: id?,
            row: row?,
            column: column?,
        }));
    }
    let exact = table.required("quote", "\"…\"").and_then(|v| v.text());
    let prefix = table.optional_text("prefix");
    let suffix = table.optional_text("suffix");
    table.finish();
    let exact = exact?;
    Some(AuthoredEvidence::Quote(Box::new(AuthoredQuote {
        quote: Quote::between(
            prefix.as_deref().unwrap_or_default(),
            &exact.value,
            suffix.as_deref().unwrap_or_default(),
        ),
        exact,
        has_context: prefix.is_some() || suffix.is_some(),
    })))
}
