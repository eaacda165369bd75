//! Minifies the scripts that pages run. After brotli, this saves 0.3 KB of each page, 1 KB of the loader, 1 KB of `embed.js`
//! (which would be 0.9 KB over its limit), 1.4 KB of the service worker and 1.7 KB of the glue of a page's program.
//!
//! *Invariant:* a minified script behaves as before in every browser that supports modules. Names are shortened,
//! comments and white space are removed, and quote marks of strings may change. No newer syntax is introduced. A script
//! that can't be parsed as JavaScript stays unchanged.

use std::borrow::Cow;
use std::sync::LazyLock;

use oxc::allocator::Allocator;
use oxc::codegen::{Codegen, CodegenOptions};
use oxc::minifier::{MangleOptions, Minifier, MinifierOptions};
use oxc::parser::Parser;
use oxc::span::SourceType;

/// The inline script that runs before the first paint of a page without a toolbar. Such a page's policy names it by hash.
pub(super) static PREPAINT: LazyLock<String> = LazyLock::new(|| {
    small(concat!(
        "{\n",
        include_str!("../../../assets/prepaint.js"),
        "}\n"
    ))
    .into_owned()
});

/// The inline script that runs before the first paint of a page with a toolbar: [`PREPAINT`] and the toolbar's listeners. The
/// loader contains it too.
pub(super) static PREPAINT_WITH_TOOLBAR: LazyLock<String> = LazyLock::new(|| {
    small(concat!(
        "{\n",
        include_str!("../../../assets/prepaint.js"),
        include_str!("../../../assets/toolbar.js"),
        "}\n"
    ))
    .into_owned()
});

/// The script that other sites load to embed pages.
pub(super) static EMBED: LazyLock<String> =
    LazyLock::new(|| small(include_str!("../../../assets/embed.js")).into_owned());

/// Minifies a classic script. Keeps its top-level names, since they are globals of the page.
pub(super) fn small(script: &str) -> Cow<'_, str> {
    shortened(script, SourceType::script())
}

/// Minifies a JavaScript module.
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
        for script in [&*PREPAINT, &*PREPAINT_WITH_TOOLBAR] {
            assert!(
                !script.contains("</") && !script.contains("<!--"),
                "it would end"
            );
            assert!(script.contains("localStorage"));
        }
        assert!(PREPAINT.len() < include_str!("../../../assets/prepaint.js").len() * 3 / 4);
        assert!(PREPAINT_WITH_TOOLBAR.contains("beforetoggle"));
    }
}
