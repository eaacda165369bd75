//! Files that an article links to: they are published with it, or their links are errors.

use std::fs;
use std::os::unix::fs::symlink;

use sidelight_compiler::{
    Folder, Kind, MAX_LINKED, Made, Memory, Report, read, read_with_pictures,
};
use sidelight_model::Article;

use crate::files::{ARTICLE, FACTS};
use crate::site;

/// Returns an article that ends with this text, and files in its folder.
fn sources(text: &str, files: &[(&str, &[u8])]) -> Memory {
    let memory = Memory::default()
        .with("one", "article.md", format!("{ARTICLE}\n{text}\n"))
        .with("one", "facts.toml", FACTS);
    files.iter().fold(memory, |memory, (name, content)| {
        memory.with("one", name, *content)
    })
}

fn kinds(report: &Report) -> Vec<Kind> {
    report.diagnostics.iter().map(|found| found.kind).collect()
}

#[test]
fn linked_files_are_published_unchanged_under_their_names() {
    let text = "See [the paper](paper.pdf#page=3), [the notes](<my notes/a b.txt>), [the sum](%D0%B1.csv?x) and \
                [again](./paper.pdf).";
    let sources = sources(
        text,
        &[
            ("paper.pdf", b"%PDF \0 paper"),
            ("my notes/a b.txt", b"notes"),
            ("б.csv", b"a,b"),
            ("unlinked.pdf", b"secret"),
        ],
    );
    let built = site::pages(&sources);
    assert_eq!(
        fs::read(built.out().join("one/paper.pdf")).unwrap(),
        b"%PDF \0 paper"
    );
    assert_eq!(built.text("one/my notes/a b.txt"), "notes");
    assert_eq!(built.text("one/б.csv"), "a,b");
    assert!(!built.out().join("one/unlinked.pdf").exists());
    let page = built.text("one/index.html");
    for link in [
        "href=\"paper.pdf#page=3\"",
        "href=\"my%20notes/a%20b.txt\"",
        "href=\"%D0%B1.csv?x\"",
    ] {
        assert!(page.contains(link), "{link}");
    }
    // The only article of a site is also its front page.
    assert!(
        built
            .text("index.html")
            .contains("href=\"one/paper.pdf#page=3\"")
    );
    assert!(
        built
            .text("one/article.json")
            .contains("\"href\":\"paper.pdf#page=3\"")
    );
}

#[test]
fn a_file_that_is_no_longer_linked_is_removed() {
    let out = tempfile::tempdir().unwrap();
    let files: &[(&str, &[u8])] = &[("paper.pdf", b"paper")];
    assert!(
        site::build(&sources("[a](paper.pdf)", files), out.path())
            .published
            .is_some()
    );
    assert!(out.path().join("one/paper.pdf").exists());
    assert!(
        site::build(&sources("No link.", files), out.path())
            .published
            .is_some()
    );
    assert!(!out.path().join("one/paper.pdf").exists());
}

#[test]
fn a_source_may_be_a_file() {
    let article = ARTICLE.replace("title = \"Kaz", "url = \"paper.pdf\", title = \"Kaz");
    let memory =
        Memory::default()
            .with("one", "article.md", article)
            .with("one", "facts.toml", FACTS);
    let (_, report) = read(&memory, "one");
    assert_eq!(kinds(&report), [Kind::FileMissing]);
    let memory = memory.with("one", "paper.pdf", "paper");
    let (read, report) = read_with_pictures(&memory, "one");
    assert_eq!(report.render(false), "");
    let Made {
        mut article, files, ..
    } = read.unwrap().make(&memory).unwrap();
    assert_eq!(files[0].path, "one/paper.pdf");
    let url = |article: &Article| article.sources[0].url.clone().unwrap();
    assert_eq!(url(&article).as_str(), "paper.pdf");
    article.place_files("../one/article.json");
    assert_eq!(url(&article).as_str(), "../one/paper.pdf");
}

#[test]
fn a_missing_file_names_the_one_that_was_meant() {
    let report = read(&sources("[a](papers.pdf)", &[("paper.pdf", b"x")]), "one").1;
    assert!(report.render(false).contains("did you mean `paper.pdf`?"));
}

#[test]
fn empty_and_huge_files_are_refused() {
    let huge = vec![b'x'; MAX_LINKED as usize + 1];
    let report = read(
        &sources(
            "[a](a.txt) and [b](b.txt)",
            &[("a.txt", b""), ("b.txt", &huge)],
        ),
        "one",
    )
    .1;
    assert_eq!(kinds(&report), [Kind::Blank, Kind::FileTooLarge]);
}

#[test]
fn folders_and_links_out_of_the_folder_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let one = folder.path().join("articles/one");
    fs::create_dir_all(one.join("a.pdf")).unwrap();
    let text = format!("{ARTICLE}\n[a](a.pdf), [b](b.pdf) and [c](c.pdf).\n");
    fs::write(one.join("article.md"), text).unwrap();
    fs::write(one.join("facts.toml"), FACTS).unwrap();
    fs::write(folder.path().join("secret.pdf"), "secret").unwrap();
    symlink("../../secret.pdf", one.join("b.pdf")).unwrap();
    fs::write(one.join("real.pdf"), "paper").unwrap();
    symlink("real.pdf", one.join("c.pdf")).unwrap();
    let report = read(&Folder::new(folder.path().join("articles")), "one").1;
    assert_eq!(kinds(&report), [Kind::FileUnreadable, Kind::LeadsOut]);
}

#[test]
fn the_data_of_a_table_is_a_file_that_no_linked_file_may_replace() {
    let table = "::table[Deaths]{#deaths}\n\n| Town | Killed |\n|---|---|\n| =A, \"B\" | |\n";
    let built = site::pages(&sources(table, &[]));
    assert_eq!(
        built.text("one/table-deaths.csv"),
        "\u{feff}Town,Killed\r\n\"'=A, \"\"B\"\"\",\r\n"
    );
    assert!(
        built
            .text("one/index.html")
            .contains("href=\"table-deaths.csv\"")
    );
    assert!(
        built
            .text("index.html")
            .contains("href=\"one/table-deaths.csv\"")
    );
    let linked = format!("[a](table-deaths.csv)\n\n{table}");
    let report = read(
        &sources(&linked, &[("table-deaths.csv", b"mine" as &[u8])]),
        "one",
    )
    .1;
    assert_eq!(kinds(&report), [Kind::DuplicateId]);
}
