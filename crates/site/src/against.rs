//! Compares articles with a site that was built before.

use std::io::{self, Read};
use std::path::Path;

use crate::compare::compare_with;
use crate::site::uncorrected;
use sidelight_compiler::Compiled;
use sidelight_compiler::sources::open_file;

/// Compares all articles with the packages of the site in the folder `site`, and reports changes without a correction.
/// Articles that the site doesn't contain are new and are skipped.
pub fn against(compiled: &mut Compiled, site: &Path) {
    let earlier = uncorrected(site);
    for article in &compiled.articles {
        let path = site.join(article.slug.as_str()).join("article.json");
        let read = || -> io::Result<Vec<u8>> {
            let mut json = Vec::new();
            open_file(&path)?.read_to_end(&mut json)?;
            Ok(json)
        };
        let earlier = earlier
            .get(article.slug.as_str())
            .map_or(&[][..], Vec::as_slice);
        compare_with(read(), &path, earlier, article, &mut compiled.report);
    }
}
