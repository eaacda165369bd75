//! Kinds of elements.

/// Elements whose content is invisible to readers or needs a program.
const UNSEEN: [&str; 19] = [
    "script", "style", "noscript", "template", "svg", "math", "head", "iframe", "object", "video",
    "audio", "canvas", "button", "select", "textarea", "input", "datalist", "title", "link",
];

/// Elements that are part of a line of text.
const INLINE: [&str; 36] = [
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em",
    "font", "i", "ins", "kbd", "label", "mark", "nobr", "q", "rp", "rt", "ruby", "s", "samp",
    "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var",
];

/// Returns true for an element whose content is invisible to readers or needs a program.
pub fn is_unseen(element: &str) -> bool {
    UNSEEN.contains(&element)
}

/// Returns true for an element that is part of a line of text. All others begin a block of their own.
pub fn is_inline(element: &str) -> bool {
    INLINE.contains(&element)
}
