//! The files that all pages of a site share: the loader, the programs, and the fonts and the logo of a newsroom.
//!
//! *Invariant:* the name of a shared file determines its content, since it includes a hash of the content as served.
//! Browsers may therefore keep the file for ever. An old page finds the program that it was built with for as long as
//! that file exists. (Trunk's names don't guarantee this: Trunk hashes files before wasm-bindgen and wasm-opt have
//! run.)

use std::borrow::Cow;

use sha2::{Digest, Sha256};
use sidelight_compiler::hex;
use sidelight_compiler::theme::{Asset, Theme};

use crate::program::Program;
use crate::scripts::small;
use crate::shell::Shell;
use crate::styles::program_styles;

/// The folder of shared files, below the site's root.
pub(super) const FOLDER: &str = "shared";
/// The service worker. It is at the site's root so that it can answer requests for the whole site. Its name never
/// changes, since browsers look for updates under the same name.
pub(super) const WORKER: &str = "sw.js";
/// The line of the service worker's source that is replaced by the version of the shared files.
const NO_VERSION: &str = "const VERSION = \"none\";";
/// The number of hexadecimal digits of a hash in a file's name: 64 bits.
const DIGITS: usize = 16;

/// The shared files and their roles. Paths are relative to the site's root.
pub(super) struct Shared<'a> {
    /// All shared files.
    pub(super) files: Vec<SharedFile<'a>>,
    /// The path of the loader.
    pub(super) boot: String,
    /// The paths of the program that article pages and fact box pages run.
    pub(super) reader: ProgramPaths,
    /// The paths of the program that the package page runs.
    pub(super) package: ProgramPaths,
}

/// One shared file.
pub(super) struct SharedFile<'a> {
    /// The path, relative to the site's root.
    pub(super) path: String,
    /// The uncompressed content.
    pub(super) content: Cow<'a, [u8]>,
}

/// The paths and the hash of a program.
pub(super) struct ProgramPaths {
    /// The path of the JavaScript.
    pub(super) glue: String,
    /// The path of the wasm.
    pub(super) wasm: String,
    /// The SHA-256 of the wasm, in hexadecimal digits.
    pub(super) digest: String,
}

impl<'a> Shared<'a> {
    /// Names the shared files of a shell and of a site's look.
    pub(super) fn of(shell: &'a Shell, theme: &'a Theme) -> Self {
        let mut files: Vec<SharedFile<'a>> = Vec::new();
        for asset in theme.assets() {
            let path = shared_path(asset);
            // Two families may have the same file.
            if files.iter().all(|file| file.path != path) {
                files.push(SharedFile {
                    path,
                    content: Cow::Borrowed(&asset.content),
                });
            }
        }
        let mut add = |stem: &str, ending: &str, content: Cow<'a, [u8]>| {
            let path = hashed_path(stem, ending, &content);
            files.push(SharedFile {
                path: path.clone(),
                content,
            });
            path
        };
        let boot = add("boot", "js", Cow::Borrowed(&shell.boot));
        let styles = program_styles();
        let styles = styles.as_bytes();
        let mut program = |stem: &str, program: &'a Program| ProgramPaths {
            glue: add(stem, "js", [&program.glue, styles].concat().into()),
            wasm: add(stem, "wasm", Cow::Borrowed(&program.wasm)),
            digest: hex(&Sha256::digest(&program.wasm)),
        };
        let reader = program("reader", &shell.reader);
        let package = program("package", &shell.package);
        Self {
            files,
            boot,
            reader,
            package,
        }
    }
}

/// Returns the path of a file of a site's look, relative to the site's root.
pub(super) fn shared_path(asset: &Asset) -> String {
    hashed_path(asset.stem, asset.ending, &asset.content)
}

fn hashed_path(stem: &str, ending: &str, content: &[u8]) -> String {
    let digits = &hex(&Sha256::digest(content))[..DIGITS];
    format!("{FOLDER}/{stem}-{digits}.{ending}")
}

impl Shared<'_> {
    /// Returns the minified service worker. It contains a version that changes whenever a shared file changes.
    pub(super) fn worker(&self) -> String {
        let mut hash = Sha256::new();
        for file in &self.files {
            hash.update(&file.path);
        }
        let version = &hex(&hash.finalize())[..DIGITS];
        let worker = include_str!("../../../assets/sw.js")
            .replace(NO_VERSION, &format!("const VERSION = \"{version}\";"));
        small(&worker).into_owned()
    }
}
