//! The rules for SVG: only shapes, and nothing that runs, loads or links.
//!
//! In an `<img>`, browsers run no scripts of an SVG and load nothing for it. But the file is also a page of the site for
//! everybody who opens its address, so it must be harmless by itself.
//!
//! *Invariant:* an accepted file has only elements in [`ELEMENTS`], and no address but those of its own parts.

use std::ops::Range;

use roxmltree::{Document, Node, ParsingOptions};

/// The namespace of SVG.
const SVG: &str = "http://www.w3.org/2000/svg";

/// The elements that a file may have.
const ELEMENTS: [&str; 20] = [
    "svg",
    "g",
    "defs",
    "symbol",
    "use",
    "title",
    "desc",
    "style",
    "path",
    "rect",
    "circle",
    "ellipse",
    "line",
    "polyline",
    "polygon",
    "linearGradient",
    "radialGradient",
    "stop",
    "clipPath",
    "mask",
];

/// The functions that a value or a style sheet may have. The function `url` may only name a part of the file.
const FUNCTIONS: [&str; 15] = [
    "url",
    "rgb",
    "rgba",
    "hsl",
    "hsla",
    "calc",
    "matrix",
    "translate",
    "translatex",
    "translatey",
    "scale",
    "rotate",
    "skewx",
    "skewy",
    "not",
];

/// Largest number of elements and texts.
const MOST_NODES: u32 = 5_000;

/// A mistake in an SVG: its range in the text, a message and a hint.
pub(super) type Mistake = (Range<usize>, String, &'static str);

/// The hint for files with too much in them.
const PLAIN: &str = "export it again as plain SVG with shapes only, or as PNG";

/// Checks an SVG. Returns its width and height in the units of its own view box.
pub(super) fn check(text: &str) -> Result<(f64, f64), Mistake> {
    let options = ParsingOptions {
        allow_dtd: false,
        nodes_limit: MOST_NODES,
        ..ParsingOptions::default()
    };
    let document = Document::parse_with_options(text, options)
        .map_err(|error| (0..0, format!("the SVG can't be read: {error}"), PLAIN))?;
    for node in document.root().descendants() {
        check_node(&node)?;
    }
    let root = document.root_element();
    if root.tag_name().name() != "svg" {
        return Err((
            tag(&root),
            "the outermost element isn't `svg`".to_owned(),
            PLAIN,
        ));
    }
    size(&root).ok_or_else(|| {
        (
            tag(&root),
            "the SVG has no size".to_owned(),
            "give the element `svg` a `viewBox`, such as `viewBox=\"0 0 240 48\"`",
        )
    })
}

fn check_node(node: &Node<'_, '_>) -> Result<(), Mistake> {
    if node.is_pi() {
        return Err((
            node.range(),
            "the SVG has a processing instruction, which can load a style sheet".to_owned(),
            "delete it",
        ));
    }
    if !node.is_element() {
        return Ok(());
    }
    let name = node.tag_name().name();
    if node.tag_name().namespace() != Some(SVG) || !ELEMENTS.contains(&name) {
        let hint = match name {
            "text" | "tspan" => "convert its text to paths, since readers don't have its font",
            _ => PLAIN,
        };
        return Err((
            tag(node),
            format!("the SVG has an element `{name}`, which logos can't have"),
            hint,
        ));
    }
    for attribute in node.attributes() {
        let name = attribute.name();
        let is_reference = matches!(name, "href" | "src" | "base");
        let is_harmless = match is_reference {
            true => attribute.value().starts_with('#'),
            false => is_harmless(attribute.value()),
        };
        if name.starts_with("on") || !is_harmless {
            return Err((
                attribute.range(),
                format!("the SVG has an attribute `{name}` that runs or loads something"),
                PLAIN,
            ));
        }
    }
    if name == "style" {
        for text in node.children() {
            if !is_harmless(text.text().unwrap_or_default()) {
                return Err((
                    tag(node),
                    "the SVG has a style sheet that can load something".to_owned(),
                    PLAIN,
                ));
            }
        }
    }
    Ok(())
}

/// Returns true if a value or a style sheet can't load anything. Only known functions are allowed, `url` names only a part
/// of the file, and there are neither at-rules nor escapes, which would hide functions.
fn is_harmless(css: &str) -> bool {
    if css.contains(['@', '\\', '<']) || css.contains("/*") {
        return false;
    }
    css.match_indices('(').all(|(at, _)| {
        let is_name = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        let before = &css[..at];
        let name = &before[before.trim_end_matches(is_name).len()..];
        let inside = css[at + 1..].trim_start().trim_start_matches(['"', '\'']);
        match name.to_ascii_lowercase().as_str() {
            "url" => inside.starts_with('#'),
            // A value may also have brackets without a partner.
            "" => !before.ends_with(|c: char| !c.is_ascii()),
            name => FUNCTIONS.contains(&name),
        }
    })
}

/// Returns the range of the beginning of an element, for a message.
fn tag(node: &Node<'_, '_>) -> Range<usize> {
    let start = node.range().start;
    start..start + 1 + node.tag_name().name().len()
}

/// Returns the size: that of the view box, or width and height.
fn size(root: &Node<'_, '_>) -> Option<(f64, f64)> {
    let number = |text: &str| text.trim().trim_end_matches("px").parse::<f64>().ok();
    let (width, height) = match root.attribute("viewBox") {
        Some(view) => {
            let mut parts = view
                .split([' ', ','])
                .filter(|part| !part.is_empty())
                .skip(2);
            (number(parts.next()?)?, number(parts.next()?)?)
        }
        None => (
            number(root.attribute("width")?)?,
            number(root.attribute("height")?)?,
        ),
    };
    let is_length = |length: f64| (0.001..=1e6).contains(&length);
    (is_length(width) && is_length(height)).then_some((width, height))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn svg(inside: &str) -> String {
        format!(
            "<svg xmlns=\"{SVG}\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" viewBox=\"0 0 240 48\">{inside}</svg>"
        )
    }

    #[test]
    fn shapes_are_accepted() {
        for inside in [
            "",
            "<title>The (old) Courier</title><path d=\"M0 0L1,1z\"/>",
            "<g transform=\"translate(1 2) rotate(-3)\" fill=\"rgb(1,2,3)\"><rect width=\"1\" height=\"1\"/></g>",
            "<style>.a{fill:#fff} .b:not(.a){fill:url(#g)}</style><use xlink:href=\"#g\"/>",
            "<rect fill='url( \"#g\")' style=\"fill:url(#g);opacity:.5\"/>",
        ] {
            assert_eq!(check(&svg(inside)), Ok((240.0, 48.0)), "{inside}");
        }
    }

    #[test]
    fn what_runs_or_loads_is_refused() {
        for inside in [
            "<script>canary()</script>",
            "<h:script xmlns:h=\"http://www.w3.org/1999/xhtml\">canary()</h:script>",
            "<foreignObject/>",
            "<image href=\"data:image/png;base64,AA\"/>",
            "<a href=\"https://canary.example\"><path/></a>",
            "<use href=\"other.svg#a\"/>",
            "<g onload=\"canary()\"/>",
            "<g ONLOAD=\"canary()\" onclick=\"x\"/>",
            "<rect fill=\"url(https://canary.example/#a)\"/>",
            "<rect style=\"fill:\\75rl(https://canary.example)\"/>",
            "<rect style=\"background:image-set('https://canary.example')\"/>",
            "<style>@import 'https://canary.example';</style>",
            "<style>a{background:URL(//canary.example)}</style>",
            "<style>a{fill:url(/**/'//canary.example')}</style>",
            "<animate attributeName=\"href\" to=\"//canary.example\"/>",
            "<set attributeName=\"onload\" to=\"canary()\"/>",
            "<?xml-stylesheet href=\"//canary.example\"?>",
            "<text>The Courier</text>",
        ] {
            assert!(check(&svg(inside)).is_err(), "{inside}");
        }
        let bomb = "<!DOCTYPE svg [<!ENTITY a \"aaaa\">]><svg xmlns=\"http://www.w3.org/2000/svg\">&a;</svg>";
        for text in [
            "",
            "<svg",
            "<svg/>",
            bomb,
            &svg(&"<g/>".repeat(6_000)),
            &svg(&"<g>".repeat(20_000)),
        ] {
            assert!(check(text).is_err(), "{text:.60}");
        }
    }

    #[test]
    fn the_size_is_that_of_the_view_box() {
        for (attributes, expected) in [
            ("viewBox=\"0,0 10,5\" width=\"1\"", Some((10.0, 5.0))),
            ("width=\"24px\" height=\"12\"", Some((24.0, 12.0))),
            ("width=\"100%\" height=\"12\"", None),
            ("viewBox=\"0 0 0 5\"", None),
            ("viewBox=\"0 0 NaN 5\"", None),
            ("viewBox=\"0 0 1e99 5\"", None),
        ] {
            let found = check(&format!("<svg xmlns=\"{SVG}\" {attributes}/>")).ok();
            assert_eq!(found, expected, "{attributes}");
        }
    }
}
