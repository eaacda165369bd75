//! The query of a frame's URL, as anybody might write it. A refused value has no effect, and an accepted one only has the
//! content allowed for it.

use sidelight::embed::options::{Open, Options};
use sidelight_model::BoxId;

/// Maximum length of a message about a refused value, in characters.
const MAX_SHOWN: usize = 120;

pub fn options(input: &[u8]) {
    let query: Vec<(String, String)> = url::form_urlencoded::parse(input).into_owned().collect();
    let (options, refused) = Options::read(&query);
    let alone = |pair: &(String, String)| Options::read(std::slice::from_ref(pair)).1;
    let (taken, wrong): (Vec<_>, Vec<_>) = query
        .iter()
        .cloned()
        .partition(|pair| alone(pair).is_empty());
    assert_eq!(Options::read(&taken), (options.clone(), Vec::new()));
    assert_eq!(refused, wrong.iter().flat_map(alone).collect::<Vec<_>>());
    assert_eq!(refused.len(), wrong.len());
    for (message, (name, _)) in refused.iter().zip(&wrong) {
        assert!(message.starts_with(&format!("{name}=")), "{message}");
        assert!(message.chars().count() <= MAX_SHOWN, "{message}");
    }
    let written = written(&options);
    assert_eq!(
        Options::read(&written),
        (options, Vec::new()),
        "{written:?}"
    );
}

/// Returns the query for these options, and checks the values that are used in the page.
fn written(options: &Options) -> Vec<(String, String)> {
    let mut query = Vec::new();
    let mut add = |name: &str, value: &str| query.push((name.to_owned(), value.to_owned()));
    if let Some(theme) = options.theme {
        add("theme", theme.name());
    }
    if let Some(ui) = &options.ui {
        let is_tag = ui.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        assert!(is_tag && ui.len() <= 35, "{ui}");
        add("ui", ui);
    }
    match &options.open {
        Open::AsIs => {}
        Open::All => add("open", "all"),
        Open::These(ids) => {
            assert!(!ids.is_empty());
            let ids: Vec<&str> = ids.iter().map(BoxId::as_str).collect();
            add("open", &ids.join(","));
        }
    }
    if let Some(accent) = &options.accent {
        let digits = accent.strip_prefix('#').unwrap();
        assert!(matches!(digits.len(), 3 | 6), "{accent}");
        assert!(
            digits
                .bytes()
                .all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f')),
            "{accent}"
        );
        add("accent", accent);
    }
    for (name, is_on) in [("compact", options.compact), ("scroll", options.scroll)] {
        if is_on {
            add(name, "");
        }
    }
    query
}
