//! The shell: the page around nothing into which articles are put, and the two programs that pages run.
//!
//! It comes from one of two places. In development Trunk has just built it, and it is read from Trunk's folder. In a
//! newsroom's program it is embedded (feature `bundle`), so that nothing but that program is needed.
//!
//! *Invariant:* a shell is whole: it has its page, its loader, and the glue and wasm of both programs.

use std::cell::RefCell;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use lol_html::{RewriteStrSettings, element, rewrite_str};

use crate::program::{Bytes, Program};
use crate::scripts::{EARLY, small};
use sidelight_compiler::{Diagnostic, Kind};

/// What the files of the program of pressed pages are called, up to a hash.
const READER: &str = "sidelight-reader";
/// The same of the package page's.
const PACKAGE: &str = "sidelight-package";
/// What the loader is called.
const BOOT: &str = "boot.js";

/// A page without an article, and what pages run.
#[derive(Debug, Clone)]
pub struct Shell {
    /// Its path, as it is shown.
    pub(super) shown: Arc<str>,
    pub(super) html: String,
    /// The loader.
    pub(super) boot: Bytes,
    /// What a pressed page runs.
    pub(super) reader: Program,
    /// What the package page runs.
    pub(super) package: Program,
    /// Whether it has inline scripts, as Trunk's development server puts one there, which reloads the page.
    pub(super) has_inline_scripts: bool,
    /// The files that it was read from; none when it is embedded.
    files: Vec<PathBuf>,
}

impl Shell {
    /// The shell that is embedded in this program; none without the feature `bundle`.
    pub fn embedded() -> Option<Self> {
        bundle::shell()
    }

    /// Reads a shell and the programs in its folder.
    ///
    /// # Errors
    /// When something can't be read, or when there isn't just one of each program beside it.
    pub fn read(path: &Path) -> Result<Self, Box<Diagnostic>> {
        let shown: Arc<str> = path.display().to_string().into();
        let fault = |message: String, hint: &str| {
            Box::new(Diagnostic::new(Kind::Shell, &shown, 0..0, message).hint(hint))
        };
        let html = fs::read_to_string(path).map_err(|error| {
            fault(
                format!("the shell can't be read: {error}"),
                "it is the `index.html` that Trunk builds; `cargo xtask build` does both",
            )
        })?;
        let folder = folder_of(path);
        let mut names = Vec::new();
        for entry in fs::read_dir(folder)
            .map_err(|error| fault(format!("the shell's folder can't be read: {error}"), ""))?
        {
            let entry = entry
                .map_err(|error| fault(format!("the shell's folder can't be read: {error}"), ""))?;
            names.push(entry.file_name().to_string_lossy().into_owned());
        }
        names.sort();
        let mut files = vec![path.to_owned()];
        let mut take = |name: &str| {
            let file = folder.join(name);
            let bytes = fs::read(&file).map_err(|error| {
                fault(
                    format!("`{name}` beside the shell can't be read: {error}"),
                    "Trunk puts it there; `cargo xtask build` builds all",
                )
            })?;
            files.push(file);
            Ok::<Bytes, Box<Diagnostic>>(bytes.into())
        };
        let mut program = |name: &str| {
            let stem = stem_among(&names, name).map_err(|(what, way_out)| fault(what, way_out))?;
            Ok::<Program, Box<Diagnostic>>(Program::new(
                take(&format!("{stem}.js"))?,
                take(&format!("{stem}_bg.wasm"))?,
            ))
        };
        let (reader, package) = (program(READER)?, program(PACKAGE)?);
        Ok(Self {
            has_inline_scripts: has_inline_scripts(&html),
            html,
            boot: with_early(&take(BOOT)?),
            reader,
            package,
            files,
            shown: Arc::clone(&shown),
        })
    }

    /// The folder that it was read from, if it was.
    pub(super) fn folder(&self) -> Option<&Path> {
        self.files.first().map(|file| folder_of(file))
    }

    /// The files that it was read from, whose content a site has under other names.
    pub(super) fn files(&self) -> &[PathBuf] {
        &self.files
    }
}

/// The loader, with what runs in pages before their first paint: where a server's policy lets no script in a page run, it
/// comes late at least.
fn with_early(boot: &[u8]) -> Bytes {
    let boot = String::from_utf8_lossy(boot);
    [&**EARLY, "\n", &small(&boot)].concat().into_bytes().into()
}

fn folder_of(file: &Path) -> &Path {
    match file.parent() {
        Some(parent) if parent != Path::new("") => parent,
        _ => Path::new("."),
    }
}

/// Whether a page has scripts in itself; one that can't be read as HTML is refused when pages are made of it.
fn has_inline_scripts(html: &str) -> bool {
    let found = RefCell::new(false);
    let settings = RewriteStrSettings::new().append_element_content_handler(element!(
        "script:not([src])",
        |_| {
            found.replace(true);
            Ok(())
        }
    ));
    rewrite_str(html, settings).is_ok() && found.take()
}

/// How the files of the one program of that name begin, with a hash or without, or what is wrong and the way out.
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
            format!("there is no `{name}…_bg.wasm` with its `.js` beside the shell"),
            "build the reader first, with Trunk; `cargo xtask build` does both",
        )),
        several => Err((
            format!(
                "there are several readers beside the shell: `{}`",
                several.join("`, `")
            ),
            "empty the folder and build again",
        )),
    }
}

/// The reader as `cargo xtask install` has built it.
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

    /// Our own page, with the loader in the place of what is for Trunk.
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
            boot: super::with_early(include_bytes!("../../../assets/boot.js")),
            reader: Program::new(bundled!("reader.js").into(), bundled!("reader.wasm").into()),
            package: Program::new(
                bundled!("package.js").into(),
                bundled!("package.wasm").into(),
            ),
            has_inline_scripts: false,
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
