//! The style sheets, joined into one text for a page's `<style>` element.
//!
//! Compacting them saves 2.8 of an article's 27.7 KB after brotli, and 1.4 KB of a box's page: comments most of it, white
//! space 0.5 KB. Without this, an article's page would be over its limit.

/// The style sheets in cascade order: a later one may override an earlier one.
const SHEETS: &[&str] = &[
    include_str!("../../../assets/styles/tokens.css"),
    include_str!("../../../assets/styles/page.css"),
    include_str!("../../../assets/styles/text.css"),
    include_str!("../../../assets/styles/box.css"),
    include_str!("../../../assets/styles/fact.css"),
    include_str!("../../../assets/styles/chart.css"),
    include_str!("../../../assets/styles/figure.css"),
    include_str!("../../../assets/styles/table.css"),
    include_str!("../../../assets/styles/media.css"),
    include_str!("../../../assets/styles/chrome.css"),
    include_str!("../../../assets/styles/toolbar.css"),
    include_str!("../../../assets/styles/card.css"),
    include_str!("../../../assets/styles/listen.css"),
    include_str!("../../../assets/styles/place.css"),
    include_str!("../../../assets/styles/type.css"),
    include_str!("../../../assets/styles/share.css"),
    include_str!("../../../assets/styles/search.css"),
    include_str!("../../../assets/styles/embed.css"),
    include_str!("../../../assets/styles/print.css"),
];

/// Returns the styles of an article's page, without comments and needless white space.
pub fn styles() -> String {
    SHEETS.iter().copied().map(compact).collect()
}

/// Returns the styles of the site's own pages: those of [`styles`], and those of lists.
pub(super) fn own_styles() -> String {
    styles() + &compact(include_str!("../../../assets/styles/listing.css"))
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
    fn the_styles_can_stand_in_a_page() {
        let styles = styles();
        assert!(!styles.contains("</"), "they would end the style element");
        assert!(!styles.contains("/*"), "no comments");
        assert_eq!(styles.matches('{').count(), styles.matches('}').count());
    }
}
