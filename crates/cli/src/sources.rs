//! The command `sidelight sources`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use sidelight_compiler::Folder;
use sidelight_model::{Article, Source, SourcePassage};

use crate::console::{exit_code, print, say, show};
use crate::{Articles, examples};

/// Verify the documents of sources.
#[derive(clap::Args)]
pub(crate) struct Sources {
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand)]
enum Command {
    Verify(Verify),
}

/// Find every quotation in its document, and print a table of the sources with their hashes.
///
/// The state of a source is `verified`, `not verified` (its document isn't here) or `no document`. With `--against`, the table also
/// has the documents that changed since the site was built.
#[derive(clap::Args)]
#[command(after_help = examples!(
    "sidelight sources verify"
    "sidelight sources verify articles --against public"
))]
struct Verify {
    #[command(flatten)]
    articles: Articles,
    /// Previously built site; shows the documents and the numbers of passages that changed since then
    #[arg(long, value_name = "SITE_DIR", value_hint = clap::ValueHint::DirPath)]
    against: Option<PathBuf>,
}

impl Sources {
    pub(crate) fn run(self) -> ExitCode {
        let Command::Verify(verify) = self.command;
        verify.run()
    }
}

impl Verify {
    fn run(self) -> ExitCode {
        let compiled = sidelight_compiler::read_all(&Folder::of(self.articles.dir));
        show(&compiled.report);
        let mut rows = Vec::new();
        for article in &compiled.articles {
            let before = self
                .against
                .as_deref()
                .map(|site| earlier(site, article.slug.as_str()));
            for source in &article.sources {
                rows.push(row(article, source, before.as_ref().map(Option::as_ref)));
            }
        }
        let printed = print(&table(&rows));
        if printed != ExitCode::SUCCESS {
            return printed;
        }
        let left_out = compiled.examined - compiled.articles.len();
        if left_out > 0 {
            say(&format!(
                "articles with errors, which aren't in the table: {left_out}\n"
            ));
        }
        exit_code(&compiled.report)
    }
}

/// Returns the package of an article in a site that was built before. Returns `None` if there is none that can be read.
fn earlier(site: &Path, slug: &str) -> Option<Article> {
    let json = fs::read_to_string(site.join(slug).join("article.json")).ok()?;
    Article::from_json(&json).ok()
}

const HEADS: [&str; 6] = [
    "ARTICLE", "SOURCE", "DOCUMENT", "PASSAGES", "STATE", "SHA-256",
];

/// Returns the cells of a source. `before` is the article in a site that was built before, if the user named one; `Some(None)` if
/// the article isn't in it.
fn row(article: &Article, source: &Source, before: Option<Option<&Article>>) -> [String; 6] {
    let passages = passages(article, source).count();
    let document = source.document.as_ref();
    let state = match document {
        None => "no document",
        Some(document) if document.bytes.is_none() => "not verified: no file",
        Some(_) => "verified",
    };
    let mut state = state.to_owned();
    if let Some(before) = before
        && let Some(change) = change(article, source, before)
    {
        state = format!("{state}, {change}");
    }
    [
        article.slug.to_string(),
        source.id.to_string(),
        document.map_or("–", |document| &document.name).to_owned(),
        passages.to_string(),
        state,
        document.map_or("–", |document| &document.sha256).to_owned(),
    ]
}

fn passages<'a>(
    article: &'a Article,
    source: &'a Source,
) -> impl Iterator<Item = &'a SourcePassage> {
    let all = article.facts().flat_map(|fact| &fact.from);
    all.filter(|passage| passage.source == source.id)
}

/// Returns what changed in a source since the site was built. Returns `None` if nothing did.
fn change(article: &Article, source: &Source, before: Option<&Article>) -> Option<&'static str> {
    let document = source.document.as_ref()?;
    let Some(before) = before else {
        return Some("new");
    };
    let known = before.sources.iter().find(|known| known.id == source.id);
    let Some(known) = known.and_then(|known| known.document.as_ref().map(|old| (known, old)))
    else {
        return Some("new");
    };
    if known.1.sha256 != document.sha256 {
        Some("document changed")
    } else if !passages(before, known.0).eq(passages(article, source)) {
        Some("passages changed")
    } else {
        None
    }
}

/// Formats rows below their heads, with columns as wide as their widest cell.
fn table(rows: &[[String; 6]]) -> String {
    let heads = HEADS.map(str::to_owned);
    let all = || std::iter::once(&heads).chain(rows);
    let widths: Vec<usize> = (0..HEADS.len())
        .map(|column| {
            let cells = all().map(|row| row[column].chars().count());
            cells.max().unwrap_or_default()
        })
        .collect();
    let mut table = String::new();
    for row in all() {
        let cells = row
            .iter()
            .zip(&widths)
            .map(|(cell, width)| format!("{cell:width$}"));
        let line: Vec<String> = cells.collect();
        table.push_str(line.join("  ").trim_end());
        table.push('\n');
    }
    table
}
