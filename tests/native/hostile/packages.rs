//! Hostile packages.

use std::rc::Rc;

use sidelight_model::Article;
use sidelight_site::render;

use super::page::{alarms, squeezed, words};
use super::{none, wrong_text};
use crate::hostile_cases::{good_article, group};

#[test]
fn every_package_is_shown_or_refused_as_it_says() {
    let mut wrong = Vec::new();
    for case in group("package") {
        match Article::from_json(&case.package()) {
            Ok(article) if case.is_accepted() => {
                let html = render(&Rc::new(article)).unwrap();
                wrong.extend(alarms(&case.slug, &html));
                let shown = words(&html);
                for line in case.lines("shown") {
                    if !shown.contains(&squeezed(line)) {
                        wrong.push(format!("{}: `{line}` isn't in {shown}", case.slug));
                    }
                }
            }
            Ok(_) => wrong.push(format!("{}: it is accepted", case.path.display())),
            Err(error) if case.is_accepted() => {
                wrong.push(format!("{}: {error}", case.path.display()));
            }
            Err(error) => wrong.extend(wrong_text(&case, &error.to_string())),
        }
    }
    none(wrong);
}

#[test]
fn the_package_that_cases_change_is_a_good_one() {
    let html = render(&Rc::new(good_article())).unwrap();
    assert_eq!(alarms("good", &html), [""; 0]);
}
