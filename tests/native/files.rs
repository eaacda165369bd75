//! Diagnostics about files and folders, which the text of a fixture can't represent.

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;

use sidelight_compiler::{
    Folder, Kind, MAX_FILE, Memory, Report, SiteInfo, Sources, read, read_all,
};
use sidelight_site::{Compression, Shell, Site};

use crate::hostile_output::beside_pipe;
use crate::{corrections, editions, importing, pictures, site, theming};

pub(crate) const ARTICLE: &str = "+++
headline = \"A movement falters\"
standfirst = \"The Dissenters lose momentum.\"
published = 2026-11-23
as-of = 2012-06-13
byline = [{ name = \"Sidelight\" }]
source = [{ id = \"iwpr\", title = \"Kazakstan Protest Movement Falters\" }]
+++

Fourteen demonstrators were killed in «Жаңаөзен».

::box{#casualties}
";

pub(crate) const FACTS: &str = "[[box]]
id = \"casualties\"
kind = \"casualties\"
title = \"Casualties\"
gist = \"Fourteen people died.\"

[[box.fact]]
id = \"killed\"
aspect = \"killed\"
statement = \"Fourteen demonstrators were killed.\"
quantity = { exact = 14, unit = \"people\" }
by = \"The report\"
evidence = [\"Fourteen demonstrators were killed in «Жаңаөзен»\"]
";

fn one(article: impl Into<Vec<u8>>, facts: impl Into<Vec<u8>>) -> Report {
    let sources =
        Memory::default()
            .with("one", "article.md", article)
            .with("one", "facts.toml", facts);
    read(&sources, "one").1
}

fn site_file(text: impl Into<Vec<u8>>) -> Report {
    SiteInfo::read(&Memory::default().with("", "site.toml", text)).1
}

fn only(sources: &dyn Sources) -> Report {
    read_all(sources).report
}

/// Returns inputs that aren't text or aren't files: a description, the report and the expected message.
fn reports() -> Vec<(&'static str, Report, &'static str)> {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir_all(folder.path().join("one/article.md")).unwrap();
    fs::write(folder.path().join("one/facts.toml"), FACTS).unwrap();
    let unreadable = only(&Folder::new(folder.path()));
    let linked = tempfile::tempdir().unwrap();
    fs::create_dir(linked.path().join("one")).unwrap();
    fs::write(linked.path().join("one/facts.toml"), FACTS).unwrap();
    let secret = folder.path().join("secret");
    fs::write(&secret, ARTICLE).unwrap();
    symlink(&secret, linked.path().join("one/article.md")).unwrap();
    let led_out = only(&Folder::new(linked.path()));
    vec![
        (
            "a link that leads out",
            led_out,
            "error[SL053]: a symbolic link leads out of the articles folder, to ",
        ),
        (
            "a date far in the future",
            read(
                &site::memory("one", &ARTICLE.replace("2026-11-23", "2062-11-23"))
                    // 2026-11-28.
                    .at(20_785 * 24 * 60 * 60),
                "one",
            )
            .1,
            "warning[SL068]: `published` (2062-11-23) is in the future
 --> one/article.md:4:13
  |
4 | published = 2062-11-23
  |             ^^^^^^^^^^
  |
  = help: correct the date; ignore this if you build long before publication",
        ),
        (
            "nothing there",
            only(&Folder::new("no/such/folder")),
            "error[SL001]: this folder doesn't exist
--> no/such/folder
 = help: give the folder that contains the article folders; the default is the current folder",
        ),
        (
            "missing files",
            only(&Memory::default().with("one", "notes.txt", "")),
            "error[SL003]: the article's folder has no `article.md`
--> one/article.md
 = help: an article is a folder with the files `article.md` and `facts.toml`

error[SL003]: the article's folder has no `facts.toml`
--> one/facts.toml
 = help: add it; if the article has no fact boxes, leave the file empty",
        ),
        (
            "a folder in a file's place",
            unreadable,
            "error[SL004]: the file can't be read: Is a directory (os error 21)",
        ),
        (
            "a folder's name",
            only(
                &Memory::default()
                    .with("My Article", "article.md", ARTICLE)
                    .with("My Article", "facts.toml", FACTS),
            ),
            "error[SL002]: the folder name `My Article` can't be part of a web address: use 1 to 64 lower-case letters a–z, digits and single hyphens between them
--> My Article
 = help: rename the folder, for example to `my-article`",
        ),
        (
            "a name that the site uses",
            only(
                &Memory::default()
                    .with("reader", "article.md", ARTICLE)
                    .with("reader", "facts.toml", FACTS),
            ),
            "error[SL002]: an article can't be named `reader`: the site uses that name itself
--> reader
 = help: rename the article's folder",
        ),
        (
            "Windows-1251",
            one(
                b"+++\nheadline = \"A\"\n+++\n\nPeople in \xC6a\xF1a\xBCzen.\n".as_slice(),
                "",
            ),
            "error[SL006]: the file isn't UTF-8: byte 34 is 0xC6
 --> one/article.md:5:11
  |
5 | People in \u{FFFD}a\u{FFFD}a\u{FFFD}zen.
  |           ^ this character has another encoding
  |
  = help: save it as UTF-8 in your editor, then check this character",
        ),
        (
            "UTF-16",
            one(ARTICLE, b"\xFF\xFE[\0[\0".as_slice()),
            "error[SL006]: the file isn't UTF-8: byte 0 is 0xFF
 --> one/facts.toml:1:1
  |
1 | \u{FFFD}\u{FFFD}[␀[␀
  | ^ this character has another encoding
  |
  = help: it looks like UTF-16; save it as UTF-8 in your editor",
        ),
        (
            "a control character",
            one(ARTICLE.replace("killed in", "killed\u{8} in"), FACTS),
            "error[SL007]: invisible control character U+0008
  --> one/article.md:10:35
   |
10 | Fourteen demonstrators were killed␈ in «Жаңаөзен».
   |                                   ^
   |
   = help: delete it; it often comes with text copied from another program",
        ),
        (
            "too large",
            one(ARTICLE, vec![b'#'; MAX_FILE as usize + 1]),
            "error[SL005]: the file is too large: 8.4 MB (limit: 8.4 MB)
--> one/facts.toml
 = help: split the article, or remove what was pasted into it by mistake",
        ),
        (
            "a site's file",
            site_file(
                "tittle = \"News\"\nlanguage = \"English\"\nbase-url = \"example.org\"\npackage-origins = [\"https://example.org/news\"]\n\n[publisher]\nurl = \"javascript:x\"\n",
            ),
            "error[SL013]: the site has no key `tittle`
 --> site.toml:1:1
  |
1 | tittle = \"News\"
  | ^^^^^^
  |
  = help: did you mean `title`?

error[SL015]: `English` isn't a language tag
 --> site.toml:2:12
  |
2 | language = \"English\"
  |            ^^^^^^^^^
  |
  = help: use `en`, `en-GB`, `kk-Cyrl` or another BCP 47 tag

error[SL052]: `example.org` isn't a valid site address: it must start with `https://` or `http://`
 --> site.toml:3:12
  |
3 | base-url = \"example.org\"
  |            ^^^^^^^^^^^^^
  |
  = help: write the address of the front page, such as `https://example.org/news`

error[SL062]: `https://example.org/news` isn't the origin of a site
 --> site.toml:4:20
  |
4 | package-origins = [\"https://example.org/news\"]
  |                    ^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = help: write only scheme and host, such as `https://example.org`

error[SL012]: the publisher has no `name`",
        ),
        (
            "a site that demands passages of documents",
            only(
                &Memory::default()
                    .with("", "site.toml", "require-source-passages = true\n")
                    .with("one", "article.md", ARTICLE)
                    .with("one", "facts.toml", FACTS),
            ),
            "error[SL108]: this fact has no passage in the document of a source
 --> one/facts.toml:7:1
  |
7 | [[box.fact]]
  | ^^^^^^^^^^^^
  |
  = help: add `from = [{ quote = \"…\" }]`; `require-source-passages` in site.toml demands it for every fact",
        ),
        (
            "a site's file that isn't text",
            site_file(b"title = \"\xC6\"".as_slice()),
            "error[SL006]: the file isn't UTF-8: byte 9 is 0xC6",
        ),
    ]
}

/// Returns the kinds of diagnostics that no authored text causes.
pub(crate) fn kinds() -> BTreeSet<Kind> {
    let mut kinds: BTreeSet<Kind> = reports()
        .iter()
        .flat_map(|(_, report, _)| &report.diagnostics)
        .map(|diagnostic| diagnostic.kind)
        .collect();
    kinds.insert(
        Shell::read(Path::new("no/such/shell.html"))
            .unwrap_err()
            .kind,
    );
    let out = tempfile::tempdir().unwrap();
    let in_the_way = out.path().join("a-file");
    fs::write(&in_the_way, "").unwrap();
    let built = ["a-file", "a-file/site"]
        .map(|name| site::build(&site::memory("one", ARTICLE), &out.path().join(name)).report);
    kinds.extend(
        corrections::reports()
            .iter()
            .chain(&theming::reports())
            .chain(&built)
            .flat_map(|report| &report.diagnostics)
            .map(|diagnostic| diagnostic.kind),
    );
    kinds.extend(pictures::kinds());
    kinds.extend(importing::kinds());
    kinds.extend(editions::kinds());
    kinds
}

#[test]
fn files_that_cannot_be_read_are_reported() {
    for (name, report, expected) in reports() {
        let found = report.render(false);
        assert!(
            found.contains(expected),
            "{name}:\n{found}\n--- expected ---\n{expected}"
        );
    }
}

#[test]
fn a_date_up_to_two_days_ahead_is_no_mistake() {
    for (date, expected) in [("2026-11-30", 0), ("2026-12-01", 1), ("2026-12", 1)] {
        let article = ARTICLE.replace("published = 2026-11-23", &format!("published = \"{date}\""));
        let sources = site::memory("one", &article).at(20_785 * 24 * 60 * 60);
        let report = read(&sources, "one").1;
        assert_eq!(
            report.diagnostics.len(),
            expected,
            "{date}: {}",
            report.render(false)
        );
    }
}

#[test]
fn line_ends_and_byte_order_marks_move_nothing() {
    let broken = ARTICLE
        .replace("2012-06-13", "2012-06-31")
        .replace("#casualties", "#casualty");
    let facts = FACTS
        .replace("exact = 14", "exact = true")
        .replace("killed in", "dead in");
    let plain = one(broken.clone(), facts.clone()).render(false);
    assert_eq!(plain.matches("error[SL").count(), 4, "{plain}");
    let mark = |text: &str| format!("\u{feff}{text}");
    let crlf = |text: &str| text.replace('\n', "\r\n");
    for (name, article, facts) in [
        ("a byte order mark", mark(&broken), mark(&facts)),
        ("CRLF", crlf(&broken), crlf(&facts)),
        ("both", mark(&crlf(&broken)), mark(&crlf(&facts))),
    ] {
        let found = one(article.clone(), facts);
        assert_eq!(found.render(false), plain, "{name}");
        for diagnostic in found
            .diagnostics
            .iter()
            .filter(|d| &*d.file == "one/article.md")
        {
            let text = &article[diagnostic.range.clone()];
            assert!(
                ["2012-06-31", "::box{#casualty}"].contains(&text),
                "{name}: {text:?}"
            );
        }
    }
}

#[test]
fn an_article_with_crlf_and_byte_order_mark_is_the_same_article() {
    let read = |article: String, facts: String| {
        let sources =
            Memory::default()
                .with("one", "article.md", article)
                .with("one", "facts.toml", facts);
        read(&sources, "one").0.unwrap()
    };
    let other = |text: &str| format!("\u{feff}{}", text.replace('\n', "\r\n"));
    assert_eq!(
        read(ARTICLE.into(), FACTS.into()),
        read(other(ARTICLE), other(FACTS))
    );
}

#[test]
fn with_an_error_in_one_article_the_others_are_still_checked() {
    let sources = Memory::default()
        .with("one", "article.md", ARTICLE)
        .with("one", "facts.toml", FACTS)
        .with(
            "two",
            "article.md",
            ARTICLE.replace("2012-06-13", "2012-06-31"),
        )
        .with("two", "facts.toml", FACTS)
        .with("three", "article.md", "");
    let compiled = read_all(&sources);
    assert_eq!(compiled.examined, 3);
    assert_eq!(compiled.articles.len(), 1);
    assert_eq!(compiled.report.to_string(), "3 errors");
}

#[test]
fn an_article_named_instead_of_its_folder_is_noticed() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("article.md"), ARTICLE).unwrap();
    let report = only(&Folder::new(folder.path()));
    assert!(
        report
            .render(false)
            .contains("this is the folder of one article; give the folder that contains it, `/")
    );
    fs::write(folder.path().join("facts.toml"), FACTS).unwrap();
    let alone = Folder::of(folder.path());
    assert_eq!(alone.articles().unwrap().len(), 1);
    assert_eq!(
        alone.only(),
        folder.path().file_name().and_then(|name| name.to_str())
    );
    fs::remove_file(folder.path().join("facts.toml")).unwrap();
    fs::remove_file(folder.path().join("article.md")).unwrap();
    let report = only(&Folder::new(folder.path()));
    assert!(report.render(false).contains("each article is a subfolder"));
}

#[test]
fn links_may_lead_from_one_place_in_the_folder_to_another_but_not_out() {
    let folder = tempfile::tempdir().unwrap();
    let articles = folder.path().join("articles");
    for article in ["articles/one", "elsewhere"] {
        let article = folder.path().join(article);
        fs::create_dir_all(&article).unwrap();
        fs::write(article.join("article.md"), ARTICLE).unwrap();
        fs::write(article.join("facts.toml"), FACTS).unwrap();
    }
    symlink("one", articles.join("two")).unwrap();
    assert_eq!(only(&Folder::new(&articles)).render(false), "");
    symlink("../elsewhere", articles.join("three")).unwrap();
    let report = only(&Folder::new(&articles));
    assert!(report.diagnostics.iter().all(|d| d.kind == Kind::LeadsOut));
    assert_eq!(report.errors(), 2, "{}", report.render(false));
}

#[test]
fn a_pipe_is_refused_instead_of_waited_for() {
    let article = format!("{ARTICLE}\n![A crowd](crowd.jpg)\n");
    let picture = pictures::jpeg(&pictures::photograph(480, 100), None);
    let files = [
        ("one/article.md", article.as_bytes()),
        ("one/facts.toml", FACTS.as_bytes()),
        ("one/crowd.jpg", &picture),
        ("site.toml", b"title = \"News\"\n"),
    ];
    for (pipe, content) in files {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("one")).unwrap();
        for (path, content) in files.iter().filter(|(path, _)| *path != pipe) {
            fs::write(folder.path().join(path), content).unwrap();
        }
        let sources = Folder::new(folder.path());
        let report = beside_pipe(&folder.path().join(pipe), content, || {
            let mut report = SiteInfo::read(&sources).1;
            report.append(only(&sources));
            let said = report.render(false);
            assert_eq!(
                report.diagnostics[0].kind,
                Kind::FileUnreadable,
                "{pipe}: {said}"
            );
            site::build(&sources, &folder.path().join("out"));
            report
        });
        let said = report.render(false);
        assert_eq!(report.errors(), 1, "{pipe}: {said}");
        assert!(
            said.contains("can't be read: it is a named pipe, a socket or a device"),
            "{pipe}: {said}"
        );
    }
}

#[test]
fn other_folders_beside_the_articles_are_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["one", ".git", "public", "pictures"] {
        let article = folder.path().join(name);
        fs::create_dir(&article).unwrap();
        if name != "pictures" {
            fs::write(article.join("article.md"), ARTICLE).unwrap();
        }
    }
    fs::create_dir(folder.path().join("public/.sidelight")).unwrap();
    assert_eq!(
        Folder::new(folder.path()).articles(),
        Ok(vec!["one".to_owned()])
    );
}

#[test]
fn a_shell_that_is_not_fit_is_refused() {
    let shell = fs::read_to_string(site::SHELL).unwrap();
    for (name, html, expected) in [
        (
            "no place",
            shell.replace("id=\"sidelight\"", "id=\"x\""),
            "the shell has no `<div id=\"sidelight\">`",
        ),
        (
            "no program",
            shell.replace("id=\"boot\"", ""),
            "the shell has no `<script id=\"boot\" src=\"boot.js\">`",
        ),
        (
            "no title",
            shell.replace("title", "b"),
            "the shell has no `<title>`",
        ),
        (
            "two titles",
            shell.replace("<title>", "<title></title><title>"),
            "the shell has more than one `<title>`",
        ),
        (
            "a built page",
            shell.replace(
                "id=\"sidelight\"",
                "id=\"sidelight\" data-sidelight=\"pressed\"",
            ),
            "this isn't the shell but a page that was already built",
        ),
    ] {
        let folder = tempfile::tempdir().unwrap();
        site::copy_shell(folder.path());
        let path = folder.path().join("index.html");
        fs::write(&path, html).unwrap();
        let shell = Shell::read(&path).unwrap();
        let out = folder.path().join("out");
        let site = Site {
            sources: &site::memory("one", ARTICLE),
            shell: &shell,
            info: &SiteInfo::default(),
            out: &out,
            compression: Compression::None,
            keep_going: false,
            published: true,
        };
        let report = site.build(&|_, _| {}).report;
        let [diagnostic] = report.diagnostics.as_slice() else {
            panic!("{name}: {}", report.render(false));
        };
        assert!(!out.exists());
        assert_eq!(
            (diagnostic.kind, diagnostic.message.as_str()),
            (Kind::Shell, expected),
            "{name}"
        );
    }
}

#[test]
fn a_shell_needs_one_reader_beside_it() {
    let folder = tempfile::tempdir().unwrap();
    let shell = folder.path().join("index.html");
    let message = || Shell::read(&shell).unwrap_err().message;
    assert!(message().starts_with("the shell can't be read"));
    fs::write(&shell, "").unwrap();
    assert!(message().starts_with("`sidelight-reader…_bg.wasm`"));
    for hash in ["1", "2"] {
        for end in [".js", "_bg.wasm"] {
            fs::write(
                folder.path().join(format!("sidelight-reader-{hash}{end}")),
                "",
            )
            .unwrap();
        }
    }
    assert!(message().starts_with("several versions of the program"));
    for end in [".js", "_bg.wasm"] {
        fs::remove_file(folder.path().join(format!("sidelight-reader-2{end}"))).unwrap();
    }
    assert!(message().starts_with("`sidelight-package…_bg.wasm`"));
}
