//! Builds that are killed at any moment. The published site is always complete, and the next build continues from there.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::thread;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use crate::building::{command, many, titled, tree};

/// Number of builds that are killed.
const KILLS: usize = 50;
/// After this many killed builds, one runs to its end.
const BETWEEN: usize = 5;
/// Number of articles of the site.
const ARTICLES: usize = 4;
/// Pause between checks of a running build, which needs the processor itself.
const LOOK_AGAIN: Duration = Duration::from_micros(200);
/// Environment variable with the seed of a run to repeat. Each run prints its seed.
const SEED: &str = "SIDELIGHT_KILL_SEED";

type Files = BTreeMap<String, Vec<u8>>;

fn files(site: &Path) -> Files {
    let files = tree(site).into_iter();
    files.map(|(path, (content, _))| (path, content)).collect()
}

/// A folder of articles, and the files of its site in both versions of the content.
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

    /// Waits until a build has created this file in `.sidelight/`, or has ended.
    fn wait_for(&self, name: &str, build: &mut Child) {
        while !self.kept(name).exists() && build.try_wait().unwrap().is_none() {
            thread::sleep(LOOK_AGAIN);
        }
    }

    /// Runs a build to its end. Returns the time until it began to write, and the time from then to the end.
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

    /// Checks the files that a killed build has left.
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
        // The build was moving files into place. Each article's folder belongs to one version, and so does each other
        // file.
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

    /// Lists the version of each file.
    fn difference(&self, site: &Files) -> String {
        let line = |(path, content): (&String, &Vec<u8>)| {
            let [before, after] =
                [0, 1].map(|version| self.versions[version].get(path) == Some(content));
            format!("\n{path}: before {before}, after {after}")
        };
        site.iter().map(line).collect()
    }
}

/// Returns the unit that is moved into place at once: an article's folder, or a single file.
fn group(path: &str) -> &str {
    match path.split_once('/') {
        Some((folder, _)) if folder.starts_with("article-") => folder,
        _ => path,
    }
}

/// A random number generator (SplitMix64).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Returns a random time of up to 1.1 times `time`.
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
        // The moments are random. Most are at a time when files can be incomplete.
        let moment = match round % 5 {
            0 => random.moment(before_writing),
            1 | 2 => {
                room.wait_for("staging", &mut build);
                random.moment(writing)
            }
            _ => {
                // The build is committed and moves files into place, which is fast.
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
