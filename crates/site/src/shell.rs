//! The shell: the empty page that articles are put into, and the two programs that pages run.
//!
//! In development, the shell is read from the folder that Trunk has just built. In the installed program it is embedded
//! (feature `bundle`), so that program needs no other files.
//!
//! *Invariant:* a shell is complete. It has its page, its loader, and the glue and wasm of both programs.

use std::cell::RefCell;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use lol_html::{RewriteStrSettings, element, rewrite_str};

use crate::program::{Bytes, Program};
use crate::scripts::{PREPAINT_WITH_TOOLBAR, small};
use sidelight_compiler::{Diagnostic, Kind};

/// The start of the file names of the program for article pages. A hash may follow.
const READER: &str = "sidelight-reader";
/// The start of the file names of the package page's program.
const PACKAGE: &str = "sidelight-package";
/// The file name of the loader.
const BOOT: &str = "boot.js";

/// The empty page and the programs that pages run.
#[derive(Debug, Clone)]
pub struct Shell {
    /// The path of the page, for messages.
    pub(super) shown: Arc<str>,
    pub(super) html: String,
    /// The loader, which also contains the prepaint script.
    pub(super) boot: Bytes,
    /// The program of article pages and fact box pages.
    pub(super) reader: Program,
    /// The program of the package page.
    pub(super) package: Program,
    pub(super) mode: BuildMode,
    /// The files that the shell was read from; empty if the shell is embedded.
    files: Vec<PathBuf>,
}

impl Shell {
    /// Returns the embedded shell, or `None` without the feature `bundle`.
    pub fn embedded() -> Option<Self> {
        bundle::shell()
    }

    /// Reads a shell from its page at `path` and from the programs in the same folder.
    ///
    /// # Errors
    /// Returns a diagnostic if a file can't be read, or if the folder doesn't contain exactly one of each program.
    pub fn read(path: &Path) -> Result<Self, Box<Diagnostic>> {
        let shown: Arc<str> = path.display().to_string().into();
        let diagnostic = |message: String, hint: &str| {
            Box::new(Diagnostic::new(Kind::Shell, &shown, 0..0, message).hint(hint))
        };
        let html = fs::read_to_string(path).map_err(|error| {
            diagnostic(
                format!("the shell can't be read: {error}"),
                "give the `index.html` that Trunk builds; `cargo xtask build` does it all",
            )
        })?;
        let folder = folder_of(path);
        let mut names = Vec::new();
        for entry in fs::read_dir(folder)
            .map_err(|error| diagnostic(format!("the shell's folder can't be read: {error}"), ""))?
        {
            let entry = entry.map_err(|error| {
                diagnostic(format!("the shell's folder can't be read: {error}"), "")
            })?;
            names.push(entry.file_name().to_string_lossy().into_owned());
        }
        names.sort();
        let mut files = vec![path.to_owned()];
        let mut take = |name: &str| {
            let file = folder.join(name);
            let bytes = fs::read(&file).map_err(|error| {
                diagnostic(
                    format!("`{name}` beside the shell can't be read: {error}"),
                    "Trunk creates it; `cargo xtask build` does it all",
                )
            })?;
            files.push(file);
            Ok::<Bytes, Box<Diagnostic>>(bytes.into())
        };
        let mut program = |name: &str| {
            let stem =
                stem_among(&names, name).map_err(|(what, way_out)| diagnostic(what, way_out))?;
            Ok::<Program, Box<Diagnostic>>(Program::new(
                take(&format!("{stem}.js"))?,
                take(&format!("{stem}_bg.wasm"))?,
            ))
        };
        let (reader, package) = (program(READER)?, program(PACKAGE)?);
        Ok(Self {
            mode: BuildMode::of(&html),
            html,
            boot: with_prepaint(&take(BOOT)?),
            reader,
            package,
            files,
            shown: Arc::clone(&shown),
        })
    }

    /// Returns the folder that the shell was read from, or `None` if the shell is embedded.
    pub(super) fn folder(&self) -> Option<&Path> {
        self.files.first().map(|file| folder_of(file))
    }

    /// Returns the files that the shell was read from. The site contains their content under other names.
    pub(super) fn files(&self) -> &[PathBuf] {
        &self.files
    }
}

/// Returns the loader with the prepaint script before it. If a server's policy blocks inline scripts, the prepaint script
/// still runs, though later.
fn with_prepaint(boot: &[u8]) -> Bytes {
    let boot = String::from_utf8_lossy(boot);
    [&**PREPAINT_WITH_TOOLBAR, "\n", &small(&boot)]
        .concat()
        .into_bytes()
        .into()
}

fn folder_of(file: &Path) -> &Path {
    match file.parent() {
        Some(parent) if parent != Path::new("") => parent,
        _ => Path::new("."),
    }
}

/// The purpose of a build.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BuildMode {
    /// Pages for Trunk's development server: not compressed, without a service worker, with Trunk's script for reloading.
    Development,
    /// Pages to publish.
    Publication,
}

impl BuildMode {
    /// Returns the mode of a shell. Only Trunk's development server adds an inline script, to reload the page. If the shell
    /// can't be parsed as HTML, creating the templates reports that error.
    fn of(html: &str) -> Self {
        let found = RefCell::new(false);
        let settings = RewriteStrSettings::new().append_element_content_handler(element!(
            "script:not([src])",
            |_| {
                found.replace(true);
                Ok(())
            }
        ));
        if rewrite_str(html, settings).is_ok() && found.take() {
            Self::Development
        } else {
            Self::Publication
        }
    }
}

/// Returns the name, without its ending, that the files of the program share. It is `name`, possibly with a hash.
/// Returns a message and a hint if there isn't exactly one such program.
fn stem_among<'a>(names: &'a [String], name: &str) -> Result<&'a str, (String, &'static str)> {
    let stems: Vec<&str> = names
        .iter()
        .filter(|file| file.starts_with(name))
        .filter_map(|file| file.strip_suffix("_bg.wasm"))
        .filter(|stem| names.contains(&format!("{stem}.js")))
        .collect();
    match stems.as_slice() {
        [stem] => Ok(stem),
        [] => Err((
            format!("`{name}…_bg.wasm` and its `.js` aren't beside the shell"),
            "build the program with Trunk first; `cargo xtask build` does it all",
        )),
        several => Err((
            format!(
                "several versions of the program are beside the shell: `{}`",
                several.join("`, `")
            ),
            "empty the folder and build again",
        )),
    }
}

/// The programs that `cargo xtask install` built, embedded in this one.
#[cfg(feature = "bundle")]
mod bundle {
    use lol_html::html_content::ContentType;
    use lol_html::{RewriteStrSettings, element, rewrite_str};

    use super::{Program, Shell};

    macro_rules! bundled {
        ($name:literal) => {
            include_bytes!(concat!(env!("SIDELIGHT_BUNDLE"), "/", $name)).as_slice()
        };
    }

    /// Returns the project's `index.html`, with the loader in place of the elements for Trunk.
    pub(super) fn shell() -> Option<Shell> {
        let settings = RewriteStrSettings::new()
            .append_element_content_handler(element!("[data-trunk]", |element| {
                element.remove();
                Ok(())
            }))
            .append_element_content_handler(element!("head", |head| {
                head.append(
                    "<script id=\"boot\" src=\"boot.js\"></script>",
                    ContentType::Html,
                );
                Ok(())
            }));
        let html = rewrite_str(include_str!("../../../index.html"), settings).ok()?;
        Some(Shell {
            shown: "the embedded shell".into(),
            html,
            boot: super::with_prepaint(include_bytes!("../../../assets/boot.js")),
            reader: Program::new(bundled!("reader.js").into(), bundled!("reader.wasm").into()),
            package: Program::new(
                bundled!("package.js").into(),
                bundled!("package.wasm").into(),
            ),
            mode: super::BuildMode::Publication,
            files: Vec::new(),
        })
    }
}

#[cfg(not(feature = "bundle"))]
mod bundle {
    use crate::Shell;

    pub(super) fn shell() -> Option<Shell> {
        None
    }
}
