//! The files that all pages of a site share: the loader and the programs.
//!
//! *Invariant:* a name says what is in the file. It holds a hash of the content as it is served, so that a file may be
//! kept by browsers for ever, and an old page goes on finding the program it was made for as long as that is there.
//! (The names Trunk gives are hashed before wasm-bindgen and wasm-opt have run, and say less.)

use sha2::{Digest, Sha256};
use sidelight_compiler::hex::hex;

use crate::program::{Bytes, Program};
use crate::scripts::small;
use crate::shell::Shell;

/// The folder of shared files, below the site's root.
pub(super) const FOLDER: &str = "shared";
/// The service worker, at the site's root, so that it may answer for all of the site. Its name stays, since browsers look
/// there for the next one.
pub(super) const WORKER: &str = "sw.js";
/// What stands in the worker for the version of the site's shared files.
const NO_VERSION: &str = "const VERSION = \"none\";";
/// How much of a hash stands in a name: 64 bits, in hexadecimal digits.
const DIGITS: usize = 16;

/// The shared files, and which is which. Paths are relative to the site's root.
pub(super) struct Shared<'a> {
    /// All of them.
    pub(super) files: Vec<SharedFile<'a>>,
    /// The loader.
    pub(super) boot: String,
    /// What pressed pages run.
    pub(super) reader: ProgramPaths,
    /// What the package page runs.
    pub(super) package: ProgramPaths,
}

/// One shared file.
pub(super) struct SharedFile<'a> {
    /// Where it is.
    pub(super) path: String,
    /// What is in it.
    pub(super) content: &'a Bytes,
}

/// Where a program is.
pub(super) struct ProgramPaths {
    /// Its JavaScript.
    pub(super) glue: String,
    /// Its wasm.
    pub(super) wasm: String,
    /// The SHA-256 of the wasm, in hexadecimal digits.
    pub(super) digest: String,
}

impl<'a> Shared<'a> {
    /// Those of a shell.
    pub(super) fn of(shell: &'a Shell) -> Self {
        let mut files = Vec::new();
        let mut add = |stem: &str, ending: &str, content: &'a Bytes| {
            let digits = &hex(&Sha256::digest(content))[..DIGITS];
            let path = format!("{FOLDER}/{stem}-{digits}.{ending}");
            files.push(SharedFile {
                path: path.clone(),
                content,
            });
            path
        };
        let boot = add("boot", "js", &shell.boot);
        let mut program = |stem: &str, program: &'a Program| ProgramPaths {
            glue: add(stem, "js", &program.glue),
            wasm: add(stem, "wasm", &program.wasm),
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

impl Shared<'_> {
    /// The service worker, with a version in it that changes whenever a shared file does.
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
