//! Topics: the subjects that an article is listed under, and the folders of their pages.

use std::collections::HashMap;

use crate::source_file::SourceFile;
use crate::toml::{Spanned, Table};
use crate::{DiagnosticSink, Kind};

/// Maximum length of a topic's folder name, in characters.
const MAX_LEN: usize = 48;

/// Returns the name of the folder with a topic's page: lower-case ASCII letters and digits, with a hyphen between words.
/// Accents are removed and Cyrillic is romanised. A letter of another script becomes `u` and its code point. Returns
/// an empty text if the topic has no letter and no digit.
///
/// ```
/// use sidelight_compiler::topic_folder;
///
/// assert_eq!(topic_folder("Workers’ rights"), "workers-rights");
/// assert_eq!(topic_folder("Жаңаөзен, 2011"), "zhanaozen-2011");
/// ```
pub fn topic_folder(topic: &str) -> String {
    let mut folder = String::new();
    let mut is_between = false;
    for c in topic.chars().flat_map(char::to_lowercase) {
        let is_ignored = matches!(c, '\'' | '’' | 'ʼ' | 'ь' | 'ъ' | '\u{300}'..='\u{36f}');
        if is_ignored {
            continue;
        }
        if !c.is_alphanumeric() {
            is_between = true;
            continue;
        }
        let hyphen = if is_between && !folder.is_empty() {
            "-"
        } else {
            ""
        };
        let letters = romanised(c);
        if folder.len() + hyphen.len() + letters.len() > MAX_LEN {
            break;
        }
        is_between = false;
        folder.push_str(hyphen);
        folder.push_str(&letters);
    }
    folder
}

/// Returns a lower-case letter or digit in ASCII.
fn romanised(c: char) -> String {
    let letters = match c {
        'a'..='z' | '0'..='9' => return c.to_string(),
        'à'..='å' | 'ā' | 'ă' | 'ą' | 'а' | 'ә' => "a",
        'æ' => "ae",
        'б' => "b",
        'ç' | 'ć' | 'č' => "c",
        'ч' => "ch",
        'ď' | 'đ' | 'ð' | 'д' => "d",
        'è'..='ë' | 'ē' | 'ė' | 'ę' | 'ě' | 'ə' | 'е' | 'э' | 'є' => "e",
        'ё' => "yo",
        'ф' => "f",
        'ğ' | 'г' | 'ғ' | 'ґ' => "g",
        'һ' => "h",
        'ì'..='ï' | 'ī' | 'į' | 'ı' | 'и' | 'і' | 'ї' => "i",
        'й' => "y",
        'х' => "kh",
        'к' | 'қ' => "k",
        'ł' | 'л' => "l",
        'м' => "m",
        'ñ' | 'ń' | 'ň' | 'н' | 'ң' => "n",
        'ò'..='ö' | 'ø' | 'ō' | 'ő' | 'о' | 'ө' => "o",
        'œ' => "oe",
        'п' => "p",
        'ř' | 'р' => "r",
        'ś' | 'ş' | 'š' | 'ș' | 'с' => "s",
        'ß' => "ss",
        'ш' => "sh",
        'щ' => "shch",
        'ť' | 'ţ' | 'ț' | 'т' => "t",
        'ц' => "ts",
        'ù'..='ü' | 'ū' | 'ů' | 'ű' | 'у' | 'ұ' | 'ү' => "u",
        'в' => "v",
        'ý' | 'ÿ' | 'ы' => "y",
        'ю' => "yu",
        'я' => "ya",
        'ź' | 'ż' | 'ž' | 'з' => "z",
        'ж' => "zh",
        other => return format!("u{:x}", u32::from(other)),
    };
    letters.to_owned()
}

/// Reads `topics`. Reports an empty list, a topic without a letter or digit, and two topics with the same page.
pub(super) fn read_topics(
    table: &mut Table<'_>,
    file: &SourceFile,
    diagnostics: &DiagnosticSink,
) -> Vec<Spanned<String>> {
    let Some(value) = table.optional("topics") else {
        return Vec::new();
    };
    let items = value.list();
    if value.is_list() && items.is_empty() {
        value.report(
            Kind::Blank,
            "`topics` is empty",
            "add a topic, or delete the key",
        );
    }
    let mut known: HashMap<String, Spanned<String>> = HashMap::new();
    let mut topics = Vec::new();
    for item in items {
        let Some(topic) = item.text() else {
            continue;
        };
        let folder = topic_folder(&topic.value);
        if folder.is_empty() {
            item.report(
                Kind::Blank,
                format!("the topic `{}` has no letter and no digit", topic.value),
                "write the topic in words",
            );
            continue;
        }
        if let Some(first) = known.get(&folder) {
            let (message, hint) = if first.value == topic.value {
                (
                    format!("the topic `{}` is given twice", topic.value),
                    "delete one of the two",
                )
            } else {
                (
                    same_page(&first.value, &topic.value),
                    "delete one of the two",
                )
            };
            diagnostics.add(
                file.diagnostic(Kind::SameTopic, topic.span.clone(), message)
                    .related(&file.shown, first.span.clone(), "first given here")
                    .hint(hint),
            );
            continue;
        }
        known.insert(folder, topic.clone());
        topics.push(topic);
    }
    topics
}

/// Returns the message for two spellings of a topic.
pub(super) fn same_page(first: &str, second: &str) -> String {
    format!("the topics `{first}` and `{second}` would have the same page")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_has_ascii_letters_and_digits_only() {
        for (topic, folder) in [
            ("Kazakstan", "kazakstan"),
            ("KAZAKSTAN", "kazakstan"),
            (" Trade  unions & strikes ", "trade-unions-strikes"),
            ("Протесты и суды", "protesty-i-sudy"),
            ("Щедрость", "shchedrost"),
            ("Éco\u{301}le", "ecole"),
            ("İstanbul", "istanbul"),
            ("日本", "u65e5u672c"),
            ("../../etc", "etc"),
            ("<script>", "script"),
            ("C++ / 2", "c-2"),
            ("!!!", ""),
            ("", ""),
            (&"ж".repeat(100), &"zh".repeat(24)),
        ] {
            assert_eq!(topic_folder(topic), folder, "{topic:?}");
        }
    }
}
