use proptest::prelude::*;

use super::*;
use sidelight_model::{FactId, Href, plain_text};

fn evidence(number: usize) -> EvidenceId {
    EvidenceId::of(&FactId::new("f").unwrap(), number)
}

/// Formats inlines in a short form: `*emphasis*`, `+strong+`, `[link]`, `1(evidence)`.
fn short(inlines: &[Inline]) -> String {
    inlines
        .iter()
        .map(|inline| {
            let inside = short(inline.children());
            match inline {
                Inline::Text(text) => text.clone(),
                Inline::Emphasis(_) => format!("*{inside}*"),
                Inline::Strong(_) => format!("+{inside}+"),
                Inline::Link(_) => format!("[{inside}]"),
                Inline::Evidence(span) => {
                    let id = span.evidence.as_str().trim_start_matches("f-");
                    format!("{id}({inside})")
                }
            }
        })
        .collect()
}

fn text(text: &str) -> Inline {
    Inline::Text(text.into())
}

fn emphasis(inside: Vec<Inline>) -> Inline {
    Inline::Emphasis(inside)
}

fn link(inside: Vec<Inline>) -> Inline {
    Inline::Link(Link {
        href: Href::new("#a").unwrap(),
        inlines: inside,
    })
}

#[track_caller]
fn check(inlines: Vec<Inline>, ranges: &[(usize, usize)], expected: &str) {
    let passages: Vec<_> = ranges
        .iter()
        .enumerate()
        .map(|(i, (start, end))| (*start..*end, evidence(i + 1)))
        .collect();
    assert_eq!(short(&mark(inlines, &passages, &[])), expected);
}

#[test]
fn passages_are_marked_in_plain_text() {
    for (ranges, expected) in [
        (&[][..], "abcdef"),
        (&[(1, 3)], "a1(bc)def"),
        (&[(0, 6)], "1(abcdef)"),
        (&[(0, 2), (2, 4)], "1(ab)2(cd)ef"),
        (&[(1, 3), (0, 6)], "2(a1(bc)def)"),
        (&[(2, 4), (2, 4)], "ab1(2(cd))ef"),
        (&[(0, 4), (2, 6)], "1(ab2(cd))2(ef)"),
        (&[(0, 4), (1, 5), (2, 6)], "1(a2(b3(cd)))3(2(e)f)"),
    ] {
        check(vec![text("abcdef")], ranges, expected);
    }
    check(vec![text("Жаңаөзен «x»")], &[(9, 12)], "Жаңаөзен 1(«x»)");
}

#[test]
fn links_stay_whole_and_emphasis_gives_way() {
    let linked = || vec![text("ab"), link(vec![text("cd")]), text("ef")];
    let stressed = || vec![text("ab"), emphasis(vec![text("cd")]), text("ef")];
    let both = || {
        vec![
            emphasis(vec![text("a"), link(vec![text("bcd")]), text("e")]),
            text("f"),
        ]
    };
    for (inlines, ranges, expected) in [
        (linked(), &[(0, 6)][..], "1(ab[cd]ef)"),
        (linked(), &[(2, 4)], "ab1([cd])ef"),
        (linked(), &[(0, 3)], "1(ab)[1(c)d]ef"),
        (linked(), &[(3, 6)], "ab[c1(d)]1(ef)"),
        (linked(), &[(0, 3), (3, 6)], "1(ab)[1(c)2(d)]2(ef)"),
        (stressed(), &[(0, 6)], "1(ab*cd*ef)"),
        (stressed(), &[(2, 4)], "ab1(*cd*)ef"),
        (stressed(), &[(0, 3)], "1(ab*c*)*d*ef"),
        (stressed(), &[(3, 6)], "ab*c*1(*d*ef)"),
        (stressed(), &[(2, 3)], "ab*1(c)d*ef"),
        (both(), &[], "*a[bcd]e*f"),
        (both(), &[(2, 6)], "*a*[*b1(cd)*]1(*e*f)"),
        (
            vec![link(vec![emphasis(vec![text("ab")])])],
            &[(0, 1)],
            "[*1(a)b*]",
        ),
        (
            vec![emphasis(vec![link(vec![text("ab")])])],
            &[(0, 2)],
            "1(*[ab]*)",
        ),
    ] {
        check(inlines, ranges, expected);
    }
}

#[test]
fn mentions_become_links_whatever_lies_across_them() {
    let stressed = || vec![text("ab"), emphasis(vec![text("cd")]), text("ef")];
    let href = || Href::new("#fact-x").unwrap();
    for (passages, mentions, expected) in [
        (&[][..], &[(2, 4)][..], "ab*[cd]*ef"),
        (&[], &[(1, 3)], "a[b*c*]*d*ef"),
        (&[(0, 6)], &[(2, 4)], "1(ab*[cd]*ef)"),
        (&[(2, 4)], &[(2, 4)], "ab1(*[cd]*)ef"),
        (&[(0, 3)], &[(2, 4)], "1(ab)*[1(c)d]*ef"),
        (&[(3, 6)], &[(2, 4), (5, 6)], "ab[*c1(d)*]1(e[f])"),
    ] {
        let passages: Vec<_> = passages
            .iter()
            .enumerate()
            .map(|(i, (start, end))| (*start..*end, evidence(i + 1)))
            .collect();
        let mentions: Vec<_> = mentions
            .iter()
            .map(|(start, end)| (*start..*end, href()))
            .collect();
        assert_eq!(short(&mark(stressed(), &passages, &mentions)), expected);
    }
}

/// Generates a text cut into pieces, each in random markup.
fn any_inlines() -> impl Strategy<Value = Vec<Inline>> {
    let leaf = "[a-cжЖ“ ]{1,4}".prop_map(|text| Inline::Text(text.to_string()));
    let stressed = leaf.prop_recursive(3, 24, 4, |inner| {
        prop::collection::vec(inner, 1..4).prop_flat_map(|inside| {
            prop_oneof![
                Just(Inline::Emphasis(inside.clone())),
                Just(Inline::Strong(inside)),
            ]
        })
    });
    // Links don't nest.
    let maybe_linked =
        (stressed, any::<bool>()).prop_map(
            |(inline, linked)| {
                if linked { link(vec![inline]) } else { inline }
            },
        );
    let outer = prop::collection::vec(maybe_linked, 1..6);
    (outer, any::<bool>()).prop_map(|(inlines, stressed)| {
        if stressed {
            vec![emphasis(inlines)]
        } else {
            inlines
        }
    })
}

/// Collects the parts of the text that the spans of one piece of evidence cover, in order.
fn covered(inlines: &[Inline], id: &EvidenceId, at: &mut usize, out: &mut Vec<Range<usize>>) {
    for inline in inlines {
        let start = *at;
        match inline {
            Inline::Text(text) => *at += text.chars().count(),
            other => covered(other.children(), id, at, out),
        }
        if matches!(inline, Inline::Evidence(span) if span.evidence == *id) {
            out.push(start..*at);
        }
    }
}

/// Collects the text of each link, and all emphasised text.
fn links_and_stress(
    inlines: &[Inline],
    stressed: bool,
    links: &mut Vec<String>,
    stress: &mut String,
) {
    for inline in inlines {
        if let Inline::Link(link) = inline {
            links.push(plain_text(&link.inlines));
        }
        if let (Inline::Text(text), true) = (inline, stressed) {
            stress.push_str(text);
        }
        let stressed = stressed || matches!(inline, Inline::Emphasis(_) | Inline::Strong(_));
        links_and_stress(inline.children(), stressed, links, stress);
    }
}

proptest! {
    #[test]
    fn marking_keeps_the_text_its_links_and_its_stress(
        inlines in any_inlines(),
        ends in prop::collection::vec((0usize..40, 1usize..40), 0..6),
    ) {
        let before = plain_text(&inlines);
        let len = before.chars().count();
        let passages: Vec<_> = ends
            .into_iter()
            .map(|(start, length)| start.min(len - 1)..(start.min(len - 1) + length).min(len))
            .enumerate()
            .map(|(i, range)| (range, evidence(i + 1)))
            .collect();
        let marked = mark(inlines.clone(), &passages, &[]);

        prop_assert_eq!(plain_text(&marked), before);
        let (mut links, mut stress) = (Vec::new(), String::new());
        links_and_stress(&inlines, false, &mut links, &mut stress);
        let (mut marked_links, mut marked_stress) = (Vec::new(), String::new());
        links_and_stress(&marked, false, &mut marked_links, &mut marked_stress);
        prop_assert_eq!(marked_links, links);
        prop_assert_eq!(marked_stress, stress);
        for (range, id) in &passages {
            let mut pieces = Vec::new();
            covered(&marked, id, &mut 0, &mut pieces);
            prop_assert!(pieces.windows(2).all(|two| two[0].end == two[1].start), "{:?}", pieces);
            prop_assert!(pieces.iter().all(|piece| !piece.is_empty()));
            prop_assert_eq!(pieces.first().map(|p| p.start), Some(range.start));
            prop_assert_eq!(pieces.last().map(|p| p.end), Some(range.end));
        }
    }
}
