//! Finds the word that was probably meant: the most similar one of some candidates.

/// Least similarity of two words, from 0 to 1, for suggesting one for the other. Below it are pairs such as `section` and
/// `correction`.
const LIKENESS: f64 = 0.66;

/// Returns the candidate most similar to a word in any case, or `None` if no candidate is similar enough. If two are equally
/// similar, returns the first in alphabetical order.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_lowercase();
    candidates
        .into_iter()
        .map(|candidate| {
            (
                strsim::normalized_damerau_levenshtein(&word, &candidate.to_lowercase()),
                candidate,
            )
        })
        .filter(|(likeness, _)| *likeness >= LIKENESS)
        .max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(a.1)))
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spelling_faults_lead_to_what_was_meant() {
        let words = [
            "standfirst",
            "headline",
            "as-of",
            "organisation",
            "imprisoned",
            "correction",
        ];
        for (word, expected) in [
            ("standfrist", Some("standfirst")),
            ("Headline", Some("headline")),
            ("as_of", Some("as-of")),
            ("asof", Some("as-of")),
            ("organization", Some("organisation")),
            ("prisoned", Some("imprisoned")),
            ("section", None),
            ("colour", None),
            ("", None),
        ] {
            assert_eq!(nearest(word, words), expected, "{word:?}");
        }
    }
}
