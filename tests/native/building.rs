//! Repeated builds of a site: the files they change, the output they refuse, and the result of an interruption at any
//! moment.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Read;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use sidelight_compiler::{BaseUrl, Kind, Memory, SiteInfo};
use sidelight_site::{Built, Published};

use crate::command::sidelight;
use crate::files::{ARTICLE, FACTS};
use crate::site::{SHELL, all_files, build, build_with, memory, names, pages, with};

/// Returns content and inode of every file in a folder, except in `.sidelight/`.
pub(crate) fn tree(folder: &Path) -> BTreeMap<String, (Vec<u8>, u64)> {
    all_files(folder)
        .into_iter()
        .filter(|path| !path.starts_with(".sidelight/"))
        .map(|path| {
            let file = folder.join(&path);
            let content = fs::read(&file).unwrap();
            (path, (content, fs::metadata(file).unwrap().ino()))
        })
        .collect()
}

pub(crate) fn titled(title: &str) -> String {
    ARTICLE.replace("A movement falters", title)
}

fn broken() -> String {
    ARTICLE.replace("2012-06-13", "2012-06-31")
}

#[track_caller]
pub(crate) fn published(built: Built) -> Published {
    match built.published {
        Some(published) => published,
        None => panic!("{}", built.report.render(false)),
    }
}

#[track_caller]
pub(crate) fn refused(built: &Built, message: &str) {
    assert!(built.published.is_none());
    let said = built.report.render(false);
    assert!(said.contains(message), "{said}");
}

pub(crate) fn three() -> Memory {
    with(
        with(memory("one", &titled("One")), "two", &titled("Two")),
        "three",
        &titled("Three"),
    )
}

#[test]
fn only_what_has_changed_is_made_again() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path();
    let first = published(build(&three(), out));
    assert_eq!((first.built, first.unchanged), (3, 0));
    assert_eq!(first.full_rebuild, None);
    let before = tree(out);

    let second = published(build(&three(), out));
    assert_eq!((second.built, second.unchanged, second.files), (0, 3, 0));
    assert_eq!(tree(out), before);

    // A change that doesn't affect the list of articles.
    let changed = with(
        three(),
        "two",
        &titled("Two").replace("in «Жаңаөзен».", "in «Жаңаөзен», again."),
    );
    let third = published(build(&changed, out));
    assert_eq!((third.built, third.unchanged, third.removed), (1, 2, 0));
    let after = tree(out);
    for (path, file) in &after {
        assert_eq!(
            path.starts_with("two/"),
            before.get(path) != Some(file),
            "{path}"
        );
    }
    assert_eq!(
        names(&out.join(".sidelight")),
        ["Caddyfile", "index.json", "lock", "nginx.conf"]
    );
}

#[test]
fn what_is_true_of_the_whole_site_makes_everything_again() {
    let folder = tempfile::tempdir().unwrap();
    published(build(&three(), folder.path()));
    let info = SiteInfo {
        base_url: Some(BaseUrl::new("https://example.org/news").unwrap()),
        ..SiteInfo::default()
    };
    let built = published(build_with(&three(), folder.path(), &info, false));
    assert_eq!((built.built, built.unchanged), (3, 0));
    assert!(built.full_rebuild.unwrap().contains("setting changed"));
    let page = fs::read_to_string(folder.path().join("one/index.html")).unwrap();
    assert!(page.contains("https://example.org/news/one/"));
    assert!(folder.path().join("feed.xml").exists());

    published(build(&three(), folder.path()));
    assert!(!folder.path().join("feed.xml").exists(), "it was ours");
}

#[test]
fn what_is_gone_is_removed_and_what_is_not_ours_stays() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path();
    published(build(&three(), out));
    for path in [
        "robots.txt",
        "one/film.mp4",
        "two/more/notes.txt",
        "own/page.html",
    ] {
        let path = out.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "not ours").unwrap();
    }
    let one = fs::metadata(out.join("one/film.mp4")).unwrap().ino();

    let sources = with(
        memory("one", &titled("Another one")),
        "three",
        &titled("Three"),
    );
    let built = published(build(&sources, out));
    assert_eq!((built.built, built.unchanged, built.removed), (1, 1, 1));
    assert_eq!(all_files(&out.join("two")), ["more/notes.txt"]);
    for path in ["robots.txt", "one/film.mp4", "own/page.html"] {
        assert_eq!(
            fs::read_to_string(out.join(path)).unwrap(),
            "not ours",
            "{path}"
        );
    }
    assert_eq!(fs::metadata(out.join("one/film.mp4")).unwrap().ino(), one);
    let page = fs::read_to_string(out.join("one/index.html")).unwrap();
    assert!(page.contains("Another one"));
    assert_eq!(
        fs::read_to_string(out.join("index.html"))
            .unwrap()
            .matches("two/")
            .count(),
        0
    );
}

#[test]
fn the_front_page_follows_the_number_of_articles() {
    let folder = tempfile::tempdir().unwrap();
    let front = || fs::read_to_string(folder.path().join("index.html")).unwrap();
    let one = memory("one", &titled("One"));
    let two = with(one.clone(), "two", &titled("Two"));
    for _ in 0..2 {
        published(build(&one, folder.path()));
        assert!(front().contains("data-sidelight=\"pressed\""));
        published(build(&two, folder.path()));
        assert!(!front().contains("data-sidelight"));
    }
}

#[test]
fn a_folder_that_is_not_a_sites_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("thesis.txt");
    fs::write(&file, "years of work").unwrap();
    let before = tree(folder.path());
    refused(
        &build(&three(), folder.path()),
        "this folder has files that sidelight didn't create",
    );
    assert_eq!(names(folder.path()), ["thesis.txt"]);
    assert_eq!(tree(folder.path()), before);
    refused(
        &build(&three(), &file),
        "the site can't be written here: this is a file",
    );
    refused(
        &build(&three(), Path::new("/proc/no-such-thing")),
        "the pages can't be written: ",
    );
}

#[test]
fn what_stands_in_the_way_is_neither_replaced_nor_moved() {
    for (path, is_folder) in [
        ("one/index.html", false),
        ("index.html", false),
        ("index.html", true),
        ("one", false),
        ("reader", false),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path();
        published(build(&memory("zero", ARTICLE), out));
        fs::remove_file(out.join("index.html")).unwrap();
        // As in a folder where the path is free, so that somebody else uses it: the index must not list it.
        let index = out.join(".sidelight/index.json");
        let known = fs::read_to_string(&index).unwrap();
        fs::write(
            &index,
            known.replace("\"index.html\":{", "\"elsewhere.html\":{"),
        )
        .unwrap();
        let place = out.join(path);
        if is_folder {
            fs::create_dir_all(&place).unwrap();
        } else {
            let _ = fs::remove_dir_all(&place);
            fs::create_dir_all(place.parent().unwrap()).unwrap();
            fs::write(&place, "not ours").unwrap();
        }
        let before = tree(out);
        let sources = with(memory("zero", ARTICLE), "one", &titled("One"));
        let built = build(&sources, out);
        assert!(built.published.is_none(), "{path}");
        let kinds: Vec<Kind> = built.report.diagnostics.iter().map(|d| d.kind).collect();
        assert_eq!(
            kinds,
            [Kind::InTheWay],
            "{path}: {}",
            built.report.render(false)
        );
        assert_eq!(tree(out), before, "{path}");
        assert!(!out.join(".sidelight/staging").exists());
    }
}

#[test]
fn the_articles_own_folder_is_no_place_for_a_site_but_one_in_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let articles = folder.path();
    for slug in ["one", "two"] {
        fs::create_dir(articles.join(slug)).unwrap();
        fs::write(articles.join(slug).join("article.md"), ARTICLE).unwrap();
        fs::write(articles.join(slug).join("facts.toml"), FACTS).unwrap();
    }
    let sources = sidelight_compiler::Folder::new(articles);
    refused(
        &build(&sources, articles),
        "the site can't be written into the articles folder itself",
    );
    assert_eq!(names(articles), ["one", "two"]);
    for unchanged in [0, 2] {
        let built = published(build(&sources, &articles.join("public")));
        assert_eq!(
            (built.built + built.unchanged, built.unchanged),
            (2, unchanged)
        );
    }
}

#[test]
fn with_an_error_nothing_is_published() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let bad = with(with(three(), "two", &broken()), "a-fourth", &broken());
    let built = build(&bad, &out);
    assert!(built.published.is_none());
    let files: Vec<&str> = built.report.diagnostics.iter().map(|d| &*d.file).collect();
    assert_eq!(
        files,
        ["a-fourth/article.md", "two/article.md"],
        "all, by slug"
    );
    assert!(!out.exists(), "not even the folder");

    published(build(&three(), &out));
    let before = tree(&out);
    assert!(build(&bad, &out).published.is_none());
    assert_eq!(tree(&out), before);
    assert!(!out.join(".sidelight/staging").exists());
}

#[test]
fn going_on_keeps_bad_articles_as_they_last_were() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path();
    published(build(&three(), out));
    let before = tree(out);
    let bad = with(
        with(with(three(), "two", &broken()), "a-fourth", &broken()),
        "one",
        &titled("Another one"),
    );
    let keep_going = || build_with(&bad, out, &SiteInfo::default(), true);
    for built_now in [1, 0] {
        let built = keep_going();
        assert_eq!(built.report.errors(), 2);
        let built = published(built);
        assert_eq!(built.built, built_now);
        assert_eq!(
            built.left_out,
            [("a-fourth".to_owned(), false), ("two".to_owned(), true)]
        );
        let after = tree(out);
        assert_eq!(after.get("two/index.html"), before.get("two/index.html"));
        assert_ne!(after.get("one/index.html"), before.get("one/index.html"));
        let front = fs::read_to_string(out.join("index.html")).unwrap();
        assert!(front.contains("\"two/\"") && !front.contains("a-fourth"));
    }
    // Without a valid article nothing is published.
    let nothing = folder.path().join("nothing");
    let built = build_with(
        &memory("one", &broken()),
        &nothing,
        &SiteInfo::default(),
        true,
    );
    assert!(built.published.is_none() && !nothing.exists());
}

#[test]
fn warnings_are_shown_by_every_build() {
    let folder = tempfile::tempdir().unwrap();
    let unplaced = memory("one", &ARTICLE.replace("::box{#casualties}\n", ""));
    for unchanged in [0, 1] {
        let built = build(&unplaced, folder.path());
        assert_eq!(built.report.warnings(), 1);
        assert_eq!(published(built).unchanged, unchanged);
    }
}

#[test]
fn an_index_that_cannot_be_used_is_told_and_made_anew() {
    let folder = tempfile::tempdir().unwrap();
    let index = folder.path().join(".sidelight/index.json");
    published(build(&three(), folder.path()));
    let good = fs::read_to_string(&index).unwrap();
    for (bad, reason) in [
        ("not JSON".to_owned(), "it can't be read"),
        (good.replace("\"version\":1", "\"version\":2"), "version 2"),
        ("{\"version\":1}".to_owned(), "missing field"),
    ] {
        fs::write(&index, bad).unwrap();
        let built = published(build(&three(), folder.path()));
        assert_eq!(built.built, 3);
        let full_rebuild = built.full_rebuild.unwrap();
        assert!(full_rebuild.contains(reason), "{full_rebuild}");
        assert_eq!(fs::read_to_string(&index).unwrap(), good);
    }
    fs::remove_file(&index).unwrap();
    let built = published(build(&three(), folder.path()));
    assert!(built.full_rebuild.unwrap().contains("it doesn't exist"));
}

#[test]
fn a_name_that_leads_out_of_the_site_is_no_slug() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    for name in [
        "..", "../up", "one/two", "/root", "One", "one.html", "shared", "reader", "topics",
    ] {
        let built = build_with(
            &with(memory("good", ARTICLE), name, ARTICLE),
            &out,
            &SiteInfo::default(),
            true,
        );
        assert_eq!(built.report.diagnostics[0].kind, Kind::BadSlug, "{name}");
        assert_eq!(names(folder.path()), ["out"], "{name}");
        assert!(
            !all_files(&out).iter().any(|path| path.contains("up")),
            "{name}"
        );
    }
}

#[test]
fn two_builds_do_not_write_to_one_folder() {
    let folder = tempfile::tempdir().unwrap();
    published(build(&three(), folder.path()));
    let before = tree(folder.path());
    let lock = File::open(folder.path().join(".sidelight/lock")).unwrap();
    lock.lock().unwrap();
    refused(
        &build(&memory("four", ARTICLE), folder.path()),
        "another build is writing",
    );
    assert_eq!(tree(folder.path()), before);
    lock.unlock().unwrap();
    published(build(&memory("four", ARTICLE), folder.path()));
}

#[test]
fn compressed_forms_hold_what_the_files_hold() {
    let info = SiteInfo {
        base_url: Some(BaseUrl::new("https://example.org").unwrap()),
        ..SiteInfo::default()
    };
    let folder = tempfile::tempdir().unwrap();
    published(build_with(&three(), folder.path(), &info, false));
    let mut seen = 0;
    for path in all_files(folder.path()) {
        let Some((file, ending)) = path
            .rsplit_once('.')
            .filter(|(_, ending)| ["br", "gz"].contains(ending))
        else {
            continue;
        };
        assert!(!file.ends_with(".png"), "{path}");
        let form = fs::read(folder.path().join(&path)).unwrap();
        let mut content = Vec::new();
        if ending == "br" {
            brotli::Decompressor::new(&*form, 4096)
                .read_to_end(&mut content)
                .unwrap();
        } else {
            flate2::read::GzDecoder::new(&*form)
                .read_to_end(&mut content)
                .unwrap();
        }
        assert_eq!(
            content,
            fs::read(folder.path().join(file)).unwrap(),
            "{path}"
        );
        seen += 1;
    }
    assert!(seen >= 10, "{seen}");
}

/// Imitates a build that was stopped while it moved files into place.
#[test]
fn a_build_that_was_committed_is_finished_by_the_next() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path();
    published(build(&three(), out));
    let new = pages(&with(
        memory("one", &titled("Another one")),
        "three",
        &titled("Another three"),
    ));
    let staging = out.join(".sidelight/staging");
    fs::create_dir_all(&staging).unwrap();
    let mut folders = Vec::new();
    for slug in ["one", "three"] {
        fs::rename(new.out().join(slug), staging.join(slug)).unwrap();
        folders.push(format!(
            "[\"{slug}\",{}]",
            fs::metadata(staging.join(slug)).unwrap().ino()
        ));
    }
    for path in ["index.html", ".sidelight/index.json"] {
        fs::create_dir_all(staging.join(path).parent().unwrap()).unwrap();
        fs::copy(new.out().join(path), staging.join(path)).unwrap();
    }
    // `one` was already moved, so its staging folder holds the old version.
    fs::rename(out.join("one"), staging.join("old")).unwrap();
    fs::rename(staging.join("one"), out.join("one")).unwrap();
    fs::rename(staging.join("old"), staging.join("one")).unwrap();
    let removed: Vec<String> = all_files(&out.join("two"))
        .iter()
        .map(|path| format!("\"two/{path}\""))
        .collect();
    fs::write(
        out.join(".sidelight/journal.json"),
        format!(
            "{{\"folders\":[{}],\"files\":[\"index.html\"],\"remove\":[{}]}}",
            folders.join(","),
            removed.join(",")
        ),
    )
    .unwrap();

    // This build first finishes the other one, and then fails.
    let built = build(&memory("one", &broken()), out);
    assert!(built.published.is_none() && built.finished_another);
    for (slug, title) in [("one", "Another one"), ("three", "Another three")] {
        let page = fs::read_to_string(out.join(slug).join("index.html")).unwrap();
        assert!(page.contains(title), "{slug}");
    }
    assert!(!out.join("two").exists());
    assert!(
        fs::read_to_string(out.join("index.html"))
            .unwrap()
            .contains("Another three")
    );
    assert_eq!(
        names(&out.join(".sidelight")),
        ["Caddyfile", "index.json", "lock", "nginx.conf"]
    );
    let built = build(&three(), out);
    assert!(!built.finished_another);
}

/// Writes a folder of articles. With enough of them a build takes long enough to be interrupted.
pub(crate) fn many(folder: &Path, number: usize, article: &str) {
    for i in 0..number {
        let article_folder = folder.join(format!("article-{i}"));
        fs::create_dir_all(&article_folder).unwrap();
        fs::write(article_folder.join("article.md"), article).unwrap();
        fs::write(article_folder.join("facts.toml"), FACTS).unwrap();
    }
}

pub(crate) fn command(articles: &Path, out: &Path) -> Command {
    sidelight(&[
        "build",
        articles.to_str().unwrap(),
        "--shell",
        SHELL,
        "--out",
        out.to_str().unwrap(),
    ])
}

/// Number of articles, large enough to interrupt a build between two of them.
const MANY: usize = 40;

#[test]
fn a_build_that_is_killed_leaves_the_last_site_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let (articles, out) = (folder.path().join("articles"), folder.path().join("out"));
    many(&articles, MANY, ARTICLE);
    assert!(
        command(&articles, &out)
            .stderr(Stdio::null())
            .status()
            .unwrap()
            .success()
    );
    let before = tree(&out);
    many(&articles, MANY, &titled("Another"));

    let staging = out.join(".sidelight/staging");
    let mut caught = 0;
    for wanted in [1, MANY / 5, MANY / 2] {
        let mut build = command(&articles, &out)
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let staged = || fs::read_dir(&staging).map_or(0, Iterator::count);
        while staged() < wanted && build.try_wait().unwrap().is_none() {
            // Without a pause, this loop would take processor time from the build.
            thread::sleep(Duration::from_millis(1));
        }
        build.kill().unwrap();
        build.wait().unwrap();
        if out.join(".sidelight/journal.json").exists() {
            // The build was faster: it was already moving files into place.
            continue;
        }
        if tree(&out) != before {
            // The build had finished, so the site must be complete.
            is_all(&out, "Another");
            continue;
        }
        assert!(staged() >= wanted, "it was under way");
        caught += 1;
    }
    assert!(caught > 0, "no build was caught before it had ended");

    let output = command(&articles, &out).output().unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    assert!(!staging.exists());
    is_all(&out, "Another");
}

/// Fails unless the pages of all [`MANY`] articles contain this text.
fn is_all(out: &Path, text: &str) {
    for i in 0..MANY {
        let page = fs::read_to_string(out.join(format!("article-{i}/index.html"))).unwrap();
        assert!(page.contains(text), "article {i}");
    }
}

#[test]
fn a_build_that_can_write_no_more_leaves_the_last_site_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let (articles, out) = (folder.path().join("articles"), folder.path().join("out"));
    many(&articles, 2, ARTICLE);
    assert!(
        command(&articles, &out)
            .stderr(Stdio::null())
            .status()
            .unwrap()
            .success()
    );
    let before = tree(&out);
    // The page exceeds the limit for files. The shell ignores SIGXFSZ, so that writing fails instead of ending the
    // program.
    many(
        &articles,
        3,
        &ARTICLE.replace("Fourteen", &"Fourteen ".repeat(20_000)),
    );
    let build = command(&articles, &out);
    let output = Command::new("sh")
        .args(["-c", "trap '' XFSZ; ulimit -f 64; exec \"$@\"", "sh"])
        .arg(build.get_program())
        .args(build.get_args())
        .env_remove("TRUNK_STAGING_DIR")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(3), "{said}");
    assert!(
        said.contains("error[SL048]: the pages can't be written: File too large"),
        "{said}"
    );
    assert!(said.contains("nothing was published"), "{said}");
    assert_eq!(
        said.matches("error[SL").count(),
        1,
        "it is told once: {said}"
    );
    assert_eq!(tree(&out), before);
    assert!(!out.join(".sidelight/staging").exists());
}
