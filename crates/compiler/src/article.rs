//! Compiles one article, or all articles of a site.

use std::collections::HashMap;

use crate::annotate::mark;
use crate::authored::AuthoredBox;
use crate::checks::{
    Material, check_boxes, check_corrections, check_dates, check_key_facts, check_names,
    check_places, check_pull_quotes, check_source_passages, check_sources, check_sources_page,
    check_support, check_terms,
};
use crate::draft::{DraftFacts, DraftText};
use crate::editions::{Base, EditionFiles, check_languages, check_review, report_without_base};
use crate::evidence::{Found, Search};
use crate::figures::{FigureFiles, read_figures};
use crate::info::SiteInfo;
use crate::linked_files::{LinkedFile, LinkedFiles};
use crate::links::check_links;
use crate::map::draw_maps;
use crate::markdown::{AuthoredTable, Markdown};
use crate::media::MediaFolder;
use crate::mentions::{Mention, find_mentions, note_where_named};
use crate::overlap::check_overlap;
use crate::package::make_package;
use crate::site_topics::check_topics;
use crate::slug::read_slug;
use crate::source_documents::{Documents, find_passages};
use crate::source_file::{Loaded, SourceFile, load};
use crate::sources::{ReadError, Sources};
use crate::toml::Spanned;
use crate::unique::unique;
use crate::with_pictures::WithPictures;
use crate::{Diagnostic, DiagnosticSink, Kind, Report};
use sidelight_model::{
    Article, Block, BoxId, FactId, Map, Slug, SourcePassage, anchor, is_language_tag, plain_text,
};

/// The result of compiling all articles.
#[derive(Debug, Default)]
pub struct Compiled {
    /// The articles that compiled without errors, sorted by folder name.
    pub articles: Vec<Article>,
    /// The number of article folders, including those with errors.
    pub examined: usize,
    /// The diagnostics of all articles, with the text of their files.
    pub report: Report,
}

/// Compiles all articles. If their folder can't be listed or contains no article, the report has a single error.
pub fn read_all(sources: &dyn Sources) -> Compiled {
    let names = match names(sources) {
        Ok(names) => names,
        Err(diagnostic) => {
            return Compiled {
                report: Report::from(diagnostic),
                ..Compiled::default()
            };
        }
    };
    let mut compiled = Compiled {
        examined: names.len(),
        ..Compiled::default()
    };
    for name in names {
        let (article, report) = read(sources, &name);
        compiled.articles.extend(article);
        compiled.report.append(report);
    }
    let topics = compiled
        .articles
        .iter()
        .map(|article| (article.slug.as_str(), article.topics.as_slice()));
    let of_topics = check_topics(sources, topics);
    compiled.report.append(of_topics);
    compiled
}

/// Returns the names of the articles' folders, sorted.
///
/// # Errors
/// Returns a diagnostic if the folder that contains them can't be read, or if it has no article in it.
pub fn names(sources: &dyn Sources) -> Result<Vec<String>, Box<Diagnostic>> {
    let none = |message: String, hint: &str| {
        Box::new(
            Diagnostic::new(Kind::NoArticles, &sources.root().into(), 0..0, message).hint(hint),
        )
    };
    let names = sources.articles().map_err(|error| {
        none(
            match error {
                ReadError::Missing => "this folder doesn't exist".to_owned(),
                ReadError::NotAFolder => "this is a file, not a folder".to_owned(),
                ReadError::Unreadable(reason) => format!("the folder can't be read: {reason}"),
                _ => "the folder can't be read".to_owned(),
            },
            "give the folder that contains the article folders; the default is the current folder",
        )
    })?;
    if names.is_empty() {
        let is_article = !matches!(sources.read("", "article.md", 0), Err(ReadError::Missing));
        let hint = match sources.suggested_root() {
            Some(near) if is_article => {
                format!(
                    "this is the folder of one article; give the folder that contains it, `{near}`"
                )
            }
            Some(near) => format!("did you mean `{near}`? It contains articles"),
            None => {
                "each article is a subfolder with `article.md` and `facts.toml`; create one with \
                     `sidelight new`"
                    .to_owned()
            }
        };
        return Err(none("this folder contains no articles".to_owned(), &hint));
    }
    Ok(names)
}

/// Compiles one article, given the name of its folder. If it returns no article, the report has an error.
pub fn read(sources: &dyn Sources, name: &str) -> (Option<Article>, Report) {
    let (read, report) = read_with_pictures(sources, name);
    (read.map(|read| read.article), report)
}

/// Compiles one article without its editions. If it returns no article, the report has an error.
pub fn read_base(sources: &dyn Sources, name: &str) -> (Option<Article>, Report) {
    let (read, report) = compile(sources, name, false);
    (read.map(|read| read.article), report)
}

/// Compiles one article like [`read`], and also returns its editions and the pictures to publish with it.
pub fn read_with_pictures(sources: &dyn Sources, name: &str) -> (Option<WithPictures>, Report) {
    compile(sources, name, true)
}

fn compile(
    sources: &dyn Sources,
    name: &str,
    with_editions: bool,
) -> (Option<WithPictures>, Report) {
    let diagnostics = DiagnosticSink::default();
    let slug = read_slug(sources, name, &diagnostics);
    let article = load(sources, name, "article.md", &diagnostics);
    let facts = load(sources, name, "facts.toml", &diagnostics);
    let mut others = Vec::new();
    let files = Files {
        sources,
        name,
        article: &article,
        facts: &facts,
        captions: None,
    };
    let mut read = read_files(&files, slug, &mut others, &diagnostics);
    if with_editions {
        match &mut read {
            Some(read) => read_editions(read, &files, &mut others, &diagnostics),
            None if is_missing(sources, name) => report_without_base(sources, name, &diagnostics),
            None => {}
        }
    }
    let read = read.filter(|_| !diagnostics.any_error());
    let mut report = Report::default();
    report.add(diagnostics.into_inner());
    report.add_file(article.file);
    report.add_file(facts.file);
    for file in others {
        report.add_file(file);
    }
    (read, report)
}

fn is_missing(sources: &dyn Sources, name: &str) -> bool {
    sources.read(name, "article.md", 0) == Err(ReadError::Missing)
}

/// Compiles the editions of an article, which has no errors, and adds them to it. Adds the files that were read to `others`.
fn read_editions(
    read: &mut WithPictures,
    files: &Files<'_>,
    others: &mut Vec<SourceFile>,
    diagnostics: &DiagnosticSink,
) {
    let article = read.article.clone();
    let base = Base {
        article: &article,
        text_file: &files.article.file,
        facts: files.facts,
    };
    for language in check_languages(files.sources, files.name, &article, diagnostics) {
        let loaded = EditionFiles::load(files.sources, files.name, &language, diagnostics);
        let edition = read_edition(files, &base, &loaded, &language, others, diagnostics);
        if let Some(edition) = edition {
            read.add_edition(edition);
        }
        others.extend([loaded.text.file, loaded.facts.file]);
    }
}

/// Compiles one edition. It passes the checks of an article, apart from those that only read what comes from the base.
fn read_edition(
    files: &Files<'_>,
    base: &Base<'_>,
    loaded: &EditionFiles,
    language: &str,
    others: &mut Vec<SourceFile>,
    diagnostics: &DiagnosticSink,
) -> Option<WithPictures> {
    let merged = loaded.merge(base, language, diagnostics)?;
    let of_edition = (&merged, &loaded.text.file, &loaded.facts.file);
    let (sources, name) = (files.sources, files.name);
    let reviewed = check_review(sources, name, language, base, of_edition, diagnostics);
    others.extend(reviewed.record);
    let maps = draw_maps(&merged.facts.boxes, &loaded.facts.file, diagnostics);
    if !has_text(&merged.text, &loaded.text.file, diagnostics) {
        return None;
    }
    let files = Files {
        article: &loaded.text,
        facts: &loaded.facts,
        captions: Some(&base.article.language),
        ..*files
    };
    let slug = base.article.slug.clone();
    let (facts, text) = (merged.facts, merged.text);
    let mut read = finish(&files, Some(slug), facts, text, &maps, others, diagnostics)?;
    base.add_passages(&mut read.article);
    if let Some(never) = reviewed.never {
        diagnostics.add(never);
    }
    Some(read)
}

/// An article's folder and its two source files.
struct Files<'a> {
    sources: &'a dyn Sources,
    name: &'a str,
    article: &'a Loaded,
    facts: &'a Loaded,
    /// The language of captions whose file doesn't name one. `None` for that of the article.
    captions: Option<&'a str>,
}

/// Compiles the two files of an article. Each phase continues after errors, so that one run reports as many as possible.
/// Only an article without any error is built. Adds the caption files that were read to `captions`.
fn read_files(
    files: &Files<'_>,
    slug: Option<Slug>,
    captions: &mut Vec<SourceFile>,
    diagnostics: &DiagnosticSink,
) -> Option<WithPictures> {
    let (article, facts) = (&files.article.file, &files.facts.file);
    let draft = DraftFacts::read(files.facts, diagnostics);
    check_boxes(&draft.boxes, draft.is_whole, facts, diagnostics);
    let maps = draw_maps(&draft.boxes, facts, diagnostics);
    if !files.article.usable || is_empty(article, diagnostics) {
        return None;
    }
    let publisher = || SiteInfo::publisher_name(files.sources);
    let text = DraftText::read(article, &publisher, diagnostics, diagnostics)?;
    if !has_text(&text, article, diagnostics) {
        return None;
    }
    check_dates(&text.head, files.sources.now(), article, diagnostics);
    let demanded = || SiteInfo::demands_source_passages(files.sources);
    check_source_passages(&draft.boxes, &demanded, facts, diagnostics);
    finish(files, slug, draft, text, &maps, captions, diagnostics)
}

/// Checks the boxes and the text against each other, reads the files that they name, and makes the package. Adds the
/// caption files that were read to `captions`. Returns `None` if any error was reported.
fn finish(
    files: &Files<'_>,
    slug: Option<Slug>,
    draft: DraftFacts,
    mut text: DraftText,
    maps: &HashMap<BoxId, Map>,
    captions: &mut Vec<SourceFile>,
    diagnostics: &DiagnosticSink,
) -> Option<WithPictures> {
    let (article, facts) = (&files.article.file, &files.facts.file);
    check_together(&draft, &text, article, facts, diagnostics);
    let tables = text.markdown.tables.iter().map(|table| &table.id);
    unique(tables, "tables", article, diagnostics);
    check_pull_quotes(&text.markdown, article, diagnostics);
    let found = find_evidence(&draft, &text, article, facts, diagnostics);
    // Evidence refers to text blocks by number. A figure has no text block, so inserting figures changes no number.
    let language = files.captions.unwrap_or(&text.head.language);
    let folder = MediaFolder::new(files.sources, files.name, language);
    let FigureFiles { pictures, media } = read_figures(
        std::mem::take(&mut text.markdown.figures),
        &mut text.markdown.blocks,
        &folder,
        article,
        diagnostics,
    );
    captions.extend(folder.into_caption_files());
    let mut linked = read_linked_files(files, &draft, &text, diagnostics);
    let mut documents =
        Documents::read(files.sources, files.name, &text.head, article, diagnostics);
    let from = find_passages(&documents, &draft.boxes, &text.head, facts, diagnostics);
    for file in std::mem::take(&mut documents.files) {
        if !linked.contains(&file) {
            linked.push(file);
        }
    }
    for source in &mut text.head.sources {
        source.document = documents.of(&source.id);
    }
    check_table_files(&text.markdown, &linked, article, diagnostics);
    if diagnostics.any_error() {
        return None;
    }
    match assemble(slug?, text, draft.boxes, &found, from, maps) {
        Ok(article) => Some(WithPictures {
            article,
            editions: Vec::new(),
            pictures,
            media,
            files: linked,
        }),
        Err(error) => {
            diagnostics.add(
                article
                    .diagnostic(
                        Kind::Internal,
                        0..0,
                        format!("the package built from this article is invalid: {error}"),
                    )
                    .hint("this is a bug in Sidelight; please report it and attach the article's folder"),
            );
            None
        }
    }
}

/// Reads the files that the text and the sources link to.
fn read_linked_files(
    files: &Files<'_>,
    draft: &DraftFacts,
    text: &DraftText,
    diagnostics: &DiagnosticSink,
) -> Vec<LinkedFile> {
    let boxes = draft.are_known.then_some(draft.boxes.as_slice());
    let article = &files.article.file;
    let mut linked = LinkedFiles::new(files.sources, files.name, boxes, article, diagnostics);
    for link in text.markdown.links.iter().chain(&text.head.links) {
        linked.read_link(link);
    }
    for url in &text.head.source_urls {
        linked.read_source(url);
    }
    linked.into_files()
}

/// Reports tables whose CSV file would have the name of a file that the article links to.
fn check_table_files(
    markdown: &Markdown,
    linked: &[LinkedFile],
    article: &SourceFile,
    diagnostics: &DiagnosticSink,
) {
    for AuthoredTable { id, .. } in &markdown.tables {
        let name = anchor::table_csv(&id.value);
        if linked.iter().any(|file| file.name() == name) {
            diagnostics.add(
                article
                    .diagnostic(
                        Kind::DuplicateId,
                        id.span.clone(),
                        format!("the article links to a file `{name}`, which this table's data would replace"),
                    )
                    .hint("change the id of the table, or rename the file"),
            );
        }
    }
}

/// Checks the boxes and the text against each other.
fn check_together(
    draft: &DraftFacts,
    text: &DraftText,
    article: &SourceFile,
    facts: &SourceFile,
    diagnostics: &DiagnosticSink,
) {
    let (boxes, head, markdown) = (&draft.boxes, &text.head, &text.markdown);
    if draft.are_known && boxes.is_empty() && !markdown.boxes.is_empty() {
        // One mistake, which makes every box line, link and correction of a fact wrong.
        report_no_boxes(&markdown.boxes, article, diagnostics);
    } else if draft.are_known {
        check_places(&markdown.boxes, boxes, article, facts, diagnostics);
        check_corrections(&head.corrections, boxes, article, diagnostics);
        check_key_facts(&head.key_facts, boxes, article, diagnostics);
        let links: Vec<_> = markdown.links.iter().chain(&head.links).collect();
        check_links(&links, &markdown.blocks, boxes, article, diagnostics);
    }
    if text.has_whole_head {
        check_terms(boxes, &head.language, facts, diagnostics);
        check_names(boxes, head, markdown, facts, diagnostics);
        check_sources(
            boxes,
            head,
            &text.parts.opening,
            article,
            facts,
            diagnostics,
        );
        check_sources_page(boxes, &head.sources, facts, diagnostics);
    }
}

/// Reports that the text places boxes but `facts.toml` has none.
fn report_no_boxes(places: &[Spanned<BoxId>], article: &SourceFile, diagnostics: &DiagnosticSink) {
    let Some(first) = places.first() else {
        return;
    };
    let message = match places.len() {
        1 => format!(
            "facts.toml has no boxes, but the text places `{}`",
            first.value
        ),
        count => format!("facts.toml has no boxes, but the text places {count}"),
    };
    diagnostics.add(
        article
            .diagnostic(Kind::UnknownBox, first.span.clone(), message)
            .hint("add the boxes to facts.toml, each with `[[box]]`, or delete the lines that place them"),
    );
}

/// Finds the passages of all facts in the text.
fn find_evidence(
    draft: &DraftFacts,
    text: &DraftText,
    article: &SourceFile,
    facts: &SourceFile,
    diagnostics: &DiagnosticSink,
) -> Vec<Found> {
    let (head, markdown) = (&text.head, &text.markdown);
    let captions: Vec<String> = markdown
        .figures
        .iter()
        .map(|figure| plain_text(&figure.caption))
        .chain(markdown.tables.iter().map(|table| table.caption.clone()))
        .collect();
    let outside: Vec<_> = [
        ("the headline", head.headline.as_str()),
        ("the standfirst", head.standfirst.as_str()),
    ]
    .into_iter()
    .chain(
        captions
            .iter()
            .map(|caption| ("a caption", caption.as_str())),
    )
    .collect();
    let search = Search::new(article, facts, markdown, &outside, diagnostics);
    let found = search.find_all(&draft.boxes);
    check_overlap(&found, &markdown.words, article, diagnostics);
    if draft.are_known && text.has_whole_head && is_language_tag(&head.language) {
        let material = Material {
            boxes: &draft.boxes,
            head,
            texts: &markdown.words,
            tables: &markdown.tables,
            found: &found,
            article,
            facts,
        };
        check_support(&material, diagnostics);
    }
    found
}

/// Builds the package of an article without errors. Returns the reason if it isn't valid, which is a bug.
fn assemble(
    slug: Slug,
    text: DraftText,
    boxes: Vec<AuthoredBox>,
    found: &[Found],
    mut from: HashMap<FactId, Vec<SourcePassage>>,
    maps: &HashMap<BoxId, Map>,
) -> Result<Article, String> {
    let DraftText {
        head, mut markdown, ..
    } = text;
    let mentions = find_mentions(&boxes, &head.aliases, &markdown);
    mark_all(&mut markdown, found, &mentions);
    let mut built =
        make_package(slug, head, markdown, boxes, found, maps).ok_or("something is missing")?;
    note_where_named(&mut built);
    for fact in built
        .boxes
        .iter_mut()
        .flat_map(|fact_box| &mut fact_box.facts)
    {
        fact.from = from.remove(&fact.id).unwrap_or_default();
    }
    built.check().map_err(|error| error.to_string())?;
    Ok(built)
}

fn is_empty(article: &SourceFile, diagnostics: &DiagnosticSink) -> bool {
    let empty = article.text[article.start()..].trim().is_empty();
    if empty {
        diagnostics.add(
            article
                .diagnostic(Kind::EmptyArticle, 0..0, "the file is empty")
                .hint("start it with front matter between two `+++` lines, then write the text"),
        );
    }
    empty
}

/// Reports whether a text has a paragraph, block quote or list item. If it has none, there is a diagnostic.
fn has_text(text: &DraftText, article: &SourceFile, diagnostics: &DiagnosticSink) -> bool {
    if text.markdown.words.iter().any(|words| !words.is_crosshead) {
        return true;
    }
    // If a diagnostic was reported, the text may only be empty because parts of it were rejected.
    if text.has_whole_body {
        let body = &text.parts.body;
        let end = body.start + article.text[body.clone()].trim_end().len();
        diagnostics.add(
            article
                .diagnostic(Kind::EmptyArticle, end..end, "the article has no text")
                .hint("write paragraphs after the second `+++` line"),
        );
    }
    false
}

fn mark_all(markdown: &mut Markdown, found: &[Found], mentions: &[Mention]) {
    let mut passages: HashMap<usize, Vec<_>> = HashMap::new();
    for found in found {
        passages
            .entry(found.text)
            .or_default()
            .push((found.range.clone(), found.id.clone()));
    }
    let mut links: HashMap<usize, Vec<_>> = HashMap::new();
    for mention in mentions {
        links
            .entry(mention.text)
            .or_default()
            .push((mention.range.clone(), mention.href.clone()));
    }
    let texts = markdown.blocks.iter_mut().flat_map(Block::texts_mut);
    for (number, text) in texts.enumerate() {
        let of = (passages.get(&number), links.get(&number));
        if of != (None, None) {
            text.inlines = mark(
                std::mem::take(&mut text.inlines),
                of.0.map_or(&[], Vec::as_slice),
                of.1.map_or(&[], Vec::as_slice),
            );
        }
    }
}
