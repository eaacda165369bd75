//! Shrinks the programs that Trunk built.
//!
//! wasm-bindgen puts a hash into the name of each function that the wasm imports from its JavaScript glue, in both
//! files. Hashes don't compress, so this module replaces the names by short ones. It also minifies the glue, which
//! wasm-bindgen formats for reading. After brotli, a page's program is 9.9 KB smaller: the names took 4.8 KB of wasm
//! and 3.4 KB of glue, and minifying the glue saves 1.7 KB. Without this, the program would be 9 KB over its limit.
//!
//! *Invariant:* wasm and glue still fit each other. A name changes in both files or in neither.

use std::borrow::Cow;
use std::collections::HashMap;

use wasm_encoder::reencode::{Reencode, RoundtripReencoder};
use wasm_encoder::{ImportSection, Module, RawSection};
use wasmparser::{Parser, Payload};

use crate::scripts::small_module;

/// File content, either embedded in this program or read from disk.
pub(super) type Bytes = Cow<'static, [u8]>;

/// One program: its wasm and the JavaScript that loads it.
#[derive(Debug, Clone)]
pub(super) struct Program {
    /// The JavaScript glue that wasm-bindgen generated.
    pub(super) glue: Bytes,
    /// The WebAssembly module.
    pub(super) wasm: Bytes,
}

impl Program {
    /// Creates a program from wasm-bindgen's output. Keeps both files unchanged if either of them can't be parsed.
    pub(super) fn new(glue: Bytes, wasm: Bytes) -> Self {
        match shortened(&glue, &wasm) {
            Some((glue, wasm)) => Self {
                glue: Cow::Owned(glue),
                wasm: Cow::Owned(wasm),
            },
            None => Self { glue, wasm },
        }
    }
}

/// Returns glue and wasm with short import names. Returns `None` if the glue isn't UTF-8 or the wasm can't be parsed.
fn shortened(glue: &[u8], wasm: &[u8]) -> Option<(Vec<u8>, Vec<u8>)> {
    let glue = std::str::from_utf8(glue).ok()?;
    let names = names(glue, wasm)?;
    let mut module = Module::new();
    for payload in Parser::new(0).parse_all(wasm) {
        match payload.ok()? {
            Payload::ImportSection(section) => {
                let mut imports = ImportSection::new();
                for import in section.into_imports() {
                    let import = import.ok()?;
                    let name = names.get(import.name).map_or(import.name, String::as_str);
                    let ty = RoundtripReencoder.entity_type(import.ty).ok()?;
                    imports.import(import.module, name, ty);
                }
                module.section(&imports);
            }
            payload => {
                if let Some((id, range)) = payload.as_section() {
                    module.section(&RawSection {
                        id,
                        data: wasm.get(range.start as usize..range.end as usize)?,
                    });
                }
            }
        }
    }
    let glue = renamed(glue, &names);
    Some((
        small_module(&glue).into_owned().into_bytes(),
        module.finish(),
    ))
}

/// The prefix of wasm-bindgen's own names. Short names lack it, so processing a program twice changes nothing more.
const PREFIX: &str = "__wb";

/// Returns a short name for each of wasm-bindgen's imports that occurs exactly once in the glue, as a member with a
/// colon. Returns `None` if the wasm can't be parsed.
fn names<'w>(glue: &str, wasm: &'w [u8]) -> Option<HashMap<&'w str, String>> {
    let mut counts: HashMap<&str, u32> = HashMap::new();
    for word in words(glue) {
        *counts.entry(word).or_default() += 1;
    }
    let mut names = HashMap::new();
    for payload in Parser::new(0).parse_all(wasm) {
        if let Payload::ImportSection(section) = payload.ok()? {
            for import in section.into_imports() {
                let name = import.ok()?.name;
                if name.starts_with(PREFIX)
                    && counts.get(name) == Some(&1)
                    && glue.contains(&[name, ":"].concat())
                {
                    let short = names.len().to_string();
                    names.insert(name, short);
                }
            }
        }
    }
    Some(names)
}

/// Splits a script into its words and the text between them, without losing a character.
fn words(script: &str) -> impl Iterator<Item = &str> {
    script
        .split_inclusive(|c: char| !is_of_word(c))
        .flat_map(|piece| {
            let end = piece.trim_end_matches(|c| !is_of_word(c)).len();
            let (word, between) = piece.split_at(end);
            [word, between].into_iter().filter(|part| !part.is_empty())
        })
}

fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '$')
}

fn renamed(glue: &str, names: &HashMap<&str, String>) -> String {
    words(glue)
        .map(|word| names.get(word).map_or(word, String::as_str))
        .collect()
}

#[cfg(test)]
mod tests {
    use wasm_encoder::{CustomSection, EntityType, TypeSection};

    use super::*;

    fn wasm(imports: &[&str]) -> Vec<u8> {
        let mut types = TypeSection::new();
        types.ty().function([], []);
        let mut section = ImportSection::new();
        for name in imports {
            section.import("./reader_bg.js", name, EntityType::Function(0));
        }
        let mut module = Module::new();
        module.section(&types);
        module.section(&section);
        module.section(&CustomSection {
            name: "other".into(),
            data: b"stays"[..].into(),
        });
        module.finish()
    }

    #[test]
    fn names_change_in_both_files() {
        let glue = "const imports = {\n  __wbg_log_0123: function(a) { console.log(a) },\n  __wbg_now_4567: () => 1,\n};";
        let program = Program::new(
            glue.as_bytes().to_vec().into(),
            wasm(&["__wbg_log_0123", "__wbg_now_4567"]).into(),
        );
        assert_eq!(
            program.glue,
            "const e={0:function(e){console.log(e)},1:()=>1};".as_bytes()
        );
        assert_eq!(program.wasm, wasm(&["0", "1"]));
    }

    #[test]
    fn names_that_mean_more_than_a_member_stay() {
        let glue = "({ __wb_log: () => __wb_log(1), __wb_other() {}, own: 2, __wb_far: 1 })";
        let program = Program::new(
            glue.as_bytes().to_vec().into(),
            wasm(&["__wb_log", "__wb_other", "__wb_gone", "own", "__wb_far"]).into(),
        );
        assert_eq!(
            program.glue,
            "({__wb_log:()=>__wb_log(1),__wb_other(){},own:2,0:1});".as_bytes()
        );
        assert_eq!(
            program.wasm,
            wasm(&["__wb_log", "__wb_other", "__wb_gone", "own", "0"])
        );
    }

    #[test]
    fn short_names_stay() {
        let glue = "({ __wb_a: 1, __wb_b: 2 })";
        let once = Program::new(
            glue.as_bytes().to_vec().into(),
            wasm(&["__wb_b", "__wb_a"]).into(),
        );
        let twice = Program::new(once.glue.clone(), once.wasm.clone());
        assert_eq!((twice.glue, twice.wasm), (once.glue, once.wasm));
    }

    #[test]
    fn what_is_no_wasm_stays_as_it_is() {
        let program = Program::new(b"a: 1"[..].into(), b"no wasm"[..].into());
        assert_eq!(
            (&*program.glue, &*program.wasm),
            (&b"a: 1"[..], &b"no wasm"[..])
        );
        let program = Program::new(b"\xff"[..].into(), wasm(&["a"]).into());
        assert_eq!(program.wasm, wasm(&["a"]));
    }
}
