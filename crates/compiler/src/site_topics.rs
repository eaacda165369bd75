//! Checks the topics of all articles of a site against each other.

use std::collections::HashMap;

use crate::head::split;
use crate::source_file::{SourceFile, load};
use crate::sources::Sources;
use crate::toml::{Document, Spanned};
use crate::topics::{same_page, topic_folder};
use crate::{DiagnosticSink, Kind, Report};

/// The hint for two spellings of a topic.
const ONE_SPELLING: &str = "write the topic the same way everywhere";

/// Checks the topics of all articles of a site, each given by the name of its folder with its topics. Reports each
/// spelling of a topic that has the same page as another one, once, with the places of both.
pub fn check_topics<'a>(
    sources: &dyn Sources,
    articles: impl IntoIterator<Item = (&'a str, &'a [String])>,
) -> Report {
    let mut spellings: HashMap<String, Vec<(&str, &str)>> = HashMap::new();
    let mut report = Report::default();
    for (article, topics) in articles {
        for topic in topics {
            let known = spellings.entry(topic_folder(topic)).or_default();
            if known.iter().any(|(_, spelling)| spelling == topic) {
                continue;
            }
            if let Some(first) = known.first() {
                report.append(two_spellings(sources, *first, (article, topic)));
            }
            known.push((article, topic));
        }
    }
    report
}

/// Reports two spellings of a topic, each given with the article that has it. The articles' files are read again,
/// because a site keeps no positions of unchanged articles.
fn two_spellings(sources: &dyn Sources, first: (&str, &str), second: (&str, &str)) -> Report {
    let (here, there) = (find(sources, second), find(sources, first));
    let diagnostic = here
        .value
        .diagnostic(Kind::SameTopic, here.span, same_page(first.1, second.1))
        .related(&there.value.shown, there.span, "the other spelling")
        .hint(ONE_SPELLING);
    let mut report = Report::default();
    report.add(vec![diagnostic]);
    report.add_file(there.value);
    report.add_file(here.value);
    report
}

/// Returns an article's file and the range of a topic in it. The range is empty if the file no longer has the topic.
fn find(sources: &dyn Sources, (article, topic): (&str, &str)) -> Spanned<SourceFile> {
    let ignored = DiagnosticSink::default();
    let file = load(sources, article, "article.md", &ignored).file;
    let span = split(&file, &ignored).and_then(|parts| {
        let document = Document::parse(&file, parts.head.clone(), &ignored);
        let mut table = document.root("the front matter", parts.opening);
        let topics = table.list("topics");
        topics
            .iter()
            .filter_map(|value| value.text())
            .find(|found| found.value == topic)
            .map(|found| found.span)
    });
    Spanned {
        span: span.unwrap_or_default(),
        value: file,
    }
}
