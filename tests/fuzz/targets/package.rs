//! Packages as any program might write them: an article that is written back as it was read, or an error.

#![no_main]

use libfuzzer_sys::fuzz_target;
use sidelight::model::Article;

fuzz_target!(|json: &str| {
    if let Ok(article) = Article::from_json(json) {
        article.check().unwrap();
        let again = article.to_json().unwrap();
        assert_eq!(Article::from_json(&again).unwrap(), article);
    }
});
