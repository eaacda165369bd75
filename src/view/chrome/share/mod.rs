//! Sharing: links to the article and its parts, citations, and downloads of the facts.

mod panel;

use yew::{Callback, html};

use super::panel::Panel;
use panel::SharePanel;
use sidelight_model::anchor;
use sidelight_text::{FactRow, Rich, Style, Work};

/// The content of the share panel.
pub(super) const PANEL: Panel =
    Panel::new("share", |props| html! { <SharePanel ..props.clone() /> });

/// The maximum length of a statement or selection in a list, in characters.
const SHOWN: usize = 60;

/// The value of the article in the list of parts to share.
const ARTICLE: &str = "";
/// The value of the selected text in that list. It can't equal an id of the page's parts, because those have a dash.
const SELECTED: &str = "selected";

/// The parts of the page that can be shared, as they are when the panel opens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sharing {
    /// The data of the article for citations, with its address.
    pub work: Work,
    /// The base name of downloaded files, without an extension.
    pub file_name: String,
    /// The fact boxes.
    pub boxes: Vec<SharedBox>,
    /// The text that the reader has selected in the article.
    pub excerpt: Option<Excerpt>,
    /// The id of the box or fact at the reader's position.
    pub at: Option<String>,
    /// `true` if the system has its own share sheet.
    pub has_sheet: bool,
}

/// A fact box that can be shared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SharedBox {
    /// The id of its element.
    pub id: String,
    /// The title.
    pub title: String,
    /// The facts, in the order of the page.
    pub facts: Vec<SharedFact>,
}

/// A fact that can be shared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SharedFact {
    /// The id of its element.
    pub id: String,
    /// The attribution and date as shown in the page.
    pub attribution: String,
    /// The other data of the fact.
    pub row: FactRow,
}

/// Selected text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excerpt {
    /// The text.
    pub text: String,
    /// The fragment that links to the text, without `#`.
    pub fragment: String,
}

/// Requests from the share panel to the page.
pub trait ShareHost {
    /// Returns the parts that can be shared now.
    fn sharing(&self) -> Sharing;
    /// Copies a text, then calls `done` with `true` on success.
    fn copy(&self, text: &Rich, done: Callback<bool>);
    /// Focuses the field with this id and selects its text.
    fn select_text(&self, id: &str);
    /// Opens the system's share sheet for a link.
    fn open_sheet(&self, title: &str, url: &str);
    /// Offers the reader a file of this MIME type to download.
    fn download(&self, name: &str, kind: &str, content: &str);
}

impl Sharing {
    /// Returns the initial choice: the selected text, else the part at the reader's position, else the article.
    fn likely(&self) -> &str {
        match &self.at {
            _ if self.excerpt.is_some() => SELECTED,
            Some(id) if self.has(id) => id,
            _ => ARTICLE,
        }
    }

    fn has(&self, id: &str) -> bool {
        self.fact(id).is_some() || self.boxes.iter().any(|shared| shared.id == id)
    }

    /// Returns the address of the chosen part.
    fn address(&self, chosen: &str) -> String {
        let mut url = self.work.url.clone();
        match (chosen, &self.excerpt) {
            (ARTICLE, _) => {}
            (SELECTED, Some(excerpt)) => url.push_str(&anchor::link(&excerpt.fragment)),
            _ => url.push_str(&anchor::link(chosen)),
        }
        url
    }

    fn facts(&self) -> impl Iterator<Item = &SharedFact> {
        self.boxes.iter().flat_map(|shared| &shared.facts)
    }

    fn fact(&self, id: &str) -> Option<&SharedFact> {
        self.facts().find(|fact| fact.id == id)
    }

    /// Returns a fact with its attribution and a citation of the article. The citation is in MLA style, which has outlet,
    /// author and date in the natural order of speech.
    fn quote(&self, fact: &SharedFact) -> Rich {
        let mut text = Rich::default();
        text.push(&fact.row.statement);
        text.break_line();
        text.push(&fact.attribution);
        text.break_line();
        if !fact.row.from.is_empty() {
            text.push(&fact.row.from);
            text.break_line();
        }
        let work = Work {
            url: self.address(&fact.id),
            ..self.work.clone()
        };
        text.append(&Style::Mla.cite(&work));
        text
    }

    /// Returns the quoted fact with this element id, or `None` if there is no such fact.
    pub(super) fn quoted(&self, id: &str) -> Option<Rich> {
        self.fact(id).map(|fact| self.quote(fact))
    }

    fn rows(&self) -> Vec<FactRow> {
        self.facts().map(|fact| fact.row.clone()).collect()
    }
}

/// Returns the beginning of a text, cut between words if possible.
fn beginning(text: &str) -> String {
    let Some((end, _)) = text.char_indices().nth(SHOWN) else {
        return text.to_owned();
    };
    let end = text[..end].rfind(' ').unwrap_or(end);
    [&text[..end], " …"].concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use sidelight_text::Author;

    fn sharing() -> Sharing {
        Sharing {
            work: Work {
                title: "A strike ends".into(),
                authors: vec![Author {
                    name: "Ann Lee".into(),
                    is_organisation: false,
                }],
                outlet: Some("Times".into()),
                published: Some("2012-06-13".parse().unwrap()),
                url: "https://example.org/strike/".into(),
                language: "en".into(),
            },
            file_name: "strike".into(),
            boxes: vec![SharedBox {
                id: "box-casualties".into(),
                title: "Casualties".into(),
                facts: vec![SharedFact {
                    id: "fact-killed".into(),
                    attribution: "Source: Police (as of June 2012)".into(),
                    row: FactRow {
                        number: "1".into(),
                        statement: "Three <men> died.".into(),
                        ..FactRow::default()
                    },
                }],
            }],
            excerpt: None,
            at: None,
            has_sheet: false,
        }
    }

    #[test]
    fn what_the_reader_is_at_is_likely_to_be_shared() {
        for (at, likely) in [
            (None, ""),
            (Some("fact-killed"), "fact-killed"),
            (Some("box-casualties"), "box-casualties"),
            (Some("fact-gone"), ""),
        ] {
            let mut sharing = sharing();
            sharing.at = at.map(str::to_owned);
            assert_eq!(sharing.likely(), likely);
            sharing.excerpt = Some(Excerpt {
                text: "men".into(),
                fragment: "text-p1:~:text=men".into(),
            });
            assert_eq!(sharing.likely(), "selected");
        }
    }

    #[test]
    fn every_part_has_an_address() {
        let mut sharing = sharing();
        sharing.excerpt = Some(Excerpt {
            text: "men".into(),
            fragment: "text-p1:~:text=men".into(),
        });
        for (chosen, address) in [
            ("", "https://example.org/strike/"),
            ("fact-killed", "https://example.org/strike/#fact-killed"),
            ("selected", "https://example.org/strike/#text-p1:~:text=men"),
        ] {
            assert_eq!(sharing.address(chosen), address);
        }
    }

    #[test]
    fn a_fact_is_copied_with_all_that_it_rests_on() {
        let sharing = sharing();
        let text = sharing.quote(sharing.fact("fact-killed").unwrap());
        assert_eq!(
            text.plain,
            "Three <men> died.\nSource: Police (as of June 2012)\n\
             Lee, Ann. “A strike ends.” Times, 13 June 2012, https://example.org/strike/#fact-killed."
        );
        assert_eq!(
            text.html,
            "Three &lt;men&gt; died.<br>Source: Police (as of June 2012)<br>\
             Lee, Ann. “A strike ends.” <i>Times</i>, 13 June 2012, \
             <a href=\"https://example.org/strike/#fact-killed\">https://example.org/strike/#fact-killed</a>."
        );
    }

    #[test]
    fn a_copied_fact_names_its_passages_in_documents() {
        let mut sharing = sharing();
        sharing.boxes[0].facts[0].row.from = "The log, Page 7: three men".into();
        let text = sharing.quote(sharing.fact("fact-killed").unwrap());
        assert!(
            text.plain
                .contains("(as of June 2012)\nThe log, Page 7: three men\nLee, Ann."),
            "{}",
            text.plain
        );
    }

    #[test]
    fn long_texts_are_cut_between_words() {
        let long = "word ".repeat(20);
        let cut = beginning(&long);
        assert!(
            cut.ends_with("word …") && cut.chars().count() <= SHOWN + 2,
            "{cut}"
        );
        let unbroken = "ж".repeat(200);
        assert_eq!(beginning(&unbroken).chars().count(), SHOWN + 2);
        assert_eq!(beginning("short"), "short");
    }
}
