//! The language switch: links to the editions of an article. It works without scripts. With them, a link also keeps the fact
//! or passage of the address (`assets/toolbar.js`).

use crate::escape::escaped;
use crate::language_names::language_name;
use crate::place::Place;
use sidelight::view::language_direction;
use sidelight_i18n::Messages;

/// Returns the switch as HTML, for a page in a folder `root` below the site's root: `../` for each folder. Returns an empty
/// text if there is only one edition.
pub(crate) fn language_switch(place: &Place, root: &str) -> String {
    if place.all().is_empty() {
        return String::new();
    }
    let messages = Messages::for_text(place.language());
    let links: Vec<String> = place
        .all()
        .iter()
        .map(|edition| {
            let language = escaped(&edition.language);
            format!(
                "<a href=\"{root}{}\" lang=\"{language}\" hreflang=\"{language}\" dir=\"{}\"{}>{}</a>",
                escaped(&edition.folder),
                language_direction(&edition.language),
                if edition.folder == place.folder() {
                    " aria-current=\"page\""
                } else {
                    ""
                },
                escaped(&language_name(&edition.language)),
            )
        })
        .collect();
    format!(
        "<nav class=\"masthead editions\" aria-label=\"{}\" lang=\"{}\" translate=\"no\">{}</nav>",
        escaped(messages.editions()),
        messages.tag(),
        links.join(" ")
    )
}

/// Returns elements for the `<head>` of a page that lead to the same page of the other editions. `page` is the rest of its
/// address after the edition's folder, such as `casualties/`. With the site's address `base` they are for search engines too,
/// and name the base as the page for all other languages. `root` is the site's root, relative to the page.
pub(crate) fn alternates(place: &Place, page: &str, root: &str, base: Option<&str>) -> String {
    let link = |language: &str, folder: &str| {
        format!(
            "<link rel=\"alternate\" hreflang=\"{}\" href=\"{}\">",
            escaped(language),
            escaped(&format!("{}{folder}{page}", base.unwrap_or(root)))
        )
    };
    let editions = place.all().iter();
    let mut links: String = editions
        .map(|edition| link(&edition.language, &edition.folder))
        .collect();
    if let Some(base) = place.all().first() {
        links.push_str(&link("x-default", &base.folder));
    }
    links
}
