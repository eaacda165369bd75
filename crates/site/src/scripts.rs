//! The scripts that pages run, made smaller before readers get them.
//!
//! *Invariant:* a script does what it did, in every browser that knows modules: names are shortened, comments and white space
//! left out, strings may stand between other marks, and nothing is said in newer words. One that can't be read as JavaScript
//! stays as it is.

use std::borrow::Cow;
use std::sync::LazyLock;

use oxc::allocator::Allocator;
use oxc::codegen::{Codegen, CodegenOptions};
use oxc::minifier::{MangleOptions, Minifier, MinifierOptions};
use oxc::parser::Parser;
use oxc::span::SourceType;

/// What runs in a page before its first paint. It stands in the page itself, and its text is the same in every page and in
/// every page's policy, which names it by hash.
pub(super) static EARLY: LazyLock<String> =
    LazyLock::new(|| small(include_str!("../../../assets/early.js")).into_owned());

/// What other sites load to embed pages.
pub(super) static EMBED: LazyLock<String> =
    LazyLock::new(|| small(include_str!("../../../assets/embed.js")).into_owned());

/// A script that a page runs by itself; its outermost names are the page's, so they stay.
pub(super) fn small(script: &str) -> Cow<'_, str> {
    shortened(script, SourceType::script())
}

/// A module.
pub(super) fn small_module(script: &str) -> Cow<'_, str> {
    shortened(script, SourceType::mjs())
}

fn shortened(script: &str, source: SourceType) -> Cow<'_, str> {
    let allocator = Allocator::default();
    let parsed = Parser::new(&allocator, script, source).parse();
    if parsed.panicked || !parsed.diagnostics.is_empty() {
        return Cow::Borrowed(script);
    }
    let mut program = parsed.program;
    let shortened = Minifier::new(MinifierOptions {
        mangle: Some(MangleOptions::default()),
        mangle_properties: None,
        compress: None,
    })
    .minify(&allocator, &mut program);
    let printed = Codegen::new()
        .with_options(CodegenOptions::minify())
        .with_scoping(shortened.scoping)
        .with_private_member_mappings(shortened.class_private_mappings)
        .build(&program);
    Cow::Owned(printed.code.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_short_and_comments_gone() {
        assert_eq!(
            small(
                "// What it is for.\n(() => {\n  const first = 1;\n  tell(first, first);\n})();\n"
            ),
            "(()=>{const e=1;tell(e,e)})();"
        );
    }

    #[test]
    fn outermost_names_are_a_pages_or_a_modules_own() {
        let script = "const first = 1; tell(first);";
        assert!(small(script).contains("first"));
        assert!(!small_module(script).contains("first"));
        assert!(small_module("export default function first() {}").contains("default"));
    }

    #[test]
    fn nothing_is_said_in_newer_words() {
        let script = "if(!a.b)a.b=1;c=d&&d.e;f=g===null||g===undefined?1:g;";
        assert_eq!(small(script), script);
    }

    #[test]
    fn what_is_no_script_stays() {
        assert_eq!(small("another loader"), "another loader");
    }

    #[test]
    fn what_comes_before_all_else_can_stand_in_a_page() {
        assert!(
            !EARLY.contains("</") && !EARLY.contains("<!--"),
            "it would end"
        );
        assert!(EARLY.contains("localStorage"));
        assert!(EARLY.len() < include_str!("../../../assets/early.js").len() * 3 / 4);
    }
}
