//! The names of languages, each in the language itself.

/// The names by the first part of BCP 47 tags (Unicode CLDR, display names).
const NAMES: [(&str, &str); 58] = [
    ("af", "Afrikaans"),
    ("ar", "العربية"),
    ("az", "azərbaycan"),
    ("be", "беларуская"),
    ("bg", "български"),
    ("bn", "বাংলা"),
    ("bs", "bosanski"),
    ("ca", "català"),
    ("ckb", "کوردیی ناوەندی"),
    ("cs", "čeština"),
    ("cy", "Cymraeg"),
    ("da", "dansk"),
    ("de", "Deutsch"),
    ("el", "Ελληνικά"),
    ("en", "English"),
    ("es", "español"),
    ("et", "eesti"),
    ("eu", "euskara"),
    ("fa", "فارسی"),
    ("fi", "suomi"),
    ("fr", "français"),
    ("ga", "Gaeilge"),
    ("gl", "galego"),
    ("he", "עברית"),
    ("hi", "हिन्दी"),
    ("hr", "hrvatski"),
    ("hu", "magyar"),
    ("hy", "հայերեն"),
    ("id", "Indonesia"),
    ("is", "íslenska"),
    ("it", "italiano"),
    ("ja", "日本語"),
    ("ka", "ქართული"),
    ("kk", "қазақ тілі"),
    ("ko", "한국어"),
    ("ky", "кыргызча"),
    ("lt", "lietuvių"),
    ("lv", "latviešu"),
    ("mn", "монгол"),
    ("nl", "Nederlands"),
    ("no", "norsk"),
    ("pl", "polski"),
    ("ps", "پښتو"),
    ("pt", "português"),
    ("ro", "română"),
    ("ru", "русский"),
    ("sk", "slovenčina"),
    ("sl", "slovenščina"),
    ("sq", "shqip"),
    ("sr", "српски"),
    ("sv", "svenska"),
    ("tg", "тоҷикӣ"),
    ("tr", "Türkçe"),
    ("uk", "українська"),
    ("ur", "اردو"),
    ("uz", "o‘zbek"),
    ("vi", "Tiếng Việt"),
    ("zh", "中文"),
];

/// Returns the name of a language in the language itself, with the script and region of its tag in brackets. Returns the tag
/// if the name isn't known.
pub(crate) fn language_name(tag: &str) -> String {
    let (language, rest) = tag.split_once('-').unwrap_or((tag, ""));
    let known = NAMES
        .iter()
        .find(|(of, _)| of.eq_ignore_ascii_case(language));
    match (known, rest) {
        (None, _) => tag.to_owned(),
        (Some((_, name)), "") => (*name).to_owned(),
        (Some((_, name)), rest) => format!("{name} ({rest})"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_named_in_themselves() {
        for (tag, expected) in [
            ("ru", "русский"),
            ("AR", "العربية"),
            ("pt-BR", "português (BR)"),
            ("xx", "xx"),
        ] {
            assert_eq!(language_name(tag), expected, "{tag}");
        }
        assert!(NAMES.is_sorted());
    }
}
