//! The script that stands in a page before its first paint.
//!
//! *Invariant:* its text is the same in every page and in every page's policy, which names it by hash.

/// What it is made of.
const SOURCE: &str = include_str!("../../assets/early.js");

/// The script, without the comments, which have lines of their own, and the white space at the beginning of lines.
pub(super) fn early() -> String {
    let lines = SOURCE.lines().map(str::trim_start);
    lines
        .filter(|line| !line.starts_with("//"))
        .flat_map(|line| [line, "\n"])
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_can_stand_in_a_page() {
        let early = early();
        assert!(
            !early.contains("</") && !early.contains("<!--"),
            "it would end"
        );
        assert!(!early.contains("//"), "no comments");
        assert!(early.contains("localStorage"));
    }
}
