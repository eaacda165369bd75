//! Pages of single boxes, and the files of a site for those who embed it.

use std::collections::HashSet;
use std::fs;

use scraper::{Html, Selector};
use serde_json::Value;
use sidelight_compiler::{BaseUrl, Folder, Memory, Origin, SiteInfo};

use crate::files::{ARTICLE, FACTS};
use crate::site::{build_with, bundled, memory, names, pages};

const ARTICLES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../assets/articles");

fn info() -> SiteInfo {
    SiteInfo {
        base_url: Some(BaseUrl::new("https://example.org:8443/news").unwrap()),
        ..SiteInfo::default()
    }
}

fn all<'a>(page: &'a Html, selector: &str, attribute: &str) -> Vec<&'a str> {
    page.select(&Selector::parse(selector).unwrap())
        .filter_map(|element| element.attr(attribute))
        .collect()
}

fn one<'a>(page: &'a Html, selector: &str, attribute: &str) -> &'a str {
    let found = all(page, selector, attribute);
    assert_eq!(found.len(), 1, "{selector}");
    found[0]
}

#[test]
fn every_box_has_a_page_with_nothing_else_on_it_whose_links_lead_somewhere() {
    let site = pages(&Folder::new(ARTICLES));
    for article in bundled() {
        let whole = Html::parse_document(&site.text(&format!("{}/index.html", article.slug)));
        let there: HashSet<&str> = all(&whole, "[id]", "id").into_iter().collect();
        for fact_box in &article.boxes {
            let path = format!("{}/{}/index.html", article.slug, fact_box.id);
            let page = Html::parse_document(&site.text(&path));
            assert_eq!(
                all(&page, "[data-box]", "data-box"),
                [fact_box.id.as_str()],
                "{path}"
            );
            assert_eq!(
                all(&page, ".box-body[open]", "class").len(),
                1,
                "{path}: it is open"
            );
            assert_eq!(
                all(&page, ".fact", "id"),
                all(&whole, &format!("#box-{} .fact", fact_box.id), "id"),
                "{path}: the same facts"
            );
            let numbers = |page: &Html| -> Vec<String> {
                let selector = format!("#box-{} .fact", fact_box.id);
                all(page, &selector, "data-fact-number")
                    .into_iter()
                    .map(str::to_owned)
                    .collect()
            };
            assert_eq!(numbers(&page), numbers(&whole), "{path}");
            let here: HashSet<&str> = all(&page, "[id]", "id").into_iter().collect();
            for href in all(&page, "a[href]", "href") {
                let found = match href.strip_prefix('#') {
                    Some(id) => here.contains(id),
                    None => match href.strip_prefix("../") {
                        Some("") => true,
                        Some(id) => there.contains(id.trim_start_matches('#')),
                        None => href.starts_with("https://"),
                    },
                };
                assert!(found, "{path}: {href}");
            }
            assert_eq!(all(&page, "#sidelight-toolbar", "id").len(), 0, "{path}");
            assert_eq!(one(&page, "#sidelight", "data-sidelight"), "pressed");
            for attribute in ["src", "data-glue", "data-wasm"] {
                let target = one(&page, "#boot", attribute);
                let file = target.strip_prefix("../../").unwrap();
                assert!(site.out().join(file).is_file(), "{path}: {target}");
            }
        }
    }
}

#[test]
fn a_page_that_knows_its_address_shares_and_embeds_it_without_its_program() {
    let folder = tempfile::tempdir().unwrap();
    let memory = memory("one", ARTICLE);
    for (info, count) in [(info(), 1), (SiteInfo::default(), 0)] {
        let out = folder.path().join(count.to_string());
        build_with(&memory, &out, &info, false);
        let html = fs::read_to_string(out.join("one/index.html")).unwrap();
        let page = Html::parse_document(&html);
        let article = "https://example.org:8443/news/one/";
        let links = all(&page, "#panel-share .panel-plain a", "href");
        let code: Vec<String> = page
            .select(&Selector::parse("#panel-embed textarea").unwrap())
            .map(|field| field.text().collect())
            .collect();
        assert_eq!((links.len(), code.len()), (2 * count, count));
        let waiting = all(&page, "button.needs-running", "id");
        let all_waiting = ["tool-listen", "tool-offline", "tool-share", "tool-embed"];
        assert_eq!(waiting, all_waiting[..all_waiting.len() - 2 * count]);
        if count == 1 {
            assert_eq!(links[0], article);
            assert_eq!(
                links[1],
                "mailto:?subject=A%20movement%20falters&body=https%3A%2F%2Fexample.org%3A8443%2Fnews%2Fone%2F"
            );
            assert!(code[0].starts_with(&format!("<sidelight-article src=\"{article}\"")));
        }
    }
}

#[test]
fn a_box_s_page_is_told_as_a_part_of_its_article() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    build_with(&memory("one", ARTICLE), &out, &info(), false);
    let read = |path: &str| fs::read_to_string(out.join(path)).unwrap();
    let html = read("one/casualties/index.html");
    let page = Html::parse_document(&html);
    let article = "https://example.org:8443/news/one/";
    assert_eq!(one(&page, "link[rel=canonical]", "href"), article);
    let url = format!("{article}casualties/");
    assert_eq!(one(&page, "meta[property='og:url']", "content"), url);
    let oembed = format!("{url}oembed.json");
    assert_eq!(
        one(&page, "link[type='application/json+oembed']", "href"),
        oembed
    );
    assert_eq!(all(&page, "meta[name=robots]", "content"), [""; 0]);
    assert!(html.contains("<title>Casualties · A movement falters</title>"));
    let sitemap = read("sitemap.xml");
    assert!(
        sitemap.contains(article) && !sitemap.contains("casualties"),
        "{sitemap}"
    );

    let response: Value = serde_json::from_str(&read("one/casualties/oembed.json")).unwrap();
    let quoted = Html::parse_fragment(response["html"].as_str().unwrap());
    assert_eq!(one(&quoted, "blockquote", "cite"), url);
    assert_eq!(one(&quoted, "blockquote a", "href"), url);
    assert_eq!(one(&quoted, "iframe", "src"), url);
    assert_eq!(one(&quoted, "iframe", "title"), "Casualties");
    assert_eq!(response["title"], "Casualties");
}

#[test]
fn a_site_that_knows_its_address_runs_shared_scripts_only() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    build_with(&memory("one", ARTICLE), &out, &info(), false);
    for path in [
        "index.html",
        "one/index.html",
        "one/casualties/index.html",
        "reader/index.html",
    ] {
        let html = fs::read_to_string(out.join(path)).unwrap();
        let page = Html::parse_document(&html);
        let policy = one(&page, "meta[http-equiv=Content-Security-Policy]", "content");
        let (shared, own) = (
            "https://example.org:8443/news/shared/",
            "'self' https://example.org:8443",
        );
        for part in [
            format!("; script-src {shared} 'wasm-unsafe-eval' 'sha256-"),
            format!("; connect-src {own};"),
            format!("; img-src {own} data:;"),
            format!("; frame-src {own};"),
            "; worker-src 'self';".to_owned(),
            "; require-trusted-types-for 'script'; trusted-types sidelight-worker".to_owned(),
        ] {
            assert!(policy.contains(&part), "{path}: {policy}");
        }
        // The policy covers all files that the page runs.
        let base = url::Url::parse(&format!("https://example.org:8443/news/{path}")).unwrap();
        for attribute in ["src", "data-glue", "data-wasm"] {
            let file = base.join(one(&page, "#boot", attribute)).unwrap();
            assert!(file.as_str().starts_with(shared), "{path}: {file}");
        }
    }
}

#[test]
fn a_policy_has_the_directives_it_was_given_whatever_the_address() {
    let directives = |info: &SiteInfo| -> Vec<String> {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("out");
        build_with(&memory("one", ARTICLE), &out, info, false);
        let html = fs::read_to_string(out.join("one/index.html")).unwrap();
        let page = Html::parse_document(&html);
        let policy = one(&page, "meta[http-equiv=Content-Security-Policy]", "content");
        policy.split(';').map(str::to_owned).collect()
    };
    // HTML would read `&semi;` and `&quot` as character references.
    let path = "/a&quot/b&semi%3Bc&comma/*";
    let info = SiteInfo {
        base_url: Some(BaseUrl::new(&format!("https://example.org{path}")).unwrap()),
        ..SiteInfo::default()
    };
    let (plain, odd) = (directives(&SiteInfo::default()), directives(&info));
    let names = |policy: &[String]| -> Vec<String> {
        let name = |directive: &String| directive.split_whitespace().next().unwrap().to_owned();
        policy.iter().map(name).collect()
    };
    assert_eq!(names(&odd), names(&plain));
    assert!(
        odd[1].starts_with(&format!(
            " script-src https://example.org{path}/shared/ 'wasm-unsafe-eval' "
        )),
        "{odd:?}"
    );
}

#[test]
fn other_sites_are_named_to_the_page_that_shows_packages_alone() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let info = SiteInfo {
        package_origins: ["https://a.example", "http://127.0.0.1:8080"]
            .map(|origin| Origin::new(origin).unwrap())
            .into(),
        ..SiteInfo::default()
    };
    build_with(&memory("one", ARTICLE), &out, &info, false);
    let others = "https://a.example http://127.0.0.1:8080";
    let html = fs::read_to_string(out.join("reader/index.html")).unwrap();
    let page = Html::parse_document(&html);
    assert_eq!(one(&page, "#sidelight", "data-origins"), others);
    let policy = one(&page, "meta[http-equiv=Content-Security-Policy]", "content");
    for part in [
        format!("img-src 'self' {others} data:;"),
        format!("connect-src 'self' {others};"),
        "script-src 'self' 'wasm-unsafe-eval' 'sha256-".to_owned(),
        "frame-src 'self';".to_owned(),
    ] {
        assert!(policy.contains(&part), "{policy}");
    }
    for path in ["index.html", "one/index.html", "one/casualties/index.html"] {
        let html = fs::read_to_string(out.join(path)).unwrap();
        assert!(!html.contains("a.example"), "{path}");
    }
}

#[test]
fn a_box_may_be_called_like_anything_else_in_the_folder() {
    let rename = |id: &str| FACTS.replacen("\"casualties\"", &format!("\"{id}\""), 1);
    for id in [
        "index",
        "article",
        "oembed",
        "share",
        "annotations",
        "shared",
        "reader",
    ] {
        let sources = Memory::default()
            .with(
                "one",
                "article.md",
                ARTICLE.replace("#casualties", &format!("#{id}")),
            )
            .with("one", "facts.toml", rename(id));
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("out");
        let built = build_with(&sources, &out, &info(), false);
        assert!(built.published.is_some(), "{}", built.report.render(false));
        assert_eq!(
            names(&out.join("one").join(id)),
            [
                "index.html",
                "index.html.br",
                "index.html.gz",
                "oembed.json"
            ]
        );
    }
}

#[test]
fn the_page_of_a_box_that_is_gone_goes() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let two = FACTS.to_owned()
        + &FACTS
            .replace("casualties\"\nkind", "more\"\nkind")
            .replace("\"killed\"\naspect", "\"killed-too\"\naspect");
    let article = ARTICLE.replace(
        "::box{#casualties}\n",
        "::box{#casualties}\n\n::box{#more}\n",
    );
    let sources =
        Memory::default()
            .with("one", "article.md", article)
            .with("one", "facts.toml", two);
    let built = build_with(&sources, &out, &SiteInfo::default(), false);
    assert!(built.published.is_some(), "{}", built.report.render(false));
    assert!(out.join("one/more/index.html").is_file());
    build_with(&memory("one", ARTICLE), &out, &SiteInfo::default(), false);
    assert!(!out.join("one/more").exists());
    assert!(out.join("one/casualties/index.html").is_file());
}

#[test]
fn the_host_s_script_has_a_name_that_stays_and_is_kept_for_an_hour() {
    let site = pages(&memory("one", ARTICLE));
    assert!(site.text("embed.js").contains("sidelight-article"));
    let headers = site.text("_headers");
    assert!(
        headers.contains(
            "/embed.js\n  Access-Control-Allow-Origin: *\n  Cache-Control: public, max-age=3600\n"
        ),
        "{headers}"
    );
    let nginx = site.text(".sidelight/nginx.conf");
    let place = nginx.split("location = /embed.js {").nth(1).unwrap();
    let place = place.split('}').next().unwrap();
    assert!(
        place.contains("Cache-Control \"public, max-age=3600\""),
        "{place}"
    );
    assert!(
        place.contains("Access-Control-Allow-Origin \"*\""),
        "{place}"
    );
    let caddy = site.text(".sidelight/Caddyfile");
    assert!(
        caddy.contains("header /embed.js Cache-Control \"public, max-age=3600\""),
        "{caddy}"
    );
}

/// Checks which files the server rules of a site make readable for scripts of other origins.
#[test]
fn other_origins_read_what_is_embedded_and_what_is_for_machines_but_no_page() {
    let site = pages(&memory("one", ARTICLE));
    let [headers, nginx, caddy] =
        ["_headers", ".sidelight/nginx.conf", ".sidelight/Caddyfile"].map(|path| site.text(path));
    let open = "Access-Control-Allow-Origin";
    let rules: Vec<&str> = headers
        .split("\n/")
        .filter(|rule| rule.contains(open))
        .map(|rule| rule.lines().next().unwrap())
        .collect();
    assert_eq!(
        rules,
        [
            "shared/*",
            "embed.js",
            "feed.xml",
            ":article/article.json",
            ":article/annotations.json",
            ":article/oembed.json",
            ":article/:box/oembed.json",
        ],
        "{headers}"
    );

    let blocks: Vec<&str> = nginx.split("location ").collect();
    assert!(!blocks[0].contains(open), "{nginx}");
    let open_blocks: Vec<&str> = blocks
        .iter()
        .filter(|block| block.contains(open))
        .map(|block| block.split_once(" {").unwrap().0)
        .collect();
    assert_eq!(
        open_blocks,
        [
            "/shared/",
            "~ \\.wasm$",
            "= /embed.js",
            "= /feed.xml",
            "~ ^/[^/]+/(article|annotations|([^/]+/)?oembed)\\.json$",
        ],
        "{nginx}"
    );

    let line = |start: &str| {
        let mut lines = caddy.lines().filter(|line| line.starts_with(start));
        lines.next().unwrap().strip_prefix(start).unwrap()
    };
    assert_eq!(
        line("@open path "),
        "/shared/* /embed.js /feed.xml /*/article.json /*/annotations.json /*/oembed.json /*/*/oembed.json"
    );
    assert_eq!(line("header @open "), "Access-Control-Allow-Origin \"*\"");
    assert_eq!(caddy.matches(open).count(), 1, "{caddy}");
}

#[test]
fn servers_do_not_serve_what_builds_keep() {
    let site = pages(&memory("one", ARTICLE));
    let nginx = site.text(".sidelight/nginx.conf");
    assert!(
        nginx.contains("location ^~ /.sidelight/ {\n    return 404;\n}"),
        "{nginx}"
    );
    let caddy = site.text(".sidelight/Caddyfile");
    assert!(
        caddy.contains("@ours path /.sidelight/*\n") && caddy.contains("error @ours 404\n"),
        "{caddy}"
    );
}
