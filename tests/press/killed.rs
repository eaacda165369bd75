//! Builds that are killed at any moment: what is published is always one whole site, and the next build goes on from there.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::thread;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use crate::building::{command, many, titled, tree};

/// How many builds are killed.
const KILLS: usize = 50;
/// After so many of them one is left to end.
const BETWEEN: usize = 5;
/// How many articles the site has.
const ARTICLES: usize = 4;
/// How long to wait before looking again at what a build does; it needs the processor more.
const LOOK_AGAIN: Duration = Duration::from_micros(200);
/// Names a number to repeat a run with, as it prints it.
const SEED: &str = "SIDELIGHT_KILL_SEED";

type Files = BTreeMap<String, Vec<u8>>;

fn files(site: &Path) -> Files {
    let files = tree(site).into_iter();
    files.map(|(path, (content, _))| (path, content)).collect()
}

/// A folder of articles, and what their site is with the one and the other content.
struct Newsroom {
    folder: tempfile::TempDir,
    versions: [Files; 2],
}

impl Newsroom {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut room = Self {
            folder,
            versions: Default::default(),
        };
        room.versions = [0, 1].map(|version| {
            room.write(version);
            let fresh = room.folder.path().join(format!("fresh-{version}"));
            let output = command(&room.articles(), &fresh).output().unwrap();
            assert!(output.status.success());
            files(&fresh)
        });
        room
    }

    fn articles(&self) -> PathBuf {
        self.folder.path().join("articles")
    }

    fn out(&self) -> PathBuf {
        self.folder.path().join("out")
    }

    fn kept(&self, name: &str) -> PathBuf {
        self.out().join(".sidelight").join(name)
    }

    fn write(&self, version: usize) {
        many(
            &self.articles(),
            ARTICLES,
            &titled(["Before", "After"][version]),
        );
    }

    fn start(&self) -> Child {
        command(&self.articles(), &self.out())
            .stderr(Stdio::null())
            .spawn()
            .unwrap()
    }

    /// Waits until a build keeps something, or has ended.
    fn wait_for(&self, name: &str, build: &mut Child) {
        while !self.kept(name).exists() && build.try_wait().unwrap().is_none() {
            thread::sleep(LOOK_AGAIN);
        }
    }

    /// Builds to the end, and returns how long it took to begin to write, and from then on to the end.
    fn build(&self, version: usize) -> [Duration; 2] {
        let begun = Instant::now();
        let mut build = self.start();
        self.wait_for("staging", &mut build);
        let writing = Instant::now();
        assert!(build.wait().unwrap().success());
        let took = [writing - begun, writing.elapsed()];
        assert!(
            files(&self.out()) == self.versions[version],
            "it is as if it were built for the first time"
        );
        assert!(!self.kept("staging").exists() && !self.kept("journal.json").exists());
        took
    }

    /// Checks what a killed build has left.
    fn is_whole(&self, context: &str) {
        if let Ok(staging) = fs::metadata(self.kept("staging")) {
            assert_eq!(
                staging.permissions().mode() & 0o077,
                0,
                "{context}: others may read what isn't published"
            );
        }
        let site = files(&self.out());
        if !self.kept("journal.json").exists() {
            let which = self.versions.iter().position(|version| *version == site);
            assert!(which.is_some(), "{context}: {}", self.difference(&site));
            return;
        }
        // It was putting things in their place. Then each article's folder is one or the other, and so is each other file.
        for name in self.versions[0].keys().map(|path| group(path)) {
            let of = |files: &Files| -> Files {
                let files = files.iter().filter(|(path, _)| group(path) == name);
                files
                    .map(|(path, content)| (path.clone(), content.clone()))
                    .collect()
            };
            let found = of(&site);
            assert!(
                self.versions.iter().any(|version| of(version) == found),
                "{context}: {name}: {}",
                self.difference(&found)
            );
        }
    }

    /// Which version each file is of.
    fn difference(&self, site: &Files) -> String {
        let line = |(path, content): (&String, &Vec<u8>)| {
            let [before, after] =
                [0, 1].map(|version| self.versions[version].get(path) == Some(content));
            format!("\n{path}: before {before}, after {after}")
        };
        site.iter().map(line).collect()
    }
}

/// What is put in place together with a file: all of an article's folder, otherwise the file alone.
fn group(path: &str) -> &str {
    match path.split_once('/') {
        Some((folder, _)) if folder.starts_with("article-") => folder,
        _ => path,
    }
}

/// Random numbers (SplitMix64).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A moment in this time and a little after.
    fn moment(&mut self, time: Duration) -> Duration {
        time.mul_f64(1.1 * (self.next() >> 11) as f64 / (1u64 << 53) as f64)
    }
}

#[test]
fn a_build_that_is_killed_at_any_moment_leaves_a_whole_site() {
    let seed = env::var(SEED).map_or_else(
        |_| {
            SystemTime::now()
                .duration_since(UNIX_EPOCH)
                .unwrap()
                .as_nanos() as u64
        },
        |seed| seed.parse().unwrap(),
    );
    println!("{SEED}={seed}");
    let mut random = Random(seed);
    let room = Newsroom::new();
    room.write(1);
    room.build(1);
    room.write(0);
    let [before_writing, writing] = room.build(0);

    let (mut killed, mut staged, mut committed) = (0, 0, 0);
    for round in 0..KILLS {
        let version = (round + 1) % 2;
        room.write(version);
        let mut build = room.start();
        // The moments are random; most are where there is something to be torn.
        let moment = match round % 5 {
            0 => random.moment(before_writing),
            1 | 2 => {
                room.wait_for("staging", &mut build);
                random.moment(writing)
            }
            _ => {
                // It is committed then, and puts everything in its place, which is quickly done.
                room.wait_for("journal.json", &mut build);
                random.moment(writing / 20)
            }
        };
        thread::sleep(moment);
        build.kill().unwrap();
        killed += usize::from(!build.wait().unwrap().success());
        staged += usize::from(room.kept("staging").exists());
        committed += usize::from(room.kept("journal.json").exists());
        room.is_whole(&format!("{SEED}={seed}, build {round}, {moment:?}"));
        if round % BETWEEN == BETWEEN - 1 {
            room.build(version);
        }
    }
    println!(
        "{killed} of {KILLS} were killed, {staged} while writing, {committed} of them while publishing"
    );
    assert!(staged > 0, "no build was killed while it wrote");
}
