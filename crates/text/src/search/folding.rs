//! Folding for search: removes the differences that a reader's query may have from the text.

/// Folds texts for search. Folding ignores case, accents, letters that a keyboard may lack, the forms of quotation
/// marks, dashes and white space, and invisible characters.
///
/// *Invariant:* a text is folded character by character, so a position in the folded text can be traced back. Equal
/// characters are always folded alike.
pub struct Folding {
    simplify: Box<dyn Fn(char) -> String>,
    /// Results of `simplify` so far, sorted by character. A text has few different characters.
    known: Vec<(char, Box<str>)>,
}

impl Folding {
    /// Creates a folding. `simplify` returns a character in lower case with its accents separated (Unicode's
    /// compatibility decomposition). It is called at most once for each character outside ASCII.
    pub fn new(simplify: impl Fn(char) -> String + 'static) -> Self {
        Self {
            simplify: Box::new(simplify),
            known: Vec::new(),
        }
    }

    /// Folds a text and removes white space around it.
    pub(super) fn fold(&mut self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        self.push_all(text, &mut out);
        out.truncate(out.trim_end().len());
        out
    }

    /// Appends a text to a folded text.
    pub(super) fn push_all(&mut self, text: &str, out: &mut String) {
        for c in text.chars() {
            self.push(c, out);
        }
    }

    /// Appends a character to a folded text.
    pub(super) fn push(&mut self, c: char, out: &mut String) {
        if c.is_ascii() {
            emit(c.to_ascii_lowercase(), out);
            return;
        }
        // Fold marks before decomposition, because some quotation marks decompose into a space and an accent.
        let folded = fold_mark(c);
        if folded.is_ascii() {
            emit(folded, out);
            return;
        }
        let at = match self.known.binary_search_by_key(&c, |(known, _)| *known) {
            Ok(at) => at,
            Err(at) => {
                let simple = (self.simplify)(c).into_boxed_str();
                self.known.insert(at, (c, simple));
                at
            }
        };
        if let Some((_, simple)) = self.known.get(at) {
            for c in simple.chars() {
                emit(fold_mark(c), out);
            }
        }
    }
}

/// Returns quotation marks, dashes and white space in their plainest form. Returns other characters unchanged.
fn fold_mark(c: char) -> char {
    match crate::fold::fold_char(c) {
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{FE58}' | '\u{FE63}' | '\u{FF0D}' => '-',
        other => other,
    }
}

/// Appends the folded form of a lower-case letter, a mark or a space.
fn emit(c: char, out: &mut String) {
    let folded = match c {
        ' ' | '\t'..='\r' => {
            if !out.is_empty() && !out.ends_with([' ', super::BOUNDARY]) {
                out.push(' ');
            }
            return;
        }
        // The letter й is a letter of its own and not и with an accent. Both take two bytes.
        '\u{306}' if out.ends_with('и') => {
            out.pop();
            'й'
        }
        // Accents, soft hyphens, joiners, and direction marks.
        '\u{300}'..='\u{36F}'
        | '\u{483}'..='\u{489}'
        | '\u{1AB0}'..='\u{1AFF}'
        | '\u{1DC0}'..='\u{1DFF}'
        | '\u{20D0}'..='\u{20FF}'
        | '\u{FE20}'..='\u{FE2F}'
        | '\u{AD}'
        | '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{2064}'
        | '\u{2066}'..='\u{2069}'
        | '\u{FEFF}' => return,
        '`' => '\'',
        // Letters that are typed instead of Kazakh and Ukrainian ones on a Russian keyboard.
        'ә' => 'а',
        'ғ' | 'ґ' => 'г',
        'қ' => 'к',
        'ң' => 'н',
        'ө' => 'о',
        'ұ' | 'ү' => 'у',
        'һ' => 'х',
        'і' => 'и',
        // Latin letters with a stroke that Unicode doesn't regard as an accent.
        'ı' => 'i',
        'ł' => 'l',
        'đ' | 'ð' => 'd',
        'ħ' => 'h',
        'ø' => 'o',
        'ŧ' => 't',
        'ς' => 'σ',
        'ß' => return out.push_str("ss"),
        'æ' => return out.push_str("ae"),
        'œ' => return out.push_str("oe"),
        c => c,
    };
    out.push(folded);
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// Returns a folding that decomposes only the letters that these tests need.
    pub(in crate::search) fn folding() -> Folding {
        Folding::new(|c| {
            let small = c.to_lowercase();
            small
                .flat_map(|c| -> Vec<char> {
                    match c {
                        'é' => vec!['e', '\u{301}'],
                        'ё' => vec!['е', '\u{308}'],
                        'й' => vec!['и', '\u{306}'],
                        'ñ' => vec!['n', '\u{303}'],
                        'ﬁ' => vec!['f', 'i'],
                        '…' => vec!['.', '.', '.'],
                        '¨' => vec![' ', '\u{308}'],
                        c => vec![c],
                    }
                })
                .collect()
        })
    }

    #[test]
    fn what_readers_need_not_get_right_is_folded() {
        for (text, folded) in [
            ("", ""),
            (" \n ", ""),
            ("Janaozen", "janaozen"),
            ("ЖАҢАӨЗЕН", "жанаозен"),
            ("Қазақстан әні", "казакстан ани"),
            ("Ғұлама Үміт Һәм", "гулама умит хам"),
            ("Ёлка, ёлка", "елка, елка"),
            ("Край, КРАЙ, кра\u{438}\u{306}", "край, край, край"),
            ("Élan e\u{301}lan", "elan elan"),
            ("İstanbul ısı", "istanbul isi"),
            ("Straße Łódź", "strasse lódź"),
            ("ﬁve…", "five..."),
            (
                "“Fair” «trials» ‘of’ `one`",
                "\"fair\" \"trials\" 'of' 'one'",
            ),
            ("workersʼ rights´", "workers' rights'"),
            ("15–20—30−1", "15-20-30-1"),
            ("a\n\t b\u{a0} c", "a b c"),
            ("soft\u{ad}hyphen zero\u{200b}width", "softhyphen zerowidth"),
            ("¨", ""),
            ("Σίσυφος", "σίσυφοσ"),
            ("十四人", "十四人"),
        ] {
            assert_eq!(folding().fold(text), folded, "{text:?}");
            assert_eq!(folding().fold(folded), folded, "again: {folded:?}");
        }
    }

    #[test]
    fn a_character_is_asked_for_once() {
        let asked = std::rc::Rc::new(std::cell::Cell::new(0));
        let mut folding = Folding::new({
            let asked = std::rc::Rc::clone(&asked);
            move |c| {
                asked.set(asked.get() + 1);
                c.to_string()
            }
        });
        folding.fold("жужжит");
        assert_eq!(asked.get(), 4);
        folding.fold("жжж and ASCII");
        assert_eq!(asked.get(), 4);
    }
}
