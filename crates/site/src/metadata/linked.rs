//! JSON-LD in the vocabulary of schema.org: the article as a `NewsArticle`, and each of its facts as a `Claim`.
//!
//! Properties are those of <https://schema.org/NewsArticle> and <https://schema.org/Claim>. Without a base URL all
//! addresses are fragments, relative to the page.

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::about::about;
use super::agent::Agent;
use super::documents::{self, source_id};
use super::share::has_share_image;
use crate::place::{EditionPlace, Place};
use sidelight_compiler::SiteInfo;
use sidelight_model::{
    Article, Attribution, Byline, Fact, Href, Media, RelatedStory, Source, anchor, plain_text,
};

/// The article and its facts, as one JSON-LD graph.
#[derive(Serialize)]
struct Graph<'a> {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(rename = "@graph")]
    nodes: Vec<Node<'a>>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Node<'a> {
    Article(Value),
    Claim(Box<Claim<'a>>),
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Claim<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(rename = "@id")]
    id: &'a str,
    text: &'a str,
    author: Author<'a>,
    date_published: String,
    /// The source that the fact rests on, by its `@id`. Absent if the article has only one.
    #[serde(skip_serializing_if = "Option::is_none")]
    is_based_on: Option<Value>,
    /// What the fact is about. Absent if its text says it all.
    #[serde(skip_serializing_if = "Option::is_none")]
    about: Option<Value>,
    /// The sources that the fact quotes from, by their `@id`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    citation: Vec<Value>,
    /// The first passage of a document. Absent if the fact has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    first_appearance: Option<Value>,
    appearance: Appearances<'a>,
}

/// The places of a claim after the first: the fact on the page, and further passages of documents.
#[derive(Serialize)]
#[serde(untagged)]
enum Appearances<'a> {
    OnPage(Appearance<'a>),
    Also(Vec<Appearances<'a>>),
    InDocument(Value),
}

#[derive(Serialize)]
struct Author<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
}

#[derive(Serialize)]
struct Appearance<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    url: &'a str,
}

/// Returns the JSON-LD of an article, safe inside a `<script>` element: it contains no `<` that could end the element.
pub(super) fn linked_data(article: &Article, info: &SiteInfo, place: &Place) -> String {
    let url = info
        .base_url
        .as_ref()
        .map_or_else(String::new, |base| place.url(base));
    let files = info
        .base_url
        .as_ref()
        .map_or_else(String::new, |base| place.files_url(base));
    let facts: Vec<(&Fact, String)> = article
        .boxes
        .iter()
        .flat_map(|fact_box| &fact_box.facts)
        .map(|fact| {
            let place = format!("{url}{}", anchor::link(&anchor::fact(&fact.id)));
            (fact, place)
        })
        .collect();
    let mut node = news_article(article, info, &url, &files);
    node.append(&mut translations(info, place));
    let mut nodes = vec![Node::Article(Value::Object(node))];
    nodes.extend(
        facts.iter().map(|(fact, place)| {
            Node::Claim(Box::new(claim(fact, article, place, (&url, &files))))
        }),
    );
    let graph = Graph {
        context: "https://schema.org",
        nodes,
    };
    // Serialisation can't fail: the data contains only strings and maps with string keys.
    script_safe(&serde_json::to_string(&graph).unwrap_or_default())
}

/// Escapes the characters of a JSON text that could end a script element in HTML or a line in JavaScript. See the HTML
/// standard, section 4.12.1.3.
fn script_safe(json: &str) -> String {
    let mut out = String::with_capacity(json.len() + 64);
    let mut written = 0;
    for (at, found) in json.match_indices(['<', '>', '&', '\u{2028}', '\u{2029}']) {
        out.push_str(&json[written..at]);
        for c in found.chars() {
            out.push_str(&format!("\\u{:04x}", u32::from(c)));
        }
        written = at + found.len();
    }
    out.push_str(&json[written..]);
    out
}

/// Returns the article. `files` is the address of the folder with its pictures and files.
fn news_article(article: &Article, info: &SiteInfo, url: &str, files: &str) -> Map<String, Value> {
    let mut out = Map::new();
    let mut put = |key: &str, value: Value| out.insert(key.to_owned(), value);
    put("@type", json!("NewsArticle"));
    put(
        "@id",
        json!(format!("{url}{}", anchor::link(anchor::ARTICLE))),
    );
    if !url.is_empty() {
        put("url", json!(url));
        put("mainEntityOfPage", json!(url));
    }
    put("headline", json!(article.headline));
    put("description", json!(article.standfirst));
    put("inLanguage", json!(article.language));
    put("datePublished", json!(article.published.to_string()));
    put(
        "dateModified",
        json!(article.updated.unwrap_or(article.published).to_string()),
    );
    put("author", article.byline.iter().map(author).collect());
    if let Some(publisher) = &info.publisher {
        let mut organization = json!({ "@type": "Organization", "name": publisher.name });
        if let Some(url) = &publisher.url {
            organization["url"] = json!(url.as_str());
        }
        put("publisher", organization);
    }
    let images: Vec<String> = article
        .figures()
        .filter_map(|figure| figure.variants.last())
        .map(|variant| format!("{files}{}", variant.src.as_str()))
        .chain(has_share_image(article, info).then(|| format!("{url}share.png")))
        .collect();
    // Without a base URL it is unknown which page a relative address would be resolved against.
    if !images.is_empty() && !url.is_empty() {
        put("image", json!(images));
    }
    // The address of a recording is its only use to machines.
    if !url.is_empty() {
        for (key, is_video) in [("video", true), ("audio", false)] {
            let found: Value = article
                .media()
                .filter(|media| media.frame.is_some() == is_video)
                .map(|of| recording(of, article, files))
                .collect();
            if found != json!([]) {
                put(key, found);
            }
        }
    }
    if !article.topics.is_empty() {
        put("keywords", json!(article.topics));
        put(
            "about",
            article
                .topics
                .iter()
                .map(|topic| json!({ "@type": "Thing", "name": topic }))
                .collect(),
        );
    }
    if !article.sources.is_empty() {
        put(
            "isBasedOn",
            article
                .sources
                .iter()
                .map(|of| source(of, url, files))
                .collect(),
        );
    }
    if !article.related.is_empty() {
        let stories = article.related.iter().map(|story| related(story, files));
        put("citation", stories.collect());
    }
    if !article.corrections.is_empty() {
        put(
            "correction",
            article
                .corrections
                .iter()
                .map(|correction| {
                    json!({
                        "@type": "CorrectionComment",
                        "datePublished": correction.date.to_string(),
                        "text": format!("Previously: {} Now: {}", correction.was, correction.now),
                    })
                })
                .collect(),
        );
    }
    out
}

/// Returns the properties that connect a translation with the article that it translates. Without a base URL there are
/// none, because the addresses of other pages aren't known.
fn translations(info: &SiteInfo, place: &Place) -> Map<String, Value> {
    let (Some(base), [original, editions @ ..]) = (&info.base_url, place.all()) else {
        return Map::new();
    };
    let work = |edition: &EditionPlace| {
        let url = base.join(&edition.folder);
        json!({
            "@type": "NewsArticle",
            "@id": format!("{url}{}", anchor::link(anchor::ARTICLE)),
            "url": url,
            "inLanguage": edition.language,
        })
    };
    let (key, value) = if place.is_base() {
        ("workTranslation", editions.iter().map(work).collect())
    } else {
        ("translationOfWork", work(original))
    };
    Map::from_iter([(key.to_owned(), value)])
}

/// Returns the linked data of audio or video, with its captions. `files` is the address of the folder with its files.
fn recording(media: &Media, article: &Article, files: &str) -> Value {
    let address = |src: &Href| json!(format!("{files}{}", src.as_str()));
    let is_video = media.frame.is_some();
    let mut out = json!({
        "@type": if is_video { "VideoObject" } else { "AudioObject" },
        "name": media.name,
        "contentUrl": address(&media.src),
        "uploadDate": article.published.to_string(),
        "caption": media.tracks.iter().map(|track| json!({
            "@type": "MediaObject",
            "contentUrl": address(&track.src),
            "encodingFormat": "text/vtt",
            "inLanguage": track.language,
        })).collect::<Value>(),
    });
    let description = plain_text(&media.caption);
    // Search engines want a description of each video.
    out["description"] = json!(if description.is_empty() {
        &media.name
    } else {
        &description
    });
    if let Some(frame) = &media.frame {
        out["width"] = json!(frame.width);
        out["height"] = json!(frame.height);
        if let Some(poster) = frame.poster.last() {
            out["thumbnailUrl"] = address(&poster.src);
        }
    }
    if let Some(credit) = &media.credit {
        out["creditText"] = json!(credit);
    }
    out
}

fn author(byline: &Byline) -> Value {
    let mut author = json!({
        "@type": Agent::of_author(byline.kind).name(),
        "name": byline.name,
    });
    if let Some(role) = byline.role.as_ref().filter(|_| byline.kind.is_person()) {
        author["jobTitle"] = json!(role);
    }
    if !byline.biography.is_empty() {
        author["description"] = json!(plain_text(&byline.biography));
    }
    if let Some(contact) = &byline.contact {
        let target = contact.as_str();
        match target.split_once(':') {
            Some((scheme, address)) if scheme.eq_ignore_ascii_case("mailto") => {
                let address = address.split('?').next().unwrap_or_default();
                author["email"] = json!(address);
            }
            _ => author["url"] = json!(target),
        }
    }
    author
}

/// Returns the linked data of a related story. The address of another article of the site is made absolute with `article`,
/// the address of the article's folder; it is left out if that is empty.
fn related(story: &RelatedStory, article: &str) -> Value {
    let mut work = json!({
        "@type": "CreativeWork",
        "name": story.title,
    });
    let site = article.trim_end_matches('/').rsplit_once('/');
    if story.url.is_external() {
        work["url"] = json!(story.url.as_str());
    } else if let (Some((site, _)), Some(path)) = (site, story.url.as_str().strip_prefix("../")) {
        work["url"] = json!(format!("{site}/{path}"));
    }
    if let Some(publisher) = &story.publisher {
        work["publisher"] = json!({ "@type": "Organization", "name": publisher });
    }
    if let Some(date) = story.date {
        work["datePublished"] = json!(date.to_string());
    }
    work
}

/// Returns the linked data of a source. A relative address is below `files`, the address of the folder with the article's
/// files; it is left out if that is empty. `article` is the article's own address.
fn source(source: &Source, article: &str, files: &str) -> Value {
    let mut work = json!({
        "@type": "CreativeWork",
        "@id": source_id(source, article),
        "name": source.title,
    });
    if let Some(author) = &source.author {
        work["author"] = json!({ "@type": "Person", "name": author });
    }
    if let Some(publisher) = &source.publisher {
        work["publisher"] = json!({ "@type": "Organization", "name": publisher });
    }
    if let Some(date) = source.date {
        work["datePublished"] = json!(date.to_string());
    }
    match &source.url {
        Some(url) if url.is_external() => work["url"] = json!(url.as_str()),
        Some(url) if !files.is_empty() => work["url"] = json!(format!("{files}{}", url.as_str())),
        _ => {}
    }
    documents::add_record(&mut work, source, files);
    work
}

/// Returns the linked data of a fact at the address `place`. `url` is the article's own address, and `files` that of the folder with
/// its files.
fn claim<'a>(
    fact: &'a Fact,
    article: &'a Article,
    place: &'a str,
    (url, files): (&str, &str),
) -> Claim<'a> {
    let Attribution { by, role, .. } = &fact.attribution;
    let source = article.source_of(fact);
    let mut passages = documents::passages(fact, article, url, files).into_iter();
    let on_page = Appearance {
        kind: "NewsArticle",
        url: place,
    };
    let (kind, name) = match by {
        Some(name) => (
            Agent::of_holder(name, role.is_some(), article),
            name.as_str(),
        ),
        None => (Agent::Organization, source.map_or("", Source::name)),
    };
    Claim {
        kind: "Claim",
        id: place,
        text: &fact.statement,
        author: Author {
            kind: kind.name(),
            name,
            description: role.as_deref(),
        },
        date_published: fact.as_of.to_string(),
        is_based_on: source
            .filter(|_| article.sources.len() > 1)
            .map(|source| json!({ "@id": source_id(source, url) })),
        about: about(fact, url),
        citation: documents::citations(fact, url),
        first_appearance: passages.next(),
        appearance: match passages.len() {
            0 => Appearances::OnPage(on_page),
            _ => Appearances::Also(
                std::iter::once(Appearances::OnPage(on_page))
                    .chain(passages.map(Appearances::InDocument))
                    .collect(),
            ),
        },
    }
}
