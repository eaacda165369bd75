//! The style sheets, joined into one text for a page's `<style>` element.
//!
//! Compacting them saves 2.8 of an article's 27.7 KB after brotli, and 1.4 KB of a box's page: comments most of it, white
//! space 0.5 KB. Without this, an article's page would be over its limit.

use sidelight::view::toolbar::Setting;

/// The style sheet of tables and pull quotes.
const TABLE: &str = include_str!("../../../assets/styles/table.css");
/// The style sheet of recordings.
const MEDIA: &str = include_str!("../../../assets/styles/media.css");

/// The style sheets in cascade order: a later one may override an earlier one.
const SHEETS: &[&str] = &[
    include_str!("../../../assets/styles/tokens.css"),
    include_str!("../../../assets/styles/page.css"),
    include_str!("../../../assets/styles/text.css"),
    include_str!("../../../assets/styles/box.css"),
    include_str!("../../../assets/styles/fact.css"),
    include_str!("../../../assets/styles/chart.css"),
    include_str!("../../../assets/styles/figure.css"),
    TABLE,
    MEDIA,
    include_str!("../../../assets/styles/chrome.css"),
    include_str!("../../../assets/styles/toolbar.css"),
    include_str!("../../../assets/styles/type.css"),
    include_str!("../../../assets/styles/share.css"),
    include_str!("../../../assets/styles/search.css"),
    include_str!("../../../assets/styles/embed.css"),
    include_str!("../../../assets/styles/print.css"),
];

/// The style sheets of what the program adds to a page. They come with the program, after all others.
const PROGRAM_SHEETS: &[&str] = &[
    include_str!("../../../assets/styles/controls.css"),
    include_str!("../../../assets/styles/card.css"),
    include_str!("../../../assets/styles/listen.css"),
    include_str!("../../../assets/styles/place.css"),
    include_str!("../../../assets/styles/hits.css"),
];

/// Returns the JavaScript that gives a page the styles of what the program adds. The program's glue contains it, so a reader
/// gets these styles after the text: a page is 0.9 KB smaller after brotli. Constructed style sheets need no permission from
/// the page's policy (CSP 3, section 6.1.14).
pub(super) fn program_styles() -> String {
    let css: String = PROGRAM_SHEETS.iter().copied().map(compact).collect();
    // JSON strings are JavaScript strings (ECMA-262, 12.9.4).
    let css = serde_json::Value::from(css);
    format!(
        "{{const sheet=new CSSStyleSheet;sheet.replaceSync({css});document.adoptedStyleSheets=[...document.adoptedStyleSheets,sheet]}}"
    )
}

/// Returns the styles of an article's page, without comments and needless white space. `look` is the site's own look, which
/// comes last.
pub fn styles(look: &str) -> String {
    with_radio_rules(SHEETS.iter().copied(), look)
}

/// Returns the styles of an article's page that has no table, pull quote or recording, like [`styles`].
pub fn text_styles(look: &str) -> String {
    let sheets = SHEETS.iter().copied();
    with_radio_rules(sheets.filter(|sheet| ![TABLE, MEDIA].contains(sheet)), look)
}

/// Joins style sheets and appends the rules that apply the reader's settings in browsers without scripts.
fn with_radio_rules<'a>(sheets: impl Iterator<Item = &'a str>, look: &str) -> String {
    let mut styles: String = sheets.map(compact).collect();
    styles.push_str(look);
    let rules = radio_rules(&styles);
    styles.push_str("@media (scripting:none){");
    styles.push_str(&rules);
    styles.push('}');
    styles
}

/// Returns the rules that apply the reader's settings without scripts. The style sheets apply a setting by an attribute that a
/// script sets, such as `[data-theme="dark"]`. Each such rule is repeated here for the radio button: `:has(#theme-dark:checked)`.
///
/// They are separate rules for browsers without scripts, because a browser that has to watch for `:has()` on the root element
/// may look through the whole document. `css` must be compact.
fn radio_rules(css: &str) -> String {
    let mut rules = String::new();
    let mut rest = css;
    while let Some((prelude, body, after)) = first_block(rest) {
        rest = after;
        if prelude.starts_with('@') {
            let inner = radio_rules(body);
            if !inner.is_empty() {
                rules.push_str(&[prelude, "{", &inner, "}"].concat());
            }
            continue;
        }
        let selectors: Vec<String> = selectors(prelude).filter_map(for_radio).collect();
        if !selectors.is_empty() {
            rules.push_str(&[&selectors.join(","), "{", body, "}"].concat());
        }
    }
    rules
}

/// Splits a style sheet after its first block. Returns the text before the block, its content, and the rest.
fn first_block(css: &str) -> Option<(&str, &str, &str)> {
    let (mut depth, mut start, mut at) = (0, 0, 0);
    while let Some(c) = css[at..].chars().next() {
        match c {
            '"' | '\'' => {
                at += string_len(&css[at..], c);
                continue;
            }
            '{' => {
                if depth == 0 {
                    start = at;
                }
                depth += 1;
            }
            '}' => {
                depth -= 1;
                if depth == 0 {
                    return Some((&css[..start], &css[start + 1..at], &css[at + 1..]));
                }
            }
            _ => {}
        }
        at += c.len_utf8();
    }
    None
}

/// Splits a list of selectors at the commas that aren't in brackets.
fn selectors(list: &str) -> impl Iterator<Item = &str> {
    let mut depth = 0;
    list.split(move |c| {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        c == ',' && depth == 0
    })
}

/// Returns a selector with radio buttons in place of the attributes of settings. Returns `None` if it has no such attribute.
fn for_radio(selector: &str) -> Option<String> {
    let mut changed = selector.to_owned();
    for setting in Setting::ALL {
        for choice in setting.choices() {
            let attribute = format!("[data-{}=\"{choice}\"]", setting.name());
            let checked = format!(":root:has(#{}-{choice}:checked)", setting.name());
            changed = changed.replace(&attribute, &checked);
        }
    }
    (changed != selector).then(|| changed.replace(":root:root", ":root"))
}

/// Returns the styles of the site's own pages: those of [`styles`], and those of lists.
pub(super) fn own_styles(look: &str) -> String {
    let listing = include_str!("../../../assets/styles/listing.css");
    with_radio_rules(SHEETS.iter().copied().chain([listing]), look)
}

/// The style sheets of the page of one fact box, in the same order. They are fewer than an article's, to keep embedded
/// pages small.
const BOX_SHEETS: &[&str] = &[
    include_str!("../../../assets/styles/tokens.css"),
    include_str!("../../../assets/styles/page.css"),
    include_str!("../../../assets/styles/box.css"),
    include_str!("../../../assets/styles/fact.css"),
    include_str!("../../../assets/styles/chart.css"),
    include_str!("../../../assets/styles/chrome.css"),
    include_str!("../../../assets/styles/embed.css"),
];

/// Returns all styles of the page of one fact box, compacted like those of [`styles`].
pub(super) fn box_styles() -> String {
    BOX_SHEETS.iter().copied().map(compact).collect()
}

/// Removes comments and needless white space from a style sheet: at line ends, in runs, around `{`, `}`, `;`, `,` and
/// `>`, and after `:`. Space before `:` and around `+` and brackets is kept, since it matters in selectors and sums.
pub(super) fn compact(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut space = false;
    let mut rest = css;
    while let Some(c) = rest.chars().next() {
        if let Some(comment) = rest.strip_prefix("/*") {
            rest = comment.split_once("*/").map_or("", |(_, after)| after);
            space = true;
            continue;
        }
        let len = match c {
            '"' | '\'' => string_len(rest, c),
            _ => c.len_utf8(),
        };
        let (token, after) = rest.split_at(len);
        rest = after;
        if c.is_ascii_whitespace() {
            space = true;
            continue;
        }
        let needless = matches!(c, '{' | '}' | ';' | ',' | '>')
            || out.ends_with(['{', '}', ';', ',', '>', ':']);
        if space && !needless && !out.is_empty() {
            out.push(' ');
        }
        space = false;
        // The last semicolon of a block is redundant.
        if c == '}' && out.ends_with(';') {
            out.pop();
        }
        out.push_str(token);
    }
    out
}

/// Returns the length in bytes, quotes included, of the string that `text` begins with. Returns the length of `text` if
/// the string isn't closed.
fn string_len(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (i, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if c == quote => return i + c.len_utf8(),
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_says_nothing_is_left_out() {
        for (css, expected) in [
            (
                "a {\n  color : red;\n  margin: 0 auto;\n}\n",
                "a{color :red;margin:0 auto}",
            ),
            ("a > b,\nc d :hover { x: y }", "a>b,c d :hover{x:y}"),
            ("/* one */a/* two */b{}", "a b{}"),
            ("a{width:calc(1px + 2px)}", "a{width:calc(1px + 2px)}"),
            (
                "a::before{content:\" ; /* x */ \\\" \"}",
                "a::before{content:\" ; /* x */ \\\" \"}",
            ),
            ("a{content:'}  {'}", "a{content:'}  {'}"),
            (
                "@media (min-width: 60em) and (x) {\n a {\n }\n}",
                "@media (min-width:60em) and (x){a{}}",
            ),
            ("a{--x: ;b:c}", "a{--x:;b:c}"),
            ("/* open", ""),
            ("a{b:'open", "a{b:'open"),
        ] {
            assert_eq!(compact(css), expected, "{css:?}");
            assert_eq!(compact(expected), expected, "a second time: {css:?}");
        }
    }

    #[test]
    fn every_setting_works_without_scripts() {
        for (css, expected) in [
            ("a{b:c}", ""),
            (
                ":root[data-theme=\"dark\"]{color-scheme:dark}",
                ":root:has(#theme-dark:checked){color-scheme:dark}",
            ),
            (
                "@media screen{[data-size=\"1\"]{--scale:1}a{b:\"}\"}}c{d:e}",
                "@media screen{:root:has(#size-1:checked){--scale:1}}",
            ),
            (
                ":root:not([data-theme]),:root[data-theme=\"auto\"]{a:b}",
                ":root:has(#theme-auto:checked){a:b}",
            ),
            (
                ":is([data-size=\"6\"],[data-size=\"7\"]) .a{b:c}",
                ":is(:root:has(#size-6:checked),:root:has(#size-7:checked)) .a{b:c}",
            ),
            ("[data-embed] .a{b:c}", ""),
        ] {
            assert_eq!(radio_rules(css), expected, "{css:?}");
        }
        let styles = styles("");
        for setting in Setting::ALL {
            for (place, choice) in setting.choices().iter().enumerate() {
                let radio = format!(":has(#{}-{choice}:checked)", setting.name());
                assert!(
                    place == setting.default_place() || styles.contains(&radio),
                    "{radio}"
                );
            }
        }
    }

    #[test]
    fn the_styles_can_stand_in_a_page() {
        let styles = styles("");
        assert!(!styles.contains("</"), "they would end the style element");
        assert!(!styles.contains("/*"), "no comments");
        assert_eq!(styles.matches('{').count(), styles.matches('}').count());
    }
}
