//! The shell: the page that Trunk has built around nothing, into which articles are put.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use super::{Diagnostic, Kind};

/// What the reader's files are called, up to a hash.
const READER: &str = "sidelight-reader";

/// A built page without an article, and the names of the reader's files beside it.
#[derive(Debug, Clone)]
pub struct Shell {
    /// Its path, as it is shown.
    pub(super) shown: Arc<str>,
    pub(super) html: String,
    pub(super) glue: String,
    pub(super) wasm: String,
}

impl Shell {
    /// Reads a shell and finds the reader in its folder.
    ///
    /// # Errors
    /// When it can't be read, or when there isn't just one reader beside it.
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
        let stems: Vec<&str> = names
            .iter()
            .filter(|name| name.starts_with(READER))
            .filter_map(|name| name.strip_suffix("_bg.wasm"))
            .filter(|stem| names.contains(&format!("{stem}.js")))
            .collect();
        match stems.as_slice() {
            [stem] => Ok(Self {
                html,
                glue: format!("{stem}.js"),
                wasm: format!("{stem}_bg.wasm"),
                shown,
            }),
            [] => Err(fault(
                format!("there is no `{READER}…_bg.wasm` with its `.js` beside the shell"),
                "build the reader first, with Trunk; `cargo xtask build` does both",
            )),
            several => Err(fault(
                format!(
                    "there are several readers beside the shell: `{}`",
                    several.join("`, `")
                ),
                "empty the folder and build again",
            )),
        }
    }
}
