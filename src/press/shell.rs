//! The shell: the page that Trunk has built around nothing, into which articles are put.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use super::{Diagnostic, Kind};

/// What the files of the program of pressed pages are called, up to a hash.
const READER: &str = "sidelight-reader";
/// The same of the package page's.
const PACKAGE: &str = "sidelight-package";

/// A built page without an article, and the names of the programs' files beside it.
#[derive(Debug, Clone)]
pub struct Shell {
    /// Its path, as it is shown.
    pub(super) shown: Arc<str>,
    pub(super) html: String,
    /// What a pressed page runs.
    pub(super) reader: Program,
    /// What the package page runs.
    pub(super) package: Program,
}

/// The files of one program.
#[derive(Debug, Clone)]
pub(super) struct Program {
    pub(super) glue: String,
    pub(super) wasm: String,
}

impl Shell {
    /// Reads a shell and finds the programs in its folder.
    ///
    /// # Errors
    /// When it can't be read, or when there isn't just one of each program beside it.
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
        let folder = match path.parent() {
            Some(parent) if parent != Path::new("") => parent,
            _ => Path::new("."),
        };
        let mut names = Vec::new();
        for entry in fs::read_dir(folder)
            .map_err(|error| fault(format!("the shell's folder can't be read: {error}"), ""))?
        {
            let entry = entry
                .map_err(|error| fault(format!("the shell's folder can't be read: {error}"), ""))?;
            names.push(entry.file_name().to_string_lossy().into_owned());
        }
        names.sort();
        Ok(Self {
            html,
            reader: Program::among(&names, READER)
                .map_err(|(what, way_out)| fault(what, way_out))?,
            package: Program::among(&names, PACKAGE)
                .map_err(|(what, way_out)| fault(what, way_out))?,
            shown: Arc::clone(&shown),
        })
    }
}

impl Program {
    /// The one program of that name, with a hash or without, or what is wrong and the way out.
    fn among(names: &[String], name: &str) -> Result<Self, (String, &'static str)> {
        let stems: Vec<&str> = names
            .iter()
            .filter(|file| file.starts_with(name))
            .filter_map(|file| file.strip_suffix("_bg.wasm"))
            .filter(|stem| names.contains(&format!("{stem}.js")))
            .collect();
        match stems.as_slice() {
            [stem] => Ok(Self {
                glue: format!("{stem}.js"),
                wasm: format!("{stem}_bg.wasm"),
            }),
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
}
