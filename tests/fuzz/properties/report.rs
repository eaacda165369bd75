//! Requirements for every report of diagnostics.

use serde_json::Value;
use sidelight_compiler::{Diagnostic, Kind, Report};

/// Checks that each diagnostic has a message, a valid position and a hint. None may be an internal error, and a terminal
/// must be able to show all of them.
pub fn check_report(report: &Report) {
    let shown = report.render(false);
    assert!(is_printable(&shown), "{shown:?}");
    for diagnostic in &report.diagnostics {
        check_diagnostic(diagnostic);
        let places = diagnostic
            .related
            .iter()
            .map(|related| (&related.file, &related.range));
        for (file, range) in places.chain([(&diagnostic.file, &diagnostic.range)]) {
            let text = report.text(file).unwrap_or_default();
            assert!(text.get(range.clone()).is_some(), "{diagnostic:?}");
        }
    }
    let lines = report.to_json_lines().unwrap();
    assert_eq!(lines.lines().count(), report.diagnostics.len(), "{lines}");
    for line in lines.lines() {
        let line: Value = serde_json::from_str(line).unwrap();
        let number = |place: &str, part: &str| line["range"][place][part].as_u64().unwrap();
        let place = |place: &str| (number(place, "line"), number(place, "column"));
        assert!((1, 1) <= place("start"), "{line}");
        assert!(place("start") <= place("end"), "{line}");
    }
}

/// Checks a single diagnostic.
pub fn check_diagnostic(diagnostic: &Diagnostic) {
    assert_ne!(diagnostic.kind, Kind::Internal, "{diagnostic:?}");
    assert!(!diagnostic.file.is_empty(), "{diagnostic:?}");
    assert!(!diagnostic.message.is_empty(), "{diagnostic:?}");
    assert!(!diagnostic.hint.is_empty(), "{diagnostic:?}");
}

/// Returns true if a text has no control characters except line ends, so that a terminal only shows it.
pub fn is_printable(text: &str) -> bool {
    !text.chars().any(|c| c.is_control() && c != '\n')
}
