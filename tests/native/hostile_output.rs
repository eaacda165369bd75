//! Output folders that somebody else has prepared: whatever they contain, nothing outside of them is changed.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{Read, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt, symlink};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use rustix::fs::OFlags;
use serde_json::{Value, json};
use sidelight_compiler::Kind;
use sidelight_site::Built;
use tempfile::TempDir;

use crate::building::{published, three, titled, tree};
use crate::files::ARTICLE;
use crate::site::{build, memory, names, with};

/// A site with three articles, and an unrelated folder beside it.
struct Attack {
    folder: TempDir,
    before: BTreeMap<String, (Vec<u8>, u64)>,
}

impl Attack {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let outside = folder.path().join("outside");
        for path in [
            "thesis.txt",
            "index.html",
            "folder/index.html",
            "folder/lock",
        ] {
            let path = outside.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "years of work").unwrap();
        }
        published(build(&three(), &folder.path().join("out")));
        Self {
            before: tree(&outside),
            folder,
        }
    }

    fn outside(&self) -> PathBuf {
        self.folder.path().join("outside")
    }

    fn out(&self) -> PathBuf {
        self.folder.path().join("out")
    }

    /// Returns the path of a file in `.sidelight/`.
    fn kept(&self, name: &str) -> PathBuf {
        self.out().join(".sidelight").join(name)
    }

    /// Replaces a path in the site by a link to something outside.
    fn link(&self, place: &str, to: &str) {
        let place = self.out().join(place);
        if place.is_dir() {
            fs::remove_dir_all(&place).unwrap();
        } else {
            let _ = fs::remove_file(&place);
        }
        symlink(self.outside().join(to), place).unwrap();
    }

    /// Builds a site with one article changed, one added and one removed.
    fn build(&self) -> Built {
        let sources = with(
            with(memory("one", &titled("Another one")), "four", ARTICLE),
            "three",
            &titled("Three"),
        );
        build(&sources, &self.out())
    }

    #[track_caller]
    fn nothing_outside_was_touched(&self) {
        assert_eq!(names(self.folder.path()), ["out", "outside"]);
        assert_eq!(tree(&self.outside()), self.before);
    }

    /// Checks that a build is refused with one error of this kind, about this path, and that it changes nothing.
    #[track_caller]
    fn is_refused(&self, kind: Kind, place: &str, message: &str) {
        let site = tree(&self.out());
        let built = self.build();
        self.nothing_outside_was_touched();
        let said = built.report.render(false);
        assert!(built.published.is_none(), "{said}");
        let [diagnostic] = &built.report.diagnostics[..] else {
            panic!("{said}");
        };
        assert_eq!(diagnostic.kind, kind, "{said}");
        assert!(diagnostic.file.ends_with(place), "{said}");
        assert!(diagnostic.message.contains(message), "{said}");
        assert!(!diagnostic.hint.is_empty(), "{said}");
        assert_eq!(tree(&self.out()), site, "{said}");
    }

    /// Checks that a build succeeds, with the same files as in a fresh site. Returns the reason if everything was
    /// rebuilt.
    #[track_caller]
    fn is_built(&self) -> Option<String> {
        let built = published(self.build());
        self.nothing_outside_was_touched();
        let fresh = Self::new();
        published(fresh.build());
        let site = tree(&self.out());
        for (path, (content, _)) in tree(&fresh.out()) {
            assert_eq!(
                site.get(&path).map(|(found, _)| found),
                Some(&content),
                "{path}"
            );
        }
        built.full_rebuild
    }
}

#[test]
fn a_journal_that_names_something_outside_is_refused() {
    let attack = Attack::new();
    let absolute = attack.outside().join("thesis.txt").display().to_string();
    let moved = attack.kept("outside");
    fs::create_dir(&moved).unwrap();
    let id = fs::metadata(&moved).unwrap().ino();
    // The targets of the journal's names, seen from the staging folder.
    fs::create_dir(attack.kept("staging")).unwrap();
    fs::write(attack.kept("planted"), "planted").unwrap();
    for (folders, files, remove, bad) in [
        (
            json!([]),
            json!([]),
            json!(["../outside/thesis.txt"]),
            "`../outside/thesis.txt`",
        ),
        (
            json!([]),
            json!([]),
            json!(["one/../../outside/thesis.txt"]),
            "`one/../../outside/thesis.txt`",
        ),
        (json!([]), json!([]), json!([absolute]), absolute.as_str()),
        (json!([]), json!(["../planted"]), json!([]), "`../planted`"),
        (
            json!([["../outside", id]]),
            json!([]),
            json!([]),
            "`../outside`",
        ),
        (json!([["..", id]]), json!([]), json!([]), "`..`"),
        (json!([]), json!([""]), json!([]), "``"),
        (
            json!([]),
            json!([]),
            json!(["one/\u{1b}[31m\0"]),
            "`one/\\u{1b}[31m\\0`",
        ),
        (json!("one"), json!([]), json!([]), "invalid type"),
    ] {
        let journal = json!({ "folders": folders, "files": files, "remove": remove });
        fs::write(attack.kept("journal.json"), journal.to_string()).unwrap();
        attack.is_refused(Kind::Output, "/.sidelight/journal.json", bad);
        assert!(attack.kept("planted").exists() && moved.exists());
    }
    // Follows the hint.
    fs::remove_file(attack.kept("journal.json")).unwrap();
    attack.is_built();
}

/// A journal that can't be read may belong to a committed build.
#[test]
fn a_refused_journal_loses_nothing_that_is_staged() {
    let attack = Attack::new();
    fs::create_dir_all(attack.kept("staging/one")).unwrap();
    fs::write(attack.kept("staging/one/index.html"), "new").unwrap();
    fs::write(attack.kept("journal.json"), "{\"folders\":").unwrap();
    attack.is_refused(
        Kind::Output,
        "journal.json",
        "its journal can't be used: EOF",
    );
    assert!(attack.kept("staging/one/index.html").exists());
}

#[test]
fn an_index_that_names_something_outside_is_not_used() {
    let thesis = "outside/thesis.txt";
    let record = |path: &str| {
        json!({
            "inputs": null, "warned": false, "files": [path],
            "entry": {
                "headline": "", "standfirst": "", "language": "en", "authors": [], "published": "2012",
                "updated": null
            }
        })
    };
    let file = |forms: Value| json!({ "content": "", "forms": forms });
    let out = |path: &str| format!("`{path}`");
    for (list, key, value, bad) in [
        (
            "files",
            format!("../{thesis}"),
            file(json!([])),
            out(&format!("../{thesis}")),
        ),
        (
            "files",
            "one".to_owned(),
            file(json!([format!("/../../{thesis}")])),
            out(&format!("/../../{thesis}")),
        ),
        ("articles", "..".to_owned(), record(thesis), out("..")),
        (
            "articles",
            "gone".to_owned(),
            record(&format!("../../{thesis}")),
            out(&format!("../../{thesis}")),
        ),
        (
            "articles",
            "gone".to_owned(),
            record(&format!("a\0../../{thesis}")),
            out(&format!("a\\0../../{thesis}")),
        ),
    ] {
        let attack = Attack::new();
        fs::create_dir(attack.out().join("gone")).unwrap();
        let place = attack.kept("index.json");
        let mut index: Value = serde_json::from_slice(&fs::read(&place).unwrap()).unwrap();
        index[list][&key] = value;
        fs::write(&place, index.to_string()).unwrap();
        let built = published(attack.build());
        attack.nothing_outside_was_touched();
        let full_rebuild = built.full_rebuild.unwrap();
        assert!(
            full_rebuild.contains("`.sidelight/index.json`"),
            "{full_rebuild}"
        );
        assert!(full_rebuild.contains(&bad), "{full_rebuild}");
        assert_eq!(published(attack.build()).full_rebuild, None);
    }
}

#[test]
fn links_in_place_of_what_builds_keep_are_refused() {
    for (place, to) in [
        (".sidelight", "folder"),
        (".sidelight/lock", "thesis.txt"),
        (".sidelight/lock", "nothing"),
        (".sidelight/staging", "folder"),
        (".sidelight/staging", "nothing"),
        (".sidelight/journal.json", "thesis.txt"),
    ] {
        let attack = Attack::new();
        attack.link(place, to);
        attack.is_refused(Kind::InTheWay, place, "this is a symbolic link");
    }
}

#[test]
fn other_things_in_place_of_what_builds_keep_are_refused() {
    let attack = Attack::new();
    fs::write(attack.kept("staging"), "").unwrap();
    attack.is_refused(Kind::InTheWay, "staging", "this isn't a folder");
    fs::remove_file(attack.kept("staging")).unwrap();
    fs::create_dir(attack.kept("journal.json")).unwrap();
    attack.is_refused(Kind::InTheWay, "journal.json", "this isn't a regular file");
    fs::remove_dir(attack.kept("journal.json")).unwrap();
    let journal = br#"{"folders":[],"files":[],"remove":[]}"#;
    beside_pipe(&attack.kept("journal.json"), journal, || {
        attack.is_refused(Kind::InTheWay, "journal.json", "this isn't a regular file");
    });
    fs::remove_file(attack.kept("journal.json")).unwrap();
    let lock = attack.kept("lock");
    fs::remove_file(&lock).unwrap();
    make_pipe(&lock);
    // With both ends open, opening the pipe doesn't block.
    let ends = File::options().read(true).write(true).open(&lock).unwrap();
    attack.is_refused(Kind::InTheWay, "lock", "this isn't a regular file");
    drop(ends);
    fs::remove_file(&lock).unwrap();
    attack.is_built();
}

#[test]
fn an_index_that_is_no_file_or_too_large_is_replaced() {
    let attack = Attack::new();
    attack.link(".sidelight/index.json", "thesis.txt");
    let full_rebuild = attack.is_built().unwrap();
    assert!(full_rebuild.contains("symbolic link"), "{full_rebuild}");

    fs::remove_file(attack.kept("index.json")).unwrap();
    let full_rebuild =
        beside_pipe(&attack.kept("index.json"), b"{}", || attack.is_built()).unwrap();
    assert!(
        full_rebuild.contains("isn't a regular file"),
        "{full_rebuild}"
    );

    // A sparse file: it takes no space on disk, but would in memory.
    let index = File::create(attack.kept("index.json")).unwrap();
    index.set_len(1 << 30).unwrap();
    let full_rebuild = attack.is_built().unwrap();
    assert!(full_rebuild.contains("file too large"), "{full_rebuild}");
}

#[test]
fn links_to_folders_outside_are_not_written_through() {
    for place in ["shared", "reader", "one", "four"] {
        let attack = Attack::new();
        attack.link(place, "folder");
        attack.is_refused(
            Kind::InTheWay,
            place,
            "belongs here, but sidelight didn't create",
        );
    }
    // Somebody else's link inside an article's folder is kept.
    let attack = Attack::new();
    attack.link("one/more", "folder");
    published(attack.build());
    attack.nothing_outside_was_touched();
    assert!(attack.out().join("one/more").is_symlink());
}

#[test]
fn links_to_files_outside_are_not_written_through() {
    for place in [
        "embed.js",
        "shared/linked.js",
        "one/index.html",
        ".sidelight/nginx.conf",
        "_headers",
    ] {
        let attack = Attack::new();
        attack.link(place, "thesis.txt");
        published(attack.build());
        attack.nothing_outside_was_touched();
    }
}

#[test]
fn what_is_gone_is_not_removed_through_a_link() {
    let attack = Attack::new();
    // The index lists `two/index.html`, and so does the journal of the build that removes it.
    attack.link("two", "folder");
    published(attack.build());
    attack.nothing_outside_was_touched();
    assert!(attack.out().join("two").is_symlink());

    // Links inside the site aren't followed either.
    let attack = Attack::new();
    fs::remove_dir_all(attack.out().join("two")).unwrap();
    symlink("three", attack.out().join("two")).unwrap();
    published(attack.build());
    assert!(attack.out().join("three/index.html").exists());
}

#[test]
fn a_journal_is_not_carried_out_through_a_link() {
    let attack = Attack::new();
    attack.link("shared", "folder");
    fs::create_dir_all(attack.kept("staging/shared")).unwrap();
    fs::write(attack.kept("staging/shared/index.html"), "planted").unwrap();
    let journal =
        json!({ "folders": [], "files": ["shared/index.html"], "remove": ["shared/lock"] });
    fs::write(attack.kept("journal.json"), journal.to_string()).unwrap();
    attack.is_refused(
        Kind::InTheWay,
        "/shared",
        "belongs here, but sidelight didn't create",
    );

    let journal = json!({ "folders": [], "files": [], "remove": ["shared/lock"] });
    fs::write(attack.kept("journal.json"), journal.to_string()).unwrap();
    assert!(attack.build().finished_another);
    attack.nothing_outside_was_touched();
}

#[test]
fn an_earlier_package_is_not_read_through_a_link() {
    let mut shown = Vec::new();
    for is_link in [false, true] {
        let attack = Attack::new();
        let folder = attack.out().join("one");
        let package = folder.join("article.json");
        let changed = fs::read_to_string(&package).unwrap();
        fs::write(&package, changed.replace("\"exact\":14", "\"exact\":15")).unwrap();
        if is_link {
            let other = attack.folder.path().join("other");
            fs::rename(&folder, &other).unwrap();
            symlink(other, folder).unwrap();
        }
        let report = attack.build().report.render(false);
        shown.push(report.contains("warning[SL050]"));
    }
    assert_eq!(shown, [true, false]);
}

#[test]
fn a_pipe_in_place_of_an_earlier_package_is_not_waited_for() {
    let attack = Attack::new();
    let package = attack.out().join("one/article.json");
    let before = fs::read(&package).unwrap();
    fs::remove_file(&package).unwrap();
    let built = beside_pipe(&package, &before, || attack.build());
    assert_eq!(built.report.warnings(), 1, "{}", built.report.render(false));
    assert!(built.report.render(false).contains("isn't a regular file"));
    published(built);
    assert!(package.is_file());
}

#[test]
fn the_folder_itself_may_be_reached_through_a_link() {
    let folder = tempfile::tempdir().unwrap();
    let (real, link) = (folder.path().join("real"), folder.path().join("link"));
    fs::create_dir(&real).unwrap();
    symlink("real", &link).unwrap();
    assert_eq!(published(build(&three(), &link)).built, 3);
    let before = tree(&real);
    assert!(before.contains_key("one/index.html"));
    assert_eq!(published(build(&three(), &link)).unchanged, 3);
    assert_eq!(published(build(&three(), &real)).unchanged, 3);
    assert_eq!(tree(&real), before);
    assert!(link.is_symlink());
    // A link to somebody else's folder is refused like the folder itself.
    let other = folder.path().join("other");
    fs::create_dir(&other).unwrap();
    fs::write(other.join("thesis.txt"), "years of work").unwrap();
    fs::remove_file(&link).unwrap();
    symlink("other", &link).unwrap();
    let built = build(&three(), &link);
    assert_eq!(built.report.diagnostics[0].kind, Kind::InTheWay);
    assert_eq!(names(&other), ["thesis.txt"]);
}

/// Runs something beside a named pipe. A thread writes `content` into the pipe, so that a reader gets that instead of
/// waiting forever.
pub(crate) fn beside_pipe<T>(place: &Path, content: &[u8], run: impl FnOnce() -> T) -> T {
    let folder = tempfile::tempdir().unwrap();
    // The pipe has a second name, because `run` may replace the first.
    let pipe = folder.path().join("pipe");
    make_pipe(&pipe);
    fs::hard_link(&pipe, place).unwrap();
    let is_done = AtomicBool::new(false);
    thread::scope(|scope| {
        let writer = scope.spawn(|| {
            while !is_done.load(Ordering::SeqCst) {
                let end = File::options().write(true).open(&pipe);
                // Writing fails if the reader has already closed the pipe.
                let _ = end.unwrap().write_all(content);
            }
        });
        // A failing test must not leave the writer waiting.
        let done = catch_unwind(AssertUnwindSafe(run));
        is_done.store(true, Ordering::SeqCst);
        // With both ends open, opening the pipe doesn't block, and reading makes space for the writer.
        let mut ends = File::options()
            .read(true)
            .write(true)
            .custom_flags(OFlags::NONBLOCK.bits().cast_signed())
            .open(&pipe)
            .unwrap();
        while !writer.is_finished() {
            let _ = ends.read(&mut [0; 4096]);
            thread::yield_now();
        }
        done.unwrap_or_else(|panic| resume_unwind(panic))
    })
}

fn make_pipe(place: &Path) {
    assert!(
        Command::new("mkfifo")
            .arg(place)
            .status()
            .unwrap()
            .success()
    );
}
