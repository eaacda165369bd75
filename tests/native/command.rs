//! The command line as a newsroom uses it.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use crate::files::{ARTICLE, FACTS};
use crate::site::{all_files, copy_shell, names};

/// Names in the folder of a site with one article.
const SITE: [&str; 17] = [
    ".sidelight",
    "404.html",
    "404.html.br",
    "404.html.gz",
    "_headers",
    "embed.js",
    "embed.js.br",
    "embed.js.gz",
    "index.html",
    "index.html.br",
    "index.html.gz",
    "one",
    "reader",
    "shared",
    "sw.js",
    "sw.js.br",
    "sw.js.gz",
];

pub(crate) fn sidelight(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sidelight"));
    command.args(arguments).env_remove("TRUNK_STAGING_DIR");
    command
}

#[track_caller]
fn check(output: &Output, code: i32, expected: &str) {
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(code), "{said}");
    assert!(said.contains(expected), "{said}");
}

pub(crate) fn put(folder: &Path, slug: &str, article: &str, facts: &str) {
    let folder = folder.join(slug);
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("article.md"), article).unwrap();
    fs::write(folder.join("facts.toml"), facts).unwrap();
}

#[test]
fn checking_shows_errors_and_says_so_in_its_exit_code() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().to_str().unwrap();
    put(folder.path(), "one", ARTICLE, FACTS);
    let output = sidelight(&["check", dir]).output().unwrap();
    check(&output, 0, "checked 1 article: no errors\n");

    put(
        folder.path(),
        "two",
        &ARTICLE.replace("::box{#casualties}\n", ""),
        FACTS,
    );
    let output = sidelight(&["check", dir]).output().unwrap();
    check(&output, 0, "checked 2 articles: no errors, 1 warning\n");

    put(
        folder.path(),
        "three",
        &ARTICLE.replace("2012-06-13", "2012-06-31"),
        FACTS,
    );
    let output = sidelight(&["check", dir]).output().unwrap();
    check(&output, 1, "three/article.md:5:9\n");
    check(&output, 1, "5 | as-of = 2012-06-31\n  |         ^^^^^^^^^^");
    check(&output, 1, "checked 3 articles: 1 error and 1 warning\n");
    assert!(
        !String::from_utf8_lossy(&output.stderr).contains('\u{1b}'),
        "no colours in a pipe"
    );
}

#[test]
fn building_writes_the_site_or_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let articles = folder.path().join("articles");
    let staging = folder.path().join("staging");
    let out = folder.path().join("site");
    fs::create_dir(&staging).unwrap();
    copy_shell(&staging);
    put(&articles, "one", ARTICLE, FACTS);
    let shell = staging.join("index.html");
    let arguments = [
        "build",
        articles.to_str().unwrap(),
        "--shell",
        shell.to_str().unwrap(),
        "--out",
        out.to_str().unwrap(),
    ];

    put(
        &articles,
        "two",
        ARTICLE,
        &FACTS.replace("killed in", "dead in"),
    );
    let output = sidelight(&arguments).output().unwrap();
    check(
        &output,
        1,
        "checked 2 articles: 1 error; nothing was published\n",
    );
    assert!(!out.exists());

    fs::remove_dir_all(articles.join("two")).unwrap();
    let output = sidelight(&arguments).output().unwrap();
    check(&output, 0, "built 1 article into");
    assert_eq!(names(&out), SITE);

    let before = fs::read_to_string(out.join("one/index.html")).unwrap();
    put(
        &articles,
        "one",
        &ARTICLE.replace("2012-06-13", "2012-06-31"),
        FACTS,
    );
    check(
        &sidelight(&arguments).output().unwrap(),
        1,
        "nothing was published",
    );
    assert_eq!(
        fs::read_to_string(out.join("one/index.html")).unwrap(),
        before
    );
    assert_eq!(names(&out), SITE);
}

#[test]
fn in_trunks_hook_its_folder_is_shell_and_output() {
    let folder = tempfile::tempdir().unwrap();
    let articles = folder.path().join("articles");
    let staging = folder.path().join("staging");
    fs::create_dir(&staging).unwrap();
    copy_shell(&staging);
    put(&articles, "one", ARTICLE, FACTS);
    let output = sidelight(&["build", articles.to_str().unwrap()])
        .env("TRUNK_STAGING_DIR", &staging)
        .output()
        .unwrap();
    check(&output, 0, "built 1 article into");
    let page = fs::read_to_string(staging.join("index.html")).unwrap();
    assert!(page.contains("data-sidelight=\"pressed\""));

    let files = all_files(&staging);
    assert!(
        !files
            .iter()
            .any(|file| file.starts_with("sidelight-") || file == "boot.js"),
        "only final names remain: {files:?}"
    );

    // A second run, without Trunk in between, fails and keeps the page.
    let output = sidelight(&["build", articles.to_str().unwrap()])
        .env("TRUNK_STAGING_DIR", &staging)
        .output()
        .unwrap();
    check(
        &output,
        3,
        "error[SL047]: `sidelight-reader…_bg.wasm` and its `.js` aren't beside the shell",
    );
    assert_eq!(
        fs::read_to_string(staging.join("index.html")).unwrap(),
        page
    );
}

#[test]
fn without_a_reader_building_says_how_to_get_one() {
    let folder = tempfile::tempdir().unwrap();
    put(folder.path(), "one", ARTICLE, FACTS);
    let out = folder.path().join("out");
    let arguments = [
        "build",
        folder.path().to_str().unwrap(),
        "--out",
        out.to_str().unwrap(),
    ];
    check(
        &sidelight(&arguments).output().unwrap(),
        2,
        "`cargo xtask install`",
    );
    assert!(!out.exists());
}

#[test]
fn wrong_usage_has_an_exit_code_of_its_own() {
    for arguments in [
        &["build", "--compress", "much"][..],
        &["build", "--base-url", "example.org"],
        &["press"],
        &["check", "a", "b"],
        &[],
    ] {
        let output = sidelight(arguments).output().unwrap();
        check(&output, 2, "--help");
    }
}

fn run(arguments: &[&str]) -> (i32, String, String) {
    let output = sidelight(arguments).output().unwrap();
    (
        output.status.code().unwrap(),
        String::from_utf8(output.stdout).unwrap(),
        String::from_utf8(output.stderr).unwrap(),
    )
}

#[test]
fn a_new_article_presses_without_a_warning() {
    let folder = tempfile::tempdir().unwrap();
    let articles = folder.path().join("not/there/yet");
    let dir = articles.to_str().unwrap();
    let (code, _, said) = run(&["new", "flood-in-the-valley", "--into", dir]);
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("flood-in-the-valley"), "{said}");
    assert_eq!(
        names(&articles),
        [".sidelight-schema", "flood-in-the-valley"]
    );
    let output = sidelight(&["check"])
        .current_dir(&articles)
        .output()
        .unwrap();
    check(&output, 0, "checked 1 article: no errors\n");
    let facts = fs::read_to_string(articles.join("flood-in-the-valley/facts.toml")).unwrap();
    for kind in [
        "casualties",
        "sentences",
        "demands",
        "timeline",
        "people",
        "places",
        "votes",
        "questions",
        "glossary",
        "claims",
        "figures",
    ] {
        assert!(facts.contains(&format!("kind = \"{kind}\"")), "{kind}");
    }
    let article = fs::read_to_string(articles.join("flood-in-the-valley/article.md")).unwrap();
    assert!(
        !article.contains("published = 2000-01-01"),
        "it has today's date"
    );
    // The comment that shows editors the schema has the right path.
    let schema = facts
        .lines()
        .next()
        .unwrap()
        .strip_prefix("#:schema ")
        .unwrap();
    let schema = articles.join("flood-in-the-valley").join(schema);
    assert_eq!(
        fs::read_to_string(schema).unwrap(),
        run(&["schema", "facts"]).1
    );
}

#[test]
fn a_new_article_changes_nothing_that_is_there() {
    let folder = tempfile::tempdir().unwrap();
    put(folder.path(), "one", "mine", "mine too");
    let dir = folder.path().to_str().unwrap();
    let (code, _, said) = run(&["new", "one", "--into", dir]);
    assert_eq!(code, 2, "{said}");
    assert!(said.contains("nothing was changed"), "{said}");
    assert_eq!(names(folder.path()), ["one"]);
    assert_eq!(
        fs::read_to_string(folder.path().join("one/article.md")).unwrap(),
        "mine"
    );
    let (code, _, said) = run(&["new", "two", "--into", &format!("{dir}/one/article.md")]);
    assert_eq!(code, 3, "{said}");
}

#[test]
fn a_name_that_no_article_can_have_is_answered_with_one_that_can() {
    for (name, better) in [
        ("Flood in the Valley!", "try `flood-in-the-valley`"),
        ("../up", "try `up`"),
        ("Жаңаөзен", "try `an-article`"),
        ("reader", "try `reader-article`"),
    ] {
        let (code, _, said) = run(&["new", name]);
        assert_eq!(code, 2, "{said}");
        assert!(said.contains(better), "{said}");
    }
}

#[test]
fn objects_go_to_standard_output_and_words_to_standard_error() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().to_str().unwrap();
    put(
        folder.path(),
        "one",
        &ARTICLE.replace("2012-06-13", "2012-06-31"),
        FACTS,
    );
    let (code, out, said) = run(&["check", dir, "--format", "json"]);
    assert_eq!(code, 1);
    let line: serde_json::Value = serde_json::from_str(out.trim_end()).unwrap();
    assert_eq!(line["code"], "SL020");
    assert_eq!(said, "checked 1 article: 1 error\n");
    let (_, out, said) = run(&["check", dir]);
    assert_eq!(out, "");
    assert!(said.contains("error[SL020]"), "{said}");
}

#[test]
fn colours_are_as_the_user_wants_them() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().to_str().unwrap();
    put(
        folder.path(),
        "one",
        &ARTICLE.replace("2012-06-13", "2012-06-31"),
        FACTS,
    );
    for (color, expected) in [("auto", false), ("always", true), ("never", false)] {
        let (_, _, said) = run(&["check", dir, "--color", color]);
        assert_eq!(said.contains('\u{1b}'), expected, "{color}");
    }
}

#[test]
fn inside_an_articles_folder_commands_work_on_that_article() {
    let folder = tempfile::tempdir().unwrap();
    put(
        folder.path(),
        "one",
        &ARTICLE.replace("2012-06-13", "2012-06-31"),
        FACTS,
    );
    put(folder.path(), "two", ARTICLE, "[[box]]\n");
    let one = folder.path().join("one");
    let inside =
        |arguments: &[&str], at: &Path| sidelight(arguments).current_dir(at).output().unwrap();
    let checked = inside(&["check"], &one);
    check(&checked, 1, "--> ../one/article.md:5:9");
    check(&checked, 1, "checked 1 article: 1 error\n");
    check(
        &inside(&["check", "one"], folder.path()),
        1,
        "--> ./one/article.md:5:9",
    );
    fs::write(one.join("article.md"), ARTICLE).unwrap();
    let suggested = inside(&["suggest"], &one);
    check(&suggested, 0, "");
    assert!(String::from_utf8_lossy(&suggested.stdout).contains("% covered"));
    check(
        &inside(&["suggest"], folder.path()),
        2,
        "as in `sidelight suggest after-janaozen`",
    );
    copy_shell(folder.path());
    let built = inside(&["build", "--shell", "../index.html"], &one);
    check(
        &built,
        2,
        "this is the folder of one article; give the folder that contains it, `..`",
    );
}

#[test]
fn a_build_writes_objects_too() {
    let folder = tempfile::tempdir().unwrap();
    put(
        folder.path(),
        "one",
        &ARTICLE.replace("2012-06-13", "2012-06-31"),
        FACTS,
    );
    copy_shell(folder.path());
    let output = sidelight(&["build", "--shell", "index.html", "--format", "json"])
        .current_dir(folder.path())
        .output()
        .unwrap();
    check(&output, 1, "nothing was published");
    let line: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(line["code"], "SL020");
    assert!(!String::from_utf8_lossy(&output.stderr).contains("SL020"));
}

#[test]
fn wrong_folders_are_told_apart() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path();
    put(&dir.join("assets/articles"), "one", ARTICLE, FACTS);
    for (place, expected) in [
        ("no-such", "this folder doesn't exist"),
        ("assets/articles/one/article.md", "this is a file"),
        ("", "did you mean `"),
        ("assets", "did you mean `"),
    ] {
        let place = dir.join(place);
        let (code, _, said) = run(&["check", place.to_str().unwrap()]);
        assert_eq!(code, 2, "{said}");
        assert!(said.contains(expected), "{expected}: {said}");
    }
    let (code, _, said) = run(&["check", "--against", "no-such-site"]);
    assert_eq!(code, 2, "{said}");
}

#[test]
fn codes_are_explained() {
    let (code, out, _) = run(&["explain", "sl038"]);
    assert_eq!(code, 0);
    assert!(out.starts_with("SL038 quote-not-found\n"), "{out}");
    let (code, out, said) = run(&["explain", "SL999"]);
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(said.contains("unknown code `SL999`"), "{said}");
}

#[test]
fn every_command_has_examples_that_it_understands() {
    for command in [
        "new",
        "check",
        "serve",
        "build",
        "explain",
        "schema",
        "completions",
        "suggest",
    ] {
        let (code, help, _) = run(&[command, "--help"]);
        assert_eq!(code, 0);
        assert!(help.contains("Exit codes: 0 success"), "{help}");
        let examples: Vec<&str> = help
            .split("Examples:\n")
            .nth(1)
            .unwrap()
            .lines()
            .take_while(|line| line.starts_with("  sidelight "))
            .collect();
        assert!(!examples.is_empty(), "{help}");
        for example in examples {
            // The unknown option at the end stops the command. All other options of the example must be known.
            let arguments: Vec<&str> = example
                .split_whitespace()
                .skip(1)
                .take_while(|word| !["#", ">"].contains(word))
                .chain(["--no-such-option"])
                .collect();
            let (code, _, said) = run(&arguments);
            assert_eq!(code, 2, "{example}");
            assert!(
                said.contains("unexpected argument '--no-such-option'"),
                "{example}: {said}"
            );
        }
    }
}

#[test]
fn shells_get_completions() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let (code, out, _) = run(&["completions", shell]);
        assert_eq!(code, 0);
        assert!(
            out.contains("completions") && out.contains("against"),
            "{shell}"
        );
    }
}

#[test]
fn schemas_are_put_beside_the_articles() {
    let folder = tempfile::tempdir().unwrap();
    let (code, _, said) = run(&["schema", "--write", folder.path().to_str().unwrap()]);
    assert_eq!(code, 0, "{said}");
    assert_eq!(
        names(&folder.path().join(".sidelight-schema")),
        [
            "article.json",
            "diagnostic.json",
            "edition-facts.json",
            "facts.json",
            "package.json",
            "site.json"
        ]
    );
}

#[test]
fn editions_are_started_shown_and_accepted() {
    let folder = tempfile::tempdir().unwrap();
    let articles = folder.path().join("articles");
    let within = articles.to_str().unwrap();
    let (code, _, said) = run(&["new", "flood", "--into", within]);
    assert_eq!(code, 0, "{said}");
    let started = ["editions", "new", "ru", "flood", "--in", within];
    let (code, _, said) = run(&started);
    assert_eq!(code, 0, "{said}");
    assert!(
        said.contains("article.ru.md") && said.contains("facts.ru.toml"),
        "{said}"
    );
    let (code, _, said) = run(&started);
    assert_eq!(code, 2);
    assert!(
        said.contains("already exists; nothing was changed"),
        "{said}"
    );
    for (language, expected) in [("en", 2), ("english", 2)] {
        let (code, _, said) = run(&["editions", "new", language, "flood", "--in", within]);
        assert_eq!(code, expected, "{said}");
    }
    let (code, table, _) = run(&["editions", "status", within]);
    assert_eq!(code, 0);
    let lines: Vec<Vec<&str>> = table
        .lines()
        .map(|line| line.split_whitespace().collect())
        .collect();
    assert_eq!(lines[0], ["article", "edition", "errors", "behind"]);
    assert_eq!(lines[1][..2], ["flood", "ru"]);
    assert!(lines[1][2].parse::<usize>().unwrap() > 50, "{table}");
    assert_eq!(lines[1][3..], ["never", "accepted"]);
    let (code, _, said) = run(&["editions", "accept", "ru", "flood", "--in", within]);
    assert_eq!(code, 1);
    assert!(said.contains("nothing was recorded"), "{said}");
    assert!(!articles.join("flood/editions.toml").exists());
    let (code, _, said) = run(&["editions", "accept", "kk", "flood", "--in", within]);
    assert_eq!(code, 2, "{said}");
}

#[test]
fn importing_makes_a_folder_and_never_writes_over_one_unasked() {
    let folder = tempfile::tempdir().unwrap();
    let source = folder.path().join("story.txt");
    fs::write(
        &source,
        "A headline\n\nThe text of it, a sentence.\n\nAnother sentence.\n",
    )
    .unwrap();
    let into = folder.path().join("articles");
    let arguments = [
        "import",
        source.to_str().unwrap(),
        "--into",
        into.to_str().unwrap(),
    ];
    let output = sidelight(&arguments).output().unwrap();
    check(&output, 0, "headline     line 1     A headline\n");
    assert_eq!(names(&into), ["a-headline"]);
    assert_eq!(
        names(&into.join("a-headline")),
        ["article.md", "facts.toml"]
    );
    check(
        &sidelight(&["check", into.to_str().unwrap()])
            .output()
            .unwrap(),
        1,
        "standfirst = \"\"  # not found",
    );

    let article = into.join("a-headline/article.md");
    fs::write(&article, "mine").unwrap();
    fs::write(into.join("a-headline/facts.toml"), "# mine").unwrap();
    check(
        &sidelight(&arguments).output().unwrap(),
        2,
        "error[SL060]: a folder with this name already exists; nothing was written",
    );
    assert_eq!(fs::read_to_string(&article).unwrap(), "mine");
    check(
        &sidelight(&arguments).arg("--force").output().unwrap(),
        0,
        "headline",
    );
    assert!(fs::read_to_string(&article).unwrap().starts_with("+++\n"));
    assert_eq!(
        fs::read_to_string(into.join("a-headline/facts.toml")).unwrap(),
        "# mine"
    );
    assert_eq!(names(&into), ["a-headline"], "nothing is left behind");

    let other = sidelight(&arguments)
        .args(["--slug", "other", "no-such-file"])
        .output()
        .unwrap();
    check(&other, 2, "several files");
    check(
        &sidelight(&arguments)
            .args(["--slug", "../x"])
            .output()
            .unwrap(),
        2,
        "lower-case",
    );
    fs::write(&article, "mine").unwrap();
    let both = sidelight(&arguments)
        .args(["no-such-file", "nor-this", "--force"])
        .output()
        .unwrap();
    check(
        &both,
        2,
        "error: the file `no-such-file` doesn't exist\nerror: the file `nor-this` doesn't exist\n",
    );
    assert_eq!(fs::read_to_string(&article).unwrap(), "mine");
}
